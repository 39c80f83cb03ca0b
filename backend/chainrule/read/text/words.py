"""Words of Python that are names on paper."""

from __future__ import annotations

import re
from bisect import bisect_left

from .logical_lines import logical_lines
from .mapped import Edit, Mapped, SourcePlaces
from .strings_and_comments import blanked

__all__ = ["LAMBDA", "lambda_names", "printing"]

LAMBDA = "lambda_"  # the name λ, as Python's parser can read it
_LAMBDA = re.compile(r"\blambda\b")
_PRINT = re.compile(r"(?m)^[ \t]*(?:(?:if|elif|else|for|while|try|except|finally)\b[^\n]*:[ \t]*)?print(?=[ \t])")
_PRINTED = re.compile(r"[ \t]+(?=[\w\"'])(?!(?:in|is|if|and|or)\b)")
_PARAMETERS = re.compile(r"\s*(?::|\*{0,2}\s*[^\W\d]\w*\s*(?=[,:=]))")
_STOP = re.compile(r"[\n:()\[\]{}]")
_FAR = 500  # characters: parameters of a lambda are not longer than that


def lambda_names(text: Mapped, places: SourcePlaces) -> Mapped:
    """`lambda` stays Python's word where parameters and a colon follow; everywhere else it is the name λ."""
    if "lambda" not in text.text:
        return text
    code = blanked(text, places)
    matches = (match for match in _LAMBDA.finditer(code) if not _is_function(code, match.end()))
    return text.edited(Edit(match.start(), match.end(), LAMBDA) for match in matches)


def printing(text: Mapped, code: str) -> Mapped:
    """`print x` of Python 2 as the call that it is now."""
    if "print" not in code:
        return text
    edits: list[Edit] = []
    ends = [line.end for line in logical_lines(code)]
    for result in _PRINT.finditer(code):
        end = ends[bisect_left(ends, result.end())]
        blank = _PRINTED.match(text.text, result.end(), end)
        if blank is None:
            continue
        comment = text.text.find("#", blank.end() + len(code[blank.end() : end].rstrip()), end)
        stop = end if comment < 0 else comment
        edits += [Edit(blank.start(), blank.end(), "("), Edit(stop, stop, ")", after=True)]
    return text.edited(edits)


def _is_function(code: str, at: int) -> bool:
    """Return whether parameters and a colon follow at `at`, brackets closed between."""
    if _PARAMETERS.match(code, at) is None:
        return False
    depth = 0
    for result in _STOP.finditer(code, at, at + _FAR):
        if result[0] in "([{":
            depth += 1
        elif result[0] in ")]}":
            depth -= 1
            if depth < 0:
                return False
        elif depth == 0:
            return result[0] == ":"
    return False
