"""Primitives of a jaxpr in our language. An argument is a value (a slot) or a constant array."""

from __future__ import annotations

import math
import string
from collections.abc import Callable, Mapping, Sequence
from typing import Any

__all__ = ["ALIASES", "COMPARED", "CUSTOM", "FORMS", "NESTED"]

Parts = list[Any]  # text with arguments in it
Form = Callable[..., Parts]  # form(arguments, shapes of the arguments, shape of the result, **params)

ALIASES = frozenset({"convert_element_type", "copy", "copy_p", "reduce_precision", "optimization_barrier"})
NESTED: Mapping[str, str] = {  # primitives that run another jaxpr -> the param that holds it
    "jit": "jaxpr", "pjit": "jaxpr", "closed_call": "call_jaxpr", "core_call": "call_jaxpr", "remat": "jaxpr",
    "checkpoint": "jaxpr", "remat2": "jaxpr",
}  # fmt: skip
CUSTOM: Mapping[str, str] = {  # the same of those that have a derivative of their own
    "custom_jvp_call": "call_jaxpr", "custom_vjp_call": "call_jaxpr", "custom_vjp_call_jaxpr": "fun_jaxpr",
}  # fmt: skip
COMPARED = frozenset({"gt", "lt", "ge", "le", "eq", "ne", "and", "or", "not"})


def _function(name: str) -> Form:
    def form(args: Sequence[Any], *_: Any, **__: Any) -> Parts:
        parts: Parts = [f"{name}("]
        for place, arg in enumerate(args):
            parts += [", " if place else "", arg]
        return [*parts, ")"]

    return form


def _infix(sign: str) -> Form:
    return lambda args, *_, **__: ["(", args[0], f" {sign} ", args[1], ")"]


def _reduced(name: str) -> Form:
    return lambda args, *_, axes, **__: [f"jnp.{name}(", args[0], f", axis={_tuple(axes)})"]


def _tuple(numbers: Sequence[int]) -> str:
    return f"({', '.join(str(int(number)) for number in numbers)}{',' * (len(numbers) == 1)})"


def _broadcast(
    args: Sequence[Any], shapes: Sequence[Any], out: Any, *, shape: Any, broadcast_dimensions: Any, **_: Any
) -> Parts:
    own = [1] * len(shape)
    for size, axis in zip(shapes[0], broadcast_dimensions, strict=True):
        own[axis] = size
    inner: Parts = [args[0]] if tuple(own) == tuple(shapes[0]) else ["jnp.reshape(", args[0], f", {_tuple(own)})"]
    return inner if tuple(own) == tuple(shape) else ["jnp.broadcast_to(", *inner, f", {_tuple(shape)})"]


def _dot(args: Sequence[Any], shapes: Sequence[Any], out: Any, *, dimension_numbers: Any, **_: Any) -> Parts:
    (left, right), (batch_left, batch_right) = dimension_numbers
    if not batch_left and len(shapes[0]) == len(shapes[1]) == 2 and (tuple(left), tuple(right)) == ((1,), (0,)):
        return ["(", args[0], " @ ", args[1], ")"]
    letters = iter(string.ascii_letters)
    a = [next(letters) for _ in shapes[0]]
    b = [next(letters) for _ in shapes[1]]
    for x, y in zip((*batch_left, *left), (*batch_right, *right), strict=True):
        b[y] = a[x]
    result = [a[axis] for axis in batch_left]
    result += [a[axis] for axis in range(len(a)) if axis not in (*batch_left, *left)]
    result += [b[axis] for axis in range(len(b)) if axis not in (*batch_right, *right)]
    return [f"jnp.einsum('{''.join(a)},{''.join(b)}->{''.join(result)}', ", args[0], ", ", args[1], ")"]


def _select(args: Sequence[Any], *_: Any, **__: Any) -> Parts:
    if len(args) != 3:
        raise NotImplementedError
    return ["jnp.where(", args[0], ", ", args[2], ", ", args[1], ")"]


def _slice(args: Sequence[Any], *_: Any, start_indices: Any, limit_indices: Any, strides: Any, **__: Any) -> Parts:
    steps = strides or [1] * len(start_indices)
    keys = [
        f"{a}:{b}" + (f":{s}" if s != 1 else "") for a, b, s in zip(start_indices, limit_indices, steps, strict=True)
    ]
    return [args[0], f"[{', '.join(keys)}]"]


