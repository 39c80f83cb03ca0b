"""Ranks of names without a value that the syntax shows: `W @ x`, `X.shape[1]`, `x[i, j]`."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ..graph import Shape
from .defaults import Assumption

__all__ = ["FREE", "VECTOR", "hinted", "shape_of_rank"]

VECTOR = 3  # entries of a vector that nothing says more about
FREE = (4, 2, 5, 3)  # distinct sizes where nothing decides, so that axes differ
LIBRARIES = {"np", "numpy", "torch", "jnp", "tf", "F", "nn"}
PRODUCTS = {"dot", "matmul", "mm", "mv"}
OF_VECTORS = {"outer", "norm"}
SQUARE = {"inv", "det"}  # of a square matrix
PAPER_INVERSE = "inverse_or_reciprocal"  # Σ⁻¹ on paper
OF_IMAGES = re.compile(r"(conv|(max|avg|lp)_pool)(?P<axes>[12])d")


def hinted(
    statements: Sequence[ast.stmt], valued: Collection[str], assumed: Mapping[str, Assumption]
) -> dict[str, Assumption]:
    """Return the ranks that the syntax shows: operands of `@`, `X.shape[1]`, `x[0].shape`, `x[i, j]`, `.T`."""
    hints = _Hints({*valued, *assumed, *LIBRARIES}, {*valued, *assumed}, _transposed_vectors(statements))
    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.Call):
                _hints_of_call(hints, node, statement)
            elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
                hints.operands([node.left, node.right])
            elif isinstance(node, ast.Attribute):
                _hints_of_attribute(hints, node)
            elif isinstance(node, ast.Assign) and _is_shape(node.value) and isinstance(node.targets[0], ast.Tuple):
                hints.at_least(node.value.value, len(node.targets[0].elts))  # type: ignore[attr-defined]
            elif isinstance(node, ast.Subscript):
                _subscripts(node, hints.at_least)
                _nested_subscripts(node, hints.at_least)
    return {
        name: Assumption((VECTOR, VECTOR), "definite")
        if name in hints.squares
        else Assumption(shape_of_rank(rank, order))
        for order, (name, rank) in enumerate(hints.ranks.items())
        if rank
    } | hints.images


class _Hints:
    """Ranks, square matrices and shapes of images that the syntax shows of names without a value."""

    def __init__(self, others: Collection[str], valued: Collection[str], rows: Collection[ast.AST]) -> None:
        self.others, self.valued, self.rows = others, valued, rows
        self.ranks: dict[str, int] = {}
        self.squares: set[str] = set()
        self.images: dict[str, Assumption] = {}

    def at_least(self, node: ast.expr, rank: int) -> None:
        if isinstance(node, ast.Attribute) and node.attr == "T":
            node = node.value
        if isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice | ast.Tuple):
            node, rank = node.value, rank + 1  # `U @ x[t]`: an entry that is a vector is a row
        if isinstance(node, ast.Name) and node.id not in self.others:
            self.ranks[node.id] = max(self.ranks.get(node.id, 0), rank)

    def operands(self, sides: Sequence[ast.expr]) -> None:
        """Operands of a product: vectors, or what their names say."""
        for side in sides:
            self.at_least(side, _rank_by_name(side))

    def square(self, node: ast.expr) -> None:
        self.at_least(node, 2)
        self.squares.update([node.id] if isinstance(node, ast.Name) else [])


def _hints_of_call(hints: _Hints, node: ast.Call, statement: ast.stmt) -> None:
    name = _name_of(node.func)
    if isinstance(node.func, ast.Attribute) and node.func.attr in PRODUCTS:
        hints.operands(node.args if len(node.args) > 1 else [node.func.value, *node.args])
    elif (name in SQUARE and node.args) or (name == PAPER_INVERSE and _has_transpose(statement)):
        hints.square(node.args[0])
    elif (layer := OF_IMAGES.fullmatch(name)) is not None:
        hints.images |= _images(node, int(layer["axes"]), "conv" in layer[0], hints.valued)
    elif name in OF_VECTORS:
        for side in node.args:
            hints.at_least(side, 1)


def _hints_of_attribute(hints: _Hints, node: ast.Attribute) -> None:
    if node.attr == "T" and node not in hints.rows:
        for side in _terms(node.value):
            hints.at_least(side, 2 if side is node.value else _rank_by_name(side))
    elif _is_shape(node) and isinstance(entry := node.value, ast.Subscript):
        if isinstance(entry.slice, ast.Tuple | ast.Slice):
            return
        hints.at_least(entry.value, 2)  # `x[0].shape`: an entry that has a shape is a row


def _terms(node: ast.expr) -> list[ast.expr]:
    """Return the terms of a sum or difference: those of `(x - mu).T` are vectors; any other expression alone."""
    terms, todo = [], [node]
    while todo:
        at = todo.pop()
        if isinstance(at, ast.BinOp) and isinstance(at.op, ast.Add | ast.Sub):
            todo += [at.left, at.right]
        else:
            terms.append(at)
    return terms


def _has_transpose(statement: ast.stmt) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr == "T" for node in ast.walk(statement))


def _images(call: ast.Call, axes: int, is_convolution: bool, others: Collection[str]) -> dict[str, Assumption]:
    """Return shapes for names without a value in `conv2d(x, w)`: examples and channels, and kernels of 3 by 3."""
    shapes = [(2, VECTOR, *(4,) * axes), (2, VECTOR, *(3,) * axes)] if is_convolution else [(2, VECTOR, *(4,) * axes)]
    return {
        arg.id: Assumption(shape)
        for arg, shape in zip(call.args, shapes, strict=False)
        if isinstance(arg, ast.Name) and arg.id not in others
    }


def _transposed_vectors(statements: Sequence[ast.stmt]) -> set[ast.expr]:
    """Return the `w.T` of `w.T @ x` and `np.dot(w.T, X)` where w is written small: a vector, as lectures have it."""
    lefts: list[ast.expr] = []
    for node in (each for statement in statements for each in ast.walk(statement)):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
            lefts.append(node.left)
        elif isinstance(node, ast.Call) and _name_of(node.func) in PRODUCTS:
            lefts += node.args[:1] if len(node.args) > 1 else [node.func.value] if _is_attribute(node.func) else []  # type: ignore[attr-defined]
    return {left for left in lefts if isinstance(left, ast.Attribute) and left.attr == "T" and _rank_by_name(left) == 1}


def _is_attribute(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute)


def _name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _subscripts(node: ast.Subscript, at_least: Any) -> None:
    if _is_shape(node.value) and isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, int):
        index = node.slice.value
        at_least(node.value.value, index + 1 if index >= 0 else -index)  # type: ignore[attr-defined]
    elif not _is_shape(node.value) and not isinstance(node.slice, ast.Constant | ast.UnaryOp):
        key = node.slice
        parts = key.elts if isinstance(key, ast.Tuple) else [key]
        axes = [part for part in parts if not _makes_axis(part)]
        if not any(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in parts):
            at_least(node.value, len(axes))


def _makes_axis(part: ast.expr) -> bool:
    """Return whether a part of a key takes no axis of the array: None, np.newaxis, `...`."""
    is_constant = isinstance(part, ast.Constant) and (part.value is None or part.value is Ellipsis)
    return is_constant or (isinstance(part, ast.Attribute) and part.attr == "newaxis")


def _nested_subscripts(node: ast.Subscript, at_least: Any) -> None:
    """`x[0][1]` takes an entry of a row."""
    depth, at = 0, node
    while isinstance(at, ast.Subscript) and isinstance(at.slice, ast.Constant | ast.Name):
        if isinstance(at.slice, ast.Constant) and not isinstance(at.slice.value, int):
            return
        depth += 1
        inner = at.value
        if not isinstance(inner, ast.Subscript):
            break
        at = inner
    if depth > 1:
        at_least(at.value, depth)


def _is_shape(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "shape"


def _rank_by_name(node: ast.expr) -> int:
    """Return the rank that a name suggests: 2 for a capital, as lectures write a matrix, else 1."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        node = node.value
    return 2 if isinstance(node, ast.Name) and node.id[:1].isupper() else 1


def shape_of_rank(rank: int, order: int) -> Shape:
    """Return a shape of so many axes, from 1 to 4; `order` is the name's place, so that sizes differ."""
    return ((VECTOR,), (FREE[order % 2], VECTOR), (2, VECTOR, 4), (2, 3, 4, 4))[min(rank, 4) - 1]
