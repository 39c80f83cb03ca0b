"""Rows that are one call of a library: its value and its gradients, under a loss that tells the entries apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .program import Library, P, Program

__all__ = ["calls"]

Row = tuple[str, dict[str, Any]] | tuple[str, dict[str, Any], dict[str, Any]]

LOSS = {
    "numpy": "np.sum(y**2 + 3*y)",
    "torch": "(y**2 + 3*y).sum()",
    "jax": "jnp.sum(y**2 + 3*y)",
}


def calls(library: Library, rows: Iterable[Row]) -> list[Program]:
    """A program for each row (call, values) or (call, values, fields); the field `alone` leaves the loss out."""
    found = []
    for call, values, *rest in rows:
        fields = dict(rest[0]) if rest else {}
        alone = fields.pop("alone", False)
        *before, last = call.split("\n")
        known = library != "torch" or "torch." in call or "F." in call  # a method alone could be NumPy's
        lines = [
            *([] if known else ["import torch"]),
            *before,
            f"y = {last}",
            *([] if alone else [f"L = {LOSS[library]}"]),
        ]
        found.append(P(" ".join(call.split()), "\n".join(lines), values, written_for=library, **fields))
    return found
