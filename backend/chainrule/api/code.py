"""GET and POST /api/v1/code: the graph of a formula as a program, its lines tied to the steps of the trace."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from ..codegen import LANGUAGES
from ..request import TraceRequest
from .bodies import read_body
from .errors import RequestError
from .handlers import Job
from .openapi import QUERY, body, responses_for
from .request import from_query_params, json_object, parse_query
from .responses import PRIVATE, SHARED, send
from .service import Service

__all__ = ["router"]

_LANGUAGE: dict[str, Any] = {"type": "string", "enum": list(LANGUAGES), "default": "numpy"}
_FIELDS = {"language": {**_LANGUAGE, "description": "What to write it in."}}
_PARAMETER = {"name": "language", "in": "query", "required": False, "description": "What to write it in."}
_QUERY = {"parameters": [*QUERY, {**_PARAMETER, "schema": _LANGUAGE}]}


def router(service: Service) -> APIRouter:
    routes = APIRouter()
    limits, answers = service.limits, responses_for("Code")

    @routes.post(
        "/api/v1/code", operation_id="code", summary="A formula as code", responses=answers, openapi_extra=body(_FIELDS)
    )
    async def post_code(request: Request) -> Response:
        """The fields of a trace and `language`: the program, and which of its lines belong to which step."""
        fields = json_object(await read_body(request, limits))
        language = fields.pop("language", "numpy")
        if not isinstance(language, str):
            raise RequestError("bad-field", "`language` is not a text.")
        job = Job.of("code", TraceRequest.from_fields(fields, limits), language)
        return send(request, await service.respond(request, job), PRIVATE)

    @routes.get(
        "/api/v1/code", operation_id="code_get", summary="The same, cacheable", responses=answers, openapi_extra=_QUERY
    )
    async def get_code(request: Request) -> Response:
        """The fields of POST as query parameters."""
        params = parse_query(request.scope["query_string"])
        language = params.pop("language", "numpy")
        job = Job.of("code", from_query_params(params, limits), language)
        return send(request, await service.respond(request, job), SHARED)

    return routes
