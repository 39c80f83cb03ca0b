"""Graph and values -> Pass: forward values and every gradient of a trace. `compiled` has the loop of a run."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from .errors import InputError, LimitError
from .evaluation_plan import EvaluationPlan, Number, plan, vjp_of, with_params
from .graph import Graph
from .limits import DEFAULT, Deadline, Limits
from .ops import OPS

__all__ = [
    "ARITHMETIC",
    "Number",
    "Pass",
    "EvaluationPlan",
    "evaluate",
    "forward",
    "gradients_of",
    "plan",
    "shape_of",
    "unbroadcast",
    "vjp_of",
    "with_params",
]

# Errors of Python's float arithmetic where IEEE 754 has an answer; the row is then run on NumPy's float64.
ARITHMETIC = (ZeroDivisionError, OverflowError, ValueError, TypeError)


@dataclass(frozen=True, slots=True)
class Pass:
    """All numbers of one forward and backward pass, indexed by node id."""

    graph: Graph
    values: list[Number]
    gradients: list[Number]  # dL/d(node), in the node's shape; zeros where the output does not depend on it
    downstream: list[tuple[Number, ...]]  # per node, per slot: upstream x local; of elementwise gates still in the
    # gate's shape, before broadcasting is undone
    upstream: Number  # the seed at the output
    evaluation_plan: EvaluationPlan
    limits: Limits  # limits of the pass; later computations from it keep them

    def contribution(self, index: int, slot: int) -> Number:
        """Return the term that gate `index` adds to the gradient of its slot-th argument, in that argument's shape."""
        shape = self.graph.nodes[self.graph.nodes[index].args[slot]].shape
        row = self.downstream[index]
        if not row or row[slot] is None:
            return np.zeros(shape) if shape else 0.0
        return row[slot] if shape_of(row[slot]) == shape else unbroadcast(row[slot], shape)

    def vjp_through(self, output: int, first: int, ports: Sequence[tuple[int, int]]) -> Number:
        """Return d(output)/d(input at `ports`), by entry, within nodes `first`..`output`: a function's slope."""
        shape = self.graph.nodes[output].shape
        seed = np.ones(shape) if shape else 1.0
        deadline = Deadline(self.limits.seconds)
        with np.errstate(all="ignore"):
            _, downstream = gradients_of(self.evaluation_plan, self.values, output, seed, deadline, self.limits, first)
        terms = [downstream[node][slot] for node, slot in ports if downstream[node]]
        terms = [term for term in terms if term is not None]
        return sum(terms[1:], terms[0]) if terms else (np.zeros(shape) if shape else 0.0)

    def local(self, index: int, slot: int) -> Number | None:
        """Return d(node)/d(its slot-th argument) by entry, in the node's shape; None where it is a whole Jacobian.

        What NumPy warns of is for the caller to silence: it asks for many.
        """
        node = self.graph.nodes[index]
        row = OPS[node.op]
        if not row.elementwise or node.params:
            return None
        out = self.values[index]
        args = [self.values[arg] for arg in node.args]
        vjp = vjp_of(node, slot)
        if not node.shape:
            try:
                return float(vjp(1.0, out, *args))
            except ARITHMETIC:
                return float(_run(vjp, (1.0, out, *args), {}))
        return _shaped(_run(vjp, (np.ones(node.shape), out, *args), {}), node.shape)


def shape_of(value: Number) -> tuple[int, ...]:
    """`np.shape`, at once for a float."""
    return () if type(value) is float else np.shape(value)


def evaluate(
    graph: Graph | EvaluationPlan, values: Mapping[str, Any], upstream: Any = None, *, limits: Limits = DEFAULT
) -> Pass:
    """Run forward, then backward from the graph's output.

    Args:
        values: a float or float64 array per free name, in the shape the graph was read with.
        upstream: dL/d(output), in the output's shape; None means ones.

    Raises:
        InputError: `missing-values`, or `bad-upstream` when its shape is not the output's; `bad-index` or
            `index-out-of-range` for an index that is data, with the place in the source.
        LimitError: `seconds`.
    """
    evaluation_plan = graph if isinstance(graph, EvaluationPlan) else plan(graph)
    deadline = Deadline(limits.seconds)
    with np.errstate(all="ignore"):
        results = _forward(evaluation_plan, values, deadline, limits)
        at = evaluation_plan.graph.seed
        seed = _seed(evaluation_plan.graph, results[at] if upstream is None and at is not None else upstream)
        gradients, downstream = gradients_of(
            evaluation_plan, results, evaluation_plan.graph.output, seed, deadline, limits
        )
    for index, gradient in enumerate(gradients):
        if gradient is None:
            gradients[index] = _zeros(evaluation_plan.graph.nodes[index].shape)
    return Pass(evaluation_plan.graph, results, gradients, downstream, seed, evaluation_plan, limits)


