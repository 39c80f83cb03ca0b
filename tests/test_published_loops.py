"""Loops that notebooks print with their output come out to the last digit, as a person would paste them."""

from __future__ import annotations

import numpy as np
import pytest

from chainrule.learn import train

MOMENTUM = """
w = 10.0
lr = 0.01

def F(w):
    return (w**2.0) - (6.0*w) + 1971

def dF(w):
    return (2.0*w) - 6.0

v = 0.0
for epoch in range(1, 14):
    print('Epoch: {}, f({:.4f}) = {:.4f}'.format(epoch, w, F(w)))
    v = RULE
    w = w - (lr*v)
"""
AVERAGE = "9.9860 9.9594 9.9216 9.8737 9.8168 9.7520 9.6802 9.6022 9.5188 9.4307 9.3386"
HEAVY_BALL = "9.8600 9.5968 9.2280 8.7715 8.2452 7.6667 7.0526 6.4190 5.7803 5.1498 4.5395 3.9593"
AVERAGE_LOSSES = (
    "2010.8042 2010.4336 2009.9085 2009.2478 2008.4694 2007.5902 2006.6254 2005.5893 2004.4950 2003.3541 2002.1773"
)
HEAVY_BALL_LOSSES = "2009.0596 2005.5178 2000.7878 1995.3101 1989.5123 1983.7778 1978.4238 1973.6893 1969.7299 1966.6218 1964.3699 1962.9203"  # fmt: skip  # noqa: E501


@pytest.mark.parametrize(
    ("rule", "update", "numbers", "losses"),
    [
        ("(0.9*v) + (0.1*dF(w))", "v = 0.9*v + 0.1*g; w = w - lr*v", AVERAGE, AVERAGE_LOSSES),
        ("(0.9*v) + dF(w)", "v = 0.9*v + g; w = w - lr*v", HEAVY_BALL, HEAVY_BALL_LOSSES),
    ],
)
def test_momentum_by_hand_in_two_forms(rule, update, numbers, losses):
    pasted = train(MOMENTUM.replace("RULE", rule), optimizer=None)
    typed = train("w**2 - 6*w + 1971", {"w": 10}, optimizer={"update": update}, settings={"lr": 0.01}, iterations=13)
    count = len(numbers.split())
    for run in (pasted, typed):
        assert " ".join(f"{w:.4f}" for w in run.values["w"][1 : count + 1]) == numbers
        assert " ".join(f"{loss:.4f}" for loss in run.loss[1 : count + 1]) == losses


DOUBLE = """
import numpy as np

X = np.array([1, 2, 3, 4], dtype=np.float32)
Y = np.array([2, 4, 6, 8], dtype=np.float32)
w = 0.0

def forward(x):
    return w*x

def loss(y, y_predicted):
    return ((y_predicted - y)**2).mean()

def gradient(x, y, y_predicted):
    return np.dot(2*x, y_predicted - y).mean()

learning_rate = 0.01
for epoch in range(10):
    y_pred = forward(X)
    l = loss(Y, y_pred)
    dw = gradient(X, Y, y_pred)
    w -= learning_rate*dw
    print(f'epoch {epoch + 1}: w = {w:.3f}, loss = {l:.8f}')
"""


def test_twice_a_number_in_plain_numpy():
    """Its gradient is the sum, not the mean: `dot` has added already. Single precision stands behind its 4.79999924."""
    run = train(DOUBLE, optimizer=None)
    weights = "1.200 1.680 1.872 1.949 1.980 1.992 1.997 1.999 1.999 2.000"
    assert " ".join(f"{w:.3f}" for w in run.values["w"][1:]) == weights
    losses = [30.0, 4.79999924, 0.76800019, 0.12288, 0.01966083, 0.00314574, 0.00050331, 0.00008053, 0.00001288]
    np.testing.assert_allclose(run.loss[:9], losses, rtol=3e-6, atol=5e-9)


REGRESSION = """
import torch

torch.manual_seed(42)
X = torch.randn(10, 1)
W_true = torch.tensor([[2.0]])
b_true = torch.tensor(1.0)
y_true = X @ W_true + b_true
lr, epochs = 0.07, 40

torch.manual_seed(42)
W, b = (torch.randn(1, 1, requires_grad=True), torch.randn(1, requires_grad=True))
for i in range(epochs):
    y_hat = X @ W + b
    loss = torch.mean((y_hat - y_true)**2)
    loss.backward()
    with torch.no_grad():
        W -= lr*W.grad
        b -= lr*b.grad
    W.grad.zero_()
    b.grad.zero_()
print(f"Final Loss: {loss.item():.4f}")
"""


def test_a_line_in_pytorch_from_a_seed():
    run = train(REGRESSION, optimizer=None)
    assert f"{run.loss[-2]:.4f}" == "0.0007"
    assert (f"{run.values['W'][-1].item():.4f}", f"{run.values['b'][-1].item():.4f}") == ("1.9722", "1.0117")


FLIES_OFF = """
from numpy import asarray
from numpy.random import rand, seed

def objective(w):
    return 0.5*w**2 - 30*w + 100

def derivative(w):
    return w**2/2 - 60*w + 100

seed(2)
bounds = asarray([[-1.0, 1.0]])
solution = bounds[:, 0] + rand(len(bounds))*(bounds[:, 1] - bounds[:, 0])
for i in range(5):
    gradient = derivative(solution)
    solution = solution - 0.1*gradient
    print('>%d f(%s) = %.5f' % (i, solution, objective(solution)))
"""


def test_a_wrong_derivative_flies_off_as_printed():
    """The derivative of its objective would be w - 30: the run is the program's own all the same."""
    run = train(FLIES_OFF, optimizer=None)
    printed = [-10.8968907, -92.21534625, -1080.69092796, -65969.48058451, -218060414.7935785]
    np.testing.assert_allclose(run.values["solution"][1:].ravel(), printed, rtol=1e-9)


DESCENT = """
def f(x):
    return x**2 - 6*x + 5

def df(x):
    return 2*x - 6

x, v, lr = 10.0, 0.0, 0.1
for t in range(1, 6):
"""


@pytest.mark.parametrize(
    "lines",
    [
        "x = x - lr*df(x)",
        "x -= lr*df(x)\n    print(t, x, f(x))",
        "g = df(x)\n    x = x - lr*g\n    print(f(x))",
        "v = 0.9*v + lr*df(x)\n    x = x - v",
        "g = df(x)\n    v = 0.9*v + 0.1*g**2\n    x = x - lr*g/(v**0.5 + 1e-8)",
        "x = x + 0.01*df(x)",
    ],
)
def test_a_loop_that_only_prints_its_objective_has_its_loss(lines):
    """Or does not even that: the function `f` stands beside `df`, whose value the loop follows."""
    run = train(f"{DESCENT}    {lines}", optimizer=None)
    np.testing.assert_allclose(run.loss, run.values["x"] ** 2 - 6 * run.values["x"] + 5, rtol=1e-12)


def test_the_loss_of_a_first_round_is_not_its_velocity():
    """In the first round 0.9*0 + df(x) is df(x), the last value that the lines leave."""
    run = train(f"{DESCENT}    loss = f(x)\n    v = 0.9*v + df(x)\n    x = x - lr*v", optimizer=None)
    assert [run.loss[0], run.gradients["x"][0]] == [45.0, 14.0]
