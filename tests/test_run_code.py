"""The program of a run does what the run did: it is executed, and its losses and parameters are compared."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

import chainrule
from chainrule.api.app import create_app
from chainrule.errors import ChainruleError
from chainrule.learn import OPTIMIZERS, Settings
from chainrule.request import TraceRequest
from chainrule.run_code import RUN_LANGUAGES, run_code

LINE = "L = (w*x + b - t)**2"
VALUES: dict[str, Any] = {"w": 1, "x": 2, "b": 0, "t": 5}
NETWORK = """h = relu(X @ W1 + b1)
p = sigmoid(h @ W2)
L = -mean(y*log(p) + (1 - y)*log(1 - p)) + 0.01*sum(W1**2)"""
DRAW = np.random.default_rng(2).normal
DATA: dict[str, Any] = {
    "X": DRAW(size=(7, 2)).tolist(),
    "y": [[0], [1], [1], [0], [1], [0], [1]],
    "W1": DRAW(size=(2, 3)).tolist(),
    "b1": DRAW(size=3).tolist(),
    "W2": DRAW(size=(3, 1)).tolist(),
}
SCHEDULES: dict[str, Any] = {
    "step": {"kind": "step", "every": 4, "factor": 0.3},
    "at": {"kind": "step", "at": [3, 9]},
    "cosine": {"kind": "cosine"},
    "inverse_sqrt": {"kind": "inverse_sqrt"},
    "restarts": {"kind": "restarts", "every": 5},
    "warmup": {"kind": "warmup", "over": 4, "then": {"kind": "linear"}},
    "formula": {"formula": "lr*exp(-t/T)*maximum(0.5, cos(pi*t/T))"},
}


def executed(source: str, values: dict[str, Any], language: str, **how: Any) -> tuple[list[float], list[np.ndarray]]:
    code = run_code(TraceRequest.from_fields({"source": source, "values": values}), Settings(**how), language)
    space: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(code.text, code.file, "exec"), space)  # our own text
    losses, ends = (
        next(space[name] for name in reversed(space) if name.startswith(stem)) for stem in ("losses", "ends")
    )
    kept = losses.values() if isinstance(losses, dict) else losses
    return [*kept], [np.asarray(end) for end in ends]


def agrees(source: str, values: dict[str, Any], language: str, **how: Any) -> None:
    run = chainrule.train(source, values, keep=1000, **how)
    losses, ends = executed(source, values, language, **how)
    np.testing.assert_allclose(losses, run.loss, rtol=1e-9, atol=1e-12)
    for end, rows in zip(ends, run.values.values(), strict=True):
        np.testing.assert_allclose(end, rows[-1], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("language", RUN_LANGUAGES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_comes_out_the_same(optimizer: str, language: str) -> None:
    settings = {"lr": 0.03, "weight_decay": 0.1}
    agrees(LINE, VALUES, language, optimizer=optimizer, settings=settings, parameters=["w", "b"], iterations=15)
    agrees(NETWORK, DATA, language, optimizer=optimizer, settings={"lr": 0.03}, iterations=12)


@pytest.mark.parametrize("language", RUN_LANGUAGES)
@pytest.mark.parametrize("schedule", SCHEDULES)
def test_every_schedule_comes_out_the_same(schedule: str, language: str) -> None:
    how: dict[str, Any] = {"schedule": SCHEDULES[schedule], "settings": {"lr": 0.04}, "iterations": 14}
    agrees(LINE, VALUES, language, optimizer="sgd", parameters=["w", "b"], **how)


@pytest.mark.parametrize("language", RUN_LANGUAGES)
def test_a_typed_rule_comes_out_the_same(language: str) -> None:
    rule = {"update": "v = mu*v + g; w = w - lr*sign(v)*sqrt(abs(v))"}
    agrees(NETWORK, DATA, language, optimizer=rule, settings={"lr": 0.01, "mu": 0.8}, iterations=10)


MEAN_BY_HAND = """n = X.shape[0]
e = X @ w + b - y
L = sum(e**2)/n + lam*sum(w**2)"""
ROWS: dict[str, Any] = {"X": DATA["X"], "y": [1, 2, 0, 1, 3, 1, 2], "w": [0.3, -0.2], "b": 0, "lam": 0.01}
MOONS = """X, y = moons(30, noise=0.1, seed=3)
h = tanh(X @ W1 + b1)
p = sigmoid(h @ W2)[:, 0]
L = -mean(y*log(p) + (1 - y)*log(1 - p))"""
CUT: dict[str, Any] = {
    "a network": (NETWORK, DATA, {"optimizer": "adam"}),
    "the mean by hand": (MEAN_BY_HAND, ROWS, {"parameters": ["w", "b"], "optimizer": "momentum"}),
    "points": (MOONS, {name: DATA[name] for name in ("W1", "b1", "W2")}, {"optimizer": "rmsprop"}),
    "a count of the text's own data": (
        "X, y = moons(30, seed=3)\nn = X.shape[0]\nL = sum((X @ w + b - y)**2)/n",
        {"w": [0.3, -0.2], "b": 0.0},
        {"parameters": ["w", "b"], "optimizer": "sgd"},
    ),
    "diverges": (MEAN_BY_HAND, ROWS, {"parameters": ["w", "b"], "optimizer": "sgd", "settings": {"lr": 9}}),
}


@pytest.mark.parametrize("keep", [1000, 5])
@pytest.mark.parametrize("batch", [3, 7, 50])
@pytest.mark.parametrize("language", RUN_LANGUAGES)
@pytest.mark.parametrize("name", CUT)
def test_the_program_takes_the_same_minibatches(name: str, language: str, batch: int, keep: int) -> None:
    source, values, asked = CUT[name]
    how = {"settings": {"lr": 0.03}, "iterations": 14, "seed": 4, "batch": batch, **asked}
    run = chainrule.train(source, values, keep=keep, **how)
    losses, ends = executed(source, values, language, keep=keep, **how)
    if len(losses) != len(run.loss):  # all examples in every update: the program says every loss
        losses = [losses[update] for update in run.iterations]
    np.testing.assert_allclose(losses, run.loss, rtol=1e-12, atol=1e-12)
    for end, rows in zip(ends, run.values.values(), strict=True):
        np.testing.assert_allclose(end, rows[-1], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("language", RUN_LANGUAGES)
def test_a_run_ends_where_it_converges_or_diverges(language: str) -> None:
    agrees(LINE, VALUES, language, optimizer="sgd", settings={"lr": 0.1}, parameters=["w", "b"], iterations=50)
    agrees(LINE, VALUES, language, optimizer="sgd", settings={"lr": 5}, parameters=["w", "b"], iterations=50)
    how = {"optimizer": "momentum", "settings": {"lr": 0.2, "momentum": 0.9}, "iterations": 4}
    agrees("(x - 4)**2", {"x": 10}, language, **how)  # the velocity goes on from where the gradient is 0


@pytest.mark.parametrize("language", RUN_LANGUAGES)
def test_names_of_the_program_do_not_meet_those_of_the_run(language: str) -> None:
    source = "train = (update*lr + losses - T)**2"
    values = {"update": 1, "lr": 2, "losses": 0, "T": 5}
    agrees(source, values, language, optimizer="adam", parameters=["update", "losses"], iterations=8)


@pytest.mark.parametrize(
    ("source", "how", "said"),
    [
        (LINE, {"optimizer": None}, "own lines"),
        ("if w > 0:\n    L = w*x + b - t\nelse:\n    L = w", {}, "depends on a number"),
        (LINE, {"optimizer": {"update": "w = w - lr*softplus(g)"}}, "softplus"),
    ],
)
def test_what_is_not_written_is_said(source: str, how: dict[str, Any], said: str) -> None:
    request = TraceRequest.from_fields({"source": source, "values": VALUES})
    with pytest.raises(ChainruleError, match=said) as refused:
        run_code(request, Settings(**how))
    assert refused.value.code == "no-run-code"


def test_the_service_writes_it() -> None:
    asked = {"source": LINE, "values": VALUES, "parameters": ["w"], "optimizer": "adam", "language": "torch"}
    with TestClient(create_app(threads=1)) as client:
        code = client.post("/api/v1/train/code", json=asked).json()
        assert "torch.optim.Adam(" in code["text"]
        assert code["file"] == "train_torch.py"
        assert client.post("/api/v1/train/code", json={**asked, "language": "cobol"}).status_code == 422
