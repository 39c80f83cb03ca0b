"""A lesson's text, resolved: each scene traced, its phrases found in the graph, its sentence filled in."""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from typing import Any, Literal

from ..errors import ChainruleError, LimitError
from ..learn import Settings
from ..limits import DEFAULT, Limits
from ..read.text import canonical_name
from ..request import TraceRequest
from ..sentences import language, speaking, tr
from .choices import PLACE, TABLES, ChoiceList, ChoiceOption, Choose, options_from
from .conditions import read_condition
from .context import SceneContext
from .front_matter_values import read_value
from .language import in_language
from .lesson_document import NOTATIONS, PANELS, Lesson, Scene, SceneBlank
from .pictures import draw_picture
from .places import PhraseError
from .sentences import fill
from .text import STATE, LessonText, SceneEntry, SceneText, read_text

__all__ = ["parse", "resolve"]

NAMED: tuple[Literal["first"], Literal["last"], Literal["backward"]] = ("first", "last", "backward")
MOST_BLANKS = 20
MOST_OPTIONS = 12
HINTS: Mapping[str, str] = {
    "ask": "Phrases are `value of f`, `downstream of x`, `local of x into f`, `term 1 of x`, `shape of W`, ...",
    "step": "Take an earlier step, or leave `step` out.",
    "train": "Settings are those of the panel Learn, such as {parameters: [w], settings: {lr: 0.1}, iterations: 50}.",
    "sentence": "Places are `{value of f}`, `{gradient of x}`, `{term 1 of x}`, `{loss after 10}`, `{= 2*x}`, ...",
}
"""Hints of the keys, where the mistake itself says none."""
_PLAIN = ("source", "output", "view", "flow", "mode", "graph")  # fields whose text is taken as it stands
_TRAINING = tuple(each.name for each in fields(Settings))
_INHERITED = ("source", "values", "view")  # fields that outlive a new program too


def parse(file: str, text: str, limits: Limits = DEFAULT) -> Lesson:
    """Return the lesson of a file's text, in the language of the moment if it is translated. Raises: LessonError."""
    lesson, chosen = in_language(read_text(file, text))
    with speaking(chosen):
        return resolve(lesson, limits)


def resolve(lesson_text: LessonText, limits: Limits = DEFAULT) -> Lesson:
    """Trace every scene and find what its phrases mean.

    Raises:
        LessonError: with the file and the line, whatever is wrong with a scene.
    """
    deadline = time.monotonic() + limits.lesson_seconds
    scenes: list[Scene] = []
    state: dict[str, Any] = {}
    for scene in lesson_text.scenes:
        resolver = _Resolver(lesson_text, scene, limits, deadline)
        result = resolver.scene(state)
        scenes.append(result)
        state = {name: getattr(result.request, name) for name in STATE}
    return Lesson(lesson_text.id, lesson_text.title, lesson_text.part, lesson_text.summary, scenes, language())


