"""Values that a line gives behind the formula they are for."""

from __future__ import annotations

from ..vocabulary import CONSTANTS
from . import tree
from .naming import symbol
from .squares import square_of
from .tree import Node, Statement
from .walk import nodes

__all__ = ["computes", "values_first"]


def values_first(statements: list[Statement]) -> list[Statement]:
    """Move values behind the formula they are for in front of it: `x*y, x = 2`, `dy/dx where y = x^3`."""
    first: list[Statement] = []
    rest: list[Statement] = []
    read: set[str] = set()
    all_names: set[str] = set()
    formula = False  # whether something that is no value was seen
    for statement in statements:
        target = statement.target if isinstance(statement, tree.Assign) else None
        name = _name_set(statement)
        late = bool(name) and isinstance(statement, tree.Assign) and statement.sign == "=" and name not in all_names
        late = late and not _is_step(statement, name)
        if late and (name in read or (formula and _is_value(statement))):
            first.append(statement)
        else:
            rest.append(statement)
            formula = formula or not _is_value(statement)
        read.update(symbol(node) for node in nodes(statement) if isinstance(node, tree.NamePart) and node is not target)
        all_names.add(name)
    bases = {name for statement in first if (name := _name_set(statement))}
    last = rest[-1] if rest else None
    calls = [node for statement in rest for node in nodes(statement) if isinstance(node, tree.CallPart)]
    called = {call.function for call in calls if isinstance(call.function, str)}
    if isinstance(last, tree.Define) and bases and last.name.base not in called and _is_meant(last, bases):
        name = last.name.base
        args: list[Node] = [tree.NamePart(part.start, part.end, part.base) for part in last.parameters]
        rest.append(tree.Show(last.start, last.end, tree.CallPart(last.name.start, last.end, name, args)))
    return [*first, *rest]


def _name_set(statement: Statement) -> str:
    """Return the name that a statement sets, σ for σ² = ...; "" where it sets none."""
    target = statement.target if isinstance(statement, tree.Assign) else None
    name = target if isinstance(target, tree.NamePart) else square_of(target) if target is not None else None
    return "" if name is None else symbol(name)


def _is_step(statement: Statement, name: str) -> bool:
    """Return whether a statement moves the name that it sets: w = w - v."""
    value = statement.value if isinstance(statement, tree.Assign) else None
    return value is not None and any(isinstance(node, tree.NamePart) and symbol(node) == name for node in nodes(value))


def _is_meant(function: tree.Define, bases: set[str]) -> bool:
    """Return whether what stands behind a function is for it: values of its parameters, or what its formula uses."""
    used = {symbol(node) for node in nodes(function.value) if isinstance(node, tree.NamePart)}
    parameters = {part.base for part in function.parameters}
    return parameters <= bases or (bases <= used and bool(parameters & used))  # f(w, x) = w_0 x_0 names entries


def _is_value(statement: Statement) -> bool:
    """Return whether it gives a name a number that is written out."""
    if not isinstance(statement, tree.Assign) or statement.sign != "=":
        return False
    return not computes(statement.value)


def computes(value: Node) -> bool:
    """Return whether it mentions a name; a value that mentions none is a number written out."""
    return any(isinstance(node, tree.NamePart) and node.base not in CONSTANTS for node in nodes(value))
