"""Recurrences whose start is given: h_t = tanh(w h_{t-1} + u x_t) with h_0 = 0 and x = [1, 2, 3], step by step."""

from __future__ import annotations

from collections.abc import Sequence

from . import tree
from .naming import symbol
from .statements import StatementLine
from .tree import Node, Statement
from .walk import nodes, rewritten

__all__ = ["step_by_step"]

INDICES = "tnkis"
FEW, MOST = 3, 12  # steps where nothing says how many, and steps that are written out


def step_by_step(lines: list[list[Statement]], line: StatementLine) -> list[list[Statement]]:
    """Return the lines with a recurrence in its steps; unchanged where its start or one of its inputs is not given.

    Lists give the number of steps: x = [1, 2, 3] holds x_1 to x_3, or x_0 to x_2 where h_{t+1} is made of x_t.
    """
    statements = [statement for row in lines for statement in row]
    for index in INDICES:
        recurrences = dict(filter(None, (_recurrence(each, index) for each in statements)))
        if len(set(recurrences.values())) != 1:
            continue
        ahead = next(iter(recurrences.values()))
        values = {
            symbol(each.target): each.value
            for each in statements
            if isinstance(each, tree.Assign) and isinstance(each.target, tree.NamePart)
        }
        repeated = [each for each in statements if any(_offset(node, index) is not None for node in nodes(each))]
        steps = _count(repeated, index, values)
        if steps is None or not all(f"{base}_0" in values for base in recurrences):
            continue
        first = 0 if ahead else 1
        rounds: list[Statement] = [
            _at(each, index, step, first, values) for step in range(first, first + steps) for each in repeated
        ]
        what = line.places.source[repeated[0].start : repeated[0].end]
        line.note("recurrence", f"`{what}` is written out in {steps} steps.", repeated[0].start, repeated[0].end)
        places = {id(each) for each in repeated}
        rest = [[each for each in row if id(each) not in places] for row in lines]
        return [*rest, rounds]
    return lines


def _offset(node: Node | Statement, index: str) -> int | None:
    """Return 0 for a name with t below it, 1 for t+1, -1 for t-1; None for any other."""
    if not isinstance(node, tree.NamePart) or len(node.subs) != 1:
        return None
    sub = node.subs[0]
    if isinstance(sub, tree.NamePart):
        return 0 if sub.base == index and not sub.subs else None
    if not isinstance(sub, tree.SumPart) or len(sub.terms) != 2:
        return None
    (_, name), (sign, number) = sub.terms
    if not isinstance(name, tree.NamePart) or name.base != index or not isinstance(number, tree.NumberPart):
        return None
    return None if number.text != "1" else 1 if sign == "+" else -1


def _recurrence(statement: Statement, index: str) -> tuple[str, bool] | None:
    """Return the name that a statement makes of its own last value, and whether it is written one step ahead."""
    if not isinstance(statement, tree.Assign) or not isinstance(statement.target, tree.NamePart):
        return None
    offset = _offset(statement.target, index)
    if offset not in (0, 1):
        return None
    base = statement.target.base
    before = any(
        isinstance(node, tree.NamePart) and node.base == base and _offset(node, index) == offset - 1
        for node in nodes(statement.value)
    )
    return (base, offset == 1) if before else None


def _count(repeated: Sequence[Statement], index: str, values: dict[str, Node]) -> int | None:
    """Return the number of steps; None where an input is not given, or they are too many."""
    targets = {
        each.target.base
        for each in repeated
        if isinstance(each, tree.Assign) and isinstance(each.target, tree.NamePart)
    }
    used = {
        node.base
        for each in repeated
        for node in nodes(each)
        if isinstance(node, tree.NamePart) and _offset(node, index) is not None and node.base not in targets
    }
    lists = [value for base in used if isinstance(value := values.get(base), tree.ListingPart)]
    if len(lists) != len(used):
        return None
    steps = min((len(each.items) for each in lists), default=FEW)
    return steps if 0 < steps <= MOST else None


def _at(statement: Statement, index: str, step: int, first: int, values: dict[str, Node]) -> Statement:
    """Return a statement in one step: h_t is h_2 there, x_t the second entry of a list x, and t itself is 2."""

    def changed(node: Node) -> Node:
        offset = _offset(node, index)
        if isinstance(node, tree.NamePart) and node.base == index and not node.subs and index not in values:
            return tree.NumberPart(node.start, node.end, str(step))
        # The parts are changed first: below a name the index is a number by now.
        if isinstance(node, tree.NamePart) and len(node.subs) == 1 and offset is None:
            number = _number(node.subs[0])
            if number is not None and isinstance(values.get(node.base), tree.ListingPart):
                name = tree.NamePart(node.start, node.end, node.base)
                return tree.IndexPart(
                    node.start, node.end, name, [tree.NumberPart(node.start, node.end, str(number - first))]
                )
            if number is not None:
                return tree.NamePart(
                    node.start,
                    node.end,
                    node.base,
                    (tree.NumberPart(node.subs[0].start, node.subs[0].end, str(number)),),
                    node.label,
                    node.accents,
                    node.pieces,
                )
        return node

    return rewritten(statement, changed)


def _number(sub: Node) -> int | None:
    if isinstance(sub, tree.NumberPart) and sub.text.isdigit():
        return int(sub.text)
    if isinstance(sub, tree.SumPart) and all(isinstance(term, tree.NumberPart) for _, term in sub.terms):
        return sum(
            (-1 if sign == "-" else 1) * int(term.text) for sign, term in sub.terms if isinstance(term, tree.NumberPart)
        )
    return None
