"""Gradients that a program asks for, as numbers: what `backward()` has added to `.grad` so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..compiled import Backward
from ..errors import Span
from .tape.segment import GradientSum

if TYPE_CHECKING:
    from .machine import Machine
    from .values import Value

__all__ = ["accumulated", "calls_since_zeroed", "gradient_at", "gradient_leaf", "version_at"]


def gradient_leaf(m: Machine, gradients: GradientSum, span: Span | None) -> int:
    """Return a leaf with a gradient's number at the present values, and note for the tape how it was computed."""
    total = 0.0 if gradients.before is None else m.evaluator.value(m.builder.nodes, gradients.before)
    for output, wrt, seed in gradients.terms:
        upstream = None if seed is None else m.evaluator.value(m.builder.nodes, seed)
        total = total + gradient_at(m, output, wrt, upstream)
    leaf = m.builder.literal(total, span)
    m.rounds.gradients[leaf] = gradients
    return leaf


def gradient_at(m: Machine, output: int, wrt: int, upstream: Any) -> Any:
    """Return d(sum(output * upstream))/d(wrt) at the present values, in the shape of `wrt`; upstream None is ones."""
    nodes = m.builder.nodes
    m.evaluator.value(nodes, output)
    shape = nodes[output].shape
    if upstream is None:
        upstream = np.ones(shape) if shape else 1.0
    with np.errstate(all="ignore"):
        (result,) = Backward(nodes, output, (), [wrt]).run(m.evaluator.values_by_node, upstream)
    return np.array(result) if np.ndim(result) else float(result)


def accumulated(m: Machine, owner: Value) -> GradientSum | None:
    """Return how `.grad` is computed; None where `backward()` has added nothing since it was set to zero."""
    m.graded[id(owner)] = owner
    calls = calls_since_zeroed(m, owner)
    total = m.grown_gradients.get(id(owner))
    node = m.node_if_any(owner)
    if node is None or not (calls or total):
        return None
    terms = tuple((output, version_at(m, node, output), seed) for output, seed in calls)
    return GradientSum(None if total is None else total[1], terms)


def calls_since_zeroed(m: Machine, owner: Value) -> list[tuple[int, int | None]]:
    """Return the calls of `backward()`, as (output, seed), since this array's gradient was last set to zero."""
    _, own = m.zeroed.get(id(owner), (owner, 0))
    return m.backward_calls[max(own, m.all_zeroed) :]


def version_at(m: Machine, node: int, output: int) -> int:
    """Return the node of an array's version when `output` was computed: later updates are undone."""
    nodes = m.builder.nodes
    while node > output and nodes[node].args and nodes[nodes[node].args[0]].shape == nodes[node].shape:
        node = nodes[node].args[0]
    return node
