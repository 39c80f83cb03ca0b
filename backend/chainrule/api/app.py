"""create_app(): the routes of the service. A route checks, has the work done, and sends."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from .. import __version__, tables
from ..errors import ChainruleError
from ..limits import DEFAULT, Limits
from ..live import HubLost
from ..sentences import Language, speaking
from . import (
    code,
    decks,
    directions,
    embed,
    exercises,
    explorer,
    handlers,
    installable,
    jacobian,
    lessons,
    live,
    metrics,
    model_file,
    parent,
    render,
    run_files,
    short_links,
    table_files,
    train,
)
from . import (
    full_array as arrays,
)
from .assets import IMMUTABLE, Assets
from .bodies import read_body
from .collector import rare_collections
from .errors import (
    QueueFull,
    WorkerLost,
    on_chainrule_error,
    on_http_exception,
    on_hub_lost,
    on_queue_full,
    on_worker_lost,
    problem_response,
)
from .handler_job import Job
from .middleware import OuterMiddleware
from .missing_page import with_page
from .openapi import PROBLEM, body, document, query, responses_for, status_response
from .packed import Unpacker
from .page_language import named_language, page_language, varies
from .pages import LONG_QUERY, PAGE_HEADERS, Pages
from .prefix import Prefix
from .request import from_body, from_query
from .responses import PRIVATE, SHARED, CachedResponse, send
from .service import Service

__all__ = ["WEB", "create_app"]

_CODE = re.compile(r"[A-Za-z0-9]{1,12}")

# `gates_drawn` bounds the picture; a formula that unfolds to more than this is refused before it costs
# a second of everybody's time. The Python API has no such neighbours, and the wider limit.
WEB = replace(DEFAULT, gates=10_000)


def create_app(
    limits: Limits = WEB, *, threads: int | None = None, waiting: int = 600, processes: int | None = None
) -> FastAPI:
    """The ASGI application.

    Args:
        threads, waiting: for small work: how many at once, and how many more before it is refused.
        processes: for heavy work: how many at once; None: one for each core, up to four.

    Raises:
        FrontendMissing: the package was not built.
    """
    assets = Assets()
    hub = live.hub_from(os.environ, limits)
    links = short_links.links_from(os.environ, limits)
    pages = Pages(assets, limits, short_links=links is not None)
    service = Service(limits, threads=threads, waiting=waiting, processes=processes)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        parent.end_with_parent()
        await service.processes.warm()
        await service.threads.run(handlers.make_ready)
        with rare_collections():
            yield
        if hub is not None:
            await hub.close()
        if links is not None:
            await links.close()
        await service.close()

    app = FastAPI(
        title="Chainrule",
        version=__version__,
        summary="Computational graphs with their values and gradients, step by step.",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        separate_input_output_schemas=False,
        default_response_class=Response,  # each route says its own media types
        lifespan=lifespan,
    )
    app.state.service = service
    app.state.hub = hub
    app.openapi = lambda: document(app)  # type: ignore[method-assign]
    app.add_middleware(Unpacker, limits=limits)
    app.add_middleware(Prefix)
    counts = metrics.Metrics() if os.environ.get("CHAINRULE_METRICS") == "1" else None
    app.add_middleware(OuterMiddleware, limits=limits, metrics=counts)  # the outermost
    app.add_exception_handler(ChainruleError, with_page(pages, on_chainrule_error))
    app.add_exception_handler(HTTPException, with_page(pages, on_http_exception))
    app.add_exception_handler(QueueFull, on_queue_full)
    app.add_exception_handler(HubLost, on_hub_lost)
    app.add_exception_handler(WorkerLost, on_worker_lost)

    traced = responses_for("Trace", "CompactTrace")

    @app.post(
        "/api/v1/trace",
        operation_id="trace",
        summary="Trace a formula",
        responses=traced,
        openapi_extra=body(),
        tags=["Graphs"],
    )
    async def post_trace(request: Request) -> Response:
        """Values, gradients, steps, words and geometry of the graph of a formula."""
        content = await read_body(request, limits)
        job = await service.read(content, lambda content: Job.trace(from_body(content, limits)))
        return send(request, await service.respond(request, job), PRIVATE)

    @app.get(
        "/api/v1/trace",
        operation_id="trace_get",
        summary="The same, cacheable",
        responses=traced,
        openapi_extra={"parameters": query()},
        tags=["Graphs"],
    )
    async def get_trace(request: Request) -> Response:
        """The fields of POST as query parameters."""
        query = request.scope["query_string"]
        job = await service.read(query, lambda query: Job.trace(from_query(query, limits)))
        return send(request, await service.respond(request, job), SHARED)

    app.include_router(render.router(service), tags=["Files"])
    app.include_router(arrays.router(service), tags=["Graphs"])
    app.include_router(code.router(service), tags=["Graphs"])
    app.include_router(jacobian.router(service), tags=["Derivatives"])
    app.include_router(directions.router(service), tags=["Derivatives"])
    app.include_router(model_file.router(service), tags=["Graphs"])
    app.include_router(live.router(hub, service), tags=["Live sessions"])
    app.include_router(short_links.router(links, limits), tags=["Files"])
    app.include_router(exercises.router(service), tags=["Exercises"])
    app.include_router(train.router(service), tags=["Training"])
    app.include_router(run_files.router(service), tags=["Training"])
    app.include_router(table_files.router(service), tags=["Derivatives"])
    collection = lessons.collection_from(os.environ)
    app.include_router(lessons.router(service, collection), tags=["Lessons"])
    app.include_router(decks.router(service, collection), tags=["Lessons"])
    for name, row in tables.TABLES.items():
        add_table(app, name, row, limits)

    if counts is not None:
        app.include_router(metrics.router(counts, service, hub))
    add_health(app, service)
    add_pages(app, pages, assets, service)
    app.include_router(embed.router(pages, assets, service))
    app.include_router(installable.router(assets))
    app.include_router(explorer.router(pages, service), tags=["Tables"])
    return app


def add_table(app: FastAPI, name: str, row: tables.Table, limits: Limits) -> None:
    cached_responses: dict[Language, CachedResponse] = {}

    @app.get(
        f"/api/v1/{name}",
        operation_id=name,
        summary=row.title,
        description="The same answer to everybody; `lang` is the language of its sentences.",
        name=name,
        responses={200: responses_for(row.model.__name__)[200]},
        tags=["Tables"],
    )
    async def table(request: Request) -> Response:
        chosen = named_language(request)
        if chosen not in cached_responses:
            with speaking(chosen):
                cached_responses[chosen] = CachedResponse.of(tables.table_bytes(name, limits))
        return send(request, cached_responses[chosen], SHARED)


def add_health(app: FastAPI, service: Service) -> None:
    unstored = {"Cache-Control": "no-store"}

    alive = status_response({"status": "ok", "version": "Version of the service."})

    @app.get("/healthz", operation_id="healthz", summary="The process is alive", responses=alive, tags=["Health"])
    async def healthz() -> Response:
        """Answers at once, whatever the process works on."""
        return JSONResponse({"status": "ok", "version": __version__}, headers=unstored)

    summary = "The process takes work"
    answers = {**status_response({"status": "ready"}), 503: PROBLEM}

    @app.get("/readyz", operation_id="readyz", summary=summary, responses=answers, tags=["Health"])
    async def readyz() -> Response:
        """Computes a gradient that is known; 503 while the queue is full or the process stops."""
        if service.draining or not await service.threads.run(handlers.ready):
            detail = "It is stopping, or its arithmetic is wrong."
            return problem_response(503, "not-ready", "The service is not ready", detail, headers={"Retry-After": "5"})
        return JSONResponse({"status": "ready"}, headers=unstored)


def add_pages(app: FastAPI, pages: Pages, assets: Assets, service: Service) -> None:
    @app.get("/", include_in_schema=False)
    async def playground(request: Request) -> Response:
        query, packed = request.scope["query_string"], bool(request.scope.get("packed"))
        words = page_language(request), str(request.base_url), str(request.url), query, packed
        if len(query) > LONG_QUERY:
            page = await service.threads.run(pages.playground, *words)
        else:
            page = pages.playground(*words)
        return send(request, page, PRIVATE, varies(PAGE_HEADERS))

    @app.get("/live/{code}", include_in_schema=False)
    async def follow(request: Request, code: str) -> Response:
        """The same for every code, also one that no session has: the page itself says so."""
        if not _CODE.fullmatch(code):
            raise HTTPException(404)
        return send(request, pages.follow(page_language(request), code.upper()), PRIVATE, varies(PAGE_HEADERS))

    @app.get("/docs", include_in_schema=False)
    async def docs(request: Request) -> Response:
        return send(request, pages.docs(app.openapi()), PRIVATE, PAGE_HEADERS)

    @app.get("/docs.css", include_in_schema=False)
    async def docs_css(request: Request) -> Response:
        return send(request, pages.docs_style, PRIVATE)

    @app.get("/static/{path:path}", include_in_schema=False)
    async def static(request: Request, path: str) -> Response:
        version, _, name = path.partition("/")
        current = version == assets.version
        asset = assets.get(name if current else path)
        if asset is None:
            raise HTTPException(404)
        return send(request, asset, IMMUTABLE if current else "public, max-age=300")
