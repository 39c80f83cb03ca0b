"""Runs that posts, courses and notebooks work out in numbers come out to the last digit that they print."""

from __future__ import annotations

import numpy as np
import pytest

from chainrule.learn import train

REGRESSION = """
import numpy as np

X = np.array([1, 2, 3])
Y = np.array([2, 1, 2])
params = np.array([1, 0])

def loss(y, yhat):
    return ((y - yhat)**2).mean()

def model(x):
    return params[0] + params[1]*x

def loss_grad(y, yhat, x):
    return np.array([(2*(yhat-y)).mean(), (2*(yhat-y)*x).mean()])

lr = .1
for _ in range(3):
    yhat = model(X)
    l = loss(Y, yhat)
    g = loss_grad(Y, yhat, X)
    params = params - lr*g
    print(f'thetas are now {params} with new loss of {loss(Y, yhat)}')
"""


def test_three_iterations_of_a_linear_regression_of_a_question():
    """ "new loss" is the loss before the step: `yhat` was computed with the old numbers."""
    pasted = train(REGRESSION, optimizer=None)
    typed = train(
        "mean((p[0] + p[1]*X - Y)**2)",
        {"p": [1, 0], "X": [1, 2, 3], "Y": [2, 1, 2]},
        parameters=["p"],
        settings={"lr": 0.1},
        iterations=3,
    )
    for run, name in ((pasted, "params"), (typed, "p")):
        rows = [str(row) for row in run.values[name][1:]]
        assert rows == ["[1.13333333 0.26666667]", "[1.13333333 0.23111111]", "[1.14755556 0.22874074]"]
        losses = [0.6666666666666666, 0.2696296296296296, 0.262887242798354]
        assert run.loss[:3] == pytest.approx(losses, rel=1e-15)


def test_momentum_by_hand_goes_through_the_minimum():
    """A course's (x - 4)**2 from 10: at update 2 the gradient is 0, and the velocity carries it on to 0.76."""
    run = train("(x - 4)**2", {"x": 10}, optimizer="momentum", settings={"lr": 0.2, "momentum": 0.9}, iterations=4)
    assert [f"{x:.2f}" for x in run.values["x"]] == ["10.00", "7.60", "4.00", "0.76", "-0.86"]
    assert [f"{g:.2f}" for g in run.gradients["x"]][:2] == ["12.00", "7.20"]
    assert f"{run.gradients['x'][3]:.2f}" == "-6.48"
    velocities = [f"{-0.2 * v:.2f}" for v in run.state["v"]["x"][1:]]
    assert velocities == ["-2.40", "-3.60", "-3.24", "-1.62"]
    assert run.ended == "iterations"


ADAM = """
import numpy as np

def df_w(W):
    w1, w2 = W
    dw1 = 0.2 * w1
    dw2 = 4 * w2
    dW = np.array([dw1, dw2])
    return dW

def Adam(W, dW, lr, V, S, beta1, beta2, t):
    epsilon = 1e-6
    V = beta1 * V + (1 - beta1) * dW
    S = beta2 * S + (1 - beta2) * (dW ** 2)
    V_corr = V / (1 - beta1 ** t)
    S_corr = S / (1 - beta2 ** t)
    W = W - lr * V_corr / (np.sqrt(S_corr) + epsilon)
    return W, V, S

def train_p1(optimizer, lr, epochs):
    W = np.array([-5, -2], dtype=np.float32)
    V = np.array([0, 0], dtype=np.float32)
    S = np.array([0, 0], dtype=np.float32)
    results = [W]
    for t in range(1, epochs + 1):
        dW = df_w(W)
        W, V, S = optimizer(W, dW, lr, V, S, beta1=0.9, beta2=0.999, t=t)
        results.append(W)
    return results

train_p1(Adam, lr=0.2, epochs=30)
"""
ADAM_W1 = "-4.8000002 -4.60025478 -4.40094848 -4.20227764 -4.00445033 -3.80768638 -3.61221732 -3.41828623 -3.22614739 -3.03606592 -2.84831706 -2.66318543 -2.480964 -2.30195279 -2.12645742 -1.95478732 -1.7872537 -1.62416726 -1.46583566 -1.31256067 -1.16463526 -1.02234036 -0.88594163 -0.75568617 -0.63179919 -0.51448089"  # fmt: skip  # noqa: E501
ADAM_W2 = "-1.80000002 -1.60082451 -1.40317262 -1.20787822 -1.01592745 -0.82847307 -0.64684159 -0.47252765 -0.30716934 -0.15249855 -0.01026326 0.11787552 0.23046161 0.3263587 0.40484195 0.46564961 0.50898799 0.53549442 0.54617144 0.54230812 0.52540206 0.4970906 0.4590951 0.41317781 0.3611089 0.30464048"  # fmt: skip  # noqa: E501


