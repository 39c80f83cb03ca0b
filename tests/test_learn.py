"""Training: PyTorch's numbers, the lectures' and published runs, and how a run ends."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

import chainrule
from chainrule.compiled import Compiled
from chainrule.errors import ChainruleError
from chainrule.evaluate import evaluate
from chainrule.examples import EXAMPLES
from chainrule.graph import INPUT
from chainrule.learn import OPTIMIZERS, SCHEDULES, train
from chainrule.limits import DEFAULT
from chainrule.read import Request, read
from chainrule.read.tape import RoundTape
from chainrule.tracing.request_values import read_value

RNG = np.random.default_rng(5)
X = RNG.standard_normal((12, 3))
Y = X @ np.array([1.0, -2.0, 0.5]) + 0.3
LABELS = (Y > 0).astype(float)

# Source (NumPy and PyTorch alike, but for `T`), the values that move, those that do not.
PROBLEMS = {
    "parabola": ("(x - 3)**2", {"x": 0.0}, {}),
    "neuron": ("(sigmoid(w*x + b) - y)**2", {"w": 0.8, "b": -0.4}, {"x": 1.5, "y": 1.0}),
    "rosenbrock": ("(1 - x)**2 + 100*(y - x**2)**2", {"x": -1.2, "y": 1.0}, {}),
    "ravine": ("0.5*(x**2 + 50*y**2)", {"x": 1.0, "y": 1.0}, {}),
    "saddle": ("x**2 - y**2 + y**4", {"x": 0.7, "y": 0.01}, {}),
    "absolute": ("abs(x - 1) + 0.1*x**2", {"x": 3.0}, {}),
    "linear": ("mean((X @ w + b - y)**2)", {"w": np.zeros(3), "b": 0.0}, {"X": X, "y": Y}),
    "logistic": (
        "mean(log(1 + exp(X @ w + b)) - y*(X @ w + b))",
        {"w": np.full(3, 0.1), "b": 0.0},
        {"X": X, "y": LABELS},
    ),
    "network": (
        "mean((tanh(X @ V + c) @ w - y)**2)",
        {"V": RNG.standard_normal((3, 4)), "c": np.zeros(4), "w": RNG.standard_normal(4)},
        {"X": X, "y": Y},
    ),
    "relu network": (
        "mean((relu(X @ V) @ w - y)**2) + 0.01*sum(V**2)",
        {"V": RNG.standard_normal((3, 5)), "w": RNG.standard_normal(5)},
        {"X": X, "y": Y},
    ),
}
TORCH = {name: getattr(torch, name) for name in ("sigmoid", "abs", "mean", "log", "exp", "tanh", "relu", "sum")}


def in_torch(name, make, schedule=None, updates=30):
    """Losses and parameters, before each update and after the last."""
    source, start, fixed = PROBLEMS[name]
    moving = {key: torch.tensor(value, dtype=torch.float64, requires_grad=True) for key, value in start.items()}
    names = {**TORCH, **{key: torch.tensor(value, dtype=torch.float64) for key, value in fixed.items()}, **moving}
    optimizer = make(list(moving.values()))
    scheduler = schedule(optimizer) if schedule else None
    losses, values = [], []
    for update in range(updates + 1):
        optimizer.zero_grad()
        loss = eval(source, {}, names)
        losses.append(loss.item())
        values.append({key: each.detach().numpy().copy() for key, each in moving.items()})
        if update < updates:
            loss.backward()
            optimizer.step()
            if scheduler:
                scheduler.step()
    return losses, values


def compare(run, losses, values):
    assert run.iterations.tolist() == list(range(len(losses)))
    np.testing.assert_allclose(run.loss, losses, rtol=1e-9, atol=1e-12)
    for name, rows in run.values.items():
        np.testing.assert_allclose(rows, [each[name] for each in values], rtol=1e-9, atol=1e-9)


def ours(name, updates=30, **settings):
    source, start, fixed = PROBLEMS[name]
    return train(source, {**start, **fixed}, parameters=[*start], iterations=updates, tolerance=0, **settings)


RULES = [
    ("sgd", {"lr": 1e-3}),
    ("sgd", {"lr": 1e-3, "weight_decay": 0.1}),
    ("momentum", {"lr": 1e-3, "momentum": 0.8}),
    ("nesterov", {"lr": 1e-3, "weight_decay": 0.02}),
    ("adagrad", {"lr": 0.05}),
    ("rmsprop", {"lr": 0.01, "alpha": 0.9}),
    ("adam", {"lr": 0.02, "beta1": 0.8}),
    ("adam", {"lr": 0.02, "weight_decay": 0.1}),
    ("adamw", {"lr": 0.02}),
]


@pytest.mark.parametrize("problem", PROBLEMS)
def test_every_rule_gives_pytorchs_losses_and_parameters(problem):
    for name, settings in RULES:
        row = OPTIMIZERS[name]
        call = row.torch.format(**{**row.settings, **settings})
        losses, values = in_torch(problem, lambda params, call=call: eval(f"torch.optim.{call}"))
        compare(ours(problem, optimizer=name, settings=settings), losses, values)


# Every setting of every row that has a class, alone and with the others.
ALL_SETTINGS = {
    "sgd": [
        {"weight_decay": 0.3},
        {"momentum": 0.7},
        {"momentum": 0.7, "nesterov": True},
        {"momentum": 0.9, "weight_decay": 0.1, "nesterov": True},
    ],
    "momentum": [{}, {"momentum": 0.3, "weight_decay": 0.2}, {"nesterov": True}],
    "nesterov": [{}, {"momentum": 0.3, "weight_decay": 0.2}],
    "adagrad": [{}, {"eps": 1e-3, "weight_decay": 0.2}],
    "rmsprop": [{}, {"alpha": 0.5, "eps": 1e-3, "weight_decay": 0.2}],
    "adam": [{}, {"beta1": 0.5, "beta2": 0.9, "eps": 1e-3, "weight_decay": 0.2}],
    "adamw": [{}, {"beta1": 0.5, "beta2": 0.9, "eps": 1e-3, "weight_decay": 0.2}, {"weight_decay": 0}],
}


def test_all_settings_are_among_those_that_are_compared():
    for name, row in OPTIMIZERS.items():
        if row.torch:
            tried = {setting for settings in ALL_SETTINGS[name] for setting in settings}
            assert tried == {*row.settings, *row.variants, *row.switches} - {"lr", "bias_correction"}, name


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", ALL_SETTINGS)
def test_fifty_updates_of_a_random_network_are_pytorchs_with_every_setting(name, seed):
    rng = np.random.default_rng(seed)
    rows, inputs, units = (int(rng.integers(*ends)) for ends in ((3, 9), (1, 4), (2, 5)))
    data = {"X": rng.standard_normal((rows, inputs)), "y": rng.standard_normal(rows)}
    start = {
        "V": rng.standard_normal((inputs, units)),
        "c": rng.standard_normal(units),
        "w": rng.standard_normal(units),
    }
    for settings in ALL_SETTINGS[name]:
        lr = float(10 ** rng.uniform(-3, -1.3))
        moving = {key: torch.tensor(value, requires_grad=True) for key, value in start.items()}
        if name in ("sgd", "momentum"):
            usual = {"momentum": OPTIMIZERS[name].settings.get("momentum", 0)}
            optimizer = torch.optim.SGD(moving.values(), lr=lr, **{**usual, **settings})
        else:
            call = OPTIMIZERS[name].torch.format(**{**OPTIMIZERS[name].settings, **settings, "lr": lr})
            optimizer = eval(f"torch.optim.{call}", {"torch": torch, "params": [*moving.values()]})
        X, y = (torch.tensor(value) for value in data.values())
        for _ in range(50):
            optimizer.zero_grad()
            loss = ((torch.tanh(X @ moving["V"] + moving["c"]) @ moving["w"] - y) ** 2).mean()
            loss.backward()
            optimizer.step()
        run = train(
            "mean((tanh(X @ V + c) @ w - y)**2)",
            {**start, **data},
            parameters=[*start],
            optimizer=name,
            settings={"lr": lr, **settings},
            iterations=50,
            tolerance=0,
        )
        for key, value in moving.items():
            np.testing.assert_allclose(run.values[key][-1], value.detach().numpy(), rtol=1e-9, atol=1e-9)


def test_every_row_that_names_a_class_of_pytorch_is_compared_with_it():
    assert {name for name, row in OPTIMIZERS.items() if row.torch} == {name for name, _ in RULES}


SCHEDULED = [
    ({"kind": "constant"}, lambda o: torch.optim.lr_scheduler.ConstantLR(o, 1.0)),
    ({"kind": "step", "every": 7, "factor": 0.5}, lambda o: torch.optim.lr_scheduler.StepLR(o, 7, 0.5)),
    ({"kind": "step", "at": [5, 11]}, lambda o: torch.optim.lr_scheduler.MultiStepLR(o, [5, 11], 0.1)),
    ({"kind": "cosine"}, lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, 30)),
    ({"kind": "linear"}, lambda o: torch.optim.lr_scheduler.LinearLR(o, 1.0, 0.0, 30)),
    ({"kind": "inverse_sqrt"}, lambda o: torch.optim.lr_scheduler.LambdaLR(o, lambda t: max(t, 1) ** -0.5)),
    ({"kind": "restarts", "every": 8}, lambda o: torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(o, 8)),
    ({"kind": "warmup", "over": 6}, lambda o: torch.optim.lr_scheduler.LambdaLR(o, lambda t: min(1, (t + 1) / 6))),
    (
        {"kind": "warmup", "over": 6, "then": {"kind": "cosine"}},
        lambda o: torch.optim.lr_scheduler.SequentialLR(
            o,
            [
                torch.optim.lr_scheduler.LinearLR(o, 1 / 6, 1.0, 5),
                torch.optim.lr_scheduler.CosineAnnealingLR(o, 24),
            ],
            [6],
        ),
    ),
    ({"formula": "lr/(1 + 0.1*t)"}, lambda o: torch.optim.lr_scheduler.LambdaLR(o, lambda t: 1 / (1 + 0.1 * t))),
]


@pytest.mark.parametrize("schedule", SCHEDULED, ids=lambda pair: "-".join(map(str, pair[0].values()))[:30])
@pytest.mark.filterwarnings("ignore")  # SequentialLR itself calls what PyTorch has deprecated
def test_every_schedule_gives_pytorchs_run(schedule):
    for problem in ("neuron", "linear"):
        losses, values = in_torch(problem, lambda params: torch.optim.Adam(params, lr=0.05), schedule[1])
        run = ours(problem, optimizer="adam", settings={"lr": 0.05}, schedule=schedule[0])
        compare(run, losses, values)


def test_every_schedule_of_the_table_is_compared_with_pytorch():
    assert {*SCHEDULES, "warmup"} == {schedule["kind"] for schedule, _ in SCHEDULED if "kind" in schedule}


@pytest.mark.parametrize("name", ["momentum", "nesterov"])
def test_the_lectures_velocity_gives_the_same_parameters_and_another_v(name):
    run = ours("linear", optimizer=name, settings={"lr": 0.01})
    lectures = ours("linear", optimizer=f"{name}-cs231n", settings={"lr": 0.01})
    np.testing.assert_allclose(run.values["w"], lectures.values["w"], rtol=1e-12)
    np.testing.assert_allclose(lectures.state["v"]["w"], -0.01 * run.state["v"]["w"], rtol=1e-12)


def test_a_typed_rule_is_the_row_with_the_same_text():
    for name in ("momentum", "adam", "rmsprop"):
        row = OPTIMIZERS[name]
        settings = {each: value for each, value in row.settings.items() if each != "weight_decay"}
        typed = ours("network", optimizer={"update": row.text.replace("; ", "\n")}, settings=settings)
        assert np.array_equal(typed.values["V"], ours("network", optimizer=name).values["V"])


def test_a_rule_that_mixes_entries_moves_each_parameter_by_itself():
    run = ours("linear", 1, optimizer={"update": "w = w - lr*g/sqrt(sum(g**2))"}, settings={"lr": 0.5})
    assert np.linalg.norm(run.values["w"][1] - run.values["w"][0]) == pytest.approx(0.5)
    assert abs(run.values["b"][1] - run.values["b"][0]) == pytest.approx(0.5)


def test_the_switch_of_the_bias_correction_multiplies_the_first_step():
    with_it = ours("parabola", 1, optimizer="adam")
    without = ours("parabola", 1, optimizer="adam", settings={"bias_correction": False})
    assert without.values["x"][1] / with_it.values["x"][1] == pytest.approx(0.1 / math.sqrt(0.001), rel=1e-6)


@pytest.mark.parametrize(
    ("optimizer", "settings", "sentence"),
    [
        ("adam", {"beta1": 1}, "`beta1` is not below 1."),
        ("adamw", {"beta2": 2}, "`beta2` is not below 1."),
        ("adam", {"eps": -1e-8}, "`eps` is below 0."),
        ("rmsprop", {"alpha": 1.5}, "`alpha` is over 1."),
        ("momentum", {"momentum": -0.1}, "`momentum` is below 0."),
        ("sgd", {"weight_decay": -1}, "`weight_decay` is below 0."),
    ],
)
def test_a_setting_outside_its_range_is_named_as_pytorch_refuses_it(optimizer, settings, sentence):
    with pytest.raises(ChainruleError) as caught:
        ours("parabola", optimizer=optimizer, settings=settings)
    assert (caught.value.code, caught.value.detail) == ("bad-setting", sentence)


def test_data_does_not_move_and_is_checked_without_minibatches_too():
    source, start = "(w*x + b - t)**2", {"w": 1, "x": 2, "b": 0, "t": 5}
    assert train(source, start, iterations=1, data=["w"]).parameters == ["b"]
    for fields, code in (
        ({"data": ["q"]}, "unknown-parameter"),
        ({"data": ["w"], "parameters": ["w", "b"]}, "bad-batch"),
        ({"parameters": []}, "no-parameter"),
        ({"data": [*start]}, "no-parameter"),
    ):
        with pytest.raises(ChainruleError) as caught:
            train(source, start, iterations=1, **fields)
        assert caught.value.code == code


def test_a_minibatch_of_more_than_all_is_all_and_says_so():
    run = ours("linear", 3, batch=100, settings={"lr": 0.1})
    assert np.array_equal(run.values["w"], ours("linear", 3, settings={"lr": 0.1}).values["w"])
    assert [(notice.code, "12 examples" in notice.text) for notice in run.notices] == [("batch", True)]


# Minibatches.


def test_minibatches_follow_the_order_of_the_contract():
    run = ours("linear", 7, batch=5, seed=3, settings={"lr": 0.1})
    w, b, generator, order = np.zeros(3), 0.0, np.random.default_rng(3), []
    for update in range(7):
        order = order or [*generator.permutation(12)]
        rows, order = order[:5], order[5:]
        np.testing.assert_allclose(run.values["w"][update], w, atol=1e-14)
        error = X[rows] @ w + b - Y[rows]
        w, b = w - 0.1 * 2 * X[rows].T @ error / len(rows), b - 0.1 * 2 * error.mean()
        assert run.loss[update] == pytest.approx(
            np.mean((X @ run.values["w"][update] + run.values["b"][update] - Y) ** 2)
        )


def test_what_is_kept_does_not_change_the_run():
    few, all_of_them = (ours("linear", 50, batch=5, keep=keep, settings={"lr": 0.05}) for keep in (3, 100))
    assert few.iterations.tolist() == [0, 25, 50]
    assert np.array_equal(few.values["w"], all_of_them.values["w"][few.iterations])


def test_data_of_the_text_is_cut_too():
    text = f"X = array({X.tolist()})\ny = array({Y.tolist()})\nmean((X @ w + b - y)**2)"
    typed = train(text, {"w": [0, 0, 0], "b": 0}, batch=5, iterations=9, settings={"lr": 0.1})
    assert np.array_equal(typed.values["w"], ours("linear", 9, batch=5, settings={"lr": 0.1}).values["w"])


COUNTED = "X, y = moons(40, seed=1)\nn = X.shape[0]\np = X @ w + b\nL = np.sum((p - y)**2)/n"


def test_a_count_of_examples_is_that_of_the_minibatch():
    """A mean by hand, of data that the text makes, is the mean that NumPy's own function gives."""
    start = {"w": [0.1, 0.2], "b": 0.0}
    by_hand, mean = (
        train(text, start, batch=10, iterations=4, settings={"lr": 0.1})
        for text in (COUNTED, COUNTED.replace("np.sum((p - y)**2)/n", "np.mean((p - y)**2)"))
    )
    assert np.allclose(by_hand.loss, mean.loss, rtol=1e-12, atol=0)
    again = COUNTED.replace("\nn =", "\nX = X - X.mean(axis=0)\nn =")
    with pytest.raises(chainrule.InputError, match="holds the number 40"):
        train(again, start, batch=10, iterations=4)


