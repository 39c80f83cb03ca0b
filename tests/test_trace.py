"""The one document: its structure, its steps, its numbers, and its JSON."""

from __future__ import annotations

import itertools
import json
import math
from typing import Any

import numpy as np
import pytest

import chainrule
from chainrule.errors import ChainruleError, LimitError
from chainrule.examples import EXAMPLES
from chainrule.limits import DEFAULT, Limits
from chainrule.request import TraceRequest
from chainrule.tracing.gate_jacobian import jacobian
from programs import ARRAYS, agree, array_values, scalar_program

SIGMOID = "1/(1+exp(-(w0*x0+w1*x1+w2)))"
VALUES = {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3}


def test_the_sigmoid_neuron_is_the_lectures_picture() -> None:
    trace = chainrule.trace(SIGMOID, values=VALUES)
    assert [node.label for node in trace.nodes if node.kind == "gate"] == [
        "×",
        "×",
        "+",
        "+",
        "×−1",
        "exp",
        "+1",
        "1/x",
    ]
    assert [step.kind for step in trace.steps] == ["compute"] * 8 + ["seed"] + ["backward"] * 8
    assert [step.index for step in trace.steps] == list(range(17))
    shown = {edge.name: round(edge.downstream, 2) for edge in trace.edges if edge.name}
    assert shown == {"w0": -0.2, "x0": 0.39, "w1": -0.39, "x1": -0.59, "w2": 0.2}
    tail = [round(edge.downstream, 2) for edge in trace.edges if edge.name is None]
    assert tail[-6:] == [0.2, 0.2, -0.2, -0.53, -0.53, 1.0]


def test_every_wire_says_upstream_times_local_is_downstream() -> None:
    for seed in range(30):
        source, values = scalar_program(seed)
        trace = chainrule.trace(source, values=values)
        for edge in trace.edges:
            if edge.local is not None and all(map(math.isfinite, (edge.upstream, edge.local, edge.downstream))):
                assert edge.downstream == pytest.approx(edge.upstream * edge.local, rel=1e-12, abs=1e-300)


def test_each_gate_steps_once_each_way_and_each_term_arrives_once() -> None:
    trace = chainrule.trace("a = x*x\na*x + a", values={"x": 3})
    gates = [node.id for node in trace.nodes if node.kind == "gate"]
    copies = [node.id for node in trace.nodes if node.op == "copy"]
    assert len(copies) == 2
    forward = [step.nodes[0] for step in trace.steps if step.kind == "compute"]
    backward = [step.nodes[0] for step in trace.steps if step.kind == "backward"]
    assert forward == gates
    assert backward == [gate for gate in reversed(gates) if gate not in copies]
    terms = [step.edges[0] for step in trace.steps if step.kind == "accumulate"]
    assert sorted(terms) == sorted(edge.id for edge in trace.edges if edge.source in copies)
    assert trace.gradients["x"] == 3 * 9 + 2 * 3


def test_a_name_used_twice_has_one_leaf_and_a_copy_gate_behind_it() -> None:
    trace = chainrule.trace("x*x", values={"x": 3})
    assert [node.label for node in trace.nodes][:1] == ["x"]
    assert [(edge.source[0], edge.target[0], edge.slot) for edge in trace.edges] == [
        ("n", "c", 0), ("c", "n", 0), ("c", "n", 1), ("n", "o", 0),
    ]  # fmt: skip
    assert trace.edges[0].downstream == trace.edges[1].downstream + trace.edges[2].downstream == 6


def test_the_output_may_be_used_inside_too() -> None:
    trace = chainrule.trace("a = x*2\nb = a*3\na", values={"x": 1})
    assert (trace.value, trace.gradients, trace.named["b"].gradient) == (2, {"x": 2}, 0)


def test_given_upstream_and_its_shape() -> None:
    assert chainrule.trace("x*y", values={"x": 2, "y": 3}, upstream=5).gradients == {"x": 15, "y": 10}
    with pytest.raises(ChainruleError, match="The upstream gradient has shape 2"):
        chainrule.trace("x*y", values={"x": 2, "y": 3}, upstream=[1, 2])


