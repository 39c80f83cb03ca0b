"""TensorFlow and Keras: what their names mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..calling import Arguments
from ..gradients import gradient_of
from ..values import Items, Number, Value
from .autodiff import TRANSFORMS, over_structure
from .creation import CREATION, array
from .numpy import CONSTANTS, NUMPY
from .parameters import held_numbers
from .prelude_calls import classes, prelude
from .rows import Row, identity, no_effect, op
from .tables import Object
from .torch import LINALG, TORCH, over_dimension
from .torch_nn import OPTIM
from .written import Text

__all__ = ["KERAS", "NAMES"]


def _gradient(call: Arguments) -> Value:
    """`tape.gradient(loss, [w, b])`."""
    _, target, sources, *_ = call.bind("tape, target, sources, output_gradients=None, *rest")
    m = call.machine
    output = m.node(target, call.node)
    return over_structure(call, sources, lambda value: gradient_of(m, output, m.node(value, call.node), call.node))


def _variable(call: Arguments) -> Value:
    value = call.args[0]
    if isinstance(value, Items) or not hasattr(value, "node"):
        return array(Arguments(call.machine, call.name, [value], {}, call.node))
    return Number(call.machine.node(value, call.node))


def _assigned(sign: str) -> Row:
    """`w.assign_sub(lr*g)`: the variable's next version."""

    def run(call: Arguments) -> Value:
        from ..operators import SIGNS, binary, write

        owner, value = call.bind("owner, value")
        m = call.machine
        before = m.node(owner, call.node)
        new = value if not sign else binary(m, SIGNS[sign], Number(before), value, call.node)
        write(m, owner, m.node(new, call.node))
        written = getattr(getattr(call.node, "func", None), "value", None)
        m.record(getattr(written, "id", "variable"), owner, Number(before), call.node)
        return owner

    return run


def _matmul(call: Arguments) -> Value:
    a, b, first, second = call.bind("a, b, transpose_a=False, transpose_b=False")
    parts = [
        call.emit("swapaxes", [value], {"axis1": -1, "axis2": -2}) if call.flag(turned) else value
        for value, turned in ((a, first), (b, second))
    ]
    return call.emit("matmul", parts)


def _reduced(row: Row) -> Row:
    def run(call: Arguments) -> Value:
        call.keywords = {{"input_tensor": "a"}.get(word, word): value for word, value in call.keywords.items()}
        return row(call)

    return run


