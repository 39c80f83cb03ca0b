"""A picture before it has a file format: rectangles, paths and text with their colours by role.

Lengths are in the units of the trace (px on screen, pt on paper); y grows downwards. A colour is a role of the page's
palette ("fwd", "ink", ...), or "fwd@0.35": that role over the panel colour at this strength.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

__all__ = [
    "Anchor",
    "Family",
    "Item",
    "Path",
    "Rect",
    "TextRun",
    "DrawnScene",
    "Segment",
    "Stroke",
    "TextLine",
    "translated",
]

Family: TypeAlias = Literal["mono", "serif", "gate"]
Anchor: TypeAlias = Literal["start", "middle", "end"]
Segment: TypeAlias = tuple[Literal["M", "L", "C", "Z"], tuple[float, ...]]  # absolute; a C has six numbers


@dataclass(frozen=True, slots=True)
class Stroke:
    """The colour, width and dashes of a line."""

    color: str
    width: float
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Rect:
    """`x`, `y`: the upper left corner. A gate is a Rect whose radius is half its width."""

    key: str
    x: float
    y: float
    width: float
    height: float
    radius: float
    fill: str | None
    stroke: Stroke | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """A shape of lines and curves."""

    key: str
    segments: tuple[Segment, ...]
    fill: str | None
    stroke: Stroke | None = None


@dataclass(frozen=True, slots=True)
class TextRun:
    """A piece of a line of text; `drop` lowers it (a subscript)."""

    text: str
    size: float
    drop: float = 0.0


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text: its anchor stands at `x`, its baseline at `y`."""

    key: str
    x: float
    y: float
    runs: tuple[TextRun, ...]
    family: Family
    color: str
    anchor: Anchor = "middle"
    bold: bool = False
    italic: bool = False


Item: TypeAlias = Rect | Path | TextLine


@dataclass(frozen=True, slots=True)
class DrawnScene:
    """Scene at one position. `items` stand back to front; a key names the thing that an item is about.

    `math` is the step's MathML where a formula was asked for; `math_top` is where its room begins. Its outlines are
    among the items, with the key "math", unless the writer sets formulas itself.
    """

    width: float
    height: float
    items: tuple[Item, ...]
    title: str
    description: str
    math: str | None = None
    math_top: float = 0.0


def translated(item: Item, right: float, down: float) -> Item:
    """Return the same item somewhere else."""
    if isinstance(item, Path):
        segments = tuple(
            (kind, tuple(each + (right, down)[at % 2] for at, each in enumerate(numbers)))
            for kind, numbers in item.segments
        )
        return replace(item, segments=segments)
    return replace(item, x=item.x + right, y=item.y + down)
