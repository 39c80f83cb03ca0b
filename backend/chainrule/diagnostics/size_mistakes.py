"""Mistakes of sign, size and shape."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from ..graph import LITERAL, GraphNode
from ..ops import OPS
from ..replay import constant_ratio, same
from ..sentences import tr
from .gradient_line import GradientLine
from .trials import all_same, scaled, too_large

__all__ = [
    "clean_ratio",
    "factor",
    "mean_for_sum",
    "mean_words",
    "missing_sum",
    "shape",
    "sign",
    "sum_for_mean",
    "transpose",
    "wrong_axis",
]


def sign(line: GradientLine) -> str | None:
    """Say so where the number is the true gradient times -1."""
    return tr("the sign is wrong") if all_same(line.hand_values(), scaled(line.true_gradient(), -1)) else None


def clean_ratio(line: GradientLine) -> float | None:
    """Return the one clean factor between what is written and what is right, the same at all points."""
    ratios = [constant_ratio(a, b) for a, b in zip(line.hand_values(), line.true_gradient(), strict=True)]
    first = ratios[0]
    if first is None or any(ratio is None or abs(ratio / first - 1) > 1e-9 for ratio in ratios):
        return None
    size = max(abs(first), 1 / abs(first))
    return first if abs(size - round(size)) < 1e-9 * size and 1 < round(size) <= 100_000 else None


def sum_for_mean(line: GradientLine) -> str | None:
    """Say so where the number is too large by how many entries the loss is a mean over."""
    ratio = clean_ratio(line)
    if ratio is None or ratio < 2:
        return None
    count = round(ratio)
    return (
        tr("it is {0}: the loss is a mean over {1}, so divide by {1}", too_large(ratio), count)
        if _is_divided(line, count)
        else None
    )


def mean_words(line: GradientLine, ratio: float) -> str:
    """Return the reason of a part that is a count too large, as words to add: the loss is a mean."""
    count = round(ratio)
    if count < 2 or not _is_divided(line, count):
        return ""
    return tr(": the loss is a mean over {0}, so divide by {0}", count)


def _is_divided(line: GradientLine, count: int) -> bool:
    """Return whether a gate of the forward pass hands back 1/count of its gradient to every entry, as a mean does."""
    gradients = line.gradients(0)
    for node in line.situation.nodes:
        above = gradients[node.id]
        if not line.forward[node.id] or above is None or np.size(np.unique(np.abs(above))) != 1:
            continue
        if count == 2 and not _is_mean(line, node):
            continue  # 0.5 of a square
        each = np.max(np.abs(above)) / count
        if not each:  # nothing comes back there
            continue
        for arg in node.args:
            if line.situation.nodes[arg].op != LITERAL and gradients[arg] is not None:
                term = np.abs(line.contribution(node.id, arg, 0))
                if same(term, np.broadcast_to(each, term.shape)):
                    return True
    return False


def _is_mean(line: GradientLine, node: GraphNode) -> bool:
    """Return whether a gate takes a mean, or divides by a number with a name, such as N."""
    if node.op in ("mul", "div"):
        return any(line.situation.nodes[arg].op == LITERAL and line.situation.nodes[arg].name for arg in node.args)
    return len(node.args) == 1


def mean_for_sum(line: GradientLine) -> str | None:
    """Say so where a mean in the line has to be a sum."""
    nodes = line.situation.nodes
    for index in line.order:
        node = nodes[index]
        if len(node.args) != 1 or not nodes[node.args[0]].shape:
            continue
        count = int(np.prod(nodes[node.args[0]].shape)) // max(1, int(np.prod(node.shape)))
        if count < 2:
            continue
        replaced = [{index: count * np.asarray(line.value_of(index, point))} for point in line.points]
        averages = node.op == "mean" or same(
            np.sum(line.value_of(index, 0)) * count, np.sum(np.asarray(line.value_of(node.args[0], 0)))
        )
        if averages and line.gives(line.true_gradient(), replaced):
            return tr("it takes a mean where the sum belongs, so it is {0}", too_large(1 / count))
    return None


def factor(line: GradientLine) -> str | None:
    """Say how many times too large or too small the number is, where that is one factor for all entries."""
    ratio = clean_ratio(line)
    if ratio is None:
        return None
    size = too_large(ratio)
    return tr("it is {0}", size) if ratio > 0 else tr("the sign is wrong, and it is {0}", size)


def missing_sum(line: GradientLine) -> str | None:
    """Name the axes over which the number has to be summed."""
    true_gradient = line.true_gradient()
    rank = np.ndim(line.hand_values()[0])
    if np.size(line.hand_values()[0]) <= np.size(true_gradient[0]):
        return None
    for count in range(1, rank + 1):
        for axes in combinations(range(rank), count):
            if all_same([np.sum(np.asarray(value), axis=axes) for value in line.hand_values()], true_gradient):
                over = tr("axis {0}", axes[0]) if count == 1 and rank > 1 else tr("all entries")
                of = line.gradient.of
                return tr("the sum over {0} is missing: {1} is used once for each, so their gradients add up", over, of)
    return None


def wrong_axis(line: GradientLine) -> str | None:
    """Name the axis that is right where the line reduces along another."""
    nodes = line.situation.nodes
    for index in line.order:
        node = nodes[index]
        if "axis" not in node.params or not node.args:
            continue
        rank = len(nodes[node.args[0]].shape)
        if not isinstance(node.params["axis"], int) or rank < 2:
            continue
        for axis in range(rank):
            if axis != node.params["axis"] % rank:
                edited = node._replace(params={**node.params, "axis": axis})
                if line.gives(line.true_gradient(), edits={index: edited}):
                    return tr("it sums over axis {0}; axis {1} is the right one", node.params["axis"], axis)
    return None


def transpose(line: GradientLine) -> str | None:
    """Say so where the number, or one operand of a product, is the transpose of the right one."""
    hand_value = line.hand_values()
    if np.ndim(hand_value[0]) == 2 and all_same(
        [np.transpose(np.asarray(value)) for value in hand_value], line.true_gradient()
    ):
        return tr("it is the transpose of the right one") + _of_einsum(line)
    nodes = line.situation.nodes
    for index in line.order:
        node = nodes[index]
        if len(node.args) != 2 or OPS[node.op].elementwise:
            continue
        for slot, arg in enumerate(node.args):
            if np.ndim(line.value_of(arg, 0)) != 2:
                continue
            # The argument under another number, so that its other uses stay as they are.
            args = tuple(-1 - each if place == slot else each for place, each in enumerate(node.args))
            replaced = [{-1 - arg: np.transpose(np.asarray(line.value_of(arg, point)))} for point in line.points]
            if line.gives(line.true_gradient(), replaced, {index: node._replace(args=args)}):
                before = _transposed(line, arg)
                if before is not None:
                    return tr("`{0}` must not be transposed", before)
                name = line.situation.name(arg)
                missing = tr("the transpose of `{0}` is missing", name) if name else tr("a transpose is missing")
                return missing + _of_einsum(line, name)
        swapped = node._replace(args=(-1 - node.args[0], -1 - node.args[1]))
        replaced = [
            {-1 - arg: np.transpose(np.asarray(line.value_of(arg, point))) for arg in node.args}
            for point in line.points
        ]
        if line.gives(line.true_gradient(), replaced, {index: swapped}):
            return tr("the transposes are on the wrong factors")
    return None


def _of_einsum(line: GradientLine, name: str | None = None) -> str:
    """Name the transpose in a line that is written with subscripts."""
    span, lines = line.gradient.span, line.situation.source.splitlines()
    if span is None or span.line > len(lines) or "einsum" not in lines[span.line - 1]:
        return ""
    if name:
        return ": " + tr("swap the two letters of `{0}` in its subscripts", name)
    return ": " + tr("swap the two letters behind the arrow in its subscripts")


def _transposed(line: GradientLine, node: int) -> str | None:
    """Return the name of the value that `node` is the transpose of, if the line itself transposes it."""
    nodes = line.situation.nodes
    args = nodes[node].args
    if node not in line.order or len(args) != 1 or nodes[node].shape != nodes[args[0]].shape[::-1]:
        return None
    turned = same(line.value_of(node, 0), np.transpose(np.asarray(line.value_of(args[0], 0))))
    return line.situation.name(args[0]) or None if turned else None


def shape(line: GradientLine) -> str | None:
    """Say both shapes where that of the number is not that of its variable."""
    hand_shape, true_gradient = np.shape(line.hand_values()[0]), np.shape(line.true_gradient()[0])
    if np.size(line.hand_values()[0]) == np.size(line.true_gradient()[0]) and [n for n in hand_shape if n > 1] == [
        n for n in true_gradient if n > 1
    ]:
        return None
    if hand_shape[1:] == true_gradient:  # one for each example: what is wrong is not the shape
        return None
    words = [
        tr("one number") if not s else tr(" by ").join(map(str, s)) if len(s) > 1 else tr("{0} entries", s[0])
        for s in (hand_shape, true_gradient)
    ]
    return tr("its shape is {0}, but a gradient has the shape of its variable, {1}", *words)
