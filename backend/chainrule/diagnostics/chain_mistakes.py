"""Mistakes with the chain rule: something upstream, local or coming back another way is left out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np

from ..graph import GraphNode
from ..ops import OPS, Pattern
from ..replay import constant_ratio, line_of, same
from ..sentences import tr
from .gradient_line import GradientLine
from .size_mistakes import clean_ratio, mean_words
from .trials import Number, all_same, gradient_words, scaled, too_large

__all__ = [
    "counted_once",
    "forgot_local",
    "forgot_number_above",
    "forgot_upstream",
    "local_only",
    "mask_missing",
    "overwrote",
    "wrong_term",
]


def forgot_upstream(line: GradientLine) -> str | None:
    """Test for a local gradient alone: of the gates that use the target, or of the next values with a name."""
    nodes, target = line.situation.nodes, line.gradient.target
    behind, ends = {target}, {gate for gate, _ in line.consumers()}
    for node in nodes[(target or 0) + 1 :]:
        if line.forward[node.id] and any(arg in behind for arg in node.args):
            if node.name:
                ends.add(node.id)
            else:
                behind.add(node.id)
    return _local(line, ends)


def forgot_number_above(line: GradientLine) -> str | None:
    """The same as `forgot_upstream` where the line is a multiple of the right one, so that it could be a size alone."""
    return None if clean_ratio(line) is None else forgot_upstream(line)


def local_only(line: GradientLine) -> str | None:
    """Say so where the number is a local gradient that no upstream gradient was multiplied with."""
    nodes = line.situation.nodes
    return _local(line, {node.id for node in nodes if node.name and line.forward[node.id]})


def _local(line: GradientLine, ends: set[int]) -> str | None:
    """The written number is d(end)/d(target) for one of `ends`: what comes from above it is left out."""
    target = line.gradient.target
    assert target is not None
    outputs = {output for output, seed, _ in line.seeds if seed is None}
    for end in sorted(ends - outputs - {target})[:20]:
        mine = [line.situation.points.gradients(((end, None, 1.0),))[point][target] for point in line.points]
        if all(each is not None for each in mine) and all_same(line.hand_values(), scaled(mine, line.gradient.sign)):
            name = line.situation.name(end)
            if not name:
                return tr("the upstream gradient is forgotten: it is the local gradient alone")
            return tr(
                "the upstream gradient is forgotten: it is {0} alone, and {1} is missing",
                f"d({name})/d{line.gradient.of}",
                gradient_words(line, name),
            )
    return None


def overwrote(line: GradientLine) -> str | None:
    """A value that is used several times gets the sum of what comes back; here only some of it is."""
    terms = _terms(line)
    if line.gradient.through:
        return None
    if len(terms) < 2:
        return _overwrote_entries(line)
    for count in (1, len(terms) - 1):
        for subset in combinations(range(len(terms)), count):
            partial = [sum(np.asarray(terms[k][1][point]) for k in subset) for point in line.points]
            if all_same(line.hand_values(), partial) and not all_same(line.true_gradient(), partial):
                left = [terms[k][0] for k in range(len(terms)) if k not in subset and terms[k][0]]
                of, count_words = line.gradient.of, _count(len(terms))
                if not left:
                    return tr("{0} is used {1}, and its gradients add up (+=)", of, count_words)
                return tr(
                    "{0} is used {1}, and its gradients add up (+=): what comes back through {2} is missing",
                    of,
                    count_words,
                    _listed(left),
                )
    for k, (name, term) in enumerate(terms):
        turned = [np.asarray(line.true_gradient()[p]) - 2 * np.asarray(term[p]) for p in line.points]
        if all_same(line.hand_values(), turned):
            return tr("the sign of what comes back through {0} is wrong", f"`{name}`" if name else tr("use {0}", k + 1))
    return None


def wrong_term(line: GradientLine) -> str | None:
    """Name the one wrong term of a value that is used several times, where all other terms are right."""
    parts = _terms(line)
    if line.gradient.through or not 2 <= len(parts) <= 8 or np.shape(line.hand_values()[0]) != np.shape(parts[0][1][0]):
        return None
    hand_value, true = line.hand_values(), line.true_gradient()
    for name, part in parts:
        rests = [np.asarray(w) - t + p for w, t, p in zip(hand_value, true, part, strict=True)]
        ratios = [constant_ratio(rest, each) for rest, each in zip(rests, part, strict=True)]
        first = ratios[0]
        if first is None or any(ratio is None or abs(ratio / first - 1) > 1e-9 for ratio in ratios):
            continue
        whole = max(first, 1 / first) if first > 0 else 0.0
        if whole > 1.5 and abs(whole - round(whole)) < 1e-9 * whole:
            words = tr("what comes back through {0} is {1}", f"`{name}`" if name else tr("one use"), too_large(first))
            return words + mean_words(line, first)
    mine = _added(line)
    if len(mine) != len(parts):
        return None
    left = [(n, term) for n, term in mine if not any(all_same(term, part) for _, part in parts)]
    missing = [(n, part) for n, part in parts if not any(all_same(term, part) for _, term in mine)]
    if len(left) == len(missing) == 1:
        name, of = f"`{left[0][0]}`" if left[0][0] else tr("one term"), line.gradient.of
        if not missing[0][0]:
            return tr("the other terms are right, and {0} is not what comes back to {1}", name, of)
        return tr(
            "the other terms are right, and {0} is not what comes back to {1} through `{2}`", name, of, missing[0][0]
        )
    return None


def _added(line: GradientLine) -> list[tuple[str, list[Number]]]:
    """Return the terms that a line adds up, each with its sign at the points."""
    nodes, factor = line.situation.nodes, 1.0
    todo = [(line.gradient.node, factor)]
    terms: list[tuple[str, list[Number]]] = []
    while todo and len(terms) < 10:
        at, sign = todo.pop()
        node = nodes[at]
        if at in line.order and node.op in ("add", "sub"):
            todo.append((node.args[0], sign))
            todo.append((node.args[1], sign if node.op == "add" else -sign))
        else:
            values = [sign * np.asarray(line.value_of(at, point)) for point in line.points]
            if np.any(values[0]):  # `dw = 0` is where a sum starts
                terms.append((line.situation.name(at), values))
    return terms


def counted_once(line: GradientLine) -> str | None:
    """Test for `dE[ids] += g`, which adds but one of the terms of an index that stands in `ids` twice."""
    nodes = line.situation.nodes
    for index in line.order:
        write = nodes[index]
        value = nodes[write.args[1]] if write.op == "scatter" else None
        if value is None or value.op not in ("add", "sub") or value.id not in line.order:
            continue
        old = nodes[value.args[0]]
        if old.op not in ("index", "pick") or old.args[0] != write.args[0] or old.params != write.params:
            continue
        args = (write.args[0], value.args[1], *write.args[2:])
        if value.op == "add" and line.gives(
            line.true_gradient(), edits={index: write._replace(op="scatter_add", args=args)}
        ):
            return tr(
                "entries of {0} are taken more than once, and `+=` on them adds the last one alone: np.add.at adds all",
                line.gradient.of,
            )
    return None


def _overwrote_entries(line: GradientLine) -> str | None:
    """Entries that are taken several times, as rows of an embedding, are set where they should be added to."""
    consumers = line.consumers()
    if len(consumers) != 1 or consumers[0][1] != 0:
        return None
    node = line.situation.nodes[consumers[0][0]]
    if OPS[node.op].pattern is not Pattern.RESHAPE:
        return None
    last_writes = []
    for point in line.points:
        indices, *others = (np.asarray(line.values(point)[arg]) for arg in node.args)
        upstream = line.gradients(point)[node.id]
        entries = _entries_taken(node, indices, others)
        if upstream is None or entries is None or np.unique(entries).size == entries.size:
            return None
        last = np.zeros(indices.size)
        last[entries] = np.ravel(np.broadcast_to(upstream, node.shape))
        last_writes.append(line.gradient.sign * line.gradient.scale * last.reshape(indices.shape))
    if not all_same(line.hand_values(), last_writes):
        return None
    return tr(
        "entries of {0} are taken more than once, and what comes back adds up (+=, np.add.at): "
        "here the last one overwrites the others",
        line.gradient.of,
    )


def _entries_taken(node: GraphNode, source: Number, others: Sequence[Number]) -> Any:
    """Return the entry of `source` at each place of the result, flat; None where a constant stands somewhere."""
    places = np.arange(float(source.size)).reshape(source.shape)
    here, shifted = (OPS[node.op].forward(each, *others, **node.params) for each in (places, places + source.size))
    return np.ravel(here).astype(int) if np.array_equal(shifted, here + source.size) else None


def _count(n: int) -> str:
    return tr("twice") if n == 2 else tr("{0} times", n)


def _listed(names: Sequence[str]) -> str:
    return tr(" and ").join(f"`{name}`" for name in dict.fromkeys(names))


def _terms(line: GradientLine) -> list[tuple[str, list[Number]]]:
    """Return the source of each use of the target, and the term that its gate adds to the target's gradient."""
    target = line.gradient.target
    assert target is not None
    factor = line.gradient.sign * line.gradient.scale
    return [
        (line.situation.name(gate), scaled([line.contribution(gate, target, point) for point in line.points], factor))
        for gate in dict.fromkeys(gate for gate, _ in line.consumers()[:12])
    ]


