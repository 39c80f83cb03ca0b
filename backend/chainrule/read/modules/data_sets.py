"""Seeded points to learn from: `X, y = moons(200)`. The same call gives the same points for ever."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ...errors import SourceError
from ..calling import Arguments
from ..values import Const, Value
from .creation import checked_size, literal
from .rows import Row

__all__ = ["DATA_SETS"]

Points = tuple[Any, Any]  # the points and their labels or targets
MOST_CLASSES = 10


def _moons(n: int, classes: int, generator: np.random.Generator) -> Points:
    """Draw two half circles, one upside down inside the other."""
    first = n - n // 2
    upper, lower = np.linspace(0, math.pi, first), np.linspace(0, math.pi, n // 2)
    points = np.stack(
        [
            np.concatenate([np.cos(upper), 1 - np.cos(lower)]),
            np.concatenate([np.sin(upper), 0.5 - np.sin(lower)]),
        ],
        axis=1,
    )
    return points, np.arange(n) >= first


def _circles(n: int, classes: int, generator: np.random.Generator) -> Points:
    """Draw circles around one centre, class 0 the outermost."""
    labels = np.arange(n) * classes // n
    turns = np.concatenate([np.arange(part) / max(part, 1) for part in np.bincount(labels, minlength=classes)])
    radius = 1 - labels / classes
    return np.stack([radius * np.cos(2 * math.pi * turns), radius * np.sin(2 * math.pi * turns)], axis=1), labels


def _xor(n: int, classes: int, generator: np.random.Generator) -> Points:
    """Return the four corners in turn: class 1 where the signs differ."""
    corner = np.arange(n) % 4
    x, y = corner // 2, corner % 2
    return np.stack([2.0 * x - 1, 2.0 * y - 1], axis=1), x != y


def _spiral(n: int, classes: int, generator: np.random.Generator) -> Points:
    """Draw arms that wind around the origin, one for each class."""
    labels = np.arange(n) * classes // n
    radius = np.concatenate([np.linspace(0.05, 1, part) for part in np.bincount(labels, minlength=classes)])
    angle = 2 * math.pi * labels / classes + 4 * radius
    return np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1), labels


def _blobs(n: int, classes: int, generator: np.random.Generator) -> Points:
    """Draw clouds whose centres stand on a circle."""
    labels = np.arange(n) * classes // n
    angle = 2 * math.pi * labels / classes
    cloud = 0.3 * generator.standard_normal((n, 2))
    return np.stack([np.cos(angle), np.sin(angle)], axis=1) + cloud, labels


def _line(n: int, classes: int, generator: np.random.Generator) -> Points:
    """Draw y = 2x + 1 from -1 to 1."""
    x = np.linspace(-1, 1, n)
    return x, 2 * x + 1


def _sine(n: int, classes: int, generator: np.random.Generator) -> Points:
    """Return one wave from -1 to 1."""
    x = np.linspace(-1, 1, n)
    return x, np.sin(math.pi * x)


def _data_set(make: Callable[[int, int, np.random.Generator], Points], classes: bool, noise: float) -> Row:
    """Return the row of one set. The noise is on the points; a line or wave has it on its targets."""

    def run(call: Arguments) -> Value:
        arguments = call.bind(f"n=100, noise={noise}, seed=0" + (", classes=2" if classes else ""))
        n = call.integer(arguments[0], "The number of points")
        checked_size(call, [n, 2])
        spread = arguments[1]
        if type(spread) is not Const or not 0 <= float(spread.value) <= 100:
            text = "The noise is a number from 0 to 100, and stands in the text."
            raise SourceError("arguments", text, span=call.machine.span(call.node), hint="Write noise=0.1.")
        kinds = call.integer(arguments[3], "The number of classes") if classes else 2
        if not 1 <= kinds <= min(MOST_CLASSES, n):
            text = f"There are 1 to {MOST_CLASSES} classes, each with a point."
            raise SourceError("arguments", text, span=call.machine.span(call.node), hint="Write classes=2.")
        generator = np.random.default_rng(call.integer(arguments[2], "A seed") % 2**63)
        points, targets = make(n, kinds, generator)
        noisy = points if points.ndim == 2 else targets
        noisy = noisy + float(spread.value) * generator.standard_normal(noisy.shape)
        both = (noisy, targets) if points.ndim == 2 else (points, noisy)
        return literal(call, both[0]), literal(call, np.asarray(both[1], dtype=np.float64))

    return run


DATA_SETS: Mapping[str, Row] = {
    "moons": _data_set(_moons, False, 0.1),
    "circles": _data_set(_circles, True, 0.05),
    "xor": _data_set(_xor, False, 0.1),
    "spiral": _data_set(_spiral, True, 0.02),
    "blobs": _data_set(_blobs, True, 0.0),
    "line": _data_set(_line, False, 0.1),
    "sine": _data_set(_sine, False, 0.1),
}
