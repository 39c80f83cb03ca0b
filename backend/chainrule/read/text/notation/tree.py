"""Tree of a formula on paper. Chains are flat, so a tree is as deep as its brackets and no deeper.

`start` and `end` are places in the text as typed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

__all__ = [
    "Assign",
    "AttributePart",
    "CallPart",
    "CasesPart",
    "CodePart",
    "ComparePart",
    "Define",
    "DerivativePart",
    "EachPart",
    "FunctionPart",
    "IndexPart",
    "LabelPart",
    "ListingPart",
    "LogicPart",
    "NamePart",
    "NegativePart",
    "Node",
    "NumberPart",
    "IndexRange",
    "PowerPart",
    "ProductPart",
    "ReducePart",
    "Show",
    "Statement",
    "SubscriptedPart",
    "SumPart",
    "TemplatePart",
    "TernaryPart",
    "TransposePart",
]


@dataclass(slots=True)
class PlacePart:
    """A part of a formula with its place in the text, `start` to `end`."""

    start: int
    end: int


@dataclass(slots=True)
class NumberPart(PlacePart):
    """A number as it is written."""

    text: str


@dataclass(slots=True)
class LabelPart(PlacePart):
    """A word below a name that is part of it, such as the `in` of x_in."""

    text: str


@dataclass(frozen=True, slots=True)
class IndexRange:
    """The entries that an index runs over: from `start`, to `name + number` where there is a stop."""

    index: str
    start: int
    has_stop: bool
    name: NamePart | None
    number: int


@dataclass(slots=True)
class NamePart(PlacePart):
    """A name. `label` is what stands above it as a layer, `subs` what stands below it, `accents` what lies over it.

    `pieces`: the entries that are meant along the indices below it, where those are not all.
    """

    base: str
    subs: tuple[Node, ...] = ()
    label: str = ""
    accents: tuple[str, ...] = ()
    pieces: tuple[IndexRange, ...] = ()


@dataclass(slots=True)
class SumPart(PlacePart):
    """Terms with their signs."""

    terms: list[tuple[str, Node]]  # "+" or "-"


@dataclass(slots=True)
class ProductPart(PlacePart):
    """`signs[i]` stands before `factors[i + 1]`: "*", "/", "@", "//", "%", or "·" where the shapes decide."""

    factors: list[Node]
    signs: list[str]


@dataclass(slots=True)
class NegativePart(PlacePart):
    """A sign before a part."""

    sign: str  # "-", "+", "~", or several of them
    value: Node


@dataclass(slots=True)
class PowerPart(PlacePart):
    """A base and its exponents."""

    parts: list[Node]  # a**b**c


@dataclass(slots=True)
class CallPart(PlacePart):
    """A function and its arguments."""

    function: str | Node
    args: list[Node]
    keywords: list[tuple[str, Node]] = field(default_factory=list)


@dataclass(slots=True)
class IndexPart(PlacePart):
    """Entries of an array."""

    value: Node
    items: list[Node | None]  # None: a whole axis, `:`


@dataclass(slots=True)
class SubscriptedPart(PlacePart):
    """Something that is no name, with a subscript: (x + y)_i."""

    value: Node
    subs: tuple[Node, ...]


@dataclass(slots=True)
class AttributePart(PlacePart):
    """A name behind a dot."""

    value: Node
    name: str


@dataclass(slots=True)
class TransposePart(PlacePart):
    """A transposed matrix."""

    value: Node


@dataclass(slots=True)
class ComparePart(PlacePart):
    """Comparisons in a chain, a < b <= c."""

    parts: list[Node]
    signs: list[str]


@dataclass(slots=True)
class LogicPart(PlacePart):
    """Conditions joined by a word."""

    sign: str  # "and", "or" or "not"
    parts: list[Node]


@dataclass(slots=True)
class TernaryPart(PlacePart):
    """`yes if test else no`, as Python has it."""

    test: Node
    yes: Node
    no: Node


@dataclass(slots=True)
class FunctionPart(PlacePart):
    """`lambda parameters: body`."""

    parameters: str
    body: Node


@dataclass(slots=True)
class CasesPart(PlacePart):
    """The first row whose condition holds; the last condition may be missing: otherwise."""

    rows: list[tuple[Node, Node | None]]


@dataclass(slots=True)
class ListingPart(PlacePart):
    """A list or tuple."""

    brackets: str  # "[]" or "()"
    items: list[Node]


@dataclass(slots=True)
class ReducePart(PlacePart):
    """A big sign over `index`: "sum", "prod", "max", "min" or "mean", from `low` to `high`, where `index != unless`."""

    kind: str
    index: str
    low: Node | None
    high: Node | None
    unless: Node | None  # the value that the index does not take, or stands in `relation` to
    body: Node
    relation: str = "!="


@dataclass(slots=True)
class EachPart(PlacePart):
    """`body` for every whole number `index` from `low` to `high`, which it counts with; `unless` is left out."""

    body: Node
    index: str
    low: Node
    high: Node
    unless: Node | None
    relation: str = "!="


@dataclass(slots=True)
class DerivativePart(PlacePart):
    """d(value)/d(by), `order` times; `true`: the engine's, also where the text has one that is written by hand."""

    value: Node
    by: Node
    order: int = 1
    true: bool = False


@dataclass(slots=True)
class TemplatePart(PlacePart):
    """Python with {0} where the argument goes: the formula of a derivative."""

    text: str
    argument: Node


@dataclass(slots=True)
class CodePart(PlacePart):
    """Python as it stands."""

    text: str


Node: TypeAlias = (
    NumberPart
    | LabelPart
    | NamePart
    | SumPart
    | ProductPart
    | NegativePart
    | PowerPart
    | CallPart
    | IndexPart
    | SubscriptedPart
    | AttributePart
    | TransposePart
    | ComparePart
    | LogicPart
    | TernaryPart
    | FunctionPart
    | CasesPart
    | ListingPart
    | ReducePart
    | EachPart
    | DerivativePart
    | TemplatePart
    | CodePart
)


@dataclass(slots=True)
class Assign(PlacePart):
    """A value that gets a name."""

    target: Node  # a Name, a Derivative, an Index or a Listing of them
    value: Node
    sign: str = "="  # or "+=", ...


@dataclass(slots=True)
class Define(PlacePart):
    """A function that is defined by a formula, f(x) = ..."""

    name: NamePart
    parameters: list[NamePart]
    value: Node


@dataclass(slots=True)
class Show(PlacePart):
    """A formula that stands alone in its line."""

    value: Node


Statement: TypeAlias = Assign | Define | Show
