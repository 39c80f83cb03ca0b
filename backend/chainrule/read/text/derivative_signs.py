"""Derivatives as they are typed: f''(2), `f' = 2x` below a formula of one letter, d ln L/dp."""

from __future__ import annotations

import re

from .mapped import Edit, Mapped
from .vocabulary import ELEMENTARY

__all__ = ["with_derivative_signs"]

_B = r"[ \t]*+"
_START = rf"(?m)(?:^|[,;]){_B}(?:(?:\\q?quad|\\[,;:! ]|&|\\\\){_B}){{0,4}}"
_HEADER = re.compile(rf"{_START}([A-Za-z])\({_B}([A-Za-z]){_B}\){_B}:?=(?!=)")  # f(x) = ...
_FORMULA = re.compile(rf"{_START}([A-Za-z]){_B}=(?!=)([^=,;\n]{{1,200}})")  # f = x ln x
_SLOPE = re.compile(rf"{_START}(?P<left>([A-Za-z])('{{1,4}}|[′″]{{1,4}})(?P<of>\({_B}[A-Za-z]{_B}\))?){_B}=(?!=)")
_APPLIED = re.compile(r"(?<![\w'\"\\])([A-Za-z])('{2,4})(?=\()")  # f''(2)
_LOGARITHM = re.compile(
    rf"(?<![\w\\])[d∂]{_B}(?P<of>(?:ln|log){_B}(?:[A-Za-z]\w*+|\([^()\n]{{1,80}}\)))(?={_B}/{_B}[d∂]{_B}[A-Za-z])"
)
_OF_LIKELIHOOD = rf"(?:ln|log){_B}L(?!\w)(?:\([^()\n]{{1,20}}\))?"
_LIKELIHOOD = re.compile(rf"{_START}{_OF_LIKELIHOOD}{_B}=(?!=)")
_OWN_LIKELIHOOD = re.compile(rf"{_START}L{_B}(?:\([^()\n]{{1,20}}\){_B})?:?=(?!=)")
_SLOPE_OF_LOG = re.compile(rf"[d∂]{_B}{_OF_LIKELIHOOD}{_B}/")
_LOG_LIKELIHOOD = re.compile(rf"(?:(?<![\w\\])|(?<=[d∂])[ \t]*){_OF_LIKELIHOOD}")
_WORD = re.compile(r"\\?[A-Za-z]+")
_SIGNS = {2: "″", 3: "″′", 4: "″″"}


def with_derivative_signs(text: Mapped) -> Mapped:
    """Return the text with f''(2) in the signs of paper, and with `f' = 2x` below `f = x^2` as `df/dx = 2x`.

    Only where the text defines f, of one letter, and the formula behind f' has no other one: h' = tanh(W h) is a name.
    d ln L/dp is d(ln L)/dp.
    """
    source = text.text
    text = text.edited(_of_logarithms(source)) if "ln" in source or "log" in source else text
    source = text.text
    if "'" not in source and "′" not in source and "″" not in source:
        return text
    functions = {match[1]: match[2] for match in _HEADER.finditer(source)}
    letters = {**_letters_of_formulas(source), **functions}
    edits: list[Edit] = []
    starts: set[int] = set()
    for match in _SLOPE.finditer(source):
        order = sum(2 if sign == "″" else 1 for sign in match[3])
        by = letters.get(match[2])
        if by is None or (order == 1 and match["of"]) or not _speaks_of(source, match.end(), by):
            continue  # f'(x) = ... is read by the parser
        applied = order == 1 and match[2] in functions
        slope = f"{match[2]}'({by})" if applied else _leibniz(match[2], by, order, "\\" in source)
        edits.append(Edit(match.start("left"), match.end("left"), slope))
        starts.add(match.start("left"))
    for match in _APPLIED.finditer(source):
        if match[1] in letters and match.start() not in starts:
            edits.append(Edit(match.start(2), match.end(2), _SIGNS[len(match[2])]))
    return text.edited(sorted(edits)) if edits else text


def _of_logarithms(source: str) -> list[Edit]:
    """d(ln L)/dp for d ln L/dp, and dℓ/dp where the text gives a formula for ln L itself."""
    edits: list[Edit] = []
    if _LIKELIHOOD.search(source) and _SLOPE_OF_LOG.search(source) and not _OWN_LIKELIHOOD.search(source):
        return [Edit(*match.span(), "ℓ") for match in _LOG_LIKELIHOOD.finditer(source)]
    for match in _LOGARITHM.finditer(source):
        edits += [Edit(match.start() + 1, match.start("of"), "("), Edit(match.end("of"), match.end("of"), ")")]
    return edits


def _letters_of_formulas(source: str) -> dict[str, str]:
    """Return the x of f = x ln x: for each letter with a formula of one letter, that letter."""
    letters_by_name: dict[str, str] = {}
    for match in _FORMULA.finditer(source):
        letters = _letters(match[2])
        if len(letters) == 1 and match[1] not in letters:
            letters_by_name.setdefault(match[1], letters.pop())
    return letters_by_name


def _letters(formula: str) -> set[str]:
    """Return the names of a formula, functions and e left out."""
    words = {word for word in _WORD.findall(formula) if word.removeprefix("\\") not in ELEMENTARY}
    return {word for word in words if word not in ("e", "\\frac", "\\left", "\\right", "\\cdot", "\\pi", "pi")}


def _speaks_of(source: str, at: int, by: str) -> bool:
    """Return whether the formula that starts here has no other name than `by`."""
    formula = re.compile(r"[^=,;\n]{1,300}").match(source, at)
    return formula is not None and _letters(formula[0]) <= {by}


def _leibniz(of: str, by: str, order: int, latex: bool) -> str:
    above, below = (f"d^{order}{of}", f"d{by}^{order}") if order > 1 else (f"d{of}", f"d{by}")
    return rf"\frac{{{above}}}{{{below}}}" if latex else f"{above}/{below}"
