"""NumPy: what its names mean. A new function is one row."""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping

import numpy as np

from ...ops import OPS
from ...prelude import PRELUDE
from ..arrays import entries, view
from ..calling import Arguments
from ..machine import WHERE
from ..operators import SIGNS, binary, kind_of
from ..values import Comparison, Const, Items, Number, Value, View
from .builtins import PYTHON
from .creation import CREATION, array, literal
from .prelude_calls import prelude
from .random import NUMPY_RANDOM
from .rows import Row, fixed, identity, join, no_effect, op, pair, reduction

__all__ = ["CONSTANTS", "LINALG", "NUMPY", "RESHAPING", "SHAPES"]

CONSTANTS: Mapping[str, Value] = {
    "pi": math.pi, "e": math.e, "inf": math.inf, "Inf": math.inf, "infty": math.inf, "nan": math.nan, "NaN": math.nan,
    "euler_gamma": float(np.euler_gamma), "newaxis": None,
}  # fmt: skip


def where(call: Arguments) -> Value:
    """`where(condition, a, b)`: entry by entry. Of a condition alone, the positions where it holds."""
    if len(call.args) == 1:
        return nonzero(call)
    test, yes, no = call.bind("condition, a, b")
    m, node = call.machine, call.node
    if isinstance(test, bool):
        return yes if test else no
    branches = m.node(yes, call.place(1)), m.node(no, call.place(2))
    span = m.span(node)
    if type(test) is Comparison:
        return Number(m.builder.emit(WHERE[test.op], (test.left, test.right, *branches), None, span))
    zero = m.builder.literal(0.0, span)
    return Number(m.builder.emit("where_ne", (m.node(test, node), zero, *branches), None, span))


def nonzero(call: Arguments) -> Value:
    (a,) = call.bind("a")
    m = call.machine
    index = m.node(a, call.node)
    values = np.asarray(m.value_of(index)) != 0
    m.guard("==", index, m.builder.literal(values.astype(np.float64), m.span(call.node)), True, call.node)
    return tuple(literal(call, axis.astype(np.float64), "int") for axis in np.nonzero(values))


def dot(call: Arguments) -> Value:
    """`np.dot`: inner product, matrix product, or a plain product with a number."""
    a, b = call.bind("a, b")
    m = call.machine
    left, right = m.shape(a, call.node), m.shape(b, call.node)
    if not left or not right:
        return call.emit("mul", [a, b])
    if max(len(left), len(right)) > 2:
        if len(right) == 1:
            return call.emit("matmul", [a, b])
        return call.emit("tensordot", [a, b], {"axes": ((len(left) - 1,), (len(right) - 2,))})
    return _matmul(call, a, b)


def _matmul(call: Arguments, a: Value, b: Value) -> Value:
    m = call.machine
    nodes = m.node(a, call.place(0)), m.node(b, call.place(1))
    return Number(m.builder.emit("matmul", nodes, None, m.span(call.node), m.span(call.node)))


def matmul(call: Arguments) -> Value:
    a, b = call.bind("a, b")
    if not call.shape(a) or not call.shape(b):
        return binary(call.machine, SIGNS["@"], a, b, call.node)
    return _matmul(call, a, b)


def clip(call: Arguments) -> Value:
    """NumPy's and PyTorch's ways to name the bounds; a missing one is infinite."""
    words = {"a_min": "low", "min": "low", "min_val": "low", "a_max": "high", "max": "high", "max_val": "high"}
    call.keywords = {words.get(word, word): value for word, value in call.keywords.items()}
    a, low, high = call.bind("a, low=None, high=None")
    bounds = [call.constant(-math.inf) if low is None else low, call.constant(math.inf) if high is None else high]
    return call.emit("clip", [a, *bounds])


def reshape(call: Arguments) -> Value:
    a, *sizes = call.args
    if "shape" in call.keywords or "newshape" in call.keywords:
        sizes = [call.keywords.get("shape", call.keywords.get("newshape"))]
    sizes = [size for size in sizes if not isinstance(size, str)]
    if not sizes:
        raise call.refuse("`reshape` needs the new shape.", "Write `x.reshape(2, 3)`.")
    return _shared(call, a, "reshape", {"shape": call.sizes(sizes)})


