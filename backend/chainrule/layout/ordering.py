"""Sorting a rank while groups, and what stays as it is written, keep together and in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .layout_graph import OUTSIDE
from .long_edges import Split

__all__ = ["Ordering", "insertion_index", "sort_rank"]


@dataclass(slots=True)
class Ordering:
    """The ranks being reordered. Odd rows are skipped: between two ranks wires keep the order they leave in."""

    split: Split
    ranks: list[list[int]]
    left: list[list[int]]  # vertices one rank to the left, in slot order
    right: list[list[tuple[int, int]]]  # (vertex one rank to the right, slot there)
    place: list[int]  # of each vertex in its rank
    port: list[int]  # number of the vertex's first port, counted down its rank
    order_of_group: list[int]
    source_order: (
        list[int] | None
    )  # of each vertex: its place in the depth-first walk, which it keeps, or -1 if it may move


def sort_rank(ordering: Ordering, rank: list[int], barycenters: Sequence[float]) -> list[int]:
    """Return the rank sorted by barycenters: groups kept together and in their fixed order, band below band."""
    band = ordering.split.band
    if band is None:
        return _sort_band(ordering, rank, barycenters)
    numbers: list[int] = []
    for at in range(3):
        places = [i for i, v in enumerate(rank) if band[v] == at]
        if places:
            numbers += _sort_band(ordering, [rank[i] for i in places], [barycenters[i] for i in places])
    return numbers


def _sort_band(ordering: Ordering, rank: list[int], barycenters: Sequence[float]) -> list[int]:
    group = ordering.split.group
    if all(group[v] == OUTSIDE for v in rank):
        ordered = [rank[i] for i in sorted(range(len(rank)), key=barycenters.__getitem__)]
        if ordering.source_order is None:
            return ordered
        return _in_source_order(ordered, ordering.source_order)
    graph = ordering.split.ranked.graph
    parts: dict[int, list[tuple[float, int, list[int]]]] = {OUTSIDE: []}
    for v, barycenter in zip(rank, barycenters, strict=True):
        for g in graph.enclosing(group[v]):
            parts.setdefault(g, [])
        parts[group[v]].append((barycenter, OUTSIDE, [v]))
    sums = dict.fromkeys(parts, 0.0)
    for g in sorted(parts, reverse=True):  # inner before outer, the outside (-1) last
        inside = _merged(ordering, parts[g])
        flat = [v for _, _, members in inside for v in members]
        sums[g] = sum(barycenter * len(members) for barycenter, _, members in inside)
        if g == OUTSIDE:
            return flat
        parts[graph.parent[g]].append((sums[g] / len(flat), g, flat))
    raise AssertionError("the outside holds everything")


def _merged(ordering: Ordering, parts: list[tuple[float, int, list[int]]]) -> list[tuple[float, int, list[int]]]:
    """Return the parts sorted by barycenters; groups, and vertices that stay as written, keep their order."""
    parts = sorted(parts, key=lambda part: part[0])
    places = [i for i, part in enumerate(parts) if part[1] != OUTSIDE]
    groups = sorted([parts[i] for i in places], key=lambda part: ordering.order_of_group[part[1]])
    for i, part in zip(places, groups, strict=True):
        parts[i] = part
    source_order = ordering.source_order
    if source_order is not None:
        places = [i for i, part in enumerate(parts) if part[1] == OUTSIDE and source_order[part[2][0]] >= 0]
        stay = sorted([parts[i] for i in places], key=lambda part: source_order[part[2][0]])
        for i, part in zip(places, stay, strict=True):
            parts[i] = part
    return parts


def _in_source_order(ordered: list[int], source_order: list[int]) -> list[int]:
    places = [i for i, v in enumerate(ordered) if source_order[v] >= 0]
    for i, v in zip(places, sorted([ordered[i] for i in places], key=source_order.__getitem__), strict=True):
        ordered[i] = v
    return ordered


def insertion_index(ordering: Ordering, rank: list[int], joined: int) -> int:
    """Return the index at which a vertex of the group `joined` can join the rank.

    Groups stay together and in their fixed order.
    """
    graph = ordering.split.ranked.graph
    enclosing = [[*graph.enclosing(ordering.split.group[v]), OUTSIDE] for v in rank]
    newcomer = OUTSIDE
    for group in [*graph.enclosing(joined), OUTSIDE]:
        inside = [i for i, outer in enumerate(enclosing) if group in outer]
        for i in inside:
            if newcomer == OUTSIDE:
                return i
            at = enclosing[i].index(group)
            if at and ordering.order_of_group[enclosing[i][at - 1]] > ordering.order_of_group[newcomer]:
                return i
        if inside:
            return inside[-1] + 1
        newcomer = group
    return 0
