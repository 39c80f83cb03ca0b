"""The page's own pass in forward mode and over a backward graph: values and tangents are the engine's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import chainrule
from chainrule.tracing.document import Large
from live_tape import LiveTape
from programs import ARRAYS, array_values, scalar_program
from test_tape import close, flat, moved


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveTape]:
    made = LiveTape(tmp_path_factory.mktemp("tape"))
    yield made
    made.close()


CASES = [scalar_program(seed) for seed in range(0, 60, 3)] + [
    (source, array_values(shapes, 1)) for source, shapes in ARRAYS[::5]
]


@pytest.mark.parametrize("graph", ["forward", "backward"])
@pytest.mark.parametrize("view", ["gates", "functions", "units"])
def test_values_and_tangents_follow_a_slider(view: Any, graph: Any, live: LiveTape) -> None:
    checked = 0
    for source, values in CASES:
        trace = chainrule.trace(source, values, view=view, graph=graph, mode="forward")
        if trace.tape is None:
            continue
        checked += 1
        for at in (values, moved(values)):
            wanted = chainrule.trace(source, at, view=view, graph=graph, mode="forward", direction=trace.direction)
            answer = live(trace.to_dict(), flat(at))
            for node in wanted.nodes:
                if not isinstance(node.value, Large):
                    close(answer["nodes"][node.id]["value"], node.value, f"{source}: value of {node.id}")
                    close(answer["nodes"][node.id]["tangent"], node.tangent, f"{source}: tangent of {node.id}")
            for edge in wanted.edges:
                if not isinstance(edge.value, Large):
                    close(answer["edges"][edge.id]["value"], edge.value, f"{source}: value on {edge.id}")
                    close(answer["edges"][edge.id]["tangent"], edge.tangent, f"{source}: tangent on {edge.id}")
    assert checked > 10


def test_reverse_mode_has_no_tangents_in_the_browser(live: LiveTape) -> None:
    trace = chainrule.trace("x*y", {"x": 2, "y": 3})
    answer = live(trace.to_dict(), {"x": [2.0], "y": [3.0]})
    assert all(node["tangent"] is None for node in answer["nodes"].values())
    assert np.isclose(answer["nodes"]["n0"]["gradient"], 3)
