"""Shapes of names without a value follow from the whole program: what they meet, how they are written and indexed."""

from __future__ import annotations

import numpy as np
import pytest

import chainrule

SCORES = "s = W @ x\n"
NETWORK = "h = np.tanh(W1 @ x + b1)\ns = W2 @ h + b2\n"
BATCH = "h = sigmoid(X @ W1 + b1)\no = sigmoid(h @ W2 + b2)\nL = np.mean((o - y)**2)"
XOR = "X = np.array([[0,0],[0,1],[1,0],[1,1]])\ny = np.array([[0],[1],[1],[0]])\n"

PROGRAMS = [
    ("y = [0, 1, 0]\n" + SCORES + "p = exp(s) / sum(exp(s))\nL = -log(sum(p * y))", {"W": (3, 3)}),
    ("y = np.array([0., 1., 0.])\n" + SCORES + "L = -sum(y * log(softmax(s)))", {"W": (3, 3)}),
    ("y = np.array([[0., 1.]])\n" + SCORES + "L = sum((s - y)**2)", {"W": (2, 3)}),
    ("y = [1, 0]\n" + NETWORK + "L = sum((s - y)**2)", {"W2": (2, 4), "b2": (2,), "W1": (4, 3)}),
    ("h = relu(W1 @ x)\nA = np.array([[1., 2.], [4., 5.]])\nf = sum(A @ h)", {"W1": (2, 3)}),
    ("y = [1, 0]\ns = x @ W.T\nL = sum((s - y)**2)", {"W": (2, 3)}),
    ("y = np.array([1., 2.])\ns = (W @ X).sum(axis=1)\nL = sum((s - y)**2)", {"W": (2, 3)}),
    (XOR + BATCH, {"W1": (2, 3), "b1": (3,), "W2": (3, 1), "b2": (1,)}),
    ("X = np.array([[0,0],[0,1],[1,0]])\ny = np.array([0, 1, 1])\nL = mean((X @ w + b - y)**2)", {"w": (2,), "b": ()}),
    ("q = W @ x\nf = sum(q**2)\nx = [0.2, 0.4]", {"W": (4, 2)}),
    ("z = w.T @ x + b\na = sigmoid(z)\nJ = -(y*np.log(a) + (1-y)*np.log(1-a))", {"w": (3,), "b": ()}),
    ("A = sigmoid(np.dot(w.T, X) + b)\ncost = -1/m * np.sum(Y*np.log(A) + (1-Y)*np.log(1-A))", {"w": (3, 1), "b": ()}),
    ("s = X.dot(W)\nc = s[np.arange(N), y].reshape(-1, 1)\nL = np.sum(np.maximum(0, s - c + 1))/N", {"W": (3, 3)}),
    ("f = sigmoid(Wf @ np.concatenate([h, x]) + bf)\nc = f*c0", {"h": (3,), "x": (3,)}),
    ("x = np.array([1, 2, 3])\ny = m*x + b\nL = np.sum((y - t)**2)", {"m": (), "b": ()}),
    ("x = np.linspace(0, 1, 5)\ny = a*np.sin(b*x) + c\nf = np.sum(y**2)", {"a": (), "b": (), "c": ()}),
    ("out = gamma*(x - x.mean(axis=0)) + beta", {"x": (3,), "gamma": (3,), "beta": (3,)}),
    ("for t in range(3):\n    h = tanh(W @ h + U @ x[t])\nL = sum((V @ h - y)**2)", {"x": (3, 3), "y": (4,)}),
    ("P = np.sum((X[:,None,:] - X[None,:,:])**2, axis=-1)\nL = P.sum()", {"X": (4, 3)}),
    ("def f(x):\n    assert x.shape == (5,)\n    return x*2", {"x": (5,)}),
    ("def f(x, w):\n    N, D = x.shape\n    assert w.shape == (D,)\n    return x*w", {"x": (4, 3), "w": (3,)}),
    ("def f(x):\n    assert x.shape == (10**9,)\n    assert x.shape[0] == float('inf')\n    return x*2", {"x": (3,)}),
    ("M = np.outer(np.array([1., 2.]), v)\nf = np.trace(M @ B)", {"v": (3,)}),
    ("o = [sum(a*c for a, c in zip(w, x)) for x in X]\nL = sum((p - q)**2 for p, q in zip(o, y))", {"X": (4, 3)}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "shapes"), PROGRAMS, ids=[source.replace("\n", "; ")[:60] for source, _ in PROGRAMS]
)
def test_an_axis_is_as_long_as_what_it_meets(source: str, shapes: dict[str, tuple[int, ...]]) -> None:
    trace = chainrule.trace(source, defaults=True)
    assert {name: np.shape(trace.values[name]) for name in shapes} == shapes
