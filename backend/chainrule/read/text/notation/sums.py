"""Big signs over an index, as sums, products and extremes of whole arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import tree
from .bounds import is_counted, length_name
from .runs import ROW, AxisRun
from .tree import Node
from .vector_sums import sum_of_vectors
from .walk import nodes, rewritten

if TYPE_CHECKING:
    from .indexed_formulas import Arrays

__all__ = ["counting", "length", "needed", "reduced", "set_divisor", "set_means"]


def needed(arrays: Arrays, node: tree.ReducePart) -> list[Node]:
    """Return the nodes to resolve before the reduction: its body (a product's factors) and the value left out."""
    if is_counted(node.body, node.index):
        low, high = _bounds(arrays, node)
        first = 0 if isinstance(low, tree.NumberPart) and low.text == "0" else 1
        parts_of = [_entries(node.body, node.index, first), low, high]
    else:
        parts_of = list(node.body.factors) if isinstance(node.body, tree.ProductPart) and node.index else [node.body]
    return [*parts_of, node.unless] if node.unless is not None else parts_of


def reduced(arrays: Arrays, node: tree.ReducePart, runs: list[AxisRun]) -> AxisRun:
    """Return the reduction of `node` as a call on arrays, or over a list where the index itself is computed with.

    `runs` are what `needed` asked for.
    """
    unless = runs.pop() if node.unless is not None else None
    index = node.index
    if is_counted(node.body, index):
        return _counted(node, runs, unless)
    if not index:  # ∑ x_i without an index below the sign: over all entries there are
        return AxisRun(tree.CallPart(node.start, node.end, node.kind, [runs[0].node]), ())
    body = arrays.product(node.body, runs) if isinstance(node.body, tree.ProductPart) else runs[0]
    if index not in body.axes and not body.axes and node.high is None and node.low is None and node.unless is None:
        return AxisRun(tree.CallPart(node.start, node.end, node.kind, [body.node]), ())  # ∑_x p log q: over all entries
    if index not in body.axes:
        raise arrays.error(
            f"Nothing behind this sign depends on `{index}`.",
            f"Write the index below what it runs over, such as `x_{index}`.",
            node,
        )
    _set_length(arrays, node)
    if node.kind == "sum" and node.unless is None:
        product = sum_of_vectors(arrays, node, runs) or _contracted(arrays, node, runs)
        if product is not None:
            return product
    if unless is not None:
        body = _masked(arrays, node, body, counting(arrays, node.unless, index) or unless)
    inner, axes = body
    rest = tuple(letter for letter in axes if letter != index)
    if not rest and isinstance(inner, tree.CallPart) and inner.function == node.kind and inner.keywords:
        inner = inner.args[0]  # a sum over one index of a sum over the other: over all entries
    call = tree.CallPart(node.start, node.end, node.kind, [inner])
    if not rest and any(isinstance(part, tree.CallPart) and part.function == "outer_of_each" for part in nodes(inner)):
        call.keywords = [("axis", tree.NumberPart(node.start, node.end, "0"))]  # a sum of matrices is a matrix
    if rest:
        place = str(axes.index(index))
        call.keywords = [("axis", tree.NumberPart(node.start, node.end, place))]
    return AxisRun(call, rest)


def _bounds(arrays: Arrays, node: tree.ReducePart) -> tuple[Node, Node]:
    """Return the first and the last value of the index."""
    low, high = node.low or tree.NumberPart(node.start, node.end, "1"), node.high
    if high is None or (isinstance(high, tree.NamePart) and high.base == "inf"):
        raise arrays.error(
            "This runs over infinitely many terms." if high is not None else "It is not said where this ends.",
            "Write the last value of the index above the sign.",
            node,
        )
    return low, high


def _counted(node: tree.ReducePart, runs: list[AxisRun], unless: AxisRun | None) -> AxisRun:
    """Return a sum whose index is computed with: over the list of its terms."""
    body, low, high = (run.node for run in runs)
    each = tree.EachPart(
        node.start, node.end, body, node.index, low, high, unless.node if unless else None, node.relation
    )
    return AxisRun(tree.CallPart(node.start, node.end, node.kind, [each]), ())


def _entries(body: Node, index: str, first: int) -> Node:
    """Return x_k as the entry of x that the counting index picks."""

    def change(node: Node) -> Node:
        if isinstance(node, tree.NamePart) and any(
            isinstance(sub, tree.NamePart) and sub.base == index for sub in node.subs
        ):
            place = f"{index} - {first}" if first else index
            items: list[Node | None] = [tree.CodePart(sub.start, sub.end, place) for sub in node.subs]
            name = tree.NamePart(node.start, node.end, node.base, (), node.label, node.accents)
            return tree.IndexPart(node.start, node.end, name, items)
        return node

    return change(rewritten(body, change))


def _set_length(arrays: Arrays, node: tree.ReducePart) -> None:
    """Set the N of \\sum_{i=1}^{N} to the number of entries, if nothing else sets it."""
    high = length_name(node.high)
    if high is None or high.subs or high.label or node.index not in arrays.counts:
        return
    name, names = arrays.facts.name_of(high), arrays.facts.names
    if names.is_number(name) or name == "inf" or name in arrays.lengths:
        return
    longer = _longer_array(node, high)
    if isinstance(node.high, tree.NamePart) and names.used[high.base] < 2 and longer is None:
        return
    arrays.lengths.add(name)
    if longer is not None:
        arrays.counts[node.index] = longer
    count = length(arrays, node.index, high)
    if longer is not None:
        count = tree.SumPart(high.start, high.end, [("+", count), ("-", tree.NumberPart(high.start, high.end, "1"))])
    arrays.before.append(tree.Assign(high.start, high.end, tree.NamePart(high.start, high.end, name), count))


def _longer_array(node: tree.ReducePart, high: tree.NamePart) -> tree.NamePart | None:
    """Return the array that has one entry more than the n of the sum: x_0 is its first, as in x_i - x_{i-1}."""
    for part in nodes(node.body):
        for piece in part.pieces if isinstance(part, tree.NamePart) else ():
            stops_at = piece.name.base if piece.name is not None else ""
            if (piece.index, stops_at, piece.number) == (node.index, high.base, 1):
                assert isinstance(part, tree.NamePart)
                return part
    return None


def set_divisor(arrays: Arrays, statement: tree.Statement) -> None:
    """The n of 1/n \\sum_i is the number of entries, if nothing else says what it is: it makes a sum a mean."""
    sums = [node for node in nodes(statement) if isinstance(node, tree.ReducePart)]
    if len(sums) != 1 or sums[0].kind != "sum" or sums[0].high is not None or sums[0].index not in arrays.counts:
        return
    for factor in _divisors(statement):
        name, names = arrays.facts.name_of(factor), arrays.facts.names
        if factor.subs or factor.label or names.is_number(name) or name in arrays.lengths:
            continue
        arrays.lengths.add(name)
        target = tree.NamePart(factor.start, factor.end, name)
        count = length(arrays, sums[0].index, factor)
        arrays.before.append(tree.Assign(factor.start, factor.end, target, count))


def set_means(arrays: Arrays, statement: tree.Statement) -> None:
    """x̄ beside x_i is the mean of x, where nothing else says what it is."""
    indexed = [node for node in nodes(statement) if isinstance(node, tree.NamePart) and arrays.facts.is_array(node)]
    plain = {node.base: node for node in indexed if not node.accents and not node.label}
    for node in nodes(statement):
        if not isinstance(node, tree.NamePart) or node.subs:
            continue
        name = arrays.facts.name_of(node)
        base = name.removesuffix("_bar")
        if base == name or base not in plain:
            continue
        if name in arrays.targets or name in arrays.lengths or arrays.facts.names.is_number(name):
            continue
        arrays.lengths.add(name)
        array = plain[base]
        value = tree.NamePart(node.start, node.end, arrays.facts.name_of(array))
        mean = tree.CallPart(node.start, node.end, "mean", [value])
        arrays.before.append(tree.Assign(node.start, node.end, tree.NamePart(node.start, node.end, name), mean))


def _divisors(statement: tree.Statement) -> list[tree.NamePart]:
    """The n of 1/n, of 1/(2n) and of 1/(n - 1)."""
    result: list[tree.NamePart] = []
    for node in nodes(statement):
        pairs = zip(node.signs, node.factors[1:], strict=True) if isinstance(node, tree.ProductPart) else ()
        for sign, factor in pairs:
            name = length_name(factor)
            inner: list[Node] = (
                factor.factors if isinstance(factor, tree.ProductPart) else [factor if name is None else name]
            )
            result += [
                part
                for part in inner
                if sign == "/" and isinstance(part, tree.NamePart) and part.base in ("n", "N", "m", "M")
            ]
    return result


def length(arrays: Arrays, index: str, place: Node) -> Node:
    """Return the number of entries along `index`, as a node."""
    array = arrays.counts[index]
    name = tree.NamePart(place.start, place.end, arrays.facts.name_of(array))
    letters = [sub.base if isinstance(sub, tree.NamePart) else "" for sub in array.subs]
    axis = letters.index(index)
    if axis == 0:
        return tree.CallPart(place.start, place.end, "len", [name])
    shape = tree.AttributePart(place.start, place.end, name, "shape")
    return tree.IndexPart(place.start, place.end, shape, [tree.NumberPart(place.start, place.end, str(axis))])


def counting(arrays: Arrays, value: Node | None, index: str) -> AxisRun | None:
    """Return the places 0, 1, ... of an index that runs itself, as the j of i < j; None for any other value."""
    if not isinstance(value, tree.NamePart) or value.subs or not arrays.facts.is_axis(value):
        return None
    counts = value.base if value.base in arrays.counts else index  # c_i = ∑_{j≤i} x_j: as many as there are x_j
    return AxisRun(tree.CallPart(value.start, value.end, "arange", [length(arrays, counts, value)]), (value.base,))


def _masked(arrays: Arrays, node: tree.ReducePart, body: AxisRun, value: AxisRun) -> AxisRun:
    """Return the terms of \\sum_{j \\neq y}, \\sum_{j < i}: where the index does not stand so, 0."""
    assert node.unless is not None
    start, end = node.unless.start, node.unless.end
    axes = arrays.union([body, value])
    entries = tree.CallPart(start, end, "arange", [length(arrays, node.index, node.unless)])
    counting = arrays.aligned(AxisRun(entries, (node.index,)), axes)
    other = arrays.aligned(value, axes)
    test = tree.ComparePart(start, end, [counting, other], [node.relation])
    nothing = {"sum": "0", "prod": "1", "max": "-inf", "min": "inf"}[node.kind]
    other_value: Node = (tree.NumberPart if nothing.isdigit() else tree.CodePart)(start, end, nothing)
    return AxisRun(tree.CallPart(node.start, node.end, "where", [test, arrays.aligned(body, axes), other_value]), axes)


def _contracted(arrays: Arrays, node: tree.ReducePart, runs: list[AxisRun]) -> AxisRun | None:
    """\\sum_j W_ij x_j is W @ x, and factors that j does not touch stand before it. None for any other body."""
    body = node.body
    if not isinstance(body, tree.ProductPart) or any(sign not in ("·", "*") for sign in body.signs):
        return None
    running = [run for run in runs if node.index in run.axes]
    if len(running) != 2 or any(ROW in run.axes for run in runs):
        return None
    left, right = running
    outer_axes = [[letter for letter in run.axes if letter != node.index] for run in running]
    if max(map(len, outer_axes)) != 1 or set(outer_axes[0]) & set(outer_axes[1]):
        return None
    swapped = bool(outer_axes[0] and outer_axes[1]) and arrays.order.index(outer_axes[0][0]) > arrays.order.index(
        outer_axes[1][0]
    )
    if swapped or not outer_axes[0]:  # a vector in front: the matrix's own axis is what is left
        left, right, outer_axes = right, left, [outer_axes[1], outer_axes[0]]
    first = left.node if left.axes[-1] == node.index else _turned(left.node)
    second = right.node if right.axes[0] == node.index else _turned(right.node)
    product = AxisRun(tree.ProductPart(body.start, body.end, [first, second], ["@"]), (*outer_axes[0], *outer_axes[1]))
    others = [run for run in runs if node.index not in run.axes]
    if not others:
        return product
    signs = ["·"] * (len(others) - 1) + ["*"]
    factors = [run.node for run in others] + [product.node]
    return arrays.product(tree.ProductPart(node.start, node.end, factors, signs), [*others, product])


def _turned(node: Node) -> Node:
    """Return the transpose; the transpose of a transpose is its operand."""
    return node.value if isinstance(node, tree.TransposePart) else tree.TransposePart(node.start, node.end, node)
