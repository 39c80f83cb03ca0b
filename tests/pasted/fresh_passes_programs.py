"""Backward passes written anew in many styles, each right and with a few mistakes, in the order in which they came."""

from .slips import Slip, inherited, numbers, with_slips

X = numbers(601, 4, 3)


def each(kind, names):
    return dict.fromkeys(names.split(), kind)


PROGRAMS = [
    *with_slips(
        "functions linear_backward and linear_activation_backward",
        """
def linear_backward(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = 1/m * np.dot(dZ, A_prev.T)
    db = 1/m * np.sum(dZ, axis=1, keepdims=True)
    dA_prev = np.dot(W.T, dZ)
    return dA_prev, dW, db

def relu_backward(dA, Z):
    dZ = np.array(dA, copy=True)
    dZ[Z <= 0] = 0
    return dZ

m = X.shape[1]
Z1 = np.dot(W1, X) + b1
A1 = np.maximum(0, Z1)
Z2 = np.dot(W2, A1) + b2
A2 = 1 / (1 + np.exp(-Z2))
cost = -1/m * np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))
dZ2 = A2 - Y
dA1, dW2, db2 = linear_backward(dZ2, (A1, W2, b2))
dZ1 = relu_backward(dA1, Z1)
dA0, dW1, db1 = linear_backward(dZ1, (X, W1, b1))
""",
        {
            "X": numbers(602, 3, 4),
            "Y": [[1.0, 0.0, 1.0, 0.0]],
            "W1": numbers(603, 2, 3),
            "b1": numbers(604, 2, 1),
            "W2": numbers(605, 1, 2),
            "b2": numbers(606, 1, 1),
        },
        {"dW2": "W2", "db2": "b2", "dW1": "W1", "db1": "b1"},
        Slip("mask left out", "    dZ[Z <= 0] = 0\n", "", each("mask", "dW1 db1")),
        Slip(
            "axis of the bias",
            "np.sum(dZ, axis=1, keepdims=True)",
            "np.sum(dZ, axis=0, keepdims=True)",
            each("axis", "db2 db1"),
        ),
        Slip("m left out", "db = 1/m * np.sum", "db = np.sum", each("mean", "db2 db1")),
        Slip("labels less A2", "dZ2 = A2 - Y", "dZ2 = Y - A2", each("sign", "dW2 db2 dW1 db1")),
        out="cost",
        skip=("Y",),
    ),
    *with_slips(
        "kullback leibler of a gaussian encoder",
        """
mu = x @ Wm
logvar = x @ Wv
std = np.exp(0.5 * logvar)
z = mu + std * eps
xhat = z @ Wd
rec = 0.5 * np.sum((xhat - x)**2)
kl = -0.5 * np.sum(1 + logvar - mu**2 - np.exp(logvar))
loss = rec + kl
dxhat = xhat - x
dWd = z.T @ dxhat
dz = dxhat @ Wd.T
dmu = dz + mu
dlogvar = dz * eps * 0.5 * std + 0.5 * (np.exp(logvar) - 1)
dWm = x.T @ dmu
dWv = x.T @ dlogvar
""",
        {
            "x": numbers(609, 3, 2),
            "Wm": numbers(610, 2, 2),
            "Wv": numbers(611, 2, 2),
            "Wd": numbers(612, 2, 2),
            "eps": numbers(613, 3, 2),
        },
        {"dxhat": "xhat", "dWd": "Wd", "dz": "z", "dmu": "mu", "dlogvar": "logvar", "dWm": "Wm", "dWv": "Wv"},
        Slip("0.5 of std left out", "eps * 0.5 * std", "eps * std", inherited("factor", "dlogvar", "dWv")),
        Slip("KL's part of mu left out", "dmu = dz + mu", "dmu = dz", inherited("overwrote", "dmu", "dWm")),
        Slip(
            "KL's sign",
            "+ 0.5 * (np.exp(logvar) - 1)",
            "+ 0.5 * (1 - np.exp(logvar))",
            inherited("sign", "dlogvar", "dWv"),
        ),
        Slip("eps left out", "dz * eps * 0.5 * std", "dz * 0.5 * std", inherited("factor", "dlogvar", "dWv")),
        out="loss",
        skip=("eps", "x"),
    ),
    *with_slips(
        "matrix factorization by entries",
        """
loss = 0.0
dU = np.zeros_like(U)
dV = np.zeros_like(V)
for i, j, r in [(0, 1, 1.0), (2, 3, -0.5), (0, 3, 2.0), (1, 1, 0.3)]:
    e = np.dot(U[i], V[j]) - r
    loss += 0.5 * e**2
    dU[i] += e * V[j]
    dV[j] += e * U[i]
""",
        {"U": numbers(614, 3, 2), "V": numbers(615, 4, 2)},
        {"dU": "U", "dV": "V"},
        Slip("U for V", "dU[i] += e * V[j]", "dU[i] += e * U[i]", {"dU": "operand"}),
        Slip("set", "dV[j] += e", "dV[j] = e", {"dV": "overwrote"}),
        Slip("sign", "dU[i] += e", "dU[i] -= e", {"dU": "sign"}),
        Slip("error left out", "dV[j] += e * U[i]", "dV[j] += U[i]", {"dV": "factor"}),
        Slip("rows mixed up", "dV[j] += e * U[i]", "dV[i] += e * U[i]", {"dV": "other"}),
        out="loss",
    ),
    *with_slips(
        "contrastive loss of a pair",
        """
d = a - b
dist = np.sqrt(np.sum(d**2))
L = 0.5 * y * dist**2 + 0.5 * (1 - y) * max(0, m - dist)**2
ddist = y * dist - (1 - y) * max(0, m - dist)
dd = ddist * d / dist
da = dd
db = -dd
""",
        {"a": numbers(616, 3), "b": numbers(617, 3), "y": 0.0, "m": 3.0},
        {"ddist": "dist", "dd": "d", "da": "a", "db": "b"},
        Slip("sign of the margin", "- (1 - y) * max", "+ (1 - y) * max", inherited("sign", "ddist", "dd da db")),
        Slip("not divided", "dd = ddist * d / dist", "dd = ddist * d", inherited("other", "dd", "da db")),
        Slip("minus of b left out", "db = -dd", "db = dd", {"db": "sign"}),
        out="L",
        skip=("y", "m"),
    ),
    *with_slips(
        "triplet of embeddings with a hinge",
        """
pos = np.sum((a - p)**2)
neg = np.sum((a - n)**2)
loss = max(0, pos - neg + margin)
active = 1.0 if loss > 0 else 0.0
grad_a = active * (2*(a - p) - 2*(a - n))
grad_p = active * -2*(a - p)
grad_n = active * 2*(a - n)
""",
        {"a": numbers(618, 3), "p": numbers(619, 3), "n": numbers(620, 3), "margin": 2.0},
        {"grad_a": "a", "grad_p": "p", "grad_n": "n"},
        Slip("negative's way left out", "(2*(a - p) - 2*(a - n))", "(2*(a - p))", {"grad_a": "overwrote"}),
        Slip("sign of p", "active * -2*(a - p)", "active * 2*(a - p)", {"grad_p": "sign"}),
        Slip("2 left out", "active * 2*(a - n)", "active * (a - n)", {"grad_n": "factor"}),
        out="loss",
        skip=("margin",),
    ),
    *with_slips(
        "mixture weights by softmax",
        """
w = np.exp(logits) / np.sum(np.exp(logits))
comp = np.exp(-0.5 * (x - mu)**2)
mix = np.sum(w * comp)
nll = -np.log(mix)
dmix = -1 / mix
dw = dmix * comp
dcomp = dmix * w
dmu = dcomp * comp * (x - mu)
dlogits = w * (dw - np.sum(w * dw))
""",
        {"logits": numbers(621, 3), "mu": numbers(622, 3), "x": 0.4},
        {"dmix": "mix", "dw": "w", "dcomp": "comp", "dmu": "mu", "dlogits": "logits"},
        Slip("softmax entrywise", "w * (dw - np.sum(w * dw))", "dw * w * (1 - w)", {"dlogits": "other"}),
        Slip("comp left out", "dcomp * comp * (x - mu)", "dcomp * (x - mu)", {"dmu": "factor"}),
        Slip("sign of the difference", "comp * (x - mu)\n", "comp * (mu - x)\n", {"dmu": "sign"}),
        Slip(
            "sign of the logarithm",
            "dmix = -1 / mix",
            "dmix = 1 / mix",
            inherited("sign", "dmix", "dw dcomp dmu dlogits"),
        ),
        Slip("sum without w", "np.sum(w * dw)", "np.sum(dw)", {"dlogits": "other"}),
        out="nll",
        skip=("x",),
    ),
    *with_slips(
        "conv1d of channels by loops over the kernel",
        """
T, K = x.shape[0], w.shape[0]
y = np.zeros((T - K + 1, w.shape[2]))
for k in range(K):
    y += x[k:k+T-K+1] @ w[k]
y += b
loss = 0.5 * np.sum(y**2)
dy = y
dw = np.zeros_like(w)
dx = np.zeros_like(x)
for k in range(K):
    dw[k] = x[k:k+T-K+1].T @ dy
    dx[k:k+T-K+1] += dy @ w[k].T
db = dy.sum(0)
""",
        {"x": numbers(623, 5, 2), "w": numbers(624, 3, 2, 2), "b": numbers(625, 2)},
        {"dw": "w", "dx": "x", "db": "b"},
        Slip("dx set", "dx[k:k+T-K+1] += dy", "dx[k:k+T-K+1] = dy", {"dx": "overwrote"}),
        Slip("w not transposed", "dy @ w[k].T", "dy @ w[k]", {"dx": "transpose"}),
        Slip("window of the start", "dw[k] = x[k:k+T-K+1].T @ dy", "dw[k] = x[0:T-K+1].T @ dy", {"dw": "other"}),
        Slip("kernel turned round", "dy @ w[k].T", "dy @ w[K-1-k].T", {"dx": "other"}),
        out="loss",
    ),
    *with_slips(
        "highway unit",
        """
def sig(v): return 1/(1 + np.exp(-v))
t = sig(Wt @ x + bt)
h = np.tanh(Wh @ x + bh)
y = t*h + (1 - t)*x
L = np.sum(y * g)
dy = g
dt = dy * (h - x)
dh = dy * t
dzt = dt * t * (1 - t)
dzh = dh * (1 - h**2)
dWt = np.outer(dzt, x)
dWh = np.outer(dzh, x)
dbt, dbh = dzt, dzh
dx = Wt.T @ dzt + Wh.T @ dzh + dy * (1 - t)
""",
        {
            "Wt": numbers(626, 3, 3),
            "Wh": numbers(627, 3, 3),
            "bt": numbers(628, 3),
            "bh": numbers(629, 3),
            "x": numbers(630, 3),
            "g": numbers(631, 3),
        },
        {"dt": "t", "dh": "h", "dWt": "Wt", "dWh": "Wh", "dbt": "bt", "dbh": "bh", "dx": "x"},
        Slip(
            "x left out at the gate",
            "dt = dy * (h - x)",
            "dt = dy * h",
            {"dt": "other", "dWt": "inherits", "dbt": "inherits", "dx": "inherits"},
        ),
        Slip("carried way left out", " + dy * (1 - t)", "", {"dx": "overwrote"}),
        Slip("carried by t", "+ dy * (1 - t)", "+ dy * t", {"dx": "operand"}),
        Slip(
            "slope of t by tanh",
            "dzt = dt * t * (1 - t)",
            "dzt = dt * (1 - t**2)",
            {"dWt": "other", "dbt": "inherits", "dx": "inherits"},
        ),
        out="L",
        skip=("g",),
    ),
    *with_slips(
        "weights shared by two layers",
        """
h1 = np.tanh(W @ x)
h2 = np.tanh(W @ h1)
L = 0.5 * np.sum((h2 - t)**2)
dh2 = h2 - t
dz2 = dh2 * (1 - h2**2)
dW = np.outer(dz2, h1)
dh1 = W.T @ dz2
dz1 = dh1 * (1 - h1**2)
dW += np.outer(dz1, x)
dx = W.T @ dz1
""",
        {"W": numbers(632, 3, 3), "x": numbers(633, 3), "t": numbers(634, 3)},
        {"dh2": "h2", "dW": "W", "dh1": "h1", "dx": "x"},
        Slip("set the second time", "dW += np.outer(dz1, x)", "dW = np.outer(dz1, x)", {"dW": "overwrote"}),
        Slip("h1 twice", "dW += np.outer(dz1, x)", "dW += np.outer(dz1, h1)", {"dW": "operand"}),
        Slip("W not transposed", "dh1 = W.T @ dz2", "dh1 = W @ dz2", inherited("transpose", "dh1", "dW dx")),
        Slip("slope left out", "dz1 = dh1 * (1 - h1**2)", "dz1 = dh1", {"dW": "other", "dx": "other"}),
        out="L",
        skip=("t",),
    ),
    *with_slips(
        "weighted cross entropy with logits",
        """
p = 1/(1 + np.exp(-z))
L = np.mean(-c*y*np.log(p) - (1 - y)*np.log(1 - p))
dz = (p*(c*y + 1 - y) - c*y) / len(y)
dw = dz @ X
""".replace("p = 1/", "z = X @ w\np = 1/"),
        {"X": X, "w": numbers(635, 3), "y": [1.0, 0.0, 1.0, 0.0], "c": 3.0},
        {"dz": "z", "dw": "w"},
        Slip("class weight left out", "(p*(c*y + 1 - y) - c*y)", "(p - y)", inherited("other", "dz", "dw")),
        Slip("mean left out", " / len(y)", "", inherited("mean", "dz", "dw")),
        out="L",
        skip=("y", "c"),
    ),
    *with_slips(
        "huber loss and clipping by where",
        """
pred = X @ w + b
r = pred - y
small = np.abs(r) <= 1
loss = np.sum(np.where(small, 0.5*r**2, np.abs(r) - 0.5))
dr = np.where(small, r, np.sign(r))
dw = X.T @ dr
db = dr.sum()
""",
        {"X": X, "w": numbers(736, 3), "b": 0.15, "y": [2.9, -0.25, -2.4, 0.35]},
        {"dr": "r", "dw": "w", "db": "b"},
        Slip(
            "sign left out",
            "np.where(small, r, np.sign(r))",
            "np.where(small, r, 1)",
            inherited("other", "dr", "dw db"),
        ),
        Slip("squares everywhere", "np.where(small, r, np.sign(r))", "r", inherited("other", "dr", "dw db")),
        Slip(
            "turned round",
            "np.where(small, r, np.sign(r))",
            "np.where(small, np.sign(r), r)",
            inherited("other", "dr", "dw db"),
        ),
        out="loss",
        skip=("y", "X"),
    ),
    *with_slips(
        "batchnorm and relu as a class",
        """
class BatchNorm:
    def __init__(self, gamma, beta):
        self.gamma, self.beta, self.eps = gamma, beta, 1e-5
    def forward(self, x):
        self.mu = x.mean(0)
        self.var = x.var(0)
        self.xc = x - self.mu
        self.inv = 1/np.sqrt(self.var + self.eps)
        self.xn = self.xc * self.inv
        return self.gamma * self.xn + self.beta
    def backward(self, dout):
        N = dout.shape[0]
        self.dgamma = (dout * self.xn).sum(0)
        self.dbeta = dout.sum(0)
        dxn = dout * self.gamma
        dvar = (dxn * self.xc * -0.5 * self.inv**3).sum(0)
        dmu = -(dxn * self.inv).sum(0) - 2 * dvar * self.xc.mean(0)
        return dxn * self.inv + dvar * 2 * self.xc / N + dmu / N

bn = BatchNorm(gamma, beta)
out = bn.forward(x)
dx = bn.backward(dout)
dgamma, dbeta = bn.dgamma, bn.dbeta
""",
        {"x": numbers(637, 4, 2), "gamma": numbers(638, 2), "beta": numbers(639, 2), "dout": numbers(640, 4, 2)},
        {"dx": "x", "dgamma": "gamma", "dbeta": "beta"},
        Slip("power of the deviation", "self.inv**3", "self.inv**2", {"dx": "other"}),
        Slip("half left out", "* -0.5 *", "* -1 *", {"dx": "factor"}),
        Slip("N left out", "self.xc / N + dmu / N", "self.xc / N + dmu", {"dx": "other"}),
        Slip("xc for xn", "(dout * self.xn)", "(dout * self.xc)", {"dgamma": "operand"}),
        Slip("gamma left out", "dxn = dout * self.gamma", "dxn = dout", {"dx": "factor"}),
        Slip(
            "variance's way left out",
            "dxn * self.inv + dvar * 2 * self.xc / N + dmu / N",
            "dxn * self.inv + dmu / N",
            {"dx": "overwrote"},
        ),
        Slip("sum left out of beta", "self.dbeta = dout.sum(0)", "self.dbeta = dout", {"dbeta": "axis"}),
        out="out",
        loss="np.sum(out*dout)",
        skip=("dout",),
    ),
    *with_slips(
        "multi-head attention with reshape",
        """
T, D = x.shape
H = 2
q = (x @ Wq).reshape(T, H, D//H).transpose(1, 0, 2)
k = (x @ Wk).reshape(T, H, D//H).transpose(1, 0, 2)
v = (x @ Wv).reshape(T, H, D//H).transpose(1, 0, 2)
s = q @ k.transpose(0, 2, 1) / np.sqrt(D//H)
e = np.exp(s - s.max(-1, keepdims=True))
a = e / e.sum(-1, keepdims=True)
o = (a @ v).transpose(1, 0, 2).reshape(T, D)
y = o @ Wo
do = dy @ Wo.T
dWo = o.T @ dy
dav = do.reshape(T, H, D//H).transpose(1, 0, 2)
da = dav @ v.transpose(0, 2, 1)
dv = a.transpose(0, 2, 1) @ dav
ds = a * (da - (da * a).sum(-1, keepdims=True)) / np.sqrt(D//H)
dq = ds @ k
dk = ds.transpose(0, 2, 1) @ q
dWq = x.T @ dq.transpose(1, 0, 2).reshape(T, D)
dWk = x.T @ dk.transpose(1, 0, 2).reshape(T, D)
dWv = x.T @ dv.transpose(1, 0, 2).reshape(T, D)
""",
        {
            "x": numbers(641, 3, 4),
            "Wq": numbers(642, 4, 4),
            "Wk": numbers(643, 4, 4),
            "Wv": numbers(644, 4, 4),
            "Wo": numbers(645, 4, 4),
            "dy": numbers(646, 3, 4),
        },
        {"do": "o", "dWo": "Wo", "da": "a", "dv": "v", "dq": "q", "dk": "k", "dWq": "Wq", "dWk": "Wk", "dWv": "Wv"},
        Slip(
            "heads not put back",
            "dWv = x.T @ dv.transpose(1, 0, 2).reshape(T, D)",
            "dWv = x.T @ dv.reshape(T, D)",
            {"dWv": "other"},
        ),
        Slip(
            "a not transposed", "dv = a.transpose(0, 2, 1) @ dav", "dv = a @ dav", inherited("transpose", "dv", "dWv")
        ),
        Slip("ds not transposed", "dk = ds.transpose(0, 2, 1) @ q", "dk = ds @ q", inherited("transpose", "dk", "dWk")),
        Slip(
            "Wo not transposed",
            "do = dy @ Wo.T",
            "do = dy @ Wo",
            {"do": "transpose", **dict.fromkeys(["da", "dv", "dq", "dk", "dWq", "dWk", "dWv"], "inherits")},
        ),
        Slip("q for k", "dq = ds @ k", "dq = ds @ q", inherited("operand", "dq", "dWq")),
        out="y",
        loss="np.sum(y*dy)",
        skip=("dy",),
    ),
    *with_slips(
        "character model with an embedding and a hidden layer",
        """
emb = C[Xb].reshape(2, -1)
hpre = emb @ W1 + b1
h = np.tanh(hpre)
logits = h @ W2 + b2
m = logits.max(1, keepdims=True)
counts = np.exp(logits - m)
probs = counts / counts.sum(1, keepdims=True)
loss = -np.log(probs[np.arange(2), Yb]).mean()
dlogits = probs.copy()
dlogits[np.arange(2), Yb] -= 1
dlogits /= 2
dh = dlogits @ W2.T
dW2 = h.T @ dlogits
db2 = dlogits.sum(0)
dhpre = (1.0 - h**2) * dh
demb = dhpre @ W1.T
dW1 = emb.T @ dhpre
db1 = dhpre.sum(0)
dC = np.zeros_like(C)
for i in range(2):
    for j in range(2):
        ix = Xb[i][j]
        dC[ix] += demb[i, 2*j:2*j+2]
""",
        {
            "C": numbers(647, 3, 2),
            "W1": numbers(648, 4, 3),
            "b1": numbers(649, 3),
            "W2": numbers(650, 3, 3),
            "b2": numbers(651, 3),
            "Xb": [[0, 2], [2, 1]],
            "Yb": [1, 2],
        },
        {
            "dlogits": "logits",
            "dh": "h",
            "dW2": "W2",
            "db2": "b2",
            "dhpre": "hpre",
            "demb": "emb",
            "dW1": "W1",
            "db1": "b1",
            "dC": "C",
        },
        Slip("rows set", "dC[ix] += demb", "dC[ix] = demb", {"dC": "overwrote"}),
        Slip("first half alone", "demb[i, 2*j:2*j+2]", "demb[i, 0:2]", {"dC": "other"}),
        Slip(
            "slope of hpre",
            "(1.0 - h**2) * dh",
            "(1.0 - hpre**2) * dh",
            inherited("operand", "dhpre", "demb dW1 db1 dC"),
        ),
        Slip("mean left out", "dlogits /= 2\n", "", inherited("mean", "dlogits", "dh dW2 db2 dhpre demb dW1 db1 dC")),
        out="loss",
        labels=("Xb", "Yb"),
    ),
    *with_slips(
        "q-learning by hand",
        """
q = W2 @ np.maximum(0, W1 @ s)
h = np.maximum(0, W1 @ s)
td = r + gamma * np.max(q_next) - q[a]
loss = 0.5 * td**2
dq = np.zeros(2)
dq[a] = -td
dW2 = np.outer(dq, h)
dh = W2.T @ dq
dh[h <= 0] = 0
dW1 = np.outer(dh, s)
""",
        {
            "W1": numbers(652, 3, 2),
            "W2": numbers(653, 2, 3),
            "s": [0.5, -0.8],
            "r": 1.0,
            "gamma": 0.9,
            "q_next": [0.3, 0.7],
            "a": 1,
        },
        {"dq": "q", "dW2": "W2", "dW1": "W1"},
        Slip("sign", "dq[a] = -td", "dq[a] = td", inherited("sign", "dq", "dW2 dW1")),
        Slip("both actions", "dq[a] = -td", "dq[:] = -td", inherited("other", "dq", "dW2 dW1")),
        Slip("mask left out", "dh[h <= 0] = 0\n", "", {"dW1": "mask"}),
        out="loss",
        labels=("a",),
        skip=("r", "gamma", "q_next"),
    ),
    *with_slips(
        "quadratic form and a determinant",
        """
d = x - mu
q = d @ A @ d
f = 0.5*q + 0.5*np.sum(np.log(s))
df_dq = 0.5
df_dd = df_dq * (A + A.T) @ d
df_dmu = -df_dd
df_dA = df_dq * np.outer(d, d)
df_ds = 0.5 / s
""",
        {"x": numbers(654, 3), "mu": numbers(655, 3), "A": numbers(656, 3, 3), "s": [0.5, 1.2, 2.0]},
        {"df_dd": "d", "df_dmu": "mu", "df_dA": "A", "df_ds": "s"},
        Slip("A alone", "(A + A.T) @ d", "2 * A @ d", inherited("transpose", "df_dd", "df_dmu")),
        Slip("sign of mu", "df_dmu = -df_dd", "df_dmu = df_dd", {"df_dmu": "sign"}),
        Slip("outer with x", "np.outer(d, d)", "np.outer(d, x)", {"df_dA": "operand"}),
        Slip("not inverted", "df_ds = 0.5 / s", "df_ds = 0.5 * s", {"df_ds": "other"}),
        out="f",
    ),
]
