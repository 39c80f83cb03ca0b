"""POST /api/v1/train/render.<format>: a run as a film, as slides, as a page that plays without a network."""

from __future__ import annotations

from dataclasses import fields

from fastapi import APIRouter, Request, Response
from starlette.responses import StreamingResponse

from ..export import EXPORTS
from ..request import TraceRequest
from ..run_pictures import RUN_EXPORTS, run_export_of
from .bodies import read_body
from .handler_job import NDJSON, Job
from .openapi import body, bytes_of
from .render import file_headers, progress_lines
from .request import json_object
from .responses import PRIVATE, send
from .service import Service
from .train_request import RunFileRequest, TrainRequest, look_of, settings_of

__all__ = ["router"]

_NAMES = tuple(each.name for each in fields(TrainRequest))
_FORMAT = {
    "name": "format",
    "in": "path",
    "required": True,
    "description": "The kind of file.",
    "schema": {"type": "string", "enum": [*RUN_EXPORTS]},
}


def router(service: Service) -> APIRouter:
    """Return the route of pictures and tables of a run."""
    routes = APIRouter()
    limits = service.limits

    def job_of(content: bytes, name: str) -> Job:
        request_fields = json_object(content)
        look = look_of(request_fields)
        how = {name: request_fields.pop(name) for name in _NAMES if name in request_fields}
        trace_request = TraceRequest.from_fields(request_fields, limits)
        return Job.of("run-file", trace_request, settings_of(how), name, look, heavy=True)

    @routes.post(
        "/api/v1/train/render.{format}",
        operation_id="train_render",
        summary="A run as a film or a file",
        responses=bytes_of([row.media_type.partition(";")[0] for row in RUN_EXPORTS.values()]),
        openapi_extra={"parameters": [_FORMAT], **body(TrainRequest, RunFileRequest)},
    )
    async def post_run_file(request: Request) -> Response:
        """The fields of a run and those of `RunFileRequest`. `Accept: application/x-ndjson` answers in lines that tell
        how far the work is; hanging up stops it."""
        row = EXPORTS[run_export_of(request.path_params["format"]).name]
        job = await service.read(await read_body(request, limits), lambda content: job_of(content, row.name))
        if NDJSON in request.headers.get("accept", ""):
            unstored = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
            return StreamingResponse(progress_lines(service, request, job, row), media_type=NDJSON, headers=unstored)
        return send(request, await service.respond(request, job), PRIVATE, file_headers(job, row))

    return routes
