"""NumPy: what its names mean. A new function is one row."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ...prelude import PRELUDE
from ..calling import Arguments
from ..operators import SIGNS, binary, kind_of
from ..values import ArrayView, Const, Items, Number, Value
from .builtins import PYTHON
from .creation import CREATION, array, checked_size, converted, dtype_kind, literal
from .decompositions import DECOMPOSITIONS
from .foreign_objects import Object, bracketed, settings_of
from .linear import PRODUCTS
from .numpy_text import LINALG_TEXT, NUMPY_TEXT
from .picking import PICKING, logical
from .prelude_calls import prelude, prelude_row
from .rows import Row, identity, no_effect, op, pair, reduction
from .shaping import SHAPING, SIZES, copied
from .signals import SIGNALS
from .ufuncs import ufunc

__all__ = ["BRACKETS", "CONSTANTS", "LINALG", "NUMPY", "spread", "variance"]

CONSTANTS: Mapping[str, Value] = {
    "pi": math.pi, "e": math.e, "inf": math.inf, "Inf": math.inf, "infty": math.inf, "PINF": math.inf,
    "NINF": -math.inf, "nan": math.nan, "NaN": math.nan, "NAN": math.nan, "euler_gamma": float(np.euler_gamma),
    "newaxis": None,
}  # fmt: skip


def clip(call: Arguments) -> Value:
    """NumPy's and PyTorch's ways to name the bounds; a missing one is infinite."""
    words = {"a_min": "low", "min": "low", "min_val": "low", "a_max": "high", "max": "high", "max_val": "high"}
    call.keywords = {words.get(word, word): value for word, value in call.keywords.items()}
    a, low, high = call.bind("a, low=None, high=None")
    bounds = [call.constant(-math.inf) if low is None else low, call.constant(math.inf) if high is None else high]
    return call.emit("clip", [a, *bounds])


def square(call: Arguments) -> Value:
    (a,) = call.bind("a")
    return binary(call.machine, SIGNS["**"], a, call.constant(2), call.node)


def reciprocal(call: Arguments) -> Value:
    (a,) = call.bind("a")
    return call.emit("div", [call.constant(1), a])


def variance(name: str, default: int = 0) -> Row:
    """`var` and `std`, divided by n - ddof: NumPy's ddof is 0, PyTorch's correction is 1."""

    def run(call: Arguments) -> Value:
        if "unbiased" in call.keywords:
            call.keywords["ddof"] = Const(int(call.flag(call.keywords.pop("unbiased"))))
        signature = f"a, axis=None, dtype=None, out=None, ddof={default}, keepdims=False"
        a, axis, _, _, ddof, keepdims = call.bind(signature)
        return spread(call, name, a, call.axis(axis), call.integer(ddof, "`ddof`"), call.flag(keepdims))

    return run


def spread(call: Arguments, name: str, a: Value, axis: object, ddof: int, keepdims: bool) -> Value:
    """Return variance or standard deviation along `axis`, divided by n - ddof."""
    shape = call.shape(a)
    axes = range(len(shape)) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    count = math.prod(shape[at] for at in axes if isinstance(at, int) and -len(shape) <= at < len(shape))
    words = {"axis": _wrapped(axis), "keepdims": keepdims}
    if ddof == 0 or not shape:
        return prelude_row(Arguments(call.machine, call.name, [a], words, call.node), PRELUDE[name], {})
    result = prelude_row(Arguments(call.machine, call.name, [a], words, call.node), PRELUDE["var"], {})
    factor = Const(count / (count - ddof) if count != ddof else math.inf, call.machine.span(call.node))
    scaled = binary(call.machine, SIGNS["*"], result, factor, call.node)
    return call.emit("sqrt", [scaled]) if name == "std" else scaled


def _wrapped(axis: object) -> Value:
    if type(axis) is int:
        return Const(axis)
    return tuple(Const(at) for at in axis) if isinstance(axis, tuple) else axis


def _mean(call: Arguments) -> Value:
    """`np.mean`; with `where=`, the mean of the entries under a mask."""
    if call.keywords.get("where") is None:
        return reduction("mean", kind="float")(call)
    a, axis, keepdims, mask = call.bind("a, axis=None, keepdims=False, where=None")
    words = {"axis": axis, "keepdims": keepdims, "where": mask}
    return NUMPY_TEXT.row("_mean_where")(Arguments(call.machine, call.name, [a], words, call.node))


def cast(kind: str) -> Row:
    """`np.float32(x)`, `np.int64(x)`."""

    def run(call: Arguments) -> Value:
        (a,) = call.bind("a=0.0")
        if type(a) is Const and kind == "float":
            return (
                a
                if type(a.value) is float
                else Const(float(a.value), a.span, a.op, a.args)
                if a.name is None and a.entry_of is None
                else a
            )
        if kind == "int":
            return PYTHON["int"](call) if type(a) is Const else call.emit("trunc", [a], None, "int")
        return array(Arguments(call.machine, call.name, [a], {}, call.node))

    return run


def _window(function: Callable[[int], Any]) -> Row:
    """`np.hanning(n)` and its like: numbers that the text says."""

    def run(call: Arguments) -> Value:
        (count,) = checked_size(call, (call.integer(call.bind("M")[0]),))
        return literal(call, function(count))

    return run


def _astype(call: Arguments) -> Value:
    a, dtype = call.bind("x, dtype")
    return converted(call, a, dtype_kind(dtype, kind_of(a)))


def _is_scalar(call: Arguments) -> Value:
    (a,) = call.bind("a")
    return type(a) in (Const, bool, str) or (type(a) in (Number, ArrayView) and not call.shape(a))


def _imaginary(call: Arguments) -> Value:
    return call.emit("mul", [call.bind("a")[0], call.constant(0)])


# brackets: np.r_, np.c_, np.s_, np.mgrid ------------------------------------------------------------------------------


def _part_of(call: Arguments, key: Value) -> Value:
    """Return an entry between the brackets of `np.r_`: a slice is a range."""
    if not isinstance(key, slice):
        return key
    start, stop, step = (
        Const(0) if key.start is None else key.start,
        key.stop,
        Const(1) if key.step is None else key.step,
    )
    if stop is None:
        raise call.refuse("A range needs an end.", "Write `np.r_[0:3]`.")
    return CREATION["arange"](Arguments(call.machine, call.name, [start, stop, step], {}, call.node))


def _rows(call: Arguments, key: Value) -> Value:
    parts = [_part_of(call, part) for part in (key if isinstance(key, tuple) else (key,))]
    if any(type(part) is str for part in parts):
        raise call.refuse("`np.r_` is read without a text.", "Use `np.concatenate`.")
    rows = [SHAPING["atleast_1d"](Arguments(call.machine, call.name, [part], {}, call.node)) for part in parts]
    if len(rows) == 1:
        return rows[0]
    return SHAPING["concatenate"](Arguments(call.machine, call.name, [Items(rows)], {}, call.node))


def _columns(call: Arguments, key: Value) -> Value:
    parts = [_part_of(call, part) for part in (key if isinstance(key, tuple) else (key,))]
    return SHAPING["column_stack"](Arguments(call.machine, call.name, [Items(parts)], {}, call.node))


def _grid(sparse: bool) -> Callable[[Arguments, Value], Value]:
    def take(call: Arguments, key: Value) -> Value:
        parts = [_part_of(call, part) for part in (key if isinstance(key, tuple) else (key,))]
        if len(parts) == 1:
            return parts[0]
        words: dict[str, Value] = {"indexing": "ij", "sparse": sparse}
        return NUMPY_TEXT.row("meshgrid")(Arguments(call.machine, call.name, parts, words, call.node))

    return take


BRACKETS: Mapping[str, Object] = {
    "s_": bracketed("s_", lambda call, key: key), "index_exp": bracketed("index_exp", lambda call, key: key),
    "r_": bracketed("r_", _rows), "c_": bracketed("c_", _columns), "mgrid": bracketed("mgrid", _grid(sparse=False)),
    "ogrid": bracketed("ogrid", _grid(sparse=True)),
}  # fmt: skip

# tables ---------------------------------------------------------------------------------------------------------------

ELEMENTWISE = (
    "exp", "log", "sqrt", "tanh", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "sinh", "cosh", "arcsinh",
    "sinc", "log1p", "expm1", "log2", "log10", "floor", "ceil", "trunc",
)  # fmt: skip
WHOLE = {  # functions whose result is whole where the input is, and their op rows
    "abs": "abs", "absolute": "abs", "fabs": "abs", "negative": "neg", "sign": "sign", "rint": "round", "fix": "trunc",
}  # fmt: skip
OTHER_NAMES = {  # of functions of NumPy 2: the usual names
    "acos": "arccos", "asin": "arcsin", "atan": "arctan", "asinh": "arcsinh",
}  # fmt: skip
PLAIN = ("arccosh", "arctanh", "exp2", "cbrt")
UFUNCS: Mapping[str, tuple[str, str | None]] = {  # name -> op row, kind of the result (None: whole if both are)
    "add": ("add", None), "subtract": ("sub", None), "multiply": ("mul", None), "divide": ("div", "float"),
    "true_divide": ("div", "float"), "power": ("pow", None), "pow": ("pow", None), "float_power": ("pow", "float"),
    "maximum": ("maximum", None), "minimum": ("minimum", None), "fmax": ("maximum", None), "fmin": ("minimum", None),
    "mod": ("mod", None), "remainder": ("mod", None), "fmod": ("fmod", None), "floor_divide": ("floor_divide", None),
    "arctan2": ("arctan2", "float"), "atan2": ("arctan2", "float"),
}  # fmt: skip
REDUCTIONS: Mapping[str, Row] = {
    "sum": reduction("sum"), "mean": _mean, "prod": reduction("prod"),
    "product": reduction("prod"), "max": reduction("amax"), "amax": reduction("amax"), "min": reduction("amin"),
    "amin": reduction("amin"), "cumsum": reduction("cumsum", "axis=None"),
    "cumprod": reduction("cumprod", "axis=None"),
    "var": variance("var"), "std": variance("std"),
}  # fmt: skip

NUMPY: dict[str, Row] = {
    **CREATION,
    **SHAPING,
    **SIZES,
    **PICKING,
    **PRODUCTS,
    **REDUCTIONS,
    **NUMPY_TEXT.rows(), **{name: SIGNALS.row(name) for name in ("unwrap", "histogram", "histogram_bin_edges")},
    **{name: op(name) for name in ELEMENTWISE},
    **{word: op(name, kind="same") for word, name in WHOLE.items()},
    **{word: op(name) for word, name in OTHER_NAMES.items()},
    **{name: op(name) for name in PLAIN},
    "logaddexp": prelude("logaddexp"), "hypot": pair("hypot", "float"), "atanh": op("arctanh"), "acosh": op("arccosh"),
    **{word: ufunc(pair(name, kind), name) for word, (name, kind) in UFUNCS.items()},
    "logical_and": ufunc(logical("logical_and"), "logical_and"),
    "logical_or": ufunc(logical("logical_or"), "logical_or"),
    "clip": clip, "square": square, "reciprocal": reciprocal, "isscalar": _is_scalar, "astype": _astype,
    **{name: _window(getattr(np, name)) for name in ("hanning", "hamming", "bartlett", "blackman")},
    "imag": _imaginary,
    "real": identity, "real_if_close": identity, "conj": identity, "conjugate": identity, "copy": copied,
    "float64": cast("float"), "float32": cast("float"), "float16": cast("float"), "double": cast("float"),
    "float_": cast("float"), "float": cast("float"), "int": cast("int"), "bool": array, "longdouble": cast("float"), "int64": cast("int"), "int32": cast("int"),
    "int16": cast("int"), "int8": cast("int"), "uint8": cast("int"), "intp": cast("int"), "int_": cast("int"),
    "bool_": array, "asanyarray": array, "ascontiguousarray": array, "asfarray": array, "require": array,
    "ndarray": array, "finfo": settings_of({"eps": float(np.finfo(float).eps), "max": float(np.finfo(float).max),
                                            "min": float(np.finfo(float).min), "tiny": float(np.finfo(float).tiny)}),
    "set_printoptions": no_effect, "seterr": no_effect, "errstate": no_effect, "printoptions": no_effect,
}  # fmt: skip

LINALG: Mapping[str, Row] = {
    **LINALG_TEXT.rows(), **DECOMPOSITIONS,
    "inv": op("inv"), "det": op("det"), "solve": op("solve"), "cholesky": op("cholesky"),
    "matmul": NUMPY["matmul"], "outer": NUMPY["outer"], "tensordot": NUMPY["tensordot"], "cross": op("cross"),
    "trace": NUMPY["trace"], "diagonal": NUMPY["diagonal"],
}  # fmt: skip
