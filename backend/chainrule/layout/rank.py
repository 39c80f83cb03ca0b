"""The rank of each box: its column.

Longest paths to the outputs, or from the inputs (the layering of Sugiyama, Tagawa and Toda 1981); then wires are
shortened by the promotion of nodes (N. Nikolov and A. Tarassov, "Graph layering by promotion of nodes", 2006).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from .layout_graph import OUTSIDE, LayoutGraph

__all__ = ["Ranked", "rank"]

PROMOTION, PASSES = 40, 4  # boxes visited for each box of the graph; passes over it


@dataclass(frozen=True, slots=True)
class Ranked:
    """The layer of each box and group."""

    graph: LayoutGraph  # without the groups that something leaves and enters again: no frame can hold them
    rank: list[int]  # of each box, from 0 at the left
    first: list[int]  # ranks of each group
    last: list[int]
    count: int  # of ranks


def rank(graph: LayoutGraph, *, columns: bool) -> Ranked:
    """Give every box a rank.

    Before: the wires have no cycle.
    After:  every wire goes to a higher rank. A leaf stands next to its nearest consumer, and a gate as near to its
            consumers as makes the wires short in all; with `columns`, boxes equally far from the inputs share a rank
            and only leaves hug their consumers. What feeds a group stands left of all of it, what it feeds right.
    """
    while True:
        after, before, order = _constraints(graph)
        if len(order) == len(after):
            break
        # A cycle: some group can not be one rectangle. Give up the outermost of those concerned.
        done = set(order)
        stuck = [g for g in range(len(graph.groups)) if len(graph.boxes) + 2 * g not in done]
        assert stuck, "the wires form a cycle"
        graph = _without(graph, stuck[0])
    if columns:
        place = _from_inputs(graph, after, before, order)
    else:
        place = _to_outputs(after, order)
        if any(len(leaving) > 1 for leaving in graph.outs):  # else it is a tree, whose wires are as short as can be
            _promote(place, after, before, order)
    n = len(graph.boxes)
    ranks = place[:n]
    low = min(ranks, default=0)
    ranks = [r - low for r in ranks]
    count = max(ranks, default=-1) + 1
    first, last = [count] * len(graph.groups), [0] * len(graph.groups)
    if graph.groups:
        for box, r in enumerate(ranks):
            for g in graph.enclosing(graph.group[box]):
                first[g] = min(first[g], r)
                last[g] = max(last[g], r)
    return Ranked(graph, ranks, first, last, count)


Steps = list[list[tuple[int, int]]]


def _constraints(graph: LayoutGraph) -> tuple[Steps, Steps, list[int]]:
    """Return the least distances between boxes, and between both edges of each group, and an order along them.

    Vertex n + 2g stands for the left edge of group g, n + 2g + 1 for its right edge.
    """
    n = len(graph.boxes)
    size = n + 2 * len(graph.groups)
    after: Steps = [[] for _ in range(size)]
    before: Steps = [[] for _ in range(size)]

    def add(u: int, v: int, distance: int) -> None:
        after[u].append((v, distance))
        before[v].append((u, distance))

    if graph.groups:
        for box, g in enumerate(graph.group):
            if g != OUTSIDE:
                add(n + 2 * g, box, 0)
                add(box, n + 2 * g + 1, 0)
        for g, outer in enumerate(graph.parent):
            if outer != OUTSIDE:
                add(n + 2 * outer, n + 2 * g, 0)
                add(n + 2 * g + 1, n + 2 * outer + 1, 0)
    for w, (u, v) in enumerate(zip(graph.source, graph.target, strict=True)):
        start, end = u, v
        if graph.groups and graph.group[u] != graph.group[v] and not graph.crosses(w):
            of_u, of_v = graph.enclosing(graph.group[u]), graph.enclosing(graph.group[v])
            left = [g for g in of_u if g not in of_v]
            entered = [g for g in of_v if g not in of_u]
            start = n + 2 * left[-1] + 1 if left else u
            end = n + 2 * entered[-1] if entered else v
        add(start, end, 1)
    waiting = [len(steps) for steps in before]
    order = [v for v in range(size) if not waiting[v]]
    for u in order:  # grows while it is walked
        for v, _ in after[u]:
            waiting[v] -= 1
            if not waiting[v]:
                order.append(v)
    return after, before, order


def _to_outputs(after: Steps, order: list[int]) -> list[int]:
    place = [0] * len(order)
    for u in reversed(order):
        here = 0
        for v, distance in after[u]:
            if place[v] - distance < here:
                here = place[v] - distance
        place[u] = here
    return place


def _promote(place: list[int], after: Steps, before: Steps, order: list[int]) -> None:
    """Move boxes to the left, with all that feeds them and stands next to them, where that makes wires shorter in all.

    It takes time in proportion to the size of the graph, and leaves wires a little longer than they could be if that
    is too short.
    """
    gain = [sum([d for _, d in before[v]]) - sum([d for _, d in after[v]]) for v in range(len(order))]
    visits = PROMOTION * len(order)
    for turn in range(PASSES):
        has_changed = False
        for v in reversed(order) if turn % 2 else order:
            while before[v] and visits > 0:
                group, inside, total = [v], {v}, 0
                for u in group:  # grows while it is walked
                    total += gain[u]
                    for p, distance in before[u]:
                        if place[u] - distance == place[p] and p not in inside:
                            inside.add(p)
                            group.append(p)
                visits -= len(group)
                if total <= 0:
                    break
                shift = min(
                    [place[u] - d - place[p] for u in group for p, d in before[u] if p not in inside], default=0
                )
                if not shift:
                    break
                for u in group:
                    place[u] -= shift
                has_changed = True
        if not has_changed or visits <= 0:
            return


def _from_inputs(graph: LayoutGraph, after: Steps, before: Steps, order: list[int]) -> list[int]:
    place = [0] * len(order)
    for v in order:
        place[v] = max((place[u] + distance for u, distance in before[v]), default=0)
    # A leaf, and a gate that only passes one leaf on, lengthen no wire when they move to their consumer.
    movable = [False] * len(order)
    for v in order:
        if v < len(graph.boxes):
            entering = [graph.source[w] for w in graph.ins[v]]
            movable[v] = not entering or (
                len(entering) == 1 and movable[entering[0]] and len(graph.outs[entering[0]]) == 1
            )
    for u in reversed(order):
        if movable[u] and after[u]:
            place[u] = min(place[v] - distance for v, distance in after[u])
    return place


def _without(graph: LayoutGraph, vertex: int) -> LayoutGraph:
    def renumber(g: int) -> int:
        if g == vertex:
            g = graph.parent[vertex]
        return g - 1 if g > vertex else g

    return replace(
        graph,
        groups=[spec for g, spec in enumerate(graph.groups) if g != vertex],
        group=[renumber(g) for g in graph.group],
        parent=[renumber(up) for g, up in enumerate(graph.parent) if g != vertex],
    )