def _shared(call: Arguments, a: Value, name: str, params: dict[str, object]) -> Value:
    """An array that shares memory with `a`, as NumPy's rearrangements do."""
    m = call.machine
    if type(a) not in (Number, View):
        return call.emit(name, [a], params, kind_of(a))
    shape = m.shape(a, call.node)
    if name == "reshape" and params["shape"] == (-1,) and len(shape) == 1:
        return a
    before = m.builder
    try:
        made = OPS[name].shape(shape, **params)
    except ValueError:
        return call.emit(name, [a], params)  # says what does not fit
    del before
    if not made:
        return call.emit(name, [a], params, kind_of(a))
    return view(m, a, name, params, call.node, made)


def ravel(call: Arguments) -> Value:
    a, _ = call.bind("a, order='C'")
    return _shared(call, a, "reshape", {"shape": (-1,)})


def flatten(call: Arguments) -> Value:
    a, _ = call.bind("a, order='C'")
    return call.emit("reshape", [a], {"shape": (-1,)}, kind_of(a))


def transpose(call: Arguments) -> Value:
    """NumPy's: `x.transpose()` turns all axes round, `x.transpose(1, 0, 2)` puts them in this order."""
    a, *axes = call.args
    if "axes" in call.keywords:
        axes = [call.keywords["axes"]]
    if len(axes) == 1 and isinstance(axes[0], Items | tuple):
        axes = list(axes[0])
    order = tuple(call.integer(axis, "An axis") for axis in axes if axis is not None) or None
    rank = len(call.shape(a))
    if rank < 2 and order is None:
        return a  # a vector's transpose is itself
    return _shared(call, a, "transpose", {"axes": order})


def swapaxes(call: Arguments) -> Value:
    a, first, second = call.bind("a, axis1, axis2")
    return _shared(call, a, "swapaxes", {"axis1": call.integer(first), "axis2": call.integer(second)})


def moveaxis(call: Arguments) -> Value:
    a, source, target = call.bind("a, source, destination")
    rank = len(call.shape(a))
    froms, tos = (
        [axis % max(rank, 1) for axis in (found if isinstance(found, tuple) else (found,))]
        for found in (call.axis(source), call.axis(target))
    )
    order = [axis for axis in range(rank) if axis not in froms]
    for to, axis in sorted(zip(tos, froms, strict=True)):
        order.insert(to, axis)
    return _shared(call, a, "transpose", {"axes": tuple(order)})


def expand_dims(call: Arguments) -> Value:
    a, axis = call.bind("a, axis=0")
    return _shared(call, a, "expand_dims", {"axis": call.axis(axis)})


def squeeze(call: Arguments) -> Value:
    a, axis = call.bind("a, axis=None")
    return _shared(call, a, "squeeze", {"axis": call.axis(axis)})


def broadcast_to(call: Arguments) -> Value:
    a, shape = call.bind("a, shape")
    return call.emit("broadcast", [a], {"shape": call.sizes([shape])}, kind_of(a))


def shape_of(call: Arguments) -> Value:
    (a,) = call.bind("a")
    return tuple(Const(size) for size in (call.shape(a) if not isinstance(a, tuple) else (len(a),)))


def size_of(call: Arguments) -> Value:
    a, axis = call.bind("a, axis=None")
    shape = call.shape(a)
    return Const(math.prod(shape) if axis is None else shape[call.integer(axis)])


def rank_of(call: Arguments) -> Value:
    return Const(len(call.shape(call.bind("a")[0])))


