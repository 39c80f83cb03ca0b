"""Top to bottom, and rows: the same rules hold as in the one long picture."""

from __future__ import annotations

from itertools import pairwise

import pytest

import chainrule
from chainrule.layout import Flow, Picture, layout, sample
from graphs import NAMED, Drawing, chain_of, deep, random_dag, sigmoid
from layout_measures import alien_groups, crossings, overlaps, rectangles, through


def draw(d: Drawing, flow: Flow = "right", aspect: float | None = None) -> Picture:
    return layout(d.boxes, d.wires, d.specs, columns=d.columns, flow=flow, aspect=aspect)


def crossed(d: Drawing, picture: Picture, flow: Flow) -> int:
    return crossings([sample(picture.wires[wire.id].path, 9, flow) for wire in d.wires])


def check(d: Drawing, picture: Picture, flow: Flow) -> None:
    assert not overlaps(d, picture)
    assert not through(d, picture, flow=flow)
    for left, top, right, bottom in rectangles(d, picture).values():
        assert left > 0
        assert top > 0
        assert right < picture.width
        assert bottom < picture.height
    for wire in picture.wires.values():
        assert all(0 < x < picture.width and 0 < y < picture.height for x, y in wire.path)


@pytest.mark.parametrize("name", NAMED)
def test_named_graphs_are_drawn_cleanly_downwards(name: str) -> None:
    d = NAMED[name]()
    picture = draw(d, "down")
    check(d, picture, "down")
    assert not alien_groups(d, picture)


@pytest.mark.parametrize("seed", range(12))
def test_random_graphs_are_drawn_cleanly_downwards(seed: int) -> None:
    d = random_dag(8 + 8 * seed, seed, groups=seed % 2 == 0)
    picture = draw(d, "down")
    check(d, picture, "down")
    assert not alien_groups(d, picture)


def test_wires_lead_down_and_operands_stand_left_to_right() -> None:
    picture = draw(sigmoid(), "down")
    at = picture.boxes
    assert at["n0"][0] < at["n1"][0] < at["n2"][0] < at["n3"][0]
    assert at["n0"][1] == at["n1"][1] == at["n2"][1] < at["n5"][1] < at["out"][1]
    for wire in picture.wires.values():
        assert all(a[1] < b[1] for a, b in pairwise(wire.path))
    assert picture.height > picture.width


@pytest.mark.parametrize("flow", ["right", "down"])
@pytest.mark.parametrize("aspect", [0.5, 1.0, 16 / 9, 3.0])
@pytest.mark.parametrize("seed", range(6))
def test_rows_are_drawn_cleanly(seed: int, aspect: float, flow: Flow) -> None:
    d = random_dag(20 + 20 * seed, seed, groups=seed % 2 == 0)
    picture = draw(d, flow, aspect)
    check(d, picture, flow)
    assert not alien_groups(d, picture)
    assert crossed(d, picture, flow) <= crossed(d, draw(d, flow), flow)


@pytest.mark.parametrize("name", NAMED)
def test_named_graphs_in_rows_are_drawn_cleanly(name: str) -> None:
    d = NAMED[name]()
    for flow in ("right", "down"):
        picture = draw(d, flow, 1.0)
        check(d, picture, flow)
        assert not alien_groups(d, picture)


@pytest.mark.parametrize("d", [chain_of(40), deep(30), random_dag(100, 1)])
def test_rows_make_a_long_picture_larger_in_its_window(d: Drawing) -> None:
    aspect = 16 / 9
    one, rows = draw(d), draw(d, aspect=aspect)
    assert max(rows.width / aspect, rows.height) < 0.6 * max(one.width / aspect, one.height)


def test_a_picture_that_fits_stays_in_one_row() -> None:
    d = sigmoid()
    assert draw(d, aspect=8.0) == draw(d)
    assert draw(d, "down", 0.1) == draw(d, "down")


