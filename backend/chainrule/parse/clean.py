"""Text as pasted -> text Python's parser understands, each character remembering where it came from.

Nothing here decides what is allowed; it only rewrites signs, drops comments and refuses what could harm the parser.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ..errors import LimitError, SourceError, Span
from ..limits import Limits
from .paper import paper

__all__ = ["Clean", "clean"]

SIGNS = {
    "×": "*",
    "·": "*",
    "⋅": "*",
    "∙": "*",
    "∗": "*",
    "⊙": "*",
    "÷": "/",
    "∕": "/",
    "−": "-",
    "–": "-",
    "—": "-",
    "‐": "-",
    "^": "**",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "π": "pi",
    "∞": "inf",
    "½": "(1/2)",
    "¼": "(1/4)",
    "⊤": ".T",
    "ᵀ": ".T",
    "\u00a0": " ",
    "\u2009": " ",
    "\u202f": " ",
    "\u2003": " ",
    "\u2002": " ",
    "\u200b": "",
    "\ufeff": "",
    "\u2060": "",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "（": "(",
    "）": ")",
    "，": ",",
    "；": ";",
    "＝": "=",
    "＋": "+",
}
SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
RUNS = re.compile(r"[-+~][-+~ ]{20,}")
NESTING = re.compile(r"\*\*|\bnot\b|\blambda\b|\bif\b")
OPENING, CLOSING = "([{", ")]}"


@dataclass(frozen=True, slots=True)
class Clean:
    """`text` for the parser; `origin[i]` is the index in the typed source of character i of `text`."""

    source: str
    text: str
    origin: list[int]
    starts: list[int]  # index in `text` of the first character of each line
    typed: list[int]  # the same for the source

    def index(self, line: int, offset: int, *, utf8: bool = True) -> int:
        """The index in `text` of a parser position (line from 1, offset in UTF-8 bytes from 0)."""
        start = self.starts[min(line, len(self.starts)) - 1]
        if utf8 and not self.text.isascii():
            stop = self.starts[line] if line < len(self.starts) else len(self.text)
            offset = len(self.text[start:stop].encode()[:offset].decode(errors="ignore"))
        return min(start + offset, len(self.text))

    def place(self, index: int) -> tuple[int, int]:
        """(line from 1, column from 0) in the typed source of the character at `index` of `text`."""
        at = self.origin[index] if index < len(self.origin) else len(self.source)
        low, high = 0, len(self.typed)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.typed[middle] <= at else (low, middle)
        return low + 1, at - self.typed[low]

    def span(self, start: int, end: int) -> Span:
        """The place in the typed source of text[start:end]; empty spans become one character wide."""
        line, column = self.place(start)
        last = max(end - 1, start)
        at = self.origin[last] if last < len(self.origin) else len(self.source) - 1
        end_line, end_column = self.place(last)
        return Span(line, column, end_line, end_column + (1 if at < len(self.source) else 0))


def clean(source: str, limits: Limits) -> Clean:
    """Rewrite pasted signs and blank comments and strings, keeping places.

    Raises:
        LimitError: `source_characters` or `bracket_depth` is passed.
        SourceError: a character that cannot stand in a formula, a number glued to a name (`2x`), an open string.
    """
    if len(source) > limits.source_characters:
        raise LimitError(
            "source_characters",
            limits.source_characters,
            f"The source has {len(source):,} characters",
            hint="Send a shorter program.",
        )
    if source.isascii() and not any(sign in source for sign in "^#'\"\t\r\f\v\0"):
        pairs, origin = source, list(range(len(source)))  # the usual formula: nothing to rewrite
    else:
        pairs, origin = _rewrite(source)
    pairs, origin = paper(pairs, origin)
    starts = [0] + [i + 1 for i, character in enumerate(pairs) if character == "\n"]
    typed = [0] + [i + 1 for i, character in enumerate(source) if character == "\n"]
    result = Clean(source, pairs, origin, starts, typed)
    _refuse(result, limits)
    _refuse_runs(result, limits)
    return result


def _rewrite(source: str) -> tuple[str, list[int]]:
    out: list[str] = []
    origin: list[int] = []

    def put(text: str, at: int) -> None:
        out.extend(text)
        origin.extend([at] * len(text))

    i, end, closers = 0, len(source), dict[int, int]()
    while i < end:
        character = source[i]
        if closers.get(i):
            put(")" * closers[i], max(i - 1, 0))
        if character == "#":
            while i < end and source[i] != "\n":
                i += 1
            continue
        if character in "'\"“”":
            i = _blank_string(source, i, put)
            continue
        if character in SUPERSCRIPTS:
            stop = i
            while stop < end and source[stop] in SUPERSCRIPTS:
                stop += 1
            put("**(" if source[i] == "⁻" else "**", i)
            for j in range(i, stop):
                put(SUPERSCRIPTS[source[j]], j)
            if source[i] == "⁻":
                put(")", stop - 1)
            i = stop
            continue
        if character == "√":
            put("sqrt", i)
            following = i + 1
            while following < end and source[following] == " ":
                following += 1
            if following < end and source[following] != "(":
                stop = following
                while stop < end and (source[stop].isalnum() or source[stop] in "_.₀₁₂₃₄₅₆₇₈₉"):
                    stop += 1
                put("(", i)
                closers[stop] = closers.get(stop, 0) + 1
        elif character == "σ" and source[i + 1 : i + 2] == "(":
            put("sigmoid", i)
        elif character in SUBSCRIPTS:
            put(SUBSCRIPTS[character], i)
        elif character in SIGNS:
            put(SIGNS[character], i)
        elif character == "\r":
            if source[i + 1 : i + 2] != "\n":
                put("\n", i)
        elif character in "\t\f\v":
            put("    " if character == "\t" else " ", i)
        else:
            put(character, i)
        i += 1
    if closers.get(end):
        put(")" * closers[end], end - 1)
    return "".join(out), origin


def _blank_string(source: str, start: int, put: object) -> int:
    """Strings mean nothing here (they stand in print(...) and docstrings): their text becomes underscores."""
    assert callable(put)
    quote = {"“": '"', "”": '"'}.get(source[start], source[start])
    triple = source[start : start + 3] == quote * 3
    mark = quote * 3 if triple else quote
    put(mark, start)
    i = start + len(mark)
    while i < len(source):
        character = {"“": '"', "”": '"'}.get(source[i], source[i])
        if (triple and source.startswith(mark, i)) or (not triple and character == quote):
            put(mark, i)
            return i + len(mark)
        if character == "\n" and not triple:
            break
        if character == "\\" and i + 1 < len(source) and source[i + 1] != "\n":
            put("_", i)
            i += 1
        put("\n" if character == "\n" else "_", i)
        i += 1
    line = source.count("\n", 0, start) + 1
    column = start - (source.rfind("\n", 0, start) + 1)
    raise SourceError(
        "syntax", "This quotation mark is never closed.", span=Span(line, column, line, column + 1), hint="Close it."
    )


def _refuse(text: Clean, limits: Limits) -> None:
    depth = 0
    opened: list[int] = []
    previous = ""
    number = False  # inside a run that began with a digit
    exponent = False
    for i, character in enumerate(text.text):
        if character in OPENING:
            depth += 1
            opened.append(i)
            if depth > limits.bracket_depth:
                raise LimitError(
                    "bracket_depth",
                    limits.bracket_depth,
                    "The brackets are nested too deep",
                    span=text.span(i, i + 1),
                    hint="Name the inner parts on lines of their own.",
                )
        elif character in CLOSING:
            depth = max(0, depth - 1)
            if opened:
                opened.pop()
        wordy = character.isalnum() or character == "_"
        if wordy and not number:
            number = character.isdigit() and not (previous.isalnum() or previous == "_")
            exponent = False
        elif number and character in "eE" and not exponent:
            exponent = True
        elif number and wordy and not character.isdigit() and character != "_" and not _hex(text.text, i):
            word = _word(text.text, i)
            raise SourceError(
                "syntax",
                f"A number stands directly before `{word}`.",
                span=text.span(i, i + len(word)),
                hint=f"Write `*` between them: `…*{word}`.",
            )
        elif not wordy and not (number and (character == "." or (character in "+-" and previous in "eE" and exponent))):
            number = False
        if not character.isascii():
            category = unicodedata.category(character)
            if not (character.isidentifier() or ("_" + character).isidentifier()):
                name = unicodedata.name(character, f"U+{ord(character):04X}").lower()
                shown = character if category[0] not in "CZ" else f"U+{ord(character):04X}"
                raise SourceError(
                    "character",
                    f"`{shown}` ({name}) cannot stand in a formula.",
                    span=text.span(i, i + 1),
                    hint="Remove it or write it in letters.",
                )
        elif ord(character) < 32 and character != "\n":
            raise SourceError(
                "character",
                f"A control character (U+{ord(character):04X}) cannot stand in a formula.",
                span=text.span(i, i + 1),
                hint="Remove it.",
            )
        previous = character


def _refuse_runs(text: Clean, limits: Limits) -> None:
    """Runs of prefix signs and chains of `**`, `not`, `lambda`, `if` nest in Python's parser, deep on its stack."""
    for run in RUNS.finditer(text.text):
        if len(run[0].replace(" ", "")) > limits.sign_run:
            span = text.span(run.start(), run.start() + 1)
            raise LimitError("sign_run", limits.sign_run, "More signs stand in a row than that", span=span)
    for count, found in enumerate(NESTING.finditer(text.text), 1):
        if count > limits.chained:
            span = text.span(found.start(), found.end())
            raise LimitError("chained", limits.chained, "More powers or conditions are chained than that", span=span)


def _hex(text: str, i: int) -> bool:
    start = i
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
    return text[start : start + 2].lower() in ("0x", "0b", "0o")


def _word(text: str, i: int) -> str:
    end = i
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    return text[i:end]
