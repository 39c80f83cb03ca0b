"""Models of Flax as they are pasted, held to the same formulas under JAX's own derivative; names and rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import chainrule
from chainrule.errors import SourceError

jax.config.update("jax_enable_x64", True)

HEAD = "import jax, optax\nimport jax.numpy as jnp\nimport flax.linen as nn\nfrom flax import nnx\n"
X = np.random.default_rng(0).normal(size=(4, 3))
IMAGE = np.random.default_rng(1).normal(size=(2, 8, 8, 2))


def held_to_jax(
    source: str, formula: Callable[[Any, Any], Any], x: np.ndarray[Any, Any], prefix: str = ""
) -> list[str]:
    """Compare value and gradients of a pasted program with a formula of its parameters; return their names."""
    trace = chainrule.trace(HEAD + source, values={"x": x})
    names = [name for name in trace.named if name.rpartition(".")[2] in LEAVES and name.startswith(prefix)]
    params = {name: jnp.asarray(np.asarray(trace.named[name].value, dtype=float)) for name in names}
    value, gradients = jax.value_and_grad(formula)(params, jnp.asarray(x))
    np.testing.assert_allclose(trace.value, value, rtol=1e-12)
    largest = max(float(jnp.max(jnp.abs(each))) for each in gradients.values())
    for name in names:
        np.testing.assert_allclose(trace.named[name].gradient, gradients[name], rtol=1e-9, atol=1e-12 * largest)
    return names


LEAVES = ("kernel", "bias", "scale", "embedding", "pos", "w")
MLP = """
class MLP(nn.Module):
    features: list
    @nn.compact
    def __call__(self, x):
        for f in self.features[:-1]:
            x = nn.relu(nn.Dense(f)(x))
        return nn.Dense(self.features[-1])(x)
model = MLP([5, 2])
params = model.init(jax.random.key(0), x)['params']
loss, grads = jax.value_and_grad(lambda p: jnp.sum(model.apply({'params': p}, x)**2))(params)
"""


def test_a_compact_module_has_the_names_and_the_gradients_of_flax() -> None:
    def formula(p: Any, x: Any) -> Any:
        h = jax.nn.relu(x @ p["Dense_0.kernel"] + p["Dense_0.bias"])
        return jnp.sum((h @ p["Dense_1.kernel"] + p["Dense_1.bias"]) ** 2)

    names = held_to_jax(MLP, formula, X)
    assert names == ["Dense_0.kernel", "Dense_0.bias", "Dense_1.kernel", "Dense_1.bias"]


def test_a_module_with_setup_is_named_by_its_attributes_and_is_a_frame_of_its_class() -> None:
    source = """
class Encoder(nn.Module):
    latents: int = 3
    def setup(self):
        self.fc = nn.Dense(4)
        self.layers = [nn.Dense(4) for _ in range(2)]
        self.mean = nn.Dense(self.latents, use_bias=False)
    def __call__(self, x):
        x = nn.tanh(self.fc(x))
        for layer in self.layers:
            x = nn.tanh(layer(x))
        return self.mean(x)
class VAE(nn.Module):
    def setup(self):
        self.encoder = Encoder()
    def __call__(self, x):
        return self.encoder(x)
model = VAE()
variables = model.init(jax.random.PRNGKey(0), x)
loss, grads = jax.value_and_grad(lambda v: jnp.mean(model.apply(v, x)**2))(variables)
"""

    def formula(p: Any, x: Any) -> Any:
        for name in ("fc", "layers_0", "layers_1"):
            x = jnp.tanh(x @ p[f"encoder.{name}.kernel"] + p[f"encoder.{name}.bias"])
        return jnp.mean((x @ p["encoder.mean.kernel"]) ** 2)

    assert len(held_to_jax(source, formula, X)) == 7
    trace = chainrule.trace(HEAD + source, values={"x": X})
    assert {"VAE", "Encoder"} <= {function.name for function in trace.functions}
    assert not {"__call__", "apply", "init"} & {function.name for function in trace.functions}


@pytest.mark.parametrize("padding", ["SAME", "VALID", [(1, 0), (0, 1)]])
def test_convolutions_have_channels_last_and_flax_s_padding(padding: Any) -> None:
    source = f"""
class CNN(nn.Module):
    @nn.compact
    def __call__(self, x):
        x = nn.Conv(features=3, kernel_size=(3, 3), strides=(2, 2), padding={padding!r})(x)
        x = nn.avg_pool(nn.relu(x), window_shape=(2, 2), strides=(1, 1), padding='SAME')
        return nn.max_pool(x, (2, 2), strides=(2, 2))
