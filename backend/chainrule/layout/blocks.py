"""Horizontal alignment blocks: the vertices that stand at one height (after U. Brandes and B. Köpf, "Fast and simple
horizontal coordinate assignment", 2001). A wire runs level through its dummy vertices, a gate with one operand on
its wire.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from .long_edges import Split
from .ports import ports

__all__ = ["FRAME_PAD", "TITLE", "Blocks", "align", "beside_title"]

FRAME_PAD = 14.0  # between a frame and its members, px
TITLE = 22.0  # height of the row with a frame's title
BUTTON = 20.0  # part of a title's width that a port may stand under
BOX, LABEL, BARE, TOP, BOTTOM = range(5)  # kinds of vertices
# Least free height between two kinds, upper and lower.
GAPS = (
    (22.0, 10.0, 14.0, 14.0, FRAME_PAD),
    (10.0, 10.0, 8.0, 12.0, FRAME_PAD),
    (14.0, 8.0, 14.0, 12.0, FRAME_PAD),
    (FRAME_PAD + TITLE, FRAME_PAD + TITLE, FRAME_PAD + TITLE, FRAME_PAD + TITLE, FRAME_PAD + TITLE),
    (14.0, 12.0, 12.0, 14.0, FRAME_PAD),
)


@dataclass(frozen=True, slots=True)
class Blocks:
    """Vertices that stand in one line (Brandes and Köpf's blocks), and the distances between them."""

    split: Split
    block: list[int]  # of each vertex of the split
    count: int
    above: list[list[tuple[int, float]]]  # for each block: those above it and the least distance to each
    order: list[int]  # all blocks, upper before lower where one stands above the other
    ties: list[tuple[int, int, float]]  # (left block, right block, offset): right - left should be offset
    leaving: list[float]  # of each wire: height of its port over the middle of its source (down is positive)
    entering: list[float]
    turned: bool  # the picture will be mirrored at its diagonal: the title of a frame is at its left here
    top: list[int]  # block of each group's upper edge
    bottom: list[int]


def align(split: Split, *, turned: bool = False) -> Blocks:
    """Join vertices that run level into blocks, with the distances that have to stay between them.

    Before: the rows are ordered, groups together.
    After:  two neighbours in a row are on different blocks, and the upper one's block is above the lower one's.
            No block crosses a block or the edge of a group.
    """
    graph = split.ranked.graph
    leaving, entering = ports(graph, split)
    size = len(split.row)
    groups = len(graph.groups)
    kind = [BOX] * len(graph.boxes) + [BARE] * (size - len(graph.boxes))
    up = [box.height / 2 for box in graph.boxes] + [0.0] * (size - len(graph.boxes))
    down = up.copy()
    for spec, v in zip(graph.wires, split.label, strict=True):
        kind[v], up[v], down[v] = LABEL, spec.label_above, spec.label_below
    rows = split.rows
    if groups:
        kind += [TOP, BOTTOM] * groups
        up += [0.0, 0.0] * groups
        down += [0.0, 0.0] * groups
        rows = [_framed(split, row) for row in split.rows]

    block = [-1] * len(kind)
    count = 0
    for g in range(2 * groups):  # an edge of a frame is one block: it passes all its rows under the same number
        block[size + g] = g
    count = 2 * groups
    level = _level(split, rows)
    for row in rows:
        for v in row:
            if block[v] < 0:
                u = level[v]
                if u < 0:
                    block[v] = count
                    count += 1
                else:
                    block[v] = block[u]

    least: list[dict[int, float]] = [{} for _ in range(count)]
    for row in rows:
        for i in range(1, len(row)):
            u, v = row[i - 1], row[i]
            gap = down[u] + GAPS[kind[u]][kind[v]] + up[v] - (TITLE if turned and kind[u] == TOP else 0.0)
            neighbours = least[block[v]]
            t = block[u]
            if neighbours.get(t, 0.0) < gap:
                neighbours[t] = gap
    if turned:
        for g, v, distance in beside_title(split):
            neighbours = least[block[v]]
            neighbours[2 * g] = max(distance, neighbours.get(2 * g, 0.0))
    above = [list(neighbours.items()) for neighbours in least]
    ties = _ties(split, block, leaving, entering)
    top = [2 * g for g in range(groups)]
    bottom = [2 * g + 1 for g in range(groups)]
    return Blocks(split, block[:size], count, above, _downwards(above), ties, leaving, entering, turned, top, bottom)


def beside_title(split: Split) -> list[tuple[int, int, float]]:
    """Return (group, first vertex of its first rank, distance to the edge) of turned frames: wires miss the title."""
    graph, result = split.ranked.graph, []
    for g, spec in enumerate(graph.groups):
        row = split.rows[2 * split.ranked.first[g]]
        v = next(v for v in row if g in graph.enclosing(split.group[v]))
        result.append((g, v, spec.title_width - BUTTON))
    return result


def _framed(split: Split, row: list[int]) -> list[int]:
    """Return the row with the edges of the groups in it: vertices len(split.row) + 2g and + 2g + 1."""
    graph, size = split.ranked.graph, len(split.row)
    framed: list[int] = []
    open_groups: list[int] = []
    for v in [*row, -1]:
        inside = [] if v < 0 else graph.enclosing(split.group[v])[::-1]
        while open_groups and (len(inside) < len(open_groups) or inside[len(open_groups) - 1] != open_groups[-1]):
            framed.append(size + 2 * open_groups.pop() + 1)
        while len(open_groups) < len(inside):
            open_groups.append(inside[len(open_groups)])
            framed.append(size + 2 * open_groups[-1])
        if v >= 0:
            framed.append(v)
    return framed


def _level(split: Split, rows: list[list[int]]) -> list[int]:
    """Return, for each vertex, the vertex in the row to its left on the same block, or -1."""
    graph = split.ranked.graph
    size, boxes = len(split.row), len(graph.boxes)
    level = [-1] * (size + 2 * len(graph.groups))
    onward = [-1] * size  # of points of wires in odd rows: the vertex they go on to
    for w, edge in enumerate(split.long_edges):
        if len(graph.outs[graph.source[w]]) == 1 and not graph.crosses(w):
            level[edge[1]] = edge[0]
        for i in range(1, len(edge) - 2, 2) if not split.bypass[w] else ():
            onward[edge[i]] = edge[i + 1]
            level[edge[i + 2]] = edge[i + 1]
        if len(graph.ins[graph.target[w]]) == 1:
            onward[edge[-2]] = edge[-1]
    for at in range(1, len(rows), 2):
        place = {v: i for i, v in enumerate(rows[at + 1])}
        fixed = [(-1, -1)]
        pairs: list[tuple[int, int]] = []
        for i, u in enumerate(rows[at]):
            v = onward[u] if u < size else u  # the edge of a frame goes on as itself, if it goes on
            if v >= 0 and v in place:
                (pairs if v < boxes or u < size else fixed).append((i, place[v]))
        fixed.append((len(rows[at]), len(rows[at + 1])))
        uncrossed = _uncrossed(fixed, [pair for pair in pairs if rows[at + 1][pair[1]] >= boxes])
        uncrossed = _uncrossed(uncrossed, [pair for pair in pairs if rows[at + 1][pair[1]] < boxes])
        for i, j in uncrossed[1:-1]:
            if rows[at][i] < size:
                level[rows[at + 1][j]] = rows[at][i]
    return level


def _uncrossed(fixed: list[tuple[int, int]], pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return all of `fixed`, and as many of `pairs` as fit without a crossing. Both are sorted by their left ends."""
    if not pairs:
        return fixed
    uncrossed: list[tuple[int, int]] = []
    start = 0
    for n in range(1, len(fixed)):
        (low_i, low_j), (high_i, high_j) = fixed[n - 1], fixed[n]
        between = []
        while start < len(pairs) and pairs[start][0] < high_i:
            if pairs[start][0] > low_i and low_j < pairs[start][1] < high_j:
                between.append(pairs[start])
            start += 1
        uncrossed.append(fixed[n - 1])
        uncrossed.extend(_rising(between) if len(between) > 1 else between)
    uncrossed.append(fixed[-1])
    return uncrossed


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return a longest part of the pairs whose right ends rise."""
    tails: list[int] = []
    last: list[int] = []
    back: list[int] = []
    for n, (_, j) in enumerate(pairs):
        at = bisect_left(tails, j)
        back.append(last[at - 1] if at else -1)
        if at == len(tails):
            tails.append(j)
            last.append(n)
        else:
            tails[at], last[at] = j, n
    chosen = []
    n = last[-1]
    while n >= 0:
        chosen.append(pairs[n])
        n = back[n]
    return chosen[::-1]


def _ties(split: Split, block: list[int], leaving: list[float], entering: list[float]) -> list[tuple[int, int, float]]:
    ties = []
    for w, edge in enumerate(split.long_edges):
        last = len(edge) - 1
        for i in range(1, last + 1):
            t, u = block[edge[i - 1]], block[edge[i]]
            if t != u and not (i == 2 and split.bypass[w]):
                offset = (leaving[w] if i == 1 else 0.0) - (entering[w] if i == last else 0.0)
                ties.append((t, u, offset))
    return ties


def _downwards(above: list[list[tuple[int, float]]]) -> list[int]:
    waiting = [len(neighbours) for neighbours in above]
    below: list[list[int]] = [[] for _ in above]
    for t, neighbours in enumerate(above):
        for u, _ in neighbours:
            below[u].append(t)
    order = [t for t, n in enumerate(waiting) if not n]
    for t in order:  # grows while it is walked
        for u in below[t]:
            waiting[u] -= 1
            if not waiting[u]:
                order.append(u)
    assert len(order) == len(above), "blocks cross"
    return order
