"""Marks in the forms of two autograders that run Python: Gradescope's results.json, and PrairieLearn's `data`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..exercises import Exercise, answer_key
from ..sentences import tr

__all__ = ["gradescope", "prairielearn_generate", "prairielearn_grade"]

_FULL = 1.0  # of one blank
_NAMED = 5  # ids that belong to no blank


def gradescope(exercise: Exercise, answers: object, *, points: float | None = None) -> dict[str, Any]:
    """Return the object that Gradescope reads from `/autograder/results/results.json`: a test for each blank.

    Whatever a student's file holds gives a result: what belongs to no blank is named in `output`, and costs nothing.

    Args:
        answers: content of the student's file: an object of texts or numbers by the ids of the blanks.
        points: of the whole exercise; None: one for each blank.
    """
    blank_ids = {blank.id for blank in exercise.blanks}
    by_id = answers if isinstance(answers, Mapping) else {}
    unknown = [tr("There is no blank `{0}`.", str(id)[:40]) for id in by_id if id not in blank_ids]
    if not isinstance(answers, Mapping):
        unknown = [tr("The file holds no answers by the ids of the blanks, such as {0}.", '{"b1": "-0.2"}')]
    grades = exercise.grade({id: answer for id, answer in by_id.items() if id in blank_ids})
    each = (grades.of if points is None else points) / grades.of
    return {
        "score": grades.score * each,
        "output": " ".join([grades.rule, *unknown[:_NAMED]]),
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
