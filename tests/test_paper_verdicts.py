"""Gradients that stand below a formula on paper: what is said of each."""

from __future__ import annotations

import pytest

import chainrule


@pytest.mark.parametrize(
    ("source", "verdicts"),
    [
        ("J(w) = ||Xw - y||²\n∇J = 2Xᵀ(Xw - y)", ["right"]),
        ("f(x) = x^2\n∇f = 3x", ["wrong"]),
        (r"f(w) = \log(1 + e^{-y w^T x}) \\ \nabla_{\mathbf{w}} f = -\frac{y x}{1 + e^{y w^T x}}", ["right"]),
        (r"f(w) = \log(1 + e^{-y w^T x}) \\ \nabla_w f = -\frac{x}{1 + e^{y w^T x}}", ["wrong"]),
        ("f = (x+y)*z\ndf/dx = z\ndf/dz = x + y + 1", ["right", "wrong"]),
        ("MSE = (1/n) Σ (y_i - (w x_i + b))²\n∂MSE/∂w = (-2/n) Σ x_i (y_i - (w x_i + b))", ["right"]),
        ("E = 1/2(y-a)^2\na = f(z)\nz = wx\nf(z) = 1/(1+e^-z)\ndE/dw = -(y-a) f'(z) x", ["right"]),
        ("L = (y - σ(wx+b))²\ndL/dw = -2(y - σ(wx+b)) σ(wx+b)(1 - σ(wx+b)) x", ["right"]),
        ("L = (y - σ(wx+b))²\ndL/dw = -2(y - σ(wx+b)) x", ["wrong"]),
        ("x = 2; w = 3\nForward: z = wx + 1 = 7, a = relu(z)\nBackward: da/dz = 1, da/dw = 1 * 2", ["right"] * 2),
    ],
)
def test_the_verdicts(source: str, verdicts: list[str]) -> None:
    rows = chainrule.trace(source, defaults=True).hand_gradients
    assert [row.verdict for row in rows] == verdicts, [row.text for row in rows]


def test_a_number_that_is_added_is_named() -> None:
    (row,) = chainrule.trace("f = (x+y)*z\ndf/dz = x + y + 1", defaults=True).hand_gradients
    assert row.mistake == "wrong-addend"


def test_a_formula_that_is_right_at_assumed_values_alone_is_wrong() -> None:
    """Where no name has a value, x = 2 is an assumption: 2x is not x², and nobody put the 2 in for x."""
    trace = chainrule.trace("f(x, y) = x² y\n∇f = (2xy, 2x)", defaults=True)
    assert [(row.name, row.verdict) for row in trace.hand_gradients] == [("df_dx", "right"), ("df_dy", "wrong")]
    assert "at these values alone" in trace.hand_gradients[1].text
    trace = chainrule.trace("x = 2\ny = 3\nf = x**2*y\ndf_dy = 2*2", defaults=True)
    assert [row.verdict for row in trace.hand_gradients] == ["right"]


@pytest.mark.parametrize(
    "source",
    [
        r"\nabla f = (2x, 2y), f = x^2 + y^2",
        "∇f(x, y) = (2xy, x²), f(x, y) = x² y",
        "f(x, y, z) = xy + z\n∇f(x, y, z) = (y, x, 1)",
        r"\nabla f(x, y) = \begin{pmatrix} 2xy \\ x^2 \end{pmatrix}, f(x, y) = x^2 y",
    ],
)
def test_a_gradient_as_a_list_is_judged_entry_by_entry(source: str) -> None:
    trace = chainrule.trace(source, defaults=True)
    assert len(trace.hand_gradients) >= 2
    assert {row.verdict for row in trace.hand_gradients} == {"right"}
