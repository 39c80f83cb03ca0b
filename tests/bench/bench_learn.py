"""Training beside PyTorch and beside NumPy written by hand: `python tests/bench/bench_learn.py`.

500 full-batch updates of a 2-16-16-1 network on 200 moons, float64, one thread. Processor time, the fastest of
interleaved rounds: quote the ratios.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import time
from collections.abc import Callable

import numpy as np
import torch

from chainrule.learn import train
from chainrule.read import Request, read

UPDATES, LR = 500, 0.1
SOURCE = """
h1 = relu(X @ W1 + b1)
h2 = relu(h1 @ W2 + b2)
s = h2 @ W3 + b3
L = mean(log(1 + exp(-(2*y - 1)*s)))
"""
SHAPES = {"W1": (2, 16), "b1": (16,), "W2": (16, 16), "b2": (16,), "W3": (16, 1), "b3": (1,)}


def moons() -> tuple[np.ndarray, np.ndarray]:
    graph = read("X, y = moons(200)\nsum(X) + sum(y)", Request())
    points, labels = (graph.nodes[graph.names[name]].params["value"] for name in ("X", "y"))
    return points, labels[:, None]


X, Y = moons()
RNG = np.random.default_rng(0)
START = {name: 0.4 * RNG.standard_normal(shape) for name, shape in SHAPES.items()}


def ours() -> float:
    values = {**START, "X": X, "y": Y}
    run = train(SOURCE, values, parameters=[*SHAPES], iterations=UPDATES, settings={"lr": LR}, keep=2)
    return float(run.loss[-1])


def by_hand() -> float:
    w1, b1, w2, b2, w3, b3 = (value.copy() for value in START.values())
    signs, count = 2 * Y - 1, len(X)
    for update in range(UPDATES + 1):
        a1 = X @ w1 + b1
        h1 = np.maximum(0, a1)
        a2 = h1 @ w2 + b2
        h2 = np.maximum(0, a2)
        e = np.exp(-signs * (h2 @ w3 + b3))
        loss = np.log(1 + e).mean()
        if update == UPDATES:
            return float(loss)
        ds = -signs * e / (1 + e) / count
        dh2 = ds @ w3.T
        dh2[a2 <= 0] = 0
        dh1 = dh2 @ w2.T
        dh1[a1 <= 0] = 0
        w3 -= LR * (h2.T @ ds)
        b3 -= LR * ds.sum(0)
        w2 -= LR * (h1.T @ dh2)
        b2 -= LR * dh2.sum(0)
        w1 -= LR * (X.T @ dh1)
        b1 -= LR * dh1.sum(0)
    raise AssertionError("The last round returns.")


def pytorch() -> float:
    w1, b1, w2, b2, w3, b3 = moving = [torch.tensor(value, requires_grad=True) for value in START.values()]
    points, labels = torch.tensor(X), torch.tensor(Y)
    optimizer = torch.optim.SGD(moving, lr=LR)
    for update in range(UPDATES + 1):
        optimizer.zero_grad()
        h1 = torch.relu(points @ w1 + b1)
        h2 = torch.relu(h1 @ w2 + b2)
        loss = torch.log(1 + torch.exp(-(2 * labels - 1) * (h2 @ w3 + b3))).mean()
        if update < UPDATES:
            loss.backward()
            optimizer.step()
    return loss.item()


def main() -> None:
    torch.set_num_threads(1)
    best: dict[str, float] = {}
    runs: tuple[Callable[[], float], ...] = (ours, by_hand, pytorch)
    losses = [run() for run in runs]
    np.testing.assert_allclose(losses, losses[0], rtol=1e-9)
    for _ in range(8):
        for run in runs:
            began = time.process_time()
            run()
            best[run.__name__] = min(best.get(run.__name__, np.inf), time.process_time() - began)
    print(f"one update: {best['ours'] / UPDATES * 1e6:.0f} us; the three end at the same loss, {losses[0]:.6f}")
    print(f"PyTorch eager / ours: {best['pytorch'] / best['ours']:.2f} (goal 2.5)")
    print(f"NumPy by hand / ours: {best['by_hand'] / best['ours']:.2f} (goal 0.5)")


if __name__ == "__main__":
    main()
