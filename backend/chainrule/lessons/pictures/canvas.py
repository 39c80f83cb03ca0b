"""A drawing surface for the pictures of a scene: text, boxes, arrays and tables, measured as they are placed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from ...export.shapes import DrawnScene, Family, Item, Path, Rect, Segment, Stroke, TextLine, TextRun, translated
from ...number import number, shape_text
from ...sentences import tr

__all__ = ["LINE", "PAD", "SIZE", "Cell", "Corner", "PictureCanvas", "table_width", "text_width"]

SIZE = 13.0  # of letters and digits: at least 12 px wherever the picture stands at its own size
LINE = 20.0
PAD = 12.0
_MONO, _GATE = 0.602, 0.60  # ems of an advance; DejaVu Sans is narrower on average
_CELL = (52.0, 21.0)  # an entry of an array
# Words under the characters of a cell: how far down, their size, and the least room between two.
_BELOW, _SMALL, _APART = 14.0, 12.0, 4.0
_MOST = 8  # rows or columns of an array that is written entry by entry
_TIGHT = 12.0  # between blocks of a line, and the size of letters, where the room is narrow


class Corner(NamedTuple):
    """The right and the lower end of what was drawn."""

    right: float
    bottom: float


class Cell(NamedTuple):
    """A cell of a table."""

    text: str
    color: str = "ink"
    bold: bool = False
    family: Family = "mono"
    below: tuple[tuple[int, int, str], ...] = ()  # small words under its characters from the first to before the second


def text_width(text: str, size: float = SIZE, family: Family = "mono") -> float:
    """Return the width of a line of text, in units of the picture."""
    marks = sum(1 for letter in text if "\u0300" <= letter <= "\u036f")
    return (len(text) - marks) * size * (_MONO if family == "mono" else _GATE)


def _gap(size: float) -> float:
    """The room at either side of a cell's text."""
    return PAD if size == SIZE else PAD / 2


def _column_widths(rows: Sequence[Sequence[Cell]], size: float) -> list[float]:
    return [
        max(text_width(row[at].text, size, row[at].family) for row in rows if at < len(row)) + 2 * _gap(size)
        for at in range(max(len(row) for row in rows))
    ]


def table_width(rows: Sequence[Sequence[Cell]], size: float = SIZE) -> float:
    """Return the width of a table in letters of a size."""
    return sum(_column_widths(rows, size))


