"""Training: which lines move a name by a gradient of that name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["trains"]


def trains(m: Machine, first_assignment: int) -> bool:
    """Whether one of the assignments from `first_assignment` on is an update: old value and gradient go into the new.

    Gradients are those of `.grad` and `grad(f)`, and those written by hand, by their names.
    """
    return m.stepped
