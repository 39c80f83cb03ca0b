"""PDF on paper: for each variant the graph with empty places and lines to write on; after all of them the answers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from ..export import pdf
from ..export.extras import load
from ..export.files import FONTS, font_name
from ..export.palette import palette
from ..export.shapes import DrawnScene
from ..sentences import language, tr
from ..tracing.measure import ADVANCE
from .questions import Question

__all__ = ["worksheet"]

_PAGE = (595.28, 841.89)  # A4, in pt
_MARGIN = 48.0
_TITLE, _TEXT, _CODE, _SMALL = 15.0, 10.5, 9.5, 8.5  # pt
_LEADING = 1.35
_ROW = 22.0  # room to write by hand
_TALLEST = 0.42  # of a page, that the graph may take
_ANSWER = 150.0  # width of the line to write on


def worksheet(questions: Sequence[Question]) -> bytes:
    """Raises MissingExtra."""
    canvas = load("reportlab.pdfgen.canvas", "PDF")
    pdf.register()
    out = io.BytesIO()
    book = canvas.Canvas(
        out, pagesize=_PAGE, pageCompression=1, invariant=1, lang=language(), initialFontName=FONTS["gate", False]
    )
    book.setTitle(questions[0].name)
    book.setCreator("Chainrule")
    for question in questions:
        _WorksheetPages(book, question).questions()
    for question in questions:
        _WorksheetPages(book, question).answers()
    book.save()
    return out.getvalue()


class _WorksheetPages:
    """Pages of one variant, from top to bottom; `y` is where the next thing goes."""

    def __init__(self, book: Any, question: Question) -> None:
        self.book, self.question = book, question
        self.y = _PAGE[1] - _MARGIN

    def questions(self) -> None:
        self._head("")
        self._line("Name:", _TEXT)
        self.book.line(_MARGIN + 40, self.y + 6, _MARGIN + 260, self.y + 6)
        self._program(self.question.source)
        self._graph(self.question.scene)
        self._paragraph(self.question.rule, _SMALL)
        for number, key in self.question.numbered():
            self._room(_ROW)
            self.y -= _ROW - _TEXT * _LEADING
            choices = f" ({', '.join(key.choices)})" if key.choices else ""
            end = _ANSWER if key.blank.line is None else _ANSWER * 1.8
            self._paragraph(f"{number}. {key.blank.label}{choices}", _TEXT, right=end + 10)
            right = _PAGE[0] - _MARGIN
            self.book.line(right - end, self.y + 8, right, self.y + 8)
        self.book.showPage()

    def answers(self) -> None:
        self._head(tr("Answers: "))
        self._program(self.question.sheet.trace.source)
        self._graph(self.question.answer_scene)
        for number, key in self.question.numbered():
            self._paragraph(f"{number}. {key.blank.label}: {key.answer}", _TEXT)
        self.book.showPage()

    def _head(self, before: str) -> None:
        self._paragraph(before + self.question.title, _TITLE)
        self.y -= 4

    def _program(self, source: str) -> None:
        if not self.question.has_lines:
            return  # the title says it
        for number, line in enumerate(source.split("\n"), 1):
            for part in _cut(line, _CODE):
                self._line(f"{number:>3}  {part}", _CODE, "mono")
        self.y -= 6

    def _graph(self, scene: DrawnScene) -> None:
        width, height = _PAGE[0] - 2 * _MARGIN, _PAGE[1] * _TALLEST
        scale = min(width / scene.width, height / scene.height, 1.0)
        self._room(scene.height * scale + 8)
        self.y -= scene.height * scale
        self.book.saveState()
        self.book.translate(_MARGIN + (width - scene.width * scale) / 2, self.y)
        self.book.scale(scale, scale)
        pdf.Page(self.book, scene, palette("light")).draw()
        self.book.restoreState()
        self.y -= 14

    def _paragraph(self, text: str, size: float, right: float = 0.0) -> None:
        room = _PAGE[0] - 2 * _MARGIN - right
        line = ""
        for word in text.split():
            longer = f"{line} {word}".strip()
            if line and self.book.stringWidth(longer, font_name("gate", False), size) > room:
                self._line(line, size)
                longer = f"    {word}"
            line = longer
        self._line(line, size)

    def _line(self, text: str, size: float, family: str = "gate") -> None:
        self._room(size * _LEADING)
        self.y -= size * _LEADING
        self.book.setFont(font_name(family, False), size)
        self.book.setFillColorRGB(*palette("light").rgb("ink"))
        self.book.setStrokeColorRGB(*palette("light").rgb("mute"))
        self.book.setLineWidth(0.6)
        self.book.drawString(_MARGIN, self.y + size * (_LEADING - 1), text)

    def _room(self, height: float) -> None:
        """A new page where this does not fit on what is left of the present one."""
        if self.y - height < _MARGIN:
            self.book.showPage()
            self.y = _PAGE[1] - _MARGIN


def _cut(line: str, size: float) -> list[str]:
    """A line of a program in parts as wide as the page."""
    longest = int((_PAGE[0] - 2 * _MARGIN) / (ADVANCE * size)) - 5
    return [line[at : at + longest] for at in range(0, len(line), longest)] or [""]
