"""The documents of the other directions: the numerical check of every gradient, and second derivatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, cast

import numpy as np
import numpy.typing as npt

from .. import directions
from ..directions import Fault, GradientCheck, Kind, leaf_of
from ..errors import ValueProblem, about
from ..evaluate import evaluate, forward
from ..graph import Graph
from ..jacobian import structure_of
from ..limits import DEFAULT, Limits
from ..number import jsonable, number
from ..request import TraceRequest
from ..view import view
from .build import Prepared, prepare
from .moves import direction_of
from .program import derivative_notices, hand_gradients
from .source_notes import HandGradient, Notice
from .values_json import Array, FloatArray, Number

__all__ = [
    "BrokenGate",
    "CheckSeconds",
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
    error: Number
    """The largest |analytic - numeric| / max(|analytic|, |numeric|) of its entries."""
    by_h: list[list[Number]]
    """The pair of h and error for h = 1, 0.1, ... 1e-16."""
    kinks: list[Kinked]
    """The entries where a difference quotient says nothing."""
    agrees: bool
    """True if the two agree as far as a difference quotient can tell: where both are nearly 0 no digits do."""
    text: str
    """Outcome of the comparison, as a sentence."""


@dataclass(frozen=True, slots=True)
class BrokenGate:
    """A gate that hands back a wrong gradient on purpose, and the place where the check notices first."""

    node: str
    """The node with the fault, of the gates view."""
    kind: Fault
    """A dropped sign, a forgotten local gradient, or a sum at a copy gate that keeps only its last term."""
    first_wrong: str | None
    """The first node, going backwards, whose gradients are not those of their difference quotients; null: all agree."""
    text: str
    """Outcome of the check, as a sentence."""


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
    """Cost of the numerical gradient, as a sentence."""
    fault: BrokenGate | None = None
    """Outcome of the check of a backward pass that was broken on purpose; null where none was."""
    seconds: CheckSeconds | None = None
    """Seconds that each way took, if they were asked for."""
    derivatives: list[Notice] = field(default_factory=list)
    """Derivatives that the program gives to functions of its own, each held to the true one."""
    hand_gradients: list[HandGradient] = field(default_factory=list)
    """Gradients that the program computes by hand, as in a trace."""


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


def gradcheck(
    request: TraceRequest,
    h: float | None = None,
    kind: Kind = "central",
    limits: Limits = DEFAULT,
    fault: tuple[str, Fault] | None = None,
    timed: bool = False,
) -> directions.GradcheckResult:
    """Return every gradient beside its difference quotient, as arrays. Arguments and errors as `check_gradients`."""
    if h is not None and not 0 < h <= 1:
        raise ValueProblem("bad-step", f"The step h is {number(h)}.", hint="It lies over 0 and is at most 1: try 1e-5.")
    with about(request.source):
        prepared = _prepared(request, limits)
        return directions.gradcheck(
            prepared.graph,
            prepared.values,
            prepared.upstream,
            h=h,
            kind=kind,
            fault=None if fault is None else (_node_of(prepared.graph, fault[0]), fault[1]),
            timed=timed,
            limits=limits,
        )


def _node_of(graph: Graph, id: str) -> int:
    """The graph's node behind a gate or a copy gate of the gates view. Raises: ValueProblem `bad-fault`."""
    gates = {box.id: box.node for box in view(graph, "open", repeats=False).boxes if box.form in ("gate", "copy")}
    if id not in gates:
        raise ValueProblem(
            "bad-fault",
            f"`{id[:40]}` is no gate of the gates view.",
            hint="Give the id of a gate: n5, or c5 for a copy.",
        )
    return gates[id]


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
        ChainruleError: as `build`; ValueProblem `unknown-name`, `bad-direction`.
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
        return directions.hessian_vector_product(prepared.graph, prepared.values, moves, limits=limits)


def _prepared(request: TraceRequest, limits: Limits) -> Prepared:
    """Prepare a request. Shapes must fit: a part of a program has no derivatives of the whole."""
    return prepare(replace(request, partial=False), limits)


