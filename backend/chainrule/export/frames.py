"""The dashed frames of open functions: as draw/functions.ts has them on the page."""

from __future__ import annotations

from collections.abc import Iterator

from ..request import Flow
from ..tracing.document import FramePart, Function
from .shapes import Item, Path, Rect, Segment, Stroke, TextLine, TextRun

__all__ = ["draw_frame"]

_RADIUS = 14.0
_LINE = Stroke("frame-line", 1.2, (5, 5))
_BEND = 0.5523  # of a quarter of a circle, as a cubic


def draw_frame(function: Function, flow: Flow) -> Iterator[Item]:
    """The frame and its name; where a row ends in it, each part is open at that side."""
    key = f"frame:{function.id}"
    left, top = function.x - function.width / 2, function.y - function.height / 2
    if function.rest:
        parts = [FramePart(function.x, function.y, function.width, function.height), *function.rest]
        for i, part in enumerate(parts):
            x, y = part.x - part.width / 2, part.y - part.height / 2
            yield Rect(key, x, y, part.width, part.height, 0, "frame")
            yield Path(key, _open_rim(part, flow, begins=i == 0, ends=i == len(parts) - 1), None, _LINE)
    else:
        yield Rect(key, left, top, function.width, function.height, _RADIUS, "frame", _LINE)
    yield TextLine(key, left + 14, top + 19, (TextRun(function.name, 12),), "gate", "acc", anchor="start")


def _open_rim(part: FramePart, flow: Flow, *, begins: bool, ends: bool) -> tuple[Segment, ...]:
    """The rim of a part without the sides that its row cuts off, in the direction of the flow."""
    along, across = (part.x, part.width / 2), (part.y, part.height / 2)
    if flow == "down":
        along, across = across, along
    (a0, a1), (b0, b1) = ((middle - half, middle + half) for middle, half in (along, across))

    def point(a: float, b: float) -> tuple[float, float]:
        return (b, a) if flow == "down" else (a, b)

    def cap(edge: float, inward: float, b: float, far: float) -> list[Segment]:
        """Round the corner from one long side, along the end, and round the other corner."""
        down = _RADIUS if far > b else -_RADIUS
        k = 1 - _BEND
        ends = edge + inward
        first = (*point(edge + inward * k, b), *point(edge, b + down * k), *point(edge, b + down))
        last = (*point(edge, far - down * k), *point(edge + inward * k, far), *point(ends, far))
        return [("L", point(ends, b)), ("C", first), ("L", point(edge, far - down)), ("C", last)]

    segments: list[Segment] = [("M", point(a1 - (_RADIUS if ends else 0), b0))]
    segments += cap(a0, _RADIUS, b0, b1) if begins else [("L", point(a0, b0)), ("M", point(a0, b1))]
    segments += [("L", point(a1, b1))] if not ends else cap(a1, -_RADIUS, b1, b0)
    return tuple(segments)
