"""Generated code of forward mode is run, and gives the tangents of the trace."""

from __future__ import annotations

import warnings
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

import chainrule
from chainrule.codegen import LANGUAGES, Code, generate
from chainrule.codegen.assemble import program
from chainrule.codegen.tangent_lines import Motion
from chainrule.directions import tangents
from chainrule.evaluate import evaluate
from chainrule.examples import EXAMPLES, Example
from chainrule.graph import INPUT, Graph, GraphNode
from chainrule.ops import Op
from chainrule.request import TraceRequest
from chainrule.view import view as drawn
from ops_support import COMPUTING, draw, points
from programs import ARRAYS, agree, array_values, scalar_program
from test_codegen import every_step_has_lines, full

RUN = [language for language in LANGUAGES if language != "latex"]


def run(code: Code, *, gradcheck: bool = True) -> dict[str, Any]:
    """Return the tangents that the program prints or has in its variables, by the names of their values."""
    printed: dict[str, Any] = {}
    checked: list[Any] = []

    def note(*words: Any) -> None:
        if len(words) == 2:
            printed[words[0]] = words[1]
        else:
            checked.extend(words)

    scope: dict[str, Any] = {"print": note, "__name__": "generated"}
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        exec(compile(code.text, code.file, "exec"), scope)
    assert not gradcheck or checked in ([], [True]), f"PyTorch's own gradcheck says no to\n{code.text}"
    if code.language == "numpy":
        printed = {name.removesuffix("_dot"): value for name, value in scope.items() if name.endswith("_dot")}
    return {name: 0.0 if each is None else np.asarray(each) for name, each in printed.items()}


def check(source: str, values: Mapping[str, Any], language: str, **settings: Any) -> Code:
    trace = chainrule.trace(source, values=values, mode="forward", **settings)
    request = TraceRequest(source, dict(values), mode="forward", **settings)
    code = generate(request, language)
    found = run(code)
    moved = list(found.values())[-1]
    wanted = trace.tangent
    assert wanted is not None
    agree(np.broadcast_to(moved, np.shape(full(wanted, moved))), full(wanted, moved), code.text)
    every_step_has_lines(code, len(trace.steps))
    return code


@pytest.mark.parametrize("language", RUN)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_every_example_gives_the_tangent_of_the_trace(example: Example, language: str) -> None:
    for view in dict.fromkeys((example.view, "functions")):
        check(example.source, example.values, language, view=view)


@pytest.mark.parametrize("op", COMPUTING, ids=lambda op: op.name)
def test_every_row_carries_the_tangents_of_its_jvp(op: Op) -> None:
    """Each trial of the row as a graph of one gate, with every argument moving and with each alone."""
    rng = np.random.default_rng(zlib.crc32(op.name.encode()))
    for trial, args, _ in points(op):
        shapes = [np.shape(arg) for arg in args]
        leaves = [GraphNode(i, INPUT, (), {}, shape, None, f"x{i}", None) for i, shape in enumerate(shapes)]
        out = op.shape(*shapes, **trial.params)
        gate = GraphNode(len(args), op.name, tuple(range(len(args))), trial.params, out, None, "f", None)
        graph = Graph("", (*leaves, gate), gate.id, {})
        done = evaluate(graph, {f"x{i}": arg for i, arg in enumerate(args)})
        every = {slot: draw(rng, -1.0, 1.0, shape) for slot, shape in enumerate(shapes)}
        alone = [{slot: move} for slot, move in every.items() if len(every) > 1]
        for direction in (every, *alone[:4]):
            moved = tangents(graph, done.values, direction)
            zeros = [
                np.zeros(node.shape) if each is None else each for node, each in zip(graph.nodes, moved, strict=True)
            ]
            for language in RUN:
                row, motion = LANGUAGES[language], Motion(done, direction, zeros)
                code = row.write_tangents(program(graph, drawn(graph)), motion).code(language, row.title, row.file, [])
                found = np.broadcast_to(run(code, gradcheck=False)["f"], out)
                agree(found, zeros[gate.id], f"{op.name} {trial}\n{code.text}")


@pytest.mark.parametrize("language", RUN)
def test_random_programs_of_scalars_and_arrays(language: str) -> None:
    for seed in range(0, 60, 3):
        source, values = scalar_program(seed)
        check(source, values, language, view="functions" if seed % 2 else "gates")
    for source, shapes in ARRAYS[::3]:
        check(source, array_values(shapes, 1), language)


@pytest.mark.parametrize("language", RUN)
def test_a_direction_of_several_variables_in_every_view(language: str) -> None:
    values = {"W": [[0.5, 0.75], [-0.3, 0.8]], "x": [0.5, -1.0]}
    for view in ("gates", "functions", "units"):
        for direction in ({"W": [[1.0, 0.0], [2.0, 0.5]], "x": [0.0, 3.0]}, {"x": [1.0, 0.0]}, {}):
            check("sum(sigmoid(W @ x) * x[0])", values, language, view=view, direction=direction)


@pytest.mark.parametrize("language", ["numpy", "torch"])
def test_tangents_of_a_backward_graph_are_hessian_times_direction(language: str) -> None:
    source, values = "x**3 * y + sin(y)", {"x": 2.0, "y": 3.0}
    request = TraceRequest(source, values, mode="forward", graph="backward", direction={"x": 1.0, "y": 0.5})
    found = run(generate(request, language))
    wanted = chainrule.hvp(source, values, {"x": 1.0, "y": 0.5})
    agree(found["dx"], wanted["x"], language)
    agree(found["dy"], wanted["y"], language)


def test_what_does_not_move_is_left_out_of_sums_and_stops_no_infinite_slope() -> None:
    text = generate(TraceRequest("x*sqrt(y)", {"x": 2.0, "y": 0.0}, mode="forward", direction={"x": 1.0})).text
    assert "a_dot = 0.0\n" in text
    assert "f_dot = x_dot * a\n" in text


def test_the_derivation_writes_a_dot_over_what_moves() -> None:
    text = generate(TraceRequest("x*y", {"x": 2.0, "y": 3.0}, mode="forward", direction={"x": 1.0}), "latex").text
    assert r"\dot{f} &= \dot{x} \cdot y = 1.00 \times 3.00 = 3.00" in text
    assert "partial" not in text
