"""PICTURES: what a scene can show beside its graph, one row for each."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ...export.shapes import DrawnScene
from ..context import SceneContext
from ..places import PhraseError, unknown_word
from .arrays import arrays, templates
from .backward_order import early, paths
from .canvas import PictureCanvas
from .compare import compare
from .derivation import notations, symbolic
from .derivative_kinds import curve, derivatives
from .kinks import kinks

__all__ = ["PICTURES", "PictureRow", "draw_picture"]


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A row: the word, how it is written after `picture:`, and one sentence on what is to be seen."""

    word: str
    form: str
    sentence: str
    draw: Callable[[SceneContext, str, PictureCanvas], DrawnScene]


_ROWS = (
    PictureRow("arrays", "arrays W2 @ W1 = W3", "Arrays side by side with their shapes.", arrays),
    PictureRow(
        "templates", "templates W as 5x5 [in s] [of x]", "The rows of a matrix as images, with their scores.", templates
    ),
    PictureRow(
        "derivatives",
        "derivatives FORMULA at 1, -2, 3",
        "Derivative, gradient and Jacobian of one function of x.",
        derivatives,
    ),
    PictureRow("curve", "curve f over x [from -5 to 5]", "The output and its slope along one name.", curve),
    PictureRow(
        "compare",
        "compare value of p; gradient of s",
        "The choices of the scene side by side, on the same values.",
        compare,
    ),
    PictureRow("notations", "notations net z1, z2", "Each line of the backward pass with ∂, bar and δ.", notations),
    PictureRow("symbolic", "symbolic w", "The derivative written out, its repeated terms counted.", symbolic),
    PictureRow("early", "early q", "The right order beside one in which a gate goes too early.", early),
    PictureRow("paths", "paths x", "Paths to the output beside wires, to one scale.", paths),
    PictureRow("kinks", "kinks", "What frameworks answer where there is no derivative.", kinks),
)
PICTURES: Mapping[str, PictureRow] = {row.word: row for row in _ROWS}


def draw_picture(context: SceneContext, text: str, room: float = math.inf) -> DrawnScene:
    """The picture that a scene's `picture` line asks for, no wider than `room` where it can be broken into lines.

    Raises:
        PhraseError, LimitError
    """
    word, _, rest = " ".join(text.split()).partition(" ")
    row = PICTURES.get(word)
    if row is None:
        raise unknown_word(word, "picture", PICTURES)
    try:
        return row.draw(context, rest, PictureCanvas(room))
    except PhraseError as error:
        raise PhraseError(str(error), error.hint or f"`{word}` is written `{row.form}`.", error.edit) from None
