"""Each pass of the layout holds what its `After` says."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from chainrule.layout.net import OUTSIDE, Net, connect
from chainrule.layout.order import crossings, order
from chainrule.layout.place import apart, place
from chainrule.layout.ports import ease
from chainrule.layout.rank import Ranked, rank
from chainrule.layout.split import Split, split
from chainrule.layout.tracks import tracks
from graphs import NAMED, Drawing, random_dag, random_tree

DRAWINGS = [make() for make in NAMED.values()] + [random_dag(40, seed, groups=seed % 2 == 0) for seed in range(6)]


def net_of(d: Drawing) -> Net:
    return connect(d.boxes, d.wires, d.specs)


def ranked_of(d: Drawing) -> Ranked:
    return rank(net_of(d), columns=d.columns)


def split_of(d: Drawing) -> Split:
    return split(ranked_of(d))


@pytest.mark.parametrize("d", DRAWINGS)
def test_connect_sorts_operands_and_groups(d: Drawing) -> None:
    net = net_of(d)
    for entering in net.ins:
        slots = [net.wires[w].slot for w in entering]
        assert slots == sorted(slots)
    assert all(up == OUTSIDE or up < g for g, up in enumerate(net.parent))


@pytest.mark.parametrize("d", DRAWINGS)
@pytest.mark.parametrize("columns", [False, True])
def test_rank_sends_every_wire_right_and_closes_groups(d: Drawing, columns: bool) -> None:
    net = net_of(d)
    ranked = rank(net, columns=columns)
    assert min(ranked.rank) == 0
    for w, (u, v) in enumerate(zip(net.source, net.target, strict=True)):
        assert ranked.rank[u] < ranked.rank[v], w
        for g in set(net.chain(net.group[v])) - set(net.chain(net.group[u])):
            assert ranked.rank[u] < ranked.first[g]
        for g in set(net.chain(net.group[u])) - set(net.chain(net.group[v])):
            assert ranked.last[g] < ranked.rank[v]


@pytest.mark.parametrize("d", DRAWINGS)
def test_leaves_hug_their_consumers(d: Drawing) -> None:
    ranked = ranked_of(d)
    net = ranked.net
    for box, spec in enumerate(net.boxes):
        if spec.leaf and net.group[box] == OUTSIDE:
            targets = [net.target[w] for w in net.outs[box]]
            nearest = min(min([ranked.rank[v], *(ranked.first[g] for g in net.chain(net.group[v]))]) for v in targets)
            assert ranked.rank[box] == nearest - 1


@pytest.mark.parametrize("d", DRAWINGS)
def test_split_puts_a_point_in_every_row(d: Drawing) -> None:
    parts = split_of(d)
    for w, chain in enumerate(parts.chains):
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
    net = after.ranked.net
    assert [sorted(row) for row in after.rows] == [sorted(row) for row in before.rows]
    if not net.groups:
        assert crossings(after) <= crossings(before)
    for row in after.rows:
        for g in range(len(net.groups)):
            inside = [i for i, v in enumerate(row) if g in net.chain(after.home[v])]
            assert not inside or inside[-1] - inside[0] + 1 == len(inside)


@pytest.mark.parametrize("d", DRAWINGS)
def test_tracks_and_heights_keep_their_distances(d: Drawing) -> None:
    levels = tracks(order(split_of(d), columns=d.columns))
    for row in levels.split.rows:
        assert len({levels.track[v] for v in row}) == len(row)
    heights = place(levels)
    for t, near in enumerate(levels.above):
        assert all(heights[t] - heights[u] >= gap - 1e-4 for u, gap in near)


@pytest.mark.parametrize("d", DRAWINGS)
def test_eased_ports_keep_their_order(d: Drawing) -> None:
    levels = tracks(order(split_of(d), columns=d.columns))
    net, heights = levels.split.ranked.net, place(levels)
    y = [heights[t] for t in levels.track]
    _, entering = ease(net, levels.split, y, levels.leaving, levels.entering)
    for box, wires in enumerate(net.ins):
        offsets = [entering[w] for w in wires]
        assert all(a < b for a, b in pairwise(offsets))
        assert all(abs(offset) < net.boxes[box].height / 2 for offset in offsets)


@pytest.mark.parametrize("seed", range(10))
def test_apart_is_isotonic_regression_on_a_row(seed: int) -> None:
    rng = random.Random(seed)
    wish = [rng.uniform(-50, 50) for _ in range(9)]
    weight = [rng.choice([0.5, 1.0, 3.0]) for _ in wish]
    gaps = [rng.choice([5.0, 20.0]) for _ in wish]
    above = [[] if t == 0 else [(t - 1, gaps[t])] for t in range(9)]
    # The same without distances: shift each by the gaps above it; then the max-min formula.
    shift = [sum(gaps[1 : t + 1]) for t in range(9)]
    level = [a - s for a, s in zip(wish, shift, strict=True)]

    def mean(i: int, k: int) -> float:
        return sum(level[j] * weight[j] for j in range(i, k + 1)) / sum(weight[i : k + 1])

    best = [max(min(mean(i, k) for k in range(t, 9)) for i in range(t + 1)) + shift[t] for t in range(9)]
    assert apart(wish, weight, list(range(9)), above) == pytest.approx(best, abs=1e-5)
