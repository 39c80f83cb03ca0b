"""The four kinds of steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np

from .. import graph
from ..abstract import UNKNOWN, AbstractArray
from ..formula import symbol
from ..number import shape_text
from ..ops.op import Op, Pattern
from ..sentences import cached_by_language, tr, translated
from .gates import GateRow, gate_of
from .notices import NOTHING, kinks_held
from .scene import (
    CompiledTemplate,
    Operand,
    OperandSlot,
    StepContext,
    StepText,
    TemplateCodes,
    cached_if_small,
    number_text,
    shape_in_words,
)
from .templates import ADDED, TemplateKind, backward_template, compute_template, gradient, table

__all__ = [
    "accumulate",
    "backward",
    "compiled_backward",
    "compute",
    "compiled_compute",
    "computed",
    "handed_back",
    "seed",
]

SHOWN_TERMS = 3  # of a sum at a copy gate; of a longer one the last
SHORT_TERMS = 2  # with these the sum still stands on one line with its terms


def compute(
    gate: Op | graph.FunctionCall,
    box: str,
    operands: Sequence[Operand],
    value: Any,
    *,
    name: str | None = None,
    shape: graph.Shape = (),
    label: str | None = None,
    letter: str = "",
) -> StepText:
    """A gate forms its value. `label` is the text on the box ("+1"), else the row's symbol."""
    return computed(compiled_compute(gate, box, operands, name, shape, label, letter), operands, value)


def compiled_compute(
    gate: Op | graph.FunctionCall,
    box: str,
    operands: Sequence[Operand],
    name: str | None,
    shape: graph.Shape,
    label: str | None,
    letter: str,
) -> CompiledTemplate:
    """`compute` without the numbers of wires: the same for all values of a gate's wires."""
    row = gate_of(gate)
    matrices = all(len(o.shape) == 2 for o in operands)
    kind = TemplateKind(_constants(operands), _is_array(operands, shape), matrices=matrices)
    setting = StepContext(_slots(operands), box, name, shape, label or row.symbol, "f", letter)
    return cached_if_small(_compiled_compute, operands)(row, kind, setting)


def computed(compiled: CompiledTemplate, operands: Sequence[Operand], value: Any) -> StepText:
    """`compute` at these numbers."""
    text, math = compiled.fill(operands, value)
    return StepText(text, math, compiled.words, compiled.why)


def backward(
    gate: Op | graph.FunctionCall,
    box: str,
    operands: Sequence[Operand],
    value: Any,
    *,
    name: str | None = None,
    shape: graph.Shape = (),
    label: str | None = None,
    loss: str = "f",
    params: Mapping[str, Any] = NOTHING,
    letter: str = "",
) -> StepText:
    """A gate hands its upstream gradient back along every wire. `value`: its own value, `params`: its settings."""
    compiled = compiled_backward(gate, box, operands, name, shape, label, loss, letter)
    return handed_back(gate, compiled, operands, value, params)


def compiled_backward(
    gate: Op | graph.FunctionCall,
    box: str,
    operands: Sequence[Operand],
    name: str | None,
    shape: graph.Shape,
    label: str | None,
    loss: str,
    letter: str,
) -> CompiledTemplate:
    """`backward` without the numbers of wires."""
    row = gate_of(gate)
    local = all(o.local is not None for o in operands if o.edge is not None)
    kind = TemplateKind(
        _constants(operands),
        _is_array(operands, shape),
        () if local else tuple([o.rule for o in operands]),
        () if local else tuple([o.summed_axes for o in operands]),
        tuple([o.term for o in operands]),
        local,
        tuple([o.shape == () for o in operands]),
        last=shape == () and name == loss,
    )
    setting = StepContext(_slots(operands), box, name, shape, label or row.symbol, loss, letter)
    return cached_if_small(_compiled_backward, operands)(row, kind, setting)


