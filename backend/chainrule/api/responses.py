"""Finished answers: bytes with their tag, kept for whoever asks the same again."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from .. import __version__

__all__ = ["PRIVATE", "SHARED", "CachedResponse", "ResponseCache", "send"]

SHARED = "public, max-age=3600, stale-while-revalidate=86400"
PRIVATE = "no-cache"
_WORTH_PACKING = 600  # bytes; below that gzip saves nothing on the wire


@dataclass(frozen=True, slots=True)
class CachedResponse:
    body: bytes
    packed: bytes | None
    tag: str
    media_type: str = "application/json"

    @classmethod
    def of(cls, body: bytes, media_type: str = "application/json") -> CachedResponse:
        packed = gzip.compress(body, 5, mtime=0) if len(body) > _WORTH_PACKING else None
        # Weak: the packed and the plain bytes are the same answer.
        tag = f'W/"{__version__}-{hashlib.sha256(body).hexdigest()[:16]}"'
        return cls(body, packed, tag, media_type)

    @classmethod
    def plain(cls, body: bytes, media_type: str) -> CachedResponse:
        """What is packed already, such as a PNG."""
        return cls(body, None, f'W/"{__version__}-{hashlib.sha256(body).hexdigest()[:16]}"', media_type)

    @property
    def size(self) -> int:
        return len(self.body) + len(self.packed or b"")


class ResponseCache:
    """The last answers by key, at most `limit` bytes of them. Used on the event loop only, so without a lock."""

    def __init__(self, limit: int = 64_000_000) -> None:
        self.limit = limit
        self.bytes = 0
        self._answers: OrderedDict[bytes, CachedResponse] = OrderedDict()

    def get(self, key: bytes) -> CachedResponse | None:
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def put(self, key: bytes, answer: CachedResponse) -> None:
        old = self._answers.pop(key, None)
        self.bytes += answer.size - (old.size if old else 0)
        self._answers[key] = answer
        while self.bytes > self.limit and self._answers:
            self.bytes -= self._answers.popitem(last=False)[1].size


def takes_gzip(accept: str) -> bool:
    for part in accept.lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def send(request: Request, answer: CachedResponse, caching: str, headers: dict[str, str] | None = None) -> Response:
    said = {"ETag": answer.tag, "Cache-Control": caching, "Vary": "Accept-Encoding", **(headers or {})}
    known = [tag.strip() for tag in request.headers.get("if-none-match", "").split(",")]
    if request.method == "GET" and (answer.tag in known or "*" in known):
        return Response(status_code=304, headers=said)
    if answer.packed is not None and takes_gzip(request.headers.get("accept-encoding", "")):
        return Response(answer.packed, headers={**said, "Content-Encoding": "gzip"}, media_type=answer.media_type)
    return Response(answer.body, headers=said, media_type=answer.media_type)
