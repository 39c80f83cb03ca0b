"""source and values -> Trace: the one function that crosses from arrays to the document."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any, Literal, cast

import numpy as np

from ..errors import LimitError, ValueProblem
from ..evaluate import Number, Pass, Plan, evaluate, plan
from ..explain import notices
from ..graph import INPUT, Graph, Shape
from ..layout import Picture, layout
from ..limits import DEFAULT, Limits
from ..number import jsonable, text
from ..ops import OPS
from ..parse import parse
from ..prelude import PRELUDE
from ..view import OUTPUT, VIEWS, Box, View, view
from .document import Edge, Function, Large, Named, Node, Notice, Place, Trace
from .measure import box_size, group_spec, wire_spec
from .numbers import Numbers, WireNumbers
from .steps import steps
from .tape import tape
from .values import default_value, read_value

__all__ = ["array", "build"]

LARGE = 4096
CORNER = 8


def build(
    source: str,
    values: Mapping[str, Any] | None = None,
    *,
    output: str | None = None,
    upstream: Any = None,
    view: str = "gates",
    open: Collection[str] = (),
    closed: Collection[str] = (),
    defaults: bool = False,
    limits: Limits = DEFAULT,
) -> Trace:
    """Everything there is to show about a program.

    Args:
        source: the formula or program.
        values: a number or nested list per free name.
        output: the name to take as output; None: the last expression or assignment.
        upstream: dL/d(output), number or nested list; None means ones.
        view: "gates", "functions" or "units".
        open, closed: functions ("f1" or "sigmoid") drawn other than `view` draws them.
        defaults: give names without a value one of their own, marked, instead of an error.

    Raises:
        ChainruleError: whatever is wrong with the source, a value, a shape or a limit.
    """
    if view not in VIEWS:
        raise ValueProblem(
            "unknown-view", f"There is no view `{view[:40]}`.", hint=f"The views are: {', '.join(VIEWS)}."
        )
    given = {name: read_value(name, value, limits) for name, value in (values or {}).items()}
    shapes = tuple((name, np.shape(value)) for name, value in given.items())
    graph, ready = _read(source, shapes, output, defaults, limits)
    missing = [node for node in graph.nodes if node.op == INPUT and node.name not in given]
    defaulted = {node.name: default_value(node.shape, i) for i, node in enumerate(missing) if node.name is not None}
    given = {**given, **defaulted}
    seed = None if upstream is None else read_value("upstream", upstream, limits)
    run = evaluate(ready, given, seed, limits=limits)
    return _document(run, view, open, closed, frozenset(defaulted), upstream is not None, limits)


@lru_cache(maxsize=256)
def _read(
    source: str, shapes: tuple[tuple[str, Shape], ...], output: str | None, defaults: bool, limits: Limits
) -> tuple[Graph, Plan]:
    """Reading depends on the text and the shapes alone: a moved slider pays for evaluation only."""
    graph = parse(source, dict(shapes), output=output, defaults=defaults, limits=limits)
    return graph, plan(graph)


def array(value: Number) -> Any:
    """A value for the document: nested lists, or a summary when it is too large to travel."""
    if isinstance(value, np.ndarray) and value.size > LARGE:
        with np.errstate(all="ignore"):
            corner = value[tuple(slice(0, CORNER) for _ in value.shape)]
            low, high, mean = (jsonable(float(x)) for x in (value.min(), value.max(), value.mean()))
        return Large(True, list(value.shape), low, high, mean, jsonable(corner))
    return jsonable(value)


def _document(
    run: Pass,
    mode: str,
    opened: Collection[str],
    closed: Collection[str],
    defaulted: frozenset[str],
    seeded: bool,
    limits: Limits,
) -> Trace:
    graph = run.graph
    drawn = view(graph, mode, opened, closed)
    gates = sum(box.kind in ("gate", "function") for box in drawn.boxes)
    if gates > limits.gates_drawn:
        raise LimitError(
            "gates_drawn",
            limits.gates_drawn,
            f"The picture would have {gates:,} gates",
            hint="Close functions, or ask for one of its names as output.",
        )
    numbers = Numbers(run, drawn)
    wired = {wire.id: numbers.wire(wire) for wire in drawn.wires}
    labels = {box.id: _label(box, run) for box in drawn.boxes}
    picture = _picture(drawn, wired, labels, [call.function for call in graph.calls])
    nodes = [_node(box, numbers, labels[box.id], picture, defaulted) for box in drawn.boxes]
    edges = [
        Edge(
            wire.id,
            wire.source,
            wire.target,
            wire.slot,
            array(n.value),
            array(n.upstream),
            graph.nodes[wire.node].name,
            None if n.local is None else array(n.local),
            n.rule,
            array(n.downstream),
            list(wire.shape),
            list(picture.wires[wire.id].path),
            picture.wires[wire.id].label,
            _label_size(wire, n, drawn),
        )
        for wire in drawn.wires
        for n in (wired[wire.id],)
    ]
    named = {name: node for name, node in graph.names.items() if graph.nodes[node].op != INPUT}
    leaves = {
        name: node
        for name, node in graph.names.items()
        if not graph.nodes[node].args and (graph.nodes[node].op != "literal")
    }
    inputs = {node.name: node for node in graph.nodes if node.op == INPUT and node.name is not None}
    return Trace(
        source=graph.source,
        output=next(wire.source for wire in drawn.wires if wire.target == OUTPUT),
        value=array(run.values[graph.output]),
        gradients={
            name: array(run.gradients[node])
            for name, node in {**{n: x.id for n, x in inputs.items()}, **leaves}.items()
        },
        named={
            name: Named(array(run.values[n]), array(run.gradients[n]), list(graph.nodes[n].shape))
            for name, n in named.items()
        },
        nodes=nodes,
        edges=edges,
        functions=_functions(graph, drawn, picture),
        steps=steps(numbers, wired, labels, seeded),
        width=picture.width,
        height=picture.height,
        view=mode,
        values={name: array(run.values[node.id]) for name, node in inputs.items()},
        notices=[Notice(note.code, note.text, _place(note.span)) for note in graph.notes],
        tape=tape(numbers, limits),
    )


def _label(box: Box, run: Pass) -> str:
    """The box's text, with the constants drawn inside it: "+{7}" becomes "+1"."""
    if not box.constants:
        if box.kind == "leaf" and not box.label:
            value = run.values[box.node]
            return short(value) if isinstance(value, float) else text(value)
        return box.label
    parts = {str(node): short(run.values[node]) for _, node in box.constants}
    label = box.label
    for node, written in parts.items():
        label = label.replace(f"{{{node}}}", written)
    return label


