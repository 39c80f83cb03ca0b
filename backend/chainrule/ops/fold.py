"""Constants that are drawn inside their gate, as the lectures draw `+1` and `×2`."""

from __future__ import annotations

from ..graph import GraphNode
from . import OPS

__all__ = ["folded"]


def folded(node: GraphNode, constant: list[bool]) -> tuple[bool, ...]:
    """Return, for each argument, whether it is drawn inside the gate rather than as a leaf with a wire of its own.

    `constant` is `graph.constants`. A gate of constants alone keeps its leaves: `3 + 4` is drawn as it is written.
    """
    templates = OPS[node.op].folded
    inside = tuple(
        constant[arg] and slot < len(templates) and templates[slot] != "" for slot, arg in enumerate(node.args)
    )
    return (False,) * len(inside) if all(inside) else inside
