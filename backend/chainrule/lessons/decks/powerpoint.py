"""A lesson -> PowerPoint: each scene's sentence above its graph, a slide for each step that it plays."""

from __future__ import annotations

from collections.abc import Iterator

from ...export.palette import palette
from ...export.pptx import SLIDE_ASPECT, SLIDE_ROOM, SlideText, pptx
from ...export.shapes import DrawnScene
from ...limits import Limits
from ..lesson_document import Lesson
from .appearance import DeckAppearance
from .pictures import pictures, positions
from .slides import Slide, plain, slides_of

__all__ = ["powerpoint"]


def powerpoint(lesson: Lesson, appearance: DeckAppearance, limits: Limits) -> bytes:
    """Raises: MissingExtra, LimitError."""
    positions_by_slide = [(slide, positions(slide)) for slide in slides_of(lesson, limits, SLIDE_ASPECT)]
    words = [_words(slide, place) for slide, at in positions_by_slide for place in at]
    return pptx(
        _scenes(positions_by_slide, appearance.native),
        palette(appearance.theme),
        words,
        scale=1.0,
        title=lesson.title,
        native=appearance.native,
    )


def _scenes(positions_by_slide: list[tuple[Slide, list[int]]], native: bool) -> Iterator[DrawnScene]:
    for slide, at in positions_by_slide:
        # Shapes that can be edited can be made larger, too.
        yield from pictures(slide, at, SLIDE_ASPECT, None if native else SLIDE_ROOM)


def _words(slide: Slide, place: int) -> SlideText:
    """The scene's sentence as title; in the notes what its step does and what is right."""
    notes = [slide.scene.title, plain(slide.scene.sentence)]
    if slide.scene.do is not None and place == slide.start:
        notes.append(plain(slide.scene.do.sentence))
    if place > slide.start:
        step = slide.trace.steps[place - 1]
        notes += [step.text, step.why]
    notes += [f"{blank.label}: {answer}" for blank, answer in zip(slide.blanks, slide.answers, strict=True)]
    return SlideText(plain(slide.scene.sentence), "\n".join(filter(None, notes)))
