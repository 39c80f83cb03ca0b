"""Training: which lines move a name by a gradient of that name."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterable, Sequence, Set
from typing import TYPE_CHECKING, Any

import numpy as np

from ..graph import Assignment
from ..replay import compute, constant_ratio
from .gradient_values import gradient_at
from .hand_gradients import GradientTargets, find_hand_gradients, looks_like_gradient
from .object_gradients import object_gradients, without_objects
from .unnamed_steps import UnnamedSteps, unnamed_steps

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["adds_rates", "trainable_attributes", "trains"]

# The ways a gradient of X is written; what stands for X is the group `of`.
FORMS = (
    re.compile(r"(?:self\.)?grad_?(?P<of>\w+)"),
    re.compile(r"(?:self\.)?(?P<of>\w+?)_?grad(?:ient)?s?"),
    re.compile(r"(?:self\.)?d[A-Za-z]{1,4}_?d_?(?P<of>\w+)"),
    re.compile(r"(?:self\.)?(?:d_?|D_)(?P<of>\w+)"),
    re.compile(r"(?:self\.)?(?P<of>\w+)_(?:bar|delta)"),
    re.compile(r"(?:self\.)?delta_?(?P<of>\w+)"),
)


def trains(m: Machine, first_assignment: int, first_node: int = 0) -> bool:
    """Return whether the assignments from `first_assignment` on hold an update.

    An update computes the new value from the old one and a gradient.

    What is differentiated was computed since `first_node`: a loop that goes through the parameters to move each of them
    is a part of a round.

    The gradient is one that was asked for (`.grad`, `grad(f)`), or one written by hand under the name of a gradient and
    computed from the old value.
    """
    recent = m.assignments[first_assignment:]
    objects = object_gradients(m, first_node)
    if objects is not None:
        recent = without_objects(objects, recent)
    own = {node for node in m.gradient_nodes if m.gradient_outputs.get(node, node) >= first_node}
    if objects is not None:
        own |= objects.nodes
    assignments, by_hand = _updates_among(m, recent, own, first_node)
    steps = UnnamedSteps()
    if m.loops and not assignments and not by_hand:
        steps = unnamed_steps(m, recent, first_node)
        by_hand = [*steps.along, *steps.others]
    for assignment in (*assignments, *by_hand):
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
        for assignment in steps.uphill:
            text = f"This step of {assignment.name} goes up the gradient of {steps.loss}, which grows with it."
            m.builder.note("uphill", text, assignment.span)
        for assignment in steps.astray:
            text = f"This step of {assignment.name} is no multiple of the gradient of {steps.loss}: check its formula."
            m.builder.note("astray", text, assignment.span)
    return m.stepped or bool(assignments or by_hand)


def _updates_among(
    m: Machine, recent: Sequence[Assignment], own: Set[int], first_node: int
) -> tuple[list[Assignment], list[Assignment]]:
    """Return the updates by a gradient that was asked for (`own`), and those by one that is computed by hand."""
    marked: dict[str, list[int]] = {}
    for assignment in recent:
        for name in named_by(assignment.name):
            marked.setdefault(name, []).append(assignment.node)
    gradient_nodes = {each.node for each in recent if looks_like_gradient(each.name)}
    assignments: list[Assignment] = []
    by_hand: list[Assignment] = []
    finding: GradientTargets | None = None
    for assignment in recent:
        if assignment.before is None or assignment.alias:
            continue
        below = _ancestors(m, assignment.node, assignment.before)
        if assignment.before not in below:
            continue
        named = marked.get(assignment.name.removeprefix("self."), ())
        if not own.isdisjoint(below):
            assignments.append(assignment)
            continue
        if not m.called_gradients.isdisjoint(below):  # `x - lr*df(x)`, whatever df computes
            by_hand.append(assignment)
            continue
        steps = [node for node in named if node in below and node != assignment.node and _is_step(m, assignment, node)]
        holds_gradient = not looks_like_gradient(assignment.name) and not below.isdisjoint(gradient_nodes)
        may_follow = holds_gradient and _may_follow_gradient(m, assignment)
        if finding is None and (steps or may_follow):
            finding = _gradients_by_hand(m)
        if finding is not None and (
            not _gradient_nodes(finding).isdisjoint(steps)
            or (holds_gradient and not below.isdisjoint(_gradients_of(finding, assignment.before, first_node)))
            or (may_follow and _moves_along_gradient(m, assignment, below, finding))
        ):
            by_hand.append(assignment)
    if finding is not None and by_hand and adds_rates(m, finding, recent):
        by_hand = []
    return assignments, by_hand


def _gradients_by_hand(m: Machine) -> GradientTargets:
    """Return the gradients that the program computes by hand: found out in numbers, never by their names alone."""
    if m.shapes_only:
        return GradientTargets(None, None, (), "")
    return find_hand_gradients(
        m.builder.nodes, m.all_assignments(), m.builder.inputs, m.value_of, calls=m.builder.calls
    )


def _gradient_nodes(finding: GradientTargets) -> set[int]:
    return {gradient.node for gradient in finding.gradients if gradient.target is not None}


def _gradients_of(finding: GradientTargets, target: int, first_node: int) -> set[int]:
    """Return the gradients of one value since a node: a state between them and its update, as Adam's, is no matter."""
    return {
        gradient.node for gradient in finding.gradients if gradient.target == target and gradient.node >= first_node
    }


