"""The activations: curves and slopes by the engine itself, where they saturate, die or kink, and what they cost."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import numpy as np

from ..errors import InputError
from ..evaluate import evaluate
from ..formula import mathml, parse
from ..number import jsonable, short
from ..ops import OPS
from ..prelude import PRELUDE, ROWS
from ..read import Request, read
from ..request import TraceRequest
from ..sentences import cached_by_language, tr
from ..tracing import Trace, build
from ..tracing.document import Number

__all__ = ["Activation", "Activations", "Curve", "CurveMark", "Parameter", "page_data", "sampled"]

SPAN, FINE = 12.0, 961  # the range of x that is searched for marks, from -12 to 12, and its number of places
FLAT = 0.01  # of the steepest slope: below it the gate has saturated
JUMP, LEAST = 0.02, 0.3  # of the slope at a kink; the shortest interval that is worth a mark
GUESS = 0.25  # for a parameter without a default
MOST_POINTS = 1001
ZIGZAG = "L = (w1*x1 + w2*x2 - t)**2"


@dataclass(frozen=True, slots=True)
class CurveMark:
    """A kink (low = high), or an interval of x where no gradient passes ("dead") or next to none ("saturated")."""

    kind: Literal["kink", "dead", "saturated"]
    """Kind of mark."""
    low: float
    """The left end; -12 stands for the end of the line."""
    high: float
    """The right end; 12 stands for the end of the line."""
    text: str
    """Behaviour there, as a sentence."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an activation, such as the slope of a leaky ReLU."""

    name: str
    """Name in the formula."""
    value: float
    """The value that the curve is drawn for."""


@dataclass(frozen=True, slots=True)
class Curve:
    """An activation at evenly spaced places."""

    x: list[float]
    """The places."""
    value: list[Number]
    """The value at each."""
    slope: list[Number]
    """The gradient at each, from the backward pass of its graph."""


@dataclass(frozen=True, slots=True)
class Activation:
    """One activation. `source` is the formula that was traced; `gates` counts by op, copies left out."""

    name: str
    """Name that a program calls."""
    title: str
    """Name in sentences."""
    formula: str
    """Its definition."""
    textbook: str
    """The definition as textbooks have it, where that differs."""
    local: str
    """Its local gradient."""
    local_math: str
    """The same as MathML, in which `out` is f(x)."""
    why: str
    """Reason why that is the gradient."""
    stable: str
    """Way its definition avoids overflow, if it needs one."""
    source: str
    """The program that was traced."""
    insert: str
    """The same around a neuron's sum, for the playground."""
    parameters: list[Parameter]
    """Its parameters and their values."""
    gates: dict[str, int]
    """Number of gates of each op it takes, copies left out."""
    expensive: int
    """Number of those that need a series: exp, log, tanh, ..."""
    marks: list[CurveMark]
    """Kinks, dead and saturated parts of the curve."""
    curve: Curve
    """Its values and slopes."""


@dataclass(frozen=True, slots=True)
class Activations:
    """Curves and slopes of the activations."""

    activations: list[Activation]
    """Each activation that was asked for."""


@dataclass(frozen=True, slots=True)
class _ActivationFacts:
    """Everything of an Activation but its curve."""

    head: Mapping[str, Any]
    run: Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]
    trace: Trace


def _math(slope: str) -> str:
    """Return a slope as it is written on a blackboard."""
    result = "<mrow><mi>f</mi><mo>\u2061</mo><mo>(</mo><mi>x</mi><mo>)</mo></mrow>"
    return f'<math displaystyle="true">{mathml(parse(slope), {"out": result})}</math>'


def _described(name: str) -> dict[str, str]:
    rows = PRELUDE.get(name)
    if rows is None:
        row = OPS[name]
        slope = re.sub(r"\ba\b", "x", row.local[0])  # the table's rows speak of their argument as `a`
        return {
            "title": row.title.removesuffix(" gate"),
            "formula": f"{name}(x)",
            "textbook": "",
            "local": slope,
            "local_math": _math(slope),
            "why": tr(row.why[0]) if row.why else "",
            "stable": "",
        }
    own = rows[0]
    # Along a line through several inputs the slope is that of the whole, which no row of the table holds.
    local = own.local[0] if own.local and own.explored is None else ""
    return {
        "title": own.title,
        "formula": own.body if own.explored is None else own.explored.call,
        "textbook": own.textbook,
        "local": local,
        "local_math": _math(local) if local else "",
        "why": tr(own.why),
        "stable": tr(own.stable),
    }


def _parameters(name: str) -> list[Parameter]:
    rows = PRELUDE.get(name)
    if rows is None:
        return []
    if rows[0].explored is not None:
        return [Parameter(name, value) for name, value in rows[0].explored.values]
    arguments = rows[0].function.args
    names, default_nodes = [argument.arg for argument in arguments.args], arguments.defaults
    defaults = [GUESS] * (len(names) - len(default_nodes)) + [
        float(getattr(value, "value", GUESS)) for value in default_nodes
    ]
    return [Parameter(name, value) for name, value in zip(names[1:], defaults[1:], strict=True)]


@cached_by_language(1)
def _facts() -> dict[str, _ActivationFacts]:
    names = [*(row.name for row in OPS.values() if row.activation), *(row.name for row in ROWS if row.activation)]
    return {name: _know(name) for name in sorted(dict.fromkeys(names), key=_rank)}


FIRST = ("sigmoid", "tanh", "relu", "leaky_relu", "prelu", "maxout", "elu", "selu", "swish", "gelu", "softplus")


def _rank(name: str) -> tuple[int, str]:
    """Return the sort key: the order of the lectures, the rest by name."""
    return (FIRST.index(name) if name in FIRST else len(FIRST), name)


