"""GET /api/v1/lessons, each lesson with its scenes, and as a deck."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, cast

from fastapi import APIRouter, Request, Response
from fastapi import Path as PathParameter

from ..errors import RequestError
from ..export.palette import THEMES, Theme
from ..lessons import Library
from ..lessons.decks import DECKS, Looks, check_format
from ..tracing import encode
from .handlers import Job
from .openapi import PROBLEM, bytes_of, responses_for
from .request import parse_query
from .responses import PRIVATE, SHARED, CachedResponse, send
from .service import Service

__all__ = ["FOLDER", "library_from", "router"]

FOLDER = "CHAINRULE_LESSONS"  # the variable that names a folder of lessons of one's own

Id = Annotated[str, PathParameter(description="Of the lesson, as the list has it.")]


_PARAMETERS = [
    {
        "name": "format",
        "in": "path",
        "required": True,
        "description": "What kind of file.",
        "schema": {"type": "string", "enum": [*DECKS]},
    },
    {
        "name": "theme",
        "in": "query",
        "required": False,
        "description": "Of slides; a handout is always light.",
        "schema": {"type": "string", "enum": [*THEMES], "default": "light"},
    },
    {
        "name": "native",
        "in": "query",
        "required": False,
        "description": "A PPTX with shapes that can be edited instead of pictures.",
        "schema": {"type": "boolean", "default": False},
    },
]


def library_from(environment: Mapping[str, str]) -> Library:
    """The lessons of the package, and those of the folder that the environment names."""
    folder = environment.get(FOLDER)
    return Library(Path(folder)) if folder else Library()


def router(service: Service, library: Library) -> APIRouter:
    routes = APIRouter()
    caching = SHARED if library.folder is None else PRIVATE  # a folder's files change while somebody writes them

    @routes.get(
        "/api/v1/lessons",
        operation_id="lessons",
        summary="All lessons",
        responses={200: responses_for("LessonTable")[200]},
    )
    async def get_lessons(request: Request) -> Response:
        """In the order of their parts, with the table of the conditions that scenes wait for."""
        found = await service.threads.run(library.table)
        return send(request, CachedResponse.of(encode(found)), caching)

    @routes.get(
        "/api/v1/lessons/{id}",
        operation_id="lesson",
        summary="A lesson with its scenes",
        responses={**responses_for("Lesson"), 404: PROBLEM},
    )
    async def get_lesson(request: Request, id: Id) -> Response:
        """Each scene is the request of a trace, one sentence, and what is to be done or predicted."""
        written = await service.threads.run(library.text, id)
        return send(request, await service.respond(request, Job.of("lesson", written.file, written.text)), caching)

    @routes.get(
        "/api/v1/lessons/{id}/deck.{format}",
        operation_id="deck",
        summary="A lesson as slides or as a handout",
        responses={**bytes_of([row.media_type.partition(";")[0] for row in DECKS.values()]), 404: PROBLEM},
        openapi_extra={"parameters": _PARAMETERS},
    )
    async def get_deck(request: Request, id: Id) -> Response:
        """html: reveal.js slides in one file; pptx: PowerPoint; pdf: a handout with blanks; md: Markdown for Marp."""
        name = request.path_params["format"]
        looks = _looks(parse_query(request.scope["query_string"]))
        check_format(name)
        written = await service.threads.run(library.text, id)
        job = Job.of("deck", written.file, written.text, name, looks, heavy=True)
        headers = {"Content-Disposition": f'attachment; filename="{written.id}.{name}"'}
        return send(request, await service.respond(request, job), caching, headers)

    return routes


def _looks(given: Mapping[str, str]) -> Looks:
    """Raises: RequestError, ValueProblem."""
    for name in given:
        if name not in ("theme", "native"):
            raise RequestError("unknown-field", f"There is no field `{name[:60]}`.", hint="Known: theme, native.")
    native = given.get("native", "false")
    if native not in ("true", "false", "1", "0"):
        raise RequestError("bad-field", "`native` is neither true nor false.")
    return Looks(cast("Theme", given.get("theme", "light")), native in ("true", "1"))
