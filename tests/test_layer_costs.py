"""What gates cost: multiply-adds, parameters, activations and Jacobians, from shapes alone."""

from __future__ import annotations

import math
import re
import tracemalloc
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

import chainrule
from chainrule.errors import InputError
from models import MODELS

ALEXNET = """
class AlexNet(nn.Module):
    def __init__(self, num_classes=1000):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 64, kernel_size=11, stride=4, padding=2), nn.ReLU(inplace=True),
            nn.MaxPool2d(kernel_size=3, stride=2),
            nn.Conv2d(64, 192, kernel_size=5, padding=2), nn.ReLU(inplace=True),
            nn.MaxPool2d(kernel_size=3, stride=2),
            nn.Conv2d(192, 384, kernel_size=3, padding=1), nn.ReLU(inplace=True),
            nn.Conv2d(384, 256, kernel_size=3, padding=1), nn.ReLU(inplace=True),
            nn.Conv2d(256, 256, kernel_size=3, padding=1), nn.ReLU(inplace=True),
            nn.MaxPool2d(kernel_size=3, stride=2),
        )
        self.avgpool = nn.AdaptiveAvgPool2d((6, 6))
        self.classifier = nn.Sequential(
            nn.Dropout(), nn.Linear(256 * 6 * 6, 4096), nn.ReLU(inplace=True),
            nn.Dropout(), nn.Linear(4096, 4096), nn.ReLU(inplace=True), nn.Linear(4096, num_classes),
        )
    def forward(self, x):
        x = self.avgpool(self.features(x))
        return self.classifier(torch.flatten(x, 1))

net = AlexNet()
out = net(x)
"""


def counted_by_hooks(module: nn.Module, *example: Any) -> dict[str, tuple[int, int]]:
    """Parameters and multiply-adds of each convolution and linear layer, as torchinfo counts, without biases."""
    found: dict[str, tuple[int, int]] = {}

    def count(path: str, layer: Any, result: Any) -> None:
        products = layer.weight.numel() * math.prod(result.shape[2:] if result.dim() > 3 else result.shape[:-1])
        found[path] = (
            sum(p.numel() for p in layer.parameters()),
            products * (result.shape[0] if result.dim() > 3 else 1),
        )

    hooks = [
        layer.register_forward_hook(lambda layer, _, result, path=path: count(path, layer, result))
        for path, layer in module.named_modules()
        if isinstance(layer, nn.Conv2d | nn.Linear)
    ]
    module(*example)
    for hook in hooks:
        hook.remove()
    return found


def test_alexnet_of_real_size_is_counted_layer_by_layer_and_nothing_is_allocated() -> None:
    tracemalloc.start()
    table = chainrule.layer_costs(ALEXNET, {"x": (1, 3, 224, 224)})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50_000_000  # its weights alone would be 489 MB
    assert (table.total.parameters, table.total.multiply_adds) == (61_100_840, 714_188_480)
    space: dict[str, Any] = {"nn": nn, "torch": torch, "x": torch.zeros(1, 3, 224, 224, device="meta")}
    with torch.device("meta"):
        exec(ALEXNET, space)
        wanted = counted_by_hooks(space["net"], space["x"])
    assert {row.layer: (row.parameters, row.multiply_adds) for row in table.rows if row.layer} == wanted


@pytest.mark.parametrize("name", ["convolutions", "residual", "mixer", "unet"])
def test_recorded_models_are_counted_as_their_layers_are(name: str) -> None:
    module, example, loss, target = MODELS[name]()
    model = chainrule.from_torch(module, *example, loss=loss, target=target)
    table = chainrule.layer_costs(model)
    assert table.total.parameters == sum(parameter.numel() for parameter in module.parameters())
    rows = {row.layer: row.multiply_adds for row in table.rows if row.multiply_adds}
    for path, (_, products) in counted_by_hooks(module, *example).items():
        assert rows[path] == products, path


