"""JAX and HIPS autograd: what their names mean, and the functional updates of JAX's arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..calling import Arguments
from ..values import Const, Items, Value
from .autodiff import TRANSFORMS
from .custom_functions import JAX_CUSTOM
from .jax_control import cond, fori_loop, leaves, mapped, scan, switch, tree_map, while_loop
from .numpy import BRACKETS, CONSTANTS, LINALG, NUMPY
from .prelude_calls import prelude
from .random import NUMPY_RANDOM, uniform_between, unseeded
from .rows import Row, identity, no_effect, op
from .scipy import SCIPY
from .source_definitions import SourceDefinitions
from .torch import one_hot, over_dimension
from .torch_functional import FUNCTIONAL

__all__ = ["JAX_MODULES", "JAX_NAMES", "JAX_NN", "say_that_numbers_differ"]

# random numbers ---------------------------------------------------------------------------------------------------------


def say_that_numbers_differ(call: Arguments) -> None:
    """Add the notice that random numbers are not those of the library."""
    call.machine.note(
        "random",
        "These random numbers are not those of the library's own generator: other ones stand in for them.",
        call.node,
    )


def _key(call: Arguments) -> Value:
    return Items([Const(0), Const(0)])


def _split(call: Arguments) -> Value:
    _, count = call.bind("key, num=2")
    return Items(Items([Const(0), Const(place)]) for place in range(call.integer(count)))


def _sizes(call: Arguments, shape: Value) -> tuple[int, ...]:
    return call.sizes([shape]) if shape != () else ()


def _normal(call: Arguments) -> Value:
    say_that_numbers_differ(call)
    _, shape, _ = call.bind("key, shape=(), dtype=None")
    return unseeded(call, "randn", _sizes(call, shape))


def _uniform(call: Arguments) -> Value:
    say_that_numbers_differ(call)
    _, shape, _, low, high = call.bind("key, shape=(), dtype=None, minval=0.0, maxval=1.0")
    return uniform_between(call, unseeded(call, "rand", _sizes(call, shape)), low, high)


def _whole(call: Arguments) -> Value:
    say_that_numbers_differ(call)
    _, shape, low, high, _ = call.bind("key, shape, minval, maxval, dtype=None")
    return NUMPY_RANDOM["randint"](Arguments(call.machine, call.name, [low, high, shape], {}, call.node))


def _coins(call: Arguments) -> Value:
    say_that_numbers_differ(call)
    _, p, shape = call.bind("key, p=0.5, shape=None")
    sizes = call.shape(p) if shape is None else _sizes(call, shape)
    return call.emit("lt", [unseeded(call, "rand", sizes), p], None, "bool")


def _random_choice(name: str) -> Row:
    def run(call: Arguments) -> Value:
        say_that_numbers_differ(call)
        call.args = call.args[1:]
        return NUMPY_RANDOM[name](call)

    return run


RANDOM: Mapping[str, Row] = {
    "PRNGKey": _key, "key": _key, "split": _split, "fold_in": _key, "normal": _normal, "uniform": _uniform,
    "randint": _whole, "bernoulli": _coins, "permutation": _random_choice("permutation"), "choice": _random_choice("choice"),
}  # fmt: skip

# functions --------------------------------------------------------------------------------------------------------------

NN_TEXT = SourceDefinitions(
    """
@hidden
def gelu(x, approximate=True):
    return plain_gelu_tanh(x) if approximate else plain_gelu(x)

def hard_tanh(x):
    return np.where(x > -1, np.where(x < 1, x, 1), -1)

@hidden
def soft_sign(x):
    return plain_softsign(x)

def squareplus(x, b=4):
    return (x + np.sqrt(x**2 + b))/2

def glu(x, axis=-1):
    a, b = np.split(x, 2, axis=axis)
    return a*plain_sigmoid(b)

def log1mexp(x):
    return np.log1p(-np.exp(-x))

def sparse_plus(x):
    return np.where(x <= -1, 0, np.where(x < 1, (x + 1)**2/4, x))

def sparse_sigmoid(x):
    return np.clip((x + 1)/2, 0, 1)

def standardize(x, axis=-1, mean=None, variance=None, epsilon=1e-5):
    m = np.mean(x, axis=axis, keepdims=True) if mean is None else mean
    v = np.mean(x**2, axis=axis, keepdims=True) - m**2 if variance is None else variance
    return (x - m)/np.sqrt(v + epsilon)

@hidden
def identity(x):
    return x

@hidden
def dot_product_attention(query, key, value, bias=None, mask=None, scale=None, is_causal=False):
    q, k, v = [np.swapaxes(each, -3, -2) for each in (query, key, value)]
    if bias is not None:
        if mask is not None:
            refuse('`dot_product_attention` is read with a bias or a mask, not both.', 'Add them yourself.')
        mask = bias
    return np.swapaxes(attention(q, k, v, attn_mask=mask, scale=scale, is_causal=is_causal), -3, -2)
""",
    {"np": "numpy"},
    {
        "plain_gelu_tanh": prelude("gelu_tanh"), "plain_gelu": prelude("gelu"), "plain_softsign": prelude("softsign"),
        "plain_sigmoid": prelude("sigmoid"), "attention": FUNCTIONAL["scaled_dot_product_attention"],
    },
)  # fmt: skip
JAX_NN: dict[str, Any] = {
    **{name: prelude(name) for name in ("sigmoid", "leaky_relu", "elu", "selu", "celu", "silu", "swish", "softplus",
                                        "log_sigmoid", "relu6", "hard_sigmoid", "mish")},
    **NN_TEXT.rows(), "relu": op("relu"), "tanh": op("tanh"), "hard_swish": prelude("hardswish"),
    "hard_silu": prelude("hardswish"), "log_softmax": over_dimension("log_softmax"), "softmax": over_dimension("softmax"),
    "logsumexp": SCIPY["scipy.special"]["logsumexp"], "one_hot": one_hot,
}  # fmt: skip
LAX_TEXT = SourceDefinitions(
    """
