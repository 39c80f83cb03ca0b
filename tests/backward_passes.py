"""Backward passes as people write them: right ones, and each with a mistake planted into one of its lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Program:
    """`forward` runs in NumPy and in PyTorch. `loss`: an expression of its names. `of`: gradient -> what it is of."""

    name: str
    forward: str
    backward: str
    values: Mapping[str, Any]
    of: Mapping[str, str]
    loss: str = "loss"
    signs: Mapping[str, int] = field(default_factory=dict)  # -1: an error term

    @property
    def source(self) -> str:
        return self.forward.strip() + "\n" + self.backward.strip() + "\n"


@dataclass(frozen=True)
class Planted:
    """One program with `old` replaced by `new`; `wrong`: the lines at fault with the code, `inherits`: those after."""

    program: str
    old: str
    new: str
    wrong: Mapping[str, str]
    inherits: tuple[str, ...] = ()


def d(*names: str) -> dict[str, str]:
    return {f"d{name}": name for name in names}


W = [[0.3, -0.5, 0.8], [0.7, 0.2, -0.4]]
X = [[1.5, -0.7], [0.3, 1.1], [-1.2, 0.4], [0.8, -0.9]]
T3 = [[0.2, 0.9, 0.4], [0.7, 0.1, 0.5], [0.3, 0.8, 0.6], [0.5, 0.4, 0.1]]
ONE_HOT = [[1, 0, 0], [0, 0, 1], [0, 1, 0], [0, 0, 1]]
D3 = [[0.4, -1.1, 0.6], [1.3, 0.2, -0.5], [-0.9, 0.7, 1.2], [0.1, -0.3, 0.8]]
NETWORK = {
    "X": X, "W1": W, "b1": [0.1, -0.3, 0.2], "W2": [[0.5, -0.6, 0.3], [-0.2, 0.9, 0.7], [0.4, 0.1, -0.8]],
    "b2": [0.05, -0.15, 0.25],
}  # fmt: skip

PROGRAMS = (
    Program(
        "chain",
        "q = x + y\nf = q*z",
        "dq = z\ndz = q\ndx = dq\ndy = dq",
        {"x": -2, "y": 5, "z": -4},
        d("q", "z", "x", "y"),
        "f",
    ),
    Program(
        "staged",
        "s = x + y\nq = x*y\nf = s*q",
        "ds = q\ndq = s\ndx = ds + dq*y\ndy = ds + dq*x",
        {"x": 3, "y": -4},
        d("s", "q", "x", "y"),
        "f",
    ),
    Program(
        "named-by-f",
        "q = x + y\nf = q*z",
        "df_dq = z\ndf_dz = q\ndf_dx = df_dq*1.0\ndf_dy = df_dq*1.0",
        {"x": -2, "y": 5, "z": -4},
        {"df_dq": "q", "df_dz": "z", "df_dx": "x", "df_dy": "y"},
        "f",
    ),
    Program(
        "neuron",
        "z = w*x + b\np = 1/(1 + np.exp(-z))\nL = (p - t)**2",
        "dp = 2*(p - t)\ndz = dp*p*(1 - p)\ndw = dz*x\ndb = dz\ndx = dz*w",
        {"w": 0.5, "x": 2.3, "b": -1, "t": 1},
        d("p", "z", "w", "b", "x"),
        "L",
    ),
    Program(
        "staged-sigmoid",
        """
sigy = 1.0/(1 + np.exp(-y))
num = x + sigy
sigx = 1.0/(1 + np.exp(-x))
xpy = x + y
xpysqr = xpy**2
den = sigx + xpysqr
invden = 1.0/den
f = num*invden
""",
        """
dnum = invden
dinvden = num
dden = (-1.0/(den**2))*dinvden
dsigx = (1)*dden
dxpysqr = (1)*dden
dxpy = (2*xpy)*dxpysqr
dx = (1)*dxpy
dy = (1)*dxpy
dx += ((1 - sigx)*sigx)*dsigx
dx += (1)*dnum
dsigy = (1)*dnum
dy += ((1 - sigy)*sigy)*dsigy
""",
        {"x": 3, "y": -4.2},
        d("num", "invden", "den", "sigx", "xpysqr", "xpy", "x", "y", "sigy"),
        "f",
    ),
    Program(
        "affine",
        "out = x @ w + b",
        "dx = dout @ w.T\ndw = x.T @ dout\ndb = dout.sum(axis=0)",
        {"x": X, "w": W, "b": [0.1, 0.2, 0.3], "dout": D3},
        d("x", "w", "b"),
        "(out*dout).sum()",
    ),
    Program(
        "affine-functions",
        """
