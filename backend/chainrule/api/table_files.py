"""POST /api/v1/gradcheck.<format> and hessian.<format>: the check and the second derivatives as a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, cast

from fastapi import APIRouter, Request, Response

from ..errors import RequestError
from ..export import Options
from ..export.palette import THEMES, Theme
from ..number_tables import TABLE_EXPORTS, TableExport, TableLook, table_export_of
from ..request import TraceRequest
from ..schema import OneOf
from ..tracing.gradcheck_request import GradcheckRequest
from .bodies import read_body
from .directions import HessianRequest, pop_wrt
from .handler_job import Job
from .openapi import body, bytes_of
from .render import SVG_POLICY, file_name
from .request import json_object
from .responses import PRIVATE, send
from .service import Service

__all__ = ["TableFileRequest", "router"]

_ANSWERS = bytes_of([row.media_type.partition(";")[0] for row in TABLE_EXPORTS.values()])
_FORMAT = {
    "name": "format",
    "in": "path",
    "required": True,
    "description": "The kind of file.",
    "schema": {"type": "string", "enum": [*TABLE_EXPORTS]},
}


@dataclass(frozen=True, slots=True)
class TableFileRequest:
    """Look of a table's picture; beside the fields of what is computed."""

    theme: Annotated[str, OneOf(lambda: THEMES)] = "light"
    """The palette."""
    scale: float = 1.0
    """Times the size, 0.1 to 10; pixels per unit of a PNG."""


def _pop_look(fields: dict[str, Any]) -> TableLook:
    """Raises: RequestError `bad-field`; InputError `bad-option`."""
    theme, scale = fields.pop("theme", "light"), fields.pop("scale", 1.0)
    if not isinstance(theme, str):
        raise RequestError("bad-field", "`theme` is a text.")
    if isinstance(scale, bool) or not isinstance(scale, int | float):
        raise RequestError("bad-field", "`scale` is a number.")
    options = Options(theme=cast(Theme, theme), scale=float(scale))  # which checks both
    return TableLook(options.theme, options.scale)


def router(service: Service) -> APIRouter:
    """Return the routes of tables as files."""
    routes = APIRouter()
    limits = service.limits

    def check_of(content: bytes, name: str) -> Job:
        fields = json_object(content)
        look, options = _pop_look(fields), GradcheckRequest.pop_from(fields)
        return Job.of("gradcheck-file", TraceRequest.from_fields(fields, limits), options, name, look)

    def hessian_of(content: bytes, name: str) -> Job:
        fields = json_object(content)
        look, names = _pop_look(fields), pop_wrt(fields)
        return Job.of("hessian-file", TraceRequest.from_fields(fields, limits), names, name, look)

    @routes.post(
        "/api/v1/gradcheck.{format}",
        operation_id="gradcheck_file",
        summary="The check as a file",
        responses=_ANSWERS,
        openapi_extra={"parameters": [_FORMAT], **body(GradcheckRequest, TableFileRequest)},
    )
    async def post_gradcheck_file(request: Request) -> Response:
        """The fields of `gradcheck` and the look of a picture: a row for each entry of each leaf."""
        row = table_export_of(request.path_params["format"])
        job = await service.read(await read_body(request, limits), lambda content: check_of(content, row.name))
        return send(request, await service.respond(request, job), PRIVATE, _headers(job, row, "gradcheck"))

    @routes.post(
        "/api/v1/hessian.{format}",
        operation_id="hessian_file",
        summary="Second derivatives as a file",
        responses=_ANSWERS,
        openapi_extra={"parameters": [_FORMAT], **body(HessianRequest, TableFileRequest)},
    )
    async def post_hessian_file(request: Request) -> Response:
        """The fields of `hessian` and the look of a picture: the matrix with its names."""
        row = table_export_of(request.path_params["format"])
        job = await service.read(await read_body(request, limits), lambda content: hessian_of(content, row.name))
        return send(request, await service.respond(request, job), PRIVATE, _headers(job, row, "hessian"))

    return routes


def _headers(job: Job, row: TableExport, name: str) -> dict[str, str]:
    """Return the name of the file, and that nothing in it runs or fetches."""
    return {
        "Content-Disposition": f'inline; filename="{file_name(job, row.suffix, name)}"',
        "Content-Security-Policy": SVG_POLICY,
    }
