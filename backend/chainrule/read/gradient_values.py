"""Gradients that a program asks for, as numbers: what `backward()` has added to `.grad` so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..compiled import Backward

if TYPE_CHECKING:
    from .machine import Machine
    from .values import Value

__all__ = ["accumulated", "calls_since_zeroed", "gradient_at", "gradient_now", "version_at"]


def gradient_now(m: Machine, output: int, wrt: int, seed: int | None) -> Any:
    """d(sum(output * seed))/d(wrt) at the present values, in the shape of `wrt`; a seed of None is ones."""
    return gradient_at(m, output, wrt, None if seed is None else m.value_of(seed))


def gradient_at(m: Machine, output: int, wrt: int, upstream: Any) -> Any:
    """The same for an upstream gradient that is a number or an array."""
    nodes = m.builder.nodes
    m.value_of(output)
    shape = nodes[output].shape
    if upstream is None:
        upstream = np.ones(shape) if shape else 1.0
    with np.errstate(all="ignore"):
        (result,) = Backward(nodes, output, (), [wrt]).run(m.evaluator.values_by_node, upstream)
    return np.array(result) if np.ndim(result) else float(result)


def accumulated(m: Machine, owner: Value) -> Any:
    """`.grad` as a float or float64 array; None where `backward()` has added nothing since it was set to zero."""
    m.graded[id(owner)] = owner
    calls = calls_since_zeroed(m, owner)
    grown = m.grown_gradients.get(id(owner))
    node = m.node_if_any(owner)
    if node is None or not (calls or grown):
        return None
    total = 0.0 if grown is None else m.value_of(grown[1])
    for output, seed in calls:
        total = total + gradient_now(m, output, version_at(m, node, output), seed)
    return total


def calls_since_zeroed(m: Machine, owner: Value) -> list[tuple[int, int | None]]:
    """What `backward()` was called on since this array's gradient was last set to zero."""
    _, own = m.zeroed.get(id(owner), (owner, 0))
    return m.backward_calls[max(own, m.all_zeroed) :]


def version_at(m: Machine, node: int, output: int) -> int:
    """What an array was when `output` was computed: an update since then is undone."""
    nodes = m.builder.nodes
    while node > output and nodes[node].args and nodes[nodes[node].args[0]].shape == nodes[node].shape:
        node = nodes[node].args[0]
    return node
