"""A long picture in rows, as a text is broken into lines: wires return in a lane between two rows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from .route import LANE, MARGIN
from .sizes import BoxSize, Picture, PlacedWire, Point, WireSpec

__all__ = ["wrap"]

WORTH = 0.85  # rows are taken if the picture then needs at most this part of the room
ROW_COST = 0.03  # a further row has to be worth that part
SHRINK = 0.93  # from one tried length of a row to the next
AIR = 10.0  # between a row and the lanes beside it
LANE_COST = 4  # a cut through a wire is as bad as a row that is so many lanes shorter


@dataclass(frozen=True, slots=True)
class _Cut:
    x: float
    wires: list[str]  # those that pass it, from top to bottom
    at: dict[str, float]  # their heights there


def wrap(
    picture: Picture, cuts: Sequence[float], boxes: Sequence[BoxSize], wires: Sequence[WireSpec], aspect: float
) -> Picture:
    """The picture in as many rows as show it largest in a window whose width is `aspect` times its height.

    Before: at a cut all wires are level, and no box, label or frame stands there.
    After:  within a row nothing has moved against anything else. Wires cross as often as before: those that pass a cut
            go round each other in lanes beside and between the rows. The picture itself, if rows make it not larger.
    """
    if cuts and sum(x > cuts[-1] for x, _ in picture.boxes.values()) == 1:
        cuts = cuts[:-1]  # the output stands beside its gate, not in a row of its own
    if not cuts or picture.width <= aspect * picture.height:
        return picture
    passing = _passing(picture, cuts)
    tops, bottoms = _extents(picture, passing, boxes, wires)
    edges = [0.0, *(cut.x for cut in passing), picture.width]
    best, chosen = WORTH * _room(picture.width, picture.height, aspect), None
    length = picture.width * SHRINK
    widest = max(b - a for a, b in pairwise(edges))
    while length > widest * SHRINK:
        rows = _rows(edges, passing, length)
        width, height = _size(rows, edges, passing, tops, bottoms)
        room = _room(width, height, aspect) * (1 + ROW_COST * (len(rows) - 1))
        if room < best:
            best, chosen = room, rows
        if height > width / aspect * 2:
            break
        length *= SHRINK
    return picture if chosen is None else _drawn(picture, chosen, edges, passing, tops, bottoms)


def _room(width: float, height: float, aspect: float) -> float:
    """The height of the smallest window of that aspect which holds it."""
    return max(width / aspect, height)


def _passing(picture: Picture, cuts: Sequence[float]) -> list[_Cut]:
    rows: list[list[tuple[float, str]]] = [[] for _ in cuts]
    for name, wire in picture.wires.items():
        path, i = wire.path, 0
        for c in range(bisect_left(cuts, path[0][0]), bisect_left(cuts, path[-1][0])):
            while path[i + 1][0] < cuts[c]:
                i += 1
            rows[c].append((path[i + 1][1], name))
    return [
        _Cut(x, [name for _, name in sorted(ends)], {name: y for y, name in ends})
        for x, ends in zip(cuts, rows, strict=True)
    ]


def _extents(
    picture: Picture, passing: list[_Cut], boxes: Sequence[BoxSize], wires: Sequence[WireSpec]
) -> tuple[list[float], list[float]]:
    """Top and bottom of what stands between two neighbouring cuts."""
    xs = [cut.x for cut in passing]
    tops, bottoms = [float("inf")] * (len(xs) + 1), [-float("inf")] * (len(xs) + 1)

    def hold(part: int, top: float, bottom: float) -> None:
        tops[part], bottoms[part] = min(tops[part], top), max(bottoms[part], bottom)

    for box in boxes:
        x, y = picture.boxes[box.id]
        hold(bisect_left(xs, x), y - box.height / 2, y + box.height / 2)
    for spec in wires:
        wire = picture.wires[spec.id]
        x, y = wire.label
        hold(bisect_left(xs, x), y - spec.label_above, y + spec.label_below)
        for x, y in wire.path:
            hold(bisect_left(xs, x), y, y)
    for group in picture.groups.values():
        hold(bisect_left(xs, group.x), group.y - group.height / 2, group.y + group.height / 2)
    for c, cut in enumerate(passing):
        for y in cut.at.values():
            hold(c, y, y)
            hold(c + 1, y, y)
    return tops, bottoms


def _rows(edges: list[float], passing: list[_Cut], length: float) -> list[int]:
    """The edges at which rows end, the last included: rows of about that length, cut where few wires pass."""
    ends: list[int] = []
    start = 0
    while start < len(passing) and edges[-1] - edges[start] > length:
        stop = start + 1
        while edges[stop + 1] - edges[start] <= length:
            stop += 1
        low = start + 1
        while edges[low] - edges[start] < 0.5 * length and low < stop:
            low += 1
        start = min(
            range(low, stop + 1), key=lambda e: len(passing[e - 1].wires) * LANE_COST * LANE - (edges[e] - edges[low])
        )
        ends.append(start)
    return [*ends, len(edges) - 1]


def _size(
    rows: list[int], edges: list[float], passing: list[_Cut], tops: list[float], bottoms: list[float]
) -> tuple[float, float]:
    lanes = [len(passing[e - 1].wires) for e in rows[:-1]]
    side = AIR + LANE * max(lanes, default=0)
    starts = [0, *rows[:-1]]
    width = side + max(edges[e] - edges[s] + AIR + LANE * n for s, e, n in zip(starts, rows, [*lanes, 0], strict=True))
    height = sum(max(bottoms[s:e]) - min(tops[s:e]) for s, e in zip(starts, rows, strict=True))
    return width, height + sum(2 * AIR + LANE * (n + 1) for n in lanes) + 2 * MARGIN


def _drawn(
    picture: Picture,
    rows: list[int],
    edges: list[float],
    passing: list[_Cut],
    tops: list[float],
    bottoms: list[float],
) -> Picture:
    lanes = [len(passing[e - 1].wires) for e in rows[:-1]]
    side = AIR + LANE * max(lanes, default=0)
    ends = [edges[e] for e in rows]
    moves: list[Point] = []  # of each row
    floor = MARGIN
    for s, e, n in zip([0, *rows[:-1]], rows, [*lanes, 0], strict=True):
        moves.append((side - edges[s] if s else side, floor - min(tops[s:e])))
        floor += max(bottoms[s:e]) - min(tops[s:e]) + 2 * AIR + LANE * (n + 1)

    def row_of(x: float) -> int:
        return bisect_left(ends[:-1], x)

    def moved(point: Point) -> Point:
        dx, dy = moves[row_of(point[0])]
        return _r(point[0] + dx), _r(point[1] + dy)

    returns: dict[tuple[int, str], list[Point]] = {}
    for row, e in enumerate(rows[:-1]):
        cut, (dx, dy), (nx, ny) = passing[e - 1], moves[row], moves[row + 1]
        start = rows[row - 1] if row else 0
        under = max(bottoms[start:e]) + dy + AIR
        for i, name in enumerate(cut.wires):
            right = cut.x + dx + AIR + LANE * (len(cut.wires) - 1 - i)
            lane = under + LANE * (len(cut.wires) - i)
            left = cut.x + nx - AIR - LANE * i
            y, below = cut.at[name] + dy, cut.at[name] + ny
            corners = [(right, y), (right, lane), (left, lane), (left, below), (cut.x + nx, below)]
            returns[row, name] = [(_r(x), _r(at)) for x, at in corners]
    wires = {}
    for name, wire in picture.wires.items():
        path: list[Point] = []
        row = row_of(wire.path[0][0])
        for point in wire.path:
            while row_of(point[0]) > row:
                path += returns[row, name]
                row += 1
            there = moved(point)
            if not path or there != path[-1]:
                path.append(there)
        wires[name] = PlacedWire(tuple(path), moved(wire.label))
    groups = {}
    for name, group in picture.groups.items():
        x, y = moved((group.x, group.y))
        groups[name] = replace(group, x=x, y=y)
    width, height = _size(rows, edges, passing, tops, bottoms)
    return Picture(_r(width), _r(height), {name: moved(at) for name, at in picture.boxes.items()}, wires, groups)


def _r(x: float) -> float:
    return round(x, 1)
