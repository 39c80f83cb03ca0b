"""Handlers of jobs, in a thread or in a process: each makes the bytes of a response from one job."""

from __future__ import annotations

import time

from .. import assessments, exercises, lessons
from ..codegen import generate
from ..errors import ChainruleError, LimitError
from ..exercises import ExerciseRequest
from ..export import EXPORTS, Options, Progress
from ..export import render as draw
from ..layer_costs import costs_of_request
from ..lessons.decks import DECKS, DeckAppearance, deck
from ..lessons.pictures import PictureRequest, inline, render_picture
from ..limits import DEFAULT, Limits
from ..number_tables import NumberTable, TableLook, check_table, hessian_table, table_export_of, table_file
from ..request import TraceRequest
from ..sentences import Language, speaking
from ..tracing import build, encode
from ..tracing.costs import costs
from ..tracing.direction_documents import hessian_product, second_derivatives
from ..tracing.full_array import full_array
from ..tracing.gate_jacobian import jacobian
from ..tracing.gradcheck import check_gradients
from ..tracing.gradcheck_request import GradcheckRequest
from .activations import sampled
from .handler_job import Handler, Job, Report, until
from .model_program import read_model
from .responses import CachedResponse
from .run_handlers import RUN_HANDLERS

__all__ = ["HANDLERS", "make_ready", "ready", "run"]


def run(job: Job, limits: Limits, progress: Report) -> CachedResponse:
    """Do it.

    Args:
        progress: called with how many parts are done and of how many; what it raises ends the work.

    Raises:
        ChainruleError: whatever is wrong with the request; LimitError where it needs more than `limits`.
    """
    try:
        with speaking(job.language or "en"):
            return HANDLERS[job.kind](*job.arguments, limits=limits, progress=progress)
    except MemoryError:
        raise LimitError("total_elements", limits.total_elements, "This needs more memory than there is") from None


def make_ready() -> None:
    """Read the texts of common layers and of what is recognised once, so that the first model need not wait for it."""
    layers = "nn.Conv2d(1, 1, 1), nn.BatchNorm2d(1), nn.ReLU(), nn.MaxPool2d(1), nn.AdaptiveAvgPool2d(1), nn.Flatten()"
    source = f"nn.Sequential({layers}, nn.Dropout(), nn.Linear(1, 1))(x)"
    build(TraceRequest(source, shapes_only={"x": [2, 1, 1, 1]}), DEFAULT)


def _trace(request: TraceRequest, *, limits: Limits, progress: Progress) -> CachedResponse:
    return CachedResponse.of(encode(build(request, limits), request.words))


def _array(request: TraceRequest, id: str, field: str, *, limits: Limits, progress: Progress) -> CachedResponse:
    result = full_array(request, id, field, limits)
    return CachedResponse.of(encode(result))


def _jacobian(request: TraceRequest, of: str, slot: int, *, limits: Limits, progress: Progress) -> CachedResponse:
    result = jacobian(request, of, slot, limits)
    return CachedResponse.of(encode(result))


def _gradcheck(
    request: TraceRequest, options: GradcheckRequest, *, limits: Limits, progress: Progress
) -> CachedResponse:
    return CachedResponse.of(encode(check_gradients(request, options, limits)))


def _hessian(
    request: TraceRequest, wrt: tuple[str, ...] | None, *, limits: Limits, progress: Progress
) -> CachedResponse:
    return CachedResponse.of(encode(second_derivatives(request, wrt, limits)))


def _gradcheck_file(
    request: TraceRequest, options: GradcheckRequest, name: str, look: TableLook, *, limits: Limits, progress: Progress
) -> CachedResponse:
    return _table_file(check_table(request, check_gradients(request, options, limits)), name, look, limits)


def _hessian_file(
    request: TraceRequest,
    wrt: tuple[str, ...] | None,
    name: str,
    look: TableLook,
    *,
    limits: Limits,
    progress: Progress,
) -> CachedResponse:
    return _table_file(hessian_table(request, second_derivatives(request, wrt, limits)), name, look, limits)


def _hvp(request: TraceRequest, *, limits: Limits, progress: Progress) -> CachedResponse:
    return CachedResponse.of(encode(hessian_product(request, limits)))


def _table_file(table: NumberTable, name: str, look: TableLook, limits: Limits) -> CachedResponse:
    row, body = table_export_of(name), table_file(table, name, look, limits)
    return CachedResponse.plain(body, row.media_type) if row.modules else CachedResponse.of(body, row.media_type)


def _costs(request: TraceRequest, recompute: tuple[str, ...], *, limits: Limits, progress: Progress) -> CachedResponse:
    return CachedResponse.of(encode(costs(request, recompute, limits)))


