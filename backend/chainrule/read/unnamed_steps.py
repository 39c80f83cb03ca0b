"""Updates whose gradient has no name: lines that move a value along the gradient of the round's loss, in numbers.

A line that moves a value by what is made of the prediction, and not along that gradient, trains as well: wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..compiled import Backward
from ..graph import Assignment, GraphNode
from ..replay import constant_ratio, replay, same
from .appended_loss import appended_loss
from .hand_gradients import looks_like_gradient
from .hand_gradients.gradient_names import LOSSES, is_gradient_of_loss

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["UnnamedSteps", "unnamed_steps"]

POINTS = 3  # where step and gradient are compared: at one point any number is a multiple of another
TOLERANCE = 1e-7  # of the rate from point to point, relative
MOST_NODES = 2_000  # of a round that is computed again at other points
GOLDEN = 0.6180339887  # spreads the changed values, so that no two move alike
BARE_GRADIENTS = re.compile(r"(?:g|grad|gradient|slope)_?\w{0,2}", re.IGNORECASE)
SMOOTH = {  # what a gradient is made of: a step that is clipped, or divided by a length, is meant to be no multiple
    *("add", "sub", "mul", "div", "neg", "matmul", "transpose", "sum", "mean", "reshape", "expand_dims", "squeeze"),
    *("broadcast", "copy", "square", "pow", "swapaxes", "outer", "stack", "index"),
}


class UnnamedSteps(NamedTuple):
    """The steps of a round by gradients without a name."""

    along: tuple[Assignment, ...] = ()  # a fixed multiple of the gradient of the loss
    uphill: tuple[Assignment, ...] = ()  # those of them that make the loss larger
    others: tuple[Assignment, ...] = ()  # made of the prediction: with momentum, clipped, of second order, or wrong
    astray: tuple[Assignment, ...] = ()  # those of them that are wrong for certain
    loss: str = ""  # its name


def unnamed_steps(m: Machine, recent: Sequence[Assignment], first_node: int) -> UnnamedSteps:
    """Return the assignments of a round that move a value by a fixed multiple of the gradient of the round's loss.

    `w -= eta*(a - y)*x` beside `loss = ...`. The loss is the last number with the name of one, made since `first_node`:
    one that the rounds add up is none of this round's. The step is held to the true gradient at the present values and
    at others, so that a line which only happens to agree is none.
    """
    if m.shapes_only:
        return UnnamedSteps()
    nodes = m.builder.nodes
    own = [each for each in recent if each.before is None or each.before >= first_node]
    words = {each.name for each in recent}
    start = _start(nodes, recent, words)
    losses = _named_losses(nodes, own, words)
    if not losses and (appended := appended_loss(m, first_node)) is not None:
        losses = [appended]
    losses = losses or ([] if start else _added_up(nodes, recent, first_node))
    gradients = {each.node for each in recent if looks_like_gradient(each.name)}
    steps = [each for each in recent if _may_move(nodes, each, set(losses), gradients)]
    if not steps or not (losses or start):
        return UnnamedSteps()
    loss, seed = (losses[-1], None) if losses else start or (-1, None)
    above = _ancestors(nodes, [loss])
    order = sorted(_ancestors(nodes, [loss, *(each.node for each in steps), *([] if seed is None else [seed])]))
    steps = [each for each in steps if each.before in above]
    if not steps or len(order) > MOST_NODES:
        return UnnamedSteps()
    starts = {each.before for each in steps if each.before is not None}
    leaves = starts | {index for index in order if nodes[index].name is not None and not nodes[index].args}
    points = [_values_at(m, order, leaves & above, point) for point in range(POINTS)]
    rates = {each: _fixed_rate(nodes, each, loss, seed, points) for each in steps}
    along = tuple(each for each, rate in rates.items() if rate is not None)
    name = next((each.name for each in own if each.node == loss and LOSSES.fullmatch(each.name)), None)
    if name is None:
        return UnnamedSteps(along)
    uphill = tuple(each for each, rate in rates.items() if rate is not None and rate > 0)
    rest = [each for each in steps if each not in along]
    predicted = [each for each in rest if _is_made_of_prediction(nodes, each, recent, above)]
    others = tuple(
        each for each in rest if each in predicted or _is_made_of_gradient(nodes, each, recent, loss, points)
    )
    plain = (each for each in predicted if _is_plain(nodes, each, recent, above))
    astray = tuple(each for each in plain if _leaves_gradient(nodes, each, loss, points))
    return UnnamedSteps(along, uphill, others, astray, name)


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


def _fixed_rate(
    nodes: Sequence[GraphNode], each: Assignment, loss: int, seed: int | None, points: Sequence[Mapping[int, Any]]
) -> float | None:
    """Return the multiple of the gradient that a step is at all points; None where it is none, or shows nothing."""
    assert each.before is not None
    rates: list[float] = []
    gradients: list[Any] = []
    for values in points:
        with np.errstate(all="ignore"):
            (gradient,) = Backward(nodes, loss, (), [each.before]).run(values, 1.0 if seed is None else values[seed])
            rate = constant_ratio(np.subtract(values[each.node], values[each.before]), gradient)
        if rate is None or abs(rate - (rates or [rate])[0]) > TOLERANCE * abs(rate):
            return None
        rates.append(rate)
        gradients.append(gradient)
    return None if same(gradients[0], gradients[1]) else rates[0]  # a slope that is the same everywhere shows nothing


def _is_made_of_prediction(
    nodes: Sequence[GraphNode], each: Assignment, recent: Sequence[Assignment], above: set[int]
) -> bool:
    """Return whether a new value is made of a named value that the old one goes into and the loss is made of.

    The loss is not made of the new value: a body's energy behind its step is.
    """
    if "." in each.name or each.node in above:
        return False
    named = {other.node for other in recent if nodes[other.node].args and other.node != each.node}
    return not named.isdisjoint(_way_of(nodes, each) & above)


def _is_made_of_gradient(
    nodes: Sequence[GraphNode],
    each: Assignment,
    recent: Sequence[Assignment],
    loss: int,
    points: Sequence[Mapping[int, Any]],
) -> bool:
    """Return whether a step is made of a value with the name of a gradient that is the gradient of what it moves, as
    Adam's and Newton's are."""
    assert each.before is not None
    if each.node in _ancestors(nodes, [loss]):
        return False
    below = _ancestors(nodes, [each.node])
    slopes = {
        other.node
        for other in recent
        if other.node in below and (looks_like_gradient(other.name) or BARE_GRADIENTS.fullmatch(other.name))
    }
    for slope in slopes - {each.node}:
        rates = set()
        for values in points:
            with np.errstate(all="ignore"):
                (gradient,) = Backward(nodes, loss, (), [each.before]).run(values, 1.0)
                same_shape = np.shape(values[slope]) == np.shape(gradient)
                rate = constant_ratio(values[slope], gradient) if same_shape else None
            rates.add(None if rate is None else round(rate, 6))
        if len(rates) == 1 and None not in rates:
            return True
    return False


def _way_of(nodes: Sequence[GraphNode], each: Assignment) -> set[int]:
    """Return the nodes on the way from the old value to the new one."""
    assert each.before is not None
    way: set[int] = set()
    for node in sorted(_ancestors(nodes, [each.node])):
        if each.before in nodes[node].args or not way.isdisjoint(nodes[node].args):
            way.add(node)
    return way


def _is_plain(nodes: Sequence[GraphNode], each: Assignment, recent: Sequence[Assignment], above: set[int]) -> bool:
    """Return whether a step is added to the old value, keeps no state such as a velocity, and has smooth gates."""
    step = nodes[each.node]
    if step.op not in ("add", "sub") or each.before not in step.args:
        return False
    states = {other.before for other in recent if other is not each and other.before is not None} - above
    if not states.isdisjoint(_ancestors(nodes, [each.node])):
        return False
    way = _way_of(nodes, each)
    return all(
        nodes[node].op in SMOOTH and not (nodes[node].op == "div" and nodes[node].args[1] in way)
        for node in way - above
    )


def _leaves_gradient(
    nodes: Sequence[GraphNode], each: Assignment, loss: int, points: Sequence[Mapping[int, Any]]
) -> bool:
    """Return whether a step is a multiple of the gradient at none of the points, or a number by a rate that varies."""
    assert each.before is not None
    rates: list[float | None] = []
    rows: list[tuple[Any, Any, Any]] = []
    for values in points:
        with np.errstate(all="ignore"):
            (gradient,) = Backward(nodes, loss, (), [each.before]).run(values, 1.0)
            step = np.subtract(values[each.node], values[each.before])
        if not (np.isfinite(gradient).all() and np.isfinite(step).all() and np.any(gradient) and np.any(step)):
            return False
        rows.append((step, gradient, values[each.before]))
        rates.append(constant_ratio(step, gradient))
    if _is_decayed(rows):
        return False
    if np.size(step) > 1:
        return all(rate is None for rate in rates)
    return None not in rates and len({round(rate, 6) for rate in rates if rate is not None}) == len(rates)


def _is_decayed(rows: Sequence[tuple[Any, Any, Any]]) -> bool:
    """Return whether steps are a fixed part of the gradient and one of the value itself: weight decay.

    Args:
        rows: step, gradient and value at each point.
    """
    steps, gradients, values = (np.concatenate([np.ravel(part) for part in parts]) for parts in zip(*rows, strict=True))
    columns = np.stack([gradients, values], axis=1)
    factors = np.linalg.lstsq(columns, steps, rcond=None)[0]
    return same(columns @ factors, steps)


def _ancestors(nodes: Sequence[GraphNode], ends: Sequence[int]) -> set[int]:
    ancestors, todo = set(ends), list(ends)
    while todo:
        for arg in nodes[todo.pop()].args:
            if arg not in ancestors:
                ancestors.add(arg)
                todo.append(arg)
    return ancestors
