"""Sizes that an assertion states of a name without a value: `assert gamma.shape == (D,)`."""

from __future__ import annotations

import ast
from collections.abc import Callable
from math import isfinite, prod
from typing import TYPE_CHECKING

from ..graph import INPUT, Shape
from .assumption_hints import shape_of_rank
from .assumptions import NeedsAssumption
from .defaults import Assumption
from .values import Const, FreeObject, Items, Number, Value

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["assume_as_asserted", "is_of_sizes"]


def is_of_sizes(test: ast.expr) -> bool:
    """Return whether an assertion speaks of the shape or the length of something."""
    return any(
        (isinstance(node, ast.Attribute) and node.attr in ("shape", "ndim", "size"))
        or (isinstance(node, ast.Name) and node.id == "len")
        for node in ast.walk(test)
    )


def assume_as_asserted(m: Machine, test: ast.expr, evaluated: Callable[[ast.expr], Value]) -> None:
    """Take the size that a failed assertion states of a name without a value.

    Raises:
        NeedsAssumption: the program is to be read again with that size.
    """
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.ops[0], ast.Eq):
        return
    for size, stated in ((test.left, test.comparators[0]), (test.comparators[0], test.left)):
        axis = size.slice if isinstance(size, ast.Subscript) else None
        shape = size.value if isinstance(size, ast.Subscript) else size
        if not isinstance(shape, ast.Attribute) or shape.attr not in ("shape", "ndim"):
            continue
        value = evaluated(shape.value)
        if type(value) is FreeObject:  # a parameter of a function that no line calls
            value = m.free(value.name, test)
        leaf = m.builder.nodes[value.node] if type(value) is Number else None
        if leaf is None or leaf.op != INPUT or leaf.name is None or leaf.name not in m.builder.missing:
            continue
        new = _sized(leaf.shape, shape.attr, axis, evaluated(stated))
        if new is not None and new != leaf.shape and prod(new) <= m.limits.array_elements:
            raise NeedsAssumption(leaf.name, Assumption(new))


def _sized(old: Shape, attribute: str, axis: ast.expr | None, stated: Value) -> Shape | None:
    """Return the shape that is stated; None where it is none."""
    sizes = [_size(entry) for entry in (stated if isinstance(stated, Items | tuple) else [stated])]
    if any(size is None or size < 1 for size in sizes):
        return None
    whole = tuple(size for size in sizes if size is not None)
    if attribute == "ndim":
        return shape_of_rank(whole[0], 0) if len(whole) == 1 and whole[0] <= 4 else None
    if axis is None:
        return whole
    if not isinstance(axis, ast.Constant) or not isinstance(axis.value, int) or len(whole) != 1:
        return None
    if not -len(old) <= axis.value < len(old):
        return None
    place = axis.value % len(old)
    return (*old[:place], whole[0], *old[place + 1 :])


def _size(value: object) -> int | None:
    number = value.value if type(value) is Const else value
    return int(number) if isinstance(number, int | float) and isfinite(number) and number == int(number) else None
