"""Scenes -> PowerPoint: a slide for each step, its sentence as title and in the notes, a picture or shapes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .extras import load
from .palette import Palette
from .png import png
from .pptx_shapes import group
from .shapes import DrawnScene

__all__ = ["SLIDE_ASPECT", "SLIDE_ROOM", "SlideText", "pptx"]

_INCH = 914_400
_SLIDE = (12_192_000, 6_858_000)  # 16:9
_MARGIN = 457_200
_TITLE = (_MARGIN, 320_000, _SLIDE[0] - 2 * _MARGIN, 900_000)  # left, top, width, height
_TITLE_SIZE, _LONG_SIZE, _LONG = 24, 18, 110  # points, of a long title, characters
_ROOM = (_SLIDE[0] * 0.94, _SLIDE[1] - _TITLE[1] - _TITLE[3] - _MARGIN)  # for the graph
SLIDE_ASPECT = _ROOM[0] / _ROOM[1]
SLIDE_ROOM = (_ROOM[0] * 96 / _INCH, _ROOM[1] * 96 / _INCH)  # in px
_PIXELS = 1920  # across the picture: sharp on a projector
_TITLE_ONLY = 5  # the layout of the library's own template


@dataclass(frozen=True, slots=True)
class SlideText:
    """Text above a slide's graph, and in its notes."""

    title: str
    notes: str


def pptx(
    scenes: Iterable[DrawnScene],
    palette: Palette,
    words: Iterable[SlideText],
    *,
    scale: float,
    title: str,
    native: bool,
) -> bytes:
    """`native`: boxes, wires and numbers are shapes that can be edited. Raises MissingExtra."""
    library = load("pptx", "PPTX")
    color = load("pptx.dml.color", "PPTX").RGBColor
    deck = library.Presentation()
    deck.slide_width, deck.slide_height = _SLIDE
    deck.core_properties.title = title
    deck.core_properties.author = "Chainrule"
    for scene, messages in zip(scenes, words, strict=True):
        slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
        background = slide.background.fill
        background.solid()
        background.fore_color.rgb = color.from_string(palette["bg"][1:].upper())
        _title(slide, messages.title, color.from_string(palette["ink"][1:].upper()))
        _graph(slide, scene, palette, scale, native)
        slide.notes_slide.notes_text_frame.text = messages.notes
    out = io.BytesIO()
    deck.save(out)
    return _undated(out)


def _undated(archive: io.BytesIO) -> bytes:
    """Return the same archive without the time at which it was made: the same question has the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            undated = zipfile.ZipInfo(item.filename, (1980, 1, 1, 0, 0, 0))
            undated.compress_type, undated.external_attr = item.compress_type, item.external_attr
            target.writestr(undated, source.read(item))
    return out.getvalue()


def _title(slide: Any, text: str, ink: Any) -> None:
    points = load("pptx.util", "PPTX").Pt
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = _TITLE
    frame = shape.text_frame
    frame.word_wrap = True
    frame.text = text
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.size = points(_TITLE_SIZE if len(text) <= _LONG else _LONG_SIZE)
            run.font.color.rgb = ink


def _graph(slide: Any, scene: DrawnScene, palette: Palette, scale: float, native: bool) -> None:
    """In the middle of what the title leaves, as large as fits, but never so large that its numbers would shout."""
    fit = min(_ROOM[0] / scene.width, _ROOM[1] / scene.height)
    unit = min(fit, 2.2 * scale * _INCH / 96)
    width, height = round(scene.width * unit), round(scene.height * unit)
    above = _TITLE[1] + _TITLE[3]
    left, top = (_SLIDE[0] - width) // 2, above + (_SLIDE[1] - above - height) // 2
    if native:
        parse = load("pptx.oxml", "PPTX").parse_xml
        slide.shapes._spTree.append(parse(group(scene, palette, left, top, unit, 10)))
        return
    picture = png(scene, palette, scale=min(3.0, _PIXELS / scene.width), transparent=True)
    shape = slide.shapes.add_picture(io.BytesIO(picture), left, top, width, height)
    about = shape._element.nvPicPr.cNvPr
    about.set("descr", f"{scene.title}. {scene.description}")
    about.set("name", scene.title)
