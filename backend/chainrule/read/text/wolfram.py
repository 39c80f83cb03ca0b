"""Mathematica's and Wolfram Alpha's forms as paper writes them: `f[x_] := x^2`, `x y /. {x -> 2, y -> 3}`."""

from __future__ import annotations

import re

from .mapped import Edit, Mapped

__all__ = ["without_patterns"]

_MARK = re.compile(r"\w_[ \t]*[\],]|/\.")
_PARTIAL = re.compile(r"^[ \t]*(?:the[ \t]+)?(?:first[ \t]+)?partial[ \t]+(?=derivative[ \t]+of[ \t])", re.M | re.I)
_DEFINED = re.compile(r"\b([A-Za-z]\w*)\[[ \t]*[A-Za-z]\w*_[ \t]*(?:,[ \t]*[A-Za-z]\w*_[ \t]*)*\][ \t]*:?=")
_RULES = re.compile(r"[ \t]*/\.[ \t]*(?:\{([^{}\n]*)\}|([A-Za-z]\w*[ \t]*->[^\n,;]+))[ \t]*;?[ \t]*$", re.MULTILINE)


def without_patterns(text: Mapped) -> Mapped:
    """Return the text with round brackets for the functions that it defines, and with values in place of rules.

    A partial derivative is asked for as any derivative is.
    """
    if "artial" in text.text:
        text = text.edited(Edit(match.start(), match.end(), "") for match in _PARTIAL.finditer(text.text))
    if _MARK.search(text.text) is None:
        return text
    code = text.text
    names = {match[1] for match in _DEFINED.finditer(code)}
    places: dict[int, tuple[int, str]] = {}  # where something is replaced: up to where, and by what
    for match in _DEFINED.finditer(code):
        for at in range(match.start(), match.end()):
            if code[at] == "_" and code[at + 1 : at + 2] in ("]", ",", " "):
                places[at] = at + 1, ""
    for match in re.finditer(r"\b[A-Za-z]\w*(?=\[)", code):
        closed = _closing(code, match.end()) if match[0] in names else None
        if closed is not None:
            places[match.end()] = match.end() + 1, "("
            places[closed] = closed + 1, ")"
    for match in _RULES.finditer(code):
        values = (match[1] or match[2]).replace("->", "=")
        places[match.start()] = match.end(), f", {values}"
    return text.edited(Edit(start, end, new) for start, (end, new) in sorted(places.items()))


def _closing(code: str, at: int) -> int | None:
    """Return the place where the square bracket that opens at `at` closes."""
    depth = 0
    for place in range(at, len(code)):
        depth += (code[place] == "[") - (code[place] == "]")
        if depth == 0:
            return place
    return None
