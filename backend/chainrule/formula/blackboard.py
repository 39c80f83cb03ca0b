"""Rules of gates as a blackboard has them: g bᵀ and not `outer(g, b)`; what code does to shapes is said in words.

A part in words is a call whose name is the sentence, with a place for each part: "{0}, copied to every place".
"""

from __future__ import annotations

from ..sentences import sentence, tr
from .matrix_letters import matrix_letters
from .printer import constant_text
from .tree import Bin, Call, Num, Tree, Var, fold, rebuilt

__all__ = ["blackboard"]

COPIED = sentence("{0}, copied to every place")
RESHAPED = sentence("{0} in its own shape")
SHARED = sentence("{0} in equal shares")
SUMMED_ON = sentence("{0}, summed from each entry to the last")
UNSORTED = sentence("{0}, each entry back at its place")
SUMMED = sentence("{0} summed over all entries")
SUMMED_AXIS = sentence("{0} summed over axis {1}")
SUMMED_AXES = sentence("{0} summed over axes {1}")
SIZES = ("broadcast_to", "expand_dims", "reshape")  # of an array; its entries stay what they are


def blackboard(tree: Tree) -> Tree:
    """Return a rule of the table without the parts that only code needs."""
    return _outside_in_words(matrix_letters(fold(tree, _in_mathematics)))


def _in_mathematics(node: Tree, parts: tuple[Tree, ...]) -> Tree:
    """Return a part without sizes inside a product, an index and a tie as a matter of cases."""
    match rebuilt(node, parts):
        case Bin("/", Bin("*", gradient, Bin("==") as condition), Call("sum", (Bin("=="), *_))):
            return Call("where", (condition, Call(SHARED, (gradient,)), Num(0.0)))
        case Bin(op, left, right):
            return Bin(op, _without_sizes(left), _without_sizes(right))
        case Call("flip", (Call("cumsum", (Call("flip", (summed, *_)), *_)), *_)):
            return Call(SUMMED_ON, (summed,))
        case Call("finite", (x,)):  # a guard of the computation: infinity times 0 is 0 there
            return x
        case Call("gather", (gradient, Call("argsort", (Call("argsort"), *_)), *_)):
            return Call(UNSORTED, (gradient,))
        case Call(name, inside, (*keys, "keepdims")):
            return Call(name, inside[:-1], tuple(keys))
        case Call("add", (Call("[]", (Call(".at"), *index)), gradient)):
            return Call("where", (_at(index), gradient, Num(0.0)))
        case Call("set", (Call("[]", (Call(".at", (kept,)), *index)), written)):
            return Call("where", (_at(index), written, kept))
        case other:
            return other


def _at(index: list[Tree]) -> Tree:
    """Return the condition that an entry is one of those between the brackets."""
    match index:
        case [Var(words)]:
            return Var(tr("index {0}", words))
    return Call("[]", (Var("index"), *index))


def _without_sizes(tree: Tree) -> Tree:
    while isinstance(tree, Call) and (tree.name in SIZES or _is_widened(tree)):
        tree = tree.parts[0]
    return tree


def _is_widened(tree: Call) -> bool:
    """Return whether a part only gets more axes, as g[..., None]."""
    match tree:
        case Call("[]", (_, Var(index))):
            return {*index.split(", ")} <= {"...", ":", "None"}
    return False


def _outside_in_words(tree: Tree) -> Tree:
    """Return the tree with what is done to the whole of it in words."""
    phrases: list[tuple[str, tuple[Tree, ...]]] = []
    while isinstance(tree, Call) and tree.parts:
        match tree:
            case Call("broadcast_to", (inside, *_)):
                phrases.append((COPIED, ()))
            case Call("reshape", (inside, *_)):
                phrases.append((RESHAPED, ()))
            case Call("expand_dims", (inside, *_)):
                pass
            case Call("sum", (inside,)):
                phrases.append((SUMMED, ()))
            case Call("sum", (inside, Call("", axes)), ("axis",)):
                numbers = [constant_text(axis.value) for axis in axes if isinstance(axis, Num)]
                phrases.append((SUMMED_AXES, (Var(", ".join(numbers)),)))
            case Call("sum", (inside, axis), ("axis",)):
                phrases.append((SUMMED_AXIS, (axis,)))
            case _:
                break
        tree = inside
    if len(phrases) > 1 or (phrases and isinstance(tree, Call) and "{0}" in tree.name):  # the words before say it
        phrases = [phrase for phrase in phrases if phrase[0] != RESHAPED]
    for words, more in reversed(phrases):
        tree = Call(words, (tree, *more))
    return tree
