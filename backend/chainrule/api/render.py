"""Pictures by address: GET and POST /api/v1/render.<format>, kept and tagged like the traces they are made of."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from dataclasses import fields
from typing import Any, TypeVar

from fastapi import APIRouter, Request, Response
from starlette.responses import StreamingResponse

from ..errors import ChainruleError
from ..export import EXPORTS, Export, Options, export_of
from ..export.file_name import file_stem
from ..request import TraceRequest
from .bodies import read_body
from .errors import QueueFull, WorkerLost, on_chainrule_error, on_queue_full, on_worker_lost
from .handler_job import NDJSON, Job
from .openapi import body, bytes_of, query
from .render_request import RenderRequest, options_of
from .request import from_query_params, json_object, parse_query
from .responses import PRIVATE, SHARED, CachedResponse, send
from .service import Service

__all__ = ["HTML_POLICY", "SVG_POLICY", "file_headers", "file_name", "progress_lines", "router"]

_ATTACHED = ("tex", "pptx", "html")
# Nothing in a picture runs or fetches, whoever opens it by itself.
SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox"
HTML_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; font-src data:; sandbox allow-scripts"
)

_LOOKS = {each.name for each in fields(RenderRequest)}

T = TypeVar("T")


def _split(ts_by_name: dict[str, T]) -> tuple[dict[str, T], dict[str, T]]:
    look = {name: value for name, value in ts_by_name.items() if name in _LOOKS}
    return look, {name: value for name, value in ts_by_name.items() if name not in look}


def _job(request: TraceRequest, row: Export, options: Options) -> Job:
    return Job.of("render", request, row.name, options, heavy=not row.text)


async def progress_lines(service: Service, request: Request, job: Job, row: Export) -> AsyncIterator[bytes]:
    """Lines of JSON: how far it is, then the file or the problem. Hanging up stops the work at the next picture."""
    try:
        async for step in service.progress(request, job):
            if isinstance(step, CachedResponse):
                content = base64.b64encode(step.body).decode()
                yield _line({"name": file_name(job, row.suffix), "media_type": row.media_type, "base64": content})
            else:
                yield _line({"done": step[0], "of": step[1]})
    except (ChainruleError, QueueFull, WorkerLost) as error:
        yield _line({"problem": json.loads(bytes(_refusal(request, error).body))})


def _refusal(request: Request, error: ChainruleError | QueueFull | WorkerLost) -> Response:
    if isinstance(error, ChainruleError):
        return on_chainrule_error(request, error)
    return on_queue_full(request, error) if isinstance(error, QueueFull) else on_worker_lost(request, error)


def _line(content: dict[str, Any]) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode() + b"\n"


def file_name(job: Job, suffix: str, prefix: str = "chainrule") -> str:
    """Return the name of a file: that of the graph which the work is about."""
    (request, *_) = job.arguments
    assert isinstance(request, TraceRequest)
    return file_stem(request.source, request.output, prefix) + suffix


def file_headers(job: Job, row: Export) -> dict[str, str]:
    """Return the headers of a file: its name, shown or saved, and its content policy."""
    kind = "attachment" if row.name in _ATTACHED else "inline"
    headers = {"Content-Disposition": f'{kind}; filename="{file_name(job, row.suffix)}"'}
    policies = {"svg": SVG_POLICY, "html": HTML_POLICY}
    return {**headers, "Content-Security-Policy": policies[row.name]} if row.name in policies else headers


def router(service: Service) -> APIRouter:
    """Return the routes of pictures."""
    limits = service.limits
    routes = APIRouter()
    answers = bytes_of([row.media_type.partition(";")[0] for row in EXPORTS.values()])
    path = "/api/v1/render.{format}"
    formats = {
        "name": "format",
        "in": "path",
        "required": True,
        "description": "The kind of file.",
        "schema": {"type": "string", "enum": [*EXPORTS]},
    }
    in_query = {"parameters": [formats, *query(RenderRequest)]}
    in_body = {"parameters": [formats], **body(RenderRequest)}

    def job_of_query(content: bytes, row: Export) -> Job:
        look, others = _split(parse_query(content))
        return _job(from_query_params(others, limits), row, options_of(look))

    def job_of_body(content: bytes, row: Export) -> Job:
        look, others = _split(json_object(content))
        return _job(TraceRequest.from_fields(others, limits), row, options_of(look))

    @routes.get(path, operation_id="render_get", summary="A picture", responses=answers, openapi_extra=in_query)
    async def get_picture(request: Request) -> Response:
        """The fields of a trace and those of `RenderRequest` as query parameters."""
        row = export_of(request.path_params["format"])
        job = await service.read(request.scope["query_string"], lambda query: job_of_query(query, row))
        return send(request, await service.respond(request, job), SHARED, file_headers(job, row))

    @routes.post(path, operation_id="render", summary="A picture", responses=answers, openapi_extra=in_body)
    async def post_picture(request: Request) -> Response:
        """The same with a body. `Accept: application/x-ndjson` answers in lines that tell how far the work is."""
        row = export_of(request.path_params["format"])
        job = await service.read(await read_body(request, limits), lambda content: job_of_body(content, row))
        if NDJSON in request.headers.get("accept", ""):
            unstored = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
            lines = progress_lines(service, request, job, row)
            return StreamingResponse(lines, media_type=NDJSON, headers=unstored)
        return send(request, await service.respond(request, job), PRIVATE, file_headers(job, row))

    return routes
