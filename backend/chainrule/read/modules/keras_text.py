"""Layers, losses, optimizers and functions of TensorFlow and Keras, written in the language."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from ..calling import Arguments
from ..classes import call_function, call_method
from ..values import Builtin, Items, ProgramFunction, Value
from .keras_attention import LAYERS as ATTENTION_LAYERS
from .keras_functional import HELPERS as FUNCTIONAL_HELPERS
from .keras_functional import METHODS as FUNCTIONAL_METHODS
from .keras_functional import TENSOR
from .keras_layers import HELPERS as LAYER_HELPERS
from .keras_layers import LAYERS as MORE_LAYERS
from .keras_training import HELPERS as TRAINING_HELPERS
from .keras_training import METHODS as TRAINING_METHODS
from .numpy import NUMPY
from .parameters import REFLECTION, held_numbers, parameter_value, random_weights
from .prelude_calls import classes, prelude
from .rows import Row, op
from .source_definitions import SourceDefinitions
from .torch import over_dimension
from .torch_functional import FUNCTIONAL

__all__ = ["ACTIVATIONS", "FUNCTIONS_TEXT", "LAYERS_TEXT", "LOSSES_TEXT"]


def _leaky_relu(slope: str, default: float) -> Row:
    """Keras calls the slope `negative_slope` (0.2), TensorFlow `alpha` (0.2)."""

    def run(call: Arguments) -> Value:
        x, a = call.bind(f"x, {slope}={default}")
        return prelude("leaky_relu")(Arguments(call.machine, call.name, [x, a], {}, call.node))

    return run


def _gelu(call: Arguments) -> Value:
    x, approximate = call.bind("x, approximate=False")
    row = prelude("gelu_tanh" if call.flag(approximate) else "gelu")
    return row(Arguments(call.machine, call.name, [x], {}, call.node))


def _identity(call: Arguments) -> Value:
    return call.bind("x")[0]


ACTIVATIONS: dict[str, Row] = {
    "sigmoid": prelude("sigmoid"), "tanh": op("tanh"), "relu": op("relu"), "softmax": over_dimension("softmax"),
    "elu": prelude("elu"), "selu": prelude("selu"), "softplus": prelude("softplus"), "softsign": prelude("softsign"),
    "swish": prelude("swish"), "silu": prelude("swish"), "gelu": _gelu, "mish": prelude("mish"),
    "leaky_relu": _leaky_relu("negative_slope", 0.2), "log_softmax": over_dimension("log_softmax"),
    "linear": _identity, "exponential": op("exp"), "relu6": prelude("relu6"), "hard_sigmoid": prelude("hardsigmoid"),
    "log_sigmoid": prelude("logsigmoid"), "tanh_shrink": prelude("tanhshrink"), "celu": prelude("celu"),
    "hard_tanh": FUNCTIONAL["hardtanh"], "hard_shrink": FUNCTIONAL["hardshrink"],
}  # fmt: skip


def _named(call: Arguments) -> Value:
    """Return the activation that a text names; a function is one itself, None changes nothing."""
    (name,) = call.bind("activation")
    if name is None:
        return Builtin("linear", _identity)
    if type(name) is not str:
        return name
    if name not in ACTIVATIONS:
        raise call.refuse(f"The activation {name[:40]!r} is not read here.", f"There are: {', '.join(ACTIVATIONS)}.")
    return Builtin(name, ACTIVATIONS[name])


def _initial(call: Arguments) -> Value:
    """Return the first values of a weight: `initial(rule, sizes...)`."""
    rule, *sizes = call.args
    if isinstance(rule, tuple):  # `initializers.Constant(0.1)`
        return NUMPY["full"](Arguments(call.machine, call.name, [tuple(sizes), *rule], {}, call.node))
    if rule in RANDOM_INITIAL:
        return _random_initial(call, RANDOM_INITIAL[rule], call.sizes(sizes))
    if rule not in INITIAL:
        raise call.refuse("This initializer is not read here.", f"There are: {', '.join([*INITIAL, *RANDOM_INITIAL])}.")
    return REFLECTION[INITIAL[rule]](Arguments(call.machine, call.name, sizes, {}, call.node))


INITIAL = {"glorot_uniform": "glorot", "zeros": "zeros", "ones": "ones"}
RANDOM_INITIAL: dict[str, tuple[str, Callable[[int, int], float]]] = {  # how, its spread by fan-in and fan-out
    "he_normal": ("truncated", lambda n, k: math.sqrt(2 / n)),
    "he_uniform": ("uniform", lambda n, k: math.sqrt(6 / n)),
    "lecun_normal": ("truncated", lambda n, k: math.sqrt(1 / n)),
    "lecun_uniform": ("uniform", lambda n, k: math.sqrt(3 / n)),
    "glorot_normal": ("truncated", lambda n, k: math.sqrt(2 / (n + k))),
    "random_normal": ("normal", lambda n, k: 0.05),
    "random_uniform": ("uniform", lambda n, k: 0.05),
    "truncated_normal": ("truncated", lambda n, k: 0.05),
}
SHARE_WITHIN = 0.87962566103423978  # the spread of a normal number that is cut off at two spreads


def _random_initial(call: Arguments, rule: tuple[str, Callable[[int, int], float]], sizes: tuple[int, ...]) -> Value:
    """Return a weight drawn by a rule of Keras; the last two sizes are inputs and outputs, those before a window."""
    how, spread = rule
    window = math.prod(sizes[:-2])
    inputs, outputs = sizes[-2:] if len(sizes) > 1 else (*sizes, *sizes) if sizes else (1, 1)
    scale = spread(max(inputs * window, 1), max(outputs * window, 1))
    if how == "uniform":
        return parameter_value(call, random_weights(call, sizes, "uniform", -scale, scale))
    scale = scale / SHARE_WITHIN if how == "truncated" else scale
    numbers = random_weights(call, sizes, "normal", 0.0, scale)
    while how == "truncated" and (beyond := np.abs(numbers) > 2 * scale).any():
        numbers[beyond] = random_weights(call, (int(np.sum(beyond)),), "normal", 0.0, scale)
    return parameter_value(call, numbers)


def _accepted(call: Arguments) -> Value:
    """Return settings of a call without those of Keras itself that a layer's own `call` does not take."""
    layer, settings = call.args
    method = layer.cls.find("call")
    if type(method) is not ProgramFunction or method.parameters.double_star is not None:
        return settings
    own_names = {*method.parameters.names, *method.parameters.keyword_only}
    return {name: value for name, value in settings.items() if name in own_names or name not in ("training", "mask")}


