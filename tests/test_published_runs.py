"""Runs that are printed in lectures, books and posts come out to the last printed digit."""

from __future__ import annotations

import numpy as np
import pytest

from chainrule.examples import EXAMPLES
from chainrule.learn import train

# "Dive into Deep Learning", chapter on optimization: from (-5, -2) in 20 updates, x1 and x2 as printed there.
RAVINE = "0.1*x1**2 + 2*x2**2"
INSIDE = "w = w - lr/sqrt(s + 1e-6)*g"  # that book has epsilon inside the root
FROM_A_BOOK = [
    ("x1**2 + 2*x2**2", "sgd", {"lr": 0.1}, "-0.057646", "-0.000073"),
    (RAVINE, "sgd", {"lr": 0.4}, "-0.943467", "-0.000073"),
    (RAVINE, "sgd", {"lr": 0.6}, "-0.387814", "-1673.365109"),
    (RAVINE, "momentum", {"lr": 0.6, "momentum": 0.5}, "0.007188", "0.002553"),
    (RAVINE, "momentum", {"lr": 0.6, "momentum": 0.25}, "-0.126340", "-0.186632"),
    (RAVINE, {"update": f"s = s + g**2; {INSIDE}"}, {"lr": 0.4}, "-2.382563", "-0.158591"),
    (RAVINE, {"update": f"s = s + g**2; {INSIDE}"}, {"lr": 2}, "-0.002295", "-0.000000"),
    (RAVINE, {"update": f"s = 0.9*s + 0.1*g**2; {INSIDE}"}, {"lr": 0.4}, "-0.010599", "0.000000"),
]


@pytest.mark.parametrize(("source", "optimizer", "settings", "x1", "x2"), FROM_A_BOOK)
def test_twenty_updates_in_the_ravine_of_a_book(source, optimizer, settings, x1, x2):
    run = train(source, {"x1": -5, "x2": -2}, optimizer=optimizer, settings=settings, iterations=20)
    assert (f"{run.values['x1'][-1]:.6f}", f"{run.values['x2'][-1]:.6f}") == (x1, x2)


@pytest.mark.parametrize(("lr", "x"), [(0.2, "0.060466"), (0.05, "3.486784"), (1.1, "61.917364")])
def test_ten_updates_on_the_parabola_of_a_book(lr, x):
    run = train("x**2", {"x": 10}, settings={"lr": lr}, iterations=10)
    assert f"{run.values['x'][-1]:.6f}" == x


def test_the_update_of_the_lectures_2_2_1_network():
    """The slide has 0.2724 and 0.8731: it rounds the error term before it multiplies."""
    example = next(each for each in EXAMPLES if each.name == "error-propagation")
    run = train(example.source, example.values, settings={"lr": 1}, iterations=1)
    assert run.parameters == ["W1", "W2"]
    after = [*run.values["W1"][1].ravel(), *run.values["W2"][1].ravel()]
    assert [f"{each:.4f}" for each in after] == ["0.0991", "0.7976", "0.3971", "0.5926", "0.2723", "0.8730"]
    assert [f"{each:.5f}" for each in run.loss] == ["0.01810", "0.01657"]


def test_a_step_and_ten_thousand_steps_of_the_best_known_2_2_2_network():
    source = "h = sigmoid(W1 @ x + b1)\no = sigmoid(W2 @ h + b2)\nE = 0.5*sum((t - o)**2)"
    values = {
        "W1": [[0.15, 0.2], [0.25, 0.3]],
        "W2": [[0.4, 0.45], [0.5, 0.55]],
        "x": [0.05, 0.1],
        "t": [0.01, 0.99],
        "b1": 0.35,
        "b2": 0.6,
    }
    run = train(source, values, parameters=["W1", "W2"], iterations=10_000, settings={"lr": 0.5}, keep=10_001)
    hidden = [f"{each:.8f}" for each in run.values["W1"][1].ravel()]
    assert hidden == ["0.14978072", "0.19956143", "0.24975114", "0.29950229"]
    out = [f"{each:.8f}" for each in run.values["W2"][1].ravel()]
    assert out == ["0.35891648", "0.40866619", "0.51130127", "0.56137012"]
    assert f"{run.loss[0]:.9f}" == "0.298371109"
    # The post's 0.291027924 comes out if the first layer is moved along the output weights that have moved already.
    assert f"{run.loss[1]:.9f}" == "0.291027774"
    assert f"{run.loss[9_999]:.10f}" == "0.0000351085"  # its error "after 10,000" is the one before the last update


TOY = """
np.random.seed(1)
X = np.array([[0,0,1],[0,1,1],[1,0,1],[1,1,1]])
"""


def test_the_network_in_eleven_lines():
    """Its program prints the outputs that it had before its 10,000th update."""
    source = (
        f"{TOY}y = np.array([[0,0,1,1]]).T\nsyn0 = 2*np.random.random((3,1)) - 1\nL = sum((y - sigmoid(X @ syn0))**2)/2"
    )
    run = train(source, iterations=9_999, settings={"lr": 1})
    assert run.parameters == ["syn0"]
    inputs = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
    outputs = 1 / (1 + np.exp(-inputs @ run.values["syn0"][-1]))
    assert [f"{each:.8f}" for each in outputs.ravel()] == ["0.00966449", "0.00786506", "0.99358898", "0.99211957"]


def test_the_errors_of_its_three_layers():
    source = (
        f"{TOY}y = np.array([[0],[1],[1],[0]])\nsyn0 = 2*np.random.random((3,4)) - 1\n"
        "syn1 = 2*np.random.random((4,1)) - 1\nL = sum((y - sigmoid(sigmoid(X @ syn0) @ syn1))**2)/2"
    )
    run = train(source, iterations=50_000, settings={"lr": 1}, keep=6)
    inputs, targets = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]]), np.array([[0], [1], [1], [0]])
    errors = []
    for first, second in zip(run.values["syn0"], run.values["syn1"], strict=True):
        outputs = 1 / (1 + np.exp(-(1 / (1 + np.exp(-inputs @ first))) @ second))
        errors.append(f"{np.abs(targets - outputs).mean():.6f}")
    assert errors == ["0.496410", "0.008585", "0.005789", "0.004629", "0.003959", "0.003510"]
