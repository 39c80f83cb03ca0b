"""Containers as they are pasted: of modules, changed after they were made or extended; entries that are deleted."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

import chainrule
from chainrule.errors import SourceError

CONTAINERS = {
    "a dictionary that a class fills": """
class Dense(nn.ModuleDict):
    def __init__(self):
        super().__init__()
        for i in range(2):
            self.add_module('layer%d' % i, nn.Linear(2 + 2 * i, 2))
    def forward(self, x):
        features = [x]
        for name, layer in self.items():
            features.append(layer(torch.cat(features, 1)))
        return torch.cat(features, 1)
net = Dense()
out = net(x)
""",
    "a dictionary that is changed": """
net = nn.ModuleDict({'a': nn.Linear(2, 3)})
net.update({'b': nn.Linear(2, 2)})
net.pop('a')
out = net['b'](x)
""",
    "a list that a class fills": """
class Chain(nn.ModuleList):
    def __init__(self):
        super().__init__()
        for i in range(2):
            self.add_module(str(i), nn.Linear(2, 2))
    def forward(self, x):
        for layer in self:
            x = layer(x)
        return x
net = Chain()
out = net(x)
""",
    "a list that is changed": """
net = nn.ModuleList([nn.Linear(2, 2)])
net += [nn.Linear(2, 3)]
net.insert(0, nn.ReLU())
net[1] = nn.Linear(2, 2)
out = net[2](net[1](net[0](x)))
""",
    "a sequence that is changed": """
net = nn.Sequential(nn.Linear(2, 2), nn.Tanh(), nn.Linear(2, 4))
net[0] = nn.Linear(2, 3)
net.insert(1, nn.ReLU())
del net[-1]
net.pop(1)
out = net(x)
""",
    "a sequence by its modules": """
class Chain(nn.Sequential):
    def forward(self, x):
        for module in self._modules.values():
            x = module(x)
        return x
net = Chain(nn.Linear(2, 2), nn.ReLU())
out = net(x)
""",
}


@pytest.mark.parametrize("name", CONTAINERS)
def test_a_container_holds_what_pytorchs_own_holds(name: str) -> None:
    x = np.array([[1.0, -2.0], [0.5, 0.25]])
    scope = {"nn": nn, "torch": torch, "x": torch.tensor(x)}
    seeded = f"torch.set_default_dtype(torch.float64)\ntorch.manual_seed(0)\n{CONTAINERS[name]}"
    try:
        exec(seeded, scope)
    finally:
        torch.set_default_dtype(torch.float32)
    trace = chainrule.trace(f"import torch\nimport torch.nn as nn\n{seeded}", {"x": x})
    np.testing.assert_allclose(trace.value, scope["out"].detach().numpy(), rtol=1e-12)
    named = {path for path in trace.named if path.startswith("net.")}
    assert named == {f"net.{path}" for path, _ in scope["net"].named_parameters()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = [x, 2 * x, 4 * x]\ndel a[0]\nout = sum(a)", 12.0),
        ("a = [x, 2 * x, 4 * x]\ndel a[:2]\nout = sum(a)", 8.0),
        ("d = {'u': x, 'v': 4 * x}\ndel d['u']\nout = sum(d.values())", 8.0),
        ("class A:\n    pass\na = A()\na.u = x\ndel a.u\nout = 3 * x if not hasattr(a, 'u') else x", 6.0),
    ],
)
def test_a_deleted_entry_is_gone(text: str, expected: float) -> None:
    assert chainrule.trace(text, {"x": 2.0}).value == expected


@pytest.mark.parametrize(
    "text", ["a = [x]\ndel a[3]\nout = a[0]", "d = {}\ndel d['u']\nout = x", "a = np.ones(3)\ndel a[0]\nout = a * x"]
)
def test_what_cannot_be_deleted_is_said(text: str) -> None:
    with pytest.raises(SourceError) as caught:
        chainrule.trace(text, {"x": 2.0})
    assert caught.value.hint
    assert caught.value.span is not None
