"""Entries of arrays: what stands between the brackets, reading it and assigning to it."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import ShapeError, SourceError
from ..graph import INPUT
from ..ops import OPS, key_of
from ..ops.settings import ShapeRefusal
from .assumptions import NeedsAssumption
from .builder import ShapeMismatch, shape_in_words
from .defaults import Assumption
from .machine import WHERE, not_in_language
from .operators import key_of as dictionary_key
from .operators import kind_of, write
from .values import (
    ArrayView,
    Const,
    DefaultDict,
    FreeObject,
    Gradient,
    Instance,
    Items,
    Number,
    NumberComparison,
    Value,
)

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["entries", "get_item", "masked_in_place", "set_item", "static_positions", "view"]


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
    raise m.no_number(owner, node)


def _no_key(m: Machine, owner: Any, key: Value, node: ast.AST) -> SourceError:
    plain = [name for name in list(owner)[:10] if isinstance(name, str | int | float)]
    names = ", ".join(f"`{name}`" for name in plain)
    shown = repr(key) if isinstance(key, str) else "This key"
    return SourceError(
        "unknown-key",
        f"{shown[:60]} is not in the dictionary.",
        span=m.span(node),
        hint=f"Its keys are: {names}." if names else "It is empty." if not owner else "Its keys are objects.",
    )


def _list_item(m: Machine, owner: Any, key: Value, node: ast.AST) -> Value:
    if isinstance(key, slice):
        part = owner[_slice(m, key, node)]
        m.spend(len(part), node)
        return Items(part) if type(owner) is Items else tuple_of(part) if type(owner) is range else part
    listed = isinstance(key, tuple | Items) or type(key) in (ArrayView, NumberComparison)
    if type(owner) is Items and (listed or (type(key) is Number and m.shape(key, node))):
        return _array_item(m, Number(m.node(owner, node), kind_of(owner)), key, node)
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


def _slice(m: Machine, key: slice, node: ast.AST) -> slice:
    parts = [None if part is None else m.integer(part, node, "A slice") for part in (key.start, key.stop, key.step)]
    if parts[2] == 0:
        raise not_in_language("A slice cannot have step 0.", m.span(node), "Leave the step out.")
    return slice(*parts)


def static_positions(m: Machine, value: Value, node: ast.AST, count: int = 3) -> np.ndarray[Any, Any]:
    """The whole numbers of an index list as they are now; where they depend on numbers a guard is left.

    Raises:
        SourceError: an entry is no whole number.
    """
    if isinstance(value, range):
        return np.array(value, dtype=np.int64)
    index = m.node(value, node)
    m.mark_labels(index, count)
    array = np.asarray(m.value_of(index))
    if not np.all(np.isfinite(array)) or np.any(array != np.floor(array)) or np.any(np.abs(array) > 2**62):
        raise SourceError(
            "not-whole",
            "Positions must be whole numbers.",
            span=m.span(node),
            hint="Give labels such as [0, 2, 1], counted from 0.",
        )
    if not m.is_literal(Number(index)):
        m.guard("==", index, m.builder.literal(array.astype(np.float64), m.span(node)), True, node)
    return array.astype(np.int64)


def _key(m: Machine, owner: Value, key: Value, node: ast.AST) -> tuple[tuple[Any, ...], bool]:
    """The key as the `index` op takes it, and whether it makes a view (slices and numbers only)."""
    parts = key if isinstance(key, tuple) else (key,)
    shape = m.shape(owner, node)
    taken: list[Any] = []
    basic = True
    if len(parts) > 1:
        _pair_labels(m, parts, shape, node)
    for part in parts:
        kind = type(part)
        if isinstance(part, slice):
            taken.append(_slice(m, part, node))
        elif part is None or part is Ellipsis:
            taken.append(part)
        elif kind is bool:
            raise not_in_language("True and False are no positions.", m.span(node), "Use a mask such as `x > 0`.")
        elif kind is Const:
            taken.append(m.integer(part, node, "An index"))
        elif kind_of(part) == "bool":
            basic = False
            taken.extend(_mask_positions(m, part, shape, node))
        elif kind in (Number, ArrayView) and not m.shape(part, node):
            m.mark_labels(m.node(part, node), _size_at(shape, taken))
            taken.append(m.integer(part, node, "An index"))
        else:
            basic = False
            taken.append(_listed(static_positions(m, part, node, _size_at(shape, taken))))
    axes = sum(1 for part in taken if part is not None and part is not Ellipsis)
    if axes > len(shape) and not shape and len(taken) == axes:
        raise ShapeMismatch(
            f"`[ ]` does not fit a number: too many indices: {axes} are given, but this is a single number.",
            "index",
            (m.node(owner, node),),
            m.span(node),
            "Give it a list of values: [1, 2, 3].",
            {"key": key_of(tuple(taken))},
        )
    return key_of(tuple(taken)), basic


def _pair_labels(m: Machine, parts: Sequence[Value], shape: Any, node: ast.AST) -> None:
    """`p[range(n), y]` where y has no value: it is a label for each of the positions beside it."""
    lengths = [len(part) for part in parts if isinstance(part, range | Items)]
    lengths += [m.shape(part, node)[0] for part in parts if type(part) is Number and len(m.shape(part, node)) == 1]
    for place, part in enumerate(parts):
        if type(part) is Number and lengths and not m.shape(part, node) and place < len(shape):
            leaf = m.builder.nodes[part.node]
            if leaf.op == INPUT and leaf.name in m.builder.missing:
                raise NeedsAssumption(leaf.name or "", Assumption((max(lengths),), "labels", shape[place]))


def _size_at(shape: Any, taken: list[Any]) -> int:
    """How many entries the axis has that the next part of a key takes from."""
    axis = sum(1 for part in taken if part is not None and part is not Ellipsis)
    return int(shape[axis]) if axis < len(shape) else 3


def _listed(positions: np.ndarray[Any, Any]) -> Any:
    if positions.ndim == 0:
        return int(positions)
    if positions.ndim == 1:
        return tuple(positions.tolist())
    return tuple(map(tuple, positions.tolist())) if positions.ndim == 2 else _nested(positions)


def _nested(positions: np.ndarray[Any, Any]) -> Any:
    return tuple(_listed(row) for row in positions)


def _mask_positions(m: Machine, mask: Value, shape: Any, node: ast.AST) -> list[tuple[int, ...]]:
    """A mask as lists of positions, one for each of its axes; the mask as it is now is guarded."""
    index = m.node(mask, node)
    values = np.asarray(m.value_of(index)) != 0
    if values.shape != shape[: values.ndim]:
        raise ShapeError(
            "shape",
            f"A mask of {shape_in_words(values.shape)} does not fit an array of {shape_in_words(shape)}.",
            span=m.span(node),
            hint="The mask must have the shape of the array.",
        )
    m.guard("==", index, m.builder.literal(values.astype(np.float64), m.span(node)), True, node)
    return [tuple(axis.tolist()) for axis in np.nonzero(values)]


def _array_item(m: Machine, owner: Value, key: Value, node: ast.AST) -> Value:
    taken, basic = _key(m, owner, key, node)
    if basic:
        shape = _part_shape(m, owner, taken, node)
        if shape and any(size == 0 for size in shape):
            raise ShapeError(
                "shape", "This slice is empty.", span=m.span(node), hint="Take at least one entry of the array."
            )
        if shape:
            return view(m, owner, "index", {"key": taken}, node, shape)
    index = m.read_part("index", m.node(owner, node), {"key": taken}, m.span(node))
    return Number(index, kind_of(owner))


def _part_shape(m: Machine, owner: Value, key: Any, node: ast.AST) -> Any:
    shape = m.shape(owner, node)
    try:
        return OPS["index"].shape(shape, key=key)
    except ValueError as error:
        words = str(error)
        raise ShapeMismatch(
            f"`[ ]` does not fit {shape_in_words(shape)}: {words[:1].upper()}{words[1:].rstrip('.')}.",
            "index",
            (m.node(owner, node),),
            m.span(node),
            error.hint if isinstance(error, ShapeRefusal) else None,
            {"key": key},
        ) from None


def view(
    m: Machine, base: Number | ArrayView, op: str, params: dict[str, Any], node: ast.AST, shape: Any = None
) -> ArrayView:
    """A part or rearrangement of an array that shares its memory."""
    span, builder = m.span(node), m.builder
    before = m.shape(base, node)
    if shape is None:
        shape = OPS[op].shape(before, **params)

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


def set_item(m: Machine, owner: Value, key: Value, value: Value, node: ast.AST) -> None:
    """`owner[key] = value`.

    Raises:
        SourceError: it cannot be assigned to.
        ShapeError: the value does not fit the entries.
    """
    kind = type(owner)
    if kind is Items:
        return _set_list_item(m, owner, key, value, node)
    if isinstance(owner, dict):
        m.check_container(len(owner) + 1, node)
        owner[dictionary_key(m, key, node)] = value
        return None
    if kind is Instance:
        from .classes import call_method

        call_method(m, owner, "__setitem__", [key, value], node)
        return None
    if kind not in (Number, ArrayView):
        what = {tuple: "a tuple", str: "a text", Const: "a number"}.get(kind, "this")
        raise not_in_language(
            f"Entries of {what} cannot be assigned.", m.span(node), "Make an array first: `x = np.zeros(3)`."
        )
    masked = _single_mask(m, owner, key, node)
    new = m.node(value, node)
    if masked is not None and not m.builder.shape(new):
        changed = _where(m, masked, new, m.node(owner, node), node)
    else:
        taken, _ = _key(m, owner, key, node)
        shape = _part_shape(m, owner, taken, node)
        changed = m.builder.emit(
            "scatter", (m.node(owner, node), _fitted(m, new, shape, node)), {"key": taken}, m.span(node)
        )
    write(m, owner, _truncated(m, owner, value, changed, node))
    return None


def masked_in_place(m: Machine, sign: Any, owner: Value, key: Value, value: Value, node: ast.AST) -> bool:
    """`h[h < 0] *= 0.1` with one number on the right: a choice entry by entry. False where it is something else."""
    if type(owner) not in (Number, ArrayView) or type(value) not in (Number, Const, bool):
        return False
    mask = _single_mask(m, owner, key, node)
    if mask is None or m.shape(value, node):
        return False
    from .operators import binary

    changed = m.node(binary(m, sign, Number(m.node(owner, node), owner.kind), value, node), node)
    write(m, owner, _where(m, mask, changed, m.node(owner, node), node))
    return True


def _truncated(m: Machine, owner: Number | ArrayView, value: Value, changed: int, node: ast.AST) -> int:
    """An array of whole numbers keeps whole numbers: NumPy cuts off the fraction of what is assigned to it."""
    if owner.kind != "int" or kind_of(value) != "float":
        return changed
    m.note(
        "whole-numbers",
        "This array was made of whole numbers, so NumPy cuts off the fraction of what is assigned. Write 1.0 for 1.",
        node,
    )
    return m.builder.emit("trunc", (changed,), None, m.span(node))


def _fitted(m: Machine, new: int, shape: Any, node: ast.AST) -> int:
    """The value in the shape of the entries that it is assigned to."""
    own = m.builder.shape(new)
    while own != shape and len(own) > len(shape) and own[0] == 1:
        new = m.builder.emit("reshape", (new,), {"shape": own[1:]}, m.span(node))
        own = own[1:]
    if own == shape:
        return new
    try:
        fits = np.broadcast_shapes(own, shape) == shape
    except ValueError:
        fits = False
    if not fits:
        raise ShapeError(
            "shape",
            f"{shape_in_words(own).capitalize()} cannot be assigned to {shape_in_words(shape)}.",
            span=m.span(node),
            hint="Both sides need the same shape.",
        )
    return m.builder.emit("broadcast", (new,), {"shape": shape}, m.span(node))


def _single_mask(m: Machine, owner: Value, key: Value, node: ast.AST) -> Value | None:
    """The key, if it is one mask in the shape of the array."""
    if isinstance(key, tuple) or type(key) is bool or kind_of(key) != "bool":
        return None
    return key if m.shape(key, node) == m.shape(owner, node) else None


def _where(m: Machine, mask: Value, yes: int, no: int, node: ast.AST) -> int:
    span = m.span(node)
    if type(mask) is NumberComparison:
        return m.builder.emit(WHERE[mask.op], (mask.left, mask.right, yes, no), None, span)
    zero = m.builder.literal(0.0, span)
    return m.builder.emit("where_ne", (m.node(mask, node), zero, yes, no), None, span)


def _set_list_item(m: Machine, owner: Items, key: Value, value: Value, node: ast.AST) -> None:
    if isinstance(key, slice):
        if not isinstance(value, Items | tuple):
            raise not_in_language(
                "A part of a list is replaced by a list.", m.span(node), "Write `[...]` on the right."
            )
        owner[_slice(m, key, node)] = list(value)
        m.check_container(len(owner), node)
        return
    index = m.integer(key, node, "An index")
    if not -len(owner) <= index < len(owner):
        raise SourceError(
            "index",
            f"There is no entry {index}: the list has {len(owner)}.",
            span=m.span(node),
            hint="Use `.append(...)` to make it longer.",
        )
    owner[index] = value


def entries(m: Machine, value: Value, node: ast.AST) -> list[Value]:
    """What a loop, `list(...)` or an unpacking goes through: the rows of an array, the entries of a list.

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
