"""Operators between values of the program: numbers of the graph, constants, instances."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import ShapeError
from ..graph import Shape
from .builder import shape_in_words
from .container_operators import CONTAINERS, containers
from .machine import not_in_language
from .product_hints import OF_LAYERS, is_transpose, rank_by_name, unsigned, written_name
from .values import (
    ArrayView,
    BoundMethod,
    Builtin,
    Class,
    Const,
    FreeObject,
    Instance,
    Items,
    Number,
    NumberComparison,
    ProgramFunction,
    Value,
)

if TYPE_CHECKING:
    from .machine import Machine

__all__ = [
    "BINARY",
    "EULER",
    "Operator",
    "SIGNS",
    "binary",
    "in_place",
    "innermost",
    "kind_of",
    "negative",
    "product_by_shape",
    "write",
]


LARGEST_INTEGER = 2**63


class Operator:
    """One binary operator: its sign, its op row, Python's own function on constants, its methods of classes."""

    __slots__ = ("constant", "keeps_integers", "method", "row", "sign")

    def __init__(
        self, sign: str, row: str, constant: Callable[[Any, Any], Any], method: str, keeps_integers: bool = True
    ) -> None:
        self.sign = sign
        self.row = row
        self.constant = constant
        self.method = method
        self.keeps_integers = keeps_integers


BINARY: dict[type[ast.AST], Operator] = {
    ast.Add: Operator("+", "add", operator.add, "add"),
    ast.Sub: Operator("-", "sub", operator.sub, "sub"),
    ast.Mult: Operator("*", "mul", operator.mul, "mul"),
    ast.Div: Operator("/", "div", operator.truediv, "truediv", keeps_integers=False),
    ast.Pow: Operator("**", "pow", operator.pow, "pow"),
    ast.MatMult: Operator("@", "matmul", operator.matmul, "matmul"),
    ast.FloorDiv: Operator("//", "floor_divide", operator.floordiv, "floordiv"),
    ast.Mod: Operator("%", "mod", operator.mod, "mod"),
    ast.BitAnd: Operator("&", "logical_and", operator.and_, "and"),
    ast.BitOr: Operator("|", "logical_or", operator.or_, "or"),
    ast.BitXor: Operator("^", "logical_xor", operator.xor, "xor"),
}


SIGNS = {sign.sign: sign for sign in BINARY.values()}


def binary(m: Machine, sign: Operator, left: Value, right: Value, node: ast.AST) -> Value:
    """`left sign right`.

    Raises:
        SourceError: the operator does not take such values.
        ShapeError: the shapes do not fit.
    """
    left_kind, right_kind = type(left), type(right)
    if left_kind is Number and right_kind is Number:
        return _numbers(m, sign, left, right, node)
    if left_kind is bool:
        left, left_kind = Const(int(left), m.span(node)), Const
    if right_kind is bool:
        right, right_kind = Const(int(right), m.span(node)), Const
    if left_kind is Const and right_kind is Const:
        return _constants(m, sign, left, right, node)
    if left_kind in CALLED and sign.sign == "*" and _is_call(m, left, node):
        from .classes import call

        return call(m, left, [right], {}, node)
    if left_kind is Instance or right_kind is Instance:
        return _instances(m, sign, left, right, node)
    if left_kind is Builtin:
        left = m.number(m.node(left, getattr(node, "left", node)))
    if right_kind is Builtin:
        right = m.number(m.node(right, getattr(node, "right", node)))
    if left_kind in CONTAINERS or right_kind in CONTAINERS:
        result = containers(m, sign, left, right, node)
        if result is not None:
            return result
    return _numbers(m, sign, left, right, node)


CALLED = (Builtin, BoundMethod, Class, ProgramFunction, Instance)


def _is_call(m: Machine, left: Value, node: ast.AST) -> bool:
    """Return whether `f(x)` was read as a product with a name f of the program, which turns out to be a function."""
    if m.place is not None or not isinstance(node, ast.BinOp) or not m.source.is_before_bracket(node):
        return False
    if type(left) is not Instance:
        return True
    from .classes import CALL_METHODS, find_method

    return any(find_method(left, name) is not None for name in CALL_METHODS)


