"""Parts of the document on the source: places in it, edits of it, its branches and its gradients written by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..errors import Span, TextEdit
from .values_json import Number

__all__ = ["Alternative", "Guard", "HandGradient", "Notice"]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to say about a node or the source: a kink, the gate that made the first inf, a skipped line."""

    code: str
    """Kind of notice."""
    text: str
    """The sentence."""
    span: Span | None = None
    """The place in the source that it is about; null where it is about a node."""


@dataclass(frozen=True, slots=True)
class HandGradient:
    """A gradient that the pasted code computes by hand (`name` is said to be dL/d`of`), held to the true one.

    `verdict` is about the number. `inherits` names the wrong gradient that it follows from, where its own line is
    right; `mistake` is the code of the mistake that makes this very number. `index`, `yours` and `true` are the first
    entry that differs.
    """

    name: str
    """The name in the code: `dW1`."""
    of: str
    """The name that it is the gradient of: `W1`."""
    verdict: Literal["right", "wrong", "undecided"]
    """Verdict on its number; undecided where the comparison decides nothing, with the reason in `text`."""
    inherits: str | None
    """A wrong gradient that it follows from while its own line is right."""
    mistake: str | None
    """The code of the mistake that makes this very number, where one does."""
    text: str
    """The verdict as a sentence."""
    span: Span | None
    """The line that computes it."""
    index: list[int] | None = None
    """First entry that differs, if it is wrong; an empty list for a scalar."""
    yours: Number | None = None
    """The number of the code at that entry."""
    true: Number | None = None
    """The true gradient there."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of the source, and the edit that makes it so."""

    text: str
    """The other reading, as a sentence."""
    fix: TextEdit
    """The edit after which the source has that meaning only."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A comparison that decided which way the program went; at other values it is read again."""

    text: str
    """The comparison, in the words of the source; "" where a function of a library made it."""
    outcome: bool
    """True if it held."""
    span: Span | None
    """Place of the comparison in the source, or of the call of that function."""
