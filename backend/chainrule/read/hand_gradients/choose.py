"""Choose the hypothesis that is the writer's meaning, and say for each candidate what it stands for."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ...graph import LITERAL
from ...replay import same
from .explanation import Explanation, Hypothesis
from .gradient_names import LOSSES
from .rows import Row, agree_on_signs, once, row_of
from .search import ELSEWHERE, PRESENT, Search
from .update_directions import follows
from .uses import uses_of

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

    There are two where the program names a loss that no candidate agrees with, and another value explains them: the
    first holds if a known mistake turns the one into the other.
    """
    everything = set(range(len(search.candidates)))
    result = _explanations(search, candidates, everything)
    best = _best(search, result, everything)
    stated = next((e for e in result if e.hypothesis.strong and everything & e.reached), None)
    for main in dict.fromkeys((stated if _is_behind(search, best, stated) else best, best)):
        if main is not None and not _is_circular(search, main):
            rows = _rows(search, main, result, everything)
            if rows:
                yield ChosenExplanation(main, rows)
    if best is None and stated is None:
        guess = next((e for e in result if _is_guess(search, e, everything)), None)
        if guess is not None:
            rows = _rows(search, guess, [], everything)
            if len(everything) == 1 and 0 in rows:
                rows[0].sure = _shares_a_term(search, guess, 0)
            yield ChosenExplanation(guess, rows, whole=True)


def _is_guess(search: Search, explanation: Explanation, everything: set[int]) -> bool:
    """Return whether all candidates, each with the name of one value, may be wrong gradients of this number.

    One alone may be if the number is called f or a loss, and the program ends with it.
    """
    hypothesis = explanation.hypothesis
    if not everything or hypothesis.strong or hypothesis.implied or everything - explanation.reached:
        return False
    if explanation.matches or any(search.moves[index] for index in everything):  # rates called dx and dv
        return False
    ((output, seed, _), *more) = hypothesis.seeds
    plain = all(not (each.weak or each.signal or each.numbered or each.part) for each in search.candidates)
    if not plain or seed is not None or more or search.nodes[output].shape:
        return False
    return len(everything) > 1 or (_is_called_a_function(search.nodes[output].name) and _is_last(search, output))


def _is_called_a_function(name: str | None) -> bool:
    return name is not None and (name in ("f", "F", "z", "y", "g", "h") or LOSSES.fullmatch(name) is not None)


def _is_last(search: Search, output: int) -> bool:
    """True if the one candidate stands below the output, is made of what that is made of, and nothing uses it."""
    (each,), nodes = search.candidates, search.nodes
    mine, output_span = each.span, nodes[output].span
    if each.alias or mine is None or output_span is None or mine.line <= output_span.line:
        return False
    if any(each.node in node.args for node in nodes[each.node + 1 :]):
        return False
    return _is_made_of(search, 0, output)


def _is_made_of(search: Search, index: int, output: int) -> bool:
    """True if every leaf of a candidate's line is one that the output depends on, or a number, and one is no number."""
    above, nodes = search.above([output]), search.nodes
    arguments = {arg for node in search.lines[index] for arg in nodes[node].args}
    leaves = [node for node in arguments if not nodes[node].args and nodes[node].op != LITERAL]
    return bool(leaves) and all(above[node] for node in leaves)


def _shares_a_term(search: Search, explanation: Explanation, index: int) -> bool:
    """Return whether one term of the candidate is what comes back to its value through one of several uses."""
    each, seeds = search.candidates[index], explanation.hypothesis.seeds
    above = search.above([seed[0] for seed in seeds])
    terms = [term for term in _terms(search, each.node) if term != each.node]
    for target in search.values(each):
        gates = uses_of(search.nodes, target.node, above)
        for gate in gates if len(gates) > 1 else []:
            true = [search.points.true(seeds, point, target.node, (gate,)) for point in (PRESENT, ELSEWHERE)]
            if any(part is None or not np.any(part) for part in true):
                continue
            for term in terms:
                if all(
                    same(search.points.values[p][term], part)
                    for p, part in zip((PRESENT, ELSEWHERE), true, strict=True)
                ):
                    return True
    return False


