"""PyTorch's random numbers on a processor: with a seed, those that the program itself would draw.

The generator is the Mersenne twister seeded as NumPy's `RandomState` is. A float is made of 24 of its bits, a double of
53; normal numbers come in pairs (Box and Muller 1958), from 16 entries on in blocks of eight pairs. tests/test_torch_random.py
holds them to torch, to the last bit but for the rounding of a float's cosine.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..calling import Arguments
from ..values import Instance, Value
from .creation import literal
from .random import unseeded

__all__ = [
    "DRAWS",
    "is_double",
    "loader_order",
    "order",
    "sample",
    "seeded",
    "stand_in",
    "stand_in_of",
    "torch_generator",
    "use_doubles",
    "whole_numbers",
]

Array = npt.NDArray[Any]
BLOCK = 16  # entries of a block of normal numbers: eight radii and angles
DOUBLE = "torch double"  # whether `set_default_dtype` made floats double


@dataclass(slots=True, eq=False)
class TorchGenerator:
    """PyTorch's generator with a seed."""

    source: np.random.RandomState
    spare: float | None = None  # the second normal number of the last pair

    def words(self, count: int) -> Array:
        """Draw so many whole numbers of 32 bits."""
        return np.frombuffer(self.source.bytes(4 * count), dtype="<u4").astype(np.uint64)

    def uniform(self, count: int, low: float, high: float, double: bool) -> Array:
        """Draw from [low, high), in the precision of the tensor."""
        kind: Any = np.float64 if double else np.float32
        if double:
            first, second = self.words(2 * count).reshape(-1, 2).T
            share = ((first << np.uint64(32) | second) & np.uint64((1 << 53) - 1)).astype(kind) * 2.0**-53
        else:
            share = (self.words(count) & np.uint64((1 << 24) - 1)).astype(kind) * kind(2.0**-24)
        result: Array = share * (kind(high) - kind(low)) + kind(low)
        return result

    def normal(self, count: int, mean: float, deviation: float, double: bool) -> Array:
        """Draw normal numbers, in the precision of the tensor."""
        kind: Any = np.float64 if double else np.float32
        if count < BLOCK:
            return np.array([self._single() * deviation + mean for _ in range(count)]).astype(kind)
        shares = self.uniform(count, 0.0, 1.0, double)
        result = shares.copy()
        for begin in range(0, count - BLOCK + 1, BLOCK):
            result[begin : begin + BLOCK] = _pairs(shares[begin : begin + BLOCK], kind)
        if count % BLOCK:
            result[-BLOCK:] = _pairs(self.uniform(BLOCK, 0.0, 1.0, double), kind)
        scaled: Array = result * kind(deviation) + kind(mean)
        return scaled

    def _single(self) -> float:
        if self.spare is not None:
            spare, self.spare = self.spare, None
            return spare
        first, second = self.uniform(2, 0.0, 1.0, True).tolist()
        radius, angle = math.sqrt(-2 * math.log1p(-second)), 2 * math.pi * first
        self.spare = radius * math.sin(angle)
        return radius * math.cos(angle)


def _pairs(shares: Array, kind: Any) -> Array:
    half = BLOCK // 2
    radius, angle = np.sqrt(kind(-2) * np.log(kind(1) - shares[:half])), kind(2 * math.pi) * shares[half:]
    return np.concatenate([radius * np.cos(angle), radius * np.sin(angle)])


DRAWS: dict[str, Callable[[TorchGenerator, int, bool], Array]] = {  # standard ones, by the name of their op
    "rand": lambda generator, count, double: generator.uniform(count, 0.0, 1.0, double),
    "randn": lambda generator, count, double: generator.normal(count, 0.0, 1.0, double),
}


def seeded(call: Arguments) -> Value:
    """`torch.manual_seed(0)`, and of a generator of its own `seed_generator(self, 0)`."""
    *owner, seed = call.args or [call.keywords.pop("seed")]
    m = call.machine
    number = call.integer(seed, "A seed")
    m.seed_counter = number % 1_000_003 * 1000  # of what stands in for draws that are not PyTorch's
    m.generators[_key(owner[0] if owner else None)] = TorchGenerator(np.random.RandomState(number % 2**32))
    return None