def _know(name: str) -> _ActivationFacts:
    parameters = _parameters(name)
    values = {parameter.name: parameter.value for parameter in parameters}
    explored = PRELUDE[name][0].explored if name in PRELUDE else None
    source = f"{name}({', '.join(['x', *values])})" if explored is None else explored.call
    trace = build(TraceRequest(source, {"x": 1.0, **values}))
    gates: dict[str, int] = {}
    for node in trace.nodes:
        if node.kind == "gate" and node.form != "copy":
            op = OPS[node.op].alike or node.op
            gates[op] = gates.get(op, 0) + 1

    def run(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        graph = read(source, Request(shapes={"x": x.shape, **dict.fromkeys(values, ())}))
        done = evaluate(graph, {"x": x, **values})
        return np.asarray(done.values[graph.output]), np.asarray(done.gradients[graph.names["x"]])

    inside = ", ".join(["w*x + b", *(f"{value:g}" for value in values.values())])
    head = {
        "name": name,
        **_described(name),
        "source": source,
        "insert": f"{name}({inside})" if explored is None else explored.insert,
        "parameters": parameters,
        "gates": gates,
        "expensive": sum(count for op, count in gates.items() if OPS[op].expensive),
        "marks": _marks(run),
    }
    return _ActivationFacts(head, run, trace)


def _marks(run: Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]) -> list[CurveMark]:
    x = np.linspace(-SPAN, SPAN, FINE)
    slope = run(x)[1]
    max_slope = float(np.abs(slope).max())
    dead = slope == 0
    flat = ~dead & (np.abs(slope) < FLAT * max_slope)
    marks = [
        CurveMark("dead", low, high, tr("dead {0}: the slope is 0 and no gradient passes", _where(low, high)))
        for low, high in _intervals(x, dead)
    ]
    saturated = "saturated {0}: the slope is below 1 % of its steepest, {1}"
    marks += [
        CurveMark("saturated", low, high, tr(saturated, _where(low, high), short(max_slope)))
        for low, high in _intervals(x, flat)
    ]
    for i in np.flatnonzero(np.abs(np.diff(slope)) > JUMP):
        kink = _kink(run, float(x[i]), float(x[i + 1]))
        if kink is not None and not any(mark.kind == "kink" and mark.low == kink[0] for mark in marks):
            at, left, right = kink
            words = tr("kink at x = {0}: the slope jumps from {1} to {2}", short(at, 6), short(left), short(right))
            marks.append(CurveMark("kink", at, at, words))
    marks = [replace(mark, text=mark.text.replace("-", "\N{MINUS SIGN}")) for mark in marks]
    return sorted(marks, key=lambda mark: mark.low)


def _intervals(x: np.ndarray, inside: np.ndarray) -> list[tuple[float, float]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], inside.astype(int), [0]))))
    result = [(float(x[a]), float(x[b - 1])) for a, b in edges.reshape(-1, 2)]
    return [(round(low, 3) + 0.0, round(high, 3) + 0.0) for low, high in result if high - low >= LEAST]


def _where(low: float, high: float) -> str:
    if low <= -SPAN:
        return tr("for x up to {0}", short(high))
    if high >= SPAN:
        return tr("for x from {0} on", short(low))
    return tr("for x from {0} to {1}", short(low), short(high))


def _kink(
    run: Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]], low: float, high: float
) -> tuple[float, float, float] | None:
    """(place, slope before, slope behind) if the slope still jumps when looked at closely."""
    for _ in range(30):
        middle = (low + high) / 2
        left, centre, right = run(np.array([low, middle, high]))[1]
        low, high = (low, middle) if abs(centre - left) > abs(right - centre) else (middle, high)
    before, behind = run(np.array([low - 1e-6, high + 1e-6]))[1]
    return (round(high, 6) + 0.0, float(before), float(behind)) if abs(behind - before) > JUMP else None


def sampled(names: Collection[str] | None, low: float, high: float, points: int) -> Activations:
    """The curves at `points` places from `low` to `high`. Raises: InputError."""
    facts = _facts()
    for name in names or ():
        if name not in facts:
            words = f"There is no activation `{name[:60]}`."
            raise InputError("unknown-function", words, hint=f"The activations are: {', '.join(facts)}.")
    if not (low < high and math.isfinite(high - low)):
        raise InputError(
            "bad-range", "`low` and `high` are finite numbers, the lower one first, and not too far apart."
        )
    if not 2 <= points <= MOST_POINTS:
        raise InputError("bad-range", f"`points` is a number from 2 to {MOST_POINTS:,}.")
    x = np.linspace(low, high, points)
    rows = []
    for name, row in facts.items():
        if names is None or name in names:
            value, slope = row.run(x)
            rows.append(Activation(**row.head, curve=Curve(x.tolist(), jsonable(value), jsonable(slope))))
    return Activations(rows)


@cached_by_language(1)
def page_data() -> dict[str, Any]:
    """Return the data of the explorer: every activation with its tape, and the graph of the zig-zag picture."""
    rows = []
    for row in _facts().values():
        head = {**row.head, "parameters": [asdict(p) for p in row.head["parameters"]]}
        head["marks"] = [asdict(mark) for mark in row.head["marks"]]
        rows.append({**head, "trace": _slim(row.trace)})
    zigzag = build(TraceRequest(ZIGZAG, {"w1": 1.0, "w2": 1.0, "x1": 1.0, "x2": 1.0, "t": 1.0}))
    return {"activations": rows, "zigzag": {"source": ZIGZAG, "trace": _slim(zigzag)}}


def _slim(trace: Trace) -> dict[str, Any]:
    """The tape alone, and which of its entries is the output."""
    return {"tape": asdict(trace.tape)} if trace.tape is not None else {}
