"""`keras.ops`: NumPy's functions by NumPy's names, with the functions of networks beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..calling import Arguments
from ..values import Value
from .keras_text import ACTIVATIONS, FUNCTIONS_TEXT
from .numpy import LINALG, NUMPY
from .prelude_calls import prelude
from .rows import Row, op, renamed

__all__ = ["OPS"]

ELEMENTWISE = (
    "exp", "log", "sqrt", "sin", "cos", "tan", "tanh", "sinh", "cosh", "arcsin", "arccos", "arctan", "arctan2", "abs",
    "absolute", "sign", "square", "floor", "ceil", "round", "log1p", "expm1", "log2", "log10", "maximum", "minimum",
    "add", "subtract", "multiply", "divide", "true_divide", "negative", "reciprocal", "power", "mod", "floor_divide",
    "greater", "greater_equal", "less", "less_equal", "equal", "not_equal", "logical_and", "logical_or", "logical_not",
    "logaddexp", "isnan", "isfinite", "isinf", "where", "matmul", "dot", "outer", "einsum", "tensordot", "zeros",
    "ones", "full", "zeros_like", "ones_like", "full_like", "arange", "linspace", "eye", "identity", "stack", "ravel",
    "meshgrid", "tril", "triu", "diag", "trace", "hstack", "vstack", "append", "broadcast_to", "size", "shape",
    "nan_to_num", "inner", "vdot", "cross",
)  # fmt: skip
OF_ONE_ARRAY = ("sum", "mean", "max", "min", "prod", "std", "var", "any", "all", "argmax", "argmin", "cumsum",
                "cumprod", "amax", "amin", "median", "reshape", "transpose", "squeeze", "expand_dims", "swapaxes",
                "moveaxis", "flip", "roll", "tile", "repeat", "sort", "argsort", "take", "take_along_axis", "split",
                "clip", "pad", "count_nonzero", "quantile", "average")  # fmt: skip
FUNCTIONS: Mapping[str, Row] = FUNCTIONS_TEXT.rows()


def _concatenated(call: Arguments) -> Value:
    arrays, axis = call.bind("xs, axis=0")
    return NUMPY["concatenate"](Arguments(call.machine, call.name, [arrays], {"axis": axis}, call.node))


OPS: Mapping[str, Any] = {
    **{name: renamed(NUMPY[name], x="a", x1="a", x2="b") for name in ELEMENTWISE if name in NUMPY},
    **{name: renamed(NUMPY[name], x="a", x_min="a_min", x_max="a_max") for name in OF_ONE_ARRAY if name in NUMPY},
    **{name: ACTIVATIONS[name] for name in ("relu", "relu6", "sigmoid", "softmax", "log_softmax", "elu", "selu",
                                            "softplus", "softsign", "silu", "gelu", "leaky_relu")
       if name in ACTIVATIONS},
    "concatenate": _concatenated, "erf": op("erf"), "rsqrt": FUNCTIONS["rsqrt"], "top_k": FUNCTIONS["top_k"],
    "logsumexp": renamed(prelude("logsumexp"), x="s"), "norm": renamed(LINALG["norm"], ord="ord"),
    "one_hot": renamed(FUNCTIONS["one_hot"], x="indices", num_classes="depth"), "stop_gradient": op("stop"),
    "segment_sum": FUNCTIONS["segment_sum"], "ndim": NUMPY["ndim"],
}  # fmt: skip
