"""Rules of gates as a blackboard has them: g bᵀ and not `outer(g, b)`; what code does to shapes is said in words.

A part in words is a call whose name is the sentence, with a place for each part: "{0}, copied to every place".
"""

from __future__ import annotations

import re

from ..sentences import sentence, tr
from .matrix_letters import matrix_letters
from .printer import constant_text
from .tree import Bin, Call, Num, Tree, Var, fold, rebuilt

__all__ = ["blackboard", "equation_on_blackboard"]

COPIED = sentence("{0}, copied to every place")
RESHAPED = sentence("{0} in its own shape")
SHARED = sentence("{0} in equal shares")
SUMMED_ON = sentence("{0}, summed from each entry to the last")
UNSORTED = sentence("{0}, each entry back at its place")
SUMMED = sentence("{0} summed over all entries")
SUMMED_AXIS = sentence("{0} summed over axis {1}")
SUMMED_AXES = sentence("{0} summed over axes {1}")
SUMMED_OVER = sentence("{0}, summed over {1}")
SPREAD = sentence("each entry of {0} times {1}, added up where its window was")
MET = sentence("each window of {0} times its entry of {1}, added up")
AVERAGED = sentence("{0}, shared equally by the entries of each window")
AT_INDEX = (
    sentence("{0} at index {1}, otherwise 0"),
    sentence("{0} at index {1} to {2}, otherwise 0"),
    sentence("{0} at index {1} of axis {2}, otherwise 0"),
    sentence("{0} at index {1} to {2} of axis {3}, otherwise 0"),
)
INDEX_OF = (
    sentence("index {1} of {0}"),
    sentence("index {1} to {2} of {0}"),
    sentence("index {1} along axis {2} of {0}"),
    sentence("index {1} to {2} along axis {3} of {0}"),
)
OF_INDEX = sentence("index {1} of {0}")
TO = sentence("{0} to {1}")
LARGEST = sentence("the largest entry of each window of {0}")
MEAN = sentence("the mean of each window of {0}")
STACKED = sentence("{0}, one behind the other")
RESIZED = sentence("{0} in a new shape")
TURNED = sentence("{0} with its axes in another order")
BORDERED = sentence("{0} with a border")
CHOSEN = sentence("entries of {0}")
PRODUCTS = sentence("sums of products of entries of {0}")
AT_LARGEST = sentence("{0} at the largest entry of each window, otherwise 0")
SIZES = ("broadcast_to", "expand_dims", "reshape")  # of an array; its entries stay what they are


def blackboard(tree: Tree) -> Tree:
    """Return a rule of the table without the parts that only code needs."""
    match matrix_letters(fold(tree, _in_mathematics)):
        case Call("[]", (Var() as picked, Var(words))) if (index := _index_words(words)) is not None:
            return Call(OF_INDEX, (picked, Var(index)))
        case other:
            return _outside_in_words(other)


def equation_on_blackboard(tree: Tree, *, matrices: bool = False) -> Tree:
    """Return the equation of a gate's value, what code calls for said in mathematics or in words.

    Args:
        matrices: all arguments are matrices.
    """
    match tree:
        case Call("transpose" | "swapaxes", (x, *_)) if matrices:
            return Call("T", (x,))
        case Call("conv", (x, kernel)):
            return Call("{0} ∗ {1}", (x, kernel))
        case Call("conv_transpose", (x, kernel)):
            return Call(SPREAD, (x, kernel))
        case Call("concatenate", (Call("", parts),)):
            return Call(f"[{_places(len(parts))}]", parts)
        case Call("stack", (Call("", parts),)):
            return Call(STACKED, (Call(_places(len(parts)), parts),))
        case Call("einsum", parts):
            return Call(PRODUCTS, (Call(_places(len(parts)), parts),))
        case Call("[]", (x, Var("..."))):
            return Call(CHOSEN, (x,))
        case Call(name, (x, *_)) if name in IN_WORDS:
            return Call(IN_WORDS[name], (x,))
        case other:
            return other


IN_WORDS = {
    "max_pool": LARGEST,
    "avg_pool": MEAN,
    "reshape": RESIZED,
    "transpose": TURNED,
    "swapaxes": TURNED,
    "pad": BORDERED,
}


def _places(count: int) -> str:
    return ", ".join(f"{{{at}}}" for at in range(count))


