"""The Trace as JSON, byte for byte the same for the API, the command line and every file."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any

__all__ = ["encode"]


@lru_cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _plain(item: Any) -> dict[str, Any]:
    if is_dataclass(item):
        return {name: getattr(item, name) for name in _names(item.__class__)}
    raise TypeError(f"{type(item).__name__} has no place in a document.")


def encode(document: Any) -> bytes:
    """A document (a Trace or any part of one) as UTF-8 JSON, without spaces."""
    return json.dumps(document, default=_plain, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
