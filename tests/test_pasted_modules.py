"""Modules pasted with and without a call: what their inputs are taken to be, what is said where that is not enough."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

import chainrule
from chainrule.api.service import Service
from chainrule.errors import LimitError
from chainrule.limits import DEFAULT
from chainrule.request import TraceRequest
from chainrule.tracing.build import build

HEAD = "from dataclasses import dataclass\nimport torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n"
LENET = """
class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(16*5*5, 10)
    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.fc1(torch.flatten(x, 1))
"""


@pytest.mark.parametrize("call", ["", "net = LeNet()\n", "net = LeNet()\nloss = net(x).sum()\n"])
def test_an_image_has_the_channels_of_the_first_convolution_and_a_side_that_fits_the_last_layer(call: str) -> None:
    trace = chainrule.trace(HEAD + LENET + call, defaults=True)
    assert trace.gradients["x"].shape == (2, 1, 32, 32)
    assert {"net.conv1.weight", "net.fc1.bias"} <= {*trace.named}


def test_a_class_without_a_call_is_made_and_called_and_that_is_said() -> None:
    trace = chainrule.trace(HEAD + LENET, defaults=True)
    assert any("`net = LeNet()` and a call of it are added" in notice.text for notice in trace.notices)


def test_tokens_targets_and_axes_are_those_that_the_lines_show() -> None:
    source = """
