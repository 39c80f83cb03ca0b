"""The loss itself as gates, where no value of the program is it: what hand-written gradients are compared with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...diagnostics.points import Seed
from ...graph import LITERAL, GraphNode
from ...ops import OPS
from .explanation import Hypothesis, RecordLosses

__all__ = ["emit", "scalar", "total"]


def emit(nodes: Sequence[GraphNode], extra: list[GraphNode], op: str, *args: int, **params: Any) -> int:
    """Append a gate to `extra` and return its number."""
    every = [*nodes, *extra]
    shape = OPS[op].shape(*(every[arg].shape for arg in args), **params)
    extra.append(GraphNode(len(every), op, args, params, shape, None, None, None))
    return len(every)


def total(nodes: Sequence[GraphNode], extra: list[GraphNode], hypothesis: Hypothesis) -> int:
    """Return L: the losses of several records added up, or the sum of output * upstream."""
    if hypothesis.records is None:
        return scalar(nodes, extra, hypothesis.seeds)
    losses = hypothesis.records
    result: int | None = None
    for predicted, data in losses.pairs:
        term = _record_loss(nodes, extra, losses, predicted, data)
        if ([*nodes, *extra])[term].shape:
            term = emit(nodes, extra, "sum", term, axis=None, keepdims=False)
        result = term if result is None else emit(nodes, extra, "add", result, term)
    assert result is not None
    factor = losses.factor * (0.5 if losses.entrywise is None else -1.0)
    return emit(nodes, extra, "mul", emit(nodes, extra, LITERAL, value=factor), result)


def _record_loss(
    nodes: Sequence[GraphNode], extra: list[GraphNode], losses: RecordLosses, predicted: int, data: int
) -> int:
    """(p - t)^2, or t log p, and (1 - t) log(1 - p) with it where each entry is a probability of its own."""
    if losses.entrywise is None:
        difference = emit(nodes, extra, "sub", predicted, data)
        return emit(nodes, extra, "mul", difference, difference)
    term = emit(nodes, extra, "mul", data, emit(nodes, extra, "log", predicted))
    if not losses.entrywise:
        return term
    one = emit(nodes, extra, LITERAL, value=1.0)
    rest = emit(nodes, extra, "log", emit(nodes, extra, "sub", one, predicted))
    return emit(nodes, extra, "add", term, emit(nodes, extra, "mul", emit(nodes, extra, "sub", one, data), rest))


def scalar(nodes: Sequence[GraphNode], extra: list[GraphNode], seeds: tuple[Seed, ...]) -> int:
    """Return L itself: the sum of output * upstream over all outputs."""
    total: int | None = None
    for output, seed, factor in seeds:
        if seed is not None and ([*nodes, *extra])[seed].args:
            seed = emit(nodes, extra, "stop", seed)  # it is taken as it stands, though it is made of the output
        term = output if seed is None else emit(nodes, extra, "mul", output, seed)
        if seed is not None and factor != 1.0:
            term = emit(nodes, extra, "mul", emit(nodes, extra, LITERAL, value=float(factor)), term)
        shape = ([*nodes, *extra])[term].shape
        if shape:
            term = emit(nodes, extra, "sum", term, axis=None, keepdims=False)
        total = term if total is None else emit(nodes, extra, "add", total, term)
    assert total is not None
    return total
