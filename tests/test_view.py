"""What is drawn of a graph: boxes, wires and frames, functions open and closed, large graphs folded."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

import chainrule
from chainrule.errors import ChainruleError, InputError
from chainrule.examples import EXAMPLES
from chainrule.graph import Graph
from chainrule.recognize.search import recognise
from chainrule.view import MAX_DRAWN_GATES, OUTPUT, View, view
from chainrule.view.repeats import LEAST
from reading import read as parse

NESTED = """
def inner(a): return exp(a) + 1
def outer(a, b): return inner(a)*b
y = outer(x, w) + outer(w, x)
"""


def read(source: str, shapes: Any = None) -> Graph:
    return recognise(parse(source, shapes or {}, defaults=True))


def holds_together(graph: Graph, drawn: View) -> None:
    """What is true of every picture."""
    boxes = {box.id: box for box in drawn.boxes}
    assert len(boxes) == len(drawn.boxes)
    assert [wire.id for wire in drawn.wires] == [f"e{i}" for i in range(len(drawn.wires))]
    order = {box: i for i, box in enumerate(boxes)}
    leaving: dict[str, int] = {}
    ports: list[tuple[int, int]] = []
    for wire in drawn.wires:
        assert order[wire.source] < order[wire.target]
        leaving[wire.source] = leaving.get(wire.source, 0) + 1
        if boxes[wire.target].op not in ("copy", "broadcast"):
            ports += wire.ports
    assert len(ports) == len(set(ports))
    for box in drawn.boxes:
        if box.id == OUTPUT:
            assert box.id not in leaving
        elif box.op == "copy":
            assert leaving[box.id] > 1
        elif box.members:
            assert leaving[box.id] >= 1
            assert len(box.members) >= LEAST - 1
        else:
            assert leaving[box.id] == 1
    open_frames = {frame.id for frame in drawn.frames}
    assert len(open_frames) == len(drawn.frames)
    for box in drawn.boxes:
        assert box.frame is None or box.frame in open_frames
    for frame in drawn.frames:
        assert frame.boxes
        if frame.parent is not None:
            assert set(frame.boxes) <= {
                box for other in drawn.frames if other.id == frame.parent for box in other.boxes
            }
    calls = [frame.call for frame in drawn.frames if frame.call is not None]
    assert calls == sorted(calls)
    assert not open_frames & {box.id for box in drawn.boxes}
    assert not set(calls) & {call for box in drawn.boxes for call in box.calls}
    assert all(node < len(graph.nodes) for bundle in drawn.bundles for node in bundle)
    assert graph.nodes[graph.output].id == boxes[OUTPUT].node


def collapsed_calls(drawn: View) -> list[str]:
    return [box.id for box in drawn.boxes if box.kind == "function"]


def test_open_closed_and_by_name_or_id() -> None:
    graph = read(NESTED)
    assert [call.function for call in graph.calls] == ["outer", "inner", "outer", "inner"]
    assert collapsed_calls(view(graph)) == []
    assert collapsed_calls(view(graph, "functions")) == ["f0", "f2"]
    assert collapsed_calls(view(graph, closed=["inner"])) == ["f1", "f3"]
    assert collapsed_calls(view(graph, closed=["f2"])) == ["f2"]
    assert collapsed_calls(view(graph, "functions", opened=["f0"])) == ["f1", "f2"]
    assert collapsed_calls(view(graph, "functions", opened=["outer"])) == ["f1", "f3"]
    assert collapsed_calls(view(graph, "functions", opened=["outer", "inner"])) == []
    assert collapsed_calls(view(graph, closed=["outer"], opened=["f0"])) == ["f2"]  # the id is more exact than the name
    assert collapsed_calls(view(graph, closed=["f0"], opened=["outer"])) == ["f0"]


@pytest.mark.parametrize(
    "wanted", ["nothing", "f9", "", "f", "F0", "f0 ", "x" * 500, "r", "r99", "r" + "9" * 5000, "r\u0663"]
)
def test_a_function_that_is_not_there_is_told(wanted: str) -> None:
    with pytest.raises(InputError) as told:
        view(read(NESTED), opened=[wanted])
    assert told.value.code == "unknown-function"
    assert "inner, outer" in (told.value.hint or "")
    assert len(told.value.detail) < 150


@pytest.mark.parametrize("mode", ["gates", "functions"])
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example.name))
def test_every_example_holds_together(example: Any, mode: str) -> None:
    shapes = {name: _shape(value) for name, value in example.values.items()}
    graph = read(example.source, shapes)
    holds_together(graph, view(graph, mode))
    for call in graph.calls:
        if call.output >= 0:
            holds_together(graph, view(graph, mode, closed=[f"f{call.id}"]))
            holds_together(graph, view(graph, mode, opened=[f"f{call.id}"]))


def _shape(value: Any) -> tuple[int, ...]:
    return (len(value), *_shape(value[0])) if isinstance(value, list) else ()


@pytest.mark.parametrize("seed", range(20))
def test_any_choice_of_open_and_closed_holds_together(seed: int) -> None:
    rng = random.Random(seed)
    names = ["x", "y"]
    lines = ["def f(a, b): return sigmoid(a)*b + relu6(b)", "g = lambda a: f(a, a) + softplus(a)"]
    for i in range(8):
        form = rng.choice(("f({0}, {1})", "g({0})", "1/(1+exp(-{0}))", "{0}*{1}", "gelu({0}) - {1}", "{0}/2"))
        lines.append(f"v{i} = " + form.format(rng.choice(names[-3:]), rng.choice(names)))
        names.append(f"v{i}")
    graph = read("\n".join([*lines, "+".join(names)]))
    ids = [f"f{call.id}" for call in graph.calls]
    for _ in range(10):
        chosen = rng.sample(ids, rng.randrange(len(ids) + 1)) if ids else []
        holds_together(graph, view(graph, rng.choice(("gates", "functions")), chosen[::2], chosen[1::2]))


def test_a_function_that_gives_back_what_it_got_is_drawn_open() -> None:
    graph = read("def same(a): return a\nsame(x)*2")
    assert collapsed_calls(view(graph, "functions")) == []


def test_a_number_shared_by_closed_functions_stays_a_leaf() -> None:
    for function in ("relu6", "hardtanh", "hardswish"):
        trace = chainrule.trace(f"{function}(x)", values={"x": [0.3, -0.7, 1.2]}, view="units")
        assert np.array_equal(trace.value, chainrule.trace(f"{function}(x)", values={"x": [0.3, -0.7, 1.2]}).value)


def deep(rounds: int) -> str:
    return "\n".join(
        [
            "def layer(h, w, b): return tanh(w*h + b)*2 + 1/(1+exp(-h))",
            "h = x",
            *(f"h = layer(h, w{i}, b{i})" for i in range(rounds)),
        ]
    )


def test_a_large_picture_folds_from_the_inside_out_and_says_so() -> None:
    small = chainrule.trace(deep(5), defaults=True)
    assert all(function.open for function in small.functions)
    assert not any(notice.code == "folded" for notice in small.notices)
    graph = read(deep(40))
    drawn = view(graph)
    holds_together(graph, drawn)
    assert sum(box.kind in ("gate", "function") for box in drawn.boxes) <= MAX_DRAWN_GATES
    assert drawn.folded == 40  # the sigmoids are enough: the layers stay open
    assert {box.op for box in drawn.boxes if box.kind == "function"} == {"sigmoid"}
    larger = view(read(deep(60)))
    assert {box.op for box in larger.boxes if box.kind == "function"} == {"layer"}
    trace = chainrule.trace(deep(60), defaults=True)
    assert any(notice.code == "folded" for notice in trace.notices)


def test_open_is_everything_open() -> None:
    graph = read(deep(60))
    assert collapsed_calls(view(graph, "open")) == []
    own = read("def f(x): return x**3\nf.derivative = lambda x: 2*x**2\nf(a)")
    assert collapsed_calls(view(own)) == ["f0"]
    assert collapsed_calls(view(own, "open")) == []


def test_what_was_opened_by_hand_stays_open_in_a_large_picture() -> None:
    graph = read(deep(60))
    layers = [call.id for call in graph.calls if call.function == "layer"]
    drawn = view(graph, opened=[f"f{layers[3]}"])
    assert layers[3] in {frame.call for frame in drawn.frames}
    assert f"f{layers[2]}" in collapsed_calls(drawn)
    assert [box.label for box in drawn.boxes if box.members] == ["w4…w59", "b4…b59", "layer × 56"]


def test_too_large_to_draw_says_what_to_do() -> None:
    with pytest.raises(ChainruleError) as told:
        chainrule.trace("h = x\n" + "h = h*x + y\n" * 1200, defaults=True)
    assert told.value.code == "limit"
    assert "gates_drawn" in told.value.detail
    assert told.value.hint


def test_the_row_decides_the_outline_and_not_the_name_of_a_function() -> None:
    source = (
        "def copy(t): return t*t\ndef broadcast(t): return t + 1\nsum(copy(x) + broadcast(x) + broadcast_to(y, (2,)))"
    )
    trace = chainrule.trace(source, {"x": [1, 2], "y": 3}, view="functions")
    outlines = {(node.form, node.op): node.outline for node in trace.nodes}
    assert outlines["collapsed", "copy"] == outlines["collapsed", "broadcast"] == outlines["gate", "add"] == "gate"
    assert outlines["gate", "broadcast"] == "broadcast"
    assert outlines["copy", "copy"] == "copy"
    assert outlines["variable", "input"] == "variable"


def test_a_weight_stands_in_the_call_that_uses_it_and_not_in_the_method_that_made_it() -> None:
    source = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = self._made(2)
    def _made(self, count):
        return nn.Sequential(*[nn.Linear(2, 2) for _ in range(count)])
    def forward(self, x):
        return self.layers(x)
net = Net()
y = net(x)
"""
    closed, opened = (
        chainrule.trace("import torch.nn as nn\n" + source, values={"x": [1.0, 2.0]}, view=view)
        for view in ("functions", "gates")
    )
    assert not [node for node in closed.nodes if "weight" in (node.name or "")]  # they are in the closed `layers`
    assert {"net.layers.0.weight", "net.layers.1.bias"} <= set(closed.named)
    assert "_made" not in [function.name for function in closed.functions if function.open]
    names = {function.id: function.name for function in opened.functions}
    assert {names[str(node.function)] for node in opened.nodes if "weight" in (node.name or "")} == {"linear"}


