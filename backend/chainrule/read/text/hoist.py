"""Values that stand below the formula they are for: lines of constants move above the line that reads them first."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

__all__ = ["values_first"]

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def values_first(statements: list[ast.stmt], values: Collection[str]) -> list[ast.stmt]:
    """`y = w*x` before `w = 0.5`: Python would not know `w`, so its value is meant to hold above.

    Names that have a value already, `values`, are known: a line below that sets one changes it there.
    """
    if len(statements) < 2:
        return statements
    constant = [_is_constant(statement) for statement in statements]
    if all(constant) or not any(constant[constant.index(False) :]):
        return statements
    read: set[str] = set()
    known_names = set(values)
    moved: list[int] = []
    for i, statement in enumerate(statements):
        if constant[i]:
            names = set(_bound(statement))
            if names <= read - known_names:
                moved.append(i)
            known_names |= names
            continue
        for node in _outside_functions(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in known_names:
                read.add(node.id)
        known_names.update(_bound(statement))
    if not moved:
        return statements
    chosen = set(moved)
    return [statements[i] for i in moved] + [each for i, each in enumerate(statements) if i not in chosen]


def _is_constant(statement: ast.stmt) -> bool:
    """name = number, or a list of them."""
    if not isinstance(statement, ast.Assign) or not all(isinstance(target, ast.Name) for target in statement.targets):
        return False
    value = statement.value
    if isinstance(value, ast.Call) and len(value.args) == 1 and not value.keywords:  # np.array([1, 2])
        value = value.args[0]
        if isinstance(value, ast.Constant):
            return False
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Constant):
            continue
        if isinstance(node, ast.BinOp):
            waiting += (node.left, node.right)
        elif isinstance(node, ast.UnaryOp):
            waiting.append(node.operand)
        elif isinstance(node, ast.List | ast.Tuple):
            waiting += node.elts
        else:
            return False
    return True


def _bound(statement: ast.stmt) -> Iterator[str]:
    for node in _outside_functions(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name


def _outside_functions(statement: ast.stmt) -> Iterator[ast.AST]:
    """The nodes of a statement, bodies of functions left out: what they read, they read when they are called."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, _SCOPES):
            waiting.extend(ast.iter_child_nodes(node))
