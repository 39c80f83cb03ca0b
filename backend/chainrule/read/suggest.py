"""`Did you mean`: the known word that a misspelled one is nearest to, by edit distance."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["closest"]

LONGEST = 60  # characters that are compared


def closest(word: str, words: Iterable[str]) -> str | None:
    """Return the one of `words` that `word` is a misspelling of, or None.

    Case is forgiven. Otherwise one edit (a letter more, less, other, or two swapped) is a misspelling, two in words of
    eight letters and more; words of three letters and less are only matched by case, or with one letter behind them.
    """
    word = word[:LONGEST]
    names = sorted(set(words))
    for name in names:
        if name.lower() == word.lower():
            return name
    if word[:-1] in names and len(word) == 4:  # summ
        return word[:-1]
    allowed = 0 if len(word) <= 3 else 1 if len(word) < 8 else 2
    best, least = None, allowed + 1
    for name in names:
        if abs(len(name) - len(word)) <= allowed and len(name) > 3:
            distance = _distance(word.lower(), name.lower(), least)
            if distance < least:
                best, least = name, distance
    return best


def _distance(a: str, b: str, limit: int) -> int:
    """Damerau's edit distance with neighbours swapped counted once (optimal string alignment), cut off at `limit`."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        previous, row, older = row, [i], before
        for j, right in enumerate(b, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        before = previous
        if min(row) >= limit:
            return limit
    return row[-1]
