"""Scores of explanations: how well candidates agree with one, and which of several the writer means."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from ...replay import same
from .explanation import Explanation
from .search import ELSEWHERE, PRESENT, Search
from .update_directions import follows

__all__ = ["best_explanation", "evidence", "is_full", "parts", "unknown"]


def parts(search: Search, indices: Collection[int], upstream: Collection[int] = ()) -> list[set[int]]:
    """Return groups of candidates that use one another, directly or not; nodes of `upstream` link none."""
    group = {index: {index} for index in indices}
    for index in indices:
        for other in search.uses[index]:
            is_given = search.candidates[other].alias and search.candidates[other].node in upstream
            if not is_given and other in group and group[other] is not group[index]:
                group[index] |= group[other]
                for each in group[index]:
                    group[each] = group[index]
    return list({id(part): part for part in group.values()}.values())


def evidence(search: Search, explanation: Explanation, part: Collection[int]) -> float:
    """Return how well the candidates of `part` agree with the true gradients, trivial agreement left out."""
    start = explanation.hypothesis.start
    started = {each.name for each in search.candidates if each.node == start}
    outputs = {seed[0] for seed in explanation.hypothesis.seeds}
    gradients = search.points.gradients(explanation.hypothesis.seeds)
    total = 0.0
    for index in part:
        each, match = search.candidates[index], explanation.matches.get(index)
        if search.is_slope(index):
            continue
        if match is None:
            is_guessed = start is None and explanation.hypothesis.implied
            total += index in explanation.local or (is_guessed and _has_other_sign(search, index, gradients))
        elif each.output is not None:
            total += match.level
        elif each.name not in started and match.target not in outputs:
            true = gradients[ELSEWHERE][match.target]
            total += match.level if true is not None and np.any(np.asarray(true)) else 0
        if start is None and explanation.hypothesis.implied:
            total += sum(follows(search.points, update, gradients) for update in search.moves[index])
    return total


def _has_other_sign(search: Search, index: int, gradients: Sequence[Sequence[Any]]) -> bool:
    """Return whether a candidate is minus the gradient that its name says: `w -= dw` then goes up."""
    each = search.candidates[index]
    for target in search.values(each):
        true = [gradients[point][target.node] for point in (PRESENT, ELSEWHERE)]
        values = [search.points.values[point][each.node] for point in (PRESENT, ELSEWHERE)]
        if all(
            part is not None and np.any(np.asarray(part)) and same(value, -np.asarray(part))
            for value, part in zip(values, true, strict=True)
        ):
            return True
    return False


def is_full(search: Search, explanation: Explanation, part: Collection[int]) -> bool:
    """Return whether every candidate that can be decided is right."""
    open_ = {i for i in part if i in explanation.reached and search.candidates[i].node != explanation.hypothesis.start}
    return (
        bool(open_)
        and all(i in explanation.matches for i in open_)
        and not (
            set(part)
            - explanation.reached
            - explanation.forward
            - set(explanation.matches)
            - unknown(search, part, explanation)
        )
    )


def unknown(search: Search, part: Collection[int], explanation: Explanation) -> set[int]:
    """Return candidates that name no value of the program, or start it: no hypothesis can explain them."""
    return {
        i for i in part if not search.candidates[i].options or search.candidates[i].node == explanation.hypothesis.start
    }


def best_explanation(search: Search, explanations: Sequence[Explanation], part: Collection[int]) -> Explanation | None:
    """Return the explanation that the writer means: the stated one if any candidate agrees with it, else the widest."""
    related = [each for each in explanations if part & each.reached]  # type: ignore[operator]
    strong = [each for each in related if each.hypothesis.strong]
    full = [each for each in related if is_full(search, each, part) and evidence(search, each, part) > 0]
    tops = [each for each in strong if not each.hypothesis.inside and evidence(search, each, part)]
    for each in strong:
        if each in full and (not each.hypothesis.inside or not tops or _decays(search, tops[0], part)):
            return each
    strongest = max(tops, key=lambda e: _score(search, e, part), default=None) or max(
        (each for each in strong if evidence(search, each, part)), key=lambda e: _score(search, e, part), default=None
    )
    if strongest is not None:
        for each in full:
            if each.hypothesis.implied and _is_monitor(search, strongest, each, part):
                return each
        return strongest
    weak = [each for each in related if not each.hypothesis.strong and evidence(search, each, part) >= 1]
    ranks = {id(e): (is_full(search, e, part), *_score(search, e, part), evidence(search, e, part)) for e in weak}
    best = max(weak, key=lambda e: ranks[id(e)], default=None)
    if best is not None:
        return next((each for each in strong if _forgets_upstream(each, best)), best)
    return strong[0] if strong else None


def _forgets_upstream(explanation: Explanation, best: Explanation) -> bool:
    """Return whether `best` explains the same output once the program's upstream gradient for it is dropped."""
    ((output, seed, _), *more), ((end, ones, _), *others) = explanation.hypothesis.seeds, best.hypothesis.seeds
    return output == end and seed is not None and ones is None and not more and not others


def _decays(search: Search, top: Explanation, part: Collection[int]) -> bool:
    """Return whether the updates add what the gradients lack of the whole loss's gradient: weight decay."""
    gradients = search.points.gradients(top.hypothesis.seeds)
    wrong = [i for i in part if i in top.reached and i not in top.matches and search.moves[i]]
    return bool(wrong) and all(follows(search.points, update, gradients) for i in wrong for update in search.moves[i])


def _score(search: Search, explanation: Explanation, part: Collection[int]) -> tuple[float, ...]:
    """Return the sort key: right roots first, then right gradients and lines right by themselves, less wrong ones.

    One whose name says what it is of, and which the loss does not depend on, is as much against it as a wrong one.
    """
    reached = [
        i for i in part if i in explanation.reached and search.candidates[i].node != explanation.hypothesis.start
    ]
    roots = [i for i in reached if not search.uses[i] & set(part)]
    wrong = sum(1 for i in reached if i not in explanation.matches and i not in explanation.local)
    wrong += sum(
        1
        for i in part
        if i not in explanation.reached and i not in explanation.forward and search.candidates[i].options
    )
    right = sum(explanation.matches[i].level for i in reached if i in explanation.matches)
    rooted = bool(roots) and all(i in explanation.matches for i in roots)
    return (rooted, right + len(explanation.local & set(reached)) - wrong, right)


def _is_monitor(search: Search, stated: Explanation, implied: Explanation, part: Collection[int]) -> bool:
    """Return whether the named loss only monitors a training that follows another loss.

    Then the gradients start from error terms of a difference, or the loss has the same slope everywhere, as the mean
    of |y - p| has.
    """
    roots = [i for i in part if not search.uses[i] and i in implied.matches]
    exact = [i for i in part if i in stated.matches and not stated.matches[i].step]
    if exact:
        return False
    if roots and all(search.candidates[i].signal for i in part):
        return True
    if implied.hypothesis.start is not None:
        return False
    end = implied.hypothesis.seeds[0][0]
    present, elsewhere = (
        search.points.gradients(stated.hypothesis.seeds)[point][end] for point in (PRESENT, ELSEWHERE)
    )
    return present is None or (bool(np.any(present)) and same(np.abs(present), np.abs(elsewhere)))
