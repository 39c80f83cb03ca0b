"""Formulas and snippets as people type them from memory of a course: slides, assignments, gists."""

from .program import P
from .slips import Slip, inherited, numbers, with_slips

V3 = {"x": [1.0, -0.5, 2.0], "y": [0.5, 1.0, -1.0]}
GAUSS = {"x": 1.3, "mu": 0.4, "sigma": 0.8}
XW = {"X": numbers(901, 4, 3), "w": [0.3, -0.2, 0.5], "y": [1.0, 0.0, 1.0, 0.0], "b": 0.1}
VEC = {"x": [1.0, 2.0], "mu": [0.5, 0.5], "Sigma": [[2.0, 0.3], [0.3, 1.0]]}

FORMULAS = [
    P(
        "Gauss on a slide",
        "p(x) = 1/√(2πσ²) e^{-(x-μ)²/(2σ²)}",
        {"x": 1.3, "μ": 0.4, "σ": 0.8},
        twin="p = 1/np.sqrt(2*np.pi*σ**2)*np.exp(-(x-μ)**2/(2*σ**2))",
    ),
    P(
        "log-likelihood of a Gauss in LaTeX",
        r"\ell = -\frac{n}{2}\log(2\pi\sigma^2) - \frac{1}{2\sigma^2}\sum_{i=1}^n (x_i-\mu)^2",
        {"x": [1.0, 2.0, 0.5], "mu": 0.4, "sigma": 0.8},
        twin="l = -3/2*np.log(2*np.pi*sigma**2) - np.sum((x-mu)**2)/(2*sigma**2)",
    ),
    P(
        "KL of two Gausses",
        r"KL = \log\frac{\sigma_2}{\sigma_1} + \frac{\sigma_1^2 + (\mu_1-\mu_2)^2}{2\sigma_2^2} - \frac{1}{2}",
        {"sigma_1": 0.8, "sigma_2": 1.2, "mu_1": 0.3, "mu_2": -0.1},
        twin="KL = np.log(sigma_2/sigma_1) + (sigma_1**2 + (mu_1-mu_2)**2)/(2*sigma_2**2) - 0.5",
    ),
    P(
        "ELBO's KL term",
        "KL = -1/2 Σ_j (1 + log σ_j² - μ_j² - σ_j²)",
        {"σ": [0.8, 1.2], "μ": [0.3, -0.1]},
        twin="KL = -0.5*np.sum(1 + np.log(σ**2) - μ**2 - σ**2)",
    ),
    P(
        "Mahalanobis in Unicode",
        "(x-μ)ᵀΣ⁻¹(x-μ)",
        {"x": [1.0, 2.0], "μ": [0.5, 0.5], "Σ": [[2.0, 0.3], [0.3, 1.0]]},
        twin="(x-μ) @ np.linalg.inv(Σ) @ (x-μ)",
    ),
    P("Mahalanobis in LaTeX", r"(x-\mu)^\top \Sigma^{-1} (x-\mu)", VEC, twin="(x-mu) @ np.linalg.inv(Sigma) @ (x-mu)"),
    P(
        "normal equations",
        r"\hat{\beta} = (X^T X)^{-1} X^T y",
        {"X": numbers(902, 4, 2), "y": [1.0, 0.5, -1.0, 2.0]},
        twin="bhat = np.linalg.inv(X.T @ X) @ X.T @ y",
        out="bhat",
    ),
    P(
        "ridge on a slide",
        r"J(w) = \|Xw - y\|_2^2 + \lambda \|w\|_2^2",
        {"X": numbers(903, 4, 2), "w": [0.3, -0.2], "y": [1.0, 0.5, -1.0, 2.0], "lambda": 0.1},
        twin="J = np.sum((X @ w - y)**2) + lambda_*np.sum(w**2)",
    ),
    P(
        "lasso",
        r"\frac{1}{2n}\|y - X\beta\|_2^2 + \lambda\|\beta\|_1",
        {"X": numbers(903, 4, 2), "beta": [0.3, -0.2], "y": [1.0, 0.5, -1.0, 2.0], "lambda": 0.1, "n": 4.0},
        twin="np.sum((y - X @ beta)**2)/(2*n) + lambda_*np.sum(np.abs(beta))",
    ),
    P(
        "Huber by cases in words",
        "L = 0.5*a^2 if |a| <= δ else δ(|a| - δ/2)",
        {"a": 2.0, "δ": 1.0},
        twin="L = 0.5*a**2 if abs(a) <= δ else δ*(np.abs(a) - δ/2)",
    ),
    P(
        "BCE with square brackets behind Σ",
        "J = -(1/m) Σ [y_i log(a_i) + (1-y_i) log(1-a_i)]",
        {"y": [1.0, 0.0, 1.0], "a": [0.7, 0.2, 0.6]},
        twin="J = -np.mean(y*np.log(a) + (1-y)*np.log(1-a))",
    ),
    P(
        "BCE in LaTeX of Ng",
        r"J = -\frac{1}{m} \sum_{i=1}^{m} \left( y^{(i)} \log a^{(i)} + (1-y^{(i)}) \log(1-a^{(i)}) \right)",
        {"y": [1.0, 0.0, 1.0], "a": [0.7, 0.2, 0.6]},
        twin="J = -np.mean(y*np.log(a) + (1-y)*np.log(1-a))",
    ),
    P(
        "scaled dot-product attention",
        r"\text{Attention}(Q,K,V) = \text{softmax}\left(\frac{QK^T}{\sqrt{d_k}}\right)V",
        {"Q": numbers(904, 2, 3), "K": numbers(905, 2, 3), "V": numbers(906, 2, 2), "d_k": 3.0},
        twin="S = Q @ K.T/np.sqrt(d_k)\nE = np.exp(S)\nA = E/E.sum(axis=1, keepdims=True) @ V",
    ),
    P(
        "Adam's step on paper",
        r"\theta = \theta - \eta \frac{\hat m}{\sqrt{\hat v} + \epsilon}",
        defaults=True,
        refused="any",
        either=True,
    ),
    P("Swish by name", "swish(x) = x σ(βx)", {"x": 0.7, "β": 1.5}, twin="s = x/(1+np.exp(-β*x))"),
    P(
        "GELU's tanh form",
        "0.5x(1 + tanh(√(2/π)(x + 0.044715x³)))",
        {"x": 0.7},
        twin="0.5*x*(1 + np.tanh(np.sqrt(2/np.pi)*(x + 0.044715*x**3)))",
    ),
    P(
        "logsumexp with max",
        r"m + \log \sum_i e^{x_i - m}",
        {"x": [1.0, 2.0], "m": 2.0},
        twin="m + np.log(np.sum(np.exp(x - m)))",
    ),
    P(
        "cosine with bars",
        "(a·b)/(|a||b|)",
        {"a": [1.0, 2.0], "b": [0.5, -1.0]},
        twin="a @ b/(np.sqrt(a @ a)*np.sqrt(b @ b))",
    ),
    P(
        "cosine in LaTeX",
        r"\cos\theta = \frac{a \cdot b}{\|a\| \|b\|}",
        {"a": [1.0, 2.0], "b": [0.5, -1.0]},
        twin="a @ b/(np.sqrt(a @ a)*np.sqrt(b @ b))",
        either=True,
    ),
    P(
        "Bellman error",
        "L = (r + γ max_a Q - q)²",
        {"r": 1.0, "γ": 0.9, "Q": [0.2, 0.7], "q": 0.5},
        twin="L = (r + γ*np.max(Q) - q)**2",
    ),
    P("Black-Scholes", "C = S N(d_1) - K e^{-rT} N(d_2)", refused="any"),
    P("the beta function", "B(α,β)", refused="any"),
    P(
        "Michaelis-Menten",
        "v = V_max [S] / (K_m + [S])",
        {"V_max": 2.0, "S": 1.5, "K_m": 0.5},
        twin="v = V_max*S/(K_m + S)",
        either=True,
        refused="any",
    ),
    P("lens equation", "1/f = 1/g + 1/b", refused="any", either=True, twin="f = 1.0"),
    P("softplus with ln", "ln(1 + eˣ)", {"x": 0.3}, twin="np.log(1 + np.exp(x))"),
    P(
        "batch norm of the paper",
        r"\hat{x} = \frac{x - \mu_B}{\sqrt{\sigma_B^2 + \epsilon}}, \quad y = \gamma \hat{x} + \beta",
        {"x": [1.0, 2.0], "mu_B": 1.5, "sigma_B": 0.5, "epsilon": 1e-5, "gamma": 1.1, "beta": 0.2},
        twin="xhat = (x - mu_B)/np.sqrt(sigma_B**2 + epsilon)\ny = gamma*xhat + beta",
    ),
    P(
        "triplet loss",
        "L = max(0, ‖a-p‖² - ‖a-n‖² + α)",
        {"a": [1.0, 2.0], "p": [0.5, 1.0], "n": [1.2, 1.9], "α": 0.2},
        twin="L = np.maximum(0, np.sum((a-p)**2) - np.sum((a-n)**2) + α)",
    ),
    P(
        "contrastive with log fraction",
        r"-\log \frac{\exp(s_p/\tau)}{\exp(s_p/\tau) + \sum_j \exp(s_j/\tau)}",
        {"s_p": 0.9, "tau": 0.5, "s": [0.1, 0.2]},
        twin="-np.log(np.exp(s_p/tau)/(np.exp(s_p/tau) + np.sum(np.exp(s/tau))))",
    ),
    P(
        "focal loss",
        r"FL(p_t) = -\alpha_t (1 - p_t)^\gamma \log(p_t)",
        {"p_t": 0.7, "alpha_t": 0.25, "gamma": 2.0},
        twin="FL = -alpha_t*(1-p_t)**gamma*np.log(p_t)",
    ),
    P("perplexity", "PPL = exp(-1/N ∑ log p_i)", {"p": [0.2, 0.5, 0.9]}, twin="PPL = np.exp(-np.mean(np.log(p)))"),
    P(
        "quadratic form with half",
        "f(x) = ½ xᵀAx - bᵀx",
        {"x": [1.0, 2.0], "A": [[2.0, 0.5], [0.5, 1.0]], "b": [0.3, -0.1]},
        twin="f = 0.5*x @ A @ x - b @ x",
    ),
    P(
        "Rosenbrock as in a lecture",
        "f(x,y) = (1-x)² + 100(y-x²)²",
        {"x": -1.2, "y": 1.0},
        twin="f = (1-x)**2 + 100*(y-x**2)**2",
    ),
]

