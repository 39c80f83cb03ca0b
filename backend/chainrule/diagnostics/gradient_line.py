"""The line of one gradient at one point: its gates, what they use, and its number when something in it is changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from typing import Any

import numpy as np

from ..graph import LITERAL, GraphNode, HandGradientNode
from ..ops import OPS
from ..replay import line_of, same
from .points import Points, Seed

__all__ = ["GradientLine", "ProgramContext"]

Number = Any
Change = Callable[[Any], Any]  # of a gate's value
PRESENT, ELSEWHERE, ALL = range(3)  # the points
MOST_COMPUTED = 12_000  # gates that are computed in search of the mistake of one line
MOST_IN_ALL = 36_000  # of all lines of a program


@dataclass(slots=True)
class ProgramContext:
    """All that is known of one program: its numbers at several points, and which gradients it computes by hand."""

    nodes: Sequence[GraphNode]
    points: Points
    gradients: Sequence[HandGradientNode]
    seeds: tuple[Seed, ...]
    source: str
    usable: tuple[int, ...] = (PRESENT, ELSEWHERE)  # the points at which a mistake must hold
    above: dict[tuple[Seed, ...], list[bool]] = field(default_factory=dict)
    computed: int = 0  # gates computed in search of mistakes
    is_guess: bool = False  # nothing but a known mistake shows that the lines are meant as gradients

    def seeds_of(self, gradient: HandGradientNode) -> tuple[Seed, ...]:
        """Return the outputs that a gradient is taken of, each with the upstream gradient put in there."""
        return self.seeds if gradient.output is None else ((gradient.output, None, 1.0),)

    def forward(self, seeds: tuple[Seed, ...]) -> list[bool]:
        """Return, for each node, whether L is computed from it."""
        if seeds not in self.above:
            above = [False] * len(self.nodes)
            for output, _, _ in seeds:
                above[output] = True
            for node in reversed(self.nodes):
                if above[node.id]:
                    for arg in node.args:
                        above[arg] = True
            self.above[seeds] = above
        return self.above[seeds]

    def true(self, gradient: HandGradientNode, point: int) -> Number | None:
        """Return the true gradient with the hand gradient's sign and scale; None if L does not depend on the target."""
        assert gradient.target is not None
        seeds = self.seeds_of(gradient)
        result = self.points.true(seeds, point, gradient.target, gradient.through)
        return None if result is None else gradient.sign * gradient.scale * np.asarray(result)

    def settle(self, right: Sequence[bool]) -> None:
        """Choose the points. Where labels move, a right gradient may look wrong (a class of number 1.3).

        Without a right gradient, that point counts only if nothing else moves.
        """
        checked = [
            g for g, ok in zip(self.gradients, right, strict=True) if ok and not g.step and self.nodes[g.node].args
        ]
        if checked:
            fine = all(same(self.points.values[ALL][g.node], self.true(g, ALL)) for g in checked)
        else:
            moves = zip(self.points.values[PRESENT], self.points.values[ELSEWHERE], strict=True)
            fine = all(same(a, b) for a, b in moves)
        self.usable = (PRESENT, ELSEWHERE, ALL) if fine else (PRESENT, ELSEWHERE)

    def name(self, node: int) -> str:
        """Return a value's name or its text in the source; "" where it has neither."""
        if self.nodes[node].name:
            return str(self.nodes[node].name)
        for each in self.gradients:
            if each.target == node and each.of and " " not in each.of:
                return each.of
            if each.node == node:
                return each.name
        if self.nodes[node].op == "mul" and self.nodes[node].span is None:  # sum(out*dout)
            return str(self.nodes[self.nodes[node].args[-1]].name or "")
        span, lines = self.nodes[node].span, self.source.splitlines()
        if span is None or span.line != span.end_line or span.line > len(lines):
            return ""
        text = lines[span.line - 1][span.column : span.end_column]
        return text if len(text) <= 44 else ""


