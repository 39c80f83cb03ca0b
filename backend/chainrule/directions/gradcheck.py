"""The numerical check: gradients of the backward pass beside differences of the forward pass."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Literal

import numpy as np

from ..errors import LimitError
from ..evaluate import Number, Pass, forward, gradients_of, plan
from ..graph import INPUT, Graph, leaves_by_name, variables
from ..limits import Deadline, Limits

__all__ = ["AGREE", "DIFFERENCE", "GradientCheck", "GradcheckResult", "Kind", "NEAR", "Verdict", "gradcheck"]

Kind = Literal["central", "forward"]
Verdict = Literal["kink", "jump", "equal", "agree", "expected", "zero", "lost", "infinite", "differ"]
"""Result of the comparison of a leaf. A kink or a jump nearby, rounding ("lost"), or an output that is no finite number
nearby ("infinite") leave nothing to compare; "expected": what h cuts off or rounds explains the difference; "zero":
both are 0."""
DIFFERENCE = {"central": 1e-5, "forward": 1e-8}
"""The step where none is asked for: near the best one, the cube or the square root of a double's precision."""
AGREE = 1e-6
"""Relative error up to which the two are said to agree."""
ROUNDING = 16 * float(np.finfo(np.float64).eps)  # of L, a few operations of which round
ZERO = 1e-9  # what is smaller, and lost in the rounding of L, is called 0
FINER, TRUNCATED = 0.1, 1.25  # the change from h to h/10 is most of what h cuts off: 0.9 of order h, 0.99 of h²
JUMP = 5.0  # a slope that grows so much from one step to a tenth of it is that of a jump, or of a pole
REPEATS = 3
POWERS = 17  # steps of `by_h`: 1, 0.1, ... 1e-16
STEPS = (1e-4, 1e-5, 1e-6, 1e-7)  # to either side; a jump shows at all of them, a kink at the first three
NEAR = STEPS[2]
"""Distance up to which a kink or a jump is noticed."""
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
    agrees: bool  # entry by entry, as far as a difference quotient can tell; kinks do not count
    verdict: Verdict  # that of the entry of which most is to be said
    difference: float  # relative, of that entry
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
    leaves = list(graph.fact(variables).items())
    entries = sum(math.prod(graph.nodes[leaf].shape) for _, leaf in leaves)
    if entries > limits.check_entries:
        raise LimitError(
            "check_entries",
            limits.check_entries,
            f"The variables have {entries:,} entries, and each takes passes of its own",
            hint="Use smaller arrays: the check teaches the same.",
        )
    values = {name: run.values[leaf] for name, leaf in graph.fact(leaves_by_name).items()}
    objective = _Objective(_freed(graph, dict(leaves)), values, run.upstream, limits)
    step = DIFFERENCE[kind] if h is None else h
    checks = [
        _checked(name, run.gradients[leaf] if gradients is None else gradients[name], objective, step, kind)
        for name, leaf in leaves
    ]
    passes = entries * (2 if kind == "central" else 1) + (kind == "forward")
    times = _times(run, objective, [name for name, _ in leaves], step, kind) if timed else None
    return GradcheckResult(step, kind, checks, passes, times)


def _freed(graph: Graph, leaves: Mapping[str, int]) -> Graph:
    """Return the same graph where numbers that the program sets itself can take other values."""
    nodes = list(graph.nodes)
    for name, leaf in leaves.items():
        nodes[leaf] = nodes[leaf]._replace(op=INPUT, params={}, name=name)
    return replace(graph, nodes=tuple(nodes))


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
            no_end = Deadline(math.inf)
            gradients_of(run.evaluation_plan, run.values, run.graph.output, run.upstream, no_end, run.limits)
        best = [min(best[0], between - begin), min(best[1], time.perf_counter() - between)]
    return best[0], best[1]


