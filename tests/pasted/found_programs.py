"""Worked examples as authors write them, with prose, comments and values: blogs, exams, tutorials, textbooks."""

from .program import NOT_WRONG, P

PROGRAMS = [
    P(
        "exam: two-input neuron with comments",
        """
        # Question 3. Compute the forward pass and all gradients.
        x1, x2 = 2.0, 0.0          # inputs
        w1, w2 = -3.0, 1.0         # weights
        b = 6.8813735870195432     # bias

        x1w1 = x1*w1
        x2w2 = x2*w2
        n = x1w1 + x2w2 + b
        o = np.tanh(n)

        # backward
        do_dn = 1 - o**2
        do_dx1 = do_dn*w1
        do_dw1 = do_dn*x1
        do_dx2 = do_dn*w2
        do_dw2 = do_dn*x2
        """,
        out="o",
        grads={"do_dn": "n", "do_dx1": "x1", "do_dw1": "w1", "do_dx2": "x2", "do_dw2": "w2"},
    ),
    P(
        "blog: a step by step backpropagation example",
        """
        i1, i2 = 0.05, 0.10
        w1, w2, w3, w4 = 0.15, 0.20, 0.25, 0.30
        w5, w6, w7, w8 = 0.40, 0.45, 0.50, 0.55
        b1, b2 = 0.35, 0.60
        t1, t2 = 0.01, 0.99

        def sigmoid(z): return 1.0/(1.0 + np.exp(-z))

        net_h1 = w1*i1 + w2*i2 + b1
        out_h1 = sigmoid(net_h1)
        net_h2 = w3*i1 + w4*i2 + b1
        out_h2 = sigmoid(net_h2)
        net_o1 = w5*out_h1 + w6*out_h2 + b2
        out_o1 = sigmoid(net_o1)
        net_o2 = w7*out_h1 + w8*out_h2 + b2
        out_o2 = sigmoid(net_o2)

        E_o1 = 0.5*(t1 - out_o1)**2
        E_o2 = 0.5*(t2 - out_o2)**2
        E_total = E_o1 + E_o2

        dE_dout_o1 = -(t1 - out_o1)
        dout_o1_dnet_o1 = out_o1*(1 - out_o1)
        dnet_o1_dw5 = out_h1
        dE_dw5 = dE_dout_o1*dout_o1_dnet_o1*dnet_o1_dw5
        w5_new = w5 - 0.5*dE_dw5
        """,
        out="E_total",
        grads={"dE_dw5": "w5", "dE_dout_o1": "out_o1"},
    ),
    P(
        "lecture: f(x,y,z) = (x+y)z with prose",
        """
        Set some inputs:
        x = -2; y = 5; z = -4
        Forward pass:
        q = x + y  # q becomes 3
        f = q * z  # f becomes -12
        """,
        twin="x = -2.0; y = 5.0; z = -4.0\nq = x + y\nf = q * z",
    ),
    P(
        "notes: sigmoid neuron, staged",
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
        # we're done! we have the gradients on the inputs to the circuit
        """,
        out="f",
        grads={"ddot": "dot"},
    ),
    P(
        "tutorial: polynomial regression in NumPy, one step",
        """
        import numpy as np
        import math

        # Create random input and output data
        x = np.linspace(-math.pi, math.pi, 20)
        y = np.sin(x)

        # Randomly initialize weights
        a, b, c, d = 0.1, -0.2, 0.3, 0.05

        # Forward pass: compute predicted y
        # y = a + b x + c x^2 + d x^3
        y_pred = a + b * x + c * x ** 2 + d * x ** 3

        # Compute and print loss
        loss = np.square(y_pred - y).sum()

        # Backprop to compute gradients of a, b, c, d with respect to loss
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
        "course: logistic regression cost with bold names",
        """
        def sigmoid(z):
            return 1 / (1 + np.exp(-z))

        def costFunction(theta, X, y):
            m = len(y)
            h = sigmoid(X @ theta)
            J = (1/m) * np.sum(-y * np.log(h) - (1 - y) * np.log(1 - h))
            grad = (1/m) * (X.T @ (h - y))
            return J, grad

        X = np.array([[1, 34.6, 78.0], [1, 30.3, 43.9], [1, 35.8, 72.9], [1, 60.2, 86.3]]) / 50
        y = np.array([0, 0, 0, 1])
        theta = np.array([-1.2, 0.4, 0.3])
        cost, grad = costFunction(theta, X, y)
        print('Cost at test theta:', cost)
        """,
        out="cost",
        grads={"grad": "theta"},
    ),
    P(
        "course: the same with its 1/m forgotten",
        """
        def sigmoid(z):
            return 1 / (1 + np.exp(-z))

        def costFunction(theta, X, y):
            m = len(y)
            h = sigmoid(X @ theta)
            J = (1/m) * np.sum(-y * np.log(h) - (1 - y) * np.log(1 - h))
            grad = X.T @ (h - y)
            return J, grad

        X = np.array([[1, 34.6, 78.0], [1, 30.3, 43.9], [1, 35.8, 72.9], [1, 60.2, 86.3]]) / 50
        y = np.array([0, 0, 0, 1])
        theta = np.array([-1.2, 0.4, 0.3])
        cost, grad = costFunction(theta, X, y)
        """,
        out="cost",
        grads={"grad": "theta"},
        mistakes={"grad": "mean"},
    ),
    P(
        "textbook: perceptron with a step",
        """
        def perceptron(x1, x2):
            w1, w2, theta = 0.5, 0.5, 0.7
            tmp = x1*w1 + x2*w2
            if tmp <= theta:
                return 0
            elif tmp > theta:
                return 1
        tmp = 0.5*x1 + 0.5*x2
        """,
        {"x1": 1.0, "x2": 0.0},
        out="tmp",
    ),
    P(
        "textbook: three layers with init_network",
        """
        def init_network():
            network = {}
            network['W1'] = np.array([[0.1, 0.3, 0.5], [0.2, 0.4, 0.6]])
            network['b1'] = np.array([0.1, 0.2, 0.3])
            network['W2'] = np.array([[0.1, 0.4], [0.2, 0.5], [0.3, 0.6]])
            network['b2'] = np.array([0.1, 0.2])
            network['W3'] = np.array([[0.1, 0.3], [0.2, 0.4]])
            network['b3'] = np.array([0.1, 0.2])
            return network

        def identity_function(x):
            return x

        def forward(network, x):
            W1, W2, W3 = network['W1'], network['W2'], network['W3']
            b1, b2, b3 = network['b1'], network['b2'], network['b3']
            a1 = np.dot(x, W1) + b1
            z1 = sigmoid(a1)
            a2 = np.dot(z1, W2) + b2
            z2 = sigmoid(a2)
            a3 = np.dot(z2, W3) + b3
            y = identity_function(a3)
            return y

        def sigmoid(x):
            return 1 / (1 + np.exp(-x))

        network = init_network()
        x = np.array([1.0, 0.5])
        y = forward(network, x)
        print(y) # [ 0.31682708 0.69627909]
        """,
        out="y",
    ),
    P(
        "textbook: layers MulLayer and AddLayer",
        """
        class MulLayer:
            def __init__(self):
                self.x = None
                self.y = None
            def forward(self, x, y):
                self.x = x
                self.y = y
                out = x * y
                return out
            def backward(self, dout):
                dx = dout * self.y
                dy = dout * self.x
                return dx, dy

        class AddLayer:
            def __init__(self):
                pass
            def forward(self, x, y):
                return x + y
            def backward(self, dout):
                return dout * 1, dout * 1

        apple = 100.0
        apple_num = 2.0
        orange = 150.0
        orange_num = 3.0
        tax = 1.1

        mul_apple_layer = MulLayer()
        mul_orange_layer = MulLayer()
        add_apple_orange_layer = AddLayer()
        mul_tax_layer = MulLayer()

        apple_price = mul_apple_layer.forward(apple, apple_num)
        orange_price = mul_orange_layer.forward(orange, orange_num)
        all_price = add_apple_orange_layer.forward(apple_price, orange_price)
        price = mul_tax_layer.forward(all_price, tax)

        dprice = 1
        dall_price, dtax = mul_tax_layer.backward(dprice)
        dapple_price, dorange_price = add_apple_orange_layer.backward(dall_price)
        dorange, dorange_num = mul_orange_layer.backward(dorange_price)
        dapple, dapple_num = mul_apple_layer.backward(dapple_price)
        """,
        out="price",
        grads={
            "dall_price": "all_price",
            "dtax": "tax",
            "dapple": "apple",
            "dapple_num": "apple_num",
            "dorange": "orange",
            "dorange_num": "orange_num",
        },
    ),
    P(
        "blog: micrograd expression with prints",
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
        written_for="micrograd",
        out="g",
    ),
    P(
        "exam: chain rule on paper",
        "y = sin(u), u = x^2 + 1, x = 0.5",
        twin="x = 0.5\nu = x**2 + 1\ny = np.sin(u)",
    ),
    P(
        "exam: where x = 2 and y = 3",
        "f(x, y) = x^2 y + y + 2 where x = 3 and y = 4",
        twin="x = 3.0\ny = 4.0\nx**2*y + y + 2",
    ),
    P("slide: with arrows", "x = 2 → f = x^2 + 3x", twin="x = 2.0\nf = x**2 + 3*x"),
    P(
        "slide: z = wx + b; a = σ(z); L = (a − y)²",
        "z = wx + b; a = σ(z); L = (a − y)²",
        {"w": 0.5, "x": 2.0, "b": 0.1, "y": 1.0},
        twin="z = w*x + b\na = 1/(1 + np.exp(-z))\nL = (a - y)**2",
    ),
    P(
        "notes in Markdown with a list",
        """
        **Forward pass**

        - $z = w x + b$
        - $a = \\tanh(z)$
        - $L = \\frac{1}{2}(a - y)^2$
        """,
        {"w": 0.5, "x": 2.0, "b": 0.1, "y": 1.0},
        twin="z = w*x + b\na = np.tanh(z)\nL = 0.5*(a - y)**2",
    ),
    P(
        "aligned derivation of a softmax",
        r"""
        \begin{align}
        z &= Wx + b \\
        \hat{y}_i &= \frac{e^{z_i}}{\sum_j e^{z_j}} \\
        L &= -\sum_i y_i \log \hat{y}_i
        \end{align}
        """,
        {"W": [[0.2, -0.4], [1.0, 0.5], [0.3, 0.7]], "x": [0.5, -1.0], "b": [0.1, 0.2, 0.3], "y": [0.0, 1.0, 0.0]},
        twin="z = W @ x + b\nyhat = np.exp(z)/np.sum(np.exp(z))\nL = -np.sum(y*np.log(yhat))",
    ),
    P(
        "paper: GELU by its approximation",
        r"\mathrm{GELU}(x) = 0.5x\left(1+\tanh\left(\sqrt{2/\pi}\,(x+0.044715x^3)\right)\right)",
        {"x": 0.7},
        twin="0.5*x*(1 + np.tanh(np.sqrt(2/np.pi)*(x + 0.044715*x**3)))",
    ),
    P("paper: swish", r"f(x) = x \cdot \sigma(\beta x)", {"x": 0.7, "beta": 1.5}, twin="x/(1 + np.exp(-beta*x))"),
    P(
        "paper: focal loss",
        r"\mathrm{FL}(p_t) = -\alpha (1-p_t)^\gamma \log(p_t)",
        {"alpha": 0.25, "gamma": 2.0, "p_t": 0.7},
        twin="-alpha*(1 - p_t)**gamma*np.log(p_t)",
    ),
    P(
        "paper: huber",
        r"L_\delta = \delta^2\left(\sqrt{1+(a/\delta)^2}-1\right)",
        {"a": 0.7, "delta": 1.5},
        twin="delta**2*(np.sqrt(1 + (a/delta)**2) - 1)",
    ),
    P(
        "paper: KL of two normals",
        r"\log\frac{\sigma_2}{\sigma_1} + \frac{\sigma_1^2 + (\mu_1-\mu_2)^2}{2\sigma_2^2} - \frac12",
        {"sigma_1": 0.7, "sigma_2": 1.2, "mu_1": 0.1, "mu_2": -0.3},
        twin="np.log(sigma_2/sigma_1) + (sigma_1**2 + (mu_1 - mu_2)**2)/(2*sigma_2**2) - 0.5",
    ),
    P(
        "reinforcement: TD error",
        """
        # one step of TD(0)
        gamma = 0.99
        target = r + gamma * V_next
        td_error = target - V
        loss = td_error**2
        """,
        {"r": 1.0, "V_next": 0.5, "V": 0.7},
        grads={"td_error": NOT_WRONG},
    ),
    P(
        "policy gradient, one action",
        """
        def softmax(x):
            e = np.exp(x - np.max(x))
            return e / e.sum()
        probs = softmax(theta)
        a = 1
        loss = -np.log(probs[a]) * R
        dlogits = probs.copy()
        dlogits[a] -= 1
        dlogits *= R
        """,
        {"theta": [0.2, -0.5, 1.0], "R": 2.0},
        out="loss",
        grads={"dlogits": "theta"},
    ),
    P(
        "word2vec: negative sampling",
        """
        def sigmoid(x): return 1/(1+np.exp(-x))
        pos = sigmoid(u_o @ v_c)
        neg = sigmoid(-U_k @ v_c)
        J = -np.log(pos) - np.sum(np.log(neg))
        grad_v_c = (pos - 1)*u_o + U_k.T @ (1 - neg)
        grad_u_o = (pos - 1)*v_c
        grad_U_k = np.outer(1 - neg, v_c)
        """,
        {"u_o": [0.2, -0.5, 1.0], "v_c": [0.3, 0.4, -0.2], "U_k": [[0.1, 0.5, -0.3], [0.7, -0.2, 0.4]]},
        out="J",
        grads={"grad_v_c": "v_c", "grad_u_o": "u_o", "grad_U_k": "U_k"},
    ),
    P(
        "word2vec with the sign of the negatives wrong",
        """
        def sigmoid(x): return 1/(1+np.exp(-x))
        pos = sigmoid(u_o @ v_c)
        neg = sigmoid(-U_k @ v_c)
        J = -np.log(pos) - np.sum(np.log(neg))
        grad_v_c = (pos - 1)*u_o - U_k.T @ (1 - neg)
        grad_u_o = (pos - 1)*v_c
        """,
        {"u_o": [0.2, -0.5, 1.0], "v_c": [0.3, 0.4, -0.2], "U_k": [[0.1, 0.5, -0.3], [0.7, -0.2, 0.4]]},
        out="J",
        grads={"grad_v_c": "v_c", "grad_u_o": "u_o"},
        mistakes={"grad_v_c": "sign"},
    ),
    P(
        "ridge regression with its gradient",
        """
        resid = X @ w - y
        loss = 0.5*resid @ resid + 0.5*lam*(w @ w)
        grad_w = X.T @ resid + lam*w
        """,
        {"X": [[1.0, 2.0], [0.5, -1.0], [1.5, 0.3]], "w": [0.2, -0.3], "y": [1.0, 0.5, -0.2], "lam": 0.1},
        out="loss",
        grads={"grad_w": "w"},
    ),
    P(
        "ridge regression, the penalty twice",
        """
        resid = X @ w - y
        loss = 0.5*resid @ resid + 0.5*lam*(w @ w)
        grad_w = X.T @ resid + 2*lam*w
        """,
        {"X": [[1.0, 2.0], [0.5, -1.0], [1.5, 0.3]], "w": [0.2, -0.3], "y": [1.0, 0.5, -0.2], "lam": 0.1},
        out="loss",
        grads={"grad_w": "w"},
        mistakes={"grad_w": "factor"},
    ),
    P(
        "matrix factorization, one rating",
        """
        e = R - P @ Q
        loss = e**2 + beta*(P @ P + Q @ Q)
        dP = -2*e*Q + 2*beta*P
        dQ = -2*e*P + 2*beta*Q
        """,
        {"R": 4.0, "P": [0.5, 1.0], "Q": [1.2, 0.8], "beta": 0.02},
        out="loss",
        grads={"dP": "P", "dQ": "Q"},
    ),
    P(
        "layer norm backward of a blog",
        """
        B, C = x.shape
        mean = x.sum(-1, keepdims=True) / C
        xshift = x - mean
        var = (xshift**2).sum(-1, keepdims=True) / C
        rstd = (var + 1e-5)**-0.5
        norm = xshift * rstd
        out = norm * w + b

        db = dout.sum(0)
        dw = (dout * norm).sum(0)
        dnorm = dout * w
        dx = dnorm - dnorm.mean(-1, keepdims=True) - norm * (dnorm * norm).mean(-1, keepdims=True)
        dx *= rstd
        """,
        {
            "x": [[0.5, -1.0, 2.0], [1.5, 0.7, -0.3]],
            "w": [1.1, 0.9, -0.4],
            "b": [0.1, 0.2, 0.3],
            "dout": [[0.3, -0.5, 0.2], [1.1, 0.4, -0.7]],
        },
        out="out",
        loss="np.sum(out*dout)",
        skip=("dout",),
        grads={"db": "b", "dw": "w", "dnorm": "norm", "dx": "x"},
    ),
]
