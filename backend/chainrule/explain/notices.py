"""Notices about the numbers of a gate: a kink they stand on, the cause of the first inf or NaN."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..formula.gate_conditions import kink_holds, makes_nonfinite, nonfinite_cause
from ..ops.op import Op
from ..sentences import tr, translated

__all__ = ["kinks_held", "notices"]

NOTHING: Mapping[str, Any] = {}


def notices(op: Op, values: Sequence[Any], out: Any, params: Mapping[str, Any] = NOTHING) -> list[tuple[str, str]]:
    """Return (code, sentence) of every kink that holds, code "kink", and of the non-finite cause if there is one.

    values: the arguments in slot order, folded constants too; floats or float64 arrays. out: the gate's value.
    """
    result = [("kink", text) for text in kinks_held(op, values, out, params)]
    if makes_nonfinite(values, out, params):
        cause = nonfinite_cause(op, values, out)
        text = tr("The inputs are finite numbers, the result is not.") if cause is None else translated(cause.text)
        result.append(("not-finite" if cause is None else cause.code, text))
    return result


def kinks_held(op: Op, values: Sequence[Any], out: Any, params: Mapping[str, Any] = NOTHING) -> list[str]:
    """Return the sentence of each kink that holds at any entry."""
    return [translated(kink.text) for kink in op.kinks if kink_holds(kink, values, out, params)]
