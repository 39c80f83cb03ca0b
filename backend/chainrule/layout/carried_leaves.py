"""Leaves that stand left of a cut, but whose wires lead only beyond it: at the end of a row they go to the next one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .sizes import BoxSize, Picture, WireSpec

__all__ = ["CarriedLeaves", "carried_leaves"]

AIR = 6.0  # between a wire that is made longer and the leaf that it passes


@dataclass(frozen=True, slots=True)
class CarriedLeaves:
    """The leaves of a row whose wires lead only beyond its cut, and the room that they take."""

    boxes: frozenset[str] = frozenset()
    wires: frozenset[str] = frozenset()
    lead: float = 0.0  # how far left of the cut they begin
    top: float = float("inf")
    bottom: float = -float("inf")


NOTHING = CarriedLeaves()


def carried_leaves(
    picture: Picture,
    cuts: Sequence[float],
    levels: Sequence[Mapping[str, float]],
    boxes: Sequence[BoxSize],
    wires: Sequence[WireSpec],
) -> list[CarriedLeaves]:
    """Return, for each cut, the leaves that can stand at the beginning of the next row.

    `levels`: for each cut the heights of the wires that pass it. Those of gates then begin left of the leaves and are
    longer by that much: a leaf in their way stays where it is, and so does one in a frame or the last box of a part.
    """
    leaving: dict[str, list[WireSpec]] = {}
    for spec in wires:
        leaving.setdefault(spec.source, []).append(spec)
    frames = [(g.x, g.y, g.width / 2, g.height / 2) for g in picture.groups.values()]
    others = [0] * (len(cuts) + 1)  # boxes of each part that stay
    candidates: list[list[tuple[BoxSize, list[WireSpec]]]] = [[] for _ in cuts]
    for box in boxes:
        x, y = picture.boxes[box.id]
        part = bisect_left(cuts, x)
        specs = leaving.get(box.id, [])
        beyond = part < len(cuts) and all(spec.id in levels[part] for spec in specs)
        framed = any(abs(x - fx) < fw and abs(y - fy) < fh for fx, fy, fw, fh in frames) if beyond else False
        if box.leaf and specs and beyond and not framed:
            candidates[part].append((box, specs))
        else:
            others[part] += 1
    return [_carried(picture, cuts[c], levels[c], each) if others[c] else NOTHING for c, each in enumerate(candidates)]


def _carried(
    picture: Picture, cut: float, level: Mapping[str, float], candidates: list[tuple[BoxSize, list[WireSpec]]]
) -> CarriedLeaves:
    spans = {box.id: _span(picture, cut, box, specs) for box, specs in candidates}
    while candidates:
        names = frozenset(spec.id for _, specs in candidates for spec in specs)
        passing = [y for name, y in level.items() if name not in names]
        free = [
            (box, specs)
            for box, specs in candidates
            if not any(spans[box.id][1] - AIR < y < spans[box.id][2] + AIR for y in passing)
        ]
        if len(free) == len(candidates):
            left, top, bottom = (pick(spans[box.id][i] for box, _ in free) for i, pick in enumerate((min, min, max)))
            return CarriedLeaves(frozenset(box.id for box, _ in free), names, cut - left, top, bottom)
        candidates = free
    return NOTHING


def _span(picture: Picture, cut: float, box: BoxSize, specs: list[WireSpec]) -> tuple[float, float, float]:
    """Return left end, top and bottom of a leaf with what its wires carry left of the cut."""
    x, y = picture.boxes[box.id]
    left, top, bottom = x - box.width / 2, y - box.height / 2, y + box.height / 2
    for spec in specs:
        wire = picture.wires[spec.id]
        at, level = wire.label
        if at < cut:
            left = min(left, at - spec.label_width / 2)
            top, bottom = min(top, level - spec.label_above), max(bottom, level + spec.label_below)
        for px, py in wire.path:
            if px < cut:
                top, bottom = min(top, py), max(bottom, py)
    return left, top, bottom
