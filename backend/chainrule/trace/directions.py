"""The documents of the other directions: the numerical check of every gradient, and second derivatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .. import directions
from ..directions import GradientCheck, Kind, leaf_of
from ..errors import ValueProblem, about
from ..evaluate import forward
from ..functions.jacobian import structure_of
from ..limits import DEFAULT, Limits
from ..number import jsonable, number, shape_text
from ..read.text import canonical_name
from .build import Prepared, prepare
from .values import read_value

__all__ = [
    "CheckedGradient",
    "GradientChecks",
    "Hessian",
    "Kinked",
    "check_gradients",
    "gradcheck",
    "hessian",
    "hvp",
    "jvp",
    "second_derivatives",
]


@dataclass(frozen=True, slots=True)
class Kinked:
    """An entry where the slopes to either side differ."""

    index: list[int]  # of the entry; empty for a number
    below: float
    above: float


@dataclass(frozen=True, slots=True)
class CheckedGradient:
    """The gradient of one leaf, by the backward pass and by a difference quotient of the forward pass."""

    name: str
    analytic: Any  # a number or nested lists, in the leaf's shape
    numeric: Any
    error: Any  # the largest |analytic - numeric| / max(|analytic|, |numeric|) of its entries
    by_h: list[list[Any]]  # [h, error] for h = 1, 0.1, ... 1e-16
    kinks: list[Kinked]
    text: str


@dataclass(frozen=True, slots=True)
class GradientChecks:
    """One check for each leaf that the output depends on."""

    h: float
    kind: Kind
    checks: list[CheckedGradient]
    numeric_passes: int  # forward passes of one numerical gradient; the analytic one takes one forward, one backward
    text: str


@dataclass(frozen=True, slots=True)
class Hessian:
    """Second derivatives of L over the entries of the chosen leaves, in order."""

    names: list[str]  # of the rows and columns: `w`, `W[0, 1]`
    hessian: list[list[Any]]
    structure: str  # "zero", "identity", "diagonal", "permutation", "block" or "dense"
    eigenvalues: list[float]  # ascending; empty where the matrix holds inf or NaN
    largest_step: float | None  # 2 / the largest eigenvalue: with a larger learning rate gradient descent diverges in
    # that direction; null where no eigenvalue is positive
    text: str


def gradcheck(
    source: str,
    values: Mapping[str, Any] | None = None,
    *,
    h: float | None = None,
    kind: Kind = "central",
    output: str | None = None,
    upstream: Any = None,
    defaults: bool = False,
    limits: Limits = DEFAULT,
) -> directions.GradientChecks:
    """Every gradient beside its difference quotient, as arrays. Arguments and errors as `check_gradients`."""
    if h is not None and not 0 < h <= 1:
        raise ValueProblem("bad-step", f"The step h is {number(h)}.", hint="It lies over 0 and is at most 1: try 1e-5.")
    with about(source):
        prepared = prepare(source, values, output, upstream, defaults, limits)
        return directions.gradcheck(prepared.graph, prepared.values, prepared.upstream, h=h, kind=kind, limits=limits)


def hessian(
    source: str,
    values: Mapping[str, Any] | None = None,
    *,
    wrt: Sequence[str] | None = None,
    output: str | None = None,
    upstream: Any = None,
    defaults: bool = False,
    limits: Limits = DEFAULT,
) -> directions.Hessian:
    """The Hessian as an array. Arguments and errors as `second_derivatives`."""
    with about(source):
        prepared = prepare(source, values, output, upstream, defaults, limits)
        return directions.hessian(prepared.graph, prepared.values, wrt, prepared.upstream, limits=limits)


def jvp(
    source: str,
    values: Mapping[str, Any] | None = None,
    direction: Mapping[str, Any] | None = None,
    *,
    output: str | None = None,
    limits: Limits = DEFAULT,
) -> Any:
    """Forward mode: the Jacobian of the output times a direction, in the output's shape.

    Args:
        direction: d(leaf)/d(direction) by name, each in the shape of its leaf; leaves that are missing do not move.

    Raises:
        ChainruleError: as `build`; ValueProblem `unknown-name`, `bad-direction`.
    """
    with about(source):
        prepared = prepare(source, values, output, None, False, limits)
        results = forward(prepared.plan, prepared.values, limits=limits)
        moves = _moves_of(prepared, direction or {}, limits)
        leaves = {name: leaf_of(prepared.graph, name) for name in moves}
        found = directions.tangents(
            prepared.graph, results, {leaves[name]: move for name, move in moves.items()}, limits
        )[prepared.graph.output]
        shape = prepared.graph.nodes[prepared.graph.output].shape
        return (np.zeros(shape) if shape else 0.0) if found is None else found


def hvp(
    source: str,
    values: Mapping[str, Any] | None = None,
    direction: Mapping[str, Any] | None = None,
    *,
    output: str | None = None,
    limits: Limits = DEFAULT,
) -> dict[str, Any]:
    """The Hessian times a direction, by leaf, without forming the matrix. Arguments and errors as `jvp`."""
    with about(source):
        prepared = prepare(source, values, output, None, False, limits)
        moves = _moves_of(prepared, direction or {}, limits)
        return directions.hessian_vector_product(prepared.graph, prepared.values, moves, limits=limits)


def _moves_of(prepared: Prepared, direction: Mapping[str, Any], limits: Limits) -> dict[str, Any]:
    """A direction as float64. Raises: ValueProblem `unknown-name`, `bad-direction`, `bad-value`."""
    moves: dict[str, Any] = {}
    for name, value in direction.items():
        leaf = prepared.graph.nodes[leaf_of(prepared.graph, canonical_name(name))]
        move = read_value(name, value, limits)
        if np.shape(move) != leaf.shape:
            have, need = (shape_text(shape) or "a number" for shape in (np.shape(move), leaf.shape))
            raise ValueProblem(
                "bad-direction",
                f"The direction of `{name[:40]}` has shape {have}, the variable {need}.",
                hint="A direction has the shape of its variable.",
            )
        moves[canonical_name(name)] = move
    return moves


def check_gradients(
    source: str,
    values: Mapping[str, Any] | None = None,
    *,
    h: float | None = None,
    kind: Kind = "central",
    output: str | None = None,
    upstream: Any = None,
    defaults: bool = False,
    limits: Limits = DEFAULT,
) -> GradientChecks:
    """Hold the gradient of every leaf to the difference quotient (f(x + h) - f(x - h)) / 2h.

    Args:
        h: the step, over 0 and at most 1; None: 1e-5 for central differences, 1e-8 for forward ones.

    Raises:
        ChainruleError: as `build`; ValueProblem `bad-step`; LimitError `check_entries`.
    """
    found = gradcheck(
        source, values, h=h, kind=kind, output=output, upstream=upstream, defaults=defaults, limits=limits
    )
    checks = [
        CheckedGradient(
            check.name,
            jsonable(check.analytic),
            jsonable(check.numeric),
            jsonable(check.error),
            [[step, jsonable(error)] for step, error in check.by_h],
            [Kinked([*place], below, above) for place, below, above in check.kinks],
            _checked(check),
        )
        for check in found.checks
    ]
    count = found.numeric_passes
    text = f"A numerical gradient takes {count:,} forward passes here; the backward pass gives all gradients in one."
    return GradientChecks(found.h, kind, checks, count, text)


AGREE = 1e-6
"""Relative error up to which the two are said to agree; the difference quotient is hardly better."""


def _checked(check: GradientCheck) -> str:
    if check.kinks:
        place, below, above = check.kinks[0]
        entry = f"{check.name}[{', '.join(map(str, place))}]" if place else check.name
        return (
            f"There is a kink at {entry}: the slope is {number(below)} below and {number(above)} above. A difference "
            "quotient says nothing about the gradient there."
        )
    if not check.error:
        return "The two are equal."
    if check.error <= AGREE:
        return f"The two agree to {number(check.error)} relative."
    return f"The two differ by {number(check.error)} relative: h may be too large or too small, see the errors by h."


def second_derivatives(
    source: str,
    values: Mapping[str, Any] | None = None,
    *,
    wrt: Sequence[str] | None = None,
    output: str | None = None,
    upstream: Any = None,
    defaults: bool = False,
    limits: Limits = DEFAULT,
) -> Hessian:
    """The Hessian of the output (of an array: of the sum of its entries times `upstream`).

    Args:
        wrt: the leaves whose entries are its rows; None: all that the output depends on.

    Raises:
        ChainruleError: as `build`; ValueProblem `unknown-name`; LimitError `hessian_entries`.
    """
    found = hessian(source, values, wrt=wrt, output=output, upstream=upstream, defaults=defaults, limits=limits)
    spectrum = found.eigenvalues
    top = float(spectrum[-1]) if spectrum.size and spectrum[-1] > FLAT * -spectrum[0] else 0.0
    step = 2 / top if top > 0 else None
    return Hessian(
        found.names,
        jsonable(found.matrix),
        structure_of(found.matrix).structure,
        spectrum.tolist(),
        step,
        _curvature(spectrum, step),
    )


FLAT = 1e-12
"""Share of the largest eigenvalue below which another one is rounding error."""


def _curvature(spectrum: Any, step: float | None) -> str:
    if not spectrum.size:
        return "The Hessian holds no finite numbers here, so it has no eigenvalues."
    low, high = (float(end) if abs(end) > FLAT * np.max(np.abs(spectrum)) else 0.0 for end in spectrum[[0, -1]])
    steps = (
        "" if step is None else f" Gradient descent diverges along the steepest one with a step over {number(step)}."
    )
    if low > 0:
        return f"It curves upwards in every direction: the eigenvalues are positive.{steps}"
    if high < 0:
        return "It curves downwards in every direction: the eigenvalues are negative."
    if low < 0 < high:
        return f"It curves upwards in some directions and downwards in others, as a saddle does.{steps}"
    return f"It is flat in some direction: an eigenvalue is 0.{steps}"
