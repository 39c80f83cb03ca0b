"""Calls that make an array out of nothing: zeros, arange, eye, lists of numbers. Sizes are checked first."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import LimitError, ShapeError
from ...number import short
from ..calling import Arguments
from ..operators import kind_of
from ..values import ArrayView, Const, Items, Number, Value

if TYPE_CHECKING:
    from .rows import Row

__all__ = [
    "CREATION",
    "array",
    "checked_size",
    "converted",
    "dtype_kind",
    "filled",
    "filled_like",
    "linspace",
    "literal",
    "logspace",
]

MOST_WRITTEN = 1e15  # numbers that a sentence writes out


def checked_size(call: Arguments, sizes: Sequence[int], *, allocates: bool = True) -> tuple[int, ...]:
    """Return a shape that may be made. `allocates`: its entries take memory while the program is read.

    Raises:
        ShapeError: a size below 1.
        LimitError: `array_elements`.
    """
    m = call.machine
    shape = tuple(sizes)
    if any(size < 1 for size in shape):
        raise ShapeError(
            "shape", "Every size must be a whole number from 1.", span=m.span(call.node), hint="Write `(2, 3)`."
        )
    limit = (m.limits if allocates else m.builder.limits).array_elements
    if math.prod(shape) > limit:
        raise LimitError(
            "array_elements",
            limit,
            f"An array of {'×'.join(map(str, shape[:8]))} has {math.prod(shape):,} elements",
            span=m.span(call.node),
            hint="Use smaller sizes: the picture teaches the same.",
        )
    if allocates or not m.shapes_only:
        m.spend(math.prod(shape) // 64, call.node)
    return shape


def literal(call: Arguments, value: Any, kind: str = "float") -> Value:
    """Return a leaf whose value follows from the text."""
    m = call.machine
    if np.ndim(value) == 0:
        return Number(m.builder.literal(float(value), m.span(call.node)), kind)
    return Number(m.builder.literal(np.ascontiguousarray(value, dtype=np.float64), m.span(call.node)), kind)


def dtype_kind(value: Value, default: str = "float") -> str:
    """Return the kind that `dtype=...` asks for: "float", "int" or "bool"."""
    name = value if isinstance(value, str) else getattr(value, "name", "")
    return KINDS.get((name or "").rpartition(".")[2], default)


KINDS: Mapping[str, str] = {
    **dict.fromkeys(("bool", "bool_", "BoolTensor", "?"), "bool"),
    **dict.fromkeys(("int", "int_", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "intp",
                     "long", "short", "byte", "i4", "i8", "LongTensor", "IntTensor", "ShortTensor", "ByteTensor"), "int"),
    **dict.fromkeys(("float", "float_", "float16", "float32", "float64", "double", "half", "bfloat16", "f4", "f8",
                     "longdouble", "FloatTensor", "DoubleTensor", "HalfTensor"), "float"),
}  # fmt: skip  # the names of types -> what they make of a number


def filled(value: float) -> Row:
    """Return the row of a function that fills an array with a number (`zeros`, `ones`)."""

    def run(call: Arguments) -> Value:
        dtype = call.keywords.pop("dtype", None)
        shape = call.keywords.pop("shape", call.keywords.pop("size", None))
        values = call.args if shape is None else [shape]
        if values and (isinstance(values[0], Items | tuple) or shape is not None):
            dtype = values[1] if len(values) > 1 else dtype
            values = values[:1]
        elif len(values) > 1 and type(values[-1]).__name__ == "Builtin":
            dtype, values = values[-1], values[:-1]
        for word in list(call.keywords):
            if word not in ("device", "requires_grad", "order", "like", "out"):
                raise call.unknown_setting(word, ("shape", "dtype"))
        sizes = checked_size(call, call.sizes(values), allocates=not call.machine.shapes_only)
        return _filled(call, sizes, value, dtype_kind(dtype))

    return run


def _filled(call: Arguments, sizes: tuple[int, ...], value: float, kind: str) -> Value:
    """Return an array of one number; where only shapes are read it takes no memory."""
    m = call.machine
    if m.shapes_only and sizes:
        return Number(m.builder.literal(np.broadcast_to(np.float64(value), sizes), m.span(call.node)), kind)
    return literal(call, np.full(sizes, value) if sizes else value, kind)


def filled_like(value: float) -> Row:
    """Return the row of a function that fills an array of the argument's shape with a number."""

    def run(call: Arguments) -> Value:
        a, dtype, _ = call.bind("a, dtype=None, shape=None")
        shape = call.shape(a)
        kind = kind_of(a) if dtype is None and kind_of(a) != "bool" else dtype_kind(dtype)
        return _filled(call, shape, value, kind)

    return run


