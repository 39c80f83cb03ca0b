"""What sentences say of formulas: which is the loss, what a name is, what came out."""

from __future__ import annotations

import math

import pytest

import chainrule


@pytest.mark.parametrize(
    ("source", "value", "gradients"),
    [
        ("The loss is (y - t)^2 with y = wx and t = 1, w = 2, x = 2.", 9, {"w": 12, "x": 12, "t": -6}),
        ("If z is 3x + 1 and y is z^2, what is dy/dx at x = 2?", 49, {"x": 42}),
        ("Let the cost be (y - wx)^2. With w = 1, x = 2 and y = 3, find the derivative.", 1, {"w": -4}),
        ("The error equals ½(t - o)² and the output o is σ(net) with net = w·i, w = 0, i = 1, t = 0.5.", 0, {"w": 0}),
        (
            "The hinge loss is max(0, 1 - y*s), s = w^T x. With w = [1, -1], x = [2, 1], y = -1:\ns = 1, loss = 2.",
            2,
            {"w": [2, 1]},
        ),
        ("z = wx + b = 7, w = 2, x = 3, b = 1\nz = 7", 7, {"w": 3}),
        ("f(w) = w^4 - 3w^3 + 2\nw_new = w - 0.01 * df/dw\nw = 4", 2.88, {}),
        ("f(x, y) = x^2 y\ng = df/dx + df/dy, x = 2, y = 3", 16, {"x": 10, "y": 4}),
    ],
)
def test_sentences(source: str, value: float, gradients: dict[str, object]) -> None:
    trace = chainrule.trace(source, defaults=True)
    assert trace.value == pytest.approx(value)
    for name, gradient in gradients.items():
        assert trace.gradients[name] == pytest.approx(gradient)


def test_a_number_that_is_used_below_is_a_value_and_no_result() -> None:
    assert chainrule.trace("x = 2*y; x = 3; f = x^2", defaults=True).value == 9


def test_the_number_of_a_gradient_is_a_claim_and_is_judged() -> None:
    source = "f = (x+y)z, x = -2, y = 5, z = -4\ndf/dx = z\ndf/dx = -3"
    assert [each.verdict for each in chainrule.trace(source).hand_gradients] == ["right", "wrong"]


def test_derivatives_behind_a_colon_are_judged() -> None:
    trace = chainrule.trace("z = xy + sin(x), x = π, y = 2: dz/dx = y + cos(x) = 1, dz/dy = x = 3.14159")
    assert [each.verdict for each in trace.hand_gradients] == ["right", "right"]


def test_a_temperature_is_one_number() -> None:
    source = r"L = -\log \frac{\exp(s_{+}/\tau)}{\exp(s_{+}/\tau) + \sum_{i} \exp(s_i/\tau)}"
    trace = chainrule.trace(source, {"s": [1, 0.5], "s_plus": 2, "tau": 1})
    assert trace.value == pytest.approx(math.log(1 + math.exp(-1) + math.exp(-1.5)))
