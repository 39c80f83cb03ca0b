"""Products of vectors and their transposes, and those that are taken entry by entry."""

from __future__ import annotations

from . import tree
from .tree import Node

__all__ = ["elementwise_slopes", "untransposed", "with_outer"]


def with_outer(start: int, factors: list[Node], signs: list[str]) -> Node:
    """Return a product; u v^T is all products of an entry of each, where both are vectors."""
    parts, between = [factors[0]], list[str]()
    for sign, factor in zip(signs, factors[1:], strict=True):
        numbers = all(isinstance(part, tree.NumberPart) or _is_ratio(part) for part in parts)
        if sign == "·" and _is_row(factor) and not numbers and not isinstance(parts[-1], tree.TransposePart):
            left = tree.ProductPart(start, parts[-1].end, parts, between) if between else parts[0]
            parts, between = [tree.CallPart(left.start, factor.end, "times_row", [left, factor])], []
        else:
            parts.append(factor)
            between.append(sign)
    return tree.ProductPart(start, parts[-1].end, parts, between) if between else parts[0]


def untransposed(node: Node) -> Node:
    return node.value if isinstance(node, tree.TransposePart) else node


def _is_row(factor: Node) -> bool:
    """Return whether it is a transpose of what may be a vector: of anything but a capital."""
    if not isinstance(factor, tree.TransposePart):
        return False
    value = factor.value
    return not (isinstance(value, tree.NamePart) and value.base[:1].isupper() and len(value.base) == 1)


def elementwise_slopes(node: tree.ProductPart) -> list[str]:
    """Return the signs of a product; beside f'(x), which is taken entry by entry, it is taken so, too."""
    slopes = [isinstance(factor, tree.TemplatePart) for factor in node.factors]
    return ["*" if sign == "·" and (slopes[i] or slopes[i + 1]) else sign for i, sign in enumerate(node.signs)]


def _is_ratio(part: Node) -> bool:
    """Return whether it is 1/2 or 1/n."""
    if not isinstance(part, tree.ProductPart) or part.signs != ["/"]:
        return False
    return all(isinstance(factor, tree.NumberPart | tree.NamePart) for factor in part.factors)
