"""POST /api/v1/gradcheck, hessian, hvp, costs and layer_costs: the check, second derivatives, their costs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, Request, Response

from ..request import TraceRequest
from ..tracing.gradcheck_request import GradcheckRequest
from .bodies import read_body
from .errors import RequestError
from .handler_job import Job
from .openapi import body, responses_for
from .request import json_object
from .responses import PRIVATE, send
from .service import Service

__all__ = ["HessianRequest", "pop_wrt", "router"]


@dataclass(frozen=True, slots=True)
class HessianRequest:
    """Leaves of the Hessian; beside the fields of `TraceRequest`."""

    wrt: list[str] | None = None
    """The leaves whose entries are the rows, each once; null: all that the output depends on."""


@dataclass(frozen=True, slots=True)
class CostsRequest:
    """Values that are not kept; beside the fields of `TraceRequest`."""

    recompute: list[str] = field(default_factory=list)
    """Nodes of the backward graph whose values are computed again instead of being saved."""


def pop_wrt(fields: dict[str, Any]) -> tuple[str, ...] | None:
    """The leaves of a Hessian, taken out of the fields of a request. Raises: RequestError `bad-field`."""
    wrt = fields.pop("wrt", None)
    if wrt is not None and not (isinstance(wrt, list) and all(isinstance(name, str) for name in wrt)):
        raise RequestError("bad-field", "`wrt` is not a list of names.")
    return None if wrt is None else tuple(dict.fromkeys(wrt))


def router(service: Service) -> APIRouter:
    """Return the routes of the gradient check, second derivatives and costs."""
    routes = APIRouter()
    limits = service.limits

    def gradcheck_of(content: bytes) -> Job:
        fields = json_object(content)
        options = GradcheckRequest.pop_from(fields)
        return Job.of("gradcheck", TraceRequest.from_fields(fields, limits), options)

    def hessian_of(content: bytes) -> Job:
        fields = json_object(content)
        names = pop_wrt(fields)
        return Job.of("hessian", TraceRequest.from_fields(fields, limits), names)

    def hvp_of(content: bytes) -> Job:
        fields = {"mode": "forward", **json_object(content)}  # to which a direction belongs
        return Job.of("hvp", TraceRequest.from_fields(fields, limits))

    def costs_of(content: bytes) -> Job:
        fields = json_object(content)
        chosen = fields.pop("recompute", [])
        if not isinstance(chosen, list) or not all(isinstance(id, str) for id in chosen):
            raise RequestError("bad-field", "`recompute` is not a list of ids.")
        return Job.of("costs", TraceRequest.from_fields(fields, limits), tuple(dict.fromkeys(chosen[: limits.names])))

    def layer_costs_of(content: bytes) -> Job:
        return Job.of("layer-costs", TraceRequest.from_fields(json_object(content), limits))

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

    @routes.post(
        "/api/v1/hvp",
        operation_id="hvp",
        summary="The Hessian times a direction",
        responses=responses_for("HessianProduct"),
        openapi_extra=body(),
    )
    async def post_hvp(request: Request) -> Response:
        """The fields of a trace, `direction` among them: the product by leaf, for a few passes and without the matrix,
        so that there may be any number of variables."""
        job = await service.read(await read_body(request, limits), hvp_of)
        return send(request, await service.respond(request, job), PRIVATE)

    @routes.post(
        "/api/v1/costs",
        operation_id="costs",
        summary="The cost of derivatives",
        responses=responses_for("Costs"),
        openapi_extra=body(CostsRequest),
    )
    async def post_costs(request: Request) -> Response:
        """The Jacobian of the output, passes and memory of both modes, and what recomputing saved values costs."""
        job = await service.read(await read_body(request, limits), costs_of)
        return send(request, await service.respond(request, job), PRIVATE)

    @routes.post(
        "/api/v1/layer_costs",
        operation_id="layer_costs",
        summary="The cost of each layer",
        responses=responses_for("CostTable"),
        openapi_extra=body(),
    )
    async def post_layer_costs(request: Request) -> Response:
        """Parameters, multiply-adds, bytes of activations and of the Jacobian that nobody forms, layer by layer. With
        `shapes_only` no number is computed, and sizes are those of real models."""
        job = await service.read(await read_body(request, limits), layer_costs_of)
        return send(request, await service.respond(request, job), PRIVATE)

    return routes
