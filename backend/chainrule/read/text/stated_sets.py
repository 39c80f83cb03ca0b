"""Sets that a text says its names lie in, beside its formulas: `x ∈ ℝ³`, `f: ℝ → ℝ`, `y ∈ {0, 1}`, `ε ~ N(0, 1)`.

A set of arrays gives the size of a name. None of them computes anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from .mapped import Edit, Mapped
from .signs import SUPERSCRIPTS, canonical_name

__all__ = ["StatedSets", "without_sets"]

_B = r"[ \t]*+"
_NAME = r"\\?[^\W\d]\w*+(?:_\{\w{1,9}\})?+"
_LIST = rf"{_NAME}(?:{_B},{_B}{_NAME}){{0,7}}+"
_NAMES = rf"(?:(?P<names>{_LIST})|\({_B}{_LIST}{_B}\))"  # (x, y) ∈ ℝ² has two numbers
_IN = r"(?:∈|\\in\b)"
_REALS = r"(?:ℝ|\\mathbb ?\{R\}|\\mathbb R|\\R\b|\bR(?![A-Za-z(\[]))"
_ABOVE = f"[{''.join(SUPERSCRIPTS)}]{{1,9}}"
_WORD = r"\w{1,9}"
_SIZE = (
    rf"(?:{_B}\^{_B}(?:\{{(?P<braces>[^{{}}\n]{{1,40}})\}}|\((?P<brackets>[^()\n]{{1,40}})\)"
    rf"|(?P<bare>{_WORD}(?:{_B}×{_B}{_WORD})*+))|(?P<above>{_ABOVE})|(?P<digits>\d(?!\w)))?"
)
_NUMBER = r"[-−+]?(?:\d[\d.]*|∞|\\infty)"
_FINITE = rf"(?:\\?\{{{_B}{_NUMBER}(?:{_B},{_B}{_NUMBER})*{_B}\\?\}}|[\[(]{_B}{_NUMBER}{_B},{_B}{_NUMBER}{_B}[\])])"
_COUNTING = r"(?:[ℕℤℚ]|\\mathbb ?\{[NZQ]\})"
_BREAK = r"(?:[ \t,;:.]|\\q?quad\b|\\[,;:! ])"
_WORDS = r"(?:where|with|for|and|let|given|all|any|every|each)"
_MARK = rf"(?:\b(?i:{_WORDS})\b|∀|\\forall\b|\\text(?:rm)?\{{{_B}{_WORDS}(?: {_WORDS})?{_B}\}})"
# What stands between a formula and a set, or in front of one at the start of a line.
_LEAD = (
    rf"(?P<lead>^[ \t$]*+|(?<![ \t,;.]){_B}(?:[,;.]|\\q?quad\b){_BREAK}*+|(?<=[$)\]}}\w]){_BREAK}*+(?={_MARK}))"
    rf"(?:{_MARK}{_BREAK}++){{0,3}}+"
)
_ARRAYS = re.compile(rf"{_LEAD}{_NAMES}{_B}(?:{_IN}|in(?= +R\b)){_B}{_REALS}{_SIZE}(?![\w^])", re.MULTILINE)
_OTHERS = re.compile(rf"{_LEAD}{_NAMES}{_B}{_IN}{_B}(?:{_FINITE}|{_COUNTING}|[A-Z])(?![\w^])", re.MULTILINE)
_MAPS = re.compile(
    rf"{_LEAD}{_NAME}{_B}:{_B}{_REALS}{_SIZE}{_B}(?:→|->|\\to\b|\\rightarrow\b){_B}{_REALS}"
    rf"(?:\^(?:\{{[^{{}}\n]{{1,20}}\}}|{_WORD})|{_ABOVE})?(?![\w^])",
    re.MULTILINE,
)
_SHAPES = re.compile(  # X (3x2), W: 2×1
    rf"{_LEAD}(?P<names>{_NAME})(?:(?:[ \t]++|{_B}:{_B})\((?P<brackets>\d{{1,4}}{_B}[x×]{_B}(?P<columns>\d{{1,4}}))\)"
    rf"|{_B}:{_B}(?P<bare>\d{{1,4}}×\d{{1,4}}))(?={_B}(?:[,;.]|\band\b|$))",
    re.MULTILINE,
)
_IS = r"[ \t]++(?:is|are|be|has|have)(?:[ \t]++(?:an?|of|the|shape|size|dimensions?)){0,4}+[ \t]++"
_STATED_SIZES = re.compile(  # X is a 3x2 matrix, x is a vector of length 3
    rf"{_LEAD}(?P<names>{_LIST}(?:,?[ \t]++and[ \t]++{_NAME})?){_IS}"
    rf"(?:\(?{_B}(?P<said>\d{{1,4}}{_B}(?:[x×,]|by\b){_B}\d{{1,4}}){_B}\)?"
    rf"(?:{_B}(?:matrix|matrices|array|tensor)s?\b)?"
    r"|vectors?[ \t]++(?:of|with)[ \t]++(?:(?:length|size|dimension)[ \t]++)?(?P<long>\d{1,4})"
    r"(?:[ \t]++(?:entries|elements|components|features))?"
    rf"|(?P<wide>\d{{1,4}})(?:-| ?)(?:d|D|dimensional)\b(?:{_B}vectors?\b)?)(?={_B}(?:[,;.]|\band\b|$))",
    re.MULTILINE,
)
_SAMPLES = re.compile(
    rf"{_LEAD}{_NAMES}{_B}(?:[~∼]|\\sim\b){_B}(?:\\(?:mathcal|text|mathrm|operatorname) ?\{{?)?"
    rf"[A-Z][A-Za-z]{{0,11}}\}}?{_B}\((?:[^()\n]|\([^()\n]{{0,20}}\)){{1,40}}\)",
    re.MULTILINE,
)
_MARKS = re.compile(
    r"\d by \d|\bshape\b|\bvectors?\b|dimensional\b|\d[ \t]?[x×][ \t]?\d|[~∼]|\\sim\b|∈|\\in\b|\bin +R\b"
    r"|ℝ|\\mathbb|\bR(?:\^\w+)? *(?:→|->)"
)
_LEFT_OVER = re.compile(r"^[ \t]*+[,;.](?!\d)[ \t,;.]*+", re.MULTILINE)
_PROGRAM = re.compile(
    r"^[ \t]*(?:import|from|def|class|while|if|return)\b|\bfor[ \t]+[\w, ()]{1,80}?[ \t]in\b"
    r"|\b(?:np|torch)\.|\blambda\b",
    re.MULTILINE,
)
_COMMA = re.compile(r",|\band\b")
_TIMES = re.compile(
    rf"{_B}(?:×|,|\bby\b|\\times\b|\*){_B}|(?<=\w)[ \t]++x[ \t]++(?=\w)|(?<=\d)x(?=\d)|(?<=^\w)x(?=\w$)"
)
_AXIS = re.compile(r"[1-9]\d{0,3}|[A-Za-z](?:_?\w{1,7})?")


class StatedSets(NamedTuple):
    """The formulas of a text without the sets, and the sizes that those give; a letter stands for some size."""

    text: Mapped
    sizes: Mapping[str, tuple[int | str, ...]]


def without_sets(text: Mapped) -> StatedSets:
    """Return the formulas and the sizes; a text that says sets alone stays as it is."""
    if _MARKS.search(text.text) is None or _PROGRAM.search(text.text) is not None:
        return StatedSets(text, {})
    sizes: dict[str, tuple[int | str, ...]] = {}
    result = text
    for pattern in (_MAPS, _ARRAYS, _SHAPES, _STATED_SIZES, _OTHERS, _SAMPLES):
        edits = []
        for stated in pattern.finditer(result.text):
            line_start = not result.text[: stated.start()].rpartition("\n")[2].strip(" \t$")
            if pattern is _SHAPES and _is_product(result.text, stated):
                continue
            size = _size(stated) if pattern in (_ARRAYS, _SHAPES, _STATED_SIZES) else None
            if size is not None and stated["names"] is not None:
                names = (name.strip(" \t\\") for name in _COMMA.split(stated["names"]))
                sizes |= {canonical_name(name.replace("{", "").replace("}", "")): size for name in names}
            edits.append(_left_out(result.text, stated, line_start))
        result = result.edited(edits)
    if sizes:
        result = result.edited(Edit(match.start(), match.end(), "") for match in _LEFT_OVER.finditer(result.text))
    return StatedSets(result, sizes) if re.search(r"\w", result.text) else StatedSets(text, {})


def _is_product(text: str, stated: re.Match[str]) -> bool:
    """Return whether `w (2x1)` is w times 2 times x1: the text has an x1."""
    rest = text[: stated.start()] + text[stated.end() :]
    return stated["columns"] is not None and re.search(rf"(?<![\w.])x_?{stated['columns']}(?!\w)", rest) is not None


def _left_out(text: str, stated: re.Match[str], line_start: bool) -> Edit:
    """Return the edit that drops a set, and what separates it from what follows where nothing stands before it."""
    end = stated.end()
    if line_start:
        separators = re.compile(rf"{_BREAK}*+(?:\band\b)?{_B}").match(text, end)
        return Edit(stated.start(), separators.end() if separators else end, "")
    return Edit(stated.start(), end, "" if text[end : end + 1] in ("", "\n", ",", ";", ".", "$") else ", ")


def _size(stated: re.Match[str]) -> tuple[int | str, ...] | None:
    """Return the axes of `ℝ^{3×2}`; None where they are written in another way. A number has no axes."""
    forms = {name: text or "" for name, text in stated.groupdict().items()}
    above = "".join(SUPERSCRIPTS[sign] for sign in forms.get("above", ""))
    forms_of_size = (forms.get(form) for form in ("braces", "brackets", "bare", "digits", "said", "long", "wide"))
    size = above or next(filter(None, forms_of_size), None)
    if size is None:
        return ()
    axes = [axis.strip() for axis in _TIMES.split(size.strip())]
    if not all(_AXIS.fullmatch(axis) for axis in axes):
        return None
    return tuple(int(axis) if axis.isdigit() else axis for axis in axes)
