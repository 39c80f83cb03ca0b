"""Data that libraries make up, with the numbers of the library: scikit-learn's `make_moons`, the arms of `spiral_data`.

They draw from NumPy's generator in the order in which the library does, so that a seed gives the library's own points.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..arrays import entries, get_item
from ..calling import Arguments
from ..operators import kind_of
from ..values import Const, Items, Number, Value
from .creation import checked_size, literal
from .random import Generator
from .rows import Row

__all__ = ["SEEDED_DATA"]

Points = tuple[Any, Any]  # the points, one a row, and their labels


def _generator(call: Arguments, state: Value) -> Any:
    """Return the generator of `random_state`; None is the one that `np.random.seed` set, or the same for each text."""
    if isinstance(state, Generator):
        return state.source
    if state is not None:
        return np.random.RandomState(call.integer(state, "A seed") % 2**32)
    common = call.machine.generators.get("numpy")
    if type(common) is not Generator:
        common = call.machine.generators["numpy"] = Generator(np.random.RandomState(0))
    return common.source


def _points(call: Arguments, points: Points) -> Value:
    return literal(call, points[0]), literal(call, np.asarray(points[1], dtype=np.float64), "int")


def _spread(call: Arguments, value: Value) -> float:
    setting = 0.0 if value is None else call.static(value)
    if not isinstance(setting, int | float) or not 0 <= setting <= 1e6:
        raise call.refuse("The noise is a number from 0 to 1,000,000.", "Write `noise=0.1`.")
    return float(setting)


def _halves(call: Arguments, value: Value) -> tuple[int, int]:
    """Return how many points are of each class: `n_samples` is their sum, or a pair."""
    if isinstance(value, tuple) and len(value) == 2:
        first, second = (call.integer(each, "The number of points") for each in value)
    else:
        count = call.integer(value, "The number of points")
        first, second = count // 2, count - count // 2
    checked_size(call, [max(first, 1), 2])
    checked_size(call, [max(second, 1), 2])
    if min(first, second) < 0 or first + second < 1:
        raise call.refuse("The number of points is a whole number from 1.", "Write `n_samples=100`.")
    return first, second


def _two_curves(defaults: str, curves: Callable[..., list[Any]]) -> Row:
    """Return the row of two curves, one for each class: shuffled first, then moved by the noise."""

    def run(call: Arguments) -> Value:
        n, shuffle, noise, state, *settings = call.bind(defaults)
        first, second = _halves(call, n)
        points = np.concatenate(curves(call, first, second, *settings))
        labels = np.repeat([0, 1], [first, second])
        generator = _generator(call, state)
        if call.flag(shuffle):
            order = np.arange(len(points))
            generator.shuffle(order)
            points, labels = points[order], labels[order]
        if noise is not None:
            points = points + generator.normal(scale=_spread(call, noise), size=points.shape)
        return _points(call, (points, labels))

    return run


def _moons(call: Arguments, first: int, second: int) -> list[Any]:
    upper, lower = np.linspace(0, math.pi, first), np.linspace(0, math.pi, second)
    return [
        np.stack([np.cos(upper), np.sin(upper)], axis=1),
        np.stack([1 - np.cos(lower), 1 - np.sin(lower) - 0.5], axis=1),
    ]


def _circles(call: Arguments, first: int, second: int, factor: Value) -> list[Any]:
    outer, inner = (np.linspace(0, 2 * math.pi, n, endpoint=False) for n in (first, second))
    radius = float(call.static(factor))
    return [
        np.stack([np.cos(outer), np.sin(outer)], axis=1),
        np.stack([np.cos(inner) * radius, np.sin(inner) * radius], axis=1),
    ]


def _blobs(call: Arguments) -> Value:
    n, features, centers, std, box, shuffle, state = call.bind(
        "n_samples=100, n_features=2, centers=None, cluster_std=1.0, center_box=(-10.0, 10.0), shuffle=True, "
        "random_state=None"
    )
    generator = _generator(call, state)
    if centers is None or type(centers) is Const:
        count = 3 if centers is None else call.integer(centers, "The number of centers")
        shape = checked_size(call, (count, call.integer(features, "The number of features")))
        low, high = call.static(box)
        middle = generator.uniform(low, high, size=shape)
    else:
        middle = np.asarray(call.machine.value_of(call.number(centers)), dtype=np.float64)
    total = call.integer(n, "The number of points")
    checked_size(call, (total, middle.shape[1]))
    sizes = [total // len(middle) + (index < total % len(middle)) for index in range(len(middle))]
    spreads = np.broadcast_to(np.asarray(call.static(std), dtype=np.float64), len(middle))
    clouds = [
        generator.normal(loc=center, scale=spread, size=(size, middle.shape[1]))
        for center, spread, size in zip(middle, spreads, sizes, strict=True)
    ]
    points, labels = np.concatenate(clouds), np.repeat(np.arange(len(middle)), sizes)
    if call.flag(shuffle):
        order = np.arange(total)
        generator.shuffle(order)
        points, labels = points[order], labels[order]
    return _points(call, (points, labels))


def _spiral(call: Arguments) -> Value:
    """`spiral_data(samples, classes)`: the arms of CS231n's lecture on neural networks."""
    samples, classes = (call.integer(value) for value in call.bind("samples, classes"))
    checked_size(call, (samples * classes, 2))
    generator = _generator(call, None)
    arms = []
    for arm in range(classes):
        radius = np.linspace(0.0, 1, samples)
        angle = np.linspace(arm * 4, (arm + 1) * 4, samples) + generator.randn(samples) * 0.2
        arms.append(np.stack([radius * np.sin(angle * 2.5), radius * np.cos(angle * 2.5)], axis=1))
    return _points(call, (np.concatenate(arms), np.repeat(np.arange(classes), samples)))


