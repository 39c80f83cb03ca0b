"""Ranks of names without a value that the syntax shows: `W @ x`, `X.shape[1]`, `x[i, j]`."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from ..graph import Shape
from .defaults import Assumption
from .hand_gradients.gradient_names import readings
from .keras_inputs import inputs_of_models
from .product_hints import (
    JOINED_HEADS,
    JOINS,
    OF_EXAMPLES,
    batches_of_rows,
    entrywise_behind_transposes,
    factors_of,
    has_transpose,
    is_transpose,
    leaf_name,
    paper_products,
    quadratic_forms,
    rank_by_name,
    untransposed,
    vectors_with_lengths,
    written_name,
)
from .reduction_hints import called_name, names_of_reductions

__all__ = ["FREE", "VECTOR", "hinted", "shape_of_rank"]

VECTOR = 3  # entries of a vector that nothing says more about
FREE = (4, 2, 5, 3)  # distinct sizes where nothing decides, so that axes differ
LIBRARIES = {"np", "numpy", "torch", "jnp", "tf", "F", "nn"}
PRODUCTS = {"dot", "matmul", "mm", "mv"}
OF_VECTORS = {"outer", "norm", JOINED_HEADS}
SQUARE = {"inv", "det"}  # of a square matrix
PAPER_INVERSE = "inverse_or_reciprocal"  # Σ⁻¹ on paper
OF_IMAGES = re.compile(r"(conv|(max|avg|lp)_pool)(?P<axes>[12])d")


def hinted(
    statements: Sequence[ast.stmt],
    valued: Collection[str],
    assumed: Mapping[str, Assumption],
    is_product: Callable[[ast.BinOp], bool],
    numbers: Collection[str] = (),
) -> dict[str, Assumption]:
    """Return the ranks that the syntax shows: operands of `@`, `X.shape[1]`, `x[0].shape`, `x[i, j]`, `.T`.

    `is_product`: whether shapes decide of a `*` if it is a product of matrices, as in wᵀx on paper. `numbers`: names
    whose value is one number.
    """
    batches = _summed_over_examples(statements)
    paper = paper_products(statements, is_product, numbers)
    rows = _transposed_vectors(statements, batches, paper)
    hints = _Hints({*valued, *assumed}, rows, batches, _same_rank_origins(statements))
    for weights, column in _column_products(statements):
        hints.at_least(weights, 2)
        hints.column(column)
    for vector in _beside_batches(statements):
        hints.column(vector)
    for pair in paper:
        hints.operands([term for side in pair for term in _terms(untransposed(side))])
        if isinstance(pair[1], ast.Call) and called_name(pair[1].func) == JOINS:  # the gates of one cell
            hints.alike.add(leaf_name(pair[0]))
    for vector in vectors_with_lengths(statements, is_product):
        hints.at_least(vector, 1)
    for batch in batches_of_rows(statements, is_product) if paper else ():
        hints.at_least(batch, 2)
    for weights, behind in entrywise_behind_transposes(statements, is_product) if paper else ():
        hints.at_least(weights, 2)
        for name in behind:
            hints.at_least(name, 1)
    for matrix in quadratic_forms(statements):
        hints.square(matrix)
    for vector in names_of_reductions(statements):
        hints.at_least(vector, 1)
    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.Call):
                _hints_of_call(hints, node, statement)
            elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and _is_normalized(node):
                hints.at_least(_inside(node.left), 1)
            elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
                hints.operands([node.left, node.right])
            elif isinstance(node, ast.Attribute):
                _hints_of_attribute(hints, node)
            elif isinstance(node, ast.Assign) and _is_shape(node.value) and isinstance(node.targets[0], ast.Tuple):
                hints.at_least(node.value.value, len(node.targets[0].elts))  # type: ignore[attr-defined]
            elif isinstance(node, ast.Subscript):
                _subscripts(node, hints.at_least)
                _nested_subscripts(node, hints.at_least)
    hints.images |= {name: each for name, each in inputs_of_models(statements).items() if name not in hints.others}
    return {
        name: Assumption((VECTOR, VECTOR), "definite")
        if name in hints.squares
        else Assumption(
            (VECTOR, 1) if name in hints.columns else shape_of_rank(rank, order * (name not in hints.alike))
        )
        for order, (name, rank) in enumerate(hints.ranks.items())
        if rank
    } | hints.images


class _Hints:
    """Ranks, square matrices and shapes of images that the syntax shows of names without a value."""

    def __init__(
        self,
        valued: Collection[str],
        rows: Collection[ast.AST],
        batches: Collection[str],
        origins: Mapping[str, ast.expr],
    ) -> None:
        self.valued, self.others = valued, {*valued, *LIBRARIES}
        self.rows, self.batches, self.origins = rows, batches, origins
        self.ranks: dict[str, int] = {}
        self.squares: set[str] = set()
        self.columns: set[str] = set()
        self.alike: set[str] = set()  # matrices with as many rows as each other
        self.images: dict[str, Assumption] = {}

    def at_least(self, node: ast.expr, rank: int) -> None:
        if isinstance(node, ast.Attribute) and node.attr == "T":
            node = node.value
        if isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice | ast.Tuple):
            node, rank = node.value, rank + 1  # `U @ x[t]`: an entry that is a vector is a row
        node = self.origins.get(written_name(node), node)
        name = leaf_name(node)
        if name and name not in self.others:
            self.ranks[name] = max(self.ranks.get(name, 0), rank)

    def operands(self, sides: Sequence[ast.expr]) -> None:
        """Operands of a product: vectors, or what their names say."""
        for side in sides:
            self.at_least(side, 2 if written_name(side) in self.batches else rank_by_name(side))

    def column(self, node: ast.expr) -> None:
        self.at_least(node, 2)
        self.columns.add(leaf_name(node))

    def square(self, node: ast.expr) -> None:
        self.at_least(node, 2)
        self.squares.update([node.id] if isinstance(node, ast.Name) else [])


def _hints_of_call(hints: _Hints, node: ast.Call, statement: ast.stmt) -> None:
    name = called_name(node.func)
    if isinstance(node.func, ast.Attribute) and node.func.attr in PRODUCTS:
        hints.operands(node.args if len(node.args) > 1 else [node.func.value, *node.args])
    elif (name in SQUARE and node.args) or (name == PAPER_INVERSE and has_transpose(statement)):
        hints.square(node.args[0])
    elif (layer := OF_IMAGES.fullmatch(name)) is not None:
        hints.images |= _images(node, int(layer["axes"]), "conv" in layer[0], hints.valued)
    elif name in OF_VECTORS:
        for side in node.args:
            hints.at_least(side, 1)
    elif name == JOINS and node.args and isinstance(node.args[0], ast.List | ast.Tuple):
        for entry in node.args[0].elts:
            for factor in factors_of(entry):
                hints.at_least(factor, 1)


def _hints_of_attribute(hints: _Hints, node: ast.Attribute) -> None:
    if node.attr == "T" and node not in hints.rows:
        for side in _terms(node.value):
            hints.at_least(side, _rank_of_transposed(side) if side is node.value else rank_by_name(side))
    elif _is_shape(node) and isinstance(entry := node.value, ast.Subscript):
        if isinstance(entry.slice, ast.Tuple | ast.Slice):
            return
        hints.at_least(entry.value, 2)  # `x[0].shape`: an entry that has a shape is a row


SAME_RANK = {"pad", "copy", "array", "asarray", "maximum", "exp", "tanh", "zeros_like", "ones_like", "clip", "abs"}


def _same_rank_origins(statements: Sequence[ast.stmt]) -> dict[str, ast.expr]:
    """Return for `x_pad`, `self.x` the array whose axes it has: `x_pad = np.pad(x, ...)`, `self.x = x`."""
    origins: dict[str, ast.expr] = {}
    for node in (each for statement in statements for each in ast.walk(statement)):
        if not isinstance(node, ast.Assign) or not written_name(node.targets[0]):
            continue
        value = node.value
        if isinstance(value, ast.Name) and isinstance(node.targets[0], ast.Attribute):
            origins.setdefault(written_name(node.targets[0]), value)
        elif isinstance(value, ast.Call) and called_name(value.func) in SAME_RANK:
            owner = value.func.value if isinstance(value.func, ast.Attribute) else None
            is_library = owner is None or (isinstance(owner, ast.Name) and owner.id in LIBRARIES)
            source = (value.args[0] if value.args else None) if is_library else owner
            source = source if source is None else _inside(source)
            if source is not None and written_name(source) not in ("", written_name(node.targets[0])):
                origins.setdefault(written_name(node.targets[0]), source)
    return origins


def _is_normalized(node: ast.BinOp) -> bool:
    """`e / np.sum(e)`, `e / e.sum()`: a number divided by itself is not meant."""
    call = node.right
    if not isinstance(call, ast.Call) or called_name(call.func) != "sum" or call.keywords:
        return False
    owner = call.func.value if isinstance(call.func, ast.Attribute) and not call.args else None
    total = owner if owner is not None else call.args[0] if len(call.args) == 1 else None
    return total is not None and ast.dump(total) == ast.dump(node.left)


def _inside(node: ast.expr) -> ast.expr:
    """Return the z of `np.exp(z - z.max())`, whose axes the value has."""
    while True:
        if isinstance(node, ast.Call) and called_name(node.func) in SAME_RANK and node.args:
            node = node.args[0]
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
            node = node.left
        else:
            return node


def _rank_of_transposed(node: ast.expr) -> int:
    """Return the rank of what is transposed: 2, or 1 for a row, which `.T` leaves: `X[i].T.reshape(-1, 1)`."""
    return 1 if isinstance(node, ast.Subscript) else 2


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


def _images(call: ast.Call, axes: int, is_convolution: bool, others: Collection[str]) -> dict[str, Assumption]:
    """Return shapes for names without a value in `conv2d(x, w)`: examples and channels, and kernels of 3 by 3."""
    shapes = [(2, VECTOR, *(4,) * axes), (2, VECTOR, *(3,) * axes)] if is_convolution else [(2, VECTOR, *(4,) * axes)]
    return {
        arg.id: Assumption(shape)
        for arg, shape in zip(call.args, shapes, strict=False)
        if isinstance(arg, ast.Name) and arg.id not in others
    }


def _column_products(statements: Sequence[ast.stmt]) -> list[tuple[ast.expr, ast.expr]]:
    """Return the `W @ x` of programs with `dW = dz @ x.T`: there x is a column, and W a matrix.

    A program that adds up gradients along an axis, or divides by a number of examples, has many columns side by side.
    """
    every = [each for statement in statements for each in ast.walk(statement)]
    if any(isinstance(each, ast.keyword) and each.arg in ("axis", "dim", "keepdims") for each in every):
        return []
    pairs = [pair for each in every if (pair := _product_of(each)) is not None]
    columns = {
        written_name(untransposed(right))
        for left, right in pairs
        if is_transpose(right) and rank_by_name(right) == 1 and readings(written_name(left))
    } - {""}
    return [(left, right) for left, right in pairs if written_name(right) in columns and written_name(left)]


def _beside_batches(statements: Sequence[ast.stmt]) -> list[ast.expr]:
    """Return the w of `np.dot(w.T, X)`: a column there, so that each column of X has its number."""
    pairs = [
        pair for statement in statements for each in ast.walk(statement) if (pair := _product_of(each)) is not None
    ]
    return [
        left.value
        for left, right in pairs
        if isinstance(left, ast.Attribute) and is_transpose(left) and rank_by_name(left) == 1
        if OF_EXAMPLES.fullmatch(written_name(right))
    ]


def _product_of(node: ast.AST) -> tuple[ast.expr, ast.expr] | None:
    """Return the operands of `a @ b`, `np.dot(a, b)` and `a.dot(b)`; None for anything else."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        return node.left, node.right
    if not isinstance(node, ast.Call) or called_name(node.func) not in PRODUCTS or not node.args:
        return None
    if len(node.args) > 1:
        return node.args[0], node.args[1]
    return (node.func.value, node.args[0]) if isinstance(node.func, ast.Attribute) else None