def _columns(m: Machine, a: int, b: int, node: ast.AST) -> tuple[int, int]:
    """MATLAB's columns are read as vectors; beside a matrix of as many rows such a vector is a column, too."""
    first, second = m.builder.shape(a), m.builder.shape(b)
    if len(first) == 2 and first[1] == 1 < first[0] and second == first[:1]:
        b = m.builder.emit("reshape", (b,), {"shape": first}, m.span(node))
    elif len(second) == 2 and second[1] == 1 < second[0] and first == second[:1]:
        a = m.builder.emit("reshape", (a,), {"shape": second}, m.span(node))
    elif len(first) == 2 and len(second) == 1 and first[0] == second[0] != first[1]:
        b = m.builder.emit("reshape", (b,), {"shape": (*second, 1)}, m.span(node))
    elif len(second) == 2 and len(first) == 1 and second[0] == first[0] != second[1]:
        a = m.builder.emit("reshape", (a,), {"shape": (*first, 1)}, m.span(node))
    return a, b


def _numbers(m: Machine, sign: Operator, left: Value, right: Value, node: ast.AST) -> Value:
    builder = m.builder
    a = left.node if type(left) is Number else m.node(left, getattr(node, "left", node))
    b = right.node if type(right) is Number else m.node(right, getattr(node, "right", node))
    nodes = builder.nodes
    flat = not nodes[a].shape and not nodes[b].shape
    product = sign.sign == "*" and isinstance(node, ast.BinOp) and not flat and m.place is None
    if product and m.source.is_product_by_shape(node):  # type: ignore[arg-type]
        return product_by_shape(m, a, b, node)
    if m.has_columns and not flat and sign.sign != "@":
        a, b = _columns(m, a, b, node)
    if sign.sign == "@" and not (nodes[a].shape and nodes[b].shape):
        raise _scalar_product(m, node, a, b)
    if sign.sign == "**" and kind_of(left) == "bool" and kind_of(right) == "bool":
        sign = SIGNS["^"]  # `(a > 0) ^ (b > 0)`: between truth values the sign of powers means either, not both
    kind = "float"
    if sign.keeps_integers and kind_of(left) != "float" and kind_of(right) != "float":
        kind = "bool" if sign.sign in "&|^" else "int"
    span = m.span(node)
    return Number(builder.emit(sign.row, (a, b), None, span, None if flat else m.operator_span(node)), kind)


def kind_of(value: Value) -> str:
    """Return the kind of NumPy's dtype for a value: "float", "int" or "bool"."""
    kind = type(value)
    if kind is Number or kind is ArrayView:
        return str(value.kind)
    if kind is NumberComparison or kind is bool:
        return "bool"
    if kind is Const:
        return "int" if type(value.value) is int else "float"
    if kind is Items or kind is tuple:
        kinds = {kind_of(entry) for entry in innermost(value)}
        return "float" if "float" in kinds or not kinds else "int" if "int" in kinds else "bool"
    return "int" if kind is range else "float"


def innermost(values: Any) -> list[Value]:
    """Return the innermost entries of nested lists: the first thousand of each list, and each list only once."""
    entries: list[Value] = []
    todo, visited = [values], {id(values)}
    while todo:
        for entry in todo.pop()[:1000]:
            if type(entry) is not Items and type(entry) is not tuple:
                entries.append(entry)
            elif id(entry) not in visited:
                visited.add(id(entry))
                todo.append(entry)
    return entries


