"""The Trace: the one public document (contract v1).

In Python `value`, `gradients`, `values` and `named` are float64 numbers and arrays in full; everything else, and all of
`to_dict()` and `to_json()`, is ready for JSON: see `values_json`. For a request with `shapes_only` they are
`AbstractArray`s, which have a shape and no entries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypeAlias

import orjson

from ..request import Flow, GraphKind, Mode, StepWords, View
from ..schema import JsonForm
from .document_picture import Edge, FramePart, Function, Node, Point, Step, SumTerm, Windows
from .document_reports import GateCost, Health, LoopRound, Tape, TapeEdge
from .saved import Saved, SavedValue
from .source_notes import Alternative, Guard, HandGradient, Notice
from .values_json import Array, FloatArray, Large, Number, Numbers, array

__all__ = [
    "Array",
    "Alternative",
    "Edge",
    "FloatArray",
    "FramePart",
    "Function",
    "GateCost",
    "Guard",
    "HandGradient",
    "Health",
    "Large",
    "LoopRound",
    "Named",
    "Node",
    "Notice",
    "Number",
    "Numbers",
    "Point",
    "Saved",
    "SavedValue",
    "Step",
    "SumTerm",
    "Tape",
    "TapeEdge",
    "Trace",
    "Windows",
    "json_fields",
]

Listed: TypeAlias = Annotated[float | FloatArray | list[float | FloatArray], JsonForm(Array)]


@dataclass(frozen=True, slots=True)
class Named:
    """The last version of a name that the program sets."""

    value: Listed
    """Its value; a list of arrays has the value of each."""
    gradient: Listed
    """dL/d(it), in the same shape."""
    shape: list[int]
    """The length of each axis; [] for a number."""


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
    """Width of the picture."""
    height: float
    """Height of the picture."""
    view: View
    """View of the functions, as it was asked for."""
    values: dict[str, Numbers]
    """The value of every leaf that can be given, defaults included."""
    notices: list[Notice]
    """Notices on the source: how it was read, what was skipped."""
    hand_gradients: list[HandGradient]
    """A verdict on each gradient that the program computes by hand, in the order of the code."""
    dialect: str
    """Library whose conventions the program follows: numpy, torch, jax, latex, ..."""
    alternatives: list[Alternative]
    """Other readings of the source."""
    guards: list[Guard]
    """The comparisons of numbers that chose the way through the program."""
    health: list[Health]
    """Places where gradients saturate, vanish, explode or are not finite."""
    loop: LoopRound | None
    """The round that is drawn of a loop, where only one is, because it trains or would not fit."""
    tape: Tape | None
    """The graph in scalars for pages that move values by themselves; null where it would be too long."""
    gate_costs: list[GateCost] = field(default_factory=list)
    """Costs of the gates that work on arrays, in the order of `nodes`."""
    schema_version: Literal["1"] = "1"
    """The version of this document: it changes when a field is removed or changes its meaning."""
    flow: Flow = "right"
    """Direction of the wires, as asked for. Between two way-points of a wire that are not level or plumb stands a
    cubic whose tangents at both are level (right) or plumb (down), with its control points at half the way. In a
    backward graph the wires of the backward half lead the other way."""
    mode: Mode = "reverse"
    """Derivatives that go along with the values, as it was asked for."""
    direction: dict[str, Numbers] | None = None
    """d(leaf)/d(direction) of forward mode, for each variable that moves."""
    tangent: Numbers | None = None
    """d(output)/d(direction) in forward mode."""
    graph: GraphKind = "forward"
    """Graph that is drawn, as asked for. In a backward graph `value`, `gradients` and `named` are the program's; its
    nodes and edges have the gradients of the sum of all entries of all gradients, for it is differentiated again."""
    saved: Saved | None = None
    """Values that a backward graph keeps of its forward half."""
    shapes_only: dict[str, list[int]] | None = None
    """Shape of each free name in a trace of shapes alone; null where numbers are computed."""
    gradient_of: str = ""
    """Name that words and formulas use for L: the output's name, or a letter for the scalar behind it."""
    net_values: list[str] = field(default_factory=list)
    """Names or letters of the values that go into an activation. The notation δ = −∂L/∂net is for these alone."""

    def to_json(self, words: StepWords = "full") -> bytes:
        """Return the document as the API answers it: UTF-8 JSON without spaces.

        words: "templates" writes what boxes, wires and steps have in common once; `from_json` reads both.
        """
        if words == "templates":
            from .compact import compact

            return compact(self)
        return orjson.dumps(json_fields(self))

    def to_dict(self) -> dict[str, Any]:
        """Return the document as plain dicts and lists."""
        document: dict[str, Any] = orjson.loads(self.to_json())
        return document

    @classmethod
    def from_json(cls, document: bytes | str) -> Trace:
        """Read the trace that a document holds.

        Raises:
            InputError: `bad-document`: it is no trace, or one whose arrays of more than 4,096 entries were left out.
        """
        from .decode import decode

        return decode(document)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Trace) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash((self.source, self.view, self.output))


def json_fields(trace: Trace) -> dict[str, Any]:
    """Return the fields of the document, ready for JSON."""
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