def affine_forward(x, w, b):
    out = x @ w + b
    cache = (x, w, b)
    return out, cache
out, cache = affine_forward(x, w, b)
""",
        """
def affine_backward(dout, cache):
    x, w, b = cache
    dx = dout @ w.T
    dw = x.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db
dx, dw, db = affine_backward(dout, cache)
""",
        {"x": X, "w": W, "b": [0.1, 0.2, 0.3], "dout": D3},
        d("x", "w", "b"),
        "(out*dout).sum()",
    ),
    Program(
        "two-layers",
        """
h = X @ W1 + b1
a = np.maximum(0, h)
y = a @ W2 + b2
loss = ((y - T)**2).sum()
""",
        """
dy = 2.0*(y - T)
dW2 = a.T @ dy
db2 = dy.sum(axis=0)
da = dy @ W2.T
dh = da.copy()
dh[h < 0] = 0
dW1 = X.T @ dh
db1 = dh.sum(axis=0)
""",
        {**NETWORK, "T": T3},
        d("y", "W2", "b2", "a", "h", "W1", "b1"),
    ),
    Program(
        "softmax-network",
        """
z1 = X @ W1 + b1
a1 = np.tanh(z1)
z2 = a1 @ W2 + b2
e = np.exp(z2)
p = e/e.sum(axis=1, keepdims=True)
loss = -(Y*np.log(p)).sum()/4
""",
        """
dz2 = (p - Y)/4
dW2 = a1.T @ dz2
db2 = dz2.sum(axis=0)
da1 = dz2 @ W2.T
dz1 = da1*(1 - a1**2)
dW1 = X.T @ dz1
db1 = dz1.sum(axis=0)
""",
        {**NETWORK, "Y": ONE_HOT},
        d("z2", "W2", "b2", "a1", "z1", "W1", "b1"),
    ),
    Program(
        "mean-network",
        """
z1 = X @ W1 + b1
a1 = 1/(1 + np.exp(-z1))
z2 = a1 @ W2 + b2
loss = ((z2 - T)**2).mean()
""",
        """
grad_z2 = 2*(z2 - T)/12
grad_W2 = a1.T @ grad_z2
grad_b2 = grad_z2.sum(axis=0)
grad_a1 = grad_z2 @ W2.T
grad_z1 = grad_a1*a1*(1 - a1)
grad_W1 = X.T @ grad_z1
grad_b1 = grad_z1.sum(axis=0)
""",
        {**NETWORK, "T": T3},
        {f"grad_{n}": n for n in ("z2", "W2", "b2", "a1", "z1", "W1", "b1")},
    ),
    Program(
        "convention-of-m",
        """
m = 4
Z1 = W1 @ X + b1
A1 = np.tanh(Z1)
Z2 = W2 @ A1 + b2
A2 = 1/(1 + np.exp(-Z2))
cost = -(Y*np.log(A2) + (1 - Y)*np.log(1 - A2)).sum()/m
""",
        """
dZ2 = A2 - Y
dW2 = 1/m*(dZ2 @ A1.T)
db2 = 1/m*dZ2.sum(axis=1, keepdims=True)
dZ1 = (W2.T @ dZ2)*(1 - A1**2)
dW1 = 1/m*(dZ1 @ X.T)
db1 = 1/m*dZ1.sum(axis=1, keepdims=True)
""",
        {
            "X": [[1.5, 0.3, -1.2, 0.8], [-0.7, 1.1, 0.4, -0.9]],
            "W1": [[0.3, -0.5], [0.8, 0.2], [-0.4, 0.7]],
            "b1": [[0.1], [-0.2], [0.3]],
            "W2": [[0.6, -0.9, 0.5]],
            "b2": [[0.2]],
            "Y": [[1, 0, 0, 1]],
        },
        {**d("W2", "b2", "W1", "b1")},
        "cost",
    ),
    Program(
        "batchnorm",
        """
mu = x.mean(axis=0)
xmu = x - mu
sq = xmu**2
var = sq.mean(axis=0)
sqrtvar = np.sqrt(var + 1e-5)
ivar = 1.0/sqrtvar
xhat = xmu*ivar
gammax = gamma*xhat
out = gammax + beta
""",
        """
