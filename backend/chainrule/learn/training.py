"""The loop: gradient, update, again, until it ends, with what is kept of it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..limits import Limits
from ..number import number
from .batches import minibatches
from .moving import parameters
from .problem import TrainingProblem
from .rule import UpdateRule
from .run_document import Ended
from .schedules import LearningRate

__all__ = [
    "End",
    "Retention",
    "RunEntry",
    "TrainingPlan",
    "Progress",
    "kept_updates",
    "not_finite",
    "loss_updates",
    "stopped",
    "train_steps",
]

Progress = Callable[[int, int], bool | None]  # of updates done and of all; True: the run ends there

GROWTH = 1e12  # times the first loss: what is larger has diverged
TELL_EVERY = 0.1  # seconds


@dataclass(frozen=True, slots=True)
class RunEntry:
    """The state after `iteration` updates; the arrays are left out where they would be too many.

    Between kept entries there may be some with the loss alone: `is_loss_only`.
    """

    iteration: int
    loss: float  # of the whole data
    learning_rate: float  # what the next update uses
    values: dict[str, Any]
    gradients: dict[str, Any]
    state: dict[str, dict[str, Any]]
    is_loss_only: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """The last entry of a run: after how many updates it ended, and why."""

    ended: Ended
    iteration: int
    text: str


@dataclass(frozen=True, slots=True)
class Retention:
    """Sizes of what is kept of a run."""

    entries: int
    losses: int  # updates whose loss is told, `entries` at least
    arrays: bool  # whether entries have more than their loss


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """Plan of a run. `rate`: the learning rate after t updates; None: the rule's own."""

    rule: UpdateRule
    rate: LearningRate | None
    iterations: int
    batch: int | None
    seed: int
    retention: Retention
    tolerance: float
    limits: Limits
    progress: Progress


def train_steps(problem: TrainingProblem, plan: TrainingPlan) -> Iterator[RunEntry | End]:
    """The kept entries in order, the first and the last among them, and the end.

    Raises:
        ChainruleError: the program cannot be followed any further.
    """
    with np.errstate(all="ignore"):
        yield from _Loop(problem, plan).entries()


class _Loop:
    def __init__(self, problem: TrainingProblem, plan: TrainingPlan) -> None:
        self.problem, self.plan = problem, plan
        self.moving = parameters(plan.rule, problem.values, plan.limits)
        problem.values = self.moving.values
        self.names = [leaf.name for leaf in problem.parameters]
        self.batch = plan.batch if plan.batch and plan.batch < problem.examples else None
        self.work = problem.cost(self.batch)
        self.was_flat = True  # at the update before: a velocity goes through a place where the gradient is 0
        self.most, self.over = self._budget()
        self.recorded_updates = frozenset(kept_updates(self.most, plan.retention.entries))
        self.loss_updates = self.recorded_updates | loss_updates(
            self.most, plan.retention.entries, plan.retention.losses
        )

    def _budget(self) -> tuple[int, str]:
        """Return the number of updates there can be, and the sentence for a run that has fewer than were asked for."""
        limits = self.plan.limits
        by_work = limits.run_multiply_adds // max(1, self.work)
        most = min(self.plan.iterations, limits.run_updates, by_work)
        if limits.run_updates <= by_work:
            return most, f"A run has at most {limits.run_updates:,} updates (the limit `run_updates`)."
        return most, (
            f"These {most:,} updates took {limits.run_multiply_adds:,} multiply-adds (the limit `run_multiply_adds`)."
        )

    def rate(self, t: int) -> float:
        return self.plan.rule.lr if self.plan.rate is None else self.plan.rate(t)

    def entries(self) -> Iterator[RunEntry | End]:
        plan, problem, moving = self.plan, self.problem, self.moving
        rows = minibatches(problem.examples, self.batch, plan.seed) if self.batch else None
        deadline = time.monotonic() + plan.limits.run_seconds
        messages = 0.0
        first = previous = math.nan
        rises_from = 1  # the first of the updates that raised the loss, one after the other
        is_stopped = False
        for t in range(self.most + 1):
            part = None if rows is None or t in self.loss_updates else next(rows)
            is_full_batch = part is None
            loss, gradients = problem.evaluate(part)
            moving.take(gradients)
            first = loss if t == 0 else first
            if not loss > previous and not math.isnan(loss):
                rises_from = t + 1
            previous = loss
            now = time.monotonic()
            end = self._end(t, loss, first, rises_from, is_full_batch, now > deadline, is_stopped)
            if end is not None and not is_full_batch:
                loss, gradients = problem.evaluate()
            lr = self.rate(t)
            if end is not None or t in self.recorded_updates:
                yield self._entry(t, loss, lr, gradients)
            elif t in self.loss_updates:
                yield RunEntry(t, loss, lr, {}, {}, {}, is_loss_only=True)
            if end is not None:
                yield end
                return
            if rows is not None and is_full_batch:
                moving.take(problem.evaluate(next(rows))[1])
            moving.move(lr, t + 1, plan.iterations)
            if now - messages > TELL_EVERY:
                messages = now
                is_stopped = bool(plan.progress(t + 1, self.most))

    def _end(
        self, t: int, loss: float, first: float, rises_from: int, is_full_batch: bool, late: bool, is_stopped: bool
    ) -> End | None:
        plan = self.plan
        since = rises_from if self.batch is None and rises_from < t else None
        if not math.isfinite(loss):
            return End("diverged", t, not_finite(t, loss, since))
        if abs(loss) > GROWTH * max(abs(first), 1 / GROWTH):
            return End("diverged", t, _too_large(t, loss, since))
        if is_full_batch and plan.tolerance:
            norm = self.moving.norm()
            is_flat, was_flat = norm < plan.tolerance, self.was_flat
            self.was_flat = is_flat
            if is_flat and (was_flat or not plan.rule.states):
                return End("converged", t, _flat(t, norm, plan.tolerance))
        if t == plan.iterations:
            return End("iterations", t, "The one update is done." if t == 1 else f"All {t:,} updates are done.")
        if t == self.most:
            return End("budget", t, self.over)
        if is_stopped:
            return End("stopped", t, stopped(t))
        if late:
            limit = plan.limits.run_seconds
            return End("budget", t, f"After {t:,} updates the run had taken {limit:g} seconds (`run_seconds`).")
        return None

    def _entry(self, t: int, loss: float, lr: float, gradients: list[Any]) -> RunEntry:
        if not self.plan.retention.arrays:
            return RunEntry(t, loss, lr, {}, {}, {})
        values = {name: _copy(value) for name, value in self.moving.values.items()}
        result = {name: _copy(value) for name, value in zip(self.names, gradients, strict=True)}
        return RunEntry(t, loss, lr, values, result, self.moving.states())