def handed_back(
    gate: Op | graph.FunctionCall,
    compiled: CompiledTemplate,
    operands: Sequence[Operand],
    value: Any,
    params: Mapping[str, Any],
) -> StepText:
    """`backward` at these numbers."""
    row = gate_of(gate)
    text, math = compiled.fill(operands, value)
    notes = ""
    if row.notes and not any(isinstance(o.downstream, AbstractArray) for o in operands):
        notes = _notes(row, operands, value, compiled.context, params)
    if any(map(_undefined, operands)):
        notes += " " + tr("0 × ∞ has no value, so the product is NaN.")
    return StepText(text + notes, math, compiled.words, compiled.why)


@cached_by_language(1024)
def _compiled_compute(gate: GateRow, kind: TemplateKind, setting: StepContext) -> CompiledTemplate:
    return TemplateCodes(setting).compile(cached_if_small(compute_template, setting.slots)(gate, kind))


@cached_by_language(1024)
def _compiled_backward(gate: GateRow, kind: TemplateKind, setting: StepContext) -> CompiledTemplate:
    return TemplateCodes(setting).compile(cached_if_small(backward_template, setting.slots)(gate, kind))


def _slots(operands: Sequence[Operand]) -> tuple[OperandSlot, ...]:
    return tuple([OperandSlot(o.edge, o.name, o.shape, o.letter) for o in operands])


def seed(
    name: str, edge: str, value: Any, *, is_given: bool = False, shape: graph.Shape = (), loss: str | None = None
) -> StepText:
    """The output's gradient. `edge`: the wire into the output box; `is_given`: the user gave this gradient."""
    loss = loss or name
    key = f"{edge}.downstream"
    left, slope = gradient(symbol(loss), symbol(name), escape(name)), f"∂{loss}/∂{name}"
    if shape:
        size = shape_in_words(shape)
        words = (
            tr("The backward pass starts with the gradient that was given: {0} ({1}).", slope, size)
            if is_given
            else tr(
                "The backward pass starts at {0} ({1}): {2} is 1 for every entry, for {3} is their sum.",
                name,
                size,
                slope,
                loss,
            )
        )
        left = f"<munder>{left}<mtext>({shape_text(shape)})</mtext></munder>"
        each = tr("for every entry")
        right = f"<mtext>{tr('given')}</mtext>" if is_given else f"<mn>1</mn><mtext>\u00a0{each}</mtext>"
        text = words
    else:
        sentence = (
            tr("The backward pass starts with the gradient that was given: {slope} = {number}.")
            if is_given
            else tr(
                "The backward pass starts at {name}: {slope} = {number}. "
                "If {name} changes by a little, {loss} changes by exactly that."
            )
        )
        text, words = (
            sentence.format(slope=slope, name=name, loss=loss, number=number_text(how, key, value)) for how in "tp"
        )
        right = number_text("m", key, value)
    why = (
        tr("This is the slope of {0} with respect to {1}; every gradient below is multiplied by it.", loss, name)
        if is_given
        else tr("Every quantity changes exactly as much as itself, so its slope with respect to itself is 1.")
    )
    return StepText(text, table([(left, f"<mo>=</mo>{right}")]), words, why)


