"""Tensors that PyTorch makes: of numbers, at random, of another kind, without a gradient."""

from __future__ import annotations

import ast
import math
from typing import TYPE_CHECKING

from ..calling import Arguments
from ..classes import call as call_value
from ..operators import kind_of
from ..values import ArrayView, Builtin, Const, Number, Value
from .creation import CREATION, array, checked_size, converted, dtype_kind, literal
from .parameters import random_weights
from .picking import item
from .random import NUMPY_RANDOM, unseeded
from .rows import Row, identity
from .torch_random import order, sample, stand_in, torch_generator, whole_numbers

if TYPE_CHECKING:
    from ..machine import Machine

__all__ = [
    "bernoulli",
    "cast",
    "decorator",
    "detached",
    "plain_item",
    "new",
    "normal",
    "random",
    "random_integers",
    "random_like",
    "random_order",
    "tensor",
    "to",
    "without_gradient",
]


def random(name: str) -> Row:
    """Return the row of a function that draws numbers in a shape."""

    def run(call: Arguments) -> Value:
        sizes = [value for value in call.args if type(value) is not str]
        size = call.keywords.get("size")
        return sample(call, name, call.sizes([size] if size is not None else sizes), checked_size)

    return run


def decorator(call: Arguments) -> Value:
    """`@torch.enable_grad()`: the function stays as it is."""
    return Builtin(call.name, identity)


def without_gradient(call: Arguments) -> Value:
    """`@torch.no_grad()` above a function: no gradient passes out of it."""

    def decorate(inner: Arguments) -> Value:
        (function,) = inner.bind("function")

        def run(later: Arguments) -> Value:
            return _stopped(later, call_value(later.machine, function, list(later.args), later.keywords, later.node))

        return Builtin(call.name, run)

    return decorate(call) if call.args else Builtin(call.name, decorate)


def _stopped(call: Arguments, value: Value) -> Value:
    if isinstance(value, tuple):
        return tuple(_stopped(call, part) for part in value)
    return call.emit("stop", [value], None, kind_of(value)) if type(value) in (Number, ArrayView) else value


def normal(call: Arguments) -> Value:
    """`torch.normal(mean, std, size)`."""
    mean, deviation, size = call.bind("mean, std=1.0, size=None, generator=None, dtype=None")[:3]
    if (
        size is not None
        and torch_generator(call) is not None
        and all(type(each) is Const for each in (mean, deviation))
    ):
        sizes = checked_size(call, call.sizes([size]))
        return literal(
            call, random_weights(call, sizes, "normal", float(call.static(mean)), float(call.static(deviation)))
        )
    stand_in(call)
    words: dict[str, Value] = {"loc": mean, "scale": deviation, "size": size}
    return NUMPY_RANDOM["normal"](Arguments(call.machine, call.name, [], words, call.node))


def random_integers(call: Arguments) -> Value:
    """`torch.randint(low, high, size)`; `low` is 0 where it is left out."""
    generator = torch_generator(call)
    call.keywords = {word: value for word, value in call.keywords.items() if word not in ("dtype", "device")}
    if len(call.args) == 2:
        call.args.insert(0, call.constant(0))
    low, high, size = call.bind("low, high, size, generator=None")[:3]
    first, last = call.integer(low), call.integer(high)
    if generator is not None and 0 < last - first < 2**32 and not call.machine.shapes_only:
        shape = checked_size(call, call.sizes([size]))
        return literal(call, whole_numbers(generator, first, last, math.prod(shape)).reshape(shape), "int")
    stand_in(call)
    return NUMPY_RANDOM["randint"](Arguments(call.machine, call.name, [low, high, size], {}, call.node))


def random_order(call: Arguments) -> Value:
    """`torch.randperm(n)`."""
    generator = torch_generator(call)
    number = call.integer(call.bind("n, generator=None")[0])
    if generator is not None and not call.machine.shapes_only:
        (size,) = checked_size(call, (number,))
        return literal(call, order(generator, size), "int")
    stand_in(call)
    count = call.constant(number)
    return NUMPY_RANDOM["permutation"](Arguments(call.machine, call.name, [count], {}, call.node))


def bernoulli(call: Arguments) -> Value:
    """`torch.bernoulli(p)`: 1 with chance p."""
    stand_in(call)
    a = call.bind("a, generator=None")[0]
    return call.emit("lt", [unseeded(call, "rand", call.shape(a)), a], None, "float")


def random_like(name: str) -> Row:
    """Return the row of a function that draws numbers in the argument's shape."""

    def run(call: Arguments) -> Value:
        return sample(call, name, call.shape(call.args[0]), checked_size)

    return run


def new(row: Row) -> Row:
    """`x.new_zeros(2, 3)`: what the function of the library makes; x lends only its type."""
    return lambda call: row(Arguments(call.machine, call.name, call.args[1:], call.keywords, call.node))


def cast(kind: str) -> Row:
    """`x.long()`, `x.bool()`, `x.float()`."""
    return lambda call: _converted(call, call.args[0], kind)


def _converted(call: Arguments, a: Value, kind: str) -> Value:
    if kind == "float" and kind_of(a) == "float":
        return a
    return converted(call, a, kind)


def to(call: Arguments) -> Value:
    """`x.to(torch.float64)`, `x.to('cpu')`, `x.to(other)`: only a type of another kind changes anything."""
    a, *rest = call.args
    for target in [*rest, *(value for word, value in call.keywords.items() if word == "dtype")]:
        kind = kind_of(target) if type(target) in (Number, ArrayView) else dtype_kind(target, "")
        if kind:
            return _converted(call, a, kind)
    return a


def tensor(call: Arguments) -> Value:
    """`torch.tensor(3.0)`: a number is an array of its own, too, which can change in place."""
    gradient_node = array(call)
    if type(gradient_node) is Const or type(gradient_node) is bool:
        return Number(call.number(gradient_node), kind_of(gradient_node))
    return gradient_node


def sized_tensor(call: Arguments) -> Value:
    """`torch.FloatTensor([1, 2])` holds these numbers; `torch.FloatTensor(2, 3)` is an array of that shape."""
    sizes = call.args
    if sizes and all(type(size) is Const and type(size.value) is int for size in sizes):
        return CREATION["empty"](call)
    return tensor(call)


def plain_item(call: Arguments) -> Value:
    """`x.item()`: Python's number, through which no gradient passes."""
    result = item(call)
    if type(result) is Const:
        return result
    m = call.machine
    node = m.node(result, call.node)
    stopped = m.builder.emit("stop", (node,), None, m.span(call.node))
    m.plain_numbers[stopped] = node
    return Number(stopped, kind_of(result))


def detached(m: Machine, owner: Value, node: ast.AST) -> Value:
    """`x.detach()` and `x.data` share the memory of x; no gradient passes through them."""
    if type(owner) not in (Number, ArrayView):
        return owner
    return ArrayView(owner, "stop", {}, lambda old, new: new, m.shape(owner, node), m.span(node))
