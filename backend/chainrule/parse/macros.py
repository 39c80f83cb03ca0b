"""Calls that are not one op: spellings that mean another op, several ops, or a setting read from a shape."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ..errors import ShapeError, SourceError, Span
from ..ops import OPS
from .arguments import Arguments, Macro
from .leaves import LEAVES
from .values import Comparison, Items, Setting, Value

if TYPE_CHECKING:
    from .reader import Reader

__all__ = ["MACROS", "METHOD_MACROS", "PROPERTIES"]


def elementwise_or_reduced(pair: str, reduced: str) -> Macro:
    """`max(x, y)` is a gate of two inputs, `max(x)` and `np.max(x, axis)` reduce one array."""

    def macro(reader: Reader, given: Arguments) -> Value:
        from .calls import call_op

        axis = given.qualified and len(given.args) == 2 and not _is_array(reader, given.args[1])
        if len(given.args) <= 1 or axis or "axis" in given.keywords:
            if len(given.args) == 1 and isinstance(given.args[0], Items):
                given.args = list(given.args[0].values)
                given.spans = [given.span] * len(given.args)
                return macro(reader, given) if len(given.args) > 1 else given.node(reader)
            return call_op(reader, reduced, given)
        result, *others = given.nodes(reader)
        for other in others:
            result = reader.builder.emit(pair, (result, other), span=given.span)
        return result

    return macro


def _is_array(reader: Reader, value: Value) -> bool:
    return isinstance(value, int) and (bool(reader.builder.shape(value)) or value not in reader.builder.known)


def where(reader: Reader, given: Arguments) -> Value:
    given.need(3)
    test = given.args[0]
    if isinstance(test, int):  # a mask of numbers, as in where(mask, a, b)
        zero = reader.builder.literal(0.0, given.spans[0])
        test = Comparison("where_ne", test, zero, given.spans[0])
    if not isinstance(test, Comparison):
        raise SourceError(
            "where",
            "The first argument of `where` must be a comparison.",
            span=given.spans[0],
            hint="Write `where(x > 0, a, b)`.",
        )
    branches = given.node(reader, 1), given.node(reader, 2)
    return reader.builder.emit(test.op, (test.left, test.right, *branches), span=given.span)


def dot(reader: Reader, given: Arguments) -> Value:
    given.need(2)
    left, right = given.nodes(reader)
    builder = reader.builder
    if max(len(builder.shape(left)), len(builder.shape(right))) > 2:
        raise ShapeError(
            "shape",
            "`dot` of arrays with more than 2 axes pairs every row with every column.",
            span=given.span,
            hint="Write `@`: it multiplies matrix by matrix along the first axes.",
        )
    scalar = not builder.shape(left) or not builder.shape(right)
    return builder.emit("mul" if scalar else "matmul", (left, right), span=given.span)


def clip(reader: Reader, given: Arguments) -> Value:
    """NumPy's and PyTorch's ways to name the bounds; a missing one is infinite."""
    given.need(1, 3)
    bounds = []
    for slot, words in ((1, ("a_min", "min", "low")), (2, ("a_max", "max", "high"))):
        keyword = next((word for word in words if word in given.keywords), None)
        value, span = given.keywords[keyword] if keyword else (None, given.span)
        if slot < len(given.args):
            value, span = given.args[slot], given.spans[slot]
        if value is None or (isinstance(value, Setting) and value.value is None):
            value = reader.builder.literal(-math.inf if slot == 1 else math.inf, given.span)
        bounds.append(reader.builder.node(value, span))
    return reader.builder.emit("clip", (given.node(reader), *bounds), span=given.span)


def joined(axis: int) -> Macro:
    """hstack (axis 1) and vstack (axis 0), with NumPy's own reading of vectors."""

    def macro(reader: Reader, given: Arguments) -> Value:
        builder = reader.builder
        parts = tuple(builder.node(value, given.span) for value in given.items(builder))
        flat = all(len(builder.shape(part)) <= 1 for part in parts)
        op = "stack" if flat and axis == 0 else "concatenate"
        return builder.emit(op, parts, {"axis": 0 if flat else axis}, given.span)

    return macro


def broadcast_to(reader: Reader, given: Arguments) -> Value:
    given.need(2)
    shape = given.static(reader, 1)
    shape = (shape,) if isinstance(shape, int) else shape
    return reader.builder.emit("broadcast", (given.node(reader),), {"shape": shape}, given.span)


def diagonal(reader: Reader, given: Arguments) -> Value:
    given.need(1)
    node = given.node(reader)
    shape = reader.builder.shape(node)
    if len(shape) != 2:
        raise ShapeError("shape", "Only a matrix has a diagonal.", span=given.span, hint="Give it rows and columns.")
    entries = tuple(range(min(shape)))
    return reader.builder.emit("index", (node,), {"key": (entries, entries)}, given.span)


def trace(reader: Reader, given: Arguments) -> Value:
    found = diagonal(reader, given)
    assert isinstance(found, int)
    return reader.builder.emit("sum", (found,), {"axis": None, "keepdims": False}, given.span)


def square(reader: Reader, given: Arguments) -> Value:
    given.need(1)
    return reader.builder.emit("pow", (given.node(reader), reader.builder.literal(2.0, given.span)), span=given.span)


