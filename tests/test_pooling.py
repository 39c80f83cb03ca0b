"""Pooling over many settings against PyTorch in float64: value, gradient, tangent, ties, NaN, refusals."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
import torch

import chainrule
from chainrule.errors import ShapeError
from chainrule.ops import OPS
from chainrule.ops.tangent import tangent
from reading import read

F = torch.nn.functional
MAX = {1: F.max_pool1d, 2: F.max_pool2d, 3: F.max_pool3d}
MEAN = {1: F.avg_pool1d, 2: F.avg_pool2d, 3: F.avg_pool3d}
SIZES = (9, 8, 5)


def held_to_torch(name: str, function: Any, a: Any, params: dict[str, Any]) -> None:
    rng = np.random.default_rng(5)
    row = OPS[name]
    x = torch.tensor(a, requires_grad=True)
    result = function(x)
    out = row.forward(a, **params)
    np.testing.assert_allclose(out, result.detach().numpy(), rtol=1e-12)
    g, move = rng.normal(size=out.shape), rng.normal(size=a.shape)
    (wanted,) = torch.autograd.grad(result, [x], torch.tensor(g))
    found = row.vjp[0](g, out, a, **params)  # type: ignore[index]
    np.testing.assert_allclose(found, wanted.numpy(), rtol=1e-9, atol=1e-12)
    moved = tangent(row, [move], out, [a], **params)
    np.testing.assert_allclose(np.sum(moved * g), np.sum(move * wanted.numpy()), rtol=1e-9)


@pytest.mark.parametrize("ceil", [False, True])
@pytest.mark.parametrize("rank", [1, 2, 3])
def test_max_pooling_is_that_of_pytorch(rank: int, ceil: bool) -> None:
    rng = np.random.default_rng(rank)
    a = rng.normal(size=(2, 3, *SIZES[:rank]))
    for size, stride, padding, dilation in itertools.product((2, 3), (1, 2, 3), (0, 1), (1, 2)):
        params = {"size": size, "stride": stride, "padding": padding, "dilation": dilation, "ceil": ceil}
        for array in (a, np.round(a)):  # rounded there are ties
            held_to_torch("max_pool", lambda x, p=params: MAX[rank](x, *[p[word] for word in p]), array, params)


@pytest.mark.parametrize("ceil", [False, True])
@pytest.mark.parametrize("rank", [1, 2, 3])
def test_average_pooling_is_that_of_pytorch(rank: int, ceil: bool) -> None:
    rng = np.random.default_rng(rank)
    a = rng.normal(size=(2, 3, *SIZES[:rank]))
    for size, stride, padding, counted in itertools.product((2, 3), (1, 2, 3), (0, 1), (True, False)):
        params = {"size": size, "stride": stride, "padding": padding, "ceil": ceil, "count_padding": counted}
        held_to_torch("avg_pool", lambda x, p=params: MEAN[rank](x, *[p[word] for word in p]), a, params)
    if rank > 1:
        held_to_torch("avg_pool", lambda x: MEAN[rank](x, 2, divisor_override=3), a, {"size": 2, "divisor": 3})


def test_a_nan_in_a_window_is_its_largest_entry() -> None:
    a = np.array([[[1.0, np.nan, 0.0, 2.0]]])
    np.testing.assert_array_equal(OPS["max_pool"].forward(a), [[[np.nan, 2.0]]])
    assert OPS["max_places"].forward(a).tolist() == [[[1.0, 3.0]]]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("max_pool(x, 5)", "A window of 5 entries does not fit into 4 with a padding of 0."),
        ("max_pool(x, 2, padding=2)", "The padding 2 is more than half of a window of 2 entries."),
        ("max_pool(x, (2, 2, 2))", "`size` needs one number, or one for each of the 2 axes"),
        ("max_pool(m, 2)", "Pooling takes the axes (examples, channels, ...) and 1 to 3 more, not shape (4, 4)"),
        ("avg_pool(x, 2, divisor=0)", "`divisor` must be a number other than 0."),
        ("avg_pool(x[0], 2, divisor=3)", "`divisor` belongs to windows of 2 or 3 axes."),
        ("avg_spread(x, (9, 9), 3)", "Shape (9, 9) has windows of shape (3, 3), not (4, 4)."),
        ("max_pool(v, 2, stride=1, padding=1, dilation=2)", "A window meets nothing but padding."),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(call: str, said: str) -> None:
    shapes = {"x": (1, 3, 4, 4), "m": (4, 4), "v": (1, 1, 1)}
    with pytest.raises(ShapeError) as refused:
        read(call, shapes)
    assert said in refused.value.detail


def test_a_tie_in_a_window_is_told() -> None:
    trace = chainrule.trace("sum(max_pool(x, 2))", values={"x": [[[1.0, 1.0, 0.0, 3.0]]]})
    assert trace.gradients["x"].tolist() == [[[1.0, 0.0, 0.0, 1.0]]]
    assert any("the first one gets the whole gradient" in step.text for step in trace.steps)


def test_the_document_says_how_a_window_slides() -> None:
    x = np.arange(2 * 4 * 7 * 6, dtype=float).reshape(2, 4, 7, 6) % 11
    source = "conv(max_pool(x, 2, stride=1, padding=1), k, stride=(2, 1), dilation=(1, 2), groups=2)"
    trace = chainrule.trace(source, values={"x": x, "k": np.ones((4, 2, 3, 2))})
    largest, products = [node.windows for node in trace.nodes if node.windows is not None]
    assert (largest.gives, products.gives, products.groups) == ("largest", "products", 2)
    assert (products.size, products.stride, products.dilation) == ([3, 2], [2, 1], [1, 2])
    settings = {"kernel_size": largest.size, "stride": largest.stride, "padding": largest.padding}
    expected = torch.nn.functional.max_pool2d(torch.tensor(x), **settings)
    np.testing.assert_array_equal(next(n.value for n in trace.nodes if n.windows is largest), expected.tolist())
