"""Direction of updates: along the gradient of the value that they move, or against it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from ...diagnostics.points import Points
from ...replay import constant_ratio, same
from .candidates import Update

__all__ = ["along", "follows", "is_added"]

ELSEWHERE = 1


def along(points: Points, update: Update, gradients: list[list[Any]]) -> float:
    """Return how far an update goes along the gradient: below 0 L falls, above 0 it rises, at 0 it does not change."""
    true, values = gradients[ELSEWHERE][update.old], points.values[ELSEWHERE]
    if true is None:
        return 0.0
    with np.errstate(all="ignore"):
        return float(np.sum((np.asarray(values[update.new]) - np.asarray(values[update.old])) * np.asarray(true)))


def follows(points: Points, update: Update, gradients: list[list[Any]]) -> bool:
    """Return whether an update is a step along the gradient, up or down, of more than one entry."""
    true, values = gradients[ELSEWHERE][update.old], points.values[ELSEWHERE]
    step = np.asarray(values[update.new]) - np.asarray(values[update.old])
    return true is not None and step.size > 1 and constant_ratio(step, true) is not None


def is_added(points: Points, updates: Iterable[Update], target: int, node: int) -> bool:
    """Return whether an update of `target` adds or subtracts the value of `node` as it is."""
    values = points.values[ELSEWHERE]
    for update in updates:
        if update.old == target:
            difference = np.asarray(values[update.new]) - np.asarray(values[update.old])
            if same(difference, values[node]) or same(difference, -np.asarray(values[node])):
                return True
    return False
