"""Texts that Python can read, but not as the author of a formula means them."""

from __future__ import annotations

import re
from collections.abc import Callable

from ...errors import TextEdit
from .mapped import Mapped, SourcePlaces
from .notation.atoms import BIG_WORD
from .notation.indices import INDICES
from .notation.searches import SEARCH_WORD
from .notation.text_names import FUNCTION_LETTERS, PRODUCT_WITH_RESULT, TextNames
from .signs import GREEK, SUBSCRIPTS, SUPERSCRIPTS
from .source import OtherReading
from .vocabulary import ELEMENTARY, MOMENTS, RESERVED, function_name, is_program

__all__ = ["free_words", "has_transposes", "is_odd", "other_readings", "stands_beside"]

_GREEK, _BELOW, _ABOVE = "".join(GREEK), "".join(SUBSCRIPTS), "".join(SUPERSCRIPTS)
_BESIDE = re.compile(
    rf"[{_BELOW}](?=[^\W\d_])|[{_GREEK}](?=[A-Za-z{_GREEK}])|(?<![dΔδ_A-Za-z0-9])[dΔδ][{_GREEK}](?=[A-Za-z])"
    rf"|(?<![_\W])(?<!\b[dΔδ])[A-Za-z0-9](?=[{_GREEK}])|[½¼¾⅓⅔⅛ᵀ⊤](?=[\w(])|⌊|⌈|[{_ABOVE}](?=[\w(])|[∑∏√∛∂∇′″‖⊗°]"
)
_SQUARE = re.compile(r"(?<![\w.\])])[A-Z](?:\^2|²)(?![\w.])")
_PROGRAM = re.compile(r"\b(?:import|def|class|for|while|with|if)\b")
_CALL = re.compile(r"((?<![\w.])[\w.]++|\))[ \t]*+\(")
_BEFORE = re.compile(r"[\w.]*[ \t]*\Z")
_GROUP = re.compile(r"(?<![\w)\]\"'])\[([^\[\],:\n]+)\][ \t]*[*/^]")  # [x + 1]*2
# 1,000 and 2,5*x
_COMMA = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w.,])|\d+,\d+[ \t]*[-+*/^a-zA-Z(])")
_ARROW = re.compile(r"(?m)^[ \t]*[\w.]+[ \t]*<-")  # y <- x
_NORM = re.compile(r"\|_(?:[12pF]|inf)(?!\w)")  # |w|_1
_QUOTIENT = re.compile(r"(?<![\w.])(d\w*)[ \t]*/[ \t]*(d\w+)")  # dL/dw
_COMPLEX = re.compile(r"(?<![\w.:])\d+[jJ]\b")
_LOGARITHM = re.compile(r"log_(?:\d+|[a-z])")
_VALUES = re.compile(r"[ \t]*\w+[ \t]*=(?!=)[^()\n]*\)[ \t]*$", re.M)  # w*x (w=2)
_VALUE_THEN_USE = re.compile(  # x = 3, x^2 + 1
    r"^[ \t]*+(\w++)[ \t]*+=[ \t]*+(?:-?[\d.]++|[\[(][-\d., \t]++[\])])[ \t]*+,[^=\n]{0,200}?(?<![\w.])\1(?!\w)", re.M
)
_SEPARATORS = re.compile(r"\blambda\b[^:\n]{0,200}:|[()\[\]{},;\n]|(?<![<>=!:+\-*/@%])=(?!=)")
_WORD = re.compile(r"(?<![\w.])[A-Za-z]\d*+[A-Za-z_]\w*+(?![ \t]*+[=(\[])")
_TWO = re.compile(r"(?<![\w.])[A-Za-z]{2}(?![\w.(\[])")
_EULER = re.compile(r"(?<![\w.])[a-zA-Z]e\^[ ]*[-({]*[ ]*\d*[A-Za-z]")  # xe^x, te^{-t}; se^2 is the square of se
_JOINED = re.compile(  # W_f [h, x]
    r"(?<![\w.])[WUV](?:_?\w{1,3})?([ \t]*+)\[[ \t]*+([^\W\d]\w*+)[ \t]*+,[ \t]*+([^\W\d]\w*+)[ \t]*+\]"
)
_ENTRY = re.compile(r"\[\s*(?:[-+\d:]|[ijklmnpqrst]\s*[-+,:\]])")  # E[0], E[i], E[:, k]
_FAR = 60  # characters: names are not longer
# w^T * x and (1, 2)^T, not the (1 + r)^T of T years
_TRANSPOSED = re.compile(r"(?:(?<![\w.])([A-Za-z]\w*+)|[(\[]([^()\[\]\n]{1,60})[)\]])\^T(?!\w)[ \t]*+([*@]?)")
_SCALARS = frozenset({"e", "r", "q", "gamma", "rho"})  # what is raised to the power of T
_BESIDE_TRANSPOSE = re.compile(r"[A-Za-z)]\^T[A-Za-z]{1,2}\b")  # x^TAx


