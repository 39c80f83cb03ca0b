"""Reading the body of a request, within its limit and its time; what is over the limit is read and dropped."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

from ..limits import Limits
from .errors import RequestError, TooLarge

__all__ = ["body_too_large", "drop_body", "most_bytes", "read_body"]

_BODY_SECONDS = 20  # a sender slower than that holds a connection for nothing
_DROP_BYTES, _DROP_SECONDS = 8_000_000, 5  # of a body that is refused


def most_bytes(path: str, limits: Limits) -> int:
    """Return the longest body allowed: a model's file in base64 is longer than all others."""
    return limits.body_bytes + limits.model_bytes * 4 // 3 if path.endswith("/api/v1/import") else limits.body_bytes


async def read_body(request: Request, limits: Limits) -> bytes:
    """Raises: TooLarge, RequestError `timeout`, ClientDisconnect."""
    parts: list[bytes] = []
    size, most = 0, most_bytes(request.url.path, limits)
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            more = True
            while more:
                message = await request.receive()
                if message["type"] == "http.disconnect":
                    raise ClientDisconnect
                parts.append(message.get("body", b""))
                size, more = size + len(parts[-1]), message.get("more_body", False)
                if size > most:
                    parts.clear()
                    if more:
                        await drop_body(request.scope, request.receive)
                    raise body_too_large(request.url.path, limits)
    except TimeoutError:
        raise RequestError("timeout", f"The body took longer than {_BODY_SECONDS} seconds.", status=408) from None
    return b"".join(parts)


async def drop_body(scope: Scope, receive: Receive) -> None:
    """Read the rest of a body that is refused, up to a bound.

    A client that is still sending when its connection closes reports a broken pipe, and never reads why. One that
    waits for `100 Continue` has not begun.
    """
    if any(name == b"expect" for name, _ in scope["headers"]):
        return
    size = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(_DROP_SECONDS):
            while size < _DROP_BYTES:
                message = await receive()
                size += len(message.get("body", b""))
                if message["type"] == "http.disconnect" or not message.get("more_body"):
                    return


def body_too_large(path: str, limits: Limits) -> TooLarge:
    """Return the error of a body that is over the limit of its route."""
    if most_bytes(path, limits) > limits.body_bytes:
        return TooLarge("model_bytes", limits.model_bytes, "The file is too large", 413)
    return TooLarge("body_bytes", limits.body_bytes, "The body is too large", 413)
