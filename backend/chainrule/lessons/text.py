"""The text of a lesson's file, taken apart into scenes. Nothing is traced here.

---
title: Why gradients add
part: 7
---
## One value, two paths
source: f = x*x
values: {x: 3}
ask: term 1 of x
> x is used twice. How much comes back on the upper wire alone?
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields

from ..errors import ChainruleError, Span, TextEdit
from ..read.suggest import closest
from ..request import TraceRequest
from ..sentences import LANGUAGES, Language

__all__ = ["SHORTER", "SceneEntry", "KEYS", "LessonError", "LessonText", "SceneText", "read_text"]

LARGEST = 64_000  # characters of a file
MOST_SCENES = 40
LONGEST_SENTENCE = 400  # characters
LONGEST_TITLE = 100

SHORTER = "Make two lessons of it."
STATE = tuple(each.name for each in fields(TraceRequest))
OWN = ("step", "ask", "do", "panel", "notation", "train", "picture", "choose")
KEYS = (*STATE, *OWN)
HEAD = ("title", "part", "summary", "lang")

_KEY = re.compile(r"(\w+)\s*:(?:\s+(.*)|\s*)$")
_FENCE = re.compile(r"(`{3,}|~{3,})")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class LessonError(ChainruleError):
    """A lesson's file cannot be used; `detail` says the file and the line."""

    title = "The lesson could not be read"

    def __init__(
        self,
        file: str,
        line: int,
        what: str,
        *,
        text: str = "",
        hint: str | None = None,
        span: Span | None = None,
        fix: TextEdit | None = None,
    ) -> None:
        lines = text.splitlines()
        width = len(lines[line - 1]) if 0 < line <= len(lines) else 0
        place = span or (fix.span if fix is not None else Span(line, 0, line, max(1, width)))
        super().__init__("bad-lesson", f"{file}, line {line}: {what}", span=place, hint=hint, fix=fix)
        self.source = text


@dataclass(frozen=True, slots=True)
class SceneEntry:
    """The value of a key, and the line on which it stands."""

    text: str
    line: int


@dataclass(slots=True)
class SceneText:
    """A scene as it is written."""

    title: str
    line: int
    entries: dict[str, SceneEntry] = field(default_factory=dict)
    sentence: str = ""
    sentence_line: int = 0
    lists: list[tuple[SceneEntry, list[SceneEntry]]] = field(default_factory=list)  # of each `choose`: its options


@dataclass(slots=True)
class LessonText:
    """A lesson as it is written."""

    id: str
    file: str
    text: str
    title: str = ""
    part: int = 0
    summary: str = ""
    language: Language = "en"
    scenes: list[SceneText] = field(default_factory=list)

    def error(self, line: int, what: str, hint: str | None = None, edit: tuple[str, str] | None = None) -> LessonError:
        """Return an error at a line of this file. `edit`: a word of the line, and what repairs it in its place."""
        return LessonError(self.file, line, what, text=self.text, hint=hint, fix=self._fix(line, edit))

    def misspelling(self, line: int, what: str, word: str, words: Sequence[str], hint: str) -> LessonError:
        """Return an error that names the one of `words` that is meant, if one is near, else the hint."""
        near = closest(word, words)
        return (
            self.error(line, what, hint)
            if near is None
            else self.error(line, what, f"Did you mean `{near}`?", (word, near))
        )

    def program_error(self, line: int, program: str, error: ChainruleError) -> LessonError:
        """Return the error of a program that begins on a line, or in the fence there, at its place in this file."""
        lines = self.text.split("\n")
        column = lines[line - 1].find(program)  # -1: between fences, from the next line on

        def shifted(span: Span) -> Span:
            if column >= 0:
                return Span(line, column + span.column, line, column + span.end_column)
            return Span(line + span.line, span.column, line + span.end_line, span.end_column)

        assert error.span is not None
        place = shifted(error.span)
        fix = None if error.fix is None else TextEdit(shifted(error.fix.span), error.fix.text)
        return LessonError(self.file, place.line, error.detail, text=self.text, hint=error.hint, span=place, fix=fix)

    def _fix(self, line: int, edit: tuple[str, str] | None) -> TextEdit | None:
        lines = self.text.split("\n")
        if edit is None or not 0 < line <= len(lines):
            return None
        place = re.search(rf"(?<!\w){re.escape(edit[0])}(?!\w)", lines[line - 1])
        return None if place is None else TextEdit(Span(line, place.start(), line, place.end()), edit[1])


def read_text(file: str, text: str) -> LessonText:
    """Take the text of a file apart. `file` is its name: its number orders it, the rest is the lesson's id.

    Raises:
        LessonError
    """
    id = re.sub(r"^\d+-", "", file.removesuffix(".md"))
    if len(text) > LARGEST:
        raise LessonError(file, 1, f"The file has more than {LARGEST:,} characters.", hint=SHORTER)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lesson = LessonText(id, file, text)
    if not _NAME.fullmatch(id):
        what = "The name of the file is not made of small letters, digits and hyphens."
        raise lesson.error(1, what, "Call it `my-lesson.md`.")
    parser = _LessonParser(lesson)
    parser.read()
    return lesson


