"""Expressions -> nodes. Each visitor is a generator: it yields the parts it needs and gets their values back, so that
depth never costs stack (see `Reader.run`). What has no visitor here is not in the language."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias, cast

import numpy as np

from ..errors import ShapeError, SourceError, Span
from ..ops import OPERATORS, key_of
from .calls import apply, method_or_property
from .suggest import near
from .values import Closure, Comparison, Items, Method, Module, Setting, Value

if TYPE_CHECKING:
    from .reader import Reader

__all__ = ["COMPARISONS", "VISITORS", "Steps"]

Steps: TypeAlias = Generator[Any, Any, Value]

SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
    ast.MatMult: "@",
}
COMPARISONS: dict[type[ast.AST], str] = {
    ast.Gt: "where_gt",
    ast.GtE: "where_ge",
    ast.Lt: "where_lt",
    ast.LtE: "where_le",
    ast.Eq: "where_eq",
    ast.NotEq: "where_ne",
}
MODULES = {"np", "numpy", "math", "torch", "nn", "F", "scipy", "jnp", "jax", "random"}
CONSTANTS = {
    "pi": math.pi,
    "e": math.e,
    "inf": math.inf,
    "euler_gamma": float(np.euler_gamma),
    "newaxis": None,
    "nan": math.nan,
}
BARE = {"pi": math.pi, "inf": math.inf}  # constants that need no `np.` unless the name is given a value


def name(reader: Reader, node: ast.Name) -> Value:
    found = reader.lookup(node.id)
    if found is not None:
        return found
    if node.id in reader.builder.shapes:
        return reader.builder.input(node.id, reader.span(node))
    if node.id in BARE:
        return reader.builder.literal(BARE[node.id], reader.span(node))
    return reader.builder.input(node.id, reader.span(node))


def constant(reader: Reader, node: ast.Constant) -> Value:
    value = node.value
    if value is None or isinstance(value, (bool, str)) or value is Ellipsis:
        return Setting(value)
    if isinstance(value, (int, float)):
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if not math.isinf(number):
            return reader.builder.literal(number, reader.span(node))
        raise SourceError(
            "number",
            "This number is larger than the largest double, 1.8e308.",
            span=reader.span(node),
            hint="Write it smaller.",
        )
    raise SourceError(
        "number", "Complex numbers are not in the language.", span=reader.span(node), hint="Use real numbers."
    )


def unary(reader: Reader, node: ast.UnaryOp) -> Steps:
    value = yield node.operand
    builder = reader.builder
    if isinstance(node.op, ast.UAdd):
        return cast(Value, value)
    if not isinstance(node.op, ast.USub):
        raise refuse(reader, node, "`not` and `~` are not in the language.", "Use `where(a > b, ..., ...)`.")
    operand = builder.node(value, reader.span(node))
    if operand in builder.known and isinstance(node.operand, ast.Constant):
        return builder.literal(-builder.known[operand], reader.span(node))
    return builder.emit("neg", (operand,), span=reader.span(node))


def binary(reader: Reader, node: ast.BinOp) -> Steps:
    sign = SIGNS.get(type(node.op))
    if sign == "**" and isinstance(node.left, ast.Name) and node.left.id == "e" and is_euler(reader):
        exponent = yield node.right
        power = reader.builder.node(exponent, reader.span(node.right))
        return reader.builder.emit("exp", (power,), span=reader.span(node))
    left_value = yield node.left
    right_value = yield node.right
    builder, span = reader.builder, reader.span(node)
    if isinstance(left_value, Items) and isinstance(right_value, Items) and sign == "+":
        return Items(left_value.values + right_value.values)
    left = builder.node(left_value, reader.span(node.left))
    right = builder.node(right_value, reader.span(node.right))
    if sign is None:
        return whole(reader, node, left, right)
    if sign == "@" and not (builder.shape(left) and builder.shape(right)):
        reader.explain_scalar_matmul(node, left, right)
    operator = None if builder.shape(left) == builder.shape(right) == () else reader.operator(node)
    return builder.emit(OPERATORS[sign, 2], (left, right), span=span, at=operator)


def is_euler(reader: Reader) -> bool:
    """Whether `e` in `e^x` is Euler's number: it is, unless the reader gave or assigned an `e`."""
    return reader.lookup("e") is None and "e" not in reader.builder.shapes and "e" not in reader.builder.inputs


