"""Picture of the choices of a scene, side by side: the same values through each of the programs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from ...errors import ChainruleError, LimitError
from ...export.shapes import DrawnScene
from ...number import number
from ...sentences import sentence, tr
from ..context import SceneContext
from ..places import PhraseError
from .canvas import LINE, PAD, PictureCanvas

__all__ = ["compare"]

_COLUMN = (156.0, 172.0)  # px of a choice: a bar with its number, where the room is scarce and where it is not
_COLORS = {"value": "fwd", "gradient": "bwd"}
_HEADS = {"value": sentence("value of {0}"), "gradient": sentence("gradient of {0}")}
_MOST_QUANTITIES = 4


def compare(context: SceneContext, words: str, canvas: PictureCanvas) -> DrawnScene:
    """`compare value of p; value of L; gradient of s`: a column for each choice. Raises: PhraseError."""
    quantities = [tuple(part.strip().split(" of ", 1)) for part in words.split(";") if part.strip()]
    if not 1 <= len(quantities) <= _MOST_QUANTITIES or any(len(q) != 2 or q[0] not in _COLORS for q in quantities):
        raise PhraseError(f"It takes up to {_MOST_QUANTITIES} of `value of NAME` and `gradient of NAME`.")
    choose = context.choose
    if choose is None or len(choose.lists) != 1:
        raise PhraseError("The scene has not exactly one `choose` to compare.")
    columns = []
    for option in choose.lists[0].options:
        context.check_time()
        source = choose.source([option.label])
        columns.append((option.label, source, _numbers(context, source, quantities)))
    return _picture(canvas, context, quantities, columns)


def _numbers(context: SceneContext, source: str, quantities: list[Any]) -> list[np.ndarray | None]:
    try:
        other = context.at(replace(context.request, source=source, defaults=True))
    except LimitError:
        raise
    except ChainruleError as error:
        raise PhraseError(f"A choice cannot be traced: {error.detail}") from None
    result: list[np.ndarray | None] = []
    for kind, name in quantities:
        try:
            result.append(np.atleast_1d(np.asarray(other.array_of(name, kind), float)))
        except PhraseError:
            result.append(None)
    return result


def _picture(canvas: PictureCanvas, context: SceneContext, quantities: list[Any], columns: list[Any]) -> DrawnScene:
    scales = [_scale(quantity, [numbers[row] for _, _, numbers in columns]) for row, quantity in enumerate(quantities)]
    room, (narrow, wide) = canvas.room - PAD, _COLUMN
    across = max(1, int(min(len(columns), room / narrow)))
    column = max(narrow, min(wide, room / across))
    y = PAD
    for first in range(0, len(columns), across):
        y = _line(canvas, y, column, context.request.source, columns[first : first + across], scales) + 6
    descriptions = [
        f"{label}, {tr(_HEADS[kind], name)}: {', '.join(number(float(each)) for each in numbers[row].ravel())}"
        for row, (kind, name) in enumerate(quantities)
        for label, _, numbers in columns
        if numbers[row] is not None
    ]
    return canvas.scene(tr("The choices side by side"), "; ".join(descriptions) + ".")


class _Scale(NamedTuple):
    kind: str
    name: str
    most: float  # the number of a whole bar
    signed: bool
    entries: int


def _scale(quantity: Any, rows: list[np.ndarray | None]) -> _Scale:
    """One scale for a quantity of all choices. Raises: PhraseError: no choice has it."""
    kind, name = quantity
    arrays = [each for each in rows if each is not None]
    if not arrays:
        raise PhraseError(f"No choice has a {kind} of `{name[:40]}`.")
    most = max(float(np.max(np.abs(each[np.isfinite(each)]), initial=0.0)) for each in arrays)
    signed = any(bool(np.any(each < 0)) for each in arrays)
    return _Scale(kind, name, most, signed, max(each.size for each in arrays))


def _line(
    canvas: PictureCanvas, y: float, column: float, source_now: str, columns: list[Any], scales: list[_Scale]
) -> float:
    """Choices beside one another; returns where they end."""
    for at, (label, source, _) in enumerate(columns):
        canvas.text(PAD + at * column, y + 12, label, bold=True, color="acc" if source == source_now else "ink")
    y += LINE + 4
    for row, scale in enumerate(scales):
        for at, (_, _, numbers) in enumerate(columns):
            left = PAD + at * column
            canvas.text(left, y + 14, tr(_HEADS[scale.kind], scale.name), color="mute", size=12)
            if numbers[row] is None:
                canvas.text(left, y + 14 + LINE, tr("none"), color="mute")
            else:
                canvas.bars(left, y + LINE, numbers[row], _COLORS[scale.kind], scale.most, scale.signed)
        y += LINE + scale.entries * LINE + 10
    return y