def _full(call: Arguments) -> Value:
    size, value, dtype = call.bind("shape, fill_value, dtype=None")
    sizes = checked_size(call, call.sizes([size]), allocates=not call.machine.shapes_only)
    if type(value) is Const:
        filled = _filled(call, sizes, float(value.value), kind_of(value))
        return converted(call, filled, dtype_kind(dtype, kind_of(value)))
    return converted(call, call.emit("broadcast", [value], {"shape": sizes}), dtype_kind(dtype))


def _full_like(call: Arguments) -> Value:
    a, value, dtype = call.bind("a, fill_value, dtype=None")
    words: dict[str, Value] = {"dtype": dtype}
    sizes = tuple(map(Const, call.shape(a)))
    filled = _full(Arguments(call.machine, call.name, [sizes, value], words, call.node))
    return converted(call, filled, kind_of(a)) if dtype is None else filled


def _arange(call: Arguments) -> Value:
    start, stop, step, dtype = call.bind("start, stop=None, step=1, dtype=None")
    if stop is None:
        start, stop = Const(0), start
    bounds = [_number(call, value) for value in (start, stop, step)]
    first, last, by = bounds
    if by == 0 or not all(map(math.isfinite, bounds)):
        raise call.refuse("A range needs finite bounds and a step other than 0.", "Write `np.arange(3)`.")
    steps, most = (last - first) / by, call.machine.limits.array_elements
    if steps > most:  # it may be infinite
        words = f"{math.ceil(steps):,}" if steps < MOST_WRITTEN else short(steps)
        raise LimitError("array_elements", most, f"A range of {words} numbers", span=call.machine.span(call.node))
    count = math.ceil(steps) if steps > 0 else 0
    if not count:
        raise ShapeError("shape", "This range is empty.", span=call.machine.span(call.node), hint="Write `arange(3)`.")
    is_integer = all(kind_of(value) != "float" for value in (start, stop, step))
    return literal(call, np.arange(first, last, by)[:count], dtype_kind(dtype, "int" if is_integer else "float"))


def _number(call: Arguments, value: Value) -> float:
    """Return a number that must be known now; one that is computed leaves a guard."""
    if type(value) is Const:
        return float(value.value)
    if type(value) is bool:
        return float(value)
    m = call.machine
    index = m.node(value, call.node)
    if m.builder.shape(index):
        raise call.refuse("One number must stand here.", "Take one entry of the array.")
    number = float(m.value_of(index))
    if not m.is_literal(Number(index)):
        m.guard("==", index, m.builder.literal(number, m.span(call.node)), True, call.node)
    return number


def linspace(signature: str) -> Row:
    """`linspace(start, stop, num)`; bounds that are computed keep their gradients."""

    def run(call: Arguments) -> Value:
        start, stop, count, *rest, dtype = call.bind(f"{signature}, dtype=None")
        endpoint = call.flag(rest[0]) if rest else True
        (size,) = checked_size(call, (call.integer(count),))
        if all(type(bound) is Const or call.machine.is_literal(bound) for bound in (start, stop)):
            with np.errstate(all="ignore"):
                numbers = np.linspace(_number(call, start), _number(call, stop), size, endpoint=endpoint)
            return converted(call, literal(call, numbers), dtype_kind(dtype))
        if any(call.shape(bound) for bound in (start, stop)):
            raise call.refuse("`linspace` is read between two numbers.", "Take one entry of the array.")
        parts = np.linspace(0.0, 1.0, size, endpoint=endpoint)
        ends = (call.emit("mul", [literal(call, part), end]) for part, end in ((1.0 - parts, start), (parts, stop)))
        return converted(call, call.emit("add", list(ends)), dtype_kind(dtype))

    return run


def logspace(signature: str) -> Row:
    """`logspace(start, stop, num)`: powers of `base` whose exponents are equally spaced."""

    def run(call: Arguments) -> Value:
        *inputs, base = call.bind(f"{signature}, base=10.0")
        exponents = linspace(signature)(Arguments(call.machine, call.name, inputs, {}, call.node))
        return call.emit("pow", [base, exponents])

    return run


