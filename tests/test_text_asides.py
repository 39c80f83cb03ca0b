"""Asides of formulas: equation numbers, notes in brackets, sentences about letters; what only looks like one stays."""

from __future__ import annotations

import ast

import pytest

import chainrule
from chainrule.read.text import read_text


def python(source: str) -> str:
    return "\n".join(ast.unparse(statement) for statement in read_text(source).statements)


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("z = w*x + b   (1)\na = 2z   (2)", "z = w * x + b\na = 2 * z"),
        ("z = w*x + b (1)\na = 2z (2)", "z = w * x + b\na = 2 * z"),
        ("z = w*x + b  // weighted sum\na = max(0, z)  // ReLU", "z = w * x + b\na = max(0, z)"),
        ("y = 3x (output layer)", "y = 3 * x"),
        ("L = (y - t)^2, where t is the target and y the output", "L = (y - t) ** 2"),
        ("The loss is $L = (y-t)^2$, where $y = w x$ is the prediction and $t$ is the target.",
         "y = w * x\nL = (y - t) ** 2"),
        (r"L = (y - \hat{y})^2, \quad \text{where } \hat{y} = w x", "y_hat = w @ x\nL = (y - y_hat) ** 2"),
        ("L = (t - f(x))^2 where f(x) = w x", "def f(x):\n    return w * x\nL = (t - f(x)) ** 2"),
    ],
)  # fmt: skip
def test_an_aside_is_left_out(source: str, read: str) -> None:
    assert python(source).replace(" @ ", " * ") == read.replace(" @ ", " * ")


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("f = a (b + c)", "f = a * (b + c)"),
        ("y = (x + 1) (2)", "y = (x + 1) * 2"),
        ("n = 3\ny = x // n", "n = 3\ny = x // n"),
        ("bias = 2\nf = a (bias)", "bias = 2\nf = a * bias"),
        ("rate = 2\nloss = 3\ny = 3x (rate loss)", "rate = 2\nloss = 3\ny = 3 * x * (rate * loss)"),
    ],
)
def test_what_computes_stays(source: str, read: str) -> None:
    assert python(source) == read


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("q = x + y, f = qz", "q = x + y\nf = q * z"),
        ("w ← w − η ∂L/∂w, L = (wx − t)²", "w * x"),
        ("h = 3\nz = hx + bh", "h * x + bh"),
        ("lr = 0.1\nw = w - lr*gw", "lr * gw"),
        ("h = tanh(xt + h)", "xt + h"),
        ("y = wx + b", "w * x + b"),
        ("y = tanh(wx + bh)", "w * x + bh"),
    ],
)
def test_letters_side_by_side_are_a_product_where_one_of_them_stands_alone(source: str, read: str) -> None:
    assert read in python(source)


@pytest.mark.parametrize("source", ["L = -Σ_i y_i log(softmax(z)_i)", r"L = -\sum_i y_i \log(\mathrm{softmax}(z)_i)"])
def test_an_entry_of_a_result_runs_with_the_sum(source: str) -> None:
    assert python(source) == "L = -sum(y * log(softmax(z)))"


def test_an_entry_of_a_result_is_chosen_by_a_label() -> None:
    assert "softmax(z)[y" in python("L = -log(softmax(z)_y)")


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("d = -(target - out) * out(1 - out)", "d = -(target - out) * (out * (1 - out))"),
        ("sigma(x)(1 - sigma(x))", "sigmoid(x) * (1 - sigmoid(x))"),
        ("f(x) = x^2, f'(2) = ?", "def f(x):\n    return x ** 2\ngrad(f)(2)"),
        ("If y = 3x^2 + 2x, then dy/dx = 6x + 2.", "y = 3 * x ** 2 + 2 * x\ndy_dx = 6 * x + 2"),
        ("loss = -log(p_y), p = softmax(z), z = [1, 2], y = 0",
         "z = [1, 2]\ny = 0\np = softmax(z)\nloss = -log(p_y)"),
        ("L = Σ p log(p/q)", "L = sum(p * log(p / q))"),
        ("q = xᵀ Σ x", "q = x.T * Sigma * x"),
    ],
)  # fmt: skip
def test_paper_is_read_as_it_is_meant(source: str, read: str) -> None:
    assert python(source).replace("(out * (1 - out))", "out * (1 - out)") == read.replace(
        "(out * (1 - out))", "out * (1 - out)"
    )


def test_sigma_in_front_of_a_bracket_is_the_sigmoid() -> None:
    trace = chainrule.trace("y = sigma(w*x + b)", {"w": 2.0, "x": 1.0, "b": -2.0})
    assert trace.value == 0.5
    assert chainrule.trace("sigma = 2\ny = sigma(x + 1)", {"x": 2.0}).value == 6.0
