"""Exercises as files for the places where teachers are: Moodle, QTI, SCORM, paper, one HTML file, JSON."""

from .graders import gradescope, prairielearn_generate, prairielearn_grade
from .table import FORMATS, AssessmentFormat, format_of, render

__all__ = [
    "FORMATS",
    "AssessmentFormat",
    "format_of",
    "gradescope",
    "prairielearn_generate",
    "prairielearn_grade",
    "render",
]
