"""Exercises: a trace with numbers left out, and what is said of the answers."""

from .blanks import Blank, ExerciseSheet
from .document import ExerciseDocument, document
from .exercise import Exercise
from .grading import BlankMark, Grades, grade
from .key import Key, WrongAnswer, answer_key
from .making import make, variants
from .mistakes import MISTAKES, OTHER
from .request import KINDS, AskKind, BlankSelector, ExerciseRequest
from .tally import AnswerCount, Tally, tally

__all__ = [
    "KINDS",
    "MISTAKES",
    "OTHER",
    "AnswerCount",
    "AskKind",
    "BlankSelector",
    "Blank",
    "Exercise",
    "ExerciseDocument",
    "ExerciseRequest",
    "Grades",
    "Key",
    "WrongAnswer",
    "answer_key",
    "BlankMark",
    "ExerciseSheet",
    "Tally",
    "document",
    "grade",
    "make",
    "tally",
    "variants",
]
