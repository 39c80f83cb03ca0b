"""The methods of NumPy's ufuncs: `np.add.at`, `np.maximum.reduce`, `np.multiply.outer`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

from ...ops import OPS
from ..arrays import get_item
from ..calling import Arguments
from ..operators import kind_of, write
from ..values import Const, Number, Value
from .rows import Row
from .shaping import axis_size

__all__ = ["ufunc"]


ACCUMULATED: Mapping[str, str] = {"add": "cumsum", "mul": "cumprod"}
REDUCED: Mapping[str, str] = {row.joins: row.name for row in OPS.values() if row.joins}


def ufunc(row: Row, name: str) -> Row:
    """Return a function of two inputs with its methods: `np.add.reduce`, `.accumulate`, `.outer`, `.at`."""
    from ..values import Builtin

    def run(call: Arguments) -> Value:
        return row(call)

    def reduce(call: Arguments) -> Value:
        a, axis, keepdims = call.bind("a, axis=0, keepdims=False")
        if name not in REDUCED:
            raise call.refuse(f"`{call.name}` is not read here.", "Write a loop.")
        return call.emit(REDUCED[name], [a], {"axis": call.axis(axis), "keepdims": call.flag(keepdims)})

    def accumulate(call: Arguments) -> Value:
        a, axis = call.bind("a, axis=0")
        along = call.integer(axis, "An axis")
        if name in ACCUMULATED:
            return call.emit(ACCUMULATED[name], [a], {"axis": along}, kind_of(a))
        parts: list[Value] = []
        before = (slice(None),) * (along % max(len(call.shape(a)), 1))
        for place in range(axis_size(call, a, along)):
            part = get_item(call.machine, a, (*before, Const(place)), call.node)
            parts.append(call.emit(name, [parts[-1], part]) if parts else part)
        return call.emit("stack", parts, {"axis": along})

    def outer(call: Arguments) -> Value:
        a, b = call.bind("a, b")
        shape = (*call.shape(a), *(1,) * len(call.shape(b)))
        return call.emit(name, [call.emit("reshape", [a], {"shape": shape}), b])

    def at(call: Arguments) -> Value:
        a, key, *value = call.bind("a, indices, b")
        m = call.machine
        if name in ("add", "sub"):
            positions = _key_of(call, a, key)
            term = value[0] if name == "add" else call.emit("neg", value)
            shape = call.shape(get_item(m, a, key, call.node))
            term = call.emit("broadcast", [term], {"shape": shape}) if call.shape(term) != shape else term
            before = m.node_if_any(a)
            write(m, a, call.number(call.emit("scatter_add", [a, term], {"key": positions})))
            target = call.place(0)
            if isinstance(target, ast.Name) and before is not None:  # a gradient that is added up, like any `+=`
                m.record(target.id, a, Number(before), call.node)
            return None
        raise call.refuse(f"`np.{name}.at` is not read here.", "`np.add.at` and `np.subtract.at` are.")

    methods: dict[str, Callable[[Arguments], Value]] = {
        "reduce": reduce,
        "accumulate": accumulate,
        "outer": outer,
        "at": at,
    }
    run.__dict__["members"] = {word: Builtin(f"{word}", method) for word, method in methods.items()}
    return run


def _key_of(call: Arguments, a: Value, key: Value) -> Any:
    from ..array_keys import array_key

    return array_key(call.machine, a, key, call.node)[0]
