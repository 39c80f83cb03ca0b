"""TensorFlow and Keras: what their names mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..calling import Arguments
from ..gradients import gradient_of
from ..operators import SIGNS, binary, kind_of, write
from ..values import ArrayView, Const, Ignored, Number, Value
from .autodiff import TRANSFORMS
from .creation import CREATION, array, converted, dtype_kind
from .foreign_objects import Object
from .jax import say_that_numbers_differ
from .keras_ops import OPS
from .keras_optim import OPTIMIZERS
from .keras_text import ACTIVATIONS, FUNCTIONS_TEXT, LAYERS_TEXT, LOSSES_TEXT
from .numpy import CONSTANTS, LINALG, NUMPY
from .prelude_calls import prelude
from .random import NUMPY_RANDOM
from .rows import Row, identity, no_effect, op, renamed
from .separate_arguments import over_structure
from .torch import over_dimension
from .torch_making import detached

__all__ = ["KERAS", "METHODS", "NAMES"]


def _gradient(call: Arguments) -> Value:
    """`tape.gradient(loss, [w, b])`."""
    _, target, sources, seed = call.bind("tape, target, sources, output_gradients=None, unconnected_gradients=None")[:4]
    m = call.machine
    output = m.node(target, call.node)
    start = None if seed is None else m.node(seed, call.node)
    return over_structure(
        call, sources, lambda value: gradient_of(m, output, m.node(value, call.node), call.node, start)
    )


def _variable(call: Arguments) -> Value:
    """`tf.Variable(value)`: an array of its own that can be assigned."""
    value, dtype = call.bind("initial_value, trainable=True, name=None, dtype=None, shape=None")[::3][:2]
    result = array(Arguments(call.machine, call.name, [value], {} if dtype is None else {"dtype": dtype}, call.node))
    return Number(call.machine.node(result, call.node), kind_of(result))


def _assigned(sign: str) -> Row:
    """`w.assign_sub(lr*g)`: the variable's next version."""

    def run(call: Arguments) -> Value:
        owner, value = call.bind("owner, value, use_locking=False, name=None, read_value=True")[:2]
        m = call.machine
        if not isinstance(owner, Number | ArrayView):
            raise call.refuse("Only a variable can be assigned.", "Write `w = tf.Variable(...)`.")
        before = m.node(owner, call.node)
        new = value if not sign else binary(m, SIGNS[sign], Number(before), value, call.node)
        write(m, owner, m.node(new, call.node))
        target = getattr(getattr(call.node, "func", None), "value", None)
        m.record(getattr(target, "id", "variable"), owner, Number(before), call.node)
        return owner

    return run


def _cast(call: Arguments) -> Value:
    x, dtype = call.bind("x, dtype")
    kind = dtype_kind(dtype)
    return x if type(x) is Const and kind == kind_of(x) else converted(call, x, kind)


def _constant(call: Arguments) -> Value:
    """`tf.constant(value, dtype, shape)`."""
    value, dtype, shape = call.bind("value, dtype=None, shape=None")
    constant = array(Arguments(call.machine, call.name, [value], {} if dtype is None else {"dtype": dtype}, call.node))
    if shape is None:
        return constant
    sizes = call.sizes([shape])
    return call.emit(
        "broadcast" if not call.shape(constant) else "reshape", [constant], {"shape": sizes}, kind_of(constant)
    )


def _random(name: str, signature: str, settings: tuple[str, ...]) -> Row:
    """`tf.random.normal(shape, mean, stddev)`; `settings` are what NumPy calls the ones behind the shape."""

    def run(call: Arguments) -> Value:
        say_that_numbers_differ(call)
        shape, *values = call.bind(f"{signature}, dtype=None, seed=None, name=None")[: 1 + len(settings)]
        words: dict[str, Value] = {**dict(zip(settings, values, strict=True)), "size": shape}
        return NUMPY_RANDOM[name](Arguments(call.machine, call.name, [], words, call.node))

    return run


