"""What the pictures of learning are drawn from: rules as tapes, the loss over a plane, the network over its data."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from chainrule.errors import ChainruleError
from chainrule.learn import fan, field, optimizer_table, surface, train
from chainrule.learn.run_document import RuleTape, ScalarTape
from chainrule.limits import DEFAULT
from chainrule.ops import OPS

WHERE = {"output": None, "upstream": None, "defaults": False}
ROWS = {row.name: row for row in optimizer_table().optimizers}
MOONS = """X, y = moons(60, noise=0.1, seed=1)
h = relu(X @ W1 + b1)
p = sigmoid(h @ W2 + b2)[:, 0]
L = -mean(y*log(p) + (1 - y)*log(1 - p)) + lam*sum(W1**2)"""


def weights(units: int) -> dict[str, Any]:
    draw = np.random.default_rng(3).normal
    return {"W1": draw(size=(2, units)), "b1": draw(size=units), "W2": draw(size=(units, 1)), "b2": [0.1], "lam": 0.01}


def run_tape(tape: RuleTape | ScalarTape, given: Mapping[str, Sequence[float]]) -> list[float]:
    """All entries of a tape, by the ops' own forward functions."""
    values = [float(each) for each in tape.initial]
    for name, entries in tape.leaves.items():
        for entry, value in zip(entries, given[name], strict=True):
            values[entry] = value
    for entry, (op, args) in enumerate(zip(tape.ops, tape.args, strict=True)):
        if op:
            values[entry] = float(OPS[op].forward(*[np.float64(values[arg]) for arg in args]))
    return values


@pytest.mark.parametrize("name", ROWS)
def test_the_tape_of_every_rule_does_what_a_run_does(name: str) -> None:
    row = ROWS[name]
    assert row.tape is not None
    run = train("(w - 3)**4", {"w": 0.5}, optimizer=name, settings={"lr": 0.01}, iterations=4)
    w, states = 0.5, dict.fromkeys(row.states, 0.0)
    for t in range(4):
        given = {**row.settings, **states, "w": w, "g": 4 * (w - 3) ** 3, "lr": 0.01, "t": t + 1, "T": 4}
        values = run_tape(row.tape, {each: [given[each]] for each in row.tape.leaves})
        w = values[row.tape.becomes["w"]]
        states = {each: values[row.tape.becomes[each]] for each in row.states}
        assert w == pytest.approx(run.values["w"][t + 1], rel=1e-12)
        assert states == pytest.approx({each: run.state[each]["w"][t + 1] for each in row.states}, rel=1e-12)


def test_the_lines_of_a_rule_have_their_values() -> None:
    tape = ROWS["adam"].tape
    assert tape is not None
    assert [line.name for line in tape.statements] == ["m", "v", "mhat", "vhat", "w"]
    given = {**ROWS["adam"].settings, "m": 0.0, "v": 0.0, "w": 1.0, "g": 2.0, "t": 1.0}
    values = run_tape(tape, {each: [given[each]] for each in tape.leaves})
    assert [values[line.entry] for line in tape.statements[:4]] == pytest.approx([0.2, 0.004, 2.0, 4.0])


def test_a_rule_over_whole_arrays_has_no_tape() -> None:
    assert train("(w - 3)**2", {"w": 1}, optimizer={"update": "w = w - lr*g/sum(g**2)"}).head.tape is None


def test_a_surface_is_the_loss_at_its_places() -> None:
    made = surface(
        "(x - 1)**2 + 3*y", {"x": 0, "y": 0}, WHERE, None, [1, 0], [[1, 0], [0, 2]], [[0, 1, 2], [0, 1]], DEFAULT
    )
    assert made.parameters == ["x", "y"]
    assert made.loss == [0, 1, 4, 6, 7, 10]


def test_a_surface_follows_the_program_another_way() -> None:
    made = surface("f = x**2 if x > 1 else 3*x", {"x": 2}, WHERE, None, [0], [[1]], [[2, -1, 3]], DEFAULT)
    assert made.loss == [4, -3, 9]


