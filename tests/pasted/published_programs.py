"""Worked examples from articles, notes, textbooks, tutorials and exams, as their authors write them."""

from .program import NOT_WRONG, P

MAZUR = {
    "i1": 0.05,
    "i2": 0.10,
    "w1": 0.15,
    "w2": 0.20,
    "w3": 0.25,
    "w4": 0.30,
    "w5": 0.40,
    "w6": 0.45,
    "w7": 0.50,
    "w8": 0.55,
    "b1": 0.35,
    "b2": 0.60,
}
XOR = "np.array([[0,0],[0,1],[1,0],[1,1]])"

PROGRAMS = [
    P(
        "the 2-2-2 network, scalar by scalar",
        """
        net_h1 = w1 * i1 + w2 * i2 + b1 * 1
        out_h1 = 1/(1 + np.exp(-net_h1))
        net_h2 = w3 * i1 + w4 * i2 + b1 * 1
        out_h2 = 1/(1 + np.exp(-net_h2))
        net_o1 = w5 * out_h1 + w6 * out_h2 + b2 * 1
        out_o1 = 1/(1 + np.exp(-net_o1))
        net_o2 = w7 * out_h1 + w8 * out_h2 + b2 * 1
        out_o2 = 1/(1 + np.exp(-net_o2))
        E_o1 = 1/2 * (0.01 - out_o1)**2
        E_o2 = 1/2 * (0.99 - out_o2)**2
        E_total = E_o1 + E_o2
        """,
        MAZUR,
    ),
    P(
        "the 2-2-2 network, as formulas of the article",
        """
        net_{h1} = w_1 * i_1 + w_2 * i_2 + b_1 * 1
        out_{h1} = \\frac{1}{1+e^{-net_{h1}}}
        """,
        {"w_1": 0.15, "i_1": 0.05, "w_2": 0.20, "i_2": 0.10, "b_1": 0.35},
        twin="net_h1 = w_1*i_1 + w_2*i_2 + b_1\nout_h1 = 1/(1 + np.exp(-net_h1))",
    ),
    P(
        "the 2-2-2 network with its chain rule by hand",
        """
        net_o1 = w5 * out_h1 + w6 * out_h2 + b2
        out_o1 = 1/(1 + np.exp(-net_o1))
        E = 0.5 * (target - out_o1)**2
        dE_dout_o1 = -(target - out_o1)
        dout_o1_dnet_o1 = out_o1 * (1 - out_o1)
        dnet_o1_dw5 = out_h1
        dE_dw5 = dE_dout_o1 * dout_o1_dnet_o1 * dnet_o1_dw5
        w5_new = w5 - 0.5 * dE_dw5
        """,
        {"w5": 0.40, "w6": 0.45, "b2": 0.60, "out_h1": 0.593269992, "out_h2": 0.596884378, "target": 0.01},
        out="E",
        grads={"dE_dout_o1": "out_o1", "dE_dw5": "w5", "dout_o1_dnet_o1": NOT_WRONG, "dnet_o1_dw5": NOT_WRONG},
    ),
    P("calculus on computational graphs", "c = a + b\nd = b + 1\ne = c * d", {"a": 2.0, "b": 1.0}),
    P("computation graph of the deep learning course", "u = b*c\nv = a + u\nJ = 3*v", {"a": 5.0, "b": 3.0, "c": 2.0}),
    P(
        "computation graph of the deep learning course with its derivatives",
        "u = b*c\nv = a + u\nJ = 3*v\ndv = 3\ndu = dv\nda = dv\ndb = du*c\ndc = du*b",
        {"a": 5.0, "b": 3.0, "c": 2.0},
        out="J",
        grads={"dv": "v", "du": "u", "da": "a", "db": "b", "dc": "c"},
    ),
    P(
        "running example of the survey on automatic differentiation",
        "y = ln(x1) + x1*x2 - sin(x2)",
        {"x1": 2.0, "x2": 5.0},
    ),
    P(
        "the survey's evaluation trace",
        """
        v_m1 = x1
        v0 = x2
        v1 = np.log(v_m1)
        v2 = v_m1 * v0
        v3 = np.sin(v0)
        v4 = v1 + v2
        v5 = v4 - v3
        y = v5
        """,
        {"x1": 2.0, "x2": 5.0},
    ),
    P(
        "first example of Evaluating Derivatives",
        "y = (sin(x1/x2) + x1/x2 - exp(x2))*(x1/x2 - exp(x2))",
        {"x1": 1.5, "x2": 0.5},
    ),
    P("example of the encyclopedia: x1*x2 + sin(x1)", "z = x1*x2 + sin(x1)", {"x1": 2.0, "x2": 3.0}),
    P(
        "example of an exam: a small chain",
        "a = x*y; b = a + z; c = max(b, 0); f = c**2",
        {"x": 2.0, "y": -1.0, "z": 3.0},
    ),
    P("example of an exam: max and product", "q = max(x, y); f = q*z + x", {"x": -2.0, "y": 5.0, "z": -4.0}),
    P("example of an exam: log of a sum of exponentials", "f = log(exp(x) + exp(y))", {"x": 0.5, "y": -1.0}),
    P(
        "softmax derivation: negative log of one entry",
        "L = -np.log(np.exp(s[1])/np.sum(np.exp(s)))",
        {"s": [3.0, 1.0, -3.0]},
    ),
    P(
        "softmax gradient is p minus one-hot",
        """
        p = np.exp(s) / np.sum(np.exp(s))
        y = np.array([0, 1, 0])
        loss = -np.sum(y * np.log(p))
        ds = p - y
        """,
        {"s": [3.0, 1.0, -3.0]},
        out="loss",
        grads={"ds": "s"},
    ),
    P(
        "hinge loss of the lecture's numbers",
        """
        scores = np.array([3.2, 5.1, -1.7])
        correct = scores[0]
        margins = np.maximum(0, scores - correct + 1)
        margins[0] = 0
        loss = np.sum(margins)
        """,
    ),
    P(
        "network in eleven lines",
        """
        X = np.array([ [0,0,1],[0,1,1],[1,0,1],[1,1,1] ])
        y = np.array([[0,1,1,0]]).T
        syn0 = 2*np.random.random((3,4)) - 1
        syn1 = 2*np.random.random((4,1)) - 1
        for j in xrange(60000):
            l1 = 1/(1+np.exp(-(np.dot(X,syn0))))
            l2 = 1/(1+np.exp(-(np.dot(l1,syn1))))
            l2_delta = (y - l2)*(l2*(1-l2))
            l1_delta = l2_delta.dot(syn1.T) * (l1 * (1-l1))
            syn1 += l1.T.dot(l2_delta)
            syn0 += X.T.dot(l1_delta)
        """,
        out="~",
        twin="y0 = 0.0",
        grads={"l2_delta": NOT_WRONG, "l1_delta": NOT_WRONG},
    ),
    P(
        "two-layer network with nonlin(deriv) and a seed",
        """
        import numpy as np

        # sigmoid function
        def nonlin(x,deriv=False):
            if(deriv==True):
                return x*(1-x)
            return 1/(1+np.exp(-x))

        # input dataset
        X = np.array([  [0,0,1],
                        [0,1,1],
                        [1,0,1],
                        [1,1,1] ])

        # output dataset
        y = np.array([[0,0,1,1]]).T

        # seed random numbers to make calculation
        # deterministic (just a good practice)
        np.random.seed(1)

        # initialize weights randomly with mean 0
        syn0 = 2*np.random.random((3,1)) - 1

        for iter in xrange(10000):

            # forward propagation
            l0 = X
            l1 = nonlin(np.dot(l0,syn0))

            # how much did we miss?
            l1_error = y - l1

            # multiply how much we missed by the
            # slope of the sigmoid at the values in l1
            l1_delta = l1_error * nonlin(l1,True)

            # update weights
            syn0 += np.dot(l0.T,l1_delta)

        print "Output After Training:"
        print l1
        """,
        out="~",
        twin="y0 = 0.0",
        grads={"l1_delta": NOT_WRONG, "l1_error": NOT_WRONG},
    ),
    P(
        "machine learning for beginners: a neuron class",
        """
        import numpy as np

        def sigmoid(x):
          # Our activation function: f(x) = 1 / (1 + e^(-x))
          return 1 / (1 + np.exp(-x))

        class Neuron:
          def __init__(self, weights, bias):
            self.weights = weights
            self.bias = bias

          def feedforward(self, inputs):
            # Weight inputs, add bias, then use the activation function
            total = np.dot(self.weights, inputs) + self.bias
            return sigmoid(total)

        weights = np.array([0, 1]) # w1 = 0, w2 = 1
        bias = 4                   # b = 4
        n = Neuron(weights, bias)

        x = np.array([2, 3])       # x1 = 2, x2 = 3
        print(n.feedforward(x))    # 0.9990889488055994
        """,
        out="n.feedforward(x)",
    ),
    P(
        "machine learning for beginners: the network's partial derivatives",
        """
        def deriv_sigmoid(x):
          fx = 1 / (1 + np.exp(-x))
          return fx * (1 - fx)

        sum_h1 = w1 * x[0] + w2 * x[1] + b1
        h1 = 1 / (1 + np.exp(-sum_h1))
        sum_h2 = w3 * x[0] + w4 * x[1] + b2
        h2 = 1 / (1 + np.exp(-sum_h2))
        sum_o1 = w5 * h1 + w6 * h2 + b3
        o1 = 1 / (1 + np.exp(-sum_o1))
        y_pred = o1
        L = (y_true - y_pred)**2

        d_L_d_ypred = -2 * (y_true - y_pred)
        d_ypred_d_w5 = h1 * deriv_sigmoid(sum_o1)
        d_ypred_d_h1 = w5 * deriv_sigmoid(sum_o1)
        d_h1_d_w1 = x[0] * deriv_sigmoid(sum_h1)
        d_L_d_w1 = d_L_d_ypred * d_ypred_d_h1 * d_h1_d_w1
        """,
        {
            "w1": 0.5,
            "w2": -0.3,
            "w3": 0.8,
            "w4": 0.1,
            "w5": -0.7,
            "w6": 0.4,
            "b1": 0.1,
            "b2": 0.0,
            "b3": -0.2,
            "x": [-2.0, -1.0],
            "y_true": 1.0,
        },
        out="L",
        grads={
            "d_L_d_ypred": NOT_WRONG,
            "d_ypred_d_w5": NOT_WRONG,
            "d_ypred_d_h1": NOT_WRONG,
            "d_h1_d_w1": NOT_WRONG,
            "d_L_d_w1": "w1",
        },
    ),
    P(
        "neural network from scratch in a class, feedforward and backprop",
        """
        class NeuralNetwork:
            def __init__(self, x, y, weights1, weights2):
                self.input      = x
                self.weights1   = weights1
                self.weights2   = weights2
                self.y          = y

            def feedforward(self):
                self.layer1 = sigmoid(np.dot(self.input, self.weights1))
                self.output = sigmoid(np.dot(self.layer1, self.weights2))
                return self.output

        nn = NeuralNetwork(x, y, weights1, weights2)
        output = nn.feedforward()
        loss = np.sum((y - output)**2)
        """,
        {
            "x": [[0.0, 0.0, 1.0], [0.0, 1.0, 1.0]],
            "y": [[0.0], [1.0]],
            "weights1": [[0.2, -0.4], [1.0, 0.5], [-0.3, 0.9]],
            "weights2": [[0.3], [-0.7]],
        },
    ),
    P(
        "implementing a neural network from scratch: the loss of the moons",
        """
        # Helper function to evaluate the total loss on the dataset
        def calculate_loss(model):
            W1, b1, W2, b2 = model['W1'], model['b1'], model['W2'], model['b2']
            # Forward propagation to calculate our predictions
            z1 = X.dot(W1) + b1
            a1 = np.tanh(z1)
            z2 = a1.dot(W2) + b2
            exp_scores = np.exp(z2)
            probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
            # Calculating the loss
            corect_logprobs = -np.log(probs[range(num_examples), y])
            data_loss = np.sum(corect_logprobs)
            # Add regulatization term to loss (optional)
            data_loss += reg_lambda/2 * (np.sum(np.square(W1)) + np.sum(np.square(W2)))
            return 1./num_examples * data_loss

        num_examples = len(X)
        model = {'W1': W1, 'b1': b1, 'W2': W2, 'b2': b2}
        calculate_loss(model)
        """,
        {
            "X": [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]],
            "y": [0, 1, 1],
            "W1": [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]],
            "b1": [[0.1, -0.2, 0.3]],
            "W2": [[0.3, -0.2], [0.5, 0.4], [-0.6, 0.1]],
            "b2": [[0.05, -0.1]],
            "reg_lambda": 0.01,
        },
        labels=("y",),
    ),
    P(
        "implementing a neural network from scratch: its backpropagation",
        """
        z1 = X.dot(W1) + b1
        a1 = np.tanh(z1)
        z2 = a1.dot(W2) + b2
        exp_scores = np.exp(z2)
        probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)

        # Backpropagation
        delta3 = probs
        delta3[range(3), y] -= 1
        dW2 = (a1.T).dot(delta3)
        db2 = np.sum(delta3, axis=0, keepdims=True)
        delta2 = delta3.dot(W2.T) * (1 - np.power(a1, 2))
        dW1 = np.dot(X.T, delta2)
        db1 = np.sum(delta2, axis=0)
        """,
        {
            "X": [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]],
            "y": [0, 1, 1],
            "W1": [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]],
            "b1": [[0.1, -0.2, 0.3]],
            "W2": [[0.3, -0.2], [0.5, 0.4], [-0.6, 0.1]],
            "b2": [[0.05, -0.1]],
        },
        labels=("y",),
        out="~",
        loss="np.sum(np.log(np.sum(exp_scores, axis=1))) - z2[0, 0] - z2[1, 1] - z2[2, 1]",
        grads={"delta3": NOT_WRONG, "delta2": NOT_WRONG, "dW2": "W2", "db2": "b2", "dW1": "W1", "db1": "b1"},
    ),
    P(
        "dive into deep learning: twice the dot product",
        """
        import torch

        x = torch.arange(4.0)
        x.requires_grad_(True)
        y = 2 * torch.dot(x, x)
        y.backward()
        x.grad == 4 * x
        """,
        written_for="torch",
        out="y",
    ),
    P(
        "dive into deep learning: detaching computation",
        """
        x = torch.arange(4.0, requires_grad=True)
        y = x * x
        u = y.detach()
        z = u * x

        z.sum().backward()
        x.grad == u
        """,
        written_for="torch",
        out="z.sum()",
        also=(("z", "z.sum()"),),
    ),
    P(
        "dive into deep learning: gradients and Python control flow",
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

        d = f(a)
        d.backward()
        """,
        {"a": 0.7},
        written_for="torch",
        out="d",
    ),
    P(
        "dive into deep learning: linear regression from scratch",
        """
        def linreg(X, w, b):
            return torch.matmul(X, w) + b

        def squared_loss(y_hat, y):
            return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2

        l = squared_loss(linreg(X, w, b), y).mean()
        l.backward()
        """,
        {"X": [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]], "w": [[0.3], [-0.2]], "b": 0.1, "y": [4.2, 1.0, -0.6]},
        written_for="torch",
        out="l",
    ),
    P(
        "dive into deep learning: gated recurrent unit",
        """
        Z = torch.sigmoid((X @ W_xz) + (H @ W_hz) + b_z)
        R = torch.sigmoid((X @ W_xr) + (H @ W_hr) + b_r)
        H_tilda = torch.tanh((X @ W_xh) + ((R * H) @ W_hh) + b_h)
        H_new = Z * H + (1 - Z) * H_tilda
        Y = H_new @ W_hq + b_q
        """,
        {
            "X": [[0.1, 0.2]],
            "H": [[0.3]],
            "W_xz": [[0.1], [0.2]],
            "W_hz": [[0.3]],
            "b_z": [0.1],
            "W_xr": [[-0.1], [0.4]],
            "W_hr": [[0.2]],
            "b_r": [0.0],
            "W_xh": [[0.5], [-0.6]],
            "W_hh": [[0.7]],
            "b_h": [0.2],
            "W_hq": [[0.9, -0.3]],
            "b_q": [0.0, 0.1],
        },
        written_for="torch",
    ),
    P(
        "understanding LSTM networks, in numpy",
        """
        concat = np.hstack((h_prev, x))
        f_t = sigmoid(W_f @ concat + b_f)
        i_t = sigmoid(W_i @ concat + b_i)
        C_tilde = np.tanh(W_C @ concat + b_C)
        C_t = f_t * C_prev + i_t * C_tilde
        o_t = sigmoid(W_o @ concat + b_o)
        h_t = o_t * np.tanh(C_t)
        """,
        {
            "h_prev": [0.1, -0.2],
            "x": [0.5],
            "C_prev": [0.4, 0.3],
            "W_f": [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]],
            "W_i": [[0.1, 0.3, -0.5], [0.7, -0.2, 0.4]],
            "W_C": [[-0.6, 0.2, 0.9], [0.3, 0.8, -0.1]],
            "W_o": [[0.4, -0.7, 0.1], [0.2, 0.6, 0.5]],
            "b_f": [0.1, 0.2],
            "b_i": [0.0, -0.1],
            "b_C": [0.3, 0.1],
            "b_o": [0.2, 0.0],
        },
    ),
    P(
        "the annotated transformer: attention",
        """
        def attention(query, key, value, mask=None, dropout=None):
            "Compute 'Scaled Dot Product Attention'"
            d_k = query.size(-1)
            scores = torch.matmul(query, key.transpose(-2, -1)) / math.sqrt(d_k)
            if mask is not None:
                scores = scores.masked_fill(mask == 0, -1e9)
            p_attn = scores.softmax(dim=-1)
            if dropout is not None:
                p_attn = dropout(p_attn)
            return torch.matmul(p_attn, value), p_attn

        x, attn = attention(q, k, v)
        """,
        {"q": [[0.5, -1.0], [1.5, 2.0]], "k": [[0.3, 0.7], [-0.2, 0.9]], "v": [[0.1, 0.4], [0.8, -0.6]]},
        written_for="torch",
    ),
    P(
        "the annotated transformer: layer norm",
        """
        class LayerNorm(nn.Module):
            "Construct a layernorm module (See citation for details)."

            def __init__(self, features, eps=1e-6):
                super(LayerNorm, self).__init__()
                self.a_2 = nn.Parameter(torch.ones(features))
                self.b_2 = nn.Parameter(torch.zeros(features))
                self.eps = eps

            def forward(self, x):
                mean = x.mean(-1, keepdim=True)
                std = x.std(-1, keepdim=True)
                return self.a_2 * (x - mean) / (std + self.eps) + self.b_2

        norm = LayerNorm(3)
        y = norm(x)
        """,
        {"x": [[0.5, -1.0, 2.0], [1.5, 0.7, -0.3]]},
        written_for="torch",
    ),
    P(
        "skip-gram with negative sampling",
        """
        loss = -np.log(sigmoid(np.dot(u_o, v_c))) - np.sum(np.log(sigmoid(-U_k @ v_c)))
        """,
        {"u_o": [0.3, -0.2], "v_c": [0.5, 0.7], "U_k": [[0.1, 0.4], [-0.6, 0.2], [0.9, -0.3]]},
    ),
    P(
        "skip-gram gradients of the assignment",
        """
        def naive_softmax_loss_and_gradient(center_vec, outside_idx, outside_vectors):
            scores = np.dot(outside_vectors, center_vec)
            y_hat = np.exp(scores - np.max(scores))
            y_hat = y_hat / np.sum(y_hat)
            loss = -np.log(y_hat[outside_idx])
            delta = y_hat.copy()
            delta[outside_idx] -= 1
            grad_center_vec = np.dot(outside_vectors.T, delta)
            grad_outside_vectors = np.outer(delta, center_vec)
            return loss, grad_center_vec, grad_outside_vectors

        loss, grad_center_vec, grad_outside_vectors = naive_softmax_loss_and_gradient(center_vec, 1, outside_vectors)
        """,
        {"center_vec": [0.5, 0.7], "outside_vectors": [[0.1, 0.4], [-0.6, 0.2], [0.9, -0.3]]},
        out="loss",
        grads={"grad_center_vec": "center_vec", "grad_outside_vectors": "outside_vectors", "delta": NOT_WRONG},
    ),
    P(
        "word vectors by weighted least squares",
        "J = np.sum(f * (np.sum(w * w_tilde, axis=1) + b + b_tilde - np.log(X))**2)",
        {
            "f": [0.5, 1.0],
            "w": [[0.3, -0.2], [0.5, 0.4]],
            "w_tilde": [[0.1, 0.7], [-0.6, 0.2]],
            "b": [0.1, 0.0],
            "b_tilde": [0.2, -0.1],
            "X": [3.0, 5.0],
        },
    ),
    P(
        "the cost of the third chapter on backpropagation",
        "z = w*a_prev + b\na = sigmoid(z)\nC_0 = (a - y)**2",
        {"w": 1.3, "a_prev": 0.4, "b": -0.2, "y": 1.0},
    ),
    P(
        "a recurrent network from scratch",
        """
        class RNN:
          # A Vanilla Recurrent Neural Network.

          def __init__(self, Wxh, Whh, Why, bh, by):
            # Weights
            self.Whh = Whh
            self.Wxh = Wxh
            self.Why = Why

            # Biases
            self.bh = bh
            self.by = by

          def forward(self, inputs):
            '''
            Perform a forward pass of the RNN using the given inputs.
            '''
            h = np.zeros((self.Whh.shape[0], 1))

            # Perform each step of the RNN
            for i, x in enumerate(inputs):
              h = np.tanh(self.Wxh @ x + self.Whh @ h + self.bh)

            # Compute the output
            y = self.Why @ h + self.by
            return y, h

        rnn = RNN(Wxh, Whh, Why, bh, by)
        out, h = rnn.forward(inputs)
        """,
        {
            "inputs": [[[1.0], [0.0]], [[0.0], [1.0]]],
            "Wxh": [[0.2, -0.4], [1.0, 0.5]],
            "Whh": [[0.3, 0.6], [-0.7, 0.1]],
            "Why": [[0.9, -0.3]],
            "bh": [[0.1], [-0.1]],
            "by": [[0.05]],
        },
    ),
    P(
        "hacker's guide: the single neuron circuit",
        """
        a = 1.0; b = 2.0; c = -3.0; x = -1.0; y = 3.0
        q = a*x + b*y + c
        f = 1 / (1 + math.exp(-q))
        """,
    ),
    P(
        "hacker's guide: gates in JavaScript",
        """
        var forwardMultiplyGate = function(x, y) {
          return x * y;
        };
        forwardMultiplyGate(-2, 3); // returns -6. Exciting.
        """,
        refused="any",
        either=True,
    ),
    P(
        "fast.ai: fitting a quadratic",
        """
        def quad(a, b, c, x): return a*x**2 + b*x + c
        def mae(preds, acts): return (torch.abs(preds-acts)).mean()
        def quad_mae(params):
            f = quad(*params, x)
            return mae(f, y)

        abc = torch.tensor([1.1, 1.1, 1.1])
        abc.requires_grad_()
        loss = quad_mae(abc)
        loss.backward()
        """,
        {"x": [-1.0, 0.5, 2.0], "y": [0.3, -0.7, 9.1]},
        written_for="torch",
        out="loss",
    ),
    P(
        "deep Q-learning loss",
        """
        q_values = net(states).gather(1, actions.unsqueeze(1)).squeeze(1)
        targets = rewards + gamma * next_q.max(1)[0] * (1 - dones)
        loss = F.smooth_l1_loss(q_values, targets.detach())
        """,
        {
            "states": [[0.5, -1.0], [1.5, 0.7]],
            "actions": [1, 0],
            "rewards": [1.0, 0.0],
            "gamma": 0.9,
            "next_q": [[0.3, 0.8], [-0.2, 0.1]],
            "dones": [0.0, 1.0],
            "w": [[0.4, -0.6], [0.2, 0.9]],
        },
        written_for="torch",
        labels=("actions",),
        skip=("w",),
        twin="""
        targets = rewards + gamma * next_q.max(1)[0] * (1 - dones)
        loss = targets.sum()
        """,
        refused="any",
        either=True,
        out="~",
    ),
    P(
        "generative adversarial losses",
        """
        d_loss = -np.mean(np.log(D_real) + np.log(1 - D_fake))
        g_loss = -np.mean(np.log(D_fake))
        loss = d_loss + g_loss
        """,
        {"D_real": [0.8, 0.9], "D_fake": [0.3, 0.4]},
    ),
    P(
        "variational lower bound",
        """
        kl = -0.5 * np.sum(1 + log_var - mu**2 - np.exp(log_var))
        rec = np.sum((x - x_hat)**2)
        elbo = -(rec + kl)
        """,
        {"mu": [0.2, -0.3], "log_var": [0.1, -0.2], "x": [0.5, 1.0], "x_hat": [0.4, 0.7]},
    ),
    P(
        "adam of the paper, two steps",
        """
        m = 0.0
        v = 0.0
        theta = 1.5
        for t in range(1, 3):
            g = 2*theta
            m = beta1*m + (1 - beta1)*g
            v = beta2*v + (1 - beta2)*g**2
            m_hat = m/(1 - beta1**t)
            v_hat = v/(1 - beta2**t)
            theta = theta - alpha*m_hat/(v_hat**0.5 + 1e-8)
        f = theta**2
        """,
        {"beta1": 0.9, "beta2": 0.999, "alpha": 0.1},
        out="~",
        twin="f = 0.0",
    ),
    P(
        "black-scholes call",
        "from scipy.stats import norm\nd1 = (np.log(S/K) + (r + sigma**2/2)*T)/(sigma*np.sqrt(T))\nd2 = d1 - sigma*np.sqrt(T)\nC = S*norm.cdf(d1) - K*np.exp(-r*T)*norm.cdf(d2)",
        {"S": 42.0, "K": 40.0, "r": 0.1, "sigma": 0.2, "T": 0.5},
    ),
    P("logistic growth", "P_t = K/(1 + ((K - P0)/P0)*np.exp(-r*t))", {"K": 10.0, "P0": 1.0, "r": 0.3, "t": 2.0}),
    P(
        "exclusive or by hand-set weights",
        f"""
        X = {XOR}
        W1 = np.array([[20., 20.], [-20., -20.]])
        b1 = np.array([-10., 30.])
        W2 = np.array([20., 20.])
        b2 = -30.
        H = 1/(1 + np.exp(-(X @ W1.T + b1)))
        y = 1/(1 + np.exp(-(H @ W2 + b2)))
        """,
    ),
    P(
        "multilayer perceptron of a textbook, one hidden unit",
        """
        x = 1.0; t = 0.0
        w1 = 0.5; b1 = 0.0; w2 = -1.0; b2 = 0.3
        z = w1*x + b1
        h = np.tanh(z)
        y = w2*h + b2
        E = 0.5*(y - t)**2
        dE_dy = y - t
        dE_dw2 = dE_dy*h
        dE_db2 = dE_dy
        dE_dh = dE_dy*w2
        dE_dz = dE_dh*(1 - h**2)
        dE_dw1 = dE_dz*x
        dE_db1 = dE_dz
        """,
        out="E",
        grads={
            "dE_dy": "y",
            "dE_dw2": "w2",
            "dE_db2": "b2",
            "dE_dh": "h",
            "dE_dz": "z",
            "dE_dw1": "w1",
            "dE_db1": "b1",
        },
    ),
    P(
        "policy of a logistic bandit",
        "p = 1/(1 + np.exp(-np.dot(theta, phi)))\nlogp = a*np.log(p) + (1 - a)*np.log(1 - p)\nJ = R*logp",
        {"theta": [0.3, -0.2], "phi": [1.0, 2.0], "a": 1.0, "R": 2.5},
    ),
    P(
        "PyTorch blitz: a step of autograd with two tensors",
        """
        import torch

        a = torch.tensor([2., 3.], requires_grad=True)
        b = torch.tensor([6., 4.], requires_grad=True)
        Q = 3*a**3 - b**2
        external_grad = torch.tensor([1., 1.])
        Q.backward(gradient=external_grad)
        # check if collected gradients are correct
        print(9*a**2 == a.grad)
        print(-2*b == b.grad)
        """,
        written_for="torch",
        out="Q",
        skip=("external_grad",),
    ),
    P(
        "momentum on a quadratic, unrolled",
        """
        x, v = 1.0, 0.0
        for _ in range(3):
            v = beta*v + a*x
            x = x - alpha*v
        L = 0.5*a*x**2
        """,
        {"alpha": 0.1, "beta": 0.9, "a": 2.0},
        out="~",
        twin="L = 0.0",
    ),
    P(
        "euler steps of a pendulum",
        """
        theta, omega = 0.5, 0.0
        for i in range(10):
            omega = omega - (g/l)*np.sin(theta)*dt
            theta = theta + omega*dt
        E = 0.5*omega**2 + (g/l)*(1 - np.cos(theta))
        """,
        {"g": 9.81, "l": 1.0, "dt": 0.01},
    ),
    P(
        "runge-kutta step",
        """
        def f(t, y):
            return -k*y + np.sin(t)
        k1 = f(t, y)
        k2 = f(t + h/2, y + h*k1/2)
        k3 = f(t + h/2, y + h*k2/2)
        k4 = f(t + h, y + h*k3)
        y_next = y + h*(k1 + 2*k2 + 2*k3 + k4)/6
        """,
        {"k": 0.7, "t": 0.3, "y": 1.5, "h": 0.1},
    ),
    P("horner's scheme", "c = [1.0, -2.0, 0.5, 3.0]\np = 0.0\nfor a in c:\n    p = p*x + a", {"x": 1.5}, out="p"),
    P("half-life and compound interest", "A = P*(1 + r/n)**(n*t)", {"P": 1000.0, "r": 0.05, "n": 12.0, "t": 3.0}),
    P("lens equation", "f = 1/(1/a + 1/b)", {"a": 2.0, "b": 3.0}),
]
