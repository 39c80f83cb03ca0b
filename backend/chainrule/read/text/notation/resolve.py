"""Statements as they were parsed -> statements of arrays, with one Python name for each symbol."""

from __future__ import annotations

from collections.abc import Sequence

from ..mapped import SourcePlaces
from . import tree
from .bounds import with_bounds
from .identities import with_identities
from .indexed_formulas import Arrays
from .indicators import without_choice
from .indices import Facts, compared_entries, facts_of, from_zero, name_indices, split_plain, sum_over_pairs
from .magnitudes import has_vectors, with_magnitudes
from .sum_scopes import with_whole_sums
from .text_names import TextNames
from .tree import Statement
from .walk import nodes, rewritten

__all__ = ["resolved"]


def resolved(
    lines: Sequence[Sequence[Statement]], names: TextNames, places: SourcePlaces
) -> tuple[list[list[Statement]], Facts]:
    """Return the statements of arrays of each line, and the facts about the arrays.

    Raises:
        SourceError: an index that means nothing.
    """
    statements = [statement for line in lines for statement in line]
    zero_based = from_zero(statements)
    has_sums = any(isinstance(node, tree.ReducePart) for statement in statements for node in nodes(statement))
    if has_sums or compared_entries(statements):
        split_plain(statements, names)
        name_indices(statements)
        lines = [[with_bounds(with_whole_sums(statement)) for statement in line] for line in lines]
        statements = [statement for line in lines for statement in line]
        sum_over_pairs(statements, names)
    of_vectors = has_vectors(places.source)
    lines = [[with_magnitudes(with_identities(statement, names), of_vectors) for statement in line] for line in lines]
    statements = [statement for line in lines for statement in line]
    facts = facts_of(statements, names)
    facts.zero_based = zero_based
    lines = [[rewritten(statement, without_choice) for statement in line] for line in lines]
    statements = [statement for line in lines for statement in line]
    arrays = Arrays(facts, places)
    for statement in statements:
        if isinstance(statement, tree.Define):
            arrays.targets.add(facts.name_of(statement.name))
            arrays.parameters[statement.name.base] = tuple(map(facts.name_of, statement.parameters))
        elif isinstance(statement, tree.Assign):
            target = statement.target
            if isinstance(target, tree.DerivativePart):
                arrays.hand_gradients.add(arrays.gradient_name(target.value, target.by))
            elif isinstance(target, tree.NamePart):
                arrays.targets.add(facts.name_of(target))
    resolved_lines = [[result for statement in line for result in arrays.statement(statement)] for line in lines]
    return [[_with_array(statement) for statement in line] for line in resolved_lines], facts


def _with_array(statement: Statement) -> Statement:
    """Return p = [[1, 2], [3, 4]] as an array: on paper no list of lists is meant, whose sum is that of its rows."""
    if not isinstance(statement, tree.Assign) or not isinstance(statement.value, tree.ListingPart):
        return statement
    value = statement.value
    if not value.items or not all(isinstance(item, tree.ListingPart) for item in value.items):
        return statement
    call = tree.CallPart(value.start, value.end, "array", [value])
    return tree.Assign(statement.start, statement.end, statement.target, call, statement.sign)