def _run_inside(call: Arguments) -> Value:
    """Run the `call` of a layer in the frame of its class, not in one of its own."""
    layer, args, settings = call.args
    method = layer.cls.find("call")
    if type(method) is not ProgramFunction:
        return call_method(call.machine, layer, "call", list(args), call.node, settings)
    return call_function(call.machine, replace(method, hidden=True), [layer, *args], settings, call.node)


def _one_hot_of(call: Arguments) -> Value:
    return classes(call, *call.bind("scores, labels"))


def _variables(call: Arguments) -> Value:
    return Items(held_numbers(call, without=("optimizer", "compiled_loss")))


LAYERS_TEXT = SourceDefinitions(
    """
class Layer:
    __framed__ = True
    built = False
    results = 1

    def __init__(self, *args, **kwargs):
        return None

    def build(self, input_shape):
        return None

    def add_weight(self, name=None, shape=None, initializer='glorot_uniform', trainable=True, dtype=None):
        return initial(initializer, *shape)

    def __call__(self, *args, **kwargs):
        if is_symbolic(args[0]):
            return _symbolic(self, args, kwargs, self.results)
        if not self.built:
            self.built = True
            self.build([np.shape(each) for each in args[0]] if _are_several(args[0]) else np.shape(args[0]))
        return run_inside(self, args, accepted(self, kwargs))

    @property
    def weights(self):
        return variables(self)

    @property
    def variables(self):
        return variables(self)

    @property
    def trainable_variables(self):
        return variables(self)

    @property
    def trainable_weights(self):
        return variables(self)

    def summary(self):
        return None


class Model(Layer):
""" + FUNCTIONAL_METHODS + TRAINING_METHODS + """


class Module(Layer):
    pass


""" + TENSOR + """

class History:
    def __init__(self, loss):
        self.history = {'loss': [loss]}
        self.epoch = [0]


def _are_several(x):
    return isinstance(x, (list, tuple)) and len(x) > 0 and not isinstance(x[0], (list, tuple)) and np.ndim(x[0]) > 0


def _batch(x):
    if _are_several(x):
        return [_batch(each) for each in x]
    x = np.asarray(x)
    return x[:, None] if np.ndim(x) == 1 else x


@hidden
def weighted_loss(loss, y, predictions, weights):
    if is_object(loss):
        return loss(y, predictions, sample_weight=weights)
    values = loss(y, predictions)
    return np.mean(values*np.reshape(weights, np.shape(weights) + (1,)*(np.ndim(values) - np.ndim(weights))))


@hidden
def weights_of_classes(y, class_weight):
    if np.ndim(y) > 1 and np.shape(y)[-1] > 1:
        y = np.argmax(y, axis=-1)
    rows = np.reshape(y, -1)
    total = np.zeros(np.shape(rows))
    for label, weight in class_weight.items():
        total = total + weight*(rows == label)
    return total


class Dense(Layer):
    def __init__(self, units, activation=None, use_bias=True, kernel_initializer='glorot_uniform',
                 bias_initializer='zeros', kernel_regularizer=None, bias_regularizer=None, input_shape=None,
                 input_dim=None, name=None, dtype=None):
        if kernel_regularizer is not None or bias_regularizer is not None:
            refuse('`Dense` is read without regularizers.', 'Add the penalty to the loss.')
        self.units = units
        self.activation = named(activation)
        self.use_bias = use_bias
        self.rules = (kernel_initializer, bias_initializer)
        if input_dim is not None or input_shape is not None:
            self.build((None, input_dim if input_dim is not None else input_shape[-1]))
            self.built = True

    def build(self, input_shape):
        self.kernel = initial(self.rules[0], input_shape[-1], self.units)
        if self.use_bias:
            self.bias = initial(self.rules[1], self.units)

    @hidden
    def call(self, inputs):
        out = inputs @ self.kernel
        if self.use_bias:
            out = out + self.bias
        return self.activation(out)


class Activation(Layer):
    def __init__(self, activation, name=None):
        self.activation = named(activation)

    @hidden
    def call(self, inputs):
        return self.activation(inputs)


class ReLU(Layer):
    @hidden
    def call(self, inputs):
        return np.maximum(inputs, 0)


class LeakyReLU(Layer):
    def __init__(self, negative_slope=0.3, alpha=None, name=None):
        self.slope = negative_slope if alpha is None else alpha

    @hidden
    def call(self, inputs):
        return leaky_relu(inputs, self.slope)


class Softmax(Layer):
    def __init__(self, axis=-1, name=None):
        self.axis = axis

    @hidden
    def call(self, inputs):
        return softmax(inputs, self.axis)


class ELU(Layer):
    def __init__(self, alpha=1.0, name=None):
        self.alpha = alpha

    @hidden
    def call(self, inputs):
        return np.where(inputs > 0, inputs, self.alpha*(np.exp(np.minimum(inputs, 0)) - 1))


class Rescaling(Layer):
    def __init__(self, scale, offset=0.0, name=None):
        self.scale, self.offset = scale, offset

    @hidden
    def call(self, inputs):
        return inputs*self.scale + self.offset


class Permute(Layer):
    def __init__(self, dims, name=None):
        self.dims = dims

    @hidden
    def call(self, inputs):
        return np.transpose(inputs, (0,) + tuple(self.dims))


class RepeatVector(Layer):
    def __init__(self, n, name=None):
        self.n = n

    @hidden
    def call(self, inputs):
        return np.repeat(np.expand_dims(inputs, 1), self.n, axis=1)


class Add(Layer):
    @hidden
    def call(self, inputs):
        return sum(inputs[1:], inputs[0])


class Subtract(Layer):
    @hidden
    def call(self, inputs):
        if len(inputs) != 2:
            refuse('`Subtract` takes two inputs.', 'Write `Subtract()([a, b])`.')
        return inputs[0] - inputs[1]


class Multiply(Layer):
    @hidden
    def call(self, inputs):
        out = inputs[0]
        for each_input in inputs[1:]:
            out = out*each_input
        return out


class Average(Layer):
    @hidden
    def call(self, inputs):
        return sum(inputs[1:], inputs[0])/len(inputs)


class Maximum(Layer):
    @hidden
    def call(self, inputs):
        out = inputs[0]
        for each_input in inputs[1:]:
            out = np.maximum(out, each_input)
        return out


class Minimum(Layer):
    @hidden
    def call(self, inputs):
        out = inputs[0]
        for each_input in inputs[1:]:
            out = np.minimum(out, each_input)
        return out


class Concatenate(Layer):
    def __init__(self, axis=-1, name=None):
        self.axis = axis

    @hidden
    def call(self, inputs):
        return np.concatenate(inputs, axis=self.axis)


class InputLayer(Layer):
    def __init__(self, shape=None, input_shape=None, name=None, dtype=None):
        return None

    @hidden
    def call(self, inputs):
        return inputs


class Flatten(Layer):
    @hidden
    def call(self, inputs):
        return np.reshape(inputs, (len(inputs), -1))


class Reshape(Layer):
    def __init__(self, target_shape, name=None):
        self.target_shape = target_shape

    @hidden
    def call(self, inputs):
        return np.reshape(inputs, (np.shape(inputs)[0],) + tuple(self.target_shape))


class Dropout(Layer):
    def __init__(self, rate, noise_shape=None, seed=None, name=None):
        self.rate = rate

    @hidden
    def call(self, inputs, training=False):
        return dropout(inputs, self.rate, training)


class Embedding(Layer):
    def __init__(self, input_dim, output_dim, name=None, input_length=None, mask_zero=False):
        if mask_zero:
            refuse('`Embedding` is read without `mask_zero`: later layers would skip the places of 0.', 'Leave it out.')
        self.embeddings = spread_uniform(input_dim, output_dim)

    @hidden
    def call(self, inputs):
        return self.embeddings[inputs]


class LayerNormalization(Layer):
    def __init__(self, axis=-1, epsilon=0.001, center=True, scale=True, name=None):
        if axis != -1:
            refuse('`LayerNormalization` is read for the last axis.', 'Leave `axis` out.')
        self.epsilon = epsilon
        self.center = center
        self.scale = scale

    def build(self, input_shape):
        if self.scale:
            self.gamma = initial('ones', input_shape[-1])
        if self.center:
            self.beta = initial('zeros', input_shape[-1])

    @hidden
    def call(self, inputs):
        mean = np.mean(inputs, axis=-1, keepdims=True)
        var = np.mean((inputs - mean)**2, axis=-1, keepdims=True)
        out = (inputs - mean)/np.sqrt(var + self.epsilon)
        if self.scale:
            out = out*self.gamma
        return out + self.beta if self.center else out


class BatchNormalization(Layer):
    def __init__(self, axis=-1, momentum=0.99, epsilon=0.001, center=True, scale=True, name=None):
        self.epsilon = epsilon
        self.center = center
        self.scale = scale

    def build(self, input_shape):
        if self.scale:
            self.gamma = initial('ones', input_shape[-1])
        if self.center:
            self.beta = initial('zeros', input_shape[-1])

    @hidden
    def call(self, inputs, training=False):
        if training:
            axes = tuple(range(np.ndim(inputs) - 1))
            mean = np.mean(inputs, axis=axes, keepdims=True)
            var = np.mean((inputs - mean)**2, axis=axes, keepdims=True)
            out = (inputs - mean)/np.sqrt(var + self.epsilon)
        else:
            out = inputs/np.sqrt(1 + self.epsilon)
        if self.scale:
            out = out*self.gamma
        return out + self.beta if self.center else out


class Sequential(Model):
    def __init__(self, layers=None, name=None):
        self._items = list(layers) if layers is not None else []

    def add(self, layer):
        self._items.append(layer)

    @property
    def layers(self):
        return self._items

    def __call__(self, inputs, training=False):
        for layer in self._items:
            inputs = layer(inputs, training=training) if takes_training(layer) else layer(inputs)
        return inputs

    def call(self, inputs, training=False):
        return self(inputs, training)


@hidden
def Input(shape=None, batch_size=None, name=None, dtype=None):
    return KerasTensor()


def add(inputs):
    return Add()(inputs)


def subtract(inputs):
    return Subtract()(inputs)


def multiply(inputs):
    return Multiply()(inputs)


def average(inputs):
    return Average()(inputs)


def maximum(inputs):
    return Maximum()(inputs)


def minimum(inputs):
    return Minimum()(inputs)


def concatenate(inputs, axis=-1):
    return Concatenate(axis)(inputs)
"""
    + MORE_LAYERS
    + ATTENTION_LAYERS,
    {"np": "numpy", "copy": "copy"},
    {
        **LAYER_HELPERS, **FUNCTIONAL_HELPERS, **TRAINING_HELPERS, "sigmoid_of": prelude("sigmoid"),
        "named": _named, "initial": _initial, "accepted": _accepted, "run_inside": _run_inside, "variables": _variables, "softmax": over_dimension("softmax"),
        "leaky_relu": prelude("leaky_relu"), "dropout": FUNCTIONAL["dropout"],
        "spread_uniform": lambda call: _spread_uniform(call),
    },
)  # fmt: skip


