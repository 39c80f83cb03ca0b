"""A reader's own functions and derivatives, Jacobians, and where a gradient dies."""

from __future__ import annotations

import json
import math
import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

import chainrule
from chainrule import evaluate
from chainrule.codegen import LANGUAGES, generate
from chainrule.errors import ChainruleError
from chainrule.evaluate import gradients_of
from chainrule.jacobian import bytes_text, structure_of
from chainrule.limits import DEFAULT
from chainrule.request import TraceRequest
from chainrule.tracing.build import build
from chainrule.tracing.gate_jacobian import Jacobian, jacobian

CUBE = "def f(x): return x**3\nf.derivative = lambda x: {0}\ny = 2*f(w)"


def told(trace: Any) -> list[str]:
    return [notice.text for notice in trace.notices if notice.code.startswith("derivative")]


# functions ---------------------------------------------------------------------------------------------------------


def test_an_own_function_is_a_frame_with_its_name_and_nests() -> None:
    source = "def neuron(w, x, b): return sigmoid(w @ x + b)\ndef net(x): return neuron(u, neuron(W, x, c), d)\nnet(x)"
    values = {"u": [1, 2], "W": [[1, 2, 3], [4, 5, 6]], "c": [0, 1], "d": 1, "x": [0.1, -0.2, 0.3]}
    trace = chainrule.trace(source, values=values)
    frames = {function.id: function for function in trace.functions}
    assert [frame.name for frame in frames.values()] == ["net", "neuron", "sigmoid", "neuron", "sigmoid"]
    parents = [frames[frame.parent].name if frame.parent else None for frame in frames.values()]
    assert parents == [None, "net", "neuron", "net", "neuron"]
    for frame in frames.values():
        if frame.parent:
            assert set(frame.nodes) <= set(frames[frame.parent].nodes)


def test_a_lambda_is_a_frame_too() -> None:
    trace = chainrule.trace("square = lambda a: a*a\nsquare(x) + square(y)", values={"x": 3, "y": 2})
    assert [function.name for function in trace.functions] == ["square", "square"]
    assert trace.value == 13


# derivatives of one's own ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["gates", "functions", "units"])
def test_a_right_derivative_is_used_and_said_to_agree(view: str) -> None:
    trace = chainrule.trace(CUBE.format("3*x**2"), values={"w": 2}, view=view)
    assert (trace.value, trace.gradients) == (16, {"w": 24})
    assert told(trace) == ["Your df/dx agrees with the true one to 1e−9; it is used."]


@pytest.mark.parametrize("view", ["gates", "functions", "units"])
def test_a_wrong_derivative_is_used_too_with_a_warning(view: str) -> None:
    trace = chainrule.trace(CUBE.format("2*x**2"), values={"w": 2}, view=view)
    assert (trace.value, trace.gradients) == (16, {"w": 16})
    assert told(trace) == ["Your df/dx differs from the true one: at x = 2 yours is 8, the true one 12. Yours is used."]


def test_it_is_closed_until_it_is_opened_and_its_local_gradient_is_the_one_given() -> None:
    source = CUBE.format("2*x**2")
    closed = chainrule.trace(source, values={"w": 2})
    (edge,) = [edge for edge in closed.edges if edge.target == "f0"]
    assert (edge.upstream, edge.local, edge.downstream) == (2, 8, 16)
    opened = chainrule.trace(source, values={"w": 2}, open=["f"])
    assert opened.to_dict()["gradients"] == closed.to_dict()["gradients"]
    assert any(node.op == "own" for node in opened.nodes)


