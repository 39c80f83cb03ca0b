"""Formula text -> tree, by Python's own `ast` behind a whitelist. For the strings of our tables, so it may recurse."""

from __future__ import annotations

import ast
from functools import lru_cache

from ..syntax import parse_expression
from .tree import Bin, Call, Neg, Num, Tree, Var

__all__ = ["FormulaError", "parse"]

BINARY: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**", ast.MatMult: "@",
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
    ast.And: "and", ast.Or: "or",
}  # fmt: skip
MODULES = frozenset({"np", "numpy", "math", "torch"})


class FormulaError(ValueError):
    """A formula of a table is not in the small language: a programmer's mistake."""


@lru_cache(maxsize=2048)
def parse(text: str) -> Tree:
    """Parse a formula of the table.

    Raises:
        FormulaError: with the text in it.
    """
    try:
        return _tree(parse_expression(text.strip()).body)
    except SyntaxError as error:
        raise FormulaError(f"{text!r}: {error.msg}") from None
    except FormulaError as error:
        raise FormulaError(f"{text!r}: {error}") from None


def _tree(node: ast.expr) -> Tree:
    match node:
        case ast.Constant(value=None | bool() as value):
            return Var(str(value))
        case ast.Constant(value=int() | float() as value):
            return Num(float(value))
        case ast.Constant(value=value) if value is ...:
            return Var("...")
        case ast.Name(id=name):
            return Var(name)
        case ast.UnaryOp(op=ast.USub(), operand=part):
            inner = _tree(part)
            return Num(-inner.value) if isinstance(inner, Num) else Neg(inner)
        case ast.UnaryOp(op=ast.UAdd(), operand=part):
            return _tree(part)
        case ast.UnaryOp(op=ast.Not(), operand=part):
            return Call("not", (_tree(part),))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in BINARY:
            return Bin(BINARY[type(op)], _tree(left), _tree(right))
        case ast.BoolOp(op=op, values=values):
            return _chain("and" if isinstance(op, ast.And) else "or", [_tree(value) for value in values])
        case ast.Compare(left=left, ops=ops, comparators=rights) if all(type(op) in BINARY for op in ops):
            parts = [_tree(part) for part in (left, *rights)]
            pairs = [Bin(BINARY[type(op)], *parts[i : i + 2]) for i, op in enumerate(ops)]
            return _chain("and", pairs)
        case ast.Call(func=func, args=args, keywords=keywords) if all(word.arg for word in keywords):
            first, name = _callee(func)
            result = [*first, *map(_tree_of, args), *(_tree(word.value) for word in keywords)]
            return Call(name, tuple(result), tuple(word.arg for word in keywords if word.arg))
        case ast.Attribute(value=value, attr=name):
            return Call("T" if name == "T" else f".{name}", (_tree(value),))
        case ast.Subscript(value=value, slice=index):
            return Call("[]", (_tree(value), *_index(index)))
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return Call("", tuple(map(_tree, parts)))
        case ast.Starred(value=value):
            return Call("*", (_tree(value),))
    raise FormulaError(f"{ast.unparse(node)} is not in the formula language")


def _index(index: ast.expr) -> list[Tree]:
    """Return the contents of the brackets: one word, or several where an index is a variable."""
    places = index.elts if isinstance(index, ast.Tuple) and index.elts else [index]
    if any(isinstance(place, ast.Name) for place in places):
        return [Var(ast.unparse(place)) for place in places]
    words = ast.unparse(index)  # a tuple is unparsed in brackets, which a subscript does not need
    return [Var(words[1:-1] if isinstance(index, ast.Tuple) and index.elts else words)]


def _tree_of(node: ast.expr) -> Tree:
    """Return an argument, which may be a word: the spec of an einsum."""
    match node:
        case ast.Constant(value=str() as word):
            return Var(repr(word))
    return _tree(node)


def _chain(op: str, parts: list[Tree] | list[Bin]) -> Tree:
    tree: Tree = parts[0]
    for part in parts[1:]:
        tree = Bin(op, tree, part)
    return tree


def _callee(func: ast.expr) -> tuple[list[Tree], str]:
    """Return arguments and name of a call; a method's object is its first argument: a.sum() is sum(a)."""
    match func:
        case ast.Name(id=name):
            return [], name
        case ast.Attribute(value=ast.Name(id=module), attr=name) if module in MODULES:
            return [], name
        case ast.Attribute(value=value, attr=name):
            return [_tree(value)], name
    raise FormulaError(f"{ast.unparse(func)} cannot be called")
