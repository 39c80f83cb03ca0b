"""The table of layers beside torchinfo's: parameters and shapes of results."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import nn
from torch.nn import functional as F
from torchinfo import summary

import chainrule
from chainrule.layer_costs import CostTable
from student_models import STUDENT_MODELS
from test_layer_costs import ALEXNET


class Residual(nn.Module):
    """A small ResNet: a stem, a block that keeps its size, and one that halves it with a projection."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU())
        self.conv1, self.bn1 = nn.Conv2d(8, 16, 3, 2, 1, bias=False), nn.BatchNorm2d(16)
        self.conv2, self.bn2 = nn.Conv2d(16, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16)
        self.down = nn.Conv2d(8, 16, 1, 2, bias=False)
        self.fc = nn.Linear(16, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.stem(x)
        h = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        return self.fc(torch.relu(h + self.down(x)).mean((2, 3)))  # type: ignore[no-any-return]


class Block(nn.Module):
    """A block of GPT, with the attention written out as nanoGPT has it."""

    def __init__(self, width: int = 32, heads: int = 4) -> None:
        super().__init__()
        self.heads = heads
        self.ln_1, self.ln_2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.c_attn, self.c_proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.fc, self.proj = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        b, t, c = x.shape
        q, k, v = (
            part.view(b, t, self.heads, c // self.heads).transpose(1, 2)
            for part in self.c_attn(self.ln_1(x)).split(c, 2)
        )
        y = nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.c_proj(y.transpose(1, 2).reshape(b, t, c))
        return x + self.proj(nn.functional.gelu(self.fc(self.ln_2(x))))  # type: ignore[no-any-return]


def lenet() -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10),
    )  # fmt: skip


MODULES: dict[str, tuple[Callable[[], nn.Module], tuple[int, ...]]] = {
    "LeNet": (lenet, (1, 1, 28, 28)),
    "a small ResNet": (Residual, (2, 3, 16, 16)),
    "a block of GPT": (Block, (1, 6, 32)),
}


@pytest.mark.parametrize("name", MODULES)
def test_layers_are_counted_as_torchinfo_counts_them(name: str) -> None:
    build, shape = MODULES[name]
    module, x = build().eval(), torch.randn(shape)
    compare(chainrule.layer_costs(chainrule.from_torch(module, x)), summary(module, input_data=x, verbose=0))


def test_alexnet_of_real_size_is_counted_as_torchinfo_counts_it() -> None:
    space: dict[str, Any] = {"nn": nn, "torch": torch, "x": torch.zeros(1, 3, 224, 224, device="meta")}
    with torch.device("meta"):
        exec(ALEXNET, space)
    expected = summary(space["net"], input_data=space["x"], device="meta", verbose=0)
    compare(chainrule.layer_costs(ALEXNET, {"x": (1, 3, 224, 224)}), expected)


def compare(table: CostTable, expected: Any) -> None:
    assert table.total.parameters == expected.total_params
    rows = {row.layer: row for row in table.rows if row.parameters}
    layers = {path(info): info for info in expected.summary_list if info.is_leaf_layer and info.num_params}
    assert rows.keys() == layers.keys()
    for layer, info in layers.items():
        assert (rows[layer].parameters, list(rows[layer].shape)) == (info.num_params, info.output_size), layer


def path(info: Any) -> str:
    """Return the dotted name of a layer, without that of the model."""
    words = []
    while info is not None and info.depth > 0:
        words.append(info.var_name)
        info = info.parent_info
    return ".".join(reversed(words))


@pytest.mark.parametrize("name", ["U-Net", "siamese network", "critic with gradient penalty", "quantised autoencoder"])
def test_the_inputs_of_a_pasted_module_are_no_parameters_whatever_their_names(name: str) -> None:
    text, make, inputs = STUDENT_MODELS[name]
    scope: dict[str, Any] = {"torch": torch, "nn": nn, "F": F}
    exec(text, scope)
    shapes = {f"sample{place}": tuple(eval(each, scope).shape) for place, each in enumerate(inputs)}
    head = "import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n"
    table = chainrule.layer_costs(f"{head}{text}\nnet = {make}\nloss = net({', '.join(shapes)})", shapes)
    assert table.total.parameters == sum(each.numel() for each in scope["Net"]().parameters())


REGISTERED = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.patch = nn.Conv2d(1, 8, 4, 4)
        self.gamma = nn.Parameter(torch.ones(8))
        self.mask = nn.Parameter(0.02 * torch.randn(1, 4, 8))
        self.frozen = nn.Parameter(torch.ones(8), requires_grad=False)
        self.register_buffer("w", torch.ones(8))
        self.gru = nn.GRU(8, 3, batch_first=True, bidirectional=True)
        self.norm, self.head = nn.BatchNorm1d(6), nn.Linear(6, 3)
        self.spare = nn.ModuleList([nn.Linear(3, 3), nn.Linear(3, 2)])

    def forward(self, x):
        x = self.patch(x).flatten(2).transpose(1, 2) * self.gamma + self.mask + self.w * self.frozen
        return self.head(self.norm(self.gru(x)[0][:, -1]))
"""


def test_the_parameters_of_a_model_are_those_that_it_registers_whatever_their_names() -> None:
    scope: dict[str, Any] = {"torch": torch, "nn": nn}
    exec(REGISTERED, scope)
    module, x = scope["Net"](), torch.randn(2, 1, 8, 8)
    expected = summary(module, input_data=x, verbose=0).total_params
    model = chainrule.from_torch(module, x)
    assert model.agreement.unused == ("spare.0.weight", "spare.0.bias", "spare.1.weight", "spare.1.bias")
    assert str(model.agreement).endswith("the output does not depend on " + ", ".join(model.agreement.unused))
    pasted = f"import torch\nimport torch.nn as nn\n{REGISTERED}\nnet = Net()\nout = net(x)"
    recorded, read = chainrule.layer_costs(model), chainrule.layer_costs(pasted, {"x": (2, 1, 8, 8)})
    for table in (recorded, read):
        assert table.total.parameters == sum(row.parameters for row in table.rows) == expected
        assert {row.layer: row.parameters for row in table.rows if row.function == "unused"} == {
            "spare.0": 12, "spare.1": 8
        }  # fmt: skip
    assert [row.layer for row in recorded.rows if row.function == "frozen"] == ["frozen"]  # `w * frozen` is data
    table = chainrule.layer_costs(model, distributions=True)
    assert [row.values is None for row in table.rows] == [not row.id for row in table.rows]


def test_what_a_model_registers_is_what_training_moves() -> None:
    loop = f"import torch\nimport torch.nn as nn\n{REGISTERED}\nnet = Net()\nloss = net(x).pow(2).mean()"
    run = chainrule.train(loop, {"x": torch.randn(2, 1, 8, 8).numpy()}, iterations=1)
    assert {"net.gamma", "net.mask"} <= {name for name in run.parameters if name.startswith("net.")} | {
        f"net.{name}" for name in run.parameters
    }
    assert not any(name.endswith("w") for name in run.parameters)