def _is_circular(search: Search, main: Explanation) -> bool:
    """Return whether all evidence for a loss is the difference that it was guessed from.

    `delta = target - level`, which moves nothing but `level` itself, is a step of any relaxation.
    """
    if not main.hypothesis.implied or main.hypothesis.start is not None:
        return False
    ends = {end for end, _, _ in main.hypothesis.seeds}
    updated = {update.name for update in search.updates if ends & _terms(search, update.new)}
    return all(
        search.candidates[index].weak
        and all(update.name in updated for update in search.moves[index])
        and not any(index in search.uses[other] for other in main.matches)
        for index in main.matches
    )


def _terms(search: Search, node: int) -> set[int]:
    """Return a sum and all terms added to it or subtracted from it, in this round and in earlier ones."""
    terms, waiting = set[int](), [node]
    while waiting:
        each = waiting.pop()
        if each not in terms:
            terms.add(each)
            if search.nodes[each].op in ("add", "sub"):
                waiting += search.nodes[each].args
    return terms


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
    is_known = _evidence(search, main, everything) > 0
    for part in _parts(search, everything):
        mine = main
        if not _evidence(search, main, part):
            other = _best(search, explanations, part) if is_known and not _is_late(search, main, part) else None
            if other is not None and (_evidence(search, other, part) or not part & main.reached):
                mine = other
        sure = is_known if mine is main else _evidence(search, mine, part) > 0
        for index in part:
            row = row_of(search, mine, index, sure or _is_meant(search, mine, index))
            if row is not None:
                rows[index] = row
    agree_on_signs(search, main, rows)
    return once(search, rows)


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


def _is_meant(search: Search, explanation: Explanation, index: int) -> bool:
    """Return whether a person would take it for this gradient, though its number agrees with nothing.

    The program computes a loss and calls it so, or names what comes from above, the name is that of one array of the
    same shape, and what it holds is made of what the loss is made of.
    """
    each, hypothesis = search.candidates[index], explanation.hypothesis
    if not hypothesis.strong or len(hypothesis.seeds) != 1 or each.signal or each.numbered or each.part:
        return False
    if each.weak and not each.only:
        return False
    if each.output is not None:
        return _is_derivative_by_name(search, index)
    (output, seed, _), nodes = hypothesis.seeds[0], search.nodes
    names = {version.name for version in each.options}
    shape = nodes[each.node].shape
    if len(names) != 1 or math.prod(shape) < 2 or any(nodes[version.node].shape != shape for version in each.options):
        return False
    if seed is not None:
        nodes_used = {search.candidates[i].node for i in search.uses[index]}
        return each.output is None and (seed in search.lines[index] or seed in nodes_used)
    if nodes[output].shape or LOSSES.fullmatch(nodes[output].name or "") is None:
        return False
    above = search.above([output])
    its_own = {version.node for version in each.options}
    return any(
        above[node] and nodes[node].op != LITERAL and node not in its_own
        for node in search.lines[index]
        if node != output
    )


def _is_derivative_by_name(search: Search, index: int) -> bool:
    """True if `df_dx`, written below f, is made of what f is made of, and no value but gradients and what they move is
    computed from it: in `y = y + h*dydx` it is the slope of another function."""
    each, nodes = search.candidates[index], search.nodes
    assert each.output is not None
    if each.alias or each.node < each.output or not _is_made_of(search, index, each.output):
        return False
    lines = {node for line in search.lines for node in line}
    names = {version.name for version in each.options}
    updated = {node for update in search.moves[index] if update.name in names for node in _terms(search, update.new)}
    behind = [node.id for node in nodes[each.node + 1 :] if each.node in node.args]
    return all(node in lines or node in updated or not nodes[node].name for node in behind) and all(
        update.name in names for update in search.moves[index]
    )


def _explanations(search: Search, candidates: Iterable[Hypothesis], everything: set[int]) -> list[Explanation]:
    """Return the explanations that are needed.

    None follows a stated one that explains everything. No unstated one is tried where a stated one reaches every
    candidate and is right about some.
    """
    explanations: list[Explanation] = []
    for each in candidates:
        is_stated = each.strong or each.inside
        if not is_stated and any(_is_enough(search, result, everything) for result in explanations):
            return explanations
        if len(explanations) >= 4 and len(search.candidates) > MOST_CANDIDATES:
            return explanations
        explanations.append(search.explain(each))
        is_full = each.strong and not each.inside and _full(search, explanations[-1], everything)
        if is_full and _evidence(search, explanations[-1], everything) > 0:
            return explanations
    return explanations


