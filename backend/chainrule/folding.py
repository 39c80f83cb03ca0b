"""Constants of a graph that are drawn inside their gates, as the lectures draw `+1` and `×2`."""

from __future__ import annotations

from .graph import Graph, constants
from .ops.fold import folded

__all__ = ["folding"]


def folding(graph: Graph) -> list[tuple[bool, ...]]:
    """Return, for each node and argument, whether the argument is a constant that is drawn inside the node's gate.

    A constant that one drawn gate takes by a wire is a leaf, and every drawn gate takes it by a wire, and what is
    computed from it: else the gradient on its wires would be only a part of its gradient.
    """
    constant = graph.fact(constants)
    inside = [folded(node, constant) for node in graph.nodes]
    has_box = [False] * len(graph.nodes)
    by_wire = [False] * len(graph.nodes)  # constants that have a box, and those that are computed from them
    hidden_in: dict[int, list[int]] = {}  # constant -> the drawn gates that it stands in
    made_from: dict[int, list[int]] = {}  # constant -> the constants that are computed from it
    for node in graph.nodes:
        if constant[node.id]:
            for arg in node.args:
                made_from.setdefault(arg, []).append(node.id)
    boxes = [graph.output] if graph.halves is None else [graph.output, graph.halves.output]
    while boxes:
        box = boxes.pop()
        if has_box[box]:
            continue
        has_box[box] = True
        rising = [box] if constant[box] else []
        while rising:
            at = rising.pop()
            if not by_wire[at]:
                by_wire[at] = True
                rising += made_from.get(at, ())
                for gate in hidden_in.pop(at, ()):
                    pairs = zip(graph.nodes[gate].args, inside[gate], strict=True)
                    inside[gate] = tuple([hidden and arg != at for arg, hidden in pairs])
                    boxes.append(at)
        if any(inside[box]):
            args = graph.nodes[box].args
            inside[box] = tuple([hidden and not by_wire[arg] for arg, hidden in zip(args, inside[box], strict=True)])
        for arg, hidden in zip(graph.nodes[box].args, inside[box], strict=True):
            if hidden:
                hidden_in.setdefault(arg, []).append(box)
            else:
                boxes.append(arg)
    return inside
