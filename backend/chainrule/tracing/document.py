"""The Trace: the one public document (contract v1).

In Python `value`, `gradients`, `values` and `named` are float64 numbers and arrays in full; everything else, and all of
`to_dict()` and `to_json()`, is ready for JSON: see `values_json`. Of a request with `shapes_only` they are
`AbstractArray`s, which have a shape and no entries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypeAlias

import orjson

from ..ops import OPS
from ..ops.op import Pattern
from ..request import Flow, GraphKind, Mode, StepWords, View
from ..schema import JsonForm, OneOf
from ..view import Form
from .saved import Saved, SavedValue
from .source_notes import Alternative, Fix, Guard, HandGradient, Notice, Place
from .values_json import Array, FloatArray, Large, Number, Numbers, array

__all__ = [
    "Array",
    "Alternative",
    "Edge",
    "Fix",
    "FloatArray",
    "Function",
    "Guard",
    "HandGradient",
    "Health",
    "Large",
    "Named",
    "Node",
    "Notice",
    "Number",
    "Numbers",
    "Place",
    "Point",
    "Saved",
    "SavedValue",
    "Step",
    "SumTerm",
    "Tape",
    "TapeEdge",
    "Trace",
    "json_fields",
]

Point: TypeAlias = tuple[float, float]
OpName: TypeAlias = Annotated[str, OneOf(lambda: [*OPS, "output"], other="Of a closed function: the function's name.")]
PatternName: TypeAlias = Annotated[str, OneOf(lambda: [str(pattern) for pattern in Pattern])]
Listed: TypeAlias = Annotated[float | FloatArray | list[float | FloatArray], JsonForm(Array)]


@dataclass(frozen=True, slots=True)
class Named:
    """The last version of a name that the program sets."""

    value: Listed
    """Its value; of a list of arrays, the value of each."""
    gradient: Listed
    """dL/d(it), in the same shape."""
    shape: list[int]
    """The length of each axis; [] for a number."""


@dataclass(frozen=True, slots=True)
class SumTerm:
    """One term of the sum at a copy gate."""

    step: int
    """The number of steps that must be done until it has arrived."""
    edge: str
    """The edge that it comes back along; the term is that edge's downstream gradient."""


@dataclass(frozen=True, slots=True)
class Node:
    """One box of the picture: a leaf, a gate, a closed function, or the output's name at the end."""

    id: str
    """What edges, steps and functions call it. Its letters mean nothing."""
    kind: Literal["leaf", "gate", "function", "output"]
    """A leaf has no inputs; a function is a closed call drawn as one gate."""
    form: Form
    """What it is, more exactly: a copy or broadcast gate that the source does not write, a call or repeated boxes drawn
    as one (`collapsed`)."""
    op: OpName
    """The row of `/api/v1/ops`, `output`, or for a closed function its name."""
    name: str | None
    """The program's own name of its value, if it has one."""
    label: str
    """What is written inside: `×`, `w0`, `+1`, `sigmoid`."""
    title: str
    """What it is called in the inspector and by a screen reader: `Multiply gate`."""
    pattern: PatternName | None
    """What it does to the gradient; null for the output's name."""
    value: Array
    """The result of the forward pass."""
    gradient: Array
    """dL/d(its value): the sum over all its uses."""
    shape: list[int]
    """The length of each axis of the value; [] for a number."""
    function: str | None
    """The id of the innermost open function that it is drawn in."""
    span: Place | None
    """The place in the source that it was read from."""
    x: float
    """The centre of the box, from the left edge of the picture."""
    y: float
    """The centre of the box, from the upper edge."""
    width: float
    """In the units of `x`; a number is 13 high."""
    height: float
    """In the units of `y`."""
    value_step: int | None
    """The number of steps that must be done until its value is seen: 0 from the start on; null where it never is."""
    gradient_step: int | None
    """The same of its gradient: of the last of its terms."""
    tangent_step: int | None = None
    """The same of its tangent."""
    terms: list[SumTerm] = field(default_factory=list)
    """Of a copy gate: what its gradient is the sum of, in order of arrival."""
    editable: bool = False
    """It is a leaf whose value can be given in `values`."""
    default: bool = False
    """Its value is a default that nobody chose."""
    count: int = 1
    """How many equal boxes it stands for; their values stand one above the other."""
    members: list[str] = field(default_factory=list)
    """The ids that those boxes have when they are drawn one by one."""
    names: list[str] = field(default_factory=list)
    """The names of the values that it stands for, one for each row; empty text for a nameless one."""
    notices: list[Notice] = field(default_factory=list)
    """What is to be said here: a kink, a tie, the first number that is not finite."""
    tangent: Array | None = None
    """d(its value)/d(direction) in forward mode."""
    carries: Literal["value", "local", "gradient"] = "value"
    """What its value is in a backward graph: in the backward half a gradient, or a local gradient on its way to a
    product."""
    backward_of: str | None = None
    """Of the backward half of a backward graph: the node of the forward half whose gradient it helps to compute."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One wire: the use of one value by one gate, with the three numbers of the chain rule."""

    id: str
    """What steps call it. Its letters mean nothing."""
    source: str
    """The node whose value it carries."""
    target: str
    """The node that uses it."""
    slot: int
    """Which operand of the target, from 0."""
    value: Array
    """The value on the wire, in the shape in which the target uses it."""
    upstream: Array
    """dL/d(output of the target)."""
    name: str | None
    """The program's own name of the value, if it has one."""
    local: Array | None
    """d(output of the target)/d(this input), entry by entry; null for a Jacobian too big to form: see `rule`."""
    rule: str | None
    """How the target multiplies instead, in NumPy's words: `g @ b.T`; null where `local` is there."""
    downstream: Array
    """dL/d(this input): what the target hands back along this wire."""
    shape: list[int]
    """The length of each axis of `value`; [] for a number."""
    path: list[Point]
    """The corners of the drawn line, from the source to the target."""
    label: Point
    """The value is written above this point, the gradient below it. It is on the wire, in `flow` down right of it."""
    label_size: tuple[float, float, float]
    """The room of the labels: their width, the height above the point and the height below it."""
    gradient_step: int | None
    """The number of steps that must be done until its downstream gradient is seen; null where it never is. A wire into
    a copy gate has the sum of the terms that have arrived before."""
    caption: str = ""
    """What stands on it: the name of its value, cut to 14 characters; empty where the box that it comes from, or leads
    to, says it."""
    letter: str = ""
    """What a value without a name is called in the formulas of the steps."""
    tangent: Array | None = None
    """d(value)/d(direction) in forward mode, in the shape of `value`."""
    saved: int | None = None
    """Of a wire from the forward half to the backward half of a backward graph: the bytes of the value that is kept."""


