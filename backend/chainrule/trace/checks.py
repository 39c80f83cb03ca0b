"""Gradients written by hand in the pasted code, held to the true ones, name by name."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..evaluate import Pass
from ..graph import Claim
from ..number import exact, jsonable
from .document import Check, Place

__all__ = ["checks"]

TOLERANCE = 1e-9  # relative to the largest entry: another order of the same sums may differ in the last digits


def checks(run: Pass) -> list[Check]:
    """One row per hand-written gradient, in the order of the code."""
    return [_check(run, claim) for claim in run.graph.claims]


def _check(run: Pass, claim: Claim) -> Check:
    written, true = np.asarray(run.values[claim.node]), np.asarray(run.gradients[claim.target])
    scale = float(np.abs(true[np.isfinite(true)]).max(initial=0.0))
    with np.errstate(all="ignore"):
        close = np.isclose(written, true, rtol=TOLERANCE, atol=TOLERANCE * scale, equal_nan=True)
    span = run.graph.nodes[claim.node].span
    place = None if span is None else Place(*span)
    if close.all():
        shape = "×".join(map(str, true.shape)) or "one number"
        return Check(claim.name, claim.of, True, f"{claim.name} is right: it equals dL/d{claim.of} ({shape}).", place)
    index = tuple(int(i) for i in np.argwhere(~close)[0])
    yours, correct = float(written[index]), float(true[index])
    where = f"[{', '.join(map(str, index))}]" if index else ""
    count = int((~close).sum())
    words = f"{claim.name}{where} is {exact(yours)}, but dL/d{claim.of}{where} is {exact(correct)}" + _guess(
        written, true
    )
    if close.size > 1:
        words += f" ({count:,} of {close.size:,} entries differ)"
    return Check(claim.name, claim.of, False, f"{words}.", place, list(index), jsonable(yours), jsonable(correct))


def _guess(written: Any, true: Any) -> str:
    """The usual slips: a sign, a constant factor."""
    with np.errstate(all="ignore"):
        ratio = np.asarray(written / true)
    ratio = ratio[np.isfinite(ratio)]
    if ratio.size and np.allclose(ratio, ratio.flat[0], rtol=1e-9) and ratio.flat[0] != 0:
        factor = float(ratio.flat[0])
        return ": the sign is wrong" if abs(factor + 1) < 1e-9 else f": it is {factor:.6g} times too large"
    return ""