def check_gradients(
    request: TraceRequest,
    h: float | None = None,
    kind: Kind = "central",
    limits: Limits = DEFAULT,
    fault: tuple[str, Fault] | None = None,
    timed: bool = False,
) -> GradientChecks:
    """Hold the gradient of every leaf to the difference quotient (f(x + h) - f(x - h)) / 2h.

    Args:
        h: the step, over 0 and at most 1; None: 1e-5 for central differences, 1e-8 for forward ones.
        fault: break the backward pass first: a node of the gates view, and what it does wrong.
        timed: measure how long both ways take.

    Raises:
        ChainruleError: as `build`; ValueProblem `bad-step`, `bad-fault`; LimitError `check_entries`.
    """
    result = gradcheck(request, h, kind, limits, fault, timed)
    own, by_hand = _written(request, limits)
    causes = [notice.text for notice in own if notice.code == "derivative-differs"]
    checks = [
        CheckedGradient(
            check.name,
            jsonable(check.analytic),
            jsonable(check.numeric),
            jsonable(check.error),
            [[step, jsonable(error)] for step, error in check.by_h],
            [Kinked([*place], below, above) for place, below, above in check.kinks],
            check.agrees,
            _checked(check, causes, broken=fault is not None),
        )
        for check in result.checks
    ]
    count = result.numeric_passes
    text = f"A numerical gradient takes {count:,} forward passes here; the backward pass gives all gradients in one."
    wrong = sum(not check.agrees for check in result.checks)
    gate = None if fault is None else _broken(*fault, result.first_wrong, wrong)
    seconds = _seconds(*result.seconds) if timed else None
    return GradientChecks(result.h, kind, checks, count, text, gate, seconds, own, by_hand)


def _written(request: TraceRequest, limits: Limits) -> tuple[list[Notice], list[HandGradient]]:
    """The verdicts on the derivatives of the program's own functions, and on its gradients written by hand."""
    prepared = _prepared(request, limits)
    graph = prepared.graph
    if not graph.hand_gradients and not any(call.custom_derivatives for call in graph.calls):
        return [], []
    run = evaluate(prepared.plan, prepared.values, prepared.upstream, limits=limits)
    return derivative_notices(run), hand_gradients(run)


def _broken(node: str, kind: Fault, at: tuple[int, bool] | None, wrong: int) -> BrokenGate:
    if at is None:
        text = "The check finds nothing: at these values the mistake makes no difference."
        return BrokenGate(node, kind, None, text)
    where = f"{'c' if at[1] else 'n'}{at[0]}"
    rows = "1 gradient is wrong" if wrong == 1 else f"{wrong} gradients are wrong"
    what = "the sum at a copy gate" if at[1] else "what one gate hands back"
    text = f"{rows}. Checked gate by gate from the output, {what} is the first number that differs."
    return BrokenGate(node, kind, where, text)


def _seconds(numeric: float, analytic: float) -> CheckSeconds:
    times = numeric / analytic if analytic > 0 else 0.0
    text = f"Numerical {numeric * 1e3:.3g} ms, backward pass {analytic * 1e3:.3g} ms: {times:.3g} times as long."
    return CheckSeconds(numeric, analytic, text)


def _checked(check: GradientCheck, causes: Sequence[str], *, broken: bool) -> str:
    if check.kinks:
        place, below, above = check.kinks[0]
        entry = f"{check.name}[{', '.join(map(str, place))}]" if place else check.name
        return (
            f"There is a kink at {entry}: the slope is {number(below)} below and {number(above)} above. A difference "
            "quotient says nothing about the gradient there."
        )
    if not check.error:
        return "The two are equal."
    if check.agrees and check.error > 0.5:
        return "Both are 0 as far as a difference quotient can tell."
    if check.agrees:
        return f"The two agree to {number(check.error)} relative."
    if broken:
        return f"The two differ by {number(check.error)} relative: the gradient is wrong."
    if causes:
        return f"The two differ by {number(check.error)} relative. {causes[0]}"
    return f"The two differ by {number(check.error)} relative: h may be too large or too small, see the errors by h."


def second_derivatives(request: TraceRequest, wrt: Sequence[str] | None = None, limits: Limits = DEFAULT) -> Hessian:
    """Compute the Hessian of the output, or, if that is an array, of the sum of its entries times `upstream`.

    Args:
        wrt: the leaves whose entries are its rows; None: all that the output depends on.

    Raises:
        ChainruleError: as `build`; ValueProblem `unknown-name`; LimitError `hessian_entries`.
    """
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
        _curvature(spectrum, step) if result.names else "The output depends on no variable.",
    )


FLAT = 1e-12
"""Share of the largest eigenvalue below which another one is rounding error."""


def _curvature(spectrum: Any, step: float | None) -> str:
    if not spectrum.size:
        return "The Hessian holds inf or NaN here, so it has no eigenvalues."
    low, high = (float(end) if abs(end) > FLAT * np.max(np.abs(spectrum)) else 0.0 for end in spectrum[[0, -1]])
    steps = "" if step is None else f" On the parabola that fits here, a step over {number(step)} diverges."
    if low > 0:
        return f"It curves upwards in every direction: the eigenvalues are positive.{steps}"
    if high < 0:
        return "It curves downwards in every direction: the eigenvalues are negative."
    if low < 0 < high:
        return f"It curves upwards in some directions and downwards in others, as a saddle does.{steps}"
    return f"It is flat in some direction: an eigenvalue is 0.{steps}"
