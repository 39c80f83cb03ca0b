"""Functions, methods and classes as they stand in a repository: no call, no values, parameters of every kind."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["REFUSED", "UNCALLED", "Uncalled"]


class Uncalled(NamedTuple):
    """A text, and the call of it in Python, with the assumed values under their names."""

    name: str
    source: str
    call: str
    shapes: tuple[tuple[str, tuple[int, ...]], ...] = ()  # of values that are assumed
    right: tuple[str, ...] = ()  # the gradients in it, which are right


UNCALLED = [
    Uncalled(
        "a list of numbers",
        """\
def softmax(xs):
    top = max(xs)
    exps = [math.exp(x - top) for x in xs]
    return [e / sum(exps) for e in exps]
""",
        "softmax(list(xs))",
        shapes=(("xs", (3,)),),
    ),
    Uncalled(
        "a class beside lines that prepare its data",
        """\
class Net(object):
    def __init__(self):
        self.W = np.array([[0.3, -0.2, 0.5], [0.1, 0.4, -0.6]])
    def forward(self, X):
        self.z = np.dot(X, self.W)
        return self.squash(self.z)
    def squash(self, z):
        return 1/(1 + np.exp(-z))
X = np.array([[3.0, 5.0], [5.0, 1.0], [10.0, 2.0]])
X = X/np.amax(X, axis=0)
""",
        "Net().forward(X)",
    ),
    Uncalled(
        "two lists side by side",
        """\
def mse(pred, target):
    return sum((p - t) ** 2 for p, t in zip(pred, target)) / len(pred)
""",
        "mse(list(pred), list(target))",
        shapes=(("pred", (3,)), ("target", (3,))),
    ),
    Uncalled(
        "pairs in a list",
        """\
def cost(data, w):
    total = 0.0
    for x, y in data:
        total += (w*x - y)**2
    return total
""",
        "cost(data, w)",
        shapes=(("data", (4, 2)),),
    ),
    Uncalled(
        "a count of rounds",
        """\
def power(x, n):
    y = 1.0
    for _ in range(n):
        y = y * x
    return y
""",
        "power(x, int(n))",
    ),
    Uncalled(
        "a label among rows",
        """\
def nll(probs, y):
    loss = 0.0
    for i in range(len(y)):
        loss -= np.log(np.exp(probs[i, y[i]]))
    return loss
""",
        "nll(probs, y.astype(int))",
    ),
    Uncalled(
        "a label in a list",
        """\
def nll(scores, target):
    m = max(scores)
    e = [math.exp(s - m) for s in scores]
    p = [v / sum(e) for v in e]
    return -math.log(p[target])
""",
        "nll(list(scores), int(target))",
        shapes=(("scores", (3,)),),
    ),
    Uncalled(
        "an array to fill",
        """\
def relu(x, out, n):
    for i in range(n):
        out[i] = max(x[i], 0.0)
""",
        "relu(x, out, int(n)) or out",
    ),
    Uncalled(
        "four axes of a padded image",
        """\
def shape_of(x):
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    n, c, h, w = padded.shape
    return padded.sum() / (h * w)
""",
        "shape_of(x)",
    ),
    Uncalled(
        "a method without its class",
        """\
def backward(self, dout):
    self.dW = self.x.T @ dout
    self.db = dout.sum(axis=0)
    return dout @ self.W.T
""",
        "backward(SimpleNamespace(x=x, W=W), dout)",
    ),
    Uncalled(
        "a method that returns nothing",
        """\
def backward(self, dout):
    self.dx = 2 * self.x * dout
""",
        "(lambda o: backward(o, dout) or o.dx)(SimpleNamespace(x=x))",
    ),
    Uncalled(
        "a layer without a constructor",
        """\
class Linear:
    def forward(self, x):
        self.x = x
        return x @ self.W + self.b
    def backward(self, grad_output):
        self.grad_W = self.x.T @ grad_output
        self.grad_b = grad_output.sum(axis=0)
        return grad_output @ self.W.T
""",
        "grad_output @ W.T",
    ),
    Uncalled(
        "cached activations in a method",
        """\
def backward_pass(self, X, y, A1, A2):
    m = y.shape[0]
    dZ2 = A2.copy()
    dZ2[range(m), y] -= 1
    dZ2 /= m
    dW2 = np.dot(A1.T, dZ2)
    dA1 = np.dot(dZ2, self.W2.T)
    dZ1 = dA1.copy()
    dZ1[A1 <= 0] = 0
    dW1 = np.dot(X.T, dZ1)
    return dW1
""",
        "backward_pass(SimpleNamespace(W2=W2), X, y.astype(int), A1, A2)",
    ),
    Uncalled(
        "sizes of a constructor",
        """\
class Net:
    def __init__(self, n_in, n_hidden):
        self.W = np.ones((n_hidden, n_in))
    def forward(self, x):
        return np.tanh(self.W @ x)
""",
        "Net(int(n_in), int(n_hidden)).forward(x)",
    ),
    Uncalled(
        "modes of a framework",
        """\
def step(model, optimizer, w, x):
    model.train()
    optimizer.zero_grad()
    loss = (w * x - 1)**2
    return loss
""",
        "(w*x - 1)**2",
    ),
    Uncalled(
        "settings of a plot",
        """\
import matplotlib.pyplot as plt
plt.rcParams['figure.figsize'] = (10.0, 8.0)
y = np.exp(-x)
""",
        "np.exp(-x)",
    ),
    Uncalled(
        "two objects with the same attribute",
        """\
def f(layer1, layer2, x):
    return layer2.gain * (layer1.gain * x)
""",
        "gain * (layer1_gain * x)",
    ),
    Uncalled(
        "a generator without its import",
        """\
random.seed(3)
w = random.uniform(-1, 1)
L = (w * x)**2
""",
        "(lambda: (random.seed(3), random.uniform(-1, 1) * x)[1]**2)()",
    ),
    Uncalled(
        "compiled by a decorator",
        """\
from numba import njit, prange
@njit(parallel=True)
def total(x):
    s = 0.0
    for i in prange(x.size):
        s += x[i]**2
    return s
""",
        "np.sum(x**2)",
    ),
    Uncalled(
        "both sides of a naive loop",
        """\
def softmax_loss(W, X, y):
    loss = 0.0
    dW = np.zeros_like(W)
    for i in range(X.shape[0]):
        scores = X[i].dot(W)
        p = np.exp(scores) / np.sum(np.exp(scores))
        loss -= np.log(p[y[i]])
        ds = p.reshape(1, -1)
        ds[:, y[i]] -= 1
        dW += np.dot(X[i].T.reshape(X[i].shape[0], 1), ds)
    return loss, dW
""",
        "softmax_loss(W, X, y.astype(int))[0]",
        right=("dW",),
    ),
]

REFUSED = [
    (
        """\
def slope(f, x, h):
    return (f(x + h) - f(x)) / h
""",
        "`f` is called, but nothing here says what it computes.",
    ),
    (
        """\
def step(model, x):
    out = model.encode(x)
    return out**2
""",
        "`model.encode` is called, but nothing here says what it computes.",
    ),
    (
        """\
model = MLP([2, 4, 1])
loss = model([1, 2])**2
""",
        "`MLP` is not known here.",
    ),
]
