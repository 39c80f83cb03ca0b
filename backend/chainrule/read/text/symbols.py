"""SymPy: the numbers that a program puts in for its symbols stand above its formulas, as values of free names do."""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping

__all__ = ["symbols_with_values"]

_MAKERS = frozenset({"symbols", "Symbol", "var"})
_FUNCTIONS = frozenset({"lambdify", "Lambda"})
_DEPTH = 20  # formulas named in formulas


def symbols_with_values(statements: list[ast.stmt]) -> list[ast.stmt]:
    """`f.subs({x: 2})`, `f.evalf(subs={x: 2})`: x is 2 from where it becomes a symbol on, and f is asked for.

    `lambdify` and `Lambda` become lambdas. Where a program puts in two numbers for one symbol, it stays as it is.
    """
    if not _symbols(statements):
        return statements
    try:  # a formula of very many terms is deeper than Python follows
        return _with_values(copy.deepcopy(statements)) or statements
    except RecursionError:
        return statements


def _with_values(statements: list[ast.stmt]) -> list[ast.stmt] | None:
    """Return the same, in place; None: nothing is put in, or two numbers for one symbol."""
    symbols = _symbols(statements)
    formulas = {
        statement.targets[0].id: statement.value
        for statement in statements
        if isinstance(statement, ast.Assign)
        and len(statement.targets) == 1
        and isinstance(statement.targets[0], ast.Name)
    }
    rewriter = _SymbolRewriter(symbols, formulas)
    result = [rewriter.visit(statement) for statement in statements]
    if rewriter.failed or (not rewriter.values and not rewriter.changed):
        return None
    used = {node.id for each in result for node in _loaded(each)}
    places = {id(statement) for statement in symbols.values()}
    return [
        each
        for statement in result
        for each in (_made_anew(statement, symbols, rewriter.values, used) if id(statement) in places else [statement])
    ]


def _loaded(statement: ast.stmt) -> list[ast.Name]:
    """Return the names that a statement reads, parameters of lambdas aside."""
    inside = {
        id(node)
        for each in ast.walk(statement)
        if isinstance(each, ast.Lambda)
        for node in ast.walk(each.body)
        if isinstance(node, ast.Name) and node.id in {arg.arg for arg in each.args.args}
    }
    names = [node for node in ast.walk(statement) if isinstance(node, ast.Name) and id(node) not in inside]
    return [node for node in names if isinstance(node.ctx, ast.Load)]


def _made_anew(
    statement: ast.stmt, makers: Mapping[str, ast.stmt], values: Mapping[str, ast.expr], used: set[str]
) -> list[ast.stmt]:
    """Return a statement for each symbol that a statement makes: with its number, or free while anything reads it."""
    assert isinstance(statement, ast.Assign)
    assert isinstance(statement.value, ast.Call)
    names = [name for name, maker in makers.items() if maker is statement]
    if all(name in used and name not in values for name in names):
        return [statement]
    parts: list[ast.stmt] = []
    for name in names:
        if name not in values and name not in used:
            continue
        value = values.get(name)
        if value is None:
            value = ast.copy_location(ast.Call(statement.value.func, [ast.Constant(name)], []), statement.value)
        target = ast.copy_location(ast.Name(name, ast.Store()), statement.targets[0])
        parts.append(ast.fix_missing_locations(ast.copy_location(ast.Assign([target], value), statement)))
    return parts


def _symbols(statements: list[ast.stmt]) -> dict[str, ast.stmt]:
    """Return the names that stand for symbols, and the statement that makes each."""
    makers: dict[str, ast.stmt] = {}
    for statement in statements:
        value = statement.value if isinstance(statement, ast.Assign) else None
        if isinstance(statement, ast.Assign) and isinstance(value, ast.Call) and _name(value.func) in _MAKERS:
            for target in statement.targets:
                for node in ast.walk(target):
                    if isinstance(node, ast.Name):
                        makers[node.id] = statement
    return makers


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return function.attr if function.value.id in ("sp", "sym", "sympy", "smp") else ""
    return function.id if isinstance(function, ast.Name) else ""


