"""Who stands above whom in each row: few crossings, operands top to bottom as they are written."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace

from .nest import Board, entry, nested
from .split import Split

__all__ = ["crossings", "order"]

FULL_QUALITY = 2_000  # boxes; above it a few cheap sweeps
SWEEPS = 12
INVERSION = 0.5  # what a pair of operands in the wrong order costs, beside the crossing it makes


def order(split: Split, *, columns: bool = False) -> Split:
    """Reorder each row to lessen crossings.

    Before: the rows hold the order of the depth-first walk.
    After:  every row has the same members as before. Crossings + 0.5 * operand pairs in the wrong order has not risen.
            The members of a group stand together, and two groups stand in the same order in every row.
            With `columns` only values with several uses change their places: the rest stays as it is written.
            Odd rows: wires leave a box in the order in which they go on, and cross only left of the next rank.
    """
    board = _board(split)
    if split.ranked.net.groups:
        for r, rank in enumerate(board.ranks):
            _put(board, r, nested(board, rank, [float(i) for i in range(len(rank))]))
    cost = _cost(board)
    if columns:
        board.written = _written(board)
    if cost > 0:
        _sweep(board, cost)
    return replace(split, rows=_rows(board))


def crossings(split: Split) -> int:
    """Pairs of wires that cross, those that share an end and arrive at its ports in the wrong order included."""
    board = _board(split)
    return sum(_crossings(board, r) for r in range(len(board.ranks) - 1))


def _board(split: Split) -> Board:
    size = len(split.row)
    left: list[list[int]] = [[] for _ in range(size)]
    right: list[list[tuple[int, int]]] = [[] for _ in range(size)]
    net = split.ranked.net
    for box, entering in enumerate(net.ins):
        for slot, w in enumerate(entering):
            if split.motorway[w]:
                continue
            chain = split.chains[w]
            u = chain[0]
            for i in range(2, len(chain) - 1, 2):
                v = chain[i]
                right[u].append((v, 0))
                left[v].append(u)
                u = v
            right[u].append((box, slot))
            left[box].append(u)
    ranks = [list(row) for row in split.rows[::2]]
    board = Board(split, ranks, left, right, [0] * size, [0] * size, _group_order(split), None)
    for r, rank in enumerate(ranks):
        _put(board, r, rank)
    return board


def _group_order(split: Split) -> list[int]:
    """Where each group comes in the depth-first walk: vertices of wires are numbered along it, boxes by their wires."""
    net = split.ranked.net
    if not net.groups:
        return []
    walk = [0 if leaving else len(split.row) for leaving in net.outs]
    for w, chain in enumerate(split.chains):
        walk[net.source[w]] = max(walk[net.source[w]], chain[1])
    seen = [len(split.row)] * len(net.groups)
    for box, g in enumerate(net.group):
        for up in net.chain(g):
            seen[up] = min(seen[up], walk[box])
    ordered = sorted(range(len(seen)), key=seen.__getitem__)
    result = [0] * len(seen)
    for i, g in enumerate(ordered):
        result[g] = i
    return result


def _written(board: Board) -> list[int]:
    """The vertices that keep their order: all but copied values, what leads straight to them, and their wires."""
    net = board.split.ranked.net
    written = [-1] * len(board.place)
    for rank in board.ranks:
        for i, v in enumerate(rank):
            written[v] = i
    for box, outs in enumerate(net.outs):
        if len(outs) > 1:
            for w in outs:
                for v in board.split.chains[w][1:-1]:
                    written[v] = -1
            v = box
            while True:
                written[v] = -1
                if len(board.left[v]) != 1 or len(board.right[board.left[v][0]]) != 1:
                    break
                v = board.left[v][0]
    return written


def _put(board: Board, r: int, rank: list[int]) -> None:
    board.ranks[r] = rank
    port = 0
    for i, v in enumerate(rank):
        board.place[v] = i
        board.port[v] = port
        port += len(board.left[v]) or 1


def _crossings(board: Board, r: int) -> int:
    port, right = board.port, board.right
    passed: list[int] = []
    total = 0
    for u in board.ranks[r]:
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


def _cost(board: Board) -> float:
    place, left = board.place, board.left
    total = float(sum(_crossings(board, r) for r in range(len(board.ranks) - 1)))
    for box in range(len(board.split.ranked.net.boxes)):
        operands = left[box]
        for i in range(1, len(operands)):
            if place[operands[i - 1]] > place[operands[i]]:
                total += INVERSION
    return total


def _sweep(board: Board, cost: float) -> None:
    boxes = len(board.split.ranked.net.boxes)
    count = len(board.ranks)
    best, ranks, idle = cost, [list(rank) for rank in board.ranks], 0
    for sweep in range(SWEEPS if boxes <= FULL_QUALITY else 2):
        backwards = sweep % 2 == 0
        middle = sweep % 4 >= 2
        for r in reversed(range(count - 1)) if backwards else range(1, count):
            rank = board.ranks[r]
            _put(board, r, nested(board, rank, [_wish(board, v, backwards, middle) for v in rank]))
        if boxes <= FULL_QUALITY:
            for _ in range(2):
                if not sum([_swap(board, r) for r in range(count)]):
                    break
        cost = _cost(board)
        if cost < best:
            best, ranks, idle = cost, [list(rank) for rank in board.ranks], 0
            if best == 0:
                break
        else:
            idle += 1
            if idle == 4:
                break
    for r, rank in enumerate(ranks):
        _put(board, r, rank)


def _wish(board: Board, v: int, backwards: bool, middle: bool) -> float:
    """Where the neighbours in one direction draw the vertex: their mean, or their middle one; else it stays."""
    if backwards:
        ends = [board.port[u] + slot for u, slot in board.right[v]]
        if not ends:
            return float(board.port[v])
    else:
        ends = [board.place[u] for u in board.left[v]]
        if not ends:
            return float(board.place[v])
    if len(ends) == 1:
        return float(ends[0])
    if middle:
        ends.sort()
        half = len(ends) // 2
        return float(ends[half]) if len(ends) % 2 else (ends[half - 1] + ends[half]) / 2
    return sum(ends) / len(ends)


def _swap(board: Board, r: int) -> bool:
    """Exchange neighbours of one group while that takes crossings away."""
    rank, home, place, port = board.ranks[r], board.split.home, board.place, board.port
    lefts = [[place[u] for u in board.left[v]] for v in rank]
    rights = [sorted([port[u] + slot for u, slot in board.right[v]]) for v in rank]
    written, changed = board.written, False
    for i in range(len(rank) - 1):
        if home[rank[i]] != home[rank[i + 1]]:
            continue
        if written is not None and written[rank[i]] >= 0 and written[rank[i + 1]] >= 0:
            continue
        here = _pairs(lefts[i], sorted(lefts[i + 1])) + _pairs(rights[i], rights[i + 1])
        if here and here > _pairs(lefts[i + 1], sorted(lefts[i])) + _pairs(rights[i + 1], rights[i]):
            rank[i], rank[i + 1] = rank[i + 1], rank[i]
            lefts[i], lefts[i + 1] = lefts[i + 1], lefts[i]
            rights[i], rights[i + 1] = rights[i + 1], rights[i]
            changed = True
    if changed:
        _put(board, r, rank)
    return changed


def _pairs(upper: list[int], lower: list[int]) -> int:
    """Ends of the upper vertex below ends of the lower one (sorted)."""
    return sum([bisect_left(lower, end) for end in upper]) if lower else 0


def _rows(board: Board) -> list[list[int]]:
    """The ranks with the odd rows between them, wires sorted by the box they leave, then by where they go."""
    split, port = board.split, board.port
    leaving: list[list[tuple[int, int]]] = [[] for _ in board.place]
    exits: dict[tuple[int, int], list[tuple[tuple[int, ...], int, int]]] = {}  # (rank, place): ends from the motorway
    net = split.ranked.net
    for entering in net.ins:
        for slot, w in enumerate(entering):
            chain = split.chains[w]
            if split.motorway[w]:
                leaving[chain[0]].append((-1, chain[1]))
                r, home = split.row[chain[2]] // 2, split.home[chain[2]]
                path = tuple([board.order_of_group[g] for g in reversed(net.chain(home))])
                exits.setdefault((r, entry(board, board.ranks[r], home)), []).append(
                    (path, port[chain[3]] + slot, chain[2])
                )
                continue
            for i in range(1, len(chain), 2):
                after = chain[i + 1]
                leaving[chain[i - 1]].append((port[after] + (slot if i + 2 == len(chain) else 0), chain[i]))
    rows: list[list[int]] = []
    for r, rank in enumerate(board.ranks):
        rows.append(rank)
        if r + 1 < len(board.ranks):
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
            rows.append(between)
    return rows
