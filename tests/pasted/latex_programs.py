from .program import P

PROGRAMS = [
    P(
        "latex l15",
        "x_{1}^{2}",
        {"x_1": 3},
        twin="x_1**2",
    ),
    P(
        "latex l08",
        r"\hat{y} = \tanh(W x + b)",
        twin="yhat = np.tanh(mul(W, x) + b)",
        out="yhat",
        defaults=True,
    ),
    P(
        "latex l04",
        r"\frac{e^{z_i}}{\sum_{j} e^{z_j}}",
        {"z": [1.0, 2.0, 0.5]},
        twin="np.exp(z)/np.sum(np.exp(z))",
    ),
    P(
        "latex l13",
        r"\frac{\partial f}{\partial x}",
        refused="any",
    ),
    P(
        "latex l02",
        r"\sigma(w^T x + b)",
        {"w": [0.5, -1.0], "x": [2.0, 1.0], "b": 0.3},
        twin="sigmoid(w @ x + b)",
        loose=True,
    ),
    P(
        "latex l12",
        r"x \cdot y + \ln x",
        {"x": 2.0, "y": 3.0},
        twin="x*y + ln(x)",
    ),
    P(
        "latex l03",
        r"f(w,x) = \frac{1}{1+e^{-(w_0x_0 + w_1x_1 + w_2)}}",
        {"w_0": 2, "x_0": -1, "w_1": -3, "x_1": -2, "w_2": -3},
        twin="1/(1+np.exp(-(w_0*x_0 + w_1*x_1 + w_2)))",
    ),
    P(
        "latex l18",
        r"J = \frac{1}{2m}\sum_{i=1}^{m}(h_\theta(x^{(i)})-y^{(i)})^2",
        refused="any",
        either=True,
    ),
    P(
        "latex l05",
        r"L_i = -\log\left(\frac{e^{f_{y_i}}}{ \sum_j e^{f_j} }\right)",
        {"f": [1.0, 2.0, 0.5], "y_i": 1},
        twin="-np.log(np.exp(f[y_i])/np.sum(np.exp(f)))",
        labels=("y_i",),
    ),
    P(
        "latex l16",
        r"\alpha x + \beta",
        {"alpha": 0.5, "x": 2.0, "beta": 3.0},
        written_for="sympy",
        twin="alpha*x + beta",
    ),
    P(
        "latex l14",
        "e^{-x}",
        {"x": 2.0},
        written_for="sympy",
        twin="exp(-x)",
    ),
    P(
        "latex l09",
        r"\frac{1}{\sqrt{2\pi\sigma^2}} \exp\left(-\frac{(x-\mu)^2}{2\sigma^2}\right)",
        {"x": 1.0, "mu": 0.2, "sigma": 0.7},
        written_for="sympy",
        twin="1/sqrt(2*pi*sigma**2)*exp(-(x-mu)**2/(2*sigma**2))",
    ),
]


def latex(source, values, twin, **fields):
    return P(" ".join(source.split()), source, values, **{"twin": twin, "loose": True, **fields})


def scalar(source, values, twin, **fields):
    return P(" ".join(source.split()), source, values, **{"twin": twin, "written_for": "sympy", **fields})


W = [[0.2, -0.4], [1.0, 0.5], [-0.3, 0.9]]
ONE = {"x": 0.7}
V = {"x": [0.5, -1.0]}
CHAIN = r"""
\begin{aligned}
z &= wx + b \\
\hat{y} &= \sigma(z) \\
L &= (y - \hat{y})^2 \\
\bar{\hat{y}} &= -2(y - \hat{y}) \\
\bar{z} &= \bar{\hat{y}} \sigma'(z) \\
\bar{w} &= \bar{z} x \\
\bar{b} &= \bar{z}
\end{aligned}
"""
POINT = {"w": 0.8, "x": 1.5, "b": -0.4, "y": 1.0}
CHAIN_TWIN = """
z = w*x + b
yhat = sigmoid(z)
L = (y - yhat)**2
yhatbar = -2*(y - yhat)
zbar = yhatbar*yhat*(1 - yhat)
wbar = zbar*x
bbar = zbar
"""

