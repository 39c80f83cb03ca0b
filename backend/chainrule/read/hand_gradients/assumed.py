"""Guess of a wrong gradient's target: the one by which most of the lines that use the gradient are right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ...diagnostics.points import Seed
from ...replay import constant_ratios, line_of, replay, same
from .candidates import Version
from .explanation import Explanation

if TYPE_CHECKING:
    from .search import Search

__all__ = ["assume", "is_local", "is_turned", "reconsider"]

PRESENT, ELSEWHERE = range(2)
MOST = 20  # meanings of one gradient that are tried
MOST_REPLAYED = 50_000  # gates that are computed again in such trials: what a loop of many rounds leaves stays open


def assume(search: Search, explanation: Explanation, above: Sequence[bool]) -> None:
    """Set `explanation.assumed` for every candidate that is reached and not explained."""
    unmatched = sorted(explanation.reached - set(explanation.matches))
    for index in unmatched:
        _assume_one(search, index, explanation, above, ())
    for index in unmatched:
        users = [i for i in explanation.reached if index in search.uses[i]]
        _assume_one(search, index, explanation, above, users)
    _hand_on_scales(search, unmatched, explanation)


def reconsider(search: Search, explanation: Explanation) -> None:
    """Drop matches of numbered error terms with one value where all that is made of them is right for another.

    `delta3` is meant at z3, though it has the number of the gradient at a3 as long as its slope is left out.
    """
    for index, match in list(explanation.matches.items()):
        each = search.candidates[index]
        users = [i for i in explanation.reached if index in search.uses[i]]
        if not each.numbered or not users or any(i in explanation.matches for i in users):
            continue
        del explanation.matches[index]
        for option in each.options:
            explanation.assumed[index] = option
            if option.node != match.target and all(is_local(search, i, explanation) for i in users[:1]):
                break
        else:
            explanation.matches[index] = match
        del explanation.assumed[index]


def _hand_on_scales(search: Search, unmatched: Sequence[int], explanation: Explanation) -> None:
    """Give wrong gradients the factor that their users leave to theirs, or that they are made with: the 1/m of a mean.

    Of `dA`, `dZ`, `dW = dZ @ A.T / m` all but the last leave it out, the first of them too, and so does the gradient
    at the data, which nothing uses.
    """
    for index in reversed(unmatched):
        users = [i for i in explanation.reached if index in search.uses[i]]
        counts = Counter(_scale(explanation, i) for i in users if is_local(search, i, explanation))
        if index in explanation.assumed and counts and max(counts) > 1 and counts[1.0] == 0:
            scale = counts.most_common(1)[0][0]
            explanation.assumed[index] = explanation.assumed[index]._replace(scale=scale)
    for index in unmatched:
        version = explanation.assumed.get(index)
        users = [i for i in explanation.reached if index in search.uses[i] and not search.candidates[i].alias]
        if version is None or version.scale != 1 or users:
            continue
        below = {_scale(explanation, i) for i in search.uses[index]}
        is_data = bool(search.nodes[version.node].args) or search.is_data(version.name)
        ratio = _ratio(search, index, explanation)
        if is_data and ratio is not None and ratio > 1 and any(abs(ratio / s - 1) < 1e-9 for s in below):
            explanation.assumed[index] = version._replace(scale=float(round(ratio)))


def _scale(explanation: Explanation, index: int) -> float:
    if index in explanation.matches:
        return explanation.matches[index].scale
    return explanation.assumed[index].scale if index in explanation.assumed else 1.0


def _assume_one(
    search: Search, index: int, explanation: Explanation, above: Sequence[bool], users: Collection[int]
) -> None:
    """Assume what a wrong gradient is meant to be: by its name, then by what the lines that use it need."""
    each = search.candidates[index]
    # By name, none of h[0], h[1], ... is likelier than another; a part comes back from the next step to any of them.
    is_paired = index in explanation.paired
    options = _options(search, index, explanation)
    if not options:
        return
    entry = not is_paired and len({option.name for option in search.values(each) if option.name.endswith("]")}) > 1
    every = search.parts(each, options, above)
    partner = search.partners.get(each.computed_in)
    if partner is not None:  # of one step, as the values beside it are
        named = [option for option in options if option.scope == partner.scope]
        options = named or [option for option in options if option.node in partner.nodes] or options
        every = [part for part in every if partner.nodes.issuperset(part.through)] or every
    nearest = None if each.part or entry else _below(search, index, explanation, options)
    likely = _likely_part(search, index, explanation, every, above)
    if nearest is not None and each.loose:
        explanation.assumed.setdefault(index, nearest)
    elif likely is not None and (each.part or search.nodes[likely.node].args):
        explanation.assumed.setdefault(index, likely)
    elif not each.part:
        by_name = options[-1] if (entry or is_paired) and each.net else nearest or options[0]
        explanation.assumed.setdefault(index, by_name)
    if users:
        turned = [option._replace(sign=-option.sign) for option in options] if each.signal else []
        choices = every if each.part else [*[*options, *turned][:MOST], *search.before_scale(options[:1]), *every]
        _assume_what_users_need(search, index, explanation, users, choices, 0 if entry or each.part else -1)


def _options(search: Search, index: int, explanation: Explanation) -> list[Version]:
    """Return the values that a wrong gradient may be meant for and that the loss depends on."""
    each, is_paired = search.candidates[index], index in explanation.paired
    versions = search.near(explanation, index) if is_paired or not each.part else search.values(each)
    gradients = search.points.gradients(explanation.hypothesis.seeds)[ELSEWHERE]
    targets = versions if each.part or is_paired else search.targets(each, versions)
    return [target for target in targets if gradients[target.node] is not None]


def _assume_what_users_need(
    search: Search,
    index: int,
    explanation: Explanation,
    users: Collection[int],
    options: Sequence[Version],
    best: int,
) -> None:
    """Assume the option that makes the most of the lines that use a gradient right.

    Args:
        best: how many it must exceed; -1: the first option counts as assumed even if it helps none.
    """
    previous = explanation.assumed.get(index)
    for option in options[: 2 * MOST]:
        explanation.assumed[index] = option
        ratios = [_ratio(search, i, explanation) for i in users]
        counts = Counter(_left_out(ratio) for ratio in ratios if ratio is not None)
        for scale in sorted(counts):  # 1 first
            if counts[scale] > best and scale > 0:
                best, previous = counts[scale], option._replace(scale=scale)
        best = max(best, 0)
    if previous is None:
        explanation.assumed.pop(index, None)
    else:
        explanation.assumed[index] = previous


def _below(search: Search, index: int, explanation: Explanation, options: Sequence[Version]) -> Version | None:
    """Return, of the values that one name had in several rounds, the nearest one below the gradients that are used."""
    targets = [target for i in search.uses[index] if (target := _target(explanation, i)) is not None]
    if not targets or len(options) < 2 or len({option.name for option in options}) > 1:
        return None
    last = max(targets)
    above, shape = search.above([last]), search.nodes[search.candidates[index].node].shape
    below = [o for o in options if o.node != last and above[o.node] and search.nodes[o.node].shape == shape]
    return max(below, key=lambda option: option.node, default=None)


def _likely_part(
    search: Search, index: int, explanation: Explanation, parts: Sequence[Version], above: Sequence[bool]
) -> Version | None:
    """Return the part whose gates come right before the line's operands: the gradient at the next step, its values."""
    if not parts:
        return None
    mine = search.candidates[index].node
    targets = {
        each.node: target
        for i, each in enumerate(search.candidates)
        if each.node != mine and (target := _target(explanation, i)) is not None
    }
    forward = {node.id for node in search.nodes if above[node.id]}
    _, inputs = line_of(search.nodes, mine, targets.keys() | forward)
    behind = [targets.get(node, node) for node in inputs if node in targets or search.nodes[node].args]
    last = max(behind, default=-1)
    before = [part for part in parts if max(part.through) <= last]
    return max(before, key=lambda part: max(part.through), default=None)


