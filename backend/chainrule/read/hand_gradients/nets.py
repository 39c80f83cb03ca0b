"""Inputs of activations: `dh` after `dh[h <= 0] = 0` is the gradient at the net value of `h`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isclose
from typing import Any, NamedTuple

import numpy as np

from ...graph import LITERAL, GraphNode
from ...replay import same

__all__ = ["ACTIVATIONS", "NetActivation", "Net", "nets"]

DEPTH = 16  # gates looked through: a softmax written out has about ten


class NetActivation(NamedTuple):
    """An activation whose input (the net value) a program never names, and the loss that belongs to it."""

    name: str
    run: Callable[[Any], Any]
    loss: str = ""  # the loss whose gradient at the net value is p - t
    entrywise: bool = True
    sign: int = 1  # -1: of minus the net value, as in 1/(1 + exp(-w*x)), where w*x itself is never computed


class Net(NamedTuple):
    """A node that is the net value of an activation."""

    node: int
    activation: NetActivation


def _softmax(axis: int) -> Callable[[Any], Any]:
    def run(x: Any) -> Any:
        shifted = np.exp(x - np.max(x, axis=axis, keepdims=True)) if np.ndim(x) else np.ones(())
        return shifted / np.sum(shifted, axis=axis, keepdims=True)

    return run


ACTIVATIONS = (
    NetActivation("sigmoid", lambda x: 1 / (1 + np.exp(-x)), "cross entropy"),
    NetActivation("sigmoid", lambda x: 1 / (1 + np.exp(x)), "cross entropy", sign=-1),
    NetActivation("tanh", np.tanh),
    NetActivation("relu", lambda x: np.maximum(0, x)),
    NetActivation("softmax", _softmax(-1), "cross entropy", False),
    NetActivation("softmax", _softmax(0), "cross entropy", False),
    NetActivation("leaky relu", lambda x: np.where(x > 0, x, 0.01 * x)),
    NetActivation("leaky relu", lambda x: np.where(x > 0, x, 0.1 * x)),
    NetActivation("leaky relu", lambda x: np.where(x > 0, x, 0.2 * x)),
    NetActivation("softplus", lambda x: np.log1p(np.exp(x))),
    NetActivation("elu", lambda x: np.where(x > 0, x, np.expm1(x))),
)


def nets(nodes: Sequence[GraphNode], points: Sequence[Sequence[Any]], output: int) -> list[Net]:
    """Return the values of the shape of `output` that it is an activation of, at all points, nearest first."""
    shape, visited, result = nodes[output].shape, {output}, []
    line = [output]
    while line and len(visited) < DEPTH:
        for arg in nodes[line.pop(0)].args:
            if arg in visited:
                continue
            visited.add(arg)
            line.append(arg)
            if nodes[arg].shape == shape and nodes[arg].op != LITERAL:
                result += [Net(arg, act) for act in ACTIVATIONS if _is(act, points, arg, output)][:1]
    return sorted(result, key=lambda net: -net.activation.sign)


def _is(activation: NetActivation, points: Sequence[Sequence[Any]], net: int, output: int) -> bool:
    with np.errstate(all="ignore"):
        if activation.entrywise:  # one entry rules out most others
            entry = activation.run(np.float64(np.ravel(points[-1][net])[0]))
            if not isclose(entry, np.ravel(points[-1][output])[0], rel_tol=1e-9, abs_tol=1e-300):
                return False
        return all(same(values[output], activation.run(np.asarray(values[net]))) for values in points)
