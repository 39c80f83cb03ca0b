"""The Trace as JSON, byte for byte the same for the API, the command line and every file."""

from __future__ import annotations

from typing import Any

import orjson

__all__ = ["encode"]


def encode(document: Any) -> bytes:
    """A document (a Trace or any part of one) as UTF-8 JSON, without spaces; every float64 reads back the same."""
    return orjson.dumps(document)