def _target(explanation: Explanation, index: int) -> int | None:
    if index in explanation.matches:
        return explanation.matches[index].target
    return explanation.assumed[index].node if index in explanation.assumed else None


def _left_out(ratio: float) -> float:
    """Return the whole number m where a line needs m times the gradient that it uses, as it divides by m; 0: none."""
    count = round(1 / ratio) if 0 < ratio <= 1 else 0
    return float(count) if count and abs(count * ratio - 1) < 1e-9 else 0.0


def is_turned(search: Search, index: int, explanation: Explanation) -> bool:
    """Return whether the gradients made from an error term would be right if it had the other sign."""
    users = [i for i in range(len(search.candidates)) if index in search.uses[i] and not search.candidates[i].signal]
    other_names = [i for i in users if search.candidates[i].node == search.candidates[index].node]
    if other_names and not any(i in explanation.matches for i in users):
        return True  # `nabla_b = delta` says that it is the gradient, and it would be right with the other sign
    if not users or any(i in explanation.matches for i in users):
        return False
    before = {i for i in users if is_local(search, i, explanation)}  # by another name of the same value
    match = explanation.matches.pop(index)
    explanation.assumed[index] = Version(match.of, match.target, 0, 0, -match.sign)
    is_found = any(is_local(search, i, explanation) for i in users if i in explanation.reached and i not in before)
    del explanation.assumed[index]
    explanation.matches[index] = match
    return is_found


