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
        library="sympy",
        twin="alpha*x + beta",
    ),
    P(
        "latex l14",
        "e^{-x}",
        {"x": 2.0},
        library="sympy",
        twin="exp(-x)",
    ),
    P(
        "latex l09",
        r"\frac{1}{\sqrt{2\pi\sigma^2}} \exp\left(-\frac{(x-\mu)^2}{2\sigma^2}\right)",
        {"x": 1.0, "mu": 0.2, "sigma": 0.7},
        library="sympy",
        twin="1/sqrt(2*pi*sigma**2)*exp(-(x-mu)**2/(2*sigma**2))",
    ),
]
