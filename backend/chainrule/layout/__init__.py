"""layout(sizes) -> Picture: where everything stands. Knows sizes, not meaning.

Left to right or top to bottom, operand order kept, no wire through a box, no label on a label, deterministic.
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
from .returning import reversed_wires, turned_back
from .route import route
from .sizes import BoxSize, Flow, GroupSpec, Picture, PlacedGroup, PlacedPart, PlacedWire, WireSpec
from .turn import turned_boxes, turned_picture, turned_wires
from .wrap import wrap

__all__ = [
    "BoxSize",
    "Flow",
    "PlacedPart",
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
    boxes: Sequence[BoxSize],
    wires: Sequence[WireSpec],
    groups: Sequence[GroupSpec] = (),
    *,
    columns: bool = False,
    flow: Flow = "right",
    aspect: float | None = None,
) -> Picture:
    """Place the boxes, route the wires with their labels, and draw the frames of the groups.

    Args:
        boxes, wires, groups: what is to be drawn; lengths in user units. Boxes of band 2 stand below the others,
            mirrored: what they feed stands left of them.
        columns: boxes equally far from the inputs share a rank, and stay in the order in which they are written.
        flow: wires lead "right", operands of a gate top to bottom; or "down", operands left to right.
        aspect: width / height of the window; a picture that is longer is broken into rows (columns where wires lead
            down) as often as shows it largest. None: one row.
    """
    turned = flow == "down"
    inside = reversed_wires(boxes, turned_wires(wires) if turned else wires)
    sizes = turned_boxes(boxes) if turned else boxes
    graph = connect(sizes, inside, groups)
    blocks = align(order(split(rank(graph, columns=columns)), columns=columns), turned=turned)
    picture, cuts = route(blocks, place(blocks))
    if aspect is not None:
        picture = wrap(picture, cuts, sizes, inside, groups, 1 / aspect if turned else aspect)
    picture = turned_back(picture, boxes, wires)
    return turned_picture(picture, wires) if turned else picture
