"""Columns, way-points and frames: the finished picture."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from .net import OUTSIDE
from .sizes import Picture, PlacedGroup, PlacedWire, Point
from .split import Split
from .tracks import FRAME_PAD, TITLE, Tracks

__all__ = ["route"]

MARGIN = 16.0
LEVEL_GAP = 8.0  # between a box and a label on a level wire
STEEP_GAP = 40.0
STEEPNESS = 0.6  # px of gap for each px of height


@dataclass(frozen=True, slots=True)
class _Columns:
    left: list[float]  # of each row
    right: list[float]


def route(tracks: Tracks, heights: list[float]) -> Picture:
    """Give the rows their columns, draw the wires and the frames.

    Before: the heights keep all distances.
    After:  wires bend only between two columns, where nothing stands; x rises along every wire. A frame holds its
            members and no other box or label.
    """
    split = tracks.split
    net = split.ranked.net
    y = [round(heights[t], 1) for t in tracks.track]
    columns = _columns(tracks, y)
    x_of_box = []
    for box in range(len(net.boxes)):
        at = split.row[box]
        x_of_box.append((columns.left[at] + columns.right[at]) / 2)
    groups = _frames(split, columns, y, x_of_box)
    # Everything starts at the margin.
    top = min([y[b] - spec.height / 2 for b, spec in enumerate(net.boxes)], default=0.0)
    bottom = max([y[b] + spec.height / 2 for b, spec in enumerate(net.boxes)], default=0.0)
    for wire, v in zip(net.wires, split.label, strict=True):
        top = min(top, y[v] - wire.label_above)
        bottom = max(bottom, y[v] + wire.label_below)
    left, right = 0.0, columns.right[-1] if columns.right else 0.0
    for x0, y0, x1, y1 in groups:
        left, right = min(left, x0), max(right, x1)
        top, bottom = min(top, y0), max(bottom, y1)
    for chain in split.chains:
        for v in chain[1:-1]:
            top, bottom = min(top, y[v]), max(bottom, y[v])
    dx, dy = MARGIN - left, MARGIN - top
    y = [at + dy for at in y]
    columns = _Columns([x + dx for x in columns.left], [x + dx for x in columns.right])
    boxes = {spec.id: (_r(x_of_box[b] + dx), _r(y[b])) for b, spec in enumerate(net.boxes)}
    wires = {spec.id: _wire(tracks, columns, y, w) for w, spec in enumerate(net.wires)}
    placed = {
        spec.id: PlacedGroup(_r((x0 + x1) / 2 + dx), _r((y0 + y1) / 2 + dy), _r(x1 - x0), _r(y1 - y0))
        for spec, (x0, y0, x1, y1) in zip(net.groups, groups, strict=True)
    }
    return Picture(_r(right - left + 2 * MARGIN), _r(bottom - top + 2 * MARGIN), boxes, wires, placed)


def _r(x: float) -> float:
    return round(x, 1)


def _columns(tracks: Tracks, y: list[float]) -> _Columns:
    """Widths from the widest box or label; room between columns from the steepest wire there."""
    split = tracks.split
    net = split.ranked.net
    count = len(split.rows)
    width = [0.0] * count
    for box, spec in enumerate(net.boxes):
        width[split.row[box]] = max(width[split.row[box]], spec.width)
    for wire, v in zip(net.wires, split.label, strict=True):
        width[split.row[v]] = max(width[split.row[v]], wire.label_width)
    steep = [0.0] * (count + 1)  # before each column
    for w, chain in enumerate(split.chains):
        last = len(chain) - 1
        for i in range(1, last + 1):
            y0 = y[chain[i - 1]] + (tracks.leaving[w] if i == 1 else 0.0)
            y1 = y[chain[i]] + (tracks.entering[w] if i == last else 0.0)
            at = split.row[chain[i]]
            steep[at] = max(steep[at], abs(y1 - y0))
    gap = [0.0] + [_gap(rise) for rise in steep[1:count]] + [0.0]
    first, last_row = [2 * r for r in split.ranked.first], [2 * r for r in split.ranked.last]
    before, after = _pads(split)
    for g in range(len(net.groups)):
        if net.parent[g] == OUTSIDE or split.ranked.first[net.parent[g]] != split.ranked.first[g]:
            gap[first[g]] = max(gap[first[g]], _gap(steep[first[g]]) + before[g])
        if net.parent[g] == OUTSIDE or split.ranked.last[net.parent[g]] != split.ranked.last[g]:
            gap[last_row[g] + 1] = max(gap[last_row[g] + 1], _gap(steep[last_row[g] + 1]) + after[g])
    left, right = [0.0] * count, [0.0] * count
    x = 0.0
    for at in range(count):
        x += gap[at]
        left[at] = x
        x += width[at]
        right[at] = x
    return _Columns(left, right)


def _gap(rise: float) -> float:
    if rise <= 0.1:
        return LEVEL_GAP
    return min(STEEP_GAP, max(LEVEL_GAP + 2, 6.0 + STEEPNESS * rise)) + min(32.0, max(0.0, (rise - 100) * 0.1))


def _pads(split: Split) -> tuple[list[float], list[float]]:
    """Room each frame needs left of its first and right of its last column, inner frames included."""
    net, first, last = split.ranked.net, split.ranked.first, split.ranked.last
    before, after = [FRAME_PAD] * len(net.groups), [FRAME_PAD] * len(net.groups)
    for g in reversed(range(len(net.groups))):
        up = net.parent[g]
        if up != OUTSIDE:
            if first[up] == first[g]:
                before[up] = max(before[up], before[g] + FRAME_PAD)
            if last[up] == last[g]:
                after[up] = max(after[up], after[g] + FRAME_PAD)
    return before, after


def _frames(
    split: Split, columns: _Columns, y: list[float], x_of_box: list[float]
) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of each frame."""
    net = split.ranked.net
    far = 1e18
    frames = [(far, far, -far, -far) for _ in net.groups]
    if not frames:
        return []

    def hold(g: int, x0: float, y0: float, x1: float, y1: float) -> None:
        if g != OUTSIDE:
            a, b, c, d = frames[g]
            frames[g] = (min(a, x0), min(b, y0), max(c, x1), max(d, y1))

    for box, spec in enumerate(net.boxes):
        x, w, h = x_of_box[box], spec.width / 2, spec.height / 2
        hold(split.home[box], x - w, y[box] - h, x + w, y[box] + h)
    for wire, v in zip(net.wires, split.label, strict=True):
        x, w = _middle(columns, split.row[v]), wire.label_width / 2
        hold(split.home[v], x - w, y[v] - wire.label_above, x + w, y[v] + wire.label_below)
    for v in range(len(net.boxes), len(split.row)):
        at = split.row[v]
        hold(split.home[v], columns.left[at], y[v], columns.right[at], y[v])
    for g in reversed(range(len(frames))):
        a, b, c, d = frames[g]
        frames[g] = (a - FRAME_PAD, b - FRAME_PAD - TITLE, c + FRAME_PAD, d + FRAME_PAD)
        hold(net.parent[g], *frames[g])
    return frames