def forward(evaluation_plan: EvaluationPlan, values: Mapping[str, Any], *, limits: Limits = DEFAULT) -> list[Number]:
    """Return the forward values alone, by node. Arguments and errors as `evaluate`."""
    with np.errstate(all="ignore"):
        return _forward(evaluation_plan, values, Deadline(limits.seconds), limits)


def _seed(graph: Graph, upstream: Any) -> Number:
    shape = graph.nodes[graph.output].shape
    if upstream is None:
        return np.ones(shape) if shape else 1.0
    seed = np.asarray(upstream, dtype=np.float64)
    if seed.shape != shape:
        words, result = ("×".join(map(str, each)) if each else "a number" for each in (shape, seed.shape))
        raise InputError(
            "bad-upstream",
            f"The upstream gradient has shape {result}, the output {words}.",
            hint="A gradient has the shape of its variable.",
        )
    return seed if shape else float(seed)


def _forward(
    evaluation_plan: EvaluationPlan, values_by_name: Mapping[str, Any], deadline: Deadline, limits: Limits
) -> list[Number]:
    results: list[Number] = [None] * len(evaluation_plan.graph.nodes)
    for index, name in evaluation_plan.inputs:
        results[index] = values_by_name[name]
    for index, number in evaluation_plan.literals:
        results[index] = number
    nodes, scalar = evaluation_plan.graph.nodes, evaluation_plan.scalar
    for index, run, a, b in evaluation_plan.forward:
        if not scalar[index] or not index & 255:
            _check(deadline, limits)
        try:
            if b >= 0:
                value = run(results[a], results[b])
            elif a >= 0:
                value = run(results[a])
            else:
                node = nodes[index]
                value = run(*[results[arg] for arg in node.args], **node.params)
            if type(value) is not float:
                value = _shaped(value, nodes[index].shape)
        except InputError as error:
            error.span = error.span or nodes[index].span
            raise
        except ARITHMETIC:
            node = nodes[index]
            value = _run(OPS[node.op].forward, [results[arg] for arg in node.args], node.params)
            value = _shaped(value, node.shape)
        results[index] = value
    return results


def gradients_of(
    evaluation_plan: EvaluationPlan,
    results: Sequence[Number],
    output: int,
    seed: Number,
    deadline: Deadline,
    limits: Limits,
    first: int = 0,
) -> tuple[list[Number], list[tuple[Number, ...]]]:
    """Run the backward pass from `output`, seeded with `seed`, down to node `first`.

    Broadcasting is undone by `unbroadcast` and nowhere else.

    Returns:
        The gradients of all nodes (None: unreached), and for each gate the terms it adds, one per slot.
    """
    scalar, scalar_fast_path = evaluation_plan.scalar, evaluation_plan.scalar_fast_path
    gradients: list[Number] = [None] * len(scalar)
    downstream: list[tuple[Number, ...]] = [()] * len(scalar)
    gradients[output] = seed
    gates = evaluation_plan.gates[
        bisect_left(evaluation_plan.gates, first) : bisect_right(evaluation_plan.gates, output)
    ]
    for index in reversed(gates):
        if gradients[index] is None:
            continue
        if not scalar[index] or not index & 255:
            _check(deadline, limits)
        row = scalar_fast_path[index]
        if row is None or not _scalar_step(row, results, index, gradients, downstream):
            terms, downstream[index] = _terms(evaluation_plan, gradients[index], results, index)
            for arg, term in zip(evaluation_plan.graph.nodes[index].args, terms, strict=True):
                if term is not None:
                    _add(gradients, arg, term)
    return gradients, downstream


def _add(gradients: list[Number], node: int, term: Number) -> None:
    """Add a term to the gradient of a node: a value that is used twice gets two."""
    gradients[node] = term if (before := gradients[node]) is None else before + term


