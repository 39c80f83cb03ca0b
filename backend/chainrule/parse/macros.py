"""Calls that are not one op: constructors of leaves, spellings that mean another op, settings read from shapes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import LimitError, ShapeError, SourceError, Span
from ..ops import OPS
from .values import Comparison, Items, Setting, Value

if TYPE_CHECKING:
    from .builder import Builder
    from .reader import Reader

__all__ = ["MACROS", "METHOD_MACROS", "PROPERTIES", "Arguments"]


@dataclass(slots=True)
class Arguments:
    """The arguments of one call; a method's owner is the first."""

    name: str
    args: list[Value]
    spans: list[Span]
    keywords: dict[str, tuple[Value, Span]]
    span: Span
    method: bool
    qualified: bool  # written with a module or an owner in front

    def need(self, least: int, most: int | None = None) -> None:
        most = least if most is None else most
        if not least <= len(self.args) <= most:
            words = f"{least}" if least == most else f"{least} to {most}"
            raise SourceError(
                "arguments",
                f"`{self.name}` takes {words} argument{'s' if most != 1 else ''}, not {len(self.args)}.",
                span=self.span,
                hint="Check the commas and brackets.",
            )

    def node(self, reader: Reader, index: int = 0) -> int:
        return reader.builder.node(self.args[index], self.spans[index])

    def nodes(self, reader: Reader) -> tuple[int, ...]:
        return tuple(self.node(reader, i) for i in range(len(self.args)))

    def static(self, reader: Reader, index: int, keyword: str | None = None, default: Any = None) -> Any:
        if index < len(self.args):
            return reader.builder.static(self.args[index], self.spans[index])
        if keyword in self.keywords:
            return reader.builder.static(*self.keywords[keyword])
        return default

    def items(self, builder: Builder) -> tuple[Value, ...]:
        """The parts of the first argument, a list; or all arguments where several are given."""
        if self.args and isinstance(self.args[0], Items):
            return self.args[0].values
        if self.args and isinstance(self.args[0], int) and builder.shape(self.args[0]) and len(self.args) == 1:
            length = builder.shape(self.args[0])[0]
            return tuple(
                builder.emit("index", (self.args[0],), {"key": (i,)}, self.span) for i in range(min(length, 1000))
            )
        raise SourceError(
            "arguments",
            f"`{self.name}` takes a list.",
            span=self.span,
            hint=f"Write `{self.name}([x, y])` with brackets.",
        )


Macro = Callable[["Reader", Arguments], Value]


def size(reader: Reader, given: Arguments, start: int = 0) -> tuple[int, ...]:
    """A shape given as one tuple or as several numbers, checked before anything is made of it."""
    shape: Any
    if "size" in given.keywords or "shape" in given.keywords:
        shape = reader.builder.static(
            *given.keywords.get("size", given.keywords.get("shape", (Setting(()), given.span)))
        )
    else:
        parts = [given.static(reader, i) for i in range(start, len(given.args))]
        shape = parts[0] if len(parts) == 1 and isinstance(parts[0], tuple) else tuple(parts)
    shape = (shape,) if isinstance(shape, int) else shape
    if not isinstance(shape, tuple) or not all(isinstance(n, int) and n >= 1 for n in shape):
        raise ShapeError("shape", "Every size must be a whole number from 1.", span=given.span, hint="Write `(2, 3)`.")
    limit = reader.builder.limits.array_elements
    if math.prod(shape) > limit:
        raise LimitError(
            "array_elements",
            limit,
            f"An array of {'×'.join(map(str, shape))} has {math.prod(shape):,} elements",
            span=given.span,
            hint="Use smaller sizes: the picture teaches the same.",
        )
    return shape


def filled(value: float) -> Macro:
    def macro(reader: Reader, given: Arguments) -> Value:
        shape = size(reader, given)
        return reader.builder.literal(np.full(shape, value) if shape else value, given.span)

    return macro


def filled_like(value: float) -> Macro:
    def macro(reader: Reader, given: Arguments) -> Value:
        given.need(1)
        shape = reader.builder.shape(given.node(reader))
        return reader.builder.literal(np.full(shape, value) if shape else value, given.span)

    return macro


def full(reader: Reader, given: Arguments) -> Value:
    given.need(2)
    value = reader.builder.known.get(given.node(reader, 1))
    if value is None:
        raise SourceError(
            "not-literal",
            "`full` takes a number written out.",
            span=given.spans[1],
            hint="Multiply `ones(...)` instead.",
        )
    return reader.builder.literal(
        np.full(size(reader, Arguments(**{**_fields(given), "args": given.args[:1]})), value), given.span
    )


