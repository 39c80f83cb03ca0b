"""GET and POST /api/v1/code: the graph of a formula as a program, its lines tied to the steps of the trace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request, Response

from ..codegen import LANGUAGES
from ..request import TraceRequest
from ..schema import OneOf
from .bodies import read_body
from .errors import RequestError
from .handler_job import Job
from .openapi import body, query, responses_for
from .request import from_query_params, json_object, parse_query
from .responses import PRIVATE, SHARED, send
from .service import Service

__all__ = ["router"]


@dataclass(frozen=True, slots=True)
class CodeRequest:
    """Form of the program that is written; beside the fields of `TraceRequest`."""

    language: Annotated[str, OneOf(lambda: LANGUAGES)] = "numpy"
    """Language to write it in."""


def router(service: Service) -> APIRouter:
    """Return the routes of generated code."""
    routes = APIRouter()
    limits, answers = service.limits, responses_for("Code")
    in_body, in_query = body(CodeRequest), {"parameters": query(CodeRequest)}

    def job_of_body(content: bytes) -> Job:
        fields = json_object(content)
        language = fields.pop("language", "numpy")
        if not isinstance(language, str):
            raise RequestError("bad-field", "`language` is not a text.")
        return Job.of("code", TraceRequest.from_fields(fields, limits), language)

    def job_of_query(content: bytes) -> Job:
        params = parse_query(content)
        language = params.pop("language", "numpy")
        return Job.of("code", from_query_params(params, limits), language)

    @routes.post(
        "/api/v1/code",
        operation_id="code",
        summary="A formula as code",
        responses=answers,
        openapi_extra=in_body,
    )
    async def post_code(request: Request) -> Response:
        """The fields of a trace and `language`: the program, and which of its lines belong to which step."""
        job = await service.read(await read_body(request, limits), job_of_body)
        return send(request, await service.respond(request, job), PRIVATE)

    @routes.get(
        "/api/v1/code",
        operation_id="code_get",
        summary="The same, cacheable",
        responses=answers,
        openapi_extra=in_query,
    )
    async def get_code(request: Request) -> Response:
        """The fields of POST as query parameters."""
        job = await service.read(request.scope["query_string"], job_of_query)
        return send(request, await service.respond(request, job), SHARED)

    return routes
