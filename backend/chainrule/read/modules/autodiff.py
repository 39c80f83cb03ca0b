"""Gradients that a program asks for: `.backward()`, `.grad`, `grad(f)`, and `grad(L, w)` for a line `dL/dw`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ..calling import Arguments
from ..classes import call as call_value
from ..gradients import depends_on_gradient, gradient_of
from ..operators import SIGNS, binary, write
from ..values import Builtin, Const, FreeObject, Gradient, Items, Number, Value, View
from .rows import Row

if TYPE_CHECKING:
    from ..machine import Machine

__all__ = [
    "TRANSFORMS",
    "backward",
    "forget_gradient",
    "gradient_property",
    "over_structure",
    "zero_gradient",
    "zero_gradients",
]

NUMERIC = (Number, View, Const, Gradient, Items)  # what is differentiated; anything else is a function


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
    return None


def gradient_property(m: Machine, owner: Value, node: ast.AST) -> Value:
    """`x.grad`: the sum of what each `backward()` since the last `zero_grad()` adds to it; None before the first."""
    calls = m.backward_calls[_first_call(m, owner) :]
    if not calls:
        return None
    name = node.value.id if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) else None
    now = m.node(owner, node)
    terms = []
    for output, seed in calls:
        found = gradient_of(m, output, _version_at(m, now, output), node, seed)
        found.owner = owner
        terms.append(found)
    if len(terms) == 1:
        return _requested(m, terms[0], name)
    total: Value = terms[0]
    for term in terms[1:]:
        total = binary(m, SIGNS["+"], total, term, node)
    m.gradient_nodes[total.node] = now
    return total


def _first_call(m: Machine, owner: Value) -> int:
    """How many calls of `backward()` had been made when this array's gradient was last set to zero."""
    _, own = m.zeroed.get(id(owner), (owner, 0))
    return max(own, m.all_zeroed)


def _version_at(m: Machine, node: int, output: int) -> int:
    """What an array was when `output` was computed: an update since then is undone."""
    nodes = m.builder.nodes
    while node > output and nodes[node].args and nodes[nodes[node].args[0]].shape == nodes[node].shape:
        node = nodes[node].args[0]
    return node


def forget_gradient(m: Machine, owner: Value) -> None:
    """`x.grad = None`, `x.grad.zero_()`: what `backward()` has added so far is gone."""
    m.zeroed[id(owner)] = (owner, len(m.backward_calls))


def zero_gradients(call: Arguments) -> Value:
    """`optimizer.zero_grad()`: the gradients of one round are not carried into the next."""
    call.machine.all_zeroed = len(call.machine.backward_calls)
    return None


def zero_gradient(call: Arguments) -> Value:
    """`w.grad.zero_()` forgets the gradient; any other `x.zero_()` writes zeros into x."""
    owner = call.args[0]
    m = call.machine
    if type(owner) is Gradient:
        if owner.owner is not None:
            forget_gradient(m, owner.owner)
    elif type(owner) in (Number, View):
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


def _leaf(call: Arguments, value: Value) -> Value:
    """An argument that is differentiated: a constant of the call becomes a leaf."""
    if type(value) in (Const, Items, bool, FreeObject):
        return Number(call.machine.node(value, call.node))
    return value


def _transform(with_value: bool, summed: bool) -> Row:
    def run(call: Arguments) -> Value:
        m = call.machine
        if call.args and type(call.args[0]) in NUMERIC:
            return _of_numbers(call)
        function, argnums, has_aux, *_ = call.bind("fun, argnums=0, has_aux=False, *rest")
        aux = call.flag(has_aux)
        places = call.axis(argnums)

        def gradient(inner: Arguments) -> Value:
            chosen = places if isinstance(places, tuple) else (places,)
            args = [
                over_structure(inner, value, lambda v: _leaf(inner, v)) if at in chosen else value
                for at, value in enumerate(inner.args)
            ]
            made = call_value(m, function, list(args), inner.keywords, inner.node)
            result = made[0] if aux and isinstance(made, tuple) else made
            output = m.node(result, inner.node)
            if m.builder.shape(output) and not summed:
                raise inner.refuse(
                    "`grad` takes a function whose result is one number.", "Sum it, or take one entry of it."
                )
            found = [
                over_structure(inner, args[at], lambda v: gradient_of(m, output, m.node(v, inner.node), inner.node))
                for at in chosen
                if at < len(args)
            ]
            answer = tuple(found) if isinstance(places, tuple) else found[0] if found else None
            pair = (result, made[1]) if aux else result
            return (pair, answer) if with_value else (answer, made[1]) if aux else answer

        return Builtin(f"{call.name}(...)", gradient)

    return run


def _of_numbers(call: Arguments) -> Value:
    """`grad(L, w)`: that gradient, of numbers that the program has computed."""
    m = call.machine
    output, *leaves = call.args
    node = m.node(output, call.node)
    found = []
    for place, leaf in enumerate(leaves, 1):
        written = call.place(place)
        name = written.id if isinstance(written, ast.Name) else None
        found.append(_requested(m, gradient_of(m, node, m.node(leaf, call.node), call.node), name))
    if not found:
        raise call.refuse("`grad` needs to know by which variable.", "Write `grad(L, w)`.")
    return found[0] if len(found) == 1 else tuple(found)


def _torch_grad(call: Arguments) -> Value:
    """`torch.autograd.grad(outputs, inputs, grad_outputs)`: a tuple, one gradient for each input."""
    outputs, inputs, seed, *_ = call.bind(
        "outputs, inputs, grad_outputs=None, retain_graph=None, create_graph=False, allow_unused=False"
    )
    m = call.machine
    output = m.node(outputs[0] if isinstance(outputs, Items | tuple) else outputs, call.node)
    index = None if seed is None else m.node(seed, call.node)
    wanted = inputs if isinstance(inputs, Items | tuple) else (inputs,)
    return tuple(gradient_of(m, output, m.node(value, call.node), call.node, index) for value in wanted)


def _same(call: Arguments) -> Value:
    """`jit(f)`, `@tf.function`: the same function."""
    return call.args[0] if call.args else Builtin(call.name, _same)


def _mapped(call: Arguments) -> Value:
    """`vmap(f, in_axes)`: f for each row, the results one above the other."""
    from ..arrays import entries

    function, in_axes, _ = call.bind("fun, in_axes=0, out_axes=0")
    m = call.machine
    axes = in_axes if isinstance(in_axes, tuple) else None

    def run(inner: Arguments) -> Value:
        along = [axes is None or (place < len(axes) and axes[place] is not None) for place in range(len(inner.args))]
        rows = [
            entries(m, value, inner.node) if is_mapped else value
            for value, is_mapped in zip(inner.args, along, strict=True)
        ]
        count = next((len(row) for row, is_mapped in zip(rows, along, strict=True) if is_mapped), 0)
        results = [
            call_value(m, function, [row[i] if is_mapped else row for row, is_mapped in zip(rows, along, strict=True)],
                       dict(inner.keywords), inner.node)
            for i in range(count)
        ]  # fmt: skip
        if results and isinstance(results[0], tuple):
            return tuple(Number(m.node(Items(column), inner.node)) for column in zip(*results, strict=True))
        return Number(m.node(Items(results), inner.node))

    return Builtin(f"{call.name}(...)", run)


TRANSFORMS: Mapping[str, Row] = {
    "grad": _transform(False, summed=False),
    "value_and_grad": _transform(True, summed=False),
    "elementwise_grad": _transform(False, summed=True),
    "jit": _same,
    "vmap": _mapped,
    "autograd_grad": _torch_grad,
}
