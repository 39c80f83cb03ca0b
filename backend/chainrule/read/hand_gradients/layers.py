"""A layer's backward pass without its forward pass: the forward pass that it belongs to, for a few layers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ...graph import INPUT, LITERAL, GraphNode
from ...ops import OPS
from ...replay import line_of
from .candidates import Candidate, Version
from .explanation import Hypothesis
from .gradient_names import UPSTREAM, readings, tail

__all__ = ["layers"]


class Layer(NamedTuple):
    """`gates`: op and arguments in turn; "x", "y" are the targets, a number is that gate or, if a float, a literal."""

    words: str
    targets: int
    gates: tuple[tuple[str, tuple[Any, ...]], ...]


LAYERS = (
    Layer("relu({0})", 1, (("relu", ("x",)),)),
    Layer("tanh({0})", 1, (("tanh", ("x",)),)),
    Layer("sigmoid({0})", 1, (("neg", ("x",)), ("exp", (0,)), ("add", (1.0, 1)), ("div", (1.0, 2)))),
    Layer("{0} @ {1}", 2, (("matmul", ("x", "y")),)),
    Layer("{1} @ {0}", 2, (("matmul", ("y", "x")),)),
)


def layers(
    nodes: Sequence[GraphNode], versions: Sequence[Version], inputs: Mapping[str, int], candidates: Sequence[Candidate]
) -> Iterator[tuple[list[GraphNode], Hypothesis]]:
    """Yield the gates of each layer that fits, and the hypothesis that its output is what the given gradient is of."""
    arguments = {tail(name): node for name, node in inputs.items() if readings(name) or UPSTREAM.fullmatch(name)}
    arguments |= {tail(v.name): v.node for v in versions if readings(v.name) and not nodes[v.node].args}
    for name, node in arguments.items():
        users = [each for each in candidates if node in line_of(nodes, each.node, {node})[1]]
        for each in users:
            each.options = each.options or _only_leaf(nodes, each, node)
        called = {each.options[0].node: tail(each.options[0].name) for each in users if each.options}
        targets, words = list(called), list(called.values())
        for layer in LAYERS:
            if len(targets) == layer.targets:
                result = _emitted(nodes, layer, targets, next((r.x for r in readings(name)), "out"))
                if result and result[-1].shape == nodes[node].shape:
                    end = result[-1].name
                    text = f"compared with L = sum({end}*{name}), {end} = {layer.words.format(*words)}"
                    yield result, Hypothesis(((result[-1].id, node, 1.0),), text, True)


def _only_leaf(nodes: Sequence[GraphNode], each: Candidate, leaf: int) -> list[Version]:
    """Return the only free name, besides the given one, in a gradient: `x = cache` may have kept its own name."""
    line = [nodes[index] for index in line_of(nodes, each.node, {leaf})[0]]
    leaves = [node for node in line if node.op == INPUT and node.shape == nodes[each.node].shape]
    name = each.readings[0].x or "x"
    return [Version(name, node.id, each.scope, -1) for node in leaves] if len(leaves) == 1 else []


def _emitted(nodes: Sequence[GraphNode], layer: Layer, targets: Sequence[int], name: str) -> list[GraphNode]:
    graph_nodes: list[GraphNode] = []
    gates: list[int] = []
    operands = dict(zip("xy", targets, strict=False))
    for op, args in layer.gates:
        arguments = []
        for arg in args:
            if isinstance(arg, float):
                graph_nodes.append(
                    GraphNode(len(nodes) + len(graph_nodes), LITERAL, (), {"value": arg}, (), None, None, None)
                )
                arguments.append(graph_nodes[-1].id)
            else:
                arguments.append(gates[arg] if isinstance(arg, int) else operands[arg])
        every = [*nodes, *graph_nodes]
        try:
            shape = OPS[op].shape(*(every[arg].shape for arg in arguments))
        except ValueError:
            return []
        graph_nodes.append(GraphNode(len(every), op, tuple(arguments), {}, shape, None, None, None))
        gates.append(graph_nodes[-1].id)
    graph_nodes[-1] = graph_nodes[-1]._replace(name=name)
    return graph_nodes
