"""Live sessions of several processes, kept in a real Redis that is killed and comes back."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from chainrule.limits import DEFAULT
from chainrule.live import HubLost, Move, NoSession, WrongKey, WrongWord
from chainrule.live.hub import LiveLimit, digest
from chainrule.live.redis_hub import RedisHub
from test_live import ask, following, read_until, session_on

sys.path.insert(0, str(Path(__file__).parent / "load"))
from client import free_port, service

sys.path.pop(0)

pytestmark = pytest.mark.skipif(shutil.which("redis-server") is None, reason="redis-server is not installed")


class Store:
    """A Redis of the test, without files."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        words = ["redis-server", "--port", str(self.port), "--save", "", "--appendonly", "no", "--bind", "127.0.0.1"]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
        end = time.monotonic() + 10
        while subprocess.run(["redis-cli", "-p", str(self.port), "ping"], capture_output=True).stdout != b"PONG\n":
            assert time.monotonic() < end
            time.sleep(0.05)

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    made = Store()
    yield made
    made.kill()


def run(store: Store, test: Callable[[RedisHub, RedisHub], Awaitable[None]], **limits: int) -> None:
    """With two hubs, as two processes have them."""

    async def whole() -> None:
        one, other = (RedisHub(store.url, replace(DEFAULT, **limits)) for _ in range(2))
        await one.redis.flushall()
        try:
            await test(one, other)
        finally:
            await one.close()
            await other.close()

    asyncio.run(whole())


def test_a_move_in_one_process_reaches_those_who_follow_in_another(store: Store) -> None:
    async def test(one: RedisHub, other: RedisHub) -> None:
        session = await one.create()
        await other.check(session.code, session.key)
        with pytest.raises(WrongKey):
            await other.check(session.code, "guess")
        with await other.follow(session.code) as follower:
            assert await follower.next() == Move.of(0, None)
            assert await one.move(session.code, Move.of(2, {"step": 1})) == 2
            assert await asyncio.wait_for(follower.next(), 20) == Move.of(2, {"step": 1})
            assert await other.move(session.code, Move.of(1, {"step": 0})) == 2
            assert await one.last(session.code) == Move.of(2, {"step": 1})
            await one.end(session.code)
            assert await asyncio.wait_for(follower.next(), 20) is None
        assert not other.followed
        for gone in (one.last(session.code), other.move(session.code, Move.of(3, {})), one.end(session.code)):
            with pytest.raises(NoSession):
                await gone

    run(store, test)


def test_answers_that_come_to_all_processes_at_once_count_once(store: Store) -> None:
    async def test(one: RedisHub, other: RedisHub) -> None:
        code = (await one.create()).code
        hubs = [one, other] * 40
        answers = [hub.answer(code, "b1", f"t{number // 2}", "1") for number, hub in enumerate(hubs)]
        assert sum(await asyncio.gather(*answers)) == 40
        await one.answer(code, "b10", "t0", "2")
        assert await other.histogram(code, "b1") == [("1", 40)]

    run(store, test)


def test_a_hall_that_comes_at_once_finds_its_session(store: Store) -> None:
    async def test(one: RedisHub, other: RedisHub) -> None:
        code = (await one.create()).code
        await other.redis.config_resetstat()
        followings = await asyncio.gather(*(other.follow(code) for _ in range(1_000)))
        assert (await other.redis.info("commandstats"))["cmdstat_hmget"]["calls"] <= 2
        answers = [one.answer(code, "b1", f"t{number}", "1") for number in range(1_000)]
        assert sum(await asyncio.gather(*answers)) == 1_000
        with followings[0] as first, followings[-1] as last:
            assert await first.next() == await last.next() == Move.of(0, None)

    run(store, test)


def test_of_many_moves_at_once_the_newest_stays(store: Store) -> None:
    async def test(one: RedisHub, other: RedisHub) -> None:
        code = (await one.create()).code
        moves = [(one, other)[n % 2].move(code, Move.of(n, {"n": n})) for n in range(60, 0, -1)]
        await asyncio.gather(*moves)
        assert await other.last(code) == Move.of(60, {"n": 60})

    run(store, test)


def test_a_word_of_one_process_hands_over_in_another_and_once(store: Store) -> None:
    async def test(one: RedisHub, other: RedisHub) -> None:
        session = await one.create()
        with await one.follow(session.code):
            word = await one.hand_over(session.code)
            for hub in (one, other):
                with pytest.raises(WrongWord):
                    await hub.take_over(session.code, "guess")
            taken = await asyncio.gather(
                *(hub.take_over(session.code, word) for hub in (one, other)), return_exceptions=True
            )
            keys = [each for each in taken if isinstance(each, str)]
            assert len(keys) == 1
            await one.check(session.code, keys[0])
            with pytest.raises(WrongKey):
                await other.check(session.code, session.key)
            end = time.monotonic() + 20
            while one.followed[session.code].fields[0] != digest(keys[0]):  # what is put back has the new key
                assert time.monotonic() < end
                await asyncio.sleep(0.02)
            word = await other.hand_over(session.code)
            assert 290 < await one.redis.ttl(f"chainrule:handover:{session.code}") <= 300
            for _ in range(5):
                with pytest.raises(WrongWord):
                    await one.take_over(session.code, "guess")
            with pytest.raises(WrongWord):
                await one.take_over(session.code, word)

    run(store, test)


