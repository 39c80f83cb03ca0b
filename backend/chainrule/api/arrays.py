"""POST /api/v1/array: one array of a trace in full, on demand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request, Response

from ..limits import Limits
from ..trace import encode
from ..trace.whole import whole
from .errors import RequestError
from .openapi import body, responses_for
from .request import TraceRequest, from_fields, json_object
from .responses import PRIVATE, CachedResponse, send
from .worker_pool import WorkerPool

__all__ = ["router"]

_FIELDS: dict[str, Any] = {
    "id": {"type": "string", "description": "Of a node or an edge of the trace."},
    "field": {"type": "string", "enum": ["value", "gradient", "upstream", "local", "downstream"], "default": "value"},
}


def make(asked: TraceRequest, id: str, field: str, limits: Limits) -> CachedResponse:
    """What a thread does. Raises: ChainruleError."""
    found = whole(
        asked.source,
        asked.values,
        id=id,
        field=field,
        **asked.drawn(),
        limits=limits,
    )
    return CachedResponse.of(encode(found))


def router(pool: WorkerPool, limits: Limits, read_body: Callable[[Request, Limits], Awaitable[bytes]]) -> APIRouter:
    routes = APIRouter()
    answers = responses_for("Whole")

    @routes.post(
        "/api/v1/array",
        operation_id="array",
        summary="One array in full",
        responses=answers,
        openapi_extra=body(_FIELDS, "id"),
    )
    async def post_array(request: Request) -> Response:
        """The fields of a trace, and `id` and `field` of the array: shape and all entries as nested lists."""
        fields = json_object(await read_body(request, limits))
        id, field = (_word(fields.pop(name, default), name) for name, default in (("id", None), ("field", "value")))
        return send(request, await pool.run(make, from_fields(fields, limits), id, field, limits), PRIVATE)

    return routes


def _word(value: Any, name: str) -> str:
    """Raises: RequestError."""
    if value is None:
        raise RequestError("missing-field", f"`{name}` is missing.", hint='Send {"source": "...", "id": "e0"}.')
    if not isinstance(value, str):
        raise RequestError("bad-field", f"`{name}` is not a text.")
    return value
