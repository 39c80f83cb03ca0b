"""The mistakes people make in a backward pass: one row each, found by trying it in numbers on the same graph.

A row's `find` holds only if what it tries reproduces the numbers at all points, so that no coincidence is told as a
reason. The first row that does is the one that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from ..graph import LITERAL
from ..ops import OPS
from ..replay import constant_ratio, line_of, same
from .lines import Line

__all__ = ["MISTAKES", "Mistake", "explain"]

Number = object


class Mistake(NamedTuple):
    """One row: a stable code, what it is (for the documentation), and the test: a sentence where it holds."""

    code: str
    meaning: str
    find: Callable[[Line], str | None]


def explain(line: Line) -> tuple[str, str] | None:
    """The code and the sentence of the first mistake that explains the line's numbers."""
    if any(value is None for value in (*line.wanted(), *line.written())):
        return None
    for mistake in MISTAKES:
        sentence = mistake.find(line)
        if sentence:
            return mistake.code, sentence
    return None


def _all_same(first: Sequence[Number], second: Sequence[Number]) -> bool:
    return all(same(a, b) for a, b in zip(first, second, strict=True))


def _scaled(values: Sequence[Number], factor: float) -> list[Number]:
    return [factor * np.asarray(value) for value in values]


def _loss(line: Line) -> str:
    output, seed, _ = line.seeds[0]
    return "L" if seed is not None or len(line.seeds) > 1 else line.situation.nodes[output].name or "L"


def _d(line: Line, of: str) -> str:
    """The true gradient in words."""
    return f"d{_loss(line)}/d{of}" if of.replace("_", "").isalnum() else f"the gradient at {of}"


# sign and size -------------------------------------------------------------------------------------------------------


def _sign(line: Line) -> str | None:
    return "the sign is wrong" if _all_same(line.written(), _scaled(line.wanted(), -1)) else None


def _ratio(line: Line) -> float | None:
    """The one clean factor between what is written and what is right, the same at all points."""
    ratios = [constant_ratio(a, b) for a, b in zip(line.written(), line.wanted(), strict=True)]
    first = ratios[0]
    if first is None or any(ratio is None or abs(ratio / first - 1) > 1e-9 for ratio in ratios):
        return None
    whole = max(abs(first), 1 / abs(first))
    return first if abs(whole - round(whole)) < 1e-9 * whole and 1 < round(whole) <= 100_000 else None


def _sum_for_mean(line: Line) -> str | None:
    ratio = _ratio(line)
    if ratio is None or ratio < 2:
        return None
    count = round(ratio)
    return (
        f"it is {_times(ratio)} too large: the loss is a mean over {count}, so divide by {count}"
        if _is_divided(line, count)
        else None
    )


def _is_divided(line: Line, count: int) -> bool:
    """Whether a gate of the forward pass hands back 1/count of its gradient to every entry, as a mean does."""
    gradients = line.gradients(0)
    for node in line.situation.nodes:
        above = gradients[node.id]
        if not line.forward[node.id] or above is None or np.size(np.unique(np.abs(above))) != 1:
            continue
        each = np.max(np.abs(above)) / count
        for arg in node.args:
            if line.situation.nodes[arg].op != LITERAL and gradients[arg] is not None:
                term = np.abs(line.handed(node.id, arg, 0))
                if same(term, np.broadcast_to(each, term.shape)):
                    return True
    return False


def _mean_for_sum(line: Line) -> str | None:
    nodes = line.situation.nodes
    for index in line.order:
        node = nodes[index]
        if len(node.args) != 1 or not nodes[node.args[0]].shape:
            continue
        count = int(np.prod(nodes[node.args[0]].shape)) // max(1, int(np.prod(node.shape)))
        if count < 2:
            continue
        replaced = [{index: count * np.asarray(line.value_of(index, point))} for point in line.points]
        averages = same(np.sum(line.value_of(index, 0)) * count, np.sum(np.asarray(line.value_of(node.args[0], 0))))
        if averages and line.gives(line.wanted(), replaced):
            return f"it takes a mean where the sum belongs, so it is {_times(1 / count)} too small"
    return None


