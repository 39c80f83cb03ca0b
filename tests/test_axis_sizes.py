"""Arrays with numbers say how long the axes of names without a value are, through the whole program."""

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
]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "shapes"), PROGRAMS, ids=[source.replace("\n", "; ")[:60] for source, _ in PROGRAMS]
)
def test_an_axis_is_as_long_as_what_it_meets(source: str, shapes: dict[str, tuple[int, ...]]) -> None:
    trace = chainrule.trace(source, defaults=True)
    assert {name: np.shape(trace.values[name]) for name in shapes} == shapes