def test_it_may_speak_of_the_result_and_of_the_function_itself() -> None:
    for slope in ("lambda out: out*(1 - out)", "lambda x: s(x)*(1 - s(x))", "lambda out, x: out - out*s(x)"):
        source = f"def s(x): return 1/(1+exp(-x))\ns.derivative = {slope}\ns(s(a*b))"
        values = {"a": [0.5, -1.5, 3], "b": 0.7}
        trace = chainrule.trace(source, values=values)
        plain = chainrule.trace("sigmoid(sigmoid(a*b))", values=values)
        for name in values:
            np.testing.assert_allclose(np.array(trace.gradients[name]), np.array(plain.gradients[name]), rtol=1e-12)
        assert all("agrees" in text for text in told(trace))
        assert len(told(trace)) == 1  # the same words once


def test_one_for_each_of_several_parameters() -> None:
    source = "def m(a, b): return a*b\ndef dm(a, b): return b, a\nm.derivative = dm\nm(x, y) + m(x, x)"
    trace = chainrule.trace(source, values={"x": 2, "y": 3})
    assert trace.gradients == {"x": 7, "y": 2}
    assert all("agrees" in text for text in told(trace))


def test_the_first_entry_that_differs_is_named() -> None:
    source = "def f(x): return x*x\nf.derivative = lambda x: 2*abs(x)\nf(v)"
    trace = chainrule.trace(source, values={"v": [1, -2, -3]})
    assert told(trace) == [
        "Your df/dx differs from the true one: at x[1] = -2 yours is 4, the true one -4. Yours is used."
    ]


def test_calls_before_it_keep_their_own_gradient() -> None:
    source = "def f(x): return x*x\ny = f(a)\nf.derivative = lambda x: 5\ny + f(b)"
    assert chainrule.trace(source, values={"a": 3, "b": 3}).gradients == {"a": 6, "b": 5}


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def f(x): return x\nf.derivative = lambda x, g: g\nf(a)", "parameter `g`"),
        ("def f(x): return x\nf.gradient = lambda x: 1\nf(a)", "cannot be assigned"),
        ("def f(x): return x\nf.derivative = 3\nf(a)", "is a function"),
        ("a.derivative = lambda x: x\na", "function of your own"),
        ("sigmoid.derivative = lambda x: x\nsigmoid(a)", "function of your own"),
        ("def f(x): return sum(x)\nf.derivative = lambda x: x\nf([1, 2]*a)", "not of the shape"),
        ("def f(x, y): return x*y\nf.derivative = lambda x, y: x\nf(a, a)", "1 local gradients for 2"),
        ("def f(x): return x\nf.derivative = lambda x: f.derivative(x)\nf(a)", "not known"),
    ],
)
def test_a_derivative_that_cannot_be_one_is_told_with_its_place(source: str, words: str) -> None:
    with pytest.raises(ChainruleError) as error:
        chainrule.trace(source, values={"a": 1})
    assert words in error.value.detail
    assert error.value.span is not None
    assert error.value.hint


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("opened", [(), ("f",)])
def test_a_program_with_one_can_be_had_as_code(language: str, opened: tuple[str, ...]) -> None:
    assert generate(TraceRequest(CUBE.format("2*x**2"), {"w": 2}, open=opened), language)


# Jacobians ---------------------------------------------------------------------------------------------------------

X, W = [[1.0, 2, 3], [4, 5, 6]], [[1.0, 2], [3, 4], [5, 6]]


def formed(source: str, of: str, slot: int = 0, view: str = "gates", **values: Any) -> Jacobian:
    return jacobian(TraceRequest(source, values, view=view), of, slot)


def of_torch(function: Any, at: Any) -> Any:
    found = torch.autograd.functional.jacobian(function, torch.tensor(at, dtype=torch.float64))
    return found.reshape(-1, np.size(at)).numpy()


def test_the_relu_of_the_lecture_is_diagonal() -> None:
    found = formed("relu(x)", "n1", x=[1.0, -2, 3, -1])
    assert found.matrix == np.diag([1.0, 0, 1, 0]).tolist()
    assert found.structure == "diagonal"


