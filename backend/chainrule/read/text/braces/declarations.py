"""Declarations of C, C++ and Java -> the assignments that they are: `double w[2] = {1, 2}` is w = array([1, 2])."""

from __future__ import annotations

from collections.abc import Sequence

from ..notation.tokens import NAME, SIGN, Token
from .languages import BraceLanguage

__all__ = ["with_plain_declarations"]

_CONTAINERS = frozenset({"std.vector", "vector", "std.array", "List", "ArrayList"})
_ENDS = frozenset({";", "=>", "function", "(", ":"})  # of blocks and objects, not of a list of numbers


def with_plain_declarations(tokens: Sequence[Token], language: BraceLanguage) -> list[Token]:
    """Return the tokens without the sizes in declarations, and with lists in braces as arrays."""
    result: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.text in _CONTAINERS and at + 1 < len(tokens) and tokens[at + 1].text == "<":  # vector<double> w
            at = _behind_angles(tokens, at + 1)
            continue
        declares = result and result[-1].text in language.types
        if declares and token.text == "[" and _is_empty(tokens, at):  # double[] w
            at += 2
            continue
        result.append(token)
        at += 1
        if declares and token.kind == NAME:  # double w[2]
            end = _behind_sizes(tokens, at)
            following = tokens[end].text if end < len(tokens) else ""
            if end > at and following in (";", ","):  # double h[2]; is filled later
                result += _as_zeros(tokens[at:end])
            at = end if following in ("=", ";", ",", "{") else at
        if token.text == "=" and at < len(tokens) and tokens[at].text == "{":
            last = _end_of_list(tokens, at)
            if last is not None:
                result += _as_array(tokens[at : last + 1])
                at = last + 1
    return result


def _is_empty(tokens: Sequence[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].text == "]"


def _behind_angles(tokens: Sequence[Token], at: int) -> int:
    depth = 0
    for place in range(at, len(tokens)):
        depth += (tokens[place].text == "<") - (tokens[place].text == ">")
        if depth == 0:
            return place + 1
    return at + 1


def _behind_sizes(tokens: Sequence[Token], at: int) -> int:
    """Return the place behind `[]` or `[2][3]`; the same where none stands here."""
    while at < len(tokens) and tokens[at].text == "[":
        end = next((place for place in range(at, min(at + 4, len(tokens))) if tokens[place].text == "]"), None)
        if end is None:
            return at
        at = end + 1
    return at


def _end_of_list(tokens: Sequence[Token], at: int) -> int | None:
    """Return the place of the brace that ends a list of values; None for a block or an object."""
    depth = 0
    for place in range(at, len(tokens)):
        depth += (tokens[place].text == "{") - (tokens[place].text == "}")
        if tokens[place].text in _ENDS:
            return None
        if depth == 0:
            return place
    return None


def _as_array(braced: Sequence[Token]) -> list[Token]:
    brackets = {"{": "[", "}": "]"}
    inside = [token._replace(text=brackets.get(token.text, token.text)) for token in braced]
    first, last = braced[0], braced[-1]
    head = [Token(NAME, "array", first.start, first.start, False), Token(SIGN, "(", first.start, first.start, False)]
    return [*head, *inside, Token(SIGN, ")", last.end, last.end, False)]


def _as_zeros(sizes: Sequence[Token]) -> list[Token]:
    """Return `= zeros((2, 3))` for `[2][3]`."""
    first, last = sizes[0], sizes[-1]
    words = ["=", "zeros", "(", "("]
    head = [Token(NAME if word == "zeros" else SIGN, word, first.start, first.start, False) for word in words]
    inside = [token._replace(text=",") if token.text == "]" else token for token in sizes if token.text != "["]
    return [*head, *inside, *(Token(SIGN, ")", last.end, last.end, False) for _ in range(2))]
