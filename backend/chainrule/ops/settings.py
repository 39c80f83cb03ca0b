"""Settings of gates, as the source may write them: checked here before NumPy sees one."""

from __future__ import annotations

from typing import Any

from ..graph import Shape

__all__ = ["ShapeRefusal", "axes_of", "axis_of", "flag", "shape_of", "whole"]


class ShapeRefusal(ValueError):
    """A shape rule refuses, and says what would fit."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.hint = hint


FAR = 10**9  # farther than any array reaches


def whole(value: Any, name: str) -> int:
    """`value` if it is a whole number.

    Raises:
        ValueError: it is something else, or larger than any array.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"`{name}` must be a whole number.")
    if not -FAR <= value <= FAR:
        raise ValueError(f"`{name}` is too large a number.")
    return value


def flag(value: Any, name: str) -> bool:
    """`value` if it is True or False (or 1 or 0).

    Raises:
        ValueError: it is something else.
    """
    if not isinstance(value, int) or value not in (0, 1):
        raise ValueError(f"`{name}` must be True or False.")
    return bool(value)


def axis_of(rank: int, axis: Any) -> int:
    """Return the one axis meant, counted from 0.

    Raises:
        ValueError: it is no whole number, or the array has no such axis.
    """
    number = whole(axis, "axis")
    if not -rank <= number < rank:
        has = "no axes" if rank == 0 else "1 axis" if rank == 1 else f"{rank} axes"
        raise ShapeRefusal(f"There is no axis {number}: the array has {has}.", _axes_there(rank))
    return number % rank


def _axes_there(rank: int) -> str:
    if rank == 0:
        return "A single number has no axes: leave `axis` out, or give it a value with several entries."
    if rank == 1:
        return "Axes are counted from 0: the only one is axis 0."
    return f"Axes are counted from 0: use one from 0 to {rank - 1}."


def axes_of(rank: int, axis: Any) -> tuple[int, ...]:
    """Return the axes meant, counted from 0, in order; all of them for None.

    Raises:
        ValueError: see `axis_of`; or an axis is named twice.
    """
    if axis is None:
        return tuple(range(rank))
    result = sorted(axis_of(rank, number) for number in (axis if isinstance(axis, tuple) else (axis,)))
    if len(set(result)) < len(result):
        raise ValueError(f"An axis is named twice in {axis}.")
    return tuple(result)


def shape_of(shape: Any) -> Shape:
    """Return a shape given as a tuple or as one number; -1 is let through.

    Raises:
        ValueError: a size is not a whole number from -1.
    """
    sizes = tuple(whole(size, "shape") for size in (shape if isinstance(shape, tuple) else (shape,)))
    if any(size < -1 for size in sizes):
        raise ValueError(f"A size cannot be negative, as in {sizes}.")
    return sizes
