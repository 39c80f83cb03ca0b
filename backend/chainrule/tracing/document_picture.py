"""Parts of a picture in the document: boxes, wires, frames and steps.

Nodes, edges and steps have no slots: a page that moves a value asks for a hundred of them, and `renewed` makes one of
its fields at once, which takes a fifth of the time of `__init__` and is written as JSON in half the time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypeAlias, TypeVar

from ..errors import Span
from ..ops import OPS
from ..ops.op import Outline, PatternName
from ..schema import OneOf
from ..view import Form
from .source_notes import Notice
from .values_json import Array

__all__ = [
    "BLANK_EDGE",
    "BLANK_NODE",
    "BLANK_STEP",
    "Edge",
    "FramePart",
    "Function",
    "Node",
    "Point",
    "Step",
    "SumTerm",
    "renewed",
]

T = TypeVar("T")

Point: TypeAlias = tuple[float, float]
OpName: TypeAlias = Annotated[str, OneOf(lambda: [*OPS, "output"], other="The function's name, of a closed function.")]


@dataclass(frozen=True, slots=True)
class SumTerm:
    """One term of the sum at a copy gate."""

    step: int
    """The number of steps that must be done until it has arrived."""
    edge: str
    """The edge that it comes back along; the term is that edge's downstream gradient."""


@dataclass(frozen=True, slots=True)
class Windows:
    """Window that a gate slides over the last axes of its first operand, in one number for each of these axes.

    The window of entry i of the result meets the entries `i * stride - padding + k * dilation`, k from 0 to `size` - 1;
    those outside of the operand are padding.
    """

    gives: Literal["products", "largest", "mean"]
    """Rule by which an entry of the result is made of its window: the sum of products with the second operand, over all
    channels of the group; the largest entry; the mean."""
    size: list[int]
    """Number of entries that a window meets."""
    stride: list[int]
    """Distance to the next window."""
    padding: list[int]
    """Number of entries that are put in front of the first and behind the last."""
    dilation: list[int]
    """Distance between the entries of a window."""
    groups: int
    """In how many groups the channels fall that have nothing to do with one another."""
    transposed: bool
    """True for a transposed convolution: the windows lie over the result, and each entry of the operand is spread over
    its window."""


@dataclass(frozen=True)
class Node:
    """One box of the picture: a leaf, a gate, a closed function, or the output's name at the end."""

    id: str
    """Id by which edges, steps and functions refer to it. Its letters mean nothing."""
    kind: Literal["leaf", "gate", "function", "output"]
    """A leaf has no inputs; a function is a closed call drawn as one gate."""
    form: Form
    """Kind of box, more exactly: a copy or broadcast gate that the source does not write, a call or repeated boxes
    drawn as one (`collapsed`)."""
    outline: Outline | Literal["output"]
    """Outline of the box: a fork stands in that of `copy`, the label in all others."""
    op: OpName
    """The row of `/api/v1/ops`, `output`, or for a closed function its name."""
    name: str | None
    """The program's own name of its value, if it has one."""
    label: str
    """Text inside: `×`, `w0`, `+1`, `sigmoid`."""
    title: str
    """Name in the inspector and for a screen reader: `Multiply gate`."""
    pattern: PatternName | None
    """Effect on the gradient; null for the output's name."""
    value: Array
    """The result of the forward pass."""
    gradient: Array
    """dL/d(its value): the sum over all its uses."""
    shape: list[int]
    """The length of each axis of the value; [] for a number."""
    function: str | None
    """The id of the innermost open function that it is drawn in."""
    span: Span | None
    """The place in the source that it was read from."""
    x: float
    """The centre of the box, from the left edge of the picture."""
    y: float
    """The centre of the box, from the upper edge."""
    width: float
    """Width in the units of `x`; a number is 13 high."""
    height: float
    """Height in the units of `y`."""
    value_step: int | None
    """The number of steps that must be done until its value is seen: 0 from the start on; null where it never is."""
    gradient_step: int | None
    """The same for its gradient, when the last of its terms is there."""
    tangent_step: int | None = None
    """The same of its tangent."""
    terms: list[SumTerm] = field(default_factory=list)
    """Terms that the gradient of a copy gate is the sum of, in order of arrival."""
    editable: bool = False
    """It is a leaf whose value can be given in `values`."""
    default: bool = False
    """Its value is a default that nobody chose."""
    count: int = 1
    """Number of equal boxes it stands for; their values stand one above the other."""
    members: list[str] = field(default_factory=list)
    """The ids that those boxes have when they are drawn one by one."""
    names: list[str] = field(default_factory=list)
    """The names of the values that it stands for, one for each row; empty text for a nameless one."""
    notices: list[Notice] = field(default_factory=list)
    """Notices on this box: a kink, a tie, the first number that is not finite."""
    tangent: Array | None = None
    """d(its value)/d(direction) in forward mode."""
    carries: Literal["value", "local", "gradient"] = "value"
    """Kind of its value in a backward graph: in the backward half a gradient, or a local gradient on its way to a
    product."""
    backward_of: str | None = None
    """Node of the forward half whose gradient this box of the backward half helps to compute."""
    windows: Windows | None = None
    """Window of a convolution or a pooling gate; null for all others."""


