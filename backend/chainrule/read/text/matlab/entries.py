"""Entries of arrays, counted from 1, and matrices with blanks between their entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..notation import tree
from ..notation.tokens import END, Token
from ..notation.tree import Node
from ..notation.write import Writer
from .orientation import Orientation

if TYPE_CHECKING:
    from .expressions import Expressions

__all__ = ["entries", "matrix"]


def entries(reader: Expressions, value: Node, opened: Token) -> Node:
    """x(2), A(1, :), x(2:end), x(:)."""
    reader.indexed.append(value)
    items: list[Node | None] = []
    while not reader.sees(")"):
        if reader.sees(":") and reader.colon_ends():
            reader.next()
            items.append(None)
        else:
            items.append(_place(reader))
        if reader.accept(",") is None:
            break
    closed = reader.close(")", opened)
    reader.indexed.pop()
    if items == [None]:  # all entries, column by column
        turned = tree.TransposePart(value.start, closed.end, value)
        minus = tree.NumberPart(opened.start, closed.end, "-1")
        return tree.CallPart(
            value.start, closed.end, tree.AttributePart(value.start, closed.end, turned, "reshape"), [minus]
        )
    return tree.IndexPart(value.start, closed.end, value, items)


def _place(reader: Expressions) -> Node:
    """Return one place of an index, counted from 0."""
    first = reader.logic(0)
    if not reader.sees(":"):
        return _from_zero(reader, first)
    reader.next()
    second = reader.logic(0)
    step: Node | None = None
    if reader.accept(":"):
        step, second = second, reader.logic(0)
    low, high = _from_zero(reader, first), _stop(reader, second)
    text = f"{_text(low)}:{high}" + (f":{_text(step)}" if step else "")
    return tree.CodePart(first.start, second.end, text)


def _stop(reader: Expressions, node: Node) -> str:
    """Return the stop of a slice: MATLAB's last entry belongs to it."""
    if isinstance(node, tree.CodePart) and node.text == "end":
        return ""
    offset = _behind_end(node)
    return str(offset) if offset is not None else _text(node)


def _behind_end(node: Node) -> int | None:
    """Return the k of end-k, negative as Python counts a stop."""
    if isinstance(node, tree.SumPart) and len(node.terms) == 2 and _is_end(node.terms[0][1]):
        sign, term = node.terms[1]
        if sign == "-" and isinstance(term, tree.NumberPart) and term.text.isdigit():
            return -int(term.text)
    return None


def _is_end(node: Node) -> bool:
    return isinstance(node, tree.CodePart) and node.text == "end"


def _from_zero(reader: Expressions, node: Node) -> Node:
    if _is_end(node):
        return tree.NumberPart(node.start, node.end, "-1")
    offset = _behind_end(node)
    if offset is not None:
        return tree.NumberPart(node.start, node.end, str(offset - 1))
    if isinstance(node, tree.NumberPart) and node.text.isdigit():
        return tree.NumberPart(node.start, node.end, str(int(node.text) - 1))
    if isinstance(node, tree.NamePart) and not reader.scope.is_mask(node.base):
        one = tree.NumberPart(node.start, node.end, "1")
        return tree.SumPart(node.start, node.end, [("+", node), ("-", one)])
    if isinstance(node, tree.SumPart) and all(
        isinstance(term, tree.NamePart | tree.NumberPart) for _, term in node.terms
    ):
        return tree.SumPart(node.start, node.end, [*node.terms, ("-", tree.NumberPart(node.start, node.end, "1"))])
    return node


def _text(node: Node) -> str:
    writer = Writer()
    writer.node(node, 0)
    return writer.text().text


def matrix(reader: Expressions) -> Node:
    """[1 2; 3 4]: a list of rows. One row, and one column, is a vector."""
    opened = reader.next()
    rows: list[list[Node]] = [[]]
    has_commas = False
    while not reader.sees("]"):
        if reader.accept(";"):
            rows.append([])
        elif comma := reader.accept(","):
            has_commas = has_commas or comma.start < comma.end
        else:
            if reader.peek.kind == END:
                raise reader.error("`[` is never closed.", "Add the closing bracket.", opened)
            rows[-1].append(reader.expression())
    closed = reader.next()
    rows = [row for row in rows if row]
    start, end = opened.start, closed.end
    if not rows:
        return _array(tree.ListingPart(start, end, "[]", []))
    orientation = _orientation(reader, rows)
    if orientation == "row" and has_commas and reader.scope.is_julia:
        orientation = "column"
    if orientation is not None:
        reader.scope.orientations.literals[start] = orientation
    if all(len(row) == 1 for row in rows) and len(rows) > 1:
        column = [row[0] for row in rows]
        return _array(_stacked(reader, start, end, column, "concatenate", rows_of_one=True))
    if len(rows) == 1 and orientation is not None:
        return _array(_stacked(reader, start, end, rows[0], "concatenate", rows_of_one=True))
    result = [_stacked(reader, row[0].start, row[-1].end, row, "column_stack") for row in rows]
    if len(result) == 1:
        result[0].start, result[0].end = start, end
        return _array(result[0])
    if all(isinstance(row, tree.ListingPart) for row in result):
        return _array(tree.ListingPart(start, end, "[]", result))
    return tree.CallPart(start, end, "vstack", [tree.ListingPart(start, end, "[]", result)])


def _orientation(reader: Expressions, rows: list[list[Node]]) -> Orientation | None:
    """Return what numbers, rows side by side, columns below each other make; None: not known."""
    orientations = reader.scope.orientations
    items = [item for row in rows for item in row]
    large = {orientations.of(item) for item in items if reader.scope.is_large(item)}
    if len(items) < 2 and not large:
        return None
    if len(rows) == 1:
        return "row" if large <= {"row"} else None
    if all(len(row) == 1 for row in rows):
        return "column" if large <= {"column"} else None
    return None if large else "matrix"


def _array(node: Node) -> Node:
    """Return a list of numbers as an array: 2 * [1 2] doubles its entries."""
    return tree.CallPart(node.start, node.end, "array", [node]) if isinstance(node, tree.ListingPart) else node


def _stacked(
    reader: Expressions, start: int, end: int, items: list[Node], function: str, *, rows_of_one: bool = False
) -> Node:
    """Numbers side by side are a list; where matrices or vectors are among them, they are put together."""
    large = [reader.scope.is_large(item) for item in items]
    if not any(large):
        listed = tree.ListingPart(start, end, "[]", items)
        is_extended = rows_of_one and len(items) == 2 and any(_may_be_vector(reader, item) for item in items)
        is_extended = is_extended and any(isinstance(item, tree.NumberPart) for item in items)
        return tree.CallPart(start, end, "hstack", [listed]) if is_extended else listed
    if rows_of_one:
        items = [
            item if big else tree.ListingPart(item.start, item.end, "[]", [item])
            for item, big in zip(items, large, strict=True)
        ]
    return tree.CallPart(start, end, function, [tree.ListingPart(start, end, "[]", items)])


def _may_be_vector(reader: Expressions, item: Node) -> bool:
    """Return whether an entry is a name that is not known to be a number: `[hidden; 1]` has one entry more than it."""
    return (
        isinstance(item, tree.NamePart) and reader.scope.is_value(item.base) and item.base not in reader.scope.scalars
    )
