"""Ten programs as notebooks and exercises have them: the run is what executing them gives, and what they print."""

from __future__ import annotations

import contextlib
import io
from typing import Any, NamedTuple

import numpy as np
import pytest

from chainrule.learn import train


class Published(NamedTuple):
    """`printed`: digits of a text, by the name and the update they belong to. `moved`: names that are compared."""

    source: str
    printed: dict[tuple[str, int], str]
    moved: tuple[str, ...]


ONE_FEATURE = """
import numpy as np

def cost_func(x, y, w, b):
    cost = 0
    n = y.shape[0]
    for i in range(n):
        f = w*x[i] + b
        cost += (f - y[i])**2
    cost = cost/(2*n)
    return cost

def derivative_func(x, y, w, b):
    dw = 0
    db = 0
    n = y.shape[0]
    for i in range(n):
        f = w*x[i] + b
        dw += (f - y[i])*x[i]
        db += (f - y[i])
    return dw/n, db/n

x_train = np.array([3, 5])
y_train = np.array([30, 50])
w = 1
b = 1
a = 0.01
for i in range(700):
    dw, db = derivative_func(x_train, y_train, w, b)
    w = w - a*dw
    b = b - a*db
    cost = cost_func(x_train, y_train, w, b)
"""
ROWS = """
import numpy as np

dataset = np.array([[100, 150], [150, 175], [200, 200], [250, 225], [300, 250]])
w = 0
b = 0
alpha = 0.000_01

def gradients():
    sum_err_dw = 0
    sum_err_db = 0
    for entry in dataset:
        err = w*entry[0] + b - entry[1]
        sum_err_dw += err*entry[0]
        sum_err_db += err
    return sum_err_dw/len(dataset), sum_err_db/len(dataset)

for i in range(3000):
    gw, gb = gradients()
    w -= alpha*gw
    b -= alpha*gb
"""
RAVINE = """
import numpy as np

def gradient(x):
    return np.array([x[0], 10*x[1]])

x = np.array([2, 5])
d = 0
for i in range(19):
    STEP
"""
XOR = """
import numpy as np

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([[0], [1], [1], [0]])

def sigmoid(z):
    return 1/(1 + np.exp(-z))

def sigmoid_derivative(a):
    return a*(1 - a)

np.random.seed(42)
lr = 0.1
W1 = np.random.randn(2, 4)
b1 = np.zeros((1, 4))
W2 = np.random.randn(4, 1)
b2 = np.zeros((1, 1))
for epoch in range(6000):
    a1 = sigmoid(X @ W1 + b1)
    y_hat = sigmoid(a1 @ W2 + b2)
    loss = np.mean((y - y_hat)**2)
    d_loss_y_hat = -(y - y_hat)
    d_y_hat_z2 = sigmoid_derivative(y_hat)
    dW2 = a1.T @ (d_loss_y_hat*d_y_hat_z2)
    db2 = np.sum(d_loss_y_hat*d_y_hat_z2, axis=0, keepdims=True)
    d_a1_z1 = sigmoid_derivative(a1)
    dW1 = X.T @ ((d_loss_y_hat*d_y_hat_z2) @ W2.T*d_a1_z1)
    db1 = np.sum((d_loss_y_hat*d_y_hat_z2) @ W2.T*d_a1_z1, axis=0, keepdims=True)
    W2 -= lr*dW2
    b2 -= lr*db2
    W1 -= lr*dW1
    b1 -= lr*db1
"""
FOUR_SLOPES = """
import numpy as np

def compute_cost(x, y, w, b):
    m = len(y)
    prediction = np.dot(x, w) + b
    return (1/(2*m))*np.sum((prediction - y)**2)

def compute_gradient(x, y, w, b):
    m = len(y)
    prediction = np.dot(x, w) + b
    dw = (1/m)*np.dot(x.T, (prediction - y))
    db = (1/m)*np.sum(prediction - y)
    return dw, db

x = np.array([[1], [2], [3], [4]])
y = np.array([2, 4, 6, 8])
w = 0
b = 0
for i in range(500):
    dw, db = compute_gradient(x, y, w, b)
    w = w - 0.01*dw
    b = b - 0.01*db
    cost = compute_cost(x, y, w, b)
"""
PARABOLA = """
import numpy as np

w = 10.0
lr = 0.01
beta1, beta2 = 0.9, 0.999

def dF(w):
    return (2.0*w) - 6.0

Vdw = 0.0
Sdw = 0.0
for epoch in range(1, 101):
    df = dF(w)
    RULE
"""
RMSPROP = "Sdw = (beta2*Sdw) + ((1 - beta2)*(df**2.0))\n    w = w - lr*(df/np.sqrt(Sdw))"
ADAM = (
    "Vdw = (beta1*Vdw) + ((1 - beta1)*df)\n    Sdw = (beta2*Sdw) + ((1 - beta2)*(df**2.0))\n"
    "    w = w - (lr*(Vdw/np.sqrt(Sdw)))"
)
ASCENT = """
import math

a, b, c, x, y = 1.0, 2.0, -3.0, -1.0, 3.0

def sig(z):
    return 1/(1 + math.exp(-z))

for i in range(100):
    s = sig(a*x + b*y + c)
    ds = s*(1 - s)
    a, b, c, x, y = a + 0.01*x*ds, b + 0.01*y*ds, c + 0.01*ds, x + 0.01*a*ds, y + 0.01*b*ds
"""
FIXED_BIASES = """
import numpy as np

X = np.array([0.05, 0.10])
T = np.array([0.01, 0.99])
W1 = np.array([[0.15, 0.20], [0.25, 0.30]])
W2 = np.array([[0.40, 0.45], [0.50, 0.55]])
for i in range(10000):
    h = 1/(1 + np.exp(-(W1 @ X + 0.35)))
    o = 1/(1 + np.exp(-(W2 @ h + 0.60)))
    E = 0.5*np.sum((T - o)**2)
    delta_o = (o - T)*o*(1 - o)
    delta_h = (W2.T @ delta_o)*h*(1 - h)
    W2 = W2 - 0.5*np.outer(delta_o, h)
    W1 = W1 - 0.5*np.outer(delta_h, X)
"""
RUNS = {
    "one feature, summed point by point": Published(
        ONE_FEATURE,
        {
            ("w", 1): "2.49",
            ("b", 1): "1.35",
            ("w", 101): "9.339565362904866",
            ("b", 101): "2.7976459389680706",
            ("w", 301): "9.409239384745288",
            ("b", 601): "2.1171274841748158",
            ("loss", 1): "439.75810000000007",
            ("loss", 201): "0.2059507823972854",
        },
        ("w", "b"),
    ),
    "rows of a data set": Published(ROWS, {("w", 1001): "0.9439", ("b", 2001): "0.226270"}, ("w", "b")),
    "momentum in a ravine": Published(RAVINE.replace("STEP", "d = 0.5*d - 0.1*gradient(x)\n    x = x + d"), {}, ("x",)),
    "nesterov in a ravine": Published(
        RAVINE.replace("STEP", "d = 0.5*d\n    d = d - 0.1*gradient(x + d)\n    x = x + d"), {}, ("x",)
    ),
    # Its notebook prints other losses, with four digits where the text has five: they are of another version.
    "xor": Published(XOR, {}, ("W1", "b1", "W2", "b2")),
    "a slope for every target, by broadcasting": Published(FOUR_SLOPES, {}, ("w", "b")),
    "rmsprop by hand": Published(PARABOLA.replace("RULE", RMSPROP), {}, ("w", "Sdw")),
    "adam by hand, uncorrected": Published(PARABOLA.replace("RULE", ADAM), {}, ("w", "Vdw", "Sdw")),
    "a hundred steps up a neuron": Published(ASCENT, {}, ("a", "b", "c", "x", "y")),
    "ten thousand steps with fixed biases": Published(FIXED_BIASES, {}, ("W1", "W2")),
}


@pytest.mark.parametrize("name", RUNS)
def test_a_program_of_a_notebook_runs_as_it_does_there(name: str) -> None:
    source, printed, moved = RUNS[name]
    space: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(source, name, "exec"), space)
    for most in {
        None,
        *(update for _, update in printed),
    }:  # as many rounds as there are, and as a line of the text says
        run = train(source, optimizer=None, iterations=most, keep=3)
        if most is None:
            for each in moved:
                np.testing.assert_allclose(run.values[each][-1], space[each], rtol=1e-11, atol=1e-14, err_msg=each)
        for (each, update), digits in printed.items():
            if update == most:
                value = run.loss[-1] if each == "loss" else run.values[each][-1]
                assert f"{float(value):.{len(digits.partition('.')[2])}f}" == digits, (each, update)
