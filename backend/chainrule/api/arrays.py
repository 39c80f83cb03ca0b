"""POST /api/v1/array: one array of a trace in full, on demand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request, Response

from ..limits import Limits
from ..trace import encode
from ..trace.whole import whole
from .answers import PRIVATE, Answer, send
from .ask import Ask, from_fields, json_object
from .openapi import answers_of, body
from .problems import RequestError
from .room import Room

__all__ = ["router"]

_FIELDS: dict[str, Any] = {
    "id": {"type": "string", "description": "Of a node or an edge of the trace."},
    "field": {"type": "string", "enum": ["value", "gradient", "upstream", "local", "downstream"], "default": "value"},
}


def make(ask: Ask, id: str, field: str, limits: Limits) -> Answer:
    """What a thread does. Raises: ChainruleError."""
    found = whole(
        ask.source,
        ask.values,
        id=id,
        field=field,
        **ask.drawn(),
        limits=limits,
    )
    return Answer.of(encode(found))


def router(room: Room, limits: Limits, read_body: Callable[[Request, Limits], Awaitable[bytes]]) -> APIRouter:
    routes = APIRouter()
    answers = answers_of("Whole")

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
        return send(request, await room.work(make, from_fields(fields, limits), id, field, limits), PRIVATE)

    return routes


def _word(value: Any, name: str) -> str:
    """Raises: RequestError."""
    if value is None:
        raise RequestError("missing-field", f"`{name}` is missing.", hint='Send {"source": "...", "id": "e0"}.')
    if not isinstance(value, str):
        raise RequestError("bad-field", f"`{name}` is not a text.")
    return value
