"""The loss that a program without one follows: behind a difference `p - t`, or what its first gradient starts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

import numpy as np

from ...diagnostics.points import Points, Seed
from ...graph import LITERAL, GraphNode, ImpliedLoss, Shape
from ...replay import constant_ratio, line_of, same
from .candidates import Candidate, ProgramNames
from .explanation import Hypothesis, RecordLosses
from .nets import NetActivation, nets
from .search import Search

__all__ = ["implied"]

MOST = 8  # of each kind
MOST_RECORDS = 50  # whose losses are added up


class _Record(NamedTuple):
    """One round's difference: `sign` 1 is p - t, -1 is t - p."""

    predicted: int
    sign: float
    data: int
    difference: int


def implied(search: Search, names: ProgramNames, ends: Set[int]) -> Iterator[Hypothesis]:
    """Yield hypotheses for a program without a loss: that of a difference `p - t`, or the first gradient as written."""
    nodes, candidates, points = search.nodes, search.candidates, search.points
    count = 0
    yield from _over_records(search, names)
    named = [each.node for each in reversed(candidates)]
    inside = [node for line in reversed(search.lines) for node in reversed(line)]  # of earlier rounds last
    for node in dict.fromkeys([*named, *inside]):
        for predicted, sign, data in _differences(search, node):
            text = _difference_text(nodes, names, predicted, sign, data)
            for end, loss, way, act in _losses_of(nodes, points, predicted, sign):
                for factor in _factors(points, candidates, ((end, node, way),)):
                    words = f"compared with {_times(factor, loss)} behind {text}"
                    implied_loss = (
                        ImpliedLoss(factor)
                        if act is None
                        else ImpliedLoss(factor, act.run, act.sign, not act.entrywise)
                    )
                    yield Hypothesis(((end, node, way * factor),), words, False, True, loss=implied_loss)
                    count += 1
                    if count > 4 * MOST:
                        return
    for each in (candidates[index] for index in range(len(candidates)) if not search.uses[index]):
        for version in each.options:
            if version.node in ends and nodes[each.node].args and nodes[version.node].shape == nodes[each.node].shape:
                words = f"compared with what {each.name} starts"
                yield Hypothesis(((version.node, each.node, 1.0),), words, False, True, start=each.node)
                break


def _over_records(search: Search, names: ProgramNames) -> Iterator[Hypothesis]:
    """Yield the losses behind one line's differences, added over the records that a loop takes one by one.

    That is what `del_w += error_term * x` is the gradient of, where one round's loss explains one round's terms alone.
    """
    nodes, points = search.nodes, search.points
    lines: dict[object, list[_Record]] = {}
    for node in nodes:
        for predicted, sign, data in _differences(search, node.id) if node.span is not None else ():
            if data is not None:
                lines.setdefault((node.span, sign), []).append(_Record(predicted, sign, data, node.id))
    own = [any(each.difference in search.by_node for each in records) for records in lines.values()]
    order = sorted(range(len(own)), key=lambda place: (not own[place], -place))  # an error term leads, the last first
    for records in [list(lines.values())[place] for place in order[:MOST]]:
        last = line_of(nodes, records[-1].predicted, ())[0]
        # What an update lies between belongs to another pass over the records.
        records = [each for each in records if each is records[-1] or not {each.predicted, each.difference} & set(last)]
        if not 1 < len(records) <= MOST_RECORDS:
            continue
        _, sign, data, _ = last_record = records[-1]
        text = _difference_text(nodes, names, last_record.predicted, sign, data)
        of_records = [list(_losses_of(nodes, points, each.predicted, each.sign)) for each in records]
        for losses in zip(*of_records, strict=False):
            seeds = tuple((end, each.difference, way) for each, (end, _, way, _) in zip(records, losses, strict=True))
            # Forgetting to divide one of the sums is likelier than dividing one by mistake.
            mean = 1 / len(records)
            factors = _factors(points, search.candidates, seeds)
            for factor in sorted(factors, key=lambda each: abs(each - mean) > 1e-9):
                yield Hypothesis(
                    tuple((end, difference, way * factor) for end, difference, way in seeds),
                    f"compared with {_times(factor, losses[-1][1])} behind {text}, added over {len(records)} rounds",
                    False,
                    True,
                    records=RecordLosses(
                        tuple((each.predicted, each.data) for each in records),
                        factor,
                        next((act.entrywise for *_, act in losses if act is not None), None),
                    ),
                )


def _difference_text(
    nodes: Sequence[GraphNode], names: ProgramNames, predicted: int, sign: float, data: int | None
) -> str:
    label = "the labels" if data is None else _name(nodes, names, data) or "t"
    pair = _name(nodes, names, predicted) or "p", label
    return f"{pair[0]} - {pair[1]}" if sign > 0 else f"{pair[1]} - {pair[0]}"


def _losses_of(
    nodes: Sequence[GraphNode], points: Points, predicted: int, sign: float
) -> Iterator[tuple[int, str, float, NetActivation | None]]:
    """Yield the losses with gradient `p - t`: (node, name of the loss, sign, activation between it and `p`)."""
    yield predicted, "half the squared error", sign, None
    for net in nets(nodes, points.values, predicted):
        if net.activation.loss:
            yield net.node, f"the {net.activation.loss}", sign * net.activation.sign, net.activation


