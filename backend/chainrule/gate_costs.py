"""Costs of gates, from shapes alone: multiply-adds, memory that the backward pass keeps, Jacobians nobody forms."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from .graph import Graph, GraphNode
from .ops import OPS, Pattern

__all__ = ["Expense", "box_expenses", "count", "expense"]

BYTES = 8  # of a float64


@dataclass(frozen=True, slots=True)
class Expense:
    """Counts of one forward pass for one gate or several; bytes are of float64."""

    multiply_adds: int = 0  # of matrix products and convolutions: one addition with each multiplication
    activation_bytes: int = 0  # the values that are made, rearranged ones not counted again
    jacobian_bytes: int = 0  # d(output)/d(input), if it were formed, of gates that mix entries

    def __add__(self, other: Expense) -> Expense:
        return Expense(
            self.multiply_adds + other.multiply_adds,
            self.activation_bytes + other.activation_bytes,
            self.jacobian_bytes + other.jacobian_bytes,
        )


def expense(graph: Graph, node: GraphNode) -> Expense:
    """Return the cost of one node; a leaf costs nothing."""
    if not node.args:
        return Expense()
    row = OPS[node.op]
    shapes = [graph.nodes[arg].shape for arg in node.args]
    size = math.prod(node.shape)
    product = row.pattern is Pattern.SWAP and not row.elementwise
    moves, jacobian = row.pattern is Pattern.RESHAPE, 0
    if not row.elementwise and not moves:
        jacobian = sum(size * math.prod(shape) for slot, shape in enumerate(shapes) if slot not in row.stops)
    return Expense(
        row.cost(*shapes, **node.params) if product else 0,
        0 if moves else BYTES * size,
        BYTES * jacobian,
    )


def count(amount: int) -> int:
    """Return a count as JSON takes it: 64 bits, rounded to a float64 beyond that."""
    return amount if amount < 2**63 else float(amount)  # type: ignore[return-value]


def total(graph: Graph, nodes: Iterable[GraphNode]) -> Expense:
    return sum((expense(graph, node) for node in nodes), Expense())


def box_expenses(graph: Graph, boxes: Iterable[tuple[str, int, tuple[int, ...], int]]) -> dict[str, Expense]:
    """Return the costs of the gates behind each drawn box, where they are not 0.

    Args:
        boxes: id, node, the closed calls that it stands for, and how many boxes alike it stands for.
    """
    inside: dict[int, list[GraphNode]] = {}
    for node in graph.nodes:
        call = node.call
        while call is not None:
            inside.setdefault(call, []).append(node)
            call = graph.calls[call].parent
    expenses_by_name: dict[str, Expense] = {}
    for box, index, calls, alike in boxes:
        if calls:
            cost = total(graph, [each for call in calls for each in inside.get(call, [])])
        else:
            cost = total(graph, [graph.nodes[index]] * alike)
        if cost != Expense():
            expenses_by_name[box] = cost
    return expenses_by_name
