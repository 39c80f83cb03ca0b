"""Explanation: a hypothesis, and the gradient that each candidate is under it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ...diagnostics.points import Seed
from ...graph import ImpliedLoss
from .candidates import Version

__all__ = ["Explanation", "Hypothesis", "Match"]


class RecordLosses(NamedTuple):
    """Losses of several records, added up and times `factor`: p and t of each.

    `entrywise`: the cross entropy of each entry, or (False) of a whole distribution; None: half the squared error.
    """

    pairs: tuple[tuple[int, int], ...]
    factor: float
    entrywise: bool | None


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """L, as outputs with what is dL/d(output). `strong`: the program says it, so that a candidate can be wrong."""

    seeds: tuple[Seed, ...]
    words: str
    strong: bool
    implied: bool = False
    inside: bool = False  # it is a part of another loss, such as the loss on the data
    other: bool = False  # the same given gradient at another output, which may be another layer's
    start: int | None = None  # the gradient that is taken as given: it is not judged
    loss: ImpliedLoss | None = None
    records: RecordLosses | None = None


class Match(NamedTuple):
    """The gradient that a candidate is: sign * scale * dL/d(target), or a step against it of any size."""

    target: int
    of: str
    sign: int
    scale: float
    step: bool
    level: float  # how sure: 2 at all points, 1 where labels stay, 0.5 at the present values alone
    through: tuple[int, ...] = ()  # it is only what these gates hand back to the target


@dataclass(slots=True, eq=False)
class Explanation:
    """The candidates under one hypothesis."""

    hypothesis: Hypothesis
    matches: dict[int, Match]  # index of a candidate -> its match
    local: set[int]  # candidates whose own line is right
    forward: set[int]  # candidates that L is computed from: not gradients of it
    reached: set[int]  # candidates of which a target leads to L
    assumed: dict[int, Version]  # of the others among these: what they are most likely meant to be, with a sign
    paired: dict[int, list[Version]] = field(default_factory=dict)  # of rounds of a loop: the values of the round
