"""Matrices of derivatives that a program asks for: `jacobian`, `hessian`, `jvp`, `vjp`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from ...ops import tensordot_spec
from ..arrays import entries
from ..calling import Arguments
from ..classes import call as call_value
from ..gradients import depends_on_gradient, differentiate, gradient_of
from ..operators import SIGNS, binary
from ..values import Builtin, Items, Number, Value
from .rows import Row
from .separate_arguments import SETTINGS, SeparateArguments

if TYPE_CHECKING:
    from ..machine import Machine

__all__ = ["FUNCTIONAL", "hessian", "jacobian", "jvp", "vjp", "jacobian_of"]


MOST_ROWS = 200  # entries of a function's value that a Jacobian is written out for


def jacobian_of(call: Arguments, output: int, wrt: int) -> int:
    """Return the matrix of the derivatives of every entry of `output` by every entry of `wrt`, in the shape of both."""
    m, span = call.machine, call.machine.span(call.node)
    shape, inner = m.builder.shape(output), m.builder.shape(wrt)
    count = math.prod(shape)
    if count > MOST_ROWS:
        raise call.refuse(f"A Jacobian of {count} rows is not written out.", "Use fewer entries.")
    rows = []
    for place in range(count):
        seed = np.zeros(shape) if shape else np.array(1.0)
        seed.reshape(-1)[place] = 1.0
        start = m.builder.literal(seed if shape else 1.0, span)
        (row,) = differentiate(m, output, [wrt], start, call.node)
        m.gradient_nodes[row] = wrt
        rows.append(row)
    if not shape:
        return rows[0]
    stacked = m.builder.emit("stack", tuple(rows), {"axis": 0}, span)
    gradient_node = (
        m.builder.emit("reshape", (stacked,), {"shape": (*shape, *inner)}, span) if len(shape) > 1 else stacked
    )
    m.gradient_nodes[gradient_node] = wrt
    return gradient_node


def _note_second_time(m: Machine, output: int) -> None:
    """Note that `jvp(grad(f), ...)` differentiates a gradient, so that f itself is not the program's output."""
    if m.gradient_nodes and depends_on_gradient(m, output):
        m.differentiated_again = True


def _computed(call: Arguments, function: Value, argnums: Value) -> tuple[int, int]:
    """Return the value of a function at its arguments, and the leaf that it is differentiated by."""
    m = call.machine
    places = call.axis(argnums)
    if isinstance(places, tuple):
        raise call.refuse("A Jacobian is read by one argument.", "Give `argnums` one number.")
    separate = SeparateArguments(m, call.node)
    args = [separate.leaf(value) if at == places else value for at, value in enumerate(call.args)]
    output = separate.join(m.node(call_value(m, function, args, call.keywords, call.node), call.node))
    _note_second_time(m, output)
    if not isinstance(places, int) or not 0 <= places < len(args):
        raise call.refuse("There is no argument to differentiate by.", "Give the function its arguments.")
    return output, m.node(args[places], call.node)


def jacobian(call: Arguments) -> Value:
    """`jacobian(f)`: a function that gives the matrix of all derivatives of f."""
    function, argnums = call.bind(f"fun, argnums=0, has_aux=False, {SETTINGS}")[:2]

    def run(inner: Arguments) -> Value:
        output, leaf = _computed(inner, function, argnums)
        return Number(jacobian_of(inner, output, leaf))

    return Builtin(f"{call.name}(...)", run)


def hessian(call: Arguments) -> Value:
    """`hessian(f)`: the second derivatives of a function whose value is one number."""
    function, argnums = call.bind(f"fun, argnums=0, has_aux=False, {SETTINGS}")[:2]

    def run(inner: Arguments) -> Value:
        m = inner.machine
        output, leaf = _computed(inner, function, argnums)
        if m.builder.shape(output):
            raise inner.refuse("`hessian` takes a function whose value is one number.", "Sum it.")
        (slope,) = differentiate(m, output, [leaf], None, inner.node)
        return Number(jacobian_of(inner, slope, leaf))

    return Builtin(f"{call.name}(...)", run)


def _evaluated(call: Arguments, function: Value, args: Value) -> tuple[int, list[int]]:
    m = call.machine
    if not isinstance(args, tuple | Items):
        raise call.refuse("The arguments are given as a tuple.", "Write `(x,)`.")
    separate = SeparateArguments(m, call.node)
    leaves = [separate.leaf(value) for value in args]
    output = separate.join(m.node(call_value(m, function, list(leaves), {}, call.node), call.node))
    _note_second_time(m, output)
    return output, [m.node(leaf, call.node) for leaf in leaves]


def jvp(call: Arguments) -> Value:
    """`jvp(f, (x,), (t,))`: the value of f and its derivative in the direction t."""
    function, primals, tangents = call.bind("fun, primals, tangents")
    m = call.machine
    output, leaves = _evaluated(call, function, primals)
    total: Value = None
    for leaf, tangent in zip(leaves, entries(m, tangents, call.node), strict=True):
        rows = Number(jacobian_of(call, output, leaf))
        rank = len(m.builder.shape(leaf))
        spec = tensordot_spec(len(m.builder.shape(rows.node)), rank, rank)
        term = call.emit("einsum", [rows, tangent], {"spec": spec}) if rank else (
            binary(m, SIGNS["*"], rows, tangent, call.node)
        )  # fmt: skip
        total = term if total is None else binary(m, SIGNS["+"], total, term, call.node)
    return Number(output), total


def vjp(call: Arguments) -> Value:
    """`vjp(f, x)`: the value of f, and the function that pulls a gradient back through it."""
    function, primals = call.bind("fun, *primals")
    m = call.machine
    output, leaves = _evaluated(call, function, tuple(primals))

    def back(inner: Arguments) -> Value:
        (seed,) = inner.bind("cotangent")
        start = m.node(seed, inner.node)
        return tuple(gradient_of(m, output, leaf, inner.node, start) for leaf in leaves)

    return Number(output), Builtin("vjp(...)", back)


def _torch_jacobian(second: bool) -> Row:
    """`torch.autograd.functional.jacobian(f, x)`."""

    def run(call: Arguments) -> Value:
        function, inputs = call.bind("func, inputs, create_graph=False, strict=False, vectorize=False")[:2]
        if isinstance(inputs, tuple):
            raise call.refuse("This is read for a function of one tensor.", "Give it one tensor.")
        gradient_node = (hessian if second else jacobian)(Arguments(call.machine, call.name, [function], {}, call.node))
        return call_value(call.machine, gradient_node, [inputs], {}, call.node)

    return run


FUNCTIONAL: Mapping[str, Row] = {"jacobian": _torch_jacobian(second=False), "hessian": _torch_jacobian(second=True)}