def _factor(line: Line) -> str | None:
    ratio = _ratio(line)
    if ratio is None:
        return None
    size = f"{_times(ratio)} too {'large' if abs(ratio) > 1 else 'small'}"
    return f"it is {size}" if ratio > 0 else f"the sign is wrong, and it is {size}"


def _times(ratio: float) -> str:
    whole = round(max(abs(ratio), 1 / abs(ratio)))
    return "twice" if whole == 2 else f"{whole:,} times"


# shape ---------------------------------------------------------------------------------------------------------------


def _missing_sum(line: Line) -> str | None:
    wanted = line.wanted()
    rank = np.ndim(line.written()[0])
    if np.size(line.written()[0]) <= np.size(wanted[0]):
        return None
    for count in range(1, rank + 1):
        for axes in combinations(range(rank), count):
            if _all_same([np.sum(np.asarray(value), axis=axes) for value in line.written()], wanted):
                over = f"axis {axes[0]}" if count == 1 and rank > 1 else "all entries"
                of = line.gradient.of
                return f"the sum over {over} is missing: {of} is used once for each, so their gradients add up"
    return None


def _wrong_axis(line: Line) -> str | None:
    nodes = line.situation.nodes
    for index in line.order:
        node = nodes[index]
        if "axis" not in node.params or not node.args:
            continue
        rank = len(nodes[node.args[0]].shape)
        if not isinstance(node.params["axis"], int) or rank < 2:
            continue
        for axis in range(rank):
            if axis != node.params["axis"] % rank:
                edited = node._replace(params={**node.params, "axis": axis})
                if line.gives(line.wanted(), edits={index: edited}):
                    return f"it sums over axis {node.params['axis']}; axis {axis} is the right one"
    return None


def _transpose(line: Line) -> str | None:
    written = line.written()
    if np.ndim(written[0]) == 2 and _all_same([np.transpose(np.asarray(value)) for value in written], line.wanted()):
        return "it is the transpose of the right one"
    nodes = line.situation.nodes
    for index in line.order:
        node = nodes[index]
        if len(node.args) != 2 or OPS[node.op].elementwise:
            continue
        for slot, arg in enumerate(node.args):
            if np.ndim(line.value_of(arg, 0)) != 2:
                continue
            # The argument under another number, so that its other uses stay as they are.
            args = tuple(-1 - each if place == slot else each for place, each in enumerate(node.args))
            replaced = [{-1 - arg: np.transpose(np.asarray(line.value_of(arg, point)))} for point in line.points]
            if line.gives(line.wanted(), replaced, {index: node._replace(args=args)}):
                before = _transposed(line, arg)
                if before is not None:
                    return f"`{before}` must not be transposed"
                name = line.situation.name(arg)
                return f"the transpose of `{name}` is missing" if name else "a transpose is missing"
        swapped = node._replace(args=(-1 - node.args[0], -1 - node.args[1]))
        replaced = [
            {-1 - arg: np.transpose(np.asarray(line.value_of(arg, point))) for arg in node.args}
            for point in line.points
        ]
        if line.gives(line.wanted(), replaced, {index: swapped}):
            return "the transposes are on the wrong factors"
    return None


def _transposed(line: Line, node: int) -> str | None:
    """What `node` is the transpose of, if it is one that the line makes."""
    nodes = line.situation.nodes
    args = nodes[node].args
    if node not in line.order or len(args) != 1 or nodes[node].shape != nodes[args[0]].shape[::-1]:
        return None
    turned = same(line.value_of(node, 0), np.transpose(np.asarray(line.value_of(args[0], 0))))
    return line.situation.name(args[0]) or None if turned else None


