"""Real models as people write them, recorded from PyTorch and pasted: value and gradients beside autograd to 1e-9."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

import chainrule
from student_models import STUDENT_MODELS

HEAD = "import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\nimport math\n"


@pytest.fixture(autouse=True)
def _doubles() -> Iterator[None]:
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(0)
    yield
    torch.set_default_dtype(torch.float32)


def made(name: str) -> tuple[str, nn.Module, list[torch.Tensor]]:
    text, make, inputs = STUDENT_MODELS[name]
    scope: dict[str, Any] = {"torch": torch, "nn": nn, "F": F, "math": math}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(text, scope)
        return text, eval(make, scope), [eval(each, scope) for each in inputs]


def apart(ours: Any, right: torch.Tensor | None, shape: Any, scale: float) -> float:
    """Return the largest difference, relative to the largest entry or, of rounding noise, to a millionth of `scale`."""
    numbers = np.zeros(shape) if right is None else right.numpy()
    largest = max(float(np.max(np.abs(numbers))), 1e-6 * scale)
    return float(np.max(np.abs(np.asarray(ours).reshape(shape) - numbers))) / largest


@pytest.mark.parametrize("name", STUDENT_MODELS)
def test_recorded(name: str) -> None:
    _, module, example = made(name)
    model = chainrule.from_torch(module, *example)
    assert model.error is None
    assert not model.recorded
    assert set(model.paths.values()) == {path for path, _ in module.named_parameters()}
    agreement = model.agreement
    assert agreement.value_error is not None
    assert max(agreement.value_error, *agreement.errors.values()) < 1e-8
    assert agreement.complete


@pytest.mark.parametrize("name", [name for name in STUDENT_MODELS if name != "weight norm"])
def test_pasted(name: str) -> None:
    text, module, example = made(name)
    names = [f"in{place}" for place in range(len(example))]
    source = f"{HEAD}{text}\nnet = {STUDENT_MODELS[name][1]}\nloss = net({', '.join(names)})\nloss.backward()\n"
    trace = chainrule.trace(source, values={key: each.numpy() for key, each in zip(names, example, strict=True)})
    parameters = dict(module.named_parameters())
    with torch.no_grad():
        for path, parameter in parameters.items():
            parameter.copy_(torch.tensor(trace.named[f"net.{path}"].value).reshape(parameter.shape))
    leaves = [each.requires_grad_() if each.is_floating_point() else each for each in example]
    loss = module(*[leaf.clone() for leaf in leaves])
    loss.backward()
    np.testing.assert_allclose(trace.value, loss.item(), rtol=1e-9)
    scale = max(float(each.grad.abs().max()) for each in parameters.values() if each.grad is not None)
    for path, parameter in parameters.items():
        gradient = trace.named[f"net.{path}"].gradient
        assert apart(gradient, parameter.grad, parameter.shape, scale) < 1e-8, path
    for key, leaf in zip(names, leaves, strict=True):
        if leaf.requires_grad:
            assert apart(trace.gradients[key], leaf.grad, leaf.shape, scale) < 1e-9, key


class Caller(nn.Module):
    """A module that is also held by a function in it, as minGPT's `mlpf` is."""

    def __init__(self) -> None:
        super().__init__()
        parts = self.parts = nn.ModuleDict({"first": nn.Linear(2, 3), "second": nn.Linear(3, 1)})
        self.run = lambda x: parts["second"](torch.tanh(parts["first"](x)))
        self.register_buffer("seen", torch.zeros(2, dtype=torch.float32))

    def forward(self, x: torch.Tensor) -> Any:
        self.seen += x.detach().mean(0)
        return self.run(x).sum() + self.seen.sum()


def test_the_module_itself_runs_and_is_as_it_was_after_it() -> None:
    module = Caller().float()
    module.parts["first"].weight.grad = torch.ones(3, 2, dtype=torch.float32)
    before = {name: (id(value), value.clone()) for name, value in module.state_dict(keep_vars=True).items()}
    assert chainrule.from_torch(module, torch.ones(2, 2)).agreement.complete
    after = module.state_dict(keep_vars=True)
    assert all(id(after[name]) == place and torch.equal(after[name], value) for name, (place, value) in before.items())
    assert all(value.dtype is torch.float32 for value in after.values())
    assert torch.equal(module.parts["first"].weight.grad, torch.ones(3, 2, dtype=torch.float32))


class Penalty(nn.Module):
    """Gradients inside a model: of two inputs, of a gradient, of parameters, and one that is data."""

    def __init__(self) -> None:
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1))

    def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        u = self.net(torch.cat([x, t], 1))
        du_dx, du_dt = torch.autograd.grad(u.sum(), (x, t), create_graph=True)
        (second,) = torch.autograd.grad(du_dx, x, torch.ones_like(du_dx), create_graph=True)
        weights = list(self.net.parameters())
        slopes = torch.autograd.grad(u.pow(2).mean(), weights, create_graph=True)
        moved = [weight - 0.1 * slope for weight, slope in zip(weights, slopes, strict=True)]
        again = F.linear(torch.tanh(F.linear(torch.cat([x, t], 1), *moved[:2])), *moved[2:])
        (fixed,) = torch.autograd.grad(again.sum(), x, retain_graph=True)
        return ((du_dt - second) ** 2).mean() + again.pow(2).sum() + (x * fixed).sum()


def test_gradients_that_a_model_takes_itself() -> None:
    model = chainrule.from_torch(Penalty(), torch.randn(3, 1), torch.randn(3, 1))
    assert not model.recorded
    assert max(model.agreement.errors.values()) < 1e-9
    assert model.agreement.complete
