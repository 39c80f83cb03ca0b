"""Calls that make a leaf: zeros, ones, arange, randn, ... Sizes are checked before anything is made."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import LimitError, ShapeError, SourceError
from .arguments import Arguments, Macro
from .values import Setting, Value

if TYPE_CHECKING:
    from .reader import Reader

__all__ = ["LEAVES"]


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
    return reader.builder.literal(np.full(size(reader, replace(given, args=given.args[:1])), value), given.span)


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
    if not all(isinstance(bound, int) for bound in bounds):
        raise SourceError(
            "not-literal", f"`{given.name}` takes whole numbers.", span=given.span, hint="Write `arange(3)`."
        )
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
    square = replace(given, args=[*given.args, *given.args][:2], spans=[given.span] * 2)
    rows, columns = size(reader, square)
    return reader.builder.literal(np.eye(rows, columns), given.span)


def array(reader: Reader, given: Arguments) -> Value:
    given.need(1)
    return given.node(reader)


LEAVES: Mapping[str, Macro] = {
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
}
