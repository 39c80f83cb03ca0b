"""A wire's way-points as a curve: level pieces are lines, the others cubics with level tangents."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

from .sizes import Point

__all__ = ["Segment", "bezier", "sample"]

Segment: TypeAlias = tuple[Point, Point, Point, Point]  # start, two control points, end


def bezier(path: Sequence[Point]) -> list[Segment]:
    """The cubics between the way-points, control points at half the way; on a level piece they lie on the line."""
    segments: list[Segment] = []
    for (x0, y0), (x1, y1) in pairwise(path):
        middle = (x0 + x1) / 2
        segments.append(((x0, y0), (middle, y0), (middle, y1), (x1, y1)))
    return segments


def sample(path: Sequence[Point], n: int = 16) -> list[Point]:
    """`n` points on every piece of the curve, both way-points included; at least two."""
    n = max(2, n)
    points: list[Point] = []
    for (x0, y0), (x1, y1), (x2, y2), (x3, y3) in bezier(path):
        for i in range(1 if points else 0, n):
            t = i / (n - 1)
            s = 1 - t
            a, b, c, d = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
            points.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return points
