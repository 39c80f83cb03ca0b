"""/api/v1/exercise, its files, and /api/v1/grade: a trace with numbers left out; answers marked. Nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic_core import from_json

from ..assessments import FORMATS, AssessmentFormat, format_of
from ..exercises import ExerciseRequest
from ..limits import DEFAULT
from ..request import TraceRequest
from ..schema import Bounds
from .bodies import read_body
from .errors import RequestError
from .handler_job import Job
from .openapi import body, bytes_of, query, responses_for
from .render import HTML_POLICY, file_name
from .request import from_query_params, json_object, parse_query
from .responses import PRIVATE, SHARED, send
from .service import Service

__all__ = ["router"]

LONGEST_ANSWER = 200  # characters
MANY = 4  # variants: more are made in a process of their own


@dataclass(frozen=True, slots=True)
class GradeRequest:
    """The answers; beside the fields of `TraceRequest` and `ExerciseRequest`."""

    answers: dict[str, str]
    """Answer to each blank, by its id: `-0.2`, `1/5`, `2e-1`; a pattern's name, a shape `2x3`, a gate."""


@dataclass(frozen=True, slots=True)
class ExerciseFileRequest:
    """Number of exercises; beside the fields of `TraceRequest` and `ExerciseRequest`."""

    variants: Annotated[int, Bounds(1, DEFAULT.exercise_variants)] = 1
    """Number of different exercises that the file holds, by the seeds from `seed` on."""


_FRAME = {"Content-Security-Policy": HTML_POLICY, "Cross-Origin-Embedder-Policy": "require-corp"}
_WORDS = {each.name for each in fields(ExerciseRequest)} | {each.name for each in fields(ExerciseFileRequest)}


def _from_query(words: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The fields of an exercise as a body has them, and the others as they stand. Raises: RequestError."""
    values_by_name: dict[str, Any] = {}
    for name in _WORDS & set(words):
        text = words[name]
        if name == "ask" and not text.lstrip().startswith("["):
            values_by_name[name] = [kind for kind in text.split(",") if kind]
        elif text:
            try:
                values_by_name[name] = from_json(text, allow_inf_nan=False)
            except ValueError:
                raise RequestError("bad-field", f"`{name}` is no number, or no list of kinds.") from None
    return values_by_name, {name: text for name, text in words.items() if name not in _WORDS}


def _count(fields: dict[str, Any]) -> int:
    """Takes `variants` out of the fields. Raises: RequestError."""
    count = fields.pop("variants", 1)
    if isinstance(count, bool) or not isinstance(count, int) or count < 1:
        raise RequestError("bad-field", "`variants` is no whole number from 1 on.")
    return count


def _job(request: TraceRequest, exercise_request: ExerciseRequest, row: AssessmentFormat, count: int) -> Job:
    return Job.of("exercise-file", request, exercise_request, row.name, count, heavy=bool(row.modules) or count > MANY)


def _headers(job: Job, row: AssessmentFormat) -> dict[str, str]:
    kind = "inline" if row.name == "pdf" else "attachment"
    headers = {"Content-Disposition": f'{kind}; filename="{file_name(job, row.suffix, "exercise")}"'}
    return {**headers, "Content-Security-Policy": HTML_POLICY} if row.name == "html" else headers


def router(service: Service) -> APIRouter:
    """Return the routes of exercises, their files and their grading."""
    routes = APIRouter()
    limits = service.limits
    kinds = list(dict.fromkeys(row.media_type.partition(";")[0] for row in FORMATS.values()))
    files = bytes_of(kinds, {"application/json": "ExerciseVariants"})
    formats = {
        "name": "format",
        "in": "path",
        "required": True,
        "description": "The kind of file.",
        "schema": {"type": "string", "enum": [*FORMATS]},
    }

    def requests_of(fields: dict[str, Any]) -> tuple[TraceRequest, ExerciseRequest]:
        targets = ExerciseRequest.pop_from(fields)
        return TraceRequest.from_fields(fields, limits), targets

    def exercise_of(content: bytes) -> Job:
        return Job.of("exercise", *requests_of(json_object(content)))

    def grade_of(content: bytes) -> Job:
        fields = json_object(content)
        answers = fields.pop("answers", None)
        if answers is None:
            raise RequestError("missing-field", "`answers` is missing.", hint='Send {"answers": {"b1": "-0.2"}}.')
        if not isinstance(answers, dict) or not all(isinstance(answer, str) for answer in answers.values()):
            raise RequestError("bad-field", "`answers` is no object of texts.")
        if any(len(answer) > LONGEST_ANSWER for answer in answers.values()):
            raise RequestError("bad-blank", f"An answer has more than {LONGEST_ANSWER} characters.")
        return Job.of("grade", *requests_of(fields), tuple(sorted(answers.items())))

    @routes.post(
        "/api/v1/exercise",
        operation_id="exercise",
        summary="A trace with numbers left out",
        responses=responses_for("ExerciseDocument"),
        openapi_extra=body(ExerciseRequest),
    )
    async def post_exercise(request: Request) -> Response:
        """The fields of a trace, and what to leave out. The same request is the same exercise for ever."""
        job = await service.read(await read_body(request, limits), exercise_of)
        return send(request, await service.respond(request, job), PRIVATE)

    def file_of(words: Mapping[str, str], row: AssessmentFormat) -> Job:
        own, others = _from_query(words)
        count, targets = _count(own), ExerciseRequest.pop_from(own)
        return _job(from_query_params(others, limits), targets, row, count)

    @routes.get("/embed/exercise", include_in_schema=False)
    async def embed(request: Request) -> Response:
        """Serve the page that marks itself, to be shown in a frame of any other page."""
        job = file_of(parse_query(request.scope["query_string"]), FORMATS["html"])
        return send(request, await service.respond(request, job), SHARED, _FRAME)

    @routes.get(
        "/api/v1/exercise.{format}",
        operation_id="exercise_file_get",
        summary="An exercise as a file",
        responses=files,
        openapi_extra={"parameters": [formats, *query(ExerciseRequest, ExerciseFileRequest)]},
    )
    async def get_file(request: Request) -> Response:
        """The same as query parameters: `ask` is kinds separated by commas, or the JSON text of the list."""
        row = format_of(request.path_params["format"])
        job = file_of(parse_query(request.scope["query_string"]), row)
        return send(request, await service.respond(request, job), SHARED, _headers(job, row))

    @routes.post(
        "/api/v1/exercise.{format}",
        operation_id="exercise_file",
        summary="An exercise as a file",
        responses=files,
        openapi_extra={"parameters": [formats], **body(ExerciseRequest, ExerciseFileRequest)},
    )
    async def post_file(request: Request) -> Response:
        """Make a file for Moodle, QTI, SCORM, paper or a program. It holds its answers: it is for teachers."""
        row = format_of(request.path_params["format"])
        fields = json_object(await read_body(request, limits))
        count = _count(fields)
        job = _job(*requests_of(fields), row, count)
        return send(request, await service.respond(request, job), PRIVATE, _headers(job, row))

    @routes.post(
        "/api/v1/grade",
        operation_id="grade",
        summary="Answers to an exercise, marked",
        responses=responses_for("Grades"),
        openapi_extra=body(ExerciseRequest, GradeRequest),
    )
    async def post_grade(request: Request) -> Response:
        """The request of the exercise again, and the answers: what is right, what follows, and which mistake it is."""
        job = await service.read(await read_body(request, limits), grade_of)
        return send(request, await service.respond(request, job), PRIVATE)

    return routes
