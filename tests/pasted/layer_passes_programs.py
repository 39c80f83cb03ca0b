"""Backward passes of layers: pooling, convolution, norms, dropout, activations; right ones and ones with a mistake."""

from .slips import Slip, inherited, numbers, with_slips

IMAGE = numbers(301, 2, 2, 4, 4)

PROGRAMS = [
    *with_slips(
        "max pooling, one window at a time",
        """
N, C, H, W = x.shape
out = np.zeros((N, C, H // 2, W // 2))
for n in range(N):
    for c in range(C):
        for i in range(H // 2):
            for j in range(W // 2):
                out[n, c, i, j] = np.max(x[n, c, 2*i:2*i+2, 2*j:2*j+2])
dx = np.zeros_like(x)
for n in range(N):
    for c in range(C):
        for i in range(H // 2):
            for j in range(W // 2):
                window = x[n, c, 2*i:2*i+2, 2*j:2*j+2]
                mask = (window == np.max(window))
                dx[n, c, 2*i:2*i+2, 2*j:2*j+2] += mask * dout[n, c, i, j]
""",
        {"x": IMAGE, "dout": numbers(302, 2, 2, 2, 2)},
        {"dx": "x"},
        Slip("mask left out", "+= mask * dout[n, c, i, j]", "+= dout[n, c, i, j]", {"dx": "mask"}),
        Slip("spread as a mean", "+= mask * dout[n, c, i, j]", "+= dout[n, c, i, j] / 4", {"dx": "mask"}),
        Slip("the minimum's mask", "(window == np.max(window))", "(window == np.min(window))", {"dx": "mask"}),
        out="out",
        loss="np.sum(out*dout)",
        skip=("dout",),
    ),
    *with_slips(
        "max pooling with a create_mask_from_window function",
        """
def create_mask_from_window(x):
    mask = (x == np.max(x))
    return mask

def pool_forward(A_prev, hparameters):
    (m, n_H_prev, n_W_prev, n_C_prev) = A_prev.shape
    f = hparameters["f"]
    stride = hparameters["stride"]
    n_H = int(1 + (n_H_prev - f) / stride)
    n_W = int(1 + (n_W_prev - f) / stride)
    A = np.zeros((m, n_H, n_W, n_C_prev))
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C_prev):
                    vert_start = h * stride
                    horiz_start = w * stride
                    a_prev_slice = A_prev[i, vert_start:vert_start+f, horiz_start:horiz_start+f, c]
                    A[i, h, w, c] = np.max(a_prev_slice)
    cache = (A_prev, hparameters)
    return A, cache

def pool_backward(dA, cache):
    (A_prev, hparameters) = cache
    stride = hparameters["stride"]
    f = hparameters["f"]
    m, n_H, n_W, n_C = dA.shape
    dA_prev = np.zeros(A_prev.shape)
    for i in range(m):
        a_prev = A_prev[i]
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    vert_start = h * stride
                    vert_end = vert_start + f
                    horiz_start = w * stride
                    horiz_end = horiz_start + f
                    a_prev_slice = a_prev[vert_start:vert_end, horiz_start:horiz_end, c]
                    mask = create_mask_from_window(a_prev_slice)
                    dA_prev[i, vert_start:vert_end, horiz_start:horiz_end, c] += np.multiply(mask, dA[i, h, w, c])
    return dA_prev

A, cache = pool_forward(A_prev, {"stride": 1, "f": 2})
dA_prev = pool_backward(dA, cache)
""",
        {"A_prev": numbers(303, 2, 3, 3, 1), "dA": numbers(304, 2, 2, 2, 1)},
        {"dA_prev": "A_prev"},
        Slip("mask left out", "np.multiply(mask, dA[i, h, w, c])", "dA[i, h, w, c]", {"dA_prev": "mask"}),
        Slip("overwritten", "c] += np.multiply", "c] = np.multiply", {"dA_prev": "overwrote"}),
        out="A",
        loss="np.sum(A*dA)",
        skip=("dA",),
    ),
    *with_slips(
        "max pooling by argmax",
        """
N, C, H, W = x.shape
cols = x.reshape(N, C, H//2, 2, W//2, 2).transpose(0, 1, 2, 4, 3, 5).reshape(-1, 4)
idx = np.argmax(cols, axis=1)
out = cols[np.arange(len(idx)), idx].reshape(N, C, H//2, W//2)
dcols = np.zeros_like(cols)
dcols[np.arange(len(idx)), idx] = dout.flatten()
dx = dcols.reshape(N, C, H//2, W//2, 2, 2).transpose(0, 1, 2, 4, 3, 5).reshape(N, C, H, W)
""",
        {"x": IMAGE, "dout": numbers(302, 2, 2, 2, 2)},
        {"dcols": "cols", "dx": "x"},
        Slip(
            "every entry gets it",
            "dcols[np.arange(len(idx)), idx] = dout.flatten()",
            "dcols += dout.flatten()[:, None]",
            inherited("mask", "dcols", "dx"),
        ),
        Slip("axes not put back", "W//2, 2, 2).transpose(0, 1, 2, 4, 3, 5)", "W//2, 2, 2)", {"dx": "axis"}),
        out="out",
        loss="np.sum(out*dout)",
        skip=("dout",),
    ),
    *with_slips(
        "convolution of one channel, its padding cropped",
        """
H, W = x.shape
xp = np.pad(x, 1)
out = np.zeros((H, W))
for i in range(H):
    for j in range(W):
        out[i, j] = np.sum(xp[i:i+3, j:j+3] * k) + b
dxp = np.zeros_like(xp)
dk = np.zeros_like(k)
for i in range(H):
    for j in range(W):
        dk += xp[i:i+3, j:j+3] * dout[i, j]
        dxp[i:i+3, j:j+3] += k * dout[i, j]
dx = dxp[1:-1, 1:-1]
db = np.sum(dout)
""",
        {"x": numbers(305, 3, 4), "k": numbers(306, 3, 3), "b": 0.2, "dout": numbers(307, 3, 4)},
        {"dxp": "xp", "dk": "k", "dx": "x", "db": "b"},
        Slip("cropped at the end alone", "dxp[1:-1, 1:-1]", "dxp[:-2, :-2]", {"dx": "other"}),
        Slip("cropped at the start alone", "dxp[1:-1, 1:-1]", "dxp[2:, 2:]", {"dx": "other"}),
        Slip(
            "kernel turned round", "+= k * dout[i, j]", "+= k[::-1, ::-1] * dout[i, j]", inherited("other", "dxp", "dx")
        ),
        Slip("dk of the wrong window", "dk += xp[i:i+3, j:j+3]", "dk += xp[:3, :3]", {"dk": "other"}),
        Slip("not cropped", "dxp[1:-1, 1:-1]", "dxp", {"dx": "axis"}),
        Slip("bias averaged", "np.sum(dout)", "np.mean(dout)", {"db": "mean"}),
        out="out",
        loss="np.sum(out*dout)",
        skip=("dout",),
    ),
    *with_slips(
        "convolution with stride by im2col",
        """
def im2col(x, f, s):
    N, C, H, W = x.shape
    oh, ow = (H - f)//s + 1, (W - f)//s + 1
    col = np.zeros((N, C, f, f, oh, ow))
    for i in range(f):
        for j in range(f):
            col[:, :, i, j, :, :] = x[:, :, i:i+s*oh:s, j:j+s*ow:s]
    return col.transpose(0, 4, 5, 1, 2, 3).reshape(N*oh*ow, -1)

def col2im(col, shape, f, s):
    N, C, H, W = shape
    oh, ow = (H - f)//s + 1, (W - f)//s + 1
    col = col.reshape(N, oh, ow, C, f, f).transpose(0, 3, 4, 5, 1, 2)
    img = np.zeros(shape)
    for i in range(f):
        for j in range(f):
            img[:, :, i:i+s*oh:s, j:j+s*ow:s] += col[:, :, i, j, :, :]
    return img

FN, C, FH, FW = W.shape
col = im2col(x, FH, 1)
col_W = W.reshape(FN, -1).T
out = (np.dot(col, col_W) + b).reshape(1, 3, 3, FN).transpose(0, 3, 1, 2)

dout2 = dout.transpose(0, 2, 3, 1).reshape(-1, FN)
db = np.sum(dout2, axis=0)
dW = np.dot(col.T, dout2)
dW = dW.transpose(1, 0).reshape(FN, C, FH, FW)
dcol = np.dot(dout2, col_W.T)
dx = col2im(dcol, x.shape, FH, 1)
""",
        {
            "x": numbers(308, 1, 2, 4, 4),
            "W": numbers(309, 3, 2, 2, 2),
            "b": numbers(310, 3),
            "dout": numbers(311, 1, 3, 3, 3),
        },
        {"db": "b", "dW": "W", "dcol": "col", "dx": "x"},
        Slip("windows overwritten", "j:j+s*ow:s] += col", "j:j+s*ow:s] = col", {"dx": "overwrote"}),
        Slip("dW not transposed", "dW = dW.transpose(1, 0).reshape", "dW = dW.reshape", {"dW": "transpose"}),
        Slip(
            "dout not transposed",
            "dout.transpose(0, 2, 3, 1).reshape(-1, FN)",
            "dout.reshape(-1, FN)",
            {"db": "axis", "dW": "other", "dcol": "other", "dx": "other"},
        ),
        out="out",
        loss="np.sum(out*dout)",
        skip=("dout",),
    ),
    *with_slips(
        "batch norm in training with a running cache dictionary",
        """
N, D = x.shape
mu = x.mean(axis=0)
var = x.var(axis=0)
std = np.sqrt(var + 1e-5)
x_norm = (x - mu) / std
out = gamma * x_norm + beta
cache = {'x_norm': x_norm, 'std': std, 'gamma': gamma}

dgamma = np.sum(dout * cache['x_norm'], axis=0)
dbeta = np.sum(dout, axis=0)
dx_norm = dout * cache['gamma']
dx = (1/N) / cache['std'] * (N * dx_norm - np.sum(dx_norm, axis=0) - cache['x_norm'] * np.sum(dx_norm * cache['x_norm'], axis=0))
""",
        {"x": numbers(312, 4, 3), "gamma": numbers(313, 3), "beta": numbers(314, 3), "dout": numbers(315, 4, 3)},
        {"dgamma": "gamma", "dbeta": "beta", "dx_norm": "x_norm", "dx": "x"},
        Slip(
            "gamma left out", "dx_norm = dout * cache['gamma']", "dx_norm = dout", inherited("factor", "dx_norm", "dx")
        ),
        Slip(
            "x_norm left out in dgamma",
            "np.sum(dout * cache['x_norm'], axis=0)",
            "np.sum(dout * cache['std'], axis=0)",
            {"dgamma": "operand"},
        ),
        Slip("N left out", "(N * dx_norm - ", "(dx_norm - ", {"dx": "factor"}),
        Slip("1/N left out", "(1/N) / cache['std']", "1 / cache['std']", {"dx": "factor"}),
        Slip(
            "sign of the last term",
            "axis=0) - cache['x_norm'] * np.sum(dx_norm",
            "axis=0) + cache['x_norm'] * np.sum(dx_norm",
            {"dx": "sign"},
        ),
        Slip(
            "the variance's way left out",
            " - cache['x_norm'] * np.sum(dx_norm * cache['x_norm'], axis=0))",
            ")",
            {"dx": "other"},
        ),
        Slip(
            "sum over the features",
            "np.sum(dx_norm * cache['x_norm'], axis=0)",
            "np.sum(dx_norm * cache['x_norm'], axis=1, keepdims=True)",
            {"dx": "axis"},
        ),
        Slip("times the deviation", "(1/N) / cache['std']", "(1/N) * cache['std']", {"dx": "operand"}),
        out="out",
        loss="np.sum(out*dout)",
        skip=("dout",),
    ),
    *with_slips(
        "batch norm by the nodes of its graph",
        """
N = x.shape[0]
mu = 1./N * np.sum(x, axis=0)
xmu = x - mu
sq = xmu ** 2
var = 1./N * np.sum(sq, axis=0)
sqrtvar = np.sqrt(var + eps)
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
dsqrtvar = -1. / (sqrtvar**2) * divar
dvar = 0.5 * 1. / np.sqrt(var + eps) * dsqrtvar
dsq = 1./N * np.ones((4, 3)) * dvar
dxmu2 = 2 * xmu * dsq
dx1 = (dxmu1 + dxmu2)
dmu = -1 * np.sum(dxmu1 + dxmu2, axis=0)
dx2 = 1./N * np.ones((4, 3)) * dmu
dx = dx1 + dx2
""",
        {
            "x": numbers(316, 4, 3),
            "gamma": numbers(317, 3),
            "beta": numbers(318, 3),
            "dout": numbers(319, 4, 3),
            "eps": 0.001,
        },
        {
            "dbeta": "beta",
            "dgamma": "gamma",
            "dxhat": "xhat",
            "divar": "ivar",
            "dsqrtvar": "sqrtvar",
            "dvar": "var",
            "dsq": "sq",
            "dmu": "mu",
            "dx": "x",
        },
        Slip(
            "sign of the inverse",
            "dsqrtvar = -1. /",
            "dsqrtvar = 1. /",
            inherited("sign", "dsqrtvar", "dvar dsq dx"),
        ),
        Slip(
            "sum left out at ivar",
            "divar = np.sum(dxhat*xmu, axis=0)",
            "divar = np.mean(dxhat*xmu, axis=0)",
            inherited("mean", "divar", "dsqrtvar dvar dsq dx"),
        ),
        Slip("square's 2 left out", "dxmu2 = 2 * xmu * dsq", "dxmu2 = xmu * dsq", {"dx": "other"}),
        Slip("dx1 of one way", "dx1 = (dxmu1 + dxmu2)", "dx1 = dxmu1", {"dx": "other"}),
        Slip("sign of dmu", "dmu = -1 * np.sum", "dmu = np.sum", inherited("sign", "dmu", "dx")),
        Slip("divar not squared", "(sqrtvar**2)", "sqrtvar", inherited("other", "dsqrtvar", "dvar dsq dx")),
        out="out",
        loss="np.sum(out*dout)",
        skip=("dout", "eps"),
    ),
    *with_slips(
        "layer norm, one row at a time",
        """
B, D = x.shape
mean = np.zeros(B)
rstd = np.zeros(B)
out = np.zeros((B, D))
for b in range(B):
    mean[b] = np.sum(x[b]) / D
    v = np.sum((x[b] - mean[b])**2) / D
    rstd[b] = 1.0 / np.sqrt(v + 1e-5)
    out[b] = (x[b] - mean[b]) * rstd[b] * w + bias
dw = np.zeros(D)
dbias = np.zeros(D)
dx = np.zeros((B, D))
for b in range(B):
    norm = (x[b] - mean[b]) * rstd[b]
    dnorm = dout[b] * w
    dw += dout[b] * norm
    dbias += dout[b]
    dx[b] = (dnorm - dnorm.mean() - norm * (dnorm * norm).mean()) * rstd[b]
""",
        {"x": numbers(320, 2, 4), "w": numbers(321, 4), "bias": numbers(322, 4), "dout": numbers(323, 2, 4)},
        {"dw": "w", "dbias": "bias", "dx": "x"},
        Slip("rstd left out", "(dnorm * norm).mean()) * rstd[b]", "(dnorm * norm).mean())", {"dx": "factor"}),
        Slip("dw overwritten", "dw += dout[b]", "dw = dout[b]", {"dw": "overwrote"}),
        Slip("mean's way left out", "dnorm - dnorm.mean() - norm", "dnorm - norm", {"dx": "other"}),
        Slip("sum for mean", "(dnorm * norm).mean()", "(dnorm * norm).sum()", {"dx": "mean"}),
        Slip("w left out", "dnorm = dout[b] * w", "dnorm = dout[b]", {"dx": "factor"}),
        out="out",
        loss="np.sum(out*dout)",
        skip=("dout",),
    ),
    *with_slips(
        "rms norm",
        """
ms = np.mean(x**2, axis=-1, keepdims=True)
r = 1/np.sqrt(ms + 1e-6)
xn = x * r
y = xn * g
dg = np.sum(dy * xn, axis=0)
dxn = dy * g
dr = np.sum(dxn * x, axis=-1, keepdims=True)
dms = dr * -0.5 * r**3
dx = dxn * r + dms * 2 * x / x.shape[-1]
""",
        {"x": numbers(324, 3, 4), "g": numbers(325, 4), "dy": numbers(326, 3, 4)},
        {"dg": "g", "dxn": "xn", "dr": "r", "dms": "ms", "dx": "x"},
        Slip("power of r", "* -0.5 * r**3", "* -0.5 * r**2", inherited("factor", "dms", "dx")),
        Slip("mean's size left out", " * 2 * x / x.shape[-1]", " * 2 * x", {"dx": "mean"}),
        Slip("second way left out", " + dms * 2 * x / x.shape[-1]", "", {"dx": "overwrote"}),
        out="y",
        loss="np.sum(y*dy)",
        skip=("dy",),
    ),
    *with_slips(
        "inverted dropout between relu and affine",
        """
z = x @ W1
h = np.maximum(0, z)
mask = (u < p) / p
hd = h * mask
scores = hd @ W2
loss = np.sum((scores - t)**2) / len(x)
dscores = 2 * (scores - t) / len(x)
dW2 = hd.T @ dscores
dhd = dscores @ W2.T
dh = dhd * mask
dz = dh * (z > 0)
dW1 = x.T @ dz
""",
        {
            "x": numbers(327, 3, 2),
            "W1": numbers(328, 2, 4),
            "W2": numbers(329, 4, 2),
            "t": numbers(330, 3, 2),
            "u": [[0.1, 0.9, 0.4, 0.2], [0.7, 0.3, 0.95, 0.5], [0.2, 0.6, 0.1, 0.99]],
            "p": 0.8,
        },
        {"dscores": "scores", "dW2": "W2", "dhd": "hd", "dh": "h", "dz": "z", "dW1": "W1"},
        Slip("h before dropout", "dW2 = hd.T @", "dW2 = h.T @", {"dW2": "operand"}),
        Slip("mask left out", "dh = dhd * mask", "dh = dhd", inherited("mask", "dh", "dz dW1")),
        Slip("scale left out", "dh = dhd * mask", "dh = dhd * (u < p)", inherited("factor", "dh", "dz dW1")),
        Slip("relu's mask turned round", "(z > 0)", "(z < 0)", inherited("mask", "dz", "dW1")),
        Slip("dW1 of dh", "dW1 = x.T @ dz", "dW1 = x.T @ dh", {"dW1": "operand"}),
        out="loss",
        skip=("u", "p"),
    ),
    *with_slips(
        "leaky relu, elu and gelu by their slopes",
        """
a = np.where(x > 0, x, 0.1*x)
b = np.where(a > 0, a, np.exp(a) - 1)
s = 1/(1 + np.exp(-1.702*b))
c = b * s
L = np.sum(c * w)
dc = w
db = dc * (s + 1.702 * b * s * (1 - s))
da = db * np.where(a > 0, 1, np.exp(a))
dx = da * np.where(x > 0, 1, 0.1)
""",
        {"x": [0.5, -0.8, 1.2, -0.3], "w": [1.0, -0.5, 0.7, 2.0]},
        {"dc": "c", "db": "b", "da": "a", "dx": "x"},
        Slip("second term left out", "(s + 1.702 * b * s * (1 - s))", "s", inherited("other", "db", "da dx")),
        Slip("1.702 left out", "(s + 1.702 * b * s", "(s + b * s", inherited("factor", "db", "da dx")),
        Slip("elu less one", "1, np.exp(a))", "1, np.exp(a) - 1)", inherited("local", "da", "dx")),
        Slip("slope 0.01", "np.where(x > 0, 1, 0.1)", "np.where(x > 0, 1, 0.01)", {"dx": "local"}),
        Slip("relu for leaky relu", "da * np.where(x > 0, 1, 0.1)", "da * (x > 0)", {"dx": "local"}),
        out="L",
        skip=("w",),
    ),
    *with_slips(
        "average pooling and flatten",
        """
N, C, H, W = x.shape
pooled = x.reshape(N, C, H//2, 2, W//2, 2).mean(axis=(3, 5))
flat = pooled.reshape(N, -1)
scores = flat @ Wf + bf
loss = 0.5*np.sum((scores - t)**2)
dscores = scores - t
dWf = flat.T @ dscores
dbf = dscores.sum(axis=0)
dflat = dscores @ Wf.T
dpooled = dflat.reshape(pooled.shape)
dx = np.repeat(np.repeat(dpooled, 2, axis=2), 2, axis=3) / 4
""",
        {"x": IMAGE, "Wf": numbers(331, 8, 3), "bf": numbers(332, 3), "t": numbers(333, 2, 3)},
        {"dscores": "scores", "dWf": "Wf", "dbf": "bf", "dflat": "flat", "dpooled": "pooled", "dx": "x"},
        Slip("4 left out", "axis=3) / 4", "axis=3)", {"dx": "mean"}),
        Slip("2 for 4", "axis=3) / 4", "axis=3) / 2", {"dx": "factor"}),
        Slip("dbf over the columns", "dscores.sum(axis=0)", "dscores.sum()", {"dbf": "axis"}),
        out="loss",
    ),
    *with_slips(
        "group of channels normalized, as instance norm",
        """
N, C, H, W = x.shape
mu = x.mean(axis=(2, 3), keepdims=True)
var = x.var(axis=(2, 3), keepdims=True)
xhat = (x - mu) / np.sqrt(var + 1e-5)
out = gamma * xhat + beta
M = H * W
dgamma = np.sum(dout * xhat, axis=(0, 2, 3), keepdims=True)
dbeta = np.sum(dout, axis=(0, 2, 3), keepdims=True)
dxhat = dout * gamma
dx = (dxhat - dxhat.mean(axis=(2, 3), keepdims=True) - xhat * (dxhat * xhat).mean(axis=(2, 3), keepdims=True)) / np.sqrt(var + 1e-5)
""",
        {
            "x": numbers(334, 2, 2, 2, 3),
            "gamma": numbers(335, 1, 2, 1, 1),
            "beta": numbers(336, 1, 2, 1, 1),
            "dout": numbers(337, 2, 2, 2, 3),
        },
        {"dgamma": "gamma", "dbeta": "beta", "dxhat": "xhat", "dx": "x"},
        Slip(
            "over the batch axis as well",
            "dxhat.mean(axis=(2, 3), keepdims=True)",
            "dxhat.mean(axis=(0, 2, 3), keepdims=True)",
            {"dx": "axis"},
        ),
        Slip(
            "batch left out of the sum",
            "np.sum(dout, axis=(0, 2, 3), keepdims=True)",
            "np.sum(dout, axis=(2, 3), keepdims=True)",
            {"dbeta": "axis"},
        ),
        out="out",
        loss="np.sum(out*dout)",
        skip=("dout",),
    ),
]
