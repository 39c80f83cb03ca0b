"""TABLE_EXPORTS: every kind of file of a table of numbers in one row."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Literal, TypeAlias

from ..errors import InputError, LimitError
from ..export.palette import Theme, palette
from ..export.pdf import pdf
from ..export.png import png
from ..export.shapes import DrawnScene
from ..export.svg import svg
from ..limits import DEFAULT, Limits
from .number_table import NumberTable
from .table_scene import table_scene

__all__ = ["TABLE_EXPORTS", "TableExport", "TableFormat", "TableLook", "table_export_of", "table_file"]

TableFormat: TypeAlias = Literal["csv", "svg", "png", "pdf"]
"""Names of TABLE_EXPORTS, for types; a test compares the two."""


@dataclass(frozen=True, slots=True)
class TableLook:
    """`scale`: times the size; pixels per unit in a PNG. CSV has no look."""

    theme: Theme = "light"
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class TableExport:
    """A kind of file. `modules`: what it imports beyond what every installation has."""

    name: TableFormat
    title: str
    media_type: str
    render: Callable[[NumberTable, TableLook, Limits], bytes]
    modules: tuple[str, ...] = ()

    @property
    def suffix(self) -> str:
        """Return the end of a file's name, with its dot."""
        return f".{self.name}"

    @property
    def available(self) -> bool:
        """True if this installation has the modules that it imports."""
        return all(find_spec(module) is not None for module in self.modules)


def _csv(table: NumberTable, look: TableLook, limits: Limits) -> bytes:
    """One line of names, then the numbers to their last digit, as RFC 4180 writes them."""
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow([column.key for column in table.columns])
    lines.writerows([cell.exact for cell in row] for row in table.rows)
    return text.getvalue().encode()


def _svg(table: NumberTable, look: TableLook, limits: Limits) -> bytes:
    return svg(table_scene(table, limits), palette(look.theme), scale=look.scale)


def _png(table: NumberTable, look: TableLook, limits: Limits) -> bytes:
    scene = table_scene(table, limits)
    _count_pixels(scene, look.scale, limits)
    return png(scene, palette(look.theme), scale=look.scale, transparent=False)


def _pdf(table: NumberTable, look: TableLook, limits: Limits) -> bytes:
    scenes = iter([table_scene(table, limits)])
    return pdf(scenes, palette(look.theme), scale=look.scale, transparent=False, title=table.title)


def _count_pixels(scene: DrawnScene, zoom: float, limits: Limits) -> None:
    pixels = round(scene.width * zoom) * round(scene.height * zoom)
    if pixels > limits.picture_pixels:
        text = f"The picture has {pixels:,} pixels"
        raise LimitError("picture_pixels", limits.picture_pixels, text, hint="Ask for a smaller scale, or the CSV.")


TABLE_EXPORTS: Mapping[str, TableExport] = {
    row.name: row
    for row in (
        TableExport("csv", "CSV, numbers to the last digit", "text/csv; charset=utf-8", _csv),
        TableExport("svg", "SVG", "image/svg+xml", _svg),
        TableExport("png", "PNG", "image/png", _png, ("resvg_py",)),
        TableExport("pdf", "PDF", "application/pdf", _pdf, ("reportlab",)),
    )
}


def table_export_of(name: str) -> TableExport:
    """Return the kind of file of a name.

    Raises:
        InputError: `unknown-format`.
    """
    if name not in TABLE_EXPORTS:
        hint = f"The formats are: {', '.join(TABLE_EXPORTS)}."
        raise InputError("unknown-format", f"There is no table as `{name[:40]}`.", hint=hint)
    return TABLE_EXPORTS[name]


def table_file(table: NumberTable, name: str, look: TableLook | None = None, limits: Limits = DEFAULT) -> bytes:
    """Return the table in a format of TABLE_EXPORTS.

    Raises:
        ChainruleError: InputError `unknown-format`; LimitError; MissingExtra (501).
    """
    return table_export_of(name).render(table, look or TableLook(), limits)
