"""A pass -> the pass of its backward graph, which is drawn in its place."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ..evaluate import EvaluationPlan, Number, Pass, evaluate, plan
from ..graph import INPUT, Graph
from ..limits import Limits
from ..read import two_halves
from ..request import TraceRequest
from ..view import View, view

__all__ = ["backward_pass", "forget_halves"]


class _Key:
    """A graph by what it is, and a seed by its entries."""

    __slots__ = ("graph", "seed")

    def __init__(self, graph: Graph, seed: Number | None) -> None:
        self.graph, self.seed = graph, seed

    def _what(self) -> tuple[int, object]:
        return id(self.graph), None if self.seed is None else (np.shape(self.seed), np.asarray(self.seed).tobytes())

    def __hash__(self) -> int:
        return hash(self._what())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._what() == other._what()


@lru_cache(maxsize=16)
def _plan(key: _Key, closed: tuple[int, ...], limits: Limits) -> EvaluationPlan:
    return plan(two_halves(key.graph, key.seed, closed, limits=limits))


def backward_pass(run: Pass, seed: Number | None, request: TraceRequest, limits: Limits) -> tuple[Pass, View]:
    """The pass of the backward graph, and what is drawn of it.

    Functions that are closed in the forward half are differentiated by their own local gradients where they have them.

    Args:
        seed: dL/d(output) that was given; None: the program's own, else ones.

    Raises:
        SourceError, LimitError: as `read.two_halves`. InputError: as `view`.
    """
    mode = "functions" if request.view == "units" else request.view
    call_names = {f"f{call.id}" for call in run.graph.calls} | {call.function for call in run.graph.calls}
    opened, collapsed = ([name for name in names if name in call_names] for names in (request.open, request.closed))
    forward = view(run.graph, mode, opened, collapsed, repeats=False)
    closed = sorted({call for box in forward.boxes for call in box.calls})
    values = {node.name: run.values[node.id] for node in run.graph.nodes if node.op == INPUT and node.name is not None}
    with np.errstate(all="ignore"):
        evaluation_plan = _plan(_Key(run.graph, seed), tuple(closed), limits)
    evaluated = evaluate(evaluation_plan, values, limits=limits)
    names = [*request.closed, *(f"f{call}" for call in closed)]
    return evaluated, view(
        evaluation_plan.graph, mode, [name for name in request.open if name not in names], names, repeats=False
    )


def forget_halves() -> None:
    """Drop what was differentiated before, so that a measurement pays for it."""
    _plan.cache_clear()
