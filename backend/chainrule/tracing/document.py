"""The Trace: the one public document (contract v1). JSON-ready: Python numbers, strings, lists, no NumPy.

A `Number` is a float, or the string "NaN", "Infinity", "-Infinity". An `Array` is a Number or nested lists of them,
or, over 4,096 elements, a `Large`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from .encode import encode

__all__ = [
    "Array",
    "Alternative",
    "Edge",
    "Function",
    "Health",
    "Large",
    "Named",
    "Node",
    "Notice",
    "Place",
    "Point",
    "Step",
    "Tape",
    "Trace",
]

Number: TypeAlias = float | Literal["NaN", "Infinity", "-Infinity"]
Array: TypeAlias = Any  # Number | list[Array] | Large
Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the source: lines from 1, columns from 0 in characters, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Large:
    """An array too big to travel whole: shape, summary, and its top left corner. The whole is fetched on demand."""

    large: Literal[True]
    shape: list[int]
    min: Number
    max: Number
    mean: Number
    corner: Array
    sample: Array = None  # at most 10 rows of 14 entries, of each part of the whole the one farthest from 0


@dataclass(frozen=True, slots=True)
class Named:
    value: Array
    gradient: Array
    shape: list[int]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to say about a node or the source: a kink, the gate that made the first inf, a skipped line."""

    code: str
    text: str
    span: Place | None = None


@dataclass(frozen=True, slots=True)
class Node:
    id: str
    kind: Literal["leaf", "gate", "function", "output"]
    op: str
    name: str | None
    label: str
    title: str  # "Multiply gate", for the inspector and the screen reader
    pattern: str | None
    value: Array
    gradient: Array
    shape: list[int]
    function: str | None  # the frame it is drawn in
    span: Place | None
    x: float
    y: float
    width: float
    height: float
    editable: bool = False  # a leaf whose value can be given
    default: bool = False  # its value is a default that nobody chose
    count: int = 1  # boxes alike that it stands for, their values one above the other
    members: list[str] = field(default_factory=list)  # the ids that those have when they are drawn one by one
    names: list[str] = field(default_factory=list)  # of the values it stands for, one for each row; "" for a nameless
    notices: list[Notice] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Edge:
    id: str
    source: str
    target: str
    slot: int
    value: Array
    upstream: Array  # of the target gate
    name: str | None  # of the value on the wire, if it has one
    local: Array | None  # None: a Jacobian too big to form; see rule
    rule: str | None
    downstream: Array
    shape: list[int]
    path: list[Point]
    label: Point  # value is written above this point, gradient (downstream) below
    label_size: tuple[float, float, float]  # width, height above the point, height below it
    letter: str = ""  # what a value without a name is called in the formulas of the steps


@dataclass(frozen=True, slots=True)
class Function:
    id: str
    name: str
    open: bool
    nodes: list[str]  # ids of what stands inside while open; [id of the pill] while closed
    parent: str | None
    recognised: bool
    x: float  # of the frame while open, of the pill while closed
    y: float
    width: float
    height: float
    count: int = 1  # more: boxes alike that are drawn as one, or a frame round them


@dataclass(frozen=True, slots=True)
class Step:
    """One move. `text` and `math` hold the numbers of this trace. `words` is `text` with its numbers as {e3.upstream}
    places, and each number in `math` is an `<mn data-n="e3.upstream">`, so that a page can renew them by itself.

    Places: `<node>.value`, `<node>.gradient`, `<edge>.value|upstream|local|downstream`, and `<edge>.sum`: the running
    sum at a copy gate after this step's term.
    """

    index: int
    phase: Literal["forward", "backward"]
    kind: Literal["compute", "seed", "backward", "accumulate"]
    nodes: list[str]
    edges: list[str]
    text: str
    math: str
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Health:
    """Where a gradient dies, blows up or breaks. `id` is a node's, or an edge's for "vanishing" and "exploding".

    severity: 0 to 1; share: of the array's entries that are concerned.
    """

    kind: Literal["saturated", "dead", "culprit", "vanishing", "exploding"]
    id: str
    severity: float
    share: float
    text: str


@dataclass(frozen=True, slots=True)
class HandGradient:
    """A gradient that the pasted code computes by hand (`name` is said to be dL/d`of`), held to the true one.

    `verdict` is about the number. `inherits` names the wrong gradient that it follows from, where its own line is
    right; `mistake` is the code of the mistake that makes this very number. `index`, `yours` and `true` are the first
    entry that differs.
    """

    name: str
    of: str
    verdict: Literal["right", "wrong", "undecided"]
    inherits: str | None
    mistake: str | None
    text: str
    span: Place | None
    index: list[int] | None = None
    yours: Number | None = None
    true: Number | None = None


@dataclass(frozen=True, slots=True)
class Fix:
    """One edit of the source: what stands at `span` becomes `text`."""

    span: Place
    text: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of the source, and the edit that makes it so."""

    text: str
    fix: Fix


@dataclass(frozen=True, slots=True)
class Guard:
    """A comparison that decided which way the program went; at other values it is read again."""

    text: str
    outcome: bool
    span: Place | None


@dataclass(frozen=True, slots=True)
class Tape:
    """The graph in scalars, for a page that evaluates by itself. Entry i is leaf or op; args stand before their users.

    A tape-edge is numbered in order of (entry, slot) over all entries: entry i's slot s is edge first[i] + s.
    """

    ops: list[str]  # per entry: an op of the generated module, "" for a leaf
    args: list[list[int]]
    initial: list[Number]  # per entry: a leaf's value; 0 for ops
    leaves: dict[str, list[int]]  # name -> entries, in C order
    output: list[int]
    upstream: list[Number]  # seed per output entry
    nodes: dict[str, list[int]]  # trace node id -> entries of its value, C order
    edges: dict[str, dict[str, list[Any]]]
    guards: list[tuple[str, list[int], list[int], bool]]  # comparison, entries of both sides, how it came out
    # edges: trace edge id -> {"value": entries, "down": per entry the list of tape-edges that add up,
    #                   "up": entries whose gradient is the target's upstream, "local": tape-edges (elementwise) or []}


@dataclass(frozen=True, slots=True)
class Trace:
    source: str
    output: str
    value: Array
    gradients: dict[str, Array]
    named: dict[str, Named]
    nodes: list[Node]
    edges: list[Edge]
    functions: list[Function]
    steps: list[Step]
    width: float
    height: float
    view: str
    values: dict[str, Array]  # the value of every editable leaf
    notices: list[Notice]
    hand_gradients: list[HandGradient]
    dialect: str  # whose conventions the program follows: "numpy", "torch", "jax", "latex", ...
    alternatives: list[Alternative]
    guards: list[Guard]
    health: list[Health]
    tape: Tape | None

    def to_json(self) -> bytes:
        """The document as the API answers it: UTF-8 JSON without spaces."""
        return encode(self)

    def to_dict(self) -> dict[str, Any]:
        """The document as plain dicts and lists."""
        document: dict[str, Any] = json.loads(self.to_json())
        return document
