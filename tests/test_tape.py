"""The page's own pass over the scalar tape, run under Node: its numbers are the engine's, at the values of the trace
and after every value has moved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import chainrule
from chainrule.examples import EXAMPLES
from chainrule.prelude import ROWS
from live_tape import LiveTape
from programs import ARRAYS, array_values, scalar_program


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveTape]:
    made = LiveTape(tmp_path_factory.mktemp("tape"))
    yield made
    made.close()


def moved(values: dict[str, Any]) -> dict[str, Any]:
    """Every value a little elsewhere."""
    return {
        name: (np.asarray(value, dtype=float) * 0.9 + 0.05 * (i + 1)).tolist()
        for i, (name, value) in enumerate(values.items())
    }


def flat(values: dict[str, Any]) -> dict[str, list[float]]:
    return {name: np.ravel(value).tolist() for name, value in values.items()}


def close(found: Any, expected: Any, what: str) -> None:
    a, b = np.asarray(found, dtype=float), np.asarray(expected, dtype=float)
    assert a.size == b.size, what
    scale = np.abs(b[np.isfinite(b)]).max(initial=1.0)
    np.testing.assert_allclose(a.ravel(), b.ravel(), rtol=1e-10, atol=1e-13 * scale, err_msg=what)


def compare(cases: list[tuple[str, dict[str, Any], Any, str]], live: Any) -> None:
    asked, wanted = [], []
    for source, values, upstream, view in cases:
        trace = chainrule.trace(source, values=values, upstream=upstream, view=view)
        for at in (values, moved(values)):
            asked.append((trace.to_dict(), flat(at)))
            wanted.append((f"{source} ({view})", chainrule.trace(source, values=at, upstream=upstream, view=view)))
    answers = [live(*case) for case in asked]
    for answer, (name, trace) in zip(answers, wanted, strict=True):
        assert trace.tape is not None, name
        for node in trace.nodes:
            close(answer["nodes"][node.id]["value"], node.value, f"{name}: value of {node.id}")
            close(answer["nodes"][node.id]["gradient"], node.gradient, f"{name}: gradient of {node.id}")
        for edge in trace.edges:
            got = answer["edges"][edge.id]
            close(got["value"], edge.value, f"{name}: value on {edge.id}")
            close(got["downstream"], edge.downstream, f"{name}: downstream on {edge.id}")
            close(got["upstream"], edge.upstream, f"{name}: upstream on {edge.id}")
            if edge.local is not None:
                close(got["local"], edge.local, f"{name}: local on {edge.id}")


@pytest.mark.parametrize("view", ["gates", "functions", "units"])
def test_every_example(view: str, live: Any) -> None:
    compare([(e.source, e.values, e.upstream, view) for e in EXAMPLES if e.values], live)


def test_every_activation_closed(live: Any) -> None:
    values = {"x": 0.7, "y": -1.3, "v": [0.4, -0.9, 2.5, -4.0]}
    sources = []
    for row in ROWS:
        if row.local and row.name != "cross_entropy":
            rest = ", ".join(["y", "x"][: len(row.parameters) - 1])
            for first in ("x", "v"):
                sources.append(f"2*{row.name}({first}{', ' if rest else ''}{rest}) + 0*x")
    compare([(f"sum({source})", values, None, "functions") for source in sources], live)


def test_random_programs(live: Any) -> None:
    cases = [(*scalar_program(seed), None, "gates") for seed in range(1000, 1060)]
    cases += [(source, array_values(shapes, 5), None, "gates") for source, shapes in ARRAYS]
    compare(cases, live)


def test_a_partly_used_variable_moves_in_the_unit_view(live: Any) -> None:
    values = {"x": [1.0, 5.0, -2.0], "w": [[1.0, 2.0], [3.0, 4.0]], "y": 0.5}
    sources = ("x[0]*2", "x[1:]*y", "w[1] @ w[1]", "w[0, 1]*x[2] + y", "sum(w[:, 0])*x[0]")
    compare([(source, values, None, view) for source in sources for view in ("units", "gates")], live)


def test_no_name_of_a_unit_view_is_left_behind() -> None:
    tape = chainrule.trace("x[0]*2 + w[1, 0]", values={"x": [1, 5], "w": [[1, 2], [3, 4]]}, view="units").tape
    assert tape is not None
    assert {name: len(entries) for name, entries in tape.leaves.items()} == {"x": 2, "w": 4}


def test_constants_that_functions_get_move_as_the_tape_says(live: Any) -> None:
    cases = [("prelu(-1.0, b)", {"b": 1.4}), ("def f(p, q): return maximum(p, q) + p*q\nf(2, x)", {"x": 3.0})]
    compare([(source, values, None, view) for source, values in cases for view in ("gates", "functions")], live)


def test_an_entry_that_its_gate_goes_on_with_has_the_gradient_from_outside_alone(live: Any) -> None:
    """A running product is made of its own entries; what they hand on inside is no part of dL/d(entry)."""
    values = {"x": [0.5, -1.5, 2.0], "y": [1.0, 2.0, 3.0]}
    sources = ("p = cumsum(x)\nsum(p*p*y)", "p = cumprod(x)\nsum(p*y)", "x[[0, 0, 1]] @ y", "p = cumprod(x)\np")
    compare([(source, values, None, view) for source in sources for view in ("gates", "units")], live)
    trace = chainrule.trace("p = cumsum(x)\nsum(p*p*y)", values=values, view="units")
    own = {node.name: node.gradient for node in trace.nodes}
    assert [own["p[1]"], own["p[2]"]] == trace.to_dict()["named"]["p"]["gradient"][1:]


def test_a_wire_of_one_entry_keeps_its_shape(live: Any) -> None:
    trace = chainrule.trace("x*2", values={"x": [[1.5]]})
    (edge,) = [edge for edge in trace.edges if edge.target != "out"]
    assert live(trace.to_dict(), {"x": [2.0]})["edges"][edge.id]["upstream"] == [[1.0]]
