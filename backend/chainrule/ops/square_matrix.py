"""Square matrices, alone or stacked: what the rows of linear algebra share."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ..graph import Shape
from .op import Lowering, NonFiniteCause, Op, Pattern, Trial

__all__ = [
    "SINGULAR",
    "batched_text",
    "cubic_cost",
    "inverse",
    "lower_each",
    "matrix_row",
    "nan_if_refused",
    "square_shape",
    "swap_matrix_axes",
    "transposed_text",
]

SINGULAR = NonFiniteCause(
    "out != out", "singular-matrix", "The matrix is singular: its determinant is 0, it has no inverse."
)

SQUARES = tuple(Trial((shape,), low=-1.0, high=1.0, diagonal=4.0) for shape in ((1, 1), (2, 2), (3, 3), (2, 2, 2)))


def swap_matrix_axes(m: Any) -> Any:
    """Return each matrix of a stack transposed."""
    return np.swapaxes(m, -1, -2)


def square_shape(a: Shape) -> Shape:
    """Return the shape if it is that of square matrices (..., n, n). Raises: ValueError."""
    if len(a) < 2 or a[-1] != a[-2]:
        raise ValueError(f"This takes a square matrix, not shape {a}.")
    return a


def cubic_cost(a: Shape, *right: Shape) -> int:
    """Return the cost of taking a matrix apart, and of its product with each right side."""
    return math.prod(a) * (a[-1] if a else 1) + sum(math.prod(b) * a[-1] for b in right)


def nan_if_refused(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function, NaN where NumPy refuses the matrix."""

    def quiet(*args: Any) -> Any:
        try:
            return function(*args)
        except np.linalg.LinAlgError:
            return np.full(np.shape(args[-1]), np.nan)

    return quiet


inverse = nan_if_refused(np.linalg.inv)


def batched_text(g: str, a: Shape) -> str:
    """Return the formula of one number for each matrix, so that it broadcasts over the matrices."""
    return g if len(a) == 2 else f"({g})[..., None, None]"


def transposed_text(text: str, a: Shape) -> str:
    """Return the formula of a transpose, of one matrix or of each of a stack."""
    return f"{text}.T" if len(a) == 2 else f"swapaxes({text}, -1, -2)"


def lower_each(lower: Callable[..., Any]) -> Callable[..., Any]:
    """Lower each matrix of a stack by itself."""

    def lowered(emit: Any, a: Any) -> Any:
        parts = [lower(emit, a[spot]) for spot in np.ndindex(a.shape[:-2])]
        shape = np.shape(parts[0]) if parts else ()
        out = np.empty((*a.shape[:-2], *shape), dtype=object)
        for spot, part in zip(np.ndindex(a.shape[:-2]), parts, strict=True):
            out[spot] = part
        return out

    return lowered


def matrix_row(name: str, title: str, **columns: Any) -> Op:
    """Return a row of the table for a function of square matrices; `columns` replace what they share."""
    settings: dict[str, Any] = {
        "symbol": name,
        "spellings": (name,),
        "elementwise": False,
        "pattern": Pattern.SCALE,
        "equation": f"{name}(a)",
        "cost": cubic_cost,
        "units": Lowering.CUSTOM,
        "numpy": f"np.linalg.{name}({{0}})",
        "torch": f"torch.linalg.{name}({{0}})",
        "latex": rf"\operatorname{{{{{name}}}}} {{0}}",
        "trials": SQUARES,
        "nonfinite_causes": (SINGULAR,),
    }
    return Op(name=name, title=title, **{**settings, **columns})