class GradientLine:
    """The gates between the gradients and forward values that one hand-written gradient uses, and its own value."""

    def __init__(self, situation: ProgramContext, index: int) -> None:
        self.situation = situation
        self.gradient = situation.gradients[index]
        self.seeds = situation.seeds_of(self.gradient)
        self.forward = situation.forward(self.seeds)
        mine = self.gradient.node
        nodes = situation.nodes
        # `db = y` below `dw = y*x`: another name of y, which the line above did not use.
        later = {each.node for each in situation.gradients[index + 1 :] if each.node < mine}
        later -= {each.node for each in situation.gradients[:index]}
        checked = [each for each in situation.gradients if each.target is not None and each.node not in later]
        others = {each.node for each in checked if each.node != mine}
        stop = others | {node.id for node in nodes if self.forward[node.id] and node.id != mine}
        self.order, used = ([mine], []) if self.forward[mine] else line_of(nodes, mine, stop)
        if any(each.node == mine and each.target is not None for each in situation.gradients[:index]):
            self.order, used = [mine], [mine]  # another name of a gradient, and nothing done to it
            checked = [each for each in situation.gradients[:index] if each.target is not None]
        self.used = {each.node: each for each in checked if each.node in used}  # the gradients that it uses
        self.inputs = [node for node in used if node not in self.used]  # the forward values that it uses
        self.points = situation.usable
        self.replaced: dict[int, dict[int, Number]] = {point: {} for point in self.points}
        self.bases: dict[int, dict[int, Number]] = {}
        self._hand_values: list[Any] | None = None
        self._true_gradient: list[Any] | None = None
        self._consumers: list[tuple[int, int]] | None = None
        self._inside = set(self.order)
        self._users = _users_within(nodes, self.order)
        self.computed = 0  # gates so far, in all that was tried
        self.series: dict[int, list[Any]] = {}  # what may be meant in its rounds: see sites
        self.backwards: int | None = None  # how its rounds go through the forward pass: see sites

    def given_true(self, wrong: Collection[int]) -> bool:
        """Put the true values in place of the gradients `wrong` (nodes). False: one has none."""
        for point in self.points:
            for node in wrong:
                true = self.situation.true(self.used[node], point)
                if true is None:
                    return False
                value = np.asarray(self.situation.points.values[point][node])
                self.replaced[point][node] = true.reshape(value.shape) if true.size == value.size else true
        self.bases, self._hand_values = {}, None
        return True

    def value_of(self, node: int, point: int) -> Number:
        """Return the value of any node at a point, as the line sees it."""
        base = self._base(point)
        return base[node] if node in base else self.values(point)[node]

    def true(self, point: int) -> Any:
        """Return the true gradient at one of the points; None where there is none."""
        return self.situation.true(self.gradient, point)

    def values(self, point: int) -> Sequence[Number]:
        """Return the value of every node at one of the points, by node."""
        return self.situation.points.values[point]

    def gradients(self, point: int) -> list[Number]:
        """Return dL/d(node) for all nodes."""
        return self.situation.points.gradients(self.seeds)[point]

    def contribution(self, gate: int, arg: int, point: int) -> Number:
        """Return the term that a gate adds to the gradient of one argument, at one point."""
        return self.situation.points.contribution(self.seeds, point, gate, arg)

    def value(
        self,
        point: int,
        replaced: Mapping[int, Number] | None = None,
        edits: Mapping[int, GraphNode] | None = None,
        changes: Mapping[int, Change] | None = None,
    ) -> Any:
        """Return the line's number with values replaced and gates changed; None where it cannot be computed.

        `changes`: what is done to the values of gates once they are computed.
        """
        is_trial = bool(replaced or edits or changes)
        if is_trial and self.is_exhausted:
            return None
        before = self.computed
        numbers_by_index = self._again(point, self._base(point), replaced or {}, edits or {}, changes or {})
        self.situation.computed += self.computed - before
        return None if numbers_by_index is None else numbers_by_index.get(self.gradient.node)

    @property
    def is_exhausted(self) -> bool:
        """True if so many gates were computed in search of mistakes that nothing more is tried."""
        return self.computed > MOST_COMPUTED or self.situation.computed > MOST_IN_ALL

    def _base(self, point: int) -> dict[int, Number]:
        """Return the values of the line's gates, given the true values of what it uses; empty: they cannot be had."""
        if point not in self.bases:
            mine, replaced = self.gradient.node, self.replaced[point]
            values = {mine: self.values(point)[mine]}
            self.bases[point] = (self._again(point, values, replaced, {}, {}) if replaced else values) or {}
        return self.bases[point]

    def _again(
        self,
        point: int,
        base: Mapping[int, Number],
        replaced: Mapping[int, Number],
        edits: Mapping[int, GraphNode],
        changes: Mapping[int, Change],
    ) -> dict[int, Number] | None:
        """Compute those gates again that depend on what is replaced or changed; None where one cannot be computed."""
        numbers_by_index: dict[int, Number] = dict(replaced)
        values = self.values(point)

        def number(arg: int) -> Any:
            value = numbers_by_index[arg] if arg in numbers_by_index else base[arg] if arg in base else values[arg]
            return np.asarray(value, dtype=np.float64)

        todo = [index for index in (*edits, *changes) if index in self._inside]
        todo += [user for node in replaced for user in self._users.get(node, ())]
        heapify(todo)  # a gate has a higher number than its arguments
        last = -1
        while todo:
            index = heappop(todo)
            if index == last or index in replaced:
                continue
            last = index
            node = edits.get(index, self.situation.nodes[index])
            self.computed += 1
            try:
                with np.errstate(all="ignore"):
                    result = OPS[node.op].forward(*map(number, node.args), **node.params)
                    result = changes[index](np.asarray(result)) if index in changes else result
            except (ValueError, TypeError, IndexError, ArithmeticError):
                return None
            numbers_by_index[index] = np.asarray(result, dtype=np.float64)
            for user in self._users.get(index, ()):
                heappush(todo, user)
        return {**base, **numbers_by_index}

    def gives(
        self,
        true_gradient: Sequence[Number | None],
        replaced: Sequence[Mapping[int, Number]] | None = None,
        edits: Mapping[int, GraphNode] | None = None,
        changes: Sequence[Mapping[int, Change]] | None = None,
    ) -> bool:
        """Return whether the changed line has the true numbers at every point where they are known."""
        for place, point in enumerate(self.points):
            change = changes[place] if changes else None
            value, true = self.value(point, replaced[place] if replaced else None, edits, change), true_gradient[place]
            if value is None or true is None or np.shape(value) != np.shape(true) or not same(value, true):
                return False
        return True

    def true_gradient(self) -> list[Any]:
        """Return the true gradient at each of the points."""
        if self._true_gradient is None:
            self._true_gradient = [self.true(point) for point in self.points]
        return self._true_gradient

    def hand_values(self) -> list[Any]:
        """Return the line's own numbers, given the true values of what it uses."""
        if self._hand_values is None:
            self._hand_values = [self.value(point) for point in self.points]
        return self._hand_values

    @property
    def is_as_read(self) -> bool:
        """True if no wrong gradient was replaced by the true one."""
        return not any(self.replaced.values())

    def without(self, edges: Sequence[tuple[int, int]], point: int) -> Number:
        """Return dL/d(target) with what comes back along some edges (gate, slot) left out."""
        assert self.gradient.target is not None
        return self.situation.points.without(self.seeds, point, edges, self.gradient.target, self.gradient.through)

    def altered(self, rules: Mapping[tuple[int, int], Callable[..., Number] | None], point: int) -> Number:
        """Return dL/d(target), with the line's sign and scale, if other rules held at some (gate, slot)."""
        target, factor = self.gradient.target, self.gradient.sign * self.gradient.scale
        assert target is not None
        altered = self.situation.points.altered(self.seeds, point, rules, target, self.gradient.through)
        return factor * np.asarray(altered)

    def consumers(self) -> list[tuple[int, int]]:
        """Return the (gate, slot) pairs of the forward pass that use the target."""
        target = self.gradient.target
        if self._consumers is None:
            self._consumers = [
                (node.id, slot)
                for node in self.situation.nodes
                if self.forward[node.id]
                for slot, arg in enumerate(node.args)
                if arg == target
            ]
        return self._consumers

    def operands(self) -> Iterator[int]:
        """Yield forward values that may be meant in place of another: those with a name, those beside the target."""
        target = self.gradient.target
        visited: set[int] = set()
        beside = [arg for gate, _ in self.consumers() for arg in (*self.situation.nodes[gate].args, gate)]
        named = [n.id for n in self.situation.nodes if self.forward[n.id] and n.name and n.op != LITERAL]
        for node in [*beside, *named, *([target] if target is not None else [])]:
            if node not in visited and len(visited) < 60:
                visited.add(node)
                yield node


def _users_within(nodes: Sequence[GraphNode], order: Collection[int]) -> dict[int, list[int]]:
    """Return, for each value that the gates of `order` use, those gates."""
    users: dict[int, list[int]] = {}
    for index in order:
        for arg in dict.fromkeys(nodes[index].args):
            users.setdefault(arg, []).append(index)
    return users
