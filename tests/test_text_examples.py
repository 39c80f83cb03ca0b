"""Sums over the examples of a data set, sizes that sentences say, Kronecker's δ, and heads that are joined."""

from __future__ import annotations

import numpy as np
import pytest

import chainrule
from chainrule.read.text import read_text


@pytest.mark.parametrize(
    ("source", "python"),
    [
        ("Σ_{x ∈ X} x^2, X = {1, 2, 3}", "X = [1, 2, 3]\nsum(X**2)"),
        (r"\sum_{x \in X} f(x), f(x) = x^2, X = [1, 2]", "X = [1, 2]\nsum(f(X))\ndef f(x): return x**2"),
        (r"\sum_{(x,y) \in D} (wx + b - y)^2", "sum((w*x + b - y)**2)"),
        (
            r"L = \frac{1}{|D|} \sum_{(x, y) \in D} (w x + b - y)^2",
            "n = len(x)\nL = 1/n*sum((w*x + b - y)**2)",
        ),
        ("L = 1/|D| Σ_{(x,y) ∈ D} (wx + b - y)^2", "n = len(x)\nL = 1/n*sum((w*x + b - y)**2)"),
        ("H = -Σ_{x ∈ X} p(x) log p(x)", "H = -sum(p*log(p))"),
        ("y = [x*2 for x in X]", "y = [x*2 for x in X]"),
    ],
)
def test_how_a_sum_over_examples_is_read(source: str, python: str) -> None:
    assert read_text(source).text.strip() == python


def test_a_set_with_its_numbers_is_what_is_summed() -> None:
    assert chainrule.trace(r"\sum_{x \in X} f(x), f(x) = x^2, X = [1, 2]").value == 5


def test_the_sum_over_examples_is_that_of_a_loop() -> None:
    source = r"L = \frac{1}{|D|} \sum_{(x, y) \in D} (w x + b - y)^2"
    trace = chainrule.trace(source, defaults=True)
    w, b = trace.values["w"], trace.values["b"]
    pairs = zip(trace.values["x"], trace.values["y"], strict=True)
    assert trace.value == pytest.approx(np.mean([(w * x + b - y) ** 2 for x, y in pairs]), rel=1e-12)


@pytest.mark.parametrize(
    ("source", "shapes"),
    [
        ("L = ||XW - Y||^2, X is 3x2, W is 2x1", {"X": (3, 2), "W": (2, 1), "Y": (3, 1)}),
        ("L = ||XW - Y||^2 where X is a 3x2 matrix and W is a 2x1 matrix", {"X": (3, 2), "W": (2, 1)}),
        ("y = Wx, W is 2 by 3", {"W": (2, 3), "x": (3,)}),
        ("y = Wx + b, where W has shape (2, 3)", {"W": (2, 3), "b": (2,)}),
        ("y = w^T x + b, w and x are vectors of length 4", {"w": (4,), "x": (4,), "b": ()}),
        ("y = Wx, x is 3-dimensional", {"x": (3,)}),
        ("h = Concat(head_1, head_2) W^O", {"head_1": (3,), "W_O": (6, 3)}),
    ],
)
def test_sizes_that_are_said(source: str, shapes: dict[str, tuple[int, ...]]) -> None:
    values = chainrule.trace(source, defaults=True).values
    assert {name: np.shape(values[name]) for name in shapes} == shapes


def test_kroneckers_delta_in_a_gradient_is_judged() -> None:
    trace = chainrule.trace("p = softmax(z)\nL = -log(p_y)\n∂L/∂z_i = p_i − δ_{iy}", defaults=True)
    assert [row.verdict for row in trace.hand_gradients] == ["right"]


def test_kroneckers_delta_makes_the_jacobian_of_softmax() -> None:
    trace = chainrule.trace("∂sᵢ/∂zⱼ = sᵢ(δᵢⱼ − sⱼ)\ns = [0.2, 0.3, 0.5], z = [0, 0, 0]")
    s = np.array([0.2, 0.3, 0.5])
    np.testing.assert_allclose(np.array(trace.value), np.diag(s) - np.outer(s, s))


def test_a_delta_that_is_an_error_stays_a_name() -> None:
    assert read_text("δ_j = σ'(z_j) Σ_k w_{kj} δ_k").text.strip().endswith("(w.T@delta)")


def test_examples_in_brackets_above_are_an_index_below_a_sum_without_one() -> None:
    source = """J(θ) = 1/2m Σ_{i=1}^m (h_θ(x^(i)) − y^(i))²
h_θ(x) = θ_0 + θ_1 x
∂J/∂θ_0 = 1/m Σ (h_θ(x^(i)) − y^(i))
∂J/∂θ_1 = 1/m Σ (h_θ(x^(i)) − y^(i)) x^(i)"""
    trace = chainrule.trace(source, defaults=True)
    assert "i" not in trace.values
    assert [row.verdict for row in trace.hand_gradients] == ["right", "right"]
    assert read_text("J = Σ (x^(i) - y^(i))²").text.strip() == "J = sum((x - y)**2)"


def test_a_star_beside_a_product_without_a_sign_is_entry_by_entry() -> None:
    source = r"""\begin{align}
a^{[1]} &= \sigma(W^{[1]} x + b^{[1]}) \\
\hat{y} &= \sigma(W^{[2]} a^{[1]} + b^{[2]}) \\
\mathcal{L} &= -y \log \hat{y} - (1-y)\log(1-\hat{y}) \\
dz^{[2]} &= \hat{y} - y \\
dW^{[2]} &= dz^{[2]} a^{[1]T} \\
dz^{[1]} &= W^{[2]T} dz^{[2]} * a^{[1]}(1 - a^{[1]}) \\
dW^{[1]} &= dz^{[1]} x^T
\end{align}"""
    trace = chainrule.trace(source, defaults=True)
    assert [row.verdict for row in trace.hand_gradients] == ["right"] * 4