def mask_missing(line: GradientLine) -> str | None:
    """Say so where the mask of a router (`relu`, `max`, ...) is the local gradient left out."""
    return _unlocal(line, is_mask=True)


def forgot_local(line: GradientLine) -> str | None:
    """Say so where the local gradient of a gate that is no router was left out."""
    return _unlocal(line, is_mask=False)


def _unlocal(line: GradientLine, is_mask: bool) -> str | None:
    """A gradient is handed on as it comes: in the line itself, or in what the line is given."""
    return _handed_on_by_the_line(line, is_mask) or _handed_on_to_the_line(line, is_mask)


def _handed_on_by_the_line(line: GradientLine, is_mask: bool) -> str | None:
    """The line has the gradient at a gate behind its target, without the gates between the two."""
    target, nodes = line.gradient.target, line.situation.nodes
    shape = nodes[target].shape if target is not None else ()
    factor = line.gradient.sign * line.gradient.scale
    behind, ends = {target}, {output for output, seed, _ in line.seeds if seed is None}
    for node in nodes[(target or 0) + 1 :]:
        if not any(arg in behind for arg in node.args):
            continue
        behind.add(node.id)
        if (
            node.id not in ends
            and line.forward[node.id]
            and (node.name or node.call in (None, nodes[target or 0].call))
            and node.shape == shape
            and line.gradients(0)[node.id] is not None
        ):
            above = [factor * np.asarray(line.gradients(point)[node.id]) for point in line.points]
            if all_same(line.hand_values(), above) and _is_mask(line.true_gradient(), above) == is_mask:
                return _unlocal_words(line, node.id, is_mask)
    return None


