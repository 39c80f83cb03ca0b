"""Comparisons, `and`, `or` and `a if test else b` as instructions."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..errors import LimitError
from .comparisons import compare
from .compile import CompiledCode, JumpLabel, Part, step
from .machine import WHERE
from .values import (
    Number,
    NumberComparison,
    Stack,
    Value,
)

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["boolean_parts", "compare_parts", "conditional_parts", "jump", "jump_if_false"]


def _compare_step(m: Machine, stack: Stack, argument: Any, node: Any) -> None:
    """Compare along a chain; the masks of numbers are multiplied."""
    limit = m.limits.sign_run
    if len(node.ops) > limit:
        raise LimitError("sign_run", limit, "More comparisons are chained than that", span=m.span(node))
    operands = stack[-len(node.ops) - 1 :]
    del stack[-len(node.ops) - 1 :]
    result: Value = True
    for index, sign in enumerate(node.ops):
        part = compare(m, type(sign), operands[index], operands[index + 1], node)
        if part is False:
            result = False
            break
        if part is True:
            continue
        if result is True:
            result = part
        else:
            masks = m.node(result, node), m.node(part, node)
            result = Number(m.builder.emit("logical_and", masks, None, m.span(node)), "bool")
    stack.append(result)


def compare_parts(code: CompiledCode, node: ast.Compare) -> Iterable[Part]:
    """Compile a comparison, also a chain such as `0 < x < 1`."""
    return [node.left, *node.comparators, step(_compare_step, None, node)]


def _jump_if_false_or_pop(m: Machine, stack: Stack, label: JumpLabel, node: ast.AST) -> int | None:
    if m.truth(stack[-1], node):
        stack.pop()
        return None
    return label.position


def _jump_if_true_or_pop(m: Machine, stack: Stack, label: JumpLabel, node: ast.AST) -> int | None:
    if m.truth(stack[-1], node):
        return label.position
    stack.pop()
    return None


def boolean_parts(code: CompiledCode, node: ast.BoolOp) -> Iterable[Part]:
    """Compile `and` and `or`, which leave off as soon as it is decided."""
    leap = _jump_if_false_or_pop if isinstance(node.op, ast.And) else _jump_if_true_or_pop
    end = JumpLabel()
    parts: list[Part] = []
    for value in node.values[:-1]:
        parts += [value, step(leap, end, value)]
    return [*parts, node.values[-1], end]


def jump(m: Machine, stack: Stack, label: JumpLabel, node: ast.AST) -> int:
    """Go on at a label."""
    return label.position


def jump_if_false(m: Machine, stack: Stack, label: JumpLabel, node: ast.AST) -> int | None:
    """Go on at a label where the value on top of the stack is false."""
    return None if m.truth(stack.pop(), node) else label.position


def _choose_both(m: Machine, stack: Stack, labels: tuple[JumpLabel, JumpLabel], node: ast.AST) -> int | None:
    """`a if x > 0 else b` of plain formulas is a gate that chooses; both sides are read."""
    otherwise, both = labels
    test = stack[-1]
    if type(test) is NumberComparison and not m.builder.shape(test.left) and not m.builder.shape(test.right):
        return both.position
    return None if m.truth(stack.pop(), node) else otherwise.position


def _select(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    no, yes, test = stack.pop(), stack.pop(), stack.pop()
    branches = m.node(yes, node), m.node(no, node)
    stack.append(Number(m.builder.emit(WHERE[test.op], (test.left, test.right, *branches), None, m.span(node))))


def conditional_parts(code: CompiledCode, node: ast.IfExp) -> Iterable[Part]:
    """Compile `a if test else b`: a branch, or one `where` of two plain formulas."""
    otherwise, both, end = JumpLabel(), JumpLabel(), JumpLabel()
    if not (_plain_formula(node.body) and _plain_formula(node.orelse)):
        return [
            node.test, step(jump_if_false, otherwise, node.test), node.body, step(jump, end, node),
            otherwise, node.orelse, end,
        ]  # fmt: skip
    return [
        node.test, step(_choose_both, (otherwise, both), node.test), node.body, step(jump, end, node),
        otherwise, node.orelse, step(jump, end, node),
        both, node.body, node.orelse, step(_select, None, node), end,
    ]  # fmt: skip


PLAIN = (ast.BinOp, ast.UnaryOp, ast.Name, ast.Constant, ast.operator, ast.unaryop, ast.expr_context)


def _plain_formula(node: ast.expr) -> bool:
    """Names, numbers and operators alone, so that reading the side that is not taken does no harm."""
    parts = list(ast.walk(node))
    return (
        len(parts) < 60
        and all(isinstance(part, PLAIN) for part in parts)
        and not any(isinstance(part, ast.Constant) and not isinstance(part.value, int | float) for part in parts)
        and not any(isinstance(part, ast.Constant) and isinstance(part.value, bool) for part in parts)
    )
