"""Sizes of things, from their text and shape. The page, the pictures and the layout agree by asking here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..abstract import AbstractArray
from ..formula.split_name import name_length
from ..graph import Shape
from ..layout import BoxSize, GroupSpec, WireSpec
from ..number import number, shape_text, size_text
from ..view import Box, Wire

__all__ = ["CELL", "GRID", "HEAT", "SAMPLE", "box_size", "grid_of", "group_spec", "strongest", "wire_spec"]

# Numbers are monospaced, 0.602 em an advance (DejaVu Sans Mono); labels are measured by the same rule.
ADVANCE = 0.602
NUMBER_SIZE = 13.0
LABEL_SIZE = 15.0
BADGE_SIZE = 9.5
NUMBER_ROW = 18.0
LEAST_DIGITS = 5  # "−0.20": room for a number that a slider will change
CELL = (40.0, 17.0)  # one entry of a small grid
GRID = (6, 6)  # rows and columns up to which an array is drawn entry by entry
HEAT = (84.0, 60.0)  # a larger array: a heat map of this size, with its shape and its range
SAMPLE = (10, 14)  # most rows and columns of a heat map
HEAT_WORDS = 34.0  # the room for those two, margin included


def box_size(box: Box, label: str, shape: Shape = ()) -> BoxSize:
    """Return the size of a box; `shape`, that of its value, is written as a badge under the label."""
    size = _size(box, label, shape)
    return size._replace(band=1 if box.keeps else 2) if box.back else size


def _size(box: Box, label: str, shape: Shape) -> BoxSize:
    letters = name_length(label) if box.kind in ("leaf", "output") else len(label)
    width = letters * ADVANCE * LABEL_SIZE
    badge = len(shape_text(shape)) * ADVANCE * BADGE_SIZE if shape else 0.0
    match box.kind:
        case "leaf" | "output":
            height = 40.0 if shape else 34.0
            width += label.count("…") * LABEL_SIZE  # wider than a letter
            return BoxSize(box.id, max(44.0, width + 20, badge + 14), height, leaf=box.kind == "leaf")
        case "function":
            # 18 of it for the button that opens it, on both sides of a centred badge; a frame's title leaves as much
            # for the one that closes it.
            return BoxSize(box.id, max(64.0, width + 46, badge + 62), 42.0 if shape else 38.0)
    if box.outline == "copy":
        return BoxSize(box.id, 20.0, 20.0)
    if box.outline == "broadcast":
        return BoxSize(box.id, max(44.0, len(label) * 7.2 + 16), 28.0)
    return BoxSize(box.id, max(44.0, width + 18, badge + 22), 44.0)


def wire_spec(wire: Wire, value: object, gradient: object, at_target: bool, name: str = "") -> WireSpec:
    """`name`: what is written on the wire between its numbers."""
    named = 9 + 7.0 * name_length(name) + 4 if name else 0.0
    if not wire.shape and not isinstance(gradient, AbstractArray):
        digits = LEAST_DIGITS
        if isinstance(value, float):
            digits = max(digits, len(number(value)))
        if isinstance(gradient, float):
            digits = max(digits, len(number(gradient)))
        width = max(named, digits * ADVANCE * NUMBER_SIZE + 6)
        return WireSpec(wire.id, wire.source, wire.target, wire.slot, width, NUMBER_ROW, NUMBER_ROW, at_target)
    if isinstance(gradient, AbstractArray):
        width = max(named, len(size_text(wire.shape)) * ADVANCE * NUMBER_SIZE + 6)
        return WireSpec(wire.id, wire.source, wire.target, wire.slot, width, NUMBER_ROW, NUMBER_ROW, at_target)
    width, height = grid_size(wire.shape)
    width = max(named, width)
    return WireSpec(wire.id, wire.source, wire.target, wire.slot, width, height, height, at_target)


def grid_of(shape: Sequence[int]) -> tuple[int, int] | None:
    """Rows and columns of an array that is drawn entry by entry, None of a heat map.

    Axes of length 1 in front do not count: an image of one example and one channel is a table of its points.
    """
    if not shape or any(size != 1 for size in shape[:-2]):
        return None
    rows, columns = (1, *shape)[-2:]
    return (rows, columns) if rows <= GRID[0] and columns <= GRID[1] else None


def grid_size(shape: Shape) -> tuple[float, float]:
    """Width and height of the drawing of an array of `shape`, its margin included."""
    if grid := grid_of(shape):
        return grid[1] * CELL[0] + 10, grid[0] * CELL[1] + 8
    return HEAT[0] + 10, HEAT[1] + HEAT_WORDS


def strongest(table: np.ndarray[Any, Any], rows: int, columns: int) -> np.ndarray[Any, Any]:
    """A table of at most so many rows and columns: the entry of each part farthest from 0, so that none is lost."""
    if table.shape[0] <= rows and table.shape[1] <= columns:
        return table
    down, across = (_parts(size, most) for size, most in zip(table.shape, (rows, columns), strict=True))
    picked = np.empty((len(down), len(across)))
    for i, row in enumerate(down):
        for j, column in enumerate(across):
            part = table[row, column].ravel()
            picked[i, j] = part[np.argmax(np.abs(part))]
    return picked


def _parts(size: int, most: int) -> list[slice]:
    count = min(size, most)
    return [slice(size * i // count, size * (i + 1) // count) for i in range(count)]


def group_spec(id: str, members: tuple[str, ...], title: str, parent: str | None) -> GroupSpec:
    """Return the frame of a call as the layout takes it: at least as wide as its title."""
    return GroupSpec(id, members, len(title) * ADVANCE * 12 + 52, parent)
