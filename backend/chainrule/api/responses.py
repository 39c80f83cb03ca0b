"""A response that can be kept: bytes with their tag, and how they are sent."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from .. import __version__

__all__ = ["PRIVATE", "SHARED", "CachedResponse", "send", "takes_gzip"]

SHARED = "public, max-age=3600, stale-while-revalidate=86400"
PRIVATE = "no-cache"
_WORTH_PACKING = 600  # bytes; below that gzip saves nothing on the wire
_PACKED_LATER = 64_000  # bytes up to which gzip takes less than a millisecond: only for who takes it


@dataclass(slots=True)
class CachedResponse:
    """The bytes of an answer, its compressed form and its entity tag."""

    body: bytes
    packed: bytes | None  # the same with gzip, where that is worth it
    tag: str
    media_type: str = "application/json"
    packs_later: bool = False  # it is packed when the first client takes it so

    @classmethod
    def of(cls, body: bytes, media_type: str = "application/json") -> CachedResponse:
        """Return a response with its tag; a large body is packed at once, a smaller one when it is first sent."""
        is_small = _WORTH_PACKING < len(body) <= _PACKED_LATER
        packed = _gzip(body) if len(body) > _PACKED_LATER else None
        return cls(body, packed, _tag(body), media_type, is_small)

    def gzipped(self) -> bytes | None:
        """The packed bytes, None where packing is not worth it."""
        if self.packs_later:
            self.packed, self.packs_later = _gzip(self.body), False
        return self.packed

    @classmethod
    def plain(cls, body: bytes, media_type: str) -> CachedResponse:
        """Make the response of a body that is packed already, such as a PNG."""
        return cls(body, None, _tag(body), media_type)

    @property
    def size(self) -> int:
        """Return the bytes that it takes in memory."""
        return len(self.body) + len(self.packed or b"")


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, 5, mtime=0)


def _tag(body: bytes) -> str:
    """Weak: the packed and the plain bytes are the same response."""
    return f'W/"{__version__}-{hashlib.sha256(body).hexdigest()[:16]}"'


def takes_gzip(accept: str) -> bool:
    """Return whether a header `Accept-Encoding` allows gzip."""
    for part in accept.lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def send(request: Request, response: CachedResponse, caching: str, headers: dict[str, str] | None = None) -> Response:
    """Return the response as this client takes it: packed or not, or 304 where it has it already."""
    own = {"ETag": response.tag, "Cache-Control": caching, "Vary": "Accept-Encoding", **(headers or {})}
    tags = [tag.strip() for tag in request.headers.get("if-none-match", "").split(",")]
    if request.method == "GET" and (response.tag in tags or "*" in tags):
        return Response(status_code=304, headers=own)
    if takes_gzip(request.headers.get("accept-encoding", "")) and (packed := response.gzipped()) is not None:
        return Response(packed, headers={**own, "Content-Encoding": "gzip"}, media_type=response.media_type)
    return Response(response.body, headers=own, media_type=response.media_type)