TEXT = Text(
    """
def _act(x, activation):
    if activation is None:
        return x
    return named(activation)(x) if isinstance(activation, str) else activation(x)


class Dense(Module):
    def __init__(self, units, activation=None, use_bias=True, input_shape=None, input_dim=None, name=None):
        self.units = units
        self.activation = activation
        self.use_bias = use_bias
        self.kernel = None
        self.bias = None

    def __call__(self, inputs):
        if self.kernel is None:
            self.kernel = glorot(inputs.shape[-1], self.units)
            if self.use_bias:
                self.bias = zeros(self.units)
        out = inputs @ self.kernel
        if self.use_bias:
            out = out + self.bias
        return _act(out, self.activation)


class Activation(Module):
    def __init__(self, activation):
        self.activation = activation

    def __call__(self, inputs):
        return _act(inputs, self.activation)


class Input(Module):
    def __init__(self, shape=None):
        return None

    def __call__(self, inputs):
        return inputs


class Flatten(Module):
    def __call__(self, inputs):
        return inputs.reshape(inputs.shape[0], -1)


class Sequential(Module):
    def __init__(self, layers=(), name=None):
        self._items = list(layers)

    def add(self, layer):
        self._items.append(layer)

    def __call__(self, inputs):
        for layer in self._items:
            inputs = layer(inputs)
        return inputs


class MeanSquaredError:
    def __call__(self, y_true, y_pred):
        return mse(y_pred, y_true)


class MeanAbsoluteError:
    def __call__(self, y_true, y_pred):
        return mae(y_pred, y_true)


class BinaryCrossentropy:
    def __init__(self, from_logits=False):
        self.from_logits = from_logits

    def __call__(self, y_true, y_pred):
        return bce_logits(y_pred, y_true) if self.from_logits else bce(y_pred, y_true)


class CategoricalCrossentropy:
    def __init__(self, from_logits=False):
        self.from_logits = from_logits

    def __call__(self, y_true, y_pred):
        if self.from_logits:
            return cross_entropy(y_pred, y_true)
        return -np.mean(np.sum(y_true*np.log(y_pred), axis=-1))


class SparseCategoricalCrossentropy:
    def __init__(self, from_logits=False):
        self.from_logits = from_logits

    def __call__(self, y_true, y_pred):
        if self.from_logits:
            return cross_entropy(y_pred, y_true)
        return -np.mean(np.sum(one_hot_of(y_pred, y_true)*np.log(y_pred), axis=-1))


@hidden
def mean_squared_error(y_true, y_pred):
    return np.mean((y_pred - y_true)**2, axis=-1)


@hidden
def mean_absolute_error(y_true, y_pred):
    return np.mean(abs(y_pred - y_true), axis=-1)


@hidden
def binary_crossentropy(y_true, y_pred, from_logits=False):
    if from_logits:
        return np.mean(np.maximum(y_pred, 0) - y_pred*y_true + np.log1p(np.exp(-abs(y_pred))), axis=-1)
    return -np.mean(y_true*np.log(y_pred) + (1 - y_true)*np.log(1 - y_pred), axis=-1)


@hidden
def categorical_crossentropy(y_true, y_pred, from_logits=False):
    p = log_softmax(y_pred) if from_logits else np.log(y_pred)
    return -np.sum(y_true*p, axis=-1)


@hidden
def sparse_categorical_crossentropy(y_true, y_pred, from_logits=False):
    p = log_softmax(y_pred) if from_logits else np.log(y_pred)
    return -np.sum(one_hot_of(y_pred, y_true)*p, axis=-1)


@hidden
def softmax_cross_entropy_with_logits(labels, logits, axis=-1):
    return -np.sum(labels*log_softmax(logits), axis=-1)


@hidden
def sparse_softmax_cross_entropy_with_logits(labels, logits):
    return -np.sum(one_hot_of(logits, labels)*log_softmax(logits), axis=-1)


@hidden
def sigmoid_cross_entropy_with_logits(labels, logits):
    return np.maximum(logits, 0) - logits*labels + np.log1p(np.exp(-abs(logits)))


@hidden
def l2_loss(t):
    return np.sum(t**2)/2


@hidden
def clip_by_value(t, clip_value_min, clip_value_max):
    return np.clip(t, clip_value_min, clip_value_max)


class Module:
    def parameters(self):
        return parameters_of(self)
""",
    {"np": "numpy"},
    {
        "glorot": lambda call: _glorot(call),
        "zeros": CREATION["zeros"],
        "named": lambda call: _named(call),
        "mse": prelude("mse"),
        "mae": prelude("l1_loss"),
        "bce": prelude("binary_cross_entropy"),
        "bce_logits": prelude("binary_cross_entropy_with_logits"),
        "cross_entropy": prelude("cross_entropy"),
        "log_softmax": prelude("log_softmax"),
        "one_hot_of": lambda call: classes(call, *call.bind("scores, labels")),
        "parameters_of": held_numbers,
    },
)


def _glorot(call: Arguments) -> Value:
    """Keras' default: U(-sqrt(6/(n_in + n_out)), sqrt(6/(n_in + n_out)))."""
    import numpy as np

    m = call.machine
    sizes = call.sizes(call.args)
    m.seed_counter += 1
    bound = (6 / sum(sizes)) ** 0.5
    return Number(
        m.builder.literal(np.random.default_rng(m.seed_counter).uniform(-bound, bound, sizes), m.span(call.node))
    )


ACTIVATIONS: dict[str, Row] = {
    "sigmoid": prelude("sigmoid"), "tanh": op("tanh"), "relu": op("relu"), "softmax": over_dimension("softmax"),
    "elu": prelude("elu"), "selu": prelude("selu"), "softplus": prelude("softplus"), "softsign": prelude("softsign"),
    "swish": prelude("swish"), "silu": prelude("swish"), "gelu": prelude("gelu"), "leaky_relu": prelude("leaky_relu"),
    "log_softmax": over_dimension("log_softmax"), "linear": identity, "exponential": op("exp"),
    "relu6": prelude("relu6"),
}  # fmt: skip


def _named(call: Arguments) -> Value:
    from ..values import Builtin

    name = call.args[0]
    if name not in ACTIVATIONS:
        raise call.refuse(f"The activation {name!r} is not read here.", "Use 'relu', 'sigmoid', 'tanh' or 'softmax'.")
    return Builtin(name, ACTIVATIONS[name])


