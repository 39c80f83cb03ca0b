"""Random numbers. With a seed set, NumPy's generators give the very numbers that the program's own page shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..calling import Arguments
from ..operators import SIGNS, binary
from ..values import Const, Items, Value
from .creation import checked_size, literal
from .rows import Row

__all__ = ["GENERATOR", "NUMPY_RANDOM", "Generator", "uniform_between", "unseeded"]


@dataclass(slots=True, eq=False)
class Generator:
    """A generator with a seed: NumPy's own, so that the numbers are those that the program would draw."""

    source: Any  # np.random.RandomState or np.random.Generator


def unseeded(call: Arguments, op: str, sizes: tuple[int, ...]) -> Value:
    """A leaf of random numbers that stay the same for the same text."""
    from ..values import Number

    m = call.machine
    m.seed_counter += 1
    shape = checked_size(call, sizes)
    params = {"seed": m.seed_counter, "shape": shape}
    return Number(m.builder.add(op, (), params, shape, m.span(call.node)))


def _size(call: Arguments, size: Value) -> tuple[int, ...]:
    return () if size is None else checked_size(call, call.sizes([size]))


def _drawn(call: Arguments, generator: Generator, names: tuple[str, ...], sizes: tuple[int, ...], *args: Any) -> Value:
    """Numbers of a seeded generator, by whichever name its kind has for them."""
    draw = next(getattr(generator.source, name) for name in names if hasattr(generator.source, name))
    numbers = draw(*args, size=sizes) if sizes else draw(*args)
    return literal(call, np.asarray(numbers, dtype=np.float64))


def _source(call: Arguments) -> Generator | None:
    """The generator that a method belongs to; of `np.random.f` the one that `seed` set, if any."""
    if call.args and isinstance(call.args[0], Generator):
        owner: Generator = call.args.pop(0)
        return owner
    found = call.machine.generators.get("numpy")
    return found if type(found) is Generator else None


def _scaled(call: Arguments, value: Value, scale: Value, shift: Value) -> Value:
    """`value*scale + shift` as gates, where they change anything."""
    m = call.machine
    if not (type(scale) is Const and scale.value == 1):
        value = binary(m, SIGNS["*"], scale, value, call.node)
    if not (type(shift) is Const and shift.value == 0):
        value = binary(m, SIGNS["+"], shift, value, call.node)
    return value


def _standard(op: str, names: tuple[str, ...]) -> Row:
    """`randn(2, 3)`, `rand(2, 3)`: sizes as separate numbers."""

    def run(call: Arguments) -> Value:
        generator = _source(call)
        size = call.keywords.pop("size", None)
        values = [size] if size is not None else call.args
        sizes = checked_size(call, call.sizes(values)) if values else ()
        if generator is not None:
            return _drawn(call, generator, names, sizes)
        return unseeded(call, op, sizes)

    return run


def _sized(op: str, names: tuple[str, ...]) -> Row:
    """`random(size)`, `standard_normal(size)`: the shape as one argument."""

    def run(call: Arguments) -> Value:
        generator = _source(call)
        (size,) = call.bind("size=None")
        sizes = _size(call, size)
        return _drawn(call, generator, names, sizes) if generator is not None else unseeded(call, op, sizes)

    return run


def _normal(call: Arguments) -> Value:
    generator = _source(call)
    loc, scale, size = call.bind("loc=0.0, scale=1.0, size=None")
    sizes = _size(call, size)
    if not sizes and size is None:
        sizes = np.broadcast_shapes(call.shape(loc), call.shape(scale))
    drawn = (
        _drawn(call, generator, ("standard_normal",), sizes)
        if generator is not None
        else unseeded(call, "randn", sizes)
    )
    return _scaled(call, drawn, scale, loc)


def uniform_between(call: Arguments, drawn: Value, low: Value, high: Value) -> Value:
    """Numbers between 0 and 1 as numbers between two bounds."""
    return _scaled(call, drawn, binary(call.machine, SIGNS["-"], high, low, call.node), low)


def _uniform(call: Arguments) -> Value:
    generator = _source(call)
    low, high, size = call.bind("low=0.0, high=1.0, size=None")
    sizes = _size(call, size)
    drawn = (
        _drawn(call, generator, ("random_sample", "random"), sizes)
        if generator is not None
        else unseeded(call, "rand", sizes)
    )
    return uniform_between(call, drawn, low, high)


