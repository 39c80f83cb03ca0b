"""Convolutions against PyTorch in float64: value, gradients, tangent; groups, steps and refusals."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
import torch

from chainrule.errors import LimitError, ShapeError
from chainrule.ops import OPS
from chainrule.ops import convolution_products as module
from chainrule.ops.tangent import tangent
from reading import read

CONV = {1: torch.nn.functional.conv1d, 2: torch.nn.functional.conv2d, 3: torch.nn.functional.conv3d}
TRANSPOSED = {1: torch.nn.functional.conv_transpose1d, 2: torch.nn.functional.conv_transpose2d}


def held_to_torch(name: str, function: Any, shapes: Any, params: dict[str, Any]) -> None:
    rng = np.random.default_rng(3)
    row = OPS[name]
    a, b = (rng.normal(size=shape) for shape in shapes)
    moves = [rng.normal(size=shape) for shape in shapes]
    inputs = [torch.tensor(each, requires_grad=True) for each in (a, b)]
    result = function(*inputs, None, **params)
    out = row.forward(a, b, **params)
    g = rng.normal(size=out.shape)
    found = [vjp(g, out, a, b, **params) for vjp in row.vjp]  # type: ignore[union-attr]
    wanted = torch.autograd.grad(result, inputs, torch.tensor(g))
    np.testing.assert_allclose(out, result.detach().numpy(), rtol=1e-9, atol=1e-11)
    for ours, theirs in zip(found, wanted, strict=True):
        np.testing.assert_allclose(ours, theirs.numpy(), rtol=1e-9, atol=1e-10)
    _, moved = torch.autograd.functional.jvp(
        lambda x, y: function(x, y, None, **params), (torch.tensor(a), torch.tensor(b)), tuple(map(torch.tensor, moves))
    )
    np.testing.assert_allclose(tangent(row, moves, out, (a, b), **params), moved.numpy(), rtol=1e-9, atol=1e-10)


@pytest.mark.parametrize("groups", [1, 2, 4])
@pytest.mark.parametrize("rank", [1, 2, 3])
def test_convolution_is_that_of_pytorch(rank: int, groups: int) -> None:
    window = (3, 2, 2)[:rank]
    for stride, padding, dilation in itertools.product((1, 2), (0, 1), (1, 2)):
        params = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
        held_to_torch("conv", CONV[rank], ((2, 4, *(9, 7, 5)[:rank]), (8, 4 // groups, *window)), params)


@pytest.mark.parametrize("groups", [1, 2])
@pytest.mark.parametrize("rank", [1, 2])
def test_transposed_convolution_is_that_of_pytorch(rank: int, groups: int) -> None:
    for stride, padding, dilation in itertools.product((2, 3), (0, 1), (1, 2)):
        params = {"stride": stride, "padding": padding, "output_padding": 1, "dilation": dilation, "groups": groups}
        held_to_torch("conv_transpose", TRANSPOSED[rank], ((2, 4, *(5, 4)[:rank]), (4, 3, *(3, 2)[:rank])), params)


def test_a_window_that_is_laid_out_in_parts_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=(2, 4, 6, 6)), rng.normal(size=(4, 2, 3, 3))
    params = {"stride": 1, "padding": 1, "dilation": 1, "groups": 2}
    row = OPS["conv"]
    out = row.forward(a, b, **params)
    whole = [out, *(vjp(out, out, a, b, **params) for vjp in row.vjp)]  # type: ignore[union-attr]
    monkeypatch.setattr(module, "MOST_COLUMNS", 2 * 4 * 36)  # two places at a time
    parts = [row.forward(a, b, **params), *(vjp(out, out, a, b, **params) for vjp in row.vjp)]  # type: ignore[union-attr]
    for one, other in zip(whole, parts, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("conv(x, w)", "The array has 3 channels, the kernel takes 2."),
        ("conv(x, v, groups=2)", "The 3 channels of the array do not divide into 2 groups."),
        ("conv(x, u)", "A kernel for shape (1, 3, 4, 4) must have 4 axes, not shape (2, 3, 3)."),
        ("conv(x, v, dilation=3)", "A window of 7 entries does not fit into 4 with a padding of 0."),
        ("conv(x, v, stride=0)", "`stride` cannot be smaller than 1."),
        ("conv(x, v, padding=(1, 1, 1))", "`padding` needs one number, or one for each of the 2 axes"),
        ("conv(x, v, padding=100000)", "The padding is too large"),
        ("conv_transpose(x, w)", "The array has 3 channels, the kernel takes 2: its first axis."),
        ("conv_transpose(x, v)", "The array has 3 channels, the kernel takes 2: its first axis."),
        ("conv_transpose(y, w, output_padding=1)", "`output_padding` must be smaller than `stride`."),
        ("conv_transpose(y, w, padding=9)", "The padding (9, 9) leaves nothing of the result."),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(call: str, said: str) -> None:
    shapes = {
        "x": (1, 3, 4, 4),
        "y": (1, 2, 4, 4),
        "w": (2, 2, 3, 3),
        "v": (2, 3, 3, 3),
        "u": (2, 3, 3),
    }
    with pytest.raises(ShapeError) as refused:
        read(call, shapes)
    assert said in refused.value.detail


def test_a_large_convolution_is_refused_before_it_is_computed() -> None:
    with pytest.raises(LimitError) as refused:
        read("conv(x, w, padding=1)", {"x": (1, 64, 28, 28), "w": (120, 64, 3, 3)})
    assert refused.value.name == "multiply_adds"


def test_the_gradients_of_a_transposed_convolution_need_no_setting_that_is_left_out() -> None:
    rule = OPS["conv_transpose"].rule_for
    assert rule is not None
    assert rule((1, 2, 4, 4), (2, 3, 3, 3)) == rule((1, 2, 4, 4), (2, 3, 3, 3), output_padding=0, stride=1)
