"""Gates of linear algebra on square matrices: inv, solve, cholesky."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..graph import Shape
from .determinant import cofactor_entries
from .einsum import total
from .op import NonFiniteCause, Trial, broadcast, module
from .square_matrix import (
    inverse,
    lower_each,
    matrix_row,
    nan_if_refused,
    square_shape,
    swap_matrix_axes,
    transposed_text,
)

__all__ = ["ROWS"]


def _inv_back(g: Any, out: Any, a: Any) -> Any:
    return -(swap_matrix_axes(out) @ g @ swap_matrix_axes(out))


def _solve_shape(a: Shape, b: Shape) -> Shape:
    square_shape(a)
    if not b or (b[0] if len(b) == 1 else b[-2]) != a[-1]:
        raise ValueError(f"`solve` needs a right side with {a[-1]} rows, not shape {b}.")
    if len(b) == 1:
        return a[:-1]
    return (*broadcast(a[:-2], b[:-2]), *b[-2:])


def _solved(a: Any, b: Any) -> Any:
    try:
        return np.linalg.solve(a, b)
    except np.linalg.LinAlgError:
        return np.full(_solve_shape(np.shape(a), np.shape(b)), np.nan)


def _columns(x: Any, vector: bool) -> Any:
    return x[..., np.newaxis] if vector else x


def _solve_right(g: Any, out: Any, a: Any, b: Any) -> Any:
    vector = np.ndim(b) == 1
    result = _solved(swap_matrix_axes(a), _columns(g, vector))
    return result[..., 0] if vector else result


def _solve_left(g: Any, out: Any, a: Any, b: Any) -> Any:
    vector = np.ndim(b) == 1
    return -(_solved(swap_matrix_axes(a), _columns(g, vector)) @ swap_matrix_axes(_columns(out, vector)))


def _solve_tangent(t_a: Any, t_b: Any, out: Any, a: Any, b: Any) -> Any:
    """Return the tangent of A·x = b from A·dx = db - dA·x."""
    vector = np.ndim(b) == 1
    result = _solved(a, _columns(t_b, vector) - t_a @ _columns(out, vector))
    return result[..., 0] if vector else result


def _solve_rule(a: Shape, b: Shape) -> tuple[str, ...]:
    right = f"solve({transposed_text('a', a)}, g)"
    if len(b) == 1 and len(a) == 2:
        return f"-outer({right}, out)", right
    if len(b) == 1:
        right = f"solve({transposed_text('a', a)}, g[..., None])"
        return f"-({right} @ out[..., None, :])", f"{right}[..., 0]"
    return f"-{right} @ {transposed_text('out', _solve_shape(a, b))}", right


def _inv_lower(emit: Any, a: Any) -> Any:
    if not len(a):
        return a
    cofactors, determinant = cofactor_entries(emit, a)
    out = np.empty(a.shape, dtype=object)
    for i, j in np.ndindex(a.shape):
        out[i, j] = emit("div", cofactors[j, i], determinant)
    return out


def _solve_lower(emit: Any, a: Any, b: Any) -> Any:
    right = b[:, np.newaxis] if b.ndim == 1 else b
    batch = broadcast(a.shape[:-2], right.shape[:-2])
    left = np.broadcast_to(a, batch + a.shape[-2:])
    right = np.broadcast_to(right, batch + right.shape[-2:])
    out = np.empty(right.shape, dtype=object)
    for spot in np.ndindex(batch):
        if not left.shape[-1]:
            continue
        cofactors, determinant = cofactor_entries(emit, left[spot])
        for j, column in np.ndindex(right.shape[-2:]):
            terms = [emit("mul", cofactors[i, j], right[(*spot, i, column)]) for i in range(left.shape[-1])]
            out[(*spot, j, column)] = emit("div", total(emit, terms), determinant)
    return out[..., 0] if b.ndim == 1 else out


# cholesky --------------------------------------------------------------------------------------------------------


def _symmetric(a: Any) -> Any:
    return (a + swap_matrix_axes(a)) / 2.0


def _cholesky(a: Any) -> Any:
    return nan_if_refused(np.linalg.cholesky)(_symmetric(a))


def _half(m: Any) -> Any:
    """Return the lower triangle, with half of the diagonal."""
    return np.tril(m, -1) + np.einsum("...ii->...i", m)[..., np.newaxis] * np.eye(m.shape[-1]) / 2.0


def _cholesky_back(g: Any, out: Any, a: Any) -> Any:
    inverses = inverse(out)
    return _symmetric(swap_matrix_axes(inverses) @ _half(swap_matrix_axes(out) @ np.tril(g)) @ inverses)


def _cholesky_tangent(t: Any, out: Any, a: Any) -> Any:
    """Return the tangent by Murray 2016, "Differentiation of the Cholesky decomposition", equation 8."""
    inverses = inverse(out)
    return out @ _half(inverses @ _symmetric(t) @ swap_matrix_axes(inverses))


def _cholesky_rule(a: Shape) -> tuple[str, ...]:
    turned = transposed_text("inv(out)", a), transposed_text("out", a)
    return (f"sym({turned[0]} @ half({turned[1]} @ g) @ inv(out))",)


def _cholesky_code(language: str, a: Shape) -> tuple[str, ...]:
    inverse = "np.linalg.inv({out})" if language == "numpy" else "torch.linalg.inv({out})"
    turn = ".swapaxes(-1, -2)"
    return (f"sym({inverse}{turn} @ half({{out}}{turn} @ {{g}}) @ {inverse})",)


def _cholesky_tangent_code(language: str, a: Shape) -> str:
    inverse = f"{module(language)}.linalg.inv({{out}})"
    return f"{{out}} @ half({inverse} @ sym({{t}}) @ {inverse}.swapaxes(-1, -2))"


def _cholesky_lower(emit: Any, a: Any) -> Any:
    n = len(a)
    out = np.empty((n, n), dtype=object)
    for i, j in np.ndindex(n, n):
        if j > i:
            out[i, j] = emit.constant(0.0)
            continue
        rest = a[i, i] if i == j else emit("div", emit("add", a[i, j], a[j, i]), emit.constant(2.0))
        for k in range(j):
            rest = emit("sub", rest, emit("mul", out[i, k], out[j, k]))
        out[i, j] = emit("sqrt", rest) if i == j else emit("div", rest, out[j, j])
    return out


ROWS = (
    matrix_row(
        "inv",
        "Inverse gate",
        spellings=("inv", "inverse"),
        methods=("inverse",),
        forward=inverse,
        vjp=(_inv_back,),
        jvp=lambda t, out, a: -(out @ t @ out),
        jvp_code=lambda language, a: "-({out} @ {t} @ {out})",
        shape=square_shape,
        rule=("-out.T @ g @ out.T",),
        rule_for=lambda a: (f"-{transposed_text('out', a)} @ g @ {transposed_text('out', a)}",),
        why=("From A·A⁻¹ = I: the inverse moves by −A⁻¹·dA·A⁻¹, and the gradient stands between transposed inverses.",),
        lower=lower_each(_inv_lower),
        latex="{0}^{{-1}}",
    ),
    matrix_row(
        "solve",
        "Solve gate",
        slots=2,
        forward=_solved,
        vjp=(_solve_left, _solve_right),
        jvp=_solve_tangent,
        jvp_code=lambda language, a, b: f"{module(language)}.linalg.solve({{a}}, {{tb}} - {{ta}} @ {{out}})",
        shape=_solve_shape,
        equation="solve(a, b)",
        rule=("-outer(solve(a.T, g), out)", "solve(a.T, g)"),
        rule_for=_solve_rule,
        why=(
            "The matrix gets minus the right side's gradient times the solution.",
            "The solution is A⁻¹·b: the right side gets the gradient solved with the transposed matrix.",
        ),
        lower=_solve_lower,
        numpy="np.linalg.solve({0}, {1})",
        torch="torch.linalg.solve({0}, {1})",
        latex="{0}^{{-1}} {1}",
        trials=tuple(
            Trial(shapes, low=-1.0, high=1.0, diagonal=4.0)
            for shapes in (((2, 2), (2,)), ((3, 3), (3, 2)), ((1, 1), (1,)), ((2, 2, 2), (2, 2, 3)))
        ),
    ),
    matrix_row(
        "cholesky",
        "Cholesky gate",
        forward=_cholesky,
        vjp=(_cholesky_back,),
        jvp=_cholesky_tangent,
        jvp_code=_cholesky_tangent_code,
        shape=square_shape,
        rule=("sym(inv(out).T @ half(out.T @ g) @ inv(out))",),
        rule_for=_cholesky_rule,
        vjp_code=_cholesky_code,
        why=(
            "From L·Lᵀ = A: `half` keeps the lower triangle and half the diagonal, `sym` averages with the transpose.",
        ),
        nonfinite_causes=(
            NonFiniteCause("out != out", "not-positive-definite", "The matrix is not positive definite: NaN."),
        ),
        lower=lower_each(_cholesky_lower),
        numpy="np.linalg.cholesky(sym({0}))",
        torch="torch.linalg.cholesky(sym({0}))",
        latex=r"\operatorname{{chol}} {0}",
    ),
)
