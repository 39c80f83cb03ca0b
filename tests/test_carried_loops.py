"""Published loops whose lines follow no gradient that is computed in the text: what they carry is what Python has."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import numpy as np
import pytest

import chainrule

# name -> the program as its author prints it, and where Python has what the run calls so
LOOPS: dict[str, tuple[str, dict[str, str]]] = {
    "a network of objects": (
        """
import math

class Neuron:
    def __init__(self, weights, bias):
        self.weights, self.bias = weights, bias
    def output(self, inputs):
        self.inputs = inputs
        net = self.bias
        for weight, x in zip(self.weights, inputs):
            net += weight * x
        self.out = 1 / (1 + math.exp(-net))
        return self.out
    def descend(self, signal, rate):
        for place in range(len(self.weights)):
            self.weights[place] -= rate * signal * self.inputs[place]

class Network:
    RATE = 0.5
    def __init__(self):
        self.hidden = [Neuron([0.15, 0.2], 0.35), Neuron([0.25, 0.3], 0.35)]
        self.outer = [Neuron([0.4, 0.45], 0.6), Neuron([0.5, 0.55], 0.6)]
    def train(self, inputs, targets):
        between = [neuron.output(inputs) for neuron in self.hidden]
        outer_signals = []
        for neuron, target in zip(self.outer, targets):
            out = neuron.output(between)
            outer_signals.append(-(target - out) * out * (1 - out))
        hidden_signals = []
        for place, neuron in enumerate(self.hidden):
            back = 0
            for k in range(len(self.outer)):
                back += outer_signals[k] * self.outer[k].weights[place]
            hidden_signals.append(back * neuron.out * (1 - neuron.out))
        for neuron, signal in zip(self.outer + self.hidden, outer_signals + hidden_signals):
            neuron.descend(signal, self.RATE)

nn = Network()
for step in range(40):
    nn.train([0.05, 0.1], [0.01, 0.99])
""",
        {"nn.hidden[0].weights[0]": "nn.hidden[0].weights[0]", "nn.outer[1].weights[1]": "nn.outer[1].weights[1]"},
    ),
    "Adam entry by entry": (
        """
from math import sqrt
from numpy import asarray
from numpy.random import rand
from numpy.random import seed

def objective(x, y):
    return x**2.0 + y**2.0

def derivative(x, y):
    return asarray([x * 2.0, y * 2.0])

def adam(objective, derivative, bounds, n_iter, alpha, beta1, beta2, eps=1e-8):
    x = bounds[:, 0] + rand(len(bounds)) * (bounds[:, 1] - bounds[:, 0])
    score = objective(x[0], x[1])
    m = [0.0 for _ in range(bounds.shape[0])]
    v = [0.0 for _ in range(bounds.shape[0])]
    for t in range(n_iter):
        g = derivative(x[0], x[1])
        for i in range(x.shape[0]):
            m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
            v[i] = beta2 * v[i] + (1.0 - beta2) * g[i]**2
            mhat = m[i] / (1.0 - beta1**(t+1))
            vhat = v[i] / (1.0 - beta2**(t+1))
            x[i] = x[i] - alpha * mhat / (sqrt(vhat) + eps)
        score = objective(x[0], x[1])
        print('>%d f(%s) = %.5f' % (t, x, score))
    return [x, score]

seed(1)
bounds = asarray([[-1.0, 1.0], [-1.0, 1.0]])
n_iter = 60
alpha = 0.02
beta1 = 0.8
beta2 = 0.999
best, score = adam(objective, derivative, bounds, n_iter, alpha, beta1, beta2)
print('Done!')
print('f(%s) = %f' % (best, score))
""",
        {"x": "best"},
    ),
    "RMSProp with new lists": (
        """
from math import sqrt
from numpy import asarray
from numpy.random import rand
from numpy.random import seed

def objective(x, y):
    return x**2.0 + y**2.0

def derivative(x, y):
    return asarray([x * 2.0, y * 2.0])

def rmsprop(objective, derivative, bounds, n_iter, step_size, rho):
    solution = bounds[:, 0] + rand(len(bounds)) * (bounds[:, 1] - bounds[:, 0])
    sq_grad_avg = [0.0 for _ in range(bounds.shape[0])]
    for it in range(n_iter):
        gradient = derivative(solution[0], solution[1])
        for i in range(gradient.shape[0]):
            sg = gradient[i]**2.0
            sq_grad_avg[i] = (sq_grad_avg[i] * rho) + (sg * (1.0-rho))
        new_solution = list()
        for i in range(solution.shape[0]):
            alpha = step_size / (1e-8 + sqrt(sq_grad_avg[i]))
            value = solution[i] - alpha * gradient[i]
            new_solution.append(value)
        solution = asarray(new_solution)
        solution_eval = objective(solution[0], solution[1])
        print('>%d f(%s) = %.5f' % (it, solution, solution_eval))
    return [solution, solution_eval]

