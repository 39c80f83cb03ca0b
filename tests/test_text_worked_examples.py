"""Worked examples with their words, as blogs and exams have them."""

from __future__ import annotations

import numpy as np
import pytest

import chainrule


@pytest.mark.parametrize(
    ("source", "value", "gradients", "verdicts"),
    [
        (
            "Let's take x = 2, w = 3, b = 1 and y_true = 10.\n\n1. Forward pass\nz = w*x + b = 3*2 + 1 = 7\n"
            "y_hat = z\nL = (y_hat - y_true)^2 = 9\n\n2. Backward pass\ndL/dy_hat = 2*(y_hat - y_true) = -6\n"
            "dL/dw = -6 * 2 = -12\ndL/db = -6",
            9,
            {"w": -12, "b": -6},
            {"dL_dy_hat": "right", "dL_dw": "right", "dL_db": "right"},
        ),
        (
            "Problem 3. Consider the network y = w₂ · (w₁ · x). Let x = 1, w₁ = 0.5, w₂ = −1 and target t = 1 with "
            "loss L = ½(t − y)². Compute ∂L/∂w₁ and ∂L/∂w₂.",
            1.125,
            {"w1": 1.5, "w2": -0.75},
            {},
        ),
        (
            "Softmax example: z = [0, 0], the true class is 0.\np = softmax(z) = [0.5, 0.5]\nL = -log(p_0) = 0.693\n"
            "dL/dz = p - y = [-0.5, 0.5]",
            np.log(2),
            {"z": [-0.5, 0.5]},
            {},
        ),
        ("Gradient descent by hand.\nf(w) = w² − 4w, start at w₀ = 0\nw₁ = w₀ − 0.5 f′(w₀)", 2, {"w0": 0}, {}),
        ("Momentum: v = 0.9 v + 0.1 ∇f(w), w = w - v with f(w) = w^2, w = 1, v = 0", 0.8, {}, {}),
        ("v = 0.9 v - 0.1 g, w = w + v, w = 1, v = 0, g = 2", 0.8, {"g": -0.1}, {}),
        ("x = x - 0.1*2*x, x = 3", 2.4, {}, {}),
        ("∂/∂x (x²y + y³) = 2xy, x = 1, y = 2", 10, {"x": 4, "y": 13}, {"dy_dx": "right"}),
        ("∂/∂x (a²x + x³) = a² + 2x², x = 1, a = 2", 5, {"x": 7}, {"dy_dx": "wrong"}),
    ],
)
def test_what_is_written_is_what_is_computed(
    source: str, value: float, gradients: dict[str, object], verdicts: dict[str, str]
) -> None:
    trace = chainrule.trace(source, defaults=True)
    assert trace.value == pytest.approx(value)
    for name, gradient in gradients.items():
        np.testing.assert_allclose(trace.gradients[name], gradient, atol=1e-12, err_msg=name)
    found = {each.name.replace("df_", "dy_"): each.verdict for each in trace.hand_gradients}
    assert {name: found.get(name) for name in verdicts} == verdicts
    assert set(trace.gradients).isdisjoint({"start", "target", "loss"})
