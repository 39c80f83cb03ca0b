"""Operators between texts, lists, tuples, sets and dictionaries."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from ..errors import SourceError
from .formats import format_percent
from .machine import not_in_language
from .values import (
    Const,
    Ignored,
    Items,
    Number,
    SetOfItems,
    Value,
)

if TYPE_CHECKING:
    from .machine import Machine
    from .operators import Operator

__all__ = ["CONTAINERS", "containers"]


CONTAINERS = {str, Items, tuple, SetOfItems, dict, range}


def containers(m: Machine, sign: Operator, left: Value, right: Value, node: ast.AST) -> Value | None:
    """Return operators of Python's own objects; None where the operands are numbers after all, as in `[1, 2] * x`."""
    kinds = type(left), type(right)
    if str in kinds:
        return _texts(m, sign, left, right, node)
    if sign.sign == "+" and kinds in ((Items, Items), (tuple, tuple)):
        if m.source.on_paper and _looks_like_array(m, left) and _looks_like_array(m, right):
            return None
        m.check_container(len(left) + len(right), node)
        m.spend(len(left) + len(right), node)
        return Items([*left, *right]) if kinds[0] is Items else (*left, *right)
    if sign.sign == "*" and Const in kinds:
        listed, count = (left, right) if kinds[1] is Const else (right, left)
        if isinstance(listed, Items | tuple) and type(count.value) is int and not _looks_like_array(m, listed):
            return _repeated(m, listed, count.value, node)
    if kinds == (SetOfItems, SetOfItems):
        if sign.sign == "|":
            return SetOfItems({**left, **right})
        if sign.sign in "&-":
            keep = sign.sign == "&"
            return SetOfItems({key: None for key in left if (key in right) == keep})
    if SetOfItems in kinds or dict in kinds:
        raise not_in_language(
            f"`{sign.sign}` is not read between these.", m.operator_span(node), "Take the entries one by one."
        )
    return None


def _looks_like_array(m: Machine, values: Any) -> bool:
    """`[0]*3` and `[(3, 2)]*3` are lists; `2*[x, y]` and `[0.5, 1]*2` mean a vector, and on paper so does (1, 2)."""
    if len(values) < 2 or any(type(value) in (tuple, str, dict) for value in values):
        return False
    return m.source.on_paper or (type(values) is Items and any(type(v) is not Const or v.value != 0 for v in values))


def _repeated(m: Machine, values: Any, count: int, node: ast.AST) -> Value:
    m.check_container(len(values) * max(count, 0), node)
    m.spend(len(values) * max(count, 0), node)
    return Items(list(values) * count) if isinstance(values, Items) else tuple(values) * count


def _texts(m: Machine, sign: Operator, left: Value, right: Value, node: ast.AST) -> Value:
    if sign.sign == "+" and type(left) is str and type(right) is str:
        return m.check_text(left + right, node)
    if sign.sign == "*":
        text, count = (left, right) if type(left) is str else (right, left)
        if type(count) is Const and type(count.value) is int:
            m.check_characters(len(text) * max(count.value, 0), node)
            return text * count.value
        if type(count) is Number and type(left) is str:
            return Ignored("text")  # a bar of `#` as long as a number
    if sign.sign == "%" and type(left) is str:
        return format_percent(m, left, right, node)
    raise SourceError(
        "not-a-value",
        f"`{sign.sign}` between a text and a number is not read.",
        span=m.operator_span(node),
        hint="Remove the quotation marks, or leave the line out.",
    )
