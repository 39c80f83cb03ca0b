"""How high everything stands: compact, balanced, level where it can be."""

from __future__ import annotations

from .tracks import Tracks

__all__ = ["place"]

ROUNDS = 24
OPERAND = 3.0  # a gate stands in the middle of its operands rather than next to its consumer: their pull is stronger


def place(tracks: Tracks) -> list[float]:
    """Heights of all tracks.

    Before: `above` has no cycle.
    After:  every track keeps its distance below those above it. The sum of weight * bend is small, not least.
    """
    count = tracks.count
    order, above = tracks.order, tracks.above
    below: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    for t, near in enumerate(above):
        for u, gap in near:
            below[u].append((t, gap))
    pulls: list[list[tuple[int, float, float]]] = [[] for _ in range(count)]  # (other track, offset to it, weight)
    for t, u, offset in tracks.ties:
        pulls[t].append((u, -offset, 1.0))
        pulls[u].append((t, offset, OPERAND))
    total = [sum([weight for _, _, weight in pull]) for pull in pulls]
    y = _spaced([0.0] * count, order, above, below)
    for _ in range(ROUNDS if count < 3000 else 8):
        wish = y.copy()
        for t, pull in enumerate(pulls):
            if pull:
                mean = sum([(y[u] + offset) * weight for u, offset, weight in pull]) / total[t]
                wish[t] = (y[t] + mean) / 2
        for g, t in enumerate(tracks.top):
            wish[t] = min((wish[u] - gap for u, gap in below[t]), default=wish[t])
            b = tracks.bottom[g]
            wish[b] = max((wish[u] + gap for u, gap in above[b]), default=wish[b])
        y = _spaced(wish, order, above, below)
    return y


def _spaced(
    wish: list[float], order: list[int], above: list[list[tuple[int, float]]], below: list[list[tuple[int, float]]]
) -> list[float]:
    """Heights near the wishes that keep every distance: half way between pushing all down and pushing all up.

    Either push keeps the distances, so half way between them does too.
    """
    down = wish.copy()
    for t in order:
        for u, gap in above[t]:
            if down[u] + gap > down[t]:
                down[t] = down[u] + gap
    up = wish.copy()
    for t in reversed(order):
        for u, gap in below[t]:
            if up[u] - gap < up[t]:
                up[t] = up[u] - gap
    return [(a + b) / 2 for a, b in zip(down, up, strict=True)]
