"""Changes in place of arrays and of parts of them, recorded from PyTorch: right beside autograd, or refused."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

import chainrule
from chainrule.errors import ChainruleError, SourceError

VIEWS = (
    "[0]", "[:, 0]", "[1:]", "[:, 1:3]", "[..., -1]", "[::2]", ".t()", ".view(-1)", "[:, None]", ".transpose(0, 1)",
    ".unsqueeze(0)", ".narrow(1, 0, 2)", ".select(0, 1)", ".diagonal()", ".flatten()", "[1:, :2]", "[0][1:]", ".t()[1]",
)  # fmt: skip
CHANGES = (
    ".add_({scalar})", ".mul_({scalar})", ".zero_()", ".fill_(0.3)", ".tanh_()", ".relu_()", ".clamp_(-0.5, 0.5)",
    ".neg_()", ".sigmoid_()", ".sub_({scalar}, alpha=2)", ".abs_()", ".pow_(2)", ".div_(3)",
)  # fmt: skip
SCALARS = ("w[0]", "w[1] * 0.5", "0.7", "2", "w.mean()", "x[0, 1]", "a.mean()")
ROWS = ("w[:{0}]", "y[0, :{0}]", "torch.ones({0})", "x[1, :{0}] * 2", "a[0, :{0}] * 1", "b[2, :{0}] * 1")
STARTS = ("torch.zeros(3, 4)", "y.sin()", "a.clone()", "torch.tanh(a)", "a.detach().clone()", "a.contiguous()",
          "torch.empty_like(a).copy_(y)")  # fmt: skip


def program(seed: int) -> str:
    """Return a function of x and y (3x4) and w (4) that changes two arrays and views of them."""
    draw = random.Random(seed)
    lines = ["def run(x, y, w):", "a = x * 2 + w.sum()", f"b = {draw.choice(STARTS)}"]
    views = 0
    for _ in range(draw.randint(2, 7)):
        array, sign, scalar = draw.choice("ab"), draw.choice(["=", "+=", "*=", "-="]), draw.choice(SCALARS)
        change, row = draw.choice(CHANGES).format(scalar=scalar), draw.choice(ROWS)
        kinds = [
            f"{array}[{draw.choice(['0', '1:', '-1', '::2'])}] {sign} {draw.choice([scalar, row.format(4)])}",
            f"{array}[:, {draw.choice(['0', '-1'])}] {sign} {draw.choice([scalar, row.format(3)])}",
            f"{array}[{draw.choice([f'{array} > 0', 'y > 0', f'{array}.detach() > 0.5'])}] {sign} {scalar}",
            f"{array}[[0, 2], [1, 3]] {sign} {scalar}",
            f"{array}{draw.choice(VIEWS)}{change}",
            f"{array}{draw.choice(VIEWS)}{change}",
            f"{array}[{draw.choice('012')}].copy_({row.format(4)})",
            f"v{views} = {array}{draw.choice(VIEWS)}",
            f"{array}.masked_fill_(y > 0, -2.0)",
            f"F.relu({array}[:, 1:], inplace=True)",
            f"{array} = {draw.choice(['a + b', 'b.clone()', 'b.t().contiguous().t()', 'torch.where(a > 0, a, b)'])}",
        ]
        if views:
            kinds += [f"v{draw.randrange(views)}{draw.choice(['[0] = 0.25', '[1:] *= w[2]', ' += 1', change])}"] * 3
        line = draw.choice(kinds)
        views += line.startswith(f"v{views} =")
        lines.append(line)
    terms = [
        "a.sin().sum()",
        "(b * y).sum()",
        "(a * b).sum()",
        *(f"v{i}.pow(2).sum() * {i + 0.3}" for i in range(views)),
    ]
    return "\n    ".join([*lines, f"return {' + '.join(terms)}"])


def differs(run: Callable[..., Any], *example: torch.Tensor) -> float | None:
    """Return the largest difference of value and gradients, relative; None where PyTorch itself raises.

    Autograd runs beside the record, not inside it: on copies of its own.
    """
    leaves = [each.double().clone().requires_grad_() for each in example]
    torch.set_default_dtype(torch.float64)
    try:
        value = run(*[leaf.clone() for leaf in leaves])
        gradients = torch.autograd.grad(value, leaves, allow_unused=True)
    except RuntimeError:
        return None
    finally:
        torch.set_default_dtype(torch.float32)
    if not torch.isfinite(value):
        return None
    model = chainrule.from_torch(run, *example)
    np.testing.assert_allclose(model.value, value.item(), rtol=1e-12, atol=1e-12)
    names = [f"x{place + 1}" for place in range(len(example))] if len(example) > 1 else ["x"]
    for name, leaf, gradient in zip(names, leaves, gradients, strict=True):
        right = np.zeros(leaf.shape) if gradient is None else gradient.numpy()
        np.testing.assert_allclose(model.reference.get(name, np.zeros(leaf.shape)), right, rtol=1e-12, atol=1e-12)
    value_error = model.agreement.value_error
    assert value_error is not None
    return max(value_error, *model.agreement.errors.values())


REFUSALS = ("changes: what it gives depends on their order", "is an empty array")


@pytest.mark.parametrize("first", range(0, 120, 20))
def test_random_programs_that_change_parts_are_right_or_refused(first: int) -> None:
    right = 0
    for seed in range(first, first + 20):
        text = program(seed)
        scope: dict[str, Any] = {"torch": torch, "F": F}
        exec(text, scope)
        torch.manual_seed(seed)
        try:
            error = differs(scope["run"], torch.randn(3, 4), torch.randn(3, 4), torch.randn(4))
        except ChainruleError as refused:
            if not any(reason in refused.detail for reason in REFUSALS):
                raise
            continue
        assert error is None or error < 1e-9, text
        right += error is not None
    assert right >= 6  # most of the others are refused by PyTorch itself


def a_copy(x: torch.Tensor) -> torch.Tensor:
    whole = x * 2
    copy = whole.clone()
    copy[0] = 1
    return (whole * copy).sum()


def the_input(x: torch.Tensor) -> torch.Tensor:
    x += 1
    x[:, 0] = x[:, 1] * 2
    return (x * x).sum()


def a_view_of_a_view(x: torch.Tensor) -> torch.Tensor:
    whole = x * 2
    row, whole_row = whole[0], whole[0].clone()
    row[1:].add_(5)
    return (whole * row * whole_row).sum()


def every_second_column(x: torch.Tensor) -> torch.Tensor:
    places = torch.zeros(3, 3)
    places[:, 0::2] = torch.sin(x[:, :2])
    places[:, 1::2] = torch.cos(x[:, 2:])
    return (places.softmax(-1) @ x).pow(2).sum()


def a_recurrence(x: torch.Tensor) -> torch.Tensor:
    out = torch.zeros(4, 3)
    out[0] = x[0]
    for t in range(1, 4):
        out[t] = out[t - 1] * 0.5 + x[t % 3].tanh()
    return out.pow(2).sum()


def a_diagonal(x: torch.Tensor) -> torch.Tensor:
    scores = x @ x.t()
    scores.diagonal().fill_(-1.0)
    scores[range(3), range(3)] += x[0]
    return scores.pow(2).sum()


MASK = torch.tensor([[True, False, True], [True, True, False], [True, True, True]])


def masks_that_are_data(x: torch.Tensor) -> torch.Tensor:
    q = x[None, None]
    out = (x * 1)[MASK].pow(2).sum() + x[:, MASK[0]].pow(3).sum()
    return out + F.scaled_dot_product_attention(q, q, q * 2, attn_mask=MASK).pow(2).sum()


CASES = (a_copy, the_input, a_view_of_a_view, every_second_column, a_recurrence, a_diagonal, masks_that_are_data)


@pytest.mark.parametrize("run", CASES, ids=lambda run: run.__name__)
def test_what_people_write_is_right(run: Callable[..., Any]) -> None:
    torch.manual_seed(0)
    error = differs(run, torch.randn(3, 3))
    assert error is not None
    assert error < 1e-12


def test_the_text_names_the_part_that_changes() -> None:
    def run(x: torch.Tensor) -> torch.Tensor:
        whole = x * 2
        whole[:, 1:].add_(5)
        return whole.sum() * 3

    source = chainrule.from_torch(run, torch.ones(2, 3)).source
    assert "h3 = torch.clone(h1)\nh3[:, 1:] = " in source.replace("h4", "h3")


class Tracked(nn.Module):
    """Running statistics and a memory in buffers, and weights that are clipped before they are used."""

    def __init__(self, late: bool = False) -> None:
        super().__init__()
        self.linear, self.late = nn.Linear(3, 3), late
        self.register_buffer("mean", torch.zeros(3))
        self.register_buffer("bank", torch.zeros(4, 3))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h = self.linear(x) if self.late else x
        with torch.no_grad():
            self.linear.weight.clamp_(-0.1, 0.1)
            self.linear.bias.data.mul_(2)
        h = self.linear(h)
        with torch.no_grad():
            self.mean.mul_(0.9).add_(0.1 * h.mean(0))
            self.bank[1] = h[0]
        self.bank[2:].add_(h[1])
        return ((h - self.mean) ** 2).sum() + (h @ self.bank.t()).sum()


def test_buffers_and_weights_that_a_run_changes_first() -> None:
    torch.manual_seed(0)
    assert chainrule.from_torch(Tracked(), torch.randn(3, 3)).agreement.complete
    with pytest.raises(SourceError, match="changed in place where its gradient does not follow"):
        chainrule.from_torch(Tracked(late=True), torch.randn(3, 3))


def through_data(x: torch.Tensor) -> torch.Tensor:
    whole = x * 2
    whole.data[0] = 7
    return (whole * x).sum()


def through_detach(x: torch.Tensor) -> torch.Tensor:
    whole = x * 2
    whole.detach()[0] = 7
    return (whole * x).sum()


def with_no_gradient(x: torch.Tensor) -> torch.Tensor:
    whole = x * 2
    with torch.no_grad():
        whole[0] = 7
    return (whole * x).sum()


@pytest.mark.parametrize("run", [through_data, through_detach, with_no_gradient], ids=lambda run: run.__name__)
def test_a_change_that_gradients_do_not_see_is_refused(run: Callable[..., Any]) -> None:
    with pytest.raises(SourceError, match="where its gradient does not follow") as refused:
        chainrule.from_torch(run, torch.ones(2, 2))
    assert refused.value.hint is not None
    assert refused.value.hint.startswith("Change a `clone()` of it")


def test_a_backward_pass_that_pytorch_refuses_is_said() -> None:
    def run(x: torch.Tensor) -> torch.Tensor:
        h = x.tanh()
        h[0] *= 2
        return h.sum()

    model = chainrule.from_torch(run, torch.ones(2, 2))
    assert model.error is not None
    assert model.error.detail.startswith("PyTorch's backward pass stopped: one of the variables needed")
    assert not model.agreement.errors
