"""The distribution of an array's entries: how many fall between which bounds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .evaluate import Number

__all__ = ["BINS", "Distribution", "distribution_of"]

BINS = 24


@dataclass(frozen=True, slots=True)
class Distribution:
    """A histogram of equal bins, and the moments of the same entries."""

    counts: list[int]
    """Number of finite entries in each bin, the least first; the last bin holds its upper bound, too."""
    minimum: float
    """The least finite entry; 0 where there is none."""
    maximum: float
    """The greatest finite entry; 0 where there is none."""
    mean: float
    """Mean of the finite entries."""
    deviation: float
    """Standard deviation of the finite entries, of the population."""
    zeros: int
    """Number of entries that are 0."""
    nonfinite: int
    """Number of entries that are infinite or no number; no bin holds them."""


def distribution_of(value: Number) -> Distribution:
    """Return the distribution of the entries of a number or an array of any shape."""
    entries = np.asarray(value, dtype=np.float64).ravel()
    finite = entries[np.isfinite(entries)]
    nonfinite = entries.size - finite.size
    if not finite.size:
        return Distribution([0] * BINS, 0.0, 0.0, 0.0, 0.0, 0, nonfinite)
    low, high = float(finite.min()), float(finite.max())
    scale = max(abs(low), abs(high)) or 1.0  # sums and differences of the largest numbers would overflow
    scaled = finite / scale
    width = (high / scale - low / scale) or 1.0
    places = np.minimum((scaled - low / scale) / width * BINS, BINS - 1).astype(np.intp)
    if low == high:
        places[:] = BINS // 2
    return Distribution(
        np.bincount(places, minlength=BINS).tolist(),
        low,
        high,
        float(scaled.mean()) * scale,
        float(scaled.std()) * scale,
        int(np.count_nonzero(finite == 0)),
        nonfinite,
    )
