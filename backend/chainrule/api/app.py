"""create_app(): the routes of the service. A route checks, has the work done, and sends."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from .. import __version__
from ..errors import ChainruleError
from ..limits import DEFAULT, Limits
from . import arrays, code, embed, explorer, handlers, installable, jacobian, render, tables
from .assets import IMMUTABLE, Assets
from .errors import QueueFull, RequestError, on_chainrule_error, on_http_exception, on_queue_full, problem_response
from .middleware import OuterMiddleware, body_too_large
from .openapi import BODY, PROBLEM, QUERY, document, responses_for
from .packed import Unpacker
from .pages import PAGE_HEADERS, Pages
from .prefix import Prefix
from .preview import picture_query
from .request import TraceRequest, from_body, from_query
from .responses import PRIVATE, SHARED, CachedResponse, ResponseCache, send
from .worker_pool import WorkerPool

__all__ = ["WEB", "create_app"]

# What can be drawn is bounded by `gates_drawn`; a formula that unfolds to more than this is refused before it costs
# a second of everybody's time. The Python API has no such neighbours, and the wider limit.
WEB = replace(DEFAULT, gates=10_000)

_BODY_SECONDS = 20  # a sender slower than that holds a connection for nothing


class Service:
    """What the routes share: the threads, the finished answers, and the questions being worked on."""

    def __init__(self, limits: Limits, pool: WorkerPool) -> None:
        self.limits = limits
        self.pool = pool
        self.cache = ResponseCache()
        self.in_flight: dict[bytes, asyncio.Future[CachedResponse]] = {}
        self.draining = False

    async def answer(self, request: Request, asked: TraceRequest) -> CachedResponse:
        """The answer, from the cache if somebody asked the same before; one piece of work for all who ask at once."""
        key = hashlib.sha256(asked.canonical()).digest()
        if found := self.cache.get(key):
            request.scope["answer"] = "kept"
            return found
        if key not in self.in_flight:
            request.scope["answer"] = "new"
            task = asyncio.ensure_future(self.pool.run(handlers.trace, asked, self.limits))
            self.in_flight[key] = task
            task.add_done_callback(lambda done: self._on_done(key, done))
        # Shielded: one reader who hangs up must not take the answer from the others.
        return await asyncio.shield(self.in_flight[key])

    def _on_done(self, key: bytes, done: asyncio.Future[CachedResponse]) -> None:
        self.in_flight.pop(key, None)
        if not done.cancelled() and done.exception() is None:
            self.cache.put(key, done.result())


async def read_body(request: Request, limits: Limits) -> bytes:
    """Raises: TooLarge, RequestError."""
    parts, size = [], 0
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for part in request.stream():
                size += len(part)
                if size > limits.body_bytes:
                    raise body_too_large(limits)
                parts.append(part)
    except TimeoutError:
        raise RequestError("timeout", f"The body took longer than {_BODY_SECONDS} seconds.", status=408) from None
    return b"".join(parts)


def create_app(limits: Limits = WEB, *, threads: int | None = None, waiting: int = 600) -> FastAPI:
    """The ASGI application. Raises FrontendMissing when the package was not built."""
    assets = Assets()
    pages = Pages(assets, limits)
    service = Service(limits, WorkerPool(threads, waiting))
    renders = render.RenderService(limits, service.cache)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        service.draining = True
        service.pool.close()
        renders.pool.close()

    app = FastAPI(
        title="Chainrule",
        version=__version__,
        summary="Computational graphs with their values and gradients, step by step.",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        separate_input_output_schemas=False,
        lifespan=lifespan,
    )
    app.openapi = lambda: document(app)  # type: ignore[method-assign]
    app.add_middleware(Unpacker, limits=limits)
    app.add_middleware(Prefix)
    app.add_middleware(OuterMiddleware, limits=limits)  # the outermost
    app.add_exception_handler(ChainruleError, on_chainrule_error)
    app.add_exception_handler(HTTPException, on_http_exception)
    app.add_exception_handler(QueueFull, on_queue_full)

    traced = responses_for("Trace")

    @app.post("/api/v1/trace", operation_id="trace", summary="Trace a formula", responses=traced, openapi_extra=BODY)
    async def post_trace(request: Request) -> Response:
        """Values, gradients, steps, words and geometry of the graph of a formula."""
        asked = from_body(await read_body(request, limits), limits)
        return send(request, await service.answer(request, asked), PRIVATE)

    words = {"parameters": QUERY}

    @app.get(
        "/api/v1/trace", operation_id="trace_get", summary="The same, cacheable", responses=traced, openapi_extra=words
    )
    async def get_trace(request: Request) -> Response:
        """The fields of POST as query parameters."""
        asked = from_query(request.scope["query_string"], limits)
        return send(request, await service.answer(request, asked), SHARED)

    app.include_router(render.router(renders, read_body))
    app.include_router(arrays.router(service.pool, limits, read_body))
    app.include_router(code.router(service.pool, limits, read_body))
    app.include_router(jacobian.router(service.pool, limits, read_body))
    for name, (summary, _) in tables.TABLES.items():
        add_table(app, name, summary, limits)

    add_health(app, service)
    add_pages(app, pages, assets)
    app.include_router(embed.router(pages, assets))
    app.include_router(installable.router(assets))
    app.include_router(explorer.router(pages, service.pool))
    return app


def add_table(app: FastAPI, name: str, summary: str, limits: Limits) -> None:
    kept: list[CachedResponse] = []

    @app.get(f"/api/v1/{name}", operation_id=name, summary=summary, name=name)
    async def table(request: Request) -> Response:
        if not kept:
            kept.append(CachedResponse.of(tables.table_bytes(name, limits)))
        return send(request, kept[0], SHARED)


def add_health(app: FastAPI, service: Service) -> None:
    unstored = {"Cache-Control": "no-store"}

    @app.get("/healthz", operation_id="healthz", summary="Whether the process lives")
    async def healthz() -> Response:
        return JSONResponse({"status": "ok", "version": __version__}, headers=unstored)

    summary = "Whether it takes work"

    @app.get("/readyz", operation_id="readyz", summary=summary, responses={503: PROBLEM})
    async def readyz() -> Response:
        """Computes a gradient that is known; 503 while the queue is full or the process stops."""
        if service.draining or not await service.pool.run(handlers.ready):
            return problem_response(
                503, "not-ready", "The service is not ready", "It is stopping, or its arithmetic is wrong."
            )
        return JSONResponse({"status": "ready"}, headers=unstored)


def add_pages(app: FastAPI, pages: Pages, assets: Assets) -> None:
    @app.get("/", include_in_schema=False)
    async def playground(request: Request) -> Response:
        packed = request.scope["query_string"].decode("utf-8", "replace") if request.scope.get("packed") else None
        still = picture_query(request.scope["query_string"])
        page = pages.playground(
            str(request.base_url), str(request.url), request.query_params.get("source"), packed, still
        )
        return send(request, page, PRIVATE, PAGE_HEADERS)

    @app.get("/docs", include_in_schema=False)
    async def docs(request: Request) -> Response:
        return send(request, pages.docs(app.openapi()), PRIVATE, PAGE_HEADERS)

    @app.get("/docs.css", include_in_schema=False)
    async def docs_css(request: Request) -> Response:
        return send(request, pages.docs_style, PRIVATE)

    @app.get("/static/{path:path}", include_in_schema=False)
    async def static(request: Request, path: str) -> Response:
        version, _, name = path.partition("/")
        kept = version == assets.version
        found = assets.get(name if kept else path)
        if found is None:
            raise HTTPException(404)
        return send(request, found, IMMUTABLE if kept else "public, max-age=300")