def _fields(given: Arguments) -> dict[str, Any]:
    return {name: getattr(given, name) for name in ("name", "args", "spans", "keywords", "span", "method", "qualified")}


def random(op: str) -> Macro:
    def macro(reader: Reader, given: Arguments) -> Value:
        builder = reader.builder
        builder.seeds += 1
        start = 2 if given.name in ("normal", "uniform") and len(given.args) > 2 else 0
        shape = (
            ()
            if given.name in ("normal", "uniform") and len(given.args) <= 2 and "size" not in given.keywords
            else size(reader, given, start)
        )
        params = {"seed": builder.seeds, "shape": shape}
        return builder.add(op, (), params, shape, given.span)

    return macro


def arange(reader: Reader, given: Arguments) -> Value:
    given.need(1, 3)
    bounds = [given.static(reader, i) for i in range(len(given.args))]
    numbers = range(*bounds) if 0 not in bounds[2:] else range(0)
    limit = reader.builder.limits.array_elements
    if len(numbers) > limit:
        raise LimitError("array_elements", limit, f"A range of {len(numbers):,} numbers", span=given.span)
    if not numbers:
        raise ShapeError("shape", "This range is empty.", span=given.span, hint="Write `arange(3)`.")
    return reader.builder.literal(np.array(numbers, dtype=np.float64), given.span)


def linspace(reader: Reader, given: Arguments) -> Value:
    given.need(2, 3)
    known = reader.builder.known
    ends = [known.get(given.node(reader, i)) for i in range(2)]
    count = given.static(reader, 2, "num", 50)
    limit = reader.builder.limits.array_elements
    if None in ends or not isinstance(count, int) or count < 1:
        raise SourceError(
            "not-literal", "`linspace` takes numbers written out.", span=given.span, hint="Write `linspace(0, 1, 5)`."
        )
    if count > limit:
        raise LimitError("array_elements", limit, f"An array of {count:,} elements", span=given.span)
    return reader.builder.literal(np.linspace(ends[0], ends[1], count), given.span)  # type: ignore[arg-type]


def eye(reader: Reader, given: Arguments) -> Value:
    given.need(1, 2)
    sizes = [given.static(reader, i) for i in range(len(given.args))]
    shape = size(
        reader, Arguments(**{**_fields(given), "args": [*given.args, *given.args][:2], "spans": [given.span] * 2})
    )
    return reader.builder.literal(np.eye(*(sizes if len(sizes) == 2 else shape)), given.span)


def array(reader: Reader, given: Arguments) -> Value:
    given.need(1)
    return given.node(reader)


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
    scalar = not builder.shape(left) or not builder.shape(right)
    return builder.emit("mul" if scalar else "matmul", (left, right), span=given.span)


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
    if len(given.args) == 3 and given.name == "transpose" and len(reader.builder.shape(node)) > 2 and not given.method:
        raise SourceError(
            "arguments", "`transpose` takes the axes as one tuple.", span=given.span, hint="Write `(0, 2, 1)`."
        )
    if len(given.args) > 2:
        axes = tuple(given.static(reader, i) for i in range(1, len(given.args)))
    if isinstance(axes, int):
        axes = (axes,)
    if len(reader.builder.shape(node)) < 2 and axes is None:
        return node  # a vector's transpose is itself, as in NumPy
    return reader.builder.emit("transpose", (node,), {"axes": axes}, given.span)


def same(reader: Reader, given: Arguments) -> Value:
    return given.node(reader)


def size_of(reader: Reader, given: Arguments) -> Value:
    given.need(1)
    shape = _shape(reader, given.args[0], given.span)
    return reader.builder.literal(float(shape[0] if shape else 1), given.span)


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
    "zeros": filled(0.0),
    "ones": filled(1.0),
    "zeros_like": filled_like(0.0),
    "ones_like": filled_like(1.0),
    "full": full,
    "randn": random("randn"),
    "standard_normal": random("randn"),
    "normal": random("randn"),
    "rand": random("rand"),
    "random_sample": random("rand"),
    "uniform": random("rand"),
    "arange": arange,
    "range": arange,
    "linspace": linspace,
    "eye": eye,
    "identity": eye,
    "array": array,
    "asarray": array,
    "tensor": array,
    "as_tensor": array,
    "Tensor": array,
    "float": array,
    "float64": array,
    "Parameter": array,
    "Variable": array,
    "matrix": array,
    "atleast_1d": array,
    "max": elementwise_or_reduced("maximum", "amax"),
    "min": elementwise_or_reduced("minimum", "amin"),
    "amax": elementwise_or_reduced("maximum", "amax"),
    "amin": elementwise_or_reduced("minimum", "amin"),
    "where": where,
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
