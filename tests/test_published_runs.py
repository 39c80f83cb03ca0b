"""Runs that are printed in lectures, books and posts come out to the last printed digit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import chainrule
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


ROWS = """[[2.7810836, 2.550537003, 0], [1.465489372, 2.362125076, 0], [3.396561688, 4.400293529, 0],
    [1.38807019, 1.850220317, 0], [3.06407232, 3.005305973, 0], [7.627531214, 2.759262235, 1],
    [5.332441248, 2.088626775, 1], [6.922596716, 1.77106367, 1], [8.675418651, -0.242068655, 1],
    [7.673756466, 3.508563011, 1]]"""

LINE = """
x = [1, 2, 4, 3, 5]
y = [1, 3, 3, 2, 5]
b0, b1 = 0.0, 0.0
alpha = 0.01
for epoch in range(4):
    for i in range(len(x)):
        p = b0 + b1 * x[i]
        error = p - y[i]
        b0 = b0 - alpha * error
        b1 = b1 - alpha * error * x[i]
"""

LOGISTIC = f"""
dataset = {ROWS}

def predict(row, coefficients):
    yhat = coefficients[0]
    for i in range(len(row)-1):
        yhat += coefficients[i + 1] * row[i]
    return 1.0 / (1.0 + exp(-yhat))

def coefficients_sgd(train, l_rate, n_epoch):
    coef = [0.0 for i in range(len(train[0]))]
    for epoch in range(n_epoch):
        sum_error = 0
        for row in train:
            yhat = predict(row, coef)
            error = row[-1] - yhat
            sum_error += error**2
            coef[0] = coef[0] + l_rate * error * yhat * (1.0 - yhat)
            for i in range(len(row)-1):
                coef[i + 1] = coef[i + 1] + l_rate * error * yhat * (1.0 - yhat) * row[i]
        print('>epoch=%d, lrate=%.3f, error=%.3f' % (epoch, l_rate, sum_error))
    return coef

coef = coefficients_sgd(dataset, 0.3, EPOCHS)
"""


def test_a_line_fitted_to_single_points_as_a_tutorial_does_it_by_hand():
    """Four passes over five points with the delta rule: its spreadsheet ends at these coefficients."""
    run = train(LINE, optimizer=None)
    assert len(run.loss) == 5  # before the first pass, and after each
    assert f"{run.values['b0'][-1]:.9f}" == "0.230897491"
    assert f"{run.values['b1'][-1]:.10f}" == "0.7904386102"


@pytest.mark.parametrize(
    ("epochs", "coefficients"),
    [
        (10, ["-0.406605464", "0.8525733164", "-1.104746259"]),
        (100, ["-0.8596443546618897", "1.5223825112460005", "-2.218700210565016"]),
    ],
)
def test_logistic_regression_by_single_points_in_plain_python(epochs, coefficients):
    run = train(LOGISTIC.replace("EPOCHS", str(epochs)), optimizer=None)
    for name, printed in zip(("coef[0]", "coef[1]", "coef[2]"), coefficients, strict=True):
        assert f"{run.values[name][-1]:.{len(printed.partition('.')[2])}f}" == printed
    if epochs == 100:
        assert f"{run.loss[-1]:.3f}" == "0.022"  # its program prints the sum of squares of every pass


def test_the_best_known_network_of_dictionaries_in_plain_python():
    """Seeded by the standard library; the program prints the error of each of its 20 passes, and then its weights."""
    source = (Path(__file__).parent / "published" / "network_of_dictionaries.txt").read_text(encoding="utf-8")
    run = train(source, optimizer=None)
    assert " ".join(f"{error:.3f}" for error in run.loss[1:]) == (
        "6.350 5.531 5.221 4.951 4.519 4.173 3.835 3.506 3.192 2.898 "
        "2.626 2.377 2.153 1.953 1.774 1.614 1.472 1.346 1.233 1.132"
    )
    printed = {
        "network[0][0]": [-1.4688375095432327, 1.850887325439514, 1.0858178629550297],
        "network[0][1]": [0.37711098142462157, -0.0625909894552989, 0.2765123702642716],
        "network[1][0]": [2.515394649397849, -0.3391927502445985, -0.9671565426390275],
        "network[1][1]": [-2.5584149848484263, 1.0036422106209202, 0.42383086467582715],
    }
    for neuron, weights in printed.items():
        assert [run.values[f"{neuron}['weights'][{i}]"][-1] for i in range(3)] == weights


@pytest.mark.parametrize(
    ("start", "cost", "first", "last"),
    [(0.6, "(y - a)**2/2", "0.82", "0.09"), (2.0, "(y - a)**2/2", "0.98", "0.20")],
)
def test_the_one_neuron_of_a_book_learns_slowly_where_it_is_very_wrong(start, cost, first, last):
    """300 epochs at 0.15 from w = 0.6, b = 0.9 and from w = b = 2: the outputs that the book's animations begin and
    end with."""
    bias = 0.9 if start == 0.6 else 2.0
    source = f"x = 1\ny = 0\na = sigmoid(w*x + b)\nC = {cost}"
    run = train(source, {"w": start, "b": bias}, settings={"lr": 0.15}, iterations=300)
    outputs = 1 / (1 + np.exp(-(run.values["w"] + run.values["b"])))
    assert (f"{outputs[0]:.2f}", f"{outputs[-1]:.2f}") == (first, last)


@pytest.mark.parametrize(
    ("source", "values", "digits", "before", "after"),
    [
        ("x*y", {"x": -2, "y": 3}, 4, "-6.0000", "-5.8706"),
        ("(x + y)*z", {"x": -2, "y": 5, "z": -4}, 4, "-12.0000", "-11.5924"),
        ("sigmoid(a*x + b*y + c)", {"a": 1, "b": 2, "c": -3, "x": -1, "y": 3}, 4, "0.8808", "0.8826"),
    ],
)
def test_one_step_up_the_circuits_of_a_guide(source, values, digits, before, after):
    """The guide pulls on its circuits: a step of 0.01 along the gradient. It cuts 0.88255 off to 0.8825."""
    run = train(f"f = {source}", values, parameters=list(values), settings={"lr": -0.01}, iterations=1)
    assert [f"{value:.{digits}f}" for value in run.loss] == [before, after]


def test_one_step_towards_the_solution_of_a_non_linear_system():
    """The encyclopedia's example: half the sum of squares of three equations, from 0 at a rate of 0.001."""
    source = (
        "G = [3*x1 - cos(x2*x3) - 3/2, 4*x1**2 - 625*x2**2 + 2*x2 - 1, exp(-x1*x2) + 20*x3 + (10*pi - 3)/3]\n"
        "F = (G[0]**2 + G[1]**2 + G[2]**2)/2"
    )
    run = train(source, {"x1": 0, "x2": 0, "x3": 0}, settings={"lr": 0.001}, iterations=1)
    assert [f"{value:.3f}" for value in run.loss] == ["58.456", "23.306"]
    after = [f"{run.values[name][1]:.5f}" for name in ("x1", "x2", "x3")]
    assert after == ["0.00750", "0.00200", "-0.20944"]


def test_the_picture_of_that_network_is_its_first_pass():
    """What trains is a function that hands nothing back: its loss is the output, not a number set before it."""
    source = (Path(__file__).parent / "published" / "network_of_dictionaries.txt").read_text(encoding="utf-8")
    assert f"{chainrule.trace(source).value:.3f}" == "6.350"
