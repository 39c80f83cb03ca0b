"""GET /api/v1/lessons, each lesson with its scenes, and POST of one that is no file of the server's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi import Path as PathParameter

from ..lessons import LessonCollection, LessonTable
from ..lessons.pictures import PictureRequest
from ..request import TraceRequest
from ..schema import Characters
from ..sentences import Language, speaking
from ..tracing import encode
from .bodies import read_body
from .errors import RequestError
from .handler_job import Job
from .openapi import PROBLEM, body, body_of, responses_for
from .page_language import named_language
from .request import json_object
from .responses import PRIVATE, SHARED, CachedResponse, send
from .service import Service

__all__ = ["FOLDER", "LessonRequest", "collection_from", "lesson_file", "router"]

FOLDER = "CHAINRULE_LESSONS"  # the variable that names a folder of lessons of one's own

Id = Annotated[str, PathParameter(description="The id of the lesson, as the list has it.")]


LONGEST_NAME = 100  # characters


@dataclass(frozen=True, slots=True)
class LessonRequest:
    """A lesson's file that somebody has on his own machine."""

    text: str
    """Content of the file."""
    file: Annotated[str, Characters(1, LONGEST_NAME)] = "lesson.md"
    """Name of the file; errors say it."""


def lesson_file(fields: dict[str, Any]) -> tuple[str, str]:
    """Return name and text of the file. Raises: RequestError `missing-field`, `bad-field`, `unknown-field`."""
    text, file = fields.pop("text", None), fields.pop("file", "lesson.md")
    if not isinstance(text, str):
        raise RequestError("missing-field", "`text` is missing.", hint='Send {"text": "---..."}.')
    if not isinstance(file, str) or not 0 < len(file) <= LONGEST_NAME:
        raise RequestError("bad-field", f"`file` is no name of 1 to {LONGEST_NAME} characters.")
    if fields:
        raise RequestError("unknown-field", f"`{next(iter(fields))[:40]}` is no field of a lesson's file.")
    return file, text


def collection_from(environment: Mapping[str, str]) -> LessonCollection:
    """The lessons of the package, and those of the folder that the environment names."""
    folder = environment.get(FOLDER)
    return LessonCollection(Path(folder)) if folder else LessonCollection()


def _table(collection: LessonCollection, language: Language) -> LessonTable:
    with speaking(language):
        return collection.table()


def router(service: Service, collection: LessonCollection) -> APIRouter:
    """Return the routes of lessons."""
    routes = APIRouter()
    caching = SHARED if collection.folder is None else PRIVATE  # a folder's files change while somebody writes them

    @routes.get(
        "/api/v1/lessons",
        operation_id="lessons",
        summary="All lessons",
        responses={200: responses_for("LessonTable")[200]},
    )
    async def get_lessons(request: Request) -> Response:
        """List the lessons in the order of their parts, with the table of the conditions that scenes wait for."""
        result = await service.threads.run(_table, collection, named_language(request))
        return send(request, CachedResponse.of(encode(result)), caching)

    @routes.get(
        "/api/v1/lessons/{id}",
        operation_id="lesson",
        summary="A lesson with its scenes",
        responses={**responses_for("Lesson"), 404: PROBLEM},
    )
    async def get_lesson(request: Request, id: Id) -> Response:
        """Each scene is the request of a trace, one sentence, and what is to be done or predicted."""
        lesson_text = await service.threads.run(collection.text, id)
        language = named_language(request)
        job = Job.of("lesson", lesson_text.file, lesson_text.text, language, language)
        return send(request, await service.respond(request, job), caching)

    @routes.post(
        "/api/v1/lessons",
        operation_id="own_lesson",
        summary="The text of a lesson's file as a lesson",
        responses=responses_for("Lesson"),
        openapi_extra=body_of(LessonRequest),
    )
    async def post_lesson(request: Request) -> Response:
        """Read a lesson's file as `/api/v1/lessons/{id}` answers it. Nothing is kept."""
        file, text = lesson_file(json_object(await read_body(request, service.limits)))
        job = Job.of("lesson", file, text, "en", named_language(request))
        return send(request, await service.respond(request, job), PRIVATE)

    @routes.post(
        "/api/v1/lessons/picture",
        operation_id="lesson_picture",
        summary="The picture beside the graph of a scene",
        responses=responses_for("PictureDocument"),
        openapi_extra=body(PictureRequest),
    )
    async def post_picture(request: Request) -> Response:
        """Draw the picture of the state that is sent: the scene's own, or one its user changed. Nothing is kept."""
        fields = json_object(await read_body(request, service.limits))
        picture = PictureRequest.pop_from(fields)
        trace_request = TraceRequest.from_fields(fields, service.limits)
        return send(request, await service.respond(request, Job.of("lesson-picture", trace_request, picture)), PRIVATE)

    return routes