def _spread_uniform(call: Arguments) -> Value:
    """Keras' first embeddings: U(-0.05, 0.05)."""
    from .parameters import parameter_value, random_weights

    return parameter_value(call, random_weights(call, call.sizes(call.args), "uniform", -0.05, 0.05))


LOSSES_TEXT = SourceDefinitions(
    """
@hidden
def mean_squared_error(y_true, y_pred):
    return np.mean((y_pred - y_true)**2, axis=-1)

@hidden
def mean_absolute_error(y_true, y_pred):
    return np.mean(abs(y_pred - y_true), axis=-1)

@hidden
def mean_absolute_percentage_error(y_true, y_pred):
    return 100*np.mean(abs((y_true - y_pred)/np.maximum(abs(y_true), 1e-07)), axis=-1)

@hidden
def mean_squared_logarithmic_error(y_true, y_pred):
    first, second = np.log1p(np.maximum(y_pred, 1e-07)), np.log1p(np.maximum(y_true, 1e-07))
    return np.mean((first - second)**2, axis=-1)

@hidden
def huber(y_true, y_pred, delta=1.0):
    d = abs(y_pred - y_true)
    return np.mean(np.where(d <= delta, 0.5*d**2, delta*d - 0.5*delta**2), axis=-1)

@hidden
def log_cosh(y_true, y_pred):
    d = y_pred - y_true
    return np.mean(d + softplus(-2*d) - np.log(2), axis=-1)

@hidden
def hinge(y_true, y_pred):
    signs = np.where(y_true == 0, -1, y_true)
    return np.mean(np.maximum(1 - signs*y_pred, 0), axis=-1)

@hidden
def squared_hinge(y_true, y_pred):
    signs = np.where(y_true == 0, -1, y_true)
    return np.mean(np.maximum(1 - signs*y_pred, 0)**2, axis=-1)

@hidden
def categorical_hinge(y_true, y_pred):
    positive = np.sum(y_true*y_pred, axis=-1)
    negative = np.max((1 - y_true)*y_pred, axis=-1)
    return np.maximum(negative - positive + 1, 0)

@hidden
def poisson(y_true, y_pred):
    return np.mean(y_pred - y_true*np.log(y_pred + 1e-07), axis=-1)

@hidden
def kl_divergence(y_true, y_pred):
    t, p = np.clip(y_true, 1e-07, 1), np.clip(y_pred, 1e-07, 1)
    return np.sum(t*np.log(t/p), axis=-1)

@hidden
def cosine_similarity(y_true, y_pred, axis=-1):
    lengths = np.linalg.norm(y_true, axis=axis)*np.linalg.norm(y_pred, axis=axis)
    return -np.sum(y_true*y_pred, axis=axis)/lengths

@hidden
def binary_crossentropy(y_true, y_pred, from_logits=False, label_smoothing=0.0, axis=-1):
    t = y_true*(1 - label_smoothing) + 0.5*label_smoothing if label_smoothing else y_true
    if from_logits:
        return np.mean(np.maximum(y_pred, 0) - y_pred*t + np.log1p(np.exp(-abs(y_pred))), axis=axis)
    p = np.clip(y_pred, 1e-07, 1 - 1e-07)
    return -np.mean(t*np.log(p) + (1 - t)*np.log(1 - p), axis=axis)

@hidden
def categorical_crossentropy(y_true, y_pred, from_logits=False, label_smoothing=0.0, axis=-1):
    t = y_true
    if label_smoothing:
        t = y_true*(1 - label_smoothing) + label_smoothing/np.shape(y_true)[-1]
    return -np.sum(t*_log_chances(y_pred, from_logits, axis), axis=axis)

@hidden
def sparse_categorical_crossentropy(y_true, y_pred, from_logits=False, ignore_class=None, axis=-1):
    if ignore_class is not None:
        refuse('`ignore_class` is not read here.', 'Leave it out.')
    return -np.sum(one_hot_of(y_pred, y_true)*_log_chances(y_pred, from_logits, axis), axis=axis)

def _log_chances(y_pred, from_logits, axis):
    if from_logits:
        return log_softmax(y_pred, axis)
    shares = y_pred/np.sum(y_pred, axis=axis, keepdims=True)
    return np.log(np.clip(shares, 1e-07, 1 - 1e-07))


class Loss:
    def __init__(self, reduction='sum_over_batch_size', name=None, **settings):
        self.reduction = reduction
        self.settings = settings

    def __call__(self, y_true, y_pred, sample_weight=None):
        each = self.call(y_true, y_pred)
        if sample_weight is not None:
            weights = np.asarray(sample_weight)
            each = each*np.reshape(weights, np.shape(weights) + (1,)*(np.ndim(each) - np.ndim(weights)))
        if self.reduction in ('sum_over_batch_size', 'auto', 'mean'):
            return np.mean(each)
        if self.reduction == 'sum':
            return np.sum(each)
        return each
"""
    + "".join(
        f"\n\nclass {name}(Loss):\n    def __init__(self{settings}, reduction='sum_over_batch_size', name=None):\n"
        f"        self.reduction = reduction\n        self.settings = {{{words}}}\n\n    @hidden\n"
        f"    def call(self, y_true, y_pred):\n        return {function}(y_true, y_pred, **self.settings)\n"
        for name, function, settings, words in (
            ("MeanSquaredError", "mean_squared_error", "", ""),
            ("MeanAbsoluteError", "mean_absolute_error", "", ""),
            ("MeanAbsolutePercentageError", "mean_absolute_percentage_error", "", ""),
            ("MeanSquaredLogarithmicError", "mean_squared_logarithmic_error", "", ""),
            ("Huber", "huber", ", delta=1.0", "'delta': delta"),
            ("LogCosh", "log_cosh", "", ""),
            ("Hinge", "hinge", "", ""),
            ("SquaredHinge", "squared_hinge", "", ""),
            ("CategoricalHinge", "categorical_hinge", "", ""),
            ("Poisson", "poisson", "", ""),
            ("KLDivergence", "kl_divergence", "", ""),
            ("CosineSimilarity", "cosine_similarity", ", axis=-1", "'axis': axis"),
            (
                "BinaryCrossentropy", "binary_crossentropy", ", from_logits=False, label_smoothing=0.0, axis=-1",
                "'from_logits': from_logits, 'label_smoothing': label_smoothing, 'axis': axis",
            ),
            (
                "CategoricalCrossentropy", "categorical_crossentropy",
                ", from_logits=False, label_smoothing=0.0, axis=-1",
                "'from_logits': from_logits, 'label_smoothing': label_smoothing, 'axis': axis",
            ),
            (
                "SparseCategoricalCrossentropy", "sparse_categorical_crossentropy",
                ", from_logits=False, ignore_class=None", "'from_logits': from_logits, 'ignore_class': ignore_class",
            ),
        )
    ),
    {"np": "numpy"},
    {
        "softplus": prelude("softplus"), "one_hot_of": _one_hot_of, "log_softmax": over_dimension("log_softmax"),
    },
)  # fmt: skip


