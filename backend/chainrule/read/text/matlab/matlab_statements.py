"""Tokens of MATLAB and Julia -> statements, and what stands where in one."""

from __future__ import annotations

from collections.abc import Sequence

from ..notation.tokens import NAME, SIGN, Token
from .matlab_tokens import LINE

__all__ = ["equals", "function_name", "has_comma", "has_whole_axis", "statements_of"]


def function_name(statement: Sequence[Token]) -> str:
    """Return the name that a `function` line defines."""
    at = next((i for i, token in enumerate(statement) if token.text == "="), 0)
    return statement[at + 1].text if at + 1 < len(statement) else ""


def has_comma(tokens: Sequence[Token]) -> bool:
    """Return whether a comma stands outside of brackets."""
    depth = 0
    for token in tokens:
        if token.kind == SIGN:
            depth += (token.text in ("(", "[", "{", ".(")) - (token.text in (")", "]", "}"))
            if depth == 0 and token.text == ",":
                return True
    return False


def equals(tokens: Sequence[Token]) -> int | None:
    """Return the index of the sign of an assignment outside of brackets; None where there is none."""
    depth = 0
    for i, token in enumerate(tokens):
        if token.kind != SIGN:
            continue
        depth += (token.text in ("(", "[", "{", ".(")) - (token.text in (")", "]", "}"))
        if depth == 0 and token.text in ("=", "+=", "-=", "*=", "/="):
            return i
    return None


def statements_of(tokens: Sequence[Token]) -> list[list[Token]]:
    """Split at line ends, `;` and `,` outside of brackets; a block's head ends where its condition does."""
    statements: list[list[Token]] = [[]]
    depth, whole = 0, False
    for i, token in enumerate(tokens):
        if not statements[-1]:
            whole = _takes_commas(tokens, i)
        if token.kind == SIGN:
            depth += (token.text in ("(", "[", "{", ".(")) - (token.text in (")", "]", "}"))
        is_comma = token.text == "," and not whole
        ends = token.kind == LINE or (token.kind == SIGN and (token.text == ";" or is_comma) and depth == 0)
        if ends:
            statements.append([])
        else:
            statements[-1].append(token)
    return [statement for statement in statements if statement]


def _takes_commas(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the statement from tokens[at] on is Julia's `return a, b` or `a, b = f(x)`."""
    if tokens[at].text == "return":
        return True
    names = at
    while names + 1 < len(tokens) and tokens[names].kind == NAME and tokens[names + 1].text == ",":
        names += 2
    return names > at and names + 1 < len(tokens) and tokens[names].kind == NAME and tokens[names + 1].text == "="


def has_whole_axis(tokens: Sequence[Token], at: int) -> bool:
    """Return whether one of the arguments from tokens[at] on is `:`, which no function takes."""
    depth, before = 1, ","
    for i in range(at, len(tokens) - 1):
        text = tokens[i].text
        depth += (text in ("(", "[", "{")) - (text in (")", "]", "}"))
        if depth == 0:
            return False
        if depth == 1 and text == ":" and before == "," and tokens[i + 1].text in (",", ")"):
            return True
        before = text
    return False
