"""Forward mode over a whole pass: the tangents of the leaves -> the tangent of every node (Wengert 1964)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from ..errors import LimitError
from ..evaluate import ARITHMETIC, Number
from ..graph import Graph, GraphNode, Shape
from ..limits import DEFAULT, Deadline, Limits
from ..ops import OPS
from ..ops.tangent import slope, tangent, tangent_function

__all__ = ["TangentPlan", "Tangents", "plan_tangents", "tangents", "tangents_of_many"]

Tangents: TypeAlias = list[Any]  # per node: its tangent in the node's shape; None where it does not move
MAX_DIRECTIONS = 16  # sets of moving leaves whose steps a plan keeps


# One gate that moves, as the loop runs it: a plain tuple, which Python unpacks twice as fast as a named one.
# The node, its shape, run(tangents of the moving arguments, out, the arguments), the first argument that moves, the
# other one of two that moves (-1: none), its one or two arguments (-1: none, or more than two), all that move.
TangentStep: TypeAlias = tuple[int, Shape, Callable[..., Any], int, int, int, int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class TangentPlan:
    """Facts that follow from the graph alone: for each set of moving leaves the gates that move, in order."""

    graph: Graph
    steps: dict[frozenset[int], list[TangentStep]] = field(default_factory=dict)

    def steps_for(self, leaves: Iterable[int]) -> list[TangentStep]:
        """Return the steps for the leaves that move, settled once."""
        key = frozenset(leaves)
        steps = self.steps.get(key)
        if steps is None:
            if len(self.steps) >= MAX_DIRECTIONS:
                self.steps.clear()
            steps = self.steps[key] = _steps(self.graph, key)
        return steps


def plan_tangents(graph: Graph) -> TangentPlan:
    """Return the plan by which `tangents` is run on this graph."""
    return TangentPlan(graph)


def _steps(graph: Graph, leaves: frozenset[int]) -> list[TangentStep]:
    moves = [node.id in leaves for node in graph.nodes]
    steps: list[TangentStep] = []
    for node in graph.nodes:
        row, args = OPS[node.op], node.args
        slots = [slot for slot, arg in enumerate(args) if moves[arg] and slot not in row.stops]
        if not slots or node.id in leaves:
            continue
        moves[node.id] = True
        run = tangent_function(row, slots, len(args), node.params)
        moving, few = tuple(args[slot] for slot in slots), len(args) <= 2
        second = moving[1] if few and len(moving) == 2 else -1
        a, b = args[0] if few else -1, args[1] if len(args) == 2 else -1
        steps.append((node.id, node.shape, run, moving[0], second, a, b, moving))
    return steps


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
    plan = plan if isinstance(plan, TangentPlan) else plan.fact(plan_tangents)
    nodes = plan.graph.nodes
    result: Tangents = [None] * len(nodes)
    for leaf, move in direction.items():
        result[leaf] = move
    deadline = Deadline(limits.seconds)
    with np.errstate(all="ignore"):
        for index, shape, run, first, second, a, b, moving in plan.steps_for(direction):
            if shape and deadline.is_over():
                raise _too_slow(limits)
            try:
                if second >= 0:
                    move = run(result[first], result[second], values[index], values[a], values[b])
                elif b >= 0:
                    move = run(result[first], values[index], values[a], values[b])
                elif a >= 0:
                    move = run(result[first], values[index], values[a])
                else:
                    args = nodes[index].args
                    move = run(*[result[arg] for arg in moving], values[index], *[values[arg] for arg in args])
            except ARITHMETIC:
                args = nodes[index].args
                numbers = [*[result[arg] for arg in moving], values[index], *[values[arg] for arg in args]]
                move = run(*map(_float64, numbers))
            if shape or type(move) is not float:
                move = _in_shape(move, shape)
            result[index] = move
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
    deadline = Deadline(limits.seconds)
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
    return _in_shape(result, node.shape)


def _in_shape(move: Any, shape: Shape) -> Any:
    """A tangent in the shape of its node: a gate's own arithmetic may leave it smaller."""
    if not shape:
        return float(move)
    if type(move) is np.ndarray and move.shape == shape:
        return move
    return move if np.shape(move) == shape else np.array(np.broadcast_to(move, shape))


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


def _check(node: GraphNode, deadline: Deadline, limits: Limits) -> None:
    if (math.prod(node.shape) > 1 or not node.id & 255) and deadline.is_over():
        raise _too_slow(limits)


def _too_slow(limits: Limits) -> LimitError:
    return LimitError("seconds", limits.seconds, "Forward mode took longer than that", hint="Use smaller arrays.")
