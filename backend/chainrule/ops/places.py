"""Places of single entries in an array, and the columns of the rows that read and write them.

An index may be data: an argument of whole numbers, through which no gradient passes. Where each entry of the result
lies is said once per family, axis by axis: by coordinates that are known, or by an entry of an index argument.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np

from ..errors import InputError
from ..graph import Shape
from .indexing import IndexInput, Key, index_shape, numpy_key
from .op import Lowering, broadcast
from .settings import axis_of

__all__ = ["ALONG", "BY_KEY", "check_index", "reading", "writing"]

MANY = 1 << 30
MOST_REMEMBERED = 4_096  # entries of an array whose positions are remembered


@dataclass(frozen=True, slots=True)
class Along:
    """Coordinates along one axis, in the shape of the entries: numbers, or places in the index argument `argument`."""

    numbers: Any  # an integer array: coordinates, or flat places in the index argument
    argument: int | None = None


Places: TypeAlias = list[Along]


def _key_places(a: Shape, *inputs: Shape, key: Key = ()) -> Places:
    """Return the places of the entries of a[key].

    Each index argument is replaced by the count 0, 1, 2, ... of its own entries, along an axis made long enough for it.
    """
    counts = [np.arange(math.prod(shape)).reshape(shape) if shape else 0 for shape in inputs]
    axis, argument = 0, {}
    count = sum(1 for item in key if item is not None and item is not Ellipsis)
    for item in key:
        if item is Ellipsis:
            axis += len(a) - count
        elif item is not None:
            if isinstance(item, IndexInput):
                argument[axis] = item.number
            axis += 1
    sizes = [math.prod(inputs[argument[axis]]) if axis in argument else size for axis, size in enumerate(a)]
    result = []
    for axis, size in enumerate(sizes):
        line = np.arange(size).reshape((-1,) + (1,) * (len(a) - axis - 1))
        result.append(Along(np.asarray(np.broadcast_to(line, sizes)[numpy_key(key, counts)]), argument.get(axis)))
    return result


def _along_shape(a: Shape, index: Shape, *, axis: int = 0) -> Shape:
    along = axis_of(len(a), axis)
    if len(index) != len(a) or any(
        size != other for number, (size, other) in enumerate(zip(index, a, strict=True)) if number != along
    ):
        raise ValueError(f"The index has shape {index}: except along axis {along} it must have the array's shape, {a}.")
    return index


def _along_places(a: Shape, index: Shape, *, axis: int = 0) -> Places:
    along = axis_of(len(a), axis)
    grid = np.indices(index)
    count = np.arange(math.prod(index)).reshape(index)
    return [Along(count, 0) if number == along else Along(grid[number]) for number in range(len(a))]


def _flat(a: Shape, places: Places, inputs: Sequence[Any]) -> Any:
    """Return the flat positions of `places` in an array of shape `a`, with the indices that are data put in.

    Raises:
        InputError: an index is no whole number, or there is no such entry.
    """
    position = np.zeros(places[0].numbers.shape if places else (), dtype=np.intp)
    for axis, (place, size) in enumerate(zip(places, a, strict=True)):
        if place.argument is None:
            numbers = place.numbers
        else:
            index = np.ravel(np.asarray(inputs[place.argument], dtype=np.float64))
            check_index(index, axis, size)
            numbers = index.astype(np.intp)[place.numbers] % size
        position = position * size + numbers
    return position


def check_index(index: Any, axis: int, size: int) -> None:
    """Refuse positions that are no whole numbers, or outside an axis of `size` entries. Raises: InputError."""
    wrong = index[~(index == np.floor(index)) | np.isinf(index)]
    if wrong.size:
        raise InputError(
            "bad-index", f"An index must be a whole number, not {wrong[0]:g}.", hint="Count the entries from 0."
        )
    outside = index[(index >= size) | (index < -size)]
    if outside.size:
        raise InputError(
            "index-out-of-range",
            f"There is no entry {outside[0]:g}: axis {axis} has {size} entr{'y' if size == 1 else 'ies'}.",
            hint=f"Give a whole number from 0 to {size - 1}.",
        )


def _read(a: Any, positions: Any) -> Any:
    return np.ravel(a)[positions]


def _write_forward(a: Any, positions: Any, b: Any) -> Any:
    """`a` with `b` at the positions; the last one wins where a position comes twice."""
    out = np.array(a, dtype=np.float64).reshape(-1)
    out[np.ravel(positions)] = np.ravel(np.broadcast_to(b, positions.shape))
    return out.reshape(np.shape(a))


def _last(positions: Any, size: int) -> Any:
    """Return, for each written entry, whether it is the last one written to its position."""
    order = np.arange(positions.size)
    last = np.full(size, -1)
    last[np.ravel(positions)] = order  # NumPy assigns in this order
    return (last[np.ravel(positions)] == order).reshape(positions.shape)


@dataclass(frozen=True, slots=True)
class Family:
    """Family of rows that find their entries in one way: by a key between brackets, or along one axis."""

    shape: Callable[..., Shape]
    places: Callable[..., Places]

    def positions(self, a: Any, inputs: Sequence[Any], params: Mapping[str, Any]) -> Any:
        shape = np.shape(a)
        if not inputs and "key" in params and math.prod(shape) <= MOST_REMEMBERED:
            return _constant_positions(shape, params["key"])
        return _flat(shape, self.places(shape, *map(np.shape, inputs), **params), inputs)


@lru_cache(maxsize=1024)
def _constant_positions(a: Shape, key: Key) -> Any:
    """Return the flat positions of the entries of a[key], a key without data: an array that nobody may change."""
    positions = np.asarray(_flat(a, _key_places(a, key=key), ()))
    positions.flags.writeable = False
    return positions


BY_KEY = Family(index_shape, _key_places)
ALONG = Family(_along_shape, _along_places)


# reading ---------------------------------------------------------------------------------------------------------


def _slotted(vjp: Callable[..., Any], slots: int | None) -> Any:
    """Return the vjps of a row with so many slots, made from one function that takes the slot first."""
    if slots is None:
        return vjp
    return tuple(lambda *args, slot=slot, **params: vjp(slot, *args, **params) for slot in range(slots))


def reading(family: Family, slots: int | None) -> dict[str, Any]:
    """Return the columns of a row that reads the entries which `family` names."""

    def back(slot: int, g: Any, out: Any, a: Any, *inputs: Any, **params: Any) -> Any:
        if slot:
            return np.zeros(np.shape(inputs[slot - 1]))[()]
        result = np.zeros(np.size(a))
        np.add.at(result, np.ravel(family.positions(a, inputs, params)), np.ravel(g))
        return result.reshape(np.shape(a))[()]

    return {
        "slots": slots,
        "forward": lambda a, *inputs, **params: _read(a, family.positions(a, inputs, params)),
        "vjp": _slotted(back, slots),
        "shape": family.shape,
        "stops": range(1, slots or MANY),
        "units": Lowering.CUSTOM,
        "lower": _read_lower(family),
    }


def _read_lower(family: Family) -> Callable[..., Any]:
    """Return the lowering of a read: index entries choose each entry of the result from all that they could mean."""

    def lower(emit: Any, a: Any, *inputs: Any, **params: Any) -> Any:
        places = family.places(a.shape, *(box.shape for box in inputs), **params)
        out = np.empty(places[0].numbers.shape if places else (), dtype=object)
        for spot in np.ndindex(out.shape):
            key: list[Any] = []
            choices = []
            for place in places:
                number = int(place.numbers[spot])
                key.append(number if place.argument is None else slice(None))
                if place.argument is not None:
                    choices.append(inputs[place.argument].flat[number])
            candidates = a[tuple(key)]
            for entry in reversed(choices):
                result = np.empty(candidates.shape[:-1], dtype=object)
                for head in np.ndindex(result.shape):
                    result[head] = emit("choose", entry, *candidates[head])
                candidates = result
            out[spot] = candidates[()] if isinstance(candidates, np.ndarray) else candidates
        return out

    return lower


# writing ---------------------------------------------------------------------------------------------------------


def _writing_shape(family: Family) -> Callable[..., Shape]:
    def shape(a: Shape, b: Shape, *inputs: Shape, **params: Any) -> Shape:
        there = family.shape(a, *inputs, **params)
        if len(b) > len(there) or broadcast(there, b) != there:
            raise ValueError(f"Values of shape {b} cannot be written to entries of shape {there}.")
        return a

    return shape


def writing(family: Family, slots: int | None, adds: bool) -> dict[str, Any]:
    """Return the columns of a row that writes entries, or with `adds` adds to them."""

    def forward(a: Any, b: Any, *inputs: Any, **params: Any) -> Any:
        positions = family.positions(a, inputs, params)
        if not adds:
            return _write_forward(a, positions, b)[()]
        out = np.array(a, dtype=np.float64).reshape(-1)
        np.add.at(out, np.ravel(positions), np.ravel(np.broadcast_to(b, positions.shape)))
        return out.reshape(np.shape(a))[()]

    def back(slot: int, g: Any, out: Any, a: Any, b: Any, *inputs: Any, **params: Any) -> Any:
        if slot > 1:
            return np.zeros(np.shape(inputs[slot - 2]))[()]
        if slot == 0 and adds:
            return g
        positions = family.positions(a, inputs, params)
        if slot == 0:
            return _write_forward(g, positions, 0.0)[()]
        handed = _read(g, positions)
        return handed if adds else np.where(_last(positions, np.size(a)), handed, 0.0)[()]

    def lower(emit: Any, a: Any, b: Any, *inputs: Any, **params: Any) -> Any:
        places = family.places(a.shape, *(box.shape for box in inputs), **params)
        there = places[0].numbers.shape if places else ()
        values = np.broadcast_to(b, there)
        wrapped: dict[tuple[int, int], Any] = {}
        out = a.copy()
        for spot in np.ndindex(there):
            key: list[Any] = []
            choices = []
            for axis, place in enumerate(places):
                number = int(place.numbers[spot])
                key.append(number if place.argument is None else slice(None))
                if place.argument is not None:
                    entry = inputs[place.argument].flat[number]
                    if (place.argument, number) not in wrapped:
                        turned = emit("add", entry, emit.constant(float(a.shape[axis])))
                        wrapped[place.argument, number] = emit("where_lt", entry, emit.constant(0.0), turned, entry)
                    choices.append(wrapped[place.argument, number])
            _write_one(emit, out, tuple(key), choices, values[spot], adds)
        return out

    return {
        "slots": slots,
        "forward": forward,
        "vjp": _slotted(back, slots),
        "shape": _writing_shape(family),
        "stops": range(2, slots or MANY),
        "units": Lowering.CUSTOM,
        "lower": lower,
    }


def _write_one(emit: Any, out: Any, key: tuple[Any, ...], choices: list[Any], value: Any, adds: bool) -> None:
    """Write `value` into one entry of `out[key]`, the one that the index entries `choices` say."""
    if not choices:
        out[key] = emit("add", out[key], value) if adds else value
        return
    there = out[key]
    element = np.empty(there.shape, dtype=object)
    for spot in np.ndindex(there.shape):
        other = emit.constant(0.0) if adds else there[spot]
        result = value
        for entry, number in zip(reversed(choices), reversed(spot), strict=True):
            result = emit("where_eq", entry, emit.constant(float(number)), result, other)
        element[spot] = emit("add", there[spot], result) if adds else result
    out[key] = element