@pytest.mark.parametrize("source", ["1/x", "log(x)", "exp(1000 + x)", "0*x/x", "sqrt(x - 1)"])
def test_inf_and_nan_are_results_and_their_first_gate_is_marked(source: str) -> None:
    trace = chainrule.trace(source, values={"x": 0})
    assert isinstance(trace.value, float)
    assert not math.isfinite(trace.value)
    assert trace.to_dict()["value"] in ("NaN", "Infinity", "-Infinity")
    marked = [node for node in trace.nodes if node.notices]
    assert marked
    assert marked[0].kind == "gate"
    json.loads(trace.to_json())


def test_kinks_are_said() -> None:
    trace = chainrule.trace("maximum(x, y) + abs(z)", values={"x": 2, "y": 2, "z": 0})
    notices = [notice.code for node in trace.nodes for notice in node.notices]
    assert notices == ["kink", "kink"]


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.values], ids=lambda e: e.name)
def test_units_and_functions_have_the_same_numbers(example: Any) -> None:
    ask = {"values": example.values, "upstream": example.upstream}
    gates = chainrule.trace(example.source, **ask)
    for view in ("functions", "units"):
        other = chainrule.trace(example.source, view=view, **ask)
        for part in ("gradients", "named"):
            assert other.to_dict()[part] == gates.to_dict()[part]
    units = chainrule.trace(example.source, view="units", **ask)
    leaves = {node.name: node.gradient for node in units.nodes if node.kind == "leaf" and node.name}
    for name, gradient in gates.gradients.items():
        for place, expected in np.ndenumerate(np.asarray(gradient, dtype=float)):
            entry = f"{name}[{','.join(map(str, place))}]" if place else name
            agree(leaves[entry], expected, entry)


def test_units_of_random_array_programs_agree() -> None:
    for source, shapes in ARRAYS:
        values = array_values(shapes, 7)
        if sum(math.prod(shape) for shape in shapes.values()) > 40:
            continue
        units = chainrule.trace(source, values=values, view="units")
        leaves = {node.name: node.gradient for node in units.nodes if node.kind == "leaf" and node.name}
        for name, gradient in units.gradients.items():
            for place, expected in np.ndenumerate(np.asarray(gradient, dtype=float)):
                entry = f"{name}[{','.join(map(str, place))}]" if place else name
                if entry in leaves:
                    agree(leaves[entry], expected, f"{source}: {entry}")


def test_a_large_array_travels_as_shape_summary_and_corner() -> None:
    trace = chainrule.trace("sum(x * 2)", values={"x": np.ones((100, 50)).tolist()})
    value = trace.to_dict()["nodes"][0]["value"]
    assert (value["large"], value["shape"], value["min"], value["max"], value["mean"]) == (True, [100, 50], 1, 1, 1)
    assert np.shape(value["corner"]) == (8, 8)


def test_numbers_survive_the_journey_to_the_last_bit() -> None:
    draw = np.random.default_rng(3)
    for x in draw.normal(size=200) * 10.0 ** draw.integers(-300, 300, 200):
        document = json.loads(chainrule.trace("x*1", values={"x": float(x)}).to_json())
        assert document["value"] == float(x)
    assert math.copysign(1, json.loads(chainrule.trace("x*1", values={"x": -0.0}).to_json())["value"]) == -1


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (math.nan, "bad-value"), (math.inf, "bad-value"), ("1", "bad-value"), (None, "bad-value"), (True, "bad-value"),
        ([], "bad-value"), ([[]], "bad-value"), ([[1], [1, 2]], "ragged"), ([1, [2]], "ragged"),
        ([1, "2"], "bad-value"),
        ({"a": 1}, "bad-value"), (10**400, "bad-value"), ([[[[[[[[[1]]]]]]]]], "limit"), ([math.nan], "bad-value"),
    ],
)  # fmt: skip
def test_values_that_cannot_be_used(value: object, code: str) -> None:
    with pytest.raises(ChainruleError) as caught:
        chainrule.trace("x + 1", values={"x": value})
    assert caught.value.code == code
    assert caught.value.hint or code == "limit"


