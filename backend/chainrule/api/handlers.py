"""What is done for a request, in a thread or in a process: one job to the bytes of its response."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Protocol, TypeAlias

from ..codegen import Code, generate
from ..errors import LimitError
from ..export import EXPORTS, Options, Progress
from ..export import render as draw
from ..learn import Run, Settings, lines, start, train
from ..limits import Limits
from ..trace import Trace, build, encode
from ..trace.jacobian import jacobian as form_jacobian
from ..trace.whole import whole
from .activations import sampled
from .request import TraceRequest
from .responses import CachedResponse

__all__ = ["HANDLERS", "NDJSON", "Job", "Report", "Stopped", "ready", "run", "traced", "trained", "written"]

Handler: TypeAlias = Callable[..., CachedResponse]
NDJSON = "application/x-ndjson"


class Report(Protocol):
    """Told how far a job is, with the next bytes of an answer that is sent while it is made."""

    def __call__(self, done: int, of: int, part: bytes = b"", /) -> None: ...


class Stopped(Exception):
    """Nobody waits for this job any more. A progress callback raises it."""


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to do. Equal jobs have equal keys.

    kind: a key of HANDLERS. arguments: what its handler takes first. heavy: it takes too long for a thread, whatever
    is asked.
    """

    kind: str
    arguments: tuple[Any, ...]
    key: bytes
    heavy: bool = False

    @classmethod
    def of(cls, kind: str, *arguments: Any, heavy: bool = False) -> Job:
        words = [each.canonical() if isinstance(each, TraceRequest) else repr(each).encode() for each in arguments]
        return cls(kind, arguments, hashlib.sha256(b"\0".join((kind.encode(), *words))).digest(), heavy)


def run(job: Job, limits: Limits, progress: Report) -> CachedResponse:
    """Do it.

    Args:
        progress: called with how many parts are done and of how many; what it raises ends the work.

    Raises:
        ChainruleError: whatever is wrong with the request; LimitError where it needs more than `limits`.
    """
    try:
        return HANDLERS[job.kind](*job.arguments, limits=limits, progress=progress)
    except MemoryError:
        raise LimitError("total_elements", limits.total_elements, "This needs more memory than there is") from None


def traced(asked: TraceRequest, limits: Limits) -> Trace:
    """Raises: ChainruleError."""
    return build(asked.source, asked.values, **asked.drawn(), partial=asked.partial, limits=limits)


def written(asked: TraceRequest, language: str, limits: Limits) -> Code:
    """Raises: ChainruleError."""
    return generate(asked.source, asked.values, language=language, **asked.drawn(), limits=limits)


def _trace(asked: TraceRequest, *, limits: Limits, progress: Progress) -> CachedResponse:
    return CachedResponse.of(encode(traced(asked, limits)))


def _array(asked: TraceRequest, id: str, field: str, *, limits: Limits, progress: Progress) -> CachedResponse:
    found = whole(asked.source, asked.values, id=id, field=field, **asked.drawn(), limits=limits)
    return CachedResponse.of(encode(found))


def _jacobian(asked: TraceRequest, of: str, slot: int, *, limits: Limits, progress: Progress) -> CachedResponse:
    found = form_jacobian(asked.source, asked.values, of=of, slot=slot, **asked.drawn(), limits=limits)
    return CachedResponse.of(encode(found))


def _code(asked: TraceRequest, language: str, *, limits: Limits, progress: Progress) -> CachedResponse:
    return CachedResponse.of(encode(written(asked, language, limits)))


def _render(asked: TraceRequest, name: str, options: Options, *, limits: Limits, progress: Progress) -> CachedResponse:
    row = EXPORTS[name]
    check = _until(time.monotonic() + limits.picture_seconds, limits, progress)
    body = draw(traced(asked, limits), name, options, limits=limits, progress=check)
    return CachedResponse.of(body, row.media_type) if row.text else CachedResponse.plain(body, row.media_type)


def _until(end: float, limits: Limits, progress: Progress) -> Progress:
    def check(done: int, of: int) -> None:
        if time.monotonic() > end:
            found, hint = f"Only {done} of {of} pictures got drawn", "Ask for one step, or a smaller scale."
            raise LimitError("picture_seconds", limits.picture_seconds, found, hint=hint)
        progress(done, of)

    return check


def _activations(
    names: tuple[str, ...] | None, low: float, high: float, points: int, *, limits: Limits, progress: Progress
) -> CachedResponse:
    return CachedResponse.of(encode(sampled(names, low, high, points)))


def trained(asked: TraceRequest, settings: Settings, limits: Limits, progress: Progress | None = None) -> Run:
    """Raises: ChainruleError."""
    words = {field.name: getattr(settings, field.name) for field in fields(settings)}
    return train(asked.source, asked.values, **words, **_where(asked), limits=limits, progress=progress)


def _where(asked: TraceRequest) -> dict[str, Any]:
    return asked.model_dump(include={"output", "upstream", "defaults"})


def _train(asked: TraceRequest, settings: Settings, *, limits: Limits, progress: Report) -> CachedResponse:
    return CachedResponse.of(trained(asked, settings, limits, progress).to_json())


def _train_lines(asked: TraceRequest, settings: Settings, *, limits: Limits, progress: Report) -> CachedResponse:
    """Each line is sent as soon as it is known; the response holds them all."""
    made: list[bytes] = []
    head, steps = start(asked.source, asked.values, settings, _where(asked), limits, progress)
    for line in lines(head, steps):
        made.append(line)
        progress(0, settings.iterations, line)
    return CachedResponse.of(b"".join(made), NDJSON)


HANDLERS: dict[str, Handler] = {
    "trace": _trace,
    "array": _array,
    "jacobian": _jacobian,
    "code": _code,
    "render": _render,
    "activations": _activations,
    "train": _train,
    "train-lines": _train_lines,
}


def ready() -> bool:
    """Whether a gradient that everybody knows comes out right."""
    trace = build("x * y", {"x": 3.0, "y": -2.0})
    return bool(trace.gradients == {"x": -2.0, "y": 3.0})
