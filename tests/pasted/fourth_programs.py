"""Programs of course notes, tutorials and repositories, and functions that were not read before."""

from .program import P

PROGRAMS = [
    P(
        "gcd",
        "np.gcd(12,18)*x",
        {"x": [0.5, -1.0, 2.0, 0.7]},
    ),
    P(
        "lcm",
        "np.lcm(4,6)*x",
        {"x": [0.5, -1.0, 2.0, 0.7]},
    ),
    P(
        "nextafter",
        "np.nextafter(x, 2)",
        {"x": [0.5, -1.0, 2.0, 0.7]},
    ),
    P(
        "unwrap",
        "np.unwrap(3*x)",
        {"x": [0.5, 1.0, 2.9, 3.4, 5.2]},
    ),
    P(
        "unwrap2",
        "np.unwrap(x)",
        {"x": [0.0, 3.0, -3.0, -0.5, 2.9]},
    ),
    P(
        "unwrap period",
        "np.unwrap(x, period=4)",
        {"x": [0.0, 3.0, -3.0, -0.5, 2.9]},
    ),
    P(
        "unwrap 2d",
        "np.unwrap(A, axis=0)",
        {"A": [[0.5, -3.0], [3.9, 3.1]]},
    ),
    P(
        "swv",
        "np.lib.stride_tricks.sliding_window_view(x, 3)",
        {"x": [0.5, -1.0, 2.0, 0.7]},
    ),
    P(
        "swv import",
        """
        from numpy.lib.stride_tricks import sliding_window_view
        w = sliding_window_view(x, window_shape=2)
        y = w.mean(axis=-1)
        """,
        {"x": [0.5, -1.0, 2.0, 0.7]},
    ),
    P(
        "swv 2d",
        "np.lib.stride_tricks.sliding_window_view(A, (2,2))",
        {"A": [[2.0, 0.3, -0.5], [0.1, 1.5, 0.4], [-0.2, 0.6, 1.8]]},
    ),
    P(
        "swv 2d axis",
        "np.lib.stride_tricks.sliding_window_view(A, 2, axis=1)",
        {"A": [[2.0, 0.3, -0.5], [0.1, 1.5, 0.4], [-0.2, 0.6, 1.8]]},
    ),
    P(
        "tril",
        "A[np.tril_indices(3)].sum()",
        {"A": [[2.0, 0.3, -0.5], [0.1, 1.5, 0.4], [-0.2, 0.6, 1.8]]},
    ),
    P(
        "triu",
        """
        iu = np.triu_indices(3, k=1)
        np.sum(A[iu]**2)
        """,
        {"A": [[2.0, 0.3, -0.5], [0.1, 1.5, 0.4], [-0.2, 0.6, 1.8]]},
    ),
    P(
        "hist",
        """
        h, e = np.histogram(x, bins=3)
        np.sum(h*x[:3])
        """,
        {"x": [0.5, -1.0, 2.0, 0.7]},
    ),
    P(
        "hist range",
        """
        h, e = np.histogram(x, bins=[-1,0,1,2])
        np.sum(h*x[:3])
        """,
        {"x": [0.5, -1.0, 2.0, 0.7]},
    ),
    P(
        "hist density",
        """
        h, e = np.histogram(x, bins=4, range=(-2,2), density=True)
        np.sum(h*np.diff(e))*x
        """,
        {"x": [0.5, -1.0, 2.0, 0.7]},
    ),
    P(
        "polygamma",
        """
        from scipy.special import polygamma
        polygamma(1, x)
        """,
        {"x": [0.3, 2.0, 7.5]},
    ),
    P(
        "polygamma2",
        """
        from scipy.special import polygamma
        polygamma(2, x)
        """,
        {"x": [0.3, 2.0, 7.5]},
    ),
    P(
        "polygamma0",
        """
        import scipy.special as sp
        sp.polygamma(0, x)
        """,
        {"x": [0.3, 2.0, 7.5]},
    ),
    P(
        "torch polygamma",
        "torch.polygamma(1, x)",
        {"x": [0.3, 2.0, 7.5]},
        written_for="torch",
    ),
    P(
        "torch special polygamma",
        "torch.special.polygamma(1, x)",
        {"x": [0.3, 2.0, 7.5]},
        written_for="torch",
    ),
    P(
        "jax polygamma",
        """
        from jax.scipy.special import polygamma
        polygamma(1, x)
        """,
        {"x": [0.3, 2.0, 7.5]},
        written_for="jax",
    ),
    P(
        "gumbel",
        "F.gumbel_softmax(x, tau=0.5).sum()",
        {"x": [0.5, -1.0, 2.0, 0.7]},
        written_for="torch",
    ),
    P(
        "gumbel hard",
        "F.gumbel_softmax(x, tau=0.5, hard=True, dim=-1).sum()",
        {"x": [0.5, -1.0, 2.0, 0.7]},
        written_for="torch",
    ),
    P(
        "histc",
        "torch.histc(x, bins=3)*x[:3]",
        {"x": [0.5, -1.0, 2.0, 0.7]},
        written_for="torch",
    ),
    P(
        "histc minmax",
        "torch.histc(x, bins=4, min=-2, max=2)*x",
        {"x": [0.5, -1.0, 2.0, 0.7]},
        written_for="torch",
    ),
    P(
        "index_put",
        "x.index_put((torch.tensor([0, 2]),), torch.tensor([1.0, 5.0]))",
        {"x": [0.5, -1.0, 2.0, 0.7]},
        written_for="torch",
    ),
    P(
        "index_put acc",
        "x.index_put((torch.tensor([0, 0]),), y[:2], accumulate=True).pow(2).sum()",
        {"x": [0.5, -1.0, 2.0, 0.7], "y": [1.0, 2.0]},
        written_for="torch",
    ),
    P(
        "index_put_",
        """
        z = x.clone()
        z.index_put_((torch.tensor([1]),), torch.tensor(3.0))
        (z**2).sum()
        """,
        {"x": [0.5, -1.0, 2.0, 0.7]},
        written_for="torch",
    ),
    P(
        "tensorinv",
        "np.linalg.tensorinv(B, ind=1)",
        {"B": [[2.0, 0.3], [0.1, 1.5]]},
    ),
    P(
        "svd full",
        """
        U, s, Vt = np.linalg.svd(A)
        s.sum() + U[0,0]
        """,
        {"A": [[0.5, -1.0, 2.0], [1.5, 0.7, -0.3]]},
    ),
    P(
        "svd full shapes",
        """
        U, s, Vt = np.linalg.svd(A, full_matrices=True)
        Sig = np.zeros((2,3))
        Sig[:2,:2] = np.diag(s)
        U @ Sig @ Vt
        """,
        {"A": [[0.5, -1.0, 2.0], [1.5, 0.7, -0.3]]},
    ),
    P(
        "svd tall full",
        """
        U, s, Vt = np.linalg.svd(A.T)
        np.sum(U[:, :2]*s) 
        """,
        {"A": [[0.5, -1.0, 2.0], [1.5, 0.7, -0.3]]},
    ),
    P(
        "null space",
        """
        U, s, Vt = np.linalg.svd(A)
        n = Vt[-1]
        np.abs(A @ n).sum() + s[0]
        """,
        {"A": [[0.5, -1.0, 2.0], [1.5, 0.7, -0.3]]},
    ),
    P(
        "hessian lgamma",
        """
        f = lambda x: jax.scipy.special.gammaln(x)
        h = jax.grad(jax.grad(f))(x)
        y = h**2
        """,
        {"x": 2.5},
        written_for="jax",
    ),
    P(
        "grad penalty",
        """
        def f(x):
            return jnp.sum(jnp.tanh(x)**2)
        g = jax.grad(f)(x)
        penalty = jnp.sum(g**2)
        """,
        {"x": [0.5, -1.0, 2.0, 0.7]},
        written_for="jax",
    ),
    P(
        "grad norm",
        """
        loss = lambda w: jnp.mean((X @ w - t)**2)
        gnorm = jnp.linalg.norm(jax.grad(loss)(w))
        """,
        {"X": [[1.0, 2.0], [0.5, -1.0]], "t": [1.0, 0.0], "w": [0.3, 0.4]},
        written_for="jax",
    ),
    P(
        "notes softmax stable",
        """
        scores = W.dot(x) + b
        scores -= np.max(scores)
        probs = np.exp(scores) / np.sum(np.exp(scores))
        loss = -np.log(probs[y])
        """,
        {"W": [[0.2, -0.5], [1.5, 1.3], [0.0, 0.25]], "x": [0.5, -1.0], "b": [0.1, 0.2, 0.3], "y": 1},
        labels=("y",),
    ),
    P(
        "svm vectorized",
        """
        def L_i_vectorized(x, y, W):
            delta = 1.0
            scores = W.dot(x)
            margins = np.maximum(0, scores - scores[y] + delta)
            margins[y] = 0
            loss_i = np.sum(margins)
            return loss_i

        L = L_i_vectorized(x, y, W)
        """,
        {"W": [[0.2, -0.5], [1.5, 1.3], [0.0, 0.25]], "x": [0.5, -1.0], "y": 1},
        labels=("y",),
    ),
    P(
        "svm loop",
        """
        def L_i(x, y, W):
          delta = 1.0
          scores = W.dot(x)
          correct_class_score = scores[y]
          D = W.shape[0]
          loss_i = 0.0
          for j in range(D):
            if j == y:
              continue
            loss_i += max(0, scores[j] - correct_class_score + delta)
          return loss_i
        L_i(x, y, W)
        """,
        {"W": [[0.2, -0.5], [1.5, 1.3], [0.0, 0.25]], "x": [0.5, -1.0], "y": 1},
        labels=("y",),
    ),
    P(
        "batchnorm train",
        """
        mu = X.mean(axis=0)
        var = X.var(axis=0)
        X_norm = (X - mu) / np.sqrt(var + 1e-8)
        out = gamma * X_norm + beta
        running_mean = 0.9 * np.zeros(2) + 0.1 * mu
        loss = (out**2 * np.arange(6).reshape(3,2)).sum()
        """,
        {"X": [[1.0, 2.0], [0.5, -1.0], [0.3, 0.8]], "gamma": [1.0, 1.2], "beta": [0.1, 0.2]},
    ),
    P(
        "conv naive",
        """
        H, W = x.shape
        HH, WW = w.shape
        out = np.zeros((H-HH+1, W-WW+1))
        for i in range(out.shape[0]):
            for j in range(out.shape[1]):
                out[i, j] = np.sum(x[i:i+HH, j:j+WW] * w) + b
        out.sum()
        """,
        {"x": [[1.0, 2.0, 0.5], [0.5, -1.0, 0.2], [0.3, 0.8, 0.1]], "w": [[0.5, -0.3], [0.2, 0.7]], "b": 0.1},
    ),
    P(
        "im2col",
        """
        cols = []
        for i in range(2):
            for j in range(2):
                cols.append(x[i:i+2, j:j+2].ravel())
        cols = np.array(cols).T
        out = (w.reshape(1, -1) @ cols).reshape(2, 2)
        """,
        {"x": [[1.0, 2.0, 0.5], [0.5, -1.0, 0.2], [0.3, 0.8, 0.1]], "w": [[0.5, -0.3], [0.2, 0.7]]},
    ),
    P(
        "maxpool reshape",
        """
        x_reshaped = x.reshape(2, 2, 2, 2)
        out = x_reshaped.max(axis=3).max(axis=1)
        """,
        {"x": [[1.0, 2.0, 0.5, 0.7], [0.5, -1.0, 0.2, 0.9], [0.3, 0.8, 0.1, 0.4], [0.33, 0.88, 0.12, 0.45]]},
    ),
    P(
        "dropout fixed",
        """
        np.random.seed(0)
        p = 0.5
        mask = (np.random.rand(*h.shape) < p) / p
        h = h * mask
        L = np.sum(h)
        """,
        {"h": [[1.0, 2.0], [0.5, -1.0]]},
        out="L",
    ),
    P(
        "rnn char",
        """
        xs, hs, ys, ps = {}, {}, {}, {}
        hs[-1] = np.zeros((2,1))
        loss = 0
        inputs = [0, 2, 1]
        targets = [2, 1, 1]
        for t in range(len(inputs)):
            xs[t] = np.zeros((3,1))
            xs[t][inputs[t]] = 1
            hs[t] = np.tanh(np.dot(Wxh, xs[t]) + np.dot(Whh, hs[t-1]) + bh)
            ys[t] = np.dot(Why, hs[t]) + by
            ps[t] = np.exp(ys[t]) / np.sum(np.exp(ys[t]))
            loss += -np.log(ps[t][targets[t],0])
        """,
        {
            "Wxh": [[0.1, 0.2, 0.3], [0.4, -0.5, 0.6]],
            "Whh": [[0.1, 0.2], [0.3, 0.4]],
            "bh": [[0.1], [0.2]],
            "Why": [[0.1, 0.2], [0.3, 0.4], [0.5, -0.6]],
            "by": [[0.1], [0.2], [0.3]],
        },
        out="loss",
    ),
    P(
        "kmeans step",
        """
        dists = np.linalg.norm(X[:, None, :] - C[None, :, :], axis=2)
        labels = np.argmin(dists, axis=1)
        inertia = np.sum((X - C[labels])**2)
        """,
        {"X": [[1.0, 2.0], [0.5, -1.0], [0.3, 0.8]], "C": [[1.0, 1.0], [0.2, -0.3]]},
    ),
    P(
        "linreg normal eq",
        """
        Xb = np.c_[np.ones((3, 1)), X]
        theta_best = np.linalg.inv(Xb.T.dot(Xb)).dot(Xb.T).dot(y)
        mse = ((Xb.dot(theta_best) - y)**2).mean()
        theta_best
        """,
        {"X": [[1.0], [2.0], [3.5]], "y": [1.0, 2.5, 2.0]},
    ),
    P(
        "poly features",
        """
        X_poly = np.column_stack([x**i for i in range(4)])
        pred = X_poly @ w
        rmse = np.sqrt(np.mean((pred - y)**2))
        """,
        {"x": [0.5, -1.0, 2.0], "w": [0.1, 0.2, 0.3, -0.1], "y": [1.0, 0.0, 2.0]},
    ),
    P(
        "GP rbf",
        """
        def kernel(a, b, l=1.0):
            sqdist = np.sum(a**2, 1).reshape(-1, 1) + np.sum(b**2, 1) - 2*np.dot(a, b.T)
            return np.exp(-.5 * (1/l) * sqdist)

        K = kernel(X, X)
        L = np.linalg.cholesky(K + 1e-2*np.eye(len(X)))
        alpha = np.linalg.solve(L.T, np.linalg.solve(L, y))
        nll = 0.5*y.dot(alpha) + np.sum(np.log(np.diagonal(L))) + 0.5*len(X)*np.log(2*np.pi)
        """,
        {"X": [[1.0, 2.0], [0.5, -1.0], [0.3, 0.8]], "y": [1.0, 0.5, -0.3]},
    ),
    P(
        "logreg class",
        """
        class LogisticRegression:
            def __init__(self, lr=0.01):
                self.lr = lr
                self.weights = None
                self.bias = None
            def _sigmoid(self, z):
                return 1 / (1 + np.exp(-z))
            def loss(self, X, y):
                z = np.dot(X, self.weights) + self.bias
                p = self._sigmoid(z)
                return -np.mean(y*np.log(p) + (1-y)*np.log(1-p))

        model = LogisticRegression()
        model.weights = w
        model.bias = 0.1
        print(model.loss(X, y))
        """,
        {"X": [[1.0, 2.0], [0.5, -1.0], [0.3, 0.8]], "w": [0.2, 0.4], "y": [1.0, 0.0, 1.0]},
        out="model.loss(X, y)",
    ),
    P(
        "positional enc",
        """
        d_model, max_len = 4, 3
        pe = np.zeros((max_len, d_model))
        position = np.arange(0, max_len)[:, np.newaxis]
        div_term = np.exp(np.arange(0, d_model, 2) * -(np.log(10000.0) / d_model))
        pe[:, 0::2] = np.sin(position * div_term)
        pe[:, 1::2] = np.cos(position * div_term)
        out = x + pe
        """,
        {"x": [[0.1, 0.2, 0.3, 0.4], [0.1, 0.2, 0.3, 0.4], [0.1, 0.2, 0.3, 0.4]]},
    ),
    P(
        "mha split heads",
        """
        B, T, C = 1, 2, 4
        n_head = 2
        q = (x @ Wq).reshape(B, T, n_head, C // n_head).transpose(0, 2, 1, 3)
        k = (x @ Wk).reshape(B, T, n_head, C // n_head).transpose(0, 2, 1, 3)
        att = (q @ k.swapaxes(-2, -1)) / np.sqrt(k.shape[-1])
        mask = np.tril(np.ones((T, T)))
        att = np.where(mask == 0, -1e9, att)
        att = np.exp(att - att.max(-1, keepdims=True))
        att /= att.sum(-1, keepdims=True)
        y = att.sum()
        y2 = (att @ q).sum()
        """,
        {
            "x": [[[0.1, 0.2, 0.3, 0.4], [0.5, -0.1, 0.2, 0.7]]],
            "Wq": [[0.1, 0.2, 0.3, 0.4], [0.5, -0.1, 0.2, 0.7], [0.3, 0.1, 0.2, 0.1], [0.0, 0.2, 0.1, 0.3]],
            "Wk": [[0.3, 0.2, 0.1, 0.4], [0.5, -0.1, 0.2, 0.2], [0.3, 0.4, 0.2, 0.1], [0.0, 0.2, 0.1, 0.3]],
        },
    ),
    P(
        "kalman",
        """
        x_pred = F @ x
        P_pred = F @ P @ F.T + Q
        S = H @ P_pred @ H.T + R
        K = P_pred @ H.T @ np.linalg.inv(S)
        x_new = x_pred + K @ (z - H @ x_pred)
        """,
        {
            "F": [[1.0, 0.1], [0.0, 1.0]],
            "x": [0.0, 1.0],
            "P": [[1.0, 0.0], [0.0, 1.0]],
            "Q": [[0.01, 0.0], [0.0, 0.01]],
            "H": [[1.0, 0.0]],
            "R": [[0.1]],
            "z": [0.2],
        },
    ),
    P(
        "adam one step",
        """
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        theta_new = theta - lr * m_hat / (np.sqrt(v_hat) + 1e-8)
        """,
        {
            "beta1": 0.9,
            "m": [0.1, 0.2],
            "g": [0.5, -0.3],
            "beta2": 0.999,
            "v": [0.01, 0.02],
            "t": 2.0,
            "theta": [1.0, 2.0],
            "lr": 0.01,
        },
        out="theta_new",
    ),
    P(
        "euler pendulum",
        """
        g, L, dt = 9.81, 1.0, 0.01
        theta, omega = theta0, 0.0
        for _ in range(20):
            alpha = -(g/L) * np.sin(theta)
            omega += alpha * dt
            theta += omega * dt
        E = 0.5*(L*omega)**2 + g*L*(1 - np.cos(theta))
        """,
        {"theta0": 0.3},
    ),
    P(
        "rk4",
        """
        def f(t, y): return -k*y + np.sin(t)
        def rk4(f, y0, t0, t1, n):
            h = (t1 - t0)/n
            t, y = t0, y0
            for i in range(n):
                k1 = f(t, y)
                k2 = f(t + h/2, y + h*k1/2)
                k3 = f(t + h/2, y + h*k2/2)
                k4 = f(t + h, y + h*k3)
                y = y + h*(k1 + 2*k2 + 2*k3 + k4)/6
                t = t + h
            return y
        rk4(f, y0, 0.0, 1.0, 5)
        """,
        {"k": 0.7, "y0": 1.2},
    ),
    P(
        "trapezoid fn",
        """
        def trapz(f, a, b, N=50):
            x = np.linspace(a, b, N+1)
            y = f(x)
            return (b - a)/(2*N) * np.sum(y[1:] + y[:-1])
        I = trapz(lambda x: np.exp(-a*x**2), 0, 1, 10)
        """,
        {"a": 1.3},
    ),
    P(
        "bilinear interp",
        """
        def bilinear(Q, u, v):
            return (Q[0,0]*(1-u)*(1-v) + Q[1,0]*u*(1-v) + Q[0,1]*(1-u)*v + Q[1,1]*u*v)
        val = bilinear(Q, u, v)
        """,
        {"Q": [[1.0, 2.0], [3.0, 5.0]], "u": 0.3, "v": 0.6},
    ),
    P(
        "metrics",
        """
        ss_res = np.sum((y - y_hat) ** 2)
        ss_tot = np.sum((y - np.mean(y)) ** 2)
        r2 = 1 - (ss_res / ss_tot)
        print(f"R^2 = {r2:.3f}")
        """,
        {"y": [1.0, 2.0, 4.0], "y_hat": [1.1, 1.8, 3.5]},
        out="r2",
    ),
    P(
        "monte carlo seed",
        """
        rng = np.random.default_rng(42)
        z = rng.standard_normal(4)
        ST = S0 * np.exp((r - 0.5*sigma**2)*T + sigma*np.sqrt(T)*z)
        price = np.exp(-r*T) * np.mean(np.maximum(ST - K, 0))
        """,
        {"S0": 100.0, "r": 0.05, "sigma": 0.2, "T": 1.0, "K": 95.0},
    ),
    P(
        "dict params",
        """
        params = {"W1": W1, "b1": b1, "W2": W2}
        def forward(params, x):
            h = np.tanh(params["W1"] @ x + params["b1"])
            return params["W2"] @ h
        reg = 0.5 * 0.1 * sum(np.sum(v**2) for k, v in params.items() if k.startswith("W"))
        loss = np.sum((forward(params, x) - 1.0)**2) + reg
        """,
        {"W1": [[0.1, 0.2], [0.3, 0.4]], "b1": [0.1, 0.2], "W2": [[0.5, -0.6]], "x": [0.5, 1.0]},
    ),
    P(
        "fancy index assignment",
        """
        onehot = np.zeros((y.size, 3))
        onehot[np.arange(y.size), y] = 1
        ce = -(onehot * np.log(p + 1e-12)).sum(axis=1).mean()
        """,
        {"y": [0, 2], "p": [[0.2, 0.3, 0.5], [0.1, 0.1, 0.8]]},
        labels=("y",),
    ),
    P(
        "einsum attention",
        """
        scores = np.einsum('bqd,bkd->bqk', Q, K) / np.sqrt(Q.shape[-1])
        w = np.exp(scores) / np.exp(scores).sum(-1, keepdims=True)
        out = np.einsum('bqk,bkd->bqd', w, V)
        """,
        {"Q": [[[0.1, 0.2], [0.3, 0.4]]], "K": [[[0.5, 0.1], [0.2, 0.7]]], "V": [[[1.0, 2.0], [3.0, 4.0]]]},
    ),
    P(
        "where mask chain",
        """
        leaky = np.where(z > 0, z, 0.01*z)
        elu = np.where(z > 0, z, alpha*(np.exp(z) - 1))
        y = (leaky + elu).sum()
        """,
        {"z": [0.5, -1.0, 2.0], "alpha": 1.1},
    ),
    P(
        "namespace",
        """
        from types import SimpleNamespace
        p = SimpleNamespace(w=0.5, b=0.1)
        p.c = 2.0
        y = p.w*x + p.b*p.c
        """,
        {"x": 2.0},
    ),
    P(
        "autograd tutorial",
        """
        import torch
        x = torch.ones(5)
        y = torch.zeros(3)
        w = torch.tensor([[0.1,0.2,0.3],[0.4,0.5,0.6],[0.7,0.8,0.9],[1.0,1.1,1.2],[1.3,1.4,1.5]], requires_grad=True)
        b = torch.tensor([0.1,-0.2,0.3], requires_grad=True)
        z = torch.matmul(x, w)+b
        loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y)
        loss.backward()
        print(w.grad)
        print(b.grad)
        """,
        written_for="torch",
        out="loss",
        loss="loss",
    ),
    P(
        "polynomial fit",
        """
        x = torch.linspace(-1, 1, 5)
        y = torch.sin(x)
        a = torch.tensor(0.1, requires_grad=True)
        b = torch.tensor(0.2, requires_grad=True)
        y_pred = a + b * x + 0.3 * x ** 2
        loss = (y_pred - y).pow(2).sum()
        loss.backward()
        with torch.no_grad():
            a -= 1e-3 * a.grad
            b -= 1e-3 * b.grad
            a.grad = None
            b.grad = None
        """,
        written_for="torch",
        out="loss",
        loss="loss",
    ),
    P(
        "bigram",
        """
        logits = xenc @ W
        counts = logits.exp()
        probs = counts / counts.sum(1, keepdims=True)
        loss = -probs[torch.arange(3), ys].log().mean() + 0.01*(W**2).mean()
        """,
        {
            "xenc": [[1.0, 0, 0], [0, 1.0, 0], [0, 0, 1.0]],
            "W": [[0.1, 0.2, 0.3], [0.4, -0.5, 0.6], [0.7, 0.8, -0.9]],
            "ys": [1, 2, 0],
        },
        written_for="torch",
        labels=("ys",),
    ),
    P(
        "gpt attention",
        """
        import math
        B, T, C = x.size()
        q, k, v = (x @ Wqkv).split(C, dim=2)
        att = (q @ k.transpose(-2, -1)) * (1.0 / math.sqrt(k.size(-1)))
        mask = torch.tril(torch.ones(T, T)).view(1, T, T)
        att = att.masked_fill(mask[:,:T,:T] == 0, float('-inf'))
        att = F.softmax(att, dim=-1)
        y = att @ v
        """,
        {
            "x": [[[0.1, 0.2], [0.5, -0.1], [0.3, 0.9]]],
            "Wqkv": [[0.1, 0.2, 0.3, 0.4, 0.5, 0.6], [0.5, -0.1, 0.2, 0.7, 0.1, -0.2]],
        },
        written_for="torch",
    ),
    P(
        "rope",
        """
        def rotate_half(x):
            x1, x2 = x.chunk(2, dim=-1)
            return torch.cat((-x2, x1), dim=-1)
        q_embed = (q * cos) + (rotate_half(q) * sin)
        """,
        {"q": [[0.1, 0.2, 0.3, 0.4]], "cos": [[0.9, 0.8, 0.9, 0.8]], "sin": [[0.1, 0.2, 0.1, 0.2]]},
        written_for="torch",
    ),
    P(
        "rmsnorm",
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

        norm = RMSNorm(3)
        y = norm(x).sum()
        """,
        {"x": [[0.5, -1.0, 2.0]]},
        written_for="torch",
    ),
    P(
        "swiglu",
        """
        h = F.silu(x @ w1) * (x @ w3)
        out = h @ w2
        """,
        {"x": [0.5, -1.0], "w1": [[0.1, 0.2], [0.3, 0.4]], "w3": [[0.5, 0.6], [0.7, -0.8]], "w2": [[0.1], [0.2]]},
        written_for="torch",
    ),
    P(
        "triplet",
        """
        def triplet_loss(anchor, positive, negative, margin=1.0):
            pos = (anchor - positive).pow(2).sum(1)
            neg = (anchor - negative).pow(2).sum(1)
            losses = F.relu(pos - neg + margin)
            return losses.mean()
        triplet_loss(a, p, n)
        """,
        {"a": [[0.5, -1.0]], "p": [[0.4, -0.8]], "n": [[0.3, 0.2]]},
        written_for="torch",
    ),
    P(
        "simclr",
        """
        z = F.normalize(torch.cat([z1, z2]), dim=1)
        sim = z @ z.T / 0.5
        sim.fill_diagonal_(float('-inf'))
        labels = torch.cat([torch.arange(2) + 2, torch.arange(2)])
        loss = F.cross_entropy(sim, labels)
        """,
        {"z1": [[0.5, -1.0], [0.2, 0.3]], "z2": [[0.4, -0.8], [0.1, 0.9]]},
        written_for="torch",
    ),
    P(
        "vae loss",
        """
        std = torch.exp(0.5 * logvar)
        z = mu + std * eps
        recon = torch.sigmoid(z @ W)
        BCE = F.binary_cross_entropy(recon, x, reduction='sum')
        KLD = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
        loss = BCE + KLD
        """,
        {
            "logvar": [0.1, -0.2],
            "mu": [0.3, 0.4],
            "eps": [0.5, -0.5],
            "W": [[0.1, 0.2, 0.3], [0.4, -0.5, 0.6]],
            "x": [1.0, 0.0, 0.5],
        },
        written_for="torch",
    ),
    P(
        "policy gradient",
        """
        probs = F.softmax(logits, dim=-1)
        log_probs = torch.log(probs)
        action_log_probs = log_probs.gather(1, actions.unsqueeze(1)).squeeze(1)
        entropy = -(probs * log_probs).sum(-1).mean()
        loss = -(action_log_probs * returns).mean() - 0.01 * entropy
        """,
        {"logits": [[0.1, 0.2, 0.3], [0.4, -0.5, 0.6]], "actions": [2, 0], "returns": [1.0, 0.5]},
        written_for="torch",
        labels=("actions",),
    ),
    P(
        "ppo",
        """
        ratio = (new_logp - old_logp).exp()
        surr1 = ratio * adv
        surr2 = torch.clamp(ratio, 1 - 0.2, 1 + 0.2) * adv
        loss = -torch.min(surr1, surr2).mean()
        """,
        {"new_logp": [-0.5, -1.0, -0.3], "old_logp": [-0.6, -0.7, -0.35], "adv": [1.0, -0.5, 0.3]},
        written_for="torch",
    ),
    P(
        "dqn",
        """
        q = Q.gather(1, a.view(-1, 1)).squeeze()
        with torch.no_grad():
            target = r + 0.99 * Qn.max(1)[0] * (1 - d)
        loss = F.smooth_l1_loss(q, target)
        """,
        {"Q": [[0.1, 0.2], [0.4, -0.5]], "a": [1, 0], "r": [1.0, 0.5], "Qn": [[0.3, 0.1], [0.6, 0.7]], "d": [0.0, 1.0]},
        written_for="torch",
        labels=("a",),
    ),
    P(
        "dice",
        """
        smooth = 1.
        iflat = torch.sigmoid(logits).view(-1)
        tflat = target.view(-1)
        intersection = (iflat * tflat).sum()
        dice = 1 - ((2. * intersection + smooth) / (iflat.sum() + tflat.sum() + smooth))
        """,
        {"logits": [[0.1, 0.2], [0.4, -0.5]], "target": [[1.0, 0.0], [1.0, 1.0]]},
        written_for="torch",
    ),
    P(
        "focal",
        """
        BCE_loss = F.binary_cross_entropy_with_logits(inputs, targets, reduction='none')
        pt = torch.exp(-BCE_loss)
        F_loss = alpha * (1-pt)**2 * BCE_loss
        loss = torch.mean(F_loss)
        """,
        {"inputs": [0.1, -0.4], "targets": [1.0, 0.0], "alpha": 0.25},
        written_for="torch",
    ),
    P(
        "label smoothing",
        """
        log_probs = F.log_softmax(logits, dim=-1)
        nll = -log_probs.gather(dim=-1, index=target.unsqueeze(1)).squeeze(1)
        smooth = -log_probs.mean(dim=-1)
        loss = ((1.0 - 0.1) * nll + 0.1 * smooth).mean()
        """,
        {"logits": [[0.1, 0.2, 0.3], [0.4, -0.5, 0.6]], "target": [2, 0]},
        written_for="torch",
        labels=("target",),
    ),
    P(
        "distill",
        """
        T = 2.0
        soft_targets = F.softmax(teacher / T, dim=-1)
        soft_prob = F.log_softmax(student / T, dim=-1)
        loss = torch.sum(soft_targets * (soft_targets.log() - soft_prob)) / soft_prob.size()[0] * (T**2)
        """,
        {"teacher": [[0.1, 0.2, 0.3]], "student": [[0.4, -0.5, 0.6]]},
        written_for="torch",
    ),
    P(
        "lstm cell manual",
        """
        gates = x @ W_ih.t() + h @ W_hh.t() + b
        i, f, g, o = gates.chunk(4, 1)
        i, f, g, o = torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), torch.sigmoid(o)
        c_next = f * c + i * g
        h_next = o * torch.tanh(c_next)
        """,
        {
            "x": [[0.5]],
            "W_ih": [[0.1], [0.2], [0.3], [0.4]],
            "h": [[0.2]],
            "W_hh": [[0.5], [0.6], [0.7], [0.8]],
            "b": [0.1, 0.2, 0.3, 0.4],
            "c": [[0.3]],
        },
        written_for="torch",
    ),
    P(
        "gradient penalty",
        """
        x = torch.tensor([[0.5, -1.0]], requires_grad=True)
        out = torch.tanh(x @ w).sum()
        grads = torch.autograd.grad(outputs=out, inputs=x, create_graph=True)[0]
        gp = ((grads.norm(2, dim=1) - 1) ** 2).mean()
        """,
        {"w": [[0.3], [0.7]]},
        written_for="torch",
        out="gp",
        skip=("x",),
    ),
    P(
        "maml inner",
        """
        w = w0.clone().requires_grad_(True)
        loss = ((X @ w - y)**2).mean()
        g, = torch.autograd.grad(loss, w, create_graph=True)
        w_fast = w - 0.1 * g
        meta = ((X @ w_fast - y)**2).sum()
        """,
        {"w0": [0.3, 0.7], "X": [[0.5, 1.0], [0.2, -0.3]], "y": [1.0, 0.0]},
        written_for="torch",
        out="meta",
    ),
    P(
        "mse module",
        """
        criterion = nn.MSELoss()
        output = criterion(pred, target)
        output.backward()
        """,
        {"pred": [0.5, -1.0], "target": [1.0, 0.0]},
        written_for="torch",
        out="output",
        loss="output",
    ),
    P(
        "pairwise dist",
        """
        d = torch.cdist(a, b)
        m = d.min(dim=1).values.sum()
        """,
        {"a": [[0.5, -1.0], [0.2, 0.3]], "b": [[0.4, -0.8], [0.1, 0.9], [2.0, 1.0]]},
        written_for="torch",
    ),
    P(
        "topk loss",
        """
        vals, idx = torch.topk(losses, k=2)
        loss = vals.mean()
        """,
        {"losses": [0.5, 1.0, 0.2]},
        written_for="torch",
    ),
    P(
        "where nan",
        """
        y = torch.where(x > 0, torch.log(x.clamp(min=1e-8)), torch.zeros_like(x)).sum()
        """,
        {"x": [0.5, -1.0, 2.0]},
        written_for="torch",
    ),
    P(
        "embedding bag",
        """
        emb = E[idx]
        h = torch.tanh(emb.view(emb.shape[0], -1) @ W1 + b1)
        logits = h @ W2
        loss = F.cross_entropy(logits, Y)
        """,
        {
            "E": [[0.1, 0.2], [0.3, -0.4], [0.5, 0.6]],
            "idx": [[0, 1], [2, 2]],
            "W1": [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6], [0.7, -0.8]],
            "b1": [0.1, 0.2],
            "W2": [[0.1, 0.2, 0.3], [0.4, -0.5, 0.6]],
            "Y": [0, 2],
        },
        written_for="torch",
        labels=("idx", "Y"),
    ),
    P(
        "unfold",
        """
        patches = img.unfold(0, 2, 2).unfold(1, 2, 2)
        p = patches.contiguous().view(-1, 4)
        out = (p @ w).sum()
        """,
        {
            "img": [[1.0, 2.0, 0.5, 0.7], [0.5, -1.0, 0.2, 0.9], [0.3, 0.8, 0.1, 0.4], [0.33, 0.88, 0.12, 0.45]],
            "w": [0.1, 0.2, 0.3, 0.4],
        },
        written_for="torch",
    ),
    P(
        "scatter mean",
        """
        out = torch.zeros(2).scatter_add_(0, index, src)
        cnt = torch.zeros(2).scatter_add_(0, index, torch.ones_like(src))
        mean = out / cnt.clamp(min=1)
        """,
        {"index": [0, 1, 0], "src": [0.5, 1.5, 2.0]},
        written_for="torch",
        labels=("index",),
    ),
    P(
        "lora",
        """
        W = W0 + (alpha / r) * (Bm @ A)
        y = x @ W.T
        """,
        {
            "W0": [[0.1, 0.2], [0.3, 0.4]],
            "alpha": 8.0,
            "r": 2.0,
            "Bm": [[0.1], [0.2]],
            "A": [[0.5, -0.6]],
            "x": [1.0, 2.0],
        },
        written_for="torch",
    ),
    P(
        "mixup",
        """
        lam = 0.3
        mixed = lam * x + (1 - lam) * x[perm]
        loss = (mixed ** 2).sum()
        """,
        {"x": [[0.5, 1.0], [0.2, 0.1]], "perm": [1, 0]},
        written_for="torch",
        labels=("perm",),
    ),
    P(
        "cosine embed",
        """
        sim = F.cosine_similarity(x1, x2, dim=-1)
        loss = (1 - sim).mean()
        """,
        {"x1": [[0.5, 1.0], [0.2, 0.1]], "x2": [[0.3, 0.9], [-0.2, 0.4]]},
        written_for="torch",
    ),
    P(
        "grad logistic",
        """
        import jax.numpy as jnp
        from jax import grad
        def sigmoid(x): return 0.5 * (jnp.tanh(x / 2) + 1)
        def predict(W, b, inputs): return sigmoid(jnp.dot(inputs, W) + b)
        inputs = jnp.array([[0.52, 1.12, 0.77],[0.88, -1.08, 0.15]])
        targets = jnp.array([True, False])
        def loss(W, b):
            preds = predict(W, b, inputs)
            label_probs = preds * targets + (1 - preds) * (1 - targets)
            return -jnp.sum(jnp.log(label_probs))
        W_grad = grad(loss, argnums=0)(W, b)
        """,
        {"W": [0.1, 0.2, -0.3], "b": 0.1},
        written_for="jax",
        out="loss(W, b)",
    ),
    P(
        "value_and_grad",
        "loss_value, Wb = jax.value_and_grad(lambda W, b: jnp.sum((x @ W + b)**2), (0, 1))(W, b)",
        {"x": [0.5, 1.0], "W": [0.1, 0.2], "b": 0.3},
        written_for="jax",
        out="loss_value",
    ),
    P(
        "jvp",
        "y, dy = jax.jvp(lambda x: jnp.sin(x)*x, (x,), (1.0,))",
        {"x": 0.7},
        written_for="jax",
        out="y",
    ),
    P(
        "vmap",
        """
        batched = jax.vmap(lambda x: jnp.dot(x, w))(X)
        s = batched.sum()
        """,
        {"X": [[0.5, 1.0], [0.2, 0.1]], "w": [0.1, 0.2]},
        written_for="jax",
    ),
    P(
        "scan",
        """
        def step(c, x):
            c = jnp.tanh(c*w + x)
            return c, c
        c, ys = jax.lax.scan(step, 0.0, xs)
        ys.sum()
        """,
        {"w": 0.5, "xs": [0.1, 0.2, 0.3]},
        written_for="jax",
    ),
    P(
        "pytree",
        """
        params = {'w': w, 'b': b}
        def loss(p): return jnp.mean((x*p['w'] + p['b'] - t)**2)
        grads = jax.grad(loss)(params)
        new = jax.tree_util.tree_map(lambda p, g: p - 0.1*g, params, grads)
        """,
        {"w": 0.5, "b": 0.1, "x": [1.0, 2.0], "t": [0.0, 1.0]},
        written_for="jax",
        out="loss(params)",
    ),
    P(
        "mlp init",
        """
        def mlp(params, x):
            for W, b in params[:-1]:
                x = jax.nn.relu(W @ x + b)
            W, b = params[-1]
            return W @ x + b
        params = [(W1, b1), (W2, b2)]
        logits = mlp(params, x)
        loss = -jax.nn.log_softmax(logits)[1]
        """,
        {
            "W1": [[0.1, 0.2], [0.3, -0.4]],
            "b1": [0.1, 0.2],
            "W2": [[0.5, 0.6], [0.7, 0.8]],
            "b2": [0.0, 0.1],
            "x": [1.0, 2.0],
        },
        written_for="jax",
    ),
    P(
        "stop_gradient",
        """
        def td(theta):
            v = lambda th, s: jnp.dot(th, s)
            target = r + 0.9*v(theta, s1)
            return 0.5*(jax.lax.stop_gradient(target) - v(theta, s0))**2
        l = td(theta)
        """,
        {"theta": [0.1, 0.2], "r": 1.0, "s0": [1.0, 0.0], "s1": [0.0, 1.0]},
        written_for="jax",
    ),
    P(
        "cond",
        "y = jax.lax.cond(x > 0, lambda v: v**2, lambda v: -v, x)",
        {"x": -0.5},
        written_for="jax",
    ),
    P(
        "fori",
        "y = jax.lax.fori_loop(0, 5, lambda i, v: v*x + 1, 1.0)",
        {"x": 0.5},
        written_for="jax",
    ),
    P(
        "hessian",
        """
        f = lambda x: jnp.sum(x**3)
        H = jax.hessian(f)(x)
        jnp.trace(H)
        """,
        {"x": [0.5, 1.0]},
        written_for="jax",
    ),
    P(
        "jacfwd",
        """
        f = lambda x: jnp.array([x[0]**2, x[0]*x[1]])
        J = jax.jacfwd(f)(x)
        d = jnp.linalg.det(J)
        """,
        {"x": [0.5, 1.0]},
        written_for="jax",
    ),
    P(
        "at set",
        """
        y = x.at[0].set(2.0*x[1]).at[1].add(3.0)
        (y**2).sum()
        """,
        {"x": [0.5, 1.0]},
        written_for="jax",
    ),
    P(
        "nn gelu",
        "jax.nn.gelu(x).sum() + jax.nn.softplus(x).mean()",
        {"x": [0.5, -1.0]},
        written_for="jax",
    ),
    P(
        "logsumexp",
        "jax.scipy.special.logsumexp(x, axis=-1)",
        {"x": [[0.5, -1.0, 2.0]]},
        written_for="jax",
    ),
    P(
        "norm logpdf",
        "jax.scipy.stats.norm.logpdf(x, mu, sigma).sum()",
        {"x": [0.5, -1.0], "mu": 0.1, "sigma": 1.2},
        written_for="jax",
    ),
    P(
        "one_hot",
        "jnp.sum(jax.nn.one_hot(y, 3) * x)",
        {"y": [0, 2], "x": [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]},
        written_for="jax",
        labels=("y",),
    ),
    P(
        "checkpoint jit",
        """
        @jax.jit
        def g(x, y):
            return jnp.where(x > y, x*y, x/y).sum()
        g(x, y)
        """,
        {"x": [0.5, 1.0], "y": [0.3, 2.0]},
        written_for="jax",
    ),
    P(
        "vjp",
        """
        y, f_vjp = jax.vjp(lambda W: jnp.tanh(W @ x), W)
        (gW,) = f_vjp(jnp.ones(2))
        """,
        {"W": [[0.1, 0.2], [0.3, -0.4]], "x": [1.0, 2.0]},
        written_for="jax",
        out="y",
    ),
    P(
        "partial",
        """
        from functools import partial
        @partial(jax.jit, static_argnums=(1,))
        def power(x, n): return x**n
        power(x, 3)
        """,
        {"x": 0.5},
        written_for="jax",
    ),
    P(
        "pinn",
        """
        u = lambda t: jnp.tanh(w*t)
        residual = jax.grad(u)(t0) + u(t0)
        loss = residual**2
        """,
        {"w": 0.5, "t0": 0.3},
        written_for="jax",
        out="loss",
    ),
    P(
        "einsum",
        "jnp.einsum('...ij,jk->...ik', x, W).sum()",
        {"x": [[0.5, 1.0], [0.2, 0.1]], "W": [[0.1, 0.2], [0.3, -0.4]]},
        written_for="jax",
    ),
    P(
        "tape",
        """
        import tensorflow as tf
        x = tf.Variable(3.0)
        with tf.GradientTape() as tape:
            y = x**2
        dy_dx = tape.gradient(y, x)
        dy_dx.numpy()
        """,
        twin="""
        x=3.0
        y=x**2
        """,
    ),
    P(
        "tape layer",
        """
        w = tf.Variable([[0.1, 0.2],[0.3, -0.4],[0.5,0.6]], name='w')
        b = tf.Variable(tf.zeros(2, dtype=tf.float32), name='b')
        x = [[1., 2., 3.]]
        with tf.GradientTape(persistent=True) as tape:
          y = x @ w + b
          loss = tf.reduce_mean(y**2)
        [dl_dw, dl_db] = tape.gradient(loss, [w, b])
        """,
        twin="""
        w=np.array([[0.1, 0.2],[0.3, -0.4],[0.5,0.6]])
        b=np.zeros(2)
        x=np.array([[1.,2.,3.]])
        y=x@w+b
        loss=np.mean(y**2)
        """,
    ),
    P(
        "watch",
        """
        x = tf.constant(3.0)
        with tf.GradientTape() as t:
          t.watch(x)
          y = tf.sin(x) * tf.exp(-x)
        print(t.gradient(y, x))
        """,
        twin="""
        x=3.0
        y=np.sin(x)*np.exp(-x)
        """,
    ),
    P(
        "dense manual",
        """
        h = tf.nn.relu(tf.matmul(x, W) + b)
        out = tf.reduce_sum(h, axis=1)
        """,
        {"x": [[1.0, 2.0]], "W": [[0.1, 0.2], [0.3, -0.4]], "b": [0.1, 0.2]},
        twin="np.sum(np.maximum(0,x@W+b),axis=1)",
    ),
    P(
        "sparse ce",
        """
        logits = tf.matmul(x, W)
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
        """,
        {"x": [[1.0, 2.0], [0.5, 0.1]], "W": [[0.1, 0.2], [0.3, -0.4]], "y": [0, 1]},
        twin="""
        z=x@W
        lp=z-np.log(np.sum(np.exp(z),axis=1,keepdims=True))
        -np.mean(lp[np.arange(2),y])
        """,
        labels=("y",),
    ),
    P(
        "sigmoid ce",
        "loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=z))",
        {"y": [1.0, 0.0], "z": [0.3, -0.5]},
        twin="np.mean(np.log(1+np.exp(z))-y*z)",
    ),
    P(
        "keras losses",
        """
        mse = tf.keras.losses.MeanSquaredError()
        l = mse(y_true, y_pred)
        """,
        {"y_true": [[1.0, 0.0]], "y_pred": [[0.3, 0.5]]},
        twin="np.mean((y_true-y_pred)**2)",
    ),
    P(
        "bce keras",
        """
        bce = tf.keras.losses.BinaryCrossentropy()
        bce(y_true, y_pred)
        """,
        {"y_true": [[1.0, 0.0]], "y_pred": [[0.3, 0.5]]},
        twin="np.mean(-(y_true*np.log(y_pred)+(1-y_true)*np.log(1-y_pred)))",
    ),
    P(
        "kl vae",
        """
        kl = -0.5 * tf.reduce_sum(1 + logvar - tf.square(mu) - tf.exp(logvar), axis=1)
        loss = tf.reduce_mean(kl)
        """,
        {"logvar": [[0.1, -0.2]], "mu": [[0.3, 0.4]]},
        twin="np.mean(-0.5*np.sum(1+logvar-mu**2-np.exp(logvar),axis=1))",
    ),
    P(
        "moments",
        """
        mean, variance = tf.nn.moments(x, axes=[0])
        y = tf.nn.batch_normalization(x, mean, variance, beta, gamma, 1e-3)
        """,
        {"x": [[1.0, 2.0], [0.5, 0.1], [0.3, 0.7]], "beta": [0.1, 0.2], "gamma": [1.0, 1.5]},
        twin="(x-x.mean(0))/np.sqrt(x.var(0)+1e-3)*gamma+beta",
    ),
    P(
        "scaled dot",
        """
        def scaled_dot_product_attention(q, k, v):
            matmul_qk = tf.matmul(q, k, transpose_b=True)
            dk = tf.cast(tf.shape(k)[-1], tf.float32)
            scaled = matmul_qk / tf.math.sqrt(dk)
            weights = tf.nn.softmax(scaled, axis=-1)
            output = tf.matmul(weights, v)
            return output, weights
        out, w = scaled_dot_product_attention(q, k, v)
        """,
        {"q": [[1.0, 0.5]], "k": [[0.3, 0.1], [0.5, 0.9]], "v": [[1.0, 2.0], [3.0, 4.0]]},
        twin="""
        s=q@k.T/np.sqrt(2)
        w=np.exp(s)/np.exp(s).sum(-1,keepdims=True)
        out=w@v
        """,
        out="out",
    ),
    P(
        "gather",
        """
        p = tf.gather(emb, idx)
        s = tf.reduce_sum(tf.square(p))
        """,
        {"emb": [[0.1, 0.2], [0.3, -0.4]], "idx": [1, 0, 1]},
        twin="np.sum(emb[idx]**2)",
        labels=("idx",),
    ),
    P(
        "one hot",
        "loss = -tf.reduce_sum(tf.one_hot(y, depth=3) * tf.nn.log_softmax(z), axis=-1)",
        {"y": [0, 2], "z": [[0.1, 0.2, 0.3], [0.4, -0.5, 0.6]]},
        twin="""
        lp=z-np.log(np.sum(np.exp(z),axis=-1,keepdims=True))
        -lp[np.arange(2),y]
        """,
        labels=("y",),
    ),
    P(
        "clip norm",
        """
        g, n = tf.clip_by_global_norm([a, b], 1.0)
        g[0]
        """,
        {"a": [1.0, 2.0], "b": [0.5]},
        twin="""
        n=np.sqrt(np.sum(a**2)+np.sum(b**2))
        a/max(n,1.0)
        """,
        refused="any",
        either=True,
    ),
    P(
        "where",
        """
        y = tf.where(x > 0, x, 0.2 * x)
        y = tf.reduce_mean(y)
        """,
        {"x": [1.0, -2.0, 0.5]},
        twin="np.mean(np.where(x>0,x,0.2*x))",
        out="np.mean(np.where(x>0,x,0.2*x))",
    ),
    P(
        "custom model",
        """
        class MyDense(tf.Module):
            def __init__(self):
                self.w = tf.Variable([[0.1, 0.2],[0.3, -0.4]])
                self.b = tf.Variable([0.1, 0.2])
            def __call__(self, x):
                return tf.nn.tanh(x @ self.w + self.b)
        m = MyDense()
        out = tf.reduce_sum(m(x))
        """,
        {"x": [[1.0, 2.0]]},
        twin="np.sum(np.tanh(x@np.array([[0.1,0.2],[0.3,-0.4]])+np.array([0.1,0.2])))",
    ),
    P(
        "tf function",
        """
        @tf.function
        def f(x):
            return tf.reduce_logsumexp(x, axis=-1)
        f(x)
        """,
        {"x": [[1.0, 2.0, 0.5]]},
        twin="np.log(np.sum(np.exp(x),axis=-1))",
    ),
    P(
        "norm",
        "tf.norm(x - y, ord='euclidean')",
        {"x": [1.0, 2.0], "y": [0.5, 0.1]},
        twin="np.linalg.norm(x-y)",
    ),
    P(
        "einsum again",
        "tf.einsum('ij,jk->ik', a, b)",
        {"a": [[0.1, 0.2], [0.3, -0.4]], "b": [[0.5, 0.1], [0.2, 0.9]]},
        twin="a@b",
    ),
    P(
        "cosine keras",
        """
        l = tf.keras.losses.CosineSimilarity(axis=-1)
        l(a, b)
        """,
        {"a": [[0.1, 0.2], [0.3, -0.4]], "b": [[0.5, 0.1], [0.2, 0.9]]},
        twin="-np.mean(np.sum(a*b,-1)/(np.linalg.norm(a,axis=-1)*np.linalg.norm(b,axis=-1)))",
    ),
    P(
        "huber",
        """
        h = tf.keras.losses.Huber(delta=0.5)
        h(y, p)
        """,
        {"y": [1.0, 0.0], "p": [0.3, 0.2]},
        twin="""
        e=y-p
        np.mean(np.where(np.abs(e)<=0.5,0.5*e**2,0.5*np.abs(e)-0.125))
        """,
    ),
    P(
        "cumsum",
        "tf.cumsum(x, exclusive=True)",
        {"x": [1.0, 2.0, 0.5]},
        twin="np.cumsum(x)-x",
    ),
    P(
        "segment",
        "tf.math.segment_sum(x, seg)",
        {"x": [1.0, 2.0, 0.5], "seg": [0, 0, 1]},
        twin="np.array([x[0]+x[1],x[2]])",
        labels=("seg",),
    ),
    P(
        "pad",
        "tf.pad(x, [[1, 1]])",
        {"x": [1.0, 2.0, 0.5]},
        twin="np.pad(x,1)",
    ),
    P(
        "keras backend",
        """
        from keras import backend as K
        def dice(y_true, y_pred):
            y_true_f = K.flatten(y_true)
            y_pred_f = K.flatten(y_pred)
            inter = K.sum(y_true_f * y_pred_f)
            return (2. * inter + 1) / (K.sum(y_true_f) + K.sum(y_pred_f) + 1)
        dice(t, p)
        """,
        {"t": [[1.0, 0.0]], "p": [[0.3, 0.5]]},
        twin="(2*np.sum(t*p)+1)/(np.sum(t)+np.sum(p)+1)",
    ),
    P(
        "svd",
        """
        s, u, v = tf.linalg.svd(A)
        tf.reduce_sum(s)
        """,
        {"A": [[2.0, 0.3], [0.1, 1.5]]},
        twin="np.sum(np.linalg.svd(A)[1])",
        out="np.sum(np.linalg.svd(A)[1])",
    ),
    P(
        "diff",
        """
        import sympy as sp
        x, y = sp.symbols('x y')
        f = x**2*y + sp.sin(x*y)
        sp.diff(f, x)
        """,
        {"x": 1.2, "y": 0.7},
        written_for="sympy",
        twin="x**2*y+sin(x*y)",
        also=(("2*x*y+y*cos(x*y)", None),),
    ),
    P(
        "lambdify",
        """
        import sympy as sp
        x = sp.Symbol('x')
        expr = sp.tanh(x)*sp.exp(x)
        f = sp.lambdify(x, expr, 'numpy')
        f(0.3)
        """,
        {"x": 0.3},
        written_for="sympy",
        twin="tanh(x)*exp(x)",
        skip=("x",),
    ),
    P(
        "gradient list",
        """
        from sympy import symbols, diff
        w, b, x, t = symbols('w b x t')
        L = (w*x + b - t)**2/2
        grad = [diff(L, v) for v in (w, b)]
        """,
        {"w": 0.5, "b": 0.1, "x": 2.0, "t": 1.0},
        written_for="sympy",
        twin="(w*x+b-t)**2/2",
        also=(("(w*x+b-t)*x", None),),
    ),
    P(
        "Matrix jacobian",
        """
        from sympy import *
        x, y = symbols('x y')
        F = Matrix([x**2 + y, x*y])
        J = F.jacobian([x, y])
        J.det()
        """,
        {"x": 1.2, "y": 0.7},
        written_for="sympy",
        twin="x**2+y",
        also=(("2*x*x-y", None), ("x**2+y", None)),
    ),
    P(
        "Piecewise",
        """
        from sympy import *
        x = Symbol('x')
        f = Piecewise((x**2, x > 0), (-x, True))
        """,
        {"x": -1.2},
        written_for="sympy",
        twin="Piecewise((x**2,x>0),(-x,True))",
    ),
    P(
        "simplify",
        """
        import sympy as sp
        z = sp.symbols('z')
        sigma = 1/(1 + sp.exp(-z))
        sp.simplify(sigma.diff(z) - sigma*(1 - sigma))
        """,
        {"z": 0.4},
        written_for="sympy",
        twin="1/(1+exp(-z))",
        also=(("z*0", None),),
        skip=("z",),
        refused="any",
        either=True,
    ),
    P(
        "Rational",
        """
        import sympy as sp
        x = sp.symbols('x')
        f = sp.Rational(1,2)*x**2 + sp.sqrt(x) + sp.log(x)
        """,
        {"x": 1.5},
        written_for="sympy",
        twin="x**2/2+sqrt(x)+log(x)",
    ),
    P(
        "Function",
        """
        from sympy import *
        t = symbols('t')
        x = cos(t); y = sin(t)
        f = x**2 + x*y
        diff(f, t)
        """,
        {"t": 0.4},
        written_for="sympy",
        twin="cos(t)**2+cos(t)*sin(t)",
        also=(("-2*cos(t)*sin(t)-sin(t)**2+cos(t)**2", None),),
    ),
    P(
        "Sum",
        """
        from sympy import *
        x, k = symbols('x k')
        s = Sum(x**k/factorial(k), (k, 0, 5)).doit()
        """,
        {"x": 0.5},
        written_for="sympy",
        twin="sum(x**k/factorial(k) for k in range(6))",
        refused="any",
        either=True,
    ),
    P(
        "Abs Max",
        """
        from sympy import *
        x = symbols('x', real=True)
        f = Max(0, x) + Abs(x - 2)
        """,
        {"x": 0.5},
        written_for="sympy",
        twin="Max(0,x)+Abs(x-2)",
    ),
    P(
        "expand",
        """
        from sympy import *
        x,y = symbols('x,y')
        g = expand((x+y)**3)
        """,
        {"x": 1.2, "y": 0.7},
        written_for="sympy",
        twin="(x+y)**3",
    ),
    P(
        "atan2",
        """
        import sympy as sp
        x, y = sp.symbols('x y')
        r = sp.sqrt(x**2 + y**2)
        theta = sp.atan2(y, x)
        r*theta
        """,
        {"x": 1.2, "y": 0.7},
        written_for="sympy",
        twin="sqrt(x**2+y**2)*atan2(y,x)",
    ),
    P(
        "Derivative doit",
        """
        from sympy import *
        x = symbols('x')
        Derivative(sin(x)*x**2, x).doit()
        """,
        {"x": 1.2},
        written_for="sympy",
        twin="sin(x)*x**2",
        also=(("cos(x)*x**2+2*x*sin(x)", None),),
    ),
    P(
        "symbols colon",
        """
        from sympy import *
        x1, x2 = symbols('x1:3')
        f = x1**2 + 3*x1*x2
        """,
        {"x1": 1.2, "x2": 0.7},
        written_for="sympy",
        twin="x1**2+3*x1*x2",
    ),
    P(
        "second",
        """
        from sympy import *
        x=symbols('x')
        f=x**4
        f.diff(x, 2)
        """,
        {"x": 1.2},
        written_for="sympy",
        twin="x**4",
        also=(("12*x**2", None), ("4*x**3", None)),
    ),
    P(
        "pretty",
        """
        import sympy
        from sympy.abc import x, y
        f = sympy.exp(x)*sympy.cos(y)
        sympy.pprint(f.diff(x))
        """,
        {"x": 1.2, "y": 0.7},
        written_for="sympy",
        twin="exp(x)*cos(y)",
    ),
    P(
        "abc",
        """
        from sympy.abc import w, b, x
        import sympy as sp
        L = sp.log(1 + sp.exp(-(w*x + b)))
        """,
        {"w": 0.5, "b": 0.1, "x": 1.0},
        written_for="sympy",
        twin="log(1+exp(-(w*x+b)))",
    ),
]
