"""Training written as a loop of JAX: `scan`, `fori_loop` and `while_loop` train as the loops that they are."""

from __future__ import annotations

import jax
import numpy as np
import pytest

import chainrule

HEAD = """
import jax
import jax.numpy as jnp
from jax import grad, lax
"""
LINE = """
xs = jnp.array([0.0, 1.0, 2.0, 3.0])
ys = jnp.array([1.0, 3.0, 5.0, 7.0])
def loss_fn(params, x, y):
    w, b = params
    return jnp.mean((w*x + b - y)**2)
def step(params, _):
    loss, grads = jax.value_and_grad(loss_fn)(params, xs, ys)
    params = jax.tree_util.tree_map(lambda p, g: p - 0.05*g, params, grads)
    return params, loss
(w, b), losses = jax.lax.scan(step, (jnp.array(0.0), jnp.array(0.0)), None, length=50)
"""
MOMENTUM = """
A = jnp.array([[2.0, 0.3], [0.3, 1.0]])
c = jnp.array([1.0, -1.0])
def loss(w):
    return 0.5*w @ A @ w - c @ w
@jax.jit
def fit(w0):
    def step(carry, t):
        w, v = carry
        value, g = jax.value_and_grad(loss)(w)
        v = 0.9*v - 0.1*g/(1 + 0.1*t)
        return (w + v, v), value
    (w, v), losses = lax.scan(step, (w0, jnp.zeros(2)), jnp.arange(25))
    return w, losses
w, losses = fit(jnp.array([3.0, -2.0]))
"""
BATCHES = """
X = jnp.arange(24.0).reshape(6, 2, 2)/10
Y = X.sum(-1) + 1
def loss_fn(p, x, y):
    return jnp.mean((x @ p["w"] + p["b"] - y)**2)
def train_step(p, batch):
    x, y = batch
    l, g = jax.value_and_grad(loss_fn)(p, x, y)
    return jax.tree.map(lambda a, b: a - 0.1*b, p, g), l
p, losses = jax.lax.scan(train_step, {"w": jnp.zeros(2), "b": jnp.zeros(())}, (X, Y))
"""
COUNTED = """
def f(w):
    return (w[0] - 1)**2 + 5*(w[1] + 2)**2
w = lax.fori_loop(0, 30, lambda i, w: w - 0.05*grad(f)(w), jnp.array([3.0, 3.0]))
"""
RETURNED = """
def f(w):
    return jnp.sum((w - 1)**4)
def descend(w):
    return lax.fori_loop(0, 12, lambda i, w: w - 0.05*grad(f)(w), w)
w = descend(jnp.array([3.0, 2.0]))
"""
UNTIL = """
f = lambda x: (x - 3.0)**2 + jnp.sin(x)
df = jax.grad(f)
x = jax.lax.while_loop(lambda x: jnp.abs(df(x)) > 1e-3, lambda x: x - 0.1*df(x), 0.0)
"""
ENDS = {"scan": (LINE, "w"), "momentum": (MOMENTUM, "w"), "batches": (BATCHES, "p['w']"), "fori_loop": (COUNTED, "w"),
        "returned": (RETURNED, "w"), "while_loop": (UNTIL, "x")}  # fmt: skip


def executed(program: str) -> dict[str, object]:
    names: dict[str, object] = {}
    before = jax.config.jax_enable_x64
    jax.config.update("jax_enable_x64", True)
    try:
        exec(HEAD + program, names)  # our own text
    finally:
        jax.config.update("jax_enable_x64", before)
    return names


@pytest.mark.parametrize("name", ENDS)
def test_a_loop_of_jax_trains_and_ends_where_jax_ends(name: str) -> None:
    program, carried = ENDS[name]
    names = executed(program)
    run = chainrule.train(HEAD + program, optimizer=None)
    assert not run.notices
    assert run.ended == "iterations"
    np.testing.assert_allclose(run.values[carried][-1], eval(carried, names), rtol=1e-9, atol=1e-12)
    assert np.isfinite(run.gradients[carried]).all()
    if "losses" in names:
        np.testing.assert_allclose(run.loss[:-1], np.asarray(names["losses"]), rtol=1e-9)


def test_a_scan_that_follows_no_gradient_stays_the_function_that_it_is() -> None:
    program = "def cell(h, x):\n    h = jnp.tanh(w*h + x)\n    return h, h\nh, hs = lax.scan(cell, 0.0, jnp.ones(3))"
    trace = chainrule.trace(HEAD + "df = grad(lambda w: w**2)\n" + program + "\njnp.sum(hs)", {"w": 0.5})
    assert sum(node.op == "tanh" for node in trace.nodes) == 3


def test_the_gradient_in_the_condition_of_a_while_hides_nothing() -> None:
    """The condition of the next round belonged to the round before: there the gradient was that of a gradient."""
    program = (
        "f = lambda x: (x - 3.0)**2\ndf = jax.grad(f)\nx = 0.0\nwhile jnp.abs(df(x)) > 1e-3:\n    x = x - 0.1*df(x)\n"
    )
    trace = chainrule.trace(HEAD + program)
    assert trace.value == 9.0
    run = chainrule.train(HEAD + program, optimizer=None)
    assert run.values["x"][-1] == pytest.approx(float(executed(program)["x"]), rel=1e-12)  # type: ignore[arg-type]
    assert run.loss[0] == 9.0