@pytest.mark.parametrize(
    ("origin", "along", "steps"),
    [
        ([1], [[1, 0]], [[0]]),
        ([1, 2], [[1]], [[0]]),
        ([1, 2], [], []),
        ([1, 2], [[1, 0]], [[]]),
        ([1, math.inf], [[1, 0]], [[0]]),
    ],
)
def test_places_that_are_none_are_refused(
    origin: list[float], along: list[list[float]], steps: list[list[float]]
) -> None:
    with pytest.raises(ChainruleError) as caught:
        surface("x + y", {"x": 0, "y": 0}, WHERE, None, origin, along, steps, DEFAULT)
    assert caught.value.code == "bad-surface"


def test_a_surface_has_a_limit() -> None:
    with pytest.raises(ChainruleError, match="surface_places"):
        surface("x + y", {"x": 0, "y": 0}, WHERE, None, [0, 0], [[1, 0], [0, 1]], [[0.0] * 200, [0.0] * 200], DEFAULT)


def test_a_field_has_the_loss_of_a_point_with_each_label() -> None:
    given = weights(5)
    made = field(MOONS, given, WHERE, None, None, DEFAULT)
    assert (made.points_name, made.labels_name, made.names) == ("X", "y", ["0", "1"])
    assert sorted(made.classes) == [0] * 30 + [1] * 30
    point = np.array([0.4, -0.2])
    h = np.maximum(0, point @ given["W1"] + given["b1"])
    p = 1 / (1 + np.exp(-(h @ given["W2"] + given["b2"])[0]))
    penalty = 0.01 * np.sum(given["W1"] ** 2)
    for tape, wanted in zip(made.tapes, [-np.log(1 - p), -np.log(p)], strict=True):
        values = run_tape(tape, {name: np.ravel({**given, "X": point}[name]).tolist() for name in tape.leaves})
        assert values[tape.outputs["loss"][0]] == pytest.approx(wanted + penalty, rel=1e-12)


def test_a_field_knows_the_sums_of_the_first_layer() -> None:
    given = weights(4)
    made = field(MOONS, given, WHERE, None, None, DEFAULT)
    assert made.folds
    tape, point = made.tapes[0], np.array([0.3, 0.7])
    values = run_tape(tape, {name: np.ravel({**given, "X": point}[name]).tolist() for name in tape.leaves})
    sums = point @ given["W1"] + given["b1"]
    assert [values[entry] for entry in tape.outputs["hidden"]] == pytest.approx(sums.tolist(), rel=1e-12)


@pytest.mark.parametrize(
    "source",
    ["X, y = line(20, noise=0.1)\nmean((w*X + b - y)**2)", "mean((w*x - y)**2)", "X, y = sine(20)\nmean((w*X - y)**2)"],
)
def test_data_without_a_plane_has_no_field(source: str) -> None:
    with pytest.raises(ChainruleError) as caught:
        field(source, {"w": 1, "b": 0, "x": [1, 2], "y": [3, 4]}, WHERE, None, None, DEFAULT)
    assert caught.value.code == "no-field"


@pytest.mark.parametrize(
    ("y", "names"), [([1, 3, 5, 7], None), ([0, 1, 2, 3], ["0", "1", "2", "3"]), ([1, 3, 1, 3], ["1", "3"])]
)
def test_what_a_plane_is_fitted_to_has_no_boundary(y: list[float], names: list[str] | None) -> None:
    """Four other numbers for four points are no classes, unless they count them."""
    source, given = "mean((X @ w - y)**2)", {"w": [0, 0], "X": [[1, 0], [1, 1], [1, 2], [1, 3]], "y": y}
    classes = {leaf.name: leaf.classes for leaf in train(source, given, iterations=1).document().leaves}
    assert classes["y"] == (None if names is None else len(names))
    assert classes["w"] is None
    if names is not None:
        assert field(source, given, WHERE, None, None, DEFAULT).names == names
        return
    with pytest.raises(ChainruleError) as caught:
        field(source, given, WHERE, None, None, DEFAULT)
    assert caught.value.code == "no-field"


LINE = "x, y = line(64, noise=0.5, seed=2)\nL = mean((w*x + b - y)**2)"


