"""Input of the layout (sizes) and its result (places). Lengths are px, y grows downwards.

What goes in is the key by which a layout is kept: tuples, which are compared at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from ..request import Flow

__all__ = [
    "Band",
    "BoxSize",
    "Flow",
    "PlacedPart",
    "GroupSpec",
    "Picture",
    "PlacedGroup",
    "PlacedWire",
    "Point",
    "WireSpec",
]

Point: TypeAlias = tuple[float, float]
Band: TypeAlias = Literal[0, 1, 2]


class BoxSize(NamedTuple):
    """A box to be placed."""

    id: str
    width: float
    height: float
    leaf: bool = False
    band: Band = 0  # 2: in a half that returns below the others, its wires lead left; 1: between the two halves


class WireSpec(NamedTuple):
    """A wire and the label it carries: value above the wire, gradient below; the label is kept free of everything."""

    id: str
    source: str
    target: str
    slot: int  # operand order at the target, top to bottom; in a half that returns the order in which wires leave
    label_width: float
    label_above: float  # height above the wire
    label_below: float
    label_at_target: bool = False  # behind a copy gate the label stands at the consumer's end


class GroupSpec(NamedTuple):
    """A dashed frame: its members stand together, nothing else inside; `title_width` is kept free in its top edge."""

    id: str
    members: tuple[str, ...]  # box ids, including those of inner groups
    title_width: float
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class PlacedWire:
    """Route of a wire."""

    path: tuple[Point, ...]  # way-points; between two a line if level or plumb, else a cubic: see bezier()
    label: Point  # between its value and its gradient: on the wire, or right of it where wires lead down


class PlacedPart(NamedTuple):
    """A part of a frame, in one of the rows that its members stand in."""

    x: float  # centre
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PlacedGroup:
    """Place of the frame of a group: the whole of it, or the part in its first row."""

    x: float  # centre
    y: float
    width: float
    height: float
    rest: tuple[PlacedPart, ...] = ()  # the parts in the rows below (columns to the right where wires lead down)


@dataclass(frozen=True, slots=True)
class Picture:
    """Places of all parts, in px from the picture's upper left corner."""

    width: float
    height: float
    boxes: dict[str, Point]  # centre of each box
    wires: dict[str, PlacedWire]
    groups: dict[str, PlacedGroup]
