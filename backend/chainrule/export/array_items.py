"""Arrays on a wire: small ones entry by entry, large ones as a heat map under their shape. The twin of grid.ts."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import Any

import numpy as np

from ..number import number, shape_text
from ..tracing.document import Edge, Large
from ..tracing.measure import ADVANCE, CELL, HEAT, SAMPLE, grid_of, strongest
from .frame import entries
from .shapes import Item, Rect, Stroke, TextLine, TextRun

__all__ = ["draw_array"]

_GAP = 5.0  # between the wire and what stands above or below it
_DIGITS = 11.0
_TITLE = 14.0  # the shape over a heat map
_RANGE = 12.0  # its least and greatest entry
_RANGE_SIZE = 11.0
_ROUND = 4.0


def draw_array(edge: Edge, value: Any, role: str, *, above: bool, italic: bool) -> Iterator[Item]:
    """`role`: its colour. `above`: above the wire, else below it."""
    numbers = entries(value)
    grid = grid_of(edge.shape) if numbers.size else None
    small = grid is not None
    if grid is not None:
        rows, columns = grid
        table, width, height, title = numbers.reshape(rows, columns), columns * CELL[0], rows * CELL[1], 0.0
    else:
        table, (width, height), title = _sampled(_picture(value)), HEAT, _TITLE
    x, y = edge.label
    top = y - _GAP - height if above else y + _GAP + title
    key = f"label:{edge.id}:{role}"
    box = (x - width / 2, top, width, height)
    yield Rect(key, *box, _ROUND, "panel")
    yield from _cells(key, table, box, role, (0.06, 0.2) if small else (0.1, 0.9))
    yield Rect(key, *box, _ROUND, None, Stroke(role, 1.2))
    if small:
        yield from _entries(key, table, box, role, italic)
    else:
        shape, ends = shape_text(tuple(edge.shape)), _range(value, numbers)
        size = round(min(_RANGE_SIZE, width / (ADVANCE * max(1, len(ends)))), 2)
        over, under = (top - _RANGE - 4, top - 4) if above else (top - 4, top + height + _RANGE - 1)
        yield TextLine(key, x, over, (TextRun(shape, _DIGITS),), "mono", role, italic=italic, bold=True)
        if ends:
            yield TextLine(key, x, under, (TextRun(ends, size),), "mono", role, italic=italic, bold=True)


def _picture(value: Any) -> np.ndarray:
    """Return the entries to draw as a heat map: the sample, for an array that did not travel whole."""
    sample = isinstance(value, Large) and value.sample is not None
    return entries(value.sample if sample else value)


def _range(value: Any, numbers: np.ndarray) -> str:
    """Return the least and the greatest entry."""
    if isinstance(value, Large):
        return f"{number(float(value.min))} … {number(float(value.max))}"
    return f"{number(float(numbers.min()))} … {number(float(numbers.max()))}" if numbers.size else ""


def _sampled(numbers: np.ndarray) -> np.ndarray:
    """As many entries as can be told apart; the rows of all other axes stand below one another."""
    if numbers.size == 0:
        return np.zeros((0, 0))
    return strongest(numbers.reshape(-1, numbers.shape[-1]), *SAMPLE)


def _cells(
    key: str, table: np.ndarray, box: tuple[float, float, float, float], role: str, shade: tuple[float, float]
) -> Iterator[Item]:
    """Stronger is larger, against the largest of them; negative is blue. Equal neighbours are one rectangle."""
    if table.size == 0:
        return
    rows, columns = table.shape
    sizes = np.abs(table[np.isfinite(table)])
    most = float(sizes.max()) if sizes.size else 0.0
    left, top, width, height = box
    across, down = width / columns, height / rows
    for row in range(rows):
        tints = [_tint(float(x), most, role, shade) for x in table[row]]
        start = 0
        for column in range(1, columns + 1):
            if column == columns or tints[column] != tints[start]:
                x, y = left + start * across, top + row * down
                yield Rect(key, x, y, (column - start) * across, down, 0, tints[start])
                start = column


def _tint(x: float, most: float, role: str, shade: tuple[float, float]) -> str:
    weight = abs(x) / most if most > 0 and isfinite(x) else 0.0
    return f"{'acc' if x < 0 else role}@{round(shade[0] + shade[1] * weight, 2):g}"


def _entries(
    key: str, table: np.ndarray, box: tuple[float, float, float, float], role: str, italic: bool
) -> Iterator[Item]:
    words = [[number(float(x)) for x in row] for row in table]
    longest = max(len(text) for row in words for text in row)
    size = round(min(_DIGITS, (CELL[0] - 4) / (ADVANCE * longest)), 2)
    left, top, _, _ = box
    for row, texts in enumerate(words):
        for column, text in enumerate(texts):
            x, y = left + (column + 0.5) * CELL[0], top + (row + 0.5) * CELL[1] + size * 0.36
            yield TextLine(key, x, y, (TextRun(text, size),), "mono", role, bold=True, italic=italic)
