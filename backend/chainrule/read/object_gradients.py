"""Gradients that objects of the program hold: `self.grad` beside `self.data`, as an engine of one's own keeps them.

The name says nothing of what such a gradient is of: the object does. The output is the value whose object was given a
gradient by a number alone (`self.grad = 1`); the others are held to the true gradients of that output.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ..compiled import Backward
from ..errors import Span
from ..graph import LITERAL, Assignment, HandGradientNode
from ..replay import same
from .hand_gradients import GradientTargets, sum_of
from .hand_gradients.gradient_names import BARE
from .values import ArrayView, Const, Instance, Number, Value

if TYPE_CHECKING:
    from .machine import Machine

__all__ = [
    "ObjectGradients",
    "note_gradient",
    "object_gradients",
    "targets_of_objects",
    "value_of_object",
    "without_objects",
]

MOST = 300  # gradients of one program that are judged


@dataclass(slots=True)
class ObjectRow:
    """The gradient that an object holds: its node, and the node of the object's value when it was written."""

    owner: Instance
    name: str  # of the attribute
    node: int
    target: int
    span: Span | None
    number: bool  # written as a number alone: here a backward pass begins


@dataclass(slots=True)
class ObjectGradients:
    """The gradients in objects that were written since a loop began, as far as they hold to the true ones."""

    outputs: tuple[tuple[int, int], ...]  # what is differentiated, each with the node of its upstream gradient
    rows: list[ObjectRow] = field(default_factory=list)

    @property
    def nodes(self) -> set[int]:
        """Return the nodes of the gradients that objects hold."""
        return {row.node for row in self.rows}


@cache
def _is_bare(name: str) -> bool:
    """Return whether an attribute is a gradient that does not say of what: `grad`, `gradient`, `g`."""
    return name in BARE and BARE[name].x == "" and not BARE[name].signal


def note_gradient(m: Machine, owner: Instance, name: str, value: Value, node: Any) -> None:
    """Note that an object's attribute was set, if it is the gradient of the object's value.

    A number of the text that has such a gradient becomes a leaf, as what moves from round to round has to be.
    """
    if not _is_bare(name) or m.shapes_only or m.place is not None:
        return
    key = value_of_object(owner)
    if key is None:
        return
    number = owner.attributes[key]
    if type(number) is Const and number.op is None:
        number = owner.attributes[key] = Number(m.node(number, node))
    gradient, target = _gradient_node(m, value), m.node_if_any(number)
    if gradient is None or target is None or not _fits(m, gradient, target):
        return
    leaf = m.builder.nodes[gradient]
    is_number = not leaf.args and leaf.op == LITERAL
    if not (is_number and not np.any(leaf.params["value"])):  # else it is set to zero
        m.object_gradients[id(owner)] = ObjectRow(owner, name, gradient, target, m.span(node), is_number)


def value_of_object(owner: Instance) -> str | None:
    """Return the attribute that holds an object's number: the first that is one and no gradient; None without one."""
    if not any(map(_is_bare, owner.attributes)):
        return None
    for name, value in owner.attributes.items():
        is_number = type(value) in (Number, ArrayView) or (type(value) is Const and not isinstance(value.value, bool))
        if is_number and not _is_bare(name):
            return name
    return None


def _gradient_node(m: Machine, value: Value) -> int | None:
    if type(value) is Const:
        return m.node(value, None) if value.value != 0 else None
    return m.node_if_any(value)


def _fits(m: Machine, gradient: int, target: int) -> bool:
    nodes = m.builder.nodes
    return nodes[gradient].shape == nodes[target].shape


def object_gradients(m: Machine, first: int = 0) -> ObjectGradients | None:
    """Return the gradients in objects since node `first`; None where none is a true gradient, or there are none.

    A gradient that was not set to zero holds that of the rounds before, too: this round's part of it counts.
    """
    every = [row for row in m.object_gradients.values() if row.node >= first]
    seeds = {row.target: row.node for row in every if row.number}
    if not seeds or len(seeds) == len(every):
        return None
    true = _true_gradients(m, seeds, [row.target for row in every])
    agree = 0
    total: dict[int, Any] = {}
    for row in every:
        total[row.target] = total.get(row.target, 0.0) + _of_this_round(m, row.node, first)
    for target, gradient in total.items():
        if target not in seeds and np.any(true[target]):
            agree += same(gradient, true[target])
    return ObjectGradients(tuple(seeds.items()), every) if agree else None


def _true_gradients(m: Machine, outputs: Mapping[int, int], targets: Iterable[int]) -> dict[int, Any]:
    nodes, wrt = m.builder.nodes, sorted(set(targets))
    total: dict[int, Any] = dict.fromkeys(wrt, 0.0)
    for output, seed in outputs.items():
        m.value_of(output)
        with np.errstate(all="ignore"):
            terms = Backward(nodes, output, (), wrt).run(m.evaluator.values_by_node, m.value_of(seed))
        for target, term in zip(wrt, terms, strict=True):
            total[target] = total[target] + term
    return total


def _of_this_round(m: Machine, node: int, first: int) -> Any:
    """Return what this round added to a gradient: the leaf that a chain of sums begins with is of earlier rounds."""
    nodes, at = m.builder.nodes, node
    while at >= first and nodes[at].op == "add" and nodes[at].args[0] < at:
        at = nodes[at].args[0]
    value = m.value_of(node)
    if at != node and not nodes[at].args and nodes[at].op == LITERAL:
        value = value - m.value_of(at)
    return value


def without_objects(objects: ObjectGradients, assignments: list[Assignment]) -> list[Assignment]:
    """Return the assignments that are not of a gradient in an object."""
    names = {f".{row.name}" for row in objects.rows}
    return [each for each in assignments if not each.name.endswith(tuple(names))]


def targets_of_objects(m: Machine, objects: ObjectGradients, names: Mapping[str, int]) -> GradientTargets:
    """Return the gradients of objects that the program can name, to be judged like all that are written by hand.

    Args:
        names: the values of the program's objects, each by the way to it: `a`, `n.layers.0.w`.
    """
    by_target: dict[int, list[ObjectRow]] = {}
    for row in objects.rows:
        by_target.setdefault(row.target, []).append(row)
    gradients: list[HandGradientNode] = []
    outputs = dict(objects.outputs)
    for name in sorted(names, key=lambda name: name in m.counters):  # `p` of a loop only where there is no other
        node = names[name]
        rows = by_target.pop(node, [])
        if len(rows) == 1 and node not in outputs and len(gradients) < MOST:
            (row,) = rows
            gradients.append(HandGradientNode(f"{name}.{row.name}", row.node, name, node, row.span))
    nodes = m.builder.nodes
    if len(objects.outputs) == 1:
        ((output, seed),) = objects.outputs
        name = nodes[output].name or "the output"
        ones = bool(np.all(m.value_of(seed) == 1.0))
        return GradientTargets(output, None if ones else seed, tuple(gradients), f"compared with {name}")
    if not gradients:
        return GradientTargets(None, None, (), "")
    extra, output = sum_of(nodes, objects.outputs)
    return GradientTargets(output, None, tuple(gradients), "compared with their sum", extra=extra)
