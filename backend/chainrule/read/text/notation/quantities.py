"""QuantityNames side by side in formulas of physics and finance: `E = mc²`, `F = ma`, `PV = nRT`, `v = v0 + at`."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..vocabulary import RESERVED

__all__ = ["NO_PRODUCTS", "NO_QUANTITIES", "QuantityNames", "quantities_side_by_side"]

# Words of two letters that are one name, or none, wherever they stand.
NO_PRODUCTS = frozenset(
    {
        *("mu", "nu", "xi", "pi", "lr", "wd", "eq", "id", "ok", "hi", "lo", "in", "hs", "xs", "ys", "ws"),
        *("kl", "ce", "fp", "tp", "fn", "tn", "gt", "sd", "se", "ss", "ms", "bp", "tv", "mi", "wt", "sq", "rv", "lb"),
    }
)
_LETTER = r"(?<![A-Za-z_.\\])"
_POWERED = re.compile(rf"{_LETTER}([A-Za-z][A-DF-Za-df-z])(?:²|³|[ \t]*\^[ \t]*[23](?![\w.]))")
_ALONE = re.compile(  # two letters, or three without a vowel, which are hardly one word
    r"(?m)(?:^|[,;])[ \t]*+[A-Za-z]{1,2}[ \t]*=[ \t]*[\d./½¼¾]*+[ \t]*+"
    r"([A-Za-z]{2}|(?![A-Za-z]*[aeiou])[A-Za-z]{3})[ \t]*(?=$|[,;])"
)
_WORD = re.compile(r"[A-Za-z]{2,}")
_LONG = re.compile(rf"{_LETTER}[A-Za-z][A-Za-z0-9_₀-₉]*+(?!\()")
_SHORT = re.compile(r"[A-Za-z](?:_?\w{1,3})?")  # x, x1, h_t, w_ij
_SINGLE = re.compile(rf"{_LETTER}[A-Za-zα-ω](?![A-Za-z_]|[ \t]*=)")
_LEFT = re.compile(r"(?m)(?:^|[,;])[ \t]*+([A-Za-z]{2})(?=[ \t]*=)")
_PARAMETER = re.compile(r"[bwuv][ijkntoh]")  # b_h, w_o
_STATES, _INDICES = "xyzhsctwpqfion", "ijkntm"  # h_t, x_i
_SENTENCE = re.compile(r"\b(?:is|of|to|by|if|on|be|an|we|the|and|for|let|its|has|are|when|with|where|find)\b")


class QuantityNames(NamedTuple):
    """Words that are a product of their letters, and the letters that surely stand for quantities: m and c of mc²."""

    words: frozenset[str]
    letters: frozenset[str]


NO_QUANTITIES = QuantityNames(frozenset(), frozenset())


def quantities_side_by_side(text: str) -> QuantityNames:
    """Return the words of a text without `*` that are a product of their letters.

    They have a power behind them (mc²), are all that stands right of an equals sign (F = ma), or stand among names of
    one letter alone (v = v0 + at). The index of a state, as in h_t written ht, is none.
    """
    words = {*_POWERED.findall(text), *_ALONE.findall(text)}
    sure = {letter for word in words if _is_product(word) for letter in word}
    left = {*_LEFT.findall(text)}
    others = [word for word in _LONG.findall(text) if word not in RESERVED and word not in left]
    candidates = {word for word in others if _WORD.fullmatch(word) and len(word) < 4 and not word.isupper()}
    plain = all(word in candidates or _SHORT.fullmatch(word) for word in others)
    letters = "".join(candidates)
    alone = words or _SINGLE.search(text) or len(set(letters)) < len(letters)  # xy + yz + zx
    if candidates and plain and not _SENTENCE.search(text) and alone:
        pairs = {word for word in candidates if len(word) == 2 and not _PARAMETER.fullmatch(word)}
        words |= pairs | {word for word in candidates if len(word) == 3 and not re.search("[aeiou]", word)}
    return QuantityNames(frozenset(word for word in words - left if _is_product(word)), frozenset(sure))


def _is_product(word: str) -> bool:
    if word in NO_PRODUCTS or word in RESERVED or word[0] in "dD":
        return False
    is_state = word[-1] in _INDICES and word[0] in _STATES
    return len(set(word)) == len(word) and not is_state
