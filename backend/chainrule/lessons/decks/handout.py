"""A lesson -> PDF: a handout of A4 pages with a blank for each question, the answers on the last page.

A scene that shows what the one before asks begins overleaf.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from ...export.extras import load
from ...export.files import FONTS
from ...export.palette import Palette, palette
from ...export.pdf import Page, register
from ...export.shapes import DrawnScene
from ...limits import Limits
from ...sentences import language, tr
from ..lesson_document import Lesson
from .appearance import DeckAppearance
from .pictures import pictures
from .slides import Slide, slides_of

__all__ = ["handout"]

_WIDTH, _HEIGHT, _MARGIN = 595.0, 842.0, 48.0  # A4 in points
_INNER = _WIDTH - 2 * _MARGIN
_TALLEST = 250.0  # of a picture
_WITH_PICTURE = 1.5  # times that, where a scene's own picture stands under its graph
_LARGEST = 0.85  # points for a unit of a picture: its numbers are 11 points then
ASPECT = _INNER / _TALLEST
_TITLE, _HEAD, _TEXT = 20.0, 12.5, 10.5  # sizes of letters
_LEAD = 1.4  # of lines
_GAP = 20.0  # between scenes
_BLANK = 22.0  # height of a line to write on
_WORD = re.compile(r"\s+|\S+\s*")


def handout(lesson: Lesson, appearance: DeckAppearance, limits: Limits) -> bytes:
    """The same lesson gives the same bytes. On paper it is always light. Raises: MissingExtra, LimitError."""
    canvas = load("reportlab.pdfgen.canvas", "PDF")
    register()
    out = io.BytesIO()
    book = canvas.Canvas(out, pagesize=(_WIDTH, _HEIGHT), pageCompression=1, invariant=1, lang=language())
    book.setTitle(lesson.title)
    book.setCreator("Chainrule")
    sheet = _HandoutPage(book, palette("light"))
    sheet.words(lesson.title, _TITLE, bold=True)
    sheet.words(lesson.summary, _TEXT)
    slides = list(slides_of(lesson, limits, ASPECT))
    for count, slide in enumerate(slides, 1):
        if count > 1 and _answers_stand_in(slide, slides[count - 2]):
            sheet.turn()
        _scene(sheet, count, slide)
    if any(slide.blanks for slide in slides):
        sheet.turn()
        sheet.words(tr("Answers"), _TITLE, bold=True)
        for count, slide in enumerate(slides, 1):
            for line in _answers(count, slide):
                sheet.words(line, _TEXT)
    book.showPage()
    book.save()
    return out.getvalue()


def _answers_stand_in(slide: Slide, before: Slide) -> bool:
    """Return whether a scene goes on with the graph of one that asks: its numbers are no longer blank."""
    return bool(before.blanks) and slide.scene.request.source == before.scene.request.source


def _scene(sheet: _HandoutPage, count: int, slide: Slide) -> None:
    (picture,) = pictures(slide, [slide.start], ASPECT)
    tallest = _TALLEST if slide.picture is None else _TALLEST * _WITH_PICTURE
    scale = min(_LARGEST, _INNER / picture.width, tallest / picture.height)
    lines = sheet.lines(slide.scene.sentence, _TEXT)
    needed = _GAP + _HEAD * _LEAD + len(lines) * _TEXT * _LEAD + picture.height * scale
    sheet.need(needed + _BLANK * len(slide.blanks) + 16)
    sheet.down(_GAP)
    sheet.words(f"{count}  {slide.scene.title}", _HEAD, bold=True)
    sheet.words(slide.scene.sentence, _TEXT)
    sheet.picture(picture, scale)
    for number, blank in enumerate(slide.blanks, 1):
        sheet.blank(f"? {number}  {blank.label}" if len(slide.blanks) > 1 else blank.label)
    if slide.scene.do is not None:
        sheet.words(tr("On the page: {0}", slide.scene.do.sentence), _TEXT)


def _answers(count: int, slide: Slide) -> Iterator[str]:
    for number, (blank, answer) in enumerate(zip(slide.blanks, slide.answers, strict=True), 1):
        yield f"{count}.{number}  {blank.label}: {answer}"


class _HandoutPage:
    """A page that is filled from above; `y` is where the next line begins."""

    def __init__(self, book: Any, colours: Palette) -> None:
        self.book, self.colours = book, colours
        self.y = _HEIGHT - _MARGIN

    def down(self, points: float) -> None:
        self.y -= points

    def need(self, points: float) -> None:
        """Turn the page where so much does not fit any more; what is higher than a page begins on a new one."""
        if self.y - points < _MARGIN and self.y < _HEIGHT - _MARGIN:
            self.turn()

    def turn(self) -> None:
        self.book.showPage()
        self.y = _HEIGHT - _MARGIN

    def lines(self, text: str, size: float, bold: bool = False) -> list[list[tuple[str, str]]]:
        """The text in lines of words with their font; code, in backquotes, has letters of equal width."""
        rows: list[list[tuple[str, str]]] = [[]]
        reach = 0.0
        for word, font in _words(text, bold):
            width = self.book.stringWidth(word.rstrip(), font, size)
            if reach and reach + width > _INNER:
                rows.append([])
                reach = 0.0
            rows[-1].append((word, font))
            reach += self.book.stringWidth(word, font, size)
        return rows

    def words(self, text: str, size: float, bold: bool = False) -> None:
        for line in self.lines(text, size, bold):
            self.need(size * _LEAD)
            self.down(size * _LEAD)
            self._line(line, _MARGIN, size)

    def _line(self, words: Iterable[tuple[str, str]], left: float, size: float) -> float:
        self.book.setFillColorRGB(*self.colours.rgb("ink"))
        for font, run in groupby(words, key=lambda word: word[1]):
            text = "".join(word for word, _ in run)
            self.book.setFont(font, size)
            self.book.drawString(left, self.y, text)
            left += self.book.stringWidth(text, font, size)
        return left

    def picture(self, picture: DrawnScene, scale: float) -> None:
        self.down(6 + picture.height * scale)
        self.book.saveState()
        self.book.translate(_MARGIN + (_INNER - picture.width * scale) / 2, self.y)
        self.book.scale(scale, scale)
        Page(self.book, picture, self.colours).draw()
        self.book.restoreState()

    def blank(self, label: str) -> None:
        """A question with a line to write on, which stands behind its last words."""
        self.need(_BLANK + (len(self.lines(label, _TEXT)) - 1) * _TEXT * _LEAD)
        self.down(_BLANK)
        *above, words = self.lines(label, _TEXT)
        for line in above:
            self._line(line, _MARGIN, _TEXT)
            self.down(_TEXT * _LEAD)
        left = self._line(words, _MARGIN, _TEXT) + 8
        self.book.setStrokeColorRGB(*self.colours.rgb("mute"))
        self.book.setLineWidth(0.8)
        self.book.setDash()
        self.book.line(left, self.y - 2, max(left + 60, _WIDTH - _MARGIN), self.y - 2)


def _words(text: str, bold: bool) -> Iterator[tuple[str, str]]:
    for place, part in enumerate(text.split("`")):
        font = FONTS["mono", bold] if place % 2 else FONTS["gate", bold]
        for match in _WORD.finditer(part):
            yield match[0], font
