"""Programs that are taught everywhere, as their authors write them: lectures, blogs, course notebooks, books."""

from .program import LATER, NOT_WRONG, P

X = [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]]
W23 = [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]]
W32 = [[0.3, -0.2], [0.5, 0.4], [-0.6, 0.1]]
V = [0.5, -1.2, 2.0]

PROGRAMS = [
    P(
        "micrograd lecture: a neuron with tanh as formula",
        """
        x1 = Value(2.0, label='x1')
        x2 = Value(0.0, label='x2')
        w1 = Value(-3.0, label='w1')
        w2 = Value(1.0, label='w2')
        b = Value(6.8813735870195432, label='b')
        x1w1 = x1*w1; x1w1.label = 'x1*w1'
        x2w2 = x2*w2; x2w2.label = 'x2*w2'
        x1w1x2w2 = x1w1 + x2w2; x1w1x2w2.label = 'x1*w1 + x2*w2'
        n = x1w1x2w2 + b; n.label = 'n'
        e = (2*n).exp()
        o = (e - 1) / (e + 1)
        o.label = 'o'
        o.backward()
        draw_dot(o)
        """.replace("Value(2.0, label='x1')", "Value(2.0)")
        .replace("Value(0.0, label='x2')", "Value(0.0)")
        .replace("Value(-3.0, label='w1')", "Value(-3.0)")
        .replace("Value(1.0, label='w2')", "Value(1.0)")
        .replace("Value(6.8813735870195432, label='b')", "Value(6.8813735870195432)")
        .replace("        draw_dot(o)\n", ""),
        written_for="micrograd",
        out="o",
    ),
    P(
        "micrograd lecture: labels and draw_dot",
        """
        a = Value(2.0, label='a')
        b = Value(-3.0, label='b')
        c = Value(10.0, label='c')
        e = a*b; e.label = 'e'
        d = e + c; d.label = 'd'
        f = Value(-2.0, label='f')
        L = d * f; L.label = 'L'
        L.backward()
        draw_dot(L)
        """,
        written_for="micrograd",
        twin="a=Value(2.0); b=Value(-3.0); c=Value(10.0)\ne=a*b\nd=e+c\nf=Value(-2.0)\nL=d*f",
        out="L",
    ),
    P(
        "micrograd lecture: grads printed",
        "a = Value(-4.0)\nb = Value(2.0)\nc = a + b\nd = a * b + b**3\nc += c + 1\nc += 1 + c + (-a)\nd += d * 2 + (b + a).relu()\nd += 3 * d + (b - a).relu()\ne = c - d\nf = e**2\ng = f / 2.0\ng += 10.0 / f\nprint(f'{g.data:.4f}')\ng.backward()\nprint(f'{a.grad:.4f}')\nprint(f'{b.grad:.4f}')",
        written_for="micrograd",
        out="g",
    ),
    P(
        "micrograd lecture: the class pasted with its use",
        """
        class Value:
            def __init__(self, data, _children=(), _op='', label=''):
                self.data = data
                self.grad = 0.0
                self._backward = lambda: None
                self._prev = set(_children)
                self._op = _op
                self.label = label
            def __repr__(self):
                return f"Value(data={self.data})"
            def __add__(self, other):
                other = other if isinstance(other, Value) else Value(other)
                out = Value(self.data + other.data, (self, other), '+')
                def _backward():
                    self.grad += 1.0 * out.grad
                    other.grad += 1.0 * out.grad
                out._backward = _backward
                return out
            def __mul__(self, other):
                other = other if isinstance(other, Value) else Value(other)
                out = Value(self.data * other.data, (self, other), '*')
                def _backward():
                    self.grad += other.data * out.grad
                    other.grad += self.data * out.grad
                out._backward = _backward
                return out
            def tanh(self):
                x = self.data
                t = (math.exp(2*x) - 1)/(math.exp(2*x) + 1)
                out = Value(t, (self, ), 'tanh')
                def _backward():
                    self.grad += (1 - t**2) * out.grad
                out._backward = _backward
                return out
            def backward(self):
                topo = []
                visited = set()
                def build_topo(v):
                    if v not in visited:
                        visited.add(v)
                        for child in v._prev:
                            build_topo(child)
                        topo.append(v)
                build_topo(self)
                self.grad = 1.0
                for node in reversed(topo):
                    node._backward()
        a = Value(2.0)
        b = Value(-3.0)
        c = Value(10.0)
        d = a*b + c
        e = d.tanh()
        e.backward()
        """,
        twin="import math\na=2.0\nb=-3.0\nc=10.0\nd=a*b+c\ne=np.tanh(d)",
        out="e",
    ),
    P(
        "a neuron's numbers in lists",
        "xs = [2.0, 3.0, -1.0]\nws = [0.1, -0.2, 0.3]\nb = 0.5\nact = sum((wi*xi for wi, xi in zip(ws, xs)), b)\nout = math.tanh(act)",
        twin="import math\nxs = np.array([2.0, 3.0, -1.0])\nws = np.array([0.1, -0.2, 0.3])\nb = 0.5\nact = ws@xs + b\nout = np.tanh(act)",
        skip=("xs", "ws"),
        out="out",
    ),
    P(
        "cs231n gates class",
        """
        class MultiplyGate(object):
            def forward(self, x, y):
                z = x*y
                self.x = x
                self.y = y
                return z
            def backward(self, dz):
                dx = self.y * dz
                dy = self.x * dz
                return [dx, dy]
        gate = MultiplyGate()
        z = gate.forward(x, y)
        dx, dy = gate.backward(1.0)
        """,
        {"x": 3.0, "y": -4.0},
        out="z",
        grads={"dx": "x", "dy": "y"},
    ),
    P(
        "cs231n sigmoid neuron",
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
        twin="import math\nw = np.array([2.,-3,-3])\nx = np.array([-1., -2])\ndot = w[0]*x[0] + w[1]*x[1] + w[2]\nf = 1.0/(1 + np.exp(-dot))\nddot=(1-f)*f\ndx=np.array([w[0]*ddot,w[1]*ddot])\ndw=np.array([x[0]*ddot,x[1]*ddot,ddot])",
        out="f",
        skip=("w", "x"),
        grads={"ddot": "dot", "dx": "x", "dw": "w"},
    ),
    P(
        "cs231n case study: the whole step",
        """
        N, D, K = 3, 2, 3
        hidden_layer = np.maximum(0, np.dot(X, W) + b)
        scores = np.dot(hidden_layer, W2) + b2
        num_examples = X.shape[0]
        exp_scores = np.exp(scores)
        probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
        correct_logprobs = -np.log(probs[range(num_examples),y])
        data_loss = np.sum(correct_logprobs)/num_examples
        reg_loss = 0.5*reg*np.sum(W*W) + 0.5*reg*np.sum(W2*W2)
        loss = data_loss + reg_loss
        dscores = probs
        dscores[range(num_examples),y] -= 1
        dscores /= num_examples
        dW2 = np.dot(hidden_layer.T, dscores)
        db2 = np.sum(dscores, axis=0, keepdims=True)
        dhidden = np.dot(dscores, W2.T)
        dhidden[hidden_layer <= 0] = 0
        dW = np.dot(X.T, dhidden)
        db = np.sum(dhidden, axis=0, keepdims=True)
        dW2 += reg * W2
        dW += reg * W
        W += -step_size * dW
        b += -step_size * db
        W2 += -step_size * dW2
        b2 += -step_size * db2
        """,
        {
            "X": X,
            "W": W23,
            "b": [[0.1, -0.2, 0.3]],
            "W2": W32,
            "b2": [[0.05, -0.1]],
            "y": [0, 1, 1],
            "reg": 0.1,
            "step_size": 0.5,
        },
        labels=("y",),
        out="loss",
        twin="""
        num_examples = X.shape[0]
        hidden_layer = np.maximum(0, np.dot(X, W) + b)
        scores = np.dot(hidden_layer, W2) + b2
        probs = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
        loss = np.sum(-np.log(probs[range(num_examples),y]))/num_examples + 0.5*reg*np.sum(W*W) + 0.5*reg*np.sum(W2*W2)
        dscores = probs.copy()
        dscores[range(num_examples),y] -= 1
        dscores /= num_examples
        dW2 = np.dot(hidden_layer.T, dscores) + reg*W2
        db2 = np.sum(dscores, axis=0, keepdims=True)
        dhidden = np.dot(dscores, W2.T)
        dhidden[hidden_layer <= 0] = 0
        dW = np.dot(X.T, dhidden) + reg*W
        db = np.sum(dhidden, axis=0, keepdims=True)
        """,
        skip=("step_size", "probs", "dscores"),
        grads={"dscores": "scores", "dW2": "W2", "db2": "b2", "dhidden": NOT_WRONG, "dW": "W", "db": "b"},
    ),
    P(
        "numpy of the first torch tutorial: sine by a polynomial",
        """
        import numpy as np
        import math
        x = np.linspace(-math.pi, math.pi, 5)
        y = np.sin(x)
        a, b, c, d = 0.1, 0.2, -0.1, 0.05
        y_pred = a + b * x + c * x ** 2 + d * x ** 3
        loss = np.square(y_pred - y).sum()
        grad_y_pred = 2.0 * (y_pred - y)
        grad_a = grad_y_pred.sum()
        grad_b = (grad_y_pred * x).sum()
        grad_c = (grad_y_pred * x ** 2).sum()
        grad_d = (grad_y_pred * x ** 3).sum()
        """,
        out="loss",
        grads={"grad_y_pred": "y_pred", "grad_a": "a", "grad_b": "b", "grad_c": "c", "grad_d": "d"},
    ),
    P(
        "torch basics: z of x and y",
        "x = torch.tensor([1., 2.], requires_grad=True)\ny = x + 2\nz = y * y * 3\nout = z.mean()\nout.backward()\nprint(x.grad)",
        written_for="torch",
        out="out",
    ),
    P(
        "torch blitz: external gradient",
        "a = torch.tensor([2., 3.], requires_grad=True)\nb = torch.tensor([6., 4.], requires_grad=True)\nQ = 3*a**3 - b**2\nexternal_grad = torch.tensor([1., 1.])\nQ.backward(gradient=external_grad)\nprint(9*a**2 == a.grad)\nprint(-2*b == b.grad)",
        written_for="torch",
        out="Q",
    ),
    P(
        "torch beginner: binary cross entropy with logits",
        "x = torch.ones(5)\ny = torch.zeros(3)\nw = torch.randn(5, 3, requires_grad=True)\nb = torch.randn(3, requires_grad=True)\nz = torch.matmul(x, w)+b\nloss = torch.nn.functional.binary_cross_entropy_with_logits(z, y)\nloss.backward()",
        written_for="torch",
        pin=("w", "b"),
        out="loss",
    ),
    P(
        "d2l: x and 2 x dot x",
        "x = torch.arange(4.0)\nx.requires_grad_(True)\ny = 2 * torch.dot(x, x)\ny.backward()\nx.grad == 4 * x",
        written_for="torch",
        out="y",
    ),
    P(
        "d2l: detach",
        "x = torch.arange(4.0, requires_grad=True)\ny = x * x\nu = y.detach()\nz = u * x\nz.sum().backward()\nx.grad == u",
        written_for="torch",
        out="z.sum()",
    ),
    P(
        "d2l: control flow",
        """
        def f(a):
            b = a * 2
            while b.norm() < 1000:
                b = b * 2
            if b.sum() > 0:
                c = b
            else:
                c = 100 * b
            return c
        a = torch.tensor(0.7, requires_grad=True)
        d = f(a)
        d.backward()
        a.grad == d / a
        """,
        written_for="torch",
        out="d",
    ),
    P(
        "d2l: linear regression pieces",
        """
        def linreg(X, w, b):
            return torch.matmul(X, w) + b
        def squared_loss(y_hat, y):
            return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2
        l = squared_loss(linreg(X, w, b), y)
        l.sum().backward()
        """,
        {"X": X, "w": [[2.0], [-3.4]], "b": 4.2, "y": [1.0, 2.0, 0.5]},
        written_for="torch",
        out="l.sum()",
        also=(("l", None),),
    ),
    P(
        "d2l: softmax from scratch",
        """
        def softmax(X):
            X_exp = torch.exp(X)
            partition = X_exp.sum(1, keepdim=True)
            return X_exp / partition
        def cross_entropy(y_hat, y):
            return -torch.log(y_hat[range(len(y_hat)), y])
        def net(X):
            return softmax(torch.matmul(X.reshape((-1, W.shape[0])), W) + b)
        l = cross_entropy(net(X), y).mean()
        """,
        {"X": X, "W": W23, "b": [0.1, 0.2, 0.3], "y": [0, 2, 1]},
        labels=("y",),
        written_for="torch",
        out="l",
    ),
    P(
        "d2l: rnn step by step",
        """
        def rnn(inputs, state, params):
            W_xh, W_hh, b_h, W_hq, b_q = params
            H, = state
            outputs = []
            for X in inputs:
                H = torch.tanh(torch.mm(X, W_xh) + torch.mm(H, W_hh) + b_h)
                Y = torch.mm(H, W_hq) + b_q
                outputs.append(Y)
            return torch.cat(outputs, dim=0), (H,)
        outputs, (H,) = rnn([x1, x2], (H0,), (W_xh, W_hh, b_h, W_hq, b_q))
        """,
        {
            "x1": [[0.5, -1.0]],
            "x2": [[1.5, 2.0]],
            "H0": [[0.1, 0.2]],
            "W_xh": [[0.1, 0.2], [0.3, -0.4]],
            "W_hh": [[0.5, 0.1], [-0.2, 0.3]],
            "b_h": [0.0, 0.1],
            "W_hq": [[1.0], [-1.0]],
            "b_q": [0.2],
        },
        written_for="torch",
        out="outputs",
    ),
    P(
        "d2l: attention with masks left out",
        """
        def transpose_qkv(X, num_heads):
            X = X.reshape(X.shape[0], X.shape[1], num_heads, -1)
            X = X.permute(0, 2, 1, 3)
            return X.reshape(-1, X.shape[2], X.shape[3])
        q = transpose_qkv(Q, 2)
        k = transpose_qkv(K, 2)
        scores = torch.bmm(q, k.transpose(1, 2)) / math.sqrt(q.shape[-1])
        A = F.softmax(scores, dim=-1)
        """,
        {"Q": [[[0.1, 0.2, 0.3, 0.4], [0.5, -0.6, 0.7, 0.8]]], "K": [[[0.3, 0.1, -0.2, 0.4], [1.0, 0.5, 0.2, -0.3]]]},
        written_for="torch",
        out="A",
    ),
    P(
        "nanoGPT: new gelu",
        "def new_gelu(x):\n    return 0.5 * x * (1.0 + torch.tanh(math.sqrt(2.0 / math.pi) * (x + 0.044715 * torch.pow(x, 3.0))))\ny = new_gelu(x)",
        {"x": V},
        written_for="torch",
    ),
    P(
        "gpt lecture: averaging by a triangular matrix",
        "B,T,C = 1,3,2\nx = torch.tensor([[[1.,2.],[3.,4.],[5.,6.]]], requires_grad=True)\ntril = torch.tril(torch.ones(T, T))\nwei = torch.zeros((T,T))\nwei = wei.masked_fill(tril == 0, float('-inf'))\nwei = F.softmax(wei, dim=-1)\nxbow = wei @ x",
        written_for="torch",
        out="xbow",
    ),
    P(
        "gpt lecture: one head",
        """
        B,T,C = x.shape
        head_size = 2
        k = x @ Wk
        q = x @ Wq
        wei = q @ k.transpose(-2, -1) * head_size**-0.5
        tril = torch.tril(torch.ones(T, T))
        wei = wei.masked_fill(tril == 0, float('-inf'))
        wei = F.softmax(wei, dim=-1)
        v = x @ Wv
        out = wei @ v
        """,
        {"x": [X], "Wk": [[0.1, 0.2], [0.3, -0.4]], "Wq": [[0.5, 0.1], [-0.2, 0.3]], "Wv": [[1.0, 0.3], [-1.0, 0.2]]},
        written_for="torch",
        out="out",
    ),
    P(
        "makemore: counts to a loss",
        """
        xenc = F.one_hot(xs, num_classes=3).float()
        logits = xenc @ W
        counts = logits.exp()
        probs = counts / counts.sum(1, keepdims=True)
        loss = -probs[torch.arange(3), ys].log().mean() + 0.01*(W**2).mean()
        W.grad = None
        loss.backward()
        """,
        {"xs": [0, 1, 2], "ys": [1, 2, 0], "W": [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8], [0.1, 0.2, 0.3]]},
        labels=("xs", "ys"),
        written_for="torch",
        out="loss",
    ),
    P(
        "makemore: MLP forward with a train step",
        """
        for p in parameters:
            p.requires_grad = True
        emb = C[X]
        h = torch.tanh(emb.view(-1, 4) @ W1 + b1)
        logits = h @ W2 + b2
        loss = F.cross_entropy(logits, Y)
        for p in parameters:
            p.grad = None
        loss.backward()
        for p in parameters:
            p.data += -0.1 * p.grad
        """.replace(
            "        for p in parameters:\n            p.requires_grad = True\n",
            "        parameters = [C, W1, b1, W2, b2]\n        for p in parameters:\n            p.requires_grad = True\n",
        ),
        {
            "C": X,
            "X": [[0, 2], [2, 1]],
            "W1": [[0.1, 0.2, 0.3], [0.3, -0.4, 0.5], [0.2, 0.1, 0.0], [-0.3, 0.2, 0.4]],
            "b1": [0.0, 0.1, 0.2],
            "W2": W32,
            "b2": [0.1, 0.2],
            "Y": [0, 1],
        },
        labels=("X", "Y"),
        written_for="torch",
        out="loss",
        twin="emb = C[X]\nh = torch.tanh(emb.view(-1, 4) @ W1 + b1)\nlogits = h @ W2 + b2\nloss = F.cross_entropy(logits, Y)",
    ),
    P(
        "Nielsen: cross-entropy cost",
        "a = sigmoid(np.dot(w, x) + b)\nC = np.sum(np.nan_to_num(-y*np.log(a)-(1-y)*np.log(1-a)))",
        {"w": W32, "x": [0.5, -1.0], "b": [0.1, 0.2, 0.3], "y": [1.0, 0.0, 1.0]},
        out="C",
    ),
    P(
        "Nielsen: network class, feedforward",
        """
        class Network(object):
            def __init__(self, weights, biases):
                self.weights = weights
                self.biases = biases
            def feedforward(self, a):
                for b, w in zip(self.biases, self.weights):
                    a = sigmoid(np.dot(w, a)+b)
                return a
        def sigmoid(z):
            return 1.0/(1.0+np.exp(-z))
        net = Network([W1, W2], [b1, b2])
        out = net.feedforward(x)
        cost = 0.5*np.linalg.norm(out - y)**2
        """,
        {
            "W1": W32,
            "W2": W23,
            "b1": [[0.1], [0.2], [0.3]],
            "b2": [[0.0], [0.1]],
            "x": [[0.5], [-1.0]],
            "y": [[1.0], [0.0]],
        },
        out="cost",
    ),
    P(
        "iamtrask: two layers, one round",
        """
        import numpy as np
        def nonlin(x,deriv=False):
            if(deriv==True):
                return x*(1-x)
            return 1/(1+np.exp(-x))
        X = np.array([ [0,0,1],[0,1,1],[1,0,1],[1,1,1] ])
        y = np.array([[0,0,1,1]]).T
        np.random.seed(1)
        syn0 = 2*np.random.random((3,1)) - 1
        for iter in range(1):
            l0 = X
            l1 = nonlin(np.dot(l0,syn0))
            l1_error = y - l1
            l1_delta = l1_error * nonlin(l1,True)
            syn0 += np.dot(l0.T,l1_delta)
        print("Output After Training:")
        print(l1)
        """,
        out=LATER,
        grads={"l1_delta": NOT_WRONG, "l1_error": NOT_WRONG},
        twin="y0=0.0",
    ),
    P(
        "fast.ai: a quadratic and its gradient",
        "def f(x): return (x**2).sum()\nxt = torch.tensor([3.,4.,10.]).requires_grad_()\nyt = f(xt)\nyt.backward()\nxt.grad",
        written_for="torch",
        out="yt",
    ),
    P(
        "fast.ai: mse and mnist loss",
        "def mnist_loss(predictions, targets):\n    predictions = predictions.sigmoid()\n    return torch.where(targets==1, 1-predictions, predictions).mean()\ntrgts = torch.tensor([1,0,1])\nloss = mnist_loss(prds, trgts)",
        {"prds": [0.9, 0.4, 0.2]},
        written_for="torch",
        out="loss",
    ),
    P(
        "fast.ai: lin and relu by hand with .g",
        """
        def mse(output, targ): return (output.squeeze() - targ).pow(2).mean()
        def lin(x, w, b): return x @ w + b
        def relu(x): return x.clamp_min(0.)
        l1 = lin(x, w1, b1)
        l2 = relu(l1)
        out = lin(l2, w2, b2)
        loss = mse(out, t)
        """,
        {"x": X, "w1": W23, "b1": [0.1, 0.2, 0.3], "w2": [[0.3], [0.5], [-0.6]], "b2": [0.1], "t": [1.0, 2.0, 3.0]},
        written_for="torch",
        out="loss",
    ),
    P(
        "fast.ai: gradients kept at .g",
        """
        def mse_grad(inp, targ):
            inp.g = 2. * (inp.squeeze() - targ).unsqueeze(-1) / inp.shape[0]
        def relu_grad(inp, out):
            inp.g = (inp>0).float() * out.g
        def lin_grad(inp, out, w, b):
            inp.g = out.g @ w.t()
            w.g = inp.t() @ out.g
            b.g = out.g.sum(0)
        l1 = x @ w1 + b1
        l2 = l1.clamp_min(0.)
        out = l2 @ w2 + b2
        loss = (out.squeeze() - t).pow(2).mean()
        mse_grad(out, t)
        lin_grad(l2, out, w2, b2)
        relu_grad(l1, l2)
        lin_grad(x, l1, w1, b1)
        """,
        {"x": X, "w1": W23, "b1": [0.1, 0.2, 0.3], "w2": [[0.3], [0.5], [-0.6]], "b2": [0.1], "t": [1.0, 2.0, 3.0]},
        written_for="torch",
        out="loss",
    ),
    P(
        "jax quickstart: logistic loss",
        """
        import jax.numpy as jnp
        from jax import grad
        def sigmoid(x):
            return 0.5 * (jnp.tanh(x / 2) + 1)
        def predict(W, b, inputs):
            return sigmoid(jnp.dot(inputs, W) + b)
        inputs = jnp.array([[0.52, 1.12,  0.77], [0.88, -1.08, 0.15], [0.52, 0.06, -1.30], [0.74, -2.49, 1.39]])
        targets = jnp.array([True, True, False, True])
        def loss(W, b):
            preds = predict(W, b, inputs)
            label_probs = preds * targets + (1 - preds) * (1 - targets)
            return -jnp.sum(jnp.log(label_probs))
        W_grad = grad(loss, argnums=0)(W, b)
        print(f'{W_grad=}')
        """,
        {"W": [0.1, -0.2, 0.3], "b": 0.1},
        written_for="jax",
        out="loss(W, b)",
    ),
    P(
        "jax: sum of logistics",
        "def sum_logistic(x):\n    return jnp.sum(1.0 / (1.0 + jnp.exp(-x)))\nx_small = jnp.arange(3.)\nderivative_fn = grad(sum_logistic)\nprint(derivative_fn(x_small))",
        written_for="jax",
        out="sum_logistic(x_small)",
    ),
    P(
        "jax: selu",
        "def selu(x, alpha=1.67, lmbda=1.05):\n    return lmbda * jnp.where(x > 0, x, alpha * jnp.exp(x) - alpha)\nx = jnp.arange(5.0)\nprint(selu(x))",
        written_for="jax",
        out="selu(x)",
    ),
    P(
        "autograd: tanh",
        "import autograd.numpy as np\nfrom autograd import grad\ndef tanh(x):\n    y = np.exp(-2.0 * x)\n    return (1.0 - y) / (1.0 + y)\ngrad_tanh = grad(tanh)\ngrad_tanh(1.0)",
        out=LATER,
        twin="y = np.tanh(1.0)",
    ),
    P(
        "tensorflow: tape of a square",
        "x = tf.Variable(3.0)\nwith tf.GradientTape() as tape:\n    y = x**2\ndy_dx = tape.gradient(y, x)\ndy_dx.numpy()",
        twin="x = 3.0\ny = x**2\ndy_dx = 2*x",
        out="y",
        also=(("dy_dx", None),),
    ),
    P(
        "tensorflow: layer and reduce_mean",
        "w = tf.Variable([[0.1, 0.2],[0.3, -0.4],[0.5, 0.6]], name='w')\nb = tf.Variable(tf.zeros(2, dtype=tf.float32), name='b')\nx = [[1., 2., 3.]]\nwith tf.GradientTape(persistent=True) as tape:\n    y = x @ w + b\n    loss = tf.reduce_mean(y**2)\n[dl_dw, dl_db] = tape.gradient(loss, [w, b])",
        twin="w = np.array([[0.1, 0.2],[0.3, -0.4],[0.5, 0.6]])\nb=np.zeros(2)\nx=np.array([[1.,2.,3.]])\ny=x@w+b\nloss=np.mean(y**2)",
        out="loss",
        skip=("x",),
    ),
    P(
        "gradient descent by hand over a loop",
        """
        x = 6.0
        lr = 0.1
        for i in range(3):
            grad = 2*(x - 2)
            x = x - lr*grad
        f = (x - 2)**2
        """,
        out=LATER,
        twin="f = 1.0",
        grads={"grad": NOT_WRONG},
    ),
    P(
        "rosenbrock with a,b",
        "def rosenbrock(x, y, a=1, b=100):\n    return (a - x)**2 + b*(y - x**2)**2\nf = rosenbrock(-1.2, 1.0)",
        twin="f = (1+1.2)**2 + 100*(1-1.44)**2",
    ),
    P(
        "log-likelihood of a normal",
        "import scipy.stats as stats\nll = np.sum(stats.norm.logpdf(x, loc=mu, scale=sigma))",
        {"x": V, "mu": 0.3, "sigma": 1.2},
    ),
    P(
        "reparametrization trick and its KL",
        "std = torch.exp(0.5*logvar)\nz = mu + eps*std\nrecon = torch.sigmoid(z @ W)\nBCE = F.binary_cross_entropy(recon, x, reduction='sum')\nKLD = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())\nloss = BCE + KLD",
        {"mu": [[0.1, -0.2]], "logvar": [[0.3, -0.4]], "eps": [[0.5, -1.0]], "W": W23, "x": [[1.0, 0.0, 1.0]]},
        written_for="torch",
        out="loss",
    ),
    P(
        "word2vec: negative sampling loss",
        "def sigmoid(x): return 1/(1+np.exp(-x))\nloss = -np.log(sigmoid(u_o @ v_c)) - np.sum(np.log(sigmoid(-U_k @ v_c)))\ngrad_vc = (sigmoid(u_o @ v_c) - 1)*u_o + (1 - sigmoid(-U_k @ v_c)) @ U_k",
        {"u_o": [0.1, -0.2], "v_c": [0.5, 0.4], "U_k": X},
        out="loss",
        grads={"grad_vc": "v_c"},
    ),
    P(
        "cs224n: naive softmax and its gradients",
        """
        def softmax(x):
            x = x - np.max(x)
            return np.exp(x)/np.sum(np.exp(x))
        def naiveSoftmaxLossAndGradient(centerWordVec, outsideWordIdx, outsideVectors):
            y_hat = softmax(np.dot(outsideVectors, centerWordVec))
            loss = -np.log(y_hat[outsideWordIdx])
            delta = y_hat.copy()
            delta[outsideWordIdx] -= 1
            gradCenterVec = np.dot(outsideVectors.T, delta)
            gradOutsideVecs = np.outer(delta, centerWordVec)
            return loss, gradCenterVec, gradOutsideVecs
        loss, gradCenterVec, gradOutsideVecs = naiveSoftmaxLossAndGradient(v, 1, U)
        """,
        {"v": [0.5, 0.4], "U": X},
        out="loss",
        grads={"gradCenterVec": "v", "gradOutsideVecs": "U"},
    ),
    P(
        "policy gradient: surrogate loss with advantages",
        "probs = F.softmax(logits, dim=-1)\nlogp = torch.log(probs.gather(1, actions.unsqueeze(1)).squeeze(1))\nloss = -(logp * adv).mean()",
        {"logits": W23, "actions": [0, 2], "adv": [1.0, -0.5]},
        labels=("actions",),
        written_for="torch",
        out="loss",
    ),
    P(
        "ppo clipped objective",
        "ratio = torch.exp(logp - logp_old)\nsurr1 = ratio * adv\nsurr2 = torch.clamp(ratio, 1-0.2, 1+0.2) * adv\nloss = -torch.min(surr1, surr2).mean()",
        {"logp": V, "logp_old": [0.4, -1.0, 1.9], "adv": [1.0, -0.5, 0.7]},
        written_for="torch",
        out="loss",
    ),
    P(
        "discounted returns",
        "R = 0\nreturns = []\nfor r in rewards[::-1]:\n    R = r + gamma * R\n    returns.insert(0, R)\nreturns = np.array(returns)\nG = np.sum(returns * logp)",
        {"rewards": [1.0, 0.0, 2.0], "gamma": 0.9, "logp": V},
        out="G",
    ),
    P(
        "contrastive loss of a pair",
        "d = F.pairwise_distance(a, b)\nloss = torch.mean(y * d**2 + (1-y) * torch.clamp(1.0 - d, min=0)**2)",
        {"a": X, "b": W32, "y": [1.0, 0.0, 1.0]},
        written_for="torch",
        out="loss",
    ),
    P(
        "neural ODE by Euler",
        "def f(y, t):\n    return np.tanh(W @ y) - 0.1*t*y\ny = y0\nt, dt = 0.0, 0.1\nfor _ in range(5):\n    y = y + dt*f(y, t)\n    t += dt\nL = np.sum(y**2)",
        {"W": [[0.1, -0.4], [0.3, 0.2]], "y0": [1.0, -0.5]},
        out="L",
    ),
    P(
        "gaussian kernel matrix",
        "def rbf(X1, X2, l=1.0, sigma_f=1.0):\n    sqdist = np.sum(X1**2, 1).reshape(-1, 1) + np.sum(X2**2, 1) - 2 * np.dot(X1, X2.T)\n    return sigma_f**2 * np.exp(-0.5 / l**2 * sqdist)\nK = rbf(X, X, l=ell)\nL = y @ np.linalg.solve(K + 1e-2*np.eye(3), y)",
        {"X": X, "ell": 0.8, "y": V},
        out="L",
    ),
    P(
        "ridge regression in closed form",
        "w = np.linalg.inv(X.T @ X + lam*np.eye(2)) @ X.T @ y\nerr = np.mean((X @ w - y)**2)",
        {"X": X, "lam": 0.1, "y": V},
        out="err",
    ),
    P(
        "k-means distortion",
        "d = ((X[:, None, :] - C[None, :, :])**2).sum(-1)\nloss = d.min(axis=1).sum()",
        {"X": X, "C": [[0.0, 0.5], [1.0, 1.0]]},
        out="loss",
    ),
    P(
        "pca reconstruction",
        "Xc = X - X.mean(axis=0)\nW = v.reshape(2, 1)\nrec = Xc @ W @ W.T\nL = np.linalg.norm(Xc - rec, 'fro')**2",
        {"X": X, "v": [0.6, 0.8]},
        out="L",
    ),
    P(
        "leapfrog of an oscillator",
        "x, v = x0, v0\nfor i in range(4):\n    v = v - 0.5*dt*k*x\n    x = x + dt*v\n    v = v - 0.5*dt*k*x\nE = 0.5*v**2 + 0.5*k*x**2",
        {"x0": 1.0, "v0": 0.0, "dt": 0.1, "k": 2.0},
        out="E",
    ),
    P(
        "exponential moving average by accumulate",
        "s = x[0]\nfor v in x[1:]:\n    s = alpha*v + (1-alpha)*s\ns",
        {"x": V, "alpha": 0.3},
    ),
    P(
        "adam's first step",
        "m = beta1*m + (1-beta1)*g\nv = beta2*v + (1-beta2)*g**2\nmhat = m/(1-beta1**t)\nvhat = v/(1-beta2**t)\nw = w - lr*mhat/(np.sqrt(vhat) + eps)",
        {"m": 0.0, "v": 0.0, "g": 0.5, "beta1": 0.9, "beta2": 0.999, "t": 1.0, "w": 1.0, "lr": 0.1, "eps": 1e-8},
        out="w",
        skip=("beta1", "beta2", "t", "g", "m", "v", "eps"),
    ),
    P("logistic map iterated", "x = x0\nfor n in range(6):\n    x = r*x*(1-x)\nx", {"x0": 0.2, "r": 3.2}),
    P(
        "babylonian root by while",
        "x = a/2\nwhile abs(x*x - a) > 1e-6:\n    x = 0.5*(x + a/x)\nprint(x)",
        {"a": 2.0},
        out="x",
    ),
    P(
        "horner's scheme",
        "def horner(cs, x):\n    r = 0\n    for c in cs:\n        r = r*x + c\n    return r\ny = horner([2, -6, 2, -1], x)",
        {"x": 3.0},
    ),
    P(
        "taylor series of exp",
        "def my_exp(x, n=10):\n    total, term = 1.0, 1.0\n    for k in range(1, n):\n        term *= x / k\n        total += term\n    return total\ny = my_exp(x)",
        {"x": 0.7},
    ),
    P(
        "simpson's rule",
        "def simpson(f, a, b, n):\n    h = (b - a)/n\n    s = f(a) + f(b)\n    for i in range(1, n, 2):\n        s += 4*f(a + i*h)\n    for i in range(2, n-1, 2):\n        s += 2*f(a + i*h)\n    return s*h/3\nI = simpson(lambda x: np.exp(-k*x**2), 0, 1, 6)",
        {"k": 1.3},
    ),
    P(
        "recursive fibonacci of reals",
        "def fib(n, a, b):\n    return a if n == 0 else fib(n-1, b, a + b)\ny = fib(6, a, b)",
        {"a": 0.5, "b": 1.5},
    ),
    P(
        "value and gradient with autograd's wrapper",
        "def f(x):\n    return np.sum(x**2)\n\nif __name__ == '__main__':\n    x = np.array([1.0, 2.0])\n    print(f(x))",
        out="f(x)",
    ),
    P(
        "a notebook's cells and prints",
        "In [1]: import numpy as np\nIn [2]: x = np.array([1., 2.])\nIn [3]: y = np.exp(x).sum()\nIn [4]: y\nOut[4]: 10.107337927389695",
        twin="x = np.array([1., 2.])\ny = np.exp(x).sum()",
    ),
    P("doctest prompts", ">>> x = 3.0\n>>> y = x**2 + 2*x\n>>> y\n15.0", twin="x = 3.0\ny = x**2 + 2*x"),
    P(
        "type hints and a dataclass",
        "from dataclasses import dataclass\n@dataclass\nclass Params:\n    w: float\n    b: float\n\ndef predict(p: Params, x: float) -> float:\n    return p.w * x + p.b\n\np = Params(w=0.5, b=1.0)\nloss: float = (predict(p, x) - 3.0)**2",
        {"x": 2.0},
        out="loss",
    ),
    P(
        "keras-like numpy model with a list of layers",
        """
        layers = [(W1, b1, 'relu'), (W2, b2, 'linear')]
        a = x
        for W, b, act in layers:
            z = a @ W + b
            a = np.maximum(z, 0) if act == 'relu' else z
        loss = np.mean((a - y)**2)
        """,
        {"x": X, "W1": W23, "b1": [0.1, 0.2, 0.3], "W2": W32, "b2": [0.0, 0.1], "y": X},
        out="loss",
    ),
    P(
        "a forward pass with walrus and conditional",
        "y = (h := np.tanh(w*x)) + h**2\nz = y if y > 0 else -y",
        {"w": 0.5, "x": 2.0},
        out="z",
    ),
    P(
        "match of an activation",
        "def act(name, x):\n    match name:\n        case 'relu':\n            return max(0, x)\n        case 'tanh':\n            return np.tanh(x)\n        case _:\n            return x\ny = act('tanh', x)",
        {"x": 0.4},
        twin="y = np.tanh(x)",
    ),
    P(
        "reduce over layers",
        "from functools import reduce\nnet = reduce(lambda h, W: np.tanh(W @ h), [W1, W2], x)\nL = net.sum()",
        {"x": [0.5, -1.0], "W1": W32, "W2": W23},
        out="L",
    ),
    P(
        "a generator of layers",
        "def layers():\n    yield W1\n    yield W2\nh = x\nfor W in layers():\n    h = np.tanh(W @ h)\nL = h.sum()",
        {"x": [0.5, -1.0], "W1": W32, "W2": W23},
        out="L",
    ),
    P("a try around a log", "try:\n    y = np.log(x)\nexcept ValueError:\n    y = 0\nz = y*2", {"x": 0.4}, out="z"),
    P(
        "a class with a property",
        "class Circle:\n    def __init__(self, r):\n        self.r = r\n    @property\n    def area(self):\n        return np.pi * self.r**2\nA = Circle(r).area",
        {"r": 2.0},
    ),
    P(
        "operators of a class",
        "class Dual:\n    def __init__(self, a, b):\n        self.a, self.b = a, b\n    def __add__(self, o):\n        return Dual(self.a + o.a, self.b + o.b)\n    def __mul__(self, o):\n        return Dual(self.a*o.a, self.a*o.b + self.b*o.a)\nx = Dual(u, 1.0)\ny = x*x*x + x\nd = y.b",
        {"u": 2.0},
        out="d",
    ),
    P(
        "nested lists as matrices",
        "def matvec(A, v):\n    return [sum(a*b for a, b in zip(row, v)) for row in A]\ny = matvec([[1, 2], [3, 4]], [p, q])\nL = y[0]**2 + y[1]",
        {"p": 0.5, "q": -1.0},
        out="L",
    ),
    P(
        "xor network with numbers",
        "import numpy as np\ninputs = np.array([[0,0],[0,1],[1,0],[1,1]])\nexpected_output = np.array([[0],[1],[1],[0]])\nhidden_layer_activation = np.dot(inputs,hidden_weights)\nhidden_layer_activation += hidden_bias\nhidden_layer_output = sigmoid(hidden_layer_activation)\noutput_layer_activation = np.dot(hidden_layer_output,output_weights)\noutput_layer_activation += output_bias\npredicted_output = sigmoid(output_layer_activation)\nerror = expected_output - predicted_output\nd_predicted_output = error * sigmoid_derivative(predicted_output)\nerror_hidden_layer = d_predicted_output.dot(output_weights.T)\nd_hidden_layer = error_hidden_layer * sigmoid_derivative(hidden_layer_output)\n".replace(
            "import numpy as np\n",
            "import numpy as np\ndef sigmoid(x):\n    return 1/(1 + np.exp(-x))\ndef sigmoid_derivative(x):\n    return x * (1 - x)\n",
        ),
        {
            "hidden_weights": [[0.1, 0.2], [0.3, -0.4]],
            "hidden_bias": [[0.1, 0.2]],
            "output_weights": [[0.5], [-0.6]],
            "output_bias": [[0.1]],
        },
        out=LATER,
        grads={"d_predicted_output": NOT_WRONG, "d_hidden_layer": NOT_WRONG},
    ),
]
