"""What a formula on paper means, as a tree. Chains are flat, so a tree is as deep as its brackets and no deeper.

`start` and `end` are places in the text as typed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

__all__ = [
    "Assign",
    "Attribute",
    "Call",
    "Cases",
    "Code",
    "Compare",
    "Define",
    "Derivative",
    "Each",
    "Function",
    "Index",
    "Label",
    "Listing",
    "Logic",
    "Name",
    "Negative",
    "Node",
    "Number",
    "Power",
    "Product",
    "Reduce",
    "Show",
    "Statement",
    "Subscripted",
    "Sum",
    "Template",
    "Ternary",
    "Transpose",
]


@dataclass(slots=True)
class Place:
    start: int
    end: int


@dataclass(slots=True)
class Number(Place):
    text: str


@dataclass(slots=True)
class Label(Place):
    """A word below a name that is part of it, such as the `in` of x_in."""

    text: str


@dataclass(slots=True)
class Name(Place):
    """A name. `label` is what stands above it as a layer, `subs` what stands below it, `accents` what lies over it."""

    base: str
    subs: tuple[Node, ...] = ()
    label: str = ""
    accents: tuple[str, ...] = ()


@dataclass(slots=True)
class Sum(Place):
    terms: list[tuple[str, Node]]  # "+" or "-"


@dataclass(slots=True)
class Product(Place):
    """`signs[i]` stands before `factors[i + 1]`: "*", "/", "@", "//", "%", or "·" where the shapes decide."""

    factors: list[Node]
    signs: list[str]


@dataclass(slots=True)
class Negative(Place):
    sign: str  # "-", "+", "~", or several of them
    value: Node


@dataclass(slots=True)
class Power(Place):
    parts: list[Node]  # a**b**c


@dataclass(slots=True)
class Call(Place):
    function: str | Node
    args: list[Node]
    keywords: list[tuple[str, Node]] = field(default_factory=list)


@dataclass(slots=True)
class Index(Place):
    value: Node
    items: list[Node | None]  # None: a whole axis, `:`


@dataclass(slots=True)
class Subscripted(Place):
    """Something that is no name, with a subscript: (x + y)_i."""

    value: Node
    subs: tuple[Node, ...]


@dataclass(slots=True)
class Attribute(Place):
    value: Node
    name: str


@dataclass(slots=True)
class Transpose(Place):
    value: Node


@dataclass(slots=True)
class Compare(Place):
    parts: list[Node]
    signs: list[str]


@dataclass(slots=True)
class Logic(Place):
    sign: str  # "and", "or" or "not"
    parts: list[Node]


@dataclass(slots=True)
class Ternary(Place):
    """`yes if test else no`, as Python has it."""

    test: Node
    yes: Node
    no: Node


@dataclass(slots=True)
class Function(Place):
    """`lambda parameters: body`."""

    parameters: str
    body: Node


@dataclass(slots=True)
class Cases(Place):
    """The first row whose condition holds; the last condition may be missing: otherwise."""

    rows: list[tuple[Node, Node | None]]


@dataclass(slots=True)
class Listing(Place):
    brackets: str  # "[]" or "()"
    items: list[Node]


@dataclass(slots=True)
class Reduce(Place):
    """A big sign over `index`: "sum", "prod", "max", "min" or "mean", from `low` to `high`, where `unless` is false."""

    kind: str
    index: str
    low: Node | None
    high: Node | None
    unless: Node | None  # the value that the index does not take
    body: Node


@dataclass(slots=True)
class Each(Place):
    """`body` for every whole number `index` from `low` to `high`, which it counts with; `unless` is left out."""

    body: Node
    index: str
    low: Node
    high: Node
    unless: Node | None


@dataclass(slots=True)
class Derivative(Place):
    """d(value)/d(by), `order` times. `name` is what it is called where it stands left of an equals sign."""

    value: Node
    by: Node
    order: int = 1


@dataclass(slots=True)
class Template(Place):
    """Python with {0} where the argument goes: the formula of a derivative."""

    text: str
    argument: Node


@dataclass(slots=True)
class Code(Place):
    """Python as it stands."""

    text: str


Node: TypeAlias = (
    Number
    | Label
    | Name
    | Sum
    | Product
    | Negative
    | Power
    | Call
    | Index
    | Subscripted
    | Attribute
    | Transpose
    | Compare
    | Logic
    | Ternary
    | Function
    | Cases
    | Listing
    | Reduce
    | Each
    | Derivative
    | Template
    | Code
)


@dataclass(slots=True)
class Assign(Place):
    target: Node  # a Name, a Derivative, an Index or a Listing of them
    value: Node
    sign: str = "="  # or "+=", ...


@dataclass(slots=True)
class Define(Place):
    name: Name
    parameters: list[Name]
    value: Node


@dataclass(slots=True)
class Show(Place):
    value: Node


Statement: TypeAlias = Assign | Define | Show
