"""A pattern against the gates of a graph. Nothing is rewritten: a sum is opened as far as the pattern has terms."""

from __future__ import annotations

import math
from collections.abc import Generator, Mapping
from functools import cache
from typing import Any, TypeAlias

from ..graph import Graph, GraphNode
from .algebra import AlgebraicView, Entry, is_close
from .pattern import (
    FULL,
    LINED_UP,
    REDUCTIONS,
    WHERES,
    FnPattern,
    NumPattern,
    Pattern,
    ProdPattern,
    SumPattern,
    VarPattern,
    scaled,
)

__all__ = ["Bindings", "Matcher"]

Bindings: TypeAlias = Mapping[str, Any]  # variable -> node id, number written out -> its value, "#axes" -> axes reduced
Matches: TypeAlias = Generator[Bindings, None, None]


class Matcher(AlgebraicView):
    """Matcher of patterns in one graph. `matches_by_node` has the functions known to end at each node."""

    def __init__(self, graph: Graph, constant: list[bool]) -> None:
        super().__init__(graph, constant)
        self.matches_by_node: dict[int, list[tuple[str, tuple[int, ...]]]] = {}

    def match(self, pattern: Pattern, node: int, bound: Bindings) -> Matches:
        """Yield every way in which `node` is an instance of the pattern, with the bindings so far."""
        match pattern:
            case VarPattern(name):
                if name in bound:
                    if self.same(bound[name], node):
                        yield bound
                elif not self.constant[node]:
                    yield {**bound, name: node}
            case NumPattern(value):
                number = self.number(node)
                if number is not None and is_close(number, value):
                    yield bound
            case SumPattern():
                yield from self._sum(pattern, node, bound)
            case ProdPattern():
                yield from self._product(pattern, node, bound)
            case FnPattern():
                yield from self._function(pattern, node, bound)

    def _sum(self, pattern: SumPattern, node: int, bound: Bindings) -> Matches:
        yield from self._shifted(pattern, node, bound)
        for constant, entries in self.opened(node, len(pattern.terms), False):
            if is_close(constant, pattern.constant):
                yield from self._assign(pattern.terms, entries, bound, self._term)

    def _shifted(self, pattern: SumPattern, node: int, bound: Bindings) -> Matches:
        """`expm1(x)` where the pattern says exp(x) - 1."""
        gate = self.nodes[node]
        if gate.op == "expm1" and pattern.constant == -1.0 and len(pattern.terms) == 1:
            factor, term = pattern.terms[0]
            if factor == 1.0 and isinstance(term, FnPattern) and term.name == "exp":
                yield from self.match(term.args[0], gate.args[0], bound)

    def _product(self, pattern: ProdPattern, node: int, bound: Bindings) -> Matches:
        for constant, entries in self.opened(node, len(pattern.factors), True):
            bindings = bound
            if pattern.free is not None:
                bindings = {**bound, pattern.free: bound.get(pattern.free, constant / pattern.constant)}
            factor = pattern.constant if pattern.free is None else pattern.constant * bindings[pattern.free]
            if is_close(constant, factor):
                factors = tuple([(power, base) for base, power in pattern.factors])
                yield from self._assign(factors, entries, bindings, self._factor)

    def _assign(
        self, pairs: tuple[tuple[float, Pattern], ...], entries: list[Entry], bound: Bindings, fit: Any
    ) -> Matches:
        """Assign each wanted part to an entry of its own, whatever the order."""
        if not pairs:
            yield bound
            return
        first, rest = pairs[0], pairs[1:]
        for i, entry in enumerate(entries):
            for more in fit(first, entry, bound):
                yield from self._assign(rest, entries[:i] + entries[i + 1 :], more, fit)

    def _term(self, scaled_pattern: tuple[float, Pattern], entry: Entry, bound: Bindings) -> Matches:
        ratio = scaled_pattern[0] / entry[1]
        if is_close(ratio, 1.0):
            yield from self.match(scaled_pattern[1], entry[0], bound)
        elif not isinstance(scaled_pattern[1], SumPattern | NumPattern):
            yield from self.match(scaled(scaled_pattern[1], ratio), entry[0], bound)

    def _factor(self, scaled_pattern: tuple[float, Pattern], entry: Entry, bound: Bindings) -> Matches:
        if is_close(scaled_pattern[0], entry[1]):
            yield from self.match(scaled_pattern[1], entry[0], bound)
        elif (
            isinstance(scaled_pattern[1], FnPattern)
            and scaled_pattern[1].name == "exp"
            and is_close(scaled_pattern[0], -entry[1])
        ):
            yield from self.match(FnPattern("exp", (scaled(scaled_pattern[1].args[0], -1.0),)), entry[0], bound)

    def _function(self, pattern: FnPattern, node: int, bound: Bindings) -> Matches:
        gate = self.nodes[node]
        name = pattern.name
        if node not in self.matches_by_node and gate.op not in _ops_for(name):
            return
        for function, args in self.matches_by_node.get(node, ()):
            if function == name and len(args) == len(pattern.args):
                yield from self._arguments(pattern.args, args, bound)
        if name in REDUCTIONS:
            yield from self._reduction(pattern, gate, bound)
        elif gate.op == name:
            yield from self._arguments(pattern.args, gate.args, bound)
            if pattern.either_order:
                yield from self._arguments(pattern.args, gate.args[::-1], bound)
        elif name == "where" and gate.op in WHERES:
            a, b, c, d = (gate.args[i] for i in WHERES[gate.op])
            yield from self._arguments(pattern.args, (a, b, c, d), bound)
            yield from self._arguments(pattern.args, (b, a, d, c), {**bound, "#tie": True})
        elif name == "log" and gate.op == "log1p" and isinstance(pattern.args[0], SumPattern):
            inner = pattern.args[0]
            less = SumPattern(inner.constant - 1.0, inner.terms)
            simple = less.terms[0][1] if less.constant == 0 and len(less.terms) == 1 and less.terms[0][0] == 1 else less
            yield from self.match(simple, gate.args[0], bound)
        elif name == "exp":
            yield from self._exponential(pattern, gate, bound)

    def _exponential(self, pattern: FnPattern, gate: GraphNode, bound: Bindings) -> Matches:
        """exp(-x) as 1/exp(x), and e**x."""
        if gate.op == "pow" and self.constant[gate.args[0]] and is_close(self.number(gate.args[0]), math.e):
            yield from self.match(pattern.args[0], gate.args[1], bound)
        inner = None
        if gate.op == "div" and self.constant[gate.args[0]] and is_close(self.number(gate.args[0]), 1.0):
            inner = self.nodes[gate.args[1]]
        elif gate.op == "pow" and self.constant[gate.args[1]] and is_close(self.number(gate.args[1]), -1.0):
            inner = self.nodes[gate.args[0]]
        if inner is not None and inner.op == "exp":
            yield from self.match(scaled(pattern.args[0], -1.0), inner.args[0], bound)

    def _reduction(self, pattern: FnPattern, gate: GraphNode, bound: Bindings) -> Matches:
        if gate.op == "stop":
            gate = self.nodes[gate.args[0]]
        if gate.op == "matmul" and pattern.name == "sum" and pattern.mode == FULL and not gate.shape:
            yield from self._dotted(pattern.args[0], gate, bound)
        if gate.op != pattern.name:
            yield from self._averaged(pattern, gate, bound)
            return
        rank = len(self.nodes[gate.args[0]].shape)
        axes = _axes(gate, rank)
        everything = len(axes) == rank
        if pattern.mode == FULL:
            if everything and (not gate.params.get("keepdims") or pattern.name == "amax"):
                yield from self.match(pattern.args[0], gate.args[0], bound)
            return
        if pattern.mode == LINED_UP:
            if not (everything or gate.params.get("keepdims") or axes == tuple(range(len(axes)))):
                return
            if bound.get("#axes", axes) != axes:
                return
            bound = {**bound, "#axes": axes}
        yield from self.match(pattern.args[0], gate.args[0], bound)

    def _dotted(self, inside: Pattern, gate: GraphNode, bound: Bindings) -> Matches:
        """`d @ d` where the pattern says sum(d**2), `y @ p` where it says sum(y*p)."""
        left, right = gate.args
        match inside:
            case ProdPattern(1.0, ((what, 2.0),), None) if self.same(left, right):
                yield from self.match(what, left, bound)
            case ProdPattern(1.0, ((first, 1.0), (second, 1.0)), None):
                yield from self._arguments((first, second), (left, right), bound)
                yield from self._arguments((first, second), (right, left), bound)

    def _averaged(self, pattern: FnPattern, gate: GraphNode, bound: Bindings) -> Matches:
        """`sum(x)/n` where the pattern says mean(x)."""
        if pattern.name != "mean" or gate.op not in ("div", "mul"):
            return
        for total, count in (gate.args, gate.args[::-1]) if gate.op == "mul" else (gate.args,):
            reduced, number = self.nodes[total], self.number(count)
            if reduced.op == "sum" and number is not None:
                size = math.prod(self.nodes[reduced.args[0]].shape) / max(1, math.prod(reduced.shape))
                if is_close(number if gate.op == "div" else 1.0 / number if number else 0.0, size):
                    yield from self._reduction(FnPattern("sum", pattern.args, pattern.mode), reduced, bound)

    def _arguments(self, patterns: tuple[Pattern, ...], nodes: tuple[int, ...], bound: Bindings) -> Matches:
        if not patterns:
            yield bound
            return
        for more in self.match(patterns[0], nodes[0], bound):
            yield from self._arguments(patterns[1:], nodes[1:], more)


@cache
def _ops_for(name: str) -> frozenset[str]:
    """Return the ops that may stand where a pattern says `name`."""
    others = {"log": ("log1p",), "exp": ("pow", "div"), "sum": ("matmul",), "mean": ("div", "mul"), "where": WHERES}
    return frozenset((name, *others.get(name, ()), *(("stop",) if name in REDUCTIONS else ())))


def _axes(gate: GraphNode, rank: int) -> tuple[int, ...]:
    axis = gate.params.get("axis")
    if axis is None:
        return tuple(range(rank))
    return tuple(sorted(number % rank for number in (axis if isinstance(axis, tuple) else (axis,))))
