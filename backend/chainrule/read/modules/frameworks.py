"""JAX, HIPS autograd and micrograd: what their names mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...prelude import PRELUDE
from ..arrays import entries
from ..calling import Arguments
from ..values import Const, Items, Number, Value
from .autodiff import TRANSFORMS
from .numpy import CONSTANTS, LINALG, NUMPY
from .prelude_calls import prelude
from .random import NUMPY_RANDOM, unseeded
from .rows import Row, identity, no_effect, op
from .torch import one_hot, over_dimension
from .written import Text

__all__ = ["FRAMEWORKS", "NAMES"]


def _differs(call: Arguments) -> None:
    call.machine.note(
        "random",
        "These random numbers are not those of the library's own generator: other ones stand in for them.",
        call.node,
    )


def _key(call: Arguments) -> Value:
    return Items([Const(0), Const(0)])


def _split(call: Arguments) -> Value:
    _, count = call.bind("key, num=2")
    return Items(Items([Const(0), Const(place)]) for place in range(call.integer(count)))


def _draw(op: str) -> Row:
    def run(call: Arguments) -> Value:
        _differs(call)
        low, high = call.keywords.pop("minval", None), call.keywords.pop("maxval", None)
        _, shape = call.bind("key, shape=()")
        drawn = unseeded(call, op, call.sizes([shape]) if shape != () else ())
        if low is None and high is None:
            return drawn
        from ..operators import SIGNS, binary

        first = low if low is not None else Const(0)
        last = high if high is not None else Const(1)
        width = binary(call.machine, SIGNS["-"], last, first, call.node)
        scaled = binary(call.machine, SIGNS["*"], drawn, width, call.node)
        return binary(call.machine, SIGNS["+"], scaled, first, call.node)

    return run


def _gelu(call: Arguments) -> Value:
    """JAX's gelu is the approximation by tanh unless told otherwise."""
    x, approximate = call.bind("x, approximate=True")
    row = prelude("gelu_tanh" if call.flag(approximate) else "gelu")
    return row(Arguments(call.machine, call.name, [x], {}, call.node))


def _tree_map(call: Arguments) -> Value:
    from ..classes import call as call_value

    function, first, rest = call.bind("f, tree, *rest")
    m = call.machine

    def visit(trees: list[Value]) -> Value:
        head = trees[0]
        if isinstance(head, dict):
            return {key: visit([tree[key] for tree in trees]) for key in head}
        if isinstance(head, tuple):
            return tuple(visit(list(parts)) for parts in zip(*trees, strict=True))
        if isinstance(head, Items) and any(type(entry) is not Const for entry in head):
            return Items(visit(list(parts)) for parts in zip(*trees, strict=True))
        return call_value(m, function, list(trees), {}, call.node)

    m.spend(10, call.node)
    return visit([first, *rest])


def _fori(call: Arguments) -> Value:
    from ..classes import call as call_value

    low, high, body, state = call.bind("lower, upper, body_fun, init_val")
    for number in range(call.integer(low), call.integer(high)):
        state = call_value(call.machine, body, [Const(number), state], {}, call.node)
    return state


def _cond(call: Arguments) -> Value:
    from ..classes import call as call_value

    test, yes, no, operands = call.bind("pred, true_fun, false_fun, *operands")
    chosen = yes if call.machine.truth(test, call.node) else no
    return call_value(call.machine, chosen, list(operands), {}, call.node)


def _scan(call: Arguments) -> Value:
    from ..classes import call as call_value

    body, state, values = call.bind("f, init, xs")
    outputs = Items()
    for entry in entries(call.machine, values, call.node):
        state, made = call_value(call.machine, body, [state, entry], {}, call.node)
        outputs.append(made)
    stacked = outputs if outputs and outputs[0] is None else Number(call.machine.node(outputs, call.node))
    return (state, stacked)


ACTIVATIONS = (
    "sigmoid", "softmax", "log_softmax", "leaky_relu", "elu", "selu", "celu", "gelu", "silu", "swish", "softplus",
    "softsign", "log_sigmoid", "logsumexp", "relu6", "hard_tanh", "hard_sigmoid", "mish",
)  # fmt: skip
JAX_NN: dict[str, Any] = {
    **{name: prelude(name) for name in ACTIVATIONS if name in PRELUDE},
    "relu": op("relu"),
    "tanh": op("tanh"),
    "hard_tanh": prelude("hardtanh"),
    "hard_swish": prelude("hardswish"),
    "log_softmax": over_dimension("log_softmax"),
    "softmax": over_dimension("softmax"),
    "one_hot": one_hot,
    "gelu": lambda call: _gelu(call),
    "standardize": prelude("layer_norm"),
}
JAX: Mapping[str, Row] = {
    **TRANSFORMS, "tree_map": _tree_map, "block_until_ready": identity, "device_put": identity,
}  # fmt: skip
RANDOM: Mapping[str, Row] = {
    "PRNGKey": _key, "key": _key, "split": _split, "fold_in": _key, "normal": _draw("randn"), "uniform": _draw("rand"),
}  # fmt: skip

MICROGRAD = Text(
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
        return None
""",
    helpers={
        "random_weight": lambda call: _weight(call),
        "random_bias": lambda call: Number(call.machine.builder.literal(0.0, call.machine.span(call.node))),
    },
)


def _weight(call: Arguments) -> Value:
    """micrograd draws a weight from (-1, 1)."""
    from ..operators import SIGNS, binary

    _differs(call)
    doubled = binary(call.machine, SIGNS["*"], Const(2), unseeded(call, "rand", ()), call.node)
    return binary(call.machine, SIGNS["-"], doubled, Const(1), call.node)


def _value(call: Arguments) -> Value:
    """micrograd's `Value(data)`: a number of the program."""
    data = call.bind("data, _children=(), _op='', label=''")[0]
    return Number(call.machine.node(data, call.node))


AUTOGRAD_NUMPY: Mapping[str, Any] = {**NUMPY, **CONSTANTS}
FRAMEWORKS: Mapping[str, Mapping[str, Any]] = {
    "jax": JAX,
    "jax.numpy": AUTOGRAD_NUMPY,
    "jax.numpy.linalg": LINALG,
    "jax.nn": JAX_NN,
    "jax.random": RANDOM,
    "jax.lax": {"fori_loop": _fori, "cond": _cond, "scan": _scan, "stop_gradient": op("stop")},
    "jax.tree_util": {"tree_map": _tree_map},
    "jax.tree": {"map": _tree_map},
    "jax.config": {"update": no_effect},
    "jax.scipy": {},
    "jax.scipy.special": {name: prelude(name) for name in ("expit", "logsumexp", "logit") if name in PRELUDE},
    "autograd": TRANSFORMS,
    "autograd.numpy": AUTOGRAD_NUMPY,
    "autograd.numpy.random": NUMPY_RANDOM,
    "micrograd": {},
    "micrograd.engine": {"Value": _value},
    "micrograd.nn": MICROGRAD.classes(),
}
NAMES: Mapping[str, str] = {"jnp": "jax.numpy", "jax": "jax"}  # names that need no import
