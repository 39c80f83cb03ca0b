"""Flax's initializers: rules for the first values of a parameter, and functions of a key and sizes."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from ...graph import LITERAL
from ..calling import Arguments
from ..classes import call as call_value
from ..values import Builtin, Const, Items, Number, Value
from .parameters import parameter_value
from .rows import Row
from .torch_random import stand_in
from .weight_rules import RULES, draw

__all__ = ["INITIALIZERS", "KEY", "start"]

KEY = (Const(0), Const(0))  # stands for JAX's keys: the numbers that they give are not drawn here


def start(call: Arguments, rule: Value, sizes: tuple[int, ...], inner: int = 0) -> Value:
    """Return the first value of a parameter by a rule, a name or a function of a key and sizes.

    Args:
        inner: how many of the sizes are inputs, where the rule takes inputs and outputs as one size each.
    """
    flat = (math.prod(sizes[:inner]), math.prod(sizes[inner:])) if inner else sizes
    if isinstance(rule, str):
        value = draw(call, rule, flat)
    else:
        value = call_value(call.machine, rule, [Items(KEY), tuple(map(Const, flat))], {}, call.node)
    if flat == sizes:
        return value if type(value) is Number else Number(call.number(value))
    at = call.machine.builder.nodes[call.number(value)]
    if at.op == LITERAL:
        return parameter_value(call, np.reshape(at.params["value"], sizes))
    return call.emit("reshape", [value], {"shape": sizes})


def _initializer(name: str, *settings: str) -> Row:
    """`nn.initializers.lecun_normal()`: a function of a key, sizes and a type."""

    def make(call: Arguments) -> Value:
        values = [
            float(call.static(value)) for value in call.bind(", ".join([*settings, "dtype=None", "in_axis=-2"]))[:-2]
        ]

        def run(inner: Arguments) -> Value:
            _, shape = inner.bind("key, shape, dtype=None")[:2]
            stand_in(inner)
            return draw(inner, name, inner.sizes([shape]) if shape != () else (), *values)

        return Builtin(name, run)

    return make


def _plain(name: str) -> Row:
    """`nn.initializers.zeros`: the function itself."""

    def run(call: Arguments) -> Value:
        _, shape = call.bind("key, shape, dtype=None")[:2]
        return draw(call, name, call.sizes([shape]) if shape != () else ())

    return run


INITIALIZERS: Mapping[str, Row] = {
    **{name: _initializer(name) for name in RULES if name not in ("zeros", "ones", "embedding")},
    **{name: _plain(name) for name in ("zeros", "ones")},
    "zeros_init": _initializer("zeros"), "ones_init": _initializer("ones"),
    "normal": _initializer("normal", "stddev=0.01"), "uniform": _initializer("uniform", "scale=0.01"),
    "truncated_normal": _initializer("truncated_normal", "stddev=0.01"),
    "constant": _initializer("constant", "value"), "orthogonal": _initializer("orthogonal", "scale=1.0"),
    "xavier_uniform": _initializer("glorot_uniform"), "xavier_normal": _initializer("glorot_normal"),
    "kaiming_uniform": _initializer("he_uniform"), "kaiming_normal": _initializer("he_normal"),
}  # fmt: skip
