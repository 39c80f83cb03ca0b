"""Gates that read and write single entries: pick, gather, choose; scatter, scatter_add, also along an axis; one_hot.

An index may be data: an argument of whole numbers, through which no gradient passes. Where each entry of the result
lies is said once per family, axis by axis: by coordinates that are known, or by an entry of an index argument.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from ..errors import ValueProblem
from ..graph import Shape
from .helpers import shape_sum
from .indexing import IndexInput, Key, Slice, index_shape, key_text, key_tuple, numpy_key, settled_key
from .op import Culprit, Op, Pattern, Trial, Units, broadcast
from .settings import axis_of, whole

__all__ = ["ROWS"]

MANY = 1 << 30
LETTERS = "abcdefgh"  # of the arguments in formulas
NUMBERED = "ijklmnopqrst"  # what indices that are data are called on the gate


@dataclass(frozen=True, slots=True)
class Along:
    """Coordinates along one axis, in the shape of the entries: known numbers, or places in index argument `given`."""

    numbers: Any  # an integer array: coordinates, or flat places in the index argument
    given: int | None = None


Places: TypeAlias = list[Along]


def _key_places(a: Shape, *inputs: Shape, key: Key = ()) -> Places:
    """Where the entries of a[key] lie.

    Each index argument is replaced by the count 0, 1, 2, ... of its own entries, along an axis made long enough for it.
    """
    counts = [np.arange(math.prod(shape)).reshape(shape) if shape else 0 for shape in inputs]
    axis, given = 0, {}
    taken = sum(1 for item in key if item is not None and item is not Ellipsis)
    for item in key:
        if item is Ellipsis:
            axis += len(a) - taken
        elif item is not None:
            if isinstance(item, IndexInput):
                given[axis] = item.number
            axis += 1
    sizes = [math.prod(inputs[given[axis]]) if axis in given else size for axis, size in enumerate(a)]
    found = []
    for axis, size in enumerate(sizes):
        line = np.arange(size).reshape((-1,) + (1,) * (len(a) - axis - 1))
        found.append(Along(np.asarray(np.broadcast_to(line, sizes)[numpy_key(key, counts)]), given.get(axis)))
    return found


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
    """The flat positions in an array of shape `a` of the entries at `places`, with the indices that are data put in.

    Raises:
        ValueProblem: an index is no whole number, or there is no such entry.
    """
    position = np.zeros(places[0].numbers.shape if places else (), dtype=np.intp)
    for axis, (place, size) in enumerate(zip(places, a, strict=True)):
        if place.given is None:
            numbers = place.numbers
        else:
            index = np.ravel(np.asarray(inputs[place.given], dtype=np.float64))
            _check(index, axis, size)
            numbers = index.astype(np.intp)[place.numbers] % size
        position = position * size + numbers
    return position


def _check(index: Any, axis: int, size: int) -> None:
    wrong = index[~(index == np.floor(index)) | np.isinf(index)]
    if wrong.size:
        raise ValueProblem(
            "bad-index", f"An index must be a whole number, not {wrong[0]:g}.", hint="Count the entries from 0."
        )
    outside = index[(index >= size) | (index < -size)]
    if outside.size:
        raise ValueProblem(
            "index-out-of-range",
            f"There is no entry {outside[0]:g}: axis {axis} has {size} entr{'y' if size == 1 else 'ies'}.",
            hint=f"Give a whole number from 0 to {size - 1}.",
        )


def _read(a: Any, positions: Any) -> Any:
    return np.ravel(a)[positions]


def _written(a: Any, positions: Any, b: Any) -> Any:
    """`a` with `b` at the positions; the last one wins where a position comes twice."""
    out = np.array(a, dtype=np.float64).reshape(-1)
    out[np.ravel(positions)] = np.ravel(np.broadcast_to(b, positions.shape))
    return out.reshape(np.shape(a))


def _last(positions: Any, size: int) -> Any:
    """For each written entry, whether it is the last one written to its position."""
    order = np.arange(positions.size)
    last = np.full(size, -1)
    last[np.ravel(positions)] = order  # NumPy assigns in this order
    return (last[np.ravel(positions)] == order).reshape(positions.shape)


@dataclass(frozen=True, slots=True)
class Family:
    """How a family of rows finds its entries: by a key between brackets, or along one axis."""

    shape: Callable[..., Shape]
    places: Callable[..., Places]

    def positions(self, a: Any, inputs: Sequence[Any], params: Mapping[str, Any]) -> Any:
        shape = np.shape(a)
        return _flat(shape, self.places(shape, *map(np.shape, inputs), **params), inputs)


BY_KEY = Family(index_shape, _key_places)
ALONG = Family(_along_shape, _along_places)


# reading ---------------------------------------------------------------------------------------------------------


def _slotted(vjp: Callable[..., Any], slots: int | None) -> Any:
    """The vjps of a row with so many slots, of one function that takes the slot first."""
    if slots is None:
        return vjp
    return tuple(lambda *args, slot=slot, **params: vjp(slot, *args, **params) for slot in range(slots))


def _reading(family: Family, slots: int | None) -> dict[str, Any]:
    def back(slot: int, g: Any, out: Any, a: Any, *inputs: Any, **params: Any) -> Any:
        if slot:
            return np.zeros(np.shape(inputs[slot - 1]))[()]
        found = np.zeros(np.size(a))
        np.add.at(found, np.ravel(family.positions(a, inputs, params)), np.ravel(g))
        return found.reshape(np.shape(a))[()]

    return {
        "slots": slots,
        "forward": lambda a, *inputs, **params: _read(a, family.positions(a, inputs, params)),
        "vjp": _slotted(back, slots),
        "shape": family.shape,
        "stops": range(1, slots or MANY),
        "units": Units.CUSTOM,
        "lower": _read_lower(family),
    }


def _read_lower(family: Family) -> Callable[..., Any]:
    """Each entry of the result is chosen by its index entries from all that they could mean."""

    def lower(emit: Any, a: Any, *inputs: Any, **params: Any) -> Any:
        places = family.places(a.shape, *(box.shape for box in inputs), **params)
        out = np.empty(places[0].numbers.shape if places else (), dtype=object)
        for spot in np.ndindex(out.shape):
            key: list[Any] = []
            choices = []
            for place in places:
                number = int(place.numbers[spot])
                key.append(number if place.given is None else slice(None))
                if place.given is not None:
                    choices.append(inputs[place.given].flat[number])
            candidates = a[tuple(key)]
            for entry in reversed(choices):
                made = np.empty(candidates.shape[:-1], dtype=object)
                for head in np.ndindex(made.shape):
                    made[head] = emit("choose", entry, *candidates[head])
                candidates = made
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


def _writing(family: Family, slots: int | None, adds: bool) -> dict[str, Any]:
    def forward(a: Any, b: Any, *inputs: Any, **params: Any) -> Any:
        positions = family.positions(a, inputs, params)
        if not adds:
            return _written(a, positions, b)[()]
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
            return _written(g, positions, 0.0)[()]
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
                key.append(number if place.given is None else slice(None))
                if place.given is not None:
                    entry = inputs[place.given].flat[number]
                    if (place.given, number) not in wrapped:
                        turned = emit("add", entry, emit.constant(float(a.shape[axis])))
                        wrapped[place.given, number] = emit("where_lt", entry, emit.constant(0.0), turned, entry)
                    choices.append(wrapped[place.given, number])
            _write_one(emit, out, tuple(key), choices, values[spot], adds)
        return out

    return {
        "slots": slots,
        "forward": forward,
        "vjp": _slotted(back, slots),
        "shape": _writing_shape(family),
        "stops": range(2, slots or MANY),
        "units": Units.CUSTOM,
        "lower": lower,
    }


def _write_one(emit: Any, out: Any, key: tuple[Any, ...], choices: list[Any], value: Any, adds: bool) -> None:
    """Write `value` into one entry of `out[key]`, the one that the index entries `choices` say."""
    if not choices:
        out[key] = emit("add", out[key], value) if adds else value
        return
    there = out[key]
    made = np.empty(there.shape, dtype=object)
    for spot in np.ndindex(there.shape):
        other = emit.constant(0.0) if adds else there[spot]
        found = value
        for entry, number in zip(reversed(choices), reversed(spot), strict=True):
            found = emit("where_eq", entry, emit.constant(float(number)), found, other)
        made[spot] = emit("add", there[spot], found) if adds else found
    out[key] = made


# the words -------------------------------------------------------------------------------------------------------


def _whole_numbers(language: str, places: Sequence[str]) -> list[str]:
    """Index arguments as a program needs them: whole numbers."""
    return [f"{place}.astype(int)" if language == "numpy" else f"{place}.long()" for place in places]


def _inputs_of(key: Key) -> int:
    return sum(isinstance(item, IndexInput) for item in key) if isinstance(key, tuple) else 0


def _pick_texts(*, key: Key = ()) -> Mapping[str, str]:
    count = _inputs_of(key)
    places = [f"{{{1 + number}}}" for number in range(count)]
    return {
        "numpy_where": key_text(key, _whole_numbers("numpy", places)),
        "torch_where": key_text(key, _whole_numbers("torch", places)),
        "label": f"[{key_text(key, list(NUMBERED[:count]))}]",
    }


def _pick_rule(a: Shape, *inputs: Shape, key: Key = ()) -> tuple[str, ...]:
    words = list(LETTERS[1 : 1 + len(inputs)])
    return (f"zeros({a}).at[{key_text(key, words)}].add(g)", *("0" for _ in inputs))


def _pick_code(language: str, a: Shape, *inputs: Shape, key: Key = ()) -> tuple[str, ...]:
    where = key_tuple(key, _whole_numbers(language, [f"{{x{1 + number}}}" for number in range(len(inputs))]))
    return (f"added_at({_zeros(language, 'x0')}, {where}, {{g}})", *("" for _ in inputs))


def _zeros(language: str, name: str) -> str:
    return f"{'np' if language == 'numpy' else 'torch'}.zeros_like({{{name}}})"


def _scatter_texts(*, key: Key = ()) -> Mapping[str, str]:
    count = _inputs_of(key)
    places = [f"{{{2 + number}}}" for number in range(count)]
    return {
        "numpy_where": key_tuple(key, _whole_numbers("numpy", places)),
        "torch_where": key_tuple(key, _whole_numbers("torch", places)),
        "label": f"[{key_text(key, list(NUMBERED[:count]))}] ←",
    }


def _scatter_rule(adds: bool) -> Callable[..., tuple[str, ...]]:
    def rule(a: Shape, b: Shape, *inputs: Shape, key: Key = ()) -> tuple[str, ...]:
        text = key_text(key, list(LETTERS[2 : 2 + len(inputs)]))
        return ("g" if adds else f"g.at[{text}].set(0)", f"g[{text}]", *("0" for _ in inputs))

    return rule


def _scatter_code(adds: bool) -> Callable[..., tuple[str, ...]]:
    def code(language: str, a: Shape, b: Shape, *inputs: Shape, key: Key = ()) -> tuple[str, ...]:
        where = key_tuple(key, _whole_numbers(language, [f"{{x{2 + number}}}" for number in range(len(inputs))]))
        first = "{g}" if adds else f"set_at({{g}}, {where}, 0.0)"
        second = f"{{g}}[{where}]" if adds else f"last_at({{g}}, {where})"
        second = shape_sum(second, index_shape(a, *inputs, key=key), b, language)
        return (first, second, *("" for _ in inputs))

    return code


def _settled_write(a: Shape, b: Shape, *inputs: Shape, key: Key = ()) -> Mapping[str, Any]:
    return settled_key(a, *inputs, key=key)


def _along_code(adds: bool) -> Callable[..., tuple[str, ...]]:
    def code(language: str, a: Shape, b: Shape, c: Shape, *, axis: int = 0) -> tuple[str, ...]:
        (where,) = _whole_numbers(language, ["{c}"])
        if adds:
            read = "np.take_along_axis({g}, %s, %d)" if language == "numpy" else "torch.take_along_dim({g}, %s, %d)"
            return ("{g}", shape_sum(read % (where, axis), c, b, language), "")
        handed = shape_sum(f"last_along({{g}}, {where}, {axis})", c, b, language)
        return (f"set_along({{g}}, {where}, 0.0, {axis})", handed, "")

    return code


WHY_READ = (
    "The entries that were taken get their gradient back in their own places; all others get 0.",
    "The index only says which entry is taken; no gradient passes into it.",
)
WHY_SET = (
    "The entries that were overwritten no longer reach the result: their gradient is 0; the others pass theirs.",
    "What was written gets the gradient of the places where it now stands.",
    "The index only says where to write; no gradient passes into it.",
)
WHY_ADD = (
    "Every entry of the array passes on its gradient unchanged.",
    "What was added gets the gradient of the places that it was added to.",
    "The index only says where to add; no gradient passes into it.",
)


def _writing_row(name: str, title: str, symbol: str, adds: bool, **columns: Any) -> Op:
    return Op(
        name=name,
        symbol=symbol,
        title=title,
        elementwise=False,
        pattern=Pattern.DISTRIBUTOR if adds else Pattern.RESHAPE,
        why=WHY_ADD if adds else WHY_SET,
        **columns,
    )


S = Slice
I0, I1 = IndexInput(0), IndexInput(1)
ALL = S(None, None, None)

PICKED: tuple[tuple[tuple[Shape, ...], Key, Mapping[int, int]], ...] = (
    (((3,), ()), (I0,), {1: 3}),
    (((3,), (2,)), (I0,), {1: 3}),
    (((4, 3), ()), (I0,), {1: 4}),
    (((4, 3), (4,)), ((0, 1, 2, 3), I0), {1: 3}),
    (((4, 3), (2, 2)), (I0,), {1: 4}),
    (((4, 3), (2,)), (ALL, I0), {1: 3}),
    (((4, 3), (5,), (5,)), (I0, I1), {1: 4, 2: 3}),
    (((2, 3, 4), (2,)), (0, ALL, I0), {1: 4}),
    (((2, 3, 2), ()), (Ellipsis, I0, S(0, 1, None)), {1: 3}),
    (((4, 3), ()), (None, I0), {1: 4}),
    (((4, 3), ()), (I0, 1), {1: 4}),
)
SET: tuple[tuple[tuple[Shape, ...], Key, Mapping[int, int]], ...] = (
    (((3,), ()), (0,), {}),
    (((5,), (2,)), (S(1, 5, 2),), {}),
    (((2, 3), ()), (1, 2), {}),
    (((2, 3), (3,)), (1,), {}),
    (((2, 3), (2,)), (ALL, 1), {}),
    (((2, 3), ()), (ALL, S(1, None, None)), {}),
    (((2, 3), (2, 1)), (Ellipsis,), {}),
    (((4,), (3,)), ((0, 2, 0),), {}),
    (((3, 3), (3,)), ((0, 1, 2), (2, 0, 1)), {}),
    (((3,), (), ()), (I0,), {2: 3}),
    (((4, 3), (4,), (4,)), ((0, 1, 2, 3), I0), {2: 3}),
    (((4, 3), (3,), (2,)), (I0,), {2: 4}),
    (((3, 2), (4,), (4,), (4,)), (I0, I1), {2: 3, 3: 2}),
)


def _trials(cases: tuple[tuple[tuple[Shape, ...], Key, Mapping[int, int]], ...]) -> tuple[Trial, ...]:
    return tuple(
        Trial(shapes, {"key": key}, whole=whole, repeats=bool(whole) or (0, 2, 0) in key)
        for shapes, key, whole in cases
    )


def _chosen(*args: Any) -> Any:
    """The entry that the first argument says, counted from the end if negative; NaN where there is none."""
    index, *entries = np.broadcast_arrays(*args)
    fits = (index == np.floor(index)) & (index >= -len(entries)) & (index < len(entries))
    places = np.where(fits, index, 0.0).astype(np.intp) % len(entries)
    taken = np.take_along_axis(np.stack(entries), places[np.newaxis], axis=0)[0]
    return np.where(fits, taken, np.nan)[()]


def _chosen_back(slot: int, g: Any, out: Any, *args: Any) -> Any:
    count = len(args) - 1
    index = np.asarray(args[0], dtype=np.float64)
    won = (index == slot - 1) | (index == slot - 1 - count)
    return np.where(won & (slot > 0), g, 0.0)[()]


def _one_hot_shape(a: Shape, *, classes: int = 1) -> Shape:
    if whole(classes, "classes") < 1:
        raise ValueError("`classes` must be at least 1.")
    return (*a, classes)


def _one_hot(a: Any, *, classes: int = 1) -> Any:
    flat = np.ravel(np.asarray(a, dtype=np.float64))
    _check(flat, 0, classes)
    return (np.arange(classes) == np.asarray(a)[..., np.newaxis]) * 1.0


def _one_hot_lower(emit: Any, a: Any, *, classes: int = 1) -> Any:
    out = np.empty((*a.shape, classes), dtype=object)
    for spot in np.ndindex(out.shape):
        out[spot] = emit("eq", a[spot[:-1]], emit.constant(float(spot[-1])))
    return out


ROWS = (
    Op(
        name="pick",
        symbol="[ ]",
        title="Index gate",
        params={"key": ()},
        elementwise=False,
        pattern=Pattern.RESHAPE,
        equation="a[...]",
        rule=("scatter(g)",),
        ruling=_pick_rule,
        settle=settled_key,
        back_code=_pick_code,
        why=WHY_READ,
        numpy="{0}[{numpy_where}]",
        torch="{0}[{torch_where}]",
        texts=_pick_texts,
        latex="{0}[\\dots]",
        trials=_trials(PICKED),
        **_reading(BY_KEY, None),
    ),
    Op(
        name="gather",
        symbol="gather",
        title="Gather gate",
        spellings=("gather", "take_along_axis", "take_along_dim"),
        params={"axis": 0},
        elementwise=False,
        pattern=Pattern.RESHAPE,
        equation="gather(a, b)",
        rule=("scatter(g)",),
        ruling=lambda a, b, *, axis=0: (f"scatter_add_along(zeros({a}), g, b, {axis})", "0"),
        back_code=lambda language, a, b, *, axis=0: (
            f"added_along({_zeros(language, 'a')}, {_whole_numbers(language, ['{b}'])[0]}, {{g}}, {axis})",
            "",
        ),
        why=WHY_READ,
        numpy="np.take_along_axis({0}, {1}.astype(int), axis={axis})",
        torch="torch.gather({0}, {axis}, {1}.long())",
        latex=r"\operatorname{{gather}}({0}, {1})",
        trials=(
            Trial(((3,), (2,)), whole={1: 3}),
            Trial(((2, 3), (2, 1)), {"axis": 1}, whole={1: 3}),
            Trial(((2, 3), (4, 3)), {"axis": 0}, whole={1: 2}),
            Trial(((2, 3), (2, 5)), {"axis": -1}, whole={1: 3}),
            Trial(((2, 3, 2), (2, 1, 2)), {"axis": 1}, whole={1: 3}),
        ),
        **_reading(ALONG, 2),
    ),
    _writing_row(
        "scatter",
        "Write gate",
        "[ ] ←",
        adds=False,
        params={"key": ()},
        equation="scatter(a, b)",
        rule=("g.at[...].set(0)", "g[...]"),
        ruling=_scatter_rule(adds=False),
        back_code=_scatter_code(adds=False),
        numpy="set_at({0}, {numpy_where}, {1})",
        torch="set_at({0}, {torch_where}, {1})",
        texts=_scatter_texts,
        settle=_settled_write,
        latex=r"{0}[\dots] \leftarrow {1}",
        trials=_trials(SET),
        **_writing(BY_KEY, None, adds=False),
    ),
    _writing_row(
        "scatter_add",
        "Add into entries gate",
        "[ ] +=",
        adds=True,
        params={"key": ()},
        equation="scatter_add(a, b)",
        rule=("g", "g[...]"),
        ruling=_scatter_rule(adds=True),
        back_code=_scatter_code(adds=True),
        numpy="added_at({0}, {numpy_where}, {1})",
        torch="added_at({0}, {torch_where}, {1})",
        settle=_settled_write,
        texts=lambda *, key=(): {**_scatter_texts(key=key), "label": f"[{key_text(key, list(NUMBERED))}] +="},
        latex=r"{0}[\dots] \mathrel{{+}}= {1}",
        trials=_trials(SET),
        **_writing(BY_KEY, None, adds=True),
    ),
    *(
        _writing_row(
            "scatter_add_along" if adds else "scatter_along",
            "Add into entries gate" if adds else "Write gate",
            "gather +=" if adds else "gather ←",
            adds=adds,
            params={"axis": 0},
            equation="scatter_add_along(a, b, c)" if adds else "scatter_along(a, b, c)",
            rule=("g", "gather(g, c)", "0"),
            ruling=(lambda a, b, c, *, axis=0: ("g", f"gather(g, c, {axis})", "0"))
            if adds
            else (lambda a, b, c, *, axis=0: (f"scatter_along(g, 0, c, {axis})", f"gather(g, c, {axis})", "0")),
            back_code=_along_code(adds),
            numpy=f"{word}_along({{0}}, {{2}}.astype(int), {{1}}, {{axis}})",
            torch=f"{word}_along({{0}}, {{2}}.long(), {{1}}, {{axis}})",
            latex=r"\operatorname{{scatter}}({0}, {1}, {2})",
            trials=(
                Trial(((3,), (2,), (2,)), whole={2: 3}, repeats=True),
                Trial(((2, 3), (2, 1), (2, 1)), {"axis": 1}, whole={2: 3}),
                Trial(((2, 3), (), (2, 1)), {"axis": -1}, whole={2: 3}),
                Trial(((2, 3), (3, 3), (3, 3)), {"axis": 0}, whole={2: 2}, repeats=True),
            ),
            **_writing(ALONG, 3, adds=adds),
        )
        for adds, word in ((False, "set"), (True, "added"))
    ),
    Op(
        name="choose",
        symbol="a?",
        title="Choose gate",
        slots=None,
        forward=_chosen,
        vjp=_chosen_back,
        pattern=Pattern.ROUTER,
        equation="choose(a, b, ...)",
        why=("The first input says which of the others passes; that one gets the whole gradient, the others get 0.",),
        culprits=(Culprit("out != out", "index-out-of-range", "The index names none of the inputs: NaN."),),
        stops=range(1),
        js="chosen(x)",
        js_local=("chosenShare(x, slot)",),
        back=lambda *shapes: (
            "0",
            *(
                f"where(x0 == {slot}, g, where(x0 == {slot - len(shapes) + 1}, g, 0))"
                for slot in range(len(shapes) - 1)
            ),
        ),
        numpy="chosen({args})",
        torch="chosen({args})",
        latex="",
        trials=(
            Trial(((), (), ()), whole={0: 2}),
            Trial(((), ()), whole={0: 1}),
            Trial(((), (), (), (), ()), whole={0: 4}),
        ),
        masks=True,
    ),
    Op(
        name="one_hot",
        symbol="1-hot",
        title="One-hot gate",
        spellings=("one_hot",),
        params={"classes": 1},
        forward=_one_hot,
        vjp=(lambda g, out, a, *, classes=1: np.zeros(np.shape(a))[()],),
        shape=_one_hot_shape,
        elementwise=False,
        stops=range(1),
        pattern=Pattern.STOP,
        equation="one_hot(a)",
        rule=("0",),
        why=("A class is a name and not a quantity: no gradient passes into it.",),
        units=Units.CUSTOM,
        lower=_one_hot_lower,
        numpy="np.eye({classes})[{0}.astype(int)]",
        torch="torch.nn.functional.one_hot({0}.long(), {classes}).to(torch.float64)",
        latex=r"\operatorname{{onehot}} {0}",
        trials=(
            Trial(((),), {"classes": 3}, whole={0: 3}),
            Trial(((4,),), {"classes": 3}, whole={0: 3}),
            Trial(((2, 2),), {"classes": 4}, whole={0: 4}),
        ),
    ),
)
