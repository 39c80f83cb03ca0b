"""Rounds on a tape: once the rounds of a loop repeat in all but their numbers, the next ones are only computed.

The interpreter hands over each moment at which it took the gates of a round back. Where its state comes again on a path
that was gone before, gate for gate, the program goes on like that as long as the guards of one of these paths hold:
such rounds are run as a tape, and the interpreter continues behind them with the numbers of the last.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ...graph import LITERAL
from .segment import GradientSum, SegmentTape, TapeSegment, is_whole, same_segment
from .state import InterpreterState, state_of
from .unread import UnreadNames, unread_names

if TYPE_CHECKING:
    from ..machine import Machine

__all__ = ["GradientSum", "RoundTape", "TapeSegment", "UnreadNames", "unread_names"]

MOST_SEGMENTS = 700  # that are looked through for a state that comes again
MOST_NODES = 2_000_000  # that these may hold in all
MOST_ENTRIES = 4_000_000  # of the arrays that these hold as leaves: 32 MB
MOST_LOOKS = 150_000  # objects that are looked at between one round that is skipped and the next
MOST_PATHS = 16  # from one state back to it: each choice of the program between two paths makes another
CHECK_EVERY = 64  # periods from one look at the clock to the next


class Moment(NamedTuple):
    """Position of the interpreter when it had taken gates back."""

    state: InterpreterState
    done: int  # rounds
    counts: tuple[int, ...]  # rounds of each loop that is being executed


class RepeatedPath:
    """Segments that the interpreter executed from a state until it was in that state again."""

    def __init__(self, segments: Sequence[TapeSegment], steps: tuple[int, ...], rounds: int) -> None:
        self.segments = segments
        self.steps = steps  # how many rounds each loop went on
        self.rounds = rounds
        self.multiply_adds = sum(segment.work for segment in segments)
        self.tapes: list[SegmentTape] = []  # once it was gone twice

    def equals(self, other: RepeatedPath) -> bool:
        return (self.steps, self.rounds, len(self.segments)) == (
            other.steps,
            other.rounds,
            len(other.segments),
        ) and all(map(same_segment, self.segments, other.segments))

    def run(self, values: list[Any]) -> bool:
        return all(tape.run(values) for tape in self.tapes)


class RoundTape:
    """Watches the loops that are drawn for one round, and skips the rounds that it can compute by itself."""

    def __init__(self, unread: UnreadNames) -> None:
        self.unread = unread
        self._paths: dict[InterpreterState, list[RepeatedPath]] = {}
        self._segments: list[TapeSegment] = []  # each leads from the moment of its index to the one behind it
        self._moments: list[Moment] = []
        self._last: dict[InterpreterState, int] = {}  # the last moment of each state
        self._nodes = 0
        self._entries = 0
        self._looks = 0
        self._given_up = False

    def skip(self, m: Machine, segment: TapeSegment) -> None:
        """Take in what was just done, and run the next rounds where they can only be the same again.

        Raises:
            LimitError: `round_seconds`, `run_seconds`, or what `Rounds.skipped` raises.
        """
        if self._given_up:
            return
        state = state_of(m, self.unread)
        self._nodes += len(segment.nodes)
        leaves = segment.nodes[m.loops[0].mark.nodes :]
        self._entries += sum(math.prod(node.shape) for node in leaves if node.op == LITERAL and node.shape)
        self._looks += 0 if state is None else len(state.tokens)
        too_long = len(self._segments) > MOST_SEGMENTS or self._nodes > MOST_NODES or self._looks > MOST_LOOKS
        too_long = too_long or self._entries > MOST_ENTRIES
        if state is None or too_long:
            self._give_up()
            return
        if self._moments:
            self._segments.append(segment)
        here = len(self._moments)
        self._moments.append(Moment(state, m.rounds.done, tuple(loop.rounds for loop in m.loops)))
        if state in self._last:
            self._learn(m, self._last[state], here)
        self._last[state] = here
        paths = [path for path in self._paths.get(state, ()) if path.tapes]
        if paths:
            self._run(m, paths)
            self._start_at(Moment(state, m.rounds.done, tuple(loop.rounds for loop in m.loops)))

    def _give_up(self) -> None:
        self._given_up = True
        self._paths.clear()
        self._start_at(None)

    def _start_at(self, moment: Moment | None) -> None:
        self._segments.clear()
        self._moments[:] = [] if moment is None else [moment]
        self._last = {} if moment is None else {moment.state: 0}
        self._nodes = self._entries = 0

    def _learn(self, m: Machine, before: int, here: int) -> None:
        """Take in the path from a moment to another one of the same state; one that is gone again is compiled."""
        then, now = self._moments[before], self._moments[here]
        steps = tuple(b - a for a, b in zip(then.counts, now.counts, strict=True))
        path = RepeatedPath(self._segments[before:here], steps, now.done - then.done)
        paths = self._paths.setdefault(now.state, [])
        old = next((each for each in paths if each.equals(path)), None)
        if old is None:
            if len(paths) < MOST_PATHS:
                paths.append(path)
        elif not old.tapes:
            first = m.loops[0].mark.nodes
            if path.rounds < 1 or not all(is_whole(segment, first) for segment in path.segments):
                self._give_up()
                return
            old.tapes = [SegmentTape(segment) for segment in path.segments]

    def _run(self, m: Machine, paths: list[RepeatedPath]) -> None:
        first = m.loops[0].mark.nodes
        values = _values_now(m, paths, first)
        counts = [0] * len(m.loops)
        rounds, work, turns = m.rounds, 0, 0
        left = rounds.next_wanted() - 1 - rounds.done
        order = paths
        while (path := _window(m, values, order, counts, left)) is not None:
            order = [path, *(each for each in paths if each is not path)]
            left -= path.rounds
            rounds.done += path.rounds
            work += path.multiply_adds
            counts = [count + step for count, step in zip(counts, path.steps, strict=True)]
            turns += 1
            if turns % CHECK_EVERY == 0:
                rounds.check(m, m.loops[-1])
                rounds.skipped(work)
                work = 0
        if turns:
            self._looks = 0
            rounds.skipped(work)
            _go_on(m, first, values, counts)


def _window(
    m: Machine, values: list[Any], paths: Sequence[RepeatedPath], counts: Sequence[int], left: int
) -> RepeatedPath | None:
    """Go along the first of the paths whose guards hold, and give it; where none does the numbers stay as they are."""
    first, end = m.loops[0].mark.nodes, len(m.builder.nodes)
    window = values[first:end]
    for path in paths:
        if path.rounds <= left and _fits(m, counts, path.steps):
            if path.run(values):
                return path
            values[first:end] = window
    return None


def _values_now(m: Machine, paths: Sequence[RepeatedPath], first: int) -> list[Any]:
    """Return, by node id, the numbers that the tapes read: those before the loop, and those that change."""
    tapes = [tape for path in paths for tape in path.tapes]
    values: list[Any] = [None] * max(len(m.builder.nodes), *(tape.size for tape in tapes))
    fixed = {read for tape in tapes for read in tape.reads if read < first}
    for node in (*fixed, *range(first, len(m.builder.nodes))):
        values[node] = m.evaluator.value(m.builder.nodes, node)
    return values


def _fits(m: Machine, counts: Sequence[int], steps: Sequence[int]) -> bool:
    """Return whether each loop has that many rounds left, and one more for the interpreter."""
    for loop, count, step in zip(m.loops, counts, steps, strict=True):
        if step and loop.iterator is not None and (loop.total is None or loop.rounds + count + step >= loop.total):
            return False
    return True


def _go_on(m: Machine, first: int, values: list[Any], counts: Sequence[int]) -> None:
    """Leave the interpreter where it would be had it gone through these rounds itself."""
    nodes = m.builder.nodes
    m.evaluator.drop_from(first)
    for index in range(first, len(nodes)):
        if nodes[index].op == LITERAL:
            nodes[index] = nodes[index]._replace(params={"value": values[index]})
    for loop, count in zip(m.loops, counts, strict=True):
        loop.rounds += count
        if loop.iterator is not None:
            for _ in range(count):
                next(loop.iterator)