# The engine.


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.name)
def test_the_compiled_tape_gives_the_numbers_of_a_pass(example):
    values = {name: read_value(name, value, DEFAULT) for name, value in example.values.items()}
    graph = read(example.source, Request(values))
    upstream = None if example.upstream is None else read_value("upstream", example.upstream, DEFAULT)
    whole = evaluate(graph, values, upstream)
    free = [node.id for node in graph.nodes if node.op == INPUT]
    leaves = {node: whole.values[node] for node in free}
    tape = Compiled(graph, leaves, free, [graph.output], free)
    with np.errstate(all="ignore"):
        assert np.array_equal(tape.run(), whole.values[graph.output])
        for node, gradient in zip(free, tape.gradients(whole.upstream), strict=True):
            assert np.array_equal(gradient, whole.gradients[node])


def test_units_are_not_the_regularizer_in_the_example_of_two_moons():
    example = next(each for each in EXAMPLES if each.name == "two-moons")

    def last(units, penalty):
        source = example.source.replace("units = 20", f"units = {units}").replace("lam = 0.001", f"lam = {penalty}")
        return train(source, **example.train).loss[-1]

    assert last(20, 0.001) < 0.6 * last(3, 0.001)  # more units bend more
    assert last(20, 0.1) == pytest.approx(last(6, 0.1), rel=1e-3)  # with a strong penalty their number matters no more


