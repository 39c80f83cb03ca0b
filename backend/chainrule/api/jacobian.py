"""POST /api/v1/jacobian: the local gradient of a box as a whole matrix, on demand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request, Response

from ..limits import Limits
from ..trace import encode
from ..trace.jacobian import jacobian
from .answers import PRIVATE, Answer, send
from .ask import Ask, from_fields, json_object
from .openapi import answers_of, body
from .problems import RequestError
from .room import Room

__all__ = ["router"]

_FIELDS: dict[str, Any] = {
    "of": {"type": "string", "description": "The id of a box, or of the wire itself."},
    "slot": {"type": "integer", "default": 0, "description": "Which input of the box, from 0."},
}


def make(ask: Ask, of: str, slot: int, limits: Limits) -> Answer:
    """What a thread does. Raises: ChainruleError."""
    found = jacobian(
        ask.source,
        ask.values,
        of=of,
        slot=slot,
        **ask.drawn(),
        limits=limits,
    )
    return Answer.of(encode(found))


def router(room: Room, limits: Limits, read_body: Callable[[Request, Limits], Awaitable[bytes]]) -> APIRouter:
    routes = APIRouter()
    answers = answers_of("Jacobian")

    @routes.post(
        "/api/v1/jacobian",
        operation_id="jacobian",
        summary="One Jacobian",
        responses=answers,
        openapi_extra=body(_FIELDS, "of"),
    )
    async def post_jacobian(request: Request) -> Response:
        """The fields of a trace, and the box and input: the matrix while small, its structure and its weight."""
        fields = json_object(await read_body(request, limits))
        of, slot = fields.pop("of", None), fields.pop("slot", 0)
        if of is None:
            raise RequestError("missing-field", "`of` is missing.", hint='Send {"source": "...", "of": "n5"}.')
        if not isinstance(of, str):
            raise RequestError("bad-field", "`of` is not a text.")
        if not isinstance(slot, int) or isinstance(slot, bool):
            raise RequestError("bad-field", "`slot` is not a whole number.")
        return send(request, await room.work(make, from_fields(fields, limits), of, slot, limits), PRIVATE)

    return routes
