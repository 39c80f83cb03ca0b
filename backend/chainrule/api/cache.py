"""Finished responses, kept for whoever asks the same again."""

from __future__ import annotations

from collections import OrderedDict

from .responses import CachedResponse

__all__ = ["ResponseCache"]


class ResponseCache:
    """The responses used last, at most `limit` bytes of them. Used on the event loop only, so without a lock."""

    def __init__(self, limit: int = 64_000_000) -> None:
        self.limit = limit
        self.bytes = 0
        self._responses: OrderedDict[bytes, CachedResponse] = OrderedDict()

    def get(self, key: bytes) -> CachedResponse | None:
        """Return a response, which is now the last to be dropped; None where there is none."""
        response = self._responses.get(key)
        if response is not None:
            self._responses.move_to_end(key)
        return response

    def put(self, key: bytes, response: CachedResponse) -> None:
        """Keep a response; the ones that were not asked for the longest go where the limit is reached."""
        old = self._responses.pop(key, None)
        self.bytes += response.size - (old.size if old else 0)
        self._responses[key] = response
        while self.bytes > self.limit and self._responses:
            self.bytes -= self._responses.popitem(last=False)[1].size