dbeta = dout.sum(axis=0)
dgammax = dout
dgamma = (dgammax*xhat).sum(axis=0)
dxhat = dgammax*gamma
divar = (dxhat*xmu).sum(axis=0)
dxmu1 = dxhat*ivar
dsqrtvar = -1.0/(sqrtvar**2)*divar
dvar = 0.5*1.0/np.sqrt(var + 1e-5)*dsqrtvar
dsq = 1.0/4*np.ones((4, 3))*dvar
dxmu2 = 2*xmu*dsq
dx1 = dxmu1 + dxmu2
dmu = -1*(dxmu1 + dxmu2).sum(axis=0)
dx2 = 1.0/4*np.ones((4, 3))*dmu
dx = dx1 + dx2
""",
        {"x": D3, "gamma": [1.2, 0.7, -0.4], "beta": [0.1, -0.2, 0.3], "dout": T3},
        d("beta", "gammax", "gamma", "xhat", "ivar", "sqrtvar", "var", "sq", "mu", "x"),
        "(out*dout).sum()",
    ),
    Program(
        "relu-layer",
        "out = np.maximum(0, x)",
        "dx = dout*(x > 0)",
        {"x": X, "dout": [[1, 2.5], [3, 4], [5, 6], [7, 8]]},
        d("x"),
        "(out*dout).sum()",
    ),
    Program(
        "scaled-scores",
        "s = q @ k.T / 1.4\nout = s*s",
        "ds = 2*s*dout\ndq = ds @ k / 1.4\ndk = ds.T @ q / 1.4",
        {"q": X, "k": X[:3], "dout": D3},
        d("s", "q", "k"),
        "(out*dout).sum()",
    ),
    Program(
        "mul-gates",
        "a = x*w\nf = a*3",
        "da = 3*dout\ndw = da*x\ndx = da*w",
        {"x": 2, "w": 3, "dout": 0.5},
        d("a", "w", "x"),
        "f*dout",
    ),
    Program(
        "shared",
        "q = x*y\ns = x + z\nf = q*s",
        "dq = s\nds = q\ndx = dq*y\ndx += ds\ndy = dq*x\ndz = ds",
        {"x": 1.3, "y": -2.1, "z": 0.4},
        d("q", "s", "x", "y", "z"),
        "f",
    ),
    Program(
        "by-rounds",
        "out = x @ w",
        "dw = np.zeros((2, 3))\nfor i in range(4):\n    dw += np.outer(x[i], dout[i])",
        {"x": X, "w": W, "dout": D3},
        d("w"),
        "(out*dout).sum()",
    ),
    Program(
        "steps",
        "hs = [h0]\nfor t in range(3):\n    hs.append(np.tanh(W @ hs[t] + x[t]))\nloss = (hs[3]**2).sum()",
        """
dW = np.zeros((2, 2))
dh = 2*hs[3]
for t in [2, 1, 0]:
    dnet = dh*(1 - hs[t + 1]**2)
    dW += np.outer(dnet, hs[t])
    dh = W.T @ dnet
""",
        {"W": [[0.3, -0.5], [0.7, 0.2]], "x": X[:3], "h0": [0.4, -0.8]},
        d("W"),
    ),
    Program(
        "softmax-by-its-rule",
        "e = np.exp(s)\np = e/e.sum(axis=1, keepdims=True)\nout = p @ v",
        "dp = dout @ v.T\nds = p*(dp - np.sum(dp*p, axis=1, keepdims=True))\ndv = p.T @ dout",
        {"s": T3, "v": [[0.3, -0.2], [0.8, 0.5], [-0.6, 0.9]], "dout": X},
        d("p", "s", "v"),
        "(out*dout).sum()",
    ),
    Program(
        "labels",
        "s = x @ w\ne = np.exp(s)\np = e/e.sum(axis=1, keepdims=True)\n"
        "loss = -np.log(p[[0, 1, 2, 3], [0, 2, 1, 2]]).sum()",
        "ds = p.copy()\nds[[0, 1, 2, 3], [0, 2, 1, 2]] -= 1\ndw = x.T @ ds",
        {"x": X, "w": W},
        d("s", "w"),
    ),
    Program("cube", "f = x**3*y", "dx = 3*x**2*y\ndy = x**3", {"x": 1.3, "y": -0.6}, d("x", "y"), "f"),
    Program("logarithm", "f = y*np.log(x)", "dx = y/x\ndy = np.log(x)", {"x": 1.3, "y": 0.6}, d("x", "y"), "f"),
    Program(
        "l2-of-matvec",
        "q = W @ x\nf = (q**2).sum()",
        "dq = 2*q\ndW = np.outer(dq, x)\ndx = W.T @ dq",
        {"W": [[0.1, 0.5], [-0.3, 0.8]], "x": [0.2, 0.4]},
        d("q", "W", "x"),
        "f",
    ),
    Program(
        "regularized",
        "s = X @ W\nloss = ((s - T)**2).sum()/4 + 0.1*(W**2).sum()",
        "ds = 2*(s - T)/4\ndW = X.T @ ds\ndW += 0.2*W",
        {"X": X, "W": W, "T": T3},
        d("s", "W"),
    ),
    Program(
        "error-terms",
        """
