from .program import P

PROGRAMS = [
    P(
        "matlab h02",
        "J = (1/m)*sum(-y.*log(h) - (1-y).*log(1-h));",
        {"m": 2, "y": [1, 0], "h": [0.3, 0.6]},
        twin="(1/m)*np.sum(-y*np.log(h) - (1-y)*np.log(1-h))",
        loose=True,
    ),
    P(
        "matlab h03",
        "grad = X'*(h - y)/m",
        {"X": [[1, 2], [3, 4]], "h": [0.3, 0.6], "y": [1, 0], "m": 2},
        twin="X.T @ (h - y)/m",
        loose=True,
    ),
    P(
        "matlab h01",
        """
        h = 1 ./ (1 + exp(-(X * theta)));
        J = (-y' * log(h) - (1 - y)' * log(1 - h)) / m;
        """,
        {"X": [[1, 2], [3, 4]], "theta": [0.1, 0.2], "y": [1, 0], "m": 2},
        twin="""
        h = 1/(1 + np.exp(-(X @ theta)))
        (-y @ np.log(h) - (1 - y) @ np.log(1 - h))/m
        """,
        loose=True,
    ),
    P(
        "matlab h06",
        "f = @(x) x.^2 + 1",
        {"x": 1.5},
        twin="x**2 + 1",
    ),
]