def _scalar_step(
    row: tuple[int, Any, int, Any],
    results: Sequence[Number],
    index: int,
    gradients: list[Number],
    downstream: list[tuple[Number, ...]],
) -> bool:
    """Add the terms of a usual scalar gate, in Python's floats. Only its vjps are called: a loop over its arguments
    would take half as long again.

    Returns:
        False, with nothing done, where NumPy's floats are needed.
    """
    a, vjp_a, b, vjp_b = row
    upstream, out, x = gradients[index], results[index], results[a]
    other = None
    try:
        if b < 0:
            term = vjp_a(upstream, out, x)
        else:
            y = results[b]
            term = None if vjp_a is None else vjp_a(upstream, out, x, y)
            other = None if vjp_b is None else vjp_b(upstream, out, x, y)
    except ARITHMETIC:
        return False
    if (term is not None and type(term) is not float) or (other is not None and type(other) is not float):
        return False
    if term is not None:
        _add(gradients, a, term)
    if other is not None:
        _add(gradients, b, other)
    downstream[index] = (term,) if b < 0 else (term, other)
    return True


def _terms(
    evaluation_plan: EvaluationPlan, upstream: Number, results: Sequence[Number], index: int
) -> tuple[tuple[Number, ...], tuple[Number, ...]]:
    """Return a gate's term per slot: in the shape of the argument, and as the wire shows it.

    The wire shows the term of an elementwise gate before broadcasting is undone. None: the slot needs no gradient.
    """
    nodes, scalar = evaluation_plan.graph.nodes, evaluation_plan.scalar[index]
    args = nodes[index].args
    out, inputs = results[index], [results[arg] for arg in args]
    terms: list[Number] = [None] * len(args)
    visible_terms: list[Number] = [None] * len(args)
    for slot, vjp in evaluation_plan.backward[index]:
        try:
            term = vjp(upstream, out, *inputs)
        except ARITHMETIC:
            term = _run(vjp, (upstream, out, *inputs), {})
        if scalar:
            terms[slot] = visible_terms[slot] = term if type(term) is float else float(term)
            continue
        if type(term) is not np.ndarray or not term.ndim:
            term = _array(term)
        shape = nodes[args[slot]].shape
        same = (term.shape if type(term) is np.ndarray else ()) == shape
        terms[slot] = term if same else unbroadcast(term, shape)
        visible_terms[slot] = term if same or evaluation_plan.elementwise[index] else terms[slot]
    return tuple(terms), tuple(visible_terms)


@lru_cache(maxsize=1024)
def _zeros(shape: tuple[int, ...]) -> Number:
    """Return zeros that take no memory, read-only."""
    return np.broadcast_to(0.0, shape) if shape else 0.0


def _check(deadline: Deadline, limits: Limits) -> None:
    if deadline.is_over():
        raise LimitError("seconds", limits.seconds, "The pass took longer than that", hint="Use smaller arrays.")


def _run(function: Callable[..., Any], args: Sequence[Any], params: Mapping[str, Any]) -> Any:
    """Run the row on NumPy's float64, where division by zero and overflow have IEEE's answers."""
    return function(*[np.float64(arg) if type(arg) is float else arg for arg in args], **params)


def _array(value: Any) -> Number:
    return float(value) if np.ndim(value) == 0 else value


def _shaped(value: Any, shape: tuple[int, ...]) -> Number:
    if not shape:
        return float(value)
    if type(value) is np.ndarray and value.shape == shape:
        return value
    return value if shape_of(value) == shape else np.array(np.broadcast_to(value, shape))


def unbroadcast(term: Any, shape: tuple[int, ...]) -> Number:
    """Sum `term` over the axes along which an argument of `shape` was broadcast (or broadcast a constant term)."""
    if type(term) is not np.ndarray:
        term = np.asarray(term)
    extra = term.ndim - len(shape)
    if extra > 0 and shape and term.shape[extra:] == shape:  # the usual case, such as a bias: leading axes alone
        return np.add.reduce(term, axis=tuple(range(extra)))
    if extra < 0:
        return np.array(np.broadcast_to(term, shape))
    axes = tuple(range(extra)) + tuple(i + extra for i, n in enumerate(shape) if n == 1 and term.shape[i + extra] != 1)
    total = term.sum(axis=axes, keepdims=True) if axes else term
    total = total.reshape(total.shape[extra:])
    return float(total) if not shape else total if total.shape == shape else np.array(np.broadcast_to(total, shape))