def test_activations_and_jacobians_are_counted_from_the_shapes() -> None:
    table = chainrule.layer_costs("loss = mean((X @ W - y)**2)", {"X": (4, 3), "W": (3, 2), "y": (4, 2)})
    product, difference, square, mean = table.rows
    assert (product.layer, product.parameters, product.multiply_adds) == ("W", 6, 24)
    assert product.jacobian_bytes == 8 * (8 * 12 + 8 * 6)
    assert (difference.activation_bytes, square.activation_bytes, mean.activation_bytes) == (64, 64, 8)
    assert (difference.jacobian_bytes, mean.jacobian_bytes) == (0, 64)
    assert table.total.activation_bytes == 3 * 64 + 8


def test_a_table_sorts_by_its_columns_and_reads_as_a_text() -> None:
    table = chainrule.layer_costs(
        "net = nn.Sequential(nn.Linear(2, 300), nn.ReLU(), nn.Linear(300, 4))\nnet(x)", {"x": (1, 2)}
    )
    assert [row.layer for row in table.rows] == ["0", "", "2"]
    assert [row.layer for row in table.sorted("parameters").rows] == ["2", "0", ""]
    text = str(table)
    assert re.search(r"^2 +linear +1×4 +1,204 +1,200 ", text, re.M)
    assert re.search(r"^total +1×4 +2,104 +1,800 ", text, re.M)
    with pytest.raises(InputError, match="There is no column `size`"):
        table.sorted("size")  # type: ignore[arg-type]


def test_a_trace_says_what_each_box_costs() -> None:
    values = {"x": np.ones((1, 2, 5, 5)), "w": np.ones((3, 2, 3, 3))}
    trace = chainrule.trace("p = softmax(max_pool(conv(x, w), 2))", values=values, view="functions")
    labels = {node.id: node.label for node in trace.nodes}
    costs = {labels[cost.id]: cost for cost in trace.gate_costs}
    assert (costs["conv"].multiply_adds, costs["conv"].activation_bytes) == (3 * 9 * 2 * 9, 8 * 27)
    assert costs["conv"].jacobian_bytes == 8 * 27 * (50 + 54)
    assert costs["max 2"].multiply_adds == 0
    assert costs["softmax"].activation_bytes > 8 * 3  # all gates in the closed function together
    assert chainrule.trace("x*y", values={"x": 2, "y": 3}).gate_costs == []


@pytest.mark.parametrize("shape", [("a",), (2, -1), (1.5,), (True,)])
def test_a_shape_that_is_none_is_refused(shape: Any) -> None:
    with pytest.raises(InputError, match="The shape of `x` is no list of sizes"):
        chainrule.layer_costs("x + 1", {"x": shape})


def test_a_model_that_chooses_its_way_by_numbers_has_no_shapes_alone() -> None:
    with pytest.raises(InputError, match="chooses its way by numbers"):
        chainrule.layer_costs("if sum(x) > 0:\n    y = x\nelse:\n    y = x @ x\n", {"x": (3, 3)})


def test_a_container_within_a_module_is_a_frame_that_opens() -> None:
    shapes = {"x": (1, 3, 224, 224)}
    opened = chainrule.trace(ALEXNET, view="functions", open=["AlexNet"], shapes_only=shapes)
    drawn = [node.label for node in opened.nodes if node.kind in ("gate", "function")]
    assert drawn == ["features", "reshape", "classifier"]
    inner = chainrule.trace(ALEXNET, view="functions", open=["AlexNet", "classifier"], shapes_only=shapes)
    assert [function.name for function in inner.functions if function.open] == ["AlexNet", "classifier"]


def test_a_container_that_no_module_holds_draws_no_frame_of_its_own() -> None:
    source = "net = nn.Sequential(nn.Sequential(nn.Linear(2, 2), nn.Tanh()), nn.ReLU())\nout = net(x)"
    trace = chainrule.trace(source, {"x": [[1.0, 2.0]]}, view="functions")
    assert [function.name for function in trace.functions] == ["Sequential"]
