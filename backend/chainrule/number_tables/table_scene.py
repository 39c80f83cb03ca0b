"""A table of numbers as a picture: columns as wide as what stands in them, sentences below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from textwrap import wrap

from ..errors import LimitError
from ..export.shapes import Anchor, DrawnScene, Family, Item, Path, Stroke, TextLine, TextRun
from ..limits import Limits
from .number_table import Column, NumberTable

__all__ = ["table_scene"]

SIZE, TITLE, LINE = 13.0, 15.0, 22.0  # of text, of the title, between the baselines of rows
LETTER = 0.602  # width of a letter of the mono font in em; words of the other font are narrower on the average
MARGIN, GAP = 20.0, 22.0
NARROWEST = 420.0


def table_scene(table: NumberTable, limits: Limits) -> DrawnScene:
    """Return the picture.

    Raises:
        LimitError: `picture_shapes`.
    """
    count = len(table.columns) * (len(table.rows) + 1)
    if count > limits.picture_shapes:
        raise LimitError("picture_shapes", limits.picture_shapes, f"These are {count:,} numbers", hint="Take the CSV.")
    widths = [
        max(len(column.title), *(len(row[at].text) for row in table.rows), 1) * SIZE * LETTER
        for at, column in enumerate(table.columns)
    ]
    width = max(MARGIN + sum(widths) + GAP * len(widths), NARROWEST)
    letters = int((width - 2 * MARGIN) / (SIZE * LETTER))
    title = wrap(table.title, int(letters * SIZE / TITLE))
    notes = [line for note in table.notes for line in wrap(note, letters)]
    head = MARGIN + LINE * (len(title) + 1)
    items: list[Item] = [
        _text("title", MARGIN, MARGIN + TITLE + LINE * at, line, "gate", "ink", size=TITLE)
        for at, line in enumerate(title)
    ]
    items += _cells(table, widths, head)
    end = head + LINE * (len(table.rows) + 1.4)
    items += [_text("note", MARGIN, end + LINE * at, line, "gate", "mute") for at, line in enumerate(notes)]
    height = end + LINE * len(notes)
    return DrawnScene(width, height, tuple(items), table.title, " ".join(table.notes))


def _cells(table: NumberTable, widths: Sequence[float], head: float) -> Iterator[Item]:
    lefts = [MARGIN + left for left in accumulate((width + GAP for width in widths[:-1]), initial=0.0)]
    end = lefts[-1] + widths[-1]
    line = head + LINE / 2 - SIZE / 2
    yield Path("head", (("M", (MARGIN, line)), ("L", (end, line))), None, Stroke("line-strong", 1.0))
    for at, (column, left, width) in enumerate(zip(table.columns, lefts, widths, strict=True)):
        yield from _column(table, at, column, left + width if column.is_number else left, head)


def _column(table: NumberTable, at: int, column: Column, x: float, head: float) -> Iterator[Item]:
    anchor: Anchor = "end" if column.is_number else "start"
    if column.title:
        yield _text("head", x, head, column.title, "mono", "mute", anchor)
    for number, row in enumerate(table.rows, 1):
        cell = row[at]
        yield _text(f"row{number}", x, head + LINE * number, cell.text, "mono", cell.color or column.color, anchor)


def _text(
    key: str, x: float, y: float, words: str, family: Family, color: str, anchor: Anchor = "start", size: float = SIZE
) -> TextLine:
    return TextLine(key, x, y, (TextRun(words, size),), family, color, anchor, bold=size > SIZE)
