"""The hub of any number of processes and machines: sessions are kept in Redis, and each process hears of every move."""

from __future__ import annotations

import asyncio
import functools
import math
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from typing import Any, cast

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from ..limits import DEFAULT, Limits
from .channel import Channel, Follower
from .hub import (
    HANDOVER_SECONDS,
    HANDOVER_TRIES,
    IDLE_SECONDS,
    SECONDS,
    HubLost,
    LiveLimit,
    Move,
    NoSession,
    Session,
    WrongKey,
    WrongWord,
    count,
    digest,
    fits,
    new_code,
    new_key,
    new_word,
    too_many_of_client,
)
from .redis_scripts import ANSWER, CREATE, END, HAND_OVER, MOVE, RESTORE, TAKE_OVER

__all__ = ["RedisHub"]

_PREFIX = "chainrule:live:"
_OPEN = "chainrule:open"  # a sorted set: the codes by the time of their end
_RETRY_SECONDS = 0.3  # between two attempts to hear Redis again
_TIMEOUT_SECONDS = 2.0
_WAIT_SECONDS = 10.0  # for one of the connections: a thousand answers at once wait on a busy machine
_CONNECTIONS = 20  # of a process to Redis
_LOOK_SECONDS = 10.0  # between two looks at what is followed: a message that was lost is late by no more
_FIELDS = ("key", "created", "ends", "version", "body")


@dataclass(eq=False, slots=True)
class _Followed:
    """A session that this process follows, and what Redis has of it."""

    channel: Channel
    fields: list[bytes]


