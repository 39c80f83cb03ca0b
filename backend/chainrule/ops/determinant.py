"""Gates of determinants: det, logabsdet; and the cofactors that inverses are made of, too."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from ..graph import Shape
from .arithmetic import CANCELLED, OVERFLOW
from .einsum import total
from .op import NonFiniteCause, module
from .square_matrix import (
    SINGULAR,
    batched_text,
    inverse,
    lower_each,
    matrix_row,
    square_shape,
    swap_matrix_axes,
    transposed_text,
)

__all__ = ["ROWS", "cofactor_entries"]

MOST_ROWS = 8  # up to this size a determinant's tangent takes one determinant for each row
MOST_COFACTORS = 12  # up to this size the backward graph has one determinant for each entry
SINGULAR_FROM = 1e12  # condition number from which the inverse keeps fewer than four digits
WELL_CONDITIONED = 1e6  # condition number up to which the inverse keeps ten digits


def _cofactors(a: Any) -> Any:
    """Return d(det a)/da, also for a singular matrix, from products of the singular values that leave one out."""
    u, s, v = np.linalg.svd(a)
    others = np.stack([np.prod(np.delete(s, k, axis=-1), axis=-1) for k in range(s.shape[-1])], axis=-1)
    sign = np.linalg.det(u) * np.linalg.det(v)
    return sign[..., np.newaxis, np.newaxis] * (u * others[..., np.newaxis, :]) @ v


def _det_back(g: Any, out: Any, a: Any) -> Any:
    if not np.all(np.isfinite(a)):
        return np.full(np.shape(a), np.nan)
    if not np.size(a):
        return np.zeros(np.shape(a))
    return np.asarray(g)[..., np.newaxis, np.newaxis] * _cofactors(a)


def _det_formula(a: Shape) -> tuple[str, ...]:
    """Return Jacobi's formula for code and screen."""
    return (f"{batched_text('g * out', a)} * {transposed_text('inv(a)', a)}",)


def _det_backward(a: Shape) -> tuple[str, ...]:
    """Return the cofactors, each a determinant with a row of the unit matrix: right for singular matrices, too.

    n² determinants of n³ steps are too many for large matrices: these take the inverse, and have none where singular.
    """
    return (f"{batched_text('g', a)} * cofactors(a)",) if 0 < a[-1] <= MOST_COFACTORS else _det_formula(a)


def _det_second_refusal(a: Any) -> str | None:
    """Return a sentence where the second derivatives would need the inverse of a matrix that has none."""
    if np.shape(a)[-1] <= MOST_COFACTORS or not np.all(np.isfinite(a)):
        return None
    if np.all(np.linalg.cond(a) < SINGULAR_FROM):
        return None
    return (
        f"The second derivatives of a determinant of more than {MOST_COFACTORS} rows need the inverse, "
        "and the matrix is singular."
    )


def _logdet_back(g: Any, out: Any, a: Any) -> Any:
    return np.asarray(g)[..., np.newaxis, np.newaxis] * swap_matrix_axes(inverse(a))


def _det_tangent(t: Any, out: Any, a: Any) -> Any:
    """Return the tangent of the determinant, which is linear in each row: the sum with one row after the other moved.

    Large matrices take Jacobi's formula, det(A)·tr(A⁻¹·dA), unless A is nearly singular.
    """
    size = np.shape(a)[-1]
    if size <= MOST_ROWS and np.all(np.isfinite(a)):
        row_moves = np.eye(size, dtype=bool)[:, :, np.newaxis]  # matrix k takes row k from the tangent
        return np.linalg.det(np.where(row_moves, t[..., np.newaxis, :, :], a[..., np.newaxis, :, :])).sum(axis=-1)
    inverses = inverse(a)
    condition = np.linalg.norm(a, axis=(-2, -1)) * np.linalg.norm(inverses, axis=(-2, -1))
    result = np.asarray(out * np.sum(t * swap_matrix_axes(inverses), axis=(-2, -1)))
    poor = ~(condition < WELL_CONDITIONED)  # NaN among them
    if np.any(poor):
        result[poor] = np.sum(t[poor] * _det_back(1.0, out, a[poor]), axis=(-2, -1))
    return result[()]


