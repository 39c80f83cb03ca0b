"""The heights of the alignment blocks: compact, balanced, level where it can be.

Each round is a weighted isotonic regression, solved by pooling adjacent violators (M. Ayer et al. 1955).
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush, heapreplace

from .blocks import Blocks

__all__ = ["place"]

ROUNDS, FEW_ROUNDS, MANY = 12, 8, 3_000  # few rounds for that many blocks
SETTLED = 0.1  # px a round: nobody sees more
OPERAND = 1.5  # a gate stands in the middle of its operands rather than next to its consumer: their pull is stronger
DAMP = 0.5  # of the way in a round: all move at once, and two would change places for ever
Distances = list[list[tuple[int, float]]]


def place(blocks: Blocks) -> list[float]:
    """Return the heights of all blocks.

    Before: `above` has no cycle.
    After:  every block keeps its distance below those above it. Wires bend little: each round moves every block towards
            the mean of what it is wired to, and then apart again as little as can be (least squares).
    """
    count = blocks.count
    order, above = blocks.order, blocks.above
    below: Distances = [[] for _ in range(count)]
    for t, neighbours in enumerate(above):
        for u, gap in neighbours:
            below[u].append((t, gap))
    pulls: list[list[tuple[int, float, float]]] = [[] for _ in range(count)]  # (other block, offset to it, weight)
    for t, u, offset in blocks.ties:
        pulls[t].append((u, -offset, 1.0))
        pulls[u].append((t, offset, OPERAND))
    weight = [sum([pull[2] for pull in pulls[t]]) or 0.01 for t in range(count)]
    y = [0.0] * count
    y = separate(y, [1.0] * count, order, above)
    for _ in range(ROUNDS if count < MANY else FEW_ROUNDS):
        desired = y.copy()
        for t, pull in enumerate(pulls):
            if pull:
                mean = sum([(y[u] + offset) * w for u, offset, w in pull]) / weight[t]
                desired[t] += (mean - y[t]) * DAMP
        for g, t in enumerate(blocks.top):
            desired[t] = min((desired[u] - gap for u, gap in below[t]), default=desired[t])
            b = blocks.bottom[g]
            desired[b] = max((desired[u] + gap for u, gap in above[b]), default=desired[b])
        before, y = y, separate(desired, weight, order, above)
        if max([abs(a - b) for a, b in zip(before, y, strict=True)], default=0.0) < SETTLED:
            break
    return y


def separate(desired: list[float], weight: list[float], order: list[int], above: Distances) -> list[float]:
    """Return heights near the desired heights (weighted least squares) that keep every distance.

    Blocks are added from top to bottom. One that comes too near to an upper one sticks to it, and the cluster they form
    moves to the mean of what its members desire, which may bring it too near to the next.
    """
    count = len(desired)
    cluster = list(range(count))
    offset = [0.0] * count  # in its cluster
    base = desired.copy()  # of each cluster
    mass = weight.copy()
    moment = [w * d for w, d in zip(weight, desired, strict=True)]
    members: list[list[int]] = [[t] for t in range(count)]
    # (-least base, upper block, that block's height to the least base) per cluster. Upper blocks only ever move up
    # while lower ones are added, so an insertion_index that is out of date asks for too much, never for too little.
    constraints: list[list[tuple[float, int, float]]] = [[] for _ in range(count)]
    for t in order:
        here, near = t, above[t]
        if not near:
            continue
        if len(near) == 1:  # the usual block
            ((u, gap),) = near
            heap = [(-(base[cluster[u]] + offset[u] + gap), u, gap)]
        else:
            heap = [(-(base[cluster[u]] + offset[u] + gap), u, gap) for u, gap in near]
            heapify(heap)
        constraints[t] = heap
        while heap:
            least, u, gap = heap[0]
            if -least <= base[here] + 1e-7:
                break
            upper = cluster[u]
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
                cluster[v] = upper
                offset[v] += shift
            members[upper] += members[here]
            mass[upper] += mass[here]
            moment[upper] += moment[here] - shift * mass[here]
            base[upper] = moment[upper] / mass[upper]
            heap = constraints[upper]
            for least, u, gap in constraints[here]:
                heappush(heap, (least + shift, u, gap - shift))
            here = upper
    return [base[b] + o for b, o in zip(cluster, offset, strict=True)]
