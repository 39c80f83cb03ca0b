"""Wires as the page draws them: their curves, the places along them, their colour, width and arrowhead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import accumulate, pairwise
from math import hypot

from ..request import Flow
from ..tracing.document import Edge, Point
from .frame import Mark, WireFrame
from .shapes import Item, Path, Segment, Stroke

__all__ = ["SOFT", "draw_wire", "place_after", "place_before", "wire_path"]

SOFT = {"forward": "fwd", "backward": "bwd", "tangent": "tan"}
_DONE: Mapping[Mark | None, str] = {
    None: "wire", "forward": "wire-fwd", "backward": "wire-bwd", "tangent": "wire-tan", "local": "frame-line"
}  # fmt: skip
_SAVED = (7.0, 4.0)  # dashes of a wire that keeps a value for the backward half
_LOST = Stroke("faint", 1.6, (5.0, 5.0))  # a wire to which a router has sent nothing
_WIDTH, _ACTIVE_FORWARD, _ACTIVE = 1.8, 3.0, 3.4
_THINNEST, _FLOW = 1.6, 3.6  # width of a wire whose gradient is 0, and what the greatest gradient adds
_TIP = (7.0, 3.6)  # length of an arrowhead and half of its width
_PIECES = 16  # straight pieces by which a curve is measured


def draw_wire(wire: WireFrame, flow: Flow) -> Iterator[Item]:
    """Yield the line and its arrowhead: at the gate, or where a gradient has come back, at the wire's beginning."""
    key, path = f"wire:{wire.edge.id}", wire.edge.path
    stroke = _look(wire)
    yield Path(key, _curve(tuple(path), flow), None, stroke)
    (x, y), before = (path[0], path[1]) if wire.reversed else (path[-1], path[-2])
    along = 1 if flow == "down" else 0
    length = _TIP[0] if before[along] > (x, y)[along] else -_TIP[0]  # in a backward half wires lead back
    corners = [(side, length) if flow == "down" else (length, side) for side in (-_TIP[1], _TIP[1])]
    tip: list[Segment] = [("L", (x + dx, y + dy)) for dx, dy in corners]
    yield Path(key, (("M", (x, y)), *tip, ("Z", ())), stroke.color)


def _look(wire: WireFrame) -> Stroke:
    if wire.vanished:
        return _LOST
    dash = () if wire.edge.saved is None else _SAVED
    if wire.active:
        return Stroke(SOFT[wire.active], _ACTIVE_FORWARD if wire.active == "forward" else _ACTIVE, dash)
    width = round(_THINNEST + _FLOW * wire.flow, 2) if wire.reversed else _WIDTH
    return Stroke(_DONE[wire.done], width, dash)


def wire_path(edge: Edge, left: float = 0.0, flow: Flow = "right") -> tuple[Segment, ...]:
    """Return a wire as it is drawn, `left` further to the right."""
    return _curve(tuple((x + left, y) for x, y in edge.path), flow)


@lru_cache(maxsize=4096)
def _curve(points: tuple[Point, ...], flow: Flow) -> tuple[Segment, ...]:
    """Between two way-points a line if level or plumb, else a cubic along the flow that turns in the middle."""
    segments: list[Segment] = [("M", points[0])]
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(y0 - y1) < 0.5 or abs(x0 - x1) < 0.5:
            segments.append(("L", (x1, y1)))
        elif flow == "down":
            segments.append(("C", (x0, (y0 + y1) / 2, x1, (y0 + y1) / 2, x1, y1)))
        else:
            segments.append(("C", ((x0 + x1) / 2, y0, (x0 + x1) / 2, y1, x1, y1)))
    return tuple(segments)


def place_before(edge: Edge, distance: float, flow: Flow) -> Point:
    """Return the place `distance` before a wire's end, at most nine tenths of the way back."""
    points, reach = _track(tuple(edge.path), flow)
    return _at(points, reach, reach[-1] - min(0.9 * reach[-1], distance))


def place_after(edge: Edge, distance: float, flow: Flow) -> Point:
    """Return the place `distance` after a wire's beginning, at most half way."""
    points, reach = _track(tuple(edge.path), flow)
    return _at(points, reach, min(0.5 * reach[-1], distance))


def _at(points: tuple[Point, ...], reach: tuple[float, ...], goal: float) -> Point:
    for (start, end), ((x0, y0), (x1, y1)) in zip(pairwise(reach), pairwise(points), strict=True):
        if goal <= end:
            part = (goal - start) / (end - start) if end > start else 0.0
            return x0 + (x1 - x0) * part, y0 + (y1 - y0) * part
    return points[-1]


@lru_cache(maxsize=4096)
def _track(path: tuple[Point, ...], flow: Flow) -> tuple[tuple[Point, ...], tuple[float, ...]]:
    """Return points along the curve, and how far along it each of them is."""
    points = [path[0]]
    for kind, numbers in _curve(path, flow)[1:]:
        if kind == "L":
            points.append((numbers[0], numbers[1]))
            continue
        (x0, y0), (x1, y1, x2, y2, x3, y3) = points[-1], numbers
        for piece in range(1, _PIECES + 1):
            t = piece / _PIECES
            a, b, c, d = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3
            points.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    lengths = (hypot(x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in pairwise(points))
    return tuple(points), tuple(accumulate(lengths, initial=0.0))
