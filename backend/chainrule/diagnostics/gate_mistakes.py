"""Mistakes at one gate of the way back, wherever it stands: those of the line are those of an altered backward pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ..graph import GraphNode
from ..ops import OPS
from ..ops.op import Pattern
from ..sentences import tr
from .gradient_line import GradientLine
from .sites import by_place, expression
from .trials import all_same

__all__ = ["altered_gate"]

MOST_GATES = 40  # places that are tried
MOST_NODES = 1_500  # of a graph in which they are

Rule = Callable[..., Any]


def altered_gate(line: GradientLine) -> str | None:
    """Test whether the line is what comes back if one gate hands its gradient on as it is, or by a turned matrix."""
    nodes = line.situation.nodes
    if len(nodes) > MOST_NODES:
        return None
    for group, slot in _on_the_way(line):
        for rule, words in _rules(line, group[0], slot):
            rules = {(gate.id, slot): rule for gate in group}
            if all_same(line.hand_values()[:1], [line.altered(rules, line.points[0])]):
                altered = [line.altered(rules, point) for point in line.points]
                if all_same(line.hand_values(), altered) and not all_same(altered, line.true_gradient()):
                    return words
    return None


def _on_the_way(line: GradientLine) -> Iterator[tuple[list[GraphNode], int]]:
    """Yield the gates of one place between the target and L, and a slot by which the target comes in."""
    nodes, target = line.situation.nodes, line.gradient.target
    behind = {target}
    for node in nodes[(target or 0) + 1 :]:
        if line.forward[node.id] and behind.intersection(node.args):
            behind.add(node.id)
    gates = [each for each in sorted(node for node in behind if node is not None) if each != target]
    for count, (_, group) in enumerate(by_place(line, gates)):
        if count >= MOST_GATES:
            return
        for op in dict.fromkeys(gate.op for gate in group):
            same_op = [gate for gate in group if gate.op == op]
            for slot in range(min(len(gate.args) for gate in same_op)):
                if any(gate.args[slot] in behind for gate in same_op):
                    yield same_op, slot


def _rules(line: GradientLine, gate: GraphNode, slot: int) -> Iterator[tuple[Rule, str]]:
    nodes, row = line.situation.nodes, OPS[gate.op]
    place = next(iter(by_place(line, [gate.id])))[0]
    text = expression(line, place)
    argument = nodes[gate.args[slot]]
    if row.elementwise and row.pattern is not Pattern.DISTRIBUTOR and argument.shape == gate.shape and "=" not in text:
        words = tr("the local gradient of `{0}` is missing on the way back", text)
        if row.pattern is Pattern.ROUTER:
            words = tr("the mask of `{0}` is missing on the way back: where it is closed, no gradient passes", text)
        yield (lambda g, *args, **params: g), words
    other = nodes[gate.args[1 - slot]] if gate.op == "matmul" and len(gate.args) == 2 else None
    if other is not None and len(other.shape) == 2 and other.shape[0] == other.shape[1]:
        name = line.situation.name(other.id)
        vjp = line.situation.points.rule(gate.id, slot)
        if name and vjp is not None:
            yield (
                _turned(vjp, 1 - slot),
                tr("the transpose of `{0}` is missing on the way back through `{1}`", name, text),
            )


def _turned(vjp: Rule, slot: int) -> Rule:
    def rule(g: Any, out: Any, *args: Any, **params: Any) -> Any:
        turned = [np.transpose(arg) if place == slot else arg for place, arg in enumerate(args)]
        return vjp(g, out, *turned, **params)

    return rule