def _shape(line: Line) -> str | None:
    written, wanted = np.shape(line.written()[0]), np.shape(line.wanted()[0])
    if np.size(line.written()[0]) == np.size(line.wanted()[0]) and [n for n in written if n > 1] == [
        n for n in wanted if n > 1
    ]:
        return None
    words = [
        "one number" if not s else " by ".join(map(str, s)) if len(s) > 1 else f"{s[0]} entries"
        for s in (written, wanted)
    ]
    return f"its shape is {words[0]}, but a gradient has the shape of its variable, {words[1]}"


# the chain rule ------------------------------------------------------------------------------------------------------


def _forgot_upstream(line: Line) -> str | None:
    """Of the gates that use the target, and of the next values with a name."""
    nodes, target = line.situation.nodes, line.gradient.target
    behind, ends = {target}, {gate for gate, _ in line.consumers()}
    for node in nodes[(target or 0) + 1 :]:
        if line.forward[node.id] and any(arg in behind for arg in node.args):
            if node.name:
                ends.add(node.id)
            else:
                behind.add(node.id)
    return _local(line, ends)


def _local_only(line: Line) -> str | None:
    nodes = line.situation.nodes
    return _local(line, {node.id for node in nodes if node.name and line.forward[node.id]})


def _local(line: Line, ends: set[int]) -> str | None:
    """The written number is d(end)/d(target) for one of `ends`: what comes from above it is left out."""
    target = line.gradient.target
    assert target is not None
    outputs = {output for output, _, _ in line.seeds}
    for end in sorted(ends - outputs - {target})[:20]:
        mine = [line.situation.points.gradients(((end, None, 1.0),))[point][target] for point in line.points]
        if all(each is not None for each in mine) and _all_same(line.written(), _scaled(mine, line.gradient.sign)):
            name = line.situation.name(end)
            if not name:
                return "the upstream gradient is forgotten: it is the local gradient alone"
            alone = f"it is d({name})/d{line.gradient.of} alone"
            return f"the upstream gradient is forgotten: {alone}, and {_d(line, name)} is missing"
    return None


def _overwrote(line: Line) -> str | None:
    """A value that is used several times gets the sum of what comes back; here only some of it is."""
    terms = _terms(line)
    if len(terms) < 2:
        return None
    for count in (1, len(terms) - 1):
        for kept in combinations(range(len(terms)), count):
            partial = [sum(np.asarray(terms[k][1][point]) for k in kept) for point in line.points]
            if _all_same(line.written(), partial) and not _all_same(line.wanted(), partial):
                left = [terms[k][0] for k in range(len(terms)) if k not in kept and terms[k][0]]
                where = f": what comes back through {_listed(left)} is missing" if left else ""
                return f"{line.gradient.of} is used {_count(len(terms))}, and its gradients add up (+=){where}"
    for k, (name, term) in enumerate(terms):
        turned = [np.asarray(line.wanted()[p]) - 2 * np.asarray(term[p]) for p in line.points]
        if _all_same(line.written(), turned):
            return f"the sign of what comes back through {f'`{name}`' if name else f'use {k + 1}'} is wrong"
    return None


def _count(n: int) -> str:
    return "twice" if n == 2 else f"{n} times"


def _listed(names: Sequence[str]) -> str:
    return " and ".join(f"`{name}`" for name in dict.fromkeys(names))


def _terms(line: Line) -> list[tuple[str, list[Number]]]:
    """What each gate that uses the target hands back, with the source of that use."""
    target = line.gradient.target
    assert target is not None
    factor = line.gradient.sign * line.gradient.scale
    return [
        (line.situation.name(gate), _scaled([line.handed(gate, target, point) for point in line.points], factor))
        for gate in dict.fromkeys(gate for gate, _ in line.consumers()[:12])
    ]


def _mask_missing(line: Line) -> str | None:
    return _unlocal(line, masks=True)


def _forgot_local(line: Line) -> str | None:
    return _unlocal(line, masks=False)


