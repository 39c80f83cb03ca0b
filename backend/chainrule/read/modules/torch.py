"""PyTorch: its functions and the methods of its tensors, with its own conventions."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ...ops import OPS, SPELLINGS
from ...prelude import PRELUDE
from ..calling import Arguments
from ..operators import write
from ..values import ArrayView, Const, Number, Value
from . import torch_arithmetic as arithmetic
from . import torch_making as making
from . import torch_selecting as selecting
from . import torch_shapes as shapes
from .autodiff import (
    TRANSFORMS,
    backward,
    gradient_property,
    owner_of_gradient,
    requires_gradient,
    tracked,
    zero_gradient,
)
from .bessel import OF_TORCH
from .creation import CREATION, array, linspace, logspace
from .custom_functions import TORCH_FUNCTION
from .decompositions import DECOMPOSITIONS, EXPM
from .moving import clip
from .numpy import CONSTANTS, NUMPY
from .parameters import INIT
from .picking import listed
from .prelude_calls import prelude
from .rows import Row, identity, no_effect, op, pair, reduction, renamed
from .signals import POLYGAMMA, SIGNALS
from .torch_arithmetic import over_dimension
from .torch_making import detached
from .torch_random import seeded, use_doubles
from .torch_selecting import one_hot
from .torch_text import TENSOR_TEXT, TORCH_LINALG_TEXT

if TYPE_CHECKING:
    from ..machine import Machine

__all__ = [
    "AUTOGRAD",
    "FUNCTIONS",
    "LINALG",
    "SPECIAL",
    "TENSOR_METHODS",
    "TENSOR_PROPERTIES",
    "TORCH",
    "one_hot",
    "over_dimension",
]


def _of_sizes(row: Row) -> Row:
    """Return a method that takes sizes as separate numbers: `x.broadcast_to(2, 3)`."""

    def run(call: Arguments) -> Value:
        a, *sizes = call.args
        return row(Arguments(call.machine, call.name, [a, tuple(map(Const, call.sizes(sizes)))], {}, call.node))

    return run


def _in_place(name: str) -> Row:
    """`x.add_(y)`: the method without the bar, written into the array."""

    def run(call: Arguments) -> Value:
        owner = call.args[0]
        m = call.machine
        result = TENSOR_METHODS[name](call)
        new = m.node(result, call.node)
        array = owner_of_gradient(m, owner)
        if array is not None:  # `p.grad.clamp_(-1, 1)`
            changed = Number(new)
            clip(Arguments(m, call.name, [array, changed], {}, call.node))
            return changed
        if type(owner) not in (Number, ArrayView) or m.builder.shape(new) != m.shape(owner, call.node):
            raise call.refuse("This cannot be changed in place.", f"Write `x = x.{name}(...)`.")
        _changed(call, owner, new)
        return owner

    return run


def _changed(call: Arguments, owner: Value, new: int) -> None:
    """Give a tensor a new value in place, and remember it as an assignment to the name that it is called by."""
    m = call.machine
    before = m.node(owner, call.node)
    write(m, owner, new)
    place = getattr(getattr(call.node, "func", None), "value", None)
    if isinstance(place, ast.Name | ast.Attribute):
        m.record(ast.unparse(place), owner, Number(before), call.node)


def _fill(call: Arguments) -> Value:
    owner, value = call.bind("owner, value")
    m = call.machine
    shape = m.shape(owner, call.node)
    new = call.emit("broadcast", [value], {"shape": shape}) if shape else value
    _changed(call, owner, m.node(new, call.node))
    return owner


def _spelled() -> dict[str, Row]:
    """Return the functions of one entry, under their names."""
    words = {word: op(name) for word, name in SPELLINGS.items() if OPS[name].slots == 1 and OPS[name].elementwise}
    return {**words, "abs": op("abs"), "negative": op("neg"), "fix": op("trunc"), "sgn": op("sign")}


FUNCTIONS: dict[str, Row] = {
    **{name: CREATION[name] for name in ("zeros", "ones", "empty", "zeros_like", "ones_like", "empty_like", "full",
                                         "full_like", "arange", "linspace", "eye")},
    **_spelled(),
    **{name: prelude(name) for name in ("sigmoid", "selu", "celu", "logaddexp") if name in PRELUDE},
    "square": NUMPY["square"], "reciprocal": NUMPY["reciprocal"], "rsqrt": arithmetic.rsqrt,
    "add": arithmetic.scaled_pair("+"), "sub": arithmetic.scaled_pair("-"), "subtract": arithmetic.scaled_pair("-"), "mul": arithmetic.sign_row("*"),
    "multiply": arithmetic.sign_row("*"), "div": arithmetic.divided, "divide": arithmetic.divided, "true_divide": arithmetic.sign_row("/"),
    "pow": arithmetic.sign_row("**"), "remainder": arithmetic.sign_row("%"), "floor_divide": arithmetic.sign_row("//"), "fmod": pair("fmod"),
    "atan2": pair("arctan2", "float"), "arctan2": pair("arctan2", "float"), "hypot": pair("hypot", "float"),
    "xlogy": pair("xlogy", "float"), "maximum": pair("maximum"), "minimum": pair("minimum"), "fmax": pair("maximum"),
    "fmin": pair("minimum"), "lerp": arithmetic.lerp, "addmm": arithmetic.addmm, "addmv": arithmetic.addmm, "addcmul": arithmetic.addcmul,
    "heaviside": NUMPY["heaviside"], "copysign": NUMPY["copysign"], "rad2deg": NUMPY["rad2deg"],
    "deg2rad": NUMPY["deg2rad"], "float_power": NUMPY["float_power"], "logaddexp2": NUMPY["logaddexp2"],
    "positive": NUMPY["positive"], "round": NUMPY["round"],
    "clamp": arithmetic.clamp, "clip": arithmetic.clamp, "clamp_min": arithmetic.bounded("min"), "clamp_max": arithmetic.bounded("max"),
    "where": NUMPY["where"], "masked_fill": selecting.masked_fill,
    "sum": reduction("sum"), "mean": reduction("mean"), "prod": reduction("prod"), "amax": reduction("amax"),
    "amin": reduction("amin"), "all": reduction("all", kind="bool"),
    "any": reduction("any", kind="bool"),
    "var": arithmetic.variance("var"), "std": arithmetic.variance("std"), "var_mean": arithmetic.with_mean("var"), "std_mean": arithmetic.with_mean("std"),
    "logsumexp": over_dimension("logsumexp", "keepdims"),
    "softmax": over_dimension("softmax"), "log_softmax": over_dimension("log_softmax"),
    "max": selecting.extreme("amax", "maximum", "argmax"), "min": selecting.extreme("amin", "minimum", "argmin"),
    "argmax": reduction("argmax", kind="int"), "argmin": reduction("argmin", kind="int"), "median": selecting.median,
    "cumsum": reduction("cumsum", "axis=None"), "cumprod": reduction("cumprod", "axis=None"), "sort": selecting.sort,
    "argsort": op("argsort", kind="int"), "topk": selecting.topk,
    "dot": arithmetic.dot, "mm": arithmetic.dot, "spmm": arithmetic.dot, "mv": arithmetic.dot, "bmm": arithmetic.dot, "matmul": NUMPY["matmul"], "outer": op("outer"),
    "ger": op("outer"), "inner": NUMPY["inner"], "vdot": op("inner"), "cross": arithmetic.cross, "kron": op("kron"),
    "einsum": NUMPY["einsum"], "tensordot": renamed(NUMPY["tensordot"], dims="axes"), "trace": NUMPY["trace"], "inverse": op("inv"), "det": op("det"),
    "logdet": arithmetic.logdet, "slogdet": arithmetic.slogdet, "cholesky": op("cholesky"),
    "reshape": NUMPY["reshape"], "flatten": shapes.flatten, "ravel": NUMPY["ravel"], "transpose": shapes.transpose,
    "swapaxes": shapes.transpose, "swapdims": shapes.transpose, "t": shapes.transposed, "permute": shapes.permute, "movedim": NUMPY["moveaxis"],
    "unsqueeze": NUMPY["expand_dims"], "squeeze": shapes.squeeze, "cat": shapes.concatenate, "concat": shapes.concatenate,
    "concatenate": shapes.concatenate, "stack": shapes.stack, "vstack": NUMPY["vstack"], "hstack": NUMPY["hstack"],
    "column_stack": NUMPY["column_stack"], "chunk": shapes.chunk, "split": shapes.split, "unbind": shapes.unbind, "flip": shapes.flip,
    "roll": shapes.roll, "tile": renamed(NUMPY["tile"], dims="reps"), "repeat_interleave": shapes.interleave, "tril": shapes.triangle("tril"),
    "triu": shapes.triangle("triu"), "diag": renamed(NUMPY["diag"], diagonal="k"), "narrow": shapes.narrow,
    "broadcast_to": NUMPY["broadcast_to"], "moveaxis": NUMPY["moveaxis"], "hsplit": NUMPY["hsplit"],
    "vsplit": NUMPY["vsplit"], "dsplit": NUMPY["dsplit"], "dstack": NUMPY["dstack"], "row_stack": NUMPY["vstack"],
    "atleast_1d": NUMPY["atleast_1d"], "atleast_2d": NUMPY["atleast_2d"], "atleast_3d": NUMPY["atleast_3d"],
    "fliplr": NUMPY["fliplr"], "flipud": NUMPY["flipud"], "unique": NUMPY["unique"], "bincount": NUMPY["bincount"],
    "searchsorted": NUMPY["searchsorted"], "histc": SIGNALS.row("histc"), "clone": NUMPY["copy"], **TENSOR_TEXT.rows(),
    "gather": selecting.gather, "index_select": selecting.index_select, "scatter": selecting.scattered("scatter_along"),
    "scatter_add": selecting.scattered("scatter_add_along"), "numel": shapes.count,
    "logical_and": op("logical_and", kind="bool"), "logical_or": op("logical_or", kind="bool"),
    "logical_not": op("logical_not", kind="bool"), "logical_xor": op("logical_xor", kind="bool"),
    "gt": op("gt", kind="bool"), "ge": op("ge", kind="bool"), "lt": op("lt", kind="bool"), "le": op("le", kind="bool"),
    "eq": op("eq", kind="bool"), "ne": op("ne", kind="bool"), "isnan": op("isnan", kind="bool"),
    "isinf": op("isinf", kind="bool"), "isfinite": op("isfinite", kind="bool"), "real": identity, "conj": identity,
    "greater": op("gt", kind="bool"), "greater_equal": op("ge", kind="bool"), "less": op("lt", kind="bool"),
    "less_equal": op("le", kind="bool"), "not_equal": op("ne", kind="bool"),
}  # fmt: skip
TORCH: dict[str, Any] = {
    **FUNCTIONS, **CONSTANTS,
    "tensor": making.tensor, "as_tensor": making.tensor, "Tensor": making.sized_tensor, "FloatTensor": making.sized_tensor, "LongTensor": making.sized_tensor,
    "DoubleTensor": making.sized_tensor, "IntTensor": making.sized_tensor, "BoolTensor": making.sized_tensor,
    "from_numpy": making.tensor, "asarray": making.tensor, "scalar_tensor": making.tensor, "linspace": renamed(linspace("start, stop, num"), end="stop", steps="num"), "logspace": renamed(logspace("start, stop, num"), end="stop", steps="num"), "is_tensor": lambda call: True,
    "randn": making.random("randn"), "rand": making.random("rand"), "normal": making.normal, "randint": making.random_integers, "randperm": making.random_order, "bernoulli": making.bernoulli, "randn_like": making.random_like("randn"),
    "rand_like": making.random_like("rand"), "manual_seed": seeded, "device": lambda call: call.static(call.args[0]), "no_grad": making.without_gradient,
    "enable_grad": making.decorator, "inference_mode": making.without_gradient, "set_grad_enabled": no_effect,
    "set_default_dtype": use_doubles, "set_printoptions": no_effect, "use_deterministic_algorithms": no_effect,
    "float": "float", "float32": "float32", "float64": "float64", "double": "float64", "half": "float16", "uint8": "uint8",
    "float16": "float16", "int": "int", "int32": "int32", "int64": "int64", "long": "int64", "bool": "bool",
    "compile": identity, "vmap": TRANSFORMS["vmap"], "matrix_exp": EXPM, "i0": OF_TORCH["i0"], "polygamma": POLYGAMMA.row("polygamma"),
}  # fmt: skip
MAKING = (
    "tensor", "randn", "rand", "normal", "randn_like", "rand_like", "zeros", "ones", "full", "empty", "zeros_like",
    "ones_like", "full_like", "eye", "arange", "linspace", "logspace",
)  # fmt: skip
TORCH |= {name: tracked(TORCH[name]) for name in MAKING}
IN_PLACE = (
    "add", "sub", "mul", "div", "pow", "clamp", "clamp_min", "clamp_max", "exp", "log", "sqrt", "neg", "abs", "tanh",
    "sigmoid", "relu", "masked_fill", "scatter", "scatter_add", "floor", "ceil", "round", "square", "reciprocal",
    "addcmul", "lerp", "addmm", "addcdiv", "remainder", "fmod", "trunc", "sign", "expm1", "log1p", "index_add",
    "index_fill", "index_copy", "index_put", "squeeze", "unsqueeze", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh",
    "asinh", "acosh", "atanh", "arcsin", "arccos", "arctan", "exp2", "log2", "log10", "rsqrt", "erf", "erfc", "erfinv",
    "lgamma", "digamma", "sinc", "frac", "logit", "hypot", "atan2", "arctan2", "copysign", "float_power", "xlogy",
    "cumsum", "cumprod", "tril", "triu", "nan_to_num", "true_divide", "divide", "multiply", "subtract", "floor_divide",
    "eq", "ne", "lt", "le", "gt", "ge", "addmv", "addr",
    "baddbmm", "addbmm", "renorm", "masked_scatter", "scatter_reduce", "clip", "negative", "absolute", "ldexp",
    "deg2rad", "rad2deg", "heaviside", "fix", "sgn", "selu", "celu", "mvlgamma",
)  # fmt: skip
TENSOR_METHODS: dict[str, Row] = {
    **{name: row for name, row in FUNCTIONS.items() if name not in ("zeros", "ones", "empty", "full", "arange", "linspace",
                                                                    "eye")},
    "size": shapes.size, "dim": shapes.rank, "ndimension": shapes.rank, "nelement": shapes.count, "view": NUMPY["reshape"], "expand": shapes.expand,
    "expand_as": shapes.expand_as, "view_as": shapes.view_as, "reshape_as": shapes.view_as, "repeat": shapes.repeat, "item": making.plain_item,
    "tolist": listed, "detach": lambda call: detached(call.machine, call.args[0], call.node), "clone": NUMPY["copy"],
    "where": selecting.where, "broadcast_to": _of_sizes(NUMPY["broadcast_to"]), "tile": _of_sizes(NUMPY["tile"]), "contiguous": identity, "numpy": identity,
    "cpu": identity, "cuda": identity, "to": making.to, "type": making.to, "type_as": making.to, "float": making.cast("float"),
    "double": making.cast("float"), "half": making.cast("float"), "long": making.cast("int"), "int": making.cast("int"), "bool": making.cast("bool"),
    "requires_grad_": requires_gradient, "retain_grad": no_effect, "register_hook": no_effect, "backward": backward,
    "zero_": zero_gradient, "fill_": _fill, "new_zeros": making.new(CREATION["zeros"]), "new_ones": making.new(CREATION["ones"]),
    "new_full": making.new(CREATION["full"]), "new_empty": making.new(CREATION["empty"]), "new": making.new(CREATION["zeros"]), "new_tensor": making.new(making.tensor), "softplus": prelude("softplus"),
    "copy_": lambda call: _fill(call) if not call.shape(call.args[1]) else _copied_into(call),
}  # fmt: skip


def _copied_into(call: Arguments) -> Value:
    owner, value = call.args[:2]
    _changed(call, owner, call.machine.node(value, call.node))
    return owner


TENSOR_METHODS.update({name: INIT[name] for name in ("uniform_", "normal_")})
TENSOR_METHODS.update({f"{name}_": _in_place(name) for name in IN_PLACE if name in TENSOR_METHODS})
TORCH.update({f"{name}_": TENSOR_METHODS[f"{name}_"] for name in IN_PLACE if name in TENSOR_METHODS})


def _requires(m: Machine, owner: Value, node: ast.AST) -> Value:
    return id(owner) not in m.frozen


def _is_leaf(m: Machine, owner: Value, node: ast.AST) -> Value:
    return True


def _none(m: Machine, owner: Value, node: ast.AST) -> Value:
    return None


TENSOR_PROPERTIES: dict[str, Callable[[Machine, Value, ast.AST], Value]] = {
    "grad": gradient_property, "requires_grad": _requires, "is_leaf": _is_leaf, "grad_fn": _none,
    "device": lambda m, owner, node: "cpu", "data": detached,
    "mH": lambda m, owner, node: FUNCTIONS["adjoint"](Arguments(m, ".mH", [owner], {}, node)),
    "H": lambda m, owner, node: FUNCTIONS["t"](Arguments(m, ".H", [owner], {}, node)),
}  # fmt: skip
LINALG: Mapping[str, Any] = {
    **TORCH_LINALG_TEXT.rows(), **DECOMPOSITIONS, "matrix_exp": EXPM, "inv": op("inv"), "det": op("det"), "slogdet": arithmetic.slogdet, "solve": op("solve"),
    "cholesky": op("cholesky"), "cross": op("cross"), "matmul": NUMPY["matmul"],
}  # fmt: skip
AUTOGRAD: Mapping[str, Any] = {
    "grad": TRANSFORMS["autograd_grad"], "Variable": array, **TORCH_FUNCTION.classes(),
}  # fmt: skip
SPECIAL: Mapping[str, Any] = {
    **OF_TORCH,
    **_spelled(), "multigammaln": FUNCTIONS["mvlgamma"], "expit": prelude("sigmoid"), "logit": FUNCTIONS["logit"],
    "xlogy": pair("xlogy", "float"), "logsumexp": FUNCTIONS["logsumexp"], "softmax": over_dimension("softmax"),
    "log_softmax": over_dimension("log_softmax"),
}  # fmt: skip
