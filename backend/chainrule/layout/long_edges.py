"""Long edges are split by dummy vertices: one in every rank that a wire passes, and one between any two ranks.

The proper layering of K. Sugiyama, S. Tagawa and M. Toda, "Methods for visual understanding of hierarchical system
structures", 1981. A box stands in a rank; a label stands between two ranks, on the dummy vertex there.
"""

from __future__ import annotations

from dataclasses import dataclass

from .layout_graph import OUTSIDE
from .rank import Ranked

__all__ = ["Split", "split"]

# Dummy vertices in all: this many, and this many a wire. Beyond, the longest wires take a bypass lane.
DUMMIES = 10_000, 10


@dataclass(frozen=True, slots=True)
class Split:
    """Vertices: first the boxes, then dummy vertices. Rank r is row 2r, labels stand in odd rows."""

    ranked: Ranked
    # Source box, dummy vertices in rows 2r + 1, 2r + 2, ..., target box of each wire. A wire on a bypass lane,
    # above all else, has two, in the row after its source and in the row before its target.
    long_edges: list[list[int]]
    bypass: list[bool]  # of each wire
    label: list[int]  # the vertex of each wire that carries its label
    row: list[int]  # of each vertex
    group: list[int]  # innermost group of each vertex
    rows: list[list[int]]  # the vertices of each row, in the order of a depth-first walk in operand order
    band: list[int] | None  # of each vertex, where a half returns: 0 above, 2 below, 1 what leads from one to the other


def split(ranked: Ranked) -> Split:
    """Put a dummy vertex of every wire into every row it passes, and choose the one that carries its label.

    Before: every wire goes to a higher rank.
    After:  neighbours on a wire are in neighbouring rows, but on a bypass lane. A label is in the first row after its
            source, or the last one before its target, that is outside the groups which hold only one of the two.
            On a tree no wires cross.
    """
    graph = ranked.graph
    rank, source = ranked.rank, graph.source
    row = [2 * r for r in rank]
    group = list(graph.group)
    rows: list[list[int]] = [[] for _ in range(max(0, 2 * ranked.count - 1))]
    long_edges: list[list[int]] = [[] for _ in graph.wires]
    label = [0] * len(graph.wires)
    visited = [False] * len(rank)
    bypass = _bypasses(ranked)

    for root in sorted(range(len(rank)), key=lambda box: graph.boxes[box].band):
        if graph.outs[root]:
            continue
        visited[root] = True
        stack = [root]
        done = [0]  # operands of each box on the stack that are drawn
        while stack:
            box, entering = stack[-1], graph.ins[stack[-1]]
            while done[-1] < len(entering):
                w = entering[done[-1]]
                u = source[w]
                if not visited[u]:
                    visited[u] = True
                    stack.append(u)
                    done.append(0)
                    break
                edge = [u]
                for at in range(2 * rank[u] + 1, 2 * rank[box], 2 * (rank[box] - rank[u] - 1) if bypass[w] else 1):
                    rows[at].append(len(row))
                    edge.append(len(row))
                    row.append(at)
                edge.append(box)
                long_edges[w] = edge
                done[-1] += 1
            else:
                rows[2 * rank[box]].append(box)
                stack.pop()
                done.pop()
    if graph.groups:
        group.extend([OUTSIDE] * (len(row) - len(group)))
    for w, spec in enumerate(graph.wires):
        first, last = 1, len(long_edges[w]) - 2
        if graph.groups and not graph.crosses(w):
            first, last = _assign_groups(ranked, long_edges[w], row, group)
        label[w] = long_edges[w][last if spec.label_at_target else first]
    if not graph.groups:
        group = [OUTSIDE] * len(row)
    band = _bands(ranked, long_edges, len(row))
    if band is not None:
        rows = [sorted(each, key=band.__getitem__) for each in rows]
    return Split(ranked, long_edges, bypass, label, row, group, rows, band)


def _bands(ranked: Ranked, long_edges: list[list[int]], count: int) -> list[int] | None:
    """Return the band of each vertex; None where all wires lead right."""
    graph = ranked.graph
    if not any(box.band for box in graph.boxes):
        return None
    band = [*(int(box.band) for box in graph.boxes)] + [1] * (count - len(graph.boxes))
    for w, edge in enumerate(long_edges):
        if not graph.crosses(w):
            for v in edge[1:-1]:
                band[v] = band[edge[0]]
    return band


def _bypasses(ranked: Ranked) -> list[bool]:
    """Keep the number of points in proportion to the number of wires, whatever the graph."""
    graph = ranked.graph
    spans = [ranked.rank[v] - ranked.rank[u] for u, v in zip(graph.source, graph.target, strict=True)]
    bypass = [False] * len(spans)
    over = 2 * sum(spans) - DUMMIES[0] - DUMMIES[1] * len(spans)
    if over > 0:
        for w in sorted(range(len(spans)), key=lambda w: -spans[w]):
            if over <= 0 or spans[w] < 3:
                break
            if graph.boxes[graph.target[w]].band:
                continue
            if graph.groups and _between_groups(ranked, w):
                continue
            bypass[w] = True
            over -= 2 * spans[w]
    return bypass


def _between_groups(ranked: Ranked, w: int) -> bool:
    """Return whether the wire begins and ends inside two different groups, so that its label needs a row between."""
    graph = ranked.graph
    u, v = graph.source[w], graph.target[w]
    of_u, of_v = graph.enclosing(graph.group[u]), graph.enclosing(graph.group[v])
    leaving = any(ranked.last[g] > ranked.rank[u] for g in of_u if g not in of_v)
    return leaving and any(ranked.first[g] < ranked.rank[v] for g in of_v if g not in of_u)


def _assign_groups(ranked: Ranked, edge: list[int], row: list[int], group: list[int]) -> tuple[int, int]:
    """Set the group of each point of the wire; return the part outside the groups that hold only one end."""
    graph = ranked.graph
    of_u, of_v = graph.enclosing(group[edge[0]]), graph.enclosing(group[edge[-1]])
    common = next((g for g in of_u if g in of_v), OUTSIDE)
    points = range(1, len(edge) - 1)
    for i in points:
        group[edge[i]] = common
    for g in reversed(of_u):  # outer first, so that the inner ones have the last word
        if g not in of_v:
            for i in points:
                if row[edge[i]] <= 2 * ranked.last[g]:
                    group[edge[i]] = g
    for g in reversed(of_v):
        if g not in of_u:
            for i in points:
                if row[edge[i]] >= 2 * ranked.first[g]:
                    group[edge[i]] = g
    free = [i for i in points if group[edge[i]] == common]
    return free[0], free[-1]
