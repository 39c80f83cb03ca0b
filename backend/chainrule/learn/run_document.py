"""The document of `/api/v1/train`: JSON-ready, as the trace is. A Number may be "NaN", "Infinity" or "-Infinity"."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from ..graph import Graph

__all__ = [
    "CurveDocument",
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
    "notices_of",
    "summed_entries",
]

RANDOM = "random"  # a note: numbers that stand in for those that the library would draw
Number: TypeAlias = float | Literal["NaN", "Infinity", "-Infinity"]
Rows: TypeAlias = list[Any]  # one for each entry: a Number, or nested lists of them in the parameter's shape
Ended: TypeAlias = Literal["iterations", "diverged", "converged", "budget", "stopped"]


@dataclass(frozen=True, slots=True)
class LeafRow:
    """A named leaf of the program."""

    name: str
    """Its name."""
    shape: list[int]
    """Its shape."""
    parameter: bool
    """True if this run moves it."""
    movable: bool
    """True if a gradient comes back to it, so that it could be a parameter."""
    free: bool
    """A name without a value in the text: a trace at an update takes its value."""
    classes: int | None = None
    """Number of classes that its rows may be labels of, as `/train/field` has them; null for none and parameters."""


@dataclass(frozen=True, slots=True)
class RunNotice:
    """Something about a run that its user should know."""

    code: str
    """Kind of notice, for programs."""
    text: str
    """A sentence."""


def notices_of(graph: Graph) -> list[RunNotice]:
    """Return what the reader noted on a program that makes its run another than the program's own."""
    texts = dict.fromkeys(note.text for note in graph.notes if note.code == RANDOM)
    return [RunNotice(RANDOM, text) for text in texts]


def loops_left_out(graph: Graph) -> list[RunNotice]:
    """Return what is to say of loops behind the one that is run, where they move other numbers than it does."""
    loop = graph.loop
    if loop is None or loop.span is None or loop.behind != 0:
        return []
    spans = {note.span for note in graph.notes if note.code == "loop" and note.span is not None}
    later = sorted({span.line for span in spans if span.line > loop.span.end_line})
    return [
        RunNotice("loop-left-out", f"The loop in line {line} is not in this run: it moves other numbers.")
        for line in later
    ]


def summed_entries(graph: Graph, upstream: object) -> list[RunNotice]:
    """Return the notice on an output that is no scalar, where nobody said how its entries become one loss."""
    entries = math.prod(graph.nodes[graph.output].shape)
    if entries == 1 or upstream is not None or graph.seed is not None:
        return []
    text = (
        f"The output has {entries:,} entries: the run makes their sum small. "
        "If another loss is meant, write it in a last line, such as the mean of their squares."
    )
    return [RunNotice("summed-output", text)]


@dataclass(frozen=True, slots=True)
class CurveDocument:
    """The loss over the updates."""

    iterations: list[int]
    """Number of updates done at each point."""
    loss: list[Number]
    """Loss of the whole data there."""


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
    """Rule in the formula language."""
    settings: dict[str, float]
    """The numbers that the rule used."""
    rule_tape: RuleTape | None
    """The rule for one number, as a tape; null where it does not go entry by entry."""
    of: int
    """Number of updates that were asked for."""
    iterations: list[int]
    """Number of updates done at each entry."""
    loss: list[Number]
    """Loss of the whole data, at each entry."""
    curve: CurveDocument | None
    """Loss at more updates than the entries, which are among them; null where the entries are all."""
    learning_rate: list[Number]
    """Learning rate of the next update; "NaN" where the program's own lines do not say it."""
    values: dict[str, Rows]
    """Values by parameter."""
    gradients: dict[str, Rows]
    """Gradients by parameter."""
    state: dict[str, dict[str, Rows]]
    """States by their name in the rule, then by parameter."""
    ended: Ended
    """Way it ended."""
    text: str
    """Reason why it ended."""
    notices: list[RunNotice]
    """Other notices on the run."""


@dataclass(frozen=True, slots=True)
class ScalarTape:
    """Entries in evaluation order, as in the tape of a trace."""

    ops: list[str]
    """The op that makes each entry; empty for a leaf."""
    args: list[list[int]]
    """The entries that each entry is made of."""
    initial: list[Number]
    """The value of each leaf's entry; 0 for the others."""
    leaves: dict[str, list[int]]
    """The entries of each name, in C order."""
    outputs: dict[str, list[int]]
    """The entries of each result, in C order."""


@dataclass(frozen=True, slots=True)
class RuleStatement:
    """One line of a rule."""

    name: str
    """Name that it sets."""
    text: str
    """Value it is set to, in the formula language."""
    entry: int
    """The entry of the tape with its value."""


@dataclass(frozen=True, slots=True)
class RuleTape:
    """A rule for one number, as a scalar tape."""

    ops: list[str]
    """The op that makes each entry; empty for a leaf."""
    args: list[list[int]]
    """The entries that each entry is made of."""
    initial: list[Number]
    """The value of each leaf's entry; 0 for the others."""
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
    """Name in `optimizer` of a run."""
    title: str
    """Name in sentences."""
    rule: str
    """Rule in the formula language, without weight decay."""
    settings: dict[str, float]
    """Its settings with their defaults."""
    states: list[str]
    """Names of what it remembers of each parameter."""
    differs: str
    """Numbers that differ from PyTorch's at the first update, and why; empty where none do."""
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
    """Name in `kind` of a schedule."""
    title: str
    """Name in sentences."""
    formula: str
    """Formula of the learning rate, of lr, t, T and its settings."""
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
    """Loss at each place; the first direction runs fastest."""


@dataclass(frozen=True, slots=True)
class FieldLayer:
    """A layer of the network over the plane, as another space for the same points."""

    name: str
    """Its name in the program; empty where it has none."""
    units: int
    """Number of its values for each example."""


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
    """Class of each example."""
    names: list[str]
    """The label of each class, in words."""
    labels: list[list[Number]]
    """The label of each class, as it stands in a row of the labels."""
    tapes: list[ScalarTape]
    """Tape of each class: the loss of one example with that label, at the point `points_name`. The label of the
    smallest loss is what the network decides for. The first may have more: `hidden`, the sums of the first layer's
    units; `layer 0`, `layer 1`, ..., the values of `layers`; `penalty`, the parts of the loss that depend on
    parameters alone, which add up to what a penalty on the weights costs."""
    folds: bool
    """True if the first tape has `hidden`: a unit folds where its sum is 0."""
    layers: list[FieldLayer]
    """Layers whose values the first tape gives, in the order of the program."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Distance of the gradients of minibatches of one size from the gradient of all data."""

    batch: int
    """Number of examples in each."""
    spread: Number
    """The root of the mean squared distance."""


@dataclass(frozen=True, slots=True)
class FanDocument:
    """Gradients of minibatches around the gradient of all data."""

    examples: int
    """Number of examples in all."""
    batch: int
    """Number of examples in a minibatch."""
    whole: Number
    """The length of the gradient of all data."""
    fan: list[list[Number]]
    """Gradient of each minibatch: along that of all data, and at a right angle where they scatter most."""
    mean: list[Number]
    """Their mean, in the same two directions."""
    spreads: list[Spread]
    """Spreads for several sizes."""
