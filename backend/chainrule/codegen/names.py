"""Names in generated code: the reader's own where they can stand, each used once, none of them able to be code."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Iterable

__all__ = ["Names", "identifier"]

# What the generated code itself says: a variable of that name would hide it.
OWN = {"np", "torch", "math", "ctx", "self", "Formula", "Graph"}
RESERVED = frozenset({*keyword.kwlist, *keyword.softkwlist, *dir(builtins), *OWN})


def identifier(text: str) -> str:
    """A Python identifier as near to `text` as can be: W[0,1] becomes W_0_1, lambda becomes lambda_."""
    plain = unicodedata.normalize("NFKC", text)  # as Python reads names: two that it takes for one must be one here
    word = re.sub(r"\W+", "_", plain).strip("_") if not plain.isidentifier() else plain
    if not word.isidentifier():
        word = f"v_{re.sub(r'[^0-9A-Za-z_]', '_', word)}"
    return f"{word}_" if word in RESERVED else word


class Names:
    """Hands out each name once."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self.taken = set(taken)

    def take(self, *wishes: str) -> str:
        """The first of `wishes` that is free, else the last one with a number behind it."""
        words = [identifier(wish) for wish in wishes]
        found = next((word for word in words if word not in self.taken), None)
        number = 2
        while found is None:
            found = f"{words[-1]}_{number}" if f"{words[-1]}_{number}" not in self.taken else None
            number += 1
        self.taken.add(found)
        return found

    def numbered(self, stem: str) -> str:
        """stem1, or the next free number."""
        stem = f"{stem}_" if stem[-1:].isdigit() else stem
        number = 1
        while f"{stem}{number}" in self.taken:
            number += 1
        return self.take(f"{stem}{number}")
