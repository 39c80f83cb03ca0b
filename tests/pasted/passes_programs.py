"""Whole backward passes of students: right ones, and ones with one mistake each, in every style of program."""

from .program import LATER, NOT_WRONG, P

X = [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]]
W1 = [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]]
B1 = [0.1, -0.2, 0.3]
W2 = [[0.3, -0.2], [0.5, 0.4], [-0.6, 0.1]]
B2 = [0.05, -0.1]
T = [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]
NET = {"X": X, "W1": W1, "b1": B1, "W2": W2, "b2": B2, "T": T}
SOFT = """
N = X.shape[0]
h = np.tanh(X @ W1 + b1)
s = h @ W2 + b2
p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
loss = -np.sum(T*np.log(p))/N
""".lstrip()
ALL = {"ds": "s", "dW2": "W2", "db2": "b2", "dh": "h", "dW1": "W1", "db1": "b1"}
LINES = {
    "ds": "ds = (p - T)/N",
    "dW2": "dW2 = h.T @ ds",
    "db2": "db2 = ds.sum(axis=0)",
    "dh": "dh = ds @ W2.T",
    "dz": "dz = dh*(1 - h**2)",
    "dW1": "dW1 = X.T @ dz",
    "db1": "db1 = dz.sum(axis=0)",
}

NEURON = """
def forward(w, b, x, t):
    z = w*x + b
    a = np.tanh(z)
    loss = 0.5*(a - t)**2
    return loss, (z, a)
def backward(w, b, x, t, cache):
    z, a = cache
    da = a - t
    dz = da*(1 - a**2)
    return dz*x, dz
loss, cache = forward(w, b, x, t)
dw, db = backward(w, b, x, t, cache)
""".lstrip()
LAYERS = """
class Sigmoid:
    def forward(self, z):
        self.a = 1/(1 + np.exp(-z))
        return self.a
    def backward(self, da):
        return da * self.a * (1 - self.a)
class Dense:
    def __init__(self, w, b):
        self.w, self.b = w, b
    def forward(self, x):
        self.x = x
        return x @ self.w + self.b
    def backward(self, dz):
        self.dw = self.x.T @ dz
        self.db = dz.sum(0)
        return dz @ self.w.T
l1, act, l2 = Dense(W1, b1), Sigmoid(), Dense(W2, b2)
h = act.forward(l1.forward(X))
y = l2.forward(h)
loss = np.sum((y - T)**2)
dy = 2*(y - T)
dh = l2.backward(dy)
dX = l1.backward(act.backward(dh))
""".lstrip()


def soft(name, mistakes, grads=None, **lines):
    every = dict({**ALL, **(grads or {})}.items())
    return P(
        "softmax net: " + name,
        SOFT + "\n".join({**LINES, **lines}.values()),
        NET,
        out="loss",
        grads={**every, "dz": NOT_WRONG} if "dz" not in (grads or {}) else every,
        mistakes=mistakes,
        correct=SOFT + "\n".join(LINES.values()),
    )


def scalar(name, source, values, out, grads, mistakes=None, **fields):
    return P("scalars: " + name, source, values, out=out, grads=grads, mistakes=mistakes or {}, **fields)


XW = {"x": 0.7, "w": -1.3, "b": 0.4, "t": 0.2}

