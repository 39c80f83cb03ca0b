"""The numerical check: gradients of the backward pass beside differences of the forward pass."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from ..errors import LimitError
from ..evaluate import Number, Pass, forward, gradients_of, plan
from ..graph import INPUT, Graph, ancestors
from ..limits import Limits

__all__ = ["AGREE", "DIFFERENCE", "GradientCheck", "GradcheckResult", "Kind", "gradcheck"]

Kind = Literal["central", "forward"]
DIFFERENCE = {"central": 1e-5, "forward": 1e-8}
"""The step where none is asked for: near the best one, the cube or the square root of a double's precision."""
AGREE = 1e-6
"""Relative error up to which the two are said to agree, or h if that is larger: the quotient is hardly better."""
ROUNDING = 16 * float(np.finfo(np.float64).eps)  # of L, a few operations of which round
REPEATS = 3
POWERS = 17  # steps of `by_h`: 1, 0.1, ... 1e-16
NEAR = (1e-4, 1e-5)  # steps to either side at which a kink shows
PARTED = 1e-3  # how far slopes to either side lie apart at a kink, relative to the larger

Array = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class GradientCheck:
    """One leaf. `analytic` and `numeric` have its shape; errors are relative to the larger of the two."""

    name: str
    analytic: Array
    numeric: Array
    error: float  # the largest of all entries
    by_h: list[tuple[float, float]]  # (h, the largest error with that step)
    kinks: list[tuple[tuple[int, ...], float, float]]  # entries at a kink: the slope below and the slope above
    agrees: bool  # entry by entry, relative or to what the rounding of L leaves; kinks do not count
    text: str = ""  # what the comparison says, where somebody reads it


@dataclass(frozen=True, slots=True)
class GradcheckResult:
    """Each leaf's gradient beside its difference quotient, and what both cost."""

    h: float
    kind: Kind
    checks: list[GradientCheck]
    numeric_passes: int  # forward passes that one numerical gradient takes; the analytic one takes one backward pass
    seconds: tuple[float, float] | None = None  # one numerical gradient, one backward pass; measured if asked for


def gradcheck(
    run: Pass,
    *,
    h: float | None = None,
    kind: Kind = "central",
    gradients: Mapping[str, Number] | None = None,
    timed: bool = False,
) -> GradcheckResult:
    """Hold every gradient of a pass to the difference quotient of its output.

    Args:
        h: the step; None: 1e-5 for central differences, 1e-8 for forward ones.
        kind: "central": (f(x + h) - f(x - h)) / 2h, error of order h²; "forward": (f(x + h) - f(x)) / h, order h.
        gradients: those that are checked, by leaf, each in its shape; None: those of the pass.
        timed: measure how long one gradient takes by each way.

    Raises:
        LimitError: `check_entries`: the leaves have more entries in all; `seconds`.
    """
    graph, limits = run.graph, run.limits
    needed = ancestors(graph, graph.output)
    leaves = [(node.name, node.id) for node in graph.nodes if node.op == INPUT and node.name and needed[node.id]]
    entries = sum(math.prod(graph.nodes[leaf].shape) for _, leaf in leaves)
    if entries > limits.check_entries:
        raise LimitError(
            "check_entries",
            limits.check_entries,
            f"The variables have {entries:,} entries, and each takes passes of its own",
            hint="Use smaller arrays: the check teaches the same.",
        )
    values = {node.name: run.values[node.id] for node in graph.nodes if node.op == INPUT and node.name is not None}
    objective = _Objective(graph, values, run.upstream, limits)
    step = DIFFERENCE[kind] if h is None else h
    checks = [
        _checked(name, run.gradients[leaf] if gradients is None else gradients[name], objective, step, kind)
        for name, leaf in leaves
    ]
    passes = entries * (2 if kind == "central" else 1) + (kind == "forward")
    times = _times(run, objective, [name for name, _ in leaves], step, kind) if timed else None
    return GradcheckResult(step, kind, checks, passes, times)


