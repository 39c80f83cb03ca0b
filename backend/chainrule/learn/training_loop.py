"""A run by the program's own update lines: all rounds of its loop, with the loss and the numbers that they move."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeAlias

import numpy as np

from ..errors import ChainruleError, InputError, LimitError, about
from ..evaluate import evaluate
from ..graph import Graph, Shape
from ..limits import Limits
from ..read import Assumption, Request, follow
from ..read.text import canonical_name
from ..tracing.readings import ReadingKey, graph_for, with_defaults
from ..tracing.request_values import masks_of, read_value
from .carried_program import carried_program
from .in_thread import Give, in_thread
from .round_loss import is_own_result, loss_of, measured_behind, of_named_loss, with_values
from .run_document import RunNotice, loops_left_out, notices_of
from .training import End, Progress, Retention, RunEntry, kept_updates, loss_updates, not_finite, stopped

__all__ = ["LoopOfProgram", "TrainingLoop", "program_for"]

NOT_DRAWN = ("empty", "no-formula", "limit")  # of a program that may run all the same
RATES = ("lr", "learning_rate", "eta", "alpha", "step_size")
TELL_EVERY = 0.1  # seconds
MOST_LOSSES = 100  # of a run whose arrays are large: each between kept entries is a pass of its own
MOST_SILENT = 10_000  # rounds that may pass before the run says how far it is, or can be stopped
GraphNow: TypeAlias = Callable[[], tuple[Graph, Mapping[str, Any]]]


class TrainingLoop:
    """A program with a loop that trains. `graph` is its first round; `updated_shapes` are those of its lines."""

    def __init__(self, source: str, request: Request, graph: Graph) -> None:
        self.source, self.request, self.graph = source, request, graph
        self.rounds = None if graph.loop is None else graph.loop.rounds_in_all
        self.updated_shapes: dict[str, Shape] = {}
        self.about: Sequence[RunNotice] = [*notices_of(graph), *loops_left_out(graph)]

        def on_round(number: int, graph_now: GraphNow) -> bool:
            result, _ = graph_now()
            if result.loop is not None:
                self.updated_shapes = {each.name: result.nodes[each.before].shape for each in result.loop.carried}
            return number < 2  # in the first round a name may still be another's

        follow(source, request, graph, request.limits.round_seconds, on_round, lambda done: done + 1)

    def run(self, most: int | None, keep: Retention, progress: Progress) -> Iterator[RunEntry | End]:
        """The kept entries in order, the first and the last among them, and the end.

        Args:
            most: rounds at the most; None: as many as the program runs.
            keep: what is kept; a loop whose end is not known gives up to twice as many entries.

        Raises:
            ChainruleError: the program cannot be followed any further.
        """
        return in_thread(_Runner(self, self.most(most), most is None, keep).entries, progress)

    def most(self, iterations: int | None) -> int:
        """Return the largest number of rounds there can be, of so many that are asked for; None: all."""
        return min(each for each in (self.request.limits.run_updates, iterations, self.rounds) if each is not None)


class LoopOfProgram(Protocol):
    """A loop whose own lines are the optimizer."""

    @property
    def updated_shapes(self) -> Mapping[str, Shape]:
        """The shapes of what its lines move."""

    @property
    def about(self) -> Sequence[RunNotice]:
        """Return the other notices on the run."""

    def most(self, iterations: int | None) -> int:
        """Return the largest number of rounds there can be, of so many that are asked for; None: all."""

    def run(self, most: int | None, keep: Retention, progress: Progress) -> Iterator[RunEntry | End]:
        """The kept entries in order, the first and the last among them, and the end."""


def program_for(
    source: str,
    values: Mapping[str, Any] | None,
    output: str | None,
    defaults: bool,
    limits: Limits,
) -> LoopOfProgram:
    """The loop of a program that trains, or, where none is known to, the one that carries numbers.

    Raises:
        ChainruleError; InputError `no-update-lines` where the program has no such loop.
    """
    values_by_name = {canonical_name(name): read_value(name, value, limits) for name, value in (values or {}).items()}
    shapes = tuple((name, np.shape(value)) for name, value in values_by_name.items())
    assumed: Mapping[str, Assumption] = {}
    with about(source):
        masks = masks_of(values or {})
        request = Request(values_by_name, output=output, defaults=defaults, limits=limits, masks=frozenset(masks))
        try:
            graph, _ = graph_for(
                ReadingKey(source, shapes, output, defaults, limits, False, masks=masks), values_by_name
            )
            assumed = graph.assumed
            request = replace(request, values={**values_by_name, **with_defaults(graph, values_by_name)})
            trained = None if graph.loop is None else TrainingLoop(source, request, graph)
            if trained is not None and trained.updated_shapes and not is_own_result(graph):
                return trained
        except ChainruleError as error:
            program = carried_program(source, request, assumed) if error.code in NOT_DRAWN else None
            if program is None:
                raise
            return program
        program = carried_program(source, request, assumed)
    if program is None:
        raise InputError(
            "no-update-lines",
            "This program has no loop whose lines move what its loss depends on.",
            hint='Choose an optimizer, such as "sgd".',
        )
    return program


class _Runner:
    """One run. It works in a thread of its own: the interpreter cannot be left in the middle of a program."""

    def __init__(self, program: TrainingLoop, iterations: int, all_of_it: bool, retention: Retention) -> None:
        self.program, self.iterations, self.all_of_it, self.arrays = program, iterations, all_of_it, retention.arrays
        is_known = program.rounds is not None or not all_of_it
        self.recorded_updates = (
            {each + 1 for each in kept_updates(iterations, retention.entries)[:-1]} if is_known else None
        )
        losses = min(retention.losses, MOST_LOSSES)
        loss_entries = loss_updates(iterations, retention.entries, losses) if is_known else frozenset()
        self.loss_updates = {each + 1 for each in loss_entries if each < iterations} - (self.recorded_updates or set())
        self.keep, self.stride = retention.entries, 1
        self.reported_at = 0.0
        self.end: End | None = None
        self.last_loss = math.nan
        self.is_stopped = False
        self.is_cut = False  # the run ends before a loop that moves other numbers

    def entries(self, give: Give) -> None:
        """Raises: ChainruleError."""
        limits = self.program.request.limits
        deadline = time.monotonic() + limits.run_seconds
        last: list[RunEntry] = []
        count = 0

        def on_round(number: int, graph_now: GraphNow) -> bool:
            nonlocal count
            self._tell(number, give)
            is_recorded = self._is_kept(number)
            if is_recorded or number == self.iterations or self.is_stopped:
                graph, after = graph_now()
                if self._is_another(number, graph):
                    return False
                entry = self._entry(number - 1, graph, {})
                if is_recorded:
                    give(entry)
                    count += 1
                elif number in self.loss_updates:
                    give(replace(entry, values={}, gradients={}, is_loss_only=True))
                if count >= 2 * self.keep:
                    count, self.stride = count // 2, 2 * self.stride
                self.end = self._diverged(entry)
                last[:] = self._after(number, graph, after) if self.end is None else []
            elif number in self.loss_updates:
                entry = self._entry(number - 1, graph_now()[0], {}, loss_only=True)
                give(entry)
                self.end = self._diverged(entry)
            return self.end is None and number < self.iterations and not self.is_stopped

        try:
            done = self._follow(on_round, limits.run_seconds, self._next_kept)
            if self.is_cut:
                assert self.program.graph.loop is not None
                done = self.program.graph.loop.rounds or done
            if self.end is None and (not last or last[0].iteration != done):
                self._last(done, last, deadline - time.monotonic())
        except LimitError as error:
            give(End("budget", last[0].iteration if last else 0, str(error)))
            return
        if self.end is None:
            for entry in last:
                give(entry)
            self.end = self._done(done, last[0].loss if last else self.last_loss)
        give(self.end)

    def _is_another(self, number: int, graph: Graph) -> bool:
        """Return whether a round belongs to a loop behind the first that moves other numbers: a run of its own."""
        first = self.program.graph.loop
        if first is None or first.rounds is None or number <= first.rounds or graph.loop is None:
            return False
        self.is_cut = self.program.updated_shapes.keys().isdisjoint(each.name for each in graph.loop.carried)
        return self.is_cut

    def _follow(self, on_round: Callable[..., bool], seconds: float, next_kept: Callable[[int], int]) -> int:
        program = self.program
        return follow(program.source, program.request, program.graph, seconds, on_round, next_kept)

    def _is_kept(self, number: int) -> bool:
        return number in self.recorded_updates if self.recorded_updates is not None else (number - 1) % self.stride == 0

    def _next_kept(self, done: int) -> int:
        """The next round that is to be interpreted: one that is kept, the last, or one that tells of the progress."""
        if self.recorded_updates is None:
            return min(self.iterations, done + -done % self.stride + 1, done + MOST_SILENT)
        coming = (each for each in self.recorded_updates | self.loss_updates if each > done)
        return min(min(coming, default=self.iterations), done + MOST_SILENT)

    def _last(self, done: int, last: list[RunEntry], seconds: float) -> None:
        """The loop ended by itself, where nobody could know it: its last round once more."""

        def on_round(number: int, graph_now: GraphNow) -> bool:
            if number == done:
                graph, after = graph_now()
                last[:] = self._after(number, graph, after)
            return number < done

        self._follow(on_round, max(seconds, 0.1), lambda at: max(done, at + 1))

    def _tell(self, number: int, give: Give) -> None:
        now = time.monotonic()
        if now - self.reported_at > TELL_EVERY:
            self.reported_at = now
            self.is_stopped = not give((number, self.iterations))

    def _after(self, iteration: int, graph: Graph, after: Mapping[str, Any]) -> list[RunEntry]:
        """The state behind a round; none where a number has become an array: the graph of its own round is another."""
        assert graph.loop is not None
        before = {each.name: graph.nodes[each.before].shape for each in graph.loop.carried}
        is_alike = all(np.shape(value) == before[name] for name, value in after.items())
        return [self._entry(iteration, graph, after)] if is_alike else []

    def _entry(self, iteration: int, graph: Graph, after: Mapping[str, Any], *, loss_only: bool = False) -> RunEntry:
        """The state of a round's graph; `after`: with these numbers in place of those that the round began with."""
        graph = of_named_loss(graph)
        assert graph.loop is not None
        places = {each.name: each.before for each in graph.loop.carried}
        measured = measured_behind(graph)
        free = dict(self.program.request.values)
        if after:
            graph, free = with_values(graph, {places[name]: value for name, value in after.items()}, free)
        run = evaluate(graph, free, limits=self.program.request.limits)
        if measured:
            before = {each.after: run.values[each.before] for each in measured}
            graph, free = with_values(graph, before, free)
            run = evaluate(graph, free, limits=self.program.request.limits)
            places |= {each.name: each.after for each in measured}
        rate = next((run.values[graph.names[name]] for name in RATES if name in graph.names), math.nan)
        rate = float(rate) if not np.ndim(rate) else math.nan
        self.last_loss = loss_of(run)
        if loss_only or not self.arrays:
            return RunEntry(iteration, loss_of(run), rate, {}, {}, {}, is_loss_only=loss_only)
        names = list(self.program.updated_shapes)
        if places.keys().isdisjoint(names) and len(places) == len(names):
            places = dict(zip(names, places.values(), strict=True))  # in the first round a name may still be another's
        first = self.program.graph.loop
        if first is not None and first.rounds is not None and iteration >= first.rounds:  # later loops leave some as is
            places |= {name: graph.names[name] for name in names if name not in places and self._has(graph, name)}
        names = [name for name in names if name in places]
        return RunEntry(
            iteration,
            loss_of(run),
            rate,
            {name: self._like_later(name, run.values[places[name]]) for name in names},
            {name: self._like_later(name, run.gradients[places[name]]) for name in names},
            {},
        )

    def _has(self, graph: Graph, name: str) -> bool:
        return name in graph.names and graph.nodes[graph.names[name]].shape == self.program.updated_shapes[name]

    def _like_later(self, name: str, value: Any) -> Any:
        """A number that later rounds have as an array, as an array."""
        shape = self.program.updated_shapes[name]
        is_number = shape and not np.ndim(value)
        return np.full(shape, value) if is_number else value

    def _diverged(self, entry: RunEntry) -> End | None:
        if math.isfinite(entry.loss):
            return None
        return End("diverged", entry.iteration, not_finite(entry.iteration, entry.loss))

    def _done(self, done: int, loss: float) -> End:
        if not math.isfinite(loss):
            return End("diverged", done, not_finite(done, loss))
        if self.is_stopped and done < self.iterations:
            return End("stopped", done, stopped(done))
        limit = self.program.request.limits.run_updates
        if self.all_of_it and done == limit and self.program.rounds != limit:
            return End("budget", done, f"A run has at most {limit:,} updates (the limit `run_updates`).")
        rounds = "The one round" if done == 1 else f"All {done:,} rounds"
        if self.program.rounds is None or done < self.program.rounds:
            rounds = f"{done:,} rounds"
        return End("iterations", done, f"{rounds} of the program's own loop {'is' if done == 1 else 'are'} done.")
