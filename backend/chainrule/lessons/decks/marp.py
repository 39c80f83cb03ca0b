"""A lesson -> Markdown for Marp: a slide for each scene and for its answers, the pictures at the end."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from ...export.palette import palette
from ...export.png import png
from ...limits import Limits
from ..lesson_document import Lesson
from .appearance import DeckAppearance
from .pictures import pictures
from .slides import Slide, slides_of

__all__ = ["marp"]

ASPECT = 2.4  # of the room that a slide of 16:9 leaves below its words
_WIDTH, _HEIGHT = 1120, 420  # px of a slide of 1280x720
_PIXELS = 1600  # across a picture


def marp(lesson: Lesson, appearance: DeckAppearance, limits: Limits) -> bytes:
    """UTF-8. The pictures are PNG in the text itself, so that the one file is the deck. Raises: MissingExtra."""
    colours = palette(appearance.theme)
    classes = "class: invert\n" if appearance.theme == "dark" else ""
    slides = [f"# {lesson.title}\n\n{lesson.summary}"]
    images: list[str] = []
    for count, slide in enumerate(slides_of(lesson, limits, ASPECT), 1):
        at = [slide.start] if not slide.blanks else [slide.start, slide.end]
        for which, result in enumerate(pictures(slide, at, ASPECT)):
            name = f"scene-{count}" if which == 0 else f"scene-{count}-answers"
            picture = png(result, colours, scale=min(3.0, _PIXELS / result.width), transparent=True)
            images.append(f"[{name}]: data:image/png;base64,{base64.b64encode(picture).decode()}")
            body = "\n".join(_words(slide, which > 0))
            is_wide = result.width / result.height > _WIDTH / _HEIGHT
            size = f"w:{_WIDTH}" if is_wide else f"h:{_HEIGHT}"
            slides.append(f"## {slide.scene.title}\n\n{body}\n\n![{size}][{name}]")
    head = f"---\nmarp: true\ntitle: {_quoted(lesson.title)}\n{classes}---\n\n"
    return (head + "\n\n---\n\n".join(slides) + "\n\n" + "\n".join(images) + "\n").encode()


def _words(slide: Slide, with_answers: bool) -> Iterator[str]:
    if not with_answers:
        yield slide.scene.sentence
        if slide.scene.do is not None:
            yield f"\n*{slide.scene.do.sentence}*"
        return
    for blank, answer in zip(slide.blanks, slide.answers, strict=True):
        yield f"- {blank.label}: **{answer}**"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
