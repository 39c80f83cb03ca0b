"""Traces of shapes alone: nothing is computed, nothing takes memory, and what needs numbers is refused."""

from __future__ import annotations

import json
import tracemalloc
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

import chainrule
from chainrule.api.app import create_app
from chainrule.cli import main
from chainrule.errors import ChainruleError, InputError
from chainrule.request import TraceRequest, View
from chainrule.tracing.build import build, clear_caches
from test_layer_costs import ALEXNET

REAL = {"x": (1, 3, 224, 224)}


def test_alexnet_of_real_size_is_traced_with_its_layout_in_little_memory_and_as_a_small_one_is() -> None:
    clear_caches()
    tracemalloc.start()
    trace = chainrule.trace(ALEXNET, shapes_only=REAL)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000  # its weights alone would be 489 MB
    assert trace.value.shape == (1, 1000)  # type: ignore[union-attr]
    assert trace.gradients["x"].shape == REAL["x"]  # type: ignore[union-attr]
    assert sum(cost.multiply_adds for cost in trace.gate_costs) == 714_188_480
    small = chainrule.trace(ALEXNET.replace("4096", "8"), shapes_only=REAL)
    assert [node.op for node in small.nodes] == [node.op for node in trace.nodes]  # no work that grows with the sizes
    assert [step.kind for step in small.steps] == [step.kind for step in trace.steps]
    assert all(node.width > 0 for node in trace.nodes)


def test_every_wire_carries_a_shape_and_no_number() -> None:
    trace = chainrule.trace("h = tanh(W @ x + b)\nloss = sum(h*h)/2", shapes_only={"W": (4, 3), "x": (3,), "b": ()})
    document = trace.to_dict()
    for edge in document["edges"]:
        assert edge["downstream"] == {"abstract": True, "shape": edge["shape"]}
    labels = [node["label"] for node in document["nodes"]]
    assert "÷2" in labels  # a number of the text stands in its gate
    assert document["shapes_only"] == {"W": [4, 3], "x": [3], "b": []}
    assert (document["tape"], document["health"]) == (None, [])
    assert all("nan" not in step["text"].lower() for step in document["steps"])
    assert chainrule.Trace.from_json(trace.to_json()) == trace


def test_shapes_agree_with_those_of_a_trace_with_values() -> None:
    source = "p = softmax(relu(X @ W + b))\nloss = -mean(log(p[arange(2), y]))"
    values = {"X": np.ones((2, 3)), "W": np.ones((3, 4)), "b": np.ones(4), "y": np.array([0, 1])}
    for view in ("gates", "functions"):
        whole = chainrule.trace(source, values, view=view)  # type: ignore[arg-type]
        shapes = chainrule.trace(source, shapes_only={k: v.shape for k, v in values.items()}, view=view)  # type: ignore[arg-type]
        assert [(node.op, node.shape) for node in shapes.nodes] == [(node.op, node.shape) for node in whole.nodes]
        assert [(edge.shape, edge.slot) for edge in shapes.edges] == [(edge.shape, edge.slot) for edge in whole.edges]
        assert [replace(cost, id="") for cost in shapes.gate_costs] == [
            replace(cost, id="") for cost in whole.gate_costs
        ]
        assert not any("[0" in node.label for node in shapes.nodes)  # the labels that pick entries are not known


def test_large_constants_and_random_numbers_take_no_memory() -> None:
    tracemalloc.start()
    trace = chainrule.trace(
        "x = torch.ones(20000, 20000)\ny = (x @ x.T * torch.randn(20000, 20000)).long()\ny.sum()", shapes_only={}
    )
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert trace.value.shape == ()  # type: ignore[union-attr]
    assert peak < 10_000_000


@pytest.mark.parametrize(
    "source",
    [
        "if sum(x) > 0:\n    y = x\nelse:\n    y = 2*x\ny",
        "np.unique(x)",
        "x = torch.ones(20000, 20000)\nif x.sum() > 3:\n    y = x\ny",
        "net = nn.Linear(3, 3)\nif net.weight.sum() > 0:\n    y = net(x)\ny",
    ],
)
def test_a_program_that_needs_a_number_is_refused(source: str) -> None:
    with pytest.raises(InputError, match="chooses its way by numbers") as refused:
        chainrule.trace(source, shapes_only={"x": (3,)})
    assert refused.value.span is not None


def test_numbers_of_the_text_may_choose_the_way() -> None:
    trace = chainrule.trace("a = np.arange(4)\nif a.sum() > 3:\n    y = x*a\ny", shapes_only={"x": (4,)})
    assert trace.value.shape == (4,)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "more", [{"view": "units"}, {"mode": "forward"}, {"graph": "backward"}, {"upstream": 1.0}, {"round": 2}]
)
def test_what_needs_numbers_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(ChainruleError) as refused:
        chainrule.trace("x*y", shapes_only={"x": (), "y": ()}, **more)
    assert refused.value.code == "shapes-only"