def _summed_over_examples(statements: Sequence[ast.stmt]) -> set[str]:
    """Return the names that `dout.sum(axis=0)` sums over the examples of a batch: the gradient of a bias."""
    calls = [each for statement in statements for each in ast.walk(statement) if isinstance(each, ast.Call)]
    summed: set[str] = set()
    for call in calls:
        axes = [word.value for word in call.keywords if word.arg in ("axis", "dim")] + call.args[-1:]
        is_first = any(isinstance(axis, ast.Constant) and axis.value == 0 and axis.value is not False for axis in axes)
        if called_name(call.func) == "sum" and is_first and isinstance(call.func, ast.Attribute):
            owner = call.func.value
            is_library = isinstance(owner, ast.Name) and owner.id in LIBRARIES
            summed.add(written_name(call.args[0] if is_library else owner))
    return summed - {""}


def _transposed_vectors(
    statements: Sequence[ast.stmt], batches: Collection[str], paper: Sequence[tuple[ast.expr, ast.expr]]
) -> set[ast.expr]:
    """Return the `w.T` of `w.T @ x` and `np.dot(w.T, X)` where w is written small: a vector, as lectures have it.

    In `x.T @ dout` it is a matrix: a row for each example.
    """
    pairs = [*paper, *((right, left) for left, right in paper if is_transpose(right))]
    on_paper = {side for pair in paper for side in pair}  # δaᵀ is an outer product there
    every = (each for statement in statements for each in ast.walk(statement))
    pairs += [pair for each in every if (pair := _product_of(each)) is not None]
    return {
        left
        for left, right in pairs
        if is_transpose(left)
        if rank_by_name(left) == 1 and written_name(right) not in batches
        if right in on_paper or not readings(written_name(right))
    }


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


def shape_of_rank(rank: int, order: int) -> Shape:
    """Return a shape of so many axes, from 1 to 4; `order` is the name's place, so that sizes differ."""
    return ((VECTOR,), (FREE[order % 2], VECTOR), (2, VECTOR, 4), (2, 3, 4, 4))[min(rank, 4) - 1]
