"""Sequences of several lengths, packed; projected LSTMs; attention with added keys: pasted text beside PyTorch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

import chainrule
from chainrule.errors import SourceError

HEAD = """
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pack_sequence, pad_packed_sequence, pad_sequence
torch.set_default_dtype(torch.float64)
torch.manual_seed(0)
"""
PROGRAMS = {
    "unsorted": """
net = nn.LSTM(3, 4, batch_first=True, bidirectional=True, num_layers=2)
x = torch.randn(3, 5, 3, requires_grad=True)
packed = pack_padded_sequence(x, torch.tensor([2, 4, 1]), batch_first=True, enforce_sorted=False)
out, (h, c) = net(packed)
padded, lengths = pad_packed_sequence(out, batch_first=True, padding_value=0.5, total_length=6)
loss = (padded**2).sum() + (h**3).sum() + c.sum() + (padded.sum(1)/lengths.unsqueeze(1)).sum()
""",
    "sorted": """
net = nn.GRU(3, 4)
x = torch.randn(5, 3, 3, requires_grad=True)
out, h = net(nn.utils.rnn.pack_padded_sequence(x, [5, 3, 2]), torch.ones(1, 3, 4))
padded, _ = pad_packed_sequence(out)
loss = (padded**2).sum() + (h**3).sum() + (out.data**4).sum()
""",
    "listed": """
net = nn.RNN(2, 3, nonlinearity='relu')
rows = [torch.randn(4, 2), torch.randn(2, 2)]
x = pad_sequence(rows, batch_first=True, padding_value=1.0)
out, h = net(pack_sequence(rows))
loss = (out.data**2).sum() + h.sum() + x.sum()
""",
    "projected": """
net = nn.LSTM(3, 5, num_layers=2, batch_first=True, proj_size=2, bidirectional=True, bias=False)
x = torch.randn(2, 4, 3, requires_grad=True)
out, (h, c) = net(x)
loss = out.pow(2).sum() + h.sum() + (c**2).sum()
""",
    "added keys": """
net = nn.MultiheadAttention(4, 2, batch_first=True, add_bias_kv=True, add_zero_attn=True)
x = torch.randn(2, 3, 4, requires_grad=True)
y, w = net(x, x, x, attn_mask=torch.triu(torch.ones(3, 3), diagonal=1).bool())
loss = (y**2).sum() + (w**2).sum()
""",
    "settings as attributes": """
class Causal(nn.Conv1d):
    def __init__(self, cin, cout, k, dilation):
        super().__init__(cin, cout, k, padding=(k - 1)*dilation, dilation=dilation)
    def forward(self, x):
        return super().forward(x)[:, :, :-self.padding[0]]*self.stride[0]
net = Causal(2, 3, 2, 4)
x = torch.randn(2, 2, 9, requires_grad=True)
loss = net(x).pow(2).sum() + net.weight.new(2, 3).fill_(2.0).sum()
""",
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_values_and_gradients_are_those_of_pytorch(name: str) -> None:
    source = HEAD + PROGRAMS[name] + "loss.backward()\n"
    trace = chainrule.trace(source)
    before = torch.get_default_dtype()
    environment: dict[str, Any] = {}
    try:
        exec(compile(source, name, "exec"), environment)
    finally:
        torch.set_default_dtype(before)
    np.testing.assert_allclose(trace.value, environment["loss"].item(), rtol=1e-12)
    names = [path for path, _ in environment["net"].named_parameters()]
    for path, parameter in environment["net"].named_parameters():
        own = trace.named[f"net.{path}"]
        np.testing.assert_allclose(np.asarray(own.value), parameter.detach().numpy(), rtol=1e-12)
        np.testing.assert_allclose(np.asarray(own.gradient), parameter.grad.numpy(), rtol=1e-9, atol=1e-12)
    assert names
    if environment["x"].requires_grad:
        np.testing.assert_allclose(
            np.asarray(trace.gradients["x"]), environment["x"].grad.numpy(), rtol=1e-9, atol=1e-12
        )


def test_lengths_that_do_not_descend_are_refused_with_the_setting_that_allows_them() -> None:
    with pytest.raises(SourceError) as caught:
        chainrule.trace(HEAD + "pack_padded_sequence(torch.zeros(3, 2, 1), [1, 3]).data")
    assert caught.value.hint == "Write `enforce_sorted=False`."


KERAS = {
    "sequential": """
model = keras.Sequential([keras.layers.Dense(4, input_shape=(3,)), keras.layers.Dense(2)])
model.compile(loss='mse', optimizer='sgd')
model.fit(X, y)
""",
    "functional": """
start = keras.Input(shape=(3,))
model = keras.Model(start, keras.layers.Dense(2)(keras.layers.Dense(4)(start)))
loss = np.mean(model(X)**2)
""",
    "class": """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.one, self.two = keras.layers.Dense(4), keras.layers.Dense(2)
    def call(self, x):
        return self.two(self.one(x))
model = Net()
loss = np.mean(model(np.ones((2, 3)))**2)
""",
}


@pytest.mark.parametrize("kind", KERAS)
def test_frames_of_keras_are_called_by_the_classes_of_its_layers(kind: str) -> None:
    names = [function.name for function in chainrule.trace(KERAS[kind], defaults=True).functions]
    assert names.count("Dense") == 2
    assert not {"__call__", "call", "_loss_of", "train_on_batch"} & {*names}


@pytest.mark.parametrize(
    ("source", "shape"),
    [
        ("net = nn.Linear(3, 2)\ny = net(x_train[:1])", (3, 3)),
        ("model = keras.Sequential([keras.layers.Dense(4, input_shape=(3,))])\ny = model(x_train[:1])", (2, 3)),
        ("model = keras.Sequential([keras.layers.Dense(4, input_shape=(3,))])\ny = model.predict(x_train[:2])", (2, 3)),
    ],
)
def test_some_rows_of_a_table_without_values_have_as_many_entries_as_the_layer_takes(
    source: str, shape: tuple[int, ...]
) -> None:
    assert chainrule.trace(source, defaults=True).gradients["x_train"].shape == shape


def test_the_border_of_a_maximum_is_no_fault_of_the_model() -> None:
    source = "from tensorflow.keras import layers\nL = sum(layers.MaxPooling2D(2, padding='same')(x))"
    trace = chainrule.trace(source, values={"x": np.arange(9.0).reshape(1, 3, 3, 1)})
    assert trace.value == 4 + 5 + 7 + 8
    assert not [each for each in trace.health if each.kind == "nonfinite"]
    assert "the result is not" not in str(trace.to_dict())