PROGRAMS = [
    soft("right", {}),
    soft(
        "labels minus p",
        {"ds": "sign", "dW2": "inherits", "db2": "inherits", "dh": "inherits", "dW1": "inherits", "db1": "inherits"},
        ds="ds = (T - p)/N",
    ),
    soft(
        "N left out",
        {"ds": "mean", "dW2": "inherits", "db2": "inherits", "dh": "inherits", "dW1": "inherits", "db1": "inherits"},
        ds="ds = p - T",
    ),
    soft(
        "slope of the sigmoid for tanh",
        {"dW1": "inherits", "db1": "inherits"},
        grads={"dz": NOT_WRONG},
        dz="dz = dh*h*(1 - h)",
    ),
    soft("slope left out", {"dW1": "local", "db1": "local"}, dz="dz = dh"),
    soft("bias without its sum", {"db1": "other"}, db1="db1 = dz[0]"),
    soft("W2 from the input", {"dW2": "other"}, dW2="dW2 = np.tanh(X @ W1).T @ ds"),
    soft("h differentiated at W1", {"dh": "other", "dW1": "inherits", "db1": "inherits"}, dh="dh = ds @ W2.T * h"),
    scalar(
        "right with many names",
        "z = w*x + b\ny = 1/(1+np.exp(-z))\nC = -(t*np.log(y) + (1-t)*np.log(1-y))\ndC_dz = y - t\ndC_dw = dC_dz*x\ndC_db = dC_dz\ndC_dx = dC_dz*w",
        XW,
        "C",
        {"dC_dz": "z", "dC_dw": "w", "dC_db": "b", "dC_dx": "x"},
    ),
    scalar(
        "slope of the sigmoid twice",
        "z = w*x + b\ny = 1/(1+np.exp(-z))\nC = -(t*np.log(y) + (1-t)*np.log(1-y))\ndC_dz = (y - t)*y*(1-y)\ndC_dw = dC_dz*x\ndC_db = dC_dz",
        XW,
        "C",
        {"dC_dz": "z", "dC_dw": "w", "dC_db": "b"},
        {"dC_dz": "factor", "dC_dw": "inherits", "dC_db": "inherits"},
    ),
    scalar(
        "quotient, sign of the lower part",
        "q = x/w\nL = q**2\ndq = 2*q\ndx = dq/w\ndw = dq*x/w**2",
        XW,
        "L",
        {"dq": "q", "dx": "x", "dw": "w"},
        {"dw": "sign"},
    ),
    scalar(
        "power, exponent not lowered",
        "u = x*w + b\nL = u**3\ndu = 3*u**3\ndx = du*w\ndw = du*x\ndb = du",
        XW,
        "L",
        {"du": "u", "dx": "x", "dw": "w", "db": "b"},
        {"du": "other", "dx": "inherits", "dw": "inherits", "db": "inherits"},
    ),
    scalar(
        "exp, its value left out",
        "u = np.exp(w*x)\nL = u*b\ndu = b\ndw = du*x\ndx = du*w",
        XW,
        "L",
        {"du": "u", "dw": "w", "dx": "x"},
        {"dw": "local", "dx": "local"},
    ),
    scalar(
        "log, not inverted",
        "u = x**2 + b\nL = np.log(u)\ndu = u\ndx = du*2*x\ndb = du",
        XW,
        "L",
        {"du": "u", "dx": "x", "db": "b"},
        {"du": "other", "dx": "inherits", "db": "inherits"},
    ),
    scalar(
        "square root, half forgotten",
        "u = x**2 + b**2\nr = np.sqrt(u)\ndu = 1/np.sqrt(u)\ndx = du*2*x\ndb = du*2*b",
        XW,
        "r",
        {"du": "u", "dx": "x", "db": "b"},
        {"du": "factor", "dx": "inherits", "db": "inherits"},
    ),
    scalar(
        "max, both get it",
        "m = max(x, b)\nL = m*w\ndm = w\ndx = dm\ndb = dm\ndw = m",
        XW,
        "L",
        {"dm": "m", "dx": "x", "db": "b", "dw": "w"},
        {"db": "mask"},
    ),
    scalar(
        "max, routed",
        "m = max(x, b)\nL = m*w\ndm = w\ndx = dm*(x > b)\ndb = dm*(b > x)\ndw = m",
        XW,
        "L",
        {"dm": "m", "dx": "x", "db": "b", "dw": "w"},
    ),
    scalar(
        "two paths added",
        "a = x**2\nb1 = np.sin(x)\nL = a*b1\nda = b1\ndb1 = a\ndx = da*2*x + db1*np.cos(x)",
        {"x": 0.7},
        "L",
        {"da": "a", "db1": "b1", "dx": "x"},
    ),
    scalar(
        "two paths, one dropped",
        "a = x**2\nb1 = np.sin(x)\nL = a*b1\nda = b1\ndb1 = a\ndx = da*2*x",
        {"x": 0.7},
        "L",
        {"da": "a", "db1": "b1", "dx": "x"},
        {"dx": "overwrote"},
    ),
    scalar(
        "two paths, multiplied",
        "a = x**2\nb1 = np.sin(x)\nL = a*b1\nda = b1\ndb1 = a\ndx = da*2*x * db1*np.cos(x)",
        {"x": 0.7},
        "L",
        {"da": "a", "db1": "b1", "dx": "x"},
        {"dx": "other"},
    ),
    scalar(
        "the difference's second operand without its minus",
        "d = x - w\nL = d**2\ndd = 2*d\ndx = dd\ndw = dd",
        XW,
        "L",
        {"dd": "d", "dx": "x", "dw": "w"},
        {"dw": "sign"},
    ),
    scalar(
        "accumulated with += from zero",
        "y = w*x\nL = y**2 + 0.1*w**2\ndw = 0\ndy = 2*y\ndw += dy*x\ndw += 0.2*w\ndx = dy*w",
        XW,
        "L",
        {"dy": "y", "dw": "w", "dx": "x"},
    ),
    scalar(
        "accumulated with = the second time",
        "y = w*x\nL = y**2 + 0.1*w**2\ndw = 0\ndy = 2*y\ndw += dy*x\ndw = 0.2*w\ndx = dy*w",
        XW,
        "L",
        {"dy": "y", "dw": "w", "dx": "x"},
        {"dw": "overwrote"},
    ),
    P(
        "functions: forward and backward of a neuron",
        NEURON,
        XW,
        out="loss",
        grads={"dw": "w", "db": "b"},
    ),
    P(
        "functions: backward swapped its results",
        NEURON.replace("return dz*x, dz", "return dz, dz*x"),
        XW,
        out="loss",
        grads={"dw": "w", "db": "b"},
        mistakes={"dw": "other", "db": "other"},
        correct=NEURON,
    ),
    P(
        "dictionary of gradients",
        """
        params = {'W': W, 'b': b}
        def model(params, x):
            return x @ params['W'] + params['b']
        y = model(params, X)
        loss = np.mean((y - T)**2)
        grads = {}
        dy = 2*(y - T)/y.size
        grads['W'] = X.T @ dy
        grads['b'] = dy.sum(axis=0)
        """,
        {"W": [[0.2, -0.4], [1.0, 0.5]], "b": B2, "X": X, "T": T},
        out="loss",
        grads={"dy": "y"},
    ),
    P(
        "dictionary of gradients, size of the mean",
        """
        y = X @ W + b
        loss = np.mean((y - T)**2)
        dy = 2*(y - T)/y.shape[0]
        dW = X.T @ dy
        db = dy.sum(axis=0)
        """,
        {"W": [[0.2, -0.4], [1.0, 0.5]], "b": B2, "X": X, "T": T},
        out="loss",
        grads={"dy": "y", "dW": "W", "db": "b"},
        mistakes={"dy": "mean", "dW": "inherits", "db": "inherits"},
    ),
    P(
        "class with a list of layers",
        """
        class Sigmoid:
            def forward(self, z):
                self.a = 1/(1 + np.exp(-z))
                return self.a
            def backward(self, da):
                return da * self.a * (1 - self.a)
        class Dense:
            def __init__(self, w, b):
                self.w, self.b = w, b
            def forward(self, x):
                self.x = x
                return x @ self.w + self.b
            def backward(self, dz):
                self.dw = self.x.T @ dz
                self.db = dz.sum(0)
                return dz @ self.w.T
        layers = [Dense(W1, b1), Sigmoid(), Dense(W2, b2)]
        a = X
        for layer in layers:
            a = layer.forward(a)
        loss = np.sum((a - T)**2)
        da = 2*(a - T)
        for layer in reversed(layers):
            da = layer.backward(da)
        dX = da
        """,
        NET,
        out="loss",
        grads={"dX": "X"},
    ),
    P(
        "class with a list of layers, slope of z",
        LAYERS.replace("self.a * (1 - self.a)", "self.z * (1 - self.z)").replace(
            "self.a = 1/", "self.z = z\n        self.a = 1/"
        ),
        NET,
        out="loss",
        grads={"dy": "y", "dh": "h", "dX": "X"},
        mistakes={"dX": "other"},
        correct=LAYERS,
    ),
    P(
        "einsum everywhere",
        "Z = np.einsum('ni,ij->nj', X, W1) + b1\nL = 0.5*np.einsum('nj,nj->', Z, Z)\ndZ = Z\ndW1 = np.einsum('ni,nj->ij', X, dZ)\ndb1 = np.einsum('nj->j', dZ)\ndX = np.einsum('nj,ij->ni', dZ, W1)",
        NET,
        out="L",
        grads={"dZ": "Z", "dW1": "W1", "db1": "b1", "dX": "X"},
        skip=("T", "W2", "b2"),
    ),
    P(
        "outer product of one example",
        "z = W @ x + b\na = np.tanh(z)\nL = np.sum((a - t)**2)\nda = 2*(a - t)\ndz = da*(1 - a**2)\ndW = np.outer(dz, x)\ndb = dz\ndx = W.T @ dz",
        {"W": [[0.2, -0.4], [1.0, 0.5], [0.3, 0.1]], "x": [0.5, -1.0], "b": B1, "t": [0.1, 0.2, 0.3]},
        out="L",
        grads={"da": "a", "dz": "z", "dW": "W", "db": "b", "dx": "x"},
    ),
    P(
        "outer product of one example, turned round",
        "z = W @ x + b\na = np.tanh(z)\nL = np.sum((a - t)**2)\nda = 2*(a - t)\ndz = da*(1 - a**2)\ndW = np.outer(x, dz)\ndb = dz\ndx = W.T @ dz",
        {"W": [[0.2, -0.4], [1.0, 0.5]], "x": [0.5, -1.0], "b": B2, "t": [0.1, 0.2]},
        out="L",
        grads={"da": "a", "dz": "z", "dW": "W", "db": "b", "dx": "x"},
        mistakes={"dW": "transpose"},
    ),
    P(
        "columns of 2-D vectors",
        "z = W @ x + b\nL = np.sum(z**2)\ndz = 2*z\ndW = dz @ x.T\ndb = dz\ndx = W.T @ dz",
        {"W": [[0.2, -0.4], [1.0, 0.5]], "x": [[0.5], [-1.0]], "b": [[0.1], [0.2]]},
        out="L",
        grads={"dz": "z", "dW": "W", "db": "b", "dx": "x"},
    ),
    P(
        "mean and variance by hand",
        "mu = np.mean(x)\nxc = x - mu\nv = np.mean(xc**2)\nL = v\ndv = 1.0\ndxc = dv*2*xc/len(x)\ndmu = -np.sum(dxc)\ndx = dxc + dmu/len(x)",
        {"x": [0.5, -1.2, 2.0]},
        out="L",
        grads={"dxc": "xc", "dmu": "mu", "dx": "x", "dv": NOT_WRONG},
    ),
    P(
        "softmax by its Jacobian",
        "e = np.exp(z)\np = e/np.sum(e)\nL = np.sum(p*c)\ndp = c\nJ = np.diag(p) - np.outer(p, p)\ndz = J @ dp",
        {"z": [0.5, -1.2, 2.0], "c": [0.3, 0.1, -0.6]},
        out="L",
        grads={"dp": "p", "dz": "z"},
        skip=(),
    ),
    P(
        "softmax by its Jacobian, the outer product forgotten",
        "e = np.exp(z)\np = e/np.sum(e)\nL = np.sum(p*c)\ndp = c\nJ = np.diag(p)\ndz = J @ dp",
        {"z": [0.5, -1.2, 2.0], "c": [0.3, 0.1, -0.6]},
        out="L",
        grads={"dp": "p", "dz": "z"},
        mistakes={"dz": "other"},
    ),
    P(
        "recurrent cell unrolled by hand",
        "h1 = np.tanh(w*x1)\nh2 = np.tanh(w*x2 + u*h1)\nL = (h2 - t)**2\ndh2 = 2*(h2 - t)\ndz2 = dh2*(1 - h2**2)\ndu = dz2*h1\ndh1 = dz2*u\ndz1 = dh1*(1 - h1**2)\ndw = dz2*x2 + dz1*x1",
        {"w": 0.5, "u": -0.4, "x1": 1.0, "x2": -0.6, "t": 0.3},
        out="L",
        grads={"dh2": "h2", "du": "u", "dh1": "h1", "dw": "w", "dz1": NOT_WRONG, "dz2": NOT_WRONG},
    ),
    P(
        "recurrent cell unrolled by hand, one step only",
        "h1 = np.tanh(w*x1)\nh2 = np.tanh(w*x2 + u*h1)\nL = (h2 - t)**2\ndh2 = 2*(h2 - t)\ndz2 = dh2*(1 - h2**2)\ndu = dz2*h1\ndh1 = dz2*u\ndw = dz2*x2",
        {"w": 0.5, "u": -0.4, "x1": 1.0, "x2": -0.6, "t": 0.3},
        out="L",
        grads={"dh2": "h2", "du": "u", "dh1": "h1", "dw": "w", "dz2": NOT_WRONG},
        mistakes={"dw": "overwrote"},
    ),
    P(
        "gate of an lstm: candidate and gate mixed up",
        "i = sigmoid(a)\ng = np.tanh(b)\nc = i*g + f*c0\nL = c**2\ndc = 2*c\ndi = dc*i\ndg = dc*i\ndf = dc*c0",
        {"a": 0.4, "b": -0.7, "f": 0.9, "c0": 1.3},
        out="L",
        grads={"dc": "c", "di": "i", "dg": "g", "df": "f"},
        mistakes={"di": "operand"},
    ),
    P(
        "implied loss: outputs minus targets",
        "z = X @ W + b\np = 1/(1 + np.exp(-z))\ndz = p - y\ndW = X.T @ dz / len(y)\ndb = dz.mean()\nW = W - 0.1*dW\nb = b - 0.1*db",
        {"X": X, "W": [0.2, -0.4], "b": 0.1, "y": [1.0, 0.0, 1.0]},
        out=LATER,
        grads={"dz": NOT_WRONG, "dW": NOT_WRONG, "db": NOT_WRONG},
    ),
    P(
        "gradient checked by a formula of its own",
        "f = w*x\nL = (f - t)**2\nanalytic_grad = 2*(f - t)*x\nnumeric_grad = (((w + 1e-5)*x - t)**2 - ((w - 1e-5)*x - t)**2)/2e-5\nerror = abs(analytic_grad - numeric_grad)",
        XW,
        out=LATER,
        grads={"analytic_grad": NOT_WRONG, "numeric_grad": NOT_WRONG, "error": NOT_WRONG},
    ),
    P(
        "torch: tensor method style, sum left out",
        "y = x @ w + b\nloss = ((y - t)**2).sum()\ndy = 2*(y - t)\ndw = x.t() @ dy\ndb = dy\ndx = dy @ w.t()",
        {"x": X, "w": [[0.2, -0.4], [1.0, 0.5]], "b": B2, "t": T},
        written_for="torch",
        out="loss",
        grads={"dy": "y", "dw": "w", "dx": "x", "db": "b"},
        mistakes={"db": "other"},
    ),
    P(
        "step size in the update alone",
        "y = w*x\nloss = (y - t)**2\ngrad_y = 2*(y - t)\ngrad_w = grad_y*x\nw -= 0.01*grad_w",
        XW,
        out="loss",
        grads={"grad_y": "y", "grad_w": "w"},
    ),
    P(
        "sign in the update",
        "y = w*x\nloss = (y - t)**2\ngrad_w = -2*(y - t)*x\nw += 0.01*grad_w",
        XW,
        out="loss",
        grads={"grad_w": NOT_WRONG},
    ),
    P(
        "normalized by the batch in the update",
        "y = X @ w\nloss = np.mean((y - t)**2)\ngrad = X.T @ (2*(y - t))\nw = w - 0.1*grad/len(t)",
        {"X": X, "w": [0.2, -0.4], "t": [1.0, 0.0, 1.0]},
        out="loss",
        grads={"grad": NOT_WRONG},
    ),
]
