"""Worked examples with their printed numbers, and sums that leave entries out."""

from .program import P

PROGRAMS = [
    P(
        "colah",
        """
        c = a + b
        d = b + 1
        e = c * d
        a = 2, b = 1
        """,
        twin="""
        a=2.;b=1.
        c=a+b
        d=b+1
        e=c*d
        """,
        loose=True,
    ),
    P(
        "olah text",
        "e=(a+b)*(b+1) with a=2 and b=1",
        twin="""
        a=2.;b=1.
        e=(a+b)*(b+1)
        """,
        loose=True,
    ),
    P(
        "notes f=(x+y)z comments",
        """
        # set some inputs
        x = -2; y = 5; z = -4

        # perform the forward pass
        q = x + y # q becomes 3
        f = q * z # f becomes -12
        """,
        twin="""
        x=-2.;y=5.;z=-4.
        q=x+y
        f=q*z
        """,
        loose=True,
    ),
    P(
        "neuron text",
        """
        w = [2,-3,-3] # assume some random weights and data
        x = [-1, -2]

        # forward pass
        dot = w[0]*x[0] + w[1]*x[1] + w[2]
        f = 1.0 / (1 + math.exp(-dot)) # sigmoid function
        """,
        twin="""
        w=np.array([2.,-3,-3]);x=np.array([-1.,-2])
        f=1/(1+np.exp(-(w[0]*x[0]+w[1]*x[1]+w[2])))
        """,
        loose=True,
    ),
    P(
        "stanford svm numbers",
        """
        s = [3.2, 5.1, -1.7]
        y = 0
        L = sum(max(0, s[j] - s[y] + 1) for j in range(3) if j != y)
        """,
        twin="L=max(0,5.1-3.2+1)+max(0,-1.7-3.2+1)",
        loose=True,
    ),
    P(
        "softmax numbers",
        """
        f = np.array([123, 456, 789])
        f -= np.max(f)
        p = np.exp(f) / np.sum(np.exp(f))
        """,
        twin="""
        f=np.array([123.,456,789])
        f=f-np.max(f)
        np.exp(f)/np.sum(np.exp(f))
        """,
        loose=True,
    ),
    P(
        "xent numbers",
        """
        p = softmax([3.2, 5.1, -1.7])
        L = -ln(p[0])
        """,
        twin="""
        z=np.array([3.2,5.1,-1.7])
        -np.log(np.exp(z[0])/np.sum(np.exp(z)))
        """,
        loose=True,
    ),
    P(
        "perceptron words",
        "Given inputs x1 = 0.5, x2 = -1 and weights w1 = 0.4, w2 = 0.7, b = 0.1, compute the output y = σ(w1x1 + w2x2 + b).",
        twin="1/(1+np.exp(-(0.4*0.5-0.7+0.1)))",
        loose=True,
    ),
    P(
        "exam",
        "Let f(x, y) = x^2 y + 3y. Evaluate f and its gradient at (x, y) = (2, -1).",
        twin="2.0**2*-1-3",
        loose=True,
    ),
    P(
        "newton ex",
        """
        f(x) = x^3 - 2x - 5, x0 = 2
        x1 = x0 - f(x0)/f'(x0)
        """,
        twin="2-(8-4-5)/(12-2.0)",
        loose=True,
    ),
    P(
        "medium blog",
        """
        inputs:  x = 1.5
        weights: w1 = 0.8
        bias:    b1 = 0.2
        z1 = w1*x + b1 = 1.4
        a1 = sigmoid(z1) = 0.802
        """,
        twin="1/(1+np.exp(-1.4))",
        loose=True,
    ),
    P(
        "unit step",
        "y = tanh(0.5*1 + 0.25*(-2) + 0.1)",
        twin="np.tanh(0.1)",
        loose=True,
    ),
    P(
        "latex numbers",
        r"\hat{y} = \sigma(0.3 \cdot 1 + 0.5 \cdot 2 - 0.1) = \sigma(1.2) = 0.7685",
        twin="1/(1+np.exp(-1.2))",
        loose=True,
    ),
    P(
        "cross entropy number",
        r"L = -(1 \cdot \log(0.8) + 0 \cdot \log(0.2)) = 0.223",
        twin="-np.log(0.8)",
        loose=True,
    ),
    P(
        "loss two samples",
        "MSE = 1/2 * ((0.5 - 1)^2 + (0.2 - 0)^2)",
        twin="0.5*(0.25+0.04)",
        loose=True,
    ),
    P(
        "conv by hand",
        "[[1,0],[0,1]] * [[2,3],[4,5]]",
        twin="np.array([[1,0],[0,1.]])*np.array([[2,3],[4,5.]])",
        refused="any",
        either=True,
        loose=True,
    ),
    P(
        "matrix mult words",
        r"W = \begin{bmatrix} 0.2 & 0.8 \\ 0.5 & -0.1 \end{bmatrix}, \ x = \begin{bmatrix} 1 \\ 2 \end{bmatrix}, \ z = Wx",
        twin="np.array([[0.2,0.8],[0.5,-0.1]])@np.array([1.,2.])",
        loose=True,
    ),
    P(
        "attention numbers",
        """
        Q = [[1, 0]]
        K = [[1, 0], [0, 1]]
        V = [[1, 2], [3, 4]]
        A = softmax(Q @ K.T / sqrt(2)) @ V
        """,
        twin="""
        Q=np.array([[1.,0]]);K=np.eye(2);V=np.array([[1.,2],[3,4]])
        softmax(Q@K.T/np.sqrt(2))@V
        """,
        loose=True,
    ),
    P(
        "micrograd readme",
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
        print(f'{a.grad:.4f}')
        print(f'{b.grad:.4f}')
        """,
        written_for="micrograd",
        loose=True,
    ),
    P(
        "own tensor",
        """
        class Tensor:
            def __init__(self, data, parents=(), op=''):
                self.data = np.array(data, dtype=float)
                self.grad = np.zeros_like(self.data)
                self._backward = lambda: None
                self._parents = parents
            def __matmul__(self, other):
                out = Tensor(self.data @ other.data, (self, other), '@')
                def _backward():
                    self.grad += out.grad @ other.data.T
                    other.grad += self.data.T @ out.grad
                out._backward = _backward
                return out
            def relu(self):
                out = Tensor(np.maximum(self.data, 0), (self,))
                def _backward():
                    self.grad += (self.data > 0) * out.grad
                out._backward = _backward
                return out
            def sum(self):
                out = Tensor(self.data.sum(), (self,))
                def _backward():
                    self.grad += np.ones_like(self.data) * out.grad
                out._backward = _backward
                return out
            def backward(self):
                topo, seen = [], set()
                def build(t):
                    if t not in seen:
                        seen.add(t)
                        for p in t._parents: build(p)
                        topo.append(t)
                build(self)
                self.grad = np.ones_like(self.data)
                for t in reversed(topo): t._backward()

        x = Tensor([[1.0, -2.0]])
        W = Tensor([[0.5, 0.3], [0.2, -0.4]])
        loss = (x @ W).relu().sum()
        loss.backward()
        print(W.grad)
        """,
        twin="np.sum(np.maximum(np.array([[1.0,-2.0]])@np.array([[0.5,0.3],[0.2,-0.4]]),0))",
        loose=True,
    ),
    P(
        "layer stack",
        """
        class Linear:
            def __init__(self, w, b): self.w, self.b = w, b
            def forward(self, x): return x @ self.w + self.b
        class Tanh:
            def forward(self, x): return np.tanh(x)
        layers = [Linear(np.array([[0.1,0.2],[0.3,-0.4]]), np.zeros(2)), Tanh(), Linear(np.array([[0.5],[0.6]]), np.zeros(1))]
        out = np.array([[1.0, 2.0]])
        for layer in layers:
            out = layer.forward(out)
        loss = ((out - 1.0)**2).mean()
        """,
        loose=True,
    ),
    P(
        "xor 3 lines",
        """
        X = np.array([[0,0,1],[0,1,1],[1,0,1],[1,1,1]])
        y = np.array([[0,1,1,0]]).T
        np.random.seed(1)
        syn0 = 2*np.random.random((3,1)) - 1
        l1 = 1/(1+np.exp(-(np.dot(X,syn0))))
        err = np.mean((y - l1)**2)
        """,
        loose=True,
    ),
    P(
        "perceptron class",
        """
        class Perceptron(object):
            def __init__(self, no_of_inputs, threshold=100, learning_rate=0.01):
                self.threshold = threshold
                self.learning_rate = learning_rate
                self.weights = np.array([0.1, 0.4, -0.3])
            def predict(self, inputs):
                summation = np.dot(inputs, self.weights[1:]) + self.weights[0]
                if summation > 0:
                  activation = 1
                else:
                  activation = 0
                return summation
        p = Perceptron(2)
        s = p.predict(np.array([1, 1]))
        """,
        loose=True,
    ),
    P(
        "dense nnfs",
        """
        import math
        softmax_output = [0.7, 0.1, 0.2]
        target_output = [1, 0, 0]
        loss = -(math.log(softmax_output[0])*target_output[0] +
                 math.log(softmax_output[1])*target_output[1] +
                 math.log(softmax_output[2])*target_output[2])
        print(loss)
        """,
        loose=True,
    ),
    P(
        "golden min",
        """
        def f(x):
            return (x - 2)**2 + 1
        x = 0.0
        for _ in range(10):
            g = 2*(x - 2)
            x -= 0.1*g
        print(f(x))
        """,
        twin="(0.0-2)**2+1",
        also=(("1+(2*0.8**10)**2", None),),
        loose=True,
    ),
    P(
        "gd by hand",
        "x0 = 3, η = 0.1, f(x) = x^2. x1 = x0 - η f'(x0)",
        twin="3-0.1*6.0",
        loose=True,
    ),
    P(
        "gd by hand2",
        """
        f(x) = x^2, x0 = 3, η = 0.1
        x1 = x0 - η f'(x0)
        """,
        twin="3-0.1*6.0",
        loose=True,
    ),
    P(
        "weights biases words",
        "Consider a neuron with inputs x1 = 1, x2 = 2, weights w1 = 0.5, w2 = -0.3 and bias b = 0.1. Compute a = tanh(w1*x1 + w2*x2 + b).",
        twin="np.tanh(0.5-0.6+0.1)",
        loose=True,
    ),
    P(
        "newton latex",
        r"f(x) = x^2 - 2, \quad x_1 = x_0 - \frac{f(x_0)}{f'(x_0)}",
        twin="""
        x_0=1.5
        x_0-(x_0**2-2)/(2*x_0)
        """,
        refused="any",
        either=True,
        loose=True,
    ),
    P(
        "neighbours without bounds",
        r"\sum_i x_{i+1} x_i",
        {"x": [0.5, 1.0, 2.0, -1.0]},
        twin="np.sum(x[1:]*x[:-1])",
        loose=True,
    ),
    P(
        "second differences",
        r"\sum_i (x_{i+1} - 2x_i + x_{i-1})^2",
        {"x": [0.5, 1.0, 2.0, -1.0]},
        twin="np.sum((x[2:]-2*x[1:-1]+x[:-2])**2)",
        loose=True,
    ),
    P(
        "a set of neighbours",
        r"h_i = \sum_{j \in \mathcal{N}(i)} w_{ij} x_j",
        refused="source",
    ),
    P(
        "a subset",
        r"\sum_{j \in S} x_j",
        {"x": [1.0, 2.0]},
        twin="np.sum(x)",
        refused="source",
        loose=True,
    ),
    P(
        "alphabet",
        r"\sum_{x \in \mathcal{X}} p(x) \log p(x)",
        {"p": [0.2, 0.8]},
        twin="np.sum(p*np.log(p))",
        loose=True,
    ),
    P(
        "listed set",
        r"\sum_{i \in [n]} x_i",
        {"x": [1.0, 2.0]},
        twin="np.sum(x)",
        loose=True,
    ),
    P(
        "heading of an expected value",
        r"\mathbb{E}[X] = \sum_x x\, p(x)",
        {"x": [1.0, 2.0], "p": [0.3, 0.7]},
        twin="np.sum(x*p)",
        loose=True,
    ),
]