SNIPPETS = [
    P(
        "max pooling without its module",
        "F.max_pool2d(F.relu(conv2d(x, w)), 2).sum()",
        {"x": numbers(910, 1, 1, 4, 4), "w": numbers(911, 1, 1, 3, 3)},
        written_for="torch",
        twin="torch.nn.functional.max_pool2d(torch.nn.functional.relu(torch.nn.functional.conv2d(x, w)), 2).sum()",
    ),
    P("Mahalanobis without values", "(x-μ)ᵀΣ⁻¹(x-μ)", defaults=True, twin="(x-mu) @ np.linalg.inv(Sigma) @ (x-mu)"),
    P(
        "conv2d without values",
        "from torch.nn.functional import *\nrelu(conv2d(x, w)).sum()",
        defaults=True,
        written_for="torch",
        twin="torch.relu(torch.nn.functional.conv2d(x, w)).sum()",
    ),
    P(
        "conv2d from *",
        "from torch.nn.functional import *\ny = conv2d(x, w)\nloss = relu(y).sum()",
        {"x": numbers(910, 1, 1, 4, 4), "w": numbers(911, 1, 1, 3, 3)},
        written_for="torch",
        twin="y = torch.nn.functional.conv2d(x, w)\nloss = torch.relu(y).sum()",
    ),
    P(
        "weights in a list that has no value",
        "reg = 0\nfor W in weights:\n    reg += np.sum(W*W)\nloss = 0.5*reg",
        refused="any",
        either=True,
        twin="loss = 0.0",
    ),
    P(
        "Julia's loss",
        "loss(W, b, x, y) = sum((y .- (W*x .+ b)).^2)",
        {"W": numbers(912, 2, 3), "b": [0.1, 0.2], "x": [1.0, 2.0, 0.5], "y": [0.3, 0.1]},
        twin="l = np.sum((y - (W @ x + b))**2)",
    ),
    P(
        "R's sum of squares",
        "y_hat <- X %*% w\nloss <- sum((y - y_hat)^2)",
        {"X": XW["X"], "w": XW["w"], "y": XW["y"]},
        twin="yh = X @ w\nloss = np.sum((y - yh)**2)",
    ),
    P(
        "R's logistic function",
        "sigmoid <- function(z) 1/(1+exp(-z))\np <- sigmoid(w*x + b)\n-log(p)",
        {"w": 0.5, "x": 2.0, "b": -0.3},
        twin="p = 1/(1+np.exp(-(w*x+b)))\n-np.log(p)",
    ),
    P(
        "MATLAB's cost function of Ng",
        "h = 1 ./ (1 + exp(-X*theta));\nJ = (1/m) * sum(-y .* log(h) - (1 - y) .* log(1 - h));",
        {"X": numbers(913, 3, 2), "theta": [[0.2], [-0.1]], "y": [[1.0], [0.0], [1.0]], "m": 3.0},
        twin="h = 1/(1+np.exp(-X @ theta))\nJ = 1/m*np.sum(-y*np.log(h) - (1-y)*np.log(1-h))",
        loose=True,
    ),
    P(
        "fast.ai's mse and lin",
        """
        def lin(x, w, b): return x @ w + b
        def mse(output, targ): return (output.squeeze(-1) - targ).pow(2).mean()
        l1 = lin(x, w1, b1)
        l2 = l1.clamp_min(0.)
        out = lin(l2, w2, b2)
        loss = mse(out, y)
        """,
        {
            "x": numbers(914, 3, 2),
            "w1": numbers(915, 2, 4),
            "b1": [0.1, 0.0, 0.2, 0.0],
            "w2": numbers(916, 4, 1),
            "b2": [0.1],
            "y": [0.2, 0.4, 0.1],
        },
        written_for="torch",
    ),
    P(
        "micrograd's neuron by hand",
        """
        x1, x2 = 2.0, 0.0
        w1, w2 = -3.0, 1.0
        b = 6.8813735870195432
        n = x1*w1 + x2*w2 + b
        o = np.tanh(n)
        do = 1.0
        dn = (1 - o**2)*do
        dx1 = w1*dn
        dw1 = x1*dn
        dw2 = x2*dn
        db = dn
        """,
        grads={"dn": "n", "dx1": "x1", "dw1": "w1", "dw2": "w2", "db": "b"},
        out="o",
    ),
    P(
        "d2l's linreg training round",
        """
        def linreg(X, w, b):
            return torch.matmul(X, w) + b
        def squared_loss(y_hat, y):
            return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2
        l = squared_loss(linreg(X, w, b), y)
        l.sum().backward()
        """,
        {"X": numbers(917, 3, 2), "w": [[0.2], [0.1]], "b": [0.1], "y": [0.3, 0.2, 0.5]},
        written_for="torch",
        twin="""
        l = ((torch.matmul(X, w) + b) - y.reshape(3, 1))**2/2
        L = l.sum()
        """,
        out="L",
        also=(("l", "L"),),
    ),
    P(
        "d2l's cross entropy",
        "def cross_entropy(y_hat, y):\n    return -torch.log(y_hat[range(len(y_hat)), y])\ncross_entropy(y_hat, y).mean()",
        {"y_hat": [[0.1, 0.3, 0.6], [0.3, 0.2, 0.5]], "y": [0, 2]},
        labels=("y",),
        written_for="torch",
    ),
]

