"""Names of one thing in different spellings: λ and `lambda`, `w_0` and `w₀`, `W^{(1)}` and `W1`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

__all__ = ["canonical", "find", "tail"]

GREEK = re.findall(
    r"\w+",
    """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho varsigma sigma tau upsilon
    phi chi psi omega
    """,
)
LETTERS = {chr(ord("α") + place): word for place, word in enumerate(GREEK)}
LETTERS |= {"Α": "Alpha", "Θ": "Theta", "Δ": "Delta", "Σ": "Sigma", "ϵ": "epsilon", "𝓛": "L", "ℒ": "L"}
DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹", "01234567890123456789")


def canonical(name: str) -> str:
    """Letters and digits alone, Greek letters as words, a hat behind its letter."""
    plain = unicodedata.normalize("NFD", name.translate(DIGITS)).replace("\u0302", "hat").replace("\u0304", "bar")
    spelled = "".join(LETTERS.get(letter, letter) for letter in plain)
    spelled = re.sub(r"mathcal|mathbf|boldsymbol|underline|\W|_", "", spelled)
    return re.sub(r"^(hat|bar)(.)", r"\2\1", spelled)


def find(name: str, among: Iterable[str]) -> str | None:
    """The one of `among` that `name` means: the same, else alike, else the only one that ends or begins with it."""
    known = list(among)
    if name in known:
        return name
    for alike in (
        lambda other: canonical(other) == canonical(name),
        lambda other: tail(other) == name,
        lambda other: "." in name and canonical(name).endswith(canonical(other)),
        lambda other: base(other) == base(name),
    ):
        found = [other for other in known if alike(other)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def base(name: str) -> str:
    """A name without its indices: `s` of `s_j`, `W` of `W_{ij}^l`."""
    return canonical(re.split(r"[_^]", name.replace("\\_", "_"), maxsplit=1)[0].rstrip("0123456789"))


def tail(name: str) -> str:
    """The last word of a name: `W1` of `self.params['W1']`."""
    found = re.search(r"(\w+)\W*$", name)
    return found.group(1) if found else ""
