"""`did you mean`: the known name nearest to what was written."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["near"]


def near(word: str, known: Iterable[str]) -> str | None:
    """The nearest of `known`, or None when nothing is near; case is forgiven first."""
    names = sorted(set(known))
    for name in names:
        if name.lower() == word.lower():
            return name
    found = get_close_matches(word[:60], names, n=1, cutoff=0.6)
    return found[0] if found else None
