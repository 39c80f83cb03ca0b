"""Columns, way-points and frames: the finished picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

from .blocks import FRAME_PAD, TITLE, Blocks, beside_title
from .layout_graph import OUTSIDE
from .long_edges import Split
from .ports import ease
from .sizes import Picture, PlacedGroup, PlacedWire, Point

__all__ = ["route"]

MARGIN = 12.0
LANE = 8.0  # between two wires on a bypass lane
LEVEL_GAP = 6.0  # between a box and a label on a level wire
STEEP_GAP = 40.0
STEEPNESS = 0.5  # px of gap for each px of height


@dataclass(frozen=True, slots=True)
class _Columns:
    left: list[float]  # of each row
    right: list[float]
    bend: list[float]  # where the wires in front of each row begin to bend: behind the edges of frames that end there
    bent: list[float]  # and where they are level again: before the edges of frames that begin there

    def shift(self, dx: float) -> _Columns:
        return _Columns(*([x + dx for x in xs] for xs in (self.left, self.right, self.bend, self.bent)))


def route(blocks: Blocks, heights: list[float]) -> tuple[Picture, list[float]]:
    """Give the rows their columns, draw the wires and the frames; say where the picture can be cut.

    Before: the heights keep all distances.
    After:  wires bend only between two columns, where nothing stands; x rises along every wire. A frame holds its
            members and no other box or label. At a cut (an x) all wires are level, and no box, label or edge of a frame
            stands there; a frame may stand across it.
    """
    split = blocks.split
    graph = split.ranked.graph
    y = [round(heights[t], 1) for t in blocks.block]
    leaving, entering = ease(graph, split, y, blocks.leaving, blocks.entering)
    blocks = replace(blocks, leaving=leaving, entering=entering)
    wider = [0.0] * len(graph.groups)
    columns = _columns(blocks, y, wider)
    groups = _frames(blocks, columns, y, wider)
    if groups and not blocks.turned:
        wider = [
            max(0.0, spec.title_width + FRAME_PAD - x1 + x0) / 2
            for spec, (x0, _, x1, _) in zip(graph.groups, groups, strict=True)
        ]
        if any(wider):
            columns = _columns(blocks, y, wider)
            groups = _frames(blocks, columns, y, wider)
    # Everything starts at the margin.
    top = min([y[b] - spec.height / 2 for b, spec in enumerate(graph.boxes)], default=0.0)
    bottom = max([y[b] + spec.height / 2 for b, spec in enumerate(graph.boxes)], default=0.0)
    for wire, v in zip(graph.wires, split.label, strict=True):
        top = min(top, y[v] - wire.label_above)
        bottom = max(bottom, y[v] + wire.label_below)
    left, right = 0.0, columns.right[-1] if columns.right else 0.0
    for x0, y0, x1, y1 in groups:
        left, right = min(left, x0), max(right, x1)
        top, bottom = min(top, y0), max(bottom, y1)
    for v in range(len(graph.boxes), len(y)):
        top, bottom = min(top, y[v]), max(bottom, y[v])
    lanes = _lanes(split)
    top -= LANE * (1 + max(lanes.values(), default=-1))
    dx, dy = MARGIN - left, MARGIN - top
    y = [at + dy for at in y]
    columns = columns.shift(dx)
    boxes = {spec.id: (_r(_middle(columns, split.row[b])), _r(y[b])) for b, spec in enumerate(graph.boxes)}
    wires = {spec.id: _wire(blocks, columns, y, w, lanes) for w, spec in enumerate(graph.wires)}
    paths = {
        spec.id: PlacedGroup(_r((x0 + x1) / 2 + dx), _r((y0 + y1) / 2 + dy), _r(x1 - x0), _r(y1 - y0))
        for spec, (x0, y0, x1, y1) in zip(graph.groups, groups, strict=True)
    }
    picture = Picture(_r(right - left + 2 * MARGIN), _r(bottom - top + 2 * MARGIN), boxes, wires, paths)
    return picture, [_r(columns.bend[2 * rank]) for rank in range(1, split.ranked.count)]


def _r(x: float) -> float:
    return round(x, 1)


def _columns(blocks: Blocks, y: list[float], wider: list[float]) -> _Columns:
    """Return the columns: widths of the widest box or label, room between them for the wire of the largest slope."""
    split = blocks.split
    graph = split.ranked.graph
    count = len(split.rows)
    width = [0.0] * count
    for box, spec in enumerate(graph.boxes):
        width[split.row[box]] = max(width[split.row[box]], spec.width)
    for wire, v in zip(graph.wires, split.label, strict=True):
        width[split.row[v]] = max(width[split.row[v]], wire.label_width)
    steep = [0.0] * (count + 1)  # before each column
    for w, edge in enumerate(split.long_edges):
        last = len(edge) - 1
        for i in range(1, last + 1):
            y0 = y[edge[i - 1]] + (blocks.leaving[w] if i == 1 else 0.0)
            y1 = y[edge[i]] + (blocks.entering[w] if i == last else 0.0)
            at = split.row[edge[i]]
            if i == 2 and split.bypass[w]:
                steep[at] = steep[split.row[edge[1]] + 1] = 10 * STEEP_GAP
            else:
                steep[at] = max(steep[at], abs(y1 - y0))
    begin, end = _pads(blocks, wider)
    left, right, bend, bent = [], [], [], []
    x = -_gap(steep[0]) if count else 0.0
    for at in range(count):
        bend.append(x + end[at])
        bent.append(bend[-1] + _gap(steep[at]))
        left.append(bent[-1] + begin[at])
        right.append(left[-1] + width[at])
        x = right[-1]
    return _Columns(left, right, bend, bent)


def _gap(rise: float) -> float:
    if rise <= 0.1:
        return LEVEL_GAP
    return min(STEEP_GAP, max(LEVEL_GAP + 2, 6.0 + STEEPNESS * rise)) + min(32.0, max(0.0, (rise - 100) * 0.1))


def _pads(blocks: Blocks, wider: list[float]) -> tuple[list[float], list[float]]:
    """Return the room in front of each row for frames that begin with it, and for frames that end before it."""
    split, lead = blocks.split, FRAME_PAD + (TITLE if blocks.turned else 0.0)
    graph, first, last = split.ranked.graph, split.ranked.first, split.ranked.last
    begin, end = [0.0] * (len(split.rows) + 1), [0.0] * (len(split.rows) + 1)
    before = [lead + more for more in wider]  # of each group, for its title too
    after = [FRAME_PAD + more for more in wider]
    for g in reversed(range(len(graph.groups))):  # inner before outer
        begin[2 * first[g]] = max(begin[2 * first[g]], before[g])
        end[2 * last[g] + 1] = max(end[2 * last[g] + 1], after[g])
        up = graph.parent[g]
        if up != OUTSIDE:
            if first[up] == first[g]:
                before[up] = max(before[up], before[g] + lead + wider[up])
            if last[up] == last[g]:
                after[up] = max(after[up], after[g] + FRAME_PAD + wider[up])
    return begin, end


def _frames(
    blocks: Blocks, columns: _Columns, y: list[float], wider: list[float]
) -> list[tuple[float, float, float, float]]:
    """Return left, top, right, bottom of each frame."""
    split = blocks.split
    lead, head = (TITLE, 0.0) if blocks.turned else (0.0, TITLE)
    graph = split.ranked.graph
    far = 1e18
    frames = [(far, far, -far, -far) for _ in graph.groups]
    if not frames:
        return []

    def hold(g: int, x0: float, y0: float, x1: float, y1: float) -> None:
        if g != OUTSIDE:
            a, b, c, d = frames[g]
            frames[g] = (min(a, x0), min(b, y0), max(c, x1), max(d, y1))

    for box, spec in enumerate(graph.boxes):
        x, w, h = _middle(columns, split.row[box]), spec.width / 2, spec.height / 2
        hold(split.group[box], x - w, y[box] - h, x + w, y[box] + h)
    for wire, v in zip(graph.wires, split.label, strict=True):
        x, w = _middle(columns, split.row[v]), wire.label_width / 2
        hold(split.group[v], x - w, y[v] - wire.label_above, x + w, y[v] + wire.label_below)
    for v in range(len(graph.boxes), len(split.row)):
        at = split.row[v]
        hold(split.group[v], columns.left[at], y[v], columns.right[at], y[v])
    titles = beside_title(split) if blocks.turned else []
    for g in reversed(range(len(frames))):
        a, b, c, d = frames[g]
        pad = FRAME_PAD + wider[g]
        b -= FRAME_PAD + head
        for _, v, distance in (title for title in titles if title[0] == g):
            b = min(b, y[v] - distance)
        frames[g] = (a - pad - lead, b, c + pad, d + FRAME_PAD)
        hold(graph.parent[g], *frames[g])
    return frames


def _wire(blocks: Blocks, columns: _Columns, y: list[float], w: int, lanes: dict[int, int]) -> PlacedWire:
    split = blocks.split
    edge = split.long_edges[w]
    start, end = edge[0], edge[-1]
    points: list[Point] = []
    here = _r(y[start] + blocks.leaving[w])
    points.append((_r(_middle(columns, split.row[start]) + _reach(blocks, start, blocks.leaving[w])), here))
    for i in range(1, len(edge)):
        v = edge[i]
        there = _r(y[v] + (blocks.entering[w] if v == end else 0.0))
        at = split.row[v]
        if i == 2 and w in lanes:
            up, lane = split.row[edge[1]] + 1, MARGIN + LANE * lanes[w]
            points += [(_r(columns.bend[up]), here), (_r(columns.bent[up]), lane)]
            points += [(_r(columns.bend[at]), lane), (_r(columns.bent[at]), there)]
            here = there
        elif there != here:
            _add(points, (_r(columns.bend[at]), here))
            _add(points, (_r(columns.bent[at]), there))
            here = there
    _add(points, (_r(_middle(columns, split.row[end]) - _reach(blocks, end, blocks.entering[w])), here))
    label = split.label[w]
    return PlacedWire(tuple(points), (_r(_middle(columns, split.row[label])), _r(y[label])))


def _lanes(split: Split) -> dict[int, int]:
    """Return the lane of each wire on a bypass lane, from the top; wires that meet there have different lanes."""
    lanes: dict[int, int] = {}
    free: list[int] = []  # row from which on each lane is free
    ends = {w: (split.row[edge[1]], split.row[edge[-2]]) for w, edge in enumerate(split.long_edges) if split.bypass[w]}
    for w in sorted(ends, key=lambda w: ends[w]):
        start, end = ends[w]
        lane = next((n for n, row in enumerate(free[-50:], max(0, len(free) - 50)) if row <= start), len(free))
        if lane == len(free):
            free.append(0)
        free[lane] = end + 1
        lanes[w] = lane
    return lanes


def _add(points: list[Point], point: Point) -> None:
    """Go on to the point, unless it is where the wire already is, to a rounding."""
    if point[0] > points[-1][0]:
        points.append(point)


def _middle(columns: _Columns, at: int) -> float:
    return (columns.left[at] + columns.right[at]) / 2


def _reach(blocks: Blocks, box: int, offset: float) -> float:
    """Return the distance of the box's edge from its middle at that height: leaves are square, other boxes round."""
    spec = blocks.split.ranked.graph.boxes[box]
    radius = min(spec.width, spec.height) / 2
    bow = abs(offset) - (spec.height / 2 - radius)  # how far into the round part
    if spec.leaf or bow <= 0:
        return spec.width / 2
    return spec.width / 2 - radius + sqrt(max(0.0, radius * radius - bow * bow))
