"""More programs of every dialect, each as its library runs it: PyTorch, JAX, NumPy, MATLAB, Keras, SymPy."""

from .program import LATER, P

X = [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]]
W = [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]]
B = [0.1, -0.2, 0.3]
V = [0.5, -1.2, 2.0]

PROGRAMS = [
    P(
        "torch: cosine embedding",
        "F.cosine_embedding_loss(a, b, torch.tensor([1.0, -1.0, 1.0]))",
        {"a": X, "b": [[0.1, 0.4], [0.9, -0.5], [0.3, 0.2]]},
        written_for="torch",
    ),
    P(
        "torch: triplet",
        "loss = F.triplet_margin_loss(a, p, n, margin=1.0)\nloss.backward()",
        {"a": X, "p": [[0.1, 0.4], [0.9, -0.5], [0.3, 0.2]], "n": [[1.1, 0.4], [0.2, 0.5], [-0.3, 1.2]]},
        written_for="torch",
        out="loss",
    ),
    P(
        "torch: huber and smooth l1",
        "F.huber_loss(x, y) + F.smooth_l1_loss(x, y, beta=0.5)",
        {"x": V, "y": [0.1, 0.3, -0.4]},
        written_for="torch",
    ),
    P(
        "torch: attention with a causal mask",
        """
        T = x.shape[0]
        q, k, v = x @ Wq, x @ Wk, x @ Wv
        wei = q @ k.transpose(-2, -1) * q.shape[-1]**-0.5
        tril = torch.tril(torch.ones(T, T))
        wei = wei.masked_fill(tril == 0, float('-inf'))
        wei = F.softmax(wei, dim=-1)
        out = wei @ v
        """,
        {"x": X, "Wq": W, "Wk": [[0.1, 0.3, -0.2], [0.4, -0.5, 0.6]], "Wv": [[0.7, 0.2, -0.1], [0.3, -0.4, 0.5]]},
        written_for="torch",
        out="out",
    ),
    P(
        "torch: a model with a residual",
        """
        class Block(nn.Module):
            def __init__(self, n):
                super().__init__()
                self.fc1 = nn.Linear(n, 4*n)
                self.fc2 = nn.Linear(4*n, n)
                self.ln = nn.LayerNorm(n)
            def forward(self, x):
                return x + self.fc2(F.gelu(self.fc1(self.ln(x))))
        net = Block(2)
        out = net(x)
        loss = out.pow(2).mean()
        """,
        {"x": X},
        written_for="torch",
        out="loss",
        pin=("net.fc1.weight", "net.fc1.bias", "net.fc2.weight", "net.fc2.bias"),
    ),
    P("torch: where and isnan", "y = torch.where(x > 0, x.log1p(), -x**2)\ny.sum()", {"x": V}, written_for="torch"),
    P(
        "torch: einsum attention",
        "s = torch.einsum('id,jd->ij', q, k)\np = s.softmax(-1)\no = torch.einsum('ij,jd->id', p, v)",
        {"q": X, "k": X[:2], "v": X[:2]},
        written_for="torch",
        out="o",
    ),
    P(
        "torch: cumsum and diff",
        "c = torch.cumsum(x, dim=0)\nd = torch.diff(c)\n(d**2).sum() + c[-1]",
        {"x": V},
        written_for="torch",
    ),
    P(
        "torch: logsigmoid contrast",
        "loss = -F.logsigmoid(beta*(a - b)).mean()",
        {"a": V, "b": [0.1, 0.3, -0.4], "beta": 0.5},
        written_for="torch",
        out="loss",
    ),
    P(
        "torch: unfold of a signal",
        "p = x.unfold(0, 2, 1)\n(p * w).sum()",
        {"x": V, "w": [0.5, -0.3]},
        written_for="torch",
    ),
    P(
        "torch: autograd.grad twice",
        "x = torch.tensor(2.0, requires_grad=True)\ny = x**3\ng = torch.autograd.grad(y, x, create_graph=True)[0]\nh = torch.autograd.grad(g, x)[0]",
        written_for="torch",
        out=LATER,
    ),
    P(
        "torch: KL with log targets",
        "F.kl_div(F.log_softmax(a, dim=0), F.softmax(b, dim=0), reduction='sum')",
        {"a": V, "b": [0.1, 0.3, -0.4]},
        written_for="torch",
    ),
    P(
        "torch: nll with weights",
        "F.nll_loss(F.log_softmax(s, dim=1), torch.tensor([0, 2, 1]), weight=torch.tensor([1.0, 2.0, 0.5]))",
        {"s": [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8], [0.1, 0.2, 0.3]]},
        written_for="torch",
    ),
    P(
        "jax: vmap of a dot",
        "f = vmap(lambda a, b: jnp.dot(a, b))\nf(X, Y)",
        {"X": X, "Y": [[0.1, 0.4], [0.9, -0.5], [0.3, 0.2]]},
        written_for="jax",
    ),
    P(
        "jax: scan of a recurrence",
        "def step(h, x):\n    h = jnp.tanh(w*h + x)\n    return h, h\nh, hs = jax.lax.scan(step, 0.0, xs)\njnp.sum(hs)",
        {"w": 0.7, "xs": V},
        written_for="jax",
    ),
    P(
        "jax: value_and_grad of mse",
        "def loss(params, x, y):\n    w, b = params\n    return jnp.mean((w*x + b - y)**2)\nl, g = jax.value_and_grad(loss)((w, b), x, y)\nl",
        {"w": 0.5, "b": 0.1, "x": V, "y": [0.1, 0.3, -0.4]},
        written_for="jax",
    ),
    P(
        "jax: at add",
        "y = jnp.zeros(4).at[1:3].add(x[:2])\njnp.sum(y**2) + y.at[0].set(x[2])[0]",
        {"x": V},
        written_for="jax",
    ),
    P("jax: nn functions", "jax.nn.silu(x) + jax.nn.softplus(x) - jax.nn.log_sigmoid(x)", {"x": V}, written_for="jax"),
    P(
        "jax: logsumexp by axis",
        "from jax.scipy.special import logsumexp\nlogsumexp(A, axis=1)",
        {"A": W},
        written_for="jax",
    ),
    P("jax: where and clip", "jnp.sum(jnp.where(x > 0, jnp.clip(x, 0, 1), 0.1*x))", {"x": V}, written_for="jax"),
    P(
        "jax: while of Newton",
        "def cond(s):\n    return s[1] < 5\ndef body(s):\n    x, i = s\n    return x - (x**2 - a)/(2*x), i + 1\nx, _ = jax.lax.while_loop(cond, body, (1.0, 0))\nx",
        {"a": 2.0},
        written_for="jax",
        skip=("a",),
    ),
    P(
        "numpy: conjugate gradient, two steps",
        "x = np.zeros(2)\nr = b - A @ x\np = r\nfor i in range(2):\n    Ap = A @ p\n    alpha = (r @ r)/(p @ Ap)\n    x = x + alpha*p\n    rn = r - alpha*Ap\n    beta = (rn @ rn)/(r @ r)\n    p = rn + beta*p\n    r = rn\nx",
        {"A": [[4.0, 1.0], [1.0, 3.0]], "b": [1.0, 2.0]},
        out="x",
        skip=("A",),
    ),
    P(
        "numpy: power iteration",
        "v = np.ones(2)\nfor _ in range(10):\n    v = A @ v\n    v = v/np.linalg.norm(v)\nv @ A @ v",
        {"A": [[2.0, 1.0], [1.0, 3.0]]},
    ),
    P(
        "numpy: softmax regression with one-hot by eye",
        "T = np.eye(3)[labels]\nP = np.exp(S)/np.exp(S).sum(1, keepdims=True)\n-np.mean(np.sum(T*np.log(P), axis=1))",
        {"S": [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]], "labels": [2, 0]},
        labels=("labels",),
    ),
    P(
        "numpy: RBF kernel",
        "d = ((A[:, None, :] - B[None, :, :])**2).sum(-1)\nK = np.exp(-d/(2*s**2))\nK.sum()",
        {"A": X, "B": X[:2], "s": 0.8},
    ),
    P(
        "numpy: Gaussian mixture likelihood",
        "z = (x[:, None] - mu)/sd\nlog_p = -0.5*z**2 - np.log(sd) - 0.5*np.log(2*np.pi)\nL = np.log(np.sum(pi*np.exp(log_p), axis=1)).sum()",
        {"x": V, "mu": [0.1, -0.5], "sd": [0.7, 1.2], "pi": [0.4, 0.6]},
    ),
    P(
        "numpy: Kalman filter step",
        "x = F @ x0\nP = F @ P0 @ F.T + Q\nS = H @ P @ H.T + R\nK = P @ H.T @ np.linalg.inv(S)\nx = x + K @ (z - H @ x)",
        {
            "F": [[1.0, 0.1], [0.0, 1.0]],
            "x0": [0.5, 1.0],
            "P0": [[1.0, 0.2], [0.2, 0.8]],
            "Q": [[0.1, 0.0], [0.0, 0.1]],
            "H": [[1.0, 0.0]],
            "R": [[0.3]],
            "z": [0.7],
        },
        out="x",
    ),
    P(
        "numpy: dynamic time of a pendulum",
        "th, om = th0, 0.0\nfor _ in range(6):\n    om = om - 9.81/l*np.sin(th)*0.01\n    th = th + om*0.01\nth",
        {"th0": 0.3, "l": 1.2},
    ),
    P("numpy: moving average by convolve", "y = np.convolve(x, np.ones(2)/2, mode='valid')\n(y**2).sum()", {"x": V}),
    P(
        "numpy: list of layers by zip",
        "Ws = [W1, W2]\nbs = [b1, b2]\na = x\nfor W, b in zip(Ws, bs):\n    a = np.tanh(W @ a + b)\na",
        {"W1": W, "W2": [[0.3, -0.2]], "b1": [0.1, -0.1], "b2": [0.2], "x": V},
        out="a",
    ),
    P(
        "numpy: dataclass parameters",
        "from dataclasses import dataclass\n@dataclass\nclass Params:\n    w: float\n    b: float\np = Params(w0, b0)\ny = np.tanh(p.w*x + p.b)\ny.sum()",
        {"w0": 0.5, "b0": 0.1, "x": V},
    ),
    P(
        "numpy: reduce and lambda",
        "from functools import reduce\nf = lambda a, w: np.tanh(a*w)\nreduce(f, [w1, w2, w3], x)",
        {"w1": 0.5, "w2": -0.7, "w3": 1.2, "x": 0.8},
    ),
    P(
        "numpy: f-string print at the end",
        "loss = np.mean((w*x - 1)**2)\nprint(f'loss = {loss:.3f}')",
        {"w": 0.5, "x": V},
        out="loss",
    ),
    P(
        "matlab: anonymous function and cost",
        "sigmoid = @(z) 1 ./ (1 + exp(-z));\nm = length(y);\nh = sigmoid(X * theta);\nJ = (1/m) * sum(-y .* log(h) - (1 - y) .* log(1 - h));",
        {"X": [[1.0, 0.5], [1.0, -1.0], [1.0, 2.0]], "theta": [[0.1], [0.4]], "y": [[1.0], [0.0], [1.0]]},
        twin="h = 1/(1 + np.exp(-(X @ theta)))\nJ = np.sum(-y*np.log(h) - (1 - y)*np.log(1 - h))/len(y)",
        out="J",
        loose=True,
    ),
    P(
        "matlab: for loop with end",
        "s = 0;\nfor i = 1:3\n  s = s + x(i)^2;\nend\ns",
        {"x": V},
        twin="s = np.sum(x**2)",
        loose=True,
    ),
    P(
        "matlab: ones and transposes",
        "A = [1 2; 3 4];\ny = A' * x + ones(2, 1);\nnorm(y)^2",
        {"x": [[0.5], [-1.0]]},
        twin="A = np.array([[1.0, 2.0], [3.0, 4.0]])\ny = A.T @ x + 1\nnp.sum(y**2)",
        loose=True,
    ),
    P(
        "keras: dense by hand with tape",
        "x = tf.constant([[1.0, 2.0]])\nw = tf.Variable([[0.5], [-0.3]])\nb = tf.Variable([0.1])\nwith tf.GradientTape() as tape:\n    y = tf.nn.sigmoid(x @ w + b)\n    loss = tf.reduce_mean((y - 1.0)**2)\ngrads = tape.gradient(loss, [w, b])",
        twin="x = np.array([[1.0, 2.0]])\nw = np.array([[0.5], [-0.3]])\nb = np.array([0.1])\ny = 1/(1 + np.exp(-(x @ w + b)))\nloss = np.mean((y - 1.0)**2)",
        out="loss",
    ),
    P(
        "sympy: diff of a product",
        "x, y = symbols('x y')\nf = x**2*sin(y)\ndiff(f, x)",
        {"x": 0.5, "y": 1.2},
        written_for="numpy",
        twin="f = x**2*np.sin(y)",
        out=LATER,
    ),
    P("calculator: nested powers", "2^(x^2) - e^(-x)", {"x": 0.7}, twin="2**(x**2) - np.exp(-x)"),
    P(
        "calculator: mixed implicit",
        "3x^2y + 2(x - y)(x + y) - xy/2",
        {"x": 0.7, "y": -1.1},
        twin="3*x**2*y + 2*(x - y)*(x + y) - x*y/2",
    ),
    P(
        "calculator: logs and roots",
        "ln(x) + log10(x) + √x + ∛x",
        {"x": 2.7},
        twin="np.log(x) + np.log10(x) + np.sqrt(x) + np.cbrt(x)",
    ),
    P(
        "calculator: trig by degrees of words",
        "sin^2 x + cos^2 x + tan x",
        {"x": 0.7},
        twin="np.sin(x)**2 + np.cos(x)**2 + np.tan(x)",
    ),
    P(
        "LaTeX: GRU cell",
        r"z = \sigma(W_z x + U_z h) \\ r = \sigma(W_r x + U_r h) \\ \tilde{h} = \tanh(W x + U (r \odot h)) \\ h' = (1-z)\odot h + z \odot \tilde{h}",
        {
            "x": [0.5, -1.0],
            "h": [0.2, 0.4],
            "W_z": X[:2],
            "U_z": X[1:],
            "W_r": X[:2],
            "U_r": X[1:],
            "W": X[:2],
            "U": X[1:],
        },
        twin="s = lambda v: 1/(1 + np.exp(-v))\nz = s(W_z @ x + U_z @ h)\nr = s(W_r @ x + U_r @ h)\nht = np.tanh(W @ x + U @ (r*h))\nhn = (1 - z)*h + z*ht",
        out="hn",
    ),
    P(
        "LaTeX: Bellman residual",
        r"\left(r + \gamma \max(Q_1, Q_2) - Q\right)^2",
        {"r": 1.0, "gamma": 0.9, "Q_1": 0.5, "Q_2": 0.7, "Q": 0.4},
        twin="(r + gamma*np.maximum(Q_1, Q_2) - Q)**2",
    ),
    P(
        "LaTeX: cross entropy of two",
        r"-\left[y\log\hat{y} + (1-y)\log(1-\hat{y})\right]",
        {"y": 1.0, "yhat": 0.7},
        twin="-(y*np.log(yhat) + (1 - y)*np.log(1 - yhat))",
    ),
]
