"""The order in each rank: few crossings, operands top to bottom as they are written.

Barycenter and median sweeps after K. Sugiyama, S. Tagawa and M. Toda 1981, exchanges of neighbours after E. Gansner,
E. Koutsofios, S. North and K.-P. Vo, "A technique for drawing directed graphs", 1993. Crossings of two ranks are
counted by sorted insertion, as the inversions of W. Barth, M. Jünger and P. Mutzel, "Simple and efficient bilayer
cross counting", 2002.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace

from .long_edges import Split
from .ordering import Ordering, insertion_index, sort_rank

__all__ = ["crossings", "order"]

FULL_QUALITY = 2_000  # boxes; above it a few cheap sweeps
SWEEPS, IDLE = 12, 3  # at most; of those in a row that lessen nothing
INVERSION = 1.0  # cost of a pair of operands in the wrong order, beside the crossing it makes
MIRRORED = 6.0  # the same where a half returns: many wires cross anyway, and the forward half is to look as ever


def order(split: Split, *, columns: bool = False) -> Split:
    """Reorder each row to lessen crossings.

    Before: the rows hold the order of the depth-first walk.
    After:  every row has the same members as before. Crossings + operand pairs in the wrong order has not risen.
            The members of a group stand together, and two groups stand in the same order in every row.
            With `columns` only values with several uses change their places: the rest stays as it is written.
            Odd rows: wires leave a box in the order in which they go on, and cross only left of the next rank.
    """
    ordering = _ordering(split)
    if split.ranked.graph.groups:
        for r, rank in enumerate(ordering.ranks):
            _set_rank(ordering, r, sort_rank(ordering, rank, [float(i) for i in range(len(rank))]))
    cost = _cost(ordering)
    if columns:
        ordering.source_order = _source_order(ordering)
    if cost > 0:
        _sweep(ordering, cost)
    return replace(split, rows=_rows(ordering))


def crossings(split: Split) -> int:
    """Count the pairs of wires that cross, those that arrive in the wrong order at the ports of one box included."""
    ordering = _ordering(split)
    return sum(_crossings(ordering, r) for r in range(len(ordering.ranks) - 1))


def _ordering(split: Split) -> Ordering:
    size = len(split.row)
    left: list[list[int]] = [[] for _ in range(size)]
    right: list[list[tuple[int, int]]] = [[] for _ in range(size)]
    graph = split.ranked.graph
    for box, entering in enumerate(graph.ins):
        for slot, w in enumerate(entering):
            if split.bypass[w]:
                continue
            edge = split.long_edges[w]
            u = edge[0]
            for i in range(2, len(edge) - 1, 2):
                v = edge[i]
                right[u].append((v, 0))
                left[v].append(u)
                u = v
            right[u].append((box, slot))
            left[box].append(u)
    ranks = [list(row) for row in split.rows[::2]]
    ordering = Ordering(split, ranks, left, right, [0] * size, [0] * size, _group_order(split), None)
    for r, rank in enumerate(ranks):
        _set_rank(ordering, r, rank)
    return ordering


def _group_order(split: Split) -> list[int]:
    """Return each group's place in depth-first order: dummy vertices are numbered along it, boxes by their wires."""
    graph = split.ranked.graph
    if not graph.groups:
        return []
    dfs_index = [0 if leaving else len(split.row) for leaving in graph.outs]
    for w, edge in enumerate(split.long_edges):
        dfs_index[graph.source[w]] = max(dfs_index[graph.source[w]], edge[1])
    first_row = [len(split.row)] * len(graph.groups)
    for box, g in enumerate(graph.group):
        for up in graph.enclosing(g):
            first_row[up] = min(first_row[up], dfs_index[box])
    ordered = sorted(range(len(first_row)), key=first_row.__getitem__)
    result = [0] * len(first_row)
    for i, g in enumerate(ordered):
        result[g] = i
    return result


def _source_order(ordering: Ordering) -> list[int]:
    """Return each vertex's index if it keeps its order; -1 for copied values, vertices that lead to them, and wires."""
    graph = ordering.split.ranked.graph
    order_of = [-1] * len(ordering.place)
    for rank in ordering.ranks:
        for i, v in enumerate(rank):
            order_of[v] = i
    for box, outs in enumerate(graph.outs):
        if len(outs) > 1:
            for w in outs:
                for v in ordering.split.long_edges[w][1:-1]:
                    order_of[v] = -1
            v = box
            while True:
                order_of[v] = -1
                if len(ordering.left[v]) != 1 or len(ordering.right[ordering.left[v][0]]) != 1:
                    break
                v = ordering.left[v][0]
    return order_of


def _set_rank(ordering: Ordering, r: int, rank: list[int]) -> None:
    ordering.ranks[r] = rank
    port = 0
    for i, v in enumerate(rank):
        ordering.place[v] = i
        ordering.port[v] = port
        port += len(ordering.left[v]) or 1


def _crossings(ordering: Ordering, r: int) -> int:
    port, right = ordering.port, ordering.right
    passed: list[int] = []
    total = 0
    for u in ordering.ranks[r]:
        ends = right[u]
        if len(ends) == 1:
            v, slot = ends[0]
            end = port[v] + slot
            if passed and end < passed[-1]:
                at = bisect_right(passed, end)
                total += len(passed) - at
                passed.insert(at, end)
            else:
                passed.append(end)
        elif ends:
            for end in sorted([port[v] + slot for v, slot in ends]):
                at = bisect_right(passed, end)
                total += len(passed) - at
                passed.insert(at, end)
    return total


