"""Comparisons between values of the program, `in`, and the keys of dictionaries."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..errors import SourceError
from .machine import not_in_language
from .values import (
    ArrayView,
    Const,
    Instance,
    Items,
    Number,
    NumberComparison,
    Value,
)

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["compare", "contains", "equal", "key_of"]


NUMBERS = (Number, ArrayView, NumberComparison)


COMPARISONS: dict[type[ast.AST], tuple[str, Callable[[Any, Any], bool], str]] = {
    ast.Gt: (">", operator.gt, "gt"),
    ast.GtE: (">=", operator.ge, "ge"),
    ast.Lt: ("<", operator.lt, "lt"),
    ast.LtE: ("<=", operator.le, "le"),
    ast.Eq: ("==", operator.eq, "eq"),
    ast.NotEq: ("!=", operator.ne, "ne"),
}


def compare(m: Machine, kind: type[ast.AST], left: Value, right: Value, node: ast.AST) -> Value:
    """`left < right` and the like: True or False where the text decides it, else a Comparison."""
    if kind is ast.Is or kind is ast.IsNot:
        return _identical(left, right) == (kind is ast.Is)
    if kind is ast.In or kind is ast.NotIn:
        return contains(m, right, left, node) == (kind is ast.In)
    sign, constant, method = COMPARISONS[kind]
    a, b = _plain(left), _plain(right)
    if a is not None and b is not None and not m.formulas:
        for side in (left, right):
            if type(side) is Const and side.op is not None and type(side.value) is float:
                m.compared = side
        return bool(constant(a, b))
    if type(left) is Instance or type(right) is Instance:
        return _compare_instances(m, sign, method, left, right, node)
    for side in (left, right):
        if type(side) is Items or type(side) is tuple:
            m.check_nesting(side, m.span(node))
    if sign in ("==", "!=") and (type(left) is tuple or type(right) is tuple):
        return equal(left, right) == (sign == "==")
    objects = not (type(left) in NUMBERS or type(right) in NUMBERS)
    entrywise = _is_numeric(left) and _is_numeric(right) and (type(left) is Const or type(right) is Const)
    if sign in ("==", "!=") and objects and not entrywise:
        return equal(left, right) == (sign == "==")
    if left is None or right is None or type(left) is str or type(right) is str:
        if sign in ("==", "!="):
            return sign == "!="
        raise SourceError(
            "not-a-value",
            f"`{sign}` compares numbers; one side is {'None' if left is None or right is None else 'a text'}.",
            span=m.span(node),
            hint="Compare two numbers, or use `==`.",
        )
    result = NumberComparison(sign, m.node(left, node), m.node(right, node), m.span(node))
    shapes = m.builder.shape(result.left), m.builder.shape(result.right)
    if any(shapes) and shapes[0] != shapes[1]:
        m.node(result, node)  # shapes that do not fit are said at the comparison, not where its mask is used
    return result


def _identical(left: Value, right: Value) -> bool:
    if type(left) is Const and type(right) is Const:
        return bool(left.value == right.value)
    return left is right or (type(left) in (str, tuple, bool) and type(left) is type(right) and equal(left, right))


def _plain(value: Value) -> Any:
    if type(value) is Const:
        return value.value
    return int(value) if type(value) is bool else None


def _is_numeric(value: Value) -> bool:
    return type(value) in (Const, bool, Number, ArrayView, NumberComparison, Items, tuple, range)


def equal(left: Value, right: Value) -> bool:
    """Equality of objects, entry by entry; numbers of the graph are equal only to themselves."""
    todo = [(left, right)]
    visited: set[tuple[int, int]] = set()
    while todo:
        a, b = todo.pop()
        if a is b or (id(a), id(b)) in visited:
            continue
        x, y = _plain(a), _plain(b)
        if x is not None and y is not None:
            if x != y:
                return False
        elif type(a) is type(b) and isinstance(a, str | slice):
            if a != b:
                return False
        elif isinstance(a, Items | tuple | range) and isinstance(b, Items | tuple | range):
            if len(a) != len(b) or isinstance(a, tuple) != isinstance(b, tuple):
                return False
            if isinstance(a, range) or isinstance(b, range):
                return a == b
            visited.add((id(a), id(b)))
            todo.extend(zip(a, b, strict=True))
        else:
            return False
    return True


def contains(m: Machine, container: Value, item: Value, node: ast.AST) -> bool:
    """`item in container`."""
    if isinstance(container, str) and isinstance(item, str):
        return item in container
    if isinstance(container, dict):
        return key_of(m, item, node) in container
    if isinstance(container, range):
        plain = _plain(item)
        return plain is not None and plain in container
    if isinstance(container, Items | tuple):
        m.spend(len(container), node)
        return any(equal(entry, item) for entry in container)
    if type(container) is Instance:
        from .classes import call_method

        return m.truth(call_method(m, container, "__contains__", [item], node), node)
    raise not_in_language("`in` is read for lists, texts and dictionaries.", m.span(node), "Compare with `==`.")


def key_of(m: Machine, key: Value, node: ast.AST) -> Any:
    """Return a key of a dictionary or set, as Python would hash it.

    Raises:
        SourceError: it depends on a variable, or is a list.
        LimitError: `call_depth`, `container_entries`: tuples in tuples.
    """
    kind = type(key)
    if kind is Const:
        return key.value
    if kind is tuple:
        m.check_nesting(key, m.span(node))
        return tuple(key_of(m, entry, node) for entry in key)
    if kind in (str, bool) or key is None or kind not in (Number, ArrayView, NumberComparison, Items, dict):
        return key
    if kind is Number and not m.builder.shape(key.node):
        return m.integer(key, node, "A key")
    raise not_in_language("This cannot be a key of a dictionary.", m.span(node), "Use a text or a whole number.")


def _compare_instances(m: Machine, sign: str, method: str, left: Value, right: Value, node: ast.AST) -> Value:
    from .classes import call_method, find_method

    if type(left) is Instance and find_method(left, f"__{method}__") is not None:
        return call_method(m, left, f"__{method}__", [right], node)
    if sign in ("==", "!="):
        return (left is right) == (sign == "==")
    return NumberComparison(sign, m.node(left, node), m.node(right, node), m.span(node))