def test_matmul_falls_into_blocks_and_the_sentence_weighs_it() -> None:
    found = formed("x @ w", "n2", x=X, w=W)
    np.testing.assert_allclose(found.matrix, of_torch(lambda x: x @ torch.tensor(W, dtype=torch.float64), X))
    assert (found.structure, found.blocks, found.rows, found.columns) == ("block", 2, 4, 6)
    assert (found.bytes, found.large) == (192, 256 * 2**30)
    assert "256 GB" in found.text
    assert "192 bytes" in found.text
    other = formed("x @ w", "n2", 1, x=X, w=W)
    np.testing.assert_allclose(other.matrix, of_torch(lambda w: torch.tensor(X, dtype=torch.float64) @ w, W))


@pytest.mark.parametrize(
    ("source", "structure"),
    [
        ("softmax(x)", "block"), ("softmax(x, axis=None)", "dense"), ("x.T", "permutation"), ("x*2", "diagonal"),
        ("sum(x)", "dense"), ("x + 1", "identity"), ("relu(x - 10)", "zero"), ("x.sum(axis=0)", "block"),
        ("cumsum(x, axis=1)", "block"), ("x[:, ::-1]", "permutation"), ("layer_norm(x)", "block"),
    ],
)  # fmt: skip
def test_the_structure_is_named_and_the_matrix_is_the_gates(source: str, structure: str) -> None:
    trace = chainrule.trace(source, values={"x": X}, view="functions")
    found = formed(source, trace.output, view="functions", x=X)
    assert found.matrix is not None
    assert found.structure == structure
    edge = next(edge for edge in trace.edges if edge.id == found.edge)
    product = np.ravel(np.array(edge.upstream)) @ np.array(found.matrix)
    np.testing.assert_allclose(product, np.ravel(np.array(edge.downstream)), rtol=1e-12, atol=1e-15)


def test_every_wire_of_a_program_multiplies_as_its_matrix_says() -> None:
    source = "h = relu(x @ w + b)\np = softmax(h)\nmean((p - h*h)**2)"
    values = {"x": X, "w": W, "b": [0.5, -20]}
    for view in ("gates", "functions"):
        trace = chainrule.trace(source, values=values, view=view)
        for edge in trace.edges:
            found = jacobian(TraceRequest(source, values, view=view), edge.id)
            assert found.matrix is not None
            product = np.ravel(np.array(edge.upstream)) @ np.array(found.matrix)
            np.testing.assert_allclose(product, np.ravel(np.array(edge.downstream)), rtol=1e-9, atol=1e-15)


def test_a_broadcast_that_the_source_writes_has_a_jacobian_of_its_own() -> None:
    source = "reshape(broadcast_to(b, (2, 3)), (6,)) * c"
    values: dict[str, Any] = {"b": [1.0, 2, 3], "c": 2.0}
    for edge in chainrule.trace(source, values=values).edges:
        found = jacobian(TraceRequest(source, values), edge.id)
        assert found.matrix is not None
        product = np.ravel(np.array(edge.upstream)) @ np.array(found.matrix)
        np.testing.assert_allclose(product, np.ravel(np.array(edge.downstream)))
    whole = chainrule.trace("broadcast_to(b, (3,))", values={"b": 2.0})
    assert formed(whole.source, whole.output, b=2.0).matrix == [[1], [1], [1]]


def test_a_large_one_is_weighed_and_not_formed() -> None:
    found = formed("x @ w", "n2", x=np.ones((20, 30)).tolist(), w=np.ones((30, 5)).tolist())
    assert (found.matrix, found.structure) == (None, None)
    assert found.bytes == 100 * 600 * 8
    assert found.rule == "g @ b.T"


@pytest.mark.parametrize(("of", "slot"), [("n99", 0), ("n2", 7), ("n0", 0), ("", 0), ("e99", 0), ("n2", -1)])
def test_a_box_that_is_not_there_is_told(of: str, slot: int) -> None:
    with pytest.raises(ChainruleError) as error:
        formed("x @ w", of, slot, x=X, w=W)
    assert error.value.code == "unknown-id"
    assert error.value.hint


