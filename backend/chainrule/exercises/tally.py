"""Many people's answers to one blank: how often each was given, and which mistake it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..errors import InputError
from .answers import read_number
from .blanks import ExerciseSheet
from .grading import grade

__all__ = ["AnswerCount", "Tally", "tally"]

MOST_MARKED = 200  # different answers that are marked, the most frequent first; the rest is counted


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """One answer, however it was spelled."""

    answer: str
    """Answer in its most frequent spelling."""
    count: int
    """Number of those who gave it."""
    right: bool | None
    """True if it is right; null where it was not marked."""
    mistake: str | None
    """The code of the mistake that gives it."""
    sentence: str
    """Remark on the answer, as a sentence."""


@dataclass(frozen=True, slots=True)
class Tally:
    """All answers to one blank."""

    answered: int
    """Number of those who answered."""
    right: int
    """Number of right answers among them."""
    values: list[tuple[str, int]]
    """Each answer with how many gave it, the most frequent first; spellings of one number count together."""
    mistakes: dict[str, int]
    """Number of those who made each mistake, by its code."""
    marks: list[AnswerCount]
    """The same answers, marked."""


def tally(exercise: ExerciseSheet, blank: str, answers: Iterable[tuple[str, int]]) -> Tally:
    """Count and mark the answers to one blank of an exercise.

    Args:
        answers: each spelling with how many gave it.

    Raises:
        InputError: `unknown-id`: the exercise has no such blank.
    """
    if all(each.id != blank for each in exercise.blanks):
        raise InputError("unknown-id", f"There is no blank `{blank[:40]}`.", hint="The exercise lists its blanks.")
    marks: list[AnswerCount] = []
    for answer, count in _merged(answers):
        if len(marks) >= MOST_MARKED:
            marks.append(AnswerCount(answer, count, None, None, ""))
            continue
        mark = next(each for each in grade(exercise, {blank: answer}).marks if each.id == blank)
        marks.append(AnswerCount(answer, count, mark.right, mark.mistake, mark.sentence))
    mistakes: dict[str, int] = {}
    for each in marks:
        if each.mistake is not None:
            mistakes[each.mistake] = mistakes.get(each.mistake, 0) + each.count
    values = [(each.answer, each.count) for each in marks]
    right = sum(each.count for each in marks if each.right)
    return Tally(sum(count for _, count in values), right, values, mistakes, marks)


def _merged(answers: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Spellings of one number together, under the most frequent one; the most frequent answer first."""
    groups: dict[float | str, list[tuple[str, int]]] = {}
    for text, count in answers:
        answer = " ".join(text.split())
        number = read_number(answer)
        groups.setdefault(answer if number is None else number, []).append((answer, count))
    merged = [
        (min(group, key=lambda each: (-each[1], each[0]))[0], sum(count for _, count in group))
        for group in groups.values()
    ]
    return sorted(merged, key=lambda each: (-each[1], each[0]))