def short(value: float) -> str:
    """A constant as it is written in a gate: 1, 0.5, −3, 1e−4."""
    return f"{value:.6g}".replace("e-0", "e-").replace("-", "−").replace("inf", "∞")


def _picture(drawn: View, wired: Mapping[str, WireNumbers], labels: Mapping[str, str], titles: list[str]) -> Picture:
    return layout(
        [box_size(box, labels[box.id]) for box in drawn.boxes],
        [
            wire_spec(wire, wired[wire.id].value, wired[wire.id].downstream, _at_target(wire.source))
            for wire in drawn.wires
        ],
        [
            group_spec(frame.id, frame.boxes, titles[frame.call], None if frame.parent is None else f"f{frame.parent}")
            for frame in drawn.frames
        ],
    )


def _at_target(source: str) -> bool:
    return source.startswith("c")


def _label_size(wire: Any, n: WireNumbers, drawn: View) -> tuple[float, float, float]:
    spec = wire_spec(wire, n.value, n.downstream, False)
    return spec.label_width, spec.label_above, spec.label_below


def _node(box: Box, numbers: Numbers, label: str, picture: Picture, defaulted: frozenset[str]) -> Node:
    graph = numbers.graph
    source = graph.nodes[box.node]
    x, y = picture.boxes[box.id]
    size = box_size(box, label)
    own = box.id.startswith("n")
    if box.kind == "function":
        call = graph.calls[int(box.id[1:])]
        title, pattern, span = _title(call.function), "scale", call.span
    elif box.kind == "output":
        title, pattern, span = "Output", None, None
    else:
        row = OPS[box.op]
        title, pattern, span = row.title, str(row.pattern), source.span if own else None
    value = numbers.value(box)
    told = (
        notices(OPS[source.op], [numbers.run.values[arg] for arg in source.args], value, source.params)
        if own and source.args
        else []
    )
    return Node(
        box.id,
        cast(Literal["leaf"], box.kind),
        box.op,
        source.name if own or box.kind in ("output", "function") else None,
        label,
        title,
        pattern,
        array(value),
        array(numbers.gradient(box)),
        list(np.shape(value)),
        None if box.frame is None else f"f{box.frame}",
        _place(span),
        x,
        y,
        size.width,
        size.height,
        source.op == INPUT and own,
        own and source.name in defaulted,
        [Notice(code, words) for code, words in told],
    )


def _title(function: str) -> str:
    return PRELUDE[function][0].title if function in PRELUDE else f"{function}(…)"


def _place(span: Any) -> Place | None:
    return None if span is None else Place(*span)


def _functions(graph: Graph, drawn: View, picture: Picture) -> list[Function]:
    found = []
    for frame in drawn.frames:
        call, at = graph.calls[frame.call], picture.groups[frame.id]
        parent = None if frame.parent is None else f"f{frame.parent}"
        found.append(
            Function(
                frame.id,
                call.function,
                True,
                list(frame.boxes),
                parent,
                call.recognised,
                at.x,
                at.y,
                at.width,
                at.height,
            )
        )
    for box in drawn.boxes:
        if box.kind == "function":
            call = graph.calls[int(box.id[1:])]
            x, y = picture.boxes[box.id]
            size = box_size(box, box.label)
            parent = None if box.frame is None else f"f{box.frame}"
            found.append(
                Function(box.id, call.function, False, [box.id], parent, call.recognised, x, y, size.width, size.height)
            )
    return found
