"""Mistakes of axes, slices and entries of arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations, product
from typing import Any, NamedTuple

import numpy as np

from ..graph import GraphNode
from ..ops.indexing import IndexInput, Slice
from ..sentences import tr
from .gradient_line import GradientLine
from .sites import Apply, Site, by_place, expression, sites

__all__ = ["wrong_entries", "wrong_order_of_axes", "wrong_part", "wrong_reduction"]

MOST_KEYS = 60  # other slices that are tried at one place
REDUCTIONS = ("sum", "mean", "amax", "amin")


def wrong_reduction(line: GradientLine) -> str | None:
    """Test for a sum or mean over other axes than it should go, or one in place of the other."""
    true = line.true_gradient()
    for site in sites(line):
        op = site.gates[0].op
        if site.slot is not None or op not in REDUCTIONS:
            continue
        for axes in _other_axes(line, site):
            edits = {g.id: g._replace(params={**g.params, "axis": axes}) for g in site.gates}
            if line.gives(true, edits=edits):
                return _axis_words(op, site, axes)
        other = {"sum": "mean", "mean": "sum"}.get(op)
        if other and line.gives(true, edits={g.id: g._replace(op=other) for g in site.gates}):
            if op == "sum":
                return tr("`{0}` takes a sum where the mean belongs", site.text)
            return tr("`{0}` takes a mean where the sum belongs", site.text)
    return None


def _axis_words(op: str, site: Site, axes: Any) -> str:
    if op == "sum":
        return tr("`{0}` sums over the wrong axes: axis={1} is right", site.text, str(axes))
    return tr("`{0}` goes over the wrong axes: axis={1} is right", site.text, str(axes))


def _other_axes(line: GradientLine, site: Site) -> Iterator[Any]:
    nodes = line.situation.nodes
    first = site.gates[0]
    rank = len(nodes[first.args[0]].shape)
    mine = first.params.get("axis")
    present = set(range(rank)) if mine is None else {a % rank for a in ((mine,) if isinstance(mine, int) else mine)}
    for count in range(1, rank + 1) if 1 <= rank <= 4 else ():
        for axes in combinations(range(rank), count):
            if set(axes) != present:
                yield axes[0] if count == 1 else None if count == rank else axes


def wrong_order_of_axes(line: GradientLine) -> str | None:
    """Test for axes that are put in another order than they should, or not put in order before a reshape."""
    true, nodes = line.true_gradient(), line.situation.nodes
    for site in sites(line):
        gate = site.gates[0]
        if site.slot is not None or len(gate.args) != 1 or gate.op not in ("transpose", "reshape", "T"):
            continue
        rank = len(nodes[gate.args[0]].shape)
        for axes in permutations(range(rank)) if 2 <= rank <= 4 else ():
            if gate.op == "reshape":
                if axes == tuple(range(rank)):
                    continue
                if Site(site.text, site.gates, 0).holds(line, _transposed(axes)):
                    return tr("`{0}` needs its axes in another order first: transpose({1})", site.text, _axes(axes))
            elif line.gives(true, edits={g.id: g._replace(op="transpose", params={"axes": axes}) for g in site.gates}):
                return tr("`{0}` has its axes in the wrong order: transpose({1}) is right", site.text, _axes(axes))
    for site in sites(line):
        if site.slot is None or site.gates[0].op not in ("einsum", "matmul", "tensordot"):
            continue
        rank = np.ndim(line.value_of(site.gates[0].args[site.slot], 0))
        for axes in permutations(range(rank)) if rank == 3 else ():
            if axes != tuple(range(rank)) and site.holds(line, _transposed(axes)):
                return tr("`{0}` needs its axes in another order here: transpose({1})", site.text, _axes(axes))
    nodes_rank = np.ndim(line.hand_values()[0])
    for axes in permutations(range(nodes_rank)) if 3 <= nodes_rank <= 4 else ():
        turned = [np.transpose(value, axes) for value in line.hand_values()]
        if axes != tuple(range(nodes_rank)) and _agree(turned, true):
            return tr("its axes are in the wrong order: transpose({0}) of it is right", _axes(axes))
    return None


def _transposed(axes: tuple[int, ...]) -> Apply:
    return lambda value, other: np.transpose(value, axes)


def _agree(first: list[Any], second: list[Any]) -> bool:
    pairs = zip(first, second, strict=True)
    return all(np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=1e-9, atol=1e-12) for a, b in pairs)


def _axes(axes: tuple[int, ...]) -> str:
    return ", ".join(map(str, axes))


def wrong_part(line: GradientLine) -> str | None:
    """Test for a slice that takes another part of the same size than it should, as a crop of a padded array."""
    true, nodes = line.true_gradient(), line.situation.nodes
    for site in sites(line):
        first = site.gates[0]
        if site.slot is not None or first.op != "index" or len({g.params["key"] for g in site.gates}) > 1:
            continue
        for key in _other_keys(first.params["key"], nodes[first.args[0]].shape):
            if line.gives(true, edits={g.id: g._replace(params={"key": key}) for g in site.gates}):
                return tr(
                    "`{0}` takes the wrong part: [{1}] belongs there",
                    site.text,
                    _key_text(key, nodes[first.args[0]].shape),
                )
    return None


def _other_keys(key: tuple[Any, ...], shape: tuple[int, ...]) -> Iterator[tuple[Any, ...]]:
    """Yield keys whose slices start elsewhere and take as many entries."""
    if len(key) > len(shape) or any(item is None or item is Ellipsis for item in key):
        return
    choices: list[list[Any]] = []
    for item, size in zip(key, shape, strict=False):
        if isinstance(item, Slice) and item.step in (None, 1):
            start, stop, _ = slice(item.start, item.stop).indices(size)
            length = stop - start
            others = [Slice(at, at + length, None) for at in range(size - length + 1)]
            choices.append(others if 0 < length < size else [Slice(0, size, None)])
        else:
            choices.append([item])
    count = 0
    for other in product(*choices):
        if other != key and count < MOST_KEYS:
            count += 1
            yield other


def _key_text(key: tuple[Any, ...], shape: tuple[int, ...]) -> str:
    parts = []
    for item, size in zip(key, shape, strict=False):
        if isinstance(item, Slice):
            stop = size if item.stop is None else item.stop
            parts.append(f"{item.start or ''}:{'' if stop == size else stop - size if item.start else stop}")
        else:
            parts.append(str(item))
    return ", ".join(parts)


def wrong_entries(line: GradientLine) -> str | None:
    """Test for entries that are read or written elsewhere than where the forward pass takes them."""
    true, nodes = line.true_gradient(), line.situation.nodes
    keyed = [n.id for n in nodes if line.forward[n.id] and n.op in ("index", "pick")]
    forward = list(by_place(line, keyed))
    mine_by_place = [(p, [g for g in gates if g.op in KEYED]) for p, gates in by_place(line, line.order)]
    for place, mine in mine_by_place:
        base = nodes[mine[0].args[0]].shape if mine else ()
        for other_place, others in forward:
            theirs = [g for g in others if nodes[g.args[0]].shape == base]
            if not mine or not theirs or other_place == place:
                continue
            count = sum(gate.op == mine[0].op for gate in mine)  # rounds that are right need no other entries
            for way in (theirs, theirs[::-1], theirs[-count:], theirs[-count:][::-1], theirs[:count][::-1]):
                edits = _with_keys_of(mine, way)
                if edits and line.gives(true, edits=edits):
                    text, other = expression(line, place), expression(line, other_place)
                    return tr("`{0}` means other entries than `{1}` takes: the same belong there", text, other)
    for place, mine in mine_by_place:
        for other_place, others in [*forward, *mine_by_place]:
            if mine and others and other_place != place:
                for edits in _renumbered(line, mine, others):
                    if line.gives(true, edits=edits):
                        text, other = expression(line, place), expression(line, other_place)
                        return tr("an index of `{0}` is wrong: that of `{1}` belongs there", text, other)
    return None


KEYED = ("index", "pick", "scatter", "scatter_add")


def _renumbered(line: GradientLine, mine: list[GraphNode], theirs: list[GraphNode]) -> Iterator[dict[int, GraphNode]]:
    """Yield the gates with one number of their keys replaced by that of others, round by round."""
    nodes = line.situation.nodes
    rounds = [theirs] if len({g.op for g in theirs}) == 1 else [[g for g in theirs if g.op == theirs[0].op]]
    rounds += [rounds[0][::-1]]
    for others in rounds:
        for slot, place in product(range(3), range(3)):
            edits: dict[int, GraphNode] = {}
            for op in dict.fromkeys(gate.op for gate in mine):
                gates = [gate for gate in mine if gate.op == op]
                if len(others) != len(gates):
                    break
                for gate, other in zip(gates, others, strict=True):
                    items, sources = _items(gate), _items(other)
                    shape = nodes[gate.args[0]].shape
                    if slot < len(sources) and place < min(len(items), len(shape)):
                        number, old = sources[slot], items[place]
                        is_inside = isinstance(number, _Node) or (
                            isinstance(number, int) and abs(number) < shape[place]
                        )
                        if is_inside and isinstance(old, (int, _Node)) and number != old:
                            edits[gate.id] = _with_items(gate, [*items[:place], number, *items[place + 1 :]])
            if edits:
                yield edits


class _Node(NamedTuple):
    """An index that is data."""

    id: int


def _items(gate: GraphNode) -> list[Any]:
    """Return what stands between the brackets, an index that is data as its node."""
    data = gate.args[2 if gate.op.startswith("scatter") else 1 :]
    return [_Node(data[item.number]) if isinstance(item, IndexInput) else item for item in gate.params["key"]]


def _with_items(gate: GraphNode, items: Sequence[Any]) -> GraphNode:
    count = 2 if gate.op.startswith("scatter") else 1
    data = [item.id for item in items if isinstance(item, _Node)]
    numbers = iter(range(len(data)))
    key = tuple(IndexInput(next(numbers)) if isinstance(item, _Node) else item for item in items)
    op = gate.op if count == 2 else "pick" if data else "index"
    return gate._replace(op=op, args=(*gate.args[:count], *data), params={"key": key})


def _with_keys_of(mine: list[GraphNode], theirs: list[GraphNode]) -> dict[int, GraphNode]:
    """Return the gates with the keys of others, round by round; none where the rounds are not as many."""
    edits: dict[int, GraphNode] = {}
    for op in dict.fromkeys(gate.op for gate in mine):
        gates = [gate for gate in mine if gate.op == op]
        if len(theirs) not in (1, len(gates)):
            return {}
        for place, gate in enumerate(gates):
            other = theirs[0 if len(theirs) == 1 else place]
            fixed = 2 if op.startswith("scatter") else 1
            new_op = op if op.startswith("scatter") else other.op
            edits[gate.id] = gate._replace(
                op=new_op, args=(*gate.args[:fixed], *other.args[1:]), params={"key": other.params["key"]}
            )
    return {} if all(edits[g.id].params == g.params and edits[g.id].args == g.args for g in mine) else edits
