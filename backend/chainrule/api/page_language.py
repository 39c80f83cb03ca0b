"""Which language a page is in: that of `lang=`, else the one that the browser likes best."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs

from starlette.requests import Request

from ..sentences import LANGUAGES, Language, preferred

__all__ = ["page_language", "varies"]


def page_language(request: Request) -> Language:
    """A `lang=` that is no language of this service says nothing."""
    query: bytes = request.scope["query_string"]
    if b"lang=" in query:
        named = parse_qs(query.decode("utf-8", "replace")).get("lang", [""])[0]
        for each in LANGUAGES:
            if each == named:
                return each
    return preferred(request.headers.get("accept-language", ""))


def varies(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers of a page that is another one for browsers of other languages."""
    return {**headers, "Vary": "Accept-Encoding, Accept-Language"}