def stands_beside(code: str) -> bool:
    """Return whether signs of paper show names side by side (w₁x₁, 2πr), or more than Python (∑)."""
    if ("^2" in code or "²" in code) and _SQUARE.search(code) is not None and _PROGRAM.search(code) is None:
        return True
    if "e^" in code and _EULER.search(code) is not None:
        return True
    if "^T" in code and _BESIDE_TRANSPOSE.search(code) is not None:
        return True
    return not code.isascii() and _BESIDE.search(code) is not None


def has_transposes(code: str, names: Callable[[], TextNames]) -> bool:
    """Return whether `^T` is the sign of a transpose: T is no name, and vectors or products of matrices have it."""
    if "^T" not in code or names().is_number("T"):
        return False
    for base, inside, sign in _TRANSPOSED.findall(code):
        if "," in inside or (sign and inside and not any(map(str.isdigit, inside))):
            return True
        if base and sign and base not in _SCALARS and not re.search(rf"\b{base}[ \t]*=[ \t]*[-\d.]", code):
            return True
    return False


def is_odd(code: str, words: set[str], names: Callable[[], TextNames]) -> bool:
    """Return whether Python's reading of `code`, which it can parse, may not be the one that is meant.

    `words` are its free words; `names` is asked if need be.
    """
    if not RESERVED.issuperset(_CALL.findall(code)) and any(
        _is_odd_call(code, result, names) for result in _CALL.finditer(code)
    ):
        return True
    if "[" in code and (_has_odd_brackets(code, names) or _joins(code, names)):
        return True
    if "{" in code and any(_is_braced(code, result.end()) for result in re.finditer(r"\{", code)):
        return True
    if "," in code and (_has_odd_comma(code) or (code.count("=") > 1 and _is_list_of_assignments(code))):
        return True
    if any(names().splits(word) for word in set(PRODUCT_WITH_RESULT.findall(code))):
        return True
    if "," in code and "=" in code and _VALUE_THEN_USE.search(code) is not None:
        return True
    if "^T" in code and _BESIDE_TRANSPOSE.search(code) is not None:
        return True
    if "|_" in code and _NORM.search(code) is not None:
        return True
    if "<-" in code and _ARROW.search(code) is not None:
        return True
    if ("/d" in code or "/ d" in code) and _is_derivative(code, names):
        return True
    if ("j" in code or "J" in code) and _COMPLEX.search(code) is not None:
        return True
    return bool(words) and any(names().splits(word) or names().functions_and_arguments(word) for word in words)


def free_words(code: str) -> set[str]:
    """Return the words of two letters and more that are no functions: each of them may be several names."""
    return {*_WORD.findall(code)} - RESERVED


def _is_odd_call(code: str, match: re.Match[str], names: Callable[[], TextNames]) -> bool:
    """Return whether the bracket that opens here is a factor, or its function has another name in Python."""
    word = match[1]
    if word == ")":
        return _closes_group(code, match.start())
    if word[0].isdigit() or word[0] == ".":
        return word[0] != "."  # 2(x + 1); of (x).f(y) the method's name
    if word in RESERVED or "." in word:
        return False
    all_names = names()
    if word in all_names.functions or word in all_names.maybe:
        return False
    if _VALUES.match(code, match.end()) is not None and (all_names.is_number(word) or code[match.end(1)] != "("):
        return True
    if _multiplies_itself(code, match):
        return True
    letter = word.rstrip("0123456789")
    if len(letter) == 1:
        return all_names.is_number(word) or letter not in FUNCTION_LETTERS
    if all_names.is_number(word):  # out_h1 (1 - out_h1); in programs a value may be a function
        return word in all_names.assigned and _PROGRAM.search(code) is None
    if any(form.fullmatch(word) is not None for form in (_LOGARITHM, SEARCH_WORD, BIG_WORD)):
        return True
    return word not in all_names.all_names and function_name(word) is not None