def product_by_shape(m: Machine, a: int, b: int, node: ast.AST) -> Value:
    """Return a product written with a dot or side by side: the inner, matrix or plain product, by the shapes.

    u v^T of two vectors is their outer product.
    """
    left, right = m.builder.shape(a), m.builder.shape(b)
    span, at = m.span(node), m.operator_span(node)
    if len(left) == len(right) == 1 and not m.has_columns and _ends_transposed(node):
        return Number(m.builder.emit("outer", (a, b), None, span, at))
    if left and right and len(left) <= 2 and len(right) <= 2:
        fits = left[-1] == right[0]
        # xᵀ W, and x W of weights: nothing else is meant.
        row = len(left) == 1 and len(right) == 2 and (_begins_transposed(node) or _ends_with_weights(node))
        if (
            fits
            or row
            or _is_of_matrices(node, left, right)
            or (len(left) + len(right) > 2 and not _broadcasts(left, right))
        ):  # refused as what was meant
            return Number(m.builder.emit("matmul", (a, b), None, span, at))
    return Number(m.builder.emit("mul", (a, b), None, span, at))


def _broadcasts(left: Shape, right: Shape) -> bool:
    return all(1 in pair or pair[0] == pair[1] for pair in zip(left[::-1], right[::-1], strict=False))


def _is_of_matrices(node: ast.AST, left: Shape, right: Shape) -> bool:
    """Return whether two capitals stand side by side, W A, whose product entry by entry would have a sign, W ⊙ A."""
    sides = (unsigned(node.left), node.right) if isinstance(node, ast.BinOp) else ()
    capitals = bool(sides) and all(isinstance(side, ast.Name) and rank_by_name(side) == 2 for side in sides)
    return capitals and len(left) == len(right) == 2 and 1 not in (*left, *right)


def _ends_with_weights(node: ast.AST) -> bool:
    return isinstance(node, ast.BinOp) and OF_LAYERS.fullmatch(written_name(node.right)) is not None


def _begins_transposed(node: ast.AST) -> bool:
    return isinstance(node, ast.BinOp) and is_transpose(unsigned(node.left))


def _ends_transposed(node: ast.AST) -> bool:
    """Return whether the right side of a product is a transpose, and the left is none."""
    return isinstance(node, ast.BinOp) and is_transpose(node.right) and not is_transpose(unsigned(node.left))


def _scalar_product(m: Machine, node: ast.AST, a: int, b: int) -> ShapeError:
    """`@` with a number on one side."""
    from .builder import ShapeMismatch

    number_left = not m.builder.shape(a)
    which = getattr(node, "left" if number_left else "right", node)
    other = m.builder.shape(b) if number_left else m.builder.shape(a)
    text = f"`{which.id}`" if isinstance(which, ast.Name) else "One side"
    beside = f", the other side is {shape_in_words(other)}" if other else ""
    return ShapeMismatch(
        f"`@` multiplies vectors and matrices; {text} is a number{beside}.",
        "matmul",
        (a, b),
        m.operator_span(node),
        "Give it a value such as [[1, 2], [3, 4]], or write `*`.",
    )


# constants -----------------------------------------------------------------------------------------------------------


def _constants(m: Machine, sign: Operator, left: Const, right: Const, node: ast.AST) -> Value:
    a, b = left.value, right.value
    if sign.sign == "@":
        raise _scalar_product(m, node, m.node(left, node), m.node(right, node))
    if sign.sign in "&|^":
        if type(a) is int and type(b) is int:
            return Const(sign.constant(a, b), m.span(node))
        raise not_in_language(f"`{sign.sign}` joins conditions.", m.operator_span(node), "Put each one in brackets.")
    value = _constant_value(sign, a, b)
    if left is EULER and sign.sign == "**":
        return Const(value, m.span(node), "exp", (right,))
    is_drawn = sign.sign not in ("//", "%")
    return Const(value, m.span(node), sign.row if is_drawn else None, (left, right) if is_drawn else ())


def _constant_value(sign: Operator, a: Any, b: Any) -> Any:
    """Python's arithmetic, with IEEE 754's answers where Python raises, and floats beyond 64 bits."""
    if type(a) is int and type(b) is int:
        if sign.sign == "**":
            if b < 0 or (a not in (0, 1, -1) and b * max(a.bit_length(), 1) > 64):
                return _ieee(sign, float(a), float(b))
        elif sign.sign in ("/", "//", "%") and b == 0:
            return _ieee(sign, float(a), float(b))
        value = sign.constant(a, b)
        return value if type(value) is not int or abs(value) < LARGEST_INTEGER else float(value)
    return _ieee(sign, float(a), float(b))


