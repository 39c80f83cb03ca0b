"""The Python API: `trace` and its relatives, and how a trace shows itself in a notebook and in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from reprlib import Repr
from typing import TypedDict, Unpack

import numpy as np
import numpy.typing as npt

from .directions import GradientChecks, Hessian, Kind
from .errors import ValueProblem
from .exercises import Asked, AskKind, Exercise, ExerciseRequest, make
from .function_source import program_of
from .limits import DEFAULT, Limits
from .request import Flow, GraphKind, Mode, TraceRequest, View
from .tracing import Trace, build, directions
from .tracing.costs import Costs
from .tracing.costs import costs as count_costs
from .tracing.values_json import FloatArray

__all__ = ["costs", "exercise", "gradcheck", "hessian", "hvp", "jvp", "trace"]


def trace(
    source: str | Callable[..., object],
    values: Mapping[str, npt.ArrayLike] | None = None,
    *,
    output: str | None = None,
    upstream: npt.ArrayLike | None = None,
    view: View = "gates",
    open: Collection[str] = (),
    closed: Collection[str] = (),
    defaults: bool = False,
    partial: bool = False,
    round: int = 1,
    flow: Flow = "right",
    aspect: float | None = None,
    mode: Mode = "reverse",
    direction: Mapping[str, npt.ArrayLike] | None = None,
    graph: GraphKind = "forward",
    limits: Limits | None = None,
) -> Trace:
    """Values, gradients and the graph of a formula, a program or a Python function.

    >>> t = trace("f = (x + y)*z", values={"x": -2, "y": 5, "z": -4})
    >>> t.value, t.gradients["z"]
    (-12.0, 3.0)
    >>> trace("sum(W @ x)", values={"W": np.eye(2), "x": [1, 2]}).gradients["x"]
    array([1., 1.])

    Args:
        source: the formula or program; or a function or lambda, whose source is read. It is never called.
        values: for each free name a number, nested lists, or an array of NumPy, PyTorch (on the CPU), pandas or JAX.
        output: the name whose gradients are wanted; None: the last expression or assignment.
        upstream: dL/d(output) in the output's shape; None: ones.
        view: "gates", "functions" (each call one box) or "units" (everything taken apart into scalars).
        open, closed: functions ("sigmoid", or an id such as "f1") drawn other than `view` draws them.
        defaults: give a name without a value a default, marked as one, instead of an error.
        partial: where shapes do not fit, draw what was read up to that place instead of an error.
        round: of a loop that is drawn for one round, because it trains or would not fit, the one that is drawn.
        flow: wires lead "right" or "down".
        aspect: width / height of a window: a longer graph is broken into rows. None: one row.
        mode: "reverse" hands gradients back, "forward" carries tangents on.
        direction: of forward mode: d(leaf)/d(direction) by name, each in the shape of its leaf. None: the first
            variable moves by 1, each of its entries.
        graph: "backward" draws the backward pass as the graph it is, behind the forward pass.
        limits: other limits than `Limits()`.

    Returns:
        The trace: `.value` and `.gradients` as float64 numbers and arrays in full, `.nodes`, `.edges`, `.steps`;
        `.to_dict()` and `.to_json()` are the document that the API answers.

    Raises:
        ChainruleError: what is wrong with the source, a value, a shape or a limit, with its place and a hint.
    """
    request = _request(
        source,
        values,
        output=output,
        upstream=upstream,
        view=view,
        open=open,
        closed=closed,
        defaults=defaults,
        partial=partial,
        round=round,
        flow=flow,
        aspect=aspect,
        mode=mode,
        direction=direction,
        graph=graph,
    )
    return build(request, limits or DEFAULT)


def gradcheck(
    source: str | Callable[..., object],
    values: Mapping[str, npt.ArrayLike] | None = None,
    *,
    h: float | None = None,
    kind: Kind = "central",
    output: str | None = None,
    upstream: npt.ArrayLike | None = None,
    defaults: bool = False,
    limits: Limits | None = None,
) -> GradientChecks:
    """Every gradient beside its difference quotient, as arrays.

    Args:
        source, values, output, upstream, defaults, limits: as `trace`.
        h: the step, over 0 and at most 1; None: 1e-5 for central differences, 1e-8 for forward ones.
        kind: "central" or "forward" differences.

    Raises:
        ChainruleError: as `trace`; ValueProblem `bad-step`; LimitError `check_entries`.
    """
    request = _request(source, values, output=output, upstream=upstream, defaults=defaults)
    return directions.gradcheck(request, h, kind, limits or DEFAULT)


def hessian(
    source: str | Callable[..., object],
    values: Mapping[str, npt.ArrayLike] | None = None,
    *,
    wrt: Sequence[str] | None = None,
    output: str | None = None,
    upstream: npt.ArrayLike | None = None,
    defaults: bool = False,
    limits: Limits | None = None,
) -> Hessian:
    """Second derivatives of the output (of an array: of the sum of its entries times `upstream`), as an array.

    Args:
        source, values, output, upstream, defaults, limits: as `trace`.
        wrt: the leaves whose entries are the rows; None: all that the output depends on.

    Raises:
        ChainruleError: as `trace`; ValueProblem `unknown-name`; LimitError `hessian_entries`.
    """
    request = _request(source, values, output=output, upstream=upstream, defaults=defaults)
    return directions.hessian(request, wrt, limits or DEFAULT)


def jvp(
    source: str | Callable[..., object],
    values: Mapping[str, npt.ArrayLike] | None = None,
    direction: Mapping[str, npt.ArrayLike] | None = None,
    *,
    output: str | None = None,
    limits: Limits | None = None,
) -> float | FloatArray:
    """Forward mode: the Jacobian of the output times a direction, in the output's shape.

    Args:
        source, values, output, limits: as `trace`.
        direction: d(leaf)/d(direction) by name, each in the shape of its leaf; leaves that are missing do not move.

    Raises:
        ChainruleError: as `trace`; ValueProblem `unknown-name`, `bad-direction`.
    """
    return directions.jvp(_request(source, values, output=output), direction or {}, limits or DEFAULT)


def costs(
    source: str | Callable[..., object],
    values: Mapping[str, npt.ArrayLike] | None = None,
    *,
    recompute: Collection[str] = (),
    output: str | None = None,
    view: View = "gates",
    defaults: bool = False,
    limits: Limits | None = None,
) -> Costs:
    """What derivatives cost: the Jacobian, passes and memory of both modes, and what a checkpoint saves.

    Args:
        source, values, output, view, defaults, limits: as `trace`.
        recompute: nodes of the backward graph whose values are computed again instead of being saved.

    Raises:
        ChainruleError: as `trace`; ValueProblem `unknown-id`.
    """
    request = _request(source, values, output=output, view=view, defaults=defaults)
    return count_costs(request, recompute, limits or DEFAULT)


def hvp(
    source: str | Callable[..., object],
    values: Mapping[str, npt.ArrayLike] | None = None,
    direction: Mapping[str, npt.ArrayLike] | None = None,
    *,
    output: str | None = None,
    limits: Limits | None = None,
) -> dict[str, float | FloatArray]:
    """The Hessian times a direction, by leaf, without forming the matrix. Arguments and errors as `jvp`."""
    return directions.hvp(_request(source, values, output=output), direction or {}, limits or DEFAULT)


class _Fields(TypedDict, total=False):
    """The fields of a request beside its source and its values."""

    output: str | None
    upstream: npt.ArrayLike | None
    view: View
    open: Collection[str]
    closed: Collection[str]
    defaults: bool
    partial: bool
    round: int
    flow: Flow
    aspect: float | None
    mode: Mode
    direction: Mapping[str, npt.ArrayLike] | None
    graph: GraphKind


def exercise(
    source: str | Callable[..., object],
    values: Mapping[str, npt.ArrayLike] | None = None,
    *,
    ask: Sequence[AskKind | Asked] = ("downstream",),
    seed: int = 0,
    count: int | None = None,
    digits: int = 2,
    output: str | None = None,
    view: View = "gates",
    limits: Limits | None = None,
) -> Exercise:
    """A trace with numbers left out, the same for the same arguments, for ever.

    >>> e = exercise("x*y + x", values={"x": 2, "y": 3}, ask=[Asked("downstream", name="x")])
    >>> e.grade({"b1": "3"}).marks[0].mistake
    'overwrote-at-copy'

    Args:
        values: as for `trace`; without any, clean ones are drawn by `seed`.
        ask: kinds of blanks (value, local, downstream, term, shape, pattern, order, wrong_line), or single ones.
        count: how many blanks; None: all that the kinds allow.
        digits: decimals to which an answer must be right.

    Returns:
        `.blanks`, `.to_dict()` for students, `.grade(answers)`.

    Raises:
        ChainruleError: as `trace`; `nothing-to-ask`, `unknown-id`.
    """
    request = _request(source, values, output=output, view=view)
    return Exercise(make(request, ExerciseRequest([*ask], seed, count, digits), limits or DEFAULT))


def _request(
    source: str | Callable[..., object], values: Mapping[str, npt.ArrayLike] | None, **fields: Unpack[_Fields]
) -> TraceRequest:
    """Raises: SourceError, ValueProblem."""
    given = dict(values or {})
    if not isinstance(source, str):
        if not callable(source):
            raise ValueProblem(
                "bad-field", "`source` is neither a text nor a function.", hint='Write "x*y", or pass a function.'
            )
        program = program_of(source, given)
        source, given = program.source, {**program.values, **given}
    return TraceRequest(source, given, **fields)


def _mimebundle(shown: Trace, **_: object) -> dict[str, str]:
    """A trace shows itself in a notebook. The trace knows no picture, so the package joins the two."""
    from .export import mimebundle

    return mimebundle(shown)


def _one_line(shown: Trace) -> str:
    """A line for a terminal: the whole document is 20,000 characters for a neuron."""
    short = Repr()
    short.maxstring, short.maxother, short.maxdict, short.maxlevel = 80, 60, 6, 3
    gradients = {name: _brief(value) for name, value in list(shown.gradients.items())[: short.maxdict + 1]}
    return f"Trace({short.repr(shown.source)}, value={_brief(shown.value)}, gradients={short.repr(gradients)})"


class _Brief(str):
    __slots__ = ()
    __repr__ = str.__str__


def _brief(value: float | np.ndarray) -> _Brief:
    """A number, or the shape of an array."""
    if isinstance(value, np.ndarray):
        return _Brief(f"array of {'×'.join(map(str, value.shape))}")
    return _Brief(repr(value))


Trace._repr_mimebundle_ = _mimebundle  # type: ignore[attr-defined]
Trace.__repr__ = _one_line  # type: ignore[method-assign, assignment]
