"""Functions that repeat are drawn as one, and not a number changes by it."""

from __future__ import annotations

import random
import re
from typing import Any

import numpy as np
import pytest

import chainrule
from chainrule.codegen import generate
from chainrule.graph import Graph
from chainrule.recognize.search import recognise
from chainrule.request import TraceRequest
from chainrule.tracing import Trace
from chainrule.tracing.document import Node
from chainrule.tracing.gate_jacobian import jacobian
from chainrule.view.repeats import FEW, LEAST
from reading import read as parse


def read(source: str, shapes: dict[str, tuple[int, ...]]) -> Graph:
    return recognise(parse(source, shapes, defaults=True))


def neurons(count: int, output: str = "sum") -> str:
    names = [f"h{i}" for i in range(count)]
    gathered = {"sum": " + ".join(names), "list": f"sum([{', '.join(names)}]**2)", "ends": f"{names[0]}*{names[-1]}"}
    return "\n".join(
        [
            "def neuron(w, x, b): return sigmoid(w @ x + b)",
            *(f"{name} = neuron(w{i}, x, b{i})" for i, name in enumerate(names)),
            f"L = {gathered[output]}",
        ]
    )


def layers(count: int) -> str:
    return "\n".join(["def layer(W, h): return tanh(W @ h)", *(f"x = layer(W{i}, x)" for i in range(count)), "sum(x)"])


SAMPLES = (
    "def loss(w, b, x, y): return (w*x + b - y)**2\nL = 0\nfor i in range(12):\n    L += loss(w, b, x[i], y[i])\nL / 12"
)


def numbers(seed: int = 0, **shapes: tuple[int, ...]) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    return {name: rng.normal(size=shape).tolist() for name, shape in shapes.items()}


def of_neurons(count: int) -> dict[str, Any]:
    return numbers(x=(3,), **{f"w{i}": (3,) for i in range(count)}, **{f"b{i}": () for i in range(count)})


CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "side by side, added up": (neurons(12), of_neurons(12)),
    "side by side, in a list": (neurons(20, "list"), of_neurons(20)),
    "in a row": (layers(25), numbers(x=(2,), **{f"W{i}": (2, 2) for i in range(25)})),
    "samples": (SAMPLES, numbers(w=(), b=(), x=(12,), y=(12,))),
}


def as_one(case: str, **options: Any) -> Trace:
    source, values = CASES[case]
    return chainrule.trace(source, values=values, view="functions", **options)


def labels(trace: Trace) -> list[str]:
    return [node.label for node in trace.nodes]


def test_they_are_one_box_with_their_number() -> None:
    assert labels(as_one("side by side, added up")) == ["w0…w11", "x", "b0…b11", "neuron × 12", "(+) × 11", "L"]
    assert labels(as_one("side by side, in a list"))[:5] == ["w0…w19", "x", "b0…b19", "neuron × 20", "stack"]
    assert labels(as_one("in a row")) == ["W0…W24", "x", "layer × 25", "sum", "f"]
    assert labels(as_one("samples")) == [
        "w", "b", "x", "[0]…[11]", "y", "[0]…[11]", "loss × 12", "(+) × 11", "÷12", "f",
    ]  # fmt: skip


@pytest.mark.parametrize("count", range(2, 15))
def test_a_few_are_drawn_one_by_one(count: int) -> None:
    trace = chainrule.trace(neurons(count), values=of_neurons(count), view="functions")
    assert any(node.count > 1 for node in trace.nodes) == (2 * count - 1 > FEW)
    more = "\nL" + " + sin(x[0])" * 12  # a larger picture
    trace = chainrule.trace(neurons(count) + more, values=of_neurons(count), view="functions")
    assert any(node.count > 1 for node in trace.nodes) == (count >= LEAST)


def test_the_gradient_is_seen_to_die_in_a_row_of_sigmoids() -> None:
    trace = chainrule.trace("h = x\nfor i in range(12):\n    h = sigmoid(h)", values={"x": 3}, view="functions")
    assert sum(node.op == "sigmoid" for node in trace.nodes) == 12


