"""Big signs: sums, products, the largest and the smallest over an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import tree
from .scripts import exponent
from .tokens import COMMAND, END, NAME, Token
from .tree import Node

if TYPE_CHECKING:
    from .parser import StatementParser

__all__ = ["reduction"]

_SIGN = {"sum": "∑", "prod": "∏", "max": "max", "min": "min", "mean": "mean"}


def reduction(parser: StatementParser, token: Token, kind: str, index: str = "") -> Node:
    """Read the sum or product sign `token`, its bounds below and above it, and the following product as its body."""
    ranges: list[tuple[str, Node | None, Node | None]] = [(index, None, None)] if index else []
    high: Node | None = None
    while parser.sees("_", "^"):
        if parser.accept("_"):
            ranges = _below(parser, kind)
        else:
            parser.next()
            high = exponent(parser)
    if parser.sees(")", ",", ";", "=", "]", "}") or parser.peek.kind == END:
        raise parser.error(
            f"Nothing stands behind `{_SIGN[kind]}`.", "Write what it is taken of, such as `∑ x_i`.", token
        )
    body = parser.product()
    value = body
    for index, low, unless in reversed(ranges or [("", None, None)]):
        top = high if isinstance(high, tree.NumberPart | tree.NamePart | tree.SumPart | tree.ProductPart) else None
        value = tree.ReducePart(token.start, body.end, kind, index, low, top, unless, value)
    return value


def _below(parser: StatementParser, kind: str) -> list[tuple[str, Node | None, Node | None]]:
    """i, or i=1, or j ≠ y, or several of them: the index, where it starts, and the value it does not take."""
    opened = parser.accept("{")
    ranges: list[tuple[str, Node | None, Node | None]] = []
    while True:
        if parser.peek.kind == COMMAND:  # \mathbf{i}
            named = parser.postfix()
            if isinstance(named, tree.NamePart):
                parser.at -= 1
                parser.tokens[parser.at] = Token(NAME, named.base, named.start, named.end, False)
        token = parser.next()
        if token.kind != NAME:
            raise parser.error(
                f"What stands below `{_SIGN[kind]}` is not read.",
                "Write the index it runs over: `j`, `j = 1` or `j ≠ y`.",
                token,
            )
        low: Node | None = None
        unless: Node | None = None
        if opened is None:
            return [(token.text, None, None)]
        if parser.accept("="):
            low = parser.sum()
        elif parser.accept("!="):
            unless = parser.sum()
        elif parser.sees("∈", "<", "<=", ">", ">="):
            raise parser.error(
                f"`{_SIGN[kind]}` over a set is not read.",
                "Only an index with its bounds can be drawn, such as `∑_{j=1}^{n}`.",
                token,
                parser.peek,
            )
        ranges.append((token.text, low, unless))
        if parser.accept("}"):
            return ranges
        if parser.accept(",") is None and parser.peek.kind != NAME:
            raise parser.unexpected()
