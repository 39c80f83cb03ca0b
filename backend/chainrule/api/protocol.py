"""HTTP connections that cannot be held for nothing: slow senders, slow receivers and silent peers are let go."""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import suppress
from functools import cache
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

__all__ = ["RESERVED", "TimedProtocol", "most_connections", "raise_descriptor_limit"]

HEADER_SECONDS = 10.0  # from the first byte of a request, or from the connection, to the end of its headers
BODY_SECONDS = 25.0  # from there to the end of its body; the service itself answers 408 before
WRITE_SECONDS = 30.0  # in which a client must take some of a response
UNACKNOWLEDGED_MS = 30_000  # after which the kernel gives up on a peer that acknowledges nothing
RESERVED = 32  # file descriptors for everything but connections
OPEN_FILES = 65_536  # file descriptors

_TIMEOUT = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_UNAVAILABLE = b"HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\nretry-after: 2\r\ncontent-length: 0\r\n\r\n"


def raise_descriptor_limit() -> int:
    """Ask for as many file descriptors as are allowed, up to WANTED. Returns how many there are."""
    try:
        import resource
    except ImportError:  # Windows, which has no such limit
        return OPEN_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft == resource.RLIM_INFINITY or soft >= limit:
        return OPEN_FILES if soft == resource.RLIM_INFINITY else soft
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
        return limit
    return soft


@cache
def most_connections() -> int:
    """Connections that one process holds: accepting one more must never fail for want of a file descriptor."""
    return max(8, raise_descriptor_limit() - RESERVED)


class TimedProtocol(HttpToolsProtocol):
    """uvicorn's protocol with a timer for what the client has to do next, and a bound on connections.

    When the bound is reached, the connection that has been without a request for the longest time makes room.
    """

    timer: asyncio.TimerHandle | None = None
    write_timer: asyncio.TimerHandle | None = None
    idle_since: float = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the headers; where connections are too many, an idle one is closed."""
        super().connection_made(transport)
        self.idle_since = time.monotonic()
        _watch(transport.get_extra_info("socket"))
        if len(self.connections) > most_connections():
            self._make_room(most_connections())
        self._expect(HEADER_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop all timers."""
        self._settle()
        self._resume()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Begin to wait for the headers, where a new request begins."""
        if self.timer is None and self.idle:
            self._expect(HEADER_SECONDS)
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """Wait for the body from now on."""
        self._expect(BODY_SECONDS)
        try:
            super().on_headers_complete()
        except UnicodeDecodeError:  # a path that is not ASCII; the parser makes an answer 400 of it
            raise ValueError("the path is not ASCII") from None

    def on_message_complete(self) -> None:
        """Stop waiting: the request is here."""
        self._settle()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Remember since when the connection is idle."""
        self.idle_since = time.monotonic()
        super().on_response_complete()

    def shutdown(self) -> None:
        """Close a connection whose answer has no end of its own."""
        super().shutdown()
        if not self.idle and self.scope.get("state", {}).get("endless"):
            self.transport.close()

    def pause_writing(self) -> None:
        """Give the client some time to read, and end the connection after it."""
        super().pause_writing()
        self._resume()
        self.write_timer = self.loop.call_later(WRITE_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """Stop the time: the client has read."""
        self._resume()
        super().resume_writing()

    @property
    def idle(self) -> bool:
        """True if no request is being worked on."""
        return self.cycle is None or self.cycle.response_complete

    def _expect(self, seconds: float) -> None:
        self._settle()
        self.timer = self.loop.call_later(seconds, self._too_slow)

    def _settle(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def _resume(self) -> None:
        if self.write_timer is not None:
            self.write_timer.cancel()
            self.write_timer = None

    def _too_slow(self) -> None:
        self.timer = None
        if not self.transport.is_closing():
            if self.idle:
                self.transport.write(_TIMEOUT)
            self.transport.close()

    def _make_room(self, most: int) -> None:
        connections: set[Any] = set(self.connections)  # all of this class
        open_connections = [each for each in connections if not each.transport.is_closing()]
        if len(open_connections) <= most:
            return
        others = [each for each in open_connections if each is not self and each.idle]
        if others:
            min(others, key=lambda each: each.idle_since).transport.abort()
        else:
            self.transport.write(_UNAVAILABLE)
            self.transport.close()


def _watch(connection: socket.socket | None) -> None:
    """Have the kernel send at once, and notice a peer that has gone without a word."""
    with suppress(AttributeError, OSError):
        assert connection is not None
        # asyncio does it for sockets that say that they are TCP; one that was bound without a word waits 40 ms.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNACKNOWLEDGED_MS)
