"""Factors of a product: transposes, slopes that are taken entry by entry, and vectors joined behind weights."""

from __future__ import annotations

from itertools import pairwise

from . import tree
from .naming import label_of
from .tree import Node

__all__ = ["elementwise_slopes", "is_weights", "joined_behind", "untransposed"]


def untransposed(node: Node) -> Node:
    """Return a part without its transpose."""
    return node.value if isinstance(node, tree.TransposePart) else node


def elementwise_slopes(node: tree.ProductPart) -> list[str]:
    """Return the signs of a product; f'(x) and a(1 - a) are taken entry by entry, and so is what stands beside f'."""
    slopes = [isinstance(factor, tree.TemplatePart) for factor in node.factors]
    logistic = [_is_logistic(*pair) for pair in pairwise(node.factors)]
    return [
        "*" if sign == "·" and (slopes[i] or slopes[i + 1] or logistic[i]) else sign
        for i, sign in enumerate(node.signs)
    ]


def _is_logistic(value: Node, rest: Node) -> bool:
    """Return whether it is a(1 - a), the slope of a sigmoid by its value."""
    if not isinstance(value, tree.NamePart) or not isinstance(rest, tree.SumPart) or len(rest.terms) != 2:
        return False
    (_, one), (sign, last) = rest.terms
    is_complement = isinstance(one, tree.NumberPart) and one.text == "1" and sign == "-"
    if not is_complement or not isinstance(last, tree.NamePart):
        return False
    spelled, other = ((each.base, each.label, each.accents, tuple(map(label_of, each.subs))) for each in (value, last))
    return spelled == other


def is_weights(node: Node) -> bool:
    """Return whether it is W, W_f, W^{(1)}."""
    return isinstance(node, tree.NamePart) and node.base.partition("_")[0].rstrip("0123456789") in ("W", "U")


def joined_behind(weights: Node, factor: Node) -> Node:
    """Return the [h, x] of W [h, x], or of W [h; x], as one vector; any other factor as it is."""
    if not isinstance(factor, tree.ListingPart) or factor.brackets != "[]" or not is_weights(weights):
        return factor
    items = factor.items
    if all(isinstance(item, tree.ListingPart) and len(item.items) == 1 for item in items):
        items = [item.items[0] for item in items if isinstance(item, tree.ListingPart)]
    if len(items) < 2 or not all(isinstance(item, tree.NamePart | tree.ProductPart) for item in items):
        return factor
    vectors = tree.ListingPart(factor.start, factor.end, "[]", items)
    return tree.CallPart(factor.start, factor.end, "np.hstack", [vectors])
