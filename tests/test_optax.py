"""JAX loops with optax: the losses that optax 0.2.8 itself has in double precision, in the middle and at the end."""

from __future__ import annotations

import pytest

import chainrule
from chainrule.errors import SourceError

LOOP = """
import jax
import jax.numpy as jnp
import optax
X = jnp.array([[0.5, -1.0], [2.0, 1.5], [-0.3, 0.7], [0.1, 0.9]])
Y = jnp.array([2.0, -1.1, 0.4, 0.3])
def loss_fn(params, x, y):
    return jnp.mean(optax.l2_loss(x @ params["w"] + params["b"], y))
params = {"w": jnp.array([0.3, -0.2]), "b": jnp.array(0.1)}
tx = OPTIMIZER
state = tx.init(params)
@jax.jit
def step(params, state, x, y):
    loss, grads = jax.value_and_grad(loss_fn)(params, x, y)
    updates, state = tx.update(grads, state, params)
    return optax.apply_updates(params, updates), state, loss
for i in range(25):
    params, state, loss = step(params, state, X, Y)
"""
LOSSES = {  # after 12 updates and after 24
    "optax.sgd(0.1)": (0.15267534752163217, 0.0466015533986926),
    "optax.sgd(0.1, momentum=0.9, nesterov=True)": (0.06539437254766849, 0.007520772511388063),
    "optax.adam(1e-1, nesterov=True)": (0.015039034424054612, 0.009386548704207645),
    "optax.adam(1e-2, eps_root=1e-8)": (0.4572626949092051, 0.3187582858855374),
    "optax.adamax(0.05)": (0.10242541913883824, 0.008121872637228094),
    "optax.adagrad(0.3)": (0.005677224568410822, 0.003663596894318875),
    "optax.rmsprop(0.05)": (0.020278074497427728, 0.003767782132345885),
    "optax.rmsprop(0.05, momentum=0.5, eps_in_sqrt=False)": (0.0037526124289823624, 0.0036511677014734465),
    "optax.lion(0.01)": (0.45615607823455884, 0.31223540876264105),
    "optax.adamw(0.05, weight_decay=0.1)": (0.08225527497544824, 0.0052843167216543654),
    "optax.sgd(optax.piecewise_constant_schedule(0.2, {10: 0.1, 20: 0.5}))": (0.06253331690569766, 0.0517664472791966),
    "optax.chain(optax.clip(0.2), optax.scale_by_adam(), optax.scale(-0.05))": (
        0.0704567747754222,
        0.008949533713367642,
    ),
    "optax.chain(optax.clip_by_global_norm(0.5), optax.sgd(0.3))": (0.01922895534359295, 0.003992989864676993),
    "optax.chain(optax.add_decayed_weights(0.01), optax.trace(decay=0.9), "
    "optax.scale_by_schedule(lambda t: -0.1/(1 + t)))": (0.18425951567561447, 0.09258974620416292),
}
SCHEDULED = {  # optax itself computes these learning rates in single precision
    "optax.sgd(optax.exponential_decay(0.1, 5, 0.5, staircase=True))": (0.23252587363650193, 0.19674332896399774),
    "optax.sgd(optax.linear_schedule(0.2, 0.01, 15, 3))": (0.06982165789565634, 0.0482914115329841),
    "optax.adam(optax.warmup_cosine_decay_schedule(0.0, 0.1, 5, 20, 0.01))": (
        0.025469918742399802,
        0.009207415977400078,
    ),
    "optax.sgd(optax.polynomial_schedule(init_value=0.2, end_value=0.0, power=2, transition_steps=25))": (
        0.11007752000788522,
        0.08514671474394075,
    ),
}


LOSSES_OF_OPTAX = """optax.sigmoid_binary_cross_entropy(x @ params["w"] + params["b"], y > 0)
                    + optax.softmax_cross_entropy_with_integer_labels(x*params["w"], jnp.array([0, 1, 1, 0]))
                    + optax.huber_loss(x @ params["w"], y, delta=0.5) + optax.log_cosh(x @ params["w"], y)
                    + optax.hinge_loss(x @ params["w"], y)"""


@pytest.mark.parametrize("optimizer", [*LOSSES, *SCHEDULED])
def test_a_loop_with_optax_has_the_losses_of_optax(optimizer: str) -> None:
    run = chainrule.train(LOOP.replace("OPTIMIZER", optimizer), optimizer=None)
    assert run.parameters == ["params['b']", "params['w']"]
    printed = {**LOSSES, **SCHEDULED}[optimizer]
    assert (run.loss[12], run.loss[24]) == pytest.approx(printed, rel=1e-6 if optimizer in SCHEDULED else 1e-12)


def test_losses_of_optax() -> None:
    lines = LOOP.replace('optax.l2_loss(x @ params["w"] + params["b"], y)', LOSSES_OF_OPTAX)
    run = chainrule.train(lines.replace("OPTIMIZER", "optax.sgd(0.1)"), optimizer=None)
    assert (run.loss[12], run.loss[24]) == pytest.approx((2.6222918405352997, 2.5703801106438076), rel=1e-12)


def test_what_is_not_read_is_refused_with_a_way_on() -> None:
    lines = LOOP.replace("OPTIMIZER", "optax.adamw(0.1)").replace("grads, state, params)", "grads, state)")
    with pytest.raises(SourceError, match="needs the parameters"):
        chainrule.train(lines, optimizer=None)
    with pytest.raises(SourceError, match=r"optax\.lbfgs"):
        chainrule.train(LOOP.replace("OPTIMIZER", "optax.lbfgs()"), optimizer=None)
