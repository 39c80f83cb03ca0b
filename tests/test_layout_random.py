"""Drawings no formula would make: odd sizes, several outgoing wires without a copy gate, groups at random."""

from __future__ import annotations

import random
import sys
from dataclasses import replace

import pytest

from chainrule.layout import BoxSize, GroupSpec, WireSpec, layout
from graphs import Drawing
from layout_measures import alien_groups, loose_ends, overlaps, through


def strange(seed: int) -> Drawing:
    rng = random.Random(seed)
    n = rng.randrange(2, 26)
    wires: list[WireSpec] = []
    for v in range(1, n):
        for slot in range(rng.choice([0, 1, 1, 2, 2, 3])):
            u = rng.randrange(max(0, v - rng.choice([2, 5, 25])), v)
            label = rng.choice([20, 46, 90]), rng.choice([8, 17, 40]), rng.choice([8, 17, 40])
            wires.append(WireSpec(f"e{len(wires)}", f"b{u}", f"b{v}", slot, *label, rng.random() < 0.4))
    fed = {wire.target for wire in wires}
    boxes = [
        BoxSize(f"b{v}", rng.choice([20, 44, 44, 80, 130]), rng.choice([20, 34, 44, 60]), f"b{v}" not in fed)
        for v in range(n)
    ]
    return Drawing(columns=rng.random() < 0.4, boxes=boxes, wires=wires, specs=_groups(rng, n))


def _groups(rng: random.Random, n: int) -> list[GroupSpec]:
    pools: list[tuple[str | None, list[int]]] = [(None, list(range(n)))]
    groups: list[GroupSpec] = []
    for g in range(rng.randrange(5)):
        parent, pool = rng.choice(pools)
        at = rng.randrange(len(pool)) if pool else 0
        members = [v for v in pool[at : at + rng.randrange(1, 8)] if rng.random() < 0.85]
        if not members or len(members) == len(pool):
            continue
        for _, others in pools:
            if others is pool:
                others[:] = [v for v in others if v not in members]
        groups.append(GroupSpec(f"g{g}", tuple(f"b{v}" for v in members), rng.choice([10.0, 60.0, 300.0]), parent))
        pools.append((f"g{g}", members))
    return groups


def check(d: Drawing) -> int:
    picture = layout(d.boxes, d.wires, d.specs, columns=d.columns)
    parents = {spec.id: spec.parent for spec in d.specs}
    kept = []
    for spec in d.specs:
        up = spec.parent
        while up is not None and up not in picture.groups:
            up = parents[up]
        if spec.id in picture.groups:
            kept.append(spec._replace(parent=up))
    drawn = replace(d, specs=kept)
    assert not overlaps(drawn, picture)
    assert not through(drawn, picture)
    assert not loose_ends(drawn, picture)
    assert not alien_groups(drawn, picture)
    return len(d.specs) - len(kept)


def test_strange_drawings_are_drawn_cleanly() -> None:
    dropped = sum(check(strange(seed)) for seed in range(150))
    assert dropped < 40  # groups that are left and entered again


def test_wires_above_everything_touch_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["chainrule.layout.long_edges"], "DUMMIES", (0, 1))
    for seed in range(80):
        check(strange(seed))
