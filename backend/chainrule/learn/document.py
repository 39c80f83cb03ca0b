"""The document of `/api/v1/train`: JSON-ready, as the trace is. A Number may be "NaN", "Infinity" or "-Infinity"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

__all__ = ["Ended", "LeafRow", "RunDocument", "RunNotice"]

Number: TypeAlias = float | Literal["NaN", "Infinity", "-Infinity"]
Rows: TypeAlias = list[Any]  # one for each entry: a Number, or nested lists of them in the parameter's shape
Ended: TypeAlias = Literal["iterations", "diverged", "converged", "budget"]


@dataclass(frozen=True, slots=True)
class LeafRow:
    """A named leaf of the program."""

    name: str
    """Its name."""
    shape: list[int]
    """Its shape."""
    parameter: bool
    """Whether this run moves it."""
    movable: bool
    """Whether a gradient comes back to it, so that it could be a parameter."""
    free: bool
    """A name without a value in the text: a trace at an update takes its value."""


@dataclass(frozen=True, slots=True)
class RunNotice:
    code: str
    """What it is about, for programs."""
    text: str
    """A sentence."""


@dataclass(frozen=True, slots=True)
class RunDocument:
    """Entry k is the state after `iterations[k]` updates. The first and the last are always there."""

    parameters: list[str]
    """The leaves that moved."""
    leaves: list[LeafRow]
    """Every named leaf of the program."""
    optimizer: str
    """A name of the table, "update" for a rule that was typed, "program" for the program's own lines."""
    rule: str
    """In the formula language."""
    settings: dict[str, float]
    """The numbers that the rule used."""
    of: int
    """How many updates were asked for."""
    iterations: list[int]
    """How many updates had been done at each entry."""
    loss: list[Number]
    """Of the whole data."""
    learning_rate: list[Number]
    """What the next update uses; "NaN" where the program's own lines do not say it."""
    values: dict[str, Rows]
    """By parameter."""
    gradients: dict[str, Rows]
    """By parameter."""
    state: dict[str, dict[str, Rows]]
    """By state of the rule, then by parameter."""
    ended: Ended
    """How it ended."""
    text: str
    """Why it ended."""
    notices: list[RunNotice]
    """What else is to be said."""