PASSES = [
    *with_slips(
        "CS231n's softmax loss, vectorized",
        """
        scores = X.dot(W)
        scores -= np.max(scores, axis=1, keepdims=True)
        p = np.exp(scores)
        p /= np.sum(p, axis=1, keepdims=True)
        loss = -np.mean(np.log(p[np.arange(N), y])) + reg*np.sum(W*W)
        dscores = p.copy()
        dscores[np.arange(N), y] -= 1
        dscores /= N
        dW = X.T.dot(dscores) + 2*reg*W
        """,
        {"X": numbers(920, 4, 3), "W": numbers(921, 3, 3), "y": [0, 2, 1, 1], "N": 4, "reg": 0.1},
        {"dW": "W"},
        Slip("the regularizer's 2", "2*reg*W", "reg*W", {"dW": "other"}),
        Slip("not divided", "dscores /= N\n", "", {"dW": "other"}),
        out="loss",
        labels=("y", "N"),
    ),
    *with_slips(
        "CS224n's word2vec, naive softmax",
        """
        scores = U @ v
        yhat = np.exp(scores)/np.sum(np.exp(scores))
        loss = -np.log(yhat[o])
        d = yhat.copy()
        d[o] -= 1
        dv = U.T @ d
        dU = np.outer(d, v)
        """,
        {"U": numbers(922, 4, 3), "v": numbers(923, 3), "o": 2},
        {"dv": "v", "dU": "U"},
        out="loss",
        labels=("o",),
    ),
    *with_slips(
        "CS224n's negative sampling",
        """
        sig = lambda z: 1/(1+np.exp(-z))
        loss = -np.log(sig(u_o @ v)) - np.sum(np.log(sig(-U_k @ v)))
        dv = (sig(u_o @ v) - 1)*u_o + (1 - sig(-U_k @ v)) @ U_k
        du_o = (sig(u_o @ v) - 1)*v
        dU_k = np.outer(1 - sig(-U_k @ v), v)
        """,
        {"u_o": numbers(924, 3), "U_k": numbers(925, 2, 3), "v": numbers(926, 3)},
        {"dv": "v", "du_o": "u_o", "dU_k": "U_k"},
        Slip("sign of the negatives", "1)*u_o + (1", "1)*u_o - (1", {"dv": "other"}),
        out="loss",
    ),
    *with_slips(
        "Karpathy's gist of min-char-rnn, one step",
        """
        h = np.tanh(np.dot(Wxh, x) + np.dot(Whh, hprev) + bh)
        y = np.dot(Why, h) + by
        p = np.exp(y)/np.sum(np.exp(y))
        loss = -np.log(p[target, 0])
        dy = np.copy(p)
        dy[target] -= 1
        dWhy = np.dot(dy, h.T)
        dby = dy
        dh = np.dot(Why.T, dy)
        dhraw = (1 - h*h)*dh
        dbh = dhraw
        dWxh = np.dot(dhraw, x.T)
        dWhh = np.dot(dhraw, hprev.T)
        """,
        {
            "Wxh": numbers(927, 3, 2),
            "Whh": numbers(928, 3, 3),
            "Why": numbers(929, 2, 3),
            "bh": numbers(930, 3, 1),
            "by": numbers(931, 2, 1),
            "x": [[1.0], [0.0]],
            "hprev": numbers(932, 3, 1),
            "target": 1,
        },
        {"dWhy": "Why", "dby": "by", "dh": "h", "dbh": "bh", "dWxh": "Wxh", "dWhh": "Whh"},
        Slip("no square", "(1 - h*h)*dh", "(1 - h)*dh", {"dbh": "other", "dWxh": "inherits", "dWhh": "inherits"}),
        out="loss",
        labels=("target",),
    ),
    *with_slips(
        "MIT 6.390's two layers",
        """
        Z1 = W1.T @ X + W01
        A1 = np.maximum(Z1, 0)
        Z2 = W2.T @ A1 + W02
        loss = np.sum((Z2 - Y)**2)
        dZ2 = 2*(Z2 - Y)
        dW2 = A1 @ dZ2.T
        dW02 = np.sum(dZ2, axis=1, keepdims=True)
        dA1 = W2 @ dZ2
        dZ1 = dA1*(Z1 > 0)
        dW1 = X @ dZ1.T
        dW01 = np.sum(dZ1, axis=1, keepdims=True)
        """,
        {
            "W1": numbers(933, 2, 3),
            "W01": numbers(934, 3, 1),
            "W2": numbers(935, 3, 1),
            "W02": numbers(936, 1, 1),
            "X": numbers(937, 2, 4),
            "Y": numbers(938, 1, 4),
        },
        {"dZ2": "Z2", "dW2": "W2", "dW02": "W02", "dA1": "A1", "dZ1": "Z1", "dW1": "W1", "dW01": "W01"},
        Slip("a 2 left out", "dZ2 = 2*(Z2", "dZ2 = (Z2", inherited("other", "dZ2", "dW2 dW02 dA1 dZ1 dW1 dW01")),
        Slip("mask of A1's sign", "dA1*(Z1 > 0)", "dA1*(Z1 < 0)", inherited("other", "dZ1", "dW1 dW01")),
        out="loss",
    ),
    *with_slips(
        "Ng's logistic regression, propagate",
        """
        def propagate(w, b, X, Y):
            m = X.shape[1]
            A = sigmoid(np.dot(w.T, X) + b)
            cost = -1/m*np.sum(Y*np.log(A) + (1-Y)*np.log(1-A))
            dw = 1/m*np.dot(X, (A-Y).T)
            db = 1/m*np.sum(A-Y)
            return {"dw": dw, "db": db}, cost
        def sigmoid(z):
            return 1/(1+np.exp(-z))
        grads, cost = propagate(w, b, X, Y)
        dw = grads["dw"]
        db = grads["db"]
        """,
        {"w": numbers(939, 2, 1), "b": 0.2, "X": numbers(940, 2, 3), "Y": [[1.0, 0.0, 1.0]]},
        {"dw": "w", "db": "b"},
        Slip("m left out of dw", "dw = 1/m*np.dot", "dw = np.dot", {"dw": "other"}),
        out="cost",
    ),
    *with_slips(
        "layer norm, backward",
        """
        mu = x.mean()
        xc = x - mu
        var = (xc**2).mean()
        inv = 1/np.sqrt(var + 1e-5)
        xhat = xc*inv
        out = g*xhat + b
        L = np.sum(out*t)
        dout = t
        dg = dout*xhat
        db = dout
        dxhat = dout*g
        dx = inv*(dxhat - dxhat.mean() - xhat*(dxhat*xhat).mean())
        """,
        {"x": numbers(941, 4), "g": numbers(942, 4), "b": numbers(943, 4), "t": numbers(944, 4)},
        {"dg": "g", "db": "b", "dxhat": "xhat", "dx": "x"},
        Slip("the mean's term left out", " - dxhat.mean()", "", {"dx": "other"}),
        Slip("the last term left out", " - xhat*(dxhat*xhat).mean()", "", {"dx": "other"}),
        out="L",
    ),
    *with_slips(
        "attention, backward",
        """
        S = Q @ K.T/np.sqrt(3)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        A = E/E.sum(axis=1, keepdims=True)
        O = A @ V
        L = np.sum(O*T)
        dO = T
        dV = A.T @ dO
        dA = dO @ V.T
        dS = A*(dA - (dA*A).sum(axis=1, keepdims=True))
        dQ = dS @ K/np.sqrt(3)
        dK = dS.T @ Q/np.sqrt(3)
        """,
        {"Q": numbers(945, 2, 3), "K": numbers(946, 2, 3), "V": numbers(947, 2, 2), "T": numbers(948, 2, 2)},
        {"dV": "V", "dA": "A", "dQ": "Q", "dK": "K"},
        Slip("no scale", "dK = dS.T @ Q/np.sqrt(3)", "dK = dS.T @ Q", {"dK": "other"}),
        Slip(
            "the slope of a sigmoid",
            "A*(dA - (dA*A).sum(axis=1, keepdims=True))",
            "A*(1 - A)*dA",
            {"dQ": "other", "dK": "other"},
        ),
        out="L",
    ),
    *with_slips(
        "dropout and two affine layers",
        """
        z1 = x @ W1 + b1
        h = np.maximum(0, z1)
        d1 = h*mask/0.5
        y = d1 @ W2 + b2
        L = 0.5*np.sum((y - t)**2)
        dy = y - t
        dW2 = d1.T @ dy
        db2 = dy.sum(0)
        dd1 = dy @ W2.T
        dh = dd1*mask/0.5
        dz1 = dh*(z1 > 0)
        dW1 = x.T @ dz1
        db1 = dz1.sum(0)
        dx = dz1 @ W1.T
        """,
        {
            "x": numbers(949, 3, 2),
            "W1": numbers(950, 2, 3),
            "b1": numbers(951, 3),
            "W2": numbers(952, 3, 1),
            "b2": [0.1],
            "t": numbers(953, 3, 1),
            "mask": [[1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 1.0, 0.0]],
        },
        {"dW2": "W2", "db2": "b2", "dh": "h", "dz1": "z1", "dW1": "W1", "db1": "b1", "dx": "x"},
        Slip(
            "the keep rate left out", "dh = dd1*mask/0.5", "dh = dd1*mask", inherited("other", "dh", "dz1 dW1 db1 dx")
        ),
        Slip("the mask left out", "dh = dd1*mask/0.5", "dh = dd1/0.5", inherited("other", "dh", "dz1 dW1 db1 dx")),
        out="L",
    ),
    *with_slips(
        "an LSTM step by hand",
        """
        sig = lambda z: 1/(1 + np.exp(-z))
        a = W @ x + U @ h0
        i, f, o, g = sig(a[0:2]), sig(a[2:4]), sig(a[4:6]), np.tanh(a[6:8])
        c = f*c0 + i*g
        h = o*np.tanh(c)
        loss = np.sum(h*t)
        dh = t
        do = dh*np.tanh(c)
        dc = dh*o*(1 - np.tanh(c)**2)
        di = dc*g
        df = dc*c0
        dg = dc*i
        da = np.concatenate([di*i*(1-i), df*f*(1-f), do*o*(1-o), dg*(1-g**2)])
        dW = np.outer(da, x)
        dU = np.outer(da, h0)
        """,
        {
            "W": numbers(954, 8, 2),
            "U": numbers(955, 8, 2),
            "x": numbers(956, 2),
            "h0": numbers(957, 2),
            "c0": numbers(958, 2),
            "t": numbers(959, 2),
        },
        {"do": "o", "dc": "c", "di": "i", "df": "f", "dg": "g", "da": "a", "dW": "W", "dU": "U"},
        Slip("g's slope", "dg*(1-g**2)", "dg*g*(1-g)", inherited("other", "da", "dW dU")),
        Slip("c for c0", "df = dc*c0", "df = dc*c", inherited("other", "df", "da dW dU")),
        out="loss",
    ),
]

PROGRAMS = [*FORMULAS, *SNIPPETS, *PASSES]