def test_costs_of_shapes_alone_are_refused_by_the_field_that_was_sent() -> None:
    reply = TestClient(create_app(threads=1)).post("/api/v1/costs", json={"source": "x*y", "shapes_only": {"x": []}})
    assert reply.status_code == 422
    assert reply.json()["code"] == "shapes-only"
    assert "`graph`" not in reply.text


@pytest.mark.parametrize("shape", [[0], [-1], [1.5], "3", [True], 3])
def test_a_shape_that_is_none_is_refused(shape: Any) -> None:
    client = TestClient(create_app(threads=1))
    answer = client.post("/api/v1/trace", json={"source": "x + 1", "shapes_only": {"x": shape}})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad-shape")


def test_limits_on_what_is_computed_do_not_hold_and_those_on_shapes_do() -> None:
    chainrule.trace("A @ B", shapes_only={"A": (30_000, 30_000), "B": (30_000, 30_000)})
    with pytest.raises(ChainruleError, match="has 10,000,000,000 elements"):
        chainrule.trace("A + 1", shapes_only={"A": (100_000, 100_000)})


def test_the_service_answers_shapes_and_costs_and_refuses_numbers() -> None:
    client = TestClient(create_app(threads=1))
    request = {"source": ALEXNET, "shapes_only": {"x": [1, 3, 224, 224]}, "view": "functions"}
    trace = client.post("/api/v1/trace", json=request).json()
    assert trace["value"] == {"abstract": True, "shape": [1, 1000]}
    by_query = client.get("/api/v1/trace", params={**request, "shapes_only": json.dumps(request["shapes_only"])})
    assert by_query.json() == trace
    table = client.post("/api/v1/layer_costs", json=request).json()
    assert (table["total"]["parameters"], table["total"]["multiply_adds"]) == (61_100_840, 714_188_480)
    model = trace["functions"][0]["id"]
    opened = {**request, "open": [model, "features", "classifier"]}
    drawn = {node["id"] for node in client.post("/api/v1/trace", json=opened).json()["nodes"]}
    assert {row["id"] for row in table["rows"] if row["parameters"]} <= drawn
    for route in ("gradcheck", "hessian", "costs", "code", "train", "exercise"):
        answer = client.post(f"/api/v1/{route}", json={"source": "x*x", "shapes_only": {"x": []}})
        assert 400 <= answer.status_code < 500, route


def test_costs_of_a_trace_with_values_are_those_of_its_shapes() -> None:
    client = TestClient(create_app(threads=1))
    by_values = client.post("/api/v1/layer_costs", json={"source": "W @ x", "values": {"W": [[1, 2]], "x": [3, 4]}})
    by_shapes = client.post("/api/v1/layer_costs", json={"source": "W @ x", "shapes_only": {"W": [1, 2], "x": [2]}})
    (with_values,), (with_shapes,) = by_values.json()["rows"], by_shapes.json()["rows"]
    assert [with_values.pop(field)["mean"] for field in ("values", "gradients")] == [11.0, 1.0]
    assert [with_shapes.pop(field) for field in ("values", "gradients")] == [None, None]
    assert with_values == with_shapes
    assert by_values.json()["total"] == by_shapes.json()["total"]
    assert by_values.json()["total"]["multiply_adds"] == 2


def test_the_command_line_prints_the_table_and_the_document(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["trace", "W @ x", "--shape", "W=4096,9216", "--shape", "x=9216"]) == 0
    assert b"37,748,736" in capsysbinary.readouterr().out
    assert main(["trace", "W @ x", "--shape", "W=4,3", "--shape", "x=3", "--json"]) == 0
    shapes = {"W": (4, 3), "x": (3,)}
    assert capsysbinary.readouterr().out == chainrule.trace("W @ x", shapes_only=shapes).to_json()
    assert main(["trace", "W @ x", "--shape", "W=a"]) == 2


def test_a_picture_shows_the_shapes() -> None:
    trace = chainrule.trace("W @ x", shapes_only={"W": (400, 300), "x": (300,)})
    svg = chainrule.render(trace, "svg")
    text = svg.decode() if isinstance(svg, bytes) else svg
    assert text.count("400×300") >= 2  # in the box and on the wire
    assert "NaN" not in text


@pytest.mark.parametrize(
    "weights",
    [
        "np.random.randn(4096, 9216)*0.01",
        "np.random.normal(0, 0.1, (4096, 9216))",
        "np.random.default_rng(0).standard_normal((4096, 9216))",
        "torch.randn(4096, 9216)",
        "randn(4096, 9216)",
    ],
)
def test_random_arrays_of_any_size_are_shapes(weights: str) -> None:
    trace = chainrule.trace(f"np.random.seed(0)\nW = {weights}\nh = W @ x", shapes_only={"x": (9216,)})
    assert trace.value.shape == (4096,)  # type: ignore[union-attr]


def test_an_error_says_whether_shapes_alone_would_help() -> None:
    client = TestClient(create_app(threads=1))
    for source, helps in (("W = randn(4096, 9216)\nsum(W)", True), ("x*", False), ("x" + "+x" * 9000, False)):
        reply = client.post("/api/v1/trace", json={"source": source, "defaults": True})
        assert reply.status_code == 422
        assert reply.json()["shapes_only"] is helps
        if helps:
            assert client.post("/api/v1/trace", json={"source": source, "shapes_only": {}}).status_code == 200