def concatenate(call: Arguments) -> Value:
    values, axis = call.bind("a, axis=0")
    m = call.machine
    parts = entries(m, values, call.node)
    if axis is None:
        nodes = tuple(
            m.builder.emit("reshape", (m.node(part, call.node),), {"shape": (-1,)}, m.span(call.node)) for part in parts
        )
        return Number(m.builder.emit("concatenate", nodes, {"axis": 0}, m.span(call.node)))
    return call.emit("concatenate", parts, {"axis": call.integer(axis, "An axis")}, _common_kind(parts))


def _common_kind(parts: list[Value]) -> str:
    kinds = {kind_of(part) for part in parts}
    return "float" if "float" in kinds or not kinds else "int" if "int" in kinds else "bool"


def stack(call: Arguments) -> Value:
    values, axis = call.bind("a, axis=0")
    parts = entries(call.machine, values, call.node)
    return call.emit("stack", parts, {"axis": call.integer(axis, "An axis")}, _common_kind(parts))


def trace(call: Arguments) -> Value:
    diagonal = diag_of(call)
    return call.emit("sum", [diagonal], {"axis": None, "keepdims": False})


def diag_of(call: Arguments) -> Value:
    """The diagonal of a matrix; of a vector the matrix that has it as its diagonal."""
    a, offset = call.bind("a, k=0")
    shape, k = call.shape(a), call.integer(offset)
    m, span = call.machine, call.machine.span(call.node)
    if len(shape) == 2:
        rows = range(max(0, -k), min(shape[0], shape[1] - k))
        key = (tuple(rows), tuple(row + k for row in rows))
        return Number(m.builder.emit("index", (m.node(a, call.node),), {"key": key}, span), kind_of(a))
    if len(shape) == 1:
        size = shape[0] + abs(k)
        start = m.builder.literal(np.zeros((size, size)), span)
        key = tuple((i + max(0, -k)) for i in range(shape[0])), tuple((i + max(0, k)) for i in range(shape[0]))
        return Number(m.builder.emit("scatter", (start, m.node(a, call.node)), {"key": key}, span))
    from ..builder import ShapeMismatch

    raise ShapeMismatch(
        "Only a matrix has a diagonal.", "diag", (m.node(a, call.node),), span, "Give it rows and columns."
    )


def square(call: Arguments) -> Value:
    (a,) = call.bind("a")
    return call.emit("pow", [a, call.constant(2)])


def reciprocal(call: Arguments) -> Value:
    (a,) = call.bind("a")
    return call.emit("div", [call.constant(1), a])


def variance(name: str, default: int = 0) -> Row:
    """`var` and `std`, divided by n - ddof: NumPy's ddof is 0, PyTorch's correction is 1."""

    def run(call: Arguments) -> Value:
        if "unbiased" in call.keywords:
            call.keywords["ddof"] = Const(int(call.flag(call.keywords.pop("unbiased"))))
        a, axis, *rest = call.bind(f"a, axis=None, dtype=None, out=None, ddof={default}, keepdims=False")
        return spread(call, name, a, call.axis(axis), call.integer(rest[2], "`ddof`"), call.flag(rest[3]))

    return run


def spread(call: Arguments, name: str, a: Value, axis: object, ddof: int, keepdims: bool) -> Value:
    from .prelude_calls import prelude_row

    shape = call.shape(a)
    axes = range(len(shape)) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    count = math.prod(shape[at] for at in axes if isinstance(at, int) and -len(shape) <= at < len(shape))
    words = {"axis": _wrapped(axis), "keepdims": keepdims}
    if ddof == 0 or not shape:
        return prelude_row(Arguments(call.machine, call.name, [a], words, call.node), PRELUDE[name], {})
    found = prelude_row(Arguments(call.machine, call.name, [a], words, call.node), PRELUDE["var"], {})
    factor = Const(count / (count - ddof) if count != ddof else math.inf, call.machine.span(call.node))
    scaled = binary(call.machine, SIGNS["*"], found, factor, call.node)
    return call.emit("root", [scaled]) if name == "std" else scaled


def _wrapped(axis: object) -> Value:
    if type(axis) is int:
        return Const(axis)
    return tuple(Const(at) for at in axis) if isinstance(axis, tuple) else axis


