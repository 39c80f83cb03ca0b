"""Arrays side by side, and the rows of a matrix as images."""

from __future__ import annotations

import re

import numpy as np

from ...export.shapes import DrawnScene
from ...number import number, shape_text
from ...sentences import tr
from ..context import SceneContext
from ..places import PhraseError
from .canvas import LINE, PAD, Corner, PictureCanvas

__all__ = ["arrays", "templates"]

_SIGN = re.compile(r"([@=+*,\N{MINUS SIGN}-])")
_SIGNS = {"*": "×", ",": "", "-": "\N{MINUS SIGN}"}
_TEMPLATES = re.compile(r"(\w+) as (\d{1,2})x(\d{1,2})(?: in (\w+))?(?: of (\w+))?")
_MOST_IMAGES = 100
_MOST_ARRAYS = 8
WIDE = 560.0  # px of room in which a few images may be so large that the last row of a hall sees them
FEW = 5


def arrays(context: SceneContext, words: str, canvas: PictureCanvas) -> DrawnScene:
    """`arrays W2 @ W1 = W3`: each name with its numbers and its shape, the signs between them. Raises: PhraseError."""
    parts = [part.strip() for part in _SIGN.split(words) if part.strip()]
    if not parts or sum(part not in "@=+*,-" for part in parts) > _MOST_ARRAYS:
        raise PhraseError(f"It takes one to {_MOST_ARRAYS} names.")
    values = {
        part: np.asarray(context.array_of(part, "value"), float) for part in parts if _SIGN.fullmatch(part) is None
    }
    blocks, block, x = [], PictureCanvas(), 0.0
    for part in parts:
        if part not in values:
            sign = _SIGNS.get(part, part)
            if sign:
                block.text(x + 8, LINE + 20, sign, size=17, anchor="middle", bold=True)
            x += 24
            continue
        block.text(x, 12, part, bold=True, family="mono")
        block.array(x, LINE, values[part], "fwd")
        blocks.append(block)
        block, x = PictureCanvas(), 0.0
    canvas.flow(blocks, 8)
    descriptions = [
        f"{name}, {shape_text(value.shape) or tr('a number')}: {_listed(value)}" for name, value in values.items()
    ]
    return canvas.scene(tr("The arrays of {0}", words), "; ".join(descriptions) + ".")


def _listed(value: np.ndarray) -> str:
    return ", ".join(number(float(entry)) for entry in value.ravel()[:12]) + (" …" if value.size > 12 else "")


def templates(context: SceneContext, words: str, canvas: PictureCanvas) -> DrawnScene:
    """`templates W as 5x5 in s of x`: every row of W as an image, with its entry of s, held against x.

    Raises:
        PhraseError: W is no matrix whose rows have so many entries.
    """
    match = _TEMPLATES.fullmatch(words)
    if match is None:
        raise PhraseError("It needs a matrix and the size of an image.")
    name, height, width = match[1], int(match[2]), int(match[3])
    matrix = np.asarray(context.array_of(name, "value"), float)
    if matrix.ndim != 2 or matrix.shape[1] != height * width:
        raise PhraseError(f"`{name}` is {shape_text(matrix.shape) or 'a number'}: no row of it is {height}x{width}.")
    if matrix.shape[0] > _MOST_IMAGES:
        raise PhraseError(f"`{name}` has more than {_MOST_IMAGES} rows.")
    scores = None if match[4] is None else np.asarray(context.array_of(match[4], "value"), float).ravel()
    if scores is not None and scores.size != matrix.shape[0]:
        raise PhraseError(f"`{match[4]}` does not have an entry for each row of `{name}`.")
    return _images(canvas, context, match, matrix.reshape(-1, height, width), scores)


def _images(
    canvas: PictureCanvas, context: SceneContext, match: re.Match[str], images: np.ndarray, scores: np.ndarray | None
) -> DrawnScene:
    x = y = PAD
    most_pixels, most_side = (28.0, 120.0) if canvas.room >= WIDE and len(images) <= FEW else (14.0, 90.0)
    pixel = max(3.0, min(most_pixels, most_side / max(images.shape[1:])))
    side = images.shape[2] * pixel
    if match[5] is not None:
        pixels = np.asarray(context.array_of(match[5], "value"), float)
        if pixels.size != images[0].size:
            raise PhraseError(f"`{match[5]}` has not as many entries as a row of `{match[1]}`.")
        canvas.text(x, y + 12, match[5], family="mono", bold=True)
        x = canvas.image(x, y + LINE, pixels.reshape(images.shape[1:]), pixel).right + 36
    most = float(np.max(np.abs(images), initial=0.0)) or 1.0
    corner, left = Corner(x, y), x
    for row, image in enumerate(images):
        if row and left + side > min(760, canvas.room - PAD):
            left, y = x, corner.bottom + 14
        canvas.text(left, y + 12, f"{match[1]}[{row}]", family="mono", size=12)
        corner = canvas.image(left, y + LINE, image, pixel, most)
        if scores is not None:
            score = f"{match[4]} = {number(float(scores[row]))}"
            below = canvas.text(left, corner.bottom + 16, score, color="fwd", family="mono", size=12)
            corner = Corner(max(corner.right, below.right), below.bottom)
        left = max(corner.right, left + 48) + 14
    rows, height, width = images.shape
    description = tr("{0} images of {1} by {2}; green is above zero, red below", rows, height, width)
    if scores is not None:
        description += f"; {match[4]}: {_listed(scores)}"
    return canvas.scene(tr("The rows of {0} as images", match[1]), description + ".")
