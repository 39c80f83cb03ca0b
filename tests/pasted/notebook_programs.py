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
