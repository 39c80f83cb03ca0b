"""Scenes -> PDF: one page each, vectors, text that can be selected and searched, fonts inside."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable
from typing import Any

from ..sentences import language
from .extras import load
from .files import FONTS, font_file, font_name
from .palette import Palette
from .shapes import DrawnScene, Path, Rect, TextLine

__all__ = ["Page", "pdf", "register"]

_SLANT = 0.21  # of letters whose font has no italic
_LONGEST = 14_400  # pt: more is not PDF
_registering = threading.Lock()


def pdf(
    scenes: Iterable[DrawnScene],
    palette: Palette,
    *,
    scale: float | Callable[[DrawnScene], float] = 1.0,
    transparent: bool = False,
    title: str = "",
    sheet: tuple[float, float] | None = None,
) -> bytes:
    """Return a PDF. The same scenes give the same bytes.

    Args:
        scale: pt for each unit of a scene.
        sheet: width and height of each page in pt, with the picture in its middle; else a page is as large as it.

    Raises:
        MissingExtra: the PDF library is not installed.
    """
    canvas = load("reportlab.pdfgen.canvas", "PDF")
    register()
    out = io.BytesIO()
    book = canvas.Canvas(out, pageCompression=1, invariant=1, lang=language(), initialFontName=FONTS["gate", False])
    book.setTitle(title)
    book.setCreator("Chainrule")
    for number, scene in enumerate(scenes):
        unit = min(scale(scene) if callable(scale) else scale, _LONGEST / max(scene.width, scene.height))
        size = (scene.width * unit, scene.height * unit)
        width, height = sheet or size
        book.setPageSize((width, height))
        if number == 0:
            book.setSubject(scene.description)
        book.bookmarkPage(f"page{number}")
        book.addOutlineEntry(scene.description, f"page{number}", level=0)
        if not transparent:
            book.setFillColorRGB(*palette.rgb("bg"))
            book.rect(0, 0, width, height, stroke=0, fill=1)
        book.translate((width - size[0]) / 2, (height - size[1]) / 2)
        book.scale(unit, unit)
        Page(book, scene, palette).draw()
        book.showPage()
    book.save()
    return out.getvalue()


def register() -> None:
    """Register the fonts of pictures by their names. Raises MissingExtra, Unbuilt."""
    metrics = load("reportlab.pdfbase.pdfmetrics", "PDF")
    with _registering:
        registered_fonts = metrics.getRegisteredFontNames()
        for name in FONTS.values():
            if name not in registered_fonts:
                metrics.registerFont(load("reportlab.pdfbase.ttfonts", "PDF").TTFont(name, font_file(name)))


class Page:
    """Draws a scene on the present page of a book, its lower left corner at the origin."""

    def __init__(self, book: Any, scene: DrawnScene, palette: Palette) -> None:
        self.book, self.scene, self.palette = book, scene, palette

    def draw(self) -> None:
        """Draw all items of the scene."""
        for item in self.scene.items:
            match item:
                case Rect():
                    self.rect(item)
                case Path():
                    self.path(item)
                case TextLine():
                    self.text(item)

    def paint(self, item: Rect | Path) -> dict[str, int]:
        """Set the colours, and return the flags (fill, stroke) for drawing with them."""
        if item.fill is not None:
            self.book.setFillColorRGB(*self.palette.rgb(item.fill))
        if item.stroke is not None:
            self.book.setStrokeColorRGB(*self.palette.rgb(item.stroke.color))
            self.book.setLineWidth(item.stroke.width)
            self.book.setDash(*item.stroke.dash)
            ends = 1 if item.fill is None else 0
            self.book.setLineCap(ends)
            self.book.setLineJoin(ends)
        return {"fill": int(item.fill is not None), "stroke": int(item.stroke is not None)}

    def rect(self, item: Rect) -> None:
        """Draw a rectangle. PDF counts y from the bottom."""
        how = self.paint(item)
        bottom = self.scene.height - item.y - item.height
        if item.radius:
            self.book.roundRect(item.x, bottom, item.width, item.height, item.radius, **how)
        else:
            self.book.rect(item.x, bottom, item.width, item.height, **how)

    def path(self, item: Path) -> None:
        """Draw a path. PDF counts y from the bottom."""
        how = self.paint(item)
        height = self.scene.height
        path = self.book.beginPath()
        for kind, numbers in item.segments:
            flipped = [height - x if i % 2 else x for i, x in enumerate(numbers)]
            if kind == "M":
                path.moveTo(*flipped)
            elif kind == "L":
                path.lineTo(*flipped)
            elif kind == "C":
                path.curveTo(*flipped)
            else:
                path.close()
        self.book.drawPath(path, fillMode=1, **how)  # non-zero, as font outlines want it

    def text(self, item: TextLine) -> None:
        """Draw a line of text at its anchor; letters that have no italics are slanted."""
        font = font_name(item.family, item.bold)
        width = sum(self.book.stringWidth(run.text, font, run.size) for run in item.runs)
        left = item.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[item.anchor] * width
        line = self.book.beginText()
        slant = _SLANT if item.italic and item.family != "serif" else 0.0
        line.setTextTransform(1, 0, slant, 1, left, self.scene.height - item.y)
        line.setFillColorRGB(*self.palette.rgb(item.color))
        for run in item.runs:
            line.setFont(font, run.size)
            line.setRise(-run.drop)
            line.textOut(run.text)
        self.book.drawText(line)
