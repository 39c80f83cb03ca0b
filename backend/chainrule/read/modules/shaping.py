"""Rearranging arrays: NumPy's and PyTorch's reshape, transpose, concatenate, split, pad and their like."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from ...errors import ShapeError
from ...ops import OPS, key_of
from ..arrays import entries, view
from ..builder import ShapeMismatch
from ..calling import Arguments
from ..operators import kind_of
from ..values import ArrayView, Const, Items, Number, Value
from .padding import pad
from .rows import Row, join

__all__ = ["SHAPING", "SIZES", "copied", "flatten", "pieces", "shared", "sizes_in", "swapaxes", "transpose"]


def shared(call: Arguments, a: Value, name: str, params: dict[str, object]) -> Value:
    """Return an array that shares memory with `a`, as NumPy's rearrangements do."""
    m = call.machine
    if type(a) not in (Number, ArrayView):
        return call.emit(name, [a], params, kind_of(a))
    shape = m.shape(a, call.node)
    if name == "reshape" and params["shape"] == (-1,) and len(shape) == 1:
        return a
    try:
        result = OPS[name].shape(shape, **params)
    except ValueError:
        return call.emit(name, [a], params)  # says what does not fit
    if not result:
        return call.emit(name, [a], params, kind_of(a))
    return view(m, a, name, params, call.node, result)


def by_columns(call: Arguments, order: Value) -> bool:
    """Return whether `order=` asks for Fortran's order, columns first."""
    if order not in ("C", "F", "A", "K", None):
        raise call.refuse("`order` is 'C' (rows first) or 'F' (columns first).", "Leave it out.")
    return bool(order == "F")


def _reshaped(call: Arguments, a: Value, shape: tuple[int, ...], columns: bool) -> Value:
    if not columns:
        return shared(call, a, "reshape", {"shape": shape})
    turned = call.emit("transpose", [a], {"axes": None}, kind_of(a)) if len(call.shape(a)) > 1 else a
    result = call.emit("reshape", [turned], {"shape": shape[::-1]}, kind_of(a))
    return call.emit("transpose", [result], {"axes": None}, kind_of(a)) if len(shape) > 1 else result


def reshape(call: Arguments) -> Value:
    a, *sizes = call.args
    columns = by_columns(call, call.keywords.get("order"))
    if "shape" in call.keywords or "newshape" in call.keywords:
        sizes = [call.keywords.get("shape", call.keywords.get("newshape"))]
    if sizes and isinstance(sizes[-1], str):
        columns = by_columns(call, sizes.pop())
    if not sizes:
        raise call.refuse("`reshape` needs the new shape.", "Write `x.reshape(2, 3)`.")
    return _reshaped(call, a, sizes_in(call, sizes), columns)


def sizes_in(call: Arguments, sizes: Sequence[Value]) -> tuple[int, ...]:
    """Return a shape that is given as one tuple or as several numbers."""
    return call.sizes(sizes)


def ravel(call: Arguments) -> Value:
    a, order = call.bind("a, order='C'")
    return _reshaped(call, a, (-1,), by_columns(call, order))


def flatten(call: Arguments) -> Value:
    """Return the entries in one row, also by columns (`order="F"`)."""
    a, order = call.bind("a, order='C'")
    if by_columns(call, order):
        return _reshaped(call, a, (-1,), True)
    return call.emit("reshape", [a], {"shape": (-1,)}, kind_of(a))


def transpose(call: Arguments) -> Value:
    """NumPy's: `x.transpose()` turns all axes round, `x.transpose(1, 0, 2)` puts them in this order."""
    a, *axes = call.args
    if "axes" in call.keywords:
        axes = [call.keywords["axes"]]
    if len(axes) == 1 and isinstance(axes[0], Items | tuple):
        axes = list(axes[0])
    order = tuple(call.integer(axis, "An axis") for axis in axes if axis is not None) or None
    rank = len(call.shape(a))
    if rank < 2 and order is None:
        return a  # a vector's transpose is itself
    if order is not None and len(order) == 2 < rank:  # PyTorch's, which swaps two axes: NumPy has no such call
        return shared(call, a, "swapaxes", {"axis1": order[0], "axis2": order[1]})
    return shared(call, a, "transpose", {"axes": order})


def swapaxes(call: Arguments) -> Value:
    """Return the array with two axes exchanged."""
    a, first, second = call.bind("a, axis1, axis2")
    return shared(call, a, "swapaxes", {"axis1": call.integer(first), "axis2": call.integer(second)})


def moveaxis(call: Arguments) -> Value:
    a, source, target = call.bind("a, source, destination")
    rank = len(call.shape(a))
    froms, tos = (
        [axis_in(call, axis, rank) for axis in (result if isinstance(result, tuple) else (result,))]
        for result in (call.axis(source), call.axis(target))
    )
    order = [axis for axis in range(rank) if axis not in froms]
    for to, axis in sorted(zip(tos, froms, strict=True)):
        order.insert(to, axis)
    return shared(call, a, "transpose", {"axes": tuple(order)})


