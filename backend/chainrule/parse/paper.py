"""Notation of paper and blackboard that Python's parser does not know: |x|, ||x||, and `f(x) = x**2`."""

from __future__ import annotations

import re

__all__ = ["paper"]

# A line such as `f(x, y) = x*y`: a name, plain parameters, one equals sign.
DEFINITION = re.compile(r"(?m)^([^\W\d]\w*[ ]*\([ ]*[^\W\d]\w*(?:[ ]*,[ ]*[^\W\d]\w*)*[ ]*\))[ ]*=(?!=)[ ]*(?=[^\s=])")


def paper(text: str, origin: list[int]) -> tuple[str, list[int]]:
    """Rewrite `text`; `origin` says for each character where it came from, and does so for the result."""
    if "|" in text:
        text, origin = _replaced(text, origin, _bars(text))
    if ")" in text and "=" in text:
        found = []
        for match in DEFINITION.finditer(text):
            end = text.find("\n", match.end())
            if ";" not in text[match.end() : end if end >= 0 else len(text)]:
                found += [(match.start(), match.start(), "def "), (match.end(1), match.end(), ": return ")]
        text, origin = _replaced(text, origin, found)
    return text, origin


def _bars(text: str) -> list[tuple[int, int, str]]:
    """Bars open and close in turn: | is abs( and ), || is norm( and )."""
    changes = []
    opened: list[str] = []
    for match in re.finditer(r"\|\|?", text):
        bar = match[0]
        if opened and opened[-1] == bar:
            opened.pop()
            changes.append((match.start(), match.end(), ")"))
        else:
            opened.append(bar)
            changes.append((match.start(), match.end(), "abs(" if bar == "|" else "norm("))
    return changes if not opened else []


def _replaced(text: str, origin: list[int], changes: list[tuple[int, int, str]]) -> tuple[str, list[int]]:
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for start, end, new in changes:
        parts += [text[at:start], new]
        place = origin[min(start, len(origin) - 1)]
        places += [*origin[at:start], *([place] * len(new))]
        at = end
    return "".join([*parts, text[at:]]), [*places, *origin[at:]]
