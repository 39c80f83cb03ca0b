"""Sizes that a text says in letters, such as q × p: numbers for them, where nothing else gives any."""

from __future__ import annotations

from collections.abc import Mapping

from ...graph import Shape

__all__ = ["concrete"]

_SMALL = (3, 2, 4, 5)


def concrete(sizes: Mapping[str, tuple[int | str, ...]], values: frozenset[str]) -> dict[str, Shape]:
    """Return the shape of each name with numeric sizes; letters become small numbers if no name has a value yet."""
    numbers: dict[str, int] = {}
    shapes_by_name: dict[str, Shape] = {}
    for name, size in sizes.items():
        if name in values or (values and not all(isinstance(axis, int) for axis in size)):
            continue
        shapes_by_name[name] = tuple(axis if isinstance(axis, int) else _number(axis, numbers) for axis in size)
    return shapes_by_name


def _number(axis: str, numbers: dict[str, int]) -> int:
    """Return the size of an axis; that of `i+k` has i windows of k entries, that of `i-k` counts along i."""
    letters = axis.partition("-")[0].split("+")
    for letter in letters:
        numbers.setdefault(letter, _SMALL[len(numbers) % len(_SMALL)])
    return sum(numbers[letter] for letter in letters) - len(letters) + 1