def average(call: Arguments) -> Value:
    a, axis, weights, _, keepdims = call.bind("a, axis=None, weights=None, returned=False, keepdims=False")
    params = {"axis": call.axis(axis), "keepdims": call.flag(keepdims)}
    if weights is None:
        return call.emit("mean", [a], params)
    m = call.machine
    if len(m.shape(weights, call.node)) == 1 and params["axis"] not in (None, -1) and len(m.shape(a, call.node)) == 2:
        weights = call.emit("reshape", [weights], {"shape": (-1, 1)})
    product = binary(m, SIGNS["*"], a, weights, call.node)
    total = call.emit("sum", [product], params)
    whole = weights
    if m.shape(weights, call.node) != m.shape(product, call.node):
        whole = call.emit("broadcast", [weights], {"shape": m.shape(product, call.node)})
    return binary(m, SIGNS["/"], total, call.emit("sum", [whole], params), call.node)


def cast(kind: str) -> Row:
    """`np.float32(x)`, `np.int64(x)`."""

    def run(call: Arguments) -> Value:
        (a,) = call.bind("a=0.0")
        if type(a) is Const and kind == "float":
            return a if type(a.value) is float else Const(float(a.value), a.span, a.op, a.args) if a.name is None else a
        if kind == "int":
            return PYTHON["int"](call) if type(a) is Const else call.emit("trunc", [a], None, "int")
        return array(Arguments(call.machine, call.name, [a], {}, call.node))

    return run


def copied(call: Arguments) -> Value:
    """A copy with memory of its own; on paper the same value."""
    a = call.args[0]
    m = call.machine
    if type(a) in (Number, View):
        return Number(m.node(a, call.node), kind_of(a))
    return Number(m.node(a, call.node), kind_of(a)) if type(a) is Items else a


def comparison(sign: type) -> Row:
    def run(call: Arguments) -> Value:
        from ..operators import compare

        a, b = call.bind("a, b")
        return compare(call.machine, sign, a, b, call.node)

    return run


def logical(name: str) -> Row:
    def run(call: Arguments) -> Value:
        return call.emit(name, call.bind("a" if name == "logical_not" else "a, b"), None, "bool")

    return run


def at_once(function: Row) -> Row:
    return function