net1 = W1 @ x
h = 1/(1 + np.exp(-net1))
net2 = W2 @ h
y = 1/(1 + np.exp(-net2))
L = 0.5*((t - y)**2).sum()
""",
        """
delta2 = (t - y)*y*(1 - y)
delta1 = h*(1 - h)*(W2.T @ delta2)
dW2 = -np.outer(delta2, h)
dW1 = -np.outer(delta1, x)
""",
        {"W1": [[0.1, 0.8], [0.4, 0.6]], "W2": [[0.3, 0.9]], "x": [0.35, 0.9], "t": [0.5]},
        {"delta2": "net2", "delta1": "net1", "dW2": "W2", "dW1": "W1"},
        "L",
        {"delta2": -1, "delta1": -1},
    ),
    Program(
        "bar",
        "z = w*x + b\nyhat = 1/(1 + np.exp(-z))\nL = (y - yhat)**2",
        "yhat_bar = -2*(y - yhat)\nz_bar = yhat_bar*yhat*(1 - yhat)\nw_bar = z_bar*x\nb_bar = z_bar",
        {"x": 1.5, "y": 1.2, "w": 0.8, "b": -0.4},
        {"yhat_bar": "yhat", "z_bar": "z", "w_bar": "w", "b_bar": "b"},
        "L",
    ),
    Program(
        "svm",
        """
s = X @ W
c = (s*Y).sum(axis=1, keepdims=True)
m = np.maximum(0, s - c + 1)
loss = (m*(1 - Y)).sum()/4
""",
        """
dm = (1 - Y)/4
ds = dm*(m > 0)
dc = -ds.sum(axis=1, keepdims=True)
ds = ds + Y*dc
dW = X.T @ ds
""",
        {"X": X, "W": W, "Y": ONE_HOT},
        d("m", "c", "s", "W"),
    ),
    Program(
        "rnn-step",
        """
a = x @ Wx + h0 @ Wh + b
h = np.tanh(a)
""",
        """