@pytest.mark.parametrize("view", ["gates", "functions"])
def test_scalars_without_numbers_have_a_compact_form(view: View) -> None:
    """The sentence of a gate of scalars once put brackets round a number that is not there: an error of the service."""
    shapes = dict.fromkeys(("w", "x"), ())
    made = build(TraceRequest(source="1/(1+exp(-w*x))", shapes_only=shapes, view=view))
    document = json.loads(made.to_json("templates"))
    assert document["value"] == {"abstract": True, "shape": []}
    assert len(document["steps"]) == len(made.steps) > 0


CAUSAL = (
    "F.scaled_dot_product_attention(x, x, x, is_causal=True)",
    "F.softmax(x @ x.T + nn.Transformer.generate_square_subsequent_mask(1024), -1) @ x",
    "np.eye(1024) @ x",
    "np.tri(1024) @ x",
)


@pytest.mark.parametrize("expression", CAUSAL)
def test_a_causal_mask_of_any_size_is_not_formed(expression: str) -> None:
    head = "import numpy as np\nimport torch.nn as nn\nimport torch.nn.functional as F\n"
    text = f"{head}y = {expression}"
    tracemalloc.start()
    trace = chainrule.trace(text, shapes_only={"x": (1024, 8)})
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert trace.value.shape == (1024, 8)  # type: ignore[union-attr]
    assert peak < 1024 * 1024 * 8
    small = {"x": np.random.default_rng(0).normal(size=(6, 3))}
    formed = chainrule.trace(text.replace("1024", "6"), values=small)
    assert [node.op for node in formed.nodes if node.op in ("tril", "triu")] == []


def test_shapes_that_are_no_object_are_refused() -> None:
    with pytest.raises(InputError, match="`shapes_only` is an object of names and their shapes"):
        chainrule.trace("y = x*2", shapes_only=True)  # type: ignore[arg-type]


@pytest.mark.parametrize("setting", ["", ", ignore_index=-1", ", weight=w", ", label_smoothing=0.1"])
def test_a_loss_of_classes_needs_no_labels(setting: str) -> None:
    head = "import torch\nimport torch.nn.functional as F\nw = torch.ones(3)\nmask = float('-inf')\n"
    source = f"{head}loss = F.cross_entropy(x.view(-1, 3), t.view(-1){setting})"
    shapes = chainrule.trace(source, shapes_only={"x": (2, 2, 3), "t": (2, 2)})
    whole = chainrule.trace(source, {"x": np.ones((2, 2, 3)), "t": np.array([[0, 1], [2, 0]])})
    assert shapes.value.shape == ()  # type: ignore[union-attr]
    assert shapes.gradients["x"].shape == whole.gradients["x"].shape  # type: ignore[union-attr]


GPT = """
import torch
import torch.nn as nn
import torch.nn.functional as F

class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.ln_1, self.ln_2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.c_attn, self.c_proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.c_fc, self.proj = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        b, t, c = x.shape
        parts = self.c_attn(self.ln_1(x)).split(c, 2)
        q, k, v = [p.view(b, t, self.heads, c // self.heads).transpose(1, 2) for p in parts]
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.c_proj(y.transpose(1, 2).reshape(b, t, c))
        return x + self.proj(F.gelu(self.c_fc(self.ln_2(x))))

class GPT(nn.Module):
    def __init__(self, vocabulary=50257, context=1024, width=768, heads=12, layers=12):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(vocabulary, width), nn.Embedding(context, width)
        self.h = nn.ModuleList([Block(width, heads) for _ in range(layers)])
        self.ln_f = nn.LayerNorm(width)
        self.lm_head = nn.Linear(width, vocabulary, bias=False)
        self.lm_head.weight = self.wte.weight

    def forward(self, tokens, targets):
        x = self.wte(tokens) + self.wpe(torch.arange(tokens.shape[1]))
        for block in self.h:
            x = block(x)
        logits = self.lm_head(self.ln_f(x))
        return F.cross_entropy(logits.view(-1, logits.size(-1)), targets.view(-1))

net = GPT()
loss = net(tokens, targets)
"""


def test_gpt_2_of_real_size_is_counted_and_its_blocks_are_one_box() -> None:
    shapes = {"tokens": (1, 1024), "targets": (1, 1024)}
    table = chainrule.layer_costs(GPT, shapes)
    assert table.total.parameters == 124_439_808  # GPT-2 small, its output tied to its embedding
    block = 12 * 768**2 + 2 * 1024 * 768  # per token: weights of four matrices, scores and weighted values
    assert table.total.multiply_adds == 1024 * (12 * block + 768 * 50257)
    trace = chainrule.trace(GPT, shapes_only=shapes, view="functions", limits=chainrule.frameworks.LARGE)
    assert 12 in [node.count for node in trace.nodes]