def test_a_guard_that_flips_reads_the_program_again():
    run = train("f = x**2 if x > 1 else 3*x", {"x": 2}, settings={"lr": 0.3}, iterations=3)
    assert run.gradients["x"].tolist() == pytest.approx([4, 3, 3, 3])


# How a run ends.


@pytest.mark.parametrize(
    ("source", "values", "asked", "ended", "updates"),
    [
        ("(x - 3)**2", {"x": 0}, {"iterations": 10}, "iterations", 10),
        ("(x - 3)**2", {"x": 3}, {}, "converged", 0),
        ("(x - 3)**2", {"x": 0}, {"settings": {"lr": 1e308}}, "diverged", 1),
        ("x**2", {"x": 1}, {"settings": {"lr": 2}, "iterations": 1000}, "diverged", 13),
        ("log(x)", {"x": -1}, {}, "diverged", 0),
        ("(x - 3)**2", {"x": 0}, {"iterations": 10**9, "tolerance": 0, "settings": {"lr": 0}}, "budget", 2000),
    ],
)
def test_a_run_ends_with_a_sentence(source, values, asked, ended, updates):
    limits = replace(DEFAULT, run_updates=2000)
    run = train(source, values, **{"settings": {"lr": 0.1}, **asked}, limits=limits)
    assert (run.ended, run.iterations[-1]) == (ended, updates)
    assert run.text.endswith("." if ended != "budget" else ").")


