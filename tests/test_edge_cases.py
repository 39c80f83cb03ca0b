"""Programs at the edges: unused parameters, empty arrays, constants handed to functions."""

from __future__ import annotations

from dataclasses import replace

import pytest

import chainrule
from chainrule.graph import INPUT, FunctionCall, Graph, GraphNode
from chainrule.ops import Slice
from chainrule.scalarize import scalarize, unit_graph

UNUSED = ("exp(p)", "3", "p", "r*0 + 1", "stack([p, p])")


@pytest.mark.parametrize("view", ["gates", "functions", "units"])
@pytest.mark.parametrize("body", UNUSED)
def test_a_function_may_leave_parameters_unused(body: str, view: str) -> None:
    values = {"x": 0.5, "y": [1.0, -2.0], "z": 3.0}
    for call in ("f(x, y)", "f(x, z*z)", "f(y*2, x)", "f(y, y)", "f(2, x)"):
        source = f"def f(p, r): return {body}\nsum({call}*z)"
        trace = chainrule.trace(source, values=values, view=view)
        assert trace.to_dict()["gradients"] == chainrule.trace(source, values=values).to_dict()["gradients"]
        assert all(step.text for step in trace.steps)


def test_a_closed_function_of_constants_hands_nothing_back() -> None:
    source = "f = lambda p: exp([1, 2][1])\nf(x)*x + f(y)"
    for view in ("gates", "functions", "units"):
        trace = chainrule.trace(source, values={"x": 0.5, "y": 2.0}, view=view)
        fed = {edge.target for edge in trace.edges}
        assert all(set(step.nodes) <= fed for step in trace.steps if step.kind == "backward")
        assert all("<mtr>" in step.math for step in trace.steps)


def test_a_closed_unit_speaks_of_the_arguments_that_its_body_uses() -> None:
    trace = chainrule.trace("def f(p, r): return exp(r)\nf(x, y)", values={"x": 1, "y": 2}, view="units")
    assert trace.steps[0].text == "The f gate takes y = 2.00 and gives f = 7.39."


def of_slice(*more: GraphNode) -> Graph:
    """x[2:1] of three entries, and what is made of it; the last is the output."""
    x = GraphNode(0, INPUT, (), {}, (3,), None, "x", None)
    empty = GraphNode(1, "index", (0,), {"key": (Slice(2, 1, None),)}, (0,), None, None, None)
    nodes = (x, empty, *more)
    return Graph("", nodes, len(nodes) - 1, {"x": 0})


def test_an_empty_array_is_taken_apart_into_no_scalars() -> None:
    whole = of_slice()
    assert len(scalarize(whole, [True, True], 100, "tape_entries", moves=True).graph.nodes) == 3
    units = unit_graph(whole, None, 100)
    assert units.nodes[units.output].params == {"value": 0.0}  # the sum of nothing


def test_a_call_on_an_empty_array_does_not_close_in_the_unit_view() -> None:
    scale = GraphNode(2, "mul", (1, 1), {}, (0,), None, None, 0)
    total = GraphNode(3, "sum", (2,), {"axis": None, "keepdims": False}, (), None, None, None)
    call = FunctionCall(0, "f", None, (1,), 2, None, (), ("p",))
    graph = replace(of_slice(scale, total), calls=(call,))
    assert [call.output for call in unit_graph(graph, None, 100).calls] == [-1]
    closed = replace(graph, calls=(call._replace(output=3, args=(1,)),))
    assert unit_graph(closed, None, 100).calls[0].params == ()


CONSTANTS = (
    ("prelu(-1.0, b)", {"b": 1.4}),
    ("def f(p, q): return where(q > p, p, p*q)\nf(2, x)", {"x": 3.0}),
    ("def f(p, q): return where(q > p, p, q) * p\nf(2, x) + f(x, 2)", {"x": 3.0}),
    ("def f(p, q): return p*q + stack([p, q])[0]\nf(sqrt(2), x)", {"x": 3.0}),
)


@pytest.mark.parametrize("view", ["gates", "functions", "units"])
@pytest.mark.parametrize(("source", "values"), CONSTANTS)
def test_a_constant_that_is_drawn_has_its_whole_gradient(source: str, values: dict[str, float], view: str) -> None:
    """Every number in the source given a name has the gradient that its leaf shows."""
    trace = chainrule.trace(source, values=values, view=view)
    constants = [node for node in trace.nodes if node.kind == "leaf" and node.name is None]
    for node in constants:
        out = [edge.downstream for edge in trace.edges if edge.source == node.id]
        assert out == [node.gradient]
        assert node.span is not None
        line = source.splitlines()[node.span.line - 1]
        named = line[: node.span.column] + "number" + line[node.span.end_column :]
        lines = source.splitlines()
        lines[node.span.line - 1] = named
        moved = chainrule.trace("\n".join(lines), values={**values, "number": node.value})
        assert moved.gradients["number"] == pytest.approx(node.gradient)


def test_an_upstream_gradient_that_the_program_names_is_what_is_handed_back() -> None:
    """The output's gradient is the free name of the program, unless the request gives another."""
    source, values = "out = x*w\ndx = dout*w\ndw = dout*x", {"x": 2.0, "w": 5.0, "dout": 3.0}
    own = chainrule.trace(source, values).gradients
    assert (own["x"], own["w"]) == (15.0, 6.0)
    asked = chainrule.trace(source, values, upstream=7.0).gradients
    assert (asked["x"], asked["w"]) == (35.0, 14.0)
