"""Shapes, settings and indices that rows of the op table take and refuse. A new row needs no edit here."""

from __future__ import annotations

import itertools
import math
import re
import zlib
from typing import Any

import numpy as np
import pytest

from chainrule.errors import InputError, Span
from chainrule.evaluate import evaluate
from chainrule.graph import INPUT, Graph, GraphNode
from chainrule.ops import (
    OPS,
    IndexInput,
    Op,
    Slice,
    key_of,
    numpy_key,
    quantile_places,
    split_keys,
    tensordot_spec,
)
from chainrule.ops.places import BY_KEY
from ops_support import (
    ELEMENTWISE,
    computing,
    every_row,
    gradient,
    trials,
)

REFUSED: list[tuple[str, tuple[tuple[int, ...], ...], dict[str, Any]]] = [
    *[(op.name, ((2,), (3,)), {}) for op in ELEMENTWISE if op.slots == 2],
    ("matmul", ((2, 3), (2, 3)), {}),
    ("matmul", ((), (3,)), {}),
    ("matmul", ((2, 2, 3), (4, 3, 2)), {}),
    ("inner", ((2, 2), (2, 2)), {}),
    ("sum", ((2, 3),), {"axis": 2}),
    ("sum", ((),), {"axis": 0}),
    ("sum", ((2, 3),), {"axis": (0, -2)}),
    ("amax", ((0,),), {}),
    ("mean", ((0, 3),), {"axis": 0}),
    ("cumsum", ((2,),), {"axis": 1}),
    ("reshape", ((6,),), {"shape": (4,)}),
    ("reshape", ((6,),), {"shape": (-1, -1)}),
    ("reshape", ((6,),), {"shape": (4, -1)}),
    ("reshape", ((0,),), {"shape": (0, -1)}),
    ("reshape", ((6,),), {"shape": (-2, -3)}),
    ("transpose", ((2, 3),), {"axes": (0, 0)}),
    ("transpose", ((2, 3),), {"axes": (0,)}),
    ("swapaxes", ((2,),), {"axis1": 0, "axis2": 1}),
    ("squeeze", ((2, 1),), {"axis": 0}),
    ("expand_dims", ((2,),), {"axis": 3}),
    ("flip", ((2,),), {"axis": 1}),
    ("tril", ((3,),), {}),
    ("concatenate", ((2, 3), (3, 2)), {"axis": 0}),
    ("concatenate", ((2, 3), (2,)), {"axis": 0}),
    ("concatenate", ((), ()), {"axis": 0}),
    ("concatenate", (), {}),
    ("stack", ((2,), (3,)), {}),
    ("stack", (), {}),
    ("broadcast", ((3,),), {"shape": (2,)}),
    ("broadcast", ((3, 3),), {"shape": (3,)}),
    ("broadcast", ((3,),), {"shape": (-1, 3)}),
    ("index", ((3,),), {"key": (3,)}),
    ("index", ((3,),), {"key": (0, 0)}),
    ("index", ((),), {"key": (0,)}),
    ("index", ((3, 3),), {"key": (Ellipsis, 0, Ellipsis)}),
    ("index", ((3,),), {"key": (Slice(None, None, 0),)}),
    ("index", ((3,),), {"key": ((0, 5),)}),
    ("index", ((3, 3),), {"key": ((0, 1), (0, 1, 2))}),
    ("index", ((3, 3),), {"key": (((0, 1), (0,)),)}),
    ("index", ((3, 3),), {"key": (((0, 1), 0),)}),
    ("index", ((1, 100_000),), {"key": ((0,) * 5000,)}),
    ("index", ((2, 5, 10_000),), {"key": ((0,) * 5000, Ellipsis)}),
    ("randn", (), {"shape": (-1,)}),
    ("expand_dims", ((2,),), {"axis": None}),
    ("cumsum", ((2,),), {"axis": (0,)}),
    ("tril", ((3, 3),), {"k": 10**30}),
    ("sum", ((3, 3),), {"keepdims": 2}),
]


@pytest.mark.parametrize(("name", "shapes", "params"), REFUSED)
def test_shapes_that_do_not_fit_are_refused_in_a_sentence(name: str, shapes: Any, params: Any) -> None:
    with pytest.raises(ValueError, match=r"^[A-Z`(].*\.$"):
        OPS[name].shape(*shapes, **params)