MODEL = """
import torch, torch.nn as nn, torch.nn.functional as F
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(3, 4), nn.Tanh())
        self.head = nn.Linear(4, 2)
    def forward(self, x):
        return self.head(self.body(x))
net = Net()
loss = F.mse_loss(net(torch.ones(5, 3)), torch.zeros(5, 2))
"""


MODEL_PARAMETERS = ("net.body.0.weight", "net.body.0.bias", "net.head.weight", "net.head.bias")


def test_a_model_of_modules_opens_to_them_where_functions_are_closed() -> None:
    trace = chainrule.trace(MODEL, view="functions")
    frames = {function.name: function for function in trace.functions}
    assert frames["Net"].open
    assert not frames["body"].open
    assert not frames["linear"].open
    closed = chainrule.trace(MODEL, view="functions", closed=["Net"])
    assert next(node.label for node in closed.nodes if node.kind == "function") == "Net"
    assert closed.gradients.keys() == trace.gradients.keys() == {*MODEL_PARAMETERS}
    assert all(np.array_equal(closed.gradients[name], trace.gradients[name]) for name in trace.gradients)


def test_a_model_opens_by_itself_only_while_it_can_be_overseen() -> None:
    for count, is_open in ((5, True), (60, False)):
        source = MODEL_OF_LAYERS.replace("COUNT", str(count))
        trace = chainrule.trace(source, {"x": [1.0, 2.0]}, view="functions")
        assert [function.open for function in trace.functions if function.name == "Net"] == [is_open]
        again = chainrule.trace(source, {"x": [1.0, 2.0]}, view="functions", open=["Net"])
        assert [function.open for function in again.functions if function.name == "Net"] == [True]


MODEL_OF_LAYERS = """
import torch
import torch.nn as nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(2, 2) for _ in range(COUNT)])

    def forward(self, x):
        for layer in self.layers:
            x = torch.tanh(layer(x))
        return x

net = Net()
out = net(x)
"""


def test_a_decision_within_a_librarys_function_is_no_comparison_of_the_text() -> None:
    source = "import torch.nn as nn\ne = nn.Embedding(4, 3)\nout = e(x).sum()"
    (guard,) = chainrule.trace(source, {"x": [1, 2]}).guards
    assert (guard.text, guard.span.line) == ("", 3)  # type: ignore[union-attr]
