"""Numbers of a trace beside those of the oracle."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["as_array", "same_gradients", "same_values", "short_text"]

RELATIVE, ABSOLUTE = 2e-6, 1e-8


def as_array(value: Any) -> NDArray[np.float64] | None:
    if isinstance(value, str):
        return np.array(float(value))
    if value is None or hasattr(value, "large") or isinstance(value, dict):
        return None
    if isinstance(value, list):
        return np.array(_numbers(value), dtype=float)
    return np.array(value, dtype=float)


def _numbers(value: Any) -> Any:
    return [_numbers(part) for part in value] if isinstance(value, list) else float(value)


def same_values(mine: NDArray[np.float64], right: NDArray[np.float64], loose: bool) -> bool:
    """Values that agree to rounding."""
    if mine.shape != right.shape:
        if not loose or mine.size != right.size:
            return False
        mine, right = mine.ravel(), right.ravel()
    scale = float(np.abs(right[np.isfinite(right)]).max(initial=0.0))
    return bool(np.allclose(mine, right, rtol=1e-8, atol=1e-10 * max(scale, 1e-2), equal_nan=True))


def same_gradients(mine: NDArray[np.float64], right: NDArray[np.float64], loose: bool) -> bool:
    """Gradients that agree to what central differences can tell; a kink of the oracle (nan) judges nothing."""
    if mine.shape != right.shape:
        if not loose or mine.size != right.size:
            return False
        mine, right = mine.ravel(), right.ravel()
    is_number = ~np.isnan(right)
    scale = float(np.abs(right[np.isfinite(right)]).max(initial=0.0))
    atol = ABSOLUTE + 1e-7 * scale
    return bool(np.allclose(mine[is_number], right[is_number], rtol=RELATIVE, atol=atol, equal_nan=True))


def short_text(array: NDArray[np.float64]) -> str:
    return np.array2string(array, precision=5, threshold=8, separator=", ").replace("\n", "")
