"""GET and POST /api/v1/code: the graph of a formula as a program, its lines tied to the steps of the trace."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request, Response

from ..codegen import LANGUAGES, Code, generate
from ..limits import Limits
from ..trace import encode
from .errors import RequestError
from .openapi import QUERY, body, responses_for
from .request import TraceRequest, from_fields, from_query_params, json_object, parse_query
from .responses import PRIVATE, SHARED, CachedResponse, send
from .worker_pool import WorkerPool

__all__ = ["router", "written"]

_LANGUAGE: dict[str, Any] = {"type": "string", "enum": list(LANGUAGES), "default": "numpy"}
_FIELDS = {"language": {**_LANGUAGE, "description": "What to write it in."}}
_WORD = {"name": "language", "in": "query", "required": False, "description": "What to write it in."}
_QUERY = {"parameters": [*QUERY, {**_WORD, "schema": _LANGUAGE}]}


def written(asked: TraceRequest, language: str, limits: Limits) -> Code:
    """Raises: ChainruleError."""
    return generate(
        asked.source,
        asked.values,
        language=language,
        **asked.drawn(),
        limits=limits,
    )


def make(asked: TraceRequest, language: str, limits: Limits) -> CachedResponse:
    """What a thread does. Raises: ChainruleError."""
    return CachedResponse.of(encode(written(asked, language, limits)))


def router(pool: WorkerPool, limits: Limits, read_body: Callable[[Request, Limits], Awaitable[bytes]]) -> APIRouter:
    """The two routes; `room` has the threads that write."""
    routes = APIRouter()
    answers = responses_for("Code")

    @routes.post(
        "/api/v1/code", operation_id="code", summary="A formula as code", responses=answers, openapi_extra=body(_FIELDS)
    )
    async def post_code(request: Request) -> Response:
        """The fields of a trace and `language`: the program, and which of its lines belong to which step."""
        fields = json_object(await read_body(request, limits))
        language = fields.pop("language", "numpy")
        if not isinstance(language, str):
            raise RequestError("bad-field", "`language` is not a text.")
        return send(request, await pool.run(make, from_fields(fields, limits), language, limits), PRIVATE)

    @routes.get(
        "/api/v1/code", operation_id="code_get", summary="The same, cacheable", responses=answers, openapi_extra=_QUERY
    )
    async def get_code(request: Request) -> Response:
        """The fields of POST as query parameters."""
        words = parse_query(request.scope["query_string"])
        language = words.pop("language", "numpy")
        return send(request, await pool.run(make, from_query_params(words, limits), language, limits), SHARED)

    return routes