JUNK: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    2,
    7,
    10**30,
    -(10**30),
    1.5,
    math.nan,
    "x",
    Ellipsis,
    (),
    (0,),
    (0, 0),
    (1, 0),
    (-1,),
)
JUNK += (
    (True,),
    (0.5,),
    (None,),
    ("x",),
    (Ellipsis,),
    ((0, 1),),
    ((0,), (1, 0)),
    (((0, 1), (1, 0)),),
    ((True, False),),
)
JUNK += ((Slice(None, 10**30, None),), (Slice(10**30, None, -1),), (slice(0.5),), (10**30,), ((10**30,),))
JUNK += ((Slice(0, 0, None),), ((),), (None, None), (0, 10**30), (2, 3), (3, -1), (-1, -1), [0], {})


@every_row
def test_any_setting_is_refused_or_works_as_the_shape_rule_says(op: Op) -> None:
    shapes = {trial.shapes for trial in trials(op)} | {((),) * (op.slots or 2), ((2, 3),) * (op.slots or 2)}
    tried = [{name: junk} for name in op.params for junk in JUNK if op.name != "literal"]
    said: set[str] = set()
    for params, argument_shapes in itertools.product(tried, shapes if op.slots != 0 else [()]):
        try:
            shape = op.shape(*argument_shapes, **params)
        except ValueError as refusal:
            said.add(str(refusal))
            continue
        assert all(type(size) is int and size >= 0 for size in shape)
        if math.prod(shape) > 100_000 or len(shape) > 8:
            continue  # a limit refuses it before anything is computed
        args = [np.ones(shape) if shape else 1.0 for shape in argument_shapes]
        try:
            out = op.forward(*args, **params)
        except InputError as refusal:
            said.add(refusal.detail)
            continue
        assert np.shape(out) == shape, (params, argument_shapes)
        for slot in range(len(args)):
            assert np.shape(gradient(op, slot, out, out, args, params)) == argument_shapes[slot]
        if args:
            assert len(op.rules(*argument_shapes, **params)) == len(args)
            assert op.label(**params)
    assert all(re.fullmatch(r"[A-Z`(].*\.", sentence, re.DOTALL) for sentence in said), said


def test_a_key_can_be_hashed_and_read_back() -> None:
    raw = (0, slice(1, None, 2), None, Ellipsis, [0, 2])
    key = key_of(raw)
    assert hash(key) == hash(key_of(raw))
    assert numpy_key(key) == raw
    assert key_of(3) == (3,)
    assert OPS["index"].label(key=key) == "[0, 1::2, None, ..., [0, 2]]"
    assert OPS["index"].label(key=(slice(None, -1),)) == "[:-1]"


def test_a_huge_array_is_indexed_by_shape_alone() -> None:
    assert OPS["index"].shape((10**6, 10**6), key=(Slice(None, None, 2), 0)) == (500_000,)
    assert OPS["index"].shape((2, 100_000), key=(0, (0,) * 5000)) == (5000,)
    assert OPS["index"].shape((4, 100_000), key=(((0, 1), (1, 3)),)) == (2, 2, 100_000)


def test_an_index_that_does_not_fit_is_told_with_its_place_in_the_source() -> None:
    span = Span(1, 0, 1, 4)
    leaves = [GraphNode(0, INPUT, (), {}, (3,), None, "x", None), GraphNode(1, INPUT, (), {}, (), None, "i", None)]
    gate = GraphNode(2, "pick", (0, 1), {"key": (IndexInput(0),)}, (), span, None, None)
    graph = Graph("x[i]", (*leaves, gate), 2, {})
    x = np.array([1.0, 2.0, 3.0])
    for index, code in ((3.0, "index-out-of-range"), (-4.0, "index-out-of-range"), (0.5, "bad-index")):
        with pytest.raises(InputError, match=r"^[A-Z].*\.$") as told:
            evaluate(graph, {"x": x, "i": index})
        assert (told.value.code, told.value.span, told.value.status) == (code, span, 422)
    done = evaluate(graph, {"x": x, "i": -1.0})
    assert done.values[2] == 3.0
    np.testing.assert_array_equal(done.gradients[0], [0.0, 0.0, 1.0])


NUMBERS = (0.0, -1.0, 1.0, 2.5, math.nan, math.inf, -math.inf)


