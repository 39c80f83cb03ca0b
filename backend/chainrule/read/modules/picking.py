"""Choosing entries: where, take, sort, masks; and the functions that write into an array in place."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..array_keys import static_positions
from ..arrays import entries, get_item
from ..builder import ShapeMismatch
from ..calling import Arguments
from ..comparisons import compare
from ..entry_assignment import set_item
from ..machine import WHERE
from ..operators import kind_of, write
from ..values import ArrayView, Const, Items, Number, NumberComparison, Value
from .creation import literal
from .ordering import argsort, bincount, counted, partition, place_of, sort, unique
from .present import now
from .rows import Row, op
from .shaping import axis_size, common_kind

__all__ = ["PICKING", "comparison", "item", "listed", "logical", "mark", "where"]


def where(call: Arguments) -> Value:
    """`where(condition, a, b)`: entry by entry. Of a condition alone, the positions where it holds."""
    words = {"x": "a", "y": "b", "input": "a", "other": "b"}
    call.keywords = {words.get(word, word): value for word, value in call.keywords.items()}
    test, yes, no = call.bind("condition, a=None, b=None")
    if yes is None or no is None:
        return nonzero(Arguments(call.machine, call.name, [test], {}, call.node))
    m, node = call.machine, call.node
    if isinstance(test, bool):
        return yes if test else no
    branches = m.node(yes, call.place(1)), m.node(no, call.place(2))
    span, kind = m.span(node), common_kind([yes, no])
    if type(test) is NumberComparison:
        return Number(m.builder.emit(WHERE[test.op], (test.left, test.right, *branches), None, span), kind)
    zero = m.builder.literal(0.0, span)
    return Number(m.builder.emit("where_ne", (m.node(test, node), zero, *branches), None, span), kind)


def _truths(call: Arguments, a: Value) -> np.ndarray[Any, Any]:
    """Return a mask of the entries that are not 0, guarded."""
    m = call.machine
    if kind_of(a) != "bool":
        zero = m.builder.literal(0.0, m.span(call.node))
        a = Number(m.builder.emit("ne", (m.node(a, call.node), zero), None, m.span(call.node)), "bool")
    return np.asarray(now(call, a) != 0)


def nonzero(call: Arguments) -> Value:
    (a,) = call.bind("a")
    return tuple(literal(call, axis.astype(np.float64), "int") for axis in np.nonzero(np.atleast_1d(_truths(call, a))))


def flatnonzero(call: Arguments) -> Value:
    (a,) = call.bind("a")
    return literal(call, np.flatnonzero(_truths(call, a)).astype(np.float64), "int")


def argwhere(call: Arguments) -> Value:
    (a,) = call.bind("a")
    return literal(call, np.argwhere(_truths(call, a)).astype(np.float64), "int")


def count_nonzero(call: Arguments) -> Value:
    a, axis, keepdims = call.bind("a, axis=None, keepdims=False")
    mask = call.emit("ne", [a, call.constant(0)])
    return call.emit("sum", [mask], {"axis": call.axis(axis), "keepdims": call.flag(keepdims)}, "int")


def take(call: Arguments) -> Value:
    """`np.take(x, places, axis)`; without an axis it takes from the flattened array."""
    a, indices, axis, mode = call.bind("a, indices, axis=None, mode='raise'")
    if mode != "raise":
        raise call.refuse("`take` is read with places that exist.", "Leave `mode` out.")
    if axis is None:
        flat = call.emit("reshape", [a], {"shape": (-1,)}, kind_of(a)) if len(call.shape(a)) != 1 else a
        return get_item(call.machine, flat, indices, call.node)
    along = call.integer(axis, "An axis") % max(len(call.shape(a)), 1)
    return get_item(call.machine, a, (*(slice(None),) * along, indices), call.node)


def take_along(call: Arguments) -> Value:
    a, indices, axis = call.bind("a, indices, axis=-1")
    if axis is None:
        a, indices = (call.emit("reshape", [value], {"shape": (-1,)}) for value in (a, indices))
        axis = Const(0)
    along = call.integer(axis, "An axis")
    mark(call, a, indices, along)
    return call.emit("gather", [a, indices], {"axis": along % max(len(call.shape(a)), 1)}, kind_of(a))


def mark(call: Arguments, a: Value, indices: Value, along: int) -> None:
    """Note that a free name's values are positions along an axis."""
    call.machine.mark_labels(call.number(indices), axis_size(call, a, along))


