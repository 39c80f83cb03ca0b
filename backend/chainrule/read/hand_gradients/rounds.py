"""The rounds of a loop: which entry of a series of forward values each round's gradient belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from ...graph import GraphNode
from ...replay import line_of
from .candidates import Candidate, Version
from .explanation import Explanation

if TYPE_CHECKING:
    from .search import Search

__all__ = ["entries", "is_read", "pair_rounds"]

MOST_ENTRIES = 64  # of one array that rounds write or read one by one


def entries(nodes: Sequence[GraphNode], each: Candidate, versions: Sequence[Version]) -> list[Version]:
    """Return the entries of an array that have a gradient's own shape: `do` in a round is the gradient of one o[t].

    They are the values that rounds write into it, or, of an array that is not written, what rounds read from it. What
    comes back to an entry through one of its uses is the gradient of what that use reads.
    """
    shape = nodes[each.node].shape
    writes = {
        nodes[v.node].args[1]: v._replace(name=_entry_name(v.name, nodes[v.node]), node=nodes[v.node].args[1])
        for v in versions
        if nodes[v.node].op == "scatter" and nodes[nodes[v.node].args[1]].shape == shape
    }
    if writes and not each.part:
        return list(writes.values())[:MOST_ENTRIES]
    by_node = {v.node: v for v in versions}
    read = {
        node.id: by_node[node.args[0]]._replace(name=_entry_name(by_node[node.args[0]].name, node), node=node.id)
        for node in nodes[: each.node]
        if node.op == "index" and node.args[0] in by_node and node.shape == shape and _row(node) is not None
    }
    return list({**writes, **read}.values())[:MOST_ENTRIES]


def is_read(nodes: Sequence[GraphNode], version: Version) -> bool:
    """Return whether a version is one reading of an entry."""
    return version.name.endswith("]") and nodes[version.node].op == "index"


def _row(node: GraphNode) -> int | None:
    key = node.params["key"]
    is_row = bool(key) and isinstance(key[0], int) and not isinstance(key[0], bool)
    return key[0] if is_row else None


def _entry_name(name: str, node: GraphNode) -> str:
    row = _row(node)
    return name if row is None else f"{name}[{row}]"


def pair_rounds(search: Search, explanation: Explanation) -> dict[int, list[Version]]:
    """Return the values that each gradient of a series of rounds may belong to, where its own number does not say.

    Rounds go through their values in order, forwards or, as a backward pass does, backwards; those that are explained
    say where they start.
    """
    families: dict[object, list[int]] = {}
    for index, each in sorted(enumerate(search.candidates), key=lambda pair: pair[1].position):
        if each.span is not None and index in explanation.reached:
            families.setdefault((each.name, each.span), []).append(index)
    result: dict[int, list[Version]] = {}
    for family in families.values():
        is_part = search.candidates[family[0]].part  # of the step before, and of which use, only its number says
        if len(family) > 1 and not is_part and not all(index in explanation.matches for index in family):
            result |= _pairs(search, explanation, family, result)
    return result


def _pairs(
    search: Search, explanation: Explanation, family: Sequence[int], earlier: Mapping[int, list[Version]]
) -> dict[int, list[Version]]:
    shape = search.nodes[search.candidates[family[0]].node].shape
    series = [v for v in search.values(search.candidates[family[-1]]) if search.nodes[v.node].shape == shape]
    series = sorted(series, key=lambda v: v.node)
    if len(series) < 2:
        return {}
    places: dict[int, int] = {}
    is_net = False  # they are the gradients at what the series are activations of
    for turn, index in enumerate(family):
        match = explanation.matches.get(index)
        if match is not None:
            at = next((j for j, v in enumerate(series) if match.target in _nodes_of(search, v.node)), None)
            if at is not None:
                places[turn] = at
                is_net = match.target != series[at].node
    way = 0
    if len(places) > 1:
        way = next((w for w in (-1, 1) if len({at - w * turn for turn, at in places.items()}) == 1), 0)
    elif len(places) == 1 or len(series) - len(family) in (0, 1):
        way = _direction(search, explanation, family)
    if not way:
        return {}
    if places:
        start: int | None = Counter(at - way * turn for turn, at in places.items()).most_common(1)[0][0]
    else:
        targets_of = {i: match.target for i, match in explanation.matches.items()}
        targets_of |= {i: versions[0].node for i, versions in earlier.items()}
        start = _start(search, targets_of, family, series, way)
    pairs = {}
    for turn, index in enumerate(family):
        at = None if start is None else start + way * turn
        if index not in explanation.matches and at is not None and 0 <= at < len(series):
            targets = search.targets(search.candidates[index], [series[at]])
            net = [t for t in targets if t.node != series[at].node] if is_net else []
            pairs[index] = net[:1] or ([series[at]] if places else targets)
    return pairs


def _start(
    search: Search, targets_of: Mapping[int, int], family: Sequence[int], series: Sequence[Version], way: int
) -> int | None:
    """Return where the first round begins, if none is explained: a gradient is made from those of what its value makes.

    A first value that no round computes, as the state before the first step, is left out unless it must be in.
    """
    computed = [at for at, v in enumerate(series) if search.nodes[v.node].args]
    at = computed if len(computed) == len(family) else list(range(len(series)))[-len(family) :]
    first = at[0] if way > 0 else at[-1]
    below = {
        turn: search.above([targets_of[i] for i in search.uses[index] if i in targets_of])
        for turn, index in enumerate(family)
        if any(i in targets_of for i in search.uses[index])
    }
    for start in (first, first - 1, first + 1):
        steps = {turn: start + way * turn for turn in below}
        if all(not 0 <= step < len(series) or below[turn][series[step].node] for turn, step in steps.items()):
            return start
    return None


def _nodes_of(search: Search, node: int) -> set[int]:
    return {node, *(net.node for net in search.nets(node))}


def _direction(search: Search, explanation: Explanation, family: Sequence[int]) -> int:
    """Return 1 or -1: whether later rounds use later or earlier values of the forward pass; 0: neither."""
    above = search.above([seed[0] for seed in explanation.hypothesis.seeds])
    stop = {node.id for node in search.nodes if above[node.id]}
    marks: list[int] = []
    before: set[int] = set()
    for index in family:
        order, used = line_of(search.nodes, search.candidates[index].node, stop)
        fresh = {node for node in used if search.nodes[node].args} - before
        rows = [row for node in set(order) - before if (row := _read_row(search.nodes[node])) is not None]
        if fresh:
            marks.append(max(fresh))
        elif rows:
            marks.append(max(rows))
        before |= set(used) | set(order)
    steps = [later - earlier for earlier, later in pairwise(marks)]
    if len(marks) < 2 or not any(steps):
        return 0
    return 1 if all(step >= 0 for step in steps) else -1 if all(step <= 0 for step in steps) else 0


def _read_row(node: GraphNode) -> int | None:
    return _row(node) if node.op == "index" else None
