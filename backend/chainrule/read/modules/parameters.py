"""Parameters of layers: how their first values are drawn, and how the ones of a model are found."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ...graph import LITERAL
from ..calling import Arguments
from ..operators import write
from ..values import ArrayView, Const, Instance, Items, Number, Value
from .creation import checked_size
from .rows import Row
from .torch_random import is_double, stand_in, torch_generator

if TYPE_CHECKING:
    from ..machine import Machine

__all__ = [
    "INIT",
    "REFLECTION",
    "random_weights",
    "held_numbers",
    "modules_in",
    "named_parameters",
    "parameter",
    "parameter_value",
    "registered",
]


def registered(m: Machine, value: Number) -> Number:
    """Note that an array is a parameter, which `parameters()` finds."""
    m.parameters[id(value)] = value
    return value


def parameter(call: Arguments) -> Value:
    """`nn.Parameter(data)`: a parameter of its own."""
    data, _ = call.bind("data=None, requires_grad=True")
    if data is None:
        raise call.refuse("A parameter needs a value.", "Write `nn.Parameter(torch.zeros(3))`.")
    return registered(call.machine, Number(call.number(data)))


def random_weights(call: Arguments, shape: tuple[int, ...], how: str, *settings: float) -> np.ndarray[Any, Any]:
    """Return random numbers that stay the same for the same text: "uniform" or "normal" with NumPy's settings."""
    m = call.machine
    m.seed_counter += 1
    checked_size(call, shape, allocates=not m.shapes_only)
    if m.shapes_only:
        return np.broadcast_to(np.float64(0.0), shape)
    generator = torch_generator(call)
    if generator is not None:
        draw = generator.uniform if how == "uniform" else generator.normal
        first, second = settings
        return draw(math.prod(shape), first, second, is_double(call)).astype(np.float64).reshape(shape)
    numbers = getattr(np.random.default_rng(m.seed_counter), how)(*settings, shape)
    return np.asarray(numbers, dtype=np.float64)


def parameter_value(call: Arguments, numbers: np.ndarray[Any, Any]) -> Value:
    """Return a parameter with these values, as a leaf."""
    m = call.machine
    if m.shapes_only and not numbers.ndim:  # a number that is not drawn: a leaf without one
        return registered(m, Number(m.builder.add("randn", (), {"seed": 0, "shape": ()}, (), m.span(call.node))))
    value = numbers if numbers.ndim else float(numbers)
    return registered(m, Number(m.builder.literal(value, m.span(call.node))))


def _uniform(call: Arguments) -> Value:
    """`uniform(n, *sizes)`: drawn from U(-1/sqrt(n), 1/sqrt(n)), n being the number of inputs."""
    inputs, *sizes = call.args
    bound = 1 / math.sqrt(max(call.integer(inputs), 1))
    return parameter_value(call, random_weights(call, call.sizes(sizes), "uniform", -bound, bound))


def _glorot(call: Arguments) -> Value:
    """`glorot(n, k)`: drawn from U(-b, b), b = sqrt(6/(n + k))."""
    sizes = call.sizes(call.args)
    bound = math.sqrt(6 / sum(sizes))
    return parameter_value(call, random_weights(call, sizes, "uniform", -bound, bound))


def _normal(call: Arguments) -> Value:
    return parameter_value(call, random_weights(call, call.sizes(call.args), "normal", 0.0, 1.0))


def _filled(value: float) -> Row:
    return lambda call: parameter_value(
        call, np.broadcast_to(np.float64(value), checked_size(call, call.sizes(call.args), allocates=False))
    )


def _buffer(value: float) -> Row:
    """Return the row of numbers that a layer keeps and that are no parameters."""

    def run(call: Arguments) -> Value:
        m = call.machine
        sizes = checked_size(call, call.sizes(call.args), allocates=False)
        return Number(m.builder.literal(np.broadcast_to(np.float64(value), sizes), m.span(call.node)))

    return run


# contents of a model ----------------------------------------------------------------------------------------------------

CHILDREN = "_items"  # the attribute in which a container keeps its modules, by name; it is no part of a path


def modules_in(module: Instance, path: str = "") -> Iterator[tuple[str, Instance]]:
    """Yield a module and all modules in it, each before those in it."""
    todo, visited = [(path, module)], set()
    while todo:
        at, result = todo.pop()
        if id(result) in visited:
            continue
        visited.add(id(result))
        yield at, result
        todo.extend(reversed([(f"{at}.{name}" if at else name, child) for name, child in _children(result)]))


def _children(module: Instance) -> list[tuple[str, Instance]]:
    result = []
    for name, value in module.attributes.items():
        if type(value) is Instance and value.cls.find("named_parameters") is not None:
            result.append((name, value))
        elif name == CHILDREN and isinstance(value, dict):
            result.extend((str(key), child) for key, child in value.items() if type(child) is Instance)
    return result