def whole(reader: Reader, node: ast.BinOp, left: int, right: int) -> Value:
    """`//` and `%`: only between numbers written out, for sizes such as `H // 2`."""
    known = reader.builder.known
    if isinstance(node.op, (ast.FloorDiv, ast.Mod)) and left in known and right in known and known[right] != 0:
        value = known[left] // known[right] if isinstance(node.op, ast.FloorDiv) else known[left] % known[right]
        return reader.builder.literal(value, reader.span(node))
    raise refuse(
        reader,
        node,
        "This operator is not in the language.",
        "The operators are + - * / ** @; `//` and `%` only between numbers.",
    )


def compare(reader: Reader, node: ast.Compare) -> Steps:
    if len(node.ops) != 1 or type(node.ops[0]) not in COMPARISONS:
        raise refuse(
            reader, node, "Only a single comparison such as `a > b` is read here.", "Split it into two `where`s."
        )
    left = yield node.left
    right = yield node.comparators[0]
    builder = reader.builder
    return Comparison(
        COMPARISONS[type(node.ops[0])],
        builder.node(left, reader.span(node.left)),
        builder.node(right, reader.span(node.comparators[0])),
        reader.span(node),
    )


def conditional(reader: Reader, node: ast.IfExp) -> Steps:
    test = yield node.test
    then = yield node.body
    otherwise = yield node.orelse
    if not isinstance(test, Comparison):
        raise refuse(reader, node.test, "The condition must be a comparison.", "Write `a if x > 0 else b`.")
    builder = reader.builder
    branches = builder.node(then, reader.span(node.body)), builder.node(otherwise, reader.span(node.orelse))
    return builder.emit(test.op, (test.left, test.right, *branches), span=reader.span(node))


def items(reader: Reader, node: ast.List | ast.Tuple) -> Steps:
    if isinstance(node, ast.List):
        array = literal_array(reader, node)
        if array is not None:
            return reader.builder.literal(array, reader.span(node))
    values = []
    for element in node.elts:
        values.append((yield element))
    return Items(tuple(values))


def literal_array(reader: Reader, node: ast.List) -> np.ndarray[Any, Any] | None:
    """A nested list of numbers written out, checked to be rectangular; None if anything else stands in it."""
    level: list[ast.expr] = [node]
    shape: list[int] = []
    while level and isinstance(level[0], ast.List):
        length = len(level[0].elts)
        if not length:
            return None
        following: list[ast.expr] = []
        for row in level:
            if not isinstance(row, ast.List):
                if isinstance(row, ast.Constant | ast.UnaryOp):
                    ragged(reader, row, "a number", "a list")
                return None
            if len(row.elts) != length:
                ragged(reader, row, f"{len(row.elts)} entries", f"{length}")
            following.extend(row.elts)
        shape.append(length)
        level = following
    numbers: list[float] = []
    for entry in level:
        sign, inner = (
            (-1.0, entry.operand) if isinstance(entry, ast.UnaryOp) and isinstance(entry.op, ast.USub) else (1.0, entry)
        )
        if isinstance(inner, ast.List):
            ragged(reader, inner, "a list", "a number")
        if not (isinstance(inner, ast.Constant) and type(inner.value) in (int, float, bool)):
            return None
        try:
            numbers.append(sign * float(inner.value))  # type: ignore[arg-type]
        except OverflowError:
            numbers.append(math.inf)
        if math.isinf(numbers[-1]):
            constant(reader, inner)
    return np.array(numbers, dtype=np.float64).reshape(shape)


def ragged(reader: Reader, node: ast.expr, found: str, expected: str) -> NoReturn:
    raise ShapeError(
        "ragged",
        f"This row has {found} where the first has {expected}.",
        span=reader.span(node),
        hint="Give every row the same number of entries.",
    )


def module(reader: Reader, node: ast.expr) -> Module | None:
    """`np` in `np.exp`; a value of that name goes before it."""
    if not isinstance(node, ast.Name) or reader.lookup(node.id) is not None or node.id in reader.builder.shapes:
        return None
    return Module(node.id) if node.id in reader.modules or node.id in MODULES else None


