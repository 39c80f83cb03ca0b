"""Rows that are one call of a library: its value and its gradients, under a loss that tells the entries apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from .program import Library, P, Program

__all__ = ["calls", "with_values"]

Row = tuple[str, dict[str, Any]] | tuple[str, dict[str, Any], dict[str, Any]]

LOSS = {
    "numpy": "np.sum(y**2 + 3*y)",
    "torch": "(y**2 + 3*y).sum()",
    "jax": "jnp.sum(y**2 + 3*y)",
}

ENTRIES = {
    "x": [0.5, -1.2, 2.0], "p": [0.5, 1.2, 2.0], "v": [1.5, 0.4, -0.6], "A": [[0.5, -1.0, 2.0], [1.5, 0.7, -0.3]],
    "B": [[1.2, 0.4, -0.6], [0.9, -1.1, 0.8]], "C": [[0.6, -0.2], [1.1, 0.3], [-0.5, 0.9]],
    "M": [[2.0, 0.3, -0.5], [0.1, 1.5, 0.4], [-0.2, 0.6, 1.8]],
    "T3": [[[0.1, 0.9], [-0.4, 0.7]], [[1.3, -0.2], [0.6, 0.5]], [[-0.8, 0.35], [0.25, 1.1]]],
}  # fmt: skip


def with_values(lines: str) -> list[Row]:
    """One call a line, each with the values of the names that it uses."""
    rows = [line.strip() for line in lines.strip().splitlines()]
    return [(row, {name: ENTRIES[name] for name in ENTRIES if re.search(rf"\b{name}\b", row)}) for row in rows]


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