def _times(run: Pass, objective: _Objective, names: Sequence[str], step: float, kind: Kind) -> tuple[float, float]:
    """Return the seconds of one numerical gradient and of one backward pass, the best of a few."""
    quotient, best = QUOTIENTS[kind], [math.inf, math.inf]
    for _ in range(REPEATS):
        begin = time.perf_counter()
        for name in names:
            for place in np.ndindex(np.shape(objective.values[name])):
                quotient(objective, name, place, step)
        between = time.perf_counter()
        with np.errstate(all="ignore"):
            gradients_of(run.evaluation_plan, run.values, run.graph.output, run.upstream, math.inf, run.limits)
        best = [min(best[0], between - begin), min(best[1], time.perf_counter() - between)]
    return best[0], best[1]


class _Objective:
    """L as a function of one entry of one leaf."""

    def __init__(self, graph: Graph, values: Mapping[str, Number], upstream: Number, limits: Limits) -> None:
        self.evaluation_plan, self.values, self.upstream, self.limits = plan(graph, ()), values, upstream, limits
        self.output = graph.output
        self.here = self._at(values)

    def _at(self, values: Mapping[str, Number]) -> float:
        with np.errstate(all="ignore"):
            output = forward(self.evaluation_plan, values, limits=self.limits)[self.output]
            return float(np.sum(np.asarray(output) * np.asarray(self.upstream)))

    def loss_at(self, name: str, place: tuple[int, ...], by: float) -> float:
        """Return L with `by` added to that entry."""
        value = self.values[name]
        if not place:
            return self._at({**self.values, name: float(value) + by})
        changed = np.array(value, dtype=np.float64)
        changed[place] += by
        return self._at({**self.values, name: changed})


def _checked(name: str, gradient: Number, objective: _Objective, step: float, kind: Kind) -> GradientCheck:
    analytic = np.array(gradient, dtype=np.float64)
    places = list(np.ndindex(analytic.shape))

    def slopes(h: float) -> Array:
        quotient = QUOTIENTS[kind]
        return np.array([quotient(objective, name, place, h) for place in places]).reshape(analytic.shape)

    numeric = slopes(step)
    by_h = [(h, _error(analytic, slopes(h))) for h in (10.0**-power for power in range(POWERS))]
    kinks = [(place, *sides) for place in places if (sides := _sides(objective, name, place)) is not None]
    agrees = _agree(analytic, numeric, kinks, max(AGREE, step), ROUNDING * abs(objective.here) / step)
    return GradientCheck(name, analytic, numeric, _error(analytic, numeric), by_h, kinks, agrees)


def _agree(
    analytic: Array,
    numeric: Array,
    kinks: list[tuple[tuple[int, ...], float, float]],
    relative: float,
    resolution: float,
) -> bool:
    """Return whether the two agree, kinks left out; a gradient of 0 has no digits that could."""
    close = np.array(np.isclose(numeric, analytic, rtol=relative, atol=resolution, equal_nan=True))
    for place, _, _ in kinks:
        close[place] = True
    return bool(close.all())


def _central(objective: _Objective, name: str, place: tuple[int, ...], h: float) -> float:
    return (objective.loss_at(name, place, h) - objective.loss_at(name, place, -h)) / (2 * h)


def _forward(objective: _Objective, name: str, place: tuple[int, ...], h: float) -> float:
    return (objective.loss_at(name, place, h) - objective.here) / h


QUOTIENTS: Mapping[Kind, Callable[[_Objective, str, tuple[int, ...], float], float]] = {
    "central": _central,
    "forward": _forward,
}


def _sides(objective: _Objective, name: str, place: tuple[int, ...]) -> tuple[float, float] | None:
    """Return the slopes below and above a kink, where they differ however small the step; None elsewhere."""
    pairs = [
        (
            (objective.here - objective.loss_at(name, place, -h)) / h,
            (objective.loss_at(name, place, h) - objective.here) / h,
        )
        for h in NEAR
    ]
    apart = [abs(above - below) for below, above in pairs]
    scale = max(abs(side) for pair in pairs for side in pair)
    if not all(map(math.isfinite, apart)) or min(apart) <= PARTED * scale or apart[1] < apart[0] / 2:
        return None
    return pairs[1]


def _error(analytic: Array, numeric: Array) -> float:
    """Return the largest |a - n| / max(|a|, |n|) over the entries; 0 where both are 0, NaN where one is no number."""
    if not analytic.size:
        return 0.0
    larger = np.maximum(np.abs(analytic), np.abs(numeric))
    with np.errstate(all="ignore"):
        ratio = np.where(larger == 0, 0.0, np.abs(analytic - numeric) / larger)
    return float(np.max(ratio))
