"""The document of `/api/v1/train`: JSON-ready, as the trace is. A Number may be "NaN", "Infinity" or "-Infinity"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

__all__ = [
    "Ended",
    "FanDocument",
    "FieldDocument",
    "FieldLayer",
    "LeafRow",
    "OptimizerRow",
    "OptimizerTable",
    "RuleStatement",
    "RuleTape",
    "RunDocument",
    "RunNotice",
    "ScalarTape",
    "ScheduleRow",
    "Spread",
    "SurfaceDocument",
]

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
    """Something about a run that its user should know."""

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
    rule_tape: RuleTape | None
    """The rule for one number, as a tape; null where it does not go entry by entry."""
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


@dataclass(frozen=True, slots=True)
class ScalarTape:
    """Entries in evaluation order, as in the tape of a trace."""

    ops: list[str]
    """For each entry the op that makes it; empty for a leaf."""
    args: list[list[int]]
    """For each entry the entries that it is made of."""
    initial: list[Number]
    """For each entry a leaf's value; 0 for the others."""
    leaves: dict[str, list[int]]
    """The entries of each name, in C order."""
    outputs: dict[str, list[int]]
    """The entries of each result, in C order."""


@dataclass(frozen=True, slots=True)
class RuleStatement:
    """One line of a rule."""

    name: str
    """What it sets."""
    text: str
    """What it is set to, in the formula language."""
    entry: int
    """The entry of the tape with its value."""


@dataclass(frozen=True, slots=True)
class RuleTape:
    """A rule for one number, as a scalar tape."""

    ops: list[str]
    """For each entry the op that makes it; empty for a leaf."""
    args: list[list[int]]
    """For each entry the entries that it is made of."""
    initial: list[Number]
    """For each entry a leaf's value; 0 for the others."""
    leaves: dict[str, list[int]]
    """The entry of each name: w, g, lr, t, T, the settings and the states, as far as the rule uses them."""
    statements: list[RuleStatement]
    """The lines of the rule in order; empty where they cannot be told apart."""
    becomes: dict[str, int]
    """The entries that w and each state have after the update."""


@dataclass(frozen=True, slots=True)
class OptimizerRow:
    """An optimizer of the table."""

    name: str
    """What `optimizer` of a run is."""
    title: str
    """What it is called in sentences."""
    rule: str
    """In the formula language, without weight decay."""
    settings: dict[str, float]
    """Its settings with their defaults."""
    states: list[str]
    """What it remembers of each parameter."""
    differs: str
    """Which numbers differ from PyTorch's at the first update, and why; empty where none do."""
    torch: str
    """The class of torch.optim that gives the same numbers, with settings by name; empty where there is none."""
    variants: dict[str, str]
    """Further settings, 0 by default: another number leads to this row."""
    switches: dict[str, str]
    """Further settings, true by default: false leads to this row."""
    tape: RuleTape | None
    """The rule with its default settings, for one number."""


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """A schedule of the table."""

    name: str
    """What `kind` of a schedule is."""
    title: str
    """What it is called."""
    formula: str
    """Of lr, t, T and its settings."""
    settings: dict[str, float | None]
    """Its settings with their defaults; null: it must be given."""


@dataclass(frozen=True, slots=True)
class OptimizerTable:
    """The optimizers and the schedules of the learning rate."""

    optimizers: list[OptimizerRow]
    """Every optimizer."""
    schedules: list[ScheduleRow]
    """Every schedule, but for warm-up, which leads into another."""


@dataclass(frozen=True, slots=True)
class SurfaceDocument:
    """The loss at places in the space of the parameters."""

    parameters: list[str]
    """The parameters, one after the other as in the vectors of the request."""
    loss: list[Number]
    """At each place: the first direction runs fastest."""


@dataclass(frozen=True, slots=True)
class FieldLayer:
    """A layer of the network over the plane, as another space for the same points."""

    name: str
    """Its name in the program; empty where it has none."""
    units: int
    """How many numbers it has for each example."""


@dataclass(frozen=True, slots=True)
class FieldDocument:
    """Two-dimensional data with its classes, and the network over its plane."""

    points_name: str
    """The leaf that holds the points."""
    labels_name: str
    """The leaf that holds their labels."""
    points: list[list[Number]]
    """Two numbers for each example."""
    classes: list[int]
    """Which class each example is of."""
    names: list[str]
    """The label of each class, in words."""
    labels: list[list[Number]]
    """The label of each class, as it stands in a row of the labels."""
    tapes: list[ScalarTape]
    """For each class: the loss of one example with that label, at the point `points_name`. The label of the smallest
    loss is what the network decides for. The first may have more: `hidden`, the sums of the first layer's units;
    `layer 0`, `layer 1`, ..., the values of `layers`; `penalty`, the parts of the loss that depend on parameters alone,
    which add up to what a penalty on the weights costs."""
    folds: bool
    """Whether the first tape has `hidden`: a unit folds where its sum is 0."""
    layers: list[FieldLayer]
    """Layers whose values the first tape gives, in the order of the program."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the gradients of minibatches of one size lie from that of all data."""

    batch: int
    """How many examples each has."""
    spread: Number
    """The root of the mean squared distance."""


@dataclass(frozen=True, slots=True)
class FanDocument:
    """Gradients of minibatches around the gradient of all data."""

    examples: int
    """How many there are in all."""
    batch: int
    """How many a minibatch has."""
    whole: Number
    """The length of the gradient of all data."""
    fan: list[list[Number]]
    """For each minibatch its gradient along that of all data, and at a right angle where they scatter most."""
    mean: list[Number]
    """Their mean, in the same two directions."""
    spreads: list[Spread]
    """For several sizes."""