def rollaxis(call: Arguments) -> Value:
    a, axis, start = call.bind("a, axis, start=0")
    rank = len(call.shape(a))
    source, target = axis_in(call, call.integer(axis, "An axis"), rank), call.integer(start)
    target = target + rank if target < 0 else target
    if target > source:
        target -= 1
    order = [number for number in range(rank) if number != source]
    order.insert(target, source)
    return shared(call, a, "transpose", {"axes": tuple(order)})


def expand_dims(call: Arguments) -> Value:
    a, axis = call.bind("a, axis=0")
    return shared(call, a, "expand_dims", {"axis": call.axis(axis)})


def squeeze(call: Arguments) -> Value:
    a, axis = call.bind("a, axis=None")
    return shared(call, a, "squeeze", {"axis": call.axis(axis)})


def broadcast_to(call: Arguments) -> Value:
    a, shape = call.bind("a, shape")
    return call.emit("broadcast", [a], {"shape": call.sizes([shape])}, kind_of(a))


def at_least(rank: int) -> Row:
    """`atleast_2d(x)`: axes of length 1 are added where NumPy adds them."""

    def run(call: Arguments) -> Value:
        result = [_at_least(call, a, rank) for a in call.args]
        return result[0] if len(result) == 1 else Items(result)

    return run


def _at_least(call: Arguments, a: Value, rank: int) -> Value:
    shape = call.shape(a)
    if len(shape) >= rank:
        return a if type(a) in (Number, ArrayView) else Number(call.number(a), kind_of(a))
    missing = rank - len(shape)
    new = (*(1,) * missing, *shape) if rank < 3 or not shape else (
        (1, shape[0], 1) if len(shape) == 1 else (*shape, 1)
    )  # fmt: skip
    return call.emit("reshape", [a], {"shape": new}, kind_of(a))


# sizes ----------------------------------------------------------------------------------------------------------------


def shape_of(call: Arguments) -> Value:
    (a,) = call.bind("a")
    return tuple(Const(size) for size in call.shape(a))


def size_of(call: Arguments) -> Value:
    a, axis = call.bind("a, axis=None")
    shape = call.shape(a)
    return Const(math.prod(shape) if axis is None else shape[call.integer(axis)])


def rank_of(call: Arguments) -> Value:
    return Const(len(call.shape(call.bind("a")[0])))


# joining and splitting ------------------------------------------------------------------------------------------------


def concatenate(call: Arguments) -> Value:
    values, axis = call.bind("a, axis=0")
    m = call.machine
    parts = entries(m, values, call.node)
    if axis is None:
        nodes = tuple(
            m.builder.emit("reshape", (m.node(part, call.node),), {"shape": (-1,)}, m.span(call.node)) for part in parts
        )
        return Number(m.builder.emit("concatenate", nodes, {"axis": 0}, m.span(call.node)), common_kind(parts))
    return call.emit("concatenate", parts, {"axis": call.integer(axis, "An axis")}, common_kind(parts))


def common_kind(parts: Sequence[Value]) -> str:
    kinds = {kind_of(part) for part in parts}
    return "float" if "float" in kinds or not kinds else "int" if "int" in kinds else "bool"


def stack(call: Arguments) -> Value:
    values, axis = call.bind("a, axis=0")
    parts = entries(call.machine, values, call.node)
    return call.emit("stack", parts, {"axis": call.integer(axis, "An axis")}, common_kind(parts))


def dstack(call: Arguments) -> Value:
    values = entries(call.machine, call.bind("a")[0], call.node)
    return call.emit("concatenate", [_at_least(call, value, 3) for value in values], {"axis": 2})


