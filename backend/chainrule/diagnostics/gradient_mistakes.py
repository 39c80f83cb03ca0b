"""The mistakes people make in a backward pass: one row each, found by trying it in numbers on the same graph.

A row's `find` holds only if what it tries reproduces the numbers at all points, so that no coincidence is told as a
reason. The first row that does is the one that is said.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .array_mistakes import wrong_entries, wrong_order_of_axes, wrong_part, wrong_reduction
from .chain_mistakes import (
    counted_once,
    forgot_local,
    forgot_number_above,
    forgot_upstream,
    local_only,
    mask_missing,
    overwrote,
    wrong_term,
)
from .gate_mistakes import altered_gate
from .gradient_line import GradientLine
from .loop_mistakes import another_step, overwrote_rounds, wrong_addend
from .number_mistakes import swapped, wrong_number, wrong_power
from .operand_mistakes import (
    extra_factor,
    missing_factor,
    missing_scale,
    plain_factor,
    updated_first,
    wrong_mask,
    wrong_operand,
    wrong_slope,
)
from .path_mistakes import label_entry, missing_path
from .route_mistakes import label_inside, softmax_entrywise, wrong_winner
from .site_mistakes import factor_inside, unneeded_part, value_inside, wrong_operation
from .size_mistakes import factor, mean_for_sum, missing_sum, shape, sign, sum_for_mean, transpose, wrong_axis

__all__ = ["MISTAKES", "GradientMistake", "explain"]


class GradientMistake(NamedTuple):
    """One row: a stable code, what it is (for the documentation), and the test: a sentence where it holds."""

    code: str
    meaning: str
    find: Callable[[GradientLine], str | None]
    is_evidence: bool = True  # False: too many lines that mean no gradient at all could be mended so


def explain(line: GradientLine) -> tuple[str, str] | None:
    """Return the code and the sentence of the first mistake that explains the line's numbers."""
    if any(value is None for value in (*line.true_gradient(), *line.hand_values())):
        return None
    for mistake in MISTAKES:
        sentence = mistake.find(line) if mistake.is_evidence or not line.situation.is_guess else None
        if sentence:
            return mistake.code, sentence
    return None


# One row each, the likelier and the more telling first.
MISTAKES: tuple[GradientMistake, ...] = (
    GradientMistake("sign", "The number is right but for its sign.", sign),
    GradientMistake(
        "missing-sum", "A variable that is broadcast gets the sum of all gradients that come back.", missing_sum
    ),
    GradientMistake(
        "summed-over-wrong-axis", "The sum goes over another axis than the one that was broadcast.", wrong_axis
    ),
    GradientMistake("mean-for-sum", "A mean stands where gradients add up.", mean_for_sum),
    GradientMistake("sum-for-mean", "The loss is a mean, and its 1/N is left out.", sum_for_mean),
    GradientMistake("forgot-upstream", "The same, where what comes from above is a number.", forgot_number_above),
    GradientMistake("factor", "A whole factor too much or too little, such as the 2 of a square.", factor),
    GradientMistake(
        "wrong-reduction", "A sum or mean goes over the wrong axes, or is the other one.", wrong_reduction, False
    ),
    GradientMistake("transpose", "A matrix is transposed where it should not be, or not where it should.", transpose),
    GradientMistake("label-entry", "The 1 at the label's entry is not subtracted from the probabilities.", label_entry),
    GradientMistake("label-entry", "The same, at one expression of the line.", label_inside),
    GradientMistake(
        "overwrote", "A value used several times gets the sum of its gradients; some are left out.", overwrote
    ),
    GradientMistake("overwrote", "Entries that are taken twice are added to once.", counted_once),
    GradientMistake("updated-first", "A parameter is moved before the gradient is computed from it.", updated_first),
    GradientMistake(
        "overwrote-rounds", "Each round of a loop overwrites what should add up over the rounds.", overwrote_rounds
    ),
    GradientMistake("wrong-mask", "The mask is that of another array, or turned round.", wrong_mask),
    GradientMistake(
        "mask-missing", "Where a gate such as relu is closed, the gradient must be set to 0.", mask_missing
    ),
    GradientMistake("wrong-winner", "Of a maximum only the largest entry gets the gradient.", wrong_winner),
    GradientMistake("softmax-entrywise", "A softmax is taken entry by entry, as a sigmoid.", softmax_entrywise),
    GradientMistake("missing-scale", "A number that the forward pass scales by is left out.", missing_scale),
    GradientMistake("wrong-number", "A power that is not lowered, or lowered twice.", wrong_power),
    GradientMistake("missing-factor", "An array of the forward pass is left out.", plain_factor),
    GradientMistake("forgot-local", "The upstream gradient is handed on without the local gradient.", forgot_local),
    GradientMistake("forgot-upstream", "The local gradient alone, without the gradient from above.", forgot_upstream),
    GradientMistake("wrong-operand", "Another value stands where the right one belongs.", wrong_operand),
    GradientMistake("another-step", "A line in a loop takes the value of another step.", another_step),
    GradientMistake("wrong-addend", "One statement adds the wrong sign or size.", wrong_addend),
    GradientMistake("swapped", "Two operands stand in each other's place.", swapped),
    GradientMistake("extra-factor", "A factor or term does not belong there.", extra_factor),
    GradientMistake("wrong-number", "A number stands where another belongs: a power, a size.", wrong_number),
    GradientMistake("missing-factor", "A factor is left out.", missing_factor),
    GradientMistake(
        "wrong-operation", "A product stands where a quotient belongs, or the other way.", wrong_operation, False
    ),
    GradientMistake("wrong-order-of-axes", "The axes of an array are in another order.", wrong_order_of_axes, False),
    GradientMistake(
        "wrong-part", "A slice takes another part of an array, as a crop of its padding.", wrong_part, False
    ),
    GradientMistake("wrong-entries", "An index means other entries than the forward pass takes.", wrong_entries, False),
    GradientMistake(
        "wrong-slope", "The slope of the activation is another one, such as 1 - h**2 for tanh.", wrong_slope
    ),
    GradientMistake("wrong-operand", "The same, at one expression of the line.", value_inside, False),
    GradientMistake("extra-factor", "The same, at one expression of the line.", unneeded_part, False),
    GradientMistake("missing-factor", "The same, at one expression of the line.", factor_inside, False),
    GradientMistake(
        "missing-path", "One of several ways back from the loss is left out, or of the wrong size.", missing_path
    ),
    GradientMistake("altered-gate", "One gate on the way back hands on what it should change.", altered_gate, False),
    GradientMistake("wrong-term", "One of several terms that add up is wrong.", wrong_term),
    GradientMistake("local-only", "The derivative of a later value, not of the loss.", local_only),
    GradientMistake("shape", "A gradient has the shape of its variable.", shape),
)