def accumulate(
    name: str | None,
    edge: str,
    terms: Sequence[tuple[str, Any]],
    places: int,
    total: Any,
    *,
    shape: graph.Shape = (),
    loss: str = "f",
    letter: str = "",
) -> StepText:
    """One more term arrives at a copy gate.

    edge: the copy's own in-wire. terms: (edge, downstream gradient) of the terms so far, this one last. places: how
    many terms there will be. total: their sum so far. name: of the copied value.
    """
    bare = name or letter or ("a" if loss != "a" else "b")
    left = gradient(symbol(loss), symbol(bare), escape(bare))
    turn, (last_edge, last) = len(terms), terms[-1]
    opening = tr(
        "{0} is used in {1} places. Term {2} of {3} adds", name or letter or tr("This value"), places, turn, places
    )
    ending = " " + tr("The sum is complete: it is ∂{0}/∂{1}.", loss, bare) if turn == places else ""
    each = tr("Each place changes {0} in its own way, and the changes add up.", loss)
    why = f"{translated(Pattern.ADDER.sentence)} {each}"
    if shape:
        words = tr("{0} its gradient ({1}), entry by entry.{2}", opening, shape_in_words(shape), ending)
        rows = [(left, f"{ADDED}<mtext>\u00a0{tr('term')}\u00a0{turn}</mtext>")]
        return StepText(words, table(rows), words, why)
    sums = [
        " + ".join(
            [*(["0.00"] if turn == 1 else []), *(number_text(how, f"{key}.downstream", x) for key, x in terms)]
            if turn <= SHOWN_TERMS
            else [tr("the sum before"), number_text(how, f"{last_edge}.downstream", last)]
        )
        + " = "
        + number_text(how, f"{edge}.sum", total)
        for how in "tp"
    ]
    text, words = (
        f"{opening} {number_text(how, f'{last_edge}.downstream', last)}: {line}.{ending}"
        for how, line in zip("tp", sums, strict=True)
    )
    added = (
        [number_text("s" if i else "m", f"{key}.downstream", x) for i, (key, x) in enumerate(terms)]
        if turn <= SHOWN_TERMS
        else ["<mo>⋯</mo>", number_text("s", f"{last_edge}.downstream", last)]
    )
    if turn == 1:
        added = ["<mn>0.00</mn>", number_text("s", f"{last_edge}.downstream", last)]
    terms_row, total_row = (
        f"<mo>=</mo>{'<mo>+</mo>'.join(added)}",
        f"<mo>=</mo>{number_text('m', f'{edge}.sum', total)}",
    )
    long = len(added) > SHORT_TERMS
    rows = [
        (left, f"{ADDED}{number_text('m', f'{last_edge}.downstream', last)}"),
        *([("", terms_row), ("", total_row)] if long else [("", terms_row + total_row)]),
    ]
    return StepText(text, table(rows), words, why)


def _undefined(o: Operand) -> bool:
    """Return whether the product is NaN although both factors are numbers."""
    d, u, slope = o.downstream, o.upstream, o.local
    return type(d) is float and type(slope) is float and d != d and bool(u == u) and slope == slope


def _constants(operands: Sequence[Operand]) -> tuple[float | str | None, ...]:
    return tuple([None if o.edge else o.value if type(o.value) is float else _constant(o) for o in operands])


def _constant(operand: Operand) -> float | str:
    """Return a constant for a sentence: an array inside a closed function is shown by its shape."""
    if isinstance(operand.value, AbstractArray) and not operand.value.shape:
        return UNKNOWN
    return (
        f"[{shape_text(operand.shape or np.shape(operand.value))}]" if np.ndim(operand.value) else float(operand.value)
    )


def _is_array(operands: Sequence[Operand], shape: graph.Shape) -> bool:
    return bool(shape) or any(o.shape for o in operands)


def _notes(
    row: GateRow, operands: Sequence[Operand], value: Any, setting: StepContext, params: Mapping[str, Any]
) -> str:
    """Sentences that hold for these numbers only: a kink, a tie, which input won."""
    if row.op is None:
        return ""
    notes = kinks_held(row.op, [o.value for o in operands], value, params) if row.op.kinks else []
    if not notes and row.pattern is Pattern.ROUTER:
        chosen = [slot for slot, o in enumerate(operands) if o.edge is not None and type(o.local) is float and o.local]
        wires = sum(o.edge is not None for o in operands)
        if wires > 1 and len(chosen) == 1 and operands[chosen[0]].local == 1:
            notes = [tr("All of it goes to {0}.", TemplateCodes(setting)[f"nw{chosen[0]}"])]
    return "".join([f" {note}" for note in notes])