def named_parameters(m: Machine, module: Instance) -> list[tuple[str, Value]]:
    """Return the parameters of a module by their paths, each once, in PyTorch's order."""
    named, visited = [], set()
    for path, each in modules_in(module):
        inner = dict(each.attributes)
        children = inner.pop(CHILDREN, None)
        if isinstance(children, dict):
            inner.update({str(key): value for key, value in children.items()})
        for name, value in inner.items():
            if id(value) in m.parameters and id(value) not in visited:
                visited.add(id(value))
                named.append((f"{path}.{name}" if path else name, value))
    return named


def _named_parameters(call: Arguments) -> Value:
    return Items(tuple(pair) for pair in named_parameters(call.machine, call.args[0]))


def _parameters(call: Arguments) -> Value:
    return Items(value for _, value in named_parameters(call.machine, call.args[0]))


def _named_modules(call: Arguments) -> Value:
    return Items(modules_in(call.args[0]))


def _named_children(call: Arguments) -> Value:
    return Items(_children(call.args[0]))


def _set_training(call: Arguments) -> Value:
    module, mode = call.args
    for _, each in modules_in(module):
        each.attributes["training"] = call.flag(mode)
    return module


def _state(call: Arguments) -> Value:
    """Return the parameters and buffers of a module by their paths."""
    state: dict[str, Value] = dict(named_parameters(call.machine, call.args[0]))
    for path, each in modules_in(call.args[0]):
        for name, value in each.attributes.items():
            full = f"{path}.{name}" if path else name
            if type(value) is Number and full not in state and name in BUFFERS:
                state[full] = value
    return state


BUFFERS = ("running_mean", "running_var")


def _load_state(call: Arguments) -> Value:
    module, state = call.args
    own = _state(Arguments(call.machine, call.name, [module], {}, call.node))
    for name, value in own.items():
        if isinstance(state, dict) and name in state:
            write(call.machine, value, _copied_leaf(call, value, call.number(state[name])))
    return None


def _copied_leaf(call: Arguments, owner: Value, node: int) -> int:
    """Return a leaf of the owner's own with the numbers of another: no gradient of the copy reaches the original."""
    m = call.machine
    at = m.builder.nodes[node]
    if at.op != LITERAL:
        return node
    copy = m.builder.literal(at.params["value"], m.span(call.node))
    old = m.builder.nodes[m.node(owner, call.node)]
    if old.name is not None and not old.args:
        m.builder.set_name(copy, old.name)
    return copy


def held_numbers(call: Arguments, without: Collection[str] = ()) -> Value:
    """Return all numbers that an object holds, those of the objects, lists and dictionaries in it among them.

    Args:
        without: names of attributes that are passed over.
    """
    items = Items()
    todo: list[Value] = [call.args[0]]
    visited: set[int] = set()
    while todo:
        value = todo.pop(0)
        if id(value) in visited:
            continue
        visited.add(id(value))
        if type(value) in (Number, ArrayView):
            items.append(value)
        elif type(value) is Instance:
            todo[:0] = [each for name, each in value.attributes.items() if name not in without]
        elif isinstance(value, Items | tuple):
            todo[:0] = list(value)
        elif isinstance(value, dict):
            todo[:0] = list(value.values())
    return items


REFLECTION: Mapping[str, Row] = {  # functions that the texts of layers call
    "uniform": _uniform, "normal": _normal, "glorot": _glorot, "ones": _filled(1.0), "zeros": _filled(0.0),
    "kept_zeros": _buffer(0.0), "kept_ones": _buffer(1.0), "named_parameters": _named_parameters,
    "parameters_of": _parameters, "named_modules": _named_modules, "named_children": _named_children,
    "set_training": _set_training, "state_of": _state, "load_state": _load_state,
}  # fmt: skip

# torch.nn.init ----------------------------------------------------------------------------------------------------------


def rewritten(call: Arguments, owner: Value, numbers: np.ndarray[Any, Any]) -> Value:
    """Give a parameter new first values; its leaf keeps its name."""
    m = call.machine
    if type(owner) not in (Number, ArrayView):
        raise call.refuse("Only a tensor can be given new values.", "Write `nn.init.zeros_(layer.weight)`.")
    old = m.builder.nodes[m.node(owner, call.node)]
    new = m.builder.literal(numbers if numbers.ndim else float(numbers), m.span(call.node))
    if old.name is not None and not old.args:
        m.builder.set_name(new, old.name)
    write(m, owner, new)
    return owner


def _fans(call: Arguments, a: Value) -> tuple[int, int]:
    """Return fan-in and fan-out of a weight: the numbers of inputs and outputs that it joins."""
    shape = call.shape(a)
    if len(shape) < 2:
        raise call.refuse("This rule needs a weight with rows and columns.", "Use `nn.init.zeros_` for a bias.")
    around = math.prod(shape[2:])
    return shape[1] * around, shape[0] * around


