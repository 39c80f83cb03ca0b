"""Bars on paper: lengths of vectors, norms with their kind, absolute values; lists of a formula are vectors."""

from __future__ import annotations

import numpy as np
import pytest

import chainrule

A, B = np.array([1.0, 2.0, 3.0]), np.array([4.0, -5.0, 6.0])
COSINE = A @ B / (np.linalg.norm(A) * np.linalg.norm(B))
OF_A = B / (np.linalg.norm(A) * np.linalg.norm(B)) - COSINE * A / (A @ A)


@pytest.mark.parametrize(
    "formula",
    [
        "cos(a, b) = a·b/(|a||b|) with a = [1, 2, 3], b = [4, -5, 6]",
        "sim = a·b/(|a| |b|)\na = (1, 2, 3)\nb = (4, -5, 6)",
        "a = [1, 2, 3]\nb = [4, -5, 6]\ncosθ = (a·b)/(|a||b|)",
        r"\cos\theta = \frac{\vec{a} \cdot \vec{b}}{|\vec{a}||\vec{b}|}" + "\na = (1, 2, 3)\nb = (4, -5, 6)",
    ],
)
def test_the_cosine_of_two_vectors_is_written_with_bars(formula: str) -> None:
    trace = chainrule.trace(formula)
    assert trace.value == pytest.approx(COSINE)
    np.testing.assert_allclose(trace.gradients["a"], OF_A)


@pytest.mark.parametrize("formula", [r"\frac{\vec{a} \cdot \vec{b}}{|\vec{a}||\vec{b}|}", "(a·b)/(|a||b|)"])
def test_the_factors_of_a_cosine_are_vectors_without_a_value(formula: str) -> None:
    gradients = chainrule.trace(formula, defaults=True).gradients
    assert np.shape(gradients["a"]) == np.shape(gradients["b"]) == (3,)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("L = (t - w·x)^2 + λ|w|^2, t = 2, λ = 0.1, w = [1, 2], x = [3, 4]", 81.5),
        ("a = (1, 2)\nb = (3, -7)\nc = |a + b|", np.sqrt(41)),
        ("L = sum(|y - t|), y = [1, 2], t = [3, 1]", 3),
        ("L = ∑|y - t|, y = [1, 2], t = [3, 1]", 3),
        ("L = ∑_i |y_i - t_i|, y = [1, 2], t = [3, 1]", 3),
        ("L = max(|w|), w = [1, -2]", 2),
        ("L = |w|_1 + |w|_2^2, w = [1, -2]", 8),
        ("2|w|_1 + 1, w = [1, -2]", 7),
        ("|x - 3|, x = 1", 2),
        (r"\lambda |w|_1 + |b|, w = [1, -2], b = -1, \lambda = 2", 7),
        ("proj = (a·b)/|b|^2 b with a = (1, 2), b = (3, 4)", [1.32, 1.76]),
    ],
)
def test_what_bars_mean_is_decided_by_shapes(formula: str, value: float) -> None:
    np.testing.assert_allclose(chainrule.trace(formula).value, value)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("F = a + b\na = [1, 2]\nb = [3, -7]", [4, -5]),
        ("f(x) = 2x + x where x = (1, 2)", [3, 6]),
        ("a = [1, 2]\nb = [3, -7]\nc = a + b", [1, 2, 3, -7]),  # a program of Python
    ],
)
def test_lists_of_a_formula_are_vectors(formula: str, value: list[float]) -> None:
    np.testing.assert_allclose(chainrule.trace(formula).value, value)
