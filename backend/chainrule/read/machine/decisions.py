"""Decisions: what a program makes of numbers while it is read, each with its guard."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np

from ...errors import SourceError
from ...graph import INPUT, LITERAL, GraphNode, GuardNode, Shape
from ..assumptions import NeedsAssumption
from ..builder import shape_in_words
from ..defaults import Assumption
from ..evaluator import COMPARE
from ..stated_values import check_value_is_stated
from ..values import ArrayView, Const, FreeObject, Ignored, Instance, Items, Number, NumberComparison, Value
from .nodes import NodeMaker

__all__ = ["Decisions"]

LARGEST_INTEGER = 2**63
WHOLE = {
    "index",
    "add",
    "sub",
    "mul",
    "max",
    "min",
    "floor",
    "ceil",
    "round",
    "trunc",
    "sort",
    "reshape",
}  # keep whole numbers whole


class Decisions(NodeMaker):
    """The way a condition goes, and whole numbers that must be known: sizes, indices, counts."""

    def value_of(self, node: int) -> Any:
        """Return the value of a node at the present values: a float or a float64 array.

        Raises:
            InputError: `missing-values`: only shapes are known.
        """
        if self.shapes_only:
            check_value_is_stated(self.builder.nodes, node, self.limits)
        if self.loops:
            self.rounds.asked_values.add(node)
        return self.evaluator.value(self.builder.nodes, node)

    def guard(self, comparison: str, left: int, right: int, outcome: bool, node: ast.AST) -> None:
        """Note that the graph stands only as long as this comparison comes out so."""
        self.guards.append(GuardNode(comparison, left, right, outcome, self.span(node), self.place is not None))

    def truth(self, value: Value, node: ast.AST) -> bool:
        """Return the outcome of a condition; one that depends on numbers leaves a guard.

        Raises:
            SourceError: the condition is an array of more than one entry.
        """
        kind = type(value)
        if kind is bool:
            return bool(value)
        if kind is Const:
            return bool(value.value)
        if kind is NumberComparison:
            return self._compare_now(value, node)
        if kind in (Number, ArrayView):
            index = self.node(value, node)
            shape = self.builder.shape(index)
            if np.prod(shape, dtype=int) != 1:
                raise self.ambiguous(node, shape)
            zero = self.builder.literal(0.0, self.span(node))
            outcome = bool(np.any(np.asarray(self.value_of(index)) != 0))
            self.guard("!=", index, zero, outcome, node)
            return outcome
        if value is None:
            return False
        if kind in (Items, dict, tuple, str, range) or isinstance(value, dict):
            return len(value) > 0
        if kind is Instance:
            for name in ("__bool__", "__len__"):
                if value.cls.find(name) is not None:
                    return self.truth(self.call_method(value, name, node), node)
        return True

    def ambiguous(self, node: ast.AST, shape: Any) -> SourceError:
        """Return the error of a condition that has many entries."""
        return SourceError(
            "ambiguous-condition",
            f"This condition has {shape_in_words(shape)}: it is neither true nor false.",
            span=self.span(node),
            hint="Use `.all()`, `.any()`, or `np.where(condition, a, b)` to choose entry by entry.",
        )

    def _compare_now(self, value: NumberComparison, node: ast.AST) -> bool:
        builder = self.builder
        shapes = builder.shape(value.left), builder.shape(value.right)
        for shape in shapes:
            if np.prod(shape, dtype=int) != 1:
                raise self.ambiguous(node, shape)
        left, right = self.value_of(value.left), self.value_of(value.right)
        with np.errstate(all="ignore"):
            outcome = bool(np.all(COMPARE[value.op](left, right)))
        self.guard(value.op, value.left, value.right, outcome, node)
        return outcome

    def integer(self, value: Value, node: ast.AST, what: str = "This") -> int:
        """Return a whole number that must be known now: a size, an index, a count. One that is computed leaves a guard.

        Raises:
            SourceError: `not-whole`: it is no whole number, or larger than 64 bits.
        """
        kind = type(value)
        if kind is bool:
            return int(value)
        if kind is Const:
            number = value.value
        elif kind in (Number, ArrayView, NumberComparison, Items, tuple, FreeObject):
            index = self.node(value, node)
            self.need_count(index)
            shape = self.builder.shape(index)
            if np.prod(shape, dtype=int) != 1:
                raise SourceError(
                    "not-whole",
                    f"{what} must be one whole number; this has {shape_in_words(shape)}.",
                    span=self.span(node),
                    hint="Take one entry of it, such as `x[0]`.",
                )
            number = float(np.asarray(self.value_of(index)).reshape(()))
            if number == number and abs(number) < LARGEST_INTEGER and number == int(number):
                self.guard("==", index, self.builder.literal(number, self.span(node)), True, node)
        else:
            raise SourceError(
                "not-whole",
                f"{what} must be a whole number.",
                span=self.span(node),
                hint="Write a number such as 3, or a size such as `x.shape[0]`.",
            )
        if number != number or abs(number) >= LARGEST_INTEGER or number != int(number):
            raise SourceError(
                "not-whole",
                f"{what} must be a whole number; this is {number:g}.",
                span=self.span(node),
                hint="Use `int(...)` to cut off the fraction."
                if abs(number) < LARGEST_INTEGER
                else "Write it smaller.",
            )
        return int(number)

    def need_count(self, node: int) -> None:
        """Assume a small whole number for a name without a value that must be one.

        Raises:
            NeedsAssumption: its default is no whole number yet.
        """
        for leaf in self.missing_origins(node):
            old = self.evaluator.assumed.get(leaf.name or "", Assumption())
            if old.kind not in ("labels", "count"):
                raise NeedsAssumption(leaf.name or "", Assumption(leaf.shape, "count"))

    def missing_origins(self, node: int) -> list[GraphNode]:
        """Return the names without a value that a size is a sum or product of, `n_in + n_hidden`, no others among."""
        nodes, leaves, waiting = self.builder.nodes, list[GraphNode](), [node]
        for _ in range(20):
            if not waiting:
                return leaves
            at = nodes[waiting.pop()]
            if at.op == INPUT and at.name in self.builder.missing:
                leaves.append(at)
            elif at.op in WHOLE:
                waiting.extend(arg for arg in reversed(at.args) if nodes[arg].op != LITERAL)
            elif at.op != INPUT:
                return []
        return []

    def _missing_origin(self, node: int) -> GraphNode | None:
        """Return the name without a value that a number is an entry of, or is computed from together with literals."""
        nodes = self.builder.nodes
        at = nodes[node]
        for _ in range(20):
            if at.op == INPUT:
                return at if at.name in self.builder.missing else None
            variables = [arg for arg in at.args if nodes[arg].op != LITERAL]
            if len(variables) != 1 or at.op not in WHOLE:
                return None
            at = nodes[variables[0]]
        return None

    def mark_labels(self, node: int, count: int) -> None:
        """Note that the values of a leaf are positions below `count`.

        Raises:
            NeedsAssumption: the leaf has no value of its own, and its default is no such position yet.
        """
        leaf = self.builder.nodes[node]
        if leaf.op == "index":
            leaf = self._missing_origin(node) or leaf
        if leaf.op != INPUT or leaf.name is None:
            return
        if leaf.name in self.builder.missing:
            old = self.evaluator.assumed.get(leaf.name, Assumption())
            fits = old.below == count or (self.takes_fewer_labels and old.below < count)
            if old.kind != "labels" or not fits:
                raise NeedsAssumption(leaf.name, Assumption(leaf.shape, "labels", count))
        self.labels.add(leaf.name)

    def need_labels(self, node: int, shape: Shape, below: int) -> None:
        """Assume positions of a shape for a name without a value that must be such, whatever shape it is put into.

        Raises:
            NeedsAssumption: something else is assumed of it yet.
        """
        leaf = self.builder.nodes[node]
        while leaf.op == "reshape":
            leaf = self.builder.nodes[leaf.args[0]]
        if leaf.op != INPUT or leaf.name not in self.builder.missing:
            return
        needed = Assumption(shape, "labels", below)
        if self.evaluator.assumed.get(leaf.name) != needed:
            raise NeedsAssumption(leaf.name, needed)

    def is_literal(self, value: Value) -> bool:
        """Return whether a value is a number written in the program."""
        return type(value) is Const or (type(value) is Number and self.builder.nodes[value.node].op == LITERAL)

    def is_ignored(self, value: Value) -> bool:
        """Return whether a value is one that nothing is computed with."""
        return type(value) is Ignored
