"""Pictures by address: GET and POST /api/v1/render.<format>, kept and tagged like the traces they are made of."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

from fastapi import APIRouter, Request, Response
from starlette.responses import StreamingResponse

from ..errors import ChainruleError, LimitError
from ..export import EXPORTS, Export, Options, export_of, render
from ..limits import Limits
from . import handlers
from .errors import error_response
from .openapi import QUERY, bytes_of, parameters_of
from .render_request import RenderRequest, options_of
from .request import TraceRequest, from_fields, from_query_params, json_object, parse_query
from .responses import PRIVATE, SHARED, CachedResponse, ResponseCache, send
from .worker_pool import WorkerPool

__all__ = ["RenderService", "router"]

_THREADS, _WAITING = 2, 30  # a film takes seconds: it must not stand in the way of the traces
_PROGRESS = "application/x-ndjson"
_PACKED = ("svg", "tex", "html")
_ATTACHED = ("tex", "pptx", "html")
# Nothing in a picture runs or fetches, whoever opens it by itself.
_SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox"
_HTML_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; font-src data:; sandbox allow-scripts"
)


class Stopped(Exception):
    """Nobody waits for this picture any more."""


T = TypeVar("T")


def _split(fields: dict[str, T]) -> tuple[dict[str, T], dict[str, T]]:
    look = {name: value for name, value in fields.items() if name in RenderRequest.model_fields}
    return look, {name: value for name, value in fields.items() if name not in look}


def make(
    asked: TraceRequest, row: Export, options: Options, limits: Limits, progress: Callable[[int, int], None]
) -> CachedResponse:
    """What a thread does. Raises ChainruleError, Stopped."""
    trace = handlers.traced(asked, limits)
    body = render(trace, row.name, options, limits=limits, progress=progress)
    return (
        CachedResponse.of(body, row.media_type) if row.name in _PACKED else CachedResponse.plain(body, row.media_type)
    )


class RenderService:
    """The threads that draw, and the pictures being drawn: one piece of work for all who ask for the same."""

    def __init__(self, limits: Limits, cache: ResponseCache) -> None:
        self.limits, self.cache = limits, cache
        self.pool = WorkerPool(_THREADS, _WAITING)
        self.in_flight: dict[bytes, asyncio.Future[CachedResponse]] = {}

    def key(self, asked: TraceRequest, row: Export, options: Options) -> bytes:
        return hashlib.sha256(b"\0".join((row.name.encode(), repr(options).encode(), asked.canonical()))).digest()

    async def answer(self, request: Request, asked: TraceRequest, row: Export, options: Options) -> CachedResponse:
        key = self.key(asked, row, options)
        if found := self.cache.get(key):
            request.scope["answer"] = "kept"
            return found
        if key not in self.in_flight:
            request.scope["answer"] = "new"
            task = asyncio.ensure_future(self.pool.run(make, asked, row, options, self.limits, self._deadline()))
            self.in_flight[key] = task
            task.add_done_callback(lambda done: self._on_done(key, done))
        return await asyncio.shield(self.in_flight[key])

    def _on_done(self, key: bytes, done: asyncio.Future[CachedResponse]) -> None:
        self.in_flight.pop(key, None)
        if not done.cancelled() and done.exception() is None:
            self.cache.put(key, done.result())

    def _deadline(self) -> Callable[[int, int], None]:
        end = time.monotonic() + self.limits.picture_seconds

        def check(done: int, of: int) -> None:
            if time.monotonic() > end:
                hint = "TraceRequest for one step, or a smaller scale."
                raise LimitError(
                    "picture_seconds", self.limits.picture_seconds, f"Only {done} of {of} pictures got drawn", hint=hint
                )

        return check

    async def progress(self, asked: TraceRequest, row: Export, options: Options) -> AsyncIterator[bytes]:
        """Lines of JSON: how far it is, then the file or the problem. Hanging up stops the work at the next picture."""
        loop = asyncio.get_running_loop()
        lines: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        stop, deadline = threading.Event(), self._deadline()

        def tell(done: int, of: int) -> None:
            if stop.is_set():
                raise Stopped
            deadline(done, of)
            loop.call_soon_threadsafe(lines.put_nowait, {"done": done, "of": of})

        task = asyncio.ensure_future(self.pool.run(make, asked, row, options, self.limits, tell))
        task.add_done_callback(lambda _: lines.put_nowait({}))
        try:
            while line := await lines.get():
                yield _line(line)
            try:
                answer = task.result()
            except ChainruleError as error:
                yield _line({"problem": json.loads(bytes(error_response(error).body))})
                return
            self.cache.put(self.key(asked, row, options), answer)
            content = base64.b64encode(answer.body).decode()
            yield _line({"name": f"chainrule{row.suffix}", "media_type": row.media_type, "base64": content})
        finally:
            stop.set()


def _line(content: dict[str, Any]) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode() + b"\n"


def _headers(row: Export) -> dict[str, str]:
    kind = "attachment" if row.name in _ATTACHED else "inline"
    headers = {"Content-Disposition": f'{kind}; filename="chainrule{row.suffix}"'}
    policies = {"svg": _SVG_POLICY, "html": _HTML_POLICY}
    return {**headers, "Content-Security-Policy": policies[row.name]} if row.name in policies else headers


def router(renders: RenderService, read_body: Callable[[Request, Limits], Awaitable[bytes]]) -> APIRouter:
    limits = renders.limits
    routes = APIRouter()
    answers = bytes_of([row.media_type.partition(";")[0] for row in EXPORTS.values()])
    path = "/api/v1/render.{format}"
    formats = {"name": "format", "in": "path", "required": True, "schema": {"type": "string", "enum": [*EXPORTS]}}
    in_query = {"parameters": [formats, *QUERY, *parameters_of(RenderRequest)]}
    both = {"allOf": [{"$ref": "#/components/schemas/TraceRequest"}, {"$ref": "#/components/schemas/RenderRequest"}]}
    in_body = {
        "parameters": [formats],
        "requestBody": {"required": True, "content": {"application/json": {"schema": both}}},
    }

    @routes.get(path, operation_id="render_get", summary="A picture", responses=answers, openapi_extra=in_query)
    async def get_picture(request: Request) -> Response:
        """The fields of a trace and those of `RenderRequest` as query parameters."""
        row = export_of(request.path_params["format"])
        look, fields = _split(parse_query(request.scope["query_string"]))
        asked, options = from_query_params(fields, limits), options_of(look)
        return send(request, await renders.answer(request, asked, row, options), SHARED, _headers(row))

    @routes.post(path, operation_id="render", summary="A picture", responses=answers, openapi_extra=in_body)
    async def post_picture(request: Request) -> Response:
        """The same with a body. `Accept: application/x-ndjson` answers in lines that tell how far the work is."""
        row = export_of(request.path_params["format"])
        look, fields = _split(json_object(await read_body(request, limits)))
        asked, options = from_fields(fields, limits), options_of(look)
        if _PROGRESS in request.headers.get("accept", ""):
            unstored = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
            return StreamingResponse(renders.progress(asked, row, options), media_type=_PROGRESS, headers=unstored)
        return send(request, await renders.answer(request, asked, row, options), PRIVATE, _headers(row))

    return routes
