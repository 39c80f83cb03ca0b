"""What can be said of a Python text without running it, and the hooks that are put into one before it runs."""

from __future__ import annotations

import ast
import symtable
from functools import lru_cache
from typing import Any

__all__ = ["NoAnswer", "bound_once", "changes_entries", "free_names", "instrumented", "set_at_the_top"]

QUIET = ("print", "assert", "backward", "zero_grad", "step", "show", "plot", "seed", "manual_seed", "train", "eval")


class NoAnswer(Exception):
    """The oracle could not run a row: a fault of the table, or of the values that the trace offered."""


@lru_cache(maxsize=4096)
def instrumented(text: str, given: tuple[str, ...]) -> tuple[Any, str]:
    """The code with its hooks, and the expression that the program computes last."""
    try:
        tree = ast.parse(text)
    except SyntaxError as problem:
        raise NoAnswer(f"not Python: {problem}") from problem
    last = _last(tree.body) or "None"
    known = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    known |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)} | set(given)
    body: list[ast.stmt] = []
    final = tree.body[-1] if tree.body else None
    for statement in tree.body:
        if isinstance(statement, ast.AnnAssign) and statement.value is not None:
            statement = ast.copy_location(ast.Assign([statement.target], statement.value), statement)
        after: list[ast.stmt] = []
        if isinstance(statement, ast.Assign):
            names = [target.id for target in statement.targets if isinstance(target, ast.Name)]
            target, value = statement.targets[0], statement.value
            if names:
                statement.value = _hook(names[0], value, known)
            elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
                value.elts = [
                    _hook(left.id, right, known) if isinstance(left, ast.Name) else right
                    for left, right in zip(target.elts, value.elts, strict=True)
                ]
            elif isinstance(target, ast.Tuple | ast.List):
                for part in target.elts:
                    if isinstance(part, ast.Name):
                        load = ast.Name(part.id, ast.Load())
                        after.append(ast.Assign([ast.Name(part.id, ast.Store())], _hook(part.id, load, known)))
        if statement is final and isinstance(statement, ast.Expr) and last == "__last__":
            statement = ast.Assign([ast.Name("__last__", ast.Store())], statement.value)
        body += [statement, *after]
    module = ast.fix_missing_locations(ast.Module(body, []))
    return compile(module, "<pasted>", "exec"), last


def _hook(name: str, value: ast.expr, known: set[str]) -> ast.expr:
    loads = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
    return ast.Call(ast.Name("__bind__", ast.Load()), [ast.Constant(name), value, ast.Constant(not loads & known)], [])


def _last(body: list[ast.stmt]) -> str | None:
    """What the program computes last: `__last__` for an expression, else the name that is assigned last."""
    for statement in reversed(body):
        if isinstance(statement, ast.Expr):
            call = statement.value
            if isinstance(call, ast.Constant):
                continue
            if isinstance(call, ast.Call):
                function = call.func
                name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
                if name in QUIET:
                    continue
            return "__last__" if statement is body[-1] else ast.unparse(call)
        if isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign):
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            if isinstance(target, ast.Tuple | ast.List):
                target = target.elts[0]
            while isinstance(target, ast.Subscript | ast.Starred):
                target = target.value
            return ast.unparse(target)
        if isinstance(statement, ast.For | ast.While | ast.With | ast.If):
            inner = _last([*statement.body])
            if inner is not None:
                return inner
    return None


def free_names(text: str) -> set[str]:
    """The names that a Python text takes from outside: loaded, and set nowhere at its top."""
    try:
        top = symtable.symtable(text, "<pasted>", "exec")
    except SyntaxError:
        return set()
    loaded, tables = set(), [top]
    while tables:
        table = tables.pop()
        tables += table.get_children()
        loaded |= {
            symbol.get_name()
            for symbol in table.get_symbols()
            if symbol.is_referenced() and (table is top or symbol.is_global())
        }
    outside = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    return loaded - outside


def bound_once(text: str) -> set[str]:
    """The names that a Python text binds exactly once, outside every loop and function."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return set()
    count: dict[str, int] = {}
    for statement in tree.body:
        nested = isinstance(statement, ast.For | ast.While | ast.FunctionDef | ast.ClassDef)
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                count[node.id] = count.get(node.id, 0) + (2 if nested else 1)
            elif isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
                base: ast.expr = node
                while isinstance(base, ast.Subscript | ast.Attribute):
                    base = base.value
                if isinstance(base, ast.Name):
                    count[base.id] = count.get(base.id, 0) + 2
    return {name for name, times in count.items() if times == 1}


@lru_cache(maxsize=4096)
def changes_entries(text: str) -> bool:
    """Whether a text changes arrays in place: `a[i] = ...`, `a += ...`."""
    return any(
        isinstance(node, ast.AugAssign) or (isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store))
        for node in ast.walk(ast.parse(text))
    )


@lru_cache(maxsize=4096)
def set_at_the_top(text: str) -> frozenset[str]:
    """The names that a text binds at its top."""
    top = symtable.symtable(text, "<pasted>", "exec")
    return frozenset(symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned())
