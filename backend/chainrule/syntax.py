"""Python's parser, one thread after another.

CPython 3.11 counts how deep the tree is that it builds in one place for all threads: of two that parse at once one ends
with a SystemError, which says nothing of its text (python/cpython#106905 and #95185).
"""

from __future__ import annotations

import ast
from threading import RLock

__all__ = ["PARSER", "parse", "parse_expression"]

PARSER = RLock()
"""Held while Python builds a syntax tree, by `inspect.getsource` of a class as well."""


def parse(text: str) -> ast.Module:
    """Return the syntax tree of a program. Raises: as `ast.parse`."""
    with PARSER:
        return ast.parse(text, "<formula>")


def parse_expression(text: str) -> ast.Expression:
    """Return the syntax tree of one expression. Raises: as `ast.parse`."""
    with PARSER:
        return ast.parse(text, "<formula>", mode="eval")
