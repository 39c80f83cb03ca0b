"""Formulas of papers: indicators, matrices by their letters, word vectors, examples in brackets above, biases."""

from __future__ import annotations

import math

import numpy as np
import pytest

import chainrule
from chainrule.errors import SourceError

P = [0.2, 0.5, 0.3]


@pytest.mark.parametrize(
    "choice", ["1[y = k]", "1{y = k}", "I(y = k)", "𝟙[y = k]", "[y = k]", r"\mathbb{1}\{y = k\}", r"1\{k = y\}"]
)
def test_a_sum_over_an_indicator_chooses_an_entry(choice: str) -> None:
    if "\\" in choice:
        source = rf"L = -\sum_{{k=1}}^{{K}} {choice} \log p_k, y = 1, p = (0.2, 0.5, 0.3)"
    else:
        source = f"L = -Σ_k {choice} log p_k\ny = 1\np = (0.2, 0.5, 0.3)"
    trace = chainrule.trace(source)
    assert trace.value == pytest.approx(math.log(2))
    np.testing.assert_allclose(trace.gradients["p"], [0, -2, 0])


def test_the_softmax_loss_of_a_tutorial_is_that_of_numpy() -> None:
    """The cost of softmax regression, as the UFLDL tutorial writes it."""
    source = (
        r"J(\theta) = -\frac{1}{m} \left[ \sum_{i=1}^{m} \sum_{k=1}^{K} 1\{y^{(i)} = k\} "
        r"\log \frac{\exp(\theta^{(k)\top} x^{(i)})}{\sum_{j=1}^{K} \exp(\theta^{(j)\top} x^{(i)})} \right]"
    )
    trace = chainrule.trace(source, defaults=True)
    values = {name: np.asarray(value) for name, value in trace.values.items()}
    scores = values["x"] @ values["theta"].T
    rows = np.arange(len(scores))
    losses = np.log(np.exp(scores).sum(axis=1)) - scores[rows, values["y"].astype(int)]
    assert trace.value == pytest.approx(losses.mean())


@pytest.mark.parametrize(
    ("source", "value", "gradients"),
    [
        ("dz = da * 1[z > 0], z = (1, -1), da = (2, 3)", [1, 0], {}),
        ("f(x) = [x > 0] x, x = 2", 2, {"x": 1}),
        ("L = Σ_i 1[m_i < 1] (1 - m_i), m = (0, 2)", 1, {"m": [-1, 0]}),
        ("p = 1/(1 + exp(-w^T x)), w = (1, 2), x = (2, -1)", 0.5, {"w": [0.5, -0.25], "x": [0.25, 0.5]}),
        ("y = -W x, W = [[1, 2]], x = (3, 4)", [-11], {"x": [-1, -2]}),
        ("y = -Wx + b, W = [[1, 2]], x = (3, 4), b = (1)", [-10], {"x": [-1, -2]}),
        ("J = ‖y - Xw‖², X = [[1, 2]], w = (1, 1), y = [5]", 4, {"w": [-4, -8]}),
        ("Y = XW + b, X = [[1, 2]], W = [[1, 0], [0, 1]], b = (0, 1)", [[1, 3]], {"b": [1, 1]}),
        (
            "J = 1/(2m) Σ_{i=1}^m (w x^(i) + b - y^(i))², x = (1, 2), y = (1, 3), w = 1, b = 0",
            0.25,
            {"w": -1, "b": -0.5},
        ),
        ("f = Σ_{i=0}^{3} a_i x^(i), a = (1, 1, 1, 1), x = 2", 15, {"x": 17}),
        ("a_j = Σ_i w_{ji} x_i + w_{j0}, w = [[1, 2]], x = (3, 4), w_0 = [5]", [16], {"x": [1, 2], "w_0": [1]}),
        (
            "P(o|c) = exp(u_o^T v_c)/Σ_w exp(u_w^T v_c), u = [[0, 0], [1, 1]], v_c = (1, -1), o = 1",
            0.5,
            {"u": [[-0.25, 0.25], [0.25, -0.25]]},
        ),
        ("L = Σ_i (w^T x_i - y_i)², x = [[1, 2], [3, 4]], y = (1, 2), w = (1, 1)", 29, {"w": [34, 48]}),
        ("L = Σ_i (w^T x_i - y_i)², x = (1, 2), y = (1, 2), w = 1", 0, {"w": 0}),
        ("L = Σ_i Σ_j p_ij, p = [[1, 2], [3, 4]]", 10, {"p": [[1, 1], [1, 1]]}),
        ("L = 2 p_{1,2} + Σ_i Σ_j p_ij, p = [[1, 2], [3, 4]]", 14, {"p": [[1, 3], [1, 1]]}),
        ("L = -log(p_y), p = (1, 0.5), y = 1", math.log(2), {"p": [0, -2]}),
        ("z = (0, 0), c = 1, L = -z_c + log Σ_j e^{z_j}", math.log(2), {"z": [0.5, -0.5]}),
        ("p = softmax(z), L = -log p_k, k = 1, z = (0, 0)", math.log(2), {"z": [0.5, -0.5]}),
        # a sum reaches as far as its index stands
        ("L = Σ_i y_i ln p_i + (1 - y_i) ln(1 - p_i), y = (1, 0), p = (0.5, 0.75)", -math.log(8), {"p": [2, -4]}),
        ("J = -1/m Σ_{i=1}^m y_i ln p_i + (1 - y_i) ln(1 - p_i), y=(1, 0), p=(½, ½)", math.log(2), {"p": [-1, 1]}),
        ("L = Σ_i (y_i - t_i)² + λ Σ_j w_j², y = (1, 2), t = (0, 0), w = (1, 1), λ = 2", 9, {"w": [4, 4]}),
        ("s_i = Σ_j w_ij x_j + b_i, w = [[1, 2]], x = (3, 4), b = [5]", [16], {"b": [1]}),
        ("L = Σ_i x_i² - 2 x_3, x = (1, 2, 3)", 8, {"x": [2, 4, 4]}),
        # an entry of a list of lists is an entry of the array that it is
        ("p = [[1, 2], [3, 4]]\nL = np.sum(p) + p[0][1]", 12, {"p": [[1, 2], [1, 1]]}),
        ("z = [0., 1.]\nL = -z[1] + np.sum(z)", 0, {"z": [1, 0]}),
        ("z = [0, 1]\nL = float(z[1]) + np.float64(z[1]) + np.sum(z)", 3, {"z": [1, 3]}),
        ("p = [[1, 2], [3, 4]]\nq = p[0][1]*2\nL = np.sum(p) + q", 14, {"p": [[1, 3], [1, 1]]}),
    ],
)
def test_what_is_written_is_what_is_computed(source: str, value: object, gradients: dict[str, object]) -> None:
    trace = chainrule.trace(source)
    np.testing.assert_allclose(trace.value, value, atol=1e-12)
    for name, gradient in gradients.items():
        np.testing.assert_allclose(trace.gradients[name], gradient, atol=1e-12, err_msg=name)


