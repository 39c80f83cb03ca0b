"""Indicators: 1[z > 0], 1{y = k}, I(z > 0) and the brackets [y = k] of Iverson are 1 where it holds, else 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import tree
from .bounds import is_counted
from .tokens import END, NAME, NUMBER, Token
from .tree import Node
from .walk import rewritten

if TYPE_CHECKING:
    from .parser import StatementParser

__all__ = ["compares", "condition_between", "indicator", "without_choice"]

_SIGNS = frozenset({"1", "I", "ℝ1", "ℝI"})
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_COMPARISONS = frozenset({"<", "<=", ">", ">=", "==", "!=", "="})


def compares(tokens: list[Token]) -> bool:
    """Return whether a comparison stands before the brackets around these tokens close, or a comma parts them."""
    depth = 0
    for token in tokens:
        depth += (token.text in ("(", "{", "[")) - (token.text in (")", "}", "]"))
        if depth < 0 or token.kind == END or (depth == 0 and token.text in (",", ";")):
            return False
        if depth == 0 and token.text in _COMPARISONS:
            return True
    return False


def indicator(parser: StatementParser) -> Node | None:
    """Read the sign of an indicator and the condition in the brackets behind it; None for anything else."""
    token, opened = parser.peek, parser.ahead()
    if token.kind not in (NAME, NUMBER) or token.text not in _SIGNS or opened.text not in _CLOSING:
        return None
    if parser.names.is_number(token.text) or token.text in parser.names.functions:
        return None
    if not compares(parser.tokens[parser.at + 2 :]):
        return None
    parser.next()
    parser.next()
    return condition_between(parser, token, opened)


def condition_between(parser: StatementParser, first: Token, opened: Token) -> Node:
    """Read a condition up to the bracket that closes; `=` compares in it."""
    before, parser.condition = parser.condition, True
    value = parser.condition_of()
    parser.condition = before
    closed = parser.close(_CLOSING[opened.text], opened)
    value.start, value.end = first.start, closed.end
    return value


def without_choice(node: Node) -> Node:
    """Return log p_y for the sum over k of 1{y = k} log p_k; any other part as it is."""
    if not isinstance(node, tree.ReducePart) or node.kind != "sum" or not isinstance(node.body, tree.ProductPart):
        return node
    body, index = node.body, node.index
    choices = [_choice(factor, index) for factor in body.factors]
    chosen = [value for value in choices if value is not None]
    if len(chosen) != 1 or len(choices) < 2 or "/" in body.signs:
        return node
    at = choices.index(chosen[0])
    factors, signs = body.factors[:at] + body.factors[at + 1 :], body.signs[: max(at - 1, 0)] + body.signs[max(at, 1) :]
    rest = tree.ProductPart(body.start, body.end, factors, signs) if signs else factors[0]
    if is_counted(rest, index):
        return node

    def change(part: Node) -> Node:
        return chosen[0] if isinstance(part, tree.NamePart) and part.base == index and not part.subs else part

    return rewritten(rest, change)


def _choice(node: Node, index: str) -> Node | None:
    """Return the y of y = k."""
    if not isinstance(node, tree.ComparePart) or node.signs != ["=="]:
        return None
    sides = [part for part in node.parts if not (isinstance(part, tree.NamePart) and part.base == index)]
    return sides[0] if len(sides) == 1 and isinstance(sides[0], tree.NamePart | tree.NumberPart) else None
