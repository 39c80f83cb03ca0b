"""Mistakes on the way back: one of several paths between the loss and the variable is left out or of the wrong size."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..replay import constant_ratio
from ..sentences import tr
from .gradient_line import GradientLine
from .size_mistakes import mean_words
from .trials import all_same, clean_factor, too_large

__all__ = ["label_entry", "missing_path"]

MOST = 60  # edges that are left out, one at a time

Edge = tuple[int, int]  # a gate and the slot of its argument


def missing_path(line: GradientLine) -> str | None:
    """Test whether the line would be right with what comes back along one edge left out, turned or scaled.

    The edges are those into gates that share a value with others; those of one place of the source, as the rounds of a
    loop have them, are left out together.
    """
    hand_value, true = line.hand_values(), line.true_gradient()
    if np.shape(hand_value[0]) != np.shape(true[0]):
        return None
    factor = line.gradient.sign * line.gradient.scale
    every = list(_edges(line))
    shift = _shift(line, every, factor)
    for value, edges in every:
        rests = [factor * np.asarray(line.without([*edges, *shift], point)) for point in line.points]
        if all_same(rests, true) or not any(np.any(rest) for rest in rests):
            continue
        parts = [np.asarray(t) - r for t, r in zip(true, rests, strict=True)]
        mine = [np.asarray(w) - r for w, r in zip(hand_value, rests, strict=True)]
        gate = line.situation.name(edges[0][0])
        way = f"`{gate}`" if gate else tr("one use")
        if all_same(hand_value, rests):
            of = line.situation.name(value)
            if not of or of == line.gradient.of:
                return tr("what comes back through {0} is missing", way)
            return tr("{0} is used more than once, and what comes back to it through {1} is missing", f"`{of}`", way)
        ratios = [constant_ratio(m, p) for m, p in zip(mine, parts, strict=True)]
        first = ratios[0]
        if first is None or any(ratio is None or abs(ratio / first - 1) > 1e-9 for ratio in ratios):
            continue
        if abs(first + 1) < 1e-9:
            return tr("the sign of what comes back through {0} is wrong", way)
        if clean_factor(first):
            return tr("what comes back through {0} is {1}", way, too_large(first)) + mean_words(line, first)
    return None


def _edges(line: GradientLine) -> Iterator[tuple[int, list[Edge]]]:
    """Yield values that several gates use on the way from the target to L, each with the edges of one of its uses."""
    nodes, target = line.situation.nodes, line.gradient.target
    assert target is not None
    behind = [False] * len(nodes)
    behind[target] = True
    uses: dict[int, list[Edge]] = {}
    for node in nodes[target + 1 :]:
        if line.forward[node.id] and any(behind[arg] for arg in node.args):
            behind[node.id] = True
            for slot, arg in enumerate(node.args):
                if behind[arg]:
                    uses.setdefault(arg, []).append((node.id, slot))
    groups: dict[object, tuple[int, list[Edge]]] = {}
    for value, edges in uses.items():
        for gate, slot in edges if len(edges) > 1 else []:
            span = nodes[gate].span
            key = gate if span is None else (nodes[gate].op, span, slot)
            groups.setdefault(key, (value, []))[1].append((gate, slot))
    yield from list(groups.values())[:MOST]


def _shift(line: GradientLine, every: list[tuple[int, list[Edge]]], factor: float) -> list[Edge]:
    """Return the edges into the maximum that a softmax is shifted by: all that comes back through it adds up to 0."""
    edges = [edge for _, group in every for edge in group if line.situation.nodes[edge[0]].op in ("max", "amax")]
    if not edges:
        return []
    rests = [factor * np.asarray(line.without(edges, point)) for point in line.points]
    return edges if all_same(rests, line.true_gradient()) else []


def label_entry(line: GradientLine) -> str | None:
    """Test for a line that is right but for one entry of each row, which is the same amount too large there."""
    hand_value, true = line.hand_values(), line.true_gradient()
    amounts = []
    for mine, right in zip(hand_value, true, strict=True):
        if np.shape(mine) != np.shape(right) or np.ndim(right) == 0 or np.shape(right)[-1] < 2:
            return None
        off = np.asarray(mine) - np.asarray(right)
        wrong = np.abs(off) > 1e-9 * float(np.max(np.abs(right), initial=0.0))
        if not (wrong.sum(axis=-1) == 1).all():
            return None
        amounts.append(off[wrong])
    first = float(amounts[0].flat[0])
    if first <= 0 or not all(np.allclose(each, first, rtol=1e-9) for each in amounts):
        return None
    return tr(
        "it is right but for one entry of each row, that of the label, where {0} must be subtracted", f"{first:g}"
    )
