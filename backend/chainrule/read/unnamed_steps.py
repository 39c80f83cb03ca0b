"""Updates whose gradient has no name: lines that move a value along the gradient of the round's loss, in numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..compiled import Backward
from ..graph import Assignment, GraphNode
from ..replay import constant_ratio, replay, same
from .hand_gradients import looks_like_gradient
from .hand_gradients.gradient_names import LOSSES, is_gradient_of_loss

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["steps_along_loss"]

POINTS = 3  # where step and gradient are compared: at one point any number is a multiple of another
TOLERANCE = 1e-7  # of the rate from point to point, relative
MOST_NODES = 2_000  # of a round that is computed again at other points
GOLDEN = 0.6180339887  # spreads the changed values, so that no two move alike


def steps_along_loss(m: Machine, recent: Sequence[Assignment], first_node: int) -> list[Assignment]:
    """Return the assignments of a round that move a value by a fixed multiple of the gradient of the round's loss.

    `w -= eta*(a - y)*x` beside `loss = ...`. The loss is the last number with the name of one, made since `first_node`:
    one that the rounds add up is none of this round's. The step is held to the true gradient at the present values and
    at others, so that a line which only happens to agree is none.
    """
    if m.shapes_only:
        return []
    nodes = m.builder.nodes
    own = [each for each in recent if each.before is None or each.before >= first_node]
    words = {each.name for each in recent}
    start = _start(nodes, recent, words)
    losses = _named_losses(nodes, own, words) or ([] if start else _added_up(nodes, recent, first_node))
    gradients = {each.node for each in recent if looks_like_gradient(each.name)}
    steps = [each for each in recent if _may_move(nodes, each, set(losses), gradients)]
    if not steps or not (losses or start):
        return []
    loss, seed = (losses[-1], None) if losses else start or (-1, None)
    above = _ancestors(nodes, [loss])
    order = sorted(_ancestors(nodes, [loss, *(each.node for each in steps)]))
    steps = [each for each in steps if each.before in above]
    if not steps or len(order) > MOST_NODES:
        return []
    starts = {each.before for each in steps if each.before is not None}
    leaves = starts | {index for index in order if nodes[index].name is not None and not nodes[index].args}
    points = [_values_at(m, order, leaves & above, point) for point in range(POINTS)]
    return [each for each in steps if _keeps_its_rate(nodes, each, loss, seed, points)]


def _named_losses(nodes: Sequence[GraphNode], own: Sequence[Assignment], words: Collection[str]) -> list[int]:
    losses = [each for each in own if LOSSES.fullmatch(each.name) and not is_gradient_of_loss(each.name, words)]
    return [each.node for each in losses if not each.alias and not nodes[each.node].shape]


def _start(nodes: Sequence[GraphNode], recent: Sequence[Assignment], words: Collection[str]) -> tuple[int, int] | None:
    """Return the prediction and the gradient that arrives at it, where no loss is computed: `d_loss = 2*(out - y)`."""
    for each in recent:
        if each.alias or not is_gradient_of_loss(each.name, words):
            continue
        below = _ancestors(nodes, [each.node])
        values = [value.node for value in recent if value.node in below and not looks_like_gradient(value.name)]
        predictions = [node for node in values if nodes[node].args and nodes[node].shape == nodes[each.node].shape]
        if predictions:
            return max(predictions), each.node
    return None


def _added_up(nodes: Sequence[GraphNode], recent: Sequence[Assignment], first_node: int) -> list[int]:
    """Return what a round in which an object is moved adds to a sum: `total += cost(pred, y)`, from 0.0 or from what it
    was before the round."""
    if not any(each.name.startswith("self.") for each in recent):
        return []
    terms: list[int] = []
    for each in recent:
        node = nodes[each.node]
        is_number = each.name.isidentifier() and not node.shape and bool(node.args)
        if not is_number or each.alias or looks_like_gradient(each.name):
            continue
        own = [arg for arg in node.args if arg >= first_node and nodes[arg].args]
        is_sum = node.op == "add" and len(own) == 1 and each.before in node.args
        terms.append(own[0] if is_sum else each.node)
    return terms


def _may_move(nodes: Sequence[GraphNode], each: Assignment, losses: set[int], gradients: set[int]) -> bool:
    """Return whether an assignment may be a step: of an object, which moves what it holds by methods, only one by a
    gradient that has a name, `self.w -= self.lr * d_out * self.h`."""
    if each.before is None or each.alias or each.node in losses or looks_like_gradient(each.name):
        return False
    if not each.name.replace(".", "_").isidentifier():  # entries move one example after the other, in one epoch
        return False
    below = _ancestors(nodes, [each.node])
    if "." in each.name and gradients.isdisjoint(below):
        return False
    return nodes[each.before].shape == nodes[each.node].shape and each.before in below


def _values_at(m: Machine, order: Sequence[int], leaves: set[int], point: int) -> dict[int, Any]:
    """Return the values of the round with other named numbers; point 0 is the present one."""
    values = {index: m.value_of(index) for index in order}
    if point == 0:
        return values
    replaced = {}
    for count, index in enumerate(sorted(leaves)):
        value = np.asarray(values[index], dtype=np.float64)
        spread = np.modf(GOLDEN * (count + 1 + point + np.arange(value.size).reshape(value.shape)))[0]
        other = value * (1 + 0.2 * spread) + 0.05 * (0.5 + spread)
        replaced[index] = other if other.shape else float(other)
    return {**values, **replay(m.builder.nodes, order, values, replaced)}


def _keeps_its_rate(
    nodes: Sequence[GraphNode], each: Assignment, loss: int, seed: int | None, points: Sequence[Mapping[int, Any]]
) -> bool:
    assert each.before is not None
    rates: list[float] = []
    gradients: list[Any] = []
    for values in points:
        with np.errstate(all="ignore"):
            (gradient,) = Backward(nodes, loss, (), [each.before]).run(values, 1.0 if seed is None else values[seed])
            rate = constant_ratio(np.subtract(values[each.node], values[each.before]), gradient)
        if rate is None or abs(rate - (rates or [rate])[0]) > TOLERANCE * abs(rate):
            return False
        rates.append(rate)
        gradients.append(gradient)
    return not same(gradients[0], gradients[1])  # a slope that is the same everywhere shows nothing


def _ancestors(nodes: Sequence[GraphNode], ends: Sequence[int]) -> set[int]:
    ancestors, todo = set(ends), list(ends)
    while todo:
        for arg in nodes[todo.pop()].args:
            if arg not in ancestors:
                ancestors.add(arg)
                todo.append(arg)
    return ancestors
