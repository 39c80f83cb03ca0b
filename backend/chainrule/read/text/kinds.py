"""The kinds of text that are not Python, one row each: how it is known, and who rewrites it to Python."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .braces import is_c, is_r, read_c, read_r
from .calculator import Calculated
from .latex import is_latex, read_latex
from .mapped import Mapped, Places
from .matlab import is_matlab, read_matlab

__all__ = ["KINDS", "Kind"]


class Kind(NamedTuple):
    dialect: str
    matches: Callable[[str], bool]  # of the text with strings and comments blank
    read: Callable[[Mapped, frozenset[str], Places], Calculated]


KINDS = (
    Kind("latex", is_latex, read_latex),
    Kind("r", is_r, read_r),
    Kind("c", is_c, read_c),
    Kind("matlab", is_matlab, read_matlab),
)
