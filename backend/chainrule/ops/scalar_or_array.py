"""Small functions that are quick on Python floats and right on arrays; the rows are built from them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

__all__ = ["LARGE", "blocked", "choice", "either", "has_no_zero", "passed", "zero"]

LARGE = 2_048
"""Entries from which `choice` takes bits: a branch that the processor guesses wrong costs more than three passes."""


def choice(condition: Any, x: Any, y: Any) -> Any:
    """Return `np.where(condition, x, y)` of float64, bit for bit, without a branch for each entry of a large array."""
    if np.size(condition) < LARGE or type(condition) is not np.ndarray or condition.dtype != np.bool_:
        return np.where(condition, x, y)
    mask, bits = -condition.view(np.int8), np.asarray(x, dtype=np.float64).view(np.int64)  # -1: all ones
    if type(y) is float and y == 0.0 and math.copysign(1.0, y) > 0.0:
        return np.bitwise_and(bits, mask).view(np.float64)
    other = np.asarray(y, dtype=np.float64).view(np.int64)
    bits = np.bitwise_and(bits ^ other, mask)  # in place from here: what large arrays cost is their memory
    bits ^= other
    return bits.view(np.float64)


def passed(condition: Any, g: Any) -> Any:
    """Return the gradient `g` where `condition` holds, else 0, in the shape of `g`; inf and nan are stopped too."""
    if type(g) is float and isinstance(condition, bool):
        return g if condition else 0.0
    return choice(condition, g, 0.0)[()]


def blocked(condition: Any, g: Any) -> Any:
    """Return the gradient `g` where `condition` fails, else 0."""
    if type(g) is float and isinstance(condition, bool):
        return 0.0 if condition else g
    return choice(np.logical_not(condition), g, 0.0)[()]


def has_no_zero(x: Any) -> bool:
    """Return whether no entry of `x` is 0; four times as fast on a few entries as `np.all(x)`."""
    return bool(np.count_nonzero(x) == np.size(x))


def zero(like: Any) -> Any:
    """Return 0 in the shape of `like`, also where `like` is inf or nan."""
    return 0.0 if type(like) is float else np.zeros(np.shape(like))[()]


def either(scalar_fast_path: Callable[..., float], general: Callable[..., Any]) -> Callable[[Any], Any]:
    """Return one function of one number: `quick` for a Python float, `general` for everything else."""

    def function(x: Any) -> Any:
        return scalar_fast_path(x) if type(x) is float else general(x)

    return function