def _unlocal(line: Line, masks: bool) -> str | None:
    """A gradient is handed on as it comes: in the line itself, or in what the line is given."""
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
            and node.shape == shape
            and line.gradients(0)[node.id] is not None
        ):
            above = [factor * np.asarray(line.gradients(point)[node.id]) for point in line.points]
            if _all_same(line.written(), above) and _is_mask(line.wanted(), above) == masks:
                return _unlocal_words(line, node.id, masks)
    for used, gradient in line.used.items():
        assert gradient.target is not None
        for node in map(nodes.__getitem__, reversed(line_of(nodes, gradient.target, ())[0][:-1])):
            below = [line.gradients(point)[node.id] for point in line.points]
            if not line.forward[node.id] or node.shape != nodes[gradient.target].shape or any(b is None for b in below):
                continue
            scaled = [gradient.sign * gradient.scale * np.asarray(each) for each in below]
            replaced = [{used: np.reshape(each, nodes[used].shape)} for each in scaled]
            true = [line.situation.true(gradient, point) for point in line.points]
            if (
                all(each is not None for each in true)
                and _is_mask(scaled, true) == masks
                and line.gives(line.wanted(), replaced)
            ):
                if _has_a_name(line, scaled):
                    return None  # it stands in the program: see wrong-operand
                return _unlocal_words(line, gradient.target, masks, gradient.name)
    return None


def _has_a_name(line: Line, value: Sequence[Number]) -> bool:
    """Whether another gradient of the program should have this value."""
    for each in line.situation.gradients:
        if each.target is not None and each is not line.gradient:
            true = line.situation.true(each, 0)
            if true is not None and same(true, value[0]):
                return True
    return False


def _is_mask(below: Sequence[Number], above: Sequence[Number]) -> bool:
    pairs = [(np.asarray(b), np.asarray(a)) for b, a in zip(below, above, strict=True)]
    return all(b.shape == a.shape and bool(np.all((b == 0) | np.isclose(b, a, rtol=1e-9))) for b, a in pairs)


def _unlocal_words(line: Line, end: int, masks: bool, used: str = "") -> str:
    name = line.situation.name(end)
    behind = f" of `{name}`" if name else ""
    if masks:
        return f"the mask{behind} is missing: where the gate is closed, no gradient passes" + (
            f"; `{used}` needs it first" if used else ""
        )
    return f"the local gradient{behind} is missing" + (f": multiply `{used}` by it first" if used else "")


# operands ------------------------------------------------------------------------------------------------------------


def _wrong_operand(line: Line) -> str | None:
    nodes = line.situation.nodes
    for mine in line.inputs:
        if nodes[mine].op == LITERAL and nodes[mine].name is None:
            continue
        for other in line.operands():
            if other == mine or nodes[other].shape != nodes[mine].shape:
                continue
            if line.gives(line.wanted(), [{mine: line.values(point)[other]} for point in line.points]):
                names = line.situation.name(mine), line.situation.name(other)
                return (
                    f"`{names[0]}` stands where `{names[1]}` belongs"
                    if all(names)
                    else "it uses another input than it should"
                )
    for used in line.used:
        for each in line.situation.gradients:
            if each.node == used or each.target is None or each.output != line.gradient.output or each is line.gradient:
                continue
            true = [line.situation.true(each, point) for point in line.points]
            if any(t is None or np.shape(t) != nodes[used].shape for t in true):
                continue
            if line.gives(line.wanted(), [{used: true[point]} for point in line.points]):
                return f"`{line.used[used].name}` stands where `{each.name}` belongs"
    if line.forward[line.gradient.node]:
        for other in line.operands():
            if _all_same([line.values(point)[other] for point in line.points], line.wanted()):
                names = line.situation.name(line.gradient.node), line.situation.name(other)
                return f"`{names[0]}` stands where `{names[1]}` belongs" if all(names) else None
    return None


def _wrong_slope(line: Line) -> str | None:
    """A part of the line stands where the slope of an activation belongs, such as 1 - h for 1 - h**2."""
    for index in line.order[:-1]:
        for node in line.inputs:
            if np.shape(line.value_of(node, 0)) != np.shape(line.value_of(index, 0)) or index == node:
                continue
            for words, run in FACTORS[2:4]:
                replaced = [{index: run(np.asarray(line.value_of(node, point)))} for point in line.points]
                name = line.situation.name(node)
                if name and line.gives(line.wanted(), replaced):
                    mine = line.situation.name(index)
                    return f"{f'`{mine}`' if mine else 'another slope'} stands where `{words.format(name)}` belongs"
    return None