@computing
def test_any_sizes_and_numbers_are_refused_by_the_shape_rule_or_computed(op: Op) -> None:
    rng = np.random.default_rng(zlib.crc32(op.name.encode()))
    for trial, _ in itertools.product(trials(op), range(8)):
        shapes = tuple(tuple(int(rng.choice([n, n, 0, 1, 3])) for n in shape) for shape in trial.shapes)
        try:
            shape = op.shape(*shapes, **trial.params)
        except ValueError:
            continue
        args = [
            np.zeros(own) if slot in trial.whole else np.asarray(rng.choice(NUMBERS, own))[()]
            for slot, own in enumerate(shapes)
        ]
        with np.errstate(all="ignore"):
            try:
                out = op.forward(*args, **trial.params)
            except InputError:
                continue  # no entry to take
            assert (np.shape(out), np.asarray(out).dtype) == (shape, np.float64)
            for slot, own in enumerate(shapes):
                assert np.shape(gradient(op, slot, np.ones(shape)[()], out, args, trial.params)) == own


def test_quantiles_are_numpys() -> None:
    rng = np.random.default_rng(1)
    for count, q, method in itertools.product(
        (1, 2, 4, 5), (0, 0.2, 0.25, 0.5, 1), ("linear", "lower", "higher", "nearest", "midpoint")
    ):
        x = rng.normal(size=count)
        low, high, part = quantile_places(count, q, method)
        found = np.sort(x)[low] * (1 - part) + np.sort(x)[high] * part
        assert math.isclose(found, float(np.quantile(x, q, method=method)))  # type: ignore[call-overload]
    for junk in ((0, 0.5, "linear"), (3, 1.5, "linear"), (3, True, "linear"), (3, 0.5, "weibull")):
        with pytest.raises(ValueError, match=r"^[A-Z`].*\.$"):
            quantile_places(*junk)  # type: ignore[arg-type]


@pytest.mark.parametrize("axes", [0, 1, 2, ((2, 0), (1, 0)), ((-1,), (1,)), (1, 2)])
def test_the_spec_of_a_tensordot_is_numpys(axes: Any) -> None:
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=(3, 2, 2)), rng.normal(size=(3, 2, 2))
    if axes in (1, 2):
        b = b.transpose(1, 2, 0)
    np.testing.assert_allclose(np.einsum(tensordot_spec(3, 3, axes), a, b), np.tensordot(a, b, axes))


@pytest.mark.parametrize("axes", [4, -1, True, "x", ((0, 0), (0, 1)), ((0,), (0, 1)), (5, 0)])
def test_axes_that_tensordot_cannot_join_are_refused(axes: Any) -> None:
    with pytest.raises(ValueError, match=r"^[A-Z`].*\.$"):
        tensordot_spec(3, 3, axes)


def test_an_array_is_split_as_numpy_and_pytorch_split_it() -> None:
    import torch

    x = np.arange(14.0).reshape(2, 7)
    for sections, axis in itertools.product((1, 3, 7, (2, 5), (0, 9), (-2,)), (0, 1, -1)):
        keys = split_keys(x.shape, sections, axis)
        for key, part in zip(keys, np.array_split(x, sections, axis), strict=True):
            np.testing.assert_array_equal(x[numpy_key(key)], part)
    for lengths in (1, 3, 9, (4, 3), (0, 7)):
        keys = split_keys(x.shape, lengths, 1, lengths=True)
        parts = torch.split(torch.tensor(x), list(lengths) if isinstance(lengths, tuple) else lengths, 1)
        for key, part in zip(keys, parts, strict=True):
            np.testing.assert_array_equal(x[numpy_key(key)], part.numpy())
    for sections, lengths in ((0, False), (5000, False), ((3, 3), True), (0, True), ((9, -2), True)):
        with pytest.raises(ValueError, match=r"^[A-Z`].*\.$"):
            split_keys(x.shape, sections, 1, lengths=lengths)


def test_the_positions_of_a_constant_key_are_computed_once_and_cannot_be_changed() -> None:
    key = (1, Slice(None, None, 2))
    positions, again = (BY_KEY.positions(np.zeros((3, 5)), (), {"key": key}) for _ in range(2))
    assert positions is again
    assert positions.tolist() == [5, 7, 9]
    assert not positions.flags.writeable
    assert BY_KEY.positions(np.zeros((3, 4)), (), {"key": key}).tolist() == [4, 6]
    one_of_two = BY_KEY.positions(np.zeros((3, 2)), (np.array(2.0),), {"key": (IndexInput(0), 1)})
    assert one_of_two.tolist() == 5  # an index that is data is looked up anew
