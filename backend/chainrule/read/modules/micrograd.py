"""micrograd: values, and its layers written in the language as they are in its own source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..calling import Arguments
from ..values import Const, Number, Value
from .autodiff import zero_gradients
from .mathematics import RANDOM
from .source_definitions import SourceDefinitions

__all__ = ["MICROGRAD_MODULES"]

MICROGRAD = SourceDefinitions(
    """
class Neuron:
    def __init__(self, nin, nonlin=True):
        self.w = [random_weight() for _ in range(nin)]
        self.b = random_bias()
        self.nonlin = nonlin

    def __call__(self, x):
        act = sum([wi*xi for wi, xi in zip(self.w, x)], self.b)
        return relu(act) if self.nonlin else act

    def parameters(self):
        return self.w + [self.b]


class Layer:
    def __init__(self, nin, nout, nonlin=True):
        self.neurons = [Neuron(nin, nonlin) for _ in range(nout)]

    def __call__(self, x):
        out = [n(x) for n in self.neurons]
        return out[0] if len(out) == 1 else out

    def parameters(self):
        return [p for n in self.neurons for p in n.parameters()]


class MLP:
    def __init__(self, nin, nouts):
        sizes = [nin] + nouts
        self.layers = [Layer(sizes[i], sizes[i + 1], i != len(nouts) - 1) for i in range(len(nouts))]

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]

    def zero_grad(self):
        return zero_gradients()
""",
    helpers={
        "zero_gradients": zero_gradients,
        "random_weight": lambda call: _weight(call),
        "random_bias": lambda call: Number(call.machine.builder.literal(0.0, call.machine.span(call.node))),
    },
)


def _weight(call: Arguments) -> Value:
    """micrograd draws a weight from (-1, 1) by Python's own generator."""
    return RANDOM["uniform"](Arguments(call.machine, call.name, [Const(-1), Const(1)], {}, call.node))


def _value(call: Arguments) -> Value:
    """micrograd's `Value(data)`: a number of the program."""
    data = call.bind("data, _children=(), _op='', label=''")[0]
    return Number(call.machine.node(data, call.node))


MICROGRAD_MODULES: Mapping[str, Mapping[str, Any]] = {
    "micrograd": {},
    "micrograd.engine": {"Value": _value},
    "micrograd.nn": MICROGRAD.classes(),
}
