"""optax: JAX's optimizers, schedules and losses with its settings, written in the language itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .jax_control import leaves, tree_map
from .moving import MOVING
from .prelude_calls import prelude
from .source_definitions import SourceDefinitions
from .torch import one_hot, over_dimension

__all__ = ["OPTAX_MODULES"]

PARTS = """
class GradientTransformation:
    def __init__(self, init, update):
        self.init = init
        self._update = update

    def update(self, updates, state, params=None, **extra):
        return self._update(updates, state, params)


def _without_state(change):
    return GradientTransformation(lambda params: (), lambda updates, state, params: (change(updates, params), state))


def _zeros(params, value=0.0):
    return tree_map(lambda p: np.full_like(p, value), params)


def _blend(rate, old, new):
    return tree_map(lambda a, b: (1 - rate)*b + rate*a, old, new)


def _corrected(moment, rate, count):
    return tree_map(lambda m: m/(1 - rate**count), moment)


def _squares(updates):
    return tree_map(lambda g: g**2, updates)


def _parameters(params):
    if params is None:
        refuse('This optimizer needs the parameters.', 'Write `optimizer.update(grads, state, params)`.')
    return params


def _unmasked(mask):
    if mask is not None:
        refuse('`mask` is not read here.', 'Leave it out.')


def identity():
    return _without_state(lambda updates, params: updates)


def scale(step_size):
    return _without_state(lambda updates, params: tree_map(lambda g: step_size*g, updates))


def scale_by_schedule(step_size_fn):
    def update(updates, state, params):
        size = step_size_fn(state['count'])
        return tree_map(lambda g: size*g, updates), {'count': state['count'] + 1}
    return GradientTransformation(lambda params: {'count': zero()}, update)


def scale_by_learning_rate(learning_rate, flip_sign=True):
    sign = -1 if flip_sign else 1
    if callable(learning_rate):
        return scale_by_schedule(lambda count: sign*learning_rate(count))
    return scale(sign*learning_rate)


def trace(decay, nesterov=False, accumulator_dtype=None):
    def update(updates, state, params):
        add = lambda g, t: g + decay*t
        new = tree_map(add, updates, state['trace'])
        return (tree_map(add, updates, new) if nesterov else new), {'trace': new}
    return GradientTransformation(lambda params: {'trace': _zeros(params)}, update)


def scale_by_adam(b1=0.9, b2=0.999, eps=1e-8, eps_root=0.0, mu_dtype=None, nesterov=False):
    def init(params):
        return {'count': zero(), 'mu': _zeros(params), 'nu': _zeros(params)}
    def update(updates, state, params):
        count = state['count'] + 1
        mu, nu = _blend(b1, state['mu'], updates), _blend(b2, state['nu'], _squares(updates))
        ahead = _corrected(mu, b1, count)
        if nesterov:
            ahead = _blend(b1, _corrected(mu, b1, count + 1), _corrected(updates, b1, count))
        step = tree_map(lambda m, v: m/(np.sqrt(v + eps_root) + eps), ahead, _corrected(nu, b2, count))
        return step, {'count': count, 'mu': mu, 'nu': nu}
    return GradientTransformation(init, update)


def scale_by_adamax(b1=0.9, b2=0.999, eps=1e-8):
    def init(params):
        return {'count': zero(), 'mu': _zeros(params), 'nu': _zeros(params)}
    def update(updates, state, params):
        count = state['count'] + 1
        mu = _blend(b1, state['mu'], updates)
        nu = tree_map(lambda g, u: np.maximum(np.abs(g) + eps, b2*u), updates, state['nu'])
        step = tree_map(lambda m, u: m/u, _corrected(mu, b1, count), nu)
        return step, {'count': count, 'mu': mu, 'nu': nu}
    return GradientTransformation(init, update)


def scale_by_rss(initial_accumulator_value=0.1, eps=1e-7):
    def update(updates, state, params):
        total = tree_map(lambda g, t: g**2 + t, updates, state['sum'])
        return tree_map(lambda g, t: np.where(t > 0, g/np.sqrt(t + eps), 0.0), updates, total), {'sum': total}
    return GradientTransformation(lambda params: {'sum': _zeros(params, initial_accumulator_value)}, update)


def scale_by_rms(decay=0.9, eps=1e-8, initial_scale=0.0, eps_in_sqrt=True, bias_correction=False):
    def update(updates, state, params):
        count = state['count'] + 1
        nu = _blend(decay, state['nu'], _squares(updates))
        size = _corrected(nu, decay, count) if bias_correction else nu
        step = tree_map(lambda g, n: g/(np.sqrt(n + eps) if eps_in_sqrt else np.sqrt(n) + eps), updates, size)
        return step, {'count': count, 'nu': nu}
    return GradientTransformation(lambda params: {'count': zero(), 'nu': _zeros(params, initial_scale)}, update)


