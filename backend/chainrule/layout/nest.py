"""Sorting a rank while groups, and what stays as it is written, keep together and in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .net import OUTSIDE
from .split import Split

__all__ = ["Board", "entry", "nested"]


@dataclass(slots=True)
class Board:
    """The ranks being reordered. Odd rows are skipped: between two ranks wires keep the order they leave in."""

    split: Split
    ranks: list[list[int]]
    left: list[list[int]]  # vertices one rank to the left, in slot order
    right: list[list[tuple[int, int]]]  # (vertex one rank to the right, slot there)
    place: list[int]  # of each vertex in its rank
    port: list[int]  # number of the vertex's first port, counted down its rank
    order_of_group: list[int]
    written: list[int] | None  # of each vertex: its place in the depth-first walk, which it keeps, or -1 if it may move


def nested(board: Board, rank: list[int], wishes: Sequence[float]) -> list[int]:
    """The rank sorted by wishes, each group kept together and groups in their fixed order."""
    home = board.split.home
    if all(home[v] == OUTSIDE for v in rank):
        ordered = [rank[i] for i in sorted(range(len(rank)), key=wishes.__getitem__)]
        if board.written is None:
            return ordered
        return _kept(ordered, board.written)
    net = board.split.ranked.net
    parts: dict[int, list[tuple[float, int, list[int]]]] = {OUTSIDE: []}
    for v, wish in zip(rank, wishes, strict=True):
        for g in net.chain(home[v]):
            parts.setdefault(g, [])
        parts[home[v]].append((wish, OUTSIDE, [v]))
    sums = dict.fromkeys(parts, 0.0)
    for g in sorted(parts, reverse=True):  # inner before outer, the outside (-1) last
        inside = _merged(board, parts[g])
        flat = [v for _, _, members in inside for v in members]
        sums[g] = sum(wish * len(members) for wish, _, members in inside)
        if g == OUTSIDE:
            return flat
        parts[net.parent[g]].append((sums[g] / len(flat), g, flat))
    raise AssertionError("the outside holds everything")


def _merged(board: Board, parts: list[tuple[float, int, list[int]]]) -> list[tuple[float, int, list[int]]]:
    """The parts sorted by wishes; parts that are groups, and vertices that stay as written, keep their order."""
    parts = sorted(parts, key=lambda part: part[0])
    places = [i for i, part in enumerate(parts) if part[1] != OUTSIDE]
    groups = sorted([parts[i] for i in places], key=lambda part: board.order_of_group[part[1]])
    for i, part in zip(places, groups, strict=True):
        parts[i] = part
    written = board.written
    if written is not None:
        places = [i for i, part in enumerate(parts) if part[1] == OUTSIDE and written[part[2][0]] >= 0]
        stay = sorted([parts[i] for i in places], key=lambda part: written[part[2][0]])
        for i, part in zip(places, stay, strict=True):
            parts[i] = part
    return parts


def _kept(ordered: list[int], written: list[int]) -> list[int]:
    places = [i for i, v in enumerate(ordered) if written[v] >= 0]
    for i, v in zip(places, sorted([ordered[i] for i in places], key=written.__getitem__), strict=True):
        ordered[i] = v
    return ordered


def entry(board: Board, rank: list[int], home: int) -> int:
    """Where a newcomer to the group `home` can join the rank: groups stay together and in their fixed order."""
    net = board.split.ranked.net
    chains = [[*net.chain(board.split.home[v]), OUTSIDE] for v in rank]
    newcomer = OUTSIDE
    for group in [*net.chain(home), OUTSIDE]:
        inside = [i for i, chain in enumerate(chains) if group in chain]
        for i in inside:
            if newcomer == OUTSIDE:
                return i
            at = chains[i].index(group)
            if at and board.order_of_group[chains[i][at - 1]] > board.order_of_group[newcomer]:
                return i
        if inside:
            return inside[-1] + 1
        newcomer = group
    return 0
