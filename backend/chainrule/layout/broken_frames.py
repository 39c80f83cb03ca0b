"""Frames that are broken together with the rows of their members: one part of the frame in each of its rows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .blocks import FRAME_PAD
from .sizes import BoxSize, GroupSpec, Picture, PlacedGroup, PlacedPart, Point, WireSpec

__all__ = ["FrameHeights", "broken_frame", "frame_heights", "frames_across", "placed_groups"]

OVER = 5.0  # how far a broken frame reaches beyond the last column of its row
FAR = float("inf")


@dataclass(frozen=True, slots=True)
class FrameHeights:
    """Top and bottom of a frame in each part of the picture, from the first that it stands in."""

    first: int
    tops: list[float]
    bottoms: list[float]


def placed_groups(groups: Sequence[GroupSpec], picture: Picture) -> list[GroupSpec]:
    """Those that have a frame: one that wires leave and enter again has none, and what is in it belongs to the next."""
    parent = {spec.id: spec.parent for spec in groups}
    groups_at = []
    for spec in groups:
        if spec.id not in picture.groups:
            continue
        around = spec.parent
        while around is not None and around not in picture.groups:
            around = parent[around]
        groups_at.append(spec._replace(parent=around))
    return groups_at


def frames_across(picture: Picture, cut: float, groups: Sequence[GroupSpec]) -> int | None:
    """Count the frames that stand across a cut; None where the title of one would be cut, too."""
    count = 0
    for spec in groups:
        group = picture.groups[spec.id]
        left = group.x - group.width / 2
        if left < cut < left + group.width:
            count += 1
            if cut - left < spec.title_width:
                return None
    return count


def frame_heights(
    picture: Picture,
    cuts: Sequence[float],
    levels: Sequence[Mapping[str, float]],
    boxes: Sequence[BoxSize],
    wires: Sequence[WireSpec],
    groups: Sequence[GroupSpec],
) -> dict[str, FrameHeights]:
    """For each frame its top and bottom between two neighbouring cuts: no higher there than its members are.

    Where a frame begins, and has its title, it keeps its whole height. `groups`: outer before inner.
    """
    result = {spec.id: _unfilled(picture.groups[spec.id], cuts) for spec in groups}
    parent = {spec.id: spec.parent for spec in groups}
    innermost = {box: spec.id for spec in groups for box in spec.members}

    def hold(group: str, part: int, top: float, bottom: float) -> None:
        heights = result[group]
        at = part - heights.first
        heights.tops[at], heights.bottoms[at] = min(heights.tops[at], top), max(heights.bottoms[at], bottom)

    for box in boxes:
        if box.id in innermost:
            x, y = picture.boxes[box.id]
            hold(innermost[box.id], bisect_left(cuts, x), y - box.height / 2, y + box.height / 2)
    for spec in wires:
        common = _common(innermost.get(spec.source), innermost.get(spec.target), parent)
        if common is None:
            continue
        wire = picture.wires[spec.id]
        x, y = wire.label
        hold(common, bisect_left(cuts, x), y - spec.label_above, y + spec.label_below)
        for x, y in wire.path:
            hold(common, bisect_left(cuts, x), y, y)
        for c in range(bisect_left(cuts, wire.path[0][0]), bisect_left(cuts, wire.path[-1][0])):
            y = levels[c][spec.id]
            hold(common, c, y, y)
            hold(common, c + 1, y, y)
    for group in reversed(groups):
        rectangle, heights = picture.groups[group.id], result[group.id]
        top, bottom = rectangle.y - rectangle.height / 2, rectangle.y + rectangle.height / 2
        for at in range(len(heights.tops)):
            is_first = at == 0 or heights.tops[at] == FAR
            heights.tops[at] = top if is_first else heights.tops[at] - FRAME_PAD
            heights.bottoms[at] = bottom if is_first else heights.bottoms[at] + FRAME_PAD
            if group.parent is not None:
                hold(group.parent, heights.first + at, heights.tops[at], heights.bottoms[at])
    return result


def _unfilled(group: PlacedGroup, cuts: Sequence[float]) -> FrameHeights:
    first = bisect_left(cuts, group.x - group.width / 2)
    count = bisect_left(cuts, group.x + group.width / 2) - first + 1
    return FrameHeights(first, [FAR] * count, [-FAR] * count)


def _common(one: str | None, other: str | None, parent: Mapping[str, str | None]) -> str | None:
    """The innermost group that is, or is round, both."""
    around = set()
    while one is not None:
        around.add(one)
        one = parent[one]
    while other is not None and other not in around:
        other = parent[other]
    return other


def broken_frame(
    group: PlacedGroup, heights: FrameHeights, edges: Sequence[float], rows: Sequence[int], moves: Sequence[Point]
) -> PlacedGroup:
    """The frame in the rows of its members. `edges`: 0, the cuts, the end; `rows`: the edges at which rows end."""
    left, right = group.x - group.width / 2, group.x + group.width / 2
    parts = []
    for start, end, (dx, dy) in zip([0, *rows[:-1]], rows, moves, strict=True):
        if left >= edges[end] or right <= edges[start]:
            continue
        inner = slice(max(0, start - heights.first), end - heights.first)
        top, bottom = min(heights.tops[inner]), max(heights.bottoms[inner])
        x0, x1 = max(left, edges[start]), right if right <= edges[end] else edges[end] + OVER
        parts.append(PlacedPart(_r((x0 + x1) / 2 + dx), _r((top + bottom) / 2 + dy), _r(x1 - x0), _r(bottom - top)))
    return PlacedGroup(*parts[0], tuple(parts[1:]))


def _r(x: float) -> float:
    return round(x, 1)