CELL = """
def cell(W, U, h, c, x):
    c = tanh(W @ h + c)
    return c * sigmoid(U @ x), c
h, c, hs = s, s**2, []
for t in range(24):
    h, c = cell(W, U, h, c, X[t])
    hs.append(h)
"""
STATES = numbers(W=(3, 3), U=(3, 2), s=(3,), X=(24, 2))


@pytest.mark.parametrize(
    ("end", "label", "shape"),
    [
        ("L = sum(stack(hs)**2)", "cell × 24", [24, 3]),
        ("L = sum(h * c)", "cell × 24", [2, 3]),  # h above c
        ("L = sum(h)", "cell × 24", [3]),
        ("L = sum(stack(hs)) * sum(c)", "cell × 24", [25, 3]),
        ("L = sum(stack(hs)) * sum(h)", "cell × 24", [24, 3]),  # all, and the last again
    ],
)
def test_a_row_hands_on_two_results_and_gives_those_on_the_way(end: str, label: str, shape: list[int]) -> None:
    trace = chainrule.trace(CELL + end, values=STATES, view="functions")
    row = find(trace, label)
    assert row.shape == shape == list(np.shape(row.value)) == list(np.shape(row.gradient))
    plain = chainrule.trace(CELL + end, values=STATES)
    for part in ("value", "gradients", "named"):
        assert trace.to_dict()[part] == plain.to_dict()[part]
    words = [step for step in trace.steps if step.nodes == [row.id] and step.kind in ("compute", "backward")]
    assert len(words) == 2
    assert all("each taking the results of the one before" in step.why for step in words)
    assert generate(TraceRequest(CELL + end, STATES, view="functions"), "numpy").lines


def test_a_closed_cell_gives_both_its_results() -> None:
    trace = chainrule.trace(CELL + "L = sum(h * c)", values=STATES, view="functions")
    row = find(trace, "cell × 24")
    in_parts = chainrule.trace(CELL + "L = sum(h * c)", values=STATES, view="functions", open=[row.id])
    parts = {node.label: node.id for node in in_parts.nodes if node.op == "cell"}
    assert list(parts) == ["cell 1…5", "cell 6…10", "cell 11…15", "cell 16…24"]
    opened = [row.id, *parts.values()]
    apart = chainrule.trace(CELL + "L = sum(h * c)", values=STATES, view="functions", open=opened)
    cells = [node for node in apart.nodes if node.op == "cell"]
    assert len(cells) == 24
    assert all(np.shape(node.value) == (2, 3) for node in cells)
    kinds = {node.id: node for node in apart.nodes}
    for cell in cells:
        out = [edge for edge in apart.edges if edge.source == cell.id]
        assert {kinds[edge.target].op for edge in out} <= {"cell", "mul"}
        (handed,) = [edge for edge in out if edge.value == cell.value[1]]  # h; c is used inside for h, too
        assert np.allclose(handed.downstream, cell.gradient[1], rtol=1e-12)
        assert sorted(map(str, (edge.value for edge in out))) == sorted(map(str, cell.value))
    assert [frame.id for frame in apart.functions if frame.open] == opened


def test_results_that_come_back_to_the_row_keep_it_apart() -> None:
    source = """
def cell(w, h, x): return tanh(w*h + x)
h = 0.1
x = s
for t in range(11):
    h = cell(w, h, x)
    x = sin(h) + h
L = h*x
"""
    trace = chainrule.trace(source, values={"w": 0.5, "s": 0.3}, view="functions")
    assert sum(node.op == "cell" for node in trace.nodes) == 11  # a longer loop folds round by round
    order = {node.id: i for i, node in enumerate(trace.nodes)}
    assert all(order[edge.source] < order[edge.target] for edge in trace.edges)


