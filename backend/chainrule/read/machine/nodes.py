"""Values of the program as nodes of the graph."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ...errors import ShapeError, SourceError, Span
from ...graph import Assignment
from ...ops import OPS, key_of
from ..builder import shape_in_words
from ..hand_gradients import looks_like_gradient
from ..values import (
    ArrayView,
    Builtin,
    Const,
    FreeObject,
    Gradient,
    Ignored,
    Instance,
    Items,
    Module,
    Number,
    NumberComparison,
    ProgramFunction,
    Value,
)
from .views import ViewReader

__all__ = ["WHERE", "NodeMaker", "literal_array"]

WHERE = {">": "where_gt", ">=": "where_ge", "<": "where_lt", "<=": "where_le", "==": "where_eq", "!=": "where_ne"}


class NodeMaker(ViewReader):
    """Gives each value its node: constants, lists and masks get one where they meet a number of the graph."""

    def free(self, name: str, node: ast.AST | None) -> Number:
        """Return the leaf of a free name."""
        value = self.globals.names.get(name)
        text_name = self.source.shown_name(name)
        if type(value) is Number and text_name in self.builder.inputs:
            return value
        leaf = self.builder.input(text_name, None if node is None else self.span(node))
        value = Number(leaf, "bool" if text_name in self.masks else "float")
        self.globals.names[name] = value
        return value

    def node_if_any(self, value: Value) -> int | None:
        """Return the node of a value that already has one; nothing is emitted."""
        kind = type(value)
        if kind is Number:
            return int(value.node)
        if kind is ArrayView:
            return int(value.node) if value.node >= 0 and self.version(value.base) == value.version else None
        if kind is NumberComparison:
            return value.node if value.node >= 0 else None
        if kind is Gradient:
            return value.gradient_node if value.gradient_node >= 0 else None
        if kind is Items:
            return value.node if value.node >= 0 and _same(value, value.made_from) else None
        return value.node if kind is Const else None

    def node(self, value: Value, node: ast.AST | None) -> int:
        """Return a value as a node of the graph: a list is stacked, a comparison becomes a mask of ones and zeros.

        Raises:
            SourceError: `not-a-value`: it is a text, a function or the like.
            ShapeError: `ragged`, or an empty list.
        """
        kind = type(value)
        if kind is Number:
            return int(value.node)
        if kind is Const:
            return value.node if value.node is not None else self._materialize(value, node)
        if kind is ArrayView:
            return self._read_view(value)
        if kind is NumberComparison:
            return self._mask(value)
        if kind is bool:
            return self.builder.literal(float(value), None if node is None else self.span(node))
        if kind is Items or kind is tuple or kind is range:
            return self._stack(value, node)
        if kind is FreeObject:
            return int(self.free(value.name, node).node)
        if kind is Gradient:
            return self.materialize_gradient(value, node)
        if kind is Builtin and node is not None and isinstance(node, ast.Name) and value.owner is None:
            return int(self.free(node.id, node).node)  # `var + eps`: a name of the program that a library has, too
        if kind is Instance and "data" in value.attributes:
            return self.node(value.attributes["data"], node)
        raise self.no_number(value, node)

    def no_number(self, value: Value, node: ast.AST | None) -> SourceError:
        """Return the error of a value that is no number, with what it is."""
        span = None if node is None else self.span(node)
        if value is None:
            return SourceError(
                "not-a-value",
                "This is None, which is no number.",
                span=span,
                hint="Does the function that made it end with `return ...`?",
            )
        if type(value) is Ignored:
            return SourceError(
                "not-a-value",
                f"`{value.name[:60]}` is left out here: what it gives is not known.",
                span=span,
                hint="Write the numbers that it gives in its place.",
            )
        words = {
            str: ("This is a text, not a number.", "A number, a name or a call must stand here."),
            Module: ("This is a module, not a number.", "Call one of its functions, such as `np.exp(x)`."),
            ProgramFunction: ("This is a function, not a number.", "Call it: write its arguments in brackets."),
            Builtin: ("This is a function, not a number.", "Call it: write its arguments in brackets."),
            dict: ("This is a dictionary, not a number.", "Take one of its entries: `d['name']`."),
        }
        detail, hint = words.get(
            type(value), ("This has no value of its own.", "A number, a name or a call must stand here.")
        )
        return SourceError("not-a-value", detail, span=span, hint=hint)

    def _materialize(self, value: Const, node: ast.AST | None) -> int:
        """Return the node of a constant, and of the constants that it was computed from; no recursion."""
        builder = self.builder
        todo = [value]
        while todo:
            top = todo[-1]
            if top.node is not None:
                todo.pop()
                continue
            waiting = [arg for arg in top.args if arg.node is None]
            if waiting:
                todo.extend(waiting[::-1])
                continue
            todo.pop()
            span = top.span if top.span is not None else None if node is None else self.span(node)
            if top.entry_of is not None:
                array, place = top.entry_of
                top.node = builder.emit("index", (array,), {"key": place}, span)
            elif top.op is None:
                number = float(top.value)
                top.node = builder.literal(number, span, top.name)
            else:
                top.node = builder.emit(top.op, tuple(arg.node for arg in top.args if arg.node is not None), None, span)
                if top.name is not None:
                    builder.set_name(top.node, top.name)
        assert value.node is not None
        return value.node

    def _mask(self, value: NumberComparison) -> int:
        if value.node < 0:
            builder = self.builder
            one, zero = builder.literal(1.0, value.span), builder.literal(0.0, value.span)
            value.node = builder.emit(WHERE[value.op], (value.left, value.right, one, zero), span=value.span)
        return value.node

    def _stack(self, value: Sequence[Value], node: ast.AST | None) -> int:
        """Return a list as one array: a literal when all of it is literal, else a stack gate."""
        if type(value) is Items and value.node >= 0 and _same(value, value.made_from):
            return value.node
        span = None if node is None else self.span(node)
        self.check_nesting(value, span)
        array = literal_array(value)
        result = self.builder.literal(array, span) if array is not None else self._stack_nodes(value, node, span)
        if type(value) is Items:
            value.node, value.made_from = result, tuple(value)
            if value.name is not None:
                self.builder.set_name(result, value.name)
                if array is not None and array.ndim > 1:
                    _place_entries(value, result)
                if array is not None and span is not None:
                    self._record_list(value.name, result, span, value)
        return result

    def _record_list(self, name: str, node: int, span: Span, values: Items) -> None:
        """Remember that a list of numbers is an array from here on, `W2` of `W2 @ h`: a `dW2` speaks of it."""
        if self.place is None and not self.loops and not looks_like_gradient(name):
            scope = 0 if self.globals.names.get(name) is values else self.environment.scope
            self.assignments.append(Assignment(name, node, span, scope, None))

    def _stack_nodes(self, value: Sequence[Value], node: ast.AST | None, span: Span | None) -> int:
        if not len(value):
            raise ShapeError("shape", "An empty list has no value.", span=span, hint="Put numbers in it: `[1, 2]`.")
        part = _part_of_list(value)
        if part is not None:
            array, place = part
            if len(place) > 1 and len(value) == self.builder.shape(array)[-1]:
                place = place[:-1]  # a whole row
            return self.builder.emit("index", (array,), {"key": key_of(place)}, span)
        parts = [self.node(entry, node) for entry in value]
        shapes = sorted({self.builder.shape(part) for part in parts})
        if len(shapes) > 1:
            raise ShapeError(
                "ragged",
                f"The entries of this list differ: {' and '.join(map(shape_in_words, shapes))}.",
                span=span,
                hint="Give every row the same number of entries.",
            )
        return self.builder.emit("stack", tuple(parts), {"axis": 0}, span)

    def shape(self, value: Value, node: ast.AST | None) -> Any:
        """Return the shape of a value, without making a node where none is needed."""
        kind = type(value)
        if kind is Number:
            return self.builder.nodes[value.node].shape
        if kind is ArrayView or kind is Gradient:
            return value.shape
        if kind is Const or kind is bool:
            return ()
        if kind is Items and value.node < 0:  # a row that became an array would keep its list from being a literal
            self.check_nesting(value, None)
            array = literal_array(value)
            if array is not None:
                return array.shape
        return self.builder.nodes[self.node(value, node)].shape

    def number(self, node: int, kind: str = "float") -> Number:
        """Return a node as a value of the program."""
        return Number(node, kind)

    def emit(
        self,
        op: str,
        args: Sequence[Value],
        params: Mapping[str, Any] | None,
        node: ast.AST,
        kind: str = "float",
        at: ast.AST | None = None,
    ) -> Value:
        """Apply an op row to values; constants alone stay a constant."""
        row = OPS[op]
        if not params and row.elementwise and all(type(arg) is Const for arg in args) and args:
            with np.errstate(all="ignore"):
                result = float(row.forward(*(np.float64(arg.value) for arg in args)))
            return Const(result, self.span(node), op, tuple(args))
        nodes = tuple([self.node(arg, node) for arg in args])
        span = self.span(node)
        return Number(
            self.builder.emit(op, nodes, params, span, self.operator_span(at) if at is not None else None), kind
        )


def _same(values: Sequence[Value], others: Sequence[Value]) -> bool:
    return len(values) == len(others) and all(map(lambda a, b: a is b, values, others))


def _place_entries(values: Items, array: int) -> None:
    """Let the numbers of a list of lists be entries of the array that it is: `p[0][1]` beside `np.sum(p)`."""
    rows: list[tuple[tuple[int, ...], Any]] = [((), values)]
    while rows:
        place, row = rows.pop()
        if type(row) is Const:
            row.entry_of = (array, place)
        elif type(row) is Items or type(row) is tuple:
            rows += [((*place, i), entry) for i, entry in enumerate(row)]


def _part_of_list(values: Sequence[Value]) -> tuple[int, tuple[int | slice, ...]] | None:
    """Return the array and the place of entries that follow one another in a named list, as `prices[1:]` takes them."""
    if not all(type(value) is Const and value.entry_of is not None and value.node is None for value in values):
        return None
    array, (*row, first) = values[0].entry_of
    if any(value.entry_of != (array, (*row, first + i)) for i, value in enumerate(values)):
        return None
    return array, (*row, slice(first, first + len(values), None))


def literal_array(value: Sequence[Value]) -> np.ndarray[Any, Any] | None:
    """Return a nested list of plain constants as an array; None where it is ragged or holds anything else."""
    shape: list[int] = []
    level: Sequence[Value] = value
    while True:
        shape.append(len(level))
        if not level:
            return None
        first = level[0]
        if type(first) is not Items and type(first) is not tuple:
            break
        length = len(first)
        if not all((type(row) is Items or type(row) is tuple) and len(row) == length for row in level):
            return None
        if any(type(row) is Items and row.node >= 0 for row in level):  # it is an array already: np.sum(p[0])
            return None
        level = [entry for row in level for entry in row]
        shape.append(length)
        shape[-2:] = [shape[-2]]
    numbers = []
    for entry in level:
        if type(entry) is Const and entry.is_plain:
            numbers.append(entry.value)
        elif type(entry) is bool:
            numbers.append(entry)
        else:
            return None
    try:
        return np.array(numbers, dtype=np.float64).reshape(_lengths(value))
    except OverflowError:
        return None


def _lengths(value: Sequence[Value]) -> list[int]:
    lengths = [len(value)]
    while len(value) and (type(value[0]) is Items or type(value[0]) is tuple):
        value = value[0]
        lengths.append(len(value))
    return lengths
