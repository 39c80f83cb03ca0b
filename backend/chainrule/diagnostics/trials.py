"""Helpers shared by the tests for mistakes: numbers at several points beside one another, and words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..replay import same
from ..sentences import tr
from .gradient_line import GradientLine

__all__ = ["Number", "all_same", "clean_factor", "gradient_words", "scaled", "too_large"]

Number = Any


def all_same(first: Sequence[Number], second: Sequence[Number]) -> bool:
    """Return whether the numbers are the same at every point, but for rounding."""
    return all(same(a, b) for a, b in zip(first, second, strict=True))


def clean_factor(ratio: float) -> bool:
    """Return whether a ratio is a whole number or one part of a whole, and not 1."""
    whole = max(ratio, 1 / ratio) if ratio > 0 else 0.0
    return whole > 1.5 and abs(whole - round(whole)) < 1e-9 * whole


def scaled(values: Sequence[Number], factor: float) -> list[Number]:
    """Return the numbers of every point times `factor`."""
    return [factor * np.asarray(value) for value in values]


def _loss(line: GradientLine) -> str:
    output, seed, _ = line.seeds[0]
    return "L" if seed is not None or len(line.seeds) > 1 else line.situation.nodes[output].name or "f"


def gradient_words(line: GradientLine, of: str) -> str:
    """Return the true gradient in words."""
    return f"d{_loss(line)}/d{of}" if of.replace("_", "").isalnum() else tr("the gradient at {0}", of)


def too_large(ratio: float) -> str:
    """Return `twice too large`, `3 times too small`: the size of a clean ratio of written to right, in words."""
    size = round(max(abs(ratio), 1 / abs(ratio)))
    if abs(ratio) > 1:
        return tr("twice too large") if size == 2 else tr("{0} times too large", f"{size:,}")
    return tr("twice too small") if size == 2 else tr("{0} times too small", f"{size:,}")
