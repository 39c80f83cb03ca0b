from .program import P

PROGRAMS = [
    P(
        "micrograd g03",
        """
        act = sum((wi*xi for wi,xi in zip(w, x)), b)
        out = act.relu()
        """,
        {"w": [1, 2], "x": [3, -1], "b": 0.5},
        written_for="micrograd",
    ),
    P(
        "micrograd g04",
        """
        h = 0.0001
        a = 2.0
        b = -3.0
        c = 10.0
        d1 = a*b + c
        c += h
        d2 = a*b + c
        slope = (d2 - d1)/h
        """,
        written_for="numpy",
        skip=("h", "a", "b", "c"),
    ),
    P(
        "micrograd g01c",
        """
        a = -4.0
        b = 2.0
        c = a + b
        d = a * b + b**3
        c += c + 1
        c += 1 + c + (-a)
        d += d * 2 + (b + a).relu()
        d += 3 * d + (b - a).relu()
        e = c - d
        f = e**2
        g = f / 2.0
        g += 10.0 / f
        """,
        written_for="numpy",
        twin="""
        a = -4.0
        b = 2.0
        c = a + b
        d = a * b + b**3
        c += c + 1
        c += 1 + c + (-a)
        d += d * 2 + np.maximum(0, b + a)
        d += 3 * d + np.maximum(0, b - a)
        e = c - d
        f = e**2
        g = f / 2.0
        g += 10.0 / f
        """,
    ),
]


def micrograd(name, source, values=None, **fields):
    return P(name, source, values, **{"written_for": "micrograd", **fields})


