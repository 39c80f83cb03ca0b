"""The order of minibatches: fixed by the seed, the same on every machine and in every version.

Each pass through the data (epoch) is one permutation of NumPy's `default_rng(seed)`, drawn one after the other; the
minibatches are its consecutive parts, of which the last may be smaller.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

__all__ = ["minibatches"]


def minibatches(examples: int, size: int, seed: int) -> Iterator[np.ndarray]:
    """The indices of the examples of each minibatch, without end."""
    generator = np.random.default_rng(seed)
    while True:
        order = generator.permutation(examples)
        for start in range(0, examples, size):
            yield order[start : start + size]
