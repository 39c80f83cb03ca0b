"""Keys of arrays: the slices, positions, labels and masks between the brackets, as the `index` op takes them."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import SourceError
from ..graph import INPUT
from ..ops import OPS, key_of
from ..ops.settings import ShapeRefusal
from .assumptions import NeedsAssumption
from .builder import ShapeMismatch, shape_in_words
from .defaults import Assumption
from .machine import not_in_language
from .operators import kind_of
from .stated_values import is_stated
from .values import (
    ArrayView,
    Const,
    Items,
    Number,
    Value,
)

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["array_key", "part_shape", "slice_of", "static_positions"]


def slice_of(m: Machine, key: slice, node: ast.AST) -> slice:
    """Return a slice of whole numbers. Raises: SourceError, for a step of 0."""
    parts = [None if part is None else m.integer(part, node, "A slice") for part in (key.start, key.stop, key.step)]
    if parts[2] == 0:
        raise not_in_language("A slice cannot have step 0.", m.span(node), "Leave the step out.")
    return slice(*parts)


def static_positions(m: Machine, value: Value, node: ast.AST, count: int = 3) -> np.ndarray[Any, Any]:
    """Return the whole numbers of an index list as they are now; where they depend on numbers a guard is left.

    Raises:
        SourceError: an entry is no whole number.
    """
    if isinstance(value, range):
        return np.array(value, dtype=np.int64)
    index = m.node(value, node)
    m.mark_labels(index, count)
    if m.shapes_only and not is_stated(m.builder.nodes, index, m.limits):
        return np.zeros(m.builder.shape(index), dtype=np.int64)  # which entries are taken changes no shape
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


def array_key(m: Machine, owner: Value, key: Value, node: ast.AST) -> tuple[tuple[Any, ...], bool]:
    """Return the key as the `index` op takes it, and whether it makes a view (slices and numbers only)."""
    parts = key if isinstance(key, tuple) else (key,)
    shape = m.shape(owner, node)
    key_parts: list[Any] = []
    basic = True
    if m.has_columns and len(parts) == 2 and len(shape) == 1:
        parts = _vector_key(*parts)
    if len(parts) > 1:
        _pair_labels(m, parts, shape, node)
    for part in parts:
        kind = type(part)
        if isinstance(part, slice):
            key_parts.append(slice_of(m, part, node))
        elif part is None or part is Ellipsis:
            key_parts.append(part)
        elif kind is bool:
            raise not_in_language("True and False are no positions.", m.span(node), "Use a mask such as `x > 0`.")
        elif kind is Const:
            key_parts.append(m.integer(part, node, "An index"))
        elif kind_of(part) == "bool":
            basic = False
            key_parts.extend(_mask_positions(m, part, owner, node))
        elif kind in (Number, ArrayView) and not m.shape(part, node):
            m.mark_labels(m.node(part, node), _size_at(shape, key_parts))
            key_parts.append(m.integer(part, node, "An index"))
        else:
            basic = False
            key_parts.append(_listed(static_positions(m, part, node, _size_at(shape, key_parts))))
    axes = sum(1 for part in key_parts if part is not None and part is not Ellipsis)
    if axes > len(shape) and not shape and len(key_parts) == axes:
        raise ShapeMismatch(
            f"`[ ]` does not fit a number: too many indices: {axes} are given, but this is a single number.",
            "index",
            (m.node(owner, node),),
            m.span(node),
            "Give it a list of values: [1, 2, 3].",
            {"key": key_of(tuple(key_parts))},
        )
    return key_of(tuple(key_parts)), basic


def _pair_labels(m: Machine, parts: Sequence[Value], shape: Any, node: ast.AST) -> None:
    """`p[range(n), y]` where y has no value: it is a label for each of the positions beside it."""
    lengths = [len(part) for part in parts if isinstance(part, range | Items)]
    lengths += [
        m.shape(part, node)[0]
        for part in parts
        if type(part) is Number and len(m.shape(part, node)) == 1 and not _is_missing(m, part)
    ]
    for place, part in enumerate(parts):
        if type(part) is not Number or not lengths or place >= len(shape) or not _is_missing(m, part):
            continue
        if m.shape(part, node) != (max(lengths),):
            name = m.builder.nodes[part.node].name or ""
            raise NeedsAssumption(name, Assumption((max(lengths),), "labels", shape[place]))


def _is_missing(m: Machine, part: Number) -> bool:
    leaf = m.builder.nodes[part.node]
    return leaf.op == INPUT and leaf.name in m.builder.missing and len(leaf.shape) < 2


def _size_at(shape: Any, key_parts: list[Any]) -> int:
    """Return the size of the axis that the next part of a key takes from."""
    axis = sum(1 for part in key_parts if part is not None and part is not Ellipsis)
    return int(shape[axis]) if axis < len(shape) else 3


def _listed(positions: np.ndarray[Any, Any]) -> Any:
    if positions.ndim == 0:
        return int(positions)
    if positions.ndim == 1:
        return tuple(positions.tolist())
    return tuple(map(tuple, positions.tolist())) if positions.ndim == 2 else _nested(positions)


def _nested(positions: np.ndarray[Any, Any]) -> Any:
    return tuple(_listed(row) for row in positions)


def _mask_positions(m: Machine, mask: Value, owner: Value, node: ast.AST) -> list[tuple[int, ...]]:
    """Return a mask as lists of positions, one for each of its axes; the mask as it is now is guarded."""
    index = m.node(mask, node)
    shape = m.shape(owner, node)
    values = np.asarray(m.value_of(index)) != 0
    if not values.ndim or values.shape != shape[: values.ndim]:
        raise ShapeMismatch(
            f"A mask of {shape_in_words(values.shape)} does not fit an array of {shape_in_words(shape)}.",
            "mask",
            (index, m.node(owner, node)),
            m.span(node),
            "The mask must have the shape of the array.",
        )
    m.guard("==", index, m.builder.literal(values.astype(np.float64), m.span(node)), True, node)
    return [tuple(axis.tolist()) for axis in np.nonzero(values)]


def _vector_key(row: Value, column: Value) -> tuple[Value, ...]:
    """Return the one index of a vector that stands for a row or a column of MATLAB, which has two."""
    everything = slice(None)
    if row == everything and type(column) is Const and column.value == 0:
        return (row,)
    for part, other in ((row, column), (column, row)):
        if part == everything or (type(part) is Const and part.value == 0):
            return (other,)
    return row, column


def part_shape(m: Machine, owner: Value, key: Any, node: ast.AST) -> Any:
    """Return the shape of `owner[key]`. Raises: ShapeMismatch, where the key is outside or has too many parts."""
    shape = m.shape(owner, node)
    try:
        return OPS["index"].shape(shape, key=key)
    except ValueError as error:
        words = str(error).rstrip(".")
        reason = words[:1].upper() + words[1:]
        raise ShapeMismatch(
            f"`[ ]` does not fit {shape_in_words(shape)}: {reason}.",
            "index",
            (m.node(owner, node),),
            m.span(node),
            error.hint if isinstance(error, ShapeRefusal) else None,
            {"key": key},
        ) from None
