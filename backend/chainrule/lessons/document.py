"""Lessons as the API answers them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias, get_args

from ..exercises import AskKind
from ..request import TraceRequest
from ..schema import OneOf
from .choose import Choose

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
    """What `do` begins with."""
    form: str
    """How it is written in a lesson's file."""
    sentence: str
    """What it asks the user to do."""
    target: Target
    """What the one thing to touch is."""


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson in the list."""

    id: str
    """What the address calls it: the name of its file without number and suffix."""
    title: str
    """What it is called."""
    part: int
    """The part of the course that it belongs to; 0: none."""
    summary: str
    """What it shows, as a sentence; may be empty."""
    scenes: int
    """How many scenes it has."""
    problem: str | None
    """Why it cannot be shown, where its file cannot be read; else null."""


@dataclass(frozen=True, slots=True)
class LessonTable:
    """All lessons, and the table of conditions."""

    lessons: list[LessonRow]
    """In the order of their parts."""
    conditions: list[ConditionRow]
    """Every condition that a scene can wait for."""


@dataclass(frozen=True, slots=True)
class SceneBlank:
    """A blank of a scene. As it is, it is an entry of `ask` of `/api/v1/exercise`."""

    kind: AskKind
    """What is left out."""
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
    """What a scene waits for."""

    condition: Word
    """Which kind: a row of the table of conditions."""
    name: str | None
    """The name of the program, the function or the phrase of the blank that it is about."""
    relation: Literal["is", "above", "below"] | None
    """How what is there is compared with `value`; null: it is there or it is not."""
    value: str | int | float | None
    """A number, a formula or a choice; for `step` how many steps must be done, for `fill` the index in `ask`
    (null: all), for `select` the id of the node."""
    text: str
    """As it stands in the lesson's file."""
    sentence: str
    """What the user is to do."""
    target: Target
    """What the one thing to touch is."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A state, one sentence, and what is to be done or predicted."""

    title: str
    """Its heading."""
    sentence: str
    """What stands at the top of the stage, its numbers filled in. Code is set in backquotes."""
    request: TraceRequest
    """The state: what `/api/v1/trace` takes."""
    step: int | Literal["first", "last", "backward"] | None
    """As the file says it."""
    position: int
    """The same as how many steps are done, as a link says it."""
    ask: list[SceneBlank]
    """What is to be predicted."""
    do: Condition | None
    """What is to be done; null: the scene goes on by itself or when its blanks are filled."""
    panel: Panel | None
    """The panel that is open."""
    notation: Notation | None
    """How gradients are written; null: as the user has it."""
    train: dict[str, Any] | None
    """How to train: fields of `/api/v1/train`."""
    picture: str | None
    """What is shown beside the graph: `picture` of `/api/v1/lessons/picture`."""
    choose: Choose | None
    """What can be chosen with one click; each choice is another program."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson with its scenes."""

    id: str
    """What the address calls it."""
    title: str
    """What it is called."""
    part: int
    """The part of the course that it belongs to; 0: none."""
    summary: str
    """What it shows, as a sentence; may be empty."""
    scenes: list[Scene]
    """In their order."""
