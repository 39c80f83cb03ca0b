"""Sorting, partitions, unique values and counts."""

from __future__ import annotations

import numpy as np

from ..calling import Arguments
from ..operators import kind_of
from ..values import Const, Number, Value
from .creation import literal
from .present import now
from .rows import Row
from .shaping import axis_size

__all__ = ["argsort", "bincount", "counted", "partition", "place_of", "sort", "unique"]


def sort(call: Arguments) -> Value:
    """Return the entries in order, along an axis."""
    a, axis, _ = call.bind("a, axis=-1, kind=None")
    return _ordered(call, "sort", a, axis, kind_of(a))


def argsort(call: Arguments) -> Value:
    """Return the positions of the entries in order, along an axis."""
    a, axis, _, descending = call.bind("a, axis=-1, kind=None, descending=False")
    return _ordered(call, "argsort", a, axis, "int", call.flag(descending))


def _ordered(call: Arguments, name: str, a: Value, axis: Value, kind: str, descending: bool = False) -> Value:
    along = -1 if axis is None else call.integer(axis, "An axis")
    if axis is None:
        a = call.emit("reshape", [a], {"shape": (-1,)}, kind_of(a))
    return call.emit(name, [a], {"axis": along, "descending": descending}, kind)


def partition(gives_places: bool) -> Row:
    """`np.partition(x, k)` in the very order in which NumPy leaves the entries; it stands while theirs is the same."""

    def run(call: Arguments) -> Value:
        a, kth, axis = call.bind("a, kth, axis=-1")
        if axis is None:
            a, axis = call.emit("reshape", [a], {"shape": (-1,)}, kind_of(a)), Const(-1)
        along = call.integer(axis, "An axis")
        axis_size(call, a, along)
        m = call.machine
        order = m.builder.emit("argsort", (call.number(a),), {"axis": along, "descending": False}, m.span(call.node))
        ranks = np.argsort(now(call, Number(order)), axis=along)
        places = literal(call, np.argpartition(ranks, call.static(kth), axis=along).astype(np.float64), "int")
        if gives_places:
            return places
        return call.emit("gather", [a, places], {"axis": along % len(call.shape(a))}, kind_of(a))

    return run


def place_of(name: str) -> Row:
    """Return the row of argmax or argmin, whose results are whole numbers."""

    def run(call: Arguments) -> Value:
        a, axis, keepdims = call.bind("a, axis=None, keepdims=False")
        along = None if axis is None else call.integer(axis, "An axis")
        return call.emit(name, [a], {"axis": along, "keepdims": call.flag(keepdims)}, "int")

    return run


def unique(call: Arguments) -> Value:
    """Return the different values in order, as they are now; each comes from its first place."""
    a, with_index, with_inverse, with_counts, axis = call.bind(
        "a, return_index=False, return_inverse=False, return_counts=False, axis=None"
    )
    if axis is not None:
        raise call.refuse("`unique` is read without an axis.", "Flatten the array first.")
    values = now(call, a)
    _, first, inverse, counts = np.unique(values, return_index=True, return_inverse=True, return_counts=True)
    flat = call.emit("reshape", [a], {"shape": (-1,)}, kind_of(a)) if values.ndim != 1 else a
    result = [Number(call.number(call.emit("index", [flat], {"key": (tuple(first.tolist()),)})), kind_of(a))]
    for flag, array in ((with_index, first), (with_inverse, inverse), (with_counts, counts)):
        if call.flag(flag):
            result.append(literal(call, np.asarray(array, dtype=np.float64), "int"))
    return result[0] if len(result) == 1 else tuple(result)


def bincount(call: Arguments) -> Value:
    """Return how often each whole number occurs, or the sum of its weights."""
    a, weights, least = call.bind("x, weights=None, minlength=0")
    numbers = np.atleast_1d(now(call, a)).astype(np.int64)
    most = call.machine.limits.array_elements
    if numbers.min(initial=0) < 0 or max(numbers.max(initial=0), call.integer(least)) > most:
        raise call.refuse("`bincount` is read for whole numbers from 0.", "Give it labels.")
    if weights is not None:
        classes = max(int(numbers.max(initial=-1)) + 1, call.integer(least))
        return call.emit("matmul", [weights, call.emit("one_hot", [a], {"classes": classes})])
    return literal(call, np.bincount(numbers, minlength=call.integer(least)).astype(np.float64), "int")


def counted(name: str, signature: str) -> Row:
    """Return the row of a function of two arrays with a whole-number result that jumps: `searchsorted`, `digitize`."""
    function = getattr(np, name)

    def run(call: Arguments) -> Value:
        a, b, setting = call.bind(signature)
        result = function(now(call, a), now(call, b), call.static(setting))
        return literal(call, np.asarray(result, dtype=np.float64), "int")

    return run
