"""The HTML pages: the playground and the API documentation. Nothing inline, nothing from elsewhere."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from .. import __version__
from ..error_codes import CODES
from ..export import EXPORTS
from ..limits import Limits
from ..sentences import Language, speaking, tr
from .assets import Assets
from .preview import picture_query
from .responses import CachedResponse

__all__ = ["LONG_QUERY", "PAGE_HEADERS", "Pages", "short_formula"]

PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
        "connect-src 'self'; frame-src 'self'; manifest-src 'self'; worker-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
}
_HTML = "text/html; charset=utf-8"
LONG_QUERY = 1_500  # bytes; a page of a longer one is made in a thread
_TITLE = 80  # characters of a formula that a search engine or a chat window shows


def json_in_html(value: Any) -> Markup:
    """JSON for a `<script type="application/json">`: no character in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - every character that HTML could act on was replaced above


def short_formula(source: str | None) -> str:
    """A formula on one line, as a title shows it."""
    formula = " ".join(source[: 4 * _TITLE].split()) if source else ""
    return formula if len(formula) <= _TITLE else formula[: _TITLE - 1] + "…"


class Pages:
    """The HTML pages, rendered from their templates."""

    def __init__(self, assets: Assets, limits: Limits, *, short_links: bool = False) -> None:
        self.assets = assets
        self.limits = limits
        self.short_links = short_links
        self.environment = Environment(
            loader=PackageLoader("chainrule.api"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.filters["json_in_html"] = json_in_html
        self.environment.globals["_"] = tr
        # Relative, as every address in a page: the service may stand below any prefix.
        self.static = f"static/{assets.version}"
        style = (files("chainrule.api") / "templates" / "docs.css").read_bytes()
        self.docs_style = CachedResponse.of(style, "text/css; charset=utf-8")

    def render(self, template: str, language: Language = "en", **words: Any) -> CachedResponse:
        """A page in a language, with the catalogue that its scripts read."""
        catalogue = f"{language}.js"
        with speaking(language):
            text = self.environment.get_template(template).render(
                static=self.static,
                version=__version__,
                language=language,
                catalogue=catalogue if catalogue in self.assets.names else None,
                has=self.assets.names.__contains__,
                **words,
            )
        return CachedResponse.of(text.encode("utf-8", "replace"), _HTML)

    def playground(self, language: Language, base: str, address: str, query: bytes, packed: bool) -> CachedResponse:
        """The page. Its title and the preview of a shared link have the formula of the query, and its picture.

        packed: the address held the query packed; the browser need not unpack it again.
        """
        text = query.decode()
        formats = [row.name for row in EXPORTS.values() if row.available]
        config: dict[str, Any] = {
            "version": __version__,
            "static": self.static,
            "limits": dict(self.limits.rows()),
            "formats": formats,
        }
        if self.short_links:
            config["short_links"] = True
        if packed:
            config["query"] = text
        formula, still = short_formula(dict(parse_qsl(text)).get("source")), picture_query(query)
        picture = still if EXPORTS["png"].available else None
        return self.render(
            "index.html",
            language,
            config=config,
            base=base,
            address=address,
            formula=formula,
            still=still,
            picture=picture,
        )

    def explorer(self, template: str, language: Language, data: dict[str, Any], base: str) -> CachedResponse:
        """The activation explorer; all it needs is in the page."""
        return self.render(template, language, data=data, base=base)

    def follow(self, language: Language, code: str) -> CachedResponse:
        """The page of a screen that follows a live session. It stands one level below the others."""
        with speaking(language):
            title = tr("Live session {0} · Chainrule", code)
        return self.render("live.html", language, code=code, title=title)

    def missing(self, language: Language, title: str, detail: str, root: str) -> CachedResponse:
        """Return the page of an address that leads nowhere; `root` is the way to the service, such as `../`."""
        return self.render("missing.html", language, title=title, detail=detail, root=root)

    def docs(self, schema: dict[str, Any]) -> CachedResponse:
        """Return the documentation of the API, made from its OpenAPI document."""
        operations = [
            {"path": path, "method": method.upper(), **operation}
            for path, methods in schema["paths"].items()
            for method, operation in methods.items()
        ]
        tries = [_to_try(operation) for operation in operations if not _lasts(operation)]
        return self.render(
            "docs.html",
            operations=operations,
            tries=tries,
            schemas=schema["components"]["schemas"],
            codes=CODES,
            limits=self.limits.rows(),
        )


def _lasts(operation: dict[str, Any]) -> bool:
    return "text/event-stream" in operation["responses"].get("200", {}).get("content", {})


def _to_try(operation: dict[str, Any]) -> dict[str, Any]:
    """Return the data that `frontend/src/docs` sends: the operation with OpenAPI's samples."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return {
        "id": operation["operationId"],
        "method": operation["method"],
        "path": operation["path"],
        "parameters": [
            {"name": each["name"], "sample": str(each.get("example", ""))} for each in operation.get("parameters", ())
        ],
        "body": content.get("example"),
    }
