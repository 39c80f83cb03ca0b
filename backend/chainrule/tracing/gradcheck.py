"""The numerical check of every gradient: as arrays for Python, and as the document of the other surfaces."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .. import directions
from ..directions import NEAR, Fault, GradientCheck, Kind, Verdict
from ..errors import about
from ..evaluate import Pass, evaluate
from ..limits import DEFAULT, Limits
from ..number import jsonable, number, short
from ..request import TraceRequest
from ..sentences import speaking, tr, translated
from .broken_box import BrokenPass, broken_pass
from .build import Prepared, prepare
from .gradcheck_request import GradcheckRequest
from .program_parts import derivative_notices, hand_gradients
from .source_notes import HandGradient, Notice
from .values_json import Array
from .values_json import Number as JsonNumber

__all__ = [
    "BrokenGate",
    "CheckSeconds",
    "CheckedGradient",
    "GradcheckReport",
    "GradientChecks",
    "Kinked",
    "check_gradients",
    "gradcheck",
]


@dataclass(frozen=True, slots=True)
class Kinked:
    """An entry where the slopes to either side differ."""

    index: list[int]
    """Index of the entry; empty for a number."""
    below: float
    """The slope below it."""
    above: float
    """The slope above it."""


@dataclass(frozen=True, slots=True)
class CheckedGradient:
    """The gradient of one leaf, by the backward pass and by a difference quotient of the forward pass."""

    name: str
    """Name of the leaf."""
    analytic: Array
    """The gradient of the backward pass, in the leaf's shape."""
    numeric: Array
    """The difference quotient of each entry."""
    error: JsonNumber
    """The largest |analytic - numeric| / max(|analytic|, |numeric|) of its entries."""
    by_h: list[list[JsonNumber]]
    """The pair of h and error for h = 1, 0.1, ... 1e-16."""
    kinks: list[Kinked]
    """The entries where a difference quotient says nothing."""
    agrees: bool
    """True: the two agree as far as a difference quotient can tell: where both are nearly 0 no digits do."""
    verdict: Verdict
    """Result for the entry of which most is to be said. `kink`, `jump`, `lost` (in rounding) and `infinite` (the output
    nearby): there is nothing to compare. `expected`: h explains the difference. `zero`: both are 0."""
    text: str
    """The comparison as a sentence."""


@dataclass(frozen=True, slots=True)
class BrokenGate:
    """A gate that hands back a wrong gradient on purpose, and the place where the check notices first."""

    node: str
    """The box with the fault, of the view that was asked for."""
    kind: Fault
    """A dropped sign, a forgotten local gradient, or a sum at a copy gate that keeps only its last term."""
    first_wrong: str | None
    """The first box of that view, going backwards, whose gradients are not those of their difference quotients; null:
    all agree."""
    text: str
    """The result of the check as a sentence."""


@dataclass(frozen=True, slots=True)
class CheckSeconds:
    """Measured on the server, on this graph."""

    numeric: float
    """One gradient by difference quotients."""
    analytic: float
    """One backward pass."""
    text: str
    """The two as a sentence."""


@dataclass(frozen=True, slots=True)
class GradientChecks:
    """One check for each leaf that the output depends on."""

    h: float
    """The step of the difference quotients."""
    kind: Kind
    """Central or forward differences."""
    checks: list[CheckedGradient]
    """One row for each leaf."""
    numeric_passes: int
    """The forward passes of one numerical gradient; the analytic one takes one forward and one backward pass."""
    text: str
    """The cost of the numerical gradient as a sentence."""
    fault: BrokenGate | None = None
    """Result for a backward pass that was broken on purpose."""
    seconds: CheckSeconds | None = None
    """The time that each way took; null: not asked for."""
    derivatives: list[Notice] = field(default_factory=list)
    """Derivatives that the program gives to functions of its own, each held to the true one."""
    hand_gradients: list[HandGradient] = field(default_factory=list)
    """Gradients that the program computes by hand, as in a trace."""


@dataclass(frozen=True, slots=True)
class GradcheckReport:
    """The same with arrays instead of lists: what Python gives. Its fields are those of `GradientChecks`."""

    h: float
    kind: Kind
    checks: list[GradientCheck]
    numeric_passes: int
    text: str
    fault: BrokenGate | None
    seconds: CheckSeconds | None
    derivatives: list[Notice]
    hand_gradients: list[HandGradient]


DEFAULTS = GradcheckRequest()


