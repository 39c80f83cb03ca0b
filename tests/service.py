"""The service called in this process, byte for byte, without a socket; and the shape of its errors."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()

    def json(self) -> Any:
        return json.loads(self.text, parse_constant=_no_constants)


def _no_constants(word: str) -> None:
    raise AssertionError(f"{word} is not JSON")


@dataclass
class Client:
    """Speaks ASGI to an application. Paths and bodies go through as the bytes they are, however wrong."""

    app: Any
    runner: asyncio.Runner = field(default_factory=asyncio.Runner)

    def request(
        self,
        method: str,
        path: str | bytes,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        pieces: list[bytes] | None = None,
    ) -> Reply:
        return self.runner.run(self.ask(method, path, body, headers, pieces))

    async def ask(
        self,
        method: str,
        path: str | bytes,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        pieces: list[bytes] | None = None,
    ) -> Reply:
        raw, _, query = (path.encode() if isinstance(path, str) else path).partition(b"?")
        all_headers = {"host": "test", **(headers or {})}
        if body and pieces is None:
            all_headers.setdefault("content-length", str(len(body)))
        scope = scope_of(method, raw, query, all_headers)
        queue = list(pieces if pieces is not None else [body])
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            if not queue:  # the client waits for its answer
                await asyncio.Event().wait()
            return {"type": "http.request", "body": queue.pop(0), "more_body": bool(queue)}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        headers_sent = {name.decode(): value.decode("latin-1") for name, value in sent[0]["headers"]}
        return Reply(sent[0]["status"], headers_sent, b"".join(message.get("body", b"") for message in sent[1:]))

    def close(self) -> None:
        """End the processes of the service."""
        self.runner.run(self.app.state.service.close())
        self.runner.close()

    def get(self, path: str, headers: dict[str, str] | None = None, **query: Any) -> Reply:
        return self.request("GET", path + ("?" + urlencode(query) if query else ""), headers=headers)

    def post(self, path: str, content: Any, headers: dict[str, str] | None = None) -> Reply:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return self.request("POST", path, body, {"content-type": "application/json", **(headers or {})})

    def trace(self, source: str, **fields: Any) -> Reply:
        return self.post("/api/v1/trace", {"source": source, **fields})


def scope_of(method: str, path: bytes, query: bytes, headers: dict[str, str]) -> dict[str, Any]:
    """The scope of a request over HTTP, as a server gives it to an application."""
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path.decode("utf-8", "replace"),
        "raw_path": path,
        "query_string": query,
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("test", 80),
        "state": {},
    }


async def post_until(
    app: Any,
    path: str,
    body: bytes,
    end: asyncio.Event,
    read: Callable[[bytes], None],
    headers: dict[str, str] | None = None,
) -> None:
    """Post a body; `read` gets each part of the answer. The client closes the connection at `end`."""
    parts = [body]

    async def receive() -> dict[str, Any]:
        if parts:
            return {"type": "http.request", "body": parts.pop(), "more_body": False}
        await end.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        read(message.get("body", b""))

    await app(scope_of("POST", path.encode(), b"", {"host": "test", **(headers or {})}), receive, send)


def check_problem(reply: Reply) -> dict[str, Any]:
    """The one shape of every error (RFC 9457), as the documentation promises it.

    `type`, `title`, `status`, `detail`, `code`, and `span`, `hint`, `fix`, `caret`, `shapes` or null; nothing else;
    served as application/problem+json with the status it names; a span has four whole numbers, its end not before its
    start.
    """
    assert reply.headers["content-type"] == "application/problem+json"
    body = reply.json()
    assert list(body) == [
        "type", "title", "status", "detail", "code", "span", "hint", "fix", "caret", "shapes", "shapes_only",
    ]  # fmt: skip
    assert body["status"] == reply.status
    for key in ("type", "title", "detail", "code"):
        assert isinstance(body[key], str)
        assert body[key]
    assert body["hint"] is None or isinstance(body["hint"], str)
    assert body["fix"] is None or list(body["fix"]) == ["span", "text"]
    assert body["caret"] is None or body["caret"].count("\n") == 1
    for place in (body["span"], (body["fix"] or {}).get("span")):
        if place is None:
            continue
        assert list(place) == ["line", "column", "end_line", "end_column"]
        assert (1, 0) <= (place["line"], place["column"]) <= (place["end_line"], place["end_column"])
    return body
