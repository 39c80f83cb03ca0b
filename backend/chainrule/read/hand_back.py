"""Upstream times local, as a formula: the term that a gate hands back, with what is known of it worked in."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import lru_cache

from ..formula import Bin, Call, FormulaError, Neg, Num, Tree, Var, fold, parse, simplify, substitute

__all__ = ["hand_back"]

UPSTREAM = Var("g")
OPERATORS: Mapping[str, type[ast.operator]] = {
    "+": ast.Add, "-": ast.Sub, "*": ast.Mult, "/": ast.Div, "**": ast.Pow, "@": ast.MatMult,
}  # fmt: skip
COMPARISONS: Mapping[str, type[ast.cmpop]] = {
    "<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE, "==": ast.Eq, "!=": ast.NotEq,
}  # fmt: skip


@lru_cache(maxsize=2048)
def hand_back(local: str, pairs: tuple[tuple[str, float], ...] = ()) -> str | None:
    """`g * local` in the language of programs; None where nothing is handed back.

    A slope with cases chooses between gradients instead of multiplying by 0 and 1: `where(a > 0, g, 0)`.

    Args:
        local: a local gradient, as a row of the op table or a function has it.
        pairs: arguments that are constants, and their values.
    """
    try:
        tree = parse(local)
        if pairs:
            tree = simplify(substitute(tree, {name: Num(value) for name, value in pairs}))
        if tree == Num(0.0):
            return None
        return ast.unparse(ast.fix_missing_locations(fold(_times(tree), _python_expression)))
    except (FormulaError, KeyError):
        return f"g * ({local})"


def _times(slope: Tree) -> Tree:
    """g * slope. The formulas are our own: their cases nest a few deep."""
    match slope:
        case Call("where", (condition, yes, no), ()):
            return Call("where", (condition, _times(yes), _times(no)))
        case Num(0.0):
            return slope
        case Num(1.0):
            return UPSTREAM
        case Num(-1.0) | Neg(Num(1.0)):
            return Neg(UPSTREAM)
        case Neg(part) if not isinstance(part, Bin):
            return Neg(Bin("*", UPSTREAM, part))
        case _:
            return Bin("*", UPSTREAM, slope)


def _python_expression(tree: Tree, parts: tuple[ast.expr, ...]) -> ast.expr:
    match tree:
        case Num(value):
            return ast.Constant(int(value) if value == int(value) else value)
        case Var(name) if name.isidentifier():
            return ast.Name(name, ast.Load())
        case Neg():
            return ast.UnaryOp(ast.USub(), *parts)
        case Bin(op) if op in COMPARISONS:
            return ast.Compare(parts[0], [COMPARISONS[op]()], [parts[1]])
        case Bin(op):
            return ast.BinOp(parts[0], OPERATORS[op](), parts[1])
        case Call(name, _, ()) if name.isidentifier():
            return ast.Call(ast.Name(name, ast.Load()), list(parts), [])
    raise FormulaError(f"{tree} cannot be written as a program")
