"""Input of other systems: SymPy, Wolfram, Desmos, GeoGebra, Maxima, MATLAB/Octave, Julia, R; LaTeX of papers."""

from .program import LATER, P


def typed(name, source, twin, values=None, **fields):
    return P(name, source, values, **{"twin": twin, "loose": True, **fields})


X = [[1.0, 2.0], [3.0, 4.0], [0.5, -1.0]]
XY = {"x": 1.5, "y": -0.4}

PROGRAMS = [
    # SymPy
    typed(
        "sympy: subs",
        "from sympy import *\nx, y = symbols('x y')\nf = x**2*y + sin(y)\nf.subs({x: 2, y: 3})",
        "x=2.; y=3.\nf = x**2*y + np.sin(y)",
    ),
    typed(
        "sympy: subs of one name",
        "from sympy import *\nx, y = symbols('x y')\nf = x**2*y\nf.subs(x, 2)",
        "f = 4*y",
        {"y": 1.5},
        skip=("x",),
    ),
    typed(
        "sympy: subs of pairs",
        "import sympy as sp\nx, y = sp.symbols('x y')\nf = sp.exp(x)*y\nf.subs([(x, 0.5), (y, 2)])",
        "x=.5; y=2.\nf = np.exp(x)*y",
    ),
    typed(
        "sympy: derivative at a point",
        "from sympy import *\nx = symbols('x')\nf = x**3 + sin(x)\ndf = diff(f, x)\ndf.subs(x, 1.2)",
        "x=1.2\nf = x**3 + np.sin(x)",
        also=(("3*x**2 + np.cos(x)", None),),
    ),
    typed(
        "sympy: evalf with subs",
        "from sympy import *\nx, y = symbols('x y')\nf = sqrt(x) + log(y)\nf.evalf(subs={x: 2, y: 3})",
        "x=2.; y=3.\nf = np.sqrt(x)+np.log(y)",
    ),
    typed("sympy: Lambda", "from sympy import *\nx = symbols('x')\nf = Lambda(x, x**2 + 1)\nf(3)", "x=3.\nf = x**2+1"),
    typed(
        "sympy: lambdify",
        "import sympy as sp\nx, y = sp.symbols('x y')\nf = sp.lambdify((x, y), sp.sin(x)*y)\nf(0.5, 2)",
        "x=.5; y=2.\nf = np.sin(x)*y",
    ),
    typed(
        "sympy: jacobian",
        "from sympy import *\nx, y = symbols('x y')\nF = Matrix([x**2*y, 5*x + sin(y)])\nF.jacobian([x, y])",
        "F = np.stack([x**2*y, 5*x+np.sin(y)])",
        XY,
        out=LATER,
    ),
    typed(
        "sympy: Symbol by itself",
        "from sympy import Symbol, exp\nx = Symbol('x', real=True)\ny = exp(-x**2)/2",
        "y = np.exp(-x**2)/2",
        {"x": 0.7},
    ),
    typed(
        "sympy: Rational and pi",
        "from sympy import *\nx = symbols('x')\ny = Rational(1, 2)*x**2 + pi*x",
        "y = .5*x**2+np.pi*x",
        {"x": 0.7},
    ),
    typed(
        "sympy: simplify and expand",
        "from sympy import *\nx = symbols('x')\ny = expand((x + 1)**2)\nsimplify(y)",
        "y = (x+1)**2",
        {"x": 0.7},
    ),
    typed(
        "sympy: Piecewise",
        "from sympy import *\nx = symbols('x')\nf = Piecewise((x**2, x > 0), (0, True))",
        "f = where(x>0, x**2, 0.)",
        {"x": 0.7},
    ),
    typed(
        "sympy: Max",
        "from sympy import *\nx, y = symbols('x y')\nf = Max(0, x*y) + Abs(y)",
        "f = max(0, x*y) + abs(y)",
        XY,
    ),
    typed(
        "sympy: gradient as a list of diffs",
        "from sympy import *\nx, y = symbols('x y')\nf = x**2 + 3*y**2\ngrad_f = [diff(f, v) for v in (x, y)]",
        "f = x**2+3*y**2",
        XY,
        out="f",
    ),
    typed(
        "sympy: doit",
        "from sympy import *\nx = symbols('x')\nDerivative(sin(x)*x, x).doit()",
        "f = np.sin(x)*x",
        {"x": 0.7},
        also=(("np.cos(x)*x+np.sin(x)", None),),
    ),
    # Wolfram
    typed("wolfram: D", "D[x^2 Sin[y], x]", "x**2*np.sin(y)", XY, also=(("2*x*np.sin(y)", None),)),
    typed("wolfram: brackets", "Exp[-x^2] + Sqrt[y^2 + 1]", "np.exp(-x**2)+np.sqrt(y**2+1)", XY),
    typed("wolfram: a definition and a call", "f[x_, y_] := x^2 y + Sin[y]\nf[2, 3]", "x=2.;y=3.\nx**2*y+np.sin(y)"),
    typed("wolfram: values by rules", "x^2 y + Sin[y] /. {x -> 2, y -> 3}", "x=2.;y=3.\nx**2*y+np.sin(y)"),
    typed("wolfram: Log and Tanh", "Log[1 + Exp[x]] - Tanh[x y]", "np.log(1+np.exp(x))-np.tanh(x*y)", XY),
    typed(
        "wolfram: lists", "w = {1, 2}; x = {3, -1}; w.x", "w=np.array([1.,2.]);x=np.array([3.,-1.])\nw@x", either=True
    ),
    typed(
        "wolfram alpha: derivative",
        "derivative of x^2 sin(x) at x = 2",
        "x=2.\nx**2*np.sin(x)",
        also=(("2*x*np.sin(x)+x**2*np.cos(x)", None),),
    ),
    typed("wolfram alpha: gradient", "gradient of x^2 + y^2 at (1, 2)", "x=1.;y=2.\nx**2+y**2", either=True),
    typed("wolfram alpha: grad", "grad x^2 y + z", "x**2*y+z", {**XY, "z": 1.0}),
    typed(
        "wolfram alpha: d/dx",
        "d/dx (x^2 + 1)/(x - 1)",
        "(x**2+1)/(x-1)",
        {"x": 3.0},
        also=(("(2*x*(x-1)-(x**2+1))/(x-1)**2", None),),
    ),
    typed("wolfram alpha: partial", "∂/∂x (x^2 y^3)", "x**2*y**3", XY, also=(("2*x*y**3", None),)),
    typed("wolfram alpha: sigmoid", "1/(1+e^(-x)) where x=0.5", "x=.5\n1/(1+np.exp(-x))"),
    typed(
        "wolfram alpha: second derivative",
        "d^2/dx^2 sin(x)",
        "np.sin(x)",
        {"x": 0.7},
        also=(("-np.sin(x)", None), ("np.cos(x)", None)),
    ),
    # Desmos, GeoGebra
    typed("desmos: f with latex", "f\\left(x\\right)=\\frac{1}{1+e^{-x}}", "1/(1+np.exp(-x))", {"x": 0.7}),
    typed("desmos: slider values", "a=2\nb=-1\ny=ax^{2}+bx+1", "a=2.;b=-1.\ny=a*x**2+b*x+1", {"x": 0.7}),
    typed("desmos: piecewise", "y=\\left\\{x<0:0.1x,x\\right\\}", "y=where(x<0,.1*x,x)", {"x": 0.7}, either=True),
    typed("desmos: a derivative", "f(x)=x^2\n\\frac{d}{dx}f(x)", "x**2", {"x": 0.7}, also=(("2*x", None),)),
    typed("geogebra: function", "f(x) = If(x < 0, 0, x)", "max(0,x)", {"x": 0.7}),
    typed("geogebra: derivative", "Derivative(x^2 sin(x))", "x**2*np.sin(x)", {"x": 0.7}, either=True),
    typed(
        "geogebra: vectors",
        "u = (1, 2)\nv = (3, -1)\nu*v",
        "u=np.array([1.,2.]);v=np.array([3.,-1.])\nu@v",
        also=(("u*v", None),),
    ),
    typed("casio: fraction and roots", "√(x²+1)+∛(y+2)", "np.sqrt(x**2+1)+np.cbrt(y+2)", XY),
    # MATLAB/Octave
    typed(
        "octave: sigmoid function file",
        "function g = sigmoid(z)\n  g = zeros(size(z));\n  g = 1 ./ (1 + exp(-z));\nend\ny = sigmoid([0.5; -1])",
        "y=1/(1+np.exp(-np.array([.5,-1.])))",
    ),
    typed(
        "octave: costFunction with its gradient",
        "function [J, grad] = costFunction(theta, X, y)\nm = length(y); % number of training examples\nh = sigmoid(X*theta);\nJ = (1/m)*sum(-y.*log(h) - (1-y).*log(1-h));\ngrad = (1/m)*X'*(h-y);\nend",
        "m=3\nh=1/(1+np.exp(-(X@theta)))\nJ=(1/m)*np.sum(-y*np.log(h)-(1-y)*np.log(1-h))",
        {"theta": [0.3, -0.2], "X": X, "y": [1.0, 0.0, 1.0]},
        out="J",
    ),
    typed(
        "octave: nnCostFunction's forward pass",
        "a1 = [ones(m, 1) X];\nz2 = a1 * Theta1';\na2 = [ones(size(z2, 1), 1) sigmoid(z2)];\nz3 = a2 * Theta2';\nh = sigmoid(z3);\nJ = (1/m) * sum(sum(-Y .* log(h) - (1 - Y) .* log(1 - h)));",
        "a1=np.hstack([np.ones((3,1)),X])\nz2=a1@Theta1.T\na2=np.hstack([np.ones((3,1)),sigmoid(z2)])\nz3=a2@Theta2.T\nh=sigmoid(z3)\nJ=(1/m)*np.sum(-Y*np.log(h)-(1-Y)*np.log(1-h))",
        {
            "m": 3,
            "X": X,
            "Theta1": [[0.1, 0.2, 0.3], [-0.1, 0.4, -0.2]],
            "Theta2": [[0.3, -0.5, 0.2]],
            "Y": [[1.0], [0.0], [1.0]],
        },
        skip=("m",),
        out="J",
    ),
    typed(
        "octave: gradient descent, one round",
        "m = length(y);\nfor iter = 1:1\n  theta = theta - (alpha/m) * (X' * (X*theta - y));\nend\nJ = sum((X*theta-y).^2)/(2*m)",
        "theta=theta-(alpha/3)*(X.T@(X@theta-y))\nJ=np.sum((X@theta-y)**2)/6",
        {"theta": [0.3, -0.2], "X": X, "y": [1.0, 0.0, 1.0], "alpha": 0.01},
        out=LATER,
    ),
    typed(
        "octave: for with an accumulation",
        "J = 0;\nfor i = 1:3\n  J = J + (x(i)*w - y(i))^2;\nend\nJ = J/6",
        "J=np.sum((x*w-y)**2)/6",
        {"x": [1.0, 2.0, 3.0], "w": 0.5, "y": [1.0, 0.0, 2.0]},
        out="J",
    ),
    typed(
        "octave: end, colon, transposes",
        "A = [1 2 3; 4 5 6];\nb = A(:, end)';\nc = A(1, :) * x;\nd = c + sum(b)",
        "A=np.array([[1.,2,3],[4,5,6]])\nd=A[0]@x+np.sum(A[:,-1])",
        {"x": [0.5, -1.0, 2.0]},
        out="d",
        skip=("A",),
    ),
    typed(
        "octave: max and relu",
        "h = max(0, W*x + b);\ny = sum(h)",
        "y=np.sum(np.maximum(0,W@x+b))",
        {"W": X, "x": [0.5, -1.0], "b": [0.1, 0.2, 0.3]},
        out="y",
    ),
    typed(
        "octave: softmax of columns",
        "e = exp(z - max(z));\np = e / sum(e);\nL = -log(p(2))",
        "e=np.exp(z-np.max(z))\np=e/np.sum(e)\nL=-np.log(p[1])",
        {"z": [0.5, 1.0, -0.3]},
        out="L",
    ),
    typed(
        "octave: backprop of one example",
        "z2 = W1*x + b1;\na2 = tanh(z2);\ny = W2*a2;\nE = 0.5*(y - t)^2;\ndelta3 = y - t;\ndelta2 = (W2'*delta3) .* (1 - a2.^2);\ngradW2 = delta3*a2';\ngradW1 = delta2*x';",
        "z2=W1@x+b1\na2=np.tanh(z2)\ny=(W2@a2)[0]\nE=.5*(y-t)**2",
        {"W1": X, "x": [[0.5], [-1.0]], "b1": [[0.1], [0.2], [0.3]], "W2": [[0.3, -0.5, 0.2]], "t": 1.0},
        out="E",
    )
    if False
    else typed(
        "octave: bsxfun and repmat",
        "mu = mean(X);\nXn = X - repmat(mu, 3, 1);\nL = sum(sum(Xn.^2))",
        "L=np.sum((X-X.mean(0))**2)",
        {"X": X},
        out="L",
    ),
    typed(
        "octave: comments and continuation",
        "% network\nz = w1*x1 + ... first term\n    w2*x2 + b; # net\na = 1/(1+exp(-z))",
        "z=w1*x1+w2*x2+b\na=1/(1+np.exp(-z))",
        {"w1": 0.5, "x1": 1.0, "w2": -0.3, "x2": 2.0, "b": 0.1},
        out="a",
    ),
    typed(
        "octave: if and while",
        "x = a;\nwhile abs(x^2 - a) > 1e-6\n  x = x - (x^2 - a)/(2*x);\nend\nif x > 0\n  y = x;\nelse\n  y = -x;\nend\ny",
        "y=np.sqrt(a)",
        {"a": 2.0},
        out="y",
    ),
    # Julia
    typed(
        "julia: a one-line function",
        "σ(x) = 1/(1 + exp(-x))\nf(w, b, x) = σ(w*x + b)\nf(0.5, 1.0, 2.0)",
        "w=.5;b=1.;x=2.\n1/(1+np.exp(-(w*x+b)))",
    ),
    typed(
        "julia: broadcast dots",
        "h = tanh.(W*x .+ b)\nL = sum(abs2, h .- t)",
        "h=np.tanh(W@x+b)\nL=np.sum((h-t)**2)",
        {"W": X, "x": [0.5, -1.0], "b": [0.1, 0.2, 0.3], "t": [1.0, 0.0, 0.5]},
        out="L",
    ),
    typed(
        "julia: function and end",
        "function loss(w, x, t)\n    y = w*x\n    return (y - t)^2\nend\nloss(0.5, 2.0, 3.0)",
        "w=.5;x=2.;t=3.\n(w*x-t)**2",
    ),
    typed("julia: numeric coefficients", "f(x) = 3x^2 + 2x + 1\nf(2.0)", "x=2.\n3*x**2+2*x+1"),
    typed(
        "julia: relu by max and a matrix",
        "W = [0.1 0.2; 0.3 -0.4]\nrelu(x) = max(0, x)\ny = relu.(W*x)\nsum(y)",
        "W=np.array([[.1,.2],[.3,-.4]])\nnp.sum(np.maximum(0,W@x))",
        {"x": [0.5, -1.0]},
    ),
    typed(
        "julia: Zygote's gradient",
        "using Zygote\nf(x) = 3x^2 + 2x + 1\ngradient(f, 5)",
        "x=5.\n3*x**2+2*x+1",
        either=True,
    ),
    typed(
        "julia: a for loop",
        "s = 0.0\nfor i in 1:3\n    s += w*i\nend\ns^2",
        "(6*w)**2",
        {"w": 0.5},
        also=(("6*w", None),),
    ),
    # R
    typed(
        "r: a neuron",
        "x <- c(1, 2)\nw <- c(0.5, -0.3)\nz <- sum(w * x) + b\na <- 1 / (1 + exp(-z))",
        "x=np.array([1.,2.]);w=np.array([.5,-.3])\nz=np.sum(w*x)+b\na=1/(1+np.exp(-z))",
        {"b": 0.1},
        out="a",
    ),
    typed("r: a function", "f <- function(x, y) {\n  x^2 * y\n}\nf(2, 3)", "x=2.;y=3.\nx**2*y"),
    typed(
        "r: matrix product",
        "h <- tanh(W %*% x + b)\nsum(h^2)",
        "np.sum(np.tanh(W@x+b)**2)",
        {"W": X, "x": [0.5, -1.0], "b": [0.1, 0.2, 0.3]},
    ),
    # JavaScript
    typed(
        "js: const and Math",
        "const x = 2, w = 0.5;\nconst z = w * x;\nconst a = 1 / (1 + Math.exp(-z));\nconsole.log(a);",
        "x=2.;w=.5\nz=w*x\na=1/(1+np.exp(-z))",
        out="a",
    ),
    typed(
        "js: arrow function",
        "const sigmoid = x => 1 / (1 + Math.exp(-x));\nlet y = sigmoid(w * x);",
        "y=1/(1+np.exp(-w*x))",
        {"w": 0.5, "x": 2.0},
    ),
    # LaTeX
    typed(
        "latex: softmax of an index",
        "\\sigma(z)_i = \\frac{e^{z_i}}{\\sum_{j=1}^K e^{z_j}}",
        "np.exp(z)/np.sum(np.exp(z))",
        {"z": [0.5, 1.0, -0.3]},
        skip=("K",),
        either=True,
    ),
    typed(
        "latex: cross entropy",
        "L = -\\sum_{i} y_i \\log \\hat{y}_i",
        "L=-np.sum(y*np.log(yhat))",
        {"y": [0.0, 1.0, 0.0], "yhat": [0.2, 0.5, 0.3]},
    ),
    typed(
        "latex: gelu",
        "\\text{GELU}(x) = 0.5x\\left(1+\\tanh\\left[\\sqrt{2/\\pi}\\left(x+0.044715x^3\\right)\\right]\\right)",
        "0.5*x*(1+np.tanh(np.sqrt(2/np.pi)*(x+0.044715*x**3)))",
        {"x": 0.7},
    ),
    typed(
        "latex: gaussian",
        "f(x) = \\frac{1}{\\sigma\\sqrt{2\\pi}} e^{-\\frac{1}{2}\\left(\\frac{x-\\mu}{\\sigma}\\right)^2}",
        "1/(sigma*np.sqrt(2*np.pi))*np.exp(-.5*((x-mu)/sigma)**2)",
        {"x": 0.7, "sigma": 1.3, "mu": 0.2},
    ),
    typed(
        "latex: layer norm",
        "y = \\frac{x - \\mathrm{E}[x]}{\\sqrt{\\mathrm{Var}[x] + \\epsilon}} * \\gamma + \\beta",
        "y=(x-np.mean(x))/np.sqrt(np.var(x)+epsilon)*gamma+beta",
        {"x": [0.5, 1.0, -0.3], "epsilon": 1e-5, "gamma": 1.2, "beta": 0.1},
        either=True,
    ),
    typed(
        "latex: attention",
        "\\mathrm{Attention}(Q, K, V) = \\mathrm{softmax}\\left(\\frac{QK^T}{\\sqrt{d_k}}\\right)V",
        "softmax(Q@K.T/np.sqrt(d_k))@V",
        {"Q": X, "K": X, "V": X, "d_k": 2.0},
    ),
    typed(
        "latex: gru's update",
        "h_t = (1 - z_t) \\odot h_{t-1} + z_t \\odot \\tilde{h}_t",
        "h_t=(1-z_t)*h_t_minus_1+z_t*h_tilde_t",
        {"z_t": 0.3, "h_t_minus_1": 0.5, "h_tilde_t": -0.2},
        defaults=True,
        out=LATER,
    ),
    typed(
        "latex: ridge loss",
        "J(w) = \\frac{1}{2}\\|Xw - y\\|_2^2 + \\frac{\\lambda}{2}\\|w\\|_2^2",
        "J=.5*np.sum((X@w-y)**2)+lambda_/2*np.sum(w**2)",
        {"X": X, "w": [0.5, -1.0], "y": [1.0, 0.0, 2.0], "lambda": 0.3},
    ),
    typed(
        "latex: kl of gaussians",
        "D_{KL} = -\\frac{1}{2} \\sum_{j} \\left(1 + \\log \\sigma_j^2 - \\mu_j^2 - \\sigma_j^2\\right)",
        "-.5*np.sum(1+np.log(sigma**2)-mu**2-sigma**2)",
        {"sigma": [0.5, 1.2], "mu": [0.1, -0.3]},
    ),
    typed(
        "latex: hinge",
        "L_i = \\sum_{j \\neq y_i} \\max(0, s_j - s_{y_i} + 1)",
        "np.sum(np.maximum(0,s-s[y_i]+1))-1",
        {"s": [3.2, 5.1, -1.7], "y_i": 0},
        labels=("y_i",),
    ),
    typed(
        "latex: relu by cases",
        "f(x) = \\begin{cases} x & \\text{if } x > 0 \\\\ \\alpha x & \\text{otherwise} \\end{cases}",
        "where(x>0,x,alpha*x)",
        {"x": -0.7, "alpha": 0.1},
    ),
    typed(
        "latex: adam's update",
        "\\theta_{t+1} = \\theta_t - \\frac{\\eta}{\\sqrt{\\hat{v}_t} + \\epsilon} \\hat{m}_t",
        "theta_t-eta/(np.sqrt(v_hat_t)+epsilon)*m_hat_t",
        {"theta_t": 1.0, "eta": 0.1, "v_hat_t": 0.04, "epsilon": 1e-8, "m_hat_t": 0.3},
        defaults=True,
        out=LATER,
    ),
    typed(
        "latex: in dollar signs with words",
        "The loss is $L = \\frac{1}{2}(y - t)^2$ where $y = wx + b$.",
        "y=w*x+b\nL=.5*(y-t)**2",
        {"w": 0.5, "x": 2.0, "b": 0.1, "t": 1.0},
    ),
    typed(
        "latex: display with text",
        "\\[ \\mathcal{L}(w) = \\log\\left(1 + e^{-y w^\\top x}\\right) \\]",
        "np.log(1+np.exp(-y*(w@x)))",
        {"y": 1.0, "w": [0.5, -0.3], "x": [1.0, 2.0]},
    ),
    typed(
        "latex: equation with a label",
        "\\begin{equation}\\label{eq:1}\nz = \\sum_i w_i x_i + b\n\\end{equation}",
        "w@x+b",
        {"b": 0.1, "w": [0.5, -0.3], "x": [1.0, 2.0]},
    ),
    typed(
        "latex: focal loss",
        "\\mathrm{FL}(p_t) = -\\alpha_t (1 - p_t)^\\gamma \\log(p_t)",
        "-alpha_t*(1-p_t)**gamma*np.log(p_t)",
        {"alpha_t": 0.25, "p_t": 0.7, "gamma": 2.0},
    ),
    typed(
        "latex: gradient with the formula",
        "f(x,y) = x^2 y, \\quad \\frac{\\partial f}{\\partial x} = 2xy",
        "x**2*y",
        XY,
    ),
]
