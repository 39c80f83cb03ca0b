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


REGRESSION = """X = np.array([[1., 2], [3, 4], [0.5, -1]])
y = np.array([1., 0, 2])
w = np.array([0.2, -0.1])
for t in range(1, 51):
    p = X@w
    mse = np.mean((p - y)**2)
    {}
"""
LOGISTIC = """X = np.array([[1., 2], [3, 4], [0.5, -1]])
y = np.array([1., 0, 1])
w = np.array([0.1, -0.2])
for i in range(100):
    p = 1/(1 + np.exp(-X@w))
    loss = -np.mean(y*np.log(p) + (1 - y)*np.log(1 - p))
    {}
"""
NO_MULTIPLE, UPHILL = "is no multiple of the gradient of", "goes up the gradient of"
SAID = {
    "a slope too many": (LOGISTIC.format("w -= 0.1*X.T@((p - y)*p*(1 - p))"), f"{NO_MULTIPLE} loss"),
    "a slope that is left out": (NEURON.format("w -= eta*(a - y)*x"), f"{NO_MULTIPLE} C"),
    "the wrong sign": (REGRESSION.format("w += 0.01*X.T@(p - y)"), f"{UPHILL} mse"),
}
NOT_SAID = {
    "the right step": LOGISTIC.format("w -= 0.1*X.T@(p - y)"),
    "momentum": "w, v, x, y = 2.0, 0.0, 1.0, 0.0\nfor i in range(30):\n    a = 1/(1 + np.exp(-w*x))\n"
    "    loss = (y - a)**2/2\n    v = 0.9*v - 0.1*(a - y)*a*(1 - a)*x\n    w = w + v",
    "a step of bounded length": REGRESSION.format("w -= 0.1*np.clip(X.T@(p - y), -1, 1)"),
    "a step of one length": REGRESSION.format("g = X.T@(p - y)\n    w -= 0.1*g/np.sqrt(np.sum(g**2))"),
    "weight decay": REGRESSION.format("w = w - 0.01*(2*X.T@(p - y)/3 + 0.1*w)"),
    "Newton's step": "w = 2.0\nfor i in range(30):\n    a = w**2\n    loss = (a - 3)**2/2\n    w = w - (a - 3)/(2*w)",
}


@pytest.mark.parametrize("name", [*SAID, *NOT_SAID])
def test_a_step_made_of_the_prediction_trains_and_is_blamed_where_it_is_wrong(name: str) -> None:
    source, words = SAID[name] if name in SAID else (NOT_SAID[name], None)
    trace = chainrule.trace(source)
    loop = trace.to_dict()["loop"]
    assert loop is not None
    assert loop["round"] == 1
    blamed = [notice.text for notice in trace.notices if NO_MULTIPLE in notice.text or UPHILL in notice.text]
    assert len(blamed) == (words is not None)
    assert words is None or words in blamed[0]


def test_a_damped_body_does_not_train() -> None:
    source = (
        "x, v, k = 1.0, 0.0, 2.0\nfor i in range(20):\n    F = -k*x - 0.3*v\n    v = v + 0.05*F\n"
        "    x = x + 0.05*v\n    E = v**2 + k*x**2"
    )
    assert chainrule.trace(source).to_dict()["loop"] is None


NET = """class Net:
    def __init__(self):
        self.w2, self.b2, self.lr = 0.3, 0.1, 0.1
        self.w1 = 0.4
    def forward(self, x):
        self.x = x
        self.z1 = self.w1 * x
        self.h = max(0.0, self.z1)
        self.out = 1 / (1 + math.exp(-(self.w2 * self.h + self.b2)))
        return self.out
    def backward(self, target):
        d_loss = 2.0 * (self.out - target)
        d_out = d_loss * self.out * (1 - self.out)
        d_h = d_out * self.w2 * (1.0 if self.z1 > 0 else 0.0)
        self.w2 -= self.lr * d_out * self.h
        self.w1 -= self.lr * d_h * self.x
        self.b2 -= self.lr * d_out
    def cost(self, pred, target):
        return (pred - target) ** 2
net = Net()
for epoch in range(100):
    total = 0.0
    for x, y in [(0.5, 1.0), (-1.0, 0.0), (0.8, 1.0)]:
        pred = net.forward(x)
"""
ROUNDS = {
    "the loss has a name": "        loss = (pred - y)**2\n        total += loss\n        net.backward(y)\n",
    "the loss is added up behind the step": "        net.backward(y)\n        total += net.cost(pred, y)\n",
}


@pytest.mark.parametrize("name", ROUNDS)
def test_an_object_that_moves_its_attributes_trains(name: str) -> None:
    trace = chainrule.trace(NET + ROUNDS[name])
    loop = trace.to_dict()["loop"]
    assert loop["rounds"] == 300
    assert len(trace.nodes) < 50
    verdicts = {gradient.name: gradient.verdict for gradient in trace.hand_gradients}
    assert verdicts["d_out"] == verdicts["d_h"] == "right"
    assert "wrong" not in verdicts.values()


def test_the_rounds_are_those_of_one_nest_of_loops() -> None:
    round_of = "        p = {0}*x\n        loss = (p - y)**2\n        {0} = {0} - 0.4*(p - y)*x\n"
    nest = "for i in range({}):\n    for j in range({}):\n"
    source = "w, v, x, y = 0.5, 0.3, 2.0, 1.0\n" + nest.format(5, 3) + round_of.format("w")
    assert chainrule.trace(source).to_dict()["loop"]["rounds"] == 15
    assert chainrule.trace(source + nest.format(7, 4) + round_of.format("v")).to_dict()["loop"]["rounds"] == 15
