"""Refusal, before parsing, of text that could harm Python's parser or has no place in a formula."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

from ...errors import LimitError, SourceError, Span
from ...limits import Limits
from .mapped import Mapped, SourcePlaces

__all__ = ["refuse_characters", "refuse_depth", "refuse_length"]

_BRACKETS = re.compile(r"[()\[\]{}]")
_RUN = re.compile(r"[-+~](?:[ ]*[-+~])+")
_NESTING = re.compile(r"\*\*|\^|\bnot\b|\blambda\b|\bif\b|\belse\b")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NO_BRACKETS = re.compile(r"[^()\[\]{}]+")
_NESTED = ("**", "^", "not", "lambda", "if", "else")
_WIDE = re.compile(r"[^\x00-\x7f]")


def refuse_length(source: str, limits: Limits) -> None:
    """Raise `LimitError` where the source is too long."""
    if len(source) > limits.source_characters:
        raise LimitError(
            "source_characters",
            limits.source_characters,
            f"The source has {len(source):,} characters",
            hint="Send a shorter program.",
        )


def refuse_depth(mapped: Mapped, code: str, places: SourcePlaces, limits: Limits) -> None:
    """Refuse text that nests too deeply for a parser. `code` is the text with strings and comments blanked.

    Raises:
        LimitError: `bracket_depth`, `sign_run` or `chained` is passed.
    """

    size = len(code)
    if size > limits.bracket_depth and code.count("(") + code.count("[") + code.count("{") > limits.bracket_depth:
        _refuse_brackets(mapped, code, places, limits)
    if size > limits.sign_run:
        for result in _RUN.finditer(code):
            if len(result[0].replace(" ", "")) > limits.sign_run:
                span = places.span(mapped.begin[result.start()], mapped.end[result.start()])
                raise LimitError("sign_run", limits.sign_run, "More signs stand in a row than that", span=span)
    if size > limits.chained and sum(map(code.count, _NESTED)) > limits.chained:
        for count, result in enumerate(_NESTING.finditer(code), 1):
            if count > limits.chained:
                span = places.span(mapped.begin[result.start()], mapped.end[result.end() - 1])
                raise LimitError(
                    "chained", limits.chained, "More powers or conditions are chained than that", span=span
                )


def _refuse_brackets(mapped: Mapped, code: str, places: SourcePlaces, limits: Limits) -> None:
    depth = 0
    for i, sign in enumerate(_NO_BRACKETS.sub("", code)):
        if sign in "([{":
            depth += 1
            if depth > limits.bracket_depth:
                at = next(islice(_BRACKETS.finditer(code), i, None)).start()
                raise LimitError(
                    "bracket_depth",
                    limits.bracket_depth,
                    "The brackets are nested too deep",
                    span=places.span(mapped.begin[at], mapped.end[at]),
                    hint="Name the inner parts on lines of their own.",
                )
        elif depth:
            depth -= 1


def refuse_characters(mapped: Mapped, code: str, places: SourcePlaces) -> None:
    """Refuse characters that cannot stand in a formula.

    Raises:
        SourceError: with the place of the first.
    """

    def place(start: int, end: int) -> Span:
        return places.span(mapped.begin[start], mapped.end[end - 1])

    control = _CONTROL.search(mapped.text)
    if control is not None:
        raise SourceError(
            "character",
            f"A control character (U+{ord(control[0]):04X}) cannot stand in a formula.",
            span=place(control.start(), control.end()),
            hint="Remove it.",
        )
    if code.isascii():
        return
    for result in _WIDE.finditer(code):
        sign = result[0]
        if sign.isidentifier() or ("_" + sign).isidentifier() or sign == "·":
            continue
        name = unicodedata.name(sign, f"U+{ord(sign):04X}").lower()
        sign_text = sign if unicodedata.category(sign)[0] not in "CZ" else f"U+{ord(sign):04X}"
        raise SourceError(
            "character",
            f"`{sign_text}` ({name}) cannot stand in a formula.",
            span=place(result.start(), result.end()),
            hint="Remove it or write it in letters.",
        )
