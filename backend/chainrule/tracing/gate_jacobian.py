"""The Jacobian of one wire of a trace: d(what leaves the box)/d(what the wire brings)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

import numpy as np

from ..errors import InputError
from ..jacobian import LARGE_BYTES, SIDE, Slope, broadcast_jacobian, formed, place_block, why_never
from ..limits import DEFAULT, Limits
from ..number import jsonable
from ..request import TraceRequest
from ..view import OUTPUT, Wire
from .build import draw
from .picture import Drawing
from .values_json import Number

__all__ = ["Jacobian", "jacobian"]

Structure: TypeAlias = Literal["zero", "identity", "diagonal", "permutation", "block", "dense"]


@dataclass(frozen=True, slots=True)
class Jacobian:
    """`matrix[i][j]` is d(output entry i)/d(input entry j), entries in C order; null where a side is over 64."""

    of: str
    """The node that the edge enters."""
    slot: int
    """Input of the node, from 0."""
    edge: str
    """The edge of that input."""
    source: str
    """The node that the input comes from."""
    output_shape: list[int]
    """The shape of what leaves the node."""
    input_shape: list[int]
    """The shape of what the edge brings."""
    rows: int
    """Number of entries that leave the node."""
    columns: int
    """Number of entries that the edge brings."""
    matrix: list[list[Number]] | None
    """The Jacobian, row by row; null where a side is over 64."""
    structure: Structure | None
    """Kind of matrix that it is; null where it was not formed."""
    blocks: int | None
    """Number of parts that have nothing to do with one another; null where it was not formed."""
    bytes: int
    """Bytes of the whole matrix, 8 a number."""
    used: int
    """Bytes that the gate used in its place: of the arrays that enter, leave and come back."""
    large: int
    """Bytes of the matrix for y = x @ w with N = 64, D = M = 4096 in 32-bit numbers."""
    rule: str | None
    """Rule by which the gate multiplies instead, in NumPy's words."""
    text: str
    """Reason why the matrix is never formed, as a sentence."""


def jacobian(request: TraceRequest, of: str, slot: int = 0, limits: Limits = DEFAULT) -> Jacobian:
    """Compute the local gradient of a box with respect to one of its inputs as a whole matrix.

    Args:
        of: the id of a box, whose input `slot` is meant, or of the wire itself ("e3").
        slot: the input, counted from 0, constants drawn inside the gate included.

    Raises:
        ChainruleError: as `build`; InputError `unknown-id`; LimitError `seconds`.
    """
    _, drawing = draw(request, limits)
    wire = _wire(drawing, of, slot)
    numbers = drawing.numbers
    target = numbers.boxes[wire.target]
    outgoing = numbers.graph.nodes[target.node].shape
    if target.is_broadcast:
        outgoing = numbers.broadcast_shape(target)
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
        structure=cast(Structure | None, structure),
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
        raise InputError("unknown-id", f"There is no `{of[:40]}` in this trace.", hint="Ask for an id of its gates.")
    slot_names = ", ".join(str(feed.slot) for feed in feeds)
    raise InputError(
        "unknown-id",
        f"`{of}` has no input {slot}.",
        hint=f"Its inputs are: {slot_names}." if slot_names else "A leaf has no inputs, so it has no Jacobian.",
    )


def _slope(drawing: Drawing, wire: Wire, rows: int, columns: int, limits: Limits) -> Slope:
    numbers = drawing.numbers
    target = numbers.boxes[wire.target]
    if not rows * columns:
        return Slope(np.zeros((rows, columns)), "zero", 0)
    if target.id == OUTPUT or target.copies:
        return place_block(math.prod(wire.shape))
    if target.is_broadcast:
        return broadcast_jacobian(wire.shape, numbers.broadcast_shape(target))
    first = target.node
    if target.kind == "function":
        first = min(node for node, _ in wire.ports)
    raw = numbers.boxes[wire.source].is_broadcast
    inputs = numbers.ports(wire).values()
    return formed(drawing.bare, numbers.member_nodes(target.node), first, [*inputs], raw=raw, limits=limits)
