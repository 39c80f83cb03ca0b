"""Notices about the numbers of a gate: a kink they stand on, the cause of the first inf or NaN."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

import numpy as np

from ..formula import holds
from ..ops.op import Kink, Op
from ..sentences import tr, translated

__all__ = ["kinks_held", "notices"]

LETTERS = "abcd"
NOTHING: Mapping[str, Any] = {}


def notices(op: Op, values: Sequence[Any], out: Any, params: Mapping[str, Any] = NOTHING) -> list[tuple[str, str]]:
    """Return (code, sentence) of every kink that holds, code "kink", and of the non-finite cause if there is one.

    values: the arguments in slot order, folded constants too; floats or float64 arrays. out: the gate's value.
    """
    result = [("kink", text) for text in kinks_held(op, values, out, params)]
    if not _finite(out) and all(map(_finite, values)):
        numbers = _numbers(values, out)
        for nonfinite_cause in op.nonfinite_causes:
            if holds(nonfinite_cause.when, numbers):
                result.append((nonfinite_cause.code, translated(nonfinite_cause.text)))
                break
        else:
            result.append(("not-finite", tr("The inputs are finite numbers, the result is not.")))
    return result


def kinks_held(op: Op, values: Sequence[Any], out: Any, params: Mapping[str, Any] = NOTHING) -> list[str]:
    """Return the sentence of each kink that holds at any entry."""
    if not op.kinks:
        return []
    numbers = _numbers(values, out)
    return [translated(kink.text) for kink in op.kinks if _holds(kink, numbers, values, out, params)]


def _holds(kink: Kink, numbers: Mapping[str, Any], values: Sequence[Any], out: Any, params: Mapping[str, Any]) -> bool:
    if kink.at is None:
        return holds(kink.when, numbers)
    with np.errstate(all="ignore"):
        return bool(np.any(kink.at(out, *values, **params)))


def _numbers(values: Sequence[Any], out: Any) -> dict[str, Any]:
    return {**dict(zip(LETTERS, values, strict=False)), "out": out}


def _finite(x: Any) -> bool:
    return isfinite(x) if type(x) is float else bool(np.isfinite(x).all())
