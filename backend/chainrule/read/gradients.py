"""Gradients that a program asks for: `.backward()`, `.grad`, `grad(f)(x)`, `dL/dw` on the last line.

Asking costs nothing: the backward pass is what is drawn anyway. Where a program computes on with a gradient, the graph
is differentiated gate by gate in reverse (reverse mode, Linnainmaa 1970), each by the formula that its op row shows.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import SourceError
from ..graph import GraphNode, Shape
from ..ops import ARGUMENTS, OPS
from ..syntax import parse_expression
from .compile import CompiledCode, compile_block
from .gradient_values import gradient_leaf
from .machine import not_in_language
from .tape.segment import GradientSum
from .values import Environment, Gradient, Number, Value

if TYPE_CHECKING:
    from .machine import Machine

__all__ = [
    "SCATTERED",
    "depends_on_gradient",
    "differentiate",
    "gradient_of",
    "gradient_term",
    "materialized",
    "run_formula",
    "unbroadcast",
]


def gradient_of(m: Machine, output: int, wrt: int, node: ast.AST, seed: int | None = None) -> Gradient:
    """Return d(output)/d(wrt), without computing it yet.

    Args:
        output: the node that is differentiated; an array stands for the sum of its entries times `seed` (ones if None).
    """
    if m.backward_of is None:
        m.backward_of = output
    if m.gradient_nodes and depends_on_gradient(m, output):
        m.differentiated_again = True
    return Gradient(output, wrt, seed, m.builder.shape(wrt), node)


def depends_on_gradient(m: Machine, output: int, *, updates: bool = True) -> bool:
    """Return whether a gradient that the program asked for went into a node; without `updates`, not through a step."""
    todo, visited = [output], {output}
    while todo:
        at = todo.pop()
        if at in m.gradient_nodes:
            return True
        if not updates and at in m.updated:
            continue
        for arg in m.builder.nodes[at].args:
            if arg not in visited:
                visited.add(arg)
                todo.append(arg)
    return False


def materialized(m: Machine, gradient: Gradient, node: ast.AST | None) -> int:
    """Return the gradient as a node of the graph, made at its first use."""
    if gradient.gradient_node < 0:
        place = gradient.place if node is None else node
        m.differentiated_again = m.differentiated_again or gradient.differentiable
        if m.rounds.in_numbers and not m.differentiated_again:
            total = GradientSum(None, ((gradient.output, gradient.wrt, gradient.seed),))
            gradient.gradient_node = gradient_leaf(m, total, m.span(place))
            m.gradient_nodes[gradient.gradient_node] = gradient.wrt
            m.gradient_outputs[gradient.gradient_node] = gradient.output
            return gradient.gradient_node
        (result,) = differentiate(m, gradient.output, [gradient.wrt], gradient.seed, place)
        if result in m.gradient_nodes:  # both terms of a sum have one gradient: each has a node that says whose it is
            result = m.builder.emit("copy", (result,), None, m.span(place))
        gradient.gradient_node = result
        m.gradient_nodes[gradient.gradient_node] = gradient.wrt
        m.gradient_outputs[gradient.gradient_node] = gradient.output
    return gradient.gradient_node


def differentiate(m: Machine, output: int, wrt: Sequence[int], seed: int | None, node: ast.AST) -> list[int]:
    """Return nodes that compute d(output)/d(each of `wrt`), in the shape of each.

    Raises:
        SourceError: a gate on the way has no formula of its own for its gradient.
    """
    builder = m.builder
    span = m.span(node)
    nodes = builder.nodes
    # A value's gradient is the same whichever leaf it is on the way to: what an earlier leaf needed is used again.
    gradients = m.gradients_of_outputs.setdefault((output, seed), {})
    done = frozenset(gradients)
    relevant = _up_to(m, output, [leaf for leaf in wrt if leaf <= output], done)
    shape = nodes[output].shape
    if output not in gradients:
        gradients[output] = seed if seed is not None else builder.literal(np.ones(shape) if shape else 1.0, span)
    sums: dict[int, int] = {output: gradients[output]}
    place, m.place = m.place, span
    try:
        for index in sorted(relevant, reverse=True):
            if index not in sums and index not in done:
                continue
            gradients[index] = gradients[index] if index in done else sums[index]
            if index in wrt:
                continue
            gate = nodes[index]
            for slot, arg in enumerate(gate.args):
                if arg not in relevant or arg in done:
                    continue
                term = gradient_term(m, gate, slot, gradients[index], node)
                if term is None:
                    continue
                old = sums.get(arg)
                sums[arg] = term if old is None else builder.emit("add", (old, term), None, span)
    finally:
        m.place = place
    return [
        gradients[leaf]
        if leaf in gradients
        else builder.literal(np.zeros(nodes[leaf].shape) if nodes[leaf].shape else 0.0, span)
        for leaf in wrt
    ]


def _up_to(m: Machine, output: int, leaves: Sequence[int], done: frozenset[int]) -> set[int]:
    """Return the nodes that depend on one of the leaves, up to those in `done` and to the output."""
    if output not in m.consumers:
        m.consumers = {output: [[] for _ in range(output + 1)]}  # one output is differentiated at a time
        for node in m.builder.nodes[: output + 1]:
            for arg in set(node.args):
                m.consumers[output][arg].append(node.id)
    consumers = m.consumers[output]
    relevant, todo = set(leaves), [leaf for leaf in leaves if leaf not in done]
    while todo:
        for consumer in consumers[todo.pop()]:
            if consumer not in relevant:
                relevant.add(consumer)
                if consumer not in done:
                    todo.append(consumer)
    return relevant


def gradient_term(m: Machine, gate: GraphNode, slot: int, upstream: int, node: ast.AST) -> int | None:
    """Return the term that `gate` adds to the gradient of one argument, in that argument's shape; None if it is 0."""
    row = OPS[gate.op]
    nodes = m.builder.nodes
    shapes = tuple(nodes[arg].shape for arg in gate.args)
    names: dict[str, Value] = {letter: Number(arg) for letter, arg in zip(ARGUMENTS, gate.args, strict=False)}
    if row.slots is None:
        names.update({f"x{i}": Number(arg) for i, arg in enumerate(gate.args)})
    names["out"], names["g"] = Number(gate.id), Number(upstream)
    special = SCATTERED.get(gate.op)
    if special is not None:
        return int(special(m, gate, upstream, m.span(node)))
    if row.elementwise and row.vjp_formula is None:
        formula = row.local[min(slot, len(row.local) - 1)] if row.local else "0"
        if formula == "0":
            return None
        term = run_formula(m, f"g * ({formula})" if formula != "1" else "g", names, node)
        return unbroadcast(m, term, shapes[slot], node)
    formula_of = row.backward_formula or row.vjp_formula or row.rules
    formulas = formula_of(*shapes, **gate.params)
    if not formulas:
        raise not_in_language(
            f"The gradient of `{row.symbol}` cannot be computed on with.",
            m.span(node),
            "Ask for it at the end instead.",
        )
    term = run_formula(m, formulas[min(slot, len(formulas) - 1)], names, node)
    return unbroadcast(m, term, shapes[slot], node)


