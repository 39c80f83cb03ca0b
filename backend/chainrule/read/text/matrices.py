"""Matrices of numbers as MATLAB and Julia write them, in texts that are otherwise formulas: `[1 2; 3 4]`."""

from __future__ import annotations

import re

from .mapped import Edit, Mapped

__all__ = ["with_commas", "with_squares", "without_matrices"]

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_ROW = rf"[ \t]*{_NUMBER}(?:[ \t]*,[ \t]*{_NUMBER}|[ \t]+{_NUMBER})*[ \t]*"
_MATRIX = re.compile(rf"(?<![\w)\]])\[({_ROW}(?:;{_ROW})*)\](ᵀ|⊤|\^\{{?(?:T|⊤)\b\}}?)?")
_SQUARES = re.compile(r"\bsum\([ \t]*abs2[ \t]*,[ \t]*")


def with_commas(text: Mapped) -> Mapped:
    """`[1 2; 3 4]` -> `[[1, 2], [3, 4]]`; a column is a vector, and so is a row with the sign of a transpose."""
    edits: list[Edit] = []
    for match in _MATRIX.finditer(text.text):
        rows = [re.findall(_NUMBER, row) for row in match[1].split(";")]
        if len(rows) == 1 and "," in match[1] and match[2] is None:
            continue
        flat = rows[0] if len(rows) == 1 else [row[0] for row in rows] if all(len(row) == 1 for row in rows) else None
        inside = ", ".join(flat if flat is not None else (f"[{', '.join(row)}]" for row in rows))
        edits.append(Edit(match.start(), match.end() if flat is not None else match.end(1) + 1, f"[{inside}]"))
    return text.edited(edits)


def without_matrices(code: str) -> str:
    """Return a text with a number in place of each matrix of numbers."""
    return _MATRIX.sub("0", code)


def with_squares(text: Mapped) -> Mapped:
    """Julia's `sum(abs2, x)` -> `sum((x).^2)`."""
    edits: list[Edit] = []
    for match in _SQUARES.finditer(text.text):
        depth, at = 1, match.end()
        while at < len(text.text) and depth:
            depth += (text.text[at] in "([") - (text.text[at] in ")]")
            at += 1
        if depth == 0 and not (edits and match.start() < edits[-1].end):
            edits += [Edit(match.start(), match.end(), "sum(("), Edit(at - 1, at, ").^2)")]
    return text.edited(edits)
