"""Training: which lines move a name by a gradient of that name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..graph import Assignment
from .hand_gradients import find_hand_gradients

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["trains"]

# The ways a gradient of X is written; what stands for X is the group `of`.
FORMS = (
    re.compile(r"(?:self\.)?grad_?(?P<of>\w+)"),
    re.compile(r"(?:self\.)?(?P<of>\w+?)_?grad(?:ient)?s?"),
    re.compile(r"(?:self\.)?d[A-Za-z]{1,4}_?d_?(?P<of>\w+)"),
    re.compile(r"(?:self\.)?d_?(?P<of>\w+)"),
    re.compile(r"(?:self\.)?(?P<of>\w+)_(?:bar|delta)"),
    re.compile(r"(?:self\.)?delta_?(?P<of>\w+)"),
)


def trains(m: Machine, first_assignment: int) -> bool:
    """Whether the assignments from `first_assignment` on hold an update: old value and a gradient go into the new.

    The gradient is one that was asked for (`.grad`, `grad(f)`), or one written by hand under the name of a gradient and
    computed from the old value.
    """
    recent = m.assignments[first_assignment:]
    marked: dict[str, list[int]] = {}
    for assignment in recent:
        for name in named_by(assignment.name):
            marked.setdefault(name, []).append(assignment.node)
    asked: list[Assignment] = []
    by_hand: list[Assignment] = []
    gradients: list[int] | None = None
    for assignment in recent:
        if assignment.before is None or assignment.alias:
            continue
        below = _ancestors(m, assignment.node, assignment.before)
        if assignment.before not in below:
            continue
        named = marked.get(assignment.name.removeprefix("self."), ())
        if any(node in below for node in m.gradient_nodes):
            asked.append(assignment)
            continue
        steps = [node for node in named if node in below and node != assignment.node and _is_step(m, assignment, node)]
        if steps and gradients is None:
            gradients = _gradients_by_hand(m)
        if any(node in (gradients or ()) for node in steps):
            by_hand.append(assignment)
    for assignment in (*asked, *by_hand):
        assert assignment.before is not None
        m.updated[assignment.node] = assignment.before
    if m.loops:
        for assignment in by_hand:
            m.builder.note(
                "update",
                f"This line changes {assignment.name} for the next round of the loop; one round is drawn, with "
                f"{assignment.name} as it stands.",
                assignment.span,
            )
    return m.stepped or bool(asked or by_hand)


def _gradients_by_hand(m: Machine) -> list[int]:
    """The nodes that have the name of a gradient and are one: found out in numbers, never by the name alone."""
    finding = find_hand_gradients(m.builder.nodes, m.all_assignments(), m.builder.inputs, m.value_of)
    return [gradient.node for gradient in finding.gradients if gradient.target is not None]


def _is_step(m: Machine, assignment: Assignment, gradient: int) -> bool:
    """Whether the gradient follows from the old value and goes into the new one with a factor."""
    assert assignment.before is not None
    return not _is_plain_sum(m, assignment, gradient) and assignment.before in _ancestors(m, gradient, 0)


def named_by(name: str) -> Iterable[str]:
    """The names X that `name` may be the gradient of, by its form."""
    for form in FORMS:
        match = form.fullmatch(name)
        if match:
            yield match["of"]


def _is_plain_sum(m: Machine, assignment: Assignment, gradient: int) -> bool:
    """`x += dx`, with no factor: a step of a computation such as a falling body's."""
    node = m.builder.nodes[assignment.node]
    return node.op == "add" and set(node.args) == {assignment.before, gradient}


def _ancestors(m: Machine, node: int, first: int) -> set[int]:
    """The nodes that `node` depends on, itself included, down to id `first`."""
    nodes, found, todo = m.builder.nodes, {node}, [node]
    while todo:
        for arg in nodes[todo.pop()].args:
            if arg not in found and arg >= first:
                found.add(arg)
                todo.append(arg)
    return found
