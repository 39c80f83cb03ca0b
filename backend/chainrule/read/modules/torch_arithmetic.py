"""Arithmetic of PyTorch's tensors, with its own settings and conventions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..calling import Arguments
from ..operators import SIGNS, binary
from ..values import Const, Value
from .named import named_tuple
from .numpy import NUMPY, spread
from .prelude_calls import prelude
from .rows import Row

if TYPE_CHECKING:
    pass

__all__ = [
    "addcmul",
    "addmm",
    "bounded",
    "clamp",
    "cross",
    "divided",
    "dot",
    "lerp",
    "logdet",
    "over_dimension",
    "rsqrt",
    "scaled_pair",
    "sign_row",
    "slogdet",
    "variance",
    "with_mean",
]


def _with(row: Row, **settings: Value) -> Row:
    """Return a row with settings of its own, which a call may still change."""

    def run(call: Arguments) -> Value:
        call.keywords = {**settings, **call.keywords}
        return row(call)

    return run


def scaled_pair(sign: str) -> Row:
    """`torch.add(a, b, alpha=2)`."""

    def run(call: Arguments) -> Value:
        a, b, alpha = call.bind("a, b, alpha=1")
        if not (type(alpha) is Const and alpha.value == 1):
            b = binary(call.machine, SIGNS["*"], alpha, b, call.node)
        return binary(call.machine, SIGNS[sign], a, b, call.node)

    return run


def sign_row(sign: str) -> Row:
    """Return the row of a binary sign that is a function (`torch.add`)."""

    def run(call: Arguments) -> Value:
        a, b = call.bind("a, b")
        return binary(call.machine, SIGNS[sign], a, b, call.node)

    return run


def lerp(call: Arguments) -> Value:
    """Return the point between start and end that `weight` says, 0 being the start."""
    start, end, weight = call.bind("a, end, weight")
    m, node = call.machine, call.node
    step = binary(m, SIGNS["*"], weight, binary(m, SIGNS["-"], end, start, node), node)
    return binary(m, SIGNS["+"], start, step, node)


def addmm(call: Arguments) -> Value:
    """`addmm(c, a, b)`: beta*c + alpha*(a @ b)."""
    c, a, b, beta, alpha = call.bind("a, mat1, mat2, beta=1, alpha=1")
    m, node = call.machine, call.node
    product = binary(m, SIGNS["@"], a, b, node)
    if not (type(alpha) is Const and alpha.value == 1):
        product = binary(m, SIGNS["*"], alpha, product, node)
    if not (type(beta) is Const and beta.value == 1):
        c = binary(m, SIGNS["*"], beta, c, node)
    return binary(m, SIGNS["+"], c, product, node)


def clamp(call: Arguments) -> Value:
    """Return the entries within two bounds, each of which may be left out."""
    a, low, high = call.bind("a, min=None, max=None")
    bounds = [call.constant(-math.inf) if low is None else low, call.constant(math.inf) if high is None else high]
    return call.emit("clip", [a, *bounds])


def bounded(name: str) -> Row:
    """Return the row of `clamp_min` or `clamp_max`."""

    def run(call: Arguments) -> Value:
        a, bound = call.bind("a, bound")
        infinite = call.constant(-math.inf if name == "max" else math.inf)
        return call.emit("clip", [a, infinite, bound] if name == "max" else [a, bound, infinite])

    return run


def rsqrt(call: Arguments) -> Value:
    """Return 1 / sqrt(a)."""
    (a,) = call.bind("a")
    return call.emit("div", [call.constant(1), call.emit("sqrt", [a])])


def slogdet(call: Arguments) -> Value:
    """Return sign and logarithm of the determinant."""
    (a,) = call.bind("a")
    return named_tuple(("sign", "logabsdet"), (call.emit("sign", [call.emit("det", [a])]), call.emit("logabsdet", [a])))


def logdet(call: Arguments) -> Value:
    """Return the logarithm of the determinant."""
    return call.emit("logabsdet", call.bind("a"))


def dot(call: Arguments) -> Value:
    """Return the product of two vectors."""
    return call.emit("matmul", call.bind("a, b"))


def cross(call: Arguments) -> Value:
    """`torch.cross(a, b)`: along the first axis of three entries, where no dimension is given."""
    a, b, axis = call.bind("a, b, axis=None")
    along = next((at for at, size in enumerate(call.shape(a)) if size == 3), -1) if axis is None else call.integer(axis)
    return call.emit("cross", [a, b], {"axis": along})


def addcmul(call: Arguments) -> Value:
    """Return a + value * tensor1 * tensor2."""
    a, first, second, value = call.bind("a, tensor1, tensor2, value=1")
    m, node = call.machine, call.node
    product = binary(m, SIGNS["*"], first, second, node)
    return binary(m, SIGNS["+"], a, binary(m, SIGNS["*"], value, product, node), node)


def variance(name: str) -> Row:
    """`var(dim, correction=1, keepdim)`, and the older `var(unbiased)` and `var(dim, unbiased, keepdim)`."""

    def run(call: Arguments) -> Value:
        words = dict(call.keywords)
        args = list(call.args)
        dim = words.pop("dim", words.pop("axis", None))
        if len(args) > 1 and type(args[1]) is not bool:
            dim = args.pop(1)
        unbiased = words.pop("unbiased", True)
        if len(args) > 1:
            unbiased = args.pop(1)
        words.setdefault("correction", Const(int(call.flag(unbiased))))
        if len(args) > 1:
            words["keepdim"] = args.pop(1)
        a, correction, keepdims = Arguments(call.machine, call.name, args, words, call.node).bind(
            "a, correction=1, keepdims=False"
        )
        return spread(call, name, a, call.axis(dim), call.integer(correction, "`correction`"), call.flag(keepdims))

    return run


def with_mean(name: str) -> Row:
    """`torch.var_mean(x, dim)`: both."""
    row = variance(name)

    def run(call: Arguments) -> Value:
        a = call.args[0]
        words = {"axis": call.keywords.get("dim"), "keepdims": call.keywords.get("keepdim", False)}
        if len(call.args) > 1:
            words["axis"] = call.args[1]
        mean = NUMPY["mean"](Arguments(call.machine, call.name, [a], words, call.node))
        return row(call), mean

    return run


def divided(call: Arguments) -> Value:
    """`torch.div(a, b, rounding_mode='floor')`."""
    a, b, mode = call.bind("a, b, rounding_mode=None")
    if mode is None:
        return binary(call.machine, SIGNS["/"], a, b, call.node)
    if mode == "floor":
        return call.emit("floor_divide", [a, b])
    if mode == "trunc":
        return call.emit("trunc", [call.emit("div", [a, b])])
    raise call.refuse("`rounding_mode` is None, 'floor' or 'trunc'.", "Leave it out.")


def over_dimension(name: str, third: str = "dtype", implicit: bool = False) -> Row:
    """`softmax(x, dim)`. Where no dimension is given it is the last, or, `implicit`, the one that `torch.nn.functional`
    takes: 0 of 1 or 3 dimensions, else 1. `third` is the setting after it."""
    row = prelude(name)

    def run(call: Arguments) -> Value:
        if len(call.args) > 2 and third not in call.keywords:
            call.keywords[third] = call.args.pop(2)
        if len(call.args) > 1:
            call.keywords["axis"] = call.args.pop(1)
        call.keywords = {
            {"dim": "axis", "input": "s"}.get(word, word): value
            for word, value in call.keywords.items()
            if word not in ("dtype", "_stacklevel") and value is not None
        }
        if implicit and "axis" not in call.keywords:
            values = call.args or [call.keywords.get("s")]
            call.keywords["axis"] = Const(0 if len(call.shape(values[0])) in (0, 1, 3) else 1)
        return row(call)

    return run
