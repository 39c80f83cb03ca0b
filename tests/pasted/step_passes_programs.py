"""Backward passes of one step and by loops, as courses hand them out: right ones and ones with a mistake planted."""

from .slips import Slip, numbers, with_slips

X = numbers(241, 4, 3)
W = numbers(242, 3, 5)


def inh(kind, first, rest):
    """The first line at fault with its kind; the rest inherits it."""
    return {first: kind, **dict.fromkeys(rest.split(), "inherits")}


def allk(kind, names):
    return dict.fromkeys(names.split(), kind)


PROGRAMS = [
    *with_slips(
        "svm by two loops with its regularizer",
        """
def svm_loss_naive(W, X, y, reg):
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
    loss += reg * np.sum(W * W)
    dW /= num_train
    dW += 2 * reg * W
    return loss, dW

loss, dW = svm_loss_naive(W, X, y, reg)
""",
        {"W": W, "X": X, "y": [0, 3, 2, 4], "reg": 0.1},
        {"dW": "W"},
        Slip("no mean", "    dW /= num_train\n", "", {"dW": "mean"}),
        out="loss",
        labels=("y",),
    ),
    *with_slips(
        "convolution by four loops with stride and padding",
        """
def conv_forward_naive(x, w, b, conv_param):
    stride, pad = conv_param['stride'], conv_param['pad']
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    H_out = 1 + (H + 2 * pad - HH) // stride
    W_out = 1 + (W + 2 * pad - WW) // stride
    x_pad = np.pad(x, ((0,0),(0,0),(pad,pad),(pad,pad)), mode='constant')
    out = np.zeros((N, F, H_out, W_out))
    for n in range(N):
        for f in range(F):
            for i in range(H_out):
                for j in range(W_out):
                    out[n,f,i,j] = np.sum(x_pad[n,:,i*stride:i*stride+HH,j*stride:j*stride+WW] * w[f]) + b[f]
    cache = (x, w, b, conv_param)
    return out, cache

def conv_backward_naive(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param['stride'], conv_param['pad']
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    _, _, H_out, W_out = dout.shape
    x_pad = np.pad(x, ((0,0),(0,0),(pad,pad),(pad,pad)), mode='constant')
    dx_pad = np.zeros_like(x_pad)
    dw = np.zeros_like(w)
    db = np.zeros_like(b)
    for n in range(N):
        for f in range(F):
            for i in range(H_out):
                for j in range(W_out):
                    db[f] += dout[n,f,i,j]
                    dw[f] += x_pad[n,:,i*stride:i*stride+HH,j*stride:j*stride+WW] * dout[n,f,i,j]
                    dx_pad[n,:,i*stride:i*stride+HH,j*stride:j*stride+WW] += w[f] * dout[n,f,i,j]
    dx = dx_pad[:,:,pad:-pad,pad:-pad]
    return dx, dw, db

out, cache = conv_forward_naive(x, w, b, {'stride': 1, 'pad': 1})
dx, dw, db = conv_backward_naive(dout, cache)
""",
        {
            "x": numbers(11, 1, 2, 3, 3),
            "w": numbers(12, 2, 2, 3, 3),
            "b": numbers(13, 2),
            "dout": numbers(14, 1, 2, 3, 3),
        },
        {"dx": "x", "dw": "w", "db": "b"},
        Slip("dx overwritten", "WW] += w[f]", "WW] = w[f]", {"dx": "overwrote"}),
        out="out",
        loss="np.sum(out*dout)",
        skip=("dout",),
    ),
    *with_slips(
        "recurrent layer over time by its step functions",
        """
def rnn_step_forward(x, prev_h, Wx, Wh, b):
    next_h = np.tanh(prev_h.dot(Wh) + x.dot(Wx) + b)
    cache = (x, prev_h, Wx, Wh, next_h)
    return next_h, cache

def rnn_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, next_h = cache
    dtanh = dnext_h * (1 - next_h ** 2)
    dx = dtanh.dot(Wx.T)
    dprev_h = dtanh.dot(Wh.T)
    dWx = x.T.dot(dtanh)
    dWh = prev_h.T.dot(dtanh)
    db = np.sum(dtanh, axis=0)
    return dx, dprev_h, dWx, dWh, db

def rnn_forward(x, h0, Wx, Wh, b):
    N, T, D = x.shape
    H = h0.shape[1]
    h = np.zeros((N, T, H))
    cache = []
    prev_h = h0
    for t in range(T):
        prev_h, c = rnn_step_forward(x[:, t, :], prev_h, Wx, Wh, b)
        h[:, t, :] = prev_h
        cache.append(c)
    return h, cache

def rnn_backward(dh, cache):
    N, T, H = dh.shape
    D = cache[0][0].shape[1]
    dx = np.zeros((N, T, D))
    dWx = np.zeros((D, H))
    dWh = np.zeros((H, H))
    db = np.zeros(H)
    dprev_h = np.zeros((N, H))
    for t in reversed(range(T)):
        dx[:, t, :], dprev_h, dWx_t, dWh_t, db_t = rnn_step_backward(dh[:, t, :] + dprev_h, cache[t])
        dWx += dWx_t
        dWh += dWh_t
        db += db_t
    dh0 = dprev_h
    return dx, dh0, dWx, dWh, db

h, cache = rnn_forward(x, h0, Wx, Wh, b)
dx, dh0, dWx, dWh, db = rnn_backward(dh, cache)
""",
        {
            "x": numbers(15, 2, 3, 2),
            "h0": numbers(16, 2, 4),
            "Wx": numbers(17, 2, 4),
            "Wh": numbers(18, 4, 4),
            "b": numbers(19, 4),
            "dh": numbers(20, 2, 3, 4),
        },
        {"dx": "x", "dh0": "h0", "dWx": "Wx", "dWh": "Wh", "db": "b"},
        Slip(
            "dprev forgotten",
            "dh[:, t, :] + dprev_h, cache[t]",
            "dh[:, t, :], cache[t]",
            allk("other", "dx dh0 dWx dWh db"),
        ),
        Slip(
            "tanh of prev",
            "dnext_h * (1 - next_h ** 2)",
            "dnext_h * (1 - prev_h ** 2)",
            allk("other", "dx dh0 dWx dWh db"),
        ),
        out="h",
        loss="np.sum(h*dh)",
        skip=("dh",),
    ),
    *with_slips(
        "LSTM step with both gradients from above given",
        """
def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    N, H = prev_h.shape
    a = x.dot(Wx) + prev_h.dot(Wh) + b
    i = sigmoid(a[:, :H])
    f = sigmoid(a[:, H:2*H])
    o = sigmoid(a[:, 2*H:3*H])
    g = np.tanh(a[:, 3*H:])
    next_c = f * prev_c + i * g
    next_h = o * np.tanh(next_c)
    cache = (x, prev_h, prev_c, Wx, Wh, i, f, o, g, next_c)
    return next_h, next_c, cache

def lstm_step_backward(dnext_h, dnext_c, cache):
    x, prev_h, prev_c, Wx, Wh, i, f, o, g, next_c = cache
    do = dnext_h * np.tanh(next_c)
    dc = dnext_c + dnext_h * o * (1 - np.tanh(next_c) ** 2)
    df = dc * prev_c
    dprev_c = dc * f
    di = dc * g
    dg = dc * i
    dai = i * (1 - i) * di
    daf = f * (1 - f) * df
    dao = o * (1 - o) * do
    dag = (1 - g ** 2) * dg
    da = np.hstack((dai, daf, dao, dag))
    dx = da.dot(Wx.T)
    dprev_h = da.dot(Wh.T)
    dWx = x.T.dot(da)
    dWh = prev_h.T.dot(da)
    db = np.sum(da, axis=0)
    return dx, dprev_h, dprev_c, dWx, dWh, db

next_h, next_c, cache = lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b)
dx, dprev_h, dprev_c, dWx, dWh, db = lstm_step_backward(dnext_h, dnext_c, cache)
""",
        {
            "x": numbers(21, 2, 3),
            "prev_h": numbers(22, 2, 2),
            "prev_c": numbers(23, 2, 2),
            "Wx": numbers(24, 3, 8),
            "Wh": numbers(25, 2, 8),
            "b": numbers(26, 8),
            "dnext_h": numbers(27, 2, 2),
            "dnext_c": numbers(28, 2, 2),
        },
        {"dx": "x", "dprev_h": "prev_h", "dprev_c": "prev_c", "dWx": "Wx", "dWh": "Wh", "db": "b"},
        Slip(
            "dnext_c forgotten",
            "dc = dnext_c + dnext_h * o",
            "dc = dnext_h * o",
            allk("other", "dx dprev_h dprev_c dWx dWh db"),
        ),
        Slip(
            "order",
            "np.hstack((dai, daf, dao, dag))",
            "np.hstack((daf, dai, dao, dag))",
            allk("other", "dx dprev_h dWx dWh db"),
        ),
        Slip("tanh slope", "dag = (1 - g ** 2) * dg", "dag = g * (1 - g) * dg", allk("other", "dx dprev_h dWx dWh db")),
        out="next_h",
        loss="np.sum(next_h*dnext_h)+np.sum(next_c*dnext_c)",
        skip=("dnext_h", "dnext_c"),
        also=(("np.sum(next_h*dnext_h)+np.sum(next_c*dnext_c)", None),),
    ),
    *with_slips(
        "layer norm over the features",
        """
def layernorm_forward(x, gamma, beta, ln_param={}):
    eps = ln_param.get('eps', 1e-5)
    mu = np.mean(x, axis=1, keepdims=True)
    var = np.var(x, axis=1, keepdims=True)
    x_hat = (x - mu) / np.sqrt(var + eps)
    out = gamma * x_hat + beta
    cache = (x, x_hat, gamma, mu, var, eps)
    return out, cache

def layernorm_backward(dout, cache):
    x, x_hat, gamma, mu, var, eps = cache
    N, D = dout.shape
    dbeta = np.sum(dout, axis=0)
    dgamma = np.sum(dout * x_hat, axis=0)
    dx_hat = dout * gamma
    dvar = np.sum(dx_hat * (x - mu) * -0.5 * (var + eps) ** -1.5, axis=1, keepdims=True)
    dmu = np.sum(-dx_hat / np.sqrt(var + eps), axis=1, keepdims=True) + dvar * np.mean(-2 * (x - mu), axis=1, keepdims=True)
    dx = dx_hat / np.sqrt(var + eps) + dvar * 2 * (x - mu) / D + dmu / D
    return dx, dgamma, dbeta

out, cache = layernorm_forward(x, gamma, beta)
dx, dgamma, dbeta = layernorm_backward(dout, cache)
""",
        {"x": numbers(5, 4, 3), "gamma": numbers(6, 3), "beta": numbers(7, 3), "dout": numbers(8, 4, 3)},
        {"dx": "x", "dgamma": "gamma", "dbeta": "beta"},
        Slip("N for D", "2 * (x - mu) / D + dmu / D", "2 * (x - mu) / N + dmu / N", {"dx": "other"}),
        Slip("sign of half", "* -0.5 *", "* 0.5 *", {"dx": "other"}),
        out="out",
        loss="np.sum(out*dout)",
        skip=("dout",),
    ),
    *with_slips(
        "backpropagation through time, truncated at four steps",
        """
T = len(x)
s = np.zeros((T + 1, 3))
o = np.zeros((T, 4))
for t in np.arange(T):
    s[t] = np.tanh(U[:,x[t]] + W.dot(s[t-1]))
    z = V.dot(s[t])
    o[t] = np.exp(z)/np.sum(np.exp(z))
L = 0
for t in range(T):
    L -= np.log(o[t, y[t]])
dLdU = np.zeros(U.shape)
dLdV = np.zeros(V.shape)
dLdW = np.zeros(W.shape)
delta_o = o
delta_o[np.arange(len(y)), y] -= 1.
for t in np.arange(T)[::-1]:
    dLdV += np.outer(delta_o[t], s[t].T)
    delta_t = V.T.dot(delta_o[t]) * (1 - (s[t] ** 2))
    for bptt_step in np.arange(max(0, t-4), t+1)[::-1]:
        dLdW += np.outer(delta_t, s[bptt_step-1])
        dLdU[:,x[bptt_step]] += delta_t
        delta_t = W.T.dot(delta_t) * (1 - s[bptt_step-1] ** 2)
""",
        {"U": numbers(13, 3, 4), "V": numbers(14, 4, 3), "W": numbers(15, 3, 3), "x": [0, 2, 1], "y": [2, 1, 3]},
        {"dLdU": "U", "dLdV": "V", "dLdW": "W"},
        Slip(
            "W not transposed",
            "delta_t = W.T.dot(delta_t)",
            "delta_t = W.dot(delta_t)",
            {"dLdU": "other", "dLdW": "other"},
        ),
        out="L",
        labels=("x", "y"),
    ),
    *with_slips(
        "negative sampling with abbreviated names",
        """
def sigmoid(x): return 1/(1+np.exp(-x))
def negSamplingLossAndGradient(centerWordVec, outsideWordIdx, outsideVectors, negSampleWordIndices):
    v = centerWordVec
    uo = outsideVectors[outsideWordIdx]
    uk = outsideVectors[negSampleWordIndices]
    p = sigmoid(np.dot(uo, v))
    q = sigmoid(-np.dot(uk, v))
    loss = -np.log(p) - np.sum(np.log(q))
    gradCenterVec = (p - 1)*uo + np.sum((1 - q)[:, None]*uk, axis=0)
    gradOutsideVecs = np.zeros_like(outsideVectors)
    gradOutsideVecs[outsideWordIdx] += (p - 1)*v
    for i, k in enumerate(negSampleWordIndices):
        gradOutsideVecs[k] += (1 - q[i])*v
    return loss, gradCenterVec, gradOutsideVecs

loss, gradCenterVec, gradOutsideVecs = negSamplingLossAndGradient(centerWordVec, 1, outsideVectors, [0, 3, 3])
""",
        {"centerWordVec": numbers(31, 3), "outsideVectors": numbers(32, 5, 3)},
        {"gradCenterVec": "centerWordVec", "gradOutsideVecs": "outsideVectors"},
        Slip(
            "set once",
            "gradOutsideVecs[k] += (1 - q[i])*v",
            "gradOutsideVecs[k] = (1 - q[i])*v",
            {"gradOutsideVecs": "overwrote"},
        ),
        out="loss",
    ),
    *with_slips(
        "GRU cell with raw gates",
        """
def sigmoid(x): return 1/(1+np.exp(-x))
z = sigmoid(Wz @ x + Uz @ h_prev + bz)
r = sigmoid(Wr @ x + Ur @ h_prev + br)
h_hat = np.tanh(Wh @ x + Uh @ (r*h_prev) + bh)
h = (1 - z)*h_prev + z*h_hat
y = V @ h
loss = 0.5*np.sum((y - t)**2)

dy = y - t
dV = np.outer(dy, h)
dh = V.T @ dy
dh_hat = dh*z
dz = dh*(h_hat - h_prev)
dh_hat_raw = dh_hat*(1 - h_hat**2)
dWh = np.outer(dh_hat_raw, x)
dUh = np.outer(dh_hat_raw, r*h_prev)
dbh = dh_hat_raw
drh = Uh.T @ dh_hat_raw
dr = drh*h_prev
dz_raw = dz*z*(1 - z)
dr_raw = dr*r*(1 - r)
dWz = np.outer(dz_raw, x)
dUz = np.outer(dz_raw, h_prev)
dWr = np.outer(dr_raw, x)
dUr = np.outer(dr_raw, h_prev)
dbz = dz_raw
dbr = dr_raw
dh_prev = dh*(1 - z) + drh*r + Uz.T @ dz_raw + Ur.T @ dr_raw
dx = Wz.T @ dz_raw + Wr.T @ dr_raw + Wh.T @ dh_hat_raw
""",
        {
            k: numbers(i + 10, *s)
            for i, (k, s) in enumerate(
                {
                    "Wz": (3, 2),
                    "Uz": (3, 3),
                    "bz": (3,),
                    "Wr": (3, 2),
                    "Ur": (3, 3),
                    "br": (3,),
                    "Wh": (3, 2),
                    "Uh": (3, 3),
                    "bh": (3,),
                    "V": (2, 3),
                    "x": (2,),
                    "h_prev": (3,),
                    "t": (2,),
                }.items()
            )
        },
        {
            f"d{k}": k
            for k in ["V", "h", "h_hat", "z", "Wh", "Uh", "bh", "r", "Wz", "Uz", "Wr", "Ur", "bz", "br", "h_prev", "x"]
        },
        Slip(
            "sign of z",
            "dz = dh*(h_hat - h_prev)",
            "dz = dh*(h_prev - h_hat)",
            inh("sign", "dz", "Wz".replace("Wz", "dWz dUz dbz dh_prev dx")),
        ),
        out="loss",
    ),
    *with_slips(
        "max pooling by four loops",
        """
def max_pool_forward_naive(x, pool_param):
    N, C, H, W = x.shape
    ph, pw, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    Ho, Wo = 1 + (H - ph)//s, 1 + (W - pw)//s
    out = np.zeros((N, C, Ho, Wo))
    for n in range(N):
        for c in range(C):
            for i in range(Ho):
                for j in range(Wo):
                    out[n, c, i, j] = np.max(x[n, c, i*s:i*s+ph, j*s:j*s+pw])
    return out, (x, pool_param)
def max_pool_backward_naive(dout, cache):
    x, pool_param = cache
    N, C, H, W = x.shape
    ph, pw, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    _, _, Ho, Wo = dout.shape
    dx = np.zeros_like(x)
    for n in range(N):
        for c in range(C):
            for i in range(Ho):
                for j in range(Wo):
                    window = x[n, c, i*s:i*s+ph, j*s:j*s+pw]
                    m = np.max(window)
                    dx[n, c, i*s:i*s+ph, j*s:j*s+pw] += (window == m) * dout[n, c, i, j]
    return dx
out, cache = max_pool_forward_naive(x, {'pool_height': 2, 'pool_width': 2, 'stride': 2})
dx = max_pool_backward_naive(dout, cache)
""",
        {"x": numbers(52, 1, 2, 4, 4), "dout": numbers(53, 1, 2, 2, 2)},
        {"dx": "x"},
        Slip("no mask", "(window == m) * dout[n, c, i, j]", "dout[n, c, i, j]", {"dx": "mask"}),
        out="out",
        loss="np.sum(out*dout)",
        skip=("dout",),
    ),
    *with_slips(
        "two layers with a bias appended to their inputs",
        """
def sigmoid(t): return 1/(1+np.exp(-t))
hidden = sigmoid(W1 @ np.append(x, 1))
output = sigmoid(W2 @ np.append(hidden, 1))
loss = 0.5*np.sum((output - target)**2)
output_deltas = output * (1 - output) * (output - target)
output_grads = np.outer(output_deltas, np.append(hidden, 1))
hidden_deltas = hidden * (1 - hidden) * (W2[:, :-1].T @ output_deltas)
hidden_grads = np.outer(hidden_deltas, np.append(x, 1))
W1 = W1 - lr * hidden_grads
W2 = W2 - lr * output_grads
""",
        {"W1": numbers(54, 3, 3), "W2": numbers(55, 2, 4), "x": numbers(56, 2), "target": [1, 0], "lr": 1.0},
        {"output_grads": "W2", "hidden_grads": "W1"},
        Slip(
            "slope",
            "output_deltas = output * (1 - output) * (output - target)",
            "output_deltas = output * (output - target)",
            {"output_grads": "other", "hidden_grads": "other"},
        ),
        out="loss",
    ),
]
