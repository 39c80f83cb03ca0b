"""Values that the text itself states, for readings of shapes only."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..errors import InputError
from ..graph import LITERAL, GraphNode
from ..limits import Limits

__all__ = ["check_value_is_stated", "is_stated"]


def is_stated(nodes: Sequence[GraphNode], node: int, limits: Limits) -> bool:
    """Return whether a node's value follows from numbers of the text alone, and is small enough to be computed."""
    visited, todo = {node}, [node]
    while todo:
        at = nodes[todo.pop()]
        strides = getattr(at.params.get("value"), "strides", ())  # of weights and filled arrays: 0, they take no memory
        is_number = at.op == LITERAL and (not strides or any(strides))
        if (not at.args and not is_number) or math.prod(at.shape) > limits.array_elements:
            return False
        todo.extend(arg for arg in at.args if arg not in visited)
        visited.update(at.args)
    return True


def check_value_is_stated(nodes: Sequence[GraphNode], node: int, limits: Limits) -> None:
    """Check that the text itself states the value of a node.

    Raises:
        InputError: `missing-values`: it depends on a free name, a weight or a random number, or is too large.
    """
    if not is_stated(nodes, node, limits):
        raise InputError(
            "missing-values",
            "The program chooses its way by numbers, and only shapes are known.",
            span=nodes[node].span,
            hint="Leave out the condition, or write down the way that is meant.",
        )
