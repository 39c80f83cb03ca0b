"""Entries of arrays, lists and dictionaries: reading them, going through them, and views of parts."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from ..errors import SourceError
from ..ops import OPS
from .array_keys import array_key, part_shape, slice_of
from .builder import ShapeMismatch
from .comparisons import key_of as dictionary_key
from .machine import not_in_language
from .operators import kind_of
from .values import (
    ArrayView,
    Const,
    DefaultDict,
    FreeObject,
    Gradient,
    Ignored,
    Instance,
    Items,
    Number,
    NumberComparison,
    Value,
)

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["entries", "get_item", "view"]


def get_item(m: Machine, owner: Value, key: Value, node: ast.AST) -> Value:
    """`owner[key]`.

    Raises:
        SourceError: no such entry, or a key of another kind.
        ShapeError: the index does not fit the array.
    """
    if isinstance(key, str):
        owner = m.as_object(owner)
    kind = type(owner)
    if kind is Number or kind is ArrayView:
        return _array_item(m, owner, key, node)
    if kind is FreeObject:
        if isinstance(key, str):
            if key in owner.attributes:
                return owner.attributes[key]
            return FreeObject(key if key.isidentifier() else f"{owner.name}_{key}")
        return _array_item(m, m.free(owner.name, node), key, node)
    if kind is Items or kind is tuple or kind is str or kind is range:
        return _list_item(m, owner, key, node)
    if isinstance(owner, dict):
        item = owner.get(dictionary_key(m, key, node), m)
        if item is m:
            if type(owner) is not DefaultDict:
                raise _no_key(m, owner, key, node)
            from .classes import call

            m.check_container(len(owner) + 1, node)
            item = owner[dictionary_key(m, key, node)] = call(m, owner.factory, [], {}, node)
        return item
    if kind is Instance:
        from .classes import call_method

        return call_method(m, owner, "__getitem__", [key], node)
    if kind is NumberComparison:
        return _array_item(m, Number(m.node(owner, node), "bool"), key, node)
    if kind is Gradient:
        return _array_item(m, Number(m.node(owner, node)), key, node)
    if kind is Const:
        raise SourceError(
            "not-a-list", "A number has no entries.", span=m.span(node), hint="Give it a list of values: [1, 2, 3]."
        )
    if kind is Ignored:
        return owner
    raise m.no_number(owner, node)


def _no_key(m: Machine, owner: Any, key: Value, node: ast.AST) -> SourceError:
    plain = [name for name in list(owner)[:10] if isinstance(name, str | int | float)]
    names = ", ".join(f"`{name}`" for name in plain)
    key_text = repr(key) if isinstance(key, str) else "This key"
    return SourceError(
        "unknown-key",
        f"{key_text[:60]} is not in the dictionary.",
        span=m.span(node),
        hint=f"Its keys are: {names}." if names else "It is empty." if not owner else "Its keys are objects.",
    )


def _list_item(m: Machine, owner: Any, key: Value, node: ast.AST) -> Value:
    if isinstance(key, slice):
        part = owner[slice_of(m, key, node)]
        m.spend(len(part), node)
        return Items(part) if type(owner) is Items else tuple_of(part) if type(owner) is range else part
    listed = isinstance(key, tuple | Items) or type(key) in (ArrayView, NumberComparison)
    if type(owner) is Items and (listed or (type(key) is Number and m.shape(key, node))):
        return _array_item(m, Number(m.node(owner, node), kind_of(owner)), key, node)
    if type(key) in (Number, FreeObject) and len(owner):
        m.mark_labels(m.node(key, node), len(owner))
    index = m.integer(key, node, "An index")
    if not -len(owner) <= index < len(owner):
        raise SourceError(
            "index",
            f"There is no entry {index}: there are {len(owner)}.",
            span=m.span(node),
            hint=f"Use an index from 0 to {len(owner) - 1}." if len(owner) else "The list is empty.",
        )
    result = owner[index]
    return Const(result, m.span(node)) if type(owner) is range else result


def tuple_of(numbers: range) -> tuple[Value, ...]:
    return tuple(Const(number) for number in numbers)


def _array_item(m: Machine, owner: Value, key: Value, node: ast.AST) -> Value:
    array_index, basic = array_key(m, owner, key, node)
    if basic:
        shape = part_shape(m, owner, array_index, node)
        if shape and any(size == 0 for size in shape):
            hint = "Take at least one entry of the array."
            key_of_part = {"key": array_index}
            raise ShapeMismatch(
                "This slice is empty.", "index", (m.node(owner, node),), m.span(node), hint, key_of_part
            )
        if shape:
            return view(m, owner, "index", {"key": array_index}, node, shape)
    index = m.read_part("index", m.node(owner, node), {"key": array_index}, m.span(node))
    return Number(index, kind_of(owner))


def view(
    m: Machine, base: Number | ArrayView | FreeObject, op: str, params: dict[str, Any], node: ast.AST, shape: Any = None
) -> ArrayView:
    """Return a part or rearrangement of an array that shares its memory."""
    span, builder = m.span(node), m.builder
    base = m.free(base.name, node) if isinstance(base, FreeObject) else base
    before = m.shape(base, node)
    if shape is None:
        try:
            shape = OPS[op].shape(before, **params)
        except ValueError:
            builder.emit(op, (m.node(base, node),), params, span)  # which says what does not fit
            raise

    def back(old: int, new: int) -> int:
        if op == "index":
            return builder.emit("scatter", (old, new), {"key": params["key"]}, span)
        inverse, settings = INVERSES.get(op, _reshaped)(before, params)
        return builder.emit(inverse, (new,), settings, span)

    return ArrayView(base, op, params, back, shape, span)


def _reshaped(before: Any, params: Any) -> tuple[str, dict[str, Any]]:
    return "reshape", {"shape": before}


def _turned_back(before: Any, params: Any) -> tuple[str, dict[str, Any]]:
    axes = params.get("axes") or tuple(range(len(before)))[::-1]
    places = [axis % len(before) for axis in axes]
    return "transpose", {"axes": tuple(places.index(axis) for axis in range(len(before)))}


INVERSES: dict[str, Any] = {"transpose": _turned_back, "swapaxes": lambda before, params: ("swapaxes", params)}


def entries(m: Machine, value: Value, node: ast.AST) -> list[Value]:
    """Return what a loop, `list(...)` or an unpacking goes through: rows of an array, entries of a list.

    Raises:
        SourceError: a number has no entries.
    """
    kind = type(value)
    if kind is Items or kind is tuple:
        return list(value)
    if kind is range:
        m.check_container(len(value), node)
        return [Const(number) for number in value]
    if kind is str:
        return list(value)
    if isinstance(value, dict):
        return [_key_value(key) for key in value]
    if kind in (Number, ArrayView, NumberComparison):
        shape = m.shape(value, node)
        if shape:
            owner = value if kind is not NumberComparison else Number(m.node(value, node), "bool")
            m.check_container(shape[0], node)
            return [_array_item(m, owner, Const(i), node) for i in range(shape[0])]
        raise ShapeMismatch(
            "A number has no entries to go through.",
            "entries",
            (m.node(value, node),),
            m.span(node),
            "Give it a list of values: [1, 2, 3].",
        )
    if kind is FreeObject:
        return entries(m, m.free(value.name, node), node)
    if kind is Instance:
        from .classes import call_method, find_method

        if find_method(value, "__iter__") is not None:
            return entries(m, call_method(m, value, "__iter__", [], node), node)
        if "layers" in value.attributes:
            return entries(m, value.attributes["layers"], node)
    raise not_in_language(
        "A loop goes through a list, an array or a `range`.", m.span(node), "Write `for t in range(10):`."
    )


def _key_value(key: Any) -> Value:
    return Const(key) if type(key) in (int, float) else key
