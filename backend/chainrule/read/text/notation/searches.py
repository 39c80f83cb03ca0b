"""Searches for the best value in front of a formula: `min_w`, `\\arg\\min_\\theta`, `w* = argmin_w`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from .text_names import TextNames
from .tokens import NAME, SIGN, Token

__all__ = ["SEARCH_WORD", "without_search"]

SEARCH_WORD = re.compile(r"(?:arg)?(?:min|max)_(\w+)")
_SEARCHES = ("min", "max", "argmin", "argmax")
_ASSIGN = ("=", ":=")


def without_search(piece: list[Token], names: TextNames) -> list[Token]:
    """Return the formula behind `min_w` and `θ* = argmin_θ`; `max_j s_j` is a largest entry and stays as it is."""
    rest = piece
    while True:
        at = _behind_name(rest)
        end, variables = _head(rest, at, names)
        behind = rest[end:]
        if not end or not _moves(behind, variables):
            return rest
        rest = behind


def _behind_name(piece: Sequence[Token]) -> int:
    """Return the place behind `w^* =`: the search gives a name its value."""
    for at, token in enumerate(piece[:8]):
        if token.kind == SIGN and token.text in _ASSIGN:
            return at + 1
    return 0


def _head(piece: Sequence[Token], at: int, names: TextNames) -> tuple[int, set[str]]:
    """Return the place behind a search that starts at the place, or 0, and the names that it moves."""
    texts = [token.text for token in piece[at : at + 2]]
    if len(texts) == 2 and texts[0] == "arg":
        at += 1
    if texts[:1] == ["underset"]:
        return _set_below(piece, at)
    first = piece[at] if at < len(piece) else None
    if first is None or first.kind != NAME:
        return 0, set()
    word = SEARCH_WORD.fullmatch(first.text)
    if word is not None and first.text not in names.all_names:
        return at + 1, {word[1]}
    if first.text not in _SEARCHES or len(piece) < at + 4 or piece[at + 1].text != "_":
        return 0, set()
    end = at + 3
    if piece[at + 2].text == "{":
        end = next((i for i, token in enumerate(piece) if i > at and token.text == "}"), -1) + 1
    return end, {token.text for token in piece[at + 2 : end] if token.kind == NAME}


def _set_below(piece: Sequence[Token], at: int) -> tuple[int, set[str]]:
    """Read `\\underset{w}{\\min}`, as `_head` does."""
    groups: list[list[Token]] = []
    end = at + 1
    while len(groups) < 2 and end < len(piece) and piece[end].text == "{":
        close = next((i for i, token in enumerate(piece) if i > end and token.text == "}"), end)
        groups.append(list(piece[end + 1 : close]))
        end = close + 1
    if len(groups) < 2 or not groups[1] or groups[1][-1].text not in _SEARCHES:
        return 0, set()
    return end, {token.text for token in groups[0] if token.kind == NAME}


def _moves(formula: Sequence[Token], variables: set[str]) -> bool:
    """Return whether the formula has the names as values, and not as indices of its entries."""
    if not formula or not variables:
        return False
    below = any(before.text in ("_", "[") and token.text in variables for before, token in pairwise(formula))
    below = below or any(
        token.kind == NAME and token.text.rpartition("_")[2] in variables and "_" in token.text for token in formula
    )
    return not below and any(token.text in variables or _has_letter(token, variables) for token in formula)


def _has_letter(token: Token, variables: set[str]) -> bool:
    """Return whether a word of two letters holds the name: the w of Xw."""
    return token.kind == NAME and len(token.text) == 2 and any(variable in token.text for variable in variables)
