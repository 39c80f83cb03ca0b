"""Weight normalisation of PyTorch: a layer whose weight is computed anew in each run, from a length and a direction."""

from __future__ import annotations

import numpy as np

from ..calling import Arguments
from ..values import Value
from .parameters import parameter_value

__all__ = ["LAYERS", "weight_lengths"]


def weight_lengths(call: Arguments) -> Value:
    """`weight_lengths(weight, dim)`: a parameter with the lengths of a weight's parts along `dim`; None: of the whole."""
    weight, dim = call.bind("weight, dim")
    m = call.machine
    numbers = m.builder.nodes[m.node(weight, call.node)].params.get("value")
    if numbers is None:
        raise call.refuse(
            "Only the weight of a layer as it was made can be normalised.", "Write `weight_norm(nn.Linear(3, 4))`."
        )
    values = np.asarray(numbers)
    own_axis = None if dim is None or call.integer(dim) == -1 else call.integer(dim) % values.ndim
    axes = tuple(axis for axis in range(values.ndim) if axis != own_axis)
    return parameter_value(call, np.sqrt(np.sum(values**2, axis=axes, keepdims=own_axis is not None)))


LAYERS = """

class ParametrizationList(Module):
    def __init__(self, length, direction):
        self.original0, self.original1 = length, direction


class WeightNorm(Module):
    __unnamed__ = ('layer', 'name', 'dim', 'kept')

    def __init__(self, layer, name, dim, listed):
        self.layer, self.name, self.dim = layer, name, dim
        direction = getattr(layer, name)
        length = weight_lengths(direction, dim)
        for key, value in named_parameters(layer):
            if key != name:
                setattr(self, key, value)
        self.kept = (length, direction)
        if listed:
            self.parametrizations = ModuleDict({name: ParametrizationList(length, direction)})
        else:
            setattr(self, name + '_g', length)
            setattr(self, name + '_v', direction)
        setattr(layer, name, None)
        setattr(layer, name, self.normalised())

    @hidden
    def normalised(self):
        length, direction = self.kept
        whole = self.dim is None or self.dim == -1
        axes = tuple([axis for axis in range(np.ndim(direction)) if whole or axis != self.dim % np.ndim(direction)])
        return direction * (length / np.sqrt(np.sum(direction**2, axis=axes, keepdims=not whole)))

    @hidden
    def forward(self, *inputs):
        setattr(self.layer, self.name, self.normalised())
        return self.layer(*inputs)

    def __getattr__(self, name):
        return getattr(self.layer, name)


@hidden
def weight_norm(module, name='weight', dim=0):
    return WeightNorm(module, name, dim, False)


@hidden
def listed_weight_norm(module, name='weight', dim=0):
    return WeightNorm(module, name, dim, True)


@hidden
def remove_weight_norm(module, name='weight'):
    refuse('`remove_weight_norm` is not read here.', 'Leave the line out: what the model computes stays the same.')
"""
