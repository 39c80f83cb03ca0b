"""Top to bottom is left to right, mirrored at the diagonal: sizes before the layout, places after it.

Operands that stood top to bottom stand left to right then. A label does not turn: it stands right of its wire.
"""

from __future__ import annotations

from collections.abc import Sequence

from .sizes import BoxSize, Picture, PlacedGroup, PlacedPart, PlacedWire, WireSpec

__all__ = ["turned_boxes", "turned_picture", "turned_wires"]

ASIDE = 5.0  # between a plumb wire and its label


def turned_boxes(boxes: Sequence[BoxSize]) -> list[BoxSize]:
    """Return the boxes with width and height exchanged."""
    return [box._replace(width=box.height, height=box.width) for box in boxes]


def turned_wires(wires: Sequence[WireSpec]) -> list[WireSpec]:
    """Return the wires with the room of their labels exchanged: beside the wire, and no longer above and below."""
    return [
        wire._replace(
            label_width=wire.label_above + wire.label_below,
            label_above=ASIDE,
            label_below=ASIDE + wire.label_width,
        )
        for wire in wires
    ]


def turned_picture(picture: Picture, wires: Sequence[WireSpec]) -> Picture:
    """Return the picture of turned sizes, turned back. `wires` are as they were asked for."""
    boxes = {}
    for wire in wires:
        path, (along, across) = picture.wires[wire.id].path, picture.wires[wire.id].label
        label = (
            round(across + ASIDE + wire.label_width / 2, 1),
            round(along + (wire.label_above - wire.label_below) / 2, 1),
        )
        boxes[wire.id] = PlacedWire(tuple([(y, x) for x, y in path]), label)
    return Picture(
        picture.height,
        picture.width,
        {name: (y, x) for name, (x, y) in picture.boxes.items()},
        boxes,
        {name: _turned_group(group) for name, group in picture.groups.items()},
    )


def _turned_group(group: PlacedGroup) -> PlacedGroup:
    rest = tuple(PlacedPart(part.y, part.x, part.height, part.width) for part in group.rest)
    return PlacedGroup(group.y, group.x, group.height, group.width, rest)
