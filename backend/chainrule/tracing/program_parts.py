"""Parts of the document on the program itself: its gradients written by hand, and the ways it chose."""

from __future__ import annotations

from ..derivative_check import derivative_checks
from ..diagnostics.hand_gradients import judge
from ..evaluate import Pass
from ..graph import Graph
from ..number import jsonable
from .document import Guard, HandGradient, LoopRound, Notice

__all__ = ["derivative_notices", "guards", "hand_gradients", "loop_round"]

MOST_GUARDS = 50  # in the list; a loop may leave one a round


def hand_gradients(run: Pass) -> list[HandGradient]:
    """One row for each gradient written by hand, in the order of the code."""
    return [
        HandGradient(
            verdict.name,
            verdict.of,
            verdict.verdict,
            verdict.inherits,
            verdict.mistake,
            verdict.text,
            verdict.span,
            list(verdict.index) if verdict.verdict == "wrong" else None,
            None if verdict.yours is None else jsonable(verdict.yours),
            None if verdict.correct is None else jsonable(verdict.correct),
        )
        for verdict in judge(run, run.graph.hand_gradients, run.graph.seed)
    ]


def derivative_notices(run: Pass) -> list[Notice]:
    """One notice for each derivative that the program gives to a function of its own: the true one or not."""
    return [
        Notice(
            "derivative" if verdict.equal else "derivative-differs",
            verdict.text,
            verdict.span,
        )
        for verdict in derivative_checks(run)
    ]


def loop_round(graph: Graph) -> LoopRound | None:
    """Return which round of a loop is drawn; None without such a loop."""
    loop = graph.loop
    if loop is None:
        return None
    return LoopRound(loop.round, loop.rounds_in_all, loop.span)


def guards(graph: Graph) -> list[Guard]:
    """The comparisons that chose the way, each once, in the words of the source."""
    lines = graph.source.splitlines()
    listed: dict[tuple[str, bool, int], Guard] = {}
    for guard in graph.guards:
        if guard.span is None:
            continue
        line, column, end_line, end_column = guard.span
        text = lines[line - 1][column : end_column if end_line == line else None] if line <= len(lines) else ""
        text = "" if guard.inside else text  # the words at its place are a call's: no comparison that came out so
        key = text, guard.outcome or guard.inside, line if guard.inside else 0
        listed.setdefault(key, Guard(text, guard.outcome, guard.span))
    return list(listed.values())[:MOST_GUARDS]
