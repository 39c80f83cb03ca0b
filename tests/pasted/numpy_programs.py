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
        written_for="numpy",
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
        also=(("a1", "0.5*np.sum((t - a1)**2)"), ("a1", None), ("s0 + X.T.dot((t - a1)*(a1*(1 - a1)))", None)),
        pin=("s0",),
        skip=("t", "X", "s0"),
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

X32 = [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]]
W23 = [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]]
W32 = [[0.3, -0.2], [0.5, 0.4], [-0.6, 0.1]]

PROGRAMS += [
    P(
        "perceptron of the first lecture",
        """
        import numpy as np

        def step(z):
            return np.where(z >= 0, 1, 0)

        z = np.dot(w, x) + b
        y = step(z)
        error = (t - y)
        """,
        {"w": [0.5, -0.3], "x": [1.0, 2.0], "b": 0.4, "t": 1.0},
    ),
    P(
        "adaline with a mean squared cost",
        """
        net_input = np.dot(X, w[1:]) + w[0]
        output = net_input
        errors = y - output
        cost = (errors**2).sum() / 2.0
        """,
        {"X": X32, "w": [0.1, 0.5, -0.3], "y": [1.0, -1.0, 1.0]},
    ),
    P(
        "normal equation by hand",
        """
        X_b = np.c_[np.ones((3, 1)), X]
        theta = np.linalg.inv(X_b.T.dot(X_b)).dot(X_b.T).dot(y)
        """,
        {"X": [[0.5], [1.5], [-0.3]], "y": [1.0, 2.0, 0.5]},
    ),
    P(
        "batch gradient descent for linear regression",
        """
        eta = 0.1
        m = 3
        theta = np.array([0.3, -0.2])
        for iteration in range(1000):
            gradients = 2/m * X.T.dot(X.dot(theta) - y)
            theta = theta - eta * gradients
        """,
        {"X": X32, "y": [1.0, 2.0, 0.5]},
        out="~",
        twin="y0 = 0.0",
    ),
    P(
        "forward pass over a list of layers",
        """
        def sigmoid(z):
            return 1.0/(1.0+np.exp(-z))

        class Network(object):
            def __init__(self, biases, weights):
                self.biases = biases
                self.weights = weights

            def feedforward(self, a):
                for b, w in zip(self.biases, self.weights):
                    a = sigmoid(np.dot(w, a)+b)
                return a

        net = Network([b1, b2], [w1, w2])
        net.feedforward(x)
        """,
        {"b1": [[0.1], [-0.2], [0.3]], "b2": [[0.05], [-0.1]], "w1": W32, "w2": W23, "x": [[0.5], [-1.0]]},
    ),
    P(
        "initialization and forward propagation in a dictionary",
        """
        def initialize_parameters(n_x, n_h, n_y):
            np.random.seed(1)
            W1 = np.random.randn(n_h, n_x)*0.01
            b1 = np.zeros((n_h, 1))
            W2 = np.random.randn(n_y, n_h)*0.01
            b2 = np.zeros((n_y, 1))
            parameters = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
            return parameters

        def forward_propagation(X, parameters):
            W1 = parameters["W1"]
            b1 = parameters["b1"]
            W2 = parameters["W2"]
            b2 = parameters["b2"]
            Z1 = np.dot(W1, X) + b1
            A1 = np.tanh(Z1)
            Z2 = np.dot(W2, A1) + b2
            A2 = 1/(1+np.exp(-Z2))
            assert(A2.shape == (1, X.shape[1]))
            cache = {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
            return A2, cache

        parameters = initialize_parameters(2, 4, 1)
        A2, cache = forward_propagation(X, parameters)
        cost = -np.sum(np.multiply(np.log(A2), Y) + np.multiply((1 - Y), np.log(1 - A2))) / Y.shape[1]
        cost = float(np.squeeze(cost))
        """,
        {"X": [[0.5, 1.5, -0.3], [-1.0, 2.0, 0.7]], "Y": [[1.0, 0.0, 1.0]]},
        skip=("Y",),
    ),
    P(
        "L-layer model with formatted keys",
        """
        def L_model_forward(X, parameters):
            A = X
            L = len(parameters) // 2
            for l in range(1, L):
                A_prev = A
                Z = np.dot(parameters['W' + str(l)], A_prev) + parameters['b' + str(l)]
                A = np.maximum(0, Z)
            ZL = np.dot(parameters[f'W{L}'], A) + parameters[f'b{L}']
            return 1/(1 + np.exp(-ZL))

        parameters = {'W1': W1, 'b1': b1, 'W2': W2, 'b2': b2}
        AL = L_model_forward(X, parameters)
        """,
        {
            "X": [[0.5, 1.5, -0.3], [-1.0, 2.0, 0.7]],
            "W1": W32,
            "b1": [[0.1], [-0.2], [0.3]],
            "W2": [[0.3, -0.7, 0.2]],
            "b2": [[0.05]],
        },
    ),
    P(
        "convolution by four loops",
        """
        N, C, H, W = x.shape
        F, _, HH, WW = w.shape
        stride, pad = 1, 1
        x_pad = np.pad(x, ((0,), (0,), (pad,), (pad,)), 'constant')
        H_out = 1 + (H + 2 * pad - HH) // stride
        W_out = 1 + (W + 2 * pad - WW) // stride
        out = np.zeros((N, F, H_out, W_out))
        for n in range(N):
            for f in range(F):
                for i in range(H_out):
                    for j in range(W_out):
                        out[n, f, i, j] = np.sum(x_pad[n, :, i*stride:i*stride+HH, j*stride:j*stride+WW] * w[f]) + b[f]
        """,
        {"x": [[[[0.5, -1.0], [1.5, 0.7]]]], "w": [[[[0.3, -0.2], [0.4, 0.1]]]], "b": [0.05]},
    ),
    P(
        "two-layer net class with loss",
        """
        class TwoLayerNet(object):
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
                hidden = np.maximum(0, X.dot(W1) + b1)
                scores = hidden.dot(W2) + b2
                if y is None:
                    return scores
                shifted = scores - np.max(scores, axis=1, keepdims=True)
                probs = np.exp(shifted) / np.sum(np.exp(shifted), axis=1, keepdims=True)
                loss = -np.sum(np.log(probs[np.arange(N), y])) / N
                loss += 0.5 * reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
                return loss

        net = TwoLayerNet(W1, b1, W2, b2)
        loss = net.loss(X, y, reg=0.1)
        """,
        {"X": X32, "W1": W23, "b1": [0.1, -0.2, 0.3], "W2": W32, "b2": [0.05, -0.1], "y": [0, 1, 1]},
        labels=("y",),
    ),
    P(
        "min-char-rnn forward over a sequence",
        """
        xs, hs, ys, ps = {}, {}, {}, {}
        hs[-1] = np.copy(hprev)
        loss = 0
        for t in range(len(inputs)):
            xs[t] = np.zeros((3,1))
            xs[t][inputs[t]] = 1
            hs[t] = np.tanh(np.dot(Wxh, xs[t]) + np.dot(Whh, hs[t-1]) + bh)
            ys[t] = np.dot(Why, hs[t]) + by
            ps[t] = np.exp(ys[t]) / np.sum(np.exp(ys[t]))
            loss += -np.log(ps[t][targets[t],0])
        """,
        {
            "hprev": [[0.1], [-0.2]],
            "inputs": [0, 2, 1],
            "targets": [2, 1, 0],
            "Wxh": W23,
            "Whh": [[0.3, 0.6], [-0.7, 0.1]],
            "Why": W32,
            "bh": [[0.05], [-0.05]],
            "by": [[0.1], [0.0], [-0.1]],
        },
        labels=("inputs", "targets"),
        out="loss",
    ),
    P(
        "momentum and Adam in one function",
        """
        def adam(w, dw, config):
            config['t'] += 1
            config['m'] = config['beta1'] * config['m'] + (1 - config['beta1']) * dw
            config['v'] = config['beta2'] * config['v'] + (1 - config['beta2']) * (dw ** 2)
            m_hat = config['m'] / (1 - config['beta1'] ** config['t'])
            v_hat = config['v'] / (1 - config['beta2'] ** config['t'])
            next_w = w - config['learning_rate'] * m_hat / (np.sqrt(v_hat) + config['epsilon'])
            return next_w, config

        config = {'learning_rate': 1e-2, 'beta1': 0.9, 'beta2': 0.999, 'epsilon': 1e-8, 't': 0, 'm': m, 'v': v}
        next_w, config = adam(w, dw, config)
        """,
        {"w": [0.5, -0.3], "dw": [0.2, -0.7], "m": [0.1, 0.05], "v": [0.02, 0.3]},
    ),
    P(
        "k-nearest distances without loops",
        """
        dists = np.sqrt((X**2).sum(axis=1, keepdims=True) - 2*X.dot(Y.T) + (Y**2).sum(axis=1))
        """,
        {"X": X32, "Y": [[0.2, 0.9], [-0.4, 0.1]]},
    ),
    P(
        "positional encoding added to embeddings",
        """
        pos = np.arange(3)[:, np.newaxis]
        i = np.arange(2)[np.newaxis, :]
        angle_rads = pos / np.power(10000, (2 * (i//2)) / np.float32(2))
        angle_rads[:, 0::2] = np.sin(angle_rads[:, 0::2])
        angle_rads[:, 1::2] = np.cos(angle_rads[:, 1::2])
        out = x + angle_rads
        """,
        {"x": X32},
    ),
    P(
        "multi-head attention from scratch",
        """
        def softmax(x):
            exp_x = np.exp(x - np.max(x, axis=-1, keepdims=True))
            return exp_x / np.sum(exp_x, axis=-1, keepdims=True)

        def attention(q, k, v, mask):
            return softmax(q @ k.T / np.sqrt(q.shape[-1]) + mask) @ v

        def mha(x, Wqkv, Wo, n_head):
            x = x @ Wqkv
            qkv = np.split(x, 3, axis=-1)
            qkv_heads = list(map(lambda x: np.split(x, n_head, axis=-1), qkv))
            causal_mask = (1 - np.tri(x.shape[0], dtype=x.dtype)) * -1e10
            out_heads = [attention(q, k, v, causal_mask) for q, k, v in zip(*qkv_heads)]
            x = np.hstack(out_heads)
            return x @ Wo

        mha(x, Wqkv, Wo, 2)
        """,
        {
            "x": X32,
            "Wqkv": [[0.1, 0.2, -0.3, 0.4, 0.5, -0.6], [0.7, -0.8, 0.9, 0.3, -0.2, 0.6]],
            "Wo": [[0.3, -0.2], [0.5, 0.4]],
        },
    ),
    P(
        "seeded weights and a forward pass",
        """
        np.random.seed(42)
        W1 = np.random.randn(2, 3) * 0.1
        b1 = np.zeros(3)
        W2 = np.random.rand(3, 1)
        y = np.tanh(X @ W1 + b1) @ W2
        """,
        {"X": X32},
    ),
    P(
        "seeded generator of the new kind",
        """
        rng = np.random.default_rng(0)
        w = rng.normal(size=3)
        u = rng.uniform(-1, 1, size=(3,))
        y = np.sum(w * u * x)
        """,
        {"x": [0.5, -1.0, 2.0]},
    ),
    P(
        "seeded RandomState",
        """
        r = np.random.RandomState(7)
        w = r.randn(3)
        v = r.rand(3)
        y = np.dot(w, x) + np.sum(v)
        """,
        {"x": [0.5, -1.0, 2.0]},
    ),
    P(
        "gaussian mixture log likelihood",
        """
        log_prob = -0.5*((x[:, None] - mu)/sigma)**2 - np.log(sigma) - 0.5*np.log(2*np.pi)
        weighted = np.log(pi) + log_prob
        m = weighted.max(axis=1, keepdims=True)
        ll = np.sum(m[:, 0] + np.log(np.sum(np.exp(weighted - m), axis=1)))
        """,
        {"x": [0.5, -1.0, 2.0], "mu": [0.0, 1.0], "sigma": [1.0, 0.7], "pi": [0.4, 0.6]},
    ),
    P(
        "swish, mish and friends from numpy-ml",
        """
        class ELU:
            def __init__(self, alpha=1.0):
                self.alpha = alpha
            def fn(self, z):
                return np.where(z > 0, z, self.alpha * (np.exp(z) - 1))
            def grad(self, x):
                return np.where(x > 0, np.ones_like(x), self.alpha * np.exp(x))

        act = ELU(alpha=0.5)
        y = act.fn(z)
        """,
        {"z": [0.5, -1.0, 2.0]},
    ),
    P(
        "pagerank by power iteration",
        """
        v = np.ones(3) / 3
        for _ in range(5):
            v = d * M @ v + (1 - d) / 3
        """,
        {"M": [[0.0, 0.5, 1.0], [0.3, 0.0, 0.0], [0.7, 0.5, 0.0]], "d": 0.85},
    ),
    P(
        "kalman update",
        """
        y = z - H @ x
        S = H @ P @ H.T + R
        K = P @ H.T @ np.linalg.inv(S)
        x_new = x + K @ y
        P_new = (np.eye(2) - K @ H) @ P
        out = x_new.sum() + np.trace(P_new)
        """,
        {"z": [0.7], "H": [[1.0, 0.2]], "x": [0.5, -0.3], "P": [[0.5, 0.1], [0.1, 0.4]], "R": [[0.2]]},
    ),
    P(
        "batchnorm forward with running averages",
        """
        def batchnorm_forward(x, gamma, beta, bn_param):
            mode = bn_param["mode"]
            eps = bn_param.get("eps", 1e-5)
            momentum = bn_param.get("momentum", 0.9)
            N, D = x.shape
            running_mean = bn_param.get("running_mean", np.zeros(D, dtype=x.dtype))
            running_var = bn_param.get("running_var", np.zeros(D, dtype=x.dtype))
            out, cache = None, None
            if mode == "train":
                mu = x.mean(axis=0)
                var = x.var(axis=0)
                x_hat = (x - mu) / np.sqrt(var + eps)
                out = gamma * x_hat + beta
                running_mean = momentum * running_mean + (1 - momentum) * mu
                running_var = momentum * running_var + (1 - momentum) * var
                cache = (x, x_hat, mu, var, gamma, eps)
            elif mode == "test":
                x_hat = (x - running_mean) / np.sqrt(running_var + eps)
                out = gamma * x_hat + beta
            else:
                raise ValueError('Invalid forward batchnorm mode "%s"' % mode)
            bn_param["running_mean"] = running_mean
            bn_param["running_var"] = running_var
            return out, cache

        out, cache = batchnorm_forward(x, gamma, beta, {"mode": "train"})
        """,
        {"x": X32, "gamma": [1.2, 0.8], "beta": [0.1, -0.3]},
    ),
]

