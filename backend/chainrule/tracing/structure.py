"""The part of a picture that follows from its graph alone: computed once, and kept beside the view for new values."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

__all__ = ["PictureStructure"]

T = TypeVar("T")
MISSING = object()


class PictureStructure:
    """Parts by name, each made when it is first asked for. Two threads may both make one: it is the same.

    `fixed`: values that are read with the program, of which labels and formulas speak, are the same for ever.
    """

    __slots__ = ("fixed", "parts")

    def __init__(self, fixed: bool = True) -> None:
        self.fixed = fixed
        self.parts: dict[Hashable, Any] = {}

    def part(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the part of `key`, which no number moves: made once, while the structure is fixed."""
        if not self.fixed:
            return make()
        part = self.parts.get(key, MISSING)
        return cast(T, self.parts.setdefault(key, make()) if part is MISSING else part)
