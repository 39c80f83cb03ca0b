"""Appearance of a deck."""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import InputError
from ...export.palette import THEMES, Theme

__all__ = ["DeckAppearance"]


@dataclass(frozen=True, slots=True)
class DeckAppearance:
    """theme: of slides; a handout is always light. native: a PPTX with shapes that can be edited, not pictures."""

    theme: Theme = "light"
    native: bool = False

    def __post_init__(self) -> None:
        """Raises: InputError `bad-option`."""
        if self.theme not in THEMES:
            raise InputError("bad-option", f"`theme` is one of {', '.join(THEMES)}.")
