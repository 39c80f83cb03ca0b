"""A response that lasts: server-sent events of a live session."""

from __future__ import annotations

import asyncio
from contextlib import AbstractContextManager

from fastapi import Response
from starlette.types import Receive, Scope, Send

from ..live.channel import Follower

__all__ = ["EventStream", "leave_with_client"]

KEEP_ALIVE_SECONDS = 15.0  # proxies close what is silent for longer


class EventStream(Response):
    """A response that lasts: each state as an event, the last one first, until either side ends it."""

    def __init__(self, following: AbstractContextManager[Follower]) -> None:
        super().__init__()
        self.following = following

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send each event as it comes, until the session ends or the client goes."""
        # The connection does not wait for this response when the process stops.
        scope.setdefault("state", {})["endless"] = True
        headers = {
            "content-type": "text/event-stream; charset=utf-8",
            "cache-control": "no-store",
            "x-accel-buffering": "no",  # nginx hands on each event at once
        }
        encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": encoded})
        with self.following as follower:
            listening = asyncio.create_task(leave_with_client(receive, follower))
            try:
                await send({"type": "http.response.body", "body": b"retry: 1000\n\n", "more_body": True})
                while (event := await _event(follower)) is not None:
                    await send({"type": "http.response.body", "body": event, "more_body": True})
                if not follower.has_ended:
                    await send({"type": "http.response.body", "body": b"event: end\ndata: {}\n\n", "more_body": False})
            finally:
                listening.cancel()


async def _event(follower: Follower) -> bytes | None:
    try:
        async with asyncio.timeout(KEEP_ALIVE_SECONDS):
            move = await follower.next()
    except TimeoutError:
        return b": still here\n\n"
    return None if move is None else move.event


async def leave_with_client(receive: Receive, follower: Follower) -> None:
    """End the follower when the client closes the connection."""
    while (await receive())["type"] != "http.disconnect":
        pass
    follower.leave()
