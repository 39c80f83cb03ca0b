"""Worked examples of the lectures: the menu of the page, the gallery, and cases of the tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

__all__ = ["EXAMPLES", "Example"]


@dataclass(frozen=True, slots=True)
class Example:
    """One row of the menu. `values`, `upstream` and `train` (the fields of a run) are as the API takes them."""

    name: str
    group: str
    title: str
    shows: str
    source: str
    values: dict[str, Any] = field(default_factory=dict)
    upstream: Any = None
    view: str = "gates"
    train: dict[str, Any] | None = None


EXAMPLES: tuple[Example, ...] = (
    Example(
        "simple",
        "First graphs",
        "A simple example: f = (x + y)z",
        "Add, then multiply: upstream × local at each gate.",
        "q = x + y\nf = q * z",
        {"x": -2, "y": 5, "z": -4},
    ),
    Example(
        "sigmoid-neuron",
        "First graphs",
        "A neuron with a sigmoid",
        "Eight gates, one by one. Close the last four into a sigmoid gate and nothing changes.",
        "1/(1+exp(-(w0*x0+w1*x1+w2)))",
        {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3},
    ),
    Example(
        "univariate-chain",
        "First graphs",
        "The univariate chain rule",
        "One path from w to L: each bar from the one before.",
        "z = w*x + b\nyhat = sigmoid(z)\nL = (y - yhat)**2",
        {"x": 1.5, "y": 1, "w": 0.8, "b": -0.4},
    ),
    Example(
        "add-gate",
        "Gate patterns",
        "add gate: gradient distributor",
        "The upstream 2 goes to both inputs, unchanged.",
        "x + y",
        {"x": 3, "y": 4},
        2,
    ),
    Example(
        "mul-gate",
        "Gate patterns",
        "mul gate: swap multiplier",
        "With upstream 5, x gets 5 × 3 and y gets 5 × 2: the values swap.",
        "x * y",
        {"x": 2, "y": 3},
        5,
    ),
    Example(
        "max-gate",
        "Gate patterns",
        "max gate: gradient router",
        "The upstream 9 goes to the larger input; the other gets 0.",
        "max(x, y)",
        {"x": 4, "y": 5},
        9,
    ),
    Example(
        "copy-gate",
        "Gate patterns",
        "copy gate: gradient adder",
        "x is used twice; its two gradients, 4 and 2, add up to 6.",
        "a = 4*x\nb = 2*x\na + b",
        {"x": 7},
    ),
    Example(
        "relu-vector",
        "Vectors and matrices",
        "Backprop with vectors: ReLU",
        "The Jacobian would be diagonal; the gate just masks the upstream gradient.",
        "maximum(0, x)",
        {"x": [1, -2, 3, -1]},
        [4, -1, 5, 9],
    ),
    Example(
        "matmul",
        "Vectors and matrices",
        "Backprop with matrices",
        "dL/dx = dL/dy wᵀ and dL/dw = xᵀ dL/dy: the only products whose shapes fit.",
        "x @ w",
        {"x": [[2, 1, -3], [-3, 4, 2]], "w": [[3, 2, 1, -1], [2, 1, 3, 2], [3, 2, 1, -2]]},
        [[2, 3, -3, 9], [-8, 1, 4, 6]],
    ),
    Example(
        "l2-of-matvec",
        "Vectors and matrices",
        "A vectorized example: f = ||W x||^2",
        "A gradient has the shape of its variable: dW = 2q xᵀ, dx = 2 Wᵀq.",
        "q = W @ x\nf = sum(q**2)",
        {"W": [[0.1, 0.5], [-0.3, 0.8]], "x": [0.2, 0.4]},
    ),
    Example(
        "feedforward-a",
        "Networks",
        "A feed-forward network is a function: f(1, -1)",
        "Three layers of two units: f(1, −1) = (0.62, 0.83).",
        "h1 = sigmoid(W1 @ x + b1)\nh2 = sigmoid(W2 @ h1 + b2)\nsigmoid(W3 @ h2 + b3)",
        {
            "W1": [[1, -2], [-1, 1]],
            "b1": [1, 0],
            "W2": [[2, -1], [-2, -1]],
            "b2": [0, 0],
            "W3": [[3, -1], [-1, 4]],
            "b3": [-2, 2],
            "x": [1, -1],
        },
        [1, 1],
    ),
    Example(
        "feedforward-b",
        "Networks",
        "The same function at (0, 0)",
        "The same function at (0, 0) gives (0.51, 0.85).",
        "h1 = sigmoid(W1 @ x + b1)\nh2 = sigmoid(W2 @ h1 + b2)\nsigmoid(W3 @ h2 + b3)",
        {
            "W1": [[1, -2], [-1, 1]],
            "b1": [1, 0],
            "W2": [[2, -1], [-2, -1]],
            "b2": [0, 0],
            "W3": [[3, -1], [-1, 4]],
            "b3": [-2, 2],
            "x": [0, 0],
        },
        [1, 1],
    ),
    Example(
        "one-hidden-layer",
        "Networks",
        "A network with one hidden layer, vectorized",
        "Each gradient is a vector-Jacobian product.",
        "z1 = W1 @ x + b1\nh1 = sigmoid(z1)\nyhat = W2 @ h1 + b2\nL = (y - yhat).T @ (y - yhat)",
        {
            "W1": [[0.2, -0.4], [0.7, 0.1], [-0.5, 0.6]],
            "b1": [0.1, -0.2, 0.3],
            "W2": [[0.5, -0.3, 0.8], [-0.6, 0.9, 0.2]],
            "b2": [0.05, -0.15],
            "x": [1, -2],
            "y": [0.5, -1],
        },
    ),
    Example(
        "error-propagation",
        "Networks",
        "Error terms in a 2-2-1 network, and one weight update",
        "The error terms of a 2-2-1 network; δ = −∂L/∂net.",
        "h = sigmoid(W1 @ x)\ny = sigmoid(W2 @ h)\nL = 0.5 * sum((t - y)**2)",
        {"W1": [[0.1, 0.8], [0.4, 0.6]], "W2": [[0.3, 0.9]], "x": [0.35, 0.9], "t": [0.5]},
    ),
    Example(
        "softmax-loss",
        "Losses",
        "Softmax and cross-entropy",
        "The gradient at the scores is p − y.",
        "y = [0, 1, 0]\ns = W @ x\np = exp(s) / sum(exp(s))\nL = -log(sum(p * y))",
        {"W": [[0.2, -0.5], [1.5, 1.3], [0, 0.25]], "x": [1.2, -0.7]},
    ),
    Example(
        "svm-loss",
        "Losses",
        "Linear scores, hinge loss and L2 regularization",
        "The max gate routes the gradient of every violated margin.",
        "Y = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]\n"
        "s = X @ W.T\n"
        "margins = maximum(0, s - sum(s * Y, axis=1, keepdims=True) + 1)\n"
        "L = sum(margins * (1 - Y)) / 3 + 0.1 * sum(W**2)",
        {"W": [[0.2, -0.5, 0.1], [1.5, 1.3, 2.1], [0, 0.25, 0.2]], "X": [[1, 2, -1], [0.5, -1, 3], [2, 0.1, 0.4]]},
    ),
    Example(
        "two-layer-svm",
        "Losses",
        "Two-layer network, hinge loss, L2 on both weight matrices",
        "Total loss = data loss + regularization, on both weight matrices.",
        "y = [1, 0]\n"
        "h = maximum(0, W1 @ x)\n"
        "s = W2 @ h\n"
        "margins = maximum(0, s - sum(s * y) + 1)\n"
        "L = sum(margins * (1 - y)) + 0.05 * sum(W1**2) + 0.05 * sum(W2**2)",
        {"W1": [[0.3, -0.2], [0.5, 0.4], [-0.6, 0.1]], "W2": [[0.2, 0.7, -0.1], [0.9, -0.3, 0.5]], "x": [1.5, 0.8]},
    ),
    Example(
        "two-paths",
        "First graphs",
        "The multivariate chain rule: two paths from t",
        "t reaches f through x and through y; the two contributions add up.",
        "x = t**2\ny = sin(t)\nf = x*y + y",
        {"t": 1.2},
    ),
    Example(
        "all-patterns",
        "Gate patterns",
        "All four patterns in one graph",
        "Add distributes, mul swaps, max routes, and z, used twice, adds.",
        "f = 2*(x*y + max(z, w)) + z",
        {"x": 3, "y": -4, "z": 2, "w": -1},
    ),
    Example(
        "three-layer-forward",
        "Pasted NumPy",
        "The forward pass of a 3-layer network, in five lines",
        "Lecture code, pasted unchanged; only the sizes of the weights were added above it.",
        "import numpy as np\n"
        "W1, W2, W3 = np.random.randn(4, 3), np.random.randn(4, 4), np.random.randn(1, 4)\n"
        "b1, b2, b3 = np.random.randn(4, 1), np.random.randn(4, 1), np.random.randn(1, 1)\n"
        "# forward pass of a 3-layer neural network:\n"
        "f = lambda x: 1.0/(1.0 + np.exp(-x)) # activation function (use sigmoid)\n"
        "x = np.random.randn(3, 1) # random input vector of three numbers (3x1)\n"
        "h1 = f(np.dot(W1, x) + b1) # first hidden layer activations (4x1)\n"
        "h2 = f(np.dot(W2, h1) + b2) # second hidden layer activations (4x1)\n"
        "out = np.dot(W3, h2) + b3 # output neuron (1x1)",
    ),
    Example(
        "twenty-lines",
        "Pasted NumPy",
        "Training a 2-layer network in 20 lines",
        "One round of the loop is drawn, and the hand-written gradients are checked, name by name.",
        "import numpy as np\n"
        "from numpy.random import randn\n"
        "\n"
        "N, D_in, H, D_out = 64, 1000, 100, 10\n"
        "x, y = randn(N, D_in), randn(N, D_out)\n"
        "w1, w2 = randn(D_in, H), randn(H, D_out)\n"
        "\n"
        "for t in range(2000):\n"
        "    h = 1 / (1 + np.exp(-x.dot(w1)))\n"
        "    y_pred = h.dot(w2)\n"
        "    loss = np.square(y_pred - y).sum()\n"
        "    print(t, loss)\n"
        "\n"
        "    grad_y_pred = 2.0 * (y_pred - y)\n"
        "    grad_w2 = h.T.dot(grad_y_pred)\n"
        "    grad_h = grad_y_pred.dot(w2.T)\n"
        "    grad_w1 = x.T.dot(grad_h * h * (1 - h))\n"
        "\n"
        "    w1 -= 1e-4 * grad_w1\n"
        "    w2 -= 1e-4 * grad_w2",
    ),
    Example(
        "attention",
        "Networks",
        "Attention: softmax(QKᵀ/√d) V",
        "Each output row is a mixture of the rows of V; the softmax couples the gradients of a row.",
        "A = softmax(Q @ K.T / sqrt(2), axis=1)\nY = A @ V\nL = sum(Y**2)",
        {"Q": [[1, 0.5], [-0.5, 1]], "K": [[0.8, -0.2], [0.1, 0.9], [-1, 0.4]], "V": [[1, 0], [0, 1], [0.5, -0.5]]},
        view="functions",
    ),
    Example(
        "convolution",
        "Networks",
        "A convolution and max pooling",
        "A window slides over the image; back, the flipped kernel does. Of each window the largest entry gets it all.",
        "h = relu(conv(x, k))\np = max_pool(h, 2)\ns = sum(p * w)",
        {
            "x": [[[[0, 1, 2, 1, 0], [1, 3, 1, 0, 1], [2, 1, 1, 1, 3], [0, 0, 1, 2, 1], [1, 2, 1, 1, 0]]]],
            "k": [[[[1, -1], [-0.5, 1]]]],
            "w": [[[[1, -2], [0.5, 1]]]],
        },
    ),
    Example(
        "neural-turing-machine",
        "Networks",
        "A Neural Turing Machine: write, then read",
        "A head finds its place by content and by a shift; what is read at step 2 teaches what is written at step 1.",
        "def controller(x, r, U, V):\n"
        "    return tanh(x @ U + r @ V)\n"
        "\n"
        "def address(M, w, o):\n"
        "    k, s = o[0:2], softmax(o[4:7])\n"
        "    alike = (M @ k) / (sqrt(sum(M**2, axis=1)) * sqrt(sum(k**2)))\n"
        "    content = softmax(exp(o[2]) * alike)\n"
        "    g = sigmoid(o[3])\n"
        "    m = g*content + (1 - g)*w\n"
        "    turned = s[0]*roll(m, -1) + s[1]*m + s[2]*roll(m, 1)\n"
        "    sharp = turned**(1 + exp(o[7]))\n"
        "    return sharp / sum(sharp)\n"
        "\n"
        "def write(M, w, o):\n"
        "    return M*(1 - outer(w, sigmoid(o[8:10]))) + outer(w, tanh(o[10:12]))\n"
        "\n"
        "def read(M, w):\n"
        "    return M.T @ w\n"
        "\n"
        "h1 = controller(x1, r0, U, V)\n"
        "w1 = address(M0, w0, h1 @ P)\n"
        "M1 = write(M0, w1, h1 @ P)\n"
        "a1 = address(M1, a0, h1 @ Q)\n"
        "r1 = read(M1, a1)\n"
        "h2 = controller(x2, r1, U, V)\n"
        "a2 = address(M1, a1, h2 @ Q)\n"
        "r2 = read(M1, a2)\n"
        "L = sum((r2 - y)**2)",
        {
            "x1": [1, 0],
            "x2": [0, 1],
            "y": [1, 0],
            "M0": [[1, 0.2], [-0.3, 0.8], [0.5, -0.6]],
            "w0": [0.6, 0.3, 0.1],
            "a0": [0.1, 0.3, 0.6],
            "r0": [0, 0],
            "U": [[-0.5, -0.1], [1.2, 0.5]],
            "V": [[-1.1, 0.3], [-0.4, 0.1]],
            "P": [
                [-1.1, 0.2, 0.2, 1.1, 0.2, 0.4, -1.0, 1.6, -1.3, 0.8, -0.2, -0.6],
                [-0.5, -0.5, 0.3, -0.1, 1.0, -1.3, 0.2, -0.6, 0.5, -1.5, -0.2, 0.1],
            ],
            "Q": [[-1.0, 0.7, 0.1, 0.7, 0.7, -0.7, -0.6, -0.1], [0.5, 0.6, -0.5, -0.4, -0.6, -0.4, -0.2, -0.1]],
        },
        view="functions",
    ),
    Example(
        "minibatch",
        "Networks",
        "A minibatch: the losses of twelve samples",
        "Twelve calls of one function are drawn as one; the gradient of w is the sum of what each of them sends back.",
        "def loss(w, b, x, y): return (w*x + b - y)**2\n"
        "\n"
        "total = 0\n"
        "for i in range(12):\n"
        "    total += loss(w, b, x[i], y[i])\n"
        "L = total / 12",
        {
            "w": 0.8,
            "b": -0.2,
            "x": [-1.4, -1.1, -0.7, -0.5, -0.2, 0.1, 0.3, 0.6, 0.9, 1.2, 1.6, 1.9],
            "y": [-1.9, -1.2, -1.1, -0.3, -0.4, 0.5, 0.4, 1.1, 1.2, 2.1, 2.4, 3.2],
        },
        view="functions",
    ),
    Example(
        "two-moons",
        "Networks",
        "Two moons: units and λ",
        "More units bend the boundary more, λ smooths it: with λ large, 20 units are as smooth as 3.",
        "units = 20\n"
        "lam = 0.001\n"
        "X, y = moons(40, noise=0.3, seed=3)\n"
        "W1 = randn(2, units)\n"
        "b1 = randn(units)\n"
        "W2 = randn(units)\n"
        "b2 = 0\n"
        "h = relu(X @ W1 + b1)\n"
        "p = sigmoid(h @ W2 + b2)\n"
        "L = -mean(y*log(p) + (1 - y)*log(1 - p)) + lam*(sum(W1**2) + sum(W2**2))",
        view="functions",
        train={"optimizer": "adam", "settings": {"lr": 0.05}, "iterations": 300},
    ),
)