def test_a_run_ends_when_its_time_or_its_work_is_used_up():
    for limit in ({"run_seconds": 0.0}, {"run_multiply_adds": 0}):
        run = train("(x - 3)**2", {"x": 0}, limits=replace(DEFAULT, **limit))
        assert run.ended == "budget"
        assert next(iter(limit)) in run.text


def test_too_many_numbers_are_kept_less_often_and_then_not_at_all():
    for numbers, entries, values in ((40, 10, {"x", "y"}), (3, 31, set())):
        run = train("x**2 + y**2", {"x": 1, "y": 2}, iterations=30, limits=replace(DEFAULT, run_numbers=numbers))
        assert run.notices[0].code == "keep"
        assert (len(run.iterations), set(run.values)) == (entries, values)
        assert run.iterations[-1] == 30
        assert run.curve.iterations.tolist() == [*range(31)]  # the losses are all there
        assert np.isin(run.iterations, run.curve.iterations).all()


HAND_LOOP = """
x, y = randn(8, 4), randn(8, 3)
w = randn(4, 3)
for t in range(40):
    p = x.dot(w)
    loss = np.square(p - y).sum()
    grad_p = 2.0*(p - y)
    grad_w = x.T.dot(grad_p)
    w -= 1e-2*grad_w
"""


