"""Functions with a backward pass of the program's own: torch.autograd.Function, jax.custom_vjp, jax.custom_jvp.

Where the backward pass works entry by entry, its local gradient takes the place of the true one, as with
`f.derivative = ...`. Where it does not (a matrix product, a softmax), the gates keep their own gradients. In both cases
what it hands back for the upstream gradient of the program is judged as a gradient written by hand.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..errors import ChainruleError, Span
from ..graph import CustomDerivative, GraphNode, HandGradientNode
from ..ops import ARGUMENTS, OPS
from ..ops.op import Pattern
from ..replay import line_of
from .gradients import differentiate
from .machine import not_in_language
from .values import ArrayView, Const, Gradient, Items, Number, NumberComparison, Value

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["CallArgument", "CustomCall", "as_slopes", "custom_call", "gradients_of_pullbacks"]

MOST = 20  # calls of one program that are judged


class CallArgument(NamedTuple):
    """An argument of the forward function that is a number: its place, the parameter's name, its node."""

    place: int
    name: str
    node: int


@dataclass(frozen=True, slots=True)
class CustomCall:
    """One call: `raw` is what the gates make, `result` what the program computes on with."""

    function: str
    backward: str
    arguments: tuple[CallArgument, ...]
    raw: int
    result: int
    pullback: Callable[[Value], Sequence[Value]]
    node: ast.AST

    def renumbered(self, numbers: Mapping[int, int]) -> CustomCall:
        """The same call where nodes have gone, and others stand for them."""
        arguments = tuple(each._replace(node=numbers.get(each.node, each.node)) for each in self.arguments)
        return replace(self, arguments=arguments, result=numbers.get(self.result, self.result))


def custom_call(
    m: Machine,
    function: str,
    parameters: Sequence[str],
    args: Sequence[Value],
    forward: Callable[[], Value],
    pullback: Callable[[Value], Sequence[Value]],
    backward: str,
    node: ast.AST,
) -> Value:
    """The result of a call whose gradient the program hands back itself.

    Args:
        parameters: the names of the function's parameters, one for each of `args`.
        forward: computes the result by gates.
        pullback: what comes back to each of `args` for an upstream gradient; None: nothing.
        backward: what the program calls that.

    Raises:
        SourceError: `not-in-language`: the backward pass gives another number of gradients than there are arguments.
    """
    builder = m.builder
    index = len(builder.calls)
    arguments = tuple(
        CallArgument(place, parameters[place] if place < len(parameters) else f"argument {place + 1}", number)
        for place, value in enumerate(args)
        if _is_differentiable(value) and (number := m.node(value, node)) is not None
    )
    value = forward()
    if type(value) not in (Number, ArrayView, NumberComparison):
        return value
    raw = m.node(value, node)
    is_framed = len(builder.calls) > index and builder.calls[index].function == function
    outer, builder.call = builder.call, index if is_framed else builder.call
    try:
        if is_framed and builder.calls[index].output < 0:  # it hands back an argument as it is
            raw = builder.emit("copy", (raw,), span=m.span(node))
            builder.calls[index] = builder.calls[index]._replace(
                args=tuple(each.node for each in arguments), params=tuple(each.name for each in arguments), output=raw
            )
        shape = builder.shape(raw)
        ones = builder.literal(np.ones(shape) if shape else 1.0, m.span(node))
        slopes = _handed_back(m, function, args, pullback, Number(ones), node)
        result, derivatives = raw, []
        if (
            is_framed
            and arguments
            and all(_is_entrywise(m, slopes[each.place], ones, raw, each.node) for each in arguments)
        ):
            if not all(_is_linear(m, slopes[each.place], ones) for each in arguments):
                raise not_in_language(
                    f"The backward pass of `{function}` is no multiple of the gradient that it is given.",
                    m.span(node),
                    "Clipping and the like are not drawn: multiply the gradient by a number or a mask.",
                )
            result = builder.emit("stop", (raw,), span=m.span(node))
            for each in arguments:
                slope = slopes[each.place]
                if slope is not None:
                    local = m.node(slope, node)
                    result = builder.emit("own", (result, each.node, local), span=m.span(node))
                    derivatives.append(CustomDerivative(each.name, each.node, local, raw))
    finally:
        builder.call = outer
    if arguments and not derivatives:
        text = f"`{function}` keeps the gradients of its gates; what `{backward}` hands back is judged beside them."
        m.note("own-backward", text, node)
    if derivatives and is_framed:
        builder.calls[index] = builder.calls[index]._replace(output=result, custom_derivatives=tuple(derivatives))
    m.custom_calls.append(CustomCall(function, backward, arguments, raw, result, pullback, node))
    return Number(result)


def _is_differentiable(value: Value) -> bool:
    kind = type(value)
    return kind in (Number, ArrayView, Gradient) or (kind is Const and value.name is not None)


def _handed_back(
    m: Machine,
    function: str,
    args: Sequence[Value],
    pullback: Callable[[Value], Sequence[Value]],
    upstream: Value,
    node: ast.AST,
) -> Sequence[Value]:
    """Return the results of the backward pass, one for each argument; nothing of it counts as a line of the program."""
    lines, constants = len(m.assignments), len(m.constant_assignments)
    slopes = pullback(upstream)
    del m.assignments[lines:], m.constant_assignments[constants:]
    if len(slopes) < len(args) or any(slope is not None for slope in slopes[len(args) :]):
        raise not_in_language(
            f"The backward pass of `{function}` gives {len(slopes)} gradients for {len(args)} arguments.",
            m.span(node),
            "Return one for each argument of the forward pass, `None` where there is none.",
        )
    return slopes


