"""Pieces of one line of a formula, split at commas between assignments, at words, and before values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from .tokens import COMMAND, NAME, NUMBER, SIGN, Token

__all__ = ["ASSIGN", "after_label", "braced_rows", "environment", "opened_group", "pieces"]

_TAIL = frozenset({"with", "where", "for", "at", "when", "given", "using", "let", "if", "and", "evaluated"})
ARROWS = frozenset({"→"})
ASSIGN = frozenset({"=", ":=", "<-", "+=", "-=", "*=", "/=", "@="})


def environment(token: Token) -> int:
    """Return 1 where an environment with rows begins, -1 where one ends, else 0."""
    if token.kind != COMMAND:
        return 0
    return (token.text in ("cases", "matrix")) - (token.text == "end")


def after_label(piece: list[Token]) -> list[Token]:
    """`w_0: 0.2 × 2`: what stands before the colon says what it is for."""
    at = next((i for i, token in enumerate(piece) if token.kind == SIGN and token.text == ":"), 0)
    before = piece[:at]
    label = (
        before
        and before[0].kind == NAME
        and all(token.kind in (NAME, NUMBER) or token.text in ("_", "{", "}", "^") for token in before)
    )
    return piece[at + 1 :] if label and at <= 6 and piece[at + 1 :] else piece


def _stripped(piece: list[Token]) -> list[Token]:
    """Drop the full stop of a sentence, and words before an assignment, as in `where x = 3`."""
    while piece and piece[-1].kind == SIGN and piece[-1].text in (".", ",", ";", ":"):
        piece = piece[:-1]
    while (
        piece
        and piece[0].kind == NAME
        and piece[0].text in _TAIL
        and len(piece) > 1
        and piece[1].kind in (NAME, COMMAND)
    ):
        piece = piece[1:]
    return piece


def _with_values(tokens: Sequence[Token]) -> list[Token]:
    """`x -> 2` gives x the value 2; in `lim x -> 2` it does not."""
    return [token._replace(text="=") if _gives_value(tokens, i) else token for i, token in enumerate(tokens)]


def _gives_value(tokens: Sequence[Token], i: int) -> bool:
    if tokens[i].text != "->" or not 0 < i < len(tokens) - 1 or tokens[i - 1].kind != NAME:
        return False
    if i > 1 and tokens[i - 2].text.lower() in ("lim", "limit"):
        return False
    return tokens[i + 1].kind == NUMBER or tokens[i + 1].text == "-"


def pieces(tokens: Sequence[Token], latex: bool) -> list[list[Token]]:
    """Split where a new statement starts: at `;`, at commas between assignments, at words such as `with`."""
    tokens = _with_values(tokens)
    cuts = [0, *_cuts(tokens, latex), len(tokens)]
    pieces = [list(tokens[start:end]) for start, end in pairwise(cuts)]
    opened = [pieces[0], *(part for piece in pieces[1:] for part in _places_apart(piece))]
    return [piece for piece in map(_stripped, opened) if piece and not _is_prose(piece)]


def _is_prose(piece: Sequence[Token]) -> bool:
    """Return whether a piece is prose: e.g., i.e., or a sign alone, left of the words between two equations."""
    if [token.text for token in piece] in (["e", ".", "g"], ["i", ".", "e"]):
        return True
    if piece[0].text == "≈" and all(token.kind == NUMBER or token.text == "-" for token in piece[1:]):
        return True  # the rounded result of the formula before
    return all(token.kind == SIGN and token.text not in ("…", "∂") for token in piece)


def _without_leading_signs(piece: list[Token]) -> list[Token]:
    """Drop the separator from the piece before: a comma, or the brackets and the bar around values."""
    while piece and piece[0].kind == SIGN and piece[0].text in (",", ";", "|", *ARROWS):
        piece = piece[1:]
        if len(piece) > 1 and piece[0].text == "_":  # the place where a gradient is taken, |_{x = 2}
            piece = piece[1:]
            if piece[0].text == "{":
                piece = piece[1:-1] if piece[-1].text == "}" else piece[1:]
            if not any(token.text == "=" for token in piece):
                return []
    return piece


def _places_apart(piece: list[Token]) -> list[list[Token]]:
    """|_{x=2, y=3}: the place where a gradient is taken, as an assignment for each name."""
    inside = _without_leading_signs(piece)
    commas = [i for i, token in enumerate(inside) if token.text == ","]
    is_place = piece[0].text == "|" and commas and all(_assigns(inside, i + 1) for i in commas)
    if not is_place or not _assigns(inside, 0):
        return [inside]
    return [list(inside[start + 1 : end]) for start, end in pairwise([-1, *commas, len(inside)])]


def braced_rows(tokens: Sequence[Token]) -> Sequence[Token]:
    """`x^2 for x > 0, 0 otherwise`: the rows of a choice, as in braces."""
    last = tokens[-1] if tokens else None
    if last is None or last.kind != NAME or last.text not in ("otherwise", "elsewhere"):
        return tokens
    if any(token.text in ("{", "then", "else") for token in tokens):
        return tokens
    at = next((i + 1 for i, token in enumerate(tokens) if token.kind == SIGN and token.text in ASSIGN), 0)
    first = tokens[at]
    opened = Token(SIGN, "{", first.start, first.start + 1, True)
    closed = Token(SIGN, "}", last.end - 1, last.end, False)
    return [*tokens[:at], opened, *tokens[at:], closed]


def opened_group(tokens: Sequence[Token]) -> Sequence[Token]:
    """`w*x (w = 2, x = 3)`: the brackets around values at the end become a comma."""
    if not tokens or tokens[-1].text not in (")", "]"):
        return tokens
    depth = 0
    for i in range(len(tokens) - 1, 0, -1):
        depth += (tokens[i].text in (")", "]")) - (tokens[i].text in ("(", "["))
        if depth == 0:
            values = i + 2 < len(tokens) and tokens[i + 1].kind == NAME and tokens[i + 2].text == "="
            called = tokens[i - 1].kind == NAME and not tokens[i].space
            called = called or _is_indicator(tokens, i)
            return [*tokens[:i], tokens[i]._replace(text=","), *tokens[i + 1 : -1]] if values and not called else tokens
    return tokens


def _is_indicator(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the bracket at the end is that of 1(k = y): glued to the 1, two names compared in it."""
    inside = tokens[at + 1 : -1]
    names = len(inside) > 2 and inside[-1].kind == NAME and sum(token.text == "=" for token in inside) == 1
    return tokens[at - 1].text == "1" and names and not tokens[at].space