class _Resolver:
    def __init__(self, lesson_text: LessonText, scene: SceneText, limits: Limits, deadline: float) -> None:
        self.lesson_text, self.text, self.limits, self.deadline = lesson_text, scene, limits, deadline

    def scene(self, before: Mapping[str, Any]) -> Scene:
        panel = self._choice("panel", PANELS)
        notation = self._choice("notation", NOTATIONS)
        how = self._training()
        choose = self._choose()
        context = self._context(before, how, panel, notation, choose)
        step = self._step()
        phrases = [part.strip() for part in self._text("ask").split(";") if part.strip()]
        blanks = self._blanks(context, phrases)
        context.blanks = [" ".join(phrase.split()) for phrase in phrases]
        context.position = self._position(context, step, blanks)
        if how is not None:
            with self._line("train"):
                context.check_training()
        condition = None
        if "do" in self.text.entries:
            with self._line("do"):
                condition = read_condition(context, self._text("do"))
        with _At(self.lesson_text, self.text.sentence_line, HINTS["sentence"]):
            sentence = fill(context, self.text.sentence)
        return Scene(
            self.text.title,
            sentence,
            context.request,
            step,
            context.position,
            blanks,
            condition,
            panel,
            notation,
            how,
            self._picture(context),
            choose,
        )

    # pictures and choices ----------------------------------------------------------------------------------------

    def _picture(self, context: SceneContext) -> str | None:
        """Return the picture that the scene shows beside its graph, drawn once to see that it can be."""
        text = self._text("picture")
        if not text:
            return None
        with self._line("picture"):
            draw_picture(context, text)
        return text

    def _choose(self) -> Choose | None:
        """The lists of the scene, whose places stand in its own program."""
        if not self.text.lists:
            return None
        template = self._text("source")
        lists = [self._list(head, options) for head, options in self.text.lists]
        places = set(PLACE.findall(template))
        for (head, _), each in zip(self.text.lists, lists, strict=True):
            if each.name not in places:
                hint = f"Write <{each.name}> in the scene's own program."
                raise self.lesson_text.error(head.line, f"The program has no place `<{each.name}>`.", hint)
        # A list is called by its place, so both are in the language of the lesson.
        names = {each.name: tr(each.name) for each in lists}
        places_in_language = PLACE.sub(lambda match: f"<{names.get(match[1], match[1])}>", template)
        return Choose(places_in_language, [replace(each, name=names[each.name]) for each in lists])

    def _list(self, head: SceneEntry, options: list[SceneEntry]) -> ChoiceList:
        name, _, rest = head.text.partition(" from ")
        table, _, first = rest.partition(", first ")
        if table:
            if table not in TABLES:
                what = f"`{table[:40]}` is none of the lists {', '.join(TABLES)}."
                raise self.lesson_text.misspelling(head.line, what, table, list(TABLES), "Write `from unary`.")
            if first and first not in [option.label for option in TABLES[table]]:
                labels = [option.label for option in TABLES[table]]
                what, hint = f"`{first[:40]}` is no option of `{table}`.", f"They are {', '.join(labels)}."
                raise self.lesson_text.misspelling(head.line, what, first, labels, hint)
            return ChoiceList(name, options_from(table, first))
        result = []
        for entry in options:
            label, _, text = entry.text.partition(": ")
            if not label or not text.strip():
                hint = "Write `- squares: (y - t)**2`."
                raise self.lesson_text.error(entry.line, "An option is written `- LABEL: TEXT`.", hint)
            result.append(ChoiceOption(tr(label.strip()), text.strip()))
        if not 2 <= len(result) <= MOST_OPTIONS or len({each.label for each in result}) < len(result):
            what = f"`choose` has 2 to {MOST_OPTIONS} options with labels of their own."
            raise self.lesson_text.error(head.line, what, "Write one line `- LABEL: TEXT` for each.")
        return ChoiceList(name, result)

    # state -------------------------------------------------------------------------------------------------------

    def _context(
        self,
        before: Mapping[str, Any],
        how: Mapping[str, Any] | None,
        panel: str | None,
        notation: str | None,
        choose: Choose | None,
    ) -> SceneContext:
        fields_by_name = {name: self._field(name) for name in STATE if name in self.text.entries}
        if choose is not None:
            fields_by_name["source"] = choose.first
        cached = (
            before if "source" not in fields_by_name else {name: before[name] for name in _INHERITED if name in before}
        )
        old = dict(cached.get("values", {}))
        state = {**cached, **fields_by_name, "values": {**old, **fields_by_name.get("values", {})}}
        first = "source" if "source" in fields_by_name else next(iter(fields_by_name), None)
        program = fields_by_name.get("source") if choose is None else None
        line = self.text.entries[first].line if first else self.text.line
        with _At(self.lesson_text, line, program=program) as place:
            try:
                trace_request = TraceRequest.from_fields(state, self.limits)
                context = SceneContext(trace_request, self.limits, self.deadline, how, panel, notation, choose)
            except ChainruleError as error:
                if program is None or error.span is None:  # else it stands in the program
                    place.line = self._line_at_fault(error, state, cached, fields_by_name) or line
                raise
            own = fields_by_name.get("values", {})
            self._check_values(context, own)
            unused = [name for name in old if name not in context.trace.values and name not in own]
            if unused:
                values = {name: value for name, value in state["values"].items() if name not in unused}
                context = context.at(TraceRequest.from_fields({**state, "values": values}, self.limits))
        return context

    def _check_values(self, context: SceneContext, values: Mapping[str, Any]) -> None:
        """Refuse a value that changes nothing: most often its name is misspelled.

        Of a scene with choices another option may use it.
        """
        used = context.trace.values
        for name in values:
            if canonical_name(name) in used or (context.choose is not None and context.choose.names(name)):
                continue
            line, what = self.text.entries["values"].line, f"The program does not use the value of `{name[:40]}`."
            waiting = [each for each in used if each not in values]
            hint = "Take it away, or use its name in the program."
            raise self.lesson_text.misspelling(line, what, name, waiting, hint)

    def _line_at_fault(
        self, error: ChainruleError, state: Mapping[str, Any], before: Mapping[str, Any], names: Collection[str]
    ) -> int | None:
        """Return the line of the key without which this error does not come up; None if it does without each."""
        for name in (each for each in names if each != "source"):
            others = {"defaults": True, **state} if name == "values" else dict(state)
            del others[name]
            others |= {name: before[name]} if name in before else {}
            try:
                SceneContext(TraceRequest.from_fields(others, self.limits), self.limits)
            except ChainruleError as other:
                if (other.code, other.detail) == (error.code, error.detail):
                    continue
            return self.text.entries[name].line
        return None

    def _field(self, name: str) -> Any:
        entry = self.text.entries[name]
        if name in _PLAIN:
            return entry.text
        value = self._json(entry)
        if name == "values":
            if not isinstance(value, dict):
                raise self.lesson_text.error(entry.line, "`values` holds no names and values.", "Write {x: -2, y: 5}.")
            return value
        return value

    def _json(self, entry: SceneEntry) -> Any:
        try:
            return read_value(entry.text)
        except ValueError:
            hint = "Write a number, a list [1, 2], or names and values {x: -2}."
            raise self.lesson_text.error(entry.line, "This value cannot be read.", hint) from None

    def _training(self) -> dict[str, Any] | None:
        entry = self.text.entries.get("train")
        if entry is None:
            return None
        json = self._json(entry)
        if not isinstance(json, dict):
            raise self.lesson_text.error(
                entry.line, "`train` holds no settings.", "Write {optimizer: adam, iterations: 50}."
            )
        for name in json:
            if name not in _TRAINING:
                setting_names = f"The settings are {', '.join(_TRAINING)}."
                what = f"`{str(name)[:40]}` is no setting of a training."
                raise self.lesson_text.misspelling(entry.line, what, str(name), _TRAINING, setting_names)
        return json

    # steps and blanks --------------------------------------------------------------------------------------------

    def _step(self) -> int | Literal["first", "last", "backward"] | None:
        word = self._text("step")
        if not word:
            return None
        if re.fullmatch(r"\d{1,6}", word, re.ASCII):
            return int(word)
        for step in NAMED:
            if word == step:
                return step
        line, hint = self.text.entries["step"].line, "Write `step: last`."
        raise self.lesson_text.misspelling(line, "`step` is a number, first, last or backward.", word, NAMED, hint)

    def _blanks(self, context: SceneContext, phrases: list[str]) -> list[SceneBlank]:
        if not phrases:
            return []
        with self._line("ask"):
            if len(phrases) > MOST_BLANKS:
                raise PhraseError(f"A scene asks for at most {MOST_BLANKS} things.", "Make two scenes of it.")
            blanks = [context.blank(phrase) for phrase in phrases]
        return [SceneBlank(blank.kind, blank.edge, blank.node, None, blank.step) for blank in blanks]

    def _position(self, context: SceneContext, step: int | str | None, blanks: list[SceneBlank]) -> int:
        """Without a `step` a scene begins before its first blank is filled in. No step fills in a wrong line."""
        filled = [blank.step for blank in blanks if blank.kind != "wrong_line"]
        if step is None:
            return min(filled, default=0)
        with self._line("step"):
            position = context.position_of(step)
            if filled and position > min(filled):
                first = min(filled) + 1
                raise PhraseError(f"At this step the answer is shown: the first blank is filled in by step {first}.")
            return position

    # lines -------------------------------------------------------------------------------------------------------

    def _text(self, key: str) -> str:
        entry = self.text.entries.get(key)
        return entry.text if entry is not None else ""

    def _choice(self, key: str, values: tuple[Any, ...]) -> Any:
        word = self._text(key)
        if word and word not in values:
            line, what = self.text.entries[key].line, f"`{word[:40]}` is none of {', '.join(values)}."
            raise self.lesson_text.misspelling(line, what, word, values, f"Write `{key}: {values[0]}`.")
        return word or None

    def _line(self, key: str) -> _At:
        return _At(self.lesson_text, self.text.entries[key].line, HINTS.get(key))


class _At:
    """Context in which a mistake is an error at a line of the file. `program`: the one that stands there."""

    def __init__(self, lesson_text: LessonText, line: int, hint: str | None = None, program: str | None = None) -> None:
        self.lesson_text, self.line, self.hint, self.program = lesson_text, line, hint, program

    def __enter__(self) -> _At:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, PhraseError):
            raise self.lesson_text.error(self.line, str(error), error.hint or self.hint, error.edit) from None
        if isinstance(error, LimitError):  # the same with wider limits may do: it stays what it is
            error.detail = f"{self.lesson_text.file}, line {self.line}: {error.detail}"
            error.args = (error.detail,)
            return
        if isinstance(error, ChainruleError) and error.code != "bad-lesson":
            if self.program is not None and error.span is not None:
                raise self.lesson_text.program_error(self.line, self.program, error) from None
            raise self.lesson_text.error(self.line, error.detail, error.hint) from None
