"""Simplify a formula for showing: constants that are known are worked in, and what multiplies by 1 goes away.

Equal for every number a user would try; where IEEE 754 would see a difference (0 * inf), the shorter one is shown.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from math import isfinite

from .tree import Bin, Call, Neg, Num, Tree, children, fold, rebuilt, same

__all__ = ["simplify"]

ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "**": operator.pow,
}  # fmt: skip
TRUTH: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
LONGEST = 6  # characters: 0.5 is worked out, 1/3 stays a fraction


def simplify(tree: Tree) -> Tree:
    """Apply, from the leaves up, the first rule that applies at each node, again and again until none does."""

    again = True

    def visit(node: Tree, parts: tuple[Tree, ...]) -> Tree:
        nonlocal again
        node = rebuilt(node, parts)
        while children(node) and (shorter := _once(node)) is not None:  # no rule is about a leaf
            node, again = shorter, True
        return node

    while again:
        again = False
        tree = fold(tree, visit)
    return tree


def _once(tree: Tree) -> Tree | None:
    """Apply one rule at the root, or return None. Every rule shrinks the tree or moves a minus sign up, so it ends."""
    match tree:
        case Neg(Num(value)):
            return Num(-value)
        case Neg(Neg(x)):
            return x
        case Neg(Bin("-", x, y)):
            return Bin("-", y, x)
        case Bin(op, Num(x), Num(y)):
            return _worked_out(op, x, y)
        case Bin("*", x, Num(1.0)) | Bin("*", Num(1.0), x) | Bin("/" | "**", x, Num(1.0)):
            return x
        case Bin("*", Num(-1.0), x) | Bin("*", x, Num(-1.0)):
            return Neg(x)
        case Bin("*", _, Num(0.0)) | Bin("*", Num(0.0), _) | Bin("/", Num(0.0), _):
            return Num(0.0)
        case Bin("+", x, Num(0.0)) | Bin("+", Num(0.0), x) | Bin("-", x, Num(0.0)):
            return x
        case Bin("-", Num(0.0), x):
            return Neg(x)
        case Bin("**", _, Num(0.0)):
            return Num(1.0)
        case Bin("+", x, Neg(y)):
            return Bin("-", x, y)
        case Bin("-", x, Neg(y)):
            return Bin("+", x, y)
        case Bin("+" | "-" as op, x, Num(y)) if y < 0:
            return Bin("-" if op == "+" else "+", x, Num(-y))
        case Bin("*" | "/" as op, Neg(x), y) | Bin("*" as op, x, Neg(y)):
            return Neg(Bin(op, x, y))
        case Bin("/", x, Neg(y)):
            return Neg(Bin("/", x, y))
        case Bin("/", Num(x), y) if x < 0:
            return Neg(Bin("/", Num(-x), y))
        case Bin("/", Bin("/", x, y), z) if same(y, z):
            return Bin("/", x, Bin("**", y, Num(2.0)))
        case Bin("*", Num(x), Bin("*", Num(y), z)) if (product := _worked_out("*", x, y)) is not None:
            return Bin("*", product, z)
        case Bin("and", Num(x), y) | Bin("and", y, Num(x)):
            return y if x else Num(0.0)
        case Bin("or", Num(x), y) | Bin("or", y, Num(x)):
            return Num(1.0) if x else y
        case Call("where", (Num(x), yes, no)):
            return yes if x else no
        case Call("where", (_, yes, no)) if same(yes, no):
            return yes
        case Call("where", (x, Call("where", (y, yes, no)), other)) if same(no, other):
            return Call("where", (Bin("and", x, y), yes, no))
        case Call("where", (x, yes, Call("where", (y, alike, no)))) if same(yes, alike):
            return Call("where", (Bin("or", x, y), yes, no))
    return None


def _worked_out(op: str, x: float, y: float) -> Num | None:
    if op in TRUTH:
        return Num(float(TRUTH[op](x, y)))
    if op in ("and", "or"):
        return Num(float(bool(x and y) if op == "and" else bool(x or y)))
    try:
        value = ARITHMETIC[op](x, y)
    except (ArithmeticError, KeyError):
        return None
    if not isinstance(value, float) or not isfinite(value):
        return None
    return Num(value) if len(repr(value).removesuffix(".0").lstrip("-")) <= LONGEST else None