def _pad(call: Arguments) -> Value:
    tensor, paddings, mode, value = call.bind("tensor, paddings, mode='CONSTANT', constant_values=0")
    modes = {"CONSTANT": "constant", "REFLECT": "reflect", "SYMMETRIC": "symmetric"}
    kind = str(mode).upper()
    if kind not in modes:
        raise call.refuse(f"`tf.pad` is not read with mode {mode!r}.", f"Modes are {', '.join(modes)}.")
    words: dict[str, Value] = {"mode": modes[kind], "constant_values": value}
    return NUMPY["pad"](Arguments(call.machine, call.name, [tensor, paddings], words, call.node))


def _reduced(name: str) -> Row:
    return renamed(NUMPY[name], input_tensor="a", keep_dims="keepdims", reduction_indices="axis")


def _stopped(call: Arguments) -> Value:
    return detached(call.machine, call.bind("input")[0], call.node)


LOSS_ROWS = LOSSES_TEXT.rows()
LAYERS = LAYERS_TEXT.classes()
FUNCTIONS = FUNCTIONS_TEXT.rows()


def _not_yet(name: str) -> Row:
    def run(call: Arguments) -> Value:
        raise call.refuse(f"{name} are not read yet.", "Use Dense layers, activations and losses.")

    return run


LAYER_TABLE: Mapping[str, Any] = {
    **{name: value for name, value in LAYERS.items() if name not in ("Model", "Module", "Sequential", "Part", "Projection", "KerasTensor", "History")},
    **{name: LAYERS_TEXT.row(name) for name in ("Input", "add", "subtract", "multiply", "average", "maximum", "minimum",
                                                "concatenate")},
}  # fmt: skip
LOSSES: Mapping[str, Any] = {
    **LOSS_ROWS, **LOSSES_TEXT.classes(),
    "mse": LOSS_ROWS["mean_squared_error"], "MSE": LOSS_ROWS["mean_squared_error"],
    "mae": LOSS_ROWS["mean_absolute_error"], "MAE": LOSS_ROWS["mean_absolute_error"],
    "kld": LOSS_ROWS["kl_divergence"], "KLD": LOSS_ROWS["kl_divergence"],
}  # fmt: skip
TAPE = Object("GradientTape", {"gradient": _gradient, "watch": no_effect, "__enter__": identity})
SAME = (
    "exp", "log", "sqrt", "sin", "cos", "tan", "tanh", "sinh", "cosh", "abs", "sign", "square", "floor", "ceil", "round",
    "maximum", "minimum", "log1p", "expm1", "add", "subtract", "multiply", "divide", "reciprocal",
    "greater", "greater_equal", "less", "less_equal", "equal", "not_equal", "logical_and", "logical_or", "logical_not",
)  # fmt: skip
MATH: Mapping[str, Any] = {
    **{name: NUMPY[name] for name in SAME},
    **{name: FUNCTIONS[name] for name in ("rsqrt", "squared_difference", "add_n", "divide_no_nan", "l2_normalize",
                                          "reduce_euclidean_norm", "top_k", "cumsum", "cumprod", "segment_sum",
                                          "segment_mean", "unsorted_segment_sum", "polyval")},
    "acos": NUMPY["arccos"], "asin": NUMPY["arcsin"], "atan": NUMPY["arctan"], "atan2": NUMPY["arctan2"],
    "negative": NUMPY["negative"], "pow": NUMPY["power"], "mod": NUMPY["mod"], "floormod": NUMPY["mod"],
    "floordiv": NUMPY["floor_divide"], "truediv": NUMPY["divide"], "argmax": NUMPY["argmax"],
    "argmin": NUMPY["argmin"], "is_nan": NUMPY["isnan"], "erf": op("erf"), "erfc": op("erfc"), "lgamma": op("lgamma"),
    "digamma": op("digamma"), "sigmoid": prelude("sigmoid"), "softplus": prelude("softplus"),
    "log_sigmoid": prelude("logsigmoid"), "softmax": over_dimension("softmax"),
    "reduce_sum": _reduced("sum"), "reduce_mean": _reduced("mean"), "reduce_max": _reduced("max"),
    "reduce_min": _reduced("min"), "reduce_prod": _reduced("prod"), "reduce_std": _reduced("std"),
    "reduce_variance": _reduced("var"), "reduce_any": _reduced("any"), "reduce_all": _reduced("all"),
    "reduce_logsumexp": renamed(prelude("logsumexp"), input_tensor="s"), "count_nonzero": NUMPY["count_nonzero"],
}  # fmt: skip
NN: Mapping[str, Any] = {
    **{name: ACTIVATIONS[name] for name in ("relu", "relu6", "sigmoid", "tanh", "softmax", "log_softmax", "elu", "selu",
                                            "softplus", "softsign", "swish", "silu", "gelu")},
    **{name: FUNCTIONS[name] for name in ("l2_loss", "l2_normalize", "moments", "bias_add", "dropout", "top_k", "batch_normalization",
                                          "softmax_cross_entropy_with_logits", "sigmoid_cross_entropy_with_logits",
                                          "sparse_softmax_cross_entropy_with_logits",
                                          "weighted_cross_entropy_with_logits")},
    "leaky_relu": renamed(ACTIVATIONS["leaky_relu"], alpha="negative_slope", features="x"),
    **dict.fromkeys(("conv1d", "conv2d"), _not_yet("Convolutions")),
    **dict.fromkeys(("max_pool", "max_pool2d", "avg_pool", "avg_pool2d"), _not_yet("Pooling layers")),
}  # fmt: skip
RANDOM: Mapping[str, Row] = {
    "normal": _random("normal", "shape, mean=0.0, stddev=1.0", ("loc", "scale")),
    "truncated_normal": _random("normal", "shape, mean=0.0, stddev=1.0", ("loc", "scale")),
    "uniform": _random("uniform", "shape, minval=0.0, maxval=1.0", ("low", "high")), "set_seed": no_effect,
}  # fmt: skip
TYPES = ("float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "bool")
TF: Mapping[str, Any] = {
    **MATH, **{name: row for name, row in FUNCTIONS.items() if name not in NN or name == "l2_normalize"},
    **{name: CREATION[name] for name in ("zeros", "ones", "zeros_like", "ones_like", "linspace", "eye")},
    **{name: NUMPY[name] for name in ("reshape", "stack", "expand_dims", "squeeze", "where", "tile", "repeat", "roll",
                                      "tensordot", "einsum", "broadcast_to", "shape", "size", "sort", "argsort",
                                      "meshgrid")},
    **{name: name for name in TYPES},
    "range": CREATION["arange"], "fill": renamed(CREATION["full"], dims="shape", value="fill_value"),
    "constant": _constant, "convert_to_tensor": _constant, "Variable": _variable, "cast": _cast, "identity": identity,
    "stop_gradient": _stopped, "function": TRANSFORMS["jit"], "GradientTape": lambda call: TAPE.make(),
    "rank": NUMPY["ndim"], "reverse": NUMPY["flip"], "pad": _pad, "Module": LAYERS["Module"], "print": no_effect,
    "newaxis": CONSTANTS["newaxis"], "Tensor": array, "no_op": no_effect,
}  # fmt: skip


def _svd(call: Arguments) -> Value:
    """`tf.linalg.svd`: s, u, v, where NumPy has u, s, vᵀ."""
    a, full = call.bind("tensor, full_matrices=False, compute_uv=True, name=None")[:2]
    parts = LINALG["svd"](Arguments(call.machine, call.name, [a], {"full_matrices": full}, call.node))
    u, s, vh = parts.attributes.values()
    return s, u, call.emit("transpose", [vh])


METHODS: Mapping[str, Row] = {
    "assign": _assigned(""), "assign_sub": _assigned("-"), "assign_add": _assigned("+"), "numpy": identity,
}  # fmt: skip
INITIALIZERS: Mapping[str, Row] = {
    name: (lambda text: lambda call: text)(rule)
    for name, rule in (
        ("GlorotUniform", "glorot_uniform"),
        ("Zeros", "zeros"),
        ("Ones", "ones"),
        ("HeNormal", "he_normal"),
        ("HeUniform", "he_uniform"),
        ("GlorotNormal", "glorot_normal"),
        ("LecunNormal", "lecun_normal"),
        ("LecunUniform", "lecun_uniform"),
    )
} | {"Constant": lambda call: tuple(call.bind("value=0.0"))}
CASE = {"Sequential": LAYERS["Sequential"], "Model": LAYERS["Model"]}
KERAS: dict[str, Mapping[str, Any]] = {
    "tensorflow": TF, "tensorflow.math": MATH, "tensorflow.nn": NN, "tensorflow.random": RANDOM,
    "tensorflow.linalg": {**LINALG, "svd": _svd,
                          "matmul": FUNCTIONS["matmul"], "norm": FUNCTIONS["norm"],
                          "diag": NUMPY["diag"], "trace": NUMPY["trace"], "matvec": renamed(NUMPY["matvec"], a="x1", b="x2")},
}  # fmt: skip
BACKEND: Mapping[str, Any] = {
    **{name: TF[name] for name in ("abs", "square", "sqrt", "exp", "log", "pow", "round", "sign", "maximum", "minimum",
                                   "sin", "cos", "zeros", "ones", "zeros_like", "ones_like", "stack", "reshape",
                                   "expand_dims", "squeeze", "cast", "constant", "stop_gradient", "argmax", "argmin",
                                   "transpose", "one_hot")},
    **{name: TF[f"reduce_{name}"] for name in ("sum", "mean", "max", "min", "prod", "std", "any", "all", "logsumexp")},
    **{name: ACTIVATIONS[name] for name in ("relu", "sigmoid", "tanh", "softmax", "elu", "softplus", "softsign")},
    "flatten": FUNCTIONS["flattened"], "l2_normalize": FUNCTIONS["l2_normalize"], "batch_dot": FUNCTIONS["batch_dot"],
    "batch_flatten": lambda call: call.emit("reshape", call.args, {"shape": (call.shape(call.args[0])[0], -1)}),
    "categorical_crossentropy": LOSS_ROWS["categorical_crossentropy"],
    "binary_crossentropy": FUNCTIONS["crossentropy_by_entry"], "permute_dimensions": NUMPY["transpose"],
    "concatenate": renamed(NUMPY["concatenate"], tensors="arrays"), "int_shape": TF["shape"], "ndim": NUMPY["ndim"],
    "pow": NUMPY["power"], "eye": NUMPY["eye"], "cumsum": FUNCTIONS["cumsum"], "cumprod": FUNCTIONS["cumprod"], "gather": FUNCTIONS["gather"],
    "greater": NUMPY["greater"], "less": NUMPY["less"], "equal": NUMPY["equal"], "arange": NUMPY["arange"],
    "var": TF["reduce_variance"], "variable": _variable, "dot": NUMPY["dot"], "epsilon": lambda call: Const(1e-7),
    "clip": renamed(NUMPY["clip"], x="a", min_value="a_min", max_value="a_max"), "shape": TF["shape"],
}  # fmt: skip
for _top in ("tensorflow.keras", "keras"):
    KERAS[f"{_top}.backend"] = BACKEND
    KERAS[_top] = {**CASE, "Input": LAYER_TABLE["Input"], "datasets": Ignored(f"{_top}.datasets")}
    KERAS[f"{_top}.models"] = CASE
    KERAS[f"{_top}.layers"] = LAYER_TABLE
    KERAS[f"{_top}.ops"] = {**OPS, "cast": _cast, "convert_to_tensor": _constant}
    KERAS[f"{_top}.losses"] = LOSSES
    KERAS[f"{_top}.activations"] = ACTIVATIONS
    KERAS[f"{_top}.optimizers"] = OPTIMIZERS
    KERAS[f"{_top}.initializers"] = INITIALIZERS
    KERAS[f"{_top}.utils"] = {"to_categorical": renamed(FUNCTIONS["one_hot"], num_classes="depth")}
NAMES: Mapping[str, str] = {"tf": "tensorflow", "keras": "keras"}
