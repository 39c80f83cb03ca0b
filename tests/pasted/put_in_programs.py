"""Worked examples with their numbers put in: `net = w*x + b = 0.15*0.05 + 0.35 = 0.3575`."""

from .program import P


def put_in(name, source, twin, **fields):
    return P(name, source, None, **{"twin": twin, "loose": True, **fields})


NET = "w1=0.15; x1=0.05; w2=0.2; x2=0.1; b1=0.35\nnet_h1 = w1*x1 + w2*x2 + b1"

PROGRAMS = [
    put_in("a chain of equals signs", "net_h1 = w1*x1 + w2*x2 + b1 = 0.15*0.05 + 0.2*0.1 + 0.35 = 0.3775", NET),
    put_in(
        "lines that begin with an equals sign",
        "net_h1 = (w1 · x1) + (w2 · x2) + b1\n= (0.15 × 0.05) + (0.20 × 0.10) + 0.35\n= 0.0075 + 0.0200 + 0.3500\n= 0.3775",
        NET,
    ),
    put_in(
        "a line of names, a line of numbers",
        """
        net_h1 = w1 * x1 + w2 * x2 + b1 * 1
        net_h1 = 0.15 * 0.05 + 0.2 * 0.1 + 0.35 * 1 = 0.3775
        out_h1 = 1/(1+e^{-net_h1}) = 1/(1+e^{-0.3775}) = 0.593269992
        """,
        NET + "*1\nout_h1 = 1/(1+np.exp(-net_h1))",
    ),
    put_in(
        "the same in LaTeX",
        r"""
        net_{h1} = w_1 * x_1 + w_2 * x_2 + b_1 * 1
        net_{h1} = 0.15 * 0.05 + 0.2 * 0.1 + 0.35 * 1 = 0.3775
        out_{h1} = \frac{1}{1+e^{-net_{h1}}} = \frac{1}{1+e^{-0.3775}} = 0.593269992
        """,
        "w_1=0.15; x_1=0.05; w_2=0.2; x_2=0.1; b_1=0.35\nnet_h1 = w_1*x_1 + w_2*x_2 + b_1*1\n"
        "out_h1 = 1/(1+np.exp(-net_h1))",
    ),
    put_in(
        "numbers below 0",
        "q = x + y = -2 + 5 = 3\nf = q * z = 3 * (-4) = -12",
        "x=-2.; y=5.; z=-4.\nq = x + y\nf = q*z",
    ),
    put_in(
        "a product beside its result",
        "f(x,y,z) = (x + y) z\nx = -2, y = 5, z = -4\nq = x + y = 3\nf = q z = -12",
        "x=-2.; y=5.; z=-4.\nq = x + y\nf = q*z",
    ),
    put_in("an activation and its number", "a = σ(z) = σ(2) = 0.881", "z=2.\na = 1/(1+np.exp(-z))"),
    put_in(
        "one step down",
        "w = 0.4\ng = 0.5\nw_new = w - eta * g = 0.4 - 0.5 * 0.5 = 0.15",
        "w=0.4; g=0.5; eta=0.5\nw_new = w - eta*g",
    ),
    put_in(
        "a total of errors that stand below",
        "E_total = Σ ½(target − output)² = E_o1 + E_o2\nE_o1 = ½(0.01 − out_o1)²\nE_o2 = ½(0.99 − out_o2)²\n"
        "out_o1 = 0.75\nout_o2 = 0.77",
        "out_o1=0.75; out_o2=0.77\nE_total = 0.5*(0.01-out_o1)**2 + 0.5*(0.99-out_o2)**2",
    ),
    put_in(
        "a cross entropy in numbers",
        r"z_1 = w_{11}x_1 + w_{12}x_2 + b_1 = 0.1 \cdot 1 + 0.2 \cdot 2 + 0.3 = 0.8"
        "\n"
        r"a_1 = \sigma(z_1) = \sigma(0.8) = 0.69",
        "w_11=0.1; x_1=1.; w_12=0.2; x_2=2.; b_1=0.3\nz_1=w_11*x_1+w_12*x_2+b_1\na_1=1/(1+np.exp(-z_1))",
    ),
    put_in("one name, one number", "y = x*x + x = 2*2 + 2 = 6", "x=2.\ny = x*x + x"),
    put_in(
        "gradients of the middle in a chain",
        "q = x + y\nf = q z\n∂f/∂q = z\n∂f/∂x = ∂f/∂q · ∂q/∂x = z\n∂f/∂z = q\nx = -2, y = 5, z = -4",
        "x=-2.; y=5.; z=-4.\nq = x + y\nf = q*z",
    ),
]