def put_along(call: Arguments) -> Value:
    a, indices, values, axis = call.bind("arr, indices, values, axis")
    along = call.integer(axis, "An axis")
    mark(call, a, indices, along)
    changed = call.emit("scatter_along", [a, values, indices], {"axis": along % len(call.shape(a))})
    write(call.machine, a, call.number(changed))
    return None


def put(call: Arguments) -> Value:
    a, indices, values = call.bind("a, ind, v")
    flat = call.emit("reshape", [a], {"shape": (-1,)}) if len(call.shape(a)) != 1 else Number(call.number(a))
    set_item(call.machine, flat, indices, values, call.node)
    write(call.machine, a, call.number(call.emit("reshape", [flat], {"shape": call.shape(a)})))
    return None


def copyto(call: Arguments) -> Value:
    a, values = call.bind("dst, src")
    set_item(call.machine, a, Ellipsis, values, call.node)
    return None


def putmask(call: Arguments) -> Value:
    """`np.putmask(x, mask, values)`: where the mask holds, the value of the same place."""
    a, mask, values = call.bind("a, mask, values")
    if call.shape(values) not in ((), call.shape(a)):
        raise call.refuse("`np.putmask` is read with one value or one for each entry.", "Write `x[mask] = values`.")
    chosen = where(Arguments(call.machine, call.name, [mask, values, a], {}, call.node))
    write(call.machine, a, call.number(chosen))
    return None


def place(call: Arguments) -> Value:
    a, mask, values = call.bind("arr, mask, vals")
    shape = call.shape(values)
    if shape not in ((), (1,)):
        raise call.refuse("`np.place` is read with one value.", "Write `x[mask] = values`.")
    value = call.emit("reshape", [values], {"shape": ()}) if shape else values
    set_item(call.machine, a, mask, value, call.node)
    return None


def fill_diagonal(call: Arguments) -> Value:
    a, value = call.bind("a, val")
    size = min(call.shape(a))
    places = literal(call, np.arange(size, dtype=np.float64), "int")
    set_item(call.machine, a, (places,) * len(call.shape(a)), value, call.node)
    return None


# truth ----------------------------------------------------------------------------------------------------------------


def comparison(sign: type[ast.AST]) -> Row:
    """Return the row of a comparison that is a function (`np.less`)."""

    def run(call: Arguments) -> Value:
        a, b = call.bind("a, b")
        return compare(call.machine, sign, a, b, call.node)

    return run


def logical(name: str) -> Row:
    """Return the row of a logical function of entries (`np.logical_and`)."""

    def run(call: Arguments) -> Value:
        return call.emit(name, call.bind("a" if name == "logical_not" else "a, b"), None, "bool")

    return run


def quantified(name: str) -> Row:
    """`np.all(x > 0, axis)`."""

    def run(call: Arguments) -> Value:
        a, axis, keepdims = call.bind("a, axis=None, keepdims=False")
        if type(a) is bool:
            return a
        if isinstance(a, Items | tuple) and all(type(entry) is bool for entry in a):
            return all(a) if name == "all" else any(a)
        return call.emit(name, [a], {"axis": call.axis(axis), "keepdims": call.flag(keepdims)}, "bool")

    return run


def item(call: Arguments) -> Value:
    """`x.item()`: the only entry as a number; `x.item(1)`: that entry, `x.item(1, 2)`: the entry at a row and column."""
    a, *key = call.args
    m, shape = call.machine, call.shape(a)
    if key:
        if len(key) == 1 and not isinstance(key[0], tuple):
            flat = call.emit("reshape", [a], {"shape": (-1,)}) if len(shape) != 1 else a
            return get_item(m, flat, key[0], call.node)
        return get_item(m, a, tuple(key) if len(key) > 1 else key[0], call.node)
    if math.prod(shape) != 1:
        raise ShapeMismatch(
            f"Only an array of one entry is a number; this has {math.prod(shape)}.", "item", (call.number(a),),
            m.span(call.node), "Take one entry first: `x[0].item()`.",
        )  # fmt: skip
    return call.emit("reshape", [a], {"shape": ()}) if shape else a


def listed(call: Arguments) -> Value:
    """`x.tolist()`: the entries of an array as a list; a number is one."""
    a = call.args[0]
    if type(a) not in (Number, ArrayView) or len(call.shape(a)) != 1:
        return a
    return Items(entries(call.machine, a, call.node))


