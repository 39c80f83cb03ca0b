"""Constants of a graph that are drawn inside their gates, as the lectures draw `+1` and `×2`."""

from __future__ import annotations

from .graph import Graph, constants
from .ops.fold import folded

__all__ = ["folding"]


def folding(graph: Graph) -> list[tuple[bool, ...]]:
    """Return, for each node and argument, whether the argument is a constant that is drawn inside the node's gate.

    A constant that one drawn gate takes by a wire is a leaf, and every drawn gate takes it by a wire: else the
    gradient on its wires would be only a part of its gradient.
    """
    constant = graph.fact(constants)
    inside = [folded(node, constant) for node in graph.nodes]
    has_box = [False] * len(graph.nodes)
    has_box[graph.output] = True
    if graph.halves is not None:
        has_box[graph.halves.output] = True
    uses: dict[int, list[int]] = {}  # constant -> the drawn gates that it stands in
    for node in reversed(graph.nodes[: graph.output + 1]):
        if not has_box[node.id]:
            continue
        for user in uses.get(node.id, ()):
            pairs = zip(graph.nodes[user].args, inside[user], strict=True)
            inside[user] = tuple(hidden and arg != node.id for arg, hidden in pairs)
        for arg, hidden in zip(node.args, inside[node.id], strict=True):
            if hidden:
                uses.setdefault(arg, []).append(node.id)
            else:
                has_box[arg] = True
    return inside