def gradcheck(request: TraceRequest, options: GradcheckRequest = DEFAULTS, limits: Limits = DEFAULT) -> GradcheckReport:
    """Hold the gradient of every leaf to the difference quotient (f(x + h) - f(x - h)) / 2h.

    Raises:
        ChainruleError: as `build`; InputError `bad-fault`; LimitError `check_entries`.
    """
    request = replace(request, partial=False, mode="reverse", direction=None)
    with speaking(request.lang), about(request.source):
        prepared = prepare(request, limits)
        run = evaluate(prepared.plan, prepared.values, prepared.upstream, limits=limits)
        broken = None if options.fault is None else broken_pass(request, options.fault, limits)
        result = directions.gradcheck(
            run,
            h=options.h,
            kind=options.kind,
            gradients=None if broken is None else broken.gradients,
            timed=options.timed,
        )
        own, by_hand = _hand_gradients(prepared, run)
        causes = [notice.text for notice in own if notice.code == "derivative-differs"]
        checks = [
            replace(each, text=_checked(each, result.h, causes, broken=broken is not None)) for each in result.checks
        ]
        passes = tr(
            "A numerical gradient takes {0} forward passes here; the backward pass gives all gradients in one.",
            f"{result.numeric_passes:,}",
        )
        return GradcheckReport(
            result.h,
            result.kind,
            checks,
            result.numeric_passes,
            passes,
            None if broken is None else _fault(broken, sum(not each.agrees for each in checks)),
            _seconds(*result.seconds) if result.seconds is not None else None,
            own,
            by_hand,
        )


def check_gradients(
    request: TraceRequest, options: GradcheckRequest = DEFAULTS, limits: Limits = DEFAULT
) -> GradientChecks:
    """The document of `gradcheck`. Arguments and errors as there."""
    report = gradcheck(request, options, limits)
    return GradientChecks(
        report.h,
        report.kind,
        [
            CheckedGradient(
                check.name,
                jsonable(check.analytic),
                jsonable(check.numeric),
                jsonable(check.error),
                [[step, jsonable(error)] for step, error in check.by_h],
                [Kinked([*place], below, above) for place, below, above in check.kinks],
                check.agrees,
                check.verdict,
                check.text,
            )
            for check in report.checks
        ],
        report.numeric_passes,
        report.text,
        report.fault,
        report.seconds,
        report.derivatives,
        report.hand_gradients,
    )


def _hand_gradients(prepared: Prepared, run: Pass) -> tuple[list[Notice], list[HandGradient]]:
    """The verdicts on the derivatives of the program's own functions, and on its gradients written by hand."""
    graph = prepared.graph
    if not graph.hand_gradients and not any(call.custom_derivatives for call in graph.calls):
        return [], []
    return (
        [replace(each, text=translated(each.text)) for each in derivative_notices(run)],
        hand_gradients(run),
    )


def _fault(broken: BrokenPass, wrong: int) -> BrokenGate:
    fault = broken.fault
    rows = tr("1 gradient is wrong.") if wrong == 1 else tr("{0} gradients are wrong.", wrong)
    if broken.first_wrong is None:
        text = tr("The check finds nothing: at these values the mistake makes no difference that it could tell.")
        if wrong:
            nowhere = tr(
                "Checked gate by gate nothing differs: the gate stands at a kink, "
                "or its mistake is smaller than the check of one gate can tell."
            )
            text = f"{rows} {nowhere}"
        return BrokenGate(fault.node, fault.kind, None, text)
    where = (
        tr("Checked gate by gate from the output, the sum at a copy gate is the first number that differs.")
        if broken.is_sum
        else tr("Checked gate by gate from the output, what one gate hands back is the first number that differs.")
    )
    return BrokenGate(fault.node, fault.kind, broken.first_wrong, f"{rows} {where}")


def _seconds(numeric: float, analytic: float) -> CheckSeconds:
    times = numeric / analytic if analytic > 0 else 0.0
    text = tr(
        "Numerical {0} ms, backward pass {1} ms: {2} times as long.",
        short(numeric * 1e3),
        short(analytic * 1e3),
        short(times),
    )
    return CheckSeconds(numeric, analytic, text)


def _checked(check: GradientCheck, h: float, causes: Sequence[str], *, broken: bool) -> str:
    error = number(check.difference)
    if check.verdict != "differ":
        return _agreement(check, error, h)
    if not math.isfinite(check.difference):
        return tr("The gradient is no finite number here, and the difference quotient is one.")
    if broken:
        return tr("The two differ by {0} relative: the gradient is wrong.", error)
    if causes:
        return f"{tr('The two differ by {0} relative.', error)} {causes[0]}"
    return tr("The two differ by {0} relative: h may be too large or too small, see the errors by h.", error)


def _agreement(check: GradientCheck, error: str, h: float) -> str:
    match check.verdict:
        case "kink" | "jump":
            place, below, above = check.kinks[0]
            entry = f"{check.name}[{', '.join(map(str, place))}]" if place else check.name
            if check.verdict == "jump":
                return tr(
                    "The output jumps at {0}, or within {1} of it. "
                    "A difference quotient says nothing about the gradient there.",
                    entry,
                    number(NEAR),
                )
            return tr(
                "There is a kink at {0}, or within {1} of it: the slope is {2} below and {3} above. "
                "A difference quotient says nothing about the gradient there.",
                entry,
                number(NEAR),
                number(below),
                number(above),
            )
        case "equal":
            return tr("The two are equal.")
        case "zero":
            return tr("Both are 0 as far as a difference quotient can tell.")
        case "lost":
            return tr("With h = {0} rounding hides the difference quotient: no digits can be compared.", number(h))
        case "infinite":
            return tr("The output is no finite number here or nearby: there is nothing to compare.")
        case "expected":
            return tr("The two differ by {0} relative, no more than h = {1} explains.", error, number(h))
    return tr("The two agree to {0} relative.", error)
