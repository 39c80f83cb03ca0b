"""Worked examples with their words, as blogs and exams have them."""

from __future__ import annotations

import numpy as np
import pytest

import chainrule
from chainrule.errors import SourceError


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
        ("∂/∂x (x²y + y³) = 2xy, x = 1, y = 2", 10, {"x": 4, "y": 13}, {"df_dx": "right"}),
        (
            "Consider a single neuron with weights w = [0.5, -0.5], bias b = 0.1, and input x = [1.0, 2.0]. Using the "
            "sigmoid activation, compute the output.\nz = w·x + b",
            -0.4,
            {"w": [1, 2], "b": 1},
            {},
        ),
        (
            "Let f(x) = (x-3)². Starting at x = 0 with learning rate 0.1, perform one step of gradient descent.",
            9,
            {"x": -6},
            {},
        ),
        ("f(x) = (x-3)², x = 0, lr = 0.1\nx_new = x - lr * f'(x)", 0.6, {"lr": 6}, {}),
        (
            "For the function f(x, y) = x^2 y + y^3, compute the partial derivatives at (1, 2).\n∂f/∂x = 2xy = 4",
            10,
            {"x": 4, "y": 13},
            {"df_dx": "right"},
        ),
        (
            "The cross-entropy loss is L = -Σ y_i log(p_i), with y = [0, 1] and p = [0.5, 0.5].",
            np.log(2),
            {"p": [0, -2]},
            {},
        ),
        (
            "Given the logits z = (0, 0) and target class y = 1, the softmax cross entropy loss is "
            "L = -z_y + log Σ_j exp(z_j).",
            np.log(2),
            {"z": [0.5, -0.5]},
            {},
        ),
        ("Given a 2-layer network:\nh = W1 x\ny = W2 h\nwith W1 = [[1, 2]], W2 = [3], x = [1, 1]", 9, {"W2": [3]}, {}),
        ("Backprop through a ReLU: y = max(0, x), with upstream gradient 5 and x = -1, gives dx = 0.", 0, {"x": 0}, {}),
        ("y = 3x + 2, and z = y^2. When x = 1, dz/dx = 2y*3 = 30.", 25, {"x": 30}, {"dz_dx": "right"}),
        ("What is the gradient of 3x^2 + 2x at x = 5?", 85, {"x": 32}, {}),
        ("KL divergence between p = (0.5, 0.5) and q = (0.5, 0.5): Σ p ln(p/q)", 0, {"p": [1, 1], "q": [-1, -1]}, {}),
        (
            "Consider f(w, b) = (w·2 + b − 3)^2. At w = 1, b = 0 the gradient with respect to w is −4.",
            1,
            {"w": -4, "b": -2},
            {},
        ),
        (
            "\\begin{align}\nq &= x + y \\\\\nf &= q z\n\\end{align}\nwith $x=-2$, $y=5$, $z=-4$.",
            -12,
            {"x": -4, "z": 3},
            {},
        ),
        ("w5+ = w5 - η * ∂E/∂w5 = 0.4 - 0.5 * 0.25 = 0.275", 0.275, {"w5": 1, "eta": -0.25, "dE_dw5": -0.5}, {}),
        (
            "∂E/∂w5 = ∂E/∂o1 · ∂o1/∂net · ∂net/∂w5 = 0.5 * 0.25 * 2 = 0.25",
            0.25,
            {"dE_do1": 0.5, "do1_dnet": 1, "dnet_dw5": 0.125},
            {},
        ),
        ("E = (w-1)^2\nw+ = w - η * ∂E/∂w = 2 - 0.1 * 2 = 1.8", 1.8, {"eta": -2}, {}),
        ("Let h = tanh(0), then 1 - h^2 = 1", 1, {"h": 0}, {}),
        ("f(x) = x^2 for x > 0\nx = 3", 9, {"x": 6}, {}),
        ("f(x) = x^2 for all x in R\nx = 3", 9, {"x": 6}, {}),
        ("kinetic energy = 1/2 m v^2, m = 2, v = 3", 9, {"m": 4.5, "v": 6}, {}),
        ("Weights: w = [1, 2]\nPre-activation: z = w·x\nx = [3, 4]", 11, {"w": [3, 4]}, {}),
        (
            "Solution. We have z = xy + x². So ∂z/∂x = y + 2x and ∂z/∂y = x. At (x, y) = (2, 3): ∂z/∂x = 7.",
            10,
            {"x": 7, "y": 2},
            {"dz_dx": "right", "dz_dy": "right"},
        ),
        ("To find the minimum of f(x) = x^4 we compute f'(x) = 4x^3.\nx = 1", 1, {"x": 4}, {"df_dx": "right"}),
        ("ReLU: f(x) = max(0,x), f'(x) = 1 if x > 0 else 0", 2, {"x": 1}, {"df_dx": "right"}),
        ("maxpool: y = max(x1, x2, x3, x4), x = [1, 3, 2, 4]", 4, {"x": [0, 0, 0, 1]}, {}),
        ("f = a*b + c, (a, b, c) = (2, 3, 4)", 10, {"a": 3, "b": 2, "c": 1}, {}),
        ("∂/∂x (a²x + x³) = a² + 2x², x = 1, a = 2", 5, {"x": 7}, {"df_dx": "wrong"}),
    ],
)
def test_what_is_written_is_what_is_computed(
    source: str, value: float, gradients: dict[str, object], verdicts: dict[str, str]
) -> None:
    trace = chainrule.trace(source, defaults=True)
    assert trace.value == pytest.approx(value)
    for name, gradient in gradients.items():
        np.testing.assert_allclose(trace.gradients[name], gradient, atol=1e-12, err_msg=name)
    judged = {each.name.replace("dy_dx", "df_dx"): each.verdict for each in trace.hand_gradients}
    assert {name: judged.get(name) for name in verdicts} == verdicts
    assert not {name for name in trace.gradients if name.isalpha() and len(name) > 3} - {"target"}  # no word of it


@pytest.mark.parametrize(
    "source", ["force = mass acceleration", "E = mass velocity^2 / 2", "distance = speed time + offset"]
)
def test_words_that_may_be_factors_are_asked_about(source: str) -> None:
    with pytest.raises(SourceError, match="without a sign between them") as caught:
        chainrule.trace(source, defaults=True)
    assert caught.value.fix is not None


def test_the_backward_pass_of_a_course_in_latex_is_judged() -> None:
    source = (
        r"Z^{[1]} = W^{[1]} X + b^{[1]} \\ A^{[1]} = \tanh(Z^{[1]}) \\ Z^{[2]} = W^{[2]} A^{[1]} + b^{[2]} \\ "
        r"A^{[2]} = \sigma(Z^{[2]}) \\ dZ^{[2]} = A^{[2]} - Y \\ dW^{[2]} = \frac{1}{m} dZ^{[2]} A^{[1]T}"
    )
    trace = chainrule.trace(source, defaults=True)
    assert {each.name: each.verdict for each in trace.hand_gradients} == {"dZ2": "right", "dW2": "right"}
    assert np.shape(trace.gradients["W2"])[1] == np.shape(trace.gradients["W1"])[0]


def test_a_condition_in_words_is_no_sentence_to_leave_out() -> None:
    with pytest.raises(SourceError):
        chainrule.trace("y = x + 1 if x greater than 3 else 0", defaults=True)


def test_the_rows_of_a_choice_keep_their_conditions() -> None:
    trace = chainrule.trace("f(x) = {x for x > 0; 0 otherwise}", values={"x": -2})
    assert trace.value == 0
