"""How a row comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Outcome", "Undecided", "Wrong"]

Kind = Literal["right", "crashed", "wrong", "undecided", "refused", "oracle"]


@dataclass(frozen=True)
class Outcome:
    """How a row came out. crashed: no ChainruleError; oracle: the row itself cannot be run, a fault of the table.

    notes: what is not as it should be but does not make the row fail: an error without a hint, words that do not name
    the planted mistake.
    """

    kind: Kind
    reason: str
    seconds: float = 0.0
    notes: tuple[str, ...] = ()


class Wrong(Exception):
    """What the trace says is not so."""


class Undecided(Exception):
    """A verdict that a person could give is missing."""
