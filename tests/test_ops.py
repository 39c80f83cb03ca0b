"""Every row of the op table held to itself, to finite differences and to PyTorch. A new row needs no edit here."""

from __future__ import annotations

import itertools
import math
import re
import zlib
from typing import Any

import numpy as np
import pytest

import chainrule
from chainrule.errors import Span, ValueProblem
from chainrule.evaluate import evaluate
from chainrule.formula import Var, parse, plain, substitute
from chainrule.graph import INPUT, Graph, GraphNode
from chainrule.ops import (
    ALIASES,
    COMPARISONS,
    METHODS,
    OPERATORS,
    OPS,
    PAIRS,
    SPELLINGS,
    IndexInput,
    Op,
    Pattern,
    Slice,
    Units,
    key_of,
    lowered,
    numpy_key,
    quantile_places,
    spelled,
    split_keys,
    tensordot_spec,
)
from chainrule.ops.helpers import HELPERS
from chainrule.scalarize import entry_name, unit_graph
from ops_support import (
    COMPUTING,
    ELEMENTWISE,
    NAMES,
    RAISES,
    Tape,
    back,
    close,
    differences,
    formula,
    gradient,
    points,
    trials,
    unbroadcast,
)

every_row = pytest.mark.parametrize("op", OPS.values(), ids=lambda op: op.name)
computing = pytest.mark.parametrize("op", COMPUTING, ids=lambda op: op.name)
elementwise = pytest.mark.parametrize("op", ELEMENTWISE, ids=lambda op: op.name)
structural = pytest.mark.parametrize("op", [op for op in COMPUTING if not op.elementwise], ids=lambda op: op.name)

# Where conventions show: kinks, ties, poles, ends of domains, negative bases.
SPECIAL = (-3.0, -2.0, -1.0, -0.5, -0.0, 0.0, 0.5, 1.0, 2.0, 3.0)
LARGE = (-1.7e308, -1e200, -710.5, 1e-320, 710.5, 1e200, 1.7e308)


