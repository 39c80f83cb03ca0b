"""Gradients that leave a constant to those that use them: the 1/m of a mean, a minus sign, a learning rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...diagnostics.points import RATES
from ...graph import LITERAL
from ...replay import constant_ratio, line_of, replay, same
from .candidates import Candidate, Version
from .explanation import Explanation, Match
from .update_directions import along, is_added

if TYPE_CHECKING:
    from .search import Search

__all__ = ["apply_conventions", "match_by_scale"]

PRESENT, ELSEWHERE, ALL = range(3)
MOST_NAMED = 20


def apply_conventions(search: Search, explanation: Explanation, gradients: list[list[Any]]) -> None:
    """Gradients that leave a constant to those that use them, and are set right by those: the 1/m of a mean, the
    minus sign of an error term, the learning rate of a step."""
    again = True
    while again:
        again = False
        for index in range(len(search.candidates) - 1, -1, -1):
            each = search.candidates[index]
            is_free = not (each.options or each.alias or explanation.hypothesis.records or search.is_slope(index))
            is_open = index in explanation.reached or (is_free and bool(search.nodes[each.node].args))
            if index not in explanation.matches and is_open and each.output is None:
                match = _convention(search, index, explanation, gradients)
                if match is not None:
                    explanation.matches[index] = match
                    explanation.reached.add(index)
                    again = True


def _convention(search: Search, index: int, explanation: Explanation, gradients: list[list[Any]]) -> Match | None:
    """Return the match of a candidate that is a multiple of a gradient, as the lectures write it: -g, lr*g, m*g."""
    each = search.candidates[index]
    steps = [along(search.points, update, gradients) for update in search.moves[index]]
    moves = [step < 0 for step in steps if step] or [False] * len(steps)  # a weight of an input 0 does not move
    goes_down = bool(moves) and all(moves)
    is_number = not search.nodes[each.node].shape
    rated: Match | None = None
    for target in search.targets(each) or _on_the_way(search, each, explanation):
        true = gradients[ELSEWHERE][target.node]
        ratio = None if true is None else constant_ratio(search.points.values[ELSEWHERE][each.node], true)
        present = gradients[PRESENT][target.node]
        if present is None:
            continue
        there = constant_ratio(search.points.values[PRESENT][each.node], present)
        if ratio is None and not (np.any(true) or np.any(search.points.values[ELSEWHERE][each.node])):
            ratio = there  # a unit that is dead elsewhere
        if ratio is None:
            continue
        if there is None and gradients[ALL][target.node] is not None:  # the present values lie on a kink
            there = constant_ratio(search.points.values[ALL][each.node], gradients[ALL][target.node])
        sign = 1 if ratio > 0 else -1
        computed = bool(search.nodes[target.node].args)
        step = is_added(search.points, search.moves[index], target.node, each.node) and abs(ratio) < 1
        if not moves and not computed and _is_step_size(search, index, ratio):  # `delta_w = lr * error_term * x`
            return Match(target.node, target.name, sign, 1.0, True, 1.0)
        steady = there is not None and abs(there / ratio - 1) < 1e-9
        # The learning rate is in it. Of two numbers each is a multiple of the other, which shows nothing.
        has_rate = not is_number or _is_rate(search, index, abs(ratio))
        if goes_down and abs(ratio + 1) > 1e-9 and (step or (sign < 0 and has_rate)) and rated is None:
            rated = Match(target.node, target.name, sign, 1.0, True, 0.5)
        if steady and (
            _is_passed_on(search, index, explanation, target, ratio)
            or (goes_down and abs(ratio + 1) < 1e-9)
            or (goes_down and ratio > 1 and _is_divided(search, index, ratio))
        ):
            return Match(target.node, target.name, sign, _plain(abs(ratio)), False, 1.0)
    return rated


def _on_the_way(search: Search, each: Candidate, explanation: Explanation) -> list[Version]:
    """Return what a gradient may be of whose name says nothing: named values on the way to the loss, and their nets."""
    shape, above = search.nodes[each.node].shape, search.above([seed[0] for seed in explanation.hypothesis.seeds])
    way = [node.id for node in reversed(search.nodes) if above[node.id] and node.shape == shape and node.args]
    named = [node for node in way if search.nodes[node].name][:MOST_NAMED] or way[:MOST_NAMED]  # in a method none has
    nets = [net.node for node in named for net in search.nets(node) if net.activation.sign > 0]
    names = [(node, search.nodes[node].name or "") for node in dict.fromkeys([*named, *nets])]
    return [Version(name, node, each.scope, each.position) for node, name in names]


def _is_rate(search: Search, index: int, factor: float) -> bool:
    """Return whether the line multiplies by a learning rate of this size."""
    values = search.points.values[ELSEWHERE]
    return any(
        RATES.fullmatch(search.nodes[node].name or "") and same(values[node], factor) for node in search.lines[index]
    )


def _is_step_size(search: Search, index: int, ratio: float) -> bool:
    """Return whether a gradient times `ratio` is a step of a parameter: a learning rate is in it.

    One without a name, `0.9*delta*h`, is one where the name or the sign is that of a step.
    """
    if _is_rate(search, index, abs(ratio)):
        return True
    if abs(ratio) >= 1 or not (search.candidates[index].signal or ratio < 0):
        return False
    literals = (search.nodes[node].args for node in search.lines[index] if search.nodes[node].op == "mul")
    values = search.points.values[ELSEWHERE]
    return any(
        search.nodes[arg].op == LITERAL and same(abs(values[arg]), abs(ratio)) for args in literals for arg in args
    )


def _is_passed_on(search: Search, index: int, explanation: Explanation, target: Version, ratio: float) -> bool:
    """Return whether the gradients around a candidate have its factor too: those made of it, or those it is made of."""
    each, moves = search.candidates[index], search.moves[index]
    computed = bool(search.nodes[target.node].args)
    # An error term made of another has its sign; of the gradient of a parameter, the update decides.
    if (ratio > 0 or (not moves and (computed or each.signal))) and any(
        index in search.uses[other] and _depends(search, other, each.node) for other in explanation.matches
    ):
        return True
    if moves:
        return False
    below = [explanation.matches[i] for i in search.uses[index] & set(explanation.matches)]
    # A program that names no loss and moves nothing may mean what is to be added to a parameter.
    parameters = [match for match in explanation.matches.values() if not search.nodes[match.target].args]
    is_increment = explanation.hypothesis.implied and not search.updates and all(match.sign < 0 for match in parameters)
    nameless = [search.candidates[i] for i in search.uses[index] if not search.candidates[i].options]
    if is_increment and abs(ratio + 1) < 1e-9 and nameless and len(nameless) == len(search.uses[index]):
        return True
    if (
        (computed or is_increment)
        and abs(ratio + 1) < 1e-9
        and any(match.sign < 0 and match.scale == 1.0 for match in below)
    ):
        return True
    # The gradient at the data, which nothing uses, leaves out what those that it is made of leave out.
    data = computed or search.is_data(target.name)
    return ratio > 0 and data and _plain(abs(ratio)) in {match.scale for match in below}


def _depends(search: Search, index: int, node: int) -> bool:
    """Return whether the number of a candidate changes with the value of a gradient that it uses.

    What is multiplied by a sum of deviations, which is 0, shows nothing.
    """
    each, values = search.candidates[index], search.points.values[ELSEWHERE]
    if each.alias:
        return True
    result = replay(search.nodes, search.lines[index], values, {node: 2.0 * np.asarray(values[node]) + 1.0})
    return not same(result.get(each.node, values[each.node]), values[each.node])


def match_by_scale(search: Search, explanation: Explanation, gradients: list[list[Any]]) -> bool:
    """Match candidates that are right but for the factor 1/m that the assumed wrong gradients pass on.

    Return whether one was matched.
    """
    scales = {version.scale for version in explanation.assumed.values() if version.scale > 1}
    is_scaled = False
    for index in sorted(explanation.reached - set(explanation.matches)) if scales else []:
        each = search.candidates[index]
        for target in search.values(each):
            trues = [gradients[point][target.node] for point in (PRESENT, ELSEWHERE)]
            ratios = [
                constant_ratio(search.points.values[point][each.node], true)
                for point, true in zip((PRESENT, ELSEWHERE), trues, strict=True)
                if true is not None
            ]
            scale = next((m for m in scales if ratios and all(r and abs(r / m - 1) < 1e-9 for r in ratios)), None)
            if scale is not None and search.nodes[target.node].args:
                explanation.matches[index] = Match(target.node, target.name, 1, scale, False, 1.0)
                explanation.assumed.pop(index, None)
                is_scaled = True
                break
    return is_scaled


def _is_divided(search: Search, index: int, count: float) -> bool:
    """Return whether every update divides the gradient by `count`: w -= lr * dw / n."""
    for update in search.moves[index]:
        order, _ = line_of(search.nodes, update.new, {*search.finals, update.old})
        divisors = [search.nodes[node].args[1] for node in order if search.nodes[node].op == "div"]
        if not any(same(search.points.values[PRESENT][node], count) for node in divisors):
            return False
    return True


def _plain(ratio: float) -> float:
    """Return a whole number or one part of a whole, without the rounding of the division that it came from."""
    size = round(max(ratio, 1 / ratio))
    return float(size) if ratio >= 1 else 1 / size
