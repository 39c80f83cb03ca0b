"""Meaning of each candidate under the chosen hypothesis: one row each, with one sign for all error terms."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from ...diagnostics.points import Seed
from .assumed import is_turned
from .candidates import Candidate, Version
from .explanation import Explanation, Match
from .gradient_names import UPSTREAM, tail
from .matching import nameless
from .search import ELSEWHERE, Search
from .update_directions import along

__all__ = ["Row", "agree_on_signs", "once", "row_of"]


NAMELESS = "its name does not say what it is the gradient of"
MOST_GATES = 30  # behind a gradient that are looked at


@dataclass(slots=True)
class Row:
    """Meaning of one candidate; without a target, the reason why it is not checked."""

    target: int | None
    of: str
    seeds: tuple[Seed, ...]
    sign: int = 1
    scale: float = 1.0
    step: bool = False
    reason: str = ""
    through: tuple[int, ...] = ()
    sure: bool = True


def row_of(search: Search, explanation: Explanation, index: int, sure: bool) -> Row | None:
    """Return the meaning of a candidate; None where it is no gradient to be judged.

    Args:
        sure: the hypothesis is more than a guess.
    """
    each, seeds = search.candidates[index], explanation.hypothesis.seeds
    if index in explanation.forward:
        return None
    if search.is_slope(index):
        return Row(None, "", seeds, reason="it is the slope of an activation, a local derivative") if sure else None
    is_given = _is_given(search, explanation, index)
    if each.alias and is_given:
        return None  # the parameter that the given gradient is handed to
    if each.node == explanation.hypothesis.start and not each.alias:
        of = each.options[0].name if each.options else ""
        return Row(None, of, seeds, reason="the backward pass starts from it as it is written")
    match: Match | None = explanation.matches.get(index)
    if match is not None:
        if _speaks_by_its_number_alone(search, explanation, index):
            return Row(None, "", seeds, reason=NAMELESS)
        return Row(match.target, match.of, seeds, match.sign, match.scale, match.step, through=match.through)
    if is_given and not each.alias:
        return None  # everything starts from it
    if index in explanation.reached:
        return _reached_row(search, explanation, index, sure)
    if not each.options:
        return _unnamed_row(search, explanation, index, sure)
    name = each.options[0].name
    return Row(None, name, seeds, reason=f"what it is compared with does not depend on {name}") if sure else None


def _users(search: Search, index: int) -> list[int]:
    return [i for i in range(len(search.candidates)) if index in search.uses[i]]


def _speaks_by_its_number_alone(search: Search, explanation: Explanation, index: int) -> bool:
    """Return whether only a match of numbers says what an error term is, and all that is made of it is wrong."""
    each = search.candidates[index]
    if not each.signal or each.options:
        return False
    users = _users(search, index)
    return bool(users) and not any(i in explanation.matches for i in users)


def _reached_row(search: Search, explanation: Explanation, index: int, sure: bool) -> Row:
    """Return the row of a candidate whose value the loss depends on, and whose number is no gradient of it."""
    each, seeds = search.candidates[index], explanation.hypothesis.seeds
    if each.weak and not each.only and not search.moves[index] and not _is_in_scheme(search, explanation, each):
        return Row(None, "", seeds, reason=NAMELESS)
    if index not in explanation.assumed and each.output is None and not each.part:
        word = re.sub(r"\[.*", "", each.options[0].name)
        return Row(None, "", seeds, reason=f"it is not clear which entry of {word} it belongs to")
    gradients = search.points.gradients(seeds if each.output is None else ((each.output, None, 1.0),))
    first = next((t for t in search.targets(each) if gradients[ELSEWHERE][t.node] is not None), None)
    target = explanation.assumed.get(index, first)
    if target is None:
        return Row(None, "", seeds, reason=NAMELESS)
    part = _part_row(search, explanation, index, target) if each.part else None
    if part is not None:
        return part
    shapes = [search.nodes[node].shape for node in (each.node, target.node)]
    if math.prod(shapes[0]) > 1 and not shapes[1] and _is_added_up(search, each.node):
        return Row(None, target.name, seeds, reason="it holds the terms of a gradient, which are added up after it")
    last = each.options[0] if each.options else target
    anew = last.scope == each.scope and not search.above([last.node])[target.node]
    if anew and last.name == target.name and gradients[ELSEWHERE][last.node] is None:
        reason = f"what it is compared with does not depend on {last.name}, which is set anew before this line"
        return Row(None, target.name, seeds, reason=reason)
    if each.output is not None and search.nodes[each.output].shape:
        return Row(None, target.name, seeds, reason="it is a local derivative of an array, which is a whole Jacobian")
    sure = sure and not (each.numbered or each.loose)
    below = [explanation.matches[i].sign for i in search.uses[index] if i in explanation.matches]
    is_last = not _users(search, index)  # else those decide the sign that is meant
    against = each.signal and is_last and target.sign > 0 and bool(below) and all(sign < 0 for sign in below)
    sign = -target.sign if against else target.sign
    return Row(target.node, target.name, seeds, sign, target.scale, through=target.through, sure=sure)


def _is_added_up(search: Search, node: int) -> bool:
    """Return whether all that is made of an array ends in a sum or a mean: `w - np.mean(lr*dw)`."""
    todo, ends = [node], 0
    for _ in range(MOST_GATES):
        if not todo:
            return ends > 0
        for gate in search.consumers[todo.pop()]:
            if search.nodes[gate].op in ("sum", "mean"):
                ends += 1
            elif search.nodes[gate].op in ("add", "sub", "mul", "div", "neg"):
                todo.append(gate)
            else:
                return False
    return False


def _part_row(search: Search, explanation: Explanation, index: int, target: Version) -> Row | None:
    """Return the row of a part of a gradient; None where the gates that it comes back through are known."""
    each, seeds = search.candidates[index], explanation.hypothesis.seeds
    shape = search.nodes[each.node].shape
    if shape != search.nodes[target.node].shape and math.prod(shape) > 1:
        return Row(None, target.name, seeds, reason=f"it is no gradient of {target.name} as it stands")
    if target.through:
        return None
    if len({version.node for version in search.values(each)}) > 1:
        reason = f"it is a part of the gradient of one {target.name.partition('[')[0]}, which one is not clear"
        return Row(None, target.name, seeds, reason=reason)
    return _rest(search, explanation, index, target)


def _unnamed_row(search: Search, explanation: Explanation, index: int, sure: bool) -> Row | None:
    """Return the row of a candidate whose name speaks of nothing in the program."""
    each, seeds = search.candidates[index], explanation.hypothesis.seeds
    if each.signal and sure and any(i in explanation.reached for i in _users(search, index)):
        return Row(None, "", seeds, reason=NAMELESS)
    if each.weak or not sure:
        return None
    if (
        each.alias or each.copied or not search.nodes[each.node].args
    ):  # `for dparam in [dW, db]` has names already; `data_size = 5`
        return None
    match = nameless(search, explanation, each)
    used = {explanation.matches[i].target for i in search.uses[index] if i in explanation.matches}
    if match is not None and match.target not in used:  # what is handed on as it is has a name already
        return Row(match.target, match.of, seeds, match.sign)
    return Row(None, "", seeds, reason="nothing in the program has the name that it speaks of")


def _is_given(search: Search, explanation: Explanation, index: int) -> bool:
    """Return whether a candidate is the gradient from above that is given, or the parameter that it is handed to.

    `da = dout` with `out = a + b` is another gradient of the same value, and is judged.
    """
    each = search.candidates[index]
    ends = [output for output, seed, _ in explanation.hypothesis.seeds if seed == each.node]
    if not ends or search.nodes[each.node].args:
        return False
    fits = any(version.node in ends for version in each.options)
    is_upstream = UPSTREAM.fullmatch(tail(each.name)) is not None
    return fits or (not each.alias and (is_upstream or not each.options))


def _is_in_scheme(search: Search, explanation: Explanation, each: Candidate) -> bool:
    """Return whether a program calls its gradients `gx` and `gW`: it is right about two others of them.

    One is enough where at least three are named for an array of just their shape.
    """
    right = [search.candidates[i] for i, match in explanation.matches.items() if match.level >= 1]
    scheme = {other.name for other in right if _is_g(other)}
    fitting = {
        other.name
        for other in search.candidates
        if _is_g(other)
        and search.nodes[other.node].shape
        and any(search.nodes[v.node].shape == search.nodes[other.node].shape for v in other.options)
    }
    return _is_g(each) and (len(scheme) > 1 or (len(scheme) == 1 and len(fitting) > 2))


def _is_g(each: Candidate) -> bool:
    return each.weak and each.name[:1] == "g" and each.name[1:2] != "r"


def _rest(search: Search, explanation: Explanation, index: int, target: Version) -> Row:
    """Return a part of a gradient that is none of the right ones: the one that is left, if all others are there."""
    above = search.above([seed[0] for seed in explanation.hypothesis.seeds])
    there = {gate for match in explanation.matches.values() if match.target == target.node for gate in match.through}
    left = [gate for gate in search.uses_of(target.node, above) if gate not in there]
    if len(left) == 1:
        return Row(target.node, target.name, explanation.hypothesis.seeds, through=(left[0],))
    return Row(
        None,
        target.name,
        explanation.hypothesis.seeds,
        reason=f"it is a part of the gradient of {target.name}, which one is not clear",
    )


def agree_on_signs(search: Search, main: Explanation, rows: Mapping[int, Row]) -> None:
    """Error terms may have either sign, but one for all; updates made from them go down, gradients are right."""
    gradients = search.points.gradients(main.hypothesis.seeds)
    signals = [i for i in rows if search.candidates[i].signal and rows[i].target is not None and i in main.matches]
    confirmed: set[int] = set()
    turned: set[int] = set()
    for index in signals:
        down = [along(search.points, update, gradients) < 0 for update in search.moves[index]]
        up = [along(search.points, update, gradients) > 0 for update in search.moves[index]]
        users = [i for i in main.matches if index in search.uses[i] and not search.candidates[i].signal]
        if any(down) or users:
            confirmed.add(rows[index].sign)
        elif any(up) or is_turned(search, index, main):
            turned.add(rows[index].sign)
    for index in signals:
        if rows[index].sign not in confirmed and (confirmed or rows[index].sign in turned):
            rows[index].sign = -rows[index].sign
    _agree_with_updates(search, main, rows)


def _agree_with_updates(search: Search, main: Explanation, rows: Mapping[int, Row]) -> None:
    """Beside gradients whose updates go down, one of the other sign whose update goes up has the sign wrong."""
    gradients = search.points.gradients(main.hypothesis.seeds)
    ways = {
        index: [along(search.points, update, gradients) for update in search.moves[index]]
        for index in rows
        if index in main.matches and search.moves[index] and not search.candidates[index].signal
    }
    down = {rows[index].sign for index, way in ways.items() if all(step < 0 for step in way)}
    for index, way in ways.items():
        if down and rows[index].sign not in down and all(step > 0 for step in way):
            rows[index].sign = -rows[index].sign


def once(search: Search, rows: Mapping[int, Row]) -> dict[int, Row]:
    """Return one row for each value and what it is of: inside a function and outside it is the same gradient."""
    rows_by_line: dict[tuple[int, int | None, tuple[int, ...]], list[int]] = {}
    for index in sorted(rows):
        row, each = rows[index], search.candidates[index]
        others = rows_by_line.setdefault((each.node, -1 - index if row.target is None else row.target, row.through), [])
        if all(_is_beside(each, search.candidates[other]) for other in others):
            others.append(index)
    return {index: rows[index] for indices in rows_by_line.values() for index in indices}


def _is_beside(each: Candidate, other: Candidate) -> bool:
    """Return whether two names of one gradient stand side by side, as in `nabla_b = delta` or `dW1 = layer.dW`."""
    return each.name != other.name and (each.scope == other.scope or (each.scope == 0 and each.alias))
