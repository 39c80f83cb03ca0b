"""Forward mode in the trace: tangents at nodes and wires, and the steps that carry them."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

import chainrule
from chainrule.errors import ChainruleError, InputError
from chainrule.number import number
from chainrule.tracing import Trace
from programs import ARRAYS, array_values, scalar_program

NEURON = "1/(1+exp(-(w0*x0+w1*x1+w2)))"
WEIGHTS = {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3}


@pytest.mark.parametrize("view", ["gates", "functions", "units"])
@pytest.mark.parametrize("name", list(WEIGHTS))
def test_the_tangent_along_one_variable_is_its_gradient(name: str, view: Any) -> None:
    trace = chainrule.trace(NEURON, WEIGHTS, mode="forward", direction={name: 1}, view=view)
    assert trace.tangent == pytest.approx(trace.gradients[name], rel=1e-12)
    (end,) = (node for node in trace.nodes if node.kind == "output")
    assert end.tangent == pytest.approx(trace.tangent, rel=1e-12)
    assert trace.direction == {name: 1}


@pytest.mark.parametrize(("source", "shapes"), ARRAYS[::3], ids=[source[:40] for source, _ in ARRAYS[::3]])
def test_a_tangent_is_the_gradient_times_the_direction(source: str, shapes: Any) -> None:
    values = array_values(shapes, 1)
    rng = np.random.default_rng(2)
    upstream = None
    plain = chainrule.trace(source, values)
    if np.ndim(plain.value):
        upstream = rng.normal(size=np.shape(plain.value))
        plain = chainrule.trace(source, values, upstream=upstream)
    direction = {name: rng.normal(size=np.shape(gradient))[()] for name, gradient in plain.gradients.items()}
    trace = chainrule.trace(source, values, mode="forward", direction=direction)
    wanted = sum(float(np.sum(plain.gradients[name] * move)) for name, move in direction.items())
    found = trace.tangent if upstream is None else np.sum(np.asarray(trace.tangent) * upstream)
    assert found == pytest.approx(wanted, rel=1e-9, abs=1e-9)
    for node in trace.nodes:
        if not isinstance(node.tangent, chainrule.tracing.document.Large):
            assert np.shape(node.tangent) == tuple(node.shape)
    for edge in trace.edges:
        if not isinstance(edge.tangent, chainrule.tracing.document.Large):
            assert np.shape(edge.tangent) == tuple(edge.shape)


def test_every_gate_forms_its_tangent_right_after_its_value() -> None:
    trace = chainrule.trace("(x + y)*z", {"x": -2, "y": 5, "z": -4}, mode="forward", direction={"x": 1})
    assert [(step.phase, step.kind) for step in trace.steps] == [
        ("tangent", "direction"),
        ("forward", "compute"),
        ("tangent", "tangent"),
        ("forward", "compute"),
        ("tangent", "tangent"),
    ]
    assert trace.steps[0].text == (
        "Forward mode starts at the inputs: x moves by 1.00. The tangents of all others are 0."
    )
    assert not any("backward pass will need" in step.why for step in trace.steps)
    assert trace.steps[-1].text == (
        "The × gate carries the tangent on: local −4.00 × tangent 1.00 + local 3.00 × tangent 0.00 = −4.00."
    )


@pytest.mark.parametrize("seed", range(0, 60, 5))
def test_the_places_in_the_words_hold_the_numbers_of_the_text(seed: int) -> None:
    source, values = scalar_program(seed)
    trace = chainrule.trace(source, values, mode="forward")
    known: dict[str, Any] = {f"{node.id}.tangent": node.tangent for node in trace.nodes}
    for edge in trace.edges:
        known[f"{edge.id}.tangent"], known[f"{edge.id}.local"] = edge.tangent, edge.local
    steps = [step for step in trace.steps if step.phase == "tangent"]
    assert steps
    for step in steps:
        filled = re.sub(r"\{([^}]+)\}", lambda place: number(float(known[place[1]])), step.words)
        assert filled == step.text


def test_a_step_of_arrays_says_by_which_rule_the_tangent_goes_on() -> None:
    values = {"W": [[1, 2], [3, 4]], "x": [1, -1]}
    text = " ".join(step.text for step in chainrule.trace("sum(tanh(W @ x))", values, mode="forward").steps)
    assert "product rule" in text
    assert "multiplies the tangent of its input by the local gradient, entry by entry" in text
    assert "does with tangents what it does with values" in text


def test_without_a_direction_the_first_variable_moves() -> None:
    trace = chainrule.trace("x*y", {"x": 2, "y": 3}, mode="forward")
    assert trace.direction == {"x": 1}
    assert trace.tangent == 3


def test_a_direction_in_which_nothing_moves_is_said() -> None:
    trace = chainrule.trace("x*y", {"x": 2, "y": 3}, mode="forward", direction={})
    assert trace.tangent == 0
    assert "none of them moves" in trace.steps[0].text


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"mode": "sideways"}, "bad-field"),
        ({"graph": "both"}, "bad-field"),
        ({"direction": {"x": 1}}, "bad-direction"),
        ({"mode": "forward", "direction": {"q": 1}}, "unknown-name"),
        ({"mode": "forward", "direction": {"x": [1, 2]}}, "bad-direction"),
        ({"mode": "forward", "direction": {"x": "fast"}}, "bad-value"),
    ],
)
def test_what_is_no_direction_is_refused(fields: Any, code: str) -> None:
    with pytest.raises(ChainruleError) as refusal:
        chainrule.trace("x*x", {"x": 2}, **fields)
    assert refusal.value.code == code


def test_reverse_mode_has_no_tangents() -> None:
    trace = chainrule.trace("x*x", {"x": 2})
    assert trace.tangent is None
    assert all(node.tangent is None for node in trace.nodes)


def test_the_document_is_read_back() -> None:
    values = {"W": [[1, 2], [3, 4]], "x": [1, -1]}
    trace = chainrule.trace("W @ x", values, mode="forward", direction={"x": [1, 0]})
    assert Trace.from_json(trace.to_json()) == trace
    np.testing.assert_array_equal(trace.tangent, [1, 3])


def test_an_older_document_without_tangents_is_read() -> None:
    trace = chainrule.trace("x*x", {"x": 2})
    document = trace.to_dict()
    for name in ("mode", "direction", "tangent", "graph", "saved"):
        del document[name]
    for each in (*document["nodes"], *document["edges"]):
        del each["tangent"]
    import orjson

    assert Trace.from_json(orjson.dumps(document)) == trace


def test_an_unknown_mode_says_what_there_is() -> None:
    with pytest.raises(InputError, match="neither `reverse` nor `forward`"):
        chainrule.trace("x", {"x": 1}, mode="up")  # type: ignore[arg-type]


def test_pictures_write_tangents_in_their_own_colour() -> None:
    trace = chainrule.trace("x*y", {"x": 2, "y": 3}, mode="forward", direction={"y": 1})
    svg = bytes(chainrule.render(trace, "svg", theme="light")).decode()
    assert "#b45309" in svg
    assert "#c2371b" not in svg
    assert rb"\dot" in bytes(chainrule.render(trace, "tex", formula=True))


def test_a_widget_takes_the_ways() -> None:
    pytest.importorskip("anywidget")
    from chainrule.notebook import Widget

    shown = Widget("x*y", {"x": 2, "y": 3}, mode="forward", direction={"y": 1})
    assert shown.document.tangent == 2
    shown.values = {"x": 5, "y": 3}
    assert shown.document.tangent == 5
    assert Widget("x*y", {"x": 2, "y": 3}, graph="backward").document.saved is not None