def test_structures_and_sizes() -> None:
    assert structure_of(np.eye(3)).structure == "identity"
    assert structure_of(np.eye(3)[[1, 2, 0]]).structure == "permutation"
    assert structure_of(np.diag([1.0, math.nan])).structure == "diagonal"
    assert structure_of(np.kron(np.eye(3), np.ones((2, 2)))).blocks == 3
    assert structure_of(np.kron(np.ones((2, 2)), np.eye(3))).blocks == 3
    assert structure_of(np.zeros((2, 2))).structure == "zero"
    assert [bytes_text(size) for size in (8, 2048, 256 * 2**30)] == ["8 bytes", "2 KB", "256 GB"]


def test_over_http(client: Any) -> None:
    reply = client.post("/api/v1/jacobian", {"source": "relu(x)", "values": {"x": [1, -1]}, "of": "n1"})
    assert reply.status == 200
    assert reply.json()["matrix"] == [[1, 0], [0, 0]]
    for fields in (
        {},
        {"of": 3},
        {"of": "n1", "slot": "0"},
        {"of": "n1", "slot": True},
        {"of": "n1", "extra": 1},
        {"of": "n7"},
    ):
        refused = client.post("/api/v1/jacobian", {"source": "relu(x)", "values": {"x": [1, -1]}, **fields})
        assert refused.status == 422, fields
        assert json.loads(refused.text)["code"]


# health ------------------------------------------------------------------------------------------------------------


def found(source: str, **values: Any) -> list[tuple[str, str]]:
    return [(row.kind, row.id) for row in chainrule.trace(source, values=values).health]


@pytest.mark.parametrize(
    "source", ["1/(1+exp(-z))", "sigmoid(z)", "tanh(z)", "softsign(z*100)", "hardtanh(z)", "erf(z)"]
)
def test_a_saturated_gate_is_found_and_a_lively_one_not(source: str) -> None:
    assert found(source, z=10.0)[0][0] == "saturated"
    assert found(source, z=0.001) == []


def test_relus_that_are_off() -> None:
    trace = chainrule.trace("relu(v)", values={"v": [1, -2, 3, -4]})
    (row,) = trace.health
    assert (row.kind, row.id, row.share) == ("dead", "n1", 0.5)
    assert "2 of 4 entries" in row.text
    assert found("maximum(0, z)", z=-1.0)[0][0] == "dead"
    assert found("relu6(z)", z=7.0)[0][0] == "dead"
    assert found("relu(z)", z=1.0) == []
    assert found("stop(z) + z", z=1.0) == []


def test_the_first_infinity_is_found_and_not_what_follows_from_it() -> None:
    rows = chainrule.trace("y = log(x)\n(y + 1)*y - y", values={"x": 0}).health
    causes = [row for row in rows if row.kind == "nonfinite"]
    assert [row.id for row in causes] == ["n1"]
    assert "logarithm of 0" in causes[0].text


def test_gradients_out_of_scale() -> None:
    chain = "\n".join(["h = x", *["h = sigmoid(h)"] * 12])
    rows = chainrule.trace(chain, values={"x": 3}, view="functions").health
    assert {row.kind for row in rows} == {"vanishing"}
    assert rows[0].severity > rows[-1].severity
    assert found("x*1e6", x=1.0) == [("exploding", "e0")]
    assert found("x*y", x=1.0, y=2.0) == []


def test_the_slope_of_a_function_is_computed_under_the_limits_of_its_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    deadlines: list[float] = []

    def recorded(*args: Any) -> Any:
        deadlines.append(args[4].earliest - time.monotonic())
        return gradients_of(*args)

    monkeypatch.setattr(evaluate, "gradients_of", recorded)
    request = TraceRequest("def f(x): return tanh(x*x)\nf(w)*f(v)", {"w": 1, "v": 2}, view="functions")
    build(request, replace(DEFAULT, seconds=900))
    assert len(deadlines) > 1
    assert min(deadlines) > 600
