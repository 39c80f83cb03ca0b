"""Schedules of the learning rate, one row each, in the formula language: formulas of lr, t = 0, 1, ... and T."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..compiled import Compiled
from ..errors import InputError, about
from ..graph import INPUT
from ..limits import Limits
from ..read.suggest import closest
from .rule import read_formula, setting

__all__ = ["SCHEDULES", "LearningRate", "Schedule", "schedule_for"]

LearningRate = Callable[[int], float]  # of the number of updates already done


@dataclass(frozen=True, slots=True)
class Schedule:
    """One row. `settings` has the default of each setting; None: it must be given."""

    name: str
    title: str
    text: str
    settings: Mapping[str, float | None]


ROWS = (
    Schedule("constant", "Constant", "lr", {}),
    Schedule("step", "Steps", "lr*factor**floor(t/every)", {"every": 30.0, "factor": 0.1}),
    Schedule("cosine", "Cosine", "lr/2*(1 + cos(t*pi/T))", {}),
    Schedule("linear", "Linear", "lr*(1 - t/T)", {}),
    Schedule("inverse_sqrt", "Inverse square root", "lr/sqrt(maximum(t, 1))", {}),
    Schedule("restarts", "Warm restarts", "lr/2*(1 + cos((t - every*floor(t/every))*pi/every))", {"every": None}),
)
SCHEDULES: Mapping[str, Schedule] = {row.name: row for row in ROWS}
WARMUP = "warmup"  # lr (t + 1)/over, then another schedule whose clock starts there
MOST_STEPS = 100
NESTED = 5  # one warm-up in another


def schedule_for(schedule: Mapping[str, Any] | None, lr: float, total: int, limits: Limits) -> LearningRate | None:
    """The learning rate by the number of updates done; None where it is constant.

    Args:
        schedule: None, {"kind": a name of the table or "warmup", its settings}, or {"formula": "lr*(1 - t/T)"}.
        total: T.

    Raises:
        InputError: `unknown-schedule`, `unknown-setting`, `bad-setting`.
        ChainruleError: what is wrong with a formula that was typed.
    """
    warmups: list[tuple[int, float]] = []
    while schedule is not None and schedule.get("kind") == WARMUP:
        over = max(1, int(_positive(schedule, "over")))
        _checked_fields(schedule, ("kind", "over", "then"))
        warmups.append((over, lr))
        schedule, total = schedule.get("then"), max(1, total - over)
        if schedule is not None and not isinstance(schedule, Mapping):
            raise InputError("unknown-schedule", "`then` is no schedule.", hint='Write {"kind": "cosine"}.')
        if len(warmups) > NESTED:
            raise InputError("unknown-schedule", f"At most {NESTED} warm-ups follow each other.")
    if schedule is None and not warmups:
        return None
    last = _plain(schedule, lr, total, limits) if schedule is not None else lambda t: lr

    def rate(t: int) -> float:
        for over, start in warmups:
            if t < over:
                return start * (t + 1) / over
            t -= over
        return last(t)

    return rate


def _plain(schedule: Mapping[str, Any], lr: float, total: int, limits: Limits) -> LearningRate:
    if "formula" in schedule:
        _checked_fields(schedule, ("formula",))
        text = schedule["formula"]
        if not isinstance(text, str):
            raise InputError("unknown-schedule", "`formula` is not a text.", hint='Write "lr*(1 - t/T)".')
        return _compiled(text, {}, lr, total, limits)
    if "kind" not in schedule:
        raise InputError("unknown-schedule", "The schedule has no `kind`.", hint='Write {"kind": "cosine"}.')
    kind = schedule["kind"]
    row = SCHEDULES.get(kind) if isinstance(kind, str) else None
    if row is None:
        names = [*SCHEDULES, WARMUP]
        guess = closest(str(kind)[:60], names)
        hint = f"Did you mean `{guess}`?" if guess else f"They are {', '.join(names)}, or a formula of lr, t and T."
        raise InputError("unknown-schedule", f"There is no schedule `{str(kind)[:60]}`.", hint=hint)
    if row.name == "step" and "at" in schedule:
        return _steps_at(schedule, lr)
    _checked_fields(schedule, ("kind", *row.settings))
    numbers = {
        name: default if name not in schedule and default is not None else _positive(schedule, name)
        for name, default in row.settings.items()
    }
    return _compiled(row.text, numbers, lr, total, limits)


def _steps_at(schedule: Mapping[str, Any], lr: float) -> LearningRate:
    """`step` with the updates before which the rate falls written out."""
    _checked_fields(schedule, ("kind", "at", "factor"))
    at = schedule["at"]
    if not isinstance(at, list | tuple) or not 0 < len(at) <= MOST_STEPS:
        raise InputError("bad-setting", f"`at` is no list of 1 to {MOST_STEPS} numbers.", hint="Write [30, 60, 90].")
    places = [setting("at", place) for place in at]
    factor = _positive(schedule, "factor") if "factor" in schedule else 0.1
    return lambda t: lr * factor ** sum(t >= place for place in places)


def _compiled(text: str, numbers: Mapping[str, float], lr: float, total: int, limits: Limits) -> LearningRate:
    names = {"lr": lr, "T": float(total), "t": 0.0, **numbers}
    with about(text):
        graph = read_formula(text, dict.fromkeys(names, ()), limits)
        if graph.nodes[graph.output].shape:
            raise InputError("unknown-schedule", "A learning rate is one number.", hint="Write lr*(1 - t/T).")
    places = {node.name: node.id for node in graph.nodes if node.op == INPUT and node.name is not None}
    leaves = {place: names[name] for name, place in places.items()}
    tape = Compiled(graph, leaves, [places["t"]] if "t" in places else [], [graph.output])

    def rate(t: int) -> float:
        if "t" in places:
            tape.numbers[places["t"]] = float(t)
        return float(tape.run())

    return rate


def _positive(schedule: Mapping[str, Any], name: str) -> float:
    if name not in schedule:
        raise InputError("bad-setting", f"The schedule needs `{name}`.", hint=f'Write "{name}": 10.')
    number = setting(name, schedule[name])
    if number <= 0:
        raise InputError("bad-setting", f"`{name}` is not above 0.", hint=f'Write "{name}": 10.')
    return number


def _checked_fields(schedule: Mapping[str, Any], names: tuple[str, ...]) -> None:
    unknown = [name for name in schedule if name not in names]
    if unknown:
        text = f"`{str(unknown[0])[:60]}` is not a setting of this schedule."
        raise InputError("unknown-setting", text, hint=f"Its fields are {', '.join(names)}.")
