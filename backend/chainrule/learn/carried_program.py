"""A run of a loop whose lines are not known to follow a gradient: what it carries, round by round, and no gradients."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from ..errors import LimitError
from ..graph import Shape
from ..read import Assumption, CarriedLoop, Request, carried_loop, follow_carried, is_loss
from .in_thread import Give, in_thread
from .objective import objective_of
from .run_document import RunNotice
from .training import End, Progress, Retention, RunEntry, kept_updates, loss_updates, stopped

__all__ = ["CARRIED", "CarriedProgram", "carried_program"]

CARRIED = "no-gradient-lines"
TELL_EVERY = 0.1  # seconds
NOTICE = RunNotice(
    CARRIED,
    "The rounds of this loop are not known to follow the gradient of one loss each: the run has what the loop carries "
    "from round to round, without gradients.",
)


def carried_program(source: str, request: Request, assumed: Mapping[str, Assumption]) -> CarriedProgram | None:
    """Raises: ChainruleError."""
    loop = carried_loop(source, request, assumed)
    return None if loop is None else CarriedProgram(source, request, assumed, loop)


class CarriedProgram:
    """A program with a loop that carries numbers; entry k is what they are after k rounds."""

    def __init__(self, source: str, request: Request, assumed: Mapping[str, Assumption], loop: CarriedLoop) -> None:
        self.source, self.request, self.assumed, self.loop = source, request, assumed, loop
        self.updated_shapes: Mapping[str, Shape] = {name: np.shape(value) for name, value in loop.start.items()}
        self.about: Sequence[RunNotice] = (NOTICE, *_measured(loop.measure))

    def most(self, iterations: int | None) -> int:
        """Return the largest number of rounds there can be, of so many that are asked for; None: all."""
        limit = self.request.limits.run_updates
        return min(each for each in (limit, iterations, self.loop.rounds) if each is not None)

    def run(self, most: int | None, keep: Retention, progress: Progress) -> Iterator[RunEntry | End]:
        """The kept entries in order, the first and the last among them, and the end."""

        def work(give: Give) -> None:
            self._run(self.most(most), keep, give)

        return in_thread(work, progress)

    def _run(self, rounds: int, keep: Retention, give: Give) -> None:
        reported_at, last, is_stopped = 0.0, -1, False
        kept_set = frozenset(kept_updates(rounds, keep.entries))
        loss_entries = sorted(kept_set | loss_updates(rounds, keep.entries, keep.losses))

        objective = objective_of(self.source, self.request, self.loop)

        def on_round(number: int, numbers: Mapping[str, Any], loss: float) -> bool:
            nonlocal reported_at, last, is_stopped
            if objective is not None and np.isnan(loss) and number > last and (number in loss_set or number == rounds):
                loss = objective(numbers)
            if time.monotonic() - reported_at > TELL_EVERY:
                reported_at = time.monotonic()
                is_stopped = not give((number, rounds))
            if number > last and number not in kept_set and number in loss_set and not is_stopped:
                last = number
                give(RunEntry(number, loss, np.nan, {}, {}, {}, is_loss_only=True))
            elif number > last and (number in kept_set or number == rounds or is_stopped):
                last = number
                values = {name: _float(value) for name, value in numbers.items()} if keep.arrays else {}
                unknown = {name: _unknown(value) for name, value in values.items()}
                give(RunEntry(number, loss, np.nan, values, unknown, {}))
            return number < rounds and not is_stopped

        loss_set = frozenset(loss_entries)
        try:
            follow_carried(
                self.source,
                self.request,
                self.assumed,
                self.loop,
                on_round,
                lambda done: min((each for each in loss_entries if each > done), default=rounds),
            )
        except LimitError as error:
            give(End("budget", max(last, 0), str(error)))
            return
        if is_stopped and last < rounds:
            give(End("stopped", last, stopped(last)))
            return
        limit = self.request.limits.run_updates
        if rounds == limit and self.loop.rounds != limit:
            give(End("budget", rounds, f"A run has at most {limit:,} updates (the limit `run_updates`)."))
            return
        words = "All " if rounds == self.loop.rounds else ""
        give(End("iterations", max(last, 0), f"{words}{rounds:,} rounds of the program's own loop are done."))


def _measured(name: str | None) -> list[RunNotice]:
    """Return the notice on what is drawn as the loss, where no name of the program says that it is one."""
    if name is None or is_loss(name.rpartition(".")[2]):
        return []
    return [
        RunNotice("own-measure", f"In the place of a loss stands `{name}`, as the program has it after each round.")
    ]


def _float(value: Any) -> Any:
    return np.array(value, dtype=np.float64) if np.ndim(value) else float(value)


def _unknown(value: Any) -> Any:
    return np.full_like(value, np.nan) if np.ndim(value) else np.nan
