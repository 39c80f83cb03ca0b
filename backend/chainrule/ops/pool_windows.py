"""The windows of pooling: their places, the entries in them, and how their settings are written.

An array is (examples, channels, *places).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from ..graph import Shape
from .settings import flag
from .windows import RANKS, SlidingWindows, WindowResult, each_axis, places

__all__ = ["Pool", "entries_by_window", "explicit_sizes", "pool_of", "rank_text", "size_text", "unusual_settings"]


class Pool(NamedTuple):
    """The windows over the last axes of an array."""

    front: Shape  # examples, channels
    sizes: Shape
    counts: Shape  # how many windows there are along each axis
    size: Shape
    stride: Shape
    padding: Shape
    dilation: Shape

    @property
    def shape(self) -> Shape:
        """Return the shape of the result."""
        return (*self.front, *self.counts)

    def windows(self) -> Iterator[tuple[Any, Any]]:
        """Yield, for each place of a window, over all windows: the flat place in the array, and whether it is in it."""
        for place in places(self.size):
            flat: Any = np.zeros(self.counts, dtype=np.intp)
            there: Any = np.ones(self.counts, dtype=bool)
            for axis, (k, n, s, p, d, length) in enumerate(
                zip(place, self.counts, self.stride, self.padding, self.dilation, self.sizes, strict=True)
            ):
                at = (np.arange(n) * s - p + k * d).reshape((1,) * axis + (-1,) + (1,) * (len(self.counts) - axis - 1))
                there = there & (at >= 0) & (at < length)
                flat = flat * length + np.clip(at, 0, length - 1)
            yield flat.ravel(), there.ravel()

    def sliding(self, gives: WindowResult) -> SlidingWindows:
        """Return the node parameter that says which windows these are, and what each of them gives."""
        return SlidingWindows(gives, self.size, self.stride, self.padding, self.dilation)

    def flat(self, a: Any) -> Any:
        """Return the array with the axes that the windows move along as one, its last."""
        return np.reshape(a, (*self.front, math.prod(self.sizes)))


def pool_of(a: Shape, size: Any, stride: Any, padding: Any, dilation: Any, ceil: Any) -> Pool:
    """Return the windows at these settings; `stride` None is the size.

    Raises:
        ValueError: shape or settings do not fit.
    """
    rank = len(a) - 2
    if rank not in RANKS:
        raise ValueError(
            f"Pooling takes the axes (examples, channels, ...) and 1 to 3 more, not shape {a}; put missing axes of "
            "size 1 in front."
        )
    window = each_axis(size, "size", rank, 1)
    s = window if stride is None else each_axis(stride, "stride", rank, 1)
    p = each_axis(padding, "padding", rank, 0)
    d = each_axis(dilation, "dilation", rank, 1)
    up = flag(ceil, "ceil")
    counts = tuple(_count(*each, up) for each in zip(a[2:], window, s, p, d, strict=True))
    return Pool(a[:2], a[2:], counts, window, s, p, d)


def _count(length: int, window: int, stride: int, padding: int, dilation: int, ceil: bool) -> int:
    covered = dilation * (window - 1) + 1
    if 2 * padding > covered:
        raise ValueError(f"The padding {padding} is more than half of a window of {covered} entries.")
    rest = length + 2 * padding - covered
    if rest < 0 or not length:
        raise ValueError(f"A window of {covered} entries does not fit into {length} with a padding of {padding}.")
    count = (rest + (stride - 1) * ceil) // stride + 1
    if (count - 1) * stride >= length + padding:
        count -= 1  # the last window would begin in the padding
    if dilation > 1 and padding and not _all_meet(length, window, stride, padding, dilation, count):
        raise ValueError("A window meets nothing but padding.")
    return count


def _all_meet(length: int, window: int, stride: int, padding: int, dilation: int, count: int) -> bool:
    """Return whether each window has an entry that is no padding."""
    early = range(-padding, min(0, (count - 1) * stride - padding + 1), stride)
    first = [start + -(start // dilation) * dilation for start in early]
    return all(at < length and (at - start) // dilation < window for at, start in zip(first, early, strict=True))


def unusual_settings(pool: Pool, params: Mapping[str, Any]) -> str:
    """Return the settings that are not the usual ones, as a formula names them."""
    words = [f", size={pool.size}"]
    words += [f", stride={pool.stride}"] if pool.stride != pool.size else []
    words += [f", padding={pool.padding}"] if any(pool.padding) else []
    words += [f", dilation={pool.dilation}"] if any(step != 1 for step in pool.dilation) else []
    words += [", ceil=True"] if params.get("ceil") else []
    words += [", count_padding=False"] if not params.get("count_padding", True) else []
    words += [f", divisor={params['divisor']}"] if params.get("divisor") is not None else []
    return "".join(words)


def entries_by_window(a: Any, pool: Pool) -> Iterator[tuple[tuple[int, ...], list[int], list[Any]]]:
    """Yield, for each window, its place in the result, and the flat places and entries in it."""
    lines = a.reshape(*pool.front, math.prod(pool.sizes))
    windows = list(pool.windows())
    for front in np.ndindex(*pool.front):
        for number, at in enumerate(np.ndindex(*pool.counts)):
            flat = [int(spots[number]) for spots, there in windows if there[number]]
            yield (*front, *at), flat, [lines[(*front, spot)] for spot in flat]


def rank_text(*, size: Any = 2, **params: Any) -> Mapping[str, str]:
    """Return how many axes the windows have."""
    window = size if isinstance(size, tuple) else (size,)
    return {"rank": str(len(window))}


def size_text(params: Mapping[str, Any]) -> str:
    """Return the size of a window, as 2×3."""
    size = params.get("size", 2)
    return "×".join(map(str, size)) if isinstance(size, tuple) else str(size)


def explicit_sizes(pool: Pool) -> dict[str, Any]:
    """Return the settings with those that were left out."""
    return {"size": pool.size, "stride": pool.stride, "padding": pool.padding}
