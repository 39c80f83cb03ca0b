"""Backward passes of small networks and layer classes under the names that courses use; right ones and with a mistake."""

from .slips import Slip, inherited, numbers, with_slips

X, Y1 = numbers(501, 4, 3), [[1.0], [0.0], [1.0], [0.0]]
NET = {
    "X": X,
    "W1": numbers(502, 3, 4),
    "b1": numbers(503, 4),
    "W2": numbers(504, 4, 2),
    "b2": numbers(505, 2),
    "y": [0, 1, 1, 0],
}
LINEAR = {"X": X, "w": numbers(506, 3), "b": 0.3, "y": [1.0, 0.0, 1.0, 0.0]}


def each(kind, names):
    return dict.fromkeys(names.split(), kind)


PROGRAMS = [
    *with_slips(
        "logistic regression with w_grad and b_grad",
        """
n = len(y)
z = X @ w + b
p = 1 / (1 + np.exp(-z))
loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
w_grad = X.T @ (p - y) / n
b_grad = np.mean(p - y)
""",
        LINEAR,
        {"w_grad": "w", "b_grad": "b"},
        Slip("n left out", "X.T @ (p - y) / n", "X.T @ (p - y)", {"w_grad": "mean"}),
        Slip("sum for mean", "b_grad = np.mean(p - y)", "b_grad = np.sum(p - y)", {"b_grad": "mean"}),
        Slip("sign", "X.T @ (p - y)", "X.T @ (y - p)", {"w_grad": "sign"}),
        Slip("z for p", "X.T @ (p - y)", "X.T @ (z - y)", {"w_grad": "operand"}),
        Slip("weights added", "X.T @ (p - y) / n", "X.T @ (p - y) / n + w", {"w_grad": "other"}),
        Slip("slope once more", "X.T @ (p - y) / n", "X.T @ ((p - y) * p * (1 - p)) / n", {"w_grad": "factor"}),
        out="loss",
        skip=("y",),
    ),
    *with_slips(
        "logistic regression with its penalty",
        """
m = X.shape[0]
h = 1 / (1 + np.exp(-(X @ theta)))
J = -np.sum(y * np.log(h) + (1 - y) * np.log(1 - h)) / m + lam / (2*m) * np.sum(theta[1:]**2)
grad = X.T @ (h - y) / m
grad[1:] += lam / m * theta[1:]
""",
        {"X": X, "theta": numbers(507, 3), "y": [1.0, 0.0, 1.0, 0.0], "lam": 0.7},
        {"grad": "theta"},
        Slip(
            "penalty of the first as well",
            "grad[1:] += lam / m * theta[1:]",
            "grad += lam / m * theta",
            {"grad": "other"},
        ),
        Slip("penalty left out", "grad[1:] += lam / m * theta[1:]", "", {"grad": "overwrote"}),
        Slip(
            "twice the penalty",
            "grad[1:] += lam / m * theta[1:]",
            "grad[1:] += 2 * lam / m * theta[1:]",
            {"grad": "factor"},
        ),
        Slip(
            "m left out of the penalty",
            "grad[1:] += lam / m * theta[1:]",
            "grad[1:] += lam * theta[1:]",
            {"grad": "factor"},
        ),
        Slip("penalty subtracted", "grad[1:] += lam", "grad[1:] -= lam", {"grad": "sign"}),
        out="J",
        skip=("y", "lam"),
    ),
    *with_slips(
        "linear regression by a loop over the examples",
        """
n = len(y)
loss = 0.0
dw = np.zeros_like(w)
db = 0.0
for i in range(n):
    pred = np.dot(X[i], w) + b
    err = pred - y[i]
    loss += err**2 / n
    dw += 2 * err * X[i] / n
    db += 2 * err / n
""",
        LINEAR,
        {"dw": "w", "db": "b"},
        Slip("2 left out", "dw += 2 * err * X[i] / n", "dw += err * X[i] / n", {"dw": "factor"}),
        Slip("n left out", "db += 2 * err / n", "db += 2 * err", {"db": "mean"}),
        Slip("set", "dw += 2 * err", "dw = 2 * err", {"dw": "overwrote"}),
        Slip("prediction for the error", "dw += 2 * err * X[i]", "dw += 2 * pred * X[i]", {"dw": "operand"}),
        Slip("first example alone", "dw += 2 * err * X[i] / n", "dw += 2 * err * X[0] / n", {"dw": "other"}),
        out="loss",
        skip=("y",),
    ),
    *with_slips(
        "ridge regression",
        """
r = X @ w - y
L = 0.5 * np.sum(r**2) + 0.5 * lam * np.sum(w**2)
dw = X.T @ r + lam * w
""",
        {"X": X, "w": numbers(506, 3), "y": [1.0, 0.2, -1.0, 0.4], "lam": 0.3},
        {"dw": "w"},
        Slip("lam left out", "+ lam * w", "+ w", {"dw": "factor"}),
        Slip("doubled", "+ lam * w", "+ 2 * lam * w", {"dw": "factor"}),
        Slip("subtracted", "+ lam * w", "- lam * w", {"dw": "sign"}),
        Slip("square left", "+ lam * w", "+ lam * w**2", {"dw": "other"}),
        Slip("penalty left out", " + lam * w\n", "\n", {"dw": "overwrote"}),
        out="L",
        skip=("y", "lam"),
    ),
    *with_slips(
        "a gradient with the weights added, and no penalty in the loss",
        """
r = X @ w - y
L = 0.5 * np.sum(r**2)
dw = X.T @ r
dX = np.outer(r, w)
""",
        {"X": X, "w": numbers(506, 3), "y": [1.0, 0.2, -1.0, 0.4]},
        {"dw": "w", "dX": "X"},
        Slip("weights added", "dw = X.T @ r", "dw = X.T @ r + w", {"dw": "other"}),
        Slip("bias for X", "np.outer(r, w)", "np.outer(w, r).T * 2", {"dX": "factor"}),
        out="L",
        skip=("y",),
    ),
    *with_slips(
        "softmax classifier by loops with p[y[i]]",
        """
N, C = X.shape[0], W.shape[1]
loss = 0.0
dW = np.zeros_like(W)
for i in range(N):
    f = X[i].dot(W)
    f -= np.max(f)
    p = np.exp(f) / np.sum(np.exp(f))
    loss += -np.log(p[y[i]])
    for j in range(C):
        dW[:, j] += p[j] * X[i]
    dW[:, y[i]] -= X[i]
loss /= N
dW /= N
loss += reg * np.sum(W * W)
dW += 2 * reg * W
""",
        {"X": X, "W": numbers(508, 3, 3), "y": [0, 2, 1, 2], "reg": 0.1},
        {"dW": "W"},
        Slip("label not subtracted", "    dW[:, y[i]] -= X[i]\n", "", {"dW": "other"}),
        Slip("wrong entry", "dW[:, y[i]] -= X[i]", "dW[:, i % 3] -= X[i]", {"dW": "other"}),
        Slip("p of the label", "dW[:, j] += p[j] * X[i]", "dW[:, j] += p[y[i]] * X[i]", {"dW": "other"}),
        Slip("p times the label", "dW[:, y[i]] -= X[i]", "dW[:, y[i]] -= p[y[i]] * X[i]", {"dW": "other"}),
        Slip("2 left out", "dW += 2 * reg * W", "dW += reg * W", {"dW": "other"}),
        Slip("mean left out", "dW /= N\n", "", {"dW": "mean"}),
        Slip("label added", "dW[:, y[i]] -= X[i]", "dW[:, y[i]] += X[i]", {"dW": "sign"}),
        out="loss",
        labels=("y",),
        skip=("reg",),
    ),
    *with_slips(
        "softmax loss, vectorized",
        """
N = X.shape[0]
scores = X @ W
scores -= scores.max(axis=1, keepdims=True)
exp_scores = np.exp(scores)
probs = exp_scores / exp_scores.sum(axis=1, keepdims=True)
loss = -np.log(probs[np.arange(N), y]).mean()
dscores = probs.copy()
dscores[np.arange(N), y] -= 1
dscores /= N
dW = X.T @ dscores
dX = dscores @ W.T
""",
        {"X": X, "W": numbers(508, 3, 3), "y": [0, 2, 1, 2]},
        {"dscores": "scores", "dW": "W", "dX": "X"},
        Slip(
            "rows of the labels",
            "dscores[np.arange(N), y] -= 1",
            "dscores[y] -= 1",
            inherited("other", "dscores", "dW dX"),
        ),
        Slip(
            "columns of the labels",
            "dscores[np.arange(N), y] -= 1",
            "dscores[:, y] -= 1",
            inherited("other", "dscores", "dW dX"),
        ),
        Slip("label not subtracted", "dscores[np.arange(N), y] -= 1\n", "", inherited("other", "dscores", "dW dX")),
        Slip("not transposed", "dW = X.T @ dscores", "dW = X[:3] @ dscores[:3]", {"dW": "other"}),
        Slip(
            "scores for probs",
            "dscores = probs.copy()",
            "dscores = scores.copy()",
            inherited("operand", "dscores", "dW dX"),
        ),
        Slip("divided twice", "dW = X.T @ dscores", "dW = X.T @ dscores / N", {"dW": "factor"}),
        Slip(
            "exp for probs",
            "dscores = probs.copy()",
            "dscores = exp_scores.copy()",
            inherited("operand", "dscores", "dW dX"),
        ),
        out="loss",
        labels=("y",),
    ),
    *with_slips(
        "svm loss, vectorized",
        """
N = X.shape[0]
scores = X.dot(W)
correct = scores[np.arange(N), y][:, np.newaxis]
margins = np.maximum(0, scores - correct + 1)
margins[np.arange(N), y] = 0
loss = margins.sum() / N + reg * np.sum(W**2)
binary = (margins > 0).astype(float)
binary[np.arange(N), y] = -binary.sum(axis=1)
dW = X.T.dot(binary) / N + 2 * reg * W
""",
        {"X": X, "W": numbers(508, 3, 3), "y": [0, 2, 1, 2], "reg": 0.1},
        {"dW": "W"},
        Slip("count left out", "= -binary.sum(axis=1)", "= -1", {"dW": "other"}),
        Slip("sign of the count", "= -binary.sum(axis=1)", "= binary.sum(axis=1)", {"dW": "sign"}),
        Slip("N left out", "X.T.dot(binary) / N", "X.T.dot(binary)", {"dW": "mean"}),
        Slip(
            "margins for the mask", "binary = (margins > 0).astype(float)", "binary = margins.copy()", {"dW": "other"}
        ),
        Slip("labels' column forgotten", "binary[np.arange(N), y] = -binary.sum(axis=1)\n", "", {"dW": "other"}),
        out="loss",
        labels=("y",),
        skip=("reg",),
    ),
    *with_slips(
        "two layers by a class with a cache",
        """
class TwoLayerNet:
    def __init__(self, W1, b1, W2, b2):
        self.params = {'W1': W1, 'b1': b1, 'W2': W2, 'b2': b2}

    def loss(self, X, y):
        W1, b1 = self.params['W1'], self.params['b1']
        W2, b2 = self.params['W2'], self.params['b2']
        N = X.shape[0]
        h = np.maximum(0, X.dot(W1) + b1)
        scores = h.dot(W2) + b2
        e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
        p = e / np.sum(e, axis=1, keepdims=True)
        loss = -np.sum(np.log(p[range(N), y])) / N
        grads = {}
        dscores = p.copy()
        dscores[range(N), y] -= 1
        dscores /= N
        grads['W2'] = h.T.dot(dscores)
        grads['b2'] = np.sum(dscores, axis=0)
        dh = dscores.dot(W2.T)
        dh[h <= 0] = 0
        grads['W1'] = X.T.dot(dh)
        grads['b1'] = np.sum(dh, axis=0)
        return loss, grads

net = TwoLayerNet(W1, b1, W2, b2)
loss, grads = net.loss(X, y)
""",
        NET,
        {"grads['W1']": "W1", "grads['b1']": "b1", "grads['W2']": "W2", "grads['b2']": "b2"},
        Slip("mask left out", "        dh[h <= 0] = 0\n", "", {"grads['W1']": "mask", "grads['b1']": "mask"}),
        Slip("mask of dh", "dh[h <= 0] = 0", "dh[dh <= 0] = 0", {"grads['W1']": "mask", "grads['b1']": "mask"}),
        Slip("X for h", "h.T.dot(dscores)", "np.pad(X, ((0, 0), (0, 1))).T.dot(dscores)", {"grads['W2']": "operand"}),
        Slip(
            "axis of b1",
            "grads['b1'] = np.sum(dh, axis=0)",
            "grads['b1'] = np.sum(dh, axis=1)",
            {"grads['b1']": "axis"},
        ),
        Slip(
            "mean for sum",
            "grads['b2'] = np.sum(dscores, axis=0)",
            "grads['b2'] = np.mean(dscores, axis=0)",
            {"grads['b2']": "mean"},
        ),
        out="loss",
        labels=("y",),
    ),
    *with_slips(
        "three layers with delta1, delta2, delta3 and dW1",
        """
a0 = X
z1 = a0 @ W1 + b1; a1 = np.tanh(z1)
z2 = a1 @ W2 + b2; a2 = np.tanh(z2)
z3 = a2 @ W3; a3 = 1/(1 + np.exp(-z3))
loss = np.mean((a3 - t)**2)
delta3 = 2*(a3 - t)/a3.size * a3*(1 - a3)
delta2 = (delta3 @ W3.T) * (1 - a2**2)
delta1 = (delta2 @ W2.T) * (1 - a1**2)
dW3 = a2.T @ delta3
dW2 = a1.T @ delta2
dW1 = a0.T @ delta1
db2 = delta2.sum(axis=0)
db1 = delta1.sum(axis=0)
""",
        {**NET, "W2": numbers(509, 4, 3), "b2": numbers(510, 3), "W3": numbers(511, 3, 2), "t": numbers(512, 4, 2)},
        {"dW3": "W3", "dW2": "W2", "dW1": "W1", "db2": "b2", "db1": "b1"},
        Slip(
            "slope of the output left out", "/a3.size * a3*(1 - a3)", "/a3.size", each("other", "dW3 dW2 dW1 db2 db1")
        ),
        Slip(
            "delta1 by W1",
            "(delta2 @ W2.T) * (1 - a1**2)",
            "(delta3 @ W3.T @ W2.T) * (1 - a1**2)",
            each("other", "dW1 db1"),
        ),
        Slip("slope of z", "(1 - a2**2)", "(1 - z2**2)", each("other", "dW2 dW1 db2 db1")),
        Slip("a1 for a2", "dW3 = a2.T @ delta3", "dW3 = a1[:, :3].T @ delta3", {"dW3": "operand"}),
        Slip("size left out", "2*(a3 - t)/a3.size", "2*(a3 - t)", each("mean", "dW3 dW2 dW1 db2 db1")),
        Slip("a0 for a1", "dW2 = a1.T @ delta2", "dW2 = z1.T @ delta2", {"dW2": "operand"}),
        Slip("plus for minus", "(1 - a1**2)", "(1 + a1**2)", each("other", "dW1 db1")),
        out="loss",
        skip=("t",),
    ),
    *with_slips(
        "nabla_w and nabla_b of the book by lists",
        """
def sigmoid(z): return 1/(1 + np.exp(-z))
def sigmoid_prime(z): return sigmoid(z)*(1 - sigmoid(z))
weights = [W1, W2]
biases = [c1, c2]
activation = x
activations = [x]
zs = []
for b, w in zip(biases, weights):
    z = np.dot(w, activation) + b
    zs.append(z)
    activation = sigmoid(z)
    activations.append(activation)
cost = 0.5*np.sum((activations[-1] - y)**2)
nabla_b = [np.zeros(b.shape) for b in biases]
nabla_w = [np.zeros(w.shape) for w in weights]
delta = (activations[-1] - y) * sigmoid_prime(zs[-1])
nabla_b[-1] = delta
nabla_w[-1] = np.dot(delta, activations[-2].transpose())
delta = np.dot(weights[-1].transpose(), delta) * sigmoid_prime(zs[-2])
nabla_b[-2] = delta
nabla_w[-2] = np.dot(delta, activations[-3].transpose())
dW1, dW2, dc1, dc2 = nabla_w[0], nabla_w[1], nabla_b[0], nabla_b[1]
""",
        {
            "W1": numbers(513, 4, 3),
            "c1": numbers(514, 4, 1),
            "W2": numbers(515, 2, 4),
            "c2": numbers(516, 2, 1),
            "x": numbers(517, 3, 1),
            "y": numbers(518, 2, 1),
        },
        {"dW1": "W1", "dW2": "W2", "dc1": "c1", "dc2": "c2"},
        Slip("slope left out below", " * sigmoid_prime(zs[-2])", "", each("other", "dW1 dc1")),
        Slip(
            "slope of the activation",
            "sigmoid_prime(zs[-2])",
            "sigmoid_prime(activations[-2])",
            each("other", "dW1 dc1"),
        ),
        Slip(
            "slope of the output left out",
            "(activations[-1] - y) * sigmoid_prime(zs[-1])",
            "(activations[-1] - y)",
            each("other", "dW1 dW2 dc1 dc2"),
        ),
        Slip("sign", "(activations[-1] - y) * sig", "(y - activations[-1]) * sig", each("sign", "dW1 dW2 dc1 dc2")),
        out="cost",
        skip=("y",),
    ),
    *with_slips(
        "layer classes with backward that update their weights",
        """
class Dense:
    def __init__(self, W, b):
        self.W = W
        self.b = b
    def forward(self, x):
        self.x = x
        return x @ self.W + self.b
    def backward(self, grad, lr):
        grad_W = self.x.T @ grad
        grad_b = grad.sum(axis=0)
        grad_x = grad @ self.W.T
        self.W = self.W - lr * grad_W
        self.b = self.b - lr * grad_b
        return grad_x

class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)
    def backward(self, grad, lr):
        return grad * (self.x > 0)

layers = [Dense(W1, b1), ReLU(), Dense(W2, b2)]
out = X
for layer in layers:
    out = layer.forward(out)
loss = np.mean((out - t)**2)
grad = 2 * (out - t) / out.size
for layer in reversed(layers):
    grad = layer.backward(grad, 0.1)
""",
        {**NET, "t": numbers(519, 4, 2)},
        {},
        Slip(
            "updated before used",
            """        grad_x = grad @ self.W.T
        self.W = self.W - lr * grad_W
""",
            """        self.W = self.W - lr * grad_W
        grad_x = grad @ self.W.T
""",
            {},
        ),
        Slip("mask left out", "grad * (self.x > 0)", "grad", {}),
        Slip("not divided", "2 * (out - t) / out.size", "2 * (out - t)", {}),
        out="loss",
        skip=("t", "y"),
    ),
    *with_slips(
        "layer classes with dW and db",
        """
class Linear:
    def __init__(self, W, b):
        self.W, self.b = W, b
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
        return dout * (1 - self.out**2)

class MSE:
    def forward(self, pred, target):
        self.pred, self.target = pred, target
        return ((pred - target)**2).mean()
    def backward(self):
        return 2 * (self.pred - self.target) / self.pred.size

l1, act, l2, mse = Linear(W1, b1), Tanh(), Linear(W2, b2), MSE()
loss = mse.forward(l2.forward(act.forward(l1.forward(X))), t)
l1.backward(act.backward(l2.backward(mse.backward())))
dW1, db1, dW2, db2 = l1.dW, l1.db, l2.dW, l2.db
""",
        {**NET, "t": numbers(519, 4, 2)},
        {"dW1": "W1", "db1": "b1", "dW2": "W2", "db2": "b2"},
        Slip("slope by 1 - out", "(1 - self.out**2)", "(1 - self.out)", {"dW1": "other", "db1": "other"}),
        Slip(
            "size left out",
            "(self.pred - self.target) / self.pred.size",
            "(self.pred - self.target)",
            each("mean", "dW1 db1 dW2 db2"),
        ),
        Slip("rows alone", "/ self.pred.size", "/ len(self.pred)", each("factor", "dW1 db1 dW2 db2")),
        Slip("slope left out", "dout * (1 - self.out**2)", "dout", {"dW1": "other", "db1": "other"}),
        out="loss",
        skip=("t", "y"),
    ),
    *with_slips(
        "autograd function with saved tensors",
        """
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        s = torch.sigmoid(x)
        ctx.save_for_backward(x, s)
        return x * s
    @staticmethod
    def backward(ctx, grad_output):
        x, s = ctx.saved_tensors
        grad_x = grad_output * (s + x * s * (1 - s))
        return grad_x

x = torch.tensor([0.5, -1.0, 2.0], requires_grad=True)
y = Swish.apply(x)
loss = (y**2).sum()
loss.backward()
""",
        {},
        {},
        out="loss",
        written_for="torch",
    ),
    *with_slips(
        "micrograd-like classes",
        """
class Value:
    def __init__(self, data, _children=()):
        self.data = data
        self.grad = 0.0
        self._backward = lambda: None
        self._prev = set(_children)
    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))
        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out
    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out

a = Value(2.0)
b = Value(-3.0)
c = a * b
d = c + a
d.grad = 1.0
d._backward()
c._backward()
""",
        {},
        {},
        out="d.data",
    ),
    *with_slips(
        "an autoencoder with grad_ names",
        """
h = sigmoid(X @ We + be)
r = h @ Wd + bd
diff = r - X
loss = np.sum(diff**2) / X.shape[0]
grad_r = 2 * diff / X.shape[0]
grad_Wd = h.T @ grad_r
grad_bd = grad_r.sum(0)
grad_h = grad_r @ Wd.T
grad_z = grad_h * h * (1 - h)
grad_We = X.T @ grad_z
grad_be = grad_z.sum(0)
""".replace("h = sigmoid", "def sigmoid(v): return 1/(1 + np.exp(-v))\nh = sigmoid"),
        {"X": X, "We": numbers(520, 3, 2), "be": numbers(521, 2), "Wd": numbers(522, 2, 3), "bd": numbers(523, 3)},
        {"grad_r": "r", "grad_Wd": "Wd", "grad_bd": "bd", "grad_h": "h", "grad_We": "We", "grad_be": "be"},
        Slip("h squared", "grad_h * h * (1 - h)", "grad_h * h * h", {"grad_We": "other", "grad_be": "other"}),
        Slip("slope of tanh", "grad_h * h * (1 - h)", "grad_h * (1 - h**2)", {"grad_We": "other", "grad_be": "other"}),
        Slip("from grad_h", "grad_We = X.T @ grad_z", "grad_We = X.T @ grad_h", {"grad_We": "operand"}),
        Slip(
            "r for diff",
            "grad_r = 2 * diff",
            "grad_r = 2 * r",
            inherited("operand", "grad_r", "grad_Wd grad_bd grad_h grad_We grad_be"),
        ),
        out="loss",
        skip=("X",),
    ),
    *with_slips(
        "one neuron by gW and gb",
        """
z = W @ x + b
a = np.maximum(z, 0)
L = 0.5 * np.sum((a - t)**2)
ga = a - t
gz = ga * (z > 0)
gW = np.outer(gz, x)
gb = gz
gx = W.T @ gz
""",
        {"W": numbers(524, 3, 2), "x": numbers(525, 2), "b": numbers(526, 3), "t": numbers(527, 3)},
        {"ga": "a", "gz": "z", "gW": "W", "gb": "b", "gx": "x"},
        Slip("mask left out", "gz = ga * (z > 0)", "gz = ga", inherited("mask", "gz", "gW gb gx")),
        Slip("gb of ga", "gb = gz", "gb = ga", {"gb": "operand"}),
        Slip("outer turned round", "np.outer(gz, x)", "np.outer(x, gz)", {"gW": "transpose"}),
        out="L",
        skip=("t",),
    ),
    *with_slips(
        "cross entropy with probabilities, step by step",
        """
logits = X @ W + b
counts = np.exp(logits)
counts_sum = counts.sum(1, keepdims=True)
counts_sum_inv = counts_sum**-1
probs = counts * counts_sum_inv
logprobs = np.log(probs)
loss = -logprobs[range(4), y].mean()
dlogprobs = np.zeros_like(logprobs)
dlogprobs[range(4), y] = -1.0/4
dprobs = (1.0 / probs) * dlogprobs
dcounts_sum_inv = (counts * dprobs).sum(1, keepdims=True)
dcounts = counts_sum_inv * dprobs
dcounts_sum = (-counts_sum**-2) * dcounts_sum_inv
dcounts += np.ones_like(counts) * dcounts_sum
dlogits = counts * dcounts
dW = X.T @ dlogits
db = dlogits.sum(0)
""",
        {"X": X, "W": numbers(528, 3, 3), "b": numbers(529, 3), "y": [0, 2, 1, 2]},
        {
            "dlogprobs": "logprobs",
            "dprobs": "probs",
            "dcounts_sum_inv": "counts_sum_inv",
            "dcounts_sum": "counts_sum",
            "dcounts": "counts",
            "dlogits": "logits",
            "dW": "W",
            "db": "b",
        },
        Slip(
            "second way set",
            "dcounts += np.ones_like",
            "dcounts = np.ones_like",
            inherited("overwrote", "dcounts", "dlogits dW db"),
        ),
        Slip(
            "sum left out",
            "(counts * dprobs).sum(1, keepdims=True)",
            "(counts * dprobs).sum(0, keepdims=True).T[:1] + 0*counts_sum",
            inherited("other", "dcounts_sum_inv", "dcounts_sum dcounts dlogits dW db"),
        ),
        Slip(
            "sign of the power",
            "(-counts_sum**-2)",
            "(counts_sum**-2)",
            inherited("sign", "dcounts_sum", "dcounts dlogits dW db"),
        ),
        Slip(
            "mean left out",
            "= -1.0/4",
            "= -1.0",
            inherited("mean", "dlogprobs", "dprobs dcounts_sum_inv dcounts_sum dcounts dlogits dW db"),
        ),
        Slip(
            "probs for 1/probs",
            "(1.0 / probs) * dlogprobs",
            "probs * dlogprobs",
            inherited("other", "dprobs", "dcounts_sum_inv dcounts_sum dcounts dlogits dW db"),
        ),
        Slip(
            "counts left out",
            "dlogits = counts * dcounts",
            "dlogits = probs * dcounts",
            inherited("operand", "dlogits", "dW db"),
        ),
        out="loss",
        labels=("y",),
    ),
]
