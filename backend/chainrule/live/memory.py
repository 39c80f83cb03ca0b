"""The hub of one process: everything is in its memory, and gone with it."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from ..limits import DEFAULT, Limits
from .channel import Channel, Follower
from .hub import (
    HANDOVER_SECONDS,
    HANDOVER_TRIES,
    IDLE_SECONDS,
    SECONDS,
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

__all__ = ["MemoryHub"]


@dataclass(eq=False, slots=True)
class _Handover:
    word: bytes
    ends: float
    tries: int = 0


@dataclass(eq=False, slots=True)
class _LiveSession:
    key: bytes
    created: float
    ends: float
    channel: Channel
    client: str
    answers: dict[str, dict[str, str]] = field(default_factory=dict)  # by blank, by token
    answered: int = 0
    handover: _Handover | None = None


class MemoryHub:
    """A hub without a store. `clock` gives seconds."""

    def __init__(self, limits: Limits = DEFAULT, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits
        self.clock = clock
        self.sessions: dict[str, _LiveSession] = {}

    @property
    def followers(self) -> int:
        """Return how many screens follow a session."""
        return sum(len(session.channel.followers) for session in self.sessions.values())

    async def create(self, client: str = "") -> Session:
        """Open a session. Raises `LiveLimit` where too many are open, of this client or of all."""
        self._expire()
        own, most = sum(each.client == client for each in self.sessions.values()), self.limits.live_sessions_per_client
        if own >= most:
            raise too_many_of_client(most)
        most = self.limits.live_sessions
        if len(self.sessions) >= most:
            raise LiveLimit("live_sessions", most, f"{len(self.sessions):,} sessions are open")
        code = new_code()
        while code in self.sessions:
            code = new_code()
        session = Session(code, new_key())
        now = self.clock()
        self.sessions[code] = _LiveSession(
            digest(session.key), now, now + IDLE_SECONDS, Channel(Move.of(0, None)), client
        )
        return session

    async def check(self, code: str, key: str) -> None:
        """Raise `WrongKey` unless the key is the session's."""
        if not fits(key, self._session(code).key):
            raise WrongKey

    async def hand_over(self, code: str) -> str:
        """Return a word with which another screen may take the session over, for some minutes."""
        session, word = self._session(code), new_word()
        session.handover = _Handover(digest(word), self.clock() + HANDOVER_SECONDS)
        return word

    async def take_over(self, code: str, word: str) -> str:
        """Return a new key in exchange for the word; the old one ends. Raises `WrongWord`."""
        session = self._session(code)
        offered = session.handover
        if offered is None or offered.ends <= self.clock() or offered.tries >= HANDOVER_TRIES:
            raise WrongWord
        if not fits(word, offered.word):
            offered.tries += 1
            raise WrongWord
        key = new_key()
        session.key, session.handover = digest(key), None
        return key

    async def move(self, code: str, move: Move) -> int:
        """Tell the followers a newer state, and return its version."""
        session = self._session(code)
        session.ends = session.created + SECONDS
        session.channel.publish(move)
        return session.channel.last.version

    async def last(self, code: str) -> Move:
        """Return the newest state."""
        return self._session(code).channel.last

    async def follow(self, code: str, after: int = -1) -> AbstractContextManager[Follower]:
        """Return what a screen gets newer states from. Raises `LiveLimit` where too many follow."""
        channel = self._session(code).channel
        most = self.limits.live_followers
        if len(channel.followers) >= most:
            raise LiveLimit("live_followers", most, f"{len(channel.followers):,} screens follow this session")
        return channel.follower(after)

    async def answer(self, code: str, blank: str, token: str, answer: str) -> bool:
        """Count an answer to a blank; False if this token has answered it before."""
        session = self._session(code)
        answers_by_token = session.answers.get(blank, {})
        if token in answers_by_token:
            return False
        most = self.limits.live_answers
        if session.answered >= most:
            raise LiveLimit("live_answers", most, f"{session.answered:,} answers were given in this session")
        session.answers.setdefault(blank, answers_by_token)[token] = answer
        session.answered += 1
        return True

    async def histogram(self, code: str, blank: str) -> list[tuple[str, int]]:
        """Return the answers to a blank with how often each was given, the most frequent first."""
        return count(self._session(code).answers.get(blank, {}).values())

    async def end(self, code: str) -> None:
        """End a session; its followers are told."""
        self._session(code).channel.end()
        del self.sessions[code]

    async def close(self) -> None:
        """End all sessions."""
        for session in self.sessions.values():
            session.channel.end()
        self.sessions.clear()

    def _session(self, code: str) -> _LiveSession:
        self._expire()
        if code not in self.sessions:
            raise NoSession
        return self.sessions[code]

    def _expire(self) -> None:
        now = self.clock()
        for code in [code for code, session in self.sessions.items() if session.ends <= now]:
            self.sessions.pop(code).channel.end()
