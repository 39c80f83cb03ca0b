"""Single lines that are gradients by their names, wrong ones that must be judged and values that are none at all."""

from .program import LATER, NOT_WRONG, P

X = [[1.0, 2.0], [1.0, -1.0], [1.0, 0.5]]
FIT = {"X": X, "y": [1.0, 0.0, 2.0], "theta": [0.3, -0.2]}
LINE = {"x": [1.0, 2.0, 3.0], "t": [1.0, 0.0, 2.0], "w": 0.5, "b": 0.1}
NEURON = {"x": 2.0, "y": 1.0, "w": 0.7, "b": 0.1}
XY = {"x": 2.0, "y": 3.0}

REGRESSION = "m = len(y)\nh = X @ theta\nJ = np.sum((h - y)**2)/(2*m)\n"
ERROR = "def mse(y, t):\n    return np.mean((y - t)**2)\ny = w*x + b\nerror = mse(y, t)\n"
SIGMOID = "z = w*x + b\na = 1/(1 + np.exp(-z))\n"

PROGRAMS = [
    P(
        "dx alone, a term wrong",
        "f = x*y + sin(x)\ndx = y + sin(x)",
        XY,
        out="f",
        grads={"dx": "x"},
        mistakes={"dx": "other"},
    ),
    P(
        "dfdx alone, a term wrong",
        "f = x*y + sin(x)\ndfdx = y + sin(x)",
        XY,
        out="f",
        grads={"dfdx": "x"},
        mistakes={"dfdx": "other"},
    ),
    P("df_dx alone, right", "f = x*y + sin(x)\ndf_dx = y + cos(x)", XY, out="f", grads={"df_dx": "x"}),
    P(
        "df_dy alone, wrong",
        "f = x**2*y + y**3\ndf_dy = x**2 + 3*y",
        XY,
        out="f",
        grads={"df_dy": "y"},
        mistakes={"df_dy": "other"},
    ),
    P("bare grad, right", REGRESSION + "grad = X.T @ (h - y)/m", FIT, out="J", grads={"grad": "theta"}),
    P(
        "bare grad without 1/m",
        REGRESSION + "grad = X.T @ (h - y)",
        FIT,
        out="J",
        grads={"grad": "theta"},
        mistakes={"grad": "factor"},
    ),
    P(
        "bare gradient of the wrong sign",
        REGRESSION + "gradient = X.T @ (y - h)/m",
        FIT,
        out="J",
        grads={"gradient": "theta"},
        mistakes={"gradient": "sign"},
    ),
    P(
        "bare grad, moved later",
        REGRESSION + "grad = X.T @ (h - y)\ntheta_new = theta - 0.1*grad",
        FIT,
        out="J",
        grads={"grad": "theta"},
        mistakes={"grad": "factor"},
    ),
    P(
        "error = mse(...), right",
        ERROR + "dy = 2*(y - t)/len(t)\ndw = np.sum(dy*x)\ndb = np.sum(dy)",
        LINE,
        out="error",
        grads={"dy": "y", "dw": "w", "db": "b"},
    ),
    P(
        "error = mse(...), without the 2",
        ERROR + "dy = (y - t)/len(t)\ndw = np.sum(dy*x)\ndb = np.sum(dy)",
        LINE,
        out="error",
        grads={"dy": "y", "dw": "w", "db": "b"},
        mistakes={"dy": "factor", "dw": "inherits", "db": "inherits"},
    ),
    P(
        "error is half the square",
        "o = w*x + b\nerror = 0.5*(y - o)**2\ndo = 2*(o - y)\ndw = do*x",
        NEURON,
        out="error",
        grads={"do": "o", "dw": "w"},
        mistakes={"do": "factor", "dw": "inherits"},
    ),
    P(
        "dC_dw of a cost",
        SIGMOID + "cost = (a - y)**2\ndC_da = 2*(a - y)\nda_dz = a*(1 - a)\ndC_dw = dC_da*da_dz*x\ndC_db = dC_da*da_dz",
        NEURON,
        out="cost",
        grads={"dC_da": "a", "da_dz": NOT_WRONG, "dC_dw": "w", "dC_db": "b"},
    ),
    P(
        "dC_dw without the 2",
        SIGMOID + "C = (a - y)**2\ndC_dw = (a - y)*a*(1 - a)*x",
        NEURON,
        out="C",
        grads={"dC_dw": "w"},
        mistakes={"dC_dw": "factor"},
    ),
    P(
        "dE_dw of E",
        SIGMOID + "E = 0.5*(y - a)**2\ndE_da = y - a\ndE_dw = dE_da*a*(1 - a)*x",
        NEURON,
        out="E",
        grads={"dE_da": "a", "dE_dw": "w"},
        mistakes={"dE_da": "sign", "dE_dw": "inherits"},
    ),
    P("dJ_dtheta in one line", REGRESSION + "dJ_dtheta = X.T @ (h - y)/m", FIT, out="J", grads={"dJ_dtheta": "theta"}),
    P(
        "dLdw without the inner derivative",
        "L = (w*x - y)**2\ndLdw = 2*(w*x - y)",
        NEURON,
        out="L",
        grads={"dLdw": "w"},
        mistakes={"dLdw": "local"},
    ),
    # Lines that only look like gradients.
    P(
        "the equations of Lorenz",
        """
        dt = 0.01
        for i in range(4):
            dxdt = 10*(y - x)
            dydt = x*(28 - z) - y
            dzdt = x*y - 8/3*z
            x += dt*dxdt
            y += dt*dydt
            z += dt*dzdt
        x + y + z
        """,
        {"x": 1.0, "y": 1.5, "z": 1.2},
        grads={"dxdt": NOT_WRONG, "dydt": NOT_WRONG, "dzdt": NOT_WRONG},
    ),
    P(
        "a step of Euler",
        "def f(x, y):\n    return x + y\ndydx = f(x, y)\ny_new = y + 0.1*dydx",
        XY,
        out=LATER,
        grads={"dydx": NOT_WRONG},
    ),
    P(
        "Euler in a loop",
        "h = 0.1\nfor i in range(4):\n    dydx = x - y\n    y = y + h*dydx\n    x = x + h\ny",
        XY,
        out="y",
        grads={"dydx": NOT_WRONG},
    ),
    P("a difference called dx", "dx = x - y\nr = np.sqrt(dx**2)\nr", XY, out="r", grads={"dx": NOT_WRONG}),
    P("a distance after f", "f = x*y\ndx = x - y\ndist = np.abs(dx)", XY, out="dist", grads={"dx": NOT_WRONG}),
    P(
        "a difference quotient",
        "def f(x):\n    return x**2\ndx = 1e-4\ndf = f(x + dx) - f(x)\ndf/dx",
        {"x": 2.0},
        out="df/dx",
        skip=("dx",),
        grads={"dx": NOT_WRONG, "df": NOT_WRONG},
    ),
    P(
        "speed and step",
        "v = x*y\ndt = 0.01\ndx = v*dt\nx_new = x + dx",
        XY,
        out="x_new",
        grads={"dx": NOT_WRONG, "dt": NOT_WRONG},
    ),
    P(
        "predator and prey",
        "dx = 1.1*x - 0.4*x*y\ndy = 0.1*x*y - 0.4*y\nx = x + 0.1*dx\ny = y + 0.1*dy\nx + y",
        XY,
        out="x + y",
        grads={"dx": NOT_WRONG, "dy": NOT_WRONG},
    ),
    P("gain called g", "g = x*y\nout = g*np.tanh(x)\nout", XY, out="out", grads={"g": NOT_WRONG}),
    P(
        "an image gradient",
        "gx = img[:, 1:] - img[:, :-1]\ngy = img[1:, :] - img[:-1, :]\nnp.sum(gx**2) + np.sum(gy**2)",
        {"img": X},
        out="np.sum(gx**2) + np.sum(gy**2)",
        grads={"gx": NOT_WRONG, "gy": NOT_WRONG},
    ),
    P(
        "an error that is a difference",
        "y = w*x + b\nerror = y - t\nnp.mean(error**2)",
        LINE,
        out="np.mean(error**2)",
        grads={"error": NOT_WRONG},
    ),
    P(
        "an error rate",
        "y = w*x + b\nerror = np.mean(np.abs(y - t))\nerror",
        LINE,
        out="error",
        grads={"error": NOT_WRONG},
    ),
]
