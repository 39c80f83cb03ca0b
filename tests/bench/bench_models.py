"""Convolutions and imports beside PyTorch: `python tests/bench/bench_models.py`.

    conv2d   forward and both gradients of 8x16x32x32 with 32 kernels 3x3, float64, one thread; at most 2 x PyTorch
    pool     max pooling 2x2 of 8x32x32x32, forward and backward, likewise
    import   `from_torch` of a model of 100 calls beyond the model's own run: recorded, written and read; under 100 ms
    alexnet  AlexNet of real size counted from shapes alone; `--values` also runs it with its values
    shapes   AlexNet of real size traced from shapes alone, with its layout, beside LeNet: as its boxes are to LeNet's

Medians of interleaved rounds: quote the ratios.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import torch
from torch import nn

import chainrule
from chainrule.ops import OPS
from chainrule.tracing.build import clear_caches
from test_layer_costs import ALEXNET

F = torch.nn.functional
ROUNDS = 15


def beside(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    """Median seconds of each, in turns."""
    a, b = [], []
    for _ in range(ROUNDS):
        for run, into in ((ours, a), (theirs, b)):
            start = time.perf_counter()
            run()
            into.append(time.perf_counter() - start)
    return statistics.median(a), statistics.median(b)


def both_ways(name: str, args: list[Any], params: dict[str, Any]) -> Callable[[], object]:
    row = OPS[name]

    def run() -> object:
        out = row.forward(*args, **params)
        g = np.ones_like(out)
        return [vjp(g, out, *args, **params) for vjp in row.vjp]  # type: ignore[union-attr]

    return run


def torch_both_ways(function: Callable[..., Any], args: list[Any]) -> Callable[[], object]:
    tensors = [torch.tensor(arg, requires_grad=True) for arg in args]

    def run() -> object:
        out = function(*tensors)
        return torch.autograd.grad(out, tensors, torch.ones_like(out))

    return run


def conv2d() -> None:
    rng = np.random.default_rng(0)
    args = [rng.normal(size=(8, 16, 32, 32)), rng.normal(size=(32, 16, 3, 3))]
    ours, theirs = beside(
        both_ways("conv", args, {"stride": 1, "padding": 1, "dilation": 1, "groups": 1}),
        torch_both_ways(lambda x, w: F.conv2d(x, w, padding=1), args),
    )
    print(f"conv2d   {ours * 1e3:8.1f} ms  PyTorch {theirs * 1e3:8.1f} ms  ratio {ours / theirs:.2f}")


def pool() -> None:
    args = [np.random.default_rng(0).normal(size=(8, 32, 32, 32))]
    ours, theirs = beside(both_ways("max_pool", args, {"size": 2}), torch_both_ways(lambda x: F.max_pool2d(x, 2), args))
    print(f"pool     {ours * 1e3:8.1f} ms  PyTorch {theirs * 1e3:8.1f} ms  ratio {ours / theirs:.2f}")


def imported() -> None:
    layers: list[nn.Module] = []
    for _ in range(50):
        layers += [nn.Linear(8, 8), nn.Tanh()]
    net, x = nn.Sequential(*layers).double(), torch.randn(4, 8, dtype=torch.float64)

    def own() -> object:
        leaf = x.clone().requires_grad_()
        out = net(leaf)
        return torch.autograd.grad(out, [leaf, *net.parameters()], torch.ones_like(out))

    def ours() -> object:
        return chainrule.from_torch(net, x).graph

    whole, run = beside(ours, own)
    print(f"import   {whole * 1e3:8.1f} ms  own run {run * 1e3:8.1f} ms  beyond it {(whole - run) * 1e3:.1f} ms"
          f"  ratio {whole / run:.1f}")  # fmt: skip


def alexnet(with_values: bool) -> None:
    start = time.perf_counter()
    table = chainrule.layer_costs(ALEXNET, {"x": (1, 3, 224, 224)})
    print(f"alexnet  {(time.perf_counter() - start) * 1e3:8.1f} ms  {table.total.parameters:,} parameters, "
          f"{table.total.multiply_adds:,} multiply-adds")  # fmt: skip
    if with_values:
        start = time.perf_counter()
        x = np.random.default_rng(0).normal(size=(1, 3, 224, 224))
        trace = chainrule.trace(ALEXNET, {"x": x}, view="functions", limits=chainrule.frameworks.LARGE)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(f"         {time.perf_counter() - start:8.1f} s  {len(trace.nodes)} boxes, {memory:.1f} GB")


LENET = """
net = nn.Sequential(nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Tanh(),
    nn.AvgPool2d(2), nn.Flatten(), nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10))
net(x)"""


def shapes() -> None:
    def of(source: str, shape: tuple[int, ...]) -> Callable[[], object]:
        def run() -> object:
            clear_caches()
            return chainrule.trace(source, shapes_only={"x": shape})

        return run

    large, small = beside(of(ALEXNET, (1, 3, 224, 224)), of(LENET, (1, 1, 28, 28)))
    print(f"shapes   {large * 1e3:8.1f} ms  LeNet {small * 1e3:8.1f} ms  ratio {large / small:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--values", action="store_true", help="run AlexNet with its values")
    asked = parser.parse_args()
    torch.set_num_threads(1)
    conv2d()
    pool()
    imported()
    shapes()
    alexnet(asked.values)


if __name__ == "__main__":
    main()
