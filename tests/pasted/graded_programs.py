"""Backward passes by hand in the styles of courses and books, right ones and ones with planted mistakes."""

from .program import LATER, NOT_WRONG, P

X = [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]]
W1 = [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]]
B1 = [0.1, -0.2, 0.3]
W2 = [[0.3, -0.2], [0.5, 0.4], [-0.6, 0.1]]
B2 = [0.05, -0.1]
T = [[1.0, 0.0], [0.0, 1.0], [0.5, -0.5]]
NET = {"X": X, "W1": W1, "b1": B1, "W2": W2, "b2": B2, "T": T}
DOUT = [[0.3, -0.5, 0.2], [1.1, 0.4, -0.7], [-0.6, 0.9, 0.8]]
LAYER = {"x": X, "w": W1, "b": B1, "dout": DOUT}

CHARACTERS = """xs, hs, ys, ps = {}, {}, {}, {}
hs[-1] = np.copy(hprev)
loss = 0
for t in range(len(inputs)):
    xs[t] = np.zeros((3,1))
    xs[t][inputs[t]] = 1
    hs[t] = np.tanh(np.dot(Wxh, xs[t]) + np.dot(Whh, hs[t-1]) + bh)
    ys[t] = np.dot(Why, hs[t]) + by
    ps[t] = np.exp(ys[t]) / np.sum(np.exp(ys[t]))
    loss += -np.log(ps[t][targets[t],0])
dWxh, dWhh, dWhy = np.zeros_like(Wxh), np.zeros_like(Whh), np.zeros_like(Why)
dbh, dby = np.zeros_like(bh), np.zeros_like(by)
dhnext = np.zeros_like(hs[0])
for t in reversed(range(len(inputs))):
    dy = np.copy(ps[t])
    dy[targets[t]] -= 1
    dWhy += np.dot(dy, hs[t].T)
    dby += dy
    dh = np.dot(Why.T, dy) + dhnext
    dhraw = (1 - hs[t] * hs[t]) * dh
    dbh += dhraw
    dWxh += np.dot(dhraw, xs[t].T)
    dWhh += np.dot(dhraw, hs[t-1].T)
    dhnext = np.dot(Whh.T, dhraw)
"""
RNN = {
    "Wxh": [[0.1, -0.2, 0.3], [0.4, 0.5, -0.6]],
    "Whh": [[0.2, 0.1], [-0.3, 0.4]],
    "Why": [[0.5, -0.1], [0.2, 0.3], [-0.4, 0.6]],
    "bh": [[0.1], [-0.1]],
    "by": [[0.0], [0.1], [-0.2]],
    "hprev": [[0.1], [0.2]],
    "inputs": [0, 2, 1],
    "targets": [2, 1, 1],
}


def two_layers(name, grads, mistakes=None, **lines):
    """A two-layer network, forward and flat backward, with some of its backward lines replaced."""
    usual = {
        "dY": "dY = 2*(Y - T)/N",
        "dW2": "dW2 = H.T @ dY",
        "db2": "db2 = dY.sum(axis=0)",
        "dH": "dH = dY @ W2.T",
        "dZ": "dZ = dH * (Z > 0)",
        "dW1": "dW1 = X.T @ dZ",
        "db1": "db1 = dZ.sum(axis=0)",
        "dX": "dX = dZ @ W1.T",
    }
    usual.update(lines)
    forward = "N = X.shape[0]\nZ = X @ W1 + b1\nH = np.maximum(0, Z)\nY = H @ W2 + b2\nloss = np.sum((Y - T)**2)/N\n"
    every = {"dY": "Y", "dW2": "W2", "db2": "b2", "dH": "H", "dZ": "Z", "dW1": "W1", "db1": "b1", "dX": "X"}
    return P(
        "two layers: " + name,
        forward + "\n".join(usual.values()),
        NET,
        out="loss",
        grads={**every, **grads},
        mistakes=mistakes or {},
    )


def affine(name, body, mistakes, call="dx, dw, db = affine_backward(dout, cache)", values=None, **fields):
    source = f"""def affine_forward(x, w, b):
    out = x.dot(w) + b
    cache = (x, w, b)
    return out, cache

def affine_backward(dout, cache):
    x, w, b = cache
{body}
    return dx, dw, db

out, cache = affine_forward(x, w, b)
{call}
"""
    return P(
        "affine layer: " + name,
        source,
        values or LAYER,
        **{
            "out": "out",
            "loss": "np.sum(out*dout)",
            "skip": ("dout",),
            "grads": {"dx": "x", "dw": "w", "db": "b"},
            "mistakes": mistakes,
            **fields,
        },
    )


