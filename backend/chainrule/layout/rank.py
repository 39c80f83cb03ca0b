"""Which column each box stands in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .net import OUTSIDE, Net

__all__ = ["Ranked", "rank"]


@dataclass(frozen=True, slots=True)
class Ranked:
    net: Net  # without the groups that something leaves and enters again: no frame can hold them
    rank: list[int]  # of each box, from 0 at the left
    first: list[int]  # ranks of each group
    last: list[int]
    count: int  # of ranks


def rank(net: Net, *, columns: bool) -> Ranked:
    """Give every box a rank.

    Before: the wires have no cycle.
    After:  every wire goes to a higher rank. Every box stands as near to its nearest consumer as it can; with
            `columns`, boxes equally far from the inputs share a rank and only leaves hug their consumers. What feeds
            a group stands left of all of it, what it feeds right of all of it.
    """
    while True:
        after, before, order = _constraints(net)
        if len(order) == len(after):
            break
        # A cycle: some group can not be one rectangle. Give up the outermost of those concerned.
        done = set(order)
        stuck = [g for g in range(len(net.groups)) if len(net.boxes) + 2 * g not in done]
        assert stuck, "the wires form a cycle"
        net = _without(net, stuck[0])
    place = _from_inputs(net, after, before, order) if columns else _to_outputs(after, order)
    n = len(net.boxes)
    ranks = place[:n]
    low = min(ranks, default=0)
    ranks = [r - low for r in ranks]
    count = max(ranks, default=-1) + 1
    first, last = [count] * len(net.groups), [0] * len(net.groups)
    if net.groups:
        for box, r in enumerate(ranks):
            for g in net.chain(net.group[box]):
                first[g] = min(first[g], r)
                last[g] = max(last[g], r)
    return Ranked(net, ranks, first, last, count)


Steps = list[list[tuple[int, int]]]


def _constraints(net: Net) -> tuple[Steps, Steps, list[int]]:
    """Least distances between boxes and between the two edges of each group, and an order that goes along them.

    Vertex n + 2g stands for the left edge of group g, n + 2g + 1 for its right edge.
    """
    n = len(net.boxes)
    size = n + 2 * len(net.groups)
    after: Steps = [[] for _ in range(size)]
    before: Steps = [[] for _ in range(size)]

    def add(u: int, v: int, distance: int) -> None:
        after[u].append((v, distance))
        before[v].append((u, distance))

    if net.groups:
        for box, g in enumerate(net.group):
            if g != OUTSIDE:
                add(n + 2 * g, box, 0)
                add(box, n + 2 * g + 1, 0)
        for g, outer in enumerate(net.parent):
            if outer != OUTSIDE:
                add(n + 2 * outer, n + 2 * g, 0)
                add(n + 2 * g + 1, n + 2 * outer + 1, 0)
    for u, v in zip(net.source, net.target, strict=True):
        start, end = u, v
        if net.groups and net.group[u] != net.group[v]:
            of_u, of_v = net.chain(net.group[u]), net.chain(net.group[v])
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


def _from_inputs(net: Net, after: Steps, before: Steps, order: list[int]) -> list[int]:
    place = [0] * len(order)
    for v in order:
        place[v] = max((place[u] + distance for u, distance in before[v]), default=0)
    # A leaf, and a gate that only passes one leaf on, lengthen no wire when they move to their consumer.
    movable = [False] * len(order)
    for v in order:
        if v < len(net.boxes):
            entering = [net.source[w] for w in net.ins[v]]
            movable[v] = not entering or (
                len(entering) == 1 and movable[entering[0]] and len(net.outs[entering[0]]) == 1
            )
    for u in reversed(order):
        if movable[u] and after[u]:
            place[u] = min(place[v] - distance for v, distance in after[u])
    return place


def _without(net: Net, gone: int) -> Net:
    def renumber(g: int) -> int:
        if g == gone:
            g = net.parent[gone]
        return g - 1 if g > gone else g

    return replace(
        net,
        groups=[spec for g, spec in enumerate(net.groups) if g != gone],
        group=[renumber(g) for g in net.group],
        parent=[renumber(up) for g, up in enumerate(net.parent) if g != gone],
    )