def _number(call: Arguments, value: Value) -> float:
    return float(call.static(value))


def _init_uniform(call: Arguments) -> Value:
    a, low, high = call.bind("a, low=0.0, high=1.0, generator=None")[:3]
    return rewritten(call, a, random_weights(call, call.shape(a), "uniform", _number(call, low), _number(call, high)))


def _init_normal(call: Arguments) -> Value:
    a, mean, std = call.bind("a, mean=0.0, std=1.0, generator=None")[:3]
    return rewritten(call, a, random_weights(call, call.shape(a), "normal", _number(call, mean), _number(call, std)))


def _init_truncated(call: Arguments) -> Value:
    a, mean, std, low, high = call.bind("tensor, mean=0.0, std=1.0, a=-2.0, b=2.0, generator=None")[:5]
    stand_in(call)
    numbers = random_weights(call, call.shape(a), "normal", _number(call, mean), _number(call, std))
    return rewritten(call, a, np.clip(numbers, _number(call, low), _number(call, high)))


def _init_xavier(how: str) -> Row:
    def run(call: Arguments) -> Value:
        a, gain = call.bind("a, gain=1.0, generator=None")[:2]
        deviation = _number(call, gain) * math.sqrt(2 / sum(_fans(call, a)))
        return rewritten(call, a, _spread(call, a, how, deviation))

    return run


def _spread(call: Arguments, a: Value, how: str, deviation: float) -> np.ndarray[Any, Any]:
    """Return numbers with mean 0 and this deviation."""
    bound = math.sqrt(3) * deviation
    settings = (-bound, bound) if how == "uniform" else (0.0, deviation)
    return random_weights(call, call.shape(a), how, *settings)


def _init_kaiming(how: str) -> Row:
    def run(call: Arguments) -> Value:
        tensor, slope, mode, kind = call.bind("tensor, a=0, mode='fan_in', nonlinearity='leaky_relu', generator=None")[
            :4
        ]
        inputs, outputs = _fans(call, tensor)
        if mode not in ("fan_in", "fan_out"):
            raise call.refuse("`mode` is 'fan_in' or 'fan_out'.", "Leave it out.")
        deviation = _gain_of(call, kind, _number(call, slope)) / math.sqrt(inputs if mode == "fan_in" else outputs)
        return rewritten(call, tensor, _spread(call, tensor, how, deviation))

    return run


GAINS: Mapping[str, float] = {
    "linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2), "selu": 0.75, "conv1d": 1.0, "conv2d": 1.0,
}  # fmt: skip


def _gain_of(call: Arguments, kind: Value, slope: float) -> float:
    if kind == "leaky_relu":
        return math.sqrt(2 / (1 + slope**2))
    if kind not in GAINS:
        raise call.refuse(f"There is no gain for {kind!r}.", f"There are: {', '.join(GAINS)}, leaky_relu.")
    return GAINS[str(kind)]


def _gain(call: Arguments) -> Value:
    kind, slope = call.bind("nonlinearity, param=None")
    return call.constant(_gain_of(call, kind, 0.01 if slope is None else _number(call, slope)))


def _init_constant(value: float | None) -> Row:
    def run(call: Arguments) -> Value:
        a, constant = call.bind("a, val") if value is None else (*call.bind("a"), Const(value))
        return rewritten(call, a, np.full(call.shape(a), _number(call, constant)))

    return run


def _init_eye(call: Arguments) -> Value:
    (a,) = call.bind("a")
    return rewritten(call, a, np.eye(*call.shape(a)))


def _init_orthogonal(call: Arguments) -> Value:
    a, gain = call.bind("a, gain=1, generator=None")[:2]
    rows, columns = call.shape(a)[0], math.prod(call.shape(a)[1:])
    values = random_weights(call, (rows, columns), "normal", 0.0, 1.0)  # in PyTorch's order, then the longer side first
    q, r = np.linalg.qr(values if rows >= columns else values.T)
    q = q * np.sign(np.diagonal(r))
    return rewritten(call, a, _number(call, gain) * (q if rows >= columns else q.T).reshape(call.shape(a)))


INIT: dict[str, Row] = {
    "uniform_": _init_uniform, "normal_": _init_normal, "trunc_normal_": _init_truncated, "zeros_": _init_constant(0.0),
    "ones_": _init_constant(1.0), "constant_": _init_constant(None), "eye_": _init_eye,
    "orthogonal_": _init_orthogonal, "xavier_uniform_": _init_xavier("uniform"),
    "xavier_normal_": _init_xavier("normal"), "kaiming_uniform_": _init_kaiming("uniform"),
    "kaiming_normal_": _init_kaiming("normal"), "calculate_gain": _gain,
}  # fmt: skip
INIT.update({name: INIT[f"{name}_"] for name in ("xavier_uniform", "xavier_normal", "kaiming_uniform", "kaiming_normal",
                                                 "uniform", "normal", "constant")})  # fmt: skip
