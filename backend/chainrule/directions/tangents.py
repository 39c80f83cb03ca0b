"""Forward mode over a whole pass: the tangents of the leaves -> the tangent of every node (Wengert 1964)."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from ..errors import LimitError
from ..evaluate import ARITHMETIC, Number
from ..graph import Graph, GraphNode
from ..limits import DEFAULT, Limits
from ..ops import OPS
from ..ops.tangent import slope, tangent

__all__ = ["TangentPlan", "Tangents", "plan_tangents", "tangents", "tangents_of_many"]

Tangents: TypeAlias = list[Any]  # per node: its tangent in the node's shape; None where it does not move
ScalarGate: TypeAlias = tuple[int, int, Callable[..., Any], int, Callable[..., Any], Callable[..., Any] | None]


@dataclass(frozen=True, slots=True)
class TangentPlan:
    """Facts that follow from the graph alone."""

    graph: Graph
    gates: list[tuple[int, ScalarGate | None]]  # in order; scalar gates of one or two arguments with their functions:
    # the node, its first argument, the function that multiplies by that slope, both for the second (-1: none), and
    # the function that does both at once


def plan_tangents(graph: Graph) -> TangentPlan:
    """Settle once what `tangents` runs for each gate."""
    return TangentPlan(graph, [(node.id, _scalar_gate(graph, node)) for node in graph.nodes if node.args])


def _scalar_gate(graph: Graph, node: GraphNode) -> ScalarGate | None:
    row, args = OPS[node.op], node.args
    flat = not node.shape and not any(graph.nodes[arg].shape for arg in args)
    if not flat or not row.elementwise or node.params or len(args) > 2 or len(row.stops):
        return None
    last = len(args) - 1
    return node.id, args[0], slope(row, 0), args[1] if last else -1, slope(row, last), row.jvp


def tangents(
    plan: Graph | TangentPlan,
    values: Sequence[Number],
    direction: Mapping[int, Number],
    limits: Limits = DEFAULT,
) -> Tangents:
    """Return the tangent of every node, given those of the leaves that move.

    Args:
        values: the forward values, by node.
        direction: d(leaf)/d(direction) by node, in the leaf's shape.

    Raises:
        LimitError: `seconds`.
    """
    plan = plan if isinstance(plan, TangentPlan) else plan_tangents(plan)
    nodes = plan.graph.nodes
    result: Tangents = [None] * len(nodes)
    for leaf, move in direction.items():
        result[leaf] = move
    deadline = time.monotonic() + limits.seconds
    with np.errstate(all="ignore"):
        for index, gate in plan.gates:
            if gate is not None:  # the usual scalar gate: Python's floats, nothing called but its slopes
                _, a, slope_a, b, slope_b, both = gate
                move, other = result[a], None if b < 0 else result[b]
                try:
                    if b < 0:
                        if move is not None:
                            result[index] = slope_a(move, values[index], values[a])
                    elif move is None:
                        if other is not None:
                            result[index] = slope_b(other, values[index], values[a], values[b])
                    elif other is None:
                        result[index] = slope_a(move, values[index], values[a], values[b])
                    elif both is not None:
                        result[index] = both(move, other, values[index], values[a], values[b])
                    else:
                        out, x, y = values[index], values[a], values[b]
                        result[index] = slope_a(move, out, x, y) + slope_b(other, out, x, y)
                    continue
                except ARITHMETIC:
                    pass
            node = nodes[index]
            moves = [result[arg] for arg in node.args]
            if index not in direction and any(each is not None for each in moves):
                _check(node, deadline, limits)
                result[index] = _tangent(node, moves, values)
    return result


def tangents_of_many(
    graph: Graph, values: Sequence[Number], directions: Mapping[int, Any], count: int, limits: Limits = DEFAULT
) -> Tangents:
    """Return the same for `count` directions in one walk: a leading axis of that length goes before each node's shape.

    Scalar and elementwise gates carry all directions at once; the others one after the other.
    """
    result: Tangents = [None] * len(graph.nodes)
    for leaf, moves in directions.items():
        result[leaf] = moves
    deadline = time.monotonic() + limits.seconds
    with np.errstate(all="ignore"):
        for node in graph.nodes:
            moves = [result[arg] for arg in node.args]
            if node.id in directions or not any(each is not None for each in moves):
                continue
            _check(node, deadline, limits)
            if OPS[node.op].elementwise:
                result[node.id] = _elementwise_of_many(graph, node, moves, values, count)
            else:
                rows = [
                    _tangent(node, [None if each is None else _entry(each[k]) for each in moves], values)
                    for k in range(count)
                ]
                result[node.id] = None if any(row is None for row in rows) else np.stack([*map(np.asarray, rows)])
    return result


def _tangent(node: GraphNode, moves: Sequence[Any], values: Sequence[Number]) -> Any:
    row = OPS[node.op]
    if all(move is None or slot in row.stops for slot, move in enumerate(moves)):
        return None
    args = [values[arg] for arg in node.args]
    out = values[node.id]
    try:
        result = tangent(row, moves, out, args, **node.params)
    except ARITHMETIC:
        result = tangent(row, [*map(_float64, moves)], _float64(out), [*map(_float64, args)], **node.params)
    if not node.shape:
        return float(result)
    return result if np.shape(result) == node.shape else np.array(np.broadcast_to(result, node.shape))


def _elementwise_of_many(
    graph: Graph, node: GraphNode, moves: Sequence[Any], values: Sequence[Number], count: int
) -> Any:
    row = OPS[node.op]
    out, args = values[node.id], [values[arg] for arg in node.args]
    total: Any = None
    for slot, (arg, move) in enumerate(zip(node.args, moves, strict=True)):
        if move is None or slot in row.stops:
            continue
        shape = graph.nodes[arg].shape
        if len(shape) != len(node.shape):
            move = move.reshape((count, *(1,) * (len(node.shape) - len(shape)), *shape))
        term = _applied(slope(row, slot), move, out, args, node.params)
        total = term if total is None else total + term
    if total is None:
        return None
    shape = (count, *node.shape)
    return total if np.shape(total) == shape else np.array(np.broadcast_to(total, shape))


def _applied(function: Callable[..., Any], move: Any, out: Any, args: Sequence[Any], params: Mapping[str, Any]) -> Any:
    try:
        return function(move, out, *args, **params)
    except ARITHMETIC:
        return function(move, _float64(out), *map(_float64, args), **params)


def _entry(move: Any) -> Any:
    return move if np.ndim(move) else float(move)


def _float64(value: Any) -> Any:
    return np.float64(value) if type(value) is float else value


def _check(node: GraphNode, deadline: float, limits: Limits) -> None:
    if (math.prod(node.shape) > 1 or not node.id & 255) and time.monotonic() > deadline:
        raise LimitError("seconds", limits.seconds, "Forward mode took longer than that", hint="Use smaller arrays.")