class _SymbolRewriter(ast.NodeTransformer):
    def __init__(self, makers: Mapping[str, ast.stmt], formulas: Mapping[str, ast.expr]) -> None:
        self.makers = makers
        self.formulas = formulas
        self.values: dict[str, ast.expr] = {}
        self.changed = False
        self.failed = False

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        function = node.func
        if isinstance(function, ast.Attribute) and function.attr == "subs":
            return self._substituted(function.value, _pairs(node.args))
        if isinstance(function, ast.Attribute) and function.attr in ("evalf", "n") and node.keywords:
            value = next((each.value for each in node.keywords if each.arg == "subs"), None)
            return node if value is None else self._substituted(function.value, _pairs([value]))
        if isinstance(function, ast.Attribute) and function.attr == "doit" and not node.args:
            return function.value
        if _name(function) == "Derivative":
            self.changed = True
            return ast.copy_location(
                ast.Call(ast.copy_location(ast.Name("diff", ast.Load()), node), node.args, []), node
            )
        if _name(function) in _FUNCTIONS and len(node.args) >= 2:
            return self._function(node)
        return node

    def _substituted(self, formula: ast.expr, pairs: list[tuple[ast.expr, ast.expr]] | None) -> ast.expr:
        self.failed = self.failed or pairs is None
        for name, value in pairs or []:
            if not isinstance(name, ast.Name) or name.id not in self.makers or not _is_number(value):
                self.failed = True
                continue
            earlier = self.values.setdefault(name.id, value)
            self.failed = self.failed or ast.dump(earlier) != ast.dump(value)
        return formula

    def _function(self, node: ast.Call) -> ast.expr:
        """Return a lambda of the formula, in which formulas that have names are written out: they hold the symbols."""
        first = node.args[0]
        names = first.elts if isinstance(first, ast.Tuple | ast.List) else [first]
        parameters = [each.id for each in names if isinstance(each, ast.Name)]
        if len(parameters) < len(names):
            return node
        body: ast.expr = node.args[1]
        for _ in range(_DEPTH):
            if not any(isinstance(each, ast.Name) and each.id in self._inner() for each in ast.walk(body)):
                break
            body = _SymPyRewriter(self._inner()).visit(copy.deepcopy(body))
        else:
            return node
        self.changed = True
        arguments = ast.arguments([], [ast.arg(name) for name in parameters], None, [], [], None, [])
        return ast.fix_missing_locations(ast.copy_location(ast.Lambda(arguments, body), node))

    def _inner(self) -> dict[str, ast.expr]:
        return {name: value for name, value in self.formulas.items() if name not in self.makers}


class _SymPyRewriter(ast.NodeTransformer):
    def __init__(self, formulas: Mapping[str, ast.expr]) -> None:
        self.formulas = formulas

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return copy.deepcopy(self.formulas[node.id]) if node.id in self.formulas else node


def _pairs(args: list[ast.expr]) -> list[tuple[ast.expr, ast.expr]] | None:
    """Return pairs (replaced, replacement) from `{x: 2}`, `[(x, 2), (y, 3)]` or `x, 2`; None for other forms."""
    if len(args) == 2:
        return [(args[0], args[1])]
    if len(args) == 1 and isinstance(args[0], ast.Dict):
        keys = args[0].keys
        return None if None in keys else [(key, value) for key, value in zip(keys, args[0].values, strict=True) if key]
    if len(args) == 1 and isinstance(args[0], ast.List | ast.Tuple):
        parts = [part.elts for part in args[0].elts if isinstance(part, ast.Tuple | ast.List)]
        if len(parts) == len(args[0].elts) and all(len(part) == 2 for part in parts):
            return [(part[0], part[1]) for part in parts]
    return None


def _is_number(value: ast.expr) -> bool:
    return all(
        isinstance(node, ast.Constant | ast.BinOp | ast.UnaryOp | ast.operator | ast.unaryop)
        for node in ast.walk(value)
    )