def _is_entrywise(m: Machine, slope: Value, upstream: int, raw: int, arg: int) -> bool:
    """Return whether each entry of what comes back is the same entry of the upstream gradient times a number."""
    nodes = m.builder.nodes
    if slope is None:
        return True
    number = m.node_if_any(slope)
    shape = nodes[raw].shape
    if number is None or nodes[number].shape != shape or nodes[arg].shape != shape:
        return False
    behind = {upstream}
    for node in nodes[upstream + 1 : number + 1]:
        if any(each in behind for each in node.args):
            if not OPS[node.op].elementwise or node.shape != shape:
                return False
            behind.add(node.id)
    return number in behind


def _is_linear(m: Machine, slope: Value, upstream: int) -> bool:
    """Return whether twice the upstream gradient would give twice of what comes back, by the gates between them."""
    nodes = m.builder.nodes
    if slope is None:
        return True
    number = m.node(slope, None)
    order, _ = line_of(nodes, number, (), upstream + 1)
    behind = {upstream}
    for index in order:
        node = nodes[index]
        letters = {ARGUMENTS[slot] for slot, arg in enumerate(node.args) if arg in behind}
        if not letters:
            continue
        behind.add(index)
        for slot, (arg, local) in enumerate(zip(node.args, OPS[node.op].local, strict=True)):
            names = set(re.findall(r"\w+", local)) & {*letters, "out"}
            if ARGUMENTS[slot] in letters:
                if names:
                    return False
            elif local != "0" and not names and not _is_zero(nodes[arg]):
                return False  # something is added to it
    return True


def _is_zero(node: GraphNode) -> bool:
    return not node.args and "value" in node.params and not np.any(node.params["value"])


# Judged at the end of the program, when it is settled what the output is.


def gradients_of_pullbacks(m: Machine, output: int, seed: int | None) -> tuple[HandGradientNode, ...]:
    """Return what the backward passes of the program hand back for the gradient of `output`, to be judged."""
    gradients: list[HandGradientNode] = []
    for call in m.custom_calls[:MOST]:
        nodes = m.builder.nodes
        if call.result >= len(nodes) or call.result > output or not _leads_to(nodes, call.result, output):
            continue
        try:
            gradients += _gradients_of(m, call, output, seed)
        except ChainruleError:
            continue  # its gates or the program's have no formula for their gradient: it is drawn, and not judged
    return tuple(gradients)


def _gradients_of(m: Machine, call: CustomCall, output: int, seed: int | None) -> list[HandGradientNode]:
    builder = m.builder
    checked_arguments = [each for each in call.arguments if _has_true_gradient(builder.nodes, call, each)]
    if not checked_arguments:
        return []
    (upstream,) = differentiate(m, output, [call.result], seed, call.node)
    lines = len(m.assignments)
    constants = len(m.constant_assignments)
    slopes = call.pullback(Number(upstream))
    own_assignments = m.assignments[lines:]
    del m.assignments[lines:], m.constant_assignments[constants:]
    stopped = builder.emit("stop", (upstream,))
    total = builder.emit("mul", (call.raw, stopped))
    if builder.shape(total):
        total = builder.emit("sum", (total,), {"axis": None, "keepdims": False})
    builder.set_name(total, builder.nodes[output].name or "L")
    gradients = []
    for each in checked_arguments:
        slope = slopes[each.place]
        if slope is None:
            continue
        node = m.node(slope, call.node)
        line = next((line for line in reversed(own_assignments) if line.node == node), None)
        name = line.name if line is not None else call.backward
        span: Span | None = line.span if line is not None else builder.nodes[node].span
        gradients.append(HandGradientNode(name, node, each.name, each.node, span, output=total))
    return gradients


def _has_true_gradient(nodes: Sequence[GraphNode], call: CustomCall, each: CallArgument) -> bool:
    """Return whether the forward pass has a gradient to compare with.

    A step or a rounding has none: the one that is given instead is meant (straight through), and so is one that is
    given for a function that changes nothing (the reversal of gradients). What is used by another argument, too, has a
    gradient of its own through each.
    """
    if any(other is not each and _leads_to(nodes, each.node, other.node) for other in call.arguments):
        return False
    passes, changes = {each.node}, False
    for node in nodes[each.node + 1 : call.raw + 1]:
        row = OPS[node.op]
        if not any(arg in passes for arg in node.args):
            continue
        rules = row.local or row.rules(*(nodes[arg].shape for arg in node.args), **node.params)
        through = [
            slot
            for slot, arg in enumerate(node.args)
            if arg in passes and (len(rules) <= slot or rules[slot] != "0") and node.op != "stop"
        ]
        if through:
            passes.add(node.id)
            changes = changes or not (node.op == "copy" or row.pattern is Pattern.RESHAPE)
    return call.raw in passes and changes


def _leads_to(nodes: Sequence[GraphNode], start: int, end: int) -> bool:
    todo, visited = [end], {end}
    while todo:
        at = todo.pop()
        if at == start:
            return True
        for arg in nodes[at].args:
            if arg >= start and arg not in visited:
                visited.add(arg)
                todo.append(arg)
    return False


def as_slopes(value: Value) -> Sequence[Value]:
    """Return the values of `return dx, dw` or `return dx` of a backward pass as a list."""
    return tuple(value) if isinstance(value, tuple | Items) else (value,)
