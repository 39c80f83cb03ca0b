"""Forward mode and second derivatives, in one run on one machine: `python tests/bench/bench_directions.py`.

    jvp       the tangents of one direction      against  the forward pass that they go along with; goal: at most 2.5
    hessian   50 scalars of a 1,000-gate graph   against  torch.autograd.functional.hessian; goal: at least 3

A single gate of large arrays is printed beside it, without a goal: NumPy multiplies two arrays in one pass over memory,
and their tangent, two products and a sum, takes three. In a graph that evens out.

Medians of interleaved rounds in processor time, so that other work on the machine counts little: quote the ratios.
Exit status 1 where a goal is missed.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import random
import re
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from chainrule.directions import hessian, plan_tangents, tangents
from chainrule.evaluate import forward, plan
from chainrule.graph import INPUT, Graph
from chainrule.limits import Limits
from chainrule.read import Request, read

LIMITS = Limits(seconds=60.0)
JVP, HESSIAN = 2.5, 3.0
OPS = ("({} * {})", "({} + {})", "tanh({} * 0.5 + {})", "({} - 0.3*{})", "sin({} + {})")


def scalars(gates: int, leaves: int) -> tuple[str, list[str]]:
    """A program of about `gates` scalar gates over `leaves` variables, each of them used."""
    pick = random.Random(4)
    names = [f"x{i}" for i in range(leaves)]
    known, lines, count = list(names), [], 0
    while count < gates:
        name, op = f"v{len(lines)}", pick.choice(OPS)
        first = names[len(lines)] if len(lines) < leaves else pick.choice(known[-leaves:])
        lines.append(f"{name} = {op.format(first, pick.choice(known))}")
        known.append(name)
        count += 1 + op.count("*") + op.count("+") + op.count("-")
    return "\n".join([*lines, f"tanh({' + '.join(known[leaves:][-60:])})"]), names


NETWORK = "h = tanh(W1 @ x + b1)\ny = W2 @ h + b2\nsum((y - t)**2)"  # on a batch
WIDTHS = (300, 320, 100, 24)
SMALL = {
    "network": (NETWORK, (4, 3, 2, 2)),
    "softmax": ("softmax(W1 @ x + b1, axis=0)", (4, 3, 2, 2)),
    "products": ("b1 * b1 * W1 * W1", (3, 1, 1, 1)),
    "largest": ("maximum(max(W1), max(W2)) * maximum(b1, b1*t)", (3, 3, 3, 1)),
    "norms": ("m = mean(W1, axis=0)\nsum((W1 - m)/sqrt(var(W1, axis=0) + 0.1))", (4, 3, 2, 2)),
}  # here calls cost more than numbers: what is measured is Python and NumPy

LARGE = {
    "clip": "clip(W1, -0.5, 0.5)",
    "bounds": "clip(W1, -b1*b1, b1*b1)",
    "products": "cumprod(W1, axis=0)",
    "choices": "relu(W1) * maximum(W1, b1)",
}  # of many numbers a gate is little more than their way through memory

ALONE = {
    "mul": "W1 * V1",
    "div": "W1 / (V1 * V1 + 1)",
    "abs": "abs(W1)",
    "maximum": "maximum(W1, V1)",
    "clip": "clip(W1, V1, V1 + 1)",
    "pow": "(W1 * W1) ** V1",
    "mod": "mod(W1, V1 * V1 + 1)",
    "cosh": "cosh(W1)",
    "sinc": "sinc(W1)",
    "lgamma": "lgamma(W1)",
    "prod": "prod(W1)",
    "cumprod": "cumprod(W1)",
}


def shapes(inside: int, hidden: int, out: int, batch: int) -> dict[str, tuple[int, ...]]:
    return {
        "W1": (hidden, inside), "V1": (hidden, inside), "x": (inside, batch), "b1": (hidden, 1),
        "W2": (out, hidden), "b2": (out, 1), "t": (out, batch),
    }  # fmt: skip


def drawn(rng: np.random.Generator, source: str, widths: tuple[int, int, int, int]) -> dict[str, Any]:
    """A value for each variable that the program names."""
    return {
        name: rng.normal(size=shape) for name, shape in shapes(*widths).items() if re.search(rf"\b{name}\b", source)
    }


def ratio(rounds: int, first: Callable[[], object], second: Callable[[], object]) -> tuple[float, float, float]:
    """Median seconds of processor time of each, and the median of second / first."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for kept, run in zip(times, (first, second), strict=True):
            start = time.process_time()
            run()
            kept.append(time.process_time() - start)
    return (
        statistics.median(times[0]),
        statistics.median(times[1]),
        statistics.median(b / a for a, b in zip(*times, strict=True)),
    )


