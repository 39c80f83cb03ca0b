"""Entries that a formula names one by one, of a vector whose value stands beside it: `f = x_1 x_2, x = (3, 4)`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from ..vocabulary import is_program
from . import tree
from .naming import label_of, symbol
from .text_names import TextNames
from .tree import Node, Statement
from .values_behind import computes
from .walk import nodes, rewritten

__all__ = ["has_entries", "has_vectors_of_paper", "vectors_in", "vectors_of", "with_entries"]

_NUMBER = r"[ \t]*+[-+−]?(?:\d++(?:\.\d*+)?+|\.\d++)(?:e[-+]?\d+)?+[ \t]*+"
_POINT = re.compile(rf"[^\W\d]\w*+[ \t]*+:?=[ \t]*+\({_NUMBER}(?:,{_NUMBER})+\)")
_VECTOR = re.compile(rf"(?<![\w.])([^\W\d]\w*+)[ \t]*+:?=[ \t]*+[\[(]({_NUMBER}(?:[,;]{_NUMBER})+)[\])]")
_ENTRY = re.compile(r"(?<![\w.])([^\W\d_]+)_?(\d{1,3})(?![\w.(])")


def has_entries(line: str, vectors: Mapping[str, int]) -> bool:
    """Return whether a line gives a vector as on paper, `x = (3, 4)`, or names entries of one of the vectors."""
    if not vectors:
        return False
    return _POINT.fullmatch(line.strip()) is not None or any(
        name in vectors and f"{name}{below}" not in vectors for name, below in _ENTRY.findall(line)
    )


def has_vectors_of_paper(text: str) -> bool:
    """Return whether a text that is no program gives a vector as on paper, or names entries of one."""
    vectors = vectors_of(text) if "," in text else {}
    return any(has_entries(line, vectors) for line in text.split("\n")) if vectors else False


def vectors_of(text: str) -> Mapping[str, int]:
    """Return the names that a text gives a list of numbers, with their lengths; of a program there are none."""
    if is_program(text):
        return {}
    return {name: len(re.split("[,;]", numbers)) for name, numbers in _VECTOR.findall(text)}


def vectors_in(lines: Iterable[Sequence[Statement]]) -> Mapping[str, int]:
    """Return the names that statements give a list of numbers, with their lengths."""
    result: dict[str, int] = {}
    for statement in (statement for line in lines for statement in line):
        if isinstance(statement, tree.Assign) and isinstance(statement.target, tree.NamePart):
            value = statement.value
            if isinstance(value, tree.ListingPart) and not computes(value):
                result[symbol(statement.target)] = len(value.items)
    return result


def with_entries(
    lines: Sequence[Sequence[Statement]], vectors: Mapping[str, int], names: TextNames
) -> list[list[Statement]]:
    """Return the statements with x_1 as the first entry of the x that the text gives, and points as vectors.

    Entries count from 0 where a 0 stands below the vector's name somewhere, else from 1. A name that has a value or a
    formula of its own is no entry; neither is any of a vector that is too short for one of them.
    """
    if not vectors:
        return [list(line) for line in lines]
    statements = [statement for line in lines for statement in line]
    own = _own_names(statements) | names.values | (names.assigned - {*vectors})
    used: dict[str, set[int]] = {}
    for statement in statements:
        for node in nodes(statement):
            entry = _entry(node, vectors, own)
            if entry is not None:
                used.setdefault(entry[0], set()).add(entry[1])
    first = {name: 0 if 0 in places else 1 for name, places in used.items()}
    whole = {name for name, places in used.items() if max(places) - first[name] < vectors[name]}

    def changed(node: Node) -> Node:
        entry = _entry(node, vectors, own)
        if entry is None or entry[0] not in whole:
            return node
        name, place = entry
        number = tree.NumberPart(node.start, node.end, str(place - first[name]))
        return tree.IndexPart(node.start, node.end, tree.NamePart(node.start, node.end, name), [number])

    return [[rewritten(_with_vector(statement), changed) for statement in line] for line in lines]


def _own_names(statements: Sequence[Statement]) -> set[str]:
    targets = [statement.target for statement in statements if isinstance(statement, tree.Assign)]
    return {symbol(target) for target in targets if isinstance(target, tree.NamePart) and target.subs}


def _entry(node: Node | Statement, vectors: Mapping[str, int], own: Collection[str]) -> tuple[str, int] | None:
    """Return the vector and the number below it; in plain text `x_1` and `x1` are one word each."""
    if not isinstance(node, tree.NamePart) or node.label or node.accents or symbol(node) in own:
        return None
    if node.subs:
        below = label_of(node.subs[0]) if len(node.subs) == 1 else ""
        return (node.base, int(below)) if node.base in vectors and below.isdecimal() and len(below) < 4 else None
    match = _ENTRY.fullmatch(node.base)
    return (match[1], int(match[2])) if match is not None and match[1] in vectors else None


def _with_vector(statement: Statement) -> Statement:
    """Return x = (3, 4) as a vector."""
    if not isinstance(statement, tree.Assign) or not isinstance(statement.value, tree.ListingPart):
        return statement
    value = statement.value
    if not isinstance(statement.target, tree.NamePart) or value.brackets != "()" or computes(value):
        return statement
    items = tree.ListingPart(value.start, value.end, "[]", value.items)
    return tree.Assign(statement.start, statement.end, statement.target, items, statement.sign)
