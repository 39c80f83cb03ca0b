"""POST /api/v1/jacobian: the local gradient of a box as a whole matrix, on demand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request, Response

from ..limits import Limits
from ..trace import encode
from ..trace.jacobian import jacobian
from .errors import RequestError
from .openapi import body, responses_for
from .request import TraceRequest, from_fields, json_object
from .responses import PRIVATE, CachedResponse, send
from .worker_pool import WorkerPool

__all__ = ["router"]

_FIELDS: dict[str, Any] = {
    "of": {"type": "string", "description": "The id of a box, or of the wire itself."},
    "slot": {"type": "integer", "default": 0, "description": "Which input of the box, from 0."},
}


def make(asked: TraceRequest, of: str, slot: int, limits: Limits) -> CachedResponse:
    """What a thread does. Raises: ChainruleError."""
    found = jacobian(
        asked.source,
        asked.values,
        of=of,
        slot=slot,
        **asked.drawn(),
        limits=limits,
    )
    return CachedResponse.of(encode(found))


def router(pool: WorkerPool, limits: Limits, read_body: Callable[[Request, Limits], Awaitable[bytes]]) -> APIRouter:
    routes = APIRouter()
    answers = responses_for("Jacobian")

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
        return send(request, await pool.run(make, from_fields(fields, limits), of, slot, limits), PRIVATE)

    return routes