class RedisHub:
    """A hub whose processes share `url` (`redis://host:port/db`). Its methods raise HubLost while Redis is away.

    A process remembers what it follows: where Redis is started again without its data, the sessions are put back.
    """

    def __init__(self, url: str, limits: Limits = DEFAULT) -> None:
        self.limits = limits
        # A hall that asks at once waits for a connection instead of being refused.
        pool = BlockingConnectionPool.from_url(
            url,
            max_connections=_CONNECTIONS,
            timeout=_WAIT_SECONDS,
            socket_connect_timeout=_TIMEOUT_SECONDS,
            socket_timeout=_TIMEOUT_SECONDS,
        )
        self.redis: Redis = Redis.from_pool(pool)
        self.followed: dict[str, _Followed] = {}
        self.opening: dict[str, asyncio.Future[_Followed]] = {}
        self.listener: asyncio.Task[None] | None = None
        self.listening = asyncio.Event()
        self.run = b""  # the id of the start of Redis that was heard last

    @property
    def followers(self) -> int:
        """Return how many screens follow a session through this process."""
        return sum(len(followed.channel.followers) for followed in self.followed.values())

    async def create(self, client: str = "") -> Session:
        """Open a session. Raises `LiveLimit` where too many are open, of this client or of all."""
        most = self.limits.live_sessions
        while True:
            session = Session(new_code(), new_key())
            body = Move.of(0, None).body
            now = time.time()
            of_client = self.limits.live_sessions_per_client
            arguments = (digest(session.key), now, now + IDLE_SECONDS, body, session.code, most, of_client)
            script = await self._script(CREATE, [_key(session.code), _OPEN, _client(client)], arguments)
            if script == 1:
                return session
            if script == -1:
                raise LiveLimit("live_sessions", most, f"{most:,} sessions are open")
            if script == -2:
                raise too_many_of_client(of_client)

    async def check(self, code: str, key: str) -> None:
        """Raise `WrongKey` unless the key is the session's."""
        if not fits(key, (await self._fields(code))[0]):
            raise WrongKey

    async def hand_over(self, code: str) -> str:
        """Return a word with which another screen may take the session over, for some minutes."""
        word = new_word()
        arguments = (digest(word), int(HANDOVER_SECONDS))
        if not await self._script(HAND_OVER, [_key(code), _handover(code)], arguments):
            raise NoSession
        return word

    async def take_over(self, code: str, word: str) -> str:
        """Return a new key in exchange for the word; the old one ends. Raises `WrongWord`."""
        key = new_key()
        arguments = (digest(word), digest(key), HANDOVER_TRIES)
        result = await self._script(TAKE_OVER, [_key(code), _handover(code)], arguments)
        if result is None:
            raise NoSession
        if not result:
            raise WrongWord
        return key

    async def move(self, code: str, move: Move) -> int:
        """Tell the followers of all processes a newer state, and return its version."""
        arguments = (move.version, move.body, SECONDS, code)
        newest = await self._script(MOVE, [_key(code), _OPEN], arguments)
        if newest is None:
            raise NoSession
        return int(newest)

    async def last(self, code: str) -> Move:
        """Return the newest state."""
        return _move(await self._fields(code))

    async def follow(self, code: str, after: int = -1) -> AbstractContextManager[Follower]:
        """Return what a screen gets newer states from. Raises `LiveLimit` where too many follow."""
        followed = self.followed.get(code)  # whoever comes later is given what this process has heard
        if followed is None:
            followed = await self._open(code)
        most = self.limits.live_followers
        if len(followed.channel.followers) >= most:
            raise LiveLimit("live_followers", most, f"{most:,} screens follow this session")
        return self._following(code, followed, after)

    async def _open(self, code: str) -> _Followed:
        """Begin to follow; a hall that comes at once asks Redis once. Raises: NoSession, HubLost."""
        opening = self.opening.get(code)
        if opening is None:
            opening = self.opening[code] = asyncio.ensure_future(self._read(code))
            opening.add_done_callback(functools.partial(self._opened, code))
        return await asyncio.shield(opening)

    def _opened(self, code: str, opening: asyncio.Future[_Followed]) -> None:
        del self.opening[code]
        if not opening.cancelled():
            opening.exception()  # whoever asked may be gone

    async def _read(self, code: str) -> _Followed:
        await self._listen()
        fields = await self._fields(code)
        followed = self.followed.setdefault(code, _Followed(Channel(_move(fields)), fields))
        _refresh(followed, fields)
        return followed

    @contextmanager
    def _following(self, code: str, followed: _Followed, after: int) -> Iterator[Follower]:
        self.followed.setdefault(code, followed)
        try:
            with followed.channel.follower(after) as follower:
                yield follower
        finally:
            if not followed.channel.followers and self.followed.get(code) is followed:
                del self.followed[code]

    async def answer(self, code: str, blank: str, token: str, answer: str) -> bool:
        """Count an answer to a blank; False if this token has answered it before."""
        most = self.limits.live_answers
        arguments = (f"{blank}\n{token}", answer, most)
        counted = await self._script(ANSWER, [_key(code), _answers(code)], arguments)
        if counted is None:
            raise NoSession
        if counted == -1:
            raise LiveLimit("live_answers", most, f"{most:,} answers were given in this session")
        return bool(counted)

    async def histogram(self, code: str, blank: str) -> list[tuple[str, int]]:
        """Return the answers to a blank with how often each was given, the most frequent first."""
        await self._fields(code)
        with _storage_errors():
            answers_by_token = cast("dict[bytes, bytes]", await cast(Any, self.redis.hgetall(_answers(code))))
        start = f"{blank}\n".encode()
        return count(answer.decode() for name, answer in answers_by_token.items() if name.startswith(start))

    async def end(self, code: str) -> None:
        """End a session; its followers are told."""
        if not await self._script(END, [_key(code), _answers(code), _OPEN, _handover(code)], (code,)):
            raise NoSession

    async def close(self) -> None:
        """Let go of the followers of this process and of Redis; the sessions go on."""
        if self.listener is not None:
            self.listener.cancel()
            with suppress(asyncio.CancelledError):
                await self.listener
        for followed in self.followed.values():
            followed.channel.end()
        await self.redis.aclose()

    async def _script(self, script: str, keys: list[str], arguments: tuple[Any, ...]) -> Any:
        with _storage_errors():
            return await cast(Any, self.redis.eval(script, len(keys), *keys, *arguments))

    async def _fields(self, code: str) -> list[bytes]:
        """Raises: NoSession, HubLost."""
        with _storage_errors():
            result = await cast(Any, self.redis.hmget(_key(code), list(_FIELDS)))
        if result[0] is None:
            raise NoSession
        return cast("list[bytes]", result)

    async def _listen(self) -> None:
        """Wait until this process hears of every move. Raises: HubLost."""
        if self.listener is None:
            self.listener = asyncio.create_task(self._hear_always())
        try:
            async with asyncio.timeout(_TIMEOUT_SECONDS):
                await self.listening.wait()
        except TimeoutError:
            raise HubLost from None

    async def _hear_always(self) -> None:
        while True:
            with suppress(RedisError, OSError, HubLost):
                async with self.redis.pubsub() as pubsub:
                    await pubsub.psubscribe(f"{_PREFIX}*")
                    await self._hear(pubsub)
            self.listening.clear()
            await asyncio.sleep(_RETRY_SECONDS)

    async def _hear(self, pubsub: PubSub) -> None:
        """Hand on each move. Returns never. Raises: RedisError, OSError, HubLost."""
        await self._look()
        self.listening.set()
        looked = time.monotonic()
        while True:
            message = await pubsub.get_message(ignore_subscribe_messages=True, timeout=1.0)
            if message is not None and message["type"] == "pmessage":
                if message["data"] == b"key":  # another screen drives: what is put back has its key
                    looked = -math.inf
                else:
                    self._receive(message["channel"].decode().removeprefix(_PREFIX), message["data"])
            if time.monotonic() - looked > _LOOK_SECONDS:
                await self._look()
                looked = time.monotonic()

    def _receive(self, code: str, data: bytes) -> None:
        if code not in self.followed:
            return
        followed = self.followed[code]
        if data == b"end":
            self._forget(code)
            return
        ends, version, body = data.split(b" ", 2)
        _refresh(followed, [*followed.fields[:2], ends, version, body])

    async def _look(self) -> None:
        """Read again all that is followed; put it back if Redis was started anew without it."""
        with _storage_errors():
            run = (await self.redis.info("server"))["run_id"]
        new, self.run = bool(self.run) and run != self.run, run
        for code, followed in list(self.followed.items()):
            if new:
                await self._script(RESTORE, [_key(code), _OPEN], (*followed.fields, time.time(), code))
            try:
                _refresh(followed, await self._fields(code))
            except NoSession:
                self._forget(code)

    def _forget(self, code: str) -> None:
        if code in self.followed:
            self.followed.pop(code).channel.end()


@contextmanager
def _storage_errors() -> Iterator[None]:
    try:
        yield
    except (RedisError, OSError) as error:
        raise HubLost from error


def _key(code: str) -> str:
    return _PREFIX + code


def _client(client: str) -> str:
    """Return the name under which the codes of a client are kept; its address is kept nowhere."""
    return f"chainrule:client:{digest(client).hex()}"


def _handover(code: str) -> str:
    return f"chainrule:handover:{code}"


def _answers(code: str) -> str:
    return f"chainrule:answers:{code}"


def _move(fields: list[bytes]) -> Move:
    return Move(int(fields[3]), fields[4])


def _refresh(followed: _Followed, fields: list[bytes]) -> None:
    if int(fields[3]) >= int(followed.fields[3]):
        followed.fields = fields
    followed.channel.publish(_move(fields))
