"""Reading programs, and bringing a loop to a later round: `python tests/bench/bench_read.py`.

Processor time, the fastest of several. Rounds are timed with the tape and by the interpreter alone in one run, turn by
turn: quote the ratios. `compile` is what Python's own compiler takes for the same text.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from chainrule.limits import DEFAULT
from chainrule.read import Request, read
from chainrule.read.tape import RoundTape, TapeSegment

SIGMOID = "w0=2; x0=-1; w1=-3; x1=-2; w2=-3\n1/(1+exp(-(w0*x0+w1*x1+w2)))"
FORMS = ("{new}={old}*w", "{new}={old}+b", "{new}={old}-x")
LINES = "\n".join(["v0=x*w"] + [FORMS[i % 3].format(new=f"v{i}", old=f"v{i - 1}") for i in range(1, 1000)])
OBJECTS = """
class Counter:
    def __init__(self):
        self.n = 0
        self.hits = []
    def tick(self, k):
        self.n += k % 3
        if k % 1000 == 0:
            self.hits.append(k)
c = Counter()
for k in range(10000):
    c.tick(k)
y = x*c.n
"""
NEURON = """
import numpy as np
class Neuron:
    def __init__(self, n):
        self.w = np.zeros(n)
        self.b = 0.0
    def step(self, x, y, lr):
        p = 1/(1 + np.exp(-(self.w @ x + self.b)))
        self.w -= lr*(p - y)*x
        self.b -= lr*(p - y)
        return -(y*np.log(p) + (1 - y)*np.log(1 - p))
net = Neuron(2)
X = np.array([[0.5, 1.0], [1.0, -1.0], [-1.0, 0.3]])
Y = np.array([1.0, 0.0, 1.0])
for epoch in range(10000):
    for i in range(3):
        loss = net.step(X[i], Y[i], 0.1)
"""
ROUNDS = 400
PATIENT = replace(DEFAULT, round_seconds=60.0)
VALUES = {"x": 1.0, "w": 0.5, "b": 0.1}


def fastest(work: Callable[[], object], times: int) -> float:
    """Milliseconds of processor time."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best * 1e3


def interpreted(source: str, number: int) -> object:
    """A later round without the tape."""
    original = RoundTape.skip
    RoundTape.skip = _never  # type: ignore[method-assign]
    try:
        return read(source, Request(VALUES, round=number, limits=PATIENT))
    finally:
        RoundTape.skip = original  # type: ignore[method-assign]


def _never(tape: RoundTape, machine: object, segment: TapeSegment) -> None:
    """Skip no round."""


def main() -> None:
    for name, source, times in (("sigmoid", SIGMOID, 40), ("1,000 lines", LINES, 9), ("10,000 calls", OBJECTS, 3)):
        took = fastest(lambda source=source: read(source, Request(VALUES)), times)  # type: ignore[misc]
        own = fastest(lambda source=source: compile(source, "", "exec"), times)  # type: ignore[misc]
        print(f"{name:14} {took:8.2f} ms   Python's compile {own:6.2f} ms   ratio {took / own:6.1f}")
    taped = fastest(lambda: read(NEURON, Request(VALUES, round=ROUNDS, limits=PATIENT)), 5)
    alone = fastest(lambda: interpreted(NEURON, ROUNDS), 2)
    print(f"round {ROUNDS:,}      {taped:8.2f} ms   without the tape {alone:8.2f} ms   ratio {alone / taped:6.1f}")
    last = fastest(lambda: read(NEURON, Request(VALUES, round=10_000, limits=PATIENT)), 2)
    print(f"round 10,000   {last:8.2f} ms   {1e3 * last / 10_000:.0f} µs a round of three steps")


if __name__ == "__main__":
    main()
