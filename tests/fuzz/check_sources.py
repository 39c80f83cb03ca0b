"""The checks of one random program, from its text to every view, route and format."""

from __future__ import annotations

import random
from typing import Any

import numpy as np

import chainrule
from chainrule.codegen import LANGUAGES, generate
from chainrule.codegen.names import identifier
from chainrule.errors import ChainruleError
from chainrule.export import render
from chainrule.limits import DEFAULT
from chainrule.request import TraceRequest
from chainrule.tracing import Trace, encode
from chainrule.tracing.build import clear_caches, draw
from chainrule.tracing.full_array import full_array
from chainrule.tracing.gate_jacobian import jacobian
from fuzz.checks import RUN, Mismatch, agree, check_error, check_json, check_xml, is_tame, run_code, same
from fuzz.sources import SourceCase
from live_tape import LiveTape

__all__ = ["check_source"]

VIEWS = ("gates", "functions", "units")


def check_source(case: SourceCase, live: LiveTape | None = None, *, thorough: bool = True) -> bool:
    """Whether the program was read; one that is refused is refused properly, in all views.

    Raises Mismatch, or whatever goes wrong. `thorough`: pictures, code, Jacobians and arrays too.
    """
    pick = random.Random(case.seed)
    first: Trace | None = None
    for view in VIEWS:
        try:
            trace = chainrule.trace(case.source, values=case.values, view=view, **case.settings)
        except ChainruleError as error:
            check_error(error, case.source)
            if first is not None and error.code != "limit":
                raise Mismatch(f"{view} refuses what gates draw: {error.code} {error.detail}") from error
            if first is None:
                return False
            continue
        check_json(encode(trace))
        first = first or trace
        check_same_numbers(trace, first)
    assert first is not None
    if pick.random() < 0.2:
        check_repeats(case, first)
    if thorough:
        check_reports(case, pick)
        check_code(case, pick)
    if live is not None:
        check_tape(case, live, pick.choice(VIEWS))
    return True


def numbers(value: Any) -> Any:
    """A value of the document as an array."""
    return np.asarray(value, dtype=object).astype(float) if not isinstance(value, dict) else np.zeros(())


def check_same_numbers(trace: Trace, first: Trace) -> None:
    found, wanted = trace.to_dict(), first.to_dict()
    if any(found[part] != wanted[part] for part in ("gradients", "value")):
        raise Mismatch(f"{trace.view}: other gradients than in gates: {trace.gradients} for {first.gradients}")


def check_repeats(case: SourceCase, first: Trace) -> None:
    """The same question has the same bytes, read anew."""
    clear_caches()
    again = chainrule.trace(case.source, values=case.values, **case.settings)
    if encode(again) != encode(first):
        raise Mismatch("asked again, the bytes are others")


def check_reports(case: SourceCase, pick: random.Random) -> None:
    view = pick.choice(VIEWS)
    asked = {"view": view, **case.settings}
    try:
        trace = chainrule.trace(case.source, values=case.values, **asked)
    except ChainruleError:
        return
    step = pick.randint(0, len(trace.steps))
    check_xml(render(trace, "svg", step=step, formula=True, caption=True, fonts=False))
    render(trace, "tex", step=step)
    if pick.random() < 0.1:
        render(trace, "html")
    for edge in pick.sample(trace.edges, min(3, len(trace.edges))):
        found = jacobian(TraceRequest(case.source, case.values, **asked), edge.id)
        check_json(encode(found))
        field = pick.choice(("value", "upstream", "downstream"))
        check_json(encode(full_array(TraceRequest(case.source, case.values, **asked), edge.id, field)))


def check_code(case: SourceCase, pick: random.Random) -> None:
    """Generated code runs and agrees, in PyTorch with PyTorch's own gradients."""
    view = pick.choice(VIEWS[:2])
    asked = {"view": view, **case.settings}
    run, _ = draw(TraceRequest(case.source, case.values, **asked), DEFAULT)
    tame = is_tame(run)
    inputs = {node.name: node.id for node in run.graph.nodes if node.op == "input" and node.name is not None}
    wanted = {name: run.gradients[index] for name, index in inputs.items()}
    for language in LANGUAGES:
        code = generate(TraceRequest(case.source, case.values, view=view, **case.settings), language)
        if language not in RUN or not tame:
            continue
        try:
            found = run_code(code)
        except Exception as error:
            raise Mismatch(f"{language} does not run: {type(error).__name__}: {error}\n{code.text}") from error
        agree({name: found.get(identifier(name)) for name in wanted}, wanted, f"{language}\n{code.text}\n")


def check_tape(case: SourceCase, live: LiveTape, view: str) -> None:
    """The page's numbers at other values are the engine's there, as long as the program takes the same way."""
    try:
        trace = chainrule.trace(case.source, values=case.values, view=view, **case.settings)
        if trace.tape is None:
            return
        moved = {
            name: (np.asarray(value, dtype=float) * 0.9 + 0.03 * (i + 1)).tolist()
            for i, (name, value) in enumerate(case.values.items())
        }
        expected = chainrule.trace(case.source, values=moved, view=view, **case.settings)
        asked = {"view": view, **case.settings}
        run, _ = draw(TraceRequest(case.source, moved, **asked), DEFAULT)
    except ChainruleError:
        return
    if not is_tame(run) or [node.id for node in expected.nodes] != [node.id for node in trace.nodes]:
        return
    found = live(trace.to_dict(), {name: np.ravel(value).tolist() for name, value in moved.items()})
    for node in expected.nodes:
        same(found["nodes"][node.id]["value"], numbers(node.value), f"tape ({view}), value of {node.id}")
        same(found["nodes"][node.id]["gradient"], numbers(node.gradient), f"tape ({view}), gradient of {node.id}")
    for edge in expected.edges:
        what = found["edges"][edge.id]
        same(what["downstream"], numbers(edge.downstream), f"tape ({view}), downstream of {edge.id}")
        if edge.local is not None:
            same(what["local"], numbers(edge.local), f"tape ({view}), local of {edge.id}")
