"""Rows of the library tables: a name in a library -> the function that runs when it is called.

A row is a function from `Arguments` to a value. The makers below cover nearly all of them; what is left is written out
in the table that it belongs to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from ...ops import ARGUMENTS, OPS
from ..arrays import entries
from ..calling import Arguments
from ..operators import kind_of
from ..values import ArrayView, Builtin, Const, Items, Number, ProgramFunction, Value
from .creation import converted, dtype_kind

__all__ = [
    "Row",
    "chain",
    "compiled_function",
    "constant",
    "fixed",
    "identity",
    "join",
    "no_effect",
    "op",
    "pair",
    "pair_or_reduction",
    "reduction",
    "renamed",
]

Row: TypeAlias = Callable[[Arguments], Value]


def _signature(name: str) -> str:
    row = OPS[name]
    slots = ["a"] if row.slots is None else list(ARGUMENTS[: row.slots])
    return ", ".join([*slots, *(f"{key}={value!r}" for key, value in row.params.items())])


def op(name: str, signature: str | None = None, kind: str = "float") -> Row:
    """Return an op row called with its arguments and settings in its own order, or in that of `signature`.

    `kind` is what NumPy's dtype of the result would be; "same" keeps that of the first argument.
    """
    row = OPS[name]
    text = signature or _signature(name)
    params = list(row.params)

    def run(call: Arguments) -> Value:
        values = dict(zip(_names(text), call.bind(text), strict=True))
        slots = ["a"] if row.slots is None else list(ARGUMENTS[: row.slots])
        args = [values[slot] for slot in slots]
        settings = {key: call.static(values[key]) for key in params if key in values}
        if row.slots is None:
            args = entries(call.machine, args[0], call.node)
        result = _same_kind(args) if kind == "same" else kind
        return call.emit(name, args, {**row.params, **settings} if params else None, result)

    return run


def _same_kind(args: list[Value]) -> str:
    """Return the kind of a result that is whole where its argument is; a mask is counted."""
    return "float" if not args or kind_of(args[0]) == "float" else "int"


def _names(signature: str) -> list[str]:
    from ..calling import signature as parsed

    return list(parsed(signature).names)


def reduction(name: str, settings: str = "axis=None, keepdims=False", kind: str = "same") -> Row:
    """`sum(a, axis, keepdims)` and its like, with NumPy's `initial=` and `where=`."""

    def run(call: Arguments) -> Value:
        a, *rest, initial, mask = call.bind(f"a, {settings}, initial=None, where=None")
        if dtype_kind(call.keywords.get("dtype"), "float") != "float" and kind_of(a) == "float":
            a = converted(call, a, dtype_kind(call.keywords["dtype"]))
        params: dict[str, Any] = {"axis": call.axis(rest[0])}
        if call.machine.has_columns and not call.shape(a):
            params["axis"] = None  # a number is a matrix of one entry there: sum(sum(v))
        if "keepdims" in OPS[name].params:
            params["keepdims"] = call.flag(rest[1]) if "keepdims" in settings else False
        if isinstance(a, Items | tuple) and len(a) == 0 and name in EMPTY:
            return call.constant(EMPTY[name])
        if initial is not None or mask is not None:
            return _partly(call, name, a, params, initial, mask)
        if type(a) is Const and params["axis"] is None:
            return a
        result = _same_kind([a]) if kind == "same" else kind
        return Number(call.machine.builder.emit(name, (call.number(a),), params, call.machine.span(call.node)), result)

    return run


EMPTY = {"sum": 0, "prod": 1}  # reductions that have a value of nothing


def _partly(call: Arguments, name: str, a: Value, params: Mapping[str, Any], initial: Value, mask: Value) -> Value:
    """Return a reduction of the entries under a mask, or that starts from a value."""
    neutral = EMPTY.get(name)
    joins = OPS[name].joins
    if not joins or (mask is not None and neutral is None and initial is None):
        raise call.refuse(f"`{call.name}` is not read with `where=`.", "Write `np.where(...)` inside.")
    if mask is not None:
        zero = call.constant(0)
        fill = call.constant(neutral) if neutral is not None else initial
        a = call.emit("where_ne", [mask, zero, a, fill])
    result = call.emit(name, [a], params)
    return result if initial is None else call.emit(joins, [result, initial])


def pair(name: str, kind: str | None = None) -> Row:
    """Return a gate of two inputs."""

    def run(call: Arguments) -> Value:
        a, b = call.bind("a, b")
        result = kind or ("int" if kind_of(a) != "float" and kind_of(b) != "float" else "float")
        return call.emit(name, [a, b], None, result)

    return run


