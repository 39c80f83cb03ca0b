"""Exported pictures show the backward pass as the page does: arrowheads, widths, and the marks of patterns."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

import chainrule
from chainrule.export import render
from chainrule.export.scene import scene
from chainrule.export.shapes import Item, Path, Rect
from chainrule.request import Flow


def items(trace: chainrule.Trace, position: int, kind: str) -> dict[str, list[Item]]:
    """Return the items of wires or marks by the id of the wire or gate."""
    found: dict[str, list[Item]] = {}
    for item in scene(trace, position).items:
        layer, _, id = item.key.partition(":")
        if layer == kind:
            found.setdefault(id, []).append(item)
    return found


def gate(trace: chainrule.Trace, op: str) -> str:
    return next(node.id for node in trace.nodes if node.op == op)


def stroke_width(item: Item) -> float:
    assert isinstance(item, Path)
    assert item.stroke is not None
    return item.stroke.width


@pytest.mark.parametrize("flow", ["right", "down"])
def test_an_arrowhead_turns_when_its_gradient_has_arrived(flow: Flow) -> None:
    trace = chainrule.trace("max(x * y, z) + x", {"x": 3, "y": -4, "z": 5}, flow=flow)
    turned = 0
    for position in range(len(trace.steps) + 1):
        wires = items(trace, position, "wire")
        for edge in trace.edges:
            tip = wires[edge.id][1]
            assert isinstance(tip, Path)
            is_back = edge.gradient_step is not None and edge.gradient_step <= position
            assert tip.segments[0][1] == (edge.path[0] if is_back else edge.path[-1])
            turned += is_back
    assert turned > len(trace.edges)


def test_the_losing_wire_of_a_router_is_dashed_and_its_lever_points_to_the_winner() -> None:
    trace = chainrule.trace("max(x, z)", {"x": 3, "z": 5})
    winner, loser = sorted(
        (edge for edge in trace.edges if edge.target == gate(trace, "maximum")), key=lambda edge: edge.downstream == 0
    )
    last = len(trace.steps)
    assert items(trace, last - 1, "mark") == {}
    line = items(trace, last, "wire")[loser.id][0]
    assert isinstance(line, Path)
    assert line.stroke is not None
    assert (line.stroke.color, bool(line.stroke.dash)) == ("faint", True)
    marks = items(trace, last, "mark")[gate(trace, "maximum")]
    (lever,) = [mark for mark in marks if isinstance(mark, Path)]
    end = lever.segments[-1][1]
    assert abs(end[1] - winner.path[0][1]) < abs(end[1] - loser.path[0][1])
    assert sorted(mark.fill or "" for mark in marks if isinstance(mark, Rect)) == ["bg", "bwd"]


def test_a_swap_leaves_its_cross_and_a_distributor_its_fork() -> None:
    trace = chainrule.trace("x * y + z", {"x": 3, "y": -4, "z": 5})
    marks = items(trace, len(trace.steps), "mark")
    a, b = marks[gate(trace, "mul")]
    assert isinstance(a, Path)
    assert isinstance(b, Path)
    # One begins above and ends below, the other the other way round: they cross.
    (ay, az), (by, bz) = ((path.segments[0][1][1], path.segments[1][1][1]) for path in (a, b))
    assert (ay - by) * (az - bz) < 0
    (bar,) = marks[gate(trace, "add")]
    assert stroke_width(bar) == 4.0


def test_sockets_of_a_copy_fill_one_by_one() -> None:
    trace = chainrule.trace("x * y + x", {"x": 3, "y": -4})
    copy = gate(trace, "copy")
    filled = [
        sum(isinstance(mark, Rect) and mark.fill == "bwd" for mark in items(trace, position, "mark").get(copy, []))
        for position in range(len(trace.steps) + 1)
    ]
    assert filled[-1] == 2
    assert all(after - before in (0, 1) for before, after in pairwise(filled))
    forward = sum(step.phase == "forward" for step in trace.steps)
    assert copy not in items(trace, forward, "mark")


def test_a_wire_is_the_wider_the_greater_its_gradient() -> None:
    trace = chainrule.trace("0.01 * z + y + 100 * x", {"x": 1, "y": 1, "z": 1})
    wires = items(trace, len(trace.steps), "wire")
    resting = [edge for edge in trace.edges if edge.id not in trace.steps[-1].edges]
    ranked = sorted(resting, key=lambda edge: abs(float(edge.downstream)))  # type: ignore[arg-type]
    widths = [stroke_width(wires[edge.id][0]) for edge in ranked]
    assert widths == sorted(widths)
    assert widths[-1] > 2 * widths[0]


def test_a_playing_svg_turns_red_once_the_number_has_arrived() -> None:
    trace = chainrule.trace("x * y", {"x": 3, "y": -4})
    text = render(trace, "svg", animate=True).decode()
    keyframes = dict(re.findall(r"@keyframes (k\d+)\{((?:[^{}]+\{[^{}]*\})+)\}", text))
    moves = {float(at) for at in re.findall(r"@keyframes m\d+\{0%,([\d.]+)%", text)}
    name = re.search(r'<g class="(k\d+)"[^>]*><path[^>]*/><path[^>]*/></g>(?!.*<g class="k\d+"[^>]*><path)', text)
    assert name is not None
    shown = [float(at) for at in re.findall(r"([\d.]+)%\{opacity:1\}", keyframes[name[1]])]
    assert shown
    assert not moves.intersection(shown)
