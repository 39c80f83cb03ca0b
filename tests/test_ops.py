"""Every row of the op table held to itself, to finite differences and to PyTorch. A new row needs no edit here."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest

import chainrule
from chainrule.evaluate import evaluate
from chainrule.graph import INPUT, Graph, GraphNode
from chainrule.ops import (
    ALIASES,
    COMPARISONS,
    METHODS,
    OPERATORS,
    OPS,
    PAIRS,
    SPELLINGS,
    Lowering,
    Op,
    Pattern,
    Slice,
    lowered,
    spelled,
)
from chainrule.scalarize import entry_name, unit_graph
from ops_support import (
    NAMES,
    RAISES,
    Tape,
    back,
    close,
    computing,
    differences,
    elementwise,
    every_row,
    formula,
    gradient,
    helpers,
    numbers,
    points,
    settled,
    trials,
)

# Where conventions show: kinks, ties, poles, ends of domains, negative bases.
SPECIAL = (-3.0, -2.0, -1.0, -0.5, -0.0, 0.0, 0.5, 1.0, 2.0, 3.0)
LARGE = (-1.7e308, -1e200, -710.5, 1e-320, 710.5, 1e200, 1.7e308)


def grid(op: Op, values: tuple[float, ...]) -> list[tuple[float, ...]]:
    """All combinations of the values, thinned out for rows of many slots."""
    slots = 3 if op.slots is None else op.slots
    chosen = values[slots // 3 :: max(1, (len(values) * slots) // 16)] if slots > 2 else values
    return list(itertools.product(chosen, repeat=slots))


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
    assert (op.lower is not None) == (op.units is Lowering.CUSTOM)
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