def _in_mathematics(node: Tree, parts: tuple[Tree, ...]) -> Tree:
    """Return a part without sizes inside a product, an index and a tie as a matter of cases."""
    match rebuilt(node, parts):
        case Bin("/", Bin("*", gradient, Bin("==") as condition), Call("sum", (Bin("=="), *_))):
            return Call("where", (condition, Call(SHARED, (gradient,)), Num(0.0)))
        case Bin(op, left, right):
            return Bin(op, _without_sizes(left), _without_sizes(right))
        case Call("flip", (Call("cumsum", (Call("flip", (summed, *_)), *_)), *_)):
            return Call(SUMMED_ON, (summed,))
        case Call("einsum", (Var(letters), *operands)) if _has_clear_axes(letters):
            return _sum_of_products(letters.strip("'"), operands)
        case Call("conv_transpose", (gradient, kernel, *_)):
            return Call(SPREAD, (gradient, kernel))
        case Call("conv_kernel", (x, gradient, *_)):
            return Call(MET, (x, gradient))
        case Call("max_pool_back", (gradient, *_)):
            return Call(AT_LARGEST, (gradient,))
        case Call("avg_spread", (gradient, *_)):
            return Call(AVERAGED, (gradient,))
        case Call("[]", (Var() as sliced, Var(words))) if ":" in words and (place := _range(words)):
            return _of_range(sliced, place, INDEX_OF)
        case Call("finite", (x,)):  # a guard of the computation: infinity times 0 is 0 there
            return x
        case Call("gather", (gradient, Call("argsort", (Call("argsort"), *_)), *_)):
            return Call(UNSORTED, (gradient,))
        case Call(name, inside, (*keys, "keepdims")):
            return Call(name, inside[:-1], tuple(keys))
        case Call("add", (Call("[]", (Call(".at"), Var(words))), gradient)) if place := _range(words):
            return _of_range(gradient, place, AT_INDEX)
        case Call("add", (Call("[]", (Call(".at"), *index)), gradient)):
            return Call("where", (_at(index), gradient, Num(0.0)))
        case Call("set", (Call("[]", (Call(".at", (kept,)), *index)), written)):
            return Call("where", (_at(index), written, kept))
        case other:
            return other


def _has_clear_axes(letters: str) -> bool:
    """Return whether no axis that stands alone has the letter of an argument of the rule."""
    operand_axes, arrow, result = letters.strip("'").partition("->")
    alone = {axes for axes in (*operand_axes.split(","), _sum_axes(operand_axes, result)) if len(axes) == 1}
    return bool(arrow) and "..." not in letters and " " not in letters and alone.isdisjoint("abcdefg")


def _sum_axes(operand_axes: str, result: str) -> str:
    return "".join(axis for axis in dict.fromkeys(operand_axes) if axis.isalpha() and axis not in result)


def _sum_of_products(letters: str, operands: list[Tree]) -> Tree:
    """Return `einsum('i,ij->j', g, a)` as g[i] · a[i, j], summed over i."""
    operand_axes, _, result = letters.partition("->")
    entries = [
        Call("[]", (operand, Var(", ".join(axes)))) if axes else operand
        for operand, axes in zip(operands, operand_axes.split(","), strict=True)
    ]
    product: Tree = entries[0]
    for entry in entries[1:]:
        product = Call("{0} · {1}", (product, entry))
    sum_axes = _sum_axes(operand_axes, result)
    return Call(SUMMED_OVER, (product, Var(", ".join(sum_axes)))) if sum_axes else product


def _at(index: list[Tree]) -> Tree:
    """Return the condition that an entry is one of those between the brackets."""
    match index:
        case [Var(words)]:
            return Var(tr("index {0}", _index_words(words) or words))
    return Call("[]", (Var("index"), *index))


def _index_words(words: str) -> str | None:
    """Return "0, 1 to 2" for the index `0, 1:3`; None if an end depends on the array, or an axis is taken whole."""
    places = []
    for part in words.split(", "):
        match = re.fullmatch(r"(\d++)(?::(\d++))?", part)
        if match is None:
            return None
        first, end = int(match[1]), int(match[2] or int(match[1]) + 1)
        if end <= first:
            return None
        places.append(str(first) if end == first + 1 else tr(TO, first, end - 1))
    return ", ".join(places)


def _range(words: str) -> tuple[int, int, int] | None:
    """Return axis, first and last index of "2", ":3" or ":, 1:3"; None where the end depends on the array."""
    match = re.fullmatch(r"(?:\.\.\., )?((?::, )*+)(?:(-?\d+)|(\d*+):(\d+))", words)
    if match is None or (match[1] and words.startswith("...")):
        return None
    axis = len(match[1]) // len(":, ")
    first, last = (int(match[2]), int(match[2])) if match[2] else (int(match[3] or 0), int(match[4]) - 1)
    return (axis, first, last) if last >= first else None


def _of_range(tree: Tree, place: tuple[int, int, int], sentences: tuple[str, str, str, str]) -> Tree:
    axis, first, last = place
    ends = (Num(float(first)),) if first == last else (Num(float(first)), Num(float(last)))
    words = sentences[len(ends) - 1 + (2 if axis else 0)]
    return Call(words, (tree, *ends, *([Num(float(axis))] if axis else [])))


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
