"""A lesson in another language: each sentence is looked up, and a lesson is translated whole or not at all."""

from __future__ import annotations

from dataclasses import replace

from ..sentences import Language, catalogue, language, tr
from .text import LessonText

__all__ = ["in_language", "sentences_of"]


def sentences_of(lesson: LessonText) -> list[str]:
    """All that is read of a lesson."""
    of_scenes = [text for scene in lesson.scenes for text in (scene.title, scene.sentence)]
    return [text for text in (lesson.title, lesson.summary, *of_scenes) if text]


def in_language(lesson: LessonText) -> tuple[LessonText, Language]:
    """The lesson in the language of the moment, and the one that it is in; one that is not translated whole says so.

    A file that names a language of its own is in that one for everybody.
    """
    sentences = catalogue()
    if sentences is None or lesson.language != "en":
        return lesson, lesson.language
    if any(text not in sentences.sentences for text in sentences_of(lesson)):
        title = tr("{0} (in English)", lesson.title)
        return replace(lesson, title=title, summary=tr("This lesson is not translated yet.")), "en"
    scenes = [
        replace(scene, title=sentences.sentences[scene.title], sentence=sentences.sentences.get(scene.sentence, ""))
        for scene in lesson.scenes
    ]
    summary = sentences.sentences.get(lesson.summary, "")
    return replace(lesson, title=sentences.sentences[lesson.title], summary=summary, scenes=scenes), language()
