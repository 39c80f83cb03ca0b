from .program import P

PROGRAMS = [
    P(
        "cs231n-notes n05",
        """
        n = X.shape[0]
        e = np.exp(np.dot(X, W) + b)
        p = e / np.sum(e, axis=1, keepdims=True)
        right = -np.log(p[range(n), y])
        loss = np.sum(right)/n + 0.5*reg*np.sum(W*W)
        """,
        {
            "X": [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]],
            "W": [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]],
            "b": [[0.1, -0.2, 0.3]],
            "y": [0, 2, 1],
            "reg": 0.001,
        },
        labels=("y",),
    ),
    P(
        "cs231n-notes n04",
        """
        W = np.random.randn(3, 4)
        X = np.random.randn(4, 2)
        D = W.dot(X)
        dD = np.random.randn(*D.shape)
        dW = dD.dot(X.T)
        dX = W.T.dot(dD)
        """,
        out="D",
        loss="np.sum(D * dD)",
        pin=("W", "X", "dD"),
        skip=("dD",),
        grads={"dW": "W", "dX": "X"},
    ),
    P(
        "cs231n-notes n15",
        """
        m = beta1*m + (1-beta1)*dx
        v = beta2*v + (1-beta2)*(dx**2)
        x += - lr * m / (np.sqrt(v) + eps)
        """,
        {"beta1": 0.9, "beta2": 0.999, "m": 0.1, "v": 0.2, "dx": 0.5, "x": 1, "lr": 0.1, "eps": 1e-08},
    ),
    P(
        "cs231n-notes n11",
        """
        f = np.array([12.0, 45.0, 78.0])
        f -= np.max(f)
        p = np.exp(f) / np.sum(np.exp(f))
        """,
    ),
    P(
        "cs231n-notes n08",
        """
        f = lambda x: 1.0/(1.0 + np.exp(-x))
        x = np.random.randn(3, 1)
        h1 = f(np.dot(W1, x) + b1)
        h2 = f(np.dot(W2, h1) + b2)
        out = np.dot(W3, h2) + b3
        """,
        {
            "W1": [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6], [-0.1, 0.3, 0.2], [1, 0, -1]],
            "b1": [[0.1], [0.2], [0.3], [0.4]],
            "W2": [[0.1, 0.2, 0.3, 0.4], [0.1, 0.2, 0.3, 0.4], [0.1, 0.2, 0.3, 0.4], [0.1, 0.2, 0.3, 0.4]],
            "b2": [[0.1], [0.1], [0.1], [0.1]],
            "W3": [[1, -1, 0.5, 0.3]],
            "b3": 0.2,
        },
        pin=("x",),
    ),
    P(
        "cs231n-notes n12",
        """
        p = 0.5
        H1 = np.maximum(0, np.dot(W1, X) + b1)
        U1 = (np.random.rand(*H1.shape) < p) / p
        H1 *= U1
        out = np.dot(W2, H1) + b2
        """,
        {"W1": [[0.1, 0.2], [0.3, 0.4]], "X": [[1], [2]], "b1": [[0], [0.1]], "W2": [[1, -1]], "b2": 0.1},
        pin=("U1",),
    ),
    P(
        "cs231n-notes n08b",
        """
        f = lambda x: 1.0/(1.0 + np.exp(-x))
        x = np.random.randn(3, 1)
        h1 = f(np.dot(W1, x) + b1)
        h2 = f(np.dot(W2, h1) + b2)
        out = np.dot(W3, h2) + b3
        """,
        pin=("x",),
        defaults=True,
    ),
    P(
        "cs231n-notes n13",
        """
        X -= np.mean(X, axis = 0)
        cov = np.dot(X.T, X) / X.shape[0]
        """,
        {"X": [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]]},
    ),
    P(
        "cs231n-notes n14",
        """
        v = mu * v - lr * dx
        x += v
        """,
        {"mu": 0.9, "v": 0.1, "lr": 0.01, "dx": 2, "x": 1},
    ),
    P(
        "cs231n-assignment a21",
        """
        N, T, D = x.shape
        M = b.shape[0]
        out = x.reshape(N * T, D).dot(w).reshape(N, T, M) + b
        """,
        {"x": [[[0.1, 0.2], [0.3, 0.4]]], "w": [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]], "b": [0.1, -0.2, 0.3]},
    ),
    P(
        "cs231n-assignment a01d",
        """
        def affine_fw(x, w, b):
            out = x.reshape(x.shape[0], -1).dot(w) + b
            cache = (x, w, b)
            return out, cache
        affine_fw(x, w, b)
        """,
        {"x": [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]], "w": [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]], "b": [0.1, -0.2, 0.3]},
    ),
    P(
        "cs231n-assignment a19",
        """
        pos = (x >= 0)
        neg = (x < 0)
        z = np.zeros_like(x)
        z[pos] = np.exp(-x[pos])
        z[neg] = np.exp(x[neg])
        top = np.ones_like(x)
        top[neg] = z[neg]
        out = top / (1 + z)
        """,
        {"x": [-1, 2, 3]},
    ),
    P(
        "cs231n-assignment a20b",
        """
        ids = np.array([0, 2])
        out = W[ids]
        """,
        {"W": [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]]},
    ),
    P(
        "cs231n-assignment a11",
        """
        sh = x - np.max(x, axis=1, keepdims=True)
        Z = np.sum(np.exp(sh), axis=1, keepdims=True)
        lp = sh - np.log(Z)
        N = x.shape[0]
        loss = -np.sum(lp[np.arange(N), y]) / N
        """,
        {"x": [[1, 2, 0.5], [0.2, -1, 0.3], [2, 2.5, -0.4]], "y": [0, 2, 1]},
        labels=("y",),
    ),
    P(
        "cs231n-assignment a01",
        """
        def affine_fw(x, w, b):
            n = x.shape[0]
            rows = x.reshape(n, np.prod(x[0].shape))
            out = rows.dot(w) + b
            cache = (x, w, b)
            return out, cache
        """,
        twin="""
        def affine_fw(x, w, b):
            n = x.shape[0]
            rows = x.reshape(n, np.prod(x[0].shape))
            out = rows.dot(w) + b
            cache = (x, w, b)
            return out, cache
        affine_fw(x, w, b)
        """,
        defaults=True,
    ),
    P(
        "cs231n-assignment a03",
        """
        def relu_fw(x):
            out = None
            out = np.maximum(0, x)
            cache = x
            return out, cache
        y, cache = relu_fw(np.array([[-1., 2.], [3., -4.]]))
        """,
        out="y",
    ),
    P(
        "cs231n-assignment a15",
        "nh = np.tanh(x.dot(Wx) + ph.dot(Wh) + b)",
        {
            "x": [[0.1, 0.2], [0.3, -0.4]],
            "ph": [[0.1, 0, 0.2], [0.3, -0.1, 0.5]],
            "Wx": [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]],
            "Wh": [[0.1, 0.2, 0.3], [0, 0.4, 0.1], [0.5, -0.2, 0.1]],
            "b": [0.1, -0.2, 0.3],
        },
    ),
    P(
        "cs231n-assignment a17",
        """
        N, H = ph.shape
        a = x.dot(Wx) + ph.dot(Wh) + b
        i, f, o, g = a[:,:H], a[:,H:2*H], a[:,2*H:3*H], a[:,3*H:4*H]
        i = 1/(1+np.exp(-i))
        f = 1/(1+np.exp(-f))
        o = 1/(1+np.exp(-o))
        g = np.tanh(g)
        nc = f * pc + i * g
        nh = o * np.tanh(nc)
        """,
        {
            "x": [[0.1, 0.2]],
            "ph": [[0.3]],
            "pc": [[0.5]],
            "Wx": [[0.1, 0.2, 0.3, 0.4], [0.5, -0.6, 0.7, -0.8]],
            "Wh": [[0.2, 0.1, -0.3, 0.4]],
            "b": [0.1, 0.2, 0.3, 0.4],
        },
    ),
    P(
        "cs231n-assignment a09",
        """
        N, C, H, W = x.shape
        out = np.zeros((N, C, H//2, W//2))
        for i in range(H//2):
            for j in range(W//2):
                out[:,:,i,j] = np.max(x[:,:,2*i:2*i+2,2*j:2*j+2], axis=(2,3))
        """,
        {"x": [[[[1, 2, 0, 1], [3, 4, 5, 6], [1, 1, 2, 2], [0, 9, 8, 7]]]]},
    ),
    P(
        "cs231n-assignment a07b",
        """
        mask = (np.random.rand(3, 2) < 0.5) / 0.5
        out = x * mask
        """,
        {"x": [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]]},
        pin=("mask",),
    ),
    P(
        "cs231n-assignment a22",
        """
        N, C, H, W = x.shape
        r = x.transpose(0,2,3,1).reshape(N*H*W, C)
        mu = r.mean(axis=0)
        out = (r - mu)/np.sqrt(r.var(axis=0) + 1e-5)
        out = out.reshape(N, H, W, C).transpose(0,3,1,2)
        """,
        {"x": [[[[1, 2], [3, 4]], [[0, 1], [5, 2]]]]},
    ),
    P(
        "cs231n-assignment a01b",
        """
        def affine_fw(x, w, b):
            n = x.shape[0]
            rows = x.reshape(n, np.prod(x[0].shape))
            out = rows.dot(w) + b
            cache = (x, w, b)
            return out, cache
        out, cache = affine_fw(x, w, b)
        """,
        {"x": [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]], "w": [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]], "b": [0.1, -0.2, 0.3]},
    ),
    P(
        "cs231n-assignment a12b",
        """
        y = [0, 2, 1]
        loss = 0.0
        s = X.dot(W)
        for i in range(3):
          f = s[i] - np.max(s[i])
          p = np.exp(f)/np.sum(np.exp(f))
          loss += -np.log(p[y[i]])
        loss /= 3
        loss += reg * np.sum(W * W)
        """,
        {"X": [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]], "W": [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]], "reg": 0.1},
    ),
    P(
        "cs231n-assignment a14",
        """
        W1, b1 = self.params['W1'], self.params['b1']
        W2, b2 = self.params['W2'], self.params['b2']
        N, D = X.shape
        h = np.maximum(0, X.dot(W1) + b1)
        scores = h.dot(W2) + b2
        """,
        {"X": [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]]},
        twin="""
        N, D = X.shape
        h = np.maximum(0, X.dot(W1) + b1)
        scores = h.dot(W2) + b2
        """,
        defaults=True,
    ),
    P(
        "cs231n-assignment a11b",
        """
        y = np.array([0, 2, 1])
        sh = x - np.max(x, axis=1, keepdims=True)
        Z = np.sum(np.exp(sh), axis=1, keepdims=True)
        lp = sh - np.log(Z)
        N = x.shape[0]
        loss = -np.sum(lp[np.arange(N), y]) / N
        """,
        {"x": [[1, 2, 0.5], [0.2, -1, 0.3], [2, 2.5, -0.4]]},
    ),
    P(
        "cs231n-assignment a01c",
        """
        def affine_fw(x, w, b):
            out = x.reshape(x.shape[0], -1).dot(w) + b
            cache = (x, w, b)
            return out, cache
        out, cache = affine_fw(x, w, b)
        """,
        {"x": [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]], "w": [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]], "b": [0.1, -0.2, 0.3]},
    ),
    P(
        "cs231n-assignment a05c",
        """
        mu = x.mean(axis=0)
        var = x.var(axis=0) + eps
        std = np.sqrt(var)
        z = (x - mu)/std
        out = gamma * z + beta
        """,
        defaults=True,
    ),
    P(
        "cs231n-assignment a12",
        """
        loss = 0.0
        s = X.dot(W)
        for i in range(3):
          f = s[i] - np.max(s[i])
          p = np.exp(f)/np.sum(np.exp(f))
          loss += -np.log(p[y[i]])
        loss /= 3
        loss += reg * np.sum(W * W)
        """,
        {
            "X": [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]],
            "W": [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]],
            "y": [0, 2, 1],
            "reg": 0.1,
        },
        labels=("y",),
    ),
    P(
        "pytorch-examples p01b",
        """
        N, Di, H, Do = 64, 1000, 100, 10
        x = np.random.randn(N, Di)
        w1 = np.random.randn(Di, H)
        h = x.dot(w1)
        """,
        library="numpy",
        pin=("x", "w1"),
        large=True,
    ),
    P(
        "numpy t17b",
        "loss = np.linalg.norm(w, 1)",
        {"w": [3, -4]},
    ),
    P(
        "numpy t17c",
        "loss = np.linalg.norm(W, ord=1, axis=1).sum()",
        {"W": [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]]},
    ),
    P(
        "11-lines e01b",
        """
        X = np.array([ [0,0,1],[0,1,1],[1,0,1],[1,1,1] ])
        t = np.array([[0,1,1,0]]).T
        s0 = 2*np.random.random((3,4)) - 1
        for j in xrange(60000):
            a1 = 1/(1+np.exp(-(np.dot(X,s0))))
            s0 += X.T.dot((t - a1)*(a1*(1-a1)))
        """,
        twin="""
        X = np.array([ [0,0,1],[0,1,1],[1,0,1],[1,1,1] ])
        t = np.array([[0,1,1,0]]).T
        s0 = 2*np.random.random((3,4)) - 1
        a1 = 1/(1+np.exp(-(np.dot(X,s0))))
        """,
        out="0.5*np.sum((t - a1)**2)",
        also=(("a1", "0.5*np.sum((t - a1)**2)"), ("a1", None), ("s0", "0.5*np.sum((t - a1)**2)")),
        pin=("s0",),
    ),
    P(
        "deeplearning.ai d01b",
        """
        m = X.shape[1]
        A = 1 / (1 + np.exp(-(np.dot(w.T, X) + b)))
        cost = (-1/m) * np.sum(Y*np.log(A) + (1-Y)*np.log(1-A))
        dw = (1/m) * np.dot(X, (A-Y).T)
        db = (1/m) * np.sum(A-Y)
        """,
        {"w": [[1.0], [2.0]], "b": 2.0, "X": [[1.0, 2.0, -1.0], [3.0, 4.0, -3.2]], "Y": [[1, 0, 1]]},
        out="cost",
        grads={"dw": "w", "db": "b"},
    ),
    P(
        "deeplearning.ai d02",
        """
        W1 = parameters["W1"]
        b1 = parameters["b1"]
        Z1 = np.dot(W1, X) + b1
        A1 = np.tanh(Z1)
        """,
        {"X": [[1, 2], [3, 4]]},
        twin="""
        Z1 = np.dot(W1, X) + b1
        A1 = np.tanh(Z1)
        """,
        defaults=True,
    ),
    P(
        "deeplearning.ai d01d",
        """
        A = sigmoid(np.dot(w.T, X) + b)
        assert(A.shape == Y.shape)
        cost = np.sum(A - Y)
        """,
        {"w": [[1.0], [2.0]], "b": 2.0, "X": [[1.0, 2.0, -1.0], [3.0, 4.0, -3.2]], "Y": [[1, 0, 1]]},
    ),
    P(
        "deeplearning.ai d04",
        """
        n_x, m = xt.shape
        n_a = 2
        cat = np.zeros((n_a + n_x, m))
        cat[: n_a, :] = ap
        cat[n_a :, :] = xt
        ft = 1/(1+np.exp(-(np.dot(Wf, cat) + bf)))
        """,
        {
            "xt": [[1], [2]],
            "ap": [[0.1], [0.2]],
            "Wf": [[0.1, 0.2, 0.3, 0.4], [0.5, 0.6, 0.7, 0.8]],
            "bf": [[0.1], [0.2]],
        },
    ),
    P(
        "deeplearning.ai d01c",
        """
        m = X.shape[1]
        A = 1 / (1 + np.exp(-(np.dot(w.T, X) + b)))
        cost = -(np.dot(Y, np.log(A).T) + np.dot((1 - Y), (np.log(1 - A).T)))/m
        """,
        {"w": [[1.0], [2.0]], "b": 2.0, "X": [[1.0, 2.0, -1.0], [3.0, 4.0, -3.2]], "Y": [[1, 0, 1]]},
    ),
    P(
        "from-scratch o04",
        """
        apple = 100
        apple_num = 2
        orange = 150
        orange_num = 3
        tax = 1.1
        price = (apple*apple_num + orange*orange_num)*tax
        """,
    ),
    P(
        "from-scratch o05",
        """
        def step_function(x):
            return np.array(x > 0, dtype=int)
        step_function(x)
        """,
        {"x": [-1, 2]},
    ),
    P(
        "from-scratch o02",
        """
        def cross_entropy_error(y, t):
            if y.ndim == 1:
                t = t.reshape(1, t.size)
                y = y.reshape(1, y.size)
            n = y.shape[0]
            return -np.sum(np.log(y[np.arange(n), t] + 1e-7)) / n
        cross_entropy_error(y, [2])
        """,
        {"y": [[0.1, 0.2, 0.7]]},
    ),
    P(
        "from-scratch o01",
        """
        def softmax(x):
            x = x - np.max(x, axis=-1, keepdims=True)
            return np.exp(x) / np.sum(np.exp(x), axis=-1, keepdims=True)
        y = softmax(np.dot(x, W))
        loss = -np.sum(t * np.log(y + 1e-7)) / 1
        """,
        {"x": [0.6, 0.9], "W": [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]], "t": [0, 0, 1]},
    ),
    P(
        "numpy-ml q08",
        "loss = 0.5 * np.linalg.norm(yp - y) ** 2",
        {"yp": [1, 2], "y": [0, 4]},
    ),
    P(
        "numpy-ml q03",
        """
        pi, sqrt, tanh = np.pi, np.sqrt, np.tanh
        y = 0.5 * z * (1 + tanh(sqrt(2 / pi) * (z + 0.044715 * z ** 3)))
        """,
        {"z": [-1, 2]},
    ),
    P(
        "numpy-ml q04",
        "y = np.where(z > 0, z, alpha * (np.exp(z) - 1))",
        {"z": [-1, 2], "alpha": 0.5},
    ),
    P(
        "numpy-ml q07",
        "g = (x > 0).astype(int)",
        {"x": [-1, 2]},
    ),
    P(
        "numpy-ml q02",
        """
        _z = z.copy()
        _z[z < 0] = _z[z < 0] * 0.3
        """,
        {"z": [-1, 2]},
    ),
    P(
        "numpy-ml q01",
        "y = np.clip(z, 0, np.inf)",
        {"z": [-1, 2]},
    ),
    P(
        "attention s06",
        """
        qkv = np.split(x, 3, axis=-1)
        q = qkv[0]
        """,
        {"x": [[1, 2, 3, 4, 5, 6]]},
    ),
    P(
        "attention s07",
        """
        scores = np.matmul(Q, K.transpose(0, 2, 1)) / np.sqrt(Q.shape[-1])
        e = np.exp(scores - scores.max(axis=-1, keepdims=True))
        w = e / e.sum(axis=-1, keepdims=True)
        out = np.matmul(w, V)
        """,
        {
            "Q": [[[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]]],
            "K": [[[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]]],
            "V": [[[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]]],
        },
    ),
    P(
        "attention s05",
        """
        def linear(x, w, b): return x @ w + b
        def ffn(x, c_fc, c_proj):
            a = np.tanh(linear(x, **c_fc))
            return linear(a, **c_proj)
        ffn(x, c_fc, c_proj)
        """,
        {"x": [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]]},
        twin="""
        def linear(x, w, b): return x @ w + b
        def ffn(x):
            a = np.tanh(linear(x, c_fc_w, c_fc_b))
            return linear(a, c_proj_w, c_proj_b)
        ffn(x)
        """,
        defaults=True,
        refused="any",
        either=True,
    ),
    P(
        "attention s01",
        """
        def softmax(x):
            e_x = np.exp(x - np.max(x, axis=-1, keepdims=True))
            return e_x / e_x.sum(axis=-1, keepdims=True)
        Q = x @ Wq
        K = x @ Wk
        V = x @ Wv
        d_k = K.shape[1]
        scores = Q @ K.T
        A = softmax(scores / np.sqrt(d_k))
        out = A @ V
        """,
        {
            "x": [[1, 0, 1, 0], [0, 2, 0, 2], [1, 1, 1, 1]],
            "Wq": [[0.1, 0], [0, 0.1], [0.1, 0], [0, 0.1]],
            "Wk": [[0.1, 0], [0, 0.3], [0.1, 0.2], [0, 0.1]],
            "Wv": [[1, 0], [0, 1], [1, 0], [0, 1]],
        },
    ),
    P(
        "attention s04",
        """
        def layer_norm(x, g, b, eps: float = 1e-5):
            mean = np.mean(x, axis=-1, keepdims=True)
            variance = np.var(x, axis=-1, keepdims=True)
            x = (x - mean) / np.sqrt(variance + eps)
            return g * x + b
        layer_norm(x, g, b)
        """,
        {"x": [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]], "g": [1, 2], "b": [0.1, 0.2]},
    ),
    P(
        "rnn s08",
        """
        Z = sigmoid(X @ Wxz + H @ Whz + bz)
        R = sigmoid(X @ Wxr + H @ Whr + br)
        Ht = tanh(X @ Wxh + (R * H) @ Whh + bh)
        H = Z * H + (1 - Z) * Ht
        """,
        {
            "X": [[0.1, 0.2]],
            "H": [[0.3]],
            "Wxz": [[0.1], [0.2]],
            "Whz": [[0.3]],
            "bz": [0.1],
            "Wxr": [[0.1], [0.2]],
            "Whr": [[0.3]],
            "br": [0.1],
            "Wxh": [[0.1], [0.2]],
            "Whh": [[0.3]],
            "bh": [0.1],
        },
    ),
]
