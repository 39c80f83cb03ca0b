"""The documents of the other directions: tangents and second derivatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

import numpy as np
import numpy.typing as npt

from .. import directions
from ..directions import leaf_of
from ..errors import InputError, about
from ..evaluate import forward
from ..jacobian import structure_of
from ..limits import DEFAULT, Limits
from ..number import jsonable, number
from ..request import TraceRequest
from ..sentences import speaking, tr
from .build import Prepared, prepare
from .moves import direction_of
from .values_json import Array, FloatArray, Number, array

__all__ = [
    "Hessian",
    "HessianProduct",
    "hessian",
    "hessian_product",
    "hvp",
    "jvp",
    "second_derivatives",
]


@dataclass(frozen=True, slots=True)
class Hessian:
    """Second derivatives of L over the entries of the chosen leaves, in order."""

    names: list[str]
    """Names of the rows and columns: `w`, `W[0, 1]`."""
    hessian: list[list[Number]]
    """The matrix, row by row."""
    structure: Literal["zero", "identity", "diagonal", "permutation", "block", "dense"]
    """Kind of matrix that it is."""
    eigenvalues: list[float]
    """Eigenvalues in ascending order; empty where the matrix holds inf or NaN."""
    largest_step: float | None
    """2 / the largest eigenvalue: on the parabola that fits here, a larger learning rate diverges; null where none is
    positive."""
    text: str
    """Curvature of the output, as a sentence."""


@dataclass(frozen=True, slots=True)
class HessianProduct:
    """The Hessian of L times a direction, without the matrix: d(gradient)/d(direction) of each leaf."""

    product: dict[str, Array]
    """By name, in the leaf's shape: how its gradient changes along the direction."""


def hessian(
    request: TraceRequest, wrt: Sequence[str] | None = None, limits: Limits = DEFAULT
) -> directions.HessianResult:
    """Return the Hessian as an array. Arguments and errors as `second_derivatives`."""
    with about(request.source):
        prepared = _prepared(request, limits)
        return directions.hessian(prepared.graph, prepared.values, wrt, prepared.upstream, limits=limits)


def jvp(request: TraceRequest, direction: Mapping[str, npt.ArrayLike], limits: Limits = DEFAULT) -> float | FloatArray:
    """Compute the Jacobian of the output times a direction by forward mode, in the output's shape.

    Args:
        direction: d(leaf)/d(direction) by name, each in the shape of its leaf; leaves that are missing do not move.

    Raises:
        ChainruleError: as `build`; InputError `unknown-name`, `bad-direction`.
    """
    with about(request.source):
        prepared = _prepared(request, limits)
        results = forward(prepared.plan, prepared.values, limits=limits)
        moves = direction_of(prepared.graph, direction, limits)
        leaves = {name: leaf_of(prepared.graph, name) for name in moves}
        tangents = directions.tangents(
            prepared.graph, results, {leaves[name]: move for name, move in moves.items()}, limits
        )[prepared.graph.output]
        shape = prepared.graph.nodes[prepared.graph.output].shape
        return (np.zeros(shape) if shape else 0.0) if tangents is None else tangents


def hvp(
    request: TraceRequest, direction: Mapping[str, npt.ArrayLike], limits: Limits = DEFAULT
) -> dict[str, float | FloatArray]:
    """Compute the Hessian times a direction, by leaf, without forming the matrix. Arguments and errors as `jvp`."""
    with about(request.source):
        prepared = _prepared(request, limits)
        moves = direction_of(prepared.graph, direction, limits)
        return directions.hessian_vector_product(
            prepared.graph, prepared.values, moves, prepared.upstream, limits=limits
        )


def hessian_product(request: TraceRequest, limits: Limits = DEFAULT) -> HessianProduct:
    """The document of `hvp` along the request's `direction`. Errors as there, and without one."""
    with speaking(request.lang):
        if not request.direction:
            hint = 'Say how the variables move: {"x": 1}.'
            raise InputError("bad-direction", "A product with the Hessian needs a `direction`.", hint=hint)
        plain = replace(request, mode="reverse", direction=None, graph="forward")
        product = hvp(plain, request.direction, limits)
        return HessianProduct({name: array(change) for name, change in product.items()})


def _prepared(request: TraceRequest, limits: Limits) -> Prepared:
    """Prepare a request. Shapes must fit: a part of a program has no derivatives of the whole."""
    return prepare(replace(request, partial=False), limits)


def second_derivatives(request: TraceRequest, wrt: Sequence[str] | None = None, limits: Limits = DEFAULT) -> Hessian:
    """Compute the Hessian of the output, or, if that is an array, of the sum of its entries times `upstream`.

    Args:
        wrt: the leaves whose entries are its rows; None: all that the output depends on.

    Raises:
        ChainruleError: as `build`; InputError `unknown-name`; LimitError `hessian_entries`.
    """
    with speaking(request.lang):
        result = hessian(request, wrt, limits)
        spectrum = result.eigenvalues
        top = float(spectrum[-1]) if spectrum.size and spectrum[-1] > FLAT * -spectrum[0] else 0.0
        step = 2 / top if top > 0 else None
        return Hessian(
            result.names,
            jsonable(result.matrix),
            cast(Any, structure_of(result.matrix).structure),
            spectrum.tolist(),
            step,
            _curvature(spectrum, step) if result.names else _nothing(wrt),
        )


FLAT = 1e-12
"""Share of the largest eigenvalue below which another one is rounding error."""


def _nothing(wrt: Sequence[str] | None) -> str:
    return tr("The output depends on no variable.") if wrt is None else tr("No variable was chosen.")


def _curvature(spectrum: Any, step: float | None) -> str:
    if not spectrum.size:
        return tr("The Hessian holds inf or NaN here, so it has no eigenvalues.")
    low, high = (float(end) if abs(end) > FLAT * np.max(np.abs(spectrum)) else 0.0 for end in spectrum[[0, -1]])
    steps = "" if step is None else f" {tr('On the parabola that fits here, a step over {0} diverges.', number(step))}"
    if low > 0:
        return f"{tr('It curves upwards in every direction: the eigenvalues are positive.')}{steps}"
    if high < 0:
        return tr("It curves downwards in every direction: the eigenvalues are negative.")
    if low < 0 < high:
        return f"{tr('It curves upwards in some directions and downwards in others, as a saddle does.')}{steps}"
    return f"{tr('It is flat in some direction: an eigenvalue is 0.')}{steps}"