PROGRAMS += [
    P(
        "generator of minibatches with yield",
        '''
import numpy as np

def batches(X, y, size):
    """Yield successive mini-batches."""
    for i in range(0, len(X), size):
        yield X[i:i+size], y[i:i+size]

total = 0.0
for xb, yb in batches(X, y, 2):
    total += np.mean((xb @ w - yb)**2)
total
''',
        {"X": [[1.0, 2.0], [0.5, -1.0], [2.0, 0.3], [-1.0, 1.5]], "y": [1.0, 0.0, 2.0, -1.0], "w": [0.3, -0.2]},
    ),
    P(
        "match statement on the activation's name",
        """
import numpy as np

def activate(z, kind: str):
    match kind:
        case "relu":
            return np.maximum(0, z)
        case "tanh":
            return np.tanh(z)
        case "sigmoid" | "logistic":
            return 1/(1 + np.exp(-z))
        case _:
            raise ValueError(f"unknown activation {kind!r}")

out = activate(w*x + b, "logistic")
""",
        {"w": 0.5, "x": 1.5, "b": -0.2},
    ),
    P(
        "dataclass of parameters with type hints",
        """
from __future__ import annotations
from dataclasses import dataclass, field
import numpy as np
from numpy.typing import NDArray

@dataclass
class Params:
    W: NDArray
    b: NDArray
    activation: str = "tanh"
    history: list[float] = field(default_factory=list)

    def forward(self, x: NDArray) -> NDArray:
        z = self.W @ x + self.b
        return np.tanh(z) if self.activation == "tanh" else z

if __name__ == "__main__":
    p = Params(W=np.array([[0.1, 0.2], [0.3, -0.4]]), b=np.array([0.01, -0.02]))
    y = p.forward(x)
    loss = float(0.5) * np.sum((y - t) ** 2)
    p.history.append(loss)
    print(f"loss: {loss:.4f}")
""",
        {"x": [1.0, 2.0], "t": [0.0, 1.0]},
        out="loss",
    ),
    P(
        "argparse leftovers and main",
        """
import argparse
import numpy as np

parser = argparse.ArgumentParser()
parser.add_argument("--lr", type=float, default=0.1)
parser.add_argument("--seed", type=int, default=0)
args = parser.parse_args()

def main():
    np.random.seed(0)
    w = np.random.randn(3)
    x = np.array([1.0, 2.0, 3.0])
    y_hat = w.dot(x)
    loss = (y_hat - 1.0)**2
    return loss

if __name__ == "__main__":
    print(main())
""",
        {},
        out="main()",
    ),
    P(
        "walrus in a comprehension",
        """
import math
xs = [0.5, -1.0, 2.0]
ys = [z*z for x in xs if (z := w*x) > 0]
total = sum(ys)
""",
        {"w": 1.5},
        out="total",
    ),
    P(
        "lambda dictionary of activations",
        """
import numpy as np
ACT = {
    "relu": (lambda z: np.maximum(z, 0), lambda z: (z > 0).astype(float)),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z)**2),
}
f, df = ACT["tanh"]
h = f(W @ x)
s = h.sum()
""",
        {"W": [[0.5, -0.3], [0.2, 0.8]], "x": [1.0, -2.0]},
        out="s",
    ),
    P(
        "functools.reduce through layers",
        """
import numpy as np
from functools import reduce

layers = [W1, W2]
out = reduce(lambda h, W: np.tanh(W @ h), layers, x)
loss = np.sum(out**2)
""",
        {"W1": [[0.5, -0.3], [0.2, 0.8]], "W2": [[0.1, 0.4], [-0.6, 0.3]], "x": [1.0, -2.0]},
    ),
    P(
        "itertools pairwise and zip of sizes",
        """
import numpy as np
rng = np.random.default_rng(42)
sizes = [2, 3, 1]
weights = [rng.standard_normal((m, n)) * np.sqrt(2/n) for n, m in zip(sizes[:-1], sizes[1:])]
biases = [np.zeros((m, 1)) for m in sizes[1:]]
a = np.array([[0.5], [-1.0]])
for i, (W, b) in enumerate(zip(weights, biases)):
    z = W @ a + b
    a = np.maximum(0, z) if i < len(weights) - 1 else z
y = a.item()
""",
        {},
        out="y",
    ),
    P(
        "numpy from scratch: network class with fit",
        """
import numpy as np

class NeuralNetwork:
    def __init__(self, n_in, n_hidden, n_out, lr=0.1):
        np.random.seed(1)
        self.lr = lr
        self.params = {
            "W1": np.random.randn(n_in, n_hidden) * 0.1,
            "b1": np.zeros((1, n_hidden)),
            "W2": np.random.randn(n_hidden, n_out) * 0.1,
            "b2": np.zeros((1, n_out)),
        }

    @staticmethod
    def sigmoid(z):
        return 1.0 / (1.0 + np.exp(-z))

    def forward(self, X):
        self.cache = {}
        self.cache["Z1"] = X @ self.params["W1"] + self.params["b1"]
        self.cache["A1"] = self.sigmoid(self.cache["Z1"])
        self.cache["Z2"] = self.cache["A1"] @ self.params["W2"] + self.params["b2"]
        return self.sigmoid(self.cache["Z2"])

    def loss(self, y_hat, y):
        m = y.shape[0]
        return -np.sum(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)) / m

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([[0], [1], [1], [0]])
nn = NeuralNetwork(2, 3, 1)
y_hat = nn.forward(X)
cost = nn.loss(y_hat, y)
print("cost", cost)
""",
        {},
        out="cost",
    ),
    P(
        "training of that network: one round drawn",
        """
import numpy as np
np.random.seed(0)
X = np.array([[0., 0.], [0., 1.], [1., 0.], [1., 1.]])
y = np.array([[0.], [1.], [1.], [0.]])
W = np.random.randn(2, 1)
lr = 0.5
losses = []
for epoch in range(1000):
    p = 1/(1 + np.exp(-(X @ W)))
    loss = np.mean((p - y)**2)
    losses.append(loss)
    grad = X.T @ (2*(p - y)*p*(1 - p))/len(X)
    W -= lr/(1 + 0.01*epoch) * grad
    if epoch % 100 == 0:
        print(f"Epoch {epoch}: {loss:.3f}")
import matplotlib.pyplot as plt
plt.plot(losses); plt.show()
""",
        {},
        twin="""
import numpy as np
np.random.seed(0)
X = np.array([[0., 0.], [0., 1.], [1., 0.], [1., 1.]])
y = np.array([[0.], [1.], [1.], [0.]])
W = np.random.randn(2, 1)
p = 1/(1 + np.exp(-(X @ W)))
loss = np.mean((p - y)**2)
grad = X.T @ (2*(p - y)*p*(1 - p))/len(X)
""",
        out="loss",
        grads={"grad": "W"},
    ),
    P(
        "tqdm and time around a loop",
        """
import numpy as np
from tqdm import tqdm
import time

start = time.time()
theta = np.zeros(2)
X = np.c_[np.ones(3), [1., 2., 3.]]
y = np.array([1., 2., 2.5])
pbar = tqdm(range(50), desc="training")
for it in pbar:
    h = X.dot(theta)
    J = 1/(2*3)*np.sum((h - y)**2)
    gradient = 1/3*X.T.dot(h - y)
    theta = theta - 0.1*gradient
    pbar.set_postfix(loss=J)
print("took", time.time() - start)
""",
        {},
        twin="""
import numpy as np
theta = np.zeros(2)
X = np.c_[np.ones(3), [1., 2., 3.]]
y = np.array([1., 2., 2.5])
h = X.dot(theta)
J = 1/(2*3)*np.sum((h - y)**2)
gradient = 1/3*X.T.dot(h - y)
""",
        out="J",
        grads={"gradient": "theta"},
    ),
    P(
        "Adam written by hand from a blog",
        """
import numpy as np
m = 0; v = 0
beta1, beta2, eps, alpha = 0.9, 0.999, 1e-8, 0.01
x = 2.0
for t in range(1, 4):
    g = 2*x
    m = beta1*m + (1 - beta1)*g
    v = beta2*v + (1 - beta2)*g**2
    m_hat = m/(1 - beta1**t)
    v_hat = v/(1 - beta2**t)
    x = x - alpha*m_hat/(np.sqrt(v_hat) + eps)
f = x**2
""",
        {},
        out="f",
    ),
    P(
        "einsum attention with heads",
        """
import numpy as np

def softmax(x, axis=-1):
    x = x - x.max(axis=axis, keepdims=True)
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)

B, T, C, H = 1, 3, 4, 2
hs = C // H
q = (x @ Wq).reshape(B, T, H, hs).transpose(0, 2, 1, 3)
k = (x @ Wk).reshape(B, T, H, hs).transpose(0, 2, 1, 3)
v = (x @ Wv).reshape(B, T, H, hs).transpose(0, 2, 1, 3)
att = np.einsum('bhqd,bhkd->bhqk', q, k) / np.sqrt(hs)
mask = np.triu(np.ones((T, T), dtype=bool), k=1)
att = np.where(mask, -1e9, att)
att = softmax(att)
out = (att @ v).transpose(0, 2, 1, 3).reshape(B, T, C)
loss = (out**2).mean()
""",
        {
            "x": [[[0.5, -1.0, 0.2, 0.1], [1.0, 0.3, -0.4, 0.7], [-0.2, 0.8, 0.6, -0.5]]],
            "Wq": [[0.1, 0.2, -0.3, 0.4], [0.5, -0.1, 0.2, 0.3], [0.2, 0.2, 0.1, -0.4], [-0.3, 0.1, 0.4, 0.2]],
            "Wk": [[0.3, -0.2, 0.1, 0.4], [0.1, 0.5, -0.2, 0.3], [0.4, 0.2, -0.1, 0.1], [0.2, 0.1, 0.3, -0.2]],
            "Wv": [[0.2, 0.1, 0.3, -0.4], [0.4, -0.3, 0.2, 0.1], [0.1, 0.2, 0.5, 0.3], [-0.2, 0.4, 0.1, 0.2]],
        },
        out="loss",
    ),
    P(
        "convolution by four loops as assignment leaves it",
        """
import numpy as np

def conv_forward_naive(x, w, b, conv_param):
    stride, pad = conv_param['stride'], conv_param['pad']
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    H_out = 1 + (H + 2*pad - HH) // stride
    W_out = 1 + (W + 2*pad - WW) // stride
    out = np.zeros((N, F, H_out, W_out))
    x_pad = np.pad(x, ((0,0), (0,0), (pad,pad), (pad,pad)), mode='constant')
    for n in range(N):
        for f in range(F):
            for i in range(H_out):
                for j in range(W_out):
                    window = x_pad[n, :, i*stride:i*stride+HH, j*stride:j*stride+WW]
                    out[n, f, i, j] = np.sum(window*w[f]) + b[f]
    cache = (x, w, b, conv_param)
    return out, cache

x = np.linspace(-0.1, 0.5, num=9).reshape(1, 1, 3, 3)
w = np.linspace(-0.2, 0.3, num=8).reshape(2, 1, 2, 2)
b = np.linspace(-0.1, 0.2, num=2)
out, _ = conv_forward_naive(x, w, b, {'stride': 1, 'pad': 0})
""",
        {},
        out="out",
    ),
    P(
        "max pool by loops",
        """
def max_pool(x, size=2):
    h, w = x.shape
    out = np.zeros((h//size, w//size))
    for i in range(0, h, size):
        for j in range(0, w, size):
            out[i//size, j//size] = np.max(x[i:i+size, j:j+size])
    return out
y = max_pool(x)
""",
        {"x": [[1.0, 2.0, 0.5, -1.0], [0.3, 0.7, 1.5, 0.2], [0.9, -0.4, 0.6, 0.8], [2.5, 0.1, -0.3, 1.1]]},
    ),
    P(
        "GRU cell from a tutorial",
        """
def gru_cell(x, h_prev, p):
    z = sigmoid(p['Wz'] @ np.concatenate([h_prev, x]) + p['bz'])
    r = sigmoid(p['Wr'] @ np.concatenate([h_prev, x]) + p['br'])
    h_tilde = np.tanh(p['Wh'] @ np.concatenate([r*h_prev, x]) + p['bh'])
    return (1 - z)*h_prev + z*h_tilde

def sigmoid(a): return 1/(1 + np.exp(-a))

np.random.seed(3)
n_h, n_x = 2, 2
params = {k: np.random.randn(n_h, n_h + n_x)*0.5 for k in ('Wz', 'Wr', 'Wh')}
params.update({b: np.zeros(n_h) for b in ('bz', 'br', 'bh')})
h = np.zeros(n_h)
for x_t in np.array([[1., 0.], [0., 1.], [1., 1.]]):
    h = gru_cell(x_t, h, params)
h.sum()
""",
        {},
    ),
    P(
        "k-means step with argmin and broadcasting",
        """
import numpy as np
X = np.array([[1., 2.], [1.5, 1.8], [5., 8.], [8., 8.]])
C = np.array([[1., 1.], [6., 7.]])
d = np.linalg.norm(X[:, None, :] - C[None, :, :], axis=-1)
assign = d.argmin(axis=1)
inertia = (d[np.arange(len(X)), assign]**2).sum()
print(inertia)
""",
        {},
        out="inertia",
    ),
    P(
        "gradient checking function",
        """
import numpy as np

def eval_numerical_gradient(f, x, h=1e-5):
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=['multi_index'], op_flags=['readwrite'])
    while not it.finished:
        ix = it.multi_index
        old = x[ix]
        x[ix] = old + h
        fp = f(x)
        x[ix] = old - h
        fm = f(x)
        x[ix] = old
        grad[ix] = (fp - fm)/(2*h)
        it.iternext()
    return grad

x = np.array([1.0, -2.0, 0.5])
f = lambda v: np.sum(v**2) + v[0]*v[1]
out = f(x)
print(eval_numerical_gradient(f, x))
""",
        {},
        out="out",
    ),
    P(
        "bisection with while True and break",
        """
import math
def f(x): return x**3 - a
lo, hi = 0.0, 4.0
while True:
    mid = (lo + hi)/2
    if f(mid) > 0:
        hi = mid
    else:
        lo = mid
    if hi - lo < 1e-3:
        break
root = mid - (mid**3 - a)/(3*mid**2)
""",
        {"a": 7.0},
        out="root",
    ),
    P(
        "runge kutta with a lambda",
        """
import numpy as np
f = lambda t, y: -k*y + np.sin(t)
y, t, h = 1.0, 0.0, 0.1
for _ in range(5):
    k1 = f(t, y)
    k2 = f(t + h/2, y + h/2*k1)
    k3 = f(t + h/2, y + h/2*k2)
    k4 = f(t + h, y + h*k3)
    y += h/6*(k1 + 2*k2 + 2*k3 + k4)
    t += h
y
""",
        {"k": 0.7},
    ),
    P(
        "stack exchange: softmax jacobian by diagflat",
        """
import numpy as np
s = np.exp(z)/np.sum(np.exp(z))
J = np.diagflat(s) - np.outer(s, s)
g = J @ dy
""",
        {"z": [1.0, 2.0, 0.5], "dy": [0.2, -0.1, 0.4]},
        out="g",
    ),
    P(
        "kaggle: one hot by eye and log loss",
        """
import numpy as np
import pandas as pd
import seaborn as sns

n_classes = 3
labels = np.array([0, 2, 1, 2])
Y = np.eye(n_classes)[labels]
scores = X @ W
scores -= scores.max(axis=1, keepdims=True)
probs = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
logloss = -(Y * np.log(np.clip(probs, 1e-15, 1 - 1e-15))).sum(axis=1).mean()
logloss
""",
        {"X": [[1.0, 2.0], [0.5, -1.0], [2.0, 0.3], [-1.0, 1.5]], "W": [[0.1, 0.2, -0.3], [0.4, -0.5, 0.6]]},
    ),
    P(
        "named tuple of layers",
        """
from collections import namedtuple
import numpy as np
Layer = namedtuple('Layer', ['w', 'b', 'act'])
net = [Layer(np.array([[0.1, -0.2], [0.4, 0.3]]), np.array([0.1, 0.0]), np.tanh),
       Layer(np.array([[0.7, -0.6]]), np.array([0.2]), lambda z: z)]
h = np.asarray(x)
for layer in net:
    h = layer.act(layer.w @ h + layer.b)
out = h[0]
""",
        {"x": [1.0, -0.5]},
        out="out",
    ),
    P(
        "abstract layers and a Sequential of one's own",
        """
import numpy as np
from abc import ABC, abstractmethod
from typing import List, Optional, Tuple

class Layer(ABC):
    @abstractmethod
    def forward(self, x: np.ndarray) -> np.ndarray:
        ...

class Linear(Layer):
    def __init__(self, in_features: int, out_features: int, bias: bool = True) -> None:
        super().__init__()
        rng = np.random.RandomState(0)
        bound = 1/np.sqrt(in_features)
        self.weight = rng.uniform(-bound, bound, size=(out_features, in_features))
        self.bias = np.zeros(out_features) if bias else None

    def forward(self, x):
        y = x @ self.weight.T
        return y + self.bias if self.bias is not None else y

class ReLU(Layer):
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

class Sequential:
    def __init__(self, *layers: Layer):
        self.layers: List[Layer] = list(layers)

    def __call__(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def __repr__(self):
        return f"Sequential({', '.join(type(l).__name__ for l in self.layers)})"

model = Sequential(Linear(3, 4), ReLU(), Linear(4, 1))
print(model)
out = model(np.array([[0.5, -1.0, 2.0]]))
loss = ((out - 1.0)**2).mean()
""",
        {},
        out="loss",
    ),
    P(
        "property and classmethod",
        """
import numpy as np
class Gaussian:
    def __init__(self, mu, log_sigma):
        self.mu = mu
        self.log_sigma = log_sigma

    @classmethod
    def standard(cls):
        return cls(0.0, 0.0)

    @property
    def sigma(self):
        return np.exp(self.log_sigma)

    def kl(self, other: "Gaussian"):
        return (np.log(other.sigma/self.sigma)
                + (self.sigma**2 + (self.mu - other.mu)**2)/(2*other.sigma**2) - 0.5)

kl = Gaussian(m, ls).kl(Gaussian.standard())
""",
        {"m": 0.5, "ls": -0.3},
        out="kl",
    ),
    P(
        "try and except around a log",
        """
import math
def safe_log(v):
    try:
        return math.log(v)
    except ValueError:
        return float('-inf')
y = safe_log(x) * 2
""",
        {"x": 3.0},
        out="y",
    ),
    P(
        "global learning state",
        """
counter = 0
def step(x):
    global counter
    counter += 1
    return x*0.5 + counter
a = step(x)
b = step(a)
""",
        {"x": 2.0},
        out="b",
    ),
    P(
        "decorator that counts calls",
        """
import functools
def log_calls(fn):
    @functools.wraps(fn)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        print(f"calling {fn.__name__}")
        return fn(*args, **kwargs)
    wrapper.calls = 0
    return wrapper

@log_calls
def square(x, *, scale=1.0):
    return scale*x**2

y = square(x, scale=3.0) + square(2*x)
""",
        {"x": 1.5},
        out="y",
    ),
    P(
        "recursive function: binomial by formula",
        """
def power(x, n):
    if n == 0:
        return 1
    half = power(x, n // 2)
    return half*half if n % 2 == 0 else half*half*x
y = power(x, 5)
""",
        {"x": 1.3},
        out="y",
    ),
    P(
        "masked array assignment, huber by hand",
        """
import numpy as np
r = y - yhat
loss = np.empty_like(r)
small = np.abs(r) <= delta
loss[small] = 0.5*r[small]**2
loss[~small] = delta*(np.abs(r[~small]) - 0.5*delta)
L = loss.mean()
""",
        {"y": [1.0, 2.0, 3.0], "yhat": [1.2, 0.5, 2.9], "delta": 1.0},
        out="L",
    ),
    P(
        "np.vectorize and np.frompyfunc",
        """
import numpy as np
@np.vectorize
def leaky(z):
    return z if z > 0 else 0.1*z
out = leaky(np.array([1.0, -2.0, 3.0])*w).sum()
""",
        {"w": 0.7},
        out="out",
    ),
    P(
        "matrix power iteration with norm",
        """
import numpy as np
A = np.array([[2., 1.], [1., 3.]])
b = np.ones(2)
for _ in range(5):
    b = A @ b
    b /= np.linalg.norm(b)
eig = b @ A @ b / (b @ b)
""",
        {},
        out="eig",
    ),
    P(
        "image gradients with slicing",
        """
img = np.arange(16, dtype=np.float64).reshape(4, 4)**1.5
dx = img[:, 1:] - img[:, :-1]
dy = img[1:, :] - img[:-1, :]
tv = np.abs(dx).sum() + np.abs(dy).sum()
""",
        {},
        out="tv",
    ),
    P(
        "ellipsis and newaxis",
        """
a = x[..., np.newaxis] * y[np.newaxis, ...]
total = a[..., 0].sum() + a[::-1, -1].prod()
""",
        {"x": [1.0, 2.0, 3.0], "y": [0.5, -1.0]},
        out="total",
    ),
    P(
        "string keys built by f-strings",
        """
params = {}
dims = [2, 3, 1]
np.random.seed(2)
for l in range(1, len(dims)):
    params[f"W{l}"] = np.random.randn(dims[l], dims[l-1]) / np.sqrt(dims[l-1])
    params[f"b{l}"] = np.zeros((dims[l], 1))
A = X
L = len(params) // 2
for l in range(1, L):
    Z = params["W" + str(l)] @ A + params["b" + str(l)]
    A = np.maximum(0, Z)
AL = 1/(1 + np.exp(-(params[f'W{L}'] @ A + params[f'b{L}'])))
cost = float(np.squeeze(-np.mean(Y*np.log(AL) + (1 - Y)*np.log(1 - AL))))
""",
        {"X": [[1.0, -0.5], [0.3, 0.8]], "Y": [[1.0, 0.0]]},
        out="cost",
    ),
    P(
        "layer norm from numpy-ml style",
        '''
class LayerNorm1D:
    """Layer normalisation."""
    def __init__(self, epsilon=1e-5):
        self.epsilon = epsilon
        self.parameters = {"scaler": None, "intercept": None}
        self.is_initialized = False

    def _init_params(self, X):
        self.n_in = self.n_out = X.shape[1]
        self.parameters = {"scaler": np.ones(self.n_in), "intercept": np.zeros(self.n_in)}
        self.is_initialized = True

    def forward(self, X, retain_derived=True):
        if not self.is_initialized:
            self._init_params(X)
        mean, var = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True)
        lnorm = (X - mean)/np.sqrt(var + self.epsilon)
        return self.parameters["scaler"]*lnorm + self.parameters["intercept"]

ln = LayerNorm1D()
out = (ln.forward(X)*np.arange(6).reshape(2, 3)).sum()
''',
        {"X": [[1.0, 2.0, 0.5], [0.3, -0.8, 1.1]]},
        out="out",
    ),
    P(
        "complex arithmetic of units by math",
        """
from math import pi, sin, cos, radians, sqrt, hypot, exp, log
def haversine(lat1, lon1, lat2, lon2, R=6371.0):
    p1, p2 = radians(lat1), radians(lat2)
    dphi, dl = radians(lat2 - lat1), radians(lon2 - lon1)
    a = sin(dphi/2)**2 + cos(p1)*cos(p2)*sin(dl/2)**2
    from math import atan2
    return 2*R*atan2(sqrt(a), sqrt(1 - a))
d = haversine(48.2, 16.4, lat, lon)
""",
        {"lat": 47.1, "lon": 15.4},
        out="d",
    ),
    P(
        "logsumexp trick of a stackoverflow answer",
        """
>>> import numpy as np
>>> x = np.array([1000., 1001., 1002.])
>>> m = x.max()
>>> lse = m + np.log(np.sum(np.exp(x - m)))
>>> lse
1002.4076059644444
""",
        {},
        twin="x = np.array([1000., 1001., 1002.])\nm = x.max()\nlse = m + np.log(np.sum(np.exp(x - m)))\nlse",
    ),
    P(
        "gumbel softmax with a fixed seed",
        """
np.random.seed(7)
g = -np.log(-np.log(np.random.uniform(size=3)))
y = (logits + g)/tau
y = np.exp(y - y.max())
y /= y.sum()
H = -(y*np.log(y)).sum()
""",
        {"logits": [0.2, 1.0, -0.5], "tau": 0.8},
        out="H",
    ),
    P(
        "exponential moving average in a list",
        """
prices = [1.0, 1.2, 0.9, 1.4]
ema = [prices[0]]
for p in prices[1:]:
    ema.append(alpha*p + (1 - alpha)*ema[-1])
y = ema[-1]
""",
        {"alpha": 0.3},
        out="y",
    ),
    P(
        "viterbi-like forward algorithm",
        """
import numpy as np
A = np.array([[0.7, 0.3], [0.4, 0.6]])
B = np.array([[0.9, 0.1], [0.2, 0.8]])
pi = np.array([0.5, 0.5])
obs = [0, 0, 1]
T = len(obs)
alpha = np.zeros((T, 2))
alpha[0] = pi*B[:, obs[0]]
for t in range(1, T):
    for j in range(2):
        alpha[t, j] = alpha[t-1].dot(A[:, j])*B[j, obs[t]]
likelihood = alpha[-1].sum()
""",
        {},
        out="likelihood",
    ),
    P(
        "counter, defaultdict, enumerate with start",
        """
from collections import defaultdict, Counter, OrderedDict
cache = defaultdict(list)
for i, v in enumerate([0.1, 0.2, 0.3], start=1):
    cache["a" if i % 2 else "b"].append(v*x**i)
y = sum(cache["a"]) - sum(cache["b"])
""",
        {"x": 1.4},
        out="y",
    ),
    P(
        "ternary chain, chained comparison and any/all",
        """
xs = [0.2, 0.5, 0.9]
k = 3 if all(v < 1 for v in xs) else 2 if any(v > 2 for v in xs) else 1
y = sum(v**k for v in xs if 0.1 < v <= 0.9) * s
""",
        {"s": 2.0},
        out="y",
    ),
    P(
        "star expressions and swapped names",
        """
first, *rest, last = [a, b, c, d]
first, last = last, first
y = first*sum(rest) - last
""",
        {"a": 1.0, "b": 2.0, "c": 3.0, "d": 4.0},
        out="y",
    ),
    P(
        "Monte Carlo option price with seeded normals",
        """
import numpy as np
np.random.seed(123)
Z = np.random.standard_normal(5)
ST = S0*np.exp((r - 0.5*sigma**2)*T + sigma*np.sqrt(T)*Z)
payoff = np.maximum(ST - K, 0)
C = np.exp(-r*T)*payoff.mean()
print(f'The call price is ${C:.2f}')
""",
        {"S0": 100.0, "K": 105.0, "r": 0.05, "sigma": 0.2, "T": 1.0},
        out="C",
    ),
]

