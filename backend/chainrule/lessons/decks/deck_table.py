"""DECKS: every format of a lesson in one row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ...errors import InputError
from ...limits import DEFAULT, Limits
from ...sentences import speaking
from ..lesson_document import Lesson
from .appearance import DeckAppearance
from .handout import handout
from .marp import marp
from .powerpoint import powerpoint
from .reveal import reveal

__all__ = ["DECKS", "Deck", "check_format", "deck"]


@dataclass(frozen=True, slots=True)
class Deck:
    """A format."""

    name: str
    title: str
    media_type: str
    render: Callable[[Lesson, DeckAppearance, Limits], bytes]


DECKS: Mapping[str, Deck] = {
    row.name: row
    for row in (
        Deck("html", "reveal.js slides in one file", "text/html; charset=utf-8", reveal),
        Deck(
            "pptx",
            "PowerPoint",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            powerpoint,
        ),
        Deck("pdf", "A handout with blanks, answers on the last page", "application/pdf", handout),
        Deck("md", "Markdown for Marp", "text/markdown; charset=utf-8", marp),
    )
}


def check_format(name: str) -> None:
    """Raises: InputError `unknown-format`."""
    if name not in DECKS:
        hint = f"A lesson comes as {', '.join(DECKS)}."
        raise InputError("unknown-format", f"There is no deck of format `{name[:40]}`.", hint=hint)


def deck(lesson: Lesson, name: str, appearance: DeckAppearance | None = None, limits: Limits = DEFAULT) -> bytes:
    """A lesson in a format of DECKS, with the words of its own language.

    Raises:
        InputError: `unknown-format`. MissingExtra (501): a library is not installed. LimitError.
    """
    check_format(name)
    with speaking(lesson.lang):
        return DECKS[name].render(lesson, appearance or DeckAppearance(), limits)
