"""Shapes of PyTorch's tensors: sizes, axes, pieces."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...ops import key_of
from ..arrays import entries, view
from ..calling import Arguments
from ..operators import kind_of
from ..values import ArrayView, Const, Items, Number, Value
from .numpy import NUMPY
from .rows import Row
from .shaping import axis_in, axis_size

if TYPE_CHECKING:
    pass

__all__ = [
    "dimension_at",
    "chunk",
    "concatenate",
    "count",
    "expand",
    "expand_as",
    "flatten",
    "flip",
    "interleave",
    "narrow",
    "permute",
    "rank",
    "repeat",
    "roll",
    "size",
    "split",
    "squeeze",
    "stack",
    "transpose",
    "transposed",
    "triangle",
    "unbind",
    "view_as",
]


def dimension_at(call: Arguments, value: Value, rank: int) -> int:
    """Return an axis counted from the front. Raises: SourceError, where it is outside."""
    return axis_in(call, call.integer(value, "A dimension"), rank)


def size(call: Arguments) -> Value:
    """Return the shape, or the size of one axis."""
    a, axis = call.bind("a, axis=None")
    if axis is None:
        return tuple(map(Const, call.shape(a)))
    return Const(axis_size(call, a, call.integer(axis, "A dimension")))


def rank(call: Arguments) -> Value:
    """Return how many axes there are."""
    return Const(len(call.shape(call.bind("a")[0])))


def count(call: Arguments) -> Value:
    """Return how many entries there are."""
    return Const(math.prod(call.shape(call.bind("a")[0])))


def flatten(call: Arguments) -> Value:
    """Return the array with the axes from start to end as one."""
    a, start, end = call.bind("a, start_dim=0, end_dim=-1")
    shape = call.shape(a)
    if not shape:
        return call.emit("reshape", [a], {"shape": (1,)})
    first, last = dimension_at(call, start, len(shape)), dimension_at(call, end, len(shape))
    merged = (*shape[:first], math.prod(shape[first : last + 1]), *shape[last + 1 :])
    return call.emit("reshape", [a], {"shape": merged}, kind_of(a))


def transpose(call: Arguments) -> Value:
    """PyTorch's `transpose(dim0, dim1)` swaps two axes."""
    a, first, second = call.bind("a, dim0, dim1")
    if not call.shape(a):
        return a
    params = {"axis1": call.integer(first), "axis2": call.integer(second)}
    if type(a) in (Number, ArrayView):
        return view(call.machine, a, "swapaxes", params, call.node)
    return call.emit("swapaxes", [a], params)


def transposed(call: Arguments) -> Value:
    """Return the transpose of a matrix; a vector stays as it is."""
    (a,) = call.bind("a")
    if len(call.shape(a)) < 2:
        return a
    return NUMPY["transpose"](Arguments(call.machine, call.name, [a], {}, call.node))


def permute(call: Arguments) -> Value:
    """Return the array with its axes in this order."""
    a, *axes = call.args
    axes = [call.keywords["dims"]] if "dims" in call.keywords else axes
    return NUMPY["transpose"](Arguments(call.machine, call.name, [a, *axes], {}, call.node))


def expand(call: Arguments) -> Value:
    """Return the array broadcast to these sizes; -1 keeps a size."""
    a, *sizes = call.args
    target_sizes = list(call.sizes(sizes))
    shape = call.shape(a)
    for back in range(1, len(shape) + 1):
        if back <= len(target_sizes) and target_sizes[-back] == -1:
            target_sizes[-back] = shape[-back]
    return call.emit("broadcast", [a], {"shape": tuple(target_sizes)}, kind_of(a))


def expand_as(call: Arguments) -> Value:
    """Return the array broadcast to the shape of another."""
    a, other = call.bind("a, other")
    return call.emit("broadcast", [a], {"shape": call.shape(other)}, kind_of(a))


def view_as(call: Arguments) -> Value:
    """Return the array in the shape of another."""
    a, other = call.bind("a, other")
    return call.emit("reshape", [a], {"shape": call.shape(other)}, kind_of(a))


def repeat(call: Arguments) -> Value:
    """Return the array side by side, so many times along each axis."""
    a, *reps = call.args
    return call.emit("tile", [a], {"reps": call.sizes(reps)})


