"""Matching of one candidate: its number beside the true gradients of the values that it may be the gradient of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ...diagnostics.points import Seed
from ...graph import LITERAL
from ...replay import rounds_to, same
from .candidates import Candidate, Version
from .explanation import Explanation, Match
from .gradient_names import UPSTREAM, tail

if TYPE_CHECKING:
    from .search import Search

__all__ = ["match_before_scale", "match_candidate", "nameless"]

PRESENT, ELSEWHERE, ALL = range(3)  # the points
MOST_NETS = 20
MOST_PARTS = 60
MOST_LINE = 200  # gates of one line


def match_candidate(search: Search, explanation: Explanation, index: int, above: Sequence[bool]) -> None:
    """Match one candidate; it is `reached` where the loss depends on a value that its name speaks of."""
    each, seeds = search.candidates[index], explanation.hypothesis.seeds
    if each.output is not None:
        seeds = ((each.output, None, 1.0),)
    gradients = search.points.gradients(seeds)
    targets = _targets_with_gradient(search, each, gradients)
    if _have_gradient(targets, gradients):
        explanation.reached.add(index)
    match = _named_match(search, explanation, index, targets, seeds, above)
    if match is None:
        match = _free_match(search, explanation, index, targets, gradients, above)
    if match is not None:
        explanation.matches[index] = match
        explanation.reached.add(index)


def _targets_with_gradient(search: Search, each: Candidate, gradients: list[list[Any]]) -> Sequence[Version]:
    """Return the values that a name speaks of; where the loss depends on none of them, what stands for them."""
    targets = search.values(each)
    if not _have_gradient(targets, gradients) and len(targets) < MOST_NETS:
        targets = search.targets(each)  # the input of the activation p, where p - t starts there
    if _have_gradient(targets, gradients):
        return targets
    twins = [twin for twin in search.twins.of(each.options) if _have_gradient([twin], gradients)]
    if twins:  # it is computed again for this line
        each.options = twins
        targets = search.values(each)
    return targets


def _named_match(
    search: Search,
    explanation: Explanation,
    index: int,
    targets: Sequence[Version],
    seeds: tuple[Seed, ...],
    above: Sequence[bool],
) -> Match | None:
    """Match a candidate with a value that its name speaks of, or with a part of the value's gradient."""
    each, gradients = search.candidates[index], search.points.gradients(seeds)
    parts = search.parts(each, targets, above)
    if each.part:
        if not parts and search.nodes[each.node].args:  # `dout2 = dout.reshape(N, -1)`
            return nameless(search, explanation, each)
        return _partial(search, each, parts, seeds)
    match = _exact(search, each, targets, gradients)
    if (match is None or match.level % 1) and index in explanation.reached:
        other = _exact(search, each, search.targets(each, search.near(explanation, index) or targets), gradients)
        match = other or match
    if match is None and each.output is not None and _is_link(search, explanation, index):
        parts = [*parts, *_along_its_line(search, each.output, targets)]
    return _partial(search, each, parts, seeds) if match is None and parts else match


def _is_link(search: Search, explanation: Explanation, index: int) -> bool:
    """Return whether a derivative is one factor of a chain: not of the loss itself, and used in another one."""
    is_loss = search.candidates[index].output in {output for output, _, _ in explanation.hypothesis.seeds}
    return not is_loss and any(index in used for used in search.uses)


def _along_its_line(search: Search, output: int, targets: Sequence[Version]) -> list[Version]:
    """Return the targets, with the gates of the output's own line: `dv/dx = 1` of v = u + x, where u = x*y holds x.

    Slides write a derivative by one name that way, with the other names as they are.
    """
    line = {output}
    todo = [output]
    while todo and len(line) < MOST_LINE:
        for arg in search.nodes[todo.pop()].args:
            if search.nodes[arg].args and not search.nodes[arg].name and arg not in line:
                line.add(arg)
                todo.append(arg)
    uses = {target: [gate for gate in search.consumers[target.node] if gate in line] for target in targets}
    return [target._replace(through=tuple(gates)) for target, gates in uses.items() if gates]


def _free_match(
    search: Search,
    explanation: Explanation,
    index: int,
    targets: Sequence[Version],
    gradients: list[list[Any]],
    above: Sequence[bool],
) -> Match | None:
    """Match a candidate by its number with any value, where its name leaves that open."""
    each, match = search.candidates[index], None
    if not search.nodes[each.node].args:
        return None
    if UPSTREAM.fullmatch(tail(each.name)):
        match = _anything(search, each, gradients, above, leaves=False)
    # `grad_f` of the output f is the gradient with respect to what f depends on.
    outputs = {output for output, seed, _ in explanation.hypothesis.seeds if seed is None}
    of_output = bool(targets) and all(target.node in outputs for target in targets)
    # A bare name (`dz = dh`) says what it is by itself, or not at all.
    is_free = not each.alias or bool(each.options)
    if match is None and is_free and (not targets or of_output or each.numbered):
        starts = {seed for _, seed, _ in explanation.hypothesis.seeds}  # right for what was guessed from them
        match = _anything(
            search,
            each,
            gradients,
            above,
            leaves=of_output,
            is_start=each.node in starts and len(search.candidates) == 1,
        )
        if match is None and of_output:
            explanation.reached.discard(index)
    return match


