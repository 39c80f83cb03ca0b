"""Pieces of text that the operators of ONNX are written with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np

__all__ = ["Parts", "as_number", "as_sizes", "as_tuple", "called", "listed"]

Parts: TypeAlias = list[Any]  # text with values in it


def as_number(value: Any) -> str:
    """Return a number of the file: the shortest text that is the same float32."""
    number = float(value)
    if number == int(number) if np.isfinite(number) else False:
        return str(int(number))
    if not np.isfinite(number):
        return f"float('{number}')"
    single = np.float32(number)
    return repr(float(str(single))) if float(single) == number else repr(number)


def as_tuple(values: Iterable[Any]) -> str:
    """Return whole numbers as the text of a tuple."""
    numbers = [str(int(value)) for value in values]
    return f"({', '.join(numbers)}{',' * (len(numbers) == 1)})"


def as_sizes(values: Sequence[int]) -> str:
    """(2, 2) -> "2", (2, 3) -> "(2, 3)"."""
    return str(int(values[0])) if len(set(values)) == 1 else as_tuple(values)


def listed(args: Sequence[Any]) -> Parts:
    """Return arguments with commas between them."""
    parts: Parts = []
    for place, arg in enumerate(args):
        parts += [", " if place else "", arg]
    return parts


def called(name: str, args: Sequence[Any], *, _first: Sequence[Any] = (), **words: str) -> Parts:
    """`name(first, args, word=...)`."""
    parts: Parts = [f"{name}(", *_first, *listed(args)]
    filled = bool(_first or args)
    for word, text in words.items():
        parts.append(f"{', ' if filled else ''}{word}={text}")
        filled = True
    return [*parts, ")"]
