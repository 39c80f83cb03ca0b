"""A half that returns: laid out as if its wires led the other way, then each of its wires is walked from its other end.

Boxes of band 2 stand below the others. The layout itself knows bands (see `long_edges`), not directions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .sizes import BoxSize, Picture, PlacedWire, WireSpec

__all__ = ["reversed_wires", "turned_back"]


def reversed_wires(boxes: Sequence[BoxSize], wires: Sequence[WireSpec]) -> Sequence[WireSpec]:
    """Return the wires, those between two boxes of the returning half from their target to their source.

    No box of another band takes from one of band 2.
    """
    back = {box.id for box in boxes if box.band == 2}
    if not back:
        return wires
    return [
        wire._replace(source=wire.target, target=wire.source, label_at_target=not wire.label_at_target)
        if wire.source in back
        else wire
        for wire in wires
    ]


def turned_back(picture: Picture, boxes: Sequence[BoxSize], wires: Sequence[WireSpec]) -> Picture:
    """Return the picture of reversed wires, each wire from its source to its target again."""
    back = {box.id for box in boxes if box.band == 2}
    if not back:
        return picture
    placed_wires = dict(picture.wires)
    for wire in wires:
        if wire.source in back:
            placed_wires[wire.id] = PlacedWire(placed_wires[wire.id].path[::-1], placed_wires[wire.id].label)
    return replace(picture, wires=placed_wires)