def split(axis_of_all: int | None, equal: bool = True) -> Row:
    """`np.split(x, 3, axis)` in equal parts or at positions; `array_split` in nearly equal ones."""

    def run(call: Arguments) -> Value:
        if axis_of_all is None:
            a, parts, axis = call.bind("a, indices_or_sections, axis=0")
            along = call.integer(axis, "An axis")
        else:
            a, parts = call.bind("a, indices_or_sections")
            along = 0 if len(call.shape(a)) == 1 else axis_of_all
        size = axis_size(call, a, along)
        if type(parts) in (Const, Number) and not call.shape(parts):
            count = call.integer(parts)
            if count < 1 or (size % count and equal):
                raise call.refuse(f"{size} entries cannot be split into {count} equal parts.", "Use `np.array_split`.")
            sizes = [size // count + (i < size % count) for i in range(count)]
            ends = np.cumsum(sizes).tolist()
        else:
            ends = [call.integer(end) for end in entries(call.machine, parts, call.node)] + [size]
        return pieces(call, a, ends, along)

    return run


def axis_in(call: Arguments, axis: int, rank: int) -> int:
    """Return an axis counted from the front in an array with `rank` axes; a number counts as having one.

    Raises:
        ShapeError: there is no such axis.
    """
    if not -max(rank, 1) <= axis < max(rank, 1):
        axes = "1 axis" if rank == 1 else f"{rank} axes"
        raise ShapeError(
            "shape",
            f"`{call.name}` is given axis {axis} of an array with {axes}.",
            span=call.machine.span(call.node),
            hint=f"Axes are counted from 0: use one from 0 to {rank - 1}." if rank > 1 else "Use axis 0.",
        )
    return axis % max(rank, 1)


def axis_size(call: Arguments, a: Value, axis: int) -> int:
    """Return the size of an axis.

    Raises:
        ShapeMismatch: there is no such axis.
    """
    shape = call.shape(a)
    if not -len(shape) <= axis < len(shape):
        raise ShapeMismatch(
            f"`{call.name}` is given axis {axis} of an array with {len(shape)} axes.", "len", (call.number(a),),
            call.machine.span(call.node), "Axes are counted from 0.", rank=axis + 1 if axis >= 0 else -axis,
        )  # fmt: skip
    return int(shape[axis])


def pieces(call: Arguments, a: Value, ends: Sequence[int], along: int) -> Value:
    """Return the parts of `a` along an axis that end at `ends`, each sharing its memory."""
    result, start = Items(), 0
    rank = len(call.shape(a))
    for end in ends:
        key = key_of(tuple(slice(None) if axis != along % rank else slice(start, end) for axis in range(rank)))
        result.append(view(call.machine, a, "index", {"key": key}, call.node))
        start = end
    return result


# tiling, diagonals -------------------------------------------------------------------------------------------


def tile(call: Arguments) -> Value:
    a, reps = call.bind("a, reps")
    times = call.static(reps)
    return call.emit("tile", [a], {"reps": times}, kind_of(a))


def repeat(call: Arguments) -> Value:
    a, repeats, axis = call.bind("a, repeats, axis=None")
    return call.emit("repeat", [a], {"repeats": call.static(repeats), "axis": call.axis(axis)}, kind_of(a))


def roll(call: Arguments) -> Value:
    a, shift, axis = call.bind("a, shift, axis=None")
    return call.emit("roll", [a], {"shift": call.static(shift), "axis": call.axis(axis)}, kind_of(a))


def flip(axis_of_all: int | None = None) -> Row:
    def run(call: Arguments) -> Value:
        a, axis = (*call.bind("a"), None) if axis_of_all is not None else call.bind("a, axis=None")
        along = axis_of_all if axis_of_all is not None else call.axis(axis)
        if isinstance(along, tuple):
            for each in along:
                a = call.emit("flip", [a], {"axis": each}, kind_of(a))
            return a
        return call.emit("flip", [a], {"axis": along}, kind_of(a))

    return run


def diag(call: Arguments) -> Value:
    """`np.diag`: the diagonal of a matrix, or the matrix with a vector as its diagonal."""
    a, k = call.bind("a, k=0")
    offset = call.integer(k)
    if len(call.shape(a)) == 1:
        return call.emit("diag", [a], {"k": offset}, kind_of(a))
    return call.emit("diagonal", [a], {"offset": offset}, kind_of(a))


def diagonal(call: Arguments) -> Value:
    a, offset, axis1, axis2 = call.bind("a, offset=0, axis1=0, axis2=1")
    names = ("offset", "axis1", "axis2")
    params = {name: call.integer(value) for name, value in zip(names, (offset, axis1, axis2), strict=True)}
    return call.emit("diagonal", [a], params, kind_of(a))


def trace(call: Arguments) -> Value:
    a = call.bind("a, offset=0, axis1=0, axis2=1")[0]
    return call.emit("sum", [diagonal(call)], {"axis": -1, "keepdims": False}, kind_of(a))


def triangle(name: str) -> Row:
    def run(call: Arguments) -> Value:
        a, k = call.bind("a, k=0")
        return call.emit(name, [a], {"k": call.integer(k)}, kind_of(a))

    return run


def copied(call: Arguments) -> Value:
    """Return a copy with memory of its own; on paper the same value."""
    a = call.bind("a, order='K'")[0]
    m = call.machine
    if type(a) is Items:
        return Number(m.node(a, call.node), kind_of(a))
    return Number(m.node(a, call.node), kind_of(a)) if type(a) in (Number, ArrayView) else a


SIZES: Mapping[str, Row] = {"shape": shape_of, "size": size_of, "ndim": rank_of}
SHAPING: Mapping[str, Row] = {
    "reshape": reshape, "ravel": ravel, "transpose": transpose, "permute_dims": transpose, "swapaxes": swapaxes,
    "moveaxis": moveaxis, "rollaxis": rollaxis, "expand_dims": expand_dims, "squeeze": squeeze,
    "broadcast_to": broadcast_to, "atleast_1d": at_least(1), "atleast_2d": at_least(2), "atleast_3d": at_least(3),
    "concatenate": concatenate, "concat": concatenate, "stack": stack, "hstack": join(1), "vstack": join(0),
    "row_stack": join(0), "column_stack": join(None), "dstack": dstack, "split": split(None),
    "array_split": split(None, equal=False), "hsplit": split(1), "vsplit": split(0), "dsplit": split(2), "pad": pad,
    "tile": tile, "repeat": repeat, "roll": roll, "flip": flip(), "flipud": flip(0), "fliplr": flip(1), "diag": diag,
    "diagonal": diagonal, "trace": trace, "tril": triangle("tril"), "triu": triangle("triu"), "copy": copied,
}  # fmt: skip
