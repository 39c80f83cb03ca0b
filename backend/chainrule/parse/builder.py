"""The growing graph: every node passes through `emit`, where shapes are inferred and limits are counted."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..errors import LimitError, ShapeError, SourceError, Span
from ..graph import INPUT, LITERAL, Call, Node, Note, Shape
from ..limits import Limits
from ..ops import OPS
from .values import Comparison, Items, Setting, Value

__all__ = ["Builder", "shown"]


def shown(shape: Shape) -> str:
    """A shape in words: `a number`, `3 entries`, `2×3`."""
    if len(shape) == 1:
        return f"{shape[0]} {'entry' if shape[0] == 1 else 'entries'}"
    return "×".join(map(str, shape)) if shape else "a number"


class Builder:
    """Nodes in evaluation order, with what is known about them while the source is read."""

    def __init__(self, limits: Limits, shapes: Mapping[str, Shape]) -> None:
        self.limits = limits
        self.shapes = shapes
        self.nodes: list[Node] = []
        self.known: dict[int, float] = {}  # scalar nodes made of literals alone -> their value
        self.inputs: dict[str, int] = {}
        self.missing: list[str] = []
        self.calls: list[Call] = []
        self.call: int | None = None
        self.notes: list[Note] = []
        self.elements = 0
        self.work = 0
        self.seeds = 0

    def shape(self, value: int) -> Shape:
        return self.nodes[value].shape

    def add(
        self,
        op: str,
        args: tuple[int, ...],
        params: Mapping[str, Any],
        shape: Shape,
        span: Span | None,
        name: str | None = None,
    ) -> int:
        """Append a node, counting it.

        Raises:
            LimitError: `gates`, `dimensions`, `array_elements` or `total_elements` would be passed.
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
            size = math.prod(shape)
            if len(shape) > limits.dimensions:
                raise LimitError("dimensions", limits.dimensions, f"An array has {len(shape)} axes", span=span)
            if size > limits.array_elements:
                raise LimitError(
                    "array_elements",
                    limits.array_elements,
                    f"An array of {shown(shape)} has {size:,} elements",
                    span=span,
                    hint="Use smaller sizes: the picture teaches the same.",
                )
            self.elements += size
            if self.elements > limits.total_elements:
                raise LimitError(
                    "total_elements",
                    limits.total_elements,
                    "All arrays together have more elements than that",
                    span=span,
                )
        self.nodes.append(Node(index, op, args, params, shape, span, name, None if op == INPUT else self.call))
        return index

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
            ShapeError: the row's shape rule refuses.
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
                raise self._misfit(op, shapes, str(error), at or span) from None
            self.work += row.cost(*shapes, **params) + math.prod(shape)
            if self.work > self.limits.multiply_adds:
                raise LimitError(
                    "multiply_adds",
                    self.limits.multiply_adds,
                    "One pass would need more multiplications than that",
                    span=span,
                )
        result = self.add(op, args, params, shape, span)
        if not shape and row.elementwise and not params:
            known = self.known
            if args and all(arg in known for arg in args):
                with np.errstate(all="ignore"):
                    known[result] = float(row.forward(*(np.float64(known[arg]) for arg in args)))
        return result

    def _misfit(self, op: str, shapes: Sequence[Shape], reason: str, span: Span | None) -> ShapeError:
        row = OPS[op]
        what = " and ".join(shown(shape) for shape in shapes)
        reason = reason[:1].upper() + reason[1:]
        return ShapeError(
            "shape", f"`{row.symbol}` does not fit {what}: {reason.rstrip('.')}.", span=span, hint=self.fix(op, shapes)
        )

    def fix(self, op: str, shapes: Sequence[Shape]) -> str | None:
        """What would fit, said for the case at hand."""
        if len(shapes) != 2:
            return None
        a, b = shapes
        if not OPS[op].elementwise and (not a or not b):
            return "Use `*` with a number, or give it a value with rows and columns."
        if not OPS[op].elementwise:
            if len(b) == 2 and a[-1:] == b[-1:]:
                return "Transpose the second one: write `.T` behind it."
            if len(a) == 2 and a[:1] == b[:1]:
                return "Transpose the first one: write `.T` behind it."
            return "The last axis of the first must be as long as the first axis of the second."
        if len(a) == len(b) == 2 and a == b[::-1]:
            return "Transpose one of them: `.T`."
        return "Axes must be equally long, or 1, counted from the right."

    def literal(self, value: float | np.ndarray[Any, Any], span: Span | None) -> int:
        """A leaf whose value stands in the source."""
        if isinstance(value, np.ndarray):
            return self.add(LITERAL, (), {"value": value}, value.shape, span)
        node = self.add(LITERAL, (), {"value": value}, (), span)
        self.known[node] = value
        return node

    def input(self, name: str, span: Span) -> int:
        """The one leaf of a free name, made at its first use.

        Raises:
            LimitError: `names` or `name_characters`.
        """
        if name in self.inputs:
            return self.inputs[name]
        if len(name) > self.limits.name_characters:
            raise LimitError(
                "name_characters", self.limits.name_characters, f"A name has {len(name)} characters", span=span
            )
        if len(self.inputs) >= self.limits.names:
            raise LimitError("names", self.limits.names, "The program has more free names than that", span=span)
        if name not in self.shapes:
            self.missing.append(name)
        self.inputs[name] = self.add(INPUT, (), {}, self.shapes.get(name, ()), span, name)
        return self.inputs[name]

    def node(self, value: Value, span: Span) -> int:
        """A value as a node: a list of nodes is stacked, a comparison becomes a mask of ones and zeros.

        Raises:
            SourceError: it is a setting, a function or a module, which has no value of its own.
        """
        if isinstance(value, int):
            return value
        if isinstance(value, Items):
            return self.stack(value, span)
        if isinstance(value, Comparison):
            one, zero = self.literal(1.0, value.span), self.literal(0.0, value.span)
            return self.emit(value.op, (value.left, value.right, one, zero), span=value.span)
        if isinstance(value, Setting) and isinstance(value.value, bool):
            return self.literal(float(value.value), span)
        raise SourceError(
            "not-a-value",
            "This has no value of its own.",
            span=span,
            hint="A number, a name or a call must stand here.",
        )

    def stack(self, items: Items, span: Span) -> int:
        """A list as one array: a literal when all of it is literal, else a stack gate."""
        if not items.values:
            raise ShapeError("shape", "An empty list has no value.", span=span, hint="Put numbers in it: `[1, 2]`.")
        parts = [self.node(value, span) for value in items.values]
        shapes = {self.shape(part) for part in parts}
        if len(shapes) > 1:
            raise ShapeError(
                "ragged",
                f"The rows of this list differ: {' and '.join(sorted(map(shown, shapes)))}.",
                span=span,
                hint="Give every row the same number of entries.",
            )
        literals = [self.nodes[part] for part in parts]
        if all(part in self.known or literal.op == LITERAL for part, literal in zip(parts, literals, strict=True)):
            values = [
                self.known.get(part, literal.params.get("value")) for part, literal in zip(parts, literals, strict=True)
            ]
            return self.literal(np.array(values, dtype=np.float64), span)
        return self.emit("stack", tuple(parts), {"axis": 0}, span)

    def static(self, value: Value, span: Span) -> Any:
        """A value as a setting: an int, None, a bool, or a tuple of them.

        Raises:
            SourceError: it depends on a variable, or is no whole number.
        """
        if isinstance(value, Setting):
            return value.value
        if isinstance(value, Items):
            return tuple(self.static(item, span) for item in value.values)
        if isinstance(value, int):
            number = self.known.get(value)
            if number is not None and math.isfinite(number) and number == int(number):
                return int(number)
            literal = self.nodes[value]
            if literal.op == LITERAL and isinstance(literal.params["value"], np.ndarray):
                array = literal.params["value"]
                if array.ndim <= 2 and np.all(array == np.floor(array)):
                    return (
                        tuple(int(entry) for entry in array)
                        if array.ndim == 1
                        else tuple(map(tuple, array.astype(int).tolist()))
                    )
        raise SourceError(
            "not-literal",
            "Only whole numbers written out can stand here.",
            span=span,
            hint="Sizes, axes and indices must be known before anything is computed.",
        )
