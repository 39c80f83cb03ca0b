"""A short, always equal part of the fuzzing in `fuzz`: random graphs over all ops, programs and requests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from chainrule.ops import OPS
from fuzz.calls import check_call, random_call
from fuzz.check_graphs import check_graph
from fuzz.check_sources import check_source
from fuzz.checks import Mismatch, same
from fuzz.contract import Contract, ContractCase
from fuzz.directions import check_directions, random_direction
from fuzz.exercises import check_exercise, random_exercise
from fuzz.graphs import ROWS, random_graph
from fuzz.service_requests import check_reply, check_request, random_request
from fuzz.sources import UNARY, random_source
from live_tape import LiveTape
from service import Client, Reply

BLOCKS = range(4)


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveTape]:
    made = LiveTape(tmp_path_factory.mktemp("tape"))
    yield made
    made.close()


def hold(make: Callable[[int], Any], check: Callable[[Any], Any], seeds: range) -> list[Any]:
    """What `check` says of each case; a failure shows the case."""
    found = []
    for case in map(make, seeds):
        try:
            found.append(check(case))
        except Exception as error:
            raise AssertionError(f"{error}\n{case}") from error
    return found


@pytest.mark.parametrize("block", BLOCKS)
def test_random_graphs_hold(block: int, live: LiveTape) -> None:
    hold(random_graph, lambda case: check_graph(case, live), range(block * 15, block * 15 + 15))


@pytest.mark.parametrize("block", BLOCKS)
def test_random_programs_hold(block: int, live: LiveTape) -> None:
    read = hold(random_source, lambda case: check_source(case, live), range(block * 15, block * 15 + 15))
    assert sum(read) >= 4, "most of them are refused"


@pytest.mark.parametrize("block", BLOCKS)
def test_right_answers_in_any_rounding_are_never_wrong(block: int) -> None:
    asked = hold(random_exercise, check_exercise, range(block * 25, block * 25 + 25))
    assert sum(asked) >= 20, "most of them ask for nothing"


@pytest.mark.parametrize("block", BLOCKS)
def test_every_direction_of_random_programs_is_pytorchs(block: int) -> None:
    compared = hold(random_direction, check_directions, range(block * 15, block * 15 + 15))
    assert sum(compared) >= 13, "most of them are compared"


def test_random_requests_hold(client: Client) -> None:
    def make(seed: int) -> Any:
        return random_request(seed, heavy=0)

    statuses = hold(make, lambda case: check_request(case, client), range(120))
    assert statuses.count(200) >= 32, "most of them are refused"


@pytest.mark.parametrize("block", BLOCKS)
def test_the_service_keeps_what_its_document_promises(block: int, client: Client) -> None:
    contract = Contract(client)
    statuses = hold(contract.case, contract.check, range(block * 50, block * 50 + 50))
    assert statuses.count(200) >= 12, "most of them are refused"


def test_a_promise_that_is_not_kept_is_found(client: Client) -> None:
    for part, kept in (("required", ["nothing"]), ("additionalProperties", {"type": "null"})):
        contract = Contract(client)
        contract.document["components"]["schemas"]["LimitTable"]["properties"]["limits"][part] = kept
        with pytest.raises(Mismatch, match="does not fit its schema"):
            contract.check(ContractCase("GET", "/api/v1/limits", None, {}, "/api/v1/limits"))
    contract = Contract(client)
    del contract.document["components"]["schemas"]["TraceRequest"]["properties"]["view"]
    with pytest.raises(Mismatch, match="a body that the schema refuses is answered"):
        contract.check(ContractCase("POST", "/api/v1/trace", {"source": "1+2", "view": "gates"}, {}, "/api/v1/trace"))
    contract.document["components"]["schemas"]["TraceRequest"]["properties"]["colour"] = {"type": "string"}
    with pytest.raises(Mismatch, match="a body that the schema allows is called malformed"):
        contract.check(ContractCase("POST", "/api/v1/trace", {"source": "1+2", "colour": "red"}, {}, "/api/v1/trace"))


def test_every_row_is_among_the_graphs_and_every_function_among_the_programs() -> None:
    """The grammar is made of the tables: a new row is fuzzed without an edit."""
    assert {op.name for op, _ in ROWS} == {name for name, op in OPS.items() if op.slots != 0}
    written = "\n".join(random_source(seed).source for seed in range(3000))
    assert [word for word in UNARY if f"{word}(" not in written] == []


@pytest.mark.parametrize("make", [random_graph, random_source, random_request])
def test_the_same_seed_is_the_same_case(make: Callable[[int], Any]) -> None:
    assert str(make(7)) == str(make(7))
    assert str(make(7)) != str(make(8))


@pytest.mark.parametrize(
    ("status", "body"), [(500, b"{}"), (503, b"{}"), (200, b'{"a": NaN}'), (200, b'{"a": Infinity}')]
)
def test_an_answer_that_may_not_be_is_seen(status: int, body: bytes) -> None:
    with pytest.raises(Mismatch):
        check_reply(Reply(status, {"content-type": "application/json"}, body), random_request(1))


def test_numbers_that_differ_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Mismatch, match="for 2"):
        same(1.0, 2.0, "a")
    with pytest.raises(Mismatch, match="shape"):
        same([1.0], 1.0, "a")
    from fuzz import check_graphs

    right = check_graphs.gradients
    monkeypatch.setattr(check_graphs, "gradients", lambda run: {name: g + 0.1 for name, g in right(run).items()})
    monkeypatch.setattr(check_graphs, "check_units", lambda *_: None)
    failed = 0
    for seed in range(12):
        try:
            check_graph(random_graph(seed))
        except Mismatch:
            failed += 1
    assert failed >= 4


@pytest.mark.parametrize("block", BLOCKS)
def test_random_calls_are_as_their_library_has_them_or_refused(block: int) -> None:
    def make(seed: int) -> Any:
        return random_call(seed * 37, ("numpy", "torch")[seed % 2])

    read = hold(make, check_call, range(block * 25, block * 25 + 25))
    assert sum(read) >= 20, "most of them are refused"


def test_a_call_that_is_read_otherwise_than_its_library_is_found() -> None:
    call = random_call(0, "numpy")
    other = replace(call.program, source=call.program.source.replace("loss = ", "loss = 2*"), twin=call.program.source)
    with pytest.raises(Mismatch, match="wrong"):
        check_call(replace(call, program=other))
