"""What the document has beside the picture: its numbers for a page that moves them, costs, health, the loop's round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .source_notes import Place
from .values_json import Number

__all__ = ["GateCost", "Health", "LoopRound", "Tape", "TapeEdge"]


@dataclass(frozen=True, slots=True)
class GateCost:
    """What a gate costs in one forward pass; of a closed function what the gates in it cost together."""

    id: str
    """A node."""
    multiply_adds: int
    """Of matrix products and convolutions: multiplications, each with an addition."""
    activation_bytes: int
    """Of the values that it makes, which the backward pass keeps; what is only rearranged does not count."""
    jacobian_bytes: int
    """Of the Jacobians that nobody forms, if they were formed; gates that only move entries, or take each by itself,
    have none."""


@dataclass(frozen=True, slots=True)
class Health:
    """Where a gradient dies, blows up or breaks."""

    kind: Literal["saturated", "dead", "nonfinite", "vanishing", "exploding"]
    """A flat part of a function; a relu that passes nothing; the first gate without a finite number; a small or large
    gradient beside the output's."""
    id: str
    """A node; for vanishing and exploding an edge."""
    severity: float
    """From 0 to 1."""
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
    """How many the program runs; null where only running them tells."""
    place: Place | None
    """The loop in the source."""


@dataclass(frozen=True, slots=True)
class TapeEdge:
    """Where the numbers of one edge of the trace stand on the tape."""

    value: list[int]
    """The entries of its value."""
    down: list[list[int]]
    """For each entry the tape's edges whose downstream gradients add up there."""
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
    """For each entry the op that makes it; empty for a leaf."""
    args: list[list[int]]
    """For each entry the entries that it is made of."""
    initial: list[Number]
    """For each entry a leaf's value; 0 for the others."""
    leaves: dict[str, list[int]]
    """The entries of each name, in C order."""
    output: list[int]
    """The entries of the output."""
    upstream: list[Number]
    """dL/d(each entry of the output)."""
    nodes: dict[str, list[int]]
    """The entries of each node of the trace, in C order."""
    edges: dict[str, TapeEdge]
    """For each edge of the trace where its numbers stand."""
    guards: list[tuple[str, list[int], list[int], bool]]
    """Comparisons that must keep their outcome: the sign, the entries of both sides, how it came out."""
