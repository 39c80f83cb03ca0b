"""Documents as JSON, byte for byte the same for the API, the command line and every file."""

from __future__ import annotations

from typing import Any

import orjson

from ..request import StepWords
from .document import Trace

__all__ = ["encode"]


def encode(document: Any, words: StepWords = "full") -> bytes:
    """Write a document of the contract, such as a Trace, as UTF-8 JSON without spaces; floats read back the same."""
    return document.to_json(words) if isinstance(document, Trace) else orjson.dumps(document)
