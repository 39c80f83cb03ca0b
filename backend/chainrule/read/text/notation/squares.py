"""Squares that are set as one name: σ² = ... is the σ² of the formulas below it."""

from __future__ import annotations

from collections.abc import Sequence

from . import tree
from .naming import symbol
from .tree import Node, Statement
from .walk import nodes, rewritten

__all__ = ["square_of", "with_squares"]


def square_of(node: Node | Statement) -> tree.NamePart | None:
    """Return the σ of σ²; None for anything else."""
    if isinstance(node, tree.TernaryPart):  # R², which is R @ R of a matrix
        node = node.no
    if not isinstance(node, tree.PowerPart) or len(node.parts) != 2:
        return None
    name, above = node.parts
    is_two = isinstance(above, tree.NumberPart) and above.text == "2"
    return name if is_two and isinstance(name, tree.NamePart) else None


def with_squares(lines: Sequence[Sequence[Statement]]) -> list[list[Statement]]:
    """Return the statements with `σ² = v` as one that sets a name.

    Where σ stands below in squares alone, that is a name for the square; else σ itself, which is √v.
    """
    statements = [statement for line in lines for statement in line]
    set_squares = [name for statement in statements if (name := _target(statement)) is not None]
    if not set_squares:
        return [list(line) for line in lines]
    every = [node for statement in statements for node in nodes(statement)]
    alone: set[str] = set()
    for word in {symbol(each) for each in set_squares}:
        squares = sum(symbol(square) == word for node in every if (square := square_of(node)) is not None)
        names = sum(isinstance(node, tree.NamePart) and symbol(node) == word for node in every)
        alone.update([word] if squares == names else [])

    def changed(node: Node) -> Node:
        square = square_of(node)
        return node if square is None or symbol(square) not in alone else _named(square, node)

    def statement_of(statement: Statement) -> Statement:
        name = _target(statement)
        if name is not None and isinstance(statement, tree.Assign) and symbol(name) not in alone:
            root = tree.CallPart(statement.value.start, statement.value.end, "sqrt", [statement.value])
            return tree.Assign(statement.start, statement.end, name, root, statement.sign)
        return rewritten(statement, changed)

    return [[statement_of(statement) for statement in line] for line in lines]


def _target(statement: Statement) -> tree.NamePart | None:
    return square_of(statement.target) if isinstance(statement, tree.Assign) else None


def _named(square: tree.NamePart, node: Node) -> tree.NamePart:
    return tree.NamePart(node.start, node.end, f"{square.base}_squared", square.subs, square.label, square.accents)