@pytest.mark.parametrize(
    ("source", "ranks"),
    [
        (r"p(y=1|x;\theta) = \frac{1}{1+\exp(-\theta^\top x)}", {"theta": 1, "x": 1}),
        ("y = -W x", {"W": 2, "x": 1}),
        ("I_t = σ(X_t W_xi + H_{t-1} W_hi + b_i)", {"X_t": 2, "W_xi": 2, "H_t_minus_1": 2, "W_hi": 2, "b_i": 1}),
        (r"\mathbf{Z} = \mathbf{X} \mathbf{W} + \mathbf{b}", {"X": 2, "W": 2, "b": 1}),
        ("Y = XW + b", {"X": 2, "W": 2, "b": 1}),
        ("L = Σ_i (w^T x_i - y_i)²", {"w": 1, "x": 2, "y": 1}),
        (r"-\log(\sigma(u_o^\top v_c)) - \sum_{k=1}^{K} \log(\sigma(-u_k^\top v_c))", {"u": 2, "v_c": 1}),
        (r"a_j = \sum_{i=1}^{D} w_{ji} x_i + w_{j0}", {"w": 2, "x": 1, "w_0": 1}),
        (r"L = -\sum_{k=1}^{K} 1\{y = k\} \log p_{k}", {"p": 1, "y": 0}),
    ],
)
def test_shapes_are_those_of_the_symbols(source: str, ranks: dict[str, int]) -> None:
    gradients = chainrule.trace(source, defaults=True).gradients
    assert {name: np.ndim(gradients[name]) for name in ranks} == ranks


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("h = φ(Wx + b)", "φ(x) = tanh(x)\n"),
        (r"h = \phi(W x)", "\\phi(x) = \\tanh(x)\n"),
        (r"\ell = -\log h_\theta(x)", "h_\\theta(x) = \\sigma(x)\n"),
    ],
)
def test_a_function_without_a_formula_gets_one_by_a_click(source: str, line: str) -> None:
    with pytest.raises(SourceError, match="is not known here") as caught:
        chainrule.trace(source, defaults=True)
    assert "Did you mean" not in (caught.value.hint or "")
    fix = caught.value.fix
    assert fix is not None
    assert fix.text == line
    chainrule.trace(fix.text + source, defaults=True)


def test_a_function_of_several_arguments_is_not_made_an_activation() -> None:
    with pytest.raises(SourceError, match="is not known here") as caught:
        chainrule.trace("L = ρ(x_1, x_2) + y_1", defaults=True)
    assert caught.value.fix is None


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        # The gradient of the softmax loss as a well-known course writes it.
        (r"L_i = -\log(p_{y_i}), p_k = e^{f_k}/\sum_j e^{f_j}, \partial L_i/\partial f_k = p_k - 1(y_i = k)", "right"),
        ("p_k = e^{z_k}/Σ_j e^{z_j}, L = -log p_y, ∂L/∂z_k = p_k - 1(k = y)", "right"),
        ("p_k = e^{z_k}/Σ_j e^{z_j}, L = -log p_y, ∂L/∂z_k = p_k", "wrong"),
        ("p = softmax(z), L = -log p_y, ∂L/∂z_k = p_k - 1(k = y)", "right"),
        ("p = softmax(z), L = -log p_y, ∂L/∂z_k = 1(k = y) - p_k", "wrong"),
        ("z = [1, 2, 0.5]\ny = 1\np = softmax(z)\nL = -log(p_y)\n∂L/∂z_k = p_k − 1[k = y]", "right"),
        ("p = softmax(z)\nL = -log(p[y])\ndL_dz = 2*(p - (arange(3) == y))", "wrong"),
    ],
)
def test_an_indicator_in_a_gradient_is_judged(source: str, verdict: str) -> None:
    trace = chainrule.trace(source, defaults=True)
    assert [row.verdict for row in trace.hand_gradients] == [verdict]


def test_values_in_brackets_behind_a_one_are_values() -> None:
    assert chainrule.trace("y = x - 1 (x = 2)").value == 1
