"""Files of functions and classes that no line calls: what fits together is drawn, and judged rightly."""

from __future__ import annotations

import pytest

import chainrule

NET = """
class Net(object):
    def __init__(self, sizes):
        self.sizes = sizes
        self.biases = [np.random.randn(y, 1) for y in sizes[1:]]
        self.weights = [np.random.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]
    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = 1/(1 + np.exp(-(np.dot(w, a) + b)))
        return a
    def backprop(self, x, y):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        a, outputs = x, [x]
        for b, w in zip(self.biases, self.weights):
            a = 1/(1 + np.exp(-(np.dot(w, a) + b)))
            outputs.append(a)
        delta = (outputs[-1] - y)*outputs[-1]*(1 - outputs[-1])
        nabla_b[-1] = delta
        nabla_w[-1] = np.dot(delta, outputs[-2].T)
        delta = np.dot(self.weights[-1].T, delta){}
        nabla_b[-2] = delta
        nabla_w[-2] = np.dot(delta, outputs[-3].T)
        return nabla_b, nabla_w
"""
SLOPE = "*outputs[-2]*(1 - outputs[-2])"


def test_the_inputs_are_columns_where_the_biases_are() -> None:
    trace = chainrule.trace(NET.format(SLOPE), defaults=True)
    verdicts = {each.name: each.verdict for each in trace.hand_gradients}
    assert set(verdicts) == {"delta", "nabla_b[-1]", "nabla_w[-1]", "nabla_b[-2]", "nabla_w[-2]"}
    assert set(verdicts.values()) == {"right"}


def test_a_slope_that_is_left_out_is_still_found() -> None:
    trace = chainrule.trace(NET.format(""), defaults=True)
    verdicts = {each.name: each.verdict for each in trace.hand_gradients}
    assert verdicts["nabla_w[-1]"] == "right"
    assert verdicts["nabla_b[-2]"] == verdicts["nabla_w[-2]"] == "wrong"


FUNCTIONS = """
def affine(x, w):
    return x @ w
def scores(x, w, b):
    return x @ w + b
def stretched(x, w):
    return x.sum()*w.sum()*(np.ones((4, 5)) @ np.ones(3))
"""


def test_a_function_that_does_not_fit_the_others_is_left_out_and_said() -> None:
    trace = chainrule.trace(FUNCTIONS, defaults=True)
    (notice,) = trace.notices
    assert notice.text.startswith("`stretched` is not called: this line does not fit the other definitions")
    assert notice.span is not None
    assert notice.span.line == 7
    assert set(trace.gradients) == {"x", "w", "b"}


def test_what_is_wrong_with_one_of_two_functions_is_said_at_its_place() -> None:
    with pytest.raises(chainrule.ShapeError) as caught:
        chainrule.trace(FUNCTIONS.replace("def scores(x, w, b):\n    return x @ w + b\n", ""), defaults=True)
    assert caught.value.span is not None
    assert caught.value.span.line == 5


LAYERS = """
class Relu:
    def forward(self, x):
        self.mask = x > 0
        out = x*self.mask
        return out
    def backward(self, dout):
        dx = dout*self.mask
        return dx
class Loss:
    def forward(self, x, t):
        return cross_entropy(softmax_of(x), t)
class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b
    def forward(self, x):
        self.x = x
        out = np.dot(x, self.W) + self.b
        return out
    def backward(self, dout):
        self.dW = np.dot(self.x.T, dout)
        dx = np.dot(dout, self.W.T)
        return dx
"""


def test_a_class_that_needs_what_is_not_here_is_left_out_and_the_others_are_judged() -> None:
    trace = chainrule.trace(LAYERS, defaults=True)
    assert [notice.text[:6] for notice in trace.notices if "not called" in notice.text] == ["`Loss`"]
    verdicts = [each.verdict for each in trace.hand_gradients]
    assert verdicts.count("right") >= 3
    assert "wrong" not in verdicts
