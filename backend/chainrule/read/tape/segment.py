"""The tape of a round: its gates with their guards, compiled to be run again on other numbers.

A node's number stands at the place of its id, as in the graph that the interpreter has at that moment: a segment
writes behind what is there, and at its end the numbers that the program still holds move to their new places.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from ...compiled import Backward, CompiledForward
from ...graph import INPUT, LITERAL, GraphNode, GuardNode

__all__ = ["COMPARE", "GradientSum", "TapeSegment", "SegmentTape", "same_segment"]

Values = list[Any]  # by node id: a float or a float64 array
COMPARE: Mapping[str, Callable[[Any, Any], Any]] = {
    ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


class GradientSum(NamedTuple):
    """Sum that gave a literal: the number of `before`, plus d(output)/d(wrt) for each (output, wrt, seed)."""

    before: int | None
    terms: tuple[tuple[int, int, int | None], ...]


@dataclass(frozen=True, slots=True)
class TapeSegment:
    """Nodes, guards and moves made between two moments at which the interpreter took gates back."""

    nodes: Sequence[GraphNode]  # all nodes at the end, the gates that are taken back among them
    begin: int  # the first node of the segment
    mark: int  # the first node that was taken back
    guards: Sequence[GuardNode]
    gradients: Mapping[int, GradientSum]  # of its literals, those that are gradients
    moves: Sequence[tuple[int, int]]  # (place, node): a value that the program holds, and the place of its number
    asked_values: frozenset[int]  # nodes whose numbers the interpreter asked for
    rounds: int  # rounds that ended with it: 1, or 0 at the end of an outer loop
    multiply_adds: int

    @property
    def work(self) -> int:
        """Multiply-adds with those of its gradients: a pass backward costs twice the pass forward."""
        return 3 * self.multiply_adds if self.gradients else self.multiply_adds


def same_segment(a: TapeSegment, b: TapeSegment) -> bool:
    """Return whether two segments compute the same in the same places, so that only their numbers differ."""
    if (a.begin, a.mark, len(a.nodes), a.moves, a.gradients) != (b.begin, b.mark, len(b.nodes), b.moves, b.gradients):
        return False
    if [guard[:4] for guard in a.guards] != [guard[:4] for guard in b.guards] or a.rounds != b.rounds:
        return False
    for one, other in zip(a.nodes[a.begin :], b.nodes[b.begin :], strict=True):
        if (one.op, one.args, one.shape) != (other.op, other.args, other.shape):
            return False
        if one.id not in a.gradients and not _same(one.params, other.params):
            return False
    return True


def _same(a: Any, b: Any) -> bool:
    """Return whether two settings are equal; entries of arrays are compared, NaN equals NaN."""
    if a is b:
        return True
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.shape == b.shape and bool(np.array_equal(a, b, equal_nan=a.dtype.kind == "f"))
    if isinstance(a, Mapping):
        return a.keys() == b.keys() and all(_same(a[key], b[key]) for key in a)
    if isinstance(a, tuple | list):
        return len(a) == len(b) and all(map(_same, a, b))
    return bool(a == b) or (isinstance(a, float) and a != a and b != b)


class SegmentTape:
    """One segment compiled. `run` gives False, and stops there, where a guard comes out otherwise than it did."""

    def __init__(self, segment: TapeSegment) -> None:
        nodes = segment.nodes
        needed = _required_nodes(segment)
        self.literals: list[tuple[int, Any]] = []
        self.size = len(nodes)
        self.moves = [(place, node) for place, node in segment.moves if place != node]
        self.guards = [(COMPARE[each.comparison], each.left, each.right, each.outcome) for each in segment.guards]
        self.rounds = segment.rounds
        self.multiply_adds = segment.multiply_adds
        self.reads = {arg for index in needed for arg in nodes[index].args if arg < segment.begin}
        self.steps: list[Callable[[Values], None]] = []
        pending: list[int] = []
        for index in needed:
            node = nodes[index]
            if index in segment.gradients:
                self._compute(nodes, pending)
                self._differentiate(nodes, index, segment.gradients[index])
            elif node.op == LITERAL:
                self.literals.append((index, node.params["value"]))
            else:
                pending.append(index)
        self._compute(nodes, pending)
        self.reads |= {node for _, node in segment.moves} | {each.left for each in segment.guards}
        self.reads |= {each.right for each in segment.guards}

    def _compute(self, nodes: Sequence[GraphNode], pending: list[int]) -> None:
        if pending:
            self.steps.append(CompiledForward(nodes, tuple(pending)).run)
            pending.clear()

    def _differentiate(self, nodes: Sequence[GraphNode], index: int, total: GradientSum) -> None:
        parts = [(Backward(nodes, output, (), [wrt]), nodes[output].shape, seed) for output, wrt, seed in total.terms]
        before = total.before

        def run(values: Values) -> None:
            number = 0.0 if before is None else values[before]
            for backward, shape, seed in parts:
                upstream = values[seed] if seed is not None else np.ones(shape) if shape else 1.0
                number = number + backward.run(values, upstream)[0]
            values[index] = number

        self.steps.append(run)

    def run(self, values: Values) -> bool:
        """Compute the gates on `values`, in place; False where a guard comes out differently."""
        for index, value in self.literals:
            values[index] = value
        for step in self.steps:
            step(values)
        for compare, left, right, outcome in self.guards:
            came = compare(values[left], values[right])
            if (came if type(came) is bool else bool(np.all(came))) != outcome:
                return False
        moved_values = [values[node] for _, node in self.moves]
        for (place, _), value in zip(self.moves, moved_values, strict=True):
            values[place] = value
        return True


def _required_nodes(segment: TapeSegment) -> list[int]:
    """Return, ascending, the nodes of a segment that its guards, its gradients and its remaining nodes depend on."""
    nodes, begin = segment.nodes, segment.begin
    todo = [node for _, node in segment.moves] + [side for each in segment.guards for side in (each.left, each.right)]
    todo += range(begin, min(segment.mark, len(nodes)))
    needed: set[int] = set()
    while todo:
        index = todo.pop()
        if index < begin or index in needed:
            continue
        needed.add(index)
        todo += nodes[index].args
        total = segment.gradients.get(index)
        if total is not None:
            todo += [] if total.before is None else [total.before]
            for output, wrt, seed in total.terms:
                todo += _below(nodes, output, begin)
                todo += [wrt] if seed is None else [wrt, seed]
    return sorted(needed)


def _below(nodes: Sequence[GraphNode], output: int, begin: int) -> list[int]:
    needed, todo = {output}, [output]
    while todo:
        for arg in nodes[todo.pop()].args:
            if arg >= begin and arg not in needed:
                needed.add(arg)
                todo.append(arg)
    return list(needed)


def depends(segment: TapeSegment, first: int) -> set[int]:
    """Return the nodes of a segment whose numbers may differ between rounds: `first` is the first that may move."""
    moving: set[int] = set(range(first, segment.begin))
    for node in segment.nodes[segment.begin :]:
        if node.id in segment.gradients or any(arg in moving for arg in node.args):
            moving.add(node.id)
    return moving


def is_whole(segment: TapeSegment, first: int) -> bool:
    """Return whether its gates and guards say all that it does: no other decision used a number that changes."""
    if any(node.op == INPUT for node in segment.nodes[segment.begin :]):
        return False
    guarded = {side for each in segment.guards for side in (each.left, each.right)}
    return segment.asked_values.isdisjoint(depends(segment, first) - guarded)