def test_rows_begin_at_the_left_and_stand_one_under_the_other() -> None:
    d = chain_of(30)
    picture = draw(d, aspect=1.0)
    heights = sorted({y for _, y in picture.boxes.values()})
    assert len(heights) > 2
    firsts = [min(x for x, y in picture.boxes.values() if y == at) for at in heights]
    assert max(firsts) - min(firsts) < 10
    rows = [picture.boxes[f"n{i}"] for i in range(30)]
    assert rows == sorted(rows, key=lambda at: (at[1], at[0]))


def test_the_output_has_no_row_of_its_own() -> None:
    trace = chainrule.trace("1/(1+exp(-(w0*x0+w1*x1+w2)))", defaults=True, aspect=1.0)
    out = next(node for node in trace.nodes if node.kind == "output")
    assert sum(node.y == out.y for node in trace.nodes) > 1


@pytest.mark.parametrize("aspect", [0.8, 1.0, 1.4, 2.0])
def test_a_leaf_stands_in_the_row_of_its_gate(aspect: float) -> None:
    source = "z = w*x + b\nyhat = sigmoid(z)\nL = (y - yhat)**2"
    trace = chainrule.trace(source, defaults=True, aspect=aspect)
    nodes = {node.id: node for node in trace.nodes}
    one = chainrule.trace(source, defaults=True)
    assert trace.width < one.width
    for edge in trace.edges:
        leaf, gate = nodes[edge.source], nodes[edge.target]
        if leaf.kind == "leaf":
            assert leaf.x < gate.x
            assert max(x for x, _ in edge.path) <= gate.x


def test_leaves_alone_are_no_row() -> None:
    values = {"x": [[1, 2, 3], [4, 5, 6]], "w": [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]}
    trace = chainrule.trace("x @ w", values=values, aspect=1.0)
    nodes = {node.id: node for node in trace.nodes}
    assert all(nodes[edge.source].x < nodes[edge.target].x for edge in trace.edges)


@pytest.mark.parametrize("flow", ["right", "down"])
def test_a_frame_longer_than_a_row_is_broken_with_its_members(flow: Flow) -> None:
    source = "s = W @ x\np = exp(s)/sum(exp(s))\nL = -log(sum(p*y))"
    values = {"W": [[0.2, -0.5], [1.5, 1.3], [0, 0.25]], "x": [1.2, -0.7], "y": [0, 1, 0]}
    aspect = 1.0 if flow == "right" else 2.0
    one = chainrule.trace(source, values, flow=flow)
    trace = chainrule.trace(source, values, flow=flow, aspect=aspect)
    frames = [function for function in trace.functions if function.open]
    assert max(trace.width / aspect, trace.height) < 0.6 * max(one.width / aspect, one.height)
    assert any(frame.rest for frame in frames)
    assert not any(function.rest for function in one.functions)
    for frame in frames:
        parts = [(part.x, part.y, part.width, part.height) for part in (frame, *frame.rest)]
        for node in trace.nodes:
            around = [p for p in parts if abs(node.x - p[0]) < p[2] / 2 and abs(node.y - p[1]) < p[3] / 2]
            assert len(around) == (node.id in frame.nodes), (frame.name, node.label)


def test_a_short_frame_stays_in_one_row() -> None:
    trace = chainrule.trace("1/(1+exp(-(w0*x0+w1*x1+w2)))", defaults=True, aspect=1.0)
    assert [function.rest for function in trace.functions] == [[]]


@pytest.mark.parametrize("aspect", [0.4, 1.0, 2.0])
def test_a_function_that_wires_leave_and_enter_again_has_no_frame_in_rows_either(aspect: float) -> None:
    source = "counter = 0\ndef step(x):\n  global counter\n  counter += 1\n  return x*0.5 + counter\nstep(step(x))"
    one, rows = (chainrule.trace(source, {"x": 2.0}, aspect=shape) for shape in (None, aspect))
    assert [function.id for function in rows.functions] == [function.id for function in one.functions]
