"""Exercises as they are stated: a formula among words, its numbers before or behind it, a gradient asked for."""

from .program import P


def stated(name, source, twin, values=None, **fields):
    return P(name, source, values, **{"twin": twin, "loose": True, **fields})


XYZ = "x = -2.; y = 5.; z = -4.\nf = (x + y)*z"
NEURON = "w0=2.; x0=-1.; w1=-3.; x1=-2.; w2=-3.\nf = 1/(1+np.exp(-(w0*x0 + w1*x1 + w2)))"
SIGMOID_LOSS = "w=0.5; x=2.; b=-1.; t=1.\nz = w*x + b\na = 1/(1+np.exp(-z))\nL = 0.5*(a - t)**2"

PROGRAMS = [
    stated("let, compute", "Let x = 2, y = -4. Compute f = x^2 y + y^3.", "x=2.; y=-4.\nf = x**2*y + y**3"),
    stated("e.g. with values behind", "f(x, y, z) = (x + y)z, e.g. x = -2, y = 5, z = -4", XYZ),
    stated("e.g. of the lecture, two lines", "f(x,y,z) = (x+y)z\ne.g. x = -2, y = 5, z = -4", XYZ),
    stated("e.g. and what is wanted", "f(x,y,z) = (x+y)z\ne.g. x = -2, y = 5, z = -4\nWant: ∂f/∂x, ∂f/∂y, ∂f/∂z", XYZ),
    stated(
        "names of the middle with the lecture's slopes",
        "f(x,y,z) = (x+y)z\nx = -2, y = 5, z = -4\nq = x + y,  ∂q/∂x = 1, ∂q/∂y = 1\nf = qz,  ∂f/∂q = z, ∂f/∂z = q",
        XYZ,
    ),
    stated(
        "another example of the lecture",
        "f(w,x) = 1/(1+e^{-(w0x0 + w1x1 + w2)})\nw0 = 2, x0 = -1, w1 = -3, x1 = -2, w2 = -3",
        NEURON,
    ),
    stated(
        "another example with a semicolon",
        "f(w,x) = 1/(1+exp(-(w0*x0 + w1*x1 + w2))); w0=2; x0=-1; w1=-3; x1=-2; w2=-3",
        NEURON,
    ),
    stated(
        "given, find the gradient",
        "Given f(x, y) = x^2 + 3xy - y^2, find the gradient at (1, 2).",
        "x=1.; y=2.\nf = x**2 + 3*x*y - y**2",
        either=True,
    ),
    stated("evaluate at a point", "f(x,y) = x^2 + 3xy - y^2 at x = 1, y = 2", "x=1.; y=2.\nf = x**2 + 3*x*y - y**2"),
    stated(
        "evaluate at a point in brackets",
        "f(x, y) = x^2 + 3*x*y - y^2 at (x, y) = (1, 2)",
        "x=1.; y=2.\nf = x**2 + 3*x*y - y**2",
    ),
    stated("evaluate with a bar", "f(x) = x^3 - 2x |_{x=2}", "x=2.\nf = x**3 - 2*x"),
    stated(
        "compute dL/dw with numbers behind",
        "L = (sigmoid(w*x+b) - t)^2, compute dL/dw at w=0.5, x=2, b=-1, t=1",
        "w=0.5; x=2.; b=-1.; t=1.\nL = (1/(1+np.exp(-(w*x+b))) - t)**2",
    ),
    stated(
        "compute dL/dw in a line of its own",
        "L = (σ(wx + b) - t)^2\nw = 0.5, x = 2, b = -1, t = 1\nCompute dL/dw",
        "w=0.5; x=2.; b=-1.; t=1.\nL = (1/(1+np.exp(-(w*x+b))) - t)**2",
    ),
    stated(
        "steps of a neuron", "z = wx + b\na = σ(z)\nL = 1/2 (a - t)^2\nwith w = 0.5, x = 2, b = -1, t = 1", SIGMOID_LOSS
    ),
    stated(
        "steps of a neuron with where",
        "z = w x + b, a = σ(z), L = ½(a − t)², where w = 0.5, x = 2, b = −1, t = 1",
        SIGMOID_LOSS,
    ),
    stated(
        "steps of a neuron with suppose",
        "Suppose w = 0.5, x = 2, b = -1, t = 1.\nz = wx + b\na = sigmoid(z)\nL = (1/2)(a - t)^2\nFind ∂L/∂w and ∂L/∂b.",
        SIGMOID_LOSS,
    ),
    stated(
        "numbered parts",
        "(a) z = w*x + b\n(b) a = sigmoid(z)\n(c) L = 0.5*(a - t)^2\nw=0.5, x=2, b=-1, t=1",
        SIGMOID_LOSS,
    ),
    stated(
        "numbered steps", "1. z = w*x + b\n2. a = sigmoid(z)\n3. L = 0.5*(a - t)^2\nw=0.5, x=2, b=-1, t=1", SIGMOID_LOSS
    ),
    stated(
        "bullets",
        "- z = w*x + b\n- a = sigmoid(z)\n- L = 0.5*(a - t)^2\n- w=0.5, x=2, b=-1, t=1",
        SIGMOID_LOSS,
    ),
    stated(
        "forward and backward with headings",
        "Forward pass:\nz = w*x + b\na = sigmoid(z)\nL = 0.5*(a - t)^2\nBackward pass:\ndL/da = a - t\ndL/dz = dL/da * a*(1-a)\ndL/dw = dL/dz * x\ndL/db = dL/dz",
        SIGMOID_LOSS,
        {"w": 0.5, "x": 2.0, "b": -1.0, "t": 1.0},
        grads={},
    ),
    stated(
        "inputs, weights, target",
        "Inputs: x1 = 1, x2 = 0.5\nWeights: w1 = 0.3, w2 = -0.2\nBias: b = 0.1\nTarget: t = 1\ny = sigmoid(w1*x1 + w2*x2 + b)\nE = 1/2*(t - y)^2",
        "x1=1.; x2=.5; w1=.3; w2=-.2; b=.1; t=1.\ny = 1/(1+np.exp(-(w1*x1+w2*x2+b)))\nE = .5*(t-y)**2",
    ),
    stated(
        "input vector and matrix in words",
        "Let W = [[1, 2], [3, 4]], x = [1, -1]. Then y = relu(W @ x) and L = sum(y^2).",
        "W=np.array([[1.,2.],[3.,4.]]); x=np.array([1.,-1.])\ny = np.maximum(0, W@x)\nL = np.sum(y**2)",
    ),
    stated(
        "the question first",
        "What is df/dx for f = x*y + max(x, y) at x = 3, y = 2?",
        "x=3.; y=2.\nf = x*y + max(x, y)",
    ),
    stated(
        "calculate the derivative of",
        "Calculate the derivative of f(x) = x^2 sin(x) at x = 2",
        "x=2.\nf = x**2*np.sin(x)",
    ),
    stated("differentiate", "Differentiate f(x) = ln(x^2 + 1)", "f = np.log(x**2+1)", {"x": 1.5}),
    stated(
        "consider the function",
        "Consider the function f(x, y) = (x + sigmoid(y)) / (sigmoid(x) + (x + y)^2)",
        "f = (x + sigmoid(y))/(sigmoid(x) + (x+y)**2)",
        {"x": 3.0, "y": -4.0},
    ),
    stated("for", "y = a*x^2 + b*x + c for a = 1, b = -3, c = 2, x = 4", "a=1.; b=-3.; c=2.; x=4.\ny = a*x**2+b*x+c"),
    stated(
        "when", "y = a*x^2 + b*x + c when a = 1, b = -3, c = 2 and x = 4", "a=1.; b=-3.; c=2.; x=4.\ny = a*x**2+b*x+c"
    ),
    stated("if", "If x = 3 and y = 4, what is z = sqrt(x^2 + y^2)?", "x=3.; y=4.\nz = np.sqrt(x**2+y**2)"),
    stated("using", "f = x*y + z using x=1, y=2, z=3", "x=1.; y=2.; z=3.\nf = x*y+z"),
    stated("values in brackets behind", "f = x*y + z   (x=1, y=2, z=3)", "x=1.; y=2.; z=3.\nf = x*y+z"),
    stated("values in square brackets behind", "f = x*y + z   [x=1, y=2, z=3]", "x=1.; y=2.; z=3.\nf = x*y+z"),
    stated("values with colons", "x: 1, y: 2, z: 3\nf = x*y + z", "x=1.; y=2.; z=3.\nf = x*y+z", either=True),
    stated("values by an arrow", "f = x*y + z, x -> 1, y -> 2, z -> 3", "x=1.; y=2.; z=3.\nf = x*y+z"),
    stated("numbers in a comment", "f = x*y + z  # x=1, y=2, z=3", "f = x*y+z", {"x": 1.0, "y": 2.0, "z": 3.0}),
    stated(
        "results noted in comments", "x = -2; y = 5; z = -4\nq = x + y # q becomes 3\nf = q * z # f becomes -12", XYZ
    ),
    stated(
        "results noted by equals",
        "q = x + y = -2 + 5 = 3\nf = q*z = 3*(-4) = -12",
        XYZ,
        {"x": -2.0, "y": 5.0, "z": -4.0},
    ),
    stated(
        "the result behind a formula",
        "net = 0.15*0.05 + 0.2*0.1 + 0.35*1 = 0.3775",
        "net = 0.15*0.05+0.2*0.1+0.35",
    ),
    stated("a result by a wave", "out = 1/(1+e^{-0.3775}) ≈ 0.593269992", "out = 1/(1+np.exp(-0.3775))", either=True),
    stated(
        "mazur's inputs as a list",
        "i1 = 0.05, i2 = 0.10\nw1 = .15, w2 = .20, b1 = .35\nneth1 = w1 * i1 + w2 * i2 + b1 * 1\nouth1 = 1/(1+e^(-neth1))",
        "i1=.05; i2=.10; w1=.15; w2=.20; b1=.35\nneth1 = w1*i1+w2*i2+b1\nouth1 = 1/(1+np.exp(-neth1))",
    ),
    stated(
        "mazur's formulas with subscripts in latex",
        "net_{h1} = w_1 * i_1 + w_2 * i_2 + b_1 * 1\nout_{h1} = \\frac{1}{1+e^{-net_{h1}}}\nE = \\frac{1}{2}(target - out_{h1})^2\nw_1 = 0.15, i_1 = 0.05, w_2 = 0.2, i_2 = 0.1, b_1 = 0.35, target = 0.01",
        "w_1=.15; i_1=.05; w_2=.2; i_2=.1; b_1=.35; target=.01\nnet_h1 = w_1*i_1+w_2*i_2+b_1\nout_h1 = 1/(1+np.exp(-net_h1))\nE = .5*(target-out_h1)**2",
    ),
    stated(
        "mazur's total error in latex",
        "E_{total} = \\sum \\frac{1}{2}(target - output)^{2}",
        "E = np.sum(.5*(target-output)**2)",
        {"target": [0.01, 0.99], "output": [0.7513, 0.7729]},
    ),
    stated(
        "chain of a book: Goodfellow",
        "x = f(w), y = f(x), z = f(y), f(u) = u^2",
        "x = w**2; y = x**2\nz = y**2",
        {"w": 1.1},
    ),
    stated(
        "Jacobian in words",
        "Find the Jacobian of f(x, y) = [x^2 y, 5x + sin(y)]",
        "np.stack([x**2*y, 5*x+np.sin(y)])",
        {"x": 1.5, "y": 0.4},
        either=True,
    ),
    stated("nabla", "∇f for f(x,y) = x² + y²", "x**2+y**2", {"x": 1.0, "y": 2.0}, either=True),
    stated("gradient at a point by nabla", "∇f(1,2) where f(x,y) = x²y + y", "x=1.; y=2.\nf = x**2*y+y", either=True),
    stated("three values in a row", "x = y = z = 1\nf = x*y*z + x", "x=1.; y=1.; z=1.\nf = x*y*z + x"),
    stated("a tuple of values", "(x, y) = (3, -4)\nf = x*y + sigmoid(y)", "x=3.; y=-4.\nf = x*y+sigmoid(y)"),
    stated("values by colon equals", "x := 3\ny := -4\nf := x*y + tanh(y)", "x=3.; y=-4.\nf = x*y+np.tanh(y)"),
    stated("a product sign and a fraction sign", "f = 3 × x ÷ y", "f = 3*x/y", {"x": 2.0, "y": 5.0}),
    stated("a colon for a quotient", "f = x : y", "f = x/y", {"x": 2.0, "y": 5.0}, either=True),
    stated("unicode minus and dot", "f = −2·x + y⁻¹", "f = -2*x + 1/y", {"x": 2.0, "y": 5.0}),
    stated("a superscript on a bracket", "f = (x + y)³ − ½x²", "f = (x+y)**3 - .5*x**2", {"x": 2.0, "y": 5.0}),
    stated("decimal commas", "f = 0,5*x + 1,25", "f = .5*x + 1.25", {"x": 2.0}, either=True),
    stated(
        "cross entropy in words",
        "L = -[y log(p) + (1-y) log(1-p)], where p = sigmoid(w*x + b)",
        "p = sigmoid(w*x+b)\nL = -(y*np.log(p)+(1-y)*np.log(1-p))",
        {"y": 1.0, "w": 0.5, "x": 2.0, "b": -0.3},
    ),
    stated(
        "where defines two steps",
        "L = (y - t)^2 where y = w*h and h = tanh(v*x)",
        "h = np.tanh(v*x)\ny = w*h\nL = (y-t)**2",
        {"t": 1.0, "w": 0.5, "x": 2.0, "v": -0.3},
    ),
    stated("with defines a step", "f = q*z with q = x + y", "q = x+y\nf = q*z", {"x": -2.0, "y": 5.0, "z": -4.0}),
    stated(
        "steps from the loss down",
        "L = (a - t)^2\na = sigmoid(z)\nz = w*x + b",
        "z = w*x+b\na = sigmoid(z)\nL = (a-t)**2",
        {"t": 1.0, "w": 0.5, "x": 2.0, "b": -0.3},
    ),
    stated(
        "a layer of a table",
        "h1 = ReLU(w11*x1 + w12*x2)\nh2 = ReLU(w21*x1 + w22*x2)\ny = v1*h1 + v2*h2\nx1=1, x2=-1, w11=0.5, w12=-0.5, w21=0.3, w22=0.8, v1=1, v2=-2",
        "x1=1.;x2=-1.;w11=.5;w12=-.5;w21=.3;w22=.8;v1=1.;v2=-2.\nh1=max(0,w11*x1+w12*x2)\nh2=max(0,w21*x1+w22*x2)\ny=v1*h1+v2*h2",
    ),
    stated(
        "an exam: max of two",
        "f(x,y,z,w) = 2(xy + max(z,w)), x=3, y=-4, z=2, w=-1",
        "x=3.;y=-4.;z=2.;w=-1.\nf=2*(x*y+max(z,w))",
    ),
    stated(
        "an exam: forward and backward asked",
        "Draw the computational graph of f(x,y) = exp(x)*y + sin(x*y) and compute its gradients at x = 0.5, y = 2.",
        "x=.5;y=2.\nf=np.exp(x)*y+np.sin(x*y)",
    ),
    stated(
        "an exam: two-layer network",
        "x ∈ R^2, W1 ∈ R^{3×2}, b1 ∈ R^3, W2 ∈ R^{1×3}\nh = relu(W1 x + b1)\ny = W2 h",
        "h=np.maximum(0,W1@x+b1)\ny=W2@h",
        {"x": [1.0, 2.0], "W1": [[0.1, 0.2], [0.3, -0.4], [0.5, 0.6]], "b1": [0.1, 0.2, 0.3], "W2": [[1.0, 2.0, -1.0]]},
    ),
    stated(
        "an exam: softmax",
        "p = softmax(z), L = -log p_y, z = [1, 2, 3], y = 2",
        "z=np.array([1.,2.,3.])\nL=-np.log(softmax(z)[2])",
        also=(("-np.log(softmax(z)[1])", None),),
    ),
    stated(
        "an exam: squared norm",
        "f(W, x) = ||W·x||^2, W = [[0.1, 0.5], [-0.3, 0.8]], x = [0.2, 0.4]",
        "W=np.array([[.1,.5],[-.3,.8]]);x=np.array([.2,.4])\nf=np.sum((W@x)**2)",
    ),
    stated(
        "an exam: columns by semicolons",
        "W = [0.1 0.5; -0.3 0.8], x = [0.2; 0.4]\nf = ||W x||^2",
        "W=np.array([[.1,.5],[-.3,.8]]);x=np.array([.2,.4])\nf=np.sum((W@x)**2)",
    ),
    stated(
        "a transposed vector", "w = [1, 2]^T, x = [3, 4]^T, y = w^T x", "w=np.array([1.,2.]);x=np.array([3.,4.])\ny=w@x"
    ),
    stated("a transposed vector by its sign", "y = wᵀx + b", "y = w@x+b", {"w": [1.0, 2.0], "x": [3.0, 4.0], "b": 0.5}),
    stated(
        "the mean of squares by a sum sign",
        "MSE = 1/n ∑(y_i - ŷ_i)²",
        "np.mean((y-yhat)**2)",
        {"y": [1.0, 2.0, 3.0], "yhat": [1.1, 1.8, 2.5]},
        skip=("n",),
    ),
    stated(
        "gradient descent in words",
        "f(x) = x^4 - 3x^3 + 2, x0 = 6, step size 0.01",
        "x0=6.\nf=x0**4-3*x0**3+2",
        either=True,
    ),
    stated("the prime of a function", "f(x) = x^2 + 3x\nf'(2)", "x=2.\nf=x**2+3*x", also=(("2*x+3", None),), out="f"),
    stated("f of a number asked for", "f(x) = x^2 + 3x\nf(2) = ?", "x=2.\nf=x**2+3*x"),
    stated("f of numbers", "f(x,y) = x^2*y + y\nf(3, 4)", "x=3.;y=4.\nf=x**2*y+y"),
    stated("g after f", "f(x) = x^2\ng(x) = sin(x)\nh(x) = f(g(x))", "h=np.sin(x)**2", {"x": 0.7}),
    stated("composition sign", "f(x) = x^2\ng(x) = sin(x)\n(f∘g)(x)", "h=np.sin(x)**2", {"x": 0.7}, either=True),
]