PROGRAMS += [
    scalar(r"\sqrt{x^2 + 1}", ONE, "sqrt(x**2+1)"),
    scalar(r"\sqrt[3]{x}", ONE, "x**(1/Integer(3))"),
    scalar(r"\frac{x}{1+|x|}", {"x": -0.7}, "x/(1+abs(x))"),
    scalar(r"\left(\frac{x+1}{x-2}\right)^2", ONE, "((x+1)/(x-2))**2"),
    scalar(r"\ln\left(1 + e^{x}\right)", ONE, "log(1+exp(x))"),
    scalar(r"$$\tanh(x) = \frac{e^{2x}-1}{e^{2x}+1}$$", ONE, "(exp(2*x)-1)/(exp(2*x)+1)"),
    scalar(r"\( x^2 + 2x \)", ONE, "x**2+2*x"),
    scalar(r"\[ f(x) = x \sin x \]", ONE, "x*sin(x)"),
    scalar(r"\mathrm{ReLU}(x) = \max(0, x)", ONE, "Max(0,x)"),
    scalar(r"\operatorname{softplus}(x) = \log(1+\exp(x))", ONE, "log(1+exp(x))"),
    scalar(r"x \cdot \sigma(\beta x)", {"x": 0.7, "beta": 1.5}, "x/(1+exp(-beta*x))"),
    scalar(r"\theta_0 + \theta_1 x", {"theta_0": 0.1, "theta_1": 2.0, "x": 0.7}, "theta_0 + theta_1*x"),
    scalar(
        r"-\left[y \log \hat{y} + (1-y)\log(1-\hat{y})\right]",
        {"y": 1.0, "yhat": 0.3},
        "-(y*log(yhat) + (1-y)*log(1-yhat))",
    ),
    scalar(
        r"\frac{1}{\sigma\sqrt{2\pi}} e^{-\frac{1}{2}\left(\frac{x-\mu}{\sigma}\right)^2}",
        {"x": 1.0, "mu": 0.2, "sigma": 0.7},
        "1/(sigma*sqrt(2*pi))*exp(-((x-mu)/sigma)**2/2)",
    ),
    scalar(r"\begin{cases} x & \text{if } x > 0 \\ 0.01x & \text{otherwise} \end{cases}", {"x": -0.7}, "0.01*x"),
    scalar(
        r"f(x) = \begin{cases} \frac{1}{2}x^2 & |x| \le \delta \\ \delta(|x| - \frac{1}{2}\delta) & \text{otherwise} \end{cases}",
        {"x": 1.7, "delta": 1.0},
        "delta*(abs(x)-delta/2)",
    ),
    scalar(r"\sin^2 x + \cos^2 x + x", ONE, "sin(x)**2+cos(x)**2+x"),
    scalar(r"\sin^{-1}(x)", ONE, "asin(x)"),
    scalar(r"\log_2 x", ONE, "log(x)/log(2)"),
    scalar(r"2x\,y^{2}\;z", {"x": 0.7, "y": -1.3, "z": 2.0}, "2*x*y**2*z"),
    scalar(r"x^{\prime} + y", {"x": 0.7, "y": -1.3}, "x + y", either=True, refused="any"),
    scalar(
        r"f(w, x) = \frac{1}{1 + e^{-(w_0 x_0 + w_1 x_1 + w_2)}} \tag{1}",
        {"w_0": 2.0, "x_0": -1.0, "w_1": -3.0, "x_1": -2.0, "w_2": -3.0},
        "1/(1+exp(-(w_0*x_0+w_1*x_1+w_2)))",
    ),
    latex(r"\|x\|^2", V, "np.sum(x**2)"),
    latex(r"\lVert x - y \rVert_2", {"x": [0.5, -1.0], "y": [2.0, 0.3]}, "np.linalg.norm(x - y)"),
    latex(r"\frac{1}{2}\|y - \hat{y}\|_2^2", {"y": [0.5, -1.0], "yhat": [2.0, 0.3]}, "0.5*np.sum((y - yhat)**2)"),
    latex(r"\|w\|_1", {"w": [0.5, -1.0]}, "np.sum(np.abs(w))"),
    latex(r"\sigma(\mathbf{W}\mathbf{x} + \mathbf{b})", {"W": W, **V, "b": [0.1, -0.2, 0.3]}, "sigmoid(W @ x + b)"),
    latex(r"\mathbf{w}^\top \mathbf{x} + b", {"w": [0.3, 0.7], **V, "b": 0.1}, "w @ x + b"),
    latex(r"\boldsymbol{x}^{T} A \boldsymbol{x}", {**V, "A": [[2.0, 0.3], [0.1, 1.5]]}, "x @ A @ x"),
    latex(r"\sum_{i=1}^{n} w_i x_i + b", {"w": [0.3, 0.7], **V, "b": 0.1}, "np.sum(w*x) + b"),
    latex(r"\prod_{i=1}^{n} x_i", {"x": [0.5, -1.0, 2.0]}, "np.prod(x)"),
    latex(
        r"L = -\sum_{k} t_k \log y_k", {"t": [0.0, 1.0, 0.0], "y": [0.2, 0.5, 0.3]}, "-np.sum(t*np.log(y))", skip=("t",)
    ),
    latex(
        r"J = \frac{1}{n} \sum_{i=1}^{n} (y_i - \hat{y}_i)^2",
        {"y": [1.0, 0.5], "yhat": [0.8, 0.9]},
        "np.mean((y - yhat)**2)",
    ),
    latex(r"y_k = \frac{e^{a_k}}{\sum_{j} e^{a_j}}", {"a": [0.5, -1.0, 2.0]}, "np.exp(a)/np.sum(np.exp(a))"),
    latex(
        r"\text{softmax}\left(\frac{QK^T}{\sqrt{d_k}}\right)V",
        {"Q": W, "K": [[0.3, 0.1], [0.9, -0.4], [0.2, 0.6]], "V": W, "d_k": 2.0},
        "softmax(Q @ K.T/np.sqrt(d_k)) @ V",
    ),
    latex(
        r"h_t = \tanh(W_{hh} h_{t-1} + W_{xh} x_t)",
        {
            "W_hh": [[0.3, 0.6], [-0.7, 0.1]],
            "h_{t-1}": [0.1, -0.2],
            "W_xh": [[0.2, -0.4], [1.0, 0.5]],
            "x_t": [0.5, -1.0],
        },
        "np.tanh(W_hh @ h_t1 + W_xh @ x_t)",
    ),
    latex(
        r"a^{(1)} = \sigma(W^{(1)} x + b^{(1)})",
        {"W^{(1)}": W, **V, "b^{(1)}": [0.1, -0.2, 0.3]},
        "sigmoid(W1 @ x + b1)",
    ),
    latex(
        r"""
        \begin{align}
        z^{(1)} &= W^{(1)} x + b^{(1)} \\
        h &= \max(0, z^{(1)}) \\
        \hat{y} &= W^{(2)} h \\
        L &= \frac{1}{2} \|y - \hat{y}\|^2
        \end{align}
        """,
        {"W^{(1)}": W, **V, "b^{(1)}": [0.1, -0.2, 0.3], "W^{(2)}": [[0.3, -0.7, 0.2]], "y": [0.5]},
        "z1 = W1 @ x + b1\nh = np.maximum(0, z1)\nyhat = W2 @ h\nL = 0.5*np.sum((y - yhat)**2)",
    ),
    latex(r"a \odot b", {"a": [0.5, -1.0], "b": [2.0, 0.3]}, "a*b"),
    latex(r"\langle x, y \rangle", {"x": [0.5, -1.0], "y": [2.0, 0.3]}, "x @ y"),
    latex(r"x \otimes y", {"x": [0.5, -1.0], "y": [2.0, 0.3]}, "np.outer(x, y)", either=True),
    latex(r"\lambda \sum_k \sum_l W_{k,l}^2", {"lambda": 0.1, "W": W}, "lambda_*np.sum(W**2)"),
    latex(r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix} x", V, "np.array([[1., 2.], [3., 4.]]) @ x"),
    latex(r"\det(A)", {"A": [[2.0, 0.3], [0.1, 1.5]]}, "np.linalg.det(A)"),
    latex(r"A^{-1} b", {"A": [[2.0, 0.3], [0.1, 1.5]], "b": [1.0, 2.0]}, "np.linalg.inv(A) @ b"),
    latex(
        r"\operatorname{tr}(A B)",
        {"A": [[2.0, 0.3], [0.1, 1.5]], "B": [[0.5, 0.2], [-0.4, 0.9]]},
        "np.trace(A @ B)",
        either=True,
    ),
    P(
        "a slide's derivation in bar notation",
        CHAIN,
        POINT,
        twin=CHAIN_TWIN,
        out="L",
        grads={"yhatbar": "yhat", "zbar": "z", "wbar": "w", "bbar": "b"},
    ),
    P(
        "a slide's derivation in bar notation, the factor 2 dropped",
        CHAIN.replace("-2(y", "-(y"),
        POINT,
        twin=CHAIN_TWIN.replace("-2*(y", "-(y"),
        out="L",
        grads={"yhatbar": "yhat", "zbar": "z", "wbar": "w", "bbar": "b"},
        mistakes={"yhatbar": "factor", "zbar": "inherits", "wbar": "inherits", "bbar": "inherits"},
    ),
    P(
        "partial derivatives beside a forward formula",
        r"f = qz \quad q = x + y \quad \frac{\partial f}{\partial q} = z \quad \frac{\partial f}{\partial z} = q",
        {"x": -2.0, "y": 5.0, "z": -4.0},
        twin="q = x + y\nf = q*z",
        out="f",
    ),
    P("a set in LaTeX", r"\{x \in \mathbb{R} : x > 0\}", refused="any"),
    P("an integral in LaTeX", r"\int_0^1 x^2 \, dx", refused="any", either=True),
    P("an argmin in LaTeX", r"\hat\theta = \arg\min_\theta J(\theta)", refused="any"),
    P("an expectation in LaTeX", r"\mathbb{E}_{x \sim p}[f(x)]", refused="any", either=True),
    P("a gradient of an unknown function", r"\nabla_\theta J(\theta)", refused="any"),
    P("an unclosed brace", r"\frac{1}{1+e^{-x}", ONE, refused="source", either=True),
    P("an environment never closed", r"\begin{aligned} y &= x^2", ONE, refused="source", either=True),
    P(
        "a divergence with its arguments on the left",
        r"D_{KL}(p \| q) = \sum_i p_i \log \frac{p_i}{q_i}",
        {"p": [0.2, 0.5, 0.3], "q": [0.4, 0.4, 0.2]},
        twin="np.sum(p*np.log(p/q))",
    ),
    P(
        "a density with a semicolon on the left",
        r"\mathcal{N}(x;\mu,\sigma^2) = \frac{1}{\sigma\sqrt{2\pi}} e^{-\frac{1}{2}\left(\frac{x-\mu}{\sigma}\right)^2}",
        {"x": 0.7, "mu": 0.2, "sigma": 1.4},
        twin="1/(sigma*np.sqrt(2*np.pi))*np.exp(-((x-mu)/sigma)**2/2)",
    ),
    P(
        "a softmax with an index on the left",
        r"\mathrm{softmax}(\mathbf{z})_i = \frac{\exp(z_i/T)}{\sum_{j=1}^{K} \exp(z_j/T)}",
        {"z": [0.5, -1.2, 2.0], "T": 1.5},
        twin="np.exp(z/T)/np.sum(np.exp(z/T))",
    ),
    P(
        "a density of Gauss with a determinant",
        r"\mathcal{N}(\mathbf{x}|\boldsymbol{\mu},\boldsymbol{\Sigma}) = \frac{1}{(2\pi)^{D/2}}"
        r"\frac{1}{|\boldsymbol{\Sigma}|^{1/2}}\exp\left\{-\frac{1}{2}(\mathbf{x}-\boldsymbol{\mu})^{T}"
        r"\boldsymbol{\Sigma}^{-1}(\mathbf{x}-\boldsymbol{\mu})\right\}",
        {
            "x": [0.5, -1.2, 2.0],
            "mu": [0.2, 0.7, -0.3],
            "Sigma": [[2.0, 0.3, -0.5], [0.1, 1.5, 0.4], [-0.2, 0.6, 1.8]],
            "D": 3.0,
        },
        twin="""
        r = x - mu
        np.exp(-0.5*r @ np.linalg.inv(Sigma) @ r)/(2*np.pi)**(D/2)/np.linalg.det(Sigma)**0.5
        """,
    ),
    P(
        "an angle on the left",
        r"\cos\theta = \frac{a \cdot b}{\|a\| \|b\|}",
        {"a": [0.5, -1.2, 2.0], "b": [0.2, 0.7, -0.3]},
        twin="a @ b/np.sqrt(a @ a)/np.sqrt(b @ b)",
    ),
    P("an equation of a product", "a(b+c)^2 = d", {"a": 0.3, "b": 0.2, "c": 0.1, "d": 0.5}, refused="any"),
    P("an equation of a sum of functions", "f(x)+g(x) = 3x", {"x": 0.3}, refused="any"),
    P(
        "examples as rows under a sum",
        r"L = \frac{1}{N}\sum_i \max(0, 1 - y_i (w \cdot x_i + b))",
        {"y": [1.0, -1.0], "w": [0.5, -1.2, 2.0], "x": [[0.5, -1.0, 2.0], [1.5, 0.7, -0.3]], "b": 0.1},
        twin="np.mean(np.maximum(0, 1 - y*(x @ w + b)))",
    ),
    P(
        "a ridge over examples",
        r"J(\theta) = \frac{1}{2m}\sum_{i=1}^m (\theta^T x^{(i)} - y^{(i)})^2"
        r" + \frac{\lambda}{2m}\sum_{j=1}^n \theta_j^2",
        {"x": [[0.5, -1.0], [1.5, 0.7], [0.3, 0.2]], "y": [0.5, -1.2, 2.0], "theta": [0.3, -0.6], "lambda": 0.1},
        twin="np.mean((x @ theta - y)**2)/2 + lambda_/6*np.sum(theta**2)",
    ),
    P(
        "a trace and a determinant",
        r"\operatorname{tr}(A^\top A) + \log\det A",
        {"A": [[2.0, 0.3, -0.5], [0.1, 1.5, 0.4], [-0.2, 0.6, 1.8]]},
        twin="np.trace(A.T @ A) + np.log(np.linalg.det(A))",
    ),
    P("a floor", r"\lfloor x \rfloor + x", {"x": 1.7}, twin="np.floor(x) + x"),
]