def _handed_on_to_the_line(line: GradientLine, is_mask: bool) -> str | None:
    """The line would be right if a gradient that it uses had come through one gate more."""
    nodes = line.situation.nodes
    for used, gradient in line.used.items():
        assert gradient.target is not None
        end, true = nodes[gradient.target].shape, [line.situation.true(gradient, point) for point in line.points]
        if any(each is None for each in true) or math.prod(end) != math.prod(nodes[used].shape):
            continue
        for node in map(nodes.__getitem__, reversed(line_of(nodes, gradient.target, ())[0][:-1])):
            if line.is_exhausted:
                return None
            if not line.forward[node.id] or node.shape != end:
                continue
            below = [line.gradients(point)[node.id] for point in line.points]
            if any(b is None for b in below):
                continue
            scaled = [gradient.sign * gradient.scale * np.asarray(each) for each in below]
            replaced = [{used: np.reshape(each, nodes[used].shape)} for each in scaled]
            if _is_mask(scaled, true) == is_mask and line.gives(line.true_gradient(), replaced):
                if _has_a_name(line, scaled):
                    return None  # it stands in the program: see wrong-operand
                return _unlocal_words(line, gradient.target, is_mask, gradient.name)
    return None


def _has_a_name(line: GradientLine, value: Sequence[Number]) -> bool:
    """Return whether another gradient of the program should have this value."""
    for each in line.situation.gradients:
        if each.target is not None and each is not line.gradient:
            true = line.situation.true(each, 0)
            if true is not None and same(true, value[0]):
                return True
    return False


def _is_mask(below: Sequence[Number], above: Sequence[Number]) -> bool:
    return all(_is_masked(np.asarray(b), np.asarray(a)) for b, a in zip(below, above, strict=True))


def _is_masked(below: np.ndarray, above: np.ndarray) -> bool:
    """Return whether every entry is that of `above` or 0."""
    if below.shape != above.shape:
        return False
    is_close = np.abs(below - above) <= 1e-8 + 1e-9 * np.abs(above)
    return bool(((below == 0) | (below == above) | is_close).all())


def _unlocal_words(line: GradientLine, end: int, is_mask: bool, used: str = "") -> str:
    name = line.situation.name(end)
    factor = tr("the mask") if is_mask else tr("the local gradient")
    if name:
        factor = tr("the mask of `{0}`", name) if is_mask else tr("the local gradient of `{0}`", name)
    if is_mask:
        words = tr("{0} is missing: where the gate is closed, no gradient passes", factor)
        return f"{words}; {tr('`{0}` needs it first', used)}" if used else words
    if used:
        return tr("{0} is missing: multiply `{1}` by it first", factor, used)
    node, target = line.situation.nodes[end], line.gradient.target
    other = [arg for arg in node.args if arg != target]
    if node.op == "mul" and len(other) == 1 and line.situation.name(other[0]):
        return tr("{0} is missing, the factor `{1}`", factor, line.situation.name(other[0]))
    return tr("{0} is missing", factor)
