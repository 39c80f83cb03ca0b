"""Words of Python that are names on paper."""

from __future__ import annotations

import re

from .code import blanked
from .mapped import Edit, Mapped, Places

__all__ = ["LAMBDA", "lambda_names"]

LAMBDA = "lambda_"  # the name λ, as Python's parser can read it
_LAMBDA = re.compile(r"\blambda\b")
_PARAMETERS = re.compile(r"\s*(?::|\*{0,2}\s*[^\W\d]\w*\s*(?=[,:=]))")
_STOP = re.compile(r"[\n:()\[\]{}]")
_FAR = 500  # characters: parameters of a lambda are not longer than that


def lambda_names(text: Mapped, places: Places) -> Mapped:
    """`lambda` stays Python's word where parameters and a colon follow; everywhere else it is the name λ."""
    if "lambda" not in text.text:
        return text
    code = blanked(text, places)
    found = (match for match in _LAMBDA.finditer(code) if not _is_function(code, match.end()))
    return text.edited(Edit(match.start(), match.end(), LAMBDA) for match in found)


def _is_function(code: str, at: int) -> bool:
    """Whether parameters and a colon follow at `at`, brackets closed between."""
    if _PARAMETERS.match(code, at) is None:
        return False
    depth = 0
    for found in _STOP.finditer(code, at, at + _FAR):
        if found[0] in "([{":
            depth += 1
        elif found[0] in ")]}":
            depth -= 1
            if depth < 0:
                return False
        elif depth == 0:
            return found[0] == ":"
    return False
