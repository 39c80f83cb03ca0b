"""Gradients that a program asks for: `.backward()`, `.grad`, `grad(f)`, and `grad(L, w)` for a line `dL/dw`."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from ...ops import tensordot_spec
from ..arrays import entries
from ..calling import Arguments
from ..classes import call as call_value
from ..gradient_values import calls_since_zeroed, version_at
from ..gradients import depends_on_gradient, differentiate, gradient_of
from ..operators import SIGNS, binary, write
from ..values import ArrayView, Builtin, Const, FreeObject, Gradient, Items, Number, Value
from .rows import Row

if TYPE_CHECKING:
    from ..machine import Machine

__all__ = [
    "TRANSFORMS",
    "backward",
    "forget_gradient",
    "gradient_property",
    "jacobian_of",
    "over_structure",
    "requires_gradient",
    "set_requires_gradient",
    "zero_gradient",
    "zero_gradients",
]

NUMERIC = (Number, ArrayView, Const, Gradient, Items)  # what is differentiated; anything else is a function


def _requested(m: Machine, gradient: Gradient, name: str | None) -> Gradient:
    if name is not None:
        m.asked_gradients.append((name, gradient.output, gradient.wrt))
    return gradient


def backward(call: Arguments) -> Value:
    """`loss.backward()`: says what the output is. `gradient=` is its upstream gradient."""
    owner, seed, *_ = call.bind("owner, gradient=None, retain_graph=None, create_graph=False, inputs=None")
    m = call.machine
    node = m.node(owner, call.node)
    node = m.plain_numbers.get(node, node)
    index = None
    if seed is not None and m.shape(seed, call.node) == m.builder.shape(node):
        index = m.node(seed, call.node)
    if m.backward_of is None:
        m.backward_of, m.backward_seed = node, index
    elif depends_on_gradient(m, node):
        m.backward_of, m.backward_seed, m.differentiated_again = node, index, False
    m.backward_calls.append((node, index))
    m.clipped.clear()
    return None


def gradient_property(m: Machine, owner: Value, node: ast.AST) -> Value:
    """`x.grad`: the sum of what each `backward()` since the last `zero_grad()` adds to it; None before the first."""
    calls = calls_since_zeroed(m, owner)
    m.graded[id(owner)] = owner
    grown = [Number(leaf) for _, leaf in (m.grown_gradients[id(owner)],)] if id(owner) in m.grown_gradients else []
    if not calls:
        return grown[0] if grown else None
    name = node.value.id if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) else None
    now = m.node(owner, node)
    terms: list[Value] = [*grown]
    for output, seed in calls:
        result = gradient_of(m, output, version_at(m, now, output), node, seed)
        result.owner = owner
        terms.append(result)
    if len(terms) == 1:
        return _requested(m, terms[0], name)
    total: Value = terms[0]
    for term in terms[1:]:
        total = binary(m, SIGNS["+"], total, term, node)
    m.gradient_nodes[total.node] = now
    if calls:
        m.gradient_outputs[total.node] = calls[-1][0]
    return total


def requires_gradient(call: Arguments) -> Value:
    """`p.requires_grad_(False)`."""
    owner, requires_grad = call.bind("owner, requires_grad=True")
    set_requires_gradient(call.machine, owner, requires_grad is not False)
    return owner


def set_requires_gradient(m: Machine, owner: Value, requires_grad: bool) -> None:
    """Whether an optimizer moves this tensor: one that needs no gradient has none."""
    if requires_grad:
        m.frozen.pop(id(owner), None)
    else:
        m.frozen[id(owner)] = owner


def forget_gradient(m: Machine, owner: Value) -> None:
    """`x.grad = None`, `x.grad.zero_()`: what `backward()` has added so far is gone."""
    m.zeroed[id(owner)] = (owner, len(m.backward_calls))
    m.grown_gradients.pop(id(owner), None)


def zero_gradients(call: Arguments) -> Value:
    """`optimizer.zero_grad()`: the gradients of one round are not carried into the next."""
    call.machine.all_zeroed = len(call.machine.backward_calls)
    call.machine.grown_gradients.clear()
    call.machine.clipped.clear()
    return None


def zero_gradient(call: Arguments) -> Value:
    """`w.grad.zero_()` forgets the gradient; any other `x.zero_()` writes zeros into x."""
    owner = call.args[0]
    m = call.machine
    if type(owner) is Gradient:
        if owner.owner is not None:
            forget_gradient(m, owner.owner)
    elif type(owner) in (Number, ArrayView):
        zero = m.builder.literal(0.0, m.span(call.node))
        shape = m.shape(owner, call.node)
        write(m, owner, m.builder.emit("broadcast", (zero,), {"shape": shape}, m.span(call.node)) if shape else zero)
    return owner


def over_structure(call: Arguments, value: Value, function: Callable[[Value], Value]) -> Value:
    """`function` of each number in a list, tuple or dictionary of parameters."""
    if isinstance(value, dict):
        return {key: over_structure(call, entry, function) for key, entry in value.items()}
    if isinstance(value, tuple):
        return tuple(over_structure(call, entry, function) for entry in value)
    if isinstance(value, Items) and any(not isinstance(entry, Const) for entry in value):
        return Items(over_structure(call, entry, function) for entry in value)
    return function(value)


class _Separate:
    """Arguments that a function is differentiated by, told apart from other uses of the same values.

    While the function runs, each is a copy gate. Unless the result also depends on the original by another way, the
    copies are taken out again, so that the graph is the one that the program would have drawn.
    """

    def __init__(self, m: Machine, node: ast.AST) -> None:
        self.machine = m
        self.node = node
        self.first = len(m.builder.nodes)
        self.calls = len(m.builder.calls)
        self.guards = len(m.guards)
        self.assignments = len(m.assignments)
        self.copies: dict[int, int] = {}
        self.numbers: list[Number] = []
        m.rounds.differentiating += 1

    def leaf(self, value: Value) -> Value:
        m = self.machine
        if type(value) in (Const, Items, bool, FreeObject, Gradient):
            value = Number(m.node(value, self.node))
        if type(value) not in (Number, ArrayView):
            return value
        original = m.node(value, self.node)
        gradient_node = Number(m.builder.emit("copy", (original,), None, m.span(self.node)), value.kind)
        self.copies[gradient_node.node] = original
        self.numbers.append(gradient_node)
        return gradient_node

    def join(self, output: int) -> int:
        """Take the copies out if nothing else leads from the originals to `output`; its node after that."""
        self.machine.rounds.differentiating -= 1
        if not self.copies or self._meets_original(output):
            return output
        m, copies = self.machine, self.copies
        nodes = m.builder.nodes
        for index in range(self.first, len(nodes)):
            node = nodes[index]
            if index not in copies and any(arg in copies for arg in node.args):
                nodes[index] = node._replace(args=tuple(copies.get(arg, arg) for arg in node.args))
        calls = m.builder.calls
        for index in range(self.calls, len(calls)):
            call = calls[index]
            args = tuple(copies.get(arg, arg) for arg in call.args)
            calls[index] = call._replace(args=args, output=copies.get(call.output, call.output))
        for index in range(self.guards, len(m.guards)):
            guard = m.guards[index]
            m.guards[index] = guard._replace(
                left=copies.get(guard.left, guard.left), right=copies.get(guard.right, guard.right)
            )
        for index in range(self.assignments, len(m.assignments)):
            assignment = m.assignments[index]
            m.assignments[index] = assignment._replace(node=copies.get(assignment.node, assignment.node))
        for number in self.numbers:
            number.node = copies.get(number.node, number.node)
        return copies.get(output, output)

    def _meets_original(self, output: int) -> bool:
        nodes = self.machine.builder.nodes
        originals = set(self.copies.values())
        todo, seen = [output], {output}
        while todo:
            at = todo.pop()
            if at in self.copies:
                continue
            if at in originals:
                return True
            for arg in nodes[at].args:
                if arg not in seen:
                    seen.add(arg)
                    todo.append(arg)
        return False


def _transform(with_value: bool, summed: bool) -> Row:
    def run(call: Arguments) -> Value:
        m = call.machine
        if call.args and type(call.args[0]) in NUMERIC:
            return _of_numbers(call)
        function, argnums, has_aux = call.bind(f"fun, argnums=0, has_aux=False, {SETTINGS}")[:3]
        aux = call.flag(has_aux)
        places = call.axis(argnums)

        def gradient(inner: Arguments) -> Value:
            chosen = places if isinstance(places, tuple) else (places,)
            separate = _Separate(m, inner.node)
            args = [
                over_structure(inner, value, separate.leaf) if at in chosen else value
                for at, value in enumerate(inner.args)
            ]
            gradient_node = call_value(m, function, list(args), inner.keywords, inner.node)
            result = gradient_node[0] if aux and isinstance(gradient_node, tuple) else gradient_node
            output = separate.join(m.node(result, inner.node))
            if m.builder.shape(output) and not summed:
                raise inner.refuse(
                    "`grad` takes a function whose result is one number.", "Sum it, or take one entry of it."
                )
            over_structures = [
                over_structure(inner, args[at], lambda v: gradient_of(m, output, m.node(v, inner.node), inner.node))
                for at in chosen
                if at < len(args)
            ]
            if not over_structures:
                raise inner.refuse("There is no argument to differentiate by.", "Give the function its arguments.")
            answer = tuple(over_structures) if isinstance(places, tuple) else over_structures[0]
            value = Number(output) if type(result) in (Number, Const) else result
            pair = (value, gradient_node[1]) if aux else value
            return (pair, answer) if with_value else (answer, gradient_node[1]) if aux else answer

        return Builtin(f"{call.name}(...)", gradient)

    return run


SETTINGS = "holomorphic=False, allow_int=False, reduce_axes=()"  # of JAX, without effect on real numbers
MOST_ROWS = 200  # entries of a function's value that a Jacobian is written out for


def jacobian_of(call: Arguments, output: int, wrt: int) -> int:
    """The matrix of the derivatives of every entry of `output` by every entry of `wrt`, in the shape of both."""
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
    """`jvp(grad(f), ...)`: what is differentiated holds a gradient, so f itself is not what the program is after."""
    if m.gradient_nodes and depends_on_gradient(m, output):
        m.differentiated_again = True


def _computed(call: Arguments, function: Value, argnums: Value) -> tuple[int, int]:
    """The value of a function at its arguments, and the leaf that it is differentiated by."""
    m = call.machine
    places = call.axis(argnums)
    if isinstance(places, tuple):
        raise call.refuse("A Jacobian is read by one argument.", "Give `argnums` one number.")
    separate = _Separate(m, call.node)
    args = [separate.leaf(value) if at == places else value for at, value in enumerate(call.args)]
    output = separate.join(m.node(call_value(m, function, args, call.keywords, call.node), call.node))
    _note_second_time(m, output)
    if not isinstance(places, int) or not 0 <= places < len(args):
        raise call.refuse("There is no argument to differentiate by.", "Give the function its arguments.")
    return output, m.node(args[places], call.node)


def _jacobian(call: Arguments) -> Value:
    """`jacobian(f)`: a function that gives the matrix of all derivatives of f."""
    function, argnums = call.bind(f"fun, argnums=0, has_aux=False, {SETTINGS}")[:2]

    def run(inner: Arguments) -> Value:
        output, leaf = _computed(inner, function, argnums)
        return Number(jacobian_of(inner, output, leaf))

    return Builtin(f"{call.name}(...)", run)


def _hessian(call: Arguments) -> Value:
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
    separate = _Separate(m, call.node)
    leaves = [separate.leaf(value) for value in args]
    output = separate.join(m.node(call_value(m, function, list(leaves), {}, call.node), call.node))
    _note_second_time(m, output)
    return output, [m.node(leaf, call.node) for leaf in leaves]


def _jvp(call: Arguments) -> Value:
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


def _vjp(call: Arguments) -> Value:
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
        gradient_node = (_hessian if second else _jacobian)(
            Arguments(call.machine, call.name, [function], {}, call.node)
        )
        return call_value(call.machine, gradient_node, [inputs], {}, call.node)

    return run


FUNCTIONAL: Mapping[str, Row] = {"jacobian": _torch_jacobian(second=False), "hessian": _torch_jacobian(second=True)}


def _of_numbers(call: Arguments) -> Value:
    """`grad(L, w)`: that gradient, of numbers that the program has computed."""
    m = call.machine
    output, *leaves = call.args
    node = m.node(output, call.node)
    result = []
    for place, leaf in enumerate(leaves, 1):
        written = call.place(place)
        name = written.id if isinstance(written, ast.Name) else None
        result.append(_requested(m, gradient_of(m, node, m.node(leaf, call.node), call.node), name))
    if not result:
        raise call.refuse("`grad` needs to know by which variable.", "Write `grad(L, w)`.")
    return result[0] if len(result) == 1 else tuple(result)


def _torch_grad(call: Arguments) -> Value:
    """`torch.autograd.grad(outputs, inputs, grad_outputs)`: a tuple, one gradient for each input."""
    outputs, inputs, seed, _, create_graph, *_ = call.bind(
        "outputs, inputs, grad_outputs=None, retain_graph=None, create_graph=False, only_inputs=True, "
        "allow_unused=None, is_grads_batched=False, materialize_grads=False"
    )
    m = call.machine
    output = m.node(outputs[0] if isinstance(outputs, Items | tuple) else outputs, call.node)
    index = None if seed is None else m.node(seed, call.node)
    targets = inputs if isinstance(inputs, Items | tuple) else (inputs,)
    gradients = [gradient_of(m, output, m.node(value, call.node), call.node, index) for value in targets]
    for gradient in gradients:
        gradient.differentiable = call.flag(create_graph)
    return tuple(gradients)


def _same(call: Arguments) -> Value:
    """`jit(f)`, `@tf.function`: the same function."""
    return call.args[0] if call.args else Builtin(call.name, _same)


def _mapped(call: Arguments) -> Value:
    """`vmap(f, in_axes, out_axes)`: f for each row, the results stacked."""
    function, in_axes, out_axes = call.bind("fun, in_axes=0, out_axes=0, axis_name=None, axis_size=None")[:3]
    m = call.machine

    def run(inner: Arguments) -> Value:
        axes = list(in_axes) if isinstance(in_axes, tuple | Items) else [in_axes] * len(inner.args)
        if len(axes) != len(inner.args):
            raise inner.refuse("`in_axes` needs one entry for each argument.", "Write `in_axes=(0, None)`.")
        columns = [
            None if axis is None else _along(inner, value, axis) for value, axis in zip(inner.args, axes, strict=True)
        ]
        counts = {len(column) for column in columns if column is not None}
        if len(counts) != 1:
            raise inner.refuse("The arguments of a mapped function must be equally long.", "Check `in_axes`.")
        first = m.backward_of
        results = [
            call_value(
                m,
                function,
                [value if column is None else column[i] for value, column in zip(inner.args, columns, strict=True)],
                dict(inner.keywords),
                inner.node,
            )
            for i in range(counts.pop())
        ]
        m.backward_of = first  # one gradient for each row: none of their functions is what is drawn
        return _stacked(inner, results, inner.integer(out_axes))

    return Builtin(f"{call.name}(...)", run)


def _along(call: Arguments, tree: Value, axis: Value) -> list[Value]:
    """The parts of an argument along an axis; of a tuple or dictionary of arrays, tuples or dictionaries of parts."""
    m = call.machine
    if isinstance(tree, dict):
        columns = {key: _along(call, value, axis) for key, value in tree.items()}
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    if isinstance(tree, tuple):
        return [tuple(row) for row in zip(*(_along(call, value, axis) for value in tree), strict=True)]
    place = call.integer(axis)
    if place:
        rank = len(call.shape(tree))
        order = [place % rank, *(at for at in range(rank) if at != place % rank)]
        tree = call.emit("transpose", [tree], {"axes": tuple(order)})
    return entries(m, tree, call.node)


def _stacked(call: Arguments, results: list[Value], axis: int) -> Value:
    if results and isinstance(results[0], dict):
        return {key: _stacked(call, [result[key] for result in results], axis) for key in results[0]}
    if results and isinstance(results[0], tuple):
        return tuple(_stacked(call, list(column), axis) for column in zip(*results, strict=True))
    return call.emit("stack", results, {"axis": axis})


TRANSFORMS: Mapping[str, Row] = {
    "grad": _transform(False, summed=False),
    "value_and_grad": _transform(True, summed=False),
    "elementwise_grad": _transform(False, summed=True),
    "jacobian": _jacobian,
    "jacfwd": _jacobian,
    "jacrev": _jacobian,
    "hessian": _hessian,
    "jvp": _jvp,
    "vjp": _vjp,
    "jit": _same,
    "vmap": _mapped,
    "autograd_grad": _torch_grad,
}
