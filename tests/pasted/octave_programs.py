"""MATLAB and Octave as courses and forums have it."""

from .program import P

PROGRAMS = [
    P(
        "cost fn",
        """
        function J = computeCost(X, y, theta)
        m = length(y);
        J = 0;
        predictions = X*theta;
        sqrErrors = (predictions-y).^2;
        J = 1/(2*m) * sum(sqrErrors);
        end
        """,
        {"X": [[1.0, 2.0], [3.0, 4.0], [0.5, -1.0]], "y": [1.0, 0.0, 2.0], "theta": [0.1, 0.2]},
        twin="J = 1/(2*3)*np.sum((X@theta-y)**2)",
        loose=True,
    ),
    P(
        "anonymous",
        """
        f = @(x,y) x.^2 + sin(x.*y);
        z = f(2, 3);
        """,
        twin="2**2+np.sin(6.0)",
        loose=True,
    ),
    P(
        "for loop",
        """
        s = 0;
        for k = 1:5
            s = s + x^k / k;
        end
        disp(s)
        """,
        {"x": 0.5},
        twin="s = sum(x**k/k for k in range(1,6))",
        out="s",
        loose=True,
    ),
    P(
        "while",
        """
        x = 1.5;
        n = 0;
        while abs(x^2 - a) > 1e-10
            x = x - (x^2 - a)/(2*x);
            n = n + 1;
        end
        """,
        {"a": 2.0},
        twin="""
        x=1.5
        for _ in range(6): x = x-(x**2-a)/(2*x)
        x
        """,
        out="x",
        loose=True,
    ),
    P(
        "linspace trapz",
        """
        x = linspace(0, 1, 5);
        y = exp(-a*x.^2);
        I = trapz(x, y)
        """,
        {"a": 1.2},
        twin="""
        x=np.linspace(0,1,5)
        np.trapezoid(np.exp(-a*x**2),x)
        """,
        loose=True,
    ),
    P(
        "backslash",
        r"w = (X'*X + lambda*eye(2)) \ (X'*y);",
        {"X": [[1.0, 2.0], [3.0, 4.0], [0.5, -1.0]], "y": [1.0, 0.0, 2.0], "lambda": 0.5},
        twin="np.linalg.solve(X.T@X+lambda_*np.eye(2),X.T@y)",
        loose=True,
    ),
    P(
        "inv",
        "theta = inv(X'*X)*X'*y",
        {"X": [[1.0, 2.0], [3.0, 4.0], [0.5, -1.0]], "y": [1.0, 0.0, 2.0]},
        twin="np.linalg.inv(X.T@X)@X.T@y",
        loose=True,
    ),
    P(
        "pinv",
        "theta = pinv(X'*X)*X'*y;",
        {"X": [[1.0, 2.0], [3.0, 4.0], [0.5, -1.0]], "y": [1.0, 0.0, 2.0]},
        twin="np.linalg.inv(X.T@X)@X.T@y",
        loose=True,
    ),
    P(
        "softmax",
        """
        e = exp(z - max(z));
        p = e ./ sum(e);
        """,
        {"z": [1.0, 2.0, 0.5]},
        twin="""
        e=np.exp(z-np.max(z))
        e/np.sum(e)
        """,
        loose=True,
    ),
    P(
        "bsxfun",
        """
        mu = mean(X);
        sigma = std(X);
        X_norm = bsxfun(@rdivide, bsxfun(@minus, X, mu), sigma);
        """,
        {"X": [[1.0, 2.0], [3.0, 4.0], [0.5, -1.0]]},
        twin="(X-X.mean(0))/X.std(0,ddof=1)",
        out="(X-X.mean(0))/X.std(0,ddof=1)",
        loose=True,
    ),
    P(
        "repmat",
        """
        Xc = X - repmat(mean(X,1), 3, 1);
        C = (Xc'*Xc)/(3-1);
        """,
        {"X": [[1.0, 2.0], [3.0, 4.0], [0.5, -1.0]]},
        twin="""
        Xc=X-X.mean(0)
        Xc.T@Xc/2
        """,
        loose=True,
    ),
    P(
        "relu",
        "h = max(0, W*x + b);",
        {"W": [[0.2, -0.5], [1.5, 1.3]], "x": [1.0, 2.0], "b": [0.1, 0.2]},
        twin="np.maximum(0,W@x+b)",
        loose=True,
    ),
    P(
        "if else",
        """
        if x > 0
          y = x^2;
        elseif x < -1
          y = -x;
        else
          y = 0.5*x;
        end
        """,
        {"x": -0.5},
        twin="0.5*x",
        out="0.5*x",
        loose=True,
    ),
    P(
        "norm",
        "r = norm(X*w - y)^2 + lam*norm(w,1);",
        {"X": [[1.0, 2.0], [3.0, 4.0], [0.5, -1.0]], "w": [0.1, -0.2], "y": [1.0, 0.0, 2.0], "lam": 0.5},
        twin="np.sum((X@w-y)**2)+lam*np.sum(np.abs(w))",
        loose=True,
    ),
    P(
        "colon index",
        """
        A = [1 2; 3 4];
        v = A(:,1)' * A(2,:)' * x;
        """,
        {"x": 0.5},
        twin="(1*3+3*4)*x",
        loose=True,
    ),
    P(
        "end index",
        "x(end) * x(1) + numel(x)",
        {"x": [2.0, 0.5, 3.0]},
        twin="x[-1]*x[0]+3",
        loose=True,
    ),
    P(
        "rosenbrock",
        "f = 100*(x(2) - x(1)^2)^2 + (1 - x(1))^2;",
        {"x": [-1.2, 1.0]},
        twin="100*(x[1]-x[0]**2)**2+(1-x[0])**2",
        loose=True,
    ),
    P(
        "polyval",
        """
        p = [1 -3 2];
        y = polyval(p, x)
        """,
        {"x": 0.5},
        twin="x**2-3*x+2",
        loose=True,
    ),
    P(
        "cumsum",
        "s = cumsum(x); m = s(end)/length(x);",
        {"x": [1.0, 2.0, 4.0]},
        twin="np.mean(x)",
        out="np.mean(x)",
        loose=True,
    ),
    P(
        "nn forward",
        """
        a1 = [ones(3,1) X];
        z2 = a1 * Theta1';
        a2 = 1 ./ (1 + exp(-z2));
        a2 = [ones(size(a2,1),1) a2];
        z3 = a2 * Theta2';
        h = 1 ./ (1 + exp(-z3));
        J = sum(sum(-Y .* log(h) - (1-Y) .* log(1-h))) / 3;
        """,
        {
            "X": [[1.0, 2.0], [3.0, 4.0], [0.5, -1.0]],
            "Theta1": [[0.1, 0.2, 0.3], [0.4, -0.5, 0.6]],
            "Theta2": [[0.1, 0.2, -0.3]],
            "Y": [[1.0], [0.0], [1.0]],
        },
        twin="""
        a1=np.c_[np.ones(3),X]
        a2=1/(1+np.exp(-a1@Theta1.T))
        a2=np.c_[np.ones(3),a2]
        h=1/(1+np.exp(-a2@Theta2.T))
        J=np.sum(-Y*np.log(h)-(1-Y)*np.log(1-h))/3
        """,
        loose=True,
    ),
    P(
        "erf",
        "p = 0.5*(1 + erf((x-mu)/(sigma*sqrt(2))));",
        {"x": 0.7, "mu": 0.1, "sigma": 1.2},
        twin="""
        import scipy.special
        0.5*(1+scipy.special.erf((x-mu)/(sigma*np.sqrt(2))))
        """,
        loose=True,
    ),
    P(
        "syms",
        """
        syms x
        f = x^3 - 2*x;
        df = diff(f, x)
        """,
        {"x": 1.5},
        twin="x**3-2*x",
        also=(("3*x**2-2", None),),
        loose=True,
    ),
    P(
        "mod floor",
        "y = mod(x, 3) + floor(x/2);",
        {"x": 4.7},
        twin="np.mod(x,3)+np.floor(x/2)",
        loose=True,
    ),
    P(
        "dot cross",
        "c = dot(a, cross(b, d));",
        {"a": [1.0, 2.0, 3.0], "b": [0.5, 0.1, 0.2], "d": [1.0, -1.0, 2.0]},
        twin="np.dot(a,np.cross(b,d))",
        loose=True,
    ),
    P(
        "logical mask",
        "y = sum(x(x > 0));",
        {"x": [1.0, -2.0, 3.0]},
        twin="np.sum(x[x>0])",
        loose=True,
    ),
    P(
        "fprintf",
        r"""
        z = w*x + b;
        a = tanh(z);
        fprintf('%f\n', a);
        """,
        {"w": 0.5, "x": 2.0, "b": 0.1},
        twin="np.tanh(w*x+b)",
        loose=True,
    ),
    P(
        "comment blocks",
        """
        %% Forward pass
        z = W*x + b; % affine
        % activation
        a = 1./(1+exp(-z)); 
        """,
        {"W": [[0.2, -0.5], [1.5, 1.3]], "x": [1.0, 2.0], "b": [0.1, 0.2]},
        twin="1/(1+np.exp(-(W@x+b)))",
        loose=True,
    ),
    P(
        "cellfun",
        """
        s = 0;
        c = {x, 2*x, 3*x};
        for i = 1:numel(c)
         s = s + c{i}^2;
        end
        """,
        {"x": 0.5},
        twin="14*x**2",
        out="14*x**2",
        loose=True,
    ),
    P(
        "ternary mult",
        "y = (x >= 0) .* x + (x < 0) .* (exp(x) - 1);",
        {"x": [0.5, -1.0]},
        twin="np.where(x>=0,x,np.exp(x)-1)",
        loose=True,
    ),
    P(
        "lr cost2",
        """
        function [J, grad] = lrCostFunction(theta, X, y, lambda)
        m = length(y);
        h = sigmoid(X * theta);
        J = (1/m) * sum(-y .* log(h) - (1 - y) .* log(1 - h)) + lambda/(2*m) * sum(theta(2:end).^2);
        grad = (1/m) * X' * (h - y);
        end
        """,
        {"X": [[1.0, 2.0], [3.0, 4.0], [0.5, -1.0]], "y": [1.0, 0.0, 1.0], "theta": [0.1, 0.2], "lambda": 0.5},
        twin="""
        h=1/(1+np.exp(-(X@theta)))
        J = np.mean(-y*np.log(h)-(1-y)*np.log(1-h))+lambda_/(2*3)*np.sum(theta[1:]**2)
        """,
        loose=True,
    ),
    P(
        "norm fro",
        "n = norm(A,'fro')",
        {"A": [[1.0, 2.0], [3.0, 5.0]]},
        twin="np.linalg.norm(A)",
        loose=True,
    ),
    P(
        "cell layers",
        """
        W = {W1, W2};
        a = x;
        for l = 1:2
          a = tanh(W{l}*a);
        end
        """,
        {"W1": [[0.1, 0.2], [0.3, -0.4]], "W2": [[0.5, 0.1], [0.2, 0.9]], "x": [1.0, 2.0]},
        twin="np.tanh(W2@np.tanh(W1@x))",
        loose=True,
    ),
    P(
        "struct",
        """
        p.w = 0.5;
        p.b = 0.1;
        y = p.w*x + p.b;
        """,
        {"x": 2.0},
        twin="0.5*x+0.1",
        loose=True,
    ),
    P(
        "switch",
        """
        switch act
         case 1
          y = x;
         otherwise
          y = x^2;
        end
        """,
        {"x": 2.0, "act": 2},
        twin="x**2",
        refused="any",
        either=True,
        loose=True,
    ),
    P(
        "chol",
        """
        R = chol(S);
        l = 2*sum(log(diag(R)));
        """,
        {"S": [[2.0, 0.3], [0.3, 1.5]]},
        twin="np.log(np.linalg.det(S))",
        skip=("S",),
        loose=True,
    ),
    P(
        "sum all",
        "s = sum(A(:)) + sum(A, 'all');",
        {"A": [[1.0, 2.0], [3.0, 5.0]]},
        twin="2*np.sum(A)",
        loose=True,
    ),
    P(
        "outer",
        "P = x*x';",
        {"x": [1.0, 2.0]},
        twin="np.outer(x,x)",
        loose=True,
    ),
    P(
        "accumarray none",
        """
        y = x(:).^2;
        J = mean(y);
        """,
        {"x": [1.0, 2.0]},
        twin="np.mean(x**2)",
        loose=True,
    ),
    P(
        "meshgrid",
        """
        [X, Y] = meshgrid(x, y);
        Z = X.^2 + Y.^2;
        """,
        {"x": [1.0, 2.0], "y": [0.5, 0.1, 0.3]},
        twin="""
        X,Y=np.meshgrid(x,y)
        X**2+Y**2
        """,
        loose=True,
    ),
    P(
        "line continuation",
        """
        y = a*x^2 + ...
            b*x + c;
        """,
        {"a": 1.0, "b": 2.0, "c": 3.0, "x": 0.5},
        twin="a*x**2+b*x+c",
        loose=True,
    ),
    P(
        "max two out",
        """
        [m, i] = max(x);
        y = m^2;
        """,
        {"x": [1.0, 2.5]},
        twin="np.max(x)**2",
        loose=True,
    ),
    P(
        "abs complex free",
        "y = exp(-abs(x)/b)/(2*b);",
        {"x": -0.7, "b": 1.2},
        twin="np.exp(-np.abs(x)/b)/(2*b)",
        loose=True,
    ),
    P(
        "function calls",
        """
        function y = f(x)
         y = x.^3;
        end
        g = f(2) + f(x)
        """,
        {"x": 0.5},
        twin="8+x**3",
        loose=True,
    ),
    P(
        "struct2",
        """
        s = struct('w', 0.5, 'b', 0.1);
        y = s.w*x + s.b;
        """,
        {"x": 2.0},
        twin="0.5*x+0.1",
        loose=True,
    ),
    P(
        "norm matrix",
        "n = norm(A);",
        {"A": [[1.0, 2.0], [3.0, 5.0]]},
        twin="np.linalg.norm(A,2)",
        loose=True,
    ),
    P(
        "a row that a loop fills",
        "v = [1 2 3 4];\nfor k = 1:4\n  q(k) = v(k)^2;\nend\nL = sum(q)",
        twin="v = np.array([1., 2., 3., 4.])\nL = np.sum(v**2)",
        loose=True,
    ),
    P(
        "a matrix that two loops fill",
        "u = [1 2 3];\nfor i = 1:2\n  for j = 1:3\n    M(i, j) = u(j)*i;\n  end\nend\nL = sum(sum(M))",
        twin="u = np.array([1., 2., 3.])\nL = np.sum(u)*3.0",
        loose=True,
    ),
    P(
        "rows that a loop fills",
        "for k = 1:3\n  R(k, :) = [k 2*k];\nend\ns = sum(sum(R.^2))",
        twin="R = np.array([[1., 2.], [2., 4.], [3., 6.]])\ns = np.sum(R**2)",
        out="s",
        skip=("R", "k"),
    ),
    P(
        "an array grows",
        "h(1) = tanh(0.3*x);\nh(2) = tanh(0.2*x);\ny = 0.4*h(1) + 0.6*h(2)",
        {"x": 0.5},
        twin="y = 0.4*np.tanh(0.3*x) + 0.6*np.tanh(0.2*x)",
    ),
    P(
        "a second name is a copy",
        "a = [1 2 3];\nb = a;\nb(2) = 10;\nL = sum(a .* b)",
        twin="a = np.array([1., 2., 3.])\nL = a[0]**2 + a[1]*10.0 + a[2]**2",
        loose=True,
    ),
    P(
        "a column of biases beside a matrix of examples",
        "T = [0; 1; 1; 0];\nB = -1 * ones(2, 1);\nX = [0 0; 0 1; 1 0; 1 1];\nW = [1 2; 3 4];\nE = T' - sum(W*X' + B)",
        twin="T = np.array([0., 1., 1., 0.])\nB = -np.ones(2)\nX = np.array([[0., 0.], [0., 1.], [1., 0.], [1., 1.]])\n"
        "W = np.array([[1., 2.], [3., 4.]])\nE = T - np.sum(W @ X.T + B[:, None], axis=0)",
        loose=True,
    ),
    P(
        "the sizes of a column",
        "T = [0; 1; 1; 0];\nw = 2;\ny = size(T, 1)*w + size(T, 2)",
        twin="w = 2.0\ny = 4*w + 1",
    ),
    P(
        "one entry more",
        "x = [0.2 0.3];\nz = x*2;\nh = 1 ./ (1 + exp(-z));\ng = [h 1];\nL = sum(g.^2)",
        twin="x = np.array([0.2, 0.3])\nh = 1/(1 + np.exp(-2*x))\nL = np.sum(h**2) + 1.0",
        out="L",
        loose=True,
    ),
    P(
        "a loop that fills from the end",
        "for k = 1:3\n  z(4 - k) = k*w;\nend\nL = sum(z .* [1 2 3])",
        {"w": 2.0},
        twin="L = 3.0*w + 2*2.0*w + 3*w",
    ),
    P(
        "a loop that ends before its last round",
        "for k = 1:10\n  z(k) = k^2*w;\n  if k > 2\n    break\n  end\nend\ny = z(end)*2",
        {"w": 0.5},
        twin="y = 9.0*w*2",
    ),
    P(
        "entries under a condition",
        "for k = 1:4\n  if k < 3\n    z(k) = k*w;\n  end\nend\ny = sum(z)*length(z)",
        {"w": 0.5},
        twin="y = (w + 2*w)*2",
    ),
    P(
        "a function gets a copy",
        "function r = f(a)\n  a(1) = 50;\n  r = sum(a);\nend\nv = [1 2 3];\nb = f(v);\nL = sum(v) + b",
        twin="v = np.array([1., 2., 3.])\nL = np.sum(v) + 50.0 + v[1] + v[2]",
        loose=True,
    ),
    P(
        "a part is a copy, and a transpose",
        "a = [1 2 3];\nb = a(1:2);\nb(1) = 10;\nA = [1 2; 3 4];\nB = A';\nB(1, 2) = 10;\nL = sum(a) + sum(sum(A))",
        twin="a = np.array([1., 2., 3.])\nA = np.array([[1., 2.], [3., 4.]])\nL = np.sum(a) + np.sum(A)",
        loose=True,
    ),
]
