"""How the service works: what is computed once, where, and how many may wait."""

from __future__ import annotations

import asyncio
import json
import math
import threading
from typing import Any

import pytest

from chainrule.api import handlers
from chainrule.api.app import create_app
from chainrule.api.cache import ResponseCache
from chainrule.api.responses import CachedResponse
from chainrule.api.worker_pool import STACK_BYTES, WorkerPool
from chainrule.request import TraceRequest
from service import Client, check_problem


def test_a_finished_answer_is_not_computed_twice(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    source = {"source": "x*x*x*7", "values": {"x": 3}}
    first = client.post("/api/v1/trace", source)
    monkeypatch.setitem(handlers.HANDLERS, "trace", lambda *_, **__: pytest.fail("computed again"))
    assert client.post("/api/v1/trace", source).body == first.body


def test_all_who_ask_at_once_share_one_piece_of_work(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    gate = threading.Event()

    def slow(asked: Any, **_: Any) -> CachedResponse:
        calls.append(asked.source)
        gate.wait(10)
        return CachedResponse.of(b"{}")

    monkeypatch.setitem(handlers.HANDLERS, "trace", slow)
    app = create_app(threads=2)

    async def crowd() -> list[int]:
        client = Client(app)
        body = json.dumps({"source": "y = x\ny"}).encode()
        asking = [asyncio.ensure_future(client.ask("POST", "/api/v1/trace", body)) for _ in range(50)]
        while not calls:
            await asyncio.sleep(0.05)
        gate.set()
        return [reply.status for reply in await asyncio.gather(*asking)]

    assert asyncio.run(crowd()) == [200] * 50
    assert calls == ["y = x\ny"]


def test_a_full_queue_says_come_again_and_then_recovers(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()

    def slow(*_: Any, **__: Any) -> CachedResponse:
        gate.wait(10)
        return CachedResponse.of(b"{}")

    monkeypatch.setitem(handlers.HANDLERS, "trace", slow)
    app = create_app(threads=1, waiting=2)

    async def crowd() -> list[Any]:
        client = Client(app)
        bodies = [json.dumps({"source": f"y = x\ny+{i}"}).encode() for i in range(8)]
        asking = [asyncio.ensure_future(client.ask("POST", "/api/v1/trace", body)) for body in bodies]
        async with asyncio.timeout(9):  # all that find no place are told so while the others are at work
            while sum(task.done() for task in asking) < 5:
                await asyncio.sleep(0.02)
        health = await client.ask("GET", "/healthz")
        gate.set()
        first = await asyncio.gather(*asking)
        await asyncio.sleep(0.05)
        return [health, *first, await client.ask("POST", "/api/v1/trace", bodies[-1])]

    health, *replies, after = asyncio.run(crowd())
    assert health.status == 200
    assert sorted(reply.status for reply in replies) == [200] * 3 + [503] * 5
    for reply in replies:
        if reply.status == 503:
            assert check_problem(reply)["code"] == "busy"
            assert reply.headers["retry-after"] == "1"
            assert reply.headers["cache-control"] == "no-store"
    assert after.status == 200


def test_the_event_loop_is_free_while_a_question_is_worked_on(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    monkeypatch.setitem(handlers.HANDLERS, "trace", lambda *_, **__: (gate.wait(10), CachedResponse.of(b"{}"))[1])
    app = create_app(threads=1)

    async def ask() -> int:
        client = Client(app)
        slow = asyncio.ensure_future(client.ask("POST", "/api/v1/trace", b'{"source": "y = x\\ny"}'))
        await asyncio.sleep(0.02)
        async with asyncio.timeout(8):  # the work takes ten seconds if nobody ends it
            status = (await client.ask("GET", "/healthz")).status
        assert not slow.done()
        gate.set()
        await slow
        return status

    assert asyncio.run(ask()) == 200


def test_threads_have_a_stack_that_the_parser_cannot_overrun() -> None:
    room = WorkerPool(threads=1)
    assert STACK_BYTES >= 1 << 20
    assert threading.stack_size() == 0, "the process's own setting is left as it was"
    room.close()


def test_the_cache_stays_below_its_limit() -> None:
    cache = ResponseCache(limit=10_000)
    for number in range(100):
        cache.put(str(number).encode(), CachedResponse.of(bytes([number]) * 400))
    assert cache.bytes <= 10_000
    assert cache.get(b"99") is not None
    assert cache.get(b"0") is None
    for _ in range(3):
        cache.put(b"99", CachedResponse.of(b"x" * 400))
    assert cache.bytes <= 10_000


@pytest.fixture
def all_are_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, the first answer counts as a quick one."""
    monkeypatch.setattr("chainrule.api.service._INSTANT_SECONDS", math.inf)


@pytest.mark.usefixtures("all_are_quick")
def test_the_like_of_a_quick_answer_needs_no_thread(client: Client) -> None:
    first = client.trace("x*y + 0.125*x", values={"x": 1, "y": 2}).json()
    service = client.app.state.service
    threads, service.threads = service.threads, None  # whoever asks for one breaks
    try:
        again = client.trace("x*y + 0.125*x", values={"x": 3, "y": 2}).json()
    finally:
        service.threads = threads
    assert first["value"] == 2.125
    assert again["value"] == 6.375


@pytest.mark.usefixtures("all_are_quick")
def test_what_takes_long_at_other_values_still_goes_to_a_thread(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = "while x < 1:\n    x = x + 0.001\nx*2"
    assert client.trace(loop, values={"x": 0.999}).status == 200
    threads, jobs = client.app.state.service.threads, []
    run = threads.run
    monkeypatch.setattr(threads, "run", lambda *job: (jobs.append(job), run(*job))[1])
    assert client.trace(loop, values={"x": 0.998}).status == 200
    assert not jobs  # like the first
    long = client.trace(loop, values={"x": 0.5})
    assert long.status == 200
    assert long.json()["value"] == pytest.approx(2)
    assert jobs


def test_requests_are_alike_when_only_numbers_differ() -> None:
    request = TraceRequest("w1*x + 2", {"w1": 1.5, "x": [1.0, -2e-7]})
    alike = TraceRequest("w1*x + 2", {"w1": -3.25e10, "x": [0.5, 4.0]})
    assert alike.without_numbers() == request.without_numbers()
    for other in (
        TraceRequest("w1*x + 3", request.values),
        TraceRequest("w1*x + 2", {"w1": 1.5, "x": 1.0}),
        TraceRequest("w1*x + 2", request.values, view="units"),
    ):
        assert other.without_numbers() != request.without_numbers()
