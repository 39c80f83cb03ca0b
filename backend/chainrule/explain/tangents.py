"""The steps of forward mode: the variables get the direction, and each gate forms the tangent of its result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from .. import graph
from ..formula import symbol
from ..number import shape_text
from ..ops.op import Op, Pattern
from ..sentences import cached_by_language, sentence, tr
from .gates import GateRow, gate_of
from .scene import (
    MAX_LISTED,
    CompiledTemplate,
    Operand,
    OperandSlot,
    StepContext,
    StepTemplate,
    StepText,
    TemplateCodes,
    cached_if_small,
    dotted,
    listed,
    number_text,
    shape_in_words,
)
from .templates import EQUALS, table

__all__ = ["Moving", "direction", "tangent"]

WHY = sentence(
    "The chain rule, read forwards: a small move of the inputs moves the result by local gradient × move, "
    "summed over the inputs. Values and tangents go along together, so that nothing has to be kept for later."
)
PLUS, TIMES = "<mo>+</mo>", "<mo>×</mo>"


class Moving(NamedTuple):
    """A variable that the direction moves."""

    box: str
    name: str
    tangent: Any


class _Kind(NamedTuple):
    """All that a template depends on besides its gate."""

    wires: tuple[int, ...]
    arrays: bool
    local: bool  # every wire has a local gradient in numbers


def direction(moving: Sequence[Moving]) -> StepText:
    """Forward mode begins. `moving`: the variables whose tangent is not 0."""
    why = tr("A tangent is d(value)/d(direction): how fast a value changes while the inputs move in this direction.")
    if not moving:
        text = tr("Forward mode starts at the inputs: none of them moves, every tangent is 0.")
        return StepText(text, table([]), text, why)
    first = moving[:MAX_LISTED]
    text, words = (
        listed(
            [tr("{0} moves by {1}", one.name, _tangent_text(one, how)) for one in first]
            + [""] * (len(moving) - len(first))
        )
        for how in "tp"
    )
    opening, rest = tr("Forward mode starts at the inputs:"), tr(". The tangents of all others are 0.")
    rows = [(dotted(symbol(one.name)), EQUALS + _sized(one)) for one in first]
    return StepText(f"{opening} {text}{rest}", table(rows), f"{opening} {words}{rest}", why)


def _tangent_text(one: Moving, how: str) -> str:
    shape = np.shape(one.tangent)
    if shape:
        ones = bool(np.all(np.asarray(one.tangent) == 1))
        return (
            tr("1 in each of its entries ({0})", shape_in_words(shape))
            if ones
            else tr("a direction of its own ({0})", shape_in_words(shape))
        )
    return number_text(how, f"{one.box}.tangent", one.tangent)


def _sized(one: Moving) -> str:
    shape = np.shape(one.tangent)
    return f"<mtext>{shape_text(shape)}</mtext>" if shape else number_text("m", f"{one.box}.tangent", one.tangent)


def tangent(
    gate: Op | graph.FunctionCall,
    box: str,
    operands: Sequence[Operand],
    value: Any,
    move: Any,
    *,
    name: str | None = None,
    shape: graph.Shape = (),
    label: str | None = None,
    letter: str = "",
) -> StepText:
    """A gate forms the tangent of its result. `value` and `move`: its result and the tangent of that."""
    row = gate_of(gate)
    wires = tuple([slot for slot, operand in enumerate(operands) if operand.edge is not None])
    arrays = bool(shape) or any(operand.shape for operand in operands)
    local = bool(wires) and all(operands[slot].local is not None for slot in wires)
    slots = tuple([OperandSlot(operand.edge, operand.name, operand.shape, operand.letter) for operand in operands])
    setting = StepContext(slots, box, name, shape, label or row.symbol, "f", letter)
    compiled = cached_if_small(_compiled, operands)(row, _Kind(wires, arrays, local), setting)
    text, math = compiled.fill(operands, move)
    return StepText(text, math, compiled.words, compiled.why)


@cached_by_language(1024)
def _compiled(gate: GateRow, kind: _Kind, setting: StepContext) -> CompiledTemplate:
    return TemplateCodes(setting).compile(_template(gate, kind))


@cached_by_language(1024)
def _template(gate: GateRow, kind: _Kind) -> StepTemplate:
    text = _text(gate, kind)
    words = text.replace("%(wt)s", "%(wp)s")
    for field in "lt":
        words = words.replace(f"%({field}t", f"%({field}p")
    return StepTemplate(table(_rows(gate, kind)), text, words, tr(WHY))


def _text(gate: GateRow, kind: _Kind) -> str:
    if not kind.wires:
        return tr("The %(gp)s gate has only constants inside: its tangent is 0.")
    first, gives = kind.wires[0], "%(wt)s" if not kind.arrays else tr("a tangent of shape %(Hp)s")
    if gate.pattern is Pattern.ADDER:
        how = "%(tt0)s" if not kind.arrays else "(%(hw0)s)"
        return tr("The copy gate hands the tangent of %(nw0)s, {0}, to every place that uses it.", how)
    if gate.pattern is Pattern.BROADCAST:
        return tr("The %(gp)s gate repeats the tangent of %(nw0)s as it repeats the value.")
    if kind.local and not kind.arrays:
        terms = [tr("local %(lt{0})s × tangent %(tt{0})s", slot) for slot in kind.wires[:MAX_LISTED]]
        more = tr(" + {0} more terms", len(kind.wires) - MAX_LISTED) if len(kind.wires) > MAX_LISTED else ""
        return tr("The %(gp)s gate carries the tangent on: {0}{1} = %(wt)s.", " + ".join(terms), more)
    if kind.local:
        whose = tr("of its input") if len(kind.wires) == 1 else tr("of each input")
        added = "" if len(kind.wires) == 1 else tr(" and adds the products")
        return tr(
            "The %(gp)s gate multiplies the tangent {0} by the local gradient, entry by entry{1}: {2}.",
            whose,
            added,
            gives,
        )
    if gate.op is None:
        return tr("%(gp)s is closed: the tangent goes through its inner gates and comes out as {0}.", gives)
    if gate.op.jvp is not None:
        return tr("The %(gp)s gate forms its tangent from the values and the tangents of its inputs: {0}.", gives)
    if gate.pattern is Pattern.SWAP and len(kind.wires) > 1:
        return tr(
            "The %(gp)s gate follows the product rule: one tangent in the place of its value, "
            "the other value as it is, and the sum of both: {0}.",
            gives,
        )
    if gate.pattern is Pattern.SWAP:
        return tr("The %(gp)s gate puts the tangent of %(nw{0})s in the place of its value: {1}.", first, gives)
    return tr("The %(gp)s gate does with tangents what it does with values: {0}.", gives)


def _rows(gate: GateRow, kind: _Kind) -> list[tuple[str, str]]:
    if not kind.wires:
        return []
    out = "%(Nd)s"
    if gate.pattern is Pattern.ADDER:
        return [("%(nd0)s", EQUALS + ("%(tm0)s" if not kind.arrays else "<mtext>%(hp0)s</mtext>"))]
    wires = kind.wires[:MAX_LISTED]
    more = f"{PLUS}<mo>⋯</mo>" if len(kind.wires) > MAX_LISTED else ""
    if not kind.local:
        size = "%(wm)s" if not kind.arrays else "<mtext>%(Hp)s</mtext>"
        return [(out, EQUALS + size)]
    slope = "<mfrac><mrow><mo>∂</mo>%(Nm)s</mrow><mrow><mo>∂</mo>%(nm{0})s</mrow></mfrac>"
    sign = "<mo>⊙</mo>" if kind.arrays else "<mo>·</mo>"
    chain = PLUS.join(slope.replace("{0}", str(slot)) + sign + f"%(nd{slot})s" for slot in wires) + more
    if kind.arrays:
        return [(out, EQUALS + chain)]
    numbers = PLUS.join(f"%(l{'m' if slot == wires[0] else 's'}{slot})s{TIMES}%(ts{slot})s" for slot in wires) + more
    if len(kind.wires) > 1:  # too long for one line
        return [(out, EQUALS + chain), ("", EQUALS + numbers), ("", EQUALS + "%(wm)s")]
    return [(out, EQUALS + chain), ("", f"{EQUALS}{numbers}{EQUALS}%(wm)s")]
