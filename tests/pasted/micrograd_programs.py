from .program import P

PROGRAMS = [
    P(
        "micrograd g03",
        """
        act = sum((wi*xi for wi,xi in zip(w, x)), b)
        out = act.relu()
        """,
        {"w": [1, 2], "x": [3, -1], "b": 0.5},
        library="micrograd",
    ),
    P(
        "micrograd g04",
        """
        h = 0.0001
        a = 2.0
        b = -3.0
        c = 10.0
        d1 = a*b + c
        c += h
        d2 = a*b + c
        slope = (d2 - d1)/h
        """,
        library="numpy",
        skip=("h", "a", "b", "c"),
    ),
    P(
        "micrograd g01c",
        """
        a = -4.0
        b = 2.0
        c = a + b
        d = a * b + b**3
        c += c + 1
        c += 1 + c + (-a)
        d += d * 2 + (b + a).relu()
        d += 3 * d + (b - a).relu()
        e = c - d
        f = e**2
        g = f / 2.0
        g += 10.0 / f
        """,
        library="numpy",
        twin="""
        a = -4.0
        b = 2.0
        c = a + b
        d = a * b + b**3
        c += c + 1
        c += 1 + c + (-a)
        d += d * 2 + np.maximum(0, b + a)
        d += 3 * d + np.maximum(0, b - a)
        e = c - d
        f = e**2
        g = f / 2.0
        g += 10.0 / f
        """,
    ),
]
