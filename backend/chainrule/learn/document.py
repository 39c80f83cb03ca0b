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
    shape: list[int]
    parameter: bool  # whether this run moves it
    movable: bool  # whether a gradient comes back to it, so that it could be a parameter
    free: bool  # a name without a value in the text: a trace at an update takes its value


@dataclass(frozen=True, slots=True)
class RunNotice:
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class RunDocument:
    """Entry k is the state after `iterations[k]` updates. The first and the last are always there."""

    parameters: list[str]
    leaves: list[LeafRow]
    optimizer: str  # a name of the table, or "update" for a rule that was typed
    rule: str  # in the formula language
    settings: dict[str, float]
    of: int  # how many updates were asked for
    iterations: list[int]
    loss: list[Number]  # of the whole data
    learning_rate: list[Number]  # what the next update uses
    values: dict[str, Rows]  # by parameter
    gradients: dict[str, Rows]
    state: dict[str, dict[str, Rows]]  # by state of the rule, then by parameter
    ended: Ended
    text: str  # why it ended
    notices: list[RunNotice]
