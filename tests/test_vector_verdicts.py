"""Gradients of vectors and matrices on paper, whose entries are counted or not: all of them are right as written."""

from __future__ import annotations

import numpy as np
import pytest

import chainrule


@pytest.mark.parametrize(
    "source",
    [
        "L = Σ_i (wᵀx_i − y_i)²\n∂L/∂w = 2 Σ_i (wᵀx_i − y_i) x_i",
        "L = Σ_i log(1 + exp(−y_i wᵀx_i)), ∇_w L = −Σ_i y_i x_i σ(−y_i wᵀx_i)",
        "p_i = σ(w^T x_i + b), L = −(1/N) Σ_i [y_i log p_i + (1 − y_i) log(1 − p_i)]\n"
        "∂L/∂w = (1/N) Σ_i (p_i − y_i) x_i\n∂L/∂b = (1/N) Σ_i (p_i − y_i)",
        r"J(w) = \frac{1}{2n}\sum_{i=1}^n (w^\top x_i - y_i)^2"
        "\n"
        r"\nabla_w J = \frac{1}{n} \sum_{i=1}^n (w^\top x_i - y_i) x_i",
        r"J(w) = \frac{1}{2n}\sum_{i=1}^n (w^\top x_i - y_i)^2 + \frac{\lambda}{2}\|w\|^2"
        "\n"
        r"\nabla_w J = \frac{1}{n} \sum_{i=1}^n x_i (w^\top x_i - y_i) + \lambda w",
        "J = Σ_i (w·x_i − y_i)², ∇_w J = 2 Σ_i (w·x_i − y_i) x_i",
        "L = Σ_i max(0, 1 − y_i wᵀx_i)\n∂L/∂w = −Σ_i 1[y_i wᵀx_i < 1] y_i x_i",
        "y = xW + b, L = sum(y²)\ndL/dy = 2y\ndL/dW = xᵀ dL/dy\ndL/dx = dL/dy Wᵀ\ndL/db = sum(dL/dy, axis=0)",
        "y = xW, L = ½‖y − t‖²\n∂L/∂W = xᵀ(y − t)",
        "f = xᵀAx, ∇f = (A + Aᵀ)x",
        "f(X) = tr(XᵀAX), ∂f/∂X = (A + Aᵀ)X",
        "f(X) = log det X, ∂f/∂X = X^{-T}",
        "f(X) = log det X, ∂f/∂X = X⁻ᵀ",
        "f(w) = ‖Xw − y‖² + λ‖w‖²\n∇f(w) = 2Xᵀ(Xw − y) + 2λw",
    ],
)
def test_gradients_of_vectors_are_right(source: str) -> None:
    checks = chainrule.trace(source, defaults=True).hand_gradients
    assert checks
    assert [each.verdict for each in checks] == ["right"] * len(checks)


@pytest.mark.parametrize(
    "source",
    [
        "L = Σ_i (wᵀx_i − y_i)²\n∂L/∂w = Σ_i (wᵀx_i − y_i) x_i",  # the 2 is forgotten
        "f = xᵀAx, ∇f = Ax",
        "y = xW, L = ½‖y − t‖²\n∂L/∂W = (y − t)ᵀ x",
    ],
)
def test_wrong_ones_are_called_wrong(source: str) -> None:
    assert [each.verdict for each in chainrule.trace(source, defaults=True).hand_gradients] == ["wrong"]


@pytest.mark.parametrize(
    "source",
    [
        r"\delta^l = ((w^{l+1})^T \delta^{l+1}) \odot \sigma'(z^l)",
        "δ = Wᵀδ₂ ⊙ σ'(z)",
        "δ_1 = W_2ᵀ δ_2 ⊙ h ⊙ (1 − h)",
    ],
)
def test_an_error_that_goes_back_is_a_vector(source: str) -> None:
    trace = chainrule.trace(source, defaults=True)
    weights, *vectors = trace.gradients.values()
    assert [np.ndim(weights), *map(np.ndim, vectors)] == [2, *[1] * len(vectors)]
    assert np.ndim(trace.value) == 1


def test_solved_equations_have_vectors() -> None:
    trace = chainrule.trace("x = A^{-1} b", {"A": [[2, 0], [0, 4]], "b": [1, 2]})
    np.testing.assert_allclose(trace.value, [0.5, 0.5])
    assert np.shape(chainrule.trace("x = A^{-1} b", defaults=True).value) == (3,)


def test_entries_that_are_numbers_stay_numbers() -> None:
    trace = chainrule.trace("L = Σ_i (wᵀx_i − y_i)²", {"x": [1, 2, 3], "y": [2, 4, 5], "w": 1})
    assert trace.value == 9
    assert trace.gradients["w"] == -22


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("L = max(0, m − s^+ + s^-)", {"m", "s_plus", "s_minus"}),
        (r"L = \max(0, m - s^{+} + s^{-})", {"m", "s_plus", "s_minus"}),
        ("y = x^-2 + x^-y", {"x", "y"}),
    ],
)
def test_signs_above_a_name_are_part_of_it(source: str, names: set[str]) -> None:
    assert set(chainrule.trace(source, defaults=True).gradients) == names


def test_a_probability_is_known_by_what_remains() -> None:
    trace = chainrule.trace(r"FL(p_t) = -\alpha_t (1 - p_t)^\gamma \log(p_t)", defaults=True)
    assert 0 < trace.values["p_t"] < 1
