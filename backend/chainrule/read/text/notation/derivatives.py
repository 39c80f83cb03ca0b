"""Gradients as they are asked for on paper: dL/dw, ∂L/∂w, d/dx x^2, ∇_w L."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..signs import GREEK, canonical_name
from ..vocabulary import RESERVED
from . import tree
from .left_sides import are_names
from .scripts import subscript
from .tokens import COMMAND, END, NAME, NUMBER, Token
from .trails import trailed
from .tree import Node

if TYPE_CHECKING:
    from .parser import StatementParser

__all__ = ["derivative", "differentiated_by", "function_alone"]


def derivative(parser: StatementParser) -> Node | None:
    """Return the derivative that starts here, or None: `dL/dw` is a division where the text gives dL or dw a value."""
    token, mark = parser.peek, parser.at
    if token.text == "∇":
        return _nabla(parser)
    if token.text not in ("∂", "d") and not (token.text.startswith("d") and len(token.text) > 1 and not parser.latex):
        return None
    if parser.names.is_number(token.text) or token.text in parser.names.functions:
        return None
    if not _is_quotient(parser):
        if token.text == "∂":
            raise parser.error("`∂` stands alone.", "Write a gradient as `∂L/∂w`.", token)
        return None
    quotient = _quotient(parser)
    if quotient is None:
        parser.at = mark
    return quotient


def _is_quotient(parser: StatementParser) -> bool:
    """Return whether d… / d… stands here, seen from its tokens alone, so that nothing is read twice."""
    at = parser.at + 1
    tokens = parser.tokens
    at = _skipped(tokens, at)
    if parser.peek.text in ("d", "∂"):
        at = _behind_symbol(tokens, at)
    if tokens[at].text == "(" and (not tokens[at].space or parser.latex):
        at = _behind_brackets(tokens, at)
    if tokens[at].text != "/":
        return False
    at = min(at + 1 + (tokens[at + 1].text == "("), len(tokens) - 1)
    return tokens[at].kind == NAME and tokens[at].text[0] == ("∂" if parser.peek.text == "∂" else "d")


def _behind_symbol(tokens: list[Token], at: int) -> int:
    """Return the place past one name, or one command with its group, and its superscripts and subscripts."""
    if tokens[at].kind == COMMAND and tokens[at + 1].text == "{":
        return _skipped(tokens, _behind_brackets(tokens, at + 1))
    return _skipped(tokens, at + 1) if tokens[at].kind == NAME else at


def _skipped(tokens: list[Token], at: int) -> int:
    """Return the place past powers and subscripts."""
    while tokens[at].text in ("^", "_"):
        at = _behind_brackets(tokens, at + 1) if tokens[at + 1].text == "{" else min(at + 2, len(tokens) - 1)
    return at


def _behind_brackets(tokens: list[Token], at: int) -> int:
    depth = 0
    while tokens[at].kind != END:
        depth += (tokens[at].text in ("(", "{", "[")) - (tokens[at].text in (")", "}", "]"))
        at += 1
        if depth == 0:
            break
    return at


def _quotient(parser: StatementParser) -> Node | None:
    first = parser.next()
    order = _order(parser)
    value: Node | None = None
    if first.text not in ("∂", "d"):
        word = first.text[1:]
        if not _is_there(parser, word, value=True):
            return None
        value = tree.NamePart(first.start + 1, first.end, word)
    elif parser.sees("("):
        value = parser.postfix() if first.text == "∂" or parser.latex or not parser.peek.space else None
        if value is None:
            return None
    elif not parser.sees("/"):
        value = parser.power() if parser.latex else parser.postfix()
        value = function_alone(parser, value)
    if parser.sees("(") and value is not None and first.text not in ("∂", "d"):
        value = _with_arguments(parser, value)
    if not parser.sees("/"):
        return None
    parser.next()
    opened = parser.accept("(")
    first_name = _denominator(parser, first.text == "∂")
    if first_name is None:
        return None
    names = [first_name, *_further_names(parser)]
    if opened:
        parser.close(")", opened)
    if value is None:
        value = parser.power() if parser.latex else parser.product() if parser.sees("(") else parser.sum()
    if isinstance(value, tree.ListingPart) and value.brackets == "[]" and len(value.items) == 1:
        value = value.items[0]  # d/dx [x^2]: brackets, and no list
    names = names if len(names) > 1 else [(first_name[0], order)]
    return differentiated_by(value, names, first.start, max(value.end, *(by.end for by, _ in names)))


def differentiated_by(value: Node, names: list[tuple[Node, int]], start: int, end: int) -> tree.DerivativePart:
    """Return ∂³f/∂x²∂y as the derivative by x, twice, of that by y. `names`: as written, each with how often."""
    for by, times in reversed(names):
        value = tree.DerivativePart(start, end, value, by, times)
    assert isinstance(value, tree.DerivativePart)
    return value


def _further_names(parser: StatementParser) -> list[tuple[Node, int]]:
    """Return the y of ∂²f/∂x∂y, and how often."""
    names: list[tuple[Node, int]] = []
    while parser.peek.text == "∂" and parser.tokens[parser.at + 1].kind in (NAME, COMMAND):
        name = _denominator(parser, True)
        names += [name] if name is not None else []
    return names


def _with_arguments(parser: StatementParser, value: Node) -> Node:
    """Read the arguments in df(x)/dx: the derivative is of f(x)."""
    return trailed(parser, value)


def _order(parser: StatementParser) -> int:
    """Return the 2 of d^2y/dx^2."""
    if not parser.sees("^"):
        return 1
    mark = parser.at
    parser.next()
    braced = parser.accept("{")
    token = parser.next()
    if token.kind != NUMBER or not token.text.isdigit() or not 1 <= int(token.text[:2]) <= 4:
        parser.at = mark
        return 1
    if braced:
        parser.close("}", braced)
    return int(token.text[:2])


def _denominator(parser: StatementParser, partial: bool) -> tuple[Node, int] | None:
    """∂w, dw, dx^2: the name, and how often."""
    token = parser.peek
    if partial or token.text == "d":
        if token.text not in ("∂", "d"):
            return None
        parser.next()
        if parser.peek.kind not in (NAME, COMMAND):
            return None
        by: Node = parser.power() if parser.latex else parser.postfix()
    elif token.kind == NAME and token.text.startswith("d") and _is_there(parser, token.text[1:]):
        if parser.names.is_number(token.text):
            return None
        parser.next()
        by = tree.NamePart(token.start + 1, token.end, token.text[1:])
    else:
        return None
    return by, _order(parser)


def _is_there(parser: StatementParser, word: str, *, value: bool = False) -> bool:
    """Return whether `word` is a name of the text, or looks like one: x, w1, θ."""
    names = parser.names
    if names.is_number(word) or word in names.functions or names.used[word]:
        return True
    letter = word.rstrip("0123456789").partition("_")[0]
    return bool(letter) and (len(letter) == 1 or letter in GREEK.values()) and letter[0].isalpha()


def _nabla(parser: StatementParser) -> Node:
    """∇_w L: the gradient of L to w."""
    token = parser.next()
    if not parser.sees("_"):
        value = parser.power()
        if isinstance(value, tree.CallPart) and len(value.args) == 1 and isinstance(value.args[0], tree.NamePart):
            return tree.DerivativePart(token.start, value.end, function_alone(parser, value), value.args[0])
        several = _parameters(parser, value)
        if len(several) > 1:
            function = function_alone(parser, value)
            slopes: list[Node] = [tree.DerivativePart(token.start, value.end, function, name) for name in several]
            return tree.ListingPart(token.start, value.end, "()", slopes)
        first = _first_name(parser) or _only_parameter(parser, value) or _only_vector(parser, token)
        if isinstance(value, tree.NamePart) and first is not None:  # w - η ∇L
            return tree.DerivativePart(token.start, value.end, value, first)
        raise parser.error(
            "`∇` does not say which gradient is meant.", "Write `∂L/∂w`, or ∇ with the name below: `∇_w L`.", token
        )
    below = subscript(parser)
    value = function_alone(parser, parser.power())
    return tree.DerivativePart(token.start, value.end, value, below[0])


def _parameters(parser: StatementParser, value: Node) -> list[tree.NamePart]:
    """Return the x and y of ∇f(x, y), of ∇f beside f(x, y) = ..., and of ∇f beside f = x^2 + y^2.

    They are in the order of the header, or of the alphabet.
    """
    if isinstance(value, tree.CallPart):
        args = value.args
        return [arg for arg in args if isinstance(arg, tree.NamePart)] if are_names(args) else []
    if not isinstance(value, tree.NamePart) or value.subs or _first_name(parser) is not None:
        return []
    source, word = parser.places.source, re.escape(value.base)
    header = re.search(rf"(?<!\w){word}\(([^()=]{{1,60}})\)[ \t]*:?=", source)
    formula = re.search(rf"(?:^|[,;\n])[ \t]*{word}[ \t]*=([^=,;\n]{{1,200}})(?:[,;\n]|$)", source)
    if header is not None:
        names = [name.strip() for name in header[1].split(",")]
    else:
        letters = set(re.findall(r"(?<![A-Za-z\\])[a-z](?![A-Za-z(])", formula[1])) if formula is not None else set()
        names = sorted(letters - parser.names.assigned - {"e"})
    return [tree.NamePart(value.start, value.end, canonical_name(name)) for name in names if name.isidentifier()]


def _only_parameter(parser: StatementParser, value: Node) -> tree.NamePart | None:
    """Return the x of ∇f where the text defines f(x) = ... of one parameter."""
    if not isinstance(value, tree.NamePart) or value.base not in parser.names.functions:
        return None
    headers = re.findall(rf"(?<!\w){re.escape(value.base)}\([ \t]*([^\W\d]\w*)[ \t]*\)[ \t]*:?=", parser.places.source)
    name = canonical_name(headers[0]) if headers else ""
    return tree.NamePart(value.start, value.end, name) if name else None


def _first_name(parser: StatementParser) -> tree.NamePart | None:
    """Return the name that a formula begins with: the w of w - η ∇L, of which the gradient is a step."""
    mark, minus = parser.at, any(token.text in ("-", "+") for token in parser.tokens[: parser.at])
    if not minus or parser.tokens[0].kind != NAME:
        return None
    parser.at = 0
    first = parser.postfix()
    parser.at = mark
    return first if isinstance(first, tree.NamePart) else None


_TRANSPOSED = re.compile(r"(?<![A-Za-z\\])([a-z])(?:ᵀ|⊤|\^\{?\\?(?:T|top|intercal)\b)")


def _only_vector(parser: StatementParser, at: Token) -> tree.NamePart | None:
    """Return the x of f = xᵀAx, ∇f = ...: the one letter that is transposed, and has no formula."""
    letters = set(_TRANSPOSED.findall(parser.places.source))
    name = letters.pop() if len(letters) == 1 else ""
    free = bool(name) and name not in parser.names.assigned and name not in parser.names.functions
    return tree.NamePart(at.start, at.end, name) if free else None


def function_alone(parser: StatementParser, value: Node) -> Node:
    """L(θ) in ∂L(θ)/∂θ is L, unless the text says what the function L is."""
    if (
        isinstance(value, tree.CallPart)
        and isinstance(value.function, str)
        and value.function not in parser.names.functions
    ):
        return value if value.function in RESERVED else tree.NamePart(value.start, value.end, value.function)
    return value
