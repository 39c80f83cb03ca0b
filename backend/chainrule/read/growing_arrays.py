"""Arrays of MATLAB: the first entry assigned makes one, and one behind its end lets it grow."""

from __future__ import annotations

import ast
import math
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
    sizes = _sizes(m, parts, places, shape, is_new, node)
    if sizes is None or (not is_new and (len(sizes) != len(own) or all(map(int.__le__, sizes, own)))):
        return owner
    m.check_container(math.prod(sizes), node)
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
    m: Machine, parts: tuple[Value, ...], places: list[ast.expr], shape: Shape, is_new: bool, node: ast.AST
) -> tuple[int, ...] | None:
    """Return the sizes that the entries need; a first place that is written as 1 makes a row, which is a vector."""
    whole = list(shape)
    sizes = []
    for part, place in zip(parts, places, strict=True):
        if type(part) is Const:
            index = m.integer(part, node, "An index")
            if index < 0:
                return None
            sizes.append(index + 1 + (_rounds_left(m, place, node) if is_new else 0))
        else:
            sizes.append(whole.pop(0) if whole else 1)
    if len(sizes) == 2:
        sizes = [size for size, place in zip(sizes, places, strict=True) if not _is_first(place)] or [1]
    return tuple(sizes)


def _is_first(place: ast.expr) -> bool:
    return isinstance(place, ast.Constant) and place.value == 0


def _rounds_left(m: Machine, place: ast.expr, assignment: ast.AST) -> int:
    """Return how far the loops around will still count up an index that is a counter: `k`, or `k + 1`.

    A loop that may end before, and one in which a condition stands before the assignment, lets the array grow.
    """
    counter = place.left if isinstance(place, ast.BinOp) and isinstance(place.op, ast.Add | ast.Sub) else place
    shift = place.right if isinstance(place, ast.BinOp) else None
    if not isinstance(counter, ast.Name) or not isinstance(shift, ast.Constant | None):
        return 0
    for loop in m.loops:
        target = getattr(loop.node, "target", None)
        if isinstance(target, ast.Name) and target.id == counter.id and loop.last is not None:
            now = m.lookup(counter.id)
            if type(now) is not Const or not all(_comes_to(each.node, assignment) for each in m.loops):
                return 0
            return max(0, loop.last - int(now.value))
    return 0


def _comes_to(loop: ast.AST, assignment: ast.AST) -> bool:
    """Return whether every round of a loop comes to an assignment in it."""
    todo = [loop]
    while todo:
        at = todo.pop()
        if not isinstance(at, ast.For) or any(isinstance(each, ast.Break | ast.Continue) for each in ast.walk(at)):
            continue
        if any(each is assignment for line in at.body if isinstance(line, ast.Assign) for each in line.targets):
            return True
        todo += at.body
    return False