@dataclass(frozen=True, slots=True)
class Function:
    """A call of a function: a frame round its gates while it is open, one gate while it is closed."""

    id: str
    """What `open` and `closed` of a request take."""
    name: str
    """Of the function: `sigmoid`, or the program's own."""
    open: bool
    """Whether its gates are drawn."""
    nodes: list[str]
    """The ids of the nodes inside while it is open; of the one node that it is while closed."""
    parent: str | None
    """The function that it is called in, if that is open."""
    recognised: bool
    """It was written out by hand, and recognised as this function."""
    x: float
    """The centre of the frame or of the closed gate."""
    y: float
    """The centre, from the upper edge."""
    width: float
    """Of the frame or of the closed gate."""
    height: float
    """Of the frame or of the closed gate."""
    count: int = 1
    """How many equal calls are drawn as this one."""


@dataclass(frozen=True, slots=True)
class Step:
    """One move. `text` and `math` hold the numbers of this trace.

    Places in `words`: `<node>.value`, `<node>.gradient`, `<edge>.value|upstream|local|downstream`, and `<edge>.sum`:
    the running sum at a copy gate after this step's term.
    """

    index: int
    """From 0: the forward pass, the seed, the backward pass."""
    phase: Literal["forward", "backward", "tangent"]
    """Of which pass it is a move; `tangent` in forward mode, where each tangent follows its value."""
    kind: Literal["compute", "seed", "backward", "accumulate", "direction", "tangent"]
    """A gate computes, the output gets its 1, a gate hands its gradient back, a copy adds one more term; in forward
    mode the variables get the direction, and a gate forms the tangent of its result."""
    nodes: list[str]
    """The nodes at work."""
    edges: list[str]
    """The edges whose numbers it uses or makes."""
    text: str
    """The move as a sentence, with its numbers."""
    math: str
    """The move as MathML; each number in it is an `<mn data-n="e3.upstream">`, so that a page can renew it."""
    words: str
    """`text` with its numbers as places such as `{e3.upstream}`."""
    why: str
    """Why the gate does this: the rule behind it."""


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
class LoopRound:
    """The round that is drawn of a loop. Names stand for the values that they have when it begins."""

    round: int
    """Counted from 1."""
    rounds: int | None
    """How many the program runs; null where only running them tells."""
    place: Place | None
    """The loop in the source."""


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


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """A program's graph with its values, gradients, steps, words and geometry."""

    source: str
    """The text as it was given."""
    output: str
    """The id of the node whose value is the output."""
    value: Numbers
    """The value of the output."""
    gradients: dict[str, Numbers]
    """dL/d(each leaf) by name. L is the output, or the scalar behind the upstream gradient that was given."""
    named: dict[str, Named]
    """The last version of each name that the program sets."""
    nodes: list[Node]
    """The boxes of the picture, in evaluation order."""
    edges: list[Edge]
    """The wires of the picture, grouped by target, in the order of the operands."""
    functions: list[Function]
    """The calls of functions that are drawn, outer before inner."""
    steps: list[Step]
    """The moves of the forward and the backward pass, in order."""
    width: float
    """Of the picture."""
    height: float
    """Of the picture."""
    view: View
    """How functions are drawn, as it was asked for."""
    values: dict[str, Numbers]
    """The value of every leaf that can be given, defaults included."""
    notices: list[Notice]
    """What is to be said of the source: how it was read, what was skipped."""
    hand_gradients: list[HandGradient]
    """A verdict on each gradient that the program computes by hand, in the order of the code."""
    dialect: str
    """Whose conventions the program follows: numpy, torch, jax, latex, ..."""
    alternatives: list[Alternative]
    """Other readings of the source."""
    guards: list[Guard]
    """The comparisons of numbers that chose the way through the program."""
    health: list[Health]
    """Where gradients saturate, vanish, explode or break."""
    loop: LoopRound | None
    """The round that is drawn of a loop, where only one is, because it trains or would not fit."""
    tape: Tape | None
    """The graph in scalars for pages that move values by themselves; null where it would be too long."""
    gate_costs: list[GateCost] = field(default_factory=list)
    """What the gates cost that work on arrays, in the order of `nodes`."""
    schema_version: Literal["1"] = "1"
    """The version of this document: it changes when a field is removed or changes its meaning."""
    flow: Flow = "right"
    """Where the wires lead, as it was asked for. Between two way-points of a wire that are not level or plumb stands a
    cubic whose tangents at both are level (right) or plumb (down), with its control points at half the way. In a
    backward graph the wires of the backward half lead the other way."""
    mode: Mode = "reverse"
    """Which derivatives go along, as it was asked for."""
    direction: dict[str, Numbers] | None = None
    """d(leaf)/d(direction) of forward mode, for each variable that moves."""
    tangent: Numbers | None = None
    """d(output)/d(direction) in forward mode."""
    graph: GraphKind = "forward"
    """What is drawn, as it was asked for. In a backward graph `value`, `gradients` and `named` are the program's; its
    nodes and edges have the gradients of the sum of all entries of all gradients, for it is differentiated again."""
    saved: Saved | None = None
    """What a backward graph keeps of its forward half."""
    shapes_only: dict[str, list[int]] | None = None
    """Of a trace of shapes alone the shape of each free name; null where numbers are computed."""
    gradient_of: str = ""
    """What words and formulas call L: the output's name, or a letter for the scalar behind it."""

    def to_json(self, words: StepWords = "full") -> bytes:
        """The document as the API answers it: UTF-8 JSON without spaces.

        words: "templates" writes what boxes, wires and steps have in common once; `from_json` reads both.
        """
        if words == "templates":
            from .compact import compact

            return compact(self)
        return orjson.dumps(json_fields(self))

    def to_dict(self) -> dict[str, Any]:
        """The document as plain dicts and lists."""
        document: dict[str, Any] = orjson.loads(self.to_json())
        return document

    @classmethod
    def from_json(cls, document: bytes | str) -> Trace:
        """The trace that a document holds.

        Raises:
            ValueProblem: `bad-document`: it is no trace, or one whose arrays of more than 4,096 entries were left out.
        """
        from .decode import decode

        return decode(document)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Trace) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash((self.source, self.view, self.output))


def json_fields(trace: Trace) -> dict[str, Any]:
    """The fields of the document, ready for JSON."""
    document = {name: getattr(trace, name) for name in trace.__slots__}
    document["value"] = array(trace.value)
    for name in ("gradients", "values", "direction"):
        if document[name] is not None:
            document[name] = {key: array(value) for key, value in document[name].items()}
    document["tangent"] = None if trace.tangent is None else array(trace.tangent)
    document["named"] = {
        key: {"value": _listed(one.value), "gradient": _listed(one.gradient), "shape": one.shape}
        for key, one in trace.named.items()
    }
    return document


def _listed(value: float | FloatArray | list[float | FloatArray]) -> Array:
    return [array(one) for one in value] if isinstance(value, list) else array(value)
