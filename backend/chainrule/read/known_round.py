"""A round that is the same as an earlier one in all but its numbers: its graph is the earlier one's, with new leaves.

What the lines of a round mean (which value is the loss, which name is moved along which gradient) is found out by
trying, which takes far longer than the round itself. It is the same as long as the round makes the same gates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..graph import LITERAL, Graph, GraphNode

if TYPE_CHECKING:
    from .loops import Loop
    from .machine import Machine

__all__ = ["KnownRound"]

Row = tuple[str, int, int | None, bool]  # an assignment: name, node, node before, whether it is an alias


class KnownRound:
    """The graph of the last round that was searched for its gradients."""

    def __init__(self) -> None:
        self._graph: Graph | None = None
        self._nodes: Sequence[GraphNode] = ()  # as they were before the search, which may append to them
        self._rows: list[Row] = []
        self._first = 0

    def graph_again(self, m: Machine, loop: Loop) -> Graph | None:
        """Return the graph of the round that is done; None where it has to be searched."""
        graph, nodes = self._graph, m.builder.nodes
        if graph is None or graph.loop is None or loop.mark.nodes != self._first or len(nodes) != len(self._nodes):
            return None
        if not all(map(_same_gate, self._nodes[self._first :], nodes[self._first :])) or _rows(m, loop) != self._rows:
            return None
        current = [node if node.op == LITERAL else old for node, old in zip(nodes, graph.nodes, strict=False)]
        return replace(
            graph,
            nodes=(*current, *graph.nodes[len(nodes) :]),
            guards=tuple(m.guards),
            loop=graph.loop._replace(round=m.rounds.done),
        )

    def begin(self, m: Machine, loop: Loop) -> None:
        """Note the round before it is searched."""
        self._graph, self._nodes = None, tuple(m.builder.nodes)
        self._rows, self._first = _rows(m, loop), loop.mark.nodes

    def keep(self, m: Machine, graph: Graph) -> None:
        """Keep its graph, unless a gradient in it could not be judged, which another round's numbers may decide.

        The first round may hold numbers of the text where later ones hold what was computed.
        """
        is_judged = all(each.target is not None for each in graph.hand_gradients)
        if is_judged and graph.loop is not None and graph.loop.carried and m.rounds.done > 1:
            self._graph = graph


def _rows(m: Machine, loop: Loop) -> list[Row]:
    return [(each.name, each.node, each.before, each.alias) for each in m.assignments[loop.mark.assignments :]]


def _same_gate(old: GraphNode, new: GraphNode) -> bool:
    if (old.op, old.args, old.shape) != (new.op, new.args, new.shape):
        return False
    return old.op == LITERAL or old.params is new.params or _same(old.params, new.params)


def _same(old: Any, new: Any) -> bool:
    try:
        return bool(old == new)
    except ValueError:  # of an array of many entries
        return False
