"""The picture of the very graph that an address shows: for link previews, and for readers without scripts."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from .packed import pack
from .request import TraceRequest

__all__ = ["picture_query"]

_LONGEST = 1_500  # characters of a query that a chat program still follows


def picture_query(query: bytes) -> str | None:
    """The query of a picture of what `query` shows; None if that names no formula. A long one is packed."""
    known = {*TraceRequest.model_fields, "step", "notation"}
    fields = {name: text for name, text in parse_qsl(query.decode("utf-8", "replace")) if name in known}
    if "source" not in fields:
        return None
    fields.setdefault("defaults", "true")  # as the page does it
    plain = urlencode(fields)
    return plain if len(plain) <= _LONGEST else f"z={pack(fields)}"
