"""Gradients written by hand, right ones and ones with planted mistakes; the oracle decides which is which."""

from .program import LATER, NOT_WRONG, P

X = [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]]
W = [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]]
B = [0.1, -0.2, 0.3]
DOUT = [[0.3, -0.5, 0.2], [1.1, 0.4, -0.7], [-0.6, 0.9, 0.8]]

PROGRAMS = [
    P(
        "claims z02b",
        """
        f = x*y
        dfdx = y
        dfdy = x
        """,
        {"x": 3, "y": -4},
        out="f",
        grads={"dfdx": "x", "dfdy": "y"},
    ),
    P(
        "claims z02c",
        """
        f = x*y
        df_dx = y*1.0
        df_dy = x*1.0
        """,
        {"x": 3, "y": -4},
        out="f",
        grads={"df_dx": "x", "df_dy": "y"},
    ),
    P(
        "claims y12",
        """
        dA = np.array([1.,2.])
        Z = np.array([-1.,2.])
        dZ = np.array(dA, copy=True)
        dZ[Z <= 0] = 0
        """,
        out="~",
        grads={"dZ": NOT_WRONG},
    ),
    P(
        "claims z02",
        """
        f = x*y
        dx = y
        dy = x
        """,
        {"x": 3, "y": -4},
        out="f",
        grads={"dx": "x", "dy": "y"},
    ),
    P(
        "claims z01",
        "x=3; y=-4; s=x+y; q=x*y; f=s*q; ds=q; dq=s; dx=ds+dq*y; dy=ds+dq*x",
        out="f",
        grads={"ds": "s", "dq": "q", "dx": "x", "dy": "y"},
    ),
    P(
        "claims y13",
        """
        p = sigmoid(w*x)
        dp = p - t
        dw = dp*x
        """,
        {"w": 2, "x": -1, "t": 1},
        out="~",
        grads={"dp": NOT_WRONG, "dw": NOT_WRONG},
    ),
]

AFFINE = {"x": X, "w": W, "b": B, "dout": DOUT}
FROM_DOUT = {"out": "out", "loss": "np.sum(out * dout)", "skip": ("dout",)}
AFFINE_GRADS = {"dx": "x", "dw": "w", "db": "b"}

