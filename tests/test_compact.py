"""A trace with `words: "templates"` is the whole trace again in the browser and in Python, letter for letter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import orjson
import pytest

import chainrule
from chainrule.cli import main
from chainrule.errors import ChainruleError, LimitError
from chainrule.examples import EXAMPLES
from chainrule.request import TraceRequest
from chainrule.tracing import Trace, build, compact
from chainrule.tracing.compact import expanded
from fuzz.sources import random_source
from live_tape import PageFunction
from service import Client, check_problem
from trace_fixtures import NEURON

WAYS: dict[str, dict[str, Any]] = {
    "gates": {},
    "functions": {"view": "functions"},
    "units": {"view": "units"},
    "forward mode": {"mode": "forward"},
    "backward graph": {"graph": "backward"},
}
NUMBERS_ONLY = {
    "a kink": "relu(x) + abs(y)", "a tie": "max(x, y)", "no number": "log(x) * y", "a negative zero": "-x * y",
    "signs that stand for pieces": "(x > 0)*y + x**2/3", "greek names": "sigma_1*theta + W_12",
}  # fmt: skip


@pytest.fixture(scope="module")
def expand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageFunction]:
    page = PageFunction(tmp_path_factory.mktemp("node"), "shared/expand.ts", "expand")
    yield page
    page.close()


def check(trace: Trace, expand: PageFunction) -> None:
    compact = orjson.loads(trace.to_json("templates"))
    assert orjson.dumps(expanded(compact)) == trace.to_json()
    whole = json.loads(trace.to_json(), parse_int=float)
    assert expand.ask(compact) == whole


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", [example.name for example in EXAMPLES])
def test_an_example_is_whole_again(name: str, way: str, expand: PageFunction) -> None:
    (example,) = (example for example in EXAMPLES if example.name == name)
    try:
        trace = build(TraceRequest(example.source, example.values, defaults=True, **WAYS[way]))
    except LimitError:
        return  # too large in units
    check(trace, expand)


@pytest.mark.parametrize("name", NUMBERS_ONLY)
def test_what_holds_for_some_numbers_only_is_kept(name: str, expand: PageFunction) -> None:
    for value in (0.0, -0.0, 1.0, -1e-9, 1e300):
        values = {"x": value, "y": 0.0, "sigma_1": value, "theta": -2.0, "W_12": 1.0}
        check(build(TraceRequest(NUMBERS_ONLY[name], values)), expand)


def test_random_programs_are_whole_again(expand: PageFunction) -> None:
    count = 0
    for seed in range(60):
        case = random_source(seed)
        try:
            trace = chainrule.trace(case.source, values=case.values, **case.settings)
        except ChainruleError:
            continue
        check(trace, expand)
        count += 1
    assert count > 10


def test_it_weighs_a_fraction() -> None:
    """12 kB for the 8 gates of the neuron, 100 kB for a hundred gates."""
    for gates, most in ((8, 12_000), (99, 100_000)):
        products = (gates + 1) // 2
        source = "+".join(f"a{i}*b{i}" for i in range(products)) if gates > 8 else NEURON["source"]
        values = {f"{name}{i}": 0.5 + i / 64 for i in range(products) for name in "ab"}
        trace = build(TraceRequest(source, values if gates > 8 else NEURON["values"]))
        assert sum(node.kind == "gate" for node in trace.nodes) in (gates, products + 1)
        assert len(trace.to_json("templates")) <= most, gates


LARGE: dict[str, tuple[str, dict[str, Any], int]] = {
    "a sum of products": (
        "+".join(f"a{i}*b{i}" for i in range(751)),
        {f"{name}{i}": 0.5 + i / 63.1234567 for i in range(751) for name in "ab"},
        1_000_000,
    ),
    "a loop that uses its weights in every round": (
        "y = x\n" + "y = tanh(y*a) + b\n" * 500 + "y*1",
        {"x": 0.3, "a": 0.97, "b": 0.11},
        1_000_000,
    ),
    "a layer of units": (
        "tanh(W1 @ x + b)",
        {"W1": np.linspace(-1, 1, 500).reshape(20, 25), "x": np.linspace(0, 1, 25), "b": np.full(20, 0.1)},
        700_000,
    ),
}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_graph_weighs_less_than_a_megabyte(name: str, expand: PageFunction) -> None:
    source, values, most = LARGE[name]
    trace = build(TraceRequest(source, values, view="units" if "units" in name else "gates"))
    assert sum(node.kind == "gate" for node in trace.nodes) > 500
    assert len(trace.to_json("templates")) <= most
    check(trace, expand)


def test_terms_of_a_sum_and_entries_of_an_array_share_their_forms() -> None:
    """However often a weight is used, and however many entries an array has, no sentence is written twice."""
    few, many = (
        orjson.loads(build(TraceRequest("y = x\n" + "y = y*a\n" * rounds, {"x": 1, "a": 0.9})).to_json("templates"))[
            "forms"
        ]
        for rounds in (12, 40)
    )
    assert few == many
    units = build(TraceRequest("W @ x", {"W": np.ones((6, 12)), "x": np.ones(12)}, view="units"))
    assert len(orjson.loads(units.to_json("templates"))["forms"]) < 30


def test_the_api_answers_it_where_it_is_asked_for(client: Client) -> None:
    compact = client.trace(**NEURON, words="templates")
    got = client.get("/api/v1/trace", source="x*x", values='{"x": 3}', words="templates")
    assert compact.json()["words"] == got.json()["words"] == "templates"
    assert expanded(compact.json()) == client.trace(**NEURON).json()
    assert check_problem(client.trace("x", words="few"))["code"] == "bad-field"


def test_python_reads_both_forms() -> None:
    trace = build(TraceRequest("max(x*y, x+z)", {"x": 3.0, "y": -4.0, "z": 2.0}))
    assert Trace.from_json(trace.to_json("templates")) == trace


@pytest.mark.parametrize("field", ["nodes", "edges", "steps", "forms", "symbols"])
def test_a_broken_compact_document_is_refused(field: str) -> None:
    document = orjson.loads(build(TraceRequest("x*x", {"x": 3.0})).to_json("templates"))
    with pytest.raises(ChainruleError, match="no trace"):
        Trace.from_json(orjson.dumps({**document, field: [{"form": 1}]}))
    with pytest.raises(ChainruleError, match="no trace"):
        Trace.from_json(orjson.dumps({name: value for name, value in document.items() if name != field}))


def test_the_command_line_writes_it(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["trace", "x*x", "--set", "x=3", "--json", "--words", "templates"]) == 0
    assert capfdbinary.readouterr().out == build(TraceRequest("x*x", {"x": 3.0})).to_json("templates")


def test_columns_of_a_large_graph_are_not_kept() -> None:
    """Hundreds of them are kept for the small pictures that many move at once; large ones would fill the memory."""
    small = chainrule.trace("large_1*large_2", {"large_1": 1, "large_2": 2})
    large = chainrule.trace(" + ".join(f"x{i}*y{i}" for i in range(150)), defaults=True)
    kept = []
    for trace in (small, large, large):
        trace.to_json("templates")
        kept.append(compact._tape_columns.cache_info().currsize)
    assert kept[0] == kept[1] == kept[2] > 0
