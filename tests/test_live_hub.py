"""The hub of live sessions in memory: how long sessions last, how many there may be, and who moves them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chainrule.api.app import WEB, create_app
from chainrule.limits import DEFAULT
from chainrule.live import MemoryHub, Move, NoSession, WrongKey, WrongWord
from chainrule.live.hub import LiveLimit
from service import Client, check_problem
from test_live import opened


def run(test: Callable[[], Any]) -> None:
    asyncio.run(test())


def test_a_session_ends_after_8_hours_and_an_unused_one_after_10_minutes() -> None:
    now = [0.0]
    hub = MemoryHub(clock=lambda: now[0])

    async def test() -> None:
        used, unused = await hub.create(), await hub.create()
        await hub.move(used.code, Move.of(1, {}))
        with await hub.follow(used.code, after=1) as follower:
            now[0] = 601
            with pytest.raises(NoSession):
                await hub.last(unused.code)
            now[0] = 8 * 3600 - 1
            await hub.check(used.code, used.key)
            now[0] = 8 * 3600
            with pytest.raises(NoSession):
                await hub.last(used.code)
            assert await follower.next() is None

    run(test)


def test_limits_say_their_name_and_number() -> None:
    hub = MemoryHub(replace(DEFAULT, live_sessions=1, live_followers=1, live_answers=1))

    async def test() -> None:
        code = (await hub.create()).code
        with pytest.raises(Exception, match="`live_sessions` is 1"):
            await hub.create()
        with await hub.follow(code), pytest.raises(Exception, match="`live_followers` is 1"):
            await hub.follow(code)
        with await hub.follow(code):
            pass
        await hub.answer(code, "b1", "a", "1")
        assert not await hub.answer(code, "b1", "a", "1")
        with pytest.raises(Exception, match="`live_answers` is 1"):
            await hub.answer(code, "b1", "b", "1")

    run(test)


def test_one_address_opens_no_more_than_its_part_of_the_sessions() -> None:
    hub = MemoryHub(replace(DEFAULT, live_sessions_per_client=2))

    async def test() -> None:
        first, _ = await hub.create("10.0.0.1"), await hub.create("10.0.0.1")
        with pytest.raises(LiveLimit, match="`live_sessions_per_client` is 2") as refused:
            await hub.create("10.0.0.1")
        assert refused.value.status == 429
        await hub.create("10.0.0.2")
        await hub.end(first.code)
        await hub.create("10.0.0.1")

    run(test)


def test_a_session_counts_for_the_address_that_opened_it() -> None:
    client = Client(create_app(replace(WEB, live_sessions_per_client=1)))
    path, key = opened(client)
    problem = check_problem(refused := client.post("/api/v1/live", {}))
    assert (refused.status, problem["code"]) == (429, "limit")
    assert "`live_sessions_per_client` is 1" in problem["detail"]
    assert client.request("DELETE", path, headers=key).status == 204
    assert client.post("/api/v1/live", {}).status == 200
    client.close()


def test_a_slow_follower_misses_states_but_never_the_newest() -> None:
    hub = MemoryHub()

    async def test() -> None:
        code = (await hub.create()).code
        with await hub.follow(code) as follower:
            assert await follower.next() == Move.of(0, None)
            for version in range(1, 1001):
                await hub.move(code, Move.of(version, {"step": version}))
            assert await follower.next() == Move.of(1000, {"step": 1000})

    run(test)


def test_a_key_of_another_session_is_wrong() -> None:
    hub = MemoryHub()

    async def test() -> None:
        one, other = await hub.create(), await hub.create()
        with pytest.raises(WrongKey):
            await hub.check(one.code, other.key)

    run(test)


def test_a_word_is_good_for_five_minutes() -> None:
    now = [0.0]
    hub = MemoryHub(clock=lambda: now[0])

    async def test() -> None:
        session = await hub.create()
        word = await hub.hand_over(session.code)
        now[0] = 300
        with pytest.raises(WrongWord):
            await hub.take_over(session.code, word)
        await hub.check(session.code, session.key)

    run(test)


# Over sockets
