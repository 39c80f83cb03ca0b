"""The activation explorer: /activations, the same to embed, and what both show as JSON."""

from __future__ import annotations

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from ..errors import InputError
from ..sentences import Language, speaking
from .activations import page_data
from .embed import EMBED_HEADERS
from .errors import RequestError
from .handler_job import Job
from .openapi import responses_for
from .page_language import page_language, varies
from .pages import PAGE_HEADERS, Pages
from .responses import PRIVATE, SHARED, CachedResponse, send
from .service import Service

__all__ = ["router"]

_WORDS = {
    "names": ("string", "The names of the activations, separated by commas; all if left out."),
    "low": ("number", "The left end of the curves; -6 if left out."),
    "high": ("number", "The right end; 6 if left out."),
    "points": ("integer", "Places of each curve, 2 to 1,001; 121 if left out."),
}
_PARAMETERS = [
    {"name": name, "in": "query", "required": False, "description": about, "schema": {"type": kind}}
    for name, (kind, about) in _WORDS.items()
]


def _number(words: dict[str, str], name: str, usual: float) -> float:
    try:
        return float(words.get(name, usual))
    except ValueError:
        raise InputError("bad-range", f"`{name}` is not a number.") from None


def _explorer_query(words: dict[str, str]) -> tuple[tuple[str, ...] | None, float, float, int]:
    """Raises: RequestError, InputError."""
    for name in words:
        if name not in _WORDS:
            hint = f"Known: {', '.join(_WORDS)}."
            raise RequestError("unknown-field", f"There is no field `{name[:60]}`.", hint=hint)
    names = tuple(words["names"].split(",")) if words.get("names") else None
    points = _number(words, "points", 121)
    if points != points // 1:
        raise InputError("bad-range", "`points` is a whole number.")
    return names, _number(words, "low", -6), _number(words, "high", 6), int(points)


def router(pages: Pages, service: Service) -> APIRouter:
    """Return the routes of the activation explorer."""
    routes = APIRouter()

    def data_in(language: Language) -> dict[str, Any]:
        with speaking(language):
            return page_data()

    async def page(template: str, request: Request) -> CachedResponse:
        language = page_language(request)
        data = await service.threads.run(partial(data_in, language))
        return pages.explorer(template, language, data, str(request.base_url))

    @routes.get(
        "/api/v1/activations",
        operation_id="activations",
        summary="Curves and slopes of the activations",
        responses=responses_for("Activations"),
        openapi_extra={"parameters": _PARAMETERS},
    )
    async def get_activations(request: Request) -> Response:
        """Each activation at evenly spaced places, with its slope from the backward pass of its graph."""
        arguments = _explorer_query(dict(request.query_params))
        return send(request, await service.respond(request, Job.of("activations", *arguments)), SHARED)

    @routes.get("/activations", include_in_schema=False)
    async def explorer(request: Request) -> Response:
        return send(request, await page("activations.html", request), PRIVATE, varies(PAGE_HEADERS))

    headers: dict[str, Any] = EMBED_HEADERS

    @routes.get("/embed/activations", include_in_schema=False)
    async def embedded(request: Request) -> Response:
        return send(request, await page("activations_embed.html", request), PRIVATE, varies(headers))

    return routes