class Block(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.norm = nn.LayerNorm(config.n_embd)
        self.proj = nn.Linear(config.n_embd, config.n_embd)
    def forward(self, x):
        B, T, C = x.size()
        return x + self.proj(self.norm(x))
@dataclass
class Config:
    vocab: int = 7
    n_embd: int = 4
class GPT(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.embed = nn.Embedding(config.vocab, config.n_embd)
        self.block = Block(config)
        self.head = nn.Linear(config.n_embd, config.vocab, bias=False)
    def forward(self, idx, targets=None):
        logits = self.head(self.block(self.embed(idx)))
        return logits if targets is None else F.cross_entropy(logits.view(-1, logits.size(-1)), targets.view(-1))
"""
    alone = chainrule.trace(HEAD + source, defaults=True)
    assert alone.value.shape == (2, 4, 7)
    trained = chainrule.trace(HEAD + source + "net = GPT(Config())\nloss = net(idx, y)\n", defaults=True)
    assert 0.5 < trained.value < 5
    block = source.split("@dataclass")[0].replace("config.n_embd", "4").replace(", config", "")
    assert chainrule.trace(HEAD + block, defaults=True).gradients["x"].ndim == 3


def test_a_constructor_that_needs_more_than_the_text_says_is_named_with_what_to_add() -> None:
    with pytest.raises(chainrule.SourceError) as caught:
        chainrule.trace(HEAD + LENET.replace("def __init__(self)", "def __init__(self, block, sizes)").replace(
            "nn.Linear(16*5*5, 10)", "block(16*5*5, sizes)"), defaults=True)  # fmt: skip
    assert "No line makes an object of `LeNet`: its constructor takes `block`, `sizes`" in str(caught.value)
    assert caught.value.hint == "Add `net = LeNet(block, sizes)` with what it takes, and a call, `net(x)`."


def test_an_input_whose_shape_was_guessed_in_vain_is_asked_for() -> None:
    with pytest.raises(chainrule.ChainruleError) as caught:
        chainrule.trace(HEAD + LENET.replace("16*5*5", "16*5*5 + 1"), defaults=True)
    assert str(caught.value.hint).endswith("The shape of `x` is a guess: write it, `x = torch.randn(2, 3)`.")


def test_copied_weights_get_no_gradient_of_the_original() -> None:
    source = (
        HEAD
        + """
a = nn.Linear(2, 1)
b = nn.Linear(2, 1)
b.load_state_dict(a.state_dict())
loss = (a(x)*b(x)).sum()
loss.backward()
"""
    )
    x = np.array([[1.0, 2.0], [3.0, -1.0]])
    trace = chainrule.trace(source, values={"x": x})
    weight = np.asarray(trace.named["a.weight"].value)
    np.testing.assert_array_equal(weight, trace.named["b.weight"].value)
    bias = np.asarray(trace.named["a.bias"].value)
    one, two = nn.Linear(2, 1).double(), nn.Linear(2, 1).double()
    for each in (one, two):
        each.load_state_dict({"weight": torch.tensor(weight).reshape(1, 2), "bias": torch.tensor(bias).reshape(1)})
    (one(torch.tensor(x)) * two(torch.tensor(x))).sum().backward()
    assert one.weight.grad is not None
    np.testing.assert_allclose(np.asarray(trace.named["a.weight"].gradient), one.weight.grad.numpy(), rtol=1e-9)
    assert trace.named["b.weight"].gradient is not None


def test_modules_set_in_a_subclass_of_sequential_are_run() -> None:
    source = (
        HEAD
        + """
class Transition(nn.Sequential):
    def __init__(self, cin, cout):
        super().__init__()
        self.norm = nn.BatchNorm1d(cin)
        self.relu = nn.ReLU(inplace=True)
        self.fc = nn.Linear(cin, cout << 1)
net = Transition(3, 2)
loss = (net(x)**2).sum()
"""
    )
    trace = chainrule.trace(source, values={"x": [[1.0, 2.0, 3.0], [0.5, -1.0, 2.0]]})
    assert trace.named["net.fc.weight"].value.shape == (4, 3)
    assert np.any(trace.named["net.fc.weight"].gradient)


def test_a_module_in_a_list_has_the_name_under_which_it_was_added() -> None:
    source = (
        HEAD
        + """
class Heads(nn.Module):
    def __init__(self):
        super().__init__()
        self.heads = [nn.Linear(2, 1) for _ in range(2)]
        for i, head in enumerate(self.heads):
            self.add_module(f'head_{i}', head)
    def forward(self, x):
        return torch.cat([head(x) for head in self.heads], dim=1)
net = Heads()
loss = net(x).sum()
"""
    )
    trace = chainrule.trace(source, values={"x": [[1.0, 2.0]]})
    assert {"net.head_0.weight", "net.head_1.bias"} <= {*trace.named}


LENET_5 = """
class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(16*4*4, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)
    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.fc3(F.relu(self.fc2(F.relu(self.fc1(torch.flatten(x, 1))))))
"""


def test_the_service_finds_the_image_of_a_class_that_is_too_much_for_its_threads() -> None:
    """The side that fits is over the limits of a thread: that is no answer, a process reads it again."""
    request = TraceRequest(HEAD + LENET_5, defaults=True)
    small = Service(DEFAULT, threads=1, waiting=1, processes=1).small
    with pytest.raises(LimitError):
        build(request, small)
    assert build(request, DEFAULT).gradients["x"].shape == (2, 1, 28, 28)


def test_images_and_kernels_written_out_are_literals() -> None:
    trace = chainrule.trace("x = [[[[1, 2], [3, 4]]]]\nk = [[[[1, 0], [-1, 2]]]]\nL = sum(conv2d(x, k))")
    assert [node.label for node in trace.nodes if node.op == "literal"] == ["x", "k"]
    assert not any(node.op == "stack" for node in trace.nodes)


def test_how_much_larger_an_image_is_is_no_gradient_by_hand() -> None:
    """`diffY` of the best-known U-Net was judged as the gradient that a backward pass starts with."""
    source = """
import torch
import torch.nn.functional as F
x1, x = torch.ones(1, 1, 9, 9), torch.ones(1, 1, 8, 8)
diffY = x1.size()[2] - x.size()[2]
diffX = x1.size()[3] - x.size()[3]
x = F.pad(x, [diffX // 2, diffX - diffX // 2, diffY // 2, diffY - diffY // 2])
loss = (w*x1*x).sum()
loss.backward()
"""
    assert not chainrule.trace(source, values={"w": 2.0}).hand_gradients


@pytest.mark.parametrize("names", ["i, m in enumerate(self.layers)", "i, m in zip([0, 1], self.layers)"])
def test_a_module_that_a_loop_hands_out_beside_a_number_is_called(names: str) -> None:
    source = f"""{HEAD}
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(2, 2), nn.Linear(2, 2)])
    def forward(self, x):
        for {names}:
            x = x + (i + 1) * m(x)
        return x
net = Net()
loss = net(x).pow(2).sum()
"""
    trace = chainrule.trace(source, values={"x": [[1.0, -2.0]]})
    layers = [nn.Linear(2, 2).double() for _ in range(2)]
    for at, layer in enumerate(layers):
        for name, parameter in layer.named_parameters():
            held = np.asarray(trace.named[f"net.layers.{at}.{name}"].value, dtype=float)
            parameter.data = torch.tensor(held).reshape(parameter.shape)
    out = torch.tensor([[1.0, -2.0]], dtype=torch.float64)
    for layer, factor in zip(layers, (1, 2), strict=True):
        out = out + factor * layer(out)
    loss = out.pow(2).sum()
    loss.backward()
    assert trace.value == pytest.approx(loss.item(), rel=1e-12)
    for at, layer in enumerate(layers):
        gradient = np.asarray(trace.named[f"net.layers.{at}.weight"].gradient)
        assert layer.weight.grad is not None
        np.testing.assert_allclose(gradient, layer.weight.grad.numpy(), rtol=1e-9)