def _start(call: Arguments) -> Value:
    """`nnfs.init()` sets NumPy's seed; its 32-bit numbers are 64-bit ones here."""
    _, seed, _ = call.bind("dot_precision_workaround=True, random_seed=0, default_dtype=None")
    if seed is not None:
        state = np.random.RandomState(call.integer(seed, "A seed") % 2**32)
        call.machine.generators["numpy"] = Generator(state)
    return None


def _split(call: Arguments) -> Value:
    """`train_test_split(X, y, test_size=0.25, random_state=None)`: rows to learn from and rows to test with."""
    settings = {name: call.keywords.pop(name, None) for name in ("test_size", "train_size", "random_state", "stratify")}
    is_shuffled = call.flag(call.keywords.pop("shuffle", True))
    if settings["stratify"] is not None or call.keywords or not call.args:
        raise call.refuse("`train_test_split` is read with its sizes, a seed and `shuffle`.", "Leave the others out.")
    arrays = [
        Number(call.number(Items(entries(call.machine, each, call.node))), kind_of(each))
        if isinstance(each, Items | tuple | range)
        else each
        for each in call.args
    ]
    rows = call.shape(arrays[0])[0] if call.shape(arrays[0]) else 0
    if rows < 2 or any(call.shape(each)[:1] != (rows,) for each in arrays):
        raise call.refuse("What is split has the same number of rows, 2 or more.", "Give it arrays of as many rows.")
    train, test = _sizes(call, rows, settings["train_size"], settings["test_size"])
    order = np.arange(rows)
    if is_shuffled:
        order = _generator(call, settings["random_state"]).permutation(rows)
        order = np.concatenate([order[test : test + train], order[:test]])
    places = [literal(call, part.astype(np.float64), "int") for part in (order[:train], order[train : train + test])]
    return tuple(get_item(call.machine, each, place, call.node) for each in arrays for place in places)


def _sizes(call: Arguments, rows: int, train: Value, test: Value) -> tuple[int, int]:
    """Return how many rows are to learn from and to test with: a share is rounded up for the test, down for the rest."""
    shares = [None if each is None else call.static(each) for each in (train, test)]
    if not all(each is None or (isinstance(each, int | float) and 0 < each < rows) for each in shares):
        raise call.refuse("A size is a share below 1 or a number of rows.", "Write `test_size=0.2`.")
    learn, share = shares
    if share is None and learn is None:
        share = 0.25
    tested = None if share is None else math.ceil(share * rows) if share < 1 else int(share)
    learned = None if learn is None else math.floor(learn * rows) if learn < 1 else int(learn)
    if tested is None:
        tested = rows - (learned or 0)
    learned = rows - tested if learned is None else learned
    if min(learned, tested) < 1 or learned + tested > rows:
        raise call.refuse("Both parts need a row at least, and no more than there are.", "Write `test_size=0.2`.")
    return learned, tested


def _in_words(row: Row) -> Row:
    """Return the row with NumPy's own objections to a setting as errors that have a place."""

    def run(call: Arguments) -> Value:
        try:
            return row(call)
        except (ValueError, TypeError) as error:
            detail = f"`{call.name}` does not take that. NumPy says: `{error}`."
            raise call.refuse(detail, "See its settings in NumPy.") from None

    return run


SEEDED_DATA: Mapping[str, Mapping[str, Row]] = {
    "sklearn": {},
    "sklearn.datasets": {
        "make_moons": _in_words(_two_curves("n_samples=100, shuffle=True, noise=None, random_state=None", _moons)),
        "make_circles": _in_words(
            _two_curves("n_samples=100, shuffle=True, noise=None, random_state=None, factor=0.8", _circles)
        ),
        "make_blobs": _in_words(_blobs),
    },
    "sklearn.model_selection": {"train_test_split": _in_words(_split)},
    "nnfs": {"init": _start},
    "nnfs.datasets": {"spiral_data": _in_words(_spiral)},
}
