"""Statements of Python that say in another way what plainer ones say: `match`, generators, `x = y = 1`, `x is 2`."""

from __future__ import annotations

import ast
import copy

__all__ = ["rewritten"]

_LIST = "yielded"


def rewritten(statements: list[ast.stmt]) -> list[ast.stmt]:
    """`match` as `if`, a generator as a function that returns a list, numbers for several names one by one.

    What has no plainer form stays, and is refused by name where it is read.
    """
    rewriter = _SyntaxRewriter()
    try:  # a formula of very many terms is deeper than Python follows
        return [each for statement in copy.deepcopy(statements) for each in _listed(rewriter.visit(statement))]
    except RecursionError:
        return statements


def _listed(result: ast.AST | list[ast.stmt]) -> list[ast.stmt]:
    if isinstance(result, list):
        return result
    assert isinstance(result, ast.stmt)
    return [result]


class _SyntaxRewriter(ast.NodeTransformer):
    def visit_Assign(self, node: ast.Assign) -> ast.AST | list[ast.stmt]:
        """`x = y = 1` gives two variables their value, not two names to one."""
        several = len(node.targets) > 1 and all(isinstance(target, ast.Name) for target in node.targets)
        if not several or not _is_number(node.value):
            return node
        return [ast.copy_location(ast.Assign([target], node.value), node) for target in node.targets]

    def visit_Expr(self, node: ast.Expr) -> ast.AST | list[ast.stmt]:
        """`x is 2 and y is 3` on a line of its own, where Python would do nothing, says values."""
        self.generic_visit(node)
        both = isinstance(node.value, ast.BoolOp) and isinstance(node.value.op, ast.And)
        parts = node.value.values if isinstance(node.value, ast.BoolOp) and both else [node.value]
        stated = [part for part in parts if isinstance(part, ast.Compare) and isinstance(part.left, ast.Name)]
        if len(stated) < len(parts) or not all(
            len(part.ops) == 1 and isinstance(part.ops[0], ast.Is) and _is_number(part.comparators[0])
            for part in stated
        ):
            return node
        return [
            ast.copy_location(ast.Assign([ast.Name(part.left.id, ast.Store())], part.comparators[0]), node)
            for part in stated
            if isinstance(part.left, ast.Name)
        ]

    def visit_Match(self, node: ast.Match) -> ast.AST:
        self.generic_visit(node)
        otherwise: list[ast.stmt] = []
        for case in reversed(node.cases):
            test = _test(case.pattern, node.subject)
            name = case.pattern.name if isinstance(case.pattern, ast.MatchAs) else None
            if test is None or (name is not None and case.guard is not None):
                return node
            body = list(case.body)
            if name is not None:
                body.insert(0, ast.Assign([ast.Name(name, ast.Store())], node.subject))
            if case.guard is not None:
                test = ast.BoolOp(ast.And(), [test, case.guard])
            if isinstance(test, ast.Constant):
                otherwise = body
            else:
                otherwise = [ast.copy_location(ast.If(test, body, otherwise), case.body[0])]
        if len(otherwise) != 1:
            otherwise = [ast.If(ast.Constant(True), otherwise, [])]
        return ast.fix_missing_locations(ast.copy_location(otherwise[0], node))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        inner = [each for each in ast.walk(node) if isinstance(each, ast.FunctionDef | ast.Lambda) and each is not node]
        yields = [each for each in ast.walk(node) if isinstance(each, ast.Yield)]
        plain = {
            id(each.value)
            for each in ast.walk(node)
            if isinstance(each, ast.Expr) and isinstance(each.value, ast.Yield) and each.value.value is not None
        }
        endless = any(isinstance(each, ast.While) and isinstance(each.test, ast.Constant) for each in ast.walk(node))
        names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
        self.generic_visit(node)
        if not yields or inner or endless or _LIST in names or any(id(each) not in plain for each in yields):
            return node
        body = [_Appends().visit(statement) for statement in node.body]
        start = ast.copy_location(ast.Assign([ast.Name(_LIST, ast.Store())], ast.List([], ast.Load())), node.body[0])
        end = ast.copy_location(ast.Return(ast.Name(_LIST, ast.Load())), node.body[-1])
        node.body = [start, *body, end]
        return ast.fix_missing_locations(node)


class _Appends(ast.NodeTransformer):
    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        if not isinstance(node.value, ast.Yield) or node.value.value is None:
            return node
        append = ast.Attribute(ast.Name(_LIST, ast.Load()), "append", ast.Load())
        call = ast.Call(append, [node.value.value], [])
        return ast.fix_missing_locations(ast.copy_location(ast.Expr(ast.copy_location(call, node.value)), node))

    def visit_Return(self, node: ast.Return) -> ast.AST:
        return ast.copy_location(ast.Return(ast.Name(_LIST, ast.Load())), node)


def _test(pattern: ast.pattern, subject: ast.expr) -> ast.expr | None:
    """Return an expression that tests whether `subject` has this form; None if there is no such expression."""
    if isinstance(pattern, ast.MatchValue):
        return ast.Compare(subject, [ast.Eq()], [pattern.value])
    if isinstance(pattern, ast.MatchSingleton):
        return ast.Compare(subject, [ast.Is()], [ast.Constant(pattern.value)])
    if isinstance(pattern, ast.MatchOr):
        tests = [_test(each, subject) for each in pattern.patterns]
        return None if None in tests else ast.BoolOp(ast.Or(), [test for test in tests if test is not None])
    if isinstance(pattern, ast.MatchAs) and pattern.pattern is None:
        return ast.Constant(True)
    return None


def _is_number(value: ast.expr) -> bool:
    if isinstance(value, ast.UnaryOp):
        value = value.operand
    return isinstance(value, ast.Constant) and type(value.value) in (int, float)
