"""Scenes -> PowerPoint: one slide per step, the step's sentence as speaker notes."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from .extras import load
from .palette import Palette
from .png import png
from .shapes import Scene

__all__ = ["pptx"]

_INCH = 914_400
_SLIDE = (12_192_000, 6_858_000)  # 16:9
_ROOM = 0.92  # of the slide, for the picture
_PIXELS = 1920  # across the picture: sharp on a projector


def pptx(scenes: Iterable[Scene], palette: Palette, notes: Iterable[str], *, scale: float, title: str) -> bytes:
    """Raises MissingExtra."""
    library = load("pptx", "PPTX")
    color = load("pptx.dml.color", "PPTX").RGBColor
    deck = library.Presentation()
    deck.slide_width, deck.slide_height = _SLIDE
    deck.core_properties.title = title
    deck.core_properties.author = "Chainrule"
    for scene, words in zip(scenes, notes, strict=True):
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        background = slide.background.fill
        background.solid()
        background.fore_color.rgb = color.from_string(palette["bg"][1:].upper())
        _picture(slide, scene, palette, scale)
        slide.notes_slide.notes_text_frame.text = words
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _picture(slide: Any, scene: Scene, palette: Palette, scale: float) -> None:
    """In the middle, as large as fits, but never so large that its numbers would shout."""
    fit = min(_SLIDE[0] * _ROOM / scene.width, _SLIDE[1] * _ROOM / scene.height)
    unit = min(fit, 2.2 * scale * _INCH / 96)
    width, height = round(scene.width * unit), round(scene.height * unit)
    drawn = png(scene, palette, scale=min(3.0, _PIXELS / scene.width), transparent=True)
    left, top = (_SLIDE[0] - width) // 2, (_SLIDE[1] - height) // 2
    shape = slide.shapes.add_picture(io.BytesIO(drawn), left, top, width, height)
    about = shape._element.nvPicPr.cNvPr
    about.set("descr", f"{scene.title}. {scene.description}")
    about.set("name", scene.title)