def test_limits_hold_for_all_processes_together(store: Store) -> None:
    async def test(one: RedisHub, other: RedisHub) -> None:
        code = (await one.create()).code
        with pytest.raises(Exception, match="`live_sessions` is 1"):
            await other.create()
        await one.answer(code, "b1", "a", "1")
        with pytest.raises(Exception, match="`live_answers` is 1"):
            await other.answer(code, "b1", "b", "1")

    run(store, test, live_sessions=1, live_answers=1)


def test_an_address_has_its_part_of_the_sessions_of_all_processes(store: Store) -> None:
    async def test(one: RedisHub, other: RedisHub) -> None:
        first = await one.create("10.0.0.1")
        await other.create("10.0.0.1")
        await one.move(first.code, Move.of(1, {}))
        for hub in (one, other):
            with pytest.raises(LiveLimit, match="`live_sessions_per_client` is 2"):
                await hub.create("10.0.0.1")
        await other.create("10.0.0.2")
        kept = [key async for key in one.redis.scan_iter("chainrule:client:*")]
        assert len(kept) == 2
        assert not any(b"10.0.0" in key for key in kept)
        assert all([await one.redis.ttl(key) > 28_700 or await one.redis.ttl(key) <= 601 for key in kept])
        await other.end(first.code)
        await other.create("10.0.0.1")

    run(store, test, live_sessions_per_client=2)


def test_sessions_expire_in_redis(store: Store) -> None:
    async def test(one: RedisHub, _: RedisHub) -> None:
        code = (await one.create()).code
        key = f"chainrule:live:{code}"
        await one.answer(code, "b1", "a", "1")
        assert 590 < await one.redis.ttl(key) <= 601
        await one.move(code, Move.of(1, {}))
        assert 28_790 < await one.redis.ttl(key) <= 28_801
        assert await one.redis.ttl(f"chainrule:answers:{code}") > 0

    run(store, test)


def test_a_redis_that_comes_back_empty_gets_its_sessions_back() -> None:
    store = Store()

    async def test(one: RedisHub, other: RedisHub) -> None:
        session = await one.create()
        with await other.follow(session.code) as follower:
            await one.move(session.code, Move.of(7, {"step": 7}))
            while (await asyncio.wait_for(follower.next(), 20)) != Move.of(7, {"step": 7}):
                pass
            store.kill()
            with pytest.raises(HubLost):
                await one.move(session.code, Move.of(8, {}))
            store.start()
            end = time.monotonic() + 20
            while True:  # as the presenter's page does
                try:
                    assert await one.move(session.code, Move.of(9, {"step": 9})) == 9
                    break
                except (HubLost, NoSession):
                    assert time.monotonic() < end
                    await asyncio.sleep(0.1)
            await one.check(session.code, session.key)
            assert await asyncio.wait_for(follower.next(), 20) == Move.of(9, {"step": 9})

    try:
        run(store, test)
    finally:
        store.kill()


def test_a_session_that_ended_while_a_process_was_deaf_stays_ended(store: Store) -> None:
    async def test(one: RedisHub, other: RedisHub) -> None:
        session = await one.create()
        with await other.follow(session.code) as follower:
            await follower.next()
            assert other.listener is not None
            other.listener.cancel()
            await asyncio.sleep(0)
            other.listener = None
            await one.end(session.code)
            await other._listen()
            assert await asyncio.wait_for(follower.next(), 20) is None
            with pytest.raises(NoSession):
                await one.last(session.code)

    run(store, test)


def test_two_services_serve_one_session_and_one_may_die(store: Store) -> None:
    with service("--hub", store.url) as (here, _), service("--hub", store.url) as (there, process):
        path, key = session_on(here)
        with following(there, path) as stream:
            read_until(stream, b'data: {"version":0')
            assert ask(here, "PUT", path, {"version": 1, "state": {"step": 1}}, key) == (200, {"version": 1})
            read_until(stream, b'data: {"version":1,"state":{"step":1}}')
            ask(there, "POST", f"{path}/answers", {"token": "a", "blank": "b", "answer": "1"})
            assert ask(here, "GET", f"{path}/answers?blank=b", key=key)[1]["values"] == [["1", 1]]
            os.killpg(process.pid, signal.SIGKILL)
        with following(here, path) as stream:
            read_until(stream, b'data: {"version":1,"state":{"step":1}}')


def test_a_service_whose_redis_is_away_answers_503_and_serves_the_rest() -> None:
    with service("--hub", f"redis://127.0.0.1:{free_port()}/0") as (port, _):
        status, problem = ask(port, "POST", "/api/v1/live")
        assert (status, problem["code"]) == (503, "hub-lost")
        assert ask(port, "GET", "/api/v1/limits")[0] == 200