@pytest.mark.parametrize("kind", ["RNN", "GRU", "LSTM"])
def test_a_sequence_of_pytorch_is_its_cell_times_its_steps(kind: str) -> None:
    source = f"""
import torch, torch.nn as nn
m = nn.{kind}(3, 4)
out, state = m(torch.randn(9, 2, 3))
loss = out.pow(2).sum()
"""
    labels_drawn = labels(chainrule.trace(source, view="functions"))
    assert [label for label in labels_drawn if "cell" in label] == [
        {"RNN": "rnn_tanh_cell", "GRU": "gru_cell", "LSTM": "lstm_cell"}[kind] + " × 9"
    ]


def test_open_functions_are_not_joined() -> None:
    source, values = CASES["side by side, added up"]
    trace = chainrule.trace(source, values=values)
    assert all(node.count == 1 for node in trace.nodes)
    assert all(node.count == 1 for node in chainrule.trace(source, values=values, view="units").nodes)


def opened(case: str) -> Trace:
    """The same picture with everything drawn one by one."""
    ids = [node.id for node in as_one(case).nodes if node.count > 1]
    apart = as_one(case, open=ids)
    while left := [node.id for node in apart.nodes if node.count > 1]:
        ids += left
        apart = as_one(case, open=ids)
    return apart


@pytest.mark.parametrize("case", CASES)
def test_the_numbers_are_those_of_each_by_itself(case: str) -> None:
    together, apart = as_one(case), opened(case)
    for part in ("value", "gradients", "named"):
        assert together.to_dict()[part] == apart.to_dict()[part]
    rows = {node.id: node for node in together.nodes if node.count > 1 and node.kind == "function"}
    rows = {id: node for id, node in rows.items() if node.op != "layer"}
    assert rows or case == "in a row"  # whose result is that of the last alone
    for id, node in rows.items():
        frame = next((one for one in apart.functions if one.id == id), None)
        if frame is None:  # feeds a function that is drawn one by one
            continue
        assert frame.open
        assert frame.count == node.count
        members = [one for one in apart.nodes if one.id in frame.nodes]
        assert [one.value for one in members] == node.value
        assert [one.gradient for one in members] == node.gradient
        assert all(one.function == id for one in members)


@pytest.mark.parametrize("case", CASES)
def test_every_wire_carries_what_goes_in_and_out(case: str) -> None:
    trace = as_one(case)
    nodes = {node.id: node for node in trace.nodes}
    for edge in trace.edges:
        assert list(np.shape(edge.value)) == list(np.shape(edge.downstream)) == edge.shape
        if nodes[edge.source].op != "copy":
            assert np.array_equal(edge.value, nodes[edge.source].value)
            assert np.array_equal(edge.downstream, nodes[edge.source].gradient)
        if edge.local is not None and np.shape(edge.local) == np.shape(edge.upstream):
            assert np.allclose(np.multiply(edge.upstream, edge.local), edge.downstream, rtol=1e-12, atol=0)
    leaves: dict[str, Any] = {}
    for node in trace.nodes:
        leaves.update(dict(zip(node.names, node.gradient, strict=False)) if node.names and node.kind == "leaf" else {})
    assert all(np.array_equal(trace.gradients[name], gradient) for name, gradient in leaves.items())


def test_the_slopes_of_scalar_functions_are_shown_row_by_row() -> None:
    trace = as_one("samples")
    box = next(node for node in trace.nodes if node.label == "loss × 12")
    local = {edge.slot: edge.local for edge in trace.edges if edge.target == box.id}
    w, b, x, y = (np.array(trace.values[name]) for name in "wbxy")
    assert np.allclose(local[2], 2 * (w * x + b - y) * w, rtol=1e-12)
    assert np.allclose(local[3], -2 * (w * x + b - y), rtol=1e-12)
    assert local[0] is None  # w goes into all of them


