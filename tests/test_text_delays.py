"""Sums over entries before and behind each other: delays x[n - k], neighbours x[i - 1], and sums written as words."""

from __future__ import annotations

import numpy as np
import pytest

import chainrule
from chainrule.errors import SourceError
from chainrule.read.text import read_text

_NUMBERS = "\nh = [1, 2, 3], x = [1, 0, 2, 1]"


@pytest.mark.parametrize(
    "source",
    [
        "y[n] = Σ_{k=0}^{2} h[k] x[n−k]",
        "y[n] = sum_k h[k] x[n-k]",
        r"y_n = \sum_{k=0}^{2} h_k x_{n-k}",
        r"y[n] = \sum_{k} x[n-k] h[k]",
    ],
)
def test_a_sum_over_delays_is_a_convolution(source: str) -> None:
    traced = chainrule.trace(source + _NUMBERS)
    assert np.allclose(np.array(traced.value), np.convolve([1, 2, 3], [1, 0, 2, 1]))


def test_a_sum_over_delays_in_two_directions() -> None:
    kernel, image = np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([[1.0, 0.5, 2.0], [0.0, 1.0, -1.0]])
    source = f"y[i,j] = Σ_m Σ_n k[m,n] x[i-m, j-n]\nk = {kernel.tolist()}\nx = {image.tolist()}"
    expected = np.zeros((3, 4))
    for (i, j), weight in np.ndenumerate(kernel):
        expected[i : i + 2, j : j + 3] += weight * image
    assert np.allclose(np.array(chainrule.trace(source).value), expected)


def test_a_series_of_itself_is_refused() -> None:
    with pytest.raises(SourceError, match="needs those before it"):
        chainrule.trace(r"y_t = \sum_{k=1}^{2} \phi_k y_{t-k} + \epsilon_t", defaults=True)


@pytest.mark.parametrize(
    ("source", "python"),
    [
        ("y = Σ_{i=1}^3 x_{i-1}", "y = sum(x[:3])"),
        ("y = Σ_{i=1}^3 w_i x_{i-1}", "y = sum(w[:3]*x[:3])"),
        ("y = Σ_{i=1}^2 (x_i - x_{i-1})^2", "y = sum((x[1:3] - x[:2])**2)"),
        ("y = Σ_{i=2}^3 w_i x_{i-1}", "y = sum(w[1:3]*x[:2])"),
        ("L = Σ_i (x[i+1] - x[i])^2", "L = sum((x[1:] - x[:-1])**2)"),
        ("L = sum_i (y_i - t_i)^2", "L = sum((y - t)**2)"),
        ("sum_k(h[k]*x[k])", "sum(h*x)"),
        ("y[i] = sum_j W[i,j] x[j]", "y = W@x"),
        ("mean_i (y_i - t_i)^2", "mean((y - t)**2)"),
        ("sum_k = 3\ny = sum_k*x", "sum_k = 3\ny = sum_k*x"),
    ],
)
def test_how_a_sum_is_read(source: str, python: str) -> None:
    assert read_text(source).text.strip() == python


def test_the_entry_before_the_first_counts_from_0() -> None:
    traced = chainrule.trace("y = Σ_{i=1}^n w_i (x_i - x_{i-1}), w = [1, 2], x = [1, 2, 4]")
    assert traced.value == 1 * (2 - 1) + 2 * (4 - 2)
