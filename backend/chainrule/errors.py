"""Everything that can go wrong for a user, in one family.

ChainruleError          status 422, the tree below by what is wrong
├── SourceError         the text is not in the language        (code: syntax, unknown-name, unknown-function, ...)
├── ShapeError          the shapes do not fit                  (code: shape)
├── InputError          a value, output or upstream is wrong   (code: missing-values, bad-value, unknown-output, ...)
├── RequestError        the request itself is malformed        (code: missing-field, unknown-field, bad-field, ...)
└── LimitError          a limit was passed; says its name and number (code: limit)

A programmer's mistake is an `assert`; nothing is both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

__all__ = [
    "ChainruleError",
    "TextEdit",
    "LimitError",
    "Mismatch",
    "RequestError",
    "ShapeError",
    "SourceError",
    "Span",
    "InputError",
    "about",
    "lines_of",
]


_LINE_END = re.compile(r"\r\n?|\n")


def lines_of(source: str) -> list[str]:
    """Return the lines that a Span counts."""
    return _LINE_END.split(source)


_MAX_COLUMNS = 120  # characters of a line that a caret stands under


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in the source: lines from 1, columns from 0 in characters (as Python's `ast`), the end exclusive."""

    line: int
    """The first line, from 1."""
    column: int
    """The first character in it, from 0."""
    end_line: int
    """The last line."""
    end_column: int
    """The character after the last."""

    def __iter__(self) -> Iterator[int]:
        return iter((self.line, self.column, self.end_line, self.end_column))


@dataclass(frozen=True, slots=True)
class TextEdit:
    """One edit of the source that repairs it, or gives it another meaning: what stands at `span` becomes `text`."""

    span: Span
    """Text that is replaced; empty where something is put in."""
    text: str
    """Text that replaces it."""


class ChainruleError(Exception):
    """A user's mistake: what is wrong (`detail`), where (`span`), what to do (`hint`); `fix` where one edit repairs it.

    `code` is stable and documented; `status` is the HTTP status the API answers with, always a 4xx. `guess`: the word
    that is meant, where one is misspelled; `names`: the names without a value.
    """

    title = "The request could not be used"
    status = 422
    source: str | None = None  # the text that `span` is a place of
    language: str | None = None  # of the user; `detail` and `hint` are English

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        span: Span | None = None,
        hint: str | None = None,
        fix: TextEdit | None = None,
        status: int | None = None,
        guess: str | None = None,
        names: Sequence[str] = (),
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.span = span
        self.hint = hint
        self.fix = fix
        self.guess = guess
        self.names = tuple(names)
        if status is not None:
            self.status = status

    @property
    def caret(self) -> str | None:
        """Two lines: the line of the source that `span` is in, and carets under the place. A long line is cut."""
        if self.span is None or self.source is None:
            return None
        line, column, end_line, end = self.span
        lines = lines_of(self.source)
        text = lines[min(line, len(lines)) - 1].expandtabs(1)
        end = end if end_line == line else len(text)
        cut = max(0, column - _MAX_COLUMNS // 2) if len(text) > _MAX_COLUMNS else 0
        excerpt = text[cut : cut + _MAX_COLUMNS]
        before, after = "…" if cut else "", "…" if len(text) > cut + _MAX_COLUMNS else ""
        carets = "^" * max(1, min(end, cut + _MAX_COLUMNS) - column)
        return f"{before}{excerpt}{after}\n{' ' * (len(before) + column - cut)}{carets}"

    def format_with_caret(self, source: str) -> str:
        """Return the offending line with carets under the place, then the sentence and the hint, for a terminal."""
        self.source = source
        words = f"{self.code}: {self.detail}" + (f" {self.hint}" if self.hint else "")
        return f"{self.caret} {words}" if self.caret else words


@contextmanager
def about(source: str) -> Iterator[None]:
    """Attach the text to an error that is raised inside, and what a traceback shows of it below the sentence."""
    try:
        yield
    except ChainruleError as error:
        error.source = source
        if not hasattr(error, "__notes__"):  # of the innermost text alone
            error.add_note("\n".join(filter(None, (error.caret, error.hint, f"code: {error.code}"))))
        raise


class SourceError(ChainruleError):
    """The text is not in the language: `span` is the place, `fix` the edit where one repairs it."""

    title = "The formula could not be read"


class Mismatch(NamedTuple):
    """Two operands whose shapes do not fit, and the two axes that disagree."""

    op: str  # as it is written: "@", "+"
    left: tuple[int, ...]
    right: tuple[int, ...]
    axes: tuple[int, int] | None  # of the left, of the right; None: no single pair of axes is at fault


class ShapeError(ChainruleError):
    """The shapes of the operands of a gate do not fit. `shapes`: those of two operands that disagree, else None."""

    title = "The shapes do not fit"
    shapes: Mismatch | None = None


class InputError(ChainruleError):
    """A value, an output or another field has a value that cannot be used."""

    title = "A value could not be used"


class RequestError(ChainruleError):
    """The request is not one that can be read: bad JSON, an unknown field, a field of the wrong type."""

    title = "The request could not be read"


class LimitError(ChainruleError):
    """A limit was passed: `name` and `limit` are its name and its number."""

    title = "A limit was passed"

    def __init__(
        self, name: str, limit: float, text: str, *, span: Span | None = None, hint: str | None = None
    ) -> None:
        super().__init__("limit", f"{text}; the limit `{name}` is {limit:,}.", span=span, hint=hint)
        self.name = name
        self.limit = limit
