"""The picture of the very graph that an address shows: for link previews, and for users without scripts."""

from __future__ import annotations

from dataclasses import fields
from urllib.parse import parse_qsl, urlencode

from ..request import TraceRequest
from .packed import pack

__all__ = ["picture_query"]

_LONGEST = 1_500  # characters of a query that a chat program still follows


def picture_query(query: bytes) -> str | None:
    """The query of a picture of what `query` shows; None if that names no formula. A long one is packed."""
    field_names = {*(each.name for each in fields(TraceRequest)), "step", "notation"}
    chosen = {name: text for name, text in parse_qsl(query.decode("utf-8", "replace")) if name in field_names}
    if "source" not in chosen:
        return None
    chosen.setdefault("defaults", "true")  # as the page does it
    plain = urlencode(chosen)
    return plain if len(plain) <= _LONGEST else f"z={pack(chosen)}"