def test_their_jacobian_is_that_of_all() -> None:
    source, values = CASES["samples"]
    box = next(node for node in as_one("samples").nodes if node.label == "loss × 12")
    found = jacobian(TraceRequest(source, values, view="functions"), box.id)
    w, b, x, y = (np.array(values[name]) for name in "wbxy")
    assert (found.rows, found.columns) == (12, 1)
    assert np.allclose(np.ravel(found.matrix), 2 * (w * x + b - y) * x, rtol=1e-12)
    assert jacobian(TraceRequest(source, values, view="functions"), box.id, 2).structure == "diagonal"


def without_letters(code: str) -> str:
    """Return code with one word for all names of values: their letters are those of the picture."""
    return re.sub(r"\b(?:d?[A-Za-z]{1,2}|d?[a-z]+\d+)\b", "value", re.sub(r"#.*", "", code))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("language", ["numpy", "modular", "torch"])
def test_code_is_that_of_each_by_itself(case: str, language: str) -> None:
    source, values = CASES[case]
    apart = [node.id for node in as_one(case).nodes if node.count > 1]
    one = generate(TraceRequest(source, values, view="functions"), language)
    each = generate(TraceRequest(source, values, view="functions", open=tuple(apart)), language)
    assert without_letters(one.text) == without_letters(each.text)
    steps = as_one(case).steps
    lit = {step for line in one.lines for step in line.steps}
    assert {step.index for step in steps if step.kind in ("compute", "backward")} <= lit


def test_results_that_part_are_drawn_one_by_one() -> None:
    source = neurons(12) + " + h0*h5"
    trace = chainrule.trace(source, values=of_neurons(12), view="functions")
    assert sum(node.op == "neuron" for node in trace.nodes) == 12


def test_results_that_go_separate_ways_are_one_box() -> None:
    parts = [" + ".join(f"h{i}" for i in range(start, 12, 2)) for start in (0, 1)]
    source = f"{neurons(12)}\n({parts[0]}) * exp({parts[1]})"
    trace = chainrule.trace(source, values=of_neurons(12), view="functions")
    assert [node.count for node in trace.nodes if node.op == "neuron"] == [12]
    box = find(trace, "neuron × 12")
    wires = [edge for edge in trace.edges if edge.source == box.id]
    assert sorted(edge.value for edge in wires) == sorted(box.value)
    assert sorted(edge.downstream for edge in wires) == sorted(box.gradient)


@pytest.mark.parametrize("seed", range(30))
def test_random_programs_keep_their_numbers(seed: int) -> None:
    rng = random.Random(seed)
    lines = ["def f(a, b): return tanh(a*b)", "def g(a): return a/(1 + a*a)"]
    names = ["x", "y"]
    for i in range(rng.randrange(20, 40)):
        form = rng.choice(("f({0}, {1})", "g({0})", "f(w{2}, {0})", "{0} + {1}", "f({0}, 0.5)", "g({1})*{0}"))
        pick = names[-1:] if rng.random() < 0.5 else names[:2] if rng.random() < 0.7 else names
        lines.append(f"v{i} = " + form.format(rng.choice(pick), rng.choice(names), i))
        names.append(f"v{i}")
    source = "\n".join([*lines, " + ".join(names)])
    drawn = chainrule.trace(source, defaults=True, view="functions")
    plain = chainrule.trace(source, defaults=True)
    for part in ("value", "gradients", "named"):
        assert drawn.to_dict()[part] == plain.to_dict()[part]
    order = {node.id: i for i, node in enumerate(drawn.nodes)}
    assert all(order[edge.source] < order[edge.target] for edge in drawn.edges)
    into: dict[str, Any] = {}
    for edge in drawn.edges:
        into[edge.source] = into.get(edge.source, 0.0) + np.sum(edge.downstream)
    for node in drawn.nodes:
        if node.kind != "output" and node.op != "copy":
            total = np.sum(node.gradient)
            if node.kind == "function" and node.count > 1:
                total -= handed_on_inside(source, node)
            assert np.allclose(into[node.id], total, rtol=1e-9, atol=1e-12)