def test_minibatches_scatter_about_the_whole_gradient_and_less_the_larger_they_are() -> None:
    made = fan(LINE, {"w": 0, "b": 0}, WHERE, ["w", "b"], None, None, 4, 0, DEFAULT)
    assert (made.examples, made.batch, len(made.fan)) == (64, 4, 30)
    run = train(LINE, {"w": 0, "b": 0}, iterations=0)
    assert made.whole == pytest.approx(np.hypot(run.gradients["w"][0], run.gradients["b"][0]))
    assert [each.batch for each in made.spreads] == [1, 2, 4, 8, 16, 32, 64]
    spreads = [float(each.spread) for each in made.spreads]
    assert spreads[-1] == pytest.approx(0, abs=1e-12)  # all examples are the whole data
    # Without replacement: sigma/sqrt(B), and less as B comes near all examples.
    for each, wanted in zip(
        spreads, [spreads[0] * math.sqrt((64 - b) / 63 / b) for b in (1, 2, 4, 8, 16)], strict=False
    ):
        assert each == pytest.approx(wanted, rel=0.45)


def test_minibatches_of_another_update_are_those_there() -> None:
    here = fan(LINE, {"w": 1, "b": 2}, WHERE, ["w", "b"], None, None, 8, 0, DEFAULT)
    there = fan(LINE, {"w": 0, "b": 0}, WHERE, ["w", "b"], None, [1, 2], 8, 0, DEFAULT)
    assert here == there


def test_minibatches_of_one_parameter_lie_on_a_line() -> None:
    made = fan("x, y = line(16)\nmean((w*x - y)**2)", {"w": 0}, WHERE, None, None, None, 100, 0, DEFAULT)
    assert made.batch == 16
    assert all(across == 0 for _, across in made.fan)


def test_minibatches_of_all_examples_are_the_whole_gradient() -> None:
    made = fan(LINE, {"w": 0.1, "b": 0.2}, WHERE, ["w", "b"], None, None, 64, 0, DEFAULT)
    assert made.mean == pytest.approx([made.whole, 0], abs=1e-12)


def test_a_field_has_the_layers_and_the_penalty_apart() -> None:
    given = weights(6)
    made = field(MOONS, given, WHERE, None, None, DEFAULT)
    assert [(layer.name, layer.units) for layer in made.layers] == [("h", 6)]
    point = [0.3, -0.7]
    entries = {name: np.ravel(np.asarray(given[name], dtype=float)).tolist() for name in given}
    values = run_tape(made.tapes[0], {**entries, "X": point})
    layer = [values[entry] for entry in made.tapes[0].outputs["layer 0"]]
    assert layer == pytest.approx(np.maximum(0, point @ given["W1"] + given["b1"]).tolist())
    penalty = sum(values[entry] for entry in made.tapes[0].outputs["penalty"])
    assert penalty == pytest.approx(0.01 * np.sum(given["W1"] ** 2))


@pytest.mark.parametrize(
    ("loss", "penalty"),
    [("d", None), ("d + 0.1*sum(W**2) + 0.2*sum(b**2)", 0.1 * 5 + 0.2 * 9), ("d * (1 + sum(W**2))", None)],
)
def test_a_penalty_is_what_is_added_without_the_data(loss: str, penalty: float | None) -> None:
    source = f"X, y = xor(20)\nd = mean((X @ W + b - y)**2)\nL = {loss}"
    given = {"W": [1.0, 2.0], "b": 3.0}
    made = field(source, given, WHERE, ["W", "b"], None, DEFAULT)
    entries = made.tapes[0].outputs.get("penalty")
    assert (entries is None) == (penalty is None)
    if entries is not None:
        values = run_tape(made.tapes[0], {"X": [1, 1], "W": [1.0, 2.0], "b": [3.0]})
        assert sum(values[entry] for entry in entries) == pytest.approx(penalty)
    assert made.layers == []


def test_a_layer_without_a_name_is_what_is_weighted_again() -> None:
    source = "X, y = xor(20)\np = sigmoid(tanh(X @ A) @ v)\nL = mean((p - y)**2)"
    given = {"A": np.ones((2, 3)), "v": np.ones(3)}
    made = field(source, given, WHERE, ["A", "v"], None, DEFAULT)
    assert [(layer.name, layer.units) for layer in made.layers] == [("", 3)]
