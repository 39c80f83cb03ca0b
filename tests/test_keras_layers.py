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
        ("layers.LSTM(2, dropout=0.5)(x[0])", "Recurrent layers are read with tanh, without dropout and"),
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
