"""Chainrule beside its peers, in one run on one machine: `python tests/bench/bench_peers.py`.

    sigmoid   formula text -> finished trace JSON        against  micrograd (build, backward) drawn by Graphviz
    scalar    values and all gradients of 10,000 gates   against  micrograd (recursion limit raised; it stops at 995)
    network   one pass of the 20-line NumPy program      against  the 20 hand-written lines (one BLAS thread)

Needs: pip install micrograd graphviz, and Graphviz's `dot`. Medians of interleaved rounds: quote the ratios.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import math
import random
import statistics
import sys
import threading
import time
from collections.abc import Callable

import numpy as np
from graphviz import Digraph
from micrograd.engine import Value

from chainrule import trace
from chainrule.evaluate import evaluate, plan
from chainrule.limits import Limits
from chainrule.tracing.build import clear_caches
from reading import read as parse

SIGMOID = "1/(1+exp(-(w0*x0+w1*x1+w2)))"
VALUES = {"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0}


def rounds(
    count: int,
    ours: Callable[[], object],
    theirs: Callable[[], object],
    clock: Callable[[], float] = time.thread_time,
) -> tuple[float, float, float]:
    """Median seconds of each, and the median of theirs/ours round by round.

    `clock`: the processor time of this thread, which other work on the machine leaves alone; what a peer does in
    another process needs the time of the wall.
    """
    a, b = [], []
    for _ in range(count):
        for times, run in ((a, ours), (b, theirs)):
            start = clock()
            run()
            times.append(clock() - start)
    return statistics.median(a), statistics.median(b), statistics.median(y / x for x, y in zip(a, b, strict=True))


def exp(x: Value) -> Value:
    out = Value(math.exp(x.data), (x,), "exp")

    def backward() -> None:
        x.grad += out.data * out.grad

    out._backward = backward
    return out


def micrograd_sigmoid() -> None:
    w0, x0, w1, x1, w2 = (Value(value) for value in VALUES.values())
    out = 1 / (1 + exp(-(w0 * x0 + w1 * x1 + w2)))
    out.backward()
    dot = Digraph(format="svg", graph_attr={"rankdir": "LR"})
    seen, stack = set(), [out]
    while stack:
        node = stack.pop()
        if node in seen:
            continue
        seen.add(node)
        dot.node(str(id(node)), f"data {node.data:.4f} | grad {node.grad:.4f}", shape="record")
        if node._op:
            dot.node(f"{id(node)}{node._op}", node._op)
            dot.edge(f"{id(node)}{node._op}", str(id(node)))
        for child in node._prev:
            dot.edge(str(id(child)), f"{id(node)}{node._op}")
            stack.append(child)
    dot.pipe()


def ours_sigmoid() -> None:
    clear_caches()  # everything is read and laid out anew
    trace(SIGMOID, VALUES).to_json()


def tree(gates: int) -> tuple[str, dict[str, float]]:
    """A balanced sum of products, each of its own two leaves: `gates` gates."""
    draw, terms = random.Random(1), [f"a{i}*b{i}" for i in range((gates + 1) // 2)]
    while len(terms) > 1:
        terms = [
            f"({'+'.join(terms[i : i + 2])})" if len(terms) > 2 else "+".join(terms) for i in range(0, len(terms), 2)
        ]
    values = {f"{letter}{i}": draw.uniform(-1, 1) for i in range((gates + 1) // 2) for letter in "ab"}
    return terms[0], values


def micrograd_tree(values: dict[str, float]) -> None:
    count = len(values) // 2
    terms = [Value(values[f"a{i}"]) * Value(values[f"b{i}"]) for i in range(count)]
    while len(terms) > 1:
        terms = [terms[i] + terms[i + 1] if i + 1 < len(terms) else terms[i] for i in range(0, len(terms), 2)]
    terms[0].backward()


def micrograd_chain(gates: int) -> None:
    y, a, b = Value(1.0), Value(1.0001), Value(0.1)
    for _ in range(gates // 2):
        y = y * a
        y = y + b
    y.backward()


TWENTY = """
h = 1 / (1 + np.exp(-x.dot(w1)))
y_pred = h.dot(w2)
loss = np.square(y_pred - y).sum()
"""


def network() -> tuple[Callable[[], object], Callable[[], object]]:
    draw = np.random.default_rng(0)
    x, y = draw.normal(size=(64, 1000)), draw.normal(size=(64, 10))
    w1, w2 = draw.normal(size=(1000, 100)), draw.normal(size=(100, 10))

    def theirs() -> object:
        h = 1 / (1 + np.exp(-x.dot(w1)))
        y_pred = h.dot(w2)
        loss = np.square(y_pred - y).sum()
        grad_y_pred = 2.0 * (y_pred - y)
        grad_w2 = h.T.dot(grad_y_pred)
        grad_h = grad_y_pred.dot(w2.T)
        grad_w1 = x.T.dot(grad_h * h * (1 - h))
        return loss, grad_w1, grad_w2

    values = {"x": x, "y": y, "w1": w1, "w2": w2}
    graph = parse(TWENTY, {name: value.shape for name, value in values.items()})
    ready = plan(graph, wrt=[graph.names["w1"], graph.names["w2"]])
    return lambda: evaluate(ready, values), theirs


def report(name: str, figures: tuple[float, float, float]) -> None:
    ours, theirs, ratio = figures
    print(f"{name:<34} ours {ours * 1e3:9.3f} ms   peer {theirs * 1e3:9.3f} ms   peer/ours {ratio:6.2f}")


def main() -> None:
    report("sigmoid: text to trace JSON", rounds(40, ours_sigmoid, micrograd_sigmoid, time.perf_counter))
    source, values = tree(10_000)
    limits = Limits(source_characters=10**7, names=10**6, bracket_depth=100)
    ready = plan(parse(source, dict.fromkeys(values, ()), limits=limits))
    report(
        "tree of 10,000 gates",
        rounds(20, lambda: evaluate(ready, values, limits=limits), lambda: micrograd_tree(values)),
    )
    chain = plan(parse("y = x*1\n" + "y = y*a\ny = y+b\n" * 5000 + "y", {"x": (), "a": (), "b": ()}, limits=limits))
    start = {"x": 1.0, "a": 1.0001, "b": 0.1}
    report(
        "chain of 10,000 gates",
        rounds(20, lambda: evaluate(chain, start, limits=limits), lambda: micrograd_chain(10_000)),
    )
    report("20-line network, one pass", rounds(200, *network()))


if __name__ == "__main__":
    sys.setrecursionlimit(10**6)  # for micrograd
    threading.stack_size(512 << 20)
    thread = threading.Thread(target=main)
    thread.start()
    thread.join()
