"""What Python can read, but in a way that no person means who writes it in a formula."""

from __future__ import annotations

import re
from collections.abc import Callable

from ...errors import Fix
from .mapped import Mapped, Places
from .notation.names import Names
from .signs import GREEK, SUBSCRIPTS, SUPERSCRIPTS
from .source import Alternative
from .vocabulary import ELEMENTARY, TAKEN, function_name

__all__ = ["is_odd", "other_readings", "stands_beside"]

_GREEK, _BELOW, _ABOVE = "".join(GREEK), "".join(SUBSCRIPTS), "".join(SUPERSCRIPTS)
_ODD = re.compile(
    r"(?P<number>(?<![\w.])[0-9][0-9.]*[ \t]*\()"  # 2(x + 1)
    r"|(?P<bracket>\)[ \t]*\()"  # (x + 1)(x - 2)
    r"|(?P<letter>(?<![\w.])[A-Za-z]\d*[ \t]*\()"  # x(y + 1)
    r"|(?P<thousands>(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w.,]))"  # 1,000
    r"|(?P<decimal>(?<![\w.,])\d+,\d+[ \t]*[-+*/^a-zA-Z(])"  # 2,5*x
    r"|(?P<arrow>^[ \t]*[\w.]+[ \t]*<-)"  # y <- x
    r"|(?P<derivative>(?<![\w.])d\w*[ \t]*/[ \t]*d\w+)"  # dL/dw
    r"|(?P<braces>\{)"  # e^{-x}
    r"|(?P<mathematica>\bD\[)"
    r"|(?P<logarithm>\blog_(?:\d+|[a-z])[ \t]*\()"
    r"|(?P<complex>(?<![\w.])\d+[jJ]\b)"
    r"|(?P<square>(?<![\w)\]\"'])\[[^\[\],:\n]+\][ \t]*[*/^]|(?<![\w.])\d[\d.]*[ \t]*\[)"  # [x + 1]*2
    r"|(?P<values>(?<=[\w)\]])[ \t]*\([ \t]*\w+[ \t]*=[^=()\n]*\)[ \t]*$)",  # w*x (w=2)
    re.M,
)
_BESIDE = re.compile(
    rf"[{_BELOW}](?=[^\W\d_])|[{_GREEK}](?=[A-Za-z{_GREEK}])|(?<![dΔδ_A-Za-z0-9])[dΔδ][{_GREEK}](?=[A-Za-z])"
    rf"|(?<![_\W])(?<!\b[dΔδ])[A-Za-z0-9](?=[{_GREEK}])|[½¼¾⅓⅔⅛](?=[\w(])|[{_ABOVE}](?=[\w(])|[∑∏√∛∂∇′″‖]"
)
_SQUARE = re.compile(r"(?<![\w.\])])[A-Z](?:\^2|²)(?![\w.])")
_CALL = re.compile(r"(?<![.\w])([A-Za-z_]\w*)[ \t]*([(\[])")
_WORD = re.compile(r"(?<![\w.])[A-Za-z]\w*[A-Za-z]\w*(?!\w)")
_SEPARATORS = re.compile(r"\blambda\b[^:\n]{0,200}:|[()\[\]{},;\n]|(?<![<>=!:+\-*/@%])=(?!=)")
_WORD_BEFORE = re.compile(r"[\w.]*\Z")


def stands_beside(code: str) -> bool:
    """Whether signs of paper show that names stand side by side: w₁x₁, 2πr, or that more than Python is there: ∑."""
    if ("^2" in code or "²" in code) and _SQUARE.search(code) is not None and _PROGRAM.search(code) is None:
        return True
    return not code.isascii() and _BESIDE.search(code) is not None


