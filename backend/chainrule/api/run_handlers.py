"""Handlers of runs: training, its files, and the pictures of a loss over the parameters."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from ..learn import Progress, Run, Settings, fan, field, lines, start, surface, train
from ..limits import Limits
from ..request import TraceRequest
from ..run_code import run_code
from ..run_pictures import RunLook, run_export_of, run_file
from ..tracing import encode
from .handler_job import NDJSON, Handler, Report, until
from .responses import CachedResponse

__all__ = ["RUN_HANDLERS", "trained"]


def trained(request: TraceRequest, settings: Settings, limits: Limits, progress: Progress | None = None) -> Run:
    """Return the run of a request. Raises: ChainruleError."""
    request.require_numbers()
    words = {field.name: getattr(settings, field.name) for field in fields(settings)}
    return train(request.source, request.values, **words, **_where(request), limits=limits, progress=progress)


def _where(request: TraceRequest) -> dict[str, Any]:
    return {"output": request.output, "upstream": request.upstream, "defaults": request.defaults}


def _train(request: TraceRequest, settings: Settings, *, limits: Limits, progress: Report) -> CachedResponse:
    return CachedResponse.of(trained(request, settings, limits, progress).to_json())


def _train_lines(request: TraceRequest, settings: Settings, *, limits: Limits, progress: Report) -> CachedResponse:
    """Each line is sent as soon as it is known; the response holds them all."""
    request.require_numbers()
    chunks: list[bytes] = []
    head, steps = start(request.source, request.values, settings, _where(request), limits, progress)
    for line in lines(head, steps):
        chunks.append(line)
        progress(0, head.iterations, line)
    return CachedResponse.of(b"".join(chunks), NDJSON)


def _run_code(
    request: TraceRequest, settings: Settings, language: str, *, limits: Limits, progress: Report
) -> CachedResponse:
    return CachedResponse.of(encode(run_code(request, settings, language, limits)))


def _run_file(
    request: TraceRequest, settings: Settings, name: str, look: RunLook, *, limits: Limits, progress: Report
) -> CachedResponse:
    """The run first, then its pictures: both may take their time, so that the limits of both hold."""
    row = run_export_of(name)
    run = trained(request, settings, limits, lambda done, of: progress(0, look.frames))
    check = until(time.monotonic() + limits.picture_seconds, limits, progress)
    body = run_file(request, run, name, look, limits=limits, progress=check)
    return CachedResponse.plain(body, row.media_type) if row.modules else CachedResponse.of(body, row.media_type)


def _surface(
    request: TraceRequest,
    parameters: list[str] | None,
    origin: list[float],
    along: list[list[float]],
    steps: list[list[float]],
    *,
    limits: Limits,
    progress: Report,
) -> CachedResponse:
    result = surface(request.source, request.values, _where(request), parameters, origin, along, steps, limits)
    return CachedResponse.of(encode(result))


def _field(
    request: TraceRequest, parameters: list[str] | None, data: list[str] | None, *, limits: Limits, progress: Report
) -> CachedResponse:
    return CachedResponse.of(encode(field(request.source, request.values, _where(request), parameters, data, limits)))


def _minibatches(
    request: TraceRequest,
    parameters: list[str] | None,
    data: list[str] | None,
    at: list[float] | None,
    batch: int,
    seed: int,
    *,
    limits: Limits,
    progress: Report,
) -> CachedResponse:
    result = fan(request.source, request.values, _where(request), parameters, data, at, batch, seed, limits)
    return CachedResponse.of(encode(result))


RUN_HANDLERS: Mapping[str, Handler] = {
    "train": _train,
    "train-lines": _train_lines,
    "run-code": _run_code,
    "run-file": _run_file,
    "surface": _surface,
    "field": _field,
    "minibatches": _minibatches,
}
