"""Names in generated code: the user's own where they can stand, each used once, none of them able to be code."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata

from ..ops.helpers import HELPERS

__all__ = ["NameAllocator", "identifier"]

# Names that the generated code itself uses: a variable of that name would hide it.
OWN = {"np", "torch", "math", "ctx", "self", "forward_ad", "Formula", "Graph", *HELPERS["numpy"], *HELPERS["torch"]}
RESERVED = frozenset({*keyword.kwlist, *keyword.softkwlist, *dir(builtins), *OWN})


def identifier(text: str) -> str:
    """Return a Python identifier as near to `text` as can be: W[0,1] becomes W_0_1, lambda becomes lambda_."""
    plain = unicodedata.normalize("NFKC", text)  # as Python reads names: two that it takes for one must be one here
    word = re.sub(r"\W+", "_", plain).strip("_") if not plain.isidentifier() else plain
    if not word.isidentifier():
        word = f"v_{re.sub(r'[^0-9A-Za-z_]', '_', word)}"
    return f"{word}_" if word in RESERVED else word


class NameAllocator:
    """Hands out each name once."""

    def __init__(self) -> None:
        self.reserved: set[str] = set()
        self.last: dict[str, int] = {}  # stem -> the number given last

    def take(self, *preferred_names: str) -> str:
        """Return the first of `preferred_names` that is free, else the last one with a number behind it."""
        words = [identifier(preferred) for preferred in preferred_names]
        result = next((word for word in words if word not in self.reserved), None)
        return self._numbered(f"{words[-1]}_", 2) if result is None else self._unused(result)

    def numbered(self, stem: str) -> str:
        """Return stem1, or the next free number; l2_1 after a digit."""
        word = identifier(stem)
        return self._numbered(f"{word}_" if word[-1].isdigit() else word, 1)

    def _numbered(self, stem: str, first: int) -> str:
        number = self.last.get(stem, first - 1) + 1
        while f"{stem}{number}" in self.reserved:
            number += 1
        self.last[stem] = number
        return self._unused(f"{stem}{number}")

    def _unused(self, word: str) -> str:
        self.reserved.add(word)
        return word
