"""Gates of linear algebra on square matrices: inv, solve, det, logabsdet, cholesky."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ..graph import Shape
from .arithmetic import CANCELLED, OVERFLOW
from .einsum import total
from .op import Lowering, NonFiniteCause, Op, Pattern, Trial, broadcast

__all__ = ["ROWS"]


# determinants and solutions --------------------------------------------------------------------------------------

SINGULAR = NonFiniteCause(
    "out != out", "singular-matrix", "The matrix is singular: its determinant is 0, it has no inverse."
)


def _turned(m: Any) -> Any:
    return np.swapaxes(m, -1, -2)


def _square(a: Shape) -> Shape:
    if len(a) < 2 or a[-1] != a[-2]:
        raise ValueError(f"This takes a square matrix, not shape {a}.")
    return a


def _cube(a: Shape, *right: Shape) -> int:
    """Return the cost of taking a matrix apart, and of its product with each right side."""
    return math.prod(a) * (a[-1] if a else 1) + sum(math.prod(b) * a[-1] for b in right)


def _or_nan(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function, NaN where NumPy refuses the matrix."""

    def quiet(*args: Any) -> Any:
        try:
            return function(*args)
        except np.linalg.LinAlgError:
            return np.full(np.shape(args[-1]), np.nan)

    return quiet


_inv = _or_nan(np.linalg.inv)


def _inv_back(g: Any, out: Any, a: Any) -> Any:
    return -(_turned(out) @ g @ _turned(out))


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


def _logdet_back(g: Any, out: Any, a: Any) -> Any:
    return np.asarray(g)[..., np.newaxis, np.newaxis] * _turned(_inv(a))


def _by_entries(back: Callable[..., Any]) -> Callable[..., Any]:
    """Return the tangent of one number for each matrix: the slopes of its entries times their tangents, added up."""
    return lambda t, out, a: np.sum(t * back(np.ones(np.shape(out))[()], out, a), axis=(-2, -1))


def _batched(g: str, a: Shape) -> str:
    return g if len(a) == 2 else f"({g})[..., None, None]"


def _transposed(text: str, a: Shape) -> str:
    return f"{text}.T" if len(a) == 2 else f"swapaxes({text}, -1, -2)"


def _solve_shape(a: Shape, b: Shape) -> Shape:
    _square(a)
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
    result = _solved(_turned(a), _columns(g, vector))
    return result[..., 0] if vector else result


def _solve_left(g: Any, out: Any, a: Any, b: Any) -> Any:
    vector = np.ndim(b) == 1
    return -(_solved(_turned(a), _columns(g, vector)) @ _turned(_columns(out, vector)))


def _solve_tangent(t_a: Any, t_b: Any, out: Any, a: Any, b: Any) -> Any:
    """Return the tangent of A·x = b from A·dx = db - dA·x."""
    vector = np.ndim(b) == 1
    result = _solved(a, _columns(t_b, vector) - t_a @ _columns(out, vector))
    return result[..., 0] if vector else result


def _solve_rule(a: Shape, b: Shape) -> tuple[str, ...]:
    right = f"solve({_transposed('a', a)}, g)"
    if len(b) == 1 and len(a) == 2:
        return f"-outer({right}, out)", right
    if len(b) == 1:
        right = f"solve({_transposed('a', a)}, g[..., None])"
        return f"-({right} @ out[..., None, :])", f"{right}[..., 0]"
    return f"-{right} @ {_transposed('out', _solve_shape(a, b))}", right


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


def _cofactor_entries(emit: Any, a: Any) -> Any:
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


def _each(lower: Callable[..., Any]) -> Callable[..., Any]:
    """Lower each matrix of a stack by itself."""

    def lowered(emit: Any, a: Any) -> Any:
        parts = [lower(emit, a[spot]) for spot in np.ndindex(a.shape[:-2])]
        shape = np.shape(parts[0]) if parts else ()
        out = np.empty((*a.shape[:-2], *shape), dtype=object)
        for spot, part in zip(np.ndindex(a.shape[:-2]), parts, strict=True):
            out[spot] = part
        return out

    return lowered


def _inv_lower(emit: Any, a: Any) -> Any:
    if not len(a):
        return a
    cofactors, determinant = _cofactor_entries(emit, a)
    out = np.empty(a.shape, dtype=object)
    for i, j in np.ndindex(a.shape):
        out[i, j] = emit("div", cofactors[j, i], determinant)
    return out


def _det_lower(emit: Any, a: Any) -> Any:
    return _determinant(emit, a, tuple(range(len(a))), {}) if len(a) else emit.constant(1.0)


def _solve_lower(emit: Any, a: Any, b: Any) -> Any:
    right = b[:, np.newaxis] if b.ndim == 1 else b
    batch = broadcast(a.shape[:-2], right.shape[:-2])
    left = np.broadcast_to(a, batch + a.shape[-2:])
    right = np.broadcast_to(right, batch + right.shape[-2:])
    out = np.empty(right.shape, dtype=object)
    for spot in np.ndindex(batch):
        if not left.shape[-1]:
            continue
        cofactors, determinant = _cofactor_entries(emit, left[spot])
        for j, column in np.ndindex(right.shape[-2:]):
            terms = [emit("mul", cofactors[i, j], right[(*spot, i, column)]) for i in range(left.shape[-1])]
            out[(*spot, j, column)] = emit("div", total(emit, terms), determinant)
    return out[..., 0] if b.ndim == 1 else out


# cholesky --------------------------------------------------------------------------------------------------------


def _symmetric(a: Any) -> Any:
    return (a + _turned(a)) / 2.0


def _cholesky(a: Any) -> Any:
    return _or_nan(np.linalg.cholesky)(_symmetric(a))


