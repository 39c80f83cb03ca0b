"""Gates that run along an axis from entry to entry: cumprod and diff."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..graph import Shape
from .arithmetic import OVERFLOW
from .op import Lowering, Op, Pattern, Trial
from .scaled_products import running_product_tangent
from .settings import axis_of, whole

__all__ = ["ROWS", "lines_along"]

TINY = 1e-290  # products above it have all their digits


def lines_along(a: Any, axis: int | None) -> Any:
    """`a` with the axis last; flattened for None."""
    return np.reshape(a, -1) if axis is None else np.moveaxis(np.asarray(a), axis, -1)


def _cumprod_shape(a: Shape, *, axis: int | None = None) -> Shape:
    if axis is None:
        return (math.prod(a),)
    axis_of(len(a), axis)
    return a


def _cumprod_tangent(t: Any, out: Any, a: Any, *, axis: int | None = None) -> Any:
    """Return the tangent by the product rule: d(out)/out is the running sum of d(a)/a.

    Where a product is 0, or so small or large that its digits are gone, with a power of two apart; where that fails,
    entry after entry: the product so far and the next entry both move.
    """
    size = np.abs(out)
    if np.size(out) and size.min() > TINY and size.max() < np.inf:
        shape = (-1,) if axis is None else np.shape(a)
        sums = np.cumsum(np.reshape(t / a, shape), axis=axis)
        sums *= out
        if np.isfinite(sums).all():
            return sums
    lines, moves = lines_along(a, axis), lines_along(t, axis)
    result = running_product_tangent(moves, lines) if lines.size and np.isfinite(lines).all() else None
    if result is not None:
        return result if axis is None else np.moveaxis(result, -1, axis)
    product = lines_along(out, 0 if axis is None else axis)
    result = np.array(moves, dtype=np.float64)
    for k in range(1, lines.shape[-1]):
        result[..., k] = result[..., k - 1] * lines[..., k] + product[..., k - 1] * moves[..., k]
    return result if axis is None else np.moveaxis(result, -1, axis)


def _cumprod_back(g: Any, out: Any, a: Any, *, axis: int | None = None) -> Any:
    """Return the vjp: an entry's slope in a later product is the product of all other entries in it.

    No division, so that a 0 does no harm: from the end, what comes behind is multiplied with the next entry and the
    next gradient is added.
    """
    lines, handed = lines_along(a, axis), lines_along(g, 0 if axis is None else axis)
    before = np.ones(lines.shape)
    before[..., 1:] = np.cumprod(lines[..., :-1], axis=-1)
    behind = np.array(handed, dtype=np.float64)
    for k in range(lines.shape[-1] - 2, -1, -1):
        behind[..., k] += lines[..., k + 1] * behind[..., k + 1]
    result = before * behind
    return result.reshape(np.shape(a))[()] if axis is None else np.moveaxis(result, -1, axis)


def _cumprod_rule(a: Shape, *, axis: int | None = None) -> tuple[str, ...]:
    along = 0 if axis is None else axis
    top = f"flip(cumsum(flip(g * out, {along}), {along}), {along})"
    return (f"{top}{'' if axis is not None else f'.reshape({a})'} / a",)


MOST_ENTRIES = 16_384  # of an array with all other factors of each entry


def _cumprod_backward(a: Shape, *, axis: int | None = None) -> tuple[str, ...]:
    """Return the gradient from the products of the other factors, which is right at several zeros, too.

    Of many factors they are not all formed: total[k] = g[k] + a[k + 1] total[k + 1] goes back in steps that double.
    """
    if 0 in a:
        return _cumprod_rule(a, axis=axis)
    along = 0 if axis is None else axis % len(a)
    lines = (math.prod(a),) if axis is None else a
    if math.prod(a) * lines[along] > MOST_ENTRIES:
        term = f"long_cumprod_back(g, {'a' if axis is not None else f'a.reshape({lines})'}, {along})"
    else:
        term = f"cumprod_back(g, a, {lines[:along]}, {lines[along]}, {lines[along + 1 :]})"
    return (f"{term}.reshape({a})",)


def _cumprod_lower(emit: Any, a: Any, *, axis: int | None = None) -> Any:
    lines = lines_along(a, axis).copy()
    for spot in np.ndindex(lines.shape[:-1]):
        for k in range(1, lines.shape[-1]):
            lines[(*spot, k)] = emit("mul", lines[(*spot, k - 1)], lines[(*spot, k)])
    return lines if axis is None else np.moveaxis(lines, -1, axis)


MOST_TIMES = 64


def _diff_shape(a: Shape, *, n: int = 1, axis: int = -1) -> Shape:
    along = axis_of(len(a), axis)
    if not 0 <= whole(n, "n") <= MOST_TIMES:
        raise ValueError(f"`n`, how often differences are taken, must be from 0 to {MOST_TIMES}.")
    return tuple(max(size - n, 0) if number == along else size for number, size in enumerate(a))


def _diff_back(g: Any, out: Any, a: Any, *, n: int = 1, axis: int = -1) -> Any:
    """Return differences of the gradient with zeros round it: each entry stands in two of them, once with a minus."""
    widths = [(0, 0)] * np.ndim(a)
    widths[axis] = (n, n)
    result = (-1.0) ** n * np.diff(np.pad(g, widths), n=n, axis=axis)
    return result if np.shape(result) == np.shape(a) else np.zeros(np.shape(a))  # too few entries: nothing was taken


def _diff_rule(a: Shape, *, n: int = 1, axis: int = -1) -> tuple[str, ...]:
    if a[axis] < n or n == 0:
        return ("g" if n == 0 else f"zeros({a})",)
    widths = tuple((n, n) if number == axis % len(a) else (0, 0) for number in range(len(a)))
    return (f"{'-' if n % 2 else ''}diff(pad(g, {widths}), {n}, {axis})",)


def _diff_lower(emit: Any, a: Any, *, n: int = 1, axis: int = -1) -> Any:
    lines = np.moveaxis(a, axis, -1)
    for _ in range(n):
        size = max(lines.shape[-1] - 1, 0)
        shorter = np.empty((*lines.shape[:-1], size), dtype=object)
        for spot in np.ndindex(shorter.shape):
            shorter[spot] = emit("sub", lines[(*spot[:-1], spot[-1] + 1)], lines[spot])
        lines = shorter
    return np.moveaxis(lines, -1, axis)


ROWS = (
    Op(
        name="cumprod",
        symbol="cumprod",
        title="Running product gate",
        spellings=("cumprod",),
        methods=("cumprod",),
        params={"axis": None},
        forward=np.cumprod,
        vjp=(_cumprod_back,),
        jvp=_cumprod_tangent,
        jvp_code=lambda language, a, *, axis=None: f"cumprod_tangent({{t}}, {{a}}, {axis})",
        shape=_cumprod_shape,
        cost=lambda a, **_: math.prod(a),
        elementwise=False,
        pattern=Pattern.SWAP,
        equation="cumprod(a)",
        rule=("flip(cumsum(flip(g * out))) / a",),
        rule_for=_cumprod_rule,
        backward_formula=_cumprod_backward,
        vjp_code=lambda language, a, *, axis=None: (f"cumprod_back({{g}}, {{a}}, {axis})",),
        why=("An entry is a factor of every running product from its own place on: their gradients add up in it.",),
        nonfinite_causes=(OVERFLOW,),
        units=Lowering.CUSTOM,
        lower=_cumprod_lower,
        numpy="np.cumprod({0}, axis={axis})",
        torch="torch.cumprod({0}{flat}, dim={along})",
        param_text=lambda *, axis=None: {
            "flat": ".flatten()" if axis is None else "",
            "along": "0" if axis is None else str(axis),
        },
        latex=r"\operatorname{{cumprod}} {0}",
        trials=tuple(
            Trial((shape,), {"axis": axis}, low=0.5, high=2.0)
            for shape, axis in (((3,), None), ((2, 3), None), ((2, 3), 0), ((2, 3), -1), ((1,), 0))
        ),
    ),
    Op(
        name="diff",
        symbol="diff",
        title="Differences gate",
        spellings=("diff",),
        methods=("diff",),
        params={"n": 1, "axis": -1},
        forward=np.diff,
        vjp=(_diff_back,),
        shape=_diff_shape,
        cost=lambda a, *, n=1, **_: math.prod(a) * n,
        elementwise=False,
        pattern=Pattern.SCALE,
        equation="diff(a)",
        rule=("-diff(pad(g))",),
        rule_for=_diff_rule,
        why=("An entry is added in one difference and taken away in the next: it gets one gradient less the other.",),
        nonfinite_causes=(OVERFLOW,),
        units=Lowering.CUSTOM,
        lower=_diff_lower,
        numpy="np.diff({0}, n={n}, axis={axis})",
        torch="torch.diff({0}, n={n}, dim={axis})",
        latex=r"\operatorname{{diff}} {0}",
        trials=(
            Trial(((4,),)),
            Trial(((2, 3),)),
            Trial(((2, 3),), {"axis": 0}),
            Trial(((5,),), {"n": 2}),
            Trial(((2, 4),), {"n": 3, "axis": 1}),
            Trial(((3,),), {"n": 0}),
        ),
    ),
)