def _is_enough(search: Search, explanation: Explanation, everything: set[int]) -> bool:
    if explanation.hypothesis.implied and not _full(search, explanation, everything):
        return False
    exact = any(not match.step and match.level >= 1 for match in explanation.matches.values())
    unexplained = everything - explanation.reached - explanation.forward - _unknown(search, everything, explanation)
    return (
        exact
        and not unexplained
        and not explanation.hypothesis.inside
        and _evidence(search, explanation, everything) > 0
    )


def _parts(search: Search, indices: Collection[int]) -> list[set[int]]:
    """Return groups of candidates that use one another, directly or not."""
    group = {index: {index} for index in indices}
    for index in indices:
        for other in search.uses[index]:
            if other in group and group[other] is not group[index]:
                group[index] |= group[other]
                for each in group[index]:
                    group[each] = group[index]
    return list({id(part): part for part in group.values()}.values())


def _evidence(search: Search, explanation: Explanation, part: Collection[int]) -> float:
    """Return how well the candidates of `part` agree with the true gradients, trivial agreement left out."""
    start = explanation.hypothesis.start
    started = {each.name for each in search.candidates if each.node == start}
    outputs = {seed[0] for seed in explanation.hypothesis.seeds}
    gradients = search.points.gradients(explanation.hypothesis.seeds)
    total = 0.0
    for index in part:
        each, match = search.candidates[index], explanation.matches.get(index)
        if match is None:
            total += index in explanation.local
        elif each.output is not None:
            total += match.level
        elif each.name not in started and match.target not in outputs:
            true = gradients[ELSEWHERE][match.target]
            total += match.level if true is not None and np.any(np.asarray(true)) else 0
        if start is None and explanation.hypothesis.implied:
            total += sum(follows(search.points, update, gradients) for update in search.moves[index])
    return total


def _full(search: Search, explanation: Explanation, part: Collection[int]) -> bool:
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
            - _unknown(search, part, explanation)
        )
    )


def _unknown(search: Search, part: Collection[int], explanation: Explanation) -> set[int]:
    """Return candidates that name no value of the program, or start it: no hypothesis can explain them."""
    return {
        i for i in part if not search.candidates[i].options or search.candidates[i].node == explanation.hypothesis.start
    }


def _best(search: Search, explanations: Sequence[Explanation], part: Collection[int]) -> Explanation | None:
    """Return the explanation that the writer means: the stated one if any candidate agrees with it, else the widest."""
    related = [each for each in explanations if part & each.reached]  # type: ignore[operator]
    strong = [each for each in related if each.hypothesis.strong]
    full = [each for each in related if _full(search, each, part) and _evidence(search, each, part) > 0]
    tops = [each for each in strong if not each.hypothesis.inside and _evidence(search, each, part)]
    for each in strong:
        if each in full and (not each.hypothesis.inside or not tops or _decays(search, tops[0], part)):
            return each
    strongest = max(tops, key=lambda e: _score(search, e, part), default=None) or max(
        (each for each in strong if _evidence(search, each, part)), key=lambda e: _score(search, e, part), default=None
    )
    if strongest is not None:
        for each in full:
            if each.hypothesis.implied and _is_monitor(search, strongest, each, part):
                return each
        return strongest
    weak = [each for each in related if not each.hypothesis.strong and _evidence(search, each, part) >= 1]
    best = max(weak, key=lambda e: _score(search, e, part), default=None)
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
    """Return the sort key: right roots first, then right gradients and lines right by themselves, less wrong ones."""
    reached = [
        i for i in part if i in explanation.reached and search.candidates[i].node != explanation.hypothesis.start
    ]
    roots = [i for i in reached if not search.uses[i] & set(part)]
    wrong = sum(1 for i in reached if i not in explanation.matches and i not in explanation.local)
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
