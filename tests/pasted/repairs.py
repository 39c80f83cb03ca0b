"""The edit that an error offers, made: it must not lead to the same error again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import chainrule
from chainrule.errors import ChainruleError, TextEdit

__all__ = ["is_refused_again", "repaired"]


def repaired(source: str, fix: TextEdit) -> str:
    """The text with its span replaced, as the page's button does it."""
    starts = [0]
    for line in source.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    span = fix.span
    end = starts[span.end_line - 1] + span.end_column
    return source[: starts[span.line - 1] + span.column] + fix.text + source[end:]


def is_refused_again(source: str, values: Mapping[str, Any], error: ChainruleError) -> bool:
    """Return whether the text meets the same error with the edit made that the error offers."""
    if error.fix is None:
        return False
    try:
        chainrule.trace(repaired(source, error.fix), values=dict(values), defaults=True)
    except ChainruleError as second:
        return (second.code, second.detail) == (error.code, error.detail)
    return False
