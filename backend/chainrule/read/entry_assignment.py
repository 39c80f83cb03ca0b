"""Assigning to entries: `x[key] = value`, `x[mask] *= 0.1`; deleting them: `del items[key]`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import ShapeError, SourceError
from .array_keys import array_key, part_shape, slice_of
from .builder import shape_in_words
from .comparisons import key_of as dictionary_key
from .machine import WHERE, not_in_language
from .operators import kind_of, write
from .values import (
    ArrayView,
    Const,
    FreeObject,
    Ignored,
    Instance,
    Items,
    Number,
    NumberComparison,
    Value,
)

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["delete_item", "masked_in_place", "set_item"]


def _owner_name(node: ast.AST) -> str:
    """Return the `params` of params['W'] = ..., or "" for anything but a name."""
    owner = node.value if isinstance(node, ast.Subscript) else None
    return owner.id if isinstance(owner, ast.Name) else ""


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
        m.name_entry(owner, _owner_name(node), key, value, node)
        return None
    if kind is Instance:
        from .classes import call_method

        call_method(m, owner, "__setitem__", [key, value], node)
        return None
    if kind is Ignored:
        return None  # `plt.rcParams['figure.figsize'] = (10, 8)`
    if kind is FreeObject:
        if isinstance(key, str):
            owner.attributes[key] = value
            return None
        owner = m.free(owner.name, node)
        kind = type(owner)
    if kind not in (Number, ArrayView):
        owner_words = {tuple: "a tuple", str: "a text", Const: "a number"}.get(kind, "this")
        raise not_in_language(
            f"Entries of {owner_words} cannot be assigned.", m.span(node), "Make an array first: `x = np.zeros(3)`."
        )
    new = m.node(value, node)
    masked = _single_mask(m, owner, key, node)
    if masked is not None and not m.builder.shape(new):
        changed = _where(m, masked, new, m.node(owner, node), node)
    else:
        array_index, _ = array_key(m, owner, key, node)
        shape = part_shape(m, owner, array_index, node)
        changed = m.builder.emit(
            "scatter", (m.node(owner, node), _fitted(m, new, shape, node)), {"key": array_index}, m.span(node)
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
    """Cut off the fraction of a value assigned to an array of whole numbers, as NumPy does."""
    if owner.kind != "int" or kind_of(value) != "float":
        return changed
    m.note(
        "whole-numbers",
        "This array was made of whole numbers, so NumPy cuts off the fraction of what is assigned. Write 1.0 for 1.",
        node,
    )
    return m.builder.emit("trunc", (changed,), None, m.span(node))


def _fitted(m: Machine, new: int, shape: Any, node: ast.AST) -> int:
    """Return the value in the shape of the entries that it is assigned to."""
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
    """Return the key, if it is one mask in the shape of the array."""
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
        owner[slice_of(m, key, node)] = list(value)
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


def delete_item(m: Machine, owner: Value, key: Value, node: ast.AST) -> None:
    """`del owner[key]` of a list, a dictionary or an object with `__delitem__`.

    Raises:
        SourceError: `index`: there is no such entry; `not-in-language`: it is none of these.
    """
    if type(owner) is Instance:
        from .classes import call_method

        call_method(m, owner, "__delitem__", [key], node)
    elif type(owner) is Items and isinstance(key, slice):
        del owner[slice_of(m, key, node)]
    elif type(owner) is Items:
        index = m.integer(key, node, "An index")
        if not -len(owner) <= index < len(owner):
            raise _no_entry(m, f"There is no entry {index}: the list has {len(owner)}.", node)
        del owner[index]
    elif isinstance(owner, dict):
        word = dictionary_key(m, key, node)
        if word not in owner:
            raise _no_entry(m, "There is no such key in the dictionary.", node)
        del owner[word]
    elif type(owner) is not Ignored:
        raise not_in_language(
            "An entry of this cannot be deleted.", m.span(node), "Choose those that stay: `np.delete(x, 0)`, `x[1:]`."
        )


def _no_entry(m: Machine, detail: str, node: ast.AST) -> SourceError:
    return SourceError("index", detail, span=m.span(node), hint="Delete one that is there, or leave the line out.")
