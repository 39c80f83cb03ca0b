"""A pass of which only the shapes are known: nothing is computed, and nothing takes memory."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..abstract import AbstractArray
from ..evaluate import EvaluationPlan, Number, Pass
from ..graph import INPUT, LITERAL, Graph, GraphNode
from ..limits import Limits
from ..ops import OPS
from ..read.text import canonical_name
from ..request import TraceRequest
from .readings import ReadingKey, graph_for

__all__ = ["AbstractPass", "abstract_pass", "defaulted_names", "is_abstract", "prepare_shapes", "shapes_of_inputs"]


class AbstractPass(Pass):
    """Shapes in place of numbers, but for what follows from single numbers of the text."""

    __slots__ = ()

    def contribution(self, index: int, slot: int) -> Number:
        """Return the shape of what a gate hands back to one argument."""
        return AbstractArray.of(self.graph.nodes[self.graph.nodes[index].args[slot]].shape)

    def vjp_through(self, output: int, first: int, ports: Sequence[tuple[int, int]]) -> Number:
        """Return the shape of the gradient of an output."""
        return AbstractArray.of(self.graph.nodes[output].shape)

    def local(self, index: int, slot: int) -> Number | None:
        """Return the shape of a local gradient; None where it is a Jacobian."""
        node = self.graph.nodes[index]
        return AbstractArray.of(node.shape) if OPS[node.op].elementwise and not node.params else None


def is_abstract(run: Pass) -> bool:
    """Return whether a pass has shapes alone."""
    return isinstance(run, AbstractPass)


def abstract_pass(plan: EvaluationPlan, limits: Limits) -> AbstractPass:
    """The pass of a graph that was read by its shapes alone."""
    graph = plan.graph
    values: list[Number] = []
    with np.errstate(all="ignore"):
        for node in graph.nodes:
            values.append(_value(node, values))
    gradients = [AbstractArray.of(node.shape) for node in graph.nodes]
    downstream = [
        tuple(AbstractArray.of(node.shape if OPS[node.op].elementwise else graph.nodes[arg].shape) for arg in node.args)
        for node in graph.nodes
    ]
    seed = AbstractArray.of(graph.nodes[graph.output].shape)
    return AbstractPass(graph, values, list(gradients), list(downstream), seed, plan, limits)


def _value(node: GraphNode, values: Sequence[Number]) -> Number:
    """Return the number of a node computed from single numbers of the text, as in `/0.9`; else its shape alone."""
    if not node.shape and node.op == LITERAL:
        return node.params["value"]
    args = [values[arg] for arg in node.args]
    if node.shape or not args or not all(type(arg) is float for arg in args):
        return AbstractArray.of(node.shape)
    return float(OPS[node.op].forward(*map(np.float64, args), **node.params))


def prepare_shapes(request: TraceRequest, limits: Limits) -> EvaluationPlan:
    """Read the text by the shapes of its free names.

    Raises:
        ChainruleError: as `read`; InputError `missing-values`: the program chooses its way by numbers.
    """
    assert request.shapes_only is not None, "the request is one of shapes"
    shapes = {canonical_name(name): np.shape(value) for name, value in request.values.items()}
    shapes |= {canonical_name(name): tuple(shape) for name, shape in request.shapes_only.items()}
    key = ReadingKey(
        request.source, tuple(shapes.items()), request.output, request.defaults, limits, request.partial, 1, True
    )
    _, plan = graph_for(key, {})
    return plan


def defaulted_names(graph: Graph, request: TraceRequest) -> frozenset[str]:
    """Free names whose shape nobody gave."""
    stated = {canonical_name(name) for name in (*request.values, *(request.shapes_only or {}))}
    return frozenset(name for name in graph.assumed if name not in stated)


def shapes_of_inputs(graph: Graph) -> dict[str, list[int]]:
    """The shape of each free name."""
    return {node.name: list(node.shape) for node in graph.nodes if node.op == INPUT and node.name is not None}
