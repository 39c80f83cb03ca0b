"""A second harvest of exercises and examples as they are taught: exam questions, blogs, slides, forum posts."""

from .program import P


def taught(name, source, twin=None, values=None, **fields):
    return P(name, source, values, **{"twin": twin, "loose": True, **fields})


PROGRAMS = [
    taught(
        "exam: a graph to draw",
        "Q1. Consider the following function:\nf(x, y, z) = (x + y) * max(y, z)\nx = 1, y = 2, z = 0\n(a) Draw the computational graph.\n(b) Compute all gradients.",
        "x=1.;y=2.;z=0.\nf=(x+y)*max(y,z)",
    ),
    taught(
        "exam: a ReLU neuron",
        "A neuron computes y = relu(w1*x1 + w2*x2 + b) with w1 = 2, w2 = -3, b = 1, x1 = 1, x2 = -1.\nThe loss is L = (y - 4)^2.\nCalculate ∂L/∂w1.",
        "w1=2.;w2=-3.;b=1.;x1=1.;x2=-1.\ny=max(0,w1*x1+w2*x2+b)\nL=(y-4)**2",
    ),
    taught(
        "exam: given and find",
        "Given: x = 2, w = -1, b = 3\ny = w*x + b\nz = y^2\nFind: dz/dw",
        "x=2.;w=-1.;b=3.\ny=w*x+b\nz=y**2",
    ),
    taught(
        "exam: let f be", "Let f(x, y) = x^2 + xy + y^2. Find ∂f/∂x and ∂f/∂y at (2, 3).", "x=2.;y=3.\nf=x**2+x*y+y**2"
    ),
    taught(
        "exam: let f be, one derivative",
        "Let f(x) = e^{-x^2}. Compute f'(1).",
        "x=1.\nf=np.exp(-x**2)",
        also=(("-2*x*np.exp(-x**2)", None),),
    ),
    taught(
        "exam: evaluate the gradient",
        "Evaluate the gradient of f(x,y) = x e^y + y^2 at the point (1, 0).",
        "x=1.;y=0.\nf=x*np.exp(y)+y**2",
    ),
    taught(
        "exam: compute the derivative with respect to",
        "Compute the derivative of L = (wx + b - y)^2 with respect to w.",
        "L=(w*x+b-y)**2",
        {"w": 0.5, "x": 2.0, "b": 0.1, "y": 1.0},
    ),
    taught("exam: semicolons", "f = a*b + c; a = 2; b = 3; c = 4", "a=2.;b=3.;c=4.\nf=a*b+c"),
    taught(
        "exam: values as a sentence", "z = x*y + sin(x)\nEvaluate for x = 2 and y = 3.", "x=2.;y=3.\nz=x*y+np.sin(x)"
    ),
    taught(
        "exam: if clause", "If w = 2, x = 3 and b = -1, what is σ(wx + b)?", "w=2.;x=3.;b=-1.\n1/(1+np.exp(-(w*x+b)))"
    ),
    taught(
        "exam: intermediate variables",
        "f(x1,x2) = ln(x1) + x1 x2 - sin(x2), x1 = 2, x2 = 5",
        "x1=2.;x2=5.\nf=np.log(x1)+x1*x2-np.sin(x2)",
    ),
    taught(
        "exam: v nodes of the survey",
        "v1 = x1\nv2 = x2\nv3 = v1*v2\nv4 = sin(v1)\nv5 = v3 + v4\nx1 = 0.5, x2 = 4.2",
        "x1=.5;x2=4.2\nv5=x1*x2+np.sin(x1)",
    ),
    taught(
        "exam: question and answer",
        "Question: f(x,y) = x/y + y, x = 6, y = 2. What are the gradients?\nAnswer:",
        "x=6.;y=2.\nf=x/y+y",
    ),
    taught(
        "exam: hint in brackets",
        "L = -log(sigmoid(w*x)) (Hint: use the chain rule)\nw = 0.5, x = 2",
        "w=.5;x=2.\nL=-np.log(1/(1+np.exp(-w*x)))",
        either=True,
    ),
    taught(
        "exam: L2 regularized",
        "J(w) = (w x - y)^2 + λ w^2, with x = 1, y = 2, λ = 0.1, w = 0.5",
        "x=1.;y=2.;w=.5;l=.1\nJ=(w*x-y)**2+l*w**2",
    ),
    taught(
        "exam: softmax with two classes",
        "p = e^{z1} / (e^{z1} + e^{z2})\nL = -ln p\nz1 = 1, z2 = 2",
        "z1=1.;z2=2.\np=np.exp(z1)/(np.exp(z1)+np.exp(z2))\nL=-np.log(p)",
    ),
    taught(
        "exam: batch of two",
        "x = [1, 2], y = [2, 4], w = 0.5\nL = 1/2 sum((w*x - y)^2)",
        "x=np.array([1.,2.]);y=np.array([2.,4.]);w=.5\nL=.5*np.sum((w*x-y)**2)",
    ),
    taught(
        "slides: chain rule table",
        "x = 3\ny = x^2\nz = 2y + 1\ndz/dx = dz/dy * dy/dx",
        "x=3.\ny=x**2\nz=2*y+1",
        out="z",
    ),
    taught("slides: example with arrows", "x → q = x + 2 → f = q^2, x = 3", "x=3.\nq=x+2\nf=q**2"),
    taught(
        "slides: neuron of figures",
        "o = σ(w1 x1 + w2 x2 + b)\nx1 = 0.5\nx2 = -0.5\nw1 = 2\nw2 = 1\nb = 0.1",
        "x1=.5;x2=-.5;w1=2.;w2=1.;b=.1\no=1/(1+np.exp(-(w1*x1+w2*x2+b)))",
    ),
    taught(
        "blog: a step by step with numbers",
        "Step 1: z = 0.5*x + 1\nStep 2: a = tanh(z)\nStep 3: L = (a - 0.2)^2\nx = 0.8",
        "x=.8\nz=.5*x+1\na=np.tanh(z)\nL=(a-.2)**2",
    ),
    taught(
        "blog: layers named",
        "Layer 1: h = relu(w1*x)\nLayer 2: y = w2*h\nLoss: L = (y - t)^2\nx=1, w1=0.5, w2=-2, t=0",
        "x=1.;w1=.5;w2=-2.;t=0.\nh=max(0,w1*x)\ny=w2*h\nL=(y-t)**2",
    ),
    taught(
        "blog: hidden layer and output layer",
        "Hidden layer:\nh1 = sigmoid(0.1*x + 0.2)\nh2 = sigmoid(0.3*x - 0.4)\nOutput layer:\no = sigmoid(0.5*h1 - 0.6*h2)\nx = 1.5",
        "x=1.5\nh1=sigmoid(.1*x+.2)\nh2=sigmoid(.3*x-.4)\no=sigmoid(.5*h1-.6*h2)",
    ),
    taught(
        "forum: how do I backprop",
        "How do I backpropagate through this?\ny = x*w\nL = (y - 3)**2",
        "y=x*w\nL=(y-3)**2",
        {"x": 2.0, "w": 0.5},
    ),
    taught(
        "forum: greeting and thanks",
        "Hi, I have this code:\n\nx = np.array([1.0, 2.0])\ny = np.sum(x**2)\n\nThanks!",
        "x=np.array([1.,2.])\ny=np.sum(x**2)",
    ),
    taught(
        "forum: code in a fence",
        "My forward pass:\n```python\nz = w*x + b\na = np.tanh(z)\n```\nIs the gradient right?",
        "z=w*x+b\na=np.tanh(z)",
        {"w": 0.5, "x": 2.0, "b": 0.1},
    ),
    taught(
        "stats: log likelihood", "ℓ(μ) = -½ (x - μ)²/σ²", "-.5*(x-mu)**2/sigma**2", {"x": 1.0, "mu": 0.3, "sigma": 1.5}
    ),
    taught(
        "stats: bernoulli",
        "ℓ(p) = k log p + (n - k) log(1 - p), k = 3, n = 10, p = 0.4",
        "k=3.;n=10.;p=.4\nk*np.log(p)+(n-k)*np.log(1-p)",
    ),
    taught(
        "physics: kinetic plus potential",
        "E = ½ m v² + m g h, m = 2, v = 3, g = 9.81, h = 1",
        "m=2.;v=3.;g=9.81;h=1.\nE=.5*m*v**2+m*g*h",
    ),
    taught("physics: pendulum", "T = 2π√(L/g), L = 1, g = 9.81", "L=1.;g=9.81\nT=2*np.pi*np.sqrt(L/g)"),
    taught(
        "chemistry: Arrhenius",
        "k = A e^{-E_a/(R T)}, A = 2, E_a = 3, R = 8.314, T = 1",
        "A=2.;E_a=3.;R=8.314;T=1.\nk=A*np.exp(-E_a/(R*T))",
    ),
    taught(
        "finance: Black-Scholes d1",
        "d1 = (ln(S/K) + (r + σ²/2) T) / (σ √T)",
        "d1=(np.log(S/K)+(r+sigma**2/2)*T)/(sigma*np.sqrt(T))",
        {"S": 100.0, "K": 95.0, "r": 0.05, "sigma": 0.2, "T": 0.5},
    ),
    taught(
        "finance: compound interest",
        "A = P(1 + r/n)^(nt), P = 1000, r = 0.05, n = 12, t = 2",
        "P=1000.;r=.05;n=12.;t=2.\nA=P*(1+r/n)**(n*t)",
    ),
    taught(
        "geometry: law of cosines",
        "c = sqrt(a^2 + b^2 - 2ab cos(γ)), a = 3, b = 4, γ = 1",
        "a=3.;b=4.;g=1.\nc=np.sqrt(a**2+b**2-2*a*b*np.cos(g))",
    ),
    taught(
        "calculus: product rule",
        "d/dx [x^2 sin x]",
        "x**2*np.sin(x)",
        {"x": 1.2},
        also=(("2*x*np.sin(x)+x**2*np.cos(x)", None),),
    ),
    taught(
        "calculus: implicit parameters",
        "y = A sin(ωt + φ)",
        "y=A*np.sin(omega*t+phi)",
        {"A": 2.0, "omega": 3.0, "t": 0.4, "phi": 0.1},
    ),
    taught(
        "calculus: several variables",
        "f(x, y, z) = xyz + x²y - z/y",
        "x*y*z+x**2*y-z/y",
        {"x": 1.0, "y": 2.0, "z": 3.0},
    ),
    taught("calculus: square root of a sum", "f(x, y) = √(x² + y²)", "np.sqrt(x**2+y**2)", {"x": 3.0, "y": 4.0}),
    taught("calculus: logarithm base", "log₂(x) + log_10(y)", "np.log2(x)+np.log10(y)", {"x": 3.0, "y": 4.0}),
    taught("calculus: nested", "sin(cos(tan(x)))", "np.sin(np.cos(np.tan(x)))", {"x": 0.4}),
    taught("calculus: exponent tower", "x^{y^2}", "x**(y**2)", {"x": 1.3, "y": 1.1}),
    taught("calculus: absolute value", "|x - 2| + |y|^3", "abs(x-2)+abs(y)**3", {"x": 0.4, "y": -1.2}),
    taught("calculus: max with braces", "max{0, 1 - t·y}", "max(0,1-t*y)", {"t": 1.0, "y": 0.3}),
    taught("calculus: min of three", "min(x, y, z)", "min(x,y,z)", {"x": 1.0, "y": 2.0, "z": 0.5}),
    taught(
        "calculus: greek only",
        "β₀ + β₁x₁ + β₂x₂",
        "beta0+beta1*x1+beta2*x2",
        {"beta0": 0.1, "beta1": 0.2, "x1": 1.0, "beta2": -0.5, "x2": 2.0},
    ),
    taught("paper: swish", "f(x) = x · σ(βx)", "x/(1+np.exp(-beta*x))", {"x": 0.7, "beta": 1.5}),
    taught("paper: mish", "f(x) = x tanh(ln(1 + e^x))", "x*np.tanh(np.log(1+np.exp(x)))", {"x": 0.7}),
    taught("paper: softplus", "ζ(x) = log(1 + exp(x))", "np.log(1+np.exp(x))", {"x": 0.7}),
    taught(
        "paper: elu in words",
        "f(x) = x if x > 0 else α(exp(x) - 1)",
        "x if x>0 else alpha*(np.exp(x)-1)",
        {"x": -0.7, "alpha": 1.2},
    ),
    taught(
        "paper: triplet loss",
        "L = max(‖a - p‖² - ‖a - n‖² + α, 0)",
        "L=max(np.sum((a-p)**2)-np.sum((a-n)**2)+alpha,0)",
        {"a": [0.1, 0.5], "p": [0.3, 0.2], "n": [1.0, -0.5], "alpha": 2.0},
    ),
    taught(
        "paper: cosine similarity",
        "s = (u · v)/(‖u‖ ‖v‖)",
        "s=(u@v)/(np.linalg.norm(u)*np.linalg.norm(v))",
        {"u": [0.1, 0.5], "v": [0.3, 0.2]},
    ),
    taught(
        "paper: layer",
        "h = σ(Wx + b)",
        "h=1/(1+np.exp(-(W@x+b)))",
        {"W": [[0.1, 0.2], [0.3, -0.4]], "x": [1.0, 2.0], "b": [0.1, 0.2]},
    ),
    taught(
        "paper: residual block",
        "y = x + W₂ ReLU(W₁x)",
        "y=x+W2@np.maximum(0,W1@x)",
        {"W2": [[0.1, 0.2], [0.3, -0.4]], "W1": [[0.5, 0.2], [-0.3, 0.4]], "x": [1.0, 2.0]},
    ),
    taught(
        "paper: bilinear form",
        "f = xᵀWy",
        "f=x@W@y",
        {"x": [1.0, 2.0], "W": [[0.1, 0.2], [0.3, -0.4]], "y": [0.5, -1.0]},
    ),
    taught(
        "paper: frobenius penalty",
        "L = ‖XW - Y‖_F² + λ‖W‖_F²",
        "L=np.sum((X@W-Y)**2)+lambda_*np.sum(W**2)",
        {"X": [[1.0, 2.0], [0.5, 1.0]], "W": [[0.1, 0.2], [0.3, -0.4]], "Y": [[1.0, 0.0], [0.0, 1.0]], "lambda": 0.1},
    ),
    taught(
        "paper: expectation of a list",
        "mean = (x1 + x2 + x3)/3\nvar = ((x1-mean)^2 + (x2-mean)^2 + (x3-mean)^2)/3\nz = (x1 - mean)/sqrt(var + 0.01)",
        "mean=(x1+x2+x3)/3\nvar=((x1-mean)**2+(x2-mean)**2+(x3-mean)**2)/3\nz=(x1-mean)/np.sqrt(var+.01)",
        {"x1": 1.0, "x2": 2.0, "x3": 4.0},
    ),
    taught(
        "latex: neural network in words",
        "Let $z = w_1 x_1 + w_2 x_2 + b$ and $a = \\sigma(z)$. The loss is $L = -y\\log a - (1-y)\\log(1-a)$.",
        "z=w_1*x_1+w_2*x_2+b\na=sigmoid(z)\nL=-y*np.log(a)-(1-y)*np.log(1-a)",
        {"w_1": 0.5, "x_1": 1.0, "w_2": -0.3, "x_2": 2.0, "b": 0.1, "y": 1.0},
    ),
    taught("latex: with its numbers", "$f(x, y) = x^2 y + y$ at $x = 2$, $y = 3$", "x=2.;y=3.\nf=x**2*y+y"),
    taught(
        "latex: find the gradient",
        "Find $\\nabla f$ for $f(x,y) = x^2 + 3y^2$.",
        "x**2+3*y**2",
        {"x": 1.0, "y": 2.0},
        either=True,
    ),
    taught(
        "latex: evaluated at",
        "\\frac{\\partial}{\\partial x}\\left(x^2 y\\right)\\Big|_{x=2, y=3}",
        "x=2.;y=3.\nf=x**2*y",
        also=(("2*x*y", None),),
    ),
    taught(
        "latex: align with labels",
        "\\begin{align}\nz &= Wx + b \\label{z}\\\\\na &= \\tanh(z) \\\\\nL &= \\frac12 \\|a - t\\|^2\n\\end{align}",
        "z=W@x+b\na=np.tanh(z)\nL=.5*np.sum((a-t)**2)",
        {"W": [[0.1, 0.2], [0.3, -0.4]], "x": [1.0, 2.0], "b": [0.1, 0.2], "t": [0.0, 1.0]},
    ),
    taught(
        "a python one-liner with words before",
        "Compute y = sum([w*x for w, x in zip([1, 2], [3, 4])]) for me",
        "y=1*3+2*4.",
        either=True,
    ),
    taught("a spreadsheet formula", "=1/(1+EXP(-(0.5*2+1)))", "1/(1+np.exp(-(0.5*2+1)))"),
    taught(
        "a bullet list of values", "Values:\n- x = 2\n- w = 0.5\nFormula:\n- y = tanh(w*x)", "x=2.;w=.5\ny=np.tanh(w*x)"
    ),
    taught("a table of values by bars", "x = 2 | w = 0.5 | b = 1\ny = w*x + b", "x=2.;w=.5;b=1.\ny=w*x+b"),
    taught("values by is", "x is 2 and y is 3\nf = x*y", "x=2.;y=3.\nf=x*y"),
    taught("values by an arrow of R in prose", "x <- 2\ny <- 3\nf <- x*y + x", "x=2.;y=3.\nf=x*y+x"),
    taught("with units", "F = m*g, m = 2 kg, g = 9.81", "m=2.;g=9.81\nF=m*g"),
    taught(
        "pytorch in words",
        "x = torch.tensor(2.0, requires_grad=True)  # input\ny = x**3 + 2*x  # function\ny.backward()  # compute gradients\nprint(x.grad)  # tensor(14.)",
        None,
        written_for="torch",
        out="y",
    ),
    taught(
        "the answer noted below", "f(x) = 3x^2 + 2x at x = 1\nf'(x) = 6x + 2 = 8", "x=1.\nf=3*x**2+2*x", either=True
    ),
]