def _wire(tracks: Tracks, columns: _Columns, y: list[float], w: int) -> PlacedWire:
    split = tracks.split
    chain = split.chains[w]
    start, end = chain[0], chain[-1]
    points: list[Point] = []
    here = _r(y[start] + tracks.leaving[w])
    points.append((_r(_middle(columns, split.row[start]) + _reach(tracks, start, tracks.leaving[w])), here))
    for i in range(1, len(chain)):
        v = chain[i]
        there = _r(y[v] + (tracks.entering[w] if v == end else 0.0))
        if there != here:
            at = split.row[v]
            _add(points, (_r(columns.right[at - 1]), here))
            _add(points, (_r(columns.left[at]), there))
            here = there
    _add(points, (_r(_middle(columns, split.row[end]) - _reach(tracks, end, tracks.entering[w])), here))
    label = split.label[w]
    return PlacedWire(tuple(points), (_r(_middle(columns, split.row[label])), _r(y[label])))


def _add(points: list[Point], point: Point) -> None:
    if point != points[-1]:
        points.append(point)


def _middle(columns: _Columns, at: int) -> float:
    return (columns.left[at] + columns.right[at]) / 2


def _reach(tracks: Tracks, box: int, offset: float) -> float:
    """How far the box's edge is from its middle at that height: leaves are square there, the others round."""
    spec = tracks.split.ranked.net.boxes[box]
    if spec.leaf or not offset:
        return spec.width / 2
    radius = min(spec.width, spec.height) / 2
    inside = radius * radius - offset * offset
    return spec.width / 2 - radius + (sqrt(inside) if inside > 0 else 0.0)