seed(1)
bounds = asarray([[-1.0, 1.0], [-1.0, 1.0]])
n_iter = 50
step_size = 0.01
rho = 0.99
best, score = rmsprop(objective, derivative, bounds, n_iter, step_size, rho)
print('Done!')
print('f(%s) = %f' % (best, score))
""",
        {"solution": "best"},
    ),
    "descent until the step is small": (
        """

cur_x = 6
gamma = 0.01
precision = 0.00001
previous_step_size = cur_x

def df(x):
    return 4 * x**3 - 9 * x**2

while previous_step_size > precision:
    prev_x = cur_x
    cur_x += -gamma * df(prev_x)
    previous_step_size = abs(cur_x - prev_x)

print("The local minimum occurs at %f" % cur_x)
""",
        {"cur_x": "cur_x"},
    ),
    "descent with a gradient alone": (
        """
import numpy as np
def gradient_descent(gradient, start, learn_rate, n_iter=50, tolerance=1e-06):
    vector = start
    for _ in range(n_iter):
        diff = -learn_rate * gradient(vector)
        if np.all(np.abs(diff) <= tolerance):
            break
        vector += diff
    return vector
r = gradient_descent(gradient=lambda v: 2 * v, start=10.0, learn_rate=0.2)
r
""",
        {"vector": "r"},
    ),
    "ascent on a circuit": (
        """
x, y, z = -2, 5, -4
step_size = 0.01
for i in range(10):
    q = x + y
    f = q * z
    df_dq = z
    df_dz = q
    df_dx = 1.0 * df_dq
    df_dy = 1.0 * df_dq
    x = x + step_size * df_dx
    y = y + step_size * df_dy
    z = z + step_size * df_dz
f
""",
        {"x": "x", "y": "y", "z": "z"},
    ),
    "a support vector machine, one example a step": (
        """
import numpy as np
data = [[1.2, 0.7], [-0.3, -0.5], [3.0, 0.1], [-0.1, -1.0], [-1.0, 1.1], [2.1, -3]]
labels = [1, -1, 1, -1, -1, 1]
a, b, c = 1, -2, -1
for it in range(400):
    i = it % 6
    x, y = data[i]
    label = labels[i]
    score = a*x + b*y + c
    pull = 0.0
    if label == 1 and score < 1:
        pull = 1
    if label == -1 and score > -1:
        pull = -1
    step_size = 0.01
    a += step_size * (x * pull - a)
    b += step_size * (y * pull - b)
    c += step_size * (1 * pull)
""",
        {"a": "a", "b": "b", "c": "c"},
    ),
    "a line, point by point": (
        """
from numpy import *
def compute_error_for_line_given_points(b, m, points):
    totalError = 0
    for i in range(0, len(points)):
        x = points[i, 0]
        y = points[i, 1]
        totalError += (y - (m * x + b)) ** 2
    return totalError / float(len(points))

def step_gradient(b_current, m_current, points, learningRate):
    b_gradient = 0
    m_gradient = 0
    N = float(len(points))
    for i in range(0, len(points)):
        x = points[i, 0]
        y = points[i, 1]
        b_gradient += -(2/N) * (y - ((m_current * x) + b_current))
        m_gradient += -(2/N) * x * (y - ((m_current * x) + b_current))
    new_b = b_current - (learningRate * b_gradient)
    new_m = m_current - (learningRate * m_gradient)
    return [new_b, new_m]

def gradient_descent_runner(points, starting_b, starting_m, learning_rate, num_iterations):
    b = starting_b
    m = starting_m
    for i in range(num_iterations):
        b, m = step_gradient(b, m, array(points), learning_rate)
    return [b, m]
points = array([[32.5, 31.7], [53.4, 68.7], [61.5, 62.5], [47.4, 71.5], [59.8, 87.2]])
learning_rate = 0.0001
initial_b = 0
initial_m = 0
num_iterations = 60
[b, m] = gradient_descent_runner(points, initial_b, initial_m, learning_rate, num_iterations)
""",
        {"b": "b", "m": "m"},
    ),
    "linear regression in functions": (
        """
import numpy as np
def computeCost(X, y, theta):
    m = y.size
    J = 0
    h = X.dot(theta)
    J = 1/(2*m)*np.sum(np.square(h-y))
    return J

def gradientDescent(X, y, theta, alpha=0.01, num_iters=60):
    m = y.size
    J_history = np.zeros(num_iters)
    for iter in np.arange(num_iters):
        h = X.dot(theta)
        theta = theta - alpha*(1/m)*(X.T.dot(h-y))
        J_history[iter] = computeCost(X, y, theta)
    return theta, J_history
