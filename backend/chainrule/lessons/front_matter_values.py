"""The value of a key: JSON, in which names need no quotes and Python's words are read, too."""

from __future__ import annotations

import json
import re
from typing import Any

__all__ = ["read_value"]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\d[\w.]*(?:(?<=[eE])[+-]\d+)?|[^\W\d]\w*')
_WORDS = {"True": "true", "False": "false", "None": "null", "true": "true", "false": "false", "null": "null"}


def read_value(text: str) -> Any:
    """`{x: 3, W: [[1, 2], [3, 4]]}`, `[sigmoid]`, `2`, `null`; a bare word is a text.

    Raises:
        ValueError: it is none of these.
    """

    def quoted(match: re.Match[str]) -> str:
        token = match[0]
        if token[0] == '"' or token[0].isdigit():
            return token
        is_key = text[match.end() :].lstrip().startswith(":")
        return json.dumps(token) if is_key or token not in _WORDS else _WORDS[token]

    try:
        return json.loads(_TOKEN.sub(quoted, text), parse_constant=_refused)
    except RecursionError:
        raise ValueError("It is nested too deeply.") from None


def _refused(word: str) -> Any:
    raise ValueError(f"{word} is not a finite number.")