def _logdet_tangent(t: Any, out: Any, a: Any) -> Any:
    return np.sum(t * swap_matrix_axes(inverse(a)), axis=(-2, -1))


def _determinant(
    emit: Any, rows: Any, columns: tuple[int, ...], values_by_key: dict[tuple[int, tuple[int, ...]], Any]
) -> Any:
    """Return the determinant of the first rows and these columns, by Laplace's expansion, smaller ones first.

    2**n products of a row's entry and a smaller determinant instead of n! of n entries.
    """
    for size in range(1, len(columns) + 1):
        for chosen in itertools.combinations(columns, size):
            if (size, chosen) in values_by_key:
                continue
            total = None
            for place, column in enumerate(chosen):
                rest = chosen[:place] + chosen[place + 1 :]
                entry = rows[size - 1][column]
                term = emit("mul", entry, values_by_key[size - 1, rest]) if rest else entry
                minus = (size - 1 - place) % 2
                if total is None:
                    total = emit("neg", term) if minus else term
                else:
                    total = emit("sub" if minus else "add", total, term)
            values_by_key[size, chosen] = total
    return values_by_key[len(columns), columns]


def cofactor_entries(emit: Any, a: Any) -> Any:
    """Return the cofactors of a matrix of entries, and its determinant."""
    n = len(a)
    out, every = np.empty((n, n), dtype=object), tuple(range(n))
    for i in range(n):
        rows = [a[k] for k in range(n) if k != i]
        values_by_key: dict[tuple[int, tuple[int, ...]], Any] = {}
        for j in range(n):
            columns = every[:j] + every[j + 1 :]
            minor = _determinant(emit, rows, columns, values_by_key) if columns else emit.constant(1.0)
            out[i, j] = emit("neg", minor) if (i + j) % 2 else minor
    products = [emit("mul", a[0][j], out[0, j]) for j in range(n)]
    return out, total(emit, products)


def _det_lower(emit: Any, a: Any) -> Any:
    return _determinant(emit, a, tuple(range(len(a))), {}) if len(a) else emit.constant(1.0)


ROWS = (
    matrix_row(
        "det",
        "Determinant gate",
        methods=("det",),
        forward=lambda a: np.linalg.det(a)[()],
        vjp=(_det_back,),
        jvp=_det_tangent,
        jvp_code=lambda language, a: "({t} * cofactors({a})).sum((-2, -1))",
        shape=lambda a: square_shape(a)[:-2],
        rule=("g * out * inv(a).T",),
        rule_for=_det_formula,
        backward_formula=_det_backward,
        second_refusal=_det_second_refusal,
        vjp_code=lambda language, a: (f"{batched_text('{g}', a)} * cofactors({{a}})",),
        why=("An entry's slope is its cofactor: the determinant times the transposed inverse's entry.",),
        nonfinite_causes=(CANCELLED, OVERFLOW),
        lower=lower_each(_det_lower),
        latex=r"\det {0}",
    ),
    matrix_row(
        "logabsdet",
        "Log determinant gate",
        forward=lambda a: np.linalg.slogdet(a)[1],
        vjp=(_logdet_back,),
        jvp=_logdet_tangent,
        jvp_code=lambda language, a: f"({{t}} * {module(language)}.linalg.inv({{a}}).swapaxes(-2, -1)).sum((-2, -1))",
        shape=lambda a: square_shape(a)[:-2],
        equation="log(abs(det(a)))",
        rule=("g * inv(a).T",),
        rule_for=lambda a: (f"{batched_text('g', a)} * {transposed_text('inv(a)', a)}",),
        why=("The log divides the determinant's gradient by the determinant: the transposed inverse is left.",),
        nonfinite_causes=(
            NonFiniteCause(
                "abs(out) > 1.7976931348623157e308", "singular-matrix", "The determinant is 0; its log is -inf."
            ),
            SINGULAR,
        ),
        lower=lower_each(lambda emit, a: emit("log", emit("abs", _det_lower(emit, a)))),
        numpy="np.linalg.slogdet({0})[1]",
        torch="torch.linalg.slogdet({0})[1]",
        latex=r"\log \left| \det {0} \right|",
    ),
)
