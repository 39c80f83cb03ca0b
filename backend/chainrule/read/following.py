"""A training loop followed from round to round, in the program's own way: its own lines are the optimizer."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np

from ..compiled import multiply_adds
from ..errors import LimitError
from ..graph import Graph
from .known_round import KnownRound
from .loops import Loop, note_updates
from .machine import Machine
from .output import choose_output
from .reading import Request, execute, machine_for, text_of
from .rounds import Rounds
from .tape import RoundTape, unread_names

__all__ = ["OnRound", "follow"]

NO_END = 1 << 60  # a round that no loop comes to
OnRound = Callable[[int, Callable[[], tuple[Graph, Mapping[str, Any]]]], bool]
NextKept = Callable[[int], int]


class _Enough(Exception):
    """No further round is wanted."""


def follow(source: str, request: Request, first: Graph, seconds: float, on_round: OnRound, next_kept: NextKept) -> int:
    """Execute a program whose loop trains, and tell of each round when it is done.

    Args:
        first: the program at its first round.
        seconds: how long it may take.
        on_round: gets the number of the round, from 1, and what gives its graph with the values that the moved numbers
            have after it; whether to go on. Rounds before the next kept one may pass without it.
        next_kept: of the number of rounds that are done, the next one whose graph is wanted.

    Returns the number of rounds that were done.

    Raises:
        ChainruleError: whatever is wrong in a later round.
        LimitError: `run_seconds`, `run_multiply_adds`.
    """
    text = text_of(source, request)
    m = machine_for(text, request, first.assumed)
    m.rounds = Rounds(NO_END, seconds=seconds, deadline=time.monotonic() + seconds, limit="run_seconds")
    m.evaluator.allow(m.rounds.limit, seconds)
    work = 0

    kept_round = KnownRound()

    def graph_now(loop: Loop) -> tuple[Graph, Mapping[str, Any]]:
        decisive = set(m.rounds.asked_values)  # what is told of a round decides nothing in it
        graph = kept_round.graph_again(m, loop)
        if graph is None:
            kept_round.begin(m, loop)
            note_updates(m, loop)
            m.rounds.drawn_loops = [loop]
            graph = replace(choose_output(m, text, request.output), assumed=first.assumed)
            m.rounds.drawn_loops = []
            kept_round.keep(m, graph)
        count_work(multiply_adds(graph))  # who wants the graph evaluates it
        carried = () if graph.loop is None else graph.loop.carried
        after = {each.name: m.value_of(each.after) for each in carried}
        m.rounds.asked_values = decisive
        return graph, after

    def count_work(count: int) -> None:
        nonlocal work
        work += count
        limit = m.limits.run_multiply_adds
        if work > limit:
            raise LimitError("run_multiply_adds", limit, f"{m.rounds.done:,} rounds took more multiply-adds than that")

    def ended(machine: Machine, loop: Loop) -> None:
        if loop.outer:
            return
        lines = m.builder.multiply_adds - loop.mark.multiply_adds
        count_work(3 * lines if any(leaf >= loop.mark.nodes for leaf in m.rounds.gradients) else lines)
        if not on_round(m.rounds.done, lambda: graph_now(loop)):
            raise _Enough

    m.rounds.ended = ended
    m.rounds.next_kept, m.rounds.work_skipped = lambda: next_kept(m.rounds.done), count_work
    m.rounds.tape = RoundTape(unread_names(text.statements, request.output))
    with np.errstate(all="ignore"), suppress(_Enough):
        execute(m, text)
    return m.rounds.done
