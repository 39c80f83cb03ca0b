"""Mistakes within one line: another value, a factor too many or too few."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..graph import LITERAL
from ..ops import OPS
from ..replay import line_of
from .lines import GradientLine
from .trials import all_same

__all__ = ["extra_factor", "missing_factor", "wrong_operand", "wrong_slope"]


def wrong_operand(line: GradientLine) -> str | None:
    nodes = line.situation.nodes
    for mine in line.inputs:
        if nodes[mine].op == LITERAL and nodes[mine].name is None:
            continue
        for other in line.operands():
            if other == mine or nodes[other].shape != nodes[mine].shape:
                continue
            if line.gives(line.true_gradient(), [{mine: line.values(point)[other]} for point in line.points]):
                names = line.situation.name(mine), line.situation.name(other)
                return (
                    f"`{names[0]}` stands where `{names[1]}` belongs"
                    if all(names)
                    else "it uses another input than it should"
                )
    for used in line.used:
        for each in line.situation.gradients:
            if each.node == used or each.target is None or each.output != line.gradient.output or each is line.gradient:
                continue
            true = [line.situation.true(each, point) for point in line.points]
            if any(t is None or np.shape(t) != nodes[used].shape for t in true):
                continue
            if line.gives(line.true_gradient(), [{used: true[point]} for point in line.points]):
                return f"`{line.used[used].name}` stands where `{each.name}` belongs"
    if line.forward[line.gradient.node]:
        for other in line.operands():
            if all_same([line.values(point)[other] for point in line.points], line.true_gradient()):
                names = line.situation.name(line.gradient.node), line.situation.name(other)
                return f"`{names[0]}` stands where `{names[1]}` belongs" if all(names) else None
    return None


def wrong_slope(line: GradientLine) -> str | None:
    """A part of the line stands where the slope of an activation belongs, such as 1 - h for 1 - h**2."""
    for index in line.order[:-1]:
        for node in line.inputs:
            if np.shape(line.value_of(node, 0)) != np.shape(line.value_of(index, 0)) or index == node:
                continue
            for words, run in FACTORS[2:4]:
                replaced = [{index: run(np.asarray(line.value_of(node, point)))} for point in line.points]
                name = line.situation.name(node)
                if name and line.gives(line.true_gradient(), replaced):
                    mine = line.situation.name(index)
                    return f"{f'`{mine}`' if mine else 'another slope'} stands where `{words.format(name)}` belongs"
    return None


def extra_factor(line: GradientLine) -> str | None:
    """A part of the line is right where a larger part that holds it stands."""
    nodes = line.situation.nodes
    for outer in reversed(line.order):
        shape = np.shape(line.value_of(outer, 0))
        if len(nodes[outer].args) < 2 or not OPS[nodes[outer].op].elementwise:
            continue
        inside, used = line_of(nodes, outer, {*line.used, *line.inputs}, line.order[0])
        for inner in [*reversed(inside), *used]:
            if inner == outer or np.shape(line.value_of(inner, 0)) != shape:
                continue
            if line.gives(line.true_gradient(), [{outer: line.value_of(inner, point)} for point in line.points]):
                names = line.situation.name(outer), line.situation.name(inner)
                word = f"`{names[1]}` would be right where `{names[0]}` stands" if all(names) else ""
                return f"a factor or term too many is in it{': ' if word else ''}{word}"
    return None


def missing_factor(line: GradientLine) -> str | None:
    written, true_gradient = line.written(), line.true_gradient()
    if np.shape(written[0]) != np.shape(true_gradient[0]):
        return None
    for node in line.operands():
        for words, run in FACTORS:
            value = [run(np.asarray(line.values(point)[node])) for point in line.points]
            if np.shape(value[0]) not in ((), np.shape(written[0])):
                continue
            with np.errstate(all="ignore"):
                if all_same([np.asarray(w) * v for w, v in zip(written, value, strict=True)], true_gradient):
                    name = line.situation.name(node)
                    return f"the factor `{words.format(name)}` is missing" if name else None
    return None


FACTORS: tuple[tuple[str, Callable[[np.ndarray], np.ndarray]], ...] = (
    ("{0}", lambda v: v),
    ("1 - {0}", lambda v: 1 - v),
    ("{0}*(1 - {0})", lambda v: v * (1 - v)),
    ("1 - {0}**2", lambda v: 1 - v * v),
    ("2*{0}", lambda v: 2 * v),
)
