"""Windows that slide over the last axes of an array, as convolutions and pooling layers have them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any, Literal, NamedTuple, TypeAlias

from ..graph import Shape
from .settings import whole

__all__ = ["MOST_PADDED", "RANKS", "SlidingWindows", "WindowResult", "each_axis", "inside", "places", "spread", "steps"]

WindowResult: TypeAlias = Literal["products", "largest", "mean"]

RANKS = (1, 2, 3)  # how many axes a window may have, as in PyTorch
MOST_PADDED = 10_000_000  # entries of one example with its padding


class SlidingWindows(NamedTuple):
    """Geometry of the windows of a row over the last axes of its first argument, one number for each of these axes.

    gives: what an entry of the result is made of its window by: the sum of products with the second argument, the
    largest entry, or the mean.
    transposed: the windows lie over the result, and each entry of the first argument is spread over its window.
    """

    gives: WindowResult
    size: Shape
    stride: Shape
    padding: Shape
    dilation: Shape
    groups: int = 1
    transposed: bool = False


def each_axis(value: Any, name: str, rank: int, least: int) -> tuple[int, ...]:
    """Return a setting as one whole number for each of the last `rank` axes.

    Raises:
        ValueError: it is something else, or a number is smaller than `least`.
    """
    numbers = tuple(whole(number, name) for number in (value if isinstance(value, tuple) else (value,)))
    if len(numbers) == 1:
        numbers *= rank
    if len(numbers) != rank:
        raise ValueError(f"`{name}` needs one number, or one for each of the {rank} axes that the window moves along.")
    if any(number < least for number in numbers):
        raise ValueError(f"`{name}` cannot be smaller than {least}.")
    return numbers


def places(sizes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Return all places in a window, the last axis fastest."""
    return product(*map(range, sizes))


def steps(place: Sequence[int], counts: Sequence[int], stride: Sequence[int], dilation: Sequence[int]) -> Any:
    """Return the key of the entries at one place of all windows in a padded array: `padded[..., key]`."""
    return (
        ...,
        *(
            slice(at * d, at * d + (count - 1) * s + 1, s)
            for at, count, s, d in zip(place, counts, stride, dilation, strict=True)
        ),
    )


def inside(sizes: Sequence[int], padding: Sequence[int]) -> Any:
    """Return the key of the array in its padded form."""
    return (..., *(slice(p, p + size) for size, p in zip(sizes, padding, strict=True)))


def spread(channels: int, sizes: Sequence[int], padding: Sequence[int]) -> Shape:
    """Return the shape of one example with its padding.

    Raises:
        ValueError: it has more than `MOST_PADDED` entries.
    """
    shape = (channels, *(size + 2 * p for size, p in zip(sizes, padding, strict=True)))
    if math.prod(shape) > MOST_PADDED:
        raise ValueError("The padding is too large: with it the array would have more than 10,000,000 entries.")
    return shape