def attribute(reader: Reader, node: ast.Attribute) -> Steps:
    owner = module(reader, node.value) or (yield node.value)
    if isinstance(owner, Module):
        if node.attr in CONSTANTS:
            value = CONSTANTS[node.attr]
            return Setting(None) if value is None else reader.builder.literal(value, reader.span(node))
        return Module(f"{owner.name}.{node.attr}")
    return method_or_property(reader, node, owner)


def subscript(reader: Reader, node: ast.Subscript) -> Steps:
    owner = yield node.value
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    key: list[Any] = []
    for part in parts:
        if isinstance(part, ast.Slice):
            bounds: list[Any] = []
            for bound in (part.lower, part.upper, part.step):
                bounds.append(None if bound is None else reader.builder.static((yield bound), reader.span(bound)))
            if bounds[2] == 0:
                raise refuse(reader, part, "A slice cannot have step 0.", "Leave the step out.")
            key.append(slice(*bounds))
        else:
            key.append(reader.builder.static((yield part), reader.span(part)))
    if isinstance(owner, Items):
        return pick(reader, node, owner, key)
    span = reader.span(node)
    return reader.builder.emit("index", (reader.builder.node(owner, span),), {"key": key_of(tuple(key))}, span)


def pick(reader: Reader, node: ast.Subscript, owner: Items, key: list[Any]) -> Value:
    if len(key) == 1 and isinstance(key[0], slice):
        return Items(owner.values[key[0]])
    if len(key) == 1 and isinstance(key[0], int) and -len(owner.values) <= key[0] < len(owner.values):
        return owner.values[key[0]]
    raise refuse(
        reader, node, f"There are {len(owner.values)} items here.", f"Use an index from 0 to {len(owner.values) - 1}."
    )


def call(reader: Reader, node: ast.Call) -> Steps:
    callee: Value = (
        Module(node.func.id)
        if isinstance(node.func, ast.Name) and reader.lookup(node.func.id) is None
        else (yield node.func)
    )
    if isinstance(callee, Module) and callee.name in reader.builder.shapes:
        raise refuse(
            reader,
            node.func,
            f"`{callee.name}` is a value, not a function.",
            f"Write `{callee.name} * (...)` to multiply.",
        )
    if not isinstance(callee, (Module, Method, Closure)):
        raise refuse(reader, node.func, "This is not a function.", "Write `*` to multiply with a bracket.")
    args: list[Value] = [callee.owner] if isinstance(callee, Method) else []
    spans: list[Span] = [reader.span(node.func)] * len(args)
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            raise refuse(reader, argument, "`*arguments` are not in the language.", "Write the arguments out.")
        args.append((yield argument))
        spans.append(reader.span(argument))
    keywords: dict[str, tuple[Value, Span]] = {}
    for keyword in node.keywords:
        if keyword.arg is None:
            raise refuse(reader, keyword.value, "`**settings` are not in the language.", "Write the settings out.")
        keywords[keyword.arg] = ((yield keyword.value), reader.span(keyword.value))
    result: Value = yield apply(reader, node, callee, args, spans, keywords)
    return result


def anonymous(reader: Reader, node: ast.Lambda) -> Steps:
    yield from ()
    return reader.closure("lambda", node.args, (ast.Return(value=node.body),), node)


def refuse(reader: Reader, node: ast.AST, detail: str, hint: str) -> SourceError:
    return SourceError("not-in-language", detail, span=reader.span(node), hint=hint)


VISITORS: dict[type[ast.AST], Callable[[Any, Any], Steps]] = {
    ast.UnaryOp: unary,
    ast.BinOp: binary,
    ast.Compare: compare,
    ast.IfExp: conditional,
    ast.List: items,
    ast.Tuple: items,
    ast.Attribute: attribute,
    ast.Subscript: subscript,
    ast.Call: call,
    ast.Lambda: anonymous,
}
SIMPLE: dict[type[ast.AST], Callable[[Any, Any], Value]] = {ast.Name: name, ast.Constant: constant}
__all__ += ["SIMPLE", "near", "refuse"]
