"""Training loops as people paste them; each ends with a list `losses` of what it computed."""

from __future__ import annotations

__all__ = ["ENGINE", "LOOPS"]

ENGINE = r"""
import math
import random

class Value:
    def __init__(self, data, _children=(), _op=''):
        self.data = data
        self.grad = 0
        self._backward = lambda: None
        self._prev = set(_children)
        self._op = _op

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other), '+')
        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other), '*')
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out

    def __pow__(self, other):
        assert isinstance(other, (int, float)), "only supporting int/float powers for now"
        out = Value(self.data**other, (self,), f'**{other}')
        def _backward():
            self.grad += (other * self.data**(other-1)) * out.grad
        out._backward = _backward
        return out

    def tanh(self):
        x = self.data
        t = (math.exp(2*x) - 1)/(math.exp(2*x) + 1)
        out = Value(t, (self, ), 'tanh')
        def _backward():
            self.grad += (1 - t**2) * out.grad
        out._backward = _backward
        return out

    def backward(self):
        topo = []
        visited = set()
        def build_topo(v):
            if v not in visited:
                visited.add(v)
                for child in v._prev:
                    build_topo(child)
                topo.append(v)
        build_topo(self)
        self.grad = 1
        for v in reversed(topo):
            v._backward()

    def __neg__(self):
        return self * -1
    def __radd__(self, other):
        return self + other
    def __sub__(self, other):
        return self + (-other)
    def __rsub__(self, other):
        return other + (-self)
    def __rmul__(self, other):
        return self * other
"""

NETWORK = r"""
class Neuron:
    def __init__(self, nin):
        self.w = [Value(random.uniform(-1,1)) for _ in range(nin)]
        self.b = Value(random.uniform(-1,1))
    def __call__(self, x):
        act = sum((wi*xi for wi, xi in zip(self.w, x)), self.b)
        out = act.tanh()
        return out
    def parameters(self):
        return self.w + [self.b]

class Layer:
    def __init__(self, nin, nout):
        self.neurons = [Neuron(nin) for _ in range(nout)]
    def __call__(self, x):
        outs = [n(x) for n in self.neurons]
        return outs[0] if len(outs) == 1 else outs
    def parameters(self):
        return [p for neuron in self.neurons for p in neuron.parameters()]

class MLP:
    def __init__(self, nin, nouts):
        sz = [nin] + nouts
        self.layers = [Layer(sz[i], sz[i+1]) for i in range(len(nouts))]
    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x
    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]

random.seed(1337)
n = MLP(3, [3, 1])
xs = [
  [2.0, 3.0, -1.0],
  [3.0, -1.0, 0.5],
  [0.5, 1.0, 1.0],
  [1.0, 1.0, -1.0],
]
ys = [1.0, -1.0, -1.0, 1.0]

losses = []
for k in range(8):
    ypred = [n(x) for x in xs]
    loss = sum((yout - ygt)**2 for ygt, yout in zip(ys, ypred))
    for p in n.parameters():
        p.grad = 0.0
    loss.backward()
    for p in n.parameters():
        p.data += -0.1 * p.grad
    losses.append(loss.data)
"""

