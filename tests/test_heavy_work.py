"""Heavy work: processes of their own, a queue, fair turns, and an end when nobody waits any more."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import signal
import time
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

from chainrule.api.app import create_app
from chainrule.api.errors import QueueFull, WorkerError, WorkerLost
from chainrule.api.handler_job import Job
from chainrule.api.process_pool import ProcessPool
from chainrule.api.service import SMALL
from chainrule.export import Options
from chainrule.limits import DEFAULT
from chainrule.request import TraceRequest
from service import Client, check_problem, post_until

NEURON = {"source": "1/(1+exp(-(w0*x0+w1*x1+w2)))", "values": {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3}}
# Lines, as the rounds of a loop would fold into one box.
LARGE = {"source": "x = x*1.01 + a\n" * 150 + "x", "values": {"x": 1, "a": 2}}


numbers = itertools.count(1)


def film(scale: float = 0.5) -> Job:
    """A film of ten pictures that nobody has asked for yet."""
    asked = TraceRequest(source="x*y + x", values={"x": float(next(numbers)), "y": 2.0})
    return Job.of("render", asked, "gif", Options(scale=scale), heavy=True)


def silent(done: int, of: int) -> None:
    pass


@pytest.fixture(scope="module")
def served() -> Iterator[Callable[..., Any]]:
    """Runs `work(client, service)` with an application that has one process, which all tests here share."""
    runner = asyncio.Runner()
    app = create_app(processes=1)
    started = app.router.lifespan_context(app)
    runner.run(started.__aenter__())

    async def limited(work: Any) -> None:
        async with asyncio.timeout(60):
            await work(Client(app), app.state.service)

    yield lambda work: runner.run(limited(work))
    runner.run(started.__aexit__(None, None, None))
    runner.close()


@pytest.fixture
def pooled(served: Callable[..., Any]) -> Callable[..., Any]:
    """Runs `work(pool)` with the pool of that application."""
    return lambda work: served(lambda client, service: work(service.processes))


def post(client: Client, path: str, fields: dict[str, Any], **headers: str) -> Coroutine[Any, Any, Any]:
    return client.ask("POST", path, json.dumps(fields).encode(), headers)


def test_a_job_whose_client_is_gone_stops_at_the_next_picture_and_its_process_goes_on(
    monkeypatch: pytest.MonkeyPatch, pooled: Any
) -> None:
    monkeypatch.setattr("chainrule.api.process_pool._GRACE", 60.0)  # a busy machine draws a picture slowly

    async def work(pool: ProcessPool) -> None:
        drawn: list[int] = []
        begun = asyncio.Event()

        def progress(done: int, of: int) -> None:
            drawn.append(done)
            begun.set()

        task = asyncio.ensure_future(pool.run(film(scale=8), "a", progress))
        await begun.wait()
        (worker,) = pool._workers
        assert worker.process is not None
        pid = worker.process.pid
        task.cancel()
        await pool.run(film(), "a", silent)
        assert worker.process.pid == pid
        assert len(drawn) < 10, "of 10"

    pooled(work)


def test_a_job_that_does_not_stop_is_ended_with_its_process(monkeypatch: pytest.MonkeyPatch, pooled: Any) -> None:
    monkeypatch.setattr("chainrule.api.process_pool._GRACE", 0.01)

    async def work(pool: ProcessPool) -> None:
        await pool.run(film(), "a", silent)
        (worker,) = pool._workers
        assert worker.process is not None
        pid = worker.process.pid
        os.kill(pid, signal.SIGSTOP)  # it hears nothing
        task = asyncio.ensure_future(pool.run(film(), "a", silent))
        await asyncio.sleep(0.1)
        task.cancel()
        response = await pool.run(film(), "a", silent)
        assert response.media_type == "image/gif"
        (other,) = pool._workers
        assert other.process is not None
        assert other.process.pid != pid

    pooled(work)


def test_a_process_that_dies_is_replaced_and_its_job_is_told(pooled: Any) -> None:
    async def work(pool: ProcessPool) -> None:
        await pool.run(film(), "a", silent)
        (worker,) = pool._workers
        assert worker.process is not None
        task = asyncio.ensure_future(pool.run(film(scale=8), "a", silent))
        await asyncio.sleep(0.05)
        worker.process.kill()
        with pytest.raises(WorkerLost):
            await task
        assert (await pool.run(film(), "a", silent)).body.startswith(b"GIF89a")

    pooled(work)


def test_one_client_has_at_most_half_of_the_places_and_all_have_turns(
    pooled: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work(pool: ProcessPool) -> None:
        order: list[str] = []

        async def ask(client: str) -> None:
            await pool.run(film(), client, silent)
            order.append(client)

        monkeypatch.setattr(pool, "places", 8)
        first = [asyncio.ensure_future(ask("a")) for _ in range(pool.share)]
        await asyncio.sleep(0)
        with pytest.raises(QueueFull) as full:
            await pool.run(film(), "a", silent)
        assert full.value.retry_after >= 1
        second = [asyncio.ensure_future(ask("b")) for _ in range(2)]
        await asyncio.gather(*first, *second)
        assert order == ["a", "b", "a", "b", "a", "a"]

    pooled(work)


def test_what_waits_and_is_given_up_never_begins(pooled: Any) -> None:
    async def work(pool: ProcessPool) -> None:
        begun: list[int] = []
        working = asyncio.ensure_future(pool.run(film(scale=4), "a", silent))
        given_up = [
            asyncio.ensure_future(pool.run(film(), "b", lambda done, of: begun.append(done))) for _ in range(10)
        ]
        await asyncio.sleep(0.1)
        for task in given_up:
            task.cancel()
        await working
        await pool.run(film(), "c", silent)
        assert begun == []
        assert pool._inside.total() == 0

    pooled(work)


def test_a_mistake_found_in_a_process_is_told_as_one_found_in_a_thread(pooled: Any, served: Any) -> None:
    wrong = {"source": "for i in range(300):\n    x = x*1.01\nx * sigmod(x)", "values": {"x": 1}}

    async def work(client: Client, service: Any) -> None:
        reply = await post(client, "/api/v1/render.gif", wrong)
        problem = check_problem(reply)
        assert problem == check_problem(await post(client, "/api/v1/trace", wrong))
        assert problem["code"] == "unknown-function"
        assert problem["span"]["line"] == 3

    served(work)
    job = Job.of("trace", TraceRequest(source="sigmod(x)", values={"x": 1.0}))
    with pytest.raises(WorkerError, match="sigmod"):
        pooled(lambda pool: pool.run(job, "a", silent))


def test_a_large_graph_is_made_in_a_process_and_a_small_one_in_a_thread(
    monkeypatch: pytest.MonkeyPatch, served: Any
) -> None:
    async def work(client: Client, service: Any) -> None:
        asked: list[str] = []
        run = service.processes.run

        async def counted(job: Job, who: str, progress: Any) -> Any:
            asked.append(job.kind)
            return await run(job, who, progress)

        monkeypatch.setattr(service.processes, "run", counted)
        for path in ("/api/v1/trace", "/api/v1/code", "/api/v1/render.svg"):
            assert (await post(client, path, NEURON)).status == 200
        assert asked == []
        large = await post(client, "/api/v1/trace", LARGE)
        assert asked == ["trace"]
        assert sum(node["kind"] == "gate" for node in large.json()["nodes"]) > SMALL["gates_drawn"]
        assert (await post(client, "/api/v1/render.png", {**NEURON, "scale": 0.5})).status == 200
        assert asked == ["trace", "render"]

    served(work)


def test_the_limits_of_threads_are_a_part_of_the_limits_and_no_answer_says_one(served: Any) -> None:
    assert all(most < getattr(DEFAULT, name) for name, most in SMALL.items())

    async def work(client: Client, service: Any) -> None:
        lines = "x = x*y + x\n" * 900  # the rounds of a loop would fold
        reply = await post(client, "/api/v1/trace", {"source": lines + "x", "defaults": True})
        assert "`gates_drawn` is 2,000" in check_problem(reply)["detail"]

    served(work)


def test_the_work_ends_when_the_last_of_its_clients_hangs_up(served: Any) -> None:
    async def work(client: Client, service: Any) -> None:
        body = json.dumps({**NEURON, "scale": 3}).encode()
        asking = [asyncio.ensure_future(hanging_up(client.app, body, gone)) for gone in (first, second)]
        async with asyncio.timeout(30):
            while not service.in_flight:
                await asyncio.sleep(0.02)
        await asyncio.sleep(0.5)
        assert len(service.in_flight) == 1
        first.set()
        await asking[0]
        assert len(service.in_flight) == 1
        second.set()
        await asking[1]
        assert not service.in_flight
        start = time.monotonic()
        reply = await post(client, "/api/v1/render.png", NEURON)
        assert reply.status == 200
        assert time.monotonic() - start < 5

    first, second = asyncio.Event(), asyncio.Event()
    served(work)


async def hanging_up(app: Any, body: bytes, end: asyncio.Event) -> None:
    """A request for a film whose client closes the connection."""
    parts: list[bytes] = []
    await post_until(app, "/api/v1/render.gif", body, end, parts.append)
    assert not parts, "nobody listens"


def test_small_answers_come_while_all_processes_are_busy(served: Any) -> None:
    async def work(client: Client, service: Any) -> None:
        films = [
            asyncio.ensure_future(
                post(client, "/api/v1/render.gif", {**NEURON, "scale": 3, "step": "all", "seconds": s})
            )
            for s in (1, 2)
        ]
        await asyncio.sleep(0.3)
        for number in range(20):
            fields = {"source": f"x*{number} + y", "values": {"x": 1, "y": 2}}
            for path in ("/api/v1/trace", "/api/v1/render.svg"):
                assert (await post(client, path, fields)).status == 200
        assert not any(film.done() for film in films)
        for film in films:
            film.cancel()

    served(work)


def test_a_full_queue_of_films_says_when_to_come_again(served: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(client: Client, service: Any) -> None:
        service.processes.places = 2
        asking = [
            asyncio.ensure_future(post(client, "/api/v1/render.gif", {**NEURON, "seconds": 1 + i / 10}))
            for i in range(6)
        ]
        replies = await asyncio.gather(*asking)
        refused = [reply for reply in replies if reply.status == 503]
        assert len(refused) == 5
        assert check_problem(refused[0])["code"] == "busy"
        assert 1 <= int(refused[0].headers["retry-after"]) <= 60

    served(work)
