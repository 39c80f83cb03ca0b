"""Protocol of every hub, and the messages that it hands to those who follow."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections import Counter
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from ..errors import ChainruleError, LimitError
from .channel import Follower

__all__ = [
    "HANDOVER_SECONDS",
    "HANDOVER_TRIES",
    "IDLE_SECONDS",
    "SECONDS",
    "Hub",
    "HubLost",
    "LiveLimit",
    "Move",
    "NoSession",
    "Session",
    "WrongKey",
    "WrongWord",
    "count",
    "digest",
    "fits",
    "new_code",
    "new_key",
    "new_word",
    "too_many_of_client",
]

SECONDS = 8 * 3600.0  # after which a session ends
IDLE_SECONDS = 600.0  # after which a session ends that was never moved
HANDOVER_SECONDS = 300.0  # in which whoever takes over must say the word
HANDOVER_TRIES = 5  # wrong words, after which no word is right
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without those that are read as another one from the last row
_CODE = 4
_WORD = 8


class NoSession(ChainruleError):
    """404: no live session has the code."""

    title = "There is no such session"

    def __init__(self) -> None:
        hint = "It has ended, or the code is another one."
        super().__init__("no-session", "No live session has this code.", hint=hint, status=404)


class WrongKey(ChainruleError):
    """401: the key does not drive the session."""

    title = "Only the presenter may do this"

    def __init__(self) -> None:
        hint = "Send the key of the session: `Authorization: Bearer KEY`."
        super().__init__("wrong-key", "The key is not the one of this session.", hint=hint, status=401)


class WrongWord(ChainruleError):
    """401: the word does not hand the session over."""

    title = "This word does not hand over the session"

    def __init__(self) -> None:
        hint = "Ask the presenter for a new one: a word is good once, for five minutes."
        super().__init__("wrong-word", "No handover of this session has this word.", hint=hint, status=401)


class LiveLimit(LimitError):
    """More than one process keeps: it is free again when sessions end or followers leave."""

    status = 429


def too_many_of_client(most: int) -> LiveLimit:
    """Return the error where one address has opened `most` sessions."""
    hint = "End one that is over (`DELETE /api/v1/live/CODE`). One that was never moved ends after ten minutes."
    return LiveLimit("live_sessions_per_client", most, f"{most:,} sessions of this address are open", hint=hint)


class HubLost(Exception):
    """The store that the processes have in common does not answer. The same request will work when it is back."""


@dataclass(frozen=True, slots=True)
class Session:
    """A new session, as its presenter gets it."""

    code: str
    """Code that followers type: four letters and digits."""
    key: str
    """Key that moves the session. It is given once, to the presenter alone."""


@dataclass(frozen=True, slots=True)
class Move:
    """One state of the presenter's page, as it is sent: made once for all who follow."""

    version: int
    body: bytes
    """JSON of `{"version", "state"}`."""

    @classmethod
    def of(cls, version: int, state: Any) -> Move:
        """Make a move of a state, any JSON."""
        return cls(version, json.dumps({"version": version, "state": state}, separators=(",", ":")).encode())

    @property
    def event(self) -> bytes:
        """Move as a server-sent event."""
        return b"id: %d\ndata: %b\n\n" % (self.version, self.body)


class Hub(Protocol):
    """Store of sessions. All methods raise NoSession for a code that is none, LiveLimit, or HubLost."""

    @property
    def followers(self) -> int:
        """Screens that follow a session in this process."""

    async def create(self, client: str = "") -> Session:
        """Open a session. `client`: the address of its owner; nothing but the limit for each client looks at it."""

    async def check(self, code: str, key: str) -> None:
        """Check the key of a session. Raises: WrongKey."""

    async def hand_over(self, code: str) -> str:
        """Return a word with which another screen becomes the presenter, once; an earlier word is good no more."""

    async def take_over(self, code: str, word: str) -> str:
        """Return the new key of the session; the old one moves it no more. Raises: WrongWord."""

    async def move(self, code: str, move: Move) -> int:
        """Hand a state to all who follow, unless a newer one was handed out. Returns the newest version."""

    async def last(self, code: str) -> Move:
        """Return the newest state."""

    async def follow(self, code: str, after: int = -1) -> AbstractContextManager[Follower]:
        """Return a follower, who gets each state that is newer than `after`, the present one first."""

    async def answer(self, code: str, blank: str, token: str, answer: str) -> bool:
        """Count an answer. Returns False if the token has answered this blank before: its first answer stays."""

    async def histogram(self, code: str, blank: str) -> list[tuple[str, int]]:
        """Return each answer with the number of those who gave it, the most frequent first."""

    async def end(self, code: str) -> None:
        """End a session; its followers hear of it."""

    async def close(self) -> None:
        """Let go of connections and followers when the service ends."""


def new_code() -> str:
    """Return a random code of a session, in letters that are not mixed up when read aloud."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_CODE))


def new_key() -> str:
    """Return a random key, 192 bits in base64url."""
    return secrets.token_urlsafe(24)


def new_word() -> str:
    """Return a random word for a handover."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_WORD))


def digest(key: str) -> bytes:
    """Return the hash that is kept of a key, so that nothing that is kept moves a session."""
    return hashlib.sha256(key.encode()).digest()


def fits(key: str, stored: bytes) -> bool:
    """Return whether a key is the one of a stored hash, in a time that does not depend on where they differ."""
    return hmac.compare_digest(digest(key), stored)


def count(answers: Iterable[str]) -> list[tuple[str, int]]:
    """Return each answer with its number, the most frequent first, then by the alphabet."""
    return sorted(Counter(answers).items(), key=lambda each: (-each[1], each[0]))
