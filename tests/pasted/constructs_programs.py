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
        written_for="torch",
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
        written_for="torch",
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
        written_for="torch",
    ),
    P(
        "construct z55",
        "y = torch.cat([a, b], dim=0).sum()",
        {"a": [1, 2], "b": [3]},
        written_for="torch",
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
        written_for="torch",
    ),
    P(
        "construct z70",
        "y = F.leaky_relu(x).sum()",
        {"x": [-1, 2]},
        written_for="torch",
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
        written_for="torch",
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
        written_for="torch",
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
        written_for="torch",
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
        written_for="torch",
    ),
    P(
        "construct z74",
        "y = F.softmax(x)",
        {"x": [1, 2]},
        written_for="torch",
    ),
    P(
        "construct z61",
        """
        with torch.no_grad():
            y = x*2
        """,
        {"x": 2},
        written_for="torch",
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
        written_for="torch",
    ),
    P(
        "construct z80",
        """
        import torch
        y = x.std()
        """,
        {"x": [1, 2, 4]},
        written_for="torch",
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
        written_for="torch",
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
        written_for="torch",
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
        written_for="torch",
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
        written_for="torch",
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
        written_for="torch",
    ),
    P(
        "construct z24",
        """
        loss.backward()
        acc = (p > 0.5)*1
        """,
        {"loss": 1, "p": 0.7},
        written_for="torch",
        out="acc",
        also=(("loss", None),),
        skip=("loss",),
    ),
    P(
        "construct z67",
        "y = F.mse_loss(a, b)",
        {"a": [1, 2], "b": [3, 5]},
        written_for="torch",
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
        written_for="torch",
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
        written_for="torch",
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

V = [0.5, -1.2, 2.0]
A = [[0.5, -1.0, 2.0], [1.5, 0.7, -0.3]]


PROGRAMS += [
    # Entries, slices, views and second names.
    P("entry assigned in a copy", "y = x.copy()\ny[1] = y[0]*x[2]\nL = np.sum(y**2)", {"x": V}),
    P("slice assigned", "y = np.zeros(5)\ny[1:4] = x\nL = np.sum(y*np.arange(5))", {"x": V}),
    P("column assigned", "B = A.copy()\nB[:, 1] = v\nL = np.sum(B**2)", {"A": A, "v": [0.3, 0.9]}),
    P(
        "rows assigned in a loop",
        "out = np.zeros((2, 3))\nfor i in range(2):\n    out[i] = A[i]*w[i]\nL = np.sum(out**2)",
        {"A": A, "w": [0.3, 0.9]},
    ),
    P("entry added to", "c = np.zeros(3)\nfor i in [0, 1, 1, 2]:\n    c[i] += x[i]\nL = np.sum(c**2)", {"x": V}),
    P("entries by a list added to once", "c = np.zeros(3)\nc[[0, 1, 1]] += 1\nL = np.sum(c*x)", {"x": V}),
    P(
        "np.add.at adds each time",
        "c = np.zeros(3)\nnp.add.at(c, [0, 1, 1], x)\nL = np.sum(c**2)",
        {"x": V},
    ),
    P("mask assigned", "y = x.copy()\ny[y < 0] = 0\nL = np.sum(y**2)", {"x": V}),
    P("mask scaled", "y = x.copy()\ny[x < 0] *= 0.1\nL = np.sum(y**2)", {"x": V}),
    P("view of a slice changes the whole", "y = x*1\nv = y[1:]\nv += 1\nL = np.sum(y**2)", {"x": V}),
    P("slice written through a second name", "y = x*2\nz = y\nz[0] = 5\nL = np.sum(y*z)", {"x": V}),
    P("list index copies", "y = x*1\nz = y[[0, 1]]\nz += 1\nL = np.sum(y) + np.sum(z**2)", {"x": V}),
    P("reshape is a view", "y = x*1\nz = y.reshape(3, 1)\nz *= 2\nL = np.sum(y**2)", {"x": V}),
    P("transpose is a view", "B = A*1\nC = B.T\nC[0, 1] = 4\nL = np.sum(B**2)", {"A": A}),
    P(
        "ravel of a view, flatten of a copy",
        "B = A*1\nB.ravel()[0] = 4\nB.flatten()[1] = 9\nL = np.sum(B**2)",
        {"A": A},
    ),
    P("augmented assignment makes a new number", "a = x\na += 1\nL = a*x", {"x": 2.0}),
    P("plain assignment makes a new array", "h = x\nh = h + 1\nL = np.sum(x*h)", {"x": V}),
    P(
        "argument changed inside a function",
        "def f(a):\n    a *= 2\n    return a\ny = x*1\nz = f(y)\nL = np.sum(y*z)",
        {"x": V},
    ),
    P("entries swapped", "y = x.copy()\ny[0], y[2] = y[2], y[0]\nL = np.sum(y*np.array([1, 2, 3]))", {"x": V}),
    P("negative and open slices", "L = np.sum(x[-2:]*x[:-1]) + x[::-1][0]", {"x": V}),
    P("two-dimensional slice of a slice", "L = np.sum(A[:, 1:][0] * A[1][:2])", {"A": A}),
    P("ellipsis and new axes", "B = A[..., None]*x\nL = np.sum(B[0, ...]**2)", {"A": A, "x": V}),
    # Control flow decided by numbers.
    P("if on a number", "if x > 0:\n    y = x**2\nelse:\n    y = -x", {"x": 1.5}),
    P("elif chain", "if x < -1:\n    y = -x\nelif x < 1:\n    y = x**2\nelse:\n    y = 2*x - 1", {"x": 0.5}),
    P("while on a number", "y = x\nwhile y < 100:\n    y = y*3\nL = y", {"x": 1.5}),
    P(
        "break and continue",
        "s = 0\nfor v in x:\n    if v < 0:\n        continue\n    s = s + v**2\n    if s > 3:\n        break\n",
        {"x": V},
        out="s",
    ),
    P("early return", "def f(x):\n    if x < 0:\n        return 0.1*x\n    return x\ny = f(x) + f(-x)", {"x": 1.5}),
    P("for with else", "for v in x:\n    if v > 10:\n        break\nelse:\n    y = np.sum(x**2)", {"x": V}, out="y"),
    P("conditional expression", "y = np.sum(x) if np.max(x) > 1 else np.prod(x)", {"x": V}),
    P("argmax as an index", "i = np.argmax(x)\ny = x[i]**2", {"x": V}),
    P("and, or, not of comparisons", "y = x**2 if x > 0 and not x > 5 or x == -1 else x", {"x": 1.5}),
    P("chained comparison", "y = x**2 if 0 < x < 2 else x", {"x": 1.5}),
    P(
        "Newton's root until it stands",
        "x = 1.0\nwhile abs(x*x - a) > 1e-10:\n    x = 0.5*(x + a/x)",
        {"a": 2.0},
        out="x",
    ),
    P(
        "bisection counts steps",
        "lo, hi = 0.0, 2.0\nfor _ in range(3):\n    mid = (lo + hi)/2\n    if mid*mid < a:\n        lo = mid\n    else:\n        hi = mid\ny = mid + a",
        {"a": 2.0},
    ),
    P(
        "collatz counts on whole numbers",
        "n = 6\nsteps = 0\nwhile n != 1:\n    n = n // 2 if n % 2 == 0 else 3*n + 1\n    steps += 1\ny = x**steps",
        {"x": 1.1},
    ),
    # Objects.
    P(
        "list that grows",
        "hs = [h]\nfor t in range(3):\n    hs.append(np.tanh(w*hs[-1]))\nL = sum(hs)",
        {"h": 0.5, "w": 1.3},
    ),
    P(
        "list methods",
        "a = [x, 2*x]\na.insert(0, 3*x)\na.extend([x**2])\na.pop(1)\na.reverse()\nL = a[0]*a[-1] + len(a)",
        {"x": 1.5},
    ),
    P("list multiplication and sum of lists", "a = [x]*3 + [1.0]\nL = sum(a)", {"x": 1.5}),
    P("nested lists", "rows = [[x, 1], [2, x**2]]\nL = rows[0][0]*rows[1][1] + rows[1][0]", {"x": 1.5}),
    P(
        "dictionary with loops",
        "p = {'a': x, 'b': x**2}\np['c'] = p['a']*p['b']\nL = 0\nfor k, v in p.items():\n    L = L + v",
        {"x": 1.5},
    ),
    P(
        "dictionary methods",
        "p = dict(a=x, b=2.0)\np.update({'b': x**2})\nL = p.get('a') + p.get('z', 1.0) + p['b']*len(p) + sum(p.values())",
        {"x": 1.5},
    ),
    P(
        "dictionary comprehension and sorted keys",
        "p = {k: x**k for k in (1, 2, 3)}\nL = sum(p[k] for k in sorted(p))",
        {"x": 1.5},
    ),
    P("tuple unpacking with a star", "a, *rest = [x, x**2, x**3]\nL = a*rest[-1]", {"x": 1.5}),
    P("swap and multiple targets", "a = b = x\na, b = b + 1, a*2\nL = a*b", {"x": 1.5}),
    P(
        "zip and enumerate",
        "L = 0\nfor i, (a, b) in enumerate(zip(x, y), start=1):\n    L += i*a*b",
        {"x": V, "y": [2.0, 0.3, -0.4]},
    ),
    P(
        "reversed, sorted, map, filter",
        "L = sum(map(lambda v: v**2, reversed(x))) + sum(filter(lambda v: v > 0, x))",
        {"x": V},
    ),
    P(
        "nested comprehension with a condition",
        "M = [[x[i]*x[j] for j in range(3)] for i in range(3) if i != 1]\nL = sum(M[1]) + M[0][0]",
        {"x": V},
    ),
    P("generator expression", "L = sum(a*b for a, b in zip(x, x[1:]))", {"x": V}),
    P(
        "generator function",
        "def squares(n):\n    for i in range(n):\n        yield i*i\nL = sum(x*s for s in squares(4))",
        {"x": 1.5},
    ),
    P("range with steps", "L = 0\nfor i in range(10, 0, -3):\n    L += x**i", {"x": 1.1}),
    P("any and all on objects", "flags = [True, False]\ny = x*2 if any(flags) and not all(flags) else x", {"x": 1.5}),
    P(
        "string formatting as keys",
        "p = {}\nfor i in range(2):\n    p[f'w{i}'] = x**(i+1)\nL = p['w' + str(1)]*p['w%d' % 0]*p['w{}'.format(0)]",
        {"x": 1.5},
    ),
    P("isinstance and type checks", "y = x*2 if isinstance(3, int) and isinstance('a', str) else x", {"x": 1.5}),
    P(
        "is None and default argument",
        "def f(x, w=None):\n    if w is None:\n        w = 2.0\n    return x*w\ny = f(x) + f(x, 3.0) + f(x, w=x)",
        {"x": 1.5},
    ),
    # Functions.
    P(
        "closure",
        "def make(w):\n    def f(x):\n        return w*x\n    return f\nf = make(w)\ny = f(x)**2",
        {"w": 2.0, "x": 1.5},
    ),
    P(
        "function of functions",
        "def compose(f, g):\n    return lambda x: f(g(x))\ny = compose(np.tanh, lambda t: t**2)(x)",
        {"x": 1.5},
    ),
    P("recursion", "def power(x, n):\n    return 1.0 if n == 0 else x*power(x, n - 1)\ny = power(x, 5)", {"x": 1.5}),
    P(
        "star arguments",
        "def f(a, b, c=1.0):\n    return a*b + c\nargs = (x, 2.0)\ny = f(*args, **{'c': x**2})",
        {"x": 1.5},
    ),
    P(
        "variable arguments",
        "def total(*xs, scale=1.0, **more):\n    return scale*sum(xs) + more['b']\ny = total(x, x**2, 3.0, scale=2.0, b=x)",
        {"x": 1.5},
    ),
    P(
        "keyword-only and annotated arguments",
        "def f(x: float, *, n: int = 2) -> float:\n    return x**n\ny = f(x, n=3)",
        {"x": 1.5},
    ),
    P(
        "nonlocal and global",
        "count = 0\ndef f(x):\n    global count\n    count += 1\n    return x*count\ny = f(x) + f(x)",
        {"x": 1.5},
    ),
    P(
        "function that returns a dictionary",
        "def f(x):\n    return {'loss': x**2, 'n': 3}\ny = f(x)['loss']*2",
        {"x": 1.5},
    ),
    P(
        "several return values",
        "def stats(x):\n    return x.mean(), x.std()\nm, s = stats(x)\ny = np.sum((x - m)/(s + 1e-5)*np.array([1, 2, 3]))",
        {"x": V},
    ),
    P(
        "lambda in a dictionary",
        "act = {'tanh': np.tanh, 'sq': lambda z: z**2}\ny = act['tanh'](act['sq'](x))",
        {"x": 1.5},
    ),
    P(
        "function that shadows a library's name",
        "def sigmoid(z):\n    return z/(1 + abs(z))\ny = sigmoid(x)",
        {"x": 1.5},
    ),
    P("variable that shadows a function", "max = 3.0\nsum = x*max\ny = sum**2", {"x": 1.5}),
    P(
        "decorator of one's own",
        "def twice(f):\n    def g(x):\n        return 2*f(x)\n    return g\n@twice\ndef sq(x):\n    return x**2\ny = sq(x)",
        {"x": 1.5},
    ),
    P(
        "functools.reduce",
        "from functools import reduce\ny = reduce(lambda a, b: a*b + 1, [x, 2.0, x])",
        {"x": 1.5},
    ),
    # Classes.
    P(
        "class with state",
        "class Counter:\n    def __init__(self, x):\n        self.x = x\n        self.n = 0\n    def step(self):\n        self.n += 1\n        self.x = self.x*2\n        return self\nc = Counter(x)\nc.step().step()\ny = c.x + c.n",
        {"x": 1.5},
    ),
    P(
        "class with operators",
        "class Dual:\n    def __init__(self, a, b):\n        self.a, self.b = a, b\n    def __mul__(self, o):\n        return Dual(self.a*o.a, self.a*o.b + self.b*o.a)\n    def __add__(self, o):\n        return Dual(self.a + o.a, self.b + o.b)\nd = Dual(x, 1.0)*Dual(x, 1.0) + Dual(3.0, 0.0)\ny = d.a",
        {"x": 1.5},
    ),
    P(
        "inheritance and super",
        "class Layer:\n    def __init__(self, w):\n        self.w = w\n    def __call__(self, x):\n        return self.forward(x)\nclass Scale(Layer):\n    def __init__(self, w, b):\n        super().__init__(w)\n        self.b = b\n    def forward(self, x):\n        return self.w*x + self.b\ny = Scale(w, b)(x)**2",
        {"w": 2.0, "b": 0.3, "x": 1.5},
    ),
    P(
        "class attributes, static and class methods",
        "class C:\n    k = 3.0\n    @staticmethod\n    def sq(x):\n        return x**2\n    @classmethod\n    def scaled(cls, x):\n        return cls.k*x\n    @property\n    def two(self):\n        return 2.0\ny = C.sq(x) + C.scaled(x)*C().two",
        {"x": 1.5},
    ),
    P(
        "dataclass",
        "from dataclasses import dataclass\n@dataclass\nclass Params:\n    w: float\n    b: float = 0.5\np = Params(w)\ny = p.w*x + p.b",
        {"w": 2.0, "x": 1.5},
    ),
    P(
        "container protocol",
        "class Stack:\n    def __init__(self, xs):\n        self.xs = list(xs)\n    def __len__(self):\n        return len(self.xs)\n    def __getitem__(self, i):\n        return self.xs[i]\ns = Stack([x, x**2])\ny = s[1]*len(s)",
        {"x": 1.5},
    ),
    P(
        "class pasted without a use",
        "class Perceptron:\n    def __init__(self, w, b):\n        self.w = w\n        self.b = b\n    def forward(self, x):\n        return np.tanh(np.dot(self.w, x) + self.b)",
        {"w": [0.5, -0.3], "b": 0.1, "x": [1.0, 2.0]},
        twin="np.tanh(np.dot(w, x) + b)",
    ),
    P(
        "function pasted without a call",
        "def f(x, w):\n    return np.sum((x*w)**2)",
        {"x": V, "w": [1.0, 2.0, 3.0]},
        twin="np.sum((x*w)**2)",
    ),
    P(
        "two functions, one uses the other, no call",
        "def sq(t):\n    return t**2\ndef loss(w, x, y):\n    return sq(w*x - y)",
        {"w": 2.0, "x": 1.5, "y": 1.0},
        twin="(w*x - y)**2",
    ),
    # Statements that compute nothing.
    P(
        "asserts and prints",
        "assert x > 0, 'positive'\nprint(x)\ny = x**2\nassert isinstance(y, float) or True",
        {"x": 1.5},
        out="y",
    ),
    P("pass, del, ellipsis", "def todo(): ...\nt = 3\ndel t\nif True:\n    pass\ny = x**2", {"x": 1.5}, out="y"),
    P("with np.errstate", "with np.errstate(divide='ignore'):\n    y = x**2 + 1/x", {"x": 1.5}),
    P("try and except", "try:\n    y = x**2\nexcept ValueError:\n    y = 0.0", {"x": 1.5}, out="y"),
    P("walrus", "y = (a := x**2) + a*3", {"x": 1.5}),
    P("several statements on a line", "a = x*2; b = a + 1; y = a*b", {"x": 1.5}),
    P("lines continued in brackets and by a backslash", "y = (x\n     + x**2\n     - 1) \\\n    * 2", {"x": 1.5}),
    P(
        "matmul operator in place",
        "a = x\na = a @ W\na @= W\nL = np.sum(a**2)",
        {"x": [0.5, -1.2], "W": [[0.2, 1.0], [-0.4, 0.5]]},
    ),
    P("power right to left and unary minus", "y = -x**2**0.5 + 2**-x", {"x": 1.5}),
    P("floor division and modulo of objects", "n = 7\ny = x**(n // 2) + x*(n % 3)", {"x": 1.1}),
    P("bitwise operators on masks", "m = (x > 0) & ~(x > 1) | (x < -1)\ny = np.sum(x**2*m)", {"x": V}),
    P(
        "match statement",
        "mode = 'sq'\nmatch mode:\n    case 'sq':\n        y = x**2\n    case _:\n        y = x",
        {"x": 1.5},
        out="y",
    ),
    P(
        "name of a name: lambda as a letter",
        "L = (y - x)**2 + λ*x**2",
        {"λ": 0.1, "x": 1.5, "y": 1.0},
        twin="L = (y - x)**2 + lambda_*x**2",
    ),
    P(
        "greek words and letters are one name",
        "σ2 = sigma**2\ny = σ*σ2",
        {"sigma": 1.5},
        twin="s2 = sigma**2\ny = sigma*s2",
    ),
    P("unused value is not used", "y = x**2", {"x": 1.5, "z": 3.0}, skip=("z",)),
    P("value for a name that the program sets", "x = 2.0\ny = x**2", {"x": 7.0}, skip=("x",), twin="y = 4.0"),
    # Nothing that could be drawn.
    P("import of a module that is refused", "import os\nos.system('ls')", refused="any"),
    P("attribute of a foreign object", "y = x.__class__.__mro__", {"x": 1.5}, refused="any"),
    P("a module path that does not exist", "y = np.foo.bar.exp(x)", {"x": 1.5}, refused="source"),
    P("a method that does not exist", "y = x.frobnicate()", {"x": V}, refused="source"),
    P("a shape that does not fit", "y = A @ x", {"A": A, "x": [1.0, 2.0]}, refused="shape"),
    P("an index out of range", "y = x[7]", {"x": V}, refused="any"),
    P("an axis that is not there", "y = x.sum(axis=1)", {"x": V}, refused="any"),
    P("a new shape that does not fit", "y = x.reshape(2, 7)", {"x": V}, refused="any"),
    P("a product without its first operand", "y = * 2", {}, refused="source"),
    P("a key that is missing", "p = {'a': 1.0}\ny = p['b']*x", {"x": 1.5}, refused="any"),
    P("a missing value", "y = x*z", {"x": 1.5}, refused="value"),
    P("a call with too few arguments", "def f(a, b):\n    return a*b\ny = f(x)", {"x": 1.5}, refused="any"),
    P("an assertion that fails", "assert x > 2, 'too small'\ny = x**2", {"x": 1.5}, refused="any", either=True),
    P(
        "an exception that is raised",
        "if x > 1:\n    raise ValueError('x is too large')\ny = x**2",
        {"x": 1.5},
        refused="any",
    ),
    P("a name used before it is set", "y = a*x\na = 3.0", {"x": 1.5}, refused="any", either=True),
    P("async code", "async def f(x):\n    return x\ny = f(x)", {"x": 1.5}, refused="any"),
    P("eval of a text", "y = eval('x**2')", {"x": 1.5}, refused="any"),
    P("a file that is read", "X = np.loadtxt('data.csv', delimiter=',')\ny = X.sum()", refused="any"),
    P(
        "a data set that is loaded",
        "from sklearn.datasets import load_iris\nX, y = load_iris(return_X_y=True)\nm = X.mean()",
        refused="any",
    ),
]

PROGRAMS += [
    P(
        "a given name, used and then set to a number",
        "a = np.sum(u)*y\ny = np.sin(-0.7)\nL = y + a",
        {"u": V, "y": -0.8},
    ),
    P("a given name, used and then set to a constant", "a = x*y\ny = 2.0\nL = a*y", {"x": 1.5, "y": -0.8}),
    P("lists of numbers have gradients", "p = [x*3, 2*x]\nL = p[0]*p[1] + sum(p)", {"x": 1.5}),
    P("a list of two leaves, walked", "ws = [a, b]\nL = 0\nfor w in ws:\n    L = L + w**2", {"a": 0.5, "b": -1.2}),
]
