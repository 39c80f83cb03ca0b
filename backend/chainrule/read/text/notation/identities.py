"""The identity matrix of paper: X^T X + λI, I - A, A + εI_n."""

from __future__ import annotations

from . import tree
from .scripts import is_matrix, is_scaled_matrix
from .text_names import TextNames
from .tree import Node, Statement
from .walk import nodes, rewritten

__all__ = ["with_identities"]


def with_identities(statement: Statement, names: TextNames) -> Statement:
    """Return the statement with each I that is added to a matrix as the identity of that matrix's size.

    An `I` that has a value, a formula, or another place in a product (I R) is a name like any other.
    """
    if names.is_number("I") or not any(_is_letter(node) for node in nodes(statement)):
        return statement
    return rewritten(statement, _changed)


def _is_letter(node: Node | Statement) -> bool:
    return isinstance(node, tree.NamePart) and node.base == "I" and not node.label and not node.accents


def _changed(node: Node) -> Node:
    if not isinstance(node, tree.SumPart):
        return node
    matrix = next((term for _, term in node.terms if is_scaled_matrix(term) and not _ends_with_letter(term)), None)
    if matrix is None:
        return node
    terms = [(sign, _identity(term, matrix) if _ends_with_letter(term) else term) for sign, term in node.terms]
    return tree.SumPart(node.start, node.end, terms)


def _ends_with_letter(term: Node) -> bool:
    last = term.factors[-1] if isinstance(term, tree.ProductPart) and term.signs[-1] in ("·", "*") else term
    return _is_letter(last)


def _identity(term: Node, matrix: Node) -> Node:
    if isinstance(term, tree.ProductPart):
        signs = [*term.signs[:-1], "*"]
        return tree.ProductPart(term.start, term.end, [*term.factors[:-1], _identity(term.factors[-1], matrix)], signs)
    return tree.CallPart(term.start, term.end, "identity_beside", [_unscaled(matrix)])


def _unscaled(matrix: Node) -> Node:
    """Return P of γP: only its size counts."""
    return matrix if is_matrix(matrix) or not isinstance(matrix, tree.ProductPart) else matrix.factors[-1]