def match_before_scale(search: Search, explanation: Explanation, gradients: list[list[Any]]) -> None:
    """Match gradients that have a scale in them already: `dS = .../sqrt(d)` is the gradient at Q @ K.T.

    Something that is made of it must be right, or it has a factor too many.
    """
    for index in explanation.reached - set(explanation.matches):
        each = search.candidates[index]
        is_used = any(index in search.uses[other] for other in explanation.matches)
        for version in search.before_scale(search.values(each)) if is_used and each.output is None else ():
            match = None if each.part else _at(search, each, version.node, gradients)
            if match is not None and match.level >= 1:
                explanation.matches[index] = match
                break


def _exact(search: Search, each: Candidate, targets: Sequence[Version], gradients: list[list[Any]]) -> Match | None:
    best: Match | None = None
    for sign in (1, -1) if each.signal else (1,):
        for target in targets:
            level = _level(search, each.node, target.node, gradients, sign * target.sign)
            if level and (best is None or (best.level % 1 and level > best.level)):
                best = Match(target.node, target.name, sign * target.sign, 1.0, False, level)
                if not level % 1:
                    return best
    return best


def _partial(search: Search, each: Candidate, parts: Sequence[Version], seeds: tuple[Seed, ...]) -> Match | None:
    """Return the match with the part of a value's gradient that comes back through some of its uses."""
    for part in parts[:MOST_PARTS]:
        terms = [search.points.true(seeds, point, part.node, part.through) for point in (PRESENT, ELSEWHERE, ALL)]
        level = 0.0 if any(term is None for term in terms) else _agreement(search, each.node, terms)
        if level and np.any(terms[ELSEWHERE]):
            return Match(part.node, part.name, 1, 1.0, False, level, part.through)
    return None


def _level(search: Search, node: int, target: int, gradients: list[list[Any]], factor: float) -> float:
    trues = [gradient[target] for gradient in gradients]
    return (
        0 if any(true is None for true in trues) else _agreement(search, node, [factor * np.asarray(t) for t in trues])
    )


def _agreement(search: Search, node: int, trues: Sequence[Any]) -> float:
    """Return the level at which a node has these values, 0: it does not; see `Match.level`."""
    if search.nodes[node].op == LITERAL and not same(search.points.values[PRESENT][node], trues[PRESENT]):
        return 0.5 if rounds_to(search.points.values[PRESENT][node], trues[PRESENT]) else 0
    if not all(np.isfinite(true).all() for true in trues[1:]):
        return 0.5 * same(search.points.values[PRESENT][node], trues[PRESENT])
    equal = [same(values[node], true) for values, true in zip(search.points.values, trues, strict=True)]
    if not equal[PRESENT] and not (equal[ELSEWHERE] and equal[ALL]):
        return 0
    if not equal[ELSEWHERE] and not np.any(trues[PRESENT]):
        return 0  # two zeros
    if not equal[PRESENT] and not any(np.any(true) for true in trues[1:]):
        return 0  # zeros of a unit that is dead elsewhere
    level = 2.0 if all(equal[1:]) else 1.0 if equal[ELSEWHERE] else 0.5
    return level if equal[PRESENT] else level - 0.25  # a kink, or digits lost: another target may fit better


def _anything(
    search: Search,
    each: Candidate,
    gradients: list[list[Any]],
    above: Sequence[bool],
    leaves: bool,
    is_start: bool = False,
) -> Match | None:
    """Match a gradient whose name gives no target by its number, among all values on the way to L.

    Values with a name are tried first, then the inputs of those activations; last what has a name in a method alone.
    """
    shape = search.nodes[each.node].shape
    way = [n for n in reversed(search.nodes) if above[n.id] and n.shape == shape]
    way = [n for n in way if (not n.args if leaves else n.args or (shape and not each.signal))]
    named = [node.id for node in way if node.name]
    nets = [net.node for node in named[:MOST_NETS] for net in search.nets(node) if net.activation.sign > 0]
    for node in dict.fromkeys([*named, *nets]):
        match = _at(search, each, node, gradients)
        if match is not None and match.level >= 1:
            return match
    nameless_nodes = way[:MOST_PARTS] if each.signal and not is_start else ()
    others = (_at(search, each, node.id, gradients) for node in nameless_nodes if node.args and not node.name)
    return next((match for match in others if match is not None and match.level >= 2), None)


def _at(search: Search, each: Candidate, node: int, gradients: list[list[Any]]) -> Match | None:
    """Match a gradient with that of one node by its number."""
    true = gradients[ELSEWHERE][node]
    if true is None or not np.any(np.asarray(true)):
        return None
    for sign in (1, -1) if each.signal else (1,):
        if same(search.points.values[ELSEWHERE][each.node], sign * np.asarray(true)):
            level = _level(search, each.node, node, gradients, sign)
            return Match(node, search.nodes[node].name or "", sign, 1.0, False, level)
    return None


def nameless(search: Search, explanation: Explanation, each: Candidate) -> Match | None:
    """Match a gradient whose name gives no target with that of a value that has no name, by its number at all
    points."""
    seeds, shape = explanation.hypothesis.seeds, search.nodes[each.node].shape
    above, gradients = search.above([seed[0] for seed in seeds]), search.points.gradients(seeds)
    way = [n.id for n in reversed(search.nodes) if above[n.id] and n.args and n.shape == shape]
    matches = (_at(search, each, node, gradients) for node in way[:MOST_PARTS])
    return next((match for match in matches if match is not None and match.level >= 2), None)


def _have_gradient(targets: Sequence[Version], gradients: list[list[Any]]) -> bool:
    """Return whether the loss depends on one of some values."""
    return any(gradients[ELSEWHERE][target.node] is not None for target in targets)
