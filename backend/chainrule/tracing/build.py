"""TraceRequest -> Trace: the one function that crosses from arrays to the document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

import numpy as np

from ..abstract import AbstractArray
from ..errors import about
from ..evaluate import EvaluationPlan, Number, Pass, evaluate
from ..gate_costs import box_expenses, count
from ..graph import INPUT, LITERAL, Graph, ancestors, named_constants
from ..health import health
from ..limits import DEFAULT, Limits
from ..read.text import canonical_name
from ..request import TraceRequest
from ..scalarize import entry_name, unit_graph
from ..sentences import cached_by_language, speaking
from ..view import MAX_DRAWN_GATES, MAX_OPEN_LOOP, View
from ..view import view as choose
from .abstract_pass import abstract_pass, defaulted_names, is_abstract, prepare_shapes, shapes_of_inputs
from .document import Alternative, GateCost, Health, Named, Notice, Numbers, Trace
from .localized import localized
from .moves import default_direction, direction_of, tangents_of
from .picture import Drawing, cached_layout
from .program_parts import derivative_notices, guards, hand_gradients, loop_round
from .readings import ReadingKey, clear_readings, graph_for, with_defaults
from .request_values import masks_of, read_value
from .structure import PictureStructure
from .tape import tape
from .two_halves import backward_pass, forget_halves

__all__ = ["Prepared", "build", "clear_caches", "draw", "drawn_view", "prepare", "trace_and_drawing"]


def build(request: TraceRequest, limits: Limits = DEFAULT) -> Trace:
    """Trace a program: its values and gradients, its picture and its steps.

    Raises:
        ChainruleError: whatever is wrong with the source, a value, a shape or a limit.
    """
    if request.shapes_only is None:
        return trace_and_drawing(request, limits)[0]
    with speaking(request.lang):
        run, picture = _draw_shapes(request, limits)
        return localized(_document(run, picture.run, picture, request, limits))


def trace_and_drawing(request: TraceRequest, limits: Limits) -> tuple[Trace, Drawing]:
    """The document, and the drawing that it was made from. Raises: as `build`."""
    with speaking(request.lang):
        run, picture = draw(request, limits)
        return localized(_document(run, picture.run, picture, request, limits)), picture


def draw(request: TraceRequest, limits: Limits) -> tuple[Pass, Drawing]:
    """The pass of the program, and what is drawn of it: all that a trace is made from. Raises: as `build`."""
    with about(request.source):
        prepared = prepare(request, limits)
        upstream = prepared.upstream
        run, view, chosen, structure = _viewed(prepared, request, limits)
        moves = _moves(prepared.graph, request, limits)
        return run, Drawing(view, chosen, request, prepared.defaulted, upstream is not None, limits, moves, structure)


def drawn_view(request: TraceRequest, limits: Limits) -> tuple[Pass, Pass, View]:
    """The pass of the program, the one that a picture of it shows, and what that picture draws. Raises: as `build`."""
    with about(request.source):
        return _viewed(prepare(request, limits), request, limits)[:3]


def _viewed(
    prepared: Prepared, request: TraceRequest, limits: Limits
) -> tuple[Pass, Pass, View, PictureStructure | None]:
    graph, upstream = prepared.graph, prepared.upstream
    run = evaluate(prepared.plan, prepared.values, upstream, limits=limits)
    units = request.view == "units"
    shown_run = _units(run, run.upstream if graph.seed is not None else upstream, limits) if units else run
    if request.graph == "backward":
        seed = None if units and graph.nodes[graph.output].shape else upstream
        return run, *backward_pass(shown_run, seed, request, limits), None
    if units:
        return run, shown_run, choose(shown_run.graph, "functions", request.open, request.closed, repeats=False), None
    return run, shown_run, *_view_of(_Identity(graph), request.view, tuple(request.open), tuple(request.closed))


def _draw_shapes(request: TraceRequest, limits: Limits) -> tuple[Pass, Drawing]:
    """A pass of shapes alone, and what is drawn of it. Raises: as `build`."""
    with about(request.source):
        plan = prepare_shapes(request, limits)
        run = abstract_pass(plan, limits)
        chosen, _ = _view_of(_Identity(plan.graph), request.view, tuple(request.open), tuple(request.closed))
        return run, Drawing(run, chosen, request, defaulted_names(plan.graph, request), False, limits)


def _moves(graph: Graph, request: TraceRequest, limits: Limits) -> dict[str, Number] | None:
    """The direction of forward mode; None in reverse mode."""
    if request.mode == "reverse":
        return None
    return default_direction(graph) if request.direction is None else direction_of(graph, request.direction, limits)


class Prepared(NamedTuple):
    """A program that was read, and the numbers that it is to be evaluated at."""

    graph: Graph
    plan: EvaluationPlan
    values: Mapping[str, Number]  # of every free name
    upstream: Number | None
    defaulted: frozenset[str]  # names whose value is a default


def prepare(request: TraceRequest, limits: Limits) -> Prepared:
    """Read the text and the numbers.

    Raises:
        ChainruleError: as `build`; InputError `shapes-only`: what is asked for has no numbers.
    """
    request.require_numbers()
    values_by_name = {canonical_name(name): read_value(name, value, limits) for name, value in request.values.items()}
    shapes = tuple((name, np.shape(value)) for name, value in values_by_name.items())
    masks = masks_of(request.values)
    reading = ReadingKey(
        request.source, shapes, request.output, request.defaults, limits, request.partial, request.round, masks=masks
    )
    graph, evaluation_plan = graph_for(reading, values_by_name)
    defaulted = with_defaults(graph, values_by_name)
    upstream = None if request.upstream is None else read_value("upstream", request.upstream, limits)
    return Prepared(graph, evaluation_plan, {**values_by_name, **defaulted}, upstream, frozenset(defaulted))


def _units(run: Pass, seed: Number, limits: Limits) -> Pass:
    """The same pass in scalars."""
    graph = unit_graph(run.graph, seed, limits.unit_gates)
    values = {
        entry_name(node.name, place): float(value)
        for node in run.graph.nodes
        if node.op == INPUT and node.name is not None
        for place, value in np.ndenumerate(run.values[node.id])
    }
    return evaluate(graph, values, None if run.graph.nodes[run.graph.output].shape else seed, limits=limits)


class _Identity:
    """A graph as a key: by what it is, not by what is in it."""

    __slots__ = ("graph",)

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def __hash__(self) -> int:
        return id(self.graph)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.graph is self.graph


@cached_by_language(32)  # the structure keeps the words of its steps
def _view_of(
    of: _Identity, mode: str, opened: tuple[str, ...], closed: tuple[str, ...]
) -> tuple[View, PictureStructure]:
    """Return the view, which does not depend on numbers either, and the structure of its picture."""
    return choose(of.graph, mode, opened, closed), PictureStructure(fixed=of.graph.pinned is None)


def _document(full_run: Pass, run: Pass, drawing: Drawing, request: TraceRequest, limits: Limits) -> Trace:
    """`full_run` is the pass as the program says it, `run` the one that is drawn: itself, or its units."""
    graph = full_run.graph
    inputs = {node.name: node.id for node in graph.nodes if node.op == INPUT and node.name is not None}
    named = {name: node for name, node in graph.names.items() if name not in inputs or inputs[name] != node}
    carried = {name: node for name, node in named.items() if name in inputs and graph.pinned is not None}
    used = ancestors(graph, graph.output)
    others = {name: node for name, node in named.items() if name not in inputs}
    starts = {node: name for node, name in graph.fact(named_constants).items() if used[node] and name in others}
    last = {name: node for name, node in others.items() if node in starts or graph.nodes[node].args}
    leaves = {name: node for node, name in starts.items() if last.get(name, node) in starts} | {
        name: node for name, node in last.items() if node in starts
    }
    leaves |= {
        name: node for name, node in others.items() if not graph.nodes[node].args and graph.nodes[node].op != LITERAL
    }
    return Trace(
        source=graph.source,
        output=drawing.output,
        value=_full(full_run.values[graph.output]),
        gradients={name: _full(full_run.gradients[node]) for name, node in {**inputs, **carried, **leaves}.items()},
        gradient_of=drawing.loss,
        net_values=drawing.net_values,
        named={
            name: Named(_full(full_run.values[node]), _full(full_run.gradients[node]), list(graph.nodes[node].shape))
            for name, node in named.items()
        }
        | {
            name: Named(
                [_full(full_run.values[node]) for node in nodes],
                [_full(full_run.gradients[node]) for node in nodes],
                [len(nodes)],
            )
            for name, nodes in graph.lists.items()
        },
        nodes=drawing.nodes,
        edges=drawing.edges,
        functions=drawing.functions,
        steps=drawing.steps,
        width=drawing.picture.width,
        height=drawing.picture.height,
        view=request.view,
        flow=request.flow,
        values={name: _full(full_run.values[node]) for name, node in inputs.items()},
        notices=[
            *[Notice(note.code, note.text, note.span) for note in graph.notes],
            *_function_notices(full_run, drawing),
        ],
        hand_gradients=[] if is_abstract(full_run) else hand_gradients(full_run),
        dialect=graph.dialect,
        alternatives=[Alternative(each.text, each.fix) for each in graph.alternatives],
        guards=guards(graph),
        loop=loop_round(graph),
        health=_health(drawing),
        tape=None if is_abstract(full_run) else tape(drawing.numbers, full_run, limits, drawing.structure),
        gate_costs=_gate_costs(drawing),
        mode=request.mode,
        direction=None if drawing.moves is None else {name: _full(move) for name, move in drawing.moves.items()},
        tangent=_tangent(full_run, drawing, limits),
        graph=request.graph,
        saved=drawing.saved(),
        shapes_only=shapes_of_inputs(graph) if is_abstract(full_run) else None,
    )


def _tangent(full_run: Pass, drawing: Drawing, limits: Limits) -> Numbers | None:
    if drawing.moves is None:
        return None
    return _full(tangents_of(full_run, drawing.moves, limits)[full_run.graph.output])


def _full(value: Number) -> Numbers:
    """A number of the pass as its caller may keep it: an array of its own, which nobody else writes to."""
    if isinstance(value, AbstractArray):
        return cast(Numbers, value)
    return np.array(value, dtype=np.float64) if isinstance(value, np.ndarray) else float(value)


def _health(drawing: Drawing) -> list[Health]:
    if drawing.graph.halves is not None or is_abstract(drawing.run):
        return []
    wires = [(wire.id, wire.target, drawing.wired[wire.id].downstream) for wire in drawing.view.wires]
    result = health(drawing.bare, drawing.view, wires)
    return [Health(cast(Any, row.kind), row.id, row.severity, row.share, row.text) for row in result]


def _gate_costs(drawing: Drawing) -> list[GateCost]:
    graph = drawing.numbers.graph
    if not any(node.shape for node in graph.nodes):
        return []  # of single numbers each gate costs about the same
    boxes = [
        (box.id, box.node, box.calls, max(len(box.members), 1))
        for box in drawing.view.boxes
        if box.kind in ("gate", "function") and not box.is_broadcast and not box.copies
    ]
    return [
        GateCost(box, *map(count, (cost.multiply_adds, cost.activation_bytes, cost.jacobian_bytes)))
        for box, cost in box_expenses(graph, boxes).items()
    ]


def _function_notices(run: Pass, drawing: Drawing) -> list[Notice]:
    """Return the notices on functions: wrong derivatives of the user's own, and functions closed for want of room."""
    notices = [] if is_abstract(run) else derivative_notices(run)
    folded = drawing.view.folded
    if folded:
        text = (
            f"One function was closed, because the picture would have more than {MAX_DRAWN_GATES} gates. "
            "Open any of them with a click."
            if folded == 1
            else f"{folded:,} functions were closed, because the picture would have more than {MAX_DRAWN_GATES} gates. "
            "Open any of them with a click."
        )
        notices.append(Notice("folded", text))
    if drawing.view.rounds:
        text = (
            f"{drawing.view.rounds:,} rounds of a loop were closed, because together they have more than "
            f"{MAX_OPEN_LOOP} gates. Open any of them with a click."
        )
        notices.append(Notice("folded", text))
    return notices


def clear_caches() -> None:
    """Drop what was read before, so that a measurement pays for reading."""
    clear_readings()
    _view_of.cache_clear()
    cached_layout.cache_clear()
    forget_halves()
