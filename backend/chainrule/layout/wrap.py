"""A long picture in rows, as a text is broken into lines: wires return in a lane between two rows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .broken_frames import FrameHeights, broken_frame, frame_heights, frames_across, placed_groups
from .carried_leaves import CarriedLeaves, carried_leaves
from .route import LANE, MARGIN
from .sizes import BoxSize, GroupSpec, Picture, PlacedWire, Point, WireSpec

__all__ = ["wrap"]

WORTH = 0.85  # rows are taken if the picture then needs at most this part of the room
ROW_COST = 0.03  # a further row has to be worth that part
SHRINK = 0.93  # from one tried length of a row to the next
AIR = 10.0  # between a row and the lanes beside it
BREAK_COST = 3  # a frame that is broken is as bad as so many wires that pass
FRAME_COST = 0.25  # and a further frame that is broken as much
LANE_COST = 4  # a cut through a wire is as bad as a row that is so many lanes shorter


@dataclass(frozen=True, slots=True)
class _Cut:
    x: float
    wires: list[str]  # those that pass it from row to row, from top to bottom
    at: dict[str, float]  # the heights of all that pass it
    carried: CarriedLeaves  # leaves that go to the next row where one ends here
    top: float  # of the part left of it without them
    bottom: float
    across: int  # frames that are broken where a row ends here

    @property
    def start(self) -> float:
        """The x at which the row behind the cut begins."""
        return self.x - self.carried.lead


def wrap(
    picture: Picture,
    cuts: Sequence[float],
    boxes: Sequence[BoxSize],
    wires: Sequence[WireSpec],
    groups: Sequence[GroupSpec],
    aspect: float,
) -> Picture:
    """Return the picture in as many rows as show it largest in a window whose width is `aspect` times its height.

    Before: at a cut all wires are level, and no box, no label and no edge of a frame stands there.
    After:  no wire from one half of a backward graph to the other leads from row to row: nobody could follow it.
            Within a row nothing has moved against anything else. Wires cross as often as before: those that pass a cut
            go round each other in lanes beside and between the rows. A frame in which a row ends is broken, which is
            only done where that makes the picture much larger. The picture itself, if rows make it not larger.
    """
    groups = placed_groups(groups, picture)
    if cuts and sum(x > cuts[-1] for x, _ in picture.boxes.values()) == 1:
        cuts = cuts[:-1]  # the output stands beside its gate, not in a row of its own
    first = min((picture.boxes[box.id][0] for box in boxes if not box.leaf), default=float("inf"))
    broken = {cut: frames_across(picture, cut, groups) for cut in cuts if cut > first}  # leaves alone are no row
    across = {cut: count for cut, count in broken.items() if count is not None}
    cuts = [*across]
    if not cuts or picture.width <= aspect * picture.height:
        return picture
    between = _between_halves(boxes, wires)
    levels = _levels(picture, cuts)
    cuts = [cut for cut, at in zip(cuts, levels, strict=True) if between.isdisjoint(at)]
    levels = [at for at in levels if between.isdisjoint(at)]
    if not cuts:
        return picture
    carried = carried_leaves(picture, cuts, levels, boxes, wires)
    frames = frame_heights(picture, cuts, levels, boxes, wires, groups)
    tops, bottoms = _extents(picture, cuts, levels, boxes, wires, frames)
    left = frozenset(name for each in carried for name in (*each.boxes, *each.wires))
    some = any(each.boxes for each in carried)
    less = _extents(picture, cuts, levels, boxes, wires, frames, without=left) if some else (tops, bottoms)
    passing = [
        _Cut(x, [name for name in at if name not in each.wires], at, each, less[0][c], less[1][c], across[x])
        for c, (x, at, each) in enumerate(zip(cuts, levels, carried, strict=True))
    ]
    edges = [0.0, *(cut.x for cut in passing), picture.width]
    best, chosen = WORTH * _room(picture.width, picture.height, aspect), None
    for unbroken in (True, False) if any(across.values()) else (False,):
        length = picture.width * SHRINK
        usable = [
            edge for c, edge in enumerate(edges) if not (unbroken and 0 < c <= len(passing) and passing[c - 1].across)
        ]
        widest = max(b - a for a, b in pairwise(usable))
        while length > widest * SHRINK:
            rows = _rows(edges, passing, length, unbroken=unbroken)
            width, height = _size(rows, edges, passing, tops, bottoms)
            cost = ROW_COST * (len(rows) - 1) + FRAME_COST * sum(passing[e - 1].across for e in rows[:-1])
            room = _room(width, height, aspect) * (1 + cost)
            if room < best:
                best, chosen = room, rows
            if height > width / aspect * 2:
                break
            length *= SHRINK
    return picture if chosen is None else _wrapped_picture(picture, chosen, edges, passing, frames, tops, bottoms)


def _between_halves(boxes: Sequence[BoxSize], wires: Sequence[WireSpec]) -> set[str]:
    """Return the wires of saved values: from one half of a backward graph to what stands below it."""
    bands = {box.id: box.band for box in boxes}
    return {wire.id for wire in wires if bands[wire.source] < bands[wire.target]}


def _room(width: float, height: float, aspect: float) -> float:
    """Return the height of the smallest window of that aspect which holds it."""
    return max(width / aspect, height)


def _levels(picture: Picture, cuts: Sequence[float]) -> list[dict[str, float]]:
    """Return, for each cut, the heights of the wires that pass it, from top to bottom."""
    rows: list[list[tuple[float, str]]] = [[] for _ in cuts]
    for name, wire in picture.wires.items():
        path, i = wire.path, 0
        for c in range(bisect_left(cuts, path[0][0]), bisect_left(cuts, path[-1][0])):
            while path[i + 1][0] < cuts[c]:
                i += 1
            rows[c].append((path[i + 1][1], name))
    return [{name: y for y, name in sorted(ends)} for ends in rows]


def _extents(
    picture: Picture,
    xs: Sequence[float],
    levels: Sequence[Mapping[str, float]],
    boxes: Sequence[BoxSize],
    wires: Sequence[WireSpec],
    frames: Mapping[str, FrameHeights],
    without: frozenset[str] = frozenset(),
) -> tuple[list[float], list[float]]:
    """Return top and bottom of the parts between neighbouring cuts, without some leaves and their wires to a cut."""
    tops, bottoms = [float("inf")] * (len(xs) + 1), [-float("inf")] * (len(xs) + 1)

    def hold(part: int, top: float, bottom: float) -> None:
        tops[part], bottoms[part] = min(tops[part], top), max(bottoms[part], bottom)

    for box in boxes:
        if box.id in without:
            continue
        x, y = picture.boxes[box.id]
        hold(bisect_left(xs, x), y - box.height / 2, y + box.height / 2)
    for spec in wires:
        wire = picture.wires[spec.id]
        begins = bisect_left(xs, wire.path[0][0]) if spec.id in without else -1
        x, y = wire.label
        if bisect_left(xs, x) != begins:
            hold(bisect_left(xs, x), y - spec.label_above, y + spec.label_below)
        for x, y in wire.path:
            if bisect_left(xs, x) != begins:
                hold(bisect_left(xs, x), y, y)
    for frame in frames.values():
        for part, (top, bottom) in enumerate(zip(frame.tops, frame.bottoms, strict=True), frame.first):
            hold(part, top, bottom)
    for c, at in enumerate(levels):
        for name, y in at.items():
            if name not in without:
                hold(c, y, y)
            hold(c + 1, y, y)
    return tops, bottoms


def _rows(edges: list[float], passing: list[_Cut], length: float, *, unbroken: bool) -> list[int]:
    """The edges at which rows end, the last included: rows of about that length, cut where few wires pass.

    `unbroken`: no frame is cut. Where the next cut is farther than that length, the row is longer.
    """
    usable = [c for c, cut in enumerate(passing, 1) if not (unbroken and cut.across)]
    ends: list[int] = []
    at = start = 0  # of the row: its place among those cuts, and its edge
    while at < len(usable) and edges[-1] - _start(start, passing) > length:
        left = _start(start, passing)
        stop = at + 1
        while stop < len(usable) and edges[usable[stop]] - left <= length:
            stop += 1
        low = at
        while edges[usable[low]] - left < 0.5 * length and low < stop - 1:
            low += 1
        begin = edges[usable[low]]
        at, start = min(
            ((i + 1, usable[i]) for i in range(low, stop)),
            key=lambda end: (
                (len(passing[end[1] - 1].wires) + BREAK_COST * passing[end[1] - 1].across) * LANE_COST * LANE
                - (edges[end[1]] - begin)
            ),
        )
        ends.append(start)
    return [*ends, len(edges) - 1]


def _start(edge: int, passing: list[_Cut]) -> float:
    """Return the x at which the row begins whose first edge it is."""
    return passing[edge - 1].start if edge else 0.0


def _height(start: int, end: int, passing: list[_Cut], tops: list[float], bottoms: list[float]) -> tuple[float, float]:
    """Return top and bottom of a row, without leaves that go to the next row, with those that came from the last."""
    inner = slice(start, end - 1)
    top, bottom = tops[end - 1], bottoms[end - 1]
    if end <= len(passing):
        top, bottom = passing[end - 1].top, passing[end - 1].bottom
    came = [passing[start - 1].carried] if start else []
    return (
        min([top, *tops[inner], *(each.top for each in came)]),
        max([bottom, *bottoms[inner], *(each.bottom for each in came)]),
    )


def _size(
    rows: list[int], edges: list[float], passing: list[_Cut], tops: list[float], bottoms: list[float]
) -> tuple[float, float]:
    lanes = [len(passing[e - 1].wires) for e in rows[:-1]]
    side = AIR + LANE * max(lanes, default=0)
    starts = [0, *rows[:-1]]
    width = side + max(
        edges[e] - _start(s, passing) + AIR + LANE * n for s, e, n in zip(starts, rows, [*lanes, 0], strict=True)
    )
    heights = (_height(s, e, passing, tops, bottoms) for s, e in zip(starts, rows, strict=True))
    height = sum(bottom - top for top, bottom in heights)
    return width, height + sum(2 * AIR + LANE * (n + 1) for n in lanes) + 2 * MARGIN


def _wrapped_picture(
    picture: Picture,
    rows: list[int],
    edges: list[float],
    passing: list[_Cut],
    frames: Mapping[str, FrameHeights],
    tops: list[float],
    bottoms: list[float],
) -> Picture:
    lanes = [len(passing[e - 1].wires) for e in rows[:-1]]
    side = AIR + LANE * max(lanes, default=0)
    ends = [edges[e] for e in rows]
    moves: list[Point] = []  # of each row
    unders: list[float] = []  # where its lanes begin
    floor = MARGIN
    for s, e, n in zip([0, *rows[:-1]], rows, [*lanes, 0], strict=True):
        top, bottom = _height(s, e, passing, tops, bottoms)
        moves.append((side - _start(s, passing), floor - top))
        unders.append(bottom + moves[-1][1] + AIR)
        floor += bottom - top + 2 * AIR + LANE * (n + 1)
    carried = {
        name: row + 1
        for row, e in enumerate(rows[:-1])
        for name in (*passing[e - 1].carried.boxes, *passing[e - 1].carried.wires)
    }

    def row_of(x: float, first: int = 0) -> int:
        return max(first, bisect_left(ends[:-1], x))

    def translate(point: Point, first: int = 0) -> Point:
        dx, dy = moves[row_of(point[0], first)]
        return _r(point[0] + dx), _r(point[1] + dy)

    returns: dict[tuple[int, str], list[Point]] = {}
    for row, e in enumerate(rows[:-1]):
        cut, (dx, dy), (nx, ny) = passing[e - 1], moves[row], moves[row + 1]
        under = unders[row]
        for i, name in enumerate(cut.wires):
            right = cut.x + dx + AIR + LANE * (len(cut.wires) - 1 - i)
            lane = under + LANE * (len(cut.wires) - i)
            left = cut.start + nx - AIR - LANE * i
            y, below = cut.at[name] + dy, cut.at[name] + ny
            corners = [(right, y), (right, lane), (left, lane), (left, below), (cut.x + nx, below)]
            returns[row, name] = [(_r(x), _r(at)) for x, at in corners]
    wires = {}
    for name, wire in picture.wires.items():
        path: list[Point] = []
        first = carried.get(name, 0)
        row = row_of(wire.path[0][0], first)
        for point in wire.path:
            while row_of(point[0]) > row:
                path += returns[row, name]
                row += 1
            there = translate(point, first)
            if not path or there != path[-1]:
                path.append(there)
        wires[name] = PlacedWire(tuple(path), translate(wire.label, first))
    groups = {name: broken_frame(group, frames[name], edges, rows, moves) for name, group in picture.groups.items()}
    width, height = _size(rows, edges, passing, tops, bottoms)
    boxes = {name: translate(at, carried.get(name, 0)) for name, at in picture.boxes.items()}
    return Picture(_r(width), _r(height), boxes, wires, groups)


def _r(x: float) -> float:
    return round(x, 1)
