"""A pattern against the gates of a graph. Nothing is rewritten: a sum is opened as far as the pattern has terms."""

from __future__ import annotations

import math
from collections.abc import Generator, Mapping
from functools import cache
from typing import Any, TypeAlias

from ..graph import LITERAL, Graph, Node
from ..ops import OPS
from .pattern import FULL, LINED_UP, REDUCTIONS, WHERES, Fn, Num, Pattern, Prod, Sum, Var, scaled

__all__ = ["Bound", "Matcher"]

Bound: TypeAlias = Mapping[str, Any]  # variable -> node id, number written out -> its value, "#axes" -> axes reduced
Found: TypeAlias = Generator[Bound, None, None]
Entry: TypeAlias = tuple[int, float]  # a node, and its factor in a sum or its exponent in a product

DEPTH = 12  # how many gates a sum or product is opened at most
TRIES = 64  # ways of opening one that are looked at


class Matcher:
    """One graph, read through the eyes of the patterns. `found[node]` are the functions known to end there."""

    def __init__(self, graph: Graph, constant: list[bool]) -> None:
        self.nodes = graph.nodes
        self.minus_one = len(graph.nodes)  # a number that stands nowhere in the graph: the -1 in -x
        self.constant = [*constant, True]
        self.known: dict[int, float] = {self.minus_one: -1.0}
        self.found: dict[int, list[tuple[str, tuple[int, ...]]]] = {}
        self.classes: list[int] | None = None
        self.openings: dict[tuple[int, int, bool], list[tuple[float, list[Entry]]]] = {}

    # what is known of a node -----------------------------------------------------------------------------------------

    def number(self, node: int) -> float | None:
        """The value of an unnamed number written out, such as 2 or 1/2; None for everything else."""
        return self._value(node) if self.constant[node] else None

    def _value(self, node: int) -> float:
        if node not in self.known:
            self._settle(node)
        return self.known[node]

    def _settle(self, node: int) -> None:
        stack = [node]
        while stack:
            at = self.nodes[stack[-1]]
            waiting = [arg for arg in at.args if arg not in self.known]
            if waiting:
                stack.extend(waiting)
                continue
            stack.pop()
            if at.op == LITERAL:
                self.known[at.id] = float(at.params["value"])
                continue
            try:
                self.known[at.id] = float(OPS[at.op].forward(*(self.known[arg] for arg in at.args), **at.params))
            except (ArithmeticError, ValueError):
                self.known[at.id] = math.nan

    def same(self, a: int, b: int) -> bool:
        """Whether two nodes compute the same thing from the same leaves."""
        if a == b:
            return True
        if self.classes is None:
            self.classes = self._numbered()
        return self.classes[a] == self.classes[b]

    def _numbered(self) -> list[int]:
        seen: dict[Any, int] = {}
        classes: list[int] = []
        for node in self.nodes:
            key: Any
            if node.op == LITERAL and isinstance(node.params["value"], float):
                key = node.params["value"]
            elif not node.args:
                key = (node.op, node.id)
            else:
                args = [classes[arg] for arg in node.args]
                key = (node.op, tuple(sorted(args) if node.op in ("add", "mul") else args), tuple(node.params.items()))
            classes.append(seen.setdefault(key, node.id))
        return classes

    # matching --------------------------------------------------------------------------------------------------------

    def match(self, pattern: Pattern, node: int, bound: Bound) -> Found:
        """Every way in which `node` is an instance of the pattern, given what is bound already."""
        match pattern:
            case Var(name):
                if name in bound:
                    if self.same(bound[name], node):
                        yield bound
                elif not self.constant[node]:
                    yield {**bound, name: node}
            case Num(value):
                number = self.number(node)
                if number is not None and _close(number, value):
                    yield bound
            case Sum():
                yield from self._sum(pattern, node, bound)
            case Prod():
                yield from self._product(pattern, node, bound)
            case Fn():
                yield from self._function(pattern, node, bound)

    def _sum(self, pattern: Sum, node: int, bound: Bound) -> Found:
        yield from self._shifted(pattern, node, bound)
        for constant, entries in self._opened(node, len(pattern.terms), False):
            if _close(constant, pattern.constant):
                yield from self._assign(pattern.terms, entries, bound, self._term)

    def _shifted(self, pattern: Sum, node: int, bound: Bound) -> Found:
        """`expm1(x)` where the pattern says exp(x) - 1."""
        gate = self.nodes[node]
        if gate.op == "expm1" and pattern.constant == -1.0 and len(pattern.terms) == 1:
            factor, term = pattern.terms[0]
            if factor == 1.0 and isinstance(term, Fn) and term.name == "exp":
                yield from self.match(term.args[0], gate.args[0], bound)

    def _product(self, pattern: Prod, node: int, bound: Bound) -> Found:
        for constant, entries in self._opened(node, len(pattern.factors), True):
            given = bound
            if pattern.free is not None:
                given = {**bound, pattern.free: bound.get(pattern.free, constant / pattern.constant)}
            wanted = pattern.constant if pattern.free is None else pattern.constant * given[pattern.free]
            if _close(constant, wanted):
                factors = tuple([(power, what) for what, power in pattern.factors])
                yield from self._assign(factors, entries, given, self._factor)

    def _opened(self, root: int, count: int, product: bool) -> list[tuple[float, list[Entry]]]:
        """The ways to read `root` as a sum (or product) of one number and `count` parts that are no numbers."""
        key = root, count, product
        ways = self.openings.get(key)
        if ways is None:
            ways = self.openings[key] = self._open(root, count, product)
        return ways

    def _open(self, root: int, count: int, product: bool) -> list[tuple[float, list[Entry]]]:
        split, absorb = (self._multiplied, _times) if product else (self._added, _plus)
        ways: list[tuple[float, list[Entry]]] = []
        constant = self.constant
        first = split((root, 1.0))
        stack: list[tuple[float, tuple[Entry, ...], list[Entry], int]] = []
        if first:
            stack.append((1.0 if product else 0.0, first, [], 1))
        while stack and len(ways) < TRIES:
            number, todo, kept, opened = stack.pop()
            while todo and constant[todo[-1][0]]:
                number = absorb(number, self._value(todo[-1][0]), todo[-1][1])
                todo = todo[:-1]
            if not todo:
                if len(kept) == count:
                    ways.append((number, kept))
                continue
            entry, rest = todo[-1], todo[:-1]
            merged = self._merged(kept, entry)
            if len(merged) <= count:
                stack.append((number, rest, merged, opened))
            parts = split(entry) if opened < DEPTH else ()
            if parts:
                stack.append((number, (*rest, *parts), kept, opened + 1))
        return ways

    def _merged(self, kept: list[Entry], entry: Entry) -> list[Entry]:
        """With the entry, or added to the one that is the same: x*x is x**2, also where x is written out twice."""
        gate = self.nodes[entry[0]]
        for i, (node, weight) in enumerate(kept):
            if node == entry[0] or (gate.args and gate[1:4] == self.nodes[node][1:4]):
                return [*kept[:i], (node, weight + entry[1]), *kept[i + 1 :]]
        return [*kept, entry]

    def _added(self, entry: Entry) -> tuple[Entry, ...]:
        gate, factor = self.nodes[entry[0]], entry[1]
        if gate.op == "add" or gate.op == "sub":
            return (gate.args[1], factor if gate.op == "add" else -factor), (gate.args[0], factor)
        return ((gate.args[0], -factor),) if gate.op == "neg" else ()

    def _multiplied(self, entry: Entry) -> tuple[Entry, ...]:
        gate, power = self.nodes[entry[0]], entry[1]
        match gate.op:
            case "mul":
                return (gate.args[1], power), (gate.args[0], power)
            case "div":
                return (gate.args[1], -power), (gate.args[0], power)
            case "sqrt":
                return ((gate.args[0], power * 0.5),)
            case "pow" if self.constant[gate.args[1]]:
                return ((gate.args[0], power * self._value(gate.args[1])),)
            case "neg":
                return (gate.args[0], power), (self.minus_one, power)
        return ()

    def _assign(self, wanted: tuple[tuple[float, Pattern], ...], entries: list[Entry], bound: Bound, fit: Any) -> Found:
        """Each wanted part to an entry of its own, whatever the order."""
        if not wanted:
            yield bound
            return
        first, rest = wanted[0], wanted[1:]
        for i, entry in enumerate(entries):
            for more in fit(first, entry, bound):
                yield from self._assign(rest, entries[:i] + entries[i + 1 :], more, fit)

    def _term(self, wanted: tuple[float, Pattern], entry: Entry, bound: Bound) -> Found:
        ratio = wanted[0] / entry[1]
        if _close(ratio, 1.0):
            yield from self.match(wanted[1], entry[0], bound)
        elif not isinstance(wanted[1], Sum | Num):
            yield from self.match(scaled(wanted[1], ratio), entry[0], bound)

    def _factor(self, wanted: tuple[float, Pattern], entry: Entry, bound: Bound) -> Found:
        if _close(wanted[0], entry[1]):
            yield from self.match(wanted[1], entry[0], bound)
        elif isinstance(wanted[1], Fn) and wanted[1].name == "exp" and _close(wanted[0], -entry[1]):
            yield from self.match(Fn("exp", (scaled(wanted[1].args[0], -1.0),)), entry[0], bound)

    def _function(self, pattern: Fn, node: int, bound: Bound) -> Found:
        gate = self.nodes[node]
        name = pattern.name
        if node not in self.found and gate.op not in _ops_for(name):
            return
        for function, args in self.found.get(node, ()):
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
        elif name == "log" and gate.op == "log1p" and isinstance(pattern.args[0], Sum):
            inner = pattern.args[0]
            less = Sum(inner.constant - 1.0, inner.terms)
            simple = less.terms[0][1] if less.constant == 0 and len(less.terms) == 1 and less.terms[0][0] == 1 else less
            yield from self.match(simple, gate.args[0], bound)
        elif name == "exp":
            yield from self._exponential(pattern, gate, bound)

    def _exponential(self, pattern: Fn, gate: Node, bound: Bound) -> Found:
        """exp(-x) as 1/exp(x), and e**x."""
        if gate.op == "pow" and self.constant[gate.args[0]] and _close(self.number(gate.args[0]), math.e):
            yield from self.match(pattern.args[0], gate.args[1], bound)
        inner = None
        if gate.op == "div" and self.constant[gate.args[0]] and _close(self.number(gate.args[0]), 1.0):
            inner = self.nodes[gate.args[1]]
        elif gate.op == "pow" and self.constant[gate.args[1]] and _close(self.number(gate.args[1]), -1.0):
            inner = self.nodes[gate.args[0]]
        if inner is not None and inner.op == "exp":
            yield from self.match(scaled(pattern.args[0], -1.0), inner.args[0], bound)

    def _reduction(self, pattern: Fn, gate: Node, bound: Bound) -> Found:
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

    def _dotted(self, inside: Pattern, gate: Node, bound: Bound) -> Found:
        """`d @ d` where the pattern says sum(d**2), `y @ p` where it says sum(y*p)."""
        left, right = gate.args
        match inside:
            case Prod(1.0, ((what, 2.0),), None) if self.same(left, right):
                yield from self.match(what, left, bound)
            case Prod(1.0, ((first, 1.0), (second, 1.0)), None):
                yield from self._arguments((first, second), (left, right), bound)
                yield from self._arguments((first, second), (right, left), bound)

    def _averaged(self, pattern: Fn, gate: Node, bound: Bound) -> Found:
        """`sum(x)/n` where the pattern says mean(x)."""
        if pattern.name != "mean" or gate.op not in ("div", "mul"):
            return
        for total, count in (gate.args, gate.args[::-1]) if gate.op == "mul" else (gate.args,):
            reduced, number = self.nodes[total], self.number(count)
            if reduced.op == "sum" and number is not None:
                size = math.prod(self.nodes[reduced.args[0]].shape) / max(1, math.prod(reduced.shape))
                if _close(number if gate.op == "div" else 1.0 / number if number else 0.0, size):
                    yield from self._reduction(Fn("sum", pattern.args, pattern.mode), reduced, bound)

    def _arguments(self, patterns: tuple[Pattern, ...], nodes: tuple[int, ...], bound: Bound) -> Found:
        if not patterns:
            yield bound
            return
        for more in self.match(patterns[0], nodes[0], bound):
            yield from self._arguments(patterns[1:], nodes[1:], more)


@cache
def _ops_for(name: str) -> frozenset[str]:
    """The ops that may stand where a pattern says `name`."""
    others = {"log": ("log1p",), "exp": ("pow", "div"), "sum": ("matmul",), "mean": ("div", "mul"), "where": WHERES}
    return frozenset((name, *others.get(name, ()), *(("stop",) if name in REDUCTIONS else ())))


def _axes(gate: Node, rank: int) -> tuple[int, ...]:
    axis = gate.params.get("axis")
    if axis is None:
        return tuple(range(rank))
    return tuple(sorted(number % rank for number in (axis if isinstance(axis, tuple) else (axis,))))


def _plus(total: float, number: float, factor: float) -> float:
    return total + factor * number


def _times(total: float, number: float, power: float) -> float:
    try:
        return total * math.pow(number, power)
    except (ArithmeticError, ValueError):
        return math.nan


def _close(a: float | None, b: float) -> bool:
    return a is not None and math.isclose(a, b, rel_tol=1e-7)
