"""Runs that people calculate by hand and publish, as the programs they paste: each ends with what Python has."""

from __future__ import annotations

import numpy as np
import pytest

import chainrule

PROGRAMS = {
    "momentum by hand": """
w, v = 5.0, 0.0
eta, mu = 0.1, 0.9
for step in range(6):
    loss = 0.5*w**2
    grad = w
    v = mu*v - eta*grad
    w = w + v
    print(step, w, loss)
""",
    "RMSProp by hand, two numbers": """
import math
x1, x2 = -5.0, -2.0
s1 = s2 = 0.0
eta, gamma, eps = 0.4, 0.9, 1e-6
for t in range(20):
    f = 0.1*x1**2 + 2*x2**2
    g1, g2 = 0.2*x1, 4*x2
    s1 = gamma*s1 + (1 - gamma)*g1**2
    s2 = gamma*s2 + (1 - gamma)*g2**2
    x1 -= eta/math.sqrt(s1 + eps)*g1
    x2 -= eta/math.sqrt(s2 + eps)*g2
    print(f"epoch {t + 1}, x1: {x1:.6f}, x2: {x2:.6f}")
""",
    "Adam by hand": """
theta = 1.0
m = v = 0.0
alpha, beta1, beta2, eps = 0.1, 0.9, 0.999, 1e-8
for t in range(1, 11):
    J = theta**2 - 4*theta + 4
    g = 2*theta - 4
    m = beta1*m + (1 - beta1)*g
    v = beta2*v + (1 - beta2)*g**2
    m_hat = m/(1 - beta1**t)
    v_hat = v/(1 - beta2**t)
    theta = theta - alpha*m_hat/(v_hat**0.5 + eps)
""",
    "linear regression, one example after the other": """
X = [1, 2, 4, 3, 5]
Y = [1, 3, 3, 2, 5]
b0, b1, alpha = 0.0, 0.0, 0.01
for epoch in range(4):
    for i in range(5):
        p = b0 + b1*X[i]
        error = p - Y[i]
        loss = 0.5*error**2
        b0 = b0 - alpha*error
        b1 = b1 - alpha*error*X[i]
""",
    "logistic regression, one example after the other": """
import math
data = [(2.7810836, 2.550537003, 0), (1.465489372, 2.362125076, 0), (3.396561688, 4.400293529, 0),
        (7.627531214, 2.759262235, 1), (5.332441248, 2.088626775, 1), (6.922596716, 1.77106367, 1)]
b0 = b1 = b2 = 0.0
alpha = 0.3
for epoch in range(10):
    for x1, x2, y in data:
        p = 1/(1 + math.exp(-(b0 + b1*x1 + b2*x2)))
        loss = -(y*math.log(p) + (1 - y)*math.log(1 - p))
        b0 = b0 - alpha*(p - y)
        b1 = b1 - alpha*(p - y)*x1
        b2 = b2 - alpha*(p - y)*x2
""",
    "gradient ascent": """
x, eta = 0.5, 0.1
for i in range(12):
    f = 6*x - x**2
    dfdx = 6 - 2*x
    x = x + eta*dfdx
""",
    "gradient, momentum and a second number": """
w, b, vw, vb = 1.0, 0.0, 0.0, 0.0
for t in range(8):
    loss = (2*w + b - 5)**2
    gw, gb = 4*(2*w + b - 5), 2*(2*w + b - 5)
    vw, vb = 0.9*vw + 0.1*gw, 0.9*vb + 0.1*gb
    w, b = w - 0.05*vw, b - 0.05*vb
""",
    "Newton's method on a loss": """
w = 3.0
for k in range(6):
    L = w**4 - 3*w**2 + 2*w
    dL = 4*w**3 - 6*w + 2
    d2L = 12*w**2 - 6
    w = w - dL/d2L
""",
    "2-2-2 network with fixed biases": """
import numpy as np
def sigmoid(z):
    return 1/(1 + np.exp(-z))
i1, i2 = 0.05, 0.10
w1, w2, w3, w4 = 0.15, 0.20, 0.25, 0.30
w5, w6, w7, w8 = 0.40, 0.45, 0.50, 0.55
b1, b2 = 0.35, 0.60
t1, t2, lr = 0.01, 0.99, 0.5
for k in range(100):
    h1 = sigmoid(w1*i1 + w2*i2 + b1)
    h2 = sigmoid(w3*i1 + w4*i2 + b1)
    o1 = sigmoid(w5*h1 + w6*h2 + b2)
    o2 = sigmoid(w7*h1 + w8*h2 + b2)
    E = 0.5*(t1 - o1)**2 + 0.5*(t2 - o2)**2
    d1 = (o1 - t1)*o1*(1 - o1)
    d2 = (o2 - t2)*o2*(1 - o2)
    dh1 = (d1*w5 + d2*w7)*h1*(1 - h1)
    dh2 = (d1*w6 + d2*w8)*h2*(1 - h2)
    w5, w6 = w5 - lr*d1*h1, w6 - lr*d1*h2
    w7, w8 = w7 - lr*d2*h1, w8 - lr*d2*h2
    w1, w2 = w1 - lr*dh1*i1, w2 - lr*dh1*i2
    w3, w4 = w3 - lr*dh2*i1, w4 - lr*dh2*i2
""",
    "xor with two hidden units": """
import numpy as np
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([[0], [1], [1], [0]])
W1 = np.array([[0.9, 0.4], [0.8, -0.6]])
b1 = np.array([[0.1, -0.2]])
W2 = np.array([[1.2], [-1.1]])
b2 = np.array([[0.3]])
lr = 0.5
for epoch in range(300):
    a1 = 1/(1 + np.exp(-(X @ W1 + b1)))
    a2 = 1/(1 + np.exp(-(a1 @ W2 + b2)))
    loss = np.mean((y - a2)**2)
    delta2 = (a2 - y)*a2*(1 - a2)
    delta1 = (delta2 @ W2.T)*a1*(1 - a1)
    W2 -= lr*a1.T @ delta2
    b2 -= lr*delta2.sum(axis=0, keepdims=True)
    W1 -= lr*X.T @ delta1
    b1 -= lr*delta1.sum(axis=0, keepdims=True)
""",
    "steepest descent with the exact step": """
import numpy as np
A = np.array([[3.0, 2.0], [2.0, 6.0]])
b = np.array([2.0, -8.0])
x = np.array([-2.0, -2.0])
for k in range(15):
    f = 0.5*x @ A @ x - b @ x
    r = b - A @ x
    alpha = (r @ r)/(r @ A @ r)
    x = x + alpha*r
""",
    "Adagrad by hand, a line through three points": """
import numpy as np
xs = np.array([1.0, 2.0, 3.0])
ys = np.array([2.0, 2.5, 4.5])
w, b, Gw, Gb = 0.0, 0.0, 0.0, 0.0
for t in range(30):
    r = w*xs + b - ys
    J = (r**2).sum()/6
    gw, gb = (r*xs).mean(), r.mean()
    Gw += gw**2
    Gb += gb**2
    w -= 0.5*gw/(np.sqrt(Gw) + 1e-8)
    b -= 0.5*gb/(np.sqrt(Gb) + 1e-8)
""",
    "perceptron, AND": """
w1, w2, b, eta = 0.3, -0.1, -0.2, 0.1
examples = [(0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 1, 1)]
for epoch in range(6):
    for x1, x2, t in examples:
        y = 1 if w1*x1 + w2*x2 + b >= 0 else 0
        error = t - y
        w1 += eta*error*x1
        w2 += eta*error*x2
        b += eta*error
""",
}