FUNCTIONS_TEXT = SourceDefinitions(
    """
@hidden
def matmul(a, b, transpose_a=False, transpose_b=False):
    a = np.swapaxes(a, -1, -2) if transpose_a else a
    return a @ (np.swapaxes(b, -1, -2) if transpose_b else b)

@hidden
def transpose(a, perm=None):
    return np.transpose(a, perm)

@hidden
def concat(values, axis):
    return np.concatenate(values, axis=axis)

@hidden
def split(value, num_or_size_splits, axis=0):
    if isinstance(num_or_size_splits, (list, tuple)):
        ends, total = [], 0
        for size in num_or_size_splits[:-1]:
            total = total + size
            ends.append(total)
        return np.split(value, ends, axis=axis)
    return np.split(value, num_or_size_splits, axis=axis)

@hidden
def unstack(value, axis=0):
    return [np.take(value, i, axis=axis) for i in range(np.shape(value)[axis])]

@hidden
def one_hot(indices, depth, on_value=1, off_value=0, axis=-1):
    rows = rows_of(indices, depth)
    if axis != -1:
        rows = np.moveaxis(rows, -1, axis)
    return rows if on_value == 1 and off_value == 0 else np.where(rows == 1, on_value, off_value)

@hidden
def gather(params, indices, axis=0, batch_dims=0):
    if batch_dims != 0:
        refuse('`tf.gather` is read without `batch_dims`.', 'Use `tf.gather_nd`.')
    return np.take(params, indices, axis=axis)

@hidden
def gather_nd(params, indices):
    return params[tuple([indices[..., i] for i in range(np.shape(indices)[-1])])]

@hidden
def boolean_mask(tensor, mask):
    return tensor[np.nonzero(mask)]

@hidden
def clip_by_value(t, clip_value_min, clip_value_max):
    return np.clip(t, clip_value_min, clip_value_max)

def clip_by_norm(t, clip_norm, axes=None):
    length = np.linalg.norm(t) if axes is None else np.linalg.vector_norm(t, axis=axes, keepdims=True)
    return t*clip_norm/np.maximum(length, clip_norm)

@hidden
def norm(tensor, ord='euclidean', axis=None, keepdims=False):
    return np.linalg.vector_norm(tensor, 2 if ord == 'euclidean' or ord == 'fro' else ord, axis=axis, keepdims=keepdims)

def l2_normalize(x, axis=None, epsilon=1e-12):
    return x/np.sqrt(np.maximum(np.sum(x**2, axis=axis, keepdims=True), epsilon))

@hidden
def l2_loss(t):
    return np.sum(t**2)/2

@hidden
def moments(x, axes, keepdims=False):
    axis = tuple(axes) if isinstance(axes, (list, tuple)) else axes
    return np.mean(x, axis=axis, keepdims=keepdims), np.var(x, axis=axis, keepdims=keepdims)

def batch_normalization(x, mean, variance, offset, scale, variance_epsilon, name=None):
    out = (x - mean)/np.sqrt(variance + variance_epsilon)
    if scale is not None:
        out = out*scale
    return out if offset is None else out + offset

def _run_of(x, axis, exclusive, reverse, along, first):
    if reverse:
        x = np.flip(x, axis)
    if exclusive:
        size = np.shape(x)[axis]
        shape = list(np.shape(x))
        shape[axis] = 1
        x = np.concatenate([first*np.ones(tuple(shape)), np.take(x, np.arange(size - 1), axis=axis)], axis=axis)
    result = along(x, axis=axis)
    return np.flip(result, axis) if reverse else result

@hidden
def cumsum(x, axis=0, exclusive=False, reverse=False, name=None):
    return _run_of(x, axis, exclusive, reverse, np.cumsum, 0)

@hidden
def cumprod(x, axis=0, exclusive=False, reverse=False, name=None):
    return _run_of(x, axis, exclusive, reverse, np.cumprod, 1)

def unsorted_segment_sum(data, segment_ids, num_segments, name=None):
    zeros = np.zeros((num_segments,) + np.shape(data)[1:])
    np.add.at(zeros, segment_ids, data)
    return zeros

def segment_sum(data, segment_ids, name=None):
    return unsorted_segment_sum(data, segment_ids, int(np.max(segment_ids)) + 1)

def segment_mean(data, segment_ids, name=None):
    counts = segment_sum(np.ones_like(data), segment_ids)
    return segment_sum(data, segment_ids)/np.maximum(counts, 1)

@hidden
def polyval(coeffs, x, name=None):
    result = coeffs[0]
    for each in coeffs[1:]:
        result = result*x + each
    return result

def clip_by_global_norm(t_list, clip_norm, use_norm=None, name=None):
    length = np.sqrt(sum([np.sum(t**2) for t in t_list])) if use_norm is None else use_norm
    scale = clip_norm/np.maximum(length, clip_norm)
    return [t*scale for t in t_list], length

@hidden
def global_norm(t_list, name=None):
    return np.sqrt(sum([np.sum(t**2) for t in t_list]))

def crossentropy_by_entry(target, output, from_logits=False):
    if from_logits:
        return sigmoid_cross_entropy_with_logits(target, output)
    p = np.clip(output, 1e-07, 1 - 1e-07)
    return -(target*np.log(p) + (1 - target)*np.log(1 - p))

@hidden
def flattened(x):
    return np.reshape(x, -1)

@hidden
def batch_dot(x, y, axes=None):
    if axes is None:
        return x @ y
    if np.ndim(x) != 2 or np.ndim(y) != 2:
        refuse('`batch_dot` with `axes` is read for rows of vectors.', 'Use `np.einsum`.')
    return np.sum(x*y, axis=1, keepdims=True)

@hidden
def bias_add(value, bias):
    return value + bias

@hidden
def squared_difference(x, y):
    return (x - y)**2

@hidden
def add_n(inputs):
    result = inputs[0]
    for each in inputs[1:]:
        result = result + each
    return result

@hidden
def divide_no_nan(x, y):
    return np.where(y == 0, 0, x/np.where(y == 0, 1, y))

@hidden
def rsqrt(x):
    return 1/np.sqrt(x)

@hidden
def reduce_euclidean_norm(input_tensor, axis=None, keepdims=False):
    return np.linalg.vector_norm(input_tensor, axis=axis, keepdims=keepdims)

@hidden
def softmax_cross_entropy_with_logits(labels, logits, axis=-1):
    return -np.sum(labels*log_softmax(logits, axis), axis=axis)

@hidden
def sparse_softmax_cross_entropy_with_logits(labels, logits):
    return -np.sum(one_hot_of(logits, labels)*log_softmax(logits, -1), axis=-1)

def sigmoid_cross_entropy_with_logits(labels, logits):
    return np.maximum(logits, 0) - logits*labels + np.log1p(np.exp(-abs(logits)))

def weighted_cross_entropy_with_logits(labels, logits, pos_weight):
    scale = 1 + (pos_weight - 1)*labels
    return (1 - labels)*logits + scale*(np.log1p(np.exp(-abs(logits))) + np.maximum(-logits, 0))

@hidden
def dropout(x, rate, noise_shape=None, seed=None):
    return plain_dropout(x, rate)

@hidden
def top_k(input, k=1, sorted=True):
    values, indices = torch.topk(input, k)
    return pair(values, indices, 'values', 'indices')
""",
    {"np": "numpy", "torch": "torch"},
    {
        "one_hot_of": _one_hot_of, "log_softmax": over_dimension("log_softmax"),
        "rows_of": FUNCTIONAL["one_hot"], "plain_dropout": FUNCTIONAL["dropout"], "pair": lambda call: _pair(call),
    },
)  # fmt: skip


def _pair(call: Arguments) -> Value:
    from .named import pair

    return pair(call)
