"""A job: what is to be computed, its key, and whom to tell how far it is."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeAlias

from ..errors import LimitError
from ..export import Progress
from ..limits import Limits
from ..request import TraceRequest
from ..sentences import Language
from .responses import CachedResponse

__all__ = ["NDJSON", "Handler", "Job", "Report", "Stopped", "until"]

Handler: TypeAlias = Callable[..., CachedResponse]
NDJSON = "application/x-ndjson"


class Report(Protocol):
    """Told how far a job is, with the next bytes of an answer that is sent while it is made."""

    def __call__(self, done: int, of: int, part: bytes = b"", /) -> None:
        """Tell that `done` of `of` is done; `part` are the next bytes of the answer."""


class Stopped(Exception):
    """Nobody waits for this job any more. A progress callback raises it."""


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to do. Equal jobs have equal keys.

    kind: a key of HANDLERS. arguments: what its handler takes first. heavy: it takes too long for a thread, whatever
    is asked. like: the same for jobs that differ in numbers alone; None where that says nothing about their time.
    """

    kind: str
    arguments: tuple[Any, ...]
    key: bytes
    heavy: bool = False
    like: bytes | None = None

    @classmethod
    def trace(cls, request: TraceRequest) -> Job:
        """Return the job of a trace. Those that differ in numbers alone are `like` one another."""
        return replace(cls.of("trace", request), like=hashlib.sha256(request.without_numbers()).digest())

    @classmethod
    def of(cls, kind: str, *arguments: Any, heavy: bool = False) -> Job:
        """Return a job whose key is made from its arguments: equal arguments have one answer."""
        words = [each.canonical() if isinstance(each, TraceRequest) else repr(each).encode() for each in arguments]
        return cls(kind, arguments, hashlib.sha256(b"\0".join((kind.encode(), *words))).digest(), heavy)

    @property
    def language(self) -> Language | None:
        """Language of its trace request; None if it has none."""
        return next((each.lang for each in self.arguments if isinstance(each, TraceRequest)), None)


def until(end: float, limits: Limits, progress: Progress) -> Progress:
    """Return `progress` that raises `LimitError` after `end`, in seconds of the monotonic clock."""

    def check(done: int, of: int) -> None:
        if time.monotonic() > end:
            result, hint = f"Only {done} of {of} pictures got drawn", "Ask for one step, or a smaller scale."
            raise LimitError("picture_seconds", limits.picture_seconds, result, hint=hint)
        progress(done, of)

    return check
