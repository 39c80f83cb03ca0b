"""Left sides that only name a formula: D(p ‖ q) = ..., N(x; μ, σ²) = ..., softmax(z)_i = ..., log p(x) = ..."""

from __future__ import annotations

from collections.abc import Sequence

from ..vocabulary import ELEMENTARY
from .text_names import TextNames
from .tokens import COMMAND, NAME, NUMBER, SIGN, Token

__all__ = ["is_heading"]

_OPEN, _CLOSED = ("(", "[", "{"), (")", "]", "}")


def is_heading(tokens: Sequence[Token], names: TextNames) -> bool:
    """Return whether a left side is one name with its arguments, which the text uses nowhere else.

    Functions such as log and cos may stand before it: log p(x), cos θ. Sums, products and numbers make an equation.
    A norm, ‖x‖_p, is a heading as well.
    """
    if _is_norm(tokens):
        return True
    rest = _joined_letters(list(tokens))
    applied = False
    while rest and rest[0].kind == NAME and rest[0].text in ELEMENTARY and len(rest) > 1 and rest[1].text not in _OPEN:
        rest, applied = rest[1:], True
    top = _outside_brackets(rest)
    if top is None or not top or top[0].kind not in (NAME, COMMAND):
        return False
    plain = [token for token in top if token.kind == NAME]
    brackets = any(token.text in ("(", "[") for token in rest)
    if len(plain) > 1 or any(token.kind not in (NAME, COMMAND) for token in top):
        return False
    return applied or (brackets and all(names.used[token.text] <= 1 for token in plain))


def _is_norm(tokens: Sequence[Token]) -> bool:
    """Return whether bars with their scripts are all there is: ‖A‖_F^2."""
    bars = [i for i, token in enumerate(tokens) if token.kind == SIGN and token.text in ("|", "||")]
    if len(bars) != 2 or bars[0] != 0 or tokens[0].text != tokens[bars[1]].text:
        return False
    behind = _outside_brackets(tokens[bars[1] + 1 :])
    return behind is not None and not behind


def _joined_letters(tokens: list[Token]) -> list[Token]:
    """KL(p ‖ q): letters of a word are one name where a bracket with arguments follows."""
    count = 0
    while count < len(tokens) and tokens[count].kind == NAME and not (count and tokens[count].space):
        count += 1
    if count < 2 or count == len(tokens) or tokens[count].text not in ("(", "["):
        return tokens
    word = "".join(token.text for token in tokens[:count])
    if not word.isalpha() or not word.isupper():
        return tokens
    return [tokens[0]._replace(text=word, end=tokens[count - 1].end), *tokens[count:]]


def _outside_brackets(tokens: Sequence[Token]) -> list[Token] | None:
    """Return the tokens outside brackets and scripts; None where a bracket holds a sum, or is never closed."""
    top: list[Token] = []
    opened: list[str] = []
    script = False
    for token in tokens:
        is_sign = token.kind == SIGN
        if is_sign and token.text in _CLOSED:
            opened = opened[:-1]
            continue
        if not opened and is_sign and token.text in ("_", "^"):
            script = True
            continue
        if is_sign and token.text in _OPEN:
            opened.append(token.text)
        elif opened and opened[-1] == "(" and is_sign and token.text in ("+", "-", "*", "/", "·"):
            return None
        elif not opened and not (script and token.kind in (NAME, NUMBER)):
            top.append(token)
        script = False
    return None if opened else top