PROGRAMS = [
    two_layers("all right", {}),
    two_layers(
        "sign of the error",
        {},
        {"dY": "sign", **dict.fromkeys(("dW2", "db2", "dH", "dZ", "dW1", "db1", "dX"), "inherits")},
        dY="dY = 2*(T - Y)/N",
    ),
    two_layers(
        "the 2 forgotten",
        {},
        {"dY": "factor", **dict.fromkeys(("dW2", "db2", "dH", "dZ", "dW1", "db1", "dX"), "inherits")},
        dY="dY = (Y - T)/N",
    ),
    two_layers(
        "the mean forgotten",
        {},
        {"dY": "mean", **dict.fromkeys(("dW2", "db2", "dH", "dZ", "dW1", "db1", "dX"), "inherits")},
        dY="dY = 2*(Y - T)",
    ),
    two_layers("mask forgotten", {}, {"dZ": "mask", **dict.fromkeys(("dW1", "db1", "dX"), "inherits")}, dZ="dZ = dH"),
    two_layers(
        "mask by the wrong array",
        {},
        {"dZ": "other", **dict.fromkeys(("dW1", "db1", "dX"), "inherits")},
        dZ="dZ = dH * (dH > 0)",
    ),
    two_layers(
        "upstream forgotten at the mask",
        {},
        {"dZ": "upstream", **dict.fromkeys(("dW1", "db1", "dX"), "inherits")},
        dZ="dZ = (Z > 0).astype(float)",
    ),
    two_layers(
        "mean where the sum belongs",
        {},
        {"db2": "mean", "db1": "mean"},
        db2="db2 = dY.mean(axis=0)",
        db1="db1 = np.mean(dZ, axis=0)",
    ),
    two_layers("everything summed", {}, {"db1": "axis"}, db1="db1 = np.sum(dZ)"),
    two_layers("dW1 from dH", {}, {"dW1": "mask"}, dW1="dW1 = X.T @ dH"),
    two_layers("divided a second time", {}, {"dW1": "mean"}, dW1="dW1 = X.T @ dZ / N"),
    two_layers("mask in place", {}, {}, dZ="dZ = dH.copy()\ndZ[Z <= 0] = 0"),
    two_layers("mask in place of the same array", {"dH": NOT_WRONG}, {}, dZ="dZ = dH\ndZ[H <= 0] = 0"),
    two_layers(
        "einsum",
        {},
        {},
        dW2="dW2 = np.einsum('ni,nj->ij', H, dY)",
        dW1="dW1 = np.einsum('ni,nj->ij', X, dZ)",
        dX="dX = np.einsum('nj,ij->ni', dZ, W1)",
    ),
    two_layers(
        "einsum the other way round", {}, {"dW1": "transpose"}, dW1="dW1 = np.einsum('ni,nj->ji', X, dZ).reshape(2, 3)"
    ),
    two_layers(
        "outer products added up",
        {},
        {},
        dW1="dW1 = np.zeros_like(W1)\nfor n in range(N):\n    dW1 += np.outer(X[n], dZ[n])",
    ),
    two_layers(
        "outer products overwritten",
        {},
        {"dW1": "overwrote"},
        dW1="dW1 = np.zeros_like(W1)\nfor n in range(N):\n    dW1 = np.outer(X[n], dZ[n])",
    ),
    two_layers("np.where", {}, {}, dZ="dZ = np.where(Z > 0, dH, 0)"),
    affine("right", "    dx = dout.dot(w.T)\n    dw = x.T.dot(dout)\n    db = np.sum(dout, axis=0)", {}),
    affine(
        "dw is dout.T x",
        "    dx = dout.dot(w.T)\n    dw = dout.T.dot(x)\n    db = np.sum(dout, axis=0)",
        {"dw": "transpose"},
    ),
    affine(
        "dx without the upstream",
        "    dx = np.ones_like(dout).dot(w.T)\n    dw = x.T.dot(dout)\n    db = np.sum(dout, axis=0)",
        {"dx": "upstream"},
    ),
    affine(
        "db over the wrong axis",
        "    dx = dout.dot(w.T)\n    dw = x.T.dot(dout)\n    db = np.sum(dout, axis=1)",
        {"db": "axis"},
    ),
    affine("db averaged", "    dx = dout.dot(w.T)\n    dw = x.T.dot(dout)\n    db = dout.mean(axis=0)", {"db": "mean"}),
    affine(
        "square weights not transposed",
        "    dx = dout.dot(w)\n    dw = x.T.dot(dout)\n    db = dout.sum(0)",
        {"dx": "transpose"},
        values={"x": X, "w": [[0.2, -0.4], [1.0, 0.5]], "b": B2, "dout": [[0.3, -0.5], [1.1, 0.4], [-0.6, 0.9]]},
    ),
    affine("sign of dw", "    dx = dout @ w.T\n    dw = -x.T @ dout\n    db = dout.sum(0)", {"dw": "sign"}),
    P(
        "class of a layer with self.dW",
        """
        class Linear:
            def __init__(self, W, b):
                self.W, self.b = W, b
            def forward(self, x):
                self.x = x
                return x @ self.W + self.b
            def backward(self, grad_output):
                self.dW = self.x.T @ grad_output
                self.db = grad_output.sum(axis=0)
                return grad_output @ self.W.T
        class ReLU:
            def forward(self, x):
                self.mask = x > 0
                return x * self.mask
            def backward(self, grad_output):
                return grad_output * self.mask
        l1, act, l2 = Linear(W1, b1), ReLU(), Linear(W2, b2)
        h = act.forward(l1.forward(X))
        y = l2.forward(h)
        loss = 0.5 * np.sum((y - T) ** 2)
        dy = y - T
        dh = l2.backward(dy)
        dx = l1.backward(act.backward(dh))
        """,
        NET,
        out="loss",
        grads={"dy": "y", "dh": "h", "dx": "X"},
    ),
    P(
        "class of a layer with a mask forgotten",
        """
        class ReLU:
            def forward(self, x):
                self.x = x
                return np.maximum(x, 0)
            def backward(self, dout):
                dx = (self.x > 0) * 1.0
                return dx
        relu = ReLU()
        out = relu.forward(x)
        dx = relu.backward(dout)
        """,
        {"x": X, "dout": T},
        out="out",
        loss="np.sum(out*dout)",
        skip=("dout",),
        grads={"dx": "x"},
        mistakes={"dx": "upstream"},
    ),
    P(
        "gradient clipped",
        """
        L = 0.5*(w - t)**2
        dw = np.clip(w - t, -1, 1)
        """,
        {"w": 5.0, "t": 1.0},
        out="L",
        grads={"dw": NOT_WRONG},
    ),
    P(
        "gradient clipped, the 2 kept",
        "L = (w - t)**2\ngrad = np.clip(2*(w-t), -1, 1)\nw = w - 0.1*grad",
        {"w": 5.0, "t": 1.0},
        out="L",
        grads={"grad": NOT_WRONG},
    ),
    P(
        "gradient clipped in place",
        """
        L = np.sum((w - t)**2)
        dw = 2*(w - t)
        np.clip(dw, -1, 1, out=dw)
        w -= 0.1*dw
        """,
        {"w": [5.0, 0.2], "t": [1.0, 0.1]},
        out="L",
        grads={"dw": NOT_WRONG},
    ),
    P(
        "gradient clipped by its norm",
        """
        L = np.sum((w - t)**2)
        dw = 2*(w - t)
        norm = np.linalg.norm(dw)
        if norm > 1:
            dw = dw / norm
        w -= 0.1*dw
        """,
        {"w": [5.0, 0.2], "t": [1.0, 0.1]},
        out="L",
        grads={"dw": NOT_WRONG},
    ),
    P(
        "clipped below its bound",
        "L = (w - t)**2\ndw = np.clip(2*(w-t), -10, 10)",
        {"w": 1.5, "t": 1.0},
        out="L",
        grads={"dw": "w"},
    ),
    P("a small step called dx", "f = w**2\ndx = w*0.01\ng = (f - dx)**2", {"w": 3.0}, grads={"dx": NOT_WRONG}),
    P(
        "a step of the time called dt",
        "v = v0 + a*dt\nx = x0 + v*dt\nE = 0.5*m*v**2 + k*x**2",
        {"v0": 1.0, "a": -9.8, "dt": 0.1, "x0": 2.0, "m": 1.5, "k": 3.0},
    ),
    P("dx between grid points", "dx = x[1] - x[0]\nI = np.sum(f)*dx", {"x": [0.0, 0.5, 1.0], "f": [1.0, 2.0, 4.0]}),
    P(
        "dx and dy of two points",
        "dx = x2 - x1\ndy = y2 - y1\nd = np.sqrt(dx**2 + dy**2)\nslope = dy/dx\nL = d + slope",
        {"x1": 1.0, "x2": 3.0, "y1": -1.0, "y2": 2.0},
    ),
    P("a step called dx with a loss", "f = w**2\ndx = w*0.01", {"w": 3.0}, out="~", grads={"dx": NOT_WRONG}),
    P(
        "a decayed weight called dw",
        "loss = (w*x - t)**2\ndw = w*0.01\nw = w - dw",
        {"w": 3.0, "x": 2.0, "t": 1.0},
        out="~",
        grads={"dw": NOT_WRONG},
    ),
    P(
        "gradient plus weight decay",
        "loss = (w*x - t)**2\ndw = 2*(w*x - t)*x + 0.01*w\nw = w - 0.1*dw",
        {"w": 3.0, "x": 2.0, "t": 1.0},
        out="loss",
        grads={"dw": NOT_WRONG},
    ),
    P(
        "gradient with the regularizer, right",
        "loss = (w*x - t)**2 + 0.5*reg*w**2\ndw = 2*(w*x - t)*x\ndw += reg*w",
        {"w": 3.0, "x": 2.0, "t": 1.0, "reg": 0.1},
        out="loss",
        grads={"dw": "w"},
    ),
    P(
        "gradient with the regularizer twice",
        "loss = (w*x - t)**2 + 0.5*reg*w**2\ndw = 2*(w*x - t)*x\ndw += 2*reg*w",
        {"w": 3.0, "x": 2.0, "t": 1.0, "reg": 0.1},
        out="loss",
        grads={"dw": "w"},
        mistakes={"dw": "other"},
    ),
    P(
        "gradient without the regularizer",
        "loss = (w*x - t)**2 + 0.5*reg*w**2\ndw = 2*(w*x - t)*x",
        {"w": 3.0, "x": 2.0, "t": 1.0, "reg": 0.1},
        out="loss",
        grads={"dw": "w"},
        mistakes={"dw": "other"},
    ),
    P(
        "a numerical gradient",
        "def f(x):\n    return x**2 + 3*x\nh = 1e-5\ndx = (f(x + h) - f(x - h))/(2*h)",
        {"x": 2.0},
        out="~",
        grads={"dx": NOT_WRONG},
    ),
    P(
        "a forward difference beside the loss",
        "L = w**3\nh = 1e-4\ndw = ((w + h)**3 - w**3)/h",
        {"w": 2.0},
        out="~",
        grads={"dw": NOT_WRONG},
    ),
    P(
        "momentum called dw",
        "loss = (w*x - t)**2\ndw = 2*(w*x - t)*x\nv = 0.9*v + dw\nw -= 0.1*v",
        {"w": 3.0, "x": 2.0, "t": 1.0, "v": 0.5},
        out="loss",
        grads={"dw": "w"},
    ),
    P(
        "momentum kept in the gradient's name",
        "loss = (w*x - t)**2\ndw = 0.9*dw_prev + 0.1*2*(w*x - t)*x\nw -= 0.1*dw",
        {"w": 3.0, "x": 2.0, "t": 1.0, "dw_prev": 0.5},
        out="~",
        grads={"dw": NOT_WRONG},
    ),
    P(
        "the gradient of each example",
        "loss = np.mean((w*x - t)**2)\ngrads = 2*(w*x - t)*x\ndw = grads.mean()",
        {"w": 0.7, "x": [1.0, 2.0, 3.0], "t": [1.0, 0.0, 2.0]},
        out="loss",
        grads={"dw": "w"},
    ),
    P(
        "a gradient of ascent",
        "J = np.log(1/(1+np.exp(-w*x)))\ndw = (1 - 1/(1+np.exp(-w*x)))*x\nw = w + 0.1*dw",
        {"w": 0.3, "x": 2.0},
        out="J",
        grads={"dw": "w"},
    ),
    P(
        "scaled by the learning rate",
        "L = (w - t)**2\nlr = 0.1\ndelta_w = -lr * 2*(w - t)\nw = w + delta_w",
        {"w": 3.0, "t": 1.0},
        out="L",
        grads={"delta_w": NOT_WRONG},
    ),
    P(
        "scaled by the learning rate, dw",
        "L = (w - t)**2\nlr = 0.1\ndw = lr * 2*(w - t)\nw = w - dw",
        {"w": 3.0, "t": 1.0},
        out="L",
        grads={"dw": NOT_WRONG},
    ),
    P(
        "scaled by the learning rate with its sign, dw",
        "L = (w - t)**2\nlr = 0.1\ndw = -lr * 2*(w - t)\nw += dw",
        {"w": 3.0, "t": 1.0},
        out="L",
        grads={"dw": NOT_WRONG},
    ),
    P(
        "staged program: x used twice, overwritten",
        "p = x*y\nq = x + z\nf = p*q\ndp = q\ndq = p\ndx = dp*y\ndy = dp*x\ndz = dq\ndx = dq",
        {"x": 2.0, "y": -1.0, "z": 3.0},
        out="f",
        grads={"dp": "p", "dq": "q", "dx": "x", "dy": "y", "dz": "z"},
        mistakes={"dx": "overwrote"},
    ),
    P(
        "staged program: x used twice, one use only",
        "p = x*y\nq = x + z\nf = p*q\ndp = q\ndq = p\ndx = dp*y\ndy = dp*x\ndz = dq",
        {"x": 2.0, "y": -1.0, "z": 3.0},
        out="f",
        grads={"dp": "p", "dq": "q", "dx": "x", "dy": "y", "dz": "z"},
        mistakes={"dx": "overwrote"},
    ),
    P(
        "staged program: product's operands mixed up",
        "q = x + y\nf = q*z\ndz = z\ndq = q\ndx = dq\ndy = dq",
        {"x": -2.0, "y": 5.0, "z": -4.0},
        out="f",
        grads={"dz": "z", "dq": "q", "dx": "x", "dy": "y"},
        mistakes={"dz": "operand", "dq": "operand", "dx": "inherits", "dy": "inherits"},
    ),
    P(
        "sigmoid neuron: local forgotten",
        "z = w*x + b\na = 1/(1+np.exp(-z))\nL = 0.5*(a - t)**2\nda = a - t\ndz = da\ndw = dz*x\ndb = dz",
        {"w": 0.5, "x": 2.0, "b": -0.3, "t": 1.0},
        out="L",
        grads={"da": "a", "dz": "z", "dw": "w", "db": "b"},
        mistakes={"dz": "local", "dw": "inherits", "db": "inherits"},
    ),
    P(
        "sigmoid neuron: derivative of the wrong value",
        "z = w*x + b\na = 1/(1+np.exp(-z))\nL = 0.5*(a - t)**2\nda = a - t\ndz = da*z*(1-z)\ndw = dz*x\ndb = dz",
        {"w": 0.5, "x": 2.0, "b": -0.3, "t": 1.0},
        out="L",
        grads={"da": "a", "dz": "z", "dw": "w", "db": "b"},
        mistakes={"dz": "other", "dw": "inherits", "db": "inherits"},
    ),
    P(
        "tanh neuron: 1 - z^2",
        "z = w*x + b\nh = np.tanh(z)\nL = (h - t)**2\ndh = 2*(h - t)\ndz = dh*(1 - z**2)\ndw = dz*x\ndb = dz",
        {"w": 0.5, "x": 2.0, "b": -0.3, "t": 1.0},
        out="L",
        grads={"dh": "h", "dz": "z", "dw": "w", "db": "b"},
        mistakes={"dz": "other", "dw": "inherits", "db": "inherits"},
    ),
    P(
        "softmax: one-hot not subtracted",
        "p = np.exp(s)/np.sum(np.exp(s))\nL = -np.log(p[1])\nds = p",
        {"s": [0.5, 1.0, -0.3]},
        out="L",
        grads={"ds": "s"},
        mistakes={"ds": "other"},
    ),
    P(
        "softmax: one-hot subtracted in place",
        "p = np.exp(s)/np.sum(np.exp(s))\nL = -np.log(p[1])\nds = p.copy()\nds[1] -= 1",
        {"s": [0.5, 1.0, -0.3]},
        out="L",
        grads={"ds": "s"},
    ),
    P(
        "softmax of a batch: N forgotten",
        """
        N = scores.shape[0]
        probs = np.exp(scores - scores.max(axis=1, keepdims=True))
        probs /= probs.sum(axis=1, keepdims=True)
        loss = -np.log(probs[np.arange(N), y]).sum() / N
        dscores = probs.copy()
        dscores[np.arange(N), y] -= 1
        """,
        {"scores": X, "y": [0, 1, 1]},
        labels=("y",),
        out="loss",
        grads={"dscores": "scores"},
        mistakes={"dscores": "mean"},
    ),
    P(
        "svm of a batch, vectorized",
        """
        num_train = X.shape[0]
        scores = X.dot(W)
        correct = scores[np.arange(num_train), y].reshape(-1, 1)
        margins = np.maximum(0, scores - correct + 1)
        margins[np.arange(num_train), y] = 0
        loss = np.sum(margins) / num_train + reg * np.sum(W * W)
        binary = (margins > 0).astype(float)
        row_sum = np.sum(binary, axis=1)
        binary[np.arange(num_train), y] = -row_sum
        dW = X.T.dot(binary) / num_train + 2 * reg * W
        """,
        {"X": X, "W": W1, "y": [0, 2, 1], "reg": 0.1},
        labels=("y",),
        out="loss",
        grads={"dW": "W"},
    ),
    P(
        "svm of a batch, regularizer halved",
        """
        num_train = X.shape[0]
        scores = X.dot(W)
        correct = scores[np.arange(num_train), y].reshape(-1, 1)
        margins = np.maximum(0, scores - correct + 1)
        margins[np.arange(num_train), y] = 0
        loss = np.sum(margins) / num_train + reg * np.sum(W * W)
        binary = (margins > 0).astype(float)
        row_sum = np.sum(binary, axis=1)
        binary[np.arange(num_train), y] = -row_sum
        dW = X.T.dot(binary) / num_train + reg * W
        """,
        {"X": X, "W": W1, "y": [0, 2, 1], "reg": 0.1},
        labels=("y",),
        out="loss",
        grads={"dW": "W"},
        mistakes={"dW": "other"},
    ),
    P(
        "svm by loops",
        """
        dW = np.zeros(W.shape)
        num_classes = W.shape[1]
        num_train = X.shape[0]
        loss = 0.0
        for i in range(num_train):
            scores = X[i].dot(W)
            correct_class_score = scores[y[i]]
            for j in range(num_classes):
                if j == y[i]:
                    continue
                margin = scores[j] - correct_class_score + 1
                if margin > 0:
                    loss += margin
                    dW[:, j] += X[i]
                    dW[:, y[i]] -= X[i]
        loss /= num_train
        dW /= num_train
        """,
        {"X": X, "W": W1, "y": [0, 2, 1]},
        labels=("y",),
        out="loss",
        grads={"dW": "W"},
    ),
    P(
        "svm by loops, the correct class forgotten",
        """
        dW = np.zeros(W.shape)
        num_classes = W.shape[1]
        num_train = X.shape[0]
        loss = 0.0
        for i in range(num_train):
            scores = X[i].dot(W)
            correct_class_score = scores[y[i]]
            for j in range(num_classes):
                if j == y[i]:
                    continue
                margin = scores[j] - correct_class_score + 1
                if margin > 0:
                    loss += margin
                    dW[:, j] += X[i]
        loss /= num_train
        dW /= num_train
        """,
        {"X": X, "W": W1, "y": [0, 2, 1]},
        labels=("y",),
        out="loss",
        grads={"dW": "W"},
        mistakes={"dW": "other"},
    ),
    P(
        "batchnorm step by step",
        """
        N, D = x.shape
        mu = 1./N * np.sum(x, axis=0)
        xmu = x - mu
        sq = xmu ** 2
        var = 1./N * np.sum(sq, axis=0)
        sqrtvar = np.sqrt(var + 1e-5)
        ivar = 1./sqrtvar
        xhat = xmu * ivar
        gammax = gamma * xhat
        out = gammax + beta
        dbeta = np.sum(dout, axis=0)
        dgammax = dout
        dgamma = np.sum(dgammax*xhat, axis=0)
        dxhat = dgammax * gamma
        divar = np.sum(dxhat*xmu, axis=0)
        dxmu1 = dxhat * ivar
        dsqrtvar = -1. /(sqrtvar**2) * divar
        dvar = 0.5 * 1. /np.sqrt(var+1e-5) * dsqrtvar
        dsq = 1. /N * np.ones((N,D)) * dvar
        dxmu2 = 2 * xmu * dsq
        dx1 = (dxmu1 + dxmu2)
        dmu = -1 * np.sum(dxmu1+dxmu2, axis=0)
        dx2 = 1. /N * np.ones((N,D)) * dmu
        dx = dx1 + dx2
        """,
        {"x": X, "gamma": [1.2, 0.8], "beta": [0.1, -0.3], "dout": T},
        out="out",
        loss="np.sum(out*dout)",
        skip=("dout",),
        grads={
            "dbeta": "beta",
            "dgamma": "gamma",
            "dxhat": "xhat",
            "divar": "ivar",
            "dsqrtvar": "sqrtvar",
            "dvar": "var",
            "dsq": "sq",
            "dmu": "mu",
            "dx": "x",
            "dxmu1": NOT_WRONG,
            "dxmu2": NOT_WRONG,
            "dx1": NOT_WRONG,
            "dx2": NOT_WRONG,
        },
    ),
    P(
        "batchnorm step by step, the mean's way forgotten",
        """
        N, D = x.shape
        mu = 1./N * np.sum(x, axis=0)
        xmu = x - mu
        var = 1./N * np.sum(xmu ** 2, axis=0)
        ivar = 1./np.sqrt(var + 1e-5)
        xhat = xmu * ivar
        out = gamma * xhat + beta
        dbeta = np.sum(dout, axis=0)
        dgamma = np.sum(dout*xhat, axis=0)
        dxhat = dout * gamma
        divar = np.sum(dxhat*xmu, axis=0)
        dvar = -0.5 * divar * ivar**3
        dxmu = dxhat*ivar + 2*xmu*dvar/N
        dx = dxmu
        """,
        {"x": X, "gamma": [1.2, 0.8], "beta": [0.1, -0.3], "dout": [[1.0, 0.3], [0.0, 1.0], [0.5, -0.5]]},
        out="out",
        loss="np.sum(out*dout)",
        skip=("dout",),
        grads={
            "dbeta": "beta",
            "dgamma": "gamma",
            "dxhat": "xhat",
            "divar": "ivar",
            "dvar": "var",
            "dxmu": "xmu",
            "dx": "x",
        },
        mistakes={"dx": "overwrote"},
    ),
    P(
        "backprop ninja: cross entropy by hand in torch",
        """
        logits = h @ W2 + b2
        logit_maxes = logits.max(1, keepdim=True).values
        norm_logits = logits - logit_maxes
        counts = norm_logits.exp()
        counts_sum = counts.sum(1, keepdims=True)
        counts_sum_inv = counts_sum**-1
        probs = counts * counts_sum_inv
        logprobs = probs.log()
        n = 3
        loss = -logprobs[range(n), Yb].mean()
        dlogprobs = torch.zeros_like(logprobs)
        dlogprobs[range(n), Yb] = -1.0/n
        dprobs = (1.0 / probs) * dlogprobs
        dcounts_sum_inv = (counts * dprobs).sum(1, keepdim=True)
        dcounts = counts_sum_inv * dprobs
        dcounts_sum = (-counts_sum**-2) * dcounts_sum_inv
        dcounts += torch.ones_like(counts) * dcounts_sum
        dnorm_logits = counts * dcounts
        dlogits = dnorm_logits.clone()
        dlogit_maxes = (-dnorm_logits).sum(1, keepdim=True)
        dlogits += F.one_hot(logits.max(1).indices, num_classes=logits.shape[1]) * dlogit_maxes
        dh = dlogits @ W2.T
        dW2 = h.T @ dlogits
        db2 = dlogits.sum(0)
        """,
        {"h": X, "W2": W1, "b2": B1, "Yb": [0, 2, 1]},
        labels=("Yb",),
        written_for="torch",
        out="loss",
        grads={
            "dlogprobs": "logprobs",
            "dprobs": "probs",
            "dcounts_sum_inv": "counts_sum_inv",
            "dcounts": "counts",
            "dcounts_sum": "counts_sum",
            "dnorm_logits": "norm_logits",
            "dlogits": "logits",
            "dlogit_maxes": NOT_WRONG,
            "dh": "h",
            "dW2": "W2",
            "db2": "b2",
        },
    ),
    P(
        "backprop ninja: batchnorm by hand in torch",
        """
        n = 3
        bnmeani = 1/n*hprebn.sum(0, keepdim=True)
        bndiff = hprebn - bnmeani
        bndiff2 = bndiff**2
        bnvar = 1/(n-1)*(bndiff2).sum(0, keepdim=True)
        bnvar_inv = (bnvar + 1e-5)**-0.5
        bnraw = bndiff * bnvar_inv
        hpreact = bngain * bnraw + bnbias
        h = torch.tanh(hpreact)
        loss = (h * h).mean()
        dh = 2 * h / h.nelement()
        dhpreact = (1.0 - h**2) * dh
        dbngain = (bnraw * dhpreact).sum(0, keepdim=True)
        dbnraw = bngain * dhpreact
        dbnbias = dhpreact.sum(0, keepdim=True)
        dbndiff = bnvar_inv * dbnraw
        dbnvar_inv = (bndiff * dbnraw).sum(0, keepdim=True)
        dbnvar = (-0.5*(bnvar + 1e-5)**-1.5) * dbnvar_inv
        dbndiff2 = (1.0/(n-1))*torch.ones_like(bndiff2) * dbnvar
        dbndiff += (2*bndiff) * dbndiff2
        dhprebn = dbndiff.clone()
        dbnmeani = (-dbndiff).sum(0)
        dhprebn += 1.0/n * (torch.ones_like(hprebn) * dbnmeani)
        """,
        {"hprebn": X, "bngain": [[1.2, 0.8]], "bnbias": [[0.1, -0.3]]},
        written_for="torch",
        out="loss",
        loose=True,
        grads={
            "dh": "h",
            "dhpreact": "hpreact",
            "dbngain": "bngain",
            "dbnraw": "bnraw",
            "dbnbias": "bnbias",
            "dbnvar_inv": "bnvar_inv",
            "dbnvar": "bnvar",
            "dbndiff2": "bndiff2",
            "dbndiff": "bndiff",
            "dhprebn": "hprebn",
            "dbnmeani": "bnmeani",
        },
    ),
    P(
        "backprop ninja: batchnorm at once",
        """
        n = 3
        m = hprebn.mean(0, keepdim=True)
        v = hprebn.var(0, keepdim=True, unbiased=True)
        bnvar_inv = (v + 1e-5)**-0.5
        bnraw = (hprebn - m) * bnvar_inv
        hpreact = bngain * bnraw + bnbias
        loss = (hpreact**2).sum()
        dhpreact = 2*hpreact
        dhprebn = bngain*bnvar_inv/n * (n*dhpreact - dhpreact.sum(0) - n/(n-1)*bnraw*(dhpreact*bnraw).sum(0))
        """,
        {"hprebn": X, "bngain": [[1.2, 0.8]], "bnbias": [[0.1, -0.3]]},
        written_for="torch",
        out="loss",
        grads={"dhpreact": "hpreact", "dhprebn": "hprebn"},
    ),
    P(
        "backprop ninja: n for n-1",
        """
        n = 3
        m = hprebn.mean(0, keepdim=True)
        v = hprebn.var(0, keepdim=True, unbiased=True)
        bnvar_inv = (v + 1e-5)**-0.5
        bnraw = (hprebn - m) * bnvar_inv
        hpreact = bngain * bnraw + bnbias
        loss = (hpreact**2 * 0.5 + hpreact).sum()
        dhpreact = hpreact + 1
        dhprebn = bngain*bnvar_inv/n * (n*dhpreact - dhpreact.sum(0) - bnraw*(dhpreact*bnraw).sum(0))
        """,
        {"hprebn": X, "bngain": [[1.2, 0.8]], "bnbias": [[0.1, -0.3]]},
        written_for="torch",
        out="loss",
        grads={"dhpreact": "hpreact", "dhprebn": "hprebn"},
        mistakes={"dhprebn": "other"},
    ),
    P(
        "embedding lookups counted back",
        """
        emb = C[Xb]
        embcat = emb.view(emb.shape[0], -1)
        loss = (embcat**2).sum()
        dembcat = 2*embcat
        demb = dembcat.view(emb.shape)
        dC = torch.zeros_like(C)
        for k in range(Xb.shape[0]):
            for j in range(Xb.shape[1]):
                ix = Xb[k,j]
                dC[ix] += demb[k,j]
        """,
        {"C": X, "Xb": [[0, 2], [2, 1]]},
        labels=("Xb",),
        written_for="torch",
        out="loss",
        grads={"dembcat": "embcat", "demb": "emb", "dC": "C"},
    ),
    P(
        "embedding rows overwritten",
        """
        emb = C[Xb]
        loss = (emb**2).sum()
        demb = 2*emb
        dC = torch.zeros_like(C)
        for k in range(Xb.shape[0]):
            dC[Xb[k]] = demb[k]
        """,
        {"C": X, "Xb": [0, 2, 2]},
        labels=("Xb",),
        written_for="torch",
        out="loss",
        grads={"demb": "emb", "dC": "C"},
        mistakes={"dC": "overwrote"},
    ),
    P(
        "character rnn, one pass over a sequence",
        CHARACTERS,
        RNN,
        labels=("inputs", "targets"),
        out="loss",
        grads={"dWxh": "Wxh", "dWhh": "Whh", "dWhy": "Why", "dbh": "bh", "dby": "by", "dhnext": "hprev"},
    ),
    P(
        "character rnn, what comes from the next step forgotten",
        CHARACTERS.replace(" + dhnext", "")
        .replace("dhnext = np.zeros_like(hs[0])\n", "")
        .replace("    dhnext = np.dot(Whh.T, dhraw)\n", ""),
        RNN,
        labels=("inputs", "targets"),
        out="loss",
        grads={"dWxh": "Wxh", "dWhh": "Whh", "dWhy": "Why", "dbh": "bh", "dby": "by"},
        mistakes={"dWxh": "inherits", "dWhh": "inherits", "dbh": "inherits"},
        correct=CHARACTERS,
    ),
    P(
        "policy gradient of pong",
        """
        h = np.dot(W1, x)
        h[h<0] = 0
        logp = np.dot(W2, h)
        p = 1.0 / (1.0 + np.exp(-logp))
        dlogp = y - p
        dW2 = np.dot(h, dlogp).ravel()
        dh = dlogp * W2
        dh[h <= 0] = 0
        dW1 = np.outer(dh, x)
        """,
        {"x": [0.5, -1.0], "W1": [[0.2, -0.4], [1.0, 0.5], [-0.3, -0.8]], "W2": [0.4, -0.6, 0.9], "y": 1.0},
        out=LATER,
        grads={"dlogp": NOT_WRONG, "dW2": NOT_WRONG, "dW1": NOT_WRONG, "dh": NOT_WRONG},
    ),
    P(
        "perceptron of the book, delta and nabla",
        """
        z1 = W1 @ x + b1
        a1 = sigmoid(z1)
        z2 = W2 @ a1 + b2
        a2 = sigmoid(z2)
        C = 0.5*np.sum((a2 - y)**2)
        delta2 = (a2 - y) * a2*(1-a2)
        nabla_b2 = delta2
        nabla_w2 = np.outer(delta2, a1)
        delta1 = (W2.T @ delta2) * a1*(1-a1)
        nabla_b1 = delta1
        nabla_w1 = np.outer(delta1, x)
        """,
        {
            "x": [0.5, -1.0],
            "W1": [[0.2, -0.4], [1.0, 0.5], [-0.3, 0.8]],
            "b1": B1,
            "W2": [[0.3, -0.2, 0.5]],
            "b2": [0.1],
            "y": [1.0],
        },
        out="C",
        grads={"delta2": "z2", "nabla_b2": "b2", "nabla_w2": "W2", "delta1": "z1", "nabla_b1": "b1", "nabla_w1": "W1"},
    ),
    P(
        "perceptron of the book, W2 not transposed on",
        """
        z1 = W1 @ x + b1
        a1 = sigmoid(z1)
        z2 = W2 @ a1 + b2
        a2 = sigmoid(z2)
        C = 0.5*np.sum((a2 - y)**2)
        delta2 = (a2 - y) * a2*(1-a2)
        nabla_b2 = delta2
        nabla_w2 = np.outer(delta2, a1)
        delta1 = (W2 @ delta2) * a1*(1-a1)
        nabla_b1 = delta1
        nabla_w1 = np.outer(delta1, x)
        """,
        {
            "x": [0.5, -1.0],
            "W1": [[0.2, -0.4], [1.0, 0.5]],
            "b1": B2,
            "W2": [[0.3, -0.2], [0.5, 0.4]],
            "b2": B2,
            "y": [1.0, 0.0],
        },
        out="C",
        grads={"delta2": "z2", "nabla_b2": "b2", "nabla_w2": "W2", "delta1": "z1", "nabla_b1": "b1", "nabla_w1": "W1"},
        mistakes={"delta1": "transpose", "nabla_b1": "inherits", "nabla_w1": "inherits"},
    ),
    P(
        "deep learning course: logistic regression",
        """
        m = X.shape[1]
        A = 1/(1+np.exp(-(np.dot(w.T, X) + b)))
        cost = -1/m * np.sum(Y*np.log(A) + (1-Y)*np.log(1-A))
        dw = 1/m * np.dot(X, (A - Y).T)
        db = 1/m * np.sum(A - Y)
        """,
        {"w": [[0.3], [-0.2]], "b": 0.1, "X": [[1.0, 2.0, -1.0], [3.0, 4.0, -3.2]], "Y": [[1.0, 0.0, 1.0]]},
        out="cost",
        grads={"dw": "w", "db": "b"},
    ),
    P(
        "deep learning course: logistic regression, no mean in db",
        """
        m = X.shape[1]
        A = 1/(1+np.exp(-(np.dot(w.T, X) + b)))
        cost = -1/m * np.sum(Y*np.log(A) + (1-Y)*np.log(1-A))
        dw = 1/m * np.dot(X, (A - Y).T)
        db = np.sum(A - Y)
        """,
        {"w": [[0.3], [-0.2]], "b": 0.1, "X": [[1.0, 2.0, -1.0], [3.0, 4.0, -3.2]], "Y": [[1.0, 0.0, 1.0]]},
        out="cost",
        grads={"dw": "w", "db": "b"},
        mistakes={"db": "mean"},
    ),
    P(
        "deep learning course: planar classification with grads",
        """
        def forward_propagation(X, parameters):
            W1, b1, W2, b2 = parameters["W1"], parameters["b1"], parameters["W2"], parameters["b2"]
            Z1 = np.dot(W1, X) + b1
            A1 = np.tanh(Z1)
            Z2 = np.dot(W2, A1) + b2
            A2 = sigmoid(Z2)
            assert(A2.shape == (1, X.shape[1]))
            cache = {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
            return A2, cache

        def compute_cost(A2, Y):
            m = Y.shape[1]
            logprobs = np.multiply(np.log(A2), Y) + np.multiply(np.log(1 - A2), 1 - Y)
            cost = -np.sum(logprobs) / m
            return float(np.squeeze(cost))

        def backward_propagation(parameters, cache, X, Y):
            m = X.shape[1]
            W2 = parameters["W2"]
            A1, A2 = cache["A1"], cache["A2"]
            dZ2 = A2 - Y
            dW2 = 1/m * np.dot(dZ2, A1.T)
            db2 = 1/m * np.sum(dZ2, axis=1, keepdims=True)
            dZ1 = np.dot(W2.T, dZ2) * (1 - np.power(A1, 2))
            dW1 = 1/m * np.dot(dZ1, X.T)
            db1 = 1/m * np.sum(dZ1, axis=1, keepdims=True)
            return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}

        A2, cache = forward_propagation(X, parameters)
        cost = compute_cost(A2, Y)
        grads = backward_propagation(parameters, cache, X, Y)
        """.replace(
            "A2, cache = forward", 'parameters = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}\n        A2, cache = forward'
        ),
        {
            "W1": [[0.2, -0.4], [1.0, 0.5], [-0.3, 0.8]],
            "b1": [[0.1], [0.2], [-0.1]],
            "W2": [[0.3, -0.2, 0.5]],
            "b2": [[0.1]],
            "X": [[1.0, 2.0, -1.0], [0.3, 0.4, -0.2]],
            "Y": [[1.0, 0.0, 1.0]],
        },
        out="cost",
    ),
    P(
        "torch: manual gradients beside autograd",
        """
        y_pred = a + b * x + c * x ** 2
        loss = (y_pred - y).pow(2).sum()
        grad_y_pred = 2.0 * (y_pred - y)
        grad_a = grad_y_pred.sum()
        grad_b = (grad_y_pred * x).sum()
        grad_c = (grad_y_pred * x ** 2).sum()
        """,
        {"a": 0.1, "b": 0.2, "c": -0.3, "x": [0.5, 1.0, -1.0], "y": [0.2, 0.4, 0.6]},
        written_for="torch",
        out="loss",
        grads={"grad_y_pred": "y_pred", "grad_a": "a", "grad_b": "b", "grad_c": "c"},
    ),
    P(
        "torch: two layers by hand with clone",
        """
        h = x.mm(w1)
        h_relu = h.clamp(min=0)
        y_pred = h_relu.mm(w2)
        loss = (y_pred - y).pow(2).sum()
        grad_y_pred = 2.0 * (y_pred - y)
        grad_w2 = h_relu.t().mm(grad_y_pred)
        grad_h_relu = grad_y_pred.mm(w2.t())
        grad_h = grad_h_relu.clone()
        grad_h[h < 0] = 0
        grad_w1 = x.t().mm(grad_h)
        """,
        {"x": X, "w1": W1, "w2": W2, "y": T},
        written_for="torch",
        out="loss",
        grads={"grad_y_pred": "y_pred", "grad_w2": "w2", "grad_h_relu": "h_relu", "grad_h": "h", "grad_w1": "w1"},
    ),
    P(
        "torch: two layers by hand, the mask forgotten",
        """
        h = x.mm(w1)
        h_relu = h.clamp(min=0)
        y_pred = h_relu.mm(w2)
        loss = (y_pred - y).pow(2).sum()
        grad_y_pred = 2.0 * (y_pred - y)
        grad_w2 = h_relu.t().mm(grad_y_pred)
        grad_h_relu = grad_y_pred.mm(w2.t())
        grad_h = grad_h_relu.clone()
        grad_w1 = x.t().mm(grad_h)
        """,
        {"x": X, "w1": W1, "w2": W2, "y": T},
        written_for="torch",
        out="loss",
        grads={"grad_y_pred": "y_pred", "grad_w2": "w2", "grad_h_relu": "h_relu", "grad_h": "h", "grad_w1": "w1"},
        mistakes={"grad_h": "mask", "grad_w1": "inherits"},
    ),
    P(
        "attention backward",
        """
        S = Q @ K.T / np.sqrt(d)
        A = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
        O = A @ V
        dV = A.T @ dO
        dA = dO @ V.T
        dS = A * (dA - (dA * A).sum(axis=1, keepdims=True))
        dQ = dS @ K / np.sqrt(d)
        dK = dS.T @ Q / np.sqrt(d)
        """,
        {"Q": X, "K": T, "V": X, "d": 2.0, "dO": [[0.3, -0.5], [1.1, 0.4], [-0.6, 0.9]]},
        out="O",
        loss="np.sum(O*dO)",
        skip=("dO",),
        grads={"dV": "V", "dA": "A", "dS": "S", "dQ": "Q", "dK": "K"},
    ),
    P(
        "attention backward, scale forgotten",
        """
        S = Q @ K.T / np.sqrt(d)
        A = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
        O = A @ V
        dV = A.T @ dO
        dA = dO @ V.T
        dS = A * (dA - (dA * A).sum(axis=1, keepdims=True))
        dQ = dS @ K
        dK = dS.T @ Q / np.sqrt(d)
        """,
        {"Q": X, "K": T, "V": X, "d": 2.0, "dO": [[0.3, -0.5], [1.1, 0.4], [-0.6, 0.9]]},
        out="O",
        loss="np.sum(O*dO)",
        skip=("dO",),
        grads={"dV": "V", "dA": "A", "dS": "S", "dQ": "Q", "dK": "K"},
        mistakes={"dQ": "factor"},
    ),
    P(
        "attention backward, softmax taken elementwise",
        """
        S = Q @ K.T / np.sqrt(d)
        A = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
        O = A @ V
        dV = A.T @ dO
        dA = dO @ V.T
        dS = A * (1 - A) * dA
        dQ = dS @ K / np.sqrt(d)
        dK = dS.T @ Q / np.sqrt(d)
        """,
        {"Q": X, "K": T, "V": X, "d": 2.0, "dO": [[0.3, -0.5], [1.1, 0.4], [-0.6, 0.9]]},
        out="O",
        loss="np.sum(O*dO)",
        skip=("dO",),
        grads={"dV": "V", "dA": "A", "dS": "S", "dQ": "Q", "dK": "K"},
        mistakes={"dS": "other", "dQ": "inherits", "dK": "inherits"},
    ),
    P(
        "dropout backward",
        "mask = (U < p)/p\nout = x*mask\ndx = dout*mask",
        {"x": X, "U": [[0.1, 0.9], [0.3, 0.6], [0.7, 0.2]], "p": 0.5, "dout": T},
        out="out",
        loss="np.sum(out*dout)",
        skip=("dout", "U", "p"),
        grads={"dx": "x"},
    ),
    P(
        "dropout backward without its scale",
        "mask = (U < p)\nout = x*mask/p\ndx = dout*mask",
        {"x": X, "U": [[0.1, 0.9], [0.3, 0.6], [0.7, 0.2]], "p": 0.5, "dout": T},
        out="out",
        loss="np.sum(out*dout)",
        skip=("dout", "U", "p"),
        grads={"dx": "x"},
        mistakes={"dx": "factor"},
    ),
    P(
        "convolution in one dimension by loops",
        """
        out = np.zeros(3)
        for i in range(3):
            out[i] = np.sum(x[i:i+2] * w) + b
        dx, dw, db = np.zeros_like(x), np.zeros_like(w), 0.0
        for i in range(3):
            dw += x[i:i+2] * dout[i]
            dx[i:i+2] += w * dout[i]
            db += dout[i]
        """,
        {"x": [0.5, -1.2, 2.0, 0.3], "w": [0.4, -0.7], "b": 0.1, "dout": [0.3, -0.8, 1.1]},
        out="out",
        loss="np.sum(out*dout)",
        skip=("dout",),
        grads={"dx": "x", "dw": "w", "db": "b"},
    ),
    P(
        "convolution in one dimension, windows overwritten",
        """
        out = np.zeros(3)
        for i in range(3):
            out[i] = np.sum(x[i:i+2] * w) + b
        dx, dw, db = np.zeros_like(x), np.zeros_like(w), 0.0
        for i in range(3):
            dw += x[i:i+2] * dout[i]
            dx[i:i+2] = w * dout[i]
            db += dout[i]
        """,
        {"x": [0.5, -1.2, 2.0, 0.3], "w": [0.4, -0.7], "b": 0.1, "dout": [0.3, -0.8, 1.1]},
        out="out",
        loss="np.sum(out*dout)",
        skip=("dout",),
        grads={"dx": "x", "dw": "w", "db": "b"},
        mistakes={"dx": "overwrote"},
    ),
    P(
        "linear regression of the first lesson",
        "y_hat = w*x + b\nloss = np.mean((y_hat - y)**2)\ndw = 2*np.mean(x*(y_hat - y))\ndb = 2*np.mean(y_hat - y)",
        {"w": 0.4, "b": 0.1, "x": [1.0, 2.0, 3.0], "y": [2.0, 3.0, 5.0]},
        out="loss",
        grads={"dw": "w", "db": "b"},
    ),
    P(
        "linear regression with 1/2m",
        "m = len(y)\nJ = 1/(2*m)*np.sum((w*x + b - y)**2)\ndj_dw = np.sum((w*x + b - y)*x)/m\ndj_db = np.sum(w*x + b - y)/m",
        {"w": 0.4, "b": 0.1, "x": [1.0, 2.0, 3.0], "y": [2.0, 3.0, 5.0]},
        out="J",
        grads={"dj_dw": "w", "dj_db": "b"},
    ),
    P(
        "linear regression by a loop with dj_dw",
        """
        def compute_cost(x, y, w, b):
            m = x.shape[0]
            cost = 0
            for i in range(m):
                f_wb = w * x[i] + b
                cost = cost + (f_wb - y[i])**2
            return 1 / (2 * m) * cost

        def compute_gradient(x, y, w, b):
            m = x.shape[0]
            dj_dw = 0
            dj_db = 0
            for i in range(m):
                f_wb = w * x[i] + b
                dj_dw_i = (f_wb - y[i]) * x[i]
                dj_db_i = f_wb - y[i]
                dj_db += dj_db_i
                dj_dw += dj_dw_i
            dj_dw = dj_dw / m
            dj_db = dj_db / m
            return dj_dw, dj_db

        cost = compute_cost(x_train, y_train, w, b)
        dj_dw, dj_db = compute_gradient(x_train, y_train, w, b)
        """,
        {"w": 0.4, "b": 0.1, "x_train": [1.0, 2.0, 3.0], "y_train": [2.0, 3.0, 5.0]},
        out="cost",
        grads={"dj_dw": "w", "dj_db": "b"},
    ),
    P(
        "linear regression by a loop, m forgotten",
        """
        m = x.shape[0]
        cost = 0
        for i in range(m):
            cost = cost + (w*x[i] + b - y[i])**2
        cost = cost/(2*m)
        dj_dw = 0
        dj_db = 0
        for i in range(m):
            dj_dw += (w*x[i] + b - y[i])*x[i]
            dj_db += (w*x[i] + b - y[i])
        """,
        {"w": 0.4, "b": 0.1, "x": [1.0, 2.0, 3.0], "y": [2.0, 3.0, 5.0]},
        out="cost",
        grads={"dj_dw": "w", "dj_db": "b"},
        mistakes={"dj_dw": "mean", "dj_db": "mean"},
    ),
    P(
        "UDL shallow network, f and h of the book",
        """
        f0 = beta0 + omega0 * x
        h1 = np.sin(f0)
        f1 = beta1 + omega1 * h1
        h2 = np.exp(f1)
        f2 = beta2 + omega2 * h2
        h3 = np.cos(f2)
        f3 = beta3 + omega3 * h3
        l_i = (f3 - y)**2
        dldf3 = 2*(f3 - y)
        dldh3 = omega3 * dldf3
        dldf2 = -np.sin(f2) * dldh3
        dldh2 = omega2 * dldf2
        dldf1 = np.exp(f1) * dldh2
        dldh1 = omega1 * dldf1
        dldf0 = np.cos(f0) * dldh1
        dldbeta3 = dldf3
        dldomega3 = dldf3 * h3
        dldbeta0 = dldf0
        dldomega0 = dldf0 * x
        """,
        {
            "beta0": 1.0,
            "beta1": 2.0,
            "beta2": -3.0,
            "beta3": 0.4,
            "omega0": 0.1,
            "omega1": -0.4,
            "omega2": 2.0,
            "omega3": 3.0,
            "x": 2.3,
            "y": 2.0,
        },
        out="l_i",
        grads={
            "dldf3": "f3",
            "dldh3": "h3",
            "dldf2": "f2",
            "dldh2": "h2",
            "dldf1": "f1",
            "dldh1": "h1",
            "dldf0": "f0",
            "dldbeta3": "beta3",
            "dldomega3": "omega3",
            "dldbeta0": "beta0",
            "dldomega0": "omega0",
        },
    ),
    P(
        "UDL shallow network, the sine's sign forgotten",
        """
        f0 = beta0 + omega0 * x
        h1 = np.cos(f0)
        f1 = beta1 + omega1 * h1
        l_i = (f1 - y)**2
        dldf1 = 2*(f1 - y)
        dldh1 = omega1 * dldf1
        dldf0 = np.sin(f0) * dldh1
        dldomega0 = dldf0 * x
        """,
        {"beta0": 1.0, "beta1": 2.0, "omega0": 0.1, "omega1": -0.4, "x": 2.3, "y": 2.0},
        out="l_i",
        grads={"dldf1": "f1", "dldh1": "h1", "dldf0": "f0", "dldomega0": "omega0"},
        mistakes={"dldf0": "sign", "dldomega0": "inherits"},
    ),
    P(
        "micrograd's first lecture by hand",
        "a = 2.0; b = -3.0; c = 10.0; f = -2.0\ne = a*b\nd = e + c\nL = d*f\nL_grad = 1.0\nd_grad = f*L_grad\nf_grad = d*L_grad\nc_grad = 1.0*d_grad\ne_grad = 1.0*d_grad\na_grad = b*e_grad\nb_grad = a*e_grad",
        out="L",
        grads={"d_grad": "d", "f_grad": "f", "c_grad": "c", "e_grad": "e", "a_grad": "a", "b_grad": "b"},
    ),
    P(
        "micrograd's first lecture by hand, local only",
        "a = 2.0; b = -3.0; c = 10.0; f = -2.0\ne = a*b\nd = e + c\nL = d*f\nd_grad = f\nf_grad = d\nc_grad = 1.0\ne_grad = 1.0*d_grad\na_grad = b\nb_grad = a*e_grad",
        out="L",
        grads={"d_grad": "d", "f_grad": "f", "c_grad": "c", "e_grad": "e", "a_grad": "a", "b_grad": "b"},
        mistakes={"c_grad": "upstream", "a_grad": "upstream"},
    ),
    P(
        "chain of local derivatives multiplied",
        "z = w*x + b\na = np.tanh(z)\nC = (a - y)**2\ndCda = 2*(a - y)\ndadz = 1 - a**2\ndzdw = x\ndzdb = 1\ndCdw = dCda*dadz*dzdw\ndCdb = dCda*dadz*dzdb",
        {"w": 1.3, "b": -0.1, "x": 0.5, "y": 1.0},
        out="C",
        grads={"dCda": "a", "dCdw": "w", "dCdb": "b", "dadz": NOT_WRONG, "dzdw": NOT_WRONG, "dzdb": NOT_WRONG},
    ),
    P(
        "chain of local derivatives, one left out",
        "z = w*x + b\na = np.tanh(z)\nC = (a - y)**2\ndC_da = 2*(a - y)\nda_dz = 1 - a**2\ndz_dw = x\ndC_dw = dC_da*dz_dw\ndC_db = dC_da*da_dz",
        {"w": 1.3, "b": -0.1, "x": 0.5, "y": 1.0},
        out="C",
        grads={"dC_da": "a", "dC_dw": "w", "dC_db": "b", "da_dz": NOT_WRONG, "dz_dw": NOT_WRONG},
        mistakes={"dC_dw": "local"},
    ),
    P(
        "a wrong local derivative",
        "z = w*x + b\na = np.tanh(z)\nC = (a - y)**2\ndC_da = 2*(a - y)\nda_dz = 1 - z**2\ndz_dw = x\ndC_dw = dC_da*da_dz*dz_dw",
        {"w": 1.3, "b": -0.1, "x": 0.5, "y": 1.0},
        out="C",
        grads={"dC_da": "a", "dC_dw": "w"},
        mistakes={"dC_dw": "inherits"},
        correct="z = w*x + b\na = np.tanh(z)\nC = (a - y)**2\ndC_da = 2*(a - y)\nda_dz = 1 - a**2\ndz_dw = x\ndC_dw = dC_da*da_dz*dz_dw",
    ),
    P(
        "gradient in a function alone",
        """
        def loss(w, x, t):
            return (w*x - t)**2
        def grad_w(w, x, t):
            return 2*(w*x - t)*x
        L = loss(w, x, t)
        dw = grad_w(w, x, t)
        """,
        {"w": 1.3, "x": 0.5, "t": 1.0},
        out="L",
        grads={"dw": "w"},
    ),
    P(
        "gradient in a function alone, wrong",
        """
        def loss(w, x, t):
            return (w*x - t)**2
        def grad_w(w, x, t):
            return 2*(w*x - t)
        L = loss(w, x, t)
        dw = grad_w(w, x, t)
        """,
        {"w": 1.3, "x": 0.5, "t": 1.0},
        out="L",
        grads={"dw": "w"},
        mistakes={"dw": "local"},
    ),
    P(
        "in place on the upstream",
        "out = np.maximum(0, x)\ndx = dout\ndx[x <= 0] = 0",
        {"x": X, "dout": T},
        out="out",
        skip=("dout", "out"),
        loss="np.sum(out*dout)",
        grads={"dx": "x"},
    ),
    P(
        "a hint of autograd: w.grad compared",
        """
        w = torch.tensor(0.5, requires_grad=True)
        x, t = torch.tensor(2.0), torch.tensor(1.0)
        loss = (w*x - t)**2 + w
        loss.backward()
        dw = 2*(w*x - t)*x + 1
        print(w.grad, dw)
        """,
        written_for="torch",
        out="loss",
        grads={"dw": "w"},
    ),
    P(
        "torch Function with its mistake",
        """
        class Square(torch.autograd.Function):
            @staticmethod
            def forward(ctx, x):
                ctx.save_for_backward(x)
                return x**2
            @staticmethod
            def backward(ctx, grad_output):
                x, = ctx.saved_tensors
                grad_x = 2*x
                return grad_x
        y = Square.apply(a*b)
        L = 3*y
        """,
        {"a": 2.0, "b": 3.0},
        written_for="torch",
        out=LATER,
        correct="""
        class Square(torch.autograd.Function):
            @staticmethod
            def forward(ctx, x):
                ctx.save_for_backward(x)
                return x**2
            @staticmethod
            def backward(ctx, grad_output):
                x, = ctx.saved_tensors
                grad_x = 2*x*grad_output
                return grad_x
        y = Square.apply(a*b)
        L = 3*y
        """,
    ),
]
