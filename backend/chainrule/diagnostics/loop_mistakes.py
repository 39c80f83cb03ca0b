"""Mistakes in lines that a loop runs: a round overwrites what earlier ones gave, or takes another step's value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from ..graph import GraphNode
from ..replay import constant_ratio
from ..sentences import tr
from .gradient_line import GradientLine
from .sites import Place, argument, by_place, expression, place_of, statement
from .size_mistakes import mean_words
from .trials import all_same, clean_factor, too_large

__all__ = ["another_step", "overwrote_rounds", "wrong_addend"]


def overwrote_rounds(line: GradientLine) -> str | None:
    """Test for entries, or a whole variable, that each round sets where it should add."""
    nodes, true = line.situation.nodes, line.true_gradient()
    for place, writes in by_place(line, line.order):
        edits = {
            each.id: each._replace(op=f"{each.op}_add")
            for each in writes
            if each.op == "scatter" and not _holds_old(line, each)
        }
        if edits and line.gives(true, edits=edits):
            text = statement(line, place[0])
            return tr("`{0}` overwrites what other rounds put there: it must add up (+=)", text)
    mine = nodes[line.gradient.node]
    rounds = [n for n in nodes if n.span == mine.span and n.op == mine.op and n.shape == mine.shape]
    if mine.span is None or len(rounds) < 2 or not line.is_as_read:
        return None
    if all_same([sum(np.asarray(line.values(p)[n.id]) for n in rounds) for p in line.points], true):
        return tr("each round overwrites {0}: what the rounds give adds up (+=)", line.gradient.name)
    return None


def _holds_old(line: GradientLine, write: GraphNode) -> bool:
    """Return whether what is written holds the entries that were there: `a[i] += x`."""
    nodes, todo = line.situation.nodes, [write.args[1]]
    for _ in range(4):
        todo = [arg for each in todo for arg in nodes[each].args]
        if write.args[0] in todo:
            return True
    return False


def wrong_addend(line: GradientLine) -> str | None:
    """Test whether the line is right once what one statement adds is turned, scaled or left out."""
    hand_value, true = line.hand_values(), line.true_gradient()
    if np.shape(hand_value[0]) != np.shape(true[0]):
        return None
    for place, gates in by_place(line, line.order):
        adds = [each for each in gates if each.op in ("add", "sub") and _goes_on(line, each)]
        if not adds:
            continue
        edits = {each.id: each._replace(args=(each.args[0], -1 - each.args[1])) for each in adds}
        zeros = [
            {-1 - each.args[1]: np.zeros(np.shape(line.value_of(each.args[1], point))) for each in adds}
            for point in line.points
        ]
        rests: list[Any] = [line.value(p, zeros[line.points.index(p)], edits) for p in line.points]
        if any(rest is None or np.shape(rest) != np.shape(true[0]) for rest in rests):
            continue
        text = statement(line, place[0])
        if text.startswith("return"):
            continue
        term = _term(line, place, adds)
        if all_same(rests, true):
            if term:
                return tr("the term `{0}` does not belong there", term)
            return tr("what `{0}` adds does not belong there", text)
        ratios = [
            constant_ratio(np.asarray(w) - r, np.asarray(t) - r)
            for w, t, r in zip(hand_value, true, rests, strict=True)
        ]
        first = ratios[0]
        if first is None or any(ratio is None or abs(ratio / first - 1) > 1e-9 for ratio in ratios):
            continue
        if abs(first + 1) < 1e-9:
            if term:
                return tr("the sign of the term `{0}` is wrong", term)
            return tr("the sign of what `{0}` adds is wrong", text)
        if clean_factor(first):
            if term:
                return tr("the term `{0}` is {1}", term, too_large(first)) + mean_words(line, first)
            return tr("what `{0}` adds is {1}", text, too_large(first)) + mean_words(line, first)
    return None


def _term(line: GradientLine, place: Place, adds: list[GraphNode]) -> str:
    """Return the text of what is added, unless a whole statement adds it."""
    return "" if "=" in expression(line, place) else argument(line, place, [each.args[1] for each in adds])


def _goes_on(line: GradientLine, gate: GraphNode) -> bool:
    """Return whether a gate adds to what the line has so far: an earlier round, another statement, or zeros."""
    nodes, before = line.situation.nodes, gate.args[0]
    if nodes[before].op == "index":
        before = nodes[before].args[0]
    span = nodes[before].span
    is_start = not nodes[before].args and not np.any(np.asarray(line.value_of(before, 0)))
    return is_start or (
        before in line.order and span is not None and nodes[before].shape == nodes[line.gradient.node].shape
    )


def another_step(line: GradientLine) -> str | None:
    """Test whether an expression takes in each round what the forward pass takes elsewhere: hs[t] for hs[t-1]."""
    nodes = line.situation.nodes
    families = list(_families(line, (n for n in nodes if line.forward[n.id])))
    for place, slot, gates, others in _used(line):
        for (other, _), values in _steps(others, families):
            if values != others and all(nodes[a].shape == nodes[b].shape for a, b in zip(values, others, strict=True)):
                edits = {
                    gate.id: gate._replace(args=tuple(v if s == slot else a for s, a in enumerate(gate.args)))
                    for gate, v in zip(gates, values, strict=True)
                }
                if line.gives(line.true_gradient(), edits=edits):
                    return tr(
                        "`{0}` takes the value of another step: what `{1}` takes belongs there",
                        expression(line, place),
                        expression(line, other),
                    )
    return _shifted(line)


Family = tuple[tuple[Place, int], list[int]]


def _steps(others: list[int], families: list[Family]) -> Iterator[Family]:
    """Yield what may be meant by values of several rounds: those of a series that they are steps of, or a step on."""
    for place, family in families:
        if set(family).isdisjoint(others):
            continue
        if len(family) == len(others):
            yield place, family
            yield place, family[::-1]
        for _, second in families:  # where one takes s[t], the other takes s[t-1]
            if len(second) == len(family) and second != family and set(others) <= set(second):
                steps = dict(zip(second, family, strict=True))
                yield place, [steps[each] for each in others]


def _shifted(line: GradientLine) -> str | None:
    """Test for rows of one array that are taken one step too late or too early: `s[t]` for `s[t-1]`."""
    nodes = line.situation.nodes
    for place, gates in by_place(line, line.order):
        rows = [each for each in gates if each.op == "index" and each.params["key"] and _is_row(each.params["key"][0])]
        for by in (-1, 1) if len(rows) > 1 else ():
            keys = [(each.params["key"][0] + by, *each.params["key"][1:]) for each in rows]
            sizes = [nodes[each.args[0]].shape[0] for each in rows]
            if not all(-size <= key[0] < size for key, size in zip(keys, sizes, strict=True)):
                continue
            edits = {each.id: each._replace(params={"key": key}) for each, key in zip(rows, keys, strict=True)}
            if line.gives(line.true_gradient(), edits=edits):
                return (
                    tr("`{0}` is one step too late", expression(line, place))
                    if by < 0
                    else tr("`{0}` is one step too early", expression(line, place))
                )
    return None


def _is_row(key: object) -> bool:
    return isinstance(key, int) and not isinstance(key, bool)


def _used(line: GradientLine) -> Iterator[tuple[Place, int, list[GraphNode], list[int]]]:
    """Yield the places of the line that take a forward value in several rounds: gates and values in their order."""
    forward = line.forward
    for place, gates in by_place(line, line.order):
        for op in dict.fromkeys(each.op for each in gates):
            same_op = [each for each in gates if each.op == op]
            for slot in range(len(same_op[0].args)):
                others = [each.args[slot] for each in same_op if slot < len(each.args)]
                if len(set(others)) > 1 and len(others) == len(same_op) and all(forward[each] for each in others):
                    yield place, slot, same_op, others


def _families(line: GradientLine, gates: Iterable[GraphNode]) -> Iterator[tuple[tuple[Place, int], list[int]]]:
    """Yield the values that one slot of one expression of the forward pass has in its rounds."""
    families: dict[tuple[Place, str, int], list[int]] = {}
    for gate in gates:
        place = place_of(gate)
        if place is not None:
            for slot, arg in enumerate(gate.args):
                families.setdefault((place, gate.op, slot), []).append(arg)
    for (place, _, slot), values in families.items():
        if len(set(values)) > 1:
            yield (place, slot), values