def is_local(search: Search, index: int, explanation: Explanation) -> bool:
    """Return whether a line is right once the gradients that it uses are: it only follows from a wrong one."""
    return _ratio(search, index, explanation) == 1.0


def _ratio(search: Search, index: int, explanation: Explanation) -> float | None:
    """Return the factor of a line over the true gradient, given the assumed gradients it uses; None: no multiple."""
    wrong = [i for i in search.uses[index] if i in explanation.assumed]
    key = (
        explanation.hypothesis.seeds,
        index,
        explanation.matches.get(index),
        explanation.assumed.get(index) if search.candidates[index].part else None,
        tuple((i, explanation.assumed[i]) for i in sorted(wrong)),
    )
    if key not in search.ratios:
        if search.replayed_gates >= MOST_REPLAYED:
            return None
        search.replayed_gates += len(search.lines[index])
        search.ratios[key] = _ratio_given(search, index, explanation, wrong)
    return search.ratios[key]


def _ratio_given(search: Search, index: int, explanation: Explanation, wrong: Sequence[int]) -> float | None:
    each, seeds = search.candidates[index], explanation.hypothesis.seeds
    of_other = each.output is not None and seeds != ((each.output, None, 1.0),)
    if not wrong or each.alias or of_other or (each.part and index not in explanation.assumed):
        return None
    match = explanation.matches.get(index)
    targets = search.targets(each) if match is None and not each.part else []
    if each.part and match is None:
        targets = [explanation.assumed[index]]
    ratios: list[set[float]] = []
    for point in (ELSEWHERE, PRESENT):
        replaced: dict[int, Any] = {}
        for i in wrong:
            value = _implied_value(search, seeds, explanation.assumed[i], point)
            other = replaced.setdefault(search.candidates[i].node, value)
            if other is not value and np.shape(other) == np.shape(value) and not same(other, value):
                return None  # `db = dz` is another name of one value, and both cannot be meant
        if any(np.shape(value) != search.nodes[node].shape for node, value in replaced.items()):
            return None
        value = replay(search.nodes, search.lines[index], search.points.values[point], replaced).get(each.node)
        if value is None:
            return None
        signs = (1, -1) if each.signal and match is None else (1,)
        trues = _target_gradients(search, index, seeds, targets, point, signs)
        if match is not None:
            part = search.points.true(seeds, point, match.target, match.through)
            trues = [] if part is None or not np.any(part) else [match.sign * match.scale * np.asarray(part)]
        ratios.append(constant_ratios(value, trues))
    common = [r for r in ratios[0] if any(abs(r / other - 1) < 1e-9 for other in ratios[1])]
    if 1.0 in common:
        return 1.0
    return min(common, key=lambda r: abs(np.log(abs(r))), default=None)


def _target_gradients(
    search: Search,
    index: int,
    seeds: tuple[Seed, ...],
    targets: Sequence[Version],
    point: int,
    signs: tuple[int, ...],
) -> list[Any]:
    """Return the gradients of a line's targets, with each of `signs`; those that are not 0 throughout."""
    key = (index, seeds, tuple(targets), point, signs)
    if key not in search.target_gradients:
        trues = [_implied_value(search, seeds, target, point) for target in targets]
        search.target_gradients[key] = [
            sign * true for true in trues if true is not None and np.any(true) for sign in signs
        ]
    return search.target_gradients[key]


def _implied_value(search: Search, seeds: tuple[Seed, ...], version: Version, point: int) -> Any:
    true = search.points.true(seeds, point, version.node, version.through)
    return None if true is None else version.sign * version.scale * np.asarray(true)
