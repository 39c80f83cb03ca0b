"""Random numbers. With a seed set, NumPy's generators give the very numbers that the program's own page shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..arrays import entries, get_item
from ..calling import Arguments
from ..operators import SIGNS, binary, kind_of, write
from ..values import ArrayView, Const, Items, Number, Value
from .creation import checked_size, literal
from .rows import Row

__all__ = ["GENERATOR", "NUMPY_RANDOM", "Generator", "drawn_between", "normal", "uniform_between", "unseeded"]


@dataclass(slots=True, eq=False)
class Generator:
    """A generator with a seed: NumPy's own, so that the numbers are those that the program would draw."""

    source: Any  # np.random.RandomState or np.random.Generator


STANDARD: Mapping[str, tuple[str, ...]] = {  # op row -> its name in the generators
    "randn": ("standard_normal",),
    "rand": ("random_sample", "random"),
}


def unseeded(call: Arguments, op: str, sizes: tuple[int, ...]) -> Value:
    """Return a leaf of random numbers that stay the same for the same text."""
    m = call.machine
    m.seed_counter += 1
    shape = checked_size(call, sizes, allocates=not m.shapes_only)
    params = {"seed": m.seed_counter, "shape": shape}
    return Number(m.builder.add(op, (), params, shape, m.span(call.node)))


def _size(call: Arguments, size: Value, *, allocates: bool = True) -> tuple[int, ...]:
    return () if size is None else checked_size(call, call.sizes([size]), allocates=allocates)


def _draw(call: Arguments, generator: Generator, op: str, sizes: tuple[int, ...]) -> Any:
    """Draw from a seeded generator, by the name its kind has for `op`; none is drawn where only shapes are read."""
    if call.machine.shapes_only and sizes:
        return np.broadcast_to(np.float64(0.0), sizes)
    draw = next(getattr(generator.source, name) for name in STANDARD[op] if hasattr(generator.source, name))
    return draw(size=sizes) if sizes else draw()


def _source(call: Arguments) -> Generator | None:
    """Return the generator that a method belongs to; for `np.random.f` the one that `seed` set, if any."""
    if call.args and isinstance(call.args[0], Generator):
        owner: Generator = call.args.pop(0)
        return owner
    generator = call.machine.generators.get("numpy")
    return generator if type(generator) is Generator else None


def _own(call: Arguments) -> Generator:
    """Return a generator of this reading's own, the same for the same text."""
    generator = call.machine.generators.get("own")
    if type(generator) is not Generator:
        generator = call.machine.generators["own"] = Generator(np.random.default_rng(7))
    return generator


def scaled(call: Arguments, op: str, generator: Generator | None, sizes: Any, scale: Value, shift: Value) -> Value:
    """`shift + scale*random`: a leaf where scale and shift are numbers of the text, else gates."""
    m = call.machine
    plain = all(type(value) is Const and value.name is None for value in (scale, shift))
    if plain and (generator is not None or scale.value != 1 or shift.value != 0):
        if generator is None:
            m.seed_counter += 1
            generator = Generator(np.random.default_rng(m.seed_counter))
        return literal(call, shift.value + scale.value * np.asarray(_draw(call, generator, op, sizes)))
    sample = literal(call, _draw(call, generator, op, sizes)) if generator is not None else unseeded(call, op, sizes)
    if plain:
        return sample
    return binary(m, SIGNS["+"], shift, binary(m, SIGNS["*"], scale, sample, call.node), call.node)


def uniform_between(call: Arguments, sample: Value, low: Value, high: Value) -> Value:
    """`low + (high - low)*drawn`, computed where all of it is known from the text."""
    m = call.machine
    if type(low) is Const and type(high) is Const and not (low.name or high.name) and type(sample) is Number:
        leaf = m.builder.nodes[sample.node]
        if not leaf.args:
            return literal(call, low.value + (high.value - low.value) * np.asarray(m.value_of(sample.node)))
    width = binary(m, SIGNS["-"], high, low, call.node)
    return binary(m, SIGNS["+"], low, binary(m, SIGNS["*"], width, sample, call.node), call.node)


def _standard(op: str) -> Row:
    """`randn(2, 3)`, `rand(2, 3)`: sizes as separate numbers."""

    def run(call: Arguments) -> Value:
        generator = _source(call)
        size = call.keywords.pop("size", None)
        values = [size] if size is not None else call.args
        sizes = checked_size(call, call.sizes(values), allocates=not call.machine.shapes_only) if values else ()
        return unseeded(call, op, sizes) if generator is None else literal(call, _draw(call, generator, op, sizes))

    return run


def _sized(op: str) -> Row:
    """`random(size)`, `standard_normal(size)`: the shape as one argument."""

    def run(call: Arguments) -> Value:
        generator = _source(call)
        (size,) = call.bind("size=None")
        sizes = _size(call, size, allocates=not call.machine.shapes_only)
        return unseeded(call, op, sizes) if generator is None else literal(call, _draw(call, generator, op, sizes))

    return run


def _shape_of_all(call: Arguments, size: Value, values: Sequence[Value]) -> tuple[int, ...]:
    return (
        np.broadcast_shapes(*map(call.shape, values))
        if size is None
        else _size(call, size, allocates=not call.machine.shapes_only)
    )


def normal(call: Arguments) -> Value:
    """Return numbers of a normal distribution."""
    generator = _source(call)
    loc, scale, size = call.bind("loc=0.0, scale=1.0, size=None")
    return scaled(call, "randn", generator, _shape_of_all(call, size, [loc, scale]), scale, loc)


def _uniform(call: Arguments) -> Value:
    generator = _source(call)
    low, high, size = call.bind("low=0.0, high=1.0, size=None")
    return drawn_between(call, generator, low, high, _shape_of_all(call, size, [low, high]))