WITHOUT_GRADIENTS = {  # nothing in them has the name of a loss
    "RMSProp by hand, two numbers",
    "steepest descent with the exact step",
    "perceptron, AND",
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_run_by_hand_ends_with_what_python_has(name: str) -> None:
    space: dict[str, object] = {}
    exec(PROGRAMS[name], space)  # our own text
    run = chainrule.train(PROGRAMS[name], optimizer=None, keep=1000)
    assert run.ended == "iterations"
    assert run.parameters
    for each, rows in run.values.items():
        np.testing.assert_allclose(rows[-1], space[each], rtol=1e-9, atol=1e-14)  # type: ignore[arg-type]
    if name not in WITHOUT_GRADIENTS:
        assert [notice.code for notice in run.notices] == []
        assert np.isfinite(run.loss).all()
        assert all(np.isfinite(rows).all() for rows in run.gradients.values())


def test_the_best_known_network_has_the_losses_that_are_printed() -> None:
    program = PROGRAMS["2-2-2 network with fixed biases"]
    run = chainrule.train(program, optimizer=None, keep=1000)
    assert f"{run.loss[0]:.9f} {run.loss[1]:.9f}" == "0.298371109 0.291027774"
    assert f"{run.values['w5'][1]:.9f} {run.values['w1'][1]:.9f}" == "0.358916480 0.149780716"
    assert f"{chainrule.train(program.replace('100', '10000'), optimizer=None).loss[-1]:.10f}" == "0.0000351019"


def test_a_second_derivative_is_judged_as_no_gradient() -> None:
    trace = chainrule.trace(PROGRAMS["Newton's method on a loss"])
    assert [(each.name, each.verdict) for each in trace.hand_gradients] == [("dL", "right")]
