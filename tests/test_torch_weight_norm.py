"""Weight normalisation as it is pasted: numbers, names and gradients are PyTorch's."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
import torch
from torch import nn

import chainrule
from chainrule.errors import SourceError

NORMALISED = {
    "a linear layer, and all of a weight": """
from torch.nn.utils import weight_norm
net = nn.Sequential(weight_norm(nn.Linear(3, 4)), nn.Tanh(), weight_norm(nn.Linear(4, 2), dim=None))
out = net(x)
""",
    "as a parametrization": """
from torch.nn.utils.parametrizations import weight_norm
net = nn.Sequential(weight_norm(nn.Linear(3, 4)), nn.Tanh(), nn.utils.weight_norm(nn.Linear(4, 2), 'weight', 1))
out = net(x)
""",
    "a convolution, whose weight is written over": """
class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.utils.weight_norm(nn.Conv1d(1, 2, 2, dilation=2))
        self.conv.weight.data.normal_(0, 0.01)
        self.fc = nn.Linear(2, 2)
    def forward(self, x):
        return self.fc(self.conv(x.unsqueeze(1)).squeeze(-1))
net = Block()
out = net(x)
""",
}


@pytest.mark.parametrize("name", NORMALISED)
def test_a_normalised_weight_has_pytorchs_numbers_and_gradients(name: str) -> None:
    x = np.random.default_rng(0).normal(size=(2, 3))
    scope = {"nn": nn, "torch": torch, "x": torch.tensor(x)}
    seeded = f"torch.set_default_dtype(torch.float64)\ntorch.manual_seed(3)\n{NORMALISED[name]}"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(seeded, scope)
    finally:
        torch.set_default_dtype(torch.float32)
    source = f"import torch\nimport torch.nn as nn\n{seeded}"
    trace = chainrule.trace(source, {"x": x})
    np.testing.assert_allclose(trace.value, scope["out"].detach().numpy(), rtol=1e-12)
    parameters = dict(scope["net"].named_parameters())
    gradients = torch.autograd.grad(scope["out"].sum(), [*parameters.values()])
    for path, gradient in zip(parameters, gradients, strict=True):
        np.testing.assert_allclose(trace.named[f"net.{path}"].gradient, gradient.numpy(), atol=1e-12, err_msg=path)
    total = chainrule.layer_costs(source, {"x": x.shape}).total.parameters
    assert total == sum(each.numel() for each in parameters.values())


@pytest.mark.parametrize(
    "text",
    [
        "net = nn.utils.parametrizations.spectral_norm(nn.Linear(3, 4))",
        "from torch.nn.utils import spectral_norm\nnet = spectral_norm(nn.Linear(3, 4))",
        "import torch.nn.utils.parametrize as P\nP.register_parametrization(nn.Linear(3, 3), 'weight', nn.Tanh())",
    ],
)
def test_what_only_a_run_shows_is_refused_with_what_records_it(text: str) -> None:
    with pytest.raises(SourceError) as refused:
        chainrule.trace(f"import torch\nimport torch.nn as nn\n{text}\nout = x", {"x": np.ones((1, 3))})
    assert refused.value.hint is not None
    assert "chainrule.from_torch(" in refused.value.hint
