"""What stands on web pages beside formulas and code: cells of notebooks, ranges, sets, one-hot labels, recurrences."""

from .program import NOT_WRONG, P

CELLS = """
# Backward by hand

In [None]:
# numbers
a = 2.0
b = -1.5
c = 4.0

s = a + b   # 0.5
f = s * c   # 2.0
print(f"f: {f}")

We want $df/da$ and $df/db$.

*   the rule of the product: $df/ds = c$

In [None]:
df_dc = s * 1.0
df_ds = c * 1.0
df_da = 1.0 * df_ds
df_db = 1.0 * df_ds
print(f"df/da: {df_da}")
"""
PRINTED = """
In [3]:
x = 1.5
w = 0.4
y = w * x
L = (y - 1.0)**2
print(f"loss {L}")
loss 0.16000000000000003

In [4]:
print("Done, loss:", L)
Done, loss: 0.16
"""
SOFTMAX = "p = np.exp(z)/np.sum(np.exp(z))\n"
ENTROPY = SOFTMAX + "L = -np.sum(y*np.log(p))"
COLUMNS = """
import numpy as np
def run(x, W1, b1, W2, b2):
    h = np.tanh(W1 @ x + b1)
    return W2 @ h + b2, h
out, h = run(x, W1, b1, W2, b2)
L = 0.5*np.sum((out - t)**2)
dout = out - t
dW2 = dout @ h.T
db2 = dout
dz = (W2.T @ dout)*(1 - h*h)
dW1 = dz @ x.T
db1 = dz
"""
BATCH = """
Z1 = W1 @ X + b1
A1 = np.tanh(Z1)
Z2 = W2 @ A1 + b2
J = np.sum((Z2 - Y)**2)/(2*m)
dZ2 = (Z2 - Y)/m
dW2 = dZ2 @ A1.T
db2 = np.sum(dZ2, axis=1, keepdims=True)
dZ1 = (W2.T @ dZ2)*(1 - A1**2)
dW1 = dZ1 @ X.T
db1 = np.sum(dZ1, axis=1, keepdims=True)
"""
LOGISTIC = """
def propagate(w, b, X, Y):
    m = X.shape[1]
    A = 1/(1 + np.exp(-(np.dot(w.T, X) + b)))
    cost = -np.sum(Y*np.log(A) + (1 - Y)*np.log(1 - A))/m
    dw = np.dot(X, (A - Y).T)/m
    db = np.sum(A - Y)/m
    return cost, dw, db
"""
DETACHED = """
W = torch.tensor(1.5, requires_grad=True)
w = W.detach().item()
X = torch.tensor(0.4)
x = X.item()
H = torch.tanh(W*X)
h = H.detach().item()
Y = 3.0*H
Y.backward()
dh = 3.0
dw = dh*(1 - h**2)*x
"""
PROGRAMS = [
    P("cells of a notebook with text between", CELLS, out="f", twin="a = 2.0\nb = -1.5\nc = 4.0\ns = a + b\nf = s*c\n"
      "df_dc = s*1.0\ndf_ds = c*1.0\ndf_da = 1.0*df_ds\ndf_db = 1.0*df_ds",
      grads={"df_dc": "c", "df_ds": "s", "df_da": "a", "df_db": "b"}),
    P("cells with what they print", PRINTED, out="L", twin="x = 1.5\nw = 0.4\ny = w*x\nL = (y - 1.0)**2"),
    P("code in a sentence", "The loss is `L = (y - t)**2` where `y = w*x`.", {"w": 0.5, "x": 3.0, "t": 1.0},
      twin="L = (w*x - t)**2"),
    P("code in bullets", "Let:\n- `u = x * y`\n- `v = u + x`\n- `g = v ** 2`\n\nWe want `dg/dx`.", {"x": 2.0, "y": 3.0},
      twin="u = x*y\nv = u + x\ng = v**2"),
    P("a network's answer is a factor", "out_h = sigmoid(net_h)\nd = out_h (1 - out_h)", {"net_h": 0.3},
      twin="o = 1/(1 + np.exp(-net_h))\nd = o*(1 - o)"),
    P("o(1-o)(t-o)", "o = sigmoid(w x)\nd = o(1-o)(t-o)", {"w": 0.3, "x": 2.0, "t": 1.0},
      twin="o = 1/(1 + np.exp(-w*x))\nd = o*(1 - o)*(t - o)"),
    P("two names of one value", "h_t = y_t = tanh(w x)\nL = (y_t - t)^2", {"w": 0.3, "x": 2.0, "t": 1.0},
      twin="L = (np.tanh(w*x) - t)**2"),
    P("a vector of two formulas", r"$$ f(x,y) = (x^2 + y, \sin(xy)) $$", {"x": 0.5, "y": 2.0},
      twin="np.array([x**2 + y, np.sin(x*y)])"),
    P("for i = 1, ..., C", r"p_i = \frac{e^{z_i}}{\sum_k e^{z_k}}, \text{for } i = 1, \ldots, C", {"z": [0.1, 0.7, -0.3]},
      twin="p = np.exp(z)/np.sum(np.exp(z))"),
    P("for all i", r"p_i = e^{z_i} / \sum_j e^{z_j}, \quad \forall i", {"z": [0.1, 0.7, -0.3]},
      twin="p = np.exp(z)/np.sum(np.exp(z))"),
    P("j in a set of numbers", r"a_j = \tanh(\sum_i w_{ij} x_i), \quad j \in \{1, \dots, m\}",
      {"w": [[0.1, 0.2], [0.3, -0.4]], "x": [1.0, 2.0]}, twin="a = np.tanh(x @ w)"),
    P("in R^K", "z = W x + b in R^K\nh = relu(z) in R^K", {"W": [[0.5, -1.0], [2.0, 0.3]], "x": [1.0, 2.0], "b": [0.1, 0.2]},
      twin="h = np.maximum(0, W @ x + b)"),
    P("∈ ℝ^K", "z = W x + b ∈ ℝ^K\nL = sum(z^2)", {"W": [[0.5, -1.0], [2.0, 0.3]], "x": [1.0, 2.0], "b": [0.1, 0.2]},
      twin="z = W @ x + b\nL = np.sum(z**2)"),
    P("p - y of labels without a value", ENTROPY + "\ndz = p - y", defaults=True, out="L", grads={"dz": "z"}),
    P("p - y on a slide", r"p_i = \frac{e^{z_i}}{\sum_j e^{z_j}} \\ L = -\sum_i y_i \log p_i \\ "
      r"\frac{\partial L}{\partial z_i} = p_i - y_i", defaults=True, out="L", twin=ENTROPY + "\ndL_dz = p - y",
      grads={"dL_dz": "z"}),
    P("columns without a value", COLUMNS, defaults=True, out="L",
      grads={"dout": "out", "dW2": "W2", "db2": "b2", "dW1": "W1", "db1": "b1", "dz": NOT_WRONG}),
    P("a batch of columns without a value", BATCH, defaults=True, out="J",
      grads={"dZ2": "Z2", "dW2": "W2", "db2": "b2", "dZ1": "Z1", "dW1": "W1", "db1": "b1"}),
    P("logistic regression without a value", LOGISTIC, defaults=True,
      out="cost",
      twin="m = X.shape[1]\nA = 1/(1 + np.exp(-(np.dot(w.T, X) + b)))\n"
      "cost = -np.sum(Y*np.log(A) + (1 - Y)*np.log(1 - A))/m\ndw = np.dot(X, (A - Y).T)/m\ndb = np.sum(A - Y)/m",
      grads={"dw": "w", "db": "b"}),
    P("a copy of a tensor stands for it", DETACHED, written_for="torch", out="Y", grads={"dh": "H", "dw": "W"}, skip=("w", "x")),
    P("one factor of a chain", "x, y = 2.0, 3.0\nu = x*y\nv = u + x\nz = v**2\ndz_dv = 2*v\ndv_du = 1\ndv_dx = 1\ndu_dx = y\n"
      "dz_dx = dz_dv*(dv_du*du_dx + dv_dx)", out="z", grads={"dz_dv": "v", "dz_dx": "x", "dv_dx": NOT_WRONG}),
    P("CrossEntropy(y, p)", "p = softmax(z)\nL = CrossEntropy(y, p)", {"z": [0.1, 0.7, -0.3], "y": [0.0, 1.0, 0.0]}, twin=ENTROPY),
    P("CrossEntropy(p, y)", "p = softmax(z)\nL = CrossEntropy(p, y)", {"z": [0.1, 0.7, -0.3], "y": [0.0, 1.0, 0.0]}, twin=ENTROPY),
    P("BCE(y, ŷ)", "ŷ = sigmoid(w x)\nL = BCE(y, ŷ)", {"w": 0.3, "x": 2.0, "y": 1.0},
      twin="p = 1/(1 + np.exp(-w*x))\nL = -(y*np.log(p) + (1 - y)*np.log(1 - p))"),
    P("a recurrence with its inputs", "h_t = tanh(w h_{t-1} + u x_t), x = [1, 2, 3], h_0 = 0.1, w = 0.5, u = 0.2",
      twin="x = np.array([1., 2., 3.])\nh_0 = 0.1\nw = 0.5\nu = 0.2\nh = h_0\nfor t in range(3):\n    h = np.tanh(w*h + u*x[t])",
      out="h"),
    P("a recurrence in letters below", "hₜ = tanh(0.5 hₜ₋₁ + 0.8 xₜ)\nx = [1, 2]\nh₀ = 0",
      twin="x = np.array([1., 2.])\nh_0 = 0.0\nh = np.tanh(0.5*np.tanh(0.5*h_0 + 0.8*x[0]) + 0.8*x[1])", out="h"),
    P("Newton's steps", "x_{n+1} = x_n - f(x_n)/f'(x_n)\nf(x) = x^2 - 3\nx_0 = 2",
      twin="x_0 = 2.0\nx = x_0\nfor n in range(3):\n    x = x - (x**2 - 3)/(2*x)", out="x"),
    P("hₜ₋₁ without a start", "hₜ = tanh(w hₜ₋₁ + u xₜ)", {"w": 0.5, "h_t_minus_1": 0.1, "u": 0.2, "x_t": 0.7},
      twin="h = np.tanh(w*h_t_minus_1 + u*x_t)"),
    P("a symbol becomes a formula", "from sympy import *\nx, y = symbols('x y')\nf = x**2*y\ng = f.subs(y, sin(x))",
      {"x": 0.7, "y": 0.2}, twin="g = x**2*np.sin(x)", skip=("y",)),
    P("values, then what is computed", "w=2, x=-2, b=8, y=2. Forward: c=w*x, a=c+b, d=a-y, J=d^2/2.",
      twin="w = 2.0\nx = -2.0\nb = 8.0\ny = 2.0\nJ = (w*x + b - y)**2/2"),
    P("cells with the values they show", "In [1]:\nfrom jax import numpy as jnp\nx = jnp.arange(3.0)\nx\n\n"
      "Array([0., 1., 2.], dtype=float32)\n\nIn [2]:\ny = jnp.dot(x, x)*2\ny\n\nArray(10., dtype=float32)\n", written_for="jax", out="y",
      twin="from jax import numpy as jnp\nx = jnp.arange(3.0)\ny = jnp.dot(x, x)*2"),
    P("equations between formulas in brackets", "\\[\nW = \\begin{bmatrix} 0.3 & 0.5 \\\\ -0.2 & 0.4 \\end{bmatrix}, "
      "\\quad X = \\begin{bmatrix} 1 & 2 \\\\ 3 & 1 \\end{bmatrix}\n\\]\nP = WX\nL = \\frac{1}{2} \\sum P^2",
      twin="W = np.array([[0.3, 0.5], [-0.2, 0.4]])\nX = np.array([[1., 2.], [3., 1.]])\nP = W @ X\nL = 0.5*np.sum(P**2)", out="L"),
    P("at time ⟨t⟩", r"a^{\langle t \rangle} = \tanh(W a^{\langle t-1 \rangle} + U x^{\langle t \rangle})",
      {"W": 0.5, "a_t_minus_1": 0.3, "U": -0.2, "x_t": 2.0}, twin="a = np.tanh(W*a_t_minus_1 + U*x_t)"),
    P("L(y, ŷ) of the ŷ above", r"\hat{y} = \sigma(w x) \\ L(y, \hat{y}) = (y - \hat{y})^2", {"w": 0.3, "x": 2.0, "y": 1.0},
      twin="L = (y - 1/(1 + np.exp(-w*x)))**2"),
    P("the form that goes on from above", r"a_1 = \sigma(w_1 x) \\ L = \frac{1}{2}(y - \hat{y})^2 = \frac{1}{2}(y - a_1)^2",
      {"w_1": 0.3, "x": 2.0, "y": 1.0}, twin="L = 0.5*(y - 1/(1 + np.exp(-w_1*x)))**2"),
    P("fit and predict alone", """
import numpy as np
class Line:
    def __init__(self, rate=0.1):
        self.rate, self.w = rate, None
    def fit(self, X, y):
        n, k = X.shape
        self.w = np.zeros(k)
        for i in range(500):
            r = X.dot(self.w) - y
            cost = np.sum(r**2)/(2*n)
            dw = X.T.dot(r)/n
            self.w -= self.rate*dw
    def predict(self, X):
        return X.dot(self.w)
""", defaults=True, out="cost", twin="n = len(y)\nw = np.zeros(X.shape[1])\nr = X.dot(w) - y\ncost = np.sum(r**2)/(2*n)\ndw = X.T.dot(r)/n",
      grads={"dw": "w"}),
    P("an answer in numbers", "x = 2\ny = 3\nz = x*y\ndz/dx = 2", out="z", twin="x = 2.0\ny = 3.0\nz = x*y\ndz_dx = 2.0",
      grads={"dz_dx": "x"}, mistakes={"dz_dx": "other"}),
    P("numbers given to a function that is differentiated", "import jax\nimport jax.numpy as jnp\ndef f(w, x):\n"
      "    return jnp.sum((w * x)**2)\nvalue, slope = jax.value_and_grad(f)(3.0, jnp.array([0.5, 1.0]))",
      twin="w = 3.0\nx = np.array([0.5, 1.0])\nvalue = np.sum((w*x)**2)", out="value"),
    P("numbers given to a function that is printed", "def f(x, y):\n    return x**2 * y\nprint(f(3.0, 2.0))",
      twin="x = 3.0\ny = 2.0\nf = x**2*y"),
    P("a drawn array that is scaled", "import numpy as np\nnp.random.seed(4)\nW = np.random.randn(3, 2)*0.3\n"
      "x = np.array([1.0, -2.0, 0.5])\nL = np.sum(np.tanh(x @ W))",
      twin="np.random.seed(4)\nW = np.random.randn(3, 2)*0.3\nx = np.array([1.0, -2.0, 0.5])\nL = np.sum(np.tanh(x @ W))"),
    P("powers of paper in what a program prints", "from jax import grad\ndef f(x):\n    return x**2\nslope = grad(f)\nx = 3.0\n"
      "s = slope(x)\nprint(f\"f(x) = x^2\")\nprint(f\"f({x}) = {f(x)}\")", twin="x = 3.0\nf = x**2"),
    P("a gradient that is not there yet", "import torch\nx = torch.arange(3.0)\nx.requires_grad_(True)\nx.grad\n"
      "y = 2 * torch.dot(x, x)\ny.grad_fn\ny.backward()\nx.grad", written_for="torch", out="y",
      twin="x = torch.arange(3.0, requires_grad=True)\ny = 2 * torch.dot(x, x)"),
    P("names that a later cell gives again", "import torch\nx = torch.tensor(2.0, requires_grad=True)\ny = 3 * x**2\ny.backward()\n"
      "print(x.grad)\nx = torch.tensor(0.5)", written_for="torch", out="y", skip=("x",),
      twin="x = torch.tensor(2.0, requires_grad=True)\ny = 3 * x**2"),
    P("an indented piece with names in its comments", "    # the scores, before `p`\n    z = np.dot(x, W)\n    p = 1/(1 + np.exp(-z))\n",
      {"x": [0.5, -1.0], "W": [[0.2, 0.1], [0.4, -0.3]]}, twin="z = np.dot(x, W)\np = 1/(1 + np.exp(-z))"),
]  # fmt: skip