def _times(factor: float, loss: str) -> str:
    if factor == 1:
        return loss
    if factor == 2:
        return loss.removeprefix("half ") if loss.startswith("half") else f"twice {loss}"
    whole = abs(1 / factor - round(1 / factor)) < 1e-9
    if factor < 1 and not whole and loss.startswith("half "):  # 2/3 of the half
        return f"1/{2 / factor:g} of {loss.removeprefix('half ')}"
    return f"{factor:g} times {loss}" if factor > 1 else f"1/{1 / factor:g} of {loss}"


def _name(nodes: Sequence[GraphNode], names: ProgramNames, node: int) -> str | None:
    name = nodes[node].name or names.name_of(node)
    if name is None and nodes[node].op == LITERAL and not nodes[node].shape:  # the 1 of `y*(1 - y)*(1 - y)`
        return f"{nodes[node].params['value']:g}"
    if name is None and nodes[node].op == "index":  # `y[i]` of a round is the y of it
        name = nodes[nodes[node].args[0]].name
    return name


def _differences(search: Search, node: int) -> Iterator[tuple[int, float, int | None]]:
    """`node` as p - t: (p, 1, t), or as t - p: (p, -1, t), where p is computed and t is not computed from it.

    Without t: `p[range(n), y] -= 1`, which takes 1 from one entry of each row.
    """
    nodes, points = search.nodes, search.points
    args = nodes[node].args
    if node in search.step_values:  # w - step
        return
    fits = bool(args) and bool(nodes[args[0]].args) and nodes[args[0]].shape == nodes[node].shape
    if fits and _less_labels(points, node, args[0]):
        yield args[0], 1.0, None
        return
    if len(args) != 2 or not all(_goes_along(nodes[arg].shape, nodes[node].shape) for arg in args):
        return
    if not all(same(values[node], values[args[0]] - values[args[1]]) for values in points.values):
        return
    for predicted, data, sign in ((args[0], args[1], 1.0), (args[1], args[0], -1.0)):
        is_bare = nodes[data].op == LITERAL and nodes[data].name is None and not nodes[data].shape
        is_one = is_bare and points.values[0][data] == 1.0
        if sign < 0 and is_one and node not in search.by_node and not _stands_twice(search, node):
            continue  # 1 - p is a part of a slope; p - 1.0 may be the label of `backward(1.0)`
        computed = nodes[predicted].args and nodes[predicted].shape == nodes[node].shape
        if computed and (not nodes[data].args or not _leaves(nodes, data) & _leaves(nodes, predicted)):
            yield predicted, sign, data


def _stands_twice(search: Search, node: int) -> bool:
    """Return whether a line computes it again: `y*(1 - y)*(1 - y)` is a slope times the distance from a target of 1."""
    nodes = search.nodes
    return any(
        other != node and nodes[other].op == nodes[node].op and nodes[other].args[1:] == nodes[node].args[1:]
        for line in search.lines
        if node in line
        for other in line
        if nodes[other].args
        and nodes[nodes[other].args[0]].op == LITERAL
        and same(search.points.values[0][other], search.points.values[0][node])
    )


def _goes_along(shape: Shape, whole: Shape) -> bool:
    """Return whether an array is a number, or has one entry for each entry of a result: 4 labels beside 1×4 scores."""
    return not shape or (shape == whole[-len(shape) :] and not any(size != 1 for size in whole[: -len(shape)]))


def _less_labels(points: Points, node: int, predicted: int) -> bool:
    """Return whether `node` is `predicted` less 1 in one entry of each row, in the same entries at all points.

    Where each example is a column, in one entry of each column.
    """
    differences = [np.atleast_1d(values[predicted] - values[node]) for values in points.values]
    labels = np.round(differences[0])
    if not all(same(each, labels) for each in differences) or not np.isin(labels, (0.0, 1.0)).all():
        return False
    axes = [axis for axis in range(labels.ndim) if labels.shape[axis] > 1]
    return any(bool((labels.sum(axis=axis) == 1).all()) for axis in axes[-2:])


def _leaves(nodes: Sequence[GraphNode], node: int) -> set[int]:
    return {each for each in line_of(nodes, node, ())[0] if not nodes[each].args and nodes[each].op != LITERAL}


def _factors(points: Points, candidates: Sequence[Candidate], seeds: tuple[Seed, ...]) -> list[float]:
    """Return 1, and the clean factors by which all candidates would be right: a square's 2, the 1/n of a mean."""
    gradients = points.gradients(seeds)[1]
    ends = [end for end, _, _ in seeds]
    ratios = []
    for each in candidates:
        for node in [version.node for version in each.options] or ends:  # a name that says nothing may start there
            true = gradients[node]
            ratio = None if true is None else constant_ratio(points.values[1][each.node], true)
            if ratio is not None:
                ratios.append(abs(ratio))
    clean = [ratio for ratio in dict.fromkeys(round(ratio, 9) for ratio in ratios) if ratio != 1 and _is_clean(ratio)]
    return [1.0, *clean[:3]]


def _is_clean(ratio: float) -> bool:
    if not 1e-6 < ratio < 1e6:
        return False
    return abs(2 * ratio - round(2 * ratio)) < 1e-9 or abs(2 / ratio - round(2 / ratio)) < 1e-6