PROGRAMS += [
    # The notes' programs.
    P(
        "f = (x + y)*z, staged",
        """
        x = -2; y = 5; z = -4
        # perform the forward pass
        q = x + y # q becomes 3
        f = q * z # f becomes -12
        # perform the backward pass (backpropagation) in reverse order:
        # first backprop through f = q * z
        dfdz = q # df/dz = q, so gradient on z becomes 3
        dfdq = z # df/dq = z, so gradient on q becomes -4
        dqdx = 1.0
        dqdy = 1.0
        # now backprop through q = x + y
        dfdx = dfdq * dqdx
        dfdy = dfdq * dqdy
        """,
        out="f",
        grads={"dfdz": "z", "dfdq": "q", "dfdx": "x", "dfdy": "y"},
    ),
    P(
        "sigmoid neuron with ddot",
        """
        w = [2,-3,-3] # assume some random weights and data
        x = [-1, -2]

        # forward pass
        dot = w[0]*x[0] + w[1]*x[1] + w[2]
        f = 1.0 / (1 + math.exp(-dot)) # sigmoid function

        # backward pass through the neuron (backpropagation)
        ddot = (1 - f) * f # gradient on dot variable, using the sigmoid gradient derivation
        dx = [w[0] * ddot, w[1] * ddot] # backprop into x
        dw = [x[0] * ddot, x[1] * ddot, 1.0 * ddot] # backprop into w
        """,
        out="f",
        twin="""
        w = np.array([2.0, -3.0, -3.0])
        x = np.array([-1.0, -2.0])
        dot = w[0]*x[0] + w[1]*x[1] + w[2]
        f = 1.0 / (1 + np.exp(-dot))
        ddot = (1 - f) * f
        dx = [w[0] * ddot, w[1] * ddot]
        dw = [x[0] * ddot, x[1] * ddot, 1.0 * ddot]
        """,
        grads={"ddot": "dot", "dx": "x", "dw": "w"},
    ),
    P(
        "staged sigmoid program",
        """
        x = 3 # example values
        y = -4

        # forward pass
        sigy = 1.0 / (1 + math.exp(-y)) # sigmoid in numerator   #(1)
        num = x + sigy # numerator                               #(2)
        sigx = 1.0 / (1 + math.exp(-x)) # sigmoid in denominator #(3)
        xpy = x + y                                              #(4)
        xpysqr = xpy**2                                          #(5)
        den = sigx + xpysqr # denominator                        #(6)
        invden = 1.0 / den                                       #(7)
        f = num * invden # done!                                 #(8)

        # backprop f = num * invden
        dnum = invden # gradient on numerator                             #(8)
        dinvden = num                                                     #(8)
        # backprop invden = 1.0 / den
        dden = (-1.0 / (den**2)) * dinvden                                #(7)
        # backprop den = sigx + xpysqr
        dsigx = (1) * dden                                                #(6)
        dxpysqr = (1) * dden                                              #(6)
        # backprop xpysqr = xpy**2
        dxpy = (2 * xpy) * dxpysqr                                        #(5)
        # backprop xpy = x + y
        dx = (1) * dxpy                                                   #(4)
        dy = (1) * dxpy                                                   #(4)
        # backprop sigx = 1.0 / (1 + math.exp(-x))
        dx += ((1 - sigx) * sigx) * dsigx # Notice += !! See notes below  #(3)
        # backprop num = x + sigy
        dx += (1) * dnum                                                  #(2)
        dsigy = (1) * dnum                                                #(2)
        # backprop sigy = 1.0 / (1 + math.exp(-y))
        dy += ((1 - sigy) * sigy) * dsigy                                 #(1)
        # done! phew
        """,
        out="f",
        grads={
            "dnum": "num",
            "dinvden": "invden",
            "dden": "den",
            "dsigx": "sigx",
            "dxpysqr": "xpysqr",
            "dxpy": "xpy",
            "dx": "x",
            "dy": "y",
            "dsigy": "sigy",
        },
    ),
    P(
        "staged sigmoid program, dx overwritten",
        """
        x = 3
        y = -4
        sigx = 1.0 / (1 + math.exp(-x))
        xpy = x + y
        xpysqr = xpy**2
        den = sigx + xpysqr
        invden = 1.0 / den
        f = x * invden
        dinvden = x
        dden = (-1.0 / (den**2)) * dinvden
        dsigx = dden
        dxpysqr = dden
        dxpy = (2 * xpy) * dxpysqr
        dx = dxpy
        dy = dxpy
        dx = ((1 - sigx) * sigx) * dsigx
        """,
        out="f",
        grads={
            "dinvden": "invden",
            "dden": "den",
            "dsigx": "sigx",
            "dxpysqr": "xpysqr",
            "dxpy": "xpy",
            "dx": "x",
            "dy": "y",
        },
        mistakes={"dx": "overwrote"},
    ),
    P(
        "matrix product with free dD",
        """
        # forward pass
        D = W.dot(X)
        # now suppose we had the gradient on D from above in the circuit
        dW = dD.dot(X.T) #.T gives the transpose of the matrix
        dX = W.T.dot(dD)
        """,
        {"W": W, "X": [[0.5, 1.0], [-0.7, 0.2], [0.9, -0.4]], "dD": [[0.3, -0.5], [0.8, 0.1]]},
        out="D",
        loss="np.sum(D * dD)",
        skip=("dD",),
        grads={"dW": "W", "dX": "X"},
    ),
    # Layers from a free dout, in the open.
    P(
        "affine in the open",
        """
        out = x.dot(w) + b
        dx = dout.dot(w.T)
        dw = x.T.dot(dout)
        db = np.sum(dout, axis=0)
        """,
        AFFINE,
        **FROM_DOUT,
        grads=AFFINE_GRADS,
    ),
    P(
        "affine, dw from w",
        """
        out = x.dot(w) + b
        dx = dout.dot(w.T)
        dw = x.T.dot(out)
        db = np.sum(dout, axis=0)
        """,
        AFFINE,
        **FROM_DOUT,
        grads=AFFINE_GRADS,
        mistakes={"dw": "operand"},
    ),
    P(
        "affine, db averaged",
        """
        out = x @ w + b
        dx = dout @ w.T
        dw = x.T @ dout
        db = np.mean(dout, axis=0)
        """,
        AFFINE,
        **FROM_DOUT,
        grads=AFFINE_GRADS,
        mistakes={"db": "mean"},
    ),
    P(
        "affine, db over the wrong axis",
        """
        out = x @ w + b
        dx = dout @ w.T
        dw = x.T @ dout
        db = dout.sum(axis=1)
        """,
        AFFINE,
        **FROM_DOUT,
        grads=AFFINE_GRADS,
        mistakes={"db": "axis"},
    ),
    P(
        "square affine, transpose missing",
        """
        out = x @ w + b
        dx = dout @ w
        dw = x.T @ dout
        db = dout.sum(0)
        """,
        {"x": X, "w": [[0.2, -0.4], [1.0, 0.5]], "b": [0.1, -0.2], "dout": [[0.3, -0.5], [1.1, 0.4], [-0.6, 0.9]]},
        **FROM_DOUT,
        grads=AFFINE_GRADS,
        mistakes={"dx": "transpose"},
    ),
    P(
        "affine, sign of dw",
        """
        out = x @ w + b
        dx = dout @ w.T
        dw = -x.T @ dout
        db = dout.sum(0)
        """,
        AFFINE,
        **FROM_DOUT,
        grads=AFFINE_GRADS,
        mistakes={"dw": "sign"},
    ),
    P(
        "affine layer as two functions without a call",
        """
        def affine_forward(x, w, b):
            N = x.shape[0]
            out = x.reshape(N, -1).dot(w) + b
            cache = (x, w, b)
            return out, cache

        def affine_backward(dout, cache):
            x, w, b = cache
            dx = dout.dot(w.T).reshape(x.shape)
            dw = x.reshape(x.shape[0], -1).T.dot(dout)
            db = np.sum(dout, axis=0)
            return dx, dw, db
        """,
        AFFINE,
        **FROM_DOUT,
        twin="""
        out = x.dot(w) + b
        dx = dout.dot(w.T)
        dw = x.T.dot(dout)
        db = np.sum(dout, axis=0)
        """,
        grads=AFFINE_GRADS,
    ),
    P(
        "affine layer as two functions, called",
        """
        def affine_forward(x, w, b):
            out = x.reshape(x.shape[0], -1) @ w + b
            return out, (x, w, b)

        def affine_backward(dout, cache):
            x, w, b = cache
            dx = (dout @ w.T).reshape(x.shape)
            dw = x.reshape(x.shape[0], -1).T @ dout
            db = dout.sum(axis=0)
            return dx, dw, db

        out, cache = affine_forward(x, w, b)
        dx, dw, db = affine_backward(dout, cache)
        """,
        AFFINE,
        **FROM_DOUT,
        grads=AFFINE_GRADS,
    ),
    P(
        "affine layer as two functions, called, db averaged",
        """
        def affine_forward(x, w, b):
            out = x.reshape(x.shape[0], -1) @ w + b
            return out, (x, w, b)

        def affine_backward(dout, cache):
            x, w, b = cache
            dx = (dout @ w.T).reshape(x.shape)
            dw = x.reshape(x.shape[0], -1).T @ dout
            db = dout.sum(axis=0) / x.shape[0]
            return dx, dw, db

        out, cache = affine_forward(x, w, b)
        dx, dw, db = affine_backward(dout, cache)
        """,
        AFFINE,
        **FROM_DOUT,
        grads=AFFINE_GRADS,
        mistakes={"db": "mean"},
    ),
    P(
        "relu layer with a cache",
        """
        def relu_forward(x):
            out = np.maximum(0, x)
            cache = x
            return out, cache

        def relu_backward(dout, cache):
            x = cache
            dx = dout * (x > 0)
            return dx

        out, cache = relu_forward(x)
        dx = relu_backward(dout, cache)
        """,
        {"x": X, "dout": [[0.3, -0.5], [1.1, 0.4], [-0.6, 0.9]]},
        **FROM_DOUT,
        grads={"dx": "x"},
    ),
    P(
        "relu layer, mask missing",
        """
        def relu_forward(x):
            out = np.maximum(0, x)
            cache = x
            return out, cache

        def relu_backward(dout, cache):
            x = cache
            dx = dout
            return dx

        out, cache = relu_forward(x)
        dx = relu_backward(dout, cache)
        """,
        {"x": X, "dout": [[0.3, -0.5], [1.1, 0.4], [-0.6, 0.9]]},
        **FROM_DOUT,
        grads={"dx": "x"},
        mistakes={"dx": "mask"},
    ),
    P(
        "relu by an assigned mask",
        """
        out = np.maximum(x, 0)
        dx = dout.copy()
        dx[x <= 0] = 0
        """,
        {"x": X, "dout": [[0.3, -0.5], [1.1, 0.4], [-0.6, 0.9]]},
        **FROM_DOUT,
        grads={"dx": "x"},
    ),
    P(
        "relu, mask of the upstream gradient",
        """
        out = np.maximum(x, 0)
        dx = dout * (dout > 0)
        """,
        {"x": X, "dout": [[-0.3, 0.5], [1.1, -0.4], [0.6, 0.9]]},
        **FROM_DOUT,
        grads={"dx": "x"},
        mistakes={"dx": "mask"},
    ),
    P(
        "sigmoid layer",
        """
        s = 1 / (1 + np.exp(-z))
        dz = ds * s * (1 - s)
        """,
        {"z": [0.5, -1.2, 2.0], "ds": [0.3, 0.8, -0.4]},
        out="s",
        loss="np.sum(s * ds)",
        skip=("ds",),
        grads={"dz": "z"},
    ),
    P(
        "sigmoid and its derivative",
        """
        out = 1 / (1 + np.exp(-z))
        dz = out * (1 - out)
        """,
        {"z": [0.5, -1.2, 2.0]},
        out="out",
        grads={"dz": "z"},
    ),
    P(
        "sigmoid inside a loss, forgot the upstream gradient",
        """
        z = x @ w + b
        a = 1 / (1 + np.exp(-z))
        loss = np.sum((a - y)**2)
        da = 2*(a - y)
        dz = a * (1 - a)
        dw = x.T @ dz
        db = np.sum(dz)
        """,
        {"x": X, "w": [0.4, -0.6], "b": 0.2, "y": [1.0, 0.0, 1.0]},
        out="loss",
        grads={"da": "a", "dz": "z", "dw": "w", "db": "b"},
        mistakes={"dz": "upstream", "dw": "inherits", "db": "inherits"},
    ),
    P(
        "tanh rnn step with a cache",
        """
        def rnn_step_forward(x, prev_h, Wx, Wh, b):
            next_h = np.tanh(x @ Wx + prev_h @ Wh + b)
            cache = (x, prev_h, Wx, Wh, next_h)
            return next_h, cache

        def rnn_step_backward(dnext_h, cache):
            x, prev_h, Wx, Wh, next_h = cache
            dz = dnext_h * (1 - next_h**2)
            dx = dz @ Wx.T
            dprev_h = dz @ Wh.T
            dWx = x.T @ dz
            dWh = prev_h.T @ dz
            db = dz.sum(axis=0)
            return dx, dprev_h, dWx, dWh, db

        next_h, cache = rnn_step_forward(x, prev_h, Wx, Wh, b)
        dx, dprev_h, dWx, dWh, db = rnn_step_backward(dnext_h, cache)
        """,
        {
            "x": X,
            "prev_h": [[0.1, 0.4, -0.2], [0.3, -0.1, 0.2], [0.0, 0.5, 0.6]],
            "Wx": W,
            "Wh": [[0.1, 0.2, 0.3], [0.0, 0.4, 0.1], [0.5, -0.2, 0.1]],
            "b": B,
            "dnext_h": DOUT,
        },
        out="next_h",
        loss="np.sum(next_h * dnext_h)",
        skip=("dnext_h",),
        grads={"dx": "x", "dprev_h": "prev_h", "dWx": "Wx", "dWh": "Wh", "db": "b"},
    ),
    P(
        "batchnorm backward, staged",
        """
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

        dbeta = np.sum(dout, axis=0)
        dgammax = dout
        dgamma = np.sum(dgammax*xhat, axis=0)
        dxhat = dgammax * gamma
        divar = np.sum(dxhat*xmu, axis=0)
        dxmu1 = dxhat * ivar
        dsqrtvar = -1. /(sqrtvar**2) * divar
        dvar = 0.5 * 1. /np.sqrt(var+eps) * dsqrtvar
        dsq = 1. /N * np.ones((N,D)) * dvar
        dxmu2 = 2 * xmu * dsq
        dx1 = (dxmu1 + dxmu2)
        dmu = -1 * np.sum(dxmu1+dxmu2, axis=0)
        dx2 = 1. /N * np.ones((N,D)) * dmu
        dx = dx1 + dx2
        """,
        {
            "x": [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7], [0.2, 0.1]],
            "gamma": [1.2, 0.8],
            "beta": [0.1, -0.3],
            "eps": 1e-5,
            "dout": [[0.3, -0.5], [1.1, 0.4], [-0.6, 0.9], [0.2, 0.7]],
        },
        out="out",
        loss="np.sum(out * dout)",
        skip=("dout", "eps"),
        grads={
            "dbeta": "beta",
            "dgammax": "gammax",
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
        "batchnorm backward in one line",
        """
        def batchnorm_forward(x, gamma, beta, eps=1e-5):
            mu = x.mean(axis=0)
            var = x.var(axis=0)
            std = np.sqrt(var + eps)
            x_hat = (x - mu) / std
            out = gamma * x_hat + beta
            cache = (x_hat, gamma, std)
            return out, cache

        def batchnorm_backward_alt(dout, cache):
            x_hat, gamma, std = cache
            N = dout.shape[0]
            dbeta = dout.sum(axis=0)
            dgamma = np.sum(dout * x_hat, axis=0)
            dx = (gamma / (N * std)) * (N * dout - dbeta - x_hat * dgamma)
            return dx, dgamma, dbeta

        out, cache = batchnorm_forward(x, gamma, beta)
        dx, dgamma, dbeta = batchnorm_backward_alt(dout, cache)
        """,
        {
            "x": [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7], [0.2, 0.1]],
            "gamma": [1.2, 0.8],
            "beta": [0.1, -0.3],
            "dout": [[0.3, -0.5], [1.1, 0.4], [-0.6, 0.9], [0.2, 0.7]],
        },
        **FROM_DOUT,
        grads={"dx": "x", "dgamma": "gamma", "dbeta": "beta"},
    ),
    P(
        "batchnorm backward, the mean's path forgotten",
        """
        mu = x.mean(axis=0)
        var = x.var(axis=0)
        std = np.sqrt(var + 1e-5)
        x_hat = (x - mu) / std
        out = gamma * x_hat + beta
        dbeta = dout.sum(axis=0)
        dgamma = np.sum(dout * x_hat, axis=0)
        dx_hat = dout * gamma
        dx = dx_hat / std
        """,
        {
            "x": [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7], [0.2, 0.1]],
            "gamma": [1.2, 0.8],
            "beta": [0.1, -0.3],
            "dout": [[0.3, -0.5], [1.1, 0.4], [-0.6, 0.9], [0.2, 0.7]],
        },
        **FROM_DOUT,
        grads={"dbeta": "beta", "dgamma": "gamma", "dx_hat": "x_hat", "dx": "x"},
        mistakes={"dx": "overwrote"},
    ),
    P(
        "dropout layer",
        """
        mask = np.array([[1., 0., 1.], [0., 1., 1.], [1., 1., 0.]]) / 0.5
        out = x * mask
        dx = dout * mask
        """,
        {"x": DOUT, "dout": [[0.4, 0.1, -0.2], [0.9, -0.3, 0.6], [-0.5, 0.2, 0.8]]},
        **FROM_DOUT,
        grads={"dx": "x"},
    ),
    # Losses.
    P(
        "softmax loss with its gradient on the scores",
        """
        num_examples = X.shape[0]
        scores = np.dot(X, W) + b
        exp_scores = np.exp(scores)
        probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
        correct_logprobs = -np.log(probs[range(num_examples), y])
        data_loss = np.sum(correct_logprobs)/num_examples
        reg_loss = 0.5*reg*np.sum(W*W)
        loss = data_loss + reg_loss

        dscores = probs
        dscores[range(num_examples), y] -= 1
        dscores /= num_examples
        dW = np.dot(X.T, dscores)
        db = np.sum(dscores, axis=0, keepdims=True)
        dW += reg*W # don't forget the regularization gradient
        """,
        {"X": X, "W": W, "b": [B], "y": [0, 2, 1], "reg": 1e-3},
        labels=("y",),
        out="loss",
        grads={"dscores": "scores", "dW": "W", "db": "b"},
    ),
    P(
        "softmax loss, regularization forgotten",
        """
        num_examples = X.shape[0]
        scores = X @ W + b
        exp_scores = np.exp(scores)
        probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
        loss = -np.sum(np.log(probs[np.arange(num_examples), y]))/num_examples + 0.5*reg*np.sum(W*W)
        dscores = probs.copy()
        dscores[np.arange(num_examples), y] -= 1
        dscores /= num_examples
        dW = X.T @ dscores
        db = np.sum(dscores, axis=0)
        """,
        {"X": X, "W": W, "b": B, "y": [0, 2, 1], "reg": 0.1},
        labels=("y",),
        out="loss",
        grads={"dscores": "scores", "dW": "W", "db": "b"},
        mistakes={"dW": "overwrote"},
    ),
    P(
        "softmax loss, division by N forgotten",
        """
        N = X.shape[0]
        scores = X @ W
        scores -= np.max(scores, axis=1, keepdims=True)
        p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
        loss = -np.mean(np.log(p[np.arange(N), y]))
        dscores = p.copy()
        dscores[np.arange(N), y] -= 1
        dW = X.T @ dscores
        """,
        {"X": X, "W": W, "y": [0, 2, 1]},
        labels=("y",),
        out="loss",
        grads={"dscores": "scores", "dW": "W"},
        mistakes={"dscores": "mean", "dW": "inherits"},
    ),
    P(
        "softmax_loss function of the assignments",
        """
        def softmax_loss(x, y):
            shifted_logits = x - np.max(x, axis=1, keepdims=True)
            Z = np.sum(np.exp(shifted_logits), axis=1, keepdims=True)
            log_probs = shifted_logits - np.log(Z)
            probs = np.exp(log_probs)
            N = x.shape[0]
            loss = -np.sum(log_probs[np.arange(N), y]) / N
            dx = probs.copy()
            dx[np.arange(N), y] -= 1
            dx /= N
            return loss, dx

        loss, dx = softmax_loss(x, y)
        """,
        {"x": DOUT, "y": [0, 2, 1]},
        labels=("y",),
        out="loss",
        grads={"dx": "x"},
    ),
    P(
        "svm loss, vectorized, with dW",
        """
        num_train = X.shape[0]
        scores = X.dot(W)
        correct = scores[np.arange(num_train), y].reshape(-1, 1)
        margins = np.maximum(0, scores - correct + 1)
        margins[np.arange(num_train), y] = 0
        loss = np.sum(margins) / num_train + reg * np.sum(W * W)

        mask = np.zeros_like(margins)
        mask[margins > 0] = 1
        mask[np.arange(num_train), y] = -np.sum(mask, axis=1)
        dW = X.T.dot(mask) / num_train + 2 * reg * W
        """,
        {"X": X, "W": W, "y": [0, 2, 1], "reg": 0.05},
        labels=("y",),
        out="loss",
        grads={"dW": "W"},
    ),
    P(
        "svm loss, the factor 2 of the regularization missing",
        """
        num_train = X.shape[0]
        scores = X.dot(W)
        correct = scores[np.arange(num_train), y].reshape(-1, 1)
        margins = np.maximum(0, scores - correct + 1)
        margins[np.arange(num_train), y] = 0
        loss = np.sum(margins) / num_train + reg * np.sum(W * W)

        mask = np.zeros_like(margins)
        mask[margins > 0] = 1
        mask[np.arange(num_train), y] = -np.sum(mask, axis=1)
        dW = X.T.dot(mask) / num_train + reg * W
        """,
        {"X": X, "W": W, "y": [0, 2, 1], "reg": 0.5},
        labels=("y",),
        out="loss",
        grads={"dW": "W"},
        mistakes={"dW": "factor"},
    ),
    P(
        "svm loss, the class of the label forgotten",
        """
        scores = X @ W
        correct = scores[np.arange(3), y][:, None]
        margins = np.maximum(0, scores - correct + 1)
        margins[np.arange(3), y] = 0
        loss = margins.sum()/3
        mask = (margins > 0).astype(float)
        dW = X.T @ mask/3
        """,
        {"X": X, "W": W, "y": [0, 2, 1]},
        labels=("y",),
        out="loss",
        grads={"dW": "W"},
        mistakes={"dW": "other"},
    ),
    P(
        "linear regression, gradients called by the word in full",
        """
        y_hat = w*x + b
        loss = ((y_hat - y)**2).mean()
        gradient_w = ((y_hat - y)*x).mean()
        gradient_b = 2*(y_hat - y).mean()
        """,
        {"w": 0.5, "b": 0.1, "x": [1.0, 2.0, 3.0, 4.0], "y": [2.1, 3.9, 6.2, 7.8]},
        out="loss",
        grads={"gradient_w": "w", "gradient_b": "b"},
        mistakes={"gradient_w": "factor"},
    ),
    P(
        "svm loss with loops and dW",
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
            dW /= num_train
            loss += reg * np.sum(W * W)
            dW += 2 * reg * W
            return loss, dW

        loss, dW = svm_loss_naive(W, X, y, reg)
        """,
        {"X": X, "W": W, "y": [0, 2, 1], "reg": 0.05},
        labels=("y",),
        out="loss",
        grads={"dW": "W"},
    ),
    P(
        "mean squared error, the factor 2 forgotten",
        """
        pred = X @ w
        loss = np.mean((pred - y)**2)
        dpred = (pred - y) / len(y)
        dw = X.T @ dpred
        """,
        {"X": X, "w": [0.4, -0.6], "y": [1.0, 0.5, -0.3]},
        out="loss",
        grads={"dpred": "pred", "dw": "w"},
        mistakes={"dpred": "factor", "dw": "inherits"},
    ),
    P(
        "mean squared error, mean forgotten",
        """
        pred = X @ w
        loss = np.mean((pred - y)**2)
        dpred = 2 * (pred - y)
        dw = X.T @ dpred
        """,
        {"X": X, "w": [0.4, -0.6], "y": [1.0, 0.5, -0.3]},
        out="loss",
        grads={"dpred": "pred", "dw": "w"},
        mistakes={"dpred": "mean", "dw": "inherits"},
    ),
    P(
        "logistic regression, sign",
        """
        m = X.shape[0]
        z = X @ w + b
        a = 1/(1 + np.exp(-z))
        cost = -np.mean(y*np.log(a) + (1 - y)*np.log(1 - a))
        dz = (y - a)/m
        dw = X.T @ dz
        db = np.sum(dz)
        """,
        {"X": X, "w": [0.4, -0.6], "b": 0.1, "y": [1.0, 0.0, 1.0]},
        out="cost",
        grads={"dz": "z", "dw": "w", "db": "b"},
        mistakes={"dz": "sign", "dw": "inherits", "db": "inherits"},
    ),
    P(
        "logistic regression in columns, as the specialization writes it",
        """
        m = X.shape[1]
        Z = np.dot(w.T, X) + b
        A = 1/(1 + np.exp(-Z))
        cost = -(1/m)*np.sum(Y*np.log(A) + (1 - Y)*np.log(1 - A))
        dZ = A - Y
        dw = (1/m)*np.dot(X, dZ.T)
        db = (1/m)*np.sum(dZ)
        """,
        {"X": [[0.5, 1.5, -0.3], [-1.0, 2.0, 0.7]], "w": [[0.4], [-0.6]], "b": 0.1, "Y": [[1.0, 0.0, 1.0]]},
        out="cost",
        grads={"dw": "w", "db": "b", "dZ": NOT_WRONG},
    ),
    P(
        "logistic regression with an implied loss",
        """
        z = X @ w + b
        p = 1/(1 + np.exp(-z))
        dz = p - y
        dw = X.T @ dz
        db = dz.sum()
        """,
        {"X": X, "w": [0.4, -0.6], "b": 0.1, "y": [1.0, 0.0, 1.0]},
        out=LATER,
        loss="np.sum(np.log(1 + np.exp(z)) - y*z)",
        grads={"dz": "z", "dw": "w", "db": "b"},
    ),
    P(
        "softmax regression with an implied loss",
        """
        s = X @ W
        p = np.exp(s) / np.sum(np.exp(s), axis=1, keepdims=True)
        ds = p - T
        dW = X.T @ ds
        """,
        {"X": X, "W": W, "T": [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]]},
        out=LATER,
        loss="-np.sum(T * np.log(p))",
        grads={"ds": "s", "dW": "W"},
    ),
    # Whole networks.
    P(
        "two-layer network with relu, as in the notes",
        """
        hidden_layer = np.maximum(0, np.dot(X, W1) + b1)
        scores = np.dot(hidden_layer, W2) + b2
        exp_scores = np.exp(scores)
        probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
        loss = -np.sum(np.log(probs[range(3), y]))/3
        dscores = probs
        dscores[range(3), y] -= 1
        dscores /= 3
        dW2 = np.dot(hidden_layer.T, dscores)
        db2 = np.sum(dscores, axis=0)
        dhidden = np.dot(dscores, W2.T)
        dhidden[hidden_layer <= 0] = 0
        dW1 = np.dot(X.T, dhidden)
        db1 = np.sum(dhidden, axis=0)
        """,
        {
            "X": X,
            "W1": W,
            "b1": B,
            "W2": [[0.3, -0.2], [0.5, 0.4], [-0.6, 0.1]],
            "b2": [0.05, -0.1],
            "y": [0, 1, 1],
        },
        labels=("y",),
        out="loss",
        grads={"dscores": "scores", "dW2": "W2", "db2": "b2", "dW1": "W1", "db1": "b1", "dhidden": NOT_WRONG},
    ),
    P(
        "two-layer network, relu's mask forgotten",
        """
        a1 = X @ W1 + b1
        h = np.maximum(0, a1)
        out = h @ W2 + b2
        loss = 0.5*np.sum((out - y)**2)
        dout = out - y
        dW2 = h.T @ dout
        db2 = dout.sum(axis=0)
        dh = dout @ W2.T
        da1 = dh
        dW1 = X.T @ da1
        db1 = da1.sum(axis=0)
        """,
        {
            "X": X,
            "W1": W,
            "b1": B,
            "W2": [[0.3, -0.2], [0.5, 0.4], [-0.6, 0.1]],
            "b2": [0.05, -0.1],
            "y": [[1.0, 0.0], [0.5, -0.5], [0.2, 0.3]],
        },
        out="loss",
        grads={"dout": "out", "dW2": "W2", "db2": "b2", "dh": "h", "da1": "a1", "dW1": "W1", "db1": "b1"},
        mistakes={"da1": "mask", "dW1": "inherits", "db1": "inherits"},
    ),
    P(
        "two-layer sigmoid network, columns",
        """
        Z1 = W1 @ X + b1
        A1 = np.tanh(Z1)
        Z2 = W2 @ A1 + b2
        A2 = 1/(1 + np.exp(-Z2))
        m = X.shape[1]
        cost = -np.sum(Y*np.log(A2) + (1 - Y)*np.log(1 - A2))/m
        dZ2 = (A2 - Y)/m
        dW2 = dZ2 @ A1.T
        db2 = np.sum(dZ2, axis=1, keepdims=True)
        dZ1 = (W2.T @ dZ2) * (1 - A1**2)
        dW1 = dZ1 @ X.T
        db1 = np.sum(dZ1, axis=1, keepdims=True)
        """,
        {
            "X": [[0.5, 1.5, -0.3], [-1.0, 2.0, 0.7]],
            "W1": [[0.2, -0.4], [1.0, 0.5], [0.3, -0.6]],
            "b1": [[0.1], [0.2], [-0.1]],
            "W2": [[0.3, -0.7, 0.2]],
            "b2": [[0.05]],
            "Y": [[1.0, 0.0, 1.0]],
        },
        out="cost",
        grads={"dZ2": "Z2", "dW2": "W2", "db2": "b2", "dZ1": "Z1", "dW1": "W1", "db1": "b1"},
    ),
    P(
        "two-layer sigmoid network, derivative of tanh left out",
        """
        Z1 = W1 @ X + b1
        A1 = np.tanh(Z1)
        Z2 = W2 @ A1 + b2
        A2 = 1/(1 + np.exp(-Z2))
        m = X.shape[1]
        cost = -np.sum(Y*np.log(A2) + (1 - Y)*np.log(1 - A2))/m
        dZ2 = (A2 - Y)/m
        dW2 = dZ2 @ A1.T
        dZ1 = W2.T @ dZ2
        dW1 = dZ1 @ X.T
        """,
        {
            "X": [[0.5, 1.5, -0.3], [-1.0, 2.0, 0.7]],
            "W1": [[0.2, -0.4], [1.0, 0.5], [0.3, -0.6]],
            "b1": [[0.1], [0.2], [-0.1]],
            "W2": [[0.3, -0.7, 0.2]],
            "b2": [[0.05]],
            "Y": [[1.0, 0.0, 1.0]],
        },
        out="cost",
        grads={"dZ2": "Z2", "dW2": "W2", "dZ1": "Z1", "dW1": "W1"},
        mistakes={"dZ1": "local", "dW1": "inherits"},
    ),
    P(
        "error terms of the lectures, as numbers",
        """
        net1 = W1 @ x
        x1 = 1/(1 + np.exp(-net1))
        net2 = W2 @ x1
        y = 1/(1 + np.exp(-net2))
        L = 0.5*np.sum((t - y)**2)
        delta2 = (t - y)*y*(1 - y)
        delta1 = x1*(1 - x1)*(W2.T @ delta2)
        dW2 = -np.outer(delta2, x1)
        dW1 = -np.outer(delta1, x)
        """,
        {"W1": [[0.1, 0.8], [0.4, 0.6]], "W2": [[0.3, 0.9]], "x": [0.35, 0.9], "t": [0.5]},
        out="L",
        grads={"delta2": "net2", "delta1": "net1", "dW2": "W2", "dW1": "W1"},
        negative=("delta2", "delta1"),
    ),
    P(
        "error terms of the lectures, with an update",
        """
        net1 = W1 @ x
        x1 = 1/(1 + np.exp(-net1))
        net2 = W2 @ x1
        y = 1/(1 + np.exp(-net2))
        L = 0.5*np.sum((t - y)**2)
        delta2 = (t - y)*y*(1 - y)
        delta1 = x1*(1 - x1)*(W2.T @ delta2)
        W2 = W2 + eta*np.outer(delta2, x1)
        W1 = W1 + eta*np.outer(delta1, x)
        """,
        {"W1": [[0.1, 0.8], [0.4, 0.6]], "W2": [[0.3, 0.9]], "x": [0.35, 0.9], "t": [0.5], "eta": 1.0},
        out="L",
        skip=("eta",),
        grads={"delta2": "net2", "delta1": "net1"},
        negative=("delta2", "delta1"),
    ),
    P(
        "error terms of the book: delta = a - y",
        """
        def sigmoid(z):
            return 1.0/(1.0+np.exp(-z))
        def sigmoid_prime(z):
            return sigmoid(z)*(1-sigmoid(z))
        z1 = np.dot(w1, x) + b1
        a1 = sigmoid(z1)
        z2 = np.dot(w2, a1) + b2
        a2 = sigmoid(z2)
        delta2 = (a2 - y) * sigmoid_prime(z2)
        nabla_b2 = delta2
        nabla_w2 = np.dot(delta2, a1.transpose())
        delta1 = np.dot(w2.transpose(), delta2) * sigmoid_prime(z1)
        nabla_b1 = delta1
        nabla_w1 = np.dot(delta1, x.transpose())
        """,
        {
            "w1": [[0.2, -0.4], [1.0, 0.5], [0.3, -0.6]],
            "b1": [[0.1], [0.2], [-0.1]],
            "w2": [[0.3, -0.7, 0.2]],
            "b2": [[0.05]],
            "x": [[0.5], [-1.0]],
            "y": [[1.0]],
        },
        out=LATER,
        loss="0.5*np.sum((a2 - y)**2)",
        grads={
            "delta2": "z2",
            "nabla_b2": "b2",
            "nabla_w2": "w2",
            "delta1": "z1",
            "nabla_b1": "b1",
            "nabla_w1": "w1",
        },
    ),
    P(
        "error terms, wrong weights taken back",
        """
        z1 = W1 @ x
        h = np.tanh(z1)
        z2 = W2 @ h
        y = np.tanh(z2)
        E = 0.5*np.sum((y - t)**2)
        delta2 = (y - t)*(1 - y**2)
        delta1 = (1 - h**2)*(W1.T @ delta2)
        dW2 = np.outer(delta2, h)
        dW1 = np.outer(delta1, x)
        """,
        {"W1": [[0.1, 0.8], [0.4, 0.6]], "W2": [[0.3, 0.9], [-0.5, 0.2]], "x": [0.35, 0.9], "t": [0.5, -0.1]},
        out="E",
        grads={"delta2": "z2", "delta1": "z1", "dW2": "W2", "dW1": "W1"},
        mistakes={"delta1": "operand", "dW1": "inherits"},
    ),
    P(
        "network in eleven lines, one round",
        """
        X = np.array([ [0,0,1],[0,1,1],[1,0,1],[1,1,1] ])
        y = np.array([[0,1,1,0]]).T
        l1 = 1/(1+np.exp(-(np.dot(X,syn0))))
        l2 = 1/(1+np.exp(-(np.dot(l1,syn1))))
        l2_delta = (y - l2)*(l2*(1-l2))
        l1_delta = l2_delta.dot(syn1.T) * (l1 * (1-l1))
        syn1 += l1.T.dot(l2_delta)
        syn0 += X.T.dot(l1_delta)
        """,
        {"syn0": [[0.2, -0.4], [1.0, 0.5], [0.3, -0.6]], "syn1": [[0.3], [-0.7]]},
        out=LATER,
        loss="0.5*np.sum((y - l2)**2)",
        grads={"l2_delta": NOT_WRONG, "l1_delta": NOT_WRONG},
    ),
    # Classes.
    P(
        "multiply gate as a class",
        """
        class MultiplyGate(object):
            def forward(self, x, y):
                z = x*y
                self.x = x # must keep these around!
                self.y = y
                return z
            def backward(self, dz):
                dx = self.y * dz # [dz/dx * dL/dz]
                dy = self.x * dz # [dz/dy * dL/dz]
                return [dx, dy]

        gate = MultiplyGate()
        z = gate.forward(x, y)
        dx, dy = gate.backward(dz)
        """,
        {"x": 2.0, "y": -3.0, "dz": 1.5},
        out="z",
        loss="z*dz",
        skip=("dz",),
        grads={"dx": "x", "dy": "y"},
    ),
    P(
        "multiply gate as a class, factors not swapped",
        """
        class MultiplyGate(object):
            def forward(self, x, y):
                z = x*y
                self.x = x
                self.y = y
                return z
            def backward(self, dz):
                dx = self.x * dz
                dy = self.y * dz
                return [dx, dy]

        gate = MultiplyGate()
        z = gate.forward(x, y)
        dx, dy = gate.backward(dz)
        """,
        {"x": 2.0, "y": -3.0, "dz": 1.5},
        out="z",
        loss="z*dz",
        skip=("dz",),
        grads={"dx": "x", "dy": "y"},
        mistakes={"dx": "operand", "dy": "operand"},
    ),
    P(
        "layers as classes, from scratch",
        """
        class Affine:
            def __init__(self, W, b):
                self.W = W
                self.b = b
            def forward(self, x):
                self.x = x
                return np.dot(x, self.W) + self.b
            def backward(self, dout):
                dx = np.dot(dout, self.W.T)
                self.dW = np.dot(self.x.T, dout)
                self.db = np.sum(dout, axis=0)
                return dx

        class Relu:
            def forward(self, x):
                self.mask = (x <= 0)
                out = x.copy()
                out[self.mask] = 0
                return out
            def backward(self, dout):
                dout[self.mask] = 0
                return dout

        affine1 = Affine(W1, b1)
        relu = Relu()
        affine2 = Affine(W2, b2)
        y = affine2.forward(relu.forward(affine1.forward(x)))
        loss = 0.5*np.sum((y - t)**2)
        dy = y - t
        dx = affine1.backward(relu.backward(affine2.backward(dy)))
        dW1 = affine1.dW
        dW2 = affine2.dW
        """,
        {
            "x": X,
            "W1": W,
            "b1": B,
            "W2": [[0.3, -0.2], [0.5, 0.4], [-0.6, 0.1]],
            "b2": [0.05, -0.1],
            "t": [[1.0, 0.0], [0.5, -0.5], [0.2, 0.3]],
        },
        out="loss",
        grads={"dy": "y", "dx": "x", "dW1": "W1", "dW2": "W2"},
    ),
    P(
        "autograd.Function with forward and backward",
        """
        class Sigmoid(torch.autograd.Function):
            @staticmethod
            def forward(ctx, x):
                y = 1 / (1 + torch.exp(-x))
                ctx.save_for_backward(y)
                return y
            @staticmethod
            def backward(ctx, grad_y):
                y, = ctx.saved_tensors
                grad_x = grad_y * y * (1 - y)
                return grad_x

        out = Sigmoid.apply(x)
        """,
        {"x": [0.5, -1.2, 2.0]},
        written_for="torch",
        out="out",
    ),
    # Accumulated, masked, named otherwise.
    P(
        "gradient of x used twice, added up",
        """
        a = x * y
        b = x + z
        f = a * b
        da = b
        db = a
        dx = da * y
        dx += db
        dy = da * x
        dz = db
        """,
        {"x": 2.0, "y": -3.0, "z": 0.5},
        out="f",
        grads={"da": "a", "db": "b", "dx": "x", "dy": "y", "dz": "z"},
    ),
    P(
        "gradient of x used twice, overwritten",
        """
        a = x * y
        b = x + z
        f = a * b
        da = b
        db = a
        dx = da * y
        dx = db
        dy = da * x
        dz = db
        """,
        {"x": 2.0, "y": -3.0, "z": 0.5},
        out="f",
        grads={"da": "a", "db": "b", "dx": "x", "dy": "y", "dz": "z"},
        mistakes={"dx": "overwrote"},
    ),
    P(
        "gradients called grad_w and w_grad",
        """
        y_pred = x @ w
        loss = ((y_pred - y)**2).sum()
        grad_y_pred = 2.0*(y_pred - y)
        grad_w = x.T @ grad_y_pred
        x_grad = grad_y_pred @ w.T
        """,
        {"x": X, "w": W, "y": DOUT},
        out="loss",
        grads={"grad_y_pred": "y_pred", "grad_w": "w", "x_grad": "x"},
    ),
    P(
        "gradients called dL_dw and dloss_db",
        """
        z = w*x + b
        a = np.tanh(z)
        loss = (a - t)**2
        dloss_da = 2*(a - t)
        dloss_dz = dloss_da * (1 - a**2)
        dloss_dw = dloss_dz * x
        dloss_db = dloss_dz
        """,
        {"w": 0.7, "x": -1.2, "b": 0.3, "t": 0.5},
        out="loss",
        grads={"dloss_da": "a", "dloss_dz": "z", "dloss_dw": "w", "dloss_db": "b"},
    ),
    P(
        "gradients in a dictionary",
        """
        grads = {}
        h = np.maximum(0, X @ W1)
        s = h @ W2
        loss = np.sum(s**2)
        ds = 2*s
        grads['W2'] = h.T @ ds
        dh = ds @ W2.T
        dh[h <= 0] = 0
        grads['W1'] = X.T @ dh
        """,
        {"X": X, "W1": W, "W2": [[0.3, -0.2], [0.5, 0.4], [-0.6, 0.1]]},
        out="loss",
        grads={"ds": "s", "dh": NOT_WRONG},
    ),
    P(
        "bar notation in Python",
        """
        z = w*x + b
        y_hat = 1/(1 + np.exp(-z))
        L = (y - y_hat)**2
        y_hat_bar = -2*(y - y_hat)
        z_bar = y_hat_bar*y_hat*(1 - y_hat)
        w_bar = z_bar*x
        b_bar = z_bar
        """,
        {"w": 0.8, "x": 1.5, "b": -0.4, "y": 1.0},
        out="L",
        grads={"y_hat_bar": "y_hat", "z_bar": "z", "w_bar": "w", "b_bar": "b"},
    ),
    P(
        "manual backprop of a character model",
        """
        logits = h @ W2 + b2
        logit_maxes = logits.max(1, keepdim=True).values
        norm_logits = logits - logit_maxes
        counts = norm_logits.exp()
        counts_sum = counts.sum(1, keepdims=True)
        counts_sum_inv = counts_sum**-1
        probs = counts * counts_sum_inv
        logprobs = probs.log()
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
        {"h": X, "W2": W, "b2": B, "n": 3, "Yb": [0, 2, 1]},
        written_for="torch",
        labels=("n", "Yb"),
        out="loss",
        grads={
            "dlogprobs": "logprobs",
            "dprobs": "probs",
            "dcounts_sum_inv": "counts_sum_inv",
            "dcounts": "counts",
            "dcounts_sum": "counts_sum",
            "dnorm_logits": "norm_logits",
            "dlogits": "logits",
            "dlogit_maxes": "logit_maxes",
            "dh": "h",
            "dW2": "W2",
            "db2": "b2",
        },
    ),
    P(
        "attention backward",
        """
        S = Q @ K.T / np.sqrt(2)
        E = np.exp(S)
        A = E / E.sum(axis=1, keepdims=True)
        out = A @ V
        dV = A.T @ dout
        dA = dout @ V.T
        dS = A * (dA - np.sum(dA * A, axis=1, keepdims=True))
        dQ = dS @ K / np.sqrt(2)
        dK = dS.T @ Q / np.sqrt(2)
        """,
        {
            "Q": X,
            "K": [[0.4, 0.1], [-0.2, 0.9], [0.7, -0.5]],
            "V": [[1.0, 0.2], [0.3, -0.4], [0.6, 0.8]],
            "dout": [[0.3, -0.5], [1.1, 0.4], [-0.6, 0.9]],
        },
        **FROM_DOUT,
        grads={"dV": "V", "dA": "A", "dS": "S", "dQ": "Q", "dK": "K"},
    ),
    P(
        "attention backward, scaling forgotten",
        """
        S = Q @ K.T / np.sqrt(2)
        E = np.exp(S)
        A = E / E.sum(axis=1, keepdims=True)
        out = A @ V
        dV = A.T @ dout
        dA = dout @ V.T
        dS = A * (dA - np.sum(dA * A, axis=1, keepdims=True))
        dQ = dS @ K
        dK = dS.T @ Q
        """,
        {
            "Q": X,
            "K": [[0.4, 0.1], [-0.2, 0.9], [0.7, -0.5]],
            "V": [[1.0, 0.2], [0.3, -0.4], [0.6, 0.8]],
            "dout": [[0.3, -0.5], [1.1, 0.4], [-0.6, 0.9]],
        },
        **FROM_DOUT,
        grads={"dV": "V", "dA": "A", "dS": "S", "dQ": "Q", "dK": "K"},
        mistakes={"dQ": "local", "dK": "local"},
    ),
    P(
        "gradient of a loop, added up over time",
        """
        h = {}
        h[-1] = h0
        loss = 0
        for t in range(3):
            h[t] = np.tanh(W @ h[t-1] + U @ x[t])
            loss += np.sum((h[t] - y[t])**2)
        dW = np.zeros_like(W)
        dU = np.zeros_like(U)
        dhnext = np.zeros(2)
        for t in reversed(range(3)):
            dh = 2*(h[t] - y[t]) + dhnext
            draw = (1 - h[t]**2) * dh
            dW += np.outer(draw, h[t-1])
            dU += np.outer(draw, x[t])
            dhnext = W.T @ draw
        """,
        {
            "h0": [0.1, -0.2],
            "W": [[0.3, -0.5], [0.2, 0.4]],
            "U": [[0.6, 0.1], [-0.3, 0.8]],
            "x": X,
            "y": [[0.1, 0.4], [-0.2, 0.3], [0.5, 0.0]],
        },
        out="loss",
        grads={"dW": "W", "dU": "U", "dh": NOT_WRONG, "draw": NOT_WRONG, "dhnext": NOT_WRONG},
    ),
    P(
        "gradient of a loop, only the last step kept",
        """
        h = {}
        h[-1] = h0
        loss = 0
        for t in range(3):
            h[t] = np.tanh(W @ h[t-1] + U @ x[t])
            loss += np.sum((h[t] - y[t])**2)
        dW = np.zeros_like(W)
        dU = np.zeros_like(U)
        dhnext = np.zeros(2)
        for t in reversed(range(3)):
            dh = 2*(h[t] - y[t]) + dhnext
            draw = (1 - h[t]**2) * dh
            dW = np.outer(draw, h[t-1])
            dU += np.outer(draw, x[t])
            dhnext = W.T @ draw
        """,
        {
            "h0": [0.1, -0.2],
            "W": [[0.3, -0.5], [0.2, 0.4]],
            "U": [[0.6, 0.1], [-0.3, 0.8]],
            "x": X,
            "y": [[0.1, 0.4], [-0.2, 0.3], [0.5, 0.0]],
        },
        out="loss",
        grads={"dW": "W", "dU": "U", "dh": NOT_WRONG, "draw": NOT_WRONG, "dhnext": NOT_WRONG},
        mistakes={"dW": "overwrote"},
    ),
    P(
        "convolution backward, one dimension",
        """
        out = np.zeros(3)
        for i in range(3):
            out[i] = np.sum(x[i:i+2] * w) + b
        dx = np.zeros_like(x)
        dw = np.zeros_like(w)
        db = 0
        for i in range(3):
            dx[i:i+2] += dout[i] * w
            dw += dout[i] * x[i:i+2]
            db += dout[i]
        """,
        {"x": [0.5, -1.2, 2.0, 0.3], "w": [0.7, -0.4], "b": 0.1, "dout": [0.3, -0.8, 0.6]},
        **FROM_DOUT,
        grads={"dx": "x", "dw": "w", "db": "b"},
    ),
    P(
        "no gradient at all: a distance called dx",
        """
        dx = x2 - x1
        dy = y2 - y1
        d = np.sqrt(dx**2 + dy**2)
        """,
        {"x1": 1.0, "x2": 4.0, "y1": 2.0, "y2": 6.0},
    ),
    P(
        "no gradient at all: a step called dt",
        """
        t = 0.3
        dt = 0.1
        x = v*t + 0.5*a*t**2
        v_next = v + a*dt
        E = 0.5*v_next**2 + x
        """,
        {"v": 1.5, "a": -0.7},
    ),
]
