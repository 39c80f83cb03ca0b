"""Mistakes at gates that hand the gradient to one of their inputs: the winner of a maximum, the entry of a label."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..graph import GraphNode
from ..ops import OPS
from ..sentences import tr
from .gradient_line import GradientLine
from .sites import Series, Site, by_place, expression, sites
from .trials import Number, all_same

__all__ = ["label_inside", "wrong_winner"]


def wrong_winner(line: GradientLine) -> str | None:
    """Test for a maximum whose gradient goes to all entries, to each its part, or to the smallest."""
    nodes = line.situation.nodes
    gates = [n.id for n in nodes if line.forward[n.id] and n.op in ("amax", "amin")]
    for place, group in by_place(line, gates):
        for rule, words in ((_to_all, _all_words), (_shared, _shared_words), (_to_other, _other_words)):
            altered = [line.altered({(gate.id, 0): rule(gate) for gate in group}, point) for point in line.points]
            if all_same(line.hand_values(), altered) and not all_same(altered, line.true_gradient()):
                return words(group[0].op == "amax", expression(line, place))
    picks = [n.id for n in nodes if line.forward[n.id] and n.op in ("index", "pick")]
    for place, group in by_place(line, picks):
        if all(_entry(line, gate) is not None for gate in group):
            altered = [line.altered({(gate.id, 0): _to_row(gate) for gate in group}, point) for point in line.points]
            if all_same(line.hand_values(), altered) and not all_same(altered, line.true_gradient()):
                text = expression(line, place)
                return tr("every entry gets what only the one must get that `{0}` takes", text)
    return None


def _to_row(gate: GraphNode) -> Any:
    return lambda g, out, a, *others, **params: np.broadcast_to(np.expand_dims(g, -1), np.shape(a)) * 1.0


def softmax_entrywise(line: GradientLine) -> str | None:
    """Test for the slope p*(1 - p) at a softmax, each of whose entries depends on the whole row."""
    nodes, target = line.situation.nodes, line.gradient.target
    factor = line.gradient.sign * line.gradient.scale
    for node in nodes:
        if not line.forward[node.id] or node.id == target or not node.shape or not node.args:
            continue
        if node.shape != np.shape(line.hand_values()[0]) or not _is_softmax(line, node.id):
            continue
        above = [line.gradients(point)[node.id] for point in line.points]
        if any(each is None for each in above):
            continue
        values = [np.asarray(line.values(point)[node.id]) for point in line.points]
        slopes = [factor * np.asarray(g) * p * (1 - p) for g, p in zip(above, values, strict=True)]
        if all_same(line.hand_values(), slopes):
            name = line.situation.name(node.id) or "p"
            return tr("`{0}` is a softmax: each entry depends on its whole row, and p*(1 - p) is only one part", name)
    return None


def _is_softmax(line: GradientLine, node: int) -> bool:
    values = [np.asarray(line.values(point)[node]) for point in line.points]
    if not all(bool(np.all((value > 0) & (value < 1))) for value in values):
        return False
    return any(all(np.allclose(v.sum(axis), 1.0) for v in values) for axis in range(np.ndim(values[0])))


def _all_words(is_max: bool, text: str) -> str:
    if is_max:
        return tr("the mask is missing: every entry gets what only the largest one in `{0}` must get", text)
    return tr("the mask is missing: every entry gets what only the smallest one in `{0}` must get", text)


def _shared_words(is_max: bool, text: str) -> str:
    if is_max:
        return tr("the mask is missing: what only the largest entry in `{0}` must get is spread over all", text)
    return tr("the mask is missing: what only the smallest entry in `{0}` must get is spread over all", text)


def _other_words(is_max: bool, text: str) -> str:
    if is_max:
        return tr("the mask is that of the smallest entry, and the largest one in `{0}` must get it all", text)
    return tr("the mask is that of the largest entry, and the smallest one in `{0}` must get it all", text)


def _spread(g: Any, a: Any, axis: Any, keepdims: bool) -> Any:
    upright = g if axis is None or keepdims else np.expand_dims(g, axis)
    return np.broadcast_to(upright, np.shape(a))


def _to_all(gate: GraphNode) -> Any:
    return lambda g, out, a, *, axis=None, keepdims=False: _spread(g, a, axis, keepdims) * 1.0


def _shared(gate: GraphNode) -> Any:
    def rule(g: Any, out: Any, a: Any, *, axis: Any = None, keepdims: bool = False) -> Any:
        return _spread(g, a, axis, keepdims) * (np.size(out) / np.size(a))

    return rule


def _to_other(gate: GraphNode) -> Any:
    other = np.min if gate.op == "amax" else np.max

    def rule(g: Any, out: Any, a: Any, *, axis: Any = None, keepdims: bool = False) -> Any:
        return _spread(g, a, axis, keepdims) * (a == other(a, axis=axis, keepdims=True))

    return rule


def label_inside(line: GradientLine) -> str | None:
    """Test for probabilities from which the 1 at the label's entry is not subtracted, once or in every round."""
    nodes = line.situation.nodes
    reads = [n.id for n in nodes if line.forward[n.id] and n.op in ("index", "pick")]
    for place, group in by_place(line, reads):
        entries = [ones for gate in group if (ones := _entry(line, gate)) is not None]
        if len(entries) < len(group):
            continue
        for labels in (entries, entries[::-1]):
            series = Series("", arrays=tuple(labels))
            for site in sites(line):
                if site.text and "=" not in site.text and site.holds(line, _less, series):
                    name = _name(line, site) or site.text
                    text = expression(line, place)
                    return tr(
                        "1 must be subtracted from `{0}` at the entry of the label, which `{1}` takes", name, text
                    )
    return None


def _less(value: Number, ones: Number) -> Number:
    """Return probabilities less 1 at the label; nan where the values are none: any 2 can be 1 too large."""
    fits = np.shape(value) == np.shape(ones) and bool(np.all((value > 0) & (value < 1)))
    is_probability = fits and np.allclose(np.sum(value, axis=-1), 1.0, rtol=1e-9)
    return value - ones if is_probability else np.full(np.shape(value), np.nan)


def _name(line: GradientLine, site: Site) -> str:
    """Return the name of a value of the forward pass that a line hands on as it is."""
    gate = site.gates[0]
    return line.situation.name(gate.id) if site.slot is None and line.forward[gate.id] else ""


def _entry(line: GradientLine, gate: GraphNode) -> Any:
    """Return ones where a gate takes entries, zeros elsewhere; None unless it takes one entry of each row."""
    base, *others = (np.asarray(line.values(0)[arg]) for arg in gate.args)
    if not base.ndim or base.shape[-1] < 2:
        return None
    try:
        places = OPS[gate.op].forward(np.arange(float(base.size)).reshape(base.shape), *others, **gate.params)
    except (ValueError, IndexError):
        return None
    flat = np.zeros(base.size)
    flat[np.ravel(places).astype(int)] = 1.0
    ones = flat.reshape(base.shape)
    return ones if (ones.sum(axis=-1) == 1).all() else None
