"""Marks in the forms of two autograders that run Python: Gradescope's results.json, and PrairieLearn's `data`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..exercises import Exercise, answer_key

__all__ = ["gradescope", "prairielearn_generate", "prairielearn_grade"]

_FULL = 1.0  # of one blank


def gradescope(exercise: Exercise, answers: Mapping[str, str], *, points: float | None = None) -> dict[str, Any]:
    """Return the object that Gradescope reads from `/autograder/results/results.json`: a test for each blank.

    Args:
        answers: by the ids of the blanks, as `Exercise.grade` takes them.
        points: of the whole exercise; None: one for each blank.

    Raises:
        InputError: `unknown-id`.
    """
    grades = exercise.grade(answers)
    each = (grades.of if points is None else points) / grades.of
    return {
        "score": grades.score * each,
        "output": grades.rule,
        "tests": [
            {
                "name": blank.label,
                "number": str(number),
                "score": each if mark.right else 0.0,
                "max_score": each,
                "status": "passed" if mark.right else "failed",
                "output": mark.sentence,
                "visibility": "visible",
            }
            for number, (blank, mark) in enumerate(zip(exercise.blanks, grades.marks, strict=True), 1)
        ],
    }


def prairielearn_generate(data: dict[str, Any], exercise: Exercise) -> None:
    """Fill `data` for `generate(data)` of a question: the picture, the blanks and the right answers.

    `params` gets `picture` (SVG), `rule`, `source` and `blanks` (with `id`, `label` and `number`).
    """
    from ..limits import DEFAULT
    from .questions import Question

    question = Question(exercise.sheet, 1, 1, DEFAULT)
    data["params"] |= {
        "picture": question.svg().decode(),
        "rule": question.rule,
        "source": question.source,
        "blanks": [
            {"id": key.blank.id, "label": key.blank.label, "number": number} for number, key in question.numbered()
        ],
    }
    data["correct_answers"] |= {key.blank.id: key.answer for key in answer_key(exercise.sheet)}


def prairielearn_grade(data: dict[str, Any], exercise: Exercise) -> None:
    """Fill `data` for `grade(data)` of a question: a partial score and a sentence for each blank, and the whole score.

    Answers that cannot be read go to `format_errors`: they cost no attempt.
    """
    blank_ids = {blank.id for blank in exercise.blanks}
    answers = {id: str(text) for id, text in data["submitted_answers"].items() if id in blank_ids and text is not None}
    grades = exercise.grade(answers)
    for mark in grades.marks:
        if mark.mistake == "unreadable":
            data["format_errors"][mark.id] = mark.sentence
        data["partial_scores"][mark.id] = {"score": _FULL if mark.right else 0.0, "weight": 1}
        data.setdefault("feedback", {})[mark.id] = mark.sentence
    data["score"] = grades.score / grades.of
