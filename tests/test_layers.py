"""Layers of torch.nn and functions of torch.nn.functional as pasted, against PyTorch in float64."""

from __future__ import annotations

import copy
import re
import warnings
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

import chainrule
from chainrule.errors import ChainruleError

RNG = np.random.default_rng(0)
ARRAYS: dict[str, Any] = {
    "K": RNG.normal(size=(2, 4, 6, 5)),  # images
    "W": RNG.normal(size=(8, 4, 3, 2)),
    "G": RNG.normal(size=(4, 2, 3, 3)),
    "V": RNG.normal(size=(4, 3, 3, 2)),
    "b": RNG.normal(size=8),
    "b3": RNG.normal(size=3),
    "D": RNG.normal(size=(1, 2, 4, 4, 3)),
    "S": RNG.normal(size=(5, 2, 4)),  # sequences, time first
    "B": RNG.normal(size=(2, 5, 4)),  # sequences, examples first
    "R": RNG.normal(size=(2, 4)),
    "s": RNG.normal(size=(5, 4)),
    "U": RNG.normal(size=(4, 5, 3)),
    "I": np.array([[1, 2], [5, 1]]),
    "J": np.array([1, 2, 4, 5]),
    "O": np.array([0, 2]),
    "p": RNG.uniform(0.1, 0.9, size=(4, 5)),
    "t": RNG.uniform(0.1, 0.9, size=(4, 5)),
}
FUNCTIONS = [
    "F.adaptive_max_pool3d(D, (2, 3, 2))",
    "F.bilinear(B, B, B[:, :4])",
    "F.dropout(K, 1.0)",
    "F.smooth_l1_loss(p, t, beta=0.0)",
    "F.gaussian_nll_loss(s, 2*s, s**2, eps=0.5)",
    "F.cosine_similarity(p, t, dim=0, eps=2.0)",
    "F.scaled_dot_product_attention(K, K[:, :2], K[:, :2], enable_gqa=True)",
    "F.scaled_dot_product_attention(B, B, B, attn_mask=B[0] @ B[0].T > 0.0)",
    "F.conv2d(K, W, b, stride=2, padding=1)",
    "F.conv2d(K, W, padding='same')",
    "F.conv2d(K[0], W, b)",
    "F.conv2d(K, G, groups=2, padding='valid')",
    "F.conv1d(B, U)",
    "F.conv_transpose2d(K, V, b3, stride=2, padding=1, output_padding=1)",
    "F.max_pool2d(K, (3, 2), stride=1, padding=1)",
    "F.max_pool1d(B, 2)",
    "F.max_pool3d(D, 2)",
    "F.avg_pool2d(K, 3, 2, 1, count_include_pad=False)",
    "F.avg_pool2d(K, 2, divisor_override=3)",
    "F.avg_pool1d(B[0], 3)",
    "F.adaptive_avg_pool2d(K, 1)",
    "F.adaptive_avg_pool2d(K, (3, None))",
    "F.adaptive_avg_pool2d(K, (4, 3))",
    "F.adaptive_avg_pool3d(D, (3, 2, 2))",
    "F.adaptive_max_pool2d(K, (4, 3))",
    "F.adaptive_max_pool2d(K, (3, 5))",
    "F.max_unpool1d(*F.max_pool1d(B, 2, return_indices=True), 2)",
    "F.unfold(K, (2, 3), padding=1, stride=2)",
    "F.fold(F.unfold(K, 2), (6, 5), 2)",
    "F.pixel_shuffle(K, 2)",
    "F.pixel_unshuffle(K[:, :, :, :4], 2)",
    "F.local_response_norm(K, 3)",
    "F.interpolate(K, (9, 4))",
    "F.interpolate(K, (9, 4), mode='nearest-exact')",
    "F.interpolate(K, scale_factor=1.5, mode='bilinear')",
    "F.interpolate(K, (9, 4), mode='bilinear', align_corners=True)",
    "F.interpolate(K, (9, 4), mode='bicubic')",
    "F.interpolate(D, scale_factor=2, mode='trilinear')",
    "F.interpolate(K, (3, 4), mode='area')",
    "F.lp_pool2d(K**2, 2.0, 2)",
    "F.batch_norm(K, None, None, training=True)",
    "F.instance_norm(K)",
    "F.group_norm(K, 2)",
    "F.scaled_dot_product_attention(B, B, B, is_causal=True)",
]
LAYERS = [
    ("nn.Conv2d(4, 6, 3, stride=2, padding=1)", "K"),
    ("nn.Conv2d(4, 8, (3, 2), groups=2, bias=False, padding='same')", "K"),
    ("nn.Conv2d(4, 2, 3, padding=1, padding_mode='reflect')", "K"),
    ("nn.ConvTranspose2d(4, 3, 3, stride=2, padding=1, output_padding=1)", "K"),
    ("nn.MaxPool2d(2)", "K"),
    ("nn.AvgPool2d(3, 2, 1)", "K"),
    ("nn.AdaptiveAvgPool2d((4, 3))", "K"),
    ("nn.BatchNorm2d(4)", "K"),
    ("nn.BatchNorm2d(4).eval()", "K"),
    ("nn.GroupNorm(2, 4)", "K"),
    ("nn.InstanceNorm2d(4, affine=True)", "K"),
    ("nn.InstanceNorm2d(4, affine=True)", "K[0]"),
    ("nn.Conv2d(4, 2, (4, 3), padding='same', padding_mode='reflect', dilation=(1, 2))", "K"),
    ("nn.LayerNorm([6, 5])", "K"),
    ("nn.ReflectionPad2d((1, 2, 0, 1))", "K"),
    ("nn.ZeroPad2d(1)", "K"),
    ("nn.UpsamplingBilinear2d(scale_factor=2)", "K"),
    ("nn.Dropout2d(0.5).eval()", "K"),
    ("nn.Sequential(nn.Conv2d(4, 3, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(6, 2))", "K"),
    ("nn.RNN(4, 3)", "S"),
    ("nn.RNN(4, 3, nonlinearity='relu', num_layers=2, batch_first=True)", "B"),
    ("nn.LSTM(4, 3, num_layers=2, bidirectional=True, batch_first=True)", "B"),
    ("nn.LSTM(4, 3, bias=False)", "s"),
    ("nn.GRU(4, 3, 2, bidirectional=True)", "S"),
    ("nn.LSTMCell(4, 3)", "R"),
    ("nn.GRUCell(4, 3)", "R"),
    ("nn.RNNCell(4, 3, nonlinearity='relu')", "R"),
    ("nn.MultiheadAttention(4, 2, batch_first=True)", "B, B, B"),
    ("nn.MultiheadAttention(4, 2, bias=False)", "s, s, s"),
    ("nn.MultiheadAttention(4, 2, kdim=3, vdim=3)", "s, s[:, :3], s[:, :3]"),
    ("nn.TransformerEncoderLayer(4, 2, 8, dropout=0.0, norm_first=True, activation='gelu')", "S"),
    ("nn.TransformerDecoderLayer(4, 2, 8, dropout=0.0)", "S, S"),
    ("nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 8, dropout=0.0), 2)", "S"),
    ("nn.Transformer(4, 2, 1, 2, 8, dropout=0.0)", "S, S"),
    ("nn.Embedding(7, 3)", "I"),
    ("nn.EmbeddingBag(7, 3)", "I"),
    ("nn.EmbeddingBag(7, 3, mode='max')", "J, O"),
]


