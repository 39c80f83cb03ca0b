"""Answers that take no longer than the way to a thread and back are made where the question arrives."""

from __future__ import annotations

import asyncio
import gc
from typing import Any

import pytest

from chainrule.api import handlers
from chainrule.api.app import create_app
from chainrule.api.collector import rare_collections
from chainrule.api.worker_pool import WorkerPool
from service import Client

LONG = " + ".join(f"x{i}*y{i}" for i in range(13))
LOOP = "for i in range(3):\n    x = x*2\nx"


@pytest.fixture
def threaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Sources of the jobs that a thread does, of a service that has answered before."""
    handlers.ready()
    sources: list[str] = []
    original = WorkerPool.run

    async def run(self: WorkerPool, work: Any, *words: Any) -> Any:
        sources.extend(each.arguments[0].source for each in words[:1] if hasattr(each, "arguments"))
        return await original(self, work, *words)

    monkeypatch.setattr(WorkerPool, "run", run)
    return sources


def ask(*bodies: dict[str, Any]) -> list[Any]:
    client = Client(create_app(threads=1))
    with client.runner:
        return [client.post("/api/v1/trace", body).json() for body in bodies]


def test_a_new_text_is_left_to_a_thread_however_short(threaded: list[str]) -> None:
    """Reading takes milliseconds: a stream of new formulas made all others wait for each of them."""
    long, loop, short = ask(
        {"source": LONG, "values": {f"{letter}{i}": 1 for i in range(13) for letter in "xy"}},
        {"source": LOOP, "values": {"x": 1}},
        {"source": "x*y", "values": {"x": 2, "y": 3}},
    )
    assert (long["value"], loop["value"], short["value"]) == (13.0, 8.0, 6.0)
    assert threaded == [LONG, LOOP, "x*y"]


def test_new_values_of_a_loop_that_a_thread_did_at_once_need_none(threaded: list[str]) -> None:
    ask(*({"source": LOOP, "values": {"x": x}} for x in (1, 2, 3)))
    assert threaded == [LOOP]


def test_a_service_seldom_searches_for_garbage_and_python_does_as_before_after_it() -> None:
    usual, frozen = gc.get_threshold(), gc.get_freeze_count()
    with rare_collections():
        assert gc.get_threshold()[0] > 10 * usual[0]
        assert gc.get_freeze_count() > 1000  # what is there already is never searched
    assert (gc.get_threshold(), gc.get_freeze_count()) == (usual, 0 if frozen == 0 else frozen)


def test_the_service_keeps_its_modules_out_of_the_search_while_it_runs() -> None:
    app = create_app(threads=1, processes=1)

    async def counts() -> tuple[int, int]:
        async with app.router.lifespan_context(app):
            during = gc.get_threshold()[0]
        return during, gc.get_threshold()[0]

    during, after = asyncio.run(counts())
    assert during > after