IEEE: dict[str, Callable[[Any, Any], Any]] = {
    "+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "**": np.power, "//": np.floor_divide, "%": np.mod,
}  # fmt: skip


NEVER_RAISE = frozenset("+-*")  # of Python's floats


EULER = Const(math.e)  # the `e` of `e^x` where no name is called `e`


def _ieee(sign: Operator, a: float, b: float) -> float:
    if sign.sign in NEVER_RAISE or (b and sign.sign == "/"):
        return float(sign.constant(a, b))
    with np.errstate(all="ignore"):
        return float(IEEE[sign.sign](np.float64(a), np.float64(b)))


def negative(m: Machine, value: Value, node: ast.AST) -> Value:
    """`-value`."""
    kind = type(value)
    if kind is bool:
        value, kind = Const(int(value), m.span(node)), Const
    if kind is Const:
        computed = ("neg", (value,)) if not value.is_plain else ()
        return Const(-value.value, m.span(node), *computed)
    if kind is Instance:
        from .classes import call_method

        return call_method(m, value, "__neg__", [], node)
    return Number(m.builder.emit("neg", (m.node(value, node),), None, m.span(node)), kind_of(value))


# classes of the program -----------------------------------------------------------------------------------------------


def _instances(m: Machine, sign: Operator, left: Value, right: Value, node: ast.AST) -> Value:
    from .classes import call_method, find_method

    if type(left) is Instance and find_method(left, f"__{sign.method}__") is not None:
        return call_method(m, left, f"__{sign.method}__", [right], node)
    if type(right) is Instance and find_method(right, f"__r{sign.method}__") is not None:
        return call_method(m, right, f"__r{sign.method}__", [left], node)
    for side in (left, right):
        if type(side) is Instance and "data" not in side.attributes:
            raise not_in_language(
                f"`{side.cls.name}` does not say what `{sign.sign}` means.",
                m.operator_span(node),
                f"Define `__{sign.method}__` in the class.",
            )
    return _numbers(m, sign, left, right, node)


# in place -------------------------------------------------------------------------------------------------------------


def in_place(m: Machine, sign: Operator, target: Value, value: Value, node: ast.AST) -> Value:
    """`target op= value`: arrays and lists change for all their names, anything else gets a new value."""
    kind = type(target)
    if kind is Items and sign.sign == "+" and isinstance(value, Items | tuple | range):
        m.check_container(len(target) + len(value), node)
        m.spend(len(value), node)
        target.extend(value)
        return target
    if kind is Instance:
        from .classes import call_method, find_method

        if find_method(target, f"__i{sign.method}__") is not None:
            return call_method(m, target, f"__i{sign.method}__", [value], node)
    result = binary(m, sign, target, value, node)
    if kind not in (Number, ArrayView) or type(result) is not Number:
        return result
    shape = m.shape(target, node)
    single = not shape and id(target) not in m.parameters and id(target) not in m.graded  # which a tensor is not
    if single or m.dialect == "jax":  # JAX's arrays never change: the name gets a new one
        return result
    result_shape = m.builder.shape(result.node)
    if result_shape != shape:
        raise ShapeError(
            "shape",
            f"`{sign.sign}=` keeps the shape of its array, {shape_in_words(shape)}; "
            f"the result has {shape_in_words(result_shape)}.",
            span=m.span(node),
            hint=f"Write `x = x {sign.sign} ...`, which makes a new array.",
        )
    write(m, target, result.node)
    return target


def write(m: Machine, target: Number | ArrayView | FreeObject, node: int) -> None:
    """Give an array a new version; all its names and views see it. Within `no_grad` no gradient passes into it."""
    if m.without_gradient and m.builder.nodes[node].args:
        node = m.builder.emit("stop", (node,))
    array = m.free(target.name, None) if isinstance(target, FreeObject) else target
    if isinstance(array, ArrayView):
        m.write_view(array, node)
    else:
        array.node = node
