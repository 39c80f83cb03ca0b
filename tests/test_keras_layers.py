"""Keras' layers for images and sequences as pasted, held to PyTorch's with channels and gates turned about."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional as F

import chainrule
from chainrule.errors import SourceError

RNG = np.random.default_rng(0)


def same(x: Any, window: tuple[int, int], strides: tuple[int, int], value: float = 0.0) -> Any:
    """TensorFlow's padding "same": what is odd is added behind."""
    widths: list[int] = []
    for n, k, s in zip(x.shape[2:], window, strides, strict=True):
        total = max((-(-n // s) - 1) * s + k - n, 0)
        widths = [total // 2, total - total // 2, *widths]
    return F.pad(x, widths, value=value)


@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_convolution_and_pooling(padding: str, stride: int) -> None:
    x = RNG.normal(size=(2, 11, 9, 3))
    source = f"""
from tensorflow.keras import layers
conv = layers.Conv2D(4, (3, 2), strides={stride}, padding='{padding}', activation='relu')
most = layers.MaxPooling2D(2, padding='{padding}')
mean = layers.AveragePooling2D(2, strides=1, padding='{padding}')
L = sum(mean(most(conv(x)))**2)
"""
    trace = chainrule.trace(source, values={"x": x})
    image = torch.tensor(x, requires_grad=True)
    kernel = torch.tensor(trace.named["conv.kernel"].value, requires_grad=True)
    out = image.permute(0, 3, 1, 2)
    out = same(out, (3, 2), (stride, stride)) if padding == "same" else out
    out = F.relu(F.conv2d(out, kernel.permute(3, 2, 0, 1), stride=stride))
    out = F.max_pool2d(same(out, (2, 2), (2, 2), -np.inf) if padding == "same" else out, 2)
    if padding == "same":
        counted = F.avg_pool2d(same(torch.ones_like(out), (2, 2), (1, 1)), 2, 1)
        out = F.avg_pool2d(same(out, (2, 2), (1, 1)), 2, 1) / counted
    else:
        out = F.avg_pool2d(out, 2, 1)
    loss = (out**2).sum()
    wanted = torch.autograd.grad(loss, [image, kernel])
    assert np.isclose(trace.value, loss.item(), rtol=1e-9)
    np.testing.assert_allclose(trace.gradients["x"], wanted[0].numpy(), atol=1e-9)
    np.testing.assert_allclose(np.asarray(trace.named["conv.kernel"].gradient), wanted[1].numpy(), atol=1e-9)


@pytest.mark.parametrize("kind", ["LSTM", "GRU", "SimpleRNN"])
def test_recurrent_layers(kind: str) -> None:
    x = RNG.normal(size=(2, 5, 3))
    source = f"""
from tensorflow.keras import layers
one = layers.{kind}(4, return_sequences=True)
two = layers.{kind}(3)
L = sum(two(one(x))**2)
"""
    trace = chainrule.trace(source, values={"x": x})
    start = torch.tensor(x, requires_grad=True)
    out = start
    for name, inputs, units in (("one", 3, 4), ("two", 4, 3)):
        layer = {"LSTM": torch.nn.LSTM, "GRU": torch.nn.GRU, "SimpleRNN": torch.nn.RNN}[kind](
            inputs, units, batch_first=True
        ).double()
        kernel, recurrent, bias = (
            np.asarray(trace.named[f"{name}.{word}"].value) for word in ("kernel", "recurrent_kernel", "bias")
        )
        first, second = bias, np.zeros_like(bias)
        if kind == "GRU":  # Keras has the update gate first
            order = np.concatenate([np.arange(units, 2 * units), np.arange(units), np.arange(2 * units, 3 * units)])
            kernel, recurrent, (first, second) = kernel[:, order], recurrent[:, order], bias[:, order]
        if kind == "LSTM":
            assert bias.tolist() == [0.0] * units + [1.0] * units + [0.0] * 2 * units
        with torch.no_grad():
            layer.weight_ih_l0.copy_(torch.tensor(kernel.T))
            layer.weight_hh_l0.copy_(torch.tensor(recurrent.T))
            layer.bias_ih_l0.copy_(torch.tensor(first))
            layer.bias_hh_l0.copy_(torch.tensor(second))
        out, _ = layer(out)
    loss = (out[:, -1] ** 2).sum()
    (wanted,) = torch.autograd.grad(loss, [start])
    assert np.isclose(trace.value, loss.item(), rtol=1e-9)
    np.testing.assert_allclose(trace.gradients["x"], wanted.numpy(), atol=1e-9)


def test_a_sequential_model_of_images_has_its_weights_by_name_and_in_their_bounds() -> None:
    source = """
model = keras.Sequential([
    keras.layers.Conv2D(4, 3, activation='relu', input_shape=(8, 8, 1)),
    keras.layers.MaxPooling2D((2, 2)),
    keras.layers.Flatten(),
    keras.layers.Dense(3, activation='softmax')])
p = model(x)
"""
    trace = chainrule.trace(source, values={"x": RNG.normal(size=(2, 8, 8, 1))})
    assert {name for name in trace.named if "model" in name} == {
        "model.0.kernel", "model.0.bias", "model.3.kernel", "model.3.bias",
    }  # fmt: skip
    kernel = np.asarray(trace.named["model.0.kernel"].value)
    bound = np.sqrt(6 / (9 * (1 + 4)))
    assert kernel.shape == (3, 3, 1, 4)
    assert 0.8 * bound < np.abs(kernel).max() <= bound


@pytest.mark.parametrize(
    ("layer", "said"),
    [
        ("layers.Conv2D(2, 3, padding='causal')(x)", "`padding` is 'valid' or 'same'."),
        ("layers.Conv2D(2, 3, data_format='channels_first')(x)", "`Conv2D` is read with channels last."),
        ("layers.LSTM(2, dropout=0.5)(x[0])", "Recurrent layers are read with tanh and without dropout."),
    ],
)
def test_what_is_not_read_is_refused_with_the_reason(layer: str, said: str) -> None:
    with pytest.raises(SourceError) as refused:
        chainrule.trace(f"from tensorflow.keras import layers\n{layer}", values={"x": np.ones((1, 4, 4, 2))})
    assert said in refused.value.detail


@pytest.mark.parametrize(
    ("layer", "of"),
    [
        ("Add()([x, z])", lambda x, z: x + z),
        ("Subtract()([x, z])", lambda x, z: x - z),
        ("Multiply()([x, z])", lambda x, z: x * z),
        ("Average()([x, z])", lambda x, z: (x + z) / 2),
        ("Maximum()([x, z])", torch.maximum),
        ("Minimum()([x, z])", torch.minimum),
        ("Concatenate()([x, z])", lambda x, z: torch.cat([x, z], -1)),
        ("Concatenate(axis=0)([x, z])", lambda x, z: torch.cat([x, z], 0)),
        ("ELU(0.5)(x)*z", lambda x, z: F.elu(x, 0.5) * z),
        ("Rescaling(0.1, offset=2)(x)*z", lambda x, z: (0.1 * x + 2) * z),
        ("Permute((2, 1))(x)*Permute((2, 1))(z)", lambda x, z: (x * z).transpose(1, 2)),
        ("RepeatVector(3)(x[:, 0])", lambda x, z: x[:, :1].expand(2, 3, 4) + 0 * z),
    ],
)
def test_layers_that_merge_and_rearrange(layer: str, of: Any) -> None:
    x, z = RNG.normal(size=(2, 3, 4)), RNG.normal(size=(2, 3, 4))
    source = f"from tensorflow.keras.layers import {layer.partition('(')[0]}\ny = {layer}\nL = sum(y**2 + 3*y)"
    trace = chainrule.trace(source, values={"x": x, "z": z} if "z" in layer else {"x": x})
    tensors = [torch.tensor(each, requires_grad=True) for each in (x, z)]
    y = of(*tensors)
    np.testing.assert_allclose(trace.named["y"].value, y.detach().numpy(), rtol=1e-12)
    (y**2 + 3 * y).sum().backward()
    for name, tensor in zip("xz", tensors, strict=True):
        assert tensor.grad is not None
        if name in layer:
            np.testing.assert_allclose(trace.gradients[name], tensor.grad.numpy(), rtol=1e-9, atol=1e-12)


def test_attention_with_several_heads_is_pytorch_s() -> None:
    x, z = RNG.normal(size=(2, 4, 6)), RNG.normal(size=(2, 3, 6))
    source = """
from tensorflow.keras import layers
heads = layers.MultiHeadAttention(num_heads=2, key_dim=3)
y = heads(x, z)
L = sum(y**2)
"""
    trace = chainrule.trace(source, values={"x": x, "z": z})
    q, k, v, out = (
        {word: torch.tensor(trace.named[f"heads.{name}_dense.{word}"].value) for word in ("kernel", "bias")}
        for name in ("query", "key", "value", "output")
    )
    one, two = (torch.tensor(each, requires_grad=True) for each in (x, z))
    parts = [
        torch.einsum("btf,fhd->bhtd", of, each["kernel"]) + each["bias"][:, None]
        for of, each in ((one, q), (two, k), (two, v))
    ]
    y = F.scaled_dot_product_attention(parts[0], parts[1], parts[2])
    y = torch.einsum("bhtd,hdf->btf", y, out["kernel"]) + out["bias"]
    np.testing.assert_allclose(trace.named["y"].value, y.detach().numpy(), rtol=1e-9, atol=1e-12)
    wanted = torch.autograd.grad((y**2).sum(), [one, two])
    for name, gradient in zip("xz", wanted, strict=True):
        np.testing.assert_allclose(trace.gradients[name], gradient.numpy(), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("merge", ["concat", "sum", "mul", "ave"])
def test_both_directions_are_two_layers_of_which_one_goes_backwards(merge: str) -> None:
    x = RNG.normal(size=(2, 4, 3))
    head = "from tensorflow.keras import layers\n"
    both = (
        f"b = layers.Bidirectional(layers.GRU(2, return_sequences=True), merge_mode='{merge}')\ny = b(x)\nL = sum(y**2)"
    )
    trace = chainrule.trace(head + both, values={"x": x})
    words = ("kernel", "recurrent_kernel", "bias")
    sides = []
    for side, backwards in (("forward", False), ("backward", True)):
        one = f"{head}g = layers.GRU(2, return_sequences=True, go_backwards={backwards})\ng.build((2, 4, 3))\n"
        one += "g.built = True\n" + "".join(f"g.{word} = {word}\n" for word in words) + "y = g(x)"
        values = {word: trace.named[f"b.{side}_layer.{word}"].value for word in words}
        sides.append(np.asarray(chainrule.trace(one, values={"x": x, **values}).value))
    ahead, back = sides[0], sides[1][:, ::-1]
    assert not np.allclose(ahead, back)
    merged = {"concat": np.concatenate([ahead, back], -1), "sum": ahead + back, "mul": ahead * back,
              "ave": (ahead + back) / 2}[merge]  # fmt: skip
    np.testing.assert_allclose(trace.named["y"].value, merged, rtol=1e-12)
    assert len([name for name in trace.named if name.startswith("b.")]) == 2 * len(words)


@pytest.mark.parametrize(
    ("window", "stride", "padding"), [(3, 2, "same"), (4, 2, "same"), (2, 3, "valid"), (2, 1, "same")]
)
def test_a_transposed_convolution_is_the_gradient_of_the_convolution(window: int, stride: int, padding: str) -> None:
    x = RNG.normal(size=(1, 4, 3, 2))
    settings = f"{window}, strides={stride}, padding='{padding}', use_bias=False"
    head = "from tensorflow.keras import layers\n"
    spread = chainrule.trace(f"{head}t = layers.Conv2DTranspose(5, {settings})\ny = t(x)", values={"x": x})
    kernel, y = np.asarray(spread.named["t.kernel"].value), np.asarray(spread.value)
    assert kernel.shape == (window, window, 5, 2)
    source = f"{head}c = layers.Conv2D(2, {settings})\nc.kernel = kernel\nc.built = True\nL = sum(c(image)*x)"
    back = chainrule.trace(source, values={"image": np.zeros_like(y), "kernel": kernel, "x": x})
    np.testing.assert_allclose(y, back.gradients["image"], atol=1e-12)


def test_an_encoder_hands_its_state_to_a_decoder() -> None:
    source = """
from tensorflow import keras
from tensorflow.keras import layers
a, b = keras.Input((4, 3)), keras.Input((2, 3))
_, h, c = layers.LSTM(2, return_state=True)(a)
out = layers.LSTM(2, return_sequences=True)(b, initial_state=[h, c])
model = keras.Model([a, b], layers.Dense(1)(out))
y = model([x, z])
"""
    trace = chainrule.trace(source, values={"x": RNG.normal(size=(2, 4, 3)), "z": RNG.normal(size=(2, 2, 3))})
    assert np.shape(trace.value) == (2, 2, 1)
    assert {name for name in trace.named if "model" in name} == {
        f"model.{place}.{word}" for place in (0, 1) for word in ("kernel", "recurrent_kernel", "bias")
    } | {"model.2.kernel", "model.2.bias"}
    assert np.any(trace.gradients["x"])


def test_a_model_is_told_that_it_trains_though_its_call_does_not_ask() -> None:
    source = """
import tensorflow as tf
class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = tf.keras.layers.Dense(2, kernel_initializer="he_normal")
        self.drop = tf.keras.layers.Dropout(0.5)
    def call(self, x):
        return self.dense(x)
net = Net()
loss = tf.reduce_sum(net(x, training=True)**2)
"""
    trace = chainrule.trace(source, values={"x": [[1.0, 2.0]]})
    kernel = np.asarray(trace.named["net.dense.kernel"].value)
    np.testing.assert_allclose(trace.value, np.sum((np.array([[1.0, 2.0]]) @ kernel) ** 2), rtol=1e-9)


@pytest.mark.parametrize(
    ("rule", "spread"),
    [("he_normal", (2 / 400) ** 0.5), ("he_uniform", (2 / 400) ** 0.5), ("lecun_uniform", (1 / 400) ** 0.5),
     ("glorot_normal", (2 / 500) ** 0.5), ("random_normal", 0.05), ("random_uniform", 0.05 / 3**0.5)],
)  # fmt: skip
def test_first_values_are_spread_as_the_rule_says(rule: str, spread: float) -> None:
    source = f"""
import tensorflow as tf
layer = tf.keras.layers.Dense(100, kernel_initializer="{rule}")
loss = tf.reduce_sum(layer(x))
"""
    trace = chainrule.trace(source, values={"x": np.ones((1, 400))})
    kernel = np.asarray(trace.named["layer.kernel"].value)
    assert abs(float(np.std(kernel)) / spread - 1) < 0.03
    assert abs(float(np.mean(kernel))) < 0.02 * 3 * spread


def test_a_model_that_computes_nothing_is_named_with_what_to_add() -> None:
    source = "from tensorflow import keras\nmodel = keras.Sequential([keras.layers.Dense(2)])\nmodel.summary()\n"
    with pytest.raises(chainrule.SourceError) as caught:
        chainrule.trace(source)
    assert "The program makes the model `model` and gives it nothing to compute." in str(caught.value)
    assert caught.value.hint == "Add a call, `model(x)`, or what it learns from, `model.fit(x, y)`."
