"""A program with its lines numbered, where one of them is asked for."""

from __future__ import annotations

from ...export.shapes import DrawnScene
from .canvas import LINE, PAD, PictureCanvas

__all__ = ["program"]

_INDENT = 34.0  # of the text behind its number


def program(source: str) -> DrawnScene:
    """Every line with its number, counted as an answer counts them."""
    canvas = PictureCanvas()
    lines = source.split("\n")
    for number, line in enumerate(lines, 1):
        y = PAD + number * LINE * 0.85
        canvas.text(PAD + _INDENT - 10, y, str(number), color="mute", family="mono", anchor="end")
        if line.strip():
            canvas.text(PAD + _INDENT, y, line.replace("\t", "    "), family="mono")
    return canvas.scene("The program", "; ".join(line for line in lines if line.strip()))
