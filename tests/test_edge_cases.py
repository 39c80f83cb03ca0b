"""Programs at the edges: unused parameters, empty arrays, copies that are written, constants handed to functions."""

from __future__ import annotations

import numpy as np
import pytest

import chainrule
from chainrule.export import render
from chainrule.trace.jacobian import jacobian

UNUSED = ("exp(p)", "3", "p", "r*0 + 1", "stack([p, p])")


@pytest.mark.parametrize("view", ["gates", "functions", "units"])
@pytest.mark.parametrize("body", UNUSED)
def test_a_function_may_leave_parameters_unused(body: str, view: str) -> None:
    values = {"x": 0.5, "y": [1.0, -2.0], "z": 3.0}
    for call in ("f(x, y)", "f(x, z*z)", "f(y*2, x)", "f(y, y)", "f(2, x)"):
        source = f"def f(p, r): return {body}\nsum({call}*z)"
        trace = chainrule.trace(source, values=values, view=view)
        assert trace.gradients == chainrule.trace(source, values=values).gradients
        assert all(step.text for step in trace.steps)


def test_a_closed_unit_speaks_of_the_arguments_that_its_body_uses() -> None:
    trace = chainrule.trace("def f(p, r): return exp(r)\nf(x, y)", values={"x": 1, "y": 2}, view="units")
    assert trace.steps[0].text == "The f gate takes y = 2.00 and gives f = 7.39."


EMPTY = (
    "x[2:1]", "x[[]]", "x[:0]*y", "sigmoid(x[:0])", "softmax(w[:0])", "sum(x[:0]) + y", "norm(x[:0])", "w[:, :0]",
    "w[:, :0] @ w[:0]", "reshape(x[:0], (0, 3))", "concatenate([x[:0], x])", "def f(p): return p*2\nf(x[:0])",
    "a = x[:0]\na*a + a", "layer_norm(w[:0])", "broadcast_to(x[:0], (2, 0))", "outer(x[:0], x)", "cumsum(x[:0])",
)  # fmt: skip


@pytest.mark.parametrize("view", ["gates", "functions", "units"])
@pytest.mark.parametrize("source", EMPTY)
def test_an_array_may_be_empty(source: str, view: str) -> None:
    values = {"x": [1.0, 2.0, 3.0], "y": 2.0, "w": [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]}
    trace = chainrule.trace(source, values=values, view=view)
    gates = chainrule.trace(source, values=values)
    assert (trace.value, trace.gradients) == (gates.value, gates.gradients)
    for edge in trace.edges:
        found = jacobian(source, values, of=edge.id, view=view)
        assert np.shape(found.matrix)[: 2 if found.rows else 1] == (found.rows, found.columns)[: 2 if found.rows else 1]
    assert render(trace, "svg", step="last")


def test_a_copy_that_the_source_writes_is_a_gate_like_others() -> None:
    trace = chainrule.trace("copy(x)*x + x", values={"x": 3})
    own = next(node for node in trace.nodes if node.op == "copy" and node.id[0] == "n")
    (edge,) = [edge for edge in trace.edges if edge.target == own.id]
    assert edge.downstream == 3
    assert [step.kind for step in trace.steps if own.id in step.nodes] == ["compute", "backward"]


CONSTANTS = (
    ("prelu(-1.0, b)", {"b": 1.4}),
    ("prelu(1.9, b)", {"b": 1.4}),
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
