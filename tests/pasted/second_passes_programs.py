"""Backward passes by hand, right and with planted mistakes, in the forms of assignments and repositories."""

from .program import P

X = [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]]
W1 = [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]]
B1 = [0.1, -0.2, 0.3]
W2 = [[0.3, -0.2], [0.5, 0.4], [-0.6, 0.1]]
B2 = [0.05, -0.1]
T = [[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]]
NET = {"X": X, "W1": W1, "b1": B1, "W2": W2, "b2": B2, "T": T}
FORWARD = """
z1 = X @ W1 + b1
a1 = 1/(1 + np.exp(-z1))
z2 = a1 @ W2 + b2
a2 = np.exp(z2)/np.exp(z2).sum(axis=1, keepdims=True)
m = X.shape[0]
cost = -np.sum(T*np.log(a2))/m
"""
BACKWARD = {
    "dz2": "dz2 = (a2 - T)/m",
    "dW2": "dW2 = a1.T @ dz2",
    "db2": "db2 = np.sum(dz2, axis=0)",
    "da1": "da1 = dz2 @ W2.T",
    "dz1": "dz1 = da1*a1*(1 - a1)",
    "dW1": "dW1 = X.T @ dz1",
    "db1": "db1 = np.sum(dz1, axis=0)",
}
OF = {name: name[1:] for name in BACKWARD}


def net(name, mistakes=None, **lines):
    """The network with some of its backward lines replaced."""
    source = FORWARD + "\n".join({**BACKWARD, **lines}.values())
    return P("sigmoid and softmax: " + name, source, NET, out="cost", grads=OF, mistakes=mistakes or {})


LATER_ONES = dict.fromkeys(("dW1", "db1"), "inherits")
CONV = {"x": [0.5, -1.0, 2.0, 0.3, 0.8], "k": [0.2, -0.4, 0.6], "dy": [1.0, -0.5, 0.7]}
EMBED = {"E": [[0.1, 0.2], [0.3, -0.4], [0.5, 0.6]], "ids": [2, 0, 2], "w": [0.7, -0.3]}
LSTM = {
    "x": 0.5,
    "h": 0.2,
    "c": -0.3,
    "wf": 0.4,
    "wi": -0.2,
    "wg": 0.7,
    "wo": 0.3,
    "uf": 0.1,
    "ui": 0.5,
    "ug": -0.6,
    "uo": 0.2,
}
CELL = """
s = lambda v: 1/(1 + np.exp(-v))
f = s(wf*x + uf*h)
i = s(wi*x + ui*h)
g = np.tanh(wg*x + ug*h)
o = s(wo*x + uo*h)
cn = f*c + i*g
hn = o*np.tanh(cn)
"""