def split(call: Arguments) -> Value:
    """`np.split(x, 3, axis)` in equal parts or at positions; `array_split` in nearly equal ones."""
    a, parts, axis = call.bind("a, parts, axis=0")
    shape = call.shape(a)
    along = call.integer(axis, "An axis")
    size = shape[along] if shape else 0
    if type(parts) is Const:
        count = call.integer(parts)
        if count < 1 or (size % count and "array_split" not in call.name):
            raise call.refuse(f"{size} entries cannot be split into {count} equal parts.", "Use `np.array_split`.")
        sizes = [size // count + (i < size % count) for i in range(count)]
        ends = np.cumsum(sizes).tolist()
    else:
        ends = [call.integer(end) for end in entries(call.machine, parts, call.node)] + [size]
    return _pieces(call, a, ends, along, size)


def _pieces(call: Arguments, a: Value, ends: list[int], along: int, size: int) -> Value:
    from ...ops import key_of

    pieces, start = Items(), 0
    rank = len(call.shape(a))
    for end in ends:
        key = key_of(tuple(slice(None) if axis != along % rank else slice(start, end) for axis in range(rank)))
        pieces.append(view(call.machine, a, "index", {"key": key}, call.node))
        start = end
    return pieces


SHAPES: Mapping[str, Row] = {"shape": shape_of, "size": size_of, "ndim": rank_of}
RESHAPING: Mapping[str, Row] = {
    "reshape": reshape, "ravel": ravel, "transpose": transpose, "permute_dims": transpose, "swapaxes": swapaxes,
    "moveaxis": moveaxis, "rollaxis": moveaxis, "expand_dims": expand_dims, "squeeze": squeeze,
    "broadcast_to": broadcast_to, "concatenate": concatenate, "concat": concatenate, "stack": stack,
    "hstack": join(1), "vstack": join(0), "row_stack": join(0), "column_stack": join(None),
    "split": split, "array_split": split, "hsplit": split, "vsplit": split,
}  # fmt: skip
ELEMENTWISE = (
    "exp", "log", "sqrt", "tanh", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "sinh", "cosh", "arcsinh",
    "arccosh", "arctanh", "sinc", "log1p", "expm1", "log2", "log10", "exp2", "cbrt", "sign", "floor", "ceil", "trunc",
)  # fmt: skip
SAME: Mapping[str, str] = {  # other names of op rows
    "absolute": "abs", "abs": "abs", "fabs": "abs", "negative": "neg", "rint": "round", "fix": "trunc",
}  # fmt: skip
REDUCTIONS: Mapping[str, Row] = {
    "sum": reduction("sum"), "mean": reduction("mean"), "prod": reduction("prod"), "product": reduction("prod"),
    "max": reduction("amax"), "amax": reduction("amax"), "min": reduction("amin"), "amin": reduction("amin"),
    "nansum": reduction("sum"), "nanmax": reduction("amax"), "nanmin": reduction("amin"), "nanmean": reduction("mean"),
    "cumsum": reduction("cumsum", "axis=None"), "average": average, "var": variance("var"), "std": variance("std"),
    "nanvar": variance("var"), "nanstd": variance("std"),
}  # fmt: skip
PAIRS: Mapping[str, Row] = {
    "add": pair("add"), "subtract": pair("sub"), "multiply": pair("mul"), "divide": pair("div", "float"),
    "true_divide": pair("div", "float"), "power": pair("pow"), "float_power": pair("pow", "float"),
    "maximum": pair("maximum"), "minimum": pair("minimum"), "fmax": pair("maximum"), "fmin": pair("minimum"),
}  # fmt: skip


def _present(rows: Mapping[str, str]) -> dict[str, Row]:
    return {word: op(name) for word, name in rows.items() if name in OPS}


NUMPY: dict[str, Row] = {
    **CREATION,
    **RESHAPING,
    **REDUCTIONS,
    **_present({name: name for name in ELEMENTWISE}),
    **_present(SAME),
    **PAIRS,
    **SHAPES,
    "where": where, "nonzero": nonzero, "flatnonzero": nonzero, "argwhere": nonzero, "dot": dot, "matmul": matmul,
    "inner": op("inner"), "vdot": op("inner"), "outer": op("outer"), "clip": clip, "trace": trace, "diag": diag_of,
    "diagonal": diag_of, "square": square, "reciprocal": reciprocal, "copy": copied, "flip": op("flip"),
    "flipud": fixed("flip", {"axis": 0}), "fliplr": fixed("flip", {"axis": 1}), "tril": op("tril"), "triu": op("triu"),
    "greater": comparison(ast.Gt), "greater_equal": comparison(ast.GtE), "less": comparison(ast.Lt),
    "less_equal": comparison(ast.LtE), "equal": comparison(ast.Eq), "not_equal": comparison(ast.NotEq),
    "float64": cast("float"), "float32": cast("float"), "float16": cast("float"), "double": cast("float"),
    "float_": cast("float"), "int64": cast("int"), "int32": cast("int"), "int_": cast("int"), "bool_": array,
    "asanyarray": array, "ascontiguousarray": array, "matrix": array, "mat": array, "real": identity,
    "logaddexp": prelude("logaddexp"), "hypot": pair("hypot", "float"), "set_printoptions": no_effect, "seterr": no_effect,
    "errstate": no_effect, "random": NUMPY_RANDOM["random"], "abs": op("abs"),
    "ndarray": array, "vectorize": lambda call: call.args[0],
}  # fmt: skip
for _name in ("logical_and", "logical_or", "logical_not", "logical_xor"):
    if _name in OPS:
        NUMPY[_name] = logical(_name)

LINALG: Mapping[str, Row] = {"norm": prelude("norm"), "multi_dot": no_effect}
