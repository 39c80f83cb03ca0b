"""Text made from the source by rewriting, each character of which remembers the characters it came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ...errors import Span

__all__ = ["Edit", "Mapped", "SourcePlaces", "identity"]


_LINE_END = re.compile(r"\r\n?|\n")


class Edit(NamedTuple):
    """`new` stands where text[start:end] stood. An insertion (start == end) belongs to the character that follows it,
    or, with `after`, to the one before it."""

    start: int
    end: int
    new: str
    after: bool = False


class Mapped(NamedTuple):
    """`text`, made from a source: text[i] came from source[begin[i]:end[i]]."""

    text: str
    begin: Sequence[int]
    end: Sequence[int]

    def edited(self, edits: Iterable[Edit]) -> Mapped:
        """Return the text with `edits` made. They are in order and do not overlap."""
        parts: list[str] = []
        begin: list[int] = []
        end: list[int] = []
        at = 0
        for edit in edits:
            parts += (self.text[at : edit.start], edit.new)
            begin += self.begin[at : edit.start]
            end += self.end[at : edit.start]
            first, last = self.place_of(edit)
            begin += [first] * len(edit.new)
            end += [last] * len(edit.new)
            at = edit.end
        if not parts:
            return self
        parts.append(self.text[at:])
        begin += self.begin[at:]
        end += self.end[at:]
        return Mapped("".join(parts), begin, end)

    def place_of(self, edit: Edit) -> tuple[int, int]:
        """Return the start and end in the source of the new text of `edit`."""
        size = len(self.text)
        if edit.end > edit.start:
            return self.begin[edit.start], self.end[edit.end - 1]
        if size == 0:
            return 0, 0
        at = edit.start - 1 if (edit.after and edit.start) or edit.start >= size else edit.start
        return self.begin[at], self.end[at]

    def slice(self, start: int, end: int) -> Mapped:
        """Return a part of the text, with the places that it came from."""
        return Mapped(self.text[start:end], self.begin[start:end], self.end[start:end])


def identity(source: str) -> Mapped:
    """Return the source as it is, each character at its own place."""
    return Mapped(source, range(len(source)), range(1, len(source) + 1))


class SourcePlaces:
    """Lines and columns of the source."""

    __slots__ = ("size", "source", "starts")

    def __init__(self, source: str) -> None:
        self.source = source
        self.size = len(source)
        self.starts = [0]
        if "\n" in source or "\r" in source:
            self.starts += [result.end() for result in _LINE_END.finditer(source)]

    def span(self, start: int, end: int) -> Span:
        """Return the place of source[start:end]; an empty one becomes one character wide."""
        start = min(start, self.size)
        end = max(end, min(start + 1, self.size))
        line = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, max(end - 1, 0)) - 1
        return Span(line + 1, start - self.starts[line], last + 1, end - self.starts[last])