def delete(call: Arguments) -> Value:
    a, places, axis = call.bind("arr, obj, axis=None")
    if axis is None:
        a = call.emit("reshape", [a], {"shape": (-1,)}, kind_of(a)) if len(call.shape(a)) != 1 else a
    along = 0 if axis is None else call.integer(axis, "An axis")
    size = axis_size(call, a, along)
    if isinstance(places, slice):
        deleted = set(range(size)[slice(*(None if each is None else call.integer(each) for each in
                                       (places.start, places.stop, places.step)))])  # fmt: skip
    else:
        positions = [int(place) for place in np.ravel(static_positions(call.machine, places, call.node))]
        if any(not -size <= place < size for place in positions):
            raise call.refuse(f"There are {size} entries: one to delete is not there.", f"Count from 0 to {size - 1}.")
        deleted = {place % size for place in positions}
    remaining = tuple(place for place in range(size) if place not in deleted)
    if not remaining:
        raise call.refuse("Nothing would be left.", "Delete fewer entries.")
    before = (slice(None),) * (along % len(call.shape(a)))
    return get_item(call.machine, a, (*before, Items(Const(place) for place in remaining)), call.node)


def indices_of(function: Callable[..., Any], signature: str) -> Row:
    """Return the row of positions that sizes alone decide: `triu_indices(n, k)`, `diag_indices(n)`."""

    def run(call: Arguments) -> Value:
        settings = [call.static(value) for value in call.bind(signature)]
        if max((abs(number) for number in settings if type(number) is int), default=0) > 1000:
            raise call.refuse("This makes too many positions.", "Use a smaller size.")
        result = function(*settings)
        if isinstance(result, tuple):
            return tuple(literal(call, np.asarray(each, dtype=np.float64), "int") for each in result)
        return literal(call, np.asarray(result, dtype=np.float64), "int")

    return run


def round_to(call: Arguments) -> Value:
    """`np.round(x, 2)`: the steps of the rounding pass no gradient."""
    a, decimals = call.bind("a, decimals=0")
    digits = call.integer(decimals)
    if not digits:
        return call.emit("round", [a], None, kind_of(a))
    factor = call.constant(10.0**digits)
    return call.emit("div", [call.emit("round", [call.emit("mul", [a, factor])]), factor])


def modf(call: Arguments) -> Value:
    (a,) = call.bind("a")
    integer_part = call.emit("trunc", [a])
    return call.emit("sub", [a, integer_part]), integer_part


PICKING: Mapping[str, Row] = {
    "where": where, "nonzero": nonzero, "flatnonzero": flatnonzero, "argwhere": argwhere,
    "count_nonzero": count_nonzero, "take": take, "take_along_axis": take_along, "put_along_axis": put_along,
    "put": put, "copyto": copyto, "putmask": putmask, "place": place, "fill_diagonal": fill_diagonal, "sort": sort,
    "argsort": argsort, "argmax": place_of("argmax"), "argmin": place_of("argmin"), "unique": unique,
    "partition": partition(gives_places=False), "argpartition": partition(gives_places=True),
    "bincount": bincount, "searchsorted": counted("searchsorted", "a, v, side='left'"),
    "digitize": counted("digitize", "x, bins, right=False"), "delete": delete, "round": round_to, "around": round_to,
    "modf": modf, "greater": comparison(ast.Gt), "greater_equal": comparison(ast.GtE), "less": comparison(ast.Lt),
    "less_equal": comparison(ast.LtE), "equal": comparison(ast.Eq), "not_equal": comparison(ast.NotEq),
    "logical_and": logical("logical_and"), "logical_or": logical("logical_or"), "logical_not": logical("logical_not"),
    "logical_xor": logical("logical_xor"), "bitwise_and": logical("logical_and"), "bitwise_or": logical("logical_or"),
    "invert": logical("logical_not"), "all": quantified("all"), "any": quantified("any"),
    "isnan": op("isnan", kind="bool"), "isinf": op("isinf", kind="bool"), "isfinite": op("isfinite", kind="bool"),
    "triu_indices": indices_of(np.triu_indices, "n, k=0, m=None"),
    "tril_indices": indices_of(np.tril_indices, "n, k=0, m=None"),
    "diag_indices": indices_of(np.diag_indices, "n, ndim=2"), "indices": indices_of(np.indices, "dimensions"),
    "unravel_index": indices_of(np.unravel_index, "indices, shape"),
}  # fmt: skip