def _may_follow_gradient(m: Machine, assignment: Assignment) -> bool:
    """Return whether an assignment may move a value along its gradient by a term that has no name.

    Any number is a multiple of another: an array of one entry shows nothing. `dw[i] += ...` adds up a gradient itself.
    """
    before, nodes = assignment.before, m.builder.nodes
    if before is None or looks_like_gradient(assignment.name) or math.prod(nodes[before].shape) < 2:
        return False
    return nodes[before].shape == nodes[assignment.node].shape


def _moves_along_gradient(m: Machine, assignment: Assignment, below: set[int], finding: GradientTargets) -> bool:
    """Return whether an unnamed term, as in `syn1 += l1.T.dot(l2_delta)`, is a multiple of the gradient of `syn1`."""
    before, output = assignment.before, finding.output
    nodes = m.builder.nodes
    if before is None or output is None or output >= len(nodes) or _gradient_nodes(finding).isdisjoint(below):
        return False
    if before not in _ancestors(m, output, 0):
        return False
    step = m.value_of(assignment.node) - m.value_of(before)
    return constant_ratio(step, _true_gradient(m, output, before, finding)) is not None


def _true_gradient(m: Machine, output: int, of: int, finding: GradientTargets) -> Any:
    values: dict[int, Any] = {}
    for node in finding.extra:
        args = [values[arg] if arg in values else m.value_of(arg) for arg in node.args]
        values[node.id] = compute(node, args) if args else node.params["value"]
    seed = finding.seed
    upstream = None if seed is None else values[seed] if seed in values else m.value_of(seed)
    return gradient_at(m, output, of, upstream)


def adds_rates(m: Machine, finding: GradientTargets, assignments: Sequence[Assignment]) -> bool:
    """Return whether a line adds a rate of change: `x += dx*dt`, where `dx = a*x - y` only looks like an error p - t.

    The numbers decide, and only where the loss itself is a guess: an array that moves along its gradient follows no
    rate, and then nor do the single numbers beside it; nor do two numbers that are both the same part of theirs.
    """
    if finding.implied is None:
        return False
    is_rate = False
    parts: dict[str, float | None] = {}  # by name: how many times its gradient the rate is
    rates: dict[str, list[int]] = {}
    for each in assignments:
        for name in named_by(each.name):
            rates.setdefault(name, []).append(each.node)
    output = finding.output
    behind = _ancestors(m, output, 0) if output is not None and output < len(m.builder.nodes) else None
    names_behind = {each.name for each in assignments if behind is not None and each.before in behind}
    for each in assignments:
        if each.before is None or m.builder.nodes[each.node].op != "add":
            continue
        if each.name in names_behind and behind is not None and each.before not in behind:
            continue  # of another model with the same names
        below = _ancestors(m, each.node, each.before) if each.name in rates else set()
        for rate in rates.get(each.name, ()):
            follows = rate in below and _is_step(m, each, rate) and not _takes_away(m, each, rate)
            if not follows:
                continue
            ratio = parts[each.name] = _part_of_gradient(m, each.before, rate, finding)
            is_array = math.prod(m.builder.shape(rate)) > 1
            if ratio is not None and is_array:
                return False
            is_rate = is_rate or ratio is None or not any(math.isclose(abs(ratio), size) for size in (0.5, 1.0, 2.0))
    ratios = [ratio for ratio in parts.values() if ratio is not None]
    is_same = len(ratios) == len(parts) > 1 and all(math.isclose(ratio, ratios[0], rel_tol=1e-9) for ratio in ratios)
    return is_rate and not is_same


