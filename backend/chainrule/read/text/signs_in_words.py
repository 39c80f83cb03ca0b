"""Formulas said in words: `x squared plus 3 times y`, `the square root of x^2 + y^2`, `the sum over i of x_i`."""

from __future__ import annotations

import re
from collections.abc import Callable

from .mapped import Edit, Mapped
from .python import parses

__all__ = ["with_signs"]

_B = r"[ \t]{1,9}"
_MARKS = re.compile(
    r"\b(?:squared|cubed|plus|minus|times|multiplied by|divided by|power|over|half|to the|square of|cube of"
    r"|root of|value of|log(?:arithm)? of|exponential of|(?:co)?sine? of|sin of|cos of|tan(?:gent)? of|tanh of|exp of"
    r"|sigmoid of|relu of|is[ \t]+[-−]?\.?\d)"
)
_PROGRAM = re.compile(r"^[ \t]*(?:import|from|def|class|while|if|for|return|print)\b|\\|#|;", re.MULTILINE)
# What may be an operand: a number, a short name, a bracket. Longer words make sentences.
_LEFT = r"(?:(?<=[)\]|'²³])|(?<=(?<![A-Za-z])[A-Za-z0-9])|(?<=[A-Za-z_]_\w)|(?<=[A-Za-z]\d)|(?<=_hat))"
_RIGHT = (
    r"(?=[-−]?[ \t]?(?:[(\d|√]|[A-Za-z]\w?(?![A-Za-z])|[A-Za-z]\w{0,9}_\w"
    r"|(?:the[ \t]+)?(?:sin|cos|tan|log|ln|exp|square|abs|nat|sum_|mean_)))"
)
_ORDINALS = {"second": "^2", "third": "^3", "fourth": "^4", "fifth": "^5", "sixth": "^6"}
_NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "ten": "10"}
_NTH_POWER = re.compile(rf"{_LEFT}{_B}to{_B}the{_B}({'|'.join(_ORDINALS)})(?:{_B}power)?\b")
_NUMBER = re.compile(rf"\b({'|'.join(_NUMBERS)})(?={_B}(?:times|plus|minus|over|divided by)\b)")
_SIGNS = (  # words and their sign, in the order in which they are replaced
    (re.compile(rf"\b(?:(?:one|a)[ \t-])?half{_B}(?:of{_B}|times{_B})(?=[(\w|])"), "1/2 * "),
    (re.compile(rf"{_LEFT}{_B}to{_B}the{_B}(?:minus|negative){_B}(?=[(\w])"), "^-"),
    (re.compile(rf"{_LEFT}{_B}squared\b"), "^2"),
    (re.compile(rf"{_LEFT}{_B}cubed\b"), "^3"),
    (re.compile(rf"{_LEFT}{_B}(?:raised{_B})?to{_B}(?:the{_B}(?:power{_B})?(?:of{_B})?|power{_B}){_RIGHT}"), "^"),
    (re.compile(rf"{_LEFT}{_B}plus{_B}{_RIGHT}"), " + "),
    (re.compile(rf"{_LEFT}{_B}minus{_B}{_RIGHT}"), " - "),
    (re.compile(rf"{_LEFT}{_B}(?:times|multiplied by){_B}{_RIGHT}"), " * "),
    (re.compile(rf"{_LEFT}{_B}(?:divided by|over){_B}{_RIGHT}"), " / "),
)
_REDUCTIONS = {"sum": "sum", "mean": "mean", "average": "mean", "product": "prod", "max": "max", "min": "min"}
_OVER = re.compile(
    rf"(?:\b[Tt]he{_B})?\b([Ss]um|[Mm]ean|[Aa]verage|[Pp]roduct|[Mm]ax(?:imum)?|[Mm]in(?:imum)?){_B}over{_B}"
    rf"(?:all{_B})?([a-z]){_B}of{_B}(?=[(\w|])"
)
_FUNCTIONS = {  # words in front of `of` -> function, what stands behind its bracket, whether it reaches over a sum
    "square root": ("sqrt", "", True),
    "cube root": ("cbrt", "", True),
    "absolute value": ("abs", "", True),
    **dict.fromkeys(("natural logarithm", "natural log", "logarithm", "log", "ln"), ("log", "", False)),
    **dict.fromkeys(("exponential", "exp"), ("exp", "", False)),
    **dict.fromkeys(("cosine", "cos"), ("cos", "", False)),
    **dict.fromkeys(("sine", "sin"), ("sin", "", False)),
    **dict.fromkeys(("tangent", "tan"), ("tan", "", False)),
    **dict.fromkeys(("hyperbolic tangent", "tanh"), ("tanh", "", False)),
    "sigmoid": ("sigmoid", "", False),
    "relu": ("relu", "", False),
    "square": ("", "^2", False),
    "cube": ("", "^3", False),
}
_OF = re.compile(
    rf"(?:\b[Tt]he{_B})?(?<!\w)({'|'.join(sorted(_FUNCTIONS, key=len, reverse=True))}){_B}of{_B}(?=[(\w|])"
)
_ENDS = r"[,;\n)=]|\.(?!\d)|[ \t](?:plus|minus|times|over|divided|and|at|with|where|when|for)\b"
_END_OF_SUM = re.compile(_ENDS)
_END_OF_TERM = re.compile(rf"[-+*/]|{_ENDS}")
_MOST = 20  # functions in one text
_IS = re.compile(  # x is 2
    rf"(?:^|(?<=[,;.\n(]))([ \t]*(?:(?:and|where|with|let){_B})?[A-Za-z](?:\w?|_\w{{1,6}})){_B}is"
    rf"(?={_B}[-−]?\.?\d[\d.]*[ \t]*(?:[,;\n)]|\.(?!\d)|and\b|$))"
)


