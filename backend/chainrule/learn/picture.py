"""The loss of a run as a small SVG, for notebooks and terminals that show pictures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..number import number
from ..sentences import tr

__all__ = ["loss_curve"]

WIDTH, HEIGHT, LEFT, TOP, BOTTOM, RIGHT = 420.0, 180.0, 62.0, 12.0, 30.0, 14.0


def loss_curve(iterations: np.ndarray, loss: np.ndarray) -> str:
    """The loss over the updates. A logarithmic axis where all losses are above 0 and span more than a hundredfold."""
    finite = np.isfinite(loss)
    finite_loss = loss[finite]
    if not finite_loss.size:
        return _svg([f"<text x='20' y='90'>{tr('The loss is no finite number.')}</text>"])
    low, high = float(finite_loss.min()), float(finite_loss.max())
    logarithmic = low > 0 and high > 100 * low
    scale = math.log10 if logarithmic else float
    bottom, top = scale(low), scale(high)
    span = (top - bottom) or 1.0
    last = max(float(iterations[-1]), 1.0)

    def place(t: float, value: float) -> str:
        x = LEFT + (WIDTH - LEFT - RIGHT) * t / last
        y = TOP + (HEIGHT - TOP - BOTTOM) * (top - scale(value)) / span
        return f"{x:.1f},{y:.1f}"

    name = tr("loss over updates, logarithmic") if logarithmic else tr("loss over updates")
    points = [place(t, value) for t, value in _pairs(iterations[finite], finite_loss)]
    floor = HEIGHT - BOTTOM
    return _svg(
        [
            f"<path d='M{LEFT} {TOP}V{floor}H{WIDTH - RIGHT}' fill='none' stroke='#8a8a94'/>",
            f"<polyline points='{' '.join(points)}' fill='none' stroke='#7c3aed' stroke-width='2'/>",
            f"<text x='{LEFT - 6}' y='{TOP + 9}' text-anchor='end'>{number(high)}</text>",
            f"<text x='{LEFT - 6}' y='{floor}' text-anchor='end'>{number(low)}</text>",
            f"<text x='{LEFT}' y='{HEIGHT - 10}'>{tr('update 0')}</text>",
            f"<text x='{WIDTH - RIGHT}' y='{HEIGHT - 10}' text-anchor='end'>{int(last):,}</text>",
            f"<text x='{WIDTH / 2}' y='{HEIGHT - 10}' text-anchor='middle'>{name}</text>",
        ]
    )


def _pairs(first: np.ndarray, second: np.ndarray) -> Sequence[tuple[Any, Any]]:
    return list(zip(first.tolist(), second.tolist(), strict=True))


def _svg(parts: Sequence[str]) -> str:
    head = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH:g} {HEIGHT:g}' width='{WIDTH:g}'"
    style = "font-family='sans-serif' font-size='11' fill='#55555f' role='img'"
    return f"{head} height='{HEIGHT:g}' {style}><title>{tr('The loss of a run')}</title>{''.join(parts)}</svg>"