def _half(m: Any) -> Any:
    """Return the lower triangle, with half of the diagonal."""
    return np.tril(m, -1) + np.einsum("...ii->...i", m)[..., np.newaxis] * np.eye(m.shape[-1]) / 2.0


def _cholesky_back(g: Any, out: Any, a: Any) -> Any:
    inverse = _inv(out)
    return _symmetric(_turned(inverse) @ _half(_turned(out) @ np.tril(g)) @ inverse)


def _cholesky_tangent(t: Any, out: Any, a: Any) -> Any:
    """Return the tangent by Murray 2016, "Differentiation of the Cholesky decomposition", equation 8."""
    inverse = _inv(out)
    return out @ _half(inverse @ _symmetric(t) @ _turned(inverse))


def _cholesky_rule(a: Shape) -> tuple[str, ...]:
    turned = _transposed("inv(out)", a), _transposed("out", a)
    return (f"sym({turned[0]} @ half({turned[1]} @ g) @ inv(out))",)


def _cholesky_code(language: str, a: Shape) -> tuple[str, ...]:
    inverse = "np.linalg.inv({out})" if language == "numpy" else "torch.linalg.inv({out})"
    turn = ".swapaxes(-1, -2)"
    return (f"sym({inverse}{turn} @ half({{out}}{turn} @ {{g}}) @ {inverse})",)


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


SQUARES = tuple(Trial((shape,), low=-1.0, high=1.0, diagonal=4.0) for shape in ((1, 1), (2, 2), (3, 3), (2, 2, 2)))


def _linalg(name: str, title: str, **columns: Any) -> Op:
    settings: dict[str, Any] = {
        "symbol": name,
        "spellings": (name,),
        "elementwise": False,
        "pattern": Pattern.SCALE,
        "equation": f"{name}(a)",
        "cost": _cube,
        "units": Lowering.CUSTOM,
        "numpy": f"np.linalg.{name}({{0}})",
        "torch": f"torch.linalg.{name}({{0}})",
        "latex": rf"\operatorname{{{{{name}}}}} {{0}}",
        "trials": SQUARES,
        "nonfinite_causes": (SINGULAR,),
    }
    return Op(name=name, title=title, **{**settings, **columns})


ROWS = (
    _linalg(
        "inv",
        "Inverse gate",
        spellings=("inv", "inverse"),
        methods=("inverse",),
        forward=_inv,
        vjp=(_inv_back,),
        jvp=lambda t, out, a: -(out @ t @ out),
        shape=_square,
        rule=("-out.T @ g @ out.T",),
        rule_for=lambda a: (f"-{_transposed('out', a)} @ g @ {_transposed('out', a)}",),
        why=("From A·A⁻¹ = I: the inverse moves by −A⁻¹·dA·A⁻¹, and the gradient stands between transposed inverses.",),
        lower=_each(_inv_lower),
        latex="{0}^{{-1}}",
    ),
    _linalg(
        "solve",
        "Solve gate",
        slots=2,
        forward=_solved,
        vjp=(_solve_left, _solve_right),
        jvp=_solve_tangent,
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
    _linalg(
        "det",
        "Determinant gate",
        methods=("det",),
        forward=lambda a: np.linalg.det(a)[()],
        vjp=(_det_back,),
        jvp=_by_entries(_det_back),
        shape=lambda a: _square(a)[:-2],
        rule=("g * out * inv(a).T",),
        rule_for=lambda a: (f"{_batched('g * out', a)} * {_transposed('inv(a)', a)}",),
        vjp_code=lambda language, a: (f"{_batched('{g}', a)} * cofactors({{a}})",),
        why=("An entry's slope is its cofactor: the determinant times the transposed inverse's entry.",),
        nonfinite_causes=(CANCELLED, OVERFLOW),
        lower=_each(_det_lower),
        latex=r"\det {0}",
    ),
    _linalg(
        "logabsdet",
        "Log determinant gate",
        forward=lambda a: np.linalg.slogdet(a)[1],
        vjp=(_logdet_back,),
        jvp=_by_entries(_logdet_back),
        shape=lambda a: _square(a)[:-2],
        equation="log(abs(det(a)))",
        rule=("g * inv(a).T",),
        rule_for=lambda a: (f"{_batched('g', a)} * {_transposed('inv(a)', a)}",),
        why=("The log divides the determinant's gradient by the determinant: the transposed inverse is left.",),
        nonfinite_causes=(
            NonFiniteCause(
                "abs(out) > 1.7976931348623157e308", "singular-matrix", "The determinant is 0; its log is -inf."
            ),
            SINGULAR,
        ),
        lower=_each(lambda emit, a: emit("log", emit("abs", _det_lower(emit, a)))),
        numpy="np.linalg.slogdet({0})[1]",
        torch="torch.linalg.slogdet({0})[1]",
        latex=r"\log \left| \det {0} \right|",
    ),
    _linalg(
        "cholesky",
        "Cholesky gate",
        forward=_cholesky,
        vjp=(_cholesky_back,),
        jvp=_cholesky_tangent,
        shape=_square,
        rule=("sym(inv(out).T @ half(out.T @ g) @ inv(out))",),
        rule_for=_cholesky_rule,
        vjp_code=_cholesky_code,
        why=(
            "From L·Lᵀ = A: `half` keeps the lower triangle and half the diagonal, `sym` averages with the transpose.",
        ),
        nonfinite_causes=(
            NonFiniteCause("out != out", "not-positive-definite", "The matrix is not positive definite: NaN."),
        ),
        lower=_each(_cholesky_lower),
        numpy="np.linalg.cholesky(sym({0}))",
        torch="torch.linalg.cholesky(sym({0}))",
        latex=r"\operatorname{{chol}} {0}",
    ),
)
