"""A graph as a scalar tape that a page runs thousands of times a second: for races, fields and optimizers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from ..compiled import Compiled
from ..evaluate import Number
from ..graph import INPUT, LITERAL, Graph, ancestors
from ..limits import Limits
from ..number import jsonable
from ..ops import OPS
from ..scalarize import scalarize
from .run_document import ScalarTape

__all__ = ["scalar_tape"]


def scalar_tape(
    graph: Graph, leaves: Mapping[int, Number], moving: Mapping[str, int], outputs: Mapping[str, int], limits: Limits
) -> ScalarTape | None:
    """The tape of what `outputs` depend on.

    Args:
        leaves: a number or array for each free name of the graph, by node.
        moving: by name the nodes that a page gives other numbers; all else is folded into numbers.
        outputs: by name the nodes whose entries are wanted.

    Returns:
        None where an op works on whole arrays only.

    Raises:
        LimitError: more than `tape_entries` entries.
    """
    folded = _folded(graph, leaves, moving, [*outputs.values()])
    needed = [False] * len(folded.nodes)
    for output in outputs.values():
        needed = [one or other for one, other in zip(needed, ancestors(folded, output), strict=True)]
    folded = replace(folded, output=next(iter(outputs.values())))
    scalars = scalarize(folded, needed, limits.tape_entries, "tape_entries", moves=False)
    nodes = scalars.graph.nodes
    if any(node.args and not OPS[node.op].js for node in nodes):
        return None

    def flat(node: int) -> list[int]:
        entries: Any = scalars.entries[node]
        return [int(entry) for entry in np.ravel(np.asarray(entries, dtype=object))]

    initial = [jsonable(node.params["value"]) if node.op == LITERAL else 0.0 for node in nodes]
    return ScalarTape(
        ops=[node.op if node.args else "" for node in nodes],
        args=[list(node.args) for node in nodes],
        initial=initial,
        leaves={name: flat(node) for name, node in moving.items() if needed[node]},
        outputs={name: flat(node) for name, node in outputs.items()},
    )


def _folded(graph: Graph, leaves: Mapping[int, Number], moving: Mapping[str, int], outputs: list[int]) -> Graph:
    """The graph in which the moving nodes are free names, and what depends on none of them is a number."""
    names = {node: name for name, node in moving.items()}
    starts = {**leaves, **{node: _zeros(graph, node) for node in names if node not in leaves}}
    tape = Compiled(graph, starts, [*names], outputs)
    moves = [False] * len(graph.nodes)
    nodes = []
    for node in graph.nodes:
        moves[node.id] = node.id in names or any(moves[arg] for arg in node.args)
        value = tape.numbers[node.id]
        if node.id in names:
            nodes.append(node._replace(op=INPUT, args=(), params={}, name=names[node.id]))
        elif not moves[node.id] and value is not None:
            nodes.append(node._replace(op=LITERAL, args=(), params={"value": value}, name=None))
        else:
            nodes.append(node)
    return replace(graph, nodes=tuple(nodes), calls=(), seed=None)


def _zeros(graph: Graph, node: int) -> Number:
    shape = graph.nodes[node].shape
    return np.zeros(shape) if shape else 0.0
