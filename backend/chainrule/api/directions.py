"""POST /api/v1/gradcheck and /api/v1/hessian: the numerical check and second derivatives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from fastapi import APIRouter, Request, Response

from ..directions import Kind
from ..request import TraceRequest
from .bodies import read_body
from .errors import RequestError
from .handlers import Job
from .openapi import body, responses_for
from .request import json_object
from .responses import PRIVATE, send
from .service import Service

__all__ = ["router"]

KINDS: tuple[str, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class GradcheckRequest:
    """How gradients are checked; beside the fields of `TraceRequest`."""

    h: float | None = None
    """The step, over 0 and at most 1; null: 1e-5 for central differences, 1e-8 for forward ones."""
    kind: Kind = "central"
    """The difference quotient: (f(x + h) - f(x - h)) / 2h, or (f(x + h) - f(x)) / h."""


@dataclass(frozen=True, slots=True)
class HessianRequest:
    """Of which leaves; beside the fields of `TraceRequest`."""

    wrt: list[str] | None = None
    """The leaves whose entries are the rows, each once; null: all that the output depends on."""


def router(service: Service) -> APIRouter:
    routes = APIRouter()
    limits = service.limits

    def gradcheck_of(content: bytes) -> Job:
        fields = json_object(content)
        h, kind = fields.pop("h", None), fields.pop("kind", "central")
        if h is not None and (isinstance(h, bool) or not isinstance(h, int | float)):
            raise RequestError("bad-field", "`h` is not a number.")
        if kind not in KINDS:
            raise RequestError("bad-field", f"`kind` is none of {', '.join(KINDS)}.")
        return Job.of("gradcheck", TraceRequest.from_fields(fields, limits), h, kind)

    def hessian_of(content: bytes) -> Job:
        fields = json_object(content)
        wrt = fields.pop("wrt", None)
        if wrt is not None and not (isinstance(wrt, list) and all(isinstance(name, str) for name in wrt)):
            raise RequestError("bad-field", "`wrt` is not a list of names.")
        names = None if wrt is None else tuple(dict.fromkeys(wrt))
        return Job.of("hessian", TraceRequest.from_fields(fields, limits), names)

    @routes.post(
        "/api/v1/gradcheck",
        operation_id="gradcheck",
        summary="Every gradient beside its difference quotient",
        responses=responses_for("GradientChecks"),
        openapi_extra=body(GradcheckRequest),
    )
    async def post_gradcheck(request: Request) -> Response:
        """The fields of a trace, and the step: analytic, numeric, error, and the error for steps from 1 to 1e-16."""
        job = await service.read(await read_body(request, limits), gradcheck_of)
        return send(request, await service.respond(request, job), PRIVATE)

    @routes.post(
        "/api/v1/hessian",
        operation_id="hessian",
        summary="Second derivatives",
        responses=responses_for("Hessian"),
        openapi_extra=body(HessianRequest),
    )
    async def post_hessian(request: Request) -> Response:
        """The fields of a trace, and the leaves: the matrix with its structure and its eigenvalues."""
        job = await service.read(await read_body(request, limits), hessian_of)
        return send(request, await service.respond(request, job), PRIVATE)

    return routes
