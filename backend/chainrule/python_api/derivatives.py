"""Other derivatives than the gradient: the check, tangents, second derivatives, and what they cost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy.typing as npt

from ..directions import GradcheckResult, HessianResult, Kind
from ..limits import DEFAULT, Limits
from ..request import Values, View
from ..tracing import directions
from ..tracing.costs import Costs
from ..tracing.costs import costs as count_costs
from ..tracing.values_json import FloatArray
from .source import request_of

__all__ = ["costs", "gradcheck", "hessian", "hvp", "jvp"]


def gradcheck(
    source: str | Callable[..., object],
    values: Values | None = None,
    *,
    h: float | None = None,
    kind: Kind = "central",
    output: str | None = None,
    upstream: npt.ArrayLike | None = None,
    defaults: bool = False,
    limits: Limits | None = None,
) -> GradcheckResult:
    """Return every gradient beside its difference quotient, as arrays.

    Args:
        source, values, output, upstream, defaults, limits: as `trace`.
        h: the step, over 0 and at most 1; None: 1e-5 for central differences, 1e-8 for forward ones.
        kind: "central" or "forward" differences.

    Raises:
        ChainruleError: as `trace`; ValueProblem `bad-step`; LimitError `check_entries`.
    """
    request = request_of(source, values, output=output, upstream=upstream, defaults=defaults)
    return directions.gradcheck(request, h, kind, limits or DEFAULT)


def hessian(
    source: str | Callable[..., object],
    values: Values | None = None,
    *,
    wrt: Sequence[str] | None = None,
    output: str | None = None,
    upstream: npt.ArrayLike | None = None,
    defaults: bool = False,
    limits: Limits | None = None,
) -> HessianResult:
    """Return the second derivatives of the output (for an array: of the sum of its entries times `upstream`).

    Args:
        source, values, output, upstream, defaults, limits: as `trace`.
        wrt: the leaves whose entries are the rows; None: all that the output depends on.

    Raises:
        ChainruleError: as `trace`; ValueProblem `unknown-name`; LimitError `hessian_entries`.
    """
    request = request_of(source, values, output=output, upstream=upstream, defaults=defaults)
    return directions.hessian(request, wrt, limits or DEFAULT)


def jvp(
    source: str | Callable[..., object],
    values: Values | None = None,
    direction: Values | None = None,
    *,
    output: str | None = None,
    limits: Limits | None = None,
) -> float | FloatArray:
    """Compute, in forward mode, the Jacobian of the output times a direction, in the output's shape.

    Args:
        source, values, output, limits: as `trace`.
        direction: d(leaf)/d(direction) by name, each in the shape of its leaf; leaves that are missing do not move.

    Raises:
        ChainruleError: as `trace`; ValueProblem `unknown-name`, `bad-direction`.
    """
    return directions.jvp(request_of(source, values, output=output), direction or {}, limits or DEFAULT)


def costs(
    source: str | Callable[..., object],
    values: Values | None = None,
    *,
    recompute: Collection[str] = (),
    output: str | None = None,
    view: View = "gates",
    defaults: bool = False,
    limits: Limits | None = None,
) -> Costs:
    """Count the costs of derivatives: the Jacobian, passes and memory of both modes, a checkpoint's savings.

    Args:
        source, values, output, view, defaults, limits: as `trace`.
        recompute: nodes of the backward graph whose values are computed again instead of being saved.

    Raises:
        ChainruleError: as `trace`; ValueProblem `unknown-id`.
    """
    request = request_of(source, values, output=output, view=view, defaults=defaults)
    return count_costs(request, recompute, limits or DEFAULT)


def hvp(
    source: str | Callable[..., object],
    values: Values | None = None,
    direction: Values | None = None,
    *,
    output: str | None = None,
    limits: Limits | None = None,
) -> dict[str, float | FloatArray]:
    """Return the Hessian times a direction, by leaf, without forming the matrix. Arguments and errors as `jvp`."""
    return directions.hvp(request_of(source, values, output=output), direction or {}, limits or DEFAULT)
