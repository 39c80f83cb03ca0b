"""Backward passes in the shapes that courses and books have them, each right and with mistakes planted."""

from .program import NOT_WRONG
from .slips import Slip, numbers, with_slips

X = numbers(1, 5, 4)
Y3 = [0, 2, 1, 1, 0]
ONE_HOT = [[1, 0, 0], [0, 0, 1], [0, 1, 0], [0, 1, 0], [1, 0, 0]]
NET = {"X": X, "W1": numbers(2, 4, 6), "b1": numbers(3, 6), "W2": numbers(4, 6, 3), "b2": numbers(5, 3)}
COLUMNS = {
    "X": numbers(6, 3, 5),
    "Y": [[1, 0, 1, 1, 0]],
    "W1": numbers(7, 4, 3),
    "b1": numbers(8, 4, 1),
    "W2": numbers(9, 1, 4),
    "b2": numbers(10, 1, 1),
}

PROGRAMS = [
    *with_slips(
        "assignment: two-layer net with a grads dictionary",
        """
        class TwoLayerNet:
            def __init__(self, W1, b1, W2, b2):
                self.params = {}
                self.params['W1'] = W1
                self.params['b1'] = b1
                self.params['W2'] = W2
                self.params['b2'] = b2

            def loss(self, X, y=None, reg=0.0):
                W1, b1 = self.params['W1'], self.params['b1']
                W2, b2 = self.params['W2'], self.params['b2']
                N, D = X.shape
                h = np.maximum(0, X.dot(W1) + b1)
                scores = h.dot(W2) + b2
                if y is None:
                    return scores
                shifted = scores - np.max(scores, axis=1, keepdims=True)
                probs = np.exp(shifted) / np.sum(np.exp(shifted), axis=1, keepdims=True)
                data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
                loss = data_loss + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
                grads = {}
                dscores = probs.copy()
                dscores[np.arange(N), y] -= 1
                dscores /= N
                grads['W2'] = h.T.dot(dscores) + 2 * reg * W2
                grads['b2'] = np.sum(dscores, axis=0)
                dh = dscores.dot(W2.T)
                dh[h <= 0] = 0
                grads['W1'] = X.T.dot(dh) + 2 * reg * W1
                grads['b1'] = np.sum(dh, axis=0)
                return loss, grads

        net = TwoLayerNet(W1, b1, W2, b2)
        loss, grads = net.loss(X, y, reg=0.05)
        """,
        {**NET, "y": Y3},
        {"grads['W2']": "W2", "grads['b2']": "b2", "grads['W1']": "W1", "grads['b1']": "b1"},
        Slip("2 of the regularizer forgotten", "+ 2 * reg * W1", "+ reg * W1", {"grads['W1']": "other"}),
        Slip("regularizer forgotten", "h.T.dot(dscores) + 2 * reg * W2", "h.T.dot(dscores)", {"grads['W2']": "other"}),
        Slip(
            "mask of the scores' layer left out",
            "        dh[h <= 0] = 0\n",
            "",
            {"grads['W1']": "other", "grads['b1']": "other"},
        ),
        Slip(
            "N left out",
            "        dscores /= N\n",
            "",
            {"grads['W2']": "other", "grads['b2']": "mean", "grads['W1']": "other", "grads['b1']": "other"},
        ),
        Slip("b1 over the wrong axis", "np.sum(dh, axis=0)", "np.sum(dh)", {"grads['b1']": "other"}),
        labels=("y",),
        out="loss",
    ),
    *with_slips(
        "assignment: layers by functions with caches",
        """
        def affine_forward(x, w, b):
            out = x.reshape(x.shape[0], -1).dot(w) + b
            cache = (x, w, b)
            return out, cache

        def relu_forward(x):
            out = np.maximum(0, x)
            cache = x
            return out, cache

        def affine_relu_forward(x, w, b):
            a, fc_cache = affine_forward(x, w, b)
            out, relu_cache = relu_forward(a)
            cache = (fc_cache, relu_cache)
            return out, cache

        def affine_backward(dout, cache):
            x, w, b = cache
            dx = dout.dot(w.T).reshape(x.shape)
            dw = x.reshape(x.shape[0], -1).T.dot(dout)
            db = np.sum(dout, axis=0)
            return dx, dw, db

        def relu_backward(dout, cache):
            dx, x = None, cache
            dx = dout * (x > 0)
            return dx

        def affine_relu_backward(dout, cache):
            fc_cache, relu_cache = cache
            da = relu_backward(dout, relu_cache)
            dx, dw, db = affine_backward(da, fc_cache)
            return dx, dw, db

        out, cache = affine_relu_forward(x, w, b)
        dx, dw, db = affine_relu_backward(dout, cache)
        """,
        {
            "x": numbers(11, 2, 2, 3),
            "w": numbers(12, 6, 4),
            "b": numbers(13, 4),
            "dout": numbers(14, 2, 4),
        },
        {"dx": "x", "dw": "w", "db": "b"},
        Slip("mask left out", "dx = dout * (x > 0)", "dx = dout", {"dx": "other", "dw": "other", "db": "other"}),
        Slip(
            "mask of the upstream",
            "dx = dout * (x > 0)",
            "dx = dout * (dout > 0)",
            {"dx": "other", "dw": "other", "db": "other"},
        ),
        Slip("bias averaged", "db = np.sum(dout, axis=0)", "db = np.mean(dout, axis=0)", {"db": "mean"}),
        out="out",
        loss="np.sum(out*dout)",
        skip=("dout",),
    ),
    *with_slips(
        "assignment: batch normalization by a graph with a cache",
        """
        def batchnorm_forward(x, gamma, beta, eps=1e-5):
            N, D = x.shape
            mu = 1./N * np.sum(x, axis=0)
            xmu = x - mu
            sq = xmu ** 2
            var = 1./N * np.sum(sq, axis=0)
            sqrtvar = np.sqrt(var + eps)
            ivar = 1./sqrtvar
            xhat = xmu * ivar
            gammax = gamma * xhat
            out = gammax + beta
            cache = (xhat, gamma, xmu, ivar, sqrtvar, var, eps)
            return out, cache

        def batchnorm_backward(dout, cache):
            xhat, gamma, xmu, ivar, sqrtvar, var, eps = cache
            N, D = dout.shape
            dbeta = np.sum(dout, axis=0)
            dgammax = dout
            dgamma = np.sum(dgammax*xhat, axis=0)
            dxhat = dgammax * gamma
            divar = np.sum(dxhat*xmu, axis=0)
            dxmu1 = dxhat * ivar
            dsqrtvar = -1. / (sqrtvar**2) * divar
            dvar = 0.5 * 1. / np.sqrt(var+eps) * dsqrtvar
            dsq = 1. / N * np.ones((N, D)) * dvar
            dxmu2 = 2 * xmu * dsq
            dx1 = (dxmu1 + dxmu2)
            dmu = -1 * np.sum(dxmu1+dxmu2, axis=0)
            dx2 = 1. / N * np.ones((N, D)) * dmu
            dx = dx1 + dx2
            return dx, dgamma, dbeta

        out, cache = batchnorm_forward(x, gamma, beta)
        dx, dgamma, dbeta = batchnorm_backward(dout, cache)
        """,
        {"x": numbers(15, 4, 3), "gamma": numbers(16, 3), "beta": numbers(17, 3), "dout": numbers(18, 4, 3)},
        {"dx": "x", "dgamma": "gamma", "dbeta": "beta"},
        Slip("sign of the square root", "dsqrtvar = -1. /", "dsqrtvar = 1. /", {"dx": "other"}),
        Slip("the mean's way left out", "dx = dx1 + dx2", "dx = dx1", {"dx": "other"}),
        Slip("gamma left out", "dxhat = dgammax * gamma", "dxhat = dgammax", {"dx": "other"}),
        Slip("half left out", "dvar = 0.5 * 1. /", "dvar = 1. /", {"dx": "other"}),
        Slip("dgamma of x centred", "dgammax*xhat", "dgammax*xmu", {"dgamma": "other"}),
        out="out",
        loss="np.sum(out*dout)",
        skip=("dout",),
    ),
    *with_slips(
        "assignment: layer normalization in the short form",
        """
        def layernorm_forward(x, gamma, beta, ln_param):
            eps = ln_param.get('eps', 1e-5)
            mu = x.mean(axis=1, keepdims=True)
            var = x.var(axis=1, keepdims=True)
            std = np.sqrt(var + eps)
            x_hat = (x - mu) / std
            out = gamma * x_hat + beta
            cache = {'x_hat': x_hat, 'std': std, 'gamma': gamma}
            return out, cache

        def layernorm_backward(dout, cache):
            x_hat, std, gamma = cache['x_hat'], cache['std'], cache['gamma']
            dgamma = (dout * x_hat).sum(axis=0)
            dbeta = dout.sum(axis=0)
            dx_hat = dout * gamma
            dx = (dx_hat - dx_hat.mean(axis=1, keepdims=True) - x_hat * (dx_hat * x_hat).mean(axis=1, keepdims=True)) / std
            return dx, dgamma, dbeta

        out, cache = layernorm_forward(x, gamma, beta, {})
        dx, dgamma, dbeta = layernorm_backward(dout, cache)
        """,
        {"x": numbers(19, 3, 4), "gamma": numbers(20, 4), "beta": numbers(21, 4), "dout": numbers(22, 3, 4)},
        {"dx": "x", "dgamma": "gamma", "dbeta": "beta"},
        Slip(
            "means over the batch",
            "dx_hat.mean(axis=1, keepdims=True)",
            "dx_hat.mean(axis=0, keepdims=True)",
            {"dx": "other"},
        ),
        Slip("times the deviation", "/ std\n    return dx", "* std\n    return dx", {"dx": "other"}),
        Slip("dbeta averaged", "dbeta = dout.sum(axis=0)", "dbeta = dout.mean(axis=0)", {"dbeta": "mean"}),
        out="out",
        loss="np.sum(out*dout)",
        skip=("dout",),
    ),
    *with_slips(
        "llm.c: layernorm with rstd and a residual cache",
        """
        eps = 1e-5
        class LayerNorm:
            @staticmethod
            def forward(x, w, b):
                B, T, C = x.shape
                mean = x.sum(-1, keepdims=True) / C
                xshift = x - mean
                var = (xshift**2).sum(-1, keepdims=True) / C
                rstd = (var + eps) ** -0.5
                norm = xshift * rstd
                out = norm * w + b
                cache = (x, w, mean, rstd)
                return out, cache

            @staticmethod
            def backward(dout, cache):
                x, w, mean, rstd = cache
                norm = (x - mean) * rstd
                db = dout.sum((0, 1))
                dw = (dout * norm).sum((0, 1))
                dnorm = dout * w
                dx = dnorm - dnorm.mean(-1, keepdims=True) - norm * (dnorm * norm).mean(-1, keepdims=True)
                dx *= rstd
                return dx, dw, db

        out, cache = LayerNorm.forward(x, w, b)
        dx, dw, db = LayerNorm.backward(dout, cache)
        """,
        {"x": numbers(23, 2, 2, 3), "w": numbers(24, 3), "b": numbers(25, 3), "dout": numbers(26, 2, 2, 3)},
        {"dx": "x", "dw": "w", "db": "b"},
        Slip("rstd left out", "        dx *= rstd\n", "", {"dx": "other"}),
        Slip("norm's way left out", " - norm * (dnorm * norm).mean(-1, keepdims=True)", "", {"dx": "other"}),
        Slip(
            "sum over the batch alone",
            "dw = (dout * norm).sum((0, 1))",
            "dw = (dout * norm).sum(0).mean(0)",
            {"dw": "mean"},
        ),
        out="out",
        loss="np.sum(out*dout)",
        skip=("dout",),
    ),
    *with_slips(
        "planar data: backward_propagation with cache and grads",
        """
        def sigmoid(z):
            return 1/(1+np.exp(-z))

        def forward_propagation(X, parameters):
            W1 = parameters["W1"]
            b1 = parameters["b1"]
            W2 = parameters["W2"]
            b2 = parameters["b2"]
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
            cost = - np.sum(logprobs) / m
            cost = float(np.squeeze(cost))
            return cost

        def backward_propagation(parameters, cache, X, Y):
            m = X.shape[1]
            W1 = parameters["W1"]
            W2 = parameters["W2"]
            A1 = cache["A1"]
            A2 = cache["A2"]
            dZ2 = A2 - Y
            dW2 = 1/m * np.dot(dZ2, A1.T)
            db2 = 1/m * np.sum(dZ2, axis=1, keepdims=True)
            dZ1 = np.multiply(np.dot(W2.T, dZ2), 1 - np.power(A1, 2))
            dW1 = 1/m * np.dot(dZ1, X.T)
            db1 = 1/m * np.sum(dZ1, axis=1, keepdims=True)
            grads = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
            return grads

        parameters = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
        A2, cache = forward_propagation(X, parameters)
        cost = compute_cost(A2, Y)
        grads = backward_propagation(parameters, cache, X, Y)
        """,
        COLUMNS,
        {"grads['dW1']": "W1", "grads['db1']": "b1", "grads['dW2']": "W2", "grads['db2']": "b2"},
        Slip(
            "slope of the sigmoid for tanh",
            "1 - np.power(A1, 2)",
            "A1 * (1 - A1)",
            {"grads['dW1']": "other", "grads['db1']": "other"},
        ),
        Slip("m left out in db1", "db1 = 1/m * np.sum(dZ1", "db1 = np.sum(dZ1", {"grads['db1']": "other"}),
        Slip(
            "labels minus outputs",
            "dZ2 = A2 - Y",
            "dZ2 = Y - A2",
            {"grads['dW1']": "other", "grads['db1']": "other", "grads['dW2']": "other", "grads['db2']": "other"},
        ),
        Slip(
            "slope left out",
            "dZ1 = np.multiply(np.dot(W2.T, dZ2), 1 - np.power(A1, 2))",
            "dZ1 = np.dot(W2.T, dZ2)",
            {"grads['dW1']": "other", "grads['db1']": "other"},
        ),
        out="cost",
        skip=("Y",),
    ),
    *with_slips(
        "deep network of the specialization: linear_backward with caches and L",
        """
        def linear_activation_forward(A_prev, W, b, activation):
            Z = W.dot(A_prev) + b
            linear_cache = (A_prev, W, b)
            if activation == "sigmoid":
                A = 1/(1+np.exp(-Z))
            elif activation == "relu":
                A = np.maximum(0, Z)
            return A, (linear_cache, Z)

        def L_model_forward(X, parameters):
            caches = []
            A = X
            L = len(parameters) // 2
            for l in range(1, L):
                A_prev = A
                A, cache = linear_activation_forward(A_prev, parameters['W' + str(l)], parameters['b' + str(l)], "relu")
                caches.append(cache)
            AL, cache = linear_activation_forward(A, parameters['W' + str(L)], parameters['b' + str(L)], "sigmoid")
            caches.append(cache)
            return AL, caches

        def linear_backward(dZ, cache):
            A_prev, W, b = cache
            m = A_prev.shape[1]
            dW = 1./m * np.dot(dZ, A_prev.T)
            db = 1./m * np.sum(dZ, axis=1, keepdims=True)
            dA_prev = np.dot(W.T, dZ)
            return dA_prev, dW, db

        def linear_activation_backward(dA, cache, activation):
            linear_cache, Z = cache
            if activation == "relu":
                dZ = np.array(dA, copy=True)
                dZ[Z <= 0] = 0
            elif activation == "sigmoid":
                s = 1/(1+np.exp(-Z))
                dZ = dA * s * (1-s)
            return linear_backward(dZ, linear_cache)

        def L_model_backward(AL, Y, caches):
            grads = {}
            L = len(caches)
            Y = Y.reshape(AL.shape)
            dAL = - (np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
            current_cache = caches[L-1]
            grads["dA" + str(L-1)], grads["dW" + str(L)], grads["db" + str(L)] = linear_activation_backward(dAL, current_cache, "sigmoid")
            for l in reversed(range(L-1)):
                current_cache = caches[l]
                dA_prev_temp, dW_temp, db_temp = linear_activation_backward(grads["dA" + str(l + 1)], current_cache, "relu")
                grads["dA" + str(l)] = dA_prev_temp
                grads["dW" + str(l + 1)] = dW_temp
                grads["db" + str(l + 1)] = db_temp
            return grads

        parameters = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
        AL, caches = L_model_forward(X, parameters)
        m = Y.shape[1]
        cost = (1./m) * (-np.dot(Y, np.log(AL).T) - np.dot(1-Y, np.log(1-AL).T))
        cost = np.squeeze(cost)
        grads = L_model_backward(AL, Y, caches)
        """,
        COLUMNS,
        {"grads['dW1']": "W1", "grads['db1']": "b1", "grads['dW2']": "W2", "grads['db2']": "b2"},
        Slip(
            "cache of the next layer's W",
            "dA_prev = np.dot(W.T, dZ)",
            "dA_prev = np.dot(W.T, dZ)/m",
            {"grads['dW1']": "other", "grads['db1']": "other"},
        ),
        Slip("mask left out", "        dZ[Z <= 0] = 0\n", "", {"grads['dW1']": "other", "grads['db1']": "other"}),
        Slip(
            "slope left out",
            "dZ = dA * s * (1-s)",
            "dZ = dA",
            dict.fromkeys(("grads['dW1']", "grads['db1']", "grads['dW2']", "grads['db2']"), "other"),
        ),
        out="cost",
        skip=("Y",),
    ),
    *with_slips(
        "step by step example with all partial derivatives by name",
        """
        net_h1 = w1*i1 + w2*i2 + b1
        net_h2 = w3*i1 + w4*i2 + b1
        out_h1 = 1/(1 + np.exp(-net_h1))
        out_h2 = 1/(1 + np.exp(-net_h2))
        net_o1 = w5*out_h1 + w6*out_h2 + b2
        net_o2 = w7*out_h1 + w8*out_h2 + b2
        out_o1 = 1/(1 + np.exp(-net_o1))
        out_o2 = 1/(1 + np.exp(-net_o2))
        E_total = 0.5*(target_o1 - out_o1)**2 + 0.5*(target_o2 - out_o2)**2
        dE_dout_o1 = -(target_o1 - out_o1)
        dE_dout_o2 = -(target_o2 - out_o2)
        dE_dnet_o1 = dE_dout_o1 * out_o1*(1 - out_o1)
        dE_dnet_o2 = dE_dout_o2 * out_o2*(1 - out_o2)
        dE_dw5 = dE_dnet_o1 * out_h1
        dE_dw6 = dE_dnet_o1 * out_h2
        dE_dw7 = dE_dnet_o2 * out_h1
        dE_dw8 = dE_dnet_o2 * out_h2
        dE_dout_h1 = dE_dnet_o1*w5 + dE_dnet_o2*w7
        dE_dout_h2 = dE_dnet_o1*w6 + dE_dnet_o2*w8
        dE_dw1 = dE_dout_h1 * out_h1*(1 - out_h1) * i1
        dE_dw2 = dE_dout_h1 * out_h1*(1 - out_h1) * i2
        dE_dw3 = dE_dout_h2 * out_h2*(1 - out_h2) * i1
        dE_dw4 = dE_dout_h2 * out_h2*(1 - out_h2) * i2
        """,
        {
            "i1": 0.05,
            "i2": 0.10,
            "w1": 0.15,
            "w2": 0.20,
            "w3": 0.25,
            "w4": 0.30,
            "w5": 0.40,
            "w6": 0.45,
            "w7": 0.50,
            "w8": 0.55,
            "b1": 0.35,
            "b2": 0.60,
            "target_o1": 0.01,
            "target_o2": 0.99,
        },
        {f"dE_dw{n}": f"w{n}" for n in range(1, 9)} | {"dE_dout_h1": "out_h1", "dE_dnet_o2": "net_o2"},
        Slip(
            "one output's way left out",
            "dE_dnet_o1*w5 + dE_dnet_o2*w7",
            "dE_dnet_o1*w5",
            {"dE_dout_h1": "overwrote"},
            "dE_dw1 dE_dw2",
        ),
        Slip(
            "weights mixed up",
            "dE_dnet_o1*w5 + dE_dnet_o2*w7",
            "dE_dnet_o1*w5 + dE_dnet_o2*w6",
            {"dE_dout_h1": "other"},
            "dE_dw1 dE_dw2",
        ),
        Slip(
            "slope of the net value",
            "dE_dout_o2 * out_o2*(1 - out_o2)",
            "dE_dout_o2 * net_o2*(1 - net_o2)",
            {"dE_dnet_o2": "other"},
            "dE_dw7 dE_dw8 dE_dout_h1 dE_dw1 dE_dw2 dE_dw3 dE_dw4",
        ),
        Slip("input of the other unit", "dE_dnet_o1 * out_h2", "dE_dnet_o1 * out_h1", {"dE_dw6": "other"}),
        out="E_total",
    ),
    *with_slips(
        "Nielsen: backprop with lists of zs and activations",
        """
        def sigmoid(z):
            return 1.0/(1.0+np.exp(-z))
        def sigmoid_prime(z):
            return sigmoid(z)*(1-sigmoid(z))
        biases = [b1, b2]
        weights = [W1, W2]
        nabla_b = [np.zeros(b.shape) for b in biases]
        nabla_w = [np.zeros(w.shape) for w in weights]
        activation = x
        activations = [x]
        zs = []
        for b, w in zip(biases, weights):
            z = np.dot(w, activation)+b
            zs.append(z)
            activation = sigmoid(z)
            activations.append(activation)
        cost = 0.5*np.sum((activations[-1] - y)**2)
        delta = (activations[-1] - y) * sigmoid_prime(zs[-1])
        nabla_b[-1] = delta
        nabla_w[-1] = np.dot(delta, activations[-2].transpose())
        for l in range(2, 3):
            z = zs[-l]
            sp = sigmoid_prime(z)
            delta = np.dot(weights[-l+1].transpose(), delta) * sp
            nabla_b[-l] = delta
            nabla_w[-l] = np.dot(delta, activations[-l-1].transpose())
        """,
        {
            "x": numbers(27, 3, 1),
            "y": [[1.0], [0.0]],
            "W1": numbers(28, 4, 3),
            "b1": numbers(29, 4, 1),
            "W2": numbers(30, 2, 4),
            "b2": numbers(31, 2, 1),
        },
        {"delta": NOT_WRONG, "nabla_w[-2]": "W1", "nabla_w[-1]": "W2", "nabla_b[-2]": "b1", "nabla_b[-1]": "b2"},
        Slip(
            "slope left out at the output",
            "(activations[-1] - y) * sigmoid_prime(zs[-1])",
            "(activations[-1] - y)",
            {"nabla_b[-1]": "other", "nabla_w[-1]": "other", "nabla_w[-2]": "other", "nabla_b[-2]": "other"},
        ),
        Slip(
            "slope of the activation",
            "sp = sigmoid_prime(z)",
            "sp = sigmoid_prime(activations[-l])",
            {"nabla_w[-2]": "other", "nabla_b[-2]": "other"},
        ),
        Slip("slope left out below", "delta) * sp", "delta)", {"nabla_w[-2]": "other", "nabla_b[-2]": "other"}),
        out="cost",
        skip=("y",),
    ),
    *with_slips(
        "min-char-rnn with dhnext and clipping afterwards",
        """
        def lossFun(inputs, targets, hprev):
            xs, hs, ys, ps = {}, {}, {}, {}
            hs[-1] = np.copy(hprev)
            loss = 0
            for t in range(len(inputs)):
                xs[t] = np.zeros((vocab_size,1))
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
            for dparam in [dWxh, dWhh, dWhy, dbh, dby]:
                np.clip(dparam, -50, 50, out=dparam)
            return loss, dWxh, dWhh, dWhy, dbh, dby, hs[len(inputs)-1]

        vocab_size = 3
        loss, dWxh, dWhh, dWhy, dbh, dby, hprev = lossFun([0, 2, 1], [2, 1, 0], hprev)
        """,
        {
            "Wxh": numbers(32, 2, 3),
            "Whh": numbers(33, 2, 2),
            "Why": numbers(34, 3, 2),
            "bh": numbers(35, 2, 1),
            "by": numbers(36, 3, 1),
            "hprev": numbers(37, 2, 1),
        },
        {"dWxh": "Wxh", "dWhh": "Whh", "dWhy": "Why", "dbh": "bh", "dby": "by"},
        Slip(
            "Whh not transposed",
            "dhnext = np.dot(Whh.T, dhraw)",
            "dhnext = np.dot(Whh, dhraw)",
            {"dWxh": "other", "dWhh": "other", "dbh": "other"},
        ),
        Slip(
            "state of now for the one before", "np.dot(dhraw, hs[t-1].T)", "np.dot(dhraw, hs[t].T)", {"dWhh": "other"}
        ),
        Slip(
            "what comes from the next step set, not added",
            "dh = np.dot(Why.T, dy) + dhnext",
            "dh = np.dot(Why.T, dy)",
            {"dWxh": "other", "dWhh": "other", "dbh": "other"},
        ),
        Slip(
            "slope without the square",
            "(1 - hs[t] * hs[t]) * dh",
            "(1 - hs[t]) * dh",
            {"dWxh": "other", "dWhh": "other", "dbh": "other"},
        ),
        Slip("last step's bias alone", "dby += dy", "dby = dy", {"dby": "other"}),
        out="loss",
        skip=("hprev",),
    ),
]