def test_the_losses_of_a_loop_with_large_arrays_are_those_of_a_loop_that_keeps_them_all():
    whole = train(HAND_LOOP, optimizer=None)
    run = train(HAND_LOOP, optimizer=None, limits=replace(DEFAULT, run_numbers=100))
    assert run.iterations.tolist() == [0, 13, 27, 40]
    assert run.document().curve is not None
    assert whole.document().curve is None
    np.testing.assert_allclose(run.curve.loss, whole.loss, rtol=1e-13)
    assert run.values["w"].shape == (4, 4, 3)


def test_a_loop_pays_for_its_own_lines_and_for_the_graphs_that_are_kept():
    """The 20-line program of the lectures, 1000-100-10 on 64 examples, has its 2,000 rounds within the limit."""
    forward = 8 * 4 * 3 + 2 * 8 * 3  # the product; the differences, the squares
    own = 2 * forward + 8 * 4 * 3 + 200
    limits = replace(DEFAULT, run_multiply_adds=40 * own, run_numbers=100)
    assert train(HAND_LOOP, optimizer=None, keep=2, limits=limits).ended == "iterations"
    assert (
        train(HAND_LOOP, optimizer=None, keep=2, limits=replace(limits, run_multiply_adds=40 * forward)).ended
        == "budget"
    )