def _cost(ordering: Ordering) -> float:
    place, left = ordering.place, ordering.left
    inversion = INVERSION if ordering.split.band is None else MIRRORED
    total = float(sum(_crossings(ordering, r) for r in range(len(ordering.ranks) - 1)))
    for box in range(len(ordering.split.ranked.graph.boxes)):
        operands = left[box]
        for i in range(1, len(operands)):
            if place[operands[i - 1]] > place[operands[i]]:
                total += inversion
    return total


def _sweep(ordering: Ordering, cost: float) -> None:
    boxes = len(ordering.split.ranked.graph.boxes)
    count = len(ordering.ranks)
    best, ranks, idle = cost, [list(rank) for rank in ordering.ranks], 0
    for sweep in range(SWEEPS if boxes <= FULL_QUALITY else 2):
        backwards = sweep % 2 == 0
        middle = sweep % 4 >= 2
        for r in reversed(range(count - 1)) if backwards else range(1, count):
            rank = ordering.ranks[r]
            _set_rank(
                ordering, r, sort_rank(ordering, rank, [_barycenter(ordering, v, backwards, middle) for v in rank])
            )
        if boxes <= FULL_QUALITY:
            for turn in range(2):
                if not sum([_swap(ordering, r, equal=turn == 0 and sweep % 4 < 2) for r in range(count)]):
                    break
        cost = _cost(ordering)
        if cost < best:
            best, ranks, idle = cost, [list(rank) for rank in ordering.ranks], 0
            if best == 0:
                break
        else:
            idle += 1
            if idle == IDLE:
                break
    for r, rank in enumerate(ranks):
        _set_rank(ordering, r, rank)


def _barycenter(ordering: Ordering, v: int, backwards: bool, middle: bool) -> float:
    """Return the mean (or median) place of the vertex's neighbours in one direction; without any, its own place."""
    if backwards:
        ends = [ordering.port[u] + slot for u, slot in ordering.right[v]]
        if not ends:
            return float(ordering.port[v])
    else:
        ends = [ordering.place[u] for u in ordering.left[v]]
        if not ends:
            return float(ordering.place[v])
    if len(ends) == 1:
        return float(ends[0])
    if middle:
        ends.sort()
        half = len(ends) // 2
        return float(ends[half]) if len(ends) % 2 else (ends[half - 1] + ends[half]) / 2
    return sum(ends) / len(ends)


def _swap(ordering: Ordering, r: int, *, equal: bool) -> bool:
    """Swap neighbours of one group where that lessens crossings; with `equal` also where their number stays."""
    rank, group, place, port = ordering.ranks[r], ordering.split.group, ordering.place, ordering.port
    lefts = [[place[u] for u in ordering.left[v]] for v in rank]
    rights = [sorted([port[u] + slot for u, slot in ordering.right[v]]) for v in rank]
    source_order, band, changed = ordering.source_order, ordering.split.band, False
    for i in range(len(rank) - 1):
        if group[rank[i]] != group[rank[i + 1]] or (band is not None and band[rank[i]] != band[rank[i + 1]]):
            continue
        if source_order is not None and source_order[rank[i]] >= 0 and source_order[rank[i + 1]] >= 0:
            continue
        here = _pairs(lefts[i], sorted(lefts[i + 1])) + _pairs(rights[i], rights[i + 1])
        if here and here + equal > _pairs(lefts[i + 1], sorted(lefts[i])) + _pairs(rights[i + 1], rights[i]):
            rank[i], rank[i + 1] = rank[i + 1], rank[i]
            lefts[i], lefts[i + 1] = lefts[i + 1], lefts[i]
            rights[i], rights[i + 1] = rights[i + 1], rights[i]
            changed = True
    if changed:
        _set_rank(ordering, r, rank)
    return changed


def _pairs(upper: list[int], lower: list[int]) -> int:
    """Count the ends of the upper vertex below ends of the lower one (sorted)."""
    return sum([bisect_left(lower, end) for end in upper]) if lower else 0


def _rows(ordering: Ordering) -> list[list[int]]:
    """Return the ranks with the odd rows between them, wires sorted by the box they leave, then by where they go."""
    split, port = ordering.split, ordering.port
    leaving: list[list[tuple[int, int]]] = [[] for _ in ordering.place]
    exits: dict[tuple[int, int], list[tuple[tuple[int, ...], int, int]]] = {}  # (rank, place): ends from a bypass lane
    graph = split.ranked.graph
    for entering in graph.ins:
        for slot, w in enumerate(entering):
            edge = split.long_edges[w]
            if split.bypass[w]:
                leaving[edge[0]].append((-1, edge[1]))
                r, group = split.row[edge[2]] // 2, split.group[edge[2]]
                path = tuple([ordering.order_of_group[g] for g in reversed(graph.enclosing(group))])
                exits.setdefault((r, insertion_index(ordering, ordering.ranks[r], group)), []).append(
                    (path, port[edge[3]] + slot, edge[2])
                )
                continue
            for i in range(1, len(edge), 2):
                after = edge[i + 1]
                leaving[edge[i - 1]].append((port[after] + (slot if i + 2 == len(edge) else 0), edge[i]))
    rows: list[list[int]] = []
    for r, rank in enumerate(ordering.ranks):
        rows.append(rank)
        if r + 1 < len(ordering.ranks):
            between: list[int] = []
            for i, u in enumerate([*rank, None]):
                if exits:
                    between += [vertex for _, _, vertex in sorted(exits.get((r, i), []))]
                if u is None:
                    break
                ends = leaving[u]
                if len(ends) > 1:
                    ends.sort()
                for _, vertex in ends:
                    between.append(vertex)
            rows.append(between if split.band is None else sorted(between, key=split.band.__getitem__))
    return rows