def test_adam_by_hand_in_the_ravine_of_a_course():
    pasted = train(ADAM, optimizer=None)
    typed = train(
        "0.1*w1**2 + 2*w2**2",
        {"w1": -5, "w2": -2},
        optimizer="adam",
        settings={"lr": 0.2, "eps": 1e-6},
        iterations=30,
    )
    columns = [(typed.values["w1"], typed.values["w2"])]
    columns.append(tuple(np.transpose(pasted.values["W"])))
    for w1, w2 in columns:
        for values, printed in ((w1, ADAM_W1), (w2, ADAM_W2)):
            assert " ".join(str(round(float(value), 8)) for value in values[1:27]) == printed


RAVINE = """
import numpy as np

def df_w(W):
    w1, w2 = W
    dw1 = 0.2*w1
    dw2 = 4*w2
    return np.array([dw1, dw2])

def sgd(W, dw, lr):
    W = W - lr * dw
    return W

def train_p1(optimizer, lr, epochs):
    W = np.array([-5, -2], dtype=np.float32)
    results = [W.tolist()]
    for epoch in range(epochs):
        dw = df_w(W)
        W = optimizer(W, dw, lr)
        results.append(W.tolist())
        print(f"Epoch {epoch + 1}: w1 = {W[0]}, w2 = {W[1]}")
    return results

results = train_p1(sgd, lr=0.4, epochs=30)
"""
RAVINE_ROWS = [
    (-4.6, 1.2000000000000002), (-4.231999999999999, -0.7200000000000002), (-3.893439999999999, 0.43200000000000016),
    (-3.5819647999999993, -0.2592000000000001), (-3.2954076159999994, 0.1555200000000001),
    (-3.0317750067199993, -0.09331200000000006), (-2.7892330061823993, 0.05598720000000004),
    (-2.5660943656878072, -0.03359232000000004), (-2.360806816432783, 0.020155392000000022),
    (-2.1719422711181604, -0.012093235200000017), (-1.9981868894287076, 0.007255941120000012),
    (-1.838331938274411, -0.0043535646720000085), (-1.691265383212458, 0.0026121388032000056),
    (-1.5559641525554613, -0.0015672832819200039), (-1.4314870203510244, 0.0009403699691520025),
    (-1.3169680587229424, -0.0005642219814912016),
]  # fmt: skip


def test_sixteen_rows_of_the_same_ravine_in_all_their_digits():
    run = train(RAVINE, optimizer=None)
    assert [tuple(row) for row in run.values["W"][1:17].tolist()] == RAVINE_ROWS


RMSPROP = """
import numpy as np

def df_w(W):
  dw_1 = 0.2 * W[0]
  dw_2 = 4 * W[1]
  dW = np.array([dw_1, dw_2])
  return dW

def RMSProp(W, dW, lr, S, gamma):
  epsilon = 1e-6
  S = gamma * S + (1 - gamma) * dW ** 2
  W = W - lr * dW / np.sqrt(S + epsilon)
  return W, S

def train_p1(RMSProp, lr, epochs):
  W = np.array([-5, -2], dtype=np.float32)
  S = np.array([0, 0], dtype=np.float32)
  results = [W]
  for epoch in range(epochs):
    dW = df_w(W)
    W, S = RMSProp(W, dW, lr, S, 0.9)
    results.append(W)
  return results

results = train_p1(RMSProp, 0.3, 30)
results
"""
RMSPROP_W1 = "-4.05132145 -3.43519754 -2.95893693 -2.56546289 -2.22920552 -1.93626752 -1.67817686 -1.44934985 -1.24588199 -1.06490301"  # fmt: skip  # noqa: E501
RMSPROP_W2 = "-1.05131678 -0.59152343 -0.3294394 -0.17756482 -0.09163256 -0.04494499 -0.02081423 -0.00903559 -0.00364591 -0.00135351"  # fmt: skip  # noqa: E501


def test_rmsprop_by_hand_with_epsilon_inside_the_root():
    pasted = train(RMSPROP, optimizer=None)
    typed = train(
        "0.1*w1**2 + 2*w2**2",
        {"w1": -5, "w2": -2},
        optimizer={"update": "s = 0.9*s + 0.1*g**2; w = w - lr*g/sqrt(s + 1e-6)"},
        settings={"lr": 0.3},
        iterations=30,
    )
    for w1, w2 in ((typed.values["w1"], typed.values["w2"]), np.transpose(pasted.values["W"])):
        assert " ".join(str(round(float(value), 8)) for value in w1[1:11]) == RMSPROP_W1
        assert " ".join(str(round(float(value), 8)) for value in w2[1:11]) == RMSPROP_W2