def _pad(args: Sequence[Any], shapes: Any, out: Any, *, padding_config: Any, **_: Any) -> Parts:
    if any(low < 0 or high < 0 or inner for low, high, inner in padding_config):
        raise NotImplementedError
    widths = ", ".join(f"({low}, {high})" for low, high, _ in padding_config)
    return ["jnp.pad(", args[0], f", ({widths},), constant_values=", args[1], ")"]


def _joined(args: Sequence[Any], *_: Any, dimension: int, **__: Any) -> Parts:
    parts: Parts = ["jnp.concatenate(["]
    for place, arg in enumerate(args):
        parts += [", " if place else "", arg]
    return [*parts, f"], axis={dimension})"]


def _sorted(args: Sequence[Any], *_: Any, dimension: int, num_keys: int, **__: Any) -> Parts:
    if len(args) != 1 or num_keys != 1:
        raise NotImplementedError
    return ["jnp.sort(", args[0], f", axis={dimension})"]


def _cholesky(args: Sequence[Any], shapes: Sequence[Any], *_: Any, **__: Any) -> Parts:
    if len(shapes[0]) != 2:
        raise NotImplementedError
    return ["jnp.linalg.cholesky(", args[0], ")"]


def _rows(args: Sequence[Any], shapes: Any, out: Any, *, dimension_numbers: Any, slice_sizes: Any, **_: Any) -> Parts:
    """`gather` where it takes whole rows by number: table[indices]."""
    numbers, table = dimension_numbers, shapes[0]
    takes_rows = tuple(slice_sizes) == (1, *table[1:])
    rows = tuple(numbers.collapsed_slice_dims) == (0,) and tuple(numbers.start_index_map) == (0,)
    last = tuple(range(len(out) - len(table) + 1, len(out)))
    if not (takes_rows and rows and tuple(numbers.offset_dims) == last):
        raise NotImplementedError
    return [args[0], "[jnp.reshape(", args[1], f", {_tuple(shapes[1][:-1])})]"]


def _refused(*_: Any, **__: Any) -> Parts:
    raise NotImplementedError


def _convolution(
    args: Sequence[Any],
    shapes: Any,
    out: Any,
    *,
    window_strides: Any,
    padding: Any,
    lhs_dilation: Any,
    rhs_dilation: Any,
    dimension_numbers: Any,
    feature_group_count: int,
    batch_group_count: int,
    **_: Any,
) -> Parts:
    left, right, result = dimension_numbers
    if any(step != 1 for step in lhs_dilation) or batch_group_count != 1:
        raise NotImplementedError
    a: Parts = _turned(args[0], left)
    if any(low != high for low, high in padding):
        widths = ", ".join(["(0, 0)", "(0, 0)", *(f"({low}, {high})" for low, high in padding)])
        a, before = ["jnp.pad(", *a, f", ({widths}))"], (0,) * len(padding)
    else:
        before = tuple(low for low, _ in padding)
    settings = ", ".join(map(_tuple, (window_strides, before, rhs_dilation)))
    call: Parts = ["conv(", *a, ", ", *_turned(args[1], right), f", {settings}, {feature_group_count})"]
    back = sorted(range(len(result)), key=lambda place: result[place])
    return call if back == list(range(len(back))) else ["jnp.transpose(", *call, f", {_tuple(back)})"]


def _turned(arg: Any, order: Sequence[int]) -> Parts:
    return [arg] if list(order) == list(range(len(order))) else ["jnp.transpose(", arg, f", {_tuple(order)})"]


