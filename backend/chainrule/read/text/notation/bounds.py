"""Bounds of big signs: which entries a sum runs over, and entries beside each other.

`\\sum_{i=2}^{n-1} x_{i+1}` takes x[2:n], `\\sum_{j=1}^{i-1}` the entries before the i-th. Entries count from 1, or
from 0 where the sum starts at 0.
"""

from __future__ import annotations

from typing import NamedTuple

from . import tree
from .tree import Node, Statement
from .walk import nodes, parts, rewritten

__all__ = ["is_counted", "length_name", "with_bounds"]


class _Bound(NamedTuple):
    """A bound: a number, or a name with a number added."""

    name: tree.NamePart | None
    number: int

    def plus(self, number: int) -> _Bound:
        return _Bound(self.name, self.number + number)


def with_bounds(statement: Statement) -> Statement:
    """Return the statement with the bounds of its signs given to the entries below them, where they leave any out."""
    indices = {node.index for node in nodes(statement) if isinstance(node, tree.ReducePart)}

    def change(node: Node) -> Node:
        return _bounded(node, indices) if isinstance(node, tree.ReducePart) else node

    return rewritten(statement, change) if indices else statement


def _bounded(node: tree.ReducePart, indices: set[str]) -> tree.ReducePart:
    """Return a sum whose range is said by its entries, x[1:n], or by the index that it stands in order to."""
    if not node.index or is_counted(node.body, node.index):
        return node
    low, high = _bound(node.low), _bound(node.high)
    other = next((each for each in (low, high) if each is not None and _is_index(each, indices)), None)
    if other is not None and node.unless is None:
        return _ordered(node, other, "low" if other is low else "high")
    first = low.number if low is not None and low.name is None else 1
    base = 0 if first == 0 else 1
    shifts = {shift for part in _entries(node) for shift in [_shift(part, node.index)] if shift is not None}
    if low is not None and low.name is not None:
        return node
    if not any(shifts) and (high is None or _is_length(high, base)) and first == base:
        return node
    from_zero = {
        (part.base, part.label, part.accents)
        for part in _entries(node)
        if low is not None and first + (_shift(part, node.index) or 0) == 0
    }

    def change(part: Node) -> Node:
        shift = _shift(part, node.index) if isinstance(part, tree.NamePart) else None
        if shift is None:
            return part
        assert isinstance(part, tree.NamePart)
        counts_from = 0 if (part.base, part.label, part.accents) in from_zero else base  # x_0, the first of all
        start = first - counts_from + shift
        stop = None if high is None else high.plus(shift + 1 - counts_from)
        if low is None and high is None:  # as many terms as there are neighbours
            start = shift - min(shifts)
            stop = _Bound(None, shift - max(shifts)) if shift < max(shifts) else None
        return _sliced(part, node.index, start, stop)

    body = change(rewritten(node.body, change))
    return tree.ReducePart(
        node.start, node.end, node.kind, node.index, None, node.high, node.unless, body, node.relation
    )


def _is_length(high: _Bound, base: int) -> bool:
    """Return whether the last value is what the number of entries is called: n from 1, n - 1 or n from 0."""
    return (high.name is not None and high.number == 0) or (base == 0 and high.name is not None and high.number == -1)


def _is_index(bound: _Bound, indices: set[str]) -> bool:
    return bound.name is not None and bound.name.base in indices and not bound.name.subs


def _ordered(node: tree.ReducePart, bound: _Bound, side: str) -> tree.ReducePart:
    """j from i + 1 on is j > i; j up to i - 1 is j < i."""
    strict = {("low", 1): ">", ("low", 0): ">=", ("high", -1): "<", ("high", 0): "<="}
    relation = strict.get((side, bound.number))
    if relation is None:
        return node
    low, high = (None, node.high) if side == "low" else (node.low, None)
    return tree.ReducePart(node.start, node.end, node.kind, node.index, low, high, bound.name, node.body, relation)


def _bound(node: Node | None) -> _Bound | None:
    match node:
        case tree.NumberPart(text=text) if text.isdigit():
            return _Bound(None, int(text))
        case tree.NamePart(base=base) if base != "inf":
            return _Bound(node, 0)
        case tree.SumPart(terms=[("+", tree.NamePart() as name), (sign, tree.NumberPart(text=text))]) if text.isdigit():
            return _Bound(name, int(text) if sign == "+" else -int(text))
    return None


def _entries(node: tree.ReducePart) -> list[tree.NamePart]:
    return [part for part in nodes(node.body) if isinstance(part, tree.NamePart)]


def _shift(part: tree.NamePart, index: str) -> int | None:
    """Return 1 for x_{i+1}, -1 for x_{i-1}, 0 for x_i; None for a name that the index does not touch."""
    for sub in part.subs:
        bound = _bound(sub)
        if bound is not None and bound.name is not None and bound.name.base == index and not bound.name.subs:
            return bound.number
    return None


def _sliced(part: tree.NamePart, index: str, start: int, stop: _Bound | None) -> tree.NamePart:
    """Return the name with its index alone below it, and the entries that it runs over."""
    subs: list[Node] = []
    for sub in part.subs:
        bound = _bound(sub)
        at = bound is not None and bound.name is not None and bound.name.base == index
        subs.append(tree.NamePart(sub.start, sub.end, index) if at else sub)
    piece = tree.IndexRange(index, start, stop is not None, stop.name if stop else None, stop.number if stop else 0)
    return tree.NamePart(part.start, part.end, part.base, tuple(subs), part.label, part.accents, (*part.pieces, piece))


def is_counted(body: Node, index: str) -> bool:
    """Return whether the index itself is a number of the formula, not only a place below a name."""
    waiting: list[Node] = [body]
    while waiting:
        here = waiting.pop()
        if isinstance(here, tree.NamePart):
            if here.base == index and not here.subs:
                return True
            continue  # a subscript is a place
        if isinstance(here, tree.ReducePart):  # of i < j, too
            waiting.extend(inner for inner in (here.body, here.low, here.high) if inner is not None)
            continue
        below = here.subs if isinstance(here, tree.SubscriptedPart) else ()  # of softmax(z)_i
        waiting.extend(part for part in parts(here) if not any(part is sub for sub in below))
    return False


def length_name(high: Node | None) -> tree.NamePart | None:
    """Return the n of n and n - 1 above a sign: what the number of entries may be called."""
    bound = _bound(high)
    return bound.name if bound is not None else None
