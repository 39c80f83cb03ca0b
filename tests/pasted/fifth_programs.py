"""Programs as students and lecturers paste them: MATLAB's rows, Julia's functions, learning example by example."""

from .program import P

PROGRAMS = [
    P(
        "two rows of MATLAB",
        "w = [0.5 -1 2]; x = [1 3 0.5];\ns = w * x' + 0.1;\ny = tanh(s)",
        twin="w = np.array([0.5, -1, 2]); x = np.array([1, 3, 0.5]); y = np.tanh(w @ x + 0.1)",
        out="y",
    ),
    P(
        "two columns of MATLAB",
        "w = [0.5; -1]; x = [1; 3];\nM = w * x';\ny = sum(sum(M .^ 2))",
        twin="w = np.array([0.5, -1]); x = np.array([1.0, 3]); y = np.sum(np.outer(w, x)**2)",
        out="y",
    ),
    P(
        "backward pass of rows in Octave",
        """
        x = [0.3 0.9]; t = [1 0]; lambda = 0.2;
        Theta1 = [0.2 0.1
                  -0.4 0.3];
        Theta2 = [0.7 -0.3; 0.2 0.6];
        z2 = x*Theta1;
        a2 = sigm(z2);
        z3 = a2*Theta2;
        a3 = sigm(z3);
        J = 0.5*sum((a3 - t).^2) + lambda/2*sum([Theta1(:); Theta2(:)].^2);
        d3 = (a3 - t) .* a3 .* (1 - a3);
        dW2 = a2' * d3 + lambda*Theta2;
        d2 = (d3 * Theta2') .* a2 .* (1 - a2);
        dW1 = x' * d2 + lambda*Theta1;

        function s = sigm(z)
        s = 1 ./ (1 + exp(-z));
        end
        """,
        twin="""
        x = np.array([0.3, 0.9]); t = np.array([1.0, 0]); lambda_ = 0.2
        Theta1 = np.array([[0.2, 0.1], [-0.4, 0.3]])
        Theta2 = np.array([[0.7, -0.3], [0.2, 0.6]])
        a2 = 1/(1 + np.exp(-(x @ Theta1))); a3 = 1/(1 + np.exp(-(a2 @ Theta2)))
        J = 0.5*np.sum((a3 - t)**2) + lambda_/2*(np.sum(Theta1**2) + np.sum(Theta2**2))
        d3 = (a3 - t)*a3*(1 - a3); d2 = (d3 @ Theta2.T)*a2*(1 - a2)
        dW2 = np.outer(a2, d3) + lambda_*Theta2; dW1 = np.outer(x, d2) + lambda_*Theta1
        """,
        out="J",
        grads={"dW1": "Theta1", "dW2": "Theta2"},
        skip=("lambda", "lambda_", "t", "x"),
    ),
    P(
        "bias column of one example in Octave",
        """
        i = 2;
        a1 = [1 X(i,:)];
        a2 = [1 tanh(a1*Theta1')];
        h = a2*Theta2';
        """,
        {"X": [[0.1, 0.4], [-0.5, 0.8]], "Theta1": [[0.1, 0.2, 0.3], [0.4, -0.2, 0.1]], "Theta2": [[0.3, -0.6, 0.9]]},
        twin="""
        X = np.array(X); Theta1 = np.array(Theta1); Theta2 = np.array(Theta2)
        a1 = np.concatenate([[1.0], X[1]])
        a2 = np.concatenate([[1.0], np.tanh(a1 @ Theta1.T)])
        h = a2 @ Theta2.T
        """,
        out="h",
        loose=True,
    ),
    P(
        "functions of Julia",
        """
        using LinearAlgebra
        act(z) = max.(0, z)
        function cost(W::Matrix, b, x, t)
            h = act(W * x .+ b)
            c = sum((h .- t) .^ 2) / 2
            return c, h
        end
        W = [0.5 -0.2; 0.3 0.8]
        b = [0.1, 0.2]
        x = [1.0, 2.0]
        t = [1.0, 0.0]
        J, h = cost(W, b, x, t)
        dh = h - t
        dz = dh .* (h .> 0)
        dW = dz * x'
        db = dz
        """,
        twin="""
        W = np.array([[0.5, -0.2], [0.3, 0.8]]); b = np.array([0.1, 0.2])
        x = np.array([1.0, 2.0]); t = np.array([1.0, 0.0])
        h = np.maximum(0, W @ x + b); J = np.sum((h - t)**2)/2
        dh = h - t; dz = dh*(h > 0); dW = np.outer(dz, x); db = dz
        """,
        out="J",
        grads={"dh": "h", "dW": "W", "db": "b"},
        skip=("t", "x"),
    ),
    P(
        "a function of Julia hands back its last line",
        """
        function taylor(u)
            s = 1.0
            for k in 1:3
                s += u^k / k
            end
            s
        end
        y = taylor(x)
        """,
        {"x": 0.7},
        twin="y = 1 + x + x**2/2 + x**3/3",
        out="y",
    ),
    P(
        "a definition of Julia below a value of its name",
        "x = [1.0, 2.0, -1.0]\ng(x) = sum(x .^ 2) + 1\ng(x)",
        twin="x = np.array([1.0, 2, -1]); y = np.sum(x**2) + 1",
        out="y",
    ),
    P(
        "layers that learn example by example, the mean of an epoch reported",
        """
        import numpy as np

        class Linear:
            def __init__(self, n, m):
                self.W = np.array([[0.3 * (i + 1) - 0.2 * j for i in range(n)] for j in range(m)])
                self.b = np.full((m, 1), 0.1)

            def forward(self, x):
                self.x = x
                return self.W @ x + self.b

            def backward(self, out_grad, rate):
                W_grad = out_grad @ self.x.T
                x_grad = self.W.T @ out_grad
                self.W -= rate * W_grad
                self.b -= rate * out_grad
                return x_grad

        X = np.reshape([[0, 1], [1, 0], [1, 1]], (3, 2, 1))
        Y = np.reshape([[1], [0], [1]], (3, 1, 1))
        layers = [Linear(2, 3), Linear(3, 1)]
        for epoch in range(50):
            error = 0
            for x, y in zip(X, Y):
                out = x
                for layer in layers:
                    out = layer.forward(out)
                error += np.mean((out - y) ** 2)
                grad = 2 * (out - y) / np.size(y)
                for layer in reversed(layers):
                    grad = layer.backward(grad, 0.05)
            error /= len(X)
        """,
        twin="""
        W1 = np.array([[0.3, 0.6], [0.1, 0.4], [-0.1, 0.2]]); W2 = np.array([[0.3, 0.6, 0.9]])
        out = W2 @ (W1 @ np.array([[0.0], [1.0]]) + 0.1) + 0.1
        of_one = np.mean((out - 1.0)**2)
        error = of_one / 3
        """,
        out="of_one",
        skip=("X", "Y"),
    ),
    P(
        "a small number that guards the logarithm of the loss",
        """
        import numpy as np
        W = np.array([[0.4, -0.3]])
        b = np.array([0.1])
        X = np.array([[0.5, 1.0], [-1.0, 0.3], [0.2, 0.8]])
        y = np.array([[1], [0], [1]])
        p = 1 / (1 + np.exp(-(X @ W.T + b)))
        loss = -np.mean(y * np.log(p + 1e-8) + (1 - y) * np.log(1 - p + 1e-8))
        dz = (p - y) / len(X)
        dW = dz.T @ X
        db = dz.sum(axis=0)
        """,
        out="loss",
        grads={"dW": "W", "db": "b"},
        skip=("X", "y"),
    ),
    P(
        "a cost of R with braces on lines of their own",
        """
        sigm <- function(z)
        {
          g <- 1/(1+exp(-z))
          return(g)
        }
        X <- matrix(c(1, 1, 0.5, -1.2, 0.3, 0.8), nrow = 2)
        theta <- c(0.1, 0.3, -0.5)
        Y <- c(1, 0)
        m <- nrow(X)
        g <- sigm(X %*% theta)
        J <- (1/m)*sum(-Y*log(g) - (1-Y)*log(1-g))
        """,
        twin="""
        X = np.array([[1, 0.5, 0.3], [1, -1.2, 0.8]]); theta = np.array([0.1, 0.3, -0.5]); Y = np.array([1.0, 0])
        g = 1/(1 + np.exp(-(X @ theta))); m = 2
        J = np.sum(-Y*np.log(g) - (1 - Y)*np.log(1 - g))/m
        """,
        out="J",
        skip=("m", "Y"),
    ),
    P(
        "an outer product of R",
        """
        W <- matrix(c(0.5, 1, -1, 2), 2, 2, byrow = TRUE)
        b <- rep(0.1, 2)
        x <- c(1, 2)
        y <- W %*% x + b
        loss <- sum((y - c(1, 0))^2)
        dW <- 2 * (y - c(1, 0)) %*% t(x)
        """,
        twin="""
        W = np.array([[0.5, 1], [-1, 2]]); x = np.array([1.0, 2.0])
        y = W @ x + 0.1; loss = np.sum((y - np.array([1.0, 0]))**2)
        dW = np.outer(2*(y - np.array([1.0, 0])), x)
        """,
        out="loss",
        grads={"dW": "W"},
    ),
    P(
        "a recurrent cell whose new state has a prime",
        "h' = tanh(W h + U x)\ny = V h'",
        {"W": 0.5, "h": 0.2, "U": -0.7, "x": 1.5, "V": 2.0},
        twin="y = V*np.tanh(W*h + U*x)",
        out="y",
    ),
    P(
        "the value of the next state",
        "δ = r + γ V(s') − V(s)",
        {"r": 1.0, "γ": 0.9, "V_s_prime": 2.0, "V_s": 1.5},
        twin="delta = r + gamma*V_s_prime - V_s",
        out="delta",
    ),
    P(
        "the value of a state by that of the next",
        "V(s) = r + γV(s')",
        {"r": 1.0, "γ": 0.9, "V_s_prime": 2.0},
        twin="V_s = r + gamma*V_s_prime",
        out="V_s",
    ),
    P(
        "the error of a value of states and actions",
        "L = (r + γ Q(s', a') − Q(s, a))²",
        {"r": 1.0, "γ": 0.9, "Q_s_prime_a_prime": 2.0, "Q_s_a": 1.5},
        twin="L = (r + gamma*Q_s_prime_a_prime - Q_s_a)**2",
        out="L",
    ),
    P(
        "the advantage of an action",
        "A(s,a) = Q(s,a) - V(s)",
        {"Q_s_a": 2.0, "V_s": 1.5},
        twin="A = Q_s_a - V_s",
        out="A",
    ),
    P(
        "the divergence of two chances of x",
        "KL = P(x) log(P(x)/Q(x))",
        {"P_x": 0.3, "Q_x": 0.5},
        twin="KL = P_x*np.log(P_x/Q_x)",
        out="KL",
    ),
    P(
        "the price of an option by two values of one function",
        r"C = S\,N(d_1) - K e^{-rT} N(d_2)",
        {"S": 100.0, "K": 95.0, "r": 0.05, "T": 0.5, "N_d_1": 0.7, "N_d_2": 0.6},
        twin="C = S*N_d_1 - K*np.exp(-r*T)*N_d_2",
        out="C",
    ),
    P(
        "a letter that stands alone too is a factor",
        "y = A(x) + A(z) + A",
        {"A": 2.0, "x": 3.0, "z": 0.5},
        twin="y = A*x + A*z + A",
        out="y",
    ),
    P(
        "a trace",
        "tr(AᵀA)",
        {"A": [[1.0, 2.0], [-0.5, 0.3]]},
        twin="y = np.trace(np.array(A).T @ np.array(A))",
        out="y",
    ),
    P(
        "a partial derivative asked for in words",
        "partial derivative of x^2 y + sin(y) with respect to y",
        {"x": 2.0, "y": 0.5},
        twin="z = x**2*y + np.sin(y)",
        out="z",
        also=(("x**2 + np.cos(y)", None),),
    ),
]
