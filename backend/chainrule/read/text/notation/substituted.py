"""Numbers put in for the names of a formula: `net = w1*x1 + b = 0.15*0.05 + 0.35` says what w1, x1 and b are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields

from ..vocabulary import CONSTANTS
from . import tree
from .naming import label_of, symbol
from .tree import Node, PlacePart, Statement
from .values_behind import computes

__all__ = ["Numbers", "is_in_numbers", "numbers_in_place", "with_numbers"]

Numbers = list[tuple[tree.NamePart, Node]]  # names, each with the number that stands for it
_PRODUCTS = ("", "*", "·")


def _key(name: tree.NamePart) -> tuple[str, str]:
    return symbol(name), name.label


def numbers_in_place(formula: Node, other: Node) -> Numbers:
    """Return what `other` puts in for the names of `formula`; nothing where it is not the same formula in numbers."""
    if isinstance(formula, tree.NamePart) or not computes(formula) or computes(other):
        return []
    numbers: dict[tuple[str, str], tuple[tree.NamePart, Node]] = {}
    waiting: list[tuple[object, object]] = [(formula, other)]
    while waiting:
        left, right = waiting.pop()
        left = _gradient(left)
        if isinstance(left, tree.NamePart) and left.base not in CONSTANTS:
            number = _number(right)
            key = _key(left)
            if number is None or (key in numbers and _text(numbers[key][1]) != _text(number)):
                return []
            numbers[key] = (left, number)
            continue
        inside = _pairs(left, right)
        if inside is None:
            return []
        waiting += inside
    return list(numbers.values())


def _gradient(node: object) -> object:
    """Return the name of ∂E/∂w, for which a number may be put in; any other node as it is."""
    if not isinstance(node, tree.DerivativePart) or node.order != 1:
        return node
    if not isinstance(node.value, tree.NamePart) or not isinstance(node.by, tree.NamePart):
        return node
    name = f"d{label_of(node.value)}_d{label_of(node.by)}"
    return tree.NamePart(node.start, node.end, name, accents=(symbol(node.value),))


def _pairs(left: object, right: object) -> list[tuple[object, object]] | None:
    """Return the parts that must agree where `left` and `right` have one form; None where they have not."""
    if isinstance(left, tree.NumberPart) and isinstance(right, tree.NumberPart):
        return [] if float(left.text) == float(right.text) else None
    if isinstance(left, tree.ProductPart) and isinstance(right, tree.ProductPart):
        signs = [["*" if sign in _PRODUCTS else sign for sign in part.signs] for part in (left, right)]
        return list(zip(left.factors, right.factors, strict=True)) if signs[0] == signs[1] else None
    if isinstance(left, tree.SumPart) and isinstance(right, tree.SumPart):
        return _terms(left, right)
    if type(left) is not type(right):
        return None
    if isinstance(left, PlacePart):
        names = [field.name for field in fields(left) if field.name not in ("start", "end")]
        return [(getattr(left, name), getattr(right, name)) for name in names]
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        return list(zip(left, right, strict=True)) if len(left) == len(right) else None
    return [] if left == right else None


def _terms(left: tree.SumPart, right: tree.SumPart) -> list[tuple[object, object]] | None:
    """Return the terms of two sums, side by side; a number below 0 for a name turns the sign: x + y is -2 + 5."""
    if len(left.terms) != len(right.terms):
        return None
    result: list[tuple[object, object]] = []
    for (sign, term), (other, number) in zip(left.terms, right.terms, strict=True):
        if sign == other:
            result.append((term, number))
        elif isinstance(term, tree.NamePart) and isinstance(number, tree.NumberPart):
            result.append((term, tree.NegativePart(number.start, number.end, "-", number)))
        else:
            return None
    return result


def _number(node: object) -> Node | None:
    """Return a number that is written out, with its sign."""
    inner = node
    if isinstance(inner, tree.SumPart) and len(inner.terms) == 1:
        inner = inner.terms[0][1]
    elif isinstance(inner, tree.NegativePart):
        inner = inner.value
    return node if isinstance(inner, tree.NumberPart) else None  # type: ignore[return-value]


def _text(node: Node) -> str:
    """Return a number as it compares with others, whatever its form."""
    if isinstance(node, tree.NumberPart):
        return node.text
    if isinstance(node, tree.NegativePart):
        return node.sign + _text(node.value)
    return "".join(sign + _text(term) for sign, term in node.terms) if isinstance(node, tree.SumPart) else ""


def is_in_numbers(statement: Statement) -> bool:
    """Return whether it sets a name to something computed of numbers alone: `net = 0.15*0.05 + 0.35`."""
    return isinstance(statement, tree.Assign) and not computes(statement.value) and _number(statement.value) is None


def with_numbers(
    lines: Sequence[list[Statement]], numbers: Numbers, given_names: Collection[str], others: Sequence[Statement] = ()
) -> list[list[Statement]]:
    """Return the statements with the values that formulas in numbers say, of names that nothing else defines.

    A second line for one name, `net = 0.15*0.05 + 0.35` below `net = w*x + b`, is such a formula in numbers.

    Args:
        lines: the statements of each line.
        numbers: what chains of equals signs put in for names.
        given_names: names whose values come with the text.
        others: statements of further lines, which stay as they are.
    """
    formulas: dict[tuple[str, str], Node] = {}
    for statement in others:
        if isinstance(statement, tree.Assign) and isinstance(statement.target, tree.NamePart):
            formulas.setdefault(_key(statement.target), statement.value)
    numbers = list(numbers)
    result: list[list[Statement]] = []
    for line in lines:
        result.append([])
        for statement in line:
            target = statement.target if isinstance(statement, tree.Assign) and statement.sign == "=" else None
            if isinstance(target, tree.NamePart) and isinstance(statement, tree.Assign):
                earlier = formulas.setdefault(_key(target), statement.value)
                substituted = numbers_in_place(earlier, statement.value)
                if substituted:
                    numbers += substituted
                    continue
            result[-1].append(statement)
    defined = {_key(part) for line in [*result, others] for statement in line for part in _defined(statement)}
    values = {
        _key(name): (name, number)
        for name, number in reversed(numbers)
        if _key(name) not in defined and symbol(name) not in given_names and not _has_formula(name, defined)
    }
    if result and values:
        result[0][:0] = [
            tree.Assign(number.start, number.end, _plain(name), number) for name, number in reversed(values.values())
        ]
    return result


def _has_formula(name: tree.NamePart, defined: Collection[tuple[str, str]]) -> bool:
    """Return whether the text has the formula of the E of ∂E/∂w, which gives the gradient its value."""
    return _is_gradient(name) and any(symbol_of_formula in name.accents for symbol_of_formula, _ in defined)


def _is_gradient(name: tree.NamePart) -> bool:
    return bool(name.accents) and name.base.startswith(f"d{name.accents[0]}_d")


def _plain(name: tree.NamePart) -> tree.NamePart:
    return tree.NamePart(name.start, name.end, name.base) if _is_gradient(name) else name


def _defined(statement: Statement) -> list[tree.NamePart]:
    if isinstance(statement, tree.Define):
        return [statement.name, *statement.parameters]
    if isinstance(statement, tree.Assign):
        items = statement.target.items if isinstance(statement.target, tree.ListingPart) else [statement.target]
        return [item for item in items if isinstance(item, tree.NamePart)]
    return []
