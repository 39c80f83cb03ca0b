"""Kronecker's δ_ij beside a derivative with these indices, ∂p_i/∂z_j = p_i (δ_ij - p_j): 1 where i = j, else 0."""

from __future__ import annotations

import re

from .mapped import Edit, Mapped

__all__ = ["with_kronecker"]

_B = r"[ \t]*+"
_DELTA = re.compile(
    rf"(?<![\w\\])(?:δ|\\delta){_B}_?(?:\{{{_B}([a-z]){_B},?{_B}([a-z]){_B}\}}|([a-zᵢⱼₖ])([a-zᵢⱼₖ])(?!\w))(?!{_B}[\^=(])"
)
_BY = re.compile(r"(?:∂|d|\\partial)[ \t]*\\?[A-Za-z]+(?:_\{?([a-z])\}?|([ᵢⱼₖ]))(?![\w])")
_PLAIN = str.maketrans("ᵢⱼₖ", "ijk")


def with_kronecker(text: Mapped) -> Mapped:
    """Return the text with 1[i = j] for each δ_ij whose i or j is an index of a derivative of the text."""
    source = text.text
    if "δ" not in source and "\\delta" not in source:
        return text
    indices = {(match[1] or match[2]).translate(_PLAIN) for match in _BY.finditer(source)}
    edits: list[Edit] = []
    for match in _DELTA.finditer(source):
        first, second = (each.translate(_PLAIN) for each in match.groups() if each)
        if first != second and indices & {first, second}:
            edits.append(Edit(match.start(), match.end(), f"1[{first} = {second}]"))
    return text.edited(edits) if edits else text