def drawn_between(call: Arguments, generator: Generator | None, low: Value, high: Value, sizes: Any) -> Value:
    """Return numbers between `low` and `high`, each as likely."""
    if type(low) is Const and type(high) is Const and not (low.name or high.name):
        width: Value = Const(high.value - low.value)
    else:
        width = binary(call.machine, SIGNS["-"], high, low, call.node)
    return scaled(call, "rand", generator, sizes, width, low)


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
    numbers = draw(first, last, size=sizes or None)
    return literal(call, np.asarray(numbers, dtype=np.float64), "int") if sizes else call.constant(int(numbers))


def _choice(call: Arguments) -> Value:
    generator = _source(call) or _own(call)
    values, size, replace, p = call.bind("a, size=None, replace=True, p=None")
    m = call.machine
    count = call.integer(values) if type(values) is Const else None
    if count is None:
        count = len(values) if isinstance(values, Items | tuple | range) else (call.shape(values) or (1,))[0]
    sizes = _size(call, size)
    if count < 1 or (not call.flag(replace) and int(np.prod(sizes or (1,))) > count):
        raise call.refuse("There are not so many values to choose from.", "Choose fewer, or with `replace=True`.")
    chances = None
    if p is not None:
        from .present import now

        chances = now(call, p)
        if chances.shape != (count,) or not np.isclose(chances.sum(), 1) or np.any(chances < 0):
            raise call.refuse(
                "The chances `p` must be one for each value and add up to 1.", "Divide them by their sum."
            )
        chances = chances / chances.sum() if abs(chances.sum() - 1) > 1e-12 else chances
    places = generator.source.choice(count, size=sizes or None, replace=call.flag(replace), p=chances)
    if not sizes:
        return call.constant(int(places)) if type(values) is Const else (
            get_item(m, values, Const(int(places)), call.node)
        )  # fmt: skip
    key = literal(call, np.asarray(places, dtype=np.float64), "int")
    if type(values) is Const:
        return key
    if isinstance(values, Items | tuple | range):
        values = Number(m.node(Items(entries(m, values, call.node)), call.node))
    return get_item(m, values, key, call.node)


def _permutation(call: Arguments) -> Value:
    generator = _source(call) or _own(call)
    (values,) = call.bind("a")
    if type(values) is Const:
        (count,) = checked_size(call, (call.integer(values),))
        return literal(call, np.asarray(generator.source.permutation(count), dtype=np.float64), "int")
    if isinstance(values, Items | tuple | range):
        values = Number(call.number(Items(entries(call.machine, values, call.node))), kind_of(values))
    places = generator.source.permutation(call.shape(values)[0])
    return get_item(call.machine, values, literal(call, np.asarray(places, dtype=np.float64), "int"), call.node)


def _shuffle(call: Arguments) -> Value:
    generator = _source(call) or _own(call)
    (values,) = call.bind("a")
    if isinstance(values, Items):
        order = generator.source.permutation(len(values))
        values[:] = [values[place] for place in order]
    elif type(values) in (Number, ArrayView) and call.shape(values):
        order = generator.source.permutation(call.shape(values)[0])
        places = literal(call, np.asarray(order, dtype=np.float64), "int")
        write(call.machine, values, call.number(get_item(call.machine, values, places, call.node)))
    else:
        raise call.refuse("Only a list or an array can be shuffled.", "Give it a list.")
    return None


def _distribution(name: str, signature: str) -> Row:
    """Any other distribution, with settings that are known from the text."""

    def run(call: Arguments) -> Value:
        generator = _source(call) or _own(call)
        *settings, size = call.bind(f"{signature}, size=None")
        try:
            numbers = getattr(generator.source, name)(*map(call.static, settings), size=_size(call, size) or None)
        except (ValueError, TypeError) as error:
            raise call.refuse(
                f"`{call.name}` does not take that. NumPy says: `{error}`.", "See its settings in NumPy."
            ) from None
        return literal(call, np.asarray(numbers, dtype=np.float64))

    return run


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
    if type(seed) is Generator:
        return seed
    return Generator(np.random.default_rng(7 if seed is None else call.integer(seed, "A seed") % 2**63))


GENERATOR: Mapping[str, Callable[[Arguments], Value]] = {  # the methods of a generator
    "randn": _standard("randn"), "rand": _standard("rand"), "random": _sized("rand"), "random_sample": _sized("rand"),
    "ranf": _sized("rand"), "sample": _sized("rand"), "standard_normal": _sized("randn"), "normal": normal,
    "uniform": _uniform, "randint": _whole, "integers": _whole, "random_integers": _whole, "choice": _choice,
    "permutation": _permutation, "permuted": _permutation, "shuffle": _shuffle,
    "exponential": _distribution("exponential", "scale=1.0"), "poisson": _distribution("poisson", "lam=1.0"),
    "binomial": _distribution("binomial", "n, p"), "beta": _distribution("beta", "a, b"),
    "gamma": _distribution("gamma", "shape, scale=1.0"), "laplace": _distribution("laplace", "loc=0.0, scale=1.0"),
    "logistic": _distribution("logistic", "loc=0.0, scale=1.0"),
    "lognormal": _distribution("lognormal", "mean=0.0, sigma=1.0"), "chisquare": _distribution("chisquare", "df"),
    "geometric": _distribution("geometric", "p"), "standard_t": _distribution("standard_t", "df"),
}  # fmt: skip
NUMPY_RANDOM: Mapping[str, Row] = {
    **{name: row for name, row in GENERATOR.items() if name not in ("integers", "permuted")},
    "seed": _seed, "RandomState": _random_state, "default_rng": _default_rng,
}  # fmt: skip
