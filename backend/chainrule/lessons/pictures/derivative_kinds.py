"""Derivative, gradient and Jacobian of one function side by side; and its curve with its slope."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np

from ...errors import ChainruleError, LimitError
from ...export.shapes import DrawnScene, Stroke
from ...number import number, shape_text
from ...request import TraceRequest
from ...sentences import tr
from ...tracing import Trace, build
from ..context import SceneContext
from ..places import PhraseError
from .canvas import LINE, PAD, PictureCanvas

__all__ = ["curve", "derivatives"]

_DERIVATIVES = re.compile(r"(.+) at (.+)")
_CURVE = re.compile(r"(\w+) over (\w+)(?: from (\S+) to (\S+))?")
_MOST_ENTRIES = 5
_FARTHEST = 1_000_000
_PLACES = 161
_WIDTH, _HEIGHT = 300.0, 170.0


def derivatives(context: SceneContext, words: str, canvas: PictureCanvas) -> DrawnScene:
    """`derivatives x**2 at 1, -2, 3`: of a number, of a vector summed up, of a vector. Raises: PhraseError."""
    match = _DERIVATIVES.fullmatch(words)
    if match is None:
        raise PhraseError("It needs a formula of x and numbers.")
    formula = match[1].strip()
    try:
        entries = [float(part) for part in match[2].split(",")]
    except ValueError:
        raise PhraseError(f"`{match[2][:40]}` are no numbers.") from None
    if not 1 < len(entries) <= _MOST_ENTRIES:
        raise PhraseError(f"It takes 2 to {_MOST_ENTRIES} numbers.")
    one = _traced(context, f"f = {formula}", entries[-1])
    summed = _traced(context, f"f = sum({formula})", entries)
    rows = np.eye(len(entries))
    jacobian = np.array([_traced(context, f"y = {formula}", entries, row.tolist()).gradients["x"] for row in rows])
    kinds = (
        (tr("number to number"), f"f = {formula}", tr("derivative df/dx"), entries[-1], np.asarray(one.gradients["x"])),
        (
            tr("vector to number"),
            f"f = sum({formula})",
            tr("gradient df/dx"),
            entries,
            np.asarray(summed.gradients["x"]),
        ),
        (tr("vector to vector"), f"y = {formula}", tr("Jacobian dy/dx"), entries, jacobian),
    )
    blocks, descriptions = [], []
    for kind, source, name, x, slope in kinds:
        block, top = PictureCanvas(), 2.6 * LINE
        block.text(0, 12, kind, bold=True)
        block.text(0, 12 + LINE, source, family="mono")
        block.text(0, top + 12, "x", family="mono", color="fwd")
        corner = block.array(0, top + LINE, x, "fwd")
        block.text(corner.right + 22, top + 12, name, color="acc")
        block.array(corner.right + 22, top + LINE, slope, "acc")
        descriptions.append(tr("{0}: the {1} is {2}", kind, name, shape_text(slope.shape) or tr("a number")))
        blocks.append(block)
    canvas.flow(blocks, 34)
    return canvas.scene(tr("Derivative, gradient and Jacobian of {0}", formula), "; ".join(descriptions) + ".")


def _traced(context: SceneContext, source: str, x: Any, upstream: Any = None) -> Trace:
    context.check_time()
    try:
        return build(TraceRequest(source, {"x": x}, upstream=upstream), context.limits)
    except LimitError:
        raise
    except ChainruleError as error:
        raise PhraseError(f"`{source[:60]}` has no derivative: {error.detail}") from None


def curve(context: SceneContext, words: str, canvas: PictureCanvas) -> DrawnScene:
    """`curve f over x from -5 to 5`: f green, its slope red, a dot where x is now. Raises: PhraseError."""
    match = _CURVE.fullmatch(words)
    if match is None:
        raise PhraseError("It needs an output and a name to go along.")
    name = match[2]
    low, high = (context.number(match[3]), context.number(match[4])) if match[3] else (-5.0, 5.0)
    if not low < high:
        raise PhraseError("Its end is not above its beginning.")
    if max(-low, high) > _FARTHEST:
        raise PhraseError(f"It goes farther than {_FARTHEST:,}.")
    now = context.trace.values.get(name)
    xs = np.linspace(low, high, _PLACES)
    if now is None:  # a constant function: nothing in the program moves with the name
        ys, slopes = np.full(_PLACES, float(context.trace.value)), np.zeros(_PLACES)
    else:
        ys, slopes = _along(context, name, xs)
    return _plot(canvas, match[1], name, xs, (ys, slopes), None if now is None else float(now))


def _along(context: SceneContext, name: str, xs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The output at every place at once, as one array, and its slope. Raises: PhraseError."""
    request = context.request
    values = {**request.values, name: xs.tolist()}
    moved_request = replace(request, values=values, upstream=[1.0] * _PLACES, view="gates", defaults=True)
    try:
        trace = build(moved_request, context.limits)
    except LimitError:
        raise
    except ChainruleError:
        raise PhraseError(f"The output is not computed entry by entry from `{name[:40]}`.") from None
    # An array too long for the document travels as a summary; `_PLACES` is far below that.
    return np.asarray(trace.value, float), np.asarray(trace.gradients[name], float)


