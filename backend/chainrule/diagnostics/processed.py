"""A right gradient that the program changes before it uses it: clipped, brought to a norm, with a weight decay added.

Such a line claims no gradient of L, so that its number is no mistake.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..graph import LITERAL, GraphNode
from ..replay import constant_ratio, line_of, same
from ..sentences import tr
from .gradient_line import GradientLine

__all__ = ["processed"]

PRESENT, ELSEWHERE = range(2)


def processed(line: GradientLine) -> str | None:
    """Return a phrase for the change made to the right gradient inside this line; None where it is not in it."""
    mine, target = line.gradient.node, line.gradient.target
    true = [line.true(point) for point in (PRESENT, ELSEWHERE)]
    if target is None or any(each is None or not np.any(each) for each in true):
        return None
    for node in [*line.order, *line.used, *line.inputs]:
        if node == mine or not _holds_everywhere(line, node, true):
            continue
        if _is_reshaped(line, node):
            return tr("changed after that, as clipping does")
        if _has_decay(line, node, target):
            return tr(
                "with a multiple of {0} added, a weight decay", line.situation.name(target) or tr("the parameter")
            )
    return None


def _holds_everywhere(line: GradientLine, node: int, true: list[Any]) -> bool:
    return all(same(line.values(point)[node], true[point]) for point in (PRESENT, ELSEWHERE))


def _is_reshaped(line: GradientLine, node: int) -> bool:
    """Return whether the line is a function of the gradient `node` alone that is not proportional to it.

    A factor is a mistake like any other: 1/n twice, the 2 of a square. So is a number that is added.
    """
    if not _is_made_of(line, {node}) or _is_shifted(line, node):
        return False
    for point in (PRESENT, ELSEWHERE):
        values = line.values(point)[node]
        hand_value, doubled = line.value(point), line.value(point, {node: 2.0 * np.asarray(values)})
        if hand_value is None or doubled is None or not np.isfinite(doubled).all():
            return False
        if not same(doubled, 2.0 * np.asarray(hand_value)):
            return True
    return False


def _is_shifted(line: GradientLine, node: int) -> bool:
    """Return whether the line is the gradient `node` plus a number."""
    for point in (PRESENT, ELSEWHERE):
        inputs = np.asarray(line.values(point)[node])
        hand_value, rest = line.value(point), line.value(point, {node: np.zeros_like(inputs)})
        if hand_value is None or rest is None or not same(np.asarray(hand_value), inputs + np.asarray(rest)):
            return False
    return True


def _has_decay(line: GradientLine, node: int, target: int) -> bool:
    """Return whether the line is the gradient `node` plus a positive multiple of the value it is the gradient of.

    The value itself, with no factor that says how much decays, is no decay.
    """
    if not _is_made_of(line, {node, target}) or not _moves(line, target):
        return False
    for point in (PRESENT, ELSEWHERE):
        inputs = np.asarray(line.values(point)[node])
        rest = line.value(point, {node: np.zeros_like(inputs)})
        ratio = None if rest is None else constant_ratio(rest, line.values(point)[target])
        hand_value = line.value(point)
        if (
            ratio is None
            or ratio <= 0
            or abs(ratio - 1) < 1e-9
            or hand_value is None
            or not same(np.asarray(hand_value), inputs + np.asarray(rest))
        ):
            return False
    return True


def _moves(line: GradientLine, target: int) -> bool:
    """Return whether the program moves the target by the line's value: without a step there is nothing to decay."""
    nodes, mine = line.situation.nodes, line.gradient.node
    behind = {mine}
    for node in nodes[mine + 1 :]:
        if behind.intersection(node.args):
            behind.add(node.id)
            if node.op in ("sub", "add") and target in node.args:
                return True
    return False


def _is_made_of(line: GradientLine, parts: set[int]) -> bool:
    """Return whether the line uses nothing but `parts` and numbers that L does not depend on."""
    nodes: list[GraphNode] = list(line.situation.nodes)
    order, used = line_of(nodes, line.gradient.node, parts)
    leaves = [nodes[each] for each in order if not nodes[each].args]
    return set(used) == parts and not any(line.forward[leaf.id] and leaf.op != LITERAL for leaf in leaves)
