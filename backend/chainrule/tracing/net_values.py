"""Net values: what goes into an activation. Lectures write error terms, δ = −∂L/∂net, for these alone."""

from __future__ import annotations

from collections.abc import Sequence

from ..ops import OPS
from .document_picture import Edge, Function, Node

__all__ = ["net_values"]


def net_values(nodes: Sequence[Node], edges: Sequence[Edge], functions: Sequence[Function]) -> list[str]:
    """Return the names, or letters, of the net values of a picture, in the order of its wires.

    An activation is a gate whose row says so, or a function of one array that answers with an array of its shape.
    """
    nodes_by_id = {node.id: node for node in nodes}
    functions_around: dict[str, set[int]] = {}
    for index, function in enumerate(functions):
        for node in function.nodes:
            functions_around.setdefault(node, set()).add(index)
    outside: set[int] = set()
    entering: dict[int, list[Edge]] = {}
    shapes: dict[int, list[int]] = {}  # of the first value that leaves each function
    for edge in edges:
        source, target = (functions_around.get(end, outside) for end in (edge.source, edge.target))
        for index in target - source:
            entering.setdefault(index, []).append(edge)
        for index in source - target:
            shapes.setdefault(index, edge.shape)
    inputs = {rows[0].id for index, rows in entering.items() if len(rows) == 1 and rows[0].shape == shapes.get(index)}
    names = [
        edge.name or edge.letter
        for edge in edges
        if nodes_by_id[edge.source].kind != "leaf" and (edge.id in inputs or _is_activation(nodes_by_id[edge.target]))
    ]
    return list(dict.fromkeys(name for name in names if name))


def _is_activation(node: Node) -> bool:
    return node.op in OPS and OPS[node.op].activation