def _plot(
    canvas: PictureCanvas,
    output: str,
    name: str,
    xs: np.ndarray,
    curves: tuple[np.ndarray, np.ndarray],
    now: float | None,
) -> DrawnScene:
    left, top = PAD + 40, PAD + 26
    finite = np.concatenate([each[np.isfinite(each)] for each in curves])
    low, high = (float(np.percentile(finite, 1)), float(np.percentile(finite, 99))) if finite.size else (-1.0, 1.0)
    low, high = min(low, 0.0), max(high, 0.0)
    if high - low < 1e-9:
        low, high = low - 1.0, high + 1.0
    margin = 0.08 * (high - low)
    low, high = low - margin, high + margin

    def place(x: float, y: float) -> tuple[float, float]:
        return (
            left + (x - xs[0]) / (xs[-1] - xs[0]) * _WIDTH,
            top + (high - y) / (high - low) * _HEIGHT,
        )

    canvas.box(left, top, _WIDTH, _HEIGHT, "panel", Stroke("line-strong", 1.0))
    canvas.line([place(xs[0], 0), place(xs[-1], 0)], Stroke("line-strong", 1.0))
    if xs[0] < 0 < xs[-1]:
        canvas.line([place(0, low), place(0, high)], Stroke("line-strong", 1.0))
    for values, color, dash in ((curves[1], "bwd", (5.0, 3.0)), (curves[0], "fwd", ())):
        for run in _runs(xs, values, low, high):
            canvas.line([place(x, y) for x, y in run], Stroke(color, 2.0, dash))
    canvas.text(left, top - 9, f"{output}({name})", color="fwd", bold=True)
    canvas.text(left + 110, top - 9, tr("slope (dashed)"), color="bwd", bold=True)
    for y in (low + margin, high - margin):
        canvas.text(left - 6, place(0, y)[1] + 4, number(y), color="mute", size=12, anchor="end", family="mono")
    for x, anchor in ((xs[0], "start"), (xs[-1], "end")):
        canvas.text(place(x, 0)[0], top + _HEIGHT + 16, number(x), color="mute", size=12, anchor=anchor, family="mono")
    description = tr("Green the value, dashed red the slope, from {0} to {1}", number(xs[0]), number(xs[-1]))
    if now is not None and xs[0] <= now <= xs[-1]:
        y, slope = (float(np.interp(now, xs, each)) for each in curves)
        if np.isfinite(y) and low <= y <= high:
            x, height = place(now, y)
            canvas.box(x - 4, height - 4, 8, 8, "fwd")
        canvas.text(
            left + _WIDTH / 2, top + _HEIGHT + 16, f"{name} = {number(now)}", size=12, anchor="middle", family="mono"
        )
        description += "; " + tr("at {0} = {1} the slope is near {2}", name, number(now), number(slope))
    return canvas.scene(tr("The curve of {0} over {1}", output, name), description + ".")


def _runs(xs: np.ndarray, ys: np.ndarray, low: float, high: float) -> list[list[tuple[float, float]]]:
    """The pieces of a curve inside the frame."""
    runs: list[list[tuple[float, float]]] = [[]]
    for x, y in zip(xs.tolist(), ys.tolist(), strict=True):
        if np.isfinite(y) and low <= y <= high:
            runs[-1].append((x, y))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) > 1]