# Which leaves are parameters.


def test_an_endless_loop_is_not_interpreted_round_by_round(monkeypatch):
    """What is told of a kept round decides nothing: the tape goes on behind it."""
    interpreted = []
    skip = RoundTape.skip
    monkeypatch.setattr(RoundTape, "skip", lambda *args: (interpreted.append(1), skip(*args))[1])
    lines = "w = np.array([1.0, 2.0])\nwhile True:\n    L = np.sum((w*x - 3)**2)\n    w = w - 1e-4*2*(w*x - 3)*x"
    limits = replace(DEFAULT, run_updates=20_000)
    run = chainrule.train(f"import numpy as np\n{lines}", {"x": [0.5, -1.0]}, optimizer=None, limits=limits)
    assert run.ended == "budget"
    assert run.iterations[-1] == 20_000
    assert len(interpreted) < 2_000
    w, x = np.array([1.0, 2.0]), np.array([0.5, -1.0])
    for _ in range(20_000):
        w = w - 1e-4 * 2 * (w * x - 3) * x
    np.testing.assert_allclose(run.values["w"][-1], w, rtol=1e-12)


@pytest.mark.parametrize(
    ("source", "parameters"),
    [
        ("(w*x + b - y)**2", ["w", "b"]),
        ("(x + y)*z", ["x", "y", "z"]),
        ("w = 0.5\nx = 2\nL = (w*x - 1)**2", ["w"]),
        ("W1 = randn(3, 2)\nX = array([[1, 2, 3]])\nsum((X @ W1)**2)", ["W1"]),
        ("mean((sigmoid(X @ W1 + b1) @ W2 - y)**2) + lam*sum(W2**2)", ["W1", "b1", "W2"]),
        ("(theta_0 + theta_1*x_1 - y_1)**2", ["theta_0", "theta_1"]),
        ("x**2", ["x"]),
        ("(sigmoid(w1*i1 + w2*i2 + b1) - target_o1)**2", ["w1", "w2", "b1"]),
        ("(w1*in1 + w2*input_2 - t1)**2", ["w1", "w2"]),
    ],
)
def test_the_parameters_are_guessed(source, parameters):
    run = train(source, iterations=1, defaults=True)
    assert run.parameters == parameters


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"optimizer": "adm"}, "unknown-optimizer"),
        ({"optimizer": {"update": "v = g"}}, "bad-rule"),
        ({"optimizer": {"update": "w = w - lr*q"}}, "missing-setting"),
        ({"optimizer": {"update": "if g > 0:\n    w = w - lr*g"}}, "bad-rule"),
        ({"optimizer": {"update": "w = w - lr*("}}, "syntax"),
        ({"settings": {"speed": 1}}, "unknown-setting"),
        ({"settings": {"lr": float("nan")}}, "bad-setting"),
        ({"schedule": {"kind": "cosin"}}, "unknown-schedule"),
        ({"schedule": {"kind": "restarts"}}, "bad-setting"),
        ({"schedule": {"formula": "lr*q"}}, "missing-setting"),
        ({"iterations": -1}, "bad-setting"),
        ({"batch": 2}, "bad-batch"),
        ({"parameters": ["nothing"]}, "unknown-parameter"),
    ],
)
def test_a_mistake_is_refused_by_its_name(asked, code):
    with pytest.raises(ChainruleError) as caught:
        train("(w*x - y)**2", {"w": 1, "x": 2, "y": 3}, **asked)
    assert caught.value.code == code


