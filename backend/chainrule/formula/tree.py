"""The expression tree and the one walk over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

__all__ = [
    "Bin",
    "Call",
    "Neg",
    "Num",
    "NumberPlace",
    "Tree",
    "Var",
    "children",
    "fold",
    "names",
    "rebuilt",
    "same",
    "substitute",
]


@dataclass(frozen=True, slots=True)
class Num:
    """A number of a formula."""

    value: float


@dataclass(frozen=True, slots=True)
class Var:
    """A name of a formula."""

    name: str


@dataclass(frozen=True, slots=True)
class NumberPlace:
    """A number of the trace: `key` says where it lives ("e3.local"), `text` is how it reads now."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Neg:
    """Minus a part of a formula."""

    part: Tree


@dataclass(frozen=True, slots=True)
class Bin:
    """`op` is one of + - * / ** @ < <= > >= == != and or."""

    op: str
    left: Tree
    right: Tree


@dataclass(frozen=True, slots=True)
class Call:
    """f(parts), the last `len(keys)` ones keyword arguments. "T" transposes, "[]" indexes, ".x" reads, "" lists."""

    name: str
    parts: tuple[Tree, ...]
    keys: tuple[str, ...] = ()


Tree: TypeAlias = Num | Var | NumberPlace | Neg | Bin | Call
R = TypeVar("R")


def children(tree: Tree) -> tuple[Tree, ...]:
    """Return the parts of a tree from left to right; () of a leaf."""
    match tree:
        case Call():
            return tree.parts
        case Bin():
            return (tree.left, tree.right)
        case Neg():
            return (tree.part,)
        case _:
            return ()


def rebuilt(tree: Tree, parts: tuple[Tree, ...]) -> Tree:
    """Return the same node over other children, itself where they are its own."""
    match tree:
        case Call():
            return Call(tree.name, parts, tree.keys)
        case Bin():
            left, right = parts
            return tree if left is tree.left and right is tree.right else Bin(tree.op, left, right)
        case Neg():
            return Neg(*parts)
        case _:
            return tree


def fold(tree: Tree, visit: Callable[[Tree, tuple[R, ...]], R]) -> R:
    """`visit(node, results of its children)`, from the leaves up, without recursion."""
    waiting: list[tuple[Tree, tuple[Tree, ...] | None]] = [(tree, None)]
    done: list[R] = []
    while waiting:
        node, below = waiting.pop()
        if below is None:
            below = children(node)
            if below:
                waiting.append((node, below))
                waiting.extend([(child, None) for child in reversed(below)])
            else:  # most nodes are leaves
                done.append(visit(node, ()))
        else:
            first = len(done) - len(below)
            done[first:] = [visit(node, tuple(done[first:]))]
    return done[0]


def same(left: Tree, right: Tree) -> bool:
    """Return whether two trees are equal, without the recursion that == on the dataclasses would need."""
    waiting = [(left, right)]
    while waiting:
        x, y = waiting.pop()
        if x is y:
            continue
        below = children(x)
        if type(x) is not type(y) or len(below) != len(children(y)):
            return False
        if below:
            if (
                rebuilt(x, ()) != rebuilt(y, ())
                if isinstance(x, Call)
                else isinstance(x, Bin) and x.op != getattr(y, "op", "")
            ):
                return False
            waiting.extend(zip(below, children(y), strict=True))
        elif x != y:
            return False
    return True


def substitute(tree: Tree, trees_by_name: Mapping[str, Tree]) -> Tree:
    """Return the tree with each variable of `trees_by_name` replaced."""

    def visit(node: Tree, parts: tuple[Tree, ...]) -> Tree:
        if isinstance(node, Var):
            return trees_by_name.get(node.name, node)
        return rebuilt(node, parts)

    return fold(tree, visit)


def names(tree: Tree) -> frozenset[str]:
    """Return the variables a formula speaks of."""

    def visit(node: Tree, parts: tuple[frozenset[str], ...]) -> frozenset[str]:
        return frozenset((node.name,)) if isinstance(node, Var) else frozenset().union(*parts)

    return fold(tree, visit)
