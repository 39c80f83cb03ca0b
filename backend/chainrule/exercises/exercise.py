"""An exercise as Python has it: its blanks, the document for students, and marks for answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..sentences import speaking
from .blanks import Blank, ExerciseSheet
from .exercise_document import document
from .grading import Grades, grade

__all__ = ["Exercise"]


@dataclass(frozen=True, slots=True)
class Exercise:
    """A trace with numbers left out."""

    sheet: ExerciseSheet

    @property
    def blanks(self) -> list[Blank]:
        """Blanks, in the order in which the steps fill them in."""
        return self.sheet.blanks

    @property
    def rule(self) -> str:
        """Rule by which an answer is right, as a sentence."""
        with speaking(self.sheet.trace_request.lang):
            return self.sheet.rule_sentence

    def to_dict(self) -> dict[str, Any]:
        """Return the document as the API answers it: the trace, null where a number is asked for."""
        with speaking(self.sheet.trace_request.lang):
            return document(self.sheet)

    def grade(self, answers: Mapping[str, str | float | None]) -> Grades:
        """Mark answers, by the ids of the blanks: texts as a student types them, or numbers. None is no answer.

        Raises:
            InputError: `unknown-id`: an answer for a blank that is none.
        """
        texts = {str(id): "" if answer is None else str(answer) for id, answer in answers.items()}
        with speaking(self.sheet.trace_request.lang):
            return grade(self.sheet, texts)

    def __repr__(self) -> str:
        source = self.sheet.trace.source
        return f"Exercise({source[:80]!r}, {len(self.blanks)} blanks)"