def pair_or_reduction(of_two: str, reduced: str) -> Row:
    """Python's `max(x, y)` is a gate of two inputs, `max(values)` and `np.max(x, axis)` reduce one array."""
    reduce = reduction(reduced)

    def run(call: Arguments) -> Value:
        values = list(call.args)
        if len(values) == 1 and isinstance(values[0], Items | tuple | range) and not call.keywords:
            inner = entries(call.machine, values[0], call.node)
            if all(not call.machine.shape(value, call.node) for value in inner[:8]) and len(inner) <= 50:
                values = inner
        if len(values) <= 1:
            return reduce(call) if values and call.machine.shape(values[0], call.node) else values[0] if values else (
                reduce(call)
            )  # fmt: skip
        result = values[0]
        for other in values[1:]:
            result = _larger_constant(of_two, result, other) or call.emit(of_two, [result, other])
        return result

    return run


def _larger_constant(name: str, a: Value, b: Value) -> Value | None:
    """Return the larger of two whole constants without names, such as sizes; None for other values."""
    if (
        type(a) is Const
        and type(b) is Const
        and type(a.value) is int
        and type(b.value) is int
        and not (a.name or b.name)
    ):
        return a if (a.value >= b.value) == (name == "maximum") else b
    return None


def chain(*names: str) -> Row:
    """Return one op after the other."""

    def run(call: Arguments) -> Value:
        (value,) = call.bind("a")
        for name in names:
            value = call.emit(name, [value])
        return value

    return run


def identity(call: Arguments) -> Value:
    """Return the argument unchanged, as `np.asarray(x)` and `x.clone()` do on paper."""
    return call.args[0] if call.args else None


def compiled_function(call: Arguments) -> Value:
    """`@njit` and `@vectorize(fastmath=True)`: the function itself; how it is compiled changes no number."""
    if call.args and type(call.args[0]) in (ProgramFunction, Builtin):
        return call.args[0]
    return Builtin(call.name, compiled_function)


def no_effect(call: Arguments) -> Value:
    """Do nothing: the call is beside the computation (seeds of other libraries, warnings, modes)."""
    return None


def constant(value: Value) -> Row:
    """Return the row of a function that always returns the same value."""
    return lambda call: value


def fixed(name: str, params: Mapping[str, Any], signature: str = "a") -> Row:
    """Return an op row with settings that are given here."""

    def run(call: Arguments) -> Value:
        values = call.bind(signature)
        return call.emit(name, values, params)

    return run


def renamed(row: Row, **words: str) -> Row:
    """Return the same row under other names of its settings."""

    def run(call: Arguments) -> Value:
        call.keywords = {words.get(word, word): value for word, value in call.keywords.items()}
        return row(call)

    return run


def join(axis: int | None) -> Row:
    """hstack (axis 1), vstack (axis 0), column_stack (None), with NumPy's own reading of vectors."""

    def run(call: Arguments) -> Value:
        machine = call.machine
        values = entries(machine, call.bind("a")[0], call.node)
        parts = [machine.node(value, call.node) for value in values]
        if any(map(machine.builder.shape, parts)):
            parts = [
                part
                if machine.builder.shape(part)
                else machine.builder.emit("reshape", (part,), {"shape": (1,)}, machine.span(call.node))
                for part in parts
            ]
        shapes = [machine.builder.shape(part) for part in parts]
        span = machine.span(call.node)
        if axis is None:
            parts = [
                machine.builder.emit("reshape", (part,), {"shape": (-1, 1)}, span) if len(shape) < 2 else part
                for part, shape in zip(parts, shapes, strict=True)
            ]
            return Number(machine.builder.emit("concatenate", tuple(parts), {"axis": 1}, span))
        flat = all(len(shape) <= 1 for shape in shapes)
        if flat and (axis == 0 or not any(shapes)):
            return Number(machine.builder.emit("stack", tuple(parts), {"axis": 0}, span))
        if axis == 0:
            parts = [
                machine.builder.emit("reshape", (part,), {"shape": (1, -1)}, span) if len(shape) < 2 else part
                for part, shape in zip(parts, shapes, strict=True)
            ]
        return Number(machine.builder.emit("concatenate", tuple(parts), {"axis": 0 if flat else axis}, span))

    return run


def is_array(value: Value) -> bool:
    return type(value) in (Number, ArrayView)
