"""How high everything stands: compact, balanced, level where it can be."""

from __future__ import annotations

from heapq import heapify, heappop, heappush, heapreplace

from .tracks import Tracks

__all__ = ["place"]

ROUNDS, FEW_ROUNDS, MANY = 12, 8, 3_000  # few rounds for that many tracks
SETTLED = 0.1  # px a round: nobody sees more
OPERAND = 1.5  # a gate stands in the middle of its operands rather than next to its consumer: their pull is stronger
DAMP = 0.5  # of the way in a round: all move at once, and two would change places for ever
Distances = list[list[tuple[int, float]]]


def place(tracks: Tracks) -> list[float]:
    """Heights of all tracks.

    Before: `above` has no cycle.
    After:  every track keeps its distance below those above it. Wires bend little: each round moves every track towards
            the mean of what it is wired to, and then apart again as little as can be (least squares).
    """
    count = tracks.count
    order, above = tracks.order, tracks.above
    below: Distances = [[] for _ in range(count)]
    for t, near in enumerate(above):
        for u, gap in near:
            below[u].append((t, gap))
    pulls: list[list[tuple[int, float, float]]] = [[] for _ in range(count)]  # (other track, offset to it, weight)
    for t, u, offset in tracks.ties:
        pulls[t].append((u, -offset, 1.0))
        pulls[u].append((t, offset, OPERAND))
    weight = [sum([pull[2] for pull in pulls[t]]) or 0.01 for t in range(count)]
    y = [0.0] * count
    y = apart(y, [1.0] * count, order, above)
    for _ in range(ROUNDS if count < MANY else FEW_ROUNDS):
        wish = y.copy()
        for t, pull in enumerate(pulls):
            if pull:
                mean = sum([(y[u] + offset) * w for u, offset, w in pull]) / weight[t]
                wish[t] += (mean - y[t]) * DAMP
        for g, t in enumerate(tracks.top):
            wish[t] = min((wish[u] - gap for u, gap in below[t]), default=wish[t])
            b = tracks.bottom[g]
            wish[b] = max((wish[u] + gap for u, gap in above[b]), default=wish[b])
        before, y = y, apart(wish, weight, order, above)
        if max([abs(a - b) for a, b in zip(before, y, strict=True)], default=0.0) < SETTLED:
            break
    return y


def apart(wish: list[float], weight: list[float], order: list[int], above: Distances) -> list[float]:
    """Heights near the wishes (weighted least squares) that keep every distance.

    Tracks are added from top to bottom. One that comes too near to an upper one sticks to it, and the block they form
    moves to the mean of what its members wish, which may bring it too near to the next.
    """
    count = len(wish)
    block = list(range(count))
    offset = [0.0] * count  # in its block
    base = wish.copy()  # of each block
    mass = weight.copy()
    moment = [w * d for w, d in zip(weight, wish, strict=True)]
    members: list[list[int]] = [[t] for t in range(count)]
    # Of each block: (-least base, upper track, that track's height to the least base). Upper tracks only ever move up
    # while lower ones are added, so an entry that is out of date asks for too much, never for too little.
    asked: list[list[tuple[float, int, float]]] = [[] for _ in range(count)]
    for t in order:
        here = t
        heap = [(-(base[block[u]] + offset[u] + gap), u, gap) for u, gap in above[t]]
        if len(heap) > 1:
            heapify(heap)
        asked[t] = heap
        while heap:
            least, u, gap = heap[0]
            if -least <= base[here] + 1e-7:
                break
            upper = block[u]
            if upper == here:
                heappop(heap)
                continue
            now = -(base[upper] + offset[u] + gap)
            if now > least + 1e-7:
                heapreplace(heap, (now, u, gap))
                continue
            shift = offset[u] + gap
            if len(members[here]) > len(members[upper]):
                here, upper, shift = upper, here, -shift
            for v in members[here]:
                block[v] = upper
                offset[v] += shift
            members[upper] += members[here]
            mass[upper] += mass[here]
            moment[upper] += moment[here] - shift * mass[here]
            base[upper] = moment[upper] / mass[upper]
            heap = asked[upper]
            for least, u, gap in asked[here]:
                heappush(heap, (least + shift, u, gap - shift))
            here = upper
    return [base[b] + o for b, o in zip(block, offset, strict=True)]