def reciprocal(reader: Reader, given: Arguments) -> Value:
    given.need(1)
    return reader.builder.emit("div", (reader.builder.literal(1.0, given.span), given.node(reader)), span=given.span)


def reshape(reader: Reader, given: Arguments) -> Value:
    shape = given.static(reader, 1, "shape", given.static(reader, 1, "newshape"))
    if len(given.args) > 2:
        shape = tuple(given.static(reader, i) for i in range(1, len(given.args)))
    shape = (shape,) if isinstance(shape, int) else shape
    if not isinstance(shape, tuple):
        raise SourceError(
            "arguments", "`reshape` needs the new shape.", span=given.span, hint="Write `x.reshape(2, 3)`."
        )
    return reader.builder.emit("reshape", (given.node(reader),), {"shape": shape}, given.span)


def ravel(reader: Reader, given: Arguments) -> Value:
    return reader.builder.emit("reshape", (given.node(reader),), {"shape": (-1,)}, given.span)


def transpose(reader: Reader, given: Arguments) -> Value:
    node = given.node(reader)
    axes = given.static(reader, 1, "axes")
    if len(given.args) > 2:
        axes = tuple(given.static(reader, i) for i in range(1, len(given.args)))
    if isinstance(axes, int):
        axes = (axes,)
    rank = len(reader.builder.shape(node))
    swapped = rank > 2 or (len(given.args) == 3 and not given.method)
    if isinstance(axes, tuple) and len(axes) == 2 and swapped:  # PyTorch's x.transpose(-1, -2)
        return reader.builder.emit("swapaxes", (node,), {"axis1": axes[0], "axis2": axes[1]}, given.span)
    if rank < 2 and axes is None:
        return node  # a vector's transpose is itself, as in NumPy
    return reader.builder.emit("transpose", (node,), {"axes": axes}, given.span)


def same(reader: Reader, given: Arguments) -> Value:
    return given.node(reader)


def size_of(reader: Reader, given: Arguments) -> Value:
    given.need(1)
    shape = _shape(reader, given.args[0], given.span)
    if not shape:
        raise ShapeError("shape", "A number has no length.", span=given.span, hint="`len` counts the rows of an array.")
    return reader.builder.literal(float(shape[0]), given.span)


def _shape(reader: Reader, value: Value, span: Span) -> tuple[int, ...]:
    return (len(value.values),) if isinstance(value, Items) else reader.builder.shape(reader.builder.node(value, span))


def shape_of(reader: Reader, value: Value, span: Span) -> Value:
    shape = _shape(reader, value, span)
    return Items(tuple(reader.builder.literal(float(n), span) for n in shape))


def transposed(reader: Reader, value: Value, span: Span) -> Value:
    return transpose(reader, Arguments("T", [value], [span], {}, span, True, True))


def matrix_transposed(reader: Reader, value: Value, span: Span) -> Value:
    node = reader.builder.node(value, span)
    return reader.builder.emit("swapaxes", (node,), {"axis1": -1, "axis2": -2}, span)


def itself(reader: Reader, value: Value, span: Span) -> Value:
    return value


def rank_of(reader: Reader, value: Value, span: Span) -> Value:
    return reader.builder.literal(float(len(_shape(reader, value, span))), span)


def count_of(reader: Reader, value: Value, span: Span) -> Value:
    return reader.builder.literal(float(math.prod(_shape(reader, value, span))), span)


def shape_call(reader: Reader, given: Arguments) -> Value:
    given.need(1)
    return shape_of(reader, given.args[0], given.span)


MACROS: Mapping[str, Macro] = {
    **LEAVES,
    "max": elementwise_or_reduced("maximum", "amax"),
    "min": elementwise_or_reduced("minimum", "amin"),
    "amax": elementwise_or_reduced("maximum", "amax"),
    "amin": elementwise_or_reduced("minimum", "amin"),
    "where": where,
    "clip": clip,
    "clamp": clip,
    "hstack": joined(1),
    "vstack": joined(0),
    "broadcast_to": broadcast_to,
    "diag": diagonal,
    "diagonal": diagonal,
    "trace": trace,
    "dot": dot,
    "square": square,
    "reciprocal": reciprocal,
    "reshape": reshape,
    "ravel": ravel,
    "transpose": transpose,
    "len": size_of,
    "shape": shape_call,
}
METHOD_MACROS: Mapping[str, Macro] = {
    "flatten": ravel,
    "clip": clip,
    "clamp": clip,
    "copy": same,
    "item": same,
    "astype": same,
    "double": same,
    "float": same,
    "numpy": same,
    "clone": same,
    "requires_grad_": same,
    "view": reshape,
    "permute": transpose,
    "t": transpose,
    "mm": dot,
    "bmm": dot,
}
PROPERTIES: Mapping[str, Callable[[Reader, Value, Span], Value]] = {
    "T": transposed,
    "mT": matrix_transposed,
    "shape": shape_of,
    "data": itself,
    "ndim": rank_of,
    "size": count_of,
}
assert {"maximum", "minimum", "amax", "amin", "where_ne", "randn", "rand"} <= OPS.keys(), (
    "macros name rows of the table"
)
