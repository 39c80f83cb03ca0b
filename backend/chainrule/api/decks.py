"""GET /api/v1/lessons/{id}/deck.{format}: a lesson as slides or as a handout; POST of one's own file for the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from fastapi import APIRouter, Request, Response

from ..errors import RequestError
from ..export.palette import THEMES, Theme
from ..lessons import LessonCollection
from ..lessons.decks import DECKS, DeckAppearance, check_format
from ..sentences import LANGUAGES
from .bodies import read_body
from .handler_job import Job
from .lessons import Id, LessonRequest, lesson_file
from .openapi import PROBLEM, body_of, bytes_of
from .page_language import named_language
from .request import json_object, parse_query
from .responses import PRIVATE, SHARED, send
from .service import Service

__all__ = ["router"]

_PARAMETERS = [
    {
        "name": "format",
        "in": "path",
        "required": True,
        "description": "The kind of file.",
        "schema": {"type": "string", "enum": [*DECKS]},
    },
    {
        "name": "theme",
        "in": "query",
        "required": False,
        "description": "The theme of slides; a handout is always light.",
        "schema": {"type": "string", "enum": [*THEMES], "default": "light"},
    },
    {
        "name": "native",
        "in": "query",
        "required": False,
        "description": "A PPTX with shapes that can be edited instead of pictures.",
        "schema": {"type": "boolean", "default": False},
    },
    {
        "name": "lang",
        "in": "query",
        "required": False,
        "description": "Language of the sentences, where the lesson is translated.",
        "schema": {"type": "string", "enum": [*LANGUAGES], "default": "en"},
    },
]


def router(service: Service, collection: LessonCollection) -> APIRouter:
    """Return the routes of a lesson's slides and handouts."""
    routes = APIRouter()
    caching = SHARED if collection.folder is None else PRIVATE

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
        appearance = _appearance(parse_query(request.scope["query_string"]))
        check_format(name)
        lesson_text = await service.threads.run(collection.text, id)
        language = named_language(request)
        job = Job.of("deck", lesson_text.file, lesson_text.text, name, appearance, language, heavy=True)
        headers = {"Content-Disposition": f'attachment; filename="{lesson_text.id}.{name}"'}
        return send(request, await service.respond(request, job), caching, headers)

    @routes.post(
        "/api/v1/lessons/deck.{format}",
        operation_id="own_deck",
        summary="The text of a lesson's file as slides or as a handout",
        responses=bytes_of([row.media_type.partition(";")[0] for row in DECKS.values()]),
        openapi_extra={"parameters": _PARAMETERS[:1], **body_of(LessonRequest, DeckFields)},
    )
    async def post_deck(request: Request) -> Response:
        """Make the deck of a lesson's file that somebody has on his own machine. Nothing is kept."""
        name = request.path_params["format"]
        check_format(name)
        fields = json_object(await read_body(request, service.limits))
        appearance = _look({name: fields.pop(name) for name in ("theme", "native") if name in fields})
        file, text = lesson_file(fields)
        job = Job.of("deck", file, text, name, appearance, "en", heavy=True)
        headers = {"Content-Disposition": f'attachment; filename="lesson.{name}"'}
        return send(request, await service.respond(request, job), PRIVATE, headers)

    return routes


@dataclass(frozen=True, slots=True)
class DeckFields:
    """Appearance of a deck, beside the lesson's file."""

    theme: Theme = "light"
    """Theme of slides; a handout is always light."""
    native: bool = False
    """True: a PPTX with shapes that can be edited, not pictures."""


def _look(fields: Mapping[str, Any]) -> DeckAppearance:
    """Raises: RequestError `bad-field`, InputError."""
    theme, native = fields.get("theme", "light"), fields.get("native", False)
    if not isinstance(theme, str) or not isinstance(native, bool):
        raise RequestError("bad-field", "`theme` is no text, or `native` neither true nor false.")
    return DeckAppearance(cast("Theme", theme), native)


def _appearance(options_by_name: Mapping[str, str]) -> DeckAppearance:
    """Raises: RequestError, InputError."""
    for name in options_by_name:
        if name not in ("theme", "native", "lang"):
            raise RequestError("unknown-field", f"There is no field `{name[:60]}`.", hint="Known: theme, native, lang.")
    native = options_by_name.get("native", "false")
    if native not in ("true", "false", "1", "0"):
        raise RequestError("bad-field", "`native` is neither true nor false.")
    return DeckAppearance(cast("Theme", options_by_name.get("theme", "light")), native in ("true", "1"))
