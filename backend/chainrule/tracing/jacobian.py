"""The Jacobian of one wire of a trace: d(what leaves the box)/d(what the wire brings)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import ValueProblem
from ..functions.jacobian import LARGE_BYTES, SIDE, Slope, formed, placed, stretched, why_never
from ..limits import DEFAULT, Limits
from ..number import jsonable
from ..request import TraceRequest
from ..view import OUTPUT, Wire
from .build import draw
from .drawing import Drawing

__all__ = ["Jacobian", "jacobian"]


@dataclass(frozen=True, slots=True)
class Jacobian:
    """`matrix[i][j]` is d(output entry i)/d(input entry j), entries in C order; null where a side is over 64."""

    of: str  # the box
    slot: int
    edge: str
    source: str  # the box the input comes from
    output_shape: list[int]
    input_shape: list[int]
    rows: int
    columns: int
    matrix: list[list[Any]] | None
    structure: str | None  # "zero", "identity", "diagonal", "permutation", "block", "dense"; null where not formed
    blocks: int | None  # parts that have nothing to do with one another
    bytes: int  # what it would weigh, 8 bytes a number
    used: int  # what the gate used in its place: the arrays that enter, leave and come back
    large: int  # what it would weigh for y = x @ w with N = 64, D = M = 4096 in 32-bit numbers
    rule: str | None  # how the gate multiplies instead
    text: str


def jacobian(request: TraceRequest, of: str, slot: int = 0, limits: Limits = DEFAULT) -> Jacobian:
    """The local gradient of a box with respect to one of its inputs as a whole matrix.

    Args:
        of: the id of a box, whose input `slot` is meant, or of the wire itself ("e3").
        slot: the input, counted from 0, constants drawn inside the gate included.

    Raises:
        ChainruleError: as `build`; ValueProblem `unknown-id`; LimitError `seconds`.
    """
    _, drawing = draw(request, limits)
    wire = _wire(drawing, of, slot)
    numbers = drawing.numbers
    target = numbers.boxes[wire.target]
    outgoing = numbers.graph.nodes[target.node].shape
    if target.stretches:
        outgoing = numbers.stretch(target)
    rows, columns = math.prod(outgoing), math.prod(wire.shape)
    slope = _slope(drawing, wire, rows, columns, limits) if max(rows, columns) <= SIDE else None
    operands = {feed.node: math.prod(feed.shape) for feed in numbers.incoming[target.id]}
    used = 8 * (2 * rows + columns + sum(operands.values()))
    structure, blocks = (slope.structure, slope.blocks) if slope else (None, None)
    return Jacobian(
        of=target.id,
        slot=wire.slot,
        edge=wire.id,
        source=wire.source,
        output_shape=list(outgoing),
        input_shape=list(wire.shape),
        rows=rows,
        columns=columns,
        matrix=jsonable(slope.matrix) if slope else None,
        structure=structure,
        blocks=blocks,
        bytes=rows * columns * 8,
        used=used,
        large=LARGE_BYTES,
        rule=drawing.wired[wire.id].rule,
        text=why_never(structure, blocks or 0, rows, columns, used),
    )


def _wire(drawing: Drawing, of: str, slot: int) -> Wire:
    for wire in drawing.view.wires:
        if wire.id == of or (wire.target == of and wire.slot == slot):
            return wire
    feeds = drawing.numbers.incoming.get(of)
    if feeds is None:
        raise ValueProblem("unknown-id", f"There is no `{of[:40]}` in this trace.", hint="Ask for an id of its gates.")
    known = ", ".join(str(feed.slot) for feed in feeds)
    raise ValueProblem(
        "unknown-id",
        f"`{of}` has no input {slot}.",
        hint=f"Its inputs are: {known}." if known else "A leaf has no inputs, so it has no Jacobian.",
    )


def _slope(drawing: Drawing, wire: Wire, rows: int, columns: int, limits: Limits) -> Slope:
    numbers = drawing.numbers
    target = numbers.boxes[wire.target]
    if not rows * columns:
        return Slope(np.zeros((rows, columns)), "zero", 0)
    if target.id == OUTPUT or target.copies:
        return placed(math.prod(wire.shape))
    if target.stretches:
        return stretched(wire.shape, numbers.stretch(target))
    first = target.node
    if target.kind == "function":
        first = min(node for node, _ in wire.ports)
    raw = numbers.boxes[wire.source].stretches
    inputs = numbers.ports(wire).values()
    return formed(drawing.bare, numbers.together(target.node), first, [*inputs], raw=raw, limits=limits)
