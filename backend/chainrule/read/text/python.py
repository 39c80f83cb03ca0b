"""Python text -> Python's own syntax tree."""

from __future__ import annotations

import ast
import warnings

from ...syntax import parse

__all__ = ["parses"]

# The parser warns about odd literals through `warnings`; the text is a user's, so the log is not the place for it.
warnings.filterwarnings("ignore", category=SyntaxWarning, module="<formula>")
warnings.filterwarnings("ignore", category=DeprecationWarning, module="<formula>")


def parses(text: str) -> list[ast.stmt] | None:
    """Return the statements of a text that Python's parser can read, else None."""
    try:
        return parse(text).body
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError):
        return None
