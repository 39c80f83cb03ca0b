"""Conditions of a row on the numbers of its gate: kinks that it stands on, causes of inf and NaN."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

import numpy as np

from ..ops.op import ARGUMENTS, Kink, NonFiniteCause, Op
from .closures import holds

__all__ = ["is_finite", "kink_holds", "makes_nonfinite", "nonfinite_cause"]


def is_finite(value: Any) -> bool:
    """Return whether a number, or every entry of an array, is neither inf nor NaN."""
    return isfinite(value) if type(value) is float else bool(np.isfinite(value).all())


def kink_holds(kink: Kink, values: Sequence[Any], out: Any, params: Mapping[str, Any]) -> bool:
    """Return whether a gate stands on a kink of its row, at any entry. `values`: the arguments in slot order."""
    if kink.at is None:
        return holds(kink.when, _by_name(values, out))
    with np.errstate(all="ignore"):
        return bool(np.any(kink.at(out, *values, **params)))


def makes_nonfinite(values: Sequence[Any], out: Any, params: Mapping[str, Any]) -> bool:
    """Return whether a gate is the first on its path that is not finite but for a constant of its own, -inf."""
    own = [value for value in params.values() if isinstance(value, float)]
    return not is_finite(out) and all(map(is_finite, [*values, *own]))


def nonfinite_cause(op: Op, values: Sequence[Any], out: Any) -> NonFiniteCause | None:
    """Return the cause of the inf or NaN that a gate makes of finite arguments; None where its row names none."""
    numbers = _by_name(values, out)
    return next((cause for cause in op.nonfinite_causes if holds(cause.when, numbers)), None)


def _by_name(values: Sequence[Any], out: Any) -> dict[str, Any]:
    return {**dict(zip(ARGUMENTS, values, strict=False)), "out": out}
