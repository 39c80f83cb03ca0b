from .program import P

PROGRAMS = [
    P(
        "claims z02b",
        """
        f = x*y
        dfdx = y
        dfdy = x
        """,
        {"x": 3, "y": -4},
        out="f",
        grads={"dfdx": "x", "dfdy": "y"},
    ),
    P(
        "claims z02c",
        """
        f = x*y
        df_dx = y*1.0
        df_dy = x*1.0
        """,
        {"x": 3, "y": -4},
        out="f",
        grads={"df_dx": "x", "df_dy": "y"},
    ),
    P(
        "claims y12",
        """
        dA = np.array([1.,2.])
        Z = np.array([-1.,2.])
        dZ = np.array(dA, copy=True)
        dZ[Z <= 0] = 0
        """,
        out="~",
        grads={"dZ": "?"},
    ),
    P(
        "claims z02",
        """
        f = x*y
        dx = y
        dy = x
        """,
        {"x": 3, "y": -4},
        out="f",
        grads={"dx": "x", "dy": "y"},
    ),
    P(
        "claims z01",
        "x=3; y=-4; s=x+y; q=x*y; f=s*q; ds=q; dq=s; dx=ds+dq*y; dy=ds+dq*x",
        out="f",
        grads={"ds": "s", "dq": "q", "dx": "x", "dy": "y"},
    ),
    P(
        "claims y13",
        """
        p = sigmoid(w*x)
        dp = p - t
        dw = dp*x
        """,
        {"w": 2, "x": -1, "t": 1},
        out="~",
        grads={"dp": "?", "dw": "?"},
    ),
]