PROGRAMS += [
    micrograd(
        "readme of micrograd",
        """
        from micrograd.engine import Value

        a = Value(-4.0)
        b = Value(2.0)
        c = a + b
        d = a * b + b**3
        c += c + 1
        c += 1 + c + (-a)
        d += d * 2 + (b + a).relu()
        d += 3 * d + (b - a).relu()
        e = c - d
        f = e**2
        g = f / 2.0
        g += 10.0 / f
        print(f'{g.data:.4f}') # prints 24.7041, the outcome of this forward pass
        g.backward()
        print(f'{a.grad:.4f}') # prints 138.8338, i.e. the numerical value of dg/da
        print(f'{b.grad:.4f}') # prints 645.5773, i.e. the numerical value of dg/db
        """,
        out="g",
    ),
    micrograd(
        "test of micrograd: sanity check",
        """
        x = Value(-4.0)
        z = 2 * x + 2 + x
        q = z.relu() + z * x
        h = (z * z).relu()
        y = h + q + q * x
        y.backward()
        xmg, ymg = x, y
        """,
        out="y",
    ),
    micrograd(
        "lecture: a labelled expression",
        """
        a = Value(2.0)
        b = Value(-3.0)
        c = Value(10.0)
        e = a*b
        d = e + c
        f = Value(-2.0)
        L = d * f
        L.backward()
        """,
        out="L",
    ),
    micrograd(
        "lecture: labels as keyword and attribute",
        """
        a = Value(2.0, label='a')
        b = Value(-3.0, label='b')
        c = Value(10.0, label='c')
        e = a*b; e.label = 'e'
        d = e + c; d.label = 'd'
        f = Value(-2.0, label='f')
        L = d * f; L.label = 'L'
        """,
        twin="""
        a = Value(2.0)
        b = Value(-3.0)
        c = Value(10.0)
        e = a*b
        d = e + c
        f = Value(-2.0)
        L = d * f
        """,
        out="L",
    ),
    micrograd(
        "lecture: a neuron with tanh",
        """
        # inputs x1,x2
        x1 = Value(2.0)
        x2 = Value(0.0)
        # weights w1,w2
        w1 = Value(-3.0)
        w2 = Value(1.0)
        # bias of the neuron
        b = Value(6.8813735870195432)
        # x1*w1 + x2*w2 + b
        x1w1 = x1*w1
        x2w2 = x2*w2
        x1w1x2w2 = x1w1 + x2w2
        n = x1w1x2w2 + b
        o = n.tanh()
        o.backward()
        """,
        out="o",
    ),
    micrograd(
        "lecture: tanh broken up",
        """
        x1 = Value(2.0)
        x2 = Value(0.0)
        w1 = Value(-3.0)
        w2 = Value(1.0)
        b = Value(6.8813735870195432)
        n = x1*w1 + x2*w2 + b
        e = (2*n).exp()
        o = (e - 1) / (e + 1)
        o.backward()
        """,
        out="o",
    ),
    micrograd(
        "lecture: a bug fixed, a used twice",
        """
        a = Value(3.0)
        b = a + a
        b.backward()
        """,
        out="b",
    ),
    micrograd(
        "lecture: the same by PyTorch",
        """
        import torch
        x1 = torch.Tensor([2.0]).double()                ; x1.requires_grad = True
        x2 = torch.Tensor([0.0]).double()                ; x2.requires_grad = True
        w1 = torch.Tensor([-3.0]).double()               ; w1.requires_grad = True
        w2 = torch.Tensor([1.0]).double()                ; w2.requires_grad = True
        b = torch.Tensor([6.8813735870195432]).double()  ; b.requires_grad = True
        n = x1*w1 + x2*w2 + b
        o = torch.tanh(n)
        print(o.data.item())
        o.backward()
        """,
        written_for="torch",
        out="o",
    ),
    micrograd(
        "the engine itself, pasted with a use",
        """
        class Value:
            def __init__(self, data, _children=(), _op=''):
                self.data = data
                self.grad = 0
                self._backward = lambda: None
                self._prev = set(_children)
                self._op = _op

            def __add__(self, other):
                other = other if isinstance(other, Value) else Value(other)
                out = Value(self.data + other.data, (self, other), '+')

                def _backward():
                    self.grad += out.grad
                    other.grad += out.grad
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
                self.grad = 1
                for v in reversed(topo):
                    v._backward()

            def __radd__(self, other):
                return self + other

            def __rmul__(self, other):
                return self * other

        a = Value(2.0)
        b = Value(-3.0)
        d = 2 * a * b + a
        d.backward()
        """,
        twin="""
        a = Value(2.0)
        b = Value(-3.0)
        d = 2 * a * b + a
        """,
        out="d",
    ),
    micrograd(
        "neuron class with given weights",
        """
        class Neuron:
            def __init__(self, w, b):
                self.w = [Value(wi) for wi in w]
                self.b = Value(b)
            def __call__(self, x):
                act = sum((wi*xi for wi,xi in zip(self.w, x)), self.b)
                return act.relu()
            def parameters(self):
                return self.w + [self.b]

        n = Neuron([0.5, -0.3], 0.1)
        y = n([2.0, 1.0])
        y.backward()
        """,
        out="y",
    ),
    micrograd(
        "neuron class with random weights",
        """
        import random

        class Neuron:
            def __init__(self, nin):
                self.w = [Value(random.uniform(-1,1)) for _ in range(nin)]
                self.b = Value(0)

            def __call__(self, x):
                act = sum((wi*xi for wi,xi in zip(self.w, x)), self.b)
                return act.tanh()

        x = [2.0, 3.0]
        n = Neuron(2)
        n(x)
        """,
        out="~",
    ),
    micrograd(
        "layers and a multi-layer perceptron with given weights",
        """
        class Neuron:
            def __init__(self, w, b):
                self.w = w
                self.b = b
            def __call__(self, x):
                return (sum((wi*xi for wi, xi in zip(self.w, x)), self.b)).tanh()

        class Layer:
            def __init__(self, neurons):
                self.neurons = neurons
            def __call__(self, x):
                outs = [n(x) for n in self.neurons]
                return outs[0] if len(outs) == 1 else outs

        class MLP:
            def __init__(self, layers):
                self.layers = layers
            def __call__(self, x):
                for layer in self.layers:
                    x = layer(x)
                return x

        mlp = MLP([
            Layer([Neuron([Value(0.5), Value(-0.3)], Value(0.1)), Neuron([Value(-0.7), Value(0.9)], Value(0.0))]),
            Layer([Neuron([Value(0.4), Value(0.8)], Value(-0.2))]),
        ])
        y = mlp([2.0, -1.0])
        """,
        out="y",
    ),
    micrograd(
        "squared losses over a small data set",
        """
        xs = [[2.0, 3.0], [3.0, -1.0]]
        ys = [1.0, -1.0]
        w = [Value(0.3), Value(-0.2)]
        b = Value(0.1)
        ypred = [(w[0]*x[0] + w[1]*x[1] + b).tanh() for x in xs]
        loss = sum((yout - ygt)**2 for ygt, yout in zip(ys, ypred))
        loss.backward()
        """,
        out="loss",
        either=False,
    ),
    micrograd(
        "svm max-margin loss of the demo",
        """
        scores = [Value(0.8), Value(-0.3), Value(1.7)]
        yb = [1, -1, 1]
        losses = [(1 + -yi*scorei).relu() for yi, scorei in zip(yb, scores)]
        data_loss = sum(losses) * (1.0 / len(losses))
        alpha = 1e-4
        reg_loss = alpha * sum((p*p for p in scores))
        total_loss = data_loss + reg_loss
        """,
        out="total_loss",
    ),
    micrograd(
        "numerical slope",
        """
        h = 0.001
        x = 3.0
        def f(x):
            return 3*x**2 - 4*x + 5
        (f(x + h) - f(x))/h
        """,
        written_for="numpy",
        skip=("h",),
    ),
    micrograd(
        "division, negative powers and subtraction",
        """
        a = Value(2.0)
        b = Value(4.0)
        c = a / b - 1
        d = 1 - b**-1
        e = c * d - a
        """,
        out="e",
    ),
    micrograd(
        "zero_grad and a step",
        """
        w = Value(0.5)
        x = 2.0
        y = (w * x - 3) ** 2
        w.grad = 0.0
        y.backward()
        w.data += -0.1 * w.grad
        """,
        out="y",
        twin="""
        w = Value(0.5)
        x = 2.0
        y = (w * x - 3) ** 2
        """,
    ),
    micrograd(
        "gradient descent on a small net, loop",
        """
        w = Value(0.5)
        b = Value(0.1)
        xs = [1.0, 2.0, 3.0]
        ys = [0.2, 0.4, 0.9]
        for k in range(20):
            ypred = [w*x + b for x in xs]
            loss = sum([(yp - y)**2 for yp, y in zip(ypred, ys)])
            for p in [w, b]:
                p.grad = 0.0
            loss.backward()
            for p in [w, b]:
                p.data += -0.05 * p.grad
        """,
        out="loss",
        skip=("w", "b"),
        twin="""
        w = Value(0.5)
        b = Value(0.1)
        xs = [1.0, 2.0, 3.0]
        ys = [0.2, 0.4, 0.9]
        ypred = [w*x + b for x in xs]
        loss = sum([(yp - y)**2 for yp, y in zip(ypred, ys)])
        """,
    ),
    micrograd(
        "softmax of values",
        """
        logits = [Value(0.0), Value(3.0), Value(-2.0), Value(1.0)]
        counts = [logit.exp() for logit in logits]
        denominator = sum(counts)
        probs = [c / denominator for c in counts]
        loss = -probs[3].log()
        loss.backward()
        """,
        out="loss",
    ),
    micrograd(
        "conditional on data",
        """
        a = Value(-1.5)
        b = a * a if a.data < 0 else a
        c = b + 2 * a
        """,
        out="c",
    ),
]
