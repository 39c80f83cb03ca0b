"""Guesses: whether a number that agrees with nothing is meant as a gradient, and of what."""

from __future__ import annotations

import math

import numpy as np

from ...graph import LITERAL
from ...replay import same
from .explanation import Explanation
from .gradient_names import LOSSES
from .search import ELSEWHERE, PRESENT, Search

__all__ = ["is_guess", "is_meant", "shares_a_term", "terms_of"]


def is_guess(search: Search, explanation: Explanation, everything: set[int]) -> bool:
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


def shares_a_term(search: Search, explanation: Explanation, index: int) -> bool:
    """Return whether one term of the candidate is what comes back to its value through one of several uses."""
    each, seeds = search.candidates[index], explanation.hypothesis.seeds
    above = search.above([seed[0] for seed in seeds])
    terms = [term for term in terms_of(search, each.node) if term != each.node]
    for target in search.values(each):
        gates = search.uses_of(target.node, above)
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


def is_meant(search: Search, explanation: Explanation, index: int) -> bool:
    """Return whether a person would take it for this gradient, though its number agrees with nothing.

    The program computes a loss and calls it so, or names what comes from above, the name is that of one array of the
    same shape, and what it holds is made of what the loss is made of.
    """
    each, hypothesis = search.candidates[index], explanation.hypothesis
    if not hypothesis.strong or len(hypothesis.seeds) != 1 or each.signal or each.numbered or each.part:
        return False
    if each.weak and not each.only:
        return False
    if each.output is not None:  # the gradient function of a function of the program is meant as such
        return each.label is not None or _is_derivative_by_name(search, index)
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
    if not each.alias and nodes[each.node].op == LITERAL:  # `dz_dx = 5`: an answer in numbers
        output = nodes[each.output].span
        is_below = each.span is not None and output is not None and each.span.line > output.line
        return is_below and not search.consumers[each.node] and not search.moves[index]
    if each.alias or each.node < each.output or not _is_made_of(search, index, each.output):
        return False
    lines = {node for line in search.lines for node in line}
    names = {version.name for version in each.options}
    updated = {node for update in search.moves[index] if update.name in names for node in terms_of(search, update.new)}
    behind = [node.id for node in nodes[each.node + 1 :] if each.node in node.args]
    return all(node in lines or node in updated or not nodes[node].name for node in behind) and all(
        update.name in names for update in search.moves[index]
    )


def terms_of(search: Search, node: int) -> set[int]:
    """Return a sum and all terms added to it or subtracted from it, in this round and in earlier ones."""
    terms, waiting = set[int](), [node]
    while waiting:
        each = waiting.pop()
        if each not in terms:
            terms.add(each)
            if search.nodes[each].op in ("add", "sub"):
                waiting += search.nodes[each].args
    return terms
