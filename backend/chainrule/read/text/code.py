"""What of a Python text is code: strings and comments found, and blanked for those who look at signs only."""

from __future__ import annotations

import re

from ...errors import SourceError
from .mapped import Mapped, Places

__all__ = ["blanked", "prime_before"]

_START = re.compile(r"""#|\"{3}|'{3}|["']""")
_BODY = {
    "#": re.compile(r"[^\n]*"),
    '"""': re.compile(r'(?:[^\\]|\\.)*?"""', re.S),
    "'''": re.compile(r"(?:[^\\]|\\.)*?'''", re.S),
    '"': re.compile(r'(?:[^"\\\n]|\\.)*"', re.S),
    "'": re.compile(r"(?:[^'\\\n]|\\.)*'", re.S),
}
_PREFIX = re.compile(r"(?<![^\W])(?:[rR]?[fFbB]|[fFbB][rR]|[rRuU])\Z")
_LINE = re.compile(r"[^\n]")


def prime_before(text: str, at: int) -> bool:
    """Whether the quotation mark at `at` follows a name or a bracket, as a prime or MATLAB's transpose does."""
    if at == 0 or not (text[at - 1].isalnum() or text[at - 1] in "_)]}'."):
        return False
    start = at
    while start and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
    return start == at or _PREFIX.fullmatch(text[start:at]) is None


def blanked(mapped: Mapped, places: Places, *, comments: bool = True) -> str:
    """The text with strings and comments made blank, line ends kept; a text without any is given back as it is.

    Raises:
        SourceError: a quotation mark is never closed.
    """
    text = mapped.text
    if "'" not in text and '"' not in text and "#" not in text:
        return text
    parts: list[str] = []
    at = 0
    while (start := _START.search(text, at)) is not None:
        body = _BODY[start[0]].match(text, start.end())
        if body is None:
            place = places.span(mapped.begin[start.start()], mapped.end[start.end() - 1])
            raise SourceError("syntax", "This quotation mark is never closed.", span=place, hint="Close it.")
        parts.append(text[at : start.start()])
        parts.append(_LINE.sub(" ", text[start.start() : body.end()]))
        at = body.end()
    return "".join((*parts, text[at:]))