model = CNN()
v = model.init(jax.random.key(0), x)
loss = jnp.sum(model.apply(v, x)**2)
"""

    def formula(p: Any, x: Any) -> Any:
        x = jax.lax.conv_general_dilated(
            x, p["Conv_0.kernel"], (2, 2), padding, dimension_numbers=("NHWC", "HWIO", "NHWC")
        )
        x = jax.nn.relu(x + p["Conv_0.bias"])
        zero, low = jnp.zeros((), x.dtype), -jnp.inf
        x = jax.lax.reduce_window(x, zero, jax.lax.add, (1, 2, 2, 1), (1, 1, 1, 1), "SAME") / 4
        x = jax.lax.reduce_window(x, low, jax.lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
        return jnp.sum(x**2)

    assert held_to_jax(source, formula, IMAGE) == ["Conv_0.kernel", "Conv_0.bias"]


def test_batch_norm_keeps_its_statistics_apart_and_hands_the_new_ones_back() -> None:
    source = """
class Net(nn.Module):
    @nn.compact
    def __call__(self, x, train):
        x = nn.BatchNorm(use_running_average=not train, momentum=0.9)(nn.Dense(3)(x))
        return nn.Dropout(0.5, deterministic=True)(x)
net = Net()
variables = net.init(jax.random.key(0), x, train=False)
params, batch_stats = variables['params'], variables['batch_stats']
def loss_fn(params):
    y, updates = net.apply({'params': params, 'batch_stats': batch_stats}, x, train=True, mutable=['batch_stats'])
    z = net.apply({'params': params, **updates}, x, train=False)
    return (y**3).sum() + (z**3).sum(), updates
(loss, updates), grads = jax.value_and_grad(loss_fn, has_aux=True)(params)
"""

    def formula(p: Any, x: Any) -> Any:
        h = x @ p["Dense_0.kernel"] + p["Dense_0.bias"]
        mean, var = jnp.mean(h, 0), jnp.var(h, 0)
        scale, bias = p["BatchNorm_0.scale"], p["BatchNorm_0.bias"]
        y = (h - mean) / jnp.sqrt(var + 1e-5) * scale + bias
        z = (h - 0.1 * mean) / jnp.sqrt(0.9 + 0.1 * var + 1e-5) * scale + bias
        return jnp.sum(y**3) + jnp.sum(z**3)

    assert len(held_to_jax(source, formula, X)) == 4


def test_attention_has_a_kernel_for_each_head() -> None:
    source = """
class Block(nn.Module):
    @nn.compact
    def __call__(self, x):
        x = x + self.param('pos', nn.initializers.normal(stddev=0.02), x.shape[1:])
        return nn.MultiHeadDotProductAttention(num_heads=2)(x, x, mask=nn.make_causal_mask(x[..., 0]))
model = Block()
variables = model.init(jax.random.key(0), x)
loss = jnp.sum(model.apply(variables, x)**2)
"""
    x = np.random.default_rng(2).normal(size=(2, 3, 4))

    def formula(p: Any, x: Any) -> Any:
        x = x + p["pos"]
        at = "MultiHeadDotProductAttention_0"
        q, k, v = [
            jnp.einsum("btd,dhk->bhtk", x, p[f"{at}.{n}.kernel"]) + p[f"{at}.{n}.bias"][:, None]
            for n in ("query", "key", "value")
        ]
        scores = jnp.where(jnp.tri(3) > 0, q @ jnp.swapaxes(k, -1, -2) / jnp.sqrt(2.0), -1e30)
        mixed = jax.nn.softmax(scores) @ v
        return jnp.sum((jnp.einsum("bhtk,hkd->btd", mixed, p[f"{at}.out.kernel"]) + p[f"{at}.out.bias"]) ** 2)

    assert len(held_to_jax(source, formula, x)) == 9


def test_modules_of_nnx_hold_their_parameters() -> None:
    source = """
class MLP(nnx.Module):
    def __init__(self, din, dout, *, rngs: nnx.Rngs):
        self.linear = nnx.Linear(din, 5, rngs=rngs)
        self.norm = nnx.LayerNorm(5, rngs=rngs)
        self.out = nnx.Linear(5, dout, use_bias=False, rngs=rngs)
        self.w = nnx.Param(jnp.ones(dout))
    def __call__(self, x):
        return self.out(nnx.gelu(self.norm(self.linear(x))))*self.w.value
