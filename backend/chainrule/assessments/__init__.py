"""Exercises as files for the places where teachers are: Moodle, QTI, SCORM, paper, one HTML file, JSON."""

from .formats import FORMATS, AssessmentFormat, format_of, render
from .graders import gradescope, prairielearn_generate, prairielearn_grade

__all__ = [
    "FORMATS",
    "AssessmentFormat",
    "format_of",
    "gradescope",
    "prairielearn_generate",
    "prairielearn_grade",
    "render",
]
