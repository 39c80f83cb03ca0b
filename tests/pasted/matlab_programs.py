from .program import P

PROGRAMS = [
    P(
        "matlab h02",
        "J = (1/m)*sum(-y.*log(h) - (1-y).*log(1-h));",
        {"m": 2, "y": [1, 0], "h": [0.3, 0.6]},
        twin="(1/m)*np.sum(-y*np.log(h) - (1-y)*np.log(1-h))",
        loose=True,
    ),
    P(
        "matlab h03",
        "grad = X'*(h - y)/m",
        {"X": [[1, 2], [3, 4]], "h": [0.3, 0.6], "y": [1, 0], "m": 2},
        twin="X.T @ (h - y)/m",
        loose=True,
    ),
    P(
        "matlab h01",
        """
        h = 1 ./ (1 + exp(-(X * theta)));
        J = (-y' * log(h) - (1 - y)' * log(1 - h)) / m;
        """,
        {"X": [[1, 2], [3, 4]], "theta": [0.1, 0.2], "y": [1, 0], "m": 2},
        twin="""
        h = 1/(1 + np.exp(-(X @ theta)))
        (-y @ np.log(h) - (1 - y) @ np.log(1 - h))/m
        """,
        loose=True,
    ),
    P(
        "matlab h06",
        "f = @(x) x.^2 + 1",
        {"x": 1.5},
        twin="x**2 + 1",
    ),
]


def matlab(name, source, values=None, **fields):
    return P(name, source, values, **{"loose": True, **fields})


X = [[1.0, 2.0], [3.0, 4.0], [0.5, -1.0]]