ROWS = TEXT.rows()
CLASSES = TEXT.classes()
LAYERS: Mapping[str, Any] = {name: CLASSES[name] for name in ("Dense", "Activation", "Input", "Flatten")}
LOSSES: Mapping[str, Any] = {
    **{name: CLASSES[name] for name in ("MeanSquaredError", "MeanAbsoluteError", "BinaryCrossentropy",
                                        "CategoricalCrossentropy", "SparseCategoricalCrossentropy")},
    **{name: ROWS[name] for name in ("mean_squared_error", "mean_absolute_error", "binary_crossentropy",
                                     "categorical_crossentropy", "sparse_categorical_crossentropy")},
    "mse": ROWS["mean_squared_error"], "MSE": ROWS["mean_squared_error"], "mae": ROWS["mean_absolute_error"],
}  # fmt: skip
TAPE = Object("GradientTape", {"gradient": _gradient, "watch": no_effect, "__enter__": identity})
MATH: Mapping[str, Any] = {
    **{name: NUMPY[name] for name in ("exp", "log", "sqrt", "sin", "cos", "tan", "tanh", "abs", "sign", "square", "floor",
                                      "ceil", "maximum", "minimum", "log1p", "add", "subtract", "multiply", "divide")},
    "sigmoid": prelude("sigmoid"), "softplus": prelude("softplus"), "pow": NUMPY["power"], "rsqrt": TORCH["rsqrt"],
    "reduce_sum": _reduced(TORCH["sum"]), "reduce_mean": _reduced(TORCH["mean"]), "reduce_max": _reduced(TORCH["amax"]),
    "reduce_min": _reduced(TORCH["amin"]), "reduce_prod": _reduced(TORCH["prod"]),
    "reduce_logsumexp": over_dimension("logsumexp"), "reduce_std": NUMPY["std"], "reduce_variance": NUMPY["var"],
    "cumsum": NUMPY["cumsum"], "argmax": NUMPY["argmax"], "erf": op("erf"),
}  # fmt: skip
NN: Mapping[str, Any] = {
    **ACTIVATIONS, "l2_loss": ROWS["l2_loss"],
    "softmax_cross_entropy_with_logits": ROWS["softmax_cross_entropy_with_logits"],
    "sparse_softmax_cross_entropy_with_logits": ROWS["sparse_softmax_cross_entropy_with_logits"],
    "sigmoid_cross_entropy_with_logits": ROWS["sigmoid_cross_entropy_with_logits"],
}  # fmt: skip
TF: Mapping[str, Any] = {
    **MATH, **{name: CREATION[name] for name in ("zeros", "ones", "zeros_like", "ones_like", "linspace", "eye")},
    "range": CREATION["arange"], "fill": CREATION["full"], "constant": array, "convert_to_tensor": array,
    "Variable": _variable, "matmul": _matmul, "tensordot": NUMPY["tensordot"], "einsum": NUMPY["einsum"],
    "transpose": NUMPY["transpose"], "reshape": NUMPY["reshape"], "concat": NUMPY["concatenate"],
    "stack": NUMPY["stack"], "expand_dims": NUMPY["expand_dims"], "squeeze": NUMPY["squeeze"], "cast": identity,
    "identity": identity, "where": NUMPY["where"], "clip_by_value": ROWS["clip_by_value"], "norm": LINALG["norm"],
    "stop_gradient": op("stop"), "function": TRANSFORMS["jit"], "GradientTape": lambda call: TAPE.make(),
    "shape": NUMPY["shape"], "size": NUMPY["size"], "one_hot": TORCH["tensor"], "float32": "float32",
    "float64": "float64", "int32": "int32", "Module": CLASSES["Module"], "tile": NUMPY["tile"], "print": no_effect,
    "newaxis": CONSTANTS["newaxis"],
}  # fmt: skip
METHODS: Mapping[str, Row] = {
    "assign": _assigned(""), "assign_sub": _assigned("-"), "assign_add": _assigned("+"), "numpy": identity,
}  # fmt: skip
OPTIMIZERS = {name: OPTIM[name] for name in ("SGD", "Adam", "RMSprop", "Adagrad")}
KERAS: dict[str, Mapping[str, Any]] = {
    "tensorflow": TF, "tensorflow.math": MATH, "tensorflow.nn": NN, "tensorflow.linalg": LINALG,
}  # fmt: skip
for _top in ("tensorflow.keras", "keras"):
    KERAS[_top] = {"Sequential": CLASSES["Sequential"], "Input": CLASSES["Input"], "Model": CLASSES["Module"]}
    KERAS[f"{_top}.models"] = {"Sequential": CLASSES["Sequential"], "Model": CLASSES["Module"]}
    KERAS[f"{_top}.layers"] = LAYERS
    KERAS[f"{_top}.losses"] = LOSSES
    KERAS[f"{_top}.activations"] = ACTIVATIONS
    KERAS[f"{_top}.optimizers"] = OPTIMIZERS
NAMES: Mapping[str, str] = {"tf": "tensorflow", "keras": "keras"}
