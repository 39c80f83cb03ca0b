"""Without values, what a program sums or averages over is a vector."""

from __future__ import annotations

import json

import numpy as np
import pytest

import chainrule


@pytest.mark.parametrize(
    ("source", "ranks"),
    [
        ("loss = np.mean((y_pred - y_true)**2)", {"y_pred": 1, "y_true": 1}),
        ("loss = np.mean((w*x + b - y)**2)", {"w": 0, "x": 1, "b": 0, "y": 1}),
        ("pred = w*x + b\nloss = np.mean((pred - y)**2)", {"w": 0, "x": 1, "b": 0, "y": 1}),
        ("s = np.sum(w*x) + b", {"w": 1, "x": 1, "b": 0}),
        ("mse = ((y - yhat)**2).mean()", {"y": 1, "yhat": 1}),
        ("loss = F.mse_loss(pred, target)", {"pred": 1, "target": 1}),
        ("loss = sum((y - p)**2) / len(y)", {"y": 1, "p": 1}),
        ("loss = np.mean((X @ w - y)**2) + lam*np.sum(w**2)", {"X": 2, "w": 1, "y": 1, "lam": 0}),
        ("MSE = 1/n Σ(y - p)^2", {"y": 1, "p": 1, "n": 0}),
        ("x_bar = 1/n Σ x", {"x": 1, "n": 0}),
        ("KL = -1/2 Σ (1 + log σ² - μ² - σ²)", {"sigma": 1, "mu": 1}),
        ("nll = np.mean((x - mu)**2/sigma)", {"x": 1, "mu": 0, "sigma": 0}),
        ("J = 1/2m Σ (θx - y)^2", {"theta": 0, "x": 1, "y": 1, "m": 0}),
    ],
)
def test_what_is_summed_is_a_vector(source: str, ranks: dict[str, int]) -> None:
    values = json.loads(chainrule.trace(source, defaults=True).to_json())["values"]
    assert {name: np.ndim(values[name]) for name in ranks} == ranks


def test_a_count_is_as_many_as_are_summed() -> None:
    assert chainrule.trace("MSE = 1/n Σ(y - p)^2, y=[1,2], p=[0,0]", defaults=True).value == 2.5
    assert chainrule.trace("f = (a + b)/n", values={"a": 1, "b": 2}, defaults=True).value == pytest.approx(1.5)


def test_defaults_are_where_the_functions_are_defined() -> None:
    normalized = chainrule.trace("x_norm = (x - np.mean(x)) / np.std(x)", defaults=True).value
    assert np.all(np.isfinite(normalized))
    entropy = "def cross_entropy(y, p):\n    return -sum([y[i]*math.log(p[i]) for i in range(len(y))])"
    assert np.isfinite(chainrule.trace(entropy, defaults=True).value)


def test_values_that_are_given_stay_numbers() -> None:
    assert chainrule.trace("loss = np.mean((y - t)**2)", values={"y": 3, "t": 1}).value == 4
