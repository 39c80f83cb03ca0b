"""The growing graph: every node passes through `Builder.emit`, where shapes are inferred and limits are counted."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..errors import LimitError, Mismatch, ShapeError, Span
from ..graph import INPUT, LITERAL, FunctionCall, GraphNode, Note, Shape
from ..limits import Limits
from ..ops import OPS
from ..ops.op import Op
from ..ops.settings import ShapeRefusal

__all__ = ["Builder", "ShapeMismatch", "shape_in_words"]


def shape_in_words(shape: Shape) -> str:
    """Return a shape as a sentence says it: `a number`, `3 entries`, `2×3`."""
    if len(shape) == 1:
        return f"{shape[0]} {'entry' if shape[0] == 1 else 'entries'}"
    return "×".join(map(str, shape)) if shape else "a number"


def _axes_that_disagree(row: Op, left: Shape, right: Shape, params: Mapping[str, Any]) -> tuple[int, int] | None:
    """Return the first two axes, from the right, that the row would take if they were equally long."""
    for i, j in itertools.product(range(len(left))[::-1], range(len(right))[::-1]):
        if left[i] != right[j]:
            try:
                row.shape(left, (*right[:j], left[i], *right[j + 1 :]), **params)
            except ValueError:
                continue
            return i, j
    return None


class ShapeMismatch(ShapeError):
    """A shape rule refused: which op, and which nodes it was given. Shape inference works on it."""

    def __init__(
        self,
        detail: str,
        op: str,
        args: tuple[int, ...],
        span: Span | None,
        hint: str | None,
        params: Mapping[str, Any] | None = None,
        rank: int = 0,
    ) -> None:
        super().__init__("shape", detail, span=span, hint=hint)
        self.op = op
        self.args_of_op = args
        self.params: Mapping[str, Any] = params or {}
        self.rank = rank  # axes that the argument must have at least, where that is known


class Builder:
    """Nodes in evaluation order, with what is counted and noted while the source is read."""

    def __init__(self, limits: Limits, shapes: Mapping[str, Shape], assumed: Mapping[str, Shape] | None = None) -> None:
        self.limits = limits
        self.shapes = shapes  # of the names that have a value
        self.assumed = assumed or {}  # of names without one
        self.nodes: list[GraphNode] = []
        self.inputs: dict[str, int] = {}  # free names -> their leaf
        self.missing: list[str] = []  # free names whose shape is not known
        self.calls: list[FunctionCall] = []
        self.call: int | None = None  # the innermost call that is being read
        self.notes: list[Note] = []
        self.elements = 0
        self.multiply_adds = 0

    def shape(self, node: int) -> Shape:
        """Return the shape of a node."""
        return self.nodes[node].shape

    def add(
        self,
        op: str,
        args: tuple[int, ...],
        params: Mapping[str, Any],
        shape: Shape,
        span: Span | None,
        name: str | None = None,
    ) -> int:
        """Append a node and count it.

        Raises:
            LimitError: `gates`, `gate_arguments`, `dimensions`, `array_elements` or `total_elements` would be passed.
        """
        limits = self.limits
        index = len(self.nodes)
        if index >= limits.gates:
            raise LimitError("gates", limits.gates, "The program needs more gates than that", span=span)
        if len(args) > limits.gate_arguments:
            raise LimitError(
                "gate_arguments", limits.gate_arguments, f"One gate would have {len(args):,} inputs", span=span
            )
        if shape:
            self._count(shape, span)
        self.nodes.append(GraphNode(index, op, args, params, shape, span, name, None if op == INPUT else self.call))
        return index

    def _count(self, shape: Shape, span: Span | None) -> None:
        limits = self.limits
        size = math.prod(shape)
        if len(shape) > limits.dimensions:
            raise LimitError("dimensions", limits.dimensions, f"An array has {len(shape)} axes", span=span)
        if size > limits.array_elements:
            raise LimitError(
                "array_elements",
                limits.array_elements,
                f"An array of {shape_in_words(shape)} has {size:,} elements",
                span=span,
                hint="Use smaller sizes: the picture teaches the same.",
            )
        self.elements += size
        if self.elements > limits.total_elements:
            raise LimitError(
                "total_elements", limits.total_elements, "All arrays together have more elements than that", span=span
            )

    def emit(
        self,
        op: str,
        args: tuple[int, ...],
        params: Mapping[str, Any] | None = None,
        span: Span | None = None,
        at: Span | None = None,
    ) -> int:
        """Append a gate; `at` is where the caret goes if the shapes do not fit (the operator), else `span`.

        Raises:
            ShapeMismatch: the row's shape rule refuses.
            LimitError: see `add`, and `multiply_adds`.
        """
        row = OPS[op]
        params = params or {}
        nodes = self.nodes
        shapes = [nodes[arg].shape for arg in args]
        shape: Shape = ()
        if any(shapes) or not row.elementwise or params:
            try:
                shape = row.shape(*shapes, **params)
            except ValueError as error:
                raise self._mismatch(op, args, params, error, at or span) from None
            self.multiply_adds += row.cost(*shapes, **params) + math.prod(shape)
            if self.multiply_adds > self.limits.multiply_adds:
                raise LimitError(
                    "multiply_adds",
                    self.limits.multiply_adds,
                    "One pass would need more multiplications than that",
                    span=span,
                )
        return self.add(op, args, params, shape, span)

    def _mismatch(
        self, op: str, args: tuple[int, ...], params: Mapping[str, Any], error: ValueError, span: Span | None
    ) -> ShapeMismatch:
        row = OPS[op]
        shapes = [self.nodes[arg].shape for arg in args]
        listed = " and ".join(shape_in_words(shape) for shape in shapes)
        reason = str(error)
        reason = reason[:1].upper() + reason[1:]
        hint = error.hint if isinstance(error, ShapeRefusal) else self.repair(op, shapes)
        detail = f"`{row.symbol}` does not fit {listed}: {reason.rstrip('.')}."
        axis = params.get("axis")
        rank = max(
            (abs(at) + (at >= 0) for at in (axis if isinstance(axis, tuple) else (axis,)) if type(at) is int), default=0
        )
        mismatch = ShapeMismatch(detail, op, args, span, hint, params, rank)
        if len(shapes) == 2:
            left, right = shapes
            mismatch.shapes = Mismatch(row.symbol, left, right, _axes_that_disagree(row, left, right, params))
        return mismatch

    def repair(self, op: str, shapes: Sequence[Shape]) -> str | None:
        """Return the sentence that says what would fit, where the row's own rule has not said it."""
        if len(shapes) != 2 or not OPS[op].elementwise:
            return None
        a, b = shapes
        if len(a) == len(b) == 2 and a == b[::-1]:
            return "Transpose one of them: `.T`."
        return "Axes must be equally long, or 1, counted from the right."

    def literal(self, value: float | np.ndarray[Any, Any], span: Span | None, name: str | None = None) -> int:
        """Return a leaf whose value stands in the source (or follows from sizes in it)."""
        if isinstance(value, np.ndarray):
            return self.add(LITERAL, (), {"value": value}, value.shape, span, name)
        return self.add(LITERAL, (), {"value": float(value)}, (), span, name)

    def input(self, name: str, span: Span | None) -> int:
        """Return the one leaf of a free name, made at its first use.

        Raises:
            LimitError: `names` or `name_characters`.
        """
        if name in self.inputs:
            return self.inputs[name]
        limits = self.limits
        if len(name) > limits.name_characters:
            raise LimitError("name_characters", limits.name_characters, f"A name has {len(name)} characters", span=span)
        if len(self.inputs) >= limits.names:
            raise LimitError("names", limits.names, "The program has more free names than that", span=span)
        if name not in self.shapes:
            self.missing.append(name)
        shape = self.shapes.get(name, self.assumed.get(name, ()))
        self.inputs[name] = self.add(INPUT, (), {}, shape, span, name)
        return self.inputs[name]

    def is_start(self, node: int, names: tuple[str | None, ...]) -> bool:
        """Return whether a node is an array or number of the text, perhaps a scaled one, with one of these names."""
        start = self.nodes[node]
        constant = start.op == LITERAL or (bool(start.args) and all(map(self._is_nameless, start.args)))
        return constant and start.name in names

    def _is_nameless(self, node: int) -> bool:
        return self.nodes[node].op == LITERAL and self.nodes[node].name is None

    def rename_leaf(self, node: int, name: str) -> None:
        """Give a number that the text gives another name."""
        self.nodes[node] = self.nodes[node]._replace(name=name)

    def set_name(self, node: int, name: str) -> None:
        """Give a gate or literal the first name that it gets in the program."""
        old = self.nodes[node]
        if old.name is None and old.op != INPUT:
            self.nodes[node] = old._replace(name=name)

    def note(self, code: str, text: str, span: Span | None) -> None:
        """Add a notice, once, and no more than 50 of them."""
        if len(self.notes) < 50 and not any(note.code == code and note.text == text for note in self.notes):
            self.notes.append(Note(code, text, span))
