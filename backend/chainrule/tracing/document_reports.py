"""Parts of the document beside the picture: numbers for a page that moves them, costs, health, the loop's round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..errors import Span
from .values_json import Number

__all__ = ["GateCost", "Health", "LoopRound", "Tape", "TapeEdge"]


@dataclass(frozen=True, slots=True)
class GateCost:
    """Cost of a gate in one forward pass; a closed function has the cost of all gates in it together."""

    id: str
    """A node."""
    multiply_adds: int
    """Multiplications, each with an addition, of matrix products and convolutions."""
    activation_bytes: int
    """Bytes of the values that it makes, which the backward pass keeps; merely rearranged values do not count."""
    jacobian_bytes: int
    """Bytes of the Jacobians, if they were formed, which nobody does; gates that only move entries, or take each by
    itself, have none."""


@dataclass(frozen=True, slots=True)
class Health:
    """A place where a gradient vanishes, explodes or is not finite."""

    kind: Literal["saturated", "dead", "nonfinite", "vanishing", "exploding"]
    """A flat part of a function; a relu that passes nothing; the first gate without a finite number; a small or large
    gradient beside the output's."""
    id: str
    """A node; for vanishing and exploding an edge."""
    severity: float
    """Number from 0 to 1."""
    share: float
    """The part of the array's entries that are concerned, from 0 to 1."""
    text: str
    """The finding as a sentence."""


@dataclass(frozen=True, slots=True)
class LoopRound:
    """The round that is drawn of a loop. Names stand for the values that they have when it begins."""

    round: int
    """Counted from 1."""
    rounds: int | None
    """Number of rounds the program runs; null where only running them tells."""
    place: Span | None
    """The loop in the source."""


@dataclass(frozen=True, slots=True)
class TapeEdge:
    """Positions of the numbers of one edge of the trace on the tape."""

    value: list[int]
    """The entries of its value."""
    down: list[list[int]]
    """The tape's edges whose downstream gradients add up at each entry."""
    up: list[int]
    """The entries whose gradient is the target's upstream gradient."""
    local: list[int]
    """The tape's edges that have the local gradient, entry by entry; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Tape:
    """The graph in scalars, for a page that evaluates by itself. Entry i is leaf or op; args stand before their users.

    The tape's edges are numbered in the order of (entry, slot) over all entries: entry i's slot s is first[i] + s.
    """

    ops: list[str]
    """The op that makes each entry; empty for a leaf."""
    args: list[list[int]]
    """The entries that each entry is made of."""
    initial: list[Number]
    """The value of each leaf's entry; 0 for the others."""
    leaves: dict[str, list[int]]
    """The entries of each name, in C order."""
    output: list[int]
    """The entries of the output."""
    upstream: list[Number]
    """dL/d(each entry of the output)."""
    nodes: dict[str, list[int]]
    """The entries of each node of the trace, in C order."""
    edges: dict[str, TapeEdge]
    """Positions of the numbers of each edge of the trace."""
    guards: list[tuple[str, list[int], list[int], bool]]
    """Comparisons that must keep their outcome: the sign, the entries of both sides, the outcome."""
