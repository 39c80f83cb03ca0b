"""Lessons as the API answers them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias, get_args

from ..exercises import AskKind
from ..request import TraceRequest
from ..schema import OneOf
from ..sentences import Language
from .choices import Choose

__all__ = [
    "NOTATIONS",
    "PANELS",
    "Condition",
    "ConditionRow",
    "Lesson",
    "LessonRow",
    "LessonTable",
    "Notation",
    "Panel",
    "Scene",
    "SceneBlank",
    "Target",
]

Panel: TypeAlias = Literal["learn", "check", "code", "health", "explorer"]
PANELS: tuple[Panel, ...] = get_args(Panel)
Notation: TypeAlias = Literal["partial", "bar", "delta"]
NOTATIONS: tuple[Notation, ...] = get_args(Notation)
Target: TypeAlias = Literal[
    "transport", "formula", "value", "blank", "function", "view", "notation", "panel", "node", "learn", "choice"
]


def _words() -> list[str]:
    from .conditions import CONDITIONS

    return list(CONDITIONS)


Word: TypeAlias = Annotated[str, OneOf(_words)]


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """One kind of condition that ends a scene."""

    word: Word
    """Word that `do` begins with."""
    form: str
    """Form of the line in a lesson's file."""
    sentence: str
    """Task of the user, as a sentence."""
    target: Target
    """Kind of the one thing to touch."""


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson in the list."""

    id: str
    """Id in the address: the name of its file without number and suffix."""
    title: str
    """Title of the lesson."""
    part: int
    """The part of the course that it belongs to; 0: none."""
    summary: str
    """Subject of the lesson, as a sentence; may be empty."""
    scenes: int
    """Number of its scenes."""
    problem: str | None
    """Reason why it cannot be shown, where its file cannot be read; else null."""


@dataclass(frozen=True, slots=True)
class LessonTable:
    """All lessons, and the table of conditions."""

    lessons: list[LessonRow]
    """Lessons in the order of their parts."""
    conditions: list[ConditionRow]
    """Every condition that a scene can wait for."""


@dataclass(frozen=True, slots=True)
class SceneBlank:
    """A blank of a scene. As it is, it is an entry of `ask` of `/api/v1/exercise`."""

    kind: AskKind
    """Kind of thing that is left out."""
    edge: str | None
    """The edge whose number, or shape, it is."""
    node: str | None
    """The node whose value or pattern it is."""
    name: str | None
    """Null: the engine has found the place."""
    step: int
    """The step of the trace that fills it in."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that a scene waits for."""

    condition: Word
    """Kind of condition: a row of the table of conditions."""
    name: str | None
    """The name of the program, the function or the phrase of the blank that it is about."""
    relation: Literal["is", "above", "below"] | None
    """Relation of what is there to `value`; null: it is there or it is not."""
    value: str | int | float | None
    """A number, a formula or a choice; for `step` how many steps must be done, for `fill` the index in `ask`
    (null: all), for `select` the id of the node."""
    text: str
    """Text in the lesson's file."""
    sentence: str
    """Task of the user, as a sentence."""
    target: Target
    """Kind of the one thing to touch."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A state, one sentence, and what is to be done or predicted."""

    title: str
    """Its heading."""
    sentence: str
    """Sentence at the top of the stage, its numbers filled in. Code is set in backquotes."""
    request: TraceRequest
    """The state: what `/api/v1/trace` takes."""
    step: int | Literal["first", "last", "backward"] | None
    """Step as the file has it."""
    position: int
    """The same as how many steps are done, as a link says it."""
    ask: list[SceneBlank]
    """Blanks to be predicted."""
    do: Condition | None
    """Condition to be met; null: the scene goes on by itself or when its blanks are filled."""
    panel: Panel | None
    """The panel that is open."""
    notation: Notation | None
    """Notation of gradients; null: as the user has it."""
    train: dict[str, Any] | None
    """Settings of the run: fields of `/api/v1/train`."""
    picture: str | None
    """Picture beside the graph: `picture` of `/api/v1/lessons/picture`."""
    choose: Choose | None
    """Choices that are made with one click; each is another program."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson with its scenes."""

    id: str
    """Id in the address."""
    title: str
    """Title of the lesson."""
    part: int
    """The part of the course that it belongs to; 0: none."""
    summary: str
    """Subject of the lesson, as a sentence; may be empty."""
    scenes: list[Scene]
    """Scenes in their order."""
    lang: Language
    """Language of its sentences."""