def _extra_factor(line: Line) -> str | None:
    """A part of the line is right where a larger part that holds it stands."""
    nodes = line.situation.nodes
    for outer in reversed(line.order):
        shape = np.shape(line.value_of(outer, 0))
        if len(nodes[outer].args) < 2 or not OPS[nodes[outer].op].elementwise:
            continue
        inside, used = line_of(nodes, outer, {*line.used, *line.inputs}, line.order[0])
        for inner in [*reversed(inside), *used]:
            if inner == outer or np.shape(line.value_of(inner, 0)) != shape:
                continue
            if line.gives(line.wanted(), [{outer: line.value_of(inner, point)} for point in line.points]):
                names = line.situation.name(outer), line.situation.name(inner)
                word = f"`{names[1]}` would be right where `{names[0]}` stands" if all(names) else ""
                return f"a factor or term too many is in it{': ' if word else ''}{word}"
    return None


def _missing_factor(line: Line) -> str | None:
    written, wanted = line.written(), line.wanted()
    if np.shape(written[0]) != np.shape(wanted[0]):
        return None
    for node in line.operands():
        for words, run in FACTORS:
            value = [run(np.asarray(line.values(point)[node])) for point in line.points]
            if np.shape(value[0]) not in ((), np.shape(written[0])):
                continue
            with np.errstate(all="ignore"):
                if _all_same([np.asarray(w) * v for w, v in zip(written, value, strict=True)], wanted):
                    name = line.situation.name(node)
                    return f"the factor `{words.format(name)}` is missing" if name else None
    return None


FACTORS: tuple[tuple[str, Callable[[np.ndarray], np.ndarray]], ...] = (
    ("{0}", lambda v: v),
    ("1 - {0}", lambda v: 1 - v),
    ("{0}*(1 - {0})", lambda v: v * (1 - v)),
    ("1 - {0}**2", lambda v: 1 - v * v),
    ("2*{0}", lambda v: 2 * v),
)


# One row each, the likelier and the more telling first.
MISTAKES: tuple[Mistake, ...] = (
    Mistake("sign", "The number is right but for its sign.", _sign),
    Mistake("missing-sum", "A variable that is broadcast gets the sum of all gradients that come back.", _missing_sum),
    Mistake("summed-over-wrong-axis", "The sum goes over another axis than the one that was broadcast.", _wrong_axis),
    Mistake("mean-for-sum", "A mean stands where gradients add up.", _mean_for_sum),
    Mistake("sum-for-mean", "The loss is a mean, and its 1/N is left out.", _sum_for_mean),
    Mistake("factor", "A whole factor too much or too little, such as the 2 of a square.", _factor),
    Mistake("transpose", "A matrix is transposed where it should not be, or not where it should.", _transpose),
    Mistake("overwrote", "A value used several times gets the sum of its gradients; some are left out.", _overwrote),
    Mistake("mask-missing", "Where a gate such as relu is closed, the gradient must be set to 0.", _mask_missing),
    Mistake("forgot-local", "The upstream gradient is handed on without the local gradient.", _forgot_local),
    Mistake("forgot-upstream", "The local gradient alone, without the gradient from above.", _forgot_upstream),
    Mistake("wrong-operand", "Another value stands where the right one belongs.", _wrong_operand),
    Mistake("extra-factor", "A factor or term does not belong there.", _extra_factor),
    Mistake("missing-factor", "A factor is left out.", _missing_factor),
    Mistake("wrong-slope", "The slope of the activation is another one, such as 1 - h**2 for tanh.", _wrong_slope),
    Mistake("local-only", "The derivative of a later value, not of the loss.", _local_only),
    Mistake("shape", "A gradient has the shape of its variable.", _shape),
)
