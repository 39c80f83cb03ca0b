"""A run as scenes: at each kept update the graph with its numbers, a sentence, the curves with a cursor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import ceil
from typing import Any

from ..errors import ChainruleError
from ..export.frame import VisibilityPlan
from ..export.scene_items import draw
from ..export.shapes import DrawnScene, Item, TextLine, TextRun, translated
from ..learn import Run
from ..learn.carried_program import CARRIED
from ..learn.run import OWN_LINES
from ..limits import Limits
from ..number import number
from ..request import TraceRequest
from ..sentences import tr
from ..tracing import Trace, build
from .curves import curves, height_of

__all__ = ["at_update", "run_scenes", "run_traces", "sentence", "title_of"]

LEAST_WIDTH = 560.0  # of the curves
WORDS, SIZE = 30.0, 14.0  # the line of words between graph and curves: its height, its letters
GAP = 8.0


def at_update(request: TraceRequest, run: Run, entry: int) -> TraceRequest | None:
    """The request of the graph at a kept entry; None where there is none to be drawn.

    A loop's own rounds are not drawn where none of its lines is an update, and there is none behind the last; a
    parameter whose value stands in the text stays there.
    """
    if run.head.optimizer == OWN_LINES:
        carried = any(notice.code == CARRIED for notice in run.notices)
        last = entry == len(run.iterations) - 1
        return None if carried or last else replace(request, round=int(run.iterations[entry]) + 1)
    has_values = any(leaf.parameter and not leaf.free for leaf in run.head.leaves)
    if has_values or not run.values:
        return None
    at: Mapping[str, Any] = {name: rows[entry] for name, rows in run.values.items()}
    return replace(request, values={**request.values, **at})


def run_traces(request: TraceRequest, run: Run, entries: Sequence[int], limits: Limits) -> list[Trace | None]:
    """The graph at each entry. All are None where the first cannot be drawn: the curves need no graph."""
    traces: list[Trace | None] = []
    for entry in entries:
        at = at_update(request, run, entry)
        try:
            traces.append(None if at is None else build(at, limits))
        except ChainruleError:  # a graph too large to be drawn, or a number at which it cannot be read
            traces.append(None)
        if entry == entries[0] and traces[0] is None:
            return [None] * len(entries)
    return traces


def sentence(run: Run, entry: int) -> str:
    """Return the words of a kept entry."""
    update, last = (f"{int(each):,}" for each in (run.iterations[entry], run.iterations[-1]))
    loss, rate = number(float(run.loss[entry])), float(run.learning_rate[entry])
    if rate != rate:
        return tr("Update {0} of {1}: loss {2}", update, last, loss)
    return tr("Update {0} of {1}: loss {2}, learning rate {3}", update, last, loss, number(rate))


def run_scenes(run: Run, entries: Sequence[int], traces: Sequence[Trace | None]) -> Iterator[DrawnScene]:
    """One after another, all of one size. `traces`: the graph at each entry, None where the curves stand alone."""
    pictures = [trace for trace in traces if trace is not None]
    above = max((trace.height for trace in pictures), default=0.0) + (GAP if pictures else 0.0)
    width = max(LEAST_WIDTH, *(trace.width for trace in pictures)) if pictures else LEAST_WIDTH
    height = above + WORDS + height_of(run)
    for entry, trace in zip(entries, traces, strict=True):
        items: list[Item] = []
        if trace is not None:
            plan = VisibilityPlan(trace)
            right = (width - trace.width) / 2
            last = plan.frame(len(trace.steps))
            nodes = tuple(replace(node, active=None) for node in last.nodes)  # no step is at work
            still = replace(last, nodes=nodes, wires=tuple(replace(wire, active=None) for wire in last.wires))
            items += [translated(item, right, 0.0) for item in draw(still, trace.functions, trace.flow)]
        words = sentence(run, entry)
        run_of_text = (TextRun(words, SIZE),)
        items.append(TextLine("caption", width / 2, above + SIZE + 6, run_of_text, "gate", "ink", bold=True))
        items += curves(run, entry, 0.0, above + WORDS, width)
        yield DrawnScene(ceil(width), ceil(height), tuple(items), title_of(run), words)


def title_of(run: Run) -> str:
    """Return the title of a file of the run: its program on one line."""
    text = " ".join(run.source.split())
    return tr("A run of {0}", text if len(text) <= 80 else text[:79] + "…")
