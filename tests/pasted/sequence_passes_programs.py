"""Backward passes over time and over words: recurrent nets, attention, embeddings, policies; right and with mistakes."""

from .slips import Slip, inherited, numbers, with_slips

RNN = {
    "U": numbers(401, 3, 2),
    "W": numbers(402, 3, 3),
    "V": numbers(403, 2, 3),
    "x": numbers(404, 4, 2),
    "y": numbers(405, 4, 2),
}


def each(kind, names):
    return dict.fromkeys(names.split(), kind)


PROGRAMS = [
    *with_slips(
        "rnn with an array of states",
        """
T = 4
s = np.zeros((T + 1, 3))
o = np.zeros((T, 2))
for t in range(T):
    s[t] = np.tanh(U @ x[t] + W @ s[t-1])
    o[t] = V @ s[t]
loss = 0.5 * np.sum((o - y)**2)
dU = np.zeros_like(U)
dW = np.zeros_like(W)
dV = np.zeros_like(V)
ds_next = np.zeros(3)
for t in reversed(range(T)):
    do = o[t] - y[t]
    dV += np.outer(do, s[t])
    ds = V.T @ do + ds_next
    dz = (1 - s[t]**2) * ds
    dU += np.outer(dz, x[t])
    dW += np.outer(dz, s[t-1])
    ds_next = W.T @ dz
""",
        RNN,
        {"dU": "U", "dW": "W", "dV": "V"},
        Slip("s[t] in dW", "np.outer(dz, s[t-1])", "np.outer(dz, s[t])", {"dW": "other"}),
        Slip("s[t-1] in dV", "np.outer(do, s[t])", "np.outer(do, s[t-1])", {"dV": "other"}),
        Slip("slope of the step before", "(1 - s[t]**2) * ds", "(1 - s[t-1]**2) * ds", each("other", "dU dW")),
        Slip("slope left out", "dz = (1 - s[t]**2) * ds", "dz = ds", each("local", "dU dW")),
        Slip("the next step forgotten", "V.T @ do + ds_next", "V.T @ do", each("other", "dU dW")),
        Slip("V left out", "ds = V.T @ do + ds_next", "ds = do @ V * 2 + ds_next", each("other", "dU dW")),
        Slip("W not transposed", "ds_next = W.T @ dz", "ds_next = W @ dz", each("transpose", "dU dW")),
        Slip("dW set", "dW += np.outer", "dW = np.outer", {"dW": "overwrote"}),
        Slip("handed on before the slope", "ds_next = W.T @ dz", "ds_next = W.T @ ds", each("other", "dU dW")),
        Slip("sign of the error", "do = o[t] - y[t]", "do = y[t] - o[t]", each("sign", "dU dW dV")),
        out="loss",
        labels=(),
        skip=("y",),
    ),
    *with_slips(
        "rnn with lists and biases, softmax outputs",
        """
hs = {-1: h0}
ps = {}
loss = 0
for t in range(3):
    hs[t] = np.tanh(Wxh @ xs[t] + Whh @ hs[t-1] + bh)
    logits = Why @ hs[t] + by
    ps[t] = np.exp(logits) / np.sum(np.exp(logits))
    loss += -np.log(ps[t][targets[t]])
dWxh, dWhh, dWhy = np.zeros_like(Wxh), np.zeros_like(Whh), np.zeros_like(Why)
dbh, dby = np.zeros_like(bh), np.zeros_like(by)
dhnext = np.zeros_like(hs[0])
for t in reversed(range(3)):
    dy = np.copy(ps[t])
    dy[targets[t]] -= 1
    dWhy += np.outer(dy, hs[t])
    dby += dy
    dh = Why.T @ dy + dhnext
    dhraw = (1 - hs[t] * hs[t]) * dh
    dbh += dhraw
    dWxh += np.outer(dhraw, xs[t])
    dWhh += np.outer(dhraw, hs[t-1])
    dhnext = Whh.T @ dhraw
""",
        {
            "Wxh": numbers(406, 3, 2),
            "Whh": numbers(407, 3, 3),
            "Why": numbers(408, 4, 3),
            "bh": numbers(409, 3),
            "by": numbers(410, 4),
            "h0": numbers(411, 3),
            "xs": numbers(412, 3, 2),
            "targets": [1, 3, 0],
        },
        {"dWxh": "Wxh", "dWhh": "Whh", "dWhy": "Why", "dbh": "bh", "dby": "by"},
        Slip("label not subtracted", "    dy[targets[t]] -= 1\n", "", each("other", "dWxh dWhh dWhy dbh dby")),
        Slip(
            "one label for all", "dy[targets[t]] -= 1", "dy[targets[0]] -= 1", each("other", "dWxh dWhh dWhy dbh dby")
        ),
        Slip("hs[t] in dWhh", "np.outer(dhraw, hs[t-1])", "np.outer(dhraw, hs[t])", {"dWhh": "other"}),
        Slip("bias of dh", "dbh += dhraw", "dbh += dh", {"dbh": "operand"}),
        Slip("dby set", "dby += dy", "dby = dy", {"dby": "overwrote"}),
        Slip(
            "outer turned round",
            "dWhh += np.outer(dhraw, hs[t-1])",
            "dWhh += np.outer(hs[t-1], dhraw)",
            {"dWhh": "transpose"},
        ),
        Slip(
            "dhnext not zeroed by steps",
            "dhnext = Whh.T @ dhraw",
            "dhnext += Whh.T @ dhraw",
            each("other", "dWxh dWhh dbh"),
        ),
        out="loss",
        labels=("targets",),
    ),
    *with_slips(
        "backpropagation through time with delta_t",
        """
T = 3
s = np.zeros((T + 1, 3))
o = np.zeros((T, 2))
for t in np.arange(T):
    s[t] = np.tanh(U.dot(x[t]) + W.dot(s[t-1]))
    o[t] = V.dot(s[t])
L = 0.5 * np.sum((o - y)**2)
dLdU = np.zeros(U.shape)
dLdV = np.zeros(V.shape)
dLdW = np.zeros(W.shape)
delta_o = o - y
for t in np.arange(T)[::-1]:
    dLdV += np.outer(delta_o[t], s[t].T)
    delta_t = V.T.dot(delta_o[t]) * (1 - (s[t] ** 2))
    for bptt_step in np.arange(max(0, t-4), t+1)[::-1]:
        dLdW += np.outer(delta_t, s[bptt_step-1])
        dLdU += np.outer(delta_t, x[bptt_step])
        delta_t = W.T.dot(delta_t) * (1 - s[bptt_step-1] ** 2)
""",
        {**RNN, "x": numbers(413, 3, 2), "y": numbers(414, 3, 2)},
        {"dLdU": "U", "dLdV": "V", "dLdW": "W"},
        Slip(
            "s[step] for s[step-1]",
            "np.outer(delta_t, s[bptt_step-1])",
            "np.outer(delta_t, s[bptt_step])",
            {"dLdW": "other"},
        ),
        Slip(
            "slope of the wrong step",
            "(1 - s[bptt_step-1] ** 2)",
            "(1 - s[bptt_step] ** 2)",
            each("other", "dLdU dLdW"),
        ),
        Slip("slope left out at the start", " * (1 - (s[t] ** 2))", "", each("local", "dLdU dLdW")),
        Slip("one step back alone", "max(0, t-4)", "max(0, t)", each("other", "dLdU dLdW")),
        Slip("x of the last step", "np.outer(delta_t, x[bptt_step])", "np.outer(delta_t, x[t])", {"dLdU": "other"}),
        Slip("W left out", "W.T.dot(delta_t) * (1 - s", "delta_t * (1 - s", each("other", "dLdU dLdW")),
        Slip(
            "delta_o with its sign turned",
            "delta_o = o - y",
            "delta_o = y - o",
            each("sign", "dLdU dLdV dLdW"),
            unnamed="",
        ),
        out="L",
        skip=("y",),
    ),
    *with_slips(
        "lstm over a sequence",
        """
def sigmoid(z): return 1/(1 + np.exp(-z))
T = 3
h, c = h0, c0
hs, cs, fs, is_, gs, os_, zs = [h0], [c0], [], [], [], [], []
for t in range(T):
    z = np.concatenate([h, x[t]])
    f = sigmoid(Wf @ z)
    i = sigmoid(Wi @ z)
    g = np.tanh(Wg @ z)
    o = sigmoid(Wo @ z)
    c = f*c + i*g
    h = o*np.tanh(c)
    zs.append(z); fs.append(f); is_.append(i); gs.append(g); os_.append(o); cs.append(c); hs.append(h)
loss = np.sum(h * v)
dWf = np.zeros_like(Wf); dWi = np.zeros_like(Wi); dWg = np.zeros_like(Wg); dWo = np.zeros_like(Wo)
dh = v
dc = np.zeros_like(c0)
for t in range(T-1, -1, -1):
    tc = np.tanh(cs[t+1])
    do = dh * tc * os_[t]*(1 - os_[t])
    dc = dc + dh * os_[t] * (1 - tc**2)
    df = dc * cs[t] * fs[t]*(1 - fs[t])
    di = dc * gs[t] * is_[t]*(1 - is_[t])
    dg = dc * is_[t] * (1 - gs[t]**2)
    dWf += np.outer(df, zs[t])
    dWi += np.outer(di, zs[t])
    dWg += np.outer(dg, zs[t])
    dWo += np.outer(do, zs[t])
    dz = Wf.T @ df + Wi.T @ di + Wg.T @ dg + Wo.T @ do
    dh = dz[:2]
    dc = dc * fs[t]
""",
        {
            "Wf": numbers(415, 2, 3),
            "Wi": numbers(416, 2, 3),
            "Wg": numbers(417, 2, 3),
            "Wo": numbers(418, 2, 3),
            "x": numbers(419, 3, 1),
            "h0": numbers(420, 2),
            "c0": numbers(421, 2),
            "v": numbers(422, 2),
        },
        {"dWf": "Wf", "dWi": "Wi", "dWg": "Wg", "dWo": "Wo"},
        Slip("cell of this step", "df = dc * cs[t] *", "df = dc * cs[t+1] *", each("other", "dWf dWi dWg dWo")),
        Slip("forget gate left out", "dc = dc * fs[t]", "dc = dc", each("other", "dWf dWi dWg dWo")),
        Slip("di times i", "di = dc * gs[t] *", "di = dc * is_[t] *", each("other", "dWf dWi dWg dWo")),
        Slip("cell not added", "dc = dc + dh", "dc = dh", each("other", "dWf dWi dWg dWo")),
        Slip("tail of z", "dh = dz[:2]", "dh = dz[1:]", each("other", "dWf dWi dWg dWo")),
        Slip(
            "tanh of the gate",
            "dg = dc * is_[t] * (1 - gs[t]**2)",
            "dg = dc * is_[t] * gs[t]*(1 - gs[t])",
            each("other", "dWf dWi dWg dWo"),
        ),
        out="loss",
        skip=("v",),
    ),
    *with_slips(
        "gru step",
        """
def sigmoid(a): return 1/(1 + np.exp(-a))
z = sigmoid(Wz @ x + Uz @ h)
r = sigmoid(Wr @ x + Ur @ h)
n = np.tanh(Wn @ x + Un @ (r*h))
h_new = (1 - z)*n + z*h
L = np.sum(h_new * dh_new)
dn = dh_new * (1 - z)
dz = dh_new * (h - n)
dnet_n = dn * (1 - n**2)
drh = Un.T @ dnet_n
dr = drh * h
dnet_r = dr * r * (1 - r)
dnet_z = dz * z * (1 - z)
dUn = np.outer(dnet_n, r*h)
dUr = np.outer(dnet_r, h)
dUz = np.outer(dnet_z, h)
dh = dh_new * z + drh * r + Ur.T @ dnet_r + Uz.T @ dnet_z
dx = Wn.T @ dnet_n + Wr.T @ dnet_r + Wz.T @ dnet_z
""",
        {
            "x": numbers(423, 2),
            "h": numbers(424, 3),
            "Wz": numbers(425, 3, 2),
            "Wr": numbers(426, 3, 2),
            "Wn": numbers(427, 3, 2),
            "Uz": numbers(428, 3, 3),
            "Ur": numbers(429, 3, 3),
            "Un": numbers(430, 3, 3),
            "dh_new": numbers(431, 3),
        },
        {"dn": "n", "dz": "z", "dr": "r", "dUn": "Un", "dUr": "Ur", "dUz": "Uz", "dh": "h", "dx": "x"},
        Slip(
            "sign of dz",
            "dz = dh_new * (h - n)",
            "dz = dh_new * (n - h)",
            {"dz": "sign", "dUz": "inherits", "dh": "inherits", "dx": "inherits"},
        ),
        Slip(
            "dn by z",
            "dn = dh_new * (1 - z)",
            "dn = dh_new * z",
            {
                "dn": "operand",
                "dr": "inherits",
                "dUn": "inherits",
                "dUr": "inherits",
                "dh": "inherits",
                "dx": "inherits",
            },
        ),
        Slip("reset gate left out", "dUn = np.outer(dnet_n, r*h)", "dUn = np.outer(dnet_n, h)", {"dUn": "factor"}),
        Slip("direct way left out", "dh = dh_new * z + drh", "dh = drh", {"dh": "overwrote"}),
        Slip("r left out in dh", "drh * r + Ur", "drh + Ur", {"dh": "other"}),
        Slip(
            "Un not transposed",
            "drh = Un.T @ dnet_n",
            "drh = Un @ dnet_n",
            {"dr": "transpose", "dUr": "inherits", "dh": "inherits", "dx": "inherits"},
        ),
        out="L",
        skip=("dh_new",),
    ),
    *with_slips(
        "self-attention of one head",
        """
Q = X @ Wq
K = X @ Wk
V = X @ Wv
S = Q @ K.T / np.sqrt(d)
E = np.exp(S - S.max(axis=1, keepdims=True))
A = E / E.sum(axis=1, keepdims=True)
out = A @ V
L = np.sum(out * dout)
dA = dout @ V.T
dV = A.T @ dout
dS = A * (dA - np.sum(dA * A, axis=1, keepdims=True))
dQ = dS @ K / np.sqrt(d)
dK = dS.T @ Q / np.sqrt(d)
dWq = X.T @ dQ
dWk = X.T @ dK
dWv = X.T @ dV
dX = dQ @ Wq.T + dK @ Wk.T + dV @ Wv.T
""",
        {
            "X": numbers(432, 3, 4),
            "Wq": numbers(433, 4, 2),
            "Wk": numbers(434, 4, 2),
            "Wv": numbers(435, 4, 2),
            "d": 2,
            "dout": numbers(436, 3, 2),
        },
        {"dA": "A", "dV": "V", "dS": "S", "dQ": "Q", "dK": "K", "dWq": "Wq", "dWk": "Wk", "dWv": "Wv", "dX": "X"},
        Slip(
            "scale left out in dK", "dK = dS.T @ Q / np.sqrt(d)", "dK = dS.T @ Q", inherited("factor", "dK", "dWk dX")
        ),
        Slip("dS not transposed", "dK = dS.T @ Q", "dK = dS @ Q", inherited("transpose", "dK", "dWk dX")),
        Slip(
            "sum over the columns",
            "np.sum(dA * A, axis=1, keepdims=True)",
            "np.sum(dA * A, axis=0, keepdims=True)",
            inherited("axis", "dS", "dQ dK dWq dWk dX"),
        ),
        Slip(
            "softmax as a sigmoid",
            "A * (dA - np.sum(dA * A, axis=1, keepdims=True))",
            "dA * A * (1 - A)",
            inherited("other", "dS", "dQ dK dWq dWk dX"),
        ),
        Slip("A left out", "dS = A * (dA", "dS = (dA", inherited("factor", "dS", "dQ dK dWq dWk dX")),
        Slip("one head's way left out", " + dV @ Wv.T", "", {"dX": "overwrote"}),
        Slip(
            "scale multiplied",
            "dQ = dS @ K / np.sqrt(d)",
            "dQ = dS @ K * np.sqrt(d)",
            inherited("other", "dQ", "dWq dX"),
        ),
        Slip("V for K", "dQ = dS @ K", "dQ = dS @ V", inherited("operand", "dQ", "dWq dX")),
        Slip("A not transposed", "dV = A.T @ dout", "dV = A @ dout", inherited("transpose", "dV", "dWv dX")),
        out="out",
        loss="np.sum(out*dout)",
        also=(("L", None),),
        skip=("dout", "d"),
    ),
    *with_slips(
        "causal attention of a batch, by names with grad",
        """
scores = np.einsum('btd,bsd->bts', q, k) * scale
mask = np.triu(np.ones((3, 3)), 1)
scores = np.where(mask == 1, -1e9, scores)
e = np.exp(scores - scores.max(-1, keepdims=True))
att = e / e.sum(-1, keepdims=True)
y = np.einsum('bts,bsd->btd', att, v)
loss = 0.5*(y**2).sum()
grad_y = y
grad_att = np.einsum('btd,bsd->bts', grad_y, v)
grad_v = np.einsum('bts,btd->bsd', att, grad_y)
grad_scores = att * (grad_att - (grad_att * att).sum(-1, keepdims=True))
grad_q = np.einsum('bts,bsd->btd', grad_scores, k) * scale
grad_k = np.einsum('bts,btd->bsd', grad_scores, q) * scale
""",
        {"q": numbers(437, 2, 3, 2), "k": numbers(438, 2, 3, 2), "v": numbers(439, 2, 3, 2), "scale": 0.6},
        {"grad_y": "y", "grad_att": "att", "grad_v": "v", "grad_q": "q", "grad_k": "k"},
        Slip(
            "letters of grad_k",
            "grad_k = np.einsum('bts,btd->bsd'",
            "grad_k = np.einsum('bst,btd->bsd'",
            {"grad_k": "transpose"},
        ),
        Slip(
            "scale left out",
            "grad_q = np.einsum('bts,bsd->btd', grad_scores, k) * scale",
            "grad_q = np.einsum('bts,bsd->btd', grad_scores, k)",
            {"grad_q": "factor"},
        ),
        Slip(
            "sum over the queries",
            "(grad_att * att).sum(-1, keepdims=True)",
            "(grad_att * att).sum(1, keepdims=True)",
            each("axis", "grad_q grad_k"),
        ),
        out="loss",
        skip=("scale",),
    ),
    *with_slips(
        "word2vec with negative samples",
        """
def sigmoid(z): return 1/(1 + np.exp(-z))
h = W_in[center]
u_pos = W_out[context]
u_neg = W_out[negatives]
pos = sigmoid(u_pos @ h)
neg = sigmoid(u_neg @ h)
loss = -np.log(pos) - np.sum(np.log(1 - neg))
dpos = pos - 1
dneg = neg
grad_u_pos = dpos * h
grad_u_neg = np.outer(dneg, h)
grad_h = dpos * u_pos + u_neg.T @ dneg
dW_in = np.zeros_like(W_in)
dW_in[center] += grad_h
dW_out = np.zeros_like(W_out)
dW_out[context] += grad_u_pos
np.add.at(dW_out, negatives, grad_u_neg)
""",
        {"W_in": numbers(440, 4, 3), "W_out": numbers(441, 5, 3), "center": 1, "context": 2, "negatives": [0, 4, 0]},
        {"grad_h": "h", "dW_in": "W_in", "dW_out": "W_out", "grad_u_pos": "u_pos", "grad_u_neg": "u_neg"},
        Slip(
            "pos for pos - 1",
            "dpos = pos - 1",
            "dpos = pos",
            {"grad_h": "other", "dW_in": "inherits", "dW_out": "inherits", "grad_u_pos": "other"},
        ),
        Slip(
            "sign of the negatives",
            "dneg = neg",
            "dneg = -neg",
            {"grad_h": "other", "dW_in": "inherits", "dW_out": "inherits", "grad_u_neg": "other"},
        ),
        Slip(
            "a sample drawn twice counted once",
            "np.add.at(dW_out, negatives, grad_u_neg)",
            "dW_out[negatives] += grad_u_neg",
            {"dW_out": "overwrote"},
        ),
        Slip("negatives' way left out", " + u_neg.T @ dneg", "", inherited("overwrote", "grad_h", "dW_in")),
        Slip("row of the context", "dW_in[center] += grad_h", "dW_in[context] += grad_h", {"dW_in": "other"}),
        out="loss",
        labels=("center", "context", "negatives"),
    ),
    *with_slips(
        "policy gradient of one episode",
        """
z = states @ theta
p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
T = len(actions)
log_p = np.log(p[np.arange(T), actions])
loss = -np.sum(log_p * returns)
dz = p.copy()
dz[np.arange(T), actions] -= 1
dz *= returns[:, None]
dtheta = states.T @ dz
""",
        {
            "states": numbers(442, 4, 3),
            "theta": numbers(443, 3, 2),
            "actions": [0, 1, 1, 0],
            "returns": [1.0, -0.5, 0.8, 2.0],
        },
        {"dz": "z", "dtheta": "theta"},
        Slip("returns left out", "dz *= returns[:, None]\n", "", inherited("factor", "dz", "dtheta")),
        Slip("label not subtracted", "dz[np.arange(T), actions] -= 1\n", "", inherited("other", "dz", "dtheta")),
        Slip("ascent", "dz *= returns[:, None]", "dz *= -returns[:, None]", inherited("sign", "dz", "dtheta")),
        Slip("mean of the steps", "dtheta = states.T @ dz", "dtheta = states.T @ dz / T", {"dtheta": "mean"}),
        out="loss",
        labels=("actions",),
        skip=("returns",),
    ),
    *with_slips(
        "policy gradient of a bernoulli policy by a loop",
        """
grad = np.zeros_like(w)
J = 0
for s, a, G in zip(S, acts, Gs):
    p = 1/(1 + np.exp(-np.dot(w, s)))
    J += G * (a*np.log(p) + (1 - a)*np.log(1 - p))
for s, a, G in zip(S, acts, Gs):
    p = 1/(1 + np.exp(-np.dot(w, s)))
    grad += G * (a - p) * s
""",
        {"w": numbers(444, 3), "S": numbers(445, 3, 3), "acts": [1.0, 0.0, 1.0], "Gs": [1.0, 0.5, -0.7]},
        {"grad": "w"},
        Slip("return left out", "grad += G * (a - p) * s", "grad += (a - p) * s", {"grad": "factor"}),
        Slip("sign", "grad += G * (a - p) * s", "grad += G * (p - a) * s", {"grad": "sign"}),
        Slip("slope as well", "grad += G * (a - p) * s", "grad += G * (a - p) * p * (1 - p) * s", {"grad": "other"}),
        Slip("set", "grad += G * (a - p) * s", "grad = G * (a - p) * s", {"grad": "overwrote"}),
        out="J",
        skip=("acts", "Gs"),
    ),
    *with_slips(
        "embedding, mean of the words, softmax",
        """
emb = E[words]
h = emb.mean(axis=0)
logits = W @ h + b
probs = np.exp(logits) / np.sum(np.exp(logits))
loss = -np.log(probs[label])
dlogits = probs.copy()
dlogits[label] -= 1
dW = np.outer(dlogits, h)
db = dlogits
dh = W.T @ dlogits
demb = np.tile(dh / len(words), (len(words), 1))
dE = np.zeros_like(E)
for i, w in enumerate(words):
    dE[w] += demb[i]
""",
        {"E": numbers(446, 5, 3), "W": numbers(447, 4, 3), "b": numbers(448, 4), "words": [1, 3, 1], "label": 2},
        {"dlogits": "logits", "dW": "W", "db": "b", "dh": "h", "demb": "emb", "dE": "E"},
        Slip("mean's size left out", "np.tile(dh / len(words),", "np.tile(dh,", inherited("mean", "demb", "dE")),
        Slip("rows set", "dE[w] += demb[i]", "dE[w] = demb[i]", {"dE": "overwrote"}),
        Slip("rows by their place", "dE[w] += demb[i]", "dE[i] += demb[i]", {"dE": "other"}),
        Slip(
            "label plus one",
            "dlogits[label] -= 1",
            "dlogits[label] += 1",
            inherited("other", "dlogits", "dW db dh demb dE"),
        ),
        out="loss",
        labels=("words", "label"),
    ),
]