@dataclass(frozen=True)
class Edge:
    """One wire: the use of one value by one gate, with the three numbers of the chain rule."""

    id: str
    """Id by which steps refer to it. Its letters mean nothing."""
    source: str
    """The node whose value it carries."""
    target: str
    """The node that uses it."""
    slot: int
    """Operand of the target that it is, from 0."""
    value: Array
    """The value on the wire, in the shape in which the target uses it."""
    upstream: Array
    """dL/d(output of the target)."""
    name: str | None
    """The program's own name of the value, if it has one."""
    local: Array | None
    """d(output of the target)/d(this input), entry by entry; null for a Jacobian too big to form: see `rule`."""
    rule: str | None
    """Rule by which the target multiplies instead, in NumPy's words: `g @ b.T`; null where `local` is there."""
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
    """Text on the wire: the name of its value, cut to 14 characters; empty where the box that it comes from, or leads
    to, says it. A value saved for the backward half has it always."""
    letter: str = ""
    """Letter for a value without a name in the formulas of the steps."""
    tangent: Array | None = None
    """d(value)/d(direction) in forward mode, in the shape of `value`."""
    saved: int | None = None
    """Bytes of the value that a wire from the forward half to the backward half of a backward graph keeps."""


@dataclass(frozen=True, slots=True)
class FramePart:
    """A part of a frame that is broken into rows with its members."""

    x: float
    """The centre."""
    y: float
    """The centre, from the upper edge."""
    width: float
    """The whole of it."""
    height: float
    """The whole of it."""


@dataclass(frozen=True, slots=True)
class Function:
    """A call of a function: a frame round its gates while it is open, one gate while it is closed."""

    id: str
    """Id that `open` and `closed` of a request take."""
    name: str
    """Name of the function: `sigmoid`, or the program's own."""
    open: bool
    """True if its gates are drawn."""
    nodes: list[str]
    """The ids of the nodes inside while it is open; the id of its one node while it is closed."""
    parent: str | None
    """The function that it is called in, if that is open."""
    recognised: bool
    """It was written out by hand, and recognised as this function."""
    x: float
    """The centre of the frame or of the closed gate."""
    y: float
    """The centre, from the upper edge."""
    width: float
    """Width of the frame or of the closed gate."""
    height: float
    """Height of the frame or of the closed gate."""
    count: int = 1
    """Number of equal calls drawn as this one."""
    rest: list[FramePart] = field(default_factory=list)
    """The parts of the frame in further rows, where a row of the picture ends in it; `x`, `y`, `width` and `height` are
    those of the part in its first row, which has the title."""


@dataclass(frozen=True)
class Step:
    """One move. `text` and `math` hold the numbers of this trace.

    Places in `words`: `<node>.value`, `<node>.gradient`, `<edge>.value|upstream|local|downstream`, and `<edge>.sum`:
    the running sum at a copy gate after this step's term.
    """

    index: int
    """Number of the step, from 0: the forward pass, the seed, the backward pass."""
    phase: Literal["forward", "backward", "tangent"]
    """Pass of which it is a move; `tangent` in forward mode, where each tangent follows its value."""
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
    """Reason: the rule behind what the gate does."""


def renewed(of: T, changes: dict[str, Any]) -> T:
    """`dataclasses.replace` for the records here, at once: the fields stay in their order."""
    record = object.__new__(type(of))
    object.__setattr__(record, "__dict__", of.__dict__ | changes)
    return record


# Records that `renewed` copies.
BLANK_NODE = Node(
    "", "gate", "gate", "gate", "", None, "", "", None, 0.0, 0.0, [], None, None, 0.0, 0.0, 0.0, 0.0, None, None
)
BLANK_EDGE = Edge("", "", "", 0, 0.0, 0.0, None, None, None, 0.0, [], [], (0.0, 0.0), (0.0, 0.0, 0.0), None)
BLANK_STEP = Step(0, "forward", "compute", [], [], "", "", "", "")
