"""A graph as sums and products: every way to read a gate as so many parts and a number, found when asked for."""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import numpy as np

from ..graph import LITERAL, Graph
from ..ops import OPS

__all__ = ["Entry", "AlgebraicView", "is_close"]

Entry: TypeAlias = tuple[int, float]  # a node, and its factor in a sum or its exponent in a product

DEPTH = 12  # how many gates a sum or product is opened at most
TRIES = 64  # ways of opening one that are looked at


class AlgebraicView:
    """Algebraic facts about the nodes of one graph. `constant` is `graph.constants`."""

    def __init__(self, graph: Graph, constant: list[bool]) -> None:
        self.nodes = graph.nodes
        self.minus_one = len(graph.nodes)  # a number that stands nowhere in the graph: the -1 in -x
        self.constant = [*constant, True]
        self.constants_by_node: dict[int, float] = {self.minus_one: -1.0}
        self.classes: list[int] | None = None
        self.openings: dict[tuple[int, int, bool], list[tuple[float, list[Entry]]]] = {}

    def number(self, node: int) -> float | None:
        """Return the value of an unnamed number written out, such as 2 or 1/2; None for everything else."""
        return self._value(node) if self.constant[node] else None

    def _value(self, node: int) -> float:
        if node not in self.constants_by_node:
            self._settle(node)
        return self.constants_by_node[node]

    def _settle(self, node: int) -> None:
        stack = [node]
        while stack:
            at = self.nodes[stack[-1]]
            waiting = [arg for arg in at.args if arg not in self.constants_by_node]
            if waiting:
                stack.extend(waiting)
                continue
            stack.pop()
            if at.op == LITERAL:
                self.constants_by_node[at.id] = float(at.params["value"])
                continue
            try:
                with np.errstate(all="ignore"):
                    self.constants_by_node[at.id] = float(
                        OPS[at.op].forward(*(self.constants_by_node[arg] for arg in at.args), **at.params)
                    )
            except (ArithmeticError, ValueError, TypeError):
                self.constants_by_node[at.id] = math.nan

    def same(self, a: int, b: int) -> bool:
        """Return whether two nodes compute the same thing from the same leaves."""
        if a == b:
            return True
        if self.classes is None:
            self.classes = self._numbered()
        return self.classes[a] == self.classes[b]

    def _numbered(self) -> list[int]:
        numbers: dict[Any, int] = {}
        classes: list[int] = []
        for node in self.nodes:
            key: Any
            if node.op == LITERAL and isinstance(node.params["value"], float):
                key = node.params["value"]
            elif not node.args:
                key = (node.op, node.id)
            else:
                args = [classes[arg] for arg in node.args]
                key = (node.op, tuple(sorted(args) if OPS[node.op].commutes else args), tuple(node.params.items()))
            classes.append(numbers.setdefault(key, node.id))
        return classes

    def opened(self, root: int, count: int, product: bool) -> list[tuple[float, list[Entry]]]:
        """Return the ways to read `root` as a sum (or product) of one number and `count` parts that are no numbers."""
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
            number, todo, entries, opened = stack.pop()
            while todo and constant[todo[-1][0]]:
                number = absorb(number, self._value(todo[-1][0]), todo[-1][1])
                todo = todo[:-1]
            if not todo:
                if len(entries) == count:
                    ways.append((number, entries))
                continue
            entry, rest = todo[-1], todo[:-1]
            merged = self._merged(entries, entry)
            if len(merged) <= count and all(weight for _, weight in merged):  # x - x and x/x are left as they are
                stack.append((number, rest, merged, opened))
            parts = split(entry) if opened < DEPTH else ()
            if parts:
                stack.append((number, (*rest, *parts), entries, opened + 1))
        return ways

    def _merged(self, entries: list[Entry], entry: Entry) -> list[Entry]:
        """With the entry, or added to the one that is the same: x*x is x**2, also where x is written out twice."""
        gate = self.nodes[entry[0]]
        for i, (node, weight) in enumerate(entries):
            if node == entry[0] or (gate.args and gate[1:4] == self.nodes[node][1:4]):
                return [*entries[:i], (node, weight + entry[1]), *entries[i + 1 :]]
        return [*entries, entry]

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


def _plus(total: float, number: float, factor: float) -> float:
    return total + factor * number


def _times(total: float, number: float, power: float) -> float:
    try:
        return total * math.pow(number, power)
    except (ArithmeticError, ValueError):
        return math.nan


def is_close(a: float | None, b: float) -> bool:
    """Return whether two numbers are equal to about seven digits; None equals nothing."""
    return a is not None and math.isclose(a, b, rel_tol=1e-7)