def kept_updates(most: int, keep: int) -> list[int]:
    """Return the numbers of the updates that are kept: spread evenly, the first and the last among them."""
    if most + 1 <= keep:
        return list(range(most + 1))
    return sorted({round(each) for each in np.linspace(0, most, max(2, keep)).tolist()})


def loss_updates(most: int, keep: int, losses: int) -> frozenset[int]:
    """Return the updates whose loss is told beside the kept ones, where arrays are too large to keep so many."""
    return frozenset(kept_updates(most, losses) if losses > keep else ())


def _copy(value: Any) -> Any:
    return np.array(value) if np.ndim(value) else float(value)


def not_finite(t: int, loss: float, rises_from: int | None = None) -> str:
    """Return the sentence on a loss that is infinite or not a number after update `t`.

    `rises_from`: the update from which on each one raised the loss; None where that is not known.
    """
    if loss == -math.inf:
        return _without_end(t, loss)
    result = "not a number" if math.isnan(loss) else "infinite"
    if t == 0:
        return f"The loss is {result} before the first update: the start itself cannot be computed with."
    sentence = f"After update {t} the loss is {result}."
    return " ".join([sentence, *_since(rises_from), "Take a smaller lr, or other starting values."])


def _too_large(t: int, loss: float, rises_from: int | None) -> str:
    if loss < 0:
        return _without_end(t, loss)
    sentence = f"After update {t} the loss is {number(loss)}, over 10¹² times the first."
    return " ".join([sentence, *_since(rises_from), "Take a smaller lr."])


def _since(rises_from: int | None) -> list[str]:
    return [] if rises_from is None else [f"From update {rises_from} on every update raised it."]


def _without_end(t: int, loss: float) -> str:
    return f"After update {t} the loss is {number(loss)}: it seems to have no smallest value."


def _flat(t: int, norm: float, tolerance: float) -> str:
    if norm == 0:
        return f"After update {t} the gradient is 0: there the run ends." if t else "The gradient is 0 at the start."
    return f"After update {t} the gradient's length is {number(norm)}, below the tolerance {number(tolerance)}."


def stopped(t: int) -> str:
    """Return the sentence on a run that was stopped after update `t`."""
    return "The run was stopped after 1 update." if t == 1 else f"The run was stopped after {t:,} updates."
