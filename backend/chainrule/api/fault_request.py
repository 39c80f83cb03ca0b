"""A mistake in the backward pass, made on purpose: a part of what /api/v1/gradcheck takes."""

from __future__ import annotations

from dataclasses import dataclass

from ..directions import Fault

__all__ = ["FaultRequest"]


@dataclass(frozen=True, slots=True)
class FaultRequest:
    """A mistake on purpose."""

    node: str
    """A gate of the gates view (n5), or a copy gate (c5) whose sum is forgotten."""
    kind: Fault = "sign"
    """It hands back the opposite; it forgets its local gradient; or its value's gradients replace one another."""
