"""Language of a page: that of `lang=`, else the one that the browser likes best."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs

from starlette.requests import Request

from ..sentences import LANGUAGES, Language, preferred

__all__ = ["error_language", "named_language", "page_language", "varies"]


def page_language(request: Request) -> Language:
    """Return the language of a page."""
    return _named(request) or preferred(request.headers.get("accept-language", ""))


def named_language(request: Request) -> Language:
    """Return the language of an answer of the API: English unless the address names another."""
    return _named(request) or "en"


def error_language(request: Request) -> Language:
    """Return the language of a fault that has none of its own: of the trace request if it was read, else as above."""
    read: Language | None = request.scope.get("lang")
    return read or named_language(request)


def _named(request: Request) -> Language | None:
    """A `lang=` that is no language of this service says nothing."""
    query: bytes = request.scope["query_string"]
    if b"lang=" not in query:
        return None
    named = parse_qs(query.decode("utf-8", "replace")).get("lang", [""])[0]
    return next((each for each in LANGUAGES if each == named), None)


def varies(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers of a page that is another one for browsers of other languages."""
    return {**headers, "Vary": "Accept-Encoding, Accept-Language"}
