"""The values that one wire carries together, as nodes of their own behind those of the graph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..evaluate import Number, Pass
from ..graph import Graph, GraphNode

__all__ = ["bundled"]

TOGETHER = "stack"  # the op that would make a bundle of its members


def bundled(run: Pass, bundles: Sequence[tuple[int, ...]]) -> Pass:
    """The pass with one more node for each bundle: its members' values and gradients, one above the other."""
    if not bundles:
        return run
    nodes = [*run.graph.nodes, *(_node(run.graph, i, members) for i, members in enumerate(bundles))]
    values, gradients = (
        [*numbers, *(_stacked(numbers, members) for members in bundles)] for numbers in (run.values, run.gradients)
    )
    downstream = [*run.downstream, *[() for _ in bundles]]
    graph = replace(run.graph, nodes=tuple(nodes))
    return replace(run, graph=graph, values=values, gradients=gradients, downstream=downstream)


def _node(graph: Graph, index: int, members: tuple[int, ...]) -> GraphNode:
    first, last = graph.nodes[members[0]], graph.nodes[members[-1]]
    named = all(graph.nodes[member].name for member in members)
    joint = ", " if len(members) == 2 else "…"
    ends = dict.fromkeys(f"{end.name}" for end in (first, last))  # one name, where it is `x` of every round
    name = joint.join(ends) if named else None
    shape = (len(members), *first.shape)
    return GraphNode(len(graph.nodes) + index, TOGETHER, members, {"axis": 0}, shape, first.span, name, None)


def _stacked(numbers: Sequence[Number], members: tuple[int, ...]) -> Number:
    return np.stack([numbers[member] for member in members])
