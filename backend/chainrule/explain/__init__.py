"""A step -> its words: a sentence, a formula with the numbers put in, and the reason.

One function for each kind of step; `tracing.steps` calls them and copies their `StepText` into its `Step`.

    compute(gate, box, operands, value, ...)      a gate forms its value (compiled_compute, then computed)
    seed(name, edge, value, ...)                  the output's gradient is set to 1, or to what was given
    backward(gate, box, operands, value, ...)     a gate hands it back (compiled_backward, then handed_back)
    accumulate(name, edge, terms, total, ...)     one more term arrives at a copy gate
    notices(op, values, out, params)              kinks that hold, and what made the first inf or nan

`gate` is a row of the op table or, for a closed function, its `graph.FunctionCall`. `box` is the id of the box ("n5",
"c5", "f2"). `operands` are all arguments in slot order, constants drawn inside the gate too (`edge=None`). `name` is
that of the value, None if it has none; for the gate whose value is the output pass `loss` if it has no name of its own.
`loss` is the letter gradients are of: `loss_name(...)`.

The MathML is `<math display="block"><mtable class="lines">`, one row a line, left of the sign and right of it. Three
things in it are for a page:
  * `<mn data-n="e3.local">0.37</mn>` is a number of the trace. With `class="signed"` it stands after an operator or
    under a power: written in brackets when it begins with "−" or contains "e": `(−1.00)`.
  * `<mrow class="d" data-of="w0">` holds ∂L/∂w0 as an <mfrac>. Another notation replaces its content: w̄ is
    `<mover accent="true">` over the name; δ = −∂L/∂net is `<msub><mi>δ</mi>…</msub>` at net values, with a minus
    before the other factors of its row. The name as MathML is the last child of
    the last child of the <mfrac>.
  * `class="cases"` marks the table of a formula with cases.

`words` is `text` with its numbers as {e3.local} places. `text` may end with sentences that hold for these numbers
only (a tie, a kink, which input won); they are not in `words`.
"""

from __future__ import annotations

from .halves import back_copy, back_reason, begin
from .notices import notices
from .scene import CompiledTemplate, Operand, StepText, letters_for, loss_name
from .steps import accumulate, backward, compiled_backward, compiled_compute, compute, computed, handed_back, seed
from .tangents import Moving, direction, tangent

__all__ = [
    "CompiledTemplate",
    "Moving",
    "Operand",
    "StepText",
    "accumulate",
    "back_copy",
    "back_reason",
    "backward",
    "compiled_backward",
    "begin",
    "compute",
    "compiled_compute",
    "computed",
    "direction",
    "handed_back",
    "letters_for",
    "loss_name",
    "notices",
    "seed",
    "tangent",
]
