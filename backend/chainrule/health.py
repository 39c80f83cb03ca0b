"""Health of a pass: gates that saturate or are off, the first inf or NaN, the scale of the gradients."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from .evaluate import Number, Pass
from .formula import FormulaError, compiled
from .formula.gate_conditions import makes_nonfinite, nonfinite_cause
from .graph import GraphNode
from .number import short
from .ops import OPS, Pattern
from .prelude import PRELUDE
from .view import OUTPUT, View

__all__ = ["HealthFinding", "health"]

FLAT = 1e-2  # a slope below this share of the maximum slope counts as saturated
SCALE = 1e-4  # a gradient smaller than this beside the output's has vanished, one larger than the inverse exploded
ROWS = 2_000  # most findings of one kind that are shown, the worst first


class HealthFinding(NamedTuple):
    """kind: "saturated", "dead", "nonfinite", "vanishing" or "exploding". id: of a box, or of a wire for the last two.

    severity: 0 to 1. share: of the entries that are concerned.
    """

    kind: str
    id: str
    severity: float
    share: float
    text: str


def health(run: Pass, view: View, gradients: Iterable[tuple[str, str, Number]]) -> list[HealthFinding]:
    """Return the findings about a pass as it is drawn. `gradients`: (wire, target box, gradient) of every wire."""
    boxes_by_node = _boxes_by_node(run, view)
    findings: list[HealthFinding] = []
    with np.errstate(all="ignore"):
        for node in run.graph.nodes:
            if node.args and node.id in boxes_by_node:
                row = OPS[node.op]
                if (
                    len(node.args) == 1
                    and row.local
                    and (row.blocks_infinite or row.max_slope)
                    and row.pattern != Pattern.STOP
                ):
                    slope = run.local(node.id, 0)
                    findings += _flat(boxes_by_node[node.id], row.title, slope, row.max_slope, run.values[node.args[0]])
                findings += _first_nonfinite(run, node, boxes_by_node[node.id])
        for call in run.graph.calls:
            if len(call.args) == 1 and len(call.local) == 1 and call.output in boxes_by_node:
                title, max_slope = _constant_slopes(call.function)
                value = run.values[call.args[0]]
                slope = _slope(call.local[0], call.params[0], value, run.values[call.output])
                findings += _flat(boxes_by_node[call.output], title, slope, max_slope, value)
        findings += _scale(run, gradients)
    return _worst(findings)


def _boxes_by_node(run: Pass, view: View) -> dict[int, str]:
    """Return node -> the box, a gate or a collapsed call, that gives its value."""
    calls, boxes = run.graph.calls, {}
    for box in view.boxes:
        if box.members:
            gates = () if box.kind == "leaf" else box.nodes
            boxes.update(dict.fromkeys([*gates, *(calls[call].output for call in box.calls)], box.id))
        elif box.kind in ("gate", "function") and box.form != "copy":
            boxes[box.node] = box.id
    return boxes


def _constant_slopes(function: str) -> tuple[str, float]:
    rows = PRELUDE.get(function)
    if rows:
        return rows[0].title, rows[0].max_slope
    row = OPS.get(function)
    return (row.title, row.max_slope) if row is not None else (function, 0.0)


@lru_cache(maxsize=256)
def _formula(text: str) -> Any:
    try:
        return compiled(text)
    except FormulaError:
        return None


def _slope(formula: str, parameter: str, value: Number, out: Number) -> Number | None:
    slope = _formula(formula)
    return None if slope is None else slope({parameter: value, "out": out})


def _flat(box: str, title: str, slope: Number | None, max_slope: float, value: Number) -> list[HealthFinding]:
    """Return a finding if a gate's slope is 0, or next to nothing beside its maximum."""
    if slope is None:
        return []
    size = np.abs(slope)
    limit = FLAT * max_slope
    if isinstance(size, float | np.floating):
        if not size <= limit:
            return []
        off, share, at = size == 0 and not max_slope, 1.0, f"its input is {short(value)}"
        severity = 1.0 if size == 0 else min(1.0, -math.log10(size / max_slope) / 4)
    else:
        concerned = size <= limit
        count = int(np.count_nonzero(concerned))
        if not count:
            return []
        share, off = count / concerned.size, not max_slope
        at = f"{count:,} of {concerned.size:,} entries"
        severity = share
    if off:
        text = f"{title}: no gradient passes here ({at}). If that holds for every example, the gate is dead."
        return [HealthFinding("dead", box, severity, share, text)]
    top, most = short(float(np.min(size))), short(max_slope, 6)
    text = f"{title}: saturated ({at}). Its slope is {top} where it could be {most}: the gradient dies here."
    return [HealthFinding("saturated", box, severity, share, text)]


def _first_nonfinite(run: Pass, node: GraphNode, box: str) -> list[HealthFinding]:
    """Return the gate that made inf or NaN out of finite numbers."""
    values, out = [run.values[arg] for arg in node.args], run.values[node.id]
    if not makes_nonfinite(values, out, node.params):
        return []
    cause = nonfinite_cause(OPS[node.op], values, out)
    text = "The inputs are finite." if cause is None else cause.text
    kind = "NaN" if np.isnan(out).any() else "infinity"
    return [HealthFinding("nonfinite", box, 1.0, 1.0, f"{OPS[node.op].title}: the first {kind} on this path. {text}")]


def _scale(run: Pass, gradients: Iterable[tuple[str, str, Number]]) -> list[HealthFinding]:
    seed = _size(run.upstream)
    findings: list[HealthFinding] = []
    if not 0 < seed < math.inf:
        return findings
    for wire, target, gradient in gradients:
        if target == OUTPUT:
            continue
        ratio = _size(gradient) / seed
        if not (0 < ratio < SCALE or ratio > 1 / SCALE):
            continue
        if ratio == math.inf:
            findings.append(HealthFinding("exploding", wire, 1.0, 1.0, "The gradient on this wire is infinite."))
            continue
        power = math.log10(ratio)
        kind = "vanishing" if power < 0 else "exploding"
        words = "smaller" if power < 0 else "larger"
        text = f"The gradient on this wire is {_times(abs(power))} times {words} than the output's."
        findings.append(HealthFinding(kind, wire, min(1.0, abs(power) / 12), 1.0, text))
    return findings


def _times(power: float) -> str:
    """Return 10 to this power as 3.2e5, also beyond a float's range: the inverse of 1e-320 is no float."""
    exponent = math.floor(power)
    digits = f"{10 ** (power - exponent):.1f}"
    return f"{digits}e{exponent}" if digits != "10.0" else f"1.0e{exponent + 1}"


def _size(value: Number) -> float:
    return abs(value) if type(value) is float else float(np.max(np.abs(value), initial=0.0))


def _worst(findings: Sequence[HealthFinding]) -> list[HealthFinding]:
    """Return the worst of each kind, in the order of the graph; a merged box gets the worst of its findings."""
    distinct: list[HealthFinding] = []
    worst: dict[tuple[str, str], HealthFinding] = {}
    for row in findings:
        previous = worst.setdefault((row.kind, row.id), row)
        if row.severity > previous.severity:
            worst[row.kind, row.id] = row
    findings = list(worst.values())
    for kind in ("nonfinite", "saturated", "dead", "vanishing", "exploding"):
        rows = [row for row in findings if row.kind == kind]
        if len(rows) > ROWS:
            least = sorted((row.severity for row in rows), reverse=True)[ROWS - 1]
            rows = [row for row in rows if row.severity >= least][:ROWS]
        distinct += rows
    return distinct