model = MLP(3, 2, rngs=nnx.Rngs(0))
optimizer = nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
@nnx.jit
def train_step(model, optimizer, x):
    loss, grads = nnx.value_and_grad(lambda model: jnp.mean(model(x)**2))(model)
    optimizer.update(model, grads)
    return loss
loss = train_step(model, optimizer, x)
"""

    def formula(p: Any, x: Any) -> Any:
        h = x @ p["model.linear.kernel"] + p["model.linear.bias"]
        h = (h - h.mean(-1, keepdims=True)) / jnp.sqrt(h.var(-1, keepdims=True) + 1e-6)
        h = jax.nn.gelu(h * p["model.norm.scale"] + p["model.norm.bias"])
        return jnp.mean((h @ p["model.out.kernel"] * p["model.w"]) ** 2)

    assert len(held_to_jax(source, formula, X, "model.")) == 6


def test_recurrent_cells_have_flax_s_gates() -> None:
    source = """
class Tagger(nn.Module):
    @nn.compact
    def __call__(self, x):
        return nn.RNN(nn.LSTMCell(4))(x)
model = Tagger()
variables = model.init(jax.random.key(0), x)
loss = jnp.sum(model.apply(variables, x)**2)
"""
    x = np.random.default_rng(3).normal(size=(2, 3, 4))

    def formula(p: Any, x: Any) -> Any:
        c = h = jnp.zeros((2, 4))
        total = 0.0
        for t in range(3):
            z = {
                n: x[:, t] @ p[f"LSTMCell_0.i{n}.kernel"]
                + h @ p[f"LSTMCell_0.h{n}.kernel"]
                + p[f"LSTMCell_0.h{n}.bias"]
                for n in "ifgo"
            }
            c = jax.nn.sigmoid(z["f"]) * c + jax.nn.sigmoid(z["i"]) * jnp.tanh(z["g"])
            h = jax.nn.sigmoid(z["o"]) * jnp.tanh(c)
            total = total + jnp.sum(h**2)
        return total

    assert len(held_to_jax(source, formula, x)) == 12


def test_first_weights_follow_flax_s_rules() -> None:
    source = """
m = nnx.Linear(50, 40, rngs=nnx.Rngs(0))
e = nnx.Embed(30, 64, rngs=nnx.Rngs(0))
sum(m(x)) + sum(e([1, 2]))
"""
    trace = chainrule.trace(HEAD + source, values={"x": np.ones((1, 50))})
    kernel = np.asarray(trace.named["m.kernel"].value)
    deviation = np.sqrt(1 / 50)
    assert abs(np.std(kernel) / deviation - 1) < 0.05
    assert np.max(np.abs(kernel)) <= 2 * deviation / 0.8796
    assert not np.any(trace.named["m.bias"].value)
    assert abs(np.std(np.asarray(trace.named["e.embedding"].value)) * 8 - 1) < 0.1
    assert any("The library's own generator draws other numbers" in notice.text for notice in trace.notices)


@pytest.mark.parametrize(
    ("layer", "shape"), [("Dense(4)", (2, 3)), ("Conv(4, (3, 3))", (2, 8, 8, 1)), ("Embed(5, 3)", (2, 4))]
)
def test_a_class_alone_is_made_and_called(layer: str, shape: tuple[int, ...]) -> None:
    source = f"""
class Net(nn.Module):
    size: int = 2
    @nn.compact
    def __call__(self, x):
        return nn.Dense(self.size)(nn.{layer}(x))
"""
    trace = chainrule.trace(source, defaults=True)
    assert trace.gradients["x"].shape == shape
    assert "Dense_0.kernel" in trace.named


def test_a_state_of_training_moves_its_parameters() -> None:
    source = """
from flax.training import train_state
class Net(nn.Module):
    @nn.compact
    def __call__(self, x):
        return nn.Dense(1)(x).squeeze(-1)
model = Net()
state = train_state.TrainState.create(apply_fn=model.apply, params=model.init(jax.random.key(0), x)['params'],
                                      tx=optax.sgd(0.1))
def loss_fn(params):
    return jnp.mean(state.apply_fn({'params': params}, x)**2)
for _ in range(2):
    loss, grads = jax.value_and_grad(loss_fn)(state.params)
    state = state.apply_gradients(grads=grads)
