"""Products of matrices as a text shows them: wᵀx, the Ax of xᵀAx, W [h, x], W₂ σ(W₁ x), X w."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise

from .reduction_hints import ENTRYWISE, called_name
from .text.notation.magnitudes import MAGNITUDE

__all__ = [
    "JOINED_HEADS",
    "JOINS",
    "OF_EXAMPLES",
    "OF_LAYERS",
    "OF_WEIGHTS",
    "batches_of_rows",
    "entrywise_behind_transposes",
    "factors_of",
    "has_transpose",
    "is_transpose",
    "leaf_name",
    "paper_products",
    "vectors_with_lengths",
    "quadratic_forms",
    "rank_by_name",
    "unsigned",
    "untransposed",
    "written_name",
]

JOINS = "hstack"
JOINED_HEADS = "Concat"
OF_EXAMPLES = re.compile(r"X\w*|A_prev|A\d+")  # data, a column for each example
OF_WEIGHTS = re.compile(r"[WUV](_?\w{1,3})?")
OF_LAYERS = re.compile(r"W(_?\w{1,3})?")
OF_ROWS = re.compile(r"[XHAZ](_\w+|\d*)")  # a row for each example
SYSTEMS = {("A", "x"), ("X", "w"), ("X", "beta"), ("X", "theta"), ("X", "b")}  # linear equations, linear regression
ACTIVATIONS = ENTRYWISE | {"elu", "gelu", "silu", "softmax", "softplus"}


def paper_products(
    statements: Sequence[ast.stmt], is_product: Callable[[ast.BinOp], bool], numbers: Collection[str]
) -> list[tuple[ast.expr, ast.expr]]:
    """Return the operands of matrix products on paper: wᵀx, the Ax of xᵀAx, δaᵀ."""
    pairs: list[tuple[ast.expr, ast.expr]] = []
    is_transposed = any(map(has_transpose, statements))
    numbers = {*numbers, *(name for each in statements if (name := _name_of_number(each)) is not None)}
    nodes = [each for statement in statements for each in ast.walk(statement)]
    batches = {batch.id for batch in batches_of_rows(statements, is_product)} if is_transposed else set()
    inner = _continued(nodes, is_product) if is_transposed else set()
    for node in nodes:
        if not isinstance(node, ast.BinOp) or node in inner or not is_product(node):  # the y wᵀ of y wᵀ x is no product
            continue
        factors = factors_of(node)
        if not is_transposed:  # the W x of a slide
            pairs += [pair for pair in pairwise(factors) if _is_weights_and_vector(*pair, numbers)]
            continue
        follows = False  # whether the factor before ends a product that began with a transpose
        for before, factor in pairwise(factors):
            ends = is_transpose(factor) and factor is factors[-1]
            follows = is_transpose(before) or ends or (follows and rank_by_name(before) == 2)
            capitals = [isinstance(each, ast.Name) and rank_by_name(each) == 2 for each in (before, factor)]
            beside = (capitals[0] and isinstance(factor, ast.Name)) or (capitals[1] and has_transpose(before))
            beside = beside or (capitals[1] and isinstance(before, ast.Name) and before.id in batches)
            if follows or beside or _is_weights_and_vector(before, factor, numbers):
                pairs.append((before, factor))
    return pairs


def vectors_with_lengths(statements: Sequence[ast.stmt], is_product: Callable[[ast.BinOp], bool]) -> list[ast.Name]:
    """Return the a and b of (a·b)/(|a||b|): of two numbers, that would be no more than a sign."""
    nodes = [each for statement in statements for each in ast.walk(statement)]
    calls = [node for node in nodes if isinstance(node, ast.Call) and called_name(node.func) == MAGNITUDE]
    in_bars = {name.id for call in calls for name in call.args if isinstance(name, ast.Name)}
    products = [node for node in nodes if isinstance(node, ast.BinOp) and is_product(node)] if in_bars else []
    pairs = [(node.left, node.right) for node in products]
    return [
        side
        for pair in pairs
        if all(isinstance(each, ast.Name) and each.id in in_bars for each in pair)
        for side in pair
        if isinstance(side, ast.Name)
    ]


def entrywise_behind_transposes(
    statements: Sequence[ast.stmt], is_product: Callable[[ast.BinOp], bool]
) -> list[tuple[ast.expr, list[ast.Name]]]:
    """Return the W of Wᵀδ ⊙ σ'(z), a matrix, and the names behind the sign, which have an entry for each column."""
    result: list[tuple[ast.expr, list[ast.Name]]] = []
    beginnings: dict[ast.expr, ast.expr] = {}  # of what is taken entry by entry -> what stands before the first sign
    for node in reversed([each for statement in statements for each in ast.walk(statement)]):  # insides first
        if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Mult) or is_product(node):
            continue
        beginning = beginnings[node] = beginnings.get(node.left, node.left)
        factors = factors_of(beginning)
        if len(factors) == 2 and is_transpose(factors[0]):
            names = [each for each in ast.walk(node.right) if isinstance(each, ast.Name)]
            functions = {each.func for each in ast.walk(node.right) if isinstance(each, ast.Call)}
            result.append((untransposed(factors[0]), [name for name in names if name not in functions]))
    return result


