"""Factors of a product: transposes, and slopes that are taken entry by entry."""

from __future__ import annotations

from . import tree
from .tree import Node

__all__ = ["elementwise_slopes", "untransposed"]


def untransposed(node: Node) -> Node:
    """Return a part without its transpose."""
    return node.value if isinstance(node, tree.TransposePart) else node


def elementwise_slopes(node: tree.ProductPart) -> list[str]:
    """Return the signs of a product; beside f'(x), which is taken entry by entry, it is taken so, too."""
    slopes = [isinstance(factor, tree.TemplatePart) for factor in node.factors]
    return ["*" if sign == "·" and (slopes[i] or slopes[i + 1]) else sign for i, sign in enumerate(node.signs)]
