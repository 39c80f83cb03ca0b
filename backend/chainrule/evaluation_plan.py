"""Graph -> EvaluationPlan: what each node runs forward, and which slots are handed a gradient."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from .folding import folding
from .graph import INPUT, LITERAL, Graph, GraphNode
from .ops import OPS

__all__ = ["EvaluationPlan", "Number", "Vjp", "plan", "vjp_of", "with_params"]

Number: TypeAlias = Any  # a float for a scalar, a float64 ndarray (ndim >= 1) for an array
Vjp: TypeAlias = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class EvaluationPlan:
    """Facts that follow from the graph alone: the function each node runs, the slots that need a gradient."""

    graph: Graph
    forward: list[tuple[int, Callable[..., Any], int, int]]  # node, function, its one or two arguments; -1: none
    backward: list[tuple[tuple[int, Vjp], ...]]  # per node: (slot, vjp) of the slots that need a gradient
    scalar_fast_path: list[tuple[int, Any, int, Any] | None]  # the same for scalar gates of one or two arguments
    scalar: list[bool]  # per node: all shapes are (), nothing can need unbroadcasting
    elementwise: list[bool]
    gates: list[int]  # nodes with arguments, in order: the others hand nothing back
    inputs: list[tuple[int, str]]  # leaves whose value is given, and their names
    literals: list[tuple[int, Number]]  # leaves whose value stands in the source


def vjp_of(node: GraphNode, slot: int) -> Vjp:
    """Return the row's vjp with respect to one argument of a gate."""
    rows = OPS[node.op].vjp
    if isinstance(rows, tuple):
        return rows[slot]
    return lambda g, out, *args, **params: rows(slot, g, out, *args, **params)


def plan(graph: Graph, wrt: Collection[int] | None = None) -> EvaluationPlan:
    """Make the plan by which `graph` is run. `wrt`: the leaves whose gradients are needed (None: all gradients).

    Through a slot that its row stops nothing is handed back, not even 0: 0 times an infinite slope would be NaN.
    """
    hidden = graph.fact(folding)
    is_target = [wrt is None or node.id in wrt for node in graph.nodes]
    elementwise = [OPS[node.op].elementwise for node in graph.nodes]
    gates = [node.id for node in graph.nodes if node.args]
    inputs = [(node.id, node.name) for node in graph.nodes if node.op == INPUT and node.name is not None]
    literals = [(node.id, node.params["value"]) for node in graph.nodes if node.op == LITERAL]
    evaluation_plan = EvaluationPlan(graph, [], [], [], [], elementwise, gates, inputs, literals)
    for node in graph.nodes:
        row, args = OPS[node.op], node.args
        flat = not node.shape and not any(graph.nodes[arg].shape for arg in args)
        if args or node.op not in (INPUT, LITERAL):
            run = row.scalar if flat and row.scalar is not None else row.forward
            simple = 1 <= len(args) <= 2 and not node.params
            evaluation_plan.forward.append(
                (node.id, run, args[0] if simple else -1, args[-1] if simple and len(args) == 2 else -1)
            )
        inside = hidden[node.id]
        slots: dict[int, Vjp] = {}
        for slot, arg in enumerate(args):
            passes = is_target[arg] and slot not in row.stops
            is_target[node.id] = is_target[node.id] or passes
            if passes and not inside[slot]:
                slots[slot] = with_params(vjp_of(node, slot), node.params)
        evaluation_plan.backward.append(tuple(slots.items()))
        evaluation_plan.scalar.append(flat)
        scalar_fast_path = flat and 1 <= len(args) <= 2 and slots
        evaluation_plan.scalar_fast_path.append(
            (args[0], slots.get(0), args[-1] if len(args) == 2 else -1, slots.get(1)) if scalar_fast_path else None
        )
    return evaluation_plan


def with_params(function: Callable[..., Any], params: Mapping[str, Any]) -> Callable[..., Any]:
    """Return a row's forward function or vjp with the settings of a gate filled in."""
    return (lambda *args: function(*args, **params)) if params else function