def _cuts(tokens: Sequence[Token], latex: bool) -> list[int]:
    """Return the places where the pieces after the first one start."""
    equals = sum(token.kind == SIGN and token.text in ASSIGN for token in tokens)
    depth = bars = 0
    cuts: list[int] = []
    commas: list[int] = []
    for i, token in enumerate(tokens):
        depth += environment(token)
        bars += token.kind == SIGN and token.text == "|"
        following = tokens[i + 1].text if i + 1 < len(tokens) else ""
        second = tokens[i + 2].text if i + 2 < len(tokens) else ""
        if token.kind == SIGN and token.text in "([{":
            depth += 1
        elif token.kind == SIGN and token.text in ")]}":
            depth -= 1
        elif depth > 0:
            continue
        elif token.kind == SIGN and token.text == ",":
            commas.append(i)
        elif _starts_piece(tokens, i, following, second, latex, bars % 2 == 1):
            cuts.append(i)
    is_split = _is_tail(tokens, commas) or _asks_slopes(tokens, commas) or _applies_itself(tokens, commas)
    is_split = is_split or _uses_value(tokens, commas)
    if equals >= 2 or (equals == 1 and is_split):
        cuts += commas
    return sorted(cuts)


def _starts_piece(tokens: Sequence[Token], i: int, following: str, second: str, latex: bool, opens: bool) -> bool:
    """Return whether a piece starts here; `opens`: a bar that stands here is no closing one, as in |w|_1."""
    token = tokens[i]
    if token.kind == SIGN and token.text in ARROWS:  # x = 2 → f = x^2
        return i > 0 and any(each.text in ASSIGN for each in tokens[i:])
    if token.kind == SIGN:
        return token.text == ";" or (token.text == "|" and (second == "=" or (following == "_" and opens)))
    if token.kind != NAME or i == 0:
        return False
    if token.text in _TAIL and _assigns(tokens, i + 1):
        return True
    apart = following == "=" and token.space and _ends_operand(tokens[i - 1])
    apart = apart and "∇" not in [each.text for each in tokens[max(0, i - 12) : i]]  # ∇_w L = ...
    return apart and not (latex and tokens[i - 1].kind == NAME) and not _is_product_with_result(tokens, i)


