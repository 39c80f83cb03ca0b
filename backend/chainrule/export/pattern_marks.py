"""Marks that stay after a gate handed back the gradient. The twin of the player's pattern-marks.ts.

A router has a lever, a swap an X, a copy sockets for the terms of its sum, a distributor a fork.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..request import Flow
from ..tracing.document import Node, Point
from .frame import VisibleState, WireFrame
from .shapes import Item, Path, Rect, Stroke
from .wire_items import place_after, place_before

__all__ = ["draw_marks"]

_CONTACT, _FORK = 26.0, 7.0  # before the gate, along a wire
_CROSSING = (32.0, 9.0)  # the far and the near end of a swap's strokes, before the gate
_SOCKET = 13.0  # after a wire's beginning
_CONTACT_RADIUS, _SOCKET_RADIUS = 3.5, 4.0
_MOST = 12  # wires; a mark for more is a blur
_OPEN, _RED, _EMPTY = Stroke("faint", 1.6), Stroke("bwd", 1.0), Stroke("bwd", 1.6)
_LEVER, _BAR, _CROSS = Stroke("bwd", 5.0), Stroke("bwd", 4.0), Stroke("fwd", 2.2)


def draw_marks(frame: VisibleState, flow: Flow) -> Iterator[Item]:
    """Yield the marks of all gates; each waits for the numbers that it is about."""
    into: dict[str, list[WireFrame]] = defaultdict(list)
    out_of: dict[str, list[WireFrame]] = defaultdict(list)
    for wire in sorted(frame.wires, key=lambda wire: wire.edge.slot):
        into[wire.edge.target].append(wire)
        out_of[wire.edge.source].append(wire)
    for item in frame.nodes:
        node = item.node
        inputs, outputs = into[node.id], out_of[node.id]
        if max(len(inputs), len(outputs)) > _MOST:
            continue
        if node.pattern == "adder":
            if frame.hands_back:
                yield from _sockets(f"mark:{node.id}", outputs, flow)
        elif len(inputs) > 1 and all(wire.reversed for wire in inputs):
            yield from _mark(node, inputs, flow)


def _mark(node: Node, inputs: Sequence[WireFrame], flow: Flow) -> Iterator[Item]:
    key = f"mark:{node.id}"
    if node.pattern == "router" and any(wire.vanished for wire in inputs):
        # A switch: the lever lies on the wires that won, the contacts of the others are open.
        pivot = (node.x, node.y - node.height / 2) if flow == "down" else (node.x - node.width / 2, node.y)
        for wire in inputs:
            at = place_before(wire.edge, _CONTACT, flow)
            if wire.vanished:
                yield _spot(key, at, _CONTACT_RADIUS, "bg", _OPEN)
            else:
                yield _line(key, pivot, at, _LEVER)
                yield _spot(key, at, _CONTACT_RADIUS, "bwd", _RED)
    elif node.pattern == "swap" and len(inputs) == 2:
        far, near = _CROSSING
        for a, b in (inputs, inputs[::-1]):
            yield _line(key, place_before(a.edge, far, flow), place_before(b.edge, near, flow), _CROSS)
    elif node.pattern == "distributor":
        # One bar that joins the wires: what comes out of it is the same for each.
        for start, end in pairwise(place_before(wire.edge, _FORK, flow) for wire in inputs):
            yield _line(key, start, end, _BAR)


def _sockets(key: str, outputs: Sequence[WireFrame], flow: Flow) -> Iterator[Item]:
    """Yield one socket for each term, where a copy's wires begin, filled once the term has arrived."""
    for wire in outputs:
        at = place_after(wire.edge, _SOCKET, flow)
        yield _spot(key, at, _SOCKET_RADIUS, *(("bwd", _RED) if wire.reversed else ("bg", _EMPTY)))


def _line(key: str, start: Point, end: Point, stroke: Stroke) -> Item:
    return Path(key, (("M", start), ("L", end)), None, stroke)


def _spot(key: str, at: Point, radius: float, fill: str, stroke: Stroke) -> Item:
    return Rect(key, at[0] - radius, at[1] - radius, 2 * radius, 2 * radius, radius, fill, stroke)
