"""Exercises: a trace with numbers left out, and what is said of the answers."""

from .blanks import Blank, ExerciseSheet
from .exercise import Exercise
from .exercise_document import ExerciseDocument, document
from .exercise_request import KINDS, AskKind, BlankSelector, ExerciseRequest
from .grading import BlankMark, Grades, grade
from .key import Key, WrongAnswer, answer_key
from .making import make, variants
from .misconceptions import MISTAKES, OTHER
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
