"""Lessons: Markdown files whose scenes are a state, one sentence, and what is to be done or predicted."""

from .collection import FILES, LessonCollection, check_folder
from .conditions import CONDITIONS
from .lesson_document import Condition, Lesson, LessonRow, LessonTable, Scene, SceneBlank
from .resolve import parse, resolve
from .text import LessonError, LessonText, read_text

__all__ = [
    "CONDITIONS",
    "FILES",
    "Condition",
    "Lesson",
    "LessonError",
    "LessonRow",
    "LessonTable",
    "LessonText",
    "LessonCollection",
    "Scene",
    "SceneBlank",
    "check_folder",
    "parse",
    "read_text",
    "resolve",
]