def grid(op: Op, values: tuple[float, ...]) -> list[tuple[float, ...]]:
    """All combinations of the values, thinned out for rows of many slots."""
    slots = 3 if op.slots is None else op.slots
    chosen = values[slots // 3 :: max(1, (len(values) * slots) // 16)] if slots > 2 else values
    return list(itertools.product(chosen, repeat=slots))


def numbers(op: Op, out: Any, args: list[Any]) -> dict[str, Any]:
    return {**dict(zip(NAMES, args, strict=False)), "out": out}


@computing
def test_vjp_is_the_slope_of_forward(op: Op) -> None:
    for trial, args, g in points(op):
        out = op.forward(*args, **trial.params)
        for slot in range(len(args)):
            found = gradient(op, slot, g, out, args, trial.params)
            if op.name == "own" and slot == 1:
                continue  # the slope is the reader's word
            if slot in op.stops:
                close(found, np.zeros(np.shape(args[slot])))
                continue
            wanted = differences(op, slot, g, args, trial.params)
            close(found, np.zeros_like(wanted) if op.pattern is Pattern.STOP else wanted, rtol=2e-6, atol=2e-7)


@computing
def test_shape_rule_tells_the_shape_of_the_result(op: Op) -> None:
    for trial, args, _ in points(op):
        assert op.shape(*trial.shapes, **trial.params) == np.shape(op.forward(*args, **trial.params))
        assert op.cost(*trial.shapes, **trial.params) >= 0


@elementwise
def test_shown_local_gradient_is_the_one_used(op: Op) -> None:
    if op.slots is None:
        return
    assert len(op.local) == op.slots
    for trial, args, _ in points(op):
        out = op.forward(*args)
        ones = np.ones(np.shape(out)) if np.shape(out) else 1.0
        for slot, text in enumerate(op.local):
            shown = formula(text, numbers(op, out, args))
            used = back(op, slot, ones, out, args, {})
            close(np.broadcast_to(shown, np.shape(out)), np.broadcast_to(used, np.shape(out)))
        assert trial.params == {}


@elementwise
def test_shown_equation_is_what_is_computed(op: Op) -> None:
    if op.slots is None:
        return
    for _, args, _ in points(op):
        out = op.forward(*args)
        close(np.broadcast_to(formula(op.equation, numbers(op, out, args)), np.shape(out)), out)


class At:
    """`zeros(shape).at[key].add(g)` and `g.at[key].set(0)`, as the rows that index write their gradients."""

    def __init__(self, array: Any, key: Any = None) -> None:
        self.array, self.key = np.array(array), key

    def __getitem__(self, key: Any) -> At:
        key = key if isinstance(key, tuple) else (key,)
        return At(self.array, tuple(item.astype(int) if isinstance(item, np.ndarray) else item for item in key))

    def add(self, g: Any) -> Any:
        np.add.at(self.array, self.key, g)
        return self.array

    def set(self, g: Any) -> Any:
        self.array[self.key] = g
        return self.array


class Written(np.ndarray[Any, Any]):
    """An array as the rules speak of it: indexed by floats, and with `.at`."""

    @property
    def at(self) -> At:
        return At(self)

    def __getitem__(self, key: Any) -> Any:
        return At(self)[key].array[At(self)[key].key]


def positional(op: Op) -> Any:
    """A row as a function of its arguments, then its settings."""

    def function(*given: Any, **settings: Any) -> Any:
        count = len(op.vjp) if isinstance(op.vjp, tuple) else len(op.trials[0].shapes)
        return op.forward(*given[:count], **{**dict(zip(op.params, given[count:], strict=False)), **settings})

    return function


# What NumPy lacks, or has under another name: rows of our own.
LANGUAGE = {name: positional(op) for op in OPS.values() for name in (op.name, *op.spellings) if not hasattr(np, name)}


@structural
def test_shown_rule_is_the_product_used(op: Op) -> None:
    assert op.rule
    for trial, args, g in points(op):
        rules = op.rules(*trial.shapes, **trial.params)
        assert len(rules) == len(args)
        out = op.forward(*args, **trial.params)
        space = {**vars(np), **helpers("numpy"), **LANGUAGE, **numbers(op, out, list(map(np.asarray, args)))}
        space["zeros"] = lambda shape: np.zeros(shape).view(Written)
        for slot, text in enumerate(rules):
            if slot in op.stops:
                assert text == "0"
                continue
            if trial.repeats and slot == 1:
                continue  # what is overwritten at once gets 0
            space["g"] = np.asarray(g).view(Written) if re.search(r"g\[|\.at\[", text) else np.asarray(g)
            shown = unbroadcast(eval(text, space), trial.shapes[slot])
            close(shown, gradient(op, slot, g, out, args, trial.params))


@elementwise
def test_python_floats_give_the_same_as_arrays(op: Op) -> None:
    with np.errstate(all="ignore"):
        for point in grid(op, SPECIAL + LARGE):
            args = list(point)
            wide = [np.array([number]) for number in args]
            out = op.forward(*wide)
            close(np.ravel(op.forward(*map(np.float64, args))), out)
            if op.scalar is not None:
                try:
                    scalar_fast_path = op.scalar(*args)
                except RAISES:
                    pass
                else:
                    assert type(scalar_fast_path) is float
                    close([scalar_fast_path], out, rtol=4e-16 if op.name != "erf" else 1e-15, atol=5e-324)
            g, value = np.array([1.5]), out[0]
            for slot in range(len(args)):
                wanted = back(op, slot, g, out, wide, {})
                slow = back(op, slot, np.float64(1.5), np.float64(value), list(map(np.float64, args)), {})
                close(np.ravel(slow), np.broadcast_to(wanted, (1,)))
                try:
                    scalar_fast_path = back(op, slot, 1.5, float(value), args, {})
                except RAISES:
                    continue
                assert not isinstance(scalar_fast_path, complex)
                close(np.ravel(scalar_fast_path), np.broadcast_to(wanted, (1,)))


def taken(values: list[float], entries: Any) -> Any:
    return np.vectorize(values.__getitem__, otypes=[float])(entries)


@computing
def test_lowering_into_scalars_changes_no_number(op: Op) -> None:
    for trial, args, g in points(op):
        tape = Tape()
        leaves = [tape.leaves(arg) for arg in args]
        out = op.forward(*args, **trial.params)
        entries = lowered(op, tape, leaves, trial.params)
        assert np.shape(entries) == np.shape(out)
        close(taken(tape.values, entries), out)
        total = tape.gradients(g, entries)
        for slot, leaf in enumerate(leaves):
            close(taken(total, leaf), gradient(op, slot, g, out, args, trial.params))


def helpers(language: str) -> dict[str, Any]:
    """What generated code can call."""
    import torch

    space: dict[str, Any] = {"np": np, "math": math, "torch": torch}
    exec("\n".join(HELPERS[language].values()), space)
    return space


def settled(op: Op, args: list[Any], params: Any) -> Any:
    return params if op.settle is None else op.settle(*map(np.shape, args), **params)


def floats(number: Any) -> Any:
    """Numbers as generated code has them where a row needs arrays."""
    return np.float64(number) if isinstance(number, float) else number


@computing
def test_written_as_numpy_it_computes_the_same(op: Op) -> None:
    for trial, args, _ in points(op):
        names = list(NAMES[: len(args)])
        code = op.code("numpy", *names, **settled(op, args, trial.params))
        found = eval(code, {**helpers("numpy"), **dict(zip(names, map(floats, args), strict=True))})
        close(found, op.forward(*args, **trial.params))


COARSE = {"digamma": 1e-9}  # PyTorch's trigamma is right to 5e-10


def judged(op: Op, args: list[Any], g: Any, params: Any) -> None:
    """Hold value and gradients at this point to PyTorch's."""
    import torch

    names = list(NAMES[: len(args)])
    tensors = [torch.tensor(arg, dtype=torch.float64, requires_grad=True) for arg in args]
    code = op.code("torch", *names, **settled(op, args, params))
    result = eval(code, {**helpers("torch"), **dict(zip(names, tensors, strict=True))})
    out = op.forward(*args, **params)
    close(out, result.detach().numpy())
    if result.requires_grad:
        result.backward(torch.tensor(g, dtype=torch.float64).reshape(result.shape))
    for slot, tensor in enumerate(tensors):
        wanted = np.zeros(np.shape(args[slot])) if tensor.grad is None else tensor.grad.numpy()
        close(gradient(op, slot, g, out, args, params), wanted, rtol=COARSE.get(op.name, 1e-12))


def backwards(key: Any) -> bool:
    return any(isinstance(item, Slice) and (item.step or 1) < 0 for item in key)


@computing
def test_value_and_gradients_are_those_of_pytorch(op: Op) -> None:
    if not op.torch:
        pytest.skip("PyTorch has no one function for this row")
    for trial, args, g in points(op):
        if backwards(trial.params.get("key", ())):
            continue  # PyTorch has no negative steps
        judged(op, args, g, trial.params)
        if not op.elementwise:  # whole numbers, so that there are ties
            judged(op, [np.round(arg) if np.ndim(arg) else arg for arg in args], g, trial.params)


# Where PyTorch is no judge: its versions differ (clip), it has no such function (cbrt), or no value at a pole.
NOT_PYTORCHS = {"clip": "a == b or a == c", "cbrt": "a == 0", "digamma": "a <= 0 and a == floor(a)"}


@elementwise
def test_kinks_ties_and_poles_follow_pytorch(op: Op) -> None:
    if not op.torch:
        pytest.skip("PyTorch has no one function for this row")
    columns = [np.array(column) for column in zip(*grid(op, SPECIAL), strict=True)]
    with np.errstate(all="ignore"):
        if op.name in NOT_PYTORCHS:
            left = ~formula(NOT_PYTORCHS[op.name], numbers(op, op.forward(*columns), columns))
            columns = [column[left] for column in columns]
        judged(op, columns, np.full(len(columns[0]), 1.5), {})


@elementwise
def test_an_infinite_gradient_stops_where_the_row_says_it_masks(op: Op) -> None:
    with np.errstate(all="ignore"):
        for point in grid(op, SPECIAL):
            args = [np.array([number]) for number in point]
            out = op.forward(*args)
            for slot in range(len(args)):
                slope = back(op, slot, np.ones(1), out, args, {})
                if np.all(slope == 0):
                    masked = np.all(np.broadcast_to(back(op, slot, np.array([np.inf]), out, args, {}), (1,)) == 0)
                    assert bool(masked) == op.blocks_infinite or op.name in ("pow", "xlogy")  # in the first slot only


@elementwise
def test_every_infinity_and_nan_has_a_reason(op: Op) -> None:
    with np.errstate(all="ignore"):
        for point in grid(op, SPECIAL + LARGE):
            args = list(map(np.float64, point))
            out = op.forward(*args)
            if not np.isfinite(out):
                names = numbers(op, out, args)
                assert any(np.any(formula(cause.when, names)) for cause in op.nonfinite_causes), (point, out)


@every_row
def test_every_column_is_filled(op: Op) -> None:
    assert OPS[op.name] is op
    assert op.title
    assert op.equation
    assert isinstance(op.vjp, tuple) == (op.slots is not None)
    if op.slots == 0:
        assert op.vjp == ()
        assert op.pattern is Pattern.LEAF
        return
    if op.slots is not None:
        assert len(op.vjp) == op.slots  # type: ignore[arg-type]
        assert len(op.why) in (1, op.slots)
        assert len(op.folded) in (0, op.slots)
    assert op.symbol
    assert op.why
    assert op.latex == "" or op.latex.format(*NAMES).count("a") >= 1
    assert op.numpy
    assert (op.js != "") == op.elementwise
    assert len(op.js_local) == (0 if not op.elementwise else 1 if op.slots is None else op.slots)
    assert (op.lower is not None) == (op.units is Units.CUSTOM)
    assert bool(op.local) <= op.elementwise
    for trial in trials(op):
        assert set(trial.params) <= set(op.params)
        assert op.label(**trial.params)
        for cause in op.nonfinite_causes:
            assert cause.code == cause.code.lower().replace("_", "-")
            assert cause.text.endswith(".")
        for kink in op.kinks:
            assert kink.text.endswith(".")


def on_a_kink(op: Op, args: list[Any], params: Any) -> bool:
    if not op.kinks:
        return False
    out = op.forward(*args, **params)
    names = numbers(op, out, args)
    return any(bool(np.any(k.at(out, *args, **params) if k.at else formula(k.when, names))) for k in op.kinks)


@computing
def test_kinks_are_found_where_they_are_and_nowhere_else(op: Op) -> None:
    ordinary = [(args, trial.params) for trial, args, _ in points(op)]
    flat = [([np.full(np.shape(arg), x) for arg in args], params) for args, params in ordinary for x in (0.0, 0.5)]
    with np.errstate(all="ignore"):
        assert not any(on_a_kink(op, args, params) for args, params in ordinary)
        assert any(on_a_kink(op, args, params) for args, params in flat) == bool(op.kinks)


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
        except ValueProblem as refusal:
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


def test_random_leaves_give_the_same_numbers_every_time() -> None:
    for name in ("randn", "rand"):
        row = OPS[name]
        assert row.shape(seed=1, shape=(2, 3)) == (2, 3)
        np.testing.assert_array_equal(row.forward(seed=1, shape=(2, 3)), row.forward(seed=1, shape=(2, 3)))
        assert type(row.forward(seed=1, shape=())) is float
        assert row.forward(seed=1, shape=()) != row.forward(seed=2, shape=())
        code = row.code("numpy", seed=1, shape=(2, 3))
        np.testing.assert_array_equal(eval(code, {"np": np}), row.forward(seed=1, shape=(2, 3)))


def test_look_ups_lead_to_rows() -> None:
    for table in (SPELLINGS, METHODS, OPERATORS, COMPARISONS, PAIRS):
        assert set(table.values()) <= set(OPS)
    assert OPERATORS["-", 1] == "neg"
    assert OPERATORS["-", 2] == "sub"
    assert (spelled("max", 1), spelled("max", 2), spelled("dot", 2)) == ("amax", "maximum", "matmul")
    assert spelled("nothing", 1) is None
    assert ALIASES["dim"] == "axis"
    assert len(SPELLINGS) == sum(len(op.spellings) for op in OPS.values()), "one spelling leads to two rows"
    assert len(METHODS) == sum(len(op.methods) for op in OPS.values()), "one method leads to two rows"


def test_a_small_denominator_does_not_underflow_in_its_gradient() -> None:
    x = 3e-172
    assert OPS["div"].vjp[1](1.0, 1.0, x, x) == -1.0 / x  # type: ignore[index]


def test_hypot_does_not_overflow_where_its_squares_would() -> None:
    row = OPS["hypot"]
    out = row.forward(1e200, 1e200)
    assert math.isclose(out, math.sqrt(2) * 1e200)
    assert math.isclose(row.vjp[0](1.0, out, 1e200, 1e200), math.sqrt(0.5))  # type: ignore[index]


def test_a_rule_that_indexes_by_data_names_the_index_as_the_program_does() -> None:
    rule = OPS["pick"].rules((3, 2), (3,), key=((0, 1, 2), IndexInput(0)))[0]
    assert plain(substitute(parse(rule), {"b": Var("y")})) == "add(zeros((3, 2)).at[[0, 1, 2], y], g)"


def test_an_index_that_does_not_fit_is_told_with_its_place_in_the_source() -> None:
    span = Span(1, 0, 1, 4)
    leaves = [GraphNode(0, INPUT, (), {}, (3,), None, "x", None), GraphNode(1, INPUT, (), {}, (), None, "i", None)]
    gate = GraphNode(2, "pick", (0, 1), {"key": (IndexInput(0),)}, (), span, None, None)
    graph = Graph("x[i]", (*leaves, gate), 2, {})
    x = np.array([1.0, 2.0, 3.0])
    for index, code in ((3.0, "index-out-of-range"), (-4.0, "index-out-of-range"), (0.5, "bad-index")):
        with pytest.raises(ValueProblem, match=r"^[A-Z].*\.$") as told:
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
            except ValueProblem:
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


@computing
def test_the_unit_view_has_the_gradients_of_the_gate(op: Op) -> None:
    for trial, args, upstream in points(op):
        leaves = [GraphNode(i, INPUT, (), {}, np.shape(arg), None, f"x{i}", None) for i, arg in enumerate(args)]
        gate = GraphNode(len(args), op.name, tuple(range(len(args))), trial.params, np.shape(upstream), None, "f", None)
        graph = Graph("", (*leaves, gate), gate.id, {})
        whole = evaluate(graph, {f"x{i}": arg for i, arg in enumerate(args)}, upstream)
        units = unit_graph(graph, upstream, 10_000)
        entries = {
            entry_name(f"x{i}", place): (float(number), np.asarray(whole.gradients[i])[place])
            for i, arg in enumerate(args)
            for place, number in np.ndenumerate(np.asarray(arg))
        }
        drawn = {node.name: node.id for node in units.nodes if node.op == INPUT and node.name is not None}
        done = evaluate(units, {name: entries[name][0] for name in drawn}, None if gate.shape else upstream)
        for name, (_, wanted) in entries.items():
            found = done.gradients[drawn[name]] if name in drawn else 0.0
            assert math.isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-11), (trial, name)


def test_what_is_left_far_out_is_not_lost_to_a_subtraction() -> None:
    assert math.isclose(chainrule.trace("erfc(x)", values={"x": 9.0}).value, math.erfc(9.0))
    assert math.isclose(chainrule.trace("normal_cdf(x)", values={"x": -10.0}).value, 7.61985302416e-24, rel_tol=1e-9)
    assert math.isclose(chainrule.trace("arctanh(x)", values={"x": 1e-12}).value, 1e-12)
