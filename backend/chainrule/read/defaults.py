"""Values for names that have none: small numbers that differ, of the shape and kind that the program asks for."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from ..graph import Shape

__all__ = ["Assumption", "default_value"]

FIXED = {"small": 0.1, "tiny": 1e-5}
COUNTS = (3, 4, 2, 5)
SMALL = (2.0, -1.0, 3.0, -2.0, 1.0, 0.5)


class Assumption(NamedTuple):
    """The shape and kind assumed of a name without a value."""

    shape: Shape = ()
    # "labels" (whole numbers below `below`), "count" (a size: `below`, if that is known), "probability", "positive",
    # "small" (0.1), "tiny" (1e-5), "one-hot" (a 1 in each row, else 0),
    # "definite" (a square matrix with an inverse: symmetric, positive definite) or "" (any number)
    kind: str = ""
    below: int = 0


def default_value(assumed: Assumption, index: int) -> Any:
    """Return a float, or a float64 array of the assumed shape; `index` is the name's place among all free names."""
    shape = assumed.shape
    size = math.prod(shape)
    if assumed.kind == "labels":
        step = 1 if assumed.below % 2 == 0 else 2  # so that every class is there
        labels = (np.arange(size) * step + index) % max(assumed.below, 1)
        return labels.astype(np.float64).reshape(shape) if shape else float(labels[0])
    if assumed.kind == "count" and assumed.below:
        return np.full(shape, float(assumed.below)) if shape else float(assumed.below)
    if assumed.kind == "count":
        counts = np.array([COUNTS[(index + place) % len(COUNTS)] for place in range(size)], dtype=np.float64)
        return counts.reshape(shape) if shape else float(counts[0])
    if assumed.kind in FIXED:
        return np.full(shape, FIXED[assumed.kind]) if shape else FIXED[assumed.kind]
    if not shape:
        number = SMALL[index % len(SMALL)]
        if assumed.kind == "probability":
            return round(1 / (1 + math.exp(-number)), 2)
        return abs(number) if assumed.kind == "positive" else number
    if assumed.kind == "one-hot":
        classes = max(shape[-1], 1)
        rights = (np.arange(size // classes) * 2 + index) % classes
        return (np.arange(classes) == rights[:, None]).astype(np.float64).reshape(shape)
    numbers = ((np.arange(size) * 7 + 3 * index) % 11) / 5.0 - 1.0
    if assumed.kind == "definite":
        square = numbers.reshape(shape)
        return (0.25 * (square + square.T) + len(square) * np.eye(len(square))).round(2)
    if assumed.kind == "probability":
        numbers = (numbers + 1.2) / 2.4
    elif assumed.kind == "positive":
        numbers = np.abs(numbers) + 0.2
    return numbers.round(2 if assumed.kind else 1).reshape(shape)
