"""A name of a program as a lecture sets it: a base and what stands below it.

`frontend/src/shared/split-name.ts` is its twin; both are tested on `tests/split_names.json`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from ..number import MINUS

__all__ = ["ACCENTS", "GREEK", "accent_of", "name_length", "name_pieces", "split_name"]

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π",
    "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ",
    "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
ACCENTS = {
    "hat": "\N{COMBINING CIRCUMFLEX ACCENT}",
    "bar": "\N{COMBINING MACRON}",
    "tilde": "\N{COMBINING TILDE}",
}  # words of a name that stand over its letter
SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_ENTRY = re.compile(r"(\w+?)(?:\[([\d,]+)\]|([₀-₉][₀-₉,]*))")
_HEAD = re.compile(r"([^\W\d_]+)(\d*)")
_BESIDE = re.compile(r"t([mp])(\d)")  # tm1: t - 1
_SIGNS = {"minus": MINUS, "plus": "+"}
_SHORT = 2  # letters of an index below a word: grad_h1, but learning_rate stays one word


@lru_cache(maxsize=1024)
def split_name(name: str) -> tuple[str, str]:
    """Return base and index: w0 -> w, 0; h_t_minus_1 -> h, t−1; grad_h1 -> grad, h1; W1[0,2] -> W, 1,02; sigma -> σ.

    A hat, bar or tilde stands over the letter: x_hat -> x̂; x1_bar -> x̄, 1. A name of several words (`learning_rate`)
    and a written derivative (`dL_dw`) have no index.
    """
    bare, entry = name, ""
    if match := _ENTRY.fullmatch(name):
        bare, bracketed, below = match.groups()
        entry = bracketed or below.translate(SUBSCRIPTS)
        if all(len(part) == 1 for part in entry.split(",")):
            entry = entry.replace(",", "")
    base, words = _stem(bare)
    return base, _index([*words, entry] if entry else words)


def name_pieces(name: str) -> list[tuple[str, str]]:
    """Return base and index of each name in "w0…w9", which stands for several."""
    first, dots, last = name.partition("…")
    if not dots:
        return [split_name(first)]
    base, index = split_name(last)
    return [split_name(first), (dots + base, index)]


_BELOW = 0.85  # of a letter: the width of one of an index


def name_length(name: str) -> float:
    """Return the width of a name as it is set, in letters: x̂ has one, W_f one and a narrow one."""
    return sum(_letters(base) + _BELOW * _letters(index) for base, index in name_pieces(name))


def _letters(text: str) -> int:
    return sum(not unicodedata.combining(letter) for letter in text)


def _stem(name: str) -> tuple[str, list[str]]:
    head, *words = name.split("_")
    match = _HEAD.fullmatch(head)
    if match is None:
        return name, []
    base, digits = match.groups()
    if words == [""] and base in GREEK:  # lambda_: the word itself is Python's
        words = []
    if digits:
        words.insert(0, digits)
    if "" in words or not (_is_symbol(base) or all(len(word) <= _SHORT or word.isdecimal() for word in words)):
        return name, []
    if base[0] == "d" and words and len(words[-1]) > 1 and words[-1][0] == "d":
        return name, []
    base = GREEK.get(base, base)
    if _is_symbol(base) and (mark := next((word for word in words if word in ACCENTS), None)):
        words.remove(mark)
        base = unicodedata.normalize("NFC", base + ACCENTS[mark])
    return base, words


def accent_of(base: str) -> tuple[str, str]:
    """Return a base without the accent over its last letter, and which one it is: x̂ -> x, hat; "" for none."""
    decomposed = unicodedata.normalize("NFD", base)
    letters, mark = decomposed[:-1], decomposed[-1:]
    name = next((word for word, sign in ACCENTS.items() if sign == mark), "")
    return (letters, name) if name and len(letters) <= _SHORT else (base, "")


def _is_symbol(base: str) -> bool:
    """Return whether a name is one letter, or the gradient of one."""
    letter = base[1:] if base[0] == "d" and len(base) > 1 else base
    return len(letter) == 1 or letter in GREEK or base in GREEK


def _index(words: Sequence[str]) -> str:
    text = separator = ""
    for at, word in enumerate(words):
        sign = _SIGNS.get(word) if 0 < at < len(words) - 1 else None
        text += sign or separator + _indexed(word)
        separator = "" if sign else ","
    return text


def _indexed(word: str) -> str:
    if match := _BESIDE.fullmatch(word):
        return f"t{MINUS if match[1] == 'm' else '+'}{match[2]}"
    return GREEK.get(word, word)