# In Python.


def test_a_run_opens_as_a_trace_and_shows_itself():
    run = chainrule.train("(w*x - y)**2", {"w": 1, "x": 2, "y": 3}, settings={"lr": 0.05}, iterations=4)
    assert run.trace(2).gradients["w"] == pytest.approx(run.gradients["w"][2])
    assert repr(run).startswith("Run(w: loss 1 -> ")
    assert run._repr_mimebundle_()["image/svg+xml"].startswith("<svg")
    document = run.to_dict()
    assert document["loss"] == run.loss.tolist()
    assert document["values"]["w"] == run.values["w"].tolist()


TRAINS = "w = 1.0\nwhile True:\n    L = (w - 3)**2\n    w -= 1e-7*2*(w - 3)"
CARRIES = "w = 1.0\nfor i in range(10**7):\n    w = w*0.99999 + (w > 9)"


@pytest.mark.parametrize(("source", "optimizer"), [("(w - 3)**2", "sgd"), (TRAINS, None), (CARRIES, None)])
def test_a_run_that_is_stopped_keeps_what_was_done(source, optimizer):
    settings = {"optimizer": optimizer, "settings": {"lr": 1e-9} if optimizer else None}
    iterations = 100_000 if optimizer else None
    run = train(source, {"w": 1.0} if optimizer else None, iterations=iterations, progress=lambda *_: True, **settings)
    last = int(run.iterations[-1])
    assert run.ended == "stopped"
    assert run.text == f"The run was stopped after {last:,} update{'s' * (last != 1)}."
    assert 0 <= last < 100_000
    again = train(source, {"w": 1.0} if optimizer else None, iterations=last, **settings)
    assert run.values["w"][-1] == again.values["w"][-1]


# Data.


@pytest.mark.parametrize("name", ["moons", "circles", "xor", "spiral", "blobs"])
def test_points_are_the_same_for_the_same_call_and_can_be_separated(name):
    head = f"X, y = {name}(60, seed=3)\nnp.random.seed(0)\n"
    net = "W1 = np.random.randn(2, 8)\nb1 = np.zeros(8)\nW2 = np.random.randn(8)\nb2 = 0\n"
    loss = "s = relu(X @ W1 + b1) @ W2 + b2\nL = mean(log(1 + exp(-(2*y - 1)*s)))"
    source = head + net + loss
    settings = {"optimizer": "adam", "settings": {"lr": 0.05}, "batch": 20, "iterations": 400}
    first, again = train(source, **settings), train(source, **settings)
    assert first.parameters == ["W1", "b1", "W2", "b2"]
    assert np.array_equal(first.loss, again.loss)
    assert first.loss[-1] < 0.1
    assert train(source.replace("seed=3", "seed=4"), iterations=0).loss[0] != first.loss[0]


def test_lines_and_waves_have_their_noise_on_the_targets():
    run = train("x, y = line(20, noise=0)\nmean((w*x + b - y)**2)", {"w": 0, "b": 0}, settings={"lr": 0.5})
    assert (run.values["w"][-1], run.values["b"][-1]) == (pytest.approx(2), pytest.approx(1))
    wave = read("x, y = sine(9, noise=0)\ny - sin(pi*x)", Request())
    assert np.abs(evaluate(wave, {}).values[wave.output]).max() < 1e-12


@pytest.mark.parametrize(
    "call", ["moons(0)", "moons(10**9)", "blobs(3, classes=99)", "spiral(noise=x)", "xor(1, 2, 3, 4)"]
)
def test_impossible_points_are_refused(call):
    with pytest.raises(ChainruleError):
        read(f"X, y = {call}\nsum(X)", Request(defaults=True))
