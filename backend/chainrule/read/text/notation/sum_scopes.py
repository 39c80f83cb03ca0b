"""Reach of sums: Σ_i y_i log p_i + (1 - y_i) log(1 - p_i) is the sum of both, as its index says."""

from __future__ import annotations

from . import tree
from .indices import letters_of
from .tree import Node, Statement
from .walk import nodes, rewritten

__all__ = ["with_whole_sums"]


def with_whole_sums(statement: Statement) -> Statement:
    """Return the statement with each sum reaching over the terms behind it that have its index below a name."""
    target = statement.target if isinstance(statement, tree.Assign) else None
    outer = set(letters_of(target)) if isinstance(target, tree.NamePart) else set[str]()
    if not any(isinstance(node, tree.ReducePart) for node in nodes(statement)):
        return statement
    return rewritten(statement, lambda node: _whole(node, outer) if isinstance(node, tree.SumPart) else node)


def _whole(node: tree.SumPart, outer: set[str]) -> tree.SumPart | Node:
    terms: list[tuple[str, Node]] = []
    for sign, term in node.terms:
        reduction = _last_sum(terms[-1][1]) if terms else None
        if reduction is None or reduction.index in outer or not _has_index(term, reduction.index):
            terms.append((sign, term))
            continue
        first = reduction.body.terms if isinstance(reduction.body, tree.SumPart) else [("+", reduction.body)]
        reduction.body = tree.SumPart(reduction.body.start, term.end, [*first, (sign, term)])
        reduction.end = term.end
    if len(terms) == 1 and terms[0][0] == "+":
        return terms[0][1]
    return tree.SumPart(node.start, node.end, terms)


def _last_sum(term: Node) -> tree.ReducePart | None:
    """Return the sum that a term is or ends with: -1/m Σ_i ..."""
    last = term.factors[-1] if isinstance(term, tree.ProductPart) and term.signs[-1] in ("·", "*") else term
    return last if isinstance(last, tree.ReducePart) and last.kind == "sum" and last.index else None


def _has_index(term: Node, index: str) -> bool:
    """Return whether the index stands below a name in a term that no sum of its own binds it in."""
    inside = [node for node in nodes(term) if isinstance(node, tree.ReducePart | tree.NamePart)]
    if any(isinstance(node, tree.ReducePart) and node.index == index for node in inside):
        return False
    return any(isinstance(node, tree.NamePart) and index in (*letters_of(node), node.label) for node in inside)
