"""Loops that descend by a gradient function: they train, and the function is judged; Newton's method does not."""

from __future__ import annotations

import numpy as np
import pytest

import chainrule

QUARTIC = "def f(x):\n    return x**4 - 3*x**3 + 2\ndef df(x):\n    return {}\n"
LINEAR = """import numpy as np
def {cost}(w, X, y): return np.mean((X @ w - y)**2)
def {gradient}(w, X, y): return {rule}
X = np.array([[1., 2], [3, 4], [5, 6]]); y = np.array([1., 2, 3])
w = np.zeros(2)
for i in range(100):
    w = w - 0.01*{gradient}(w, X, y)
"""


def verdicts(source: str) -> dict[str, str]:
    return {each.name: each.verdict for each in chainrule.trace(source, defaults=True).hand_gradients}


@pytest.mark.parametrize(
    "loop",
    [
        "x = 6.0\nfor i in range(100):\n    x = x - 0.01*df(x)",
        "x = 6.0\nfor i in range(100):\n    x -= 0.01*df(x)\n    print(x, f(x))",
        "x = 6.0\nfor i in range(100):\n    g = df(x)\n    x = x - 0.01*g",
        "x = 6.0\nwhile abs(df(x)) > 1e-3:\n    x = x - 0.01*df(x)",
        "def descend(x, rate, n):\n    for i in range(n):\n        x = x - rate*df(x)\n    return x\n"
        "print(descend(6.0, 0.01, 100))",
    ],
)
@pytest.mark.parametrize(("rule", "verdict"), [("4*x**3 - 9*x**2", "right"), ("4*x**3 - 6*x**2", "wrong")])
def test_one_round_is_drawn_and_the_function_is_judged(loop: str, rule: str, verdict: str) -> None:
    trace = chainrule.trace(QUARTIC.format(rule) + loop)
    assert trace.to_dict()["loop"] is not None
    assert {each.name: each.verdict for each in trace.hand_gradients}["df(x)"] == verdict
    assert trace.value == 6.0**4 - 3 * 6.0**3 + 2
    assert next(node.gradient for node in trace.nodes if node.name == "x") == 4 * 6.0**3 - 9 * 6.0**2


@pytest.mark.parametrize(
    ("cost", "gradient"),
    [("cost", "gradient"), ("loss", "grad"), ("compute_cost", "compute_gradient"), ("mse", "mse_gradient"),
     ("objective", "grad_objective"), ("cost_function", "gradient_cost")],
)  # fmt: skip
def test_functions_are_paired_by_their_names(cost: str, gradient: str) -> None:
    right, half = "2/len(y) * X.T @ (X @ w - y)", "1/len(y) * X.T @ (X @ w - y)"
    assert verdicts(LINEAR.format(cost=cost, gradient=gradient, rule=right)) == {f"{gradient}(w, X, y)": "right"}
    assert verdicts(LINEAR.format(cost=cost, gradient=gradient, rule=half)) == {f"{gradient}(w, X, y)": "wrong"}


def test_all_rounds_run() -> None:
    X, y, w, losses = np.array([[1.0, 2], [3, 4], [5, 6]]), np.array([1.0, 2, 3]), np.zeros(2), []
    for _ in range(100):
        losses.append(np.mean((X @ w - y) ** 2))
        w = w - 0.01 * 2 / 3 * X.T @ (X @ w - y)
    text = LINEAR.format(cost="loss", gradient="grad", rule="2/len(y) * X.T @ (X @ w - y)")
    run = chainrule.train(text, optimizer=None, keep=101)
    assert np.allclose(run.loss[:100], losses, rtol=1e-9)
    assert np.allclose(run.values["w"][-1], w, rtol=1e-9)


@pytest.mark.parametrize(
    "loop",
    [
        "x = 6.0\nfor i in range(5):\n    x = x - df(x)/12",
        "x = 6.0\nfor i in range(5):\n    x = x - f(x)/df(x)",
    ],
)
def test_newton_s_method_is_written_out(loop: str) -> None:
    trace = chainrule.trace(QUARTIC.format("4*x**3 - 9*x**2") + loop)
    assert (trace.to_dict()["loop"] is None) == ("f(x)/df" in loop)


