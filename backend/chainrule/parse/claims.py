"""Gradients that the pasted code computes by hand: `grad_w2 = h.T.dot(grad_y_pred)` claims to be dL/dw2."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..graph import Claim

if TYPE_CHECKING:
    from .reader import Reader

__all__ = ["find_claims"]

SPELLINGS = (
    re.compile(r"grad_?(?P<of>\w+)"),
    re.compile(r"(?P<of>\w+)_grad"),
    re.compile(r"d[LJ]_?d_?(?P<of>\w+)"),
    re.compile(r"d_?(?P<of>\w+)"),
    re.compile(r"(?P<of>\w+)_bar"),
)


def find_claims(reader: Reader, names: Mapping[str, int]) -> tuple[Claim, ...]:
    """Assigned names that are spelled as the gradient of an earlier name of the same shape.

    Only a program that ends in such a name, or in an update line, is taken to hold a backward pass of its own: a
    formula that merely has a `dx` in it computes on with it.
    """
    nodes = reader.builder.nodes
    claims: list[Claim] = []
    for name in reader.assigned:
        node = names.get(name)
        if node is None or not nodes[node].args:
            continue
        for spelling in SPELLINGS:
            match = spelling.fullmatch(name)
            of = match["of"] if match else ""
            target = reader.first_version.get(of, names.get(of))
            if target is not None and target < node and nodes[target].shape == nodes[node].shape:
                claims.append(Claim(name, node, of, target))
                break
    claimed = {claim.name for claim in claims}
    ends_so = bool(reader.assigned) and (reader.assigned[-1] in claimed or reader.assigned[-1] in reader.updates)
    return tuple(claims) if (reader.last is None and ends_so) or reader.updates else ()
