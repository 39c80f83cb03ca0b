"""A gradient written by hand with 1/m is right whatever m is: the loss that it follows is found again."""

from __future__ import annotations

import numpy as np
import pytest

import chainrule

VALUES = {"X": np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), "theta": np.array([0.1, 0.2]), "y": np.arange(1.0, 4.0)}


@pytest.mark.parametrize(
    "source",
    [
        "dtheta = X.T @ (X @ theta - y) / m",
        "dtheta = 1/m * X.T @ (X @ theta - y)",
        "dtheta = 1/(2*m) * X.T @ (X @ theta - y) * 2",
    ],
)
def test_the_verdict_stands_at_every_count(source: str) -> None:
    for m in (3.0, 4.0, 7.0, 3.0):
        (row,) = chainrule.trace(source, values={**VALUES, "m": m}).hand_gradients
        assert row.verdict == "right", (m, row.text)


@pytest.mark.parametrize(
    "source",
    [
        r"\nabla_\theta J(\theta) = \frac{1}{m} X^T (X\theta - y)",
        "∇_w L = 2/n Xᵀ(Xw - y)",
        r"\frac{\partial J}{\partial \theta} = \frac{1}{m} X^T (X\theta - y)",
    ],
)
def test_the_gradient_of_linear_regression_is_right_at_its_defaults(source: str) -> None:
    (row,) = chainrule.trace(source, defaults=True).hand_gradients
    assert row.verdict == "right", row.text
