"""layout(sizes) -> Picture: where everything stands. Knows sizes, not meaning.

Left to right, operand order kept, no wire through a box, no label on a label, deterministic.
"""

from __future__ import annotations

from collections.abc import Sequence

from .blocks import align
from .layout_graph import connect
from .long_edges import split
from .order import order
from .path import bezier, sample
from .place import place
from .rank import rank
from .route import route
from .sizes import BoxSize, GroupSpec, Picture, PlacedGroup, PlacedWire, WireSpec

__all__ = [
    "BoxSize",
    "GroupSpec",
    "Picture",
    "PlacedGroup",
    "PlacedWire",
    "WireSpec",
    "bezier",
    "layout",
    "sample",
]


def layout(
    boxes: Sequence[BoxSize], wires: Sequence[WireSpec], groups: Sequence[GroupSpec] = (), *, columns: bool = False
) -> Picture:
    """Place the boxes, route the wires with their labels, and draw the frames of the groups."""
    graph = connect(boxes, wires, groups)
    levels = align(order(split(rank(graph, columns=columns)), columns=columns))
    return route(levels, place(levels))
