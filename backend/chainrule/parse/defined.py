"""Calls of the prelude: which row is meant, PyTorch's names of its settings, and classes given by their number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..errors import ShapeError, SourceError, Span
from ..graph import LITERAL
from ..prelude import PRELUDE, Definition
from .values import Closure, Items, Value

if TYPE_CHECKING:
    from .reader import Reader

__all__ = ["library"]

Keywords = dict[str, tuple[Value, Span]]


def library(
    reader: Reader, name: str, args: Sequence[Value], spans: Sequence[Span], keywords: Keywords, span: Span
) -> tuple[Closure, list[Value], Keywords]:
    """The function that a call of `name` means, and its arguments as that function takes them.

    Raises:
        SourceError: more values than any row takes, a class that is no whole number or does not exist.
    """
    rows = PRELUDE[name]
    row = next((row for row in rows if _fits(row, len(args), keywords)), None)
    if row is None:
        most = max(len(row.function.args.args) for row in rows)
        if len(args) > most:
            settings = [argument.arg for argument in rows[0].function.args.kwonlyargs]
            raise SourceError(
                "arguments",
                f"`{name}` takes {most} value{'s' if most > 1 else ''}, not {len(args)}.",
                span=span,
                hint=f"Its settings are {', '.join(settings)}." if settings else "Check the commas and brackets.",
            )
        row = rows[0]  # `bind` says what is wrong
    words = dict(row.words)
    keywords = {words.get(word, word): value for word, value in keywords.items()}
    given = list(args)
    if "axis=-1" in row.text and given and isinstance(given[0], int) and not reader.builder.shape(given[0]):
        raise ShapeError(
            "shape",
            f"`{name}` takes a vector, or the rows of a matrix; this is a number.",
            span=spans[0],
            hint="Give it a value such as [1, 2, 3].",
        )
    if row.labels:
        place = row.parameters.index(row.labels)
        if place < len(given):
            given[place] = _classes(reader, name, given[0], given[place], spans[place])
        elif row.labels in keywords and given:
            value, where = keywords[row.labels]
            keywords[row.labels] = _classes(reader, name, given[0], value, where), where
    return (
        Closure(row.name, row.parameters, row.defaults, tuple(row.function.body), None, row, row.local),
        given,
        keywords,
    )


def _fits(row: Definition, count: int, keywords: Keywords) -> bool:
    written = row.function.args
    words = dict(row.words)
    named = {words.get(word, word) for word in keywords}
    positional = [argument.arg for argument in written.args]
    if count > len(positional) or not named <= set(row.parameters) or named.intersection(positional[:count]):
        return False
    return all(name in named or name in row.defaults for name in row.parameters[count:])


def _classes(reader: Reader, name: str, scores: Value, labels: Value, span: Span) -> Value:
    """Classes by number (`cross_entropy(s, 2)`, `[0, 2]` for two rows) as rows of 0 and 1; anything else as it is."""
    builder = reader.builder
    if isinstance(scores, Items):
        scores = builder.node(scores, span)
    if isinstance(labels, Items):
        labels = builder.node(labels, span)
    if not isinstance(scores, int) or not isinstance(labels, int):
        return labels
    shape = builder.shape(scores)
    if not shape or builder.shape(labels) != shape[:-1]:
        return labels
    count = shape[-1]
    node = builder.nodes[labels]
    written = node.params["value"] if node.op == LITERAL else builder.known.get(labels)
    if written is not None:
        numbers = np.asarray(written, dtype=np.float64)
        for number in numbers.ravel():
            if not (math.isfinite(number) and number == int(number) and 0 <= number < count):
                raise ShapeError(
                    "class",
                    f"`{name}` has no class {number:g}: there are {count} scores.",
                    span=span,
                    hint=f"Give a whole number from 0 to {count - 1}, or the true distribution, one entry a score.",
                )
        return builder.literal((np.arange(count) == numbers[..., None]).astype(np.float64), span)
    if shape[:-1]:
        labels = builder.emit("reshape", (labels,), {"shape": (*shape[:-1], 1)}, span)
    places = builder.literal(np.arange(count, dtype=np.float64), span)
    one, zero = builder.literal(1.0, span), builder.literal(0.0, span)
    return builder.emit("where_eq", (labels, places, one, zero), span=span)
