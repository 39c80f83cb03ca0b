"""The JSON file of an exercise: every variant with its answers, for a program that asks and marks by itself."""

from __future__ import annotations

from dataclasses import dataclass

from ..exercises import ExerciseDocument

__all__ = ["BlankAnswers", "ExerciseVariant", "ExerciseVariants", "KnownMistake"]


@dataclass(frozen=True, slots=True)
class KnownMistake:
    """A mistake that has a name, and the answers that show it."""

    code: str
    """Code of the mistake, for programs: see docs/exercises.md."""
    sentence: str
    """Remark to somebody who made it, as a sentence."""
    interval: tuple[float, float]
    """The answers that it gives, from and to, if the numbers before it are right."""


@dataclass(frozen=True, slots=True)
class BlankAnswers:
    """Right answers of a blank: a number in one of `intervals`, or one of `texts`."""

    answer: str
    """The answer as it is shown."""
    intervals: list[tuple[float, float]]
    """Right numbers, from and to."""
    texts: list[str]
    """Right words."""
    choices: list[str]
    """Words to choose from, where the answer is a word of a list."""
    wrong: list[KnownMistake]
    """Mistakes that can be told from the answer."""


@dataclass(frozen=True, slots=True)
class ExerciseVariant:
    """One variant of an exercise."""

    seed: int
    """The seed that makes it again."""
    exercise: ExerciseDocument
    """Exercise as the student sees it: a trace with numbers left out."""
    answers: dict[str, BlankAnswers]
    """Answers by the id of the blank."""


@dataclass(frozen=True, slots=True)
class ExerciseVariants:
    """An exercise as a file with its answers: it is for teachers."""

    variants: list[ExerciseVariant]
    """Each with numbers of its own."""