def _is_product_with_result(tokens: Sequence[Token], i: int) -> bool:
    """`f = q z = -12`: one value with its result. Of two values side by side the first is a number: `a = 1 b = 2`."""
    before = tokens[max(0, i - 3) : i]
    names = [token.kind for token in before] == [NAME, SIGN, NAME] and before[1].text == "="
    behind = tokens[i + 2 :]
    return names and all(token.kind == NUMBER or token.text in ("-", "+") for token in behind[:2])


_SLOPE = re.compile(r"d(?:\^\{?\d\}?)?[A-Za-z]/d[A-Za-z]")


def _asks_slopes(tokens: Sequence[Token], commas: list[int]) -> bool:
    """`z = x^2 + 3xy, ∂z/∂x`: what stands behind each comma begins with a derivative."""
    behind = [[token.text for token in tokens[i + 1 : i + 4]] for i in commas]
    starts = [texts[:1] == ["∂"] or texts in (["frac", "{", "∂"], ["frac", "{", "d"]) for texts in behind]
    return bool(commas) and all(starts[k] or _is_slope(tokens, i + 1) for k, i in enumerate(commas))


def _is_slope(tokens: Sequence[Token], at: int) -> bool:
    """Return whether dy/dx, d²y/dx² or d^2y/dx^2 starts here."""
    return _SLOPE.match("".join(token.text for token in tokens[at : at + 12])) is not None


def _applies_itself(tokens: Sequence[Token], commas: list[int]) -> bool:
    """`f(x) = x^2, f'(2)`: behind each comma the function is applied that the line defines."""
    if len(tokens) < 2 or tokens[0].kind != NAME or tokens[1].text != "(":
        return False
    behind = [[token.text for token in tokens[i + 1 : i + 3]] for i in commas]
    return bool(commas) and all(len(pair) == 2 and pair[0] == tokens[0].text and pair[1] in "('" for pair in behind)


def _uses_value(tokens: Sequence[Token], commas: list[int]) -> bool:
    """`x = (1, 2, 3), softmax(x)`: a number or a vector, and behind the comma a formula of it."""
    if not commas or tokens[0].kind != NAME or tokens[1].text != "=":
        return False
    value, behind = tokens[2 : commas[0]], tokens[commas[0] + 1 :]
    written_out = all(token.kind == NUMBER or token.text in ("(", ")", "[", "]", ",", "-") for token in value)
    return bool(value) and written_out and any(token.text == tokens[0].text for token in behind)


def _is_tail(tokens: Sequence[Token], commas: list[int]) -> bool:
    """`x*y, x = 2`: every comma stands before an assignment. In `x, y = 2, 3` none does but the first."""
    return bool(commas) and all(_assigns(tokens, i + 1) for i in commas) and not _is_unpacking(tokens, commas)


def _is_unpacking(tokens: Sequence[Token], commas: list[int]) -> bool:
    """`a, b = ...`: only names and commas before the equals sign."""
    before = list(tokens[: commas[-1] + 1])
    return all(token.kind == NAME or token.text == "," for token in before)


def _assigns(tokens: Sequence[Token], at: int) -> bool:
    """Return whether an assignment starts there: `x =`, `x_1 =`, `\\hat{y} =`, `f(x, y) =`, `(x, y) =`."""
    if at < len(tokens) and tokens[at].text == "(":
        end = _closing(tokens, at)
    elif at < len(tokens) and tokens[at].kind in (NAME, COMMAND) and tokens[at].text not in _TAIL:
        end = at + 1
        while end < len(tokens) and tokens[end].text in ("{", "_", "^", "("):
            # What an index or an accent stands for is one token, or a group in braces.
            end = _closing(tokens, end) if tokens[end].text in "{(" else end + 1 + (tokens[end + 1 : end + 2] != [])
            if tokens[end - 1].text == "{":
                end = _closing(tokens, end - 1)
    else:
        return False
    return end < len(tokens) and tokens[end].text == "="


def _closing(tokens: Sequence[Token], at: int) -> int:
    """Return the place behind the bracket that closes the one at `at`."""
    depth = 0
    for place in range(at, len(tokens)):
        depth += (tokens[place].text in ("(", "{")) - (tokens[place].text in (")", "}"))
        if depth == 0:
            return place + 1
    return len(tokens)


def _ends_operand(token: Token) -> bool:
    return (token.kind in (NAME, NUMBER) and token.text not in _TAIL) or token.text in (")", "]", "}", "|")