def _whole(call: Arguments) -> Value:
    """`randint(low, high, size)`, `integers(...)`."""
    generator = _source(call) or _own(call)
    low, high, size, endpoint = call.bind("low, high=None, size=None, endpoint=False")
    first, last = (0, call.integer(low)) if high is None else (call.integer(low), call.integer(high))
    last += int(call.flag(endpoint))
    if last <= first:
        raise call.refuse("There is no whole number between these bounds.", "The upper bound must be larger.")
    sizes = _size(call, size)
    draw = getattr(generator.source, "integers", None) or generator.source.randint
    return literal(call, np.asarray(draw(first, last, size=sizes or None), dtype=np.float64), "int")


def _own(call: Arguments) -> Generator:
    """A generator of this reading's own, the same for the same text."""
    found = call.machine.generators.get("own")
    if type(found) is not Generator:
        found = call.machine.generators["own"] = Generator(np.random.default_rng(7))
    return found


def _choice(call: Arguments) -> Value:
    from ..arrays import entries, get_item
    from ..values import Number

    generator = _source(call) or _own(call)
    values, size, replace, _ = call.bind("a, size=None, replace=True, p=None")
    count = call.integer(values) if type(values) is Const else None
    if count is None:
        shape = call.shape(values) if not isinstance(values, Items | tuple | range) else (len(values),)
        count = shape[0] if shape else 1
    sizes = _size(call, size)
    if count < 1 or (not call.flag(replace) and int(np.prod(sizes or (1,))) > count):
        raise call.refuse("There are not so many values to choose from.", "Choose fewer, or with `replace=True`.")
    places = generator.source.choice(count, size=sizes or None, replace=call.flag(replace))
    key = literal(call, np.asarray(places, dtype=np.float64), "int")
    if type(values) is Const:
        return key
    if not sizes:
        return get_item(call.machine, values, Const(int(places)), call.node)
    if isinstance(values, Items | tuple | range):
        values = Number(call.machine.node(Items(entries(call.machine, values, call.node)), call.node))
    return get_item(call.machine, values, key, call.node)


def _permutation(call: Arguments) -> Value:
    from ..arrays import get_item

    generator = _source(call) or _own(call)
    (values,) = call.bind("a")
    if type(values) is Const:
        (count,) = checked_size(call, (call.integer(values),))
        return literal(call, np.asarray(generator.source.permutation(count), dtype=np.float64), "int")
    places = generator.source.permutation(call.shape(values)[0])
    return get_item(call.machine, values, literal(call, np.asarray(places, dtype=np.float64), "int"), call.node)


def _shuffle(call: Arguments) -> Value:
    generator = _source(call) or _own(call)
    (values,) = call.bind("a")
    if isinstance(values, Items):
        order = generator.source.permutation(len(values))
        values[:] = [values[place] for place in order]
    return None


def _seed(call: Arguments) -> Value:
    (seed,) = call.bind("seed=None")
    call.machine.generators["numpy"] = Generator(np.random.RandomState(_number(call, seed)))
    return None


def _number(call: Arguments, seed: Value) -> int:
    return 0 if seed is None else call.integer(seed, "A seed") % 2**32


def _random_state(call: Arguments) -> Value:
    return Generator(np.random.RandomState(_number(call, call.bind("seed=None")[0])))


def _default_rng(call: Arguments) -> Value:
    (seed,) = call.bind("seed=None")
    return (
        Generator(np.random.default_rng(_number(call, seed)))
        if seed is not None
        else Generator(np.random.default_rng(7))
    )


DRAWS: Mapping[str, Callable[[Arguments], Value]] = {
    "randn": _standard("randn", ("standard_normal",)),
    "rand": _standard("rand", ("random_sample", "random")),
    "random": _sized("rand", ("random_sample", "random")),
    "random_sample": _sized("rand", ("random_sample", "random")),
    "ranf": _sized("rand", ("random_sample", "random")),
    "standard_normal": _sized("randn", ("standard_normal",)),
    "normal": _normal,
    "uniform": _uniform,
    "randint": _whole,
    "integers": _whole,
    "choice": _choice,
    "permutation": _permutation,
    "shuffle": _shuffle,
}
GENERATOR = DRAWS  # the methods of a generator
NUMPY_RANDOM: Mapping[str, Row] = {
    **DRAWS, "seed": _seed, "RandomState": _random_state, "default_rng": _default_rng, "Generator": _default_rng,
}  # fmt: skip
