"""POST /api/v1/train: a run, at once or line by line while it is computed; and what pictures of it need."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import fields
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.responses import StreamingResponse

from ..errors import ChainruleError
from ..learn import optimizer_table
from ..request import TraceRequest
from ..sentences import Language, speaking
from ..tracing import encode
from .bodies import read_body
from .errors import QueueFull, RequestError, WorkerLost, on_chainrule_error, on_queue_full, on_worker_lost
from .handler_job import NDJSON, Job
from .openapi import body, responses_for
from .page_language import named_language
from .request import json_object
from .responses import PRIVATE, SHARED, CachedResponse, send
from .service import Service
from .train_request import FanRequest, FieldRequest, RunCodeRequest, SurfaceRequest, TrainRequest, checked, settings_of

__all__ = ["router"]

_NAMES = tuple(each.name for each in fields(TrainRequest))


def router(service: Service) -> APIRouter:
    """Return the routes of runs and of the table of optimizers."""
    routes = APIRouter()
    limits = service.limits
    answers = responses_for("RunDocument")

    def job_of(content: bytes, kind: str) -> Job:
        request_fields = json_object(content)
        how = {name: request_fields.pop(name) for name in _NAMES if name in request_fields}
        return Job.of(kind, TraceRequest.from_fields(request_fields, limits), settings_of(how), heavy=True)

    def code_of(content: bytes) -> Job:
        request_fields = json_object(content)
        language = request_fields.pop("language", "numpy")
        if not isinstance(language, str):
            raise RequestError("bad-field", "`language` is not a text.")
        how = {name: request_fields.pop(name) for name in _NAMES if name in request_fields}
        trace_request = TraceRequest.from_fields(request_fields, limits)
        return Job.of("run-code", trace_request, settings_of(how), language, heavy=True)

    def surface_of(content: bytes) -> Job:
        request_fields = json_object(content)
        origin, along, steps, parameters = checked(SurfaceRequest, request_fields)
        trace_request = TraceRequest.from_fields(request_fields, limits)
        return Job.of("surface", trace_request, parameters, origin, along, steps, heavy=True)

    def field_of(content: bytes) -> Job:
        request_fields = json_object(content)
        parameters, data = checked(FieldRequest, request_fields)
        return Job.of("field", TraceRequest.from_fields(request_fields, limits), parameters, data, heavy=True)

    @routes.post(
        "/api/v1/train", operation_id="train", summary="Train", responses=answers, openapi_extra=body(TrainRequest)
    )
    async def post_train(request: Request) -> Response:
        """Move the parameters along their gradients. `Accept: application/x-ndjson` answers line by line: what is
        known before the first update, each kept entry, the end. Hanging up stops the run."""
        in_lines = NDJSON in request.headers.get("accept", "")
        kind = "train-lines" if in_lines else "train"
        job = await service.read(await read_body(request, limits), lambda content: job_of(content, kind))
        if not in_lines:
            return send(request, await service.respond(request, job), PRIVATE)
        parts = service.parts(request, job)
        first = await anext(parts)  # what is wrong with the request is told by the status
        unstored = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(_lines(request, first, parts), media_type=NDJSON, headers=unstored)

    @routes.post(
        "/api/v1/train/code",
        operation_id="train_code",
        summary="A run as code",
        responses=responses_for("Code"),
        openapi_extra=body(TrainRequest, RunCodeRequest),
    )
    async def post_code(request: Request) -> Response:
        """The fields of a run and `language`: the program that does the same updates from the same start."""
        job = await service.read(await read_body(request, limits), code_of)
        return send(request, await service.respond(request, job), PRIVATE)

    @routes.post(
        "/api/v1/surface",
        operation_id="surface",
        summary="The loss over a line or a plane of parameters",
        responses=responses_for("SurfaceDocument"),
        openapi_extra=body(SurfaceRequest),
    )
    async def post_surface(request: Request) -> Response:
        """The loss at the places of a grid through the space of the parameters."""
        job = await service.read(await read_body(request, limits), surface_of)
        return send(request, await service.respond(request, job), PRIVATE)

    @routes.post(
        "/api/v1/field",
        operation_id="field",
        summary="Two-dimensional data and the network over its plane",
        responses=responses_for("FieldDocument"),
        openapi_extra=body(FieldRequest),
    )
    async def post_field(request: Request) -> Response:
        """The points and their classes, and for each class the loss of one example as a scalar tape."""
        job = await service.read(await read_body(request, limits), field_of)
        return send(request, await service.respond(request, job), PRIVATE)

    @routes.post(
        "/api/v1/minibatches",
        operation_id="minibatches",
        summary="The gradients of minibatches around that of all data",
        responses=responses_for("FanDocument"),
        openapi_extra=body(FanRequest),
    )
    async def post_minibatches(request: Request) -> Response:
        """The gradients of 30 minibatches, their mean, and how their scatter shrinks with their size."""
        request_fields = json_object(await read_body(request, limits))
        batch, at, seed, parameters, data = checked(FanRequest, request_fields)
        trace_request = TraceRequest.from_fields(request_fields, limits)
        job = Job.of("minibatches", trace_request, parameters, data, at, batch, seed, heavy=True)
        return send(request, await service.respond(request, job), PRIVATE)

    cached_responses: dict[Language, CachedResponse] = {}

    @routes.get(
        "/api/v1/optimizers",
        operation_id="optimizers",
        summary="Optimizers and schedules",
        responses={200: responses_for("OptimizerTable")[200]},
    )
    async def get_optimizers(request: Request) -> Response:
        """Every optimizer with its rule, its settings and its tape, and every schedule, in the words of `lang`."""
        chosen = named_language(request)
        if chosen not in cached_responses:
            with speaking(chosen):
                cached_responses[chosen] = CachedResponse.of(encode(optimizer_table(limits)))
        return send(request, cached_responses[chosen], SHARED)

    return routes


async def _lines(request: Request, first: bytes, rest: AsyncGenerator[bytes]) -> AsyncIterator[bytes]:
    yield first
    try:
        async with aclosing(rest):
            async for part in rest:
                yield part
    except (ChainruleError, QueueFull, WorkerLost) as error:
        yield json.dumps({"problem": _problem(request, error)}, separators=(",", ":")).encode() + b"\n"


def _problem(request: Request, error: ChainruleError | QueueFull | WorkerLost) -> Any:
    if isinstance(error, ChainruleError):
        return json.loads(bytes(on_chainrule_error(request, error).body))
    refused = on_queue_full(request, error) if isinstance(error, QueueFull) else on_worker_lost(request, error)
    return json.loads(bytes(refused.body))
