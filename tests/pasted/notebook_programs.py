from .program import P

PROGRAMS = [
    P(
        "other r01",
        "float y = 1.0f / (1.0f + expf(-x));",
        {"x": 1.5},
        twin="1/(1 + np.exp(-x))",
        refused="any",
        either=True,
    ),
    P(
        "other r05",
        """
        ```python
        y = np.exp(x)
        ```
        """,
        {"x": 1.5},
        twin="y = np.exp(x)",
    ),
    P(
        "other r12",
        """
        y = x**2
        y, 2*x
        """,
        {"x": 1.5},
        out="y",
    ),
    P(
        "other r09",
        """
        def relu(z: np.ndarray) -> np.ndarray:
            return np.maximum(0, z)
        relu(x)
        """,
        {"x": 1.5},
    ),
    P(
        "other r11",
        """
        x, y = symbols('x y')
        f = x**2*y
        diff(f, x)
        """,
        {"x": 2.0, "y": 3.0},
        twin="x**2*y",
        also=(("2*x*y", None),),
    ),
    P(
        "sympy with its name",
        """
        import sympy as sp
        x, y = sp.symbols("x y")
        f = x**2*y + sp.sin(x)
        sp.diff(f, x)
        """,
        {"x": 1.0, "y": 2.0},
        twin="x**2*y + np.sin(x)",
        also=(("2*x*y + np.cos(x)", None),),
    ),
    P(
        "sympy, everything imported, a method",
        """
        from sympy import *
        x = symbols("x")
        f = exp(-x**2)
        f.diff(x)
        """,
        {"x": 0.7},
        twin="np.exp(-x**2)",
        also=(("-2*x*np.exp(-x**2)", None),),
    ),
    P(
        "other r08",
        "In [1]: y = np.exp(x)",
        {"x": 1.5},
        twin="y = np.exp(x)",
    ),
    P(
        "other r10",
        """
        y = x**2
        print(f'y = {y:.2f}')
        """,
        {"x": 1.5},
    ),
    P(
        "other r07",
        """
        %matplotlib inline
        import numpy as np
        y = np.exp(x)
        """,
        {"x": 1.5},
        twin="y = np.exp(x)",
    ),
]

