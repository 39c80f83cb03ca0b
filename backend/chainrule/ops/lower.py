"""Taking a gate apart into scalar gates: what the unit view draws and the browser's tape runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .op import Emit, Lowering, Op

__all__ = ["lowered"]


def lowered(op: Op, emit: Emit, args: Sequence[Any], params: Mapping[str, Any]) -> Any:
    """Return the entries of one gate's result, its scalar gates put into `emit`.

    Args:
        op: a row that computes (a leaf has nothing to take apart).
        emit: takes each scalar gate, arguments before their users, and names its result with an entry.
        args: per slot an object array of entries in the argument's shape, or one bare entry for a scalar.
        params: the gate's settings.

    Returns:
        An object array of entries in the shape of the result, or one bare entry for a scalar.
    """
    if op.units is Lowering.ELEMENTWISE and not any(isinstance(arg, np.ndarray) for arg in args):
        return emit(op.name, *args)
    arrays = [arg if isinstance(arg, np.ndarray) else _boxed(arg) for arg in args]
    if op.units is Lowering.ELEMENTWISE:
        broadcast = np.broadcast_arrays(*arrays)
        out = np.empty(broadcast[0].shape, dtype=object)
        columns = zip(*(array.ravel() for array in broadcast), strict=True)
        out.ravel()[:] = [emit(op.name, *column) for column in columns]
    elif op.units is Lowering.STRUCTURE:
        out = op.forward(*arrays, **params)
    else:
        if op.lower is None:
            raise TypeError(f"The row {op.name} says it has its own way of being taken apart, but has none.")
        out = op.lower(emit, *arrays, **params)
    return out[()] if isinstance(out, np.ndarray) and out.ndim == 0 else out


def _boxed(entry: Any) -> Any:
    box = np.empty((), dtype=object)
    box[()] = entry
    return box
