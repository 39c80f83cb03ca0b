"""Names of one thing in different spellings: λ and `lambda`, `w_0` and `w₀`, `W^{(1)}` and `W1`."""

from __future__ import annotations

import re
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
    """Letters and digits alone, Greek letters as words."""
    spelled = "".join(LETTERS.get(letter, letter) for letter in name.translate(DIGITS))
    return re.sub(r"mathcal|underline|mathbf|\W|_", "", spelled)


def find(name: str, among: Iterable[str]) -> str | None:
    """The one of `among` that `name` means: the same, else alike, else the only one that ends with it."""
    known = list(among)
    if name in known:
        return name
    alike = [other for other in known if canonical(other) == canonical(name)]
    if len(alike) == 1:
        return alike[0]
    tails = [other for other in known if tail(other) == name]
    return tails[0] if len(tails) == 1 else None


def tail(name: str) -> str:
    """The last word of a name: `W1` of `self.params['W1']`."""
    found = re.search(r"(\w+)\W*$", name)
    return found.group(1) if found else ""
