"""The backward pass as a graph: its gradients are the engine's, in every view, and its picture has two halves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import chainrule
from chainrule.errors import SourceError
from chainrule.evaluate import evaluate, forward, plan
from chainrule.ops import OPS
from chainrule.prelude import PRELUDE
from chainrule.read import two_halves
from chainrule.recognize.search import recognise
from chainrule.tracing import Trace
from programs import ARRAYS, array_values, scalar_program
from test_directions import CASES, graph_and_values

NEURON = "sigmoid(w0*x0 + w1*x1 + w2)"
WEIGHTS = {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3}
NETWORK = "h = relu(W1 @ x + b1)\ny = W2 @ h + b2\nL = sum((y - t)**2)"
LAYERS = {
    "W1": [[1, 2], [0.5, -1], [2, 0.3]], "x": [1, -2], "b1": [0.1, 0.2, 0.3],
    "W2": [[1, -1, 0.5], [0.2, 0.4, 1]], "b2": [0, 0.1], "t": [1, 0],
}  # fmt: skip


def same(found: Any, wanted: Any, source: str) -> None:
    scale = max(1.0, float(np.abs(np.asarray(wanted)).max(initial=0.0)))
    np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-12 * scale, err_msg=source)


@pytest.mark.parametrize("closed", [False, True], ids=["gates", "closed functions"])
@pytest.mark.parametrize(("source", "values"), [case[:2] for case in CASES], ids=[case[2] for case in CASES])
def test_the_ends_are_the_gradients_of_the_engine(source: str, values: dict[str, Any], closed: bool) -> None:
    graph, numbers = graph_and_values(source, values)
    graph = recognise(graph)
    made = two_halves(graph, closed=range(len(graph.calls)) if closed else ())
    if made.halves is None:
        assert made is graph
        return
    wanted = evaluate(graph, numbers).gradients
    found = forward(plan(made, ()), numbers)
    for end in made.halves.ends:
        same(found[end.node], wanted[end.leaf], source)
    flat = np.concatenate([np.ravel(found[end.node]) for end in made.halves.ends])
    np.testing.assert_array_equal(np.ravel(found[made.output]), flat)


ACTIVATIONS = [name for name, rows in PRELUDE.items() if len(rows[0].local) == 1]


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("x", [[-1.7, 0.0, 0.4], 0.8])
def test_a_closed_function_is_differentiated_by_its_own_slope(name: str, x: Any) -> None:
    graph, numbers = graph_and_values(f"sum({name}(x))", {"x": x})
    graph = recognise(graph)
    made = two_halves(graph, closed=range(len(graph.calls)))
    assert made.halves is not None
    (end,) = made.halves.ends
    wanted = np.asarray(evaluate(graph, numbers).gradients[end.leaf])
    there = np.isfinite(wanted)  # csc(0) has no slope that the two could agree on
    same(np.asarray(forward(plan(made, ()), numbers)[end.node])[there], wanted[there], name)


def drawn(trace: Trace) -> dict[str, Any]:
    """What stands at the ends of the picture."""
    return {node.label: node.value for node in trace.nodes if node.kind == "output"}


@pytest.mark.parametrize("view", ["gates", "functions", "units"])
@pytest.mark.parametrize(
    ("source", "values"),
    [(NEURON, WEIGHTS), (NETWORK, LAYERS), *((source, array_values(shapes, 1)) for source, shapes in ARRAYS[::6])],
)
def test_every_view_ends_in_the_gradients(source: str, values: dict[str, Any], view: Any) -> None:
    trace = chainrule.trace(source, values, view=view, graph="backward")
    plain = chainrule.trace(source, values, view=view)
    assert trace.gradients.keys() == plain.gradients.keys()
    ends = drawn(trace)
    for name, gradient in plain.gradients.items():
        np.testing.assert_array_equal(trace.gradients[name], gradient)
        if view != "units" and f"d{name}" in ends:
            same(np.asarray(ends[f"d{name}"], float), gradient, source)
    if view == "units" and np.ndim(values.get("x", 0)) == 1:
        assert any(label.startswith("dx") for label in ends)


def test_a_given_upstream_seeds_the_backward_half() -> None:
    trace = chainrule.trace("x*x", {"x": [1.0, 2.0]}, upstream=[3.0, -1.0], graph="backward")
    assert drawn(trace)["dx"] == [6.0, -4.0]


def test_the_backward_graph_is_differentiated_again() -> None:
    x, y = 1.5, -0.7
    trace = chainrule.trace("x**3*y", {"x": x, "y": y}, graph="backward", mode="forward", direction={"x": 1})
    ends = {node.label: node.tangent for node in trace.nodes if node.kind == "output"}
    assert ends["dx"] == pytest.approx(6 * x * y)
    assert ends["dy"] == pytest.approx(3 * x**2)
    leaves = {node.name: node.gradient for node in trace.nodes if node.kind == "leaf" and node.editable}
    assert leaves["x"] == pytest.approx(6 * x * y + 3 * x**2)
    assert leaves["y"] == pytest.approx(3 * x**2)


def test_tangents_of_the_ends_are_hessian_vector_products() -> None:
    values, direction = {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3}, {"w0": 1, "x1": -2}
    trace = chainrule.trace(NEURON, values, graph="backward", mode="forward", direction=direction)
    wanted = chainrule.hvp(NEURON, values, direction)
    for node in trace.nodes:
        if node.kind == "output" and node.id != "out":
            assert node.tangent == pytest.approx(wanted[node.label[1:]], abs=1e-12)


def test_saved_values_are_the_wires_between_the_halves() -> None:
    trace = chainrule.trace("(x + y)*z", {"x": -2, "y": 5, "z": -4}, graph="backward")
    saved = {edge.id: edge for edge in trace.edges if edge.saved is not None}
    assert trace.saved is not None
    assert [value.edge for value in trace.saved.values] == list(saved)
    assert sorted((float(edge.value), edge.caption) for edge in saved.values()) == [(-4.0, "z"), (3.0, "a")]
    assert (trace.saved.bytes, trace.saved.computed_bytes) == (16, 8)
    half = {node.id: node.backward_of for node in trace.nodes}
    assert all(half[edge.source] is None and half[edge.target] is not None for edge in saved.values())


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("(x + y)*z", "2 Werte werden für den Rückwärtsdurchlauf gespeichert: 16 Bytes, davon 8 Bytes Variable"),
        ("exp(x)", "1 Wert wird für den Rückwärtsdurchlauf gespeichert: 8 Bytes."),
        ("x + y", "Der Rückwärtsdurchlauf braucht keinen Wert"),
    ],
)
def test_what_is_saved_is_said_in_german_too(source: str, text: str) -> None:
    trace = chainrule.trace(
        source, {"x": -2, "y": 5, "z": -4} if "z" in source else {"x": 1.0, "y": 2.0}, graph="backward", lang="de"
    )
    assert trace.saved is not None
    assert trace.saved.text.startswith(text)


def test_one_wire_crosses_for_a_value_that_is_read_twice() -> None:
    trace = chainrule.trace("x/y", {"x": 1, "y": 3}, graph="backward")
    assert trace.saved is not None
    names = [value.name for value in trace.saved.values]
    assert "y" in names
    assert len(set(names)) == len(names)
    reads = [edge for edge in trace.edges if edge.name == "y" and edge.saved is None]
    assert len(reads) > 2, "behind the saved value stands a copy gate"


def test_a_closed_function_saves_its_result_alone() -> None:
    trace = chainrule.trace(NEURON, WEIGHTS, view="functions", graph="backward")
    assert {node.op for node in trace.nodes if node.kind == "function"} == {"sigmoid", "sigmoid_backward"}
    assert trace.saved is not None
    assert sum(not value.leaf for value in trace.saved.values) == 1
    opened = chainrule.trace(NEURON, WEIGHTS, view="functions", graph="backward", open=["sigmoid_backward"])
    assert {node.op for node in opened.nodes if node.kind == "function"} == {"sigmoid"}
    assert drawn(opened) == drawn(trace)


@pytest.mark.parametrize(("source", "values"), [(NEURON, WEIGHTS), (NETWORK, LAYERS)])
def test_the_halves_stand_one_above_the_other(source: str, values: dict[str, Any]) -> None:
    """Behind any gate of the forward half stands nothing of the backward half, and its wires lead back."""
    trace = chainrule.trace(source, values, graph="backward")
    halves: tuple[list[Any], list[Any]] = ([], [])
    for node in trace.nodes:
        halves[node.backward_of is not None].append(node)
    for above in halves[0]:
        for below in halves[1]:
            beside = abs(above.x - below.x) < (above.width + below.width) / 2
            assert not beside or above.y < below.y, (above.id, below.id)
    back = {node.id for node in halves[1]}
    for edge in trace.edges:
        leads_left = edge.path[0][0] > edge.path[-1][0]
        assert leads_left == (edge.source in back), edge.id


def test_the_forward_half_keeps_its_operands_in_order() -> None:
    trace = chainrule.trace(NEURON, WEIGHTS, graph="backward")
    height = {node.name: node.y for node in trace.nodes if node.kind == "leaf"}
    assert height["w0"] < height["x0"] < height["w1"] < height["x1"]
    ends = {node.label: node.y for node in trace.nodes if node.kind == "output"}
    assert ends["dw0"] < ends["dx0"] < ends["dw1"] < ends["dx1"]


def test_steps_go_forwards_and_then_back_through_the_mirrored_half() -> None:
    trace = chainrule.trace("(x + y)*z", {"x": -2, "y": 5, "z": -4}, graph="backward")
    kinds = [(step.phase, step.kind) for step in trace.steps]
    seed = kinds.index(("backward", "seed"))
    assert set(kinds[:seed]) == {("forward", "compute")}
    assert set(kinds[seed + 1 :]) == {("backward", "compute")}
    assert trace.steps[seed].text.startswith("The backward half starts at f with ∂f/∂f = 1.00")
    half = {node.id: node.backward_of is not None for node in trace.nodes}
    assert all(half[step.nodes[0]] == (at >= seed) for at, step in enumerate(trace.steps))


def test_gates_of_the_backward_half_name_the_gate_that_they_serve() -> None:
    trace = chainrule.trace("x*y", {"x": 2, "y": 3}, graph="backward")
    (forward_gate,) = (node.id for node in trace.nodes if node.op == "mul" and node.backward_of is None)
    served = [node.backward_of for node in trace.nodes if node.op == "mul" and node.backward_of is not None]
    assert served == [forward_gate, forward_gate]


@pytest.mark.parametrize("seed", range(0, 40, 4))
def test_random_programs_are_drawn_and_read_back(seed: int) -> None:
    source, values = scalar_program(seed)
    trace = chainrule.trace(source, values, graph="backward")
    assert Trace.from_json(trace.to_json()) == trace


def test_a_program_without_variables_has_no_backward_half() -> None:
    trace = chainrule.trace("2*3", graph="backward")
    assert trace.value == 6
    assert trace.saved is None
    assert all(node.backward_of is None for node in trace.nodes)


def test_names_that_the_program_has_are_not_taken() -> None:
    trace = chainrule.trace("dx = 2*x\nf = dx*x", {"x": 3}, graph="backward")
    assert drawn(trace)["d_x"] == 12


def test_what_has_no_formula_of_its_own_is_refused_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(OPS, "digamma", replace(OPS["digamma"], elementwise=False))  # every row of today has one
    with pytest.raises(SourceError, match="cannot be computed on with"):
        chainrule.trace("digamma(x)", {"x": 3.5}, graph="backward")


def test_the_backward_graph_is_code() -> None:
    from chainrule.codegen import generate
    from chainrule.request import TraceRequest

    code = generate(TraceRequest("x*y", {"x": 2.0, "y": 3.0}, graph="backward"))
    space: dict[str, Any] = {}
    exec(code.text, space)
    assert space["dx"] == 3.0
    assert space["dy"] == 2.0


@pytest.mark.parametrize(
    ("source", "dx"), [("x + y", 1.0), ("x", 1.0), ("x - y", 1.0), ("3.0 + 0*x", 0.0), ("sum([x, y])", 1.0)]
)
def test_a_gradient_that_no_gate_computes_is_a_line_of_the_code(source: str, dx: float) -> None:
    from chainrule.codegen import generate
    from chainrule.request import TraceRequest

    request = TraceRequest(source, {"x": 2.0, "y": 3.0}, graph="backward")
    space: dict[str, Any] = {}
    exec(generate(request).text, space)
    assert space["dx"] == dx
    assert 'print("dx", dx.detach())' in generate(request, "torch").text


def test_the_picture_shows_bytes_and_dashes() -> None:
    trace = chainrule.trace("x*y", {"x": 2, "y": 3}, graph="backward")
    svg = bytes(chainrule.render(trace, "svg")).decode()
    assert svg.count("8 B") == 2
    assert "stroke-dasharray" in svg


def test_numbers_of_the_backward_half_have_the_gradients_colour_in_a_formula() -> None:
    trace = chainrule.trace("a*b", {"a": 2, "b": 3}, graph="backward")
    tikz = chainrule.render(trace, "tex", step="last", formula=True).decode()
    formula = next(line for line in tikz.splitlines() if "displaystyle" in line)
    assert r"\color{crbwd}" in formula
    assert r"\color{crfwd}" in formula  # the value that was saved


@pytest.mark.parametrize(("source", "values", "rows"), [(NEURON, WEIGHTS, True), (NETWORK, LAYERS, False)])
def test_no_wire_of_a_saved_value_leads_from_row_to_row(source: str, values: dict[str, Any], rows: bool) -> None:
    """In lanes round three rows nobody followed the weights to the gates that read them."""
    one = chainrule.trace(source, values, graph="backward")
    wrapped = chainrule.trace(source, values, graph="backward", aspect=1.4)
    assert (wrapped.height > one.height) is rows
    saved = {edge.id for edge in wrapped.edges if edge.saved is not None}
    assert saved
    for edge in wrapped.edges:
        if edge.id in saved:
            xs = [x for x, _ in edge.path]
            assert xs == sorted(xs)
