"""A wire's way-points as a curve: level and plumb pieces are lines, the others cubics along the flow."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

from .sizes import Flow, Point

__all__ = ["Segment", "bezier", "sample"]

Segment: TypeAlias = tuple[Point, Point, Point, Point]  # start, two control points, end


def bezier(path: Sequence[Point], flow: Flow = "right") -> list[Segment]:
    """Return the cubics between the way-points, control points at half the way; a straight piece has them on its line.

    Tangents at the way-points are level where wires lead right, plumb where they lead down.
    """
    segments: list[Segment] = []
    for (x0, y0), (x1, y1) in pairwise(path):
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        controls = ((x0, y), (x1, y)) if flow == "down" else ((x, y0), (x, y1))
        segments.append(((x0, y0), *controls, (x1, y1)))
    return segments


def sample(path: Sequence[Point], n: int = 16, flow: Flow = "right") -> list[Point]:
    """`n` points on every piece of the curve, both way-points included; at least two."""
    n = max(2, n)
    points: list[Point] = []
    for (x0, y0), (x1, y1), (x2, y2), (x3, y3) in bezier(path, flow):
        for i in range(1 if points else 0, n):
            t = i / (n - 1)
            s = 1 - t
            a, b, c, d = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
            points.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return points