def _eye(call: Arguments) -> Value:
    rows, columns, k = call.bind("N, M=None, k=0")
    return _banded(call, rows, columns, k, np.eye, ("tril", "triu"))


def _tri(call: Arguments) -> Value:
    rows, columns, k = call.bind("N, M=None, k=0")
    return _banded(call, rows, columns, k, np.tri, ("tril",))


def _banded(
    call: Arguments, rows: Value, columns: Value, k: Value, form: Callable[..., Any], parts: tuple[str, ...]
) -> Value:
    """Return a matrix of ones in a band. Where only shapes are read, a large one is not formed but cut by gates.

    Args:
        form: makes it of the two sizes and `k`.
        parts: the ops that cut it out of ones.
    """
    m = call.machine
    count, offset = call.integer(rows), call.integer(k)
    sizes = count, count if columns is None else call.integer(columns)
    large = m.shapes_only and math.prod(sizes) > m.limits.array_elements
    shape = checked_size(call, sizes, allocates=not large)
    if not large:
        return literal(call, form(*shape, k=offset))
    matrix = _filled(call, shape, 1.0, "float")
    for part in parts:
        matrix = call.emit(part, [matrix], {"k": offset})
    return matrix


def array(call: Arguments) -> Value:
    """`np.array(values, dtype, ndmin=0)`: a list becomes an array, an array a copy with memory of its own."""
    dtype = call.keywords.pop("dtype", call.args[1] if len(call.args) > 1 else None)
    rank = call.integer(call.keywords.pop("ndmin", Const(0)), "`ndmin`")
    value = call.bind("a, *rest")[0]
    m = call.machine
    if isinstance(value, range):
        value = Items(Const(number) for number in value)
    if isinstance(value, Items | tuple) and not len(value):
        return Items()
    if rank:
        value = _with_axes(call, value, rank)
    kind = dtype_kind(dtype, kind_of(value))
    if type(value) is Const and kind == kind_of(value):
        return value if value.is_plain else Number(m.node(value, call.node), kind)
    if isinstance(value, str | dict) or value is None:
        raise m.no_number(value, call.node)
    return converted(call, Number(m.node(value, call.node), kind_of(value)), kind)


def _with_axes(call: Arguments, value: Value, rank: int) -> Value:
    """Return a list or array with axes of length 1 before its own, `rank` axes at least."""
    shape = call.shape(value)
    if isinstance(value, Number | ArrayView):
        new = (*(1,) * (rank - len(shape)), *shape)
        return call.emit("reshape", [value], {"shape": new}, kind_of(value)) if new != shape else value
    for _ in range(rank - len(shape)):
        value = Items([value])
    return value


def converted(call: Arguments, value: Value, kind: str) -> Value:
    """Return a number or array as whole numbers (their fractions are cut off), as truth values or as it is.

    What the text alone decides is converted at once; what is computed passes through a gate.
    """
    m = call.machine
    before = kind_of(value)
    index = m.node(value, call.node)
    if kind == "float" or before == "bool" or kind == before:
        return Number(index, kind)
    leaf = m.builder.nodes[index]
    if m.is_literal(Number(index)) and math.prod(leaf.shape) <= m.limits.array_elements:
        numbers = np.asarray(leaf.params["value"], dtype=np.float64)
        changed = np.trunc(numbers) if kind == "int" else (numbers != 0).astype(np.float64)
        return Number(index, kind) if np.array_equal(changed, numbers) else literal(call, changed, kind)
    if kind == "int":
        return call.emit("trunc", [value], None, "int")
    return call.emit("ne", [value, call.constant(0)], None, "bool")


SPACED = "start, stop, num=50, endpoint=True"
CREATION: Mapping[str, Row] = {
    "zeros": filled(0.0), "ones": filled(1.0), "empty": filled(0.0), "zeros_like": filled_like(0.0),
    "ones_like": filled_like(1.0), "empty_like": filled_like(0.0), "full": _full, "full_like": _full_like,
    "arange": _arange, "linspace": linspace(SPACED), "logspace": logspace(SPACED), "eye": _eye, "identity": _eye,
    "tri": _tri, "array": array, "asarray": array,
}  # fmt: skip