def used(text: str) -> dict[str, Any]:
    return {name: ARRAYS[name] for name in ARRAYS if re.search(rf"\b{name}\b", text)}


def first(result: Any) -> Any:
    while isinstance(result, tuple | list):
        result = result[0]
    return result


@pytest.mark.parametrize("call", FUNCTIONS)
def test_functions_on_images_and_sequences_are_those_of_pytorch(call: str) -> None:
    values = used(call)
    tensors = {name: torch.tensor(value, requires_grad=True) for name, value in values.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # even windows with padding "same" are copied
        wanted = eval(call, {"F": F, **tensors})
    found = chainrule.trace(call, values=values)
    np.testing.assert_allclose(found.value, wanted.detach().numpy(), rtol=1e-9, atol=1e-10)
    gradients = torch.autograd.grad(wanted.sum(), list(tensors.values()))
    for name, gradient in zip(tensors, gradients, strict=True):
        np.testing.assert_allclose(found.gradients[name], gradient.numpy(), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(("layer", "inputs"), LAYERS)
def test_layers_are_those_of_pytorch(layer: str, inputs: str) -> None:
    values = used(inputs)
    tensors = {name: torch.tensor(value) for name, value in values.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        net = eval(layer, {"nn": nn}).double()
        result = eval(f"net({inputs})", {"net": net, **tensors})
    chosen = "[0]" if isinstance(result, tuple) else ""
    found = chainrule.trace(f"net = {layer}\nL = sum(net({inputs}){chosen}**2)", values=values)
    parameters = dict(net.named_parameters())
    assert {f"net.{name}" for name in parameters} <= set(found.named)
    with torch.no_grad():
        for name, parameter in parameters.items():
            parameter.copy_(torch.tensor(found.named[f"net.{name}"].value))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        loss = (first(eval(f"net({inputs})", {"net": net, **tensors})) ** 2).sum()
    assert np.isclose(found.value, loss.item(), rtol=1e-9)
    gradients = torch.autograd.grad(loss, list(parameters.values())) if parameters else ()
    for name, gradient in zip(parameters, gradients, strict=True):
        ours = np.asarray(found.named[f"net.{name}"].gradient)
        np.testing.assert_allclose(ours, gradient.numpy(), rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize(
    "layer",
    ["nn.Conv2d(6, 8, 3, groups=2)", "nn.ConvTranspose2d(8, 6, 3)", "nn.LSTM(5, 9)", "nn.MultiheadAttention(8, 2)"],
)
def test_weights_are_drawn_by_the_rule_of_pytorch(layer: str) -> None:
    inputs = {"Conv": "randn(1, 8, 4, 4)"}.get(layer[3:7], "randn(2, 8)")
    inputs = "randn(1, 6, 4, 4)" if layer.startswith("nn.Conv2d") else "randn(2, 5)" if "LSTM" in layer else inputs
    call = f"net({inputs})" if "Multi" not in layer else "x = randn(2, 8)\nnet(x, x, x)"
    found = chainrule.trace(f"net = {layer}\n{call}" + ("[0]" if "Multi" in layer or "LSTM" in layer else ""))
    for name, parameter in eval(layer, {"nn": nn}).named_parameters():
        ours = np.asarray(found.named[f"net.{name}"].value)
        theirs = parameter.detach().numpy()
        assert ours.shape == theirs.shape
        if not theirs.any():
            assert not ours.any()  # biases of attention begin at 0
        elif theirs.size > 50:  # uniform on both sides: the largest of many comes near the same bound
            assert np.isclose(np.abs(ours).max(), np.abs(theirs).max(), rtol=0.1)


def test_a_copied_layer_has_parameters_of_its_own() -> None:
    source = "import copy\na = nn.Linear(2, 2)\nb = copy.deepcopy(a)\nL = sum(b(a(x))**2)"
    found = chainrule.trace(source, values={"x": [[1.0, 2.0]]})
    net = nn.Linear(2, 2).double()
    with torch.no_grad():
        net.weight.copy_(torch.tensor(found.named["a.weight"].value))
        net.bias.copy_(torch.tensor(found.named["a.bias"].value))
    other = copy.deepcopy(net)
    (other(net(torch.tensor([[1.0, 2.0]], dtype=torch.float64))) ** 2).sum().backward()
    np.testing.assert_allclose(np.asarray(found.named["a.weight"].gradient), net.weight.grad)
    np.testing.assert_allclose(np.asarray(found.named["b.weight"].gradient), other.weight.grad)


NETWORK = """
class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1)
        self.norm = nn.BatchNorm2d(channels)
    def forward(self, x):
        return F.relu(x + self.norm(self.conv(x)))

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList([Block(2) for _ in range(2)])
        self.head = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(2, 3))
    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return self.head(x)

net = Net()
loss = nn.CrossEntropyLoss()(net(x), y)
loss.backward()
"""


def test_leaves_of_nested_modules_have_the_names_of_named_parameters() -> None:
    found = chainrule.trace(NETWORK, values={"x": RNG.normal(size=(2, 2, 4, 4)), "y": [0, 2]})
    space: dict[str, Any] = {"nn": nn, "F": F, "x": torch.zeros(2, 2, 4, 4), "y": torch.tensor([0, 2])}
    exec(NETWORK, space)
    names = [name for name, _ in space["net"].named_parameters()]
    assert [node.name for node in found.nodes if node.op == "literal" and node.name] == names


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nn.MultiheadAttention(5, 2)(x, x, x)", "2 heads do not divide 5 entries."),
        ("nn.GRU(5, 2, proj_size=1)(x)", "`proj_size` is a setting of `LSTM`."),
        ("F.conv2d(x, w, padding='full')", "`padding` is a number, 'valid' or 'same'."),
        ("F.interpolate(x, 3, mode='spline')", "`interpolate` has no mode 'spline' here."),
        ("F.conv2d(x[:, None], w, padding='same', stride=2)", "`padding='same'` goes with a stride of 1."),
        ("F.group_norm(x, 3)", "3 groups do not divide 2 channels."),
        ("nn.GroupNorm(3, 2)(x)", "3 groups do not divide 2 channels."),
        ("nn.BatchNorm2d(2)(x)", "This batch norm takes 4 axes, not 3."),
        ("nn.BatchNorm1d(5)(x[0, :1])", "Batch norm in training needs more than one value for each channel."),
        ("F.embedding(torch.tensor([0, -1]), v[:, None])", "The places of an embedding begin at 0."),
        (
            "nn.Embedding(3, 2, scale_grad_by_freq=True)(torch.tensor([0, 0]))",
            "`embedding` is read without `max_norm` and `scale_grad_by_freq`.",
        ),
        ("F.binary_cross_entropy_with_logits(v[:, None], v)", "The targets are 5, the input is 5×1."),
        (
            "F.scaled_dot_product_attention(x, x, x, attn_mask=m)",
            "The mask `m` is 0 and 1: it would be added to the scores.",
        ),
        (
            "F.scaled_dot_product_attention(x, x, x, attn_mask=x[0], is_causal=True)",
            "`attn_mask` and `is_causal` cannot both be given.",
        ),
        ("F.pad(x, (5, 0), mode='reflect')", "5 entries cannot be taken from an axis of 5 by mode 'reflect'."),
        ("F.pad(x, (-3, -2))", "The negative widths leave no entry of an axis."),
        ("F.interpolate(x, 3, scale_factor=2)", "`interpolate` takes a `size` or a `scale_factor`, one of them."),
        ("F.dropout(x, 1.5)", "The probability of dropout is between 0 and 1, not 1.5."),
        (
            "F.embedding_bag(torch.tensor([0, 1]), v[:, None])",
            "Where the bags are one list, `offsets` says at which place each begins.",
        ),
        ("nn.LSTM(5, 2)(x, (x, x))", "The first state is 1×2×5, not 1×2×2: (layers, batch, size)."),
        ("nn.LSTM(5, 2)(x, x)", "`LSTM` takes its first states as a pair."),
        ("F.conv2d(v, w)", "`conv2d` takes 3 or 4 axes, not 1: (examples, channels, ...)."),
    ],
)
def test_what_is_not_read_is_refused_with_the_reason(text: str, said: str) -> None:
    values = {"x": np.ones((1, 2, 5)), "w": np.ones((1, 1, 2, 2)), "v": np.ones(5), "m": np.eye(2)}
    with pytest.raises(ChainruleError) as refused:
        chainrule.trace(text, values={name: value for name, value in values.items() if re.search(rf"\b{name}\b", text)})
    assert refused.value.detail == said


def test_super_stands_for_the_first_parameter_of_a_method_whatever_its_name() -> None:
    source = (
        "class Net(nn.Module):\n"
        "    def __init__(this):\n"
        "        super().__init__()\n"
        "        this.fc = nn.Linear(3, 2)\n"
        "    def forward(this, x):\n"
        "        return torch.tanh(this.fc(x))\n"
        "net = Net()\n"
        "out = net(x)"
    )
    trace = chainrule.trace(source, {"x": [[1.0, 2.0, 3.0]]})
    assert {"fc.weight", "fc.bias"} <= {node.name for node in trace.nodes}


def test_tied_weights_have_the_first_of_their_names_and_both_gradients() -> None:
    source = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.parts = nn.ModuleDict({'embed': nn.Embedding(5, 3), 'norm': nn.LayerNorm(3)})
        self.head = nn.Linear(3, 5, bias=False)
        self.head.weight = self.parts.embed.weight
    def forward(self, x):
        return self.head(self.parts.norm(self.parts.embed(x)))
net = Net()
loss = F.cross_entropy(net(torch.tensor([1, 4])), torch.tensor([2, 0]))
"""
    trace = chainrule.trace("import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n" + source)
    assert [name for name in trace.named if name.startswith("net.")] == [
        "net.parts.embed.weight", "net.parts.norm.weight", "net.parts.norm.bias",
    ]  # fmt: skip
    weight = torch.tensor(trace.named["net.parts.embed.weight"].value, requires_grad=True)
    hidden = F.layer_norm(F.embedding(torch.tensor([1, 4]), weight), (3,))
    F.cross_entropy(hidden @ weight.T, torch.tensor([2, 0])).backward()
    assert weight.grad is not None
    np.testing.assert_allclose(trace.named["net.parts.embed.weight"].gradient, weight.grad.numpy(), atol=1e-12)


def test_a_program_may_ask_whether_pytorch_has_a_function() -> None:
    source = "a = hasattr(torch.nn.functional, 'scaled_dot_product_attention')\nb = hasattr(torch, 'no_such_thing')\n"
    source += "y = x*(2 if a and not b else 3)"
    assert chainrule.trace("import torch\n" + source, values={"x": 5.0}).value == 10.0


def test_a_gate_that_takes_many_places_has_a_short_label() -> None:
    trace = chainrule.trace(f"x[{list(range(200))}]", defaults=True, values={"x": list(range(200))})
    (gate,) = [node for node in trace.nodes if node.kind == "gate"]
    assert gate.label == "[[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …]"
    few = chainrule.trace("x[[0, 2, 2]]", values={"x": [1, 2, 3]})
    assert [node.label for node in few.nodes if node.kind == "gate"] == ["[[0, 2, 2]]"]


def test_a_mean_of_all_batches_and_lazy_layers_are_those_of_pytorch() -> None:
    source = """
torch.manual_seed(0)
net = nn.Sequential(nn.LazyConv2d(3, 3, padding=1), nn.LazyBatchNorm2d(momentum=None), nn.Flatten(), nn.LazyLinear(2))
first = net(x)
second = net(2*x)
net.eval()
loss = (net(x)**2).sum()
kinds = [type(layer) == nn.Conv2d for layer in net]
y = loss if kinds[0] else 0*loss
"""
    values = {"x": RNG.normal(size=(3, 2, 4, 5))}
    found = chainrule.trace("import torch\nimport torch.nn as nn\n" + source, values=values)
    space: dict[str, Any] = {"torch": torch, "nn": nn, "x": torch.tensor(values["x"], dtype=torch.float32)}
    exec(source, space)
    assert np.isclose(float(np.asarray(found.value)), space["y"].item(), rtol=1e-5)
    assert {f"net.{name}" for name, _ in space["net"].named_parameters()} <= set(found.named)


def test_labels_that_are_ignored_may_be_values() -> None:
    values = {"s": RNG.normal(size=(3, 4)), "y": np.array([1, -100, 3])}
    scores = torch.tensor(values["s"], requires_grad=True)
    F.cross_entropy(scores, torch.tensor(values["y"])).backward()
    found = chainrule.trace("F.cross_entropy(s, y)", values=values)
    assert scores.grad is not None
    np.testing.assert_allclose(found.gradients["s"], scores.grad.numpy(), rtol=1e-9, atol=1e-12)