class _LessonParser:
    def __init__(self, lesson: LessonText) -> None:
        self.lesson = lesson
        self.lines = lesson.text.removeprefix("\ufeff").split("\n")
        self.at = 0  # index of the next line

    def read(self) -> None:
        self._head()
        while self.at < len(self.lines):
            line = self.lines[self.at].rstrip()
            self.at += 1
            if line and not (line.startswith("<!--") and line.endswith("-->")):
                self._line(line)
        if not self.lesson.scenes:
            raise self.lesson.error(len(self.lines), "There is no scene.", "A scene begins with `## Its title`.")
        for scene in self.lesson.scenes:
            self._check(scene)

    def _head(self) -> None:
        if not self.lines or self.lines[0].strip() != "---":
            raise self.lesson.error(1, "The file does not begin with `---`.", "Write `---`, `title: ...`, `---`.")
        scene_entries_by_name: dict[str, SceneEntry] = {}
        self.at = 1
        while self.at < len(self.lines) and self.lines[self.at].strip() != "---":
            line = self.lines[self.at].strip()
            self.at += 1
            if not line:
                continue
            match = _KEY.fullmatch(line)
            if match is None or match[1] not in HEAD:
                key, hint = line.partition(":")[0].strip(), f"Its keys are {', '.join(HEAD)}."
                raise self.lesson.misspelling(self.at, "This is no line of the head.", key, HEAD, hint)
            if match[1] in scene_entries_by_name:
                raise self.lesson.error(self.at, f"`{match[1]}` is given twice.", "Take one of the lines away.")
            scene_entries_by_name[match[1]] = SceneEntry((match[2] or "").strip(), self.at)
        if self.at == len(self.lines):
            raise self.lesson.error(1, "The head does not end with `---`.", "Write a line `---` after its keys.")
        self.at += 1
        title = scene_entries_by_name.get("title", SceneEntry("", 1))
        if not 0 < len(title.text) <= LONGEST_TITLE:
            what = f"The lesson has no title of 1 to {LONGEST_TITLE} characters."
            raise self.lesson.error(title.line, what, "Write `title: Its title` in the head.")
        part = scene_entries_by_name.get("part", SceneEntry("0", 1))
        if not re.fullmatch(r"\d{1,3}", part.text, re.ASCII):
            hint = "Write `part: 1`, or take the line away."
            raise self.lesson.error(part.line, "`part` is not a whole number from 0 to 999.", hint)
        summary = scene_entries_by_name.get("summary", SceneEntry("", 1))
        if len(summary.text) > LONGEST_SENTENCE:
            what = f"`summary` has more than {LONGEST_SENTENCE} characters."
            raise self.lesson.error(summary.line, what, "One sentence is enough.")
        lang = scene_entries_by_name.get("lang", SceneEntry("en", 1))
        language = next((each for each in LANGUAGES if each == lang.text), None)
        if language is None:
            raise self.lesson.error(lang.line, f"`lang` is none of {', '.join(LANGUAGES)}.", "Write `lang: de`.")
        self.lesson.language = language
        self.lesson.title, self.lesson.part, self.lesson.summary = title.text, int(part.text), summary.text

    def _line(self, line: str) -> None:
        lesson, number = self.lesson, self.at
        if line.startswith("## "):
            title = line[3:].strip()
            if not 0 < len(title) <= LONGEST_TITLE:
                what = f"A scene has a title of 1 to {LONGEST_TITLE} characters."
                raise lesson.error(number, what, "Write `## Its title`.")
            if len(lesson.scenes) == MOST_SCENES:
                what = f"There are more than {MOST_SCENES} scenes."
                raise lesson.error(number, what, "Make two lessons of them.")
            lesson.scenes.append(SceneText(title, number))
            return
        if not lesson.scenes:
            raise lesson.error(number, "This stands before the first scene.", "A scene begins with `## Its title`.")
        scene = lesson.scenes[-1]
        if line.startswith(">"):
            if not scene.sentence:
                scene.sentence_line = number
            scene.sentence = f"{scene.sentence} {line[1:].strip()}".strip()
            if len(scene.sentence) > LONGEST_SENTENCE:
                what = f"The sentence has more than {LONGEST_SENTENCE} characters."
                raise lesson.error(number, what, "Make two scenes of it.")
        elif fence := _FENCE.match(line):
            self._set(scene, "source", self._fenced(fence[1]), number)
        elif line.startswith("- ") and scene.lists:
            scene.lists[-1][1].append(SceneEntry(line[2:].strip(), number))
        elif (match := _KEY.fullmatch(line)) and match[1] == "choose" and match[2]:
            scene.lists.append((SceneEntry(match[2].strip(), number), []))
        elif match:
            self._set(scene, match[1], (match[2] or "").strip(), number)
        else:
            hint = "A scene has `key: value` lines, a fenced program, and a sentence after `>`."
            raise lesson.error(number, "This line is none of a scene.", hint)

    def _fenced(self, mark: str) -> str:
        start = self.at
        while self.at < len(self.lines):
            self.at += 1
            if self.lines[self.at - 1].strip() == mark:
                return "\n".join(self.lines[start : self.at - 1])
        raise self.lesson.error(start, "The fenced program does not end.", "Close it with a line of the same marks.")

    def _set(self, scene: SceneText, key: str, text: str, number: int) -> None:
        if key not in KEYS:
            hint = f"The keys are {', '.join(KEYS)}."
            raise self.lesson.misspelling(number, f"`{key[:40]}` is no key of a scene.", key, KEYS, hint)
        if key in scene.entries:
            raise self.lesson.error(number, f"`{key}` is given twice in this scene.", "Take one of the lines away.")
        if not text.strip():
            raise self.lesson.error(number, f"`{key}` is empty.", "Write its value after the colon, or take it away.")
        scene.entries[key] = SceneEntry(text, number)

    def _check(self, scene: SceneText) -> None:
        if not scene.sentence:
            raise self.lesson.error(scene.line, "The scene has no sentence.", "Write one after `>`.")
        if scene is self.lesson.scenes[0] and "source" not in scene.entries:
            hint = "Write `source: f = x*y`, or a program between fences."
            raise self.lesson.error(scene.line, "The first scene has no `source`.", hint)
