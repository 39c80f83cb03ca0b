"""The checks of one random graph: evaluation, views, units, tape, Jacobians, pictures and code."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from chainrule.codegen import LANGUAGES
from chainrule.codegen.assemble import program
from chainrule.errors import InputError, LimitError
from chainrule.evaluate import Pass, evaluate, plan
from chainrule.export import render
from chainrule.limits import DEFAULT
from chainrule.request import VIEWS, TraceRequest, View
from chainrule.scalarize import entry_names
from chainrule.tracing import Trace, encode
from chainrule.tracing.build import _document, _units
from chainrule.tracing.gate_jacobian import _slope
from chainrule.tracing.picture import Drawing
from chainrule.view import view as choose
from fuzz.checks import RUN, Mismatch, agree, check_json, check_xml, is_tame, run_code, same
from fuzz.graphs import GraphCase
from live_tape import LiveTape

__all__ = ["check_graph"]


def check_graph(case: GraphCase, live: LiveTape | None = None) -> None:
    """Raises Mismatch, or whatever goes wrong. `live`: compare the page's tape, too."""
    try:
        run = evaluate(plan(case.graph), case.values, case.upstream)
    except InputError as error:
        if error.code != "recorded":
            raise
        return  # NaN went into a recorded gate, whose numbers hold at the recorded inputs only
    tame = is_tame(run)
    wanted = gradients(run)
    check_units(case, run, wanted, tame)
    for mode in VIEWS[:2]:
        drawing = drawn(case, run, mode)
        trace = _document(run, run, drawing, TraceRequest("", view=mode), DEFAULT)
        check_json(encode(trace))
        check_xml(render(trace, "svg", fonts=False))
        check_wires(trace, drawing, tame)
        check_code(case, run, drawing, wanted, tame)
        if live is not None and trace.tape is not None:
            check_tape(case, trace, live)


def gradients(run: Pass) -> dict[str, Any]:
    inputs = {node.name: node.id for node in run.graph.nodes if node.op == "input" and node.name is not None}
    return {name: run.gradients[index] for name, index in inputs.items()}


def drawn(case: GraphCase, run: Pass, mode: View) -> Drawing:
    return Drawing(
        run, choose(run.graph, mode), TraceRequest("", view=mode), frozenset(), case.upstream is not None, DEFAULT
    )


def check_units(case: GraphCase, run: Pass, wanted: dict[str, Any], tame: bool) -> None:
    """The graph taken apart into scalars has the same gradients, and draws."""
    try:
        units = _units(run, case.upstream, DEFAULT)
    except LimitError:
        return
    whole = choose(units.graph, "functions", repeats=False)
    request = TraceRequest("", view="units")
    trace = _document(run, units, Drawing(units, whole, request, frozenset(), False, DEFAULT), request, DEFAULT)
    check_json(encode(trace))
    found = gradients(units)
    for name, gradient in wanted.items():
        for entry, number in zip(entry_names(name, np.shape(gradient)), np.ravel(gradient), strict=True):
            if tame and entry in found:
                same(found[entry], number, f"units, d/d{entry}")


def check_wires(trace: Trace, drawing: Drawing, tame: bool) -> None:
    """Every wire brings the product of its upstream gradient and its Jacobian."""
    numbers = drawing.numbers
    for wire in drawing.view.wires:
        target = numbers.boxes[wire.target]
        outgoing = numbers.broadcast_shape(target) if target.is_broadcast else numbers.graph.nodes[target.node].shape
        rows, columns = int(np.prod(outgoing)), int(np.prod(wire.shape))
        if max(rows, columns) > 64:
            continue
        slope = _slope(drawing, wire, rows, columns, DEFAULT)
        n = drawing.wired[wire.id]
        if tame and np.all(np.isfinite(slope.matrix)):
            same(
                np.ravel(n.upstream) @ slope.matrix, np.ravel(n.downstream), f"Jacobian of {wire.source}->{wire.target}"
            )


def check_code(case: GraphCase, run: Pass, drawing: Drawing, wanted: dict[str, Any], tame: bool) -> None:
    made = program(run.graph, drawing.view)
    for language in LANGUAGES:
        row = LANGUAGES[language]
        code = row.write(program(run.graph, drawing.view), run).code(language, row.title, row.file, [])
        if language in RUN and tame:
            try:
                found = run_code(code)
            except Exception as error:
                raise Mismatch(f"{language} does not run: {type(error).__name__}: {error}\n{code.text}") from error
            names = {case.graph.nodes[node].name: name for node, name in made.names.items()}
            used = {name: gradient for name, gradient in wanted.items() if name in names}
            agree({name: found.get(names[name]) for name in used}, used, f"{language}\n{code.text}\n")


def check_tape(case: GraphCase, trace: Trace, live: LiveTape) -> None:
    """The page's numbers at other values are the engine's there."""
    moved = {
        name: value if name in case.fixed else np.asarray(value) * 0.9 + 0.03 * (i + 1)
        for i, (name, value) in enumerate(case.values.items())
    }
    moved = {name: value if np.shape(value) else float(value) for name, value in moved.items()}
    run = evaluate(plan(case.graph), moved, case.upstream)
    if not is_tame(run):
        return
    there = replace(case, values=moved)
    expected = _document(run, run, drawn(there, run, trace.view), TraceRequest("", view=trace.view), DEFAULT)
    found = live(trace.to_dict(), {name: np.ravel(value).tolist() for name, value in moved.items()})
    for node in expected.nodes:
        same(found["nodes"][node.id]["value"], node.value, f"tape, value of {node.id}")
        same(found["nodes"][node.id]["gradient"], node.gradient, f"tape, gradient of {node.id}")
    for edge in expected.edges:
        for field in ("value", "upstream", "downstream"):
            same(found["edges"][edge.id][field], getattr(edge, field), f"tape, {field} of {edge.id}")
        if edge.local is not None:
            same(found["edges"][edge.id]["local"], edge.local, f"tape, local of {edge.id}")
