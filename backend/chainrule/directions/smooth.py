"""Functions without a kink whose gates have two that cancel: `maximum(x, 0) + log1p(exp(-abs(x)))` is softplus.

At x = 0 the gates halve a tie and call the slope of |x| 0. That makes the right gradient and, differentiated again, a
second derivative of 0 in place of 1/4. Both gates are read from one side there: any side will do, as long as it is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..graph import LITERAL, Graph, GraphNode

__all__ = ["OneSided", "one_sided"]

TAIL = ("neg", "exp", "log1p")  # the gates behind |u|


@dataclass(frozen=True, slots=True)
class OneSided:
    """The same program with such kinks read from one side."""

    graph: Graph
    nodes: Mapping[int, int]  # a node of the program -> the node of `graph` with its value


def one_sided(graph: Graph) -> OneSided:
    """Return a graph with equal values, whose second derivatives at these kinks are those of the smooth function."""
    sides = _sides(graph)
    if not sides:
        return OneSided(graph, {node.id: node.id for node in graph.nodes})
    nodes: list[GraphNode] = []
    new_ids: dict[int, int] = {}

    def add(node: GraphNode) -> int:
        nodes.append(node._replace(id=len(nodes)))
        return len(nodes) - 1

    for node in graph.nodes:
        args = tuple(new_ids[arg] for arg in node.args)
        op = sides.get(node.id)
        if op is None:
            new_ids[node.id] = add(node._replace(args=args))
        elif node.op == "maximum":
            new_ids[node.id] = add(node._replace(op=op, args=args * 2))
        else:
            (u,) = args
            zero = add(node._replace(op=LITERAL, args=(), params={"value": 0.0}, shape=(), name=None))
            opposite = add(node._replace(op="neg", args=args, name=None))
            new_ids[node.id] = add(node._replace(op=op, args=(u, zero, u, opposite)))
    seed = None if graph.seed is None else new_ids[graph.seed]
    names = {name: new_ids[node] for name, node in graph.names.items()}
    return OneSided(replace(graph, nodes=tuple(nodes), output=new_ids[graph.output], names=names, seed=seed), new_ids)


def _sides(graph: Graph) -> dict[int, str]:
    """Return the gates that cancel, each with the choice that replaces it: that of the side u > 0."""
    nodes = graph.nodes
    readers: dict[int, list[int]] = {}
    for node in nodes:
        for arg in node.args:
            readers.setdefault(arg, []).append(node.id)
    sides: dict[int, str] = {}
    for node in nodes:
        if node.op != "abs" or node.call is None or not _has_tail(graph, node.id, readers):
            continue
        (u,) = node.args
        for other in nodes:
            if other.op != "maximum" or other.call != node.call:
                continue
            first, second = (nodes[arg] for arg in other.args)
            if _is_zero(second) and first.id == u:
                sides |= {node.id: "where_ge", other.id: "where_ge"}
            elif _is_zero(second) and first.op == "neg" and first.args == (u,):
                sides |= {node.id: "where_ge", other.id: "where_gt"}
            elif nodes[u].op == "sub" and nodes[u].args == other.args:
                sides |= {node.id: "where_ge", other.id: "where_ge"}
    return sides


def _has_tail(graph: Graph, node: int, readers: Mapping[int, list[int]]) -> bool:
    for op in TAIL:
        users = readers.get(node, [])
        if len(users) != 1 or graph.nodes[users[0]].op != op:
            return False
        node = users[0]
    return True


def _is_zero(node: GraphNode) -> bool:
    return node.op == LITERAL and not node.shape and float(node.params["value"]) == 0.0