def with_signs(text: Mapped) -> Mapped:
    """Return the text with the signs of its words; a text that Python can read, or that is a program, stays."""
    if _MARKS.search(text.text) is None or _PROGRAM.search(text.text) is not None or parses(text.text) is not None:
        return text
    text = _replaced(text, _OVER, lambda each: f"{_REDUCTIONS[each[1].lower().removesuffix('imum')]}_{each[2]} ")
    text = _replaced(_applied(text), _NTH_POWER, lambda each: _ORDINALS[each[1]])
    text = _replaced(text, _NUMBER, lambda each: _NUMBERS[each[1]])
    for pattern, sign in _SIGNS:
        text = text.edited(Edit(match.start(), match.end(), sign) for match in pattern.finditer(text.text))
    return _replaced(text, _IS, lambda each: f"{each[1]} =")


def _replaced(text: Mapped, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> Mapped:
    return text.edited(Edit(match.start(), match.end(), new(match)) for match in pattern.finditer(text.text))


def _applied(text: Mapped) -> Mapped:
    """Return the text with brackets in place of `of`, from the last function to the first: each may be an argument."""
    for match in reversed(list(_OF.finditer(text.text))[:_MOST]):
        function, behind, over_sums = _FUNCTIONS[match[1]]
        end = _end_of_argument(text.text, match.end(), over_sums)
        opened = Edit(match.start(), match.end(), f"{function}(")
        text = text.edited([opened, Edit(end, end, f"){behind}", after=True)])
    return text


def _end_of_argument(text: str, start: int, over_sums: bool) -> int:
    """Return the place behind the argument that starts here: a bracket, a term, or the whole sum."""
    pattern, depth = _END_OF_SUM if over_sums else _END_OF_TERM, 0
    for at in range(start, len(text)):
        depth += (text[at] in "([{") - (text[at] in ")]}")
        if depth == 0 and text[at] in ")]" and not over_sums and text[at + 1 : at + 2] != "^":
            return at + 1
        if depth < 0 or (depth == 0 and at > start and text[at] not in ")]" and pattern.match(text, at)):
            return at
    return len(text)
