"""Routes for other people's pages: /embed (the player without the editor), /oembed, and the scripts by short names."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from html import escape
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from fastapi import APIRouter, Request, Response

from .. import __version__
from ..sentences import Language, speaking, tr
from .archives import ARCHIVES
from .assets import IMMUTABLE, Assets
from .errors import problem_response
from .page_language import error_language, named_language, page_language, varies
from .pages import LONG_QUERY, Pages, short_formula
from .preview import picture_query
from .responses import PRIVATE, SHARED, CachedResponse, send
from .service import Service

__all__ = ["EMBED_HEADERS", "SCRIPTS", "iframe", "router"]

# No frame-ancestors and no X-Frame-Options: `frame-ancestors *` does not match file:// and the web views of apps, and
# decks are opened from disk. The embedder policy lets isolated pages (a notebook with threads) frame it too.
EMBED_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'"
    ),
    "Cross-Origin-Embedder-Policy": "require-corp",
}
SCRIPTS = ("player.js", "player.iife.js", "reveal-chainrule.js", "reveal-chainrule.iife.js", "live.js", "widget.js")
_SCRIPT = "public, max-age=300"
_SIZE, _SMALLEST = (960, 540), (200, 120)  # px


def iframe(address: str, title: str, width: int, height: int) -> str:
    """Return the element that shows a page in another one, in pixels; it may run scripts and nothing else."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{width}" height="{height}" '
        'style="border:0;max-width:100%" sandbox="allow-scripts" allow="fullscreen" loading="lazy" '
        'referrerpolicy="no-referrer"></iframe>'
    )


def _title(source: str | None) -> str:
    formula = short_formula(source)
    return tr("Computational graph of {0}", formula) if formula else tr("A computational graph")


def _page(pages: Pages, language: Language, query: bytes, packed: bool, base: str, address: str) -> CachedResponse:
    """Return the page. `base` and `address`: of the service and of this page, by which oEmbed is found."""
    params = dict(parse_qsl(query.decode()))
    theme = params.get("theme")
    config: dict[str, Any] = {"version": __version__, "static": pages.static}
    if packed:  # the browser need not unpack it again
        config["query"] = query.decode()
    with speaking(language):
        title = _title(params.get("source"))
    return pages.render(
        "embed.html",
        language,
        config=config,
        title=title,
        theme=theme if theme in ("light", "dark") else None,
        still=picture_query(query),
        oembed=f"{base}oembed?format=json&url={quote(address, safe='')}",
    )


def router(pages: Pages, assets: Assets, service: Service) -> APIRouter:
    """Return the routes of the player without the editor, and of oEmbed."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/embed")
    async def embed(request: Request) -> Response:
        """The picture depends on the query; the page hardly does, so that it is made without any work."""
        words = pages, page_language(request), request.scope["query_string"], bool(request.scope.get("packed"))
        addresses = str(request.base_url), str(request.url)
        page = (
            await service.threads.run(_page, *words, *addresses)
            if len(words[2]) > LONG_QUERY
            else _page(*words, *addresses)
        )
        return send(request, page, PRIVATE, varies(EMBED_HEADERS))

    @routes.get("/oembed")
    async def oembed(request: Request) -> Response:
        """https://oembed.com: an address of this service turned into the iframe that shows it."""
        words = request.query_params
        form = words.get("format", "json")
        if form not in ("json", "xml"):
            hint = "Write format=json or format=xml."
            detail = "oEmbed comes as JSON or XML."
            return _not_found(request, "no-such-format", "There is no such format", detail, hint)
        base = urlsplit(str(request.base_url))
        try:
            page_address = urlsplit(words.get("url", ""))
            foreign = page_address.netloc != base.netloc or page_address.scheme not in ("http", "https")
        except ValueError:
            foreign = True
        if foreign or page_address.path not in (base.path, f"{base.path}embed"):
            detail = "`url` is no graph of this service." if words.get("url") else "`url` is missing."
            hint = "Give the address of the playground or of /embed, percent-encoded."
            return _not_found(request, "not-ours", "There is nothing to embed", detail, hint)
        query = parse_qsl(page_address.query)
        width = _within(words.get("maxwidth"), 0)
        height = min(_within(words.get("maxheight"), 1), max(_SMALLEST[1], width * _SIZE[1] // _SIZE[0]))
        address = f"{request.base_url}embed{'?' if page_address.query else ''}{page_address.query}"
        title = _title(dict(query).get("source"))
        answer = {
            "version": "1.0",
            "type": "rich",
            "provider_name": "Chainrule",
            "provider_url": str(request.base_url),
            "title": title,
            "width": width,
            "height": height,
            "cache_age": 86400,
            "html": iframe(address, title, width, height),
        }
        if form == "xml":
            return send(request, CachedResponse.of(_xml(answer), "text/xml; charset=utf-8"), SHARED)
        return send(
            request, CachedResponse.of(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")), SHARED
        )

    @functools.cache
    def in_language(name: str, language: Language) -> CachedResponse | None:
        """The script behind the catalogue that it reads, so that one address on a slide brings both."""
        script, catalogue = assets.get(name), assets.get(f"{language}.js")
        if script is None or catalogue is None:
            return script
        return CachedResponse.of(catalogue.body + script.body, script.media_type)

    def add_script(name: str) -> None:
        @routes.get(f"/{name}", name=name)
        async def script(request: Request) -> Response:
            """A deck that names a build which is gone gets the present one: it draws what the API answers."""
            asset = in_language(name, named_language(request))
            current = request.query_params.get("v") == assets.version
            return send(request, asset, IMMUTABLE if current else _SCRIPT) if asset else _missing(request)

    def add_archive(name: str, pack: Callable[[Assets], CachedResponse | None]) -> None:
        @routes.get(f"/{name}", name=name)
        async def archive(request: Request) -> Response:
            asset = pack(assets)
            return send(request, asset, _SCRIPT) if asset else _missing(request)

    for name in SCRIPTS:
        add_script(name)
    for name, pack in ARCHIVES.items():
        add_archive(name, pack)

    @routes.get("/chainrule-{package}-{version}.tgz")
    async def other_version(request: Request, package: str, version: str) -> Response:
        """A lock file names the hash of its package: another version in its place would not be installed."""
        if f"chainrule-{package}.tgz" not in ARCHIVES:
            return _missing(request)
        detail = f"This service has version {__version__} of `chainrule-{package}`, not `{version[:40]}`."
        hint = f"Install `chainrule-{package}-{__version__}.tgz`, and keep the file beside what needs it for good."
        return _not_found(request, "not-found", "There is nothing here", detail, hint)

    return routes


def _xml(answer: dict[str, Any]) -> bytes:
    """The same fields as elements, as oembed.com has them; what XML cannot hold is left out."""
    parts = []
    for name, value in answer.items():
        text = "".join(c for c in str(value) if c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
        parts.append(f"<{name}>{escape(text, quote=False)}</{name}>")
    return f'<?xml version="1.0" encoding="utf-8"?><oembed>{"".join(parts)}</oembed>'.encode()


def _within(text: str | None, side: int) -> int:
    """The side of the frame in pixels: no larger than asked for, if that is a number."""
    most = int(text) if text is not None and text.isascii() and text.isdecimal() and len(text) < 7 else _SIZE[side]
    return max(_SMALLEST[side], min(_SIZE[side], most))


def _not_found(request: Request, code: str, title: str, detail: str, hint: str | None = None) -> Response:
    return problem_response(404, code, title, detail, hint=hint, lang=error_language(request))


def _missing(request: Request) -> Response:
    return _not_found(request, "not-found", "There is nothing here", "This file is not part of what was built.")