LOOPS = {
    "micrograd's engine, pasted, with a network": ENGINE + NETWORK,
    "a two-layer net in NumPy": r"""
import numpy as np
N, D_in, H, D_out = 16, 5, 4, 3
np.random.seed(0)
x = np.random.randn(N, D_in)
y = np.random.randn(N, D_out)
w1 = np.random.randn(D_in, H)
w2 = np.random.randn(H, D_out)
learning_rate = 1e-3
losses = []
for t in range(40):
    h = x.dot(w1)
    h_relu = np.maximum(h, 0)
    y_pred = h_relu.dot(w2)
    loss = np.square(y_pred - y).sum()
    losses.append(loss)
    grad_y_pred = 2.0 * (y_pred - y)
    grad_w2 = h_relu.T.dot(grad_y_pred)
    grad_h_relu = grad_y_pred.dot(w2.T)
    grad_h = grad_h_relu.copy()
    grad_h[h < 0] = 0
    grad_w1 = x.T.dot(grad_h)
    w1 -= learning_rate * grad_w1
    w2 -= learning_rate * grad_w2
""",
    "the network in eleven lines": r"""
import numpy as np
X = np.array([ [0,0,1],[0,1,1],[1,0,1],[1,1,1] ])
y = np.array([[0,1,1,0]]).T
np.random.seed(1)
syn0 = 2*np.random.random((3,4)) - 1
syn1 = 2*np.random.random((4,1)) - 1
losses = []
for j in range(60):
    l1 = 1/(1+np.exp(-(np.dot(X,syn0))))
    l2 = 1/(1+np.exp(-(np.dot(l1,syn1))))
    losses.append(0.5 * np.sum((y - l2) ** 2))
    l2_delta = (y - l2)*(l2*(1-l2))
    l1_delta = l2_delta.dot(syn1.T) * (l1 * (1-l1))
    syn1 += l1.T.dot(l2_delta)
    syn0 += X.T.dot(l1_delta)
""",
    "JAX with value_and_grad and tree_map": r"""
import jax
import jax.numpy as jnp
jax.config.update("jax_enable_x64", True)
x = jnp.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
y = jnp.array([0.0, 1.0, 1.0, 0.0])
params = {"W1": jnp.array([[0.5, -0.3, 0.8], [0.2, 0.9, -0.6]]), "b1": jnp.zeros(3),
          "W2": jnp.array([0.7, -1.1, 0.4]), "b2": 0.0}

def predict(params, x):
    h = jnp.tanh(x @ params["W1"] + params["b1"])
    return h @ params["W2"] + params["b2"]

def loss_fn(params, x, y):
    return jnp.mean((predict(params, x) - y) ** 2)

@jax.jit
def update(params, x, y, lr=0.1):
    loss, grads = jax.value_and_grad(loss_fn)(params, x, y)
    params = jax.tree_util.tree_map(lambda p, g: p - lr * g, params, grads)
    return params, loss

losses = []
for step in range(50):
    params, loss = update(params, x, y)
    losses.append(loss)
""",
    "layers with their gradients, and Adam as a class": r"""
import numpy as np

class Linear:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) * 0.5
        self.b = np.zeros(n_out)
    def forward(self, x):
        self.x = x
        return x @ self.W + self.b
    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = dout.sum(axis=0)
        return dout @ self.W.T

class Tanh:
    def forward(self, x):
        self.out = np.tanh(x)
        return self.out
    def backward(self, dout):
        return dout * (1 - self.out ** 2)

class Adam:
    def __init__(self, layers, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
        self.layers, self.lr, self.beta1, self.beta2, self.eps = layers, lr, beta1, beta2, eps
        self.t = 0
        self.m = [[np.zeros_like(l.W), np.zeros_like(l.b)] for l in layers]
        self.v = [[np.zeros_like(l.W), np.zeros_like(l.b)] for l in layers]
    def step(self):
        self.t += 1
        for i, l in enumerate(self.layers):
            for j, (p, g) in enumerate([(l.W, l.dW), (l.b, l.db)]):
                self.m[i][j] = self.beta1 * self.m[i][j] + (1 - self.beta1) * g
                self.v[i][j] = self.beta2 * self.v[i][j] + (1 - self.beta2) * g ** 2
                m_hat = self.m[i][j] / (1 - self.beta1 ** self.t)
                v_hat = self.v[i][j] / (1 - self.beta2 ** self.t)
                p -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)

np.random.seed(0)
X = np.random.randn(30, 2)
Y = (X[:, :1] * X[:, 1:])
fc1, act, fc2 = Linear(2, 6), Tanh(), Linear(6, 1)
opt = Adam([fc1, fc2], lr=0.05)
losses = []
for epoch in range(12):
    out = fc2.forward(act.forward(fc1.forward(X)))
    loss = np.mean((out - Y) ** 2)
    dout = 2 * (out - Y) / len(X)
    fc1.backward(act.backward(fc2.backward(dout)))
    opt.step()
    losses.append(loss)
""",
    "a model with fit and step": r"""
import numpy as np
class LogisticRegression:
    def __init__(self, d, lr=0.5):
        self.w = np.zeros(d)
        self.b = 0.0
        self.lr = lr
        self.losses = []
    def predict(self, X):
        return 1 / (1 + np.exp(-(X @ self.w + self.b)))
    def step(self, X, y):
        p = self.predict(X)
        loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
        dw = X.T @ (p - y) / len(y)
        db = np.mean(p - y)
        self.w -= self.lr * dw
        self.b -= self.lr * db
        return loss
    def fit(self, X, y, epochs):
        for _ in range(epochs):
            self.losses.append(self.step(X, y))
np.random.seed(2)
X = np.random.randn(40, 2)
y = (X[:, 0] + 2 * X[:, 1] > 0.3).astype(float)
model = LogisticRegression(2)
model.fit(X, y, 20)
losses = model.losses
""",
    "an engine of arrays, and SGD as a class": r"""
import numpy as np
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros_like(self.data)
        self.parents = parents
        self._backward = lambda: None
    def __matmul__(self, other):
        out = Tensor(self.data @ other.data, (self, other))
        def _backward():
            self.grad += out.grad @ other.data.T
            other.grad += self.data.T @ out.grad
        out._backward = _backward
        return out
    def __sub__(self, other):
        out = Tensor(self.data - other.data, (self, other))
        def _backward():
            self.grad += out.grad
            other.grad -= out.grad
        out._backward = _backward
        return out
    def relu(self):
        out = Tensor(np.maximum(0, self.data), (self,))
        def _backward():
            self.grad += (self.data > 0) * out.grad
        out._backward = _backward
        return out
    def square_mean(self):
        out = Tensor(np.mean(self.data ** 2), (self,))
        def _backward():
            self.grad += 2 * self.data / self.data.size * out.grad
        out._backward = _backward
        return out
    def backward(self):
        order, seen = [], set()
        def visit(t):
            if t not in seen:
                seen.add(t)
                for p in t.parents:
                    visit(p)
                order.append(t)
        visit(self)
        self.grad = np.ones_like(self.data)
        for t in reversed(order):
            t._backward()

class SGD:
    def __init__(self, params, lr):
        self.params, self.lr = params, lr
    def step(self):
        for p in self.params:
            p.data -= self.lr * p.grad
    def zero_grad(self):
        for p in self.params:
            p.grad = np.zeros_like(p.data)

np.random.seed(4)
X = Tensor(np.random.randn(12, 3))
Y = Tensor(np.random.randn(12, 1))
W1 = Tensor(np.random.randn(3, 5))
W2 = Tensor(np.random.randn(5, 1))
optimizer = SGD([W1, W2], lr=0.05)
losses = []
for step in range(40):
    loss = ((X @ W1).relu() @ W2 - Y).square_mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.data)
""",
    "momentum by hand with examples one by one": r"""
import numpy as np
data = [(0.5, 1.9), (1.5, 4.2), (2.5, 5.8)]
w, b = 0.0, 0.0
vw, vb = 0.0, 0.0
losses = []
for epoch in range(6):
    for x, y in data:
        error = w * x + b - y
        loss = error ** 2
        dw = 2 * error * x
        db = 2 * error
        vw = 0.9 * vw + dw
        vb = 0.9 * vb + db
        w -= 0.02 * vw
        b -= 0.02 * vb
        losses.append(loss)
""",
    "RMSProp by hand over a dictionary of parameters": r"""
import numpy as np
np.random.seed(5)
X = np.random.randn(20, 3)
y = X @ np.array([1.0, -2.0, 0.5]) + 0.3
params = {"w": np.zeros(3), "b": np.zeros(1)}
cache = {name: np.zeros_like(value) for name, value in params.items()}
losses = []
for step in range(30):
    out = X @ params["w"] + params["b"]
    losses.append(np.mean((out - y) ** 2))
    dout = 2 * (out - y) / len(y)
    grads = {"w": X.T @ dout, "b": np.array([dout.sum()])}
    for name in params:
        cache[name] = 0.9 * cache[name] + 0.1 * grads[name] ** 2
        params[name] -= 0.05 * grads[name] / (np.sqrt(cache[name]) + 1e-8)
""",
    "a loop that stops by the size of its gradient": r"""
import numpy as np
A = np.array([[3.0, 1.0], [1.0, 2.0]])
b = np.array([1.0, -1.0])
x = np.zeros(2)
losses = []
while True:
    loss = 0.5 * x @ A @ x - b @ x
    grad = A @ x - b
    if np.linalg.norm(grad) < 1e-3:
        break
    losses.append(loss)
    x = x - 0.2 * grad
""",
    "examples drawn by a generator, their losses without a name": r"""
import numpy as np
X = np.array([[0.5, -1.0], [1.5, 2.0], [-0.3, 0.8], [2.0, 0.1], [-1.2, 0.4], [0.7, 0.9]])
y = np.array([1.0, -2.0, 0.5, 3.0, 0.2, -0.6])
w, b, losses = np.array([0.3, -0.2]), 0.1, []
rng = np.random.default_rng(0)
for step in range(15):
    i = rng.integers(len(y))
    e = X[i] @ w + b - y[i]
    losses.append(e**2)
    w = w - 0.1 * 2 * e * X[i]
    b = b - 0.1 * 2 * e
""",
    "shuffled minibatches, their losses without a name": r"""
import numpy as np
X = np.array([[0.5, -1.0], [1.5, 2.0], [-0.3, 0.8], [2.0, 0.1], [-1.2, 0.4], [0.7, 0.9]])
y = np.array([1.0, -2.0, 0.5, 3.0, 0.2, -0.6])
w, b, losses = np.array([0.3, -0.2]), 0.1, []
np.random.seed(1)
for epoch in range(5):
    places = np.random.permutation(len(y))
    Xs, ys = X[places], y[places]
    for i in range(0, len(y), 2):
        xb, yb = Xs[i:i+2], ys[i:i+2]
        e = xb @ w + b - yb
        losses.append(np.mean(e**2))
        w -= 0.05 * 2 * xb.T @ e / len(yb)
        b -= 0.05 * 2 * e.mean()
""",
    "folds, each from the start": r"""
import numpy as np
X = np.array([[0.5, -1.0], [1.5, 2.0], [-0.3, 0.8], [2.0, 0.1], [-1.2, 0.4], [0.7, 0.9]])
y = np.array([1.0, -2.0, 0.5, 3.0, 0.2, -0.6])
losses = []
for k in range(3):
    w, b = np.zeros(2), 0.0
    mask = np.arange(6) % 3 != k
    Xt, yt = X[mask], y[mask]
    for step in range(8):
        e = Xt @ w + b - yt
        losses.append(np.mean(e**2))
        w -= 0.1 * 2 * Xt.T @ e / len(yt)
        b -= 0.1 * 2 * e.mean()
""",
    "an object that keeps its losses": r"""
import numpy as np
X = np.array([[0.5, -1.0], [1.5, 2.0], [-0.3, 0.8], [2.0, 0.1], [-1.2, 0.4], [0.7, 0.9]])
y = np.array([1.0, -2.0, 0.5, 3.0, 0.2, -0.6])
class LinearRegression:
    def __init__(self, lr=0.1, n_iters=20):
        self.lr = lr
        self.n_iters = n_iters
        self.losses = []
    def fit(self, X, y):
        n_samples, n_features = X.shape
        self.weights = np.zeros(n_features)
        self.bias = 0
        for _ in range(self.n_iters):
            y_pred = np.dot(X, self.weights) + self.bias
            self.losses.append(np.mean((y_pred - y)**2))
            dw = (1/n_samples) * np.dot(X.T, (y_pred-y))
            db = (1/n_samples) * np.sum(y_pred-y)
            self.weights -= self.lr * dw
            self.bias -= self.lr * db
reg = LinearRegression()
reg.fit(X, y)
losses = reg.losses
""",
}