def squeeze(call: Arguments) -> Value:
    """Return the array without axes of size 1, or without that one."""
    a, axis = call.bind("a, axis=None")
    shape = call.shape(a)
    if axis is not None and shape and shape[dimension_at(call, axis, len(shape))] != 1:
        return a  # PyTorch leaves an axis of other sizes alone
    return call.emit("squeeze", [a], {"axis": call.axis(axis)})


def _pieces(call: Arguments, a: Value, sizes: Sequence[int], along: int) -> Value:
    pieces, start, rank = [], 0, len(call.shape(a))
    for size in sizes:
        key = key_of(tuple(slice(None) if at != along else slice(start, start + size) for at in range(rank)))
        pieces.append(call.emit("index", [a], {"key": key}))
        start += size
    return tuple(pieces)


def split(call: Arguments) -> Value:
    """`split(x, 2)`: parts of this size; `split(x, [1, 2])`: parts of these sizes."""
    a, size, axis = call.bind("a, split_size_or_sections, axis=0")
    shape = call.shape(a)
    along = dimension_at(call, axis, len(shape))
    if isinstance(size, Items | tuple):
        return _pieces(call, a, call.sizes([size]), along)
    step = max(call.integer(size), 1)
    return _pieces(call, a, [min(step, shape[along] - at) for at in range(0, shape[along], step)], along)


def chunk(call: Arguments) -> Value:
    """Return so many pieces along an axis, the last of which may be smaller."""
    a, chunks, axis = call.bind("a, chunks, axis=0")
    shape = call.shape(a)
    along = dimension_at(call, axis, len(shape))
    step = -(-shape[along] // max(call.integer(chunks), 1))
    return _pieces(call, a, [min(step, shape[along] - at) for at in range(0, shape[along], step)], along)


def unbind(call: Arguments) -> Value:
    """Return the parts along an axis, one for each position."""
    a, axis = call.bind("a, axis=0")
    shape = call.shape(a)
    along = dimension_at(call, axis, len(shape))
    keys = (key_of(tuple(slice(None) if at != along else i for at in range(len(shape)))) for i in range(shape[along]))
    return tuple(call.emit("index", [a], {"key": key}) for key in keys)


def concatenate(call: Arguments) -> Value:
    """Return the arrays one behind the other along an axis."""
    values, axis = call.bind("tensors, axis=0")
    return call.emit("concatenate", entries(call.machine, values, call.node), {"axis": call.integer(axis)})


def stack(call: Arguments) -> Value:
    """Return the arrays along a new axis."""
    values, axis = call.bind("tensors, axis=0")
    return call.emit("stack", entries(call.machine, values, call.node), {"axis": call.integer(axis)})


def roll(call: Arguments) -> Value:
    """Return the entries moved along the axes; those that leave come in at the other end."""
    a, shifts, axis = call.bind("a, shifts, dims=None")
    return call.emit("roll", [a], {"shift": call.static(shifts), "axis": call.axis(axis)})


def flip(call: Arguments) -> Value:
    """Return the array with these axes reversed."""
    a, *dims = call.args
    axes = call.sizes([call.keywords["dims"]] if "dims" in call.keywords else dims)
    return call.emit("flip", [a], {"axis": axes})


def triangle(name: str) -> Row:
    """Return the row of `tril` or `triu`."""

    def run(call: Arguments) -> Value:
        a, k = call.bind("a, diagonal=0")
        return call.emit(name, [a], {"k": call.integer(k)})

    return run


def interleave(call: Arguments) -> Value:
    """Return each entry so many times, one beside the other."""
    a, repeats, axis = call.bind("a, repeats, axis=None")
    return call.emit("repeat", [a], {"repeats": call.static(repeats), "axis": call.axis(axis)})


def narrow(call: Arguments) -> Value:
    """Return so many entries of an axis from `start` on."""
    a, axis, start, length = call.bind("a, axis, start, length")
    rank, first = len(call.shape(a)), call.integer(start)
    along = dimension_at(call, axis, rank)
    part = slice(first, first + call.integer(length))
    return call.emit("index", [a], {"key": key_of(tuple(slice(None) if at != along else part for at in range(rank)))})
