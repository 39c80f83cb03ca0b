"""The service below a path: https://uni.example/~prof/chainrule/. Requests are answered with and without the prefix.

The prefix is what `serve --root-path` says, else what the proxy says in X-Forwarded-Prefix. A proxy may take it off the
path or leave it on. Where nobody says it all pages still work, since their addresses are relative; only the addresses
that must be whole (oEmbed, the link preview) then lack it.
"""

from __future__ import annotations

import re

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["Prefix", "is_prefix"]

_PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)+")
_LONGEST = 200  # characters
_HEADER = b"x-forwarded-prefix"


def is_prefix(text: str) -> bool:
    """Return whether it is a path as `/a/b`, of plain characters and without a slash at its end."""
    return len(text) <= _LONGEST and _PREFIX.fullmatch(text) is not None and "/." not in text


class Prefix:
    """Behind this layer `path` begins with `root_path`, as ASGI has it, however the request came."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with the path that it has below the prefix."""
        prefix = _configured(scope) or _forwarded(scope) if scope["type"] == "http" else ""
        if not prefix:
            await self.app(scope, receive, send)
            return
        # Uvicorn puts its root_path in front of every path, also of one that has it already.
        path: str = scope["path"].removeprefix(_configured(scope))
        if path == prefix:
            query = scope["query_string"].decode("latin-1")
            await RedirectResponse(f"{prefix}/{'?' if query else ''}{query}", 307)(scope, receive, send)
            return
        scope["root_path"] = prefix
        scope["path"] = path if path.startswith(f"{prefix}/") else prefix + path
        await self.app(scope, receive, send)


def _configured(scope: Scope) -> str:
    return str(scope.get("root_path", "")).rstrip("/")


def _forwarded(scope: Scope) -> str:
    values = [value for name, value in scope["headers"] if name == _HEADER]
    text = values[0].decode("latin-1").rstrip("/") if len(values) == 1 else ""
    return text if is_prefix(text) else ""
