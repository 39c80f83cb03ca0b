"""Ports: the places on a box's edge where each wire begins and ends."""

from __future__ import annotations

from .layout_graph import LayoutGraph
from .long_edges import Split

__all__ = ["ease", "ports"]

PORT = 18.0  # between the operands of a gate, at most
PORTS = 0.64  # part of a box's height over which its ports spread, at most
EASE = 7.0  # a port moves this far to spare its wire a small bend
NARROW = 0.5  # part of the usual distance that two ports keep when they move


def ports(graph: LayoutGraph, split: Split) -> tuple[list[float], list[float]]:
    """Return heights of the ports: operands in slot order, outgoing wires in the order in which they go on."""
    leaving, entering = [0.0] * len(graph.wires), [0.0] * len(graph.wires)
    place: dict[int, int] = {}
    for box, spec in enumerate(graph.boxes):
        outs, ins = graph.outs[box], graph.ins[box]
        if len(ins) > 1:
            _spread(ins, spec.height, entering)
        if len(outs) > 1:
            if not place:
                place = {v: i for row in split.rows[1::2] for i, v in enumerate(row)}
            _spread(sorted(outs, key=lambda w: place[split.long_edges[w][1]]), spec.height, leaving)
    return leaving, entering


def _spread(wires: list[int], height: float, offsets: list[float]) -> None:
    step = min(PORT, PORTS * height / (len(wires) - 1))
    for i, w in enumerate(wires):
        offsets[w] = (i - (len(wires) - 1) / 2) * step


def ease(
    graph: LayoutGraph, split: Split, y: list[float], leaving: list[float], entering: list[float]
) -> tuple[list[float], list[float]]:
    """Move ports a little where that makes a wire level.

    Before: `y` are the heights of all vertices.
    After:  the ports of a box are in the same order, none further from the middle than before or 0.32 of the height.
    """
    leaving, entering = leaving.copy(), entering.copy()
    for box, spec in enumerate(graph.boxes):
        if len(graph.ins[box]) > 1:
            wires = graph.ins[box]
            _move(wires, [y[split.long_edges[w][-2]] - y[box] for w in wires], spec.height, entering)
        if len(graph.outs[box]) > 1:
            wires = sorted(graph.outs[box], key=leaving.__getitem__)
            _move(wires, [y[split.long_edges[w][1]] - y[box] for w in wires], spec.height, leaving)
    return leaving, entering


def _move(wires: list[int], level: list[float], height: float, offsets: list[float]) -> None:
    reach = max(PORTS * height / 2, offsets[wires[-1]])
    least = NARROW * (offsets[wires[1]] - offsets[wires[0]])
    for i, w in enumerate(wires):
        at = level[i]
        if (
            abs(at) <= reach
            and abs(at - offsets[w]) <= EASE
            and (i == 0 or at - offsets[wires[i - 1]] >= least)
            and (i + 1 == len(wires) or offsets[wires[i + 1]] - at >= least)
        ):
            offsets[w] = at