PROGRAMS = [
    net("right"),
    net(
        "m forgotten",
        {"dz2": "mean", **dict.fromkeys(("dW2", "db2", "da1", "dz1", "dW1", "db1"), "inherits")},
        dz2="dz2 = a2 - T",
    ),
    net(
        "labels less the softmax",
        {"dz2": "sign", **dict.fromkeys(("dW2", "db2", "da1", "dz1", "dW1", "db1"), "inherits")},
        dz2="dz2 = (T - a2)/m",
    ),
    net("slope from z", {"dz1": "operand", **LATER_ONES}, dz1="dz1 = da1*z1*(1 - z1)"),
    net("slope of tanh", {"dz1": "local", **LATER_ONES}, dz1="dz1 = da1*(1 - a1**2)"),
    net("no slope", {"dz1": "local", **LATER_ONES}, dz1="dz1 = da1"),
    net("b2 from the rows", {"db2": "axis"}, db2="db2 = np.sum(dz2, axis=1)[:2]"),
    net("bias averaged", {"db1": "mean"}, db1="db1 = np.mean(dz1, axis=0)"),
    net(
        "W2 not transposed by einsum",
        {"da1": "other", "dz1": "inherits", **LATER_ONES},
        da1="da1 = np.einsum('ij,kj->ik', dz2, W2)*2",
    ),
    net("dW1 from da1", {"dW1": "operand"}, dW1="dW1 = X.T @ da1"),
    P(
        "convolution in one dimension",
        "y = np.convolve(x, k[::-1], mode='valid')\ndk = np.array([np.sum(dy*x[i:i+3]) for i in range(3)])",
        CONV,
        out="y",
        loss="np.sum(y*dy)",
        skip=("dy",),
        grads={"dk": "k"},
    ),
    P(
        "convolution, the kernel not turned round",
        "y = np.convolve(x, k, mode='valid')\ndk = np.array([np.sum(dy*x[i:i+3]) for i in range(3)])",
        CONV,
        out="y",
        loss="np.sum(y*dy)",
        skip=("dy",),
        grads={"dk": "k"},
        mistakes={"dk": "other"},
    ),
    P(
        "embedding, rows added up",
        "h = E[ids]\ns = h @ w\nL = np.sum(s**2)\nds = 2*s\ndh = np.outer(ds, w)\ndw = h.T @ ds\ndE = np.zeros_like(E)\nnp.add.at(dE, ids, dh)",
        EMBED,
        out="L",
        labels=("ids",),
        grads={"ds": "s", "dh": "h", "dw": "w", "dE": "E"},
    ),
    P(
        "embedding, rows overwritten",
        "h = E[ids]\ns = h @ w\nL = np.sum(s**2)\nds = 2*s\ndh = np.outer(ds, w)\ndE = np.zeros_like(E)\ndE[ids] = dh",
        EMBED,
        out="L",
        labels=("ids",),
        grads={"ds": "s", "dh": "h", "dE": "E"},
        mistakes={"dE": "overwrote"},
    ),
    P(
        "LSTM cell, right",
        CELL
        + "dhn = 1.0\ndo = np.tanh(cn)\ndcn = o*(1 - np.tanh(cn)**2)\ndf = dcn*c\ndi = dcn*g\ndg = dcn*i\ndc = dcn*f\ndwf = df*f*(1 - f)*x\ndwg = dg*(1 - g**2)*x",
        LSTM,
        out="hn",
        grads={"do": "o", "dcn": "cn", "df": "f", "di": "i", "dg": "g", "dc": "c", "dwf": "wf", "dwg": "wg"},
    ),
    P(
        "LSTM cell, i and g swapped",
        CELL
        + "dhn = 1.0\ndo = np.tanh(cn)\ndcn = o*(1 - np.tanh(cn)**2)\ndf = dcn*c\ndi = dcn*i\ndg = dcn*g\ndc = dcn*f",
        LSTM,
        out="hn",
        grads={"do": "o", "dcn": "cn", "df": "f", "di": "i", "dg": "g", "dc": "c"},
        mistakes={"di": "operand", "dg": "operand"},
    ),
    P(
        "L2 norm layer",
        "n = np.sqrt(np.sum(v**2))\nu = v/n\nL = u @ a\ndu = a\ndv = (du - u*(u @ du))/n",
        {"v": [0.5, -1.2, 2.0], "a": [0.3, 0.1, -0.4]},
        out="L",
        grads={"du": "u", "dv": "v"},
    ),
    P(
        "L2 norm layer, norm taken as constant",
        "n = np.sqrt(np.sum(v**2))\nu = v/n\nL = u @ a\ndu = a\ndv = du/n",
        {"v": [0.5, -1.2, 2.0], "a": [0.3, 0.1, -0.4]},
        out="L",
        grads={"du": "u", "dv": "v"},
        mistakes={"dv": "overwrote"},
    ),
    P(
        "max pooling by a mask",
        "p = x.reshape(2, 2).max(axis=1)\nL = np.sum(p**2)\ndp = 2*p\ndx = (x.reshape(2, 2) == p[:, None])*dp[:, None]\ndx = dx.reshape(4)",
        {"x": [0.5, -1.0, 2.0, 0.3]},
        out="L",
        grads={"dp": "p", "dx": "x"},
    ),
    P(
        "leaky relu",
        "a = np.where(z > 0, z, 0.01*z)\nL = np.sum(a**2)\nda = 2*a\ndz = da*np.where(z > 0, 1, 0.01)",
        {"z": [0.5, -1.0, 2.0]},
        out="L",
        grads={"da": "a", "dz": "z"},
    ),
    P(
        "leaky relu as relu",
        "a = np.where(z > 0, z, 0.01*z)\nL = np.sum(a**2)\nda = 2*a\ndz = da*(z > 0)",
        {"z": [0.5, -1.0, 2.0]},
        out="L",
        grads={"da": "a", "dz": "z"},
        mistakes={"dz": "other"},
    ),
    P(
        "dropout with its mask",
        "h = x*mask/keep\nL = np.sum(h**2)\ndh = 2*h\ndx = dh*mask/keep",
        {"x": [0.5, -1.0, 2.0], "mask": [1.0, 0.0, 1.0], "keep": 0.8},
        out="L",
        grads={"dh": "h", "dx": "x"},
    ),
    P(
        "dropout, the scale forgotten",
        "h = x*mask/keep\nL = np.sum(h**2)\ndh = 2*h\ndx = dh*mask",
        {"x": [0.5, -1.0, 2.0], "mask": [1.0, 0.0, 1.0], "keep": 0.8},
        out="L",
        grads={"dh": "h", "dx": "x"},
        mistakes={"dx": "other"},
    ),
    P(
        "skip connection, the skip forgotten",
        "f = np.tanh(W @ x)\ny = x + f\nL = np.sum(y**2)\ndy = 2*y\ndf = dy\ndW = np.outer(df*(1 - f**2), x)\ndx = W.T @ (df*(1 - f**2))",
        {"W": [[0.2, -0.4], [1.0, 0.5]], "x": [0.5, -1.0]},
        out="L",
        grads={"dy": "y", "df": "f", "dW": "W", "dx": "x"},
        mistakes={"dx": "overwrote"},
    ),
    P(
        "triple product, one factor forgotten",
        "f = x*y*z\ndf_dx = y\ndf_dy = x*z\ndf_dz = x*y",
        {"x": 2.0, "y": 3.0, "z": -4.0},
        out="f",
        grads={"df_dx": "x", "df_dy": "y", "df_dz": "z"},
        mistakes={"df_dx": "other"},
    ),
    P(
        "quotient rule, right",
        "f = x/(x + y)\ndf_dx = y/(x + y)**2\ndf_dy = -x/(x + y)**2",
        {"x": 2.0, "y": 3.0},
        out="f",
        grads={"df_dx": "x", "df_dy": "y"},
    ),
    P(
        "quotient rule, the sign lost",
        "f = x/(x + y)\ndf_dx = y/(x + y)**2\ndf_dy = x/(x + y)**2",
        {"x": 2.0, "y": 3.0},
        out="f",
        grads={"df_dx": "x", "df_dy": "y"},
        mistakes={"df_dy": "sign"},
    ),
    P(
        "power rule forgotten",
        "L = (w*x - t)**4\ndL_dw = 4*(w*x - t)*x",
        {"w": 0.5, "x": 2.0, "t": 0.3},
        out="L",
        grads={"dL_dw": "w"},
        mistakes={"dL_dw": "other"},
    ),
    P(
        "hinge loss of one example",
        "margin = 1 - y*(w @ x + b)\nL = max(0, margin)\ndw = -y*x if margin > 0 else 0*x\ndb = -y if margin > 0 else 0",
        {"w": [0.2, -0.5], "x": [1.0, 0.4], "b": 0.1, "y": 1.0},
        out="L",
        grads={"dw": "w", "db": "b"},
    ),
    P(
        "hinge loss, sign",
        "margin = 1 - y*(w @ x + b)\nL = max(0, margin)\ndw = y*x\ndb = y",
        {"w": [0.2, -0.5], "x": [1.0, 0.4], "b": 0.1, "y": -1.0},
        out="L",
        grads={"dw": "w", "db": "b"},
        mistakes={"dw": "sign", "db": "sign"},
    ),
    P(
        "backprop through a loop of tanh",
        "h = x\nhs = []\nfor t in range(3):\n    h = np.tanh(w*h)\n    hs.append(h)\nL = h**2\ndh = 2*h\ndw = 0\nfor t in reversed(range(3)):\n    da = dh*(1 - hs[t]**2)\n    prev = hs[t-1] if t > 0 else x\n    dw += da*prev\n    dh = da*w",
        {"x": 0.5, "w": 0.9},
        out="L",
        grads={"dw": "w"},
    ),
]
