"""The loss of a run, and its learning rate below, as items of a picture: one cursor goes through both."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from ..export.shapes import Anchor, Item, Path, Rect, Segment, Stroke, TextLine, TextRun
from ..learn import Run
from ..number import number
from ..sentences import tr

__all__ = ["curves", "height_of"]

LEFT, RIGHT = 64.0, 18.0  # beside the curves: numbers, the end of the last one
TOP, LOSS, RATE, GAP, FOOT = 26.0, 150.0, 46.0, 30.0, 26.0  # heights: title, both curves, between them, updates
WIDE = 100.0  # times: losses that span more stand on a logarithmic axis
MOST_POINTS = 1_000
SMALL, DOT = 11.0, 5.0  # of text, of the cursor's dot

Scale = Callable[[float], float]


def height_of(run: Run) -> float:
    """Return the height of the curves with their words, in units of a picture."""
    return TOP + LOSS + (GAP + RATE if _rate_moves(run) else 0.0) + FOOT


def curves(run: Run, entry: int, left: float, top: float, width: float) -> Iterator[Item]:
    """The curves with the cursor at a kept entry. What is behind the cursor stands in the colour of an update."""
    updates, last = run.iterations.astype(float), max(float(run.iterations[-1]), 1.0)
    begin, end = left + LEFT, left + width - RIGHT

    def x(update: float) -> float:
        return begin + (end - begin) * update / last

    losses = run.curve
    finite = losses.loss[np.isfinite(losses.loss)]
    logarithmic = bool(finite.size) and finite.min() > 0 and finite.max() > WIDE * finite.min()
    name = tr("loss over updates, logarithmic") if logarithmic else tr("loss over updates")
    at = x(float(updates[entry]))
    floor = top + TOP + LOSS
    place = int(np.searchsorted(losses.iterations, run.iterations[entry]))
    box = (begin, end, top + TOP, floor)
    yield from _curve("loss", name, x, losses.iterations.astype(float), losses.loss, place, box, logarithmic)
    if _rate_moves(run):
        above, floor = floor + GAP, floor + GAP + RATE
        box = (begin, end, above, floor)
        yield from _curve("rate", tr("learning rate"), x, updates, run.learning_rate, entry, box, False)
    yield _line("cursor", ((at, top + TOP), (at, floor)), Stroke("faint", 1.0, (3.0, 3.0)))
    yield _text("axis", begin, floor + 17, "0", "mute", "middle")
    yield _text("axis", end, floor + 17, tr("{0} updates", f"{int(run.iterations[-1]):,}"), "mute", "end")


def _curve(
    key: str,
    name: str,
    x: Scale,
    updates: np.ndarray,
    numbers: np.ndarray,
    entry: int,
    box: tuple[float, float, float, float],
    logarithmic: bool,
) -> Iterator[Item]:
    begin, end, top, floor = box
    yield _line(f"{key}-axis", ((begin, top), (begin, floor), (end, floor)), Stroke("line-strong", 1.0))
    yield _text(f"{key}-name", begin + 6, top - 8, name, "ink", "start")
    is_finite = np.isfinite(numbers)
    if not is_finite.any():
        yield _text(f"{key}-none", begin + 6, top + 20, tr("no finite number"), "mute", "start")
        return
    low, high = float(numbers[is_finite].min()), float(numbers[is_finite].max())
    place = math.log10 if logarithmic else float
    bottom, span = place(low), (place(high) - place(low)) or 1.0

    def y(value: float) -> float:
        """Return the height of a number; one that is not finite stands at the top."""
        return floor - (floor - top) * (place(value) - bottom) / span if math.isfinite(value) else top

    yield _text(f"{key}-high", begin - 7, top + 4, number(high), "mute", "end")
    if high > low:
        yield _text(f"{key}-low", begin - 7, floor + 4, number(low), "mute", "end")
    points = [(x(u), y(v)) for u, v in zip(updates.tolist(), numbers.tolist(), strict=True)]
    yield _line(f"{key}-all", _thinned(points), Stroke("faint", 1.2))
    if entry:
        yield _line(f"{key}-done", _thinned(points[: entry + 1]), Stroke("update", 2.2))
    dot_x, dot_y = points[entry]
    yield Rect(f"{key}-here", dot_x - DOT, dot_y - DOT, 2 * DOT, 2 * DOT, DOT, "update")


def _rate_moves(run: Run) -> bool:
    rates = run.learning_rate[np.isfinite(run.learning_rate)]
    return bool(rates.size) and bool(rates.min() < rates.max())


def _thinned(points: Sequence[tuple[float, float]]) -> Sequence[tuple[float, float]]:
    """At most so many points, the first and the last among them."""
    if len(points) <= MOST_POINTS:
        return points
    return [points[round(k)] for k in np.linspace(0, len(points) - 1, MOST_POINTS).tolist()]


def _line(key: str, points: Sequence[tuple[float, float]], stroke: Stroke) -> Path:
    segments: list[Segment] = [("M" if k == 0 else "L", point) for k, point in enumerate(points)]
    return Path(key, tuple(segments), None, stroke)


def _text(key: str, x: float, y: float, words: str, color: str, anchor: Anchor) -> TextLine:
    return TextLine(key, x, y, (TextRun(words, SMALL),), "gate", color, anchor)
