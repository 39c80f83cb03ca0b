"""p - 1_y and p - e_y beside p_y: the vector that is 1 at the entry of the class y, and else 0."""

from __future__ import annotations

import re

from .mapped import Edit, Mapped

__all__ = ["with_one_hots"]

_B = r"[ \t]*+"
_SIGN = r"(?:\\(?:mathbf|mathbb|boldsymbol|bm|vec) ?\{?[1e]\}?|(?<![\w\\])[1𝟙𝟏e])"
_VECTOR = rf"(?P<sign>{_SIGN}_(?:\{{(?P<braced>[a-z])\}}|(?P<plain>[a-z])))(?!\w)"
_MINUS = rf"{_B}[-−]{_B}"
_DIFFERENCES = (
    re.compile(rf"(?<![\w\\])(?P<of>[A-Za-z]){_MINUS}{_VECTOR}"),
    re.compile(rf"{_VECTOR}{_MINUS}(?P<of>[A-Za-z])(?!\w)"),
)

_CHOSEN = re.compile(rf"(?<![A-Za-z\\])([A-Za-z]){_B}(?:_\{{?([a-z])\}}?|\[([a-z])\])(?!\w)")  # p_y, p[y]
_OWN = re.compile(r"(?m)^[ \t]*e_\{?([a-z])\}?[ \t]*=")  # e_y = ...


def with_one_hots(text: Mapped) -> Mapped:
    """Return the text with one_hot(y, len(p)) for the 1_y of p - 1_y, where p_y or p[y] shows that y is a class."""
    source = text.text
    if "_" not in source:
        return text
    chosen = {(match[1], match[2] or match[3]) for match in _CHOSEN.finditer(source)}
    own = set(_OWN.findall(source))
    edits: list[Edit] = []
    for match in (each for pattern in _DIFFERENCES for each in pattern.finditer(source)):
        of, label = match["of"], match["braced"] or match["plain"]
        if (of, label) in chosen and label not in own:
            edits.append(Edit(match.start("sign"), match.end("sign"), _vector(label, of, "\\" in source)))
    return text.edited(sorted(edits)) if edits else text


def _vector(label: str, of: str, latex: bool) -> str:
    if latex:
        return rf"\operatorname{{one\_hot}}({label}, \operatorname{{len}}({of}))"
    return f"one_hot({label}, len({of}))"
