"""Mistakes within one line: another value, a factor too many or too few."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..graph import LITERAL
from ..ops import OPS
from ..replay import line_of
from ..sentences import tr
from .gradient_line import GradientLine
from .sites import Apply, is_activation, series, sites
from .trials import all_same

__all__ = [
    "extra_factor",
    "missing_factor",
    "missing_scale",
    "plain_factor",
    "updated_first",
    "wrong_mask",
    "wrong_operand",
    "wrong_slope",
]


def wrong_operand(line: GradientLine) -> str | None:
    """Name the value that belongs where the line has another one of its shape."""
    nodes = line.situation.nodes
    for mine in line.inputs:
        if nodes[mine].op == LITERAL and nodes[mine].name is None:
            continue
        for other in line.operands():
            if other == mine or nodes[other].shape != nodes[mine].shape:
                continue
            if line.gives(line.true_gradient(), [{mine: line.values(point)[other]} for point in line.points]):
                names = line.situation.name(mine), line.situation.name(other)
                if all(names) and names[0] != names[1]:
                    return tr("`{0}` stands where `{1}` belongs", *names)
                if not all(names):
                    return tr("it uses another input than it should")
    for used in line.used:
        for each in line.situation.gradients:
            if each.node == used or each.target is None or each.output != line.gradient.output or each is line.gradient:
                continue
            true = [line.situation.true(each, point) for point in line.points]
            if any(t is None or np.shape(t) != nodes[used].shape for t in true):
                continue
            if each.name != line.used[used].name and line.gives(
                line.true_gradient(), [{used: true[point]} for point in line.points]
            ):
                return tr("`{0}` stands where `{1}` belongs", line.used[used].name, each.name)
    if line.forward[line.gradient.node]:
        for other in line.operands():
            if all_same([line.values(point)[other] for point in line.points], line.true_gradient()):
                names = line.situation.name(line.gradient.node), line.situation.name(other)
                return tr("`{0}` stands where `{1}` belongs", *names) if all(names) else None
    return None


def updated_first(line: GradientLine) -> str | None:
    """Test for a parameter that is moved by its gradient before the line uses it: it must still be the old one."""
    nodes = line.situation.nodes
    for index in line.order:
        node = nodes[index]
        old = node.args[0] if node.op in ("sub", "add") and len(node.args) == 2 else None
        if old is None or not line.forward[old] or nodes[old].shape != node.shape or index == line.gradient.node:
            continue
        name = line.situation.name(old)
        if name and line.gives(line.true_gradient(), [{index: line.values(point)[old]} for point in line.points]):
            return tr("`{0}` is updated before it is used: the gradient needs its old value", name)
    return None


def wrong_mask(line: GradientLine) -> str | None:
    """Ones and zeros of another array stand where the gate of the forward pass is open, or they are turned round."""
    true, nodes = line.true_gradient(), line.situation.nodes
    for index in [*line.order, *line.inputs]:
        masks = [np.asarray(line.value_of(index, point)) for point in line.points]
        if index == line.gradient.node or not _is_mask(masks):
            continue
        mask_name = line.situation.name(index)
        if line.gives(true, [{index: 1.0 - mask} for mask in masks]):
            return tr("{0} is the wrong way round: it must be 1 where it is 0", _mask(mask_name))
        for other in line.operands():
            if nodes[other].shape != nodes[index].shape or other == index:
                continue
            open_ = [{index: (np.asarray(line.values(point)[other]) > 0).astype(float)} for point in line.points]
            if all(np.array_equal(each[index], mask) for each, mask in zip(open_, masks, strict=True)):
                continue
            name = line.situation.name(other)
            if name and line.gives(true, open_):
                return tr("{0} stands where `{1}` belongs", _mask(mask_name), f"{name} > 0")
    for index in line.order:
        node = nodes[index]
        if node.op.startswith("where_") and len(node.args) == 4:  # `dh[h > 0] = 0`
            first, second, then, otherwise = node.args
            for other in line.operands():
                if other == first or nodes[other].shape != nodes[first].shape:
                    continue
                names = line.situation.name(first), line.situation.name(other)
                edits = {index: node._replace(args=(-1 - first, second, then, otherwise))}
                value = [{-1 - first: line.values(point)[other]} for point in line.points]
                if all(names) and names[0] != names[1] and line.gives(true, value, edits):
                    return tr("the mask of `{0}` stands where that of `{1}` belongs", *names)
            turned = node._replace(args=(first, second, otherwise, then))
            if line.gives(true, edits={index: turned}):
                name = line.situation.name(first)
                return tr("{0} is the wrong way round", tr("the mask of `{0}`", name) if name else tr("the mask"))
    return None


def _mask(name: str) -> str:
    return tr("the mask `{0}`", name) if name else tr("the mask")


def _is_zeros_and_ones(array: np.ndarray) -> bool:
    return array.ndim > 0 and bool(((array == 0) | (array == 1)).all()) and 0 < array.sum() < array.size


def _is_mask(arrays: list[np.ndarray]) -> bool:
    """Return whether an array holds ones and zeros alone at all points, and both at one of them."""
    plain = all(each.ndim > 0 and bool(((each == 0) | (each == 1)).all()) for each in arrays)
    return plain and any(0 < each.sum() < each.size for each in arrays)


def missing_scale(line: GradientLine) -> str | None:
    """A number by which the forward pass multiplies or divides behind the target is left out."""
    nodes, target = line.situation.nodes, line.gradient.target
    hand_value, true = line.hand_values(), line.true_gradient()
    if np.shape(hand_value[0]) != np.shape(true[0]):
        return None
    behind = {target}
    for node in nodes[(target or 0) + 1 :]:
        if not line.forward[node.id] or not any(arg in behind for arg in node.args):
            continue
        behind.add(node.id)
        if node.op not in ("mul", "div") or len(node.args) != 2:
            continue
        for arg in node.args[1:] if node.op == "div" else node.args:
            if nodes[arg].shape or not (nodes[target or 0].shape or _is_number(line, arg)):
                continue
            scale = [float(line.values(point)[arg]) for point in line.points]
            if all(abs(each) == 1 for each in scale):
                continue
            fixed = [
                np.asarray(w) * s if node.op == "mul" else np.asarray(w) / s
                for w, s in zip(hand_value, scale, strict=True)
                if s
            ]
            name = line.situation.name(arg)
            if name and len(fixed) == len(true) and all_same(fixed, true):
                is_factor, holder = node.op == "mul", line.situation.name(node.id)
                words = tr("the factor `{0}` is missing", name)
                if not is_factor:
                    words = tr("the division by `{0}` is missing", name)
                return f"{words}: {tr('`{0}` has it', holder)}" if holder else words
    return None


def _is_number(line: GradientLine, node: int) -> bool:
    """True if a value is computed from numbers in the text alone. Between scalars a name (`f = q*z`) is an operand."""
    nodes = line.situation.nodes
    return all(nodes[each].args or nodes[each].op == LITERAL for each in line_of(nodes, node, ())[0])


def wrong_slope(line: GradientLine) -> str | None:
    """A part of the line stands where the slope of an activation belongs, such as 1 - h for 1 - h**2."""
    for site in sites(line):
        if site.slot is not None or site.gates[0].id == line.gradient.node or not site.text or "=" in site.text:
            continue
        activations = [other for other in series(line, len(site.gates)) if is_activation(line, site, other)]
        for other in activations if site.gates[0].op in SLOPES else ():
            for words, run in FACTORS[2:4]:
                if site.holds(line, _slope_of(run), other):
                    return tr("{0} stands where `{1}` belongs", f"`{site.text}`", words.format(other.text))
    return None


def _slope_of(run: Callable[[np.ndarray], np.ndarray]) -> Apply:
    def apply(value: np.ndarray, other: np.ndarray) -> np.ndarray:
        return _of_shape(run(other), value)

    return apply


SLOPES = ("sub", "add", "mul", "pow", "square")  # the gates that a slope such as 1 - h**2 ends in


def _of_shape(slope: np.ndarray, value: np.ndarray) -> np.ndarray:
    return slope if np.shape(slope) == np.shape(value) else np.full(np.shape(value), np.nan)


def extra_factor(line: GradientLine) -> str | None:
    """A value of the forward pass is a factor too many, or a part of the line is right where a larger part stands."""
    nodes = line.situation.nodes
    hand_value, true = line.hand_values(), line.true_gradient()
    for node in line.inputs if np.shape(hand_value[0]) == np.shape(true[0]) else ():
        values = [np.asarray(line.values(point)[node]) for point in line.points]
        name = line.situation.name(node)
        if not name or nodes[node].op == LITERAL or np.shape(values[0]) not in ((), np.shape(true[0])):
            continue
        if all_same(hand_value, [v * t for v, t in zip(values, true, strict=True)]):
            return tr("the factor `{0}` is too many", name)
    if any(len(site.gates) > 1 for site in sites(line)):
        return None  # in a loop: see unneeded_part
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
                if names[0] == names[1]:
                    names = "", ""
                words = tr("a factor or term too many is in it")
                return f"{words}: {tr('`{1}` would be right where `{0}` stands', *names)}" if all(names) else words
    return None


def plain_factor(line: GradientLine) -> str | None:
    """Test for an array of the forward pass that is left out as a factor: named, it says more than `local gradient`."""
    true, nodes = line.true_gradient(), line.situation.nodes
    for node in line.operands() if line.used else ():
        name = line.situation.name(node)
        if not name or not nodes[node].shape or nodes[node].shape != np.shape(line.hand_values()[0]):
            continue
        values = [np.asarray(line.values(point)[node]) for point in line.points]
        if all(_is_zeros_and_ones(value) for value in values):
            continue
        if all_same([np.asarray(w) * v for w, v in zip(line.hand_values(), values, strict=True)], true):
            return tr("the factor `{0}` is missing", name)
    return None


def missing_factor(line: GradientLine) -> str | None:
    """Name the value that the number has to be multiplied with."""
    hand_value, true_gradient = line.hand_values(), line.true_gradient()
    if np.shape(hand_value[0]) != np.shape(true_gradient[0]):
        return None
    for node in line.operands():
        for words, run in FACTORS:
            value = [run(np.asarray(line.values(point)[node])) for point in line.points]
            if np.shape(value[0]) not in ((), np.shape(hand_value[0])):
                continue
            with np.errstate(all="ignore"):
                if all_same([np.asarray(w) * v for w, v in zip(hand_value, value, strict=True)], true_gradient):
                    name = line.situation.name(node)
                    if not name:
                        return None
                    if all(_is_zeros_and_ones(each) for each in value):
                        return tr("the mask `{0}` is missing", words.format(name))
                    return tr("the factor `{0}` is missing", words.format(name))
    return None


FACTORS: tuple[tuple[str, Callable[[np.ndarray], np.ndarray]], ...] = (
    ("{0}", lambda v: v),
    ("1 - {0}", lambda v: 1 - v),
    ("{0}*(1 - {0})", lambda v: v * (1 - v)),
    ("1 - {0}**2", lambda v: 1 - v * v),
    ("2*{0}", lambda v: 2 * v),
)
