"""Tangents of products of many factors without underflow or overflow: a power of two stands apart from the number."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["product_tangent", "running_product_tangent"]

WIDEST = 500.0
"""Powers of two, up or down, over which the product of one run goes: with a quotient it is still a normal double."""
SHORTEST = 256
"""Shorter runs cost more than to take the power of two of every factor apart first."""
FARTHEST = 5_000
"""A power of two beyond every double and every quotient of two."""


def product_tangent(moves: Any, factors: Any) -> Any:
    """Return the tangent of the products of finite factors along the last axis: product x Σ move/factor.

    Of a line with one 0 it is the product of the others times the move of that 0, of one with several 0. None where a
    quotient overflows.
    """
    sums, factors = _sums_and_factors(moves, factors, np.sum)
    if not np.isfinite(sums).all():
        return None
    total = np.zeros(factors.shape[:-1], dtype=np.int64)
    while factors.shape[-1] > 1:
        length = _length(factors)
        factors, exponents = np.frexp(_runs(factors, length).prod(axis=-1) if length > 1 else factors)
        total += exponents.sum(axis=-1, dtype=np.int64)
    return _scaled(factors[..., 0] * sums, total)


def running_product_tangent(moves: Any, factors: Any) -> Any:
    """Return the same for every running product along the last axis; None where a quotient overflows."""
    sums, factors = _sums_and_factors(moves, factors, np.cumsum)
    if not np.isfinite(sums).all():
        return None
    count, length = factors.shape[-1], _length(factors)
    within: Any = 0
    if length < SHORTEST:
        factors, exponents = np.frexp(factors)
        length = _length(factors)
        within = _runs(exponents.cumsum(axis=-1, dtype=np.int64), length)
    products = _runs(factors, length).cumprod(axis=-1)
    before, shift = _running(products[..., :-1, -1])
    products[..., 1:, :] *= before[..., None]
    products *= _runs(sums, length)
    within = within + np.concatenate([np.zeros((*shift.shape[:-1], 1), dtype=np.int64), shift], axis=-1)[..., None]
    return _scaled(products, within).reshape((*factors.shape[:-1], -1))[..., :count]


def _running(factors: Any) -> tuple[Any, Any]:
    """Return the running products of normal factors as numbers from 0.5 to 1 or near it, and powers of two."""
    numbers, exponents = np.frexp(factors)
    exponents = exponents.cumsum(axis=-1, dtype=np.int64)
    for start in range(0, numbers.shape[-1], int(WIDEST)):
        part = numbers[..., start : start + int(WIDEST)]
        if start:
            part[..., 0] *= numbers[..., start - 1]
        part[...], more = np.frexp(part.cumprod(axis=-1))
        exponents[..., start : start + int(WIDEST)] += more
        exponents[..., start + int(WIDEST) :] += more[..., -1:]
    return numbers, exponents


def _sums_and_factors(moves: Any, factors: Any, total: Any) -> tuple[Any, Any]:
    """Return the numbers that the products of the factors other than 0 are multiplied by, and these factors."""
    zeros = factors == 0
    if not zeros.any():
        return total(moves / factors, axis=-1), factors
    factors = np.where(zeros, 1.0, factors)
    count = total(zeros, axis=-1)
    alone = total(np.where(zeros, moves, 0.0), axis=-1)
    return np.where(count == 0, total(moves / factors, axis=-1), np.where(count == 1, alone, 0.0)), factors


def _length(factors: Any) -> int:
    """Return how many factors other than 0 are multiplied safely, whichever they are."""
    size = np.abs(factors)
    furthest = max(abs(float(np.log2(size.min()))), abs(float(np.log2(size.max()))), 1e-3)
    return int(np.clip(WIDEST / furthest, 1, factors.shape[-1]))


def _runs(line: Any, length: int) -> Any:
    """Return the last axis as two: runs of this length, the last one filled up with ones."""
    missing = -line.shape[-1] % length
    if missing:
        line = np.concatenate([line, np.ones((*line.shape[:-1], missing), dtype=line.dtype)], axis=-1)
    return line.reshape((*line.shape[:-1], -1, length))


def _scaled(number: Any, exponent: Any) -> Any:
    return np.ldexp(number, np.clip(exponent, -FARTHEST, FARTHEST).astype(np.int32))