da = dh*(1 - h**2)
dx = da @ Wx.T
dh0 = da @ Wh.T
dWx = x.T @ da
dWh = h0.T @ da
db = da.sum(axis=0)
""",
        {
            "x": X,
            "Wx": W,
            "h0": T3,
            "Wh": [[0.2, 0.1, -0.3], [0.5, -0.6, 0.4], [0.7, 0.3, 0.2]],
            "b": [0.1, 0.2, 0.3],
            "dh": D3,
        },
        d("a", "x", "h0", "Wx", "Wh", "b"),
        "(h*dh).sum()",
    ),
    Program(
        "distance",
        "dif = a - b\nsq = dif**2\ns = sq.sum()\nr = np.sqrt(s)",
        "dr = 1.0\nds = dr*0.5/r\ndsq = ds*np.ones(3)\nddif = dsq*2*dif\nda = ddif\ndb = -ddif",
        {"a": [1.2, 0.3, -0.5], "b": [0.4, 0.9, 0.1]},
        d("s", "sq", "dif", "a", "b"),
        "r",
    ),
    Program(
        "embedding",
        "emb = C[[1, 1, 3, 2]]\nh = emb @ U\nloss = np.sum(h**2)",
        "dh = 2*h\ndemb = dh @ U.T\ndU = emb.T @ dh\ndC = np.zeros_like(C)\nnp.add.at(dC, [1, 1, 3, 2], demb)",
        {"C": D3, "U": [[0.5, -0.6], [-0.2, 0.9], [0.4, 0.1]]},
        d("h", "emb", "U", "C"),
    ),
)

PLANTED = (
    Planted("chain", "dz = q", "dz = dq", {"dz": "wrong-operand"}),
    Planted("chain", "dx = dq", "dx = -dq", {"dx": "sign"}),
    Planted("staged", "dx = ds + dq*y", "dx = dq*y", {"dx": "overwrote"}),
    Planted("staged", "dy = ds + dq*x", "dy = ds + dq*y", {"dy": "wrong-operand"}),
    Planted("staged", "dy = ds + dq*x", "dy = ds - dq*x", {"dy": "overwrote"}),
    Planted("staged", "dx = ds + dq*y", "dx = ds + q*y*y", {"dx": "wrong-term"}),
    Planted("named-by-f", "df_dx = df_dq*1.0", "df_dx = 1.0", {"df_dx": "forgot-upstream"}),
    Planted("neuron", "dp = 2*(p - t)", "dp = p - t", {"dp": "factor"}, ("dz", "dw", "db", "dx")),
    Planted("neuron", "dz = dp*p*(1 - p)", "dz = p*(1 - p)", {"dz": "forgot-upstream"}, ("dw", "db", "dx")),
    Planted("neuron", "dz = dp*p*(1 - p)", "dz = dp", {"dz": "forgot-local"}, ("dw", "db", "dx")),
    Planted("neuron", "dz = dp*p*(1 - p)", "dz = dp*z*(1 - z)", {"dz": "wrong-operand"}, ("dw", "db", "dx")),
    Planted("neuron", "dw = dz*x", "dw = x", {"dw": "forgot-upstream"}),
    Planted("neuron", "dw = dz*x", "dw = dz*w", {"dw": "wrong-operand"}),
    Planted("neuron", "dp = 2*(p - t)", "dp = 2*(t - p)", {"dp": "sign"}, ("dz", "dw", "db", "dx")),
    Planted("staged-sigmoid", "dx += (1)*dnum", "dx = (1)*dnum", {"dx": "overwrote"}),
    Planted("staged-sigmoid", "dxpy = (2*xpy)*dxpysqr", "dxpy = xpy*dxpysqr", {"dxpy": "factor"}, ("dx", "dy")),
    Planted("affine", "dw = x.T @ dout", "dw = dout.T @ x", {"dw": "transpose"}),
    Planted("affine", "db = dout.sum(axis=0)", "db = dout.mean(axis=0)", {"db": "mean-for-sum"}),
    Planted("affine", "db = dout.sum(axis=0)", "db = dout", {"db": "missing-sum"}),
    Planted("affine", "db = dout.sum(axis=0)", "db = dout.sum(axis=1)", {"db": "summed-over-wrong-axis"}),
    Planted("affine-functions", "dw = x.T @ dout", "dw = -x.T @ dout", {"dw": "sign"}),
    Planted("affine-functions", "db = dout.sum(axis=0)", "db = dout.mean(axis=0)", {"db": "mean-for-sum"}),
    Planted("two-layers", "dh[h < 0] = 0\n", "", {"dh": "mask-missing"}, ("dW1", "db1")),
    Planted("two-layers", "dh[h < 0] = 0", "dh[h > 0] = 0", {"dh": "wrong-mask"}, ("dW1", "db1")),
    Planted("two-layers", "dW1 = X.T @ dh", "dW1 = X.T @ da", {"dW1": "wrong-operand"}),
    Planted("two-layers", "dy = 2.0*(y - T)", "dy = y - T", {"dy": "factor"}, ("dW2", "db2", "da", "dh", "dW1", "db1")),
    Planted("two-layers", "da = dy @ W2.T", "da = dy @ W2", {"da": "transpose"}, ("dh", "dW1", "db1")),
    Planted(
        "softmax-network",
        "dz2 = (p - Y)/4",
        "dz2 = p - Y",
        {"dz2": "sum-for-mean"},
        ("dW2", "db2", "da1", "dz1", "dW1", "db1"),
    ),
    Planted(
        "softmax-network",
        "dz2 = (p - Y)/4",
        "dz2 = (p - Y)*p*(1 - p)/4",
        {"dz2": "extra-factor"},
        ("dW2", "db2", "da1", "dz1", "dW1", "db1"),
    ),
    Planted("softmax-network", "dz1 = da1*(1 - a1**2)", "dz1 = da1*(1 - a1)", {"dz1": "wrong-slope"}, ("dW1", "db1")),
    Planted(
        "softmax-network", "dz1 = da1*(1 - a1**2)", "dz1 = da1*(1 - z1**2)", {"dz1": "wrong-operand"}, ("dW1", "db1")
    ),
    Planted("softmax-network", "dW1 = X.T @ dz1", "dW1 = X.T @ da1", {"dW1": "wrong-operand"}),
    Planted(
        "mean-network", "grad_b1 = grad_z1.sum(axis=0)", "grad_b1 = grad_z1.mean(axis=0)", {"grad_b1": "mean-for-sum"}
    ),
    Planted(
        "mean-network",
        "2*(z2 - T)/12",
        "2*(z2 - T)",
        {"grad_z2": "sum-for-mean"},
        ("grad_W2", "grad_b2", "grad_a1", "grad_z1", "grad_W1", "grad_b1"),
    ),
    Planted("mean-network", "grad_a1*a1*(1 - a1)", "grad_a1*a1", {"grad_z1": "missing-factor"}, ("grad_W1", "grad_b1")),
    Planted("convention-of-m", "dW1 = 1/m*(dZ1 @ X.T)", "dW1 = dZ1 @ X.T", {"dW1": "sum-for-mean"}),
    Planted("convention-of-m", "db2 = 1/m*dZ2", "db2 = dZ2", {"db2": "sum-for-mean"}),
    Planted("batchnorm", "dx = dx1 + dx2", "dx = dx1", {"dx": "overwrote"}),
    Planted(
        "batchnorm", "dsqrtvar = -1.0/", "dsqrtvar = 1.0/", {"dsqrtvar": "sign"}, ("dvar", "dsq", "dxmu2", "dx1", "dx")
    ),
    Planted("relu-layer", "dx = dout*(x > 0)", "dx = dout", {"dx": "mask-missing"}),
    Planted("relu-layer", "dx = dout*(x > 0)", "dx = dout*(x < 0)", {"dx": "wrong-mask"}),
    Planted("relu-layer", "dx = dout*(x > 0)", "dx = dout*(dout > 2)", {"dx": "wrong-mask"}),
    Planted("scaled-scores", "dq = ds @ k / 1.4", "dq = ds @ k", {"dq": "missing-scale"}),
    Planted("mul-gates", "da = 3*dout", "da = dout", {"da": "factor"}, ("dw", "dx")),
    Planted("shared", "dx += ds", "dx = ds", {"dx": "overwrote"}),
    Planted("by-rounds", "dw += np", "dw = np", {"dw": "overwrote-rounds"}),
    Planted("steps", "np.outer(dnet, hs[t])", "np.outer(dnet, hs[t + 1])", {"dW": "another-step"}),
    Planted("softmax-by-its-rule", "p*(dp - np.sum(dp*p, axis=1, keepdims=True))", "p*dp", {"ds": "missing-path"}),
    Planted("labels", "\nds[[0, 1, 2, 3], [0, 2, 1, 2]] -= 1", "", {"ds": "label-entry"}, ("dw",)),
    Planted("cube", "dx = 3*x**2*y", "dx = 4*x**2*y", {"dx": "wrong-number"}),
    Planted("logarithm", "dx = y/x", "dx = x/y", {"dx": "swapped"}),
    Planted("l2-of-matvec", "np.outer(dq, x)", "np.outer(x, dq)", {"dW": "transpose"}),
    Planted("l2-of-matvec", "dx = W.T @ dq", "dx = W @ dq", {"dx": "transpose"}),
    Planted("regularized", "dW += 0.2*W", "dW += 0.1*W", {"dW": "wrong-addend"}),
    Planted("regularized", "\ndW += 0.2*W", "", {"dW": "overwrote"}),
    Planted(
        "error-terms",
        "delta2 = (t - y)*y*(1 - y)",
        "delta2 = (t - y)*(1 - y)",
        {"delta2": "missing-factor"},
        ("delta1", "dW2", "dW1"),
    ),
    Planted("error-terms", "dW1 = -np.outer(delta1, x)", "dW1 = np.outer(delta1, x)", {"dW1": "sign"}),
    Planted(
        "bar", "z_bar = yhat_bar*yhat*(1 - yhat)", "z_bar = yhat_bar", {"z_bar": "forgot-local"}, ("w_bar", "b_bar")
    ),
    Planted("embedding", "np.add.at(dC, [1, 1, 3, 2], demb)", "dC[[1, 1, 3, 2]] = demb", {"dC": "overwrote"}),
    Planted("svm", "ds = ds + Y*dc", "ds = ds + 0*Y*dc", {"ds": "overwrote"}, ("dW",)),
    Planted("rnn-step", "da = dh*(1 - h**2)", "da = dh", {"da": "forgot-local"}, ("dx", "dh0", "dWx", "dWh", "db")),
    Planted("rnn-step", "dWh = h0.T @ da", "dWh = h.T @ da", {"dWh": "wrong-operand"}),
    Planted("distance", "db = -ddif", "db = ddif", {"db": "sign"}),
)