PROGRAMS += [
    P(
        "fence with a language and text around it",
        """
        Here is the forward pass:

        ```python
        import numpy as np
        h = np.tanh(w * x)
        y = h ** 2
        ```
        """,
        {"w": 0.7, "x": 1.5},
        twin="h = np.tanh(w * x)\ny = h ** 2",
    ),
    P(
        "prompts of the interpreter",
        ">>> a = x * 2\n>>> b = a + 1\n>>> b ** 2\n16.0",
        {"x": 1.5},
        twin="a = x*2\nb = a + 1\nb**2",
    ),
    P(
        "prompts with a function",
        """
        >>> def f(x):
        ...     return x**2 + 1
        ...
        >>> f(x)
        3.25
        """,
        {"x": 1.5},
        twin="def f(x):\n    return x**2 + 1\nf(x)",
    ),
    P(
        "cells of a notebook with In and Out",
        """
        In [1]: import numpy as np

        In [2]: y = np.exp(x)

        In [3]: y * 2
        Out[3]: 8.96
        """,
        {"x": 1.5},
        twin="y = np.exp(x)\ny * 2",
    ),
    P(
        "cell marks of an editor",
        """
        # %% forward
        z = w*x + b
        # %% loss
        L = (z - t)**2
        """,
        {"w": 0.7, "x": 1.5, "b": 0.1, "t": 2.0},
    ),
    P(
        "magic, shell, imports and a plot",
        """
        %matplotlib inline
        %load_ext autoreload
        !pip install numpy
        import numpy as np
        import matplotlib.pyplot as plt
        import seaborn as sns
        from tqdm import tqdm

        y = np.sin(x) * x
        plt.figure(figsize=(8, 6))
        plt.plot(x, y, 'b-', label='f')
        plt.xlabel('x'); plt.legend()
        plt.show()
        """,
        {"x": [0.5, -1.2, 2.0]},
        twin="y = np.sin(x) * x",
        out="y",
    ),
    P("timing magic", "%%time\ny = np.sum(x**2)", {"x": [0.5, -1.2]}, twin="y = np.sum(x**2)"),
    P("help mark and a display", "y = np.tanh(x)\ny?\ndisplay(y)", {"x": 0.5}, twin="y = np.tanh(x)", out="y"),
    P(
        "print of results in the middle",
        """
        a = x * y
        print("a =", a)
        print(f"{a[0]:.3f} and {a.shape}")
        L = np.sum(a)
        print('loss: %.4f' % L)
        print("done {}".format(L))
        """,
        {"x": [0.5, -1.2], "y": [2.0, 0.3]},
        out="L",
    ),
    P(
        "docstring and comments in other languages",
        '"""Vorwärts"""\n# Verlust\ny = x**2  # Quadrat\n',
        {"x": 1.5},
        out="y",
    ),
    P("windows line ends and tabs", "def f(x):\r\n\treturn x**2\r\n\r\nf(x)\r\n", {"x": 1.5}),
    P("indented paste", "    y = x**2\n    z = y + 1\n", {"x": 1.5}, twin="y = x**2\nz = y + 1"),
    P("typographic quotes and minus", "y = {‘a’: x}[‘a’] − 1", {"x": 1.5}, twin="y = x - 1"),
    P("non-breaking spaces", "y\u00a0=\u00a0x**2\u00a0+\u00a01", {"x": 1.5}, twin="y = x**2 + 1"),
    P(
        "numbered lines",
        "1 h = w*x\n2 y = h**2\n3 L = y + 1",
        {"w": 0.7, "x": 1.5},
        twin="h = w*x\ny = h**2\nL = y + 1",
    ),
    P(
        "numbered lines with dots",
        "1. h = w*x\n2. y = h**2",
        {"w": 0.7, "x": 1.5},
        twin="h = w*x\ny = h**2",
    ),
    P(
        "main guard and main function",
        """
        import numpy as np

        def main():
            y = np.exp(x)
            return y

        if __name__ == "__main__":
            main()
        """,
        {"x": 0.5},
        twin="np.exp(x)",
    ),
    P(
        "typed function with a docstring",
        '''
        from typing import Tuple
        def loss(w: np.ndarray, x: np.ndarray, y: float = 1.0) -> float:
            """Squared error.

            Args:
                w: weights
            """
            assert w.shape == x.shape, f"{w.shape} is not {x.shape}"
            return (np.dot(w, x) - y) ** 2

        loss(w, x)
        ''',
        {"w": [0.5, -0.3], "x": [1.0, 2.0]},
    ),
    P(
        "try and warnings",
        """
        import warnings
        warnings.filterwarnings('ignore')
        np.set_printoptions(precision=3)
        y = np.sqrt(x)
        """,
        {"x": [0.5, 2.0]},
        twin="y = np.sqrt(x)",
    ),
    P(
        "values behind a formula",
        "L = (sigmoid(w*x+b) - t)^2, w=0.5, x=2, b=-0.3, t=1",
        twin="w = 0.5\nx = 2.0\nb = -0.3\nt = 1.0\nL = (sigmoid(w*x + b) - t)**2",
        out="L",
    ),
    P(
        "values behind with",
        "f = x*y + z with x = 2, y = -3 and z = 0.5",
        twin="x = 2.0\ny = -3.0\nz = 0.5\nf = x*y + z",
        out="f",
    ),
    P(
        "values on lines below",
        "f = (x + y)*z\nx = -2\ny = 5\nz = -4",
        twin="x = -2.0\ny = 5.0\nz = -4.0\nf = (x + y)*z",
        out="f",
    ),
    P("values on one line below", "f = x*y\nx = 3, y = -4", twin="x = 3.0\ny = -4.0\nf = x*y", out="f"),
    P(
        "a gradient asked for",
        "L = (w*x - t)**2\ndL/dw",
        {"w": 2.0, "x": 1.5, "t": 1.0},
        twin="L = (w*x - t)**2",
        also=(("2*(w*x - t)*x", None),),
    ),
    P(
        "a partial derivative asked for",
        "L = (w*x - t)**2\n∂L/∂w",
        {"w": 2.0, "x": 1.5, "t": 1.0},
        twin="L = (w*x - t)**2",
        also=(("2*(w*x - t)*x", None),),
    ),
    P(
        "grad of a name asked for",
        "L = (w*x - t)**2\ngrad(L, w)",
        {"w": 2.0, "x": 1.5, "t": 1.0},
        twin="L = (w*x - t)**2",
        also=(("2*(w*x - t)*x", None),),
    ),
    P(
        "the grid of a plot passes a limit",
        """
        import numpy as np
        import matplotlib.pyplot as plt
        X = np.array([[0.5, 1.0], [1.5, -0.2]])
        def show(f):
            xx, yy = np.meshgrid(np.arange(X[:, 0].min(), 3, 0.005), np.arange(-2, 2, 0.005))
            plt.contourf(xx, yy, f(np.c_[xx.ravel(), yy.ravel()]))
        W = np.array([[0.2], [0.3]])
        show(lambda v: v @ W)
        L = np.sum((X @ W)**2)
        """,
        twin="X = np.array([[0.5, 1.0], [1.5, -0.2]])\nW = np.array([[0.2], [0.3]])\nL = np.sum((X @ W)**2)",
    ),
    P("a printed loss is rounded", "x = 2.0\nL = x*x\nprint(round(L, 3))", twin="x = 2.0\nL = x*x"),
    P(
        "the program's own round",
        "def round(v, n):\n    return v*n\nx = 2.0\nL = x*x\nprint(round(L, 3))",
        twin="x = 2.0\ny = x*x*3",
    ),
]
