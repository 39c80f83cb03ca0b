"""Long loops of plain lines: each round has a frame, so that they fold, and not a number changes by it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

import chainrule
from chainrule.codegen import generate
from chainrule.request import TraceRequest

XS = np.linspace(-1.0, 1.0, 60).tolist()
LOOPS: dict[str, tuple[str, dict[str, Any], list[str]]] = {
    "one-result": (
        "h = 0.\nfor x in xs:\n    h = tanh(w*h + u*x + b)\nh",
        {"xs": XS, "w": 0.9, "u": 0.3, "b": 0.1},
        ["[0]…[59]", "round × 60"],
    ),
    "by-number": (
        "h = 0.\nfor t in range(60):\n    z = w*h + u*xs[t]\n    h = sigmoid(z)\nh",
        {"xs": XS, "w": 0.9, "u": 0.3},
        ["round × 60"],
    ),
    "two-results": (
        "h = a\nc = b\nfor t in range(60):\n    c = f*c + tanh(u*h)\n    h = tanh(c)*v\ny = h*c",
        {"a": 0.2, "b": -0.3, "f": 0.5, "u": 0.7, "v": 1.1},
        ["round × 60"],
    ),
    "two-shapes": (
        "h = np.zeros(3)\nloss = 0.\n"
        "for t in range(60):\n    h = tanh(W @ h + b)\n    loss = loss + (v @ h - 1)**2\nloss",
        {"W": [[0.3, -0.2, 0.1], [0.4, 0.5, -0.6], [-0.1, 0.2, 0.3]], "b": [0.1, 0.2, -0.3], "v": [1.0, -0.5, 0.7]},
        ["round × 60", "round × 60"],
    ),
    "while": (
        "h = a\nn = 0\nwhile n < 60:\n    h = h + 0.1*sin(w*h)\n    n = n + 1\nh",
        {"a": 0.3, "w": 1.2},
        ["round × 60"],
    ),
}


def traced(name: str, **fields: Any) -> chainrule.Trace:
    source, values, _ = LOOPS[name]
    return chainrule.trace(source, values=values, **fields)


def closed(trace: chainrule.Trace) -> list[str]:
    return [node.label for node in trace.nodes if node.kind == "function"]


@pytest.mark.parametrize("name", LOOPS)
def test_a_long_loop_folds_from_the_start(name: str) -> None:
    trace = traced(name)
    assert closed(trace) == LOOPS[name][2]
    assert len(trace.nodes) < 15


@pytest.mark.parametrize("name", LOOPS)
def test_folding_changes_no_number(name: str) -> None:
    folded = traced(name)
    for fields in ({"open": ["round"]}, {"view": "functions"}, {"view": "units"}):
        other = traced(name, **fields)
        assert other.value == pytest.approx(folded.value, rel=1e-12)
        for leaf, gradient in folded.gradients.items():
            np.testing.assert_allclose(other.gradients[leaf], gradient, rtol=1e-9, atol=1e-12, err_msg=leaf)


def test_the_gradients_are_those_of_torch() -> None:
    _, values, _ = LOOPS["two-results"]
    a, b, f, u, v = (
        leaves := [torch.tensor(values[name], dtype=torch.float64, requires_grad=True) for name in "abfuv"]
    )
    h, c = a, b
    for _ in range(60):
        c = f * c + torch.tanh(u * h)
        h = torch.tanh(c) * v
    (h * c).backward()
    gradients = traced("two-results").gradients
    for name, leaf in zip("abfuv", leaves, strict=True):
        assert leaf.grad is not None
        assert gradients[name] == pytest.approx(float(leaf.grad), rel=1e-9, abs=1e-12)


def test_rounds_unfold_one_by_one_and_open() -> None:
    folded = traced("one-result")
    row = next(node.id for node in folded.nodes if node.label == "round × 60")
    parts = [node for node in traced("one-result", open=[row]).nodes if node.op == "round"]
    assert [node.label for node in parts] == [f"round {10 * i + 1}…{10 * i + 10}" for i in range(6)]
    inside = traced("one-result", open=[row, parts[2].id])
    rounds = [node for node in inside.nodes if node.label == "round"]
    assert len(rounds) == 10
    assert [(each.name, each.parent) for each in inside.functions if each.open] == [
        ("round × 60", None),
        ("round 21…30", row),
    ]
    one = traced("one-result", open=[row, parts[2].id, rounds[2].id])
    assert [each.name for each in one.functions if each.open and each.count == 1] == ["round 23"]
    assert {node.label for node in one.nodes if node.kind == "gate"} >= {"tanh"}
    assert len([node for node in one.nodes if node.op == "round"]) < 8  # the others fold again round it


@pytest.mark.parametrize("name", LOOPS)
def test_each_round_of_an_open_loop_has_a_frame(name: str) -> None:
    trace = traced(name, open=["round"])
    rounds = [each.name for each in trace.functions if each.open]
    assert set(rounds) == {f"round {number}" for number in range(1, 61)}
    assert len(rounds) == 60 * sum(label.startswith("round") for label in LOOPS[name][2])


def test_a_loop_that_is_closed_says_why() -> None:
    (text,) = [notice.text for notice in traced("one-result").notices if notice.code == "folded"]
    assert text.startswith("60 rounds of a loop were closed, because together they have more than 100 gates.")


def test_rounds_have_german_words() -> None:
    trace = traced("one-result", lang="de")
    row = next(node for node in trace.nodes if node.op == "round")
    assert (row.label, row.title) == ("Runde × 60", "Runde × 60")
    assert any("Runde × 60" in step.text for step in trace.steps)
    assert not any("round" in step.text for step in trace.steps)
    assert {each.name for each in trace.functions if each.id == row.id} == {"Runde × 60"}
    assert {node.label for node in traced("one-result").nodes if node.op == "round"} == {"round × 60"}


def test_one_name_of_many_values_stands_once_on_their_wire() -> None:
    assert [edge.caption for edge in traced("one-result").edges if edge.caption] == ["x"]


def test_a_short_loop_is_written_out() -> None:
    source = "h = 0.\nfor t in range(11):\n    h = tanh(w*h + b)\nh"
    trace = chainrule.trace(source, values={"w": 0.5, "b": 0.1})
    assert not trace.functions
    assert sum(node.label == "tanh" for node in trace.nodes) == 11


def test_a_loop_of_calls_folds_as_before() -> None:
    source = "def step(h):\n    return tanh(w*h + b)\nh = 0.\nfor t in range(60):\n    h = step(h)\nh"
    for view in ("gates", "functions"):
        trace = chainrule.trace(source, values={"w": 0.5, "b": 0.1}, view=view)
        assert closed(trace) == ["step × 60"]


def test_rounds_of_lines_and_calls_fold_together() -> None:
    source = "def step(h):\n    return tanh(w*h + b)\nh = 0.1\nfor t in range(60):\n    z = 2*h\n    h = step(z) + z\nh"
    trace = chainrule.trace(source, values={"w": 0.5, "b": 0.1})
    assert closed(trace) == ["round × 60"]
    other = chainrule.trace(source, values={"w": 0.5, "b": 0.1}, view="units")
    assert trace.gradients == pytest.approx(other.gradients, rel=1e-9)


@pytest.mark.parametrize("name", LOOPS)
def test_words_and_code_know_the_rounds(name: str) -> None:
    trace = traced(name)
    assert any("round × 60" in step.text for step in trace.steps)
    source, values, _ = LOOPS[name]
    for language in ("numpy", "torch", "modular", "latex"):
        assert generate(TraceRequest(source, values=values), language).text
