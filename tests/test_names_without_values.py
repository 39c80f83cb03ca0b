"""Functions, methods and classes as they stand in a repository: no call, no values, parameters of every kind.

The oracle is NumPy: it runs the same text with the values that were assumed, and a call of the function.
"""

from __future__ import annotations

import math
import random
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import pytest

import chainrule
from chainrule.errors import ChainruleError


class Uncalled(NamedTuple):
    name: str
    source: str
    call: str  # in Python, with the assumed values under their names
    shapes: dict[str, tuple[int, ...]] = {}  # noqa: RUF012  # of the values that are assumed
    right: tuple[str, ...] = ()  # the gradients in it, which are right


UNCALLED = [
    Uncalled("a list of numbers", "def softmax(xs):\n    top = max(xs)\n    exps = [math.exp(x - top) for x in xs]\n    return [e / sum(exps) for e in exps]", "softmax(list(xs))", {"xs": (3,)}),
    Uncalled("two lists side by side", "def mse(pred, target):\n    return sum((p - t) ** 2 for p, t in zip(pred, target)) / len(pred)", "mse(list(pred), list(target))", {"pred": (3,), "target": (3,)}),
    Uncalled("pairs in a list", "def cost(data, w):\n    total = 0.0\n    for x, y in data:\n        total += (w*x - y)**2\n    return total", "cost(data, w)", {"data": (4, 2)}),
    Uncalled("a count of rounds", "def power(x, n):\n    y = 1.0\n    for _ in range(n):\n        y = y * x\n    return y", "power(x, int(n))"),
    Uncalled("a label among rows", "def nll(probs, y):\n    loss = 0.0\n    for i in range(len(y)):\n        loss -= np.log(np.exp(probs[i, y[i]]))\n    return loss", "nll(probs, y.astype(int))"),
    Uncalled("a label in a list", "def nll(scores, target):\n    m = max(scores)\n    e = [math.exp(s - m) for s in scores]\n    p = [v / sum(e) for v in e]\n    return -math.log(p[target])", "nll(list(scores), int(target))", {"scores": (3,)}),
    Uncalled("an array to fill", "def relu(x, out, n):\n    for i in range(n):\n        out[i] = max(x[i], 0.0)", "relu(x, out, int(n)) or out"),
    Uncalled("four axes of a padded image", "def shape_of(x):\n    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))\n    n, c, h, w = padded.shape\n    return padded.sum() / (h * w)", "shape_of(x)"),
    Uncalled("a method without its class", "def backward(self, dout):\n    self.dW = self.x.T @ dout\n    self.db = dout.sum(axis=0)\n    return dout @ self.W.T", "backward(SimpleNamespace(x=x, W=W), dout)"),
    Uncalled("a method that returns nothing", "def backward(self, dout):\n    self.dx = 2 * self.x * dout", "(lambda o: backward(o, dout) or o.dx)(SimpleNamespace(x=x))"),
    Uncalled("a layer without a constructor", "class Linear:\n    def forward(self, x):\n        self.x = x\n        return x @ self.W + self.b\n    def backward(self, grad_output):\n        self.grad_W = self.x.T @ grad_output\n        self.grad_b = grad_output.sum(axis=0)\n        return grad_output @ self.W.T", "grad_output @ W.T"),
    Uncalled("cached activations in a method", "def backward_pass(self, X, y, A1, A2):\n    m = y.shape[0]\n    dZ2 = A2.copy()\n    dZ2[range(m), y] -= 1\n    dZ2 /= m\n    dW2 = np.dot(A1.T, dZ2)\n    dA1 = np.dot(dZ2, self.W2.T)\n    dZ1 = dA1.copy()\n    dZ1[A1 <= 0] = 0\n    dW1 = np.dot(X.T, dZ1)\n    return dW1", "backward_pass(SimpleNamespace(W2=W2), X, y.astype(int), A1, A2)"),
    Uncalled("sizes of a constructor", "class Net:\n    def __init__(self, n_in, n_hidden):\n        self.W = np.ones((n_hidden, n_in))\n    def forward(self, x):\n        return np.tanh(self.W @ x)", "Net(int(n_in), int(n_hidden)).forward(x)"),
    Uncalled("modes of a framework", "def step(model, optimizer, w, x):\n    model.train()\n    optimizer.zero_grad()\n    loss = (w * x - 1)**2\n    return loss", "(w*x - 1)**2"),
    Uncalled("settings of a plot", "import matplotlib.pyplot as plt\nplt.rcParams['figure.figsize'] = (10.0, 8.0)\ny = np.exp(-x)", "np.exp(-x)"),
    Uncalled("two objects with the same attribute", "def f(layer1, layer2, x):\n    return layer2.gain * (layer1.gain * x)", "gain * (layer1_gain * x)"),
    Uncalled("a generator without its import", "random.seed(3)\nw = random.uniform(-1, 1)\nL = (w * x)**2", "(lambda: (random.seed(3), random.uniform(-1, 1) * x)[1]**2)()"),
    Uncalled("compiled by a decorator", "from numba import njit, prange\n@njit(parallel=True)\ndef total(x):\n    s = 0.0\n    for i in prange(x.size):\n        s += x[i]**2\n    return s", "np.sum(x**2)"),
    Uncalled("both sides of a naive loop", "def softmax_loss(W, X, y):\n    loss = 0.0\n    dW = np.zeros_like(W)\n    for i in range(X.shape[0]):\n        scores = X[i].dot(W)\n        p = np.exp(scores) / np.sum(np.exp(scores))\n        loss -= np.log(p[y[i]])\n        ds = p.reshape(1, -1)\n        ds[:, y[i]] -= 1\n        dW += np.dot(X[i].T.reshape(X[i].shape[0], 1), ds)\n    return loss, dW", "softmax_loss(W, X, y.astype(int))[0]", right=("dW",)),
]  # fmt: skip


@pytest.mark.parametrize("case", UNCALLED, ids=lambda case: case.name)
def test_a_function_without_a_call_computes_what_numpy_does(case: Uncalled) -> None:
    trace = chainrule.trace(case.source, defaults=True)
    names: dict[str, Any] = {"np": np, "math": math, "random": random, "SimpleNamespace": SimpleNamespace}
    if case.source.lstrip("@").startswith(("def", "class")):
        exec(case.source, names)  # the tests' own text
    values = {name: np.array(value) if np.ndim(value) else value for name, value in trace.values.items()}
    expected = eval(case.call, names | values)
    np.testing.assert_allclose(np.asarray(trace.value), np.asarray(expected), rtol=1e-9)
    assert {name: np.shape(trace.values[name]) for name in case.shapes} == case.shapes
    verdicts = {hand.name: hand.verdict for hand in trace.hand_gradients}
    assert "wrong" not in verdicts.values()
    assert all(verdicts[name] == "right" for name in case.right)


REFUSED = [
    ("def slope(f, x, h):\n    return (f(x + h) - f(x)) / h", "`f` is called, but nothing here says what it computes."),
    ("def step(model, x):\n    out = model.encode(x)\n    return out**2", "`model.encode` is called, but nothing here says what it computes."),
    ("model = MLP([2, 4, 1])\nloss = model([1, 2])**2", "`MLP` is not known here."),
]  # fmt: skip


@pytest.mark.parametrize(("source", "sentence"), REFUSED)
def test_what_the_text_does_not_define_is_named(source: str, sentence: str) -> None:
    with pytest.raises(ChainruleError) as problem:
        chainrule.trace(source, defaults=True)
    assert str(problem.value).startswith(sentence)
    assert "Paste" in (problem.value.hint or "")