loss = loss_fn(state.params)
"""
    first = chainrule.trace(HEAD + source.replace("range(2)", "range(0)"), values={"x": X})
    trace = chainrule.trace(HEAD + source, values={"x": X})
    kernel = np.asarray(first.named["state.params.Dense_0.kernel"].value)
    bias = np.zeros(1)
    for _ in range(2):
        error = X @ kernel + bias
        kernel, bias = kernel - 0.1 * 2 * X.T @ error / 4, bias - 0.1 * 2 * error.mean(0)
    np.testing.assert_allclose(trace.value, np.mean((X @ kernel + bias) ** 2), rtol=1e-12)


def test_a_module_called_without_its_parameters_says_how_it_is_called() -> None:
    with pytest.raises(SourceError) as caught:
        chainrule.trace(HEAD + MLP.split("params =")[0] + "y = model(x)", values={"x": X})
    assert "`model.apply(variables, x)`" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("window", "strides", "padding"),
    [
        ((3, 3), (2, 2), "SAME"),
        ((2, 2), (3, 3), "VALID"),
        ((3, 2), (1, 2), "SAME"),
        ((3, 3), (1, 1), [(1, 3), (0, 1)]),
    ],
)
def test_transposed_convolutions_are_those_of_flax(window: Any, strides: Any, padding: Any) -> None:
    settings = f"kernel_size={window}, strides={strides}, padding={padding!r}"
    linen = f"""
class Decoder(nn.Module):
    @nn.compact
    def __call__(self, x):
        return nn.ConvTranspose(3, {settings})(x)
model = Decoder()
v = model.init(jax.random.key(0), x)
loss = jnp.sum(model.apply(v, x)**3)
"""

    def formula(p: Any, x: Any, name: str = "ConvTranspose_0") -> Any:
        out = jax.lax.conv_transpose(x, p[f"{name}.kernel"], strides, padding)
        return jnp.sum((out + p[f"{name}.bias"]) ** 3)

    assert held_to_jax(linen, formula, IMAGE) == ["ConvTranspose_0.kernel", "ConvTranspose_0.bias"]
    held = f"m = nnx.ConvTranspose(2, 3, {settings}, rngs=nnx.Rngs(0))\nloss = jnp.sum(m(x)**3)"
    assert held_to_jax(held, lambda p, x: formula(p, x, "m"), IMAGE) == ["m.kernel", "m.bias"]


def test_cells_of_nnx_have_the_order_of_gates_of_flax() -> None:
    sequence = np.random.default_rng(3).normal(size=(2, 3, 3))

    def gru(p: Any, x: Any) -> Any:
        h = jnp.zeros((2, 4))
        for t in range(3):
            i = jnp.split(x[:, t] @ p["m.cell.dense_i.kernel"] + p["m.cell.dense_i.bias"], 3, axis=-1)
            j = jnp.split(h @ p["m.cell.dense_h.kernel"], 3, axis=-1)
            z = jax.nn.sigmoid(i[1] + j[1])
            h = (1 - z) * jnp.tanh(i[2] + jax.nn.sigmoid(i[0] + j[0]) * j[2]) + z * h
        return jnp.sum(h**2)

    def lstm(p: Any, x: Any) -> Any:
        h = c = jnp.zeros((2, 4))
        for t in range(3):
            both = x[:, t] @ p["m.cell.dense_i.kernel"] + h @ p["m.cell.dense_h.kernel"] + p["m.cell.dense_h.bias"]
            i, f, g, o = jnp.split(both, 4, axis=-1)
            c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
            h = jax.nn.sigmoid(o) * jnp.tanh(c)
        return jnp.sum(h**2)

    for cell, formula in (("GRUCell", gru), ("OptimizedLSTMCell", lstm)):
        source = f"m = nnx.RNN(nnx.{cell}(3, 4, rngs=nnx.Rngs(0)))\nloss = jnp.sum(m(x)[:, -1]**2)"
        assert len(held_to_jax(source, formula, sequence)) == 3


def test_what_a_program_hands_to_a_function_is_called_whatever_its_letter() -> None:
    """`m(x)**2` with an m that is a parameter is a call, and no m times x²."""
    source = "m = nnx.Linear(3, 2, rngs=nnx.Rngs(0))\nloss = (lambda m: jnp.sum(m(x)**2))(m)"
    assert held_to_jax(source, lambda p, x: jnp.sum((x @ p["m.kernel"] + p["m.bias"]) ** 2), X) == [
        "m.kernel",
        "m.bias",
    ]


def test_a_batch_norm_is_recognised_as_one() -> None:
    source = "m = nnx.BatchNorm(3, rngs=nnx.Rngs(0))\nloss = jnp.sum(m(x)**3)"
    names = {function.name for function in chainrule.trace(HEAD + source, values={"x": X}).functions}
    assert "batch_norm" in names
    assert "layer_norm" not in names
