from .program import P

PROGRAMS = [
    P(
        "science f08",
        "E = 0.5*m*L**2*w**2 + m*g*L*(1 - np.cos(theta))",
        {"m": 1, "L": 2, "w": 0.5, "g": 9.81, "theta": 0.3},
    ),
    P(
        "science f07",
        "kl = np.sum(p * np.log(p / q))",
        {"p": [0.2, 0.8], "q": [0.5, 0.5]},
    ),
    P(
        "science f01d",
        "f = np.sum(100*(x[1:] - x[:-1]**2)**2 + (1 - x[:-1])**2)",
        {"x": [0.5, 1.5, 2]},
    ),
    P(
        "science f06",
        "p = 1 / (sigma * np.sqrt(2*np.pi)) * np.exp(-(x-mu)**2 / (2*sigma**2))",
        {"x": 1, "mu": 0.2, "sigma": 0.7},
    ),
    P(
        "science f06c",
        "p = (1 / (math.sqrt(2 * math.pi * sigma**2))) * math.e**((-(x-mu)**2) / (2 * sigma**2))",
        {"x": 1, "mu": 0.2, "sigma": 0.7},
    ),
    P(
        "science f06d",
        """
        EPS=1e-8
        pre = -0.5 * (((x-mu)/(np.exp(log_std)+EPS))**2 + 2*log_std + np.log(2*np.pi))
        out = pre.sum(axis=-1)
        """,
        {"x": [1, 2], "mu": [0.5, 0.1], "log_std": [0.1, -0.3]},
    ),
    P(
        "science f09d",
        """
        for t in range(5):
            v -= k*x*dt
            x += v*dt
        E = 0.5*k*x**2 + 0.5*v**2
        """,
        {"k": 2, "x": 1, "v": 0, "dt": 0.1},
    ),
    P(
        "science f04",
        "f = 10*len(x) + np.sum(x**2 - 10*np.cos(2*np.pi*x))",
        {"x": [0.5, 1.5]},
    ),
    P(
        "science f10",
        """
        def predict(X, w, b):
            return 1/(1 + np.exp(-(X @ w + b)))
        p = predict(X, w, b)
        loss = -np.mean(y*np.log(p) + (1 - y)*np.log(1 - p)) + lam*np.sum(w**2)
        """,
        {"X": [[1, 2], [3, -1]], "w": [0.1, 0.2], "b": 0.3, "y": [1, 0], "lam": 0.1},
    ),
    P(
        "science f04b",
        """
        n = x.size
        f = 10*n + np.sum(x**2 - 10*np.cos(2*np.pi*x))
        """,
        {"x": [0.5, 1.5]},
    ),
    P(
        "science f06b",
        "ll = -.5 * np.log(2 * math.pi) - np.log(s) - .5 * np.power((mu - x) / s, 2)",
        {"x": 1, "mu": 0.2, "s": 0.7},
    ),
    P(
        "science f09f",
        """
        w = 0.0
        b = 0.0
        for epoch in range(100):
            pred = w*x + b
            loss = np.mean((pred - y)**2)
            dw = np.mean(2*(pred - y)*x)
            db = np.mean(2*(pred - y))
            w = w - 0.01*dw
            b = b - 0.01*db
        """,
        {"x": [1, 2, 3], "y": [2, 4, 6]},
        twin="""
        w = 0.0
        b = 0.0
        pred = w*x + b
        loss = np.mean((pred - y)**2)
        dw = np.mean(2*(pred - y)*x)
        db = np.mean(2*(pred - y))
        """,
        out="loss",
        grads={"dw": "w", "db": "b"},
    ),
    P(
        "science f09b",
        """
        x = 1.0
        for i in range(5):
            x = 0.5*(x + a/x)
        """,
        {"a": 2},
    ),
    P(
        "science f03",
        """
        f = -20*np.exp(-0.2*np.sqrt(0.5*(x**2 + y**2))) - np.exp(0.5*(np.cos(2*np.pi*x) + np.cos(2*np.pi*y))) + np.e + 20
        """,
        defaults=True,
    ),
    P(
        "science f06e",
        "ll = -0.5*(x-mu).T @ np.linalg.inv(S) @ (x-mu) - 0.5*np.log(np.linalg.det(S))",
        {"x": [1, 2], "mu": [0, 0], "S": [[2, 0.3], [0.3, 1]]},
    ),
    P(
        "science f02",
        "f = (x**2 + y - 11)**2 + (x + y**2 - 7)**2",
        defaults=True,
    ),
    P(
        "science y07",
        """
        y = 10.0
        v = 0.0
        for t in range(10):
            v = v - 9.81*dt
            y = y + v*dt
        """,
        {"dt": 0.1},
    ),
    P(
        "science f11",
        "w = np.linalg.inv(X.T @ X + lam*np.eye(2)) @ X.T @ y",
        {"X": [[1, 2], [3, -1], [0, 1]], "y": [1, 2, 3], "lam": 0.1},
    ),
    P(
        "science f07c",
        "kl = np.log(s2/s1) + (s1**2 + (m1-m2)**2)/(2*s2**2) - 1/2",
        {"s1": 1, "s2": 2, "m1": 0.5, "m2": 0.1},
    ),
    P(
        "science f08c",
        "V = 4*eps*((sigma/r)**12 - (sigma/r)**6)",
        {"eps": 1, "sigma": 1, "r": 1.2},
    ),
    P(
        "finance f05b",
        """
        def N(x): return 0.5*(1 + math.erf(x/math.sqrt(2)))
        d1 = (np.log(S/K) + (r + 0.5*sigma**2)*T) / (sigma*np.sqrt(T))
        d2 = d1 - sigma*np.sqrt(T)
        price = S*N(d1) - K*np.exp(-r*T)*N(d2)
        """,
        {"S": 100, "K": 105, "T": 0.5, "r": 0.02, "sigma": 0.3},
    ),
    P(
        "finance f05",
        """
        from scipy.stats import norm
        d1 = (np.log(S/K) + (r + 0.5*sigma**2)*T) / (sigma*np.sqrt(T))
        d2 = d1 - sigma*np.sqrt(T)
        price = S*norm.cdf(d1) - K*np.exp(-r*T)*norm.cdf(d2)
        """,
        {"S": 100, "K": 105, "T": 0.5, "r": 0.02, "sigma": 0.3},
    ),
]