def _multiplies_itself(code: str, match: re.Match[str]) -> bool:
    """`out(1 - out)`: a name in front of a bracket that holds it as a number is a factor."""
    inside = code[match.end() : match.end() + _FAR].partition(")")[0]
    word = re.escape(match[1])
    alone = word in inside and re.search(rf"(?<![\w.]){word}(?![\w.(]|[ \t]*=)", inside) is not None
    return alone and _PROGRAM.search(code) is None


def _has_odd_brackets(code: str, names: Callable[[], TextNames]) -> bool:
    """2[x + 1], [x + 1]*2, Exp[x], D[f, x]."""
    at = -1
    while (at := code.find("[", at + 1)) >= 0:
        before = _BEFORE.search(code[max(0, at - _FAR) : at])
        word = before[0].strip() if before else ""
        if word[:1].isdigit():
            return True
        capital = word[:1].isupper() and (word == "D" or function_name(word) is not None)
        if word in MOMENTS and not names().is_number(word) and not _ENTRY.match(code, at):
            return True
        if capital and word not in RESERVED and not names().is_number(word):
            return True
    if "\n" in code:
        return False
    found_group = _GROUP.search(code)
    return found_group is not None and re.search(r"[-+*/]", found_group[1]) is not None and " for " not in code


def _joins(code: str, names: Callable[[], TextNames]) -> bool:
    """Return whether W [h, x] multiplies a matrix with two vectors, one behind the other, and chooses no entry."""
    for match in _JOINED.finditer(code):
        inside = {match[2], match[3]}
        if inside & names().assigned or inside <= INDICES or is_program(code):
            continue
        if match[1] or names().paper:
            return True
    return False


def _is_braced(code: str, at: int) -> bool:
    """Return whether braces are those of a formula, e^{-x}, and not of a dictionary or a set that is built."""
    inside = code[at : code.find("}", at)]
    return bool(inside.strip()) and ":" not in inside and " for " not in inside and "**" not in inside[:2]


def _has_odd_comma(code: str) -> bool:
    """1,000 and 2,5*x outside of brackets and lists."""
    for result in _COMMA.finditer(code):
        line = code[code.rfind("\n", 0, result.start()) + 1 : result.start()]
        if "," not in line and all(line.count(sign) == line.count(other) for sign, other in ("()", "[]")):
            return True
    return False


def _is_derivative(code: str, names: Callable[[], TextNames]) -> bool:
    return any(
        not names().is_number(result[1]) and not names().is_number(result[2]) for result in _QUOTIENT.finditer(code)
    )


def _closes_group(code: str, at: int) -> bool:
    """Return whether the bracket that closes at `at` groups, or belongs to an elementary function: (x + 1)(x - 2)."""
    depth = 0
    for i in range(at, max(-1, at - 1000), -1):
        depth += (code[i] == ")") - (code[i] == "(")
        if depth == 0:
            inside = code[i + 1 : at].strip()
            before = code[max(0, i - 60) : i].rstrip()
            word = re.search(r"[\w.]*\Z", before)
            if word and word[0]:
                return word[0] in ELEMENTARY or word[0] == "sigma"
            if before[-1:] in (")", "]"):
                return False
            return not inside.startswith("lambda") and not inside.isidentifier() and " if " not in inside
    return False


def _is_list_of_assignments(code: str) -> bool:
    """`f = x*y, x = 2`: a comma between two equals signs of one line, outside of brackets."""
    depth, equals, comma = 0, 0, False
    for result in _SEPARATORS.finditer(code):
        sign = result[0]
        if len(sign) > 1:  # parameters and their defaults
            continue
        if sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
        elif depth > 0:
            continue
        elif sign == ",":
            comma = equals > 0
        elif sign == "=":
            equals += 1
            if equals > 1 and comma:
                return True
        else:
            equals, comma = 0, False
    return False


def other_readings(
    code: str, words: set[str], text: Mapped, names: Callable[[], TextNames], places: SourcePlaces
) -> tuple[OtherReading, ...]:
    """`mx + b` may be m times x where nothing says that `mx` is one name. In programs a word is one name."""
    if not words or _TWO.search(code) is None or _PROGRAM.search(code) is not None:
        return ()
    other_readings_by_name: dict[str, OtherReading] = {}
    for match in _TWO.finditer(code):
        letters = names().may_split(match[0])
        typed = places.source[text.begin[match.start()] : text.end[match.end() - 1]]
        if letters is not None and match[0] not in other_readings_by_name and typed == match[0]:
            span = places.span(text.begin[match.start()], text.end[match.end() - 1])
            product = "*".join(letters)
            other_readings_by_name[match[0]] = OtherReading(product, TextEdit(span, product))
    return tuple(other_readings_by_name.values())
