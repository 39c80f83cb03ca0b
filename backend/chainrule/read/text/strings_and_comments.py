"""Strings and comments of a Python text, and the text with them blanked, for stages that look at signs only."""

from __future__ import annotations

import re

from ...errors import SourceError
from .mapped import Mapped, SourcePlaces

__all__ = ["blanked"]

_START = re.compile(r"""#|\"{3}|'{3}|["']""")
_BODY = {
    "#": re.compile(r"[^\n]*"),
    '"""': re.compile(r'(?:[^\\]|\\.)*?"""', re.S),
    "'''": re.compile(r"(?:[^\\]|\\.)*?'''", re.S),
    '"': re.compile(r'(?:[^"\\\n]|\\.)*"', re.S),
    "'": re.compile(r"(?:[^'\\\n]|\\.)*'", re.S),
}
_PREFIXES = frozenset({"f", "r", "b", "u", "fr", "rf", "br", "rb"})
_APART = re.compile(r"'\(")  # σ '(z)
_LINE = re.compile(r"[^\n]")
_PREFIX = 3  # characters before a quotation mark that may be its prefix


def _is_prime(text: str, at: int) -> bool:
    """Return whether the quotation mark at `at` follows a name or a bracket, as a prime or MATLAB's transpose does."""
    before = text[at - 1 : at]
    if not (before.isalnum() or before in ("_", ")", "]", "}", "'", ".")) or not before:
        return False
    start = at
    while start and at - start < _PREFIX and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
    if text[start:at].lower() not in _PREFIXES:
        return True
    body = _BODY["'"].match(text, at + 1)
    after = text[body.end() : body.end() + 1] if body else "("
    return after == "(" or after.isalnum()


def blanked(mapped: Mapped, places: SourcePlaces) -> str:
    """Return the text with strings and comments made blank, line ends kept; a text without any is given back as it is.

    A prime, as in f'(x), and MATLAB's transpose are no quotation marks.

    Raises:
        SourceError: a quotation mark is never closed.
    """
    text = mapped.text
    if "'" not in text and '"' not in text and "#" not in text:
        return text
    parts: list[str] = []
    at = search = 0
    while (start := _START.search(text, search)) is not None:
        if start[0] == "'" and _is_prime(text, start.start()):
            search = start.end()
            continue
        body = _BODY[start[0]].match(text, start.end())
        if body is None and _APART.match(text, start.start()) and text[: start.start()].rstrip(" ")[-1:].isalpha():
            search = start.end()
            continue
        if body is None:
            place = places.span(mapped.begin[start.start()], mapped.end[start.end() - 1])
            raise SourceError("syntax", "This quotation mark is never closed.", span=place, hint="Close it.")
        parts.append(text[at : start.start()])
        parts.append(_LINE.sub(" ", text[start.start() : body.end()]))
        at = search = body.end()
    return "".join((*parts, text[at:]))
