"""Gradients that a program asks for: `.backward()`, `.grad`, `grad(f)`, and `grad(L, w)` for a line `dL/dw`."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..arrays import entries
from ..calling import Arguments
from ..classes import call as call_value
from ..gradient_values import calls_since_zeroed, version_at
from ..gradients import depends_on_gradient, gradient_of
from ..operators import SIGNS, binary, write
from ..values import ArrayView, Builtin, Const, Gradient, Items, Number, Value
from .jacobians import hessian, jacobian, jvp, vjp
from .rows import Row
from .separate_arguments import NUMERIC, SETTINGS, SeparateArguments, over_structure

if TYPE_CHECKING:
    from ..machine import Machine

__all__ = [
    "TRANSFORMS",
    "backward",
    "forget_gradient",
    "gradient_property",
    "owner_of_gradient",
    "requires_gradient",
    "set_requires_gradient",
    "tracked",
    "zero_gradient",
    "zero_gradients",
]


def owner_of_gradient(m: Machine, gradient: Value) -> Value:
    """Return the array whose `.grad` a value is, as long as nobody has changed it; None: it is no such gradient."""
    if type(gradient) is Gradient:
        return gradient.owner
    return m.summed_gradients.pop(id(gradient), (None, None))[0]


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
    for changed, value in m.clipped.values():  # what the call adds its gradients to
        forget_gradient(m, changed, keeps_changed=True)
        m.grown_gradients[id(changed)] = (changed, m.node(value, call.node))
    m.backward_calls.append((node, index))
    m.clipped.clear()
    m.summed_gradients.clear()
    return None


def gradient_property(m: Machine, owner: Value, node: ast.AST) -> Value:
    """`x.grad`: the sum of what each `backward()` since the last `zero_grad()` adds to it; None before the first."""
    calls = calls_since_zeroed(m, owner)
    m.graded[id(owner)] = owner
    if id(owner) in m.clipped:
        return m.clipped[id(owner)][1]
    totals = [Number(leaf) for _, leaf in (m.grown_gradients[id(owner)],)] if id(owner) in m.grown_gradients else []
    if not calls:
        m.summed_gradients.update((id(total), (owner, total)) for total in totals)
        return totals[0] if totals else None
    name = node.value.id if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) else None
    now = m.node(owner, node)
    terms: list[Value] = [*totals]
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
    m.summed_gradients[id(total)] = (owner, total)
    return total


def requires_gradient(call: Arguments) -> Value:
    """`p.requires_grad_(False)`."""
    owner, requires_grad = call.bind("owner, requires_grad=True")
    set_requires_gradient(call.machine, owner, requires_grad is not False)
    return owner


def tracked(row: Row) -> Row:
    """A function that makes a tensor, with `requires_grad`: its gradient adds up from then on, whoever asks for it."""

    def run(call: Arguments) -> Value:
        requires_grad = call.keywords.get("requires_grad")
        result = row(call)
        if requires_grad is True and type(result) is Number:
            call.machine.graded[id(result)] = result
        return result

    return run


def set_requires_gradient(m: Machine, owner: Value, requires_grad: bool) -> None:
    """Set whether an optimizer moves this tensor: one that needs no gradient has none."""
    if requires_grad:
        m.frozen.pop(id(owner), None)
        if type(owner) is Number:
            m.graded[id(owner)] = owner
    else:
        m.frozen[id(owner)] = owner


def forget_gradient(m: Machine, owner: Value, *, keeps_changed: bool = False) -> None:
    """`x.grad = None`, `x.grad.zero_()`: what `backward()` has added so far is gone.

    Args:
        keeps_changed: what the program has set as the gradient stays.
    """
    if not keeps_changed:
        m.clipped.pop(id(owner), None)
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
            separate = SeparateArguments(m, inner.node)
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


def _of_numbers(call: Arguments) -> Value:
    """`grad(L, w)`: the gradient, for numbers that the program has computed."""
    m = call.machine
    output, *leaves = call.args
    node = m.node(output, call.node)
    result = []
    for place, leaf in enumerate(leaves, 1):
        function = call.place(place)
        name = function.id if isinstance(function, ast.Name) else None
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
    """Return the parts of an argument along an axis; a tuple or dictionary gives tuples or dictionaries of parts."""
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
    "jacobian": jacobian,
    "jacfwd": jacobian,
    "jacrev": jacobian,
    "hessian": hessian,
    "jvp": jvp,
    "vjp": vjp,
    "jit": _same,
    "vmap": _mapped,
    "autograd_grad": _torch_grad,
}
