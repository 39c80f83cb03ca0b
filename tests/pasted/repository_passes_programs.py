"""Backward passes in the shapes that repositories, articles and notebooks have them, right and with mistakes planted."""

from .program import LATER
from .slips import Slip, numbers, with_slips

X = numbers(41, 5, 3)
T = numbers(42, 5, 2)
NET = {"X": X, "W1": numbers(43, 3, 4), "b1": numbers(44, 4), "W2": numbers(45, 4, 2), "b2": numbers(46, 2), "T": T}
BATCH = {"X": X, "W": numbers(47, 3, 2), "b": numbers(48, 2), "T": T}
SCALARS = {"w": 0.8, "x": -1.3, "b": 0.4, "t": 0.9}
DX = {"dx": "x"}

PROGRAMS = [
    *with_slips(
        "layers with params and grads lists, Affine and Sigmoid and a loss layer",
        """
        class Sigmoid:
            def __init__(self):
                self.params, self.grads = [], []
                self.out = None
            def forward(self, x):
                out = 1 / (1 + np.exp(-x))
                self.out = out
                return out
            def backward(self, dout):
                dx = dout * (1.0 - self.out) * self.out
                return dx

        class Affine:
            def __init__(self, W, b):
                self.params = [W, b]
                self.grads = [np.zeros_like(W), np.zeros_like(b)]
                self.x = None
            def forward(self, x):
                W, b = self.params
                out = np.dot(x, W) + b
                self.x = x
                return out
            def backward(self, dout):
                W, b = self.params
                dx = np.dot(dout, W.T)
                dW = np.dot(self.x.T, dout)
                db = np.sum(dout, axis=0)
                self.grads[0][...] = dW
                self.grads[1][...] = db
                return dx

        class MeanSquared:
            def forward(self, y, t):
                self.y, self.t = y, t
                return np.mean((y - t)**2)
            def backward(self, dout=1):
                return 2*dout*(self.y - self.t)/self.y.size

        layers = [Affine(W1, b1), Sigmoid(), Affine(W2, b2)]
        last = MeanSquared()
        x = X
        for layer in layers:
            x = layer.forward(x)
        loss = last.forward(x, T)
        dout = last.backward()
        for layer in reversed(layers):
            dout = layer.backward(dout)
        dW1, db1 = layers[0].grads
        dW2, db2 = layers[2].grads
        """,
        NET,
        {"dW1": "W1", "db1": "b1", "dW2": "W2", "db2": "b2"},
        Slip(
            "slope without its value",
            "dout * (1.0 - self.out) * self.out",
            "dout * (1.0 - self.out)",
            {"dW1": "other", "db1": "other"},
        ),
        Slip(
            "batch size for the number of entries",
            "/self.y.size",
            "/self.y.shape[0]",
            dict.fromkeys(("dW1", "db1", "dW2", "db2"), "other"),
        ),
        Slip(
            "bias averaged", "db = np.sum(dout, axis=0)", "db = np.mean(dout, axis=0)", {"db1": "other", "db2": "other"}
        ),
        out="loss",
    ),
    *with_slips(
        "nnfs: dinputs and dvalues with a softmax and categorical cross entropy in one",
        """
        class Layer_Dense:
            def __init__(self, weights, biases):
                self.weights = weights
                self.biases = biases
            def forward(self, inputs):
                self.inputs = inputs
                self.output = np.dot(inputs, self.weights) + self.biases
            def backward(self, dvalues):
                self.dweights = np.dot(self.inputs.T, dvalues)
                self.dbiases = np.sum(dvalues, axis=0, keepdims=True)
                self.dinputs = np.dot(dvalues, self.weights.T)
        class Activation_ReLU:
            def forward(self, inputs):
                self.inputs = inputs
                self.output = np.maximum(0, inputs)
            def backward(self, dvalues):
                self.dinputs = dvalues.copy()
                self.dinputs[self.inputs <= 0] = 0
        class Activation_Softmax_Loss_CategoricalCrossentropy:
            def forward(self, inputs, y_true):
                exp_values = np.exp(inputs - np.max(inputs, axis=1, keepdims=True))
                self.output = exp_values / np.sum(exp_values, axis=1, keepdims=True)
                return np.mean(-np.log(self.output[range(len(inputs)), y_true]))
            def backward(self, dvalues, y_true):
                samples = len(dvalues)
                self.dinputs = dvalues.copy()
                self.dinputs[range(samples), y_true] -= 1
                self.dinputs = self.dinputs / samples
        dense1 = Layer_Dense(W1, b1)
        activation1 = Activation_ReLU()
        dense2 = Layer_Dense(W2, b2)
        loss_activation = Activation_Softmax_Loss_CategoricalCrossentropy()
        dense1.forward(X)
        activation1.forward(dense1.output)
        dense2.forward(activation1.output)
        loss = loss_activation.forward(dense2.output, y)
        loss_activation.backward(loss_activation.output, y)
        dense2.backward(loss_activation.dinputs)
        activation1.backward(dense2.dinputs)
        dense1.backward(activation1.dinputs)
        print(dense1.dweights, dense1.dbiases)
        """,
        {
            "X": X,
            "W1": numbers(54, 3, 4),
            "b1": numbers(55, 1, 4),
            "W2": numbers(56, 4, 3),
            "b2": numbers(57, 1, 3),
            "y": [0, 2, 1, 1, 0],
        },
        {"dense1.dweights": "W1", "dense1.dbiases": "b1", "dense2.dweights": "W2", "dense2.dbiases": "b2"},
        Slip(
            "samples left out",
            "        self.dinputs = self.dinputs / samples\n",
            "",
            dict.fromkeys(("dense1.dweights", "dense1.dbiases", "dense2.dweights", "dense2.dbiases"), "other"),
        ),
        Slip(
            "mask left out",
            "        self.dinputs[self.inputs <= 0] = 0\n",
            "",
            {"dense1.dweights": "other", "dense1.dbiases": "other"},
            unnamed="dense2.dweights dense2.dbiases",
        ),
        Slip(
            "one added",
            "y_true] -= 1",
            "y_true] += 1",
            dict.fromkeys(("dense1.dweights", "dense1.dbiases", "dense2.dweights", "dense2.dbiases"), "other"),
        ),
        labels=("y",),
        out="loss",
    ),
    *with_slips(
        "attention with a mask by hand",
        """
        d = Q.shape[-1]
        scores = Q @ K.T / np.sqrt(d)
        scores = np.where(np.tril(np.ones(scores.shape)) == 0, -1e9, scores)
        e = np.exp(scores - scores.max(axis=-1, keepdims=True))
        A = e / e.sum(axis=-1, keepdims=True)
        O = A @ V
        L = np.sum(O * G)
        dO = G
        dA = dO @ V.T
        dV = A.T @ dO
        dscores = A * (dA - np.sum(dA * A, axis=-1, keepdims=True))
        dscores = dscores / np.sqrt(d)
        dQ = dscores @ K
        dK = dscores.T @ Q
        """,
        {"Q": numbers(58, 3, 2), "K": numbers(59, 3, 2), "V": numbers(60, 3, 2), "G": numbers(61, 3, 2)},
        {"dO": "O", "dA": "A", "dV": "V", "dQ": "Q", "dK": "K"},
        Slip("scale left out", "        dscores = dscores / np.sqrt(d)\n".lstrip(), "", {"dQ": "other", "dK": "other"}),
        Slip("dV without the transpose", "dV = A.T @ dO", "dV = A @ dO", {"dV": "transpose"}),
        Slip("K not transposed back", "dK = dscores.T @ Q", "dK = dscores @ Q", {"dK": "transpose"}),
        Slip(
            "sum over the wrong axis",
            "np.sum(dA * A, axis=-1, keepdims=True)",
            "np.sum(dA * A, axis=0, keepdims=True)",
            {"dQ": "other", "dK": "other"},
        ),
        Slip("A left out of the sum", "np.sum(dA * A, axis=-1", "np.sum(dA, axis=-1", {"dQ": "other", "dK": "other"}),
        out="L",
        skip=("G",),
    ),
    *with_slips(
        "multi-head attention by einsum",
        """
        q = np.einsum('td,hdk->htk', x, Wq)
        k = np.einsum('td,hdk->htk', x, Wk)
        v = np.einsum('td,hdk->htk', x, Wv)
        s = np.einsum('htk,hsk->hts', q, k)
        e = np.exp(s - s.max(-1, keepdims=True))
        p = e / e.sum(-1, keepdims=True)
        o = np.einsum('hts,hsk->htk', p, v)
        y = np.einsum('htk,hkd->td', o, Wo)
        loss = 0.5 * np.sum(y**2)
        dy = y
        dWo = np.einsum('htk,td->hkd', o, dy)
        do = np.einsum('td,hkd->htk', dy, Wo)
        dp = np.einsum('htk,hsk->hts', do, v)
        dv = np.einsum('hts,htk->hsk', p, do)
        ds = p * (dp - (dp * p).sum(-1, keepdims=True))
        dq = np.einsum('hts,hsk->htk', ds, k)
        dk = np.einsum('hts,htk->hsk', ds, q)
        dWq = np.einsum('td,htk->hdk', x, dq)
        dWk = np.einsum('td,htk->hdk', x, dk)
        dWv = np.einsum('td,htk->hdk', x, dv)
        dx = np.einsum('htk,hdk->td', dq, Wq) + np.einsum('htk,hdk->td', dk, Wk) + np.einsum('htk,hdk->td', dv, Wv)
        """,
        {
            "x": numbers(62, 3, 2),
            "Wq": numbers(63, 2, 2, 2),
            "Wk": numbers(64, 2, 2, 2),
            "Wv": numbers(65, 2, 2, 2),
            "Wo": numbers(66, 2, 2, 2),
        },
        {
            "dy": "y",
            "dWo": "Wo",
            "do": "o",
            "dp": "p",
            "dv": "v",
            "ds": "s",
            "dq": "q",
            "dk": "k",
            "dWq": "Wq",
            "dWk": "Wk",
            "dWv": "Wv",
            "dx": "x",
        },
        Slip("the values' way to x left out", " + np.einsum('htk,hdk->td', dv, Wv)", "", {"dx": "overwrote"}),
        Slip(
            "queries and keys mixed up",
            "dq = np.einsum('hts,hsk->htk', ds, k)",
            "dq = np.einsum('hts,hsk->htk', ds, q)",
            {"dq": "operand"},
            "dWq dx",
        ),
        Slip(
            "softmax taken elementwise",
            "ds = p * (dp - (dp * p).sum(-1, keepdims=True))",
            "ds = dp * p * (1 - p)",
            {"ds": "other"},
            "dq dk dWq dWk dx",
        ),
        Slip(
            "indices of the scores mixed up",
            "dk = np.einsum('hts,htk->hsk', ds, q)",
            "dk = np.einsum('hst,htk->hsk', ds, q)",
            {"dk": "transpose"},
            "dWk dx",
        ),
        out="loss",
    ),
    *with_slips(
        "LSTM step with caches as tuples",
        """
        def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
            H = prev_h.shape[1]
            a = x.dot(Wx) + prev_h.dot(Wh) + b
            i = 1 / (1 + np.exp(-a[:, :H]))
            f = 1 / (1 + np.exp(-a[:, H:2*H]))
            o = 1 / (1 + np.exp(-a[:, 2*H:3*H]))
            g = np.tanh(a[:, 3*H:])
            next_c = f * prev_c + i * g
            next_h = o * np.tanh(next_c)
            cache = (x, prev_h, prev_c, Wx, Wh, i, f, o, g, next_c)
            return next_h, next_c, cache

        def lstm_step_backward(dnext_h, dnext_c, cache):
            x, prev_h, prev_c, Wx, Wh, i, f, o, g, next_c = cache
            tanh_c = np.tanh(next_c)
            dnext_c = dnext_c + dnext_h * o * (1 - tanh_c**2)
            do = dnext_h * tanh_c
            df = dnext_c * prev_c
            di = dnext_c * g
            dg = dnext_c * i
            dprev_c = dnext_c * f
            da = np.hstack((di*i*(1-i), df*f*(1-f), do*o*(1-o), dg*(1-g**2)))
            dx = da.dot(Wx.T)
            dWx = x.T.dot(da)
            dprev_h = da.dot(Wh.T)
            dWh = prev_h.T.dot(da)
            db = da.sum(axis=0)
            return dx, dprev_h, dprev_c, dWx, dWh, db

        next_h, next_c, cache = lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b)
        dx, dprev_h, dprev_c, dWx, dWh, db = lstm_step_backward(dnext_h, dnext_c, cache)
        """,
        {
            "x": numbers(67, 2, 3),
            "prev_h": numbers(68, 2, 2),
            "prev_c": numbers(69, 2, 2),
            "Wx": numbers(70, 3, 8),
            "Wh": numbers(71, 2, 8),
            "b": numbers(72, 8),
            "dnext_h": numbers(73, 2, 2),
            "dnext_c": numbers(74, 2, 2),
        },
        {"dx": "x", "dprev_h": "prev_h", "dprev_c": "prev_c", "dWx": "Wx", "dWh": "Wh", "db": "b"},
        Slip(
            "the cell's way from h left out",
            "dnext_c = dnext_c + dnext_h * o * (1 - tanh_c**2)",
            "dnext_c = dnext_c + 0",
            dict.fromkeys(("dx", "dprev_h", "dprev_c", "dWx", "dWh", "db"), "other"),
        ),
        Slip(
            "slope of the candidate",
            "dg*(1-g**2)",
            "dg*g*(1-g)",
            dict.fromkeys(("dx", "dprev_h", "dWx", "dWh", "db"), "other"),
        ),
        Slip(
            "forget and input gate mixed up",
            "df = dnext_c * prev_c",
            "df = dnext_c * g",
            dict.fromkeys(("dx", "dprev_h", "dWx", "dWh", "db"), "other"),
        ),
        Slip("previous cell by the input gate", "dprev_c = dnext_c * f", "dprev_c = dnext_c * i", {"dprev_c": "other"}),
        out=LATER,
        loss="np.sum(next_h*dnext_h) + np.sum(next_c*dnext_c)",
        skip=("dnext_h", "dnext_c"),
    ),
    *with_slips(
        "vanilla RNN over a sequence with step functions",
        """
        def rnn_step_forward(x, prev_h, Wx, Wh, b):
            next_h = np.tanh(x.dot(Wx) + prev_h.dot(Wh) + b)
            return next_h, (x, prev_h, Wx, Wh, next_h)
        def rnn_step_backward(dnext_h, cache):
            x, prev_h, Wx, Wh, next_h = cache
            da = dnext_h * (1 - next_h**2)
            return da.dot(Wx.T), da.dot(Wh.T), x.T.dot(da), prev_h.T.dot(da), da.sum(axis=0)
        def rnn_forward(x, h0, Wx, Wh, b):
            N, T, D = x.shape
            H = h0.shape[1]
            h = np.zeros((N, T, H))
            prev_h, cache = h0, []
            for t in range(T):
                prev_h, c = rnn_step_forward(x[:, t, :], prev_h, Wx, Wh, b)
                h[:, t, :] = prev_h
                cache.append(c)
            return h, cache
        def rnn_backward(dh, cache):
            N, T, H = dh.shape
            D = cache[0][0].shape[1]
            dx = np.zeros((N, T, D))
            dprev_h = np.zeros((N, H))
            dWx, dWh, db = np.zeros((D, H)), np.zeros((H, H)), np.zeros(H)
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
            "x": numbers(75, 2, 3, 2),
            "h0": numbers(76, 2, 2),
            "Wx": numbers(77, 2, 2),
            "Wh": numbers(78, 2, 2),
            "b": numbers(79, 2),
            "dh": numbers(80, 2, 3, 2),
        },
        {"dx": "x", "dh0": "h0", "dWx": "Wx", "dWh": "Wh", "db": "b"},
        Slip(
            "what comes from the next step left out",
            "dh[:, t, :] + dprev_h",
            "dh[:, t, :]",
            dict.fromkeys(("dx", "dh0", "dWx", "dWh", "db"), "other"),
        ),
        Slip("dWh set, not added", "dWh += dWh_t", "dWh = dWh_t", {"dWh": "other"}),
        Slip(
            "Wh not transposed", "da.dot(Wh.T)", "da.dot(Wh)", dict.fromkeys(("dx", "dh0", "dWx", "dWh", "db"), "other")
        ),
        out="h",
        loss="np.sum(h*dh)",
        skip=("dh",),
    ),
    *with_slips(
        "max pooling by loops with a mask",
        """
        N, C, H, W = x.shape
        out = np.zeros((N, C, H//2, W//2))
        for i in range(H//2):
            for j in range(W//2):
                out[:, :, i, j] = np.max(x[:, :, 2*i:2*i+2, 2*j:2*j+2], axis=(2, 3))
        dx = np.zeros_like(x)
        for i in range(H//2):
            for j in range(W//2):
                window = x[:, :, 2*i:2*i+2, 2*j:2*j+2]
                mask = (window == out[:, :, i, j][:, :, None, None])
                dx[:, :, 2*i:2*i+2, 2*j:2*j+2] += mask * dout[:, :, i, j][:, :, None, None]
        """,
        {"x": numbers(85, 1, 2, 4, 4), "dout": numbers(86, 1, 2, 2, 2)},
        DX,
        Slip("every entry gets it", "mask * dout", "dout", {"dx": "mask"}),
        Slip(
            "spread evenly",
            "mask * dout[:, :, i, j][:, :, None, None]",
            "dout[:, :, i, j][:, :, None, None] / 4",
            {"dx": "other"},
        ),
        out="out",
        loss="np.sum(out*dout)",
        skip=("dout",),
    ),
    *with_slips(
        "average pooling backward by repeat",
        """
        out = x.reshape(N, 2, 2, 2, 2).mean(axis=(2, 4))
        loss = np.sum(out**2)
        dout = 2*out
        dx = np.repeat(np.repeat(dout, 2, axis=1), 2, axis=2) / 4
        """,
        {"x": numbers(87, 2, 4, 4), "N": 2},
        {"dout": "out", "dx": "x"},
        Slip("not divided", " / 4", "", {"dx": "other"}),
        labels=("N",),
        out="loss",
    ),
    *with_slips(
        "inverted dropout between two layers, masks of given numbers",
        """
        h = np.maximum(0, X @ W1 + b1)
        m = (U < 0.8) / 0.8
        hd = h * m
        y = hd @ W2 + b2
        loss = np.mean(np.sum((y - T)**2, axis=1))
        dy = 2 * (y - T) / X.shape[0]
        dW2 = hd.T @ dy
        db2 = dy.sum(0)
        dhd = dy @ W2.T
        dh = dhd * m
        da = dh * (h > 0)
        dW1 = X.T @ da
        db1 = da.sum(0)
        """,
        {
            **NET,
            "U": [
                [0.1, 0.9, 0.3, 0.5],
                [0.2, 0.4, 0.95, 0.6],
                [0.85, 0.1, 0.2, 0.3],
                [0.5, 0.6, 0.7, 0.1],
                [0.3, 0.2, 0.9, 0.4],
            ],
        },
        {"dy": "y", "dW2": "W2", "db2": "b2", "dhd": "hd", "dh": "h", "dW1": "W1", "db1": "b1"},
        Slip("the dropped units get their gradient", "dh = dhd * m", "dh = dhd", {"dh": "other"}, "dW1 db1"),
        Slip("scale left out", "dh = dhd * m", "dh = dhd * (U < 0.8)", {"dh": "other"}, "dW1 db1"),
        Slip("h before dropout", "dW2 = hd.T @ dy", "dW2 = h.T @ dy", {"dW2": "operand"}),
        skip=("U",),
        out="loss",
    ),
    *with_slips(
        "residual block",
        """
        a = x @ W
        r = np.maximum(a, 0)
        y = x + r
        L = np.sum(y * y) / 2
        gy = y
        gr = gy
        ga = gr * (a > 0)
        gW = x.T @ ga
        gx = gy + ga @ W.T
        """,
        {"x": numbers(88, 3, 3), "W": numbers(89, 3, 3)},
        {"gy": "y", "gr": "r", "ga": "a", "gW": "W", "gx": "x"},
        Slip("the short way left out", "gx = gy + ga @ W.T", "gx = ga @ W.T", {"gx": "overwrote"}),
        Slip("W not transposed", "gx = gy + ga @ W.T", "gx = gy + ga @ W", {"gx": "transpose"}),
        Slip("x and gradient turned round", "gW = x.T @ ga", "gW = ga.T @ x", {"gW": "transpose"}),
        out="L",
    ),
    *with_slips(
        "word embedding by np.add.at",
        """
        out = W[x]
        loss = np.sum(out * dout)
        dW = np.zeros_like(W)
        np.add.at(dW, x, dout)
        """,
        {"W": numbers(90, 4, 2), "x": [[0, 2, 2], [1, 0, 2]], "dout": numbers(91, 2, 3, 2)},
        {"dW": "W"},
        Slip("rows used twice set once", "np.add.at(dW, x, dout)", "dW[x] += dout", {"dW": "overwrote"}),
        labels=("x",),
        skip=("dout",),
        out="loss",
    ),
    *with_slips(
        "SVM by two loops",
        """
        num_classes = W.shape[1]
        num_train = X.shape[0]
        dW = np.zeros(W.shape)
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
        loss += reg * np.sum(W * W)
        dW += 2 * reg * W
        """,
        {"X": X[:3], "W": numbers(92, 3, 4), "y": [1, 0, 3], "reg": 0.1},
        {"dW": "W"},
        Slip("not divided by the number of examples", "dW /= num_train\n", "dW /= 1\n", {"dW": "other"}),
        Slip("the right class added, too", "dW[:, y[i]] -= X[i]", "dW[:, y[i]] += X[i]", {"dW": "sign"}),
        Slip("regularizer divided as well", "dW += 2 * reg * W\n", "dW += 2 * reg * W / num_train\n", {"dW": "other"}),
        labels=("y",),
        skip=("reg",),
        out="loss",
    ),
    *with_slips(
        "softmax loss by loops over classes",
        """
        loss = 0.0
        dW = np.zeros_like(W)
        N, C = X.shape[0], W.shape[1]
        for i in range(N):
            f = X[i].dot(W)
            f -= np.max(f)
            p = np.exp(f) / np.sum(np.exp(f))
            loss += -np.log(p[y[i]])
            for k in range(C):
                dW[:, k] += (p[k] - (k == y[i])) * X[i]
        loss /= N
        loss += 0.5 * reg * np.sum(W * W)
        dW /= N
        dW += reg * W
        """,
        {"X": X[:3], "W": numbers(93, 3, 4), "y": [1, 0, 3], "reg": 0.1},
        {"dW": "W"},
        Slip("label not subtracted", "(p[k] - (k == y[i]))", "p[k]", {"dW": "other"}),
        Slip("regularizer doubled", "dW += reg * W", "dW += 2 * reg * W", {"dW": "other"}),
        Slip("mean left out", "dW /= N\n", "", {"dW": "other"}),
        labels=("y",),
        skip=("reg",),
        out="loss",
    ),
    *with_slips(
        "gradient checked by a loop of central differences",
        """
        def f(W):
            return np.sum(np.tanh(X @ W)**2)
        def eval_numerical_gradient(f, x, h=1e-5):
            grad = np.zeros_like(x)
            it = np.nditer(x, flags=['multi_index'])
            for i in range(x.shape[0]):
                for j in range(x.shape[1]):
                    old = x[i, j]
                    x[i, j] = old + h
                    plus = f(x)
                    x[i, j] = old - h
                    minus = f(x)
                    x[i, j] = old
                    grad[i, j] = (plus - minus) / (2*h)
            return grad
        h = np.tanh(X @ W)
        loss = np.sum(h**2)
        dh = 2*h
        dW = X.T @ (dh * (1 - h**2))
        numeric = eval_numerical_gradient(f, W)
        print(np.max(np.abs(numeric - dW)))
        """.replace("    it = np.nditer(x, flags=['multi_index'])\n        ", ""),
        {"X": numbers(95, 3, 2), "W": numbers(96, 2, 2)},
        {"dh": "h", "dW": "W"},
        Slip("slope of the wrong value", "(1 - h**2)", "(1 - (X @ W)**2)", {"dW": "other"}),
        out="loss",
    ),
    *with_slips(
        "autoencoder with tied weights",
        """
        h = np.tanh(X @ W)
        R = h @ W.T
        loss = np.sum((R - X)**2) / X.shape[0]
        dR = 2 * (R - X) / X.shape[0]
        dh = dR @ W
        dz = dh * (1 - h*h)
        dW = X.T @ dz + dR.T @ h
        """,
        {"X": X, "W": numbers(97, 3, 2)},
        {"dR": "R", "dh": "h", "dW": "W"},
        Slip("the decoder's part left out", "dW = X.T @ dz + dR.T @ h", "dW = X.T @ dz", {"dW": "overwrote"}),
        Slip("the encoder's part left out", "dW = X.T @ dz + dR.T @ h", "dW = dR.T @ h", {"dW": "overwrote"}),
        out="loss",
    ),
    *with_slips(
        "variational autoencoder, latent part",
        """
        std = np.exp(0.5 * logvar)
        z = mu + std * eps
        recon = np.sum((z @ W - x)**2)
        kl = -0.5 * np.sum(1 + logvar - mu**2 - np.exp(logvar))
        loss = recon + kl
        drecon = 2 * (z @ W - x)
        dW = z.T @ drecon
        dz = drecon @ W.T
        dmu = dz + mu
        dlogvar = dz * eps * 0.5 * std + 0.5 * (np.exp(logvar) - 1)
        """,
        {
            "mu": numbers(98, 2, 2),
            "logvar": numbers(99, 2, 2),
            "eps": numbers(100, 2, 2),
            "W": numbers(101, 2, 3),
            "x": numbers(102, 2, 3),
        },
        {"dW": "W", "dz": "z", "dmu": "mu", "dlogvar": "logvar"},
        Slip("KL's part of mu left out", "dmu = dz + mu", "dmu = dz", {"dmu": "overwrote"}),
        Slip("half of the deviation's slope left out", "eps * 0.5 * std", "eps * std", {"dlogvar": "other"}),
        Slip("sign of KL's part", "0.5 * (np.exp(logvar) - 1)", "0.5 * (1 - np.exp(logvar))", {"dlogvar": "sign"}),
        skip=("eps", "x"),
        out="loss",
    ),
    *with_slips(
        "gru cell by hand",
        """
        z = 1/(1 + np.exp(-(x*wz + h0*uz)))
        r = 1/(1 + np.exp(-(x*wr + h0*ur)))
        n = np.tanh(x*wn + r*h0*un)
        h = (1 - z)*n + z*h0
        L = 0.5*(h - t)**2
        dh = h - t
        dz = dh*(h0 - n)
        dn = dh*(1 - z)
        dan = dn*(1 - n**2)
        dr = dan*h0*un
        daz = dz*z*(1 - z)
        dar = dr*r*(1 - r)
        dwz, duz = daz*x, daz*h0
        dwr, dur = dar*x, dar*h0
        dwn, dun = dan*x, dan*r*h0
        dh0 = dh*z + daz*uz + dar*ur + dan*r*un
        """,
        {"x": 0.6, "h0": -0.4, "wz": 0.5, "uz": -0.7, "wr": 1.1, "ur": 0.3, "wn": -0.9, "un": 0.8, "t": 1.0},
        {
            "dh": "h",
            "dz": "z",
            "dn": "n",
            "dr": "r",
            "dwz": "wz",
            "duz": "uz",
            "dwr": "wr",
            "dur": "ur",
            "dwn": "wn",
            "dun": "un",
            "dh0": "h0",
        },
        Slip("one of four ways left out", " + dan*r*un", "", {"dh0": "overwrote"}),
        Slip("sign of the gate", "dz = dh*(h0 - n)", "dz = dh*(n - h0)", {"dz": "sign"}, "dwz duz dh0"),
        Slip("reset gate left out", "dan*r*h0\n", "dan*h0\n", {"dun": "other"}),
        out="L",
    ),
    *with_slips(
        "batchnorm with the mean and variance as arrays, dmean with both terms",
        """
        m = x.shape[0]
        mean = x.mean(axis=0)
        var = x.var(axis=0)
        xhat = (x - mean) / np.sqrt(var + eps)
        y = gamma*xhat + beta
        L = np.sum(y*dy)
        dxhat = dy*gamma
        dvar = np.sum(dxhat*(x - mean)*(-0.5)*(var + eps)**(-1.5), axis=0)
        dmean = np.sum(dxhat*(-1)/np.sqrt(var + eps), axis=0) + dvar*np.sum(-2*(x - mean), axis=0)/m
        dx = dxhat/np.sqrt(var + eps) + dvar*2*(x - mean)/m + dmean/m
        dgamma = np.sum(dy*xhat, axis=0)
        dbeta = np.sum(dy, axis=0)
        """,
        {
            "x": numbers(103, 4, 3),
            "gamma": numbers(104, 3),
            "beta": numbers(105, 3),
            "dy": numbers(106, 4, 3),
            "eps": 1e-5,
        },
        {"dxhat": "xhat", "dvar": "var", "dx": "x", "dgamma": "gamma", "dbeta": "beta"},
        Slip("power of the deviation", "(-1.5)", "(-0.5)", {"dvar": "other"}, "dx"),
        Slip("2 left out", "dvar*2*(x - mean)/m", "dvar*(x - mean)/m", {"dx": "other"}),
        Slip("mean's m left out", " + dmean/m", " + dmean", {"dx": "other"}),
        Slip("x for xhat", "dgamma = np.sum(dy*xhat", "dgamma = np.sum(dy*x", {"dgamma": "operand"}),
        skip=("dy", "eps"),
        out="L",
    ),
]
