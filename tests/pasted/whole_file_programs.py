"""Files of the kind that repositories hold: gates of a perceptron, layers without calls, printing, plots and old Python."""

from .program import P

FIRED = """
import numpy as np
def fires(x1, x2):
    x = np.array([x1, x2])
    w = np.array([0.4, 0.6])
    total = np.sum(w*x) - 0.7
    if total <= 0:
        return 0
    else:
        return 1
"""

PROGRAMS = [
    P(
        "a perceptron that prints what it decides",
        FIRED
        + "if __name__ == '__main__':\n    for xs in [(0, 0), (1, 1)]:\n        print(str(xs), fires(xs[0], xs[1]))",
        twin="w = np.array([0.4, 0.6])\nx = np.array([1.0, 1.0])\ny = np.sum(w*x) - 0.7",
    ),
    P(
        "a perceptron of plain numbers",
        "def fires(x1, x2):\n    w1, w2, bar = 0.4, 0.6, 0.7\n    if x1*w1 + x2*w2 > bar:\n        return 1\n    return 0\n"
        "print(fires(0, 1))",
        twin="y = 0*0.4 + 1*0.6",
    ),
    P(
        "a perceptron without a call",
        FIRED,
        {"x1": 0.2, "x2": 1.5},
        twin="y = np.sum(np.array([0.4, 0.6])*np.array([x1, x2])) - 0.7",
    ),
    P(
        "lists made into columns",
        """
        import numpy
        import scipy.special
        class Net:
            def __init__(self, rate):
                self.rate = rate
                self.w = numpy.array([[0.3, -0.2, 0.5], [0.1, 0.4, -0.6]])
                self.f = lambda x: scipy.special.expit(x)
            def query(self, listed):
                inputs = numpy.array(listed, ndmin=2).T
                return self.f(numpy.dot(self.w, inputs))
        net = Net(0.1)
        y = net.query([1.0, 0.5, -1.5])
        """,
        out="y",
    ),
    P("more axes for a number and an array", "y = np.array(5.0, ndmin=1)*np.array(x, ndmin=3)", {"x": [[1.0, 2.0]]}),
    P(
        "the program's own print",
        "def print(x):\n    return x*2\ny = 3.0\nz = y*y\nprint(z)",
        twin="y = 3.0\nz = y*y\nw = z*2",
    ),
    P(
        "a function that draws",
        """
        def draw_dot(root):
            nodes = set()
            nodes.add(root)
            return nodes
        x = 3.0
        L = x*x
        draw_dot(L)
        """,
        out="L",
    ),
    P(
        "a function without a name at a hundred places",
        """
        z = np.arange(-5, 5, .1)
        f = np.vectorize(lambda z: 1/(1 + np.exp(-z)))
        s = f(z)
        """,
        twin="z = np.arange(-5, 5, .1)\ns = 1/(1 + np.exp(-z))",
        large=True,
    ),
    P(
        "a name that only looks like a gradient",
        """
        def de_mean(v):
            return [each - sum(v)/len(v) for each in v]
        def spread(v):
            deviations = de_mean(v)
            return sum(each**2 for each in deviations)/(len(v) - 1)
        friends = [5.0, 3.0, 9.0]
        minutes = [1.0, 8.0, 2.5]
        both = sum(a*b for a, b in zip(de_mean(friends), de_mean(minutes)))/2
        corr = both/spread(friends)**0.5
        """,
        out="corr",
        grads={"de_mean": "?"},
    ),
    P(
        "tabs, also in the text below the head",
        'def f(x):\n\t"""\n\tHalf a square.\n\t"""\n\treturn x*x/2\ny = f(x)',
        {"x": 1.5},
    ),
    P(
        "print as it was",
        """
        for j in xrange(3):
            if j > 1: print "Round {0}: {1}".format(
                j, x)
            else:
                print "Round {0}".format(j)  # so far
        y = x*x
        print y, x
        """,
        {"x": 1.5},
        twin="y = x*x",
    ),
    P(
        "a flag behind a value that has a name",
        "x = 2.0\nz = x*x\nw = z + 1\nif z > 3:\n    flag = 1",
        out="w",
    ),
]
