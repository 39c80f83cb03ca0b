"""Products of arrays by their places: kron, cross."""

from __future__ import annotations

import itertools
import string
from collections.abc import Callable
from typing import Any

import numpy as np

from ..graph import Shape
from .arithmetic import CANCELLED, OVERFLOW
from .helpers import shape_sum
from .op import Lowering, Op, Pattern, Trial, broadcast
from .settings import axis_of

__all__ = ["ROWS"]


def _kron_split(a: Shape, b: Shape) -> tuple[Shape, Shape, Shape]:
    """Return both shapes with ones in front to one rank, and the result's shape with each axis split in two."""
    rank = max(len(a), len(b))
    left, right = (1,) * (rank - len(a)) + a, (1,) * (rank - len(b)) + b
    return left, right, tuple(n for pair in zip(left, right, strict=True) for n in pair)


def _kron_shape(a: Shape, b: Shape) -> Shape:
    left, right, _ = _kron_split(a, b)
    return tuple(x * y for x, y in zip(left, right, strict=True))


def _kron_specs(a: Shape, b: Shape) -> tuple[str, str]:
    rank = max(len(a), len(b))
    outer, inner = string.ascii_lowercase[:rank], string.ascii_uppercase[:rank]
    split = "".join(itertools.chain(*zip(outer, inner, strict=True)))
    return f"{split},{inner}->{outer}", f"{split},{outer}->{inner}"


def _kron_back(slot: int) -> Callable[..., Any]:
    def back(g: Any, out: Any, a: Any, b: Any) -> Any:
        left, right, split = _kron_split(np.shape(a), np.shape(b))
        other = np.reshape(a, left) if slot else np.reshape(b, right)
        result = np.einsum(_kron_specs(np.shape(a), np.shape(b))[slot], np.reshape(g, split), other)
        return result.reshape(np.shape(b if slot else a))[()]

    return back


def _kron_rule(a: Shape, b: Shape) -> tuple[str, ...]:
    left, right, split = _kron_split(a, b)
    specs = _kron_specs(a, b)
    return (
        f"einsum('{specs[0]}', reshape(g, {split}), reshape(b, {right})).reshape({a})",
        f"einsum('{specs[1]}', reshape(g, {split}), reshape(a, {left})).reshape({b})",
    )


def _kron_code(language: str, a: Shape, b: Shape) -> tuple[str, ...]:
    module = "np" if language == "numpy" else "torch"
    left, right, split = _kron_split(a, b)
    specs = _kron_specs(a, b)
    return (
        f"{module}.einsum('{specs[0]}', {{g}}.reshape({split}), {{b}}.reshape({right})).reshape({a})",
        f"{module}.einsum('{specs[1]}', {{g}}.reshape({split}), {{a}}.reshape({left})).reshape({b})",
    )


def _kron_lower(emit: Any, a: Any, b: Any) -> Any:
    left, right, _ = _kron_split(a.shape, b.shape)
    a, b = a.reshape(left), b.reshape(right)
    out = np.empty(_kron_shape(left, right), dtype=object)
    for outer in np.ndindex(left):
        for inner in np.ndindex(right):
            spot = tuple(x * n + y for x, y, n in zip(outer, inner, right, strict=True))
            out[spot] = emit("mul", a[outer], b[inner])
    return out


def _cross_shape(a: Shape, b: Shape, *, axis: int = -1) -> Shape:
    out = broadcast(a, b)
    along = axis_of(len(out), axis) - len(out)
    if min(len(a), len(b)) < -along or (a[along], b[along]) != (3, 3):
        raise ValueError(f"`cross` takes vectors of 3 entries along its axis, not shapes {a} and {b}.")
    return out


def _cross(a: Any, b: Any, *, axis: int = -1) -> Any:
    left, right = np.broadcast_arrays(a, b)
    return np.cross(left, right, axis=axis)


def _cross_axis(a: Shape, b: Shape, axis: int) -> int:
    """Return the axis counted from the end, where vectors of different ranks line up."""
    return axis if axis < 0 else axis - max(len(a), len(b))