def _takes_away(m: Machine, assignment: Assignment, rate: int) -> bool:
    """Return whether a line adds a negative multiple, `w += -lr*dw`: it goes down, and follows no rate for certain."""
    assert assignment.before is not None
    if not np.any(m.value_of(rate)):
        return True  # at 0 it tells nothing
    step = np.asarray(m.value_of(assignment.node)) - np.asarray(m.value_of(assignment.before))
    ratio = constant_ratio(step, m.value_of(rate)) if step.shape == np.shape(m.value_of(rate)) else None
    return ratio is not None and ratio < 0


def _part_of_gradient(m: Machine, of: int, node: int, finding: GradientTargets) -> float | None:
    """Return how many times the gradient a value is in all entries; None where it is no multiple of it."""
    output = finding.output
    if output is None or output >= len(m.builder.nodes) or of not in _ancestors(m, output, 0):
        return None
    return constant_ratio(m.value_of(node), _true_gradient(m, output, of, finding))


def _is_step(m: Machine, assignment: Assignment, gradient: int) -> bool:
    """Return whether the gradient follows from the old value and goes into the new one with a factor."""
    assert assignment.before is not None
    return not _is_plain_sum(m, assignment, gradient) and assignment.before in _ancestors(m, gradient, 0)


def named_by(name: str) -> Iterable[str]:
    """Yield the names X that `name` may be the gradient of, by its form."""
    for form in FORMS:
        match = form.fullmatch(name)
        if match:
            yield match["of"]


def trainable_attributes(statements: Sequence[ast.stmt]) -> frozenset[str]:
    """Return the attributes that a program changes in place by a gradient: `self.b` beside `db`, or by `d_out`."""
    targets: set[str] = set()
    gradients: set[str] = set()
    if all(map(_changes_no_attribute, statements)):
        return frozenset()
    for part in (part for statement in statements for part in ast.walk(statement)):
        if isinstance(part, ast.AugAssign) and isinstance(part.target, ast.Attribute):
            targets.add(part.target.attr)
            if any(isinstance(each, ast.Name) and looks_like_gradient(each.id) for each in ast.walk(part.value)):
                gradients.add(part.target.attr)  # `self.w -= self.lr * d_out * self.h`
        elif isinstance(part, ast.Assign) and isinstance(part.targets[0], ast.Attribute):
            path = ast.unparse(part.targets[0])
            if any(isinstance(each, ast.Attribute) and ast.unparse(each) == path for each in ast.walk(part.value)):
                targets.add(part.targets[0].attr)
        if isinstance(part, ast.Name | ast.Attribute) and isinstance(part.ctx, ast.Store):
            name = part.id if isinstance(part, ast.Name) else part.attr
            if looks_like_gradient(name):
                gradients.update(named_by(name))
    return frozenset(targets & gradients)


def _changes_no_attribute(statement: ast.stmt) -> bool:
    """Return whether a statement is an expression, or gives a value to a name: most of those of a formula."""
    match statement:
        case ast.Expr() | ast.Assign(targets=[ast.Name(), *_]) | ast.AugAssign(target=ast.Name()):
            return True
    return False


def _is_plain_sum(m: Machine, assignment: Assignment, gradient: int) -> bool:
    """`x += dx`, with no factor: a step of a computation such as a falling body's."""
    node = m.builder.nodes[assignment.node]
    return node.op == "add" and set(node.args) == {assignment.before, gradient}


def _ancestors(m: Machine, node: int, first: int) -> set[int]:
    """Return the nodes that `node` depends on, itself included, down to id `first`."""
    nodes, ancestors, todo = m.builder.nodes, {node}, [node]
    while todo:
        for arg in nodes[todo.pop()].args:
            if arg not in ancestors and arg >= first:
                ancestors.add(arg)
                todo.append(arg)
    return ancestors
