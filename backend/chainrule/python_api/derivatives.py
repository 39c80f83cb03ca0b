"""Other derivatives than the gradient: the check, tangents, second derivatives, and what they cost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy.typing as npt

from ..directions import Fault, HessianResult, Kind
from ..limits import DEFAULT, Limits
from ..request import Values, View
from ..sentences import Language
from ..tracing import direction_documents as directions
from ..tracing.costs import Costs
from ..tracing.costs import costs as count_costs
from ..tracing.gradcheck import GradcheckReport
from ..tracing.gradcheck import gradcheck as check
from ..tracing.gradcheck_request import FaultRequest, GradcheckRequest
from ..tracing.values_json import FloatArray
from .source import request_of

__all__ = ["costs", "gradcheck", "hessian", "hvp", "jvp"]


def gradcheck(
    source: str | Callable[..., object],
    values: Values | None = None,
    *,
    h: float | None = None,
    kind: Kind = "central",
    fault: str | tuple[str, Fault] | None = None,
    timed: bool = False,
    output: str | None = None,
    upstream: npt.ArrayLike | None = None,
    view: View = "gates",
    open: Collection[str] = (),
    closed: Collection[str] = (),
    defaults: bool = False,
    lang: Language = "en",
    limits: Limits | None = None,
) -> GradcheckReport:
    r"""Compare every gradient with its difference quotient, as arrays.

    >>> report = gradcheck("f = x*y\ndx = x\ndy = x", {"x": 2, "y": 3}, fault="n2")
    >>> [check.agrees for check in report.checks], report.fault.first_wrong, report.hand_gradients[0].verdict
    ([False, False], 'n2', 'wrong')

    What is not listed here is as `trace` takes it.

    Args:
        h: the step, over 0 and at most 1; None: 1e-5 for central differences, 1e-8 for forward ones.
        kind: "central" or "forward" differences.
        fault: break the backward pass at one gate first: the id of a box in that view, which then drops its sign; or
            the id and "sign", "local" (it forgets its local gradient) or "sum" (of a copy gate: = in place of +=).
        timed: measure how long both ways take.

    Returns:
        `.checks` of the leaves; `.fault` with the first box that is wrong; `.seconds`; `.derivatives`, the verdicts on
        the `f.derivative` of the program's own functions; `.hand_gradients`, those on gradients written by hand.

    Raises:
        ChainruleError: as `trace`; InputError `bad-step`, `bad-fault`; LimitError `check_entries`.
    """
    request = request_of(
        source,
        values,
        output=output,
        upstream=upstream,
        view=view,
        open=open,
        closed=closed,
        defaults=defaults,
        lang=lang,
    )
    faulty = None if fault is None else FaultRequest(fault) if isinstance(fault, str) else FaultRequest(*fault)
    options = GradcheckRequest(h, kind, faulty, timed)
    return check(request, options, limits or DEFAULT)


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

    What is not listed here is as `trace` takes it.

    Args:
        wrt: the leaves whose entries are the rows; None: all that the output depends on.

    Raises:
        ChainruleError: as `trace`; InputError `unknown-name`; LimitError `hessian_entries`.
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

    What is not listed here is as `trace` takes it.

    Args:
        direction: d(leaf)/d(direction) by name, each in the shape of its leaf; leaves that are missing do not move.

    Raises:
        ChainruleError: as `trace`; InputError `unknown-name`, `bad-direction`.
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

    What is not listed here is as `trace` takes it.

    Args:
        recompute: nodes of the backward graph whose values are computed again instead of being saved.

    Raises:
        ChainruleError: as `trace`; InputError `unknown-id`.
    """
    request = request_of(source, values, output=output, view=view, defaults=defaults)
    return count_costs(request, recompute, limits or DEFAULT)


def hvp(
    source: str | Callable[..., object],
    values: Values | None = None,
    direction: Values | None = None,
    *,
    output: str | None = None,
    upstream: npt.ArrayLike | None = None,
    limits: Limits | None = None,
) -> dict[str, float | FloatArray]:
    """Return the Hessian times a direction, by leaf, without forming the matrix. Arguments and errors as `jvp`."""
    return directions.hvp(
        request_of(source, values, output=output, upstream=upstream), direction or {}, limits or DEFAULT
    )