def handed_on_inside(source: str, row: Node) -> float:
    """What members of a row hand back to those before them, of values that also leave the row."""
    apart = chainrule.trace(source, defaults=True, view="functions", open=[row.id])
    kind = {node.id: node for node in apart.nodes}
    made_by = {edge.target: edge.source for edge in apart.edges if kind[edge.target].op == "copy"}
    inside = set(next(frame.nodes for frame in apart.functions if frame.id == row.id))
    between: dict[str, float] = {}
    leaving = set()
    for edge in apart.edges:
        maker = made_by.get(edge.source, edge.source)
        if maker in inside and kind[edge.target].op != "copy":
            if edge.target in inside:
                between[maker] = between.get(maker, 0.0) + float(np.sum(edge.downstream))
            else:
                leaving.add(maker)
    return sum(between.get(maker, 0.0) for maker in leaving)


def saturating() -> Trace:
    lines = ["def unit(w, x): return sigmoid(w*x)", *(f"h{i} = unit({20 if i else 0.1}*w, x)" for i in range(6))]
    return chainrule.trace("\n".join([*lines, "+".join(f"h{i}" for i in range(6))]), values={"w": 1, "x": 2})


def test_health_speaks_of_the_box_that_is_drawn() -> None:
    trace = chainrule.trace(saturating().source, values={"w": 1, "x": 2}, view="functions")
    ids: set[str] = {*(node.id for node in trace.nodes), *(edge.id for edge in trace.edges)}
    assert {row.id for row in trace.health} <= ids
    assert len({(row.kind, row.id) for row in trace.health}) == len(trace.health)


def find(trace: Trace, label: str) -> Node:
    return next(node for node in trace.nodes if node.label == label)


def test_five_thousand_gates_are_a_small_picture() -> None:
    source = "def cell(w, h, x): return tanh(w*h + x*0.5 + h/(1 + h*h) - x*x*h)\nh = 0.1\n"
    trace = chainrule.trace(f"{source}for i in range(500):\n    h = cell(w, h, x[i])", numbers(w=(), x=(500,)))
    assert len(read(trace.source, {"x": (500,)}).nodes) > 5_000
    assert any(notice.code == "folded" for notice in trace.notices)
    assert find(trace, "cell × 500").shape == []
    assert len(trace.nodes) < 10


BROADCAST = "\n".join(
    [
        "def f(a): return tanh(a)*a",
        "x = [1, 2, 3]",
        *(f"p{i} = x*w{i}" for i in range(8)),
        f"y = {' + '.join(f'f(p{i})' for i in range(8))}",
        "sum(y)",
    ]
)


def test_several_wires_of_one_slot_are_all_spoken_of_and_have_jacobians() -> None:
    values = {f"w{i}": 0.1 * i + 0.05 for i in range(8)}
    trace = chainrule.trace(BROADCAST, values, view="functions")
    box = find(trace, "(×) × 8")
    wires = [edge for edge in trace.edges if edge.target == box.id and edge.slot == 1]
    assert len(wires) == 8
    (told,) = [step for step in trace.steps if step.kind == "compute" and step.nodes == [box.id]]
    assert told.text.startswith("The Multiply × 8 gate takes")
    assert "w0" in told.text
    for number, wire in enumerate(wires):
        matrix = np.array(jacobian(TraceRequest(BROADCAST, values, view="functions"), wire.id).matrix)
        assert matrix.shape == (24, 3)
        own = np.zeros((24, 3))
        own[3 * number : 3 * number + 3] = np.diag([1, 2, 3])
        assert np.array_equal(matrix, own)


def test_no_two_values_have_one_letter() -> None:
    source = "def f(a): return tanh(a)*a\n" + "\n".join(f"s{i} = w{i}*x" for i in range(12)) + "\n"
    trace = chainrule.trace(source + "*".join(f"f(s{i})" for i in range(12)), defaults=True, view="functions")
    letters: dict[str, str] = {}
    for edge in trace.edges:
        if edge.letter:
            assert letters.setdefault(edge.letter, str(edge.value)) == str(edge.value)
    assert all(edge.name or edge.letter or edge.target == "out" for edge in trace.edges)
