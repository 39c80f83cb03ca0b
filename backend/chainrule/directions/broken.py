"""One gate that hands back a wrong gradient, and the numerical check that finds it, gate by gate from the output."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import numpy as np

from ..errors import InputError, LimitError
from ..evaluate import EvaluationPlan, Number, Pass, gradients_of, plan, unbroadcast
from ..graph import Graph, ancestors
from ..limits import DEFAULT, Deadline, Limits
from ..replay import compute, replay

__all__ = ["FAULTS", "BrokenGradients", "Fault", "broken_gradients", "first_wrong"]

Fault = Literal["sign", "local", "sum"]
FAULTS: tuple[Fault, ...] = get_args(Fault)
STEP = 1e-5
AGREE = 1e-5  # relative
PARTED = 1e-3  # slopes to either side that lie so far apart, relative, are those of a kink
Vjp = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class BrokenGradients:
    """The gradients of a backward pass with a fault."""

    gradients: list[Number]  # by node; zeros where nothing arrives
    downstream: list[tuple[Number, ...]]  # per node and slot, as `evaluate.Pass`


def broken_gradients(run: Pass, node: int, fault: Fault) -> BrokenGradients:
    """Return the backward pass of `run` again, with a fault at one node.

    Args:
        fault: "sign": the gate hands back the opposite; "local": it forgets its local gradient and hands its upstream
            gradient back as it is; "sum": where the value of the node is used in several places, the last gradient
            to arrive replaces the others instead of being added (`=` in place of `+=`).

    Raises:
        InputError: `bad-fault`: the node has no such mistake to make.
    """
    graph, evaluation_plan = run.graph, plan(run.graph)
    if not 0 <= node < len(graph.nodes):
        raise InputError("bad-fault", "There is no such node in this graph.", hint="Take an id of the gates view.")
    changed = FAULTY[fault](graph, evaluation_plan, node)
    backward, scalar_fast_path = list(evaluation_plan.backward), list(evaluation_plan.scalar_fast_path)
    for index, slots in changed.items():
        backward[index], scalar_fast_path[index] = tuple(slots.items()), None
    faulty = replace(evaluation_plan, backward=backward, scalar_fast_path=scalar_fast_path)
    deadline = Deadline(run.limits.seconds)
    with np.errstate(all="ignore"):
        result, downstream = gradients_of(faulty, run.values, graph.output, run.upstream, deadline, run.limits)
    if fault == "sum":  # the overwritten term had arrived all the same
        for index in changed:
            if result[index] is None:  # no gradient arrives at a gate that the output does not depend on
                continue
            args = [run.values[arg] for arg in graph.nodes[index].args]
            with np.errstate(all="ignore"):
                terms = {
                    slot: vjp(result[index], run.values[index], *args) for slot, vjp in evaluation_plan.backward[index]
                }
            downstream[index] = tuple(terms.get(slot) for slot in range(len(args)))
    gradients = [
        (np.zeros(row.shape) if row.shape else 0.0) if gradient is None else gradient
        for row, gradient in zip(graph.nodes, result, strict=True)
    ]
    return BrokenGradients(gradients, downstream)


def _sign(graph: Graph, evaluation_plan: EvaluationPlan, node: int) -> dict[int, dict[int, Vjp]]:
    slots = dict(evaluation_plan.backward[node])
    if not slots:
        raise InputError("bad-fault", "That node hands back no gradient.", hint="Choose a gate on the way.")
    return {node: {slot: _opposite(vjp) for slot, vjp in slots.items()}}


def _opposite(vjp: Vjp) -> Vjp:
    return lambda g, out, *args: -vjp(g, out, *args)


def _local(graph: Graph, evaluation_plan: EvaluationPlan, node: int) -> dict[int, dict[int, Vjp]]:
    if not evaluation_plan.elementwise[node]:
        raise InputError(
            "bad-fault", "That gate has no local gradient entry by entry.", hint="Let it drop a sign instead."
        )
    slots = dict(evaluation_plan.backward[node])
    return {node: dict.fromkeys(slots, lambda g, out, *args: g)}


def _sum(graph: Graph, evaluation_plan: EvaluationPlan, node: int) -> dict[int, dict[int, Vjp]]:
    uses = [
        (user.id, slot)
        for user in graph.nodes
        for slot, arg in enumerate(user.args)
        if arg == node and slot in dict(evaluation_plan.backward[user.id])
    ]
    if len(uses) < 2:
        raise InputError("bad-fault", "That value is used only once: nothing is added up.", hint="Drop a sign instead.")
    last = min(uses, key=lambda use: (use[0], -use[1]))  # the backward pass comes to it last
    changed: dict[int, dict[int, Vjp]] = {}
    for user, slot in uses:
        slots = changed.setdefault(user, dict(evaluation_plan.backward[user]))
        if (user, slot) != last:
            slots[slot] = _nothing(slot)
    return changed


def _nothing(slot: int) -> Vjp:
    return lambda g, out, *args: np.zeros(np.shape(args[slot])) if np.shape(args[slot]) else 0.0


FAULTY: Mapping[Fault, Callable[[Graph, EvaluationPlan, int], dict[int, dict[int, Vjp]]]] = {
    "sign": _sign,
    "local": _local,
    "sum": _sum,
}


def first_wrong(run: Pass, broken: BrokenGradients, limits: Limits = DEFAULT) -> tuple[int, bool] | None:
    """Return the first place, going backwards, where a gradient differs from its difference quotient.

    Each gate is checked by itself: its input moves a little for this gate alone, and the rest is computed again.

    Returns:
        The gate that hands back a wrong gradient; or the value whose gradients are added up wrongly, and True.
        None: all agree.

    Raises:
        LimitError: `check_entries`: the gates have more inputs in all; `seconds`.
    """
    graph = run.graph
    needed = ancestors(graph, graph.output)
    entries = sum(int(np.prod(graph.nodes[arg].shape)) for node in graph.nodes if needed[node.id] for arg in node.args)
    if entries > limits.check_entries:
        raise LimitError(
            "check_entries",
            limits.check_entries,
            f"The gates have {entries:,} inputs, and each takes passes of its own",
            hint="Use a smaller graph: the check teaches the same.",
        )
    deadline = Deadline(limits.seconds)
    arrived: dict[int, Any] = {graph.output: run.upstream}
    for node in reversed(graph.nodes[: graph.output + 1]):
        if not needed[node.id] or node.id not in arrived:
            continue
        if not _close(broken.gradients[node.id], arrived[node.id], run):
            return node.id, True
        for slot, arg in enumerate(node.args):
            if slot not in dict(run.evaluation_plan.backward[node.id]):
                continue
            if deadline.is_over():
                raise LimitError("seconds", limits.seconds, "The check took longer than that", hint="Use less.")
            below, above = _slopes(run, node.id, slot)
            row = broken.downstream[node.id]
            handed = unbroadcast(row[slot], graph.nodes[arg].shape) if row and row[slot] is not None else 0.0
            quotient, kink = (below + above) / 2, _parted(below, above)
            # At a kink any slope between the two is right: the check takes the one that is handed back.
            between = np.clip(handed, np.minimum(below, above), np.maximum(below, above))
            expected = np.where(kink, between, quotient)
            if not _close(handed, expected, run):
                return node.id, False
            arrived[arg] = arrived.get(arg, 0.0) + expected
    return None


def _parted(below: Any, above: Any) -> Any:
    """Return a mask of the entries where the slopes to either side differ as at a kink."""
    return np.abs(above - below) > PARTED * np.maximum(np.abs(above), np.abs(below)) + 1e-6


def _slopes(run: Pass, index: int, slot: int) -> tuple[Any, Any]:
    """Return d(L)/d(one input of one gate) by differences: from below and from above."""
    graph, values = run.graph, run.values
    gate = graph.nodes[index]
    reads = [False] * len(graph.nodes)
    reads[index] = True
    for node in graph.nodes[index + 1 : graph.output + 1]:
        reads[node.id] = any(reads[arg] for arg in node.args)
    order = [node.id for node in graph.nodes[index + 1 : graph.output + 1] if reads[node.id]]

    def loss(leaf_values: Any) -> float:
        args = [leaf_values if place == slot else values[arg] for place, arg in enumerate(gate.args)]
        result = replay(graph.nodes, order, values, {index: compute(gate, args)})
        return float(np.sum(np.asarray(result.get(graph.output, values[graph.output])) * np.asarray(run.upstream)))

    value = values[gate.args[slot]]
    here = loss(value)
    shape = np.shape(value)
    below, above = np.zeros(shape), np.zeros(shape)
    for place in np.ndindex(shape):
        step = np.zeros(shape)
        step[place] = STEP
        up, down = (value + step, value - step) if shape else (float(value) + STEP, float(value) - STEP)
        above[place], below[place] = (loss(up) - here) / STEP, (here - loss(down)) / STEP
    return below, above


def _close(value: Any, expected: Any, run: Pass) -> bool:
    size = float(np.max(np.abs(np.asarray(run.values[run.graph.output])), initial=0.0))
    atol = AGREE + 64 * float(np.finfo(np.float64).eps) * size / STEP
    with np.errstate(all="ignore"):
        return bool(np.all(np.isclose(value, expected, rtol=1e3 * AGREE, atol=atol, equal_nan=True)))
