"""The loss of a round of a program's own loop, and its graph with other numbers in place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from ..evaluate import Pass
from ..graph import INPUT, LITERAL, CarriedValue, Graph, ImpliedLoss
from ..read import is_loss

__all__ = ["is_own_result", "loss_of", "measured_behind", "of_named_loss", "with_values"]


def is_own_result(graph: Graph) -> bool:
    """Return whether the output is what the round makes of a number that it carries, as of `x = x - f(x)/df(x)`: a loop
    that is drawn for one round because it is long. That number is no loss which the lines make small."""
    carried = () if graph.loop is None else graph.loop.carried
    return graph.seed is None and of_named_loss(graph).output in {each.after for each in carried}


def of_named_loss(graph: Graph) -> Graph:
    """The graph with the round's own loss as output, where another value stands there: in the first round a velocity of
    0 is of the text, and what it becomes the last value."""
    if graph.seed is not None:
        return graph
    losses = [name for name in graph.names if is_loss(name) and len(name) > 1]
    if not losses or graph.output in {graph.names[name] for name in losses}:
        return graph
    node = graph.names[losses[-1]]
    row = graph.nodes[node]
    if not row.args or row.shape or node > graph.output or node in _inputs_of(graph, graph.output):
        return graph
    return replace(graph, output=node)


def measured_behind(graph: Graph) -> list[CarriedValue]:
    """The numbers whose new values the round's loss is that of, where the program measures it behind its update: the
    loss of what a round begins with is that of the same lines with the old ones."""
    if graph.loop is None or graph.seed is not None:
        return []
    carried = graph.loop.carried
    updates = [each for each in carried if graph.nodes[each.after].args and each.after != graph.output]
    behind = _inputs_of(graph, graph.output, {each.after for each in updates})
    if not behind.isdisjoint({each.before for each in carried}):
        return []
    alike = [each for each in updates if each.after in behind]
    return alike if all(graph.nodes[each.before].shape == graph.nodes[each.after].shape for each in alike) else []


def _inputs_of(graph: Graph, output: int, ends: Collection[int] = ()) -> set[int]:
    """Return the nodes that a node depends on; what those of `ends` depend on is left out."""
    inputs: set[int] = set()
    todo = [output]
    while todo:
        node = todo.pop()
        coming = [arg for arg in graph.nodes[node].args if arg not in inputs] if node not in ends else []
        inputs.update(coming)
        todo += coming
    return inputs


def with_values(graph: Graph, values: Mapping[int, Any], free: Mapping[str, Any]) -> tuple[Graph, dict[str, Any]]:
    """The graph with other numbers at some nodes."""
    nodes, values_by_name = list(graph.nodes), dict(free)
    for place, value in values.items():
        node = nodes[place]
        if node.op == INPUT:
            values_by_name[node.name or ""] = value
        else:
            nodes[place] = node._replace(op=LITERAL, args=(), params={"value": value})
    return replace(graph, nodes=tuple(nodes)), values_by_name


def loss_of(run: Pass) -> float:
    """Return the loss that the run makes small: the output, or the loss that its upstream gradient starts from."""
    output, implied = run.values[run.graph.output], run.graph.implied_loss
    if run.graph.seed is None:
        return float(np.sum(output))
    if implied is None:
        return float(np.sum(output * run.upstream))
    return _implied(implied, np.asarray(output), np.asarray(run.upstream))


def _implied(loss: ImpliedLoss, output: np.ndarray, upstream: np.ndarray) -> float:
    error = upstream * loss.sign / loss.factor
    if loss.predicted is None:
        return float(loss.factor * 0.5 * np.sum(error * error))
    with np.errstate(all="ignore"):
        p = np.asarray(loss.predicted(output))
        t = np.where(np.abs(p - error) < 1e-12, 0.0, p - error)
        parts = [(t, p)] if loss.rows else [(t, p), (np.where(np.abs(1 - t) < 1e-12, 0.0, 1 - t), 1 - p)]
        return float(loss.factor * sum(-np.sum(np.where(share == 0, 0.0, share * np.log(q))) for share, q in parts))