def _key(owner: Value) -> str:
    return "torch" if owner is None else f"torch {id(owner)}"


def torch_generator(call: Arguments) -> TorchGenerator | None:
    """Return the generator of a call, `generator=g` or the one that `manual_seed` set; None where neither has a seed."""
    own = call.keywords.pop("generator", None)
    generator = call.machine.generators.get(_key(own if isinstance(own, Instance) else None))
    return generator if isinstance(generator, TorchGenerator) else None


def use_doubles(call: Arguments) -> Value:
    """`torch.set_default_dtype(torch.float64)`."""
    call.machine.generators[DOUBLE] = _is_double(call.args[0] if call.args else None)
    return None


def _is_double(dtype: Value) -> bool:
    name = dtype if isinstance(dtype, str) else getattr(dtype, "name", "")
    return name.rpartition(".")[2] in ("float64", "double", "DoubleTensor")


def is_double(call: Arguments) -> bool:
    """Return whether the tensor that a call makes is one of doubles."""
    dtype = call.keywords.get("dtype")
    return bool(call.machine.generators.get(DOUBLE)) if dtype is None else _is_double(dtype)


def sample(call: Arguments, op: str, sizes: tuple[int, ...], checked: Callable[..., tuple[int, ...]]) -> Value:
    """`rand` or `randn` of these sizes: PyTorch's own numbers where there is a seed, else others and a notice."""
    generator, double = torch_generator(call), is_double(call)
    if generator is None or call.machine.shapes_only:
        if generator is None:
            stand_in(call)
        return unseeded(call, op, sizes)
    shape = checked(call, sizes)
    numbers = DRAWS[op](generator, math.prod(shape), double).astype(np.float64)
    return literal(call, numbers.reshape(shape) if shape else numbers[0])


def whole_numbers(generator: TorchGenerator, low: int, high: int, count: int) -> Array:
    """`torch.randint(low, high, ...)` for ranges under 2**32."""
    return low + (generator.words(count) % np.uint64(high - low)).astype(np.int64)


def order(generator: TorchGenerator, count: int) -> Array:
    """`torch.randperm(count)`: each place changes with one behind it (Fisher and Yates)."""
    places = np.arange(count)
    for place, word in enumerate(generator.words(max(count - 1, 0)).tolist()):
        other = place + word % (count - place)
        places[[place, other]] = places[[other, place]]
    return places


def loader_order(call: Arguments, count: int, owner: Value, is_shuffled: bool) -> list[int] | None:
    """Return the order of an epoch of a `DataLoader`; None where it is that of the text, or where there is no seed.

    Each epoch draws a seed for its workers first, shuffled or not. Without a generator of its own the order has one
    whose seed is drawn; a loader's own one draws the order of a second epoch, of which no example is taken.
    """
    generator = call.machine.generators.get(_key(owner if isinstance(owner, Instance) else None))
    if not isinstance(generator, TorchGenerator) or call.machine.shapes_only:
        return None
    generator.words(2)
    if not is_shuffled:
        return None
    if isinstance(owner, Instance):
        places = order(generator, count)
        order(generator, count)
    else:
        low = int(generator.words(2)[1])  # a seed has 64 bits, of which the generator takes the lower half
        places = order(TorchGenerator(np.random.RandomState(low)), count)
    return [int(place) for place in places]


def stand_in(call: Arguments) -> None:
    """Note that the numbers of a tensor are not PyTorch's, inside a function of the library too."""
    m = call.machine
    if m.shapes_only:
        return  # no number is drawn
    m.builder.note(
        "random",
        "The library's own generator draws other numbers: the values of these tensors stand in for them.",
        m.span(call.node),
    )


def stand_in_of(sizes: Callable[[Arguments], tuple[int, ...]]) -> Callable[[Arguments], Value]:
    """Return the row of uniform numbers that are not those which PyTorch's own dropout draws."""

    def run(call: Arguments) -> Value:
        stand_in(call)
        return unseeded(call, "rand", sizes(call))

    return run
