"""POST /api/v1/array: one array of a trace in full, on demand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from fastapi import APIRouter, Request, Response

from ..request import TraceRequest
from .bodies import read_body
from .errors import RequestError
from .handler_job import Job
from .openapi import body, responses_for
from .request import json_object
from .responses import PRIVATE, send
from .service import Service

__all__ = ["router"]


@dataclass(frozen=True, slots=True)
class ArrayRequest:
    """The array that is asked for; beside the fields of `TraceRequest`."""

    id: str
    """Id of a node or an edge of the trace."""
    field: Literal["value", "gradient", "upstream", "local", "downstream"] = "value"
    """`value` or `gradient` of a node; `value`, `upstream`, `local` or `downstream` of an edge."""


def router(service: Service) -> APIRouter:
    """Return the route of an array in full."""
    routes = APIRouter()
    limits = service.limits

    def job_of(content: bytes) -> Job:
        fields = json_object(content)
        id, field = (_text(fields.pop(name, default), name) for name, default in (("id", None), ("field", "value")))
        return Job.of("array", TraceRequest.from_fields(fields, limits), id, field)

    @routes.post(
        "/api/v1/array",
        operation_id="array",
        summary="One array in full",
        responses=responses_for("FullArray"),
        openapi_extra=body(ArrayRequest),
    )
    async def post_array(request: Request) -> Response:
        """The fields of a trace, and `id` and `field` of the array: shape and all entries as nested lists."""
        job = await service.read(await read_body(request, limits), job_of)
        return send(request, await service.respond(request, job), PRIVATE)

    return routes


def _text(value: Any, name: str) -> str:
    """Raises: RequestError."""
    if value is None:
        raise RequestError("missing-field", f"`{name}` is missing.", hint='Send {"source": "...", "id": "e0"}.')
    if not isinstance(value, str):
        raise RequestError("bad-field", f"`{name}` is not a text.")
    return value
