"""Long wires become chains of short ones: a point of the wire in every rank it passes, and one between any two ranks.

A box stands in a rank; a label stands between two ranks. So the points between the ranks carry the labels.
"""

from __future__ import annotations

from dataclasses import dataclass

from .net import OUTSIDE
from .rank import Ranked

__all__ = ["Split", "split"]

# Points of wires in all: this many, and this many a wire. Beyond, the longest wires take the motorway.
POINTS = 10_000, 10


@dataclass(frozen=True, slots=True)
class Split:
    """Vertices: first the boxes, then points of wires. Rank r is row 2r, labels stand in odd rows."""

    ranked: Ranked
    # Of each wire: source box, points in rows 2r + 1, 2r + 2, ..., target box. A wire on the motorway, above all else,
    # has two points, in the row after its source and in the row before its target.
    chains: list[list[int]]
    motorway: list[bool]  # of each wire
    label: list[int]  # the vertex of each wire that carries its label
    row: list[int]  # of each vertex
    home: list[int]  # innermost group of each vertex
    rows: list[list[int]]  # the vertices of each row, in the order of a depth-first walk in operand order


def split(ranked: Ranked) -> Split:
    """Put a point of every wire into every row it passes, and choose the one that carries its label.

    Before: every wire goes to a higher rank.
    After:  neighbours in a chain are in neighbouring rows, but on the motorway. A label is in the first row after its
            source, or the last one before its target, that is outside the groups which hold only one of the two.
            On a tree no wires cross.
    """
    net = ranked.net
    rank, source = ranked.rank, net.source
    row = [2 * r for r in rank]
    home = list(net.group)
    rows: list[list[int]] = [[] for _ in range(max(0, 2 * ranked.count - 1))]
    chains: list[list[int]] = [[] for _ in net.wires]
    label = [0] * len(net.wires)
    seen = [False] * len(rank)
    motorway = _motorway(ranked)

    for root in range(len(rank)):
        if net.outs[root]:
            continue
        seen[root] = True
        stack = [root]
        done = [0]  # operands of each box on the stack that are drawn
        while stack:
            box, entering = stack[-1], net.ins[stack[-1]]
            while done[-1] < len(entering):
                w = entering[done[-1]]
                u = source[w]
                if not seen[u]:
                    seen[u] = True
                    stack.append(u)
                    done.append(0)
                    break
                chain = [u]
                for at in range(2 * rank[u] + 1, 2 * rank[box], 2 * (rank[box] - rank[u] - 1) if motorway[w] else 1):
                    rows[at].append(len(row))
                    chain.append(len(row))
                    row.append(at)
                chain.append(box)
                chains[w] = chain
                done[-1] += 1
            else:
                rows[2 * rank[box]].append(box)
                stack.pop()
                done.pop()
    if net.groups:
        home.extend([OUTSIDE] * (len(row) - len(home)))
    for w, spec in enumerate(net.wires):
        first, last = 1, len(chains[w]) - 2
        if net.groups:
            first, last = _house(ranked, chains[w], row, home)
        label[w] = chains[w][last if spec.label_at_target else first]
    if not net.groups:
        home = [OUTSIDE] * len(row)
    return Split(ranked, chains, motorway, label, row, home, rows)


def _motorway(ranked: Ranked) -> list[bool]:
    """Keep the number of points in proportion to the number of wires, whatever the graph."""
    net = ranked.net
    spans = [ranked.rank[v] - ranked.rank[u] for u, v in zip(net.source, net.target, strict=True)]
    motorway = [False] * len(spans)
    over = 2 * sum(spans) - POINTS[0] - POINTS[1] * len(spans)
    if over > 0:
        for w in sorted(range(len(spans)), key=lambda w: -spans[w]):
            if over <= 0 or spans[w] < 3:
                break
            if net.groups and _fenced(ranked, w):
                continue
            motorway[w] = True
            over -= 2 * spans[w]
    return motorway


def _fenced(ranked: Ranked, w: int) -> bool:
    """Does the wire begin and end deep inside two different groups? Then its label needs a row between them."""
    net = ranked.net
    u, v = net.source[w], net.target[w]
    of_u, of_v = net.chain(net.group[u]), net.chain(net.group[v])
    leaving = any(ranked.last[g] > ranked.rank[u] for g in of_u if g not in of_v)
    return leaving and any(ranked.first[g] < ranked.rank[v] for g in of_v if g not in of_u)


def _house(ranked: Ranked, chain: list[int], row: list[int], home: list[int]) -> tuple[int, int]:
    """Say for each point of the wire in which group it is; return the stretch outside those that hold only one end."""
    net = ranked.net
    of_u, of_v = net.chain(home[chain[0]]), net.chain(home[chain[-1]])
    common = next((g for g in of_u if g in of_v), OUTSIDE)
    points = range(1, len(chain) - 1)
    for i in points:
        home[chain[i]] = common
    for g in reversed(of_u):  # outer first, so that the inner ones have the last word
        if g not in of_v:
            for i in points:
                if row[chain[i]] <= 2 * ranked.last[g]:
                    home[chain[i]] = g
    for g in reversed(of_v):
        if g not in of_u:
            for i in points:
                if row[chain[i]] >= 2 * ranked.first[g]:
                    home[chain[i]] = g
    free = [i for i in points if home[chain[i]] == common]
    return free[0], free[-1]
