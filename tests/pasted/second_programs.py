"""A second harvest: programs of all dialects that were written after the reader could do the others."""

from .program import LATER, NOT_WRONG, P

X32 = [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]]
W23 = [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]]
W32 = [[0.3, -0.2], [0.5, 0.4], [-0.6, 0.1]]
V = [0.5, -1.2, 2.0]

PROGRAMS = [
    # Backward passes by hand.
    P(
        "leaky relu backward",
        """
        def leaky_relu_forward(x, alpha=0.1):
            out = np.where(x > 0, x, alpha * x)
            return out, (x, alpha)

        def leaky_relu_backward(dout, cache):
            x, alpha = cache
            dx = np.where(x > 0, dout, alpha * dout)
            return dx

        out, cache = leaky_relu_forward(x)
        dx = leaky_relu_backward(dout, cache)
        """,
        {"x": V, "dout": [0.3, -0.8, 0.6]},
        out="out",
        loss="np.sum(out * dout)",
        skip=("dout",),
        grads={"dx": "x"},
    ),
    P(
        "leaky relu backward, slope forgotten",
        """
        out = np.where(x > 0, x, 0.1 * x)
        dx = np.where(x > 0, dout, 0)
        """,
        {"x": V, "dout": [0.3, -0.8, 0.6]},
        out="out",
        loss="np.sum(out * dout)",
        skip=("dout",),
        grads={"dx": "x"},
        mistakes={"dx": "mask"},
    ),
    P(
        "max pooling backward",
        """
        out = np.zeros(2)
        idx = np.zeros(2, dtype=int)
        for i in range(2):
            window = x[2*i:2*i+2]
            idx[i] = np.argmax(window)
            out[i] = window[idx[i]]
        dx = np.zeros_like(x)
        for i in range(2):
            dx[2*i + idx[i]] += dout[i]
        """,
        {"x": [0.5, -1.2, 2.0, 0.3], "dout": [0.3, -0.8]},
        out="out",
        loss="np.sum(out * dout)",
        skip=("dout",),
        grads={"dx": "x"},
    ),
    P(
        "layer norm backward",
        """
        mu = np.mean(x, axis=1, keepdims=True)
        var = np.var(x, axis=1, keepdims=True)
        inv = 1.0 / np.sqrt(var + 1e-5)
        x_hat = (x - mu) * inv
        out = gamma * x_hat + beta

        dbeta = np.sum(dout, axis=0)
        dgamma = np.sum(dout * x_hat, axis=0)
        dx_hat = dout * gamma
        dx = inv * (dx_hat - np.mean(dx_hat, axis=1, keepdims=True) - x_hat * np.mean(dx_hat * x_hat, axis=1, keepdims=True))
        """,
        {
            "x": [[0.5, -1.0, 0.2], [1.5, 2.0, -0.3]],
            "gamma": [1.2, 0.8, 0.5],
            "beta": [0.1, -0.3, 0.0],
            "dout": [[0.3, -0.5, 0.1], [1.1, 0.4, -0.2]],
        },
        out="out",
        loss="np.sum(out * dout)",
        skip=("dout",),
        grads={"dbeta": "beta", "dgamma": "gamma", "dx_hat": "x_hat", "dx": "x"},
    ),
    P(
        "lstm step backward",
        """
        N, H = prev_h.shape
        a = x @ Wx + prev_h @ Wh + b
        i = 1/(1 + np.exp(-a[:, :H]))
        f = 1/(1 + np.exp(-a[:, H:2*H]))
        o = 1/(1 + np.exp(-a[:, 2*H:3*H]))
        g = np.tanh(a[:, 3*H:])
        next_c = f * prev_c + i * g
        tanh_c = np.tanh(next_c)
        next_h = o * tanh_c

        do = dnext_h * tanh_c
        dc = dnext_h * o * (1 - tanh_c**2)
        df = dc * prev_c
        dprev_c = dc * f
        di = dc * g
        dg = dc * i
        da = np.hstack([di*i*(1 - i), df*f*(1 - f), do*o*(1 - o), dg*(1 - g**2)])
        dx = da @ Wx.T
        dWx = x.T @ da
        dprev_h = da @ Wh.T
        dWh = prev_h.T @ da
        db = da.sum(axis=0)
        """,
        {
            "x": [[0.1, 0.2]],
            "prev_h": [[0.3]],
            "prev_c": [[0.5]],
            "Wx": [[0.1, 0.2, 0.3, 0.4], [0.5, -0.6, 0.7, -0.8]],
            "Wh": [[0.2, 0.1, -0.3, 0.4]],
            "b": [0.1, 0.2, 0.3, 0.4],
            "dnext_h": [[0.7]],
        },
        out="next_h",
        loss="np.sum(next_h * dnext_h)",
        skip=("dnext_h",),
        grads={
            "do": "o",
            "dc": NOT_WRONG,
            "df": "f",
            "dprev_c": "prev_c",
            "di": "i",
            "dg": "g",
            "da": "a",
            "dx": "x",
            "dWx": "Wx",
            "dprev_h": "prev_h",
            "dWh": "Wh",
            "db": "b",
        },
    ),
    P(
        "word embedding backward",
        """
        out = W[idx]
        dW = np.zeros_like(W)
        np.add.at(dW, idx, dout)
        """,
        {"W": X32, "idx": [0, 2, 0], "dout": [[0.3, -0.5], [1.1, 0.4], [-0.6, 0.9]]},
        labels=("idx",),
        out="out",
        loss="np.sum(out * dout)",
        skip=("dout",),
        grads={"dW": "W"},
    ),
    P(
        "word embedding backward, repeated rows overwritten",
        """
        out = W[idx]
        dW = np.zeros_like(W)
        dW[idx] = dout
        """,
        {"W": X32, "idx": [0, 2, 0], "dout": [[0.3, -0.5], [1.1, 0.4], [-0.6, 0.9]]},
        labels=("idx",),
        out="out",
        loss="np.sum(out * dout)",
        skip=("dout",),
        grads={"dW": "W"},
        mistakes={"dW": "overwrote"},
    ),
    P(
        "ridge regression gradient",
        """
        r = X @ w - y
        J = r @ r / (2*len(y)) + lam/2 * w @ w
        grad = X.T @ r / len(y) + lam * w
        """,
        {"X": X32, "w": [0.3, -0.2], "y": [1.0, 0.5, -0.3], "lam": 0.1},
        out="J",
        grads={"grad": NOT_WRONG},
    ),
    P(
        "softmax regression, gradient by a loop over classes",
        """
        N = X.shape[0]
        C = W.shape[1]
        dW = np.zeros_like(W)
        loss = 0.0
        for i in range(N):
            s = X[i] @ W
            s -= s.max()
            p = np.exp(s)/np.exp(s).sum()
            loss += -np.log(p[y[i]])
            for c in range(C):
                dW[:, c] += (p[c] - (c == y[i])) * X[i]
        loss = loss/N + reg*np.sum(W*W)
        dW = dW/N + 2*reg*W
        """,
        {"X": X32, "W": W23, "y": [0, 2, 1], "reg": 0.05},
        labels=("y",),
        out="loss",
        grads={"dW": "W"},
    ),
    P(
        "softmax regression, sign of the class term",
        """
        N = X.shape[0]
        s = X @ W
        p = np.exp(s)/np.exp(s).sum(axis=1, keepdims=True)
        loss = -np.log(p[np.arange(N), y]).mean()
        T = np.eye(3)[y]
        dW = X.T @ (T - p) / N
        """,
        {"X": X32, "W": W23, "y": [0, 2, 1]},
        labels=("y",),
        out="loss",
        grads={"dW": "W"},
        mistakes={"dW": "sign"},
    ),
    P(
        "three layers in a list, gradients in lists",
        """
        Ws = [W1, W2]
        acts = [X]
        for W in Ws:
            acts.append(np.tanh(acts[-1] @ W))
        loss = 0.5*np.sum((acts[-1] - Y)**2)
        delta = (acts[-1] - Y)*(1 - acts[-1]**2)
        dW2 = acts[1].T @ delta
        delta = (delta @ W2.T)*(1 - acts[1]**2)
        dW1 = acts[0].T @ delta
        """,
        {"X": X32, "W1": W23, "W2": W32, "Y": [[1.0, 0.0], [0.5, -0.5], [0.2, 0.3]]},
        out="loss",
        grads={"dW1": "W1", "dW2": "W2", "delta": NOT_WRONG},
    ),
    P(
        "highway gate by hand",
        """
        t = 1/(1 + np.exp(-(x*wt + bt)))
        h = np.tanh(x*wh)
        y = t*h + (1 - t)*x
        L = y**2
        dy = 2*y
        dt = dy*(h - x)
        dh = dy*t
        dx = dy*(1 - t) + dt*t*(1 - t)*wt + dh*(1 - h**2)*wh
        dwt = dt*t*(1 - t)*x
        dwh = dh*(1 - h**2)*x
        """,
        {"x": 0.7, "wt": 1.3, "bt": -0.2, "wh": 0.5},
        out="L",
        grads={"dy": "y", "dt": "t", "dh": "h", "dx": "x", "dwt": "wt", "dwh": "wh"},
    ),
    P(
        "highway gate by hand, one path of x forgotten",
        """
        t = 1/(1 + np.exp(-(x*wt + bt)))
        h = np.tanh(x*wh)
        y = t*h + (1 - t)*x
        L = y**2
        dy = 2*y
        dt = dy*(h - x)
        dh = dy*t
        dx = dt*t*(1 - t)*wt + dh*(1 - h**2)*wh
        """,
        {"x": 0.7, "wt": 1.3, "bt": -0.2, "wh": 0.5},
        out="L",
        grads={"dy": "y", "dt": "t", "dh": "h", "dx": "x"},
        mistakes={"dx": "overwrote"},
    ),
    P(
        "gradients called grad_W1 in a dictionary, with an update",
        """
        h = np.maximum(0, X @ W1)
        out = h @ W2
        loss = np.mean((out - Y)**2)
        grad_out = 2*(out - Y)/out.size
        grad_W2 = h.T @ grad_out
        grad_h = grad_out @ W2.T
        grad_W1 = X.T @ (grad_h*(h > 0))
        W1 -= lr*grad_W1
        W2 -= lr*grad_W2
        """,
        {"X": X32, "W1": W23, "W2": W32, "Y": [[1.0, 0.0], [0.5, -0.5], [0.2, 0.3]], "lr": 0.1},
        out="loss",
        skip=("lr",),
        twin="""
        h = np.maximum(0, X @ W1)
        out = h @ W2
        loss = np.mean((out - Y)**2)
        grad_out = 2*(out - Y)/out.size
        grad_W2 = h.T @ grad_out
        grad_h = grad_out @ W2.T
        grad_W1 = X.T @ (grad_h*(h > 0))
        """,
        grads={"grad_out": "out", "grad_W2": "W2", "grad_h": "h", "grad_W1": "W1"},
    ),
    P(
        "a network class with forward and backward methods",
        """
        class MLP:
            def __init__(self, W1, b1, W2, b2):
                self.W1, self.b1, self.W2, self.b2 = W1, b1, W2, b2

            def forward(self, X):
                self.X = X
                self.z1 = X @ self.W1 + self.b1
                self.a1 = np.maximum(0, self.z1)
                self.z2 = self.a1 @ self.W2 + self.b2
                return self.z2

            def backward(self, dz2):
                self.dW2 = self.a1.T @ dz2
                self.db2 = dz2.sum(axis=0)
                da1 = dz2 @ self.W2.T
                dz1 = da1 * (self.z1 > 0)
                self.dW1 = self.X.T @ dz1
                self.db1 = dz1.sum(axis=0)

        net = MLP(W1, b1, W2, b2)
        out = net.forward(X)
        loss = 0.5*np.sum((out - Y)**2)
        net.backward(out - Y)
        """,
        {
            "X": X32,
            "W1": W23,
            "b1": [0.1, -0.2, 0.3],
            "W2": W32,
            "b2": [0.05, -0.1],
            "Y": [[1.0, 0.0], [0.5, -0.5], [0.2, 0.3]],
        },
        out="loss",
        twin="""
        z1 = X @ W1 + b1
        a1 = np.maximum(0, z1)
        out = a1 @ W2 + b2
        loss = 0.5*np.sum((out - Y)**2)
        dz2 = out - Y
        dW2 = a1.T @ dz2
        db2 = dz2.sum(axis=0)
        da1 = dz2 @ W2.T
        dz1 = da1 * (z1 > 0)
        dW1 = X.T @ dz1
        db1 = dz1.sum(axis=0)
        """,
        grads={
            "dW1": "W1",
            "db1": "b1",
            "dW2": "W2",
            "db2": "b2",
            "da1": NOT_WRONG,
            "dz1": NOT_WRONG,
            "dz2": NOT_WRONG,
        },
    ),
    P(
        "a network class, transpose missing in backward",
        """
        class Net:
            def __init__(self, W):
                self.W = W
            def forward(self, x):
                self.x = x
                return x @ self.W
            def backward(self, dout):
                self.dW = self.x @ dout
                return dout @ self.W.T

        net = Net(W)
        out = net.forward(x)
        loss = np.sum(out**2)
        dx = net.backward(2*out)
        """,
        {"x": [[0.5, -1.0], [1.5, 0.7]], "W": [[0.2, -0.4], [1.0, 0.5]]},
        out="loss",
        twin="out = x @ W\nloss = np.sum(out**2)\ndout = 2*out\ndW = x @ dout\ndx = dout @ W.T",
        grads={"dW": "W", "dx": "x", "dout": NOT_WRONG},
        mistakes={"dW": "transpose"},
    ),
    P(
        "torch: manual gradients compared with autograd",
        """
        z = x @ w + b
        loss = (z ** 2).mean()
        loss.backward()
        dz = 2 * z / z.numel()
        dw = x.t() @ dz
        db = dz.sum(0)
        print(torch.allclose(dw, w.grad), torch.allclose(db, b.grad))
        """,
        {"x": X32, "w": W23, "b": [0.1, -0.2, 0.3]},
        written_for="torch",
        out="loss",
        grads={"dz": "z", "dw": "w", "db": "b"},
    ),
    P(
        "divided by the batch twice",
        """
        m = X.shape[0]
        yhat = X @ w
        J = np.sum((yhat - y)**2)/(2*m)
        dyhat = (yhat - y)/m
        dw = X.T @ dyhat / m
        """,
        {"X": X32, "w": [0.3, -0.2], "y": [1.0, 0.5, -0.3]},
        out="J",
        grads={"dyhat": "yhat", "dw": "w"},
        mistakes={"dw": "mean"},
    ),
    P(
        "derivative taken at the activation instead of the input",
        """
        def sigmoid(z): return 1/(1 + np.exp(-z))
        def dsigmoid(z): return sigmoid(z)*(1 - sigmoid(z))
        z = w*x
        a = sigmoid(z)
        L = (a - t)**2
        da = 2*(a - t)
        dz = da*dsigmoid(a)
        dw = dz*x
        """,
        {"w": 0.7, "x": 1.5, "t": 1.0},
        out="L",
        grads={"da": "a", "dz": "z", "dw": "w"},
        mistakes={"dz": "local", "dw": "inherits"},
    ),
    P(
        "a bias summed over everything",
        """
        out = x @ w + b
        L = np.sum(out**2)
        dout = 2*out
        db = np.sum(dout)
        """,
        {"x": X32, "w": W23, "b": [0.1, -0.2, 0.3]},
        out="L",
        grads={"dout": "out", "db": "b"},
        mistakes={"db": "axis"},
    ),
    P(
        "an elementwise gate with w and x mixed up",
        """
        p = w * x
        L = np.sum(p**2)
        dp = 2*p
        dw = dp * w
        dx = dp * x
        """,
        {"w": [0.5, -0.3, 0.8], "x": [1.5, 0.4, -0.6]},
        out="L",
        grads={"dp": "p", "dw": "w", "dx": "x"},
        mistakes={"dw": "operand", "dx": "operand"},
    ),
    # Whole programs.
    P(
        "gated linear unit",
        "def glu(x, W, V, b, c):\n    return (x @ W + b) * (1/(1 + np.exp(-(x @ V + c))))\nglu(x, W, V, b, c)",
        {"x": X32, "W": W23, "V": [[0.5, 0.1, -0.3], [0.2, -0.6, 0.9]], "b": [0.1, -0.2, 0.3], "c": [0.0, 0.1, -0.1]},
    ),
    P(
        "cosine annealed update",
        """
        import math
        def lr_at(t, T, lr_max, lr_min=0.0):
            return lr_min + 0.5*(lr_max - lr_min)*(1 + math.cos(math.pi*t/T))
        w_new = w - lr_at(3, 10, eta)*g
        """,
        {"w": 0.7, "eta": 0.1, "g": 2.0},
    ),
    P(
        "elastic net objective",
        "J = np.mean((X @ w - y)**2)/2 + alpha*(rho*np.abs(w).sum() + (1 - rho)/2*(w**2).sum())",
        {"X": X32, "w": [0.3, -0.2], "y": [1.0, 0.5, -0.3], "alpha": 0.1, "rho": 0.7},
    ),
    P(
        "center loss of a batch",
        """
        centers = np.zeros((2, 2))
        for k in range(2):
            centers[k] = X[labels == k].mean(axis=0)
        loss = sum(np.sum((x - centers[c])**2) for x, c in zip(X, labels))
        """,
        {"X": X32, "labels": [0, 1, 0]},
        labels=("labels",),
    ),
    P(
        "softmax temperature and entropy",
        "p = np.exp(s/T)\np /= p.sum()\nH = -(p*np.log(p)).sum()",
        {"s": V, "T": 0.7},
    ),
    P(
        "kmeans step",
        """
        d = ((X[:, None, :] - C[None, :, :])**2).sum(axis=2)
        a = d.argmin(axis=1)
        J = d[np.arange(len(X)), a].sum()
        """,
        {"X": X32, "C": [[0.2, 0.1], [1.0, 1.5]]},
    ),
    P(
        "principal component by power steps",
        """
        Xc = X - X.mean(axis=0)
        S = Xc.T @ Xc / (len(X) - 1)
        v = np.array([1.0, 0.5])
        for _ in range(4):
            v = S @ v
            v = v / np.linalg.norm(v)
        lam = v @ S @ v
        """,
        {"X": X32},
    ),
    P(
        "rbf kernel and ridge prediction",
        """
        def rbf(A, B, gamma):
            sq = (A**2).sum(1)[:, None] + (B**2).sum(1)[None, :] - 2*A @ B.T
            return np.exp(-gamma*sq)
        K = rbf(X, X, gamma)
        alpha = np.linalg.solve(K + lam*np.eye(3), y)
        pred = rbf(Z, X, gamma) @ alpha
        """,
        {"X": X32, "Z": [[0.1, 0.2]], "y": [1.0, 0.5, -0.3], "gamma": 0.5, "lam": 0.1},
    ),
    P(
        "hidden markov forward",
        """
        alpha = pi * B[:, obs[0]]
        for o in obs[1:]:
            alpha = (alpha @ A) * B[:, o]
        likelihood = np.log(alpha.sum())
        """,
        {"pi": [0.6, 0.4], "A": [[0.7, 0.3], [0.4, 0.6]], "B": [[0.1, 0.4, 0.5], [0.7, 0.2, 0.1]], "obs": [0, 1, 2]},
        labels=("obs",),
    ),
    P(
        "viterbi score with max",
        """
        delta = np.log(pi) + np.log(B[:, obs[0]])
        for t in range(1, len(obs)):
            delta = np.max(delta[:, None] + np.log(A), axis=0) + np.log(B[:, obs[t]])
        score = np.max(delta)
        """,
        {"pi": [0.6, 0.4], "A": [[0.7, 0.3], [0.4, 0.6]], "B": [[0.1, 0.4, 0.5], [0.7, 0.2, 0.1]], "obs": [0, 1, 2]},
        labels=("obs",),
    ),
    P(
        "graph convolution",
        """
        A_hat = A + np.eye(3)
        D = np.diag(1/np.sqrt(A_hat.sum(axis=1)))
        H = np.maximum(0, D @ A_hat @ D @ X @ W)
        out = H.mean(axis=0)
        """,
        {"A": [[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.0, 1.0, 0.0]], "X": X32, "W": W23},
    ),
    P(
        "beam deflection and stress",
        "I = b*h**3/12\ndelta = F*L**3/(3*E*I)\nsigma = F*L*(h/2)/I",
        {"b": 0.05, "h": 0.1, "F": 1000.0, "L": 2.0, "E": 2e11},
        out="sigma",
    ),
    P(
        "predator and prey, three steps",
        """
        for _ in range(3):
            dx = alpha*x - beta*x*y
            dy = delta*x*y - gamma*y
            x = x + h*dx
            y = y + h*dy
        total = x + y
        """,
        {"x": 1.0, "y": 0.5, "alpha": 1.1, "beta": 0.4, "delta": 0.1, "gamma": 0.4, "h": 0.1},
        grads={"dx": NOT_WRONG, "dy": NOT_WRONG},
    ),
    P(
        "heat equation on a rod",
        """
        u = u0.copy()
        for n in range(4):
            un = u.copy()
            for i in range(1, len(u) - 1):
                u[i] = un[i] + k*(un[i+1] - 2*un[i] + un[i-1])
        E = np.sum(u**2)
        """,
        {"u0": [0.0, 1.0, 0.5, 0.2, 0.0], "k": 0.2},
    ),
    P(
        "wave of slices",
        """
        u_new = u.copy()
        u_new[1:-1] = 2*u[1:-1] - u_old[1:-1] + c**2*(u[2:] - 2*u[1:-1] + u[:-2])
        energy = 0.5*np.sum((u_new - u)**2)
        """,
        {"u": [0.0, 1.0, 0.5, 0.2, 0.0], "u_old": [0.0, 0.8, 0.6, 0.1, 0.0], "c": 0.5},
    ),
    P(
        "monte carlo price with given draws",
        "ST = S0*np.exp((r - 0.5*sigma**2)*T + sigma*np.sqrt(T)*Z)\npayoff = np.maximum(ST - K, 0)\nprice = np.exp(-r*T)*payoff.mean()",
        {"S0": 100.0, "K": 95.0, "r": 0.05, "sigma": 0.2, "T": 1.0, "Z": [0.3, -1.1, 0.8, 0.1]},
    ),
    P(
        "portfolio variance and sharpe",
        "mu_p = w @ mu\nvar_p = w @ S @ w\nsharpe = (mu_p - rf)/np.sqrt(var_p)",
        {"w": [0.4, 0.6], "mu": [0.08, 0.05], "S": [[0.04, 0.01], [0.01, 0.02]], "rf": 0.02},
    ),
    P(
        "bond price",
        "price = sum(c*F/(1 + y)**t for t in range(1, n + 1)) + F/(1 + y)**n",
        {"c": 0.05, "F": 100.0, "y": 0.04, "n": 5},
        labels=("n",),
    ),
    # PyTorch.
    P(
        "torch: a gaussian policy's log probability",
        """
        import torch
        mean = torch.tanh(s @ W)
        log_std = torch.tensor([-0.5, 0.1])
        std = log_std.exp()
        log_prob = (-((a - mean) ** 2) / (2 * std ** 2) - log_std - math.log(math.sqrt(2 * math.pi))).sum(-1)
        loss = -(log_prob * adv).mean()
        """,
        {"s": X32, "W": [[0.2, -0.4], [1.0, 0.5]], "a": [[0.1, 0.2], [0.5, -0.3], [0.0, 0.4]], "adv": [1.0, -0.5, 0.3]},
        written_for="torch",
    ),
    P(
        "torch: clipped surrogate",
        """
        ratio = torch.exp(logp - logp_old)
        clipped = torch.clamp(ratio, 1 - 0.2, 1 + 0.2) * adv
        loss = -torch.min(ratio * adv, clipped).mean()
        """,
        {"logp": [-0.5, -1.2, -0.3], "logp_old": [-0.9, -1.1, -0.1], "adv": [1.0, -0.5, 0.3]},
        written_for="torch",
    ),
    P(
        "torch: soft actor target",
        """
        with torch.no_grad():
            q_next = torch.min(q1_next, q2_next) - alpha * logp_next
            target = r + gamma * (1 - d) * q_next
        loss = F.mse_loss(q1, target) + F.mse_loss(q2, target)
        """,
        {
            "q1_next": [0.5, 0.2],
            "q2_next": [0.4, 0.3],
            "logp_next": [-1.0, -0.5],
            "r": [1.0, 0.0],
            "d": [0.0, 1.0],
            "q1": [0.3, 0.1],
            "q2": [0.6, -0.2],
            "alpha": 0.2,
            "gamma": 0.99,
        },
        written_for="torch",
        skip=("q1_next", "q2_next", "logp_next", "r", "d", "alpha", "gamma"),
    ),
    P(
        "torch: rotary embedding",
        """
        def rotate_half(x):
            x1, x2 = x.chunk(2, dim=-1)
            return torch.cat((-x2, x1), dim=-1)

        q_rot = q * cos + rotate_half(q) * sin
        k_rot = k * cos + rotate_half(k) * sin
        score = (q_rot * k_rot).sum(-1)
        """,
        {
            "q": [[0.5, -1.0, 0.2, 0.7]],
            "k": [[1.5, 0.3, -0.4, 0.1]],
            "cos": [0.9, 0.5, 0.9, 0.5],
            "sin": [0.4, 0.8, 0.4, 0.8],
        },
        written_for="torch",
    ),
    P(
        "torch: root mean square norm and swiglu",
        """
        class RMSNorm(nn.Module):
            def __init__(self, dim: int, eps: float = 1e-6):
                super().__init__()
                self.eps = eps
                self.weight = nn.Parameter(torch.ones(dim))

            def _norm(self, x):
                return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps)

            def forward(self, x):
                output = self._norm(x.float()).type_as(x)
                return output * self.weight

        norm = RMSNorm(2)
        h = norm(x)
        out = (F.silu(h @ w1) * (h @ w3)) @ w2
        """,
        {"x": X32, "w1": W23, "w3": [[0.5, 0.1, -0.3], [0.2, -0.6, 0.9]], "w2": W32},
        written_for="torch",
    ),
    P(
        "torch: low-rank adaptation",
        """
        class LoRA(nn.Module):
            def __init__(self, W, A, B, alpha=2.0):
                super().__init__()
                self.W, self.A, self.B = W, A, B
                self.scale = alpha / A.shape[0]
            def forward(self, x):
                return x @ self.W.T + self.scale * (x @ self.A.T @ self.B.T)

        y = LoRA(W, A, B)(x)
        """,
        {"x": X32, "W": W32, "A": [[0.3, 0.1]], "B": [[0.2], [-0.5], [0.4]]},
        written_for="torch",
    ),
    P(
        "torch: squeeze and excite",
        """
        b, c, h, w = x.shape
        s = x.mean(dim=(2, 3))
        s = torch.sigmoid(F.relu(s @ W1) @ W2)
        out = x * s.view(b, c, 1, 1)
        """,
        {"x": [[[[0.5, -1.0], [1.5, 2.0]], [[0.2, 0.3], [-0.4, 0.9]]]], "W1": [[0.2], [0.7]], "W2": [[0.5, -0.3]]},
        written_for="torch",
    ),
    P(
        "torch: triplet loss by hand",
        "d_ap = (a - p).pow(2).sum(1)\nd_an = (a - n).pow(2).sum(1)\nloss = F.relu(d_ap - d_an + 0.5).mean()",
        {"a": X32, "p": [[0.4, -0.8], [1.0, 2.2], [0.1, 0.1]], "n": [[0.9, 0.2], [1.2, 1.1], [-0.2, 0.6]]},
        written_for="torch",
    ),
    P(
        "torch: tied weights and logits",
        "h = emb[tokens].mean(dim=1)\nlogits = h @ emb.T\nloss = F.cross_entropy(logits, target)",
        {"emb": X32, "tokens": [[0, 1], [2, 2]], "target": [1, 0]},
        written_for="torch",
        labels=("tokens", "target"),
    ),
    P(
        "torch: gradient accumulation over two losses",
        """
        w = torch.tensor([0.5, -0.3], requires_grad=True)
        loss = 0
        for x, y in zip(X, Y):
            loss = loss + (x @ w - y) ** 2
        loss.backward()
        """,
        {"X": X32, "Y": [1.0, 0.5, -0.3]},
        written_for="torch",
        out="loss",
    ),
    P(
        "torch: numpy bridge and item",
        "y = (x ** 2).sum()\nn = x.shape[0]\nprint(y.item(), x.detach().numpy())\nloss = y / n",
        {"x": V},
        written_for="torch",
    ),
    P(
        "torch: a deep network by a comprehension",
        """
        layers = nn.Sequential(*[nn.Sequential(nn.Linear(2, 2), nn.Tanh()) for _ in range(2)])
        out = layers(x)
        """,
        {"x": X32},
        written_for="torch",
        pin=("layers.0.0.weight", "layers.0.0.bias", "layers.1.0.weight", "layers.1.0.bias"),
    ),
    # JAX.
    P(
        "jax: multilayer perceptron with a tree of parameters",
        """
        def mlp(params, x):
            *hidden, last = params
            for layer in hidden:
                x = jax.nn.relu(x @ layer['w'] + layer['b'])
            return x @ last['w'] + last['b']

        params = [dict(w=W1, b=b1), dict(w=W2, b=b2)]
        loss = jnp.mean((mlp(params, x) - y) ** 2)
        """,
        {
            "W1": W23,
            "b1": [0.1, -0.2, 0.3],
            "W2": [[0.3], [0.5], [-0.6]],
            "b2": [0.05],
            "x": X32,
            "y": [[1.0], [0.0], [0.5]],
        },
        written_for="jax",
    ),
    P(
        "jax: sgd update by tree map",
        """
        def loss_fn(params, x, y):
            pred = params['w'] * x + params['b']
            return jnp.mean((pred - y) ** 2)

        params = {'w': w, 'b': b}
        loss, grads = jax.value_and_grad(loss_fn)(params, x, y)
        params = jax.tree_util.tree_map(lambda p, g: p - 0.1 * g, params, grads)
        """,
        {"w": 0.5, "b": 0.1, "x": V, "y": [1.0, 0.0, 0.5]},
        written_for="jax",
        out="loss",
    ),
    P(
        "jax: gaussian log density",
        "def logpdf(x, mu, sigma):\n    return -0.5*((x - mu)/sigma)**2 - jnp.log(sigma) - 0.5*jnp.log(2*jnp.pi)\n\njnp.sum(logpdf(x, mu, sigma))",
        {"x": V, "mu": 0.2, "sigma": 0.7},
        written_for="jax",
    ),
    P(
        "jax: hinge loss",
        "def hinge(w, X, y):\n    margin = 1 - y * (X @ w)\n    return jnp.mean(jnp.maximum(0, margin)) + 0.01 * jnp.dot(w, w)\n\ndw = grad(hinge)(w, X, y)",
        {"w": [0.3, -0.2], "X": X32, "y": [1.0, -1.0, 1.0]},
        written_for="jax",
        out="hinge(w, X, y)",
    ),
    # micrograd.
    P(
        "micrograd: a logistic unit",
        "w = [Value(0.5), Value(-0.3)]\nb = Value(0.1)\nx = [2.0, 1.0]\nz = sum((wi*xi for wi, xi in zip(w, x)), b)\np = 1/(1 + (-z).exp())\nloss = (p - 1)**2\nloss.backward()",
        written_for="micrograd",
        out="loss",
    ),
    P(
        "micrograd: parameters in a list are zeroed",
        "params = [Value(1.5), Value(-2.0)]\ny = params[0]*params[1] + params[0]**2\nfor p in params:\n    p.grad = 0\ny.backward()",
        written_for="micrograd",
        out="y",
    ),
    # Formulas.
    P(
        "formula: heron",
        "A = √(s(s−a)(s−b)(s−c)), s = (a+b+c)/2",
        {"a": 3.0, "b": 4.0, "c": 5.0},
        twin="s = (a+b+c)/2\nA = np.sqrt(s*(s-a)*(s-b)*(s-c))",
        out="A",
    ),
    P(
        "formula: quadratic root",
        "x = (-b + √(b² − 4ac))/(2a)",
        {"a": 1.0, "b": -3.0, "c": 1.0},
        twin="x = (-b + np.sqrt(b**2 - 4*a*c))/(2*a)",
    ),
    P(
        "formula: logistic loss in words",
        "loss = -y ln p - (1-y) ln(1-p)",
        {"y": 1.0, "p": 0.3},
        twin="loss = -y*np.log(p) - (1-y)*np.log(1-p)",
    ),
    P("formula: kinetic energy of rotation", "E = ½ I ω²", {"I": 2.0, "omega": 3.0}, twin="E = 0.5*I*omega**2"),
    P("formula: ideal gas", "P = nRT/V", {"n": 2.0, "R": 8.314, "T": 300.0, "V": 0.1}, twin="P = n*R*T/V"),
    P(
        "formula: relativistic factor",
        "γ = 1/√(1 − v²/c²)",
        {"v": 0.6, "c": 1.0},
        twin="gamma = 1/np.sqrt(1 - v**2/c**2)",
    ),
    P(
        "formula: arrhenius",
        "k = A e^(-E_a/(R T))",
        {"A": 2.0, "E_a": 5.0, "R": 1.0, "T": 3.0},
        twin="k = A*np.exp(-E_a/(R*T))",
    ),
    P(
        "formula: cosine rule",
        "c = sqrt(a^2 + b^2 - 2ab cos(θ))",
        {"a": 2.0, "b": 3.0, "theta": 0.7},
        twin="c = np.sqrt(a**2 + b**2 - 2*a*b*np.cos(theta))",
    ),
    P("formula: softplus and its derivative", "f(x) = ln(1 + e^x)", {"x": 0.7}, twin="np.log(1 + np.exp(x))"),
    P("formula: triple product", "xyz", {"x": 2.0, "y": 3.0, "z": 0.5}, twin="x*y*z"),
    P(
        "formula: gaussian with spaces",
        "exp( - (x - mu)^2 / (2 sigma^2) )",
        {"x": 1.0, "mu": 0.2, "sigma": 0.7},
        twin="np.exp(-(x-mu)**2/(2*sigma**2))",
    ),
    P("formula: power tower", "2^3^x", {"x": 0.5}, twin="2**(3**x)"),
    P(
        "latex: cross entropy of a batch",
        r"L = -\frac{1}{N} \sum_{n=1}^{N} \left[ t_n \ln y_n + (1 - t_n) \ln (1 - y_n) \right]",
        {"t": [1.0, 0.0], "y": [0.8, 0.3]},
        twin="L = -np.mean(t*np.log(y) + (1-t)*np.log(1-y))",
        skip=("t",),
        loose=True,
    ),
    P(
        "latex: momentum",
        r"v_{t+1} = \mu v_t - \eta g",
        {"mu": 0.9, "v_t": 0.5, "eta": 0.1, "g": 2.0},
        twin="mu*v_t - eta*g",
    ),
    P(
        "latex: gelu",
        r"0.5x\left(1 + \tanh\left[\sqrt{2/\pi}(x + 0.044715x^3)\right]\right)",
        {"x": 0.7},
        twin="0.5*x*(1 + np.tanh(np.sqrt(2/np.pi)*(x + 0.044715*x**3)))",
    ),
    P(
        "latex: lstm gate",
        r"f_t = \sigma(W_f \cdot [h_{t-1}, x_t] + b_f)",
        {"W_f": [[0.2, -0.4, 0.6]], "h_{t-1}": [0.1, -0.2], "x_t": [0.5], "b_f": [0.1]},
        twin="sigmoid(W_f @ np.concatenate([h_t1, x_t]) + b_f)",
        either=True,
    ),
    P(
        "latex: batch normalization",
        r"\hat{x} = \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}}",
        {"x": 1.5, "mu": 0.5, "sigma": 0.7, "epsilon": 0.01},
        twin="xhat = (x - mu)/np.sqrt(sigma**2 + epsilon)",
    ),
    P(
        "latex: adam's bias correction",
        r"\hat{m}_t = \frac{m_t}{1 - \beta_1^t}",
        {"m_t": 0.5, "beta_1": 0.9, "t": 3.0},
        twin="m_t/(1 - beta_1**t)",
    ),
    P(
        "latex: half squared norm of a residual",
        r"\frac{1}{2} \lVert \mathbf{A}\mathbf{x} - \mathbf{b} \rVert^2",
        {"A": W32, "x": [0.5, -1.0], "b": [0.1, -0.2, 0.3]},
        twin="0.5*np.sum((A @ x - b)**2)",
        loose=True,
    ),
    P(
        "matlab: gradient descent step",
        "theta = theta - alpha/m * X' * (X*theta - y);",
        {"theta": [0.3, -0.2], "alpha": 0.1, "m": 3.0, "X": X32, "y": [1.0, 0.5, -0.3]},
        twin="theta_new = theta - alpha/m * X.T @ (X @ theta - y)",
        out="theta_new",
        loose=True,
    ),
    P(
        "matlab: tansig network",
        "a1 = tanh(W1*x + b1);\ny = W2*a1 + b2;\nmse = mean((y - t).^2)",
        {"W1": W32, "x": [0.5, -1.0], "b1": [0.1, -0.2, 0.3], "W2": W23, "b2": [0.05, -0.1], "t": [1.0, 0.0]},
        twin="a1 = np.tanh(W1 @ x + b1)\ny = W2 @ a1 + b2\nmse = np.mean((y - t)**2)",
        loose=True,
    ),
    P(
        "tensorflow: a custom training step",
        """
        @tf.function
        def train_step(x, y):
            with tf.GradientTape() as tape:
                logits = tf.matmul(x, W) + b
                loss = tf.reduce_mean(tf.keras.losses.sparse_categorical_crossentropy(y, logits, from_logits=True))
            return loss

        loss = train_step(x, y)
        """,
        {"x": X32, "y": [0, 2, 1], "W": W23, "b": [0.1, -0.2, 0.3]},
        labels=("y",),
        twin="z = x @ W + b\nloss = np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(3), y])",
        out="loss",
    ),
    P(
        "sympy: a derivative",
        "from sympy import *\nx, y = symbols('x y')\nf = sin(x)*y**2\nprint(diff(f, x))",
        {"x": 0.7, "y": 2.0},
        twin="f = np.sin(x)*y**2",
        also=(("np.cos(x)*y**2", None),),
    ),
    P(
        "notebook: markdown between cells",
        """
        ## Forward

        ```python
        z = w * x + b
        ```

        and then the loss

        ```python
        L = (z - t)**2
        ```
        """,
        {"w": 0.7, "x": 1.5, "b": 0.1, "t": 2.0},
        twin="z = w * x + b\nL = (z - t)**2",
    ),
    P(
        "a perceptron with a learning rule",
        """
        w = np.zeros(2)
        b = 0.0
        for epoch in range(5):
            for x, target in zip(X, y):
                pred = 1 if np.dot(w, x) + b > 0 else -1
                if pred != target:
                    w = w + target*x
                    b = b + target
        """,
        {"X": X32, "y": [1, -1, 1]},
        labels=("y",),
        out=LATER,
    ),
]
