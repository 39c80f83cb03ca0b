"""Choose the hypothesis that is the writer's meaning, and say for each candidate what it stands for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ...replay import same
from .explanation import Explanation, Hypothesis
from .guesses import is_guess, is_meant, shares_a_term, terms_of
from .rows import Row, agree_on_signs, once, row_of
from .scores import best_explanation, evidence, is_full, parts, unknown
from .search import ELSEWHERE, PRESENT, Search

__all__ = ["ChosenExplanation", "Row", "choose"]

MOST_CANDIDATES = 40  # in a loop of very many rounds only the first hypotheses are tried


@dataclass(slots=True)
class ChosenExplanation:
    """The explanation of a hand-written gradient that fits best, and the rows of the others beside it."""

    main: Explanation
    rows: dict[int, Row]
    whole: bool = False  # no candidate agrees with anything: it holds if a known mistake explains each of them


def choose(search: Search, candidates: Iterable[Hypothesis]) -> Iterator[ChosenExplanation]:
    """Yield explanations of all candidates, the best first.

    Candidates that the main hypothesis does not reach are explained by the best one of their own. Nothing is yielded
    where no evidence shows that the candidates are gradients at all.

    What is made of the difference alone that a loss was guessed from must be explained by known mistakes.

    There are two where the program names a loss that no candidate agrees with, and another value explains them: the
    first holds if a known mistake turns the one into the other.
    """
    everything = set(range(len(search.candidates)))
    result = _explanations(search, candidates, everything)
    best = best_explanation(search, result, everything)
    stated = next((e for e in result if e.hypothesis.strong and everything & e.reached), None)
    for main in dict.fromkeys((stated if _is_behind(search, best, stated) else best, best)):
        if main is None:
            continue
        whole = _is_circular(search, main)
        if not whole or any(main.matches.keys() & used for used in search.uses):
            rows = _rows(search, main, result, everything)
            for index in rows.keys() - main.matches.keys() if whole else ():
                rows[index].sure = False  # a known mistake must explain it
            if rows:
                yield ChosenExplanation(main, rows, whole=whole)
    if best is None and stated is None:
        guess = next((e for e in result if is_guess(search, e, everything)), None)
        if guess is not None:
            rows = _rows(search, guess, [], everything)
            if len(everything) == 1 and 0 in rows:
                rows[0].sure = shares_a_term(search, guess, 0)
            yield ChosenExplanation(guess, rows, whole=True)


def _is_circular(search: Search, main: Explanation) -> bool:
    """Return whether all evidence for a loss is the difference that it was guessed from.

    `delta = target - level`, which moves nothing but `level` itself, is a step of any relaxation.
    """
    if not main.hypothesis.implied or main.hypothesis.start is not None:
        return False
    ends = {end for end, _, _ in main.hypothesis.seeds}
    updated = {update.name for update in search.updates if ends & terms_of(search, update.new)}
    return all(
        search.candidates[index].weak
        and all(update.name in updated for update in search.moves[index])
        and not any(index in search.uses[other] for other in main.matches)
        for index in main.matches
    )


def _is_behind(search: Search, best: Explanation | None, stated: Explanation | None) -> bool:
    """Return whether the stated loss is computed from the output of the best explanation, which is not stated."""
    if best is None or stated is None or best.hypothesis.strong or not best.hypothesis.implied:
        return False
    if best.hypothesis.start is not None:
        return False
    end, output = best.hypothesis.seeds[0][0], stated.hypothesis.seeds[0][0]
    above = search.above([output])
    if not above[end]:  # the line computes p again
        value = search.points.values[ELSEWHERE]
        end = next((n.id for n in search.nodes if above[n.id] and same(value[n.id], value[end])), end)
    gradients = search.points.gradients(stated.hypothesis.seeds)
    present, elsewhere = gradients[PRESENT][end], gradients[ELSEWHERE][end]
    return end != output and present is not None and not same(np.abs(present), np.abs(elsewhere))


def _rows(
    search: Search, main: Explanation, explanations: Sequence[Explanation], everything: set[int]
) -> dict[int, Row]:
    rows: dict[int, Row] = {}
    is_known = evidence(search, main, everything) > 0
    # What is added up over the records is one loss for the whole program.
    explanations = [each for each in explanations if each.hypothesis.records is None]
    upstream = {seed for _, seed, _ in main.hypothesis.seeds if seed is not None}
    for part in parts(search, everything, upstream):
        mine = _own_layer(search, main, explanations, part)
        if mine is main and not evidence(search, main, part):
            other = (
                best_explanation(search, explanations, part) if is_known and not _is_late(search, main, part) else None
            )
            if other is not None and (evidence(search, other, part) or not part & main.reached):
                mine = other
        sure = is_known if mine is main or mine.hypothesis.other else evidence(search, mine, part) > 0
        for index in part:
            row = row_of(search, mine, index, sure or is_meant(search, mine, index))
            if row is not None:
                rows[index] = row
    agree_on_signs(search, main, rows)
    return once(search, rows)


def _own_layer(search: Search, main: Explanation, explanations: Sequence[Explanation], part: set[int]) -> Explanation:
    """Return the explanation by the output that was computed last before a part, where a given gradient has several.

    Layers stand below one another, each with its forward and its backward pass, and all with an `out` and a `dout`.
    """
    layers = [each for each in (main, *explanations) if each is main or each.hypothesis.other]
    first = min(min(search.candidates[index].chain) for index in part)
    before = [each for each in layers if each.hypothesis.seeds[0][0] < first]
    return max(before, key=lambda each: each.hypothesis.seeds[0][0], default=main) if len(layers) > 1 else main


def _is_late(search: Search, main: Explanation, part: Collection[int]) -> bool:
    """Return whether a part is one name for a forward value (`a_grad = b`) on a line below the stated loss.

    It agrees with a local derivative by itself, and proves no other loss.
    """
    if len(part) != 1 or not main.hypothesis.strong or not part & main.reached:  # type: ignore[operator]
        return False
    each, output = search.candidates[next(iter(part))], search.nodes[main.hypothesis.seeds[0][0]]
    if not each.alias or each.output is not None or each.span is None or output.span is None:
        return False
    return each.span.line > output.span.line


def _explanations(search: Search, candidates: Iterable[Hypothesis], everything: set[int]) -> list[Explanation]:
    """Return the explanations that are needed.

    None follows a stated one that explains everything. No unstated one is tried where a stated one reaches every
    candidate and is right about some.
    """
    explanations: list[Explanation] = []
    for each in candidates:
        is_stated = each.strong or each.inside or each.other
        if not is_stated and any(_is_enough(search, result, everything) for result in explanations):
            return explanations
        if len(explanations) >= 4 and len(search.candidates) > MOST_CANDIDATES:
            return explanations
        explanations.append(search.explain(each))
        is_whole = each.strong and not each.inside and is_full(search, explanations[-1], everything)
        if is_whole and evidence(search, explanations[-1], everything) > 0:
            return explanations
    return explanations


def _is_enough(search: Search, explanation: Explanation, everything: set[int]) -> bool:
    if explanation.hypothesis.implied and not is_full(search, explanation, everything):
        return False
    starts = {seed for _, seed, _ in explanation.hypothesis.seeds}  # which agree with what was guessed from them
    exact = any(
        not match.step and match.level >= 1 and search.candidates[index].node not in starts
        for index, match in explanation.matches.items()
    )
    unexplained = everything - explanation.reached - explanation.forward - unknown(search, everything, explanation)
    return (
        exact
        and not unexplained
        and not explanation.hypothesis.inside
        and evidence(search, explanation, everything) > 0
    )