def jvp(what: str, source: str, values: dict[str, Any], rounds: int = 200) -> float:
    """Seconds of the tangents by those of the values; every variable moves."""
    graph = read(source, Request(values, limits=LIMITS))
    ready, tangent_plan = plan(graph, ()), plan_tangents(graph)
    results = forward(ready, values, limits=LIMITS)
    rng = np.random.default_rng(1)
    direction = {
        node.id: rng.normal(size=node.shape) if node.shape else float(rng.normal())
        for node in graph.nodes
        if node.op == INPUT
    }
    once, along, times = ratio(
        rounds,
        lambda: forward(ready, values, limits=LIMITS),
        lambda: tangents(tangent_plan, results, direction, LIMITS),
    )
    gates = sum(1 for node in graph.nodes if node.args)
    spent = f"forward {once * 1e3:8.3f} ms   tangents {along * 1e3:8.3f} ms"
    print(f"jvp      {what:14}{gates:5} gates   {spent}   {times:5.2f} x")
    return times


def against_torch() -> float:
    """Seconds of PyTorch's Hessian by those of ours."""
    source, names = scalars(1_000, 50)
    values = {name: 0.1 + 0.01 * i for i, name in enumerate(names)}
    graph: Graph = read(source, Request(values, limits=LIMITS))
    code = compile(source.rpartition("\n")[0], "<bench>", "exec")
    last = compile(source.rpartition("\n")[2], "<bench>", "eval")

    def run(x: torch.Tensor) -> torch.Tensor:
        scope: dict[str, Any] = {"tanh": torch.tanh, "sin": torch.sin, **dict(zip(names, x, strict=True))}
        exec(code, scope)
        found: torch.Tensor = eval(last, scope)
        return found

    start = torch.tensor(list(values.values()), dtype=torch.float64)
    ours, theirs, times = ratio(
        5, lambda: hessian(graph, values, limits=LIMITS), lambda: torch.autograd.functional.hessian(run, start)
    )
    wanted = torch.autograd.functional.hessian(run, start).numpy()
    np.testing.assert_allclose(hessian(graph, values, limits=LIMITS).matrix, wanted, rtol=1e-9, atol=1e-11)
    gates = sum(1 for node in graph.nodes if node.args)
    print(
        f"hessian  {gates:5} gates   ours {ours * 1e3:8.1f} ms   PyTorch {theirs * 1e3:8.1f} ms   {times:5.2f} x faster"
    )
    return times


def main() -> int:
    torch.set_num_threads(1)
    source, names = scalars(1_000, 50)
    rng = np.random.default_rng(0)
    slowest = max(
        jvp("scalars", source, {name: 0.1 + 0.01 * i for i, name in enumerate(names)}),
        jvp("batch", NETWORK, drawn(rng, NETWORK, WIDTHS)),
        *(jvp(what, text, drawn(rng, text, widths)) for what, (text, widths) in SMALL.items()),
        *(jvp(f"large {what}", text, drawn(rng, text, WIDTHS)) for what, text in LARGE.items()),
    )
    for what, text in ALONE.items():
        jvp(f"alone {what}", text, drawn(rng, text, WIDTHS), 12)
    faster = against_torch()
    kept = slowest <= JVP and faster >= HESSIAN
    print("both goals are met" if kept else f"missed: jvp at most {JVP} x, hessian at least {HESSIAN} x")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