def is_odd(code: str, names: Callable[[], Names]) -> bool:
    """Whether Python's reading of `code`, which it can parse, may not be what is meant. `names` is asked if need be."""
    if any(_is_meant(code, found, names) for found in _ODD.finditer(code)):
        return True
    for found in _CALL.finditer(code):
        word = found[1]
        if word not in TAKEN and function_name(word) is not None and (found[2] == "(" or word != word.lower()):
            known = names()
            if word not in known.known and word not in known.functions:
                return True
    if code.count("=") > 1 and "," in code and _is_list_of_assignments(code):
        return True
    words = {word for word in _WORD.findall(code) if word not in TAKEN}
    return any(names().splits(word) or names().function_and_argument(word) for word in words)


def _is_meant(code: str, found: re.Match[str], names: Callable[[], Names]) -> bool:
    """Whether the form found is a formula's here."""
    text = found[0]
    match found.lastgroup:
        case "bracket":
            return _closes_group(code, found.start())
        case "letter" | "logarithm":
            word = text.rstrip("( \t")
            known = names()
            if word in known.functions or word in known.maybe or word in TAKEN:
                return False
            return found.lastgroup == "logarithm" or known.is_number(word) or word[0] not in "fghFGH"
        case "thousands" | "decimal":
            line = code[code.rfind("\n", 0, found.start()) + 1 : found.start()]
            return "," not in line and all(line.count(sign) == line.count(other) for sign, other in ("()", "[]"))
        case "derivative":
            top, bottom = (part.strip() for part in text.split("/"))
            return not names().is_number(top) and not names().is_number(bottom)
        case "braces":
            inside = code[found.end() : code.find("}", found.end())]
            return bool(inside.strip()) and ":" not in inside and " for " not in inside and "**" not in inside[:2]
        case "square":
            inside = text.strip("0123456789. \t")
            return text.endswith("[") or (
                re.search(r"[-+*/]", inside[1 : inside.rfind("]")]) is not None and "\n" not in code
            )
        case "mathematica":
            return not names().is_number("D")
        case "values":
            match_before = _WORD_BEFORE.search(code[max(0, found.start() - 60) : found.start()])
            before = match_before[0] if match_before else ""
            return not before or before[0].isdigit() or names().is_number(before)
    return True


def _closes_group(code: str, at: int) -> bool:
    """Whether the bracket that closes at `at` groups, or belongs to an elementary function: (x + 1)(x - 2)."""
    depth = 0
    for i in range(at, max(-1, at - 1000), -1):
        depth += (code[i] == ")") - (code[i] == "(")
        if depth == 0:
            inside = code[i + 1 : at].strip()
            word = _WORD_BEFORE.search(code[max(0, i - 60) : i].rstrip())
            if word and word[0]:
                return word[0] in ELEMENTARY
            if i and code[i - 1] in ")]":
                return False
            return not inside.startswith("lambda") and not inside.isidentifier() and " if " not in inside
    return False


def _is_list_of_assignments(code: str) -> bool:
    """`f = x*y, x = 2`: a comma between two equals signs of one line, outside of brackets."""
    depth, equals, comma = 0, 0, False
    for found in _SEPARATORS.finditer(code):
        sign = found[0]
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


_TWO = re.compile(r"(?<![\w.])[A-Za-z]{2}(?![\w.(\[])")
_PROGRAM = re.compile(r"\b(?:import|def|class|for|while|with|if)\b")


def other_readings(code: str, text: Mapped, names: Callable[[], Names], places: Places) -> tuple[Alternative, ...]:
    """`mx + b` may be m times x where nothing says that `mx` is one name. In programs a word is one name."""
    if _TWO.search(code) is None or _PROGRAM.search(code) is not None:
        return ()
    found: dict[str, Alternative] = {}
    for match in _TWO.finditer(code):
        letters = names().may_split(match[0])
        if letters is not None and match[0] not in found:
            span = places.span(text.begin[match.start()], text.end[match.end() - 1])
            product = "*".join(letters)
            found[match[0]] = Alternative(product, Fix(span, product))
    return tuple(found.values())
