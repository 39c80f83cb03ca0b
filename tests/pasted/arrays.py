"""Values of all libraries as float64 arrays."""

from __future__ import annotations

import types
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Float", "as_array", "flat", "moved", "values_of"]

Float = NDArray[np.float64]


def as_array(value: Any) -> Float | None:
    """As float64, or None for what is no number or array of numbers."""
    if isinstance(value, str | bytes | dict | set | range | types.ModuleType | None) or callable(value):
        return None
    if hasattr(value, "_prev"):
        value = value.data
    if hasattr(value, "detach"):
        value = value.detach().numpy()
    if isinstance(value, list | tuple) and value and all(hasattr(leaf, "_prev") for leaf in flat(value)):
        value = _data(value)
    if isinstance(value, list) and any(hasattr(part, "detach") for part in value):
        value = [part.detach().numpy() if hasattr(part, "detach") else part for part in value]
    try:
        array = np.asarray(value)
    except (ValueError, TypeError):
        return None
    if array.dtype.kind not in "bifu":
        try:
            array = np.asarray(value, dtype=float)
        except (ValueError, TypeError):
            return None
    return np.array(array, dtype=np.float64)


def values_of(value: Any) -> Any:
    from micrograd.engine import Value

    return [values_of(part) for part in value] if isinstance(value, list) else Value(value)


def flat(value: Any) -> list[Any]:
    if isinstance(value, list | tuple):
        return [leaf for part in value for leaf in flat(part)]
    return [value]


def _data(value: Any) -> Any:
    return [_data(part) for part in value] if isinstance(value, list | tuple) else value.data


def moved(value: Any, delta: Any) -> Any:
    """A value with something added to it, of the kind that it was."""
    if hasattr(value, "detach"):
        import torch

        return (value.detach() + torch.as_tensor(delta)).requires_grad_(value.requires_grad and value.is_leaf)
    if isinstance(value, list):
        return (np.array(value, dtype=float) + delta).tolist()
    found = value + delta
    number = isinstance(value, int | float) and isinstance(found, np.floating | np.ndarray)
    return float(found) if number and np.ndim(found) == 0 else found