@hidden
def rsqrt(x):
    return 1/np.sqrt(x)

@hidden
def clamp(min, x, max):
    return np.clip(x, min, max)

@hidden
def select(pred, on_true, on_false):
    return np.where(pred, on_true, on_false)

@hidden
def integer_pow(x, y):
    return x**y

@hidden
def dynamic_slice(operand, start_indices, slice_sizes):
    for axis, size in enumerate(slice_sizes):
        start = int(start_indices[axis])
        operand = np.take(operand, list(range(start, start + size)), axis=axis)
    return operand

@hidden
def dynamic_index_in_dim(operand, index, axis=0, keepdims=True):
    found = np.take(operand, index, axis=axis)
    return np.expand_dims(found, axis) if keepdims else found

@hidden
def dynamic_update_slice(operand, update, start_indices):
    starts, sizes, result = [int(start) for start in start_indices], np.shape(update), update
    for axis in reversed(range(len(sizes))):
        slab = operand
        for outer in range(axis):
            slab = np.take(slab, list(range(starts[outer], starts[outer] + sizes[outer])), axis=outer)
        end = starts[axis] + sizes[axis]
        parts = [result]
        if starts[axis] > 0:
            parts = [np.take(slab, list(range(starts[axis])), axis=axis)] + parts
        if end < np.shape(operand)[axis]:
            parts = parts + [np.take(slab, list(range(end, np.shape(operand)[axis])), axis=axis)]
        result = np.concatenate(parts, axis=axis) if len(parts) > 1 else result
    return result

@hidden
def associative_scan(fn, elems, reverse=False, axis=0):
    if reverse or axis != 0:
        refuse('This scan is read forward along the first axis.', 'Leave `reverse` and `axis` out.')
    rows = [elems[0]]
    for i in range(1, len(elems)):
        rows.append(fn(rows[-1], elems[i]))
    return np.stack(rows)

@hidden
def reduce_sum(operand, axes):
    return np.sum(operand, axis=tuple(axes))

@hidden
def reduce_max(operand, axes):
    return np.max(operand, axis=tuple(axes))

@hidden
def concatenate(operands, dimension):
    return np.concatenate(operands, axis=dimension)

@hidden
def transpose(operand, permutation):
    return np.transpose(operand, permutation)
""",
    {"np": "numpy"},
)
LAX_NAMES: Mapping[str, str] = {  # functions of lax that are NumPy's, and what NumPy calls them
    **{name: name for name in ("exp", "log", "sin", "cos", "tan", "tanh", "sqrt", "abs", "sign", "floor", "ceil", "round",
                               "log1p", "expm1", "square", "cbrt", "cumsum", "cumprod", "argmax", "argmin", "sort")},
    "add": "add", "sub": "subtract", "mul": "multiply", "div": "divide", "pow": "power", "neg": "negative",
    "max": "maximum", "min": "minimum", "rem": "fmod", "atan2": "arctan2", "dot": "dot", "gt": "greater", "lt": "less",
    "ge": "greater_equal", "le": "less_equal", "eq": "equal", "ne": "not_equal", "reshape": "reshape",
    "expand_dims": "expand_dims", "squeeze": "squeeze", "rev": "flip",
}  # fmt: skip
LAX: dict[str, Any] = {
    **{name: NUMPY[word] for name, word in LAX_NAMES.items()}, **LAX_TEXT.rows(),
    "erf": op("erf"), "erfc": op("erfc"), "lgamma": op("lgamma"), "digamma": op("digamma"),
    "logistic": prelude("sigmoid"), "fori_loop": fori_loop, "while_loop": while_loop, "cond": cond, "switch": switch,
    "scan": scan, "map": mapped, "stop_gradient": op("stop"),
}  # fmt: skip
TREES: Mapping[str, Row] = {"tree_map": tree_map, "map": tree_map, "tree_leaves": leaves, "leaves": leaves}
JAX: Mapping[str, Any] = {
    **TRANSFORMS, "tree_map": tree_map, "block_until_ready": identity, "device_put": identity,
    "device_get": identity, "checkpoint": TRANSFORMS["jit"], "remat": TRANSFORMS["jit"], "Array": NUMPY["array"],
    **JAX_CUSTOM.classes(),
}  # fmt: skip
ARRAYS: Mapping[str, Any] = {**NUMPY, **CONSTANTS, **BRACKETS}
JAX_MODULES: Mapping[str, Mapping[str, Any]] = {
    "jax": JAX,
    "jax.numpy": ARRAYS,
    "jax.numpy.linalg": LINALG,
    "jax.nn": JAX_NN,
    "jax.random": RANDOM,
    "jax.lax": LAX,
    "jax.tree_util": TREES,
    "jax.tree": TREES,
    "jax.config": {"update": no_effect},
    **{f"jax.{path}": table for path, table in SCIPY.items()},
    "autograd": TRANSFORMS,
    "autograd.numpy": ARRAYS,
    "autograd.numpy.linalg": LINALG,
    "autograd.numpy.random": NUMPY_RANDOM,
    **{f"autograd.{path}": table for path, table in SCIPY.items()},
}
JAX_NAMES: Mapping[str, str] = {"jnp": "jax.numpy", "jax": "jax"}  # names that need no import
