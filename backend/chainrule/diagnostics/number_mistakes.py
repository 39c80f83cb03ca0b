"""Mistakes of one number or of the order of two operands."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..graph import LITERAL
from ..ops import OPS
from ..ops.op import Pattern
from ..sentences import tr
from .gradient_line import GradientLine
from .sites import expression, place_of

__all__ = ["swapped", "wrong_number", "wrong_power"]

MOST = 24  # numbers that are tried in place of one


def wrong_number(line: GradientLine) -> str | None:
    """Test for a number of the line in whose place another belongs: a power, a factor, the size of an axis."""
    nodes, true = line.situation.nodes, line.true_gradient()
    arguments = {arg for index in line.order for arg in nodes[index].args}
    for index in sorted(arguments):
        value = nodes[index].params.get("value")
        if nodes[index].op != LITERAL or nodes[index].shape or value is None or not _is_in_line(line, index):
            continue
        for other in _others(line, float(value)):
            if line.gives(true, [{index: np.float64(other)} for _ in line.points]):
                name = line.situation.name(index)
                around = _around(line, index)
                mine = f"`{name}`" if name.isidentifier() else f"{float(value):g}"
                if around and not name.isidentifier():
                    return tr("{0} stands where {1} belongs, in `{2}`", mine, f"{other:g}", around)
                return tr("{0} stands where {1} belongs", mine, f"{other:g}")
    return None


def wrong_power(line: GradientLine) -> str | None:
    """Test for an exponent that is one too large or too small."""
    nodes = line.situation.nodes
    for index in line.order:
        node = nodes[index]
        if node.op != "pow" or nodes[node.args[1]].op != LITERAL or nodes[node.args[1]].shape:
            continue
        value = float(nodes[node.args[1]].params["value"])
        for other in (value - 1, value + 1, -value):
            edits = {index: node._replace(args=(node.args[0], -1 - node.args[1]))}
            if line.gives(line.true_gradient(), [{-1 - node.args[1]: np.float64(other)} for _ in line.points], edits):
                place = place_of(node)
                text = "" if place is None else expression(line, place)
                if text:
                    return tr("the power of `{0}` is wrong: {1} belongs there", text, f"{other:g}")
    return None


def _around(line: GradientLine, index: int) -> str:
    """Return the expression in which a number stands, if it is less than the whole line."""
    users = (line.situation.nodes[each] for each in line.order if index in line.situation.nodes[each].args)
    place = next((place for user in users if (place := place_of(user)) is not None), None)
    text = "" if place is None else expression(line, place)
    return text if "=" not in text else ""


def _is_in_line(line: GradientLine, index: int) -> bool:
    """Return whether a number stands in the statement itself, and not in a function that it calls, or has a name."""
    node, span = line.situation.nodes[index], line.gradient.span
    if node.name or node.span is None or span is None:
        return True
    return span.line <= node.span.line <= span.end_line


def _others(line: GradientLine, value: float) -> Iterator[float]:
    nodes, target = line.situation.nodes, line.gradient.target
    shapes = [nodes[each].shape for each in (target or 0, line.gradient.node)]
    sizes = [float(n) for shape in shapes for n in (*shape, int(np.prod(shape)))]
    numbers = [-value, value + 1, value - 1, 2 * value, value / 2, 1 / value if value else 0.0, *sizes]
    numbers += [1 / size for size in sizes]
    yield from list(dict.fromkeys(n for n in numbers if n != value))[:MOST]


def swapped(line: GradientLine) -> str | None:
    """Test for two operands of one gate that stand in each other's place."""
    nodes, true = line.situation.nodes, line.true_gradient()
    for index in line.order:
        node, row = nodes[index], OPS[nodes[index].op]
        if not 2 <= len(node.args) <= 6 or (row.elementwise and row.pattern in (Pattern.DISTRIBUTOR, Pattern.SWAP)):
            continue
        for first in range(len(node.args)):
            for second in range(first + 1, len(node.args)):
                a, b = node.args[first], node.args[second]
                if a == b or nodes[a].shape != nodes[b].shape:
                    continue
                args = list(node.args)
                args[first], args[second] = b, a
                if line.gives(true, edits={index: node._replace(args=tuple(args))}):
                    names = line.situation.name(a), line.situation.name(b)
                    return tr("`{0}` and `{1}` must change places", *names) if all(names) else None
    return None
