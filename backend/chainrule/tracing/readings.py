"""Cache of what was read: by text, shapes and, where guards chose the program's way, by how they came out."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any, NamedTuple

import numpy as np

from ..evaluate import EvaluationPlan, plan
from ..graph import INPUT, Graph, Shape
from ..limits import Limits
from ..read import Request, default_value, read
from ..read.evaluator import Evaluator, holds
from ..recognize.search import recognise

__all__ = ["ReadingKey", "clear_readings", "graph_for", "with_defaults"]

MOST_KEPT = 32  # texts
MOST_VARIANTS = 8  # ways through one text


class ReadingKey(NamedTuple):
    """All that a graph depends on, but for the outcomes of its guards. A moved slider pays for evaluation only."""

    source: str
    shapes: tuple[tuple[str, Shape], ...]
    output: str | None
    defaults: bool
    limits: Limits
    partial: bool
    round: int = 1
    shapes_only: bool = False
    masks: tuple[str, ...] = ()

    def request(self, values: Mapping[str, Any]) -> Request:
        """Return the request to the reader; for shapes alone it has no values."""
        return Request(
            values,
            dict(self.shapes) if self.shapes_only else {},
            self.output,
            self.defaults,
            self.partial,
            self.limits,
            self.round,
            self.shapes_only,
            frozenset(self.masks),
        )


_plans: OrderedDict[ReadingKey, list[tuple[Graph, EvaluationPlan]]] = OrderedDict()
_lock = Lock()


def graph_for(reading: ReadingKey, values: Mapping[str, Any]) -> tuple[Graph, EvaluationPlan]:
    """The graph of a text at these values, and its plan; the variant used last is tried first.

    Raises:
        ChainruleError: what is wrong with the text.
    """
    with _lock:
        variants = list(_plans.get(reading, ()))
    for place, variant in enumerate(variants):
        if _stands(variant[0], values, reading.limits):
            if place:
                _keep(reading, variant)
            return variant
    graph = recognise(read(reading.source, reading.request(values)))
    with np.errstate(all="ignore"):
        variant = graph, plan(graph)
    _keep(reading, variant)
    return variant


def _keep(reading: ReadingKey, variant: tuple[Graph, EvaluationPlan]) -> None:
    with _lock:
        others = [each for each in _plans.pop(reading, ()) if each[0] is not variant[0]]
        _plans[reading] = [variant, *others][:MOST_VARIANTS]
        while len(_plans) > MOST_KEPT:
            _plans.popitem(last=False)


def _stands(graph: Graph, values: Mapping[str, Any], limits: Limits) -> bool:
    """Return whether all guards come out at these values as they did when the text was read.

    What holds numbers of earlier rounds stands for the values that those were computed with, and for no others; so do
    gradients written by hand for the counts that they are divided by.
    """
    if graph.pinned is not None and not all(np.array_equal(values[name], at) for name, at in graph.pinned.items()):
        return False
    if any(name in values and not np.array_equal(values[name], at) for name, at in graph.judged_at.items()):
        return False
    if not graph.guards:
        return True
    evaluator = Evaluator(values, graph.assumed, limits)
    return all(holds(guard, graph.nodes, evaluator) for guard in graph.guards)


def with_defaults(graph: Graph, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of names that have none of their own: by their place among all names, so that one does not change
    when another is given a value."""
    inputs = [node for node in graph.nodes if node.op == INPUT]
    return {
        node.name: default_value(graph.assumed[node.name]._replace(shape=node.shape), place)
        for place, node in enumerate(inputs)
        if node.name is not None and node.name in graph.assumed and node.name not in values
    }


def clear_readings() -> None:
    """Drop what was read before, so that a measurement pays for reading."""
    with _lock:
        _plans.clear()