def test_limits_of_the_picture_and_of_time() -> None:
    with pytest.raises(LimitError, match="`gates_drawn` is 3"):
        chainrule.trace("x+x+x+x+x", {"x": 1}, limits=Limits(gates_drawn=3))
    with pytest.raises(LimitError, match="`unit_gates` is 10"):
        chainrule.trace("sum(x*x)", {"x": [1] * 20}, view="units", limits=Limits(unit_gates=10))
    with pytest.raises(LimitError, match="`seconds`"):
        chainrule.trace("sum(x*x)", {"x": [1] * 20}, limits=Limits(seconds=-1))


def test_time_in_which_the_machine_does_other_work_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pass that a busy machine put aside for two seconds was refused."""
    clock = itertools.count(0.0, 60.0)
    monkeypatch.setattr("chainrule.limits.time.monotonic", lambda: next(clock))
    x = {"x": [1.0] * 20}
    for mode in ("reverse", "forward"):
        trace = chainrule.trace("sum(softplus(x)*x)", x, view="functions", mode=mode)
        assert trace.gradients.keys() == {"x"}
    assert jacobian(TraceRequest("softmax(x)", x, view="functions"), "f0", 0, DEFAULT).output_shape == [20]


def test_equal_questions_have_equal_bytes() -> None:
    for example in EXAMPLES[:6]:
        first = chainrule.trace(example.source, values=example.values, upstream=example.upstream).to_json()
        again = dict(reversed(list(example.values.items())))
        assert chainrule.trace(example.source, values=again, upstream=example.upstream).to_dict() == {
            **json.loads(first), "gradients": json.loads(first)["gradients"],
        }  # fmt: skip


def test_a_trace_shows_itself_in_a_notebook() -> None:
    shown = chainrule.trace("x*y", values={"x": 2, "y": 3})._repr_mimebundle_(include=None, exclude=None)
    assert shown["image/svg+xml"].startswith("<svg")
    assert "6.00" in shown["image/svg+xml"]


def test_a_nameless_value_has_one_letter_in_every_step_and_never_a_name_of_the_program() -> None:
    trace = chainrule.trace("(a+b)*c", values={"a": 1, "b": 2, "c": 3})
    forward, _, backward, last = (step.math for step in (trace.steps[0], *trace.steps[2:5]))
    assert "<mi>d</mi><mo>" in forward.replace("</mtd><mtd>", "")  # d = a + b
    assert 'data-of="d"' in backward
    assert 'data-of="d"' in last
    assert 'data-of="a"' not in backward


@pytest.mark.parametrize(
    ("source", "upstream", "output", "of"),
    [
        ("x*y", None, "f", "f"),
        ("x*f", None, "L", "L"),
        ("x*y", 9.0, "f", "L"),
        ("x*f", 9.0, "L", "J"),
        ("[x, y]", None, "f", "L"),
        ("q = x*y", 9.0, "q", "L"),
        ("L = x*y", 9.0, "L", "J"),
    ],
)
def test_the_output_has_one_name_and_what_gradients_are_of_has_another(
    source: str, upstream: float | None, output: str, of: str
) -> None:
    trace = chainrule.trace(source, values={"x": 1, "y": 2, "f": 3}, upstream=upstream)
    assert trace.nodes[-1].label == output
    assert trace.gradient_of == of
    said = " ".join(step.text for step in trace.steps if step.phase == "backward")
    assert f"∂{of}/∂{output}" in said
    assert f"∂{of}/∂{of}" not in said or of == output


def test_a_value_that_nothing_reads_is_told() -> None:
    trace = chainrule.trace("x = 5\nx*y", values={"x": 1, "y": 2, "zz": 3})
    assert trace.value == 10
    (notice,) = [notice for notice in trace.notices if notice.code == "unused-value"]
    assert "`x`, `zz`" in notice.text


def test_zero_times_infinity_is_said_where_it_happens() -> None:
    trace = chainrule.trace("1/(1+exp(-x))", values={"x": -1000})
    assert any("0 × ∞ has no value" in step.text for step in trace.steps)


def test_a_default_does_not_depend_on_which_names_have_values() -> None:
    alone = chainrule.trace("x*y*z + w", defaults=True).values
    for name in alone:
        values = chainrule.trace("x*y*z + w", {name: 7.25}, defaults=True).values
        assert values == {**alone, name: 7.25}
