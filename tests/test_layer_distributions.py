"""Histograms of each layer's values and gradients, held to numpy and to PyTorch's own hooks."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

import chainrule
from chainrule.distribution import BINS, Distribution, distribution_of
from chainrule.layer_costs import costs_of_request
from chainrule.request import TraceRequest

TENSORS = {
    "normal": np.random.default_rng(0).normal(size=(7, 30)),
    "after relu": np.maximum(np.random.default_rng(1).normal(size=200), 0),
    "of whole numbers": np.arange(24.0),
    "of small numbers": np.linspace(1e-300, 2e-300, 50),
}


@pytest.mark.parametrize("name", TENSORS)
def test_a_histogram_is_that_of_numpy(name: str) -> None:
    array = TENSORS[name]
    result = distribution_of(array)
    scale = np.abs(array).max()
    assert result.counts == np.histogram(array / scale, bins=BINS)[0].tolist()
    assert (result.minimum, result.maximum, result.zeros) == (array.min(), array.max(), np.sum(array == 0))
    assert (result.mean, result.deviation) == (pytest.approx(array.mean()), pytest.approx(array.std()))


def test_entries_that_are_not_finite_are_counted_apart() -> None:
    result = distribution_of(np.array([np.nan, np.inf, -np.inf, 1.0, 3.0]))
    assert (result.nonfinite, sum(result.counts), result.mean) == (3, 2, 2.0)
    assert distribution_of(np.array([np.nan])).counts == [0] * BINS
    assert distribution_of(np.empty((0, 3))).nonfinite == 0


@pytest.mark.parametrize("value", [0.0, -2.5, 1e-320, 1.7e308])
def test_a_constant_is_one_bin(value: float) -> None:
    result = distribution_of(np.full(5, value))
    assert [count for count in result.counts if count] == [5]
    assert result.mean == pytest.approx(value)


def test_the_widest_range_of_floats_has_a_histogram() -> None:
    result = distribution_of(np.array([-1.7e308, 0.0, 1.7e308]))
    assert (sum(result.counts), result.mean, np.isfinite(result.deviation)) == (3, 0.0, True)


def test_each_layer_of_a_module_has_the_numbers_that_its_hooks_see() -> None:
    torch.manual_seed(0)
    net = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(36, 5)).double()
    x = torch.randn(3, 1, 8, 8, dtype=torch.float64)
    rows = {
        row.layer: row
        for row in chainrule.layer_costs(chainrule.from_torch(net, x), distributions=True).rows
        if row.layer
    }
    seen: dict[str, torch.Tensor] = {}
    for path in ("0", "4"):
        net[int(path)].register_forward_hook(lambda _, __, out, path=path: seen.update({path: out}))
    out = net(x)
    for result in seen.values():
        result.retain_grad()
    out.sum().backward()
    for path, result in seen.items():
        values, gradients = rows[path].values, rows[path].gradients
        assert values is not None
        assert gradients is not None
        assert result.grad is not None
        same(values, result.detach())
        same(gradients, result.grad)


def same(distribution: Distribution, tensor: torch.Tensor) -> None:
    assert sum(distribution.counts) == tensor.numel()
    assert distribution.minimum == pytest.approx(float(tensor.min()))
    assert distribution.maximum == pytest.approx(float(tensor.max()))
    assert distribution.mean == pytest.approx(float(tensor.mean()))
    assert distribution.deviation == pytest.approx(float(tensor.std(correction=0)))
    assert distribution.zeros == int((tensor == 0).sum())


def test_a_program_with_numbers_has_them_and_one_of_shapes_alone_has_none() -> None:
    source = "h = relu(W @ x)\nL = sum(h**2)"
    table = costs_of_request(TraceRequest(source, {"W": [[1.0, 2.0], [-1.0, -1.0]], "x": [1.0, 2.0]}))
    relu = table.rows[1]
    assert relu.values is not None
    assert (relu.values.maximum, relu.values.zeros) == (5.0, 1)
    assert relu.gradients is not None
    assert relu.gradients.maximum == 10.0
    assert "█" in str(table)
    assert table.total.values is None
    shapes = costs_of_request(TraceRequest(source, shapes_only={"W": [2, 2], "x": [2]}))
    assert all(row.values is None and row.gradients is None for row in shapes.rows)
    assert "█" not in str(shapes)