def scale_by_lion(b1=0.9, b2=0.99, mu_dtype=None):
    def update(updates, state, params):
        step = tree_map(lambda c: np.sign(c), _blend(b1, state['mu'], updates))
        return step, {'mu': _blend(b2, state['mu'], updates)}
    return GradientTransformation(lambda params: {'mu': _zeros(params)}, update)


def add_decayed_weights(weight_decay=0.0, mask=None):
    _unmasked(mask)
    return _without_state(lambda updates, params: tree_map(
        lambda g, p: g + weight_decay*p, updates, _parameters(params)))


def clip(max_delta):
    return _without_state(lambda updates, params: tree_map(lambda g: np.clip(g, -max_delta, max_delta), updates))


def global_norm(updates):
    total = 0
    for each in tree_leaves(updates):
        total = total + np.sum(each**2)
    return np.sqrt(total)


def clip_by_global_norm(max_norm):
    def change(updates, params):
        norm = global_norm(updates)
        return tree_map(lambda g: np.where(norm < max_norm, g, g/norm*max_norm), updates)
    return _without_state(change)


def chain(*transforms):
    def update(updates, state, params):
        states = []
        for part, at in zip(transforms, state):
            updates, at = part.update(updates, at, params)
            states.append(at)
        return updates, tuple(states)
    return GradientTransformation(lambda params: tuple([part.init(params) for part in transforms]), update)


def apply_updates(params, updates):
    return tree_map(lambda p, u: p + u, params, updates)
"""
SCHEDULES = """
def constant_schedule(value):
    return lambda count: value


def polynomial_schedule(init_value, end_value, power, transition_steps, transition_begin=0):
    if transition_steps <= 0:
        return constant_schedule(init_value)
    def schedule(count):
        done = np.clip(count - transition_begin, 0, transition_steps)
        return (init_value - end_value)*(1 - done/transition_steps)**power + end_value
    return schedule


def linear_schedule(init_value, end_value, transition_steps, transition_begin=0):
    return polynomial_schedule(init_value, end_value, 1, transition_steps, transition_begin)


def exponential_decay(init_value, transition_steps, decay_rate, transition_begin=0, staircase=False, end_value=None):
    if transition_steps <= 0 or decay_rate == 0:
        return constant_schedule(init_value)
    def schedule(count):
        done = count - transition_begin
        part = done/transition_steps
        rate = np.where(done <= 0, init_value, init_value*decay_rate**(np.floor(part) if staircase else part))
        if end_value is None:
            return rate
        return np.maximum(rate, end_value) if decay_rate < 1 else np.minimum(rate, end_value)
    return schedule


def cosine_decay_schedule(init_value, decay_steps, alpha=0.0, exponent=1.0):
    def schedule(count):
        part = np.minimum(count, decay_steps)/decay_steps
        return init_value*((1 - alpha)*(0.5*(1 + np.cos(np.pi*part)))**exponent + alpha)
    return schedule


def piecewise_constant_schedule(init_value, boundaries_and_scales=None):
    def schedule(count):
        rate = init_value
        for boundary, factor in sorted((boundaries_and_scales or {}).items()):
            rate = np.where(count < boundary, rate, factor*rate)
        return rate
    return schedule


def join_schedules(schedules, boundaries):
    def schedule(step):
        rate = schedules[0](step)
        for boundary, later in zip(boundaries, schedules[1:]):
            rate = np.where(step < boundary, rate, later(step - boundary))
        return rate
    return schedule


def warmup_constant_schedule(init_value, peak_value, warmup_steps):
    return linear_schedule(init_value, peak_value, warmup_steps)


def warmup_cosine_decay_schedule(init_value, peak_value, warmup_steps, decay_steps, end_value=0.0, exponent=1.0):
    alpha = 0.0 if peak_value == 0 else end_value/peak_value
    up = linear_schedule(init_value, peak_value, warmup_steps)
    down = cosine_decay_schedule(peak_value, decay_steps - warmup_steps, alpha, exponent)
    return join_schedules([up, down], [warmup_steps])


def warmup_exponential_decay_schedule(init_value, peak_value, warmup_steps, transition_steps, decay_rate,
                                      transition_begin=0, staircase=False, end_value=None):
    up = linear_schedule(init_value, peak_value, warmup_steps)
    down = exponential_decay(peak_value, transition_steps, decay_rate, transition_begin, staircase, end_value)
    return join_schedules([up, down], [warmup_steps])
