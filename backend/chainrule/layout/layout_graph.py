"""The graph to lay out as numbers: boxes, wires and groups are counted from 0, and each box knows its wires."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .sizes import BoxSize, GroupSpec, WireSpec

__all__ = ["OUTSIDE", "LayoutGraph", "connect"]

OUTSIDE = -1  # the group of boxes that are in none


@dataclass(frozen=True, slots=True)
class LayoutGraph:
    """Boxes, wires and groups by index: what the passes of the layout read."""

    boxes: Sequence[BoxSize]
    wires: Sequence[WireSpec]
    groups: Sequence[GroupSpec]  # outer before inner
    source: list[int]  # box of each wire
    target: list[int]
    ins: list[list[int]]  # wires of each box, in slot order
    outs: list[list[int]]
    group: list[int]  # innermost group of each box
    parent: list[int]  # of each group

    def crosses(self, wire: int) -> bool:
        """Return whether a wire leads from the half that leads right to the half that returns."""
        source, target = self.boxes[self.source[wire]].band, self.boxes[self.target[wire]].band
        return source != target or source == 1

    def enclosing(self, group: int) -> list[int]:
        """Return the group and the groups round it, inner first."""
        groups = []
        while group != OUTSIDE:
            groups.append(group)
            group = self.parent[group]
        return groups


def connect(boxes: Sequence[BoxSize], wires: Sequence[WireSpec], groups: Sequence[GroupSpec]) -> LayoutGraph:
    """Index the wires.

    Before: ids are unique, every wire joins two boxes, a group's parent is a group.
    After:  `ins` of a box are in slot order; groups are sorted outer before inner, those with no box at all are gone.
    """
    index = {box.id: i for i, box in enumerate(boxes)}
    assert len(index) == len(boxes), "two boxes have the same id"
    source = [index[wire.source] for wire in wires]
    target = [index[wire.target] for wire in wires]
    ins: list[list[int]] = [[] for _ in boxes]
    outs: list[list[int]] = [[] for _ in boxes]
    for w in range(len(wires)):
        outs[source[w]].append(w)
        ins[target[w]].append(w)
    for entering in ins:
        if len(entering) > 1:
            entering.sort(key=lambda w: wires[w].slot)
    group = [OUTSIDE] * len(boxes)
    parent: list[int] = []
    if groups:
        groups = _outer_first(groups)
        number = {spec.id: g for g, spec in enumerate(groups)}
        for g, spec in enumerate(groups):
            parent.append(OUTSIDE if spec.parent is None else number[spec.parent])
            for member in spec.members:
                group[index[member]] = g
    return LayoutGraph(boxes, wires, groups, source, target, ins, outs, group, parent)


def _outer_first(groups: Sequence[GroupSpec]) -> list[GroupSpec]:
    parents = {spec.id: spec.parent for spec in groups}
    depth: dict[str, int] = {}
    filled: set[str] = set()
    for spec in groups:
        up, steps = spec.parent, 0
        if spec.members:
            filled.add(spec.id)
        while up is not None:
            if spec.members:
                filled.add(up)
            up, steps = parents[up], steps + 1
        depth[spec.id] = steps
    return sorted((spec for spec in groups if spec.id in filled), key=lambda spec: depth[spec.id])