def batches_of_rows(statements: Sequence[ast.stmt], is_product: Callable[[ast.BinOp], bool]) -> list[ast.Name]:
    """Return the x of x W whose transpose stands in front of a product as well, xᵀ δ: a row for each example."""
    nodes = [each for statement in statements for each in ast.walk(statement)]
    products = [node for node in nodes if isinstance(node, ast.BinOp) and is_product(node)]
    inner = {node.left for node in products}
    pairs = [pair for node in products if node not in inner for pair in pairwise(factors_of(node))]
    bases = (untransposed(left) for left, _ in pairs if is_transpose(left))
    in_front = {base.id for base in bases if isinstance(base, ast.Name)}
    return [
        left
        for left, right in pairs
        if isinstance(left, ast.Name) and left.id in in_front and left.id.islower() and rank_by_name(right) == 2
        if OF_WEIGHTS.fullmatch(leaf_name(right))
    ]


def _continued(nodes: Sequence[ast.AST], is_product: Callable[[ast.BinOp], bool]) -> set[ast.expr]:
    """Return the left sides that a product goes on behind: not that of the ⊙ of Wᵀδ ⊙ σ'(z), entry by entry."""
    result: set[ast.expr] = set()
    firsts: dict[ast.expr, ast.expr] = {}  # of a product: its first factor
    for node in reversed(nodes):  # insides first
        if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Mult | ast.MatMult):
            continue
        first = firsts[node] = firsts.get(node.left, unsigned(node.left))
        if isinstance(node.op, ast.MatMult) or is_product(node) or not is_transpose(first):
            result.add(node.left)
    return result


def _is_weights_and_vector(left: ast.expr, right: ast.expr, numbers: Collection[str]) -> bool:
    """Return whether it is W x, with a capital for weights beside a small letter, neither of which is a number."""
    if isinstance(left, ast.Name) and isinstance(right, ast.Call) and called_name(right.func) == JOINS:
        return left.id not in numbers  # W [h, x]
    if isinstance(right, ast.Name) and isinstance(left, ast.Call) and called_name(left.func) == JOINED_HEADS:
        return right.id not in numbers and OF_WEIGHTS.fullmatch(right.id) is not None  # Concat(h_1, h_2) W
    is_layer = isinstance(left, ast.Name) and OF_WEIGHTS.fullmatch(left.id) is not None and left.id not in numbers
    if is_layer and isinstance(right, ast.Call) and called_name(right.func).lower() in ACTIVATIONS:
        return True  # W_2 relu(W_1 x)
    if _is_inverse(left):  # A⁻¹ b
        return isinstance(right, ast.Name) and right.id[:1].islower() and right.id not in numbers
    if not isinstance(left, ast.Name) or not isinstance(right, ast.Name) or {left.id, right.id} & {*numbers}:
        return False
    if is_layer and OF_EXAMPLES.fullmatch(right.id) is not None:
        return True  # W X
    if OF_ROWS.fullmatch(left.id) is not None and OF_WEIGHTS.fullmatch(right.id) is not None:
        return True  # X W, H_{t-1} W_hh
    if (left.id, right.id) in SYSTEMS or (left.id.islower() and OF_LAYERS.fullmatch(right.id) is not None):
        return True  # x W of rows
    return right.id[:1].islower() and OF_WEIGHTS.fullmatch(left.id) is not None


def _is_inverse(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and called_name(node.func) == "inv"


def _name_of_number(statement: ast.stmt) -> str | None:
    """Return the name that a statement sets to a number."""
    if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
        return None
    value = statement.value.operand if isinstance(statement.value, ast.UnaryOp) else statement.value
    return statement.targets[0].id if isinstance(value, ast.Constant) else None


def quadratic_forms(statements: Sequence[ast.stmt]) -> list[ast.Name]:
    """Return the A of xᵀAx and of x.T @ A @ x: as many rows as columns."""
    result: list[ast.Name] = []
    for node in (each for statement in statements for each in ast.walk(statement)):
        if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Mult | ast.MatMult):
            continue
        factors = factors_of(node)[-3:]
        if len(factors) < 3 or not isinstance(matrix := factors[1], ast.Name) or rank_by_name(matrix) < 2:
            continue
        first, last = factors[0], factors[2]
        if isinstance(first, ast.Attribute) and is_transpose(first) and ast.dump(first.value) == ast.dump(last):
            result.append(matrix)
    return result


def factors_of(node: ast.expr) -> list[ast.expr]:
    """Return the factors of a product in order."""
    factors: list[ast.expr] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.MatMult):
        factors.append(node.right)
        node = node.left
    return [unsigned(node), *reversed(factors)]


def unsigned(node: ast.expr) -> ast.expr:
    """Return the w.T of the -w.T that Python reads in -w.T * x; any other expression as it is."""
    return node.operand if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) else node


def untransposed(node: ast.expr) -> ast.expr:
    """Return the w of w.T; any other expression as it is."""
    return node.value if isinstance(node, ast.Attribute) and node.attr == "T" else node


def is_transpose(node: ast.expr) -> bool:
    """Return whether an expression is w.T."""
    return isinstance(node, ast.Attribute) and node.attr == "T"


def has_transpose(part: ast.AST) -> bool:
    """Return whether a transpose stands anywhere in it."""
    return any(isinstance(node, ast.Attribute) and node.attr == "T" for node in ast.walk(part))


def rank_by_name(node: ast.expr) -> int:
    """Return the rank that a name suggests: 2 for a capital, as lectures write a matrix, else 1."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        node = node.value
    return 2 if leaf_name(node)[:1].isupper() else 1


def written_name(node: ast.expr) -> str:
    """Return a name as the text has it, `self.x` included; "" for any other expression."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
        return f"self.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def leaf_name(node: ast.expr) -> str:
    """Return the name of the leaf that a name, or an attribute of `self` which the text does not set, becomes."""
    return written_name(node).removeprefix("self.")
