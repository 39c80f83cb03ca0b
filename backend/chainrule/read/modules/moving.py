"""Updates of parameters by the optimizers of libraries: in numbers alone, and only where a later round is asked for.

The round that is drawn stands before its update, so that the step behind it makes no gate.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..calling import Arguments
from ..gradient_values import accumulated, gradient_leaf
from ..operators import write
from ..tape.segment import GradientSum
from ..values import ArrayView, Gradient, Number, Value
from .autodiff import zero_gradients
from .rows import Row

__all__ = ["MOVING", "clip"]


def _stepped(call: Arguments) -> Value:
    """Note that a step was made; whether it is needed."""
    m = call.machine
    m.stepped = True
    return m.rounds.moves


def _gradient(call: Arguments) -> Value:
    """`.grad` of a parameter, or a gradient of a tape, as a leaf; None where there is none."""
    (value,) = call.args
    m = call.machine
    if id(value) in m.frozen:
        return None
    if id(value) in m.clipped:
        return m.clipped[id(value)][1]
    if type(value) is not Gradient:
        total = accumulated(m, value)
    elif value.gradient_node >= 0:
        return Number(value.gradient_node)
    else:
        total = GradientSum(None, ((value.output, value.wrt, value.seed),))
    return None if total is None else Number(gradient_leaf(m, total, m.span(call.node)))


def clip(call: Arguments) -> Value:
    """Set the gradient of a parameter for the next step, until `zero_grad()` or the next `backward()`."""
    owner, value = call.args
    call.machine.clipped[id(owner)] = (owner, value)
    return None


def _set(call: Arguments) -> Value:
    """Give a parameter a new value."""
    owner, value = call.args
    m = call.machine
    if type(owner) in (Number, ArrayView):
        before, after = m.node(owner, call.node), call.number(value)
        write(m, owner, after)
        m.updated[after] = before
    return None


def _state_of(call: Arguments) -> Value:
    """Return the state that an optimizer keeps for a parameter: a dictionary, empty at first."""
    optimizer, parameter = call.args
    states = optimizer.attributes.setdefault("state", {})
    return states.setdefault(id(parameter), {})


def _zero(call: Arguments) -> Value:
    """Return a number of the graph to count steps from: it changes from round to round as the parameters do."""
    m = call.machine
    return Number(m.builder.literal(0.0, m.span(call.node)))


MOVING: Mapping[str, Row] = {
    "stepped": _stepped, "gradient": _gradient, "put": _set, "state_of": _state_of, "zero_gradients": zero_gradients,
    "zero": _zero,
}  # fmt: skip
