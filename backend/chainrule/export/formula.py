"""A step's formula as outlines, so that it looks the same in every format and on every machine."""

from __future__ import annotations

import re
import threading
import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from .extras import load
from .shapes import Path, Rect, Segment

__all__ = ["Outline", "outline"]

_KEY = "math"
_PIECE = re.compile(r"[MLQCZ]|-?[\d.]+(?:e-?\d+)?")
# The page tints numbers by what they are; the colours here are only marks to find them again.
_MARKS = {"#000001": "fwd", "#000002": "acc", "#000003": "bwd", "#000004": "tan"}
_KINDS = {"value": "#000001", "local": "#000002", "tangent": "#000004"}
_one_at_a_time = threading.Lock()  # the typesetter keeps state in its fonts


@dataclass(frozen=True, slots=True)
class Outline:
    """Items with their upper left corner at the origin."""

    width: float
    height: float
    items: tuple[Path | Rect, ...]

    def at(self, x: float, y: float, scale: float = 1.0) -> list[Path | Rect]:
        """Return the outlines moved to (x, y), in pixels, and scaled."""
        return [_scaled(item, x, y, scale) for item in self.items]


def _scaled(item: Path | Rect, x: float, y: float, k: float) -> Path | Rect:
    if isinstance(item, Rect):
        return replace(item, x=x + item.x * k, y=y + item.y * k, width=item.width * k, height=item.height * k)
    segments = ((kind, tuple((y if i % 2 else x) + n * k for i, n in enumerate(ns))) for kind, ns in item.segments)
    return replace(item, segments=tuple(segments))


@lru_cache(maxsize=512)
def outline(mathml: str, size: float) -> Outline:
    """Return the outlines of a formula. Raises MissingExtra."""
    typesetter = load("ziamath", "A formula in a picture")
    with _one_at_a_time:
        typesetter.config.svg2 = False  # plain paths, no <symbol>
        typesetter.config.decimal_separator = "."
        _remember_heights().clear()
        root = typesetter.Math(_marked(mathml), size=size).svgxml()
    left, top, width, height = (float(part) for part in root.get("viewBox").split())
    items: list[Path | Rect] = []
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        color = _MARKS.get(element.get("fill", ""), "ink")
        if name == "path":
            items.append(Path(_KEY, _segments(element.get("d", ""), left, top), color))
        elif name == "rect":
            x, y, w, h = (float(element.get(part, "0")) for part in ("x", "y", "width", "height"))
            items.append(Rect(_KEY, x - left, y - top, w, h, 0, color))
    return Outline(width, height, tuple(items))


@cache
def _remember_heights() -> dict[tuple[str, ...], tuple[float, float]]:
    """Have the typesetter measure each part of a row once; returns where it keeps the heights of one formula.

    By itself it sets what is in a row twice, first to see how high brackets must be. In rows within rows that doubles
    at each level: flip(cumsum(flip(a))) took five seconds.
    """
    row_class = load("ziamath.nodes.mrow", "A formula in a picture").Mrow
    heights: dict[tuple[str, ...], tuple[float, float]] = {}

    class _Row(row_class, tag="mrow"):  # type: ignore[misc, valid-type, call-arg]  # the tag's class from now on
        def _get_height_nostretch(self, line: list[ET.Element], **settings: Any) -> tuple[float, float]:
            for own in ("rowymin", "rowymax"):  # of the row that this one stands in, which nothing unstretched reads
                settings.pop(own, None)
            parts = [ET.tostring(part, encoding="unicode") for part in line]
            key = (*parts, repr(self.style), repr(self.size), repr(sorted(settings.items())))
            if key not in heights:
                heights[key] = super()._get_height_nostretch(line, **settings)
            return heights[key]

    return heights


def _marked(mathml: str) -> ET.Element:
    """The formula with its colours, as elements: of a text the typesetter drops all from a number to a later "-"."""
    root = ET.fromstring(mathml)  # noqa: S314  our own MathML
    for number in root.iter("mn"):
        if (place := number.get("data-n")) is not None:
            number.set("mathcolor", _KINDS.get(place.rpartition(".")[2], "#000003"))
    for sign in root.iter("mo"):
        if sign.text in ("×", "·", "⊙"):
            sign.set("lspace", "0.22em")
            sign.set("rspace", "0.22em")
    for table in root.iter("mtable"):
        lines = table.get("class") == "lines"
        table.set("columnalign", "right left" if lines else "left left")
        table.set("rowspacing", "0.7em" if lines else "0.3em")
    for cell in root.iter("mtd"):  # operators are spaced inside a row only
        row = ET.Element("mrow")
        row[:] = cell[:]
        cell[:] = [row]
    return root


def _segments(d: str, left: float, top: float) -> tuple[Segment, ...]:
    """TrueType outlines are quadratic; every renderer here has cubics."""
    segments: list[Segment] = []
    words = iter(_PIECE.findall(d))
    x = y = 0.0

    def point() -> tuple[float, float]:
        return float(next(words)) - left, float(next(words)) - top

    for word in words:
        if word == "Z":
            segments.append(("Z", ()))
        elif word in "ML":
            x, y = point()
            if not (word == "L" and segments[-1] == ("M", (x, y))):
                segments.append(("M" if word == "M" else "L", (x, y)))
        elif word == "Q":
            (cx, cy), (x1, y1) = point(), point()
            c1 = x + (cx - x) * 2 / 3, y + (cy - y) * 2 / 3
            c2 = x1 + (cx - x1) * 2 / 3, y1 + (cy - y1) * 2 / 3
            segments.append(("C", (*c1, *c2, x1, y1)))
            x, y = x1, y1
        elif word == "C":
            a, b, (x, y) = point(), point(), point()
            segments.append(("C", (*a, *b, x, y)))
        else:
            raise AssertionError(f"a path of the typesetter holds {word!r}")
    return tuple(segments)
