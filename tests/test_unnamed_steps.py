"""Loops whose update lines name no gradient train where their steps are the loss's gradient, and only there."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import chainrule

NEURON = """w, b, x, y, eta = 2.0, 2.0, 1.0, 0.0, 0.15
for epoch in range(300):
    a = 1/(1 + np.exp(-(w*x + b)))
    C = (y - a)**2/2
    {}
"""
TRAINED = {
    "a delta that both lines share": (
        NEURON.format("delta = (a - y)*a*(1 - a)\n    w -= eta*delta*x\n    b -= eta*delta"),
        {"w", "b"},
    ),
    "the gradient inside the line": (NEURON.format("w = w - eta*(a - y)*a*(1 - a)*x"), {"w"}),
    "numbers of the text": ("w = 5.0\nfor i in range(20):\n    loss = (w - 3)**2\n    w = w - 0.1*2*(w - 3)", {"w"}),
    "a half that is left out": ("w = 5.0\nfor i in range(20):\n    loss = (w - 3)**2\n    w -= 0.1*(w - 3)", {"w"}),
    "ascent": ("x = 1.0\nfor i in range(9):\n    cost = -(x - 2)**2\n    x += 0.1*(-2*(x - 2))", {"x"}),
    "an array": (
        "X = np.array([[1., 2], [3, 4], [5, 6]])\ny = np.array([1., 2, 3])\nW = np.zeros(2)\n"
        "for _ in range(50):\n    mse = np.mean((X@W - y)**2)\n    W -= 0.01*2*X.T@(X@W - y)/3",
        {"W"},
    ),
}
OTHERS = {
    "a slope that is 1 everywhere": "y = 2.0\nx = 1.0\nfor i in range(5):\n    L = x*y\n    x = x + 1*1.0",
    "a body on a spring": (
        "v = 1.0\nx = 0.0\nfor i in range(30):\n    E = 0.5*v**2 + 0.5*x**2\n    x = x + 0.1*v\n    v = v - 0.1*x"
    ),
    "a wrong slope": "w = 5.0\nfor i in range(9):\n    loss = (w - 3)**2\n    w = w - 0.1*(w - 3)**2",
    "right at these numbers alone": "w = 5.0\nfor i in range(9):\n    loss = (w - 3)**2\n    w -= 0.1*4.0*1",
    "another value's slope": "w, u = 5.0, 4.0\nfor i in range(9):\n    loss = (w - u)**2\n    w -= 0.1*(w - 3)",
}


@pytest.mark.parametrize("name", TRAINED)
def test_a_step_along_the_loss_is_drawn_for_one_round_and_trains(name: str) -> None:
    source, moved = TRAINED[name]
    picture = chainrule.trace(source).to_dict()
    assert picture["loop"]["round"] == 1
    run = chainrule.train(source, optimizer=None)
    assert set(run.parameters) == moved
    scope: dict[str, Any] = {"np": np}
    exec(source, scope)  # the text above, run by Python itself
    for each in moved:
        assert np.allclose(run.values[each][-1], scope[each], rtol=1e-9, atol=0)
    assert np.isfinite(run.loss).all()


@pytest.mark.parametrize("name", OTHERS)
def test_any_other_step_is_written_out(name: str) -> None:
    assert chainrule.trace(OTHERS[name]).to_dict()["loop"] is None
