"""A value of which only the shape is known: it stands where a number or an array would, and takes no memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NoReturn

import numpy as np
import numpy.typing as npt

__all__ = ["UNKNOWN", "AbstractArray"]

UNKNOWN = "?"
"""The text of a number that is not computed."""


@dataclass(frozen=True, slots=True)
class AbstractArray:
    """A number or an array that is not computed: only its shape is known."""

    abstract: Literal[True]
    """Tells it from an array that has its entries."""
    shape: tuple[int, ...]
    """The length of each axis; [] for a number."""

    @classmethod
    def of(cls, shape: Sequence[int]) -> AbstractArray:
        """Return an array of a shape, of which nothing else is known."""
        return cls(True, tuple(shape))

    def __add__(self, other: AbstractArray | npt.ArrayLike) -> AbstractArray:
        shape = other.shape if isinstance(other, AbstractArray) else np.shape(other)
        return AbstractArray.of(np.broadcast_shapes(self.shape, shape))

    __radd__ = __add__

    def __array__(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("an array of which only the shape is known has no entries")

    def __array_function__(
        self, function: Callable[..., object], _: object, args: Sequence[object], kwargs: Mapping[str, object]
    ) -> object:
        """NumPy's functions of shapes alone; any other is a programmer's mistake."""
        rule = RULES.get(function)
        return NotImplemented if rule is None else rule(*args, **kwargs)


def _stack(arrays: Sequence[Any]) -> AbstractArray:
    return AbstractArray.of((len(arrays), *np.shape(arrays[0])))


RULES: Mapping[Callable[..., object], Callable[..., Any]] = {
    np.shape: lambda array: array.shape,
    np.ndim: lambda array: len(array.shape),
    np.broadcast_to: lambda _, shape: AbstractArray.of(shape),
    np.zeros_like: lambda array: array,
    np.ones_like: lambda array: array,
    np.stack: _stack,
}
