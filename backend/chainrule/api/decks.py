"""GET /api/v1/lessons/{id}/deck.{format}: a lesson as slides or as a handout."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from fastapi import APIRouter, Request, Response

from ..errors import RequestError
from ..export.palette import THEMES, Theme
from ..lessons import LessonCollection
from ..lessons.decks import DECKS, DeckAppearance, check_format
from .handlers import Job
from .lessons import Id
from .openapi import PROBLEM, bytes_of
from .request import parse_query
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
]


def router(service: Service, collection: LessonCollection) -> APIRouter:
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
        job = Job.of("deck", lesson_text.file, lesson_text.text, name, appearance, heavy=True)
        headers = {"Content-Disposition": f'attachment; filename="{lesson_text.id}.{name}"'}
        return send(request, await service.respond(request, job), caching, headers)

    return routes


def _appearance(options_by_name: Mapping[str, str]) -> DeckAppearance:
    """Raises: RequestError, ValueProblem."""
    for name in options_by_name:
        if name not in ("theme", "native"):
            raise RequestError("unknown-field", f"There is no field `{name[:60]}`.", hint="Known: theme, native.")
    native = options_by_name.get("native", "false")
    if native not in ("true", "false", "1", "0"):
        raise RequestError("bad-field", "`native` is neither true nor false.")
    return DeckAppearance(cast("Theme", options_by_name.get("theme", "light")), native in ("true", "1"))
