"""A program in its logical lines: a bracket or a string that is open goes on to the next one."""

from __future__ import annotations

import re
from typing import NamedTuple

from .mapped import Edit, Mapped

__all__ = ["LogicalLine", "chained", "logical_lines"]

_CHAINED = re.compile(r"(?<=[\w)\]}²³])[ \t]*\n(?=[ \t]*=(?![=>]))")
_STOP = re.compile(r"[()\[\]{}]|\\?\n")


class LogicalLine(NamedTuple):
    """text[start:end] without its line end; `indent` blanks stand before what is written."""

    start: int
    end: int
    indent: int


def logical_lines(code: str) -> list[LogicalLine]:
    """Return the lines of `code`, whose strings and comments are blank. An unclosed bracket ends with its line."""
    result: list[LogicalLine] = []
    start, at, depth = 0, 0, 0
    first_open = -1  # the end of the line in which the outermost open bracket stands
    while True:
        match = _STOP.search(code, at)
        if match is None:
            if depth and first_open >= 0:  # never closed
                result.append(_line(code, start, first_open))
                start = at = first_open + 1
                depth, first_open = 0, -1
                continue
            result.append(_line(code, start, len(code)))
            return [line for line in result if line.end > line.start + line.indent]
        at = match.end()
        sign = match[0]
        if sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth = max(0, depth - 1)
            first_open = first_open if depth else -1
        elif sign == "\n" and depth == 0:
            result.append(_line(code, start, match.start()))
            start = at
        elif sign == "\n" and first_open < 0:
            first_open = match.start()


def _line(code: str, start: int, end: int) -> LogicalLine:
    text = code[start:end]
    return LogicalLine(start, end, len(text) - len(text.lstrip()))


def chained(text: Mapped, code: str) -> Mapped:
    """Return the text with lines that begin with `=` behind the ones that they go on: `y = a*b`, `= 2*3`, `= 6`.

    Args:
        text: the text.
        code: the same with blanks for strings and comments.
    """
    if "\n" not in code:
        return text
    return text.edited(Edit(match.start(), match.end(), " ") for match in _CHAINED.finditer(code))
