"""JAX functions read through their jaxpr: our gradients beside JAX's own, the text, what is refused."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import chainrule
from chainrule.errors import ChainruleError, InputError, LimitError, SourceError
from chainrule.frameworks import jax_control

RNG = np.random.default_rng(0)


def normal(*shape: int) -> Any:
    return RNG.normal(size=shape)


def classifier(params: Any, x: Any, y: Any) -> Any:
    for layer in params[:-1]:
        x = jax.nn.relu(x @ layer["w"] + layer["b"])
    scores = x @ params[-1]["w"] + params[-1]["b"]
    return -jnp.mean(jnp.sum(jax.nn.log_softmax(scores) * jax.nn.one_hot(y, 3), -1))


PARAMS = [{"w": normal(4, 5), "b": np.zeros(5)}, {"w": normal(5, 3), "b": np.zeros(3)}]


def attention(q: Any, k: Any, v: Any) -> Any:
    scores = jnp.einsum("bqhd,bkhd->bhqk", q, k) / jnp.sqrt(4.0)
    scores = jnp.where(jnp.tril(jnp.ones((3, 3), bool)), scores, -jnp.inf)
    return jnp.einsum("bhqk,bkhd->bqhd", jax.nn.softmax(scores), v)


def convolution(x: Any, w: Any) -> Any:
    out = jax.lax.conv_general_dilated(x, w, (2, 2), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"))
    return jnp.sum(jax.nn.gelu(out) ** 2)


def pooling(x: Any) -> Any:
    most = jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
    mean = jax.lax.reduce_window(x, 0.0, jax.lax.add, (1, 1, 2, 2), (1, 1, 2, 2), "VALID")
    return jnp.sum(most**2) + jnp.sum(mean**3)


def mixed(x: Any) -> Any:
    a = jnp.where(x > 0, x, jnp.exp(x)).cumsum(1)[:, 1:3].T.reshape(-1).sum() + jnp.linalg.norm(x)
    b = jnp.concatenate([x, x * 2], 0).max() + jnp.clip(x, -0.5, 0.5).prod() + x[0, -1]
    return a * b + jax.nn.logsumexp(x) + jnp.pad(x, 1).std() + jax.nn.softplus(x).sum() / x[::2, ::-1].min()


FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "classifier": (classifier, (PARAMS, normal(6, 4), np.array([0, 1, 2, 0, 1, 2]))),
    "attention": (attention, (normal(2, 3, 2, 4), normal(2, 3, 2, 4), normal(2, 3, 2, 4))),
    "convolution": (convolution, (normal(2, 5, 5, 3), normal(3, 3, 3, 4))),
    "pooling": (pooling, (normal(2, 4, 4, 4),)),
    "embedding": (lambda table, words: (table[words] ** 2).sum(), (normal(7, 3), np.array([[1, 2], [5, 5]]))),
    "norm": (lambda x, g: (x - x.mean(-1, keepdims=True)) / jnp.sqrt(x.var(-1, keepdims=True) + 1e-5) * g,
             (normal(3, 4), normal(4))),
    "mixed": (mixed, (normal(3, 4),)),
    "stop": (lambda x: (jax.lax.stop_gradient(x) * x).sum(), (normal(3),)),
}  # fmt: skip


@pytest.mark.parametrize("name", FUNCTIONS)
def test_gradients_agree_with_those_of_jax(name: str) -> None:
    function, args = FUNCTIONS[name]
    model = chainrule.from_jax(function, *args)
    assert model.agreement.complete, (model.agreement.errors, model.source)
    floats = sum(np.issubdtype(np.asarray(leaf).dtype, np.floating) for leaf in jax.tree.leaves(args))
    assert len(model.agreement.errors) == floats
    np.testing.assert_allclose(model.trace.value, model.value, rtol=1e-9)


def test_what_is_jitted_is_a_function_of_the_program() -> None:
    @jax.jit
    def layer(w: Any, x: Any) -> Any:
        return jnp.tanh(w @ x) + x

    model = chainrule.from_jax(lambda w, v, x: layer(v, layer(w, x)), normal(3, 3), normal(3, 3), normal(3))
    assert model.source.count("def layer(") == 1
    assert [function.name for function in model.trace.functions] == ["layer", "layer"]
    assert model.agreement.complete


def test_leaves_are_called_by_their_way_through_the_arguments() -> None:
    model = chainrule.from_jax(classifier, *FUNCTIONS["classifier"][1])
    assert set(model.paths.values()) == {
        "params.0.w", "params.0.b", "params.1.w", "params.1.b", "x",
    }  # fmt: skip


def rnn(w: Any, u: Any, xs: Any) -> Any:
    def cell(h: Any, x: Any) -> Any:
        h = jnp.tanh(h @ w + x @ u)
        return h, h

    h, hs = jax.lax.scan(cell, jnp.zeros(3), xs)
    return (hs**2).sum() + h[0]


def grown(x: Any) -> Any:
    return jax.lax.while_loop(lambda s: s.sum() < 10.0, lambda s: s * x, x).sum()


@jax.custom_vjp
def clipped(x: Any) -> Any:
    return jnp.sin(x)


clipped.defvjp(lambda x: (jnp.sin(x), x), lambda x, g: (jnp.clip(g, -1, 1) * jnp.cos(x),))


@jax.custom_vjp
def straight(x: Any) -> Any:
    return jnp.round(x)


straight.defvjp(lambda x: (jnp.round(x), None), lambda _, g: (g,))


@jax.custom_jvp
def softplus(x: Any) -> Any:
    return jnp.log1p(jnp.exp(x))


softplus.defjvp(lambda primals, tangents: (softplus(primals[0]), tangents[0] * jax.nn.sigmoid(primals[0])))

CONTROL: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "scan": (rnn, (normal(3, 3), normal(2, 3), normal(4, 2))),
    "a scan from the end": (
        lambda xs: jax.lax.scan(lambda c, x: (c * x, c + x), 1.0, xs, reverse=True)[1][0] * 2, (normal(4),)),
    "while": (grown, (np.array([1.5, 2.0]),)),
    "cond": (lambda x: jax.lax.cond(x.sum() > 0, jnp.sin, jnp.cos, x).sum(), (normal(3),)),
    "switch": (lambda x: jax.lax.switch(2, [jnp.sin, jnp.cos, jnp.exp], x).sum(), (normal(3),)),
    "fori": (lambda x: jax.lax.fori_loop(0, 5, lambda i, c: c * x + i, x).sum(), (normal(3),)),
    "custom_jvp": (lambda x: softplus(x).sum(), (normal(3),)),
    "remat": (lambda x: jax.checkpoint(lambda a: jnp.tanh(a) ** 2)(x).sum(), (normal(3),)),
    "written entries": (lambda x, v: (x.at[1:, 0].set(v).at[jnp.array([0, 0])].add(v.sum()) ** 2).sum(), (
        normal(3, 2), normal(2))),
    "split and sort": (lambda x: (jax.nn.glu(jnp.sort(x)) ** 2).sum(), (normal(4),)),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTROL)
def test_loops_branches_and_rules_of_their_own_are_read(name: str) -> None:
    function, args = CONTROL[name]
    model = chainrule.from_jax(function, *args)
    assert model.recorded == ()
    assert model.agreement.complete, (model.agreement.errors, model.source)
    assert len(model.agreement.errors) == len(args)


def test_each_round_of_a_scan_calls_one_function() -> None:
    model = chainrule.from_jax(*[CONTROL["scan"][0], *CONTROL["scan"][1]])
    assert model.source.count("def scan_body(") == 1
    assert model.source.count("= scan_body(") == 4


@pytest.mark.parametrize("name", ["while", "cond"])
def test_a_way_that_numbers_chose_is_held_to(name: str) -> None:
    function, args = CONTROL[name]
    model = chainrule.from_jax(function, *args)
    value = np.asarray(args[0])
    near = chainrule.trace(model.source, {**model.values, "x": value + 1e-3})
    np.testing.assert_allclose(near.value, function(value + 1e-3), rtol=1e-5)
    with pytest.raises(SourceError, match="the recorded run went another way"):
        chainrule.trace(model.source, {**model.values, "x": -3 * value if name == "cond" else value * 4})


RECORDED: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "igamma": (lambda x: jax.scipy.special.gammainc(2.0, x).sum(), (np.ones(3),)),
    "svd": (lambda a: jnp.linalg.svd(a, compute_uv=False).sum(), (normal(3, 2),)),
    "straight": (lambda x: (straight(x * 2) * x).sum(), (normal(3),)),
}


@pytest.mark.parametrize("name", RECORDED)
def test_a_primitive_that_is_not_read_is_one_gate_with_the_numbers_of_jax(name: str) -> None:
    function, args = RECORDED[name]
    model = chainrule.from_jax(function, *args)
    assert model.recorded == (name,)
    assert model.agreement.complete, (model.agreement.errors, model.source)
    assert len(model.agreement.recorded) == len(args)
    said = [notice.text for notice in model.trace.notices]
    assert f"`{name}` is recorded from JAX; its gradient is JAX's." in said


def test_a_backward_pass_that_is_no_product_is_refused() -> None:
    with pytest.raises(SourceError, match="`clipped`, whose backward pass is no product with a Jacobian, is not read"):
        chainrule.from_jax(lambda x: (clipped(x) * 3).sum(), np.ones(3))


def test_a_loop_too_long_to_unroll_is_refused_with_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jax_control, "UNROLLED_EQUATIONS", 5)
    with pytest.raises(LimitError, match="the limit `unrolled_equations` is 5"):
        chainrule.from_jax(lambda x: jax.lax.fori_loop(0, 6, lambda i, c: c * x, x).sum(), np.ones(3))


def test_a_function_without_a_float_result_is_refused() -> None:
    with pytest.raises(InputError, match="gives no array that depends on its arguments"):
        chainrule.from_jax(lambda x: jnp.argmax(x), np.ones(3))


@pytest.mark.parametrize(
    "line",
    [
        "import haiku as hk\ny = hk.transform(lambda x: x)",
        "import haiku as hk\ny = hk.without_apply_rng(hk.transform(lambda x: x))",
        "import equinox as eqx\ny = eqx.nn.Linear(1, 1)",
        "import equinox as eqx\ny = eqx.filter_value_and_grad(lambda m: m)",
    ],
)
def test_a_pasted_module_of_haiku_or_equinox_is_refused_with_what_records_it(line: str) -> None:
    with pytest.raises(ChainruleError) as refused:
        chainrule.trace(line, values={"x": 1.0})
    assert refused.value.hint is not None
    assert "chainrule.from_jax(" in refused.value.hint
