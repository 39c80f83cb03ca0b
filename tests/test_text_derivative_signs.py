"""Derivatives as they are typed: primes below a formula, second and mixed ones, logarithms, one-hot vectors."""

from __future__ import annotations

import pytest

import chainrule


def verdicts(text: str) -> dict[str, str]:
    trace = chainrule.trace(text, defaults=True)
    return {each["name"]: each["verdict"] for each in trace.to_dict()["hand_gradients"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f = x ln x - x\nf' = ln x", {"df_dx": "right"}),
        ("f(x) = x^2 + 1\nf' = 2x", {"df_dx": "right"}),
        ("f = x^2\nf' = 3x", {"df_dx": "wrong"}),
        ("y = x^2 sin x\ny' = 2x sin x + x^2 cos x", {"dy_dx": "right"}),
        ("y = x^3\ndy/dx = 3x^2\nd²y/dx² = 6x", {"dy_dx": "right", "dyʹ_dx": "right"}),
        ("y = e^{2x}\ny' = 2e^{2x}\ny'' = 2e^{2x}", {"dy_dx": "right", "dyʹ_dx": "wrong"}),
        ("f(x) = x^3\nf'(x) = 3x^2\nf''(x) = 6x", {"df_dx": "right", "dfʹ_dx": "right"}),
        ("f(x) = ln(x)\nf'(x) = 1/x\nf''(x) = 1/x^2", {"df_dx": "right", "dfʹ_dx": "wrong"}),
        ("f(x,y) = x^2 y\n∂f/∂x = 2xy\n∂²f/∂x² = 2y", {"df_dx": "right", "dfʹ_dx": "right"}),
        ("f(x,y) = x^2 y^2\n∂²f/∂x∂y = 4xy", {"dfʹ_y_dx": "right"}),
        ("f(x,y) = x^2 y^2\n∂²f/∂x∂y = 2xy", {"dfʹ_y_dx": "wrong"}),
        (r"f = x^2 y^3 \\ \frac{\partial^2 f}{\partial x \partial y} = 6 x y^2", {"dfʹ_y_dx": "right"}),
        ("f = x^2 y^3\n∂²f/∂x² = 2y^3\n∂²f/∂y² = 6x^2 y", {"dfʹ_dx": "right", "dfʹ_dy": "right"}),
        ("f = x^3 y^3\n∂³f/∂x²∂y = 18 x y^2", {"dfʹʹ_xy_dx": "right"}),
        ("f = x^3 y^3\n∂³f/∂x∂y² = 18 x^2 y", {"dfʹʹ_yy_dx": "right"}),
        ("f = x^3 y^3\n∂³f/∂x∂y² = 18 x y^2", {"dfʹʹ_yy_dx": "wrong"}),
        (r"f = x^3 y^3 \\ \frac{\partial^3 f}{\partial x^2 \partial y} = 18 x y^2", {"dfʹʹ_xy_dx": "right"}),
        ("y = x^4\nd^3y/dx^3 = 24x", {"dyʹʹ_dx": "right"}),
        ("h(x) = x sin(x)\nh' = sin x + x cos x\nh'' = 2cos x - x sin x", {"dh_dx": "right", "dhʹ_dx": "right"}),
        ("L = p^3 (1-p)^2\nd ln L/dp = 3/p - 2/(1-p)", {"dy_dp": "right"}),
        ("L(p) = p^3 (1-p)^2\n∂ log L/∂p = 3/p + 2/(1-p)", {"dy_dp": "wrong"}),
        (r"L = p^3 (1-p)^2 \\ \frac{\partial \ln L}{\partial p} = \frac{3}{p} - \frac{2}{1-p}", {"dy_dp": "right"}),
        ("ln L = -Σ (x_i - μ)²/2\n∂ ln L/∂μ = Σ (x_i - μ)", {"dl_dmu": "right"}),
        ("log L(μ) = -Σ (x_i - μ)²/2\nd log L/dμ = -Σ (x_i - μ)", {"dl_dmu": "wrong"}),
        (r"y = \ln(\cosh x), \quad y' = \tanh x", {"dy_dx": "right"}),
        ("p = softmax(z)\nL = -ln p_y\ndL/dz = p - 1_y", {"dL_dz": "right"}),
        ("L = -log p_y, p = softmax(z), ∂L/∂z = p - e_y", {"dL_dz": "right"}),
        ("p = softmax(z)\nL = -ln p_y\ndL/dz = 1_y - p", {"dL_dz": "wrong"}),
        (
            r"p = \text{softmax}(z) \\ L = -\log p_y \\ \frac{\partial L}{\partial z} = p - \mathbf{1}_y",
            {"dL_dz": "right"},
        ),
    ],
)
def test_a_derivative_that_is_claimed_is_judged_by_its_order(text: str, expected: dict[str, str]) -> None:
    assert verdicts(text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("f(x) = x^4\n2 f''(1) + f'(1)", 28),
        ("y = x^3, d²y/dx², x = 2", 12),
        ("L = p^3\nd ln L/dp + 0\np = 2", 1.5),
        ("∑_{i∈{1,2,3}} i x, x = 2", 12),
        ("L = Π_i (x_i + 1), x = (1, 2)", 6),
        ("GELU(x) ≈ 0.5x(1 + tanh[√(2/π)(x + 0.044715x³)]), x = 2", 1.954597694087775),
        ("q = Wq x, k = Wk x, s = q·k, Wq = [[1, 2]], Wk = [[3, 4]], x = (1, 1)", 21),
        (r"\sum_{i \in \{1, \ldots, 4\}} x_i^2, x = (1, 2, 3, 4)", 30),
    ],
)
def test_a_derivative_that_is_asked_for_is_computed(text: str, value: float) -> None:
    assert chainrule.trace(text).value == pytest.approx(value)


@pytest.mark.parametrize(("asked", "value", "slope"), [("f''(2)", 32, 48), ("f'''(2)", 48, 48), ("f'(2)", 16, 32)])
def test_a_higher_derivative_is_the_slope_of_the_one_below_it(asked: str, value: float, slope: float) -> None:
    trace = chainrule.trace(f"f(x) = x^4\n{asked}")
    assert (trace.value, trace.gradients["x"]) == (value, slope)


@pytest.mark.parametrize("entry", ["a_j^L", "a^L_j"])
def test_the_last_layer_above_an_entry_is_no_power(entry: str) -> None:
    trace = chainrule.trace(f"C = 1/2 ∑_j (y_j - {entry})^2", defaults=True)
    assert set(trace.gradients) == {"a_L", "y"}


def test_the_prime_of_a_state_is_a_name() -> None:
    assert set(chainrule.trace("h' = tanh(W x + U h)", defaults=True).gradients) == {"W", "x", "U", "h"}
