"""A page for people where there is none: a browser that was led to a dead address gets sentences, not JSON."""

from __future__ import annotations

import json
from collections.abc import Callable

from fastapi import Request, Response

from .page_language import page_language, varies
from .pages import PAGE_HEADERS, Pages

__all__ = ["with_page"]

Handler = Callable[[Request, Exception], Response]


def with_page(pages: Pages, respond: Handler) -> Handler:
    """Return a handler of exceptions that says a 404 of `respond` in a page to a browser that opens the address.

    Whoever asks for anything but HTML, and every address of the API, gets the error of the contract.
    """

    def handler(request: Request, error: Exception) -> Response:
        path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
        opens = request.method in ("GET", "HEAD") and "text/html" in request.headers.get("accept", "")
        if not opens or path.startswith("/api/"):
            return respond(request, error)
        language = page_language(request)
        request.scope["lang"] = language
        response = respond(request, error)
        if response.status_code != 404:
            return response
        problem = json.loads(bytes(response.body))
        page = pages.missing(language, problem["title"], problem["detail"], "../" * (path.count("/") - 1))
        headers = varies(PAGE_HEADERS)
        headers |= {"Cache-Control": "no-store", "Vary": f"Accept, {headers['Vary']}"}
        return Response(page.body, 404, headers, page.media_type)

    return handler