class PictureCanvas:
    """Collects items; `scene` cuts the picture to what was drawn.

    room: width that the page has for the picture. What is wider breaks into lines; letters keep their size.
    """

    def __init__(self, room: float = math.inf) -> None:
        self.room = room
        self.items: list[Item] = []
        self.right = self.bottom = 0.0

    def _reach(self, right: float, bottom: float) -> Corner:
        self.right, self.bottom = max(self.right, right), max(self.bottom, bottom)
        return Corner(right, bottom)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        color: str = "ink",
        size: float = SIZE,
        family: Family = "gate",
        anchor: Any = "start",
        bold: bool = False,
    ) -> Corner:
        """One line of text with its baseline at `y`."""
        width = text_width(text, size, family)
        shift = {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        self.items.append(TextLine("picture", x, y, (TextRun(text, size),), family, color, anchor, bold))
        return self._reach(x - shift + width, y + size * 0.3)

    def box(
        self, x: float, y: float, width: float, height: float, fill: str | None, stroke: Stroke | None = None
    ) -> Corner:
        """A rectangle by its upper left corner."""
        self.items.append(Rect("picture", x, y, width, height, 0.0, fill, stroke))
        return self._reach(x + width, y + height)

    def line(self, points: Sequence[tuple[float, float]], stroke: Stroke) -> None:
        """A polyline."""
        if len(points) < 2:
            return
        segments: list[Segment] = [("M", points[0]), *(("L", point) for point in points[1:])]
        self.items.append(Path("picture", tuple(segments), None, stroke))
        self._reach(max(x for x, _ in points), max(y for _, y in points))

    def flow(self, blocks: Sequence[PictureCanvas], gap: float) -> Corner:
        """Blocks from left to right, in as many lines as the room asks for."""
        room = self.room - 2 * PAD
        if sum(block.right for block in blocks) + gap * (len(blocks) - 1) > room:
            whole = room - sum(block.right for block in blocks)
            gap = max(min(gap, _TIGHT), whole / max(1, len(blocks) - 1))
        x, y, bottom = PAD, PAD, PAD
        for block in blocks:
            if x > PAD and x + block.right > room + PAD + 0.01:
                x, y = PAD, bottom + _TIGHT
            self.items += [translated(item, x, y) for item in block.items]
            corner = self._reach(x + block.right, y + block.bottom)
            x, bottom = corner.right + gap, max(bottom, corner.bottom)
        return Corner(self.right, bottom)

    def array(self, x: float, y: float, value: Any, color: str, shape: bool = True) -> Corner:
        """Numbers in a grid, a vector as a column; under it its shape. A large one is drawn as an image."""
        numbers = np.asarray(value, dtype=float)
        table = numbers.reshape(-1, 1) if numbers.ndim < 2 else numbers.reshape(numbers.shape[0], -1)
        if max(table.shape) > _MOST:
            corner = self.image(x, y, table, max(3.0, 120.0 / max(table.shape)))
        else:
            corner = self._entries(x, y, table, color)
        if shape:
            words = shape_text(numbers.shape) if numbers.ndim else tr("a number")
            below = self.text(x, corner.bottom + 16, words, color="mute")
            return Corner(max(corner.right, below.right), below.bottom)
        return corner

    def _entries(self, x: float, y: float, table: np.ndarray, color: str) -> Corner:
        width, height = _CELL
        for (row, column), entry in np.ndenumerate(table):
            left, top = x + column * width, y + row * height
            self.box(left, top, width, height, f"{color}@0.08", Stroke("line-strong", 0.8))
            self.text(left + width / 2, top + 15, number(float(entry)), color=color, family="mono", anchor="middle")
        return self._reach(x + table.shape[1] * width, y + table.shape[0] * height)

    def image(self, x: float, y: float, table: np.ndarray, pixel: float, most: float | None = None) -> Corner:
        """An array as an image: above 0 green, below 0 red, as strong as an entry is beside `most`."""
        largest = most or float(np.max(np.abs(table), initial=0.0)) or 1.0
        for (row, column), entry in np.ndenumerate(table):
            strength = min(1.0, abs(float(entry)) / largest) if np.isfinite(entry) else 0.0
            role = f"{'fwd' if entry >= 0 else 'bwd'}@{strength:.2f}"
            self.box(x + column * pixel, y + row * pixel, pixel, pixel, role)
        rows, columns = table.shape
        return self.box(x, y, columns * pixel, rows * pixel, None, Stroke("line-strong", 1.0))

    def table(self, x: float, y: float, rows: Sequence[Sequence[Cell]], size: float = SIZE) -> Corner:
        """Rows of cells under one another; the first is the head."""
        widths = _column_widths(rows, size)
        if x + sum(widths) > self.room - PAD:
            x, size = 0.0, _TIGHT
            widths = _column_widths(rows, size)
        gap = _gap(size)
        bottom = y
        for count, row in enumerate(rows):
            left, baseline = x, bottom + 15
            for width, cell in zip(widths, row, strict=False):
                look: Any = {"color": cell.color, "bold": cell.bold, "family": cell.family, "size": size}
                self.text(left + gap, baseline, cell.text, **look)
                free = left  # of the words before
                for start, end, words in cell.below:
                    before, until = (text_width(cell.text[:at], size, cell.family) for at in (start, end))
                    half = text_width(words, _SMALL) / 2
                    middle = max(left + gap + (before + until) / 2, free + half)
                    free = middle + half + _APART
                    self.text(middle, baseline + _BELOW, words, size=_SMALL, color="mute", anchor="middle")
                left += width
            baseline += _BELOW if any(cell.below for cell in row) else 0.0
            rule = Stroke("line-strong" if count == 0 else "line", 1.0)
            self.line([(x, baseline + 8), (x + sum(widths), baseline + 8)], rule)
            bottom = baseline + LINE - 11
        return self._reach(x + sum(widths), bottom)

    def bars(self, x: float, y: float, values: np.ndarray, color: str, most: float, signed: bool) -> Corner:
        """A horizontal bar and its number for each entry; `most`: the number of a whole bar. signed: to both sides."""
        width = 90.0
        zero, full = (x + width / 2, width / 2) if signed else (x, width)
        for count, entry in enumerate(values.ravel()):
            top = y + count * LINE
            length = full * min(1.0, abs(float(entry)) / most) if most > 0 and np.isfinite(entry) else 0.0
            self.box(zero if entry >= 0 else zero - length, top + 3, length, LINE - 7, f"{color}@0.45")
            self.text(x + width + 8, top + 15, number(float(entry)), color=color, family="mono")
        self.line([(zero, y), (zero, y + values.size * LINE)], Stroke("line-strong", 1.0))
        return self._reach(x + width + 66, y + values.size * LINE)

    def scene(self, title: str, description: str) -> DrawnScene:
        """The picture, with a margin. `description` says what it shows to somebody who does not see it."""
        return DrawnScene(self.right + PAD, self.bottom + PAD, tuple(self.items), title, description)
