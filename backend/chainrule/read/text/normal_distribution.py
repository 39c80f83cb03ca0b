"""The N of option prices, N(d₁), which is the normal distribution's Φ."""

from __future__ import annotations

import re

from .mapped import Edit, Mapped

__all__ = ["has_normal", "with_normal"]

_APPLIED = re.compile(r"(?<![\w\\])N(?='?[ \t]*\([ \t]*[-−]?[ \t]*d_?\{?[12₁₂]\}?[ \t]*\))")
_SET = re.compile(r"d_?\{?[12]\}?[ \t]*&?=")
_OTHERWISE = re.compile(
    r"(?<![\w\\])N(?![\w'(]|[ \t]+\()|\bdef[ \t]+N\b|(?<![\w\\])N[ \t]*\([^()\n]*\)[ \t]*:?=|\bimport\b"
)


def has_normal(text: str) -> bool:
    """Return whether a text has N(d₁) or N(−d₂), and no other N.

    On a slide that does not say what d₁ is, N(d₁) is a number of its own.
    """
    if "N" not in text or _APPLIED.search(text) is None or _OTHERWISE.search(text) is not None:
        return False
    return "\\" not in text or _SET.search(text) is not None


def with_normal(text: Mapped) -> Mapped:
    """Return the text with Φ in place of such an N."""
    if not has_normal(text.text):
        return text
    return text.edited(Edit(match.start(), match.end(), "Φ") for match in _APPLIED.finditer(text.text))
