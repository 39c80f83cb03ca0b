"""POST /api/v1/jacobian: the local gradient of a box as a whole matrix, on demand."""

from __future__ import annotations

from dataclasses import dataclass

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
class JacobianRequest:
    """The Jacobian that is asked for; beside the fields of `TraceRequest`."""

    of: str
    """The id of a node, or of the edge itself."""
    slot: int = 0
    """Input of the node, from 0."""


def router(service: Service) -> APIRouter:
    """Return the route of a local gradient as a matrix."""
    routes = APIRouter()
    limits = service.limits

    def job_of(content: bytes) -> Job:
        fields = json_object(content)
        of, slot = fields.pop("of", None), fields.pop("slot", 0)
        if of is None:
            raise RequestError("missing-field", "`of` is missing.", hint='Send {"source": "...", "of": "n5"}.')
        if not isinstance(of, str):
            raise RequestError("bad-field", "`of` is not a text.")
        if not isinstance(slot, int) or isinstance(slot, bool):
            raise RequestError("bad-field", "`slot` is not a whole number.")
        return Job.of("jacobian", TraceRequest.from_fields(fields, limits), of, slot)

    @routes.post(
        "/api/v1/jacobian",
        operation_id="jacobian",
        summary="One Jacobian",
        responses=responses_for("Jacobian"),
        openapi_extra=body(JacobianRequest),
    )
    async def post_jacobian(request: Request) -> Response:
        """The fields of a trace, and the box and input: the matrix while small, its structure and its weight."""
        job = await service.read(await read_body(request, limits), job_of)
        return send(request, await service.respond(request, job), PRIVATE)

    return routes