PROGRAMS += [
    matlab(
        "sigmoid of a vector", "g = 1.0 ./ (1.0 + exp(-z));", {"z": [0.5, -1.2, 2.0]}, twin="g = 1/(1 + np.exp(-z))"
    ),
    matlab(
        "computeCost of linear regression",
        """
        m = length(y); % number of training examples
        h = X * theta;
        J = 1/(2*m) * sum((h - y).^2);
        """,
        {"X": X, "y": [1.0, 2.0, 0.5], "theta": [0.3, -0.2]},
        twin="h = X @ theta\nJ = 1/(2*3)*np.sum((h - y)**2)",
        out="J",
    ),
    matlab(
        "costFunction of logistic regression with regularization",
        """
        m = length(y);
        h = 1 ./ (1 + exp(-(X*theta)));
        J = (1/m) * (-y' * log(h) - (1 - y)' * log(1 - h)) + lambda/(2*m) * sum(theta(2:end).^2);
        """,
        {"X": X, "y": [1.0, 0.0, 1.0], "theta": [0.3, -0.2], "lambda": 0.5},
        twin="h = 1/(1 + np.exp(-(X @ theta)))\nJ = (1/3)*(-y @ np.log(h) - (1 - y) @ np.log(1 - h)) + lambda_/(2*3)*np.sum(theta[1:]**2)",
        out="J",
    ),
    matlab(
        "cost with its gradient",
        """
        m = 3;
        h = 1 ./ (1 + exp(-X*theta));
        J = -(1/m)*sum(y.*log(h) + (1-y).*log(1-h));
        grad = (1/m) * X' * (h - y);
        """,
        {"X": X, "y": [1.0, 0.0, 1.0], "theta": [0.3, -0.2]},
        twin="h = 1/(1 + np.exp(-X @ theta))\nJ = -(1/3)*np.sum(y*np.log(h) + (1-y)*np.log(1-h))\ngrad = (1/3)*X.T @ (h - y)",
        out="J",
        also=(("grad", None),),
    ),
    matlab(
        "matrix literals",
        "A = [1 2; 3 4];\nb = [5; 6];\ny = A*b",
        twin="A = np.array([[1., 2.], [3., 4.]])\nb = np.array([5., 6.])\ny = A @ b",
    ),
    matlab("row times column", "y = [1 2 3] * x", {"x": [0.5, -1.0, 2.0]}, twin="y = np.array([1., 2., 3.]) @ x"),
    matlab(
        "elementwise operators",
        "y = x .* w + x ./ w - x .^ 2",
        {"x": [0.5, -1.0], "w": [2.0, 0.3]},
        twin="y = x*w + x/w - x**2",
    ),
    matlab(
        "anonymous function and a call",
        "f = @(x) exp(-x.^2) .* sin(x);\ny = f(t)",
        {"t": [0.5, -1.2]},
        twin="y = np.exp(-t**2)*np.sin(t)",
    ),
    matlab(
        "quadratic form", "q = x' * A * x;", {"x": [0.5, -1.0], "A": [[2.0, 0.3], [0.1, 1.5]]}, twin="q = x @ A @ x"
    ),
    matlab(
        "norms and sums",
        "y = norm(x)^2 + sum(x) + mean(x)",
        {"x": [3.0, -4.0]},
        twin="y = np.linalg.norm(x)**2 + np.sum(x) + np.mean(x)",
    ),
    matlab(
        "transpose and solve",
        "theta = inv(X'*X) * X' * y",
        {"X": X, "y": [1.0, 2.0, 0.5]},
        twin="theta = np.linalg.inv(X.T @ X) @ X.T @ y",
    ),
    matlab(
        "backslash",
        "x = A \\ b",
        {"A": [[2.0, 0.3], [0.1, 1.5]], "b": [1.0, 2.0]},
        twin="x = np.linalg.solve(A, b)",
    ),
    matlab(
        "relu by max",
        "h = max(0, W*x + b);",
        {"W": X, "x": [0.5, -1.0], "b": [0.1, -0.2, 0.3]},
        twin="h = np.maximum(0, W @ x + b)",
    ),
    matlab("softmax", "p = exp(s) / sum(exp(s))", {"s": [0.5, -1.0, 2.0]}, twin="p = np.exp(s)/np.sum(np.exp(s))"),
    matlab("indexing from one", "y = x(1)*x(2) + x(end)", {"x": [0.5, -1.0, 2.0]}, twin="y = x[0]*x[1] + x[-1]"),
    matlab(
        "a loop with end",
        "s = 0;\nfor i = 1:3\n  s = s + x(i)^2;\nend\ns",
        {"x": [0.5, -1.0, 2.0]},
        twin="s = np.sum(x**2)",
    ),
    matlab(
        "a function file",
        """
        function g = sigmoid(z)
        %SIGMOID Compute sigmoid function
          g = 1 ./ (1 + exp(-z));
        end
        """,
        {"z": [0.5, -1.2]},
        twin="g = 1/(1 + np.exp(-z))",
    ),
    matlab(
        "comments and continuation",
        "% the loss\nL = 0.5 * ...\n    (t - y)^2; % half squared error",
        {"t": 1.0, "y": 0.3},
        twin="L = 0.5*(t - y)**2",
    ),
    matlab(
        "ones, zeros and concatenation",
        "X1 = [ones(3, 1) X];\nh = X1 * theta",
        {"X": X, "theta": [0.1, 0.3, -0.2]},
        twin="X1 = np.hstack([np.ones((3, 1)), X])\nh = X1 @ theta",
    ),
    matlab(
        "three-layer forward pass",
        "a2 = 1./(1+exp(-(Theta1*a1)));\na3 = 1./(1+exp(-(Theta2*a2)))",
        {"Theta1": X, "a1": [0.5, -1.0], "Theta2": [[0.3, -0.7, 0.2]]},
        twin="a2 = 1/(1+np.exp(-(Theta1 @ a1)))\na3 = 1/(1+np.exp(-(Theta2 @ a2)))",
    ),
    matlab("power of a matrix", "B = A^2", {"A": [[2.0, 0.3], [0.1, 1.5]]}, twin="B = A @ A"),
    matlab(
        "symbolic toolbox",
        "syms x y\nf = x^2*y;\ndiff(f, x)",
        {"x": 2.0, "y": 3.0},
        twin="f = x**2*y",
        also=(("2*x*y", None),),
    ),
    P(
        "matlab: the cost of a network, whose last layer has one row",
        """
        Theta1 = [0.1 0.3 -0.2; 0.4 -0.5 0.6];
        Theta2 = [0.7 -0.8 0.9];
        X = [1 2; 3 4; -1 0.5];
        y = [1; 0; 1];
        m = size(X, 1);
        a1 = [ones(m, 1) X];
        z2 = a1 * Theta1';
        a2 = [ones(size(z2,1), 1) sigmoid(z2)];
        z3 = a2 * Theta2';
        h = sigmoid(z3);
        J = sum(-y .* log(h) - (1 - y) .* log(1 - h)) / m;
        lambda = 1;
        J = J + lambda/(2*m) * (sum(sum(Theta1(:, 2:end).^2)) + sum(sum(Theta2(:, 2:end).^2)));
        """,
        twin="""
        import numpy as np
        sigmoid = lambda z: 1/(1 + np.exp(-z))
        Theta1 = np.array([[0.1, 0.3, -0.2], [0.4, -0.5, 0.6]])
        Theta2 = np.array([[0.7, -0.8, 0.9]])
        X, y = np.array([[1.0, 2], [3, 4], [-1, 0.5]]), np.array([[1.0], [0], [1]])
        a1 = np.hstack([np.ones((3, 1)), X])
        a2 = np.hstack([np.ones((3, 1)), sigmoid(a1 @ Theta1.T)])
        h = sigmoid(a2 @ Theta2.T)
        J = np.sum(-y*np.log(h) - (1 - y)*np.log(1 - h))/3
        J = J + 1/6*(np.sum(Theta1[:, 1:]**2) + np.sum(Theta2[:, 1:]**2))
        """,
        out="J",
        loose=True,
    ),
    P(
        "matlab: the entries of a vector by row and column",
        """
        v = [3 1 2];
        w = [0.5; -1; 2];
        L = v(1, 2)^2 + sum(v(:, 2:3)) + w(3, 1)*w(1) + sum(sum(w(:, 1)));
        """,
        twin="""
        import numpy as np
        v, w = np.array([3.0, 1, 2]), np.array([0.5, -1, 2])
        L = v[1]**2 + np.sum(v[1:]) + w[2]*w[0] + np.sum(w)
        """,
        out="L",
        loose=True,
    ),
]
