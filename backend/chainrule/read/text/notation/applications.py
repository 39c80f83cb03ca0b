"""Functions as paper applies them: sin x, sin^2 x, tan^-1(x), log_2 x, √x, σ'(z)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..vocabulary import DERIVATIVES, ELEMENTARY, INVERSES, function_name
from . import tree
from .big import reduction
from .scripts import exponent, is_minus_one, subscript
from .tokens import COMMAND, NAME, NUMBER, Token
from .trails import arguments
from .tree import Node

if TYPE_CHECKING:
    from .parser import StatementParser

__all__ = ["applied", "derivative_of", "logarithm", "rooted"]

_LOG = re.compile(r"log_([A-Za-z0-9]+)")
_BASES = {"2": "log2", "10": "log10", "e": "log"}
_BIG = {"max": "max", "min": "min", "sum": "sum", "prod": "prod", "mean": "mean"}


def applied(parser: StatementParser, token: Token, function: str) -> Node:
    """Return the function whose name `token` is, with its powers, its base and its argument."""
    if function in _BIG and not parser.sees("(") and (parser.latex or not parser.sees("{")):
        return reduction(parser, token, _BIG[function])
    powers: list[Node] = []
    base: tuple[Node, ...] = ()
    primes = 0
    while parser.sees("^", "'", "_"):
        if parser.accept("^"):
            powers.append(exponent(parser))
        elif parser.accept("'"):
            primes += 1
        else:
            base = subscript(parser)
    if powers and is_minus_one(powers[0]):
        if function not in INVERSES:
            raise parser.error(
                f"The inverse of `{token.text}` is not known here.", "Write 1/f(x) for the reciprocal.", token
            )
        function = INVERSES[function]
        powers = powers[1:]
    args, keywords, end = _argument(parser, token)
    if primes:
        value = derivative_of(parser, token, function, args, end, primes)
    else:
        value = _call(parser, token, function, base, args, end)
    if keywords and isinstance(value, tree.CallPart):  # mean(x, axis=0)
        value.keywords = keywords
    return tree.PowerPart(token.start, end, [value, *powers]) if powers else value


def _call(
    parser: StatementParser, token: Token, function: str, base: tuple[Node, ...], args: list[Node], end: int
) -> Node:
    if function == "log" and base:
        name = _BASES.get(_text(base[0]))
        if name is None:
            top = tree.CallPart(token.start, end, "log", args)
            return tree.ProductPart(
                token.start, end, [top, tree.CallPart(base[0].start, base[0].end, "log", [base[0]])], ["/"]
            )
        return tree.CallPart(token.start, end, name, args)
    if function in ("max", "min") and len(args) > 1:
        function = f"{function}imum"
        value = args[0]
        for other in args[1:]:
            value = tree.CallPart(token.start, end, function, [value, other])
        return value
    return tree.CallPart(token.start, end, function, args)


def _text(node: Node) -> str:
    return node.text if isinstance(node, tree.NumberPart) else node.base if isinstance(node, tree.NamePart) else ""


def derivative_of(
    parser: StatementParser, token: Token, function: str, args: list[Node], end: int, primes: int
) -> Node:
    """Return f'(x) of a known function as its formula."""
    if primes > 1 or function not in DERIVATIVES or len(args) != 1:
        raise parser.error(
            f"`{token.text}{chr(39) * primes}` is a derivative that is not known here.",
            "Ask for a gradient instead: `dy/dx` on a line of its own.",
            token,
        )
    return tree.TemplatePart(token.start, end, DERIVATIVES[function], args[0])


def _argument(parser: StatementParser, token: Token) -> tuple[list[Node], list[tuple[str, Node]], int]:
    """Read a function's arguments: those in brackets, or the factors up to the next sign or function.

    Return them, those with a name, and the place where they end.
    """
    if parser.sees("(", "[", "{"):  # max{0, x}
        args, keywords, end = arguments(parser)
        if not args:
            raise parser.error(f"`{token.text}` is applied to nothing.", f"Write `{token.text}(x)`.", token)
        return args, keywords, end
    start, signs = parser.peek.start, ""
    while parser.sees("-", "+"):
        signs += parser.next().text
    if not parser.starts_factor() and parser.peek.kind != NUMBER:
        raise parser.error(f"`{token.text}` is applied to nothing.", f"Write `{token.text}(x)`.", token)
    factors = [parser.power()]
    while _continues(parser, factors[-1]):
        factors.append(parser.power())
    value = factors[0]
    if len(factors) > 1:
        value = tree.ProductPart(factors[0].start, factors[-1].end, factors, ["·"] * (len(factors) - 1))
    if signs:
        value = tree.NegativePart(start, value.end, signs, value)
    return [value], [], value.end


def _continues(parser: StatementParser, last: Node) -> bool:
    """Return whether the next factor still belongs to the argument: sin 2x, and not sin x cos x or sin x (y + 1)."""
    token = parser.peek
    if not parser.starts_factor() or parser.sees("|", "||"):
        return False
    if parser.sees("(", "[", "{"):
        return isinstance(last, tree.NumberPart)
    if token.kind == COMMAND:
        return token.text not in ("cases", "matrix", "sqrt", "end") or (
            token.text == "sqrt" and isinstance(last, tree.NumberPart)
        )
    return token.kind != NAME or (function_name(token.text) is None or token.text not in ELEMENTARY)


def logarithm(parser: StatementParser, token: Token) -> Node | None:
    """log_2(x) and log_b x of plain text, where the base is in the word."""
    match = _LOG.fullmatch(token.text)
    if match is None or parser.latex:
        return None
    below = match[1]
    start = token.start + len("log_")
    node: Node = (tree.NumberPart if below.isdigit() else tree.NamePart)(start, token.end, below)
    args, _, end = _argument(parser, token)
    return _call(parser, token, "log", (node,), args, end)


def rooted(parser: StatementParser, token: Token) -> Node:
    """√ of the one factor that follows."""
    function = "sqrt" if token.text == "√" else "cbrt"
    if parser.sees("("):
        args, _, end = arguments(parser)
        return tree.CallPart(token.start, end, function, args)
    value = parser.postfix()
    return tree.CallPart(token.start, value.end, function, [value])