def _window(name: str) -> Form:
    def form(
        args: Sequence[Any],
        shapes: Any,
        out: Any,
        *,
        window_dimensions: Any,
        window_strides: Any,
        padding: Any,
        base_dilation: Any,
        window_dilation: Any,
        **_: Any,
    ) -> Parts:
        """Return pooling over the axes between the first and the last, or over those behind the second."""
        rank = len(window_dimensions)
        plain = all(step == 1 for step in (*base_dilation, *window_dilation))
        last = window_dimensions[0] == window_dimensions[-1] == 1 and rank > 2
        first = tuple(window_dimensions[:2]) == (1, 1)
        if not plain or not (last or first) or any(low != high for low, high in padding):
            raise NotImplementedError
        axes = list(range(2, rank)) if first else list(range(1, rank - 1))
        order = list(range(rank)) if first else [0, rank - 1, *axes]
        size, stride = ([values[axis] for axis in axes] for values in (window_dimensions, window_strides))
        before = [padding[axis][0] for axis in axes]
        scale = "" if name == "max_pool" else f"{math.prod(size)}*"
        call: Parts = [
            f"{scale}{name}(",
            *_turned(args[0], order),
            f", {_tuple(size)}, {_tuple(stride)}, {_tuple(before)})",
        ]
        back = sorted(range(rank), key=lambda place: order[place])
        return ["(", *call, ")"] if first else ["jnp.transpose(", *call, f", {_tuple(back)})"]

    return form


FORMS: Mapping[str, Form] = {
    **{
        name: _function(f"jnp.{name}")
        for name in ("exp", "log", "tanh", "sin", "cos", "tan", "sqrt", "abs", "sign", "floor", "ceil", "log1p",
                     "expm1", "sinh", "cosh", "exp2", "cbrt", "square")
    },
    **{name: _function(function) for name, function in {
        "erf": "erf", "erfc": "erfc", "erf_inv": "erfinv", "lgamma": "gammaln", "digamma": "digamma",
        "logistic": "sigmoid", "max": "jnp.maximum", "min": "jnp.minimum", "atan2": "jnp.arctan2",
        "asin": "jnp.arcsin", "acos": "jnp.arccos", "atan": "jnp.arctan", "asinh": "jnp.arcsinh",
        "acosh": "jnp.arccosh", "atanh": "jnp.arctanh", "stop_gradient": "stop", "log_softmax": "log_softmax",
    }.items()},
    **{name: _infix(sign) for name, sign in {
        "add": "+", "add_any": "+", "sub": "-", "mul": "*", "div": "/", "pow": "**", "gt": ">", "lt": "<", "ge": ">=",
        "le": "<=", "eq": "==", "ne": "!=", "and": "&", "or": "|",
    }.items()},
    **{f"reduce_{name}": _reduced(name) for name in ("sum", "max", "min", "prod")},
    "neg": lambda args, *_, **__: ["(-", args[0], ")"],
    "not": lambda args, *_, **__: ["(~", args[0], ")"],
    "rsqrt": lambda args, *_, **__: ["(1/jnp.sqrt(", args[0], "))"],
    "integer_pow": lambda args, *_, y, **__: ["(", args[0], f"**{f'({y})' if y < 0 else y})"],
    "clamp": lambda args, *_, **__: ["jnp.clip(", args[1], ", ", args[0], ", ", args[2], ")"],
    "reshape": lambda args, *_, new_sizes, **__: ["jnp.reshape(", args[0], f", {_tuple(new_sizes)})"],
    "squeeze": lambda args, shapes, out, **_: ["jnp.reshape(", args[0], f", {_tuple(out)})"],
    "expand_dims": lambda args, shapes, out, **_: ["jnp.reshape(", args[0], f", {_tuple(out)})"],
    "transpose": lambda args, *_, permutation, **__: ["jnp.transpose(", args[0], f", {_tuple(permutation)})"],
    "rev": lambda args, *_, dimensions, **__: ["jnp.flip(", args[0], f", {_tuple(dimensions)})"],
    "cumsum": lambda args, *_, axis, reverse, **__: (
        ["jnp.flip(jnp.cumsum(jnp.flip(", args[0], f", {axis}), {axis}), {axis})"]
        if reverse
        else ["jnp.cumsum(", args[0], f", {axis})"]
    ),
    "broadcast_in_dim": _broadcast,
    "dot_general": _dot,
    "select_n": _select,
    "slice": _slice,
    "pad": _pad,
    "concatenate": _joined,
    "sort": _sorted,
    "cholesky": _cholesky,
    "gather": _rows,
    "dynamic_slice": _refused,
    "conv_general_dilated": _convolution,
    "reduce_window_max": _window("max_pool"),
    "reduce_window_sum": _window("avg_pool"),
}  # fmt: skip