data = np.array([[6.1101,17.592],[5.5277,9.1302],[8.5186,13.662],[7.0032,11.854],
[5.8598,6.8233],[8.3829,11.886],[7.4764,4.3483],[8.5781,12]])
X = np.c_[np.ones(data.shape[0]),data[:,0]]
y = np.c_[data[:,1]]
theta , Cost_J = gradientDescent(X, y, np.zeros((2,1)))
print('theta: ',theta.ravel())
""",
        {"theta": "theta"},
    ),
    "Adaline": (
        """
import numpy as np
class AdalineGD(object):
    def __init__(self, eta=0.01, n_iter=50, random_state=1):
        self.eta = eta
        self.n_iter = n_iter
        self.random_state = random_state

    def fit(self, X, y):
        rgen = np.random.RandomState(self.random_state)
        self.w_ = rgen.normal(loc=0.0, scale=0.01, size=1 + X.shape[1])
        self.cost_ = []

        for i in range(self.n_iter):
            net_input = self.net_input(X)
            output = self.activation(net_input)
            errors = (y - output)
            self.w_[1:] += self.eta * X.T.dot(errors)
            self.w_[0] += self.eta * errors.sum()
            cost = (errors**2).sum() / 2.0
            self.cost_.append(cost)
        return self

    def net_input(self, X):
        return np.dot(X, self.w_[1:]) + self.w_[0]

    def activation(self, X):
        return X

    def predict(self, X):
        return np.where(self.activation(self.net_input(X)) >= 0.0, 1, -1)
X = np.array([[5.1, 1.4], [4.9, 1.4], [4.7, 1.3], [7.0, 4.7], [6.4, 4.5], [6.9, 4.9]])
y = np.array([-1, -1, -1, 1, 1, 1])
ada = AdalineGD(n_iter=15, eta=0.001).fit(X, y)
""",
        {"self.w_": "ada.w_"},
    ),
    "a perceptron of a class": (
        """
import numpy as np
class Perceptron(object):
    def __init__(self, eta=0.01, n_iter=50, random_state=1):
        self.eta = eta
        self.n_iter = n_iter
        self.random_state = random_state

    def fit(self, X, y):
        rgen = np.random.RandomState(self.random_state)
        self.w_ = rgen.normal(loc=0.0, scale=0.01, size=1 + X.shape[1])
        self.errors_ = []

        for _ in range(self.n_iter):
            errors = 0
            for xi, target in zip(X, y):
                update = self.eta * (target - self.predict(xi))
                self.w_[1:] += update * xi
                self.w_[0] += update
                errors += int(update != 0.0)
            self.errors_.append(errors)
        return self

    def net_input(self, X):
        return np.dot(X, self.w_[1:]) + self.w_[0]

    def predict(self, X):
        return np.where(self.net_input(X) >= 0.0, 1, -1)
X = np.array([[5.1, 1.4], [4.9, 1.4], [4.7, 1.3], [7.0, 4.7], [6.4, 4.5], [6.9, 4.9]])
y = np.array([-1, -1, -1, 1, 1, 1])
ppn = Perceptron(eta=0.1, n_iter=10).fit(X, y)
""",
        {"self.w_": "ppn.w_"},
    ),
}


JUDGED = {"a line, point by point"}  # its lines are found to be gradients
MEASURED = {"a perceptron of a class": "ppn.errors_"}  # what it counts in each round stands in the place of a loss


@pytest.mark.parametrize("name", LOOPS)
def test_a_loop_leaves_what_python_leaves(name: str) -> None:
    program, ends = LOOPS[name]
    space: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(program, space)  # our own text
    run = chainrule.train(program, optimizer=None)
    assert run.ended == "iterations"
    codes = (
        [] if name in JUDGED else ["no-gradient-lines", "own-measure"] if name in MEASURED else ["no-gradient-lines"]
    )
    assert [notice.code for notice in run.notices] == codes
    if name in MEASURED:
        assert run.loss[1:].tolist() == eval(MEASURED[name], space)
    for carried, expression in ends.items():
        end = eval(expression, space)
        end = end[0] if isinstance(end, list) else end
        np.testing.assert_allclose(run.values[carried][-1], end, rtol=1e-12, atol=1e-15)
        assert name in JUDGED or np.isnan(run.gradients[carried]).all()


def test_a_loop_that_only_counts_or_fills_a_list_is_no_run() -> None:
    with pytest.raises(chainrule.ChainruleError, match="no loop whose lines move"):
        chainrule.train(
            "n = 0\nys = []\nfor i in range(5):\n    n += 1\n    ys.append(x*i)\ny = x*n", {"x": 2}, optimizer=None
        )