PROGRAMS += [
    P(
        "generator expression handed to next with a default",
        """
xs = [0.2, 0.7, 1.5]
first = next((v for v in xs if v > 0.5), None)
y = first*w
""",
        {"w": 2.0},
        out="y",
    ),
    P(
        "nested functions with nonlocal",
        """
def make_counter(start):
    total = start
    def add(v):
        nonlocal total
        total = total + v
        return total
    return add
add = make_counter(x)
add(2*x)
y = add(x**2)
""",
        {"x": 1.5},
        out="y",
    ),
    P(
        "kwargs handed through",
        """
def layer(x, *, w, b=0.0, act=None, **kw):
    z = w*x + b
    return act(z) if act else z
config = dict(w=0.5, b=0.1)
y = layer(x, **config, act=math.tanh, name="first")
""",
        {"x": 1.5},
        out="y",
    ),
    P(
        "sorting with a key and max with a key",
        """
pts = [(1.0, 2.0), (3.0, 0.5), (2.0, 1.0)]
pts.sort(key=lambda p: p[1])
best = max(pts, key=lambda p: p[0])
y = best[0]*x + pts[0][1] + pts[-1][1]
""",
        {"x": 1.5},
        out="y",
    ),
    P(
        "dict comprehension over items, zip of dicts",
        """
params = {'w': w, 'b': b}
grads = {k: 2*v for k, v in params.items()}
new = {k: params[k] - 0.1*grads[k] for k in params}
y = new['w']*3 + new['b']
""",
        {"w": 1.0, "b": 0.5},
        out="y",
    ),
    P(
        "while with a tolerance and an else",
        """
import math
guess = 1.0
it = 0
while abs(guess**2 - a) > 1e-6 and it < 50:
    guess = 0.5*(guess + a/guess)
    it += 1
else:
    print("done")
y = guess
""",
        {"a": 3.0},
        out="y",
    ),
    P(
        "enum of activations",
        """
from enum import Enum
class Act(Enum):
    RELU = "relu"
    TANH = "tanh"
def run(z, act):
    if act is Act.RELU:
        return np.maximum(z, 0)
    return np.tanh(z)
y = run(x, Act.TANH)
""",
        {"x": 0.5},
        out="y",
    ),
    P(
        "simple tape autograd class by closure",
        """
class Var:
    def __init__(self, value, parents=()):
        self.value = value
        self.parents = parents
        self.grad = 0.0
    def __add__(self, other):
        return Var(self.value + other.value, ((self, 1.0), (other, 1.0)))
    def __mul__(self, other):
        return Var(self.value*other.value, ((self, other.value), (other, self.value)))
    def backward(self, g=1.0):
        self.grad += g
        for p, local in self.parents:
            p.backward(g*local)
x = Var(2.0); y = Var(3.0)
z = x*y + x
z.backward()
print(x.grad, y.grad)
out = z.value
""",
        {},
        out="out",
    ),
    P(
        "perceptron with string formatting and zip strict",
        """
weights = [0.2, -0.5, 0.1]
inputs = [x1, x2, 1.0]
activation = sum(w*i for w, i in zip(weights, inputs, strict=True))
print("activation: {:.2f} ({})".format(activation, 'fired' if activation > 0 else 'quiet'))
out = 1.0/(1.0 + 2.718281828459045**(-activation))
""",
        {"x1": 1.0, "x2": 0.5},
        out="out",
    ),
    P(
        "numpy: boolean masks joined and np.ix_",
        """
mask = (x > 0) & (x < 2)
s = x[mask].sum() + A[np.ix_([0, 1], [1, 0])].sum()*2 + np.where(~mask, x, 0).sum()
""",
        {"x": [0.5, -1.0, 3.0], "A": [[1.0, 2.0], [3.0, 4.0]]},
        out="s",
    ),
    P(
        "np.newaxis distances and triu pairs",
        """
diff = X[:, None] - X[None, :]
D = np.sqrt((diff**2).sum(-1) + 1e-12)
i, j = np.triu_indices(len(X), k=1)
E = (1/D[i, j]**12 - 1/D[i, j]**6).sum()
""",
        {"X": [[0.0, 0.0], [1.1, 0.0], [0.3, 1.2]]},
        out="E",
    ),
    P(
        "linear regression by the normal equation with np.c_ and @",
        """
X = np.array([[1.0], [2.0], [3.0]]); y = np.array([[2.0], [2.5], [3.7]])
X_b = np.c_[np.ones((3, 1)), X]
theta_best = np.linalg.inv(X_b.T @ X_b) @ X_b.T @ y
mse = float(np.mean((X_b.dot(theta_best) - y)**2))
""",
        {},
        out="mse",
    ),
    P(
        "ridge path over several alphas kept in a list",
        """
coefs = []
for alpha in (0.1, 1.0, 10.0):
    c = np.linalg.solve(X.T @ X + alpha*np.eye(2), X.T @ y)
    coefs.append(c)
coefs = np.array(coefs)
total = (coefs**2).sum()
""",
        {"X": [[1.0, 2.0], [0.5, -1.0], [2.0, 0.3]], "y": [1.0, 0.0, 2.0]},
        out="total",
    ),
    P(
        "momentum with a dictionary of velocities, three steps",
        """
params = {"w": np.array([1.0, -1.0]), "b": np.array([0.5])}
vel = {k: np.zeros_like(v) for k, v in params.items()}
for step in range(3):
    grads = {"w": 2*params["w"], "b": 2*params["b"]}
    for k in params:
        vel[k] = 0.9*vel[k] - lr*grads[k]
        params[k] = params[k] + vel[k]
J = (params["w"]**2).sum() + (params["b"]**2).sum()
""",
        {"lr": 0.1},
        out="J",
    ),
    P(
        "bce with eps inside and a mean over axis none",
        """
eps = 1e-7
y_pred = np.clip(y_pred, eps, 1 - eps)
loss = -np.mean(y_true*np.log(y_pred) + (1 - y_true)*np.log(1 - y_pred), axis=None)
""",
        {"y_pred": [0.9, 0.2, 0.6], "y_true": [1.0, 0.0, 1.0]},
        out="loss",
    ),
    P(
        "softmax by a loop over classes without numpy",
        """
import math
def softmax(zs):
    m = max(zs)
    exps = [math.exp(z - m) for z in zs]
    total = sum(exps)
    return [e/total for e in exps]
p = softmax([z1, z2, z3])
loss = -math.log(p[1])
""",
        {"z1": 1.0, "z2": 2.0, "z3": 0.5},
        out="loss",
    ),
    P(
        "LSTM cell with one big matrix split by slices",
        """
def lstm_step(x, h, c, W, b):
    n = h.shape[0]
    a = W @ np.concatenate((x, h)) + b
    i, f, o = (1/(1 + np.exp(-a[k*n:(k+1)*n])) for k in range(3))
    g = np.tanh(a[3*n:])
    c = f*c + i*g
    return o*np.tanh(c), c
h = c = np.zeros(1)
for x in np.array([[1.0], [-0.5]]):
    h, c = lstm_step(x, h, c, W, b)
y = h.sum()
""",
        {"W": [[0.5, -0.3], [0.2, 0.8], [0.1, 0.4], [-0.6, 0.3]], "b": [0.1, 1.0, 0.0, -0.1]},
        out="y",
    ),
    P(
        "compound interest with a sum over years",
        """
P0 = 1000
r = rate/100
balance = P0
for year in range(1, 6):
    balance = balance*(1 + r) + 100
    print(f"{year:>2}: {balance:,.2f}")
""",
        {"rate": 5.0},
        out="balance",
    ),
    P(
        "SIR epidemic by Euler steps",
        """
S, I, R = 0.99, 0.01, 0.0
history = [(S, I, R)]
for _ in range(10):
    new_inf = beta*S*I
    new_rec = gamma*I
    S, I, R = S - new_inf, I + new_inf - new_rec, R + new_rec
    history.append((S, I, R))
peak = history[-1][1]
""",
        {"beta": 0.5, "gamma": 0.1},
        out="peak",
    ),
    P(
        "logistic map kept in a preallocated array",
        """
n = 6
xs = np.empty(n)
xs[0] = 0.2
for k in range(n - 1):
    xs[k + 1] = r*xs[k]*(1 - xs[k])
y = xs[-1]
""",
        {"r": 3.2},
        out="y",
    ),
]