def test_the_slope_of_an_activation_is_no_gradient_of_a_loss() -> None:
    text = """import numpy as np
def sigmoid(z): return 1/(1 + np.exp(-z))
def sigmoid_derivative(z): return sigmoid(z)*(1 - sigmoid(z))
x = 0.5
for i in range(3):
    x = x + 0.1*sigmoid_derivative(x)
"""
    assert verdicts(text) == {}


BOWL = """def f(x, y): return x**2 + x*y + y**2
{functions}
x, y = 3.0, -2.0
for i in range(10):
    {loop}
"""


@pytest.mark.parametrize(
    ("functions", "loop", "expected"),
    [
        (
            "def df_dx(x, y): return 2*x + y\ndef df_dy(x, y): return x + 2*y",
            "gx, gy = df_dx(x, y), df_dy(x, y)\n    x -= 0.1*gx\n    y -= 0.1*gy",
            {"df_dx(x, y)": "right", "df_dy(x, y)": "right"},
        ),
        (
            "def grad_x(x, y): return 2*x + y\ndef grad_y(x, y): return x + 3*y",
            "x, y = x - 0.1*grad_x(x, y), y - 0.1*grad_y(x, y)",
            {"grad_x(x, y)": "right", "grad_y(x, y)": "wrong"},
        ),
        (
            "def gradient(x, y): return 2*x + y, x + 2*y",
            "gx, gy = gradient(x, y)\n    x, y = x - 0.1*gx, y - 0.1*gy",
            {"gradient(x, y)[0]": "right", "gradient(x, y)[1]": "right"},
        ),
        (
            "def gradient(x, y): return 2*x + 2*y, x + 2*y",
            "gx, gy = gradient(x, y)\n    x, y = x - 0.1*gx, y - 0.1*gy",
            {"gradient(x, y)[0]": "wrong", "gradient(x, y)[1]": "right"},
        ),
    ],
)
def test_partial_derivatives_have_functions_of_their_own(functions: str, loop: str, expected: dict[str, str]) -> None:
    source = BOWL.format(functions=functions, loop=loop)
    assert chainrule.trace(source).to_dict()["loop"] is not None
    result = verdicts(source)
    assert {name: result[name] for name in expected} == expected


def test_a_rate_of_change_is_no_gradient_function() -> None:
    text = "def df(t, y): return -2*y\ny = 1.0\nt = 0.0\nfor i in range(10):\n    y = y + 0.1*df(t, y)\n    t = t + 0.1"
    trace = chainrule.trace(text)
    assert trace.to_dict()["loop"] is None
    assert not trace.hand_gradients


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("sigmoid'(x) = sigmoid(x)(1 - sigmoid(x))", "right"),
        ("σ'(x) = σ(x)(1 + σ(x))", "wrong"),
        ("tanh'(x) = 1 - tanh^2(x)", "right"),
        ("d/dx (x^2) = 2x", "right"),
        ("d/dx (x^2) = 3x", "wrong"),
        (r"\frac{d}{dx}(x^2 + 3x) = 2x + 3", "right"),
        ("f(x) = x^2\nf'(x) = 2x", "right"),
        ("f(x) = x^2\nf'(x) = 3x", "wrong"),
    ],
)
def test_a_derivative_on_the_left_is_a_gradient_written_by_hand(text: str, verdict: str) -> None:
    assert list(verdicts(text).values()) == [verdict]


def test_long_sums_as_indices_are_read_without_recursion() -> None:
    deep = "+".join(["1"] * 900)
    text = (
        f"def f(x): return x**2\ndef df(x): return 2*x\na = [3.0]*2000\nx = 1.0\nfor i in range(3):\n"
        f"    y = a[{deep}]\n    x = x - 0.1*df(x)"
    )
    assert verdicts(text)["df(x)"] == "right"
