"""Rules of matrix gates as a blackboard has them: `outer(g, b)` is g bᵀ, `swapaxes(b, -1, -2)` is bᵀ."""

from __future__ import annotations

from .tree import Bin, Call, Neg, Num, Tree, fold, rebuilt

__all__ = ["matrix_letters"]


def matrix_letters(tree: Tree) -> Tree:
    """Return a rule, whose outer products are of vectors, with products and transposes in place of calls."""
    return fold(tree, _in_letters)


def _in_letters(node: Tree, parts: tuple[Tree, ...]) -> Tree:
    match rebuilt(node, parts):
        case Call("outer", (x, y)):
            return Neg(Bin("@", x.part, Call("T", (y,)))) if isinstance(x, Neg) else Bin("@", x, Call("T", (y,)))
        case Call("swapaxes", (x, first, second)) if {_number(first), _number(second)} == {-1.0, -2.0}:
            return Call("T", (x,))
        case Call(("matmul" | "dot"), (x, y)):
            return Bin("@", x, y)
        case other:
            return other


def _number(tree: Tree) -> float | None:
    """Return the number that a part is, with its sign."""
    match tree:
        case Num(value):
            return value
        case Neg(Num(value)):
            return -value
    return None
