"""Tables of what there is: the ops and functions of the language, the examples, the limits."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Annotated, Any, NamedTuple

from .examples import EXAMPLES
from .limits import Limits
from .ops import OPS
from .ops.op import Pattern
from .prelude import ROWS
from .request import Value, View
from .schema import OneOf
from .sentences import tr

__all__ = ["TABLES", "ExampleTable", "LimitTable", "OpTable", "Table", "examples", "limits", "ops", "table_bytes"]


@dataclass(frozen=True, slots=True)
class OpRow:
    """One op of the language."""

    name: str
    """Name, as `op` of a node has it."""
    title: str
    """Name of the gate."""
    symbol: str
    """Symbol in the gate."""
    spellings: list[str]
    """The functions that are read as this op."""
    methods: list[str]
    """The methods of an array that are read as this op."""
    operator: str | None
    """Its sign, where it has one."""
    arguments: int | None
    """Number of operands; null: any number."""
    pattern: Annotated[str, OneOf(lambda: [str(pattern) for pattern in Pattern])]
    """Effect on the gradient, for programs."""
    heading: str
    """The pattern, for people."""
    sentence: str
    """Effect of the pattern, as a sentence."""
    equation: str
    """Formula of its value from its operands a, b, ..."""
    local: list[str]
    """The local gradient for each operand; empty where it is a Jacobian."""
    rule: list[str]
    """Rules that hand the gradient back to each operand, where that is no product entry by entry."""
    why: list[str]
    """Reason for the gradient of each operand."""


@dataclass(frozen=True, slots=True)
class FunctionRow:
    """One function that is written in the language itself."""

    name: str
    """Name that a program calls."""
    title: str
    """Name in sentences."""
    spellings: list[str]
    """All names that are read as this function."""
    parameters: list[str]
    """The names of its parameters."""
    body: str
    """Its definition."""
    local: list[str]
    """The local gradient of the closed function for each parameter, where it goes entry by entry."""
    why: str
    """Reason why that is the gradient."""
    stable: str
    """Way its definition avoids overflow, if it needs one."""
    activation: bool
    """True if it is an activation of a neuron."""


@dataclass(frozen=True, slots=True)
class OpTable:
    """The language: its ops and its functions."""

    ops: list[OpRow]
    """Every op."""
    functions: list[FunctionRow]
    """Every function."""


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """A worked example: fields of a trace, and its title."""

    name: str
    """Name in the address and on the command line."""
    group: str
    """The part of the menu that it stands in."""
    title: str
    """Name in the menu."""
    shows: str
    """Idea that the example shows."""
    source: str
    """The program."""
    values: dict[str, Value]
    """A value for each free name."""
    view: View
    """View in which it is best drawn."""
    upstream: Value | None
    """dL/d(output), where it is not 1."""
    train: dict[str, Any] | None
    """The fields of the run that it is about; null where it is about the graph alone."""


@dataclass(frozen=True, slots=True)
class ExampleTable:
    """Worked examples, ready to be sent to `/api/v1/trace`."""

    examples: list[ExampleRow]
    """Examples in the order of the menu."""


@dataclass(frozen=True, slots=True)
class LimitTable:
    """Every limit by name. The error that enforces one says both."""

    limits: dict[str, float]
    """The number of each limit."""


def ops() -> dict[str, Any]:
    """Every row of the op table and every function of the prelude."""
    rows = [
        OpRow(
            name=row.name,
            title=row.title,
            symbol=row.symbol,
            spellings=list(row.spellings),
            methods=list(row.methods),
            operator=row.operator,
            arguments=row.slots,
            pattern=str(row.pattern),
            heading=row.pattern.heading,
            sentence=row.pattern.sentence,
            equation=row.equation,
            local=list(row.local),
            rule=list(row.rule),
            why=list(row.why),
        )
        for row in OPS.values()
    ]
    functions = [
        FunctionRow(
            name=row.name,
            title=row.title,
            spellings=[row.name, *row.also],
            parameters=list(row.parameters),
            body=row.body,
            local=list(row.local),
            why=row.why,
            stable=row.stable,
            activation=row.activation,
        )
        for row in ROWS
    ]
    return asdict(OpTable(rows, functions))


def examples() -> dict[str, Any]:
    """Worked examples, ready to be sent to `/api/v1/trace`."""
    words = ("group", "title", "shows")
    rows = [asdict(example) for example in EXAMPLES]
    return {"examples": [{**row, **{name: tr(row[name]) for name in words}} for row in rows]}


def limits(of: Limits) -> dict[str, Any]:
    """Every limit by name. The error that enforces one says both."""
    return asdict(LimitTable(dict(of.rows())))


class Table(NamedTuple):
    """A table that the service, the command line and the documentation show."""

    title: str
    model: type
    make: Callable[[Limits], dict[str, Any]]


TABLES: dict[str, Table] = {
    "ops": Table("The op table and the functions", OpTable, lambda _: ops()),
    "examples": Table("Worked examples", ExampleTable, lambda _: examples()),
    "limits": Table("Every limit with its number", LimitTable, limits),
}


def table_bytes(name: str, of: Limits) -> bytes:
    """Return a table as JSON."""
    return json.dumps(TABLES[name].make(of), ensure_ascii=False, separators=(",", ":")).encode()