def _cross_code(language: str, a: Shape, b: Shape, *, axis: int = -1) -> tuple[str, ...]:
    along, out = _cross_axis(a, b, axis), broadcast(a, b)
    call = "torch.linalg.cross(*torch.broadcast_tensors({}, {}), dim={})"
    call = "np.cross({}, {}, axis={})" if language == "numpy" else call
    texts = call.format("{b}", "{g}", along), call.format("{g}", "{a}", along)
    return tuple(shape_sum(text, out, own, language) for text, own in zip(texts, (a, b), strict=True))


def _cross_lower(emit: Any, a: Any, b: Any, *, axis: int = -1) -> Any:
    left, right = (np.moveaxis(each, axis, -1) for each in np.broadcast_arrays(a, b))
    out = np.empty(left.shape, dtype=object)
    for spot in np.ndindex(left.shape[:-1]):
        for k in range(3):
            i, j = (k + 1) % 3, (k + 2) % 3
            first = emit("mul", left[(*spot, i)], right[(*spot, j)])
            out[(*spot, k)] = emit("sub", first, emit("mul", left[(*spot, j)], right[(*spot, i)]))
    return np.moveaxis(out, -1, axis)


ROWS = (
    Op(
        name="kron",
        symbol="kron",
        title="Kronecker product gate",
        spellings=("kron",),
        slots=2,
        forward=lambda a, b: np.kron(a, b)[()],
        vjp=(_kron_back(0), _kron_back(1)),
        shape=_kron_shape,
        elementwise=False,
        pattern=Pattern.SWAP,
        equation="kron(a, b)",
        rule=("einsum(g, b)", "einsum(g, a)"),
        rule_for=_kron_rule,
        vjp_code=_kron_code,
        why=(
            "Each entry of the first meets the whole second: it gets its block of the gradient, weighted with it.",
            "Each entry of the second stands once in every block: it gets those gradients, weighted by the first.",
        ),
        nonfinite_causes=(OVERFLOW,),
        units=Lowering.CUSTOM,
        lower=_kron_lower,
        numpy="np.kron({0}, {1})",
        torch="torch.kron({0}, {1})",
        latex=r"{0} \otimes {1}",
        trials=(
            Trial(((2, 3), (2, 2))),
            Trial(((2,), (3,))),
            Trial(((2, 2), (3,))),
            Trial(((), (2,))),
        ),
    ),
    Op(
        name="cross",
        symbol="cross",
        title="Cross product gate",
        spellings=("cross",),
        methods=("cross",),
        slots=2,
        params={"axis": -1},
        forward=_cross,
        vjp=(
            lambda g, out, a, b, *, axis=-1: _cross(b, g, axis=axis),
            lambda g, out, a, b, *, axis=-1: _cross(g, a, axis=axis),
        ),
        shape=_cross_shape,
        elementwise=False,
        pattern=Pattern.SWAP,
        equation="cross(a, b)",
        rule=("cross(b, g)", "cross(g, a)"),
        rule_for=lambda a, b, *, axis=-1: (
            f"cross(b, g, axis={_cross_axis(a, b, axis)})",
            f"cross(g, a, axis={_cross_axis(a, b, axis)})",
        ),
        explicit_params=lambda a, b, *, axis=-1: {"axis": _cross_axis(a, b, axis)},
        vjp_code=_cross_code,
        why=("The cross product is linear in each vector: the gradient is a cross product with the other one.",),
        nonfinite_causes=(CANCELLED, OVERFLOW),
        units=Lowering.CUSTOM,
        lower=_cross_lower,
        numpy="np.cross({0}, {1}, axis={axis})",
        torch="torch.linalg.cross(*torch.broadcast_tensors({0}, {1}), dim={axis})",
        latex=r"{0} \times {1}",
        trials=(
            Trial(((3,), (3,))),
            Trial(((2, 3), (2, 3))),
            Trial(((3, 2), (3, 2)), {"axis": 0}),
            Trial(((2, 3), (3,))),
        ),
    ),
)
