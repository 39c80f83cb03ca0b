"""The routes of short links. They are there where `serve --short-links` says so, with a hub that keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from starlette.responses import JSONResponse, RedirectResponse

from ..errors import ChainruleError
from ..limits import Limits
from .bodies import read_body
from .errors import RequestError, TooLarge
from .live_documents import ShortLinkRequest
from .openapi import PROBLEM, body_of, ref
from .packed import MOST_FIELDS, pack, too_many_fields
from .request import json_object

if TYPE_CHECKING:  # of the extra `redis`
    from ..short_links import RedisLinks

__all__ = ["NoShortLinks", "links_from", "router"]

_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_ROOM = 200  # bytes of an address beside what is packed: host and path


class NoShortLinks(ChainruleError):
    """404: a short link is wanted of a service that keeps none."""

    title = "There are no short links here"

    def __init__(self) -> None:
        hint = "Start it with `serve --hub redis://HOST --short-links`; the long link works everywhere."
        super().__init__("no-short-links", "This service keeps no short links.", hint=hint, status=404)


def links_from(environment: Mapping[str, str], limits: Limits) -> RedisLinks | None:
    """Return the store of links; None where they are not wanted. Raises: ImportError, ValueError."""
    url = environment.get("CHAINRULE_HUB")
    if environment.get("CHAINRULE_SHORT_LINKS") != "1" or not url:
        return None
    from ..short_links import RedisLinks

    return RedisLinks(url, limits)


def router(links: RedisLinks | None, limits: Limits) -> APIRouter:
    """Return the routes of short links."""
    routes = APIRouter()
    created = {"description": "The link", "content": {"application/json": {"schema": ref("ShortLink")}}}

    @routes.post(
        "/api/v1/links",
        operation_id="short_link",
        summary="A short link to the page",
        status_code=201,
        responses={201: created, **dict.fromkeys((400, 404, 408, 413, 414, 422, 503, 507), PROBLEM)},
        openapi_extra=body_of(ShortLinkRequest),
    )
    async def post_link(request: Request) -> Response:
        """`{"query": "source=x*y&step=3"}` -> `{"path": "l/1/k3v9x2mq", ...}`; 404 where the service keeps no links."""
        if links is None:
            raise NoShortLinks
        packed = packed_query(json_object(await read_body(request, limits)), limits)
        name = await links.keep(packed)
        return JSONResponse(
            {"version": links.version, "name": name, "path": f"l/{links.version}/{name}"},
            201,
            {"Cache-Control": "no-store"},
        )

    if links is None:
        return routes

    @routes.get(f"/l/{links.version}/{{name}}", include_in_schema=False)
    async def get_link(name: str) -> Response:
        """The page with what the link holds. The address is relative: the service may stand below any prefix."""
        return RedirectResponse(f"../../?z={await links.packed(name)}", 301, _FOR_EVER)

    return routes


def packed_query(body: Mapping[str, object], limits: Limits) -> str:
    """The fields of `query`, packed. Raises: RequestError, TooLarge."""
    query = body.get("query")
    if set(body) != {"query"} or not isinstance(query, str):
        raise RequestError(
            "bad-field", "A link is made of one text, `query`.", hint='Send {"query": "source=x*y&step=3"}.'
        )
    pairs = parse_qsl(query.removeprefix("?"), keep_blank_values=True)
    if len(pairs) > MOST_FIELDS:
        raise too_many_fields()
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise RequestError("bad-field", "A field of `query` is given twice.")
    if not fields.get("source") or "z" in fields:
        raise RequestError("missing-field", "`query` has no `source` written out.")
    packed = pack(fields)
    if len(packed) + _ROOM > limits.url_bytes:
        raise TooLarge("url_bytes", limits.url_bytes, "What the link leads to is too long for an address", 413)
    return packed
