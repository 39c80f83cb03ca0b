"""|v| of paper: the length of a vector, or the absolute value of each entry where all entries are reduced."""

from __future__ import annotations

import re
from dataclasses import replace

from . import tree
from .tree import Node, Statement
from .walk import nodes, parts, rewritten

__all__ = ["MAGNITUDE", "has_vectors", "with_magnitudes"]

MAGNITUDE = "absolute_or_norm"
"""The function of bars: shapes decide whether it is a length."""
_ENTRYWISE = frozenset({"sum", "mean", "max", "min", "prod", "median", "maximum", "minimum", "sign", "where", "diag"})
_WRITTEN_OUT = r"=[ \t]*[\[(][ \t]*-?[\d.]+[ \t]*[,; ][ \t]*-?[\d.]"  # a = (1, 2)
_VECTORS = re.compile(_WRITTEN_OUT + r"|[·⋅‖∥]|\|\||\\\||\\(?:cdot|vec|mathbf|boldsymbol|bm|[lr]?Vert)\b")


def has_vectors(source: str) -> bool:
    """Return whether a text shows vectors: one written out, a dot between factors, an arrow, a norm."""
    return _VECTORS.search(source) is not None


def with_magnitudes(statement: Statement, of_vectors: bool) -> Statement:
    """Return the statement with bars in a reduction, as in sum(|y - t|) or ∑|y - t|, taken entry by entry.

    `of_vectors`: whether the text has any; else all bars are absolute values.
    """
    if not any(_is_magnitude(node) for node in nodes(statement)):
        return statement
    entrywise: set[tuple[int, int]] = set()
    waiting: list[tuple[Node | Statement, bool]] = [(statement, not of_vectors)]
    while waiting:
        here, inside = waiting.pop()
        if inside and _is_magnitude(here):
            entrywise.add((here.start, here.end))
        waiting += [(part, inside or _reduces(here)) for part in parts(here)]

    def changed(node: Node) -> Node:
        if isinstance(node, tree.CallPart) and _is_magnitude(node) and (node.start, node.end) in entrywise:
            return replace(node, function="abs")
        return node

    return rewritten(statement, changed)


def _is_magnitude(node: Node | Statement) -> bool:
    return isinstance(node, tree.CallPart) and node.function == MAGNITUDE


def _reduces(node: Node | Statement) -> bool:
    if isinstance(node, tree.ReducePart):
        return not node.index  # along an index it is what it is of each entry: a length where x_i is a vector
    return isinstance(node, tree.CallPart) and str(node.function).removeprefix("np.") in _ENTRYWISE