"""
# optimizer -> its settings with optax's defaults, and the transformations that it chains
RULES: Mapping[str, tuple[str, str]] = {
    "sgd": (
        "momentum=None, nesterov=False, accumulator_dtype=None",
        "identity() if momentum is None else trace(momentum, nesterov), scale_by_learning_rate(learning_rate)",
    ),
    "adam": (
        "b1=0.9, b2=0.999, eps=1e-8, eps_root=0.0, mu_dtype=None, nesterov=False",
        "scale_by_adam(b1, b2, eps, eps_root, mu_dtype, nesterov), scale_by_learning_rate(learning_rate)",
    ),
    "adamw": (
        "b1=0.9, b2=0.999, eps=1e-8, eps_root=0.0, mu_dtype=None, weight_decay=1e-4, mask=None, nesterov=False",
        "scale_by_adam(b1, b2, eps, eps_root, mu_dtype, nesterov), add_decayed_weights(weight_decay, mask), "
        "scale_by_learning_rate(learning_rate)",
    ),
    "adamax": (
        "b1=0.9, b2=0.999, eps=1e-8",
        "scale_by_adamax(b1, b2, eps), scale_by_learning_rate(learning_rate)",
    ),
    "adagrad": (
        "initial_accumulator_value=0.1, eps=1e-7",
        "scale_by_rss(initial_accumulator_value, eps), scale_by_learning_rate(learning_rate)",
    ),
    "rmsprop": (
        "decay=0.9, eps=1e-8, initial_scale=0.0, eps_in_sqrt=True, centered=False, momentum=None, nesterov=False, "
        "bias_correction=False",
        "scale_by_rms(decay, eps, initial_scale, eps_in_sqrt, bias_correction) if not centered else "
        "refuse('`centered` is not read here.', 'Leave it out.'), scale_by_learning_rate(learning_rate), "
        "identity() if momentum is None else trace(momentum, nesterov)",
    ),
    "lion": (
        "b1=0.9, b2=0.99, mu_dtype=None, weight_decay=1e-3, mask=None",
        "scale_by_lion(b1, b2), add_decayed_weights(weight_decay, mask), scale_by_learning_rate(learning_rate)",
    ),
}
LOSSES = """
def squared_error(predictions, targets=None):
    return (predictions if targets is None else predictions - targets)**2


def l2_loss(predictions, targets=None):
    return 0.5*squared_error(predictions, targets)


def sigmoid_binary_cross_entropy(logits, labels):
    return -labels*log_sigmoid(logits) - (1 - labels)*log_sigmoid(-logits)


def softmax_cross_entropy(logits, labels, axis=-1):
    return -np.sum(labels*log_softmax(logits, axis), axis=axis)


def softmax_cross_entropy_with_integer_labels(logits, labels):
    return -np.sum(one_hot(labels, logits.shape[-1])*log_softmax(logits, -1), axis=-1)


def huber_loss(predictions, targets=None, delta=1.0):
    error = np.abs(predictions if targets is None else predictions - targets)
    inner = np.minimum(error, delta)
    return 0.5*inner**2 + delta*(error - inner)


def log_cosh(predictions, targets=None):
    error = predictions if targets is None else predictions - targets
    return np.logaddexp(error, -error) - np.log(2.0)


def hinge_loss(predictor_outputs, targets):
    return np.maximum(0, 1 - predictor_outputs*targets)
"""


def _optimizer(name: str, settings: str, parts: str) -> str:
    return f"\n\ndef {name}(learning_rate, {settings}):\n    return chain({parts})\n"


TEXT = SourceDefinitions(
    PARTS + SCHEDULES + "".join(_optimizer(name, *rule) for name, rule in RULES.items()),
    {"np": "numpy"},
    {"zero": MOVING["zero"], "tree_map": tree_map, "tree_leaves": leaves},
)
LOSS_TEXT = SourceDefinitions(
    LOSSES,
    {"np": "numpy"},
    {"log_sigmoid": prelude("log_sigmoid"), "log_softmax": over_dimension("log_softmax"), "one_hot": one_hot},
)
LOSS_ROWS: Mapping[str, Any] = LOSS_TEXT.rows()
OPTAX: Mapping[str, Any] = {**TEXT.rows(), **LOSS_ROWS}
OPTAX_MODULES: Mapping[str, Mapping[str, Any]] = {
    "optax": OPTAX, "optax.losses": LOSS_ROWS, "optax.schedules": OPTAX, "optax.transforms": OPTAX,
}  # fmt: skip