class _Objective:
    """L as a function of one entry of one leaf."""

    def __init__(self, graph: Graph, values: Mapping[str, Number], upstream: Number, limits: Limits) -> None:
        self.evaluation_plan, self.values, self.upstream, self.limits = plan(graph, ()), values, upstream, limits
        self.output = graph.output
        self.size = 0.0  # the largest sum of L's terms without their signs so far: what rounding is relative to
        self.here = self._at(values)
        self.size_here = self.size

    def _at(self, values: Mapping[str, Number]) -> float:
        with np.errstate(all="ignore"):
            output = forward(self.evaluation_plan, values, limits=self.limits)[self.output]
            terms = np.asarray(output) * np.asarray(self.upstream)
            loss, size = float(np.sum(terms)), float(np.sum(np.abs(terms)))
        self.size = max(self.size, size) if math.isfinite(size) else self.size
        return loss

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

    objective.size = objective.size_here
    numeric = slopes(step)
    rounding = ROUNDING * objective.size / step
    by_h = [(h, _error(analytic, slopes(h))) for h in (10.0**-power for power in range(POWERS))]
    sides = {place: each for place in places if (each := _sides(objective, name, place)) is not None}
    kinks = [(place, below, above) for place, (below, above, _) in sides.items()]
    with np.errstate(all="ignore"):
        finer = [FINER * step, *(h for h, _ in by_h if NEAR <= h < FINER * step)]
        truncation = TRUNCATED * np.max([np.abs(slopes(h) - numeric) for h in finer], axis=0)
        verdicts: list[tuple[Verdict, float]] = [
            (("jump" if sides[place][2] else "kink"), 0.0)
            if place in sides
            else ("infinite", 0.0)
            if not math.isfinite(objective.here)
            else _verdict(float(analytic[place]), float(numeric[place]), float(truncation[place]), rounding)
            for place in places
        ]
    verdict, difference = max(verdicts, key=lambda each: (RANK[each[0]], each[1]), default=("equal", 0.0))
    error = _error(analytic, numeric)
    return GradientCheck(name, analytic, numeric, error, by_h, kinks, verdict != "differ", verdict, difference)


RANKED: tuple[Verdict, ...] = ("equal", "zero", "agree", "expected", "lost", "infinite", "kink", "jump", "differ")
RANK: Mapping[Verdict, int] = {each: rank for rank, each in enumerate(RANKED)}
"""The verdict on an array is that of the entry of which most is to be said."""


def _verdict(analytic: float, numeric: float, truncation: float, rounding: float) -> tuple[Verdict, float]:
    """Judge one entry. Returns the verdict and the relative difference."""
    if analytic == numeric or (math.isnan(analytic) and math.isnan(numeric)):
        return ("equal" if math.isfinite(analytic) else "infinite"), 0.0
    if not math.isfinite(numeric):
        return "infinite", 0.0
    if not math.isfinite(analytic):
        return "differ", math.inf
    larger, apart = max(abs(analytic), abs(numeric)), abs(analytic - numeric)
    if apart <= AGREE * larger:
        return "agree", apart / larger
    if larger <= rounding:
        return ("zero" if larger <= ZERO else "lost"), apart / larger
    if not math.isfinite(truncation):
        return "infinite", apart / larger
    return ("expected" if apart <= truncation + rounding else "differ"), apart / larger


def _central(objective: _Objective, name: str, place: tuple[int, ...], h: float) -> float:
    return (objective.loss_at(name, place, h) - objective.loss_at(name, place, -h)) / (2 * h)


def _forward(objective: _Objective, name: str, place: tuple[int, ...], h: float) -> float:
    return (objective.loss_at(name, place, h) - objective.here) / h


QUOTIENTS: Mapping[Kind, Callable[[_Objective, str, tuple[int, ...], float], float]] = {
    "central": _central,
    "forward": _forward,
}


def _sides(objective: _Objective, name: str, place: tuple[int, ...]) -> tuple[float, float, bool] | None:
    """Return the slopes below and above a kink, where they differ however small the step; None elsewhere.

    The third is true where they grow with every smaller step: L jumps there.
    """
    pairs = [
        (
            (objective.here - objective.loss_at(name, place, -h)) / h,
            (objective.loss_at(name, place, h) - objective.here) / h,
        )
        for h in STEPS
    ]
    apart = [abs(above - below) for below, above in pairs[:3]]
    scale = max(abs(side) for pair in pairs for side in pair)
    if not all(map(math.isfinite, (*apart, scale))):
        return None
    noise = ROUNDING * objective.size_here / STEPS[-1]
    grows = [
        all(abs(near) > JUMP * abs(far) + noise for far, near in pairwise(side)) for side in zip(*pairs, strict=True)
    ]
    steep = [abs(slope) for slope in pairs[-1]]
    # Just beside a kink a slope grows as well, up to that of the other side.
    jumps = all(grows) or (grows[0] and steep[0] > 2 * steep[1]) or (grows[1] and steep[1] > 2 * steep[0])
    stays = min(apart) > PARTED * scale + noise and all(near >= far / 2 for far, near in pairwise(apart))
    if not jumps and not stays:
        return None
    return *pairs[1], jumps


def _error(analytic: Array, numeric: Array) -> float:
    """Return the largest |a - n| / max(|a|, |n|) over the entries; 0 where both are 0, NaN where one is no number."""
    if not analytic.size:
        return 0.0
    larger = np.maximum(np.abs(analytic), np.abs(numeric))
    with np.errstate(all="ignore"):
        ratio = np.where(larger == 0, 0.0, np.abs(analytic - numeric) / larger)
    return float(np.max(ratio))
