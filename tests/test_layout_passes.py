"""Each pass of the layout holds what its `After` says."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from chainrule.layout.blocks import align
from chainrule.layout.layout_graph import OUTSIDE, LayoutGraph, connect
from chainrule.layout.long_edges import Split, split
from chainrule.layout.order import crossings, order
from chainrule.layout.place import place, separate
from chainrule.layout.ports import ease
from chainrule.layout.rank import Ranked, rank
from graphs import NAMED, Drawing, random_dag, random_tree

DRAWINGS = [make() for make in NAMED.values()] + [random_dag(40, seed, groups=seed % 2 == 0) for seed in range(6)]


def graph_of(d: Drawing) -> LayoutGraph:
    return connect(d.boxes, d.wires, d.specs)


def ranked_of(d: Drawing) -> Ranked:
    return rank(graph_of(d), columns=d.columns)


def split_of(d: Drawing) -> Split:
    return split(ranked_of(d))


@pytest.mark.parametrize("d", DRAWINGS)
def test_connect_sorts_operands_and_groups(d: Drawing) -> None:
    graph = graph_of(d)
    for entering in graph.ins:
        slots = [graph.wires[w].slot for w in entering]
        assert slots == sorted(slots)
    assert all(up == OUTSIDE or up < g for g, up in enumerate(graph.parent))


@pytest.mark.parametrize("d", DRAWINGS)
@pytest.mark.parametrize("columns", [False, True])
def test_rank_sends_every_wire_right_and_closes_groups(d: Drawing, columns: bool) -> None:
    graph = graph_of(d)
    ranked = rank(graph, columns=columns)
    assert min(ranked.rank) == 0
    for w, (u, v) in enumerate(zip(graph.source, graph.target, strict=True)):
        assert ranked.rank[u] < ranked.rank[v], w
        for g in set(graph.enclosing(graph.group[v])) - set(graph.enclosing(graph.group[u])):
            assert ranked.rank[u] < ranked.first[g]
        for g in set(graph.enclosing(graph.group[u])) - set(graph.enclosing(graph.group[v])):
            assert ranked.last[g] < ranked.rank[v]


@pytest.mark.parametrize("d", DRAWINGS)
def test_leaves_hug_their_consumers(d: Drawing) -> None:
    ranked = ranked_of(d)
    graph = ranked.graph
    for box, spec in enumerate(graph.boxes):
        if spec.leaf and graph.group[box] == OUTSIDE:
            targets = [graph.target[w] for w in graph.outs[box]]
            nearest = min(
                min([ranked.rank[v], *(ranked.first[g] for g in graph.enclosing(graph.group[v]))]) for v in targets
            )
            assert ranked.rank[box] == nearest - 1


@pytest.mark.parametrize("d", DRAWINGS)
def test_split_puts_a_point_in_every_row(d: Drawing) -> None:
    parts = split_of(d)
    for w, chain in enumerate(parts.long_edges):
        assert all(parts.row[b] == parts.row[a] + 1 for a, b in pairwise(chain))
        assert parts.label[w] in chain[1:-1]
        assert parts.row[parts.label[w]] % 2 == 1
    assert sorted(v for row in parts.rows for v in row) == list(range(len(parts.row)))


@pytest.mark.parametrize("seed", range(8))
def test_a_tree_needs_no_reordering(seed: int) -> None:
    assert crossings(split_of(random_tree(20, seed))) == 0


@pytest.mark.parametrize("d", DRAWINGS)
def test_order_keeps_members_and_groups_together(d: Drawing) -> None:
    before = split_of(d)
    after = order(before, columns=d.columns)
    graph = after.ranked.graph
    assert [sorted(row) for row in after.rows] == [sorted(row) for row in before.rows]
    if not graph.groups:
        assert crossings(after) <= crossings(before)
    for row in after.rows:
        for g in range(len(graph.groups)):
            inside = [i for i, v in enumerate(row) if g in graph.enclosing(after.group[v])]
            assert not inside or inside[-1] - inside[0] + 1 == len(inside)


@pytest.mark.parametrize("d", DRAWINGS)
def test_tracks_and_heights_keep_their_distances(d: Drawing) -> None:
    levels = align(order(split_of(d), columns=d.columns))
    for row in levels.split.rows:
        assert len({levels.block[v] for v in row}) == len(row)
    heights = place(levels)
    for t, near in enumerate(levels.above):
        assert all(heights[t] - heights[u] >= gap - 1e-4 for u, gap in near)


@pytest.mark.parametrize("d", DRAWINGS)
def test_eased_ports_keep_their_order(d: Drawing) -> None:
    levels = align(order(split_of(d), columns=d.columns))
    graph, heights = levels.split.ranked.graph, place(levels)
    y = [heights[t] for t in levels.block]
    _, entering = ease(graph, levels.split, y, levels.leaving, levels.entering)
    for box, wires in enumerate(graph.ins):
        offsets = [entering[w] for w in wires]
        assert all(a < b for a, b in pairwise(offsets))
        assert all(abs(offset) < graph.boxes[box].height / 2 for offset in offsets)


@pytest.mark.parametrize("seed", range(10))
def test_apart_is_isotonic_regression_on_a_row(seed: int) -> None:
    rng = random.Random(seed)
    desired = [rng.uniform(-50, 50) for _ in range(9)]
    weight = [rng.choice([0.5, 1.0, 3.0]) for _ in desired]
    gaps = [rng.choice([5.0, 20.0]) for _ in desired]
    above = [[] if t == 0 else [(t - 1, gaps[t])] for t in range(9)]
    # The same without distances: shift each by the gaps above it; then the max-min formula.
    shift = [sum(gaps[1 : t + 1]) for t in range(9)]
    level = [a - s for a, s in zip(desired, shift, strict=True)]

    def mean(i: int, k: int) -> float:
        return sum(level[j] * weight[j] for j in range(i, k + 1)) / sum(weight[i : k + 1])

    best = [max(min(mean(i, k) for k in range(t, 9)) for i in range(t + 1)) + shift[t] for t in range(9)]
    assert separate(desired, weight, list(range(9)), above) == pytest.approx(best, abs=1e-5)
