from .program import P

PROGRAMS = [
    P(
        "construct z43",
        """
        mask = x > 0
        y = x*mask
        """,
        {"x": [-1, 2]},
    ),
    P(
        "construct z15",
        "loss = mse + lambda*np.sum(w**2)",
        {"mse": 1.0, "w": [1.0, 2.0], "lambda": 0.1},
        twin="loss = mse + lambda_*np.sum(w**2)",
    ),
    P(
        "construct z31",
        "y = np.pad(x, 1)",
        {"x": [1, 2]},
    ),
    P(
        "construct y04",
        """
        x = x - 0.5*x
        y = x**2
        """,
        {"x": 2},
    ),
    P(
        "construct z83",
        "y = np.linalg.norm(x, axis=1)",
        {"x": [[1.0, 5.0, 2.0], [7.0, 3.0, 4.0]]},
    ),
    P(
        "construct z77",
        "y = F.batch_norm(x, None, None, training=True)",
        {"x": [[1.0, 5.0, 2.0], [7.0, 3.0, 4.0]]},
        library="torch",
    ),
    P(
        "construct y10",
        """
        import numpy as onp
        y = onp.dot([1.,2.],[3.,4.])
        """,
    ),
    P(
        "construct y08",
        """
        for t in range(3):
            h = np.tanh(w*h + x)
            h = h - 0.1
        """,
        {"w": 0.5, "h": 0.2, "x": 0.3},
    ),
    P(
        "construct z94",
        "y = np.exp(x)[0]",
        {"x": [1, 2]},
    ),
    P(
        "construct z22",
        """
        hs = []
        for t in range(2):
            hs.append(x[t]*2)
        y = hs[0] + hs[1]
        """,
        {"x": [1, 2]},
    ),
    P(
        "construct z24b",
        """
        loss = (w*x - t)**2
        loss.backward()
        pred = w*x + 1
        """,
        {"w": 2, "x": 1, "t": 3},
        library="torch",
        out="loss",
    ),
    P(
        "construct z37",
        "y = np.roll(x, 1)*w",
        {"x": [1, 2, 4], "w": [1, 2, 3]},
    ),
    P(
        "construct z88",
        "y = np.maximum.reduce([a, b])",
        {"a": 1, "b": 2},
    ),
    P(
        "construct z63",
        """
        y = x**2 # square


        '''text'''
        """,
        {"x": 2},
    ),
    P(
        "construct z99",
        "y = F.softmin(x, dim=0)",
        {"x": [1, 2]},
        library="torch",
    ),
    P(
        "construct z55",
        "y = torch.cat([a, b], dim=0).sum()",
        {"a": [1, 2], "b": [3]},
        library="torch",
    ),
    P(
        "construct y06",
        """
        for i in range(2):
          s = x*w
          s -= np.max(s)
          p = np.exp(s)
        """,
        {"x": 2, "w": -1},
    ),
    P(
        "construct y03b",
        "y = x.astype(float)*3",
        {"x": 2.7},
    ),
    P(
        "construct z05",
        """
        n = x.size(0)
        y = x.sum()/n
        """,
        {"x": [[1.0, 5.0, 2.0], [7.0, 3.0, 4.0]]},
        library="torch",
    ),
    P(
        "construct z70",
        "y = F.leaky_relu(x).sum()",
        {"x": [-1, 2]},
        library="torch",
    ),
    P(
        "construct z07",
        "y = np.cumsum(A)",
        {"A": [[1, 2], [3, 4]]},
    ),
    P(
        "construct z23",
        """
        h = {}
        h[-1] = x
        h[0] = np.tanh(w*h[-1])
        y = h[0]
        """,
        {"x": 1, "w": 2},
    ),
    P(
        "construct z84",
        "y = F.pairwise_distance(a, b)",
        {"a": [[1, 2]], "b": [[3, 4]]},
        library="torch",
    ),
    P(
        "construct z40",
        "y = np.linalg.solve(A, b)",
        {"A": [[1, 2], [3, 4]], "b": [1, 2]},
    ),
    P(
        "construct z62",
        """
        y = np.exp(x) / (1 + np.exp(x))
        y.shape
        """,
        {"x": [1, 2]},
        out="y",
    ),
    P(
        "construct z54",
        "y = torch.mean(x, 1, True)",
        {"x": [[1.0, 5.0, 2.0], [7.0, 3.0, 4.0]]},
        library="torch",
    ),
    P(
        "construct z46",
        """
        y = x.copy()
        y[0] = 3*x[1]
        """,
        {"x": [1, 2]},
    ),
    P(
        "construct z89",
        "y = np.matmul(A, B).trace()",
        {"A": [[1, 2], [3, 4]], "B": [[1, 0], [2, 5]]},
    ),
    P(
        "construct z78",
        "y = F.cross_entropy(s, t, label_smoothing=0.1)",
        {"s": [[1, 2, 3]], "t": [[0, 0.3, 0.7]]},
        library="torch",
    ),
    P(
        "construct z49",
        """
        train = 1
        if train == 1:
            y = x*2
        else:
            y = x
        """,
        {"x": 1},
    ),
    P(
        "construct z53",
        "y = np.sum(x, 1, keepdims=True)",
        {"x": [[1.0, 5.0, 2.0], [7.0, 3.0, 4.0]]},
    ),
    P(
        "construct z92",
        "y = torch.nn.Sigmoid()(x)",
        {"x": [1, 2]},
        library="torch",
    ),
    P(
        "construct z74",
        "y = F.softmax(x)",
        {"x": [1, 2]},
        library="torch",
    ),
    P(
        "construct z61",
        """
        with torch.no_grad():
            y = x*2
        """,
        {"x": 2},
        library="torch",
    ),
    P(
        "construct z58",
        """
        a, b = x, 2*x
        a, b = b, a
        y = a - b
        """,
        {"x": 2},
    ),
    P(
        "construct z17",
        "y = a if a > b else b",
        {"a": 1, "b": 2},
    ),
    P(
        "construct y02",
        """
        w = np.random.uniform(10, 20)
        y = w*1
        """,
        pin=("w",),
        within={"w": (10.0, 20.0)},
    ),
    P(
        "construct z36",
        "y = np.diff(x)",
        {"x": [1, 2, 4]},
    ),
    P(
        "construct z11",
        "y = np.mean([a, b, 3*c])",
        {"a": 1, "b": 2, "c": 3},
    ),
    P(
        "construct z08",
        "y = np.std(x, ddof=1)",
        {"x": [1, 2, 4]},
    ),
    P(
        "construct z45",
        "y = np.logical_and(x > 0, x < 5)*x",
        {"x": [-1, 2]},
    ),
    P(
        "construct z96",
        "y = F.layer_norm(x, x.shape[1:])",
        {"x": [[1.0, 5.0, 2.0], [7.0, 3.0, 4.0]]},
        library="torch",
    ),
    P(
        "construct z80",
        """
        import torch
        y = x.std()
        """,
        {"x": [1, 2, 4]},
        library="torch",
    ),
    P(
        "construct z20",
        """
        total = 0
        for i, xi in enumerate(x):
            total += i*xi
        """,
        {"x": [1, 2]},
    ),
    P(
        "construct z28",
        "y = np.arctan2(y0, x0)",
        {"y0": 1, "x0": 2},
    ),
    P(
        "construct z41",
        "y = np.convolve(x, w, 'valid')",
        {"x": [1, 2, 3], "w": [1, -1]},
    ),
    P(
        "construct z75",
        "y = torch.nn.functional.cross_entropy(s, t)",
        {"s": [[1, 2, 3]], "t": [[0, 0.3, 0.7]]},
        library="torch",
    ),
    P(
        "construct z30",
        "y = np.tile(x, (2,1))",
        {"x": [1, 2]},
    ),
    P(
        "construct z50",
        """
        while False:
            pass
        y = x
        """,
        {"x": 1},
    ),
    P(
        "construct z29",
        "y = np.repeat(x, 2)",
        {"x": [1, 2]},
    ),
    P(
        "construct z90",
        "y = A @ B @ x",
        {"A": [[1, 2], [3, 4]], "B": [[1, 0], [2, 5]], "x": [1, 2]},
    ),
    P(
        "construct z56",
        "y = x.reshape((-1, 1))*2",
        {"x": [1, 2]},
    ),
    P(
        "construct z82",
        """
        import torch
        y = x.std()
        """,
        {"x": [1, 2, 4]},
        library="torch",
    ),
    P(
        "construct y03",
        "y = x.astype(int)*3",
        {"x": 2.7},
    ),
    P(
        "construct y11",
        """
        x = np.array([1.,2.])
        h = x
        h += 1
        out = np.sum(x*h)
        """,
    ),
    P(
        "construct z86",
        "y = np.log(np.sum(np.exp(x), axis=1))",
        {"x": [[1.0, 5.0, 2.0], [7.0, 3.0, 4.0]]},
    ),
    P(
        "construct z52",
        """
        class P: pass
        y = x
        """,
        {"x": 1},
    ),
    P(
        "construct z42",
        """
        x = np.float32(3)
        y = x**2
        """,
    ),
    P(
        "construct z32",
        "y = np.argmax(x)",
        {"x": [1, 2]},
        skip=(),
    ),
    P(
        "construct z64",
        "y = F.normalize(x, dim=0)",
        {"x": [3, 4]},
        library="torch",
    ),
    P(
        "construct z57",
        """
        a = b = 3*x
        y = a*b
        """,
        {"x": 2},
    ),
    P(
        "construct z85",
        "y = torch.logsumexp(x, 1)",
        {"x": [[1.0, 5.0, 2.0], [7.0, 3.0, 4.0]]},
        library="torch",
    ),
    P(
        "construct z44",
        """
        mask = (x > 0) & (x < 5)
        y = x*mask
        """,
        {"x": [-1, 2]},
    ),
    P(
        "construct z97",
        "y = F.layer_norm(x, (3,), w, b)",
        {"x": [[1.0, 5.0, 2.0], [7.0, 3.0, 4.0]], "w": [1, 2, 3], "b": [1, 0, 1]},
        library="torch",
    ),
    P(
        "construct z24",
        """
        loss.backward()
        acc = (p > 0.5)*1
        """,
        {"loss": 1, "p": 0.7},
        library="torch",
        out="acc",
        also=(("loss", None),),
        skip=("loss",),
    ),
    P(
        "construct z67",
        "y = F.mse_loss(a, b)",
        {"a": [1, 2], "b": [3, 5]},
        library="torch",
    ),
    P(
        "construct z27",
        "y = np.floor(x)",
        {"x": 3.5},
    ),
    P(
        "construct z79",
        "y = torch.var(x, unbiased=False)",
        {"x": [1, 2, 4]},
        library="torch",
    ),
    P(
        "construct z87",
        "y = scipy.special.expit(x)",
        {"x": [1, 2]},
    ),
    P(
        "construct z21",
        """
        total = 0
        for xi in x:
            total += xi**2
        """,
        {"x": [1, 2]},
    ),
    P(
        "construct z39",
        "y = np.linalg.det(A)",
        {"A": [[1, 2], [3, 4]]},
    ),
    P(
        "construct z48",
        """
        if True:
            y = x*2
        """,
        {"x": 1},
    ),
    P(
        "construct z04b",
        """
        m = torch.max(x, dim=1, keepdim=True)[0]
        y = (x - m).exp().sum()
        """,
        {"x": [[1.0, 5.0, 2.0], [7.0, 3.0, 4.0]]},
        library="torch",
    ),
    P(
        "construct z33b",
        """
        lab = np.array([0, 2])
        t = np.eye(3)[lab]
        y = t*x
        """,
        {"x": [1, 2, 3]},
    ),
]