def _layer_costs(request: TraceRequest, *, limits: Limits, progress: Progress) -> CachedResponse:
    return CachedResponse.of(encode(costs_of_request(request, limits)))


def _exercise(
    request: TraceRequest, exercise_request: ExerciseRequest, *, limits: Limits, progress: Progress
) -> CachedResponse:
    return CachedResponse.of(encode(exercises.document(exercises.make(request, exercise_request, limits))))


def _exercise_file(
    request: TraceRequest,
    exercise_request: ExerciseRequest,
    name: str,
    count: int,
    *,
    limits: Limits,
    progress: Progress,
) -> CachedResponse:
    row = assessments.format_of(name)
    check = until(time.monotonic() + limits.picture_seconds, limits, progress)
    body = assessments.render(request, exercise_request, name, count, limits=limits, progress=check)
    return CachedResponse.of(body, row.media_type) if not row.packed else CachedResponse.plain(body, row.media_type)


def _grade(
    request: TraceRequest,
    exercise_request: ExerciseRequest,
    answers: tuple[tuple[str, str], ...],
    *,
    limits: Limits,
    progress: Progress,
) -> CachedResponse:
    return CachedResponse.of(
        encode(exercises.grade(exercises.make(request, exercise_request, limits), dict(answers), limits))
    )


def _lesson(
    file: str, text: str, language: Language, error_language: Language, *, limits: Limits, progress: Progress
) -> CachedResponse:
    """A lesson in a language. `error_language`: that of a mistake in the file, which may be another."""
    try:
        with speaking(language):
            return CachedResponse.of(encode(lessons.parse(file, text, limits)))
    except ChainruleError as error:
        error.language = error_language
        raise


def _picture(request: TraceRequest, picture: PictureRequest, *, limits: Limits, progress: Progress) -> CachedResponse:
    return CachedResponse.of(encode(inline(render_picture(request, picture, limits))))


def _deck(
    file: str,
    text: str,
    name: str,
    appearance: DeckAppearance,
    language: Language,
    *,
    limits: Limits,
    progress: Progress,
) -> CachedResponse:
    with speaking(language):
        result = deck(lessons.parse(file, text, limits), name, appearance, limits)
    return CachedResponse.of(result, DECKS[name].media_type)


def _tally(
    request: TraceRequest,
    exercise_request: ExerciseRequest,
    blank: str,
    pairs: tuple[tuple[str, int], ...],
    *,
    limits: Limits,
    progress: Progress,
) -> CachedResponse:
    return CachedResponse.of(encode(exercises.tally(exercises.make(request, exercise_request, limits), blank, pairs)))


def _model_file(content: bytes, language: Language, *, limits: Limits, progress: Progress) -> CachedResponse:
    return CachedResponse.of(encode(read_model(content, limits, language)))


def _code(request: TraceRequest, language: str, *, limits: Limits, progress: Progress) -> CachedResponse:
    return CachedResponse.of(encode(generate(request, language, limits)))


def _render(
    request: TraceRequest, name: str, options: Options, *, limits: Limits, progress: Progress
) -> CachedResponse:
    row = EXPORTS[name]
    check = until(time.monotonic() + limits.picture_seconds, limits, progress)
    trace = row.trace(request, options.paper, lambda request: build(request, limits))
    body = draw(trace, row.name, options, limits=limits, progress=check)
    return CachedResponse.of(body, row.media_type) if row.text else CachedResponse.plain(body, row.media_type)


def _activations(
    names: tuple[str, ...] | None, low: float, high: float, points: int, *, limits: Limits, progress: Progress
) -> CachedResponse:
    return CachedResponse.of(encode(sampled(names, low, high, points)))


HANDLERS: dict[str, Handler] = {
    **RUN_HANDLERS,
    "trace": _trace,
    "array": _array,
    "jacobian": _jacobian,
    "gradcheck": _gradcheck,
    "gradcheck-file": _gradcheck_file,
    "hessian": _hessian,
    "hessian-file": _hessian_file,
    "hvp": _hvp,
    "costs": _costs,
    "layer-costs": _layer_costs,
    "exercise": _exercise,
    "exercise-file": _exercise_file,
    "grade": _grade,
    "tally": _tally,
    "lesson": _lesson,
    "lesson-picture": _picture,
    "deck": _deck,
    "model-file": _model_file,
    "code": _code,
    "render": _render,
    "activations": _activations,
}


def ready() -> bool:
    """Return whether the gradient of `x * y` comes out right."""
    trace = build(TraceRequest("x * y", {"x": 3.0, "y": -2.0}))
    return bool(trace.gradients == {"x": -2.0, "y": 3.0})
