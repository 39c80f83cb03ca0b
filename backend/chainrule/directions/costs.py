"""Costs of derivatives: passes, multiply-adds and numbers kept, in reverse mode and in forward mode; checkpoints."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..evaluate import Number
from ..graph import Graph, GraphNode, ancestors, variables
from ..limits import DEFAULT, Limits
from ..ops import OPS, Pattern
from .tangents import tangents_of_many

__all__ = [
    "ModeCost",
    "Recomputed",
    "evaluation_work",
    "forward_cost",
    "full_jacobian",
    "recomputed",
    "reverse_cost",
    "saved_nodes",
]

Array = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class ModeCost:
    """The whole Jacobian of an output by one mode; the evaluation itself, which both need, is not counted."""

    passes: int
    multiply_adds: int  # of all passes
    numbers_kept: int  # numbers that have to be there at once beside the variables


@dataclass(frozen=True, slots=True)
class Recomputed:
    """Cost of computing saved values again instead of keeping them."""

    freed: int  # numbers
    gates: int
    multiply_adds: int


def _size(node: GraphNode) -> int:
    return math.prod(node.shape)


def _work(graph: Graph, node: GraphNode) -> int:
    """Count the multiply-adds of a gate: those of its products and sums, or one for each entry of its result."""
    row, shapes = OPS[node.op], [graph.nodes[arg].shape for arg in node.args]
    if row.pattern is Pattern.RESHAPE:
        return 0  # entries are moved and none is computed
    return row.cost(*shapes, **node.params) or _size(node)


def _slot_work(graph: Graph, node: GraphNode, slot: int) -> int:
    """Count one slot's multiply-adds in a derivative: a product for each entry, or as many as the gate itself."""
    if OPS[node.op].elementwise or OPS[node.op].pattern is Pattern.RESHAPE:
        return _work(graph, node)
    return max(_work(graph, node), _size(graph.nodes[node.args[slot]]))


def _leaves(graph: Graph) -> list[GraphNode]:
    return [graph.nodes[leaf] for leaf in sorted(graph.fact(variables).values())]


def _derivative_work(graph: Graph, moving: Collection[int]) -> int:
    """Count the multiply-adds of one pass of derivatives between these leaves and the output, in either direction."""
    needed = ancestors(graph, graph.output)
    moves = [False] * len(graph.nodes)
    total = 0
    for node in graph.nodes:
        moves[node.id] = node.id in moving
        for slot, arg in enumerate(node.args):
            if moves[arg] and slot not in OPS[node.op].stops:
                moves[node.id] = True
                total += _slot_work(graph, node, slot) if needed[node.id] else 0
    return total


def evaluation_work(graph: Graph) -> int:
    """Count the multiply-adds of one evaluation; a graph with two halves counts its forward half only."""
    output = graph.output if graph.halves is None else graph.halves.output
    needed = ancestors(graph, output)
    return sum(_work(graph, node) for node in graph.nodes if needed[node.id] and node.args)


def saved_nodes(halves: Graph) -> list[int]:
    """Return the nodes of the forward half whose values the backward half reads. `halves`: see `read.two_halves`."""
    assert halves.halves is not None, "only a graph with two halves saves values"
    first = halves.halves.nodes
    read = {arg for node in halves.nodes[first:] for arg in node.args if arg < first}
    return sorted(read | {end.node for end in halves.halves.ends if end.node < first})


def reverse_cost(graph: Graph, saved: Sequence[int]) -> ModeCost:
    """Return the cost of reverse mode: one pass for each entry of the output; the saved values are kept."""
    outputs = _size(graph.nodes[graph.output])
    saved_numbers = sum(_size(graph.nodes[node]) for node in saved if graph.nodes[node].args)
    return ModeCost(outputs, outputs * _derivative_work(graph, [leaf.id for leaf in _leaves(graph)]), saved_numbers)


def forward_cost(graph: Graph) -> ModeCost:
    """Return the cost of forward mode: one pass per entry of the variables; values and tangents are kept until read."""
    leaves = _leaves(graph)
    work = sum(_size(leaf) * _derivative_work(graph, [leaf.id]) for leaf in leaves)
    return ModeCost(sum(map(_size, leaves)), work, 2 * _most_at_once(graph))


def _most_at_once(graph: Graph) -> int:
    """Return the largest number of computed entries that are there together, each until its last reader is done."""
    needed = ancestors(graph, graph.output)
    last: dict[int, int] = {graph.output: len(graph.nodes)}
    for node in graph.nodes:
        if needed[node.id]:
            for arg in node.args:
                last[arg] = max(last.get(arg, 0), node.id)
    ending: dict[int, list[int]] = {}
    for node_id, at in last.items():
        ending.setdefault(at, []).append(node_id)
    now = most = 0
    for node in graph.nodes:
        if not needed[node.id] or not node.args:
            continue
        now += _size(node)
        most = max(most, now)
        now -= sum(_size(graph.nodes[done]) for done in ending.get(node.id, ()) if graph.nodes[done].args)
    return most


def recomputed(graph: Graph, saved: Collection[int], chosen: Collection[int]) -> Recomputed:
    """Return the price of not keeping `chosen`, some of the `saved` nodes, but computing them again from the others."""
    still_saved = set(saved) - set(chosen)
    todo, again = list(chosen), set(chosen)
    while todo:
        for arg in graph.nodes[todo.pop()].args:
            if arg not in still_saved and arg not in again and graph.nodes[arg].args:
                again.add(arg)
                todo.append(arg)
    work = sum(_work(graph, graph.nodes[node]) for node in again)
    return Recomputed(sum(_size(graph.nodes[node]) for node in chosen), len(again), work)


def full_jacobian(graph: Graph, values: Sequence[Number], limits: Limits = DEFAULT) -> Array:
    """Return d(output entry)/d(variable entry), rows and columns in C order. Raises: LimitError `seconds`."""
    leaves = _leaves(graph)
    sizes = [_size(leaf) for leaf in leaves]
    count, first = sum(sizes), 0
    directions: dict[int, Any] = {}
    for leaf, size in zip(leaves, sizes, strict=True):
        rows = np.zeros((count, size))
        rows[first : first + size] = np.eye(size)
        directions[leaf.id] = rows.reshape((count, *leaf.shape))
        first += size
    outputs = _size(graph.nodes[graph.output])
    columns: Mapping[int, Any] = dict(enumerate(tangents_of_many(graph, values, directions, count, limits)))
    tangent = columns[graph.output]
    return np.zeros((outputs, count)) if tangent is None else np.asarray(tangent, float).reshape(count, outputs).T
