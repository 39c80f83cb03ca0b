"""POST /api/v1/exercise and /api/v1/grade: a trace with numbers left out, and answers marked. Nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response

from ..exercises import ExerciseRequest
from ..request import TraceRequest
from .bodies import read_body
from .errors import RequestError
from .handlers import Job
from .openapi import body, responses_for
from .request import json_object
from .responses import PRIVATE, send
from .service import Service

__all__ = ["router"]

LONGEST_ANSWER = 200  # characters


@dataclass(frozen=True, slots=True)
class GradeRequest:
    """The answers; beside the fields of `TraceRequest` and `ExerciseRequest`."""

    answers: dict[str, str]
    """What was written into each blank, by its id: `-0.2`, `1/5`, `2e-1`; a pattern's name, a shape `2x3`, a gate."""


def router(service: Service) -> APIRouter:
    routes = APIRouter()
    limits = service.limits

    def asked(fields: dict[str, Any]) -> tuple[TraceRequest, ExerciseRequest]:
        wanted = ExerciseRequest.taken_from(fields)
        return TraceRequest.from_fields(fields, limits), wanted

    def exercise_of(content: bytes) -> Job:
        return Job.of("exercise", *asked(json_object(content)))

    def grade_of(content: bytes) -> Job:
        fields = json_object(content)
        answers = fields.pop("answers", None)
        if answers is None:
            raise RequestError("missing-field", "`answers` is missing.", hint='Send {"answers": {"b1": "-0.2"}}.')
        if not isinstance(answers, dict) or not all(isinstance(answer, str) for answer in answers.values()):
            raise RequestError("bad-field", "`answers` is no object of texts.")
        if any(len(answer) > LONGEST_ANSWER for answer in answers.values()):
            raise RequestError("bad-blank", f"An answer has more than {LONGEST_ANSWER} characters.")
        return Job.of("grade", *asked(fields), tuple(sorted(answers.items())))

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