def run_formula(m: Machine, formula: str, names: dict[str, Value], node: ast.AST) -> int:
    """Compute a gradient formula, such as `g * b`, with these names, and return its node."""
    from .modules.gradient_names import GRADIENT_NAMES

    environment = Environment(None, 1)
    environment.names.update(GRADIENT_NAMES)
    environment.names.update(names)
    value = m.execute(_compiled(formula), environment)
    return m.node(value, node)


@lru_cache(maxsize=1024)
def _compiled(formula: str) -> CompiledCode:
    from .statements import HANDLERS

    body = parse_expression(formula).body
    return compile_block(CompiledCode("gradient"), [ast.copy_location(ast.Return(body), body)], HANDLERS, _no_construct)


def _no_construct(node: ast.AST) -> SourceError:
    raise AssertionError(f"A formula of the op table holds {ast.dump(node)}.")


def unbroadcast(m: Machine, term: int, shape: Shape, node: ast.AST) -> int:
    """Sum a term over the axes along which its argument was broadcast."""
    builder, span = m.builder, m.span(node)
    own = builder.shape(term)
    if own == shape:
        return term
    extra = len(own) - len(shape)
    if extra < 0:
        return builder.emit("broadcast", (term,), {"shape": shape}, span)
    axes = tuple(range(extra)) + tuple(i + extra for i, size in enumerate(shape) if size == 1 and own[i + extra] != 1)
    if axes:
        term = builder.emit("sum", (term,), {"axis": axes, "keepdims": False}, span)
    if builder.shape(term) != shape:
        op = "reshape" if np.prod(builder.shape(term), dtype=int) == np.prod(shape, dtype=int) else "broadcast"
        term = builder.emit(op, (term,), {"shape": shape}, span)
    return term


def _into_zeros(m: Machine, gate: GraphNode, upstream: int, span: Any) -> int:
    shape = m.builder.shape(gate.args[0])
    zeros = m.builder.literal(np.zeros(shape), span)
    listed = any(isinstance(part, tuple) and type(part) is tuple for part in gate.params["key"])
    op = "scatter_add" if listed and "scatter_add" in OPS else "scatter"
    return m.builder.emit(op, (zeros, upstream), {"key": gate.params["key"]}, span)


def _unsorted(m: Machine, gate: GraphNode, upstream: int, span: Any) -> int:
    """Return the gradient of sorted entries, each back in the place that its entry came from."""
    builder = m.builder
    shape, axis = builder.shape(gate.args[0]), gate.params["axis"]
    order = builder.emit("argsort", gate.args, gate.params, span)
    zeros = builder.literal(np.zeros(gate.shape), span)
    params = {"axis": 0 if axis is None else axis % len(shape)}
    result = builder.emit("scatter_along", (zeros, upstream, order), params, span)
    return result if axis is not None else builder.emit("reshape", (result,), {"shape": shape}, span)


SCATTERED: dict[str, Any] = {"index": _into_zeros, "sort": _unsorted}  # rows whose formula is none of the language
