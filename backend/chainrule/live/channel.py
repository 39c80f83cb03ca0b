"""Channel from one presenter to all followers in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .hub import Move

__all__ = ["Channel", "Follower"]


class Follower:
    """One screen that follows. It has no queue: one that is slow misses states, and never the newest."""

    def __init__(self, channel: Channel, after: int) -> None:
        self.channel = channel
        self.last_move = after
        self.changed = asyncio.Event()
        self.has_ended = False

    async def next(self) -> Move | None:
        """The newest state once it is new; None when the session has ended or the screen is gone."""
        while not (self.has_ended or self.channel.ended):
            if self.channel.last.version > self.last_move:
                self.last_move = self.channel.last.version
                return self.channel.last
            self.changed.clear()
            await self.changed.wait()
        return None

    def leave(self) -> None:
        """Stop waiting: the follower gets no more states."""
        self.has_ended = True
        self.changed.set()


class Channel:
    """The newest state of a session and those who wait for the next one."""

    def __init__(self, last: Move) -> None:
        self.last = last
        self.ended = False
        self.followers: set[Follower] = set()

    def publish(self, move: Move) -> None:
        """Hand a state to all followers, unless it is older than the last."""
        if move.version > self.last.version:
            self.last = move
            self._wake()

    def end(self) -> None:
        """End the session for all followers."""
        self.ended = True
        self._wake()

    def _wake(self) -> None:
        for follower in self.followers:
            follower.changed.set()

    @contextmanager
    def follower(self, after: int) -> Iterator[Follower]:
        """Enter a follower, who leaves at the end of the block."""
        result = Follower(self, after)
        self.followers.add(result)
        try:
            yield result
        finally:
            self.followers.discard(result)
