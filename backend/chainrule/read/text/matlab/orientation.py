"""Rows and columns of MATLAB, as far as the text shows them: here a vector has one axis, whichever it was there."""

from __future__ import annotations

from typing import Literal

from ..notation import tree
from ..notation.tree import Node

__all__ = ["Orientation", "Orientations"]

Orientation = Literal["row", "column", "matrix"]

# Functions of an array whose result is no array of its shape.
_REDUCTIONS = frozenset(
    {
        *("sum", "mean", "prod", "max", "min", "any", "all", "std", "var", "norm", "len", "size", "dot", "det"),
        *("trace", "solve", "inv", "outer", "diag", "arange", "array", "concatenate", "column_stack", "vstack"),
        *("zeros", "ones", "rand", "randn", "eye", "repmat", "tile", "reshape", "kron", "cross", "argmax", "argmin"),
    }
)


class Orientations:
    """Orientation of each name, and of each matrix of numbers."""

    def __init__(self) -> None:
        self.names: dict[str, Orientation] = {}
        self.literals: dict[int, Orientation] = {}  # by the place of the opening bracket

    def assign(self, name: str, value: Node) -> None:
        """Note the orientation of the value that a name is given, or that it is not known."""
        result = self.of(value)
        if result is None:
            self.names.pop(name, None)
        else:
            self.names[name] = result

    def of(self, node: Node) -> Orientation | None:
        """Return the orientation of an expression; None: a number, or not known."""
        if node.start in self.literals and isinstance(node, tree.CallPart | tree.ListingPart):
            return self.literals[node.start]
        match node:
            case tree.NamePart(base=base):
                return self.names.get(base)
            case tree.TransposePart(value=value):
                return _turned(self.of(value))
            case tree.NegativePart(value=value):
                return self.of(value)
            case tree.IndexPart(items=[first, None]) if first is not None and not _is_slice(first):
                return "row"
            case tree.IndexPart(items=[None, second]) if second is not None and not _is_slice(second):
                return "column"
            case tree.SumPart(terms=terms):
                return self._common([term for _, term in terms])
            case tree.PowerPart(parts=parts):
                return self._common(parts)
            case tree.ProductPart(factors=factors, signs=signs):
                return self._product(factors, signs)
            case tree.CallPart(function=str(function), args=args) if function not in _REDUCTIONS:
                return self._common(args)
        return None

    def _common(self, parts: list[Node]) -> Orientation | None:
        """Return the orientation of entrywise work: of one row and numbers a row."""
        results = {each for each in map(self.of, parts) if each is not None}
        return results.pop() if len(results) == 1 else None

    def _product(self, factors: list[Node], signs: list[str]) -> Orientation | None:
        result = self.of(factors[0])
        for sign, factor in zip(signs, factors[1:], strict=True):
            other = self.of(factor)
            if sign in ("·", "@"):
                result = self._matrix_product(result, other, factor)
            elif result != other and result is not None and other is not None:
                return None
            else:
                result = result or other
        return result

    def _matrix_product(self, left: Orientation | None, right: Orientation | None, factor: Node) -> Orientation | None:
        if left == "row":
            return "row" if right == "matrix" or (right is None and _is_called_a_matrix(factor)) else None
        if left == "matrix":
            return right
        return None


def _turned(orientation: Orientation | None) -> Orientation | None:
    if orientation == "row":
        return "column"
    return "row" if orientation == "column" else orientation


def _is_slice(node: Node) -> bool:
    return isinstance(node, tree.CodePart) and ":" in node.text


def _is_called_a_matrix(node: Node) -> bool:
    """Return whether a factor is a name that begins with a capital letter, or its transpose."""
    value = node.value if isinstance(node, tree.TransposePart) else node
    return isinstance(value, tree.NamePart) and value.base[0].isupper()
