"""Arrays of MATLAB: the first entry assigned makes one, and one behind its end lets it grow."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import numpy as np

from ..graph import INPUT
from .values import Const, Number, Value

if TYPE_CHECKING:
    from ..graph import Shape
    from .machine import Machine

__all__ = ["fitting_array"]


def fitting_array(m: Machine, owner: Number, key: Value, shape: Shape, node: ast.AST) -> Number:
    """Return the array that `owner[key] = value` changes, with the zeros that MATLAB adds; `shape` is the value's.

    One that is made within loops gets all entries at once that the loops will assign.
    """
    target = node.value if isinstance(node, ast.Subscript) else None
    if not isinstance(node, ast.Subscript) or not isinstance(target, ast.Name):
        return owner
    places = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    parts = key if isinstance(key, tuple) else (key,)
    if len(parts) != len(places) or not all(type(part) is Const or part == slice(None) for part in parts):
        return owner
    leaf = m.builder.nodes[owner.node]
    is_new = leaf.op == INPUT and leaf.name in m.builder.missing
    own = () if is_new else leaf.shape
    sizes = _sizes(m, parts, places, shape, is_new)
    if sizes is None or (not is_new and (len(sizes) != len(own) or all(map(int.__le__, sizes, own)))):
        return owner
    m.check_container(int(np.prod(sizes)), node)
    if is_new:
        m.as_object(owner)
        array_node = m.builder.literal(np.zeros(sizes), m.span(node))
    else:
        widths = tuple((0, max(0, size - before)) for size, before in zip(sizes, own, strict=True))
        array_node = m.builder.emit("pad", (owner.node,), {"widths": widths, "value": 0.0}, m.span(node))
    array = Number(array_node)
    m.environment.names[target.id] = array
    return array


def _sizes(
    m: Machine, parts: tuple[Value, ...], places: list[ast.expr], shape: Shape, is_new: bool
) -> tuple[int, ...] | None:
    """Return the sizes that the entries need; a first place that is written as 1 makes a row, which is a vector."""
    whole = list(shape)
    sizes = []
    for part, place in zip(parts, places, strict=True):
        if type(part) is Const:
            index = int(part.value)
            if index < 0:
                return None
            sizes.append(index + 1 + (_rounds_left(m, place) if is_new else 0))
        else:
            sizes.append(whole.pop(0) if whole else 1)
    if len(sizes) == 2:
        sizes = [size for size, place in zip(sizes, places, strict=True) if not _is_first(place)] or [1]
    return tuple(sizes)


def _is_first(place: ast.expr) -> bool:
    return isinstance(place, ast.Constant) and place.value == 0


def _rounds_left(m: Machine, place: ast.expr) -> int:
    """Return how far the loops around will still count up what an index is made of."""
    names = {each.id for each in ast.walk(place) if isinstance(each, ast.Name)}
    left = 0
    for loop in m.loops:
        counter = getattr(loop.node, "target", None)
        if isinstance(counter, ast.Name) and counter.id in names and loop.last is not None:
            now = m.lookup(counter.id)
            left += max(0, loop.last - int(now.value)) if type(now) is Const else 0
    return left
