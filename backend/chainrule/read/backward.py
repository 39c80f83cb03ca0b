"""The backward pass as a graph: forward half, and behind it the gates that compute every gradient asked for."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..graph import INPUT, Graph
from ..limits import DEFAULT, Limits
from .builder import Builder
from .evaluator import Evaluator
from .gradients import differentiate
from .machine import Machine
from .modules import BUILTINS
from .text import read_text

__all__ = ["BackwardGraph", "backward_graph"]


@dataclass(frozen=True, slots=True)
class BackwardGraph:
    """`graph` begins with the nodes of the forward graph, ids kept; its output is still the forward one."""

    graph: Graph
    forward_nodes: int
    gradients: Mapping[int, int]  # a node of the forward graph -> the node that computes its gradient


def backward_graph(
    graph: Graph, wrt: Sequence[int], upstream: Any = None, *, limits: Limits = DEFAULT
) -> BackwardGraph:
    """Differentiate a graph gate by gate, each by the formula of its op row.

    Args:
        wrt: the nodes whose gradients are wanted.
        upstream: dL/d(output) in the output's shape; None: what the program seeds with, else ones.

    Raises:
        SourceError: a gate on the way has no formula of its own for its gradient.
        LimitError: `gates`, `operations` or `total_elements`.
    """
    inputs = {node.name: node.id for node in graph.nodes if node.op == INPUT and node.name is not None}
    builder = Builder(limits, {name: graph.nodes[node].shape for name, node in inputs.items()})
    builder.nodes, builder.inputs = list(graph.nodes), dict(inputs)
    m = Machine(read_text("0", [], limits), builder, Evaluator({}, {}, limits), BUILTINS, limits)
    place = ast.Constant(0, lineno=1, col_offset=0, end_lineno=1, end_col_offset=1)
    seed = graph.seed
    if upstream is not None:
        seed = builder.literal(np.asarray(upstream) if np.ndim(upstream) else float(upstream), None)
    result = differentiate(m, graph.output, wrt, seed, place)
    return BackwardGraph(
        replace(graph, nodes=tuple(builder.nodes)), len(graph.nodes), dict(zip(wrt, result, strict=True))
    )
